"""Where something stands in a paper, in words that a person at Word can follow.  PURE."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from daemon.checks.flow import Flow
from daemon.model import Document, FileKind, PageText, Place, Rendering, Story
from daemon.text.squeezed import squeezed

_STORIES = {
    Story.HEADER: "đầu trang (Header)",
    Story.FOOTER: "chân trang (Footer)",
    Story.FOOTNOTE: "chú thích chân trang (Footnote)",
    Story.ENDNOTE: "chú thích cuối bài (Endnote)",
    Story.TEXT_BOX: "hộp văn bản (Text Box)",
    Story.CHART: "biểu đồ (Chart)",
    Story.DIAGRAM: "sơ đồ (SmartArt)",
}

#: Said behind a place: not the text of the paragraph, but the number that Word puts before it.
LIST_NUMBER = "số thứ tự tự động"

#: Where "select all" in the body does not reach.
APART = frozenset(_STORIES)

#: Text that pages are searched for must be this long (without white space) to be taken for unambiguous evidence.
_LEAST = 4
_MOST = 400  #: nobody needs more to know a place


def excerpt(text: str, limit: int = 60) -> str:
    """The beginning of a text on one line, at most so many characters, cut between words where possible."""
    text = " ".join(normalize("NFC", text).split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > limit // 2 else cut).rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Locator:
    """Names places of one paper; finds pages in its rendering."""

    document: Document
    pages: tuple[PageText, ...]
    squeezed: tuple[str, ...]
    several_sections: bool
    holders: Mapping[str, Story]  #: parts beside the main one → what they are, for text boxes in them
    notes: Mapping[tuple[str, int], int]  #: part and paragraph of notes → which of those to be seen on the pages it is
    flow: Callable[[], Flow]  #: made when the words alone do not say

    def where(self, place: Place, text: str = "", around: str = "") -> str:
        """E.g. "trang 2, bảng 3 (hàng 2, cột 1), đoạn 14".

        `text` is what stands there and `around` the same with its neighbourhood; they are searched in the pages.
        """
        parts = []
        page = self.page(place, text, around)
        if page is not None:
            parts.append(f"trang {page}")
        if place.section is not None and self.several_sections:
            parts.append(f"phần (Section) {place.section}")
        if place.story in _STORIES:
            inside = self.holders.get(place.part) if place.story is Story.TEXT_BOX else None
            parts.append(_STORIES[place.story] + (f" trong {_STORIES[inside]}" if inside else ""))
        if place.table is not None:
            cell = ", ".join(
                f"{name} {value}" for name, value in (("hàng", place.row), ("cột", place.column)) if value is not None
            )
            parts.append(f"bảng {place.table}" + (f" ({cell})" if cell else ""))
        if self.document.kind is not FileKind.PDF:  # lines of a PDF are not paragraphs anybody could count
            parts.append(f"đoạn {self.notes.get((place.part, place.paragraph), place.paragraph)}")
        return ", ".join(parts) or "trong bài"

    def page(self, place: Place, text: str, around: str = "") -> int | None:
        """The number of the page, as far as it is certain."""
        return place.page or self._page(around) or self._by_order(place, text, around) or self._page(text)

    def _by_order(self, place: Place, text: str, around: str) -> int | None:
        if not self.pages:
            return None
        return self.flow().page(place, squeezed(text[:_MOST]), squeezed(around[:_MOST]))

    def _page(self, text: str) -> int | None:
        wanted = squeezed(text[:_MOST])
        if len(wanted) < _LEAST:
            return None
        found = [page.number for page, content in zip(self.pages, self.squeezed, strict=True) if wanted in content]
        return found[0] if len(found) == 1 else None


def locator(document: Document, rendering: Rendering | None) -> Locator:
    """Made once for a check that names places."""
    pages = rendering.pages if rendering is not None else ()
    sections = {paragraph.place.section for paragraph in document.paragraphs}
    texts = tuple(squeezed(page.text) for page in pages)

    @cache
    def flow() -> Flow:
        return Flow(document.paragraphs, pages, texts, squeezed)

    return Locator(document, pages, texts, len(sections - {None}) > 1, _holders(document), _notes(document), flow)


def _notes(document: Document) -> dict[tuple[str, int], int]:
    """How an author counts paragraphs of notes: the part of a note begins with the lines that part notes from the text
    (17.11.23), two paragraphs in every file of Word, and keeps notes that nothing refers to any more.
    """
    numbers: dict[tuple[str, int], int] = {}
    for story in (Story.FOOTNOTE, Story.ENDNOTE):
        paragraphs = (*document.paragraphs, *document.bare_numbers)
        seen = {(it.place.part, it.place.paragraph) for it in paragraphs if it.place.story is story}
        numbers |= {place: number for number, place in enumerate(sorted(seen), 1)}
    return numbers


def _holders(document: Document) -> dict[str, Story]:
    """Parts by the stories they hold; one that holds text boxes alone says by its name what it is."""
    usual = {"header": Story.HEADER, "footer": Story.FOOTER, "footnotes": Story.FOOTNOTE, "endnotes": Story.ENDNOTE}
    places = [paragraph.place for paragraph in document.paragraphs]
    named = {part: usual.get(_bare(part)) for part in {place.part for place in places}}
    held = {place.part: place.story for place in places if place.story in usual.values()}
    return {part: story for part, story in named.items() if story} | held


def _bare(part: str) -> str:
    """As in word/header2.xml → header."""
    return part.rpartition("/")[2].partition(".")[0].rstrip("0123456789").lower()


def in_words(stories: Sequence[Story]) -> str:
    """Stories that "select all" (Ctrl+A) does not reach, as a list in words."""
    return ", ".join(_STORIES[story] for story in _STORIES if story in stories)
