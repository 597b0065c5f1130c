"""A mailbox that fails is left alone by every process, for the records keep until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from core.fakes import House, Killed, mail

from daemon.cycle import begin_poll, heed_pause, short_pause
from daemon.errors import MailboxError, RecordsError

DOOR = "ab12"


def fails(*, permanent: bool = False, locked_out: bool = False) -> Callable[..., None]:
    def check(*_: object) -> None:
        raise MailboxError("The server says no.", permanent=permanent, locked_out=locked_out)

    return check


def another_process(house: House, *, door: str = DOOR, anyway: bool = False) -> MailboxError | None:
    """One that polls and ends; what kept it from reading the mailbox."""
    house.restart()
    try:
        begin_poll(house.desk, door, anyway=anyway)
        house.intake()
    except MailboxError as error:
        return error
    return None


def polls(house: House, span: timedelta, every: timedelta, **how: object) -> int:
    """How often the mailbox was really called by processes that a timer starts."""
    calls: list[object] = []
    fail = house.inbox.fail["select"]

    def count(*args: object) -> None:
        calls.append(args)
        fail(*args)

    house.inbox.fail["select"] = count
    for _ in range(span // every):
        another_process(house, **how)
        house.clock.advance(every)
    return len(calls)


@pytest.mark.parametrize("how", [{"permanent": True}, {"locked_out": True}])
def test_a_refused_login_is_tried_four_times_an_hour(house: House, how: dict[str, bool]) -> None:
    house.inbox.fail["select"] = fails(**how)
    assert polls(house, timedelta(hours=1), timedelta(minutes=1)) == 4


@pytest.mark.slow
def test_a_server_out_of_reach_is_tried_ever_more_rarely(house: House) -> None:
    house.inbox.fail["select"] = fails()
    assert polls(house, timedelta(minutes=1), timedelta(seconds=1)) in {5, 6}  # after 1, 2, 4, 8, 16, 32 seconds
    assert polls(house, timedelta(hours=5), timedelta(minutes=1)) <= 5 + 5 * 4


def test_one_sentence_says_until_when_and_why(house: House) -> None:
    house.inbox.fail["select"] = fails(permanent=True)
    assert str(another_process(house)) == "The server says no."
    house.later(minutes=5)
    error = another_process(house)
    assert str(error) == (
        "The mailbox is left alone until 2021-11-05T08:15:00+07:00 (--anyway does not wait), "
        "because the last poll failed: The server says no."
    )
    assert error is not None
    assert error.wait == timedelta(minutes=10)
    house.later(minutes=5)
    assert str(another_process(house)) == str(error), "waiting is no failure of its own"


@pytest.mark.parametrize("how", [{"door": "cd34"}, {"anyway": True}])
def test_a_new_password_and_a_person_do_not_wait(house: House, how: dict[str, object]) -> None:
    house.inbox.put(mail())
    house.inbox.fail["select"] = fails(permanent=True)
    another_process(house)
    del house.inbox.fail["select"]
    assert another_process(house) is not None
    assert another_process(house, **how) is None
    assert another_process(house) is None, "a poll that went through ends the pause for everybody"
    assert house.status()["trouble"] == []


def test_a_new_password_that_is_wrong_too_is_one_more_try(house: House) -> None:
    house.inbox.fail["select"] = fails(permanent=True)
    assert polls(house, timedelta(minutes=10), timedelta(minutes=1)) == 1
    assert polls(house, timedelta(minutes=10), timedelta(minutes=1), door="cd34") == 1


def test_a_poll_that_kills_its_process_is_not_repeated_at_once_for_ever(house: House) -> None:
    def kill(*_: object) -> None:
        raise Killed

    house.inbox.fail["select"] = kill
    deaths = 0
    for _ in range(60):
        try:
            another_process(house)
        except Killed:
            deaths += 1
        house.later(seconds=1)
    assert deaths in {8, 9}  # at once, and after 1, 2, 4, 8, 15, 15, 15 seconds
    assert "because the last polls were cut off." in str(another_process(house))
    status = house.status()
    assert status["next_poll"] is not None
    assert status["trouble"] == []  # nobody has said that anything is wrong


def test_records_that_cannot_be_written_leave_the_mailbox_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise RecordsError("The disk is full.")

    monkeypatch.setattr(type(house.records), "poll_begins", full)
    with pytest.raises(RecordsError):
        another_process(house)
    assert house.inbox.fetched == []


def test_who_only_looks_waits_too_and_counts_nothing(house: House) -> None:
    house.inbox.fail["select"] = fails(permanent=True)
    another_process(house)
    for _ in range(3):
        with pytest.raises(MailboxError, match="left alone until"):
            heed_pause(house.records, DOOR, house.clock.now(), house.config.zone, looks=True)
    house.later(minutes=15)
    heed_pause(house.records, DOOR, house.clock.now(), house.config.zone)


@pytest.mark.parametrize(("deaths", "seconds"), [(1, 0), (2, 1), (5, 8), (9, 15), (60, 15)])
def test_a_pause_after_deaths_is_short_and_waited_out(house: House, deaths: int, seconds: int) -> None:
    assert short_pause(house.records, DOOR, house.clock.now()) is None
    for _ in range(deaths):
        begin_poll(house.desk, DOOR, anyway=True, jitter=lambda: 0.0)
    assert short_pause(house.records, DOOR, house.clock.now()) == timedelta(seconds=seconds)
    a_little_before = house.clock.now() - timedelta(milliseconds=50)  # once asked, the poll heeds no pause of its own
    assert short_pause(house.records, DOOR, a_little_before) == timedelta()
    assert not short_pause(house.records, "cd34", house.clock.now())


def test_who_only_looks_does_not_wait_for_what_was_cut_off(house: House) -> None:
    for _ in range(5):
        begin_poll(house.desk, DOOR, anyway=True)
    heed_pause(house.records, DOOR, house.clock.now(), house.config.zone, looks=True)
    with pytest.raises(MailboxError, match="cut off"):
        heed_pause(house.records, DOOR, house.clock.now(), house.config.zone)


def test_a_server_that_failed_is_not_waited_for(house: House) -> None:
    house.inbox.fail["select"] = fails()
    another_process(house)
    assert short_pause(house.records, DOOR, house.clock.now()) is None
