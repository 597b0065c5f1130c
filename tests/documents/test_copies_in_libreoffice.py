"""The copies as another program sees them: LibreOffice opens both, finds the comments where they belong, and prints
the corrected one in one font.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import docx_maker as dm
import pytest

from daemon import documents
from daemon.checks.turning import turn
from daemon.model import Annotation, Place, Remark, Rendering, Story

pytestmark = [pytest.mark.server, pytest.mark.timeout(180), pytest.mark.xdist_group("soffice")]

TNR = "Times New Roman"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
PAPER = dm.make_docx(
    dm.p("TÊN BÀI", centre=True)
    + dm.p(dm.r("Trong đó có ", TNR), dm.r("cụm Arial", "Arial"), dm.r(" và tiếp tục", TNR))
    + dm.table([["một", dm.p("hai", font="Arial")]], style="T", look='w:firstRow="1"')
    + dm.p("ba", style="Para")
    + dm.p("bốn", style="Para"),
    dm.styles(
        dm.style("Normal", default=True),
        dm.style("Para", font="Courier New"),
        dm.style("T", f'<w:tblStylePr w:type="firstRow">{dm.rpr("Arial")}</w:tblStylePr>', kind="table"),
        default_font=TNR,
    ),
    {"word/header1.xml": dm.part("hdr", dm.p("Đầu trang", font="Arial"))},
    sect_xml='<w:headerReference w:type="default" r:id="header1"/>',
)
MAIN = "word/document.xml"
WHEN = datetime(2021, 11, 5, tzinfo=UTC)
REMARKS = (
    Remark("Chung"),
    Remark("Arial ở đây", Place(Story.BODY, MAIN, 2), 12, 21),
    Remark("Trong bảng", Place(Story.TABLE, MAIN, 4)),
    Remark("Hai đoạn", Place(Story.BODY, MAIN, 5), 0, 3, 6),
)


Convert = Callable[[bytes, str], bytes]


@pytest.fixture
def converted(soffice: Callable[..., None], tmp_path: Path) -> Convert:
    """A .docx in another format."""

    def convert(data: bytes, to: str) -> bytes:
        (tmp_path / "bai.docx").write_bytes(data)
        soffice(to, tmp_path / "bai.docx")
        return (tmp_path / f"bai.{to}").read_bytes()

    return convert


def test_libreoffice_finds_every_comment_around_its_words(converted: Convert) -> None:
    copy = documents.annotated_copy(PAPER, Annotation(REMARKS, "Ban Thư ký", "BTK", WHEN))
    assert copy is not None
    with zipfile.ZipFile(io.BytesIO(converted(copy, "odt"))) as odt:
        root = ET.fromstring(odt.read("content.xml"))
    said: dict[str, str] = {}
    around: dict[str, str] = {}
    opened: list[str] = []

    def read(element: ET.Element) -> None:
        name = element.get(f"{OFFICE}name", "")
        if element.tag == f"{OFFICE}annotation":
            said[name] = "".join("".join(it.itertext()) for it in element.iter(f"{TEXT}p"))
            opened.append(name)
            around[name] = ""
        elif element.tag == f"{OFFICE}annotation-end":
            opened.remove(name)
        else:
            tell(element.text)
            for child in element:
                read(child)
                tell(child.tail)

    def tell(text: str | None) -> None:
        for name in opened:
            around[name] += text or ""

    read(root)
    assert opened == []
    assert {said[name]: re.sub(r"\s+", " ", text).strip() for name, text in around.items()} == {
        "Chung": "TÊN BÀI", "Arial ở đây": "cụm Arial", "Trong bảng": "hai", "Hai đoạn": "babốn",
    }  # fmt: skip


def test_libreoffice_prints_the_corrected_copy_in_one_font(converted: Convert) -> None:
    copy = documents.corrected_copy(PAPER, TNR)
    assert copy is not None
    before, after = (documents.pages(converted(data, "pdf")) for data in (PAPER, copy))
    assert {font for page in before for font in page.fonts} > {font for page in after for font in page.fonts}
    assert {font for page in after for font in page.fonts} <= {TNR, "Liberation Serif", "Tinos"}
    assert [page.text for page in after] == [page.text for page in before]


def test_a_page_begins_in_the_text_where_libreoffice_begins_it(converted: Convert) -> None:
    """Every sentence is the same but for its number, so that only the order of lines tells the place."""
    sentence = "Nhà trường đã triển khai nhiều giải pháp nâng cao chất lượng đào tạo, bồi dưỡng cán bộ"
    numbers = iter(range(1, 400))
    body = "".join(dm.p(" ".join(f"{sentence} (số {next(numbers):03})." for _ in range(7))) for _ in range(26))
    footer = dm.p(dm.r("Trang "), f'<w:fldSimple w:instr=" PAGE ">{dm.r("1")}</w:fldSimple>')
    data = dm.make_docx(
        dm.p("TÊN BÀI", centre=True) + body,
        dm.styles(dm.style("Normal", default=True), defaults=dm.rfonts(TNR) + '<w:sz w:val="28"/>'),
        {"word/footer1.xml": dm.part("ftr", footer)},
        sect_xml='<w:footerReference w:type="default" r:id="footer1"/>',
    )
    pages = documents.pages(converted(data, "pdf"))
    begins = turn(documents.read(data, "bai.docx"), Rendering(pages, trusted=True), 6)
    assert begins is not None
    rest = re.findall(r"\(số (\d+)\)", begins.text)[0]
    on_page = re.findall(r"(\d{3})\)", pages[5].text)[0]
    assert rest == on_page
    assert re.sub(r"\s+", " ", pages[5].text).startswith(re.sub(r"\s+", " ", begins.text[:40]))


_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_BEGIN = _MARK.format("begin") + "<w:r><w:instrText> SEQ Bảng </w:instrText></w:r>" + _MARK.format("separate")
_END = _MARK.format("end")


def _control(inner: str, properties: str = "") -> str:
    return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


_BODIES = {
    "field": dm.p(dm.r("Bảng "), _BEGIN, dm.r("12"), _END, dm.r(": số lớp")),
    "field at the end": dm.p(dm.r("Bảng "), _BEGIN, dm.r("12"), _END),
    "nested fields": dm.p(_BEGIN, dm.r("x"), _BEGIN, dm.r("12"), _END, dm.r("y"), _END, dm.r("z")),
    "contents": dm.p(_BEGIN, dm.r("Mục một")) + dm.p("Mục hai") + dm.p(dm.r("Mục ba"), _END) + dm.p("Nội dung"),
    "simple field": dm.p(dm.r("Trang "), f'<w:fldSimple w:instr=" PAGE ">{dm.r("1")}</w:fldSimple>', dm.r(".")),
    "link": dm.p(dm.r("Xem "), f'<w:hyperlink w:anchor="x">{dm.r("phụ lục")}</w:hyperlink>', dm.r(" kèm theo")),
    "control": _control(dm.p("Trong khung")) + dm.p("Sau khung"),
    "control of two": _control(dm.p("Một") + dm.p("Hai"), "<w:sdtPr><w:id w:val='7'/></w:sdtPr>"),
    "control in a control": _control(_control(dm.p("Trong cùng")) + dm.p("Ở giữa")),
    "control with a table": _control(dm.table([["một", "hai"], ["ba", "bốn"]])) + dm.p("Sau bảng"),
    "control in a line": dm.p(dm.r("Trước "), _control(dm.r("trong")), dm.r(" sau")),
    "tracked": dm.p(dm.r("Một "), f'<w:ins w:id="90" w:author="A">{dm.r("hai")}</w:ins>', dm.r(" ba")),
    "table": dm.table([["một", dm.p("hai", font="Arial")]]) + dm.p("sau bảng"),
    "row in a control": f"<w:tbl>{_control('<w:tr><w:tc>' + dm.p('một') + '</w:tc></w:tr>')}</w:tbl>{dm.p('Sau')}",
    "text box": dm.p(dm.text_box(dm.p("trong hộp")), dm.r("Cạnh hộp")),
    "two text boxes": dm.p(dm.text_box(dm.p("hộp một") + dm.p("nữa")), "a") + dm.p("b", dm.text_box(dm.p("hộp hai"))),
}  # fmt: skip


def test_libreoffice_shows_the_text_of_an_annotated_copy_as_that_of_the_paper(
    soffice: Callable[..., None], tmp_path: Path
) -> None:
    """Every paragraph with a comment on all of it and one on a part of it; the comment at the top as well."""
    papers = {name: dm.make_docx(body + dm.p("Hết."), dm.paper_styles()) for name, body in _BODIES.items()}
    copies = {}
    for name, data in papers.items():
        paragraphs = documents.read(data, "x.docx").paragraphs
        lengths = [(it.place, sum(len(span.text) for span in it.spans)) for it in paragraphs]
        remarks = [Remark("GÓP Ý CHUNG")]
        remarks += [Remark("GÓP Ý", place, 0, length) for place, length in lengths]
        remarks += [Remark("GÓP Ý", place, length // 3, length - 1) for place, length in lengths if length > 2]
        copies[name] = documents.annotated_copy(data, Annotation(tuple(remarks), "A", "A", WHEN))
    assert all(copies.values())
    assert _texts(soffice, tmp_path / "copies", copies) == _texts(soffice, tmp_path / "papers", papers)


def test_libreoffice_shows_the_text_of_notes_that_comments_are_about(converted: Convert) -> None:
    lines = (("separator", -1), ("continuationSeparator", 0))
    notes = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}">{dm.p(f"<w:r><w:{kind}/></w:r>")}</w:footnote>'
        for kind, number in lines
    )
    notes += "".join(f'<w:footnote w:id="{it}">{dm.p(f"chú thích {it}")}</w:footnote>' for it in (1, 2, 3))
    marks = [f'<w:r><w:footnoteReference w:id="{it}"/></w:r>' for it in (1, 2, 3)]
    body = dm.p("Một", marks[0], " hai", marks[1], " và") + dm.p("ba", marks[2], ".")
    data = dm.make_docx(body, dm.paper_styles(), {"word/footnotes.xml": dm.part("footnotes", notes)})
    noted = [it.place for it in documents.read(data, "x.docx").paragraphs if it.place.story is Story.FOOTNOTE]
    assert len(noted) == 3
    remarks = tuple(Remark("GÓP Ý", place) for place in noted)
    copy = documents.annotated_copy(data, Annotation(remarks, "A", "A", WHEN))
    assert copy is not None
    [before], [after] = (documents.pages(converted(it, "pdf")) for it in (data, copy))
    assert all(f"chú thích {it}" in before.text for it in (1, 2, 3))
    assert after.text == before.text


def _texts(soffice: Callable[..., None], folder: Path, files: Mapping[str, bytes | None]) -> dict[str, str]:
    """What LibreOffice shows of each, without white space."""
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data or b"")
    soffice("txt:Text (encoded):UTF8", *folder.glob("*.docx"))
    return {name: "".join((folder / f"{name}.txt").read_text("utf-8-sig").split()) for name in files}
