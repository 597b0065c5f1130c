"""S/MIME with the content inside (smime.p7m, bai.docx.p7m) → that content.  PURE; believes nothing, verifies nothing.

Outlook signs this way unless told to send "clear text signed"; signing programs of offices make `.p7m` of a file, some
as text (RFC 7468 §8).  What is compressed (`smime.p7z`) is no secret either.
Only the few steps down to the content are read (RFC 5652 §5.1, §5.2; RFC 3274 §1.1; X.690 §8.1 for lengths).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from daemon.mail.transfer import decode_base64, looks_base64

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2
_COMPRESSED_DATA = bytes.fromhex("060b2a864886f70d0109100109")  # 1.2.840.113549.1.9.16.1.9
_ARMOUR = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS)-----\s+([A-Za-z0-9+/=\s]+)-----END")
_SEQUENCE, _SET, _INTEGER, _OID, _OCTETS, _CONTEXT_0 = 0x30, 0x31, 0x02, 0x06, 0x04, 0xA0
_CONSTRUCTED = 0x20
_MAX_DEPTH = 16
_MAX_ELEMENTS = 500_000  #: pieces of a content that came in pieces


class _NotThatError(ValueError):
    """The bytes are not what is looked for."""


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int  #: of the contents
    end: int | None  #: None: X.690 §8.1.3.6, open until two zero octets


def content_inside(data: bytes, most: int) -> bytes | None:
    """What a SignedData signs or a CompressedData packs; None when it is encrypted, holds no content (a detached
    signature), or is none.  Of what was packed one byte more than `most` shows that there is more.
    """
    if armoured := _ARMOUR.match(data):
        data = decode_base64(armoured[1])
    elif looks_base64(data):
        data = decode_base64(data)  # and encoded once more for the way
    try:
        info = _enter(data, 0, _SEQUENCE)
        if data.startswith(_SIGNED_DATA, info.start):
            return _encapsulated(data, _inside(data, info.start + len(_SIGNED_DATA)), _SET) or None
        if data.startswith(_COMPRESSED_DATA, info.start):
            packed = _encapsulated(data, _inside(data, info.start + len(_COMPRESSED_DATA)), _SEQUENCE)
            return zlib.decompressobj().decompress(packed, max(most, 0) + 1) or None
    except (_NotThatError, IndexError, zlib.error):
        return None
    return None


def _inside(data: bytes, at: int) -> int:
    """Where the version of either kind stands."""
    explicit = _enter(data, at, _CONTEXT_0)
    return _enter(data, explicit.start, _SEQUENCE).start


def _encapsulated(data: bytes, at: int, algorithms: int) -> bytes:
    """The content behind version and algorithms: a set of them where it is signed, one where it is compressed."""
    at = _after(data, _enter(data, at, _INTEGER))
    at = _after(data, _enter(data, at, algorithms))
    encapsulated = _enter(data, at, _SEQUENCE)
    at = _after(data, _enter(data, encapsulated.start, _OID))
    content = _enter(data, at, _CONTEXT_0)
    return _octets(data, _element(data, content.start))


def _element(data: bytes, at: int) -> _Element:
    tag, first = data[at], data[at + 1]
    if first == 0x80:
        return _Element(tag, at + 2, None)
    if first < 0x80:
        return _Element(tag, at + 2, at + 2 + first)
    count = first & 0x7F
    if count > 8:
        raise _NotThatError
    start = at + 2 + count
    end = start + int.from_bytes(data[at + 2 : start], "big")
    if end > len(data):
        raise _NotThatError
    return _Element(tag, start, end)


def _enter(data: bytes, at: int, tag: int) -> _Element:
    element = _element(data, at)
    if element.tag != tag:
        raise _NotThatError
    return element


def _after(data: bytes, element: _Element, depth: int = 0) -> int:
    if element.end is not None:
        return element.end
    if depth > _MAX_DEPTH:
        raise _NotThatError
    at = element.start
    while data[at : at + 2] != b"\0\0":
        at = _after(data, _element(data, at), depth + 1)
    return at + 2


def _octets(data: bytes, element: _Element) -> bytes:
    """An OCTET STRING, whole or in pieces (X.690 §8.7.3), pieces of pieces not."""
    if element.tag == _OCTETS and element.end is not None:
        return data[element.start : element.end]
    if element.tag != _OCTETS | _CONSTRUCTED:
        raise _NotThatError
    pieces: list[bytes] = []
    at = element.start
    while at < (len(data) if element.end is None else element.end) and data[at : at + 2] != b"\0\0":
        piece = _enter(data, at, _OCTETS)
        if piece.end is None or len(pieces) >= _MAX_ELEMENTS:
            raise _NotThatError
        pieces.append(data[piece.start : piece.end])
        at = piece.end
    return b"".join(pieces)
