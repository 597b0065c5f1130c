"""Deadlines as they were, and which of them somebody has in mind.  PURE.

    configuration, at each look ─ seen ─▶ what was in force since when
    who was written to when ────┘
    both ─ moved ─▶ the deadlines that are others now than a reader was told

Letters name the deadline of the day on which they are written.  Where it is another one later (moved for all, granted,
prolonged, shortened or taken back), who read the former is told both, once: the letter that says it is the last that
they were written, and what holds is then what they have in mind.  A letter that still waits in the outbox was read by
nobody: it is written anew with what holds, and speaks of the deadline that its reader knows.

Source: ĐHVB 5 (the deadline), `[[extensions]]` (later ones that the secretariat grants).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from daemon.config import Config

#: The end of a day of the conference, or a moment, as the configuration gives it.
Deadline = datetime | date


@dataclass(frozen=True, slots=True)
class InForce:
    """All deadlines of a stretch of time."""

    since: datetime  #: aware: when they were first seen
    deadlines: Mapping[str, Deadline]  #: as `Config.deadlines`


@dataclass(frozen=True, slots=True)
class Last:
    """When somebody was last written to."""

    written: datetime | None = None
    left: datetime | None = None  #: the last letter that does not wait any more

    def and_at(self, moment: datetime | None) -> Last:
        """With what they were told at a moment besides: what answers a message waits for no hours."""
        if moment is None:
            return self
        return Last(max(self.written or moment, moment), max(self.left or moment, moment))


@dataclass(frozen=True, slots=True)
class Told:
    """What was in force, oldest first, and who was written to; the first counts for all the time before it."""

    history: tuple[InForce, ...] = ()
    readers: Mapping[str, datetime] = field(default_factory=dict)  #: the last letter of the calendar by its reader
    left: Mapping[str, datetime] = field(default_factory=dict)  #: the last of those that do not wait in the outbox

    @property
    def changed_at(self) -> datetime | None:
        """When the deadlines of now were first seen; None: they were never others."""
        return self.history[-1].since if len(self.history) > 1 else None

    def written(self, readers: Iterable[str], at: datetime, *, waits: bool = False) -> Self:
        """With letters to some more, which have left at once, or wait."""
        more = dict.fromkeys(readers, at)
        return replace(self, readers={**self.readers, **more}, left=self.left if waits else {**self.left, **more})

    def as_of(self, now: datetime) -> Self:
        """Without changes that are seen later: for who plays a season."""
        return replace(self, history=tuple(it for it in self.history if it.since <= now))

    def last_to(self, reader: str) -> Last:
        """The last letter to a reader, in whatever language and about whatever deadline."""
        return Last(_last(self.readers, reader), _last(self.left, reader))


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that is another one now than its reader was told."""

    old: Deadline
    earlier: bool
    code: str = ""  #: of one paper; "": of all that the letter is about
    of: str = ""  #: which of the deadlines of then it was (`Config.grant`)
    unread: bool = False  #: the old one stands in a letter that still waits alone: what its reader knows, holds


def seen(history: Sequence[InForce], config: Config, now: datetime) -> tuple[InForce, ...]:
    """The history with the deadlines of now, which are the last of it where nothing changed."""
    deadlines = dict(config.deadlines)
    same = bool(history) and _moments(history[-1].deadlines, config) == _moments(deadlines, config)
    return tuple(history) if same else (*history, InForce(now, deadlines))


def moved(told: Told, last: Last, config: Config, school: str | None, code: str | None = None) -> Move | None:
    """The change of the deadline of a school's papers, or of one of them, since somebody was last written to (`last`);
    None: there is none, or they were told nothing that it changes.
    """
    if told.changed_at is None:
        return None
    read = _since(last.left, told, config, school, code)
    waits = _since(last.written, told, config, school, code)
    return read or (replace(waits, unread=last.left is not None) if waits else None)


def _since(last: datetime | None, told: Told, config: Config, school: str | None, code: str | None) -> Move | None:
    if last is None:
        return None
    before = next((it for it in reversed(told.history) if it.since <= last), told.history[0])
    grant = config.grant(school, code, before.deadlines)
    old = before.deadlines[grant]
    then, now = config.last_moment(old), config.last_moment(config.due(school, code))
    return Move(old, earlier=now < then, of=grant) if then != now else None


def _last(letters: Mapping[str, datetime], reader: str) -> datetime | None:
    named = (at for it, at in letters.items() if it == reader or it.startswith((f"{reader}@", f"{reader}:")))
    return max(named, default=None)


def _moments(deadlines: Mapping[str, Deadline], config: Config) -> dict[str, datetime]:
    return {grant: config.last_moment(until) for grant, until in deadlines.items()}
