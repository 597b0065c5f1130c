"""The records as of one moment, beside a running service; and what records have to know that come back from there."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from daemon.durable import sync
from daemon.errors import RecordsError
from daemon.records.accounting import ARCHIVED
from daemon.records.database import (
    FILE_NAME,
    Connection,
    change,
    damaged,
    first,
    refuse_foreign_log,
    rows,
    translated,
)
from daemon.records.notes import ATTEMPTS, RESTORED_AT, add_note, advance, get_meta, next_number, set_meta
from daemon.records.values import Forgotten, Note, moment, when_or_none

DATABASE_NAME = FILE_NAME


def snapshot(directory: Path, target: Path) -> set[tuple[str, str]]:
    """Copies the records of a storage directory into the new file `target`, one file, fsynced; writers go on.

    What it names in the archive, as `Records.archived` says it.  Works with the records of any release.  RecordsError,
    also where they are damaged.
    """
    path = directory / FILE_NAME
    refuse_foreign_log(path)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with translated(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy)  # all pages in one step: one moment, and in WAL no writer waits for it
            if not copy.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
                raise RecordsError(f"There are no records in {directory} to save yet. Check [storage] directory.")
            if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):  # a copy of damage helps nobody
                raise damaged(path)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("DELETE FROM meta WHERE key LIKE 'lease.%'")  # who works on the records does not on the copy
            named = {(shelf, sha256) for shelf, sha256 in copy.execute(_archived(copy))}
        sync(target)
    return named


def old_copies(directory: Path) -> list[Path]:
    """Copies of the records that upgrades have kept beside them."""
    stem, _, suffix = FILE_NAME.partition(".")
    return sorted(directory.glob(f"{stem}-before-*.{suffix}"))


def _last_event(db: Database) -> datetime | None:
    """What the records know ends with it."""
    last = first(db, "SELECT max(at) AS at FROM events")
    return when_or_none(last["at"]) if last is not None else None


def _archived(copy: sqlite3.Connection) -> str:
    """Earlier releases removed nothing."""
    purges = any(column[1] == "purged_at" for column in copy.execute("PRAGMA table_info(messages)"))
    return ARCHIVED if purges else ARCHIVED.replace(" WHERE purged_at IS NULL", "")


class RestoredRecords:
    """The part of `Records` about coming back from a backup.  May raise RecordsError."""

    _connection: Connection

    def restored(self, made_at: datetime, now: datetime) -> int:
        """These records are of `made_at` and go to work again: what they believe to be unsent may have been sent.

        How many letters became uncertain by that.
        """
        with self._connection.writing() as db:
            return self._back_to_work(db, made_at, now)

    def restored_at(self) -> datetime | None:
        """When these records last came back from a copy; None of those that never did."""
        with self._connection.reading() as db:
            return when_or_none(get_meta(db, RESTORED_AT))

    def are_older(self, now: datetime) -> bool:
        """Whether somebody has put an older file in place of these records, by the mark beside them; then `restored`.

        Only while no letter is being sent.  RecordsError where what was put in place is not whole: SQLite's log of the
        former file may have been mixed into it.
        """
        with self._connection.reading() as db:
            known = next_number(db, ATTEMPTS) - 1
            last = _last_event(db)
            if self._connection.mark() <= known:
                return False
            if first(db, "PRAGMA integrity_check(1)") != {"integrity_check": "ok"}:
                raise damaged(self._connection.path)
        self.restored(last or now, now)
        return True

    def set_back(self, forgotten: Forgotten, now: datetime) -> None:
        """What the mailbox shows is not on record: these records are older than it, and go to work again as if
        somebody had restored them.
        """
        if forgotten.messages:
            text = f"{forgotten.messages} messages that had been handled were not on record; they are taken in again."
        else:
            text = f"{forgotten.letters} letters that had gone out were not on record; they are not sent again blindly."
        with self._connection.writing() as db:  # both or neither: with the first alone nobody learns why letters wait
            self._back_to_work(db, _last_event(db) or now, now)
            add_note(db, now, Note("set_back", text, attention=True, data=asdict(forgotten)))

    def _back_to_work(self, db: Database, made_at: datetime, now: datetime) -> int:
        """As `restored`, in the transaction of the caller."""
        error = f"The records were restored from a state of {made_at.isoformat(timespec='seconds')}."
        letters = rows(db, "SELECT id FROM letters WHERE state IN ('queued', 'sending') AND mode <> 'observe'")
        for row in letters:
            change(
                db,
                "UPDATE letters SET state = 'uncertain', uncertain_at = :now, sought_at = NULL, "
                "last_error = :error WHERE id = :id",
                {"id": row["id"], "now": moment(now), "error": error},
            )
        set_meta(db, now, RESTORED_AT, moment(now))
        text = f"{error} {len(letters)} letters that waited then may have been sent since."
        add_note(db, now, Note("restored", text, attention=True))
        advance(db, ATTEMPTS, self._connection.mark())
        return len(letters)
