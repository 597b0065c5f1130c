"""The jobs of the service: called work is done, trouble is told and tried again, and a stop is a stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from daemon.errors import MailboxError
from daemon.jobs import Jobs, Stop

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

    def _ran(self, name: str) -> None:
        with self.changed:
            self.runs[name] += 1
            self.changed.notify_all()

    def wait(self, name: str, runs: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.runs[name] >= runs, PATIENCE), f"{name}: {self.runs}"


@contextmanager
def working(passes: Fake, idle: Callable[[], object] | None = None) -> Iterator[Jobs]:
    stop = threading.Event()
    jobs = Jobs(passes, stop, poll_seconds=3600, idle=idle, tick_seconds=0.05)  # type: ignore[arg-type]
    thread = threading.Thread(target=jobs.run)
    thread.start()
    try:
        yield jobs
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the stop did not stop it"


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


def test_a_passing_trouble_is_told_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    def fail_once(run: int) -> bool:
        if run == 1:
            raise MailboxError("The server is away.")
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
