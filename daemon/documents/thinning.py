"""A paper without the weight of its pictures, for those who read its text and count its pages.

A picture takes the room that the text around it gives it (`wp:extent`, ECMA-376 part 1, 20.4.2.7; `svg:width`, ODF 1.2
part 1, 19.575), so a page looks the same to us with a grey dot in its place.  A photograph of 100 MB would otherwise
be copied through three processes, and unpacked to a multiple of it in the last; a PNG of a few kilobytes can hold
pixels for a gigabyte; and an SVG that declares entities is a bomb that LibreOffice would expand.  The author's file is
never touched.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

from daemon.containers import zips
from daemon.documents.package import MAX_ENTRY, MAX_TOTAL
from daemon.documents.pixels import UNTOLD, pixels
from daemon.documents.repack import Unchangeable, repack
from daemon.documents.xml import declares

_LEAST_FILE = 8_000_000  #: bytes of a package, or of a picture unpacked, below which nothing is done
_LEAST_PICTURE = 500_000  #: bytes, unpacked, of a picture that is worth it
_MOST_PIXELS = 30_000_000  #: of all pictures of a package; LibreOffice takes three or four bytes for each
_FEW_PIXELS = 1_000_000  #: of a picture that stays all the same
#: Parts that hold pictures by the custom of Word, LibreOffice and Google (ECMA-376 leaves their names open; ODF 1.2
#: part 3, 2.3), under the names of formats that are drawn as they are.
_PICTURE = re.compile(r"^(?:[^/]+/media|Pictures)/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp|heic)$", re.IGNORECASE)

_RTF = b"{\\rtf"
_ROOM = b"\\picwgoal"
#: A PNG or JPEG as an .rtf has it: hexadecimal digits, with line breaks among them.  Shorter ones hold no header.
_RTF_PICTURE = re.compile(rb"(?<![0-9a-f])((?:89\s*50\s*4e\s*47|ff\s*d8\s*ff)[0-9a-f\s]{100,})", re.IGNORECASE)

_NO_PICTURES = (".xml", ".rels", ".rdf", ".html", ".htm", ".mht", ".txt")
#: Where the beginning of an SVG is looked for, whatever it is called: LibreOffice knows one by it.
_BEGINNING = 4_096
#: The same for the measures of a photograph, before which a smaller copy of it and the colours of the camera may stand.
_PREAMBLE = 300_000
_GZIP = b"\x1f\x8b"  #: of an .svgz, into which we do not look


def thin(data: bytes) -> bytes:
    """The same package or RTF with dots for pictures that are large or would explode, or `data` itself where that is
    not needed or not possible.

    Never raises.  What declares more than a package may hold stays as it is, so that its reader can say so.
    """
    if data.startswith(_RTF):
        return _thin_rtf(data)
    if not data.startswith(b"PK"):
        return data
    try:
        entries = zips.open_zip(data).infolist()
        sizes = [entry.file_size for entry in entries]
        if max(sizes) > MAX_ENTRY or sum(sizes) > MAX_TOTAL:
            return data
        names = [it.filename for it in entries if _expands(data, it)] + _vast(data, entries)
        if max(len(data), *sizes) >= _LEAST_FILE:
            names += [it.filename for it in entries if it.file_size > _LEAST_PICTURE and _PICTURE.match(it.filename)]
        return repack(data, dict.fromkeys(names, _DOT)) if names else data
    except (Unchangeable, zips.TooManyEntriesError, *zips.DAMAGE):
        return data


def _vast(data: bytes, entries: list[zipfile.ZipInfo]) -> list[str]:
    """The pictures with many pixels, where all of them together have more than LibreOffice has memory for."""
    drawn = {entry.filename: _pixels(data, entry) for entry in entries}
    return [name for name, count in drawn.items() if count > _FEW_PIXELS] if sum(drawn.values()) > _MOST_PIXELS else []


def _thin_rtf(data: bytes) -> bytes:
    r"""The same for pictures of an .rtf, where it says how much room they take on the page (RTF 1.9.1, "Pictures":
    \picwgoal; without it the picture itself would tell, and stays).
    """
    found = [(it, _pixels_in_hex(it[1])) for it in _RTF_PICTURE.finditer(data)]
    if sum(count for _, count in found) <= _MOST_PIXELS:
        return data
    dot, pieces, done = _DOT.hex().encode(), [], 0
    for match, count in found:
        if count > _FEW_PIXELS and _ROOM in data[max(0, match.start() - _BEGINNING) : match.start()]:
            pieces += [data[done : match.start()], dot]
            done = match.end()
    return b"".join([*pieces, data[done:]])


def _pixels_in_hex(digits: bytes) -> int:
    """Of a picture in hexadecimal digits with blanks and breaks among them."""
    for limit in (_BEGINNING, _PREAMBLE):
        head = b"".join(digits[: 3 * limit].split())
        count = pixels(bytes.fromhex(head[: len(head) // 2 * 2].decode("ascii")))
        if count != UNTOLD:
            return count
        if len(digits) <= 3 * limit:
            return 0
    return UNTOLD


def _pixels(data: bytes, entry: zipfile.ZipInfo) -> int:
    """By its content, whatever it is called: LibreOffice goes by that as well.  0 of what nobody can draw."""
    if not zips.is_deflated(entry):
        return 0
    for limit in (_BEGINNING, _PREAMBLE):
        try:
            count = pixels(zips.head(data, entry, limit))
        except zips.DAMAGE:
            return 0
        if count != UNTOLD:
            return count
        if entry.file_size <= limit:
            return 0
    return UNTOLD


def _expands(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether a part may be an SVG that is more than it seems."""
    if entry.filename.lower().endswith(_NO_PICTURES) or not zips.is_deflated(entry):
        return False
    try:
        head = zips.head(data, entry, _BEGINNING)
    except zips.DAMAGE:
        return False
    return head.startswith(_GZIP) or declares(head)


def _png() -> bytes:
    """One grey pixel (PNG, ISO/IEC 15948: 11.2.2 header, 11.2.4 data, 11.2.5 end)."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


_DOT = _png()
