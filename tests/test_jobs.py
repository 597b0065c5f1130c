"""The jobs of the service: called work is done, trouble is told and tried again, and a stop is a stop."""

from __future__ import annotations

import logging
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType, SimpleNamespace

import pytest
from pydantic import ValidationError

from daemon import jobs as jobs_module
from daemon.backoff import Pauses
from daemon.config import Mailbox
from daemon.errors import AlreadyRunningError, MailboxError
from daemon.jobs import Jobs, Stop

pytestmark = pytest.mark.slow  # each is quick; all of them are not

PATIENCE = 20.0  # seconds until a test gives up; nothing takes a tenth of it


@dataclass
class Fake:
    """Passes that count their runs and do what a test wants."""

    on_intake: Callable[[int], bool] = lambda _: False
    runs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("intake", "assess", "calendar", "deliver"), 0))
    changed: threading.Condition = field(default_factory=threading.Condition)

    def intake(self, stop: Stop) -> bool:
        self._ran("intake")
        return self.on_intake(self.runs["intake"])

    def assess(self, stop: Stop) -> bool:
        self._ran("assess")
        return False

    def calendar(self, stop: Stop) -> bool:
        self._ran("calendar")
        return False

    def deliver(self, stop: Stop) -> bool:
        self._ran("deliver")
        return False

    def summary(self) -> str:
        return "All is well."

    def _ran(self, name: str) -> None:
        with self.changed:
            self.runs[name] += 1
            self.changed.notify_all()

    def wait(self, name: str, runs: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.runs[name] >= runs, PATIENCE), f"{name}: {self.runs}"


class Told:
    """A supervisor that remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.changed = threading.Condition()

    def ready(self) -> None:
        self._hear("ready")

    def stopping(self) -> None:
        self._hear("stopping")

    def status(self, text: str) -> None:
        self._hear(text)

    def alive(self) -> None:
        self._hear("alive")

    def _hear(self, word: str) -> None:
        with self.changed:
            self.heard.append(word)
            self.changed.notify_all()

    def wait(self, word: str, times: int = 1) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.heard.count(word) >= times, PATIENCE), self.heard


@contextmanager
def working(
    passes: Fake, idle: Callable[[], object] | None = None, told: Told | None = None, poll_seconds: float = 3600
) -> Iterator[Jobs]:
    stop = threading.Event()
    supervisor = told or Told()
    jobs = Jobs(passes, stop, supervisor=supervisor, poll_seconds=poll_seconds, idle=idle, tick_seconds=0.05)  # type: ignore[arg-type]
    thread = threading.Thread(target=jobs.run)
    thread.start()
    try:
        yield jobs
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the stop did not stop it"


def test_where_the_records_are_another_process_s_everything_ends_as_a_failure() -> None:
    """A supervisor starts it again, or somebody looks: an end in peace would be noticed by nobody."""

    def taken_over(_: int) -> bool:
        raise AlreadyRunningError("Another thamluan has taken over the records.")

    told, stop = Told(), threading.Event()
    jobs = Jobs(Fake(taken_over), stop, supervisor=told, poll_seconds=3600, idle=None, tick_seconds=0.05)
    with pytest.raises(AlreadyRunningError, match="taken over"):
        jobs.run()
    assert stop.is_set()
    assert "stopping" in told.heard


def test_every_pass_runs_at_once() -> None:
    passes = Fake()
    with working(passes):
        for name in passes.runs:
            passes.wait(name, 1)


def test_work_found_calls_what_follows() -> None:
    passes = Fake(on_intake=lambda run: run == 2)
    with working(passes) as jobs:
        for name in passes.runs:
            passes.wait(name, 1)
        jobs.call("intake")
        passes.wait("assess", 2)
        passes.wait("deliver", 2)


def test_a_call_while_it_runs_makes_it_run_once_more() -> None:
    running, go_on = threading.Event(), threading.Event()

    def hold(run: int) -> bool:
        if run == 1:
            running.set()
            assert go_on.wait(PATIENCE)
        return False

    passes = Fake(on_intake=hold)
    with working(passes) as jobs:
        assert running.wait(PATIENCE)
        jobs.call("intake")
        go_on.set()
        passes.wait("intake", 2)


@pytest.mark.slow
def test_a_passing_trouble_is_told_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    def fail_once(run: int) -> bool:
        if run == 1:
            raise MailboxError("The server is away.", wait=timedelta(seconds=1))
        return False

    passes = Fake(on_intake=fail_once)
    with caplog.at_level(logging.INFO), working(passes):
        passes.wait("intake", 2)
    assert "The server is away. Next try in 1 s." in caplog.text
    assert "Traceback" not in caplog.text


def test_an_error_of_the_program_does_not_end_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def break_down(_: int) -> bool:
        raise ZeroDivisionError

    passes = Fake(on_intake=break_down)
    with working(passes) as jobs:
        passes.wait("intake", 1)
        passes.wait("deliver", 1)
        jobs.call("delivery")
        passes.wait("deliver", 2)
    assert "ZeroDivisionError" in caplog.text


def test_trouble_that_cannot_even_be_told_does_not_end_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a next look at it whatever happens, also where nobody calls for it."""
    monkeypatch.setattr(jobs_module, "MAILBOX", Pauses(timedelta(seconds=0.05), timedelta(seconds=0.05)))

    class Full(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError(28, "No space left on device")

    def fail_once(run: int) -> bool:
        if run == 1:
            raise MailboxError("The server is away.", wait=timedelta())
        return False

    full, passes = Full(logging.ERROR), Fake(on_intake=fail_once)
    jobs_module.log.addHandler(full)
    try:
        with working(passes):
            passes.wait("intake", 2)
    finally:
        jobs_module.log.removeHandler(full)


def test_a_stop_that_wakes_nobody_is_noticed_all_the_same() -> None:
    """As of a signal that comes just before the main thread goes to sleep: its handler runs when the sleep is over."""
    stop, passes = threading.Event(), Fake()
    jobs = Jobs(passes, stop, poll_seconds=3600, idle=None, supervisor=Told(), tick_seconds=0.05)
    thread = threading.Thread(target=jobs.run, daemon=True)
    thread.start()
    passes.wait("deliver", 1)
    stop._flag = True  # type: ignore[attr-defined]
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_stop_at_any_moment_of_the_waiting_is_one() -> None:
    """As of a signal: its handler runs on the waiting thread, whatever that holds just then."""
    stop, passes = threading.Event(), Fake()
    jobs = Jobs(passes, stop, poll_seconds=3600, idle=None, supervisor=Told(), tick_seconds=0.05)

    def handler(frame: FrameType, event: str, called: object) -> None:
        holds_its_lock = frame.f_code is threading.Condition.wait.__code__ and frame.f_locals["self"] is stop._cond  # type: ignore[attr-defined]
        if holds_its_lock or (event == "c_call" and called is time.sleep):
            stop.set()

    def run() -> None:
        sys.setprofile(handler)
        jobs.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_refused_login_is_tried_once_for_idle() -> None:
    tries = []

    def refuse() -> object:
        tries.append(1)
        raise MailboxError("The server refused the password.", permanent=True)

    passes = Fake()
    with working(passes, idle=refuse) as jobs:
        passes.wait("intake", 1)
        jobs.call("intake")
        passes.wait("intake", 2)  # a tick later: a second try would have had its second
    assert len(tries) == 1


def test_where_a_poll_is_refused_idle_does_not_log_in_too() -> None:
    """Providers lock accounts that try a wrong password again and again."""
    refused, opened = threading.Event(), threading.Event()

    def intake(run: int) -> bool:
        if run == 1:
            refused.set()
            raise MailboxError("The server refused the login.", permanent=True)
        assert not opened.is_set()
        return False

    def idle() -> object:
        opened.set()
        raise MailboxError("The connection failed.")

    passes = Fake(on_intake=intake)
    with working(passes, idle) as jobs:
        assert refused.wait(PATIENCE)
        for name in ("assess", "calendar", "deliver"):
            passes.wait(name, 1)
        assert not opened.is_set()
        jobs.call("intake")  # the password is right again
        assert opened.wait(PATIENCE)


class Silent:
    """A server whose IDLE announces nothing: a wait lasts until it is interrupted."""

    def __init__(self) -> None:
        self.idling, self._over = threading.Event(), threading.Event()

    def select(self) -> SimpleNamespace:
        return SimpleNamespace(capabilities=frozenset({"IDLE"}))

    def list(self) -> list[object]:
        return []

    def wait(self, _: float) -> bool:
        self.idling.set()
        assert self._over.wait(PATIENCE)
        return False

    def interrupt(self) -> None:
        self._over.set()

    def close(self) -> None:
        pass


def test_polls_go_on_beside_an_idle_that_hears_nothing() -> None:
    """RFC 2177 promises no news: a connection may be dead and look alive."""
    passes, server = Fake(), Silent()
    with working(passes, lambda: server, poll_seconds=0):
        assert server.idling.wait(PATIENCE)
        passes.wait("intake", passes.runs["intake"] + 3)  # the one it was called for, and more


@pytest.mark.parametrize("idle", [True, False])
@pytest.mark.parametrize("seconds", [0, 86_401])
def test_polling_cannot_be_switched_off(seconds: int, *, idle: bool) -> None:
    with pytest.raises(ValidationError, match="poll_seconds"):
        Mailbox(address="hop-thu@hoithao.example", host="imap.hoithao.example", idle=idle, poll_seconds=seconds)


# ------------------------------------------------------------------- what the supervisor is told


def test_the_beginning_and_the_end_are_told() -> None:
    told = Told()
    with working(Fake(), told=told):
        told.wait("alive")
    assert (told.heard[0], told.heard.count("ready"), told.heard.count("stopping")) == ("ready", 1, 1)


def test_resting_jobs_are_alive() -> None:
    told, passes = Told(), Fake()
    with working(passes, told=told):
        told.wait("alive", 5)
    assert passes.runs["intake"] == 1


def test_polls_that_fail_honestly_are_life_too() -> None:
    def fail(_: int) -> bool:
        raise MailboxError("The server is away.")

    told = Told()
    with working(Fake(on_intake=fail), told=told):
        told.wait("alive", 5)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("intake", {"assess": "assessment", "calendar": "calendar", "deliver": "delivery"}),
        ("deliver", {"intake": "intake", "assess": "assessment", "calendar": "calendar"}),
    ],
)
def test_a_pass_that_hangs_is_missed(name: str, others: dict[str, str]) -> None:
    """The others go on round after round, and nothing is heard but the tick that began it.  Not in the first pass of
    intake: the others wait for its beginning.
    """
    told, passes, go_on = Told(), Fake(), threading.Event()
    ran, at_last = passes._ran, 2 if name == "intake" else 1

    def hang(which: str) -> None:
        ran(which)
        if which == name and passes.runs[name] == at_last:
            assert go_on.wait(PATIENCE)

    passes._ran = hang  # type: ignore[method-assign]
    with working(passes, told=told) as jobs:
        if at_last > 1:
            passes.wait(name, 1)
            jobs.call(name)
        passes.wait(name, at_last)
        heard = told.heard.count("alive")
        for round_ in range(2, 6):
            for other, job in others.items():
                passes.wait(other, round_ - 1)
                jobs.call(job)
        assert told.heard.count("alive") <= heard + 1
        go_on.set()
        told.wait("alive", heard + 3)


@pytest.mark.parametrize("goes_on", [True, False], ids=["it goes on to its first message", "it ends"])
def test_nothing_is_done_before_the_first_look_at_the_mailbox(*, goes_on: bool) -> None:
    """That look finds out whether the records are older than what was sent."""
    passes, looked, go_on = Fake(), threading.Event(), threading.Event()

    def first(stop: Stop) -> bool:
        passes._ran("intake")
        assert looked.wait(PATIENCE)
        if goes_on:
            assert not stop()
            assert go_on.wait(PATIENCE)
        return False

    passes.intake = first  # type: ignore[method-assign]
    with working(passes) as jobs:
        passes.wait("intake", 1)
        for name in ("assessment", "calendar", "delivery"):
            assert jobs._due[name] == math.inf
        assert sum(passes.runs.values()) == 1
        looked.set()
        for name in ("assess", "calendar", "deliver"):
            passes.wait(name, 1)
        go_on.set()


def test_a_long_pass_that_goes_on_is_alive() -> None:
    """A first look at a full mailbox takes hours; between two messages it asks whether to stop."""
    told, passes = Told(), Fake()

    def slow(stop: Stop) -> bool:
        passes._ran("intake")
        while told.heard.count("alive") < 5:
            assert not stop()
        return False

    passes.intake = slow  # type: ignore[method-assign]
    with working(passes, told=told):
        told.wait("alive", 5)
        passes.wait("intake", 1)
    assert passes.runs["intake"] == 1


@pytest.mark.slow
def test_the_status_is_the_troubles_while_there_are_any() -> None:
    def fail_once(run: int) -> bool:
        if run == 1:
            raise MailboxError("The server is away.", wait=timedelta(seconds=1))
        return False

    told, passes = Told(), Fake(on_intake=fail_once)
    with working(passes, told=told):
        told.wait("All is well.")
    shown = [text for text in told.heard if text not in {"ready", "alive", "stopping"}]
    assert shown == ["intake: The server is away. Next try in 1 s.", "All is well."]
