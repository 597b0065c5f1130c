"""The assessment pass: papers, versions, findings and the acknowledgement, together or not at all."""

import email
import email.policy
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from core.fakes import START, House, mail, recent_events

from daemon.assess import in_turn, run_assessment
from daemon.config import Extension
from daemon.letters import Letters, environment
from daemon.model import UNJUDGED, Incoming, Letter, PaperName, PaperReport
from daemon.records import Waiting
from daemon.records.database import rows

pytestmark = pytest.mark.slow  # each is quick; all of them are not

TITLE = "title=Mô hình lớp học tự quản ở Trường Chính trị tỉnh Nghệ An;author=Nguyễn Thị Hoa;school=nghe-an;topic=1.2.8"
HOA = "hoa@nghean.example"


def submit(house: House, sender: str, *files: tuple[str, str], subject: str = "Gửi bài", **more: str) -> None:
    house.inbox.put(mail(sender, subject, *files, **more), at=house.clock.now())
    house.intake()
    house.assess()
    house.later(minutes=10)


def papers(house: House) -> dict[str, list[str]]:
    return {paper.code: [version.filename for version in paper.versions] for paper in house.records.papers()}


def last_letter(house: House) -> tuple[str, str]:
    letter = house.records.letters(raw=True)[-1]
    message = email.message_from_bytes(letter["raw"], policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return letter["kind"], body.get_content()


def message_id_of_last_letter(house: House) -> str:
    return str(house.records.letters(raw=True)[-1]["message_id"])


# --------------------------------------------------------------------------- papers and versions


def test_a_paper_gets_a_code_its_findings_and_one_acknowledgement(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE + ";verdict=fail"))
    assert papers(house) == {"TL-2021-001": ["Bài.docx"]}
    findings = house.records.judgement_of("TL-2021-001", 1).findings
    assert [(finding.check, finding.outcome) for finding in findings] == [("file", "pass"), ("font", "fail")]
    kind, text = last_letter(house)
    assert kind == "acknowledgement"
    assert "TL-2021-001" in text
    assert len(house.records.letters(raw=True)) == 1


MANY = [(f"Bài {n}.docx", f"title=Chuyện số {n} ở nơi {n * 7};author=Nguyễn Văn {n}") for n in range(3)]


def test_each_paper_of_a_message_is_a_sign_of_life(house: House) -> None:
    """A message may hold as many files as a zip does, and the watchdog waits for each alone."""
    house.inbox.put(mail(HOA, "Gửi bài", *MANY), at=house.clock.now())
    house.intake()
    asked: list[int] = []
    done: list[str] = []

    def stop() -> bool:
        asked.append(len(house.judge.calls))
        return False

    assert run_assessment(house.desk, house.judge, stop=stop, done=lambda: done.append("message")).papers == 3
    assert asked == [0, 1, 2]
    assert done == ["message"]


def test_stopped_between_two_papers_of_a_message_it_was_no_attempt(house: House) -> None:
    house.inbox.put(mail(HOA, "Gửi bài", *MANY), at=house.clock.now())
    house.intake()
    for _ in range(house.config.intake.max_assessment_attempts + 2):
        calls = len(house.judge.calls)
        run_assessment(house.desk, house.judge, stop=lambda before=calls: len(house.judge.calls) > before)
        assert len(house.judge.calls) == calls + 1
        assert house.records.letters() == []
    house.assess()
    assert [house.records.judgement_of(code, 1).ruleset for code in papers(house)] == ["test-1"] * 3


def test_first_mail_then_correction_then_the_same_again(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE + ";verdict=fail"))
    submit(house, HOA, ("Bài sửa.docx", TITLE), subject="Bài đã sửa")
    submit(house, HOA, ("Bài sửa (1).docx", TITLE), subject="Gửi lại")
    assert papers(house) == {"TL-2021-001": ["Bài.docx", "Bài sửa.docx"]}
    status = house.status()
    assert (status["papers"]["total"], status["papers"]["pass"]) == (1, 1)
    assert len(house.records.letters(raw=True)) == 3
    assert house.judge.calls == ["Bài.docx", "Bài sửa.docx"]  # known bytes are not judged again
    assert house.notes("same_again")


def test_a_reply_to_our_letter_with_a_rewritten_paper_is_a_version(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE))
    reply = message_id_of_last_letter(house)
    submit(house, HOA, ("x.docx", "author=Nguyễn Thị Hoa;school=nghe-an"), subject="Re: Đã nhận", in_reply_to=reply)
    assert papers(house) == {"TL-2021-001": ["Bài.docx", "x.docx"]}
    (paper,) = house.records.papers()
    assert paper.title is not None  # what the new version does not say stays known
    assert house.notes("retitled")  # and a person sees that it does not say it


def test_a_reply_with_another_title_keeps_the_promise_of_our_letter(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE))
    reply = message_id_of_last_letter(house)
    changed = "title=Đổi mới cách học ở khu nội trú;author=Nguyễn Thị Hoa;school=nghe-an"
    pen = house.pen = RecordingPen(house.pen)  # type: ignore[assignment]
    submit(house, HOA, ("x.docx", changed), subject="Re: Đã nhận", in_reply_to=reply)
    assert papers(house) == {"TL-2021-001": ["Bài.docx", "x.docx"]}
    assert pen.reports[0].former_title == "Mô hình lớp học tự quản ở Trường Chính trị tỉnh Nghệ An"
    assert house.notes("retitled")


def test_one_more_paper_in_a_reply_is_a_new_paper_also_after_a_restart(house: House) -> None:
    submit(house, HOA, ("Bài.docx", "title=Mô hình tham mưu ở Trường Chính trị tỉnh Quảng Bình"))
    reply = message_id_of_last_letter(house)
    more = ("Bài 3.docx", "title=Mô hình đọc sách ở Trường Chính trị tỉnh Quảng Bình")
    house.inbox.put(mail(HOA, "Gửi thêm bài thứ ba", more, in_reply_to=reply))
    house.intake()
    house.restart()  # what the words said is on record with the decision
    house.assess()
    assert papers(house) == {"TL-2021-001": ["Bài.docx"], "TL-2021-002": ["Bài 3.docx"]}


def test_the_author_is_told_of_a_doubt_and_of_nobody_elses_paper(house: House) -> None:
    young = "title=Kinh nghiệm xây dựng mô hình giảng viên trẻ tại Trường Chính trị tỉnh Nghệ An"
    library = young.replace("giảng viên trẻ", "thư viện điện tử")
    submit(house, HOA, ("a.docx", young))
    pen = house.pen = RecordingPen(house.pen)  # type: ignore[assignment]
    submit(house, HOA, ("b.docx", library))
    assert pen.reports[0].may_revise == (PaperName("TL-2021-001", young.removeprefix("title=")),)
    submit(house, "lan@hue.example", ("c.docx", young + ";x=1"))
    assert (pen.reports[0].code, pen.reports[0].may_revise) == ("TL-2021-003", ())
    assert len(house.notes("doubt")) == 2


def test_one_paper_in_two_formats_is_one_paper(house: House) -> None:
    pen = house.pen = RecordingPen(house.pen)  # type: ignore[assignment]
    submit(house, HOA, ("Bài.pdf", TITLE + ";as=pdf"), ("Bài.docx", TITLE), ("Bài (1).docx", TITLE))
    assert papers(house) == {"TL-2021-001": ["Bài.docx"]}
    assert [(file.filename, file.twin_of, file.same_as) for file in pen.incoming.files] == [
        ("Bài.pdf", "Bài.docx", None),
        ("Bài.docx", None, None),
        ("Bài (1).docx", None, "Bài.docx"),
    ]
    assert house.status()["papers"]["total"] == 1
    assert house.notes("twin")


def test_until_a_person_decides_the_version_in_time_counts(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE))
    house.clock.set(house.config.deadline + timedelta(days=1))
    pen = house.pen = RecordingPen(house.pen)  # type: ignore[assignment]
    submit(house, HOA, ("Bài sửa.docx", TITLE + ";x=1"))
    submit(house, HOA, ("Bài sửa 2.docx", TITLE + ";x=2"))
    (report,) = pen.reports
    assert report.standing is not None
    assert (report.version, report.standing.filename, report.standing.arrived_at) == (3, "Bài.docx", START)


def test_a_code_of_somebody_else_opens_nothing(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE))
    submit(house, "la@khac.example", ("y.docx", "title=Bài khác hẳn về thư viện"), codes="TL-2021-001")
    assert papers(house) == {"TL-2021-001": ["Bài.docx"], "TL-2021-002": ["y.docx"]}
    assert "TL-2021-001" not in last_letter(house)[1]
    assert house.notes("foreign_code")


def test_the_contact_of_a_school_may_replace_its_papers(build: Callable[..., House]) -> None:
    house = build()
    schools = tuple(
        school.model_copy(update={"contacts": ("VanPhong@nghean.example",)}) if school.id == "nghe-an" else school
        for school in house.config.schools
    )
    house.config = house.config.model_copy(update={"schools": schools})
    submit(house, HOA, ("Bài.docx", TITLE))
    submit(house, "vanphong@nghean.example", ("Bài 2.docx", TITLE + ";x=1"))
    assert papers(house) == {"TL-2021-001": ["Bài.docx", "Bài 2.docx"]}


def test_a_batch_is_several_papers_and_one_letter(house: House) -> None:
    batch = [(f"Bài {n}.docx", f"title={title};school=ha-tinh") for n, title in enumerate(("Một", "Hai kia", "Ba nọ"))]
    submit(house, "tct@hatinh.example", *batch, ("Bài 0 bản sao.docx", batch[0][1]))
    assert list(papers(house)) == ["TL-2021-001", "TL-2021-002", "TL-2021-003"]
    assert len(house.records.letters(raw=True)) == 1
    text = last_letter(house)[1]
    assert all(code in text for code in papers(house))


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        (TITLE + ";x=1", True),
        (TITLE.replace("author=", "author=Trần Văn Bình;was="), False),
        ("title=Đổi mới cách học ở khu nội trú;school=nghe-an", False),
    ],
    ids=["the same paper, changed", "by somebody else", "another paper"],
)
def test_two_states_of_one_paper_in_a_message_are_told(house: House, other: str, *, asked: bool) -> None:
    """Which of them is the newer nobody can know, so both are kept and a person is asked."""
    submit(house, HOA, ("Bài.docx", TITLE), ("Bài (1).docx", other))
    assert papers(house) == {"TL-2021-001": ["Bài.docx"], "TL-2021-002": ["Bài (1).docx"]}
    assert house.notes("doubt") == ["TL-2021-002 may be a version of TL-2021-001: merge them if it is."] * asked


def test_of_two_states_in_a_message_the_later_is_the_paper_where_the_names_say_which(house: House) -> None:
    pen = house.pen = RecordingPen(house.pen)  # type: ignore[assignment]
    submit(house, HOA, ("Bản mới.docx", TITLE + ";x=1"), ("Bản cũ.docx", TITLE))
    assert papers(house) == {"TL-2021-001": ["Bản mới.docx"]}
    assert [(file.filename, file.twin_of, file.is_earlier) for file in pen.incoming.files] == [
        ("Bản mới.docx", None, False),
        ("Bản cũ.docx", "Bản mới.docx", True),
    ]
    assert not house.notes("doubt")


@pytest.mark.parametrize("files", [("Bài.docx", "b.docx"), ("b.docx", "Bài.docx")])
def test_beside_what_is_on_record_of_the_senders_own_another_state_is_its_next_version(
    house: House, files: tuple[str, str]
) -> None:
    """Who sends the old file along means the new one, and is not asked whether it is another paper."""
    content = {"Bài.docx": TITLE, "b.docx": TITLE + ";x=1"}
    submit(house, HOA, ("Bài.docx", TITLE))
    submit(house, HOA, *((name, content[name]) for name in files))
    assert papers(house) == {"TL-2021-001": ["Bài.docx", "b.docx"]}
    assert not house.notes("doubt")


def test_a_stranger_learns_nothing_by_sending_another_state_beside_somebody_elses_file(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE))
    pen = house.pen = RecordingPen(house.pen)  # type: ignore[assignment]
    submit(house, "la@khac.example", ("x.docx", TITLE), ("y.docx", TITLE + ";x=1"))
    assert papers(house) == {"TL-2021-001": ["Bài.docx"], "TL-2021-002": ["y.docx"]}
    assert not any(file.twin_of for file in pen.incoming.files)
    assert house.notes("strangers_copy")


def test_in_doubt_a_new_paper_and_a_person_asked(house: House) -> None:
    submit(
        house, HOA, ("a.docx", "title=Kinh nghiệm xây dựng mô hình giảng viên trẻ tại Trường Chính trị tỉnh Nghệ An")
    )
    submit(
        house, HOA, ("b.docx", "title=Kinh nghiệm xây dựng mô hình thư viện điện tử tại Trường Chính trị tỉnh Nghệ An")
    )
    assert len(papers(house)) == 2
    assert house.notes("doubt") == ["TL-2021-002 may be a version of TL-2021-001: merge them if it is."]


@pytest.mark.parametrize(
    ("granted", "late"),
    [
        ({"school": "nghe-an"}, False),
        ({"school": "ha-tinh"}, True),
        ({"paper": "TL-2021-001"}, False),
        ({"paper": "TL-2021-002"}, True),
    ],
)
def test_a_later_deadline_is_that_of_its_school_or_paper_alone(
    house: House, granted: dict[str, str], late: bool
) -> None:
    extension = Extension(until=date(2021, 11, 12), **granted)
    house.config = house.config.model_copy(update={"extensions": (extension,)})
    house.pen = Letters(house.config, environment(house.config))
    house.clock.set(datetime(2021, 11, 12, 9, 0, tzinfo=house.config.zone))
    submit(house, HOA, ("Bài.docx", TITLE))
    assert house.status()["papers"]["late"] == int(late)
    text = email.message_from_bytes(house.records.letters(raw=True)[-1]["raw"], policy=email.policy.default)
    said = text.get_body(("plain",)).get_content()
    assert ("hết ngày 12/11/2021" in said) is not late
    assert ("nộp sau thời hạn" in said) is late


# --------------------------------------------------------------------------- deadline and quota


def test_late_is_counted_by_arrival_to_the_second(house: House) -> None:
    last_moment = house.config.deadline.replace(microsecond=0)
    for sender, at in (("a@x.example", last_moment), ("b@x.example", last_moment + timedelta(seconds=1))):
        house.inbox.put(mail(sender, "Gửi bài", ("Bài.docx", f"title=Bài của {sender};school=nghe-an")), at=at)
    house.later(days=30)  # when it is judged does not matter
    house.once()
    assert [row["late"] for row in house.records.versions()] == [0, 1]
    assert house.status()["papers"]["late"] == 1


def test_what_stood_at_the_deadline_decides_compliance(house: House) -> None:
    submit(house, HOA, ("Bài.docx", TITLE))
    house.clock.set(house.config.deadline + timedelta(days=1))
    submit(house, HOA, ("Bài sửa.docx", TITLE + ";verdict=fail"))
    status = house.status()
    nghe_an = next(school for school in status["schools"] if school["id"] == "nghe-an")
    assert (nghe_an["papers"], nghe_an["compliant"], nghe_an["missing"]) == (1, 1, 5)
    assert (status["papers"]["fail"], status["papers"]["late"]) == (1, 0)


def test_more_papers_than_the_plan_allows_are_told_to_a_person(house: House) -> None:
    for n, word in enumerate(("gà", "trâu bò", "lúa nước", "chè xanh", "biển cả", "núi rừng")):
        submit(house, f"a{n}@hatinh.example", (f"{word}.docx", f"title=Chuyện {word} quê ta {word};school=ha-tinh"))
    assert len(house.notes("over_quota")) == 1
    ha_tinh = next(school for school in house.status()["schools"] if school["id"] == "ha-tinh")
    assert (ha_tinh["papers"], ha_tinh["over"], ha_tinh["missing"]) == (6, 1, 0)


def test_of_one_too_many_it_is_noted_what_else_is_to_be_decided(house: House) -> None:
    for n, word in enumerate(("gà", "trâu bò", "lúa nước", "chè xanh", "biển cả")):
        submit(house, f"a{n}@hatinh.example", (f"{word}.docx", f"title=Chuyện {word} quê ta {word};school=ha-tinh"))
    submit(house, HOA, ("núi.docx", "title=Chuyện núi rừng;school=ha-tinh"))
    submit(house, HOA, ("sông.docx", "title=Con sông xưa;school=ha-tinh;verdict=review"))
    house.clock.set(datetime(2021, 11, 11, 9, tzinfo=house.config.zone))
    submit(house, HOA, ("mưa.docx", "title=Mưa nguồn chớp bể;school=ha-tinh"))
    with house.records._connection.reading() as db:
        found = rows(db, "SELECT data FROM events WHERE kind = 'over_quota' ORDER BY id")
        assert [json.loads(row["data"])["open"] for row in found] == [[], ["TL-2021-007"], ["TL-2021-008"]]


# --------------------------------------------------------------------------- failures


def test_a_paper_that_cannot_be_judged_is_recorded_acknowledged_and_left_to_a_person(
    build: Callable[..., House],
) -> None:
    house = build(max_assessment_attempts=3)

    def poison(filename: str) -> None:
        if filename == "Hỏng.docx":
            raise ValueError("the judge fell over")

    house.judge.fail = poison
    house.inbox.put(mail(HOA, "Gửi 2 bài", ("Hỏng.docx", TITLE), ("Lành.docx", "title=Bài lành")))
    house.inbox.put(mail("lan@hue.example", "Gửi bài", ("Khác.docx", "title=Bài khác")))
    house.intake()
    assert house.assess().failed == 1
    assert list(papers(house).values()) == [["Khác.docx"]]  # it blocks nobody
    house.assess()
    report = house.assess()
    assert (report.parked, report.papers) == (1, 2)
    by_name = {files[0]: code for code, files in papers(house).items()}
    broken = house.records.judgement_of(by_name["Hỏng.docx"], 1)
    assert (broken.verdict, broken.ruleset) == ("review", UNJUDGED)
    assert house.records.judgement_of(by_name["Lành.docx"], 1).verdict == "pass"
    assert len(house.records.letters(raw=True)) == 2
    assert house.status()["messages"]["parked"] == 1
    assert house.assess().messages == 0


def test_a_paper_that_kills_the_process_is_counted_across_restarts(build: Callable[..., House]) -> None:
    house = build(max_assessment_attempts=2)

    def deadly(_: str) -> None:
        raise SystemExit(139)

    house.judge.fail = deadly
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE)))
    house.intake()
    for _ in range(2):
        with pytest.raises(SystemExit):
            house.assess()
        house.restart()
    assert house.assess().parked == 1
    assert house.records.judgement_of("TL-2021-001", 1).verdict == "review"
    assert len(house.records.letters(raw=True)) == 1


def test_a_correction_never_overtakes_the_paper_it_corrects(house: House) -> None:
    def fails_once(filename: str) -> None:
        house.judge.fail = None
        raise ValueError(filename)

    house.judge.fail = fails_once
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE + ";verdict=fail")))
    house.inbox.put(mail(HOA, "Bài đã sửa", ("Bài sửa.docx", TITLE)))
    house.intake()
    house.assess()
    assert papers(house) == {}
    house.assess()
    assert papers(house) == {"TL-2021-001": ["Bài.docx", "Bài sửa.docx"]}


def _waiting(*senders: str) -> list[Waiting]:
    return [Waiting(number, sender) for number, sender in enumerate(senders)]


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        ([], []),
        (_waiting("a", "b", "a"), [0, 1, 2]),
        # A school that sends twenty one by one is no flood; what is more waits for the others, and goes on in order.
        (_waiting(*["a"] * 20, "b"), [*range(20), 20]),
        (_waiting(*["a"] * 23, "b", "c", "b"), [*range(20), 23, 24, 25, 20, 21, 22]),
        (_waiting(*["a"] * 45, *["b"] * 21), [*range(20), *range(45, 65), *range(20, 30)]),
        (_waiting(*map(str, range(60))), list(range(50))),
    ],
    ids=["nobody", "arrival", "a school", "a flood", "two floods", "many people"],
)
def test_whose_turn_it_is(waiting: list[Waiting], expected: list[int]) -> None:
    assert in_turn(waiting) == expected


@pytest.mark.slow
def test_a_flood_keeps_nobody_waiting_who_writes_while_it_is_judged(house: House) -> None:
    for number in range(80):
        house.inbox.put(mail("ban-hang@x.example", "Gửi bài", (f"{number}.docx", f"title=Bài chào hàng số {number}")))
    house.intake()

    def writes_meanwhile(filename: str) -> None:
        if filename == "10.docx":
            house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE)))
            house.intake()

    house.judge.fail = writes_meanwhile
    assert house.assess().papers == 81
    assert house.judge.calls.index("Bài.docx") <= 50 + 20
    flooder = [name for name in house.judge.calls if name != "Bài.docx"]
    assert flooder == [f"{number}.docx" for number in range(80)], "each sender's in the order they arrived"


@pytest.mark.slow
def test_a_sender_whose_paper_has_to_be_tried_again_ends_no_pass_of_others(house: House) -> None:
    """Sixty of theirs are passed over, more than one round holds."""

    def fails(filename: str) -> None:
        if filename == "0.docx":
            raise ValueError(filename)

    house.judge.fail = fails
    for number in range(60):
        house.inbox.put(mail("ban-hang@x.example", "Gửi bài", (f"{number}.docx", f"title=Bài chào hàng số {number}")))
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE)))
    house.intake()
    report = house.assess()
    assert (report.failed, report.papers) == (1, 1)
    assert house.judge.calls == ["0.docx", "Bài.docx"]


def test_a_file_lost_from_the_archive_is_decoded_again(house: House) -> None:
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE)))
    house.intake()
    path = house.desk.archive.file_path(house.records.to_assess()[0].files[0].sha256)
    path.write_bytes(b"")  # a power cut
    assert house.assess().papers == 1
    assert house.judge.calls == ["Bài.docx"]
    assert path.read_bytes() == TITLE.encode()


def test_a_message_lost_from_the_archive_is_that_messages_trouble(build: Callable[..., House]) -> None:
    house = build(max_assessment_attempts=1)
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE)))
    house.inbox.put(mail("lan@hue.example", "Gửi bài", ("Khác.docx", "title=Bài khác")))
    house.intake()
    (first, _) = house.records.to_assess()
    house.desk.archive.file_path(first.files[0].sha256).unlink()
    house.desk.archive.message_path(first.sha256).unlink()
    report = house.assess()
    assert (report.parked, report.papers) == (1, 2)


class BrokenPen(Letters):
    """A template that does not render."""

    def __init__(self) -> None: ...

    def acknowledgement(
        self, incoming: Incoming, papers: object, also: object = (), *, passed_on: bool = False, missing: object = ()
    ) -> Letter:
        raise ValueError("template")


def test_papers_count_more_than_the_letter_about_them(build: Callable[..., House]) -> None:
    house = build(max_assessment_attempts=2)
    house.pen = BrokenPen()
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", TITLE)))
    house.intake()
    assert house.assess().failed == 1
    assert papers(house) == {}  # together or not at all, while there is hope
    assert house.assess().papers == 1
    assert house.records.letters(raw=True) == []
    (event,) = [event for event in recent_events(house.records) if event["kind"] == "not_acknowledged"]
    assert event["attention"] == 1
    assert "template" in json.loads(event["data"])["error"]


class RecordingPen(Letters):
    """Keeps what it is asked to tell."""

    def __init__(self, pen: Letters) -> None:
        self._pen = pen
        self.reports: list[PaperReport] = []
        self.incoming: Incoming

    def acknowledgement(
        self, incoming: Incoming, papers: object, also: object = (), *, passed_on: bool = False, missing: object = ()
    ) -> Letter:
        self.incoming, self.reports = incoming, list(papers)  # type: ignore[call-overload]
        return self._pen.acknowledgement(incoming, self.reports)


def test_what_the_letter_is_told(house: House) -> None:
    pen = RecordingPen(house.pen)
    house.pen = pen  # type: ignore[assignment]
    submit(house, HOA, ("Bài.docx", TITLE))
    (report,) = pen.reports
    assert (report.code, report.version, report.replaces, report.late) == ("TL-2021-001", 1, None, False)
    assert report.school_name == "Trường Chính trị tỉnh Nghệ An"
    assert report.topic_name is not None
    submit(house, HOA, ("Sửa.docx", TITLE + ";verdict=fail"))
    (report,) = pen.reports
    assert (report.version, report.replaces, report.unchanged) == (2, "Bài.docx", False)
    submit(house, HOA, ("Bài.docx", TITLE), subject="Gửi lại")
    (report,) = pen.reports
    assert (report.version, report.unchanged, report.received_at) == (1, True, START)
