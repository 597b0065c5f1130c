"""PURE  What gzip, bzip2 and xz packed, and tar archives of strangers: expanded within a bound, plain files alone.

Nothing is written to a disk: links, devices and paths that climb lead nowhere here.  What `tarfile` and the packers
leave open: they expand as much as there is, and a directory may name files without end.

Sources: RFC 1952 (gzip; 2.3.1 FNAME), POSIX.1-2017 pax (ustar, extended headers).
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable
from typing import Protocol

from daemon.containers.zips import MAX_ENTRIES, TooManyEntriesError
from daemon.filenames import decode

_GZIP, _BZIP2, _XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0"
_BZIP2_BLOCK = b"1AY&SY"  #: behind the magic and a digit; another one closes a stream without any
_USTAR = slice(257, 262)
_XZ_MEMORY = 128_000_000
_FLAG_EXTRA, _FLAG_NAME, _NAME_AT = 0x4, 0x8, 10  # RFC 1952 2.3.1

#: What reading them raises when their bytes are not what they claim to be.
DAMAGE = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


_CHUNK = 1 << 16


_MAX_STREAMS = 10_000  #: one behind the other: programs that pack by blocks make a hundred of a large file
_PADDING = re.compile(rb"\0*+")


class _Unpacker(Protocol):
    """A stream of one of the packers, whose output never exceeds what is asked for."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class TooLargeError(Exception):
    """More than the bound comes out."""


def is_packed(head: bytes) -> bool:
    """Whether bytes begin like what is read here."""
    return _packer(head) is not None or head[_USTAR] == b"ustar"


def _packer(head: bytes) -> tuple[bytes, Callable[[], _Unpacker]] | None:
    """What each stream of this kind begins with, and what unpacks one."""
    if head.startswith(_GZIP):
        return _GZIP, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16)
    if head.startswith(_BZIP2) and head[4:10] == _BZIP2_BLOCK:
        return _BZIP2, bz2.BZ2Decompressor
    if head.startswith(_XZ):
        return _XZ, lambda: lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
    return None


def expanded(data: bytes, limit: int) -> tuple[bytes, bool]:
    """What was packed, or the bytes themselves where nothing packed them; whether that is all, or it is cut off.

    TooLargeError where that is longer than `limit`; one of `DAMAGE` where it is damaged.
    """
    packer = _packer(data)
    content, whole = (data, True) if packer is None else _read(data, *packer, limit + 1)
    if len(content) > limit:
        raise TooLargeError("expands beyond the limit")
    return content, whole


def _read(data: bytes, magic: bytes, make: Callable[[], _Unpacker], most: int) -> tuple[bytes, bool]:
    """So many bytes at most, and whether the source ended as it should, or was not read to its end.

    One stream may follow another, all of them one file (RFC 1952 2.2, The .xz File Format 2); what follows the last and
    is none, such as a gateway's line end, is nobody's.
    """
    kept = io.BytesIO()
    at = 0
    for _ in range(_MAX_STREAMS):
        stream = make()
        while not stream.eof:
            if at >= len(data):
                return kept.getvalue(), False
            kept.write(stream.decompress(data[at : at + _CHUNK], most - kept.tell()))
            if kept.tell() >= most:
                return kept.getvalue(), True
            at = min(at + _CHUNK, len(data))
        padding = _PADDING.match(data, at - len(stream.unused_data))
        at = padding.end() if padding else at
        if not data.startswith(magic, at):
            return kept.getvalue(), True
    return kept.getvalue(), False


def is_tar(data: bytes) -> bool:
    """Whether the first header of a tar archive stands at the beginning: its checksum proves it."""
    try:
        tarfile.TarInfo.frombuf(data[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def open_tar(data: bytes) -> tarfile.TarFile:
    """The archive, its first header read; one of `DAMAGE`.  Names keep bytes that are no UTF-8 as surrogates."""
    return tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape")


def entries(archive: tarfile.TarFile) -> tuple[list[tarfile.TarInfo], bool]:
    """What the archive names, folders left out, and whether its end was reached: one that is cut off has what stands
    before.  TooManyEntriesError, or one of `DAMAGE`.
    """
    found: list[tarfile.TarInfo] = []
    members = iter(archive)
    for number in range(MAX_ENTRIES + 1):
        try:
            info = next(members, None)
        except DAMAGE:
            return found, False
        if info is None:
            return found, True
        if number >= MAX_ENTRIES:
            break
        if info.size < 0:  # base-256 may say so; it would give back what the limits took
            raise tarfile.ReadError("a file of less than no bytes")
        if not info.isdir():
            found.append(info)
    raise TooManyEntriesError(f"more than {MAX_ENTRIES:,} entries")


def is_whole(info: tarfile.TarInfo, length: int) -> bool:
    """Whether the content of a member stands in an archive of that length."""
    return info.issparse() or info.offset_data + info.size <= length


def name_of(info: tarfile.TarInfo) -> str:
    """A member's name as somebody wrote it: tar does not say in which charset."""
    return decode(info.name.encode("utf-8", "surrogateescape"))


def name_in_gzip(data: bytes) -> bytes:
    """The name of the file that was packed, as gzip notes it; b"" where it does not."""
    if not data.startswith(_GZIP) or len(data) < _NAME_AT or not data[3] & _FLAG_NAME:
        return b""
    at = _NAME_AT
    if data[3] & _FLAG_EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    end = data.find(b"\0", at, at + 1_000)
    return data[at:end] if end >= 0 else b""
