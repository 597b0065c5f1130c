"""PURE  Headers and footers of a PDF, which does not mark them: what stands in the margins of most pages.

A line is running when the same text, the number of the page aside, stands at the same height on most pages, or on
most of the even or the odd ones, and does not flow on into the body.  A number alone must count the pages.  Whatever
is in doubt is content: a page wrongly called blank would let a paper pass that is too long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from statistics import median

from daemon.documents.layout import Drawing, Line, Page

_SAME_PLACE = 3.0  #: points
_MOST = 0.6  #: share of the pages
_CLOSE = 2.1  #: heights of a line, from the next line of the same paragraph
_MOST_NUMBERS = 3  #: of a line that may count pages; a line with more of them is compared as it is
_LONGEST = 200  #: characters of a running line that are compared
_PAGE_NUMBER_LENGTH = 40
_PAGE_NUMBER = re.compile(
    r"^\W*(?:trang|page)?\W*(?:\d{1,4}|[ivxlc]{1,7})\W*(?:(?:/|of|trên)\W*\d{1,4}\W*)?$", re.IGNORECASE
)
_BESIDE = 0.15  #: share of the width where lines of a border stand
_THICK = 7.0  #: points; Word's lines have at most six
_AROUND = 0.7  #: share of width and height that a frame around the text has
_NUMBER = re.compile(r"\d{1,4}")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)")
_ROMAN = re.compile(r"\b[ivxlc]{1,7}\b")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_Key = tuple[str, int]


class Running:
    """What runs through the margins of these pages."""

    def __init__(self, pages: Sequence[Page]) -> None:
        numbers = frozenset(page.number for page in pages)
        self._halves = (numbers, frozenset(n for n in numbers if n % 2), frozenset(n for n in numbers if not n % 2))
        flowing = _flowing(pages)
        self._rows: dict[Line, Line] = {}
        seen: defaultdict[_Key, set[int]] = defaultdict(set)
        flows: defaultdict[_Key, set[int]] = defaultdict(set)
        for page in pages:
            for members in _rows(page):
                row = _joined(members)
                self._rows |= dict.fromkeys(members, row)
                for key in _line_keys(page, row):
                    seen[key].add(page.number)
                    if not flowing.isdisjoint(members):
                        flows[key].add(page.number)
            for drawing in page.drawings:
                if not _may_run(page, drawing):
                    continue
                seen[_drawing_key(page, drawing)].add(page.number)
        self._on = {
            key: self._groups(seen, key) for key in seen if 2 * len(flows.get(key, ())) < max(2, len(seen[key]))
        }

    def _groups(self, seen: defaultdict[_Key, set[int]], key: _Key) -> frozenset[int]:
        """The pages for which this is running: most of all pages have it, or most of the even or odd ones."""
        text, step = key
        pages = frozenset().union(*(seen.get((text, step + shift), ()) for shift in (-1, 0, 1)))
        found: frozenset[int] = frozenset()
        for group in self._halves:
            if len(pages & group) >= max(2, _MOST * len(group)):
                found |= group
        return found

    def has(self, page: Page, thing: Line | Drawing) -> bool:
        """Whether this is part of a header or footer."""
        if not _may_run(page, thing):
            return False
        keys = _line_keys(page, self._rows[thing]) if isinstance(thing, Line) else (_drawing_key(page, thing),)
        return any(page.number in self._on.get(key, ()) for key in keys)

    def blank(self, page: Page) -> bool:
        """Whether a page has nothing but header and footer; the lines of a table of empty cells are nothing either."""
        drawings = () if all(it.rule for it in page.drawings) else page.drawings
        return all(self.has(page, line) for line in self.shown(page)) and all(self.has(page, it) for it in drawings)

    @staticmethod
    def shown(page: Page) -> list[Line]:
        """Lines that can be seen: where nothing is painted that they might stand on, white ones are not."""
        is_plain = all(it.rule for it in page.drawings)
        return [line for line in page.lines if not (is_plain and line.white)]

    def bare(self, page: Page) -> bool:
        """Whether a page that is not blank has lines in its margins and nothing else."""
        if self.blank(page):
            return False
        return all(page.in_margin(line) for line in page.lines) and all(self.has(page, it) for it in page.drawings)


def _may_run(page: Page, thing: Line | Drawing) -> bool:
    """Whether something stands where headers, footers and, of drawings, borders of the page do."""
    if page.in_margin(thing):
        return True
    if isinstance(thing, Line) or thing.picture:
        return False
    width, height = thing.right - thing.left, thing.top - thing.bottom
    beside = thing.right < _BESIDE * page.width or thing.left > (1 - _BESIDE) * page.width
    return (beside and width < _THICK) or min(width / page.width, height / page.height) > _AROUND


def looks_like_page_number(page: Page, line: Line) -> bool:
    """Whether a line is a number alone in a margin; whether it counts the pages only `Running` can tell."""
    text = line.text.strip()
    return page.in_margin(line) and len(text) <= _PAGE_NUMBER_LENGTH and _PAGE_NUMBER.match(text) is not None


def _rows(page: Page) -> list[list[Line]]:
    """Lines in the margins, those at one height together: pdfium cuts where the size of the letters changes."""
    rows: list[list[Line]] = []
    for line in sorted(filter(page.in_margin, page.lines), key=lambda line: (line.bottom + line.top, line.left)):
        first = rows[-1][0] if rows else None
        if first is not None and first.bottom <= (line.bottom + line.top) / 2 <= first.top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _joined(row: Sequence[Line]) -> Line:
    text = " ".join(line.text for line in sorted(row, key=lambda line: line.left))
    return Line(
        [([text], "")],
        left=min(line.left for line in row),
        right=max(line.right for line in row),
        bottom=min(line.bottom for line in row),
        top=max(line.top for line in row),
    )


def _line_keys(page: Page, line: Line) -> Iterator[_Key]:
    """The line's text, each of its numbers taken as it is or as distance from the number of the page."""
    step = round(page.from_edge(line) / _SAME_PLACE)
    text = line.text.lower()[:_LONGEST]
    alone = looks_like_page_number(page, line)
    if alone:
        text = _ROMAN.sub(lambda match: str(_roman(match[0])), text)
    # Whether pdfium sees a space between two words may differ from page to page.
    text = "".join(_BETWEEN_NUMBERS.sub("\0", text).split())
    values = [int(match) for match in _NUMBER.findall(text)]
    if len(values) > _MOST_NUMBERS:
        yield text, step
        return
    template = _NUMBER.split(text)
    for counts in product((False, True), repeat=len(values)):
        if alone and not any(counts):
            continue
        slots = [
            f"<{value - page.number:+d}>" if counting else str(value)
            for value, counting in zip(values, counts, strict=True)
        ]
        yield "".join(piece for pair in zip(template, [*slots, ""], strict=True) for piece in pair), step


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if following > value else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _drawing_key(page: Page, drawing: Drawing) -> _Key:
    sides = (drawing.left, drawing.right, drawing.top - drawing.bottom)
    return "\0" + " ".join(str(round(side / _SAME_PLACE)) for side in sides), round(
        page.from_edge(drawing) / _SAME_PLACE
    )


def _flowing(pages: Sequence[Page]) -> set[Line]:
    """Lines in the margins that are lines of the body: set like it, and no further from it than its lines are."""
    ordered = {page.number: sorted(page.lines, key=lambda line: -line.bottom) for page in pages}
    steps = [
        upper.bottom - lower.bottom
        for lines in ordered.values()
        for upper, lower in pairwise(lines)
        if 1 < upper.bottom - lower.bottom < _CLOSE * (upper.top - upper.bottom)
    ]
    usual = median(steps) if steps else 0.0
    found: set[Line] = set()
    for page in pages:
        down = ordered[page.number]
        for lines in (down, down[::-1]):
            for before, line in pairwise(lines):
                inside = not page.in_margin(before) or before in found
                if inside and page.in_margin(line) and _follows(before, line, usual):
                    found.add(line)
    return found


def _follows(before: Line, line: Line, usual: float) -> bool:
    return (
        abs(before.bottom - line.bottom) <= 1.05 * usual + 0.5
        and abs(before.left - line.left) < 2
        and abs((before.top - before.bottom) - (line.top - line.bottom)) < 1
    )
