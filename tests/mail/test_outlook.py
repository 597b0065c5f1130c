"""Mails that Outlook kept as files (.msg) and somebody attached: their files come out, with who wrote them."""

from collections.abc import Mapping

import ole_maker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_maker import PNG, attached, docx, head, multi, text

from daemon.mail import read
from daemon.mail.outlook import as_message
from daemon.model import FileKind, ParsedMail, Role

BAI = docx()
AN = {"0C1A": "Nguyễn Văn An", "5D01": "an@nghean.example"}
PAPER: dict[str, str | bytes] = {"3707": "Bài tham luận.docx", "37010102": BAI}
OUTLOOK = "application/vnd.ms-outlook"


def passed_on(item: bytes, name: str = "FW Bài tham luận.msg") -> ParsedMail:
    return read(head("FW: bài") + multi(text("Chuyển thư của tác giả."), attached(name, item, OUTLOOK)))


def test_the_paper_in_it_is_found_and_its_author_known() -> None:
    (file,) = passed_on(ole_maker.make_msg(AN, PAPER)).attachments
    assert (file.filename, file.kind, file.role) == ("Bài tham luận.docx", FileKind.DOCX, Role.PAPER)
    assert file.content.startswith(BAI)
    assert file.author is not None
    assert (file.author.address, file.author.name) == ("an@nghean.example", "Nguyễn Văn An")


@pytest.mark.parametrize(
    ("properties", "address"),
    [
        ({"0C1F": "an@nghean.example"}, "an@nghean.example"),
        ({"0C1F": "/O=TCT/CN=AN", "5D01": "an@nghean.example"}, "an@nghean.example"),
        ({"0C1F": "/O=TCT/CN=AN", "0065": "an@nghean.example"}, "an@nghean.example"),
        ({"0C1A": b"An", "0C1F": b"an@nghean.example"}, "an@nghean.example"),
        ({"0C1F": "/O=TCT/CN=AN", "007D": "Received: x\r\nFrom: =?utf-8?B?QW4=?=\r\n <an@nghean.example>\r\n"}, "an@nghean.example"),
        ({"0C1A": "Chỉ có tên"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_who_sent_it(properties: Mapping[str, str | bytes], address: str | None) -> None:
    (file,) = passed_on(ole_maker.make_msg(properties, PAPER)).attachments
    assert (file.author.address if file.author else None) == address


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"3707": "Bài viết.docx", "3704": "BAIVIE~1.DOC"}, "Bài viết.docx"),
        ({"3704": "BAIVIE~1.DOC", "3001": "Bài viết.docx"}, "Bài viết.docx"),
        ({"3704": "bai.docx"}, "bai.docx"),
        ({"3707": b"B\xe0i vi\xea\xect.docx"}, "Bài viết.docx"),
        ({"3707": "..\\..\\Bài\r\n viết.docx"}, "Bài viết.docx"),
    ],
)
def test_names_of_files(names: Mapping[str, str | bytes], shown: str) -> None:
    (file,) = passed_on(ole_maker.make_msg(AN, {**names, "37010102": BAI})).attachments
    assert file.filename == shown


def test_an_item_in_an_item() -> None:
    inner = ole_maker.msg_streams({"0C1A": "Lan", "5D01": "lan@hue.example"}, PAPER)
    outer = {f"__substg1.0_3701000D/{name}": data for name, data in inner.items()}
    (file,) = passed_on(ole_maker.make_msg(AN, outer)).attachments
    assert (file.filename, file.author.address if file.author else None) == ("Bài tham luận.docx", "lan@hue.example")


def test_pictures_of_its_text_are_no_papers() -> None:
    logo: dict[str, str | bytes] = {"3707": "image001.png", "3712": "image001.png@01D7", "37010102": PNG}
    mail = passed_on(ole_maker.make_msg(AN, logo, PAPER))
    assert [(file.filename, file.role) for file in mail.attachments] == [
        ("image001.png", Role.SIGNATURE),
        ("Bài tham luận.docx", Role.PAPER),
    ]


@pytest.mark.parametrize(
    "item", [ole_maker.make_msg(AN), ole_maker.make_msg(AN, PAPER)[:2000]], ids=["without files", "damaged"]
)
def test_what_holds_no_file_or_cannot_be_opened_is_kept_itself(item: bytes) -> None:
    (file,) = passed_on(item).attachments
    assert (file.filename, file.content, file.role) == ("FW Bài tham luận.msg", item, Role.OTHER)


def test_entries_that_claim_the_same_sectors_are_not_multiplied() -> None:
    item = bytearray(ole_maker.make_msg(AN, *({"37010102": b"x" * 4096} for _ in range(9))))
    start = item.index("__substg1.0_37010102".encode("utf-16-le")) + 116
    assert as_message(bytes(item)) is not None
    for at in range(len(item)):
        if item.startswith("__substg1.0_37010102".encode("utf-16-le"), at):
            item[at + 116 : at + 124] = item[start : start + 4] + (30_000).to_bytes(4, "little")
    assert as_message(bytes(item)) is None


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
@settings(max_examples=200, deadline=None)
@pytest.mark.slow
def test_damage_never_raises(position: int, put: bytes) -> None:
    at = position % len(WHOLE)
    passed_on(WHOLE[:at] + put + WHOLE[at + len(put) :])


WHOLE = ole_maker.make_msg(AN, PAPER)
