"""Retention: what is older than it may be kept goes, from records and archive; what proves and counts stays."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from core.fakes import SECRETARY, START, FakeInbox, House, Killed, killed_at, mail, refuse
from core.test_core_notices import tell

from daemon.errors import RecordsError
from daemon.freedays import free_days
from daemon.proof.mailbox import Opening, survey
from daemon.proof.soundness import examine
from daemon.records import snapshot
from daemon.retention import Purged, purge
from daemon.timetable import run_calendar

pytestmark = pytest.mark.slow  # each is quick; all of them are not

YEAR_LATER = START + timedelta(days=365)
OLD = ("Bài cũ.docx", "title=Mô hình lớp học tự quản ở Nghệ An;author=Trần Thị Hoa;school=nghe-an;verdict=fail")
NEW = ("Bài mới.docx", "title=Văn hóa trường Đảng hôm nay;author=Lê Văn Lan;school=hue")
SECRETS = ("hoa@nghean", "Trần Thị Hoa", "tự quản", "Bài cũ", "Chuyện riêng của Hoa", "bimat@")


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    """A season of last year, and a paper of today."""
    house = build(max_attempts=1)
    house.inbox.put(mail("Hoa <hoa@nghean.example>", "Chuyện riêng của Hoa", OLD))
    house.inbox.put(mail("bimat@x.example", "Chuyện riêng của Hoa", kind="question"))
    house.once()
    house.later(days=365)
    house.inbox.put(mail("lan@hue.example", "Gửi bài", NEW), YEAR_LATER)
    house.once()
    return house


def run(house: House, days: int = 100) -> Purged:
    now = house.clock.now()
    return purge(house.directory, house.records, now - timedelta(days=days), now)


def everything(house: House) -> bytes:
    house.records._connection.overwrite_removed()
    return b"".join(path.read_bytes() for path in sorted(house.directory.rglob("*")) if path.is_file())


def test_a_copy_that_cannot_be_removed_is_one_sentence_and_the_next_purge_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = house.directory / "records-before-upgrade.sqlite3"
    snapshot(house.directory, copy)
    unlink = Path.unlink

    def kept(path: Path, *, missing_ok: bool = False) -> None:
        if path == copy:
            raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", kept)
        with pytest.raises(RecordsError, match=r"records-before-upgrade\.sqlite3 cannot be removed: access is denied"):
            run(house)
    assert run(house).files == 1
    assert not copy.exists()


def test_personal_data_of_last_year_is_gone_from_every_byte(house: House) -> None:
    assert all(secret.encode() in everything(house) for secret in SECRETS)
    snapshot(house.directory, house.directory / "records-before-upgrade.sqlite3")  # as an upgrade leaves it there
    done = run(house)
    assert (done.records.messages, done.records.letters, done.records.papers, done.records.kept) == (2, 2, 1, 0)
    assert done.files == 4
    assert [secret for secret in SECRETS if secret.encode() in everything(house)] == []
    assert b"lan@hue.example" in everything(house)
    assert examine(house.directory).sound
    assert examine(house.directory).orphans == ()


def test_whom_a_notice_answers_is_gone_as_well(build: Callable[..., House]) -> None:
    house = tell(build(), SECRETARY)
    house.inbox.put(mail("bimat@x.example", "Xin hỏi", kind="question"))
    house.once()
    house.later(days=365)
    assert b"bimat@x.example" in everything(house)
    run(house)
    assert b"bimat@x.example" not in everything(house)


def test_a_letter_younger_than_its_message_goes_when_it_is_old_itself(build: Callable[..., House]) -> None:
    house = build()
    house.inbox.put(mail("hoa@nghean.example", "Chuyện riêng của Hoa", OLD))
    house.clock.advance(timedelta(hours=1))
    house.once()
    cut = START + timedelta(minutes=30)
    assert purge(house.directory, house.records, cut, cut + timedelta(days=100)).records.messages == 1
    assert b"hoa@nghean" in everything(house)  # the letter is not old enough
    house.later(days=365)
    assert house.records.aged(START + timedelta(days=200)).letters == 1
    assert run(house).records.letters == 1
    assert [secret for secret in SECRETS if secret.encode() in everything(house)] == []


def test_whom_the_calendar_wrote_to_is_gone_as_well(build: Callable[..., House]) -> None:
    house = build()
    house.inbox.put(mail("Hoa <hoa@nghean.example>", "Chuyện riêng của Hoa", OLD))
    house.once()
    house.clock.set(datetime(2021, 11, 8, 8, 0, tzinfo=house.config.zone))  # two days before the deadline
    run_calendar(house.desk, free_days("VN"))
    house.deliver()
    assert b"season:author:hoa@nghean.example" in everything(house)
    house.later(days=365)
    run(house)
    assert [secret for secret in SECRETS if secret.encode() in everything(house)] == []


def test_what_a_crash_left_half_written_is_gone_as_well(house: House) -> None:
    path = house.directory / "messages" / "ab"
    path.mkdir(exist_ok=True)
    (path / ".new-x1").write_bytes(b"Subject: bimat@x.example\r\n\r\n")
    assert run(house).files == 4
    assert b"bimat@x.example" not in everything(house)


def test_what_counts_and_proves_stays(house: House) -> None:
    before = house.status()
    handled = FakeInbox(folder="Da-xu-ly")
    for raw in house.inbox.moved:
        handled.put(raw)
    run(house)
    after = house.status()
    for key in ("papers", "schools", "messages", "outbox", "trouble"):
        assert after[key] == before[key]
    assert [paper.code for paper in house.records.papers()] == ["TL-2021-001", "TL-2021-002"]
    account = survey(
        [Opening(lambda: nullcontext(handled), is_source=True)], house.records, max_message_bytes=1_000_000
    )
    assert account.sound
    assert account.explained == 3
    assert house.notes("purged")


def test_copied_back_it_is_neither_answered_nor_kept_again(house: House) -> None:
    run(house)
    sent = len(house.sender.sent)
    house.inbox.put(house.inbox.moved[0], START)
    house.once()
    assert len(house.sender.sent) == sent
    assert run(house).files == 1  # the bytes that intake had to look at
    assert examine(house.directory).orphans == ()


def test_the_same_file_sent_again_is_kept_as_a_new_one(house: House) -> None:
    run(house)
    house.inbox.put(mail("hoa@nghean.example", "Gửi lại", OLD), YEAR_LATER)
    house.once()
    assert run(house).files == 0
    assert examine(house.directory).sound
    assert b"B\xc3\xa0i c\xc5\xa9.docx" in everything(house)


def test_what_waits_for_somebody_is_kept(build: Callable[..., House]) -> None:
    house = build(max_attempts=1)
    house.inbox.put(mail("doc@x.example", "Độc").replace(b"MIME-Version", b"X-Test-Poison: 1\r\nMIME-Version"))
    house.inbox.put(mail("cho@x.example", "Chờ"))
    house.inbox.put(mail("hong@x.example", "Hỏng"))
    house.intake()
    house.sender.fail = lambda recipients, _: refuse(permanent="hong@x.example" in recipients)()
    house.deliver()
    house.later(days=365)
    done = run(house)
    assert (done.records.messages, done.records.kept) == (1, 2)
    assert b"cho@x.example" in everything(house)
    assert b"hong@x.example" not in everything(house)


def test_a_paper_that_was_corrected_since_keeps_its_author(house: House) -> None:
    again = ("Bài sửa.docx", "title=Mô hình lớp học tự quản ở Nghệ An;author=Trần Thị Hoa;school=nghe-an")
    house.inbox.put(mail("hoa@nghean.example", "Bài đã sửa", again), YEAR_LATER)
    house.once()
    assert run(house).records.papers == 0
    paper = house.records.papers()[0]
    assert (paper.owner_key, [version.filename for version in paper.versions]) == (
        "hoa@nghean.example", ["", "Bài sửa.docx"],
    )  # fmt: skip


def test_cut_off_the_next_call_finishes_and_again_nothing_changes(house: House) -> None:
    with killed_at("purge.recorded"), pytest.raises(Killed):
        run(house)
    house.restart()
    assert len(examine(house.directory).orphans) == 3
    assert examine(house.directory).sound
    assert run(house).files == 3
    assert run(house) == Purged(type(run(house).records)(), 0, 0)


def test_what_is_young_enough_stays(house: House) -> None:
    before = everything(house)
    assert run(house, days=1000).files == 0
    assert all(secret.encode() in before for secret in SECRETS)
    assert datetime.fromisoformat(house.records.messages()[0]["arrived_at"]) == START


def test_the_log_is_append_only_again_afterwards(house: House) -> None:
    run(house)
    with pytest.raises(Exception, match="append-only"), house.records._connection.writing() as db:
        db.execute("UPDATE events SET text = 'khác'")
