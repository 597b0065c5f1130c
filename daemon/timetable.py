"""One look at the calendar: what is due → letters in the outbox, and what is settled; one transaction.

Letters are composed in the transaction that records them, with the papers as they stand.  A crash before it leaves
nothing, one after it leaves letters that delivery sends; the keys make a second time impossible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from daemon.desk import Desk
from daemon.errors import RecordsError
from daemon.records import CalendarView, Kept
from daemon.season import IsFree, Occasion, due, may_send, occasions


@dataclass(frozen=True, slots=True)
class SeasonReport:
    """What a look at the calendar did."""

    letters: int = 0
    settled: int = 0
    held: int = 0  #: implausibly many; they wait for a person
    waits: str = ""  #: English: why nothing is looked at now


def run_calendar(desk: Desk, is_free: IsFree) -> SeasonReport:
    """Queues what is due by now.  RecordsError: nothing done, the next look does it."""
    config, now = desk.config, desk.clock.now()
    if not config.season.enabled:
        return SeasonReport(waits="the calendar is switched off ([season] enabled = false)")
    calendar = occasions(config, is_free)
    desk.records.calendar_seen({occasion.key: occasion.at for occasion in calendar}, now)
    if not may_send(config, now, is_free):
        return SeasonReport(waits="it is outside the working hours and days of [season]")
    try:
        kept = desk.records.keep_calendar(_Plan(desk, calendar, now), now)
    except RecordsError:
        raise
    except Exception as error:  # shown by the status until a look succeeds: nobody misses letters that never came
        desk.records.calendar_failed(str(error) or type(error).__name__, now)
        raise
    return SeasonReport(len(kept.letters), len(kept.settled), kept.held)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is due, given the records as they stand.  Called in the transaction; does no I/O."""

    desk: Desk
    calendar: tuple[Occasion, ...]
    now: datetime

    def __call__(self, view: CalendarView) -> Kept:
        desk = self.desk
        agenda = due(desk.config, self.calendar, view.papers, view.settled, self.now, released=view.released)
        letters = (
            desk.outgoing(desk.letters.season(each, view.papers, self.now), expires_at=each.until, series=each.series)
            for each in agenda.letters
        )
        return Kept(agenda.settled, tuple(letters), agenda.held)
