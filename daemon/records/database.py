"""The one door to SQLite: opening, transactions, and SQLite's errors as sentences.  No business logic.

WAL with synchronous FULL: a committed transaction survives a power cut.  Foreign keys are on.  Writing transactions
are BEGIN IMMEDIATE, so that waiting for another writer happens before anything was read, never in the middle.

One connection may be used by several threads, one transaction at a time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlite_utils.db
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from daemon import disk, faults
from daemon.durable import sync
from daemon.errors import AlreadyRunningError, RecordsError
from daemon.records.pairing import LOG_SUFFIX, has_foreign_log
from daemon.records.schema import migrations

FILE_NAME = "records.sqlite3"
MARK_NAME = "attempts"  #: how often sending was tried, beside the records
LEASE = "lease.holder"  #: single fact: the process that these records belong to while it lives

_HEAD_BYTES = 100  #: SQLite's header: how large the file is, how often it was changed, of which form it is
_LOG_PAGES = 1000  #: so many are in SQLite's log before they are brought into the file; its own default
_BUSY_SECONDS = 30.0  # longer than any transaction of ours; a backup program may hold the file for a moment
_OURS_NO_MORE = "This process writes nothing more and ends; one alone may go on."
_RESTORE = f"Restore a backup; without one, move {FILE_NAME}* aside and run `thamluan rebuild`."

# What an operator can do something about, by primary result code (sqlite.org/rescode.html).  Anything else is a bug
# and stays a traceback.
_OF_THE_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another program keeps them locked. Close it; work goes on by itself.",
    sqlite3.SQLITE_LOCKED: "another program keeps them locked. Close it; work goes on by itself.",
    sqlite3.SQLITE_FULL: "the disk is full. Make room; work goes on by itself.",
    sqlite3.SQLITE_IOERR: "the disk gave an error. Check the disk.",
    sqlite3.SQLITE_READONLY: "they are read-only. The folder must be writable by the user that runs thamluan.",
    sqlite3.SQLITE_CANTOPEN: "they cannot be opened. The folder must belong to the user that runs thamluan.",
    sqlite3.SQLITE_PERM: "access is denied. The folder must belong to the user that runs thamluan.",
    sqlite3.SQLITE_CORRUPT: f"the file is damaged. {_RESTORE}",
    sqlite3.SQLITE_NOTADB: f"the file is damaged or not a database. {_RESTORE}",
    sqlite3.SQLITE_NOMEM: "there is not enough memory.",
    sqlite3.SQLITE_PROTOCOL: "another program keeps them locked. Close it; work goes on by itself.",
}


class Connection:
    """An open database."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path
        self._file = _identity(path)
        self._lock = threading.RLock()
        self.lease: str | None = None  #: of a service: what the records say while they are its own (`lease`)
        self._descriptor = -1
        self._head: bytes | None = None  #: of the file as we left it; None: not known
        self._not_last: sqlite3.Connection | None = None  #: outlives ours, so that ours is not the last to close

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: all of the block or nothing of it.

        AlreadyRunningError where the lease is lost, or where another file has taken the place of this one: what is
        written into a file without a name is lost with the process.
        """
        with self._lock:
            with self._transaction("BEGIN IMMEDIATE") as db:
                if _identity(self._path) != self._file:
                    raise AlreadyRunningError(
                        f"{self._path} was moved or replaced while it was worked on. {_OURS_NO_MORE}"
                    )
                if self.lease is not None:
                    self._refuse_overwritten(db)
                    row = first(db, "SELECT value FROM meta WHERE key = :key", {"key": LEASE})
                    if row is None or row["value"] != self.lease:
                        raise AlreadyRunningError(f"Another thamluan has taken over the records. {_OURS_NO_MORE}")
                before = db.conn.total_changes
                yield db
                if db.conn.total_changes != before:
                    number = count(db, "PRAGMA user_version") + 1
                    db.execute(f"PRAGMA user_version = {number}")  # see `pairing`
            self._remember()  # the log may have been brought into the file

    def hold(self, lease: str) -> None:
        """From now on these records are one process's: only it brings SQLite's log into the file, and so it notices
        when somebody else writes there, such as `cp` of yesterday's.
        """
        with self._lock, translated(self._path):
            self.lease = lease
            self._db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}").fetchall()
            if self._descriptor < 0:
                # Closed after SQLite's own: closing any descriptor of a file gives up all locks of the process
                # (fcntl(2)).
                self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            self._remember()

    def _remember(self) -> None:
        """What was done is done, whatever the disk says now: it only is not known then."""
        self._head = None
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                self._head = os.pread(self._descriptor, _HEAD_BYTES, 0)

    def _refuse_overwritten(self, db: Database) -> None:
        """What stands in SQLite's log belongs to another file then; the next start must not believe what they say of
        letters.
        """
        try:
            head = os.pread(self._descriptor, _HEAD_BYTES, 0)
        except OSError as error:
            raise RecordsError(f"The records in {self._path} cannot be used: {disk.reason(error)}") from error
        if self._head is not None and head != self._head:
            known = count(db, "SELECT max(last) FROM counters")
            self.leave_mark(max(self.mark(), known) + 1)
            self._keep_the_log_apart()
            raise AlreadyRunningError(f"{self._path} was overwritten while it was worked on. {_OURS_NO_MORE}")

    def _keep_the_log_apart(self) -> None:
        """Whoever closes a database last brings the log into the file, but for one who may only read."""
        if self._not_last is None:
            with contextlib.suppress(sqlite3.Error):  # a net: the next start looks whether the mixture is whole
                self._not_last = _for_reading(self._path, "ro")
                self._not_last.execute("PRAGMA schema_version").fetchall()  # from now on it is open

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """One view: every query of the block sees the same moment, whatever others write meanwhile."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Database]:
        with self._lock, translated(self._path):
            self._db.conn.execute(begin)
            try:
                yield self._db
                faults.point("records.before_commit")
                self._db.conn.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise
            faults.point("records.committed")

    def leave_mark(self, number: int) -> None:
        """Writes a number that only grows beside the file: what records that come back from yesterday lack.

        A net, not a promise: that it cannot be written stops nothing.
        """
        if self._path.name == FILE_NAME:
            with contextlib.suppress(OSError):
                path = self._path.with_name(MARK_NAME)
                with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
                    file.write(b"%020d\n" % number)  # always as long: written over, never cut short

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def mark(self) -> int:
        """The number last written; 0 when there is none."""
        try:
            return int(self._path.with_name(MARK_NAME).read_bytes())
        except (OSError, ValueError):
            return 0

    def overwrite_removed(self) -> None:
        """Brings the file to its newest state, so that what was removed no longer stands in SQLite's log."""
        with self._lock, translated(self._path):
            self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._remember()

    def upgrade(self) -> None:
        """Brings records of an older release to the present form, all of it or nothing; a copy of the old file is kept.

        Only for who holds them: whoever works on them meanwhile knows no other form.
        """
        with self._lock, translated(self._path):
            if pending := migrations.pending(self._db):
                _copy(self._db, self._path.with_name(f"{self._path.stem}-before-{pending[0].name}{self._path.suffix}"))
                with self.writing() as db:
                    migrations.apply(db)

    def close(self) -> None:
        """Closing twice is harmless."""
        with self._lock:
            self._db.close()
            if self._not_last is not None:
                self._not_last.close()
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1


def connect(directory: Path, *, older: bool = False) -> Connection:
    """Opens for writing; where there are no records yet, they are made.  RecordsError.

    Those of an older release only with `older`, for who will `upgrade` them.
    """
    path = directory / FILE_NAME
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        existed = path.exists()
        if not existed:  # created here because SQLite would follow the umask
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _not_ours(directory, error) from error
    refuse_foreign_log(path)
    opened = partial(sqlite3.connect, path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    with translated(path), _closed_if_refused(opened) as sqlite:
        db = _tuned(sqlite)
        db.enable_wal()
        db.execute("PRAGMA synchronous = FULL")
        db.execute(
            "PRAGMA wal_autocheckpoint = 0"
        ).fetchall()  # the file itself is left to who holds it, or to the last
        db.execute("PRAGMA secure_delete = ON").fetchall()  # what is removed is overwritten: it was personal data
        _refuse_other_forms(db, path, older=older)
        connection = Connection(db, path)
        if not migrations.applied(db):
            with connection.writing():  # all of them at once: a full disk leaves no half-made records
                migrations.apply(db)
    return connection


def connect_to_read(directory: Path) -> Connection | None:
    """Opens for reading beside a running service; None when there is nothing to read yet.  RecordsError."""
    path = directory / FILE_NAME
    try:
        if directory.exists() and not directory.is_dir():
            raise RecordsError(f"{directory} is a file, no folder. Name a folder in [storage] directory.")
        if not path.exists() or path.stat().st_size == 0:
            return None
        mode = "ro&immutable=1" if _cannot_change(path) else "ro"
    except OSError as error:
        raise _not_ours(directory, error) from error
    refuse_foreign_log(path)
    with translated(path), _closed_if_refused(partial(_for_reading, path, mode)) as sqlite:
        db = _tuned(sqlite)
        db.execute("PRAGMA query_only = ON")
        if not db.table_names():  # they were going to be made, and the disk was full
            db.close()
            return None
        _refuse_other_forms(db, path)
    return Connection(db, path)


@contextmanager
def _closed_if_refused(connect: Callable[[], sqlite3.Connection]) -> Iterator[sqlite3.Connection]:
    """What was opened, for the block to make of it what it takes: nobody owns it before."""
    opened = connect()
    try:
        yield opened
    except BaseException:
        opened.close()
        raise


def _for_reading(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def refuse_foreign_log(path: Path) -> None:
    """RecordsError where the log beside the file belongs to another one, before SQLite makes one of the two."""
    try:
        foreign = has_foreign_log(path)
    except OSError as error:
        raise _not_ours(path.parent, error) from error
    if foreign:
        log = f"{path.name}{LOG_SUFFIX}"
        raise RecordsError(
            f"The records in {path} cannot be used: {log} beside them belongs to another file. If {path.name} was put"
            f" there on purpose, move {log} aside and run the command again."
        )


def _not_ours(directory: Path, error: OSError) -> RecordsError:
    return RecordsError(f"The records in {directory} cannot be opened: {disk.reason(error)}")


def _cannot_change(path: Path) -> bool:
    """Whether the file holds everything and nobody can write it: a read-only disk has no room for the lock that SQLite
    wants even for reading.
    """
    log = path.with_name(f"{path.name}{LOG_SUFFIX}")
    return disk.is_read_only(path.parent) and not (log.exists() and log.stat().st_size)


def connect_empty() -> Connection:
    """Records in memory: for looking at what does not exist yet."""
    db = _tuned(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
    migrations.apply(db)
    return Connection(db, Path(":memory:"))


def _tuned(connection: sqlite3.Connection) -> Database:
    db = Database(connection, execute_plugins=False)
    db.execute("PRAGMA foreign_keys = ON")
    # As the keys of addresses are made; `lower` of SQLite knows the letters of ASCII alone.
    connection.create_function("casefold", 1, _casefold, deterministic=True)
    return db


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _refuse_other_forms(db: Database, path: Path, *, older: bool = False) -> None:
    """RecordsError for records of a newer release; for those of an older one unless `older`; for another program's."""
    if not migrations.applied(db) and any(not name.startswith("_") for name in db.table_names()):
        raise RecordsError(
            f"{path} is a database of another program. Move it aside, or name another folder in [storage] directory."
        )
    if _unknown(db, migrations):
        raise RecordsError(
            f"{path} was written by a newer release of thamluan. Install that release or restore a backup."
        )
    if migrations.applied(db) and migrations.pending(db) and not older:
        raise RecordsError(f"{path} is of an older release. Run `thamluan once` or start the service to upgrade it.")


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is; None where there is none, or it is in memory."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _unknown(db: Database, known: Migrations) -> set[str]:
    return {migration.name for migration in known.applied(db)} - _names(known)


def _names(known: Migrations) -> set[str]:
    # On an empty database everything is pending: the public way to ask for all names.
    with closing(sqlite3.connect(":memory:")) as connection:
        return {migration.name for migration in known.pending(Database(connection, execute_plugins=False))}


def _copy(db: Database, target: Path) -> None:
    """Whole and on the disk, or not there under this name: what follows changes the only other one."""
    draft = target.with_name(f".{target.name}")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(draft)) as copy:
            db.conn.backup(copy)
        sync(draft)
        draft.replace(target)
        sync(target.parent)
    except OSError as error:
        raise _not_ours(target.parent, error) from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's complaints about disk, locks and permissions into RecordsError; bugs pass through."""
    try:
        yield
    except UnicodeDecodeError as error:
        if not _is_of_sqlite(error):
            raise
        raise damaged(path) from error
    except sqlite3.Error as error:
        if str(error).startswith(_UNREADABLE):
            raise damaged(path) from error
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF  # the low byte
        remedy = None if primary is None else _REMEDIES.get(primary)
        if remedy is None:
            raise
        if primary in _OF_THE_DISK:  # SQLite's own words may be "an error"
            remedy = disk.ails(path.parent) or remedy
        is_damaged = primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
        raise RecordsError(f"The records in {path} cannot be used: {remedy}", damaged=is_damaged) from error


#: Said of a text that is none, and of tables that are not as this release has made them; the pages may be well.
_UNREADABLE = ("Could not decode to UTF-8", "no such column: ", "no such table: ")
#: Where statements are made.
_STATEMENTS = frozenset({__file__, sqlite_utils.db.__file__})


def _is_of_sqlite(error: UnicodeDecodeError) -> bool:
    """Whether a statement raised it, in whose error message a damaged schema stands, and not somebody's mail."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code.co_filename in _STATEMENTS


def damaged(path: Path) -> RecordsError:
    """What SQLite says of a damaged file when it comes upon it, for who looked."""
    remedy = _REMEDIES[sqlite3.SQLITE_CORRUPT]
    return RecordsError(f"The records in {path} cannot be used: {remedy}", damaged=True)


Row = dict[str, Any]


def rows(db: Database, sql: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    """All rows of a query."""
    # Not by `Database.query`: a savepoint around each, in case it writes, makes three statements of one.
    found = db.execute(sql, parameters or {})
    names = [column for column, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def first(db: Database, sql: str, parameters: dict[str, Any] | None = None) -> Row | None:
    """The first row of a query."""
    return next(iter(rows(db, sql, parameters)), None)


def count(db: Database, sql: str, parameters: dict[str, Any] | None = None) -> int:
    """The single number of a query."""
    row = first(db, sql, parameters)
    return int(next(iter(row.values())) or 0) if row else 0


def change(db: Database, sql: str, parameters: dict[str, Any] | None = None) -> int:
    """Runs a statement; how many rows it touched."""
    return int(db.execute(sql, parameters or {}).rowcount)


def insert(db: Database, table: str, row: dict[str, Any]) -> int:
    """Adds a row; its number."""
    # Not by `Table.insert`, which looks up the schema and sets a savepoint each time: eight times as long.
    columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
    return int(db.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})", row).lastrowid or 0)  # noqa: S608 - our words
