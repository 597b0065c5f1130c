"""winmail.dat → the files inside ([MS-OXTNEF]).  Only importer of tnefparse.

Outlook wraps a mail's files in TNEF when it believes the reader is Outlook too.  tnefparse copies the rest of the
data for every attribute, so the attributes are counted first; whatever it raises on broken data is `None`.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tnefparse.properties import MAPI_ATTACH_LONG_FILENAME
from tnefparse.tnef import TNEF

from daemon.mail.charsets import decode_header

_COPY_WORK = 2_000_000_000  #: bytes copied while walking the attributes
_MAX_EMBEDDED = 4  #: messages in messages
_TNEF_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,  # UnboundLocalError: an attachment attribute before any attachment
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)

# It reports each odd attribute; what matters to us is whether files come out.
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class TnefFile:
    """A file inside."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Winmail:
    """What winmail.dat held."""

    files: tuple[TnefFile, ...]
    text: str = ""  #: the body, where it has a plain one


def open_tnef(data: bytes) -> Winmail | None:
    """The contents of winmail.dat; None when it cannot be read.  Never raises."""
    work, whole = _work(data)
    if work > _COPY_WORK:
        return None
    try:
        tnef = TNEF(data, do_checksum=False)
        opened = Winmail(tuple(_files(tnef, 0)), _body(tnef))
    except _TNEF_ERRORS:
        return None
    return opened if opened.files or whole else None


def _work(data: bytes) -> tuple[int, bool]:
    """Attributes times size, and whether they are well-formed to the end.

    Level 1 byte (1 or 2), id 4, length 4, data, checksum 2 ([MS-OXTNEF] 2.1.3.2).
    """
    position, count, levels = 6, 0, True
    while position + 11 <= len(data):
        levels = levels and data[position] in (1, 2)
        position += int.from_bytes(data[position + 5 : position + 9], "little") + 11
        count += 1
    return count * len(data), levels and position == len(data)


def _files(tnef: Any, depth: int) -> Iterator[TnefFile]:
    for attachment in tnef.attachments:
        embedded = getattr(attachment, "embed", None)
        if embedded is not None and depth < _MAX_EMBEDDED:
            yield from _files(embedded, depth + 1)
        elif attachment.data:
            yield TnefFile(_name(attachment), bytes(attachment.data))


def _name(attachment: Any) -> str:
    """PidTagAttachLongFilename, else the 8.3 title: as text, or bytes of the sender's code page."""
    for attribute in attachment.mapi_attrs:
        if attribute.name == MAPI_ATTACH_LONG_FILENAME:
            return _text(attribute.data)
    return _text(attachment._name)  # noqa: SLF001 - the property decodes strictly as UTF-8 and raises


def _body(tnef: Any) -> str:
    body = tnef.body
    if isinstance(body, list):
        body = body[0] if body else ""
    return _text(body or "")


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return decode_header(value.rstrip(b"\0"))
    return str(value).strip("\0")
