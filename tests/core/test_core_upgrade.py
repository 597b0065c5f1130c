"""Records of every earlier schema are brought up to the present one, and nothing that stood in them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from daemon.records import DATABASE_NAME, Records
from daemon.records.schema import migrations

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
    with Records.open(old) as records, Records.open(new) as fresh:
        assert records.integrity() == fresh.integrity() == []
        (message,) = records.messages()
        assert message["subject"] == "Gửi bài"
        (paper,) = records.papers()
        assert (paper.code, [version.filename for version in paper.versions]) == ("TL-2021-001", ["Bài.docx"])
    assert columns(old / DATABASE_NAME) == columns(new / DATABASE_NAME)
    assert list(old.glob("records-before-*.sqlite3")), "a copy is taken first"
