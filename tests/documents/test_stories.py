"""Which text of a document a reader sees, in which story, and where it stands."""

import io
import zipfile

import docx_maker as dm
import pytest

from daemon import documents
from daemon.documents.package import Package
from daemon.documents.xml import w
from daemon.model import Document, FileProblem, Paragraph, Place, Section, Story, UnreadPart

TNR = "Times New Roman"
MAIN = "word/document.xml"
PICTURE = (
    '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    "<wp:inline></wp:inline></w:drawing>"
)
HIDDEN_PICTURE = PICTURE.replace("<wp:inline>", '<wp:inline><wp:docPr id="1" name="a" hidden="1"/>')


def read(body: str, styles_xml: str | None = None, parts: dict[str, str] | None = None, sect: str = "") -> Document:
    document = documents.read(dm.make_docx(body, styles_xml, parts, sect_xml=sect), "bài.docx")
    assert document.problem is None, document.problem_note
    return document


def texts(body: str, styles_xml: str | None = None, parts: dict[str, str] | None = None, sect: str = "") -> list[str]:
    return [paragraph.text for paragraph in read(body, styles_xml, parts, sect).paragraphs]


def field(instruction: str, result: str | None, *, end: bool = True) -> str:
    """A complex field; the result is XML of runs."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        mark("begin")
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + (mark("separate") + result if result is not None else "")
        + (mark("end") if end else "")
    )


SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))


def ruby(base: str, guide: str) -> str:
    """A phonetic guide over its base; each is XML of runs, or plain text."""
    over, under = (text if text.startswith("<") else dm.r(text) for text in (guide, base))
    return f"<w:r><w:ruby><w:rubyPr/><w:rt>{over}</w:rt><w:rubyBase>{under}</w:rubyBase></w:ruby></w:r>"


def drop_down(chosen: str, result: str | None = "", *, font: str | None = None) -> str:
    """A drop-down form field with three entries."""
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in ("Huế", "Vinh", "Hà Tĩnh"))
    data = f"<w:ffData><w:ddList>{chosen}{entries}</w:ddList></w:ffData>"
    begin = f'<w:r>{dm.rpr(font)}<w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    return begin + field("FORMDROPDOWN", result).partition("</w:r>")[2]


# --------------------------------------------------------------------------- inside a paragraph


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (dm.r("mô ") + dm.r("hình"), "mô hình"),
        (f"<w:hyperlink>{dm.r('liên kết')}</w:hyperlink>", "liên kết"),
        (f'<w:smartTag w:element="place">{dm.r("Huế")}</w:smartTag>', "Huế"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{dm.r('ô nhập')}</w:sdtContent></w:sdt>", "ô nhập"),
        (f"<w:customXml>{dm.r('thẻ')}</w:customXml>", "thẻ"),
        (f"<w:ins>{dm.r('thêm')}</w:ins>", "thêm"),
        (f"<w:moveTo>{dm.r('chuyển đến')}</w:moveTo>", "chuyển đến"),
        (f"<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>{dm.r('còn')}", "còn"),
        (f"<w:del>{dm.r('xóa')}</w:del>{dm.r('còn')}", "còn"),
        (f"<w:ins><w:del>{dm.r('thêm rồi xóa')}</w:del></w:ins>{dm.r('còn')}", "còn"),
        (f"<w:moveFrom>{dm.r('chuyển đi')}</w:moveFrom>{dm.r('còn')}", "còn"),
        (f'<w:fldSimple w:instr="PAGE">{dm.r("7")}</w:fldSimple>', "7"),
        (field("DATE", dm.r("10/11/2021")), "10/11/2021"),
        (field("DATE", None) + dm.r("sau"), "sau"),
        (field("IF " + "x", dm.r("a") + field("PAGE", dm.r("b")) + dm.r("c")), "abc"),
        # A field inside an instruction shows nothing of itself.
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            + field("PAGE", dm.r("ẩn"))
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + dm.r("hiện")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "hiện",
        ),
        # The words of a button stand in its instruction.
        (field("MACROBUTTON NoMacro [gõ tên]", None) + dm.r(" sau"), "[gõ tên] sau"),
        (field(" macrobutton</w:instrText><w:instrText> NoMacro [gõ</w:instrText><w:instrText> tên]", None), "[gõ tên]"),
        (field("IF x", field("MACROBUTTON NoMacro [gõ tên]", None) + dm.r("a")), "[gõ tên]a"),
        ('<w:fldSimple w:instr=" MACROBUTTON NoMacro [gõ tên]"/>' + dm.r(" sau"), "[gõ tên] sau"),
        ('<w:fldSimple w:instr="GOTOBUTTON muc2 xem"/>', "xem"),
        ('<w:fldSimple w:instr="MACROBUTTONS NoMacro x"/>' + dm.r("sau"), "sau"),
        # Ends that are not shown themselves: what follows is no part of the field.
        (field("REF a", dm.r("b"), end=False) + f"<w:del>{END}</w:del>" + dm.r("sau"), "bsau"),
        (field("REF a", None, end=False) + f"<w:moveFrom>{SEPARATE}{dm.r('b')}{END}</w:moveFrom>" + dm.r("sau"), "sau"),
        (field("REF a", None, end=False) + f"<w:del>{field('REF b', dm.r('c'))}</w:del>{END}" + dm.r("sau"), "sau"),
        (field("MACROBUTTONS NoMacro x", None) + dm.r("sau"), "sau"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            + field("GOTOBUTTON muc2 xem", None)
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + dm.r("sau"),
            "sau",
        ),
        # The text that a field gives to a bookmark is shown where the bookmark is referred to.
        (field(' SET ten "Bến Thủy" ', dm.r("Bến Thủy")) + dm.r("sau"), "sau"),
        (field("set ten x", dm.r("x") + field("REF ten", dm.r("y"))) + dm.r("sau"), "sau"),
        (field('ASK ten "Tên?"', dm.r("Vinh")) + field("REF ten", dm.r("Vinh")), "Vinh"),
        (f'<w:fldSimple w:instr=" SET ten x">{dm.r("x")}</w:fldSimple>{dm.r("sau")}', "sau"),
        (field("SETTINGS x", dm.r("x")) + dm.r(" sau"), "x sau"),
        # A drop-down form field shows an entry of its properties, and no other text.
        (drop_down('<w:result w:val="1"/>') + dm.r(" là nơi"), "Vinh là nơi"),
        (drop_down('<w:default w:val="2"/>', None), "Hà Tĩnh"),
        (drop_down(""), "Huế"),
        (drop_down('<w:result w:val="1"/>', dm.r("Vinh")), "Vinh"),
        (drop_down('<w:result w:val="3"/>') + dm.r("sau"), "sau"),
        (drop_down('<w:result w:val="²"/>') + dm.r("sau"), "sau"),
        (field("IF " + "x", dm.r("a")).replace("<w:instrText>", drop_down("") + "<w:instrText>"), "a"),
        # Word counts pages and paragraphs itself; which number it is no file says.
        (field(" AUTONUMLGL ", None) + dm.r(" Mục tiêu"), "1 Mục tiêu"),
        (field("LISTNUM NumberDefault \\\\l 2", "") + dm.r(" ý"), "1 ý"),
        (dm.r("Trang ") + field(" PAGE ", None), "Trang 1"),
        (dm.r("Trang ") + field("page \\* MERGEFORMAT", ""), "Trang 1"),
        (dm.r("Trang ") + field("NUMPAGES", dm.r("7")), "Trang 7"),
        (field("IF ", dm.r("a")).replace("<w:instrText>", field("PAGE", None) + "<w:instrText>"), "a"),
        (field("PAGEREF muc2", None) + field("SET a", "") + dm.r("sau"), "sau"),
        (dm.r("Trang ") + '<w:fldSimple w:instr=" SectionPages "/>', "Trang 1"),
        ('<w:fldSimple w:instr="TITLE"/>' + dm.r("sau"), "sau"),
        (dm.r("Trang ") + "<w:r><w:pgNum/></w:r>", "Trang 1"),
        # A field that never ends must not hide the rest of the paper.
        (field("PAGE", None, end=False) + dm.r("phần còn lại"), "phần còn lại"),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + dm.r("phần còn lại"), "phần còn lại"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>", "a\tb\nc\u2011d"),
        (f"<w:ruby><w:rubyPr/><w:rt>{dm.r('trên')}</w:rt><w:rubyBase>{dm.r('dưới')}</w:rubyBase></w:ruby>", "dưới"),
        (dm.r("một ") + ruby("hai", "2") + dm.r(" ba ") + ruby("bốn", " 4 ") + ruby("năm", "5"), "một hai ba bốnnăm"),
        (ruby("", "đứng một mình"), "đứng một mình"),  # over nothing
        (
            f'<w:commentRangeStart w:id="1"/>{dm.r("chữ")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
            "chữ",
        ),
        (f'<w:bdo w:val="ltr">{dm.r("chiều")}</w:bdo>', "chiều"),
        (f"<w:proofErr w:type='spellStart'/>{dm.r('chữ')}<w:proofErr w:type='spellEnd'/>", "chữ"),
    ],
)  # fmt: skip
def test_what_is_seen_of_a_paragraph(inside: str, seen: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [seen]


def test_a_phonetic_guide_has_a_font_and_no_part_in_the_text() -> None:
    title = ruby(dm.r("LỚP HỌC", "Times New Roman", bold=True), dm.r("phiên âm", "Arial"))
    data = dm.make_docx(dm.p(title, dm.r(" XANH", "Times New Roman", bold=True)) + dm.p("Lời", font="Calibri"))
    first, second = documents.read(data, "a.docx").paragraphs
    assert (first.text, first.bold, second.text) == ("LỚP HỌC XANH", True, "Lời")
    assert [(span.text, span.font, span.aside) for span in first.spans] == [
        ("phiên âm", "Arial", True),
        ("LỚP HỌC XANH", "Times New Roman", False),
    ]


def test_a_drop_down_is_in_the_font_of_its_beginning() -> None:
    (paragraph,) = read(f"<w:p>{drop_down('', font='Arial')}{dm.r(' ở đây', TNR)}</w:p>").paragraphs
    assert [(span.text, span.font) for span in paragraph.spans] == [("Huế", "Arial"), (" ở đây", TNR)]


def test_order_is_kept_around_things_inside_a_run() -> None:
    run = (
        f"<w:r>{dm.rpr('Arial')}<w:t>trước </w:t><mc:AlternateContent><mc:Choice Requires='w16se'>"
        "<w16se:symEx w16se:font='Segoe UI Emoji' w16se:char='1F642'/></mc:Choice>"
        "<mc:Fallback><w:t>🙂</w:t></mc:Fallback></mc:AlternateContent><w:t> sau</w:t></w:r>"
    )
    (paragraph,) = read(f"<w:p>{run}{dm.r('hết', TNR)}</w:p>").paragraphs
    assert [(span.text, span.font) for span in paragraph.spans] == [("trước  sau", "Arial"), ("hết", TNR)]


def test_a_field_may_span_paragraphs() -> None:
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    body = (
        f'<w:p>{start}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{dm.r("Mục 1")}</w:p>'
        f'{dm.p("Mục 2")}<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>{dm.p("Thân bài")}'
    )
    assert texts(body) == ["Mục 1", "Mục 2", "Thân bài"]


# --------------------------------------------------------------------------- hidden

HIDING = dm.styles(
    dm.style("Normal", default=True),
    dm.style("HiddenPara", "<w:rPr><w:vanish/></w:rPr>"),
    dm.style("Below", based_on="HiddenPara"),
    dm.style("HiddenChar", "<w:rPr><w:vanish/></w:rPr>", kind="character"),
    dm.style("HiddenTable", "<w:rPr><w:vanish/></w:rPr>", kind="table"),
)


@pytest.mark.parametrize(
    ("body", "visible"),
    [
        (dm.p(dm.r("chữ", extra="<w:vanish/>")), False),
        (dm.p(dm.r("chữ", extra='<w:vanish w:val="false"/>')), True),
        (dm.p(dm.r("chữ", extra="<w:webHidden/>")), True),
        (dm.p("chữ", style="HiddenPara"), False),
        (dm.p("chữ", style="Below"), False),
        (dm.p(dm.r("chữ", style="HiddenChar")), False),
        (dm.p(dm.r("chữ", style="HiddenChar"), style="HiddenPara"), True),  # toggled twice (17.7.3)
        (dm.p(dm.r("chữ", extra='<w:vanish w:val="0"/>'), style="HiddenPara"), True),
        (dm.p(dm.r("chữ", extra="<w:vanish/>"), style="HiddenPara"), False),  # direct is absolute
        (dm.table([[dm.p("chữ")]], style="HiddenTable"), False),
        (dm.p(dm.text_box(dm.p("chữ")).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)), False),
        # Only the mark of the paragraph is hidden.
        (dm.p("chữ", ppr="<w:rPr><w:vanish/></w:rPr>"), True),
        ("<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + dm.p("chữ") + "</w:tc></w:tr></w:tbl>", False),
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + dm.p("chữ") + "</w:tc></w:tr></w:tbl>", False),
        ("<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>" + dm.p("chữ") + "</w:tc></w:tr></w:tbl>", False),
    ],
)
def test_hidden_text_is_not_seen(body: str, *, visible: bool) -> None:
    assert texts(body + dm.p("hết"), HIDING) == (["chữ", "hết"] if visible else ["hết"])


WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
#: A box in a group: its element, attributes of its name.
GROUPED = dm.text_box(dm.p("hộp"), "").replace("{", "{{").replace("}", "}}")
GROUPED = GROUPED.replace("<wps:wsp>", f'<{{0}} xmlns:wpg="{WPG}"><wpg:cNvPr id="3" name="g"{{1}}/><wps:wsp>')
GROUPED = GROUPED.replace("</wps:wsp>", "</wps:wsp></{0}>")


def merged(*rows: str) -> str:
    """A table; of each cell its `w:tcPr` and the number of its row and place."""
    cells = ("".join(f"<w:tc><w:tcPr>{it}</w:tcPr>{dm.p(f'{r}{c}')}</w:tc>" for c, it in enumerate(row.split("|")))
             for r, row in enumerate(rows))  # fmt: skip
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


FIRST_OF, BESIDE = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
TOP, UNDER, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'


@pytest.mark.parametrize(
    ("table", "seen"),
    [
        pytest.param(merged(TOP + "|", UNDER + "|", "|"), ["00", "01", "11", "20", "21"], id="under the one above"),
        pytest.param(merged(TOP, UNDER, TOP, UNDER), ["00", "20"], id="two, one after the other"),
        pytest.param(merged(TOP, "", UNDER), ["00", "10", "20"], id="it ended before: nothing is above"),
        pytest.param(merged(UNDER, UNDER), ["00"], id="without a beginning, the first one begins"),
        pytest.param(merged("|" + TOP, WIDE + "|", "|" + UNDER), ["00", "01", "10", "11", "20", "21"],
                     id="columns are those of the grid"),
        pytest.param(merged(WIDE + "|" + TOP, "||" + UNDER), ["00", "01", "10", "11"], id="behind a wide one"),
        pytest.param(merged(f"{FIRST_OF}|{BESIDE}|{BESIDE}|"), ["00", "03"], id="beside the one left of it"),
        pytest.param(merged(f"{FIRST_OF}|{FIRST_OF}|{BESIDE}"), ["00", "01"], id="one beside the other"),
        pytest.param(merged(f"|{BESIDE}", f"{FIRST_OF}||{BESIDE}"), ["00", "01", "10", "11", "12"],
                     id="without a beginning, nothing goes on"),
    ],
)  # fmt: skip
def test_what_lies_in_a_merged_cell_is_not_seen(table: str, seen: list[str]) -> None:
    assert texts(table) == seen


# --------------------------------------------------------------------------- symbols and equations


@pytest.mark.parametrize(
    "inside",
    [
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>',
        dm.r("\uf0b7", "Symbol"),
        dm.r("à", "Wingdings"),
        dm.r("→", "Segoe UI Symbol"),
        dm.r("☐", "MS Gothic"),
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
        "<m:oMathPara><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num></m:f></m:oMath></m:oMathPara>",
    ],
)
def test_symbols_and_equations_are_exempt(inside: str) -> None:
    (paragraph,) = read(f"<w:p>{dm.r('chữ', TNR)}{inside}</w:p>").paragraphs
    assert [span.exempt for span in paragraph.spans] == [False, True]
    assert paragraph.spans[0].font == TNR


def test_pictures_are_exempt_beside_text_of_the_same_run_too() -> None:
    (paragraph,) = read(dm.p(dm.r("kết quả → tốt 👍", "Arial"))).paragraphs
    assert [(span.text, span.exempt) for span in paragraph.spans] == [
        ("kết quả ", False),
        ("→", True),
        (" tốt ", False),
        ("👍", True),
    ]


def test_signs_that_are_text_are_not_exempt() -> None:
    (paragraph,) = read(dm.p(dm.r("≥ 5°", "Arial"))).paragraphs
    assert not paragraph.spans[0].exempt


# --------------------------------------------------------------------------- text boxes


def test_a_text_box_is_read_once() -> None:
    assert texts(dm.p("trước", dm.text_box(dm.p("trong hộp")), "sau")) == ["trướcsau", "trong hộp"]


def test_a_text_box_as_strict_documents_of_word_have_it() -> None:
    """In a namespace of Microsoft's own ([MS-ODRAWXML] 2.13.3.2)."""
    own = 'wne:txbxContent xmlns:wne="http://schemas.microsoft.com/office/word/2006/wordml"'
    box = dm.text_box(dm.p("trong hộp")).replace("<w:txbxContent", f"<{own}").replace("</w:txb", "</wne:txb")
    paragraphs = read(dm.table([[dm.p("trước", box, "sau")]])).paragraphs
    assert [(it.text, it.place.story) for it in paragraphs] == [
        ("trướcsau", Story.TABLE), ("trong hộp", Story.TEXT_BOX),
    ]  # fmt: skip


def test_the_branch_that_word_takes() -> None:
    assert texts(dm.p(dm.text_box(dm.p("hình"), fallback=dm.p("VML")))) == ["hình"]
    unknown = dm.text_box(dm.p("mới"), fallback=dm.p("VML")).replace('Requires="wps"', 'xmlns:z="urn:z" Requires="z"')
    assert texts(dm.p(unknown)) == ["VML"]


def test_vml_boxes_without_a_choice() -> None:
    body = dm.p(
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{dm.p('VML')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    (paragraph,) = read(body).paragraphs
    assert (paragraph.text, paragraph.place.story) == ("VML", Story.TEXT_BOX)


def test_a_box_in_a_box_and_a_table_in_a_box() -> None:
    inner = dm.text_box(dm.p("trong cùng"))
    body = dm.p(dm.text_box(dm.p("ngoài", inner) + dm.table([["ô"]])))
    assert texts(body) == ["ngoài", "trong cùng", "ô"]


def test_the_text_of_a_box_has_its_own_style_and_no_field_around_it() -> None:
    styles_xml = dm.styles(dm.style("Normal", default=True), dm.style("Box", font="Arial"), default_font=TNR)
    (paragraph,) = read(dm.p(field("PAGE", dm.text_box(dm.p("chữ", style="Box")))), styles_xml).paragraphs
    assert paragraph.spans[0].font == "Arial"


NAMED = '<wp:inline><wp:docPr id="1" name="hộp" hidden="{}"/>'
VML_BOX = "<w:r><w:pict><v:shape{}><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


@pytest.mark.parametrize(
    ("box", "visible"),
    [
        (dm.text_box(dm.p("hộp")).replace("<wp:inline>", NAMED.format(1)), False),
        (dm.text_box(dm.p("hộp")).replace("<wp:inline>", NAMED.format(0)), True),
        (dm.text_box(dm.p("hộp")).replace("<wps:wsp>", '<wps:wsp><wps:cNvPr id="2" name="" hidden="true"/>'), False),
        (VML_BOX.format(' style="position:absolute;visibility:hidden"', dm.p("hộp")), False),
        (VML_BOX.format(' style="position:absolute;display: none"', dm.p("hộp")), False),
        (VML_BOX.format(' style="position:absolute;display:block"', dm.p("hộp")), True),
        (GROUPED.format("wpg:grpSp", ' hidden="1"'), False),
        (GROUPED.format("wpg:grpSp", ""), True),
        (VML_BOX.format(' style="position:absolute;visibility:visible"', dm.p("hộp")), True),
    ],
)
def test_drawings_that_are_hidden_are_not_seen(box: str, *, visible: bool) -> None:
    assert texts(dm.p("chữ", box)) == (["chữ", "hộp"] if visible else ["chữ"])


# --------------------------------------------------------------------------- WordArt


def word_art(style: str, text: str = "MÔ HÌNH", more: str = "") -> str:
    """VML as Word writes it: the shape's type first, which has a text path without text."""
    kind = '<v:shapetype id="_x0000_t136"><v:textpath on="t" fitshape="t"/></v:shapetype>'
    path = f"<v:textpath style='{style}' {more} string=\"{text}\"/>"
    return f'<w:r><w:pict>{kind}<v:shape type="#_x0000_t136">{path}</v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    ("style", "name"),
    [
        ('font-family:"Arial";font-size:36pt', "Arial"),
        ("font-size:1pt; font-family: Times New Roman ;v-text-kern:t", TNR),
        ("font-family:&apos;Arial Black&apos;", "Arial Black"),
    ],
)
def test_word_art_is_text_with_a_font_of_its_own(style: str, name: str) -> None:
    body = dm.p("trước") + dm.p("neo", word_art(style), "sau")
    document = read(body)
    assert [it.text for it in document.paragraphs] == ["trước", "neosau", "MÔ HÌNH"]
    art = document.paragraphs[-1]
    assert (art.spans[0].font, art.place.story, art.place.paragraph) == (name, Story.TEXT_BOX, 2)
    assert document.unread == ()


@pytest.mark.parametrize(
    "run",
    [
        word_art('font-family:"Arial"', more='on="f"'),
        word_art('font-family:"Arial"', text=" "),
        word_art('font-family:"Arial"').replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"),
        f"<w:del>{word_art('font-family:Arial')}</w:del>",
        word_art("font-size:1pt").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"),
    ],
)
def test_word_art_that_is_not_shown(run: str) -> None:
    document = read(dm.p("chữ", run))
    assert [it.text for it in document.paragraphs] == ["chữ"]
    assert document.unread == ()


def test_a_watermark_stands_in_the_header() -> None:
    parts = {"word/header1.xml": dm.part("hdr", dm.p(word_art('font-family:"Calibri"', "BẢN NHÁP")))}
    _, mark = read(dm.p("chữ"), None, parts, '<w:headerReference w:type="default" r:id="header1"/>').paragraphs
    assert (mark.text, mark.spans[0].font, mark.place.part) == ("BẢN NHÁP", "Calibri", "word/header1.xml")


# --------------------------------------------------------------------------- headers and footers

HEADERS = {
    "word/header1.xml": dm.part("hdr", dm.p("đầu trang")),
    "word/header2.xml": dm.part("hdr", dm.p("trang bìa")),
    "word/header3.xml": dm.part("hdr", dm.p("trang chẵn")),
    "word/footer1.xml": dm.part("ftr", dm.p(f'Trang <w:fldSimple w:instr="PAGE">{dm.r("1")}</w:fldSimple>')),
}
DEFAULT = '<w:headerReference w:type="default" r:id="header1"/>'
FIRST = '<w:headerReference w:type="first" r:id="header2"/>'
EVEN = '<w:headerReference w:type="even" r:id="header3"/>'
FOOTER = '<w:footerReference w:type="default" r:id="footer1"/>'


@pytest.mark.parametrize(
    ("sect", "settings", "seen"),
    [
        ("", "", []),
        (DEFAULT, "", ["đầu trang"]),
        (DEFAULT + FIRST + EVEN, "", ["đầu trang"]),
        (DEFAULT + FIRST + "<w:titlePg/>", "", ["đầu trang", "trang bìa"]),
        (DEFAULT + FIRST + '<w:titlePg w:val="0"/>', "", ["đầu trang"]),
        (DEFAULT + EVEN, "<w:evenAndOddHeaders/>", ["đầu trang", "trang chẵn"]),
        (DEFAULT + '<w:footerReference w:type="default" r:id="nowhere"/>', "", ["đầu trang"]),
    ],
)
def test_only_headers_that_are_shown(sect: str, settings: str, seen: list[str]) -> None:
    parts = HEADERS | dm.settings(settings)
    assert texts(dm.p("thân"), None, parts, sect) == ["thân", *seen]


def test_what_a_section_was_before_a_tracked_change_shows_no_header() -> None:
    changed = '<w:sectPrChange w:id="1" w:author="a"><w:sectPr><w:titlePg/></w:sectPr></w:sectPrChange>'
    assert texts(dm.p("thân"), None, HEADERS, DEFAULT + FIRST + changed) == ["thân", "đầu trang"]


def test_headers_and_footers_have_their_own_stories_and_parts() -> None:
    parts = HEADERS | {"word/footer1.xml": dm.part("ftr", dm.p("cuối trang", font="Arial"))}
    body, header, footer = read(dm.p("thân"), None, parts, DEFAULT + FOOTER).paragraphs
    assert body.place.story is Story.BODY
    assert (header.place.story, header.place.part) == (Story.HEADER, "word/header1.xml")
    assert (footer.place.story, footer.place.part, footer.spans[0].font) == (Story.FOOTER, "word/footer1.xml", "Arial")


def test_a_later_section_inherits_and_each_header_is_read_once() -> None:
    first = dm.p("một", ppr=f"<w:sectPr>{DEFAULT}{FIRST}</w:sectPr>")
    second = dm.p("hai", ppr="<w:sectPr><w:titlePg/></w:sectPr>")
    assert texts(first + second + dm.p("ba"), None, HEADERS, DEFAULT) == ["một", "hai", "ba", "đầu trang", "trang bìa"]


HEADER_1, HEADER_2, HEADER_3 = (frozenset({f"word/header{number}.xml"}) for number in (1, 2, 3))
NO_PART = frozenset[str]()


@pytest.mark.parametrize(
    ("sect", "settings", "section"),
    [
        ("", "", Section(NO_PART)),
        (DEFAULT + FIRST + EVEN, "", Section(HEADER_1)),
        (DEFAULT + FIRST + "<w:titlePg/>", "", Section(HEADER_1, first=HEADER_2)),
        (DEFAULT + "<w:titlePg/>", "", Section(HEADER_1, first=NO_PART)),
        (DEFAULT + EVEN, "<w:evenAndOddHeaders/>", Section(HEADER_1, even=HEADER_3)),
        (DEFAULT + '<w:type w:val="continuous"/>', "", Section(HEADER_1, continues=True)),
        (DEFAULT + '<w:type w:val="oddPage"/>', "", Section(HEADER_1, renumbers=True)),
        (DEFAULT + '<w:pgNumType w:start="2"/>', "", Section(HEADER_1, starts=2)),
        (DEFAULT + '<w:pgNumType w:fmt="decimal" w:start="1"/>', "", Section(HEADER_1, starts=1)),
        (DEFAULT + '<w:pgNumType w:fmt="lowerRoman"/>', "", Section(HEADER_1)),
        (DEFAULT + '<w:pgNumType w:start="0"/>', "", Section(HEADER_1, renumbers=True)),
        (DEFAULT + '<w:pgNumType w:start="hai"/>', "", Section(HEADER_1, renumbers=True)),
        (
            DEFAULT + '<w:type w:val="oddPage"/><w:pgNumType w:start="2"/>',
            "",
            Section(HEADER_1, starts=2, renumbers=True),
        ),
    ],
)
def test_what_the_pages_of_a_section_ask_for(sect: str, settings: str, section: Section) -> None:
    assert read(dm.p("thân"), None, HEADERS | dm.settings(settings), sect).sections == (section,)


# --------------------------------------------------------------------------- notes

FOOTNOTES = dm.part(
    "footnotes",
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="1">{dm.p("chú thích một", font="Arial")}</w:footnote>'
    f'<w:footnote w:id="2">{dm.p("không ai nhắc")}</w:footnote>',
)


def test_only_notes_that_the_text_refers_to() -> None:
    body = f'<w:p>{dm.r("chữ")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    text, note = read(body, None, {"word/footnotes.xml": FOOTNOTES}).paragraphs
    assert text.text == "chữ"
    assert (note.text, note.place.story, note.spans[0].font) == ("chú thích một", Story.FOOTNOTE, "Arial")
    assert note.place.paragraph == 2  # the separator's paragraph is the first of the part


def test_what_was_typed_between_text_and_notes_is_seen_where_there_are_notes() -> None:
    typed = {"word/footnotes.xml": FOOTNOTES.replace("<w:r><w:separator/></w:r>", dm.r("Ghi chú"))}
    assert texts(f'<w:p>{dm.r("chữ")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>', None, typed) == [
        "chữ",
        "Ghi chú",
        "chú thích một",
    ]
    assert texts(dm.p("chữ"), None, typed) == ["chữ"]


def test_notes_of_deleted_and_hidden_text_are_gone_with_it() -> None:
    reference = '<w:r>{}<w:footnoteReference w:id="1"/></w:r>'
    deleted = f"<w:p><w:del>{reference.format('')}</w:del>{dm.r('chữ')}</w:p>"
    hidden = f"<w:p>{reference.format('<w:rPr><w:vanish/></w:rPr>')}{dm.r('chữ')}</w:p>"
    assert texts(deleted, None, {"word/footnotes.xml": FOOTNOTES}) == ["chữ"]
    assert texts(hidden, None, {"word/footnotes.xml": FOOTNOTES}) == ["chữ"]


def test_endnotes() -> None:
    part = dm.part("endnotes", f'<w:endnote w:id="3">{dm.p("cuối bài")}</w:endnote>')
    body = f'<w:p>{dm.r("chữ")}<w:r><w:endnoteReference w:id="3"/></w:r></w:p>'
    _, note = read(body, None, {"word/endnotes.xml": part}).paragraphs
    assert (note.text, note.place.story) == ("cuối bài", Story.ENDNOTE)


def test_comments_are_not_the_paper() -> None:
    comments = dm.part("comments", f'<w:comment w:id="1">{dm.p("góp ý", font="Arial")}</w:comment>')
    assert texts(dm.p("chữ"), None, {"word/comments.xml": comments}) == ["chữ"]


# --------------------------------------------------------------------------- places


def places(body: str) -> list[tuple[str, Place]]:
    return [(paragraph.text, paragraph.place) for paragraph in read(body).paragraphs]


def test_paragraphs_are_counted_as_a_program_finds_them_again() -> None:
    """Empty ones, nested ones, deleted ones, and those of the branch not taken: all `w:p` of the part."""
    body = (
        dm.p("một")
        + dm.p()
        + dm.p("ba", dm.text_box(dm.p("bốn")))  # 5 is the copy in the fallback
        + f"<w:p><w:del>{dm.r('x')}</w:del></w:p>"
        + dm.p("bảy")
    )
    assert [(text, place.paragraph) for text, place in places(body)] == [("một", 1), ("ba", 3), ("bốn", 4), ("bảy", 7)]


def test_every_place_leads_back_to_its_paragraph() -> None:
    box = dm.text_box(dm.p("hộp") + dm.p("hộp hai", dm.text_box(dm.p("sâu"))))
    hidden_row = "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + dm.p("x") + "</w:tc></w:tr></w:tbl>"
    body = dm.p("đầu", box, box) + hidden_row + dm.table([["a", dm.table([["b"]]) + dm.p()], ["c", "d"]]) + dm.p("cuối")
    data = dm.make_docx(body)
    root = Package(data).xml(MAIN)
    assert root is not None
    every = list(root.iter(w("p")))
    for paragraph in documents.read(data, "a.docx").paragraphs:
        own = "".join(node.text for node in every[paragraph.place.paragraph - 1].findall(f"{w('r')}/{w('t')}"))
        assert own == paragraph.text


def test_tables_rows_and_columns() -> None:
    inner = dm.table([["i1"], ["i2"]])
    body = dm.p("p") + dm.table([["a", "b"], ["c", inner + dm.p("d")]]) + dm.p("q") + dm.table([["e"]])
    found = {text: (place.story, place.table, place.row, place.column) for text, place in places(body)}
    assert found == {
        "p": (Story.BODY, None, None, None),
        "a": (Story.TABLE, 1, 1, 1),
        "b": (Story.TABLE, 1, 1, 2),
        "c": (Story.TABLE, 1, 2, 1),
        "i1": (Story.TABLE, 1, 1, 1),
        "i2": (Story.TABLE, 1, 2, 1),
        "d": (Story.TABLE, 1, 2, 2),
        "q": (Story.BODY, None, None, None),
        "e": (Story.TABLE, 2, 1, 1),
    }


def test_sections_are_counted() -> None:
    body = dm.p("một") + dm.p("hai", ppr="<w:sectPr/>") + dm.p("ba")
    assert [place.section for _, place in places(body)] == [1, 1, 2]
    assert len(read(body).sections) == 2


@pytest.mark.parametrize(
    "ending",
    [
        dm.text_box(dm.p("hộp", ppr="<w:sectPr><w:titlePg/></w:sectPr>")),
        f"<w:del>{dm.p('xóa', ppr='<w:sectPr><w:titlePg/></w:sectPr>')}</w:del>",
    ],
)
def test_sections_are_those_that_places_count(ending: str) -> None:
    body = (
        dm.p("một", ending) + dm.table([[dm.p("ô", ppr="<w:sectPr/>")]]) + dm.p("hai", ppr="<w:sectPr/>") + dm.p("ba")
    )
    found = read(body)
    assert {it.place.section for it in found.paragraphs} == {1, 2}
    assert found.sections == (Section(NO_PART),) * 2


# --------------------------------------------------------------------------- evidence and the rest


def test_stored_figures_are_read() -> None:
    document = read(dm.p("chữ"), None, dm.app_properties(7))
    assert (document.stored_pages, document.stored_characters) == (7, None)
    assert read(dm.p("chữ")).stored_pages is None
    counted = dm.app_properties(2)["docProps/app.xml"].replace(
        "</Properties>", "<Characters>1234</Characters></Properties>"
    )
    assert read(dm.p("chữ"), None, {"docProps/app.xml": counted}).stored_characters == 1234


@pytest.mark.parametrize("pages", ["", "0", "-1", "x", "99999999999"])
def test_nonsense_figures_are_no_evidence(pages: str) -> None:
    nonsense = dm.app_properties(1)["docProps/app.xml"].replace(">1<", f">{pages}<")
    assert read(dm.p("chữ"), None, {"docProps/app.xml": nonsense}).stored_pages is None


def test_what_cannot_be_read_inside_is_said() -> None:
    chart = (
        '<w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
    )
    document = read(dm.p("chữ", chart) + "<w:altChunk/>")
    assert len(document.warnings) == 2


def test_a_document_of_pictures_alone_is_readable_and_says_so() -> None:
    document = read("<w:p/>", None, {"word/media/image1.png": "x"})
    assert (document.paragraphs, document.problem) == ((), None)
    assert document.warnings == ("the document has no text, only pictures",)


@pytest.mark.parametrize("body", ["", dm.p(), dm.p(" \u200b"), dm.p(dm.r("ẩn", extra="<w:vanish/>"))])
def test_a_document_without_visible_text_is_empty(body: str) -> None:
    assert documents.read(dm.make_docx(body), "a.docx").problem is FileProblem.EMPTY


def test_strict_documents_are_read_like_any_other() -> None:
    """ISO/IEC 29500 strict: other namespaces, also in the types of relationships."""
    styles_xml = dm.styles(
        dm.style("Normal", default=True),
        defaults=dm.rfonts(asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi"),
    )
    chart = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    body = dm.p("chữ", f"<w:r><w:drawing>{chart}</w:drawing></w:r>")
    data = dm.make_docx(body, styles_xml, dm.theme(minor="Arial"))
    document = documents.read(dm.strict(data), "a.docx")
    (paragraph,) = document.paragraphs
    assert (paragraph.text, paragraph.spans[0].font) == ("chữ", "Arial")
    assert document.unread == (UnreadPart.CHART,)


def test_parts_in_utf16() -> None:
    xml = f"<w:document {dm.XMLNS}><w:body>{dm.p('chữ')}</w:body></w:document>"
    data = dm.make_docx(document_xml='<?xml version="1.0" encoding="UTF-16"?>' + xml)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    entries[MAIN] = bytes(entries[MAIN]).decode().encode("utf-16")  # type: ignore[arg-type]
    assert [it.text for it in documents.read(dm.zip_bytes(entries), "a.docx").paragraphs] == ["chữ"]


def test_a_paper_made_by_the_helper_is_in_one_font_throughout() -> None:
    paper = dm.simple_paper(["# Mục tiêu", "Nội dung"], title="TÊN BÀI", authors=["ThS. A"], school="Trường B")
    paragraphs: tuple[Paragraph, ...] = documents.read(paper, "a.docx").paragraphs
    assert [it.text for it in paragraphs] == ["TÊN BÀI", "ThS. A", "Trường B", "Mục tiêu", "Nội dung"]
    assert {span.font for it in paragraphs for span in it.spans} == {TNR}
    assert [it.outline for it in paragraphs] == [None, None, None, 1, None]


@pytest.mark.parametrize(
    ("between", "behind"),
    [
        ("", [False, False, False]),
        (dm.p(""), [False, False, False]),
        (f"<w:p><w:r>{PICTURE}</w:r></w:p>", [False, True, False]),
        (f"{dm.p('')}<w:p><w:r>{PICTURE}</w:r></w:p>{dm.p('')}", [False, True, False]),
        (f"<w:p><w:r>{HIDDEN_PICTURE}</w:r></w:p>", [False, False, False]),
        (
            '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>',
            [False, True, False],
        ),
    ],
)
def test_a_paragraph_behind_a_picture_is_known(between: str, behind: list[bool]) -> None:
    """A chart of the steps under "Cách thức" is no empty section."""
    found = read(dm.p("Cách thức") + between + dm.p("Kết quả") + dm.p("Tốt"))
    assert [it.behind_picture for it in found.paragraphs] == behind
