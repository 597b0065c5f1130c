"""Content-Transfer-Encoding (RFC 2045 §6): what stands on the wire → the bytes that were meant.  PURE.

Never raises, and never gives less than there is: labels are somebody's own, padding is missing, footers follow.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections import Counter

from daemon.kinds import UNPROVEN, sniff
from daemon.mail.uu import decode_uu

_URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
#: Possessive: 34 MB of it, looked at in a way that may go back, took 1.2 GB of memory.
_PADDED_PIECES = re.compile(rb"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2,3}={1,2}(?:[A-Za-z0-9+/]{4})*+)*+")
_BASE64_LETTERS = re.compile(rb"[A-Za-z0-9+/]*")
_SHORTEST_LINE = 20  #: characters: shorter lines are words
_BASE64_TEXT = re.compile(rb"[A-Za-z0-9+/=\s]+\Z")
_COMMENT = re.compile(r"\([^()]*\)")
_UUENCODE = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})
#: RFC 2045 §6.1: other labels are somebody's own, most of them for base64.
_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "quoted-printable"}) | _UUENCODE
_START = 1_000  #: bytes that show whether something is encoded


def transfer_encoding(field: str) -> str:
    """The value of Content-Transfer-Encoding, lower case: without comments (RFC 2045 §6.1, RFC 5322 §3.2.2), quotation
    marks and parameters, which it has not.
    """
    return _COMMENT.sub("", field).partition(";")[0].strip(' \t\r\n"').lower()


def decode_transfer(data: bytes, field: str) -> bytes:
    """RFC 2045 §6, by the field as it stands; what does not decode stays as it is."""
    encoding = transfer_encoding(field)
    if encoding == "base64" or (encoding not in _ENCODINGS and looks_base64(data)):
        if not looks_base64(data[:_START]) and sniff(data, "") not in UNPROVEN:
            return data  # it was never encoded
        decoded = decode_base64(data)
        return decoded if decoded or not data.strip() else data
    if encoding == "quoted-printable":
        return quopri.decodestring(data)
    if encoding in _UUENCODE:
        found = decode_uu(data)
        return found[0].content if found else data
    return data


def decode_base64(data: bytes) -> bytes:
    """Tolerant (RFC 2045 §6.8: characters outside the alphabet are ignored), missing padding included.

    Padding ends the data, unless nothing but further base64 follows: some encoders pad each piece.
    """
    packed = b"".join(data.split())
    if (b"-" in packed or b"_" in packed) and not (b"+" in packed or b"/" in packed):
        packed = packed.translate(_URL_ALPHABET)  # RFC 4648 §5
    head, padding, rest = packed.partition(b"=")
    if padding and len(rest) > 16 and _PADDED_PIECES.fullmatch(rest.lstrip(b"=")):
        return b"".join(_unpadded(piece) for piece in packed.split(b"=") if piece)
    if not padding and not _BASE64_LETTERS.fullmatch(packed):
        head = b"".join(_without_footer(data).split())
    return _unpadded(head)


def _without_footer(data: bytes) -> bytes:
    """Base64 without what a gateway or a list wrote below it, where no padding shows the end.

    All lines of base64 but the last are of one length: behind the last of these, and one that is shorter, it ends.
    """
    lines = [line.strip() for line in data.splitlines()]
    lines = [line for line in lines if line]
    widths = Counter(len(line) for line in lines if _BASE64_LETTERS.fullmatch(line))
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    if count * 2 < widths.total() or width < _SHORTEST_LINE:
        return data
    last = max(number for number, line in enumerate(lines) if len(line) == width and _BASE64_LETTERS.fullmatch(line))
    end = last + 1
    if end < len(lines) and len(lines[end]) < width and _BASE64_LETTERS.fullmatch(lines[end]):
        end += 1
    return b"\n".join(lines[:end])


def _unpadded(data: bytes) -> bytes:
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except (binascii.Error, ValueError):
        pass
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(data) % 4 == 1:
        data = data[:-1]
    return base64.b64decode(data + b"=" * (-len(data) % 4))


def looks_base64(data: bytes) -> bool:
    """Whether bytes are nothing but base64 lines: a part whose encoding header got lost."""
    return len(data) > 64 and _BASE64_TEXT.match(data) is not None and b" " not in data.strip()[:76]
