"""verify, backup, restore: what is kept is whole, a copy of it is made while others write, and it comes back."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from core.fakes import START, FakeInbox, House, Killed, config_in, killed_at, mail, refuse

from daemon.archive import Archive
from daemon.errors import AlreadyRunningError, RecordsError
from daemon.model import Address, Letter, LetterKind, Settled
from daemon.proof.backups import MANIFEST, back_up, check, restore
from daemon.proof.readiness import RESTORING, refuse_cut_off, refuse_lost, refuse_unfinished
from daemon.proof.soundness import Soundness, examine
from daemon.records import Kept, Lock, Outgoing, Records
from daemon.seeking import seek_uncertain

pytestmark = pytest.mark.slow  # processes and sockets of their own

NOW = datetime(2021, 11, 6, 8, tzinfo=timezone(timedelta(hours=7)))
PAPER = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=nghe-an")
BOTH = ("Kèm.docx", "title=Văn hóa trường Đảng;author=Lan;school=hue")


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    house = build()
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    house.inbox.put(mail("lan@hue.example", "Gửi bài", BOTH))
    house.once()
    (house.directory / "reply-key").write_bytes(b"k" * 32)
    return house


def kinds(found: Soundness) -> dict[str, int]:
    names = ("damaged", "missing", "orphans", "database")
    return {name: len(getattr(found, name)) for name in names if getattr(found, name)}


def archived(house: House, shelf: str) -> list[Path]:
    return sorted(path for path in (house.directory / shelf).rglob("*") if path.is_file())


def at(directory: Path, inbox: FakeInbox | None = None) -> House:
    """Another life on this storage directory."""
    return House(directory, config_in(directory), inbox=inbox or FakeInbox())


# --------------------------------------------------------------------------- verify


def test_what_is_kept_is_whole(house: House) -> None:
    house.inbox.put(mail("binh@x.example", "Hỏi", kind="question"))
    house.once()
    found = examine(house.directory)
    assert (found.messages, found.files, kinds(found)) == (3, 2, {})
    assert found.sound


def test_of_nothing_nothing_is_proven(tmp_path: Path) -> None:
    """Else a timer would say week by week that a directory of the wrong name is whole."""
    with pytest.raises(RecordsError, match=r"There are no records in .* to verify\. Check \[storage\] directory"):
        examine(tmp_path / "không-có")
    assert not (tmp_path / "không-có").exists()


def test_every_kind_of_damage_is_named(house: House) -> None:
    first, second = archived(house, "messages")
    second.unlink()
    assert not examine(house.directory).sound
    first.write_bytes(first.read_bytes().replace(b"Subject", b"Subjekt"))
    for path in archived(house, "files"):
        path.write_bytes(b"")
    found = examine(house.directory)
    assert kinds(found) == {"damaged": 3, "missing": 1}
    assert found.missing == (str(second),)
    assert str(first) in found.damaged
    assert not found.sound


def test_a_whole_file_in_the_wrong_place_is_damage(house: House) -> None:
    path = archived(house, "files")[0]
    wrong = house.directory / "files" / "zz"
    wrong.mkdir()
    path.rename(wrong / path.name)
    assert kinds(examine(house.directory)).keys() >= {"damaged"}


def test_what_a_crash_left_is_listed_and_no_damage(house: House) -> None:
    Archive(house.directory).put_message(b"Subject: no row yet\r\n\r\n")
    (house.directory / "messages" / "ab").mkdir(exist_ok=True)
    (house.directory / "messages" / "ab" / ".new-x1").write_bytes(b"half")
    (house.directory / "files" / "ghi-chú.txt").write_bytes(b"somebody's")
    found = examine(house.directory)
    assert kinds(found) == {"orphans": 2}
    assert found.sound


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "empty"])
def test_records_that_are_lost_are_damage(house: House, lose: Callable[[Path], object]) -> None:
    house.close()
    lose(house.directory / "records.sqlite3")
    found = examine(house.directory)
    assert kinds(found) == {"database": 1}
    assert not found.sound


def test_records_of_somebody_else_are_neither_lost_nor_a_fault_of_the_program(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`thamluan backup` without `sudo -u thamluan`: root, who runs this, is denied nothing."""
    real = Path.stat

    def denied(path: Path, **options: bool) -> os.stat_result:
        if path.parent == house.directory:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", denied)
    refuse_lost(house.directory)
    with pytest.raises(RecordsError, match=r"access is denied.*sudo -u thamluan"):
        back_up(house.directory, tmp_path / "backup", NOW)


@pytest.mark.parametrize("damage", ["header", "middle", "zeros"])
def test_damaged_records_are_damage_and_no_error(house: House, damage: str) -> None:
    house.close()
    path = house.directory / "records.sqlite3"
    data = bytearray(path.read_bytes())
    if damage == "header":
        data[:64] = b"x" * 64
    elif damage == "middle":
        for page in range(2, len(data) // 4096, 2):
            data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    else:
        data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)
    found = examine(house.directory)
    assert found.database
    assert not found.sound


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"hoa@nghean.example", b"hoa@nghe\xe1\x80n.example"), (b"CREATE TABLE messages", b"CREATE TAB\xd3\x20 messages")],
    ids=["a text that is none", "a form that is none"],
)
def test_what_cannot_be_read_as_text_is_damage_and_no_bug(house: House, old: bytes, new: bytes) -> None:
    """The pages are well: SQLite's own check finds nothing in the first."""
    house.close()
    path = house.directory / "records.sqlite3"
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new[: len(old)]))
    with pytest.raises(RecordsError, match="the file is damaged") as raised, Records.open(house.directory) as records:
        records.messages()
    assert raised.value.damaged
    found = examine(house.directory)
    assert found.database or old.startswith(b"hoa")


@pytest.mark.parametrize("old", [b"    raw_sha256 TEXT UNIQUE", b"purged_at"])
def test_a_column_that_is_not_there_is_damage_to_verify(house: House, old: bytes) -> None:
    house.close()
    path = house.directory / "records.sqlite3"
    path.write_bytes(path.read_bytes().replace(old, old.replace(b"_", b"x")))
    found = examine(house.directory)
    assert found.database
    assert not found.sound


def test_damaged_records_are_no_backup(house: House, tmp_path: Path) -> None:
    """Found when it is needed, it would have taken the place of the last good one."""
    house.close()
    path = house.directory / "records.sqlite3"
    data = bytearray(path.read_bytes())
    for page in range(12, len(data) // 4096, 7):
        data[page * 4096 : page * 4096 + 100] = b"\xa5" * 100
    path.write_bytes(data)
    with pytest.raises(RecordsError, match=r"the file is damaged\. Restore a backup") as caught:
        back_up(house.directory, tmp_path / "lưu", NOW)
    assert caught.value.damaged
    assert list(tmp_path.glob("*lưu*")) == []


@pytest.mark.parametrize(("archived", "sentence"), [(True, "are lost"), (False, "There are no records")])
def test_records_that_are_none_are_no_backup(house: House, tmp_path: Path, sentence: str, *, archived: bool) -> None:
    """Lost ones; and such as a full disk has kept from being made."""
    house.close()
    for path in house.directory.glob("records.sqlite3*"):
        path.unlink()
    with closing(sqlite3.connect(house.directory / "records.sqlite3")) as db:
        db.execute("PRAGMA journal_mode = WAL")
    if archived:
        (house.directory / "records.sqlite3").write_bytes(b"")
    else:
        shutil.rmtree(house.directory / "messages")
        shutil.rmtree(house.directory / "files")
    with pytest.raises(RecordsError, match=sentence):
        back_up(house.directory, tmp_path / "lưu", NOW)


def test_a_row_that_points_to_nothing_is_named(house: House) -> None:
    with closing(sqlite3.connect(house.directory / "records.sqlite3")) as db, db:
        db.execute("UPDATE versions SET message = 99")
    assert "versions" in examine(house.directory).database[0]


# --------------------------------------------------------------------------- backup


def test_a_backup_holds_everything_and_comes_back_the_same(house: House, tmp_path: Path) -> None:
    made = back_up(house.directory, tmp_path / "lưu" / "hôm nay", NOW)
    assert made.made_at == "2021-11-06T08:00:00+07:00"
    assert {entry.path.partition("/")[0] for entry in made.entries} == {
        "records.sqlite3", "reply-key", "messages", "files",
    }  # fmt: skip
    assert check(tmp_path / "lưu" / "hôm nay") == made
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "lưu" / "hôm nay").rglob("*")} == {0}
    assert [path.name for path in (tmp_path / "lưu").iterdir()] == ["hôm nay"]

    restore(tmp_path / "lưu" / "hôm nay", tmp_path / "mới", NOW)
    assert examine(tmp_path / "mới") == Soundness(2, 2)
    assert (tmp_path / "mới" / "reply-key").read_bytes() == b"k" * 32
    with Records.open(tmp_path / "mới") as again:
        assert again.papers() == house.records.papers()
        assert again.versions() == house.records.versions()
        assert again.messages() == house.records.messages()
        assert again.letters(raw=True) == house.records.letters(raw=True)
    assert sorted(path.name for path in (tmp_path / "mới").iterdir()) == [
        "files", "lock", "messages", "records.sqlite3", "reply-key",
    ]  # fmt: skip


def test_a_backup_beside_a_service_that_writes_is_of_one_moment(house: House, tmp_path: Path) -> None:
    """Whatever the records in it name is in it; and the writer is never held up for good."""
    stop, written = threading.Event(), []

    def write() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            house.inbox.put(mail(f"a{number}@x.example", f"Thư {number}", (f"{number}.docx", f"title=Bài {number}")))
            house.intake()
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = len(written)
            made = back_up(house.directory, tmp_path / f"b{number}", NOW)
            assert (made.damaged, made.missing) == ((), ())
            while len(written) <= before:
                stop.wait(0.01)
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        restore(tmp_path / f"b{number}", tmp_path / f"r{number}", NOW)
        found = examine(tmp_path / f"r{number}")
        assert found.sound
        assert found.messages >= 2


def test_what_is_damaged_is_left_out_and_said(house: House, tmp_path: Path) -> None:
    damaged, missing = archived(house, "messages")
    damaged.write_bytes(b"other bytes")
    missing.unlink()
    made = back_up(house.directory, tmp_path / "b", NOW)
    assert (made.damaged, made.missing) == ((str(damaged),), (str(missing),))
    check(tmp_path / "b")


@pytest.mark.parametrize("number", [errno.EIO, errno.ELOOP, errno.EACCES])
def test_a_file_that_the_disk_does_not_give_is_no_reason_to_save_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Where none is given it is about the archive, and the sentence names what cannot be read."""
    bad, _ = archived(house, "messages")
    opened = os.open

    def broken(path: str | Path, *args: int) -> int:
        if Path(path) == bad:
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, *args)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", broken)
        if number == errno.EACCES:
            with pytest.raises(RecordsError, match=rf"^{re.escape(str(bad))} cannot be read: access is denied"):
                back_up(house.directory, tmp_path / "b", NOW)
            return
        made = back_up(house.directory, tmp_path / "b", NOW)
    assert (made.damaged, made.missing) == ((str(bad),), ())
    assert check(tmp_path / "b") == made


def test_records_of_an_older_release_can_be_saved(house: House, tmp_path: Path) -> None:
    with closing(sqlite3.connect(house.directory / "records.sqlite3")) as db, db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'outcomes_can_be_proven'")
    assert len(back_up(house.directory, tmp_path / "b", NOW).entries) == 6


@pytest.mark.parametrize("point", ["backup.filled"])
def test_cut_off_it_leaves_nothing_of_that_name(house: House, tmp_path: Path, point: str) -> None:
    with killed_at(point), pytest.raises(Killed):
        back_up(house.directory, tmp_path / "b", NOW)
    assert not (tmp_path / "b").exists()
    back_up(house.directory, tmp_path / "b", NOW)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("đầy", "is there already"),
        ("tệp", "is there already"),
        ("tệp/con", "cannot be used"),
        ("kho/b", "lies inside"),
        ("kho", "lies inside"),
        ("liên kết/b", "lies inside"),
    ],
)
def test_a_target_that_will_not_do_is_one_sentence(house: House, tmp_path: Path, target: str, said: str) -> None:
    (tmp_path / "đầy").mkdir()
    (tmp_path / "đầy" / "x").write_bytes(b"")
    (tmp_path / "tệp").write_bytes(b"")
    (tmp_path / "liên kết").symlink_to(house.directory)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(RecordsError, match=said):
        back_up(house.directory, tmp_path / target, NOW)
    assert sorted(tmp_path.rglob("*")) == before


def test_without_records_there_is_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="There are no records"):
        back_up(tmp_path / "không-có", tmp_path / "b", NOW)


def test_an_empty_folder_may_be_the_target(house: House, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    back_up(house.directory, tmp_path / "b", NOW)
    check(tmp_path / "b")


# --------------------------------------------------------------------------- tampered with


def _first(folder: Path, shelf: str) -> Path:
    return next(path for path in sorted((folder / shelf).rglob("*")) if path.is_file())


def _edit(folder: Path, change: Callable[[dict[str, object]], None], *, fit: bool = False) -> None:
    content = json.loads((folder / MANIFEST).read_bytes())
    change(content)
    if fit:  # somebody who knows how it is made
        content.pop("digest")
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        content["digest"] = hashlib.sha256(canonical).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(content))


def _swap_message(folder: Path) -> None:
    path = _first(folder, "messages")
    path.write_bytes(b"other")
    name = path.relative_to(folder).as_posix()
    new = {"path": name, "bytes": 5, "sha256": hashlib.sha256(b"other").hexdigest()}
    _edit(folder, lambda m: m.update(entries=[new if e["path"] == name else e for e in m["entries"]]), fit=True)


def _link(folder: Path) -> None:
    path = _first(folder, "files")
    outside = folder.parent / "outside"
    shutil.move(path, outside)
    path.symlink_to(outside)


def _elsewhere(path: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        entry = {"path": path, "bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()}
        _edit(folder, lambda m: m["entries"].append(entry), fit=True)

    return tamper


TAMPERED: dict[str, Callable[[Path], object]] = {
    "a message changed": lambda b: _first(b, "messages").write_bytes(b"other"),
    "a message changed, the manifest made to fit": _swap_message,
    "a message gone": lambda b: _first(b, "messages").unlink(),
    "the records changed": lambda b: (b / "records.sqlite3").write_bytes((b / "records.sqlite3").read_bytes()[:-1]),
    "the key changed": lambda b: (b / "reply-key").write_bytes(b"K" * 32),
    "a stranger": lambda b: (b / "files" / "x").write_bytes(b""),
    "a stranger above": lambda b: (b / "config.toml").write_bytes(b""),
    "a link": _link,
    "an entry taken out": lambda b: _edit(b, lambda m: m["entries"].pop()),
    "an entry and its file taken out": lambda b: (
        _edit(b, lambda m: m.update(entries=[e for e in m["entries"] if e["path"] != "reply-key"])),
        (b / "reply-key").unlink(),
    ),
    "another date": lambda b: _edit(b, lambda m: m.update(made_at="2020-01-01T00:00:00+07:00")),
    "no date": lambda b: _edit(b, lambda m: m.update(made_at="hôm qua"), fit=True),
    "no manifest": lambda b: (b / MANIFEST).unlink(),
    "an empty manifest": lambda b: (b / MANIFEST).write_bytes(b""),
    "a list": lambda b: (b / MANIFEST).write_bytes(b"[]"),
    "deep": lambda b: (b / MANIFEST).write_bytes(b"[" * 100_000),
    "a future format": lambda b: _edit(b, lambda m: m.update(format=2), fit=True),
    "a path upwards": _elsewhere("../x"),
    "an absolute path": _elsewhere("/etc/passwd"),
    "a path of ours that is no archive": _elsewhere("lock"),
    "without records": lambda b: (
        _edit(b, lambda m: m.update(entries=[e for e in m["entries"] if e["path"] != "records.sqlite3"]), fit=True),
        (b / "records.sqlite3").unlink(),
    ),
    "an entry twice": lambda b: _edit(b, lambda m: m["entries"].append(m["entries"][0]), fit=True),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_backup_that_was_tampered_with_is_refused_and_nothing_made(house: House, tmp_path: Path, name: str) -> None:
    back_up(house.directory, tmp_path / "b", NOW)
    TAMPERED[name](tmp_path / "b")
    with pytest.raises(RecordsError, match=r"is not whole|is no backup|symbolic link"):
        restore(tmp_path / "b", tmp_path / "mới", NOW)
    assert not (tmp_path / "mới").exists()


def test_a_backup_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="is no backup"):
        restore(tmp_path / "không-có", tmp_path / "mới", NOW)


# --------------------------------------------------------------------------- restore


@pytest.fixture
def saved(house: House, tmp_path: Path) -> Path:
    back_up(house.directory, tmp_path / "b", NOW)
    return tmp_path / "b"


def test_only_into_an_empty_folder(house: House, saved: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="is not empty"):
        restore(saved, house.directory, NOW)
    # A note of somebody's; an archive whose records are lost.
    for mine in (tmp_path / "khác" / "ghi-chú.txt", tmp_path / "mất" / "messages" / "thư.eml"):
        mine.parent.mkdir(parents=True)
        mine.write_bytes(b"mine")
        with pytest.raises(RecordsError, match="is not empty"):
            restore(saved, tmp_path / mine.relative_to(tmp_path).parts[0], NOW)
        assert mine.read_bytes() == b"mine"
    assert examine(house.directory).sound


def test_not_while_a_service_runs_there(saved: Path, tmp_path: Path) -> None:
    with Lock(tmp_path / "mới"), pytest.raises(AlreadyRunningError):
        restore(saved, tmp_path / "mới", NOW)
    restore(saved, tmp_path / "mới", NOW)  # the lock file that was left is no obstacle


@pytest.mark.parametrize(
    ("point", "nth"),
    [("restore.copied", 1), *(("restore.moving", n) for n in range(1, 5)), ("restore.moved", 1)],
)
def test_cut_off_no_service_starts_and_the_next_call_finishes(
    saved: Path, tmp_path: Path, point: str, nth: int
) -> None:
    where = tmp_path / "mới"
    with killed_at(point, nth), pytest.raises(Killed):
        restore(saved, where, NOW)
    assert (where / RESTORING).exists()
    with pytest.raises(RecordsError, match="was cut off"):
        refuse_cut_off(where)
    with pytest.raises(RecordsError, match="is under way"):  # its process, which is ours, lives
        refuse_unfinished(where)
    restore(saved, where, NOW)
    refuse_unfinished(where)
    assert examine(where).sound


def test_cut_off_at_its_last_step_it_is_not_taken_for_another_backup(house: House, saved: Path, tmp_path: Path) -> None:
    """And nothing is unlocked by the refusal."""
    where = tmp_path / "mới"
    house.inbox.put(mail("sau@x.example", "Thư sau"), house.clock.now())
    house.once()
    back_up(house.directory, tmp_path / "b2", NOW)
    with killed_at("restore.moved"), pytest.raises(Killed):
        restore(saved, where, NOW)
    with pytest.raises(RecordsError, match="another backup"):
        restore(tmp_path / "b2", where, NOW)
    with pytest.raises(RecordsError, match="was cut off"):
        refuse_cut_off(where)
    restore(saved, where, NOW)
    refuse_cut_off(where)


def test_a_full_disk_leaves_an_empty_folder(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RecordsError, match="disk is full"):
            restore(saved, tmp_path / "mới", NOW)
    assert [path.name for path in (tmp_path / "mới").iterdir()] == ["lock"]
    restore(saved, tmp_path / "mới", NOW)


# --------------------------------------------------------------------------- yesterday's records


@pytest.mark.parametrize("kept", [True, False])
def test_yesterdays_records_answer_nobody_twice(house: House, tmp_path: Path, *, kept: bool) -> None:
    """A letter waits when the backup is made, and goes out after it; a message comes after it, and is answered."""
    house.sender.fail = refuse()
    house.inbox.put(mail("cho@x.example", "Chờ"))
    house.once()
    back_up(house.directory, tmp_path / "b", NOW)
    house.sender.fail = None
    house.later(hours=1)
    house.inbox.put(mail("sau@x.example", "Sau", ("Sau.docx", "title=Bài đến sau")), house.clock.now())
    house.once()
    before = {raw for _, _, raw in house.sender.sent}
    assert len(before) == 4

    restore(tmp_path / "b", tmp_path / "mới", house.clock.now() + timedelta(hours=1))
    box = FakeInbox(kept_sent=list(before) if kept else None)
    for raw in house.inbox.moved:  # a person moves everything back
        box.put(raw, START)
    again = at(tmp_path / "mới", box)
    again.clock.advance(timedelta(hours=3))
    again.once()
    seek_uncertain(box, again.records, again.config, again.clock)
    assert again.sender.sent == []
    assert again.notes("set_back") == []  # whoever restored them knows
    states = [letter["state"] for letter in again.records.letters()]
    assert states == (["sent"] * 4 if kept else ["sent", "sent", "uncertain", "uncertain"])
    assert {letter["message_id"] for letter in again.records.letters()} == {
        letter["message_id"] for letter in house.records.letters()
    }
    assert [paper.code for paper in again.records.papers()] == [paper.code for paper in house.records.papers()]
    again.later(minutes=1)
    again.inbox.put(mail("moi@x.example", "Mới"), again.clock.now())  # what comes from now on is answered as ever
    again.once()
    assert len(again.sender.sent) == 1
    again.close()


def test_an_older_file_put_in_place_by_hand_is_noticed(house: House) -> None:
    """Two letters wait when the file is copied, and go out after it."""
    house.sender.fail = refuse()
    house.inbox.put(mail("mot@x.example", "Một"))
    house.inbox.put(mail("hai@x.example", "Hai"))
    house.once()
    old = house.directory.parent / "hôm qua.sqlite3"
    with closing(sqlite3.connect(house.directory / "records.sqlite3")) as db, closing(sqlite3.connect(old)) as copy:
        db.backup(copy)
    assert not house.records.are_older(house.clock.now())
    house.sender.fail = None
    house.later(hours=1)
    house.once()
    assert len(house.sender.sent) == 4
    house.close()
    for path in house.directory.glob("records.sqlite3*"):
        path.unlink()
    shutil.copy(old, house.directory / "records.sqlite3")

    house.restart()
    assert house.records.are_older(house.clock.now())
    assert not house.records.are_older(house.clock.now())
    (text,) = house.notes("restored")
    assert f"from a state of {START.isoformat()}." in text  # the last thing that they know
    house.once()
    assert len(house.sender.sent) == 4
    assert [letter["state"] for letter in house.records.letters()] == ["sent", "sent", "uncertain", "uncertain"]
    house.inbox.put(mail("moi@x.example", "Mới"), house.clock.now() + timedelta(minutes=1))
    house.once()
    assert len(house.sender.sent) == 5


@pytest.mark.parametrize(
    "point", ["delivery.claimed", "delivery.accepted", "records.before_commit", "records.committed"]
)
def test_a_crash_while_sending_does_not_make_records_look_older(house: House, point: str) -> None:
    house.inbox.put(mail("mot@x.example", "Một"))
    house.intake()
    for nth in range(1, 4):
        with contextlib.suppress(Killed), killed_at(point, nth):
            house.deliver()
        house.restart()
        assert not house.records.are_older(house.clock.now())


@pytest.mark.parametrize(("minutes", "state"), [(-1, "uncertain"), (1, "queued")])
def test_letters_of_the_calendar_due_before_the_restore_are_not_sent_blindly(
    house: House, saved: Path, tmp_path: Path, minutes: int, state: str
) -> None:
    restore(saved, tmp_path / "mới", START)
    due = START + timedelta(minutes=minutes)
    letter = Letter("mua:1", LetterKind.SEASON_SUBMIT, "<mua.1@x.example>", (Address("ht@x.example"),), "Nhắc", "", "")
    with Records.open(tmp_path / "mới") as records:
        kept = Kept((Settled("mua", due, "queued"),), (Outgoing(letter, b"raw", "live"),))
        records.keep_calendar(lambda _: kept, START + timedelta(hours=1))
        assert [row["state"] for row in records.letters() if row["key"] == "mua:1"] == [state]
