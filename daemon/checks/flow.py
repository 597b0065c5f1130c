"""On which page a paragraph stands, where its words alone do not say: by the order of the text.  PURE.

The paragraphs of the running text are followed through the text of the pages, one after the other, once from the front
and once from the back.  What stands between them on the pages (headers, footers, notes, numbers of lists) is passed
over, what is not found is skipped; a paragraph between two others of one page stands on that page.  Where text repeats
itself one of the two ways may go astray: a page counts only when both lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from daemon.model import PageText, Paragraph, Place, Story

_FLOW = frozenset({Story.BODY, Story.TABLE})
_KNOWN_BY = 40  #: characters at either end of a paragraph that it is known by
_TELLING = 20  #: shorter ones may stand anywhere
#: Characters that may be passed over before a paragraph, besides paragraphs that were not found: notes and headers at
#: the turn of a page; a short paragraph must stand where it is expected.
_FAR, _NEAR = 1_500, 60
_FARTHEST = 20_000  #: searched at once, whatever was skipped


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int


_Way = dict[int, _Stretch]  #: paragraph, by its number in the running text → where it stands in the text of the pages


class Flow:
    """The running text of a paper on its pages."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        pages: Sequence[PageText],
        squeezed: Sequence[str],
        squeeze: Callable[[str], str],
    ) -> None:
        """`squeezed` is the text of the pages as `squeeze` makes it: without white space."""
        running = [paragraph for paragraph in paragraphs if paragraph.place.story in _FLOW]
        self._index = {paragraph.place: index for index, paragraph in enumerate(running)}
        self._numbers = [page.number for page in pages]
        self._ends = list(accumulate(map(len, squeezed)))
        self._text = "".join(squeezed)
        texts = [squeeze(paragraph.text) for paragraph in running]
        self._ways = (dict(_follow(texts, self._text)), self._backwards(texts))

    def _backwards(self, texts: Sequence[str]) -> _Way:
        size, last = len(self._text), len(texts) - 1
        found = _follow([text[::-1] for text in reversed(texts)], self._text[::-1])
        return {last - index: _Stretch(size - it.end, size - it.start) for index, it in found}

    def page(self, place: Place, text: str, around: str) -> int | None:
        """The page of some text in a paragraph; `around` is the same with its neighbourhood.  None when in doubt."""
        index = self._index.get(place)
        if index is None:
            return None
        first, second = (self._page(way, index, text, around) for way in self._ways)
        return first if first == second else None

    def _page(self, way: _Way, index: int, text: str, around: str) -> int | None:
        stretch = way.get(index)
        if stretch is None:
            return self._between(way, index)
        inside = self._text.find(around, stretch.start, stretch.end) if around else -1
        if inside >= 0 and around not in self._text[inside + 1 : stretch.end]:
            return self._page_at(inside + max(0, around.find(text)))
        return self._same(stretch.start, stretch.end - 1) or self._page_of_beginning(stretch, text, around)

    def _page_of_beginning(self, stretch: _Stretch, text: str, around: str) -> int | None:
        """Where some text of a paragraph begins that a page turns in: by its first words, or those on either side."""
        before, _, after = around.partition(text) if text and around.count(text) == 1 else ("", "", "")
        for lead, known in (("", text[:_KNOWN_BY]), (before, before + text[:_KNOWN_BY]), ("", text + after)):
            at = self._text.find(known, stretch.start, stretch.end) if len(known) >= _TELLING else -1
            if at >= 0 and known not in self._text[at + 1 : stretch.end]:
                return self._page_at(at + len(lead))
        return None

    def _between(self, way: _Way, index: int) -> int | None:
        """The page of a paragraph that was not found itself: that of its neighbours, if it is one page."""
        before = max((number for number in way if number < index), default=None)
        after = min((number for number in way if number > index), default=None)
        if before is None or after is None:
            return None
        return self._same(way[before].end - 1, way[after].start)

    def _same(self, first: int, last: int) -> int | None:
        page = self._page_at(first)
        return page if page == self._page_at(max(first, last)) else None

    def _page_at(self, position: int) -> int | None:
        return next((number for number, end in zip(self._numbers, self._ends, strict=True) if position < end), None)


def _follow(texts: Sequence[str], pages: str) -> Iterator[tuple[int, _Stretch]]:
    cursor = skipped = 0
    for index, text in enumerate(texts):
        found = _find(text, pages, cursor, cursor + min(skipped, _FARTHEST))
        if found is None:
            skipped += len(text)
            continue
        yield index, found
        cursor, skipped = found.end, 0


def _find(text: str, pages: str, start: int, expected: int) -> _Stretch | None:
    """A paragraph behind `start`; by its beginning, by its end where a page turns in its first line."""
    head, tail = text[:_KNOWN_BY], text[-_KNOWN_BY:]
    reach = _FAR if len(head) >= _TELLING else _NEAR
    at = pages.find(head, start, expected + reach + len(head)) if head else -1
    if at >= 0:
        if len(text) == len(head):
            return _Stretch(at, at + len(head))
        end = pages.find(tail, at + max(0, len(text) - len(tail)), at + len(text) + _FAR)
        return _Stretch(at, end + len(tail) if end >= 0 else at + len(head))
    if len(text) <= _KNOWN_BY:
        return None
    end = pages.find(tail, expected, expected + len(text) + reach)
    return _Stretch(max(start, end + len(tail) - len(text)), end + len(tail)) if end >= 0 else None
