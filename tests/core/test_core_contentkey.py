"""Knowing a message again that came by another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.records import content_key

MESSAGE = b"From: Hoa <hoa@x.example>\r\nMessage-ID: <1@x.example>\r\nSubject: B\r\nDate: x\r\n\r\nXin\r\nchao\r\n"


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("trace fields", b"Received: a\r\nReturn-Path: <>\r\nDelivered-To: b\r\nX-Spam: 1\r\n" + MESSAGE),
        ("line ends of a file", MESSAGE.replace(b"\r\n", b"\n")),
        ("blank lines at the end", MESSAGE + b"\r\n\r\n"),
        ("folding", MESSAGE.replace(b"Hoa <", b"Hoa\r\n <")),
        ("names of fields in capitals", MESSAGE.replace(b"Message-ID", b"MESSAGE-Id")),
    ],
)
def test_what_relays_and_programs_change_does_not_count(what: str, other: bytes) -> None:
    assert content_key(other) == content_key(MESSAGE) is not None, what


@pytest.mark.parametrize(
    ("before", "after"), [(b"<1@", b"<2@"), (b"Hoa", b"Lan"), (b"Subject: B", b"Subject: C"), (b"Xin", b"Cam on")]
)
def test_what_the_author_wrote_counts(before: bytes, after: bytes) -> None:
    assert content_key(MESSAGE.replace(before, after)) != content_key(MESSAGE)


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"From: a\r\n\r\nMessage-ID: <in@the.body>\r\n", b"no header end"])
def test_without_a_message_id_there_is_none(raw: bytes) -> None:
    assert content_key(raw) is None


@given(st.binary(max_size=400))
def test_any_bytes_will_do(raw: bytes) -> None:
    content_key(raw)
    content_key(b"Message-ID: <a@b>\r\n" + raw)
