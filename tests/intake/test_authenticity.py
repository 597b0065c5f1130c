"""How far From is believed: Authentication-Results of the mailbox's own server (RFC 8601)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.intake.authenticity import authenticity
from daemon.mail import read
from daemon.model import Authenticity

PROVEN, UNKNOWN, FAILED = Authenticity.PROVEN, Authenticity.UNKNOWN, Authenticity.FAILED
SERVER = "mx.google.com"
GMAIL = """mx.google.com;\r
       dkim=pass header.i=@nghean.example header.s=s1 header.b=Ab/c1;\r
       spf=pass (google.com: domain of hoa@nghean.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@b.example;\r
       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=nghean.example"""


def judged(*headers: str, sender: str = "hoa@nghean.example", server: str = SERVER) -> Authenticity:
    lines = "".join(f"Authentication-Results: {header}\r\n" for header in headers)
    return authenticity(read(f"{lines}From: Hoa <{sender}>\r\nSubject: x\r\n\r\nx\r\n".encode()), server)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (GMAIL, PROVEN),
        ("mx.google.com; dkim=pass header.d=nghean.example", PROVEN),
        ("mx.google.com; dkim=pass header.d=mail.nghean.example", PROVEN),  # relaxed alignment
        ("mx.google.com; spf=pass smtp.mailfrom=bounce@nghean.example", PROVEN),
        ('mx.google.com 1; dkim=pass header.d="nghean.example"', PROVEN),  # with a version, quoted
        ("MX.Google.Com; DMARC=Pass header.from=nghean.example", PROVEN),
        ("mx.google.com; dkim/1=pass header.d=nghean.example", PROVEN),
        # signed, but by somebody else
        ("mx.google.com; dkim=pass header.d=relay.example; spf=pass smtp.mailfrom=a@relay.example", UNKNOWN),
        ("mx.google.com; dkim=pass header.d=example", UNKNOWN),  # a top-level domain signs for nobody
        ("mx.google.com; dkim=pass header.d=evil-nghean.example", UNKNOWN),
        ("mx.google.com; none", UNKNOWN),
        ("mx.google.com; dkim=none; spf=neutral; dmarc=none", UNKNOWN),
        ("mx.google.com; dkim=fail header.d=nghean.example", UNKNOWN),  # lists and gateways break signatures
        ("mx.google.com; spf=softfail smtp.mailfrom=nghean.example", UNKNOWN),
        ("mx.google.com; dmarc=temperror; spf=fail smtp.mailfrom=nghean.example", UNKNOWN),
        ("mx.google.com", UNKNOWN),
        ("", UNKNOWN),
        ("mx.google.com; dmarc=fail (p=QUARANTINE) header.from=nghean.example", FAILED),
        ("mx.google.com; dkim=pass header.d=evil.example; dmarc=fail header.from=nghean.example", FAILED),
        ("mx.google.com; spf=fail smtp.mailfrom=nghean.example", FAILED),
        ("mx.google.com; spf=hardfail smtp.mailfrom=nghean.example; dmarc=none", FAILED),
        ("mx.google.com; spf=fail smtp.mailfrom=nghean.example; dkim=pass header.d=nghean.example", PROVEN),
        # a comment says nothing
        (
            "mx.google.com; dmarc=fail (dmarc=pass; dkim=pass header.d=nghean.example) header.from=nghean.example",
            FAILED,
        ),
        # what a sender can put there says nothing: a quoted local part, a comment that seems to end
        ('mx.google.com; spf=pass smtp.mailfrom="x;dmarc=pass y"@evil.example; dmarc=fail', FAILED),
        ('mx.google.com; spf=none smtp.mailfrom="x; dmarc=pass"@evil.example', UNKNOWN),
        ("mx.google.com; spf=none (a \\) ; dmarc=pass \\( b); dkim=none", UNKNOWN),
        ("mx.google.com; spf=none (a (b; dmarc=pass) c; dmarc=pass); dkim=none", UNKNOWN),
        ("mx.google.com; dmarc=pass header.from=evil.example", UNKNOWN),
        ("mx.google.com; dmarc=pass header.from=nghean.example; dmarc=fail header.from=nghean.example", FAILED),
        # of another server
        ("mx.evil.example; dmarc=pass header.from=nghean.example", UNKNOWN),
    ],
)
def test_what_the_server_says(header: str, expected: Authenticity) -> None:
    assert judged(header) is expected


def test_the_servers_own_header_stands_above_what_a_sender_wrote() -> None:
    forged = "mx.google.com; dmarc=pass header.from=nghean.example"
    assert judged("mx.google.com; dmarc=fail header.from=nghean.example", forged) is FAILED
    assert judged("mx.other.example; dmarc=fail", forged) is UNKNOWN


def test_no_server_configured_nothing_is_believed_or_doubted() -> None:
    assert judged("mx.google.com; dmarc=fail", server="") is UNKNOWN
    assert judged("; dmarc=fail", server="") is UNKNOWN


@given(st.text(max_size=300))
@pytest.mark.slow
def test_whatever_stands_there_is_no_error(value: str) -> None:
    assert judged(f"mx.google.com; {value.replace(chr(13), ' ').replace(chr(10), ' ')}") in Authenticity
