"""Fixtures of the trials."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flow_trial import Trial
from kept_readers import KeptReaders
from servers import Account, SmtpSink

from daemon.reader import process


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the order was thrown like dice: steps take the places that fell to them in the order they stand in."""
    places = [at for at, item in enumerate(items) if item.get_closest_marker("steps")]
    in_order = sorted((items[at] for at in places), key=_place)
    for at, item in zip(places, in_order, strict=True):
        items[at] = item


def _place(item: pytest.Item) -> Sequence[object]:
    path, line, _ = item.reportinfo()
    return str(path), line or 0


@pytest.fixture(scope="session")
def readers() -> Iterator[KeptReaders]:
    """Reading processes that outlive the command that started them, as long as a worker lives."""
    with KeptReaders() as kept:
        yield kept


@pytest.fixture(autouse=True)
def shared_readers(readers: KeptReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here, and not in the tests of other rooms that this worker has."""
    monkeypatch.setattr(process, "_Child", readers.take)


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """The shipped configuration with its state in a folder of the test's own."""
    made = Trial(tmp_path)
    made.write(storage={"directory": tmp_path / "state"})
    return made


@pytest.fixture
def connected(trial: Trial, dovecot_account: Account, smtp_sink: SmtpSink, secret_file: Callable[[str], Path]) -> Trial:
    """The same, on a real Dovecot (STARTTLS) and an SMTP server that keeps what it gets; mode live."""
    trial.write(
        conference={"mode": "live"},
        mailbox={
            "address": "hoithao@thanhhoa.example",
            "host": "localhost",
            "port": dovecot_account.port,
            "security": "starttls",
            "ca_file": dovecot_account.ca_file,
            "username": dovecot_account.username,
            "password_file": secret_file(dovecot_account.password),
            "poll_seconds": 3600,
            "timeout_seconds": 10,
        },
        smtp={"host": "127.0.0.1", "port": smtp_sink.port, "security": "none", "username": "", "timeout_seconds": 10},
        secretariat={"addresses": ["thuky@thanhhoa.example"]},
    )
    return trial
