"""The archive keeps bytes once, under their hash, durably, for us alone."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest
from core.fakes import Killed, killed_at

from daemon.archive import Archive
from daemon.errors import RecordsError

RAW = b"From: a@b.example\r\n\r\nXin ch\xc3\xa0o\r\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "kho")


def modes_below(directory: Path) -> dict[str, int]:
    return {path.relative_to(directory).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in directory.rglob("*")}


def test_a_message_is_found_again_under_its_hash(archive: Archive, tmp_path: Path) -> None:
    sha256 = archive.put_message(RAW)
    assert sha256 == hashlib.sha256(RAW).hexdigest()
    assert archive.message(sha256) == RAW
    assert (tmp_path / "kho" / "messages" / sha256[:2] / f"{sha256}.eml").read_bytes() == RAW


def test_a_file_bears_no_name_of_the_sender(archive: Archive, tmp_path: Path) -> None:
    sha256 = archive.put_file(b"")
    assert archive.file(sha256) == b""
    assert (tmp_path / "kho" / "files" / sha256[:2] / sha256).is_file()


def test_folders_and_files_are_ours_alone(archive: Archive, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        archive.put_message(RAW)
    finally:
        os.umask(before)
    modes = modes_below(tmp_path / "kho")
    assert {mode for name, mode in modes.items() if name.endswith(".eml")} == {0o600}
    assert {mode for name, mode in modes.items() if not name.endswith(".eml")} == {0o700}


def test_keeping_it_again_changes_nothing(archive: Archive) -> None:
    sha256 = archive.put_message(RAW)
    before = archive.message_path(sha256).stat().st_mtime_ns
    assert archive.put_message(RAW) == sha256
    assert archive.message_path(sha256).stat().st_mtime_ns == before


def test_a_file_cut_short_is_mended_when_the_bytes_come_again(archive: Archive) -> None:
    sha256 = archive.put_message(RAW)
    archive.message_path(sha256).write_bytes(RAW[:5])
    assert archive.put_message(RAW) == sha256
    assert archive.message(sha256) == RAW


def test_a_damaged_file_is_never_given_out(archive: Archive) -> None:
    sha256 = archive.put_message(RAW)
    archive.message_path(sha256).write_bytes(b"something else")
    with pytest.raises(RecordsError, match=r"damaged.*backup"):
        archive.message(sha256)


def test_a_missing_file_is_one_sentence(archive: Archive) -> None:
    with pytest.raises(RecordsError, match=r"missing.*backup"):
        archive.file("ab" * 32)


@pytest.mark.parametrize("point", ["archive.written", "archive.synced", "archive.renamed"])
def test_killed_while_writing_nothing_half_done_bears_the_name(archive: Archive, point: str) -> None:
    sha256 = hashlib.sha256(RAW).hexdigest()
    with killed_at(point), pytest.raises(Killed):
        archive.put_message(RAW)
    path = archive.message_path(sha256)
    assert not path.exists() or path.read_bytes() == RAW
    assert archive.put_message(RAW) == sha256
    assert archive.message(sha256) == RAW


def test_what_a_crash_left_half_written_is_cleared_and_nothing_else(archive: Archive, tmp_path: Path) -> None:
    assert archive.clear_drafts() == []  # nothing was ever kept
    kept = [archive.message_path(archive.put_message(RAW)), archive.file_path(archive.put_file(RAW))]
    drafts = [path.parent / ".new-ab12" for path in kept]
    for draft in drafts:
        draft.write_bytes(RAW)
    (tmp_path / "kho" / ".new-ghi-chú").write_bytes(b"somebody's")
    assert archive.clear_drafts() == [(draft, len(RAW)) for draft in drafts]
    assert [path.name for path in tmp_path.rglob(".new-*")] == [".new-ghi-chú"]
    assert all(path.read_bytes() == RAW for path in kept)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "access is denied"),
    ],
)
def test_a_sick_disk_is_one_sentence_with_a_remedy(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RecordsError, match=words):
        archive.put_message(RAW)


def test_a_failed_write_leaves_no_rubbish(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.put_message(RAW)
    before = modes_below(tmp_path)

    def fail(_: Path, __: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", fail)
    other = next(data for data in (b"%d" % n for n in range(10_000)) if _same_folder(data))
    with pytest.raises(RecordsError):
        archive.put_message(other)
    assert modes_below(tmp_path) == before


def _same_folder(data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest()[:2] == hashlib.sha256(RAW).hexdigest()[:2]
