"""The process that reads untrusted files: takes away its own rights, then answers one request after the other.

A request on standard input is a line of JSON and as many bytes as it says; an answer on standard output is JSON and as
many files as it says (`wire`).  It ends when its input ends, by a limit, or with a traceback when our own
code is wrong; the service starts another.

While it reads a message it asks back: what is in this paper, in this archive?  The service has another process look:
a bomb among the files is a fact about that file, and the message is read all the same.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from daemon import confinement, documents, mail
from daemon.containers import archives
from daemon.errors import ReadError
from daemon.model import FileKind
from daemon.reader.mailwire import mail_out
from daemon.reader.wire import (
    annotation_in,
    decode,
    document_out,
    encode,
    frame,
    limits_in,
    limits_out,
    pages_out,
    unpacked_in,
    unpacked_out,
)

#: Exit status that says "out of memory".
EXIT_MEMORY = 77

_NO_NETWORK = 0x40000000 | 0x10000000  # CLONE_NEWNET | CLONE_NEWUSER, unshare(2)
#: Python-level doors to the world; the limits below are for code that does not ask Python.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "ctypes.dlopen")


def main() -> None:
    """Arguments: megabytes of memory above what the bare process takes, seconds of processor time per file."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    libc = _confine(memory)
    _answer(answers, {"ready": True}, ())
    try:
        while line := requests.readline():
            _allow_processor_time(seconds)
            _answer(answers, *_handle(decode(line), requests, answers))
            # What a heavy file took is needed by LibreOffice next; glibc would keep most of it (malloc_trim(3)).
            if libc is not None:
                libc.malloc_trim(0)
    except MemoryError:
        # Nothing that needs memory: no clean-up, no message.
        os._exit(EXIT_MEMORY)


def _handle(
    request: dict[str, Any], requests: BinaryIO, answers: BinaryIO
) -> tuple[dict[str, object], tuple[bytes, ...]]:
    """Values, and files that go with them."""
    (data,) = _files_of(request, requests)
    try:
        match request["op"]:
            case "pages":
                return {"pages": pages_out(documents.pages(data))}, ()
            case "peek":
                kind = FileKind(str(request["kind"]))
                return {"text": documents.peek(data, kind, int(str(request["max_chars"])))}, ()
            case "unpack":
                kind = FileKind(str(request["kind"]))
                opened = archives.unpack(data, kind, str(request["filename"]), limits_in(request["limits"]))
                return {"opened": unpacked_out(opened)}, tuple(member.content for member in opened.members)
            case "mail":
                asking = _Asking(requests, answers)
                read = mail.read(data, peek=asking.peek, unpack=asking.unpack)
                return {"mail": mail_out(read)}, tuple(file.content for file in read.attachments)
            case "annotate":
                return {}, _files(documents.annotated_copy(data, annotation_in(request["annotation"])))
            case "correct":
                return {}, _files(documents.corrected_copy(data, str(request["font"])))
            case "layout":
                copy = documents.layout_copy(data, str(request["font"]))
                if copy is None:
                    return {}, ()
                return {"spelled": copy.spelled, "endnotes": copy.endnotes_in_text}, (copy.data,)
            case _:
                return {"document": document_out(documents.read(data, str(request["filename"])))}, ()
    except ReadError as error:
        return {"error": str(error), "exhausted": error.exhausted}, ()


def _files_of(request: dict[str, Any], stream: BinaryIO) -> list[bytes]:
    return [stream.read(int(size)) for size in request["sizes"]]


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked of the service in the middle of a message."""

    requests: BinaryIO
    answers: BinaryIO

    def peek(self, data: bytes, kind: FileKind) -> str:
        values, _ = self._asked({"question": "peek", "kind": kind}, data)
        if isinstance(refusal := values.get("error"), str):
            raise ReadError(refusal)
        return str(values["text"])

    def unpack(self, data: bytes, kind: FileKind, filename: str, limits: archives.Limits) -> archives.Unpacked:
        question: dict[str, object] = {
            "question": "unpack",
            "kind": kind,
            "filename": filename,
            "limits": limits_out(limits),
        }
        values, files = self._asked(question, data)
        return unpacked_in(values["opened"], files)

    def _asked(self, question: dict[str, object], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        _answer(self.answers, question, (data,))
        values = decode(self.requests.readline())
        return values, _files_of(values, self.requests)


def _files(copy: bytes | None) -> tuple[bytes, ...]:
    return () if copy is None else (copy,)


def _answer(stream: BinaryIO, values: dict[str, object], files: tuple[bytes, ...]) -> None:
    for content in (encode(values | {"files": len(files)}), *files):
        stream.writelines(frame(content))
    stream.flush()


# --------------------------------------------------------------------------- confinement


def _confine(memory: int) -> ctypes.CDLL | None:
    """Gives the C library where it can give memory back."""
    _warm_up()
    libc = ctypes.CDLL(None, use_errno=True)
    # Both are a second wall where the kernel lets us have them; a refusal changes nothing.  Below our unit there are no
    # namespaces, in some containers no filters.
    libc.unshare(_NO_NETWORK)
    confinement.apply(libc, confinement.no_network())
    sys.addaudithook(_guard)
    _limit(resource.RLIMIT_AS, _address_space() + memory * 1_000_000)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    return libc if hasattr(libc, "malloc_trim") else None


def _warm_up() -> None:
    """What libraries load at first use is loaded while that is still allowed, and counts as the bare process."""
    mail.read(b"From: a@b.example\n\n")
    documents.peek(b"%PDF-1.4\n%%EOF", FileKind.PDF)
    documents.read(b"PK\x05\x06" + bytes(18), "warm.docx")


def _guard(event: str, _args: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not for a reader of files")


def _limit(kind: int, amount: int) -> None:
    _, hard = resource.getrlimit(kind)
    wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (wanted, wanted))


def _allow_processor_time(seconds: int) -> None:
    """The limit counts from the start of the process, so it moves on with every file; beyond it comes SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
