"""What another conference calls itself and its papers is understood as "hội thảo" and "tham luận" are."""

from __future__ import annotations

from time import process_time

import pytest
from mail_maker import plain

from daemon.intake import Naming, Own, decide
from daemon.mail import read
from daemon.model import Disposition

NAMING = Naming("báo cáo khoa học", ("tọa đàm khoa học", "symposium"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Em xin rút báo cáo.", "Em xin rút tham luận."),
        ("Báo cáo TD-2025-001 của tôi", "Tham luận TD-2025-001 của tôi"),
        ("Gửi bài báo cáo ạ", "Gửi bài tham luận ạ"),
        ("toi xin rut bao cao khoa hoc", "toi xin rut tham luan"),
        ("Toạ đàm diễn ra ở đâu?", "Hội thảo diễn ra ở đâu?"),
        ("The Symposium starts", "The Conference starts"),
        ("We withdraw our contribution", "We withdraw our paper"),
        ("Our revised contributions", "Our revised papers"),
    ],
)
def test_names_are_read_as_those_that_are_known(text: str, read: str) -> None:
    assert NAMING.in_known_words(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Em xin báo cáo thầy là em không đi được.",  # to tell somebody
        "Tôi được báo cáo tại tiểu ban mấy?",  # to speak
        "Báo cáo tài chính quý III",
        "Kính gửi báo cáo tổng kết năm",
        "Báo cáo của công ty",
        "bao cao su",
        "My contribution to the pension fund",
        "Our contribution of EUR 50",
        "Thank you for your contribution",  # nobody writes so of their own paper
    ],
)
def test_the_same_words_about_something_else_stay(text: str) -> None:
    assert NAMING.in_known_words(text) == text


@pytest.mark.parametrize(
    "naming",
    [
        Naming(),
        Naming("bài tham luận", ("hội thảo", "conference")),
        Naming("bài báo", ("hội nghị khoa học", "workshop")),
        Naming("bài viết", ("hội nghị", "meeting")),  # calendars speak of meetings
    ],
)
def test_what_the_rooms_know_needs_no_reading(naming: Naming) -> None:
    text = "Bài báo, bài viết và tham luận cho hội nghị, hội thảo; báo cáo ở tọa đàm; the meeting, a conference"
    assert naming.in_known_words(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Hòm thư điện tử công vụ này không có người trực.", "Hộp thư này không có người trực."),
        ("hom thu nay khong co ai truc", "hop thu nay khong co ai truc"),
        ("hom thu hai em gui bai", "hom thu hai em gui bai"),  # a Monday
        ("Hộp mail đã đầy", "Hộp thư đã đầy"),
        ("Gmail này không được theo dõi.", "Hộp thư này không được theo dõi."),
        ("Tài khoản email của quý vị đã đầy", "Hộp thư của quý vị đã đầy"),
        ("Địa chỉ mail an@x.example không tồn tại", "Hộp thư an@x.example không tồn tại"),
        ("Thư gửi tới mail này sẽ không có ai đọc", "Thư gửi tới hộp thư này sẽ không có ai đọc"),
        ("không trả lời vào địa chỉ thư điện tử này", "không trả lời vào địa chỉ này"),
        ("Mail này được gửi tự động", "Email này được gửi tự động"),
        # a letter, or an address that is told
        ("Email này do hệ thống gửi", "Email này do hệ thống gửi"),
        ("Cho em xin địa chỉ email của BTC", "Cho em xin địa chỉ email của BTC"),
        ("Gửi qua Gmail, an@mail.example", "Gửi qua Gmail, an@mail.example"),
    ],
)
def test_a_mailbox_has_one_name(text: str, read: str) -> None:
    assert Naming().in_known_words(text) == read


def test_the_names_of_a_mailbox_without_end_are_read_in_no_time() -> None:
    began = process_time()
    Naming().in_known_words("mail " * 5_000)
    assert process_time() - began < 1  # each of them looked through the rest: 0.2 s, and four times that twice as many


@pytest.mark.parametrize(
    ("subject", "text", "disposition", "may_answer"),
    [
        ("Xin rút báo cáo", "Kính gửi Tổ Thư ký, em xin rút báo cáo đã gửi.", Disposition.WITHDRAWAL, True),
        ("Rút báo cáo TD-2025-001", "Tôi xin rút lại báo cáo khoa học.", Disposition.WITHDRAWAL, True),
        ("Withdrawal", "I would like to withdraw my contribution.", Disposition.WITHDRAWAL, True),
        ("Hỏi", "Báo cáo của em đã được nhận chưa ạ?", Disposition.QUESTION, True),
        ("Về câu hỏi", "Tôi xin rút lại câu hỏi hôm qua về báo cáo.", Disposition.NO_PAPER, True),
        ("Tài chính", "Kính gửi các đơn vị báo cáo tài chính quý III.", Disposition.BULK, False),
    ],
)
def test_what_people_want_is_the_same(subject: str, text: str, disposition: Disposition, may_answer: bool) -> None:
    own = Own("hop-thu@toadam.example", ("thuky@toadam.example",), "TD-2025", naming=NAMING)
    decision = decide(read(plain(subject, text)), own)
    assert (decision.disposition, decision.may_answer) == (disposition, may_answer)


def test_whether_it_came_is_asked_of_a_contribution_as_of_a_paper() -> None:
    mail = read(plain("Received?", "Has my contribution been received?"))
    assert decide(mail, Own("box@symposium.example", (), "SE", naming=NAMING)).about_status
