"""When: the moments of the phases that have letters, and the hours in which letters of the calendar go out.

Source: Kế hoạch III.2 (the phases).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from daemon.config import Audience, Config, Phase, PhaseKind, Shift

#: A letter about the end of a phase says something new for so long.
_AFTER_CLOSING = timedelta(days=5)
#: A letter that waits is written anew after so long: papers may have come meanwhile, and the day may be another.
_FRESH = timedelta(hours=1)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")

IsFree = Callable[[date], bool]


class Moment(StrEnum):
    """What happens to a phase."""

    OPENS = "opens"
    MOVED = "moved"  #: its deadline is another than letters named
    REMINDER = "reminder"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One moment of a phase."""

    phase: Phase
    moment: Moment
    at: datetime  #: aware: when its letters are due
    until: datetime  #: aware: after that they say nothing that helps
    days: int = 0  #: of a reminder: before the end of the phase
    season: str = ""  #: prefix of the paper codes: another season on the same records is another one
    grant: str | None = None  #: of a deadline: which it is (`Config.deadlines`); the phase then ends with it

    @property
    def key(self) -> str:
        """Names it whatever its date: a date that is moved moves what is not settled."""
        days = f"-{self.days}" if self.days else ""
        return f"{self.phase.id}:{self.moment}{days}" + (f"@{self.grant}" if self.grant else "")

    @property
    def mark(self) -> str:
        """The day that it speaks of, after keys of what was said: of a later day nothing was said yet.  Of a deadline
        that was moved, the moment at which that is told.
        """
        if self.moment is Moment.OPENS:  # once, whenever it was
            return ""
        if self.moment is Moment.MOVED:  # the day may be one that was told before, and taken back
            return f"~{self.at.astimezone(UTC):%Y-%m-%dT%H%M%S.%f}"
        return f"~{(self.phase.target if self.moment is Moment.REMINDER else self.phase.end).isoformat()}"


def read_key(key: str) -> tuple[str, str, str, str]:
    """Of `Occasion.key`: id of the phase, moment, days before, grant; "" for what it does not name."""
    rest, _, grant = key.partition("@")
    phase, _, moment = rest.partition(":")
    moment, _, days = moment.partition("-")
    return phase, moment, days, grant


def settled_key(occasion: Occasion, audience: Audience) -> str:
    """What is settled: an occasion, for an audience, of a day."""
    return f"{occasion.season}:{occasion.key}:{audience}{occasion.mark}"


def occasions(config: Config, is_free: IsFree, changed_at: datetime | None = None) -> tuple[Occasion, ...]:
    """Every moment of every phase that has letters, in order of time.  `is_free` tells weekends and holidays;
    `changed_at`: when the deadlines were last found to be others than before.
    """
    found = [
        occasion
        for number, phase in enumerate(config.phases)
        for occasion in _of(phase, config.phases[number + 1 : number + 2], config, is_free)
    ]
    if changed_at is not None:
        found += (it for phase in config.phases for it in _moved(phase, config, is_free, changed_at))
    return tuple(sorted(found, key=lambda occasion: (occasion.at, occasion.phase.start)))


def dates(config: Config, is_free: IsFree) -> dict[str, tuple[datetime, str]]:
    """When every occasion is due and of which day it speaks; and the deadlines themselves, as the digest tells of what
    was moved in the configuration.
    """
    calendar = occasions(config, is_free)
    last = {it.grant: config.last_moment(config.deadlines[it.grant]) for it in calendar if it.grant is not None}
    # As if a change of each were due when it ends.
    ends = (
        replace(it, moment=Moment.MOVED, at=last[it.grant])
        for it in calendar
        if it.grant is not None and it.moment is Moment.CLOSES
    )
    return {it.key: (it.at, it.mark) for it in (*calendar, *ends)}


def morning(day: date, config: Config, is_free: IsFree) -> datetime:
    """When letters of the calendar go out on a day, or on the first working day after it."""
    return _at(_next(day, config, is_free), config.season.send_at, config)


def _of(phase: Phase, following: Sequence[Phase], config: Config, is_free: IsFree) -> Iterator[Occasion]:
    season = config.conference.code_prefix
    opening = _opening(phase, config, is_free)
    for ends, grant in _ends(phase, config):
        last, opens_at = _at(_last_day(ends, config), time.max, config), _at(opening, config.season.send_at, config)
        if not grant:
            yield Occasion(ends, Moment.OPENS, opens_at, last, season=season)
        for days in sorted(set(ends.reminder_days), reverse=True):
            day = _previous(ends.target - timedelta(days=days), config, is_free)
            if day > opening:  # the letter that opens the phase is reminder enough
                at = _at(day, config.season.send_at, config)
                yield Occasion(ends, Moment.REMINDER, at, last, days, season, grant)
        # Where the next phase begins on the last day of this one, one letter says both.
        abuts = any(after.start == ends.end for after in following) and grant is None
        at = morning(ends.end if abuts else ends.end + timedelta(days=1), config, is_free)
        yield Occasion(ends, Moment.CLOSES, at, at + _AFTER_CLOSING, season=season, grant=grant)


def _opening(phase: Phase, config: Config, is_free: IsFree) -> date:
    """The day of the letter that opens a phase; where the working day after is too late, the one before.  Of a
    conference it takes the place of a first reminder: nobody is reminded of what they were not invited to.
    """
    is_event = phase.kind is PhaseKind.EVENT
    lead = max(phase.announce_days, *phase.reminder_days, 0) if is_event else phase.announce_days
    day = phase.start - timedelta(days=lead)
    own, _ = next(_ends(phase, config))
    after = _next(day, config, is_free)
    return after if after <= own.target else _previous(day, config, is_free)


def _moved(phase: Phase, config: Config, is_free: IsFree, changed_at: datetime) -> Iterator[Occasion]:
    """Of the phase before the deadline, that it is another one: as long as it can be kept, and of one that was past
    when it was set (a later one taken back), that it has passed.
    """
    if phase.kind is PhaseKind.SUBMIT:
        at, season = _working(changed_at, config, is_free), config.conference.code_prefix
        for ends, grant in _ends(phase, config):
            last = config.last_moment(config.deadlines[grant or ""])
            until = last if at <= last else at + _AFTER_CLOSING
            yield Occasion(ends, Moment.MOVED, at, until, season=season, grant=grant)


def _working(moment: datetime, config: Config, is_free: IsFree) -> datetime:
    """When what comes up at a moment is told: at once, or where nobody works then, with the letters of the next day."""
    if may_send(config, moment, is_free):
        return moment
    day = moment.astimezone(config.zone).date()
    first = morning(day, config, is_free)
    return first if first >= moment else morning(day + timedelta(days=1), config, is_free)


def _ends(phase: Phase, config: Config) -> Iterator[tuple[Phase, str | None]]:
    """The phase as often as it ends: the one before the deadline with each of the deadlines, the others once."""
    if phase.kind is not PhaseKind.SUBMIT:
        yield phase, None
        return
    for grant, until in config.deadlines.items():
        day = config.last_moment(until).astimezone(config.zone).date()
        yield (phase if phase.end == day else phase.model_copy(update={"end": day})), grant


def _last_day(phase: Phase, config: Config) -> date:
    """Until when it helps to be told of a phase: nobody is reminded of a conference that was yesterday."""
    if phase.kind is not PhaseKind.EVENT:
        return phase.end
    named = days_named(config.event.time)
    return min(max(phase.start, *named), phase.end) if named else phase.end


def days_named(text: str) -> list[date]:
    """The days that a text names in figures: "thứ Năm ngày 25/11/2021"."""
    named = []
    for day, month, year in _DATE.findall(text):
        with suppress(ValueError):
            named.append(date(int(year), int(month), int(day)))
    return named


def _at(day: date, moment: time, config: Config) -> datetime:
    return datetime.combine(day, moment, tzinfo=config.zone)


def _next(day: date, config: Config, is_free: IsFree) -> date:
    while config.season.free_days is Shift.NEXT and is_free(day):
        day += timedelta(days=1)
    return day


def _previous(day: date, config: Config, is_free: IsFree) -> date:
    while config.season.free_days is Shift.NEXT and is_free(day):
        day -= timedelta(days=1)
    return day


def fresh_since(config: Config, now: datetime, is_free: IsFree) -> datetime:
    """Letters of the calendar leave if they were written after this moment, shortly before and on the same day; while
    nobody works, none does.
    """
    if not config.season.enabled or not may_send(config, now, is_free):
        return now
    return max(now - _FRESH, _at(now.astimezone(config.zone).date(), time.min, config))


def may_send(config: Config, now: datetime, is_free: IsFree) -> bool:
    """Whether letters of the calendar go out at this moment: in working hours, on a working day."""
    local = now.astimezone(config.zone)
    first, last = config.season.working_hours
    works = config.season.free_days is Shift.SEND or not is_free(local.date())
    return works and first <= local.time() < last
