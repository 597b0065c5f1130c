"""Alternatives outside of text, and what may be passed over (ECMA-376 part 3): as Word takes them."""

from __future__ import annotations

import time

import docx_maker as dm
import pytest
from lxml import etree

from daemon import documents
from daemon.documents import compatibility
from daemon.documents.correct import correct_font
from daemon.documents.package import Package
from daemon.documents.xml import COMPATIBILITY

TNR = "Times New Roman"
ARIAL, TIMES = dm.rfonts("Arial"), dm.rfonts(TNR)


def either(needed: str, choice: str, fallback: str = "") -> str:
    """Two alternatives, the first for those who understand a namespace."""
    return (
        f'<mc:AlternateContent xmlns:x9="urn:x9"><mc:Choice Requires="{needed}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def run(properties: str, inside: str = "<w:t>chữ</w:t>") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def ignoring(more: str, body: str) -> bytes:
    """A paper whose main part may be read without the elements of a namespace."""
    main = f"<w:document {dm.XMLNS} {more}><w:body>{body}</w:body></w:document>"
    return dm.make_docx(styles_xml=dm.paper_styles(), document_xml=main)


def seen(data: bytes) -> list[tuple[str, str]]:
    found = documents.read(data, "x.docx")
    assert found.problem is None, found.problem_note
    return [(span.text, span.font) for it in found.paragraphs for span in it.spans]


BEFORE, BEHIND = either("w14", "|").split("|")  #: what stands around an alternative
OTHER = dm.style("P", font="Arial"), dm.style("P", font=TNR)
UNPREFIXED = either("x9", *reversed(OTHER)).replace("mc:", "").replace("Content", f'Content xmlns="{COMPATIBILITY}"', 1)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (dm.make_docx(dm.p(run(either("w14", ARIAL, TIMES))), dm.paper_styles()), [("chữ", "Arial")]),
        (dm.make_docx(dm.p(run(either("x9", ARIAL, TIMES))), dm.paper_styles()), [("chữ", TNR)]),
        (dm.make_docx(dm.p(run(either("x9", TIMES, either("w14", ARIAL)))), dm.paper_styles()), [("chữ", "Arial")]),
        (
            dm.make_docx(
                dm.p("chữ", ppr=either("w14", '<w:pStyle w:val="P"/>')),
                dm.styles(OTHER[0], default_font=TNR),
            ),
            [("chữ", "Arial")],
        ),
        (dm.make_docx(dm.p(either("v", dm.r("chữ", "Arial"), dm.r("sai"))), dm.paper_styles()), [("chữ", "Arial")]),
        (
            dm.make_docx(dm.p("chữ", style="P"), dm.styles(either("w14", *OTHER), default_font=TNR)),
            [("chữ", "Arial")],
        ),
        (
            dm.make_docx(dm.p("chữ", style="P"), dm.styles(UNPREFIXED, default_font=TNR)),
            [("chữ", "Arial")],
        ),
        (dm.make_docx(dm.p("chữ"), dm.styles(defaults=either("w14", ARIAL, TIMES))), [("chữ", "Arial")]),
    ],
    ids=["choice", "fallback", "nested", "paragraph style", "VML", "a style", "a style, no prefix", "defaults"],
)
def test_alternatives_in_properties_and_among_styles(data: bytes, expected: list[tuple[str, str]]) -> None:
    assert seen(data) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ('mc:Ignorable="x9"', ["trước", "sau"]),
        ('mc:Ignorable="x9" mc:ProcessContent="x9:o"', ["trước", "chữ", "sau"]),
        ('mc:Ignorable="x9" mc:ProcessContent="x9:*"', ["trước", "chữ", "sau"]),
        ('mc:Ignorable="x9" mc:ProcessContent="x9:khac"', ["trước", "sau"]),
        ('mc:Ignorable="x9" xmlns:x8="urn:x8" mc:ProcessContent="x8:o"', ["trước", "sau"]),
        ('mc:Ignorable="w14"', ["trước", "chữ", "sau"]),
    ],
)
def test_what_may_be_ignored_is_passed_over_with_what_it_holds(declared: str, expected: list[str]) -> None:
    body = f"{dm.p('trước')}<x9:o>{dm.p('chữ')}</x9:o>{dm.p('sau')}"
    data = ignoring(f'xmlns:x9="urn:x9" {declared}', body)
    assert [text for text, _ in seen(data)] == expected
    ordinals = [it.place.paragraph for it in documents.read(data, "x.docx").paragraphs]
    assert ordinals == ([1, 2, 3] if len(expected) == 3 else [1, 3])


def test_what_word_understands_is_not_passed_over() -> None:
    body = f"<w14:o>{dm.p('chữ')}</w14:o>"
    assert [text for text, _ in seen(ignoring('mc:Ignorable="w14"', body))] == ["chữ"]


@pytest.mark.parametrize("at_the_root", ['mc:Ignorable="w14"', ""])
def test_what_may_be_ignored_inside_an_element(at_the_root: str) -> None:
    link = f'<w:hyperlink xmlns:x9="urn:x9" mc:Ignorable="x9"><x9:o>{dm.r("chữ")}</x9:o>{dm.r("nối")}</w:hyperlink>'
    body = f'{dm.p(link)}<x9:o xmlns:x9="urn:x9">{dm.p("sau")}</x9:o>'
    assert [text for text, _ in seen(ignoring(at_the_root, body))] == ["nối", "sau"]


@pytest.mark.slow
def test_many_alternatives_are_settled_in_no_time() -> None:
    root = etree.fromstring(f"<w:rPr {dm.XMLNS}>{either('w14', TIMES, ARIAL) * 30_000}</w:rPr>")
    started = time.process_time()
    compatibility.settle(root)
    assert time.process_time() - started < 3
    assert len(root) == 30_000


@pytest.mark.parametrize(
    "data",
    [
        dm.make_docx(dm.p(run(either("x9", TIMES, ARIAL))), dm.paper_styles()),
        dm.make_docx(dm.p("chữ", style="P"), dm.styles(either("w14", *OTHER), default_font=TNR)),
        dm.make_docx(
            dm.p("chữ"),
            dm.styles(default_font="Arial")
            .replace("<w:rPr>", f"{BEFORE}<w:rPr>")
            .replace("</w:rPr>", f"</w:rPr>{BEHIND}"),
        ),
    ],
    ids=["a run's", "a style's", "the defaults'"],
)
def test_a_font_that_is_one_of_several_alternatives_is_corrected(data: bytes) -> None:
    assert seen(data) == [("chữ", "Arial")]
    copy = correct_font(data, TNR)
    assert copy is not None
    assert seen(copy) == [("chữ", TNR)]


def test_the_font_of_an_emoji_as_word_writes_it_stays() -> None:
    """Its run names a font for programs that know no emoji, which Word does not take."""
    emoji = run(either("w14", "", dm.rfonts("Segoe UI Emoji")), either("w14", "<w14:x/>", "<w:t>🙂</w:t>"))
    data = dm.make_docx(dm.p(dm.r("chữ", "Arial"), emoji), dm.paper_styles())
    copy = correct_font(data, TNR)
    assert copy is not None
    assert b"Segoe UI Emoji" in Package(copy).read("word/document.xml")
