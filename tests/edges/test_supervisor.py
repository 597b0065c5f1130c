"""What systemd is told: the datagrams of sd_notify(3), and nothing where nobody asked."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.model import Supervisor
from daemon.supervisor import Systemd


class Manager:
    """Receives as systemd does."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + address[1:] if address.startswith("@") else address)

    def heard(self) -> list[str]:
        self.socket.setblocking(False)
        found = []
        while True:
            try:
                found.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return found


@pytest.fixture(params=["file", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "notify") if request.param == "file" else f"@thamluan-test-{os.getpid()}"


@pytest.fixture
def manager(address: str) -> Iterator[Manager]:
    made = Manager(address)
    yield made
    made.socket.close()


def test_each_message_is_one_datagram(manager: Manager, address: str) -> None:
    told: Supervisor = Systemd.of({"NOTIFY_SOCKET": address})
    told.ready()
    told.status("Đã đọc hộp thư.\nMột dòng  thôi.")
    told.stopping()
    assert manager.heard() == ["READY=1", "STATUS=Đã đọc hộp thư. Một dòng thôi.", "STOPPING=1"]


def test_life_is_told_four_times_in_the_time_it_is_waited_for(manager: Manager, address: str) -> None:
    now = 1000.0
    told = Systemd(address, 60, clock=lambda: now)
    sent_at = []
    for second in range(61):
        now = 1000.0 + second
        told.alive()
        sent_at += [second for _ in manager.heard()]
    assert sent_at == [0, 15, 30, 45, 60]


@pytest.mark.parametrize(
    ("environ", "heard"),
    [
        ({"WATCHDOG_USEC": "900000000"}, ["WATCHDOG=1"]),
        ({"WATCHDOG_USEC": "900000000", "WATCHDOG_PID": str(os.getpid())}, ["WATCHDOG=1"]),
        ({"WATCHDOG_USEC": "900000000", "WATCHDOG_PID": "1"}, []),
        ({"WATCHDOG_USEC": "soon"}, []),
        ({}, []),
    ],
)
def test_life_is_told_where_this_process_is_watched(
    manager: Manager, address: str, environ: dict[str, str], heard: list[str]
) -> None:
    Systemd.of({"NOTIFY_SOCKET": address} | environ).alive()
    assert manager.heard() == heard


@pytest.mark.parametrize("address", ["", "/no/such/socket", "vsock:2:1234", "@nobody-listens-here"])
def test_where_nobody_listens_nothing_happens(address: str) -> None:
    told = Systemd(address, 60)
    told.ready()
    told.alive()
    told.status("x")
    told.stopping()


#: More messages than the queue of a socket holds (unix(7)).
TOO_MANY = int(Path("/proc/sys/net/unix/max_dgram_qlen").read_text()) + 10


def test_a_manager_that_reads_nothing_holds_nobody_up(
    manager: Manager, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.supervisor._SEND_SECONDS", 0.001)
    told = Systemd(address)
    for _ in range(TOO_MANY):
        told.status("x")
    assert 0 < len(manager.heard()) < TOO_MANY


@pytest.mark.usefixtures("manager")
def test_a_full_queue_is_waited_for_without_work(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.supervisor._SEND_SECONDS", 0.001)
    told = Systemd(address)
    for _ in range(TOO_MANY):
        told.status("x")
    monkeypatch.setattr("daemon.supervisor._SEND_SECONDS", 0.05)
    before = time.thread_time()
    told.status("x")
    assert time.thread_time() - before < 0.005
