"""List numbers: how they count, and in which font they are shown (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import docx_maker as dm
import pytest

from daemon import documents
from daemon.documents.numbering import LEVELS
from daemon.model import Document

TNR, ARIAL, COURIER = "Times New Roman", "Arial", "Courier New"

LIST_STYLE = dm.style("LS", '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>', kind="numbering")
STYLES = dm.styles(
    dm.style("Normal", default=True),
    dm.style("Dieu", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>', font=ARIAL),
    dm.style("Khoan", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'),
    dm.style("KhoanCon", based_on="Khoan"),
    dm.style("BacHai", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'),
    LIST_STYLE,
    default_font=TNR,
)
LISTS = dm.numbering(
    dm.level(0, "upperRoman", "%1.", ARIAL)
    + dm.level(1, "decimal", "%1.%2.", extra="<w:isLgl/>")
    + dm.level(2, "lowerLetter", "%3)"),
    dm.level(0, "bullet", "-", ARIAL) + dm.level(1, "lowerRoman", "(%2)"),
    dm.level(0, "decimal", "Điều %1:", extra='<w:pStyle w:val="Dieu"/>')
    + dm.level(1, "decimal", "%1.%2", extra='<w:pStyle w:val="Khoan"/>'),
    '<w:styleLink w:val="LS"/>' + dm.level(0, "decimalZero", "%1/"),
    '<w:numStyleLink w:val="LS"/>',
    dm.level(0, "decimal", "–") + dm.level(1, "decimal", "") + dm.level(2, "none", "Chú ý:"),
    n7='1<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>',
    n8='1<w:lvlOverride w:ilvl="0">' + dm.level(0, "upperLetter", "%1]") + "</w:lvlOverride>",
)


def read(body: str, lists: dict[str, str] = LISTS) -> Document:
    return documents.read(dm.make_docx(body, STYLES, lists), "bai.docx")


def numbers(body: str, lists: dict[str, str] = LISTS) -> list[str]:
    return ["".join(span.text for span in paragraph.number) for paragraph in read(body, lists).paragraphs]


def each(*levels: int, of: int = 1) -> str:
    return "".join(dm.item("chữ", of, level) for level in levels)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(each(0, 0, 0), ["I.", "II.", "III."], id="counts"),
        pytest.param(each(0, 1, 1, 0, 1), ["I.", "1.1.", "1.2.", "II.", "2.1."], id="begins anew under the next one"),
        pytest.param(each(0, 2, 2, 1, 2), ["I.", "a)", "b)", "1.1.", "a)"], id="a level may be left out"),
        pytest.param(each(1, 0), ["1.1.", "I."], id="a level above that has not come counts as its first"),
        pytest.param(each(0, 1, of=2), ["-", "(i)"], id="a bullet, then a number"),
        pytest.param(each(0) + dm.p("thường") + each(0), ["I.", "", "II."], id="goes on after text between"),
        pytest.param(each(0) + each(0, of=7) + each(0), ["I.", "IV.", "V."], id="a list that starts anew"),
        pytest.param(each(0) + each(0, of=8), ["I.", "B]"], id="a list with a level of its own counts on"),
        pytest.param(dm.p("a", style="Dieu") + dm.p("b", style="Khoan") + dm.p("c", style="KhoanCon"),
                     ["Điều 1:", "1.1", "1.2"], id="styles have the level that names them"),
        pytest.param(each(0) + dm.p("a", style="BacHai"), ["I.", "1.1."], id="a style says its level"),
        pytest.param(dm.p("a", style="Dieu", ppr='<w:numPr><w:numId w:val="0"/></w:numPr>'), [""], id="taken out"),
        pytest.param(dm.p("a", style="BacHai", ppr='<w:numPr><w:ilvl w:val="2"/></w:numPr>'), ["a)"],
                     id="of its style's list, at another level"),
        pytest.param(dm.item("a", 1, None), ["I."], id="no level is the first"),
        pytest.param(each(0, of=5) + each(0, of=4), ["01/", "02/"], id="a list by its style"),
        pytest.param(each(0, 1, 2, of=6), ["–", "", "Chú ý:"], id="text without a number, nothing, words"),
        pytest.param(each(0, of=99) + each(8), ["", ""], id="lists and levels that are not there"),
        pytest.param(each(0) + dm.item("ẩn", mark="<w:vanish/>") + each(0), ["I.", "", "II."], id="a hidden mark"),
        pytest.param(each(0) + dm.item("bỏ", mark='<w:del w:id="1" w:author="A"/>') + each(0), ["I.", "", "II."],
                     id="a deleted mark"),
        pytest.param(each(0) + dm.item("đi", mark='<w:moveFrom w:id="1" w:author="A"/>') + each(0), ["I.", "", "II."],
                     id="a mark moved away"),
    ],
)  # fmt: skip
def test_numbers_as_word_writes_them(body: str, expected: list[str]) -> None:
    assert numbers(body) == expected


@pytest.mark.parametrize(
    ("shape", "start", "expected"),
    [
        ("lowerLetter", 26, ["z", "aa"]),
        ("upperLetter", 780, ["Z" * 30, "781"]),
        ("lowerRoman", 3999, ["mmmcmxcix", "4000"]),
        ("decimalZero", 9, ["09", "10"]),
        ("vietnameseCounting", 1, ["1", "2"]),
    ],
)
def test_formats(shape: str, start: int, expected: list[str]) -> None:
    lists = dm.numbering(dm.level(0, shape, "%1").replace('start w:val="1"', f'start w:val="{start}"'))
    assert numbers(each(0, 0), lists) == expected


@pytest.mark.parametrize(("restart", "expected"), [(0, ["1", "a", "2", "b"]), (1, ["1", "a", "2", "a"])])
def test_a_level_may_go_on_counting(restart: int, expected: list[str]) -> None:
    second = dm.level(1, "lowerLetter", "%2", extra=f'<w:lvlRestart w:val="{restart}"/>')
    assert numbers(each(0, 1, 0, 1), dm.numbering(dm.level(0, "decimal", "%1") + second)) == expected


def test_without_a_part_of_lists_there_are_no_numbers() -> None:
    assert numbers(each(0), {}) == [""]


@pytest.mark.parametrize(
    ("body", "number", "text"),
    [
        pytest.param(dm.item("chữ"), (ARIAL, False), TNR, id="the font of its level"),
        pytest.param(dm.item("chữ", mark=dm.rfonts(COURIER)), (ARIAL, False), TNR, id="the level over the mark"),
        pytest.param(dm.item("chữ", at=2, mark=dm.rfonts(COURIER)), (COURIER, False), TNR, id="the paragraph mark"),
        pytest.param(dm.item("chữ", at=2, font=COURIER), (TNR, False), COURIER, id="not the text"),
        pytest.param(dm.p("chữ", style="Dieu"), (ARIAL, False), ARIAL, id="the style of the paragraph"),
        pytest.param(dm.item("chữ", 2), (ARIAL, True), TNR, id="a bullet never offends"),
        pytest.param(dm.item("chữ", 6), (TNR, True), TNR, id="a dash is a bullet, whatever it is called"),
    ],
)
def test_the_font_of_a_number_is_its_own(body: str, number: tuple[str, bool], text: str) -> None:
    (paragraph,) = read(body).paragraphs
    assert [(span.font, span.exempt) for span in paragraph.number] == [number]
    assert [span.font for span in paragraph.spans] == [text]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param(dm.item("", 1), [("I.", ARIAL)], id="an empty item"),
        pytest.param(dm.table([[dm.item("", 1)], [dm.item("", 1)]]), [("I.", ARIAL), ("II.", ARIAL)], id="a column"),
        pytest.param(dm.item("", 2), [], id="a bullet never offends"),
        pytest.param(dm.item("", 1, mark="<w:vanish/>"), [], id="hidden with its mark"),
        pytest.param(dm.item("có chữ", 1), [], id="one with text has its number beside that"),
    ],
)
def test_a_number_that_stands_alone_is_shown(body: str, shown: list[tuple[str, str]]) -> None:
    found = read(body + dm.p("hết"))
    assert [(span.text, span.font) for it in found.bare_numbers for span in it.number] == shown
    assert all(it.text for it in found.paragraphs)


def test_text_and_number_are_apart() -> None:
    (paragraph,) = read(dm.item("một")).paragraphs
    assert (paragraph.text, paragraph.numbered) == ("một", True)


def test_a_style_separator_hides_no_number() -> None:
    parts = dm.numbering(dm.level(0, "decimal", "%1.", "Arial"))
    for mark, numbers in (("<w:vanish/><w:specVanish/>", ["1.", "2."]), ("<w:vanish/>", ["", "1."])):
        body = dm.item("Đề mục", mark=mark) + dm.item("sau")
        found = documents.read(dm.make_docx(body, dm.paper_styles(), parts), "x.docx").paragraphs
        assert ["".join(span.text for span in it.number) for it in found] == numbers


def test_links_in_a_circle_end() -> None:
    lists = dm.numbering(*['<w:numStyleLink w:val="LS"/>'] * LEVELS)
    assert numbers(each(0, of=4), lists) == [""]
