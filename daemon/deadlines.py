"""Deadlines as they were, and which of them somebody has in mind.  PURE.

    configuration, at each look ─ seen ─▶ what was in force since when
    who was written to when ────┘
    both ─ moved ─▶ the deadlines that are others now than a reader was told

Letters name the deadline of the day on which they are written.  Where it is another one later (moved for all, granted,
prolonged, shortened or taken back), who read the former is told both, once: the letter that says it is the last that
they were written, and what holds is then what they have in mind.

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
class Told:
    """What was in force, oldest first, and who was written to; the first counts for all the time before it."""

    history: tuple[InForce, ...] = ()
    readers: Mapping[str, datetime] = field(default_factory=dict)  #: the last letter of the calendar by its reader

    @property
    def changed_at(self) -> datetime | None:
        """When the deadlines of now were first seen; None: they were never others."""
        return self.history[-1].since if len(self.history) > 1 else None

    def written(self, readers: Iterable[str], at: datetime) -> Self:
        """With letters to some more."""
        return replace(self, readers={**self.readers, **dict.fromkeys(readers, at)})

    def as_of(self, now: datetime) -> Self:
        """Without changes that are seen later: for who plays a season."""
        return replace(self, history=tuple(it for it in self.history if it.since <= now))

    def last_to(self, reader: str) -> datetime | None:
        """The last letter to a reader, in whatever language and about whatever deadline."""
        named = (at for it, at in self.readers.items() if it == reader or it.startswith((f"{reader}@", f"{reader}:")))
        return max(named, default=None)


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that is another one now than its reader was told."""

    old: Deadline
    earlier: bool
    code: str = ""  #: of one paper; "": of all that the letter is about
    of: str = ""  #: which of the deadlines of then it was (`Config.grant`)


def seen(history: Sequence[InForce], config: Config, now: datetime) -> tuple[InForce, ...]:
    """The history with the deadlines of now, which are the last of it where nothing changed."""
    deadlines = dict(config.deadlines)
    same = bool(history) and _moments(history[-1].deadlines, config) == _moments(deadlines, config)
    return tuple(history) if same else (*history, InForce(now, deadlines))


def moved(
    told: Told, last: datetime | None, config: Config, school: str | None, code: str | None = None
) -> Move | None:
    """The change of the deadline of a school's papers, or of one of them, since somebody was last written to (`last`);
    None: there is none, or they were told nothing that it changes.
    """
    if told.changed_at is None or last is None:
        return None
    before = next((it for it in reversed(told.history) if it.since <= last), told.history[0])
    grant = config.grant(school, code, before.deadlines)
    old = before.deadlines[grant]
    then, now = config.last_moment(old), config.last_moment(config.due(school, code))
    return Move(old, earlier=now < then, of=grant) if then != now else None


def _moments(deadlines: Mapping[str, Deadline], config: Config) -> dict[str, datetime]:
    return {grant: config.last_moment(until) for grant, until in deadlines.items()}
