"""Fixtures shared by all tests.  What they start is in `servers`; everything listens on loopback only."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

if sys.dont_write_bytecode:  # containers like to ask for that; every worker would compile everything, every time
    sys.dont_write_bytecode = False

from beside import Beside, NotHereError
from hypothesis import settings
from servers import Account, Certificate, Dovecot, SmtpSink
from warm import keep_compiled

from daemon.clock import ManualClock
from daemon.demo.server import MailServer

_numbers = itertools.count(1)

keep_compiled()

# A shell that starts this in the background has Ctrl+C ignored, and so would the programs that tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Invariants are checked on machines that do other work besides: no time limit per example.
settings.register_profile("no time limit per example", deadline=None)
settings.load_profile("no time limit per example")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--beside", action="store_true", help="also on Cyrus and Courier, fetched and unpacked for it")
    parser.addoption("--box", action="store_true", help="also the Debian package, on a systemd booted for it")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs servers that are fetched, or minutes of its own, is not part of every run (`./run.sh chaos`, `deb`).

    The fast tests of a module stay together: what they share, all letters written once, is made by one worker.
    """
    apart = [name for name in ("beside", "box") if not config.getoption(f"--{name}")]
    left_out = [any(item.get_closest_marker(name) for name in apart) for item in items]
    config.hook.pytest_deselected(items=[item for item, out in zip(items, left_out, strict=True) if out])
    items[:] = [item for item, out in zip(items, left_out, strict=True) if not out]
    for item in items:
        if not any(item.get_closest_marker(name) for name in ("server", "slow", "xdist_group")):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes never stand in a test's name: archives carry the time they were made at, keys a random number, and
    two workers that collect different names run nothing at all.
    """
    return argname if isinstance(val, bytes) and not (len(val) <= 40 and val.isascii()) else None


@pytest.fixture
def clock() -> ManualClock:
    """A morning in the season."""
    return ManualClock(datetime(2021, 11, 5, 1, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For localhost and 127.0.0.1, self-signed: trusted only by who names it as ca_file."""
    return Certificate.make(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def mail_server(clock: ManualClock) -> Iterator[MailServer]:
    """The embedded mail server of the demonstration, empty."""
    with MailServer("hop-thu@hoithao.example", "hop-thu-193", clock) as server:
        yield server


@pytest.fixture(scope="session")
def dovecots(certificate: Certificate) -> Iterator[Callable[..., Dovecot]]:
    """Real Dovecots by what they are like (`Dovecot`'s arguments); each kind is started once a session."""
    running: dict[tuple[tuple[str, str], ...], Dovecot] = {}
    with ExitStack() as stack:

        def start(**options: str) -> Dovecot:
            key = tuple(sorted(options.items()))
            if key not in running:
                running[key] = stack.enter_context(Dovecot(certificate, **options))
            return running[key]

        yield start


@pytest.fixture(scope="session")
def beside(certificate: Certificate) -> Iterator[Callable[..., Beside]]:
    """The same of Cyrus and Courier, which are unpacked beside it; skipped where one cannot be run."""
    running: dict[tuple[object, ...], Beside] = {}
    with ExitStack() as stack:

        def start(server: type[Beside], **options: str) -> Beside:
            key = (server, *sorted(options.items()))
            if key not in running:
                try:
                    running[key] = stack.enter_context(server(certificate, **options))
                except NotHereError as error:
                    pytest.skip(str(error))
            return running[key]

        yield start


@pytest.fixture
def dovecot_account(dovecots: Callable[..., Dovecot]) -> Account:
    """An empty mailbox of one's own on a real Dovecot (plain, STARTTLS and TLS)."""
    return dovecots().account(f"hop-thu-{next(_numbers)}")


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """Takes every letter and keeps it, unless told otherwise."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def secret_file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a password where a configuration can name it."""

    def write(password: str) -> Path:
        path = tmp_path / f"password-{next(_numbers)}"
        path.write_text(password + "\n", "utf-8")
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def memory_path() -> Iterator[Path]:
    """A temporary folder in memory where the system has one: for tests that make records by the hundred."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    with tempfile.TemporaryDirectory(prefix="thamluan-", dir=memory if usable else None) as directory:
        yield Path(directory)


@pytest.fixture(scope="session")
def namespaces() -> None:
    """Bubblewrap can make namespaces here; in some containers and in a chroot nobody can (user_namespaces(7))."""
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"bubblewrap makes no namespaces on this machine: {done.stderr.strip()}")
