"""Phrases that stand somewhere for what they mean, and not as letters of something else.  PURE."""

from __future__ import annotations

from collections.abc import Sequence

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
    hits, uncut, apart = (list(hits_of(words, phrases)) for phrases in (wanted, compounds, others))
    return [
        hit
        for hit in hits
        if not any(_cuts(hit, word) for word in uncut)
        and not any(it.first <= hit.first and hit.last <= it.last for it in apart)
    ]


def _cuts(hit: Hit, word: Hit) -> bool:
    return word.first < hit.first < word.last or word.first < hit.last < word.last
