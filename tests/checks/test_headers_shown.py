"""Headers and footers count where a page of their section asks for them (ECMA-376 part 1, 17.10)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks.documents_for_checks import document, paragraph, rendering

from daemon.checks.headers import with_shown_headers
from daemon.model import Document, FileKind, Place, Section, Story

USUAL, FIRST, EVEN = (frozenset({f"word/header{number}.xml"}) for number in (1, 2, 3))
LATER = frozenset({"word/header4.xml"})
BEGIN, END = "Phần này mở đầu bằng một câu riêng", "và kết thúc bằng một câu khác hẳn"


def paper(*sections: Section) -> Document:
    """Sections of one paragraph each, and a line in every header there is."""
    body = [
        replace(
            paragraph(f"{BEGIN} {number}, {END} {number}."),
            place=Place(Story.BODY, "word/document.xml", number, number),
        )
        for number in range(1, len(sections) + 1)
    ]
    parts = sorted(frozenset[str]().union(*(section.parts for section in sections)))
    headers = [replace(paragraph("Đầu trang"), place=Place(Story.HEADER, part, 1)) for part in parts]
    return Document(FileKind.DOCX, paragraphs=(*body, *headers), sections=sections)


def begins(number: int) -> str:
    return f"{BEGIN} {number}, "


def ends(number: int) -> str:
    return f"{END} {number}."


def seen(one: Document, *pages: str) -> frozenset[str]:
    shown = with_shown_headers(one, rendering(len(pages), texts=pages))
    return frozenset(it.place.part for it in shown.paragraphs if it.place.story is Story.HEADER)


WHOLE = begins(1) + ends(1)


@pytest.mark.parametrize(
    ("section", "pages", "shown"),
    [
        (Section(USUAL), 1, USUAL),
        (Section(USUAL, first=FIRST), 1, FIRST),
        (Section(USUAL, first=FIRST), 2, USUAL | FIRST),
        (Section(USUAL, first=frozenset()), 1, frozenset()),
        (Section(USUAL, even=EVEN), 1, USUAL),
        (Section(USUAL, even=EVEN), 2, USUAL | EVEN),
        (Section(USUAL, FIRST, EVEN), 2, FIRST | EVEN),
        (Section(USUAL, FIRST, EVEN), 3, USUAL | FIRST | EVEN),
        # 17.6.12: the number of its first page makes it even or odd
        (Section(USUAL, even=EVEN, starts=2), 1, EVEN),
        (Section(USUAL, even=EVEN, starts=2), 2, USUAL | EVEN),
        (Section(USUAL, even=EVEN, starts=7), 1, USUAL),
        (Section(USUAL, FIRST, EVEN, starts=2), 2, USUAL | FIRST),
        (Section(USUAL, FIRST, EVEN, starts=3), 2, FIRST | EVEN),
        (Section(USUAL, FIRST, EVEN, starts=2), 3, USUAL | FIRST | EVEN),
        (Section(USUAL, even=EVEN, starts=2, continues=True), 1, USUAL | EVEN),
        (Section(USUAL, even=EVEN, renumbers=True), 1, USUAL | EVEN),  # its page may be the second
        (Section(USUAL, even=EVEN, starts=2, renumbers=True), 1, USUAL | EVEN),
        (Section(USUAL, FIRST, EVEN, renumbers=True), 2, USUAL | FIRST | EVEN),
    ],
)
def test_of_a_paper_of_one_section(section: Section, pages: int, shown: frozenset[str]) -> None:
    assert seen(paper(section), *(WHOLE, "hai", "ba")[:pages]) == shown


@pytest.mark.parametrize(
    ("second", "pages", "shown"),
    [
        # the second section begins page 2
        (Section(LATER), (WHOLE, begins(2) + ends(2)), USUAL | LATER),
        (Section(LATER, first=FIRST), (WHOLE, begins(2) + ends(2)), USUAL | FIRST),
        (Section(LATER, first=FIRST), (WHOLE, begins(2), ends(2)), USUAL | FIRST | LATER),
        (Section(LATER, even=EVEN), (WHOLE, begins(2) + ends(2)), USUAL | EVEN),
        # its first page is numbered anew: page 2 is an odd one, or an even one
        (Section(LATER, even=EVEN, starts=1), (WHOLE, begins(2) + ends(2)), USUAL | LATER),
        (Section(LATER, even=EVEN, starts=4), (WHOLE, begins(2) + ends(2)), USUAL | EVEN),
        (Section(LATER, even=EVEN, starts=1), (WHOLE, begins(2), ends(2)), USUAL | LATER | EVEN),
        # which page that is nobody knows
        (Section(LATER, even=EVEN, starts=1), (WHOLE, "", begins(2) + ends(2)), USUAL | LATER | EVEN),
        (Section(LATER, even=EVEN, starts=1), ("một", "hai"), USUAL | LATER | EVEN),
        (Section(LATER, even=EVEN, starts=1, continues=True), (WHOLE + begins(2), ends(2)), USUAL | LATER | EVEN),
        # a page without text between them may belong to either
        (Section(LATER, first=FIRST), (WHOLE, "", begins(2) + ends(2)), USUAL | FIRST | LATER),
        # it goes on where the first one ends: that page has the header of the first
        (Section(LATER, continues=True), (WHOLE + begins(2) + ends(2),), USUAL),
        (Section(LATER, continues=True), (WHOLE + begins(2), ends(2)), USUAL | LATER),
        (Section(LATER, first=FIRST, continues=True), (WHOLE + begins(2) + ends(2),), USUAL),
        (Section(LATER, first=FIRST, continues=True), (WHOLE + begins(2), ends(2)), USUAL | FIRST | LATER),
        # nobody knows where it begins
        (Section(LATER, first=FIRST), ("một", "hai"), USUAL | FIRST | LATER),
    ],
)
def test_of_a_paper_of_two_sections(second: Section, pages: tuple[str, ...], shown: frozenset[str]) -> None:
    first = Section(USUAL, even=frozenset() if second.even is not None else None)
    assert seen(paper(first, second), *pages) == shown


def test_without_pages_to_believe_every_header_counts() -> None:
    one = paper(Section(USUAL, first=FIRST))
    assert with_shown_headers(one, None) == one
    assert with_shown_headers(one, rendering(1, trusted=False)) == one


def test_nobody_goes_through_a_thousand_sections() -> None:
    one = paper(*[Section(USUAL, first=FIRST)] * 101)
    assert with_shown_headers(one, rendering(1)) == one


def test_text_of_the_paper_stays() -> None:
    one = replace(document("BODY"), sections=(Section(USUAL, first=FIRST),))
    assert with_shown_headers(one, rendering(1)) == one
