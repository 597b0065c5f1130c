"""A configuration from answers: the shipped file, with the answers in it and every comment kept."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from daemon.config import from_table, shipped_file
from daemon.config.drafting import Server, draft, provider_of, provider_with, server

SHIPPED = shipped_file().read_text("utf-8")


def test_only_the_keys_that_were_answered_change() -> None:
    drafted = draft(
        SHIPPED, {"mailbox": {"address": "bài@trường.example", "port": 143}, "rules": {"deadline": date(2027, 3, 1)}}
    )
    changed = [
        (before, after)
        for before, after in zip(SHIPPED.splitlines(), drafted.splitlines(), strict=True)
        if before != after
    ]
    assert changed == [
        ('address = "phuonganhctth@gmail.com"', 'address = "bài@trường.example"'),
        ("port = 993", "port = 143"),
        ("deadline = 2021-11-10", "deadline = 2027-03-01"),
    ]


def test_a_key_that_stands_there_as_an_example_is_put_to_work() -> None:
    drafted = draft(SHIPPED, {"conference": {"mode": "redirect", "redirect_to": "thu@example.org"}})
    config = from_table(tomllib.loads(drafted), Path("config.toml"))
    assert config.conference.redirect_to == "thu@example.org"
    assert '# redirect_to = "' not in drafted


def test_the_same_key_of_another_section_stays() -> None:
    config = from_table(tomllib.loads(draft(SHIPPED, {"smtp": {"host": "mail.truong.example"}})), Path("config.toml"))
    assert (config.mailbox.host, config.smtp.host) == ("imap.gmail.com", "mail.truong.example")


@pytest.mark.parametrize("value", ['x" # y', "a\\b", "dòng\nhai", "", "\x00", "'''"])
@pytest.mark.slow
def test_no_answer_breaks_out_of_its_place(value: str) -> None:
    found = tomllib.loads(draft(SHIPPED, {"mailbox": {"username": value}}))
    assert found == tomllib.loads(SHIPPED) | {"mailbox": tomllib.loads(SHIPPED)["mailbox"] | {"username": value}}


def test_a_key_that_the_file_does_not_name_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match=r"\[mailbox\] no_such_key"):
        draft(SHIPPED, {"mailbox": {"no_such_key": 1}})


@pytest.mark.parametrize(
    ("address", "imap", "smtp"),
    [
        ("a@gmail.com", "imap.gmail.com:993", "smtp.gmail.com:465"),
        ("a@GMAIL.com", "imap.gmail.com:993", "smtp.gmail.com:465"),
        ("a@hotmail.com", "outlook.office365.com:993", "smtp.office365.com:587"),
        ("a@truong.example", "imap.truong.example:993", "smtp.truong.example:465"),
    ],
)
def test_servers_are_known_or_guessed_by_the_address(address: str, imap: str, smtp: str) -> None:
    found = provider_of(address)
    assert (str(found.imap), str(found.smtp)) == (imap, smtp)


def test_a_domain_whose_mail_is_at_gmail_is_gmail() -> None:
    found = provider_with(Server("imap.gmail.com", 993))
    assert found is not None
    assert (found.authserv_id, found.subaddresses) == ("mx.google.com", True)
    assert provider_with(Server("imap.truong.example", 993)) is None


@pytest.mark.parametrize(
    ("text", "host", "port", "security"),
    [
        ("mail.truong.example", "mail.truong.example", 993, "tls"),
        ("mail.truong.example:143", "mail.truong.example", 143, "starttls"),
        (" 127.0.0.1:587 ", "127.0.0.1", 587, "starttls"),
        ("[::1]:993", "::1", 993, "tls"),
        ("thư.trường.vn:993", "xn--th-e0a.xn--trng-rib8295b.vn", 993, "tls"),
    ],
)
def test_a_server_is_a_host_and_perhaps_a_port(text: str, host: str, port: int, security: str) -> None:
    found = server(text, 993)
    assert found is not None
    assert (found.host, found.port, found.security) == (host, port, security)


@pytest.mark.parametrize(
    "text", ["", "a b", "host:", "host:0", "host:65536", "host:x", "imaps://host", "a@b", "-host", "a..b", "host/INBOX"]
)
def test_what_is_no_server(text: str) -> None:
    assert server(text, 993) is None
