"""Which of the four fonts of a run shows a character, as Word does it.

ECMA-376 part 1, 17.3.2.26, made precise by [MS-OI29500] 2.1.88:

- A run with `w:cs` or `w:rtl` is shown in the cs font, whatever its characters.
- Where the eastAsia font is Times New Roman and ascii and hAnsi are the same, that one shows everything.
- Otherwise the character's block decides; `w:hint="eastAsia"` moves some blocks, a Chinese language some more.

A combining mark takes the font of the letter it stands on: decomposed Vietnamese text is one font with its base.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

ASCII, HANSI, EAST_ASIA, CS = range(4)

#: What Word uses where neither styles nor document defaults say anything.
APPLICATION_DEFAULT = "Times New Roman"


class Fonts(NamedTuple):
    """The fonts of a run after the whole cascade."""

    ascii: str
    hansi: str
    east_asia: str
    cs: str


@dataclass(frozen=True, slots=True)
class _Block:
    first: int
    last: int
    slot: int
    hinted: int  #: with hint eastAsia
    chinese: int  #: with hint eastAsia in a Chinese run


def _block(first: int, last: int, slot: int, hinted: int | None = None, chinese: int | None = None) -> _Block:
    with_hint = slot if hinted is None else hinted
    return _Block(first, last, slot, with_hint, with_hint if chinese is None else chinese)


#: [MS-OI29500] 2.1.88.  Every character outside these blocks is hAnsi.  The Indic scripts, Thai and Khmer are not in
#: that table; Word is known to show them in the cs font.
_BLOCKS = (
    _block(0x0000, 0x007F, ASCII),
    _block(0x0100, 0x02AF, HANSI, chinese=EAST_ASIA),  # Latin Extended-A and -B (ă, đ, ơ, ư), IPA
    _block(0x02B0, 0x04FF, HANSI, EAST_ASIA),  # modifier letters, combining marks, Greek, Cyrillic
    _block(0x0590, 0x07BF, ASCII),  # Hebrew, Arabic, Syriac, Thaana
    _block(0x0900, 0x0EFF, CS),
    _block(0x1000, 0x109F, CS),
    _block(0x1100, 0x11FF, EAST_ASIA),  # Hangul Jamo
    _block(0x1780, 0x17FF, CS),
    _block(0x19E0, 0x19FF, CS),
    _block(0x1E00, 0x1EFF, HANSI, chinese=EAST_ASIA),  # Latin Extended Additional: the Vietnamese letters
    _block(0x2000, 0x2BFF, HANSI, EAST_ASIA),  # punctuation, currency, arrows, operators, symbols
    _block(0x2E80, 0xD7AF, EAST_ASIA),  # CJK, kana, Yi, Hangul
    _block(0xE000, 0xF8FF, HANSI, EAST_ASIA),  # private use
    _block(0xF900, 0xFAFF, EAST_ASIA),
    _block(0xFB00, 0xFB1C, HANSI, EAST_ASIA),
    _block(0xFB1D, 0xFDFF, ASCII),  # Hebrew and Arabic presentation forms
    _block(0xFE30, 0xFE6F, EAST_ASIA),
    _block(0xFE70, 0xFEFE, ASCII),
    _block(0xFF00, 0xFFEF, EAST_ASIA),
    _block(0x20000, 0x3FFFF, EAST_ASIA),  # CJK beyond the BMP
)

#: Latin-1 characters that the hint moves, and those moved in Chinese runs only.
_LATIN1_HINTED = frozenset(
    {0xA1, 0xA4, 0xA7, 0xA8, 0xAA, 0xAD, 0xAF, *range(0xB0, 0xB5), *range(0xB6, 0xBB), *range(0xBC, 0xC0), 0xD7, 0xF7}
)
_LATIN1_CHINESE = frozenset({0xE0, 0xE1, 0xE8, 0xE9, 0xEA, 0xEC, 0xED, 0xF2, 0xF3, 0xF9, 0xFA, 0xFC})


def slot(character: str, *, hint: bool = False, chinese: bool = False) -> int:
    """The slot of one character; `hint`: `w:hint="eastAsia"`; `chinese`: the East Asian language is Chinese."""
    code = ord(character)
    if 0xA0 <= code <= 0xFF:
        moved = hint and (code in _LATIN1_HINTED or (chinese and code in _LATIN1_CHINESE))
        return EAST_ASIA if moved else HANSI
    for block in _BLOCKS:
        if block.first <= code <= block.last:
            return (block.chinese if chinese else block.hinted) if hint else block.slot
    return HANSI


class Chooser:
    """Cuts the text of runs that share their fonts into stretches of one font."""

    __slots__ = ("_chinese", "_fonts", "_hint", "_single", "_slots", "latin")

    def __init__(self, fonts: Fonts, *, hint: bool, chinese: bool, forced_cs: bool) -> None:
        self._fonts = fonts
        self._hint = hint
        self._chinese = chinese
        self._slots: dict[str, int] = {}
        self._single = self._only_font(forced_cs=forced_cs)
        same = fonts.ascii == fonts.hansi and not hint
        self.latin = self._single or (fonts.ascii if same else None)
        """The font of every text of Latin letters and their punctuation (`fonts.is_latin`); None where some differ."""

    def _only_font(self, *, forced_cs: bool) -> str | None:
        fonts = self._fonts
        if forced_cs:
            return fonts.cs
        if fonts.ascii == fonts.hansi and (
            fonts.east_asia.lower() == "times new roman" or fonts.ascii == fonts.east_asia == fonts.cs
        ):
            return fonts.ascii
        return None

    def split(self, text: str) -> list[tuple[str, str]]:
        """(stretch, font) in order; the stretches joined are the text."""
        if self._single is not None:
            return [(text, self._single)]
        if text.isascii():
            return [(text, self._fonts.ascii)]
        assigned = self._assign(text)
        return [
            ("".join(char for _, char in group), font) for font, group in groupby(assigned, key=lambda pair: pair[0])
        ]

    def _assign(self, text: str) -> list[tuple[str, str]]:
        result: list[tuple[str, str]] = []
        known = self._slots
        for char in text:
            if result and unicodedata.combining(char):
                result.append((result[-1][0], char))
                continue
            if (number := known.get(char)) is None:
                number = known[char] = slot(char, hint=self._hint, chinese=self._chinese)
            result.append((self._fonts[number], char))
        return result


@lru_cache(maxsize=4096)
def chooser(fonts: Fonts, *, hint: bool, chinese: bool, forced_cs: bool) -> Chooser:
    """One chooser for all runs with the same fonts."""
    return Chooser(fonts, hint=hint, chinese=chinese, forced_cs=forced_cs)
