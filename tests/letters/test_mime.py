"""A letter as bytes: what mail servers and mail programs get to see."""

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from daemon.config.forms import Email
from daemon.errors import DeliveryError
from daemon.letters import compose, redirect
from daemon.letters.wording import clean
from daemon.model import Address, Letter, LetterFile, LetterKind

VIETNAM = timezone(timedelta(hours=7))
DATE = datetime(2021, 11, 5, 9, 16, tzinfo=VIETNAM)
SENDER = Address("hoithao@truong.example", "Ban Thư ký Hội thảo")
HOA = Address("hoa.nguyen@nghean.example", "Nguyễn Thị Hoa")


def letter(**changes: object) -> Letter:
    values: dict[str, object] = {
        "key": "acknowledgement:" + "a" * 64,
        "kind": LetterKind.ACKNOWLEDGEMENT,
        "message_id": "<thamluan.acknowledgement.0123456789abcdef01234567@truong.example>",
        "to": (HOA,),
        "subject": "[TL-2021-001] Đã nhận bài tham luận: cần sửa 2 điểm – Hội thảo Trường Chính trị chuẩn 2021",
        "text": "Kính gửi đồng chí Nguyễn Thị Hoa,\n\nĐã nhận bài.\n",
        "html": "<!DOCTYPE html>\n<p>Kính gửi đồng chí Nguyễn Thị Hoa,</p>\n",
        "in_reply_to": "<1@nghean.example>",
        "references": ("<0@nghean.example>", "<1@nghean.example>"),
    }
    return Letter(**(values | changes))  # type: ignore[arg-type]


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def composed(**changes: object) -> EmailMessage:
    return parsed(compose(letter(**changes), SENDER, DATE, "thamluan-0123456789ab"))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("From", "Ban Thư ký Hội thảo <hoithao@truong.example>"),
        ("To", "Nguyễn Thị Hoa <hoa.nguyen@nghean.example>"),
        ("Subject", "[TL-2021-001] Đã nhận bài tham luận: cần sửa 2 điểm – Hội thảo Trường Chính trị chuẩn 2021"),
        ("Date", "Fri, 05 Nov 2021 09:16:00 +0700"),
        ("Message-ID", "<thamluan.acknowledgement.0123456789abcdef01234567@truong.example>"),
        ("In-Reply-To", "<1@nghean.example>"),
        ("References", "<0@nghean.example> <1@nghean.example>"),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Thamluan", "acknowledgement"),
        ("X-Thamluan-Storage", "thamluan-0123456789ab"),
        ("Content-Language", "vi"),
        ("MIME-Version", "1.0"),
    ],
)
def test_headers(header: str, value: str) -> None:
    assert composed()[header] == value
    assert len(composed().get_all(header)) == 1


def test_text_and_html_are_alternatives_text_first() -> None:
    message = composed()
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain["Content-Transfer-Encoding"] == html["Content-Transfer-Encoding"] == "quoted-printable"
    assert plain.get_content().replace("\r\n", "\n") == letter().text
    assert html.get_content().replace("\r\n", "\n") == letter().html


def test_attachments_stand_beside_the_alternatives() -> None:
    file = LetterFile("Bài đã sửa.docx", b"PK\x03\x04\x00\xff" * 50, "application/vnd.test")
    message = composed(attachments=(file,))
    assert message.get_content_type() == "multipart/mixed"
    body, attached = message.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert attached.get_filename() == file.filename
    assert attached.get_content() == file.content


def test_pictures_stand_beside_the_html_and_not_among_the_attachments() -> None:
    picture = LetterFile("Biểu đồ.png", b"\x89PNG\r\n" * 50, "image/png", "thamluan.chart.1@truong.example")
    file = LetterFile("bài.docx", b"PK", "application/vnd.test")
    html = '<img src="cid:thamluan.chart.1@truong.example" alt="">'
    message = composed(html=html, pictures=(picture,), attachments=(file,))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/vnd.test",
    ]
    shown = list(message.walk())[5]
    assert shown["Content-ID"] == "<thamluan.chart.1@truong.example>"
    assert (shown.get_content_disposition(), shown.get_filename()) == ("inline", "Biểu đồ.png")
    assert shown.get_content() == picture.content
    assert [part.get_filename() for part in message.iter_attachments()] == ["bài.docx"]
    body = message.get_body(("html",))
    assert body is not None
    assert body.get_content().strip() == html


def test_a_first_contact_has_no_thread_headers() -> None:
    message = composed(in_reply_to=None, references=())
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_the_same_letter_gives_the_same_bytes() -> None:
    files = (LetterFile("a.docx", b"a" * 100, "application/vnd.test"),)
    shown = (LetterFile("a.png", b"a" * 100, "image/png", "a@truong.example"),)
    first, second = (compose(letter(attachments=files, pictures=shown), SENDER, DATE) for _ in range(2))
    assert first == second
    other = compose(letter(attachments=files, pictures=shown, key="no_paper:" + "a" * 64), SENDER, DATE)
    assert parsed(other).get_boundary() != parsed(first).get_boundary()


def test_lines_end_in_crlf_and_are_short_ascii() -> None:
    raw = compose(letter(text="Một dòng rất dài. " * 400), SENDER, DATE)
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_long_identifiers_stay_whole() -> None:
    """The library would encode them as words, and replies would lose their thread."""
    long = "<" + "x" * 120 + "@mail.example>"
    message = composed(in_reply_to=long, references=("<0@a.example>", long), message_id=long)
    assert message["In-Reply-To"] == message["Message-ID"] == long
    assert message["References"].split() == ["<0@a.example>", long]


def test_a_thread_without_end_is_cut_in_the_middle() -> None:
    chain = tuple(f"<{number}@a.example>" for number in range(500))
    kept = composed(references=chain)["References"].split()
    assert len(kept) == 20
    assert (kept[0], kept[-1]) == (chain[0], chain[-1])


@pytest.mark.parametrize(
    "changes",
    [
        {"to": (Address("hoa@nghean.example", "Hoa\r\nBcc: all@truong.example"),)},
        {"to": (Address("hoa@nghean.example", 'Hoa" <x@evil.example>, "'),)},
        {"to": (Address("hoa@nghean.example", "Hoa\x00\u202e\u2028Bcc: x"),)},
        {"subject": "Đã nhận\r\nBcc: all@truong.example\r\n\r\nNội dung giả"},
        {"subject": "Đã nhận\nX-Evil: 1"},
        {"in_reply_to": "<1@a.example>\r\nBcc: all@truong.example"},
        {"references": ("<1@a.example>\r\nBcc: all@truong.example", "không phải", "<đ@a.example>")},
    ],
    ids=["name-crlf", "name-quotes", "name-controls", "subject-crlf", "subject-lf", "parent", "references"],
)
def test_no_value_can_become_a_header_or_another_recipient(changes: dict[str, object]) -> None:
    raw = compose(letter(**changes), SENDER, DATE)
    message = parsed(raw)
    assert set(message.keys()) <= set(composed().keys())
    assert len(message["To"].addresses) == 1
    assert message["To"].addresses[0].addr_spec.endswith("@nghean.example")
    assert message.get_content_type() == "multipart/alternative"
    assert "Đã nhận bài." in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hoa",
        "@a.example",
        "hoa@",
        "ho a@a.example",
        "hoa@a.example\r\nBcc: x@b.example",
        "hòa@a.example",
        "a,b@c.d",
        "<a@b.c>",
    ],
)
def test_an_address_that_no_mail_can_go_to_becomes_a_name_without_mailbox(address: str) -> None:
    """The letter is written and kept; sending it fails, and says so."""
    message = composed(to=(Address(address, "Hoa"),))
    assert message["To"].addresses == ()
    assert set(message.keys()) == set(composed().keys())


def test_a_domain_in_another_script_is_sent_in_its_ascii_form() -> None:
    assert composed(to=(Address("hoa@trường.example"),))["To"] == "hoa@xn--trng-rib8295b.example"


def test_an_address_with_two_dots_as_some_providers_gave_them_is_written_to() -> None:
    assert b'To: "Hoa" <hoa..nguyen@mail.example>' in compose(
        letter(to=(Address("hoa..nguyen@mail.example", "Hoa"),)), SENDER, DATE
    )


@given(name=st.text(max_size=150), subject=st.text(max_size=300))
@pytest.mark.slow
def test_names_and_subjects_survive_whatever_they_hold(name: str, subject: str) -> None:
    # decode_header: the newer parser puts a space between encoded words of a name (RFC 2047 §6.2 says none)
    raw = compose(letter(to=(Address("hoa@nghean.example", name),), subject=subject), SENDER, DATE)
    message = email.message_from_bytes(raw)
    assert str(make_header(decode_header(message["Subject"]))) == clean(subject, 250)
    shown, address = parseaddr(message["To"])
    assert (str(make_header(decode_header(shown))), address) == (clean(name, 100), "hoa@nghean.example")


class TestRedirect:
    """A rehearsal: every letter goes to one test address and still shows whom it was for."""

    def test_reader_and_subject_are_replaced_and_the_intended_reader_named(self) -> None:
        message = parsed(redirect(compose(letter(), SENDER, DATE), "thu@truong.example"))
        assert message["To"] == "thu@truong.example"
        assert message["Subject"] == f"[THỬ NGHIỆM] {letter().subject}"
        assert "hoa.nguyen@nghean.example" in message["X-Thamluan-Intended-To"]

    def test_everything_else_stays_byte_for_byte(self) -> None:
        raw = compose(letter(), SENDER, DATE)
        moved = redirect(raw, "thu@truong.example")
        assert moved.partition(b"\r\n\r\n")[2] == raw.partition(b"\r\n\r\n")[2]
        before, after = parsed(raw), parsed(moved)
        for name in set(before.keys()) - {"To", "Subject"}:
            assert after.get_all(name) == before.get_all(name)

    def test_copies_are_not_sent_either(self) -> None:
        raw = b"To: a@a.example\r\nCc: b@b.example,\r\n c@c.example\r\nBCC: d@d.example\r\nSubject: x\r\n\r\ny"
        message = parsed(redirect(raw, "thu@truong.example"))
        assert message["Cc"] is None
        assert message["Bcc"] is None
        for address in ("a@a.example", "b@b.example", "c@c.example", "d@d.example"):
            assert address in message["X-Thamluan-Intended-To"]

    def test_a_test_address_that_is_none_is_refused(self) -> None:
        with pytest.raises(DeliveryError):
            redirect(compose(letter(), SENDER, DATE), "thu@truong.example, b@b.example")


def test_the_date_shows_the_offset_it_was_given() -> None:
    raw = compose(letter(), SENDER, datetime(2021, 11, 5, 2, 16, tzinfo=UTC))
    assert parsed(raw)["Date"].datetime == DATE


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("thuky@truong.edu.vn", "thuky@truong.edu.vn"),
        (" thuky@truong.edu.vn ", "thuky@truong.edu.vn"),
        ("o'hara+thu-ky@truong.edu.vn", "o'hara+thu-ky@truong.edu.vn"),
        ("thu..ky.@truong.edu.vn", "thu..ky.@truong.edu.vn"),
        ("thuky@trường.vn", "thuky@xn--trng-rib8295b.vn"),
        ("thuky@xn--trng-rib8295b.vn", "thuky@xn--trng-rib8295b.vn"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_what_the_configuration_takes_as_an_address_is_written_to(address: str, wire: str) -> None:
    taken = TypeAdapter(Email).validate_python(address)
    assert str(parsed(compose(letter(to=(Address(taken),)), SENDER, DATE))["To"]) == wire
