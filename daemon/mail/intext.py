"""Files that old clients and their plug-ins put between the lines of a plain text: uuencode (`uu`), and here yEnc
(yEnc draft 1.3) and BinHex 4.0 (RFC 1741).  PURE.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from daemon.mail.uu import TextFile, decode_uu

_MOST = 64 * 2**20  #: bytes of all that stands in a text in BinHex, whose runs make 255 of three

_YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,200}?name=(?P<name>[^\r\n]{1,400})\r?\n(?:=ypart [^\r\n]{0,200}\r?\n)?"
    rb"(?P<lines>.*?)(?:^=yend [^\r\n]{0,200}(?:\r?\n|\Z)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_YENC_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_YENC_LETTERS = bytes((code - 42) & 0xFF for code in range(256))

_BINHEX = re.compile(
    rb"^\(This file must be converted with BinHex[^\r\n]{0,40}\)\s{1,20}:(?P<letters>[^:]++):?[ \t]*(?:\r?\n)?",
    re.MULTILINE,
)
_BINHEX_LETTERS = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_AS_BASE64 = bytes.maketrans(_BINHEX_LETTERS, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_RUN = 0x90
_HEADER_REST = 1 + 4 + 4 + 2 + 4 + 4 + 2  #: behind the name: version, type, creator, flags, two lengths, checksum


def files_in(text: bytes) -> list[TextFile]:
    """All files that stand in a text, in their order."""
    found: list[TextFile] = []
    if b"begin" in text:
        found += decode_uu(text)
    if b"=ybegin " in text:
        found += _yenc(text)
    if b"BinHex" in text:
        found += _binhex(text)
    return sorted(found, key=lambda file: file.start)


def _yenc(text: bytes) -> Iterator[TextFile]:
    for match in _YENC.finditer(text):
        lines = match["lines"].replace(b"\r", b"").replace(b"\n", b"")
        coded = _YENC_ESCAPED.sub(lambda escaped: bytes([(escaped[1][0] - 64) & 0xFF]), lines)
        if coded:
            yield TextFile(match["name"].strip(), coded.translate(_YENC_LETTERS), match.start(), match.end())


def _binhex(text: bytes) -> Iterator[TextFile]:
    left = _MOST
    for match in _BINHEX.finditer(text):
        letters = re.sub(rb"\s", b"", match["letters"])
        if letters.translate(None, _BINHEX_LETTERS):
            continue  # a text that only speaks of it
        whole = len(letters) // 4 * 4
        rest = letters[whole:].ljust(4, b"!") if len(letters) > whole else b""
        forks = _expanded(binascii.a2b_base64((letters[:whole] + rest).translate(_AS_BASE64)), left)
        left -= len(forks)
        name = forks[1 : 1 + forks[0]] if forks else b""
        lengths = 1 + len(name) + 11  # version, type, creator and flags stand between
        size = int.from_bytes(forks[lengths : lengths + 4], "big")
        content = forks[1 + len(name) + _HEADER_REST :][:size]
        if content:
            yield TextFile(name, content, match.start(), match.end())


def _expanded(data: bytes, most: int) -> bytes:
    """Without run lengths: 0x90 and a count repeat what stands before them, 0x90 and none is the byte itself.  Nothing
    where that is more than `most` bytes.
    """
    out = bytearray()
    at = 0
    while (mark := data.find(_RUN, at)) >= 0 and mark + 1 < len(data) and len(out) <= most:
        out += data[at:mark]
        count = data[mark + 1]
        out += out[-1:] * (count - 1) if count else bytes([_RUN])
        at = mark + 2
    return bytes(out + data[at:]) if len(out) + len(data) - at <= most else b""
