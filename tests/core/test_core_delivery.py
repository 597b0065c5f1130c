"""The delivery pass: modes, attempts, backoff, and what is never sent twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from core.fakes import START, House, Killed, killed_at, mail, refuse

from daemon.backoff import LETTER, SERVER
from daemon.config import Mode
from daemon.errors import DeliveryError
from daemon.model import ParsedMail, ReturnedMail

pytestmark = pytest.mark.slow  # each is quick; all of them are not


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
    queue(house, "hoa@nghean.example", "thoi@nghean.example")
    key, dropped = (letter["key"] for letter in house.records.letters())
    house.records.drop(dropped, "by hand", house.clock.now())
    house.config = build(mode=Mode.LIVE).config
    house.deliver()
    assert house.sender.sent == []
    assert any("releases them" in line for line in house.status()["trouble"])
    assert house.records.release("live", house.clock.now(), ["another key"]) == 0
    assert house.records.release("live", house.clock.now()) == 1
    assert house.records.release("live", house.clock.now(), [key]) == 0  # it is one of these by now
    house.deliver()
    assert house.sender.to("thoi@nghean.example") == []
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


def keep_out(*addresses: str, permanent: bool) -> Callable[..., None]:
    """A server that takes a letter for everybody else."""

    def fail(recipients: Sequence[str], raw: bytes) -> None:
        if refused := [address for address in recipients if address in addresses]:
            named = refused if len(refused) < len(recipients) else ()
            code = 550 if permanent else 450
            raise DeliveryError(
                "refused.", permanent=permanent, code=code, command="RCPT", line=f"{code} no", refused=named
            )

    return fail


BOTH = ("thuky@hoithao.example", "nghi@hoithao.example")


@pytest.fixture
def two(house: House) -> House:
    """A secretariat of two, and a letter to both of them."""
    secretariat = house.config.secretariat.model_copy(update={"addresses": BOTH})
    house.config = house.config.model_copy(update={"secretariat": secretariat})
    house.inbox.put(mail("hoa@nghean.example", "Cho tôi hỏi", kind="question"))
    house.intake()
    return house


@pytest.mark.parametrize("permanent", [True, False])
def test_one_dead_address_does_not_keep_a_letter_from_the_others(two: House, *, permanent: bool) -> None:
    """At once where it is refused for good, else with the last attempt; who it is stands among the trouble."""
    works, dead = BOTH
    two.sender.fail = keep_out(dead, permanent=permanent)
    two.deliver()
    if not permanent:
        assert two.sender.to(works) == [], "a little later both may be had"
        for _ in range(two.config.smtp.max_attempts):
            two.later(hours=5)
            two.deliver()
    assert [recipients for _, recipients, _ in two.sender.sent if works in recipients] == [(works,)]
    assert set(states(two)) == {"sent"}
    assert [entry["address"] for entry in two.status()["failing"]] == [dead]
    told = f"The letter went without {dead}, who was refused: {550 if permanent else 450} no"
    assert two.notes("reader_refused") == [told]


@pytest.mark.parametrize("permanent", [True, False])
def test_refused_for_everybody_it_is_refused(two: House, *, permanent: bool) -> None:
    two.sender.fail = keep_out(*BOTH, permanent=permanent)
    two.deliver()
    assert not two.sender.to(BOTH[0])
    assert not two.notes("reader_refused")
    assert sorted(states(two)) == ["failed" if permanent else "queued", "sent"]


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


@pytest.mark.parametrize(
    ("permanent", "code"),
    [(True, 535), (False, 454)],  # Gmail: 454 4.7.0 Too many login attempts, please try again later
)
def test_a_refused_login_is_never_hammered(house: House, code: int, *, permanent: bool) -> None:
    queue(house)
    calls = []

    def fail(recipients: object, raw: object) -> None:
        calls.append(house.clock.now())
        raise DeliveryError("no.", permanent=permanent, code=code, command="AUTH", whole_server=True)

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


def test_an_error_of_the_program_before_the_server_is_called_is_no_doubt(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is asked whether a letter went out that cannot have."""
    queue(house, "a@x.example")
    monkeypatch.setattr("daemon.delivery._Pass.envelope", lambda *_: 1 / 0)
    report = house.deliver()
    assert (report.uncertain, report.failed, states(house)) == (0, 1, ["failed"])


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


@pytest.mark.slow
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


# --------------------------------------------------------------------------- the provider's allowance


@pytest.fixture
def frugal(house: House) -> House:
    """Four readers a day."""
    brake = house.config.letters.model_copy(update={"max_recipients_per_day": 4})
    house.config = house.config.model_copy(update={"letters": brake})
    return house


def test_after_the_days_allowance_letters_wait_and_none_is_lost(frugal: House) -> None:
    queue(frugal, *(f"a{n}@x.example" for n in range(6)))
    assert frugal.deliver().sent == 4
    frugal.later(hours=1)
    assert frugal.deliver().sent == 0
    assert [letter["attempts"] for letter in frugal.records.letters() if letter["state"] == "queued"] == [0, 0]
    frugal.later(hours=22, minutes=59)
    assert frugal.deliver().sent == 0
    frugal.later(minutes=1)
    assert frugal.deliver().sent == 2


def test_readers_are_counted_not_letters(frugal: House) -> None:
    queue(frugal, "a@x.example", "b@x.example", "c@x.example")
    first, *_ = frugal.records.letters()
    due = frugal.records.claim(frugal.clock.now(), "live", lambda _: frugal.clock.now())
    assert due is not None
    assert due.id == first["id"]
    frugal.records.letter_sent(due, ["a@x.example", "x@x.example", "y@x.example", "z@x.example"], "250", START)
    assert frugal.records.recipients_between(START - timedelta(seconds=1), START) == 4
    assert frugal.deliver().sent == 0


def test_the_secretariat_is_written_to_all_the_same(frugal: House) -> None:
    secretariat = frugal.config.secretariat.model_copy(update={"addresses": ("thuky@hoithao.example",)})
    frugal.config = frugal.config.model_copy(update={"secretariat": secretariat})
    queue(frugal, *(f"a{n}@x.example" for n in range(4)))
    assert frugal.deliver().sent == 4
    queue(frugal, "b@x.example", "thuky@hoithao.example")
    frugal.deliver()
    assert len(frugal.sender.to("thuky@hoithao.example")) == 1
    assert frugal.sender.to("b@x.example") == []


def test_that_letters_wait_is_told_until_they_do_not(frugal: House) -> None:
    queue(frugal, *(f"a{n}@x.example" for n in range(6)))
    frugal.deliver()
    (sentence,) = frugal.status()["trouble"]
    assert sentence == (
        "4 readers were written to within 24 hours, the limit of [letters] max_recipients_per_day: 2 letter(s) wait, "
        "the first until 2021-11-06T08:00:00+07:00."
    )
    (trouble,) = frugal.records.troubles(frugal.config, frugal.clock.now())
    assert (trouble.kind, trouble.many, trouble.at) == ("allowance", 2, START + timedelta(days=1))
    frugal.later(days=1)
    frugal.deliver()
    assert not any("readers" in line for line in frugal.status()["trouble"])


def test_an_allowance_used_up_by_letters_that_all_went_is_no_trouble(frugal: House) -> None:
    queue(frugal, *(f"a{n}@x.example" for n in range(4)))
    frugal.deliver()
    assert frugal.status()["trouble"] == []
    queue(frugal, frugal.config.mailbox.address)  # a letter to ourselves goes all the same
    assert frugal.status()["trouble"] == []


@pytest.mark.slow
def test_without_a_limit_there_is_none(house: House) -> None:
    assert house.config.letters.max_recipients_per_day == 450, "the shipped file is for Gmail, which allows 500"
    brake = house.config.letters.model_copy(update={"max_recipients_per_day": 0, "max_per_hour": 1000})
    house.config = house.config.model_copy(update={"letters": brake})
    queue(house, *(f"a{n}@x.example" for n in range(30)))
    assert house.deliver().sent == 30


def test_a_letter_is_due_from_its_moment_on_and_in_its_mode_alone(house: House) -> None:
    assert not house.records.is_due(START, "live")
    queue(house)
    assert house.records.is_due(START, "live")
    assert not house.records.is_due(START - timedelta(seconds=1), "live")
    assert not house.records.is_due(START, "redirect")


# --------------------------------------------------------------------------- a clock that is set back

BACK = [timedelta(hours=6), timedelta(days=1), timedelta(days=400)]


@pytest.mark.parametrize("back", BACK, ids=str)
def test_a_letter_dated_by_a_clock_set_back_does_not_wait_until_then(house: House, back: timedelta) -> None:
    """A machine that woke in another year: what failed for now then would wait for that year, and nobody is told."""
    house.sender.fail = refuse()
    queue(house)
    assert house.deliver().postponed == 1
    house.sender.fail = None
    house.clock.advance(-back)
    assert house.deliver().sent == 1


@pytest.mark.parametrize("back", BACK, ids=str)
def test_a_pause_dated_by_a_clock_set_back_is_over(house: House, back: timedelta) -> None:
    house.sender.fail = refuse(whole_server=True, permanent=True)
    queue(house)
    assert house.deliver().stopped
    house.sender.fail = None
    house.clock.advance(-back)
    assert house.deliver().sent == 1


@pytest.mark.parametrize("back", BACK, ids=str)
def test_what_went_out_at_times_to_come_uses_up_no_allowance(frugal: House, back: timedelta) -> None:
    queue(frugal, *(f"a{n}@x.example" for n in range(6)))
    sent = frugal.deliver().sent
    assert 0 < sent < 6
    frugal.clock.advance(-back)
    assert frugal.deliver().sent == 6 - sent
    assert not any("allowance" in line for line in frugal.status()["trouble"])
