"""“ĐỒNG Ý”: an answer to a letter of ours that agrees and says no more than that."""

from __future__ import annotations

import pytest
from mail_maker import BOX, LETTER, An, Secretary, plain

from daemon.intake import Own, decide
from daemon.intake.consents import consents
from daemon.mail import read
from daemon.model import Decision, Disposition

OWN = Own(BOX, secretariat=("thuky@chinhtri.example",), code_prefix="TL-2021")


@pytest.mark.parametrize(
    "text",
    [
        "ĐỒNG Ý",
        "đồng ý",
        "dong y",
        "DONG Y.",
        "“ĐỒNG Ý”",
        "Đồng ý ạ!",
        "oki e đồng ý nha ad",
        "Dạ em đồng ý ạ, em cảm ơn Ban Thư ký Hội thảo.",
        "Vâng, tôi đồng ý.",
        "Tôi hoàn toàn đồng ý với bản đã sửa phông chữ.",
        "Kính gửi Ban Thư ký Hội thảo,\n\nTôi đồng ý dùng bản đã sửa.\n\nTrân trọng,\nNguyễn Văn An\nTrường Chính trị tỉnh Nghệ An\nĐT: 0912 345 678",
        "ĐỒNG Ý TL-2021-003",
        "TL-2021-003: đồng ý",
        "Đồng ý. Cảm ơn Ban thư ký đã sửa giúp.",
        "Tôi nhất trí, đồng ý dùng bản đã sửa.",
        "Tôi, Nguyễn Văn An, đồng ý.",
        "ĐỒNG Ý - Nguyễn Văn An",
        "Đồng ý\n\nĐược gửi từ iPhone của tôi",
        "Đồng ý\n--\nThầy Nguyễn Văn Thầy",
        "Đồng ý\n\nSent from my iPhone",
        "Đồng ý\n\nGet Outlook for iOS<https://aka.ms/abc>",
        "Nhất trí, đồng ý.",
        "Nhất trí",
        "ok em, c đồng ý nhé, cảm ơn em đã sửa giúp c",
        "Đồng ý\nGửi từ Zalo",
        "Tôi hoàn toàn nhất trí với bản đã sửa phông chữ. Đề nghị sử dụng bản này làm bản chính thức.",
        "Tôi chấp nhận bản sửa.",
        "I agree with the corrected version. Please use it as my final paper.\n\nHelen",
        "Tôi đồng ý sử dụng bản đã sửa phông chữ làm bản nộp.",
        "Đồng ý ạ\nTS. Lê Thị Hà\nTrưởng khoa Xây dựng Đảng",
        "Ok BTC nhé, đồng ý luôn!",
        "Yes, agreed. Thanks a lot!",
        "Thôi được, tôi nhất trí dùng bản Ban Tổ chức đã chỉnh phông chữ, không gửi lại nữa.",
        "Em đồng ý với bản sửa, em không phải gửi lại ạ.",
        "Vâng ạ, em đồng ý với bản sửa, nhờ Ban Thư ký lấy bản đó giúp em.",
        "Tôi đồng ý. Nhờ Ban Thư ký dùng bản đó hộ tôi, cảm ơn nhiều.",
        "Đo\u0302\u0300ng y\u0301",
        "Em đồng ý sử dụng bản do Ban Thư ký sửa ạ",
        "Tôi đồng ý dùng bản đó.",
        "Đồng ý ạ, xin lỗi vì trả lời chậm",
        "Đồng ý. Xin lỗi Ban Thư ký vì phản hồi muộn.",
        "Em xin lỗi vì trả lời thư muộn. Em đồng ý ạ.",
        "Tôi xin đồng ý sử dụng bản đã sửa phông chữ kèm theo thư này làm bản nộp.",
        "Rất đồng ý",
        "Tôi đã xem và đồng ý với bản sửa.",
        "Em đã đọc kỹ bản sửa và hoàn toàn đồng ý ạ",
        "Đồng ý với nội dung bản đã sửa",
        "Đồng ý nốt bài TL-2021-003",
        "Đồng ý cả hai bài",
    ],
)
def test_these_agree(text: str) -> None:
    assert consents(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Không đồng ý",
        "Không nhất trí",
        "Tôi chưa chấp nhận bản sửa",
        "I do not agree",
        "I AGREE TL-2021-001. Except TL-2021-002",
        "I agree, but change the title",
        "Tôi nhất trí. Ngoài ra xin sửa giúp tên tác giả.",
        "Tôi chưa đồng ý",
        "Đồng ý?",
        "Đồng ý nhưng xin sửa tên tác giả",
        "Đồng ý, nhưng sửa lại tên tác giả giúp tôi.",
        "Đồng ý. Em gửi bản khác nhé.",
        "Đồng ý. Tôi muốn giữ phông chữ tiêu đề.",
        "Tôi chưa xem, đồng ý",
        "Đồng ý. Tuy nhiên tôi sẽ gửi lại bài.",
        "Đồng ý với điều kiện giữ nguyên bảng",
        "Tôi đồng ý tham dự hội thảo",
        "Đồng ý. Đề nghị thay đổi tiêu đề.",
        "Đồng ý, xin hỏi hạn nộp bài.",
        "Cảm ơn",
        "Đã nhận được thư",
        "Ban Thư ký đồng ý cho tôi nộp muộn",
        "Nếu đồng ý thì trả lời",
        "Đồng ý. " + "Rất dài. " * 100,
        "ok",
        "Ko đồng ý",
        "Đồng ý, tuy vậy cần chỉnh bảng 2",
        "Đồng ý, tôi sẽ gửi bản khác sau",
        "đồng ý\nÀ mà khoan, để em xem lại",
        "Đồng ý, mà bảng 2 bị lệch",
        "Đồng ý, sau khi tôi kiểm tra",
        "Đồng ý, nhờ Ban Thư ký lấy bản đó giúp em sửa tên",
        "Đồng ý, chờ tôi xem đã",
        "Đồng ý\n\nTôi thấy phần 3 bị sai số liệu.",
        "đồng ý, miễn là giữ nguyên nội dung",
        "Chưa xem. Đồng ý",
        "Kính mong giữ bản cũ. Đồng ý",
        "Thôi được. Không gửi lại nữa.",
        "Đồng ý, không gửi lại bản cũ nhưng sửa bảng 2",
        "Đồng ý sửa nội dung",
        "Đồng ý, xin lỗi tôi gửi nhầm tệp",
        "Xin lỗi, tôi không đồng ý",
        "Xin lỗi vì trả lời chậm",
        "Đồng ý, xin lỗi vì bài còn lỗi",
        "Tôi đã xem và chưa đồng ý",
        "Tôi đã xem và đồng ý một phần",
        "Đồng ý bổ sung nội dung",
    ],
)
def test_these_are_for_a_person(text: str) -> None:
    assert consents(text) is None


def decided(body: str, *more: str, sender: str = An, subject: str = "Re: [TL-2021-001] Đã nhận bài") -> Decision:
    return decide(read(plain(subject, body, sender, *more)), OWN)


REPLY = f"In-Reply-To: {LETTER}"


def test_an_answer_to_a_letter_of_ours_accepts() -> None:
    decision = decided("Đồng ý.", REPLY)
    assert (decision.accepts, decision.may_answer, decision.disposition) == (True, True, Disposition.QUESTION)
    assert "dong y" in decision.reason


@pytest.mark.parametrize(
    ("body", "more", "sender"),
    [
        ("Đồng ý.", (), An),  # no letter of ours
        ("Không đồng ý.", (REPLY,), An),
        ("Đồng ý.", (REPLY,), Secretary),  # a decision of the secretariat
        ("Cảm ơn.\n\n> Nếu đồng ý, chỉ cần trả lời ĐỒNG Ý", (REPLY,), An),
        ("> ĐỒNG Ý", (REPLY,), An),  # our own words
    ],
)
def test_nothing_else_does(body: str, more: tuple[str, ...], sender: str) -> None:
    assert not decided(body, *more, sender=sender).accepts


def test_a_program_cannot_agree() -> None:
    decision = decided("Đồng ý.", REPLY, "Auto-Submitted: auto-replied")
    assert not (decision.accepts and decision.may_answer)
