"""Builds OLE compound files ([MS-CFB]): a .doc by its outer shape, an encrypted package, a mail of Outlook."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def make_ole(streams: Mapping[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file with these streams, "/" between storages, and empty storages.  Streams are padded to 4096 bytes,
    below which they would live in the mini stream.
    """
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    above = {
        "/".join(parts[:depth]) for parts in (name.split("/") for name in padded) for depth in range(1, len(parts))
    }
    names = sorted({*padded, *storages, *above}, key=lambda name: (name.count("/"), len(name), name.upper()))
    directory_sectors = -(-(len(names) + 1) * 128 // _SECTOR)
    fat = [_FAT, *_chain(1, directory_sectors)]
    places: dict[str, int] = {}
    for name, data in padded.items():
        places[name] = len(fat)
        fat += _chain(len(fat), -(-len(data) // _SECTOR))
    assert len(fat) <= 128, "one FAT sector is enough for tests"
    fat += [_FREE] * (128 - len(fat))
    below = {parent: [name for name in names if name.rpartition("/")[0] == parent] for parent in ("", *names)}
    number = {name: at for at, name in enumerate(names, 1)}
    entries = [_entry("Root Entry", _ROOT, child=1 if names else _FREE, start=_END)]
    for name in names:
        siblings = below[name.rpartition("/")[0]]
        right = number.get(next(iter(siblings[siblings.index(name) + 1 :]), ""), _FREE)
        own = name.rpartition("/")[2]
        if name in padded:
            entries.append(_entry(own, _STREAM, right=right, start=places[name], size=len(padded[name])))
        else:
            child = number.get(next(iter(below[name]), ""), _FREE)
            entries.append(_entry(own, _STORAGE, right=right, child=child))
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    body = b"".join(data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0") for data in padded.values())
    return _header() + struct.pack("<128I", *fat) + directory + body


def make_msg(sender: Mapping[str, str | bytes], *attachments: Mapping[str, str | bytes], at: str = "") -> bytes:
    """A mail of Outlook: properties by their tag ("0C1A"), text as UTF-16 or bytes of a code page; see `msg_streams`."""
    return make_ole(msg_streams(sender, *attachments, at=at))


def msg_streams(
    sender: Mapping[str, str | bytes], *attachments: Mapping[str, str | bytes], at: str = ""
) -> dict[str, bytes]:
    """The streams of an item below `at`.  An attachment's content is its property "37010102"; what is named with "/"
    is put there as it is.
    """
    streams = {f"{at}__properties_version1.0": b""}
    for place, properties in (
        (at, sender),
        *((f"{at}__attach_version1.0_#{n:08X}/", it) for n, it in enumerate(attachments)),
    ):
        for tag, value in properties.items():
            if "/" in tag:
                streams[place + tag] = value if isinstance(value, bytes) else value.encode()
            elif isinstance(value, str):
                streams[f"{place}__substg1.0_{tag}001F"] = value.encode("utf-16-le")
            else:
                streams[f"{place}__substg1.0_{tag if len(tag) > 4 else tag + '001E'}"] = value
    return streams


def make_doc(text: str = "", *, encrypted: bool = False, macros: bool = False) -> bytes:
    """A .doc as far as kinds, problems and a first glance go: FibBase ([MS-DOC] 2.5.2), then UTF-16 text at 0x600."""
    flags = 0x0100 if encrypted else 0
    fib = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x042A, 0, flags).ljust(24, b"\0") + struct.pack("<II", 0x600, 0)
    stream = fib.ljust(0x600, b"\0") + text.replace("\n", "\r").encode("utf-16-le")
    return make_ole({"WordDocument": stream, "1Table": b""}, ("Macros",) if macros else ())


def make_word6(text: str, *, version: int = 0x68, magic: int = 0xA5DC) -> bytes:
    """A .doc as Word 6 (version 0x65) and Word 95 write it, as little of it as LibreOffice reads: the FIB with the place
    of the text (fcMin, fcMac, ccpText; Microsoft's "Word 6.0 binary file format"), then the text in one code page.
    """
    data = (text.replace("\n", "\r") + "\r").encode("cp1252")
    fib = bytearray(0x300)
    struct.pack_into("<HHHH", fib, 0, magic, version, 0, 0x0409)
    struct.pack_into("<II", fib, 0x18, len(fib), len(fib) + len(data))
    struct.pack_into("<I", fib, 0x34, len(data))
    return make_ole({"WordDocument": bytes(fib) + data})


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
