"""EDGE  Reads messages in a process of their own; papers and archives in them are looked into by another.

A message that kills the process, loops in it or wants all memory is an error about this message; the service goes on,
also where no supervisor watches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from daemon.errors import ReadError
from daemon.mail import Limits
from daemon.model import FileKind, ParsedMail
from daemon.reader.isolated import IsolatedReader
from daemon.reader.mailwire import mail_in
from daemon.reader.process import Process, Served, checked
from daemon.reader.wire import Frames, WireError, limits_in, unpacked_out

#: Ordinary mail takes a few milliseconds, one of 50 MB some seconds, on a busy machine a few times as long.
_SECONDS = 60.0
#: The two parsers hold a message some eight times; what it unpacks to comes on top.
_TIMES = 16


class MailReader(Served):
    """Raw bytes → `ParsedMail`.  Safe to use from several threads, one message at a time.

    ReadError when the process did not come back with one.
    """

    def __init__(self, files: IsolatedReader, *, max_message_bytes: int, deadline_seconds: float = _SECONDS) -> None:
        """`files` looks into papers and archives and is closed by who made it; the process starts at first use."""
        self._files = files
        stored = Limits().stored_bytes
        process = Process(
            deadline_seconds=deadline_seconds,
            memory_megabytes=(2 * stored + _TIMES * max_message_bytes) // 1_000_000,
            restart_after=2000,
            max_answer=stored + max_message_bytes,
        )
        super().__init__(process)

    def __call__(self, raw: bytes) -> ParsedMail:
        answer = self._process.ask({"op": "mail"}, raw, serve=self._look)
        return checked(partial(mail_in, files=answer.files), answer.values.get("mail"))

    def _look(self, question: Frames) -> tuple[dict[str, object], Sequence[bytes]]:
        """What the process wants to know of a file in the message."""
        return checked(partial(self._looked, data=question.files[0] if question.files else b""), question.values)

    def _looked(self, asked: dict[str, object], data: bytes) -> tuple[dict[str, object], Sequence[bytes]]:
        try:
            kind = FileKind(str(asked.get("kind")))
        except ValueError as error:
            raise WireError(f"no kind of file: {error}") from error
        if asked["question"] == "unpack":
            opened = self._files.unpacked(data, kind, str(asked.get("filename")), limits_in(asked.get("limits")))
            return {"opened": unpacked_out(opened)}, [member.content for member in opened.members]
        try:
            return {"text": self._files.peek(data, kind)}, ()
        except ReadError as error:
            return {"error": str(error)}, ()
