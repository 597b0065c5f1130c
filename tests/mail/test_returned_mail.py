"""Bounces: which letter came back, from whom, with which status."""

from pathlib import Path

import pytest
from mail_maker import BOX, LETTER, An, attached, docx, head, multi, text

from daemon.intake import Own, decide
from daemon.mail import read
from daemon.model import ReturnedMail

OWN = Own(BOX, ("thuky@chinhtri.example",), "TL-2021")


def corpus(name: str) -> bytes:
    return (Path(__file__).parent.parent / "corpus" / f"{name}.eml").read_bytes()


def returned(name: str) -> ReturnedMail:
    mail = read(corpus(name))
    assert mail.returned is not None
    return mail.returned


@pytest.mark.parametrize(
    ("name", "message_id", "status", "permanent"),
    [
        ("tra-lai-chuan", LETTER, "5.1.1", True),
        ("tra-lai-chi-tieu-de", LETTER, "5.1.1", True),
        ("tra-lai-cham", None, "4.2.2", False),
        ("tra-lai-qmail", LETTER, "5.1.1", True),
        ("tra-lai-exim", LETTER, None, True),
        ("tra-lai-khong-dau-hieu", LETTER, "5.1.1", True),
        ("tra-lai-tieng-viet", LETTER, None, True),
        ("tra-lai-bang-bien-nhan", LETTER, None, True),
    ],
)
def test_corpus(name: str, message_id: str | None, status: str | None, *, permanent: bool) -> None:
    found = returned(name)
    assert (found.message_id, found.status, found.permanent) == (message_id, status, permanent)
    assert found.recipients == ("khongco@nghean.example",)


def bounce(body: str, subject: str = "failure notice", sender: str = "MAILER-DAEMON@x.example") -> ReturnedMail | None:
    raw = f"Return-Path: <>\nFrom: {sender}\nTo: {BOX}\nSubject: {subject}\n\n{body}"
    return read(raw.encode()).returned


@pytest.mark.parametrize(
    ("body", "recipients", "status", "permanent"),
    [
        ("could not be delivered to <a@b.example>: 550 5.1.1 unknown", ("a@b.example",), "5.1.1", True),
        ("----- The following addresses had permanent fatal errors -----\n<a@b.example>\n<c@d.example>", ("a@b.example", "c@d.example"), None, True),
        ("Delivery to a@b.example has been delayed. Will keep trying. 4.4.1", ("a@b.example",), "4.4.1", False),
        ("Delivery to a@b.example has been delayed (4.4.1) and will be retried; it is given up after 5 days.", ("a@b.example",), "4.4.1", False),
        ("Mailbox full: a@b.example. 452 4.2.2 over quota", ("a@b.example",), "4.2.2", False),
        ("Unable to deliver. a@b.example: (#4.4.1) I'm not going to try again; it has been in the queue too long.", ("a@b.example",), "4.4.1", True),
        (f"<{BOX}> wrote to <a@b.example>: user unknown", ("a@b.example",), None, True),
        (f"a@b.example: user unknown\n\nFrom: <{BOX}>\nReply-To: <{BOX.replace('@', '+tl@')}>", ("a@b.example",), None, True),
        ("The following message could not be delivered: a@b.example does not exist", ("a@b.example",), None, True),
        ("The following message, addressed to 'a@b.example', failed because it was not collected", ("a@b.example",), None, True),
        ("did not reach the following recipient(s):\n\nc=VN;o=TCT;dda:SMTP=a@b.example; on Fri\n    Unknown Recipient", ("a@b.example",), None, True),
        ("did not reach the following recipient(s):\n\na@b.example on Fri\n  The MTS-ID of the original message is: c=vn\nc@d.example on Fri", ("a@b.example", "c@d.example"), None, True),
        # telephone numbers and numbers of versions are no codes, reasons no promise to go on
        ("Could not be delivered, a permanent error. Try again or call 480-624-2500.\n<a@b.example>: mailfolder is full", ("a@b.example",), None, True),
        ("Subject: RELEASED Mailman 2.0.12\ndid not reach the following recipient(s):\na@b.example: Unknown Recipient", ("a@b.example",), None, True),
        ("Warning: a@b.example - User unknown!", ("a@b.example",), None, True),
        ("a@b.example: 4.4.4 Temporary server error. This condition occurred after 30 attempt(s) to deliver", ("a@b.example",), "4.4.4", True),
        ("could not be delivered to a@b.example. Please do not resend your original message.\nDelivery attempts will continue to be made for 5 days.", ("a@b.example",), None, False),
        ("could not be delivered to a@b.example. This is not a permanent error, we will keep trying.", ("a@b.example",), None, False),
        ("Could not be delivered to a@b.example. Call 1-480-555-2000.", ("a@b.example",), None, True),
        ("could not be delivered to a@b.example.\nPlease do not resend your original message.\nDelivery attempts will continue to be made for 5 days.", ("a@b.example",), None, False),
        ("a@b.example: delivered, 250 2.1.5 OK", ("a@b.example",), "2.1.5", False),
        ("Thư gửi a@b.example không thành công.", ("a@b.example",), None, True),
        ("Không gửi được tới a@b.example: hộp thư đã đầy. Vui lòng thử lại sau.", ("a@b.example",), None, True),
        ("Chưa chuyển được tới a@b.example. Hệ thống sẽ thử lại sau.", ("a@b.example",), None, False),
    ],
)  # fmt: skip
def test_texts(body: str, recipients: tuple[str, ...], status: str | None, *, permanent: bool) -> None:
    found = bounce(body)
    assert found is not None
    assert (found.recipients, found.status, found.permanent) == (recipients, status, permanent)


@pytest.mark.parametrize(
    ("body", "subject", "permanent"),
    [
        ("Thư quý khách gửi tới a@b.example không chuyển phát được do địa chỉ không tồn tại.", "Thư không gửi được", True),
        ("Hộp thư của người nhận a@b.example đã vượt dung lượng.", "Hộp thư người nhận đã đầy", True),
        ("Hòm thư a@b.example đã đầy.", "Hòm thư người nhận đã đầy", True),
        ("Thư của bạn gửi tới a@b.example chưa thể chuyển đi.\nHệ thống sẽ thử lại trong 2 ngày.", "Trì hoãn", False),
        ("Your message could not be delivered.\n\n<a@b.example>: host not found", "Undelivered Mail", True),
        ("Votre message n'a pas pu être remis au destinataire a@b.example.", "Échec de la remise", True),
        ("Ihre Nachricht an a@b.example konnte nicht zugestellt werden.", "Hinweis", True),
        ("您发给 a@b.example 的邮件被退回。", "系统退信", True),
        ("Thư gửi tới a@b.example bị từ chối vì quá lớn. Người nhận chưa nhận được thư.", "Thư bị từ chối", True),
        ("Hello, your email to a@b.example did not go through.", "Oops", True),
        ("a@b.example 宛のメールは配信できませんでした。", "配信エラー", True),
        ("Thư bạn gửi cho a@b.example bị máy chủ kia từ chối nhận.", "Không thể chuyển tiếp thư của bạn", True),
        (f"Hoàn trả thư gửi a@b.example.\n\nFrom: Ban Thư ký\nTo: a@b.example\nMessage-ID: {LETTER}", "Hoàn", True),
        ("Máy chủ báo: thư bạn gửi không đến được người nhận.", "Không chuyển được thư tới a@b.example", True),
        ("Lý do: người dùng đã nghỉ hưu, hộp thư bị khóa, trả về.", "Thư gửi a@b.example bị trả về", True),
        ("Tài khoản này đã bị từ chối từ tháng trước.", "Không phát được thư tới a@b.example", True),
    ],
)  # fmt: skip
def test_a_mail_system_under_any_name_is_known_by_what_it_tells_the_sender(
    body: str, subject: str, permanent: bool
) -> None:
    raw = (
        f"From: Thu <thu@cty.example>\nTo: {BOX}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    )
    found = read(raw.encode()).returned
    assert found is not None
    assert (found.recipients, found.permanent, found.by_words) == (("a@b.example",), permanent, True)
    assert decide(read(raw.encode()), OWN).needs_person


@pytest.mark.parametrize(
    ("body", "sender"),
    [
        ("Thu gui toi a@b.example khong den noi, khong co nguoi dung nay.", "postmaster@b.example"),
        ("Bức thư gửi a@b.example đã nằm lại 5 ngày và bị gỡ.", "Mail Delivery System <x@gw.example>"),
        ("Nobody called a@b.example lives here.", "mailer-daemon@b.example"),
        (f"Từ: {BOX}\nTới: a@b.example\nKết luận: TỪ CHỐI", "Cổng thư an toàn <cong@b.example>"),
        ("a@b.example: closed, not accepted", "smtp2@b.example"),
    ],
)
def test_a_mail_system_that_names_an_address_tells_of_a_letter_in_whatever_words(body: str, sender: str) -> None:
    found = bounce(body, "Tin báo", sender)
    assert found is not None
    assert (found.recipients, found.permanent, found.by_words) == (("a@b.example",), True, False)


@pytest.mark.parametrize(
    ("body", "sender"),
    [
        ("Tôi nghỉ tới 15/11, không đọc thư. Xin liên hệ a@b.example.", "Quản trị thư <quantri@b.example>"),
        ("I'm not in. Please write to a@b.example.", "Mail Admin <mailadmin@b.example>"),
        ("Không xem thư trong tuần này, việc gấp xin gửi a@b.example.", "Lan <lan@b.example>"),
        ("Hệ thống đã nhận được thư và chuyển tới a@b.example.", "Cổng thư <cong@b.example>"),
        (f"Thư gửi {BOX} không cần trả lời.", "Hệ thống thư <cong@b.example>"),
    ],
)
def test_what_answers_by_itself_and_names_a_deputy_tells_of_no_lost_letter(body: str, sender: str) -> None:
    assert bounce(body, "Tin báo", sender) is None


@pytest.mark.parametrize(
    ("body", "subject", "sender"),
    [
        ("Thư của tôi bị trả lại vì sai địa chỉ, xin giúp.", "Re: failure notice", "an@x.example"),
        ("Xin hỏi vì sao thư bị từ chối?", "Fwd: Undelivered Mail Returned to Sender", "an@x.example"),
        ("Tôi không tìm thấy hộp thư của Ban Tổ chức.", "Không gửi được bài", "an@x.example"),
        ("Bài viết về quản trị: không thể gửi qua bưu điện.", "Hỏi", "admin@x.example"),
        ("Thư của bạn Hoa gửi tới la@x.example không đến được, vì sao vậy?", "Hỏi", "an@x.example"),
        (f"Em nhận được thư này là thế nào?\n\nFrom: X <a@b.example>\nMessage-ID: {LETTER}", "Thư lạ", "an@x.example"),
        ("Em gửi thư của quý trường tới la@x.example thì bị trả lại.", "Thư bị trả lại", "an@x.example"),
        ("Thư của quý trường không đến được hộp thư an@x.example.", "Thư không đến được", "an@x.example"),
    ],
)
def test_people_who_speak_of_bounces(body: str, subject: str, sender: str) -> None:
    raw = f"Return-Path: <{sender}>\nFrom: {sender}\nTo: {BOX}\nSubject: {subject}\n\n{body}"
    assert read(raw.encode()).returned is None


@pytest.mark.parametrize(
    ("more", "part"),
    [
        (f"In-Reply-To: {LETTER}", ""),
        (f"References: <a@b.example> {LETTER}", ""),
        ("X-A: b", f"Content-Type: message/rfc822-headers\n\nSubject: x\nMessage-ID: {LETTER}\n"),
        ("X-A: b", f"Content-Type: message/global-headers\n\nSubject: x\nMessage-ID: {LETTER}\n"),
        ("X-A: b", f"Content-Type: message/delivery-status\n\nX-Original-Message-ID: {LETTER}\n"),
        ("X-A: b", f"Content-Type: text/plain\n\nTo: a@b.example\nMessage-Id: {LETTER}\n"),
    ],
)
def test_the_letter_is_found_wherever_the_report_names_it(more: str, part: str) -> None:
    body = multi(text("Could not be delivered to a@b.example."), *([part.encode()] if part else []))
    found = read(head("failure notice", "MAILER-DAEMON@x.example", "Return-Path: <>", more) + body).returned
    assert found is not None
    assert (found.message_id, found.recipients) == (LETTER, ("a@b.example",))


def test_reports_in_utf8() -> None:
    """RFC 6533."""
    status = b"Content-Type: message/global-delivery-status\n\nReporting-MTA: dns; x\n\n"
    status += "Final-Recipient: utf-8; hòa@b.example\nAction: failed\nStatus: 5.1.1\n".encode()
    mail = read(
        head("Report", An) + multi(text("x"), status, kind="report", extra="; report-type=global-delivery-status")
    )
    assert mail.report == "delivery-status"
    assert mail.returned is not None
    assert mail.returned.permanent


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: message/rfc822\n\n" + head("Về bài", f"Ban Thư ký <{BOX}>") + text("x"),
        b"Content-Type: text/rfc822-headers\n\n" + head("Về bài", f"Ban Thư ký <{BOX}>"),
    ],
)
def test_who_wrote_the_letter_and_about_what(part: bytes) -> None:
    raw = head("failure notice", "MAILER-DAEMON@x.example") + multi(
        text("no such user: a@b.example"), part, kind="report"
    )
    found = read(raw).returned
    assert found is not None
    assert (found.writer, found.subject, found.recipients) == (BOX, "Về bài", ("a@b.example",))


def test_files_of_a_returned_message_are_not_attachments() -> None:
    letter = head("Bài", BOX) + multi(text("x"), attached("bai.docx", docx()), boundary="=-trong")
    for kind in ("report", "mixed"):
        raw = head("Undelivered Mail Returned to Sender", "MAILER-DAEMON@x.example", "Return-Path: <>") + multi(
            text("could not be delivered"), b"Content-Type: message/rfc822\n\n" + letter, kind=kind
        )
        assert read(raw).attachments == ()
    raw = head("failure notice", "MAILER-DAEMON@x.example") + multi(
        text("could not be delivered"), attached("thu.eml", letter, "application/octet-stream")
    )
    assert read(raw).attachments == ()


@pytest.mark.parametrize(("action", "permanent"), [("failed", True), ("delayed", False)])
def test_who_gave_up_after_temporary_failures_has_failed(action: str, *, permanent: bool) -> None:
    """RFC 3464 §2.3.3, as in its example of §A: five days of "connection timed out" end so."""
    report = (
        "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        "connection timed out\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n"
        f"Final-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: 4.4.1\n\n--b--\n"
    )
    found = read(report.encode()).returned
    assert found is not None
    assert (found.recipients, found.status, found.permanent) == (("a@b.example",), "4.4.1", permanent)


@pytest.mark.parametrize(
    ("action", "permanent"),
    [
        ("failed", True),
        ("delayed", False),
        ("failure", True),
        ("error", True),
        ("delivered", False),
        ("relayed", False),
    ],
)
def test_what_was_done_with_it_is_said_in_words_of_the_standard_or_others(action: str, *, permanent: bool) -> None:
    """RFC 3464 §2.3.3 knows five; OpenSMTPD and others write their own."""
    said = f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.b.example\n\nAction: {action}\n"
    status = f"{said}Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n".encode()
    body = multi(text("x"), status, kind="report", extra="; report-type=delivery-status")
    found = read(head("Report", "MAILER-DAEMON@b.example") + body).returned
    assert found is not None
    assert found.permanent is permanent


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("MDN-sent-automatically; deleted", "MDN-sent-automatically; displayed"),
        ("automatic-action/MDN-sent-automatically; deleted", "manual-action/MDN-sent-manually; deleted"),
        # who deletes what was read has it
        ("was automatically rejected:\nQuota exceeded (mailbox for user is full)", "was deleted."),
    ],
)
def test_another_receipt_tells_of_no_lost_letter(written: str, instead: str) -> None:
    raw = corpus("tra-lai-bang-bien-nhan")
    assert written.encode() in raw
    assert read(raw.replace(written.encode(), instead.encode())).returned is None
