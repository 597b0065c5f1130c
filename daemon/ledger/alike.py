"""Whether two titles, two lists of authors or two names of files are those of one paper.  PURE.

Only importer of rapidfuzz.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from daemon.model import own_name
from daemon.text.counts import IN_PLACE_OF
from daemon.text.vietnamese import fold

# Similarity of titles, 0-100 (indel ratio of the folded texts).  Titles of one conference share much wording: of
# made-up ones, unrelated pairs reach 44 to 69, sister papers ("mô hình giảng viên trẻ", "mô hình thư viện điện tử" of
# one school) up to 91.  So likeness alone does not make a version: no word may be exchanged for an unlike one.
IDENTICAL = 98  # a letter or a mark of punctuation apart
SIMILAR = 85  # some words more or fewer
DOUBTFUL = 80  # may be the same, may be a sister paper: a person must say
OTHER = 55  # nothing in common but the conference's vocabulary

_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$")

#: Words in file names that say which state a paper is in, not which paper it is (folded).
_STATE_WORDS = re.compile(
    r"\b(ban|da|sua|chinh sua|chinh|bo sung|hoan thien|hoan chinh|final|moi|nhat|cuoi|cung|lan|thu|v|ver|version|"
    r"copy|of|gui|nop|lai|rev|draft|du thao|chinh thuc)\b|\bv?\d+\b"
)
#: What everybody calls the file: says nothing (folded, without the words above).
_COMMON_NAMES = frozenset(
    {
        "", "bai", "bai viet", "bai tham luan", "bai hoi thao", "bai tham luan hoi thao", "bai viet hoi thao",
        "bai viet tham luan", "bao cao", "bao cao tham luan", "doc", "document", "hoi thao", "microsoft word",
        "new microsoft word document", "noi dung", "paper", "tai lieu", "tham luan", "tham luan hoi thao", "tl",
    }
)  # fmt: skip


def same_title(one: str | None, other: str | None) -> bool:
    """Whether both titles are known and the same but for a letter or a mark of punctuation."""
    return similarity(one, other) >= IDENTICAL and not word_exchanged(one, other)


def retitled(one: str | None, other: str | None) -> bool:
    """Whether both titles are known and no mending of slips makes one of the other."""
    if not one or not other:
        return False
    return similarity(one, other) < SIMILAR or word_exchanged(one, other)


def unlike(one: str | None, other: str | None) -> bool:
    """Whether both titles are known and surely those of two papers."""
    if not one or not other:
        return False
    return similarity(one, other) < OTHER or subject_exchanged(one, other)


def subject_exchanged(one: str | None, other: str | None) -> bool:
    """Whether two titles differ in nothing but what they are about: "Mô hình … ở Trường Chính trị tỉnh Quảng Bình".

    What both begin and end with is left out, for a school's long name makes all its papers alike.
    """
    left, right = _word_pair(one or "", other or "")
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    middle, instead = " ".join(left), " ".join(right)
    return bool(middle and instead) and not _is_slip(middle, instead) and fuzz.ratio(middle, instead) < OTHER


def similarity(one: str | None, other: str | None) -> float:
    """Of two titles, 0 to 100; 0 where one is not known, or a number in them differs."""
    if not one or not other:
        return 0.0
    left, right = _word_pair(one, other)
    if _numbers(left) != _numbers(right):
        return 0.0  # "phần 1" and "phần 2" differ by one letter and are two papers
    return fuzz.ratio(" ".join(left), " ".join(right))


def word_exchanged(one: str | None, other: str | None) -> bool:
    """Whether somewhere a word stands for an unlike one: another subject, not a mended slip of the pen."""
    left, right = _word_pair(one or "", other or "")
    for tag, start, end, from_, to in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "replace" and not _is_slip(" ".join(left[start:end]), " ".join(right[from_:to])):
            return True
    return False


def _is_slip(one: str, other: str) -> bool:
    """Whether one word is the other mended: "quan ly" for "quan li", "nghiep" for "ngiep"; not "A" for "B"."""
    length = max(len(one), len(other))
    distance = Levenshtein.distance(one, other)
    return length > 1 and (distance <= 1 or distance * 4 <= length)


def different_people(one: Sequence[str], other: Sequence[str]) -> bool:
    """Both name their authors, and none of them is the same."""
    left = {" ".join(_words(name)) for name in one}
    right = {" ".join(_words(name)) for name in other}
    return bool(left) and bool(right) and left.isdisjoint(right)


@lru_cache(maxsize=16384)  # the titles on record are compared with each new paper
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=16384)
def _word_pair(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of two titles, alike in both a number that one writes in words ("giảng viên bốn tốt") and the other in
    figures.
    """
    left, right = _words(one), _words(other)
    return _in_figures(left, right), _in_figures(right, left)


def _in_figures(words: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Words with a number in figures where `other` has the figure before or behind the same word."""
    figures = {
        (side, neighbour): _figure(word) for word, side, neighbour in _neighbours(other) if word.isdigit() and neighbour
    }
    found = [_figure(word) for word in words]
    for at, (word, side, neighbour) in enumerate(_neighbours(words)):
        figure = figures.get((side, neighbour))
        if figure is not None and word in IN_PLACE_OF.get(figure, ()):
            found[at // 2] = figure
    return tuple(found)


def _neighbours(words: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Each word twice: with the one before it (-1), and with the one behind it (1); "" where there is none."""
    for word, before, behind in zip(words, ("", *words), (*words[1:], ""), strict=False):
        yield word, -1, before
        yield word, 1, behind


def _figure(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else word


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.isdigit()]


@lru_cache(maxsize=16384)
def name_key(filename: str) -> str:
    """What a file name says of the paper: folded, without folder, extension and words of state; "" when nothing."""
    folded = _EXTENSION.sub("", fold(own_name(filename.replace("\\", "/"))))
    left = " ".join(_STATE_WORDS.sub(" ", " ".join(_WORD.findall(folded))).split())
    return "" if left in _COMMON_NAMES else left
