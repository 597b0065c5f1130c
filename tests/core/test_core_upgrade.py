"""Records of every earlier schema are brought up to the present one, and nothing that stood in them is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from core.fakes import held
from sqlite_utils import Database

from daemon.records import DATABASE_NAME, Records
from daemon.records.schema import migrations

pytestmark = pytest.mark.slow  # each is quick; all of them are not

NAMES = [migration.name for migration in migrations.pending(Database(memory=True))]
MESSAGE = {
    "id": 1, "raw_sha256": "a" * 64, "size": 10, "arrived_at": "2021-11-05T01:00:00.000000Z",
    "recorded_at": "2021-11-05T01:00:00.000000Z", "state": "done", "subject": "Gửi bài",
}  # fmt: skip
PAPER = {
    "id": 1,
    "code": "TL-2021-001",
    "owner_key": "hoa@nghean.example",
    "late": 0,
    "created_at": "2021-11-05T01:00:00.000000Z",
}
VERSION = {
    "id": 1, "paper": 1, "number": 1, "message": 1, "file": "b" * 64, "filename": "Bài.docx", "late": 0,
    "arrived_at": "2021-11-05T01:00:00.000000Z", "verdict": "review", "ruleset": "1", "placed_by": "it is new",
    "assessed_at": "2021-11-05T01:00:00.000000Z",
}  # fmt: skip
FILE = {"sha256": "b" * 64, "size": 10, "kind": "docx", "first_seen_at": "2021-11-05T01:00:00.000000Z"}


def columns(path: Path) -> dict[str, set[str]]:
    db = Database(path)
    found = {table.name: {column.name for column in table.columns} for table in db.tables}
    db.close()
    return found


def test_there_are_earlier_ones() -> None:
    assert len(NAMES) > 10


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_schema_before_this_step_is_brought_up(tmp_path: Path, name: str) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    db = Database(old / DATABASE_NAME)
    migrations.apply(db, stop_before=name)
    for table, row in (("messages", MESSAGE), ("files", FILE), ("papers", PAPER), ("versions", VERSION)):
        db[table].insert(row)
    db.conn.commit()
    db.close()
    with held(old) as records, Records.open(new) as fresh:
        assert records.integrity() == fresh.integrity() == []
        (message,) = records.messages()
        assert message["subject"] == "Gửi bài"
        (paper,) = records.papers()
        assert (paper.code, [version.filename for version in paper.versions]) == ("TL-2021-001", ["Bài.docx"])
    assert columns(old / DATABASE_NAME) == columns(new / DATABASE_NAME)
    assert list(old.glob("records-before-*.sqlite3")), "a copy is taken first"


def test_the_copy_is_on_the_disk_before_the_upgrade_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power cut in the middle could leave neither: the file and its name in the folder, then the migration."""
    db = Database(tmp_path / DATABASE_NAME)
    migrations.apply(db, stop_before=NAMES[-1])
    db.close()
    done: list[str] = []
    apply = migrations.apply

    def synced(descriptor: int) -> None:
        done.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    def applied(*arguments: Any) -> None:
        done.append("upgrade")
        apply(*arguments)

    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(migrations, "apply", applied)
    with held(tmp_path):
        pass
    (copy,) = tmp_path.glob("records-before-*.sqlite3")
    assert done[: done.index("upgrade")] == [f".{copy.name}", tmp_path.name]


def test_a_copy_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    db = Database(tmp_path / DATABASE_NAME)
    migrations.apply(db, stop_before=NAMES[-1])
    db["messages"].insert(MESSAGE)
    db.close()
    half = tmp_path / f"records-before-{NAMES[-1]}.sqlite3"
    half.write_bytes(b"half of it")
    with held(tmp_path):
        pass
    copy = Database(half)
    assert [row["subject"] for row in copy["messages"].rows] == [MESSAGE["subject"]]
    copy.close()
