"""PURE  Zip files of strangers: opened only when their directory is of a sane length, members read within a bound.

What `zipfile` leaves open: it builds an object for every entry of a directory, however long, expands bzip2 and LZMA
members chunk by chunk without any bound (four kilobytes of bzip2 can hold gigabytes), and gives up a whole archive
for one name that is said to be UTF-8 and is not.

Source: APPNOTE.TXT 6.3.9 (4.3.7 local header, 4.3.9 data descriptor, 4.3.12 central directory, 4.3.16 its end record,
4.3.14 and 4.3.15 those of zip64, 4.4.5 methods, 4.5.3 zip64, 5.8 LZMA).
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass

MAX_ENTRIES = 10_000

#: What reading a zip raises when its bytes are not what they claim to be.
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    RuntimeError,  # an encrypted member; NotImplementedError: an unknown method
    ValueError,
)

_ENTRY = b"PK\x01\x02"
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_536  #: a byte more than there can be: so far `zipfile` looks
_LOCATOR_64 = struct.Struct("<4sLQL")
_LOCATOR_64_MARK = b"PK\x06\x07"
_END_64 = struct.Struct("<4sQ2H2L4Q")
_END_64_MARK = b"PK\x06\x06"
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK, _DESCRIPTOR_MARK = b"PK\x03\x04", b"PK\x07\x08"
_DESCRIPTORS = (16, 12, 24, 20)  #: lengths of a data descriptor, its mark and zip64 there or not
_NAME_AT, _UTF8 = 46, 0x800  #: of a directory entry; 4.4.4, bit 11
_ENCRYPTED, _DESCRIBED_BEHIND = 0x1, 0x8  # 4.4.4, bits 0 and 3
_ZIP64, _IN_ZIP64 = 0x0001, 0xFFFFFFFF
_SAYS_WHERE_IT_ENDS = 0x2  # 4.4.4, bit 1, of an LZMA member: an end marker closes the stream
_LZMA_MEMORY = 128_000_000
_CHUNK = 1 << 16


class TooManyEntriesError(Exception):
    """The directory is longer than that of any paper or batch of papers."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip, its directory read.  TooManyEntriesError, or one of `DAMAGE`."""
    count = entries(data)
    if count > MAX_ENTRIES:
        raise TooManyEntriesError(f"more than {MAX_ENTRIES:,} directory entries ({count:,})")
    if _is_of_a_member(data):
        raise zipfile.BadZipFile("cut short: the last directory is that of an archive inside")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UnicodeDecodeError:
        return zipfile.ZipFile(io.BytesIO(_as_it_is_named(data)))


def without_added_returns(data: bytes) -> bytes:
    """A zip in which each line feed was made a carriage return and a line feed, as happens to a file that is sent as
    text: as it was.  Told by its own note of where its directory stands, which is true again; else the bytes as given.
    """
    if b"\r\n" not in data or _is_placed(data):
        return data
    shorter = data.replace(b"\r\n", b"\n")
    return shorter if _is_placed(shorter) else data


def _is_placed(data: bytes) -> bool:
    """Whether the directory stands where the record at the end says."""
    end = data.rfind(_END)
    if end < 0 or end + _END_LENGTH > len(data):
        return False
    size, offset = struct.unpack_from("<LL", data, end + 12)
    return bool(offset + size == end and data[offset : offset + 4] == _ENTRY)


def _is_of_a_member(data: bytes) -> bool:
    """Whether the last directory belongs to an archive that stands unpacked inside: all of it further behind, though a
    member stands where the file begins.
    """
    end = _end(data)
    if not data.startswith(_LOCAL_MARK) or end is None:
        return False
    size, offset = struct.unpack_from("<LL", data, end + 12)
    before, first = end - size - offset, end - size
    if before <= 0 or first < 0 or data[first : first + 4] != _ENTRY or first + _NAME_AT > len(data):
        return False
    (member,) = struct.unpack_from("<L", data, first + 42)
    return data[before + member : before + member + 4] == _LOCAL_MARK


def _as_it_is_named(data: bytes) -> bytes:
    """The zip with names no longer called UTF-8 that are not, in the directory and where the members stand."""
    mended = bytearray(data)
    end = _end(data)
    if end is None:
        return data
    size, offset = struct.unpack_from("<LL", data, end + 12)
    at, before = end - size, end - size - offset  # what stands before the archive, as in one that opens itself
    while at >= 0 and data[at : at + 4] == _ENTRY and at + _NAME_AT <= end:
        name, extra, comment = struct.unpack_from("<3H", data, at + 28)
        if not _is_utf8(data[at + _NAME_AT : at + _NAME_AT + name]):
            (member,) = struct.unpack_from("<L", data, at + 42)
            for flags in (at + 8, before + member + 6):
                if 0 <= flags <= len(data) - 2:
                    (bits,) = struct.unpack_from("<H", data, flags)
                    struct.pack_into("<H", mended, flags, bits & ~_UTF8)
        at += _NAME_AT + name + extra + comment
    return bytes(mended)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def entries(data: bytes) -> int:
    """At least as many entries as `zipfile` would build: what the end record says, or what stands in the directory."""
    end = _end(data)
    if end is None:
        return 0
    said: int
    size: int
    said, size = struct.unpack_from("<HL", data, end + 10)
    locator = end - _LOCATOR_64.size
    if locator >= 0 and data.startswith(_LOCATOR_64_MARK, locator):  # whatever the end record says itself
        told = _told_in_zip64(data, locator)
        if told is None:
            return data.count(_ENTRY)
        said, size, end = told
    elif said == 0xFFFF or size == 0xFFFFFFFF:
        return data.count(_ENTRY)
    return max(said, data.count(_ENTRY, max(0, end - size), end))


def _end(data: bytes) -> int | None:
    """Where `zipfile` finds the end record: at the very end, whatever stands within it, or else at the last mark."""
    at = len(data) - _END_LENGTH
    if at >= 0 and data.startswith(_END, at) and data.endswith(b"\0\0"):
        return at
    at = data.rfind(_END, max(0, len(data) - _END_LENGTH - _LONGEST_COMMENT))
    return at if 0 <= at <= len(data) - _END_LENGTH else None


def _told_in_zip64(data: bytes, locator: int) -> tuple[int, int, int] | None:
    """Entries and bytes of the directory, and where it ends; None where the record is not the one, right before its
    locator, that every `zipfile` takes.
    """
    at = locator - _END_64.size
    _, _, said_at, _ = _LOCATOR_64.unpack_from(data, locator)
    if at != said_at or not data.startswith(_END_64_MARK, at):
        return None
    _, _, _, _, _, _, _, said, size, _ = _END_64.unpack_from(data, at)
    return said, size, at


def is_deflated(info: zipfile.ZipInfo) -> bool:
    """Stored or deflated: what packages of documents are made of (ECMA-376 part 2, annex B; ODF 1.2 part 3, 3.2)."""
    return info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def content(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo) -> bytes:
    """A member, never more than it declares; one of `DAMAGE` when it is not what the directory says."""
    if info.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        kept = io.BytesIO()  # and not a list of pieces: joined, they would be in memory twice
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                kept.write(piece)
        return kept.getvalue()
    if info.flag_bits & 0x1:
        raise RuntimeError(f"{info.filename} is encrypted")
    stored = _stored(data, info)
    expand = _bzip2 if info.compress_type == zipfile.ZIP_BZIP2 else _lzma
    expanded = expand(stored, info)
    if len(expanded) != info.file_size or zlib.crc32(expanded) != info.CRC:
        raise zipfile.BadZipFile(f"{info.filename} is damaged")
    return expanded


@dataclass(frozen=True, slots=True)
class Standing:
    """A member where no directory tells of it: its own header, and what stands behind that."""

    info: zipfile.ZipInfo
    content: bytes | None  #: None where it is cut off, damaged, encrypted or packed by an unknown method
    spent: int  #: bytes that were expanded to see it
    end: int | None  #: where the next one may stand; None where nobody can tell


def standing(data: bytes, at: int, most: int) -> Standing | None:
    """The member at that place of a zip without its directory; None where none stands there, or its header is cut off.

    No more than `most` bytes are expanded; where that is not enough, a LargeZipFile is raised.
    """
    head = data[at : at + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != _LOCAL_MARK:
        return None
    _, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack(head)
    start = at + _LOCAL.size + name + extra
    if start > len(data):
        return None
    info = _info(data[at + _LOCAL.size : start - extra], flags, data[start - extra : start])
    info.compress_type, info.CRC, info.compress_size, info.file_size = method, crc, packed, size
    if _IN_ZIP64 in (packed, size):
        info.file_size, info.compress_size = _sizes_in_zip64(info.extra)
    if flags & _DESCRIBED_BEHIND and not info.compress_size:
        return _described_behind(data, start, info, most)
    end = start + info.compress_size
    if end > len(data):
        return Standing(info, None, 0, None)
    if flags & _ENCRYPTED:
        return Standing(info, None, 0, end)
    if info.file_size > most:
        raise zipfile.LargeZipFile("expands beyond the limit")
    return Standing(info, _expanded(data[start:end], info), info.file_size, end)


def behind_directory(data: bytes, at: int) -> int | None:
    """Where the next member stands behind a directory at that place: archives put one behind the other."""
    if data[at : at + 4] != _ENTRY:
        return None
    found = data.find(_LOCAL_MARK, at)
    return found if found > 0 else None


def _info(name: bytes, flags: int, extra: bytes) -> zipfile.ZipInfo:
    if flags & _UTF8 and not _is_utf8(name):
        flags &= ~_UTF8
    info = zipfile.ZipInfo(name.decode("utf-8" if flags & _UTF8 else "cp437") or "_")
    info.flag_bits, info.extra = flags, extra
    return info


def _sizes_in_zip64(extra: bytes) -> tuple[int, int]:
    """Expanded and packed, 0 where they are not there, as in what was written in one go."""
    while len(extra) >= 4:
        header, length = struct.unpack_from("<HH", extra)
        if header == _ZIP64 and length >= 16 and len(extra) >= 20:
            expanded, packed = struct.unpack_from("<QQ", extra, 4)
            return expanded, packed
        extra = extra[4 + length :]
    return 0, 0


def _described_behind(data: bytes, start: int, info: zipfile.ZipInfo, most: int) -> Standing:
    """Where sizes and checksum stand behind the content, the content itself must show where it ends."""
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & _ENCRYPTED:
        return Standing(info, None, 0, None)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    kept = io.BytesIO()
    at = start
    try:
        while at < len(data) and not stream.eof and kept.tell() <= most:
            piece = stream.unconsumed_tail or data[at : at + _CHUNK]
            at += 0 if stream.unconsumed_tail else len(piece)
            kept.write(stream.decompress(piece, most + 1 - kept.tell()))
    except zlib.error:
        return Standing(info, None, kept.tell(), None)
    if kept.tell() > most:
        raise zipfile.LargeZipFile("expands beyond the limit")
    if not stream.eof:
        return Standing(info, None, kept.tell(), None)
    content, end = kept.getvalue(), at - len(stream.unused_data)
    return _checked_behind(data, end, info, content)


def _checked_behind(data: bytes, end: int, info: zipfile.ZipInfo, content: bytes) -> Standing:
    crc = data[end + 4 : end + 8] if data[end : end + 4] == _DESCRIPTOR_MARK else data[end : end + 4]
    if len(crc) == 4 and int.from_bytes(crc, "little") != zlib.crc32(content):
        return Standing(info, None, len(content), None)
    ends = (end + length for length in _DESCRIPTORS)
    following = next((it for it in ends if data[it : it + 4] in (_LOCAL_MARK, _ENTRY)), None)
    return Standing(info, content, len(content), following)


def _expanded(stored: bytes, info: zipfile.ZipInfo) -> bytes | None:
    try:
        if info.compress_type == zipfile.ZIP_STORED:
            content = stored
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(stored, info.file_size + 1)
        elif info.compress_type in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            content = (_bzip2 if info.compress_type == zipfile.ZIP_BZIP2 else _lzma)(stored, info)
        else:
            return None
    except DAMAGE:
        return None
    return content if len(content) == info.file_size and zlib.crc32(content) == info.CRC else None


def head(data: bytes, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The first bytes of a stored or deflated member; one of `DAMAGE`, which is seen only as far as it was read."""
    stored = _stored(data, info)
    if info.compress_type == zipfile.ZIP_STORED:
        content = stored[:limit]
    else:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(stored, limit)
    if info.file_size <= limit and (len(content) != info.file_size or zlib.crc32(content) != info.CRC):
        raise zipfile.BadZipFile(f"{info.filename} is damaged")
    return content


def _stored(data: bytes, info: zipfile.ZipInfo) -> bytes:
    head = data[info.header_offset : info.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(f"{info.filename} does not stand where the directory says")
    start = info.header_offset + _LOCAL.size + sum(_LOCAL.unpack(head)[-2:])
    return data[start : start + info.compress_size]


def _bzip2(stored: bytes, info: zipfile.ZipInfo) -> bytes:
    return bz2.BZ2Decompressor().decompress(stored, info.file_size + 1)


def _lzma(stored: bytes, info: zipfile.ZipInfo) -> bytes:
    """5.8: version, length of the properties, properties, stream; given to liblzma as the older file format."""
    length = int.from_bytes(stored[2:4], "little")
    if length != 5 or len(stored) < 9:
        raise zipfile.BadZipFile(f"{info.filename} has odd LZMA properties")
    size = -1 if info.flag_bits & _SAYS_WHERE_IT_ENDS else info.file_size
    head = stored[4:9] + size.to_bytes(8, "little", signed=True)
    expand = lzma.LZMADecompressor(format=lzma.FORMAT_ALONE, memlimit=_LZMA_MEMORY)
    return expand.decompress(head + stored[9:], info.file_size + 1)
