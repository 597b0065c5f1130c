"""Check `pages`: the rendered count decides, and what Word stored may raise a question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checks.documents_for_checks import BODY, TNR, document, paper, relabelled, rendering, spanned

from daemon.checks import pages
from daemon.checks.running import ends_on
from daemon.checks.widths import misspelled, unproven
from daemon.model import Document, FileKind, Outcome, PageText, Rendering, Story

P, F, R = Outcome.PASS, Outcome.FAIL, Outcome.REVIEW
SAME = sum(not char.isspace() for char in BODY)  #: what Word would have stored for this text
OTHER = SAME * 2


@pytest.mark.parametrize(
    ("rendered", "blank", "stored", "characters", "outcome"),
    [
        # no stored count
        (1, 0, None, None, P),
        (5, 0, None, None, P),
        (6, 0, None, None, F),
        (5, 1, None, None, P),  # a blank page after the text
        (5, 9, None, None, P),
        (6, 1, None, None, F),
        # a stored count that agrees
        (5, 0, 4, SAME, P),
        (7, 0, 6, SAME, F),
        (5, 1, 6, SAME, P),  # Word counts the blank page too
        # a stored count of this very text that disagrees about the limit
        (6, 0, 5, SAME, R),
        (7, 0, 5, SAME, R),
        (5, 0, 6, SAME, R),
        # of another text: stale
        (6, 0, 5, OTHER, F),
        (5, 0, 6, OTHER, P),
        (7, 0, 1, 0, F),  # written by a program from an empty template
        (6, 0, 1, 0, F),
        # figures that cannot tell
        (6, 0, 5, None, R),
        (6, 0, 3, 0, R),
        (5, 0, 6, None, R),
        (7, 0, 5, None, R),
        (9, 0, 3, None, R),
        (6, 0, 1, None, R),
        (9, 0, 0, None, F),
    ],
)
def test_verdicts(rendered: int, blank: int, stored: int | None, characters: int | None, outcome: Outcome) -> None:
    one = document("BODY", stored_pages=stored, stored_characters=characters)
    found = pages.check(paper(one, rendering=rendering(rendered, blank)))
    assert found.outcome is outcome
    assert found.details["pages"] == rendered
    assert (found.details["limit"], found.details["source"]) == (5, "rendered")
    assert found.details["stored_pages"] == stored
    assert found.details["blank_trailing"] == blank


def test_both_figures_are_named_when_they_disagree() -> None:
    one = document("BODY", stored_pages=5, stored_characters=SAME)
    summary = pages.check(paper(one, rendering=rendering(6))).summary
    assert "6 trang" in summary
    assert "5 trang" in summary


def test_a_blank_page_after_the_text_is_a_hint() -> None:
    assert "1 trang trắng" in pages.check(paper(document("BODY"), rendering=rendering(5, 1))).hint


@pytest.mark.parametrize("untrusted", [None, rendering(3, trusted=False), Rendering((), trusted=True), rendering(0, 2)])
@pytest.mark.parametrize("stored", [None, 0, 3, 9])
def test_without_a_trusted_rendering_it_never_passes(untrusted: Rendering | None, stored: int | None) -> None:
    one = document("BODY", stored_pages=stored, stored_characters=SAME)
    found = pages.check(paper(one, rendering=untrusted, render_note="no LibreOffice"))
    assert found.outcome is R
    assert found.details["pages"] == (stored or None)
    assert found.details["source"] == ("stored" if stored else "none")


def test_the_pages_of_a_pdf_are_its_pages() -> None:
    one = relabelled(document("BODY", stored_pages=5), kind=FileKind.PDF)
    assert pages.check(paper(one, rendering=rendering(6))).outcome is F


@pytest.mark.parametrize(
    ("rendered", "least", "outcome"),
    [
        (5, None, P),  # what stands in is wider, not narrower
        (6, 5, R),
        (6, 6, F),  # in the font of the rules it is too long as well
        (9, 4, R),
        (6, None, R),
        (10, None, R),
        (11, None, F),  # no font is twice as wide
    ],
)
def test_in_a_font_that_is_missing_here_a_count_over_the_limit_is_a_guess(
    rendered: int, least: int | None, outcome: Outcome
) -> None:
    guess = replace(rendering(rendered), unproven=("Garamond",), least=least)
    found = pages.check(paper(document("BODY", font="Garamond"), rendering=guess))
    assert found.outcome is outcome
    if outcome is R:
        assert "Garamond" in found.summary
        assert f"{rendered} trang" in found.summary


@pytest.mark.parametrize(
    ("font", "drawn", "expected"),
    [
        ("Times New Roman", {"Liberation Serif"}, ()),
        ("times new roman", {"Tinos"}, ()),
        ("Arial", {"Arimo"}, ()),
        ("Garamond", {"DejaVu Serif"}, ("Garamond",)),
        ("Garamond", {"Garamond"}, ()),
        ("Cambria", {"Caladea", "DejaVu Serif"}, ("Cambria",)),  # its twin lacks Vietnamese letters
        ("Garamond", set(), ()),
        ("", {"DejaVu Serif"}, ()),
    ],
)
def test_which_fonts_have_no_known_widths(font: str, drawn: set[str], expected: tuple[str, ...]) -> None:
    shown = (PageText(1, "", blank=False, fonts=frozenset(drawn)),)
    assert unproven(document("BODY", font=font), shown) == expected


@pytest.mark.parametrize(
    ("font", "misspelt", "is_known"),
    [
        ("TimesNewRomanPSMT", True, True),
        ("Times New Roman Italic", True, True),
        ("Times New Roman Bold", True, False),  # as wide as it may be
        ("TimesNewRomanPS-BoldMT", True, False),
        ("Thorndale Duo", True, True),
        (TNR, False, True),
        ("times new roman", False, True),
        ("Arial", False, False),
    ],
)
def test_other_names_of_the_wanted_font_have_its_widths_where_they_were_spelled_as_it_is(
    font: str, *, misspelt: bool, is_known: bool
) -> None:
    paper_in_it = document("BODY", font=font, font_aliases={"thorndale duo": frozenset({TNR.lower()})})
    assert misspelled(paper_in_it, TNR) is misspelt
    drawn = (PageText(1, "", blank=False, fonts=frozenset({"Liberation Serif"})),)
    assert unproven(paper_in_it, drawn, TNR) == (() if is_known else (font,))
    assert bool(unproven(paper_in_it, drawn)) is (misspelt or font == "Arial")


def test_a_few_letters_of_another_font_move_no_page() -> None:
    one = spanned((BODY * 9, TNR), ("chín chữ", "Garamond"))
    assert unproven(one, (PageText(1, "", blank=False, fonts=frozenset({"Tinos", "DejaVu Serif"})),)) == ()


def noted(last: str, note: str = "Theo báo cáo năm học 2020.", **more: Any) -> Document:
    """A text with an endnote; the endnote is the last paragraph, as a reader of .docx gives it."""
    texts = document(f"BODY\n{last}\n{note}", **more)
    *body, end = texts.paragraphs
    return replace(texts, paragraphs=(*body, replace(end, place=replace(end.place, story=Story.ENDNOTE))))


@pytest.mark.parametrize(
    ("pages_shown", "stored", "kind", "in_text", "outcome"),
    [
        (("Hết bài.", "Theo báo cáo năm học 2020."), None, None, False, R),  # Word sets the note behind the text
        (("Hết bài.", "Theo báo cáo năm học 2020."), 6, None, False, F),
        (("Hết bài.", "Theo báo cáo năm học 2020."), None, FileKind.DOC, False, F),  # as Word does
        (("Hết bài.", "Theo báo cáo năm học 2020."), None, None, True, F),  # as we had it done
        (("một dòng nữa", "Hết bài. Theo báo cáo năm học 2020."), None, None, False, F),
        (("Hết bài.", "Theo báo cáo", "năm học 2020."), None, None, False, F),
    ],
)
def test_endnotes_on_a_page_of_their_own(
    pages_shown: tuple[str, ...], stored: int | None, kind: FileKind | None, *, in_text: bool, outcome: Outcome
) -> None:
    shown = rendering(4 + len(pages_shown), texts=("a", "b", "c", "d", *pages_shown))
    shown = replace(shown, endnotes_in_text=in_text)
    one = noted("Hết bài.", stored_pages=stored, converted_from=kind)
    assert pages.check(paper(one, rendering=shown)).outcome is outcome


@pytest.mark.parametrize(
    ("written", "shown", "is_end"),
    [
        ("chất lượng đào\u00adtạo", "chất lượng đàotạo", True),  # a page shows it at the end of a line alone
        ("chất lượng đào tạo", "chất lượng đào\u00ad\ntạo", True),
        ("chất lượng đào-tạo", "chất lượng đàotạo", False),
    ],
)
def test_soft_hyphens_do_not_hide_where_the_text_ends(written: str, shown: str, *, is_end: bool) -> None:
    page = PageText(1, f"Nâng cao {shown}", blank=False)
    assert ends_on(document(f"BODY\nNâng cao {written}"), page) is is_end


@pytest.mark.parametrize(
    ("written", "shown", "kind", "outcome"),
    [
        (3000, 3000, FileKind.DOCX, P),
        (3000, 2750, FileKind.DOCX, P),  # letters join, a cell is cut off
        (3000, 2650, FileKind.DOCX, R),
        (3000, 64, FileKind.DOCX, R),
        (190, 0, FileKind.DOCX, P),
        (3000, 64, FileKind.PDF, P),  # what is written there is what its pages show
    ],
)
def test_pages_that_lack_much_of_the_text_are_too_few(
    written: int, shown: int, kind: FileKind, outcome: Outcome
) -> None:
    one = replace(document("x" * written), kind=kind)
    found = pages.check(paper(one, rendering=rendering(1, texts=("x" * shown or " ",))))
    assert found.outcome is outcome
    assert ("drawn_characters" in found.details) is (outcome is R)


def test_what_is_too_long_fails_whatever_its_pages_lack() -> None:
    assert pages.check(paper(document("x" * 3000), rendering=rendering(6))).outcome is F
