"""The calendar with records: settled and sent together, once, whatever happens to the machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Never

import pytest
from core.fakes import SECRETARY, FakePen, House, deaths, mail, real_pen, refuse
from core.test_core_notices import tell
from core.test_core_whole_season import reconfigure

from daemon import letters, timetable
from daemon.cli.season import _now_seen
from daemon.config import Extension, Mode, PhaseKind, Recipient
from daemon.freedays import free_days
from daemon.model import Lang
from daemon.timetable import SeasonReport, run_calendar

pytestmark = pytest.mark.slow  # each is quick; all of them are not

FREE = free_days("VN")


@pytest.fixture
def term(house: House) -> House:
    """Three schools with a contact, a secretary, and the clock on the morning of the first day."""
    tell(house, SECRETARY)
    schools = tuple(
        school.model_copy(update={"contacts": (f"lien-he@{school.id}.example",)}) if number < 3 else school
        for number, school in enumerate(house.config.schools)
    )
    house.config = house.config.model_copy(update={"schools": schools})
    house.pen = real_pen()
    house.clock.set(datetime(2021, 9, 10, 8, 0, tzinfo=house.config.zone))
    return house


def look(house: House) -> SeasonReport:
    return run_calendar(house.desk, FREE)


def keys(house: House) -> list[str]:
    return [letter["key"] for letter in house.records.letters() if letter["key"].startswith("season:")]


def test_what_is_due_is_in_the_outbox_once(term: House) -> None:
    assert look(term).letters == 4
    assert look(term) == SeasonReport()
    assert keys(term) == [
        "season:TL-2021:trien-khai:opens:school:thanh-hoa",
        "season:TL-2021:trien-khai:opens:school:nghe-an",
        "season:TL-2021:trien-khai:opens:school:ha-tinh",
        "season:TL-2021:trien-khai:opens:secretariat",
    ]
    term.deliver()
    assert len(term.sender.to("lien-he@nghe-an.example")) == 1


def test_who_reads_english_gets_it_in_english_and_once(term: House) -> None:
    school = term.config.school("nghe-an")
    assert school is not None
    contacts = (*school.contacts, "anna@university.example")
    schools = tuple(it.model_copy(update={"contacts": contacts}) if it == school else it for it in term.config.schools)
    anna = Recipient(address="anna@university.example", lang=Lang.EN)
    term.config = term.config.model_copy(update={"schools": schools, "recipients": (anna,)})
    assert look(term).letters == 5
    assert look(term) == SeasonReport()
    term.deliver()
    (english,) = term.sender.to("anna@university.example")
    (vietnamese,) = term.sender.to("lien-he@nghe-an.example")
    assert b"Dear colleagues of the Political School" in english
    assert b"Content-Language: en" in english
    assert b"Content-Language: vi" in vietnamese
    term.config = term.config.model_copy(update={"recipients": ()})  # a change of mind sends nothing again
    assert look(term) == SeasonReport()


@pytest.mark.slow
def test_killed_between_any_two_steps_each_letter_is_there_once(term: House, memory_path: Path) -> None:
    for killed_at, heir in deaths(term, look, memory_path):
        look(heir)
        assert len(keys(heir)) == 4, killed_at


def test_before_and_after_working_hours_nothing_is_settled(term: House) -> None:
    for hour in (7, 20):
        term.clock.set(datetime(2021, 9, 10, hour, 0, tzinfo=term.config.zone))
        assert look(term) == SeasonReport(waits="it is outside the working hours and days of [season]")
    term.clock.set(datetime(2021, 9, 13, 7, 30, tzinfo=term.config.zone))
    assert look(term).letters == 4


def test_after_three_days_off_one_letter_each(term: House) -> None:
    look(term)
    term.clock.set(datetime(2021, 9, 28, 9, 0, tzinfo=term.config.zone))  # a reminder, an end and a beginning passed
    look(term)
    assert [key for key in keys(term) if "nghe-an" in key] == [
        "season:TL-2021:trien-khai:opens:school:nghe-an",
        "season:TL-2021:viet-bai:opens:school:nghe-an",
    ]


SCHOOLS = ("thanh-hoa", "nghe-an", "ha-tinh")


@pytest.mark.parametrize(("released", "heard"), [(True, 1), (False, 0)])
def test_what_observe_prepared_counts_as_told_and_waits_for_a_person(term: House, released: bool, heard: int) -> None:
    """Of each reader the newest alone waits; it leaves with the days of the moment."""
    live = term.config
    term.config = live.model_copy(update={"conference": live.conference.model_copy(update={"mode": Mode.OBSERVE})})
    for day in (10, 22, 27):
        term.clock.set(datetime(2021, 9, day, 8, 0, tzinfo=live.zone))
        look(term)
        term.deliver()
    term.config = live
    term.clock.set(datetime(2021, 9, 29, 9, 0, tzinfo=live.zone))
    assert look(term) == SeasonReport(digests=1)
    term.deliver()
    assert [term.sender.to(f"lien-he@{school}.example") for school in SCHOOLS] == [[], [], []]
    waiting = [letter["key"] for letter in term.records.letters() if letter["state"] == "queued"]
    assert len([key for key in waiting if ":viet-bai:opens:school" in key]) == len(waiting) - 1 == len(SCHOOLS)
    if released:
        term.records.release("live", term.clock.now(), waiting)
    look(term)
    term.deliver()
    assert [len(term.sender.to(f"lien-he@{school}.example")) for school in SCHOOLS] == [heard] * len(SCHOOLS)
    term.clock.set(datetime(2021, 10, 15, 8, 0, tzinfo=live.zone))
    assert look(term).letters == len(SCHOOLS) + 1  # the reminder that is due then, to everybody


def test_a_season_that_is_begun_late_has_one_letter_for_each(term: House) -> None:
    term.clock.set(datetime(2021, 9, 29, 9, 0, tzinfo=term.config.zone))
    assert look(term).letters == len(SCHOOLS) + 1
    term.deliver()
    look(term)
    term.deliver()
    assert [len(term.sender.to(f"lien-he@{school}.example")) for school in SCHOOLS] == [1, 1, 1]


def test_who_was_reminded_of_a_day_is_reminded_of_the_later_one_and_the_digest_says_so(term: House) -> None:
    look(term)
    term.clock.set(datetime(2021, 9, 22, 8, 0, tzinfo=term.config.zone))
    look(term)
    moved = tuple(
        phase.model_copy(update={"end": date(2021, 9, 28)}) if phase.id == "trien-khai" else phase
        for phase in term.config.phases
    )
    term.config = term.config.model_copy(update={"phases": moved})
    term.later(hours=1)
    look(term)
    told = term.records.digest_facts(term.config, term.clock.now()).moved
    assert {key: (moved.sent, moved.again) for key, moved in told.items()} == {
        "trien-khai:reminder-3": (True, True),
        "trien-khai:closes": (False, True),
    }
    term.clock.set(datetime(2021, 9, 24, 8, 0, tzinfo=term.config.zone))
    look(term)
    assert [key for key in keys(term) if "reminder" in key and "nghe-an" in key] == [
        f"season:TL-2021:trien-khai:reminder-3:school:nghe-an~2021-09-{day}" for day in (25, 28)
    ]


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({}, False),  # the same phase, called otherwise
        ({"name": "Phổ biến Kế hoạch", "end": date(2021, 9, 24)}, False),  # and another end
        ({"kind": PhaseKind.WRITE}, True),  # another one instead of it
        ({"start": date(2021, 9, 9)}, True),
    ],
)
def test_a_phase_by_another_id_is_not_opened_again(term: House, changes: dict[str, object], again: bool) -> None:
    """Nor reminded of again; ids go back and forth."""
    look(term)
    first, *others = term.config.phases

    def call(name: str) -> int:
        called = first.model_copy(update={"id": name, **changes})
        term.config = term.config.model_copy(update={"phases": (called, *others)})
        return look(term).letters

    term.clock.set(datetime(2021, 9, 13, 9, 0, tzinfo=term.config.zone))
    assert (call("pho-bien") > 0) is again
    if not again:
        assert [call(name) for name in (first.id, "phan-cong", "pho-bien")] == [0, 0, 0]
        assert "trien-khai is pho-bien now" in term.notes("phases_renamed")[0]
        term.clock.set(datetime(2021, 9, 22, 8, 0, tzinfo=term.config.zone))
        assert [call(name) for name in ("pho-bien", "phan-cong", "pho-bien")] == [4, 0, 0]


def test_a_rehearsal_knows_by_the_id_of_now_what_was_settled(term: House) -> None:
    """Before the service has read the configuration."""
    look(term)
    first, *others = term.config.phases
    reconfigure(term, phases=(first.model_copy(update={"id": "pho-bien"}), *others))
    view = term.records.calendar()
    settled = _now_seen(view, term.config, term.clock.now()).settled
    assert {key for key in settled if ":pho-bien:opens" in key}
    assert not {key for key in settled if ":trien-khai:" in key}
    assert len(settled) == len(view.settled)


def test_a_phase_that_was_seen_by_an_earlier_release_is_known_from_then_on(term: House) -> None:
    look(term)
    with term.records._connection.writing() as db:
        db["meta"].delete_where("key = 'season.phases'")
    look(term)
    first, *others = term.config.phases
    reconfigure(term, phases=(first.model_copy(update={"id": "pho-bien"}), *others))
    assert look(term) == SeasonReport()


def test_a_phase_may_get_the_id_of_one_that_was_given_up(term: House) -> None:
    """Whose keys are there still, of the same letters."""
    first, *others = term.config.phases
    given_up = first.model_copy(update={"id": "khoi-dong", "start": date(2021, 9, 9)})
    reconfigure(term, phases=(given_up, first, *others))
    assert look(term).letters > 0
    reconfigure(term, phases=(first, *others))
    look(term)
    reconfigure(term, phases=(first.model_copy(update={"id": "khoi-dong"}), *others))
    assert look(term) == SeasonReport()
    assert len(term.notes("phases_renamed")) == 1


def test_a_date_that_moves_with_the_id_is_told_of_the_phase_by_its_new_one(term: House) -> None:
    look(term)
    first, *others = term.config.phases
    reconfigure(term, phases=(first.model_copy(update={"id": "pho-bien", "end": date(2021, 9, 30)}), *others))
    look(term)
    assert "pho-bien:reminder-3 from 2021-09-22" in term.notes("calendar_moved")[0]


def test_a_moved_date_is_said_and_what_was_sent_stays_sent(term: House) -> None:
    look(term)
    moved = tuple(
        phase.model_copy(update={"end": date(2021, 9, 30)}) if phase.id == "trien-khai" else phase
        for phase in term.config.phases
    )
    term.config = term.config.model_copy(update={"phases": moved})
    term.later(hours=1)
    assert look(term).letters == 0
    assert "trien-khai:reminder-3 from 2021-09-22" in term.notes("calendar_moved")[0]
    look(term)
    assert len(term.notes("calendar_moved")) == 1


def test_a_granted_deadline_is_said_as_the_date_that_it_moves(term: House) -> None:
    look(term)
    reconfigure(term, extensions=(Extension(school="ha-tinh", until=date(2021, 11, 18)),))
    term.later(hours=1)
    look(term)
    (said,) = term.notes("calendar_moved")
    assert "nop-bai:closes@school:ha-tinh from 2021-11-11 08:00 to 2021-11-19 08:00" in said
    assert "school:nghe-an" not in said
    look(term)
    assert len(term.notes("calendar_moved")) == 1
    reconfigure(term, extensions=())
    look(term)
    taken_back = term.notes("calendar_moved")[1]
    assert "nop-bai:closes@school:ha-tinh from 2021-11-19 08:00 to 2021-11-11 08:00" in taken_back


def test_who_was_told_a_later_deadline_hears_of_the_earlier_one_once(term: House) -> None:
    look(term)
    rules = term.config.rules.model_copy(update={"deadline": date(2021, 11, 8)})
    reconfigure(term, rules=rules)
    term.later(hours=1)
    look(term)
    assert [key for key in keys(term) if ":moved" in key] == [
        f"season:TL-2021:nop-bai:moved:school:{school}~2021-09-10T020000.000000"
        for school in ("thanh-hoa", "nghe-an", "ha-tinh")
    ]
    assert look(term) == SeasonReport()
    moved = term.records.digest_facts(term.config, term.clock.now()).moved["nop-bai:moved"]
    assert (moved.old.date(), moved.new.date()) == (date(2021, 11, 10), date(2021, 11, 8))


@pytest.mark.parametrize(
    ("leaves", "deadline", "subject"),
    [
        (True, 10, "Thời hạn nộp bài tham luận đổi sớm hơn: hết ngày 10/11/2021 (giờ Việt Nam)"),
        (False, 10, "Thời hạn nộp bài tham luận: còn 61 ngày, còn thiếu ít nhất 6 bài"),
        (False, 15, "Gia hạn nộp bài tham luận đến hết ngày 15/11/2021 (giờ Việt Nam)"),
    ],
    ids=["the letter with 12/11 was read", "it waited, and 10/11 holds again", "it waited, and 15/11 holds"],
)
def test_a_letter_that_waits_is_replaced_by_what_its_reader_has_to_know(
    term: House, leaves: bool, deadline: int, subject: str
) -> None:
    look(term)
    term.deliver()
    for day, sent in ((12, leaves), (deadline, True)):
        rules = term.config.rules.model_copy(update={"deadline": date(2021, 11, day)})
        reconfigure(term, rules=rules)
        term.later(minutes=10)
        look(term)
        if sent:
            term.deliver()
    *_, last = [letter for letter in term.records.letters() if "school:nghe-an" in letter["key"]]
    assert (last["state"], last["subject"].partition(" – ")[0]) == ("sent", subject)
    assert len(term.sender.to("lien-he@nghe-an.example")) == (3 if leaves else 2)


@pytest.mark.parametrize(
    ("verdict", "granted", "after"),
    [
        ("pass", Extension(school="ha-tinh", until=date(2021, 11, 12)), (False, "pass")),
        ("pass", Extension(paper="TL-2021-001", until=date(2021, 11, 12)), (False, "pass")),
        ("fail", Extension(school="ha-tinh", until=date(2021, 11, 12)), (False, "fail")),
        ("pass", Extension(school="nghe-an", until=date(2021, 11, 12)), (True, "review")),
        ("pass", Extension(school="ha-tinh", until=date(2021, 11, 10)), (True, "review")),
    ],
)
def test_a_deadline_granted_after_a_late_paper_came_is_kept_by_it(
    term: House, verdict: str, granted: Extension, after: tuple[bool, str]
) -> None:
    at = datetime(2021, 11, 11, 9, 0, tzinfo=term.config.zone)
    paper = ("Bài.docx", f"title=Mô hình lớp học tự quản;author=Hoa;school=ha-tinh;verdict={verdict};deadline=late")
    term.inbox.put(mail("hoa@hatinh.example", "Gửi bài", paper), at=at)
    term.clock.set(at)
    term.once()
    look(term)
    (before,) = term.records.papers()
    assert before.versions[-1].number == 1
    assert term.status()["papers"]["late"] == 1
    asked: list[str] = []
    term.records._connection._db.conn.set_trace_callback(asked.append)
    look(term)
    assert not [sql for sql in asked if "FROM findings WHERE version" in sql], (
        "its dates alone tell that it is late still"
    )
    term.config = term.config.model_copy(update={"extensions": (granted,)})
    term.pen = letters.Letters(term.config, letters.environment(term.config))
    look(term)
    papers = term.status()["papers"]
    assert (bool(papers["late"]), next(name for name in ("pass", "fail", "review") if papers[name])) == after
    assert len(term.notes("in_time")) == (not after[0])
    look(term)
    assert len(term.notes("in_time")) == (not after[0])
    # Who was told to wait for a decision is told of it, once.
    told = [letter["subject"] for letter in term.records.letters() if letter["kind"] == "settled"]
    assert [subject.partition(" – ")[0] for subject in told] == (
        [] if after[0] else ["[TL-2021-001] Bài tham luận được ghi nhận là nộp trong thời hạn"]
    )


def test_papers_of_one_message_are_each_told_of_the_deadline_that_is_granted_to_them(term: House) -> None:
    at = datetime(2021, 11, 11, 9, 0, tzinfo=term.config.zone)
    papers = [
        (f"{nth}.docx", f"title={title};author=Hoa;school=ha-tinh;deadline=late")
        for nth, title in enumerate(("Mô hình lớp học tự quản", "Thư viện mở giữa lòng trường"))
    ]
    term.inbox.put(mail("hoa@hatinh.example", "Gửi bài", *papers), at=at)
    term.clock.set(at)
    term.once()
    granted: list[Extension] = []
    for nth in (1, 2):
        granted.append(Extension(paper=f"TL-2021-00{nth}", until=date(2021, 11, 11 + nth)))
        reconfigure(term, extensions=tuple(granted))
        term.pen = letters.Letters(term.config, letters.environment(term.config))
        look(term)
        look(term)
    told = [letter["subject"] for letter in term.records.letters() if letter["kind"] == "settled"]
    assert [subject.partition("]")[0] for subject in told] == ["[TL-2021-001", "[TL-2021-002"]


@pytest.mark.parametrize("enabled", [True, False])
def test_who_was_told_of_the_version_of_a_school_is_told_of_the_deadline_granted_to_it_as_well(
    term: House, *, enabled: bool
) -> None:
    at = datetime(2021, 11, 11, 9, 0, tzinfo=term.config.zone)
    title = "title=Mô hình lớp học tự quản;author=Hoa;school=ha-tinh;deadline=late"
    for nth, sender in enumerate(("hoa@hatinh.example", "lien-he@ha-tinh.example")):
        term.clock.set(at + timedelta(hours=nth))
        term.inbox.put(mail(sender, "Gửi bài", ("Bài.docx", f"{title};x={nth}")), at=term.clock.now())
        term.once()
    look(term)

    def told() -> list[str]:
        letters_of = (letter for letter in term.records.letters() if letter["kind"] == "settled")
        return [letter["subject"].partition(" – ")[0] for letter in letters_of]

    new_version = "[TL-2021-001] Bài tham luận có bản mới, lần gửi thứ 2"
    assert told() == [new_version]
    season = term.config.season.model_copy(update={"enabled": enabled})
    reconfigure(term, season=season, extensions=(Extension(school="ha-tinh", until=date(2021, 11, 12)),))
    look(term)
    look(term)
    assert told() == [new_version, "[TL-2021-001] Bài tham luận được ghi nhận là nộp trong thời hạn"]


@pytest.mark.parametrize("broken", ["settled", "canary"])
def test_a_part_that_fails_keeps_no_other_back(term: House, broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2021, 11, 11, 9, 0, tzinfo=term.config.zone)
    paper = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=ha-tinh;deadline=late")
    term.inbox.put(mail("hoa@hatinh.example", "Gửi bài", paper), at=at)
    term.clock.set(at)
    term.once()
    canary = term.config.canary.model_copy(update={"every_hours": 6})
    mode = term.config.conference.model_copy(update={"mode": Mode.LIVE})
    extensions = (Extension(school="ha-tinh", until=date(2021, 11, 12)),)
    reconfigure(term, conference=mode, canary=canary, extensions=extensions)
    term.pen = letters.Letters(term.config, letters.environment(term.config))

    def fail(*_: object, **__: object) -> None:
        raise ValueError("a template was overridden badly")

    with monkeypatch.context() as patched:
        patched.setattr(term.pen, broken, fail)
        for day in (11, 12):
            term.clock.set(datetime(2021, 11, day, 9, 0, tzinfo=term.config.zone))
            with pytest.raises(ValueError, match="overridden badly"):
                look(term)
    kinds = {letter["kind"] for letter in term.records.letters()}
    assert {"digest", "season_submit"} <= kinds
    assert broken not in kinds
    assert any("a template was overridden badly" in line for line in term.status()["trouble"])
    assert len(term.notes("season_failed")) == 1
    look(term)
    assert broken in {letter["kind"] for letter in term.records.letters()}
    assert not any("overridden" in line for line in term.status()["trouble"])


@pytest.mark.parametrize("broken", ["dates", "may_send", "ask_schools"])
def test_whatever_keeps_the_letters_of_the_phases_back_is_told(
    term: House, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Never:
        raise ValueError("no such day")

    with monkeypatch.context() as patched:
        patched.setattr(timetable, broken, fail)
        for _ in range(2):
            with pytest.raises(ValueError, match="no such day"):
                look(term)
    assert keys(term) == []
    assert any("no such day" in line for line in term.status()["trouble"])
    assert len(term.notes("season_failed")) == 1
    assert look(term).letters == 4
    assert not any("no such day" in line for line in term.status()["trouble"])


def test_a_flood_is_held_until_a_person_allows_it(term: House) -> None:
    season = term.config.season.model_copy(update={"max_at_once": 2})
    term.config = term.config.model_copy(update={"season": season})
    assert [look(term).held for _ in range(2)] == [4, 4]
    assert keys(term) == []
    assert "4 letters of the calendar are due at once" in term.status()["trouble"][0]
    assert term.records.release_calendar(term.clock.now())
    assert look(term).letters == 4
    assert term.status()["trouble"] == []
    assert look(term) == SeasonReport()
    assert len(term.notes("season_held")) == 1  # it was told once, and what is not held is not told
    assert not term.records.release_calendar(term.clock.now())


def test_switched_off_it_sends_nothing(term: House) -> None:
    season = term.config.season.model_copy(update={"enabled": False})
    term.config = term.config.model_copy(update={"season": season})
    assert look(term).waits == "the calendar is switched off ([season] enabled = false)"
    assert keys(term) == []


@pytest.mark.slow
def test_after_an_outage_of_the_way_out_nobody_gets_what_is_over(term: House) -> None:
    """Letters that wait in the outbox grow old there: the newest of a reader is the one that goes."""
    term.sender.fail = refuse(whole_server=True)
    for day in (5, 8, 9, 11):
        term.clock.set(datetime(2021, 11, day, 8, 0, tzinfo=term.config.zone))
        look(term)
        term.deliver()
    term.sender.fail = None
    term.clock.set(datetime(2021, 11, 12, 8, 0, tzinfo=term.config.zone))
    look(term)
    term.deliver()
    (raw,) = term.sender.to("lien-he@nghe-an.example")
    assert b"nop-bai:closes" not in raw
    assert [
        letter["key"] for letter in term.records.letters() if letter["state"] == "sent" and "nghe-an" in letter["key"]
    ] == ["season:TL-2021:nop-bai:closes:school:nghe-an~2021-11-10"]


def test_a_letter_that_waited_beyond_its_use_is_dropped(term: House) -> None:
    look(term)
    term.clock.set(datetime(2021, 9, 26, 8, 0, tzinfo=term.config.zone))  # the phase is over
    term.deliver()
    assert term.sender.sent == []
    assert {letter["state"] for letter in term.records.letters()} == {"dropped"}
    assert len(term.notes("letter_expired")) == 4


NGHE_AN = "lien-he@nghe-an.example"


def subjects(house: House) -> list[str]:
    """Of what was sent to Nghệ An, without the conference's name."""
    sent = (letter for letter in house.records.letters() if letter["state"] == "sent")
    return [it["subject"].partition(" – ")[0] for it in sent if it["recipients"] == [NGHE_AN]]


def hand_in(house: House, number: int) -> None:
    title = (
        "Lớp học tự quản",
        "Giờ vàng đọc sách",
        "Thư viện số",
        "Ngày không giấy",
        "Bữa cơm chung",
        "Phòng truyền thống",
    )
    paper = (f"Bài {number}.docx", f"title=Mô hình {title[number]};author=Hoa;school=nghe-an;verdict=pass")
    house.inbox.put(mail(f"hoa{number}@nghean.example", "Gửi bài", paper), at=house.clock.now())
    house.intake()
    house.assess()


def at(house: House, day: int, hour: int) -> None:
    house.clock.set(datetime(2021, 10, day, hour, 0, tzinfo=house.config.zone))


def test_what_a_power_cut_kept_leaves_in_working_hours_and_with_the_words_of_that_day(term: House) -> None:
    at(term, 15, 8)
    look(term)
    (message_id,) = {it["message_id"] for it in term.records.letters() if it["recipients"] == [NGHE_AN]}
    waiting = len(term.records.letters())
    for day, hour in ((16, 3), (18, 3), (18, 9)):  # two nights, and a morning on which the calendar was not looked at
        at(term, day, hour)
        term.deliver()
        assert term.waiting() == waiting
    assert subjects(term) == []
    look(term)
    term.deliver()
    assert term.waiting() == 0
    term.deliver()
    assert subjects(term) == ["Viết bài tham luận: còn 7 ngày, còn thiếu ít nhất 6 bài"]
    (raw,) = term.sender.to(NGHE_AN)
    assert message_id.encode() in raw


def test_what_waited_for_hours_says_what_came_meanwhile(term: House) -> None:
    at(term, 15, 8)
    look(term)
    at(term, 15, 10)
    hand_in(term, 0)
    look(term)
    term.deliver()
    assert "Viết bài tham luận: còn 10 ngày, còn thiếu ít nhất 5 bài" in subjects(term)


def test_who_has_nothing_left_to_do_when_the_server_is_back_gets_no_letter(term: House) -> None:
    at(term, 15, 8)
    look(term)
    for number in range(6):
        hand_in(term, number)
    at(term, 15, 10)
    look(term)
    term.deliver()
    assert [subject for subject in subjects(term) if "còn thiếu" in subject] == []
    assert "Nothing that it says still matters to its reader." in term.notes("letter_dropped")


def test_what_may_have_gone_out_once_goes_again_as_it_was(term: House) -> None:
    at(term, 15, 8)
    look(term)
    term.sender.fail = refuse(uncertain=True)
    term.deliver()
    term.sender.fail = None
    at(term, 18, 9)
    for letter in term.records.letters():
        assert term.records.resend(letter["key"], letter["mode"], term.clock.now())
    look(term)
    term.deliver()
    assert subjects(term) == ["Viết bài tham luận: còn 10 ngày, còn thiếu ít nhất 6 bài"]


def test_what_a_person_sends_again_goes_whatever_its_day(term: House) -> None:
    at(term, 15, 8)
    look(term)
    term.sender.fail = refuse(uncertain=True)
    term.deliver()
    term.sender.fail = None
    at(term, 31, 9)  # past the last day on which it helps
    for letter in term.records.letters():
        assert term.records.resend(letter["key"], letter["mode"], term.clock.now())
    term.deliver()
    assert subjects(term) == ["Viết bài tham luận: còn 10 ngày, còn thiếu ít nhất 6 bài"]


def test_another_season_on_the_same_records_has_its_own_letters(term: House) -> None:
    look(term)
    conference = term.config.conference.model_copy(update={"code_prefix": "TL-2022"})
    term.config = term.config.model_copy(update={"conference": conference})
    assert look(term).letters == 4


def test_a_letter_that_cannot_be_written_is_trouble_until_it_can(term: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a template was overridden badly")

    with monkeypatch.context() as patched:
        patched.setattr(term.pen, "season", broken)
        with pytest.raises(ValueError, match="overridden badly"):
            look(term)
    assert "a template was overridden badly" in term.status()["trouble"][0]
    on, off = (term.config.season.model_copy(update={"enabled": it}) for it in (True, False))
    reconfigure(term, season=off)
    assert term.status()["trouble"] == []  # no look would ever clear it
    reconfigure(term, season=on)
    assert look(term).letters == 4
    assert term.status()["trouble"] == []


def test_what_the_secretariat_gets_is_not_held_by_the_cap(term: House) -> None:
    cap = term.config.letters.model_copy(update={"max_per_address_per_day": 1})
    term.config = term.config.model_copy(update={"letters": cap})
    term.pen = FakePen()
    for nth in range(3):
        term.inbox.put(mail(f"a{nth}@khac.example", "Thư", kind="question"), at=term.clock.now())
    term.intake()
    look(term)
    term.deliver()
    assert len(term.sender.to(SECRETARY)) == 4


def test_the_letter_speaks_of_the_papers_as_they_stand(term: House) -> None:
    at = datetime(2021, 10, 20, 9, 0, tzinfo=term.config.zone)
    paper = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=ha-tinh;verdict=fail")
    term.inbox.put(mail("hoa@hatinh.example", "Gửi bài", paper), at=at)
    term.clock.set(at)
    term.intake()
    term.assess()
    term.clock.set(datetime(2021, 10, 22, 8, 0, tzinfo=term.config.zone))
    look(term)
    letters = {letter["key"]: letter for letter in term.records.letters()}
    assert letters["season:TL-2021:viet-bai:reminder-3:school:ha-tinh~2021-10-25"]["subject"] == (
        "Viết bài tham luận: còn 3 ngày, còn thiếu ít nhất 2 bài – Hội thảo Trường Chính trị chuẩn 2021"
    )
    assert "season:TL-2021:viet-bai:reminder-3:author:hoa@hatinh.example~2021-10-25" in letters
