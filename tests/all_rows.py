"""Records as rows that another set of records can be held against: every table, every column.

A row's number means nothing outside of its database: it is left out, and a reference to it is followed to what the row
is known by everywhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

Table = list[dict[str, object]]

#: What a row is known by, where its key is a number.
_KNOWN_BY = {
    "messages": "coalesce(raw_sha256, head_sha256)",
    "papers": "code",
    "letters": "key",
    "versions": "(SELECT code FROM papers WHERE id = paper) || ' v' || number",
}


def all_rows(storage: Path) -> dict[str, Table]:
    """By table, in an order that follows from what the rows say.  Numbers of rows are not among their columns."""
    with closing(sqlite3.connect(f"file:{storage / 'records.sqlite3'}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return {name: sorted(_rows(db, name), key=repr) for name in names if not name.startswith("sqlite_")}


def _rows(db: sqlite3.Connection, table: str) -> Iterator[dict[str, object]]:
    leads_to = {row["from"]: row["table"] for row in db.execute(f"PRAGMA foreign_key_list({table})")}
    columns = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
    known = {name: _names(db, name) for name in set(leads_to.values()) & set(_KNOWN_BY)}
    for row in db.execute(f"SELECT * FROM {table}"):
        yield {
            name: known[leads_to[name]].get(row[name]) if leads_to.get(name) in known else row[name]
            for name in columns
            if name != "id"
        }


def _names(db: sqlite3.Connection, table: str) -> dict[object, object]:
    return dict(tuple(row) for row in db.execute(f"SELECT id, {_KNOWN_BY[table]} FROM {table}"))
