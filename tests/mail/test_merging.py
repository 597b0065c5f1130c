"""mail-parser against the standard library's walk: what one misses the other brings, and no failure costs the mail."""

import base64
import email
from email.message import Message
from typing import Any

import mailparser
import pytest
from mail_maker import RTF, attached, docx, head, multi, part, text

from daemon.mail import read


def test_a_named_message_part_that_mail_parser_drops_is_read() -> None:
    inner = head("Bài", "an@x.example") + multi(attached("bài.docx", docx()), boundary="=-trong")
    raw = head("Fwd") + multi(b"Content-Type: message/rfc822; name=bai.eml\n\n" + inner)
    assert not mailparser.parse_from_bytes(raw).attachments[0]["filename"].endswith(".eml")
    assert [file.filename for file in read(raw).attachments] == ["bài.docx"]


def test_a_part_behind_the_last_boundary_is_read() -> None:
    # mail-parser looks into the epilogue when a boundary was never opened, and finds one part there; the walk all
    inner = b'Content-Type: multipart/mixed; boundary="khong"\n\nkhong co phan nao\n'
    lost = b"".join(b"--=-ranh-gioi\n" + attached(name, docx(name)) for name in ("bai.docx", "bài hai.docx"))
    lost += b"--=-ranh-gioi--\n"
    raw = head("x") + multi(text("Chào."), inner) + lost
    walked = [piece.get_filename() for piece in email.message_from_bytes(raw).walk()]
    assert "bai.docx" not in walked
    mail = read(raw)
    assert [file.filename for file in mail.attachments] == ["bai.docx", "bài hai.docx"]
    assert any("behind the closing boundary" in warning for warning in mail.warnings)


def found_by_mail_parser_alone(monkeypatch: pytest.MonkeyPatch, **attachment: Any) -> None:
    parse = mailparser.MailParser

    def parse_and_find(message: Message) -> Any:
        parsed = parse(message)
        parsed._attachments.append({"mail_content_type": "application/octet-stream", "binary": False, **attachment})
        return parsed

    monkeypatch.setattr(mailparser, "MailParser", parse_and_find)


def test_a_file_that_only_mail_parser_finds_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    found_by_mail_parser_alone(monkeypatch, filename="bai.docx", payload="noi dung khac")
    mail = read(head("x") + multi(text("Chào."), attached("khac.docx", docx())))
    assert [file.filename for file in mail.attachments] == ["khac.docx", "bai.docx"]
    assert any("only mail-parser" in warning for warning in mail.warnings)


@pytest.mark.parametrize("encoding", ['"base64"', "base64;", "BASE64", " base64 "])
def test_a_part_that_mail_parser_decodes_otherwise_is_not_there_twice(encoding: str) -> None:
    fields = ("Content-Type: application/octet-stream; name=bai.docx", f"Content-Transfer-Encoding: {encoding}")
    raw = head("x") + multi(text("Chào."), "\n".join(fields).encode() + b"\n\n" + base64.encodebytes(docx()))
    assert [(file.filename, file.content) for file in read(raw).attachments] == [("bai.docx", docx())]


def test_a_text_that_mail_parser_recodes_is_not_there_twice() -> None:
    content = "Tên bài: Mô hình".encode("utf-16")
    named = part(content, "Content-Type: text/plain; charset=utf-16; name=ten.txt")
    nameless = part(content, "Content-Type: text/plain; charset=utf-16", "Content-Disposition: attachment")
    for piece in (named, nameless):
        assert [file.content for file in read(head("x") + multi(text("a"), piece)).attachments] == [content]


def test_a_name_mail_parser_makes_up_is_not_taken() -> None:
    raw = head("x") + multi(text("a"), part(RTF, "Content-Type: application/rtf"))
    first, second = (read(raw).attachments[0].filename for _ in range(2))
    assert first == second
    assert first.startswith("tep-")


def test_a_content_id_is_not_taken_for_a_name() -> None:
    raw = head("x") + multi(text("a"), part(docx(), "Content-Type: application/octet-stream", "Content-ID: <abc@x>"))
    assert read(raw).attachments[0].filename.endswith(".docx")


@pytest.mark.parametrize("error", [AttributeError, ValueError, RecursionError, LookupError])
def test_an_exception_of_mail_parser_never_costs_the_message(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def broken(_: Message) -> Any:
        raise error

    monkeypatch.setattr(mailparser, "MailParser", broken)
    mail = read(head("Bài viết") + multi(text("Gửi bài."), attached("bài.docx", docx())))
    assert [file.filename for file in mail.attachments] == ["bài.docx"]
    assert (mail.subject, mail.text) == ("Bài viết", "Gửi bài.")
    assert any("mail-parser failed" in warning for warning in mail.warnings)
    assert mail.from_ is not None
    assert mail.from_.name == "Nguyễn Văn An"


def test_when_neither_can_parse_the_message_is_cut_at_its_boundaries(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr("daemon.mail.structure.email.message_from_bytes", broken)
    mail = read(head("Bài viết") + multi(text("Gửi bài."), attached("bài.docx", docx())))
    assert [file.filename for file in mail.attachments] == ["bài.docx"]
    assert mail.subject == "Bài viết"


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        (b"From: An <an@x.example>", "an@x.example", "An"),
        (b"From: an@x.example (Nguyen An)", "an@x.example", "Nguyen An"),
        (b'From: "Nguyen, An" <an@x.example>', "an@x.example", "Nguyen, An"),
        (b'From: "=?UTF-8?B?QsOsbmg=?=" <an@x.example>', "an@x.example", "Bình"),
        ("From: Bình <an@x.example>".encode(), "an@x.example", "Bình"),
        (b"From: B\xecnh <an@x.example>", "an@x.example", "Bình"),
        (b"From: Bi\xccnh <an@x.example>", "an@x.example", "Bình"),
        (b"From: An <an@x.example", "an@x.example", "An"),
        (b"From: <an@x.example>, b@x.example", "an@x.example", ""),
        (b"From: an@x.example <an@x.example>", "an@x.example", ""),
    ],
)
def test_senders(field: bytes, address: str, name: str) -> None:
    sender = read(field + b"\nSubject: x\n\nx").from_
    assert sender is not None
    assert (sender.address, sender.name) == (address, name)


@pytest.mark.parametrize("field", [b"From: An", b"From:", b"From: @", b"From: a@", b"From: undisclosed-recipients:;"])
def test_no_sender(field: bytes) -> None:
    assert read(field + b"\nSubject: x\n\nx").from_ is None
