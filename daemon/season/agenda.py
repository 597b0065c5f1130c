"""What is due: the letters of a moment, and what is settled by them or without any."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from daemon.config import Audience, Config, PhaseKind
from daemon.model import PaperState, Settled, Unsent
from daemon.season import deadlines
from daemon.season.calendar import Moment, Occasion, settled_key
from daemon.season.deadlines import Move, Told
from daemon.season.people import Reader, readers

_NOBODY_TOLD = Told()


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
            missing = self.names_deadlines and self.reader.quota and self.reader.quota.missing
            return "quota_reminder" if missing else "phase_reminder"
        return "deadline" if self.main.phase.kind is PhaseKind.SUBMIT else "phase_end"


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done at a moment."""

    letters: tuple[Planned, ...] = ()
    settled: tuple[Settled, ...] = ()
    held: int = 0  #: letters that are implausibly many, and wait for a person
    unreachable: tuple[Planned, ...] = ()  #: would be written if somebody were configured to get them


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
            # A conference is something to do for everybody who is invited.
            is_event = occasion.phase.kind is PhaseKind.EVENT
            everybody = occasion.phase.always or is_event or audience is Audience.SECRETARIAT
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
