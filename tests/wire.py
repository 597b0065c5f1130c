"""A wire between the program and a real server, which a test may cut, jam and scribble on.

`Wire` listens on a loopback port of its own and passes on what either side says, line by line from the client, until
a `Fault` comes up.  What follows STARTTLS is passed on as it is.  What the client said is in `heard`.
"""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Self

from servers import LOOPBACK, free_port


class Deed(Enum):
    """What happens to a connection."""

    RESET = "reset"  #: RST: what is under way is lost
    HANG_UP = "hang up"  #: FIN, in the middle of whatever it is
    STALL = "stall"  #: nothing comes any more, and nothing ends


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and when.

    `at`: before this byte of what the server says on a connection, or instead of passing on a line of the client that
    matches (without its IMAP tag).  `do`: a deed, or bytes that the client gets instead of an answer (TAG stands for
    the tag of its command).  `then`: a deed after these bytes.
    """

    at: int | str
    do: Deed | bytes
    then: Deed | None = None
    times: int = 1_000_000


class _OverError(Exception):
    """This connection is over."""


class Wire:
    """Between the program and 127.0.0.1:`port`."""

    def __init__(self, to_port: int) -> None:
        self.port = free_port()
        self._to_port = to_port
        self._listener: socket.socket | None = None
        self._fault: Fault | None = None
        self._left = 0
        self._heard: list[str] = []
        self._lock = threading.Condition()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(self, *_: object) -> None:
        self.refuse()
        self._over.set()
        for thread in self._threads:
            thread.join(10)

    # What tests say and ask.

    def fail(self, fault: Fault) -> None:
        """From now on, on every connection, until mended."""
        with self._lock:
            self._fault, self._left = fault, fault.times

    def refuse(self) -> None:
        """Nobody listens."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
            self._listener.close()
            self._listener = None

    def mend(self) -> None:
        """A good wire again, and nothing heard yet."""
        with self._lock:
            self._fault = None
            self._heard.clear()
        if self._listener is None:
            self._listener = socket.create_server((LOOPBACK, self.port))
            self._start(self._accept, self._listener)

    @property
    def heard(self) -> list[str]:
        """Lines of the client, of all connections, without IMAP tags."""
        with self._lock:
            return list(self._heard)

    def count(self, pattern: str) -> int:
        """How many lines of the client begin so."""
        return sum(re.match(pattern, line) is not None for line in self.heard)

    def hears(self, pattern: str, times: int, seconds: float = 20) -> bool:
        """Waits until the client has said so many such lines."""
        with self._lock:
            return self._lock.wait_for(lambda: self.count(pattern) >= times, seconds)

    # In threads of its own.

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        """One thread for both directions, so that closing is closing."""
        with contextlib.suppress(_OverError, OSError), client, self._dial() as server:
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            said, begun, in_clear = 0, b"", True
            while not self._over.is_set():
                ready, _, _ = select.select([client, server], [], [], 0.1)
                if client in ready:
                    data = client.recv(65536)
                    if not in_clear:
                        server.sendall(data)
                    *lines, begun = (begun + data).split(b"\n") if in_clear else (b"",)
                    for line in lines:
                        self._from_client(line + b"\n", client, server)
                        in_clear = in_clear and b"STARTTLS" not in line
                    if not data:
                        return
                if server in ready:
                    data = server.recv(65536)
                    self._from_server(data, said, client)
                    said += len(data)
                    if not data:
                        return

    def _dial(self) -> socket.socket:
        return socket.create_connection((LOOPBACK, self._to_port))

    def _from_client(self, line: bytes, client: socket.socket, server: socket.socket) -> None:
        tag, command = _split(line)
        with self._lock:
            self._heard.append(command)
            self._lock.notify_all()
        fault = self._at_line(command)
        if fault is None:
            server.sendall(line)
        else:
            self._do(fault, client, tag)

    def _from_server(self, data: bytes, said: int, client: socket.socket) -> None:
        fault = self._at_byte(said, len(data))
        if fault is None:
            client.sendall(data)
        else:
            client.sendall(data[: int(fault.at) - said])
            self._do(fault, client, b"*")

    def _do(self, fault: Fault, client: socket.socket, tag: bytes) -> None:
        deed = fault.do
        if isinstance(deed, bytes):
            client.sendall(deed.replace(b"TAG", tag))
            if fault.then is None:
                return
            deed = fault.then
        if deed is Deed.STALL:
            self._over.wait()
        elif deed is Deed.RESET:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _OverError

    def _at_line(self, command: str) -> Fault | None:
        with self._lock:
            fault = self._fault
            if fault is None or isinstance(fault.at, int) or not self._left or not re.match(fault.at, command):
                return None
            self._left -= 1
            return fault

    def _at_byte(self, said: int, size: int) -> Fault | None:
        with self._lock:
            fault = self._fault
            if fault is None or isinstance(fault.at, str) or not self._left or not said <= fault.at < said + size:
                return None
            self._left -= 1
            return fault


def _split(line: bytes) -> tuple[bytes, str]:
    """The tag of imaplib, if there is one, and the command."""
    found = re.match(rb"([A-Z]{4}\d+) (.*)", line)
    tag, rest = (found[1], found[2]) if found else (b"*", line)
    return tag, rest.decode("utf-8", "replace").strip()
