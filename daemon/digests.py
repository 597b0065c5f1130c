"""The digest: when one is due, and what it has to tell.  PURE: configuration, facts and `now` in, values out.

    configuration, clock ─ due ─▶ the one digest of this moment, or none
    facts of the records ─ digest ─▶ what came, how the schools stand, what waits for a person, what is wrong

A digest is due at a time of day and once: after an outage the latest is written and those before it are not, for it
tells of everything since the last that was read.

Source: Kế hoạch III.2 (the days of the season), ĐHVB 2 (papers a school), ĐHVB 5 (the deadline).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from daemon.config import Config, School, Weekday, WhenEmpty
from daemon.ledger import Quota, quota, tally, too_many
from daemon.model import OPEN_CALL, RULINGS, VETTING_ORDERS, Address, Finding, OrderKind, Standing, Vetting
from daemon.reconciling import Account

#: The season's digests end so long after the last phase, when the letters of its end are answered.
_AFTERWARDS = timedelta(days=5)
_WEEK = timedelta(days=7)
#: The mailbox is looked through so long before the digest of the day: whoever polls once an hour finds the time.
_LOOK_BEFORE = timedelta(hours=1)
#: So long after a look that failed.
_LOOK_AGAIN = timedelta(minutes=15)

SETTLED_PREFIX = "digest:"

# --------------------------------------------------------------------------- when


class Beat(StrEnum):
    """How often a digest of its kind comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    HOURLY = "hourly"  #: of the day of the deadline


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which a digest is due."""

    at: datetime  #: aware, in the conference's zone
    beat: Beat
    season: str  #: prefix of the paper codes
    in_season: bool  #: between the first and the last phase; at other times only what is new is told

    @property
    def key(self) -> str:
        """Makes it impossible to write it twice."""
        return f"{SETTLED_PREFIX}{self.season}:{self.at:%Y-%m-%dT%H:%M}"


def slots_of(day: date, config: Config) -> Iterator[Slot]:
    """The digests of a day, in order."""
    at, season = config.digest.at, config.conference.code_prefix
    deadline = config.deadline.astimezone(config.zone)
    in_season = _in_season(day, config)
    hourly = config.digest.hourly_on_deadline and day == deadline.date()
    weekly = config.digest.weekly is not Weekday.NONE and list(Weekday)[day.weekday()] is config.digest.weekly
    yield Slot(_local(day, at, config), Beat.WEEKLY if weekly else Beat.DAILY, season, in_season)
    for hour in range(at.hour + 1, 24) if hourly else ():
        later = _local(day, at.replace(hour=hour), config)
        if later <= deadline:
            yield Slot(later, Beat.HOURLY, season, in_season)


def due(config: Config, settled: Collection[str], now: datetime) -> Slot | None:
    """The digest to be written at this moment: the latest whose time has come, unless it is settled.

    None where nobody is configured to get it.
    """
    if not config.secretariat.addresses:
        return None
    latest = _latest(config, now)
    return None if latest.key in settled else latest


def look_is_due(config: Config, looked_at: datetime | None, tried_at: datetime | None, now: datetime) -> bool:
    """Whether this poll looks through the mailbox for the next digest of a day: once, some time before it.

    `tried_at`: when it was last begun, whatever came of it.
    """
    if not config.secretariat.addresses or not config.season.enabled:
        return False
    if tried_at is not None and timedelta() <= now - tried_at < _LOOK_AGAIN:
        return False
    today = now.astimezone(config.zone).date()
    from_ = (_local(today + timedelta(days=days), config.digest.at, config) - _LOOK_BEFORE for days in (-1, 0, 1))
    return looked_at is None or looked_at < max(moment for moment in from_ if moment <= now)


def rehearse(config: Config, start: datetime, end: datetime) -> Iterator[Slot]:
    """Every digest of the season from `start` to `end`, if nothing but the time changed."""
    if not config.secretariat.addresses:
        return
    day = start.astimezone(config.zone).date()
    while day <= end.astimezone(config.zone).date():
        yield from (slot for slot in slots_of(day, config) if slot.in_season and start <= slot.at <= end)
        day += timedelta(days=1)


def _latest(config: Config, now: datetime) -> Slot:
    today = now.astimezone(config.zone).date()
    passed = [slot for day in (today - timedelta(days=1), today) for slot in slots_of(day, config) if slot.at <= now]
    return passed[-1]


def _in_season(day: date, config: Config) -> bool:
    """From the day after the plan is made known to some days after its last phase."""
    if not config.phases:
        return True
    first = min(phase.start - timedelta(days=phase.announce_days) for phase in config.phases)
    return first < day <= max(phase.end for phase in config.phases) + _AFTERWARDS


def _local(day: date, moment: time, config: Config) -> datetime:
    return datetime.combine(day, moment, tzinfo=config.zone)


# --------------------------------------------------------------------------- what the records know


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper on record, as lists show it."""

    code: str
    title: str | None
    authors: tuple[str, ...]
    topic: str | None
    owner: Address
    standing: Standing
    version: int  #: number of the newest
    first_at: datetime  #: arrival of the first version
    last_at: datetime  #: of the newest
    faults: tuple[str, ...] = ()  #: checks that the newest version fails
    doubts: tuple[Finding, ...] = ()  #: what a person must look at in it
    merged_into: str | None = None
    vetting: Vetting = field(default_factory=Vetting)
    recorded: int = 0  #: number of the event that recorded the newest version


class Came(StrEnum):
    """What happened to a paper; as the events of the records are called."""

    PAPER = "paper"
    VERSION = "version"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    MERGED = "merged"
    SPLIT = "split"
    VETTED = "vetted"
    PASSED = "ruled_pass"
    FAILED = "ruled_fail"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a paper."""

    what: Came
    code: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something noted for a person's attention."""

    number: int  #: of the event
    kind: str  #: as in notices
    code: str  #: of the paper; "" where none is concerned
    data: Mapping[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()  #: papers that its message names
    sender: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A decision of the secretariat that was carried out."""

    number: int  #: of the event
    kind: str  #: `OrderKind`
    code: str


#: Every kind of trouble; the template has a sentence for each.
TROUBLES = (
    "grant_refused",
    "grant_expires",
    "poll_failed",
    "parked",
    "failing_address",
    "letter_failed",
    "letter_uncertain",
    "quiet",
    "never_read",
    "not_fetched",
    "vanished",
    "not_filed",
    "sending",
    "allowance",
    "outage_over",  # told once, in the first digest after it
    "canary",
    "season_failed",
    "digest_failed",
    "season_held",
    "other_mode",
    "renderer",
)
#: Of these no records tell.
TOLD_BY_DIGEST = frozenset({"outage_over", "renderer"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with the service."""

    kind: str  #: one of `TROUBLES`
    text: str = ""  #: whom or what it concerns, or what was said of it
    at: datetime | None = None
    many: int = 0  #: of a message set aside, how many papers of it are on record
    number: int = 0  #: of the message or letter
    why: str = ""  #: English, for the operator


@dataclass(frozen=True, slots=True)
class Moved:
    """When letters of an occasion were due, and when they are in the configuration of today."""

    old: datetime
    new: datetime
    sent: bool = False  #: they had gone out by the old date
    again: bool = False  #: the day they speak of is later now: they go out once more, on the new date
    resent: bool = False  #: they have gone out by the new date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a digest is made of, as of one moment."""

    papers: tuple[PaperLine, ...]  #: oldest first
    account: Account  #: of the messages the records know of
    since: datetime | None = None  #: the last digest that was read; None: there was none
    happened: tuple[Happened, ...] = ()  #: since then, in order
    week: Mapping[str, int] = field(default_factory=dict)  #: how often each `Came` happened in seven days
    told: tuple[Matter, ...] = ()  #: about messages, since the last digest
    matters: tuple[Matter, ...] = ()  #: about papers, all that were ever noted
    ordered: tuple[Ordered, ...] = ()
    moved: Mapping[str, Moved] = field(default_factory=dict)  #: by the key of the occasion
    trouble: tuple[Trouble, ...] = ()
    failing: tuple[str, ...] = ()  #: addresses that take no letters, as an earlier digest has told: no news any more
    last_poll: datetime | None = None
    looked_at: datetime | None = None  #: when the mailbox was last looked through, as the account has it; None: never


# --------------------------------------------------------------------------- what it tells

#: A decision that settles something: kind, code, other code or "".
Wanted = tuple[OrderKind, str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper needs a person; the template has a sentence for each kind."""

    kind: str  #: "review", "late", "over_quota", or a kind of matter
    text: str = ""  #: the title before, who asks
    codes: tuple[str, ...] = ()
    number: int = 0  #: which paper of its school it is, where there are too many
    finding: Finding | None = None  #: of the check that could not decide


@dataclass(frozen=True, slots=True)
class Need:
    """A paper that needs a person."""

    paper: PaperLine
    reasons: tuple[Reason, ...]
    orders: tuple[Wanted, ...]  #: decisions that settle it


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school against its quota."""

    school: School
    quota: Quota


@dataclass(frozen=True, slots=True)
class Digest:
    """What one digest tells."""

    slot: Slot
    facts: Facts
    came: tuple[tuple[PaperLine, tuple[Came, ...]], ...]  #: papers that something happened to, with what
    needs: tuple[Need, ...]
    schools: tuple[SchoolRow, ...]
    homeless: Quota  #: of the papers without a known school, from which nothing is wanted
    has_vetting: bool = False  #: the schools vet papers
    unvetted: tuple[PaperLine, ...] = ()  #: from the start of that phase on, those that are not vetted
    amended: tuple[PaperLine, ...] = ()  #: vetted ones of which a later version has come since

    @property
    def has_news(self) -> bool:
        """Whether something happened since the last one, or something is wrong."""
        facts = self.facts
        return bool(self.came or facts.told or facts.moved or facts.trouble or not facts.account.sound)

    @property
    def is_brief(self) -> bool:
        """Whether one line says it all."""
        return not self.has_news and self.slot.beat is not Beat.WEEKLY

    def is_skipped(self, when_empty: WhenEmpty) -> bool:
        """Whether it is better not sent."""
        if not self.is_brief:
            return False
        return not self.slot.in_season or (when_empty is WhenEmpty.SKIP and not self.needs)


def digest(slot: Slot, facts: Facts, config: Config) -> Digest:
    """What the digest tells of these facts."""
    standings = [paper.standing for paper in facts.papers]
    active = [paper for paper in facts.papers if paper.standing.active]
    phase = config.vetting_phase
    vetting = active if phase is not None else []
    begun = phase is not None and slot.at.astimezone(config.zone).date() >= phase.start
    return Digest(
        slot=slot,
        facts=facts,
        came=tuple(_came(facts)),
        needs=tuple(_needs(active, facts, config)),
        schools=tuple(SchoolRow(school, quota(school, standings)) for school in config.schools),
        homeless=tally([standing for standing in standings if config.school(standing.school) is None]),
        has_vetting=phase is not None,
        unvetted=tuple(paper for paper in vetting if begun and not paper.vetting.holds),
        amended=tuple(paper for paper in vetting if paper.vetting.holds and paper.vetting.newer),
    )


def week_before(now: datetime) -> datetime:
    """Since when the weekly sums count."""
    return now - _WEEK


def _came(facts: Facts) -> Iterator[tuple[PaperLine, tuple[Came, ...]]]:
    """Each paper once, in the order of the first thing that happened to it."""
    papers = {paper.code: paper for paper in facts.papers}
    found: dict[str, dict[Came, None]] = {}
    for happened in facts.happened:
        if happened.code in papers:
            found.setdefault(happened.code, {})[happened.what] = None
    for code, what in found.items():
        yield papers[code], tuple(what)


def _needs(active: Sequence[PaperLine], facts: Facts, config: Config) -> Iterator[Need]:
    known = {paper.code for paper in active}
    decided = _decided(facts.ordered)
    noted = open_matters(known, facts.matters, facts.ordered)
    kept = {ordered.code for ordered in facts.ordered if ordered.kind == OrderKind.KEEP}
    beyond = too_many(((paper.code, paper.standing) for paper in active), config.schools)
    for paper in active:
        found = [_of_matter(matter, paper.code, known) for matter in noted.get(paper.code, ())]
        if paper.recorded > decided.get(paper.code, 0):
            found.extend(_of_version(paper))
        if paper.code in beyond and paper.code not in kept:
            found.append((Reason("over_quota", number=beyond[paper.code]), [(OrderKind.WITHDRAW, paper.code, "")]))
        wanted = [order for _, orders in found for order in orders]
        reasons = tuple(reason for reason, _ in found)
        if reasons:
            yield Need(paper, reasons, tuple(dict.fromkeys([*wanted, (OrderKind.KEEP, paper.code, "")])))


def open_matters(
    active: Collection[str], matters: Sequence[Matter], decisions: Sequence[Ordered]
) -> dict[str, tuple[Matter, ...]]:
    """What was noted of papers when they came and is still to be decided, by code; of each kind the last."""
    decided = _decided(decisions)
    noted: dict[str, dict[str, Matter]] = {}
    for matter in matters:
        for code in _concerned(matter):
            noted.setdefault(code, {})[matter.kind] = matter
    return {
        code: tuple(
            matter
            for matter in of_paper.values()
            if matter.number > decided.get(code, 0) and (matter.kind != "doubt" or _others(matter, code, active))
        )
        for code, of_paper in noted.items()
        if code in active
    }


def _decided(decisions: Sequence[Ordered]) -> dict[str, int]:
    """The last decision about each; whose it is, and that its school has vetted it, settles nothing else."""
    open_still = VETTING_ORDERS | {OrderKind.SCHOOL}
    return {ordered.code: ordered.number for ordered in decisions if ordered.kind not in open_still}


def _concerned(matter: Matter) -> tuple[str, ...]:
    """Papers that a matter leaves open."""
    if matter.kind == "withdrawal":
        return matter.codes
    return (matter.code,) if matter.code else ()


def _others(matter: Matter, code: str, active: Collection[str]) -> tuple[str, ...]:
    """Papers of which one may be a version."""
    return tuple(other for other in matter.data.get("may_be") or () if other in active and other != code)


def _of_matter(matter: Matter, code: str, active: Collection[str]) -> tuple[Reason, list[Wanted]]:
    """What was noted of a paper when it came: a doubt, another title, or that it is to be withdrawn."""
    match matter.kind:
        case "doubt":
            others = _others(matter, code, active)
            return Reason(matter.kind, codes=others), [(OrderKind.MERGE, code, other) for other in others]
        case "retitled":
            return Reason(matter.kind, text=str(matter.data.get("before") or "")), [(OrderKind.SPLIT, code, "")]
        case _:
            return Reason(matter.kind, text=matter.sender), [(OrderKind.WITHDRAW, code, "")]


def _of_version(paper: PaperLine) -> Iterator[tuple[Reason, list[Wanted]]]:
    """What follows from the newest version."""
    if paper.standing.ruled:
        return
    late = next((doubt for doubt in paper.doubts if doubt.check == "deadline"), None)
    for doubt in paper.doubts:
        if doubt is not late:
            yield (
                Reason("review", finding=doubt),
                [*_places(paper, doubt), *((kind, paper.code, "") for kind in RULINGS)],
            )
    if late is not None or paper.standing.late:
        wanted: list[Wanted] = [(OrderKind.PASS, paper.code, "")]
        if paper.standing.late:  # else a version in time counts as long as nothing is decided
            wanted.append((OrderKind.WITHDRAW, paper.code, ""))
        yield Reason("late", finding=late), wanted


def _places(paper: PaperLine, doubt: Finding) -> Iterator[Wanted]:
    """Whose paper it may be, where that is in doubt; "" where nothing says it."""
    if doubt.check == "identity" and paper.standing.school is None and doubt.details.get("how") != OPEN_CALL:
        yield from ((OrderKind.SCHOOL, paper.code, school) for school in doubt.details.get("candidates") or ("",))
