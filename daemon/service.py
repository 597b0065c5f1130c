"""The composition root: builds the edges from the configuration and runs the passes.

Only this module constructs inbox, sender, renderer, reader, records and archive.  `Service.once` is one intake, one
assessment and one delivery pass.  `Service.run` is the same passes as APScheduler jobs: each says itself when it
comes next, a pass that found work calls the following one at once, and IDLE beside the polling calls the first.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Self

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from daemon import intake, letters, mail
from daemon.archive import Archive
from daemon.assess import AssessmentReport, run_assessment
from daemon.config import Config, Mode, Secret, secret_for
from daemon.copyist import Copyist
from daemon.cycle import IntakeReport, decide_left_over, run_intake, take_in
from daemon.delivery import DeliveryReport, run_delivery
from daemon.desk import Desk
from daemon.errors import MailboxError, RecordsError, ThamluanError
from daemon.inbox import ImapInbox
from daemon.intake import Own
from daemon.judge import Judge
from daemon.model import Clock, Inbox, Reader, Renderer, Sender
from daemon.reader import IsolatedReader
from daemon.records import Lock, Records
from daemon.render import LibreOffice, NoRenderer
from daemon.smtp import SmtpSender

log = logging.getLogger(__name__)

#: Pauses after a poll that failed: 1 s doubling to 15 minutes (Gmail locks an account out for as long).
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=15)
#: How often judging and delivery look for work that nobody called them to (retries, letters due later).
_ROUND = timedelta(seconds=30)
#: One IDLE lasts so long at the most before the folder is listed anyway.
_IDLE_SECONDS = 600.0


# --------------------------------------------------------------------------- edges


def renderer_for(config: Config) -> Renderer:
    """LibreOffice as configured; it starts with the first document."""
    if not config.render.enabled:
        return NoRenderer("it is switched off ([render] enabled = false)")
    return LibreOffice(config.render, font=config.rules.font)


@contextmanager
def judging(config: Config) -> Iterator[Judge]:
    """A judge with reader and renderer, which end with the block."""
    with assessing(config) as (judge, _):
        yield judge


@contextmanager
def assessing(config: Config) -> Iterator[tuple[Judge, Copyist]]:
    """The same with a copyist beside it, on the same reader."""
    with ExitStack() as stack:
        reader: Reader = IsolatedReader()
        stack.callback(reader.close)
        renderer = renderer_for(config)
        stack.callback(renderer.close)
        judge = Judge(config, reader, renderer)
        yield judge, Copyist(config, reader, judge)


def own_identity(config: Config) -> Own:
    """What intake must know to recognise our own letters and people."""
    return Own(
        address=config.mailbox.address,
        secretariat=config.secretariat.addresses,
        code_prefix=config.conference.code_prefix,
    )


@dataclass(frozen=True, slots=True)
class Edges:
    """How to reach the world; every connection is made when it is needed."""

    inbox: Callable[[], Inbox]
    sender: Callable[[], Sender]

    @classmethod
    def of(cls, config: Config) -> Self:
        """IMAP and SMTP as configured.  ConfigError when a password cannot be had."""
        password = secret_for("mailbox", config.mailbox.password_file)
        login: Secret | None = None
        if config.smtp.username and config.conference.mode is not Mode.OBSERVE:
            login = secret_for("smtp", config.smtp.password_file)
        return cls(
            inbox=lambda: ImapInbox.connect(config.mailbox, password),
            sender=lambda: SmtpSender(config.smtp, login),
        )


# --------------------------------------------------------------------------- service


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one round did."""

    intake: IntakeReport
    assessment: AssessmentReport
    delivery: DeliveryReport


class Service:
    """The passes on one set of records, which it holds alone.  Use as a context manager.

    AlreadyRunningError when another process works on the records; RecordsError when they cannot be used.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self._stack = ExitStack()
        with ExitStack() as opening:
            opening.enter_context(Lock(config.storage.directory))
            records = opening.enter_context(Records.open(config.storage.directory))
            self._judge, self._copyist = opening.enter_context(assessing(config))
            self.desk = Desk(
                config=config,
                records=records,
                archive=Archive(config.storage.directory),
                letters=letters.Letters(config, letters.environment(config)),
                clock=clock,
                read=mail.read,
                decide=partial(intake.decide, own=own_identity(config)),
            )
            self._stack = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # ----------------------------------------------------------------- single passes

    def intake(self, edges: Edges) -> IntakeReport:
        """One intake pass over a fresh connection.  MailboxError, RecordsError."""
        try:
            inbox = edges.inbox()
        except MailboxError as error:
            self.desk.records.poll_failed(str(error), self.clock.now())
            raise
        try:
            return run_intake(inbox, self.desk)
        finally:
            inbox.close()

    def take_in(self, raw: bytes, source: str) -> IntakeReport:
        """One message from a file, as if just received."""
        return take_in(self.desk, raw, self.clock.now(), source)

    def assess(self) -> AssessmentReport:
        """One assessment pass."""
        return run_assessment(self.desk, self._judge, self._copyist)

    def deliver(self, edges: Edges) -> DeliveryReport:
        """One delivery pass over a connection made when the first letter goes."""
        sender = edges.sender()
        try:
            return run_delivery(self.desk.records, sender, self.config, self.clock)
        finally:
            sender.close()

    def once(self, edges: Edges) -> PassReport:
        """Intake, assessment, delivery.  What is on record already is served even when the mailbox is out of reach;
        then MailboxError.
        """
        unreachable: MailboxError | None = None
        taken = IntakeReport()
        try:
            taken = self.intake(edges)
        except MailboxError as error:
            unreachable = error
            decide_left_over(self.desk)
        report = PassReport(taken, self.assess(), self.deliver(edges))
        if unreachable is not None:
            raise unreachable
        return report

    # ----------------------------------------------------------------- the daemon

    def run(self, edges: Edges, stop: threading.Event) -> None:
        """Works until `stop` is set; a message or paper under way is finished first."""
        _Jobs(self, edges, stop).run()


class _Jobs:
    """The passes as jobs that reschedule themselves.

    Each job has one instance at a time and a date of its own next run; there is no interval to miss or pile up.
    """

    def __init__(self, service: Service, edges: Edges, stop: threading.Event) -> None:
        self._service = service
        self._edges = edges
        self._stop = stop
        self._failures = 0
        self._lock = threading.Lock()
        self._wanted: set[str] = set()  #: called while they ran: they run once more
        self._idling: Inbox | None = None
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(3)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def run(self) -> None:
        for name, job in (("intake", self._intake), ("assessment", self._assess), ("delivery", self._deliver)):
            self._scheduler.add_job(self._guarded, "interval", args=(name, job), id=name, days=1)
            self._next(name, timedelta())
        self._scheduler.start()
        idler = threading.Thread(target=self._watch, name="idle", daemon=True)
        if self._service.config.mailbox.idle:
            idler.start()
        try:
            self._stop.wait()
        finally:
            log.info("Stopping; what is under way is finished first.")
            self._interrupt_idle()
            self._scheduler.shutdown(wait=True)

    def _next(self, name: str, pause: timedelta) -> None:
        if not self._stop.is_set():
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC) + pause)

    def _call(self, name: str) -> None:
        """Has a job run now, or once more when it is running."""
        with self._lock:
            self._wanted.add(name)
        self._next(name, timedelta())

    def _guarded(self, name: str, job: Callable[[], timedelta]) -> None:
        """One run of a job; whatever happens, there is a next one."""
        if self._stop.is_set():
            return
        with self._lock:
            self._wanted.discard(name)
        pause = _LONGEST_PAUSE
        try:
            pause = job()
        except ThamluanError as error:
            pause = self._pause_after(name, error)
            log.error("%s: %s Next try in %d s.", name, error, pause.total_seconds())  # noqa: TRY400 - a sentence
        except Exception:
            log.exception("%s ended in an error of the program; next try in %d s.", name, pause.total_seconds())
        with self._lock:
            again = name in self._wanted
        self._next(name, timedelta() if again else pause)

    def _pause_after(self, name: str, error: ThamluanError) -> timedelta:
        if name != "intake" or isinstance(error, RecordsError):
            return _ROUND
        self._failures += 1
        if isinstance(error, MailboxError) and error.permanent:
            return _LONGEST_PAUSE  # a refused login is never hammered
        doublings = min(self._failures - 1, 20)
        pause: timedelta = min(_FIRST_PAUSE * 2**doublings, _LONGEST_PAUSE)
        return pause * (1 + 0.2 * random.random())  # noqa: S311 - jitter, not a secret

    # ----------------------------------------------------------------- the jobs

    def _intake(self) -> timedelta:
        report = self._service.intake(self._edges)
        if self._failures:
            log.info("The mailbox is reached again.")
        self._failures = 0
        if report.new or report.decided:
            log.info("Intake: %s", report)
            self._call("assessment")
            self._call("delivery")
        return timedelta(seconds=self._service.config.mailbox.poll_seconds)

    def _assess(self) -> timedelta:
        report = self._service.assess()
        if report.messages:
            log.info("Assessment: %s", report)
            self._call("delivery")
        return _ROUND

    def _deliver(self) -> timedelta:
        report = self._service.deliver(self._edges)
        if report.sent or report.failed or report.uncertain:
            log.info("Delivery: %s", report)
        return _ROUND

    # ----------------------------------------------------------------- IDLE

    def _watch(self) -> None:
        """Calls intake when the server announces a message.  Its troubles are its own: polling goes on beside it."""
        pause = _FIRST_PAUSE
        while not self._stop.is_set():
            try:
                if self._idle_once():
                    pause = _FIRST_PAUSE
                    continue
                return  # no IDLE here
            except MailboxError as error:
                log.debug("IDLE ended: %s", error)
            except Exception:
                log.exception("IDLE ended in an error of the program.")
            self._stop.wait(pause.total_seconds())
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _idle_once(self) -> bool:
        """One connection's worth of waiting; False when the server has no IDLE."""
        inbox = self._edges.inbox()
        try:
            with self._lock:
                self._idling = inbox
            if "IDLE" not in inbox.select().capabilities:
                return False
            inbox.list()  # what is there already is the poll's business, only what follows is news
            while not self._stop.is_set():
                if inbox.wait(_IDLE_SECONDS):
                    self._call("intake")
                    inbox.list()
            return True
        finally:
            with self._lock:
                self._idling = None
            inbox.close()

    def _interrupt_idle(self) -> None:
        with self._lock:
            if isinstance(self._idling, ImapInbox):
                self._idling.interrupt()
