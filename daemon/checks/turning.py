"""Where a page begins in the text of a document.  PURE.

The rendered pages are compared with the document by letters alone: numbers of lists, notes and pages, hyphens and
bullets stand on a page and not in the text, or the other way round.  A page begins where the text goes on in one of
its lines after a line of the page before.  Headers, footers and notes are no lines of the running text, and so are
passed over.  Only one such place is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from daemon.model import Document, PageText, Paragraph, Rendering, Story

_SURE = 10  #: letters on either side that are taken for evidence
_FEW = 4  #: fewer letters than this prove nothing
_MOST_LINES = 200  #: of a page; one with more is no page of a paper, and comparing costs their square
_MOST_PLACES = 40  #: where the end of one line is looked for
_ROW = 2_000  #: letters of a table row, generously
_MOST_ON_A_PAGE = 12_000  #: letters, generously
_RUNNING = (Story.BODY, Story.TABLE)
#: The letters of a list number, as in "a) Nội dung", "iv. Nội dung" or "o Nội dung".
_LABEL = re.compile(r"\s*\(?(?:([^\W\d_]{1,5})[.)]|(o)\s)")


@dataclass(frozen=True, slots=True)
class Turn:
    """The first character of a page."""

    paragraph: Paragraph
    start: int  #: counted in the spans of the paragraph
    text: str  #: what stands there, to the end of the paragraph


def turn(document: Document, rendering: Rendering, page: int) -> Turn | None:
    """Where a page begins; None where it cannot be told for certain."""
    before, after = (next((it for it in rendering.pages if it.number == number), None) for number in (page - 1, page))
    if before is None or after is None:
        return None
    ending, lines = _Lines(before), _Lines(after)
    if max(len(ending.lines), len(lines.lines)) > _MOST_LINES:
        return None
    text = _Text(document, page * _MOST_ON_A_PAGE)
    reached = _reached(text, [_Lines(it) for it in rendering.pages if it.number < page])
    places = dict(_places(text, ending, lines, reached))
    if len(places) > 1:  # the paper repeats itself: where its lines, one after the other, have come to
        places = {place: number for place, number in places.items() if place == reached}
    if len(places) != 1:
        return None
    [(place, number)] = places.items()
    line = lines.lines[number]
    lead = line[: next(at for at, char in enumerate(line) if char.isalpha())]
    return text.turn(place, (lines.leads[number] + lead, lead))


class _Text:
    """The letters of the running text, as far as they matter, each with its paragraph and its place there."""

    def __init__(self, document: Document, most: int) -> None:
        self.paragraphs = [it for it in document.paragraphs if it.place.story in _RUNNING]
        letters: list[str] = []
        self._at: list[tuple[int, int]] = []
        for number in range(len(self.paragraphs)):
            if len(letters) > most:
                break
            for start, letter in _letters(self._whole(number)):
                letters.append(letter)
                self._at.append((number, start))
        self.letters = "".join(letters)

    def opens(self, place: int) -> bool:
        """Whether a letter is the first of a numbered paragraph."""
        number = self._at[place][0]
        return self.paragraphs[number].numbered and (place == 0 or self._at[place - 1][0] != number)

    def in_table(self, place: int) -> bool:
        """Whether the letter or the one before it stands in a table."""
        around = {self._at[at][0] for at in (place - 1, place) if at >= 0}
        return any(self.paragraphs[number].place.story is Story.TABLE for number in around)

    def turn(self, place: int, leads: Sequence[str]) -> Turn:
        """`leads` is what may stand on the page before its first letter; the first that the text has there counts."""
        number, start = self._at[place]
        if place == 0 or self._at[place - 1][0] != number:
            start = 0  # what stands before the first letter of a paragraph
        own = ((number, at, char) for at, char in _ink(self._whole(number)[:start]))
        before = [*((number - 1, at, char) for at, char in _ink(self._whole(number - 1)))] if number else []
        before += own
        for lead in leads:
            ink = [char for _, char in _ink(lead)]
            if ink and [char for _, _, char in before[-len(ink) :]] == ink:
                number, start, _ = before[-len(ink)]
                break
        return Turn(self.paragraphs[number], start, self._whole(number)[start:])

    def _whole(self, number: int) -> str:
        return "".join(span.text for span in self.paragraphs[number].spans)


class _Lines:
    """The lines of a page that have letters, each with the lines without any that stand before it."""

    def __init__(self, page: PageText) -> None:
        self.lines: list[str] = []
        self.leads: list[str] = []
        lead = ""
        for line in page.text.splitlines():
            if any(char.isalpha() for char in line):
                self.lines.append(line)
                self.leads.append(lead)
                lead = ""
            else:
                lead += line
        self.starts: list[int] = []
        letters = ""
        for line in self.lines:
            self.starts.append(len(letters))
            letters += "".join(letter for _, letter in _letters(line))
        self.letters = letters
        self.ends = [*self.starts[1:], len(letters)] if self.lines else []


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with where it begins; small, composed."""
    start = 0
    for cluster in _clusters(text):
        yield from ((start, char) for char in normalize("NFC", cluster).lower() if char.isalpha())
        start += len(cluster)


def _ink(text: str) -> Iterator[tuple[int, str]]:
    """Each character that is no white space, with where it stands."""
    return ((at, char) for at, char in enumerate(text) if not char.isspace())


def _clusters(text: str) -> Iterator[str]:
    """Characters with the combining ones behind them."""
    first = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not combining(text[at]):
            yield text[first:at]
            first = at


def _places(text: _Text, before: _Lines, after: _Lines, reached: int) -> Iterator[tuple[int, int]]:
    """Where a line of one page ends and a line of the next goes on, with the number of that line."""
    whole = text.letters
    for end in before.ends:
        tail = before.letters[max(0, end - _SURE) : end]
        following = before.letters[end : end + _SURE]
        for place in _after(tail, whole, reached):
            if len(following) >= _FEW and whole.startswith(following, place):
                continue  # it goes on on the same page
            number = _going_on(text, after, place)
            if number is not None:
                yield place, number


def _reached(text: _Text, pages: Sequence[_Lines]) -> int:
    """Where the text has come to when the lines of these pages are read off it; others are passed over."""
    place = 0
    for page in pages:
        for start, end, line in zip(page.starts, page.ends, page.lines, strict=True):
            label = _LABEL.match(line) if place < len(text.letters) and text.opens(place) else None
            for skipped in {0, len(label[1] or label[2]) if label else 0}:
                if text.letters.startswith(page.letters[start + skipped : end], place):
                    place += end - start - skipped
                    break
    return place


def _after(tail: str, whole: str, reached: int) -> Iterator[int]:
    """Where the text stands behind these letters; of too many such places the one that was reached comes first."""
    if len(tail) < _SURE:
        return
    at = -1
    if whole.endswith(tail, 0, reached) and reached < len(whole):
        yield reached
    for _ in range(_MOST_PLACES):
        at = whole.find(tail, at + 1)
        if at < 0:
            return
        if at + len(tail) < len(whole):
            yield at + len(tail)


def _going_on(text: _Text, page: _Lines, place: int) -> int | None:
    """The number of the line of the page that the text goes on with, where no line of this page stands before it."""
    wanted = text.letters[place : place + _SURE]
    for number, (start, line) in enumerate(zip(page.starts, page.lines, strict=True)):
        label = _LABEL.match(line) if text.opens(place) else None
        skipped = len(label[1] or label[2]) if label else 0
        if not any(page.letters.startswith(wanted, start + more) for more in {0, skipped}):
            continue
        earlier = page.letters[max(0, start - _SURE) : start]
        if len(earlier) >= _FEW and text.letters.endswith(earlier, 0, place):
            continue
        return None if text.in_table(place) and _is_torn(text, page, start, place) else number
    return None


def _is_torn(text: _Text, page: _Lines, start: int, place: int) -> bool:
    """Whether lines above this one are the rest of a table row that began on the page before: its cells go on side
    by side, and no single place is where the page begins.
    """
    near = text.letters[max(0, place - _ROW) : place]
    above = (page.letters[one:end] for one, end in zip(page.starts, page.ends, strict=True) if end <= start)
    return any(line in near for line in above)
