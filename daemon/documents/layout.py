"""What stands where on the pages of a PDF: lines of text and drawings (points, origin at the bottom left)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

_SCAN = 0.6  #: share of the page that a picture of a page covers
_CAPTION = 40  #: characters; a number, a stamp of the scanner
_GAP = 12  #: points between what stands side by side; words of a justified line are closer
_MARGIN = 0.12  #: share of the page's height at top and bottom where headers and footers stand


@dataclass(slots=True, eq=False)
class Line:
    """A line of text: stretches of one font, and where it stands."""

    spans: list[tuple[list[str], str]] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    bold: bool = True
    white: bool = True  #: nothing of it shows on white paper

    @property
    def text(self) -> str:
        return whole("".join("".join(pieces) for pieces, _ in self.spans))


_THIN = 2.0  #: points; lines of tables are mostly of half a point


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, or a path that leaves ink, by its bounds."""

    left: float
    bottom: float
    right: float
    top: float
    picture: bool = False
    outline: bool = False  #: a path that is drawn and not filled, such as a frame

    @property
    def rule(self) -> bool:
        """Whether it is a straight line, upright or level, as those around the cells of a table are."""
        return not self.picture and min(self.right - self.left, self.top - self.bottom) <= _THIN

    def may_show(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether letters may be seen on it at that place, or as near as they are high: in a picture, in a form, in
        what is filled.
        """
        near = top - bottom
        return (
            not (self.rule or self.outline)
            and left < self.right + near
            and right > self.left - near
            and bottom < self.top + near
            and top > self.bottom - near
        )


@dataclass(slots=True)
class Page:
    """What stands on a page of a PDF."""

    number: int  #: from 1
    width: float  #: in points, as all that follows
    height: float
    lines: list[Line]
    fonts: set[str]
    drawings: list[Drawing]
    characters: int

    def in_margin(self, thing: Line | Drawing) -> bool:
        middle = (thing.top + thing.bottom) / 2
        return middle < self.height * _MARGIN or middle > self.height * (1 - _MARGIN)

    def from_edge(self, thing: Line | Drawing) -> float:
        """Distance to the nearer of top and bottom, the top as a negative figure: pages may differ in height."""
        upper = thing.bottom + thing.top > self.height
        return thing.bottom - self.height if upper else thing.bottom

    @property
    def drawn(self) -> bool:
        """Whether a drawing stands between the margins."""
        return any(not self.in_margin(drawing) for drawing in self.drawings)

    @property
    def scanned(self) -> bool:
        """Whether a picture is most of what is on it."""
        area = _SCAN * self.width * self.height
        pictures = (it for it in self.drawings if it.picture)
        covered = any((it.right - it.left) * (it.top - it.bottom) > area for it in pictures)
        return covered and sum(len(line.text.strip()) for line in self.lines) < _CAPTION


def downwards(lines: list[Line]) -> list[Line]:
    """Lines from the top of a page to its bottom, where a program wrote them in another order (font by font, say).

    Where some stand side by side they stay as they are: the order is then that of cells and columns.
    """
    if not any(line.bottom > before.top for before, line in pairwise(lines)):
        return lines
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -(line.bottom + line.top)):
        if rows and rows[-1][0].bottom <= (line.bottom + line.top) / 2 <= rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.left)
        if any(line.left - before.right > _GAP for before, line in pairwise(row)):
            return lines
    return [line for row in rows for line in row]


def whole(text: str) -> str:
    """Halves of surrogate pairs joined: pdfium counts in UTF-16 (FPDFText_GetUnicode)."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
