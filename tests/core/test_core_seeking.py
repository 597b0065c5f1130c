"""Uncertain letters, looked up in the Sent folder: found, held, or sent again once."""

from __future__ import annotations

import email
from collections.abc import Callable
from datetime import timedelta

import pytest
from core.fakes import START, House, mail, never, refuse

from daemon.config import OnUncertain
from daemon.errors import MailboxError
from daemon.records import Doubtful
from daemon.seeking import Fate, SeekReport, fate, seek_uncertain

MINUTES = 15


def doubtful(**changes: object) -> Doubtful:
    values = {"message_id": "<a@b>", "since": START, "may_repeat": False} | changes
    return Doubtful(**values)


@pytest.mark.parametrize(
    ("found", "minutes", "on_uncertain", "may_repeat", "expected"),
    [
        (True, 0, "hold", False, Fate.SENT),
        (True, 500, "resend", True, Fate.SENT),
        (False, 0, "hold", False, Fate.HELD),
        (False, 500, "hold", False, Fate.HELD),
        (False, MINUTES - 1, "resend", False, Fate.HELD),
        (False, MINUTES, "resend", False, Fate.RESENT),
        (False, 500, "resend", True, Fate.HELD),
        (False, -60, "resend", False, Fate.HELD),  # the clock was set back
    ],
)
def test_the_decision(found: bool, minutes: int, on_uncertain: str, may_repeat: bool, expected: Fate) -> None:
    now = START + timedelta(minutes=minutes)
    patience = timedelta(minutes=MINUTES)
    letter = doubtful(may_repeat=may_repeat)
    made = fate(letter, found=found, now=now, patience=patience, on_uncertain=OnUncertain(on_uncertain))
    assert made is expected


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    """One letter whose sending was cut off after DATA."""
    house = build()
    house.inbox.put(mail())
    house.intake()
    house.sender.lose = refuse(uncertain=True)
    house.deliver()
    house.sender.lose = None
    return house


def set_to(house: House, what: OnUncertain) -> None:
    smtp = house.config.smtp.model_copy(update={"on_uncertain": what, "uncertain_minutes": MINUTES})
    house.config = house.config.model_copy(update={"smtp": smtp})


def seek(house: House) -> SeekReport:
    return seek_uncertain(house.inbox, house.records, house.config, house.clock)


def states(house: House) -> list[str]:
    return [letter["state"] for letter in house.records.letters()]


def searches(house: House) -> list[object]:
    asked: list[object] = []
    house.inbox.fail["sent_among"] = asked.append
    return asked


@pytest.mark.parametrize("what", OnUncertain)
def test_found_it_has_gone_out(house: House, what: OnUncertain) -> None:
    set_to(house, what)
    house.inbox.kept_sent = [house.sender.sent[0][2]]
    assert seek(house) == SeekReport(found=1)
    assert states(house) == ["sent"]
    assert house.notes("letter_resolved") == ["The letter to hoa@nghean.example was sent: found in the Sent folder."]
    assert house.deliver().sent == 0
    assert house.status()["trouble"] == []


@pytest.mark.parametrize("folder", [None, []])
def test_not_found_it_is_held_and_looked_for_ever_more_rarely(house: House, folder: list[bytes] | None) -> None:
    house.inbox.kept_sent = folder
    asked = searches(house)
    for _ in range(60 * 24):
        seek(house)
        house.later(minutes=1)
    assert states(house) == ["uncertain"]
    assert house.deliver().sent == 0
    assert MINUTES + 23 <= len(asked) <= MINUTES + 25
    house.inbox.kept_sent = [house.sender.sent[0][2]]  # a person looked, and sent it
    house.later(hours=1)
    assert seek(house).found == 1


def test_not_found_it_is_sent_again_once_and_says_so(house: House) -> None:
    set_to(house, OnUncertain.RESEND)
    house.inbox.kept_sent = []
    assert seek(house) == SeekReport(held=1)
    assert house.deliver().sent == 0
    house.later(minutes=MINUTES)
    assert seek(house) == SeekReport(resent=1)
    house.sender.lose = refuse(uncertain=True)
    assert house.deliver().uncertain == 1
    for _ in range(100):
        house.later(minutes=1)
        seek(house)
        house.deliver()
    first, second = (email.message_from_bytes(raw) for _, _, raw in house.sender.sent)
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Thamluan-Repeat"], second["X-Thamluan-Repeat"]) == (None, "possible")
    assert house.sender.sent[1][2].endswith(house.sender.sent[0][2])


def test_resent_by_hand_it_says_so_too_but_a_failed_one_does_not(house: House) -> None:
    house.inbox.put(mail("lan@hue.example"))
    house.intake()
    house.sender.fail = refuse(permanent=True)
    house.deliver()
    house.sender.fail = None
    for letter in house.records.letters():
        assert house.records.resend(letter["key"], "live", house.clock.now())
    house.deliver()
    assert [b"X-Thamluan-Repeat" in raw for _, _, raw in house.sender.sent] == [False, True, False]


def test_without_uncertain_letters_nobody_looks(build: Callable[..., House]) -> None:
    house = build()
    house.inbox.put(mail())
    house.once()
    house.inbox.fail["sent_among"] = never
    assert seek(house) == SeekReport()


def test_a_mailbox_that_fails_leaves_everything_as_it_was(house: House) -> None:
    set_to(house, OnUncertain.RESEND)
    house.later(days=1)
    house.inbox.fail["sent_among"] = never
    with pytest.raises(MailboxError):
        seek(house)
    assert states(house) == ["uncertain"]


def test_a_kill_while_sending_is_dated_by_the_restart(house: House) -> None:
    (letter,) = house.records.letters()
    assert letter["uncertain_at"] == house.clock.now().isoformat(timespec="milliseconds")
