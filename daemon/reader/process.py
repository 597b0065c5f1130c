"""EDGE  One process that reads the files of strangers: kept warm, killed when it takes too long, started anew.

What it runs into comes out as `ReadError`: `exhausted` when a limit was hit, so that the file is treated as a bomb.
A process that was killed may have been in the way of somebody else's memory: what it read is read once more.
Where no process can be started, that is `NoReaderError`.

The process is started by a plain exec (no fork of a threaded parent), with an empty environment: no secrets, and
Python's isolated mode.  It puts on its limits itself (`worker`), before it sees a file.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from daemon.errors import NoReaderError, ReadError
from daemon.reader.wire import Frames, WireError, encode
from daemon.reader.worker import EXIT_MEMORY

_T = TypeVar("_T")

_START_SECONDS = 60.0  #: imports on a busy machine
#: Nothing that is a paper takes so long to read (a paper takes a tenth), so what does was made to hurt.
_TELLING_SECONDS = 4.0
_CHUNK = 1 << 20
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from daemon.reader.worker import main; main()"
#: Deaths that a limit brings about.
_LIMIT_SIGNALS = frozenset({signal.SIGXCPU, signal.SIGKILL})
#: How PDFium ends when it gets no memory; and, without that, when it meets a fault of its own.
_ABORTS = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV})
#: An abort after so much of the allowed memory was used was brought about by the limit: what was refused is missing
#: in the figure.
_NEARLY_ALL = 0.4

#: What the process asks in the middle of its work → values, and files that go with them.
Serve = Callable[[Frames], tuple[dict[str, object], Sequence[bytes]]]


class Process:
    """Safe to use from several threads, one request at a time."""

    def __init__(
        self, *, deadline_seconds: float, memory_megabytes: int, restart_after: int, max_answer: int = 150_000_000
    ) -> None:
        """`memory_megabytes` is what a file may take above the bare process; the process starts at first use."""
        self._deadline = deadline_seconds
        self._memory = memory_megabytes
        self._restart_after = restart_after
        self._max_answer = max_answer
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._served = 0

    def ask(
        self, request: dict[str, object], data: bytes, seconds: float | None = None, serve: Serve | None = None
    ) -> Frames:
        """The answer; ReadError when there is none.  What `serve` takes is not counted against the deadline."""
        try:
            return self._ask(request, data, seconds, serve)
        except ReadError as error:
            if not error.killed:
                raise
        return self._ask(request, data, seconds, serve)

    def _ask(self, request: dict[str, object], data: bytes, seconds: float | None, serve: Serve | None) -> Frames:
        allowed = self._deadline if seconds is None else min(seconds, self._deadline)
        telling = allowed >= min(self._deadline, _TELLING_SECONDS)
        with self._lock:
            if self._child is None or self._served >= self._restart_after or not self._child.alive():
                self._stop()
                self._child = _Child(self._memory, self._deadline, self._max_answer)
                self._served = 0
            self._served += 1
            try:
                answer = self._child.ask(_message(request, (data,)), allowed, telling=telling)
                while serve is not None and "question" in answer.values:
                    allowed = max(allowed - answer.seconds, 0)
                    answer = self._child.ask(_message(*serve(answer)), allowed, telling=telling)
            except BaseException:  # whatever comes now from it would be taken for the answer to the next request
                self._stop()
                raise
        if isinstance(refusal := answer.values.get("error"), str):
            raise ReadError(refusal, exhausted=answer.values.get("exhausted") is True)
        return answer

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def checked(convert: Callable[[Any], _T], value: object) -> _T:
    """What a process has answered, as a value.  ReadError when it is not of the agreed shape."""
    try:
        return convert(value if value is not None else {})
    except WireError as error:
        raise ReadError(f"The reading process gave a wrong answer: {error}.") from error


def _message(values: dict[str, object], files: Sequence[bytes]) -> Sequence[bytes]:
    return encode(values | {"sizes": [len(file) for file in files]}) + b"\n", *files


class Served:
    """Whoever has a process of its own to ask, until it is closed."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def close(self) -> None:
        """Ends the process."""
        self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class _Child:
    """One reading process and its two pipes."""

    def __init__(self, memory: int, seconds: float, max_answer: int) -> None:
        root = str(Path(__file__).resolve().parent.parent.parent)
        arguments = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, root, str(memory), str(int(seconds) + 1)]
        try:
            self._process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                cwd="/",
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise NoReaderError(f"{error.strerror}.") from error
        self._memory, self._max_answer = memory, max_answer
        self._in, self._out = _pipe(self._process.stdin), _pipe(self._process.stdout)
        try:
            self._exchange((), _START_SECONDS)
        except ReadError as error:
            self.kill()
            raise NoReaderError(str(error)) from error

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    def ask(self, message: Sequence[bytes], seconds: float, *, telling: bool) -> Frames:
        """ReadError when it dies, gives nonsense, or takes longer than that; `exhausted` if `telling`."""
        return self._exchange(message, seconds, telling=telling)

    def _exchange(self, message: Sequence[bytes], seconds: float, *, telling: bool = True) -> Frames:
        """Sends the pieces of a message one after the other: joined, a large file would be in memory twice."""
        begun = time.monotonic()
        deadline = begun + seconds
        pending = [memoryview(piece) for piece in message if piece]
        answer = Frames()
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            if pending:
                selector.register(self._in, selectors.EVENT_WRITE)
            while not answer.complete:
                ready = selector.select(max(deadline - time.monotonic(), 0))
                if not ready:
                    raise ReadError(f"Reading took longer than {seconds:.3g} seconds.", exhausted=telling)
                for key, _ in ready:
                    if key.fileobj is self._out:
                        self._receive(answer)
                    elif not self._send(pending):
                        selector.unregister(self._in)
        answer.seconds = time.monotonic() - begun
        return answer

    def _send(self, pending: list[memoryview]) -> bool:
        """Sends some of it; whether there is more."""
        try:
            pending[0] = pending[0][os.write(self._in.fileno(), pending[0][:_CHUNK]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError as error:
            raise self._death() from error
        if not pending[0]:
            del pending[0]
        return bool(pending)

    def _receive(self, answer: Frames) -> None:
        chunk = os.read(self._out.fileno(), _CHUNK)
        if not chunk:
            raise self._death()
        try:
            answer.feed(chunk)
        except WireError as error:
            raise ReadError(f"The reading process gave a wrong answer: {error}.") from error
        if answer.size > self._max_answer:
            raise ReadError("It holds more than is ever read.", exhausted=True)

    def _ended(self) -> tuple[int, float] | None:
        """Status, and megabytes in memory at most; None while it runs."""
        pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
        if pid == 0:
            return None
        self._process.returncode = os.waitstatus_to_exitcode(status)  # the object must not wait for it again
        return self._process.returncode, used.ru_maxrss / 1000

    def _death(self) -> ReadError:
        """Why there is no answer; both pipes are closed when the process is gone, so waiting is short."""
        deadline = time.monotonic() + 5
        while (ended := self._ended()) is None:
            if time.monotonic() > deadline:
                return ReadError("The reading process closed its end without an answer.")
            time.sleep(0.01)
        status, peak = ended
        if status == EXIT_MEMORY:
            return ReadError("Reading takes more memory than allowed.", exhausted=True)
        if status < 0:
            name = signal.Signals(-status).name
            exhausted = -status in _LIMIT_SIGNALS or (-status in _ABORTS and peak > _NEARLY_ALL * self._memory)
            killed = -status == signal.SIGKILL
            return ReadError(f"The reading process was ended by {name}.", exhausted=exhausted, killed=killed)
        return ReadError(f"The reading process ended with status {status}.")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ReadError("The reading process has no pipe.")
    os.set_blocking(stream.fileno(), False)
    return stream
