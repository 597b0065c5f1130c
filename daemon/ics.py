"""A calendar file (RFC 5545) of the season.  PURE."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_LINE = 75  #: octets of a content line, its break left out (RFC 5545 §3.1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event."""

    key: str  #: stays the same when the event is moved
    at: datetime  #: aware
    summary: str
    description: str = ""


def calendar(entries: Iterable[Entry], name: str, domain: str, made: datetime) -> bytes:
    """The file: UTF-8, CRLF, folded.  `made`, aware, is when: of two files a calendar believes the newer one, also
    where an event is moved to an earlier day (RFC 5545 §3.8.7.2, RFC 5546 §2.1.5).
    """
    stamp = _moment(made)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//thamluan//VI",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for entry in entries:
        uid = hashlib.sha256(entry.key.encode()).hexdigest()[:24]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@{domain}",
            f"DTSTAMP:{stamp}",
            f"DTSTART:{_moment(entry.at)}",
            f"SUMMARY:{_text(entry.summary)}",
            *([f"DESCRIPTION:{_text(entry.description)}"] if entry.description else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """RFC 5545 §3.3.11."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> bytes:
    """RFC 5545 §3.1: a letter is never cut in two."""
    pieces, piece, room = [], b"", _LINE
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", _LINE - 1  # the blank of a continued line counts
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
