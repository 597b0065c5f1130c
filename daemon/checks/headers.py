"""Headers and footers that a Word file holds and no page shows.  PURE.

A section has up to three of each: for its first page, for even pages, for all others.  One whose title page is its
only page shows no other, one of a single odd page shows none for even pages (ECMA-376 part 1, 17.10.1 and 17.10.6).
Even is the page whose number is, and numbers may begin anew in a section (17.6.12).  How many pages a section has only
its rendering tells; where it does not tell, the header counts as shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from daemon.checks.places import Locator, locator
from daemon.model import Document, Paragraph, Rendering, Section

_MOST_SECTIONS = 100  #: a paper has one, two or three
_END = 60  #: characters at either end of a section that its pages are found by


def with_shown_headers(document: Document, rendering: Rendering | None) -> Document:
    """The document without what stands in headers and footers that no page asks for."""
    if rendering is None or not rendering.trusted or not rendering.pages or not any(map(_chooses, document.sections)):
        return document
    if len(document.sections) > _MOST_SECTIONS:
        return document
    every = frozenset[str]().union(*(section.parts for section in document.sections))
    shown = frozenset[str]().union(*_shown(document, rendering))
    hidden = every - shown
    if not hidden:
        return document

    def apart(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
        return tuple(it for it in paragraphs if it.place.part not in hidden)

    return replace(document, paragraphs=apart(document.paragraphs), bare_numbers=apart(document.bare_numbers))


def _chooses(section: Section) -> bool:
    """Whether there may be no page for one of its headers: a section that begins a page of its own has one at least
    for those that it shows everywhere.
    """
    return section.first is not None or section.even is not None or section.continues


@dataclass(frozen=True, slots=True)
class _Span:
    """The pages that a section may have: at most from the first to the last."""

    first: int
    last: int
    begin: int | None  #: the page that it begins, where that is certain


def _shown(document: Document, rendering: Rendering) -> Iterator[frozenset[str]]:
    sections = document.sections
    ahead: int | None = 0  #: by which the numbers of pages are above those they have in the rendering; None: unknown
    for section, span in zip(sections, _spans(document, rendering), strict=True):
        if section.renumbers:
            ahead = None
        elif section.starts is not None:
            ahead = section.starts - span.begin if span.begin is not None else None
        if span.last < span.first and not section.continues:
            yield section.parts  # cannot be
            continue
        pages = range(span.first, span.last + 1)
        if section.first is not None and pages:
            yield section.first
            pages = pages if section.continues else pages[1:]
        if section.even is None:
            yield section.usual if pages else frozenset()
            continue
        if any(ahead is None or (page + ahead) % 2 for page in pages):
            yield section.usual
        if any(ahead is None or (page + ahead) % 2 == 0 for page in pages):
            yield section.even


def _spans(document: Document, rendering: Rendering) -> Iterator[_Span]:
    """For each section the widest stretch of pages that fits with where the text of its neighbours stands.

    The header of a page is that of the section which is the first on it: a section that continues on the page of
    another begins with the next one.
    """
    sections = document.sections
    at = locator(document, rendering)
    ends = _ends(document) if len(sections) > 1 else {}
    for number, section in enumerate(sections, 1):
        first, last, begin = 1, rendering.count, None if section.continues else 1
        if number > 1:
            before = [it for it in range(1, number) if it in ends]
            page = _end(at, ends[before[-1]][1]) if before else None
            first = page + 1 if page is not None else 1 + section.continues
            # It may begin with pages without text, but not before the one behind its neighbour.
            its_own = _begin(at, ends[number][0]) if page is not None and number in ends else None
            begin = first if its_own == first and not section.continues else None
        after = [it for it in range(number + 1, len(sections) + 1) if it in ends]
        if after:
            page = _begin(at, ends[after[0]][0])
            turns = any(not sections[it - 1].continues for it in range(number + 1, after[0] + 1))
            last = page - turns if page is not None else last
        yield _Span(first, last, begin)


def _ends(document: Document) -> dict[int, tuple[Paragraph, Paragraph]]:
    """The first and the last paragraph of each section that has any."""
    found: dict[int, tuple[Paragraph, Paragraph]] = {}
    for paragraph in document.paragraphs:
        section = paragraph.place.section
        if section is not None:
            found[section] = (found.get(section, (paragraph,))[0], paragraph)
    return found


def _begin(at: Locator, paragraph: Paragraph) -> int | None:
    return at.page(paragraph.place, paragraph.text[:_END])


def _end(at: Locator, paragraph: Paragraph) -> int | None:
    return at.page(paragraph.place, paragraph.text[-_END:])
