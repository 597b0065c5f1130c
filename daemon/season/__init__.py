"""The calendar: which letter is due, to whom and why.  PURE: configuration, papers and `now` in, letters out.

    calendar  phases ─ occasions ─▶ a phase opens, is reminded of, closes: each at a moment, each good until another
    people    papers ─ readers ───▶ who has what left to do
    agenda    both, and what is settled already ─ due ─▶ the letters of this moment
              both, and what still waits in the outbox ─ anew ─▶ those letters as they would be written now
    deadlines as they were, and which of them somebody has in mind; phases by ids of before: what their letters need

Due means due by now and not settled: after an outage each reader gets one letter of what still matters, and what no
longer does is settled without any.  An occasion is settled for a whole audience at once, so nobody who comes into it
later gets a reminder out of season.  `thamluan rehearse` calls the very same with a clock of its own.

Source: Kế hoạch III.2 (the phases), ĐHVB 2 (papers a school), Kế hoạch II.4 (who takes part).
"""

from daemon.season.agenda import Agenda, Planned, anew, due, rehearse
from daemon.season.calendar import (
    IsFree,
    Moment,
    Occasion,
    dates,
    days_named,
    fresh_since,
    may_send,
    morning,
    occasions,
    read_key,
    settled_key,
)
from daemon.season.people import Reader, readers

__all__ = [
    "Agenda",
    "IsFree",
    "Moment",
    "Occasion",
    "Planned",
    "Reader",
    "anew",
    "dates",
    "days_named",
    "due",
    "fresh_since",
    "may_send",
    "morning",
    "occasions",
    "read_key",
    "readers",
    "rehearse",
    "settled_key",
]
