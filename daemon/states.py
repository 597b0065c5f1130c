"""States of a paper by the names of its files: "bản nháp" came before "bản chính thức".  PURE; no business logic.

Authors keep old states beside new ones, tell them apart by a word or a number in the name, and now and then send both.
Where two names are the same but for such words, these say which file is the later; where words contradict numbers, or
the message speaks of a mistake, nothing is said, for a person reads better.
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


def state(name: str) -> State:
    """That of a name with the folders it is in, or of words that speak of it."""
    words = " ".join(_WORD.findall(_EXTENSION.sub("", fold(name))))
    ranks = {_RANKS[match.lastgroup or ""] for match in _STATE.finditer(words)} - {_RANKS["revised"]}
    if not ranks:
        ranks = {_RANKS["revised" if _STATE.search(words) else ""]}
    numbers = [int(number) for number in _NUMBER.findall(words)]
    rest = " ".join(_FILLING.sub(" ", _STATE.sub(" ", _NUMBER.sub(" ", words))).split())
    return State(ranks.pop() if len(ranks) == 1 else None, numbers[-1] if numbers else 0, rest)


def is_later(one: str, other: str, said: str = "") -> bool | None:
    """Whether `one` names a later state than `other`; None where the names leave it open, or what is `said` of them."""
    mine, theirs = state(one), state(other)
    if mine.rank is None or theirs.rank is None or mine.paper != theirs.paper:
        return None
    by_word, by_number = mine.rank - theirs.rank, _by_number(mine, theirs)
    if by_word * by_number < 0 or by_word == by_number == 0:
        return None
    later = by_word > 0 or by_number > 0
    return None if _is_doubted(fold(said), *((mine, theirs) if later else (theirs, mine))) else later


def _by_number(mine: State, theirs: State) -> int:
    """Where only one bears a number, "sửa lần 1" or "lần 1" says no more than its words, "bản chốt" is later than
    "nháp 2", and "lần 2" later than a name without any.
    """
    numbers, ranks = {mine.number, theirs.number}, {mine.rank, theirs.rank}
    if 0 in numbers and (numbers == {0, 1} or ranks & {_RANKS["draft"], _RANKS["final"]}):
        return 0
    return mine.number - theirs.number


def _is_doubted(said: str, later: State, earlier: State) -> bool:
    if _MISTAKE.search(said):
        return True
    wanted = [state(f"ban{words}") for words in _TAKEN.findall(said)]
    return any(_is_same(it, earlier) and not _is_same(it, later) for it in wanted)


def _is_same(wanted: State, named: State) -> bool:
    """Whether words that ask for a file mean the one of that state."""
    return wanted.rank == named.rank if wanted.rank != _RANKS[""] else 0 != wanted.number == named.number
