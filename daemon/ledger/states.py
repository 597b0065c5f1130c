"""States of a paper by the names of its files: "bản nháp" came before "bản chính thức".  PURE; no business logic.

Authors keep old states beside new ones, tell them apart by a word, a number or a day in the name, and now and then send
both.  Where two names are the same but for these, they say which file is the later; where they contradict each other,
or the message speaks of a mistake, nothing is said, for a person reads better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from daemon.text.vietnamese import fold

#: What people write of a state, folded; a name without any of them is a paper as it was first written.
_STATE = re.compile(
    r"\b(?:"
    r"(?P<final>chinh thuc|hoan chinh|hoan tat|moi nhat|cuoi(?: cung)?|sau cung|final|chot)"
    r"|(?P<draft>chua (?:chinh )?sua|ban dau|lan dau|nhap|du thao|draft|cu)"
    r"|(?P<revised>(?:da )?(?:chinh )?sua(?: chua| doi| lai)?|chinh ly|bo sung|hoan thien|moi|revised?|rev|updated?)"
    r")\b"
)
_RANKS = {"draft": 0, "": 1, "revised": 2, "final": 3}
_NUMBER = re.compile(r"\b(?:v|ver|version|lan|ban|ban so|rev|nhap|draft|sua|final)(?: ?)(\d{1,2})\b")
#: A day: "05.11", "7-11-2021", "07112021", "2021-11-07".  A month has two digits: "1.2" is a heading of the plan.
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<d>\d{1,2})(?P<by>[./_-])(?P<m>0\d|1[0-2])(?:(?P=by)(?P<y>20\d\d|\d\d))?"
    r"|(?P<d2>\d\d)(?P<m2>0\d|1[0-2])(?P<y2>20\d\d)"
    r"|(?P<y3>20\d\d)(?P<by3>[._-]?)(?P<m3>0\d|1[0-2])(?P=by3)(?P<d3>\d\d))(?!\d)"
)
_FILLING = re.compile(r"\b(?:theo (?:gop y|y kien)(?: cua(?: \w+){1,4})?$|ban|file|tep|lan|so|da|copy)\b")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$")
_WORD = re.compile(r"[^\W_]+")
#: The message speaks of a file that is not to be taken.
_MISTAKE = re.compile(
    r"\b(?:(?:gui|kem|bi) nham|nham (?:lan|ban|file|tep|bai)|bo qua|huy (?:bo|ban|file|tep)"
    r"|(?:khong|dung) (?:dung|lay|tinh|xet|su dung))\b"
)
#: The message says which is to be taken: "đề nghị lấy bản hoàn chỉnh".
_TAKEN = re.compile(r"\b(?:lay|dung|chon|nhan|xet|tinh|theo)(?: theo)?(?: (?:ban|file|tep|bai))+((?: \w+){1,4})")


@dataclass(frozen=True, slots=True)
class State:
    """What a name says of the state of a paper."""

    rank: int | None  #: None: its words contradict each other
    number: int  #: of a version; 0 where none is given
    paper: str  #: the rest of the name, which says which paper it is
    day: tuple[int, int, int] | None = None  #: year (0 where none is given), month, day


def state(name: str) -> State:
    """That of a name with the folders it is in, or of words that speak of it."""
    folded = _EXTENSION.sub("", fold(name))
    days = list(_DAY.finditer(folded))
    words = " ".join(_WORD.findall(_DAY.sub(" ", folded)))
    ranks = {_RANKS[match.lastgroup or ""] for match in _STATE.finditer(words)} - {_RANKS["revised"]}
    if not ranks:
        ranks = {_RANKS["revised" if _STATE.search(words) else ""]}
    numbers = [int(number) for number in _NUMBER.findall(words)]
    rest = " ".join(_FILLING.sub(" ", _STATE.sub(" ", _NUMBER.sub(" ", words))).split())
    rank = ranks.pop() if len(ranks) == 1 else None
    return State(rank, numbers[-1] if numbers else 0, rest, _day(days[-1]) if days else None)


def _day(match: re.Match[str]) -> tuple[int, int, int]:
    year, month, day = (match[name] or match[f"{name}2"] or match[f"{name}3"] or "0" for name in "ymd")
    return (int(year) + 2_000 if 0 < int(year) < 100 else int(year)), int(month), int(day)


def is_later(one: str, other: str, said: str = "") -> bool | None:
    """Whether `one` names a later state than `other`; None where the names leave it open, or what is `said` of them."""
    mine, theirs = state(one), state(other)
    if mine.rank is None or theirs.rank is None or mine.paper != theirs.paper:
        return None
    signs = {mine.rank - theirs.rank, _by_number(mine, theirs), _by_day(mine, theirs)}
    later = max(signs) > 0
    if later is (min(signs) < 0):
        return None
    return None if _is_doubted(fold(said), *((mine, theirs) if later else (theirs, mine))) else later


def _by_number(mine: State, theirs: State) -> int:
    """Where only one bears a number, "sửa lần 1" or "lần 1" says no more than its words, "bản chốt" is later than
    "nháp 2", and "lần 2" later than a name without any.
    """
    numbers, ranks = {mine.number, theirs.number}, {mine.rank, theirs.rank}
    if 0 in numbers and (numbers == {0, 1} or (len(ranks) > 1 and ranks & {_RANKS["draft"], _RANKS["final"]})):
        return 0
    return mine.number - theirs.number


def _by_day(mine: State, theirs: State) -> int:
    """A day without its year tells nothing beside one that has it."""
    if mine.day is None or theirs.day is None or (mine.day[0] == 0) is not (theirs.day[0] == 0):
        return 0
    return (mine.day > theirs.day) - (mine.day < theirs.day)


def _is_doubted(said: str, later: State, earlier: State) -> bool:
    if _MISTAKE.search(said):
        return True
    wanted = [state(f"ban{words}") for words in _TAKEN.findall(said)]
    return any(_is_same(it, earlier) and not _is_same(it, later) for it in wanted)


def _is_same(wanted: State, named: State) -> bool:
    """Whether words that ask for a file mean the one of that state."""
    return wanted.rank == named.rank if wanted.rank != _RANKS[""] else 0 != wanted.number == named.number
