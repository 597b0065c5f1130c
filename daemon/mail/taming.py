"""Raw bytes → bytes a parser handles in bounded time, with a note of what was changed.  PURE.

The archived message is never touched: this makes the copy that is read.  Ordinary mail passes unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from daemon.mail.limits import Limits

_MBOX_LINE = re.compile(rb"\A(?:>?From [^\r\n]{1,400}\r?\n)+")
_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")
#: A line of blanks, which continues a field, where the first part begins: meant for the empty one.
_BLANKS_BEFORE_PARTS = re.compile(rb"\r?\n[ \t]+(?=\r?\n--[^\r\n]{1,200}\r?\ncontent-)", re.IGNORECASE)
_BOUNDARY = re.compile(rb"boundary[ \t]*=[ \t]*(?:\"([^\"\r\n]{3,70})\"|([^\s;\"]{3,70}))", re.IGNORECASE)
_BOUNDARIES = 20  #: that are looked for within lines
_BEHIND_BOUNDARY = re.compile(rb"[ \t]*+\r?\ncontent-", re.IGNORECASE)
_FIELD_START = re.compile(rb"^(?=[^ \t\r\n])", re.MULTILINE)
_MIME_FIELD = re.compile(rb"^content-(?:type|disposition)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_FIELD_GOES_ON = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*")
_BLANK_BEFORE_COLON = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,70})[ \t]+:", re.MULTILINE)
_FIELD_LINE = re.compile(rb"[ \t]|[!-9;-~]+[ \t]*:")
_KNOWN_FIELD = re.compile(
    rb"(from|to|subject|date|message-id|mime-version|content-type|content-transfer-encoding|content-disposition|return-path|received|"
    rb"auto-submitted|in-reply-to|references):",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tamed:
    """What the parsers are given."""

    data: bytes
    warnings: tuple[str, ...]
    hostile: bool  #: not for the parsers: their time would not be bounded


def tame(raw: bytes, limits: Limits) -> Tamed:
    """See the module."""
    warnings: list[str] = []
    data = _octets_of(raw, warnings)
    data = data.lstrip(b"\r\n\0 \t") if data[:1] in b"\r\n\0 \t" else data
    data = data.removeprefix(b"\xef\xbb\xbf")
    data = _MBOX_LINE.sub(b"", data, count=1)  # an .eml saved from an mbox keeps its separator line
    if b"\r" in data[:2000] and b"\n" not in data[:2000]:
        warnings.append("lines end in CR alone")
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    elif data.partition(b"\n")[0].endswith(b"\r\r"):
        warnings.append("lines end in CR twice")
        data = data.replace(b"\r\r\n", b"\r\n")
    data = _with_boundaries_on_lines(data, warnings)
    header, rest = _split_header(data)
    if b"\0" in header:
        warnings.append("NUL bytes in the header were dropped")
        header = header.replace(b"\0", b"")
    if len(header) > limits.field_bytes:
        header = _shortened(header, limits, warnings)
    header = _mended(header, warnings)
    data = _with_short_mime_fields(header + rest, warnings)
    return Tamed(data, tuple(warnings), is_hostile(data, limits))


def _octets_of(raw: bytes, warnings: list[str]) -> bytes:
    """A message that an editor saved as UTF-16, as the octets it had."""
    if raw[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return raw
    warnings.append("saved as UTF-16")
    text = raw.decode("utf-16", "replace")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _split_header(data: bytes) -> tuple[bytes, bytes]:
    """The header, with the empty line that ends it left to the rest; bounded when the line never comes."""
    end = _HEADER_END.search(data)
    position = end.start() if end else len(data)
    blanks = _BLANKS_BEFORE_PARTS.search(data, 0, position)
    if blanks:
        return data[: blanks.start()], b"\n" + data[blanks.end() :]
    return data[:position], data[position:]


def _with_boundaries_on_lines(data: bytes, warnings: list[str]) -> bytes:
    """A boundary that stands behind the last line of a part, for want of an end of that line, on a line of its own."""
    declared = {match[1] or match[2] for match, _ in zip(_BOUNDARY.finditer(data), range(_BOUNDARIES), strict=False)}
    for boundary in declared:
        pieces = data.split(b"--" + boundary)  # by far faster than any expression, and few are found
        for number, (before, behind) in enumerate(pairwise(pieces)):
            if before and before[-1] not in b"\r\n>-" and _BEHIND_BOUNDARY.match(behind):
                pieces[number] = before + b"\r\n"
                warnings.append("a boundary within a line was put on its own")
        data = (b"--" + boundary).join(pieces)
    return data


def _mended(header: bytes, warnings: list[str]) -> bytes:
    mended = mend_header(header)
    if mended is not header:
        warnings.append("broken lines in the header were joined to the field before")
    return _with_bare_colons(mended)


def _with_bare_colons(header: bytes) -> bytes:
    """RFC 5322 §4.5 allows blanks before the colon; the standard library takes such a field for the header's end."""
    return _BLANK_BEFORE_COLON.sub(rb"\1:", header)


def mend_header_of_part(data: bytes) -> bytes:
    """`mend_header`, and blanks before colons left out; the very same object comes back when nothing is broken."""
    header, rest = _header_and_rest(mend_header(data))
    mended = _with_bare_colons(header) + rest
    return data if mended == data else mended


def _header_and_rest(data: bytes) -> tuple[bytes, bytes]:
    end = _HEADER_END.search(data)
    return (data[: end.start()], data[end.start() :]) if end else (data, b"")


def mend_header(data: bytes) -> bytes:
    """Lines of a header that are no field, with known fields after them, joined to the field before.

    Gateways break long lines without indenting the rest.  `data` may go on with a body; the very same object comes
    back when nothing is broken.
    """
    header, rest = _header_and_rest(data)
    lines = header.split(b"\n")
    bad = [number for number, line in enumerate(lines) if line.strip() and not _FIELD_LINE.match(line)]
    known = [number for number, line in enumerate(lines) if _KNOWN_FIELD.match(line)]
    joined = [number for number in bad if known and number < known[-1]]
    if not joined or joined[0] == 0:
        return data
    for number in joined:
        lines[number] = b" " + lines[number]
    return b"\n".join(lines) + rest


def _shortened(header: bytes, limits: Limits, warnings: list[str]) -> bytes:
    starts = [match.start() for match in _FIELD_START.finditer(header)]
    fields = [header[start:stop] for start, stop in zip(starts, [*starts[1:], len(header)], strict=True)]
    kept: list[bytes] = []
    left = limits.header_bytes
    cut = 0
    for field in fields:
        if len(field) > limits.field_bytes:
            cut += 1
            field = field[: limits.field_bytes].rstrip(b"\r\n") + b"\n"  # noqa: PLW2901 - the shortened one instead
        left -= len(field)
        if left < 0:
            warnings.append(f"only the first {len(kept)} of {len(fields)} header fields were read")
            break
        kept.append(field)
    if cut:
        warnings.append(f"{cut} header fields were longer than {limits.field_bytes} bytes and were cut")
    return b"".join(kept).rstrip(b"\r\n")


def _with_short_mime_fields(data: bytes, warnings: list[str]) -> bytes:
    """Content-Type and Content-Disposition, of the message and of its parts, cut to a length that parameter parsing
    bears (it is quadratic).

    In the middle: a name's beginning and its extension are what matters, and the boundary may stand behind it.
    """
    longest, last = 8_000, 2_000
    out: list[bytes] = []
    position = 0
    for match in _MIME_FIELD.finditer(data):
        if match.start() < position:
            continue
        field = _FIELD_GOES_ON.match(data, match.end())
        end = field.end() if field else match.end()
        if end - match.start() > longest:
            out.append(data[position : match.start() + longest - last].rstrip(b"\r\n"))
            out.append(data[end - last : end].lstrip(b"\r\n"))
            position = end
    if not out:
        return data
    warnings.append(f"{len(out) // 2} MIME header fields were longer than {longest} bytes and were cut")
    out.append(data[position:])
    return b"".join(out)


def is_hostile(data: bytes, limits: Limits) -> bool:
    """Whether the parsers' time would not be bounded."""
    boundaries = data.lower().count(b"boundary")
    if boundaries > limits.levels * 5:
        return True
    if boundaries * data.count(b"\n") > limits.boundary_work:
        return True
    return data.count(b"\n--") > limits.parts * 4
