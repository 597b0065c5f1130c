"""uuencode in plain text (POSIX uuencode): files that old clients and scanners put between the lines.  PURE."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4}(?:[ \t]([^\r\n]{0,400}+))?\r?\n", re.MULTILINE)
_DATA_LINE = re.compile(rb"[ -`]{1,90}\Z")
_MAX_FILES = 100


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file found in a text, and the bytes it stood in."""

    raw_name: bytes
    content: bytes
    start: int
    end: int
    bare: bool = False  #: nothing around it says that it is a file: base64 looks like tokens and keys


def decode_uu(data: bytes) -> list[TextFile]:
    """All uuencoded files of a text.  "begin 644 something" in a sentence, without data lines, is no file."""
    found: list[TextFile] = []
    position = 0
    while len(found) < _MAX_FILES and (match := _BEGIN.search(data, position)):
        content, end = _lines(data, match.end(), base64=match[0].startswith(b"begin-base64"))
        if content:
            found.append(TextFile((match[1] or b"").strip(), content, match.start(), end))
        position = end
    return found


def _lines(data: bytes, start: int, *, base64: bool) -> tuple[bytes, int]:
    """What the lines from here on hold, b"" where they are text after all; where the next file may begin: no line is
    read again.
    """
    out: list[bytes] = []
    position = start
    while position < len(data):
        here = position
        stop = data.find(b"\n", position)
        stop = len(data) if stop < 0 else stop
        line = data[position:stop].rstrip(b"\r\n")
        position = stop + 1
        if line in {b"end", b"===="}:
            return b"".join(out), min(position, len(data))
        if not line.strip() or line == b"`":
            continue
        # base64 is read whatever stands between its letters: "begin-base64 644 ab" would be some
        decoded = None if _BEGIN.match(data, here) else _base64_line(line) if base64 else _line(line)
        if decoded is None:
            return b"", here
        out.append(decoded)
    return b"".join(out), len(data)  # cut off before "end": keep what there is


def _line(line: bytes) -> bytes | None:
    if not _DATA_LINE.match(line):
        return None
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Encoders that pad wrongly: take as many characters as the length byte says
        count = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:count])
        except binascii.Error:
            return None


def _base64_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_base64(line)
    except binascii.Error:
        return None
