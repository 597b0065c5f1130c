"""The records as a file: made, upgraded, locked, read beside a running service, and what they refuse."""

import errno
import fcntl
import os
import re
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from core.fakes import START, House, config_in, held, mail, recent_events, refuse
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from daemon.backoff import Attempt
from daemon.errors import AlreadyRunningError, RecordsError
from daemon.model import Listed, MessageRef
from daemon.reconciling import Looked, Place
from daemon.records import Cap, Lease, Lock, Records, database
from daemon.records.schema import migrations

REF = MessageRef("hop-thu@may", "INBOX", 7, 12)


def raw(directory: Path) -> sqlite3.Connection:
    return sqlite3.connect(directory / database.FILE_NAME, isolation_level=None)


def test_records_survive_a_power_cut_and_are_ours_alone(tmp_path: Path) -> None:
    with Records.open(tmp_path / "kho") as records, records._connection.reading() as db:
        assert db.journal_mode == "wal"
        assert next(iter(db.query("PRAGMA synchronous")))["synchronous"] == 2  # FULL
        assert next(iter(db.query("PRAGMA foreign_keys")))["foreign_keys"] == 1
        assert stat.S_IMODE((tmp_path / "kho").stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "kho").iterdir()} == {0o600}


def test_opening_again_finds_the_same(tmp_path: Path) -> None:
    with Records.open(tmp_path) as records:
        records.poll_succeeded(START)
    with Records.open(tmp_path) as records:
        assert records.integrity() == []
        assert recent_events(records) == []


def test_events_are_append_only(house: House) -> None:
    house.inbox.put(mail())
    house.intake()
    with closing(raw(house.directory)) as connection:
        for sql in ("DELETE FROM events", "UPDATE events SET text = 'khác'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(sql)


def test_papers_are_never_deleted_and_codes_never_change(house: House) -> None:
    house.inbox.put(mail("a@b.example", "Bài", ("bai.docx", "title=A")))
    house.once()
    with closing(raw(house.directory)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            connection.execute("DELETE FROM papers")
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            connection.execute("UPDATE papers SET code = 'TL-2021-999'")


def test_an_older_schema_is_upgraded_and_kept_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Records.open(tmp_path) as records:
        records.poll_succeeded(START)
    newer = Migrations("thamluan")
    newer._migrations = list(migrations._migrations)

    @newer()
    def with_a_column(db: Database) -> None:
        db.execute("ALTER TABLE meta ADD COLUMN note TEXT")

    monkeypatch.setattr(database, "migrations", newer)
    for read_only in (True, False):  # a service of the older release may be at work on them
        with pytest.raises(RecordsError, match="older release"):
            Records.open(tmp_path, read_only=read_only)
    with held(tmp_path) as records, records._connection.reading() as db:
        assert "note" in db.table("meta").columns_dict
    copy = tmp_path / "records-before-with_a_column.sqlite3"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM meta WHERE key = 'poll.last_ok'").fetchone() == (1,)


def test_a_failed_upgrade_leaves_the_old_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Records.open(tmp_path).close()
    newer = Migrations("thamluan")
    newer._migrations = list(migrations._migrations)

    @newer()
    def half_way(db: Database) -> None:
        db.execute("ALTER TABLE meta ADD COLUMN note TEXT")
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(database, "migrations", newer)
        with pytest.raises(RuntimeError), held(tmp_path):
            pass
    with Records.open(tmp_path) as records, records._connection.reading() as db:
        assert "note" not in db.table("meta").columns_dict


def test_records_whose_making_was_cut_off_are_none_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not such of an older release: whatever had been made of them by then is taken back."""
    full = Migrations("thamluan")
    full._migrations = list(migrations._migrations)

    @full()
    def no_room(db: Database) -> None:
        raise sqlite3.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(database, "migrations", full)
        with pytest.raises(sqlite3.OperationalError):
            Records.open(tmp_path)
    assert (tmp_path / database.FILE_NAME).stat().st_size > 0
    with Records.open(tmp_path, read_only=True) as records:
        assert not records.are_there
    with Records.open(tmp_path) as records:
        records.poll_succeeded(START)
    with Records.open(tmp_path, read_only=True) as records:
        assert records.are_there


@pytest.mark.parametrize("gone", ["moved", "replaced"])
def test_a_file_without_a_name_is_not_written_any_more(tmp_path: Path, gone: str) -> None:
    """Somebody puts a backup in its place while the service runs: what it wrote would be lost when it ends."""
    with Records.open(tmp_path) as records:
        path = tmp_path / database.FILE_NAME
        if gone == "replaced":
            shutil.copy(path, tmp_path / "hôm-qua")
            (tmp_path / "hôm-qua").replace(path)
        else:
            path.replace(tmp_path / "để-riêng")
        with pytest.raises(AlreadyRunningError, match=r"was moved or replaced while it was worked on\. .* ends"):
            records.poll_succeeded(START)


def test_a_file_that_is_overwritten_is_not_written_any_more(house: House) -> None:
    """`cp yesterday records.sqlite3` while the service runs: SQLite's log of today would be mixed into yesterday, and
    letters that went out would wait again.
    """
    house.sender.fail = refuse()
    house.inbox.put(mail("mot@x.example", "Một"))
    house.once()
    yesterday = house.directory.parent / "hôm-qua.sqlite3"
    with (
        closing(sqlite3.connect(house.directory / database.FILE_NAME)) as db,
        closing(sqlite3.connect(yesterday)) as copy,
    ):
        db.backup(copy)
    house.sender.fail = None
    house.later(hours=1)
    house.once()
    assert len(house.sender.sent) == 1
    house.restart()
    with Lock(house.directory) as lock, Lease(house.records, lock, house.clock):
        house.intake()
        shutil.copyfile(yesterday, house.directory / database.FILE_NAME)
        house.later(hours=1)
        house.records.mailbox_has_vanished()  # who only reads learns nothing of it
        with pytest.raises(AlreadyRunningError, match=r"was overwritten while it was worked on\. .* ends"):
            house.deliver()
    with pytest.raises(RecordsError, match="-wal beside them belongs to another file"):
        house.restart()
    assert (house.directory / FILE).read_bytes() == yesterday.read_bytes(), "nothing was mixed into it"
    (house.directory / LOG).unlink()
    house.restart()
    assert house.records.are_older(house.clock.now())
    house.once()
    assert len(house.sender.sent) == 1


class Day:
    """Records at work, and what `cp` makes of them at a moment: the file alone, or with the log that a kill leaves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at_work = folder / "làm-việc"
        self.records = Records.open(self.at_work)

    def works(self, *, brings_the_log_in: bool) -> None:
        for _ in range(3):
            self.records.poll_succeeded(START)
        if brings_the_log_in:
            with closing(raw(self.at_work)) as db:
                db.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    def copy(self, name: str) -> Path:
        shutil.copytree(self.at_work, self.folder / name)
        return self.folder / name


FILE, LOG = database.FILE_NAME, f"{database.FILE_NAME}-wal"


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("between", "file_of", "log_of", "fits"),
    [
        ("the log was brought in", "today", "today", True),  # killed
        ("the log was brought in", "yesterday", "today", False),  # put in place by hand
        ("the log was brought in", "today", "yesterday", False),
        ("the log went on", "yesterday", "today", True),  # all that has changed since stands in it
    ],
)
def test_a_log_of_another_file_is_not_mixed_in(
    tmp_path: Path, between: str, file_of: str, log_of: str, *, fits: bool, read_only: bool
) -> None:
    day = Day(tmp_path)
    day.works(brings_the_log_in=True)
    day.works(brings_the_log_in=False)
    copies = {"yesterday": day.copy("hôm-qua")}
    if between == "the log was brought in":
        day.works(brings_the_log_in=True)
        day.works(brings_the_log_in=False)
    day.works(brings_the_log_in=False)
    copies["today"] = day.copy("hôm-nay")
    day.records.close()
    (place := tmp_path / "kho").mkdir()
    for name, of in ((FILE, file_of), (LOG, log_of)):
        shutil.copyfile(copies[of] / name, place / name)
    before = (place / FILE).read_bytes()
    if fits:
        with Records.open(place, read_only=read_only) as records:
            assert records.integrity() == []
        return
    with pytest.raises(RecordsError, match=r"-wal beside them belongs to another file\. .* move .*-wal aside"):
        Records.open(place, read_only=read_only)
    assert (place / FILE).read_bytes() == before, "nothing was mixed in"
    (place / LOG).replace(tmp_path / "để-riêng")
    with Records.open(place, read_only=read_only) as records:
        assert records.integrity() == []


@pytest.mark.slow
def test_who_decides_beside_a_service_is_nobody_who_overwrites(house: House) -> None:
    """Nor is the service itself, when it brings the log into the file."""
    with Lock(house.directory) as lock, Lease(house.records, lock, house.clock):
        with Records.open(house.directory) as beside:
            for _ in range(30):
                beside.keep_look(Looked(START, 1, tuple(Place(replace(REF, uid=n), None, None) for n in range(1000))))
        house.records.poll_succeeded(START)
        house.records._connection.overwrite_removed()
        house.records.poll_succeeded(START)


@pytest.mark.parametrize("read_only", [True, False])
def test_records_of_a_newer_release_are_refused(tmp_path: Path, *, read_only: bool) -> None:
    Records.open(tmp_path).close()
    with closing(raw(tmp_path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('thamluan', 'of_tomorrow', '')"
        )
    with pytest.raises(RecordsError, match="newer release"):
        Records.open(tmp_path, read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_of_another_program_is_one_sentence_and_stays_as_it_is(tmp_path: Path, *, read_only: bool) -> None:
    with closing(raw(tmp_path)) as connection:
        connection.execute("CREATE TABLE of_somebody (a)")
    with pytest.raises(RecordsError, match="database of another program"):
        Records.open(tmp_path, read_only=read_only)
    with closing(raw(tmp_path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("of_somebody",)]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, *, read_only: bool) -> None:
    (tmp_path / database.FILE_NAME).write_bytes(b"this is no database" * 1000)
    with pytest.raises(RecordsError, match="backup"):
        Records.open(tmp_path, read_only=read_only)


def test_a_place_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("a file where the folder should be")
    with pytest.raises(RecordsError, match="cannot be opened"):
        Records.open(tmp_path / "kho")


def test_a_lock_of_somebody_else_is_one_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.05)
    house.restart()
    with closing(raw(house.directory)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsError, match="locked"):
            house.records.poll_succeeded(START)
        other.execute("ROLLBACK")
    house.records.poll_succeeded(START)  # goes on by itself


@pytest.mark.slow
def test_a_full_disk_is_one_sentence_and_changes_nothing(house: House) -> None:
    for n in range(50):
        house.inbox.put(mail(body="x" * 3000, subject=f"{n}" * 500))
    with house.records._connection.reading() as db:
        pages = next(iter(db.query("PRAGMA page_count")))["page_count"]
    house.records._connection._db.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(RecordsError, match="disk is full"):
        house.intake()
    assert house.records.integrity() == []
    house.records._connection._db.execute("PRAGMA max_page_count = 1000000")
    house.intake()
    assert house.status()["messages"]["total"] == len(house.inbox.moved) == 50


def test_reading_before_there_is_anything_makes_nothing(tmp_path: Path, house: House) -> None:
    nowhere = tmp_path / "chua-co"
    with Records.open(nowhere, read_only=True) as records:
        status = records.status(house.config.with_directory(nowhere), START)
    assert status["messages"]["total"] == 0
    assert "no records" in status["note"]
    assert status["trouble"] == []
    assert not nowhere.exists()


def test_a_reader_cannot_write(house: House) -> None:
    with Records.open(house.directory, read_only=True) as reader, pytest.raises(RecordsError, match="read-only"):
        reader.poll_succeeded(START)


def test_two_readers_beside_a_writer_each_see_one_moment(house: House) -> None:
    house.inbox.put(mail())
    house.intake()
    with Records.open(house.directory, read_only=True) as one, Records.open(house.directory, read_only=True) as two:
        with one._connection.reading() as db:
            before = next(iter(db.query("SELECT count(*) AS n FROM messages")))["n"]
            house.inbox.put(mail(subject="Thư thứ hai"))
            house.intake()  # not hindered by the reader
            assert next(iter(db.query("SELECT count(*) AS n FROM messages")))["n"] == before == 1
            assert two.status(house.config, START)["messages"]["total"] == 2
        assert one.status(house.config, START)["messages"]["total"] == 2


def test_several_threads_share_the_records(house: House) -> None:
    def work(thread: int) -> None:
        for n in range(20):
            house.records.poll_failed(Attempt(START, n, START, "", f"{thread}.{n}"), START)
            house.records.status(house.config, START)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert house.records.integrity() == []


class Listening(sqlite3.Connection):
    """A connection that keeps what is asked of it."""

    heard: ClassVar[list[str]] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.set_trace_callback(self.heard.append)


@pytest.mark.parametrize(
    ("use", "about", "plan"),
    [
        (
            lambda records: records.recognise(Listed(REF, 700, START, object_id="EMAILID M1"), START),
            "object_id = ",
            "sightings_by_object_id (object_id=?)",
        ),
        (lambda records: records.last_look(), "uid = ", "(account=? AND folder=? AND uidvalidity=? AND uid=?)"),
        (lambda records: records.calendar(), "AS at FROM letters", "COVERING INDEX letters_by_series"),
    ],
    ids=[
        "each new message, by its name",
        "each message that a look left unexplained",
        "who was written to by the calendar, at each look",
    ],
)
def test_what_is_asked_often_is_found_by_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[Records], object], about: str, plan: str
) -> None:
    """A mailbox is numbered anew, or looked through: for each of its messages all that were ever seen would be read; and
    every minute all letters, with all that is enclosed in them.
    """
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", partial(connect, factory=Listening))
    with Records.open(tmp_path) as records:
        records.keep_look(Looked(START, 1, (Place(REF, None, None),)))
        Listening.heard.clear()
        use(records)
    (asked,) = (sql for sql in Listening.heard if re.search("FROM (sightings|letters)", sql) and about in sql)
    with closing(connect(tmp_path / database.FILE_NAME)) as connection:
        steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {asked}")]
    assert [step for step in steps if plan in step], steps


class Refusing(sqlite3.Connection):
    """A connection that remembers whether it is closed, and refuses one statement."""

    opened: ClassVar[list["Refusing"]] = []
    refused: ClassVar[str] = ""
    is_closed = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.opened.append(self)

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        if self.refused in sql:
            raise RuntimeError(sql)
        return super().execute(sql, *arguments)

    def close(self) -> None:
        super().close()
        self.is_closed = True


@pytest.mark.parametrize(
    ("refused", "read_only"),
    [
        ("PRAGMA foreign_keys", False),
        ("journal_mode", False),
        ("PRAGMA synchronous", False),
        ("sqlite_master", False),
        ("CREATE TABLE messages", False),
        ("COMMIT", False),
        ("PRAGMA foreign_keys", True),
        ("query_only", True),
        ("sqlite_master", True),
    ],
)
def test_records_that_cannot_be_opened_are_left_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, *, read_only: bool
) -> None:
    if read_only:
        Records.open(tmp_path).close()
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Refusing))
    monkeypatch.setattr(Refusing, "opened", [])
    monkeypatch.setattr(Refusing, "refused", refused)
    with pytest.raises(RuntimeError, match=refused):
        Records.open(tmp_path, read_only=read_only)
    assert {connection.is_closed for connection in Refusing.opened} == {True}


def work(house: House) -> None:
    """A turn of the service, with all that it asks of its records."""
    for name in ("an", "binh", "chi"):
        house.inbox.put(mail(f"{name}@b.example", "Bài", ("bai.docx", f"title={name};deadline=1")))
    house.once()
    records, now = house.records, house.clock.now()
    assert house.sender.sent
    records.recipients_between(now - timedelta(days=1), now)
    records.sent_between(now - timedelta(days=1), now)
    records.waiting_for_hours(now, "live", Cap(1, closed=True))
    records.doubtful()
    records.calendar()
    records.vetting()
    records.has_late(lambda _: False)
    records.release("live", now)


def look(house: House) -> None:
    """What status, metrics and digest ask."""
    house.status()
    house.records.troubles(house.config, house.clock.now())


def read_whole(asked: str, steps: Iterable[str], tables: Collection[str]) -> list[str]:
    """The steps that go through one of the tables from end to end, under whatever name the query gives it."""
    said = re.findall(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?([a-z]\w*)\b)?", asked)
    names = {name for table, alias in said if table in tables for name in (table, alias) if name}
    return [step for step in steps if step.removeprefix("SCAN ") in names]


@pytest.mark.parametrize(
    ("use", "tables"), [(work, {"letters", "messages"}), (look, {"letters"})], ids=["working", "looking"]
)
def test_nothing_that_is_asked_often_reads_all_that_was_ever_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[House], None], tables: set[str]
) -> None:
    """It would take longer with every letter that went out: state and mode stand behind all that is enclosed."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", partial(connect, factory=Listening))
    config = config_in(tmp_path)
    allowed = config.letters.model_copy(update={"max_recipients_per_day": 2})
    house = House(tmp_path, config.model_copy(update={"letters": allowed}))
    if use is look:
        work(house)
    Listening.heard.clear()
    use(house)
    house.close()
    asked = {sql for sql in Listening.heard if re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT)", sql)}
    assert len(asked) > 5
    with closing(connect(tmp_path / database.FILE_NAME)) as connection:
        plans = {sql: [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked}
    assert {sql: found for sql, steps in plans.items() if (found := read_whole(sql, steps, tables))} == {}


def test_a_second_instance_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with Lock(tmp_path), pytest.raises(AlreadyRunningError, match=r"process \d+"):
        Lock(tmp_path)
    Lock(tmp_path).close()


def test_a_share_without_locks_is_no_second_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(RecordsError, match="No locks available") as error:
        Lock(tmp_path)
    assert not isinstance(error.value, AlreadyRunningError)


def test_everything_of_a_transaction_or_nothing(house: House) -> None:
    house.inbox.put(mail("a@b.example", "Bài", ("bai.docx", "title=A")))
    house.intake()
    message = house.records.to_assess()[0].id

    def plan(_: object) -> None:
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        house.records.record_assessment(message, plan, START)
    assert house.records.papers() == ()
    assert len(house.records.to_assess()) == 1


def test_a_judgement_comes_back_as_it_was_recorded(house: House, build: Callable[..., House]) -> None:
    house.inbox.put(mail("a@b.example", "Bài", ("bai.docx", "title=Mô hình;author=Hoa;school=nghe-an;verdict=fail")))
    house.once()
    judgement = house.records.judgement_of("TL-2021-001", 1)
    again = house.judge.file(b"title=M\xc3\xb4 h\xc3\xacnh;author=Hoa;school=nghe-an;verdict=fail", "bai.docx")
    assert judgement == again


def test_what_can_be_proven_is_known_of_older_records_too(house: House) -> None:
    house.inbox.put(mail("a@x.example", "Cảm ơn"))
    house.inbox.put(mail("b@x.example", "Hỏi"))
    house.intake()
    house.sender.lose = refuse(uncertain=True)
    house.deliver()
    house.close()
    with closing(raw(house.directory)) as old:
        old.execute("UPDATE messages SET reason = reason || '. It says no more than thanks: “cảm ơn”.' WHERE id = 1")
        old.execute("DROP INDEX letters_by_series")  # of the release after
        for table, columns in {
            "messages": ("needs_answer", "purged_at"),
            "letters": ("uncertain_at", "sought_at", "may_repeat"),
            "files": ("purged_at",),
        }.items():
            for column in columns:
                old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = 'outcomes_can_be_proven'")
    with held(house.directory):
        pass
    house.restart()
    assert [row["needs_answer"] for row in house.records.messages()] == [0, 1]
    assert {letter.since for letter in house.records.doubtful()} == {START}
    assert house.records.integrity() == []
