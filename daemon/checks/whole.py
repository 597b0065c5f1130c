"""Phrases that stand somewhere for what they mean, and not as letters of something else.  PURE."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from daemon.text.vietnamese import Hit, Passage, any_of, hits_of


def has_whole(words: Passage, wanted: Sequence[str], compounds: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one of several phrases stands there, neither cut out of words nor within other matters."""
    return bool(whole(words, wanted, compounds, others))


def whole(words: Passage, wanted: Sequence[str], compounds: Sequence[str], others: Sequence[str]) -> list[Hit]:
    """Where one of several phrases stands, neither cut out of words ("lớp học | được" has no "học được") nor within
    other matters.
    """
    if any_of(words, wanted) is None:
        return []
    uncut, apart = (_Stretches(hits_of(words, phrases)) for phrases in (compounds, others))
    return [
        hit
        for hit in hits_of(words, wanted)
        if uncut.reach(hit.first) <= hit.first
        and uncut.reach(hit.last) <= hit.last
        and apart.reach(hit.first + 1) < hit.last
    ]


class _Stretches:
    """Many of them in one text, without looking at each for every question."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        ordered = sorted(hits, key=lambda it: it.first)
        self._firsts = [it.first for it in ordered]
        self._reaches = list(accumulate((it.last for it in ordered), max))

    def reach(self, word: int) -> int:
        """Where the last of those ends that begin before a word; 0 where none does."""
        number = bisect_left(self._firsts, word)
        return self._reaches[number - 1] if number else 0
