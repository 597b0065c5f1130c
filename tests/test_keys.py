"""The key that signs address tags: made once, kept, private."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from daemon.errors import RecordsError
from daemon.keys import adopt_key, storage_key


def test_it_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    key = storage_key(tmp_path / "kho")
    assert len(key) == 32
    assert storage_key(tmp_path / "kho") == key
    (file,) = (tmp_path / "kho").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert storage_key(tmp_path / "khac") != key


def test_it_is_on_the_disk_before_any_letter_carries_its_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[Path, bool]] = []
    monkeypatch.setattr("daemon.keys.sync", lambda path: synced.append((path, (tmp_path / "reply-key").exists())))
    storage_key(tmp_path)
    assert synced == [(tmp_path, True)]  # the folder, after the name is in it


def test_records_made_anew_know_the_addresses_that_were_signed(tmp_path: Path) -> None:
    for name in ("cu", "moi", "rieng"):
        (tmp_path / name).mkdir()
    theirs, ours = storage_key(tmp_path / "cu"), storage_key(tmp_path / "rieng")
    adopt_key(tmp_path / "cu", tmp_path / "moi")
    adopt_key(tmp_path / "cu", tmp_path / "rieng")  # which has its own
    assert (storage_key(tmp_path / "moi"), storage_key(tmp_path / "rieng")) == (theirs, ours)
    assert stat.S_IMODE((tmp_path / "moi" / "reply-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("damaged", [None, b"short"])
def test_where_there_is_no_whole_key_none_is_taken_over(tmp_path: Path, damaged: bytes | None) -> None:
    (tmp_path / "moi").mkdir()
    if damaged is not None:
        (tmp_path / "reply-key").write_bytes(damaged)
    adopt_key(tmp_path, tmp_path / "moi")
    assert list((tmp_path / "moi").iterdir()) == []


def test_a_damaged_key_is_said_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "reply-key").write_bytes(b"")
    with pytest.raises(RecordsError, match="Delete it"):
        storage_key(tmp_path)


def test_a_place_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("a file")
    with pytest.raises(RecordsError, match="cannot be used"):
        storage_key(tmp_path / "kho")
