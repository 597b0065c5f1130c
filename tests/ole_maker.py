"""Builds OLE compound files ([MS-CFB]): a .doc by its outer shape, an encrypted package, a mail of Outlook."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def make_ole(streams: Mapping[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file with these streams at the top, and empty storages.  Streams are padded to 4096 bytes, below
    which they would live in the mini stream.
    """
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    names = sorted([*padded, *storages], key=lambda name: (len(name), name.upper()))
    directory_sectors = -(-(len(names) + 1) * 128 // _SECTOR)
    fat = [_FAT, *_chain(1, directory_sectors)]
    places: dict[str, int] = {}
    for name, data in padded.items():
        places[name] = len(fat)
        fat += _chain(len(fat), -(-len(data) // _SECTOR))
    assert len(fat) <= 128, "one FAT sector is enough for tests"
    fat += [_FREE] * (128 - len(fat))
    entries = [_entry("Root Entry", _ROOT, child=1 if names else _FREE, start=_END)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _FREE
        if name in padded:
            entries.append(_entry(name, _STREAM, right=right, start=places[name], size=len(padded[name])))
        else:
            entries.append(_entry(name, _STORAGE, right=right))
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    body = b"".join(data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0") for data in padded.values())
    return _header() + struct.pack("<128I", *fat) + directory + body


def make_doc(text: str = "", *, encrypted: bool = False, macros: bool = False) -> bytes:
    """A .doc as far as kinds, problems and a first glance go: FibBase ([MS-DOC] 2.5.2), then UTF-16 text at 0x600."""
    flags = 0x0100 if encrypted else 0
    fib = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x042A, 0, flags).ljust(24, b"\0") + struct.pack("<II", 0x600, 0)
    stream = fib.ljust(0x600, b"\0") + text.replace("\n", "\r").encode("utf-16-le")
    return make_ole({"WordDocument": stream, "1Table": b""}, ("Macros",) if macros else ())


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END]


def _header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return head + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
        + bytes(16 + 4 + 8 + 8)
        + struct.pack("<IQ", start, size)
    )
