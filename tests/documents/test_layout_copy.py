"""What LibreOffice lays out in place of a .docx of which it would lose text, or set it elsewhere than Word: endnotes as
paragraphs behind the text (ECMA-376 part 1, 17.11), no comments, no content controls, no fields that never end, no rows
that are deleted, every page that breaks open.
"""

from __future__ import annotations

import io
import zipfile

import docx_maker as dm
import pytest
from lxml import etree

from daemon import documents
from daemon.model import Story

SEPARATOR = '<w:endnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
SECTIONS = '<w:endnotePr><w:pos w:val="sectEnd"/></w:endnotePr>'


def ref(number: int, more: str = "") -> str:
    return f'<w:r><w:endnoteReference w:id="{number}"{more}/></w:r>'


def note(number: int, text: str) -> str:
    return f'<w:endnote w:id="{number}"><w:p><w:r><w:endnoteRef/></w:r>{dm.r(text)}</w:p></w:endnote>'


def laid_out(body: str, notes: str | None, settings: str = "") -> list[str] | None:
    """The text of the copy, story by story; None where there is none."""
    parts = {} if notes is None else {"word/endnotes.xml": dm.part("endnotes", notes)}
    parts["word/settings.xml"] = dm.part("settings", settings)
    copy = documents.layout_copy(dm.make_docx(body, parts=parts))
    if copy is None:
        return None
    assert copy.endnotes_in_text
    read = documents.read(copy.data, "bai.docx")
    assert all(it.place.story is not Story.ENDNOTE for it in read.paragraphs)
    return [it.text for it in read.paragraphs]


@pytest.mark.parametrize(
    ("body", "notes", "expected"),
    [
        pytest.param(dm.p("a", ref(2)) + dm.p("b"), SEPARATOR + note(2, "ghi"), ["a1", "b", "1ghi"], id="behind all"),
        pytest.param(dm.p("a", ref(3), "b", ref(2)), note(2, "hai") + note(3, "ba"), ["a1b2", "1ba", "2hai"],
                     id="in the order of the text"),
        pytest.param(dm.p("a", ref(2), ref(2)), note(2, "ghi"), ["a12", "1ghi"], id="one note twice is set once"),
        pytest.param(dm.p("a", ref(2, ' w:customMarkFollows="1"'), "*"), note(2, "ghi"), ["a*", "ghi"],
                     id="a mark of the author's"),
        pytest.param(dm.p("a", '<w:del w:id="1">' + ref(3) + "</w:del>", ref(2)), note(2, "hai") + note(3, "ba"),
                     ["a1", "1hai"], id="one that is deleted is not shown"),
        pytest.param(dm.p("a", ref(2)), '<w:endnote w:id="2"><w:bookmarkStart w:id="1" w:name="n"/>' + dm.p("ghi")
                     + '<w:bookmarkEnd w:id="1"/></w:endnote>', ["a1", "ghi"], id="bookmarks stay behind"),
        pytest.param(dm.p("a", ref(9)), note(2, "ghi"), ["a1"], id="a note that is not there"),
        pytest.param(dm.p("a"), note(2, "ghi"), None, id="none is shown"),
        pytest.param(dm.p("a", ref(2)), None, None, id="there is no part of them"),
    ],
)  # fmt: skip
def test_what_is_laid_out(body: str, notes: str | None, expected: list[str] | None) -> None:
    assert laid_out(body, notes) == expected


def test_those_of_each_section_stay() -> None:
    assert laid_out(dm.p("a", ref(2)), note(2, "ghi"), SECTIONS) is None


def test_a_link_in_a_note_keeps_its_words() -> None:
    link = f'<w:endnote w:id="2"><w:p><w:hyperlink r:id="rId7">{dm.r("trang tin")}</w:hyperlink></w:p></w:endnote>'
    assert laid_out(dm.p("a", ref(2)), link) == ["a1", "trang tin"]


@pytest.mark.parametrize("strict", [False, True])
def test_a_document_without_settings_gets_some(*, strict: bool) -> None:
    document = dm.make_docx(dm.p("a"))
    document = dm.strict(document) if strict else document
    assert documents.read(document, "bai.docx").misdrawn
    copy = documents.layout_copy(document)
    assert copy is not None
    assert set(entries(copy.data)) == {*entries(document), "word/settings.xml"}
    assert not documents.read(copy.data, "bai.docx").misdrawn


def test_what_is_no_document_has_no_copy() -> None:
    assert documents.layout_copy(b"PK nothing") is None


MARK = '<w:r><w:rPr><w:b/></w:rPr><w:commentReference w:id="1"/></w:r>'
START, END = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'


def control(inner: str) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


def field(*kinds: str) -> str:
    return "".join(f'<w:r><w:fldChar w:fldCharType="{it}"/></w:r>' for it in kinds)


def told(instruction: str) -> str:
    return f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"


def box(inner: str) -> str:
    return f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"


VANISH = "<w:rPr><w:vanish/></w:rPr>"
HIDDEN = f"<w:r>{VANISH}<w:t>c</w:t></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
BLANK = '<w:t xml:space="preserve"> </w:t>'
AND_BREAK, BREAK_AND = BREAK.replace("<w:br", f"{BLANK}<w:br"), BREAK.replace("/></", f"/>{BLANK}</")
COLUMN = BREAK.replace("page", "column")
LINE, AND_LINE = (f"<w:r>{it}<w:br/><w:lastRenderedPageBreak/></w:r>" for it in ("", BLANK))
BEFORE = "<w:pageBreakBefore/>"
TABLE = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
GONE, INSERTED = (f'<w:trPr><w:{it} w:id="1" w:author="A"/></w:trPr>' for it in ("del", "ins"))


def rows(*properties: str, inner: str = "") -> str:
    told = "".join(f"<w:tr>{it}<w:tc>{inner}<w:p/></w:tc></w:tr>" for it in properties)
    return f"<w:tbl><w:tblPr/>{told}</w:tbl>"


WHOLE = field("begin") + told("DATE") + field("separate") + dm.r("nay") + field("end")
OPEN = field("begin") + told("REF a") + field("separate")
EMPTY = "<w:r/>" * 3


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(dm.p("a", START, "b", END, MARK), dm.p("a", "b"), id="a comment"),
        pytest.param(dm.p("a") + START + dm.p("b", MARK) + END, dm.p("a") + dm.p("b"), id="of whole paragraphs"),
        pytest.param(dm.p(f"<w:r>{dm.t('a')}<w:commentReference w:id='1'/></w:r>"), dm.p("a"), id="in a run with text"),
        pytest.param(control(dm.p("a") + dm.p("b")) + dm.p("c"), dm.p("a") + dm.p("b") + dm.p("c"), id="a control"),
        pytest.param(control(dm.p("a", control(dm.r("b")))), dm.p("a", "b"), id="controls in each other"),
        pytest.param(control("") + dm.p("a") + "<w:sdt/>", dm.p("a"), id="controls of nothing"),
        pytest.param(control(dm.p("a", MARK)), dm.p("a"), id="a comment in a control"),
        pytest.param(dm.p(OPEN, "a"), dm.p(EMPTY, "a"), id="a field that never ends"),
        pytest.param(dm.p(OPEN, "a", WHOLE), dm.p(EMPTY, "a", WHOLE), id="and one that does"),
        pytest.param(dm.p(OPEN, "a", box(dm.p(field("end")))), dm.p(EMPTY, "a", box(dm.p(field("end")))),
                     id="no end in a box"),
        pytest.param(dm.p("a", field("begin"), told("REF a"), box(dm.p(OPEN, "b")), field("end")),
                     dm.p("a", field("begin"), told("REF a"), box(dm.p(EMPTY, "b")), field("end")),
                     id="no end behind the box"),
        pytest.param(dm.p("a", WHOLE, box(dm.p(WHOLE))), None, id="nothing of the kind"),
        pytest.param(dm.p("a", START, "b", END), None, id="what is left of a comment"),
        pytest.param(rows("", GONE, "") + dm.p("a"), rows("", "") + dm.p("a"), id="a row that is deleted"),
        pytest.param(dm.p("a") + rows(GONE, GONE) + dm.p("b"), dm.p("a") + dm.p("b"), id="a table that is"),
        pytest.param(rows("", inner=rows(GONE)) + dm.p("a"), rows("") + dm.p("a"), id="a table in a table"),
        pytest.param(rows(GONE, inner=rows(GONE)) + dm.p("a"), dm.p("a"), id="both"),
        pytest.param(rows(INSERTED) + dm.p("a"), None, id="a row that is inserted"),
        pytest.param(dm.p("a", BREAK), dm.p("a", BREAK_AND), id="a break at the end of the text"),
        pytest.param(dm.p("a") + control(dm.p(BREAK)), dm.p("a") + dm.p(BREAK_AND), id="at the end of a control"),
        pytest.param(dm.p("a", BREAK, BREAK, "b"), dm.p("a", BREAK_AND, BREAK, "b"), id="a break behind a break"),
        pytest.param(dm.p("a", BREAK, HIDDEN, LINE, BREAK, "b"), dm.p("a", BREAK_AND, HIDDEN, LINE, BREAK, "b"),
                     id="a break behind a break and nothing that is seen"),
        pytest.param(dm.p("a", BREAK) + dm.p(BREAK, "b"), dm.p("a", BREAK) + dm.p(AND_BREAK, "b"),
                     id="a break behind one of the paragraph before"),
        pytest.param(dm.p("a", COLUMN, COLUMN, "b"), dm.p("a", COLUMN.replace("/></", f"/>{BLANK}</"), COLUMN, "b"), id="breaks of columns"),
        pytest.param(dm.p("a", BREAK) + dm.p(LINE, BREAK, "b"), dm.p("a", BREAK) + dm.p(AND_LINE, BREAK, "b"),
                     id="and behind a break of a line"),
        pytest.param(dm.p("a") + dm.p(BREAK, "b", ppr=BEFORE), dm.p("a") + dm.p(AND_BREAK, "b", ppr=BEFORE),
                     id="a break behind a break before the paragraph"),
        pytest.param(dm.p("a", BREAK) + dm.p() + dm.p(BREAK, "b") + dm.p(BREAK) + dm.p(), None,
                     id="breaks with a paragraph between them, and one behind"),
        pytest.param(dm.p("a", BREAK) + TABLE + dm.p(BREAK, "b"), None, id="a table between them"),
        pytest.param(dm.p("a", BREAK, "<w:r><w:tab/></w:r>", BREAK, "b"), None, id="a tabulator between them"),
        pytest.param(dm.p("a", BREAK.replace("<w:r>", f"<w:r>{VANISH}")), None, id="a break that is hidden"),
        pytest.param(dm.p("a", f'<w:del w:id="1">{BREAK}</w:del>', "b"), dm.p("a", '<w:del w:id="1"><w:r/></w:del>', "b"),
                     id="one that is deleted"),
        pytest.param(dm.p("a", f'<w:moveFrom w:id="1">{BREAK}</w:moveFrom>', "b"),
                     dm.p("a", '<w:moveFrom w:id="1"><w:r/></w:moveFrom>', "b"), id="one that is moved away"),
        pytest.param(dm.p("a", "<w:r><w:br/></w:r>"), None, id="a break of the line"),
        pytest.param(dm.p("a", BREAK, ppr="<w:sectPr/>") + dm.p(BREAK, "b"), None, id="a section between them"),
    ],
)  # fmt: skip
def test_what_is_mended(body: str, expected: str | None) -> None:
    document = dm.make_docx(body, parts=dm.settings(""))
    assert documents.read(document, "bai.docx").misdrawn is (expected is not None)
    copy = documents.layout_copy(document)
    assert (copy is None) is (expected is None)
    if copy is not None and expected is not None:
        assert not copy.endnotes_in_text
        wanted = etree.fromstring(entries(dm.make_docx(expected))["word/document.xml"])
        assert etree.tostring(etree.fromstring(entries(copy.data)["word/document.xml"])) == etree.tostring(wanted)


@pytest.mark.parametrize(
    ("name", "root", "inner", "outer"),
    [
        ("word/header1.xml", "hdr", "", ""),
        ("word/footer1.xml", "ftr", "", ""),
        ("word/footnotes.xml", "footnotes", '<w:footnote w:id="2">', "</w:footnote>"),
    ],
)
def test_parts_beside_the_text_are_mended_too(name: str, root: str, inner: str, outer: str) -> None:
    part = dm.part(root, inner + control(dm.p("a", MARK, OPEN)) + outer)
    stem = name.removeprefix("word/").removesuffix(".xml")
    sect = f'<w:{stem[:6]}Reference w:type="default" r:id="{stem}"/>' if stem[-1].isdigit() else ""
    document = dm.make_docx(
        dm.p("b", '<w:r><w:footnoteReference w:id="2"/></w:r>'), parts={name: part, **dm.settings("")}, sect_xml=sect
    )
    assert documents.read(document, "bai.docx").misdrawn
    copy = documents.layout_copy(document)
    assert copy is not None
    found = entries(copy.data)
    wanted = etree.fromstring(dm.part(root, inner + dm.p("a", EMPTY) + outer).encode())
    assert etree.tostring(etree.fromstring(found.pop(name))) == etree.tostring(wanted)
    assert found == {it: content for it, content in entries(document).items() if it != name}


ODD = [
    ("commentReference", ""),
    ("r", MARK.removeprefix("<w:r>").removesuffix("</w:r>")),
    ("sdt", f"<w:sdtContent>{dm.p('a')}</w:sdtContent>"),
    ("fldChar", ""),
    ("document", ""),
]


@pytest.mark.parametrize(("root", "inner"), ODD)
def test_a_part_that_is_none_of_its_kind_is_left_alone(root: str, inner: str) -> None:
    name = "word/header1.xml"
    odd = dm.part(root, inner)
    parts = {name: odd, **dm.settings("")}
    section = '<w:headerReference w:type="default" r:id="header1"/>'
    assert documents.layout_copy(dm.make_docx(dm.p("b"), parts=parts, sect_xml=section)) is None
    copy = documents.layout_copy(dm.make_docx(control(dm.p("b")), parts=parts, sect_xml=section))
    assert copy is not None
    assert entries(copy.data)[name] == odd.encode()


@pytest.mark.parametrize("root", ["sdt", "commentReference", "r"])
def test_a_main_part_that_is_no_document_has_no_copy(root: str) -> None:
    main = dm.part(root, f"<w:body>{control(dm.p('a', MARK))}</w:body>")
    assert documents.layout_copy(dm.make_docx(document_xml=main)) is None


def test_endnotes_that_are_moved_have_lost_their_comments() -> None:
    commented = note(2, "ghi").replace("<w:p>", f"<w:p>{MARK}")
    copy = documents.layout_copy(
        dm.make_docx(dm.p("a", ref(2)), parts={"word/endnotes.xml": dm.part("endnotes", commented)})
    )
    assert copy is not None
    assert copy.endnotes_in_text
    assert b"commentReference" not in entries(copy.data)["word/document.xml"]


def entries(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
