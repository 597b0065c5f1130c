"""EDGE: the log: lines for a person, JSON for a collector, or the journal's own fields under systemd.

What happened is said by the standard library's loggers; here is decided how it is written.  `concerning` names what
the work at hand is about (message, paper, letter, step): every line said meanwhile, by us or by a library, bears these
as fields, so that `journalctl THAMLUAN_MESSAGE=12` is the story of one message.

A line that nobody can be told (a full disk, a reader that has gone) is lost, and stops no work.

Never in the log: secrets (`discretion.scrub`) and the words of a message; addresses only where `[log] addresses` is
true.  The journal is spoken to in its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): one datagram a line.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from daemon.config import Log, LogFormat
from daemon.discretion import masked, scrub

JOURNAL = Path("/run/systemd/journal/socket")
_TEXT = "%(levelname)s %(name)s: %(message)s"
#: Larger datagrams would have to be handed over as files; no line of ours comes near it, a traceback might.
_LONGEST = 48_000
#: syslog(3) priorities.
_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
_DEBUG = 7

_about: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 - a mapping that nobody changes


@contextmanager
def concerning(**what: object) -> Iterator[None]:
    """While the block runs, what is logged in this thread is about these: `message=12`, `paper="TL-2021-007"`."""
    token = _about.set({**_about.get(), **{name: str(value) for name, value in what.items()}})
    try:
        yield
    finally:
        _about.reset(token)


def begin(*, verbose: bool, quiet: bool) -> None:
    """The log of a command before its configuration is known: text on standard error; `quiet`: warnings alone."""
    root = logging.getLogger()
    root.setLevel(logging.WARNING)  # what libraries tell of less is theirs
    logging.getLogger("daemon").setLevel(logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO)
    for chatty in ("apscheduler", "mailparser", "imapclient"):  # what they warn of we say in our own words
        logging.getLogger(chatty).setLevel(logging.ERROR)
    _write_by(_Lines(_Discreet(addresses=True)))


def follow(settings: Log) -> None:
    """The log as configured, from now on."""
    _write_by(_handler(settings, os.environ, sys.stderr))


def _write_by(handler: logging.Handler) -> None:
    """Ours takes the place of the one before it; those of others stay."""
    root = logging.getLogger()
    for former in [each for each in root.handlers if isinstance(each, _Lines | JournalHandler)]:
        root.removeHandler(former)
        former.close()
    root.addHandler(handler)


def _handler(settings: Log, environ: Mapping[str, str], stderr: TextIO) -> logging.Handler:
    form = settings.format
    if form is LogFormat.AUTO:
        form = LogFormat.JOURNAL if _is_journal(environ, stderr) else LogFormat.TEXT
    discreet = (_Json if form is LogFormat.JSON else _Discreet)(addresses=settings.addresses)
    return JournalHandler(discreet) if form is LogFormat.JOURNAL else _Lines(discreet)


def _is_journal(environ: Mapping[str, str], stderr: TextIO) -> bool:
    """Whether standard error is the journal: systemd.exec(5), $JOURNAL_STREAM names its device and inode."""
    try:
        there = os.fstat(stderr.fileno())
    except (OSError, ValueError):
        return False
    return environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}" and JOURNAL.is_socket()


# --------------------------------------------------------------------------- how a line is written


class _Discreet(logging.Formatter):
    """A line of text; a traceback follows it."""

    def __init__(self, *, addresses: bool) -> None:
        super().__init__(_TEXT)
        self._addresses = addresses

    def told(self, text: str) -> str:
        """The text without what must not be told."""
        text = scrub(text)
        return text if self._addresses else masked(text)

    def format(self, record: logging.LogRecord) -> str:
        return self.told(super().format(record))

    def message(self, record: logging.LogRecord) -> str:
        """What is said, with its traceback."""
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return self.told(record.getMessage() + trace)


class _Json(_Discreet):
    """One JSON object a line, real letters."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": self.message(record),
            **{name: self.told(value) for name, value in _about.get().items()},
        }
        return json.dumps(line, ensure_ascii=False)


class _Lines(logging.Handler):
    """Standard error, whichever it is at the time: a line of progress puts itself below what is written."""

    def __init__(self, discreet: _Discreet) -> None:
        super().__init__()
        self.setFormatter(discreet)

    def emit(self, record: logging.LogRecord) -> None:
        _show(self.format(record))


class JournalHandler(logging.Handler):
    """The journal; standard error where it does not listen."""

    def __init__(self, discreet: _Discreet, path: Path = JOURNAL) -> None:
        super().__init__()
        self._discreet = discreet
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def emit(self, record: logging.LogRecord) -> None:
        fields = {
            "MESSAGE": self._discreet.message(record)[:_LONGEST],
            "PRIORITY": str(next((number for level, number in _PRIORITIES if record.levelno >= level), _DEBUG)),
            "SYSLOG_IDENTIFIER": "thamluan",
            "LOGGER": record.name,
            "CODE_FILE": record.pathname,
            "CODE_LINE": str(record.lineno),
            "CODE_FUNC": record.funcName or "",
            **{f"THAMLUAN_{name.upper()}": self._discreet.told(value) for name, value in _about.get().items()},
        }
        try:
            self._socket.sendto(b"".join(_field(name, value) for name, value in fields.items()), str(self._path))
        except OSError:  # it is being restarted: a line that cannot be kept is at least shown
            _show(fields["MESSAGE"])

    def close(self) -> None:
        self._socket.close()
        super().close()


def _show(line: str) -> None:
    """On standard error, where that is possible."""
    with suppress(OSError, ValueError):  # the latter: it is closed
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _field(name: str, value: str) -> bytes:
    """NAME=value, or with its length in front where it has more than one line."""
    data = value.encode("utf-8", "backslashreplace")
    if b"\n" not in data:
        return name.encode() + b"=" + data + b"\n"
    return name.encode() + b"\n" + len(data).to_bytes(8, "little") + data + b"\n"
