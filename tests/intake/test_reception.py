"""When the mailbox's own server took a message from outside: its Received field, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.intake.reception import taken_at
from daemon.mail import read

SERVER = "mx.google.com"
NIGHT = "Wed, 10 Nov 2021 08:58:11 -0800 (PST)"
TAKEN = datetime(2021, 11, 10, 16, 58, 11, tzinfo=UTC)
INSIDE = "by 2002:a05:6512:3ca3:b0:4a2:25b6:9e30 with SMTP id h35csp41; Wed, 10 Nov 2021 09:12:40 -0800 (PST)"
BORDER = f"from mail.nghean.example (mail.nghean.example. [192.0.2.7])\r\n        by {SERVER} with ESMTPS id 7sor;\r\n        {NIGHT}"
OUTSIDE = "from laptop by mail.nghean.example; Wed, 10 Nov 2021 20:00:00 +0700"


def taken(*fields: str, server: str = SERVER) -> datetime | None:
    lines = "".join(f"Received: {field}\r\n" for field in fields)
    return taken_at(read(f"{lines}From: hoa@nghean.example\r\nSubject: x\r\n\r\nx\r\n".encode()), server)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((BORDER,), TAKEN),
        ((INSIDE, BORDER, OUTSIDE), TAKEN),  # the provider's inner way is above
        ((BORDER.replace(SERVER, "MX.Google.COM."), OUTSIDE), TAKEN),
        ((BORDER.replace(f"by {SERVER}", f"(by evil.example) by {SERVER}"),), TAKEN),
        ((f"by {SERVER}; {NIGHT}",), TAKEN),
        ((f"from x by in3.{SERVER} with ESMTP; {NIGHT}",), TAKEN),  # a host of that domain
        # What its sender can write is below, or no host of ours.
        ((OUTSIDE,), None),
        ((f"from x by not{SERVER}; {NIGHT}",), None),
        ((f"from by.{SERVER} by mail.nghean.example; {NIGHT}",), None),
        ((f"from x (by {SERVER}) by mail.nghean.example; {NIGHT}",), None),
        ((BORDER, f"from a by {SERVER}; Mon, 1 Nov 2021 08:00:00 +0700"), TAKEN),
        # nothing that can be read
        ((f"from x by {SERVER}; yesterday",), None),
        ((f"from x by {SERVER}",), None),
        ((), None),
    ],
)
def test_the_topmost_field_of_the_configured_server_counts(fields: tuple[str, ...], expected: datetime | None) -> None:
    assert taken(*fields) == expected


def test_without_a_configured_server_nothing_is_trusted() -> None:
    assert taken(BORDER, server="") is None


@pytest.mark.slow
@given(st.lists(st.text(alphabet='by mx.google.com;(\\"<>\t10 Nov2021:+-', max_size=80), max_size=4))
def test_whatever_stands_there_it_is_a_moment_or_none(fields: list[str]) -> None:
    found = taken(*fields)
    assert found is None or found.utcoffset() is not None


@pytest.mark.slow
def test_of_thousands_of_fields_the_topmost_are_looked_at() -> None:
    assert taken(*[OUTSIDE] * 5_000, BORDER) is None


def test_zones_of_any_kind_are_one_moment() -> None:
    for offset in range(-12, 15):
        local = (TAKEN + timedelta(hours=offset)).strftime("%a, %d %b %Y %H:%M:%S")
        assert taken(f"from x by {SERVER}; {local} {offset:+03d}00") == TAKEN
