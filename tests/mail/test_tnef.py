"""winmail.dat as programs write it and as nobody should."""

from __future__ import annotations

import struct
import time
from collections.abc import Sequence

import pytest
from mail_maker import docx, tnef

from daemon.mail.tnef import open_tnef

BAI = docx()
NAME = "Bài tham luận.docx"
WINDOWS = b"B\xe0i tham lu\xe2\xf2n"  #: windows-1258
TEXT, UNICODE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D
MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
STORAGE = bytes.fromhex("0b00000000000000c000000000000046")

Property = tuple[int, int, bytes]


def attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def held(*values: Property, count: int | None = None) -> bytes:
    out = struct.pack("<I", len(values) if count is None else count)
    for name, kind, value in values:
        out += struct.pack("<HH", kind, name)
        if kind in (TEXT, UNICODE, BINARY, OBJECT):
            out += struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
        else:
            out += value
    return out


def winmail(
    properties: bytes,
    content: bytes = BAI,
    title: bytes = b"BITHAM~1.DOC",
    page: int | None = 1258,
    subject: bytes = b"",
) -> bytes:
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += attribute(1, 0x9007, struct.pack("<II", page, 0)) if page is not None else b""
    out += attribute(1, 0x8004, subject + b"\0")
    out += attribute(2, 0x9002, b"\1\0" + b"\0" * 12) + attribute(2, 0x8010, title + b"\0")
    return out + (attribute(2, 0x800F, content) if content else b"") + attribute(2, 0x9005, properties)


def long_name(name: str) -> Property:
    return (0x3707, UNICODE, (name + "\0").encode("utf-16-le"))


def opened(data: bytes) -> list[tuple[str, bytes]] | None:
    found = open_tnef(data)
    return None if found is None else [(file.name, file.content) for file in found.files]


@pytest.mark.parametrize("page", [1252, 1258, 65001, 437, 850, 20127, 28591, 0, 1200, 99999, None])
@pytest.mark.parametrize("subject", [WINDOWS, "Gửi bài".encode(), b"\x81\x8d\xff"])
def test_one_letter_beside_the_code_page_loses_no_file(page: int | None, subject: bytes) -> None:
    assert opened(winmail(held(long_name(NAME)), page=page, subject=subject)) == [(NAME, BAI)]


@pytest.mark.parametrize(
    ("properties", "title", "page", "expected"),
    [
        ([long_name(NAME)], b"BITHAM~1.DOC", 1258, NAME),
        ([(0x3707, TEXT, WINDOWS + b".docx\0")], b"BITHAM~1.DOC", 1258, NAME),
        ([(0x3707, TEXT, WINDOWS + b".docx\0")], b"BITHAM~1.DOC", 1252, NAME),
        ([(0x3707, TEXT, NAME.encode() + b"\0")], b"BITHAM~1.DOC", 1252, NAME),
        ([(0x3707, TEXT, "論文.docx".encode("cp932") + b"\0")], b"A~1.DOC", 932, "論文.docx"),
        ([(0x3001, UNICODE, (NAME + "\0").encode("utf-16-le"))], b"BITHAM~1.DOC", 1258, NAME),
        ([(0x3001, UNICODE, "Thư của An\0".encode("utf-16-le"))], b"BAI.DOC", 1258, "BAI.DOC"),
        ([(0x3001, UNICODE, "Khác.pdf\0".encode("utf-16-le"))], b"BITHAM~1.DOC", 1258, "BITHAM~1.DOC"),
        ([(0x3704, TEXT, b"bai.doc\0")], b"", 1258, "bai.doc"),
        (
            [(0x3705, 3, b"\1\0\0\0"), (0x370B, 0x1002, b"\2\0\0\0" + b"\0" * 8), long_name(NAME)],
            b"A~1.DOC",
            1258,
            NAME,
        ),
        ([], WINDOWS + b".docx", 1258, NAME),
    ],
)
def test_names(properties: Sequence[Property], title: bytes, page: int, expected: str) -> None:
    assert opened(winmail(held(*properties), title=title, page=page)) == [(expected, BAI)]


def test_a_named_property_before_the_name() -> None:
    numbered = (
        struct.pack("<HH", TEXT, 0x8001) + bytes(16) + struct.pack("<III", 0, 5, 1) + struct.pack("<I", 2) + b"x\0\0\0"
    )
    spelt = struct.pack("<HH", 3, 0x8002) + bytes(16) + struct.pack("<II", 1, 6) + "abc".encode("utf-16-le") + b"\0\0"
    properties = held()[:4] + numbered + spelt + b"\0" * 4 + held(long_name(NAME))[4:]
    assert opened(winmail(properties)) == [(NAME, BAI)]


@pytest.mark.parametrize(
    ("kind", "before"), [(BINARY, b""), (OBJECT, STORAGE)], ids=["as a property", "as an object of its program"]
)
def test_content_among_the_properties_is_whole(kind: int, before: bytes) -> None:
    for content in (BAI, BAI + b"\0", BAI + b"\0\0\0\0\0"):  # a zip ends with zeros, which are its own
        values = held(long_name(NAME), (0x3701, kind, before + content))
        assert opened(winmail(values, content=b"")) == [(NAME, content)]


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        (attribute(1, 0x800C, WINDOWS + b"\0"), "Bài tham luận"),
        (attribute(1, 0x9003, held((0x1000, UNICODE, "Gửi bài\0".encode("utf-16-le")))), "Gửi bài"),
        (attribute(1, 0x9003, held((0x1000, TEXT, WINDOWS + b"\0"))), "Bài tham luận"),
        (attribute(1, 0x9003, held((0x1000, BINARY, WINDOWS))), ""),  # no text
        (attribute(1, 0x9003, held((0x0E1D, UNICODE, b""))) + attribute(1, 0x800C, WINDOWS), "Bài tham luận"),
        (attribute(1, 0x8004, WINDOWS), ""),  # the subject
    ],
)
def test_the_text_beside_the_files(attributes: bytes, text: str) -> None:
    found = open_tnef(winmail(held(long_name(NAME))) + attributes)
    assert found is not None
    assert found.text == text
    assert [(file.name, file.content) for file in found.files] == [(NAME, BAI)]


def test_what_belongs_to_the_message_is_no_files() -> None:
    assert opened(winmail(held(long_name(NAME))) + attribute(1, 0x800F, b"x")) == [(NAME, BAI)]


def test_messages_in_messages() -> None:
    inner = winmail(held(long_name(NAME)), page=None, subject=WINDOWS)
    for _ in range(3):
        inner = winmail(held((0x3701, OBJECT, MESSAGE + inner)), content=b"")
    assert opened(inner) == [(NAME, BAI)]
    for _ in range(30):
        inner = winmail(held((0x3701, OBJECT, MESSAGE + inner)), content=b"")
    assert [content[:4] for _, content in opened(inner) or []] == [b"\x78\x9f\x3e\x22"]  # left closed


@pytest.mark.parametrize(
    "properties",
    [
        held(long_name(NAME), count=0xFFFFFFFF),
        held(long_name(NAME)) + struct.pack("<HHI", 0x1002, 0x3705, 0xFFFFFFFF),
        held(long_name(NAME)) + struct.pack("<HHI", 0x101E, 0x3705, 0xFFFFFFFF) + b"\0" * 400_000,
        held(long_name(NAME)) + struct.pack("<HHII", BINARY, 0x3705, 1, 0xFFFFFFFF),
        held(long_name(NAME)) + struct.pack("<HH", 0x77, 0x3705),
        held(long_name(NAME)) + struct.pack("<HH", TEXT, 0x8001) + bytes(20) + b"\xff" * 4,
        held(long_name(NAME)) + b"\x1e",
    ],
)
def test_counts_and_lengths_are_not_believed(properties: bytes) -> None:
    start = time.process_time()
    assert opened(winmail(properties)) == [(NAME, BAI)]
    assert time.process_time() - start < 2


def test_cut_off_or_damaged_anywhere_nothing_is_raised() -> None:
    data = tnef([(NAME, b"x" * 40), ("Công văn.docx", b"y" * 40)])
    for at in range(len(data)):
        open_tnef(data[:at])
        for byte in (0, 0x10, 0xFF):
            open_tnef(data[:at] + bytes([byte]) + data[at + 1 :])
