"""The protocols of what lies outside: clock, reader, renderer, mailbox, mail server, supervisor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from daemon.model.documents import Document, LayoutCopy, PageText
from daemon.model.files import FileKind
from daemon.model.letters import Annotation
from daemon.model.mail import Listed, MessageRef


class Clock(Protocol):
    """The time, as a parameter."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class Reader(Protocol):
    """Reads untrusted files, in a process with limits on time and memory.

    `seconds` shortens the limit on time for one call.  Only a limit that was not much shortened makes an error
    `exhausted`: what little time was left says nothing about a file.
    """

    def document(self, data: bytes, filename: str, *, seconds: float | None = None) -> Document:
        """A .docx or .pdf as text with fonts; other kinds give problem `unsupported`.  ReadError when it died."""
        ...

    def pages(self, pdf: bytes, *, seconds: float | None = None) -> tuple[PageText, ...]:
        """The pages of a PDF.  ReadError when it cannot be read."""
        ...

    def annotated(self, data: bytes, annotation: Annotation) -> bytes | None:
        """A copy of a .docx with remarks as Word comments; None when it is better not touched.  ReadError when
        the process died.
        """
        ...

    def corrected(self, data: bytes, font: str, *, seconds: float | None = None) -> bytes | None:
        """A copy of a .docx with its text in this font and nothing else changed; None when there is nothing to
        correct, or it cannot be done without harm.  ReadError when the process died.
        """
        ...

    def layout_copy(self, data: bytes, font: str = "", *, seconds: float | None = None) -> LayoutCopy | None:
        """A .docx as it is to be laid out, every other name for `font` that one, or an .odt as it is to be converted;
        None where that is as it is.

        ReadError when the process died.
        """
        ...

    def close(self) -> None: ...


class Renderer(Protocol):
    """LibreOffice, outside the process."""

    waited_seconds: float
    """For which documents have waited until it had started, all of them together."""

    def trouble(self) -> str | None:
        """None when its page counts can be believed; else one English sentence (no LibreOffice, fonts not covering
        Vietnamese, ...).  Cheap after the first call.
        """
        ...

    def to_pdf(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        """RenderError when it fails, dies or overruns its deadline; the next call finds a fresh one.

        `seconds`: what its caller has left for it, where that is less than the deadline.
        """
        ...

    def to_docx(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        """.doc, .odt, .rtf → .docx.  RenderError as above."""
        ...

    def close(self) -> None: ...


#: Bytes of the header block of a message too large to fetch: far beyond any real one, harmless in memory.
HEAD_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class FolderState:
    """The folder as selected."""

    uidvalidity: int
    exists: int
    capabilities: frozenset[str]  #: upper case


@dataclass(frozen=True, slots=True)
class Counted:
    """A folder that is not opened."""

    messages: int
    uidvalidity: int | None  #: another one: another folder, or its messages have other numbers; None: it is not there
    next_uid: int | None = None  #: what comes there next has this number or a higher one; None: nobody says


class Folder(Protocol):
    """One folder of the mailbox, opened for looking; nothing is changed by it.  Every method may raise MailboxError."""

    @property
    def account(self) -> str: ...

    @property
    def folder(self) -> str: ...

    def exists(self) -> bool: ...

    def list(self) -> Sequence[Listed]: ...

    def since(self, uid: int, mark: str = "") -> Sequence[Listed]:
        """Those from a UID on; with a mark (`Inbox.file_away`), of these the ones that bear it."""
        ...

    def message_ids(self, refs: Sequence[MessageRef]) -> Mapping[int, str]: ...

    def fetch(self, ref: MessageRef) -> bytes | None: ...

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None: ...


class Inbox(Protocol):
    """A submission mailbox, one folder of it, connected.  Every method may raise MailboxError."""

    @property
    def account(self) -> str:
        """Stable name of the account, for MessageRef."""
        ...

    @property
    def folder(self) -> str: ...

    def select(self) -> FolderState:
        r"""Opens the folder; read-write, \\Seen is never touched."""
        ...

    def list(self) -> Sequence[Listed]:
        """Everything in the folder, ascending UID."""
        ...

    def fetch(self, ref: MessageRef) -> bytes | None:
        """The raw message (BODY.PEEK[]); None when it has gone meanwhile."""
        ...

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None:
        """The header block alone, at most so many bytes: for messages too large to fetch."""
        ...

    def since(self, uid: int, mark: str = "") -> Sequence[Listed]:
        """Those from a UID on; with a mark (`file_away`), of these the ones that bear it."""
        ...

    def message_ids(self, refs: Sequence[MessageRef]) -> Mapping[int, str]: ...

    def file_away(self, ref: MessageRef, to_folder: str, mark: str = "") -> bool:
        r"""Moves the message (UID MOVE, else COPY + \\Deleted, + UID EXPUNGE where there is UIDPLUS); creates the
        folder when it is missing.  It bears the mark from then on, a keyword (RFC 3501 §2.3.2), where the server keeps
        any.  False when the message has gone meanwhile.
        """
        ...

    def count(self, folder: str) -> Counted | None:
        """How many messages stand in another folder; 0 where there is no such folder, None where nobody says."""
        ...

    def sent_folder(self) -> str | None:
        """Where the mailbox keeps what was sent; None when it has no such folder."""
        ...

    def sent_among(self, message_ids: Sequence[str]) -> frozenset[str] | None:
        """Those of the letters (by Message-ID, with angle brackets) that stand in the Sent folder; None when the
        mailbox has none.  What was listed before stays as it is.
        """
        ...

    def looking(self, folder: str) -> AbstractContextManager[Folder]:
        """Another look at the mailbox over the same connection, at any of its folders, in the middle of which nothing
        else is done.
        """
        ...

    def wait(self, seconds: float) -> bool:
        """IDLE until something happens or the time is over; True when something happened.  A server without IDLE
        returns False at once.
        """
        ...

    def interrupt(self) -> None:
        """Ends a `wait` under way, from another thread: it raises MailboxError and the connection is over."""
        ...

    def close(self) -> None: ...


class Sender(Protocol):
    """The way out."""

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> str:
        """One message; the server's final reply line.  DeliveryError otherwise (any refused recipient included)."""
        ...

    def close(self) -> None: ...


class Supervisor(Protocol):
    """Whoever started the service and watches over it.  No method fails; whether anybody listens is not known."""

    def ready(self) -> None:
        """Work has begun."""
        ...

    def stopping(self) -> None:
        """What is under way is finished, nothing new is begun."""
        ...

    def status(self, text: str) -> None:
        """How things stand, one sentence for a person."""
        ...

    def alive(self) -> None:
        """Every job has rested or gone on; when this is not heard for long, one hangs."""
        ...
