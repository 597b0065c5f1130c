"""The oracle: what LibreOffice embeds when it prints a document is what we say its fonts are.

One document holds a paragraph for every line of the cascade, each with a word of its own.  Only fonts that
LibreOffice has, or has a twin of the same widths for, so that the embedded name tells which one was meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import docx_maker as dm
import pytest

from daemon import documents
from daemon.model import Document, Span

pytestmark = [pytest.mark.server, pytest.mark.timeout(180), pytest.mark.xdist_group("soffice")]

TNR, ARIAL, COURIER, CALIBRI, CAMBRIA = "Times New Roman", "Arial", "Courier New", "Calibri", "Cambria"
TWINS = {
    "Liberation Serif": TNR,
    "Tinos": TNR,
    "Liberation Sans": ARIAL,
    "Arimo": ARIAL,
    "Liberation Mono": COURIER,
    "Cousine": COURIER,
    "Carlito": CALIBRI,
    "Caladea": CAMBRIA,
}

THEMED = {"asciiTheme": "majorHAnsi", "hAnsiTheme": "majorHAnsi"}
STYLES = dm.styles(
    dm.style("Normal", default=True, name="Normal"),
    dm.style("Para", based_on="Normal", font=ARIAL),
    dm.style("Child", based_on="Para"),
    dm.style("Themed", f"<w:rPr>{dm.rfonts(None, **THEMED)}</w:rPr>", based_on="Normal"),
    dm.style("Hidden", "<w:rPr><w:vanish/></w:rPr>", based_on="Normal"),
    dm.style("Char", kind="character", font=COURIER),
    dm.style("CharChild", kind="character", based_on="Char"),
    dm.style("TableNormal", kind="table", default=True, name="Normal Table"),
    dm.style("Grid", kind="table", based_on="TableNormal", font=COURIER),
    dm.style(
        "Striped",
        f'<w:tblStylePr w:type="firstRow">{dm.rpr(ARIAL)}</w:tblStylePr>'
        f'<w:tblStylePr w:type="firstCol">{dm.rpr(COURIER)}</w:tblStylePr>',
        kind="table",
        based_on="TableNormal",
    ),
    defaults=dm.rfonts(asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi", eastAsiaTheme="minorEastAsia"),
)
PARTS = (
    dm.theme(major=CAMBRIA, minor=CALIBRI)
    | dm.settings('<w:themeFontLang w:val="vi-VN"/>')
    | {
        "word/header1.xml": dm.part("hdr", dm.p("dautrang", font=ARIAL)),
        "word/footer1.xml": dm.part("ftr", dm.p("cuoitrang", style="Para")),
        "word/footnotes.xml": dm.part(
            "footnotes", f'<w:footnote w:id="1">{dm.p(" chuthich", font=COURIER)}</w:footnote>'
        ),
    }
    | dm.numbering(dm.level(0, "decimal", "socap%1", ARIAL) + dm.level(1, "lowerLetter", "sodau%2"))
)
SECTION = '<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>'
BODY = "".join(
    (
        dm.p("macdinh"),
        dm.p("kieudoan", style="Para"),
        dm.p("kieucon", style="Child"),
        dm.p("chude", style="Themed"),
        dm.p(dm.r("kieuchu", style="Char"), style="Para"),
        dm.p(dm.r("kieuchucon", style="CharChild"), style="Para"),
        dm.p(dm.r("tructiep", TNR, style="Char"), style="Para"),
        dm.p(dm.r("tructiepchude", extra=dm.rfonts(TNR, **THEMED))),
        dm.p(dm.r("chicoascii", extra=dm.rfonts(ascii=TNR))),
        dm.p(dm.r("tiếngviệtữẫệ", TNR)),
        dm.p(dm.r("tachriêng", extra=dm.rfonts(ascii=ARIAL, hAnsi=ARIAL))),
        dm.table([["oluoi", dm.p("oluoirieng", style="Para")]], style="Grid"),
        dm.p("saubang"),
        dm.table([["socgoc", "soctren"], ["soctrai", "soctrong"]], style="Striped", look='w:val="06A0"'),
        dm.p("neochu", dm.text_box(dm.p("tronghop", font=COURIER)).replace("<wp:inline>", '<wp:inline><wp:extent cx="2000000" cy="600000"/>')),
        f"<w:p><w:hyperlink>{dm.r('lienket', ARIAL)}</w:hyperlink></w:p>",
        f"<w:p><w:ins w:id='1' w:author='a'>{dm.r('themvao', ARIAL)}</w:ins></w:p>",
        f"<w:p><w:sdt><w:sdtContent>{dm.r('onhap', COURIER)}</w:sdtContent></w:sdt></w:p>",
        dm.p("andi", style="Hidden"),
        dm.p(dm.r("anluon", extra="<w:vanish/>"), "conlai"),
        f'<w:p>{dm.r("cochu ", TNR)}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
        f'<w:p><w:fldSimple w:instr="QUOTE x">{dm.r("ketqua", COURIER)}</w:fldSimple></w:p>',
        dm.item("dongmot", font=TNR),
        dm.item("donghai", at=1, mark=dm.rfonts(COURIER), font=TNR),
        dm.item("dongba", at=1, style="Para", font=TNR),
    )
)  # fmt: skip


def by_word(document: Document) -> dict[str, set[str]]:
    """Word → fonts of its characters."""
    found: dict[str, set[str]] = defaultdict(set)
    for paragraph in document.paragraphs:
        shown = (*paragraph.number, Span(" ", ""), *paragraph.spans)
        letters = [(char, span.font) for span in shown for char in span.text]
        word, fonts = "", set[str]()
        for char, font in [*letters, (" ", "")]:
            if not char.isspace():
                word += char
                fonts.add(TWINS.get(font, font))
            elif word:
                found[word] |= fonts
                word, fonts = "", set()
    return dict(found)


@pytest.fixture(scope="module")
def printed(soffice: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    folder = tmp_path_factory.mktemp("libreoffice")
    paper = folder / "bai.docx"
    paper.write_bytes(dm.make_docx(BODY, STYLES, PARTS, sect_xml=SECTION))
    soffice("pdf", paper)
    return by_word(documents.read(Path(folder / "bai.pdf").read_bytes(), "bai.pdf"))


def test_every_word_is_printed_in_the_font_we_say(printed: dict[str, set[str]]) -> None:
    ours = by_word(documents.read(dm.make_docx(BODY, STYLES, PARTS, sect_xml=SECTION), "bai.docx"))
    assert len(ours) > 25
    assert {word: printed.get(word) for word in ours} == ours


def test_nothing_is_printed_that_we_do_not_see(printed: dict[str, set[str]]) -> None:
    assert not {word for word in printed if "andi" in word or "anluon" in word}
