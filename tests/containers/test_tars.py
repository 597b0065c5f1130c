"""Tar archives and what gzip, bzip2 and xz packed: opened like other archives, within the same limits."""

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_maker import archive, docx

from daemon.containers import tars
from daemon.containers.archives import Limits, unpack
from daemon.kinds import sniff
from daemon.model import FileKind, FileProblem

PAPER = docx("Bài tham luận")
Entry = tuple[str, bytes, bytes]  # name, content, type


def tar(*entries: Entry, form: int = tarfile.PAX_FORMAT, charset: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, encoding=charset) as made:
        for name, content, kind in entries:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(content), "/etc/passwd"
            made.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def file(name: str, content: bytes = PAPER) -> Entry:
    return name, content, tarfile.REGTYPE


def gzipped(content: bytes, name: str = "") -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=buffer, mtime=0) as made:
        made.write(content)
    return buffer.getvalue()


def names(data: bytes, filename: str = "x", limits: Limits | None = None) -> list[str]:
    return [member.name for member in unpack(data, FileKind.TAR, filename, limits).members]


@pytest.mark.parametrize("packed", [bytes, gzipped, bz2.compress, lzma.compress], ids=["bare", "gzip", "bzip2", "xz"])
def test_files_of_a_tar_archive(packed: Callable[[bytes], bytes]) -> None:
    data = packed(tar(("Bài", b"", tarfile.DIRTYPE), file("Bài/Bài 1.docx"), file("Bài/._Bài 1.docx"), file("b.txt")))
    assert sniff(data, "tep") is FileKind.TAR
    opened = unpack(data, FileKind.TAR, "tep")
    assert [(member.name, member.kind) for member in opened.members] == [
        ("Bài/Bài 1.docx", FileKind.DOCX),
        ("b.txt", FileKind.DOCX),
    ]
    assert (opened.members[0].content, opened.problem) == (PAPER, None)


@pytest.mark.parametrize("packed", [bytes, gzipped, bz2.compress, lzma.compress], ids=["bare", "gzip", "bzip2", "xz"])
def test_a_pdf_that_comes_first_makes_no_pdf_of_the_archive(packed: Callable[[bytes], bytes]) -> None:
    data = packed(tar(file("bai.pdf", b"%PDF-1.4\n"), file("hai.docx")))
    assert sniff(data, "bai.tar") is FileKind.TAR
    assert sniff(packed(b"%PDF-1.4\n%%EOF"), "bai.pdf.gz") is (FileKind.PDF if packed is bytes else FileKind.TAR)


@pytest.mark.parametrize(
    ("data", "filename", "shown"),
    [
        (gzipped(PAPER), "Bài của tôi.docx.gz", "Bài của tôi.docx"),
        (gzipped(PAPER), "goi.zip!thu muc/bai.docx.GZ", "bai.docx"),
        (gzipped(PAPER, "bai.docx"), "tep-01234567.bin.gz", "bai.docx"),
        (gzipped(PAPER, "bai.docx"), "Tham luận.gz", "bai.docx"),
        (gzipped(PAPER), "Tham luận.gz", "Tham luận"),
        (gzipped(PAPER, "khac.docx"), "Tham luận.docx.gz", "Tham luận.docx"),
        (bz2.compress(PAPER), "bai.docx.bz2", "bai.docx"),
        (lzma.compress(PAPER), "bai.docx.xz", "bai.docx"),
        (gzipped(PAPER), ".gz", "tep"),
    ],
)
def test_the_name_of_the_one_file_that_was_packed(data: bytes, filename: str, shown: str) -> None:
    assert names(data, filename) == [shown]


@pytest.mark.parametrize("packed", [gzipped, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_streams_one_behind_the_other_and_what_follows_the_last(packed: Callable[[bytes], bytes]) -> None:
    """Programs that pack by blocks make one of each; a gateway adds a line end to whatever it passes on."""
    half = len(PAPER) // 2
    both = packed(PAPER[:half]) + bytes(8) + packed(PAPER[half:])
    for data in (packed(PAPER) + b"\r\n", both, both + b"\n-- \nThis mail"):
        [member], problem = (opened := unpack(data, FileKind.TAR, "bai.docx.gz")).members, opened.problem
        assert (member.content, problem) == (PAPER, None)
    assert unpack(both[:-20], FileKind.TAR, "bai.docx.gz").problem is FileProblem.CORRUPT
    many = packed(b"") * 10_001
    assert unpack(many, FileKind.TAR, "bai.docx.gz").problem in {FileProblem.CORRUPT, FileProblem.UNSUPPORTED}


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (tar(file("/etc/cron.d/bai.docx")), "etc/cron.d/bai.docx"),
        (tar(file("../../bai.docx")), "bai.docx"),
        (tar(file("Ba\u0300i.docx")), "Bài.docx"),
        (tar(file("Bài vi\u00eat.docx"), form=tarfile.GNU_FORMAT, charset="cp1258"), "Bài viêt.docx"),
        (tar(file("a" * 150 + ".docx")), "a" * 150 + ".docx"),
        (tar(file("a" * 150 + ".docx"), form=tarfile.GNU_FORMAT), "a" * 150 + ".docx"),
    ],
)
def test_names_in_a_tar_archive(data: bytes, shown: str) -> None:
    assert names(data) == [shown]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_told_and_not_followed(kind: bytes) -> None:
    opened = unpack(tar(("o.docx", b"", kind), file("bai.docx")), FileKind.TAR, "x")
    assert [member.name for member in opened.members] == ["bai.docx"]
    assert (opened.problem, opened.note) == (
        FileProblem.UNSUPPORTED,
        "1 members are links or devices, and hold nothing",
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (gzipped(PAPER)[:-20], FileProblem.CORRUPT),
        (gzipped(tar(file("bai.docx")))[:40], FileProblem.CORRUPT),
        (lzma.compress(PAPER)[:-20], FileProblem.CORRUPT),
        (b"", FileProblem.UNSUPPORTED),
        ("Bài tham luận".encode(), FileProblem.UNSUPPORTED),
        (b"\x1f\x8b\x08\0", FileProblem.CORRUPT),
    ],
)
def test_what_is_said_when_nothing_comes_out(data: bytes, problem: FileProblem) -> None:
    opened = unpack(data, FileKind.TAR, "bai.gz")
    assert (opened.members, opened.problem) == ((), problem)
    assert opened.note


@pytest.mark.parametrize(
    "data",
    [
        gzipped(bytes(300_000)),
        bz2.compress(bytes(300_000)),
        lzma.compress(bytes(300_000)),
        gzipped(tar(file("a", bytes(300_000)))),
        gzipped(PAPER) * 200,
        tar(*[file(f"{number}", b"") for number in range(30)]),
    ],
    ids=["gzip", "bzip2", "xz", "tar", "many streams", "many files"],
)
def test_bombs(data: bytes) -> None:
    opened = unpack(data, FileKind.TAR, "x", Limits(members=20, total_bytes=100_000))
    assert (opened.members, opened.problem) == ((), FileProblem.BOMB)


def test_a_directory_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "MAX_ENTRIES", 5)
    folders: Sequence[Entry] = [(f"{number}", b"", tarfile.DIRTYPE) for number in range(6)]
    assert unpack(tar(*folders), FileKind.TAR, "x").problem is FileProblem.BOMB


def test_a_file_of_less_than_no_bytes_takes_nothing_off_the_limits() -> None:
    header = bytearray(tar(file("bai.docx", b""))[:512])
    header[124:136] = b"\xff" * 11 + b"\x00"  # GNU base-256: -256
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    opened = unpack(bytes(header) + bytes(1024), FileKind.TAR, "x", Limits(total_bytes=9_000))
    assert (opened.problem, opened.left.total_bytes) == (FileProblem.CORRUPT, 9_000)


def test_archives_in_archives() -> None:
    inner = gzipped(tar(file("hai.docx")))
    opened = unpack(archive([("goi.tgz", inner)]), FileKind.ZIP, "x.zip")
    assert [member.name for member in opened.members] == ["goi.tgz", "goi.tgz!hai.docx"]
    assert names(gzipped(archive([("bai.docx", PAPER)])), "goi.zip.gz") == ["goi.zip", "goi.zip!bai.docx"]


@pytest.mark.parametrize("name", ["image001.emz", "image002.wmz", "hinh.svgz"])
def test_drawings_that_are_kept_packed_are_pictures(name: str) -> None:
    assert sniff(gzipped(b"\x01\0\0\0\x6c\0\0\0"), name) is FileKind.IMAGE


@given(st.integers(0, 11_000), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_damaged_tar_archives_never_raise(at: int, junk: bytes) -> None:
    data = tar(file("bai.docx", b"x" * 700), file("b" * 120, b"y"))
    unpack(data[:at] + junk + data[at + len(junk) :], FileKind.TAR, "x")


def _noise(seed: str) -> bytes:
    """What nothing packs, so that it is known what is cut off."""
    return b"".join(hashlib.sha512(f"{seed}.{number}".encode()).digest() for number in range(300))


@pytest.mark.parametrize("packed", [bytes, gzipped, lzma.compress], ids=["bare", "gzip", "xz"])
def test_what_stands_whole_in_a_tar_archive_that_is_cut_short(packed: Callable[[bytes], bytes]) -> None:
    files = [(f"Bài {number}.docx", docx(f"{number}") + _noise(f"{number}")) for number in range(1, 5)]
    data = packed(tar(*[file(*it) for it in files]))
    opened = unpack(data[: len(data) * 4 // 5], FileKind.TAR, "bai.tar.gz")
    assert [(it.name, it.content) for it in opened.members if it.content] == files[:3]
    assert [it.name for it in opened.members if not it.content] == ["Bài 4.docx"]
    assert opened.problem is FileProblem.CORRUPT
    assert opened.note == "cut short: 3 members stand whole in it, 1 others in part"


def test_one_packed_file_that_is_cut_short_is_none() -> None:
    data = gzipped(PAPER + _noise(""))
    opened = unpack(data[:-2_000], FileKind.TAR, "Bài.docx.gz")
    assert (opened.members, opened.problem) == ((), FileProblem.CORRUPT)


def test_a_checksum_that_is_wrong_gives_nothing() -> None:
    """RFC 1952 2.3.1: whatever is wrong may be anywhere."""
    data = bytearray(gzipped(tar(file("Bài.docx"))))
    data[-6] ^= 1
    opened = unpack(bytes(data), FileKind.TAR, "bai.tgz")
    assert (opened.members, opened.problem) == ((), FileProblem.CORRUPT)
