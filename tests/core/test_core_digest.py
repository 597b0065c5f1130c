"""Digests with records: written once, and whatever happens to the machine or the way out, nothing is left untold."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from core.fakes import SECRETARY, FakePen, House, deaths, mail, never, refuse
from core.test_core_notices import ANNA, in_two_languages, tell

from daemon import letters
from daemon.config import Audience, Mode, Weekday, WhenEmpty
from daemon.errors import MailboxError
from daemon.freedays import free_days
from daemon.model import Order, OrderKind
from daemon.records.notes import address_fails
from daemon.timetable import run_calendar

pytestmark = pytest.mark.slow  # each is quick; all of them are not

FREE = free_days("VN")
SCHOOL = "school=ha-tinh"


@pytest.fixture
def desk_open(house: House) -> House:
    """A secretary, no letters of phases, and the first look on 18 October at 9: digests begin."""
    tell(house, SECRETARY)
    digest = house.config.digest.model_copy(update={"weekly": Weekday.NONE})
    phases = tuple(phase.model_copy(update={"audience": ()}) for phase in house.config.phases)
    house.config = house.config.model_copy(update={"digest": digest, "phases": phases})
    look_at(house, 18, 9)
    return house


def look(house: House, trouble: str | None = None) -> int:
    return run_calendar(house.desk, FREE, lambda: trouble).digests


def look_at(house: House, day: int, hour: int = 7, month: int = 10) -> int:
    """As the service does: the mailbox first."""
    house.clock.set(datetime(2021, month, day, hour, 0, tzinfo=house.config.zone))
    house.intake()
    return look(house)


def bring(house: House, title: str = "Mô hình lớp tự quản", more: str = "", sender: str = "hoa@hatinh.example") -> None:
    paper = (f"{title}.docx", f"title={title};author=Hoa;{SCHOOL};{more}")
    house.inbox.put(mail(sender, "Gửi bài", paper), at=house.clock.now())
    house.intake()
    house.assess()


def order(house: House, kind: OrderKind, code: str, into: str | None = None) -> None:
    """The secretary answers the digest with a decision."""
    digest = next(letter for letter in house.records.letters() if letter["kind"] == "digest")
    decide = house.decide
    house.decide = lambda parsed: replace(decide(parsed), orders=(Order(kind, code, into),))
    raw = mail(SECRETARY, "Re: Bản tin", kind="command", in_reply_to=digest["message_id"])
    house.inbox.put(raw, at=house.clock.now())
    house.intake()
    house.decide = decide
    assert "done" in house.notes("ordered")[-1]


def digests(house: House) -> list[tuple[str, str]]:
    """Day and subject of each, as far as it was not replaced."""
    return [
        (letter["key"][-16:-6], letter["subject"])
        for letter in house.records.letters()
        if letter["kind"] == "digest" and letter["state"] != "dropped"
    ]


def received(house: House, reader: str = SECRETARY) -> list[str]:
    found = (email.message_from_bytes(raw, policy=email.policy.default) for raw in house.sender.to(reader))
    return [message["Subject"] for message in found if message["X-Thamluan"] == "digest"]


def test_it_begins_without_a_word_and_then_comes_every_day(desk_open: House) -> None:
    assert digests(desk_open) == []
    assert [look_at(desk_open, 19), look(desk_open), look_at(desk_open, 19, 23), look_at(desk_open, 20)] == [1, 0, 0, 1]
    assert [day for day, _ in digests(desk_open)] == ["2021-10-20"]  # nothing was delivered: the newer says it all
    desk_open.deliver()
    assert len(received(desk_open)) == 1


@pytest.mark.parametrize(("kind", "into"), [(OrderKind.KEEP, None), (OrderKind.MERGE, "TL-2021-001")])
def test_a_double_is_in_question_until_somebody_has_decided(
    desk_open: House, kind: OrderKind, into: str | None
) -> None:
    name = "Kinh nghiệm xây dựng mô hình {} tại Trường Chính trị Trần Phú"
    for what in ("giảng viên trẻ", "thư viện điện tử"):
        bring(desk_open, name.format(what))
    look_at(desk_open, 20)

    def in_question() -> list[str]:
        return [paper.code for paper in desk_open.records.calendar().papers if paper.in_question]

    assert in_question() == ["TL-2021-002"]
    order(desk_open, kind, "TL-2021-002", into)
    assert in_question() == []


def test_free_days_and_working_hours_are_no_matter(desk_open: House) -> None:
    assert look_at(desk_open, 23) == 1  # a Saturday, before the offices open


def test_what_came_since_the_last(desk_open: House) -> None:
    bring(desk_open)
    look_at(desk_open, 19)
    desk_open.deliver()
    bring(desk_open, "Thư viện điện tử", sender="lan@hatinh.example")
    bring(desk_open, "Mô hình lớp tự quản", "verdict=fail")
    look_at(desk_open, 20)
    desk_open.deliver()
    look_at(desk_open, 21)
    desk_open.deliver()
    assert received(desk_open) == ["TL-2021-001 paper", "TL-2021-002 paper; TL-2021-001 version", ""]


def test_what_was_there_before_the_first_is_told(house: House) -> None:
    tell(house, SECRETARY)
    bring(house)
    look_at(house, 18, 9)
    assert look_at(house, 19) == 1
    assert digests(house) == [("2021-10-19", "TL-2021-001 paper")]


def test_after_an_outage_one_tells_everything(desk_open: House) -> None:
    look_at(desk_open, 19)
    desk_open.deliver()
    bring(desk_open)
    assert look_at(desk_open, 24, 15) == 1
    assert digests(desk_open)[1:] == [("2021-10-24", "TL-2021-001 paper")]


def test_what_could_not_be_sent_is_told_by_the_next_which_replaces_it(desk_open: House) -> None:
    desk_open.sender.fail = refuse(whole_server=True)
    bring(desk_open)
    look_at(desk_open, 19)
    desk_open.deliver()
    bring(desk_open, "Thư viện điện tử", sender="lan@hatinh.example")
    look_at(desk_open, 20)
    desk_open.deliver()
    look_at(desk_open, 21)
    desk_open.sender.fail = None
    desk_open.later(hours=3)
    desk_open.deliver()
    assert received(desk_open) == ["TL-2021-001 paper; TL-2021-002 paper; sending"]


def test_where_two_languages_are_read_each_has_a_digest_and_the_moment_is_settled_once(desk_open: House) -> None:
    in_two_languages(desk_open)
    bring(desk_open)
    assert [look_at(desk_open, 19), look(desk_open)] == [2, 0]
    desk_open.deliver()
    look_at(desk_open, 20)
    desk_open.deliver()
    assert received(desk_open) == received(desk_open, ANNA) == ["TL-2021-001 paper", ""]
    settled = [key for key in desk_open.records.settled_digests() if "2021-10-19" in key]
    assert len(settled) == 1


def test_who_did_not_get_one_is_told_it_again_and_the_others_are_not(desk_open: House) -> None:
    in_two_languages(desk_open)

    def fail(recipients: Sequence[str], raw: bytes) -> None:
        if ANNA in recipients:
            refuse(permanent=True)(recipients, raw)

    desk_open.sender.fail = fail
    bring(desk_open)
    look_at(desk_open, 19)
    desk_open.deliver()
    desk_open.sender.fail = None
    bring(desk_open, "Thư viện điện tử", sender="lan@hatinh.example")
    look_at(desk_open, 20)
    desk_open.deliver()
    assert [subject.replace("; letter_failed", "") for subject in received(desk_open)] == [
        "TL-2021-001 paper",
        "TL-2021-002 paper",
    ]
    (anna,) = received(desk_open, ANNA)
    assert anna.replace("; letter_failed", "") == "TL-2021-001 paper; TL-2021-002 paper"


def test_who_begins_to_read_another_language_goes_on_where_the_others_are(desk_open: House) -> None:
    tell(desk_open, SECRETARY, ANNA)
    bring(desk_open)
    look_at(desk_open, 19)
    desk_open.deliver()
    in_two_languages(desk_open)
    bring(desk_open, "Thư viện điện tử", sender="lan@hatinh.example")
    look_at(desk_open, 20)
    desk_open.deliver()
    assert received(desk_open, ANNA) == received(desk_open) == ["TL-2021-001 paper", "TL-2021-002 paper"]


def test_in_observe_mode_each_day_is_told_once(desk_open: House) -> None:
    conference = desk_open.config.conference.model_copy(update={"mode": Mode.OBSERVE})
    desk_open.config = desk_open.config.model_copy(update={"conference": conference})
    bring(desk_open)
    look_at(desk_open, 19)
    bring(desk_open, "Thư viện điện tử", sender="lan@hatinh.example")
    look_at(desk_open, 20)
    assert digests(desk_open) == [("2021-10-20", "TL-2021-002 paper")]


@pytest.mark.slow
def test_killed_between_any_two_steps_it_is_there_once(desk_open: House, memory_path: Path) -> None:
    look_at(desk_open, 18, 9)
    bring(desk_open)

    def day(house: House) -> None:
        look_at(house, 19)
        house.deliver()

    for killed_at, heir in deaths(desk_open, day, memory_path):
        heir.records.recover_outbox(heir.clock.now())
        look_at(heir, 19)
        assert digests(heir) == [("2021-10-19", "TL-2021-001 paper")], killed_at


def test_what_is_decided_by_reply_is_no_longer_told(desk_open: House) -> None:
    for number in range(6):
        bring(desk_open, f"Đề tài {'ABCDEF'[number]} về việc {number}", sender=f"a{number}@hatinh.example")
    look_at(desk_open, 19)
    assert "TL-2021-006? over_quota" in digests(desk_open)[0][1]
    desk_open.deliver()
    order(desk_open, OrderKind.KEEP, "TL-2021-006")
    assert [paper.code for paper in desk_open.records.paper_states() if paper.kept] == ["TL-2021-006"]
    look_at(desk_open, 20)
    assert "?" not in digests(desk_open)[-1][1]


def test_a_late_paper_waits_until_it_is_withdrawn(desk_open: House) -> None:
    desk_open.clock.set(datetime(2021, 11, 12, 9, 0, tzinfo=desk_open.config.zone))
    bring(desk_open)
    look_at(desk_open, 13, month=11)
    assert digests(desk_open)[-1][1] == "TL-2021-001 paper; TL-2021-001? late"
    desk_open.deliver()
    look_at(desk_open, 14, month=11)
    assert digests(desk_open)[-1][1] == "TL-2021-001? late"
    order(desk_open, OrderKind.WITHDRAW, "TL-2021-001")
    look_at(desk_open, 15, month=11)
    assert digests(desk_open)[-1][1] == "TL-2021-001 withdrawn"


def test_a_day_without_news_may_be_left_out(desk_open: House) -> None:
    digest = desk_open.config.digest.model_copy(update={"when_empty": WhenEmpty.SKIP})
    desk_open.config = desk_open.config.model_copy(update={"digest": digest})
    assert look_at(desk_open, 19) == 0
    bring(desk_open)
    assert look_at(desk_open, 20) == 1
    assert look_at(desk_open, 21) == 1  # the one before still waits
    desk_open.deliver()
    assert look_at(desk_open, 22) == 0
    desk_open.clock.set(datetime(2021, 10, 23, 7, 0, tzinfo=desk_open.config.zone))
    assert look(desk_open) == 1  # the mailbox was not read for a day: that is trouble
    assert digests(desk_open) == [("2021-10-21", "TL-2021-001 paper"), ("2021-10-23", "quiet")]


@pytest.mark.parametrize("key", ["enabled", "addresses"])
def test_switched_off_or_with_nobody_to_get_it_there_is_none(desk_open: House, key: str) -> None:
    if key == "enabled":
        season = desk_open.config.season.model_copy(update={"enabled": False})
        desk_open.config = desk_open.config.model_copy(update={"season": season})
    else:
        tell(desk_open)
    assert look_at(desk_open, 19) == 0
    assert digests(desk_open) == []


def test_what_is_wrong_is_told(desk_open: House) -> None:
    desk_open.inbox.put(b"X-Test-Poison: 1\r\n\r\n", at=desk_open.clock.now())
    for _ in range(desk_open.config.intake.max_attempts):
        desk_open.intake()
        desk_open.later(hours=1)
    desk_open.clock.set(datetime(2021, 10, 19, 7, 0, tzinfo=desk_open.config.zone))
    desk_open.intake()
    assert look(desk_open, "no LibreOffice") == 1
    assert digests(desk_open) == [("2021-10-19", "parked; renderer")]


@pytest.mark.parametrize("goes_out", [True, False])
def test_an_address_that_fails_is_news_once(desk_open: House, *, goes_out: bool) -> None:
    """Nobody may ever write from one that was mistyped: no digest would be brief again."""
    bring(desk_open)
    (letter,) = (it["id"] for it in desk_open.records.letters() if it["kind"] == "acknowledgement")
    with desk_open.records._connection.writing() as db:
        address_fails(db, "hao@hatinh.example", None, letter, desk_open.clock.now())
    look_at(desk_open, 19)
    assert "failing_address" in digests(desk_open)[-1][1]
    if goes_out:
        desk_open.deliver()
    look_at(desk_open, 20)
    assert ("failing_address" in digests(desk_open)[-1][1]) is not goes_out, "one that failed has told nobody"
    desk_open.deliver()
    desk_open.later(minutes=1)
    if goes_out:  # back again, it is another matter
        with desk_open.records._connection.writing() as db:
            db.execute("DELETE FROM failing_addresses")
            address_fails(db, "hao@hatinh.example", None, letter, desk_open.clock.now())
    look_at(desk_open, 21)
    assert ("failing_address" in digests(desk_open)[-1][1]) is goes_out
    assert [entry["address"] for entry in desk_open.status()["failing"]] == ["hao@hatinh.example"]


def test_an_outage_that_is_over_is_told_once(desk_open: House) -> None:
    desk_open.intake()
    desk_open.inbox.fail["select"] = never
    for _ in range(20):
        desk_open.later(minutes=1)
        with suppress(MailboxError):
            desk_open.intake()
    del desk_open.inbox.fail["select"]
    desk_open.intake()
    told = []
    for day in (19, 20):
        look_at(desk_open, day)
        told.append(digests(desk_open)[-1][1] if digests(desk_open) else "")
        desk_open.deliver()
    assert ["outage_over" in subject for subject in told] == [True, False]


def test_one_that_cannot_be_written_is_trouble_until_it_can(desk_open: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a template was overridden badly")

    with monkeypatch.context() as patched:
        patched.setattr(desk_open.pen, "digest", broken)
        for _ in range(2):
            with pytest.raises(ValueError, match="overridden badly"):
                look_at(desk_open, 19)
    assert any("The digest cannot be written: a template was" in line for line in desk_open.status()["trouble"])
    assert len(desk_open.notes("digest_failed")) == 1
    assert look(desk_open) == 1
    assert not any("digest" in line for line in desk_open.status()["trouble"])


def test_letters_of_the_phases_that_fail_do_not_keep_the_digest_back(
    desk_open: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    phases = tuple(phase.model_copy(update={"audience": ("secretariat",)}) for phase in desk_open.config.phases)
    desk_open.config = desk_open.config.model_copy(update={"phases": phases})

    def broken(*_: object, **__: object) -> None:
        raise ValueError("a template was overridden badly")

    with monkeypatch.context() as patched:
        patched.setattr(desk_open.pen, "season", broken)
        with pytest.raises(ValueError, match="overridden badly"):
            look_at(desk_open, 19, 8)
    assert [day for day, _ in digests(desk_open)] == ["2021-10-19"]
    assert "season_failed" in digests(desk_open)[0][1]


def test_the_letter_as_it_is_sent(desk_open: House) -> None:
    desk_open.pen = letters.Letters(desk_open.config, letters.environment(desk_open.config))
    bring(desk_open, "=Mô hình lớp tự quản", "verdict=review")
    look_at(desk_open, 19)
    desk_open.deliver()
    (raw,) = desk_open.sender.to(SECRETARY)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"].startswith("[Bản tin] 19/10/2021: 1 bài mới, 1 bài cần xem – ")
    text = message.get_body(("plain",)).get_content()
    assert (
        "Trường Chính trị Trần Phú tỉnh Hà Tĩnh: 1/3–5 bài, đạt 0, chờ xem xét 1, đã thẩm định 0; còn thiếu 2" in text
    )
    assert "- GIỮ TL-2021-001 – đã xem" in text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "Danh sách bài 2021-10-19 07h00.xlsx"
    assert attached.get_content_type().endswith("spreadsheetml.sheet")
    assert attached.get_content().startswith(b"PK")


def test_a_moved_date_is_told(desk_open: House) -> None:
    phases = tuple(
        phase.model_copy(update={"end": phase.end + timedelta(days=2)}) if phase.id == "viet-bai" else phase
        for phase in desk_open.config.phases
    )
    desk_open.config = desk_open.config.model_copy(update={"phases": phases})
    desk_open.pen = FakePen()
    look_at(desk_open, 19)
    facts = desk_open.records.digest_facts(desk_open.config, desk_open.clock.now())
    assert set(facts.moved) == {"viet-bai:closes"}


def test_of_a_moved_date_it_is_told_whether_its_letters_had_gone_out(desk_open: House) -> None:
    read = tuple(
        phase.model_copy(update={"audience": (Audience.SECRETARIAT,)} if phase.id == "nop-bai" else {})
        for phase in desk_open.config.phases
    )
    desk_open.config = desk_open.config.model_copy(update={"phases": read})
    look_at(desk_open, 9, 8, month=11)  # the reminders are out
    desk_open.deliver()
    rules = desk_open.config.rules.model_copy(update={"deadline": date(2021, 11, 17)})
    desk_open.config = desk_open.config.model_copy(update={"rules": rules})
    desk_open.pen = FakePen()
    look_at(desk_open, 9, 9, month=11)
    facts = desk_open.records.digest_facts(desk_open.config, desk_open.clock.now())
    assert {key: (moved.sent, moved.again) for key, moved in facts.moved.items()} == {
        "nop-bai:reminder-2": (True, True),
        "nop-bai:reminder-1": (True, True),
        "nop-bai:closes": (False, True),
        "nop-bai:moved": (False, True),  # the deadline itself: told by the look that finds it changed
    }
    look_at(desk_open, 18, 8, month=11)  # what went out on the new date was moved to it
    facts = desk_open.records.digest_facts(desk_open.config, desk_open.clock.now())
    assert not any(moved.sent for key, moved in facts.moved.items() if key == "nop-bai:closes")


def test_what_a_changed_date_makes_due_at_once_went_out_by_the_new_one(desk_open: House) -> None:
    def ends(day: int) -> None:
        phases = tuple(
            phase.model_copy(
                update={"end": date(2021, 11, day), "audience": (Audience.SECRETARIAT,), "reminder_days": (3, 1)}
                if phase.id == "viet-bai"
                else {"audience": ()}
            )
            for phase in desk_open.config.phases
        )
        desk_open.config = desk_open.config.model_copy(update={"phases": phases})
        desk_open.pen = FakePen()

    def told() -> dict[str, tuple[bool, bool, bool]]:
        facts = desk_open.records.digest_facts(desk_open.config, desk_open.clock.now())
        return {key: (it.sent, it.again, it.resent) for key, it in facts.moved.items() if "reminder" in key}

    ends(25)
    look_at(desk_open, 15, 9, month=11)
    desk_open.deliver()
    ends(17)  # so a reminder is due that was not sent before
    look_at(desk_open, 15, 10, month=11)
    assert told() == {"viet-bai:reminder-3": (False, False, True), "viet-bai:reminder-1": (False, False, False)}
    look_at(desk_open, 16, 9, month=11)
    desk_open.deliver()
    ends(18)  # of a later day, that is due at once as well
    look_at(desk_open, 16, 10, month=11)
    assert told() == {"viet-bai:reminder-3": (True, True, True), "viet-bai:reminder-1": (True, True, False)}


def test_what_was_purged_is_neither_told_again_nor_asked_again(desk_open: House) -> None:
    desk_open.clock.set(datetime(2021, 11, 12, 9, 0, tzinfo=desk_open.config.zone))
    bring(desk_open)
    look_at(desk_open, 13, month=11)
    desk_open.deliver()
    order(desk_open, OrderKind.KEEP, "TL-2021-001")
    look_at(desk_open, 14, month=11)
    desk_open.deliver()
    now = datetime(2021, 12, 4, 7, 0, tzinfo=desk_open.config.zone)
    desk_open.records.purge(now - timedelta(days=1), now)
    assert look_at(desk_open, 4, month=12) == 1
    assert digests(desk_open)[-1][1] == ""


def fill(house: House, papers: int) -> None:
    """As many papers as the first one, each with its message; written straight into the tables, which takes no time."""
    bring(house, more="verdict=review")
    copies = {
        "messages": ("id, raw_sha256", ":n, printf('%064x', :n)"),
        "papers": ("id, code", ":n, printf('TL-2021-%03d', :n)"),
        "versions": ("id, paper, message", ":n, :n, :n"),
        "findings": ("version", ":n"),
        "events": ("id, paper, message", ":n + 1000, :n, :n"),
    }
    with house.records._connection.writing() as db:
        db.execute("UPDATE messages SET needs_answer = 0")
        for table, (changed, values) in copies.items():
            columns = [column.name for column in db[table].columns if column.name not in changed.split(", ")]
            same = ", ".join(columns)
            key = {"findings": "version = 1", "events": "kind = 'paper' AND paper = 1"}.get(table, "id = 1")
            sql = f"INSERT INTO {table} ({changed}, {same}) SELECT {values}, {same} FROM {table} WHERE {key}"
            for number in range(2, papers + 1):
                db.execute(sql, {"n": number})


@pytest.mark.slow
def test_of_a_thousand_papers_within_a_second(desk_open: House) -> None:
    desk_open.pen = letters.Letters(desk_open.config, letters.environment(desk_open.config))
    desk_open.clock.set(datetime(2021, 10, 19, 7, 0, tzinfo=desk_open.config.zone))
    fill(desk_open, 1000)
    begun = process_time()
    assert look(desk_open) == 1
    assert process_time() - begun < 1
    assert digests(desk_open)[0][1].startswith("[Bản tin] 19/10/2021: 1000 bài mới, 1000 bài cần xem – ")
