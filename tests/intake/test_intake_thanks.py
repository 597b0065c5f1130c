"""“Cảm ơn Ban Thư ký!”: an answer to a letter of ours that says thanks and no more needs no answer."""

from __future__ import annotations

import pytest
from mail_maker import BOX, LETTER, An, Secretary, plain

from daemon.intake import Own, decide
from daemon.intake.courtesies import thanks
from daemon.mail import read
from daemon.model import Decision, Disposition

OWN = Own(BOX, secretariat=("thuky@chinhtri.example",), code_prefix="TL-2021")
REPLY = f"In-Reply-To: {LETTER}"


@pytest.mark.parametrize(
    "text",
    [
        "Cảm ơn Ban Thư ký!",
        "Em cảm ơn ạ",
        "Đã nhận, cảm ơn",
        "da nhan, cam on",
        "Em cảm ơn Ban Thư ký ạ.",
        "Cám ơn Ban tổ chức nhiều.",
        "Tôi đã nhận được thư. Xin chân thành cảm ơn!",
        "Đã nhận được thông báo của Ban Thư ký.",
        "Dạ vâng ạ, em cảm ơn Ban Thư ký đã hướng dẫn nhiệt tình.",
        "Thank you very much!",
        "Thank you very much for the prompt confirmation.\n\nBest,\nViet",
        "Noted with thanks",
        "Many thanks for the confirmation.",
        "Thank you so much for letting me know!\n\nBen",
        "tks e",
        "Đã rõ, cảm ơn",
        "Dạ em nhận được rồi ạ, em cảm ơn",
        "Kính gửi Ban Thư ký Hội thảo,\n\nTôi đã nhận được thư, xin cảm ơn.\n\nTrân trọng,\nNguyễn Văn An\nĐT: 0912 345 678",
        "Kính gửi Ban Thư ký,\nEm cảm ơn ạ.\nTrường Chính trị tỉnh Nghệ An",
        "Cảm ơn Ban Thư ký.\nKính chúc Ban Thư ký sức khỏe.\n\nĐược gửi từ iPhone của tôi",
        "Cảm ơn\n--\nThS. Lê Thị Hương",
        "Cảm ơn BTC ạ.\nNguyễn An\nZalo: https://zalo.me/0912345678",
        "Ca\u0309m o\u031bn ạ",
        "ok ad, thanks\n\nĐã gửi từ iPhone của tôi",
        "da nhan duoc thong bao. xin cam on va chuc suc khoe",
        "Dạ em nhận được thư rồi ạ. Em cảm ơn chị nhiều!",
        "Em xin chân thành cảm ơn. Kính chúc Ban Thư ký luôn dồi dào sức khỏe và gặt hái nhiều thành công!",
        "Vâng, tôi chờ ạ.",
        "Em chờ phản hồi của Ban Thư ký ạ.\n\nNguyễn Văn An",
        "Dạ em xin đợi kết quả, em cảm ơn.",
        "Cam on btk nhe. Chuc btk 20/11 vui ve hanh phuc",
        "Cảm ơn Ban Thư ký. Nhân dịp 20-11 sắp tới, kính chúc các thầy cô mạnh khỏe, giữ mãi ngọn lửa với nghề.",
    ],
)
def test_these_only_thank(text: str) -> None:
    assert thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Trần Văn Bình",
        "ok ad",
        "Vâng ạ",
        "Em chờ mãi chưa thấy trả lời ạ.",
        "Cho em kết quả ạ",
        "Cho em thông tin ạ",
        "cho em thong tin a",
        "Em đổi thông tin ạ",
        "Vâng, tôi chờ ạ. Bao giờ có kết quả ạ",
        "Đã rõ, tôi sẽ sửa",
        "Cảm ơn Ban Thư ký. Bài của tôi đã nhận chưa?",
        "Many thanks for the confirmation. When will the programme be out?",
        "Thanks for the update, but my name is spelled Coles.",
        "Em cảm ơn. Bài em đã ổn rồi chứ ạ",
        "Cảm ơn. Khi nào có kết quả thẩm định ạ.",
        "Cảm ơn Ban Thư ký, tôi xin rút bài.",
        "Cảm ơn, nhưng tôi chưa nhận được bản góp ý.",
        "Cảm ơn Ban Thư ký, tôi sẽ sửa và gửi lại.",
        "Cảm ơn Ban Thư ký. Kính mong Ban Thư ký gia hạn.",
        "Cảm ơn.\nKính gửi Ban Thư ký bài tham luận",
        "Cảm ơn.\nChào Ban Thư ký, em gửi lại",
        "Cảm ơn. Tên tác giả đúng là Nguyễn Văn Bình",
        "Cảm ơn\nXin sửa tên tác giả thành Nguyễn Văn Bình",
        "Chưa nhận được, cảm ơn",
        "Tôi đã nhận được thư nhưng không mở được tệp. Cảm ơn.",
        "Đồng ý, cảm ơn",
        "Cảm ơn. Chúc Ban Thư ký sức khỏe, tôi gửi lại bài sau.",
        "Cảm ơn Ban Tổ chức. Kính chúc Ban Tổ chức sức khỏe và cho tôi đổi tên.",
        "Kính chúc các thầy cô một năm mới an lành.",
        "Cảm ơn. Chúc hội thảo thành công. Bài của tôi nếu in thì xin bỏ ảnh ở trang 2.",
        "Cảm ơn. " + "Rất dài. " * 100,
    ],
)
def test_these_say_more(text: str) -> None:
    assert thanks(text) is None


def decided(body: str, *more: str, sender: str = An, subject: str = "Re: [TL-2021-001] Đã nhận bài") -> Decision:
    return decide(read(plain(subject, body, sender, *more)), OWN)


def test_what_it_is_stays_what_it_is() -> None:
    decision = decided("Em cảm ơn Ban Thư ký ạ.", REPLY)
    assert (decision.disposition, decision.may_answer, decision.needs_answer) == (Disposition.QUESTION, True, False)
    assert decision.reason.endswith("It says no more than thanks: “em cam on ban thu ky a”.")


@pytest.mark.parametrize(
    ("decision", "needed"),
    [
        (decided("Cảm ơn Ban Thư ký!", REPLY), False),
        (decided("Cảm ơn Ban Thư ký!"), False),  # a program that names no letter, but the subject is that of a reply
        (decided("Cảm ơn Ban Thư ký!", REPLY, sender=Secretary), False),
        (decided("Cảm ơn Ban Thư ký!", subject="Bài tham luận"), True),  # no reply: probably the file was forgotten
        (decided("Đồng ý, cảm ơn.", REPLY), True),
        (decided("Cảm ơn. Cho tôi hỏi hạn nộp bài ạ.", REPLY), True),
        (decided("Tôi xin rút bài. Cảm ơn.", REPLY), True),
    ],
)
def test_only_thanks_for_a_letter_need_no_answer(decision: Decision, needed: bool) -> None:
    assert decision.needs_answer is needed
