"""The composition root: builds the edges from the configuration and runs the passes.

For the service only this module and `logins` construct inbox, sender, renderer, reader, records and archive; commands
and proofs that need one of them alone make that themselves.  `Service.once` is one intake, one assessment and one
delivery pass; `Service.run` is the same passes as jobs (`daemon.jobs`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self

from daemon import digests, intake, letters, season
from daemon.archive import Archive
from daemon.assess import AssessmentReport, run_assessment
from daemon.clock import SystemClock
from daemon.config import Config, Mode
from daemon.containers.archives import Unpack
from daemon.copyist import Copyist
from daemon.cycle import IntakeReport, begin_poll, decide_left_over, poll_failed, run_intake, short_pause, take_in
from daemon.cycle.forgotten import mark_of
from daemon.delivery import DeliveryReport, run_delivery, waiting_for_hours
from daemon.desk import Desk
from daemon.digests import Trouble
from daemon.errors import MailboxError, RecordsError
from daemon.freedays import free_days
from daemon.intake import Naming, Own
from daemon.jobs import Jobs, Stop
from daemon.judge import Judge
from daemon.keys import storage_key
from daemon.logins import access_of, mailbox_opener, sender_maker
from daemon.metrics import Meter, Seen
from daemon.model import (
    Address,
    Clock,
    Folder,
    Inbox,
    Judgement,
    Lang,
    ParsedMail,
    Reader,
    Renderer,
    Sender,
    Supervisor,
)
from daemon.oauth import GrantTrouble
from daemon.proof.mailbox import Opening, glance
from daemon.proof.readiness import refuse_cut_off, refuse_lost
from daemon.proof.rebuilding import begin as begin_rebuilding
from daemon.reader import IsolatedReader, MailReader
from daemon.records import Lock, Records
from daemon.render import LibreOffice, NoRenderer
from daemon.seeking import SeekReport, seek_uncertain
from daemon.smtp import SmtpSender
from daemon.text.vietnamese import fold
from daemon.timetable import SeasonReport, ask_schools, run_calendar

log = logging.getLogger(__name__)


# --------------------------------------------------------------------------- edges


def renderer_for(config: Config) -> Renderer:
    """LibreOffice as configured; it starts with the first document."""
    if not config.render.enabled:
        return NoRenderer("it is switched off ([render] enabled = false)")
    return LibreOffice(config.render, font=config.rules.font)


@contextmanager
def judging(config: Config, *, warm: bool = True) -> Iterator[Judge]:
    """A judge with reader and renderer, which end with the block; LibreOffice starts while the first paper is read, or,
    if not `warm`, when one needs it.
    """
    with assessing(config, warm=warm) as (judge, _):
        yield judge


@contextmanager
def unpacking() -> Iterator[Unpack]:
    """Opens archives in a process of its own, which starts with the first and ends with the block."""
    with IsolatedReader() as reader:
        yield reader.unpacked


@contextmanager
def assessing(config: Config, *, warm: bool = False) -> Iterator[tuple[Judge, Copyist]]:
    """The same with a copyist beside it, on the same reader; LibreOffice starts with the first paper, unless `warm`."""
    with ExitStack() as stack:
        reader: Reader = IsolatedReader()
        stack.callback(reader.close)
        renderer = renderer_for(config)
        stack.callback(renderer.close)
        if warm:
            threading.Thread(target=renderer.trouble, name="warm-up", daemon=True).start()
        judge = Judge(config, reader, renderer)
        yield judge, Copyist(config, reader, judge)


@contextmanager
def mail_reader(config: Config) -> Iterator[Callable[[bytes], ParsedMail]]:
    """Reads messages in a process of its own, and their archives and documents in another; both end with the block."""
    with (
        IsolatedReader() as files,
        MailReader(files, max_message_bytes=config.intake.max_message_bytes) as read,
    ):
        yield read


def own_identity(config: Config, key: bytes = b"") -> Own:
    """What intake must know to recognise our own letters and people.  Without the `key`, no address tag is believed."""
    return Own(
        address=config.mailbox.address,
        secretariat=config.secretariat.addresses,
        code_prefix=config.conference.code_prefix,
        authserv_id=config.mailbox.authserv_id,
        key=key,
        contacts={school.id: frozenset(map(str.casefold, school.contacts)) for school in config.schools}
        if config.vetting_phase is not None
        else None,
        short_names=(config.conference.short_name, config.conference.english.short_name),
        surnames=frozenset(fold(name.split()[0]) for name in config.vocabulary.surnames),
        titles=frozenset(map(fold, config.vocabulary.academic_titles)),
        office_words=config.vocabulary.office_words,
        naming=Naming(config.conference.paper_word, tuple(config.named(lang).conference.event_word for lang in Lang)),
    )


@dataclass(frozen=True, slots=True)
class Edges:
    """How to reach the world; every connection is made when it is needed."""

    inbox: Callable[[], Inbox]
    sender: Callable[[], Sender]
    #: Stands for what the mailbox is reached by: another one, and a pause after failures is over (`config.door`).
    door: str = ""
    grant: Callable[[], GrantTrouble | None] = lambda: None  #: what is wrong with the OAuth2 grant; asks nobody

    @classmethod
    def of(cls, config: Config) -> Self:
        """IMAP and SMTP as configured.  ConfigError when a password cannot be had."""
        access = access_of(config)
        opener = mailbox_opener(config, access)
        sends = config.conference.mode is not Mode.OBSERVE
        return cls(
            inbox=opener.open,
            sender=sender_maker(config, access) if sends else lambda: SmtpSender(config.smtp),
            door=opener.door(),
            grant=access.trouble if access is not None else lambda: None,
        )


def door_of(config: Config) -> str:
    """`Edges.door` as configured.  ConfigError when the password cannot be had."""
    return mailbox_opener(config, access_of(config)).door()


def openings(config: Config) -> list[Opening]:
    """The folders that a proof looks through, each over a connection of its own that can change nothing.

    ConfigError when the password cannot be had.
    """
    opener = mailbox_opener(config, access_of(config))

    def opened(folder: str) -> AbstractContextManager[Folder]:
        return closing(opener.open(folder, read_only=True))

    return [Opening(partial(opened, folder), is_source=is_source) for folder, is_source in _looked_through(config)]


def _looked_through(config: Config) -> Iterator[tuple[str, bool]]:
    """The folders with what came in, and whether it is the one that intake reads."""
    yield config.mailbox.folder, True
    if config.mailbox.processed_folder:
        yield config.mailbox.processed_folder, False


# --------------------------------------------------------------------------- service


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one round did."""

    intake: IntakeReport
    assessment: AssessmentReport
    delivery: DeliveryReport
    sought: SeekReport = field(default_factory=SeekReport)
    waiting: int = 0  #: letters of the calendar that wait for working hours, or to be written anew


def in_words(report: IntakeReport | AssessmentReport | SeasonReport | DeliveryReport | SeekReport) -> str:
    """What a pass did, the zeros left out: "new 1, decided 1"."""
    done = (f"{key} {value}" for key, value in asdict(report).items() if value)
    return ", ".join(done) or "nothing to do"


def _never() -> bool:
    return False


def _clear(archive: Archive) -> None:
    """What a crash left half written.  That it cannot be removed is no reason not to start: it is in nobody's way."""
    try:
        for path, size in archive.clear_drafts():
            log.info("Removed %s (%d bytes), which a crash had left.", path, size)
    except RecordsError as error:
        log.warning("What a crash left half written could not be removed: %s", error)


class Service:
    """The passes on one set of records, which it holds alone.  Use as a context manager.  `key` signs the address
    tags; without it, the one kept beside the records does.

    AlreadyRunningError when another process works on the records; RecordsError when they cannot be used.
    """

    def __init__(
        self, config: Config, clock: Clock, *, key: bytes | None = None, rebuilt_from: Path | None = None
    ) -> None:
        """`rebuilt_from`: lost records are made again, from the archive there; everything taken in has been answered
        before, as after a restore.
        """
        self.config = config
        self.clock = clock
        self._is_free = free_days(config.season.holidays)
        self._judging = threading.Lock()
        self._stack = ExitStack()
        with ExitStack() as opening:
            lock = opening.enter_context(Lock(config.storage.directory))
            refuse_cut_off(config.storage.directory, rebuilding=rebuilt_from is not None)
            if rebuilt_from is not None:
                begin_rebuilding(rebuilt_from, config.storage.directory)
            else:
                refuse_lost(config.storage.directory)
            held = Records.held(config.storage.directory, lock, SystemClock())
            records, self._lease = opening.enter_context(held)
            if rebuilt_from is not None:
                records.restored(clock.now(), clock.now())
            if records.are_older(clock.now()):
                log.critical("The records are older than what was sent. Nothing is sent again blindly; run reconcile.")
            environment = letters.environment(config)
            key = storage_key(config.storage.directory) if key is None else key
            if config.letters.templates_directory is not None:
                letters.samples(config, environment)  # a mistake in a template is said now, not when a letter is due
            self._judge, self._copyist = opening.enter_context(assessing(config))
            self._meter = Meter(
                lambda: Seen(records.status(config, clock.now()), records.troubles(config, clock.now())),
                config.storage.directory,
            )
            own, read = own_identity(config, key), opening.enter_context(mail_reader(config))
            self.desk = Desk(
                config=config,
                records=records,
                archive=Archive(config.storage.directory),
                letters=letters.Letters(config, environment, key),
                clock=clock,
                read=lambda raw: intake.sent(read(raw), own),
                decide=partial(intake.decide, own=own),
                mark=mark_of(key),
            )
            _clear(self.desk.archive)
            self._stack = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # ----------------------------------------------------------------- single passes

    def intake(self, edges: Edges, stop: Stop = _never, *, anyway: bool = False) -> IntakeReport:
        """One intake pass over a fresh connection.  MailboxError, RecordsError.

        After polls that failed the mailbox is left alone for a while, unless `anyway`.
        """
        begin_poll(self.desk, edges.door, anyway=anyway)
        try:
            inbox = edges.inbox()
        except MailboxError as error:
            poll_failed(self.desk, error)
            raise
        finally:
            self._note_grant(edges)
        try:
            report = run_intake(inbox, self.desk, stop, partial(self._catch_up, stop))
            if not stop():
                self._seek(inbox)
                self._look_through(inbox)
            return report
        finally:
            inbox.close()

    def seek(self, edges: Edges) -> SeekReport:
        """Looks for letters that are uncertain, over a connection of its own if there are any."""
        if not self.desk.records.doubtful():
            return SeekReport()
        try:
            inbox = edges.inbox()
        except MailboxError as error:
            log.warning("Uncertain letters could not be looked for: %s", error)
            return SeekReport()
        try:
            return self._seek(inbox)
        finally:
            inbox.close()

    def _seek(self, inbox: Inbox) -> SeekReport:
        """Whatever the mailbox answers, intake has done its work; the next pass looks again."""
        try:
            return seek_uncertain(inbox, self.desk.records, self.config, self.clock)
        except MailboxError as error:
            log.warning("Uncertain letters could not be looked for: %s", error)
            return SeekReport()

    def _look_through(self, inbox: Inbox) -> None:
        """Once a day, for the digest: whether every message of the mailbox is accounted for.  As above."""
        config, records, now = self.config, self.desk.records, self.clock.now()
        last = records.last_look()
        if not digests.look_is_due(config, last.at if last else None, records.look_begun_at(), now):
            return
        records.look_begins(now)
        folders = [
            Opening(partial(inbox.looking, folder), is_source=is_source)
            for folder, is_source in _looked_through(config)
        ]
        try:
            looked = glance(folders, records, now, max_message_bytes=config.intake.max_message_bytes)
        except MailboxError as error:
            log.warning("The mailbox could not be looked through for the digest: %s", error)
            return
        records.keep_look(looked)
        level = logging.WARNING if looked.left else logging.INFO
        log.log(level, "Looked through the mailbox: messages %d, unexplained %d.", looked.mailbox, len(looked.left))

    def _note_grant(self, edges: Edges) -> None:
        """What is wrong with the OAuth2 grant: status, digest and metrics tell it before the mailbox is shut."""
        trouble = edges.grant()
        told = None if trouble is None else Trouble(trouble.kind, text=trouble.text, at=trouble.at)
        if self.desk.records.grant_seen(told, self.clock.now()):
            log.critical("The OAuth2 grant of the mailbox: %s", told.text if told else "")

    def take_in(self, raw: bytes, source: str, arrived_at: datetime | None = None) -> IntakeReport:
        """One message from a file, as if received then, or just now."""
        return take_in(self.desk, raw, arrived_at or self.clock.now(), source)

    def waiting(self) -> int:
        """How many messages wait to be judged."""
        return len(self.desk.records.waiting())

    def assess(self, stop: Stop = _never, done: Callable[[], object] = lambda: None) -> AssessmentReport:
        """One assessment pass; another waits for its end.  `done` is called after each message."""
        with self._judging:
            return run_assessment(self.desk, _TimedJudge(self._judge, self._meter), self._copyist, stop, done)

    def _catch_up(self, stop: Stop, at: datetime) -> None:
        """Before a message is taken in that these records once knew: as `rebuild` does it."""
        self.assess(stop)
        self.ask_schools(at)

    def _fresh_since(self, moment: datetime) -> datetime:
        return season.fresh_since(self.config, moment, self._is_free)

    def _waiting_for_hours(self) -> int:
        return waiting_for_hours(self.desk.records, self.config, self.clock.now(), self._fresh_since)

    def keep_calendar(self) -> SeasonReport:
        """One look at the calendar: letters that are due are put in the outbox."""
        return run_calendar(self.desk, self._is_free, self.renderer_trouble)

    def renderer_trouble(self) -> str | None:
        """None when page counts can be believed; else one English sentence.  Starts LibreOffice at the first call."""
        return self._judge.renderer_trouble()

    def ask_schools(self, at: datetime) -> int:
        """What schools had been asked to confirm by then; for making lost records again."""
        return ask_schools(self.desk, self._is_free, at)

    def deliver(self, edges: Edges, stop: Stop = _never) -> DeliveryReport:
        """One delivery pass over a connection made when the first letter goes."""
        sender = edges.sender()
        try:
            timed = _TimedSender(sender, self._meter)
            records, since = self.desk.records, self._fresh_since
            return run_delivery(records, timed, self.config, self.clock, stop=stop, calendar_since=since)
        finally:
            sender.close()
            self._note_grant(edges)

    def once(self, edges: Edges, *, anyway: bool = False) -> PassReport:
        """Intake, assessment, delivery.  What is on record already is served even when the mailbox is out of reach or
        left alone; then MailboxError.  After passes that were killed a pause of seconds is waited out.
        """
        pause = None if anyway else short_pause(self.desk.records, edges.door, self.clock.now())
        if pause:
            log.info("The last polls were cut off: the next comes in %.1f s.", pause.total_seconds())
            time.sleep(pause.total_seconds())
        try:
            return self._once(edges, anyway=anyway or pause is not None)
        finally:
            self._meter.write(self.config.metrics)

    def _once(self, edges: Edges, *, anyway: bool) -> PassReport:
        unreachable: MailboxError | None = None
        taken = IntakeReport()
        try:
            taken = self.intake(edges, anyway=anyway)
        except MailboxError as error:
            unreachable = error
            decide_left_over(self.desk)
        report = PassReport(taken, self.assess(), self.deliver(edges), waiting=self._waiting_for_hours())
        if unreachable is not None:
            raise unreachable
        return replace(report, sought=self.seek(edges)) if report.delivery.uncertain else report

    # ----------------------------------------------------------------- the daemon

    def run(self, edges: Edges, stop: threading.Event, supervisor: Supervisor) -> None:
        """Works until `stop` is set; a message, paper or letter under way is finished first.

        AlreadyRunningError where the records are taken away meanwhile.
        """
        mailbox = self.config.mailbox
        idle = edges.inbox if mailbox.idle else None
        passes = _Told(self, edges, self._meter)
        with self._meter.served(self.config.metrics):
            jobs = Jobs(passes, stop, supervisor=supervisor, poll_seconds=mailbox.poll_seconds, idle=idle)
            self._lease.lost = jobs.end
            jobs.run()


@dataclass(slots=True)
class _Told:
    """The passes of a service, told in its log and timed (`jobs.Passes`)."""

    service: Service
    edges: Edges
    meter: Meter
    polled_at: datetime | None = None

    def summary(self) -> str:
        config = self.service.config
        mode = f"Mode {config.conference.mode.value}."
        if self.polled_at is None:
            return f"{mode} The mailbox has not been read yet."
        return f"{mode} The mailbox was last read at {self.polled_at.astimezone(config.zone):%H:%M:%S %Z}."

    def intake(self, stop: Stop) -> bool:
        with self.meter.step("intake"):
            report = self.service.intake(self.edges, stop)
        self.polled_at = self.service.clock.now()
        return _log("Intake", report, worth=bool(report.new or report.decided or report.parked))

    def assess(self, stop: Stop) -> bool:
        with self.meter.step("assessment"):
            report = self.service.assess(stop)
        return _log("Assessment", report, worth=bool(report.messages or report.parked))

    def calendar(self, stop: Stop) -> bool:  # noqa: ARG002 - one transaction
        try:
            with self.meter.step("calendar"):
                report = self.service.keep_calendar()
        finally:  # nothing holds up this pass: it comes every half a minute, whatever the servers do
            self.meter.write(self.service.config.metrics)
        written = report.letters or report.asked or report.digests or report.canaries
        return _log("Calendar", report, worth=bool(written))

    def deliver(self, stop: Stop) -> bool:
        with self.meter.step("delivery"):
            report = self.service.deliver(self.edges, stop)
        return _log("Delivery", report, worth=bool(report.sent or report.failed or report.uncertain))


@dataclass(frozen=True, slots=True)
class _TimedJudge:
    """A judge whose papers are timed (`assess.Judges`)."""

    judge: Judge
    meter: Meter

    def file(
        self, data: bytes, filename: str, *, sender: Address | None = None, arrived_at: datetime | None = None
    ) -> Judgement:
        with self.meter.step("paper"):
            return self.judge.file(data, filename, sender=sender, arrived_at=arrived_at)


@dataclass(frozen=True, slots=True)
class _TimedSender:
    """A sender whose letters are timed (`model.Sender`)."""

    sender: Sender
    meter: Meter

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> str:
        with self.meter.step("letter"):
            return self.sender.send(envelope_from, recipients, raw)

    def close(self) -> None:
        self.sender.close()


def _log(name: str, report: IntakeReport | AssessmentReport | SeasonReport | DeliveryReport, *, worth: bool) -> bool:
    if worth:
        log.info("%s: %s", name, in_words(report))
    return worth
