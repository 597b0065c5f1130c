"""One worker and the frames spoken with it (`worker` defines them): our own process, or one behind a socket.

Owns: starting it with a clean environment and no descriptors but the three standard ones, a deadline for every
answer, strict sizes, and its end together with everything it started, whether we close it, drop it, or are killed
ourselves.  Knows nothing of documents and never restarts anything.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import selectors
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Any

from daemon.errors import RenderError

MAGIC = b"TLF1"
FRAME = struct.Struct("!4sII")
MAX_HEADER_BYTES = 262_144  #: the first frame carries four character maps of a few kilobytes each
CHUNK_BYTES = 1 << 20
TAIL_BYTES = 600  #: of what the worker wrote on standard error, for the message
END_SECONDS = 5.0  #: for the kernel to take down a killed sandbox


class WorkerLostError(RenderError):
    """The worker is gone, and with it LibreOffice: it died, overran its deadline, or broke the protocol.

    `crashed` is true when it died by itself, which on a warm LibreOffice may be the fault of an earlier document;
    `killed` besides when it was somebody's SIGKILL, which is the fault of none.
    """

    def __init__(self, message: str, *, crashed: bool = False, killed: bool = False) -> None:
        self.crashed = crashed
        self.killed = killed
        super().__init__(message)


def pack(header: Mapping[str, Any], body: bytes) -> bytes:
    """One frame."""
    head = json.dumps(header).encode()
    return FRAME.pack(MAGIC, len(head), len(body)) + head + body


class Incoming:
    """A frame as it arrives.  ValueError as soon as it cannot become one, before anything large is kept."""

    def __init__(self, max_body: int) -> None:
        self._max_body = max_body
        self._data = bytearray()
        self._sizes: tuple[int, int] | None = None

    def feed(self, data: bytes) -> tuple[dict[str, Any], bytes] | None:
        """The frame, once complete."""
        self._data += data
        if self._sizes is None and len(self._data) >= FRAME.size:
            self._sizes = self._read_sizes()
        if self._sizes is None or len(self._data) < FRAME.size + sum(self._sizes):
            return None
        return self._split(*self._sizes)

    def _read_sizes(self) -> tuple[int, int]:
        magic, head, body = FRAME.unpack_from(self._data)
        if magic != MAGIC or head > MAX_HEADER_BYTES:
            raise ValueError("it answered something that is no frame")
        if body > self._max_body:
            raise ValueError(f"its answer has {body} bytes, more than the {self._max_body} allowed")
        return head, body

    def _split(self, head: int, body: int) -> tuple[dict[str, Any], bytes]:
        if len(self._data) != FRAME.size + head + body:
            raise ValueError("it answered more than one frame")
        header = json.loads(bytes(self._data[FRAME.size : FRAME.size + head]))
        if not isinstance(header, dict):
            raise ValueError("its answer has no header")  # noqa: TRY004 - all that is wrong with a frame is one error
        return header, bytes(self._data[FRAME.size + head :])


class Worker(ABC):
    """Speaks frames at the other end of two descriptors.  One thread at a time may `ask`; any thread may `end`."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._input: int  #: what we say; both are set by who knows where they come from, and do not block
        self._output: int  #: what it says

    @property
    @abstractmethod
    def alive(self) -> bool: ...

    @property
    @abstractmethod
    def pid(self) -> int | None:
        """None where it is not a process of ours."""

    @abstractmethod
    def end(self) -> None:
        """Ends it and everything it started.  Harmless when it is gone already."""

    @abstractmethod
    def close(self) -> None:
        """`end`, and gives back the descriptors."""

    @abstractmethod
    def _last_words(self) -> str:
        """What it said while dying, or where to read it: " (...)", or nothing."""

    def ask(
        self, question: Mapping[str, Any], body: bytes, *, seconds: float, max_body: int
    ) -> tuple[dict[str, Any], bytes]:
        """Sends a frame and gives the answer.

        WorkerLostError, and the worker has ended, when no proper answer came within `seconds`.
        """
        try:
            return self._exchange(pack(question, body), seconds, max_body)
        except ValueError as error:
            self.end()
            raise WorkerLostError(f"LibreOffice's worker was stopped: {error}") from error
        except TimeoutError as error:
            self.end()
            raise WorkerLostError(f"LibreOffice was stopped: no answer within {seconds:.3g} s") from error
        except (EOFError, OSError) as error:
            self.end()
            raise WorkerLostError(f"LibreOffice's worker died{self._last_words()}", crashed=True) from error

    def _exchange(self, frame: bytes, seconds: float, max_body: int) -> tuple[dict[str, Any], bytes]:
        """ValueError for a bad answer, TimeoutError, EOFError or BrokenPipeError when it has gone."""
        incoming, left = Incoming(max_body), memoryview(frame)
        until = self._clock() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            selector.register(self._input, selectors.EVENT_WRITE)
            while (remaining := until - self._clock()) > 0:
                for key, _ in selector.select(remaining):
                    if key.fd == self._output:
                        answer = incoming.feed(self._read())
                        if answer is not None:
                            return answer
                    else:
                        left = left[os.write(self._input, left[:CHUNK_BYTES]) :]
                        if not left:
                            selector.unregister(self._input)
        raise TimeoutError

    def _read(self) -> bytes:
        data = os.read(self._output, CHUNK_BYTES)
        if not data:
            raise EOFError
        return data


class WorkerProcess(Worker):
    """A process of our own."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        clock: Callable[[], float],
        traces: Sequence[Path] = (),
    ) -> None:
        """RenderError when the command cannot be started.  `traces`: files and folders removed at the end."""
        super().__init__(clock=clock)
        self._traces = tuple(traces)
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._lock = threading.Lock()
        self._reaped = False
        started: Future[subprocess.Popen[bytes]] = Future()
        # PR_SET_PDEATHSIG strikes when the *thread* that started a child ends (prctl(2)), and our caller may be a
        # thread of a pool.  So a thread of its own starts the process and stays as long as it does.
        keep = (list(command), dict(environment), started)
        self._keeper = threading.Thread(target=self._keep, args=keep, name="render-keeper", daemon=True)
        self._keeper.start()
        try:
            self._process = started.result()
        except (OSError, ValueError, MemoryError, subprocess.SubprocessError) as error:
            self._stderr.close()
            raise RenderError(f"{command[0]} cannot be started: {error}") from error
        self._pipes = self._opened(self._process)
        self._input, self._output = (pipe.fileno() for pipe in self._pipes)
        atexit.register(self.end)

    def _keep(self, command: list[str], environment: dict[str, str], started: Future[subprocess.Popen[bytes]]) -> None:
        try:
            process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                cwd="/",
                start_new_session=True,
                bufsize=0,
            )
        except BaseException as error:  # noqa: BLE001 - who waits for it would wait for ever
            started.set_exception(error)
            return
        started.set_result(process)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        with self._lock:  # until it is reaped its number belongs to nobody else
            self._kill_group(process.pid)
            process.wait()
            self._reaped = True
        for path in self._traces:
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)

    @staticmethod
    def _opened(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
        if process.stdin is None or process.stdout is None:  # asked for above; for the type checker
            raise RenderError("no pipes")
        for pipe in (process.stdin, process.stdout):
            os.set_blocking(pipe.fileno(), False)
        return process.stdin, process.stdout

    @property
    def alive(self) -> bool:
        return not self._reaped

    @property
    def pid(self) -> int:
        return self._process.pid

    def _last_words(self) -> str:
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - TAIL_BYTES))
        said = self._stderr.read().decode("utf-8", "replace").strip()
        return f" ({said.splitlines()[-1]})" if said else ""

    def end(self) -> None:
        """As Worker; returns when it is gone."""
        atexit.unregister(self.end)
        with self._lock:
            if not self._reaped:
                self._kill_group(self._process.pid)
        self._keeper.join(END_SECONDS)

    def close(self) -> None:
        self.end()
        for file in (self._stderr, *self._pipes):
            file.close()

    @staticmethod
    def _kill_group(pid: int) -> None:
        """The worker leads a session; in bubblewrap the rest follows by --die-with-parent and its process
        namespace, outside it LibreOffice is in this group.
        """
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


class WorkerConnection(Worker):
    """A worker that systemd starts for a connection to a socket and ends with it (`unit`)."""

    def __init__(self, path: Path, *, clock: Callable[[], float]) -> None:
        """RenderError when nobody answers at the socket."""
        super().__init__(clock=clock)
        self._socket = connected(path)
        self._socket.setblocking(False)
        # One socket, two descriptors: a selector watches each for one thing.
        self._output, self._input = self._socket.fileno(), os.dup(self._socket.fileno())

    @property
    def alive(self) -> bool:
        """Whether the other end is open; it says nothing unasked, so whatever can be read now is its end."""
        poll = select.poll()
        poll.register(self._output, select.POLLIN)
        return not poll.poll(0)

    @property
    def pid(self) -> int | None:
        return None

    def end(self) -> None:
        """The other end sees this one close, and goes."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.end()
        if self._socket.fileno() != -1:
            self._socket.close()
            os.close(self._input)

    def _last_words(self) -> str:
        return " (journalctl -u 'thamluan-render@*' shows what it said)"


def connected(path: Path) -> socket.socket:
    """A connection to the renderer's unit.  RenderError."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.connect(str(path))
    except OSError as error:
        made.close()
        raise RenderError(f"The renderer's unit does not answer at {path}: {error.strerror or error}") from error
    return made
