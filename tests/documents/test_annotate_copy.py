"""The annotated copy: Word comments where something is to be mended, and the text as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import docx
import docx_maker as dm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from daemon import documents
from daemon.documents.annotate import annotate
from daemon.model import Annotation, Lang, Place, Remark, Story

W = f"{{{dm.NAMESPACES['w']}}}"
WHEN = datetime(2021, 11, 5, 8, 30, tzinfo=timezone(timedelta(hours=7)))
MAIN = "word/document.xml"


def annotated(data: bytes, *remarks: Remark, limit: int = 30, lang: Lang = Lang.VI) -> bytes:
    copy = annotate(data, Annotation(remarks, "Ban Thư ký", "BTK", WHEN, limit, lang))
    assert copy is not None
    assert documents.read(copy, "x.docx").paragraphs == documents.read(data, "x.docx").paragraphs
    assert_well_built(copy)
    return copy


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return etree.fromstring(archive.read(name))


def assert_well_built(data: bytes) -> None:
    """17.13.4: every comment has one range and one reference, begun before it ends; ids are unique; content type and
    relationship are there; python-docx opens it.
    """
    document, comments = part(data, MAIN), part(data, "word/comments.xml")
    ids = [comment.get(f"{W}id") for comment in comments]
    assert len(set(ids)) == len(ids)
    order = {element: number for number, element in enumerate(document.iter())}
    for number in ids:
        marks = [
            [it for it in document.iter(f"{W}{name}") if it.get(f"{W}id") == number]
            for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
        ]
        assert [len(found) for found in marks] == [1, 1, 1], number
        start, end, reference = (found[0] for found in marks)
        assert order[start] < order[end] < order[reference]
        assert start.getparent().tag == end.getparent().tag == f"{W}p"
        assert reference.getparent().tag == f"{W}r"
    assert len(list(docx.Document(io.BytesIO(data)).comments)) == len(ids)
    types = part(data, "[Content_Types].xml")
    assert sum(it.get("PartName") == "/word/comments.xml" for it in types) == 1


def comments(data: bytes) -> list[str]:
    return ["\n".join(p.text for p in it.paragraphs) for it in docx.Document(io.BytesIO(data)).comments]


def commented(data: bytes) -> list[str]:
    """The text inside each range, by id."""
    document = part(data, MAIN)
    found: dict[str, str] = {}
    opened: set[str] = set()
    for element in document.iter():
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            opened.add(number)
            found[number] = ""
        elif element.tag == f"{W}commentRangeEnd":
            opened.discard(number)
        elif element.tag == f"{W}t":
            for number in opened:
                found[number] += element.text or ""
    return [found[number] for number in sorted(found, key=int)]


def at(
    paragraph: int,
    start: int = 0,
    end: int | None = None,
    *,
    text: str = "Sửa",
    story: Story = Story.BODY,
    through: int | None = None,
    in_part: str = MAIN,
    where: str = "",
) -> Remark:
    return Remark(text, Place(story, in_part, paragraph), start, end, through, where)


PAPER = dm.make_docx(dm.p("Một ", dm.r("hai", "Arial"), " ba") + dm.p("Bốn") + dm.p("Năm"), dm.paper_styles())


# --------------------------------------------------------------------------- places


def test_a_comment_stands_around_the_offending_run() -> None:
    copy = annotated(PAPER, at(1, 4, 7, text="Phông Arial"))
    assert comments(copy) == ["Phông Arial"]
    assert commented(copy) == ["hai"]


def test_author_initials_and_the_clock_on_the_wall() -> None:
    [comment] = docx.Document(io.BytesIO(annotated(PAPER, at(1)))).comments
    assert (comment.author, comment.initials) == ("Ban Thư ký", "BTK")
    assert comment.timestamp is not None
    assert comment.timestamp.isoformat()[:19] == "2021-11-05T08:30:00"


def test_comments_are_numbered_as_they_stand_in_the_text() -> None:
    copy = annotated(PAPER, at(3, text="ba"), at(1, text="một"), Remark("toàn bài"))
    assert comments(copy) == ["toàn bài", "một", "ba"]
    assert commented(copy) == ["Một hai ba", "Một hai ba", "Năm"]


def _field(result: str, instruction: str = " SEQ Bảng ") -> tuple[str, str, str]:
    """The runs before a result, the result, the run behind it (17.16.18)."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate"), result, mark.format("end")


FIELD = "".join(_field(dm.r("12")))
BEFORE, _, BEHIND = _field("")


@pytest.mark.parametrize(
    ("body", "remark", "inside"),
    [
        (dm.p(dm.r("Bảng "), FIELD, dm.r(" a")), at(1, 5, 7), "12"),
        (dm.p(dm.r("Bảng "), FIELD, dm.r(" a")), at(1, 5, 6), "12"),
        (dm.p(dm.r("Bảng "), FIELD, dm.r(" a")), at(1, 2, 6), "ng 12"),
        (dm.p(dm.r("Bảng "), FIELD, dm.r(" abc")), at(1, 6, 9), "12 a"),
        (dm.p(FIELD, FIELD), at(1, 2, 4), "12"),
        (dm.p(BEFORE, dm.r("x"), FIELD, dm.r("y"), BEHIND, dm.r("z")), at(1, 1, 3), "x12y"),
        (dm.p(f'<w:ins w:id="3" w:author="A">{BEFORE}</w:ins>', dm.r("x"), BEHIND, dm.r("z")), at(1, 0, 1), "x"),
        (dm.p(BEFORE, dm.r("không khép lại")), at(1, 0, 5), "không"),
        (dm.p(dm.r("a"), BEHIND, dm.r("b")), at(1, 1, 2), "b"),
        (dm.p(BEFORE, dm.r("một")) + dm.p("hai") + dm.p(dm.r("ba"), BEHIND), at(1, 0, 2, through=3), "mộthaiba"),
        (dm.p(BEFORE, dm.r("một")) + dm.p("hai") + dm.p(dm.r("ba"), BEHIND), at(2, 0, 2, through=3), "mộthaiba"),
        (dm.p(BEFORE, dm.r("một")) + dm.p("hai") + dm.p(BEHIND) + dm.p("ba"), at(4), "ba"),
    ],
)  # fmt: skip
def test_no_mark_stands_inside_a_complex_field(body: str, remark: Remark, inside: str) -> None:
    copy = annotated(dm.make_docx(body, dm.paper_styles()), remark)
    assert commented(copy) == [inside]
    _assert_outside_fields(part(copy, MAIN))


def _assert_outside_fields(document: etree._Element) -> None:
    marks = [it for it in document.iter() if str(it.tag).startswith(f"{W}comment")]
    open_since = list[int]()
    order = list(document.iter())
    for number, element in enumerate(order):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            open_since.append(number)
        elif kind == "end" and open_since:
            begin = open_since.pop()
            assert not [it for it in order[begin:number] if it in marks]


def test_a_few_words_of_a_list_of_contents_are_told_of_at_the_top() -> None:
    contents = dm.p(BEFORE, dm.r("Mục một")) + dm.p("Mục hai") + dm.p(dm.r("Mục ba"), BEHIND)
    copy = annotated(dm.make_docx(contents + dm.p("Nội dung"), dm.paper_styles()), at(2, 4, 7, where="đoạn 2"))
    [said] = comments(copy)
    assert "- đoạn 2: Sửa" in said
    assert commented(copy) == ["Nội dung"]
    _assert_outside_fields(part(copy, MAIN))


@pytest.mark.parametrize(
    ("body", "remark", "inside", "following"),
    [
        ("<w:sdt><w:sdtContent>{}{}</w:sdtContent></w:sdt>", at(1, 1, 3), "", "một"),
        ("<w:sdt><w:sdtContent>{}{}</w:sdtContent></w:sdt>", at(2, 0, 2), "ha", "i"),
        ("<w:sdt><w:sdtContent>{}{}</w:sdtContent></w:sdt>", at(1, 0, 3, through=2), "mộthai", ""),
        ("{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", at(1, 1, 3, through=2), "ột", "hai"),
        ("<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
         at(1, 1, 3), "ột", ""),
        ("{}<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", at(2), "", "hai"),
    ],
)  # fmt: skip
def test_nothing_of_a_content_control_stands_before_the_reference_in_its_first_paragraph(
    body: str, remark: Remark, inside: str, following: str
) -> None:
    copy = annotated(dm.make_docx(body.format(dm.p("một"), dm.p("hai")) + dm.p("cuối"), dm.paper_styles()), remark)
    assert commented(copy) == [inside]
    [reference] = part(copy, MAIN).iter(f"{W}commentReference")
    assert "".join("".join(it.itertext()) for it in reference.getparent().itersiblings()) == following


def test_where_the_range_shows_no_words_the_comment_names_them() -> None:
    body = f"<w:sdt><w:sdtContent>{dm.p('một hai')}{dm.p('ba')}</w:sdtContent></w:sdt>"
    remarks = at(1, 4, 7, text="Phông Arial", where="đoạn 1, “hai”"), at(2, text="Phông Arial", where="đoạn 2, “ba”")
    copy = annotated(dm.make_docx(body, dm.paper_styles()), *remarks)
    assert comments(copy) == ["đoạn 1, “hai”: Phông Arial", "Phông Arial"]
    assert commented(copy) == ["", "ba"]


def test_one_comment_over_several_paragraphs() -> None:
    assert commented(annotated(PAPER, at(1, 4, 3, through=3))) == ["hai baBốnNăm"]


@pytest.mark.parametrize(
    ("content", "start", "end", "inside"),
    [
        (dm.r("a") + f'<w:hyperlink>{dm.r("b")}{dm.r("c")}</w:hyperlink>' + dm.r("d"), 2, 3, "bc"),
        (dm.r("a") + f'<w:ins w:id="3" w:author="A">{dm.r("b")}</w:ins>' + dm.r("d"), 1, 2, "b"),
        (dm.r("a") + f"<w:del w:id='3' w:author='A'><w:r><w:delText>x</w:delText></w:r></w:del>{dm.r('d')}", 1, 2, "d"),
        (dm.r("  ") + dm.r("ab") + dm.r("cd"), 4, 6, "cd"),
        ("<m:oMath><m:r><m:t>xyz</m:t></m:r></m:oMath>" + dm.r("ab"), 3, 5, "ab"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + dm.r("ab"), 1, 3, "ab"),
        (dm.r("a") + "<w:r><w:tab/></w:r>" + dm.r("b"), 2, 3, "b"),
        (dm.text_box(dm.p("hộp")) + dm.r("ab"), 0, 2, "ab"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + dm.r("12") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + dm.r("ab"), 2, 4, "ab",
        ),
        (dm.r("a", extra="<w:vanish/>") + dm.r("b"), 0, 1, "b"),
    ],
    ids=["link", "insertion", "deletion", "lead", "equation", "symbol", "tab", "text box", "field", "hidden"],
)  # fmt: skip
def test_characters_are_counted_as_the_reader_counts_them(content: str, start: int, end: int, inside: str) -> None:
    data = dm.make_docx(dm.p(content), dm.paper_styles())
    remark = at(1, start, end)
    assert commented(annotated(data, remark)) == [inside]


@pytest.mark.parametrize(
    ("content", "start", "end", "inside"),
    [
        (dm.r("Một hai ba"), 4, 7, "hai"),
        (dm.r("Một hai ba", extra="<w:b/>"), 4, None, "hai ba"),
        (dm.r("Một ") + dm.r("hai ba"), 2, 7, "t hai"),
        ("<w:r><w:t>ab</w:t><w:tab/><w:t>cd</w:t><w:br/><w:t>ef</w:t></w:r>", 4, 7, "def"[:2]),
        (f"<w:hyperlink>{dm.r('Một hai ba')}</w:hyperlink>", 4, 7, "Một hai ba"),
        ('<w:r><w:rPr><w:rPrChange w:id="9" w:author="A"><w:rPr/></w:rPrChange></w:rPr><w:t>Một hai</w:t></w:r>', 4, 7,
         "Một hai"),
    ],
    ids=["inside", "to the end", "over two runs", "among tabs and breaks", "not in a link", "not with a tracked change"],
)  # fmt: skip
def test_a_run_is_made_two_where_a_place_begins_inside_it(
    content: str, start: int, end: int | None, inside: str
) -> None:
    copy = annotated(dm.make_docx(dm.p(content), dm.paper_styles()), at(1, start, end))
    assert commented(copy) == [inside]
    bold = [
        run.find(f"{W}rPr/{W}b") is not None for run in part(copy, MAIN).iter(f"{W}r") if run.find(f"{W}t") is not None
    ]
    assert len(set(bold)) == 1  # both halves look alike


def test_places_that_overlap_inside_a_run_keep_their_words() -> None:
    data = dm.make_docx(dm.p("Một hai ba bốn"), dm.paper_styles())
    copy = annotated(data, at(1, 0, 10, text="A"), at(1, 8, text="B"), at(1, 4, 7, text="C"))
    assert dict(zip(comments(copy), commented(copy), strict=True)) == {"A": "Một hai ba", "B": "ba bốn", "C": "hai"}


def test_a_table_cell_can_be_commented() -> None:
    data = dm.make_docx(dm.table([["a", "b"], ["c", "d"]]), dm.paper_styles())
    assert commented(annotated(data, at(3, story=Story.TABLE))) == ["c"]


def test_what_cannot_be_commented_in_place_is_told_at_the_top() -> None:
    data = dm.make_docx(
        dm.p("Thân", dm.text_box(dm.p("Hộp"))),
        dm.paper_styles(),
        {"word/header1.xml": dm.part("hdr", dm.p("Đầu"))},
        sect_xml='<w:headerReference w:type="default" r:id="header1"/>',
    )
    copy = annotated(
        data,
        at(1, story=Story.HEADER, in_part="word/header1.xml", text="Phông Arial", where="đầu trang (Header), đoạn 1"),
        at(2, story=Story.TEXT_BOX, in_part="word/header1.xml", text="Phông Tahoma", where="hộp văn bản, đoạn 2"),
        at(99, text="Không thấy", where="đoạn 99"),
    )
    [top] = comments(copy)
    assert "- đầu trang (Header), đoạn 1: Phông Arial" in top
    assert "- hộp văn bản, đoạn 2: Phông Tahoma" in top
    assert "- đoạn 99: Không thấy" in top


def _note(kind: str, number: int, properties: str = "") -> str:
    return f'<w:r>{properties}<w:{kind}Reference w:id="{number}"/></w:r>'


def _notes(kind: str) -> dict[str, str]:
    """A line above notes and two notes, the second one of two paragraphs: paragraphs 1; 2; 3 and 4."""
    typed = [(-1, 'w:type="separator"', dm.p()), (1, "", dm.p("một")), (2, "", dm.p("hai") + dm.p("ba"))]
    notes = "".join(f'<w:{kind} w:id="{number}" {more}>{inner}</w:{kind}>' for number, more, inner in typed)
    return {f"word/{kind}s.xml": dm.part(f"{kind}s", notes)}


def at_note(paragraph: int, story: Story = Story.FOOTNOTE) -> Remark:
    kind = "footnotes" if story is Story.FOOTNOTE else "endnotes"
    return at(paragraph, story=story, in_part=f"word/{kind}.xml", where=f"ghi chú {paragraph}")


_DRAWN = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"
_BOXED = dm.text_box(dm.p("hộp") + dm.p("nữa"), dm.p("thay") + dm.p("thế"))
_IN_BOX, _IN_FALLBACK = "hộpnữathaythế", "thaythế"
_DELETED = f'<w:del w:id="8" w:author="A">{_note("footnote", 1)}</w:del>'


@pytest.mark.parametrize(
    ("body", "remarks", "said"),
    [
        (dm.p("a", _BOXED, "b"), [at(2, story=Story.TEXT_BOX, where="hộp")], [("hộp: Sửa", "a", _IN_BOX)]),
        (dm.p(_BOXED), [at(3, story=Story.TEXT_BOX, where="hộp")], [("hộp: Sửa", "", _IN_BOX)]),
        (dm.p("a", _BOXED), [at(2, story=Story.TEXT_BOX, where="1"), at(3, story=Story.TEXT_BOX, where="2")],
         [("1: Sửa\n2: Sửa", "a", _IN_BOX)]),
        (dm.p("a") + dm.table([[dm.p("b", _BOXED)]]), [at(3, story=Story.TEXT_BOX)], [("Sửa", "ab", _IN_BOX)]),
        (dm.p("a", _BOXED), [at(2, story=Story.TEXT_BOX), at(1, 0, 1, text="Chữ")],
         [("Chữ", "", "a"), ("Sửa", "a", _IN_BOX)]),
        (dm.p("a", _DRAWN, "b"), [at(1, story=Story.CHART, where="biểu đồ")], [("biểu đồ: Sửa", "a", "")]),
        (dm.p("a", _DRAWN, "b"), [at(1, story=Story.TEXT_BOX, where="WordArt")], [("WordArt: Sửa", "a", "")]),
        (dm.p("a", _note("footnote", 1), "b", _note("footnote", 2)), [at_note(4), at_note(3)],
         [("ghi chú 4: Sửa\nghi chú 3: Sửa", "ab", "")]),
        (dm.p("a", _note("endnote", 1), "b"), [at_note(2, Story.ENDNOTE)], [("ghi chú 2: Sửa", "a", "")]),
        (dm.p("a", f"<w:hyperlink>{dm.r('b')}{_note('footnote', 2)}</w:hyperlink>") + dm.p(_note("footnote", 1)),
         [at_note(2)], [("ghi chú 2: Sửa", "ab", "")]),
        (dm.p("a", _DELETED, "b", _note("footnote", 1)), [at_note(2)], [("ghi chú 2: Sửa", "ab", "")]),
    ],
    ids=["text box", "nothing else", "two of a box", "in a cell", "beside it", "chart", "WordArt", "note of two", "endnote",
         "in a link", "deleted mark"],
)  # fmt: skip
def test_what_stands_beside_the_text_is_told_of_where_it_is_anchored(
    body: str, remarks: Sequence[Remark], said: Sequence[tuple[str, str, str]]
) -> None:
    data = dm.make_docx(body, dm.paper_styles(), _notes("footnote") | _notes("endnote"))
    copy = annotated(data, *remarks)
    document = part(copy, MAIN)
    before = []
    for start in document.iter(f"{W}commentRangeStart"):
        before.append(
            "".join(start.xpath("preceding::w:t[not(ancestor::w:txbxContent)]/text()", namespaces=dm.NAMESPACES))
        )
        assert not list(start.iterancestors(f"{W}txbxContent"))
    assert list(zip(comments(copy), before, commented(copy), strict=True)) == list(said)


def test_the_comment_on_the_first_note_stands_in_front_of_its_mark() -> None:
    """Between the marks of the first and the second LibreOffice, 7.4, loses the text of a note."""
    body = dm.p("a", _note("footnote", 1), "b", _note("footnote", 2))
    copy = annotated(dm.make_docx(body, dm.paper_styles(), _notes("footnote")), at_note(2), at_note(3))
    order = [
        (str(it.tag).removeprefix(W), it.get(f"{W}id"))
        for it in part(copy, MAIN).iter(f"{W}commentReference", f"{W}footnoteReference")
    ]
    assert order == [
        ("commentReference", "0"), ("footnoteReference", "1"), ("footnoteReference", "2"), ("commentReference", "1"),
    ]  # fmt: skip


def test_what_it_says_of_its_remarks_is_in_their_language() -> None:
    data = dm.simple_paper([f"Đoạn {number}" for number in range(5)])
    apart = [at(99, text=f"Font {number}", where="header") for number in range(21)]
    copy = annotated(data, *apart, *(at(number + 1) for number in range(5)), limit=3, lang=Lang.EN)
    top = comments(copy)[0].splitlines()
    assert top[0].startswith("Places that could not be marked themselves (headers, footers,")
    assert top[1] == "- header: Font 0"
    assert top[-2:] == ["- and 1 more.", "Places besides those marked that need the same correction: 3."]
    tags = {element.get(f"{W}val") for element in part(copy, "word/comments.xml").iter(f"{W}lang")}
    assert tags == {"en-GB"}


@pytest.mark.parametrize("general", [0, 1])
def test_at_most_so_many_and_the_rest_is_summed_up(general: int) -> None:
    data = dm.simple_paper([f"Đoạn {number}" for number in range(50)])
    copy = annotated(
        data, *[Remark("Chung")] * general, *(at(number + 1, text=f"số {number}") for number in range(50)), limit=30
    )
    found = comments(copy)
    assert len(found) == 30
    assert "còn 21 chỗ khác" in found[0]
    assert found[1:] == [f"số {number}" for number in range(29)]


def test_exactly_the_limit_needs_no_summary() -> None:
    data = dm.simple_paper(["a"] * 30)
    assert comments(annotated(data, *(at(number + 1) for number in range(30)))) == ["Sửa"] * 30


# --------------------------------------------------------------------------- what was there before


OLD = '<w:comment w:id="7" w:author="Thầy" w:initials="T"><w:p><w:r><w:t>ý kiến cũ</w:t></w:r></w:p></w:comment>'
MARKED = (
    '<w:commentRangeStart w:id="7"/>'
    + dm.r("chữ")
    + '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
)


def test_comments_of_others_are_kept_and_their_numbers_not_taken() -> None:
    data = dm.make_docx(dm.p(MARKED), dm.paper_styles(), {"word/comments.xml": dm.part("comments", OLD)})
    copy = annotated(data, at(1, text="ý kiến mới"))
    assert comments(copy) == ["ý kiến cũ", "ý kiến mới"]
    assert commented(copy) == ["chữ", "chữ"]


def edited(data: bytes, name: str, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for info in archive.infolist():
            content = archive.read(info)
            copy.writestr(
                info.filename, content.replace(old.encode(), new.encode()) if info.filename == name else content
            )
    return out.getvalue()


#: Part 2, 13.2.4.2: a package is signed where it refers to the origin of signatures, whatever that is called.
ORIGIN = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
SIGNED = (
    "</Relationships>",
    f'<Relationship Id="rId97" Target="ky/goc.sigs" Type="{ORIGIN}"/></Relationships>',
)
DANGLING = {
    "[Content_Types].xml": ("</Types>", '<Override PartName="/Word/comments.xml" ContentType="text/xml"/></Types>'),
    "word/_rels/document.xml.rels": (
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{dm.RELATIONSHIPS}/comments" Target="comments.xml"/></Relationships>',
    ),
}


@pytest.mark.parametrize("name", DANGLING)
def test_what_is_left_of_comments_taken_out_gives_way(name: str) -> None:
    """A part has one content type, and python-docx and Word refuse two relationships to comments."""
    copy = annotated(edited(PAPER, name, *DANGLING[name]), at(1))
    types = [it.get("PartName", "").lower() for it in part(copy, "[Content_Types].xml")]
    kinds = [it.get("Type") for it in part(copy, "word/_rels/document.xml.rels")]
    assert types.count("/word/comments.xml") == kinds.count(f"{dm.RELATIONSHIPS}/comments") == 1


def test_a_picture_that_is_lost_is_no_reason_to_say_nothing() -> None:
    """Word opens such a document; python-docx does not, neither the copy nor what the author sent."""
    lost = f'<Relationship Id="rId98" Type="{dm.RELATIONSHIPS}/image" Target="media/lost.png"/></Relationships>'
    data = edited(PAPER, "word/_rels/document.xml.rels", "</Relationships>", lost)
    copy = annotate(data, Annotation((at(1),), "Ban Thư ký", "BTK", WHEN))
    assert copy is not None
    assert [it.get(f"{W}id") for it in part(copy, "word/comments.xml")] == ["0"]


def _ring(parts: int) -> dict[str, str]:
    """Parts of which each refers to the next, the last one to the first."""
    relation = '<Relationship Id="rId1" Type="http://a.example/next" Target="part{}.xml"/>'
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    found = {f"word/part{number}.xml": "<x/>" for number in range(parts)}
    for number in range(parts):
        inner = relation.format((number + 1) % parts)
        found[f"word/_rels/part{number}.xml.rels"] = f'<Relationships xmlns="{uri}">{inner}</Relationships>'
    return found


@pytest.mark.parametrize("harm", ["a damaged picture", "a ring of parts"])
def test_what_another_reader_fails_on_is_no_reason_to_say_nothing(harm: str) -> None:
    parts: dict[str, str | bytes] = {"word/media/image1.png": bytes(range(256)) * 40}
    parts |= _ring(1500) if harm == "a ring of parts" else {}
    target = "part0.xml" if harm == "a ring of parts" else "media/image1.png"
    related = f'<Relationship Id="rId99" Type="http://a.example/next" Target="{target}"/></Relationships>'
    data = edited(
        dm.simple_paper(["Một"], font="Arial", parts=parts), "word/_rels/document.xml.rels", "</Relationships>", related
    )
    if harm == "a damaged picture":
        info = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/media/image1.png")
        start = info.header_offset + 30 + len(info.filename)
        data = data[:start] + b"\xff" * 20 + data[start + 20 :]
    copy = annotate(data, Annotation((Remark("sửa phông"),), "Ban Tổ chức", "BTC", WHEN))
    assert copy is not None
    assert b"word/comments.xml" in copy


def test_annotating_twice_adds() -> None:
    once = annotated(PAPER, at(1, text="một"))
    assert comments(annotated(once, at(2, text="hai"), Remark("chung"))) == ["một", "chung", "hai"]


def test_every_other_member_is_kept_byte_for_byte() -> None:
    odd = {
        "word/media/image1.png": b"\x89PNG" + bytes(range(256)),
        "customXml/item1.xml": b"<x  a='1' ><!-- y --></x >",
    }
    data = dm.simple_paper(["Một"], parts=odd)
    before, after = (zipfile.ZipFile(io.BytesIO(it)) for it in (data, annotated(data, at(1))))
    touched = {MAIN, "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {name for name in before.namelist() if before.read(name) != after.read(name)} == touched
    assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}


def test_a_strict_document_takes_comments_and_stays_one() -> None:
    data = dm.strict(PAPER)
    copy = annotate(data, Annotation((at(1, text="Chỗ này"), Remark("Chung")), "A", "A", WHEN))
    assert copy is not None
    said = ["".join(it.itertext()) for it in part(copy, "word/comments.xml")]
    assert said == ["Chung", "Chỗ này"]
    assert documents.read(copy, "a.docx").paragraphs == documents.read(data, "a.docx").paragraphs
    assert dm.transitional_addresses(copy) == {}


def test_an_empty_first_paragraph_carries_the_comment_at_the_top() -> None:
    assert comments(annotated(dm.make_docx(dm.p() + dm.p("Một"), dm.paper_styles()), Remark("Chung"))) == ["Chung"]


def test_words_of_others_cannot_break_the_markup() -> None:
    nasty = "a\x00b\ud800c <w:p/> & \u00a0d\u202e\n" + "x" * 5000
    [text] = comments(annotated(PAPER, at(1, text=nasty)))
    assert text.split("\n")[0] == "abc <w:p/> &  d"
    assert len(text.split("\n")[1]) == 2000


FIELD_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format


@pytest.mark.parametrize(
    ("data", "remarks"),
    [
        (b"", [at(1)]),
        (PAPER, []),
        (b"%PDF-1.4", [at(1)]),
        (dm.simple_paper(["a"], parts={"_xmlsignatures/origin.sigs": b""}), [at(1)]),
        (edited(dm.simple_paper(["a"], parts={"ky/goc.sigs": b""}), "_rels/.rels", *SIGNED), [at(1)]),
        (dm.make_docx(dm.p("a"), main_type=dm.MACRO_TYPE), [at(1)]),
        (dm.make_docx(FIELD_MARK("begin") + dm.p("a") + FIELD_MARK("end")), [at(1)]),
        (dm.make_docx(FIELD_MARK("begin") + dm.p("a", FIELD_MARK("end"))), [at(1)]),
        (dm.make_docx(dm.p("a") + dm.p(FIELD_MARK("begin")) + FIELD_MARK("end")), [at(1)]),
    ],
    ids=[
        "empty",
        "no remarks",
        "pdf",
        "signed",
        "signed, kept elsewhere",
        "macros",
        "a field around a paragraph",
        "a field begins in none",
        "a field ends in none",
    ],
)
def test_no_copy(data: bytes, remarks: Sequence[Remark]) -> None:
    assert annotate(data, Annotation(tuple(remarks), "A", "A", WHEN)) is None


PIECES = st.lists(st.text(alphabet="aạ đ–", min_size=1, max_size=4), min_size=1, max_size=4)
PLACES = st.tuples(st.integers(1, 6), st.integers(0, 12), st.integers(1, 14))


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=5), st.lists(PLACES, min_size=1, max_size=8), st.integers(1, 5))
@pytest.mark.slow
def test_whatever_the_places_the_copy_is_sound(
    pieces: list[list[str]], places: list[tuple[int, int, int]], limit: int
) -> None:
    data = dm.make_docx("".join(dm.p(*(dm.r(text) for text in runs)) for runs in pieces), dm.paper_styles())
    if documents.read(data, "x.docx").problem is None:
        copy = annotated(data, *(at(number, start, end) for number, start, end in places), limit=limit)
        assert 1 <= len(comments(copy)) <= limit
