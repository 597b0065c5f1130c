"""What comes out of zip, 7z and rar files, and what is said when nothing can."""

import io
import time
import zipfile

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_maker import archive, docx, seven_zip

from daemon.containers import packages
from daemon.containers.archives import Limits, unpack
from daemon.kinds import sniff
from daemon.model import FileKind, FileProblem


def names(data: bytes, kind: FileKind = FileKind.ZIP, limits: Limits | None = None) -> list[str]:
    return [member.name for member in unpack(data, kind, "x", limits).members]


def unzipped(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Bài viết.docx", "Bài viết.docx"),
        ("Ba\u0300i.docx", "Bài.docx"),
        ("Bài viết.docx".encode(), "Bài viết.docx"),
        (b"B\xe0i vi\xea\xect.docx", "Bài viết.docx"),
        ("résumé.docx".encode("cp437"), "résumé.docx"),
        ("Bài 1.docx".encode("cp437"), "Bài 1.docx"),
        (b"T\x85.docx", "T….docx"),
        ("B├ái viß║┐t.docx", "Bài viết.docx"),
        (b"B\x85o.docx", "Bào.docx"),
        (b"t\x85p b\xe0i.docx", "t…p bài.docx"),
        ("../../bai.docx", "bai.docx"),
        ("C:\\Hoi thao\\bai.docx", "Hoi thao/bai.docx"),
    ],
)
def test_member_names(stored: str | bytes, shown: str) -> None:
    assert names(archive([(stored, docx())])) == [shown]


def test_the_unicode_path_field_wins_over_the_code_page() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        info = zipfile.ZipInfo("B_i.docx")
        path = "Bài.docx".encode()
        info.extra = b"\x75\x70" + (5 + len(path)).to_bytes(2, "little") + b"\1\0\0\0\0" + path
        made.writestr(info, b"x")
    assert names(buffer.getvalue()) == ["Bài.docx"]


@pytest.mark.parametrize("before", [b"", b"MZ" + bytes(500)], ids=["", "one that opens itself"])
def test_names_that_are_called_utf_8_and_are_not(before: bytes) -> None:
    """One such name among others costs no member."""
    data = bytearray(before + archive([(b"B\xe0i vi\xea\xect.docx", docx()), ("Bài hai.docx", docx())]))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags + 1] |= 0x08
    assert names(bytes(data)) == ["Bài viết.docx", "Bài hai.docx"]


def test_what_systems_leave_behind_is_dropped() -> None:
    litter = ["__MACOSX/._bai.docx", "._bai.docx", "~$bai.docx", ".DS_Store", "thu muc/Thumbs.db", "desktop.ini"]
    assert names(archive([*((name, b"x") for name in litter), ("bai.docx", docx())])) == ["bai.docx"]


def test_one_archive_inside_another_is_opened_and_no_more() -> None:
    third = archive([("ba.docx", docx())])
    second = archive([("hai.docx", docx()), ("ba.zip", third)])
    opened = unpack(archive([("hai.zip", second)]), FileKind.ZIP, "mot.zip")
    assert [(member.name, member.problem) for member in opened.members] == [
        ("hai.zip", None),
        ("hai.zip!hai.docx", None),
        ("hai.zip!ba.zip", FileProblem.UNSUPPORTED),
    ]


@pytest.mark.parametrize(
    ("folder", "shown"),
    [
        ("Bài tham luận/", "Bài tham luận.docx"),
        ("Gửi/Bài.docx/", "Gửi/Bài.docx"),
        ("Bài v1.2/", "Bài v1.2.docx"),
    ],
)
def test_an_unpacked_document_is_put_together_again(folder: str, shown: str) -> None:
    """With all its parts, as the same bytes on each reading, and nothing else drawn into it."""
    parts = unzipped(docx())
    sent = [("Công văn.docx", docx("Công văn")), *((folder + name, content) for name, content in parts)]
    opened = unpack(archive(sent), FileKind.ZIP, "x.zip")
    assert [(member.name, member.kind) for member in opened.members] == [
        ("Công văn.docx", FileKind.DOCX),
        (shown, FileKind.DOCX),
    ]
    assert sorted(unzipped(opened.members[1].content)) == sorted(parts)
    assert opened == unpack(archive(sent), FileKind.ZIP, "x.zip")


@pytest.mark.parametrize(("mimetype", "is_paper"), [("text", True), ("spreadsheet", False)])
def test_an_unpacked_odt_beside_a_workbook_that_stays_apart(mimetype: str, is_paper: bool) -> None:
    parts = [("b/content.xml", "<x/>"), ("b/mimetype", f"application/vnd.oasis.opendocument.{mimetype}")]
    assert names(archive(parts)) == (["b.odt"] if is_paper else ["b/content.xml", "b/mimetype"])


def test_parts_at_the_top_of_another_kind_of_archive() -> None:
    """7z and tar are no packages by themselves: what lies in them unpacked bears the archive's name."""
    [paper] = unpack(seven_zip(unzipped(docx())), FileKind.SEVEN_ZIP, "Bài của Hạnh.7z").members
    assert (paper.name, paper.kind) == ("Bài của Hạnh.docx", FileKind.DOCX)


@pytest.mark.parametrize(
    ("first", "parts"),
    [
        ("[Content_Types].xml", [*reversed(unzipped(docx()))]),
        ("mimetype", [("content.xml", b"<x/>"), ("mimetype", b"application/vnd.oasis.opendocument.text")]),
    ],
)
def test_the_part_that_tells_the_kind_of_a_document_is_its_first(first: str, parts: list[tuple[str, bytes]]) -> None:
    """As readers look for it; that of an .odt is not compressed (OpenDocument 1.3 part 2, 3.3)."""
    [paper] = unpack(archive([(f"Bài/{name}", content) for name, content in parts]), FileKind.ZIP, "x.zip").members
    with zipfile.ZipFile(io.BytesIO(paper.content)) as opened:
        found = opened.infolist()
    assert found[0].filename == first
    assert first != "mimetype" or found[0].compress_type == zipfile.ZIP_STORED


def test_a_document_that_lies_unpacked_inside_another_is_part_of_it() -> None:
    parts = unzipped(docx())
    inside = [(f"word/embeddings/phu luc/{name}", content) for name, content in parts]
    sent = [(f"Bài/{name}", content) for name, content in (*inside, *parts)]
    [paper] = unpack(archive(sent), FileKind.ZIP, "x.zip").members
    assert len(unzipped(paper.content)) == 2 * len(parts)


def test_files_of_one_name_keep_it() -> None:
    same = [("bai.pdf", b"%PDF-1"), ("bai.pdf", b"%PDF-2"), ("bai.pdf", b"%PDF-3")]
    opened = unpack(seven_zip(same), FileKind.SEVEN_ZIP, "x.7z")
    assert [(it.name, it.content, it.kind) for it in opened.members] == [(*it, FileKind.PDF) for it in same]


@pytest.mark.parametrize(("size", "problem"), [(0, None), (4, FileProblem.CORRUPT)])
def test_a_member_without_a_name_costs_no_other(size: int, problem: FileProblem | None) -> None:
    data = bytearray(archive([("?", b"x" * size), ("Bài 1.docx", docx())]))
    at = data.index(b"PK\x01\x02")
    data[at + 28], data[at + 30] = 0, 1  # the name becomes an extra field
    opened = unpack(bytes(data), FileKind.ZIP, "x.zip")
    assert ([it.name for it in opened.members], opened.problem) == (["Bài 1.docx"], problem)


_PAPER = unzipped(docx())
_ALT_CHUNK = b'<Relationships><Relationship Id="rId9" Target="/Bai%202.docx" Type="x/aFChunk"/></Relationships>'
_LINK = b'<Relationships><Relationship Id="rId9" Target="/Bai%202.docx" TargetMode="External"/></Relationships>'
_ODT = [
    ("mimetype", b"application/vnd.oasis.opendocument.text"),
    ("content.xml", b"<x/>"),
    ("META-INF/manifest.xml", b'<m:file-entry m:full-path="Object 1/a.pdf"/><m:file-entry m:full-path="b.pdf"/>'),
]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (
            [*_PAPER, ("Bai 2.docx", docx()), ("Bai 3.pdf", b"%PDF-1.4"), ("Ảnh/1.jpg", b"\xff\xd8\xff")],
            ["Bài.docx", "Bai 2.docx", "Bai 3.pdf", "Ảnh/1.jpg"],
        ),
        ([*_PAPER, *((f"bai2/{name}", content) for name, content in _PAPER)], ["Bài.docx", "bai2.docx"]),
        (
            [*((f"Bai 1/{name}", content) for name, content in _PAPER), ("Bai 1/2.zip", b"")],
            ["Bai 1.docx", "Bai 1/2.zip"],
        ),
        # what parts name is one, wherever it lies, and what lies among them
        ([*_PAPER, ("word/_rels/document.xml.rels", _ALT_CHUNK), ("Bai 2.docx", docx())], ["Bài.docx"]),
        ([*_PAPER, ("word/embeddings/a.docx", docx()), ("[trash]/0000.dat", b"x")], ["Bài.docx"]),
        # and not what a hyperlink in it leads to, nor what bears no ending
        ([*_PAPER, ("word/_rels/document.xml.rels", _LINK), ("Bai 2.docx", docx())], ["Bài.docx", "Bai 2.docx"]),
        ([*_PAPER, ("Bai 2", b"%PDF-1.4"), ("Bai 3.docx", docx())], ["Bài.docx", "Bai 2", "Bai 3.docx"]),
        (
            [*_ODT, ("Object 1/b.pdf", b"x"), ("b.pdf", b"x"), ("Pictures/1.png", b"x"), ("c.pdf", b"x")],
            ["Bài.odt", "c.pdf"],
        ),
    ],
)
def test_what_lies_beside_an_unpacked_document_is_none_of_its_parts(
    sent: list[tuple[str, bytes]], shown: list[str]
) -> None:
    """Somebody unpacked one of several where they lay, and packed the folder: each of them was sent."""
    zipped = archive([*dict(sent).items()])
    is_document = sniff(zipped, "Bài.zip") in (FileKind.DOCX, FileKind.ODT)
    assert is_document == (len(shown) == 1)
    assert [member.name for member in unpack(zipped, FileKind.ZIP, "Bài.zip").members] == shown


def test_what_is_called_a_document_is_one_whatever_lies_in_it() -> None:
    assert sniff(archive([*_PAPER, ("Bai 2.docx", docx())]), "Bài.docx") is FileKind.DOCX


def test_papers_beside_an_unpacked_document_that_is_cut_short() -> None:
    sent = archive([*_PAPER, ("Bai 2.docx", docx()), ("z.txt", b"x")])
    assert names(sent[: sent.rindex(b"PK\x03\x04") + 10]) == ["Bai 2.docx"]


def test_seven_zip() -> None:
    assert names(seven_zip([("Bài 1.docx", docx()), ("thư mục/Bài 2.docx", b"x")]), FileKind.SEVEN_ZIP) == [
        "Bài 1.docx",
        "thư mục/Bài 2.docx",
    ]


@pytest.mark.parametrize(
    ("data", "kind", "problem"),
    [
        (archive([("a.docx", docx())], encrypted=True), FileKind.ZIP, FileProblem.ENCRYPTED),
        (archive([("a.docx", docx())])[:30], FileKind.ZIP, FileProblem.CORRUPT),
        (b"", FileKind.ZIP, FileProblem.CORRUPT),
        (seven_zip([("a.docx", docx())], "bimat"), FileKind.SEVEN_ZIP, FileProblem.ENCRYPTED),
        (seven_zip([("a.docx", docx())])[:60], FileKind.SEVEN_ZIP, FileProblem.CORRUPT),
        (b"Rar!\x1a\x07\x01\0", FileKind.RAR, FileProblem.UNSUPPORTED),
        (b"MSCF\0\0\0\0", FileKind.PACKED, FileProblem.UNSUPPORTED),
    ],
)
def test_problems(data: bytes, kind: FileKind, problem: FileProblem) -> None:
    opened = unpack(data, kind, "x")
    assert (opened.members, opened.problem) == ((), problem)
    assert opened.note


def test_whole_members_of_a_damaged_archive_are_kept() -> None:
    data = bytearray(archive([("hong.docx", b"x" * 500), ("lanh.docx", b"y" * 500)]))
    data[data.index(b"hong.docx") + 12] ^= 0xFF  # in the compressed data of the first member
    opened = unpack(bytes(data), FileKind.ZIP, "x")
    assert [member.name for member in opened.members] == ["lanh.docx"]
    assert opened.problem is FileProblem.CORRUPT


class _Pipe(io.RawIOBase):
    """What cannot be sought in: whoever writes a zip into it puts sizes behind the members."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.written += memoryview(data)  # type: ignore[arg-type]
        return memoryview(data).nbytes  # type: ignore[arg-type]


def _zipped(*names: str, method: int = zipfile.ZIP_DEFLATED, piped: bool = False) -> bytes:
    target = _Pipe() if piped else io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name in names:
            made.writestr(name, PAPER, method)
    return bytes(target.written) if isinstance(target, _Pipe) else target.getvalue()


PAPER = docx("Bài", *map(str, range(300)))
TWO = ("Bài một.docx", "__MACOSX/._a", "thư mục/Bài hai.docx", "Bài ba.docx")
CUT = {
    "in the last member": {},
    "stored, a directory of a document before the cut": {"method": zipfile.ZIP_STORED},
    "sizes behind the members": {"piped": True},
    "bzip2": {"method": zipfile.ZIP_BZIP2},
    "LZMA": {"method": zipfile.ZIP_LZMA},
}


@pytest.mark.parametrize("case", CUT)
def test_a_zip_that_is_cut_short(case: str) -> None:
    """What stands whole in it comes out; that it is not all is always said."""
    whole = _zipped(*TWO, **CUT[case])  # type: ignore[arg-type]
    directory = int.from_bytes(whole[-6:-2], "little")
    last = whole.index(TWO[-1].encode())
    cut = unpack(whole[: last + (directory - last) // 2], FileKind.ZIP, "x.zip")
    assert [(it.name, it.content) for it in cut.members if it.content] == [(name, PAPER) for name in TWO[:3:2]]
    assert [(it.name, it.kind, it.problem) for it in cut.members if not it.content] == [
        (TWO[-1], FileKind.OTHER, FileProblem.CORRUPT)
    ]
    assert (cut.problem, cut.note) == (FileProblem.CORRUPT, "cut short: 2 members stand whole in it, 1 others in part")
    without_end = unpack(whole[: whole.rindex(b"PK\x05\x06")], FileKind.ZIP, "x.zip")
    assert [it.name for it in without_end.members] == [*TWO[:3:2], TWO[3]]
    assert without_end.problem is FileProblem.CORRUPT


def test_names_in_a_zip_that_is_cut_short() -> None:
    """In the code page of who packed it, as in a whole one; those called UTF-8 that are not."""
    data = bytearray(archive([(b"B\xe0i vi\xea\xect.docx", docx()), ("Bài.docx".encode(), docx()), ("c", b"")]))
    assert names(bytes(data[:-60])) == ["Bài viết.docx", "Bài.docx", "c"]
    data[7] |= 0x08
    assert names(bytes(data[:-60])) == ["Bài viết.docx", "Bài.docx", "c"]


def test_damage_in_a_zip_that_is_cut_short() -> None:
    data = bytearray(archive([("hong.docx", b"x" * 500), ("lanh.docx", b"y" * 500), ("het.docx", b"z" * 500)]))
    data[data.index(b"hong.docx") + 12] ^= 0xFF
    opened = unpack(bytes(data[:-22]), FileKind.ZIP, "x")
    assert [(it.name, bool(it.content)) for it in opened.members] == [
        ("lanh.docx", True),
        ("het.docx", True),
        ("hong.docx", False),
    ]


@pytest.mark.slow
def test_thousands_of_unpacked_documents_are_told_apart_at_once() -> None:
    files = [
        (f"{number}/{part}", b"x") for number in range(3000) for part in ("[Content_Types].xml", "word/document.xml")
    ]
    began = time.process_time()
    assert len(packages.put_together(files, "a.zip")) == 3000
    assert packages.without_parts(files) == []
    assert time.process_time() - began < 5  # half a second; each asked of each other took 18


@pytest.mark.parametrize("folder", ["", "Bài/"])
@pytest.mark.parametrize("first", ["[Content_Types].xml", "word/document.xml"])
def test_an_unpacked_document_that_is_cut_short_is_not_put_together(folder: str, first: str) -> None:
    """Without its last parts it would be judged as it never was."""
    parts = sorted(unzipped(docx()), key=lambda part: part[0] != first)
    sent = archive([(folder + name, content) for name, content in parts])
    cut = unpack(sent[: sent.rindex(b"PK\x03\x04") + 50], FileKind.ZIP, "Bài.zip")
    assert (cut.members, cut.problem) == ((), FileProblem.CORRUPT)
    no_directory = unpack(sent[: sent.index(b"PK\x01\x02")], FileKind.ZIP, "Bài.zip")
    assert (no_directory.members, no_directory.problem) == ((), FileProblem.CORRUPT)


def test_archives_one_behind_the_other_are_read_to_the_end() -> None:
    both = archive([("a.docx", docx())]) + archive([("b.docx", docx())])
    assert names(both) == ["a.docx", "b.docx"]


@pytest.mark.parametrize("piped", [False, True])
def test_limits_of_a_zip_that_is_cut_short(piped: bool) -> None:
    def cut(*sizes: int) -> bytes:
        target = _Pipe() if piped else io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for number, size in enumerate(sizes):
                made.writestr(f"{number}.txt" if number % 2 else f"__MACOSX/{number}", bytes(size))
        data = bytes(target.written) if isinstance(target, _Pipe) else target.getvalue()
        return data[: data.rindex(b"PK\x05\x06")]

    def tried(data: bytes, limits: Limits) -> tuple[FileProblem | None, int]:
        opened = unpack(data, FileKind.ZIP, "x", limits)
        return opened.problem, len(opened.members)

    assert tried(cut(*[9] * 20), Limits(members=5)) == (FileProblem.BOMB, 5)
    assert tried(cut(5_000_000), Limits(total_bytes=4_000_000)) == (FileProblem.BOMB, 0)
    # what is dropped costs as well
    assert tried(cut(3_000_000, 9, 3_000_000, 9), Limits(total_bytes=4_000_000)) == (FileProblem.BOMB, 1)
    assert unpack(cut(3_000_000), FileKind.ZIP, "x", Limits(total_bytes=4_000_000)).left.total_bytes == 1_000_000


@given(st.integers(0, 3_000), st.integers(0, 255), st.integers(0, 3_000))
def test_a_zip_that_is_cut_short_and_damaged_never_raises(at: int, byte: int, end: int) -> None:
    data = bytearray(_zipped(*TWO, piped=bool(at % 2)))
    data[at % len(data)] = byte
    unpack(bytes(data[: end % len(data)]), FileKind.ZIP, "x")


@pytest.mark.slow
def test_limits() -> None:
    many = archive([(f"{number}.txt", b"x") for number in range(20)])
    large = archive([("a.txt", b"\0" * 2_000_000)])
    assert unpack(many, FileKind.ZIP, "x", Limits(members=5)).problem is FileProblem.BOMB
    assert unpack(large, FileKind.ZIP, "x", Limits(total_bytes=1_000_000)).problem is FileProblem.BOMB
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as made:
        made.writestr(b"\0" * 2_000_000, "a.txt")
    assert unpack(packed.getvalue(), FileKind.SEVEN_ZIP, "x", Limits(total_bytes=1_000_000)).problem is FileProblem.BOMB


def test_the_limits_hold_over_all_levels_together() -> None:
    inner = archive([(f"{number}.txt", b"\0" * 400_000) for number in range(2)])
    outer = archive([("a.zip", inner), ("b.zip", inner)])
    opened = unpack(outer, FileKind.ZIP, "x", Limits(total_bytes=1_000_000))
    assert sum(len(member.content) for member in opened.members) <= 1_000_000
    assert any(member.problem is FileProblem.BOMB for member in opened.members)


@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=40), st.sampled_from([FileKind.ZIP, FileKind.SEVEN_ZIP]))
@settings(max_examples=100, deadline=None)
@pytest.mark.slow
def test_damage_never_raises(position: int, put: bytes, kind: FileKind) -> None:
    whole = ZIP if kind is FileKind.ZIP else SEVEN
    at = position % len(whole)
    unpack(whole[:at] + put + whole[at + len(put) :], kind, "x", Limits(total_bytes=1_000_000))


ZIP = archive([("bai.docx", docx()), ("hai.docx", docx("khác"))])
SEVEN = seven_zip([("bai.docx", docx()), ("hai.docx", docx("khác"))])
