"""winmail.dat → the files inside ([MS-OXTNEF]).  Only importer of tnefparse.

Outlook wraps a mail's files in TNEF when it believes the reader is Outlook too.  What attributes and properties are
called is tnefparse's; the walk over them is not: that gives up on all files where one letter is not of the declared
code page, believes any count, and takes zeros off the end of what a property holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from tnefparse import properties
from tnefparse.tnef import TNEF

from daemon.mail import charsets
from daemon.mail.partnames import is_poorer

_SIGNATURE = struct.pack("<I", TNEF.TNEF_SIGNATURE)
_MAX_EMBEDDED = 4  #: messages in messages
#: {00020307-0000-0000-C000-000000000046}, IID_IMessage: before a message in a message (2.1.3.3.15).
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_IID = 16  #: bytes of such a mark, which stands before every object

#: Property types ([MS-OXCDATA] 2.11.1): bytes of those of a fixed size, each padded to four, and those with a length.
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_BINARY, _OBJECT, _STRING, _UNICODE = 0x102, 0x0D, 0x1E, 0x1F
_VARIABLE = frozenset({0x00, _BINARY, _OBJECT, _STRING, _UNICODE})
_MULTIPLE = 0x1000  #: more than one value
_NAMED = 0x8000  #: properties from here on tell their set and name first

#: Code pages that say nothing of a name's letters: what a Western Windows writes whatever the letters are.
_SILENT = frozenset({0, 437, 850, 1252, 20127, 28591, 65001})


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


@dataclass(frozen=True, slots=True)
class _Attribute:
    level: int
    name: int
    content: bytes


@dataclass(frozen=True, slots=True)
class _Value:
    """The first value of a property."""

    type: int
    content: bytes


def open_tnef(data: bytes) -> Winmail | None:
    """The contents of winmail.dat; None when it cannot be read.  Never raises."""
    if not data.startswith(_SIGNATURE):
        return None
    attributes, whole = _attributes(data)
    files = tuple(_files(attributes, 0))
    return Winmail(files, _body(attributes)) if files or whole else None


def _attributes(data: bytes) -> tuple[list[_Attribute], bool]:
    """The attributes, and whether they are well-formed to the end.

    Level 1 byte (1 or 2), id 4, length 4, data, checksum 2 (2.1.3.2).
    """
    position, found, levels = 6, list[_Attribute](), True
    while position + 11 <= len(data):
        level, name, _, length = struct.unpack_from("<BHHI", data, position)
        found.append(_Attribute(level, name, data[position + 9 : position + 9 + length]))
        levels = levels and level in (TNEF.LVL_MESSAGE, TNEF.LVL_ATTACHMENT)
        position += length + 11
    return found, levels and position == len(data)


def _files(attributes: list[_Attribute], depth: int) -> Iterator[TnefFile]:
    code_page = _code_page(attributes)
    for attachment in _attachments(attributes):
        held = attachment.get(TNEF.ATTATTACHMENT, b"")
        values = _properties(held)
        content = attachment.get(TNEF.ATTATTACHDATA, b"")
        if not content and (value := values.get(properties.MAPI_ATTACH_DATA_OBJ)):
            content = value.content
            if content.startswith(_MESSAGE) and depth < _MAX_EMBEDDED:
                yield from _files(_attributes(content[_IID:])[0], depth + 1)
                continue
            content = content[_IID:] if value.type == _OBJECT else content
        if content:
            yield TnefFile(_name(attachment, values, code_page), content)


def _attachments(attributes: list[_Attribute]) -> Iterator[dict[int, bytes]]:
    """The attributes of each file by their names: the first of a file says how it is drawn (2.1.3.2)."""
    current: dict[int, bytes] = {}
    for attribute in attributes:
        if attribute.level != TNEF.LVL_ATTACHMENT:
            continue
        if attribute.name == TNEF.ATTATTACHRENDDATA and current:
            yield current
            current = {}
        current[attribute.name] = attribute.content
    if current:
        yield current


def _name(attachment: dict[int, bytes], values: dict[int, _Value], code_page: str) -> str:
    """PidTagAttachLongFilename, else the 8.3 title, for which the display name may say more (as ytnef has it)."""
    if long := _text_of(values, properties.MAPI_ATTACH_LONG_FILENAME, code_page):
        return long
    title = charsets.decode_header(attachment.get(TNEF.ATTATTACHTITLE, b"").rstrip(b"\0"), code_page)
    short = title or _text_of(values, properties.MAPI_ATTACH_FILENAME, code_page)
    shown = _text_of(values, properties.MAPI_DISPLAY_NAME, code_page)
    return shown if shown and is_poorer(short, shown) else short


def _body(attributes: list[_Attribute]) -> str:
    code_page = _code_page(attributes)
    for attribute in attributes:
        if attribute.name == TNEF.ATTMAPIPROPS:
            value = _properties(attribute.content).get(properties.MAPI_BODY)
            if value is not None and value.type in (_STRING, _UNICODE):
                return _text(value, code_page)
        elif attribute.name == TNEF.ATTBODY:
            return charsets.decode(attribute.content.rstrip(b"\0"), code_page)
    return ""


def _code_page(attributes: list[_Attribute]) -> str:
    """What texts are to be read in where they do not tell it themselves; "" for a guess."""
    for attribute in attributes:
        if attribute.name == TNEF.ATTOEMCODEPAGE and len(attribute.content) >= 4:
            number = int.from_bytes(attribute.content[:4], "little")
            return "" if number in _SILENT else f"cp{number}"
    return ""


def _text_of(values: dict[int, _Value], name: int, code_page: str) -> str:
    value = values.get(name)
    return _text(value, code_page) if value is not None else ""


def _text(value: _Value, code_page: str) -> str:
    if value.type == _UNICODE:
        return charsets.scrub(value.content.decode("utf-16-le", "replace")).strip("\0")
    return charsets.decode_header(value.content.rstrip(b"\0"), code_page)


def _properties(data: bytes) -> dict[int, _Value]:
    """Properties by their ids, as far as they can be read (2.1.3.4)."""
    found: dict[int, _Value] = {}
    position = 4
    while position + 4 <= len(data):
        kind, name = struct.unpack_from("<HH", data, position)
        position = _after_name(data, position + 4) if name >= _NAMED else position + 4
        base = kind & ~_MULTIPLE
        count = 1
        if kind & _MULTIPLE or base in _VARIABLE:
            count, position = _number(data, position), position + 4
        if base in _FIXED:
            found.setdefault(name, _Value(base, data[position : position + _FIXED[base]]))
            position += count * _FIXED[base]
        elif base in _VARIABLE:
            for _ in range(min(count, len(data) // 4)):  # a length takes four bytes
                length = _number(data, position)
                found.setdefault(name, _Value(base, data[position + 4 : position + 4 + length]))
                position += 4 + length + -length % 4
        else:
            break  # of no size that is known
    return found


def _after_name(data: bytes, position: int) -> int:
    """Behind the set (16 bytes), and the number or the name in UTF-16 of a property in it."""
    is_word, number = _number(data, position + 16), _number(data, position + 20)
    return position + 24 + (number + -number % 4 if is_word else 0)


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 4], "little")
