"""The letter to ourselves: sent on its schedule, known again by its signature, missed when it does not come back."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from core.fakes import START, House, killed_at, points_passed, refuse, shipped
from core.test_core_notices import tell

from daemon import canary, identity, intake, letters, mail
from daemon.config import Config, Mode
from daemon.freedays import free_days
from daemon.model import Disposition
from daemon.service import own_identity
from daemon.timetable import run_calendar

FREE = free_days("")
KEY = b"khoa-cua-kho" * 4
BOX = shipped().mailbox.address


def with_canary(config: Config, *, every_hours: float = 6, within_minutes: int = 30) -> Config:
    section = config.canary.model_copy(update={"every_hours": every_hours, "within_minutes": within_minutes})
    season = config.season.model_copy(update={"enabled": False})
    return config.model_copy(update={"canary": section, "season": season})


@pytest.fixture
def cage(build: Callable[..., House]) -> Callable[..., House]:
    """A house that sends canaries, with the real pen, reader and decisions."""

    def make(*, mode: Mode = Mode.LIVE, **section: float) -> House:
        house = build(mode=mode)
        house.config = with_canary(house.config, **section)
        house.pen = letters.Letters(house.config, letters.environment(house.config), KEY)
        house.read = mail.read
        house.decide = partial(intake.decide, own=own_identity(house.config, KEY))
        return house

    return make


def look(house: House) -> int:
    return run_calendar(house.desk, FREE).canaries


def fly(house: House) -> bytes:
    """Sends what is due; the canary that went out."""
    assert look(house) == 1
    house.deliver()
    return house.sender.to(BOX)[-1]


def come_back(house: House, raw: bytes) -> None:
    house.inbox.put(raw, at=house.clock.now())
    house.intake()


# --------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("every", "mode", "ago", "due"),
    [
        (6, Mode.LIVE, None, True),
        (6, Mode.LIVE, timedelta(hours=5, minutes=59), False),
        (6, Mode.LIVE, timedelta(hours=6), True),
        (0.5, Mode.LIVE, timedelta(minutes=31), True),
        (6, Mode.LIVE, timedelta(hours=-2), True),  # the clock was set back: it does not wait for it
        (0, Mode.LIVE, None, False),
        (6, Mode.OBSERVE, None, False),
        (6, Mode.REDIRECT, None, False),  # it would go to the test address, and never come back
    ],
)
def test_when_one_is_due(every: float, mode: Mode, ago: timedelta | None, due: bool) -> None:
    config = with_canary(shipped(), every_hours=every)
    config = config.model_copy(update={"conference": config.conference.model_copy(update={"mode": mode})})
    assert canary.is_due(config, None if ago is None else START - ago, START) is due


@pytest.mark.parametrize("mode", [Mode.OBSERVE, Mode.REDIRECT])
def test_where_letters_do_not_reach_their_readers_none_is_sent(cage: Callable[..., House], mode: Mode) -> None:
    house = cage(mode=mode)
    assert look(house) == 0
    house.later(days=2)
    assert look(house) == 0
    assert house.records.letters() == []
    assert house.status()["canary"] is None
    assert house.status()["trouble"] == []


def test_one_at_a_time_and_the_next_after_six_hours(cage: Callable[..., House]) -> None:
    house = cage()
    assert [look(house), look(house)] == [1, 0]
    house.later(hours=6)
    assert look(house) == 1
    assert [letter["state"] for letter in house.records.letters()] == ["dropped", "queued"], "the newest tells more"


def test_one_that_could_not_be_sent_in_time_is_not_sent_later(cage: Callable[..., House]) -> None:
    house = cage()
    look(house)
    house.later(minutes=31)
    house.deliver()
    assert house.sender.sent == []
    assert [letter["state"] for letter in house.records.letters()] == ["dropped"]


def test_killed_between_any_two_steps_there_is_one(cage: Callable[..., House], tmp_path: Path) -> None:
    first = cage()
    points = points_passed(lambda: look(first))
    assert points
    for nth, point in enumerate(points):
        directory = tmp_path / str(nth)
        config = first.config.with_directory(directory)
        house = House(directory, config, pen=first.pen, read=first.read, decide=first.decide)
        with pytest.raises(BaseException, match=point), killed_at(point, points[: nth + 1].count(point)):
            look(house)
        house.restart()
        look(house)
        assert len(house.records.letters()) == 1
        assert house.records.canary().last_sent == START
        house.close()


# --------------------------------------------------------------------------- what it is


def test_a_letter_from_us_to_us_that_no_program_answers(cage: Callable[..., House]) -> None:
    sent = email.message_from_bytes(fly(cage()), policy=email.policy.default)
    assert BOX in sent["From"]
    assert sent["To"] == BOX
    assert sent["Auto-Submitted"] == "auto-generated"
    assert identity.kind_of(sent["Message-ID"]) == "canary"
    assert identity.canary_of(sent[identity.CANARY_HEADER], KEY) == "canary:TL-2021:2021-11-05T01:00:00"
    assert "Không cần trả lời" in sent.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "canary:TL-2021:2021-11-05T01:00:00",
        "canary:TL-2021:2021-11-05T01:00:00.aaaaaaaaaaaaaaaaaaaaaaaaaa",
        identity.canary_token("canary:TL-2021:2021-11-05T01:00:00", b"another key"),
        identity.canary_token("canary:TL-2021:2021-11-05T01:00:00", KEY)[:-1],
        ".",
    ],
)
def test_what_we_did_not_sign_is_no_canary(token: str) -> None:
    assert identity.canary_of(token, KEY) is None


def test_without_a_key_nothing_is_signed() -> None:
    assert identity.canary_of(identity.canary_token("canary:1", b""), b"") is None


# --------------------------------------------------------------------------- back


def test_back_it_is_nobodys_mail(cage: Callable[..., House]) -> None:
    house = cage()
    tell(house, BOX)  # the secretariat reads the mailbox itself, where notices to it stay to be seen
    raw = fly(house)
    house.later(seconds=42)
    come_back(house, raw)
    (message,) = house.records.messages()
    assert (message["disposition"], message["may_answer"]) == (Disposition.OWN.value, 0)
    assert house.inbox.moved == [raw], "filed away"
    house.deliver()
    assert len(house.sender.sent) == 1, "neither answered nor told"
    assert house.status()["canary"] == {
        "last_back": "2021-11-05T08:00:42+07:00",
        "latency_seconds": 42.0,
        "missing_since": None,
    }
    assert house.status()["trouble"] == []
    assert house.notes("canary_back") == ["The letter to ourselves of 2021-11-05T01:00:00.000+00:00 has come back."]


def test_a_provider_that_writes_a_message_id_of_its_own_changes_nothing(cage: Callable[..., House]) -> None:
    house = cage()
    raw = fly(house)
    sent = email.message_from_bytes(raw, policy=email.policy.SMTP)
    sent.replace_header("Message-ID", "<CAF@mail.gmail.example>")
    del sent[identity.HEADER]
    come_back(house, sent.as_bytes())
    assert house.status()["canary"]["last_back"] is not None
    house.deliver()
    assert len(house.sender.sent) == 1


def test_a_forged_one_brings_none_back(cage: Callable[..., House]) -> None:
    house = cage()
    raw = fly(house)
    token = identity.canary_token("canary:TL-2021:2021-11-05T01:00:00", KEY)
    forged = raw.replace(token.encode(), identity.canary_token("canary:TL-2021:2021-11-05T01:00:00", b"x").encode())
    assert forged != raw
    come_back(house, forged)
    assert house.status()["canary"]["last_back"] is None
    house.later(minutes=31)
    house.intake()
    look(house)
    assert house.status()["canary"]["missing_since"] == "2021-11-05T08:00:00+07:00"


def test_the_same_one_again_says_nothing(cage: Callable[..., House]) -> None:
    house = cage()
    raw = fly(house)
    come_back(house, raw)
    house.later(hours=6)
    fly(house)
    house.later(hours=1)
    come_back(house, raw.replace(b"X-Thamluan:", b"X-Delayed: yes\r\nX-Thamluan:"))
    found = house.status()["canary"]
    assert found["last_back"] == "2021-11-05T08:00:00+07:00"
    assert found["missing_since"] == "2021-11-05T14:00:00+07:00"


def test_seen_before_the_servers_answer_it_took_no_time(cage: Callable[..., House]) -> None:
    house = cage()
    look(house)
    house.sender.lose = lambda _, raw: come_back(house, raw)
    house.deliver()
    assert house.status()["canary"]["latency_seconds"] == 0


def test_one_in_doubt_that_comes_back_went_out(cage: Callable[..., House]) -> None:
    house = cage()
    look(house)
    house.sender.lose = refuse(uncertain=True)
    house.deliver()
    assert house.status()["outbox"]["uncertain"] == 1
    come_back(house, house.sender.to(BOX)[0])
    assert house.status()["outbox"]["uncertain"] == 0
    assert house.status()["trouble"] == []


# --------------------------------------------------------------------------- missing


def missing_after(house: House, **span: float) -> list[str]:
    house.later(**span)
    house.intake()
    look(house)
    return [sentence for sentence in house.status()["trouble"] if "ourselves" in sentence]


def test_one_that_is_not_back_in_time_is_trouble_told_once(
    cage: Callable[..., House], caplog: pytest.LogCaptureFixture
) -> None:
    house = cage()
    fly(house)
    assert missing_after(house, minutes=29) == []
    (sentence,) = missing_after(house, minutes=1)
    assert sentence.startswith("The letter to ourselves of 2021-11-05T08:00:00+07:00 has not come back:")
    assert missing_after(house, minutes=5) == [sentence]
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1
    assert len(house.notes("canary_missed")) == 1
    assert "canary_missed" in {event["kind"] for event in house.status()["attention"]}
    troubles = house.records.troubles(house.config, house.clock.now())
    assert [(trouble.kind, trouble.at) for trouble in troubles] == [("canary", START)]


def test_one_in_a_mailbox_that_was_not_read_since_is_not_missed(cage: Callable[..., House]) -> None:
    """The machine was off, or the server away: the first poll afterwards says what became of it."""
    house = cage()
    house.intake()
    raw = fly(house)
    house.inbox.put(raw, at=house.clock.now())
    house.later(hours=3)
    look(house)
    assert house.notes("canary_missed") == []
    assert house.status()["canary"]["missing_since"] is None
    assert missing_after(house, minutes=1) == []
    assert house.notes("canary_back")[0].endswith("has come back.")


def test_its_end_is_told_too(cage: Callable[..., House]) -> None:
    house = cage()
    raw = fly(house)
    missing_after(house, hours=1)
    come_back(house, raw)
    assert missing_after(house, minutes=1) == []
    assert house.notes("canary_back")[0].endswith("has come back, late.")
    assert house.status()["canary"]["latency_seconds"] == 3600


def test_it_lasts_until_a_newer_one_is_back(cage: Callable[..., House]) -> None:
    house = cage()
    fly(house)
    house.later(hours=6)
    house.intake()
    second = fly(house)
    assert "T08:00:00" in missing_after(house, minutes=10)[0], "since the first"
    come_back(house, second)
    assert missing_after(house, minutes=1) == []


@pytest.mark.parametrize("permanent", [True, False])
def test_a_server_that_takes_none_is_missed_as_well(cage: Callable[..., House], permanent: bool) -> None:
    house = cage()
    look(house)
    house.sender.fail = refuse(permanent=permanent)
    house.deliver()
    assert missing_after(house, minutes=31)


def test_a_mailbox_that_is_full_is_not_told_as_an_address_that_fails_for_ever(cage: Callable[..., House]) -> None:
    house = cage()
    raw = fly(house)
    identifier = email.message_from_bytes(raw)["Message-ID"]
    report = (
        "From: MAILER-DAEMON@mail.example\r\nTo: x\r\nSubject: Undelivered\r\nReturn-Path: <>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nMailbox full.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {BOX}\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {identifier}\r\n\r\n--b--\r\n"
    )
    come_back(house, report.encode())
    assert [entry["address"] for entry in house.status()["failing"]] == [BOX.casefold()]
    house.later(hours=6)
    come_back(house, fly(house))
    assert house.status()["failing"] == []


def test_switched_off_nothing_is_missed(cage: Callable[..., House]) -> None:
    house = cage()
    fly(house)
    house.later(hours=1)
    house.config = with_canary(house.config, every_hours=0)
    assert house.status()["trouble"] == []
    assert house.status()["canary"] is None


@pytest.mark.slow
def test_many_a_day_are_not_held_back_by_the_brake_on_one_reader(cage: Callable[..., House]) -> None:
    house = cage(every_hours=0.5)
    for _ in range(house.config.letters.max_per_address_per_day + 5):
        come_back(house, fly(house))
        house.later(minutes=30)
    assert house.status()["outbox"]["queued"] == 0


def test_the_clock_of_a_letter_is_of_the_moment() -> None:
    moment = datetime(2021, 11, 5, 1, 2, 3, tzinfo=START.tzinfo)
    assert canary.key_of(shipped(), moment) == "canary:TL-2021:2021-11-05T01:02:03"
    assert canary.due_back(with_canary(shipped(), within_minutes=45), moment) == moment + timedelta(minutes=45)


@pytest.mark.parametrize("by", [timedelta(minutes=-1), timedelta(hours=3)], ids=["it took a minute", "ours is fast"])
def test_a_canary_tells_when_the_mailbox_had_it_by_its_own_clock(cage: Callable[..., House], by: timedelta) -> None:
    house = cage()
    raw = fly(house)
    assert house.records.canary().early is None
    house.later(minutes=1)
    house.inbox.put(raw, at=START - by)
    house.intake()
    assert house.records.canary().early == by
