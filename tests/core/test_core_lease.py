"""One process on one set of records, said in the records: also where the lock file says nothing."""

from __future__ import annotations

import os
import queue
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from core.fakes import START, House, held, mail
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from daemon import faults
from daemon.clock import ManualClock
from daemon.errors import AlreadyRunningError, RecordsError
from daemon.records import Lease, Lock, Records, database
from daemon.records.lease import LASTS, Holder
from daemon.records.notes import set_meta
from daemon.records.schema import migrations
from daemon.records.snapshots import snapshot
from daemon.records.values import as_json

pytestmark = pytest.mark.slow  # each is quick; all of them are not

HERE = Holder.of(os.getpid(), lock=1)
ELSEWHERE = replace(HERE, lock=2, machine="may-kia 0123")
LATER = START + LASTS + timedelta(seconds=1)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records.open(tmp_path) as records:
        yield records


@pytest.fixture
def other(tmp_path: Path, records: Records) -> Iterator[Records]:
    """The same records, opened by who comes second."""
    with Records.open(tmp_path) as other:
        yield other


@pytest.fixture
def living() -> Iterator[Holder]:
    """Another process of this machine, which lives."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        yield Holder.of(process.pid, lock=2)


def over() -> Holder:
    """A process that has come to its end: nobody has its number, or somebody else."""
    with subprocess.Popen(["true"]) as process:
        return Holder.of(process.pid, lock=2)  # who is not waited for yet is still to be seen


def test_what_a_living_process_holds_is_refused_however_long_it_says_nothing(
    records: Records, other: Records, living: Holder
) -> None:
    records.take_lease(living, START)
    sentence = rf"Another thamluan \(process {living.pid}\) works on these records\. Stop it first\.$"
    with pytest.raises(AlreadyRunningError, match=sentence):
        other.take_lease(HERE, START + timedelta(days=1))


def test_what_a_process_held_that_was_killed_is_free_at_once(records: Records, other: Records) -> None:
    records.take_lease(over(), START)
    other.take_lease(HERE, START)


def test_who_gets_the_lock_of_the_last_holder_need_not_wait_for_it(records: Records, other: Records) -> None:
    """A container that was killed and started again has another name and other process numbers, and the same lock."""
    records.take_lease(replace(ELSEWHERE, lock=HERE.lock), START)
    other.take_lease(HERE, START)


@pytest.mark.parametrize("kernel", ["another", ""])
def test_of_another_machine_the_same_lock_says_nothing(records: Records, other: Records, kernel: str) -> None:
    """A shared folder may keep flock(2) to each machine (nfs(5), local_lock): then both get it, of one inode."""
    records.take_lease(replace(ELSEWHERE, lock=HERE.lock, kernel=kernel), START)
    with pytest.raises(AlreadyRunningError, match="If it lives no more"):
        other.take_lease(replace(HERE, kernel=kernel and HERE.kernel), START)


@pytest.mark.parametrize(
    "holder",
    [ELSEWHERE, replace(HERE, lock=2, namespace="pid:[1]"), replace(HERE, lock=2, started="")],
    ids=["another machine", "another container", "nothing is said of it"],
)
def test_who_cannot_be_looked_at_is_waited_for(records: Records, other: Records, holder: Holder) -> None:
    records.take_lease(holder, START)
    until = r"If it lives no more, these records are free after 2021-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00\.$"
    with pytest.raises(AlreadyRunningError, match=until):
        other.take_lease(replace(HERE, pid=1), START + LASTS - timedelta(seconds=1))
    other.take_lease(replace(HERE, pid=1), LATER)


def test_dated_by_a_clock_that_was_ahead_it_is_free_when_nobody_renews_it(
    records: Records, other: Records, tmp_path: Path
) -> None:
    year = START + timedelta(days=365)
    records.take_lease(ELSEWHERE, year)
    with pytest.raises(AlreadyRunningError, match=r"free after 2021-11-05T01:02:00\+00:00\.$"):
        other.take_lease(HERE, START)
    records.renew_lease(year + timedelta(seconds=30))  # it lives
    with pytest.raises(AlreadyRunningError, match=r"free after 2021-11-05T01:04:01\+00:00\.$"):
        other.take_lease(HERE, LATER)
    with pytest.raises(AlreadyRunningError):  # another try begins nothing anew
        other.take_lease(HERE, LATER + LASTS - timedelta(seconds=1))
    other.take_lease(HERE, LATER + LASTS)
    with closing(sqlite3.connect(tmp_path / "records.sqlite3")) as db:
        assert db.execute("SELECT count(*) FROM meta WHERE key = 'lease.seen' AND value IS NOT NULL").fetchone() == (0,)


def test_ours_set_back_between_two_tries_it_is_waited_for_anew(records: Records, other: Records) -> None:
    records.take_lease(ELSEWHERE, START + timedelta(days=365))
    for now in (START + timedelta(days=1), START):
        with pytest.raises(AlreadyRunningError):
            other.take_lease(HERE, now)
    other.take_lease(HERE, START + LASTS)


def test_one_that_lives_and_is_seen_to_is_refused_whatever_its_clock_says(
    records: Records, other: Records, living: Holder
) -> None:
    records.take_lease(living, START + timedelta(days=365))
    for now in (START, START + timedelta(days=1)):
        with pytest.raises(AlreadyRunningError):
            other.take_lease(HERE, now)


def test_what_another_release_wrote_is_waited_for(records: Records, other: Records, tmp_path: Path) -> None:
    records.take_lease(ELSEWHERE, START)
    with closing(sqlite3.connect(tmp_path / "records.sqlite3")) as db, db:
        db.execute("UPDATE meta SET value = '{\"who\": 7}' WHERE key = 'lease.holder'")
    with pytest.raises(AlreadyRunningError, match=r"Another thamluan \(of another release\) works on these"):
        other.take_lease(HERE, START)
    other.take_lease(HERE, LATER)


def test_another_machine_is_named(records: Records, other: Records) -> None:
    records.take_lease(ELSEWHERE, START)
    with pytest.raises(AlreadyRunningError, match=rf"\(process {HERE.pid} on may-kia\)"):
        other.take_lease(HERE, START)


def test_who_renews_it_keeps_it(records: Records, other: Records) -> None:
    records.take_lease(ELSEWHERE, START)
    records.renew_lease(START + timedelta(minutes=1))
    with pytest.raises(AlreadyRunningError):
        other.take_lease(HERE, LATER)


def test_who_has_lost_it_writes_nothing_any_more(records: Records, other: Records) -> None:
    records.take_lease(ELSEWHERE, START)
    other.take_lease(HERE, LATER)
    with pytest.raises(AlreadyRunningError, match="has taken over the records"):
        records.poll_succeeded(LATER)
    with pytest.raises(AlreadyRunningError):
        records.renew_lease(LATER)
    records.drop_lease(LATER)  # which takes nothing away from the other
    other.poll_succeeded(LATER)


def test_who_lets_go_leaves_them_free(records: Records, other: Records) -> None:
    records.take_lease(ELSEWHERE, START)
    records.drop_lease(START)
    records.drop_lease(START)
    other.take_lease(HERE, START)
    records.poll_succeeded(START)  # a command beside the service holds nothing and may write


def test_a_copy_of_the_records_is_nobodys(records: Records, tmp_path: Path) -> None:
    records.take_lease(ELSEWHERE, START)
    copy = tmp_path / "khác"
    copy.mkdir()
    snapshot(tmp_path, copy / "records.sqlite3")
    with Records.open(copy) as restored:
        restored.take_lease(HERE, START)


@dataclass
class Taken:
    """Records that somebody else takes after so many renewals, the second of which a full disk refuses."""

    renewals: int
    done: list[str] = field(default_factory=list)

    def take_lease(self, holder: Holder, now: datetime) -> None:
        assert (holder.pid, now) == (HERE.pid, START)
        self.done.append("taken")

    def renew_lease(self, now: datetime) -> None:
        assert now == START
        self.done.append("renewed")
        if (number := self.done.count("renewed")) > self.renewals:
            raise AlreadyRunningError("Another thamluan has taken over.")
        if number == 2:
            raise RecordsError("The disk is full.")

    def drop_lease(self, now: datetime) -> None:
        self.done.append("dropped")


def test_it_is_renewed_while_it_is_held_and_told_once_when_it_is_lost(tmp_path: Path) -> None:
    records, told = Taken(renewals=4), queue.SimpleQueue[AlreadyRunningError]()
    with Lock(tmp_path) as lock:
        lease = Lease(records, lock, ManualClock(START), every=0.001)
        lease.lost = told.put
        assert "taken over" in str(told.get(timeout=60))
        lease.close()
        lease.close()
    assert told.empty()
    assert records.done == ["taken", *["renewed"] * 5, "dropped", "dropped"]


@pytest.mark.parametrize("step", ["cycle.understood", "assess.judged"])
def test_a_pass_that_loses_them_ends_with_a_sentence(house: House, caplog: pytest.LogCaptureFixture, step: str) -> None:
    """Not with the traceback of a bug, nor with an attempt that counts against the message under way."""
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", ("Bài.docx", "title=Bài;author=Hoa;school=nghe-an")))
    with Records.open(house.directory) as other:

        def take_over(passed: str) -> None:
            if passed == step:
                other.take_lease(HERE, house.clock.now() + LASTS)

        house.records.take_lease(ELSEWHERE, house.clock.now())
        with faults.armed(take_over), pytest.raises(AlreadyRunningError, match="has taken over the records"):
            house.once()
        assert [record for record in caplog.records if record.exc_info] == []
        other.drop_lease(house.clock.now())
    house.restart()
    house.once()
    assert house.status()["papers"]["total"] == 1


def test_a_second_service_is_refused_where_somebody_deleted_the_lock(house: House, living: Holder) -> None:
    with Lock(house.directory):
        house.records.take_lease(living, house.clock.now())
        (house.directory / "lock").unlink()
        with (
            Lock(house.directory) as lock,  # nobody holds this one
            Records.open(house.directory) as second,
            pytest.raises(AlreadyRunningError, match="works on these records"),
        ):
            Lease(second, lock, house.clock)


def test_records_of_a_running_older_release_are_not_brought_up_under_it(
    tmp_path: Path, living: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows no other form of them; the lock says nothing where somebody deleted it."""
    with Records.open(tmp_path) as older:
        older.take_lease(living, START)
        monkeypatch.setattr(database, "migrations", with_one_more())
        before = columns(tmp_path)
        with pytest.raises(AlreadyRunningError, match="works on these records"), held(tmp_path):
            pass
        assert columns(tmp_path) == before
        assert list(tmp_path.glob("records-before-*")) == []
        older.poll_succeeded(START)


def test_who_loses_them_before_the_upgrade_does_not_begin_it(
    tmp_path: Path, living: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Records.open(tmp_path) as older:
        monkeypatch.setattr(database, "migrations", with_one_more())
        before = columns(tmp_path)
        connection = database.connect(tmp_path, older=True)
        with Records(connection) as newer:
            newer.take_lease(HERE, START)
            older._connection.lease = None
            with older._connection.writing() as db:
                set_meta(db, START, database.LEASE, as_json(asdict(living)))
            with pytest.raises(AlreadyRunningError, match="has taken over the records"):
                connection.upgrade()
        assert columns(tmp_path) == before


def with_one_more() -> Migrations:
    """The forms of a release that does not exist yet."""
    newer = Migrations("thamluan")
    newer._migrations = list(migrations._migrations)

    @newer()
    def with_a_column(db: Database) -> None:
        db.execute("ALTER TABLE meta ADD COLUMN note TEXT")

    return newer


def columns(directory: Path) -> list[str]:
    with closing(sqlite3.connect(directory / database.FILE_NAME)) as db:
        return [row[1] for row in db.execute("PRAGMA table_info(meta)")]
