"""“ĐÃ THẨM ĐỊNH”: what a school says of papers that it was to vet, as people write it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daemon import identity
from daemon.intake import Own, decide
from daemon.intake.references import spelled_out
from daemon.intake.vetting import vets
from daemon.mail import read
from daemon.model import Decision, Disposition, VettingReply, VettingWord

pytestmark = pytest.mark.slow  # each is quick; all of them are not

BOX, KEY = "hop-thu@hoithao.example", b"k" * 32
CONTACT, HOA, SECRETARY = "phong@nghean.example", "hoa@nghean.example", "thuky@hoithao.example"
CONTACTS = {"nghe-an": frozenset({CONTACT}), "ha-tinh": frozenset({"phong@hatinh.example"})}
OWN = Own(BOX, (SECRETARY,), "TL-2021", key=KEY, contacts=CONTACTS)
QUESTION = "<thamluan.vetting.0123456789abcdef01234567@hoithao.example>"
REMINDER = "<thamluan.season_vet.0123456789abcdef01234567@hoithao.example>"
TAG = identity.tagged(BOX, "vet_nghe-an", KEY)
SEVEN, NINE = "TL-2021-007", "TL-2021-009"


@pytest.mark.parametrize(
    "text",
    [
        "Đã thẩm định",
        "ĐÃ THẨM ĐỊNH",
        "“ĐÃ THẨM ĐỊNH”",
        "da tham dinh",
        "ok, đã thẩm định",
        "Vâng ạ, trường em đã thẩm định các bài này rồi ạ",
        "Nhà trường đã thẩm định xong, đồng ý gửi bài tham gia hội thảo. Trân trọng.",
        "Các bài trên đã được Hội đồng khoa học nhà trường thẩm định.",
        "Các bài của trường đã được hội đồng khoa học thẩm định, đạt yêu cầu.",
        "Toàn bộ bài của trường đã thẩm định.",
        "Trường Chính trị Lê Duẩn tỉnh Quảng Trị: đã thẩm định.",
        "Phòng QLĐT xác nhận: các bài đã được thẩm định, đạt yêu cầu.",
        "Thay mặt Ban Giám hiệu, tôi xác nhận nhà trường đã thẩm định các bài trên.",
        "Kính gửi Ban Thư ký Hội thảo,\n\nTrường Chính trị tỉnh Nghệ An xác nhận đã thẩm định các bài tham luận trên.\n\nTrân trọng,\nPhòng QLĐT và NCKH",
        "Xác nhận đã thẩm định.\n--\nThS. Lê Văn Bình\nTrưởng phòng QLĐT&NCKH\nĐT: 0912 345 678",
        "Đã thẩm định, đề nghị Ban Thư ký tiếp nhận.",
        "Đã thẩm định. Gửi kèm biên bản thẩm định.",
        "Xác nhận đã thẩm định TL-2021-007, TL-2021-009",
        "Đã thẩm định TL-2021-007.",
        "TL-2021-007: đã thẩm định",
        "Đã thẩm định: TL-2021-007 và TL-2021-009",
        "TL-2021-007 đã thẩm định\nTL-2021-009 đã thẩm định",
        "1. TL-2021-007 đã thẩm định",
        "Bài TL-2021-007 của đồng chí Hoa đã được thẩm định.",
        "Đã thẩm định bài TL-2021-007 của đồng chí Nguyễn Thị Hoa.",
        "Đã thẩm định 2 bài: TL-2021-007, TL-2021-009",
        "Xác nhận đã thẩm định:\nTL-2021-007 đạt\nTL-2021-009 đạt yêu cầu",
        "Căn cứ Kế hoạch số 193, Trường Chính trị tỉnh Nghệ An xác nhận đã thẩm định các bài sau:\n- TL-2021-007: Mô hình giảng viên trẻ\n- TL-2021-009 – Văn hóa trường Đảng\nTrân trọng!\nTrần Thị Lan",
        # by which plan, when, whom it is said to, who signs
        "Các bài đã được thẩm định theo Kế hoạch 193 ạ.",
        "Đã thẩm định ngày 29 tháng 10 năm 2021, đạt yêu cầu.",
        "Truong da tham dinh xong cac bai nay roi em nhe",
        "Trường đã thẩm định nội dung bài viết nêu trên, chất lượng tốt, đồng ý cho gửi tham gia hội thảo.",
        "Nhà trường đã thẩm định các bài này.\nTL Hiệu trưởng\nTrưởng phòng QLĐT&NCKH\nNguyễn Văn Tám",
        "Đã thẩm định.\nPhòng Tổ chức cán bộ\nTrường Chính trị thành phố Đà Nẵng\nGV Lê Gia Bảo",
        "ĐÃ THẨM ĐỊNH\nTRƯỜNG CHÍNH TRỊ THÀNH PHỐ ĐÀ NẴNG",
        "Kính gửi: Ban Thư ký Hội thảo\nTrường đã thẩm định các bài.\nKT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG\nThS. Nguyễn Thị Hoa",
        # titles hold words that elsewhere hold back: "Đội ngũ", "Đổi mới", "nội trú"
        "Xác nhận đã thẩm định:\nTL-2021-007 Xây dựng đội ngũ cán bộ Đảng\nTL-2021-009 Đổi mới việc ở nội trú",
    ],
)  # fmt: skip
def test_these_confirm(text: str) -> None:
    assert vets(text, asked=True) is VettingWord.CONFIRMS
    assert vets(text, asked=False) is VettingWord.CONFIRMS


@pytest.mark.parametrize(
    "text",
    ["Đồng ý", "Đồng ý ạ. Cảm ơn Ban Thư ký.", "Xác nhận", "Nhất trí.", "OK", "Nhà trường đồng ý", "Đồng ý TL-2021-007",
     "Vâng, đồng ý ạ!\n\nĐược gửi từ iPhone của tôi", "OK em", "ok nhé em", "Xác nhận nhé em. Cảm ơn em.",
     "Dạ trường em xác nhận ạ.", "Chị xác nhận nhé, bài đã qua thẩm định của khoa và trường.",
     # other words for it
     "Đã duyệt.", "ok e, da duyet", "Đã qua hội đồng khoa học của trường, đạt yêu cầu.",
     "da qua hoi dong khoa hoc cua truong, dat yeu cau", "Các bài đã được Ban Giám hiệu phê duyệt.",
     "Nhà trường đã xét duyệt các bài nêu trên, đề nghị Ban Thư ký tiếp nhận.", "Các bài đều đạt yêu cầu ạ",
     "Hôm 01/11 trường đã họp và thông qua các bài rồi nhé.", "TL-2021-007 đạt, TL-2021-009 đạt",
     "Bài số TL-2021-007: đạt yêu cầu"],
)  # fmt: skip
def test_these_confirm_in_an_answer_alone(text: str) -> None:
    assert vets(text, asked=True) is VettingWord.CONFIRMS
    assert vets(text, asked=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "REVIEWED",
        "“REVIEWED”",
        "Reviewed TL-2021-007",
        "REVIEWED TL-2021-007, TL-2021-009",
        "Reviewed: TL-2021-007 and TL-2021-009",
        "Paper TL-2021-007 has been reviewed.",
        "TL-2021-007 – reviewed\nTL-2021-009 – reviewed",
        "Dear all,\n\nYes, all these papers have been reviewed and approved by our scientific council.\n\nBest regards,\nAnna Berg",
        "We hereby confirm that the papers have been reviewed. Thank you very much.",
        "We confirm the review of these papers.",
        "Confirmed.",
        "Approved by our Scientific Council.",
        "Our department has reviewed and approved the papers. Kind regards",
        "I agree",
    ],
)  # fmt: skip
def test_an_answer_may_be_english(text: str) -> None:
    assert vets(text, asked=True) is VettingWord.CONFIRMS
    assert vets(text, asked=False) is None  # may speak of anything else


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Not reviewed yet.", VettingWord.REFUSES),
        ("They have not been reviewed.", VettingWord.REFUSES),
        ("They haven't been reviewed yet.", VettingWord.REFUSES),
        ("We do not approve TL-2021-009.", VettingWord.REFUSES),
        ("TL-2021-007: reviewed; TL-2021-009: rejected", VettingWord.UNCLEAR),
        ("Reviewed. Except TL-2021-009", VettingWord.UNCLEAR),
        ("Reviewed, but TL-2021-009 needs another title.", VettingWord.UNCLEAR),
        ("Only TL-2021-007 is reviewed.", VettingWord.UNCLEAR),
        ("I agree. Except TL-2021-009", VettingWord.UNCLEAR),
        ("Trường nào đã thẩm định", VettingWord.UNCLEAR),
        ("Ai xác nhận đã thẩm định vậy ạ", VettingWord.UNCLEAR),
        ("This paper has been reviewed.", VettingWord.UNCLEAR),  # which, of several?
        ("It is reviewed.", VettingWord.UNCLEAR),
        ("To be reviewed next week.", VettingWord.UNCLEAR),
        ("The papers will be reviewed.", VettingWord.UNCLEAR),
        ("They are being reviewed.", VettingWord.UNCLEAR),
        ("Have these papers been reviewed?", VettingWord.UNCLEAR),
        ("We will review them and confirm.", VettingWord.UNCLEAR),
    ],
)
def test_english_that_does_not_confirm(text: str, word: VettingWord) -> None:
    assert vets(text, asked=True) is word
    assert vets(text, asked=False) is None


@pytest.mark.parametrize(
    ("text", "unasked"),
    [
        ("Chưa thẩm định", VettingWord.REFUSES),
        ("chua tham dinh", VettingWord.REFUSES),
        ("Bài này chưa được thẩm định.", VettingWord.REFUSES),
        ("Bài TL-2021-007, TL-2021-009 chưa thẩm định", VettingWord.REFUSES),
        ("Không đồng ý", None),
        ("Nhà trường không đồng ý với bài TL-2021-009", None),
        ("Trường chưa xác nhận bài này", None),
        ("Hội đồng chưa thông qua bài TL-2021-007.", None),
        ("Bài không đạt yêu cầu", None),
    ],
)
def test_these_refuse(text: str, unasked: VettingWord | None) -> None:
    assert vets(text, asked=True) is VettingWord.REFUSES
    assert vets(text, asked=False) is unasked


@pytest.mark.parametrize(
    "text",
    [
        "TL-2021-007: đã thẩm định; TL-2021-009: chưa thẩm định",
        "Đã thẩm định TL-2021-007. Bài TL-2021-009 chưa thẩm định, trùng bài trước.",
        "Đã thẩm định:\nTL-2021-007 đạt\nTL-2021-009 không đạt",
    ],
)
def test_where_one_is_vetted_and_another_not_a_person_reads_which(text: str) -> None:
    assert vets(text, asked=True) is vets(text, asked=False) is VettingWord.UNCLEAR


@pytest.mark.parametrize("typed", ["{}", "{} và CDS-26-002", "bài {}"])
@pytest.mark.parametrize("code", ["CDS-26-001", "cds 26 1", "CDS26-001"])
def test_codes_of_another_conference_are_codes(code: str, typed: str) -> None:
    own = replace(OWN, code_prefix="CDS-26")
    for words, asked in (("Đã thẩm định", {"In_Reply_To": QUESTION}), ("Đã thẩm định", {})):
        replied = decided(f"{words} {typed.format(code)}", own=own, **asked).vetting
        assert replied is not None
        assert (replied.word, replied.codes[0]) == (VettingWord.CONFIRMS, "CDS-26-001")
    agreed = decided(f"Đồng ý {code}", own=own, From=HOA, In_Reply_To=QUESTION).vetting
    assert agreed is not None
    assert agreed.word is VettingWord.CONFIRMS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sẽ thẩm định trong tuần sau",
        "Đang thẩm định",
        "Bài sẽ được thẩm định ngày mai",
        "Đã chuyển hội đồng thẩm định",
        "Đã giao phòng thẩm định",
        "Hội đồng thẩm định đã họp",
        "Đã nhận được thư đề nghị thẩm định",
        "Đã nhận được thông báo thẩm định",
        "Xác nhận đã nhận thư",
        "Thẩm định TL-2021-007",  # an order, which is not theirs to give
        # which of several?
        "Đã thẩm định bài của đồng chí An",
        "Bài của đồng chí An đã thẩm định",
        "Bài của cô Hoa, thầy An đã thẩm định",
        "Bài thứ nhất đã thẩm định",
        "Đã thẩm định một số bài",
        "Đã thẩm định 2 bài trên 3 bài",
        "Xác nhận đã thẩm định 2 bài",
        "Đã thẩm định trừ bài thứ hai",
        "Đã thẩm định, còn bài TL-2021-009 để sau",
        "Đã thẩm định các bài trên, trừ TL-2021-009",
        "Đã thẩm định, riêng TL-2021-009 xem lại",
        "Đã thẩm định TL-2021-007 và bỏ TL-2021-009",
        "ĐÃ THẨM ĐỊNH TL-2021-007 VÀ BỎ TL-2021-009",
        "Đã thẩm định TL-2021-007, TL-2021-009 thì để lại",
        "Đã thẩm định:\nTL-2021-007\nTL-2021-009: để lại xem xét sau",
        "Đã thẩm định:\nTL-2021-007\nTL-2021-009: Để lại xem xét sau",
        # on a condition, or beside something else
        "Đã thẩm định nhưng cần sửa tên tác giả",
        "Đã thẩm định, đề nghị tác giả bổ sung phần kết quả",
        "Đồng ý nhưng đề nghị sửa lỗi chính tả",
        "Đã thẩm định?",
        # it came, it is handed on, it is still to be done
        "OK. Đã nhận được thư.",
        "OK em, chị nhận được rồi",
        "Ok, đã rõ ạ",
        "Đồng ý. Trường giao cô Lan hoàn tất việc thẩm định.",
        "OK. Phòng trình hiệu trưởng ký rồi trả lời.",
        "Xác nhận. Phòng đào tạo làm việc với tác giả.",
        "OK em, để chị báo cáo thầy hiệu trưởng đã",
        "Em chuyển thầy Bình xem giúp nhé",
        "Đã trình Hội đồng khoa học thẩm định",
        # something else is approved, or a part of it
        "Hội đồng đã thông qua kế hoạch thẩm định",
        "Trường đã thông qua danh sách tác giả.",
        "Đã duyệt kinh phí thẩm định",
        "Đã duyệt đề cương",
        "Đã thông qua Ban Giám hiệu về chủ trương gửi bài",
        "Đã qua vòng sơ khảo",
        "Đạt yêu cầu về hình thức, nội dung còn sơ sài",
        "TL-2021-007 đạt, TL-2021-009 cần sửa",
        "Đã thẩm định 1/2 bài",
        "Đồng ý gia hạn thẩm định đến 10/11.",
        "Reviewed, subject to minor corrections.",
        "Approved in principle, final version to follow.",
        "Xin hỏi thẩm định đến bao giờ?",
        "Đề nghị xác nhận giúp đã thẩm định",
        "Đề nghị tác giả sửa lại",
        "Gửi Ban Thư ký danh sách bài của trường.",
        "Đã thẩm định. " + "Nhà trường đã tổ chức họp. " * 30,
    ],
)
def test_these_a_person_has_to_read(text: str) -> None:
    assert vets(text, asked=True) is VettingWord.UNCLEAR
    assert vets(text, asked=False) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Đã thẩm định 2 bài.", 2),
        ("Đã thẩm định 02 (hai) bài.", 2),
        ("Nhất trí với cả hai bài trên.", 2),
        ("da duyet ca ba bai", 3),
        ("Đã thẩm định cả tám bài", 8),
        ("da duyet tam bai", None),
        ("Đạt cả 2 bài nhé em", 2),
        ("Both papers have been reviewed by our school.", 2),
        ("All four papers are approved.", 4),
        ("Yes, both have been approved.", 2),
        # numbers that choose some of them, or are of something else
        ("Đã thẩm định 2 bài trên 3 bài", None),
        ("Đã thẩm định 2 trong 3 bài", None),
        ("Đã thẩm định 1/2 bài", None),
        ("Đã thẩm định 2 bài đầu", None),
        ("Xác nhận đã nhận 2 bài", None),
        ("Xác nhận 2 bài là của trường", None),
        ("Đã thẩm định 2 bài, mới đạt 1", None),
        ("Both papers were received.", None),
    ],
)
def test_a_confirmation_may_say_how_many_papers_there_are(text: str, count: int | None) -> None:
    expected = VettingReply(VettingWord.UNCLEAR if count is None else VettingWord.CONFIRMS, of=count)
    assert decided(text, In_Reply_To=QUESTION).vetting == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("bài 007 đạt, bài 009 đạt", (SEVEN, NINE)),
        ("Bài 007 và 009 đã thẩm định", (SEVEN, NINE)),
        ("007: đạt\n009: đạt", (SEVEN, NINE)),
        ("Đã thông qua bài số 007.", (SEVEN,)),
        ("Đã thẩm định.\nPhòng QLĐT, 0912 007 009", ()),
        ("Đã thẩm định.\nĐT: 0373.007.009", ()),
    ],
)
def test_an_answer_may_name_papers_by_their_numbers(text: str, codes: tuple[str, ...]) -> None:
    assert decided(text, In_Reply_To=QUESTION).vetting == VettingReply(VettingWord.CONFIRMS, codes)


@pytest.mark.parametrize("text", ["bài số 014-CV/TCT", "bài 010 trang", "công văn số 014-KH/TU"])
def test_numbers_of_letters_and_pages_name_no_paper(text: str) -> None:
    assert spelled_out(text, OWN) == text


def test_numbers_name_papers_where_one_is_not_vetted() -> None:
    answer = decided("bài 007 đạt, bài 009 cần sửa", In_Reply_To=QUESTION).vetting
    assert answer == VettingReply(VettingWord.UNCLEAR, (SEVEN, NINE))


# --------------------------------------------------------------------------- whose word it is


def decided(text: str, sender: str = CONTACT, own: Own = OWN, **headers: str) -> Decision:
    values = {"From": sender, "To": BOX, "Subject": f"Re: [{SEVEN}, {NINE}] Đề nghị xác nhận đã thẩm định", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in values.items())
    return decide(read(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()), own)


@pytest.mark.parametrize(
    ("text", "how", "vetting"),
    [
        ("Đã thẩm định", {"In_Reply_To": QUESTION}, VettingReply(VettingWord.CONFIRMS)),
        ("Đồng ý", {"In_Reply_To": QUESTION}, VettingReply(VettingWord.CONFIRMS)),
        ("Đồng ý", {"References": f"<a@b.example> {QUESTION}"}, VettingReply(VettingWord.CONFIRMS)),
        ("Đồng ý", {"To": TAG}, VettingReply(VettingWord.CONFIRMS, (), ("nghe-an",))),
        ("Đồng ý", {"In_Reply_To": REMINDER}, VettingReply(VettingWord.CONFIRMS)),
        (f"Đã thẩm định {NINE}", {"In_Reply_To": QUESTION}, VettingReply(VettingWord.CONFIRMS, (NINE,))),
        ("Chưa thẩm định", {"In_Reply_To": QUESTION}, VettingReply(VettingWord.REFUSES)),
        ("Tuần sau trả lời.", {"In_Reply_To": QUESTION}, VettingReply(VettingWord.UNCLEAR)),
        ("Bài của trường đã nhận được chưa?", {"In_Reply_To": QUESTION}, VettingReply(VettingWord.UNCLEAR)),
        # without our question, words that can mean nothing else
        (f"Xác nhận đã thẩm định {SEVEN}", {}, VettingReply(VettingWord.CONFIRMS, (SEVEN,))),
        ("Đồng ý", {}, None),
        ("Tuần sau trả lời.", {}, None),
        # from others it is an answer to our question, or nothing
        ("Đã thẩm định", {"From": HOA, "In_Reply_To": QUESTION}, VettingReply(VettingWord.CONFIRMS)),
        ("Đã thẩm định", {"From": HOA}, None),
        ("Em sẽ sửa bài.", {"From": HOA, "In_Reply_To": REMINDER}, None),  # authors are reminded, too
        # signed for another paper, for another school, by another key
        ("Đồng ý", {"From": HOA, "To": identity.tagged(BOX, SEVEN, KEY)}, None),
        ("Đồng ý", {"From": HOA, "To": identity.tagged(BOX, "vet_gone", KEY)}, None),
        ("Đồng ý", {"From": HOA, "To": identity.tagged(BOX, "vet_nghe-an", b"x" * 32)}, None),
        # one of the secretariat orders; who answers for a school as well, answers
        ("Đã thẩm định", {"From": SECRETARY, "In_Reply_To": QUESTION}, None),
    ],
)  # fmt: skip
def test_whose_word_it_is(text: str, how: dict[str, str], vetting: VettingReply | None) -> None:
    assert decided(text, **how).vetting == vetting
    if vetting is not None:
        assert decided(text, **how).disposition is Disposition.QUESTION
    assert decided(text, own=replace(OWN, contacts=None), **how).vetting is None


def test_who_is_of_the_secretariat_and_answers_for_a_school() -> None:
    own = replace(OWN, secretariat=(SECRETARY, CONTACT))
    assert decided("Đã thẩm định", own=own, In_Reply_To=QUESTION).vetting == VettingReply(VettingWord.CONFIRMS)
    ordered = decided(f"THẨM ĐỊNH {SEVEN}", own=own, In_Reply_To=QUESTION)
    assert (ordered.disposition, len(ordered.orders)) == (Disposition.COMMAND, 1)


@pytest.mark.parametrize(
    ("text", "disposition"),
    [
        (f"Đề nghị cho rút bài {SEVEN}.", Disposition.WITHDRAWAL),
        (f"Xin khôi phục lại bài {SEVEN} đã rút.", Disposition.QUESTION),
    ],
)
def test_what_a_school_wants_besides_stays_what_it_is(text: str, disposition: Disposition) -> None:
    decision = decided(text, In_Reply_To=QUESTION)
    assert (decision.disposition, decision.vetting) == (disposition, None)


def test_thanks_need_no_answer() -> None:
    assert not decided("Đã nhận được thư, cảm ơn Ban Thư ký.", In_Reply_To=QUESTION).needs_answer
    assert decided("Đã thẩm định. Cảm ơn Ban Thư ký.", In_Reply_To=QUESTION).needs_answer
