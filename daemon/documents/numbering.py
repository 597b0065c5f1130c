"""List numbers as Word writes them: the numbering part (ECMA-376 part 1, 17.9) counted along the paragraphs.

What a level says of its runs goes over what the paragraph mark says (17.9.24), and is for the number, not the text.
Lists of one abstract definition go on counting where another has stopped, unless they say where they start (17.9.26).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from daemon.documents.styles import PLAIN, Direct, Listing, StyleSheet
from daemon.documents.xml import Element, child, children, integer, is_on, value, w

LEVELS = 9  #: 17.9.3
_MOST_TEXT = 255  #: characters of a level's text that count; Word's dialogue takes fewer
_MOST_LETTERS = 780  #: 30 times the alphabet (17.18.59): beyond, digits
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Label(NamedTuple):
    """What stands before the text of a paragraph in a list."""

    text: str
    run: Direct  #: what its level says of it
    bullet: bool  #: a sign that does not count


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  #: 17.9.10: 1-based level after which it begins anew; 0 never
    legal: bool = False  #: 17.9.4: all numbers in digits
    picture: bool = False
    run: Direct = PLAIN
    style: str | None = None  #: the paragraph style that belongs to it


@dataclass(slots=True)
class _List:
    """A `w:num`: levels by number, and which definition it counts with."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)  #: shared with the other lists of its definition
    starts: dict[int, int] = field(default_factory=dict)  #: start anew when first used (w:startOverride)


class Numbering:
    """The lists of one document, counted from its first paragraph on.

    `part` gives the root of the numbering part, None without one; it is asked for once, when the first list comes.
    """

    def __init__(self, part: Callable[[], Element | None], sheet: StyleSheet) -> None:
        self._read_part = part
        self._sheet = sheet
        self._lists: dict[str, _List] = {}
        self._definitions: dict[str, Element] | None = None
        self._numbers: dict[str, Element] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}  #: of each definition, which any number of lists may have

    def next(self, listing: Listing) -> Label | None:
        """The label of the next paragraph that belongs to a list; None where nothing is shown."""
        if listing.number is None or listing.number == "0":
            return None
        found = self._list(listing.number)
        level = _level_of(found, listing)
        if (what := found.levels.get(level)) is None:
            return None
        _count(found, level)
        if what.picture:
            return Label("\u2022", what.run, bullet=True)
        text = _written(found, what)
        if not text.strip():
            return None
        bullet = what.format == "bullet" or not any(char.isalnum() for char in text)
        return Label(text, what.run, bullet)

    # ----------------------------------------------------------------------- definitions

    def _list(self, number: str) -> _List:
        if (known := self._lists.get(number)) is None:
            known = self._lists[number] = self._read_list(number)
        return known

    def _read_list(self, number: str) -> _List:
        if self._definitions is None:
            root = self._read_part()
            self._definitions = {it.get(w("abstractNumId"), ""): it for it in children(root, "abstractNum")}
            for it in children(root, "num"):
                self._numbers.setdefault(it.get(w("numId"), ""), it)
        element = self._numbers.get(number)
        definition = self._definition(element)
        if element is None or definition is None:
            return _List()
        key = definition.get(w("abstractNumId"), "")
        if (defined := self._levels.get(key)) is None:
            defined = self._levels[key] = self._read_levels(definition)
        levels, starts = dict(defined), {}
        for override in children(element, "lvlOverride"):
            index = _index(override)
            if index >= LEVELS:
                continue
            if (whole := child(override, "lvl")) is not None:
                levels[index] = self._level(whole)
            if (start := value(override, "startOverride")) is not None:
                starts[index] = _whole(start, 1)
        return _List(levels, self._counts.setdefault(key, {}), starts)

    def _definition(self, number: Element | None) -> Element | None:
        """The abstract definition of a list; one that only names a list style is that of the style (17.9.21)."""
        for _ in range(LEVELS):
            definition = (self._definitions or {}).get(value(number, "abstractNumId") or "")
            style = value(definition, "numStyleLink")
            if style is None:
                return definition
            number = self._numbers.get(self._sheet.list_of(style) or "")
        return None

    def _read_levels(self, definition: Element) -> dict[int, _Level]:
        return {index: self._level(it) for it in children(definition, "lvl") if (index := _index(it)) < LEVELS}

    def _level(self, element: Element) -> _Level:
        rpr = child(element, "rPr")
        restart = value(element, "lvlRestart")
        return _Level(
            value(element, "numFmt") or "decimal",
            (value(element, "lvlText") or "")[:_MOST_TEXT],
            _whole(value(element, "start"), 0),
            None if restart is None else _whole(restart, 0),
            is_on(element, "isLgl"),
            child(element, "lvlPicBulletId") is not None,
            PLAIN if rpr is None else self._sheet.direct(rpr),
            value(element, "pStyle"),
        )


def _level_of(found: _List, listing: Listing) -> int:
    """0-based.  A style that names a list has the level that names the style (17.9.23), whatever it says itself."""
    if listing.style is not None:
        linked = (index for index, level in found.levels.items() if level.style == listing.style)
        if (index := next(linked, None)) is not None:
            return index
    return listing.level or 0


def _count(found: _List, level: int) -> None:
    counts = found.counts
    start = found.starts.pop(level, None)
    if start is None and level in counts:
        counts[level] += 1
    else:
        counts[level] = found.levels[level].start if start is None else start
    for deeper in [index for index in counts if index > level]:
        after = found.levels[deeper].restart if deeper in found.levels else None
        if after is None or level < after:
            del counts[deeper]


def _written(found: _List, what: _Level) -> str:
    """The text of a level with its numbers (17.9.11): "%2" is that of the second level."""
    if what.format == "bullet":
        return what.text
    pieces = what.text.split("%")
    said = [pieces[0]]
    for piece in pieces[1:]:
        if piece[:1] in tuple("123456789"):
            said.append(_number(found, int(piece[0]) - 1, legal=what.legal) + piece[1:])
        else:
            said.append("%" + piece)
    return "".join(said)


def _number(found: _List, level: int, *, legal: bool) -> str:
    what = found.levels.get(level)
    if what is None or what.format in ("bullet", "none"):
        return ""
    count = found.counts.get(level, what.start)
    return _FORMATS.get("decimal" if legal else what.format, str)(count)


def _letters(count: int) -> str:
    if not 0 < count <= _MOST_LETTERS:
        return str(count)
    times, letter = divmod(count - 1, len(_LETTERS))
    return _LETTERS[letter] * (times + 1)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    said = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        said += letters * times
    return said


#: 17.18.59 `ST_NumberFormat`; those in words of a language and those of other scripts are counted as digits.
_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
}


def _index(element: Element) -> int:
    return _whole(element.get(w("ilvl")), 0)


def _whole(text: str | None, otherwise: int) -> int:
    said = integer(text, 6)
    return otherwise if said is None else said
