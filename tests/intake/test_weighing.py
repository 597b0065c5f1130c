"""Many small signs, weighed: what comes together in mail of programs, and what keeps a person's from being held back."""

from dataclasses import replace
from time import process_time

import pytest
from mail_maker import BOX, LETTER, attached, docx, head, multi, plain, text

from daemon.config import load, shipped_file
from daemon.intake import Own, decide
from daemon.mail import read
from daemon.mail.text import is_laid_out, is_tracked
from daemon.model import Decision, Disposition, ParsedMail, ProgramSign
from daemon.service import own_identity

OWN = replace(own_identity(load(shipped_file())), address=BOX)
OURS = "[TL-2021-007] Đã nhận bài tham luận: đạt yêu cầu – Hội thảo Trường Chính trị chuẩn 2021"
REPLY = f"In-Reply-To: {LETTER}"


def mail(sender: str, subject: str, body: str, *more: str) -> ParsedMail:
    return read(plain(subject, body, sender, *more))


def decided(sender: str, subject: str, body: str, *more: str, own: Own = OWN) -> Decision:
    return decide(mail(sender, subject, body, *more), own)


@pytest.mark.parametrize(
    ("sender", "subject", "body", "more", "signs"),
    [
        (
            "Cấp nước Nam Đàn <capnuoc@nuoc.example>",
            "Tháng 10",
            "Danh bộ DB0211933, chỉ số 1219, thành tiền 118.650đ, trước 20/11/2021.",
            (),
            {"NO_PERSON", "NAME_OF_THING", "STAMP", "MONEY", "FIGURES", "NOBODY"},
        ),
        (
            "Hikvision NVR <nvr@camera.example>",
            "Video Loss",
            "EVENT TYPE: Video Loss\nEVENT TIME: 2021-11-07\nCAMERA NO: D4",
            (),
            {"ADDRESS_OF_SERVICE", "NO_PERSON", "BRAND", "REPORT", "STAMP", "NOBODY"},
        ),
        (
            "Cổng thông tin Học viện <diem@hv.example>",
            "Điểm thi",
            "Môn Triết học: 8,5. Mời tra cứu.",
            ("Message-ID: <123.4.1636200000.JavaMail.app@srv01>",),
            {"NAME_OF_SERVICE", "NO_PERSON", "NAME_OF_THING", "SENT_THROUGH", "NOBODY"},
        ),
        (
            "Phạm Thị Xoan <xoan@hop-thu.example>",
            f"Xác minh người gửi: {OURS}",
            "Tôi chưa quen địa chỉ này. Bạn bấm vào https://loc.example/ok để thư tới hộp thư của tôi.",
            (REPLY,),
            {"AROUND_OURS", "TO_ANYBODY", "LINK"},
        ),
        (
            "Phạm Thị Xoan <xoan@hop-thu.example>",
            f"Re: {OURS} (please confirm)",
            "Your mail is on hold. Reply to this message and it goes through.",
            (REPLY,),
            {"AROUND_OURS", "ENGLISH", "NOBODY"},
        ),
        (
            "Hoàng Văn Thức <share@tep.example>",
            "Tham luan Thuc.docx",
            "Hoàng Văn Thức đã gửi một tệp\nEm gửi bài tham luận ạ\nLiên kết này chỉ dành cho bạn: https://tep.example/1",
            ("Feedback-ID: 1:tep",),
            {"AS_ANOTHER", "ADDRESS_OF_SERVICE", "TO_ANYBODY", "SENT_THROUGH", "LINK"},
        ),
        (
            "Phí Thị Nga <nga@quangbinh.example>",
            f"Re: {OURS}",
            "Tuần này tôi đưa học viên đi thực tế nên ít khi lên mạng. Hẹn trả lời bạn vào đầu tuần sau nhé!",
            (REPLY,),
            {"AWAY", "AWAY_AT_LENGTH", "TO_ANYBODY"},
        ),
        (
            "Nhà in Sao Khuê <sales@in.example>",
            "In kỷ yếu",
            "Chào chị, bên em nhận in kỷ yếu, báo giá tốt, chiết khấu 15%, chị nhắn em nhé.",
            (),
            {"ADDRESS_OF_SERVICE", "NO_PERSON", "NAME_OF_THING", "OFFER", "ADVERTISES", "FIGURES"},
        ),
        # names of people have a capital on every syllable
        (
            "Sổ sức khỏe điện tử <ssk@yte.example>",
            "Xác nhận mũi tiêm thứ 2",
            "Bà PHẠM PHƯƠNG ANH đã tiêm mũi 2 ngày 02/11/2021 tại TTYT thành phố. Số lô: ABX4411.",
            (),
            {"ELSEWHERE", "NO_PERSON", "NAME_OF_THING", "STAMP", "NOBODY"},
        ),
        # "Nhân" and "Nhan" are one word without their marks
        (
            "Nhân sự <luong@cty.example>",
            "Số liệu",
            "Đợt 2 đến 20/11/2021, mới được 40%.",
            (),
            {"NO_PERSON", "NAME_OF_THING", "STAMP", "FIGURES", "NOBODY"},
        ),
        # no "Viện", and nobody speaks at length
        (
            "Bệnh viện Đa khoa <dangky@bvdk.example>",
            "Lịch hẹn khám bệnh",
            "Bà Phương Anh có lịch ở phòng khám số 7 lúc 8:00 ngày 12/11/2021, nhịn ăn sáng, nhớ mang theo thẻ BHYT.",
            (),
            {"ELSEWHERE", "NO_PERSON", "NAME_OF_THING", "STAMP", "FIGURES", "NOBODY", "NOBODY_AT_LENGTH"},
        ),
        # an absence told to nobody in particular, in mail that answers nothing
        (
            "Ngô Đức <duc@danang.example>",
            "Đi học tập trung",
            "Tôi đang học lớp bồi dưỡng đến 30/10, chỉ mở thư vào buổi tối, mong các đồng chí thông cảm.",
            (),
            {"AWAY", "AWAY_AT_LENGTH", "ELSEWHERE"},
        ),
        # at length of nothing of ours; who asks, answers or says less is a person
        (
            "Jenny <jenny@coin.example>",
            "I made it",
            "I doubled my savings in two weeks with this method and thought of you, I will show you everything for free.",
            (),
            {"NO_PERSON", "BRAND", "ENGLISH", "ELSEWHERE"},
        ),
        # services have a mailbox of their name, too, at a domain of that name; and offices are no persons
        (
            "Expedia Deals <expedia@expedia.example>",
            "Weekend",
            "I found these rooms for you by the sea with breakfast for two and a late checkout on Sunday.",
            (),
            {"NO_PERSON", "BRAND", "ENGLISH", "ELSEWHERE", "NAME_OF_DOMAIN"},
        ),
        # a place to fill in behind a link
        (
            "Chuyển phát nhanh <giao@cpn.example>",
            "Bưu gửi",
            "Chào anh/chị, anh/chị bổ sung địa chỉ giúp em qua đường dẫn https://cpn.example/1",
            (),
            {"NO_PERSON", "NAME_OF_THING", "TO_ANYBODY", "TELLS_READER", "LINK"},
        ),
        (
            "Văn thư Tỉnh ủy <vanthu@tinhuy.example>",
            "Công văn đến",
            "Văn phòng đã nhận được văn bản số 193-KH/CT của quý cơ quan, ngày đến 15/10/2021.",
            (),
            {"NO_PERSON", "STAMP", "RECEIPT", "NOBODY"},
        ),
        # an absence in somebody's own tone, which says whom else to turn to
        (
            "Đậu Thị Lý <ly@nghean.example>",
            f"Re: {OURS}",
            "Em đang nghỉ thai sản tới tháng 3/2022 nên không check mail ạ. Cần gì thì nhắn chị Vân giúp em nhé!",
            (REPLY,),
            {"AWAY", "AWAY_AT_LENGTH"},
        ),
        # an editorial office to its authors and reviewers: whom it greets, what of theirs was judged, where it stands
        (
            "Trần Quang Hải <hai@tcll.example>",
            "Mời phản biện",
            "Kính gửi TS. Lê Thị Hòa,\nBan Biên tập trân trọng mời Bà nhận lời phản biện bài dưới đây trong 21 ngày.",
            (),
            {"OF_EDITORS", "TO_SOMEBODY"},
        ),
        (
            "Đỗ Thanh Bình <binh@tckh.example>",
            "Về bản thảo của anh",
            "Anh An kính mến,\nBản thảo đã qua sơ loại và chờ phân công phản biện. Tòa soạn sẽ báo sau.\nĐỗ Thanh Bình",
            (),
            {"OF_EDITORS", "NOBODY", "NOBODY_AT_LENGTH"},
        ),
        (
            "Lê Thị Uyên <uyen@tckh.example>",
            "Bản thảo chuyển giai đoạn",
            "Dear Thi Hanh Nguyen, the manuscript has been assigned to a new editor.",
            (),
            {"OF_EDITORS", "TO_SOMEBODY", "ENGLISH"},
        ),
        (
            "Maria Kovac <kovac@jps.example>",
            "Your manuscript JPS-2021-118R1",
            "Dear Dr Le,\nBoth referees are satisfied, and I am pleased to tell you that the article can be published.",
            (),
            {"OF_EDITORS", "ENGLISH", "NO_PERSON", "BRAND", "FIGURES"},
        ),
        # programs fill in what a register has: nobody greets a secretariat by one person's name and surname
        (
            "LMS <a@lms.example>",
            "Bài của bạn có 5 lượt trích dẫn",
            "Chào Phan Văn Hợi! Bài có thêm 5 lượt trích dẫn. Xem ai đã trích dẫn bạn.",
            (),
            {"TO_SOMEBODY", "TO_ANYBODY", "NAME_OF_SERVICE", "NO_PERSON", "NAME_OF_DOMAIN"},
        ),
        (
            "BHXH Thanh Hóa <bhxh@bhxhth.example>",
            "Kết quả đóng",
            "Mã đơn vị HC0098X. Số phải đóng: 112.450.000đ. Đã đóng: 112.450.000đ.",
            (),
            {"NAME_OF_SERVICE", "NO_PERSON", "NAME_OF_DOMAIN", "MONEY", "NOBODY"},
        ),
        # nobody's domain has their name, and who writes to us asks for what a secretariat does
        (
            "VNPT-CA <ca@vnpt.example>",
            "Chứng thư số sắp hết hạn",
            "Chứng thư số của trường hết hạn vào 30/11/2021. Vui lòng gia hạn trước ngày này.",
            (),
            {"NO_PERSON", "NAME_OF_DOMAIN", "TELLS_READER", "STAMP", "OF_SYSTEMS", "NOBODY"},
        ),
    ],
)
@pytest.mark.slow
def test_what_comes_together_is_not_answered_and_shown_with_its_signs(
    sender: str, subject: str, body: str, more: tuple[str, ...], signs: set[str]
) -> None:
    decision = decided(sender, subject, body, *more)
    assert (decision.may_answer, decision.needs_person) == (False, True), decision
    assert {sign.name for sign in decision.weighed} == signs
    assert all(sign.value in decision.reason for sign in decision.weighed)
    # the same from somebody whom we know is theirs
    address = mail(sender, subject, body).from_.address  # type: ignore[union-attr]
    for own in (replace(OWN, secretariat=(address,)), replace(OWN, contacts={"nghe-an": frozenset({address})})):
        assert not decided(sender, subject, body, *more, own=own).weighed


@pytest.mark.parametrize(
    ("sender", "subject", "body", "more"),
    [
        # what programs write as well, and something that people do
        ("Út Tịch <tich@x.example>", "8%", "Kinh phí in tăng 8%, xin ý kiến", ()),
        ("TT CNTT trường Hà Tĩnh <cntt@x.example>", "Kết nối", "Đã kết nối lúc 14:00, đề nghị thử lại 15:30.", ()),
        ("Admin TCT <admin@x.example>", "Đăng ký", "Trường Nghệ An đăng ký 5 đại biểu", ()),
        ("info@x.example", "Hỏi", "Cho hỏi mỗi trường được gửi tối đa mấy bài?", ()),
        ("Lâm <lam@x.example>", "Không đi được", "mình không dự được, xin lỗi các bạn", ()),
        ("Zalo Lan <lan@x.example>", "11:30", "25/11/2021, 8%", ("X-Mailer: iPhone Mail (18H17)",)),
        ("Dropbox Hà <ha@x.example>", "Tệp", "11:30 https://x.example 8%\n\nĐã gửi từ iPhone của tôi", ()),
        ("Công ty <a@x.example>", "Bài", "Về bài TL-2021-007, 8%.", ()),
        ("Trạm <a@x.example>", "11:30", "Kính gửi Ban Tổ chức\nKết nối 8% https://x.example", ()),
        # whose name has a small letter: a middle name, an office, somebody's work
        ("Nguyễn thị Lan <lan@x.example>", "Giờ", "25/11/2021, 8%", ()),
        ("Phòng Tổ chức <tc@x.example>", "Giờ", "25/11/2021, 8%", ()),
        ("Tài xế Dũng <dung@x.example>", "Đường", "Cổng nào vào được xe 45 chỗ", ()),
        ("Thủ quỹ <thuquy@x.example>", "CK", "Đã ck 3.500.000đ lúc 9h12", ()),
        ("lê na <na@x.example>", "Giờ", "25/11/2021, 8%", ()),
        ("Hoàng Sao <ban@hoangsao.example>", "Giờ", "25/11/2021, 8%", ()),
        ("Trường Chính trị <vp@truongchinhtri.example>", "Xe", "Vui lòng gia hạn thêm cho 2 xe, 05:30.", ()),
        ("Đoàn nghệ thuật Lam Sơn <ls@nghethuat.example>", "Múa", "Tốp múa 8 người, cần phòng thay đồ.", ()),
        ("Kỹ thuật hội trường <mic@x.example>", "Mic", "Mic số 2 bị rè, mai thay pin trước giờ khai mạc.", ()),
        ("Bích Ngọc <ngoc@x.example>", "Đoàn", "\n".join(f"{number}. Lê Thị Hoa" for number in range(1, 20)), ()),
        # three words of an excuse, and nobody else to turn to
        ("Lê Na <na@x.example>", "Re: Nhắc", "Em đang đi công tác đến 10/11, em sẽ liên hệ lại ạ.", (REPLY,)),
        # at length, and of nothing of ours, but a person speaks; or asks; or answers
        (
            "Bùi Tá <ta@x.example>",
            "Góp ý thư",
            "Chữ trong thư quá nhỏ, người già như tôi đeo hai kính mới đọc nổi. Lần sau các cháu để chữ to lên cho dễ nhìn.",
            (),
        ),
        (
            "Bùi Tá <ta@x.example>",
            "Thư",
            "Hôm qua các cháu gửi thư cho ông Tám ở xóm trên, sao nhà dưới này chờ mãi không thấy đâu, ở đâu mà lâu thế?",
            (),
        ),
        (
            "Bùi Tá <ta@x.example>",
            "Re: Nhắc",
            "Mấy hôm nay lũ về, đường sạt, điện mất, thầy trò ở tạm nhà dân trên đồi, vài bữa nữa mới xuống thị trấn được.",
            (),
        ),
        # and so does somebody from elsewhere, whose mailbox has their name; or in a language that no list here knows
        (
            "Claire Dubois <claire.dubois@x.example>",
            "Souvenir",
            "Chers amis, voilà deux ans que j'ai quitté Thanh Hóa et je pense à vous. La vie à Lyon a repris sous la pluie.",
            (),
        ),
        (
            "Bounmy Sisouk <bounmy@x.example>",
            "ຂໍຂອບໃຈ",
            "ພວກ ຂ້າພະເຈົ້າ ໄດ້ ກັບ ຮອດ ບ້ານ ດ້ວຍ ຄວາມ ປອດໄພ ແລ້ວ. ຂໍ ຂອບໃຈ ທີ່ ໄດ້ ຕ້ອນຮັບ ພວກ ຂ້າພະເຈົ້າ ຢ່າງ ອົບອຸ່ນ ໃນ ໄລຍະ ສອງ ເດືອນ.",
            (),
        ),
        (
            "John McAllister <jmca@x.example>",
            "Travel",
            "Hi, my flight lands on the 23rd at 14.20 and I will take a taxi. My wife is coming with me, see you soon, John",
            (),
        ),
        # asked as on telephones
        (
            "Tuấn Kòi <koi@x.example>",
            "hỏi tí",
            "cho e hoi hthao co dc mang ny theo hk z, e o tro xa qua di 1 mk chan lam kk, di voi ny cho do buon",
            (),
        ),
        # as long as what somebody pastes
        ("Bùi Tá <ta@x.example>", "Quê", "Lúa chín vàng bên sông, đàn trâu về muộn trong nắng chiều thu. " * 30, ()),
        # an address that ends as a service's begins
        ("Khoa <khoa@x.example>", "Kế hoạch", "Ngày 25/11/2021 mới xong.", ()),
        # an absence told to us, for it speaks of what is ours
        ("Lê Na <na@x.example>", "Báo", "Tôi đang học lớp bồi dưỡng đến 30/10, chỉ mở thư tối, xin nộp bài sau.", ()),
        # an answer to our letter, with what gateways and mail programs put before its subject
        ("Lê Na <na@x.example>", f"[EXTERNAL] Re: Fwd: {OURS}", "Ngày 25/11/2021 mới xong.", (REPLY,)),
        (
            "Ana Cruz <ana@up.example>",
            "Re: Reminder",
            "Thanks for confirming. I would like to add a co-author, Dr. Ben Reyes.",
            (REPLY,),
        ),
        ("Trần Văn Ơn <on@x.example>", "Re: Nhắc hạn", "Đang cách ly F1, xin thư thư đến 15/11", (REPLY,)),
        # authors and reviewers speak of reviews: to an office, of themselves, of their school, of a paper of ours
        (
            "Ba Lê <ba@x.example>",
            "Bản thảo",
            "Kính gửi chị Lan, tôi đã gửi bản thảo và phiếu phản biện, chưa được duyệt.",
            (),
        ),
        (
            "Ba Lê <ba@x.example>",
            "Bài",
            "Kính gửi Ban Biên tập, bản thảo đã chỉnh sửa theo phản biện, gửi trên hệ thống.",
            (),
        ),
        (
            "Ba Lê <ba@x.example>",
            "Bài",
            "Chào anh An, bản thảo TL-2021-009 đã phản biện xong, chấp nhận in trên hệ thống.",
            (),
        ),
        (
            "Ba Lê <ba@x.example>",
            "Thẩm định",
            "Kính gửi chị Lan, phản biện của trường chấm xong đề tài, duyệt hết.",
            (),
        ),
        (
            "Ba Lê <ba@x.example>",
            "Lui",
            "Kính gửi TS. Lê Hà, xin được nộp phiếu phản biện của bản thảo chậm 3 ngày.",
            (),
        ),
        (
            "Ba Lê <ba@x.example>",
            "Phản biện",
            "Kính gửi TS. Lê Hà, bản thảo đã phản biện xong, gửi trên hệ thống nhé.",
            (),
        ),
        ("Ann Lee <ann@x.example>", "Review", "Dear Ms Lan, due to illness the review of paper 12 will be late.", ()),
        (
            "Ann Lee <ann@x.example>",
            "Paper",
            "Dear Ms Lan, our school agrees to publish the paper online after review.",
            (),
        ),
        # and who greets a secretary by name says something of ours
        (
            "Ba Lê <ba@x.example>",
            "Đoàn",
            "Kính gửi chị Lê Phương Anh, đoàn Nghệ An 5 người, đến 14:00 ngày 18/11/2021.",
            (),
        ),
        ("Ba Lê <ba@x.example>", "Đoàn", "Chào chị Kim Anh, 5 người, 14:00 ngày 18/11/2021.", ()),
        (
            "Paul Wong <wong@x.example>",
            "Paper 31",
            "Dear Dr Ha, minor revision. Otherwise ready for the proceedings.",
            (),
        ),
        ("Ba Lê <ba@x.example>", "Nghỉ", "Kính gửi thầy Lê Quang Đạo, em nghỉ ốm từ 3/11, nhờ thầy báo giúp.", ()),
        # what everybody's office adds speaks to anybody
        ("Lê Na <na@x.example>", "Tin", "Xe 7 chỗ, 05:30.\n\n-- \nNếu bạn không phải người nhận, quý vị hãy xóa.", ()),
        ("Lê Na <na@x.example>", "Góp ý", "Quý vị nên có thêm phần thảo luận nhóm", ()),
        ("Lê Na <na@x.example>", "", "", ()),
    ],
)
@pytest.mark.slow
def test_people_are_answered(sender: str, subject: str, body: str, more: tuple[str, ...]) -> None:
    decision = decided(sender, subject, body, *more)
    assert decision.may_answer, decision


@pytest.mark.parametrize(
    ("to", "held"), [("undisclosed-recipients:;", True), ("win@lot.example", True), ("nhom@tct.example", False)]
)
def test_who_is_named_as_its_reader_weighs(to: str, *, held: bool) -> None:
    """A list's address names somebody; people who write to several send it to themselves, and say more."""
    body = "The draw of this week is over and the numbers are with the office."
    assert decide(read(plain("Result", body, "win@lot.example", to=to)), OWN).may_answer is not held
    asked = "Em gửi các trường, cho em hỏi giờ khai mạc ạ?"
    assert decide(read(plain("Hỏi", asked, "Lê Na <na@x.example>", to=to.replace("win@lot", "na@x"))), OWN).may_answer


@pytest.mark.parametrize(
    ("sender", "subject", "body", "more", "held"),
    [
        ("Purchasing <sales@po.example>", "PO-88213", "Dear Sir, kindly find the new purchase order.", (), True),
        ("Fax <dichvu@fax.example>", "Fax mới, 3 trang", "Bạn có 1 bản fax mới.", (), True),
        ("Fax <dichvu@fax.example>", "Fax mới, 3 trang", "Bạn có 1 bản fax mới.", (REPLY,), False),
        ("Admin <admin@tct.example>", "Bai tham luan", "", (), False),
        ("Research Desk <contact@x.example>", "submission", "Dear Sir, paper attached.", (), False),
        (
            "Research Support Team <support@uni.example>",
            "Paper",
            "Please find attached the paper by Anna Lee.",
            (),
            False,
        ),
    ],
)
def test_a_paper_is_recorded_whoever_sent_it_and_acknowledged_to_people(
    sender: str, subject: str, body: str, more: tuple[str, ...], *, held: bool
) -> None:
    raw = head(subject, sender, *more) + multi(text(body), attached("bai.docx", docx()))
    decision = decide(read(raw), OWN)
    assert decision.disposition in {Disposition.SUBMISSION, Disposition.CORRECTION}
    assert decision.may_answer is not held, decision


def test_a_wish_of_somebody_weighs_more_than_any_sign() -> None:
    sender = "Công ty Dịch vụ <admin@x.example>"
    assert decided(sender, "Giờ", "11:30, 25/11/2021").weighed
    withdrawn = decided(sender, "Rút bài", "Xin rút bài. 11:30, 25/11/2021")
    assert (withdrawn.disposition, withdrawn.may_answer) == (Disposition.WITHDRAWAL, True)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        # both halves of an absence, though nothing says that it is an answer
        ("Hoàng Oanh hiện không ở cơ quan", "Tôi ở khu cách ly tập trung đến hết ngày 19/11. Việc gấp xin liên hệ cô Vân."),
        # "bài" stands in the subject alone, which repeats ours
        ("Trả lời: Nhắc nộp bài", "Tôi đi học tập trung đến 30/6 năm sau. Người thay tôi: đồng chí Lý. Quý vị không phải viết lại."),
        # an offer in the tone of a person, and nothing else
        ("Đồng phục", "Cơ quan mình may chưa ạ? Bên em nhận đo tại chỗ, chiết khấu 25% ạ."),
        ("Máy chiếu", "Em gửi anh chị bảng giá máy chiếu, lắp đặt miễn phí ạ. Cần gì anh chị cứ nhắn em."),
    ],
)  # fmt: skip
def test_the_tone_of_a_person_does_not_hide_a_program(subject: str, body: str) -> None:
    decision = decided("Điện máy <dm@cua-hang.example>", subject, body)
    assert (decision.may_answer, decision.needs_person) == (False, True)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Về đợt nộp", "Tôi ở khu cách ly đến hết ngày 19/11. Việc gấp liên hệ cô Vân, bài tôi nộp sau."),
        ("Đi vắng", "Tôi đi công tác đến 19/11, việc gấp xin liên hệ cô Vân. Như vậy có được không?"),
        ("Re: Nhắc nộp", "Mai tôi đi công tác đến thứ Sáu, có gì cần sửa thì gọi tôi số 0905 111 222."),
        ("Số lượng", "Anh cho em xin số cuốn cần in để em làm lại báo giá kỷ yếu, em gửi lại đơn giá sau."),
        ("Giá in", "Nhà in báo 45k/cuốn, 200 cuốn được giảm 10%, trường Huế lo phần này."),
    ],
)  # fmt: skip
def test_a_word_of_ours_or_a_question_keeps_an_absence_and_an_offer_a_person_s(subject: str, body: str) -> None:
    assert decided("Nguyễn Thị Hà <ha@truong.example>", subject, body).may_answer


#: Somebody asks, politely and in the first person, for nothing that a conference is about.
TALK = "Dạ em chào anh ạ, em Nam đây. Máy lạnh bên mình chạy có êm không, anh cho em qua xem thử nhé?"
HOME = "Dạ anh xem lại giúp em tệp này, dòng 12 em thấy lệch ạ: https://duan.example/12"
SES = "<0102017ce7e1a2b3-5f0c1d2e-0000-4000-8000-0123456789ab-000000@ap-southeast-1.amazonses.com>"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (TALK, (f"Message-ID: {SES}", "Feedback-ID: 1.ap-southeast-1.k7Q=:AmazonSES")),
        (TALK, ("X-SG-EID: 4f2a",)),
        (TALK, ("X-Mailgun-Sid: WyI1",)),
        (TALK, ("X-Smtpcorp-Track: 1",)),
        (TALK, ("X-Msg-EID: 1",)),
        (TALK, (f"Content-Type: multipart/alternative; boundary={'4f' * 30}",)),  # as Go does
        (TALK, ("Message-ID: <a.b@bf01.hubspotemail.net>",)),
        (TALK, ("X-Acelle-Subscriber-Id: 5f",)),
        (TALK, ("X-ListMember: hoithao@chinhtri.example",)),
        (TALK, ('Content-Type: multipart/alternative; boundary="b1_6a0b7a1c2d3e4f5061728394a5b6c7d8"',)),
        (TALK, ('Content-Type: multipart/alternative; boundary="--_NmP-6a0b7a1c2d3e4f50-Part_1"',)),
        (TALK, ("Message-ID: <6184a1b2c3_2b8c3fc@web-7d9f.mail>",)),
        (TALK, ("Message-ID: <1234567.12.1636078360123@app01>",)),
        (TALK, ("X-Mailer: PHP/7.4.24",)),
        (TALK, ("X-PHP-Originating-Script: 1003:mailer.php",)),
        (HOME, ("X-Mailer: CodeIgniter",)),  # a link to itself
    ],
)
def test_what_a_program_made_is_not_answered_however_it_talks(body: str, fields: tuple[str, ...]) -> None:
    decision = decided("Lê Văn Nam <nam@duan.example>", "Chào anh", body, *fields)
    assert (decision.may_answer, decision.needs_person) == (False, True), decision
    assert ProgramSign.MADE_BY_PROGRAM in decision.weighed


OF_OURS = "Sáng khai mạc em đến muộn nửa tiếng, các anh chị cho em hỏi có vào hội trường được không ạ?"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        # an office's gateway: what people's mail programs leave stands beside it
        (TALK, (f"Message-ID: {SES}", "X-Mailer: Amazon WorkMail")),
        (TALK, (f"Message-ID: {SES}", "Thread-Index: AQHX7f==")),
        (TALK, ("X-SG-EID: 4f2a", "User-Agent: Roundcube Webmail/1.4.11")),
        (TALK, ("X-Mailgun-Sid: WyI1", "Message-ID: <1.2.16360783601.JavaMail.zimbra@nghean.example>")),
        (TALK, ("X-SES-Outgoing: 1", 'Content-Type: multipart/alternative; boundary="_000_ab12EX01_"')),
        # web mail in PHP and in Java, Proton, Fastmail, Zoho, Mimecast
        (TALK, ("X-PHP-Originating-Script: 0:rcube.php",)),
        (TALK, ("Message-ID: <1234567.12.1636078360123@mail.yahoo.com>",)),
        (
            TALK,
            (
                "Message-ID: <x7Yt0pQe3bHkLmNoPqRsTuVwXyZ0123456789AbCdEfG=@proton.example>",
                'Content-Type: multipart/alternative; boundary="b1_x7Yt0pQe3bHkLmNoPqRsTuVwXyZ"',
            ),
        ),
        (TALK, ("Feedback-ID: i5be146f3:Fastmail",)),
        (TALK, ("X-Mailer: Zoho Mail", "Feedback-ID: rr0801:zu0801:ZohoMail")),
        (TALK, ("X-MC-Unique: 4fQ1",)),
        (TALK, ("X-KMail-Transport: 1",)),
        # a school's system that sends what its people type, who speak of what is ours
        (OF_OURS, ("X-SG-EID: 4f2a",)),
        (OF_OURS, ("X-Mailer: CodeIgniter",)),
        # of a paper, whatever else a program left
        ("Bài em gửi hôm qua tới chưa, các anh chị xem ạ?", ("X-SG-EID: 4f2a", "X-ListMember: x")),
        ("Em gửi kèm bài ở thư này, các anh chị nhận giúp em nhé!", ("X-ListMember: x",)),
        ("Tham luận TL-2021-007 in chưa?", ("X-Campaign-Id-X: 1",)),
        # a site below a signature
        ("Chiều mai mấy giờ khai mạc ạ?\nhttps://tct.nghean.example/trang-chu", ("X-SG-EID: 4f2a",)),
        # a few words
        ("Mai nhé?", ("X-SG-EID: 4f2a",)),
        # gateways that add a footer write as Python does
        (TALK, ('Content-Type: multipart/alternative; boundary="===============1234567890123456789=="',)),
    ],
)
def test_people_behind_a_gateway_or_a_school_s_system_are_answered(body: str, fields: tuple[str, ...]) -> None:
    assert decided("Lê Văn Nam <nam@nghean.example>", "Hỏi", body, *fields).may_answer


@pytest.mark.parametrize(
    ("subject", "more", "held"),
    [
        (f"Đã xem: {OURS}", (), True),
        (f"Re: {OURS}", (), False),
        (f"[EXTERNAL] {OURS}", (), False),
        (f"Hỏi thêm: {OURS}", (REPLY,), False),
    ],
)
def test_words_before_our_subject_weigh_more_where_no_letter_is_answered(
    subject: str, more: tuple[str, ...], *, held: bool
) -> None:
    body = "Em xin hỏi mình có cần nhắn thêm gì không ạ?"
    assert decided("Lê Văn Nam <nam@x.example>", subject, body, *more).may_answer is not held


@pytest.mark.parametrize("name", ["Prof. Lars Holm", "Dr Kim", "PGS.TS. Lê Thị Yên", "ThS. Phan Như Ý"])
def test_who_has_a_title_before_the_name_is_somebody(name: str) -> None:
    body = "Thank you. I am away until 15 November but could join online. What time zone is it?"
    assert decided(f"{name} <x@truong.example>", "Re: invitation", body).may_answer


def test_names_tell_nothing_where_no_family_names_are_known() -> None:
    words = ("Cửa cuốn <do@x.example>", "Số 2", "Mức 98% lúc 11:30")
    assert ProgramSign.NO_PERSON in decided(*words).weighed
    assert not decided(*words, own=replace(OWN, surnames=frozenset())).weighed


TABLE = "<table width=600><tr><td><table><tr><td>Chữ</td></tr></table></td></tr></table>"


@pytest.mark.parametrize(
    ("html", "laid_out"),
    [
        (TABLE, True),
        ("<TABLE><tr><td><Table><tr><td>Chữ</table></table>", True),
        ("<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>", False),
        ("</table><table><tr><td>1</td></tr></table>", False),
        (f"<div>Em gửi</div><blockquote>{TABLE}</blockquote>", False),  # our own letter, quoted
        (f'<div>Em gửi</div><div class="gmail_quote">{TABLE}</div>', False),
        ("<tablet><tablet>", False),
        # made from a template
        ('<p>Chữ</p><a href="https://x.example/a" style="background:#06c;color:#fff;padding:10px 22px">Xem</a>', True),
        ('<p>Chữ</p><a class="mail-btn btn" href="https://x.example/a">Xem</a>', True),
        ("<style>@media only screen and (max-width:600px){.c{width:100%}}</style><p>Chữ</p>", True),
        ('<div style="display:none;max-height:0">Tin tuần này</div><p>Chữ</p>', True),
        # of people: a link with a colour, the fonts and pages of Word, what was hidden in a quotation
        ('<p>Chữ</p><a href="https://x.example" style="color:#888;background:white">x.example</a>', False),
        ("<style>@font-face{font-family:Calibri} @page WordSection1{size:595.3pt 841.9pt}</style><p>Chữ</p>", False),
        ('<p>Chữ</p><span style="display:none">x</span>', False),
        ('<p>Chữ</p><blockquote><a class="btn" href="https://x.example/a">Xem</a></blockquote>', False),
        ("", False),
    ],
)
def test_tables_within_tables_are_a_layout(html: str, *, laid_out: bool) -> None:
    assert is_laid_out(html) is laid_out
    raw = b"From: a@b.example\nMIME-Version: 1.0\n" + text(html).replace(b"text/plain", b"text/html")
    assert read(raw).laid_out is laid_out


PIXEL = '<img src="https://t.x.example/o/1.gif" width="1" height="1">'


@pytest.mark.parametrize(
    ("html", "tracked"),
    [
        (f"<p>Chào anh</p>{PIXEL}", True),
        ("<IMG style='width:1px;height:0px' SRC=http://t.x.example/o>", True),
        ('<img src="cid:dau" width="1" height="1">', False),  # goes along
        ('<img src="https://x.example/logo.png" width="100" height="1">', False),  # a line
        ('<img src="https://x.example/logo.png" style="max-width:1px;line-height:1px">', False),
        (f"<div>Em gửi</div><blockquote>{PIXEL}</blockquote>", False),  # a newsletter, passed on
        ("", False),
    ],
)
def test_a_picture_of_one_pixel_tells_who_reads(html: str, *, tracked: bool) -> None:
    assert is_tracked(html) is tracked
    raw = b"From: a@b.example\nMIME-Version: 1.0\n" + text(html).replace(b"text/plain", b"text/html")
    assert read(raw).tracked is tracked


@pytest.mark.parametrize(
    ("subject", "fields", "answered"),
    [
        ("Máy lạnh", (), False),
        ("Máy lạnh", ("X-Gm-Message-State: AOAM53",), True),  # people have extensions that do so
        ("Fwd: Máy lạnh", (), True),
    ],
)
def test_who_watches_its_readers_is_a_program(subject: str, fields: tuple[str, ...], *, answered: bool) -> None:
    page = text(f"<p>{TALK}</p>{PIXEL}").replace(b"text/plain", b"text/html")
    raw = head(subject, "Lê Văn Nam <nam@x.example>", *fields) + b"MIME-Version: 1.0\n" + page
    assert decide(read(raw), OWN).may_answer is answered


@pytest.mark.slow
def test_a_long_sentence_is_weighed_in_no_time() -> None:
    """A text without an end of a sentence was looked through anew from each of its characters."""
    known = mail("Lê Thị Yên <yen@nghean.example>", "Bài", "chúng tôi trao đổi về việc học " * 60)
    decide(known, OWN)  # what is only made once
    began = process_time()
    for _ in range(10):
        decide(known, OWN)
    assert process_time() - began < 1
