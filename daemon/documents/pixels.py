"""How many pixels a picture has, as the beginning of its file says: what it takes in memory when somebody draws it.

A few kilobytes of PNG can hold a hundred million grey pixels, so the size of a file says nothing about that.  Only the
header is looked at, nothing is unpacked.

Sources: PNG, ISO/IEC 15948, 11.2.2; GIF89a, 18 and 20; JPEG, ITU-T T.81, B.1 and B.2.2; TIFF 6.0, section 2;
the BITMAPCOREHEADER and BITMAPINFOHEADER of Windows; WebP, RFC 9649, 2.5 to 2.7.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping

#: Of a picture whose header does not stand where it is looked for: more than anybody allows.
UNTOLD = 1 << 62

_WIDTH, _HEIGHT = 256, 257  #: tags of a TIFF
_NUMBER = {3: "H", 4: "I"}  #: its types SHORT and LONG
_BITMAP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})  #: their lengths; text may begin with "BM" as well
#: Markers of JPEG that begin a frame: SOF0 to SOF15 but for DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset(range(0xD0, 0xD9)) | {0x01}  #: markers without a length


def pixels(head: bytes) -> int:
    """Width times height of the picture that begins so; 0 where it is none of a known format, and `UNTOLD` where it
    is one and `head` does not reach as far as its measures.  Never raises.
    """
    measure = next((it for begin, it in _FORMATS.items() if head.startswith(begin)), None)
    try:
        return measure(head) if measure else 0
    except (struct.error, IndexError, KeyError):
        return UNTOLD


def _png(head: bytes) -> int:
    width, height = struct.unpack_from(">II", head, 16)
    return int(width * height)


def _gif(head: bytes) -> int:
    """The screen that its frames are drawn on."""
    width, height = struct.unpack_from("<HH", head, 6)
    return int(width * height)


def _bmp(head: bytes) -> int:
    (length,) = struct.unpack_from("<I", head, 14)
    if length not in _BITMAP_HEADERS:
        return 0
    width, height = struct.unpack_from("<HH" if length == 12 else "<ii", head, 18)  # upside down where it is negative
    return abs(int(width * height))


def _jpeg(head: bytes) -> int:
    for marker, at in _segments(head):
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 3)
            return int(width * height)
    return UNTOLD


def _segments(head: bytes) -> Iterator[tuple[int, int]]:
    """Markers, and where their lengths stand."""
    at = 2
    while True:
        if head[at] != 0xFF:
            return
        marker = head[at + 1]
        at += 1 if marker == 0xFF else 2  # fill bytes may stand before a marker
        if marker == 0xFF or marker in _ALONE:
            continue
        yield marker, at
        at += struct.unpack_from(">H", head, at)[0]


def _tiff(head: bytes) -> int:
    """The first directory: the others are further pages, which nobody draws."""
    order = "<" if head.startswith(b"I") else ">"
    (start,) = struct.unpack_from(f"{order}I", head, 4)
    (count,) = struct.unpack_from(f"{order}H", head, start)
    found: dict[int, int] = {}
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(f"{order}HH", head, at)
        if tag in (_WIDTH, _HEIGHT):
            (found[tag],) = struct.unpack_from(order + _NUMBER[kind], head, at + 8)
    return found[_WIDTH] * found[_HEIGHT]


def _webp(head: bytes) -> int:
    kind = head[12:16]
    if head[8:12] != b"WEBP":
        return 0
    if kind == b"VP8X":
        return (1 + int.from_bytes(head[24:27], "little")) * (1 + int.from_bytes(head[27:30], "little"))
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return int((1 + (bits & 0x3FFF)) * (1 + (bits >> 14 & 0x3FFF)))
    width, height = struct.unpack_from("<HH", head, 26)
    return int((width & 0x3FFF) * (height & 0x3FFF))


_FORMATS: Mapping[bytes, Callable[[bytes], int]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"GIF8": _gif,
    b"BM": _bmp,
    b"\xff\xd8": _jpeg,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"RIFF": _webp,
}
