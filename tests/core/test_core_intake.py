"""The intake pass: what is recorded once, what is answered, what happens when something fails."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from core.fakes import START, FakeJudge, House, mail, never, read

from daemon.cycle import take_in
from daemon.errors import MailboxError, NoReaderError, ReadError, RecordsError
from daemon.model import Disposition, ParsedMail

pytestmark = pytest.mark.slow  # each is quick; all of them are not

PAPER = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=nghe-an")


def letters(house: House) -> list[tuple[str, str]]:
    return [(letter["kind"], letter["recipients"][0]) for letter in house.records.letters()]


# --------------------------------------------------------------------------- the ordinary way


def test_a_message_is_archived_recorded_and_filed_away(house: House) -> None:
    raw = mail("hoa@nghean.example", "Gửi bài", PAPER, ("anh.png", "not a paper"))
    house.inbox.put(raw)
    report = house.intake()
    assert (report.new, report.decided, report.filed) == (1, 1, 1)
    (row,) = house.records.messages()
    assert house.desk.archive.message(row["raw_sha256"]) == raw
    assert (row["state"], row["disposition"], row["from_address"]) == ("to_assess", "submission", "hoa@nghean.example")
    assert house.inbox.moved == [raw]
    assert letters(house) == []  # a paper is acknowledged when it is judged
    (submission,) = house.records.to_assess()
    assert [(file.filename, file.role) for file in submission.files] == [("Bài.docx", "paper"), ("anh.png", "other")]


def test_arrival_is_what_the_mailbox_says(house: House) -> None:
    house.later(days=3)
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER), at=START)
    house.intake()
    assert house.records.to_assess()[0].arrived_at == START


def test_without_a_folder_for_handled_mail_everything_stays(build: Callable[..., House]) -> None:
    house = build()
    mailbox = house.config.mailbox.model_copy(update={"processed_folder": ""})
    house.config = house.config.model_copy(update={"mailbox": mailbox})
    house.inbox.put(mail())
    house.once()
    house.once()
    assert house.inbox.moved == []
    assert house.inbox.fetched == [1]
    assert len(house.sender.sent) == 1


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("no_paper", "no_paper"),
        ("unreadable", "no_paper"),
        ("submission", "no_paper"),  # an archive nobody can open: no paper reached us
        ("question", "passed_on"),
        ("withdrawal", "passed_on"),
        ("command", None),
        ("bounce", None),
        ("auto_reply", None),
        ("bulk", None),
        ("own", None),
    ],
)
def test_who_gets_which_answer_without_a_paper(house: House, kind: str, answer: str | None) -> None:
    house.inbox.put(mail("hoa@nghean.example", "Thư", kind=kind))
    house.intake()
    assert letters(house) == ([(answer, "hoa@nghean.example")] if answer else [])
    assert house.status()["messages"]["by_disposition"] == {kind: 1}


@pytest.mark.parametrize("kind", ["question", "withdrawal", "command"])
def test_what_a_person_must_see_is_in_the_log(house: House, kind: str) -> None:
    house.inbox.put(mail("hoa@nghean.example", "Xin hỏi", kind=kind))
    house.intake()
    assert house.notes(kind) == [f'A {kind} from hoa@nghean.example: "Xin hỏi".']


def test_nobody_to_answer_to(house: House) -> None:
    house.inbox.put(mail("", "Không người gửi"))
    house.once()
    assert letters(house) == []
    assert house.status()["messages"]["by_disposition"] == {"no_paper": 1}


def test_a_paper_relayed_by_a_list_is_recorded_and_only_the_answer_held(house: House) -> None:
    house.inbox.put(mail("hoa@nghean.example", "[ds] Gửi bài", PAPER, kind="bulk"))
    house.once()
    assert house.status()["papers"]["total"] == 1
    assert letters(house) == []
    assert house.notes("not_acknowledged")


def test_a_document_in_machine_mail_is_told_to_a_person(house: House) -> None:
    house.inbox.put(mail("hoa@nghean.example", "Vắng mặt", PAPER, kind="auto_reply"))
    house.once()
    assert house.status()["papers"]["total"] == 0
    assert house.notes("paper_in_machine_mail")


# --------------------------------------------------------------------------- identity


def test_a_message_that_stays_is_fetched_once(house: House) -> None:
    house.inbox.put(mail(), deleted=True)  # another client marked it; not ours to move
    house.intake()
    house.intake()
    assert house.inbox.fetched == [1]
    assert house.inbox.moved == []


def test_copied_back_it_is_recognised_and_filed_again(house: House) -> None:
    raw = mail("hoa@nghean.example", "Gửi bài", PAPER)
    house.inbox.put(raw)
    house.once()
    house.inbox.put(raw)
    report = house.intake()
    house.once()
    assert (report.new, report.known, report.filed) == (0, 1, 1)
    assert house.status()["messages"]["total"] == 1
    assert len(house.sender.sent) == 1


def test_numbered_anew_nothing_is_skipped_and_nothing_doubled(house: House) -> None:
    for n in range(3):
        house.inbox.put(mail(subject=f"Thư {n}"), deleted=True)
    house.once()
    house.inbox.renumber()
    house.inbox.put(mail(subject="Thư mới"), deleted=True)
    report = house.intake()
    house.once()
    assert (report.known, report.new) == (3, 1)
    assert len(house.sender.sent) == 4
    assert len(house.notes("uidvalidity_changed")) == 1


@pytest.mark.parametrize("comes_at_once", [True, False])
def test_a_number_that_is_given_again_is_no_message_that_we_know(house: House, *, comes_at_once: bool) -> None:
    """A mailbox brought back from a copy, under its old UIDVALIDITY: what comes then gets numbers that we know."""
    house.inbox.put(mail(subject="Thư trước"), deleted=True)
    uid = house.inbox.put(mail(subject="Thư sau cùng"), deleted=True)
    house.once()
    raw = mail("moi@nghean.example", "Gửi bài", PAPER)
    house.inbox.messages[uid] = replace(house.inbox.messages[uid], raw=raw, internal_date=START + timedelta(hours=3))
    if not comes_at_once:
        house.inbox.fail["fetch"] = never
        with pytest.raises(MailboxError):
            house.intake()
        house.inbox.fail.clear()
    report = house.intake()
    house.once()
    assert (report.new, report.known) == (1, 0)
    assert len(house.sender.to("moi@nghean.example")) == 1
    assert house.intake().new == 0


def test_a_known_message_of_another_date_is_fetched_once(house: House) -> None:
    """A server that does not keep INTERNALDATE costs a look, no letter."""
    uid = house.inbox.put(mail(), deleted=True)
    house.once()
    house.inbox.messages[uid].internal_date += timedelta(seconds=1)
    reports = [house.intake() for _ in range(2)]
    assert [(it.new, it.known) for it in reports] == [(0, 1), (0, 0)]
    assert house.inbox.fetched == [uid, uid]


def test_a_message_whose_name_is_known_is_not_fetched_again(house: House) -> None:
    """Gmail shows it in two labels, or numbers the folder anew: X-GM-MSGID and EMAILID stay."""
    raw = mail("hoa@nghean.example", "Gửi bài", PAPER)
    house.inbox.put(raw, object_id="X-GM-MSGID 1278")
    house.once()
    house.inbox.put(raw, object_id="X-GM-MSGID 1278")
    report = house.intake()
    assert (report.new, report.known, report.filed) == (0, 1, 1)
    assert house.inbox.fetched == [1]
    assert len(house.sender.sent) == 1


def test_no_name_is_worth_a_lost_message(house: House) -> None:
    """Another size under the same name: a server's mistake.  Another account: another server's names."""
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER), object_id="EMAILID M1")
    house.once()
    house.inbox.put(mail("binh@nghean.example", "Gửi bài khác", PAPER), object_id="EMAILID M1")
    assert house.intake().new == 1
    house.inbox.account = "hop-thu@may-khac"
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER), object_id="EMAILID M1")
    report = house.intake()
    assert (report.new, report.known) == (0, 1)  # by its bytes
    assert house.inbox.fetched == [1, 2, 3]


def test_messages_that_were_on_record_before_are_named_when_they_are_seen(house: House) -> None:
    raw = mail()
    uid = house.inbox.put(raw, deleted=True)
    house.intake()
    house.inbox.messages[uid].object_id = "X-GM-MSGID 7"  # after an upgrade, or by another server
    house.intake()
    house.inbox.renumber()
    house.intake()
    assert house.inbox.fetched == [uid]


def test_delivered_twice_through_an_alias_it_is_answered_once(house: House) -> None:
    raw = mail("hoa@nghean.example", "Gửi bài", PAPER)
    house.inbox.put(b"Received: from a.example by b.example\r\n" + raw)
    house.inbox.put(b"Received: from c.example by b.example\r\nDelivered-To: bi-danh@hoithao.example\r\n" + raw)
    house.once()
    status = house.status()
    assert (status["messages"]["total"], status["messages"]["duplicates"]) == (2, 1)
    assert status["messages"]["by_disposition"] == {"submission": 1}
    assert status["papers"]["total"] == 1
    assert len(house.sender.sent) == 1


def test_the_same_message_id_with_other_content_is_another_message(house: House) -> None:
    for body in ("Bài thứ nhất", "Bài thứ hai"):
        house.inbox.put(mail(body=body, message_id="<lap-lai@nghean.example>"))
    house.once()
    assert house.status()["messages"]["duplicates"] == 0
    assert len(house.sender.sent) == 2


def test_without_a_message_id_nothing_says_that_two_are_one(house: House) -> None:
    raw = mail().replace(b"Message-ID: ", b"X-Nothing: ")
    house.inbox.put(raw)
    house.inbox.put(b"Received: from c.example by b.example\r\n" + raw)
    house.intake()
    assert house.status()["messages"]["duplicates"] == 0


def test_an_imported_message_has_the_limit_of_the_mailbox(build: Callable[..., House]) -> None:
    house = build(max_message_bytes=2_000)
    raw = mail("hoa@nghean.example", "Gửi bài", ("Bài.docx", "x" * 5_000))
    assert take_in(house.desk, raw, START, "thu.eml").oversize == 1
    assert take_in(house.desk, raw, START, "thu.eml").known == 1  # the same again
    assert [letter["kind"] for letter in house.records.letters()] == ["oversize"]
    (kept,) = (house.directory / "messages").rglob("*.eml")
    assert kept.read_bytes() == raw[: raw.index(b"\r\n\r\n") + 4]  # as the mailbox gives it: known by it there
    assert house.status()["messages"]["total"] == 1


def test_imported_again_it_is_the_same(house: House) -> None:
    raw = mail("hoa@nghean.example", "Gửi bài", PAPER)
    for _ in range(2):
        take_in(house.desk, raw, START, "bai.eml")
        house.assess()
    house.inbox.put(raw)
    house.once()
    assert house.status()["messages"]["total"] == 1
    assert len(house.sender.sent) == 1


# --------------------------------------------------------------------------- too large


def test_too_large_it_is_never_fetched_and_its_sender_told(build: Callable[..., House]) -> None:
    house = build(max_message_bytes=10_000)
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", ("Bài.docx", "x" * 20_000)))
    house.once()
    house.inbox.renumber()
    house.once()
    assert house.inbox.fetched == []
    assert letters(house) == [("oversize", "hoa@nghean.example")]
    (row,) = house.records.messages()
    assert row["raw_sha256"] is None
    assert row["size"] > 20_000
    assert house.status()["papers"]["total"] == 0
    assert house.notes("oversize")


def test_too_large_and_from_a_machine_it_is_not_answered(build: Callable[..., House]) -> None:
    house = build(max_message_bytes=10_000)
    house.inbox.put(mail("robot@nghean.example", "Báo cáo", ("Bài.docx", "x" * 20_000), kind="bulk"))
    house.once()
    assert letters(house) == []


def test_two_large_ones_with_one_header_block_but_other_sizes_are_two(build: Callable[..., House]) -> None:
    house = build(max_message_bytes=10_000)
    for size in (20_000, 30_000):
        house.inbox.put(mail("h@a.example", "Bài", message_id="<x@a.example>", body="x" * size))
    house.intake()
    assert house.status()["messages"]["total"] == 2


# --------------------------------------------------------------------------- failures


def poisonous(raw: bytes) -> ParsedMail:
    if b"POISON" in raw:
        raise ValueError("the parser fell over")
    return read(raw)


def test_poison_is_parked_after_its_attempts_and_blocks_nobody(build: Callable[..., House]) -> None:
    house = build(max_attempts=3)
    house.read = poisonous
    house.inbox.put(mail(body="POISON"))
    house.inbox.put(mail(subject="Thư lành"))
    reports = [house.intake() for _ in range(4)]
    assert [(report.failed, report.parked, report.filed) for report in reports] == [
        (1, 0, 1),
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 0),
    ]
    status = house.status()
    assert status["messages"]["parked"] == 1
    assert any("set aside" in line and "the parser fell over" in line for line in status["trouble"])
    assert len(house.inbox.messages) == 1  # the parked one stays where people look
    parked = next(row for row in house.records.messages() if row["state"] == "parked")
    assert "Traceback" in parked["last_error"]


def test_poison_that_kills_the_process_is_parked_too(build: Callable[..., House]) -> None:
    house = build(max_attempts=3)

    def deadly(raw: bytes) -> ParsedMail:
        if b"POISON" in raw:
            raise SystemExit(139)  # as far as the records can tell: nothing is written any more
        return read(raw)

    house.read = deadly
    house.inbox.put(mail(body="POISON"))
    house.inbox.put(mail(subject="Thư lành"))
    for _ in range(3):
        with pytest.raises(SystemExit):
            house.intake()
        house.restart()
    house.intake()
    assert house.status()["messages"]["parked"] == 1
    assert house.status()["messages"]["by_disposition"] == {"no_paper": 1}


def test_a_message_that_ends_the_reading_process_is_parked_with_a_sentence(build: Callable[..., House]) -> None:
    house = build(max_attempts=2)

    def looping(raw: bytes) -> ParsedMail:
        raise ReadError("Reading took longer than 60 seconds.", exhausted=True)

    house.read = looping
    house.inbox.put(mail())
    assert [(report.failed, report.parked) for report in (house.intake(), house.intake())] == [(1, 0), (0, 1)]
    (parked,) = house.records.messages()
    assert parked["last_error"] == "Reading took longer than 60 seconds."


@pytest.mark.parametrize("stage", ["intake", "assessment"])
def test_where_nobody_can_read_it_costs_no_attempts(build: Callable[..., House], stage: str) -> None:
    """A machine without memory is no fault of a message: with as many attempts as it takes, everything is handled."""
    house = build(max_attempts=1, max_assessment_attempts=1)
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))

    def nobody(*_: object, **__: object) -> Any:
        raise NoReaderError("Cannot allocate memory.")

    if stage == "intake":
        house.read = nobody
    else:
        house.intake()
        house.judge.file = nobody  # type: ignore[method-assign]
    for _ in range(5):
        with pytest.raises(NoReaderError, match="Free memory"):
            house.intake() if stage == "intake" else house.assess()
    house.read, house.judge = read, FakeJudge()
    house.once()
    assert house.status()["messages"]["parked"] == 0
    assert house.records.judgement_of("TL-2021-001", 1).verdict == "pass"


def test_a_parked_message_can_be_tried_again(build: Callable[..., House]) -> None:
    house = build(max_attempts=1)
    house.read = poisonous
    house.inbox.put(mail(body="POISON"))
    house.intake()
    house.read = read
    assert house.records.release_parked(1, START)
    house.intake()
    assert house.status()["messages"]["by_disposition"] == {"no_paper": 1}
    assert not house.records.release_parked(1, START)


@pytest.mark.parametrize("method", ["select", "list", "fetch", "file_away"])
def test_a_connection_cut_anywhere_loses_and_doubles_nothing(house: House, method: str) -> None:
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    house.inbox.put(mail(subject="Thư hai"))
    house.inbox.fail[method] = never
    with pytest.raises(MailboxError):
        house.intake()
    assert any("connection was cut" in line for line in house.status()["trouble"])
    del house.inbox.fail[method]
    house.once()
    status = house.status()
    assert status["trouble"] == []
    assert status["messages"]["total"] == len(house.inbox.moved) == 2
    assert len(house.sender.sent) == 2


def test_what_the_server_cannot_give_blocks_nobody_and_is_never_given_up(house: House) -> None:
    def broken(ref: object) -> None:
        if getattr(ref, "uid", 0) == 1:
            never()

    house.inbox.put(mail(subject="Thư hỏng"))
    house.inbox.put(mail(subject="Thư lành"))
    house.inbox.fail["fetch"] = broken
    for _ in range(3):
        with pytest.raises(MailboxError):
            house.intake()
    for _ in range(3):
        house.intake()  # it costs the connection only once in a while
    assert [raw for raw in house.inbox.moved if "Thư lành" in read(raw).subject]
    assert any("could not be fetched" in line for line in house.status()["trouble"])
    house.inbox.fail.clear()
    house.later(hours=1)
    house.intake()
    assert house.status()["messages"]["total"] == 2
    assert house.status()["trouble"] == []


def test_a_library_that_falls_over_a_message_blocks_nobody(house: House) -> None:
    def broken(ref: object) -> None:
        if getattr(ref, "uid", 0) == 1:
            raise KeyError("a bug")

    house.inbox.put(mail(subject="Thư hỏng"))
    house.inbox.put(mail(subject="Thư lành"))
    house.inbox.fail["fetch"] = broken
    report = house.intake()
    assert (report.failed, report.filed) == (1, 1)


def test_gone_between_list_and_fetch(house: House) -> None:
    house.inbox.put(mail())
    house.inbox.fail["fetch"] = lambda ref: house.inbox.messages.clear()
    assert house.intake().new == 0
    assert house.status()["messages"]["total"] == 0


def test_a_full_disk_stops_intake_before_the_mailbox_is_touched(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.inbox.put(mail())

    def full(_: object, __: bytes) -> str:
        raise RecordsError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("daemon.archive.Archive.put_message", full)
        with pytest.raises(RecordsError):
            house.intake()
    assert len(house.inbox.messages) == 1
    assert house.status()["messages"]["total"] == 0
    house.intake()  # goes on by itself
    assert house.status()["messages"]["total"] == 1


def test_a_damaged_archive_file_stops_only_its_message(build: Callable[..., House]) -> None:
    house = build(max_attempts=2)
    house.read = poisonous
    house.inbox.put(mail(body="POISON"))
    house.intake()
    (row,) = house.records.messages()
    house.desk.archive.message_path(row["raw_sha256"]).write_bytes(b"cut")
    house.inbox.put(mail(subject="Thư lành"))
    report = house.intake()
    assert (report.parked, report.filed) == (1, 1)


def test_every_disposition_of_the_contract_can_be_recorded(house: House) -> None:
    for kind in Disposition:
        house.inbox.put(mail(subject=kind, kind=kind.value))
    house.once()
    assert house.status()["messages"]["by_disposition"] == {kind.value: 1 for kind in Disposition}
