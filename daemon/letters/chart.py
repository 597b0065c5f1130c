"""The chart of a digest as a PNG: each school against its quota, and how papers came in up to the deadline.  PURE, but
for the font: one of this machine, looked for once.

All that the picture shows is told in words beside it; it is for the glance at a phone on the way to work.  So it is
drawn for the width of a phone in twice its pixels, on a ground of its own that is as readable in the dark scheme, its
colours also tell by their lightness, and what it says does not hang on them.

Only this module imports PIL.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar

from PIL import Image, ImageDraw, ImageFont

from daemon.letters.terms import ChartTerms

WIDTH = 440  #: CSS pixels; a phone shows it at 320 or so, where 16 are still 12
_SCALE = 2  #: pixels a CSS pixel
_ROW, _PAD, _CAPTION, _PLOT = 30, 14, 34, 120
_LABEL, _WIDEST = 128, 190  #: width for the names of schools, at least and at most; longer ones take several lines
_LEADING = 19  #: from line to line of a name
_COUNT = 56  #: and for the figures behind the bars
_COLOURS = 64  #: enough for smooth letters, and a file of few kilobytes

_GROUND, _INK, _MUTED, _LINE = "#ffffff", "#1f2933", "#52606d", "#cbd2d9"
_GOOD, _OPEN, _WANTED, _DEADLINE = "#2f7d4f", "#e0a33a", "#e4e7eb", "#8b1a1a"

#: Sans-serif fonts that Debian has, the one of our installation first; each must show that it has Vietnamese letters,
#: for a font of one of these names may be too old for it.
_FONTS = ("LiberationSans-Regular.ttf", "Arimo-Regular.ttf", "DejaVuSans.ttf", "Carlito-Regular.ttf")
_VIETNAMESE = "ơưđẾộữẢ"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Point = tuple[float, float]  #: CSS pixels from the upper left corner


@dataclass(frozen=True, slots=True)
class Bar:
    """A school."""

    label: str  #: short: a province, rather than the whole name
    papers: int
    compliant: int  #: of these
    least: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The papers of all schools, day by day."""

    start: date
    deadline: date
    today: date
    arrived: tuple[date, ...]
    least: int  #: papers that are wanted of all schools; 0: no number is


def drawn(bars: Sequence[Bar], curve: Curve, terms: ChartTerms) -> bytes:
    """The picture, `WIDTH` CSS pixels wide.  The same values on the same machine give the same bytes."""
    room = min(max([_LABEL, *(_width(bar.label) + 9 for bar in bars)]), _WIDEST)
    labels = [_wrapped(bar.label, room - 8) for bar in bars]
    rows = [_ROW + _LEADING * (len(lines) - 1) for lines in labels]
    paper = _Paper(WIDTH, _PAD + _CAPTION + sum(rows) + _CAPTION + _PLOT + _PAD)
    _legend(paper, terms, wanted=curve.least > 0)
    most = max((max(bar.papers, bar.least) for bar in bars), default=0) or 1
    top: float = _PAD + _CAPTION
    for bar, lines, row in zip(bars, labels, rows, strict=True):
        _bar(paper, bar, lines, (_PAD + room, top + row / 2), most)
        top += row
    paper.text(_PAD, top + 20, terms.day_by_day, _MUTED, size=14)
    _curve(paper, curve, top + _CAPTION, terms)
    return paper.png()


def _legend(paper: _Paper, terms: ChartTerms, *, wanted: bool) -> None:
    x: float = _PAD
    shown = [(_GOOD, terms.compliant), (_OPEN, terms.not_yet), (_WANTED, terms.wanted)]
    for colour, word in shown if wanted else shown[:-1]:
        paper.box((x, _PAD + 3), (x + 12, _PAD + 15), colour, outline=_MUTED if colour == _WANTED else None)
        x = paper.text(x + 18, _PAD + 9, word, _MUTED, size=14) + 16


def _bar(paper: _Paper, bar: Bar, label: Sequence[str], at: Point, most: int) -> None:
    """`at`: where the bar begins, in the middle of its row."""
    (left, middle), right = at, WIDTH - _PAD - _COUNT
    first = middle - _LEADING * (len(label) - 1) / 2
    for number, line in enumerate(label):
        paper.text(_PAD, first + _LEADING * number, line, _INK)
    step = (right - left) / most
    top, bottom = middle - 8, middle + 8
    paper.box((left, top), (left + step * bar.least, bottom), _WANTED, outline=_MUTED)
    paper.box((left, top), (left + step * bar.papers, bottom), _OPEN)
    paper.box((left, top), (left + step * bar.compliant, bottom), _GOOD)
    if bar.least:
        least = left + step * bar.least
        paper.box((least - 1, top - 3), (least + 1, bottom + 3), _INK)
    paper.text(right + 10, middle, f"{bar.papers}/{bar.least}" if bar.least else str(bar.papers), _INK)


def _curve(paper: _Paper, curve: Curve, top: float, terms: ChartTerms) -> None:
    """Steps from the first day to today; the wanted number as a dashed line, the deadline as an upright one."""
    left, right, bottom = _PAD + 34, WIDTH - _PAD - 30, top + _PLOT - 22
    days = max((max(curve.deadline, curve.today) - curve.start).days, 1)
    most = max(curve.least, len(curve.arrived), 1) * 1.1

    def x_of(day: date) -> float:
        return left + (right - left) * min(max((day - curve.start).days, 0), days) / days

    def y_of(count: int) -> float:
        return bottom - (bottom - top) * count / most

    points: list[Point] = [(left, y_of(0))]
    for count, day in enumerate(sorted(curve.arrived), 1):
        points += [(x_of(day), points[-1][1]), (x_of(day), y_of(count))]
    points.append((max(x_of(curve.today), points[-1][0]), points[-1][1]))
    paper.area([*points, (points[-1][0], bottom)], "#dcebe2")
    paper.line([(left, bottom), (right, bottom)], _LINE, 1)
    if curve.least:
        for dash in range(int(left), int(right), 8):
            paper.line([(dash, y_of(curve.least)), (min(dash + 4, right), y_of(curve.least))], _MUTED, 1.5)
        paper.text(left - 6, y_of(curve.least), str(curve.least), _MUTED, size=14, anchor="rm")
    paper.line([(x_of(curve.deadline), top), (x_of(curve.deadline), bottom)], _DEADLINE, 2)
    paper.line(points, _GOOD, 2.5)
    if curve.arrived:
        paper.text(points[-1][0] - 4, points[-1][1] - 12, str(len(curve.arrived)), _INK, anchor="rm")
    paper.text(left, bottom + 12, terms.day(curve.start), _MUTED, size=14)
    paper.text(x_of(curve.deadline), bottom + 12, terms.day(curve.deadline), _DEADLINE, size=14, anchor="mm")


class _Paper:
    """A picture that is drawn on in CSS pixels."""

    SIZE: ClassVar[float] = 16

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), _GROUND)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, corner: Point, opposite: Point, fill: str, outline: str | None = None) -> None:
        if opposite[0] > corner[0]:
            self._draw.rectangle([self._at(corner), self._at(opposite)], fill, outline)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self._draw.line([self._at(point) for point in points], colour, round(width * _SCALE), joint="curve")

    def area(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([self._at(point) for point in points], colour)

    def text(self, x: float, y: float, words: str, colour: str, *, size: float = SIZE, anchor: str = "lm") -> float:
        """Written with the middle of its line at y, readable across lines of others; where it ends."""
        font, shown = _lettering(size), _shown(words)
        self._draw.text(self._at((x, y)), shown, colour, font, anchor, stroke_width=2 * _SCALE, stroke_fill=_GROUND)
        return x + font.getlength(shown) / _SCALE

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE).save(out, "PNG")
        return out.getvalue()

    @staticmethod
    def _at(point: Point) -> tuple[int, int]:
        return round(point[0] * _SCALE), round(point[1] * _SCALE)


# --------------------------------------------------------------------------- letters


@cache
def _face() -> str:
    """The first font of this machine that has Vietnamese letters; "" where there is none."""
    return next((name for name in _FONTS if _covers(name)), "")


def _covers(name: str) -> bool:
    try:
        font = ImageFont.truetype(name, 16)
    except OSError:
        return False
    missing = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(letter)) != missing for letter in _VIETNAMESE)


@cache
def _lettering(size: float) -> Font:
    face = _face()
    return ImageFont.truetype(face, size * _SCALE) if face else ImageFont.load_default(size * _SCALE)


def _width(words: str) -> int:
    """In CSS pixels, at the size of the text."""
    return math.ceil(_lettering(_Paper.SIZE).getlength(_shown(words)) / _SCALE)


def _wrapped(words: str, room: float) -> list[str]:
    """The words in lines for which there is room; one that is longer than a line goes on in the next."""
    lines, line = [], ""
    for word in words.split():
        if line and _width(f"{line} {word}") > room:
            lines.append(line)
            line = ""
        rest = f"{line} {word}".strip()
        while _width(rest) > room:
            fits = next(at for at in range(len(rest), 0, -1) if at == 1 or _width(rest[:at]) <= room)
            lines.append(rest[:fits])
            rest = rest[fits:]
        line = rest
    return [*lines, line]


def _shown(words: str) -> str:
    """The words as the font can write them: without one for Vietnamese, without diacritics rather than as boxes; the
    words beside the picture have them all.
    """
    if _face():
        return words
    plain = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D").replace("…", "..."))
    return "".join(letter for letter in plain if letter.isascii())
