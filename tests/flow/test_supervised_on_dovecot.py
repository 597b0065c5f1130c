"""The service below a manager that listens as systemd does: it says when it works, how it stands, and that it lives."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flow_trial import Trial, running
from servers import Account
from wire import Deed, Fault, Wire

pytestmark = pytest.mark.server

NOW = "2021-11-11T09:00:00+07:00"
PATIENCE = 30.0  # seconds until a test gives up
WATCHED = {"WATCHDOG_USEC": "400000"}  # a sign of life ten times a second at the most


class Manager:
    """Receives what a service tells systemd."""

    def __init__(self, path: Path) -> None:
        self.environment = {"NOTIFY_SOCKET": str(path)}
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(PATIENCE)
        self._socket.bind(str(path))

    def wait(self, pattern: str, times: int = 1) -> None:
        """Until so many messages that match have come from now on."""
        while times:
            self.heard.append(self._socket.recv(4096).decode())
            times -= bool(re.match(pattern, self.heard[-1]))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    made = Manager(tmp_path / "notify")
    yield made
    made.close()


def test_from_ready_to_stopping(connected: Trial, dovecot_account: Account, manager: Manager) -> None:
    with running(connected, NOW, **manager.environment, **WATCHED) as service:
        manager.wait("READY=1$")
        manager.wait("STATUS=")
        assert re.fullmatch(r"STATUS=Mode live\. The mailbox was last read at 09:0\d:\d\d \+07\.", manager.heard[-1])
        manager.wait("WATCHDOG=1$", 3)
        service.send_signal(signal.SIGTERM)
        manager.wait("STOPPING=1$")
        assert service.wait(20) == 0
    assert manager.heard[0] == "READY=1"


def test_a_mailbox_that_is_out_of_reach_is_told_and_is_no_reason_to_be_ended(
    connected: Trial, dovecot_account: Account, manager: Manager
) -> None:
    """Restarting the service would not bring the server back."""
    with Wire(dovecot_account.port) as wire:
        wire.fail(Fault(0, Deed.STALL))
        connected.write(mailbox={"port": wire.port, "timeout_seconds": 1})
        with running(connected, NOW, **manager.environment, **WATCHED) as service:
            manager.wait("READY=1$")
            manager.wait(r"STATUS=intake: .*localhost.* Next try in \d+ s\.$")
            manager.wait("WATCHDOG=1$", 3)
            service.send_signal(signal.SIGTERM)
            manager.wait("STOPPING=1$")
            assert service.wait(20) == 0
