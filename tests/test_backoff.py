"""How long a server that failed is left alone: the schedule, and what a process finds that another one left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from daemon.backoff import MAILBOX, Attempt, begun, failed

NOW = datetime(2021, 11, 5, 3, 0, tzinfo=UTC)
DOOR = "ab12"


def no_chance() -> float:
    return 0.0


def in_a_row(failures: int, *, permanent: bool = False) -> Attempt:
    """What is kept after so many polls that failed at one moment."""
    attempt = None
    for _ in range(failures):
        attempt = failed(begun(attempt, DOOR, NOW, no_chance), "away", NOW, no_chance, permanent=permanent)
    assert attempt is not None
    return attempt


def test_pauses_double_from_a_second_to_a_quarter_of_an_hour() -> None:
    seconds = [MAILBOX.after(failures, no_chance).total_seconds() for failures in range(13)]
    assert seconds == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert MAILBOX.after(10_000, no_chance) == timedelta(minutes=15)


def test_chance_makes_a_pause_longer_by_a_fifth_at_most() -> None:
    assert MAILBOX.after(4, lambda: 1.0) == timedelta(seconds=9.6)
    assert MAILBOX.after(4, lambda: 0.5) == timedelta(seconds=8.8)


def test_where_only_a_person_can_help_the_longest_pause_comes_at_once() -> None:
    assert MAILBOX.after(1, lambda: 1.0, permanent=True) == timedelta(minutes=15)
    assert in_a_row(1, permanent=True).until == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (5, 16), (20, 900)])
def test_polls_that_fail_are_counted_across_processes(failures: int, seconds: int) -> None:
    attempt = in_a_row(failures)
    assert (attempt.failures, attempt.until) == (failures, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("door", "after", "alone"),
    [
        (DOOR, timedelta(0), True),
        (DOOR, timedelta(minutes=14, seconds=59), True),
        (DOOR, timedelta(minutes=15), False),
        (DOOR, timedelta(days=-1), False),  # the clock was set back
        ("cd34", timedelta(0), False),  # the password is another one now
    ],
)
def test_the_mailbox_is_left_alone_until_then_by_whoever_comes_through_the_same_door(
    door: str, after: timedelta, alone: bool
) -> None:
    assert in_a_row(1, permanent=True).leaves_alone(door, NOW + after) is alone


def test_a_poll_counts_before_it_is_made() -> None:
    """One that kills its process has counted; the first such keeps nobody waiting."""
    attempt, waits = None, []
    for _ in range(5):
        attempt = begun(attempt, DOOR, NOW, no_chance)
        waits.append((attempt.until - NOW).total_seconds())
    assert waits == [0, 1, 2, 4, 8]


def test_what_was_wrong_is_known_while_the_next_poll_is_under_way() -> None:
    attempt = begun(in_a_row(3), DOOR, NOW, no_chance)
    assert (attempt.failures, attempt.error) == (4, "away")


def test_another_door_begins_from_the_beginning() -> None:
    attempt = begun(replace(in_a_row(9), door="cd34"), DOOR, NOW, no_chance)
    assert (attempt.failures, attempt.error, attempt.until) == (1, None, NOW)
