"""EDGE  Reads untrusted files in a process of its own, with limits on time and memory.

`IsolatedReader` keeps one such process warm, kills it when a file takes too long, and starts a new one after a
death and after so many files.  What it runs into comes out as `ReadError`: `exhausted` when a limit was hit, so that
the file is treated as a bomb.  `InProcessReader` does the same work without the walls, for tests.

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
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from daemon import archives, documents
from daemon.archives import Unpacked
from daemon.errors import ReadError
from daemon.model import Document, FileKind, FileProblem, Lang, PageText, Remark
from daemon.reader.wire import Frames, WireError, document_in, encode, limits_out, pages_in, remarks_out, unpacked_in
from daemon.reader.worker import EXIT_MEMORY

_T = TypeVar("_T")

_START_SECONDS = 60.0  #: imports on a busy machine
_MAX_ANSWER = 150_000_000
#: Nothing that is a paper takes so long to read (a paper takes a tenth), so what does was made to hurt.
_TELLING_SECONDS = 4.0
#: For an archive: a batch of a school takes a tenth of a second, and a hundred megabytes of 7z two to four.
_UNPACKING_SECONDS = 6.0
_CHUNK = 1 << 20
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from daemon.reader.worker import main; main()"
#: Deaths that a limit brings about.
_LIMIT_SIGNALS = frozenset({signal.SIGXCPU, signal.SIGKILL})
#: How PDFium ends when it gets no memory; and, without that, when it meets a fault of its own.
_ABORTS = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV})
#: An abort after so much of the allowed memory was used was brought about by the limit: what was refused is missing
#: in the figure.
_NEARLY_ALL = 0.4


class InProcessReader:
    """Implements `model.Reader` without a second process."""

    def document(self, data: bytes, filename: str, *, seconds: float | None = None) -> Document:  # noqa: ARG002
        """See `documents.read`.  Nothing here can be interrupted: `seconds` is without effect."""
        try:
            return documents.read(data, filename)
        except MemoryError as error:
            raise ReadError(f"Reading {filename} takes too much memory.", exhausted=True) from error

    def pages(self, pdf: bytes, *, seconds: float | None = None) -> tuple[PageText, ...]:  # noqa: ARG002
        """See `documents.pages`."""
        return documents.pages(pdf)

    def peek(self, data: bytes, kind: FileKind, max_chars: int = 4000) -> str:
        """See `documents.peek`."""
        return documents.peek(data, kind, max_chars)

    def unpacked(self, data: bytes, kind: FileKind, filename: str, limits: archives.Limits) -> Unpacked:
        """See `archives.unpack`."""
        return archives.unpack(data, kind, filename, limits)

    def annotated(
        self,
        data: bytes,
        remarks: Sequence[Remark],
        *,
        author: str,
        initials: str,
        when: datetime,
        limit: int = 30,
        lang: Lang = Lang.VI,
    ) -> bytes | None:
        """See `documents.annotated_copy`."""
        return documents.annotated_copy(
            data, remarks, author=author, initials=initials, when=when, limit=limit, lang=lang
        )

    def corrected(self, data: bytes, font: str, *, seconds: float | None = None) -> bytes | None:  # noqa: ARG002
        """See `documents.corrected_copy`."""
        return documents.corrected_copy(data, font)

    def close(self) -> None:
        """Nothing to close."""


class IsolatedReader:
    """Implements `model.Reader` in a child process.  Safe to use from several threads, one file at a time."""

    def __init__(
        self, *, deadline_seconds: float = 10.0, memory_megabytes: int = 220, restart_after: int = 200
    ) -> None:
        """`memory_megabytes` is what a file may take above the bare process; the process starts at first use."""
        self._deadline = deadline_seconds
        self._memory = memory_megabytes
        self._restart_after = restart_after
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._served = 0

    def document(self, data: bytes, filename: str, *, seconds: float | None = None) -> Document:
        """A file as a document.  ReadError when the process did not come back with one."""
        answer = self._ask({"op": "document", "filename": filename}, data, seconds)
        return _checked(document_in, answer.values.get("document"))

    def pages(self, pdf: bytes, *, seconds: float | None = None) -> tuple[PageText, ...]:
        """The pages of a PDF.  ReadError when it cannot be read."""
        return _checked(pages_in, self._ask({"op": "pages"}, pdf, seconds).values.get("pages"))

    def peek(self, data: bytes, kind: FileKind, max_chars: int = 4000) -> str:
        """Text from the beginning of a paper; "" where there is none.  ReadError when there is no answer."""
        text = self._ask({"op": "peek", "kind": kind, "max_chars": max_chars}, data).values.get("text")
        return text if isinstance(text, str) else ""

    def unpacked(self, data: bytes, kind: FileKind, filename: str, limits: archives.Limits) -> Unpacked:
        """The files inside an archive, opened in the process.  Never raises, like `archives.unpack`.

        An archive that runs into the limits of the process is a bomb, and nothing is left for others of its message:
        each might cost as much.  A process that died for another reason is given the archive once more.
        """
        request: dict[str, object] = {"op": "unpack", "kind": kind, "filename": filename, "limits": limits_out(limits)}
        problem, note = FileProblem.CORRUPT, ""
        for _ in range(2):
            try:
                answer = self._ask(request, data, _UNPACKING_SECONDS)
                return _checked(partial(unpacked_in, files=answer.files), answer.values.get("opened"))
            except ReadError as error:
                note = str(error)
                if error.exhausted:
                    problem = FileProblem.BOMB
                    break
        return Unpacked((), problem, note)

    def annotated(
        self,
        data: bytes,
        remarks: Sequence[Remark],
        *,
        author: str,
        initials: str,
        when: datetime,
        limit: int = 30,
        lang: Lang = Lang.VI,
    ) -> bytes | None:
        """A copy with comments, made in the process.  ReadError when it did not come back with an answer."""
        request = {"op": "annotate", "remarks": remarks_out(remarks), "author": author, "initials": initials}
        answer = self._ask(request | {"when": when.isoformat(), "limit": limit, "lang": lang.value}, data)
        return next(iter(answer.files), None)

    def corrected(self, data: bytes, font: str, *, seconds: float | None = None) -> bytes | None:
        """A copy in another font, made in the process.  ReadError when it did not come back with an answer."""
        return next(iter(self._ask({"op": "correct", "font": font}, data, seconds).files), None)

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, request: dict[str, object], data: bytes, seconds: float | None = None) -> Frames:
        allowed = self._deadline if seconds is None else min(seconds, self._deadline)
        telling = allowed >= min(self._deadline, _TELLING_SECONDS)
        with self._lock:
            if self._child is None or self._served >= self._restart_after or not self._child.alive():
                self._stop()
                self._child = _Child(self._memory, self._deadline)
                self._served = 0
            self._served += 1
            try:
                message = encode(request | {"size": len(data)}) + b"\n"
                answer = self._child.ask(message, data, allowed, telling=telling)
            except ReadError:
                self._stop()
                raise
        if isinstance(refusal := answer.values.get("error"), str):
            raise ReadError(refusal, exhausted=answer.values.get("exhausted") is True)
        return answer

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _checked(convert: Callable[[Any], _T], value: object) -> _T:
    try:
        return convert(value if value is not None else {})
    except WireError as error:
        raise ReadError(f"The reading process gave a wrong answer: {error}.") from error


class _Child:
    """One reading process and its two pipes."""

    def __init__(self, memory: int, seconds: float) -> None:
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
            raise ReadError(f"The reading process cannot be started: {error}.") from error
        self._memory = memory
        self._in, self._out = _pipe(self._process.stdin), _pipe(self._process.stdout)
        try:
            self._exchange((), _START_SECONDS)
        except ReadError:
            self.kill()
            raise

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    def ask(self, request: bytes, data: bytes, seconds: float, *, telling: bool) -> Frames:
        """ReadError when it dies, gives nonsense, or takes longer than that; `exhausted` if `telling`."""
        return self._exchange((request, data), seconds, telling=telling)

    def _exchange(self, message: Sequence[bytes], seconds: float, *, telling: bool = True) -> Frames:
        """Sends the pieces of a message one after the other: joined, a large file would be in memory twice."""
        deadline = time.monotonic() + seconds
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
        if answer.size > _MAX_ANSWER:
            raise ReadError("The file holds more text than any paper.", exhausted=True)

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
            return ReadError(f"The reading process was ended by {name}.", exhausted=exhausted)
        return ReadError(f"The reading process ended with status {status}.")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ReadError("The reading process has no pipe.")
    os.set_blocking(stream.fileno(), False)
    return stream
