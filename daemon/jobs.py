"""The service at work: passes as APScheduler jobs, IDLE beside them, a clean stop.

Every job ticks each second and does nothing until it is due.  When it is due next is its own business: after its
work it says how long it may rest; a pass that found work calls the following one, and IDLE calls intake.  A call while
a job runs makes it run once more.  Nothing but these due times is shared, so there is nothing to miss or to deadlock.

A job that rests and a pass that goes on to its next item give a sign of life, and the supervisor hears of it when all
jobs have given one.  A failure that was noticed is followed by a rest like any other; a pass that hangs gives none, and
after a while it is missed.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from daemon.backoff import MAILBOX
from daemon.errors import AlreadyRunningError, MailboxError, ThamluanError
from daemon.logs import concerning
from daemon.model import Inbox, Supervisor

log = logging.getLogger(__name__)

_JOBS = ("intake", "assessment", "calendar", "delivery")
_TICK_SECONDS = 1
#: How often judging and delivery look for work that nobody called them to (retries, letters due later).
_ROUND = timedelta(seconds=30)
#: One wait lasts so long at the most; the next asks for what is new before it idles.  Polling lists the folder anyway.
_IDLE_SECONDS = 600.0

Stop = Callable[[], bool]


class Passes(Protocol):
    """What the jobs do; each looks at `stop` between two items and tells whether it found work."""

    def intake(self, stop: Stop) -> bool: ...

    def assess(self, stop: Stop) -> bool: ...

    def calendar(self, stop: Stop) -> bool: ...

    def deliver(self, stop: Stop) -> bool: ...

    def summary(self) -> str:
        """How things stand, one sentence: what is shown of a service without troubles."""
        ...


class Jobs:
    """Runs until `stop` is set; what is under way is finished first."""

    def __init__(
        self,
        passes: Passes,
        stop: threading.Event,
        *,
        supervisor: Supervisor,
        poll_seconds: float,
        idle: Callable[[], Inbox] | None,
        tick_seconds: float = _TICK_SECONDS,
    ) -> None:
        """`idle` opens a further connection for IDLE; None: polling alone."""
        self._passes = passes
        self._stop = stop
        self._supervisor = supervisor
        self._poll = timedelta(seconds=poll_seconds)
        self._open_idle = idle
        self._tick_seconds = tick_seconds
        self._out_of_reach = False
        self._lock = threading.Lock()
        #: time.monotonic().  Intake comes first: it begins with finding out whether the records are older than what was
        #: sent.
        self._due = dict.fromkeys(_JOBS, math.inf) | {_JOBS[0]: -math.inf}
        self._begun = False  #: it has found out, or could not
        self._signs: set[str] = set()  #: jobs that gave a sign of life since the supervisor last heard of one
        self._troubles: dict[str, str] = {}  #: what the last run of a job ended in
        self._lost: AlreadyRunningError | None = None  #: why there is nothing more to do here
        self._idling: Inbox | None = None
        self._idle_pause = MAILBOX.first
        self._reached = threading.Event()  #: a poll got in: where it is refused, IDLE is not tried, too

    def run(self) -> None:
        """Blocks until `stop` is set and everything under way has ended.

        AlreadyRunningError where it ends because the records are another process's now.
        """
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(len(_JOBS))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        jobs = (self._intake, self._assess, self._calendar, self._deliver)
        for name, job in zip(_JOBS, jobs, strict=True):
            scheduler.add_job(self._tick, "interval", args=(name, job), id=name, seconds=self._tick_seconds)
        scheduler.start()
        self._supervisor.ready()
        if self._open_idle is not None:
            threading.Thread(target=self._watch, args=(self._open_idle,), name="idle", daemon=True).start()
        try:
            # Not one wait without end: a signal that comes between Python's last look for signals and the next sleep
            # is noticed when that sleep is over (seen: a SIGTERM that stopped nothing).  And no wait on the event
            # itself, whose lock is held for a moment at each end of it: a handler that runs then, on this very
            # thread, would wait for that lock for ever.
            while not self._stop.is_set():
                time.sleep(self._tick_seconds)
        finally:
            log.info("Stopping; what is under way is finished first.")
            self._supervisor.stopping()
            self._reached.set()
            self._interrupt_idle()
            scheduler.shutdown(wait=True)
        if self._lost is not None:
            raise self._lost

    def end(self, lost: AlreadyRunningError) -> None:
        """Has everything end, because the records are no longer ours; which is a failure, and told as one."""
        self._lost = lost
        self._stop.set()

    def call(self, name: str) -> None:
        """Has a job run now, or once more when it is running."""
        with self._lock:
            self._due[name] = -math.inf

    # ----------------------------------------------------------------- ticking

    def _tick(self, name: str, job: Callable[[], timedelta]) -> None:
        """One look at a job; whatever happens in it, there is a next one."""
        self._sign(name)
        with self._lock:
            if self._stop.is_set() or time.monotonic() < self._due[name]:
                return
            self._due[name] = math.inf
        pause = MAILBOX.longest
        try:
            with concerning(step=name):
                pause = self._run(name, job)
        finally:
            with self._lock:
                self._due[name] = min(self._due[name], time.monotonic() + pause.total_seconds())
            self._let_others_begin()

    def _run(self, name: str, job: Callable[[], timedelta]) -> timedelta:
        """The job, and how long it may rest."""
        pause, trouble = MAILBOX.longest, ""
        try:
            pause = job()
        except AlreadyRunningError as error:
            self.end(error)
        except ThamluanError as error:
            pause = self._pause_after(error)
            trouble = f"{name}: {error} Next try in {pause.total_seconds():.0f} s."
            log.error("%s", trouble)  # noqa: TRY400 - a sentence
        except Exception:  # a bug: its traceback is in the log, and the service goes on
            trouble = f"{name} ended in an error of the program; next try in {pause.total_seconds():.0f} s."
            log.exception("%s", trouble)
        self._show(name, trouble)
        return pause

    def _sign(self, name: str) -> None:
        """A job rests, or goes on."""
        with self._lock:
            self._signs.add(name)
            if len(self._signs) < len(_JOBS):
                return
            self._signs.clear()
        self._supervisor.alive()

    def _let_others_begin(self) -> None:
        """The first pass of intake goes on to its first message, or has ended."""
        if not self._begun:
            self._begun = True
            for name in _JOBS[1:]:
                self.call(name)

    def _stop_of(self, name: str) -> Stop:
        """What a pass asks between two items; asking is a sign of life."""

        def stop() -> bool:
            self._sign(name)
            self._let_others_begin()
            return self._stop.is_set()

        return stop

    def _show(self, name: str, trouble: str) -> None:
        """Tells the supervisor how things stand, when that may have changed: with every poll, and with troubles."""
        with self._lock:
            before = self._troubles.pop(name, "")
            if trouble:
                self._troubles[name] = trouble
            troubles = " ".join(self._troubles.values())
        if trouble != before or name == "intake":
            self._supervisor.status(troubles or self._passes.summary())

    def _pause_after(self, error: ThamluanError) -> timedelta:
        if not isinstance(error, MailboxError):
            return _ROUND
        self._out_of_reach = True
        if error.permanent or error.locked_out:
            self._reached.clear()
        return _ROUND if error.wait is None else error.wait

    # ----------------------------------------------------------------- the jobs

    def _intake(self) -> timedelta:
        found = self._passes.intake(self._stop_of("intake"))
        if self._out_of_reach:
            log.info("The mailbox is reached again.")
        self._out_of_reach = False
        self._reached.set()
        if found:
            self.call("assessment")
            self.call("delivery")
        return self._poll

    def _assess(self) -> timedelta:
        if self._passes.assess(self._stop_of("assessment")):
            self.call("delivery")
        return _ROUND

    def _calendar(self) -> timedelta:
        if self._passes.calendar(self._stop_of("calendar")):
            self.call("delivery")
        return _ROUND

    def _deliver(self) -> timedelta:
        self._passes.deliver(self._stop_of("delivery"))
        return _ROUND

    # ----------------------------------------------------------------- IDLE

    def _watch(self, open_inbox: Callable[[], Inbox]) -> None:
        """Calls intake when the server announces a message.  Its troubles are its own: polling goes on beside it."""
        while self._may_idle():
            try:
                if not self._idle_once(open_inbox):
                    log.info("The server has no IDLE; it is polled every %d s.", self._poll.total_seconds())
                    return
            except MailboxError as error:
                log.debug("IDLE ended: %s", error)
                if error.permanent or error.locked_out:  # a refused login is never hammered
                    self._idle_pause = MAILBOX.longest
                    self._reached.clear()
            except Exception:  # a bug: polling goes on
                log.exception("IDLE ended in an error of the program.")
                self._idle_pause = MAILBOX.longest
            self._stop.wait(self._idle_pause.total_seconds())
            self._idle_pause = min(self._idle_pause * 2, MAILBOX.longest)

    def _may_idle(self) -> bool:
        """Waits for a poll to get in; False at the end."""
        self._reached.wait()
        return not self._stop.is_set()

    def _idle_once(self, open_inbox: Callable[[], Inbox]) -> bool:
        """One connection's worth of waiting; False when the server has no IDLE."""
        inbox = open_inbox()
        try:
            with self._lock:
                self._idling = inbox
            if "IDLE" not in inbox.select().capabilities:
                return False
            inbox.list()
            self.call("intake")  # for what came between its last listing and this one; what follows is announced
            self._idle_pause = MAILBOX.first
            while not self._stop.is_set():
                if inbox.wait(_IDLE_SECONDS):
                    self.call("intake")
                    inbox.list()
            return True
        finally:
            with self._lock:
                self._idling = None
            inbox.close()

    def _interrupt_idle(self) -> None:
        with self._lock:
            if self._idling is not None:
                self._idling.interrupt()
