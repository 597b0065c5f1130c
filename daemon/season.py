"""The calendar: which letter is due, to whom and why.  PURE: configuration, papers and `now` in, letters out.

    phases ─ occasions ─▶ a phase opens, is reminded of, closes: each at a moment, each good until another
    papers ─ readers ───▶ who has what left to do
    both, and what is settled already ─ due ─▶ the letters of this moment
    both, and what still waits in the outbox ─ anew ─▶ those letters as they would be written now

Due means due by now and not settled: after an outage each reader gets one letter of what still matters, and what no
longer does is settled without any.  An occasion is settled for a whole audience at once, so nobody who comes into it
later gets a reminder out of season.  `thamluan rehearse` calls the very same with a clock of its own.

Source: Kế hoạch III.2 (the phases), ĐHVB 2 (papers a school), Kế hoạch II.4 (who takes part).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from daemon import deadlines
from daemon.config import Audience, Config, Phase, PhaseKind, School, Shift
from daemon.deadlines import Move, Told
from daemon.ledger import Quota, quota
from daemon.model import Address, Lang, PaperState, Settled, Unsent, Verdict
from daemon.readership import by_language

#: A letter about the end of a phase says something new for so long.
_AFTER_CLOSING = timedelta(days=5)
#: A letter that waits is written anew after so long: papers may have come meanwhile, and the day may be another.
_FRESH = timedelta(hours=1)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")

_NOBODY_TOLD = Told()

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


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a letter, and what of."""

    id: str  #: "school:nghe-an", "author:hoa@nghean.example", ...; "school:nghe-an:en" of those in another language
    to: tuple[Address, ...]  #: empty: nobody is configured
    school: School | None = None
    quota: Quota | None = None
    papers: tuple[PaperState, ...] = ()  #: the reader's own that count
    lang: Lang = Lang.VI
    unvetted: tuple[PaperState, ...] = ()  #: of a school's papers, those that it has not vetted yet
    asked: frozenset[str] | None = None  #: codes of those whose deadline the letter is about; None: it is about all
    moves: tuple[Move, ...] = ()  #: deadlines that are others now than the reader was told

    @property
    def faulty(self) -> tuple[PaperState, ...]:
        """Papers of the reader's that have to be corrected now."""
        wrong = (paper for paper in self.papers if paper.standing.verdict is Verdict.FAIL)
        return tuple(paper for paper in wrong if self.asked is None or paper.code in self.asked)

    @property
    def has_to_act(self) -> bool:
        """Whether papers are missing or have to be corrected."""
        return bool(self.faulty) or bool(self.quota and self.quota.missing)


@dataclass(frozen=True, slots=True)
class Planned:
    """One letter of the calendar."""

    audience: Audience
    reader: Reader
    occasions: tuple[Occasion, ...]  #: one a phase, in the order of the phases; the last is what the letter is about
    reason: str  #: English: why now, why this reader

    @property
    def main(self) -> Occasion:
        """What the letter is about."""
        return self.occasions[-1]

    @property
    def key(self) -> str:
        """Makes it impossible to send it twice."""
        return f"season:{self.main.season}:{self.main.key}:{self.reader.id}{self.main.mark}"

    @property
    def until(self) -> datetime:
        """After that it says nothing that helps."""
        return max(occasion.until for occasion in self.occasions)

    @property
    def names_deadlines(self) -> bool:
        """Whether its reader knows by it until when papers are to be sent."""
        return self.main.phase.kind is not PhaseKind.EVENT

    @property
    def series(self) -> str:
        """Letters of one reader: a newer one makes those that still wait superfluous, of the same matter."""
        return f"season:{self.reader.id}" + ":event" * (not self.names_deadlines)

    @property
    def kind(self) -> str:
        """As `rehearse --json` names it (contract)."""
        if self.main.moment is Moment.OPENS:
            return "phase_start"
        if self.main.moment in {Moment.REMINDER, Moment.MOVED}:
            return "quota_reminder" if self.reader.quota and self.reader.quota.missing else "phase_reminder"
        return "deadline" if self.main.phase.kind is PhaseKind.SUBMIT else "phase_end"


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done at a moment."""

    letters: tuple[Planned, ...] = ()
    settled: tuple[Settled, ...] = ()
    held: int = 0  #: letters that are implausibly many, and wait for a person
    unreachable: tuple[Planned, ...] = ()  #: would be written if somebody were configured to get them


# --------------------------------------------------------------------------- when


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
    opening = _next(phase.start - timedelta(days=phase.announce_days), config, is_free)
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


# --------------------------------------------------------------------------- who


def readers(audience: Audience, papers: Sequence[PaperState], config: Config) -> list[Reader]:
    """Everybody of an audience, with what is theirs; those who read another language apart."""
    everybody = _readers(audience, papers, config)
    if audience is Audience.SECRETARIAT:  # whose papers are everybody's
        return [part for reader in everybody for part in _by_language(reader, None, config)]
    return [part for reader in everybody for part in _by_language(reader, _school_id(reader), config)]


def _school_id(reader: Reader) -> str | None:
    """The school that answers for somebody; of authors the one their papers are of."""
    schools = {paper.standing.school for paper in reader.papers}
    return reader.school.id if reader.school else schools.pop() if len(schools) == 1 else None


def _by_language(reader: Reader, school: str | None, config: Config) -> Iterator[Reader]:
    """The reader as often as its addresses read different languages."""
    if not reader.to:
        yield replace(reader, lang=config.lang_of("", school))
    for part in by_language(reader.to, school, config):
        yield replace(reader, id=reader.id + part.mark, to=part.to, lang=part.lang)


def _readers(audience: Audience, papers: Sequence[PaperState], config: Config) -> list[Reader]:
    active = [paper for paper in papers if paper.standing.active]
    match audience:
        case Audience.SCHOOLS:
            return [_school(school, papers, config) for school in config.schools]
        case Audience.AUTHORS:
            return _authors(active, config)
        case Audience.SECRETARIAT:
            to = tuple(Address(address) for address in config.secretariat.addresses)
            return [Reader("secretariat", to, papers=tuple(active))]
        case Audience.DELEGATES:
            return _delegates(active, config)


def _school(school: School, papers: Sequence[PaperState], config: Config) -> Reader:
    own = tuple(paper for paper in papers if paper.standing.active and paper.standing.school == school.id)
    to = tuple(Address(address) for address in school.contacts)
    unvetted = tuple(paper for paper in own if config.vetting_phase is not None and not paper.vetting.holds)
    counted = quota(school, [paper.standing for paper in papers])
    return Reader(f"school:{school.id}", to, school, counted, own, unvetted=unvetted)


def _authors(active: Sequence[PaperState], config: Config) -> list[Reader]:
    """Who submitted a paper that has to be corrected; not a contact of its school, who hears of it as such."""
    contacts = {(school.id, address.casefold()) for school in config.schools for address in school.contacts}
    found: dict[str, list[PaperState]] = {}
    for paper in active:
        key = paper.owner.key
        if key and paper.standing.verdict is Verdict.FAIL and (paper.standing.school, key) not in contacts:
            found.setdefault(key, []).append(paper)
    return [Reader(f"author:{key}", (own[0].owner,), papers=tuple(own)) for key, own in found.items()]


def _delegates(active: Sequence[PaperState], config: Config) -> list[Reader]:
    """Each address once: who submitted papers, the schools' contacts, who is invited besides; by the name that the
    configuration gives them, else by the one they wrote under.
    """
    people = [paper.owner for paper in active if paper.owner.key]
    people += [Address(address) for school in config.schools for address in school.contacts]
    people += [Address(address) for address in config.event.delegates]
    found: dict[str, Address] = {}
    for person in people:
        found.setdefault(person.key, replace(person, name=config.name_of(person.key) or person.name))
    return [
        Reader(f"delegate:{key}", (person,), papers=tuple(paper for paper in active if paper.owner.key == key))
        for key, person in found.items()
    ]


# --------------------------------------------------------------------------- what is due


def due(
    config: Config,
    calendar: Sequence[Occasion],
    papers: Sequence[PaperState],
    settled: Collection[str],
    now: datetime,
    *,
    told: Told = _NOBODY_TOLD,
    released: bool = False,
) -> Agenda:
    """The letters of this moment, and what is settled by them or without any.

    `told`: who was written to, and what of; `released`: a person has allowed more than `max_at_once`.
    """
    said = _said(settled)
    done: list[Settled] = []
    letters: list[Planned] = []
    for audience in Audience:
        open_ = [
            occasion
            for occasion in calendar
            if audience in occasion.phase.audience and occasion.at <= now and not _is_said(occasion, audience, said)
        ]
        alive = [occasion for occasion in open_ if now <= occasion.until]
        written = [
            letter
            for reader in readers(audience, papers, config)
            for letter in _letters(audience, reader, alive, told, config)
            if not (audience is Audience.DELEGATES and _are_told(letter, letters))
        ]
        letters += written
        outcome = "queued" if written else "nothing_to_do"
        done += [
            Settled(settled_key(occasion, audience), occasion.at, outcome if occasion in alive else "expired")
            for occasion in open_
        ]
    reachable = tuple(letter for letter in letters if letter.reader.to)
    if len(reachable) > config.season.max_at_once and not released:
        return Agenda(held=len(reachable))
    return Agenda(reachable, tuple(done), unreachable=tuple(letter for letter in letters if not letter.reader.to))


def anew(
    config: Config,
    calendar: Sequence[Occasion],
    papers: Sequence[PaperState],
    waiting: Sequence[Unsent],
    now: datetime,
    *,
    told: Told = _NOBODY_TOLD,
) -> Iterator[tuple[Unsent, Planned | None]]:
    """Letters that still wait, as they would be written now; None where nothing is left to say to their reader."""
    if not waiting:
        return
    everybody = [(audience, reader) for audience in Audience for reader in readers(audience, papers, config)]
    for letter in waiting:
        said = {key.partition("~")[0] for key in letter.settled}
        found = (
            planned
            for audience, reader in everybody
            if letter.series.startswith(f"season:{reader.id}")
            for planned in _letters(audience, reader, _still(calendar, audience, said, now), told, config)
            if planned.series == letter.series and planned.reader.to
        )
        yield letter, next(found, None)


def _still(calendar: Sequence[Occasion], audience: Audience, said: Collection[str], now: datetime) -> list[Occasion]:
    """Of the occasions that were settled once, whatever the day they spoke of, those that hold."""
    named = (it for it in calendar if settled_key(it, audience).partition("~")[0] in said)
    return [it for it in named if it.at <= now <= it.until and audience in it.phase.audience]


def rehearse(
    config: Config,
    calendar: Sequence[Occasion],
    papers: Sequence[PaperState],
    settled: Collection[str],
    *,
    start: datetime,
    end: datetime,
    told: Told = _NOBODY_TOLD,
) -> Iterator[tuple[datetime, Planned]]:
    """Every letter from `start` to `end`, as the service would send it if nothing but the time changed; those that
    nobody is configured to get, too.
    """
    done = set(settled)
    # What was due before is over: a rehearsal has no outage.
    done.update(
        settled_key(occasion, audience) for occasion in calendar if occasion.at < start for audience in Audience
    )
    for moment in sorted({occasion.at for occasion in calendar if start <= occasion.at <= end}):
        agenda = due(config, calendar, papers, done, moment, told=told.as_of(moment), released=True)
        done.update(item.key for item in agenda.settled)
        told = told.written((it.reader.id for it in agenda.letters if it.names_deadlines), moment)
        yield from ((moment, letter) for letter in (*agenda.letters, *agenda.unreachable))


def settled_key(occasion: Occasion, audience: Audience) -> str:
    """What is settled: an occasion, for an audience, of a day."""
    return f"{occasion.season}:{occasion.key}:{audience}{occasion.mark}"


def _said(settled: Collection[str]) -> dict[str, str]:
    """The latest day of which something was said, by the occasion and audience; "" where the key names none."""
    found: dict[str, str] = {}
    for key in sorted(settled):
        name, _, day = key.partition("~")
        found[name] = day
    return found


def _is_said(occasion: Occasion, audience: Audience, said: Mapping[str, str]) -> bool:
    """Whether it was said of the day that holds now, or of a later one: who heard of a day hears of it again when it is
    moved on, and not when it is brought forward, which nobody can be reminded of in time.
    """
    key, _, day = settled_key(occasion, audience).partition("~")
    return key in said and (not said[key] or said[key] >= day)


def _letters(
    audience: Audience, reader: Reader, alive: Sequence[Occasion], told: Told, config: Config
) -> Iterator[Planned]:
    """One letter of all that is alive, the latest of each phase; none for who has nothing left to do.  Papers whose
    deadline is another have letters of their own about it, and so has the conference; that it was moved is said by the
    letter about all, where there is one.
    """
    shares = _shares(audience, reader, told, config)
    reader = replace(reader, moves=shares[0][1].moves)
    for matter in _matters(audience, alive):
        yield from _as_one(list(_of_shares(audience, reader, shares, matter, config)), reader.id)


def _of_shares(
    audience: Audience, reader: Reader, shares: Sequence[tuple[str, Reader]], matter: Sequence[Occasion], config: Config
) -> Iterator[Planned]:
    """A letter about each deadline that the reader has to keep, their own first."""
    for number, (grant, share) in enumerate(shares):
        latest: dict[str, tuple[Occasion, Reader]] = {}
        # Every letter says what deadlines were moved: one about that alone is written where no other is due.
        for occasion in sorted(matter, key=lambda it: it.moment is not Moment.MOVED):
            whole = occasion.grant is None and number == 0
            if not whole and occasion.grant != grant:
                continue
            asked = reader if whole else share
            everybody = occasion.phase.always or audience is Audience.SECRETARIAT
            if (everybody and occasion.moment is not Moment.MOVED) or _concerns(occasion, asked, config):
                latest[occasion.phase.id] = occasion, asked
        # What follows says it all where a phase has passed by without the reader's having been written to.
        shown = sorted(latest.values(), key=lambda it: (it[0].phase.start, it[0].at))
        if shown:
            main, asked = shown[-1]
            yield Planned(audience, asked, tuple(occasion for occasion, _ in shown), _reason(audience, main, asked))


def _as_one(letters: Sequence[Planned], whole: str) -> Iterator[Planned]:
    """Without those that say of single papers only that their deadline was moved: where the reader (`whole`) is written
    to about all papers at the same moment, that letter says it as well.
    """
    said = [it for it in letters if it.reader.id != whole and it.main.moment is Moment.MOVED]
    for letter in letters:
        if letter.reader.id == whole:
            moves = (move for it in said for move in _paper_by_paper(it.reader))
            yield replace(letter, reader=replace(letter.reader, moves=(*letter.reader.moves, *moves)))
        elif letter not in said or whole not in {it.reader.id for it in letters}:
            yield letter


def _paper_by_paper(share: Reader) -> Iterator[Move]:
    """The moves of a letter that is about some papers alone, each with the paper that it is of."""
    for move in share.moves:
        codes = (move.code,) if move.code else (paper.code for paper in share.faulty)
        yield from (replace(move, code=code) for code in codes)


def _are_told(letter: Planned, others: Sequence[Planned]) -> bool:
    """Whether all its readers are invited as schools or authors already, where the phase has those for readers, too."""
    told = {(it.main.key, to.key) for it in others if it.audience is not Audience.SECRETARIAT for to in it.reader.to}
    return bool(letter.reader.to) and all((letter.main.key, to.key) in told for to in letter.reader.to)


def _matters(audience: Audience, alive: Sequence[Occasion]) -> list[list[Occasion]]:
    """What leads to the conference, and itself: an invitation would hide a deadline.  The secretariat reads of both."""
    event = [it for it in alive if it.phase.kind is PhaseKind.EVENT and audience is not Audience.SECRETARIAT]
    return [[it for it in alive if it not in event], event]


def _shares(audience: Audience, reader: Reader, told: Told, config: Config) -> list[tuple[str, Reader]]:
    """The deadlines that somebody has to keep, the reader's own first: with what each is about."""
    if audience not in {Audience.SCHOOLS, Audience.AUTHORS}:
        return [("", reader)]
    of: dict[str, list[PaperState]] = {config.grant(reader.school.id): []} if reader.school else {}
    for paper in sorted(reader.papers, key=lambda it: config.last_moment(config.due(it.standing.school, it.code))):
        of.setdefault(config.grant(paper.standing.school, paper.code), []).append(paper)
    (first, own), *others = of.items()
    shares = [
        (first, replace(reader, asked=frozenset(paper.code for paper in own))),
        *(
            (grant, replace(reader, id=f"{reader.id}@{grant}", quota=None, papers=tuple(papers), unvetted=()))
            for grant, papers in others
        ),
    ]
    base = f"school:{reader.school.id}" if reader.school else f"author:{reader.to[0].key}"
    return [(grant, replace(share, moves=_moves(share, base, told, config))) for grant, share in shares]


def _moves(share: Reader, base: str, told: Told, config: Config) -> tuple[Move, ...]:
    """What the reader of a letter has in mind of its deadlines that holds no longer.  One change is told once: of all
    papers of a school, of an author's where it is the same of each, else paper by paper.

    `base`: names the reader, whatever the language and the deadline.
    """
    whole = None
    if share.school is not None and share.quota is not None:
        whole = deadlines.moved(told, told.last_to(base), config, share.school.id)
    found = []
    for paper in share.faulty:
        last = told.last_to(base) if share.school else told.last_to(base).and_at(paper.assessed_at)
        move = deadlines.moved(told, last, config, paper.standing.school, paper.code)
        if move is not None and not (whole and whole.old == move.old):
            found.append(replace(move, code=paper.code))
    # Of all papers of a letter that was about them alone, it need not say which.
    alike = {(move.old, move.of) for move in found}
    if share.quota is None and len(found) == len(share.faulty) and len(alike) == 1:
        (old_of,) = (of for _, of in alike)
        if not old_of.startswith("paper:") or old_of == config.grant(share.faulty[0].standing.school, found[0].code):
            return (replace(found[0], code=""),)
    return (*([whole] if whole else ()), *found)


def _concerns(occasion: Occasion, reader: Reader, config: Config) -> bool:
    """Whether a reader has something left to do in a phase; who is granted a deadline for all is told in any case, and
    nobody that a day which was past before is another one.
    """
    if occasion.moment is Moment.MOVED:
        days = (config.deadlines[occasion.grant or ""], *(move.old for move in reader.moves))
        if all(config.last_moment(day) < occasion.at for day in days):
            return False
        granted = occasion.grant and reader.quota is not None and not all(move.earlier for move in reader.moves)
        waits = any(move.unread for move in reader.moves)  # with a day that holds no longer: this one replaces it
        return bool(reader.moves) and (bool(granted) or waits or reader.has_to_act)
    if occasion.phase.kind is PhaseKind.ANNOUNCE and reader.quota is not None:
        has_to_begin = reader.quota.papers == 0 and reader.quota.missing > 0
        return has_to_begin or occasion.moment is Moment.OPENS
    # When the phase opens, a letter of its own names the papers to be vetted (`vetting`); this is the reminder of it.
    if occasion.phase.vetting and occasion.moment is Moment.REMINDER and reader.unvetted:
        return True
    return reader.has_to_act


def _reason(audience: Audience, occasion: Occasion, reader: Reader) -> str:
    phase = occasion.phase
    what = {
        Moment.OPENS: f"phase {phase.id} opens on {phase.start:%Y-%m-%d}",
        Moment.MOVED: f"the deadline was moved to {phase.end:%Y-%m-%d}",
        Moment.REMINDER: f"{occasion.days} day(s) before {phase.target:%Y-%m-%d} of phase {phase.id}",
        Moment.CLOSES: f"phase {phase.id} ends on {phase.end:%Y-%m-%d}",
    }[occasion.moment]
    why = []
    if reader.quota is not None and reader.quota.missing:
        why.append(f"{reader.quota.missing} paper(s) of {reader.school.id if reader.school else '?'} are missing")
    if reader.faulty and audience is not Audience.SECRETARIAT:
        why.append(f"to be corrected: {', '.join(paper.code for paper in reader.faulty)}")
    if reader.unvetted and phase.vetting:
        why.append(f"not vetted: {', '.join(paper.code for paper in reader.unvetted)}")
    return "; ".join([what, *why])
