"""Schools vet papers: what a contact sends is vetted by that, of the rest the contact is asked once and answers by reply;
whoever else says so is read by a person.
"""

from __future__ import annotations

import email
import email.policy
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from core.fakes import SECRETARY, FakePen, House, deaths, held
from core.test_core_notices import tell
from core.test_core_requests import (
    BINH,
    BOX,
    CODE,
    FIRST,
    HOA,
    KEY,
    LAN,
    OTHER,
    SECOND,
    SERVER,
    last,
    letters_to,
    said,
    write,
)
from core.test_core_requests import office as office_without_contacts
from sqlite_utils import Database

from daemon import identity, intake
from daemon.config import Mode
from daemon.freedays import free_days
from daemon.intake import Own
from daemon.model import Letter, LetterKind, VettedBy
from daemon.records.database import FILE_NAME
from daemon.retention import purge
from daemon.timetable import SeasonReport, ask_schools, run_calendar

pytestmark = pytest.mark.slow  # each is quick; all of them are not

FREE = free_days("VN")
CONTACT, SECOND_CONTACT, ELSEWHERE = "phong.qldt@nghean.example", "bgh@nghean.example", "phong@hatinh.example"
TAG = identity.tagged(BOX, "vet_nghe-an", KEY)
PROVEN = "dmarc=pass header.from=nghean.example"
THIRD = "title=Văn hóa trường Đảng hôm nay;author=Lê Văn Lan;school=ha-tinh"

office = office_without_contacts


def configure(house: House, *, vetting: bool = True, **contacts: tuple[str, ...]) -> None:
    """Who answers for which school, and whether schools vet at all."""
    known = {name.replace("_", "-"): addresses for name, addresses in contacts.items()}
    schools = tuple(
        school.model_copy(update={"contacts": known.get(school.id, school.contacts)}) for school in house.config.schools
    )
    phases = tuple(
        phase.model_copy(update={"vetting": vetting and phase.id == "tham-dinh"}) for phase in house.config.phases
    )
    house.config = house.config.model_copy(update={"schools": schools, "phases": phases})
    keys = {school.id: frozenset(school.contacts) for school in schools}
    own = Own(BOX, house.config.secretariat.addresses, "TL-2021", SERVER, KEY, keys if vetting else None)
    house.decide = lambda parsed: intake.decide(parsed, own)


@pytest.fixture
def cluster(office: House) -> House:
    """A school with two contacts, another with one, a third without; the vetting has begun."""
    configure(office, nghe_an=(CONTACT, SECOND_CONTACT), ha_tinh=(ELSEWHERE,))
    phases = tuple(phase.model_copy(update={"audience": ()}) for phase in office.config.phases)
    office.config = office.config.model_copy(update={"phases": phases})
    at(office, 26, 9)
    return office


def at(house: House, day: int, hour: int = 8, month: int = 10) -> None:
    house.clock.set(datetime(2021, month, day, hour, 0, tzinfo=house.config.zone))


def look(house: House, day: int, hour: int = 8, month: int = 10) -> int:
    """A look at the calendar then; how many letters asked schools."""
    at(house, day, hour, month)
    asked = run_calendar(house.desk, FREE).asked
    house.deliver()
    return asked


def bring(house: House, sender: str = HOA, content: str = FIRST, name: str = "Bài.pdf", **more: str) -> None:
    write(house, sender, "Gửi bài tham luận", "Xin gửi bài.", (name, content), **more)


def question(house: House, to: str = CONTACT) -> dict[str, str]:
    return last(house, to, LetterKind.VETTING)


def answer(house: House, words: str, sender: str = CONTACT, **how: str) -> None:
    """The contact answers our question, as a mail program does it."""
    asked = question(house)
    how = {"answers": asked["message_id"], **how}
    write(house, sender, f"Re: {asked['subject']}", words, **how)


def vetted(house: House) -> dict[str, str | None]:
    """By code: what was said last, and of which version; None where nothing was."""
    return {
        paper.code: next(
            (f"{version.vetted} v{version.number}" for version in reversed(paper.versions) if version.vetted), None
        )
        for paper in house.records.papers()
    }


def holds(house: House) -> list[str]:
    return [paper.code for paper in house.records.paper_states() if paper.vetting.holds]


def notices(house: House) -> list[str]:
    return [letter["subject"] for letter in letters_to(house, SECRETARY) if letter["kind"] == "notice"]


# --------------------------------------------------------------------------- the way it goes


def test_a_paper_of_an_author_is_shown_to_the_school_which_confirms_it(cluster: House) -> None:
    bring(cluster)
    assert vetted(cluster) == {CODE: None}
    assert look(cluster, 26, 10) == 0  # those of a day go together, on the next morning
    assert look(cluster, 27, 7) == 0
    assert look(cluster, 27) == 1
    assert question(cluster)["subject"] == f"[{CODE}] Đề nghị"
    assert question(cluster)["recipients"] == [CONTACT, SECOND_CONTACT]
    assert look(cluster, 27, 9) == look(cluster, 28) == 0  # at most once a paper
    answer(cluster, "Đã thẩm định.\n\nTrân trọng.\nTrần Thị Lan")
    assert vetted(cluster) == {CODE: "confirmed v1"}
    assert said(last(cluster, CONTACT, LetterKind.SETTLED)) == f"vet {CODE}"
    assert notices(cluster) == []
    assert letters_to(cluster, HOA)[-1]["kind"] == "acknowledgement"  # between the school and us
    assert cluster.status()["papers"]["vetted"] == 1


def test_all_that_wait_are_in_one_letter_and_confirmed_by_one_answer(cluster: House) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    bring(cluster, "tct@hatinh.example", THIRD, "Bài ba.pdf")
    assert look(cluster, 27) == 2  # a letter a school
    assert question(cluster)["subject"] == f"[{CODE}, {OTHER}] Đề nghị"
    answer(cluster, "Đã thẩm định")
    assert holds(cluster) == [CODE, OTHER]
    bring(cluster, LAN, "title=Đổi mới giảng dạy;author=Lê Lan;school=nghe-an", "Bài bốn.pdf")
    assert look(cluster, 28) == 1
    assert question(cluster)["subject"] == "[TL-2021-004] Đề nghị"


def test_an_answer_may_name_some_of_them(cluster: House) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    look(cluster, 27)
    answer(cluster, f"Xác nhận đã thẩm định {OTHER}.")
    assert vetted(cluster) == {CODE: None, OTHER: "confirmed v1"}
    answer(cluster, f"Xac nhan da tham dinh {CODE}, {OTHER}")  # again, without diacritics
    assert holds(cluster) == [CODE, OTHER]


@pytest.mark.parametrize(
    ("words", "confirmed"),
    [
        ("Đã thẩm định 2 bài.", [CODE, OTHER]),
        ("OK em, cả hai bài đã qua hội đồng khoa học của trường, đạt yêu cầu", [CODE, OTHER]),
        ("Both papers have been reviewed by our school.", [CODE, OTHER]),
        ("bài 001 đạt, bài 002 đạt", [CODE, OTHER]),
        ("Đã thông qua bài 002.", [OTHER]),
    ],
)
def test_an_answer_may_count_them_or_name_their_numbers(cluster: House, words: str, confirmed: list[str]) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    look(cluster, 27)
    answer(cluster, words)
    assert (holds(cluster), notices(cluster)) == (confirmed, [])


@pytest.mark.parametrize(
    ("came", "asked"),
    [
        ((18, 10, 9), (25, 10)),  # before the phase: when it opens
        ((25, 10, 7), (25, 10)),
        ((25, 10, 8), (26, 10)),
        ((29, 10, 9), (1, 11)),  # on a Friday: on Monday
        ((5, 11, 9), (8, 11)),  # after its end, the paper waits all the same
        ((29, 11, 9), (30, 11)),
    ],
)
def test_a_school_is_asked_on_the_next_working_morning_of_the_phase_or_later(
    cluster: House, came: tuple[int, int, int], asked: tuple[int, int]
) -> None:
    at(cluster, came[0], came[2], came[1])
    bring(cluster)
    moment = datetime(2021, asked[1], asked[0], 8, 0, tzinfo=cluster.config.zone)
    cluster.clock.set(moment - timedelta(minutes=1))
    assert run_calendar(cluster.desk, FREE).asked == 0
    cluster.clock.set(moment)
    assert run_calendar(cluster.desk, FREE).asked == 1


def test_after_the_conference_nobody_is_asked(cluster: House) -> None:
    at(cluster, 30, 9, 11)
    bring(cluster)
    assert look(cluster, 1, month=12) == 0


def test_after_an_outage_one_letter_names_them_all(cluster: House) -> None:
    bring(cluster)
    at(cluster, 28, 9)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    assert look(cluster, 2, month=11) == 1
    assert question(cluster)["subject"] == f"[{CODE}, {OTHER}] Đề nghị"


def test_what_an_outage_kept_asks_nobody_at_night(cluster: House) -> None:
    bring(cluster)
    at(cluster, 27)
    assert run_calendar(cluster.desk, FREE).asked == 1
    at(cluster, 27, 23)
    cluster.deliver()
    assert question(cluster)["state"] == "queued"
    at(cluster, 28)
    cluster.deliver()  # the calendar was not looked at yet
    assert question(cluster)["state"] == "queued"
    assert look(cluster, 28) == 0
    assert question(cluster)["state"] == "sent"


def kept_by_an_outage(house: House) -> None:
    """Two papers, a letter about both that did not leave, and the night after it."""
    bring(house)
    bring(house, LAN, SECOND, "Bài hai.pdf")
    at(house, 27)
    assert run_calendar(house.desk, FREE).asked == 1
    at(house, 27, 15)


def sent_questions(house: House) -> list[str]:
    return [it["subject"] for it in letters_to(house, CONTACT) if it["kind"] == "vetting" and it["state"] == "sent"]


def test_a_paper_withdrawn_meanwhile_is_not_asked_about(cluster: House) -> None:
    kept_by_an_outage(cluster)
    order(cluster, f"RÚT {OTHER}")
    look(cluster, 28)
    assert sent_questions(cluster) == [f"[{CODE}] Đề nghị"]
    at(cluster, 28, 10)
    order(cluster, f"KHÔI PHỤC {OTHER}")  # of which the school has not heard
    assert look(cluster, 29) == 1
    assert sent_questions(cluster) == [f"[{CODE}] Đề nghị", f"[{OTHER}] Đề nghị"]


def test_where_all_are_withdrawn_no_letter_goes_until_one_is_back(cluster: House) -> None:
    kept_by_an_outage(cluster)
    order(cluster, f"RÚT {CODE}\nRÚT {OTHER}")
    look(cluster, 28)
    assert sent_questions(cluster) == []
    at(cluster, 28, 10)
    order(cluster, f"KHÔI PHỤC {CODE}\nKHÔI PHỤC {OTHER}")
    assert look(cluster, 29) == 1
    assert sent_questions(cluster) == [f"[{CODE}, {OTHER}] Đề nghị"]
    assert look(cluster, 30) == 0


def test_the_school_is_shown_the_version_that_came_meanwhile(cluster: House) -> None:
    kept_by_an_outage(cluster)
    bring(cluster, HOA, FIRST + ";n=2")
    look(cluster, 28)
    first, _ = files_of(question(cluster))
    assert first[1].endswith(b"n=2")
    answer(cluster, "Trường xác nhận đã thẩm định.")
    assert vetted(cluster)[CODE] == "confirmed v2"


def files_of(letter: dict[str, str]) -> list[tuple[str | None, bytes]]:
    message = email.message_from_bytes(bytes(letter["raw"]), policy=email.policy.default)  # type: ignore[arg-type]
    return [(part.get_filename(), part.get_content()) for part in message.iter_attachments()]


def test_the_school_is_shown_the_papers_that_it_is_asked_about(cluster: House) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    cluster.desk.archive.file_path(
        cluster.records.papers()[1].versions[0].sha256
    ).unlink()  # it is asked about all the same
    assert look(cluster, 27) == 1
    assert files_of(question(cluster)) == [(f"{CODE} - Bài.pdf", b"%PDF-1.4\n;" + FIRST.encode())]


def test_a_school_is_never_shown_another_version_than_the_letter_names(
    cluster: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction comes between the reading of the files and the writing of the letter."""
    bring(cluster)
    at(cluster, 27)
    keep = type(cluster.records).keep_vetting

    def corrected_meanwhile(*arguments: Any) -> Any:
        bring(cluster, HOA, FIRST + ";n=2")
        return keep(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(type(cluster.records), "keep_vetting", corrected_meanwhile)
        run_calendar(cluster.desk, FREE)
    cluster.deliver()
    assert [len(paper.versions) for paper in cluster.records.papers()] == [2]
    assert files_of(question(cluster)) == []


def test_a_paper_that_turns_out_to_be_of_another_school_is_shown_to_that_one(cluster: House) -> None:
    configure(cluster, nghe_an=(CONTACT,), ha_tinh=(ELSEWHERE,))
    bring(cluster)
    assert look(cluster, 27) == 1
    letter = letters_to(cluster, HOA)[-1]
    at(cluster, 28, 9)
    moved = FIRST.replace("nghe-an", "ha-tinh")
    write(cluster, HOA, "Re: bản sửa", "Xin gửi bản sửa.", ("Bài sửa.pdf", moved), answers=letter["message_id"])
    assert look(cluster, 29) == 1
    assert question(cluster, ELSEWHERE)["subject"] == f"[{CODE}] Đề nghị"
    assert look(cluster, 30) == 0


def test_who_has_no_contact_is_not_asked_and_who_took_it_back_neither(cluster: House) -> None:
    bring(cluster, content=FIRST.replace("nghe-an", "quang-tri"))
    bring(cluster, content=SECOND.replace("school=nghe-an", "x=y"), name="Bài hai.pdf")
    bring(cluster, LAN, "title=Đổi mới giảng dạy;author=Lê Lan;school=nghe-an", "Bài ba.pdf")
    write(cluster, SECRETARY, "RÚT TL-2021-003", "RÚT TL-2021-003", results="dmarc=pass header.from=hoithao.example")
    assert look(cluster, 27) == 0
    unvetted = cluster.status()["vetting"]["unvetted"]
    assert [(paper["code"], paper["school"], paper["asked_at"]) for paper in unvetted] == [
        (CODE, "quang-tri", None), (OTHER, None, None),
    ]  # fmt: skip


def test_without_letters_of_the_calendar_nobody_is_asked(cluster: House) -> None:
    season = cluster.config.season.model_copy(update={"enabled": False})
    cluster.config = cluster.config.model_copy(update={"season": season})
    bring(cluster)
    at(cluster, 27)
    assert ask_schools(cluster.desk, FREE, cluster.clock.now()) == look(cluster, 27) == 0


def test_letters_prepared_in_observe_mode_stay(cluster: House) -> None:
    conference = cluster.config.conference.model_copy(update={"mode": Mode.OBSERVE})
    cluster.config = cluster.config.model_copy(update={"conference": conference})
    bring(cluster)
    assert look(cluster, 27) == 1
    assert question(cluster)["state"] == "queued"
    assert cluster.sender.to(CONTACT) == []


# --------------------------------------------------------------------------- what the school sends itself


def test_what_a_contact_sends_is_vetted_by_that(cluster: House) -> None:
    bring(cluster, SECOND_CONTACT)
    assert vetted(cluster) == {CODE: "sent v1"}
    assert look(cluster, 27) == 0
    bring(cluster, ELSEWHERE, SECOND, "Bài hai.pdf")  # the contact of another school
    assert vetted(cluster)[OTHER] is None


def test_the_same_file_sent_by_the_contact_later_is_vetted_as_well(cluster: House) -> None:
    bring(cluster)
    bring(cluster, CONTACT)
    assert vetted(cluster) == {CODE: "sent v1"}
    assert said(letters_to(cluster, CONTACT)[-1]) == f"{CODE} v1 pass"


def test_from_alone_is_not_believed_where_the_server_has_found_it_false(cluster: House) -> None:
    bring(cluster, CONTACT, results="dmarc=fail header.from=nghean.example")
    assert vetted(cluster) == {CODE: None}
    assert look(cluster, 27) == 1  # the real contact is asked


def test_what_a_contact_sent_before_it_was_configured_is_recognised(cluster: House) -> None:
    configure(cluster, nghe_an=())
    bring(cluster, CONTACT)
    bring(cluster, HOA, SECOND, "Bài hai.pdf")
    assert vetted(cluster) == {CODE: None, OTHER: None}
    configure(cluster, nghe_an=(CONTACT,))
    assert look(cluster, 27) == 1
    assert vetted(cluster) == {CODE: "sent v1", OTHER: None}
    assert question(cluster)["subject"] == f"[{OTHER}] Đề nghị"


def test_an_answer_that_brings_papers_leaves_the_others_to_a_person(cluster: House) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    look(cluster, 27)
    asked = question(cluster)
    amended = ("Bài hoàn thiện.pdf", FIRST + ";n=2")
    write(cluster, CONTACT, f"Re: {asked['subject']}", "Đã thẩm định.", amended, answers=asked["message_id"])
    assert vetted(cluster) == {CODE: "sent v2", OTHER: None}
    assert notices(cluster) == ["[Cần xem] vetting_unclear"]


# --------------------------------------------------------------------------- who may confirm, and by what words


@pytest.mark.parametrize(
    ("sender", "how", "done"),
    [
        (CONTACT, {}, True),  # it answers the letter that nobody else was given
        (SECOND_CONTACT, {}, True),
        (CONTACT, {"answers": "", "to": TAG}, True),  # a program that loses references
        (CONTACT, {"answers": "", "results": PROVEN}, True),  # the papers are named by the subject
        (CONTACT, {"answers": ""}, False),  # From alone proves little
        (CONTACT, {"answers": "", "to": identity.tagged(BOX, "vet_nghe-an", b"another key")}, False),
        (CONTACT, {"answers": "", "to": identity.tagged(BOX, "vet_ha-tinh", KEY)}, False),
        (CONTACT, {"answers": "", "to": identity.tagged(BOX, CODE, KEY)}, False),  # authors are given that one
        (CONTACT, {"answers": "<thamluan.vetting.0123456789abcdef01234567@hoithao.example>"}, False),  # in our form
        (CONTACT, {"answers": "acknowledgement"}, False),  # to the author, who may write any From
        (CONTACT, {"results": "dmarc=fail header.from=nghean.example"}, False),
        (HOA, {}, False),  # the author, to whom the letter was handed on
        (ELSEWHERE, {"results": "dmarc=pass header.from=hatinh.example"}, False),
        ("phong.qldt.nghean@gmail.example", {"to": TAG}, False),  # an address of theirs that we do not know
    ],
)
def test_who_may_confirm(cluster: House, sender: str, how: dict[str, str], done: bool) -> None:
    bring(cluster)
    look(cluster, 27)
    acknowledgement = last(cluster, HOA, LetterKind.ACKNOWLEDGEMENT)["message_id"]
    if how.get("answers") == "acknowledgement":
        how = {**how, "answers": acknowledgement}
    answer(cluster, f"Xác nhận đã thẩm định {CODE}.", sender, **how)
    assert (holds(cluster) == [CODE]) is done
    if not done:
        assert letters_to(cluster, sender)[-1]["kind"] == "passed_on"
        assert len(notices(cluster)) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Chưa thẩm định.", "vetting_refused"),
        ("Nhà trường không đồng ý với bài này.", "vetting_refused"),
        ("chua tham dinh", "vetting_refused"),
        ("Nhà trường sẽ thẩm định trong tuần sau.", "vetting_unclear"),
        ("Đã thẩm định bài của đồng chí Hoa.", "vetting_unclear"),
        ("Xin hỏi thẩm định theo mẫu nào?", "vetting_unclear"),
        ("Xác nhận đã thẩm định TL-2021-099.", "vetting_unclear"),  # no such paper
        (f"Xác nhận đã thẩm định {CODE} và TL-2021-003.", "vetting_unclear"),  # of another school
        ("bài 001 đạt, bài 003 đạt", "vetting_unclear"),  # by their numbers
        ("bài 001 đạt, bài 002 cần sửa", "vetting_unclear"),
        ("Đã thẩm định 3 bài.", "vetting_unclear"),  # we asked about two
        ("Đã duyệt 1 bài.", "vetting_unclear"),
    ],
)
def test_everything_but_a_confirmation_is_read_by_a_person(cluster: House, words: str, told: str) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    bring(cluster, "tct@hatinh.example", THIRD, "Bài ba.pdf")
    look(cluster, 27)
    answer(cluster, words)
    assert holds(cluster) == []
    assert notices(cluster) == [f"[Cần xem] {told}"]
    assert words in said(last(cluster, SECRETARY, LetterKind.NOTICE))
    assert letters_to(cluster, CONTACT)[-1]["kind"] == "passed_on"


def test_thanks_for_the_question_are_no_answer(cluster: House) -> None:
    bring(cluster)
    look(cluster, 27)
    answer(cluster, "Đã nhận, cảm ơn Ban Thư ký.")
    assert holds(cluster) == []
    assert notices(cluster) == []
    assert letters_to(cluster, CONTACT)[-1]["kind"] == "vetting"


def test_a_proven_contact_may_confirm_without_having_been_asked(cluster: House) -> None:
    bring(cluster)
    bring(cluster, LAN, SECOND, "Bài hai.pdf")
    words = f"Trường Chính trị tỉnh Nghệ An xác nhận đã thẩm định bài {CODE}."
    write(cluster, CONTACT, "Thẩm định bài", words)
    assert holds(cluster) == []
    write(cluster, CONTACT, "Thẩm định bài", words, results=PROVEN)
    assert holds(cluster) == [CODE]
    assert look(cluster, 27) == 1
    assert question(cluster)["subject"] == f"[{OTHER}] Đề nghị"


def test_an_author_who_says_so_is_answered_as_before(cluster: House) -> None:
    bring(cluster)
    write(cluster, HOA, f"Bài {CODE}", "Bài của tôi đã được nhà trường thẩm định.", results=PROVEN)
    assert holds(cluster) == []
    assert not any("vetting" in subject for subject in notices(cluster))


def test_the_reminder_of_the_phase_is_answered_alike(cluster: House) -> None:
    phases = tuple(
        phase.model_copy(update={"audience": ("schools",) if phase.id == "tham-dinh" else ()})
        for phase in cluster.config.phases
    )
    cluster.config = cluster.config.model_copy(update={"phases": phases})
    bring(cluster)
    look(cluster, 2, month=11)
    reminder = last(cluster, CONTACT, LetterKind.SEASON_VET)["message_id"]
    for words, how in (
        (f"Đã thẩm định {CODE}", {}),  # the letter's Message-ID anybody can work out
        ("Đã thẩm định", {"to": TAG}),  # which?
    ):
        write(cluster, CONTACT, "Re: nhắc", words, answers=reminder, **how)
        assert holds(cluster) == []
    write(cluster, CONTACT, "Re: nhắc", f"Đã thẩm định {CODE}", answers=reminder, to=TAG)
    assert holds(cluster) == [CODE]


def test_a_new_paper_that_answers_the_reminder_replaces_none(cluster: House) -> None:
    phases = tuple(
        phase.model_copy(update={"audience": ("schools",) if phase.id == "tham-dinh" else ()})
        for phase in cluster.config.phases
    )
    cluster.config = cluster.config.model_copy(update={"phases": phases})
    bring(cluster)
    look(cluster, 2, month=11)
    reminder = last(cluster, CONTACT, LetterKind.SEASON_VET)
    paper = ("Bài hai.pdf", SECOND)
    write(cluster, CONTACT, "Re: nhắc", "Gửi bài còn thiếu.", paper, answers=reminder["message_id"], to=TAG)
    assert vetted(cluster) == {CODE: None, OTHER: "sent v1"}


def test_one_of_the_secretariat_may_answer_for_a_school(cluster: House) -> None:
    tell(cluster, SECRETARY, CONTACT)
    configure(cluster)
    bring(cluster)
    look(cluster, 27)
    answer(cluster, "Đã thẩm định")
    assert vetted(cluster) == {CODE: "confirmed v1"}


def test_a_paper_that_is_part_of_another_is_confirmed_with_it(cluster: House) -> None:
    bring(cluster)
    bring(cluster, HOA, SECOND, "Bài hai.pdf")
    look(cluster, 27)
    order(cluster, f"GỘP {OTHER} VÀO {CODE}")
    answer(cluster, f"Xác nhận đã thẩm định {OTHER}.")
    assert holds(cluster) == [CODE]


# --------------------------------------------------------------------------- decisions of the secretariat


def order(house: House, line: str) -> str:
    write(house, SECRETARY, "Quyết định", line, results="dmarc=pass header.from=hoithao.example")
    return said(last(house, SECRETARY, LetterKind.ORDERS))


@pytest.mark.parametrize(
    ("lines", "heard"),
    [
        (("THẨM ĐỊNH", "ĐẠT", "GIỮ"), "done, done, done (đã báo)"),
        (("GIỮ", "KHÔNG ĐẠT", "THẨM ĐỊNH"), "done, done, done (đã báo)"),
        (("THẨM ĐỊNH", "RÚT"), "done, touched"),
    ],
)
def test_that_a_paper_is_vetted_is_said_beside_what_it_is(cluster: House, lines: tuple[str, ...], heard: str) -> None:
    bring(cluster, content=FIRST + ";verdict=review")
    said_of = order(cluster, "\n".join(f"{line} {CODE}" for line in lines))
    assert said_of.replace(f"{CODE} ", "") == heard
    assert vetted(cluster) == {CODE: "ordered v1"}


def test_the_secretariat_decides_by_a_line(cluster: House) -> None:
    bring(cluster)
    assert order(cluster, f"Thẩm định {CODE}") == f"{CODE} done"
    assert vetted(cluster) == {CODE: "ordered v1"}
    assert order(cluster, f"THẨM ĐỊNH {CODE}") == f"{CODE} vetted"
    assert order(cluster, f"CHƯA THẨM ĐỊNH {CODE}") == f"{CODE} done"
    assert (vetted(cluster), holds(cluster)) == ({CODE: "revoked v1"}, [])
    assert order(cluster, f"chua tham dinh {CODE}") == f"{CODE} unvetted"
    assert order(cluster, "THẨM ĐỊNH TL-2021-099") == "TL-2021-099 unknown"
    order(cluster, f"RÚT {CODE}")
    assert order(cluster, f"THẨM ĐỊNH {CODE}") == f"{CODE} withdrawn"
    assert letters_to(cluster, HOA)[-1]["kind"] == "settled"  # of the withdrawal alone
    assert said(letters_to(cluster, HOA)[-1]) == f"withdraw {CODE}"


def test_what_the_secretariat_has_taken_back_is_neither_asked_nor_set_by_an_older_mail(cluster: House) -> None:
    bring(cluster, CONTACT)
    order(cluster, f"CHƯA THẨM ĐỊNH {CODE}")
    assert look(cluster, 27) == 0
    assert holds(cluster) == []
    bring(cluster, CONTACT)  # a mail of today is another matter
    assert holds(cluster) == [CODE]


def test_a_school_may_confirm_what_the_secretariat_had_taken_back(cluster: House) -> None:
    bring(cluster)
    look(cluster, 27)
    at(cluster, 28, 9)
    bring(cluster, HOA, FIRST + ";n=2", "Bài sửa.pdf")
    order(cluster, f"CHƯA THẨM ĐỊNH {CODE}")  # nothing to take back yet
    order(cluster, f"THẨM ĐỊNH {CODE}")
    order(cluster, f"CHƯA THẨM ĐỊNH {CODE}")
    answer(cluster, "Đã thẩm định")
    assert vetted(cluster) == {CODE: "confirmed v2"}


def test_what_one_school_has_vetted_another_has_not(cluster: House) -> None:
    """Whose paper it is was a slip: what the first school said of it says nothing for the second, which is asked."""
    bring(cluster, CONTACT)
    assert vetted(cluster) == {CODE: "sent v1"}
    assert order(cluster, f"TRƯỜNG {CODE} Hà Tĩnh") == f"{CODE} done (đã báo)"
    assert (vetted(cluster), holds(cluster)) == ({CODE: None}, [])
    assert look(cluster, 27) == 1
    answer_of = question(cluster, ELSEWHERE)["message_id"]
    write(cluster, ELSEWHERE, "Re: thẩm định", "Đã thẩm định.", answers=answer_of)
    assert vetted(cluster) == {CODE: "confirmed v1"}
    assert order(cluster, f"TRƯỜNG {CODE} Nghệ An") == f"{CODE} done (đã báo)"  # it was no slip
    assert look(cluster, 28) == 0  # its contact had sent it
    assert vetted(cluster) == {CODE: "sent v1"}


def test_a_later_version_of_another_school_is_vetted_by_that_one(cluster: House) -> None:
    bring(cluster, CONTACT)
    moved = FIRST.replace("nghe-an", "ha-tinh")
    bring(cluster, HOA, moved, "Bài sửa.pdf", to=identity.tagged(BOX, CODE, KEY))
    assert (vetted(cluster), holds(cluster)) == ({CODE: None}, [])
    assert look(cluster, 27) == 1
    assert question(cluster, ELSEWHERE)["subject"] == f"[{CODE}] Đề nghị"


@pytest.mark.parametrize(("line", "stays"), [("THẨM ĐỊNH", "ordered v1"), ("CHƯA THẨM ĐỊNH", "revoked v1")])
def test_what_the_secretariat_says_of_vetting_stays_with_the_paper(cluster: House, line: str, stays: str) -> None:
    bring(cluster)
    order(cluster, f"THẨM ĐỊNH {CODE}")
    order(cluster, f"{line} {CODE}")
    order(cluster, f"TRƯỜNG {CODE} Hà Tĩnh")
    assert vetted(cluster) == {CODE: stays}


def test_an_order_about_vetting_settles_nothing_else(cluster: House) -> None:
    at(cluster, 12, 9, 11)
    bring(cluster)
    order(cluster, f"THẨM ĐỊNH {CODE}")
    facts = cluster.records.digest_facts(cluster.config, cluster.clock.now())
    assert [(ordered.kind, ordered.code) for ordered in facts.ordered] == [("vet", CODE)]
    look(cluster, 13, month=11)  # digests begin
    look(cluster, 14, month=11)
    assert last(cluster, SECRETARY, LetterKind.DIGEST)["subject"].startswith(f"{CODE} paper+vetted; {CODE}? late")


# --------------------------------------------------------------------------- later versions, papers joined and parted


def test_a_later_version_leaves_the_paper_vetted_and_is_told(cluster: House) -> None:
    bring(cluster, CONTACT)
    bring(cluster, HOA, FIRST + ";n=2", "Bài sửa.pdf", to=identity.tagged(BOX, CODE, KEY))
    assert (vetted(cluster), holds(cluster)) == ({CODE: "sent v1"}, [CODE])
    assert cluster.status()["vetting"]["amended_since"] == [CODE]
    bring(cluster, CONTACT, FIRST + ";n=3", "Bài hoàn thiện.pdf")
    assert vetted(cluster) == {CODE: "sent v3"}
    assert cluster.status()["vetting"]["amended_since"] == []


def test_what_came_after_our_question_the_school_may_not_know(cluster: House) -> None:
    bring(cluster)
    look(cluster, 27)
    at(cluster, 28, 9)
    bring(cluster, HOA, FIRST + ";n=2", "Bài sửa.pdf")
    answer(cluster, "Đã thẩm định")
    assert vetted(cluster) == {CODE: "confirmed v1"}
    assert cluster.status()["vetting"]["amended_since"] == [CODE]


def test_vetting_goes_where_the_version_goes(cluster: House) -> None:
    bring(cluster)
    order(cluster, f"THẨM ĐỊNH {CODE}")
    bring(cluster, HOA, SECOND, "Bản sửa.pdf", to=identity.tagged(BOX, CODE, KEY))
    assert vetted(cluster) == {CODE: "ordered v1"}
    order(cluster, f"TÁCH {CODE}")  # it was another paper, which nobody has vetted
    assert vetted(cluster) == {CODE: "ordered v1", OTHER: None}
    order(cluster, f"THẨM ĐỊNH {OTHER}")
    order(cluster, f"CHƯA THẨM ĐỊNH {CODE}")
    order(cluster, f"GỘP {OTHER} VÀO {CODE}")  # its newest version was vetted under the other code
    assert vetted(cluster)[CODE] == "ordered v2"
    order(cluster, f"KHÔI PHỤC {OTHER}")
    assert vetted(cluster) == {CODE: "revoked v1", OTHER: "ordered v1"}


# --------------------------------------------------------------------------- what is kept, whatever happens


@pytest.mark.slow
def test_killed_between_any_two_steps_a_school_is_asked_once(cluster: House, memory_path: Path) -> None:
    bring(cluster)
    at(cluster, 27)
    for killed_at, heir in deaths(cluster, lambda house: run_calendar(house.desk, FREE), memory_path):
        run_calendar(heir.desk, FREE)
        assert len([letter for letter in heir.records.letters() if letter["kind"] == "vetting"]) == 1, killed_at


def test_a_letter_that_cannot_be_written_is_trouble_until_it_can(
    cluster: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Letter:
        raise ValueError("a template was overridden badly")

    bring(cluster)
    at(cluster, 27)
    with monkeypatch.context() as patched:
        patched.setattr(FakePen, "vetting", broken)
        for _ in range(2):
            with pytest.raises(ValueError, match="overridden badly"):
                run_calendar(cluster.desk, FREE)
    assert "a template was overridden badly" in cluster.status()["trouble"][-1]
    assert len(cluster.notes("season_failed")) == 1
    assert run_calendar(cluster.desk, FREE).asked == 1


def test_what_is_too_old_to_be_kept_takes_no_vetting_with_it(cluster: House) -> None:
    bring(cluster)
    bring(cluster, CONTACT, SECOND, "Bài hai.pdf")
    look(cluster, 27)
    answer(cluster, "Đã thẩm định")
    cluster.later(days=400)
    now = cluster.clock.now()
    purge(cluster.directory, cluster.records, now - timedelta(days=30), now)
    assert vetted(cluster) == {CODE: "confirmed v1", OTHER: "sent v1"}


def test_records_of_the_release_before_are_upgraded(cluster: House) -> None:
    """Nothing was said of their papers; what contacts had sent is recognised by the next look."""
    bring(cluster, CONTACT)
    bring(cluster, HOA, SECOND, "Bài hai.pdf")
    cluster.close()
    with closing(sqlite3.connect(cluster.directory / FILE_NAME, isolation_level=None)) as old:
        old.execute("ALTER TABLE versions DROP COLUMN vetted_by")
        old.execute("ALTER TABLE versions DROP COLUMN vetted_how")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = 'schools_vet_papers'")
    with held(cluster.directory):
        pass
    cluster.restart()
    assert vetted(cluster) == {CODE: None, OTHER: None}
    assert look(cluster, 27) == 1
    assert vetted(cluster) == {CODE: "sent v1", OTHER: None}
    assert cluster.records.integrity() == []
    with closing(Database(cluster.directory / FILE_NAME)) as upgraded:
        said_by = [row["vetted_by"] for row in upgraded["versions"].rows]
    assert said_by == [1, None]  # the message that brought it


# --------------------------------------------------------------------------- a conference without vetting


def test_where_schools_vet_nothing_nothing_speaks_of_it(cluster: House) -> None:
    configure(cluster, vetting=False)
    bring(cluster, CONTACT)
    bring(cluster, HOA, SECOND, "Bài hai.pdf")
    at(cluster, 27)
    assert run_calendar(cluster.desk, FREE) == SeasonReport()
    assert vetted(cluster) == {CODE: None, OTHER: None}
    status = cluster.status()
    assert "vetting" not in status
    assert "vetted" not in status["papers"] | status["schools"][0]


def test_orders_about_it_are_then_not_understood(cluster: House) -> None:
    configure(cluster, vetting=False)
    bring(cluster, BINH)
    write(cluster, BINH, "Hỏi", "Xin hỏi hội thảo tổ chức ở đâu?")
    notice = last(cluster, SECRETARY, LetterKind.NOTICE)["message_id"]
    write(cluster, SECRETARY, "Re: [Cần xem]", f"THẨM ĐỊNH {CODE}", answers=notice)
    assert said(last(cluster, SECRETARY, LetterKind.ORDERS)) == f"không hiểu; THẨM ĐỊNH {CODE}"
    assert VettedBy.ORDERED not in vetted(cluster).values()
