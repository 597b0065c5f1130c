"""One look at the calendar: papers whose deadline is a later one by now; the letter to ourselves; what schools are
asked to confirm; what is due → letters in the outbox, and what is settled; then the digest, if one is due.  One
transaction each, and an error in one keeps no other back, but for letters of the phases, which tell schools what is
still to be confirmed.  The first two ask for no working hours, and not whether [season] is enabled.

Letters are composed in the transaction that records them, with the papers as they stand.  A crash before it leaves
nothing, one after it leaves letters that delivery sends; the keys make a second time impossible.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from daemon import canary, copies, digests, vetting
from daemon.checks import deadline
from daemon.config import Config, Mode
from daemon.desk import Desk
from daemon.errors import RecordsError
from daemon.model import (
    Address,
    Change,
    Incoming,
    KnownPaper,
    Letter,
    LetterFile,
    OrderKind,
    PaperName,
    Unsent,
    Verdict,
    VettedBy,
    verdict_of,
)
from daemon.readership import Readers
from daemon.records import (
    Arrived,
    CalendarPart,
    CalendarView,
    InTime,
    Kept,
    KeptDeadlines,
    KeptVetting,
    LateVersion,
    Outgoing,
    Vetted,
    VettingView,
)
from daemon.season import IsFree, Planned, anew, dates, due, fresh_since, may_send, occasions
from daemon.vetting import Asking

log = logging.getLogger(__name__)

_Enclosable = tuple[str, str]  #: code of a paper, SHA-256 of its newest version


@dataclass(frozen=True, slots=True)
class SeasonReport:
    """What a look at the calendar did."""

    letters: int = 0
    settled: int = 0
    held: int = 0  #: implausibly many; they wait for a person
    asked: int = 0  #: letters that ask a school to confirm papers
    waits: str = ""  #: English: why no letters of the phases are looked for now
    digests: int = 0
    canaries: int = 0


def _nothing() -> None:
    return None


def run_calendar(desk: Desk, is_free: IsFree, renderer_trouble: Callable[[], str | None] = _nothing) -> SeasonReport:
    """Queues what is due by now.  RecordsError: nothing done, the next look does it.

    `renderer_trouble` is asked when a digest is due: the records do not know.
    """
    failed: list[Exception] = []
    with _failing(desk, CalendarPart.DEADLINES, failed):
        _keep_deadlines(desk)
    canaries, report = 0, SeasonReport()
    with _failing(desk, CalendarPart.CANARY, failed):  # before the digest, which tells of one that is missing
        canaries = _keep_canary(desk)
    try:
        report = _keep_season(desk, is_free)
    finally:  # what is wrong with any of them, the digest tells
        written = _keep_digest(desk, renderer_trouble)
    if failed:
        raise failed[0]
    return replace(report, digests=written, canaries=canaries)


@contextmanager
def _failing(desk: Desk, part: CalendarPart, failed: list[Exception]) -> Iterator[None]:
    """An error of the program in one part is recorded, and keeps none of the others back."""
    try:
        yield
    except RecordsError:
        raise
    except Exception as error:  # noqa: BLE001 - raised once the others are done; the status shows it until then
        desk.records.calendar_failed(str(error) or type(error).__name__, desk.clock.now(), part)
        failed.append(error)
    else:
        desk.records.calendar_kept(part, desk.clock.now())


def _keep_deadlines(desk: Desk) -> None:
    """Papers that came late and whose deadline is a later one by now, granted since or moved for all, are in time; who
    sent them was told to wait for a decision, and hears of it.
    """
    chosen = partial(_is_in_time, desk.config)
    if desk.records.has_late(chosen):
        desk.records.keep_deadlines(chosen, partial(_granted, desk), desk.clock.now())


def _is_in_time(config: Config, version: Arrived) -> bool:
    """By its deadline of now."""
    return version.at <= config.last_moment(config.due(version.school, version.code))


def _in_time(config: Config, version: LateVersion) -> InTime:
    """What it comes to by its deadline of now.  What else was found of it stands."""
    own = deadline.found(config, version.arrived_at, config.last_moment(config.due(version.school, version.code)))
    findings = [own if it.check == own.check else it for it in version.findings]
    settled = own if own in findings else None
    return InTime(version.code, version.number, verdict_of(findings), settled)


def _granted(desk: Desk, late: Sequence[LateVersion]) -> KeptDeadlines:
    """Called in the transaction; does no I/O."""
    found = [(version, _in_time(desk.config, version)) for version in late]
    told: dict[tuple[str, Address], list[tuple[LateVersion, InTime]]] = {}
    for version, action in found:
        if version.owner is not None:
            told.setdefault((version.message, version.owner), []).append((version, action))
    letters = []
    for (message, owner), of_owner in told.items():
        of_message = Incoming(message, owner, of_owner[0][0].arrived_at, "", None, ())
        changes = [
            Change(
                OrderKind.PASS,
                PaperName(version.code, version.title),
                granted=True,
                passes=action.verdict is Verdict.PASS,
                due=desk.config.due(version.school, version.code),
            )
            for version, action in of_owner
        ]
        letters.append(desk.outgoing(desk.letters.settled(of_message, changes, asked=False)))
    return KeptDeadlines(tuple(action for _, action in found), tuple(letters))


def _keep_canary(desk: Desk) -> int:
    """Looks for letters to ourselves that are overdue, and queues the next when it is due; how many."""
    config, now = desk.config, desk.clock.now()
    if not config.sends_canaries:
        return 0
    if desk.records.miss_canaries(now):
        log.critical("A letter to ourselves has not come back. Letters do not go out, or do not come in.")
    if not canary.is_due(config, desk.records.canary().last_sent, now):
        return 0
    back = canary.due_back(config, now)
    # Later it would try nothing that the next one does not.
    letter = desk.outgoing(desk.letters.canary(canary.key_of(config, now), now), expires_at=back, series="canary")
    desk.records.send_canary(letter, back, now)
    return 1


def _keep_season(desk: Desk, is_free: IsFree) -> SeasonReport:
    config, now = desk.config, desk.clock.now()
    if not config.season.enabled:
        return SeasonReport(waits="the calendar is switched off ([season] enabled = false)")
    try:
        desk.records.calendar_seen(dates(config, is_free), config, now)
        if not may_send(config, now, is_free):
            return SeasonReport(waits="it is outside the working hours and days of [season]")
        asked = ask_schools(desk, is_free, now)
        kept = desk.records.keep_calendar(_Plan(desk, is_free, now), now)
    except RecordsError:
        raise
    except Exception as error:  # shown by the status until a look succeeds: nobody misses letters that never came
        desk.records.calendar_failed(str(error) or type(error).__name__, now)
        raise
    return SeasonReport(len(kept.letters), len(kept.settled), kept.held, asked)


def ask_schools(desk: Desk, is_free: IsFree, now: datetime) -> int:
    """Queues what schools are asked to confirm, and records what they had vetted by sending it; how many letters.

    Without a look at working hours: who makes lost records again asks at any moment what had been asked by then.
    """
    if desk.config.vetting_phase is None or not desk.config.season.enabled:
        return 0
    enclosed = dict(_enclosed(desk, is_free, now))
    return len(desk.records.keep_vetting(_VettingPlan(desk, is_free, now, enclosed), now).letters)


def _enclosed(desk: Desk, is_free: IsFree, now: datetime) -> Iterator[tuple[_Enclosable, LetterFile]]:
    """The papers that schools will be asked about: read before the transaction."""
    view = desk.records.vetting()
    new = vetting.due(desk.config, view.papers, view.asked, now, is_free).askings
    again = vetting.anew(desk.config, view.papers, _stale(desk, view.waiting, is_free, now))
    for asking in (*new, *(it for _, it in again if it is not None)):
        for paper in asking.papers:
            newest = paper.versions[-1]
            try:
                content = desk.archive.file(newest.sha256)
                judgement = desk.records.judgement_of(paper.code, newest.number)
            except (RecordsError, LookupError) as error:  # lost, or split meanwhile: it is asked about all the same
                log.warning("%s is not enclosed: %s", paper.code, error)
                continue
            file = copies.enclosed(paper.code, judgement, content)
            if file is not None:
                yield _enclosable(paper), file


def _enclosable(paper: KnownPaper) -> _Enclosable:
    """What can be enclosed of a paper is its newest version; of one that came meanwhile nothing was read."""
    return paper.code, paper.versions[-1].sha256


@dataclass(frozen=True, slots=True)
class _VettingPlan:
    """What is to be asked, given the records as they stand.  Called in the transaction; does no I/O."""

    desk: Desk
    is_free: IsFree
    now: datetime
    enclosed: Mapping[_Enclosable, LetterFile]  #: the papers themselves

    def __call__(self, view: VettingView) -> KeptVetting:
        desk = self.desk
        duties = vetting.due(desk.config, view.papers, view.asked, self.now, self.is_free)
        sent = (Vetted(paper.code, it.number, VettedBy.SENT, it.submitter) for paper, it in duties.sent)
        letters = ((each.at, self._outgoing(each)) for each in duties.askings)
        replaced = tuple(
            (waiting, self._outgoing(asking) if asking is not None else None)
            for waiting, asking in vetting.anew(
                desk.config, view.papers, _stale(desk, view.waiting, self.is_free, self.now)
            )
        )
        return KeptVetting(tuple(sent), tuple(letters), replaced)

    def _outgoing(self, asking: Asking) -> Outgoing:
        return self.desk.outgoing(self._letter(asking), asking.codes, expires_at=asking.until)

    def _letter(self, asking: Asking) -> Letter:
        found = (self.enclosed.get(_enclosable(paper)) for paper in asking.papers)
        files = copies.fitting([file for file in found if file is not None])
        return self.desk.letters.vetting(asking, self.now, files)


def _stale(desk: Desk, waiting: Sequence[Unsent], is_free: IsFree, now: datetime) -> list[Unsent]:
    """Of the letters that wait, those that leave only once they are written anew."""
    since, mode = fresh_since(desk.config, now, is_free), desk.config.conference.mode
    return [it for it in waiting if it.written_at <= since and it.mode == mode and mode is not Mode.OBSERVE]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is due, given the records as they stand.  Called in the transaction; does no I/O."""

    desk: Desk
    is_free: IsFree
    now: datetime

    def __call__(self, view: CalendarView) -> Kept:
        desk, now = self.desk, self.now
        calendar = occasions(desk.config, self.is_free, view.told.changed_at)
        agenda = due(desk.config, calendar, view.papers, view.settled, now, told=view.told, released=view.released)
        letters = tuple(self._written(each, view) for each in agenda.letters)
        newer = {letter.series for letter in letters}
        stale = [it for it in _stale(desk, view.waiting, self.is_free, now) if it.series not in newer]
        replaced = tuple(
            (waiting, self._written(planned, view) if planned is not None else None)
            for waiting, planned in anew(desk.config, calendar, view.papers, stale, now, told=view.told)
        )
        return Kept(agenda.settled, letters, replaced, agenda.held)

    def _written(self, planned: Planned, view: CalendarView) -> Outgoing:
        letter = self.desk.letters.season(planned, view.papers, self.now)
        return self.desk.outgoing(letter, expires_at=planned.until, series=planned.series)


def _keep_digest(desk: Desk, renderer_trouble: Callable[[], str | None]) -> int:
    """How many were queued: one for each language that is read, or none.  Working hours and free days are no matter: it
    is a state, no request.
    """
    config, now = desk.config, desk.clock.now()
    slot = digests.due(config, desk.records.settled_digests(), now) if config.season.enabled else None
    if slot is None:
        return 0
    trouble = renderer_trouble()
    try:
        kept = desk.records.keep_digest(slot, _DigestPlan(desk, slot, now, trouble), config, now)
    except RecordsError:
        raise
    except Exception as error:  # as above
        desk.records.digest_failed(str(error) or type(error).__name__, now)
        raise
    return len(kept.letters) if kept is not None else 0


@dataclass(frozen=True, slots=True)
class _DigestPlan:
    """What the digest says, given the records as they stand.  Called in the transaction; does no I/O."""

    desk: Desk
    slot: digests.Slot
    now: datetime
    renderer_trouble: str | None

    def __call__(self, facts: digests.Facts, readers: Readers) -> Outgoing | None:
        config = self.desk.config
        if self.renderer_trouble:
            broken = digests.Trouble("renderer", text=self.renderer_trouble)
            facts = replace(facts, trouble=(*facts.trouble, broken))
        made = digests.digest(self.slot, facts, config)
        if made.is_skipped(config.digest.when_empty):
            return None
        # One that still waits is said by the next as well, which tells everything since the last that was read.
        letter = self.desk.letters.digest(made, self.now, readers)
        return self.desk.outgoing(letter, series=f"digest{readers.mark}")
