"""The sections of the season: phases, letters of the calendar, digests, the event, longer deadlines.

Each is a frozen value; its descriptions are the manual (`daemon.config.reference`).
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from daemon.config.forms import (
    Email,
    Identifier,
    Section,
    a_day,
    a_day_or_time,
    a_time_of_day,
)


class PhaseKind(StrEnum):
    """What a phase is for; the template folder has the letters of each."""

    ANNOUNCE = "announce"  #: the plan is made known, writers are chosen
    WRITE = "write"
    VET = "vet"  #: the schools examine their papers
    SUBMIT = "submit"
    EVENT = "event"  #: the conference itself


class Audience(StrEnum):
    """Who gets the letters of a phase."""

    SCHOOLS = "schools"  #: the contacts of the schools
    AUTHORS = "authors"  #: who submitted a paper that still has to be corrected
    SECRETARIAT = "secretariat"
    DELEGATES = "delegates"  #: who submitted a paper, the schools' contacts, and [event] delegates


class Phase(Section):
    """A part of the plan with its dates and its letters."""

    id: Identifier = Field(
        description="As `rehearse` and the records name it; it stays when dates change. A phase with a new id whose "
        "kind and opening stay is the one that it was; with another opening it is a new one, and its letters go out."
    )
    name: str = Field(min_length=1, description="As letters name it.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    start: Annotated[date, BeforeValidator(a_day)] = Field(description="Its first day.")
    end: Annotated[date, BeforeValidator(a_day)] = Field(description="Its last day.")
    kind: PhaseKind = Field(default=PhaseKind.WRITE, description="Which letters it has.")
    audience: tuple[Audience, ...] = Field(default=(), description="Who gets them; nobody: it has none.")
    announce_days: int = Field(
        default=0,
        ge=0,
        le=365,
        description="So many days before its start the letter that opens it goes out; of an event at the latest with "
        "its first reminder, of which it takes the place. Where the next working day is too late, the one before.",
    )
    reminder_days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = Field(
        default=(),
        description="So many days before its end, for an event before its start, a reminder goes out; where that day "
        "is moved to a later one, again.",
    )

    @property
    def target(self) -> date:
        """The day that reminders count down to."""
        return self.start if self.kind is PhaseKind.EVENT else self.end

    always: bool = Field(
        default=False, description="Its letters go also to who has nothing left to do; those of an event always do."
    )
    vetting: bool = Field(
        default=False,
        description="Of kind vet: from its start on schools are asked to confirm that papers which authors sent "
        "themselves are vetted; without such a phase the conference has no vetting, and nothing speaks of it.",
    )


class Shift(StrEnum):
    """What becomes of a letter that falls on a day without work."""

    NEXT = "next"
    SEND = "send"


class Season(Section):
    """Letters by calendar."""

    enabled: bool = Field(
        default=True,
        description="Letters by calendar, and the digest. Without it mail is answered, and whose late paper is in time "
        "by a deadline granted since is told so; no more.",
    )
    send_at: Annotated[time, BeforeValidator(a_time_of_day)] = Field(
        default=time(8, 0), description="Time of day at which letters of the calendar go out."
    )
    working_hours: tuple[time, time] = Field(
        default=(time(7, 30), time(17, 0)),
        description="What becomes due outside of them, or could not leave within them, waits for them.",
    )
    free_days: Shift = Field(
        default=Shift.NEXT,
        description="Weekends and holidays: next: letters wait for the next working day, reminders go out on the one "
        "before; send: they go out all the same.",
    )
    holidays: str = Field(
        default="", description="Country whose public holidays are days without work (ISO 3166-1); empty: none."
    )
    max_at_once: int = Field(
        default=50, ge=1, description="More letters than so many due at one moment wait for a person: status says so."
    )


class WhenEmpty(StrEnum):
    """What becomes of a digest that has nothing new to tell."""

    LINE = "line"
    SKIP = "skip"


class Weekday(StrEnum):
    """A day of the week, or none."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    NONE = ""


class Digest(Section):
    """What the secretariat is told of the whole, every day."""

    at: Annotated[time, BeforeValidator(a_time_of_day)] = Field(
        default=time(7, 0), description="Time of day at which it is written; every day, free or not."
    )
    weekly: Weekday = Field(
        default=Weekday.NONE, description="On that day it also sums up seven days, and is never left out; empty: never."
    )
    hourly_on_deadline: bool = Field(
        default=False, description="On the day of the deadline one every hour from `at` on, not one for the day."
    )
    when_empty: WhenEmpty = Field(
        default=WhenEmpty.LINE, description="Without anything new: line: it says so in a line; skip: none is written."
    )
    attach_list: bool = Field(default=True, description="A workbook with all papers goes with it.")


class Event(Section):
    """What the last letters say of the conference itself."""

    place: str = Field(default="", description="Where it is held, when it is held in one place.")
    online_link: str = Field(default="", description="Where one joins, when it is held online.")
    time: str = Field(default="", description="When it begins, as letters say it.")
    english_place: str = Field(default="", description="The place, for English letters; empty: as above.")
    english_time: str = Field(default="", description="The time, for English letters; empty: as above.")
    delegates: tuple[Email, ...] = Field(
        default=(),
        description='Invited besides those who sent papers: an address, or {address = "…", name = "…", lang = "en"}.',
    )


class Extension(Section):
    """A later deadline for one school, or for one paper."""

    school: Identifier | None = Field(default=None, description="Id of the school.")
    paper: str | None = Field(default=None, description="Code of the paper.")
    until: Annotated[datetime | date, BeforeValidator(a_day_or_time)] = Field(
        description="Its deadline, as [rules] deadline."
    )

    @property
    def grant(self) -> str:
        """Names it whatever its date: "school:ID" or "paper:CODE"."""
        return f"school:{self.school}" if self.school is not None else f"paper:{self.paper}"
