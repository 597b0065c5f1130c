"""Decisions by table: who wrote, what they want, and which words prove nothing."""

import base64
import re
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from mail_maker import BOX, LETTER, LETTER_TEXT, An, archive, attached, docx, paper_mail, plain

from daemon.intake import Own, codes, decide, sent
from daemon.intake.prose import is_answer, is_forward, own_subject
from daemon.intake.questions import asks_beside
from daemon.intake.wishes import joins, wants_back
from daemon.mail import read
from daemon.model import Decision, Disposition, FileKind, Missing, ParsedMail, Role

OWN = Own(BOX, secretariat=("thuky@chinhtri.example", BOX), code_prefix="TL-2021")
REPLY = f"In-Reply-To: {LETTER}"
CORPUS = Path(__file__).parents[1] / "corpus"


def answers(kind: str) -> str:
    """The field of who answers our letter of that kind."""
    return REPLY.replace("acknowledgement", kind)


def mail(
    subject: str = "Thư", body: str = "Nội dung.", sender: str | None = An, *more: str, paper: bool = False
) -> ParsedMail:
    parsed = read(plain(subject, body, sender, *more))
    return replace(parsed, attachments=PAPER) if paper else parsed


PAPER = read(b"From: a@b.example\n" + attached("bai.docx", docx())).attachments
APPENDIX = read(b"From: a@b.example\n" + attached("Phu luc.docx", docx("PHỤ LỤC", "Bảng 1"))).attachments


def decided(*args: str, paper: bool = False) -> Decision:
    return decide(mail(*args, paper=paper), OWN)


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-replied (vacation)",
        'Auto-Submitted: auto-replied; owner-email="a@b"',
        "Auto-Submitted: Auto-Generated",
        "Auto-Submitted: auto-notified",
        "Return-Path: <>",
        "Precedence: bulk",
        "Precedence: JUNK",
        "Precedence: list",
        "Precedence: auto_reply",
        "X-Precedence: bulk",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, RN, NRN, OOF, All",
        "X-Autoreply: yes",
        "X-Autorespond: Thư",
        "X-Autoresponder: 1",
        "X-Vacation: yes",
        "X-POST-MessageClass: 9; Autoresponder",
        "Delivered-To: Autoresponder",
        "X-Loop: bot@x.example",
        "X-FC-MachineGenerated: true",
        "List-Id: <a.b>",
        "List-Unsubscribe: <mailto:x@y.example>",
        "List-Post: <mailto:x@y.example>",
        "List-Help: <mailto:x@y.example>",
        "Mailing-List: x",
        "X-BeenThere: x@y.example",
        "X-Mailman-Version: 2",
        "X-Google-Group-Id: 1",
        "Sender: ds-bounces@y.example",
        "Return-Path: <bounce+123@y.example>",
        "Return-Path: <bounces+123-ab=box@y.example>",
        "X-Mailer: Atomic Mail Sender 9.40",
        "X-Mailer: SendBlaster.4.4.2",
        "Return-Path: <ds-bounces@y.example>",
    ],
)
def test_headers_of_programs(field: str) -> None:
    for paper in (False, True):
        decision = decided("Bài tham luận", "Xin gửi bài.", An, field, paper=paper)
        assert not decision.may_answer, decision
        assert field.partition(":")[0].lower() in decision.reason.lower()


def test_of_a_subject_without_end_the_beginning_counts() -> None:
    """A header may fold as many lines as it likes (seen: minutes over 60,000 digits)."""
    words = "Xin rút bài TL-2021-001"
    for room, disposition in ((998 - len(words), Disposition.WITHDRAWAL), (998, Disposition.NO_PAPER)):
        endless = replace(mail(body=""), subject=f"{' ' * room}{words}{'1' * 60_000}")
        decision = decide(endless, OWN)
        assert decision.disposition is disposition
        assert bool(decision.paper_codes) is (disposition is Disposition.WITHDRAWAL)


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: None",
        "X-Auto-Response-Suppress: OOF",
        "X-Auto-Response-Suppress: DR, OOF",
        "Feedback-ID: i7a:Hopthu",
        "Return-Path: <an.nguyen@thanhhoa.example>",
        "X-Autoreply: no",
        "Precedence: normal",
        "Precedence: first-class",
        "X-Mailer: Microsoft Outlook 16.0",
        "X-Spam-Flag: NO",
        "Return-Path: <an.nguyen@nghean.example>",
        "Disposition-Notification-To: an.nguyen@nghean.example",
        "X-Priority: 1",
        "Importance: high",
        "X-MS-Exchange-CrossTenant-id: 1",
        "X-Zimbra-Received-Tag: x",
    ],
)
def test_headers_that_prove_nothing(field: str) -> None:
    assert decided("Hỏi", "Xin hỏi hạn nộp bài?", An, field).may_answer


@pytest.mark.parametrize(
    "sender",
    [
        "no-reply@x.example", "noreply@x.example", "NoReply@x.example", "do-not-reply@x.example", "donotreply@x.example",
        "do_not_reply@x.example", "mailer-daemon@x.example", "MAILER-DAEMON@x.example", "postmaster@x.example",
        "drive-shares-noreply@google.example", "notification@x.example", "notifications@x.example", "alerts@x.example",
        "bounce-12@x.example", "owner-list@x.example", "list-request@x.example", "newsletter@x.example",
        "auto-reply@x.example", "autoresponder@x.example", "account-noreply@x.example", "khongtraloi@x.example",
        "calendar-notification@google.example", "noreply+abc@x.example", "majordomo@x.example",
        "thongbao@x.example", "thong-bao@x.example", "tdoffice@x.example", "mail-gateway@x.example",
        "truclienthong.tinh@x.example",
        "no.reply@x.example", "bounces@x.example", "bounce@x.example", "bounces+7=a@x.example", "khoa-bounces@x.example",
    ],
)  # fmt: skip
def test_addresses_of_programs(sender: str) -> None:
    assert not decided("Thông báo", "Nội dung.", sender).may_answer


@pytest.mark.parametrize(
    "sender",
    [
        "nora.pham@x.example", "vanthu@x.example", "noi.tran@x.example", "info@x.example", "phongdaotao@x.example",
        "khoa.noreplymond@x.example", "dao.notary@x.example", "thongbao.nguyen@x.example", "rooth@x.example",
        "support@x.example", "contact@x.example", "admin@x.example", "alertson.le@x.example",
        "bounce.tran@x.example", "no.reply.ha@x.example", "bouncer@x.example", "office@x.example", "truc.le@x.example",
    ],
)  # fmt: skip
def test_addresses_of_people(sender: str) -> None:
    assert decided("Hỏi", "Xin hỏi hạn nộp bài?", sender).may_answer
    assert decided("Hỏi", "Xin hỏi hạn nộp bài?", sender, f"Return-Path: <{sender}>").may_answer


VERP = "Return-Path: <bounces+567183-8a78-hoithao=chinhtri.example@em8a78.nghean.example>"


@pytest.mark.parametrize(
    ("fields", "paper"),
    [
        # what an office's gateway makes of the path of whoever writes in Outlook, and a box of Microsoft's that forwards
        ((VERP, "X-Mailer: Microsoft Outlook 16.0", "X-SG-EID: 4f"), True),
        ((VERP, "Thread-Index: AdfR8a==", "X-SG-EID: 4f"), False),
        (("Return-Path: <bounces+SRS=kKa4j=OX@nghean.example>", "X-Gm-Message-State: AOAM53"), True),
        (("Return-Path: <bounces+SRS=kKa4j=OX@nghean.example>", "X-MS-Has-Attach: "), False),
        # a paper that a school's system sends for its author
        (("Return-Path: <pm_bounces@pm.mtasv.example>", "X-PM-Message-Id: 1"), True),
        ((VERP, "X-SG-EID: 4f"), True),
    ],
)
def test_paths_that_gateways_made_are_no_sign(fields: tuple[str, ...], *, paper: bool) -> None:
    assert decided("Bài tham luận", "Xin hỏi hạn nộp bài tham luận?", An, *fields, paper=paper).may_answer


@pytest.mark.parametrize("fields", [(VERP, "X-SG-EID: 4f"), ("Return-Path: <ds-bounces@y.example>", "Thread-Index: A")])
def test_paths_of_services_and_lists_are_a_sign(fields: tuple[str, ...]) -> None:
    assert not decided("Bài tham luận", "Xin hỏi hạn nộp bài tham luận?", An, *fields).may_answer


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Trả lời tự động: Đã nhận bài", "Tôi đi vắng."),
        ("Tra loi tu dong: Da nhan bai", "Toi di vang."),
        ("Tự động trả lời: Re: bài", "Cảm ơn."),
        ("Thư trả lời tự động", "Cảm ơn."),
        ("Phản hồi tự động - Đã nhận", "Cảm ơn."),
        ("Automatic reply: Bài", "Out."),
        ("Auto: Bài", "Out."),
        ("AutoReply: Bài", "Out."),
        ("Auto Response", "Thank you."),
        ("Out of Office: Bài", "Out."),
        ("Out of the office", "Out."),
        ("Out of Office AutoReply: x", "Out."),
        ("Réponse automatique : x", "Absent."),
        ("Abwesenheitsnotiz: x", "Weg."),
        ("Re: Đã nhận bài", "Đây là email trả lời tự động. Chúng tôi sẽ phản hồi sớm."),
        ("Re: Đã nhận bài", "Thư này được gửi tự động, vui lòng không trả lời thư này."),
        ("Đã nhận", "This is an automated message. Please do not reply to this email."),
        ("Vắng mặt", "Hiện tôi đang nghỉ phép đến hết 12/11. Việc gấp xin liên hệ đồng chí Bình."),
        ("Nghỉ phép", "Tôi nghỉ phép từ 01/11 đến 05/11, sẽ phản hồi khi đi làm trở lại."),
        ("Re: Đã nhận bài", "Tôi đang đi công tác, sẽ trả lời thư khi trở lại cơ quan."),
        ("Away until 15 November", "I am away and will respond when I return."),
        ("Không có mặt tại cơ quan: Re: [TL-2021-001] Đã nhận bài tham luận", "Tôi hiện không có mặt tại cơ quan."),
        ("Vắng mặt: Re: Nhắc nộp bài", "Tôi đi tập huấn ở Huế đến hết tuần."),
        ("Nghỉ phép: Đã nhận bài tham luận", "Tôi đang nghỉ phép."),
        ("Thư ngoài văn phòng", "Tôi đang ngoài văn phòng và sẽ trở lại làm việc vào ngày 16/11/2021."),
        ("Re: Đã nhận bài", "Tôi hiện ngoài cơ quan, sẽ trả lời thư khi trở về."),
        ("Đi công tác: [TL-2021-001] Đã nhận bài", ""),
        ("Re: Đã nhận bài", "Hiện tôi đang đi học tập trung, sẽ phản hồi sau khi về."),
        ("Thư trả lời tự động", "Đây là thư trả lời tự động. Cần gấp? Xin gọi văn thư."),
        ("[Auto-Reply] Đã nhận bài", "We got it."),
        ("Yahoo! Auto Response", "Away."),
        ("An Nguyen/TCT is out of the office", "I return on 05/11/2021."),
        ("Không có mặt: Nhắc nộp bài tham luận", ""),
        ("Đã đọc: [TL-2021-007] Đã nhận bài", ""),
        ("Đã đọc: Nhắc", "Thư của bạn gửi cho An đã được đọc vào 01/11/2021 9:05 SA."),
        ("Not read: Nhắc", "Your message To: An was deleted without being read on 11/2/2021."),
        ("Re: Nhắc", "Đây là hệ thống trả lời tự động của nhà trường."),
        ("Re: Nhắc", "Tôi đã chuyển công tác. Thư trả lời tự động."),
        ("Re: Nhắc", "Chúng tôi đã nhận được thư của quý vị và sẽ trả lời trong 03 ngày làm việc."),
        ("Message blocked", "Your message to hoai@nghean.example has been blocked. 550 5.7.1 rejected"),
        ("[#45678] Yêu cầu mới", "Yêu cầu của bạn đã được tiếp nhận."),
        ("Re: Nhắc", "Your ticket has been received and will be answered shortly."),
        ("Re: Nhắc", "Thư của bạn đang bị giữ lại, hãy nhấp vào liên kết https://x.example/?a=1 để xác nhận."),
        ("Re: Nhắc", "Tôi nghỉ phép đến ngày 20/11. Mọi việc xin liên hệ anh Bình."),
        ("Re: Nhắc", "I'm on leave until 15 Nov. Please contact my colleague."),
        ("[EXTERNAL] Tự động trả lời: Đã nhận bài", "Tôi nghỉ phép."),
        ("***SPAM*** Automatic reply: Đã nhận bài", "Out"),
        ("EXT: Out of Office: Đã nhận", "Out"),
        ("[Cảnh báo: Thư từ bên ngoài] [TL-2021-003] Trả lời tự động: Đã nhận bài", "Cảm ơn."),
        ("{Spam?} Vắng mặt: Re: Đã nhận bài", "Tôi đang đi công tác."),
        ("Nghỉ lễ", "Email này được gửi từ hệ thống, Quý khách vui lòng không phản hồi."),
        ("Bảng điểm", "Thông báo này được tạo tự động bởi phần mềm quản lý đào tạo."),
        ("Đăng ký", "Tài khoản đã được tạo. Thư được gửi tự động, xin đừng trả lời."),
        ("Mã OTP", "Mã xác thực của bạn là 123456. Không chia sẻ mã này cho bất kỳ ai."),
        ("Xác nhận địa chỉ", "Nhập mã 662211 để xác nhận địa chỉ email của bạn."),
        ("[Nghi ngờ lừa đảo] Trả lời tựđộng: Đã nhận bài", "Tôi đi vắng."),  # a space lost in folding
        ("Không có tại nhiệm sở: Đã nhận bài tham luận", ""),
        ("Đăng nhập", "887766 là mã xác thực Zalo của bạn."),
        ("Code", "Your verification code is 445566."),
        ("Dung lượng", "Hộp thư của quý vị đã vượt quá dung lượng 2GB."),
        ("Re: Đã nhận bài", "Je suis absent du bureau jusqu'au 30 octobre."),
        ("Re: Đã nhận bài", "Ich bin bis zum 30.10. nicht im Büro."),
        ("Re: Đã nhận bài", "Estoy fuera de la oficina hasta el lunes."),
        ("Re: Đã nhận bài", "Здравствуйте! Я нахожусь в отпуске до 1 ноября."),
        ("Re: Đã nhận bài", "我正在休假,10月30日回来。"),
        ("Re: Đã nhận bài", "안녕하세요. 현재 출장 중이라 11월 12일까지 메일 확인이 어렵습니다."),
        ("Re: Đã nhận bài", "부재중입니다."),
        ("자동응답: Đã nhận bài", ""),
        ("Re: Đã nhận bài", "ただいま休暇をいただいております。"),
        ("Re: Đã nhận bài", "ขณะนี้ข้าพเจ้าลาพักร้อนจนถึงวันที่ 15 พฤศจิกายน"),
        ("Re: Đã nhận bài", "ຂ້າພະເຈົ້າຢູ່ນອກຫ້ອງການຈົນຮອດວັນທີ 15 ພະຈິກ."),
        ("Re: Đã nhận bài", "Merci de votre message. Absente jusqu'au 12, je vous répondrai à mon retour."),
        ("Re: Đã nhận bài", "Je ne suis plus en poste ici. Veuillez adresser vos messages à la direction."),
        (
            "Re: Nhắc",
            "Xin chào, để tránh thư rác, hãy bấm vào https://ok.example/8 để thư của bạn được chuyển tới tôi.",
        ),
        ("Re: Nhắc", "Thư chưa vào được hộp thư của tôi. Anh/chị nhập dãy số 4471 vào trang xác nhận để hoàn tất."),
        ("Re: Nhắc", "Văn phòng cảm ơn ý kiến của quý vị. Nội dung thư đã được chuyển tới bộ phận chuyên môn."),
        ("Lê An vắng mặt tại văn phòng (trở lại 16/11)", "Tôi đi vắng."),
        ("Re: Đã nhận bài", "Lưu ý: đây là câu trả lời tự động cho thư vừa gửi."),
        ("Nhắc", "Hộp thư này không còn được sử dụng, xin gửi về moi@tct.example."),
        ("Re: Nhắc", "Cảm ơn thư của anh/chị. Tôi nghỉ chăm con ốm, thứ Năm đi làm trở lại và sẽ phản hồi."),
        ("Re: Nhắc", "Tôi đang học lớp trung cấp ở Vinh từ 01/9 đến 30/12. Việc của phòng xin trao đổi với cô Hà."),
        (
            "Re: Nhắc",
            "Em nghỉ sinh con đến hết tháng 3 ạ, việc do cô Hà (ha@tct.example) đảm nhiệm, xin gửi thư cho cô.",
        ),
        (
            "Re: Nhắc",
            "Tôi đã chuyển công tác từ 15/10. Đề nghị gửi văn bản cho đồng chí Thọ theo địa chỉ tho@tct.example.",
        ),
        ("Re: Nhắc", "Trường làm việc luân phiên, thư điện tử có thể được phản hồi chậm, mong quý vị thông cảm."),
        ("Re: Nhắc", "I no longer work here. As of 1 October please direct all enquiries to daotao@tct.example."),
        ("Xác minh", "Để thư của bạn được chuyển tới tôi, hãy bấm vào liên kết https://x.example/k và đợi."),
        ("Kiểm tra", "Hãy chứng tỏ anh/chị không phải là robot trong vòng 24 giờ tới."),
        ("Re: Nhắc", "Xin chào, em là trợ lý ảo. Anh/chị cần gì ạ?"),
        ("Re: Nhắc", "Dạ em là Mai - trợ lý trực tuyến của trường. Anh/chị quan tâm lớp nào ạ?"),
        ("Nhắc", "Hộp thư của mình lọc người lạ. Bạn trả lời thư này thì thư trước sẽ vào hộp thư đến."),
        ("Đi vắng Re: Đã nhận bài", "Tôi ở nước ngoài."),
        ("Re: Nhắc", "Gia đình tôi có việc tang, tôi xin phép không trả lời thư từ trong tuần. Mong được thông cảm."),
        ("Re: Nhắc", "Tôi chỉ làm việc các ngày thứ Hai và thứ Tư. Thư đến ngày khác sẽ được xử lý sau."),
        ("Re: Nhắc", "Thông báo vắng: đi thực tế, ngày về 14/11. Liên hệ Phó khoa."),
        ("Re: Nhắc", "Đại úy Lê Văn An đã được điều động. Địa chỉ này do trực ban quản lý."),
        (
            "Re: Nhắc",
            "Tôi trong thời gian tham gia đoàn kiểm tra (08-19/11), các anh chị trao đổi với đồng chí Phó phòng.",
        ),
        ("Tòa soạn", "Tòa soạn đã nhận được bản thảo do quý tác giả gửi. Mời xem trong tài khoản của mình."),
        ("Re: Nhắc", "Thư các anh chị gửi tôi sẽ đọc khi xuống núi, trên này không mạng."),
        ("Re: Nhắc", "Thư đến trong tuần này tôi gom lại đọc một lượt vào thứ Bảy. Cảm ơn đã thông cảm!"),
        ("Re: Nhắc", "Khi bạn đọc dòng này thì tôi đang trên đường sang Lào. Việc của khoa nhờ cô Tâm lo giúp."),
        ("Re: Nhắc", "Tôi vừa sinh em bé, sẽ quay lại công việc vào tháng 5. Các việc khác mời liên hệ thầy Quân."),
        ("Re: Nhắc", "Hộp thư này tuần nay không có người trực, các đồng chí thông cảm."),
        (
            "Re: Nhắc",
            "Thầy Long đang điều trị, gia đình xin phép chưa hồi âm được. Việc chuyên môn trao đổi với thầy Phúc.",
        ),
        ("Re: Nhắc", "Tôi tạm khép hộp thư này một thời gian. Thư gấp nhắn cho cô Hà: 0903 000 111."),
        (
            "Re: Reminder",
            "I've gone fishing until the 12th. If it can wait, I'll get to it then; Petra knows the rest.",
        ),
        (
            "Re: Reminder",
            "I only look at this mailbox on Fridays. If it is about teaching, the office will be quicker.",
        ),
        ("Re: Reminder", "You have reached the mailbox of Dr. Somsak. I moved in September."),
        ("Re: Reminder", "I am on leave. For urgent matters dial extension 1204."),
        ("Re: Nhắc", "Khoa đang nghỉ hè, thư sẽ được giải quyết khi năm học mới bắt đầu."),
        ("[AUTO GENERATED] Nhật ký", "Xong."),
        ("[Tự động] Sao lưu", "Xong."),
        ("Đã xem: Nhắc nộp bài", "Thư của bạn đã được mở"),
        ("Read: Reminder", "Your message was displayed."),
        ("Read: Rappel", "Cet accusé de lecture confirme que le message reçu le 09/11/2021 a bien été consulté."),
        ("Re: Rappel", "Bonjour, ce message est généré automatiquement."),
        ("Thư trả lại", "Không giao được.\nEste mensaje ha sido generado automáticamente."),
        ("Re: Reminder", "Non-member posting is disabled for this list."),
        ("Your message", "Is being held until.\nYour mail is now held in a queue for approval by the moderator."),
        ("Re: Nhắc", "Thư của bạn gửi vào nhóm đang chờ người quản lý phê duyệt."),
        ("Thanks for your message!", "I'm not here, please try again later."),
        ("Re: Reminder", "Hi, I am not at my desk this week. Please try again next Monday or ring Anna on ext. 4410."),
        ("Re: Nhắc", "Tôi hiện đang bận. Sẽ liên hệ lại với bạn sau."),
        ("Re: Nhắc", "Hiện tôi đang nghỉ phép, sẽ đọc thư sau ngày 22/11. Trân trọng."),
        # editors and reviewers' systems of others
        ("Kết quả", "Chúc mừng! Bài báo của bạn đã được chấp nhận."),
        ("Đã nhận", "Tòa soạn đã nhận bản thảo “Xây dựng trường chuẩn” của tác giả Lê Minh, mã LL-233."),
        ("Phỏng vấn", "Sinh viên An đã xác nhận tham gia phỏng vấn.\n\nTrân trọng,\nHệ thống quản lý thực tập"),
        # absences in a person's tone, and in languages that few of ours write in
        (
            "Re: Nhắc",
            "Em xin nghỉ từ 04/11 đến hết 10/11 và chưa đọc thư được. Anh chị vui lòng liên hệ anh Tâm, 0913 222 333.",
        ),
        ("Re: Nhắc", "Em mới sinh nên ít xem thư, có gì gọi chồng em hoặc chị Là cùng phòng."),
        ("Re: Nhắc", "Đang lái xe, tôi sẽ trả lời sau."),
        ("Re: Nhắc", "Tôi đã nghỉ hưu. Xin chúc sức khỏe và chào tạm biệt."),
        ("不在のお知らせ", "11月12日まで出張のため不在にしております。"),
        ("Re: Reminder", "ただいま休業中のため、返信が遅れます。"),
        ("Re: Reminder", "您好，您的来信已收到，我会尽快回复。"),
        ("Re: Reminder", "Saya sedang cuti sampai 15 November."),
        ("Nieobecność", "Dzień dobry, jestem na urlopie do 12 listopada."),
        ("Re: Reminder", "Hej, jag är tjänstledig till januari."),
        ("Re: Reminder", "15 Kasım'a kadar izindeyim."),
        ("Re: Reminder", "Я перебуваю у відпустці до 15 листопада."),
        # a server's reply and nothing else; who lets no stranger in
        ("Re: Nhắc", "554 5.7.1 This message was refused by policy (attachment type docx)."),
        ("Re: Nhắc", "Thư của bạn nằm ở ngăn chờ vì tôi chưa có bạn trong danh bạ."),
        (
            "Re: Reminder (Verification required)",
            "Kien here,\n\nI'm protecting myself from receiving junk mail. Just once, click the link below.",
        ),
        ("Reminder", "I keep my mailbox clean. As this is your first message, use the link below to get through."),
        ("Re: Reminder", "There is too much spam. Simply hit Reply; your address will be added to my allowed senders."),
        ("Re: Reminder", "Please click this link so that your message can reach me."),
        ("Verification", "Your email to Ngo Van Tung has been put in the Pending folder. Answer this email once."),
        ("Re: Nhắc", "Mình off từ hôm nay đến hết tuần sau nhé, mọi việc liên hệ Dương: 0912 121 212."),
        ("Re: Bài", "Tôi đang đi học tập trung, sẽ gửi lại thông tin sau khi về. Việc gấp xin gọi 0912345678."),
        ("Re: Bài", "Sinh viên nộp bài tập cho lớp trưởng. Tôi đang đi công tác, sẽ trả lời thư sau khi về."),
        ("Re: Paper", "I am on leave until 15 November. I will update you when I return."),
        ("Re: Bài", "Tôi đang đi công tác, sẽ bổ sung thông tin sau. Việc gấp liên hệ 0912345678."),
        ("Re: Bài", "Mình đang nghỉ thai sản, sẽ đi làm lại từ tháng 3. Việc của mình do chị Hồng đảm nhận."),
        ("Re: Bài", "Tôi đi vắng đến 12/11. Hồ sơ cần nộp xin gửi cô Hà, phòng Đào tạo."),
        # whatever a mailbox is called, and what lies in it
        ("Re: Bài", "Mail này không còn dùng nữa, quý vị vui lòng gửi về daotao@tct.example."),
        ("Re: Bài", "Hòm thư điện tử của bạn gần đầy, hãy xóa bớt thư."),
        ("Re: Bài", "Vui lòng không trả lời vào mail này."),
        ("Re: Bài", "Đây là mail tự động, xin đừng trả lời."),
        ("Re: Bài", "Địa chỉ thư điện tử an@tct.example không tồn tại."),
        ("Re: Bài", "Tài khoản mail này đã bị khóa."),
        ("Re: Bài", "Hòm mail này hiện không có cán bộ phụ trách. Mọi thắc mắc xin gọi 0238 3555 111."),
        ("Re: Bài", "Mail này chỉ dùng để gửi, không nhận phản hồi."),
        ("Re: Bài", "Email cá nhân này không được kiểm tra trong thời gian nghỉ."),
        ("Re: Bài", "Mail tự động: đã nhận được thư."),
    ],
)
def test_wording_of_programs(subject: str, body: str) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer) == (Disposition.AUTO_REPLY, False), decision


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Vắng mặt tại Hội thảo", "Tôi vắng mặt ngày 25/11, xin hỏi có gửi bài qua thư được không?"),
        ("Vắng mặt", "Thưa Ban Tổ chức, đồng chí An vắng mặt, cho hỏi ai báo cáo thay?"),
        ("Xin lỗi vì vắng mặt", "Hôm qua tôi vắng mặt. Xin cho biết lịch mới."),
        ("Hệ thống trả lời tự động", "Tôi nhận thư trả lời tự động nói sai phông chữ, xin xem giúp."),
        ("Trả lời tự động không đúng", "Bài của tôi dùng đúng phông chữ, xin kiểm tra lại."),
        ("Tự động hóa lớp học", "Tôi muốn viết về tự động hóa lớp học có được không?"),
        ("Re: Trả lời tự động: Đã nhận bài", "Cho hỏi bài của tôi đạt chưa?"),
        ("Đi công tác", "Tôi đang đi công tác nên gửi bài muộn, mong Ban Tổ chức cho gia hạn."),
        ("Nghỉ phép", "Tôi đang nghỉ phép, xin hỏi nộp bài qua thư điện tử được không?"),
        ("Hỏi", "Tôi đang ngoài văn phòng, xin hỏi nộp bài bằng điện thoại được không?"),
        ("Hoạt động ngoài văn phòng", "Bài về hoạt động ngoài văn phòng có thuộc chủ đề 1.2 không ạ?"),
        ("Tự động", "Bài này viết về mô hình tưới tự động."),
        ("Ban Tổ chức", "Vì đang đi công tác tôi sẽ gửi bài sau khi trở về."),
        ("Automatic control", "Xin hỏi chủ đề này có phù hợp không?"),
        ("Thư trả lời tự động", "Trong thư trả lời tự động hôm qua có ghi mã bài, mã ấy dùng làm gì ạ?"),
        ("Trả lời tự động", "Em nhận được hai thư giống nhau, bài nào được tính ạ?"),
        ("Vắng mặt: đồng chí Bình", "Đồng chí Bình đi học tập trung đến hết tháng 11, tôi báo cáo thay."),
        ("Vắng mặt: Re: Lịch hội thảo", "Tôi đi học tập trung nên vắng mặt, xin gửi bài qua thư."),
        ("Lịch học", "Tôi đi học tập trung đến hết tháng 11 nên viết bài hơi chậm."),
        ("Trả lời tự động", "Ban Thư ký trả lời tự động nên tôi không biết hỏi ai."),
        ("Re: Nhắc", "Tôi đã nhận được thư của Ban Thư ký và sẽ trả lời trong tuần này."),
        ("Re: Nhắc", "Thư của Ban Thư ký đã được đọc vào ngày 02/11."),
        ("Re: Nhắc", "Em đang đi công tác đến 10/11, em sẽ liên hệ lại ạ."),
        ("Re: Nhắc", "Cảm ơn các đồng chí đã gửi thư, tôi sẽ trả lời về bài sau khi họp khoa."),
        ("Hỏi", "Thư nói “vui lòng không trả lời thư này”, vậy em hỏi ở đâu ạ?"),
        ("Đã đọc: góp ý", "Em đã đọc góp ý của Ban Thư ký."),
        ("Đề tài", "Em định viết về hệ thống trả lời tự động cho học viên."),
        ("Thư", "Tôi không muốn nhận thư nhắc này nữa, đề nghị bỏ địa chỉ của tôi."),
        ("Thư", "Kính gửi.\n\nNếu bạn nhận được thư này do nhầm lẫn, vui lòng xóa."),
        ("Thư", "Xin không trả lời vào địa chỉ này mà trả lời về an@khac.example giúp em."),
        ("Bài tham luận", "Tôi hỏi bài.\n\n--\nTin học VP. Để hủy đăng ký nhận bản tin bấm vào đây (unsubscribe)."),
        ("Bài", "Em gửi bài.\n\n--\nThư này được gửi tự động từ điện thoại Samsung Galaxy."),
        ("Hỏi", "Em hỏi lịch hội thảo.\n\nĐược gửi tự động từ iPhone của tôi"),
        ("Hỏi", "Em hỏi lịch hội thảo.\n\nEmail này được gửi từ hệ thống thư điện tử công vụ."),
        ("[EXTERNAL] Hỏi", "Em nhận thư trả lời tự động, xin hỏi mã bài ở đâu ạ?"),
        ("Hộp thư đầy", "Hộp thư của tôi đã đầy nên không nhận được thư của Ban Thư ký, nhờ gửi lại kết quả."),
        ("Mã bài", "Mã xác nhận bài của em là TL-2021-003."),
        ("Chúc mừng", "Chúc các bạn tổ chức hội thảo thành công."),
        ("Hỏi thăm", "Bạn Lan ở khoa nào, em tìm chưa ra."),
        ("Đại biểu", "Trường Chính trị Quảng Trị cử 03 đồng chí: Lê An, Hồ Bình, Trần Cúc."),
        ("Lời chào", "Dear colleagues, I wish you a good conference."),
        ("Nhờ", "Nhờ các bạn chuyển giúp tài liệu tới thầy Chung, cảm ơn các bạn"),
        ("Kỷ yếu", "Kính gửi Ban Tổ chức, đơn hàng 20211105 in kỷ yếu sẽ giao cho trường vào thứ Sáu."),
        ("Hộp thư", "Hộp thư hoa@nghean.example của em đã vượt quá dung lượng, xin gửi vào địa chỉ này."),
        (
            "Re: Nhắc",
            "Tôi đang điều trị ở bệnh viện 108 đến 20/11, xin cho lùi thời gian, khi về tôi sẽ trả lời thư anh.",
        ),
        ("Re: Nhắc", "Dạ vâng, em đang học lớp trung cấp đến 12/11, em sẽ chỉnh rồi trả lời thư ngay."),
        ("Re: Nhắc", "Đang cách ly tại nhà đến 15/11, xin thư thư cho ít hôm."),
        ("Re: Nhắc", "Tôi công tác ở huyện đến ngày 12/11 mới có máy tính. Ban Thư ký chờ tôi được không?"),
        ("Re: Nhắc", "Tôi sắp nghỉ hưu, nhường đồng chí Vân đứng tên, xin sửa tên tác giả."),
        ("Re: Nhắc", "Gia đình có việc tang nên xin nộp chậm vài hôm."),
        ("Re: Nhắc", "Tôi bận đến 12/11, các đồng chí thông cảm."),
        ("Re: Nhắc", "Máy hỏng đến thứ Hai mới sửa xong, quý ban thông cảm"),
        ("Re: Nhắc", "Việc của tôi nhờ đồng chí Hà lo, tôi nghỉ đến 15/11"),
        ("Re: Nhắc", "Thư khẩn tôi nhận rồi, đến thứ Hai tôi trả lời"),
        ("Re: Reminder", "If this can wait until Friday I would be grateful."),
        ("Re: Reminder", "Your mail went to my spam folder, I added you to my contacts. The paper follows tomorrow."),
        ("Link", "Please click this link so that you get my paper: https://drive.example/bai"),
        ("Address", "Please keep my email address off the site to prevent spam. I reply to questions by phone."),
        ("Re: Nhắc", "Tuần sau em off từ thứ 3, BTC cần sửa bài thì nhắn em trước nhé."),
        ("Re: Nhắc", "Tôi ít vào mạng, có gì gọi điện cho tôi số 0912 345 678."),
        ("Re: Nhắc", "Thư các anh chị gửi hôm nay tôi mới mở được, tôi sửa rồi nộp lại."),
        ("Re: Nhắc", "Hộp thư này của khoa không có ai trực, BTC gửi cho tôi qua địa chỉ riêng."),
        ("Re: Nhắc", "Việc viết bài của phòng nhờ cô Tâm lo, cô ấy sẽ gửi."),
        ("Re: Reminder", "Sorry, I am travelling until Friday. Will send the paper on the weekend."),
        ("Re: Reminder", "I am away until Monday but I'll finish it by then."),
        ("Re: Reminder", "I'm out of the office this week. Can my co-author send the final version?"),
        ("Re: Reminder", "I am on leave until Friday. Please give me an extension until the 15th."),
        ("Re: Reminder", "Once you have reached the decision, write to me."),
        ("Re: Nhắc", "Tôi tạm khóa địa chỉ cũ, từ nay xin gửi thư về địa chỉ này: moi@mail.example"),
        ("Read: Nhắc", "Your message was displayed. I will send the paper on Monday."),
        ("Re: Reminder", "I only check mail on Fridays, so please tell me the deadline again."),
        ("Re: Reminder", "Thank you for your email, I will respond to the remarks as soon as possible."),
        ("Hỏi", "Tên hộp thư của em là robot từ hồi cấp 3, bài em gửi hôm qua đã nhận chưa"),
        ("Hỏi", "Bài của bạn Nam khoa em đã được nhận chưa ạ?"),
        ("Hỏi", "Em nhận được email ghi “bài báo của bạn đã được chấp nhận, nộp phí”, có phải của BTC không ạ?"),
        ("Bài của Ban", "Bài của Ban đã được lãnh đạo duyệt, mai chúng tôi gửi."),
        ("Tạp chí", "Tạp chí đã nhận bài này của tôi từ tháng 9, có được gửi hội thảo nữa không?"),
        ("Phản biện", "Tôi nhận lời phản biện bài TL-2021-011, đề nghị gửi bài cho tôi."),
        ("Paper", "I was told that my paper has been accepted; could you send me an invitation letter?"),
        ("Lỗi", "Hệ thống báo lỗi khi tải tệp nên em xin gửi thông báo qua thư này, mong BTC hướng dẫn."),
        ("Lỗi", "Em đã đăng ký thành công trên biểu mẫu nhưng chưa thấy thư xác nhận."),
        ("Thư", "Tôi nhận được thư này chắc do BTC gửi nhầm, tôi không viết bài nào cả."),
        ("Danh sách", "Kính gửi BTC, toàn thể cán bộ khoa Lý luận cơ sở (07 người) đăng ký dự trực tuyến."),
        ("Re: Nhắc", "Tôi đang bàn với đồng tác giả về phần 2, tuần sau gửi bản sửa."),
        ("Re: Nhắc", "Em đang bận coi thi đến thứ sáu, em sửa rồi gửi lại trong chủ nhật được không ạ?"),
        ("Re: Reminder", "I am not in Hanoi this week. Can my co-author present our paper?"),
        ("Bài", "Em đang chấm bài kiểm tra đến hết hạn 15/11 nên gửi bài tham luận chậm vài hôm."),
        ("Re: Rappel", "Bonjour, je vous remercie. Puis-je envoyer ma communication en français ?"),
        ("Re: Nhắc", "Em xin nghỉ phiên sáng 18/11, chiều em dự ạ."),
        ("Re: Nhắc", "Tôi xin nghỉ từ ngày 18 đến 19/11, không dự hội thảo, bài vẫn in kỷ yếu nhé."),
        ("Re: Nhắc", "Tôi đã nghỉ hưu, bài do khoa nộp."),
        ("Lỗi", "Thư em bị trả lại, báo 554 5.7.1 refused, em gửi vào đâu được ạ?"),
        ("Auto reply", "Your auto reply says section 3 is missing, but it is on page 4."),
        (
            "Thư tự động",
            "Em không mở được thư tự động của BTC.\n\n-- \nConfidential. Please do not reply to this message.",
        ),
        ("Hỏi", "Bao giờ có giấy mời ạ?\n\nThis e-mail is confidential. Please do not reply to this message."),
        ("Hỏi", "Xe đón mấy giờ?\n***\nPlease do not respond to this e-mail if received by mistake."),
        ("Phòng nghỉ", "phòng nghỉ 2 người còn không"),
        ("Re: Bài", "Dạ hòm thư này em ít dùng, BTC gửi giúp em vào hòm thư kia nhé."),
        # away, and what they will do about the paper
        ("Re: Bài", "Tôi đang đi công tác, thứ 5 về sẽ nộp bản chỉnh sửa. Cần gấp xin gọi 0912345678."),
        ("Re: Bài", "Hiện tôi đi học tập trung tại Hà Nội, chưa thể sửa ngay. Sẽ phản hồi sớm."),
        ("Re: Bài", "Tôi đi công tác, khi về tôi hoàn thiện phần mô hình. Liên hệ 0912 345 678 nếu cần."),
        ("Re: Bài", "Tôi nghỉ phép đến 12/11, chưa kịp bổ sung tài liệu tham khảo. Sẽ trả lời sau."),
        ("Re: Bài", "Em nghỉ thai sản rồi, việc này chị liên hệ cô Thu 0912345678 để sửa giúp ạ"),
        ("Re: Paper", "I am away until Monday, I will fix the font then. Contact me at 0912345678 if urgent."),
        ("Re: Paper", "I'm on leave this week, my colleague will correct the title. Contact me if urgent."),
        ("Re: Bài", "Mail này em không dùng nữa, BTC đổi sang moi@x.example giúp em ạ."),
        ("Re: Bài", "Hòm thư btk@tct.example không tồn tại, đề nghị Ban Thư ký cho địa chỉ đúng."),
        ("Re: Bài", "Kính gửi BTC, thư điện tử này do tôi viết thay thầy Nam, thầy xin vắng mặt."),
    ],
)
@pytest.mark.slow
def test_wording_of_people(subject: str, body: str) -> None:
    decision = decided(subject, body)
    assert decision.may_answer, decision
    assert decided(subject, body, paper=True).may_answer


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("subject", "body", "flag"),
    [
        ("Bài TL-2021-001", "Tôi đổi ý, xin khôi phục lại bài đã rút.", "wants_back"),
        ("Thư", "Xin giữ lại bài đã xin rút.", "wants_back"),
        ("Thư", "Cho tôi tham gia lại.", "wants_back"),
        ("Thư", "Tôi xin hủy yêu cầu rút bài hôm qua.", "wants_back"),
        ("Thư", "em doi y, ko rut bai nua nhe", "wants_back"),
        ("Thư", "Bài TL-2021-004 tôi đã rút, nay xin khôi phục.", "wants_back"),
        # which papers are one and which are not
        ("Re: [TL-2021-001]", "Dạ đây là một bài khác ạ", "wants_apart"),
        ("Re: [TL-2021-001]", "Đây là bài khác, không phải bản sửa của bài trước, xin tách giúp.", "wants_apart"),
        ("Bài TL-2021-001", "bai em vua gui la bai tham luan khac, ko phai ban sua dau a", "wants_apart"),
        ("TL-2021-001", "Hai bài này khác nhau hoàn toàn.", "wants_apart"),
        ("TL-2021-001", "Đề nghị ghi thành bài riêng.", "wants_apart"),
        ("Re: [TL-2021-001]", "Ban Thư ký nhầm rồi ạ, đó là bài thứ hai của tôi.", "wants_apart"),
        ("Re: [TL-2021-001]", "Tôi nộp hai bài chứ không phải một bài, nhờ BTK ghi thành hai bài.", "wants_apart"),
        ("Re: [TL-2021-001]", "Đây không phải bài khác, vẫn là bài cũ ạ, cho em hỏi có phải gửi lại không?", ""),
        ("Bài TL-2021-001", "Xin hỏi phần 2 có cần tách riêng các mục không?", ""),
        ("Re: [TL-2021-002]", "Hai bài này là một, nhờ Ban Thư ký gộp lại giúp.", "wants_joined"),
        ("Bài của em", "bai TL-2021-002 la ban sua cua bai TL-2021-001", "wants_joined"),
        ("Re: [TL-2021-002]", "Bài này là bản sửa của bài trước ạ", "wants_joined"),
        ("Bài TL-2021-002", "Hai bài của tôi là một trong các bài của khoa, có được giải không ạ?", ""),
        ("Bài TL-2021-002", "Cho tôi hỏi có được gộp phần 2 và phần 3 không?", ""),
        ("Thư", "Không, tôi không xác nhận rút.", ""),
        ("Re: Xác nhận rút bài TL-2021-001", "Tôi chưa đồng ý rút bài.", ""),
        (
            "Re: rút bài",
            "Hôm trước em xin rút nhưng lãnh đạo yêu cầu vẫn tham gia, cho em lấy lại bài ạ.",
            "wants_back",
        ),
        ("Bài TL-2021-029", "Lúc trước em định rút nhưng giờ sắp xếp được, em vẫn tham gia báo cáo.", "wants_back"),
        ("rút tên", "Bài vẫn giữ, chỉ xin rút tên cô Oanh khỏi danh sách đồng tác giả.", ""),
        ("TL-2021-020", "Xin rút phụ lục của bài vì số liệu chưa được công bố.", ""),
        ("Mã bài", "Tôi lỡ xóa mất thư báo mã bài, xin BTK gửi lại mã giúp.", ""),
        ("Hỏi", "Tác giả ở xa có bắt buộc phải lên trực tiếp hay dự trực tuyến cũng được ạ", ""),
        ("Kỷ yếu", "Chúc mừng BTC, tôi muốn xin bản kỷ yếu điện tử.", ""),
        ("Bài TL-2021-007", "Tôi không xin rút bài, chỉ xin sửa lại tên tác giả. Mong BTK giúp.", ""),
        ("Thư", "Đề nghị Ban Thư ký xác nhận đã rút bài giúp tôi.", ""),
        ("Thư", "Ban Thư ký xác nhận rút bài TL-2021-002 chưa ạ", ""),
        ("Hỏi", "Bài TL-2021-005 đã đạt chưa ạ?", "about_status"),
        ("Hỏi", "Hai bài TL-2021-005 và TL-2021-006 đã đạt chưa ạ?", "about_status"),
        ("hoi", "e gui bai hom truoc ma ko thay tra loi, ad xem giup e voi nhe", "about_status"),
        ("hoi", "e nop bai r ma k thay phan hoi j, btc xem giup e vs", "about_status"),
        ("hoi", "bai e dc chua a", "about_status"),
        ("hoi", "bai e gui tuan truoc k ai rep", "about_status"),
        ("Hạn nộp", "Gửi tối 10/11 thì còn nhận không?", ""),
        ("Hạn nộp", "BTC có nhận bài nộp sau ngày 10/11 không ạ?", ""),
        ("Hỏi", "Em gửi bài nộp muộn hôm qua, BTC nhận được chưa ạ?", "about_status"),
        ("Số điện thoại", "Số của tôi 0912345678, BTK gọi lại giúp tôi nhé", ""),
        ("Đề nghị", "Đề nghị BTC công bố danh sách bài được chọn.", ""),
        ("Bài TL-2021-007", "", ""),
        ("Hỏi bài", "Bài 6 trang có được không", ""),
        ("Hỏi", "Xin hỏi có nhận bài của người ngoài trường không?", ""),
        ("Bài của An", "Sửa tiêu đề giúp: thêm chữ “mới”", ""),
        ("Hỏi", "Xin hỏi mỗi trường mấy bài?\n\nThư này và các tệp đính kèm có thể chứa thông tin mật.", ""),
        ("Hỏi", "Cho hỏi bài của đ/c Khánh hiện ở khâu nào?", "about_status"),
        ("Hỏi", "Bài của khoa đã thẩm định xong chưa?", "about_status"),
        ("Hỏi", "Bài của tôi đến bước nào rồi?", "about_status"),
        ("Hỏi", "Bài em có tên trong danh sách chưa chị", "about_status"),
        ("Hỏi", "Tôi nằm viện, nhờ đồng chí An làm thay có được không?", ""),
        ("Hỏi", "Chị có thấy bài của em không", "about_status"),
        ("Hỏi", "Ban Thư ký thấy bài của em chưa ạ?", "about_status"),
        ("Hoi", "Ban Thu ky thay bai cua em chua a?\nNguyễn Văn An", "about_status"),
        ("Hoi", "Dong chi An bao cao thay co duoc khong a?", ""),
        ("Hỏi", "Em xin thay tên đồng tác giả có được không ạ?", ""),
        ("Phản biện", "Người phản biện thứ hai bài TL-2021-018 xin rút, nhờ chị cử người thay giúp.", ""),
        ("Phản biện", "Tôi nhận phản biện 3 bài. Xin gửi bài cho tôi trước ngày 12. Nhờ BTC báo giúp.", ""),
        (
            "Nhận xét",
            "Tôi gửi nhận xét bài số 12 ngay trong thư: cần sửa phần giải pháp, nhờ BTC chuyển giúp tác giả.",
            "",
        ),
        ("Hỏi", "Tác giả có bài đăng có được cấp giấy chứng nhận không", ""),
        ("Hỏi", "Trùng lặp 18% có được chấp nhận không ạ?", ""),
        ("Hỏi", "Bài dài 5 trang rưỡi có được chấp nhận không?", ""),
        ("Hỏi", "Bài của em có được chấp nhận không ạ?", "about_status"),
        ("Hỏi", "Máy em mất hết file, BTC gửi lại cho em bài em đã nộp được không ạ?", ""),
        ("Hỏi", "Em thay ảnh chân dung trong bài được không ạ?", ""),
        ("Hỏi", "Em nộp bài muộn vài hôm được không ạ?", ""),
        ("Hỏi", "Em gửi hôm qua, bài của em được không ạ?", "about_status"),
        ("Paper", "Could you confirm that my paper has arrived?", "about_status"),
        ("Submission", "I submitted my paper yesterday through a colleague. Has it arrived?", "about_status"),
        ("Fee", "I paid the fee for my paper on Monday. Has it arrived?", ""),
        ("Xin lui han", "Truong toi bi phong toa, xin lui han nop bai 3 ngay duoc khong", ""),
        ("Hỏi", "BTC ơi bài tui gửi bựa trước có nhận được không rứa", "about_status"),
        ("Tình hình", "Đề nghị cho biết tình hình các bài của Trường đã gửi.", "about_status"),
        ("Hỏi", "Cho em hỏi tình hình bài viết của em ạ", "about_status"),
        ("Hỏi", "Xin cho biết tình hình nộp bài của các trường.", ""),
        ("Hỏi", "Tình hình xét bài của các trường ra sao ạ?", ""),
        ("Hỏi", "Tình hình bài giảng điện tử ở trường mình thế nào ạ?", ""),
        ("Tên bài", "em muon doi ten bai co duoc khong hay phai gui lai ca file", ""),
        ("Re: Kết quả kiểm tra bài tham luận", "Công thức toán có bắt buộc Times New Roman không ạ?", ""),
        ("Phúc đáp: Kết quả kiểm tra bài tham luận", "Công thức toán có bắt buộc Times New Roman không ạ?", ""),
        ("[EXTERNAL] Re: Kết quả kiểm tra bài tham luận", "Có bắt buộc Times New Roman không ạ?", ""),
        ("Re: Kết quả kiểm tra bài tham luận", "Bài của em đã đạt chưa ạ?", "about_status"),
        ("Query", "Respected Sir, kindly let me know whether the proceedings carry an ISBN. Regards", ""),
        ("Format", "Dear all, I would like to know how references are to be set. Thank you.", ""),
        ("Talk", "I am not sure whether slides in English are welcome.", ""),
        ("Re: Call for papers", "I saw your call and would like to know whether a paper on Gandhi would suit.", ""),
        ("Title", "We would like to change the title of our paper.", ""),
        ("Name", "Please correct the name of the second author: Nguyen Van Anh", ""),
        ("Dates", "Dear all, we would like to know the deadline for posters.", ""),
        ("Online", "I would like to present online as I cannot travel.", ""),
        ("Payment", "I paid the fee on Monday and have not received a receipt yet.", ""),
        ("File", "sorry my english. i cannot open file you send. please send again word", ""),
        ("Price", "Could you give me the price of one more copy of the proceedings.", ""),
        ("Lịch", "Chị ơi lịch tuần sau có đổi không chị, bên em còn báo lãnh đạo", ""),
        ("Certificate", "I would like to get a certificate of participation for my file.", ""),
        ("Extension", "Kindly grant me two more days as my mother is in hospital.", ""),
        ("Travel", "Which airport is closest to Thanh Hoa and is there a shuttle", ""),
        ("Please do not remove my paper", "Please do not remove my paper, that mail was not from me.", ""),
        ("Author", "Please delete my paper’s second author.", ""),
        ("Not withdraw", "Sir, I do not want to withdraw my paper, only change the title.", ""),
        ("Re: Đã nhận bài", "Chị nhận được rồi em nhé, cảm ơn em, em cho chị hỏi lịch với.", ""),
        ("Deadline", "I am writing to ask about the deadline, as the website gives two dates.", ""),
        ("Visa", "I need an invitation letter for the visa. My passport details can be sent by email.", ""),
        ("Time slot", "Please schedule my talk in the afternoon because my flight arrives at noon.", ""),
        ("Số điện thoại", "Cho em số điện thoại anh phụ trách nhận bài ạ.", ""),
        ("Fwd: Delivery Status Notification (Failure)", "Em gửi bị trả lại, BTC cho em địa chỉ khác với ạ.", ""),
        ("Programme", "Could you please send the programme. Best regards", ""),
        ("My paper", "I sent my paper on Friday. Could you tell me whether it arrived?", "about_status"),
        ("Confirmation", "I have not heard back since sending my contribution two weeks ago.", "about_status"),
        ("Receipt", "May I ask whether my contribution of 18 October got to you safely?", "about_status"),
        ("Re: Kết quả kiểm tra bài tham luận", "Bản sửa em gửi hôm kia btc xem chưa ạ", "about_status"),
        ("Hỏi", "Mã bài của tôi là bao nhiêu ạ?", "about_status"),
        ("Hỏi", "Cho em xin lại mã số bài với ạ?", "about_status"),
        ("Hỏi", "Hôm nay em hỏi lại xem bài của em qua vòng kiểm tra chưa ạ.", "about_status"),
        ("Hỏi", "Em gửi bài rồi mà không biết có bị lỗi phông không, nhờ anh chị xem giúp.", "about_status"),
        ("Hỏi", "Bài em đã qua vòng kiểm tra thể thức chưa?", "about_status"),
        ("Hỏi", "Bài viết bằng phông Arial có bị lỗi không ạ?", ""),
        ("Hỏi", "Bài gửi qua đường bưu điện được không ạ?", ""),
        ("bai", "Bai toi gui hom 20 khong ro co vao duoc hop thu cua btc khong", "about_status"),
        ("Re: Kết quả kiểm tra bài tham luận", "Bài vẫn đứng tên tôi được không ạ?", ""),
        ("Bài", "Bài tôi gửi hôm 12 không biết đã đến chưa, xin BTC kiểm tra.", "about_status"),
        ("Re: Kết quả kiểm tra bài tham luận", "BTC nhận được rồi phải không ạ?", "about_status"),
        ("Bài đã đăng", "Bài đã đăng tạp chí số 5 có được gửi lại không BTC", ""),
        ("Số bài", "Trường em có 6 bài, giờ em gửi cả sáu hay phải bỏ một ạ", ""),
        ("", "Em nộp bản cứng cho ai ạ", ""),
    ],
)
def test_questions_and_what_is_known_of_them(subject: str, body: str, flag: str) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer) == (Disposition.QUESTION, True), decision
    known = ("wants_back", "wants_apart", "wants_joined", "about_status", "accepts")
    flags = [name for name in known if getattr(decision, name)]
    assert flags == [flag] * bool(flag), decision


@pytest.mark.parametrize(
    "body", ["Em gửi thêm một bài khác, không phải bản sửa.", "Em gửi file đính kèm, đây là bài khác."]
)
def test_who_sends_another_paper_and_forgot_it_is_told_that_it_did_not_come(body: str) -> None:
    assert decided("Re: [TL-2021-001]", body).missing == (Missing.PROMISED,)


@pytest.mark.parametrize(
    ("subject", "body", "confirmed"),
    [
        ("XÁC NHẬN RÚT BÀI TL-2021-001", "XÁC NHẬN RÚT BÀI TL-2021-001", True),
        ("Thư", "Tôi xác nhận rút bài.", True),
        ("Re: Xác nhận rút bài", "Kính gửi BTC, em xác nhận là em rút bài TL-2021-003 ạ. Em cảm ơn.", True),
        ("Thư", "Tôi xác nhận rút bài TL-2021-003, không tham gia hội thảo nữa.", True),
        ("Thư", "Tôi đồng ý rút bài TL-2021-005.", True),
        ("Thư", "Tôi xin xác nhận: rút bài TL-2021-004.", True),
        ("Thư", "Do đổi ý, tôi xin rút bài TL-2021-003.", False),
        ("Thư", "Tôi xin rút bài để lấy lại bài gửi tạp chí khác.", False),
    ],
)
def test_a_withdrawal_is_asked_for_or_confirmed(subject: str, body: str, *, confirmed: bool) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.accepts) == (Disposition.WITHDRAWAL, confirmed), decision


@pytest.mark.parametrize(
    ("body", "confirmed"),
    [
        ("I CONFIRM THE WITHDRAWAL", True),
        ("Dear all,\n\nYes, I confirm the withdrawal of my paper TL-2021-001.\n\nBest regards,\nAnna Berg", True),
        ("I confirm the withdrawal, but keep my name on the list.", False),
        ("I do not confirm the withdrawal.", False),
        ("Ok", True),
        ("Oke em nhé", True),
        ("Dạ được ạ.\n\nĐã gửi từ iPhone của tôi", True),
        ("Ok, cảm ơn Ban Thư ký.\n--\nThS. Cao Thị Én\nKhoa Xây dựng Đảng", True),
        ("Ok rút giúp em nhé", True),
        ("Ok, để tôi suy nghĩ thêm", False),
        ("Ok, tôi đã đọc thư", False),
        ("Ok, cứ để nguyên bài", False),
        ("Ok, bài vẫn tham gia nhé", False),
        ("Ok. Bao giờ phải trả lời?", False),
        ("Được rồi, để đó đã", False),
        ("Cảm ơn", False),
        ("Please confirm the withdrawal.", False),
        ("I confirm the withdrawal if there is no other way.", False),
        ("Tôi xin xác nhận tôi tiếp tục tham gia, bài vẫn để như cũ.", False),
        ("Em xác nhận bài em vẫn nộp ạ", False),
        ("Nhờ Ban Thư ký xác nhận lại giúp em.", False),
        ("Đề nghị Ban Thư ký xác nhận lại thông tin này cho tôi.", False),
        ("Em đồng ý ở lại hội thảo", False),
        ("Tôi nhất trí với ý kiến của Ban Thư ký, tiếp tục gửi bài tham gia hội thảo.", False),
        ("Em xin xác nhận đã nhận thư", False),
        ("Em xác nhận đã nhận được thư của Ban Thư ký ạ", False),
        ("Tôi rút kinh nghiệm và đồng ý với Ban Thư ký", False),
        ("Em xác nhận tham gia hội thảo ạ", False),
        ("Tôi xác nhận bài là của tôi", False),
        ("Em xác nhận nộp bài đúng hạn ạ", False),
        ("Nhờ BTC kiểm tra, xác nhận lại cho em", False),
        ("Chị xác nhận lại cho em nhé", False),
        ("Em đã nhận được thư về việc rút bài ạ", False),
        ("Em chờ Ban Thư ký xác nhận ạ", False),
        ("Em đã nhận thư xác nhận rút bài", False),
        ("Em đã nhận được thư về việc em xin rút bài ạ", False),
        ("Về việc em xin rút bài của em ạ", False),
        ("Em xác nhận em sẽ nộp bài ạ", False),
        ("Em đồng ý tham dự", False),
        ("Please confirm that you received this", False),
        ("Về việc rút bài, tôi đang trao đổi với trưởng khoa", False),
        ("Việc rút bài tôi sẽ trả lời sau", False),
        ("Em có xin rút bài đâu ạ", False),
        ("Tôi xin rút lại đề nghị rút bài", False),
        ("Thư xin rút bài là gửi nhầm ạ", False),
        ("Em xin rút bài học kinh nghiệm", False),
        ("Em rút bài xuống còn 4 trang ạ", False),
        ("Tôi đồng ý với anh Huy", False),
        ("Em xác nhận để nguyên bài ạ", False),
        ("Tôi đồng ý để bài lại hội thảo", False),
        ("Ok, cứ đăng bài giúp em", False),
        ("Em xin giấy xác nhận ạ", False),
        ("Em xác nhận vẫn xin nộp bài", False),
        ("Tôi đồng ý, để tôi suy nghĩ thêm rồi trả lời", False),
        ("Tôi xác nhận rút bài.", True),
        ("Đồng ý ạ", True),
        ("Vâng, em xin rút bài. Trân trọng.", True),
        ("xac nhan rut bai", True),
        ("Xác nhận", True),
        ("Em xác nhận ạ", True),
        ("Tôi xin xác nhận.", True),
        ("Đồng ý nhé em", True),
        ("Tôi nhất trí.", True),
        ("Tôi hoàn toàn đồng ý với đề nghị trên.", True),
        ("Tôi đồng ý với Ban Thư ký", True),
        ("Em xác nhận thông tin trên là đúng ạ", True),
        ("Em xin xác nhận việc này ạ", True),
        ("Em xin xác nhận lại ạ", True),
        ("Em xin xác nhận lại là em rút bài TL-2021-003", True),
        ("Tôi xác nhận việc rút", True),
        ("Em xác nhận là em rút ạ", True),
        ("Đồng ý cho rút", True),
        ("Tôi đồng ý hủy bài", True),
        ("Tôi xác nhận yêu cầu rút bài", True),
        ("Tôi xác nhận rút bài. Nhờ Ban Thư ký xác nhận lại giúp tôi.", True),
        ("Em đã nhận được thư. Em xác nhận rút bài ạ.", True),
        ("Em đã nhận thư và xác nhận rút bài ạ.", True),
        ("Tôi đã đọc thư và đồng ý.", True),
        ("Sau khi suy nghĩ kỹ, em xác nhận rút bài.", True),
        ("Vì lý do cá nhân tôi xin xác nhận.", True),
        ("Theo đề nghị của Ban Thư ký tôi xin xác nhận rút bài", True),
        ("Em xác nhận rút bài, mong tiếp tục được hợp tác với Ban Thư ký.", True),
        ("Em xác nhận rút bài vì gửi nhầm hội thảo", True),
        ("Đồng ý - Nguyễn Văn Đăng", True),
        ("Nhờ Ban Thư ký rút bài giúp em", True),
        ("Dạ BTC ơi em xác nhận ạ", True),
        ("ĐỒNG Ý TL-2021-003", True),
        ("Tôi xác nhận bài TL-2021-003 ạ", True),
        ("Về việc rút bài TL-2021-003: đồng ý", True),
        ("Em xác nhận với Ban Thư ký ạ", True),
        ("Xác nhận đồng ý", True),
        ("Em đồng ý rút ạ", True),
        ("Thầy đồng ý", True),
        ("Em xác nhận rút. Em mong tiếp tục tham gia hội thảo năm sau.", True),
        ("Tôi xác nhận đúng như vậy", True),
        ("Việc rút bài là đúng ạ", True),
        ("Tôi đã suy nghĩ kỹ và xác nhận", True),
        ("Trường đồng ý cho đồng chí An rút bài", True),
        ("Đồng ý cho em việc rút bài", False),
        ("Tôi đồng ý in bài vào kỷ yếu", False),
        ("Chúng tôi nhất trí với kế hoạch của Ban Tổ chức", False),
        ("Đề nghị xác nhận", False),
        ("Em xác nhận số điện thoại là 0912 000 111", False),
        ("Em đã nhận được thư nên xin rút bài ạ", True),
        ("Em đồng ý rút bài để em chỉnh lại cho kỹ, năm sau gửi tiếp", True),
        ("Dạ em chào Ban Thư ký, đúng là em xin rút bài TL-2021-003 ạ.", True),
        ("Khoa chúng tôi xác nhận rút bài của thầy Nam vì thầy ốm.", True),
        ("Chúng tôi thống nhất rút bài vì chưa qua được hội đồng của trường.", True),
        ("Tôi xin chính thức xác nhận việc rút bài nêu trên.", True),
        ("Hôm qua em có gửi thư xin rút bài. Nay em xác nhận rút bài ạ.", True),
        ("Vì bài đã đăng ở tạp chí khác nên em xin rút ạ", True),
        ("Yes, please withdraw it", True),
        ("BTC rút bài của em", False),
        ("Con em soạn thư, xin rút bài", False),
        ("Có phải em xin rút bài", False),
        ("Tôi xin rút tên cô Lan khỏi nhóm tác giả", False),
        ("Xác nhận rút bài TL-2021-003, giữ bài TL-2021-005", False),
        ("Tôi được hỏi có rút bài hay không, tôi cần thời gian", False),
    ],
)
@pytest.mark.slow
def test_what_answers_our_question(body: str, *, confirmed: bool) -> None:
    asked = "In-Reply-To: <thamluan.withdrawal.0123456789abcdef01234567@hoithao.example>"
    decision = decide(mail("Re: [TL-2021-001] Please confirm the withdrawal", body, An, asked), OWN)
    assert decision.accepts is confirmed, decision


@pytest.mark.parametrize("body", ["Cảm ơn Ban Thư ký.", "Vâng, tôi nhận được thư rồi, cảm ơn.", "Đã nhận thư."])
def test_thanks_for_our_question_leave_it_open(body: str) -> None:
    asked = "In-Reply-To: <thamluan.withdrawal.0123456789abcdef01234567@hoithao.example>"
    decision = decide(mail("Re: [TL-2021-001] Xin xác nhận việc rút bài", body, An, asked), OWN)
    assert (decision.needs_answer, decision.accepts) == (True, False), decision


@pytest.mark.parametrize(
    ("body", "stay"),
    [
        ("Xin đừng rút bài của tôi", True),
        ("dung rut bai cua em", True),
        ("Tôi phản đối việc rút bài", False),
        ("Có người giả mạo tôi xin rút bài", False),
        ("Ai đó dùng mail của tôi, xin rút bài", False),
        ("Tôi gửi nhầm thư xin rút bài", False),
        ("Thư xin rút bài hôm qua không phải của tôi", False),
        ("Ai xin rút bài của tôi vậy", False),
        ("ai xin rut bai the a", False),
        ("Sao lại rút bài của tôi", False),
        ("Tôi đâu xin rút bài", False),
        ("Tôi rút bài bao giờ", False),
        ("Rút bài là sao ạ", False),
        ("Vâng, mà rút bài nào cơ ạ", False),
        ("Xác nhận: có người mạo danh tôi", False),
        ("Why is my paper being withdrawn", False),
    ],
)
def test_who_protests_has_not_confirmed(body: str, *, stay: bool) -> None:
    """Our question is what the victim of a forged withdrawal answers."""
    asked = "In-Reply-To: <thamluan.withdrawal.0123456789abcdef01234567@hoithao.example>"
    decision = decide(mail("Re: [TL-2021-001] Xin xác nhận việc rút bài", body, An, asked), OWN)
    assert (decision.disposition, decision.accepts, decision.stays) == (Disposition.QUESTION, False, stay), decision


@pytest.mark.parametrize(
    ("body", "forgotten"),
    [
        ("Em xin rút bài cũ, gửi lại bài mới kèm theo", True),
        ("Em xin rút bài cũ. Em gửi bài mới kèm theo ạ", True),
        ("Xin rút bài TL-2021-004, thay bằng bài đính kèm", True),
        ("Xin hủy bài đã nộp, em gửi kèm bài khác", True),
        ("Tôi xin rút bài đã nộp để gửi tạp chí khác", False),
        ("Em xin rút bài đã gửi, em gửi bài cho nơi khác rồi", False),
        ("Em xin rút bài cũ, tuần sau em sẽ gửi bài mới", False),
        ("Xin rút bài TL-2021-004, đơn xin rút em gửi kèm", False),
        ("Em xin rút bài cũ và không gửi bài mới nữa", False),
        ("Em xin rút bài. Cho em hỏi em có được gửi bài khác không ạ?", False),
        ("Em xin rút bài, em có thể gửi bài khác không", False),
    ],
)
def test_who_replaces_a_paper_and_forgets_the_file_hears_of_the_file(body: str, *, forgotten: bool) -> None:
    decision = decided("Bài tham luận", body)
    found = (Disposition.NO_PAPER, (Missing.PROMISED,)) if forgotten else (Disposition.WITHDRAWAL, ())
    assert (decision.disposition, decision.missing) == found, decision


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("Em gửi bài bằng PDF được không", True),
        ("Trường em tham gia online được chứ", True),
        ("Hội thảo mấy ngày", True),
        ("Ai chủ trì hội thảo", True),
        ("Nộp bài ở phòng nào", True),
        ("Phông chữ nào thì được", True),
        ("Hạn nộp còn không", True),
        ("Do you accept pdf", True),
        ("When is the deadline", True),
        ("Is zoom available", True),
        ("Em gửi bài trễ mấy ngày mong BTC thông cảm", False),
        ("Em chưa có tài liệu nào", False),
        ("Em gửi bài lúc nào cũng được", False),
        ("Tác giả: Nguyễn Thị Ái", False),
        ("When I finish, I will send it", False),
        ("Can Tho University sends its paper", False),
    ],
)
def test_a_question_without_its_mark_below_the_commonest_subject(body: str, *, asked: bool) -> None:
    decision = decided("Bài tham luận", body)
    assert decision.disposition is (Disposition.QUESTION if asked else Disposition.NO_PAPER), decision


def test_what_is_said_below_a_subject_that_names_a_paper_a_person_reads() -> None:
    """The subject alone promises the file; a name below it says nothing more."""
    assert decided("Bài tham luận", "Phòng họp hơi nhỏ so với số đại biểu.").needs_person
    assert not decided("Bài tham luận", "Kính gửi Ban Thư ký.\n\nTrân trọng,\nNguyễn Văn An").needs_person
    assert not decided("Bài tham luận", "Em gửi bài ạ").needs_person


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("Mấy giờ khai mạc ạ", True),
        ("Bao giờ có kết quả thẩm định ạ", True),
        ("Em xin đăng ký 2 chỗ ở", True),
        ("Trường đăng ký 3 đại biểu dự", True),
        ("Nộp lệ phí cho ai ạ", True),
        ("BTC cho em biết lịch hội thảo với ạ", True),
        ("Xin thêm tên đồng tác giả Lê Văn C", True),
        ("Đề nghị BTC xuất hóa đơn cho trường", True),
        ("Đề nghị gia hạn cho các bài còn lại của trường đến 15/11", True),
        ("Hai bài nữa trường xin nộp muộn 3 ngày", True),
        ("Em xin vắng mặt hôm hội thảo", True),
        ("When will the results be announced", True),
        ("I need an invitation letter for my visa", True),
        ("Is there a registration fee", True),
        ("Bài nộp muộn mong BTC thông cảm", False),
        ("Khi nào có kết quả BTC báo em nhé", False),
        ("Bài viết chung với hai đồng chí ở khoa", False),
        ("Trường đã đăng ký hai bài tham luận", False),
        ("Bài còn lại em xin gửi sau", False),
        ("I would like to submit it to the conference", False),
    ],
)
def test_what_is_asked_beside_a_paper_without_a_mark(body: str, *, more: bool) -> None:
    assert (asks_beside(f"Em gửi bài. {body}.") is not None) is more


def test_a_withdrawal_that_is_asked_about_is_none() -> None:
    assert decided("Thư", "Ai xin rút bài của tôi vậy ạ").disposition is Disposition.QUESTION
    assert not decided("Thư", "Tôi xác nhận rút bài hồi nào").accepts
    late = decided("Paper", "I did not manage to finish it, so I want to withdraw my paper.")
    assert late.disposition is Disposition.WITHDRAWAL


@pytest.mark.parametrize(
    "body", ["Đừng khôi phục bài", "Ai khôi phục bài của tôi", "Không gộp hai bài lại", "Sao lại gộp hai bài thành một"]
)
def test_what_nobody_wants_is_not_asked_for(body: str) -> None:
    assert wants_back("", body) is None
    assert joins(body) is None


@pytest.mark.parametrize("body", ["Nếu không sửa kịp thì tôi xác nhận rút bài.", "Tôi xác nhận chưa rút bài.", "ok"])
def test_what_confirms_no_withdrawal(body: str) -> None:
    assert not decided("Re: Xác nhận rút bài TL-2021-001", body).accepts


@pytest.mark.parametrize(
    ("subject", "body", "needed"),
    [
        ("Cử cán bộ", "Nhà trường cử đồng chí Nguyễn Văn An tham dự hội thảo.", True),
        ("Danh sách", "Trường gửi danh sách cán bộ dự hội thảo, 3 người: An, Bình, Cúc.", True),
        ("Góp ý", "Phòng họp hơi nhỏ so với số đại biểu.", True),
        ("Thông tin", "Trường chúng tôi vừa đổi địa chỉ, nay ở số 12 đường Lê Lợi.", True),
        ("Trường em đổi số điện thoại", "", True),
        ("Giấy", "Em cần giấy xác nhận có bài tham gia để nộp thi đua.", True),
        ("Ăn chay", "Đoàn Huế có 2 người ăn chay.", True),
        ("Đoàn Huế", "Số người đi: 5\nPhòng đôi: 3\nSuất ăn chay: 2\nGiờ đến: 17", True),
        ("Số mới", "Số mới: 0912 000 888. Số cũ bỏ rồi.", True),
        ("Tàu", "Đoàn ra ga Thanh Hóa 5h30 sáng 26/11, tàu SE4, vé 450.000đ một người.", True),
        ("Giá in", "Nhà in báo 45k/cuốn, 200 cuốn được giảm 10%, trường Huế lo phần này.", True),
        ("Đính chính", "Trang 2, dòng 5: 2019 sửa thành 2018.", True),
        ("Đại biểu", "Họ tên: Lý Sơn\nChức vụ: Phó khoa\nĐiện thoại: 0912 000 444", True),
        ("Link", "Họp thử ở https://hop.example/j/99, mã 123, 20h vào nhé.", True),
        ("Danh sách", "1. Cam Ninh - 0912345678\n2. Lã Mông - 0987654321", True),
        ("stk", "0231000123456 Vietcombank Thanh Hoa, chu tk Dong Trac", True),
        ("học hàm", "PGS.TS từ 10/2021", True),
        ("gio giac", "hop 14:00 hay 14:30", True),
        ("Lý do vắng", "Trùng lịch thi ngày 26/11, 7:30 đến 16:00", True),
        ("Đính chính", "Trang 3 dòng 5: 93,7% chứ không phải 97,3%", True),
        ("don xe", "Chuyến bay VN1271 hạ cánh Thọ Xuân 10:35 ngày 25/11", True),
        ("Nghỉ ốm", "Tôi nghỉ ốm đến 15/11, việc gửi bài của khoa do đồng chí Minh phụ trách.", True),
        ("Bài của Nguyễn Văn An", "Nguyễn Văn An\n0912 000 111", False),
        ("Chào", "Em chào thầy cô ạ.\n\nTrân trọng,\nNguyễn Văn An\nTrường Chính trị Nghệ An", False),
        ("Chúc mừng", "Chúc Hội thảo thành công tốt đẹp!\nNguyễn Văn An - 0912345678", False),
        ("Thư", "ThS. Nguyễn Văn An cần gặp Ban Thư ký", True),
        ("", "Nguyễn Văn An - Trường Chính trị TP Đà Nẵng", False),
        ("Cảm ơn", "Em cảm ơn Ban Tổ chức nhiều ạ!", False),
        ("", "", False),
        ("Gửi bài", "Xin gửi kèm bài tham luận.", False),
    ],
)
@pytest.mark.slow
def test_what_no_answer_fits_is_for_a_person(subject: str, body: str, *, needed: bool) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.needs_person) == (Disposition.NO_PAPER, needed), decision
    assert not decided(subject, body, An, "X-Spam-Flag: YES").needs_person


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Họp", "Minh is inviting you to a scheduled meeting.\nJoin: https://hop.example/j/8?pwd=a\nPasscode: 193"),
        ("Họp video", "Bấm vào đây để tham gia cuộc họp\nTìm hiểu thêm | Tùy chọn cuộc họp"),
        ("Sao lưu", "Job name: Daily\nResult: Success\nFiles copied: 12.345\nErrors: 0"),
        ("Nguồn", "UPS-01: Mất điện lưới lúc 13:05:22. Pin còn 84%."),
        ("Biểu mẫu “Đăng ký đại biểu” có 3 phản hồi", "Xem phản hồi"),
        ("Thẻ đại biểu", "Thẻ: 7.000đ. Giảm 10% đơn từ 200 cái. Đặt hàng: 0908 000 321."),
        ("Lịch khám", "Phòng khám nhắc lịch tái khám của khách hàng lúc 8h00 ngày 10/11."),
    ],
)
def test_a_notice_to_whoever_reads_it_is_shown_and_not_answered(subject: str, body: str) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer, decision.needs_person) == (Disposition.BULK, False, True)
    # Somebody speaks, a person of ours writes, it brings a file, it is about a paper: a person is answered.
    assert decided(subject, f"Em báo để BTC biết ạ.\n{body}").may_answer
    assert decided(subject, body, "thuky@chinhtri.example").may_answer
    assert decide(
        mail(subject, body), replace(OWN, contacts={"nghe-an": frozenset({"an.nguyen@nghean.example"})})
    ).may_answer
    assert decided(f"TL-2021-003 {subject}", body).may_answer
    assert decided(subject, body, paper=True).may_answer


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("subject", "body"),
    [
        # money, in a superior's name and others
        ("Nhờ", "Em ở cơ quan không? Mua giúp thầy 10 thẻ Garena mệnh giá 200, thầy đang tiếp khách."),
        ("Gấp", "Bạn đang ở đâu? Tôi đang họp không nghe máy được, cần bạn mua 5 thẻ cào, chụp mã thẻ gửi tôi."),
        ("Gấp", "Đồng chí làm ngay lệnh chuyển 85 triệu theo số tài khoản dưới đây, chứng từ tôi ký bù."),
        ("Chào", "Bạn có rảnh không? Tôi cần nhờ một việc riêng, trả lời qua email này thôi vì tôi đang họp."),
        ("Available?", "Are you available? I need you to handle something discreetly. Reply with your mobile number."),
        ("Thừa kế", "Tôi là luật sư của khách hàng quá cố cùng họ với ông bà, để lại số tiền 3 triệu USD."),
        ("Proposal", "I am a banker. I have a business of 18.5 million US dollars for you. Reply for details."),
        (
            "Re: inheritance",
            "Your late relative left 7.2 million dollars in our bank. Kindly reply with your full name.",
        ),
        ("Khẩn", "Em ứng giúp chị 12 triệu trả đối tác, số tài khoản 190333444555, chiều chị hoàn lại."),
        # offices to all that are under them
        ("Phòng dịch", "Kính gửi: Các sở, ban, ngành; UBND các huyện. Đề nghị các đơn vị triển khai thực hiện."),
        ("Tết trồng cây", "Kính gửi: UBND các xã, thị trấn; các cơ quan trên địa bàn. Yêu cầu báo cáo trước 20/02."),
        ("Chapter", "We are compiling a book. Would you contribute a chapter? There is a small processing charge."),
        ("Hotel", "I noticed that you are hosting a conference. Could you tell me how many rooms you need?"),
        ("ISBN", "Cục Xuất bản xác nhận hồ sơ đăng ký ISBN của đơn vị đang chờ xử lý."),
        ("Polish", "We help researchers polish their English. Let me know whether you have a text for a free sample."),
        ("Cảnh báo", "Phát hiện máy tính tại đơn vị kết nối mã độc. Đề nghị đơn vị rà quét và báo cáo trước 12/11."),
        ("Ủng hộ", "Kính gửi các Công đoàn cơ sở trực thuộc\n\nLiên đoàn đề nghị vận động đoàn viên ủng hộ."),
        ("Lừa đảo", "Công an phường thông báo đến các cơ quan, tổ dân phố. Đề nghị cán bộ, nhân dân cảnh giác."),
        ("Phun khử khuẩn", "BQL thông báo tới toàn thể cư dân lịch phun khử khuẩn hành lang ngày 13/11."),
        # sellers
        ("Question", "I was reading your blog. Would you be open to a sponsored article with one do-follow link?"),
        ("Link", "What is the price for a link placement in one of your existing posts?"),
        ("In kỷ yếu", "Em ở xưởng in, bên em in kỷ yếu, phông nền. Anh chị cho em xin số máy em gửi báo giá."),
        ("Sách", "Bên em là nhà in Hoa Lư, chuyên in kỷ yếu, giá ưu đãi. Zalo 0934 111 222."),
        ("Website", "I checked your website and found errors. Can I send you a free audit?"),
        ("Phòng nghỉ", "Em bên khách sạn, bên em còn 40 phòng, nếu mình có đoàn về thì báo em giữ phòng ạ."),
        ("Giải pháp", "Tôi là Long, phụ trách giải pháp quản lý đào tạo, xin phép gặp thầy 15 phút để giới thiệu."),
        ("Hoa", "Chị ơi bên em làm hoa hội nghị đẹp lắm, chị đặt em làm cho nhé."),
        ("Xe", "Gửi BTC, mình có đội xe 16-29-45 chỗ. BTC có nhu cầu đón đoàn thì alo Tùng."),
        ("Khóa học", "Nay bên em mở lớp mới vào thứ 7, em giữ chỗ cho thầy nhé?"),
        ("Mực in", "Em gửi chị báo giá mực in tháng này. Chị cần gì thì nhắn em."),
        ("Chapter", "I read your recent paper. Would you consider writing a chapter for our upcoming book?"),
        # frauds
        ("Việc gấp", "Đồng chí đang ở cơ quan chứ? Tôi đang họp. Xử lý giúp tôi một việc, trả lời thư này ngay."),
        ("Good day", "My late husband left some funds and I look for an honest person. Please write back to me."),
        ("hi", "Hi, I saw your profile and liked it. I am Sofia, 28. Would you like to talk with me?"),
        ("Làm quen", "Em thấy ảnh của anh trên mạng, em muốn làm quen, anh trả lời em nhé."),
        # circulars
        ("5K", "Kính gửi các đồng chí, đề nghị các cơ quan, đơn vị quán triệt thực hiện nghiêm quy định 5K."),
        ("Ủng hộ", "Công đoàn phát động ủng hộ đồng bào bị lũ, mỗi đoàn viên một ngày lương."),
        ("Bảo trì", "Kính gửi toàn thể cán bộ nhân viên,\n\nPhòng xin thông báo kế hoạch nâng cấp máy chủ thư."),
        # systems of others
        ("Suất ăn", "Kính gửi cô Hạnh,\n\nHệ thống đăng ký suất ăn của nhà bếp xin xác nhận số suất tháng 11."),
        ("Thẻ", "Chúc mừng quý đại biểu đã đăng ký tham dự ngày hội thành công. Xin giữ mã QR dưới đây."),
        ("Nhắc nhở", "Bài tập “Hàm số” lớp K29 còn 2 ngày nữa là đến hạn."),
        # forms, telephone companies, leaders' words upon documents, guards against viruses, documents that many edit
        ("Góp ý", "Nội dung góp ý đã được gửi tới quản trị trang. Xin cảm ơn."),
        ("Hồ sơ", "Hồ sơ 0021 thiếu bản sao giấy tờ. Bổ sung trong 05 ngày."),
        ("Gói", "Goi MIMAX70 het han ngay 06/11. Soan MIMAX70 gui 191."),
        ("Ý kiến", "Giao P.QLĐT chủ trì, hoàn thành trước 10/11."),
        ("Cảnh báo", "Phát hiện W32.XFile trên PC-VP02. Cần khởi động lại: có."),
        ("Nguyen Van An đã bình luận trong “Kế hoạch”", "“Chỗ này sửa lại”"),
        ("Bài kiểm tra", "Bài kiểm tra số 2 sẽ đóng lúc 22:00 ngày 06/11."),
        # an office's people, in nobody's voice, above what its mail system adds
        ("Đại biểu", "Học viện cử 3 đại biểu dự hội thảo: Sáng, Hòa.\n\nHủy đăng ký: https://hvhc.example/u"),
    ],
)
def test_who_writes_to_anybody_is_shown_and_not_answered(subject: str, body: str) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer, decision.needs_person) == (Disposition.BULK, False, True)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Gọi", "Em gọi chị không nghe máy, chị có ở cơ quan không để em qua nộp bản cứng"),
        ("Nhờ", "Đồng chí Phương Anh có rảnh không, tôi muốn trao đổi riêng."),
        ("Chuyển khoản", "Trường đã chuyển khoản 2.000.000đ vào STK 102876543210, nhờ kiểm tra giúp."),
        ("Trùng", "Tôi đã trùng lịch dạy, gửi qua cô Lan được không?"),
        ("Available?", "Are you available for a call? I am in a meeting until 3 but free afterwards."),
        ("Thẻ", "Tôi cần thẻ đại biểu cho lái xe, gửi mã thẻ giúp."),
        ("Giờ họp", "Kính gửi: Các Trường Chính trị trong Cụm\nTrường đề nghị lùi giờ họp sang 14h."),
        ("Danh sách", "Kính gửi các đơn vị và Ban Tổ chức: Trường gửi danh sách 4 đại biểu."),
        ("Lịch", "Kính gửi các bạn, cho hỏi lịch có đổi không?"),
        ("Công đoàn", "Công đoàn trường xin đăng ký 3 người đi cổ vũ."),
        ("Báo giá", "Theo yêu cầu của BTC, bên em gửi báo giá in 150 cuốn kỷ yếu."),
        ("Guest", "I am your guest speaker on 28 November. Which slot is mine?"),
        ("Blog", "I read about your conference on your website. Is it open to the public?"),
        ("Help", "We help our students improve their papers. Let me know if you need anything from us for the talk."),
        ("Widow", "My late husband, Prof. Adams, had submitted a paper. I would like you to keep it."),
        ("Giờ", "Kính gửi: Các đơn vị trong Cụm. Trường đề nghị các đơn vị góp ý kịch bản hội thảo."),
        ("STK", "Cho trường xin số tài khoản để chuyển tiền kỷ yếu"),
        ("Xe", "Trường em có xe 16 chỗ, nếu BTC cần đón đoàn thì báo em nhé."),
        ("Phòng", "Bên em còn 2 đại biểu chưa có phòng nghỉ, nếu BTC còn phòng thì báo em ạ."),
        ("Chỗ ngồi", "Em giữ chỗ cho thầy ở hàng đầu rồi, thầy cứ đến muộn một chút cũng được."),
        ("Việc", "Xử lý giúp tôi một việc: tên tôi in sai trong giấy mời."),
        ("Page", "I liked your conference page. May I talk with you about my presentation?"),
        ("Báo giá", "Như đã trao đổi, em gửi chị báo giá backdrop, chị cần sửa gì thì nhắn em."),
        ("Phòng", "Hiệu trưởng giao phòng tôi chủ trì bài này, xin hạn đến 10/11."),
        ("Virus", "Máy trường em báo phát hiện Trojan.Gen trong tệp BTC gửi, BTC kiểm tra giúp."),
        ("Nguyen Van An đã nộp bài", "Nhờ BTC xác nhận."),
        ("Hồ sơ", "Hồ sơ đại biểu của em thiếu ảnh, em gửi bù được không ạ?"),
        ("Bài kiểm tra", "Bài tham luận kiểm tra số trang giúp em, em đếm được 9 trang."),
        ("Thi đua", "Bài của tôi viết về phát động thi đua ở trường, có hợp chủ đề không?"),
    ],
)
def test_who_writes_nearly_so_is_answered(subject: str, body: str) -> None:
    assert decided(subject, body).may_answer


DIGEST = (
    "Today's Topics:\n\n   1. Tài liệu (Le Hoa)\n\nMessage: 1\nFrom: Le Hoa <hoa@nghean.example>\n\nAi có file không ạ?"
)


@pytest.mark.parametrize(
    ("subject", "body", "answered"),
    [
        ("gv-lyluan Digest, Vol 22, Issue 9", f"Send gv-lyluan mailing list submissions to\n\tgv@x.example\n\n{DIGEST}", False),
        ("[gv] Digest Number 412", "1a. Re: Lịch thi\nPosted by: Le Hoa\n\nMọi người cho hỏi thi ngày nào ạ?", False),
        ("LLCT-L Digest - 8 Nov 2021 to 9 Nov 2021 (#2021-114)", "Em hỏi tiêu chí 5 hiểu thế nào ạ?", False),
        ("Bản tóm tắt cho gv@groups.example - 3 cập nhật trong 2 chủ đề", "Có ai có đề thi không ạ?", False),
        ("Tin trong nhóm", "There are 2 messages totalling 61 lines in this issue.\n\nAi có file không ạ?", False),
        ("Re: gv-lyluan Digest, Vol 22, Issue 9", DIGEST, True),
        ("Fwd: gv-lyluan Digest, Vol 22, Issue 9", f"Trong nhóm hỏi hạn nộp, BTC trả lời giúp em.\n\n{DIGEST}", True),
        ("Digest số 3", "Bài của em trong tập digest số 3 có được gửi lại không ạ?", True),
        ("gv Digest, Vol 22, Issue 9", f"Kính gửi Ban Tổ chức, tin dưới đây có đúng không ạ?\n\n{DIGEST}", True),
    ],
)  # fmt: skip
def test_an_issue_of_a_list_is_shown_and_not_answered_whatever_is_asked_in_it(
    subject: str, body: str, *, answered: bool
) -> None:
    decision = decided(subject, body)
    assert decision.may_answer is answered, decision
    assert answered or (decision.disposition, decision.needs_person) == (Disposition.BULK, True)


FORM = "Họ tên: Trần Văn B\nEmail: {0}\nĐiện thoại: 0912000111\nNội dung: Cho tôi hỏi nộp bài ở đâu ạ?"


@pytest.mark.parametrize(
    ("subject", "body", "answered"),
    [
        ("(TCT-118) Trang web", "Le Hoa commented on TCT-118\n\nCould you check the banner?\n\n--\nView in Jira", False),
        ("Kịch bản", 'Lê Hoa mentioned you in a comment\n\n"@btc xem lại giúp em"\n\nReply via email', False),
        ("Lê Hoa đã gửi tin nhắn", "Lê Hoa đã gửi tin nhắn\n\n“Họp phòng nào ạ?”\n\nTrả lời trong Teams", False),
        ("Lê Hoa đã bình luận về bài viết của bạn", "“Bài hay quá, cho mình xin file với?”\n\nXem bình luận", False),
        ("Tin nhắn", "You have a new direct message\n\n“Mấy giờ họp ạ?”\n\nView the message", False),
        ("Lê Hoa assigned a task to you: In kỷ yếu", "“Anh xem giúp em số lượng nhé?”\n\nView task", False),
        (
            "Offline message",
            "You have received an offline message\n\nName: An\nEmail: v@x.example\nMessage: Mấy giờ mở cửa ạ?",
            False,
        ),
        ("Completed: Hợp đồng", "All parties have completed Hợp đồng.\n\nVIEW COMPLETED DOCUMENT", False),
        ("Zalo", "Bạn có 5 tin nhắn chưa đọc trong nhóm Hội thảo\n\nHoa: mấy giờ tập trung ạ?\n\nMở Zalo", False),
        ("Câu hỏi", "Có câu hỏi mới của công dân:\nNgười hỏi: Lê C\nCâu hỏi: Thủ tục đổi CCCD thế nào?", False),
        ("Liên hệ từ website", FORM.format("tvb@mail.example"), False),
        # somebody tells of another's words, shows where something stands, or fills in who they are
        ("Bình luận", "Cô Hoa đã bình luận về bài của em, em phải sửa thế nào ạ?", True),
        ("Bình luận", "Cô Hoa đã bình luận bài của em.\n\nXem bình luận ở trang 3 giúp em, em chưa hiểu ạ?", True),
        ("Câu hỏi", "Có câu hỏi mới cần BTC giải đáp: bài có được 6 trang không?", True),
        ("Đăng ký", FORM.format("an.nguyen@nghean.example"), True),
        ("Đăng ký", f"Em gửi BTC thông tin của thầy.\n{FORM.format('tvb@mail.example')}", True),
        ("Fwd: Liên hệ", FORM.format("tvb@mail.example"), True),
        ("Đăng ký", FORM.format("khac@mail.example").replace("Trần Văn B", "Nguyễn Văn An"), True),
        ("Hạn nộp", "Có thông báo mới của Tỉnh ủy về phòng dịch.\nHạn nộp bài có lùi không ạ?", True),
        ("Hỏi", "Có thông báo mới của Sở.\nNhư vậy hội thảo có hoãn không ạ? Em là An, trường Nghệ An.", True),
        ("Câu hỏi", "Có câu hỏi mới của công dân:\nNgười hỏi: Lê C\nCâu hỏi: Nộp bài dự hội thảo ở đâu?", False),
    ],
)  # fmt: skip
def test_what_a_service_or_a_form_passes_on_is_shown_and_not_answered(
    subject: str, body: str, *, answered: bool
) -> None:
    decision = decided(subject, body)
    assert decision.may_answer is answered, decision
    assert answered or (decision.disposition, decision.needs_person) == (Disposition.BULK, True)
    assert decided(subject, body, paper=True).may_answer


@pytest.mark.parametrize(
    ("subject", "body", "needed"),
    [
        ("Nghỉ ốm", "Tôi nghỉ ốm đến 15/11, việc của khoa do cô Minh phụ trách.", True),
        ("Đã nghỉ hưu", "Tôi đã nghỉ hưu từ 01/10/2021. Thư công việc vui lòng gửi về địa chỉ tchc@x.example.", True),
        ("Re: Nhắc hạn", "Mình đang đi công tác đến hết 15/11, ai có việc gấp thì nhắn em Thảo giúp mình nhé.", True),
        ("Re: Nhắc hạn", "Tôi đang nghỉ phép đến hết 15/11, sẽ trả lời thư khi đi làm lại.", False),
        ("Re: Nhắc hạn", "Anh Nam đang đi công tác, sẽ trả lời sau khi về.", True),
        ("Re: Nhắc hạn", "Đồng chí An hiện đang đi công tác, cần gấp liên hệ số 0238 3841 000.", False),  # who sent it
        ("Re: Nhắc hạn", "Mình đi công tác đến 15/11 ạ. Ai có việc gấp gọi 0912 000 111, về mình trả lời.", False),
        ("Re: Nhắc hạn", "Tôi đang đi công tác đến 15/11 nhé, gấp thì liên hệ 0912345678.", True),
    ],
)
def test_an_absence_that_a_person_may_have_written_is_shown(subject: str, body: str, *, needed: bool) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer) == (Disposition.AUTO_REPLY, False), decision
    assert decision.needs_person is needed


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Call for papers", "Dear Professor, we invite you to submit your manuscript to our journal."),
        ("Keynote", "Dear Dr., we invite you to be a keynote speaker. Early bird registration closes soon."),
        ("Webinar", "Trung tâm tổ chức webinar ngày 12/11. Link đăng ký: https://ketoan.example/w"),
        ("Hội thảo", "Trân trọng kính mời Quý đơn vị tham dự hội thảo. Đăng ký tại: https://saoviet.example"),
        ("Văn bản số 991", "Trích yếu: V/v cử cán bộ dự hội thảo\nĐộ khẩn: Thường\nHạn xử lý: 20/11/2021"),
        # what editors' software writes in their names
        ("Phản biện", "Kính gửi thầy Bình,\nChúng tôi mời bạn phản biện bài báo sau.\nTrân trọng,\nBan tổ chức"),
        (
            "Đánh giá",
            "Tôi tin rằng bạn là một người phản biện phù hợp của bản thảo. Xin cho biết có nhận lời hay không.",
        ),
        ("Hủy", "Chúng tôi đã quyết định hủy yêu cầu của chúng tôi để bạn đánh giá bài gửi “Đề tài” cho tạp chí."),
        (
            "Nhắc",
            "Nhắc nhở về yêu cầu của chúng tôi để bạn xem xét bài gửi. Chúng tôi mong nhận được phản hồi của bạn.",
        ),
        ("Cảm ơn", "Cảm ơn bạn đã hoàn thành việc đánh giá bài gửi “Đề tài” cho Tạp chí."),
        ("Phân công", "Bài gửi “Đề tài” của tạp chí đã được phân công cho bạn để xem qua quy trình biên tập."),
        ("Bản sửa", "Tác giả đã gửi bản sửa. Chúng tôi đánh giá cao nếu bạn có thể giúp đánh giá bản sửa chữa này."),
        (
            "Cảm ơn đã gửi bài",
            "Lê An đã nộp bản thảo “Đề tài”. Có gì xin liên hệ với tôi. Cảm ơn bạn đã coi tạp chí này là nơi công bố.",
        ),
        ("Acknowledgement", "With the online journal management system that we are using you can track it. Ask me."),
        ("Request", "I believe that you would serve as an excellent reviewer of the manuscript. Thank you."),
        ("Review", "Please log in by 20 November to indicate whether you will undertake the review or not."),
        ("Decision", "We have reached a decision regarding your submission. Our decision is: Revisions Required"),
        ("Accepted", "I am pleased to inform you that we have decided to accept your submission without revision."),
        ("Decision", "Your manuscript has been rejected by the editors."),
        ("Confirmation", "Hello,\n\nThe following submission has been created.\n\nThanks,\nCMT team."),
        ("Abstract", "Your abstract has been submitted successfully.\nSubmission number: S-12"),
        ("Quyết định của Ban biên tập", "Chúng tôi có quyết định về bài gửi của bạn Tạp chí KHXH. Quyết định là: Sửa."),
        ("Biên tập", "Tôi muốn yêu cầu bạn thực hiện việc biên tập bản thảo theo các bước sau. Nhấp vào URL dưới đây."),
        ("Bản in", "Bản in đã sẵn sàng cho hiệu đính của Tạp chí. Nếu bạn có câu hỏi, xin liên hệ với chúng tôi."),
        ("Quan tâm", "Tôi nghĩ rằng bạn có thể quan tâm bài ấy, xuất bản trong Vol 2, No 3 của Tạp chí."),
        ("Archived", "The submission, Digital change, has been archived and you need not work on it."),
        ("Recommendation", "The recommendation regarding the submission to the journal is: Accept"),
        ("A message", "You have a new notification from the Journal of Hills:\nA reply was added."),
        ("Tạp chí", "Tạp chí đã chuyển phản biện kín, bạn đăng ký tài khoản để xem."),
        ("Lịch phiên", "Kính gửi các báo cáo viên, hội nghị VSSC gửi lịch các phiên song song, mỗi người có 12 phút."),
        ("Kết quả", "Thân gửi các nhóm tác giả,\nCó 24 đề tài vào vòng trong, mỗi nhóm thuyết trình 8 phút."),
        ("Poster", "Tác giả thân mến,\nBài chuyển từ trạng thái chờ sang trạng thái đang xét."),
        # who writes papers for money, sells links, makes things far away
        ("Nhận viết", "Bên mình nhận viết tham luận, luận văn trọn gói, không đạo văn, giá 150k/trang."),
        ("Hợp tác", "Bên mình cần đặt bài PR và textlink trên website của trường, ngân sách 1-2 triệu/bài."),
        ("LED", "Dear friend, this is Wei. P2.5 display, CE certified, MOQ 1 sqm. May I send you catalog?"),
        (
            "Re: my mail",
            "Hello dear, did you get my last message? I am a widow and want to donate my late husband's fund.",
        ),
        ("Phản biện", "Tôi chuyển lại bạn bản thảo số 3, mời bạn xem."),  # one of the words in the subject
    ],
)
def test_an_invitation_of_others_is_shown_and_not_answered(subject: str, body: str) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer, decision.needs_person) == (Disposition.BULK, False, True)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Proceedings", "I would like to know when the proceedings, if indexed, are published."),
        ("Submission", "Dear committee, I could not submit online, my paper is attached to the next mail."),
        ("Mời", "Kính gửi Ban Tổ chức, trường kính mời đồng chí tham dự lễ kỷ niệm."),
        ("Kỷ yếu", "Em mong bài được xuất bản quốc tế, nhà trường hỗ trợ."),
        ("Phản biện", "Cảm ơn Ban đã xem xét yêu cầu này của tôi, tôi sẽ sửa theo ý kiến người phản biện."),
        ("Bài", "Bài báo của tôi gửi Tạp chí đã được giao cho người phản biện, tôi vẫn gửi hội thảo bài khác."),
        ("Reviewer", "I would be happy to serve as a reviewer for the conference. Please tell me how to sign up."),
        ("Decision", "Please let me know when the committee reaches a decision regarding our submission."),
        ("Sent", "The paper was sent to you on Monday by my assistant; please confirm."),
        ("Form", "Your submission page says my abstract was submitted, but I got no letter."),
        ("Bản thảo", "Bản thảo của bạn Hòa lớp tôi đã qua phản biện ở trường, tuần sau gửi."),
        ("Bản thảo", "Các bạn chờ mình biên tập lại bản thảo theo phản biện nhé."),
        ("Biên tập", "Kính gửi các bạn trong Ban Thư ký, tôi đã biên tập bản thảo, mai gửi."),
        ("Bản thảo", "Gửi bạn bản thảo đã biên tập trong tệp đính kèm."),
        ("Tạp chí", "Tạp chí của trường tôi muốn giới thiệu hội thảo, bạn biên tập giúp một tin ngắn."),
        ("Phân công", "Bản thảo đã được giao cho bạn rồi chứ?"),
        ("Phản biện", "Dạ cảm ơn bạn đã nhận lời phản biện ạ"),
        ("Bản thảo", "Bạn xem lại bản thảo, phần biên tập mình làm xong rồi"),
        ("Bản thảo", "Gửi bạn bản thảo."),
        ("Tạp chí", "Bài viết qua phản biện rồi, tạp chí sẽ chuyển biên tập viên, bạn xem trên trang cá nhân."),
        ("Tạp chí", "Bài của tôi qua phản biện rồi, tạp chí sẽ chuyển biên tập viên, bạn xem trên trang cá nhân."),
    ],
)
def test_who_writes_of_our_conference_is_answered(subject: str, body: str) -> None:
    assert decided(subject, body).may_answer


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("Xin rút bài", "Tôi xin rút bài.", Disposition.WITHDRAWAL),
        # what a paper is called elsewhere
        ("Đăng ký", "Trường xin hủy đăng ký tham luận của đồng chí An.", Disposition.WITHDRAWAL),
        ("Đăng ký", "Tôi xin hủy đăng ký.", Disposition.WITHDRAWAL),
        # who comes is no paper
        ("Đăng ký", "Trường xin hủy đăng ký 2 đại biểu vì bận công tác.", Disposition.QUESTION),
        ("Đăng ký", "Xin hủy đăng ký của hai đồng chí dự Hội thảo ạ.", Disposition.QUESTION),
        ("Đăng ký", "Xin hủy đăng ký cho 03 người.", Disposition.QUESTION),
        # what a circular asks of others, and what is asked of us
        ("Triển khai", "Đề nghị các cơ sở triển khai thực hiện nghiêm túc.", Disposition.NO_PAPER),
        ("Triển khai", "Yêu cầu các cơ sở giáo dục báo cáo trước ngày 10/11.", Disposition.NO_PAPER),
        ("Triển khai", "Đề nghị toàn thể các trường khẩn trương triển khai.", Disposition.NO_PAPER),
        ("Trình bày", "Tôi đề nghị các tác giả trình bày không quá 10 phút.", Disposition.QUESTION),
        ("Giấy mời", "Đề nghị các đồng chí gửi lại giấy mời cho trường tôi.", Disposition.QUESTION),
        ("Giấy mời", "Đề nghị Trường gửi giấy mời cho đơn vị.", Disposition.QUESTION),
        ("Hỏi", "Đề nghị các thầy cô xem giúp em.", Disposition.QUESTION),
        ("Xin rút sáng kiến", "Em xin rút bản sáng kiến của em để viết lại ạ.", Disposition.WITHDRAWAL),
        ("SKKN", "Em gửi sáng kiến ạ.", Disposition.NO_PAPER),
        ("Rút bài tham luận", "Kính gửi Ban Tổ chức.", Disposition.WITHDRAWAL),
        ("V/v rút bài", "Vì lý do sức khỏe.", Disposition.WITHDRAWAL),
        ("Tham luận", "Tôi xin phép được rút lại bài viết đã gửi.", Disposition.WITHDRAWAL),
        ("Tham luận", "Đề nghị cho tôi rút tham luận.", Disposition.WITHDRAWAL),
        ("Tham luận", "Tôi không tham gia viết bài nữa.", Disposition.WITHDRAWAL),
        ("TL-2021-007", "Do bận, tôi không gửi bài tham luận mã TL-2021-007 nữa.", Disposition.WITHDRAWAL),
        ("Thư", "Bài TL-2021-009 do trùng nội dung, tôi xin rút lại.", Disposition.WITHDRAWAL),
        ("Thư", "Em xin thôi không trình bày tham luận này nữa ạ.", Disposition.WITHDRAWAL),
        ("Thư", "Nhờ Ban Tổ chức bỏ bài của tôi khỏi kỷ yếu.", Disposition.WITHDRAWAL),
        ("Thư", "Tôi không muốn đăng bài này trong kỷ yếu nữa.", Disposition.WITHDRAWAL),
        ("Thư", "Tôi xin rút tên khỏi danh sách và rút bài.", Disposition.WITHDRAWAL),
        ("Re: Kết quả", "Thôi em rút bài.", Disposition.WITHDRAWAL),
        ("Tham luận", "Tôi xin rút bài do bận việc đột xuất.", Disposition.WITHDRAWAL),
        ("Tham luận", "Em xin rút bài về mô hình lớp tự quản.", Disposition.WITHDRAWAL),
        ("Tham luận", "Đề nghị Ban Tổ chức thu hồi giúp tôi bài tham luận.", Disposition.WITHDRAWAL),
        ("Thư", "Tôi không thu hồi bài.", Disposition.NO_PAPER),
        ("Thư", "Xin hủy đăng ký vé xe.", Disposition.NO_PAPER),
        ("Thư", "xin dung dang bai cua toi", Disposition.WITHDRAWAL),
        ("Thư", "De nghi BTC khong dua bai cua toi vao ky yeu nua, toi gui tap chi khac.", Disposition.WITHDRAWAL),
        ("Thư", "Em xin phép rút khỏi hội thảo ạ.", Disposition.WITHDRAWAL),
        ("Thư", "Xin rút tên đồng chí An khỏi danh sách đại biểu.", Disposition.NO_PAPER),
        ("Thư", "Mong Ban Tổ chức đừng in bài của em nữa ạ.", Disposition.WITHDRAWAL),
        ("Thư", "Đề nghị Ban Tổ chức dùng bài này.", Disposition.QUESTION),
        ("Thư", "Bài của em chưa đạt, em xin rút không sửa nữa.", Disposition.WITHDRAWAL),
        ("Thư", "Em xin rút gọn bài còn 5 trang.", Disposition.NO_PAPER),
        ("Thư", "Em xin rút bài TL-2021-025 nhưng vẫn tham dự hội thảo ạ.", Disposition.WITHDRAWAL),
        ("Thư", "Em đã xin rút bài, bài vẫn còn tên trong chương trình, xin rút ạ.", Disposition.WITHDRAWAL),
        ("Withdraw", "Sir, I must take back my paper. My supervisor did not agree.", Disposition.WITHDRAWAL),
        ("cancel", "i cancel my paper, no time", Disposition.WITHDRAWAL),
        ("Delete", "Please delete my submission, I sent it to the wrong conference.", Disposition.WITHDRAWAL),
        ("Delete", "Could you remove my submission number from the title page?", Disposition.QUESTION),
        ("Travel", "I will not come and withdraw my paper.", Disposition.WITHDRAWAL),
        ("Travel", "I have not decided to withdraw my paper.", Disposition.QUESTION),
        ("Re: Nhắc", "Tôi rút bài xuống còn 4 trang rồi, mai gửi.", Disposition.NO_PAPER),
        ("Thư", "Bài 7 trang, em phải rút bài còn 5 trang ạ.", Disposition.NO_PAPER),
        ("Thư", "Xin hủy đăng ký phòng nghỉ.", Disposition.NO_PAPER),
        ("Thư", "Trước đây tôi xin rút bài nhưng nay tôi muốn tham gia lại.", Disposition.QUESTION),
        ("Thư", "Em gửi bài hôm 25/10 mà chưa thấy phản hồi gì.", Disposition.QUESTION),
        ("Thư", "Tôi muốn biết bài của mình đang ở bước nào", Disposition.QUESTION),
        ("Thư", "Nhờ Ban Thư ký sửa giúp tên tác giả.", Disposition.QUESTION),
        ("Tham luận", "Chúng tôi đã rút ra bài học kinh nghiệm.", Disposition.NO_PAPER),
        ("Tham luận", "Từ bài tham luận này chúng tôi xin rút ra ba kinh nghiệm.", Disposition.NO_PAPER),
        ("Tham luận", "Tôi cam kết không gửi bài này cho tạp chí nào nữa.", Disposition.NO_PAPER),
        ("Tham luận", "Nhờ Ban Tổ chức bỏ bài cũ ra.", Disposition.NO_PAPER),
        ("Tham luận", "Xin hỏi cách rút bài?", Disposition.QUESTION),
        ("Tham luận", "Tôi không rút bài đâu, xin Ban Tổ chức cho biết kết quả.", Disposition.QUESTION),
        ("Hỏi", "Bài của tôi đã nhận chưa?", Disposition.QUESTION),
        ("Hỏi", "Không biết Ban Tổ chức đã nhận được bài của em chưa ạ", Disposition.QUESTION),
        ("Hỏi", "bai cua toi da den chua", Disposition.QUESTION),
        ("Hỏi", "Xin cho biết tình trạng bài của tôi.", Disposition.QUESTION),
        ("Hỏi", "Hội thảo tổ chức ngày nào", Disposition.QUESTION),
        ("Chúc mừng", "Chúc Hội thảo thành công.", Disposition.NO_PAPER),
    ],
)
def test_wishes_without_a_paper(subject: str, body: str, expected: Disposition) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.may_answer) == (expected, True), decision


@pytest.mark.parametrize(
    ("subject", "body", "missing"),
    [
        ("Gửi bài", "Xin gửi kèm bài tham luận.", (Missing.PROMISED,)),
        ("Bài tham luận", "", (Missing.PROMISED,)),
        ("Thư", "Em gửi bài ạ.", (Missing.PROMISED,)),
        ("Thư", "Kính gửi Ban Tổ chức bài viết của trường (xem tệp đính kèm).", (Missing.PROMISED,)),
        ("Thư", "Bài: https://drive.google.com/open?id=1", (Missing.LINK,)),
        ("Bài tham luận", "Xin gửi bài: https://docs.google.com/document/d/1/edit", (Missing.LINK,)),
        ("Thư", "Bài: drive.google.com/file/d/1/view", (Missing.LINK,)),
        ("Gửi bài", "Em gửi bài tham luận, nhận được Ban Tổ chức xác nhận giúp em.", (Missing.PROMISED,)),
        # whoever sends something asks whether it came
        (
            "Gửi bài",
            "Tôi xin gửi bài tham luận theo tệp đính kèm. Kính mong Ban Tổ chức xác nhận đã nhận được bài.",
            (Missing.PROMISED,),
        ),
        ("Thư", "Em xin gửi bài tham luận ạ. Nhờ anh chị báo lại giúp em là đã nhận được.", (Missing.PROMISED,)),
        ("Thư", "Trường xin gửi 03 bài tham luận. Đề nghị Ban Thư ký xác nhận đã nhận đủ.", (Missing.PROMISED,)),
        ("Thư", "Bài em lưu ở máy chủ cơ quan: https://tep.nghean.example/s/xYz", (Missing.LINK,)),
        ("Thư", "Link bài của em: https://tep.nghean.example/s/xYz", (Missing.LINK,)),
        ("Thư", "Em gửi bài theo mẫu của BTC: https://drive.google.com/file/d/1", (Missing.LINK,)),
        ("Thư", "Gửi BTC bài, tải tại https://file.zalo.me/abc/def?x=1", (Missing.LINK,)),
        ("Thư", "Bài ở đây, BTC không mở được thì báo em https://drive.google.com/file/d/1", (Missing.LINK,)),
        ("Thư", "File có nhiều ảnh nên em để ở https://drive.google.com/file/d/1", (Missing.LINK,)),
        ("Thư", "Em gửi BTC.\n-----\nhttps://drive.google.com/file/d/1", (Missing.LINK,)),
        ("Thư", "Kính gửi BTC\n-- \nAn\n\nBai.docx\nhttps://drive.google.com/file/d/1", (Missing.LINK,)),
        # a link that leads to no paper
        ("Re: Thư", "Em cảm ơn BTC ạ.\n-- \nAn\nZalo: https://zalo.me/0912345678", ()),
        ("Nhóm", "Mời BTC vào nhóm https://zalo.me/g/abcxyz123", ()),
        ("Đăng ký", "Trường đã điền tại https://docs.google.com/forms/d/e/1/viewform", ()),
        ("Ảnh", "BTC tải ảnh hội thảo ở https://photos.app.goo.gl/abc nhé", ()),
        ("Góp ý", "Tôi góp ý dự thảo, xem tại https://docs.google.com/document/d/1xyz của BTC", ()),
        ("Lỗi", "Link bài mà BTC gửi em không mở được https://drive.google.com/file/d/1", ()),
        ("Nhận xét", "Nhận xét bài TL-2021-011 ở đây: https://docs.google.com/document/d/1", ()),
        ("Thư", "Cảm ơn BTC.\n-- \nAn\nHồ sơ: https://drive.google.com/drive/folders/1", ()),
        ("Thư", "Thư trước em quên đính kèm, em gửi lại ạ.", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Đây là bài đã chỉnh ạ, BTC xem giúp em.", (Missing.PROMISED,)),
        ("Bài tham luận", "Tôi gửi kèm theo đây bài của tôi, đề nghị BTC tiếp nhận.", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Em gửi lại file", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Tôi gửi chị bản đã sửa.", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Em gửi bản đã sửa, nhờ Ban Thư ký thay bản cũ giúp em.", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Bản mới đây ạ, anh chị bỏ bản trước giúp em.", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Kính gửi chị, em gửi bản word như chị yêu cầu ạ", (Missing.PROMISED,)),
        ("Re: Đã nhận", "Em gửi file qua Zalo rồi chị nhé", ()),
        ("Lớp", "Em dạy bài 3 nên đến muộn.", ()),
        # of what went before, of what came from us, or only about a paper
        ("Thất vọng", "Tôi gửi bài từ 20/10, gọi ba lần không ai nghe máy.", ()),
        ("Thư", "Em gửi bài từ điện thoại ạ.", (Missing.PROMISED,)),
        ("Góp ý", "Tôi đọc chương trình gửi kèm công văn thấy buổi chiều dài quá.", ()),
        ("Thư", "Trường gửi kèm công văn và bài.", (Missing.PROMISED,)),
        (
            "Bài của tôi và của em Phượng",
            "Hai bài có số liệu giống nhau vì cùng một khảo sát, không ai chép của ai cả.",
            (),
        ),
        (
            "Bài của tôi",
            "Kính mong Ban Tổ chức xem xét bài, cho tôi ý kiến để tôi hoàn thiện thêm trước ngày in.",
            (Missing.PROMISED,),
        ),
        (
            "Bài của tôi",
            "Tôi là Nguyễn Văn An, giảng viên khoa Xây dựng Đảng, kính chúc Ban Tổ chức sức khỏe.",
            (Missing.PROMISED,),
        ),
        ("Thư", "Tôi sẽ gửi bài vào tuần sau.", ()),
        ("Re: Nhắc", "Em đi công tác về mới đọc thư, tối nay em gửi bài ạ", ()),
        ("Thư", "Tối nay tôi xin gửi bài tham luận, kính mong BTC nhận", (Missing.PROMISED,)),
        # how late it will be, and how late it is
        ("Re: Nhắc", "Mạng yếu, tôi xin nộp bài chậm vài ngày, BTC thông cảm.", ()),
        ("Nộp bài", "Em gửi bài muộn mất hai hôm, mong BTC thông cảm nhận giúp em", (Missing.PROMISED,)),
        ("Nhận xét", "Em gửi bài tham luận đã sửa theo ý kiến nhận xét của phản biện ạ", (Missing.PROMISED,)),
        ("Thư", "Trường chưa gửi bài được.", ()),
        ("Thư", "Đã nhận được Kế hoạch kèm theo.", ()),
        ("Re: Nhắc nộp bài tham luận", "Trường đã nắm.", ()),
        ("Lịch", "Cô đang đi công tác, mai cô về cô gửi bài.", ()),
        ("Lịch", "Dạ mai em gửi bài ạ.", ()),
        ("Bài", "Em là Mai em gửi bài tham luận ạ.", (Missing.PROMISED,)),
        ("Bài", "Phạm Thị Mai\nEm gửi bài tham luận", (Missing.PROMISED,)),
        ("Bài", "Em chào thầy Mai em gửi bài ạ", (Missing.PROMISED,)),
        ("Bài", "Em là Mai, em gửi bài tham luận ạ.", (Missing.PROMISED,)),
        ("Paper", "Respected Sir, herewith I am submitting my research paper for consideration.", (Missing.PROMISED,)),
    ],
)
def test_what_is_missing(subject: str, body: str, missing: tuple[Missing, ...]) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.missing) == (Disposition.NO_PAPER, missing), decision


@pytest.mark.parametrize(
    ("subject", "body", "forgotten"),
    [
        ("Thư", "Tôi xin gửi bổ sung phụ lục của bài tham luận đã gửi.", False),
        ("Phụ lục bài tham luận", "Em gửi thêm phụ lục ảnh của bài ạ.", False),
        ("Gửi phụ lục bài tham luận", "", False),
        ("Thư", "Xin gửi phụ lục số liệu khảo sát cho cả hai bài viết.", False),
        ("Thư", "Em gửi phụ lục kèm bài tham luận.", True),
        ("Thư", "Em gửi bài tham luận và phụ lục của bài.", True),
        ("Thư", "Em gửi phụ lục, bài tham luận em gửi kèm.", True),
    ],
)
def test_an_appendix_of_a_paper_is_no_paper_that_was_forgotten(subject: str, body: str, forgotten: bool) -> None:
    """It is for a person, whether it answers a letter or comes of itself."""
    for fields in ((REPLY,), ()):
        decision = decide(replace(mail(subject, body, An, *fields), attachments=APPENDIX), OWN)
        assert (Missing.PROMISED in decision.missing) is forgotten, decision
        if not forgotten:
            assert decision.needs_person or decision.disposition is Disposition.QUESTION, decision
    assert Missing.PROMISED in decided("Thư", "Em gửi phụ lục của bài tham luận ạ.").missing, "nothing came at all"


@pytest.mark.parametrize("paper", [False, True])
@pytest.mark.parametrize(
    ("subject", "body", "more"),
    [
        ("Message from KM_C258", "", "X-Mailer: KONICA MINOLTA bizhub C258"),
        ("Message from “RNP002673”", "This E-mail was sent from “RNP002673” (MP 2501L).", ""),
        ("Scan", "It was sent to you using a Xerox multifunction printer.", ""),
        ("Văn bản đến", "Đây là thư gửi tự động từ hệ thống, vui lòng không trả lời thư này.", ""),
        ("Bài từ biểu mẫu", "Thư này được gửi từ biểu mẫu trên trang web.", ""),
        ("Bài", "Bài", "X-Mailer: PHPMailer 6.5"),
        ("Bản tin", "Tin trong tuần.\n\nUnsubscribe | Preferences", ""),
        ("Ưu đãi", "Mua ngay. Nếu không muốn nhận thư, vui lòng bấm vào đây.", ""),
        ("Cron <root@mail> backup", "", ""),
        ("Nhắc: Họp Ban Tổ chức @ Thứ Hai 8 thg 11, 2021 14:00", "Phòng họp tầng 3", ""),
        ("Bài", "Bài", "Content-Class: urn:content-classes:calendarmessage"),
    ],
)
def test_devices_systems_and_mailings_are_never_answered(subject: str, body: str, more: str, *, paper: bool) -> None:
    decision = decided(subject, body, An, *([more] if more else []), paper=paper)
    assert not decision.may_answer
    assert (decision.disposition is Disposition.SUBMISSION) is paper, decision


@pytest.mark.parametrize(
    ("name", "field", "device"),
    [
        ("", "X-Mailer: MailKit/CSharp 4.3", False),
        ("", "X-Mailer: MailKit for C Sharp 4", False),
        ("", "X-Mailer: Evolution 3.40 / Estudio", False),
        ("", "X-Mailer: Brotherhood Mail", False),
        ("", "User-Agent: Mozilla/5.0 (X11; Ubuntu Canonical) Thunderbird/91", False),
        ("Brother Nguyen 1987", "", False),
        ("Canon An 123", "", False),
        ("Sharp Lê 2021", "", False),
        ("Nguyễn Canon", "", False),
        ("", "X-Mailer: Canon iR-ADV C3520", True),
        ("", "X-Mailer: iR-ADV Canon", True),
        ("", "X-Mailer: SHARP MX-2614N", True),
        ("", "X-Mailer: TOSHIBA e-STUDIO2505AC", True),
        ("", "X-Mailer: eSTUDIO 2505", True),
        ("", "User-Agent: Brother_MFC-L2710DW", True),
        ("", "X-Mailer: bizhubC258", True),
        ("", "X-Mailer: HP LaserJet MFP M428", True),
        ("Canon iR2525", "", True),
        ("Phòng HC - Canon iR-ADV C3520", "", True),
        ("Brother MFC-L2710DW", "", True),
        ("Brother DCP-T520W", "", True),
        ("SHARP MX-2614N", "", True),
        ("Ricoh may photo 2501", "", True),
        ("MFP 428", "", True),
        ("TOSHIBA e-STUDIO 2505AC", "", True),
        ("Canon 2525", "", True),
        ("HP LaserJet MFP", "", True),
        ("Máy photo tầng 2", "", True),
        ("Máy in phòng Hành chính", "", True),
        ("may scan P203", "", True),
        ("printer-p203", "", True),
        ("Mây In Đặng", "", False),
        ("May Inthavong", "", False),
        ("Máy tính phòng Tài vụ", "", False),
    ],
)
def test_devices_are_known_by_what_they_are_called_and_people_who_are_called_so_too(
    name: str, field: str, *, device: bool
) -> None:
    sender = f"{name} <van@nghean.example>" if name else An
    decision = decided("Hỏi", "Hạn nộp bài là ngày nào ạ?", sender, *([field] if field else []))
    assert decision.may_answer is not device, decision
    assert decision.disposition is (Disposition.BULK if device else Disposition.QUESTION), decision


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Mở lớp bồi dưỡng cán bộ cơ sở: cách làm và kinh nghiệm", ""),
        ("Khai giảng và quản lý lớp học - bài tham luận", "Trường Chính trị gửi bài."),
        ("Giao dịch hành chính một cửa ở trường", ""),
        ("Công văn đến: 12-CV/TCT gửi bài tham luận", "Trường gửi bài tham luận."),
        ("Hóa đơn điện tử trong quản lý tài chính trường Đảng", "Kính gửi bài viết."),
        ("Gửi bạn", "Gửi các bạn bài viết."),
    ],
)
def test_a_paper_about_a_systems_business_is_answered(subject: str, body: str) -> None:
    decision = decided(subject, body, An, paper=True)
    assert (decision.disposition, decision.may_answer) == (Disposition.SUBMISSION, True), decision


@pytest.mark.parametrize(
    ("subject", "body", "field", "told"),
    [
        (
            "An đã chia sẻ một mục",
            "An đã chia sẻ: https://docs.google.com/document/d/1",
            "From: no-reply@x.example",
            True,
        ),
        ("Phản hồi mới: đăng ký tham luận", "Có một phản hồi.", "From: no-reply@x.example", True),
        ("[gv] Hỏi", "Bài tham luận của tôi đã nhận chưa?", "List-Id: <gv.x.example>", True),
        (
            "Liên hệ từ trang web",
            "Hạn nộp bài tham luận có được gia hạn không ạ?",
            "Auto-Submitted: auto-generated",
            True,
        ),
        ("Liên hệ từ trang web", "Máy in có được bảo hành không ạ?", "Auto-Submitted: auto-generated", False),
        ("Trả lời tự động", "Hạn nộp bài tham luận có được gia hạn không ạ?", "Auto-Submitted: auto-replied", False),
        ("Re: Nhắc", "Tôi nghỉ phép đến ngày 20/11. Mọi việc xin liên hệ anh Bình.", "X-Mailer: x", True),
        ("Trả lời tự động: Đã nhận bài tham luận", "Tôi đi vắng.", "X-Mailer: x", False),
        ("Automatic reply: [TL-2021-007] Đã nhận bài", "Tôi đi vắng.", "Auto-Submitted: auto-generated", False),
        ("Cảnh báo bảo mật", "Có lượt đăng nhập mới.", "From: no-reply@x.example", False),
        ("[gv] Lịch họp", "Họp lúc 8 giờ.", "List-Id: <gv.x.example>", False),
        # one person speaks to us, whatever header or address
        ("Hỏi", "Cho tôi hỏi phông Arial có được không?", "X-Auto-Response-Suppress: OOF, AutoReply", True),
        ("Hỏi", "Tôi muốn dự thì cần làm thủ tục gì?", "From: noreply.luc@x.example", True),
        ("Hỏi", "Hội thảo tổ chức trực tiếp hay trực tuyến?", "From: noreply.luc@x.example", True),
        ("Hỏi", "Máy chủ của bạn có an toàn không?", "From: no-reply@x.example", False),
        ("Phông", "Chữ 13 hay 14?", "X-Auto-Response-Suppress: AutoReply\r\nThread-Index: AdfR1", True),
        ("Phông", "Chữ 13 hay 14?", "X-Auto-Response-Suppress: AutoReply", False),
        ("Phông", "Chữ 13 hay 14?", "List-Id: <gv.x.example>\r\nThread-Index: AdfR1", False),
        ("Xin chương trình", "BTC gửi cho trường chương trình chi tiết để in.", "From: thongbao@x.example", True),
    ],
)
def test_what_a_program_may_pass_on_for_somebody_is_told(subject: str, body: str, field: str, *, told: bool) -> None:
    sender = None if field.startswith("From") else An
    decision = decided(subject, body, sender, field)
    assert (decision.may_answer, decision.needs_person) == (False, told), decision


@pytest.mark.parametrize(
    ("value", "recorded", "answered"),
    [
        ("auto-replied", False, False),
        ("auto-reply", False, False),
        ("auto-generated", True, False),
        ("auto-forwarded", True, False),
        ("yes", True, False),
        ('"no"', True, True),
        ("No (by hand)", True, True),
    ],
)
def test_papers_in_mail_that_calls_itself_automatic(value: str, recorded: bool, answered: bool) -> None:
    """RFC 3834 §5 knows one keyword for replies; a rule of a server that passes a paper on sets another."""
    decision = decided("Bài tham luận", "Xin gửi bài.", An, f"Auto-Submitted: {value}", paper=True)
    assert (decision.disposition is Disposition.SUBMISSION, decision.may_answer) == (recorded, answered), decision


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (("From: ioffice@x.example",), True),
        (("From: no-reply@x.example",), True),
        (("From: hoa@x.example", "Auto-Submitted: auto-replied"), False),  # the answer to some mail of ours
    ],
)
def test_an_office_letter_that_a_system_delivers_is_shown(fields: tuple[str, ...], told: bool) -> None:
    office_letter = read(b"From: a@b.example\n" + attached("1543-CV-TU.docx", docx(*LETTER_TEXT))).attachments
    assert [file.role for file in office_letter] == [Role.LETTER]
    parsed = replace(mail("Văn bản mới", "Có văn bản.", None, *fields), attachments=office_letter)
    decision = decide(parsed, OWN)
    assert (decision.may_answer, decision.needs_person) == (False, told), decision


PASTED = "Mô hình lớp học tự quản được triển khai từ năm 2018 tại nhà trường. " * 30


@pytest.mark.parametrize(
    ("subject", "body", "disposition", "missing"),
    [
        ("Bài tham luận", PASTED, Disposition.NO_PAPER, (Missing.PASTED,)),
        ("Thư", PASTED, Disposition.NO_PAPER, (Missing.PASTED,)),
        ("Bài tham luận", "Cách làm như thế nào?\n" + PASTED, Disposition.NO_PAPER, (Missing.PASTED,)),
        ("Bài tham luận", "Xin xem tệp đính kèm.\n" + PASTED, Disposition.NO_PAPER, (Missing.PROMISED,)),
        (
            "Bài",
            "Máy không đính kèm được tệp nên tôi dán toàn văn dưới đây.\n" + PASTED,
            Disposition.NO_PAPER,
            (Missing.PASTED,),
        ),
        ("Bài", "Em chưa đính kèm được tệp, nội dung bài như sau:\n" + PASTED, Disposition.NO_PAPER, (Missing.PASTED,)),
        ("Bài", "-----BEGIN PGP MESSAGE-----\n\nhQEMA1", Disposition.NO_PAPER, (Missing.SEALED,)),
        ("Hỏi", "Xin hỏi hạn nộp bài là ngày nào?\n" + PASTED, Disposition.QUESTION, ()),
        ("Bài tham luận", PASTED[:700], Disposition.NO_PAPER, (Missing.PROMISED,)),
        ("Bài", "Em gửi bài, kèm tóm tắt:\n" + PASTED, Disposition.NO_PAPER, (Missing.PASTED,)),
        # what is typed, and no paper
        ("Danh sách", "Em gửi danh sách đại biểu. " + "1. Lê Văn A, Hiệu trưởng. " * 60, Disposition.NO_PAPER, ()),
        ("Lịch", "Gửi BTC lịch giảng:\n" + "Thứ 2: Phòng 3, lớp K45\n" * 80, Disposition.NO_PAPER, ()),
    ],
)
@pytest.mark.slow
def test_a_paper_pasted_into_the_mail(
    subject: str, body: str, disposition: Disposition, missing: tuple[Missing, ...]
) -> None:
    decision = decided(subject, body)
    assert (decision.disposition, decision.missing) == (disposition, missing), decision
    assert missing or disposition is Disposition.QUESTION or decision.needs_person


@pytest.mark.parametrize(
    ("body", "additional"),
    [
        ("Em gửi thêm bài thứ ba, không thay bài cũ.", True),
        ("Em gửi thêm ạ.", True),
        ("em gui them bai thu 2", True),
        ("Xin gửi thêm 01 bài tham luận.", True),
        ("Đây là bài thứ hai của tôi.", True),
        ("Tôi gửi bài viết thứ 3.", True),
        ("Kính gửi Ban Thư ký một bài khác của trường.", True),
        ("Em gửi bài mới.", True),
        ("Bài này không thay cho bài đã gửi.", True),
        ("Bài này không phải bản sửa.", True),
        ("Em gửi bài đã sửa.", False),
        ("Em gửi bài mới nhất.", False),
        ("Em gửi bài mới sửa theo góp ý.", False),
        ("Em gửi lại bản sửa của bài thứ hai.", False),
        ("Kèm theo là 1 bài nữa ạ.", True),
        ("Gửi Ban Tổ chức bài còn lại của trường.", True),
        ("Đây là bài của đồng nghiệp tôi, nhờ tôi gửi hộ.", True),
        ("Em sửa bài này, các bài còn lại giữ nguyên.", False),
        ("Em sửa thêm một lần nữa.", False),
        ("Bài thứ nhất tôi có chỉnh lại phần kết quả, gửi thay giúp; bài thứ hai giữ nguyên.", False),
        ("Em sửa bài này. Các bài khác của trường không thay đổi.", False),
        ("Đây là bài thứ hai, bài cũ giữ nguyên.", True),
        ("Em gửi thêm bản Word của bài.", False),
        ("Em gửi thêm file pdf.", False),
        ("Em sửa phông chữ, nội dung không thay đổi.", False),
        ("Em không thấy bài trong danh sách nên gửi lại.", False),
        ("Em không thấy thư xác nhận.", False),
        ("Bài học khác biệt của trường.", False),
        ("Em gửi bài tham luận 5 trang. Em có một bài nữa sẽ gửi sau.", False),
        ("Em gửi bản sửa, em còn một bài nữa gửi sau.", False),
        ("Em gửi bài, bài thứ hai em đang viết.", False),
        ("Em gửi bài này và một bài nữa sẽ gửi sau.", False),
        ("Em gửi bản này thay cho bản trước, một bài nữa em sẽ gửi sau.", False),
        ("Tuần sau em gửi thêm một bài nữa.", False),
        ("Em gui bai, con mot bai nua se gui sau", False),
        ("Em gửi thêm một bài nữa, ảnh em sẽ gửi sau.", True),
        ("Em gửi thêm bài thứ hai và sẽ gửi ảnh sau.", True),
        ("Em gửi thêm bài mà em hứa sẽ gửi.", True),
        ("Em gửi thêm bài thứ sáu ạ.", True),
        ("Em gửi sau đây một bài nữa.", True),
        ("Em có một bài nữa gửi kèm ạ.", True),
        ("Em gửi thêm bài về sáp nhập trường.", True),
        ("Em gửi bài.", False),
    ],
)
def test_one_paper_more_or_the_same(body: str, additional: bool) -> None:
    decision = decide(mail("Re: [TL-2021-001] Đã nhận bài tham luận", body, An, REPLY, paper=True), OWN)
    assert decision.says_additional is additional, decision
    assert decision.disposition is (Disposition.SUBMISSION if additional else Disposition.CORRECTION)


@pytest.mark.parametrize(
    ("body", "is_receipt"),
    [
        ("Em đã nhận được thư của anh/chị ạ, em sẽ báo cáo lãnh đạo. Em cảm ơn ạ.\nThắm - Văn thư", True),
        ("Văn phòng đã nhận được văn bản số 193-KH/CT của quý cơ quan, số đến 4521.", True),
        ("Em đã nhận được thư của anh, em sẽ báo cáo và phản hồi lại sau. Em cảm ơn ạ.\nThắm - Văn thư", True),
        ("Huyện ủy đã nhận công văn của Trường. Trân trọng!", True),
        ("Kính gửi Trường,\nPhòng đã tiếp nhận công văn. Phòng sẽ trình lãnh đạo xem xét.", True),
        ("Tôi đã nhận được thư mời viết bài. Chủ đề tự do phải không?", False),
        ("Tôi đã nhận được giấy mời, tôi sẽ tham dự cùng hai người.", False),
        ("Tôi đã nhận được giấy mời nhưng ghi sai tên.", False),
        ("Em đã nhận được thư. Em gửi lại trong tuần sau.", False),
        ("Tôi chưa nhận được thư.", False),
        ("Huyện ủy đã nhận công văn của Trường. " + "Văn phòng sẽ trình lãnh đạo xem xét. " * 20, False),
    ],
)
def test_who_says_only_that_a_letter_came_is_shown_and_waits_for_nothing(body: str, *, is_receipt: bool) -> None:
    decision = decided("Thư", body)
    assert (decision.may_answer and decision.needs_answer) is not is_receipt, decision
    assert decision.needs_person or not is_receipt


def test_a_receipt_that_agrees_to_our_letter_or_brings_something_waits_for_an_answer() -> None:
    agrees = decided("Re: Đã nhận bài", "Em đã nhận được thư, em đồng ý ạ.", An, REPLY)
    assert agrees.accepts
    assert agrees.needs_answer
    files = read(b"From: a@b.example\n" + attached("ke-hoach.html", b"<html><body>abc</body></html>")).attachments
    assert decide(replace(mail(body="Em đã nhận được thư ạ."), attachments=files), OWN).needs_answer


@pytest.mark.parametrize(
    ("pair", "kept", "expected"),
    [
        ("bai-kem-lich-rieng", "", Disposition.SUBMISSION),
        ("bai-kem-lich-rieng", ".ics", Disposition.BULK),  # alone it is nothing that somebody sends us
        ("tra-loi-anh-minh-hoa", "", Disposition.QUESTION),
    ],
)
def test_what_goes_with_a_paper_is_told_by_what_stands_beside_it(pair: str, kept: str, expected: Disposition) -> None:
    parsed = read((CORPUS / f"{pair}.eml").read_bytes())
    files = tuple(it for it in parsed.attachments if it.filename.endswith(kept))
    assert decide(replace(parsed, attachments=files), OWN).disposition is expected


@pytest.mark.parametrize(
    ("body", "is_beside"),
    [
        ("Em gửi ảnh minh họa cho bài tham luận ạ.", True),
        ("Tôi gửi bổ sung ảnh minh chứng của bài.", True),
        ("Em gửi ảnh phụ lục bài tham luận ạ.", True),
        ("Em gửi ảnh chụp bài tham luận ạ.", False),
        ("Em gửi ảnh minh họa kèm bài tham luận ạ.", False),
    ],
)
def test_pictures_that_are_called_part_of_a_paper(body: str, is_beside: bool) -> None:
    parsed = replace(mail("Thư", body, An, REPLY), attachments=PICTURE)
    assert (decide(parsed, OWN).disposition is Disposition.QUESTION) is is_beside


def test_pictures_go_with_a_paper_only_in_answer_to_a_letter_about_one() -> None:
    parsed = read((CORPUS / "tra-loi-anh-minh-hoa.eml").read_bytes())
    alone = decide(replace(parsed, in_reply_to=(), references=()), OWN)
    assert (alone.disposition, alone.missing) == (Disposition.NO_PAPER, (Missing.UNSUPPORTED,))


PAGES = read(b"From: a@b.example\n" + attached("bai.pages", b"not a zip")).attachments


@pytest.mark.parametrize("unit", [".", "a.", ". ", "a/"])
@pytest.mark.slow
def test_a_long_line_beside_an_unusable_file_is_read_in_no_time(unit: str) -> None:
    parsed = replace(mail(body=f"Em gửi bài.\n{unit * 50_000}"), attachments=PAGES)
    decide(parsed, OWN)  # what is only made once
    began = process_time()
    assert decide(parsed, OWN).missing == (Missing.UNSUPPORTED,)
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("Có cần ký tên không ạ?", True),
        ("Xem ở hop.example/bai?id=1 ạ.", False),
        ("Xem ở https://hop.example/bai?id=1 ạ.", False),
        ("Xem ở ./bai, nộp bản giấy ở đâu ạ?", True),
        ("Bài v1.docx nộp ở đâu ạ?", True),
    ],
)
def test_addresses_ask_nothing_beside_an_unusable_file(said: str, *, asks: bool) -> None:
    decision = decide(replace(mail(body=f"Em gửi bài. {said}"), attachments=PAGES), OWN)
    assert (decision.missing, decision.needs_person) == ((Missing.UNSUPPORTED,), asks), decision


@pytest.mark.parametrize("mark", ["-- ", "--", "________"])
@pytest.mark.parametrize(
    "footer",
    [
        "Thư này được gửi tự động từ hệ thống eOffice của Thành phố, vui lòng không trả lời nếu không phải người nhận.",
        "Bạn nhận được thư này vì bạn đã đăng ký vào nhóm CB-GV.\nĐể hủy đăng ký, hãy nhấn vào đây.",
        "Thư này được gửi tự động qua hệ thống thư công vụ. Vui lòng không trả lời thư này nếu không phải người nhận.",
    ],
)
def test_what_an_office_adds_below_a_signature_is_not_its_writers(mark: str, footer: str) -> None:
    assert decided("Gửi tham luận", f"Em gửi Ban tổ chức bài.\n\n{mark}\n{footer}", paper=True).may_answer
    assert decided("tham luan", f"Gui bai.\n\n{mark}\n{footer}", paper=True).may_answer
    assert decided("Hỏi", f"Bài của em đã đến chưa ạ?\n\n{mark}\n{footer}").may_answer
    # nobody speaks above it, or of nothing of ours; or a web page sent what a visitor typed
    assert not decided("Báo cáo", f"Đã xử lý 12 hồ sơ.\n\n{mark}\n{footer}").may_answer
    assert not decided("Báo cáo", f"Đã xử lý 12 hồ sơ.\n\n{mark}\n{footer}", paper=True).may_answer
    page = "Bài của em đến chưa ạ?\n\n-- \nEmail này được gửi từ biểu mẫu liên hệ trên trang web"
    assert not decided("Liên hệ", page).may_answer


@pytest.mark.parametrize(
    ("body", "disposition", "about_status"),
    [
        ("Nếu bài của tôi không được chọn đọc thì tôi xin rút.", Disposition.QUESTION, False),
        ("Tôi xin rút bài nếu không được đăng kỷ yếu, BTC cho biết sớm.", Disposition.QUESTION, False),
        ("Bài sửa có tự thay bài cũ không hay phải xin rút bài cũ?", Disposition.QUESTION, False),
        ("Nếu được thì cho em xin rút bài ạ.", Disposition.WITHDRAWAL, False),
        ("Nếu chưa muộn thì tôi xin rút bài.", Disposition.WITHDRAWAL, False),
        ("Tôi xin rút bài nếu Ban Thư ký đồng ý.", Disposition.WITHDRAWAL, False),
        ("Một người nộp hai bài được không?", Disposition.QUESTION, False),
        ("Hai bài của em được không ạ?", Disposition.QUESTION, True),
        ("BTC có nhận bài của học viên không?", Disposition.QUESTION, False),
        ("BTC có nhận được bài của em không?", Disposition.QUESTION, True),
        ("Trường xác nhận bài của đồng chí Lan đã được thẩm định, đề nghị ghi nhận.", Disposition.QUESTION, False),
        ("Xin xác nhận bài của tôi đã được thẩm định chưa?", Disposition.QUESTION, True),
        # what is folded like a word of receiving and coming, or says that our letter came
        ("Bài do đồng chí Thúy đọc, tôi họp Hội đồng nhân dân nên không vào được.", Disposition.NO_PAPER, False),
        ("Em hỏi vui: thầy đã bao giờ nói dối chưa?", Disposition.QUESTION, False),
        ("Thầy đã nhận được bài của em chưa?", Disposition.QUESTION, True),
        ("Ai thấy cái ô của em ở phòng họp không?", Disposition.QUESTION, False),
        ("Anh có thấy cái bài của em không?", Disposition.QUESTION, True),
        ("Đề nghị xem lại: bài của tôi có 4 trang chứ không phải 7 như trong thư.", Disposition.QUESTION, False),
        ("Bài của tôi tới chưa?", Disposition.QUESTION, True),
        ("Bài của tôi có phải sửa lại không?", Disposition.QUESTION, True),
        ("Em nhận được thư rồi ạ.", Disposition.NO_PAPER, False),
        (
            (
                "Hội thảo họp trực tiếp hay trực tuyến?\n\nEmail này và các tệp đính kèm được quét virus tự động. "
                "Vui lòng không trả lời email này nếu bạn không phải người nhận."
            ),
            Disposition.QUESTION,
            False,
        ),
        ("Đến hôm nay bài tôi vẫn chờ xem hay đã được duyệt rồi?", Disposition.QUESTION, True),
        ("Tôi nghĩ lại rồi, bài còn non quá, cho tôi rút về.", Disposition.WITHDRAWAL, False),
        ("Bài tôi nộp rồi, nay xin phép được rút kinh nghiệm lần sau.", Disposition.NO_PAPER, False),
        ("Em nhận được thư rồi, bài em đạt chưa ạ", Disposition.QUESTION, True),
        ("Trường Trần Phú xác nhận đã nhận được thư của Ban Thư ký.", Disposition.NO_PAPER, False),
        ("Xin xác nhận đã nhận được bài của tôi.", Disposition.QUESTION, True),
        ("Tôi đã gửi bài tham luận tuần trước. Kính mong BTC xác nhận đã nhận được bài.", Disposition.QUESTION, True),
        ("Em gửi bài tham luận rồi ạ, nhờ BTC xác nhận đã nhận được bài giúp em.", Disposition.QUESTION, True),
        ("Em xin gửi bài tham luận hôm trước, mong xác nhận đã nhận được bài.", Disposition.QUESTION, True),
        ("Em gửi bài tham luận, xin xác nhận đã nhận được bài. Bài của em đạt chưa ạ?", Disposition.QUESTION, True),
    ],
)
def test_what_would_be_wanted_in_some_case_is_not_wanted(
    body: str, disposition: Disposition, *, about_status: bool
) -> None:
    decision = decided("Về bài tham luận", body)
    assert (decision.disposition, decision.about_status) == (disposition, about_status), decision


@pytest.mark.parametrize(
    ("body", "beside"),
    [
        ("Em gửi bài. Ban tổ chức cho hỏi hôm đó có đón ở ga không?", True),
        ("Em gửi bản sửa. Cho em hỏi em có phải nộp bản giấy nữa không ạ", True),
        ("Gửi BTC bài tham luận. Ngoài ra tôi đăng ký dự hội thảo cùng hai người.", True),
        ("Gửi bài. Nhờ Ban tổ chức gửi cho tôi giấy mời có dấu.", True),
        ("Em gửi bài ạ, bài thứ nhất của em đã đạt chưa ạ?", True),
        ("Em gửi bài của em. Ngoài ra em xin rút bài TL-2021-004.", True),
        ("Toi gui bai. hoi thao to chuc o dau", True),
        ("Gửi BTC. Tôi ăn chay, xin bố trí suất ăn riêng.", True),
        ("Bài đính kèm. Đề nghị BTC không đăng ảnh của tôi lên trang web.", True),
        ("Here is my paper. Could you send me an invitation letter for the visa?", True),
        ("Em gửi bài. Nếu em đi tàu thì có được đón ở ga không ạ?", True),
        ("Em gửi bài mới thay bài cũ, bài cũ em xin rút.", False),  # it is replaced
        ("Kính gửi Ban Thư ký, em xin gửi bài tham luận tới Hội thảo, trân trọng cảm ơn.", False),
        ("Em gửi bài, Ban Thư ký nhận được chưa ạ?", False),
        ("Em gửi bài, kính mong Ban Thư ký xem xét, góp ý giúp em ạ.", False),
        ("Gửi BTC bài của tôi. Nếu thiếu gì xin gọi cho em theo số 0912 000 111.", False),
        ("Đề nghị Ban Tổ chức tiếp nhận và xác nhận giúp. Xin hồi âm.", False),
        ("Bài “Làm gì để dạy tốt hơn?” em gửi kèm. Bài đã được Hội đồng khoa học thông qua.", False),
        ("Trường gửi 03 bài, danh sách như sau: 1. Lê A 2. Trần B 3. Bùi C", False),
        ("Bài thứ nhất đính kèm; bài thứ hai ở onedrive.live.com/redir?resid=A1B2C3D4E5", False),
        ("Em gửi bài; bài kia ở https://drive.google.com/open?id=1x, in mấy bản ạ?", True),
    ],
)
def test_what_is_asked_beside_a_paper_is_for_a_person(body: str, beside: bool) -> None:
    decision = decide(mail("Bài tham luận", body, An, paper=True), OWN)
    assert decision.disposition in {Disposition.SUBMISSION, Disposition.CORRECTION}
    assert decision.asks_more is beside, decision


@pytest.mark.slow  # each is quick; all of them are not
@pytest.mark.parametrize(
    ("subject", "body", "papers", "fewer"),
    [
        ("Gửi bài", "Trường gửi 03 bài tham luận kèm công văn.", 2, True),
        ("Gửi bài", "Thực hiện Kế hoạch số 193, Trường xin gửi 05 (năm) bài tham luận.", 3, True),
        ("Gửi bài", "Em gửi hai bài ạ", 1, True),
        ("Gửi 2 bài tham luận", "", 1, True),
        ("Gửi bài", "Trường gửi 03 bài tham luận kèm công văn.", 3, False),
        ("Gửi bài", "Em gửi hai bài ạ", 3, False),  # one of them as a PDF too
        ("Gửi bài", "Trường đăng ký 3 bài, xin gửi trước 1 bài.", 1, False),
        ("Gửi bài", "Em gửi 1 bài, 2 bài còn lại em gửi sau.", 1, False),
        ("Gửi bài", "Hôm trước em đã gửi 2 bài, nay em gửi thêm bài nữa.", 1, False),
        ("Gửi bài", "Theo Kế hoạch mỗi trường gửi 3-5 bài, tôi xin gửi bài của tôi.", 1, False),
        ("Gửi bài", "Em gửi bài sửa, đây là 1 trong 2 bài của em.", 1, False),
        ("Re: Gửi 2 bài", "Em gửi bản sửa ạ.", 1, False),
        ("Gửi bài", "Em xin gửi file trình bày bài tham luận của em tại hội thảo ạ.", 1, False),
        ("Gửi bài", "Em gửi Ban Thư ký trình bày bài tham luận.", 1, False),
        ("Gửi bài", "Tôi gửi tạm bài tham luận này.", 1, False),
        ("Gửi bài", "Thanh Hải bài tham luận gửi BTC", 1, False),
        ("Gửi bài", "Em gửi giúp anh Hai bài tham luận ạ.", 1, False),
        ("Gửi bài", "Em gửi hộ bà bài tham luận ạ.", 1, False),
        ("Gửi bài", "Trong năm bài tham luận em gửi có sửa.", 1, False),
        ("Gửi bài", "Em gui file trinh bay bai tham luan.", 1, False),
        ("Gửi bài", "Toi gui tam bai tham luan nay", 1, False),
        ("Gửi bài", "thanh hai bai tham luan gui btc", 1, False),
        ("Gửi bài", "Thua ba bai cua em gui kem", 1, False),
        ("Gửi bài", "Em gửi lúc 8:30 bài tham luận", 1, False),
        ("Gửi bài", "Em gửi chủ đề 3 bài tham luận của em", 1, False),
        ("Gửi bài", "Em gửi cho mục 1.2.3 bài viết về xây dựng Đảng", 1, False),
        ("Gửi bài", "Kính gửi BTC khoa 2 bài tham luận", 1, False),
        ("Gửi bài", "Gửi BTC đợt 2 bài tham luận của trường", 1, False),
        ("Gửi bài", "Trường gửi lần 2 bài tham luận đã sửa", 1, False),
        ("Gửi bài", "Trường gửi bài thứ 2 trong tổng số 5 bài", 1, False),
        ("Gửi bài", "Nhóm 4 bài tham luận gửi BTC", 1, False),
        ("Gửi bài", "Em gửi BTC file 2 bài tham luận của chị Hoa", 1, False),
        ("Gửi bài", "Gửi BTC bản 2 bài tham luận", 1, False),
        ("Gửi bài", "Each author may submit two papers", 1, False),
        ("Gửi bài", "I send my paper. You have two papers of ours.", 1, False),
        ("Gửi bài", "Trường gửi tổng số 5 bài", 1, True),
        ("Gửi bài", "Khoa gửi 2 bài", 1, True),
        ("Gửi bài", "Trường gửi đợt này 02 bài", 1, True),
        ("Gửi bài", "We send 3 papers", 1, True),
        ("Gửi bài", "Please find two papers attached", 1, True),
        ("Gửi bài", "Trường gửi bảy bài tham luận ạ.", 1, True),
        ("Gửi bài", "Tôi gửi tám bài tham luận.", 1, True),
        ("Gửi bài", "TRƯỜNG XIN GỬI BA BÀI THAM LUẬN.", 1, True),
        ("Gửi bài", "Trường gửi kèm năm bài tham luận.", 1, True),
        ("Gửi bài", "Ba bài tham luận gửi kèm ạ.", 1, True),
        ("Gửi bài", "Em gui hai bai a", 1, True),
        ("Gửi bài", "Truong xin gui kem theo ba bai tham luan", 1, True),
        ("Gửi bài", "Em gửi: hai bài ạ", 1, True),
        ("Gửi bài", "Em gửi hai  bài tham luận", 1, True),
        ("Gửi bài", "Em gửi bài. Em có đọc 5 bài của hội thảo trước.", 1, False),
    ],
)
def test_papers_that_the_words_send_and_that_did_not_come(subject: str, body: str, papers: int, *, fewer: bool) -> None:
    read_mail = mail(subject, body, An, paper=True)
    attachments = tuple(replace(read_mail.attachments[0], filename=f"{number}.docx") for number in range(papers))
    decision = decide(replace(read_mail, attachments=attachments), OWN)
    assert decision.may_answer
    assert (Missing.FEWER in decision.missing) is fewer, decision


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("Em gửi 2 bài: một bài đính kèm, một bài để ở https://drive.google.com/open?id=1Q2w3e4r ạ.", True),
        ("Em gửi bài. Ảnh và phụ lục: https://1drv.ms/f/s!Axyz12345", True),
        ("Em gửi bài. Bài thứ hai em lưu ở máy chủ cơ quan: https://tep.nghean.example/s/xYz", True),
        ("Xin gửi bài.\n\nBản scan.pdf <https://drive.google.com/file/d/1a2b3c4d5e/view?usp=drive_web>", True),
        ("Em gửi bài, em đã đăng ký ở https://docs.google.com/forms/d/e/1FAIpQLSd/viewform ạ.", False),
        ("Em gửi bài.\n\nNguyễn Văn An\nZalo: https://zalo.me/0912345678", False),
        ("Em gửi bài.\n\nSent from WPS Mail https://www.wps.com", False),
        ("Em gửi bài theo kế hoạch đăng ở https://truongchinhtri.nghean.example/ke-hoach-193", False),
        ("Em gửi bài.\n\n> Bài ở https://drive.google.com/open?id=1Q2w3e4r", False),
    ],
)
def test_a_link_to_a_file_beside_a_paper(body: str, *, linked: bool) -> None:
    decision = decide(mail("Gửi bài", body, An, paper=True), OWN)
    assert decision.may_answer
    assert (Missing.LINK in decision.missing) is linked, decision


@pytest.mark.parametrize(
    ("body", "promised"),
    [
        ("Tôi gửi bản tự sửa ạ.", True),
        ("Em gửi bản đã chỉnh font ạ.", True),
        ("Tôi gửi lại bản hoàn thiện theo góp ý.", True),
        ("Đơn vị gửi bản đã bổ sung.", True),
        ("Bản đã chỉnh sửa của em đây ạ", True),
        ("Tôi sẽ gửi bản tự sửa vào ngày mai.", False),
        ("Em đã gửi bản hoàn thiện hôm qua.", False),
        ("Tôi gửi bản cập nhật danh sách đại biểu.", False),
        ("Tôi gửi bản đã sửa qua Zalo.", False),
    ],
)
def test_a_version_that_was_forgotten_in_an_answer_is_missed(body: str, *, promised: bool) -> None:
    answer = "In-Reply-To: <thamluan.acknowledgement.0123456789abcdef01234567@hoithao.example>"
    decision = decide(mail("Re: [TL-2021-001] Đã nhận bài tham luận: cần sửa 1 điểm", body, An, answer), OWN)
    assert (decision.missing == (Missing.PROMISED,)) is promised, decision


@pytest.mark.parametrize(
    ("body", "missing", "told"),
    [
        ("Bài của em ở https://drive.google.com/file/d/1a và cho em hỏi Hội thảo tổ chức ngày nào ạ?", Missing.LINK, True),
        ("Em gửi bài ở onedrive.live.com/redir?resid=A ạ. Trường em có được đăng ký thêm 2 đại biểu không ạ?", Missing.LINK, True),
        ("Em gửi link bài, anh chị mở giúp em: https://docs.google.com/document/d/1x/edit", Missing.LINK, False),
        ("Em để bài trên drive.google.com/open?id=1x ạ", Missing.LINK, False),
        ("Tham luận em gửi kèm, có gì BTC báo em nhé.", Missing.PROMISED, False),
    ],
)  # fmt: skip
def test_what_is_asked_beside_a_file_that_did_not_come_is_for_a_person(body: str, missing: Missing, told: bool) -> None:
    decision = decided("Bài tham luận", body, An)
    assert (decision.missing, decision.needs_person, decision.may_answer) == ((missing,), told, True), decision


@pytest.mark.parametrize(
    ("subject", "body", "more", "expected"),
    [
        ("Bài tham luận", "Xin gửi bài.", "", Disposition.SUBMISSION),
        ("Bài tham luận", "Đây là bài thứ hai của tôi.", "", Disposition.SUBMISSION),
        (
            "Re: Kế hoạch số 193",
            "Trường gửi bài theo Kế hoạch.",
            "In-Reply-To: <ke-hoach@x.example>",
            Disposition.SUBMISSION,
        ),
        ("Bài tham luận", "Nếu cần chỉnh sửa xin báo lại.", "", Disposition.SUBMISSION),
        ("Re: Đã nhận bài", "Xin gửi.", REPLY, Disposition.CORRECTION),
        # letters that ask for a paper where none is; below them stood one about a paper
        ("Re: Chưa nhận được bài", "Xin gửi.", answers("no_paper"), Disposition.SUBMISSION),
        ("Re: Thư quá lớn", "Xin gửi.", answers("oversize"), Disposition.SUBMISSION),
        ("Re: Viết bài tham luận", "Xin gửi.", answers("season_write"), Disposition.SUBMISSION),
        ("Re: Chưa nhận được bài", "Xin gửi bài sửa.", answers("no_paper"), Disposition.CORRECTION),
        ("Re: Chưa nhận được bài", "Xin gửi.", f"{answers('no_paper')}\nReferences: {LETTER}", Disposition.CORRECTION),
        ("Re: Hoàn thiện bài", "Xin gửi.", answers("season_submit"), Disposition.CORRECTION),
        ("TL-2021-003", "Xin gửi.", "", Disposition.CORRECTION),
        ("Bài sửa", "Xin gửi.", "", Disposition.CORRECTION),
        ("Bản chỉnh sửa", "Xin gửi.", "", Disposition.CORRECTION),
        ("Tham luận", "Tôi gửi lại bài đã sửa phông chữ.", "", Disposition.CORRECTION),
        ("Tham luận", "Hôm trước gửi nhầm file, nay gửi lại.", "", Disposition.CORRECTION),
        ("Tham luận", "Xin thay thế bài đã nộp.", "", Disposition.CORRECTION),
        ("Tham luận", "Đây là bản mới thay cho bản đã gửi hôm thứ Hai.", "", Disposition.CORRECTION),
        ("Tham luận", "Nếu được, xin Ban Tổ chức nhận bản đã sửa này.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi lại bài ạ.", "", Disposition.CORRECTION),
        ("Tham luan", "Em nop ban chinh sua a.\nNguyễn Văn An", "", Disposition.CORRECTION),
        ("Tham luận (sửa lần 2)", "Kính gửi.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi bài này thay cho bài trước.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi file này thay cho bản cũ.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi bài thay cho TL-2021-003.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi bài thay thế cho lần trước.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi bài để thay thế.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi bài này để thay cho, mong BTC nhận.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gui bai nay thay cho bai cu a", "", Disposition.CORRECTION),
        ("Tham luận", "Tôi gửi bài tham luận thay cho thầy Hùng đang ốm.", "", Disposition.SUBMISSION),
        ("Tham luận", "Em nộp bài thay cho chị Lan.", "", Disposition.SUBMISSION),
        ("Tham luận", "Tôi nộp bài tham luận thay cho đồng chí Hiệu trưởng.", "", Disposition.SUBMISSION),
        ("Tham luận", "Em gửi bài thay cho Lan.", "", Disposition.SUBMISSION),
        ("Tham luận", "Em gui bai thay cho dong nghiep a", "", Disposition.SUBMISSION),
        ("Tham luận", "Ban Tổ chức hủy bài cũ, lấy bài này giúp em.", "", Disposition.CORRECTION),
        ("Tham luận", "Bài viết về Ban Giám hiệu mới của trường.", "", Disposition.SUBMISSION),
        ("Tham luận", "Bài viết phân tích văn bản mới nhất của Tỉnh ủy.", "", Disposition.SUBMISSION),
        ("Tham luận", "Trường gửi bài và bản cam kết mới.", "", Disposition.SUBMISSION),
        ("Tham luận", "Nếu bài còn chỗ nào sai, Ban Thư ký nhắn để tôi sửa rồi gửi lại.", "", Disposition.SUBMISSION),
        ("Tham luận", "Có gì chưa ổn, em sẽ chỉnh sửa và nộp lại.", "", Disposition.SUBMISSION),
        ("Tham luận", "Bài viết bàn về việc thay thế quy định cũ.", "", Disposition.SUBMISSION),
        ("Tham luận", "Bài tham luận về sửa đổi chương trình bồi dưỡng.", "", Disposition.SUBMISSION),
        ("Tham luận", "Tôi gửi bài, đã sửa các lỗi chính tả.", "", Disposition.SUBMISSION),
        ("Tham luận", "Thư trước em quên đính kèm tệp. Em gửi lại ạ.", "", Disposition.SUBMISSION),
        ("Gửi lại bài", "Thư hôm qua gửi thiếu tệp.", "", Disposition.SUBMISSION),
        ("Tham luận", "Thư hôm qua tôi gửi bị trả về nên gửi lại.", "", Disposition.SUBMISSION),
        ("Tham luận", "Em thấy bài của trường bạn hay nên cũng viết.", "", Disposition.SUBMISSION),
        ("Tham luận", "Lần trước quên đính kèm tệp, đây là bản sửa.", "", Disposition.CORRECTION),
        ("Chuyển bài", "Thư của giảng viên gửi nhầm về hộp thư trường, xin chuyển.", "", Disposition.SUBMISSION),
        ("Tham luận", "Hôm trước em gửi nhầm địa chỉ nên nay gửi lại.", "", Disposition.SUBMISSION),
        ("Tham luận", "Bài gửi nhầm sang phòng Đào tạo, xin gửi lại.", "", Disposition.SUBMISSION),
        ("Tham luận", "Em gửi nhầm bản nháp cho Ban Thư ký.", "", Disposition.CORRECTION),
        ("Tham luận", "Em gửi nhầm bản ạ.", "", Disposition.CORRECTION),
        ("Bài", "Tôi xin rút bài cũ và gửi bài mới thay thế.", "", Disposition.CORRECTION),
        ("Thay", "Em gửi bài mới để thay thế bài hôm trước.", "", Disposition.CORRECTION),
        ("Đổi", "Xin đổi bài hôm trước bằng bài mới này.", "", Disposition.CORRECTION),
        ("Thay", "Bỏ bài cũ giúp em, dùng bài mới này ạ.", "", Disposition.CORRECTION),
        ("Bài", "Bài này tôi đã rút từ tạp chí khác về, xin gửi hội thảo.", "", Disposition.SUBMISSION),
        ("Bài học", "Tôi xin rút kinh nghiệm và gửi bài mới.", "", Disposition.SUBMISSION),
    ],
)
@pytest.mark.slow
def test_a_paper_is_new_or_replaces_one(subject: str, body: str, more: str, expected: Disposition) -> None:
    parsed = mail(subject, body, An, *([more] if more else []), paper=True)
    decision = decide(parsed, OWN)
    assert (decision.disposition, decision.may_answer) == (expected, True), decision


@pytest.mark.parametrize(
    ("subject", "marked"),
    [
        ("Re: Bài", "answer"),
        ("TR : Bài", "answer"),
        ("[EXTERNAL] Re: Bài", "answer"),
        ("[[][[][[]" * 40, ""),
        ("[Ngoài cơ quan]", ""),
        ("Trả lời: Bài", "answer"),
        ("Phúc đáp: Bài", "answer"),
        ("Fwd: Bài", "forward"),
        ("FW：Bài", "forward"),
        ("Chuyển tiếp: Bài", "forward"),
        ("Tr. Chính trị Nghệ An", ""),  # the school, cut short
        ("Ph. Đào tạo gửi bài", ""),
        ("Trả lời thư", ""),
    ],
)
def test_whose_a_subject_is_its_mark_says(subject: str, marked: str) -> None:
    assert [name for name, is_so in (("answer", is_answer), ("forward", is_forward)) if is_so(subject)] == (
        [marked] * bool(marked)
    )
    assert (own_subject(subject) == "") == (marked == "answer")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TL-2021-007", ("TL-2021-007",)),
        ("tl-2021-7", ("TL-2021-007",)),
        ("TL 2021 007", ("TL-2021-007",)),
        ("TL2021007", ("TL-2021-007",)),
        ("TL–2021–007, TL-2021-012", ("TL-2021-007", "TL-2021-012")),
        ("TL-2021-1234", ("TL-2021-1234",)),
        ("TL-2021-12345", ()),
        ("TL-2021-12.docx", ("TL-2021-012",)),
        ("TL-2021-007-2", ("TL-2021-007",)),
        ("TL-2021-5 tác giả Nguyễn Văn An", ("TL-2021-005",)),
        ("TL 2021 - 5 trang", ()),
        ("TL2021 10 tác giả", ()),
        ("TL-2021-11-05 Nguyen Van An", ()),
        ("TL_2021_11_05.docx", ()),
        ("TL 2021 15/11", ()),
        ("TL 2021-2022", ()),
        ("TL-2020-007", ()),
        ("ATL-2021-007", ()),
        ("TL-2021-000", ()),
    ],
)
def test_codes(text: str, expected: tuple[str, ...]) -> None:
    assert codes(mail(f"Bài {text}"), OWN) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (BOX.replace("@", "+TL-2021-007.k3f9@"), ("TL-2021-007",)),
        (BOX.replace("@", "+tl-2021-7@"), ("TL-2021-007",)),
        (BOX, ()),
        ("khac+TL-2021-007.k3f9@truong.example", ()),  # a tag of somebody else's
    ],
)
def test_codes_of_the_address_it_was_sent_to(address: str, expected: tuple[str, ...]) -> None:
    assert codes(mail("Thư", "Nội dung.", An, f"Delivered-To: <{address}>"), OWN) == expected


def test_ourselves_are_never_answered() -> None:
    me = f"Ban Thư ký <{BOX}>"
    assert decided("Nhắc", "Nội dung.", me).disposition is Disposition.OWN
    assert not decided("Nhắc", "Nội dung.", me.replace("@", "+TL-2021-001.ab12@")).may_answer
    by_id = decide(mail("Đã nhận", "x", An, f"Message-ID: {LETTER}"), OWN)
    assert (by_id.disposition, by_id.may_answer) == (Disposition.OWN, False)
    assert decide(mail("Đã nhận", "x", An, "X-Thamluan: ack", paper=True), OWN).disposition is Disposition.OWN


def test_the_secretariat_decides_by_answering_a_letter_of_ours() -> None:
    who = "thuky@chinhtri.example"
    assert decide(mail("Re: Bài cần xem", "Đạt", who, REPLY), OWN).disposition is Disposition.COMMAND
    assert decided("TL-2021-003", "Đạt", who).disposition is Disposition.COMMAND
    assert decided("Chào", "Nội dung.", who).disposition is Disposition.NO_PAPER
    assert decide(mail("Re: Bài cần xem", "Đạt", An, REPLY), OWN).disposition is Disposition.QUESTION
    assert decide(mail("Re: Bài cần xem", "Đạt", who, REPLY, paper=True), OWN).disposition is Disposition.CORRECTION


@pytest.mark.parametrize("sender", [None, "An", "an@", "undisclosed-recipients:;"])
def test_nobody_to_answer(sender: str | None) -> None:
    decision = decide(mail("Bài", "Xin gửi.", sender, paper=True), OWN)
    assert (decision.disposition, decision.may_answer) == (Disposition.SUBMISSION, False)


CURRICULUM = ("LÝ LỊCH KHOA HỌC", "Họ và tên: Nguyễn Lâm", "Ngày sinh: 02/02/1961", "Nơi sinh: Đà Nẵng")

PICTURE = read(b"From: a@b.example\n" + attached("man hinh.png", b"\x89PNG\r\n\x1a\n" + bytes(900))).attachments


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("Hỏi", "Máy báo như ảnh này, xin hỏi em phải làm thế nào ạ?", Disposition.QUESTION),
        ("Hỏi về thư xác nhận", "Thư của Ban Thư ký hiện ra như trong hình, có đúng không ạ?", Disposition.QUESTION),
        ("Bài tham luận", "Em gửi bài tham luận chụp bằng điện thoại, cô xem được không ạ?", Disposition.NO_PAPER),
        ("Bài tham luận", "Xin gửi Ban Thư ký.", Disposition.NO_PAPER),
        ("", "", Disposition.NO_PAPER),
    ],
)
def test_a_picture_shows_what_is_asked_about_or_is_meant_for_the_paper(
    subject: str, body: str, expected: Disposition
) -> None:
    decision = decide(replace(mail(subject, body), attachments=PICTURE), OWN)
    assert (decision.disposition, decision.may_answer) == (expected, True), decision


@pytest.mark.parametrize(
    ("subject", "body", "is_beside", "is_shown"),
    [
        ("Ảnh", "Gửi ảnh thẻ để làm thẻ đại biểu.", True, False),
        ("Sơ đồ", "Em vẽ sơ đồ đường vào trường cho đoàn Huế, in giúp vào túi tài liệu.", True, False),
        ("Thư", "Em gửi các anh chị ạ.", False, False),
        ("Tham luận", "Ông cụ nhà em viết tay, em chụp lại từng tờ gửi các anh chị.", False, False),
        ("Thư", "Gửi Ban Tổ chức ảnh chụp các trang của tôi, mong các đồng chí thông cảm.", False, False),
        ("Thư", "", False, False),
        # too few words to be sure, so a person sees them
        ("Gửi BTC", "Vé tàu của đoàn, nhờ BTC đón", False, True),
        ("Thẻ", "Căn cước của em để làm thẻ", False, True),
        ("Thẻ", "Em chụp 5 trang ạ", False, False),
    ],
)
def test_pictures_of_something_else_are_no_paper_that_failed(
    subject: str, body: str, *, is_beside: bool, is_shown: bool
) -> None:
    picture = attached("anh.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 200, "image/jpeg")
    decision = decide(read(paper_mail(subject, body, picture)), OWN)
    assert decision.may_answer
    assert (decision.disposition is Disposition.QUESTION) is is_beside, decision
    assert decision.needs_person is is_shown


@pytest.mark.parametrize(
    ("subject", "body", "beside", "is_beside"),
    [
        ("Ảnh", "Gửi ảnh thẻ và lý lịch khoa học của tác giả.", docx(*CURRICULUM), True),
        ("Chụp bài", "Em không có máy tính nên chụp lại bài viết tay.", docx(*CURRICULUM), False),
        ("Ảnh", "Gửi ảnh thẻ của tác giả.", b"PK\x03\x04" + bytes(99), False),
        ("Slide", "Em gửi slide và ảnh minh họa của bài TL-2021-008 ạ.", None, True),
        ("TL-2021-008", "Em gửi slide ạ.", None, False),
    ],
)
def test_pictures_that_come_with_other_documents(
    subject: str, body: str, beside: bytes | None, *, is_beside: bool
) -> None:
    files = [attached("anh.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 400, "image/jpeg")]
    files += [attached("ly lich.docx", beside)] if beside else []
    decision = decide(read(paper_mail(subject, body, *files)), OWN)
    assert (decision.disposition is Disposition.QUESTION) is is_beside, decision


@pytest.mark.parametrize(
    ("said", "footer", "answered", "shown"),
    [
        # who speaks of the conference is answered, whatever an office adds; who speaks of something else is shown
        ("Trường tôi đăng ký 3 đại biểu dự hội thảo.", "This message was automatically generated.", True, False),
        ("Trường tôi thất lạc công văn, nhờ gửi lại.", "This message was automatically generated.", False, True),
        ("Tôi đang nghỉ phép đến hết 20/11.", "This message was automatically generated.", False, False),
        ("Mã lỗi 502 lúc 08:12.", "This message was automatically generated.", False, False),
        # what is asked above an office's small print is answered, what is said there shown; not what is said to anybody
        ("Xe đón mấy giờ?", "This message is confidential. Please do not reply to this address.", True, False),
        ("Phòng Zoom đầy.", "This message is confidential. Please do not reply to this address.", False, True),
        ("Bạn có hài lòng không?", "Confidential. Please do not reply to this address.", False, False),
        ("Xe đón mấy giờ?", "Please do not reply to this address.", False, False),
    ],
)
def test_what_stands_below_a_signature_s_mark_was_added(said: str, footer: str, *, answered: bool, shown: bool) -> None:
    decision = decided("Thư", f"{said}\n--\n{footer}")
    assert decision.may_answer is answered, decision
    assert (decision.needs_person and not answered) is shown, decision


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        # words of calendars, absences, journals and checkers, said by somebody
        ("Lịch", "Ngày mai tôi có 2 cuộc họp nên xin phép đến muộn 30 phút."),
        ("Lịch", "Thứ Hai: 8h00 đoàn em về. Thứ Ba: 14h00 đoàn em báo cáo hội thảo."),
        ("Re: Nhắc hạn", "Chủ nhật em mới mở được thư, em nộp chậm một hôm ạ."),
        ("Re: Invitation", "I will read your message after my class and send questions. Is the page limit strict?"),
        ("Re: Colloque", "Je ne consulterai mes courriels que lundi. Puis-je envoyer ma communication mardi ?"),
        ("Nhắn", "Kính gửi các tác giả và Ban Tổ chức, tôi đề nghị mỗi người trình bày 10 phút."),
        ("Trùng lặp", "Chỉ số tương đồng của bài em là 18% có được không ạ?"),
        ("Tệp", "Em yêu cầu quyền truy cập vào tệp danh sách mà chưa thấy ai duyệt."),
        ("Gấp", "Đồng chí có nhận được văn bản số 45 của trường tôi chưa?"),
        ("Báo", "Kính gửi các tác giả khoa em và Ban Thư ký, khoa đã nộp đủ 3 bài."),
        ("Viết", "Em nhận viết tham luận cho trường, chưa rõ chủ đề. Zalo em 0912000999."),
        ("Link", "BTC đặt link đăng ký ở đâu, cho em xin báo giá khách sạn luôn"),
        ("Lunch", "We make lunch boxes for 50 delegates as you ordered. Could we send samples tomorrow?"),
        ("Xác nhận", "Em nhập số 193 vào ô xác nhận trên form đăng ký đại biểu mà không được"),
        ("Re: Rappel", "Je vous répondrai à mon retour lundi au sujet des corrections de ma communication."),
        ("Re: Nhắc", "Em đang trên đường công tác, tối về em gửi bài ạ"),
    ],
)
def test_who_speaks_as_programs_do_is_answered(subject: str, body: str) -> None:
    assert decided(subject, body).may_answer, decided(subject, body)


PASTED = "\n".join(re.findall(".{1,76}", base64.b64encode(docx(*map(str, range(300)))).decode()))
ZIP = "\n".join(re.findall(".{1,76}", base64.b64encode(archive([("log.txt", str(list(range(300))))])).decode()))


@pytest.mark.parametrize(
    ("sender", "subject", "body", "expected"),
    [
        ("ClamAV <clamav@x.example>", "Virus found", f"Sample:\n{PASTED}", Disposition.BULK),
        ("DLP <dlp@gw.example>", "Thư bị giữ lại", f"Tệp:\n{PASTED}\n\nVui lòng không trả lời thư này.", None),
        ("Jenkins <jenkins@b.example>", "Build failed", f"See https://b.example/1\n{ZIP}\nfailure", Disposition.BULK),
        # whoever passes it on: a person speaks
        ("An <noreply@x.example>", "Bài", f"Em gửi bài tham luận ạ.\n\n{PASTED}\n", Disposition.SUBMISSION),
        (An, "Bài tham luận", PASTED, Disposition.SUBMISSION),
        (An, "Bài tham luận", f"Bài của Trường.\n{PASTED}\n", Disposition.SUBMISSION),
    ],
    ids=["sample", "withheld", "build", "passed on", "bare", "of a school"],
)
def test_base64_in_the_text_of_a_program(sender: str, subject: str, body: str, expected: Disposition | None) -> None:
    given = sent(mail(subject, body, sender), OWN)
    decision = decide(given, OWN)
    assert decision.disposition is (expected or Disposition.AUTO_REPLY)
    brought = expected is Disposition.SUBMISSION
    assert [file.role for file in given.attachments if file.kind is FileKind.DOCX] == (
        [Role.PAPER if brought else Role.OTHER] if PASTED in body else []
    )
    assert decision.may_answer is (brought and sender == An)
    assert brought or PASTED not in body or decision.needs_person  # what it was, a person sees
