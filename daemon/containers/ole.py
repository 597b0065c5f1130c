"""WRAP  OLE compound files of strangers ([MS-CFB]): the container of .doc, of encrypted packages and of .msg.

Only importer of olefile.  Nothing here raises on any bytes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass

import olefile  # type: ignore[import-untyped]

#: How every compound file begins.
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: olefile checks much, not everything: damaged sectors surface as any of these.
_DAMAGE = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    struct.error,
    RecursionError,
    MemoryError,
)


@dataclass(frozen=True, slots=True)
class OleFile:
    """What an OLE compound file holds, as far as we look."""

    streams: frozenset[str]  #: full names, "/" between storages
    word_head: bytes  #: first 64 KiB of the stream WordDocument; b"" when there is none

    def has(self, name: str) -> bool:
        """Whether a stream or storage of that name stands anywhere, case aside ([MS-CFB] 2.6.4)."""
        wanted = name.casefold()
        return any(wanted in stream.casefold().split("/") for stream in self.streams)


def open_ole(data: bytes, *, head: int = 65_536) -> OleFile | None:
    """Reads the directory of a compound file; None when it is damaged.  `head` bounds `word_head`."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = frozenset("/".join(path) for path in ole.listdir(streams=True, storages=True))
            word = ole.openstream("WordDocument").read(head) if ole.exists("WordDocument") else b""
    except _DAMAGE:
        return None
    return OleFile(streams, word)


def read_streams(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes] | None:
    """The streams whose full name is wanted; None when the file is damaged.

    Together they are never more than the file: entries of a directory may all claim the same sectors.
    """
    found: dict[str, bytes] = {}
    left = len(data)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for path in ole.listdir():
                name = "/".join(path)
                if not wanted(name):
                    continue
                left -= ole.get_size(path)
                if left < 0:
                    return None
                found[name] = ole.openstream(path).read()
    except _DAMAGE:
        return None
    return found
