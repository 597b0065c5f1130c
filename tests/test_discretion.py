"""Discretion: a secret does not come out in any form it may be written in, and addresses only where they may."""

import base64
import gc
import json
import urllib.parse
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.exceptions import IMAPClientError

from daemon.config import OAuth2
from daemon.discretion import HIDDEN, Secret, masked, scrub, unquoted
from daemon.errors import ConfigError, ConfigProblem, DeliveryError, MailboxError, ThamluanError
from daemon.inbox import refusals
from daemon.oauth import protocol, server
from daemon.smtp import replies as smtp_replies

WORD = "mật khẩu “193”/+"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "form",
    [
        WORD,
        repr(WORD),
        repr(WORD.encode()),
        json.dumps(WORD),
        urllib.parse.quote(WORD),
        urllib.parse.urlencode({"password": WORD}),
        _base64(WORD),
        base64.urlsafe_b64encode(WORD.encode()).decode(),
        _base64(f"\0hop-thu@hoithao.example\0{WORD}"),
        _base64(f"user=a@b.example\x01auth=Bearer {WORD}\x01\x01"),
        _base64(f"user=ab@b.example\x01auth=Bearer {WORD}\x01\x01"),
        _base64(f"user=abc@b.example\x01auth=Bearer {WORD}\x01\x01"),
    ],
)
def test_however_it_is_written(form: str) -> None:
    secret = Secret(WORD)
    said = scrub(f"NO wrong: A1 LOGIN x {form} (try again)")
    assert HIDDEN in said
    assert said.startswith("NO wrong: A1 LOGIN x")
    assert said.endswith("(try again)")
    for trace in (secret.value, form.strip("'b\""), "mật", _base64(WORD)[:8]):
        assert trace not in said


def test_quotes_and_backslashes_are_escaped_by_protocols() -> None:
    secret = Secret('ab"c\\d')
    assert scrub(r'LOGIN binh "ab\"c\\d"') == f'LOGIN binh "{HIDDEN}"'
    assert secret.value not in scrub(secret.value)


@pytest.mark.slow
@given(st.text(min_size=4, max_size=40).filter(lambda text: text.strip() == text), st.text(max_size=20))
def test_whatever_the_secret_and_what_stands_around_it(word: str, around: str) -> None:
    secret = Secret(word)
    data = f"{around}{word}{around}".encode("utf-8", "surrogatepass")
    assert word not in scrub(f"({around}|{word}|{around})").replace(HIDDEN, "")
    if all(not "\ud800" <= char <= "\udfff" for char in word + around):
        told = scrub(base64.b64encode(data).decode())
        assert HIDDEN in told, secret


@pytest.mark.slow
def test_what_nobody_holds_any_longer_is_no_secret() -> None:
    word = "chỉ dùng một lần"
    first, second = Secret(word), Secret(word)
    assert HIDDEN in scrub(word)
    del first
    gc.collect()
    assert HIDDEN in scrub(word), second
    del second
    gc.collect()
    assert scrub(word) == word


def test_a_word_of_a_letter_or_two_makes_no_holes() -> None:
    secret = Secret("an")
    assert scrub("Nguyễn Văn An, an toàn") == "Nguyễn Văn An, an toàn"
    assert "an" not in repr(secret).replace("Secret", "")


@pytest.mark.parametrize(
    "error",
    [
        ThamluanError(f"said {WORD}") if (held := Secret(WORD)) else None,
        MailboxError(f"said {WORD}"),
        DeliveryError("refused", permanent=True, line=f"535 5.7.8 {WORD}"),
        DeliveryError(f"refused: {WORD}", permanent=True),
        ConfigError("config.toml", [ConfigProblem("mailbox", "password", f"{WORD} is no key.", "Remove it.")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_error_of_ours_says_it(error: ThamluanError) -> None:
    assert WORD not in f"{error} {error!r} {error.args} {vars(error).get('line')}"


@pytest.mark.parametrize(
    "said",
    [
        lambda words: refusals.words(IMAPClientError(words)),
        smtp_replies.text_of,
        lambda words: str(protocol.refusal({"error": "invalid_client", "error_description": words}, 401)),
        lambda words: str(server.TokenServer(OAuth2())._unreachable(OSError(words), "login.example")),
    ],
    ids=["imap", "smtp", "token server", "network"],
)
@pytest.mark.parametrize("form", [str, lambda word: repr(word.encode())], ids=["itself", "bytes"])
def test_words_of_a_server_are_cut_without_leaving_half_of_it(
    said: Callable[[str], str], form: Callable[[str], str]
) -> None:
    secret = Secret("""hop'thu"193""")
    for before in range(600):
        told = said(f"{'.' * before} {form(secret.value)} refused")
        assert "hop" not in told, before
        assert "193" not in told, before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail from an.nguyen@nghean.example came.", "Mail from …@nghean.example came."),
        ("<thamluan.digest.0123456789abcdef01234567@hoithao.example>", None),
        ('"An" <an+bai@mail.nghean.example>, binh@hue.example', '"An" <…@mail.nghean.example>, …@hue.example'),
        ("lúc 17:00 @ hội trường", None),
        ("hop-thu@imap.gmail.com", "…@imap.gmail.com"),
    ],
)
def test_addresses_are_cut_to_their_domains(text: str, expected: str | None) -> None:
    assert masked(text) == (expected or text)


def test_a_word_without_end_is_looked_through_once() -> None:
    """As in the traceback of a library that repeats what it could not read."""
    word = "x" * 200_000
    assert masked(f"{word} an@nghean.example") == f"{word} …@nghean.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The words withdraw nothing: “tôi giữ bài”.", "The words withdraw nothing: “…”."),
        ("It says “một ”hai” và ba”.", "It says “…”."),
        ("In-Reply-To names a letter.", "In-Reply-To names a letter."),
        ("“một\nhai”", "“…”"),
    ],
)
def test_words_of_a_message_are_left_out(text: str, expected: str) -> None:
    assert unquoted(text) == expected
