"""The delivery pass: modes, attempts, backoff, and what is never sent twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from core.fakes import START, House, Killed, killed_at, mail, refuse

from daemon.config import Mode
from daemon.delivery import LETTER, SERVER
from daemon.model import ParsedMail, ReturnedMail


def queue(house: House, *senders: str) -> None:
    """A letter for each sender."""
    for sender in senders or ("hoa@nghean.example",):
        house.inbox.put(mail(sender, "Cho tôi hỏi"))
    house.intake()


def states(house: House) -> list[str]:
    return [letter["state"] for letter in house.records.letters(raw=True)]


# --------------------------------------------------------------------------- modes


def test_live_letters_go_to_their_readers_from_the_mailbox(house: House) -> None:
    queue(house)
    assert house.deliver().sent == 1
    ((envelope_from, recipients, raw),) = house.sender.sent
    assert envelope_from == house.config.mailbox.address
    assert recipients == ("hoa@nghean.example",)
    assert raw == house.records.letters(raw=True)[0]["raw"]
    assert states(house) == ["sent"]


def test_observe_sends_nothing_and_shows_what_it_holds(build: Callable[..., House]) -> None:
    house = build(mode=Mode.OBSERVE)
    queue(house)
    assert house.deliver().stopped is not None
    assert house.sender.sent == []
    outbox = house.status()["outbox"]
    assert (outbox["queued"], outbox["held"]) == (1, 1)
    assert house.status()["trouble"] == []


def test_redirect_sends_everything_to_the_test_address(build: Callable[..., House]) -> None:
    house = build(mode=Mode.REDIRECT)
    queue(house)
    house.deliver()
    ((_, recipients, raw),) = house.sender.sent
    assert recipients == ("thu@hoithao.example",)
    assert b"thu@hoithao.example" in raw


@pytest.mark.parametrize("before", [Mode.OBSERVE, Mode.REDIRECT])
def test_going_live_never_sends_what_was_prepared_before(build: Callable[..., House], before: Mode) -> None:
    house = build(mode=before)
    queue(house)
    house.config = build(mode=Mode.LIVE).config
    house.deliver()
    assert house.sender.sent == []
    assert any("releases them" in line for line in house.status()["trouble"])
    key = house.records.letters(raw=True)[0]["key"]
    assert house.records.release("live", house.clock.now(), ["another key"]) == 0
    assert house.records.release("live", house.clock.now(), [key]) == 1
    house.deliver()
    assert house.sender.to("hoa@nghean.example")


def test_a_letter_for_a_reader_never_ends_as_sent_at_the_test_address(build: Callable[..., House]) -> None:
    house = build(mode=Mode.LIVE)
    queue(house)
    house.config = build(mode=Mode.REDIRECT).config
    house.deliver()
    assert house.sender.sent == []
    assert states(house) == ["queued"]


# --------------------------------------------------------------------------- errors


def test_refused_for_good_it_fails_and_the_others_go(house: House) -> None:
    queue(house, "hong@x.example", "lanh@x.example")
    house.sender.fail = lambda recipients, raw: refuse(permanent=True)() if "hong@x.example" in recipients else None
    report = house.deliver()
    assert (report.failed, report.sent) == (1, 1)
    assert states(house) == ["failed", "sent"]
    assert any("failed for good" in line and "hong@x.example" in line for line in house.status()["trouble"])


def test_refused_for_now_it_waits_longer_each_time_and_is_given_up(house: House) -> None:
    queue(house)
    house.sender.fail = refuse()
    tried_at = []
    for _ in range(60 * 24):
        if house.deliver().postponed or states(house) == ["failed"]:
            tried_at.append((house.clock.now() - START) // timedelta(minutes=1))
        if states(house) == ["failed"]:
            break
        house.later(minutes=1)
    assert tried_at == [0, 1, 3, 7, 15, 31, 63, 127]  # max_attempts = 8
    house.later(days=1)
    house.sender.fail = None
    assert house.deliver().sent == 0


def test_the_schedule_of_one_letter() -> None:
    minutes = [LETTER.after(attempts, lambda: 0.0) / timedelta(minutes=1) for attempts in range(1, 12)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert LETTER.after(1, lambda: 1.0) == timedelta(seconds=72)
    assert LETTER.after(10_000, lambda: 0.0) == timedelta(hours=4)


def test_the_schedule_of_the_server() -> None:
    seconds = [SERVER.after(n, lambda: 0.0).total_seconds() for n in range(1, 9)]
    assert seconds == [15, 30, 60, 120, 240, 480, 900, 900]
    assert SERVER.after(1, lambda: 0.0, permanent=True) == timedelta(minutes=15)


def test_a_server_out_of_reach_costs_no_letter_its_attempts(house: House) -> None:
    queue(house, "a@x.example", "b@x.example")
    house.sender.fail = refuse(whole_server=True)
    for _ in range(200):
        house.deliver()
        house.later(minutes=1)
    assert states(house) == ["queued", "queued"]
    assert [letter["attempts"] for letter in house.records.letters(raw=True)] == [0, 0]
    assert any("Letters cannot be sent" in line for line in house.status()["trouble"])
    house.sender.fail = None
    house.later(minutes=20)
    assert house.deliver().sent == 2
    assert house.status()["trouble"][1:] == []  # but for the poll of long ago
    assert len(house.notes("sending_paused")) == len(house.notes("sending_resumed")) == 1


def test_a_refused_login_is_never_hammered(house: House) -> None:
    queue(house)
    calls = []

    def fail(recipients: object, raw: object) -> None:
        calls.append(house.clock.now())
        refuse(whole_server=True, permanent=True)()

    house.sender.fail = fail
    for _ in range(60):
        house.deliver()
        house.later(minutes=1)
    assert len(calls) == 4
    assert states(house) == ["queued"]


# --------------------------------------------------------------------------- never twice


def test_cut_off_after_data_it_is_uncertain_and_not_sent_again(house: House) -> None:
    queue(house)
    house.sender.lose = refuse(uncertain=True)
    assert house.deliver().uncertain == 1
    house.sender.lose = None
    house.later(days=1)
    house.deliver()
    assert len(house.sender.sent) == 1
    assert any("may or may not" in line for line in house.status()["trouble"])


@pytest.mark.parametrize("point", ["delivery.claimed", "delivery.accepted"])
def test_killed_while_sending_it_is_uncertain_after_the_restart(house: House, point: str) -> None:
    queue(house)
    with killed_at(point), pytest.raises(Killed):
        house.deliver()
    assert states(house) == ["sending"]
    house.restart()
    assert house.deliver().uncertain == 1
    assert states(house) == ["uncertain"]
    assert len(house.sender.sent) <= 1


def test_an_error_of_the_program_while_sending_is_uncertain_and_stops_nobody(house: House) -> None:
    queue(house, "a@x.example", "b@x.example")

    def bug(recipients: object, raw: object) -> None:
        house.sender.lose = None
        raise TypeError("a bug")

    house.sender.lose = bug
    report = house.deliver()
    assert (report.uncertain, report.sent) == (1, 1)
    assert "Traceback" in house.records.letters(raw=True)[0]["last_error"]


@pytest.mark.parametrize(("was_sent", "state"), [(True, "sent"), (False, "queued")])
def test_an_uncertain_letter_is_resolved_by_who_knows(house: House, state: str, *, was_sent: bool) -> None:
    queue(house)
    house.sender.lose = refuse(uncertain=True)
    house.deliver()
    identifier = house.records.letters(raw=True)[0]["message_id"]
    assert house.records.resolve_uncertain(identifier, was_sent=was_sent, how="Sent folder", now=START)
    assert states(house) == [state]
    assert not house.records.resolve_uncertain(identifier, was_sent=was_sent, how="Sent folder", now=START)


def test_a_person_may_drop_a_letter(house: House) -> None:
    queue(house)
    key = house.records.letters(raw=True)[0]["key"]
    assert house.records.drop(key, "the author has died", START)
    assert house.deliver().sent == 0
    assert not house.records.drop(key, "again", START)


def test_a_letter_that_came_back_is_told_to_a_person(house: House) -> None:
    queue(house)
    house.deliver()
    identifier = house.records.letters(raw=True)[0]["message_id"]
    house.read = _bounce_of(house, identifier)
    house.inbox.put(mail("mailer-daemon@x.example", "Undelivered", kind="bounce"))
    house.intake()
    assert house.status()["outbox"]["came_back"] == 1
    assert house.notes("letter_came_back") == ["Our letter to hoa@nghean.example could not be delivered."]


def _bounce_of(house: House, identifier: str) -> Callable[[bytes], ParsedMail]:
    ordinary = house.read
    returned = ReturnedMail(identifier, ("hoa@nghean.example",), "5.1.1", permanent=True)
    return lambda raw: replace(ordinary(raw), returned=returned)


# --------------------------------------------------------------------------- brakes


def test_one_address_gets_so_many_letters_a_day_and_the_rest_later(house: House) -> None:
    limit = house.config.letters.max_per_address_per_day
    for n in range(limit + 3):
        house.inbox.put(mail("vong-lap@x.example", f"Thư {n}"))
    house.inbox.put(mail("khac@x.example", "Thư khác"))
    house.intake()
    assert house.deliver().sent == limit + 1  # the loop does not starve others
    house.later(days=1, minutes=1)
    assert house.deliver().sent == 3


def test_too_many_letters_an_hour_stop_sending_and_say_so(build: Callable[..., House]) -> None:
    house = build()
    brake = house.config.letters.model_copy(update={"max_per_hour": 2})
    house.config = house.config.model_copy(update={"letters": brake})
    queue(house, *(f"a{n}@x.example" for n in range(5)))
    report = house.deliver()
    assert (report.sent, states(house).count("queued")) == (2, 3)
    assert "max_per_hour" in (report.stopped or "")
    assert any("max_per_hour" in line for line in house.status()["trouble"])
    house.later(hours=1, minutes=1)
    assert house.deliver().sent == 2


def test_a_letter_is_due_from_its_moment_on_and_in_its_mode_alone(house: House) -> None:
    assert not house.records.is_due(START, "live")
    queue(house)
    assert house.records.is_due(START, "live")
    assert not house.records.is_due(START - timedelta(seconds=1), "live")
    assert not house.records.is_due(START, "redirect")
