"""The secretariat hears of what a person must see: once for each message, never of machine mail that says nothing."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Never

import pytest
from core import fakes
from core.fakes import SECRETARY, House, killed_at, mail, real_pen, recent_events

from daemon.config import Mode, Recipient
from daemon.model import Decision, Disposition, Lang, ParsedMail, ProgramSign, ReturnedMail

pytestmark = pytest.mark.slow  # each is quick; all of them are not

HOA = "hoa@nghean.example"
ANNA = "anna@hoithao.example"
PAPER = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=nghe-an")


def tell(house: House, *addresses: str) -> House:
    secretariat = house.config.secretariat.model_copy(update={"addresses": addresses})
    house.config = house.config.model_copy(update={"secretariat": secretariat})
    return house


def poisoned(what: object) -> Never:
    raise ValueError(f"poison in {what!r}")


@pytest.fixture
def staffed(house: House) -> House:
    return tell(house, SECRETARY)


def in_two_languages(house: House) -> House:
    """Anna of the secretariat reads English."""
    house.config = house.config.model_copy(update={"recipients": (Recipient(address=ANNA, lang=Lang.EN),)})
    return tell(house, SECRETARY, ANNA)


def notices(house: House) -> list[str]:
    return [letter["subject"] for letter in house.records.letters(raw=True) if letter["kind"] == "notice"]


# --------------------------------------------------------------------------- what is told


@pytest.mark.parametrize("kind", ["question", "withdrawal", "command"])
def test_what_a_person_must_answer_is_told_with_the_answer_to_its_author(staffed: House, kind: str) -> None:
    staffed.inbox.put(mail(HOA, "Thư", kind=kind))
    staffed.once()
    assert notices(staffed) == [f"[Cần xem] {kind}"]
    assert len(staffed.sender.to(SECRETARY)) == 1


def test_what_is_asked_beside_a_paper_is_told_and_its_author_told_so(staffed: House) -> None:
    staffed.inbox.put(mail(HOA, "Gửi bài. Xin hỏi giờ khai mạc", PAPER))
    staffed.once()
    assert notices(staffed) == ["[Cần xem] question"]
    (letter,) = staffed.sender.to(HOA)
    body = email.message_from_bytes(letter, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    assert "chuyển người phụ trách" in body.get_content()


def test_whose_words_send_more_papers_than_came_is_told_so(staffed: House) -> None:
    staffed.inbox.put(mail(HOA, "Gửi đủ hai bài", PAPER))
    staffed.once()
    (letter,) = staffed.sender.to(HOA)
    body = email.message_from_bytes(letter, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    assert "ít hơn đã ghi" in body.get_content()


def test_what_is_asked_beside_a_paper_in_what_a_program_may_have_sent_is_told_as_that_alone(staffed: House) -> None:
    signs = (ProgramSign.NO_PERSON, ProgramSign.TO_ANYBODY)
    staffed.decide = lambda parsed: replace(fakes.decide(parsed), may_answer=False, needs_person=True, weighed=signs)
    staffed.inbox.put(mail(HOA, "Gửi bài. Xin hỏi giờ khai mạc", PAPER))
    staffed.once()
    assert not staffed.notes("question")
    assert notices(staffed) == ["[Cần xem] perhaps_program"]


@pytest.mark.slow
def test_a_flood_of_one_sender_does_not_bury_the_others(staffed: House) -> None:
    hoa = (HOA, HOA.upper(), HOA.title(), "Hoa@Nghean.example")  # the same person, however a program spells it
    for nth in range(30):
        staffed.inbox.put(mail(hoa[nth % 4], f"Thư {nth}", kind="question"))
    staffed.inbox.put(mail("lan@hue.example", "Thư", kind="question"))
    staffed.once()
    assert len(notices(staffed)) == 21
    assert len(staffed.notes("notice_spared")) == 10
    assert len(staffed.notes("question")) == 31  # nothing is forgotten
    staffed.later(days=1, minutes=1)
    staffed.inbox.put(mail(HOA, "Thư sau một ngày", kind="question"))
    staffed.once()
    assert len(notices(staffed)) == 22


@pytest.mark.slow
def test_where_two_languages_are_read_each_is_told_once_in_its_own(staffed: House) -> None:
    in_two_languages(staffed)
    for nth in range(22):
        staffed.inbox.put(mail(HOA, f"Thư {nth}", kind="question"))
    for nth in range(1, 8):
        with killed_at("records.before_commit", nth):
            try:
                staffed.intake()
            except BaseException:  # noqa: BLE001 - the process died
                staffed.restart()
    staffed.once()
    told = [letter for letter in staffed.records.letters(raw=True) if letter["kind"] == "notice"]
    assert [letter["recipients"] for letter in told] == [[SECRETARY], [ANNA]] * 20  # the flood is one of messages
    assert len({letter["key"] for letter in told}) == 40
    assert [len(staffed.sender.to(reader)) for reader in (SECRETARY, ANNA)] == [20, 20]


def test_nobody_configured_nobody_told(house: House) -> None:
    house.inbox.put(mail(HOA, "Thư", kind="question"))
    house.once()
    assert notices(house) == []
    assert house.status()["attention"][0]["kind"] == "question"


def test_decided_and_told_or_neither(staffed: House) -> None:
    staffed.inbox.put(mail(HOA, "Thư", kind="question"))
    for nth in range(1, 12):
        with killed_at("records.before_commit", nth):
            try:
                staffed.intake()
            except BaseException:  # noqa: BLE001 - the process died
                staffed.restart()
        told, decided = notices(staffed), staffed.status()["messages"]["by_disposition"]
        assert bool(told) == bool(decided)
    assert notices(staffed) == ["[Cần xem] question"]


def test_a_doubt_about_a_paper_is_told_with_its_code(staffed: House) -> None:
    for what in ("giảng viên trẻ", "thư viện điện tử"):
        title = f"title=Kinh nghiệm xây dựng mô hình {what} tại Trường Chính trị tỉnh Nghệ An"
        staffed.inbox.put(mail(HOA, "Gửi bài", (f"{what}.docx", title), body="Xin gửi bài."))
        staffed.once()
    assert notices(staffed) == ["[Cần xem] doubt"]
    letter = staffed.records.letters(raw=True)[-1]
    assert letter["codes"] == []  # answering a notice gives no say over the papers it speaks of


def test_several_matters_of_one_message_are_one_notice(staffed: House) -> None:
    staffed.inbox.put(mail(HOA, "Gửi bài", PAPER))
    staffed.once()
    batch = [(f"{n}.docx", f"title=Bài số {n} về việc {n * 'x'};school=ha-tinh") for n in range(1, 7)]
    staffed.inbox.put(mail("la@khac.example", "Gửi bài", *batch, codes="TL-2021-001"))
    staffed.once()
    assert notices(staffed) == ["[Cần xem] foreign_code, over_quota"]


def test_a_message_that_cannot_be_read_is_told_when_it_is_given_up(build: Callable[..., House]) -> None:
    house = tell(build(max_attempts=2), SECRETARY)

    house.read = poisoned
    house.inbox.put(mail())
    house.intake()
    assert notices(house) == []
    house.intake()
    house.intake()
    assert notices(house) == ["[Cần xem] parked"]


def test_a_paper_that_cannot_be_judged_is_told(build: Callable[..., House]) -> None:
    house = tell(build(max_assessment_attempts=1), SECRETARY)

    house.judge.fail = poisoned
    house.inbox.put(mail(HOA, "Gửi bài", PAPER))
    house.once()
    assert notices(house) == ["[Cần xem] unjudged"]


def test_a_notice_that_cannot_be_written_costs_nothing_else(staffed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ValueError("a template was overridden badly")

    monkeypatch.setattr(staffed.pen, "notice", broken)
    staffed.inbox.put(mail(HOA, "Thư", kind="question"))
    staffed.once()
    assert [letter["kind"] for letter in staffed.records.letters(raw=True)] == ["passed_on"]
    assert staffed.status()["attention"][0]["kind"] == "question"


def test_the_author_is_quoted_when_a_paper_is_told_of(staffed: House) -> None:
    staffed.pen = real_pen()
    ordinary = staffed.read
    staffed.read = lambda raw: replace(ordinary(raw), new_text="Xin gửi bài, mong Ban Thư ký xem giúp.")
    staffed.inbox.put(mail(HOA, "[ds] Gửi bài", PAPER, kind="bulk"))
    staffed.intake()
    staffed.restart()
    staffed.assess()
    (letter,) = staffed.records.letters(raw=True)
    body = email.message_from_bytes(letter["raw"], policy=email.policy.default).get_body(("plain",))
    assert body is not None
    assert "> Xin gửi bài, mong Ban Thư ký xem giúp." in body.get_content()
    assert "đã được ghi nhận với mã TL-2021-001" in body.get_content()


# --------------------------------------------------------------------------- what is not


def test_thanks_are_neither_answered_nor_told(staffed: House) -> None:
    def thankful(parsed: ParsedMail) -> Decision:
        return replace(fakes.decide(parsed), needs_answer=False)

    staffed.decide = thankful
    staffed.inbox.put(mail(HOA, "Re: Đã nhận bài", kind="question", body="Em cảm ơn ạ"))
    staffed.once()
    assert staffed.records.letters(raw=True) == []
    assert staffed.status()["attention"] == []
    assert staffed.status()["messages"]["by_disposition"] == {"question": 1}


@pytest.mark.parametrize("kind", ["bounce", "auto_reply", "bulk", "own"])
def test_a_flood_of_machine_mail_is_not_told(staffed: House, kind: str) -> None:
    for n in range(20):
        staffed.inbox.put(mail("may@x.example", f"Tự động {n}", kind=kind))
    staffed.once()
    assert notices(staffed) == []


def test_a_paper_in_machine_mail_is_told_but_not_in_our_own(staffed: House) -> None:
    staffed.inbox.put(mail("may@x.example", "Vắng mặt", PAPER, kind="auto_reply"))
    staffed.inbox.put(mail("ta@x.example", "Thư của ta", PAPER, kind="own"))
    staffed.once()
    assert notices(staffed) == ["[Cần xem] paper_in_machine_mail"]


def test_what_a_program_passes_on_for_an_author_is_told(staffed: House) -> None:
    staffed.decide = lambda parsed: replace(fakes.decide(parsed), needs_person=True)
    staffed.inbox.put(mail("chia-se@x.example", "An đã chia sẻ một tệp với bạn", kind="bulk"))
    staffed.once()
    assert notices(staffed) == ["[Cần xem] passed_on_by_machine"]


def test_what_is_weighed_as_a_programs_is_told_with_the_signs_and_not_answered(staffed: House) -> None:
    signs = (ProgramSign.NO_PERSON, ProgramSign.TO_ANYBODY)
    staffed.decide = lambda parsed: replace(fakes.decide(parsed), needs_person=True, weighed=signs)
    staffed.inbox.put(mail("nuoc@x.example", "Tiền nước", kind="bulk"))
    staffed.once()
    assert notices(staffed) == ["[Cần xem] perhaps_program"]
    assert [letter["kind"] for letter in staffed.records.letters()] == ["notice"]
    (told,) = [event for event in recent_events(staffed.records) if event["kind"] == "perhaps_program"]
    assert json.loads(told["data"])["signs"] == ["no_person", "to_anybody"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [("no_paper", ["[Cần xem] left_unread"]), ("submission", ["[Cần xem] left_unread"]), ("bulk", [])],
)
def test_what_was_left_unread_of_a_persons_mail_is_told(staffed: House, kind: str, told: list[str]) -> None:
    staffed.read = lambda raw: replace(fakes.read(raw), unread=True)
    staffed.inbox.put(mail(HOA, "Gửi bài", *([PAPER] if kind == "submission" else []), kind=kind))
    staffed.once()
    assert notices(staffed) == told


@pytest.mark.parametrize("found", ["doubt", "over_quota", "unjudged"])
def test_what_is_found_at_a_later_stage_is_told_as_well(build: Callable[..., House], found: str) -> None:
    house = tell(build(max_assessment_attempts=1), SECRETARY)
    house.read = lambda raw: replace(fakes.read(raw), unread=True)
    name = "title=Kinh nghiệm xây dựng mô hình {} tại Trường Chính trị tỉnh Nghệ An"
    files = {
        "doubt": [("Cũ.docx", name.format("giảng viên trẻ")), ("Mới.docx", name.format("thư viện điện tử"))],
        "over_quota": [(f"{n}.docx", f"title=Bài số {n} về việc {n * 'x'};school=ha-tinh") for n in range(1, 7)],
        "unjudged": [PAPER],
    }[found]
    if found == "unjudged":
        house.judge.fail = poisoned
    for sent in [[file] for file in files] if found == "doubt" else [files]:
        house.inbox.put(mail(HOA, "Gửi bài", *sent, body="Xin gửi bài."))
        house.once()
    *others, last = notices(house)
    assert set(others) == {"[Cần xem] left_unread"}
    assert last == f"[Cần xem] {found}"
    house.once()
    assert len(notices(house)) == len(others) + 1


def test_what_was_set_aside_and_taken_up_again_is_told_when_it_is_understood(build: Callable[..., House]) -> None:
    house = tell(build(max_attempts=1), SECRETARY)

    house.read = poisoned
    house.inbox.put(mail(HOA, "Thư", kind="question"))
    house.intake()
    house.read = fakes.read
    assert house.records.release_parked(1, house.clock.now())
    house.intake()
    assert notices(house) == ["[Cần xem] parked", "[Cần xem] question"]


def test_what_no_answer_fits_is_told_and_answered(staffed: House) -> None:
    staffed.decide = lambda parsed: replace(fakes.decide(parsed), needs_person=True)
    staffed.inbox.put(mail(HOA, "Cử cán bộ dự hội thảo", kind="no_paper", body="Nhà trường cử đồng chí An."))
    staffed.once()
    assert notices(staffed) == ["[Cần xem] question"]
    kinds = [letter["kind"] for letter in staffed.records.letters(raw=True)]
    assert sorted(kinds) == ["notice", "passed_on"]  # not that no paper came, which was not meant to


def test_too_large_a_message_of_a_machine_is_not_told(build: Callable[..., House]) -> None:
    house = tell(build(max_message_bytes=10_000), SECRETARY)
    house.inbox.put(mail("may@x.example", "Tự động", ("a.docx", "x" * 20_000), kind="auto_reply"))
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", "x" * 20_000)))
    house.once()
    assert notices(house) == ["[Cần xem] oversize"]


# --------------------------------------------------------------------------- letters that come back


def came_back(
    house: House, identifier: str | None, subject: str, *files: tuple[str, str], to: str = HOA, writer: str = ""
) -> None:
    ordinary = house.read
    returned = ReturnedMail(identifier, (to,), "5.1.1", permanent=True, writer=writer, subject="Về bài của đồng chí")
    house.read = lambda raw: replace(ordinary(raw), returned=returned)
    house.inbox.put(mail("mailer-daemon@x.example", subject, *files, kind="bounce"))
    house.intake()
    house.read = ordinary


def test_a_letter_that_came_back_is_told_once(staffed: House) -> None:
    staffed.inbox.put(mail(HOA, "Thư"))
    staffed.once()
    identifier = staffed.records.letters(raw=True)[0]["message_id"]
    for n in range(3):  # with our own copy of the paper in it, as some servers return it
        came_back(staffed, identifier, f"Undelivered {n}", PAPER)
    assert notices(staffed) == ["[Cần xem] letter_came_back"]


@pytest.mark.parametrize(("address", "told"), [(HOA, 1), (HOA.upper(), 1), ("nguoi-khac@x.example", 0)])
def test_a_report_that_names_no_letter_is_matched_by_the_failed_address(
    staffed: House, address: str, told: int
) -> None:
    staffed.inbox.put(mail(HOA, "Thư một"))
    staffed.inbox.put(mail(HOA, "Thư hai"))
    staffed.once()
    came_back(staffed, None, "Undelivered", to=address)
    assert notices(staffed) == ["[Cần xem] letter_came_back"] * told
    assert sum(row["bounced_at"] is not None for row in staffed.records.letters()) == told


def test_a_letter_written_by_hand_that_came_back_is_told(staffed: House) -> None:
    """From the mailbox itself: who wrote it would not see the report among the handled mail.  Not others' letters."""
    box = staffed.config.mailbox.address
    came_back(staffed, "<tay-1@mail.example>", "Undelivered", to="sai@x.example", writer=box)
    came_back(staffed, "<khac@x.example>", "Undelivered", to="sai@x.example", writer=HOA)
    assert notices(staffed) == ["[Cần xem] letter_came_back"]
    assert staffed.notes("letter_came_back") == ["A letter from the mailbox to sai@x.example could not be delivered."]


def test_of_letters_that_somebody_forged_a_few_are_told(staffed: House) -> None:
    for n in range(8):
        came_back(
            staffed, f"<gia-{n}@x.example>", f"{n}", to=f"ai-{n}@x.example", writer=staffed.config.mailbox.address
        )
    assert len(notices(staffed)) == 5


@pytest.mark.parametrize(
    ("address", "told"), [(HOA, "letter_came_back"), ("nguoi-khac@x.example", "passed_on_by_machine")]
)
def test_what_may_be_no_report_after_all_is_shown_unless_a_letter_of_ours_is_meant(
    staffed: House, address: str, told: str
) -> None:
    staffed.inbox.put(mail(HOA, "Thư"))
    staffed.once()
    staffed.decide = lambda parsed: replace(fakes.decide(parsed), needs_person=True)
    came_back(staffed, None, "Thư không đến được", to=address)
    assert notices(staffed) == [f"[Cần xem] {told}"]


def test_a_notice_that_comes_back_causes_no_other(staffed: House) -> None:
    staffed.inbox.put(mail(HOA, "Hỏi", kind="question"))
    staffed.once()
    identifier = next(row["message_id"] for row in staffed.records.letters(raw=True) if row["kind"] == "notice")
    came_back(staffed, identifier, "Undelivered")
    assert len(notices(staffed)) == 1
    assert staffed.notes("letter_came_back")


@pytest.mark.parametrize(
    ("sender", "names_it"), [(SECRETARY, True), (SECRETARY, False), ("quan-tri@may-chu.example", True)]
)
def test_a_program_that_answers_every_notice_is_told_a_few_times_a_day(
    staffed: House, sender: str, *, names_it: bool
) -> None:
    """An answering machine of the secretariat, or of a server on the way to it, without a header that tells: its
    answers must not go round.
    """
    staffed.inbox.put(mail(HOA, "Hỏi", kind="question"))
    staffed.once()
    weighed = (ProgramSign.AWAY,)
    for n in range(9):
        last = next(row for row in staffed.records.letters(raw=True) if row["kind"] == "notice")
        staffed.decide = lambda parsed: replace(
            fakes.decide(parsed),
            disposition=Disposition.AUTO_REPLY,
            may_answer=False,
            needs_person=True,
            weighed=weighed,
        )
        answered = last["message_id"] if names_it else ""
        staffed.inbox.put(mail(sender, f"Trả lời {n}", in_reply_to=answered))
        staffed.once()
    assert notices(staffed).count("[Cần xem] perhaps_program") == 5
    assert len(staffed.notes("perhaps_program")) == 9  # `status` has them all
    staffed.later(hours=25)
    staffed.inbox.put(mail(sender, "Hôm sau", in_reply_to=answered))
    staffed.once()
    assert notices(staffed).count("[Cần xem] perhaps_program") == 6


# --------------------------------------------------------------------------- the secretariat lives in the mailbox


def test_our_own_notice_stays_where_the_secretary_sees_it(house: House) -> None:
    tell(house, house.config.mailbox.address)
    house.pen = fakes.FakePen()
    house.inbox.put(mail(HOA, "Hỏi", kind="question"))
    house.once()
    raw = next(row["raw"] for row in house.records.letters(raw=True) if row["kind"] == "notice")
    ordinary = mail("ta@x.example", "Thư khác của ta", kind="own")
    house.inbox.put(b"X-Test-Kind: own\r\n" + raw)
    house.inbox.put(b"Received: from a.example\r\nX-Test-Kind: own\r\n" + raw)  # by an alias, once more
    house.inbox.put(ordinary)
    house.once()
    house.restart()
    house.once()
    assert [message.raw for message in house.inbox.messages.values()] == [
        b"X-Test-Kind: own\r\n" + raw,
        b"Received: from a.example\r\nX-Test-Kind: own\r\n" + raw,
    ]
    assert ordinary in house.inbox.moved
    assert len(notices(house)) == 1


# --------------------------------------------------------------------------- brakes and modes


def test_notices_obey_the_hourly_brake(staffed: House) -> None:
    brake = staffed.config.letters.model_copy(update={"max_per_hour": 3})
    staffed.config = staffed.config.model_copy(update={"letters": brake})
    for n in range(4):
        staffed.inbox.put(mail(f"a{n}@x.example", f"Hỏi {n}", kind="question"))
    staffed.once()
    assert len(staffed.sender.sent) == 3


def test_while_observing_they_are_prepared_and_held(build: Callable[..., House]) -> None:
    house = tell(build(mode=Mode.OBSERVE), SECRETARY)
    house.inbox.put(mail(HOA, "Hỏi", kind="question"))
    house.once()
    assert notices(house) == ["[Cần xem] question"]
    assert house.status()["outbox"]["held"] == 2
    assert house.sender.sent == []


def test_status_names_the_latest_matters(staffed: House) -> None:
    for n in range(12):
        staffed.inbox.put(mail(HOA, f"Hỏi {n}", kind="question"))
    staffed.intake()
    attention = staffed.status()["attention"]
    assert len(attention) == 10
    assert attention[0] == {
        "at": "2021-11-05T08:00:00+07:00", "kind": "question", "text": 'A question from hoa@nghean.example: "Hỏi 11".'
    }  # fmt: skip
    assert staffed.status()["trouble"] == []
