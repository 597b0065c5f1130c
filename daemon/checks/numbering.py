"""The numbers and bullets with which people begin headings and items of lists.  PURE; no business logic.

"II.", "2.1)", "Phần thứ ba:", "Mục 1.", "(1)", "①", "1．" of an East Asian keyboard, "-"; and a number with nothing but
a blank behind it, which may count what follows as well ("5 KHÔNG, 3 SẠCH").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import numeric

_DIGITS = r"(?:(?:[A-ZĐ]|[IVX]{1,4})\.)?\d{1,2}(?:\.\d{1,2}){0,3}"
_PLAIN = rf"(?:(?:phần|mục|chương)\s+)?[IVXLC]{{1,5}}|(?:(?:mục|chương)\s+)?{_DIGITS}|[A-ZĐ]"
_ORDINAL = r"phần\s+(?:thứ\s+)?(?:nhất|một|hai|ba|tư|bốn|năm|sáu|\d)"
#: A digit in a circle, in brackets or with a full stop, or a Roman number, as one letter (Unicode: Enclosed
#: Alphanumerics, Dingbats, Number Forms).
_LETTER = "[\u2160-\u216b\u2460-\u249b\u2776-\u2793]"
_NUMBER_OR_BULLET = re.compile(
    rf"\s*(?:(?P<number>{_ORDINAL}|{_PLAIN})\s*[.):/_\uff0e\u3002\u3001](?!\d)\s*(?:[-–]\s*)?"
    rf"|\(\s*(?P<bracketed>{_PLAIN})\s*\)\s*[.:]?\s*"
    rf"|(?P<letter>{_LETTER})\s*[.:)]?\s*"
    r"|(?P<bullet>[-–—+*•●▪◦►✓✔➢❖·o]\s*)(?=\S))",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\s*(?P<number>(?:(?:phần|mục|chương)\s+)?(?:[IVX]{{1,4}}|{_DIGITS}))\s+(?=(?P<first>[^\W\d_]))", re.IGNORECASE
)
_PART = re.compile(r"(?P<part>phần|mục|chương)\s+", re.IGNORECASE)
_COUNTING = (tuple("ABCDĐEGH"), tuple("ABCDEFGH"), ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"))


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a text begins with before its matter."""

    number: str | None  #: None of a bullet
    end: int  #: where the matter begins
    style: str  #: its kind: "I", "1", "1.1", "a", "(1)", "①" or "-"


def numbering(text: str) -> Numbering | None:
    """The number or bullet that a text begins with, where a full stop, brackets or the like say that it is one."""
    match = _NUMBER_OR_BULLET.match(text)
    if match is None:
        return None
    if match["bullet"] is not None:
        return Numbering(None, match.end(), "-")
    if match["letter"] is not None:
        return Numbering(str(int(numeric(match["letter"]))), match.end(), "①")
    number: str = match["number"] or match["bracketed"]
    style = _style(number)
    return Numbering(number, match.end(), f"({style})" if match["bracketed"] is not None else style)


def bare_numbering(text: str) -> Numbering | None:
    """The same of a number before a capital letter: "1 Mục tiêu", "Phần I Mục tiêu"."""
    match = _BARE.match(text)
    if match is None or not match["first"].isupper():
        return None
    number: str = match["number"]
    roman = not number[-1].isdigit()
    if roman and not number[-1].isupper():
        return None  # "Vi Văn Sơn"
    return Numbering(number, match.end(), _style(number))


def in_rows(bare: Mapping[int, Numbering]) -> dict[int, Numbering]:
    """Of bare numbers, by their lines, those before or behind which another counts on: "1 Mục tiêu", "2 Nội dung"."""
    by_style: dict[str, dict[tuple[str, str], list[int]]] = {}
    for line, it in bare.items():
        by_style.setdefault(it.style, {}).setdefault(_last_part(it.number or ""), []).append(line)
    found: set[int] = set()
    for numbers in by_style.values():
        for (before, last), at in numbers.items():
            for following in _following(last):
                if (before, following) in numbers:
                    found.update(at, numbers[before, following])
    return {line: it for line, it in bare.items() if line in found}


def is_next(number: str | None, other: str | None) -> bool:
    """Whether one number follows another: "5" and "6", "II" and "III", "2.1" and "2.2"."""
    if number is None or other is None:
        return False
    (before, last), (before_other, last_other) = _last_part(number), _last_part(other)
    return before == before_other and last_other in _following(last)


def _following(last: str) -> list[str]:
    if last.isdecimal():
        return [str(int(last) + 1)]
    return [row[at + 1] for row in _COUNTING for at, it in enumerate(row[:-1]) if it == last]


def _last_part(number: str) -> tuple[str, str]:
    before, _, last = _PART.sub("", number, count=1).upper().rpartition(".")
    return before, str(int(last)) if last.isdecimal() else last


def _style(number: str) -> str:
    part = _PART.match(number)
    if part is not None and part["part"].casefold() != "mục":
        return "I"
    number = number[part.end() :] if part is not None else number
    if number[-1].isdigit():
        return ".".join("1" if part.isdigit() else "a" for part in number.split("."))
    roman = re.fullmatch(r"[IVXLC]+", number, re.IGNORECASE) is not None
    return "I" if roman and number.upper() not in {"C", "L"} else "a"  # a paper has no hundred parts
