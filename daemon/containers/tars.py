"""PURE  What gzip, bzip2 and xz packed, and tar archives of strangers: expanded within a bound, plain files alone.

Nothing is written to a disk: links, devices and paths that climb lead nowhere here.  What `tarfile` and the packers
leave open: they expand as much as there is, and a directory may name files without end.

Sources: RFC 1952 (gzip; 2.3.1 FNAME), POSIX.1-2017 pax (ustar, extended headers).
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

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


class _Source(Protocol):
    def read1(self, size: int = -1, /) -> bytes: ...


class TooLargeError(Exception):
    """More than the bound comes out."""


def is_packed(head: bytes) -> bool:
    """Whether bytes begin like what is read here."""
    return head.startswith(_XZ) or _opener(head) is not None or head[_USTAR] == b"ustar"


def _opener(head: bytes) -> Callable[[BinaryIO], _Source] | None:
    if head.startswith(_GZIP):
        return lambda source: gzip.GzipFile(fileobj=source)
    if head.startswith(_BZIP2) and head[4:10] == _BZIP2_BLOCK:
        return bz2.BZ2File
    return None


def expanded(data: bytes, limit: int) -> tuple[bytes, bool]:
    """What was packed, or the bytes themselves where nothing packed them; whether that is all, or it is cut off.

    TooLargeError where that is longer than `limit`; one of `DAMAGE` where it is damaged.
    """
    whole = True
    if data.startswith(_XZ):
        stream = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
        content = stream.decompress(data, limit + 1)
        whole = stream.eof
    elif (opener := _opener(data)) is not None:
        content, whole = _read(opener(io.BytesIO(data)), limit + 1)
    else:
        content = data
    if len(content) > limit:
        raise TooLargeError("expands beyond the limit")
    return content, whole


def _read(source: _Source, most: int) -> tuple[bytes, bool]:
    """So many bytes at most, and whether the source ended as it should, or was not read to its end."""
    kept = io.BytesIO()
    try:
        while kept.tell() < most and (piece := source.read1(min(_CHUNK, most - kept.tell()))):
            kept.write(piece)
    except EOFError:
        return kept.getvalue(), False
    return kept.getvalue(), True


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
