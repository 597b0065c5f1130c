"""Zips made to hurt or damaged: long directories are counted before they are built, members never outgrow their word."""

import io
import struct
import time
import zipfile

import docx_maker as dm
import pytest
from mail_maker import attached, head, multi, text

from daemon import documents, mail
from daemon.containers import archives, zips
from daemon.documents.thinning import thin
from daemon.kinds import sniff
from daemon.model import FileKind, FileProblem

pytestmark = pytest.mark.slow

METHODS = {"stored": 0, "deflated": 8, "bzip2": 12, "lzma": 14}


def packed(method: int, content: bytes = b"noi dung " * 400, name: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        made.writestr("[Content_Types].xml", content)
        made.writestr("_rels/.rels", content)
        made.writestr(name, content)
    return buffer.getvalue()


def damaged(data: bytes) -> bytes:
    """Every member spoilt behind its name, the directory whole."""
    spoilt = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            start = info.header_offset + 30 + len(info.filename)
            for at in range(start, start + min(info.compress_size, 60)):
                spoilt[at] ^= 0x5A
    return bytes(spoilt)


def with_method(data: bytes, method: int) -> bytes:
    """The same, said to be packed by another method."""
    changed = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = changed.find(sign)
        while at >= 0:
            struct.pack_into("<H", changed, at + offset, method)
            at = changed.find(sign, at + 1)
    return bytes(changed)


SPOILT = {name: damaged(packed(method)) for name, method in METHODS.items()} | {
    f"said to be {method}": with_method(packed(8), method) for method in (1, 9, 12, 14, 93, 99)
}


def message(name: str, content: bytes, *more: tuple[str, bytes]) -> bytes:
    return head("x") + multi(text("x"), *(attached(*one) for one in ((name, content), *more)))


@pytest.mark.parametrize("case", SPOILT)
def test_damaged_members_never_raise(case: str) -> None:
    data = SPOILT[case]
    for filename in ("bài.docx", "bài.odt", "bài.zip", ""):
        assert isinstance(sniff(data, filename), FileKind)
        assert documents.read(data, filename).problem is not None
    assert documents.peek(data, FileKind.DOCX) == ""
    assert archives.unpack(data, FileKind.ZIP, "x").members == ()
    assert mail.read(message("bài.docx", data)).attachments
    assert mail.read(message("bài.zip", data)).attachments


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_unpacked(method: str) -> None:
    opened = archives.unpack(packed(METHODS[method], b"abc" * 9_000, "bai.txt"), FileKind.ZIP, "x")
    assert (opened.problem, {member.content for member in opened.members}) == (None, {b"abc" * 9_000})


@pytest.mark.parametrize("method", ["bzip2", "lzma"])
def test_a_member_that_lies_about_its_size_is_not_expanded(method: str) -> None:
    """`zipfile` expands a whole chunk of bzip2 or LZMA at once; here 60 MB behind a few kilobytes."""
    data = bytearray(packed(METHODS[method], b"\0" * 60_000_000, "bai.docx"))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", data, at + 24, 1_000)
        at = data.find(b"PK\x01\x02", at + 1)
    with zips.open_zip(bytes(data)) as archive:
        info = archive.getinfo("bai.docx")
        started = time.process_time()
        with pytest.raises(zipfile.BadZipFile):
            zips.content(archive, bytes(data), info)
    assert time.process_time() - started < 0.2


def directory(count: int, said: int) -> bytes:
    """A zip that is nearly all directory; its end record may say another number."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x"
    entries = entry * count
    return b"PK\x03\x04" + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, said, said, len(entries), 4, 0)


@pytest.mark.parametrize("said", [1, 0xFFFF, 40_000])
def test_a_long_directory_is_never_built(said: int) -> None:
    data = directory(400_000, said)
    started = time.process_time()
    assert zips.entries(data) > zips.MAX_ENTRIES
    assert sniff(data, "bài.docx") is FileKind.DOCX
    assert documents.read(data, "bài.docx").problem is FileProblem.BOMB
    assert archives.unpack(data, FileKind.ZIP, "x").problem is FileProblem.BOMB
    assert time.process_time() - started < 1.0  # building it once takes longer


LONG = directory(20_000, 20_000)[:-22]  #: without its end record
SIZE = len(LONG) - 4


def end(said: int, size: int, offset: int = 4, disks: bytes = bytes(4), comment: int = 0) -> bytes:
    return b"PK\x05\x06" + disks + struct.pack("<2H2LH", said, said, size, offset, comment)


def end_64(said: int, size: int, at: int) -> bytes:
    """Record and locator; the second says that the first stands at that place."""
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, said, said, size, 4)
    return record + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)


#: What `zipfile` takes for the end of a directory, and what it passes over.
DISGUISES = {
    "zip64 beside an end record that has figures": LONG + end_64(20_000, SIZE, len(LONG)) + end(1, 46),
    "zip64 that says too few": LONG + end_64(1, SIZE, len(LONG)) + end(1, 46),
    "zip64 with something before it": b"MZ" + LONG + end_64(1, SIZE, len(LONG)) + end(1, 46),
    "two records of zip64": LONG + end_64(1, SIZE, 0)[:56] + end_64(1, 46, len(LONG)) + end(1, 46),
    "mark of the end in its numbers of disks": LONG + end(1, SIZE, disks=b"PK\x05\x06"),
    "mark of the end as its offset": LONG + end(1, SIZE, int.from_bytes(b"PK\x05\x06", "little")),
    "comment longer than there is one": LONG + end(1, SIZE, comment=65_535) + b"x" * 65_536,
}


@pytest.mark.parametrize("case", DISGUISES)
def test_the_directory_that_is_counted_is_the_one_that_is_built(case: str) -> None:
    data = DISGUISES[case]
    assert zips.entries(data) > zips.MAX_ENTRIES
    with pytest.raises(zips.TooManyEntriesError):
        zips.open_zip(data)
    assert sniff(data, "bài.docx") is FileKind.DOCX
    assert thin(data) is data


@pytest.mark.parametrize("before", [b"", b"MZ"])
def test_a_true_zip64_is_read(monkeypatch: pytest.MonkeyPatch, before: bytes) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    inner = packed(0)
    data = before + dm.zip_bytes({f"{number}.docx": inner for number in range(3)})
    assert b"PK\x06\x07" in data[-42:]
    with zips.open_zip(data) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [inner] * 3
    assert archives.unpack(data, FileKind.ZIP, "x").problem is None


def test_entries_of_archives_inside_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = packed(0)
    assert zips.entries(dm.zip_bytes({"mimetype": inner * 5_000})) == 1
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 0)
    assert zips.entries(dm.zip_bytes({"mimetype": inner * 5_000})) == 1  # nor in a zip64


def test_the_archives_of_a_message_share_one_budget() -> None:
    """Each within the limits, together not: the ones too many are bombs, and what comes after them is still opened."""
    large = packed(8, b"\0" * 200_000, "a.txt")
    small = packed(8, b"x" * 50, "nho.txt")
    limits = mail.Limits(archive=archives.Limits(total_bytes=1_000_000))
    found = mail.read(message("1.zip", large, ("2.zip", large), ("3.zip", small)), limits)
    problems = {file.filename: file.problem for file in found.attachments}
    assert (problems["1.zip"], problems["2.zip"], problems["3.zip"]) == (None, FileProblem.BOMB, None)
    assert "3.zip!nho.txt" in problems
    assert sum(len(file.content) for file in found.attachments if "!" in file.filename) <= 1_000_000
    assert any("2.zip: bomb" in warning for warning in found.warnings)


def test_members_are_counted_over_all_archives() -> None:
    three = packed(8, name="ba.txt")
    found = mail.read(message("1.zip", three, ("2.zip", three)), mail.Limits(archive=archives.Limits(members=4)))
    assert [file.filename for file in found.attachments if file.problem] == ["2.zip"]


def test_what_is_kept_of_a_message_is_bounded() -> None:
    found = mail.read(message("1.zip", packed(8, name="ba.txt")), mail.Limits(stored_bytes=5_000))
    assert [(file.filename, file.problem) for file in found.attachments] == [("1.zip", FileProblem.BOMB)]


def test_broken_members_cost_what_they_declare() -> None:
    """A thousand broken members must not each be expanded for nothing."""
    spoilt = damaged(packed(8, b"\0" * 300_000))
    limits = archives.Limits(total_bytes=1_000_000)
    first = archives.unpack(spoilt, FileKind.ZIP, "x", limits)
    assert first.problem is FileProblem.CORRUPT
    assert archives.unpack(spoilt, FileKind.ZIP, "x", first.left).problem is FileProblem.BOMB
