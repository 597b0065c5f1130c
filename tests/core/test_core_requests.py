"""What people ask about papers on record: taking one back, how they stand, decisions of the secretariat."""

from __future__ import annotations

import email
import email.policy
import re
import shutil
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from core.fakes import SECRETARY, FakeSender, House, killed_at, points_passed
from core.test_core_assess import RecordingPen
from core.test_core_notices import ANNA, in_two_languages, tell

from daemon import identity, intake, letters
from daemon.intake import Own
from daemon.mail import read
from daemon.model import Address, Incoming, Letter, LetterKind, Outcome, Result, Verdict

pytestmark = pytest.mark.slow  # each is quick; all of them are not

BOX = "hop-thu@hoithao.example"
HOA, LAN, BINH = "hoa@nghean.example", "lan@nghean.example", "binh@khac.example"
KEY = b"k" * 32
SERVER = "mx.hoithao.example"
FIRST = "title=Mô hình lớp học tự quản của học viên;author=Nguyễn Thị Hoa;school=nghe-an"
SECOND = "title=Thư viện điện tử phục vụ giảng dạy;author=Nguyễn Thị Hoa;school=nghe-an"
CODE, OTHER = "TL-2021-001", "TL-2021-002"
FALSE = "dmarc=fail header.from=nghean.example"


@pytest.fixture
def office(house: House) -> House:
    """A house with the real reader, the real decisions and a secretary."""
    tell(house, SECRETARY)
    mailbox = house.config.mailbox.model_copy(update={"address": BOX, "authserv_id": SERVER, "subaddresses": True})
    house.config = house.config.model_copy(update={"mailbox": mailbox})
    own = Own(BOX, (SECRETARY,), "TL-2021", SERVER, KEY)
    house.read, house.decide = read, lambda parsed: intake.decide(parsed, own)
    return house


def write(
    house: House,
    sender: str,
    subject: str,
    body: str = "Kính gửi Ban Thư ký.",
    *files: tuple[str, str],
    answers: str | None = None,
    to: str = BOX,
    results: str | None = None,
) -> None:
    """One message, and all that follows."""
    raw = composed(house, sender, subject, body, *files, answers=answers, to=to, results=results)
    house.inbox.put(raw, at=house.clock.now())
    house.once()
    house.later(minutes=1)


def composed(
    house: House,
    sender: str,
    subject: str,
    body: str,
    *files: tuple[str, str],
    answers: str | None = None,
    to: str = BOX,
    results: str | None = None,
) -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    if results is not None:
        message["Authentication-Results"] = f"{SERVER}; {results}"
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{len(house.records.messages())}@thu.example>"
    if answers is not None:
        message["In-Reply-To"] = answers
    message.set_content(body)
    for name, content in files:
        # of a kind that the real reader takes for a paper
        message.add_attachment(b"%PDF-1.4\n;" + content.encode(), maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def letters_to(house: House, address: str) -> list[dict[str, str]]:
    return [letter for letter in house.records.letters(raw=True) if address in str(letter["recipients"])]


def last(house: House, address: str, kind: LetterKind) -> dict[str, str]:
    found = [letter for letter in letters_to(house, address) if letter["kind"] == kind]
    assert found, [letter["kind"] for letter in letters_to(house, address)]
    return found[-1]


def said(letter: dict[str, str]) -> str:
    message = email.message_from_bytes(bytes(letter["raw"]), policy=email.policy.default)  # type: ignore[arg-type]
    return message.get_body(("plain",)).get_content().strip()


def states(house: House) -> dict[str, tuple[bool, int]]:
    """By code: whether it counts, and how many versions it has."""
    return {paper.code: (paper.active, len(paper.versions)) for paper in house.records.papers()}


def submitted(house: House, sender: str = HOA, content: str = FIRST, name: str = "Bài viết lớp tự quản.pdf") -> None:
    write(house, f"Nguyễn Thị Hoa <{sender}>", "Gửi bài tham luận", "Xin gửi bài.", (name, content))


# --------------------------------------------------------------------------- taking a paper back


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (f"Rút bài {CODE}, bài TL-2021-002 giữ nguyên.", f"rút {CODE}?"),
        (f"Tôi xin rút bài {CODE} giữ bài TL-2021-002.", f"rút {CODE}?"),
        (f"Tôi giữ lại bài TL-2021-002, xin rút bài {CODE}.", f"rút {CODE}?"),
        (f"Xin rút bài {CODE}, bài TL-2021-002 tôi vẫn tham gia.", f"rút {CODE}?"),
        (f"Xin rút bài {CODE} và TL-2021-002.", f"rút {CODE}, TL-2021-002?"),
        (f"Xin rút bài {CODE} và TL-2021-002 giữ nguyên.", f"bài nào: {CODE}, TL-2021-002?"),
    ],
)
def test_a_paper_that_is_to_stay_is_not_asked_about(office: House, body: str, asked: str) -> None:
    submitted(office)
    submitted(office, content=SECOND, name="Mô hình thư viện.pdf")
    write(office, HOA, "Rút bài", body)
    assert said(last(office, HOA, LetterKind.WITHDRAWAL)) == asked


def test_a_paper_is_taken_back_in_two_steps(office: House) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận vì lý do cá nhân.")
    assert states(office) == {CODE: (True, 1)}  # nothing yet
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    assert said(question) == f"rút {CODE}?"
    write(office, HOA, "Re: rút bài", "XÁC NHẬN RÚT BÀI", answers=question["message_id"])
    assert states(office) == {CODE: (False, 1)}  # its place is free, its version kept
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"withdraw {CODE}"
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] withdrawn"
    assert office.status()["papers"]["withdrawn"] == 1


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        ("Tôi xác nhận rút bài.", True),
        ("Đồng ý ạ", True),
        ("Vâng, em xin rút bài. Trân trọng.", True),
        ("xac nhan rut bai", True),
        ("Vâng, đúng ạ.", True),
        ("Dạ vâng ạ, em cảm ơn Ban Thư ký.\n\nLê Thị Hoa\nKhoa Lý luận cơ sở", True),
        ("Đúng rồi, tôi rút.", True),
        ("Yes, correct.", True),
        ("Vâng, em nhận được thư rồi ạ.", False),
        ("Vâng, em rõ rồi ạ.", False),
        ("Vâng, để em xem lại đã.", False),
        ("Vâng, nhưng cho em hỏi thêm.", False),
        ("Vâng, nhưng cho tôi hỏi rút rồi có gửi bài khác được không?", False),
        ("Dạ không ạ.", False),
        ("ok ạ", True),
        ("Ok, để tôi hỏi đồng tác giả", False),
        ("Không phải đâu ạ, tôi nhầm.", False),
        ("Thôi, tôi không rút bài nữa.", False),
        ("Tôi đổi ý, vẫn gửi bài.", False),
        ("Tôi chưa xác nhận vội.", False),
        ("Rút bài có ảnh hưởng gì không?", False),
    ],
)
def test_only_an_answer_that_confirms_takes_it_back(office: House, answer: str, gone: bool) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, HOA, f"Re: [{CODE}] Xin xác nhận việc rút bài", answer, answers=question["message_id"])
    assert states(office)[CODE][0] is not gone


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Không rút nữa.", True),
        ("Thôi không rút ạ, cảm ơn Ban Thư ký.", True),
        ("Em giữ lại bài ạ.", True),
        ("I do not want to withdraw it any more.", True),
        ("Em không rút nữa, nhưng có được sửa tên bài không ạ?", False),
        ("Không phải rút bài này mà rút bài kia.", False),
    ],
)
def test_who_answers_that_a_paper_stays_is_told_that_nothing_is_to_be_done(
    office: House, answer: str, told: bool
) -> None:
    """And asked nothing: a plain "Ok" to that letter takes nothing back."""
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, HOA, f"Re: [{CODE}] Xin xác nhận việc rút bài", answer, answers=question["message_id"])
    letter = last(office, HOA, LetterKind.PASSED_ON)
    assert (f"giữ nguyên {CODE}" in said(letter)) is told
    assert bool(office.notes("stays")) is told
    write(office, HOA, f"Re: {letter['subject']}", "Ok", answers=letter["message_id"])
    assert states(office)[CODE][0]


def test_a_program_that_loses_references_is_known_by_the_tag(office: House) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    subject = f"Re: [{CODE}] Xin xác nhận việc rút bài"
    write(office, HOA, subject, "Xác nhận rút bài", to=identity.tagged(BOX, CODE, b"another key"))
    assert states(office)[CODE][0]  # asks once more
    write(office, HOA, subject, "Xác nhận rút bài", to=identity.tagged(BOX, CODE, KEY))
    assert not states(office)[CODE][0]


def test_nobody_takes_back_what_is_not_theirs(office: House) -> None:
    submitted(office)
    write(office, BINH, f"Xin rút bài {CODE}", "Tôi xin rút bài tham luận.")
    assert [letter["kind"] for letter in letters_to(office, BINH)] == ["passed_on"]
    assert CODE not in said(letters_to(office, BINH)[0])
    write(office, HOA, "Xin rút bài", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, BINH, "Re: Xin xác nhận việc rút bài", "XÁC NHẬN RÚT BÀI", answers=question["message_id"])
    assert states(office)[CODE][0]


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        (f"Tôi xác nhận rút bài {OTHER}.", {OTHER}),
        ("Tôi xác nhận rút cả hai bài.", {CODE, OTHER}),
        ("Tôi xác nhận rút bài TL-2021-099.", set()),
    ],
)
def test_an_answer_takes_back_the_papers_that_it_names(office: House, answer: str, gone: set[str]) -> None:
    submitted(office)
    submitted(office, content=SECOND, name="Thư viện điện tử.pdf")
    write(office, HOA, "Xin rút bài", f"Tôi xin rút bài {CODE} và {OTHER}.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, HOA, "Re: rút bài", answer, answers=question["message_id"])
    assert {code for code, (active, _) in states(office).items() if not active} == gone


def test_which_paper_is_asked_where_it_is_not_clear(office: House) -> None:
    submitted(office)
    submitted(office, content=SECOND, name="Thư viện điện tử.pdf")
    write(office, HOA, "Xin rút bài", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    assert said(question) == f"bài nào: {CODE}, {OTHER}?"
    write(office, HOA, "Re: bài nào", "Xác nhận", answers=question["message_id"])
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    assert said(question) == f"bài nào: {CODE}, {OTHER}?"
    write(office, HOA, "Re: bài nào", f"Xin rút bài {OTHER}", answers=question["message_id"])
    assert states(office) == {CODE: (True, 1), OTHER: (False, 1)}


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (OTHER, True),
        (f"Bài {OTHER} ạ.", True),
        (f"Dạ, mã bài là {OTHER.lower()}, cảm ơn Ban Thư ký.\n\nNguyễn Thị Hoa", True),
        (f"Bài {OTHER} giữ, bài kia bỏ.", False),
        (f"Không phải {OTHER}.", False),
        (f"Tên bài {OTHER} ghi chưa đúng.", False),
        (f"{CODE}, {OTHER}", False),
    ],
)
def test_which_paper_is_meant_is_answered_by_its_code_alone(office: House, words: str, *, asked: bool) -> None:
    submitted(office)
    submitted(office, content=SECOND, name="Thư viện điện tử.pdf")
    write(office, HOA, "Xin rút bài", "Tôi xin rút một bài.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, HOA, "Re: bài nào", words, answers=question["message_id"])
    assert (said(last(office, HOA, LetterKind.WITHDRAWAL)) == f"rút {OTHER}?") is asked
    assert states(office) == {CODE: (True, 1), OTHER: (True, 1)}, "it is asked once more, and nothing is withdrawn yet"


def test_a_paper_may_be_named_by_its_title(office: House) -> None:
    submitted(office)
    submitted(office, content=SECOND, name="Thư viện điện tử.pdf")
    write(office, HOA, "Xin rút bài", "Tôi xin rút bài “Thư viện điện tử phục vụ giảng dạy” đã gửi.")
    assert said(last(office, HOA, LetterKind.WITHDRAWAL)) == f"rút {OTHER}?"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Tôi xin rút cả hai bài.", "rút TL-2021-001, TL-2021-002?"),
        ("Khoa xin rút 02 bài vì chưa qua thẩm định.", "rút TL-2021-001, TL-2021-002?"),
        ("Tôi xin rút bài thứ hai.", "bài nào: TL-2021-001, TL-2021-002?"),
        ("Tôi xin rút bài về lớp học, chỉ tham gia bằng bài còn lại.", "bài nào: TL-2021-001, TL-2021-002?"),
        ("Trường chỉ cho mỗi người một bài, tôi xin rút bài sau.", "bài nào: TL-2021-001, TL-2021-002?"),
        ("Tôi xin rút bài TL-2021-002, giữ nguyên bài kia.", "rút TL-2021-002?"),
    ],
)
def test_of_the_papers_of_a_letter_only_some_may_be_meant(office: House, words: str, meant: str) -> None:
    files = (("Bài 1.pdf", FIRST), ("Bài 2.pdf", SECOND))
    write(office, f"Nguyễn Thị Hoa <{HOA}>", "Gửi hai bài tham luận", "Xin gửi hai bài.", *files)
    told = last(office, HOA, LetterKind.ACKNOWLEDGEMENT)
    write(office, HOA, "Re: Đã nhận hai bài", words, answers=told["message_id"])
    assert said(last(office, HOA, LetterKind.WITHDRAWAL)) == meant
    assert states(office) == {"TL-2021-001": (True, 1), "TL-2021-002": (True, 1)}


def test_withdrawn_and_told_or_neither(office: House) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    confirmation = {"subject": "Re: rút", "body": "XÁC NHẬN RÚT BÀI", "answers": question["message_id"]}
    office.inbox.put(composed(office, HOA, **confirmation), at=office.clock.now())
    # once to see what is passed on the way, in a copy of the house
    copy = office.directory.with_name("ban-sao")
    office.records.close()
    shutil.copytree(office.directory, copy)
    office.restart()
    twin = replace(office, directory=copy, inbox=deepcopy(office.inbox), sender=FakeSender())
    commits = points_passed(twin.once).count("records.before_commit")
    twin.close()
    assert commits > 3

    killed = 0
    for nth in range(1, commits + 1):
        with killed_at("records.before_commit", nth):
            try:
                office.once()
            except BaseException:  # noqa: BLE001 - the process died
                killed += 1
                office.restart()
        told = [letter for letter in office.records.letters() if letter["kind"] == LetterKind.SETTLED]
        assert bool(told) == (not states(office)[CODE][0])
    assert killed
    office.once()
    assert not states(office)[CODE][0]
    assert len([letter for letter in office.records.letters() if letter["kind"] == LetterKind.SETTLED]) == 1


# --------------------------------------------------------------------------- how papers stand


def test_who_asks_is_told_how_their_papers_stand(office: House) -> None:
    submitted(office)
    submitted(office, sender=LAN, content=SECOND, name="Thư viện.pdf")
    write(office, HOA, "Hỏi về bài", "Ban Thư ký đã nhận được bài của tôi chưa ạ?")
    assert said(last(office, HOA, LetterKind.STANDING)) == f"{CODE} v1 pass; 0 chờ; False"
    assert not [letter for letter in letters_to(office, SECRETARY) if "question" in letter["subject"]]


def test_who_has_no_paper_here_is_told_so_and_the_secretariat_too(office: House) -> None:
    submitted(office)
    write(office, BINH, "Hỏi về bài", f"Bài {CODE} của tôi đã nhận được chưa ạ?")
    assert said(last(office, BINH, LetterKind.STANDING)) == "chưa có bài; 0 chờ; True"
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] question"


def test_what_else_is_asked_reaches_a_person(office: House) -> None:
    submitted(office)
    write(office, HOA, "Hỏi", "Bài của tôi đã nhận được chưa ạ? Hội thảo tổ chức ở đâu?")
    assert said(last(office, HOA, LetterKind.STANDING)).endswith("True")
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] question"


def test_a_contact_of_the_school_hears_of_its_papers(office: House) -> None:
    submitted(office)
    schools = tuple(
        school.model_copy(update={"contacts": (LAN,)}) if school.id == "nghe-an" else school
        for school in office.config.schools
    )
    office.config = office.config.model_copy(update={"schools": schools})
    write(office, LAN, "Hỏi về bài", "Các bài của trường đã nhận được chưa ạ?")
    assert said(last(office, LAN, LetterKind.STANDING)) == f"{CODE} v1 pass; 0 chờ; False"


@pytest.mark.parametrize(
    ("words", "passed_on"),
    [
        ("Tôi xin rút bài. Cho tôi hỏi tôi có được gửi bài khác không ạ?", True),
        ("Tôi xin rút bài. Nhờ Ban Tổ chức gửi cho tôi giấy mời có dấu.", True),
        ("Cho tôi rút bài được không ạ?", False),
        ("Tôi xin rút bài, mong Ban Thư ký xác nhận giúp.", False),
    ],
)
def test_what_is_asked_beside_a_withdrawal_is_for_a_person(office: House, words: str, *, passed_on: bool) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài", words)
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    assert said(question) == f"rút {CODE}?" + ", đã chuyển" * passed_on
    notices = [it["subject"] for it in letters_to(office, SECRETARY) if it["kind"] == LetterKind.NOTICE]
    assert notices == ["[Cần xem] question"] * passed_on
    write(
        office,
        HOA,
        "Re: rút",
        "Tôi xác nhận rút bài.\nCho tôi hỏi lệ phí đã nộp có lấy lại được không?",
        answers=question["message_id"],
    )
    assert states(office)[CODE][0], "with a question mark nothing is confirmed"


def answers_for_nghe_an(office: House) -> None:
    schools = tuple(
        school.model_copy(update={"contacts": (LAN,)}) if school.id == "nghe-an" else school
        for school in office.config.schools
    )
    office.config = office.config.model_copy(update={"schools": schools})


def test_authors_are_told_what_their_school_sent_for_them_each_of_their_own(office: House) -> None:
    answers_for_nghe_an(office)
    submitted(office)
    submitted(office, sender=BINH, content=SECOND, name="Thư viện điện tử.pdf")
    new = "title=Phòng truyền thống trong giáo dục;author=Cao Văn Ba;school=nghe-an"
    files = (("A.pdf", FIRST + ";n=2"), ("B.pdf", SECOND + ";n=2"), ("C.pdf", new))
    write(office, LAN, "Các bài đã sửa", f"Nhà trường gửi bản sửa của {CODE} và {OTHER}, và một bài mới.", *files)
    assert states(office) == {CODE: (True, 2), OTHER: (True, 2), "TL-2021-003": (True, 1)}
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"sent {CODE} by {LAN}"
    assert said(last(office, BINH, LetterKind.SETTLED)) == f"sent {OTHER} by {LAN}"
    assert len([letter for letter in letters_to(office, HOA) if letter["kind"] == LetterKind.SETTLED]) == 1
    assert [letter["kind"] for letter in letters_to(office, LAN)] == [LetterKind.ACKNOWLEDGEMENT]


def test_nobody_is_told_twice_or_of_what_they_sent_themselves(office: House) -> None:
    answers_for_nghe_an(office)
    submitted(office)
    submitted(office, content=FIRST + ";n=2")
    to = identity.tagged(BOX, CODE, KEY)
    write(office, BINH, "Bản sửa", "Gửi bản sửa.", ("A.pdf", FIRST + ";n=3"), to=to)  # told by a copy of the answer
    write(office, LAN, "Bài cũ", "Trường gửi lại.", ("A.pdf", FIRST + ";n=3"))  # the same again
    assert states(office)[CODE] == (True, 3)
    assert not [letter for letter in letters_to(office, HOA) if letter["kind"] == LetterKind.SETTLED]


def test_who_names_a_code_of_others_is_not_told_that_their_paper_is_kept(office: House) -> None:
    submitted(office)
    for sender, kept in ((BINH, ""), (HOA, f", còn {CODE}")):
        write(office, sender, f"Bài {CODE}", f"Đề nghị cho biết {CODE} do ai viết.")
        assert said(last(office, sender, LetterKind.PASSED_ON)) == f"đã chuyển{kept}"


# --------------------------------------------------------------------------- how far From is believed


@pytest.mark.parametrize(
    ("results", "changed"),
    [
        (None, True),
        ("dmarc=pass header.from=nghean.example", True),
        ("spf=none; dkim=none; dmarc=none", True),
        ("spf=softfail smtp.mailfrom=khac.example; dmarc=none", True),
        ("dmarc=fail (p=NONE) header.from=nghean.example; spf=pass smtp.mailfrom=bot@spam.example", False),
        ("spf=fail smtp.mailfrom=nghean.example", False),
        ("spf=fail smtp.mailfrom=x.example; dkim=pass header.d=nghean.example", True),
    ],
)
def test_a_false_from_changes_nothing_on_record(office: House, results: str | None, changed: bool) -> None:
    submitted(office)
    write(office, HOA, "Gửi bản sửa", "Gửi lại bản sửa.", ("Bản sửa.pdf", FIRST + ";n=2"), results=results)
    if changed:
        assert states(office) == {CODE: (True, 2)}
    else:  # kept as a paper of its own, answered, and a person told
        assert states(office) == {CODE: (True, 1), OTHER: (True, 1)}
        assert "unproven_sender" in last(office, SECRETARY, LetterKind.NOTICE)["subject"]
        assert len(letters_to(office, HOA)) == 2


@pytest.mark.parametrize(
    ("sender", "content", "results", "kind", "said"),
    [
        (HOA, SECOND, FALSE, "foreign_code", f"A message of {HOA} names {CODE}, and did not come from that address."),
        (BINH, SECOND, FALSE, "foreign_code", f"A message of {BINH} names {CODE}, and did not come from that address."),
        (BINH, SECOND, None, "foreign_code", f"A message of {BINH} names {CODE}, which another address submitted."),
        (HOA, FIRST, FALSE, "strangers_copy", f"Bài.docx has the bytes of {CODE}, and did not come from {HOA}, as it says."),
        (BINH, FIRST, None, "strangers_copy", f"Bài.docx has the bytes of {CODE}, which another address submitted."),
    ],
)  # fmt: skip
def test_who_a_false_from_names_is_said_and_not_that_the_paper_is_anothers(
    office: House, sender: str, content: str, results: str | None, kind: str, said: str
) -> None:
    submitted(office)
    write(office, sender, f"Gửi lại {CODE}", "Gửi Ban Thư ký bài.", ("Bài.docx", content), results=results)
    assert office.notes(kind) == [said]
    assert states(office)[CODE] == (True, 1)


def test_a_false_from_learns_nothing_and_withdraws_nothing(office: House) -> None:
    submitted(office)
    write(office, HOA, "Hỏi", "Bài của tôi đã nhận được chưa?", results=FALSE)
    write(office, HOA, "Xin rút bài", "Tôi xin rút bài tham luận.", results=FALSE)
    assert [letter["kind"] for letter in letters_to(office, HOA)][1:] == ["passed_on", "passed_on"]
    notices = [letter["subject"] for letter in letters_to(office, SECRETARY)]
    assert notices == ["[Cần xem] question, unproven_sender", "[Cần xem] withdrawal, unproven_sender"]


def test_only_the_servers_own_word_counts(office: House) -> None:
    """A sender may write such a header too: the topmost of the configured server is the server's."""
    submitted(office)
    raw = (
        f"Authentication-Results: {SERVER}; dmarc=fail header.from=nghean.example\r\n"
        f"Authentication-Results: {SERVER}; dmarc=pass header.from=nghean.example\r\n"
        "Authentication-Results: mx.khac.example; dmarc=pass header.from=nghean.example\r\n"
        f"From: {HOA}\r\nTo: {BOX}\r\nSubject: Hoi\r\nMessage-ID: <a@b.example>\r\n\r\nBai cua toi da nhan duoc chua?\r\n"
    )
    office.inbox.put(raw.encode(), at=office.clock.now())
    office.once()
    assert letters_to(office, HOA)[-1]["kind"] == "passed_on"


# --------------------------------------------------------------------------- the tag in Reply-To


def test_the_letter_about_a_paper_is_answered_to_a_signed_address(office: House) -> None:
    office.pen = letters.Letters(office.config, letters.environment(office.config), KEY)
    submitted(office)
    message = email.message_from_bytes(bytes(letters_to(office, HOA)[0]["raw"]), policy=email.policy.default)  # type: ignore[arg-type]
    assert re.fullmatch(
        r"hop-thu\+TL-2021-001\.[a-z2-7]{6}@hoithao\.example", message["Reply-To"].addresses[0].addr_spec
    )


@pytest.mark.parametrize(("key", "versions"), [(KEY, 2), (b"guessed", 1), (b"", 1)])
def test_a_co_author_who_has_the_letter_may_send_the_correction(office: House, key: bytes, versions: int) -> None:
    submitted(office)
    to = identity.tagged(BOX, CODE, key)
    write(office, BINH, "Bản sửa", "Gửi bản sửa.", ("Sửa.pdf", FIRST + ";n=2"), to=to)
    assert states(office)[CODE] == (True, versions)
    acknowledgement = last(office, BINH, LetterKind.ACKNOWLEDGEMENT)
    assert (HOA in str(acknowledgement["recipients"])) == (versions == 2)  # who submitted it hears of it


def test_who_holds_a_copy_of_a_paper_learns_nothing_and_gets_no_say(office: House) -> None:
    submitted(office)
    write(office, BINH, "Gửi bài", "Xin gửi bài.", ("Bài chép.pdf", FIRST))
    (letter,) = letters_to(office, BINH)
    assert letter["kind"] == "passed_on"
    assert CODE not in said(letter) + letter["subject"]
    assert states(office) == {CODE: (True, 1)}
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] strangers_copy"
    write(office, BINH, "Re: gửi bài", "Gửi bản sửa.", ("Sửa.pdf", FIRST + ";n=2"), answers=letter["message_id"])
    assert states(office)[CODE] == (True, 1)


@pytest.mark.parametrize(
    ("sender", "subject", "content", "papers"),
    [
        (BINH, "Vé tàu của đoàn", "pages=1", 0),
        (BINH, "Vé tàu của đoàn", "pages=2", 1),
        (BINH, "Vé tàu của đoàn", "pages=1;school=nghe-an", 1),
        (BINH, "Gửi bài tham luận", "pages=1", 1),
        (SECRETARY, "Vé tàu của đoàn", "pages=1", 1),  # who forwards it has looked at it
    ],
)
def test_a_page_that_shows_nothing_of_a_paper_takes_no_code(
    office: House, sender: str, subject: str, content: str, papers: int
) -> None:
    write(office, sender, subject, "Gửi Ban Tổ chức để biết.", ("scan0001.pdf", content))
    assert len(states(office)) == papers
    if not papers:
        assert [letter["kind"] for letter in letters_to(office, BINH)] == ["passed_on"]
        assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] perhaps_no_paper"


@pytest.mark.parametrize(
    ("name", "content", "papers"),
    [
        ("Vé máy bay.pdf", "pages=1", 1),
        ("20211102103355.pdf", "pages=1", 1),  # a letter that somebody scanned
        ("20211102103355.pdf", "pages=4", 2),
        ("Bài 2.pdf", "pages=1", 2),
        ("scan.pdf", "pages=1;author=Trần Thị Lan", 2),
    ],
)
def test_beside_a_paper_a_page_that_shows_nothing_of_one_takes_no_code(
    office: House, name: str, content: str, papers: int
) -> None:
    """Also where the sender is known, and the words speak of papers: they are about the other file."""
    for _ in range(2):
        write(office, BINH, "Gửi bài tham luận", "Gửi bài.", ("Bài.docx", FIRST), (name, content))
        assert len(states(office)) == papers
    told = office.notes("perhaps_no_paper")
    assert told == [f"{name} shows nothing of a paper and stands beside a paper: it got no code."] * (4 - 2 * papers)


LITTLE = "pages=4;characters=6000;elements=noi_dung"


@pytest.mark.parametrize(
    ("files", "subject", "told"),
    [
        ((("Bài.docx", FIRST), ("Nội san.docx", LITTLE)), "Gửi bài tham luận", "Nội san.docx"),
        ((("Bài.docx", FIRST), ("Bài 2.docx", LITTLE)), "Gửi bài tham luận", ""),
        ((("Bài.docx", FIRST), ("2.docx", LITTLE + ",muc_tieu,ket_qua")), "Gửi bài tham luận", ""),
        ((("Bài.docx", FIRST), ("2.docx", LITTLE + ";author=Trần Thị Lan")), "Gửi bài tham luận", ""),
        ((("Nội san.docx", LITTLE),), "Gửi bài tham luận", ""),  # what else should they mean
        ((("Nội san.docx", LITTLE),), "Gửi Ban Tổ chức", "Nội san.docx"),
    ],
)
def test_what_shows_little_of_a_paper_takes_a_code_and_a_person_is_told(
    office: House, files: tuple[tuple[str, str], ...], subject: str, told: str
) -> None:
    write(office, BINH, subject, "Kính gửi.", *files)
    code = f"TL-2021-{len(files):03d}"
    assert len(states(office)) == len(files)
    said = f"{code}: {told} was recorded, but names no author and has hardly anything of a paper."
    assert office.notes("perhaps_no_paper") == ([said] if told else [])


def test_who_answers_that_it_is_a_paper_gets_its_code(office: House) -> None:
    write(office, BINH, "Gửi BTC", "Gửi Ban Tổ chức.", ("scan0001.pdf", "pages=1"))
    (letter,) = letters_to(office, BINH)
    write(office, BINH, "Re: đã nhận thư", "Gửi lại.", ("scan0001.pdf", "pages=1"), answers=letter["message_id"])
    assert states(office) == {CODE: (True, 1)}


def test_of_an_author_every_page_is_a_paper(office: House) -> None:
    submitted(office)
    write(office, HOA, "Gửi BTC", "Gửi Ban Tổ chức.", ("scan0001.pdf", "pages=1"))
    assert len(states(office)) == 2


def test_who_sent_a_correction_by_the_signed_address_may_ask_and_send_the_next(office: House) -> None:
    submitted(office)
    write(office, BINH, "Bản sửa", "Gửi bản sửa.", ("Sửa.pdf", FIRST + ";n=2"), to=identity.tagged(BOX, CODE, KEY))
    write(office, BINH, "Hỏi về bài", "Ban Thư ký đã nhận được bài của tôi chưa ạ?")
    assert said(last(office, BINH, LetterKind.STANDING)).startswith(f"{CODE} v2 pass")
    assert office.notes("foreign_code") == []  # nobody is asked whether they may
    write(office, BINH, "Bản sửa lần hai", "Gửi bản sửa.", ("Sửa.pdf", FIRST + ";n=3"))
    assert states(office)[CODE] == (True, 3)
    write(office, BINH, f"Xin rút bài {CODE}", "Tôi xin rút bài tham luận.")  # that is for who submitted it
    assert letters_to(office, BINH)[-1]["kind"] == "passed_on"


def test_a_correction_that_names_its_paper_may_bear_a_new_title(office: House) -> None:
    submitted(office)
    write(office, HOA, f"Bản sửa bài {CODE}", "Gửi bản sửa.", ("Bản sửa.pdf", SECOND))
    assert states(office) == {CODE: (True, 2)}
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] retitled"


def test_a_code_that_no_paper_has_is_neither_kept_nor_offered(office: House) -> None:
    write(office, HOA, "Xin rút bài TL-2021-999", "Tôi xin rút bài tham luận TL-2021-999.")
    assert "TL-2021-999" not in said(letters_to(office, HOA)[0])
    assert "TL-2021-999" not in said(last(office, SECRETARY, LetterKind.NOTICE)).split("]")[0]


# --------------------------------------------------------------------------- decisions of the secretariat


@pytest.fixture
def doubtful(office: House) -> House:
    """Two papers, of which one may be a version of the other, and a notice that says so."""
    for what in ("giảng viên trẻ", "thư viện điện tử"):
        title = f"title=Kinh nghiệm xây dựng mô hình {what} tại Trường Chính trị tỉnh Nghệ An;school=nghe-an"
        submitted(office, content=title, name=f"{what}.pdf")
    return office


def decide(house: House, *lines: str, answers: str | None = "notice", results: str | None = None) -> str:
    """What the secretariat writes, and what it hears."""
    if answers == "notice":
        answers = last(house, SECRETARY, LetterKind.NOTICE)["message_id"]
    write(house, SECRETARY, "Re: [Cần xem]", "\n".join(lines), answers=answers, results=results)
    return said(last(house, SECRETARY, LetterKind.ORDERS))


def test_a_withdrawn_paper_that_is_sent_again_is_a_new_one_and_everybody_is_told(office: House) -> None:
    submitted(office)
    order(office, f"RÚT {CODE}")
    pen = RecordingPen(office.pen)
    pen.notice = office.pen.notice  # type: ignore[method-assign]
    office.pen = pen  # type: ignore[assignment]
    write(office, HOA, f"Bản sửa {CODE}", f"Gửi bản sửa bài {CODE}.", ("Bài sửa.pdf", f"{FIRST};x=1"))
    assert states(office) == {CODE: (False, 1), OTHER: (True, 1)}
    assert (withdrawn := pen.reports[0].withdrawn) is not None
    assert (pen.reports[0].code, withdrawn.code) == (OTHER, CODE)
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] resubmitted"
    write(office, LAN, "Gửi bài", "Xin gửi bài.", ("Bài.pdf", f"{FIRST};x=2"), answers=None)
    assert pen.reports[0].withdrawn is None  # nobody learns of papers that are not theirs


def test_two_papers_become_one(doubtful: House) -> None:
    assert decide(doubtful, f"GỘP {OTHER} VÀO {CODE}", "", "Bình") == f"{OTHER} done (đã báo)"
    assert states(doubtful) == {CODE: (True, 2), OTHER: (False, 1)}
    assert said(last(doubtful, HOA, LetterKind.SETTLED)) == f"merge {OTHER} {CODE}"
    assert doubtful.status()["papers"]["total"] == 1
    # what is sent under the old code belongs to the paper it leads to
    title = "title=Kinh nghiệm xây dựng mô hình thư viện điện tử tại Trường Chính trị tỉnh Nghệ An;school=nghe-an;n=3"
    write(doubtful, HOA, f"Bản sửa bài {OTHER}", "Gửi bản sửa.", ("Bản sửa.pdf", title))
    assert states(doubtful) == {CODE: (True, 3), OTHER: (False, 1)}


def test_an_older_paper_merged_leaves_the_newer_version_standing(doubtful: House) -> None:
    decide(doubtful, f"GỘP {CODE} VÀO {OTHER}")
    assert states(doubtful) == {CODE: (False, 1), OTHER: (True, 1)}


def test_a_version_becomes_a_paper_of_its_own(office: House) -> None:
    submitted(office)
    write(office, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Bản sửa.pdf", FIRST + ";n=2"))
    proven = "dmarc=pass header.from=hoithao.example"
    assert decide(office, f"tach {CODE}", answers=None, results=proven) == f"{CODE} done (đã báo)"
    assert states(office) == {CODE: (True, 1), OTHER: (True, 1)}
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"split {CODE} {OTHER}"


def test_who_answers_the_letter_about_a_version_that_was_split_speaks_of_the_new_paper(office: House) -> None:
    submitted(office)
    write(office, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Bản sửa.pdf", SECOND))
    letter = last(office, HOA, LetterKind.ACKNOWLEDGEMENT)
    decide(office, f"TÁCH {CODE}", answers=None, results="dmarc=pass header.from=hoithao.example")
    assert states(office) == {CODE: (True, 1), OTHER: (True, 1)}
    write(
        office, HOA, "Re: bản sửa", "Gửi bản sửa.", ("Sửa lần hai.pdf", SECOND + ";n=2"), answers=letter["message_id"]
    )
    assert states(office) == {CODE: (True, 1), OTHER: (True, 2)}


def test_a_merger_is_undone_as_long_as_nothing_newer_came_on_top(doubtful: House) -> None:
    titles = [paper.title for paper in doubtful.records.papers()]
    decide(doubtful, f"GỘP {OTHER} VÀO {CODE}")
    assert decide(doubtful, f"KHÔI PHỤC {OTHER}") == f"{OTHER} done (đã báo)"
    assert states(doubtful) == {CODE: (True, 1), OTHER: (True, 1)}
    assert [paper.title for paper in doubtful.records.papers()] == titles
    decide(doubtful, f"GỘP {OTHER} VÀO {CODE}")
    newer = "title=Kinh nghiệm xây dựng mô hình thư viện điện tử tại Trường Chính trị tỉnh Nghệ An;school=nghe-an;n=9"
    write(doubtful, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Sửa.pdf", newer))
    assert decide(doubtful, f"KHÔI PHỤC {OTHER}") == f"{OTHER} merged"
    assert states(doubtful) == {CODE: (True, 3), OTHER: (False, 1)}


def test_the_answer_to_a_letter_that_an_author_may_have_seen_proves_nothing(office: House) -> None:
    """The secretary answers a question to its author, who then knows the notice's Message-ID."""
    submitted(office)
    write(office, BINH, "Hỏi", "Xin hỏi hội thảo tổ chức ở đâu?")
    seen = last(office, SECRETARY, LetterKind.NOTICE)["message_id"]
    assert decide(office, f"RÚT {CODE}", answers=seen, results="spf=softfail; dmarc=none") == f"{CODE} unproven"
    assert states(office)[CODE][0]


@pytest.mark.parametrize("line", ["ĐẠT {}", "KHÔNG ĐẠT {}", "TÁCH {}"])
def test_what_nobody_has_seen_nobody_has_decided_about(office: House, line: str) -> None:
    """A version came between the notice and its answer: the decision was about the one before."""
    submitted(office, content=UNSURE)
    write(office, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Bản sửa.pdf", f"{UNSURE};n=2"))
    write(office, BINH, "Xin rút bài", f"Xin rút bài {CODE}.")  # somebody else: the secretariat gets a notice
    notice = last(office, SECRETARY, LetterKind.NOTICE)["message_id"]
    write(office, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Bản sửa nữa.pdf", f"{UNSURE};n=3"))
    before = counts(office), states(office)
    assert decide(office, line.format(CODE), answers=notice) == f"{CODE} newer"
    assert (counts(office), states(office)) == before
    told = last(office, SECRETARY, LetterKind.ORDERS)["message_id"]
    assert decide(office, line.format(CODE), answers=told).startswith(f"{CODE} done")


def test_what_is_about_a_paper_as_a_whole_heeds_no_version_that_came_since(office: House) -> None:
    submitted(office)
    write(office, BINH, "Xin rút bài", f"Xin rút bài {CODE}.")
    notice = last(office, SECRETARY, LetterKind.NOTICE)["message_id"]
    write(office, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Bản sửa.pdf", SECOND))
    assert decide(office, f"RÚT {CODE}", answers=notice) == f"{CODE} done (đã báo)"


def test_a_paper_that_came_since_may_be_decided_about_in_any_answer(office: House) -> None:
    write(office, BINH, "Hỏi", "Xin rút bài TL-2021-077.")
    notice = last(office, SECRETARY, LetterKind.NOTICE)["message_id"]
    submitted(office, content=UNSURE)  # who knows its code has heard of it otherwise
    proven = "dmarc=pass header.from=hoithao.example"
    assert decide(office, f"ĐẠT {CODE}", answers=notice, results=proven) == f"{CODE} done (đã báo)"


def test_who_decides_against_a_colleague_is_told(office: House) -> None:
    submitted(office, content=UNSURE)
    assert order(office, f"ĐẠT {CODE}") == f"{CODE} done (đã báo)"
    assert order(office, f"KHÔNG ĐẠT {CODE}") == f"{CODE} done over pass (đã báo)"


def test_who_asks_hears_of_papers_that_count_no_longer(doubtful: House) -> None:
    decide(doubtful, f"GỘP {OTHER} VÀO {CODE}")
    decide(doubtful, f"RÚT {CODE}")
    write(doubtful, HOA, "Hỏi về bài", "Ban Thư ký đã nhận được bài của tôi chưa ạ?")
    assert said(last(doubtful, HOA, LetterKind.STANDING)) == f"withdraw {CODE}, merge {OTHER}; 0 chờ; False"


def test_a_question_about_withdrawal_is_not_open_for_ever(office: House) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    office.later(days=15)
    write(office, HOA, "Re: rút", "Xác nhận rút bài", answers=question["message_id"])
    assert states(office)[CODE][0]
    assert last(office, HOA, LetterKind.WITHDRAWAL)["id"] != question["id"]  # asked once more


def test_who_wants_a_paper_back_reaches_somebody_who_can_decide(office: House) -> None:
    submitted(office)
    submitted(office, sender=LAN, content=SECOND, name="Thư viện.pdf")
    write(office, HOA, "Về bài đã rút", "Tôi đổi ý, xin khôi phục lại bài đã rút.")
    assert office.notes("wants_back") == []  # none of theirs is
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, HOA, "Re: rút", "Xác nhận rút bài", answers=question["message_id"])
    write(office, HOA, "Về bài đã rút", "Tôi đổi ý, xin khôi phục lại bài đã rút.")
    assert letters_to(office, HOA)[-1]["kind"] == "passed_on"
    assert f"đã rút {CODE}" in said(last(office, HOA, LetterKind.PASSED_ON))
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] wants_back"
    assert office.notes("wants_back") == [f"{HOA} wants {CODE} back."]
    write(office, HOA, "Về bài", "Nhờ Ban Thư ký cho bài của tôi được tính lại số trang.")
    assert len(office.notes("wants_back")) == 1
    write(office, HOA, "Về bài", "Tôi nghĩ lại rồi, xin cho bài của tôi được tính trở lại.")
    assert len(office.notes("wants_back")) == 2
    assert decide(office, f"KHÔI PHỤC {CODE}") == f"{CODE} done (đã báo)"
    assert states(office)[CODE][0]


def test_who_asks_about_a_withdrawn_paper_is_not_told_that_it_is_kept(office: House) -> None:
    submitted(office)
    write(office, HOA, "Hỏi", f"Bài {CODE} có được in ảnh màu không ạ?")
    assert "đã rút" not in said(last(office, HOA, LetterKind.PASSED_ON))
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    question = last(office, HOA, LetterKind.WITHDRAWAL)
    write(office, HOA, "Re: rút", "Xác nhận rút bài", answers=question["message_id"])
    write(office, HOA, "Hỏi", f"Rút bài {CODE} rồi thì tôi có được dự hội thảo không ạ?")
    assert f"đã rút {CODE}" in said(last(office, HOA, LetterKind.PASSED_ON))
    write(office, LAN, "Hỏi", f"Bài {CODE} có được in ảnh màu không ạ?")  # somebody else learns nothing
    assert "đã rút" not in said(last(office, LAN, LetterKind.PASSED_ON))


def test_who_says_that_a_version_is_another_paper_reaches_somebody_who_can_decide(office: House) -> None:
    submitted(office)
    write(office, HOA, f"Bài {CODE}", "Đây là một bài khác, không phải bản sửa.")
    assert office.notes("wants_apart") == []  # there is nothing to split, and a person reads it
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] question"
    write(office, HOA, f"Bài {CODE}", "Đây là bài thứ hai của em.")
    assert letters_to(office, HOA)[-1]["kind"] == "no_paper"  # nor did the file come
    write(office, HOA, f"Bản sửa {CODE}", "Gửi bản sửa.", ("Bản sửa.pdf", SECOND))
    write(office, BINH, f"Bài {CODE}", "Đây là một bài khác, không phải bản sửa.")
    assert office.notes("wants_apart") == []  # none of theirs
    letter = last(office, HOA, LetterKind.ACKNOWLEDGEMENT)
    write(office, HOA, "Re: bản sửa", "Đây là một bài khác ạ.", answers=letter["message_id"])
    assert letters_to(office, HOA)[-1]["kind"] == "passed_on"
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] wants_apart"
    assert states(office) == {CODE: (True, 2)}
    assert decide(office, f"TÁCH {CODE}") == f"{CODE} done (đã báo)"
    assert states(office) == {CODE: (True, 1), OTHER: (True, 1)}


def test_who_says_that_two_papers_are_one_reaches_somebody_who_can_decide(office: House) -> None:
    submitted(office)
    submitted(office, content=SECOND, name="Thư viện.pdf")
    write(office, BINH, f"Bài {CODE}", f"Bài {OTHER} là bản sửa của bài {CODE}.")
    assert office.notes("wants_joined") == []  # none of theirs
    write(office, HOA, f"Bài {CODE}", "Hai bài này là một, xin gộp lại.")
    assert office.notes("wants_joined") == [f"{HOA} wants {OTHER} merged into {CODE}."]
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] wants_joined"
    assert decide(office, f"GỘP {OTHER} VÀO {CODE}") == f"{OTHER} done (đã báo)"


def test_a_copy_of_what_the_secretariat_writes_to_an_author_is_not_answered(office: House) -> None:
    write(office, BINH, "Hỏi", "Xin hỏi hội thảo tổ chức ở đâu?")
    asked = last(office, SECRETARY, LetterKind.NOTICE)["message_id"]
    before = len(letters_to(office, SECRETARY))
    write(office, SECRETARY, "Re: Hỏi", "Chào đồng chí, ở Thanh Hóa.", answers=asked, to=f"{BINH}, {BOX}")
    assert len(letters_to(office, SECRETARY)) == before
    # to us alone: whoever writes so believes that the author hears of it
    write(office, SECRETARY, "Re: Hỏi", "Chào đồng chí, ở Thanh Hóa.", answers=asked)
    assert said(last(office, SECRETARY, LetterKind.ORDERS)) == "không hiểu"
    # what looks like a decision in it is told
    write(office, SECRETARY, "Re: Hỏi", "Bài TL-2021-001 để xem đã.", answers=asked, to=f"{BINH}, {BOX}")
    assert said(last(office, SECRETARY, LetterKind.ORDERS)) == "không hiểu; Bài TL-2021-001 để xem đã."


def test_a_confirmation_without_reference_counts_where_the_server_has_proven_its_sender(office: House) -> None:
    submitted(office)
    write(office, HOA, "Xin rút bài tham luận", "Tôi xin rút bài tham luận.")
    write(office, HOA, "Xác nhận rút bài", f"Tôi xác nhận rút bài {CODE}.")
    assert states(office)[CODE][0]  # asked once more
    proven = "dmarc=pass header.from=nghean.example"
    write(office, HOA, "Xác nhận rút bài", f"Tôi xác nhận rút bài {CODE}. Cảm ơn.", results=proven)
    assert not states(office)[CODE][0]


def test_a_paper_merged_meanwhile_is_not_said_to_be_withdrawn(doubtful: House) -> None:
    write(doubtful, HOA, f"Xin rút bài {OTHER}", "Tôi xin rút bài tham luận.")
    question = last(doubtful, HOA, LetterKind.WITHDRAWAL)
    decide(doubtful, f"GỘP {OTHER} VÀO {CODE}")
    write(doubtful, HOA, "Re: rút", "Xác nhận rút bài", answers=question["message_id"])
    assert states(doubtful)[CODE][0]
    assert letters_to(doubtful, HOA)[-1]["kind"] == "passed_on"  # a person decides


def test_withdrawn_and_back_again(doubtful: House) -> None:
    assert decide(doubtful, f"Rút bài {CODE}.") == f"{CODE} done (đã báo)"
    assert states(doubtful)[CODE][0] is False
    assert decide(doubtful, f"KHÔI PHỤC {CODE}") == f"{CODE} done (đã báo)"
    assert states(doubtful)[CODE][0] is True


# --------------------------------------------------------------------------- rulings

UNSURE = FIRST + ";verdict=review"


def counts(house: House) -> dict[str, int]:
    return {name: number for name, number in house.status()["papers"].items() if number and name != "total"}


def compliant(house: House) -> int:
    return sum(school["compliant"] for school in house.status()["schools"])


def order(house: House, line: str) -> str:
    """The secretary orders, and is answered."""
    write(house, SECRETARY, "Quyết định", line, results=f"dmarc=pass header.from={SECRETARY.split('@')[1]}")
    return said(last(house, SECRETARY, LetterKind.ORDERS))


def test_what_the_checks_leave_open_the_secretariat_decides(office: House) -> None:
    submitted(office, content=UNSURE)
    assert counts(office) == {"review": 1, "unvetted": 1}
    assert order(office, f"ĐẠT {CODE}") == f"{CODE} done (đã báo)"
    assert counts(office) == {"pass": 1, "unvetted": 1}
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"pass {CODE}"
    assert order(office, f"ĐẠT {CODE}") == f"{CODE} ruled"
    assert order(office, f"KHÔNG ĐẠT {CODE}") == f"{CODE} done over pass (đã báo)"
    assert counts(office) == {"fail": 1, "unvetted": 1}
    # A later version is judged anew.
    letter = last(office, HOA, LetterKind.SETTLED)
    write(
        office, HOA, "Re: bản sửa", "Xin gửi bản sửa.", ("Bài sửa.pdf", f"{UNSURE};x=1"), answers=letter["message_id"]
    )
    assert states(office) == {CODE: (True, 2)}
    assert counts(office) == {"review": 1, "unvetted": 1}


def test_where_two_languages_are_read_each_hears_what_became_of_a_decision(office: House) -> None:
    in_two_languages(office)
    submitted(office, content=UNSURE)
    assert order(office, f"PASS {CODE}") == f"{CODE} done (đã báo)"
    answers = [letter for letter in office.records.letters() if letter["kind"] == LetterKind.ORDERS]
    assert [letter["recipients"] for letter in answers] == [[SECRETARY], [ANNA]]
    assert len({letter["message_id"] for letter in answers}) == 2
    assert len(office.notes("ordered")) == 1
    assert counts(office)["pass"] == 1


def test_a_line_that_is_no_order_is_not_lost_beside_one_that_is(office: House) -> None:
    submitted(office, content=UNSURE)
    assert order(office, f"ĐẠT {CODE}\nGiữ cả TL-2021-009") == f"{CODE} done; Giữ cả TL-2021-009 (đã báo)"


@pytest.mark.parametrize(("content", "unexplained"), [(FIRST, True), (UNSURE, False)])
def test_a_paper_without_a_fault_that_is_not_taken_is_marked_as_unexplained(
    office: House, content: str, unexplained: bool
) -> None:
    submitted(office, content=content)
    assert order(office, f"KHÔNG ĐẠT {CODE}") == f"{CODE} done{' unexplained' * unexplained} (đã báo)"


def test_what_passes_by_the_checks_need_not_be_let_pass(office: House) -> None:
    submitted(office)
    assert order(office, f"ĐẠT {CODE}") == f"{CODE} ruled"
    assert not [letter for letter in letters_to(office, HOA) if letter["kind"] == LetterKind.SETTLED]


def test_a_late_paper_that_is_taken_counts_and_stays_late(office: House) -> None:
    office.later(days=30)
    submitted(office)
    assert (counts(office)["late"], compliant(office)) == (1, 0)
    assert order(office, f"ĐẠT {CODE}") == f"{CODE} done (đã báo)"
    assert (counts(office)["late"], compliant(office)) == (1, 1)
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"pass {CODE} muộn"


@pytest.mark.parametrize(
    ("before", "lines", "heard"),
    [
        ("", "ĐẠT {0}", "pass {0} muộn vượt số bài"),
        ("", "GIỮ {0}\nĐẠT {0}", "pass {0} muộn"),
        ("GIỮ {0}", "ĐẠT {0}", "pass {0} muộn"),
        (f"RÚT {CODE}", "ĐẠT {0}", "pass {0} muộn"),  # there is room for it
        ("", f"RÚT {CODE}\nĐẠT {{0}}", "pass {0} muộn"),
    ],
)
def test_who_is_told_that_a_paper_passes_is_not_told_that_it_is_accepted_beyond_the_number_of_its_school(
    office: House, before: str, lines: str, heard: str
) -> None:
    one_each = tuple(school.model_copy(update={"min_papers": 1, "max_papers": 1}) for school in office.config.schools)
    office.config = office.config.model_copy(update={"schools": one_each})
    office.later(days=30)
    submitted(office)
    submitted(office, LAN, SECOND, "Thư viện.pdf")
    if before:
        order(office, before.format(OTHER))
    order(office, lines.format(OTHER))
    assert said(last(office, LAN, LetterKind.SETTLED)) == heard.format(OTHER)


# --------------------------------------------------------------------------- whose paper it is

HOMELESS = "title=Kinh nghiệm xây dựng mô hình lớp tự quản;unplaced=Nguyễn Thị Hoa"


def schools(house: House) -> dict[str, int]:
    return {school["id"]: school["papers"] for school in house.status()["schools"] if school["papers"]}


def test_the_secretariat_says_whose_paper_it_is(office: House) -> None:
    """And where that was all that was in doubt, the paper is as it should be, and its author hears of it."""
    submitted(office, content=HOMELESS)
    assert (schools(office), counts(office)) == ({}, {"review": 1, "without_school": 1, "unvetted": 1})
    assert order(office, f"TRƯỜNG {CODE} Trường Chính trị tỉnh Nghệ An") == f"{CODE} done (đã báo)"
    assert (schools(office), counts(office)) == ({"nghe-an": 1}, {"pass": 1, "unvetted": 1})
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"school {CODE} đạt"
    assert placed(office) == (Outcome.PASS, "nghe-an", "ordered")
    assert order(office, f"Trường {CODE}: nghe an") == f"{CODE} ruled"
    assert order(office, f"ĐƠN VỊ {CODE} là Hà Tĩnh") == f"{CODE} done (đã báo)"  # a slip is mended
    assert (schools(office), counts(office)) == ({"ha-tinh": 1}, {"pass": 1, "unvetted": 1})
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"school {CODE}"  # that it passes is no news
    assert placed(office) == (Outcome.PASS, "ha-tinh", "ordered")
    letter = last(office, HOA, LetterKind.ACKNOWLEDGEMENT)
    files = ("Bài sửa.pdf", f"{HOMELESS};school=nghe-an")
    write(office, HOA, "Re: bản sửa", "Xin gửi bản sửa.", files, answers=letter["message_id"])
    assert states(office) == {CODE: (True, 2)}
    assert schools(office) == {"ha-tinh": 1}  # what was decided stays, whatever a later version says


@pytest.mark.parametrize(
    ("content", "passes"),
    [
        (f"{HOMELESS};n=2", True),
        (f"{HOMELESS};verdict=review", False),
        (f"{HOMELESS};school=nghe-an", True),
        ("title=Kinh nghiệm xây dựng mô hình lớp tự quản;unplaced=", False),
    ],
)
def test_a_later_version_is_of_the_school_that_was_said_and_whatever_it_says_asks_nobody_again(
    office: House, content: str, passes: bool
) -> None:
    """What else is in doubt about it, a missing author among it, still is."""
    submitted(office, content=HOMELESS)
    order(office, f"TRƯỜNG {CODE} Hà Tĩnh")
    letter = last(office, HOA, LetterKind.ACKNOWLEDGEMENT)
    write(office, HOA, "Re: bản sửa", "Xin gửi bản sửa.", ("Bài sửa.pdf", content), answers=letter["message_id"])
    assert states(office) == {CODE: (True, 2)}
    judged = office.records.judgement_of(CODE, 2)
    assert (judged.school, judged.verdict is Verdict.PASS) == ("ha-tinh", passes)
    assert placed(office, 2)[0] is (Outcome.REVIEW if content.endswith("unplaced=") else Outcome.PASS)


def placed(house: House, version: int = 1) -> tuple[Outcome, str | None, str]:
    """What the check of authors and school says of a version."""
    (found,) = (it for it in house.records.judgement_of(CODE, version).findings if it.check == "identity")
    return found.outcome, found.details["school"], found.details["how"]


@pytest.mark.parametrize("lines", [f"KHÔNG ĐẠT {CODE}\nTRƯỜNG {CODE} Nghệ An", f"TRƯỜNG {CODE} Nghệ An"])
def test_a_paper_that_was_refused_does_not_pass_by_having_a_school(office: House, lines: str) -> None:
    submitted(office, content=HOMELESS)
    if "KHÔNG ĐẠT" not in lines:
        order(office, f"KHÔNG ĐẠT {CODE}")
    order(office, lines)
    assert counts(office) == {"fail": 1, "unvetted": 1}
    assert said(last(office, HOA, LetterKind.SETTLED)).endswith(f"school {CODE}")


def test_a_version_keeps_its_school_where_the_paper_is_merged(office: House) -> None:
    """Else nobody's paper would pass, and nobody be asked whose it is."""
    submitted(office, BINH, "title=Đổi mới phương pháp giảng dạy;unplaced=Trần Văn Bình", "Bài Bình.pdf")
    submitted(office, content=HOMELESS)
    order(office, f"TRƯỜNG {OTHER} Nghệ An")
    order(office, f"GỘP {OTHER} VÀO {CODE}")
    assert (schools(office), counts(office)) == ({"nghe-an": 1}, {"pass": 1, "unvetted": 1, "withdrawn": 1})


@pytest.mark.parametrize("more", [";verdict=fail", ";verdict=review"])
def test_whose_it_is_settles_nothing_else(office: House, more: str) -> None:
    submitted(office, content=HOMELESS + more)
    before = {what: many for what, many in counts(office).items() if what != "without_school"}
    assert order(office, f"TRƯỜNG {CODE} Nghệ An") == f"{CODE} done (đã báo)"
    assert (schools(office), counts(office)) == ({"nghe-an": 1}, before)


@pytest.mark.parametrize("lines", [f"TRƯỜNG {CODE} Nghệ An\nĐẠT {CODE}", f"ĐẠT {CODE}\nTRƯỜNG {CODE} Nghệ An"])
def test_it_may_be_decided_together_with_what_the_paper_is(office: House, lines: str) -> None:
    submitted(office, content=HOMELESS + ";verdict=review")
    assert order(office, lines) == f"{CODE} done, {CODE} done (đã báo)"
    assert (schools(office), counts(office)) == ({"nghe-an": 1}, {"pass": 1, "unvetted": 1})


@pytest.mark.parametrize("which", ["Trường Chính trị tỉnh Phú Yên", "Nghệ An và Hà Tĩnh", "chưa rõ"])
def test_a_school_that_does_not_take_part_is_asked_about(office: House, which: str) -> None:
    submitted(office, content=HOMELESS)
    assert order(office, f"TRƯỜNG {CODE} {which}") == f"{CODE} no_school"
    assert schools(office) == {}


def test_of_two_schools_in_one_message_neither_is_taken(office: House) -> None:
    submitted(office, content=HOMELESS)
    said_of = order(office, f"TRƯỜNG {CODE} Nghệ An\nTRƯỜNG {CODE} Hà Tĩnh")
    assert said_of == f"{CODE} touched, {CODE} touched"
    assert schools(office) == {}


def test_of_two_opposite_decisions_neither_is_carried_out(doubtful: House) -> None:
    """Whichever was meant, its letter to the author could not be called back."""
    before = states(doubtful), counts(doubtful)
    said_of = decide(doubtful, f"ĐẠT {OTHER}", f"KHÔNG ĐẠT {OTHER}", f"RÚT {CODE}", f"KHÔI PHỤC {CODE}")
    assert said_of == f"{OTHER} touched, {OTHER} touched, {CODE} touched, {CODE} touched"
    assert (states(doubtful), counts(doubtful)) == before


def test_a_late_version_that_was_let_pass_counts_until_the_next_is_decided(office: House) -> None:
    office.later(days=30)
    submitted(office)
    order(office, f"ĐẠT {CODE}")
    letter = last(office, HOA, LetterKind.SETTLED)
    pen = office.pen = RecordingPen(office.pen)  # type: ignore[assignment]
    write(office, HOA, "Re: bản sửa", "Xin gửi.", ("Bài sửa.pdf", f"{FIRST};x=1"), answers=letter["message_id"])
    (report,) = pen.reports
    assert report.standing is not None
    assert (report.version, report.standing.number, compliant(office)) == (2, 1, 1)


def test_a_version_in_time_replaces_the_former_at_once(office: House) -> None:
    submitted(office)
    pen = office.pen = RecordingPen(office.pen)  # type: ignore[assignment]
    write(office, HOA, f"Bản sửa {CODE}", "Xin gửi.", ("Bài sửa.pdf", f"{FIRST};x=1"))
    (report,) = pen.reports
    assert (report.version, report.late, report.standing) == (2, False, None)


def test_a_ruling_goes_where_its_version_goes(doubtful: House) -> None:
    assert order(doubtful, f"KHÔNG ĐẠT {OTHER}") == f"{OTHER} done unexplained (đã báo)"
    order(doubtful, f"GỘP {OTHER} VÀO {CODE}")
    assert counts(doubtful)["fail"] == 1
    (merged,) = [paper for paper in doubtful.records.papers() if paper.active]
    assert [version.ruling for version in merged.versions] == [None, Verdict.FAIL]


def test_codes_are_never_reused(doubtful: House) -> None:
    decide(doubtful, f"RÚT {OTHER}")
    submitted(doubtful, content=SECOND, name="Bài mới.pdf")
    assert list(states(doubtful)) == [CODE, OTHER, "TL-2021-003"]
    status = doubtful.status()["papers"]
    assert (status["total"], status["withdrawn"]) == (2, 1)


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("GỘP TL-2021-002 VÀO TL-2021-009", "TL-2021-002 unknown"),
        ("GỘP TL-2021-002 VÀO TL-2021-002", "TL-2021-002 same"),
        ("TÁCH TL-2021-001", "TL-2021-001 single"),
        ("KHÔI PHỤC TL-2021-001", "TL-2021-001 active"),
        ("GIỮ TL-2021-002", "TL-2021-002 done"),
        ("Đề nghị anh Bình rút kinh nghiệm", "không hiểu"),
        ("Sẽ hỏi lại tác giả bài TL-2021-001", "không hiểu; Sẽ hỏi lại tác giả bài TL-2021-001"),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_answered_and_changes_nothing(
    doubtful: House, line: str, heard: str
) -> None:
    before = states(doubtful)
    assert decide(doubtful, line) == heard
    assert states(doubtful) == before


@pytest.mark.parametrize(
    ("lines", "heard"),
    [
        # each is another matter of the same version
        (("ĐẠT", "GIỮ"), "done told, done"),
        (("GIỮ", "ĐẠT"), "done, done told"),
        (("KHÔNG ĐẠT", "GIỮ"), "done told, done"),
        # what becomes of the paper itself leaves nothing to be decided beside it
        (("RÚT", "GIỮ"), "done told, touched"),
        (("GIỮ", "RÚT"), "done, touched"),
        # of two that say the opposite neither
        (("GIỮ", "ĐẠT", "KHÔNG ĐẠT"), "done, touched, touched"),
    ],
)
def test_decisions_of_different_matters_of_a_paper_stand_in_one_message(
    office: House, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], heard: str
) -> None:
    """And of each it is said whether the sender of the paper hears of it."""
    submitted(office, content=UNSURE)
    found = results_of(office, monkeypatch, lines)
    assert ", ".join(f"{result.what}{' told' * result.told}" for result in found) == heard


def test_only_of_a_refusal_that_no_check_explains_it_is_said_that_the_letter_names_nothing(
    office: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(office)
    assert [it.unexplained for it in results_of(office, monkeypatch, ("KHÔNG ĐẠT", "GIỮ"))] == [True, False]


def results_of(office: House, monkeypatch: pytest.MonkeyPatch, lines: Sequence[str]) -> list[Result]:
    """What the answer to these decisions about the first paper tells."""
    found: list[Result] = []
    pen = office.pen.orders

    def noted(incoming: Incoming, results: Sequence[Result], *rest: Any) -> Letter:
        found.extend(results)
        return pen(incoming, results, *rest)

    monkeypatch.setattr(office.pen, "orders", noted)
    order(office, "\n".join(f"{line} {CODE}" for line in lines))
    return found


def test_the_owners_of_both_papers_hear_that_they_are_one_each_in_their_own_words(office: House) -> None:
    submitted(office)
    submitted(office, BINH, f"{FIRST};x=1", "Bài Bình.pdf")
    order(office, f"GỘP {OTHER} VÀO {CODE}")
    assert said(last(office, BINH, LetterKind.SETTLED)) == f"merge {OTHER} {CODE}"
    assert said(last(office, HOA, LetterKind.SETTLED)) == f"merge {OTHER} {CODE} thuộc bài của mình"


def test_one_decision_a_paper_a_message(doubtful: House) -> None:
    assert decide(doubtful, f"RÚT {OTHER}", f"GỘP {OTHER} VÀO {CODE}") == f"{OTHER} done, {OTHER} touched (đã báo)"


@pytest.mark.parametrize(
    ("answers", "results", "done"),
    [
        ("notice", None, True),
        (None, None, False),  # From alone is no proof
        (None, "dmarc=pass header.from=hoithao.example", True),
        ("notice", "dmarc=fail header.from=hoithao.example", False),
        ("<thamluan.notice.0123456789abcdef01234567@hoithao.example>", None, False),  # in the form of ours
    ],
)
def test_orders_need_proof(doubtful: House, answers: str | None, results: str | None, done: bool) -> None:
    heard = decide(doubtful, f"RÚT {CODE}", answers=answers, results=results)
    assert heard == f"{CODE} {'done (đã báo)' if done else 'unproven'}"
    assert states(doubtful)[CODE][0] is not done


def test_the_answer_to_a_letter_to_ourselves_proves_nothing(doubtful: House) -> None:
    """Its Message-ID follows from the time at which it is sent."""
    now = doubtful.clock.now()
    us = (Address(BOX),)
    canary = Letter("canary:1", LetterKind.CANARY, "<thamluan.canary.1@hoithao.example>", us, "Tự gửi", "–", "<p></p>")
    doubtful.records.send_canary(doubtful.desk.outgoing(canary, series="canary"), now + timedelta(hours=1), now)
    assert decide(doubtful, f"RÚT {CODE}", answers=canary.message_id) == f"{CODE} unproven"


def test_an_author_orders_nothing(doubtful: House) -> None:
    notice = last(doubtful, SECRETARY, LetterKind.NOTICE)["message_id"]
    write(doubtful, HOA, "Re: [Cần xem]", f"GỘP {OTHER} VÀO {CODE}", answers=notice)
    assert states(doubtful) == {CODE: (True, 1), OTHER: (True, 1)}


def test_the_secretariat_may_write_from_the_mailbox_itself(doubtful: House) -> None:
    notice = last(doubtful, SECRETARY, LetterKind.NOTICE)["message_id"]
    write(doubtful, BOX, "Re: [Cần xem]", f"RÚT {CODE}", answers=notice)
    assert not states(doubtful)[CODE][0]


# --------------------------------------------------------------------------- addresses that fail


def returned(house: House, letter: dict[str, str], recipient: str) -> None:
    raw = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: " + BOX + "\r\nSubject: Undelivered Mail\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {letter['message_id']}\r\nSubject: x\r\n\r\n--b--\r\n"
    )
    house.inbox.put(raw.encode(), at=house.clock.now())
    house.once()


def test_an_address_that_fails_is_marked_until_it_writes_again(office: House) -> None:
    submitted(office)
    returned(office, letters_to(office, HOA)[0], HOA)
    assert [entry["address"] for entry in office.status()["failing"]] == [HOA]
    assert last(office, SECRETARY, LetterKind.NOTICE)["subject"] == "[Cần xem] letter_came_back"
    write(office, HOA, "Hỏi", "Bài của tôi đã nhận được chưa?")
    assert office.status()["failing"] == []


def test_a_forwarding_address_of_theirs_fails_in_their_name(office: House) -> None:
    submitted(office)
    returned(office, letters_to(office, HOA)[0], "chuyen-tiep@xa.example")
    assert [entry["address"] for entry in office.status()["failing"]] == [HOA]
