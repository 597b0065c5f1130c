"""Deadlines that are moved, granted, shortened and taken back: who was told another day hears of it, once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_season import FREE, WORKING, at, config, granted_to_ha_tinh, moved, paper

from daemon.config import Config, Extension
from daemon.model import PaperState, Verdict
from daemon.season import Moment, Planned, due, may_send, occasions, rehearse
from daemon.season.deadlines import Told, seen

LAN = "author:lan@hatinh.example"
WRONG = replace(paper("TL-2021-001", "ha-tinh", "lan@hatinh.example", Verdict.FAIL), assessed_at=at(1, 10))
ALL_SENT = (WRONG, *(paper(f"TL-2021-00{n}", "nghe-an", "na@nghean.example") for n in range(2, 8)))
COMPLETE = (replace(WRONG, standing=replace(WRONG.standing, verdict=Verdict.PASS)), *ALL_SENT[1:])


@dataclass
class Life:
    """A service that keeps the calendar, whatever becomes of its configuration."""

    papers: tuple[PaperState, ...] = (WRONG,)
    settled: set[str] = field(default_factory=set)
    told: Told = field(default_factory=Told)

    def look(self, using: Config, now: datetime, *, waits: bool = False) -> tuple[Planned, ...]:
        """`waits`: its letters do not leave the outbox."""
        self.told = replace(self.told, history=seen(self.told.history, using, now))
        if not may_send(using, now, FREE):
            return ()
        calendar = occasions(using, FREE, self.told.changed_at)
        agenda = due(using, calendar, self.papers, self.settled, now, told=self.told, released=True)
        assert not self.settled & {item.key for item in agenda.settled}
        self.settled |= {item.key for item in agenda.settled}
        written = (it.reader.id for it in agenda.letters if it.names_deadlines)
        self.told = self.told.written(written, now, waits=waits)
        return agenda.letters

    def looks(self, using: Config, *moments: datetime) -> list[str]:
        """Letters of the phase of submission, but for the secretariat: when, what, who."""
        letters = ((now, it) for now in moments for it in self.look(using, now))
        return [
            f"{now:%d}: {it.main.key.removeprefix('nop-bai:')} {it.reader.id}"
            for now, it in letters
            if it.main.phase.id == "nop-bai" and it.reader.id != "secretariat"
        ]


def days(*days: int, hour: int = 9) -> tuple[datetime, ...]:
    return tuple(at(day, 11, hour) for day in days)


def said(letter: Planned) -> str:
    """What a letter says of a change: "school:nghe-an 10 to 08"; of one paper also which."""
    moves = (f"{move.code or 'all'} {move.old:%d}" for move in letter.reader.moves)
    return f"{letter.main.moment} {letter.reader.id}: {', '.join(moves)} to {letter.main.phase.end:%d}"


# --------------------------------------------------------------------------- later


def test_a_deadline_that_is_granted_late_is_told_at_once_and_closes_once() -> None:
    """Granted on 11/11, when the letter that all is over was sent already: what is due that day says it."""
    life = Life()
    assert "11: closes school:ha-tinh" in life.looks(config(), at(11, 11))
    granted = granted_to_ha_tinh(config(), date(2021, 11, 12))
    assert life.looks(granted, *days(11, 12, 15, 16)) == [  # the weekend is between
        "11: reminder-1@school:ha-tinh school:ha-tinh",
        f"11: reminder-1@school:ha-tinh {LAN}",
        "15: closes@school:ha-tinh school:ha-tinh",
        f"15: closes@school:ha-tinh {LAN}",
    ]


def test_a_deadline_granted_again_is_told_and_reminded_of_again() -> None:
    life = Life()
    life.looks(config(), at(11, 11))
    once = granted_to_ha_tinh(config(), date(2021, 11, 18))
    assert life.looks(once, *days(11, 12, 16, 17)) == [
        f"{day}: {what}@school:ha-tinh {who}"
        for day, what in ((11, "moved"), (16, "reminder-2"), (17, "reminder-1"))
        for who in ("school:ha-tinh", LAN)
    ]
    twice = granted_to_ha_tinh(config(), date(2021, 11, 25))
    assert life.looks(twice, *days(18, 19, 22, 23, 24, 25, 26)) == [
        f"{day}: {what}@school:ha-tinh {who}"
        for day, what in ((18, "moved"), (23, "reminder-2"), (24, "reminder-1"), (26, "closes"))
        for who in ("school:ha-tinh", LAN)
    ]


# --------------------------------------------------------------------------- earlier

OF_PAPER = Extension(paper="TL-2021-001", until=date(2021, 11, 17))
BRIEFLY, BRIEFLY_LESS = (Extension(school="ha-tinh", until=date(2021, 11, day)) for day in (16, 15))


def with_extensions(*extensions: Extension) -> Config:
    return config().model_copy(update={"extensions": extensions})


PLAN = config()
FORWARD = moved(config(), "nop-bai", date(2021, 11, 8))
NOON = config().model_copy(
    update={"rules": config().rules.model_copy(update={"deadline": datetime(2021, 11, 10, 12, 0)})}  # noqa: DTZ001
)
GRANTED, LESS = (granted_to_ha_tinh(config(), date(2021, 11, day)) for day in (18, 15))


@pytest.mark.parametrize(
    ("before", "after", "on", "told"),
    [
        # who has something left to do: Thanh Hóa and Hà Tĩnh miss papers, Lan has one to correct, Nghệ An is done
        (PLAN, FORWARD, at(3, 11, 9), ["school:thanh-hoa: all 10 to 08", "school:ha-tinh: all 10 to 08", "LAN: all 10 to 08"]),
        (PLAN, NOON, at(3, 11, 9), ["school:thanh-hoa: all 10 to 10", "school:ha-tinh: all 10 to 10", "LAN: all 10 to 10"]),
        # a free day: with the letters of the next working day
        (PLAN, FORWARD, at(6, 11, 9), []),
        (GRANTED, LESS, at(11, 11, 9), ["school:ha-tinh: all 18 to 15", "LAN: all 18 to 15"]),
        (GRANTED, PLAN, at(9, 11, 9), ["school:ha-tinh: all 18 to 10", "LAN: all 18 to 10"]),
        (with_extensions(OF_PAPER), PLAN, at(9, 11, 9), ["school:ha-tinh: TL-2021-001 17 to 10", "LAN: TL-2021-001 17 to 10"]),
        # the school is reminded of the 10th of all that day, and reads there of its paper's 15th
        (with_extensions(OF_PAPER), with_extensions(OF_PAPER.model_copy(update={"until": date(2021, 11, 15)})), at(9, 11, 9), ["school:ha-tinh: TL-2021-001 17 to 10", "LAN: all 17 to 15"]),
        # what is left of two is that of the school, which was shortened as well: the paper had not had that one
        (with_extensions(OF_PAPER, BRIEFLY), with_extensions(BRIEFLY_LESS), at(9, 11, 9), ["school:ha-tinh: all 16, TL-2021-001 17 to 15", "LAN: TL-2021-001 17 to 15"]),
        # a later one of all, while the school keeps its own: nothing changes for it
        (GRANTED, moved(GRANTED, "nop-bai", date(2021, 11, 9)), at(8, 11, 9), ["school:thanh-hoa: all 10 to 09"]),
    ],
)  # fmt: skip
def test_who_was_told_a_later_day_and_has_something_to_do_hears_of_the_earlier_one_once(
    before: Config, after: Config, on: datetime, told: list[str]
) -> None:
    life = Life(ALL_SENT)
    for day in (at(10, 9), at(5, 11), at(8, 11)):
        if day < on:
            life.look(before, day)
    letters = [said(it).replace(LAN, "LAN") for it in life.look(after, on) if it.reader.moves]
    assert [it.partition(" ")[2] for it in letters] == told
    assert not [it for it in life.look(after, on.replace(minute=1)) if it.reader.moves]


@pytest.mark.parametrize(
    ("before", "after", "on"),
    [(PLAN, moved(PLAN, "nop-bai", date(2021, 11, 2)), at(3, 11, 9)), (GRANTED, PLAN, at(11, 11, 9))],
)
def test_an_earlier_day_that_has_passed_is_told_by_the_letter_that_says_so(
    before: Config, after: Config, on: datetime
) -> None:
    life = Life(ALL_SENT)
    life.look(before, at(10, 9))
    letters = life.look(after, on)
    assert {it.main.moment for it in letters if it.main.phase.id == "nop-bai"} == {Moment.CLOSES}
    assert "school:ha-tinh" in {it.reader.id for it in letters if it.reader.moves}


@pytest.mark.parametrize(
    ("before", "on", "told"),
    [
        (GRANTED, at(12, 11, 9), ["school:ha-tinh: all 18 to 10", "LAN: all 18 to 10"]),
        (
            with_extensions(OF_PAPER),
            at(12, 11, 9),
            ["school:ha-tinh: TL-2021-001 17 to 10", "LAN: TL-2021-001 17 to 10"],
        ),
        # a free day: with the letters of the next working day
        (GRANTED, at(13, 11, 9), []),
        # it was past before
        (GRANTED, at(22, 11, 9), []),
    ],
)
def test_a_later_day_that_is_taken_back_when_the_others_have_closed_is_told(
    before: Config, on: datetime, told: list[str]
) -> None:
    life = Life(ALL_SENT)
    for day in (at(10, 9), at(5, 11), at(8, 11), at(11, 11, 9)):
        life.look(before, day)
    letters = [said(it).replace(LAN, "LAN") for it in life.look(PLAN, on) if it.reader.moves]
    assert [it.partition(" ")[2] for it in letters] == told
    assert not [it for it in life.look(PLAN, on.replace(minute=1)) if it.reader.moves]


def test_who_was_never_told_the_later_day_hears_nothing_of_the_change() -> None:
    life = Life()
    life.look(PLAN, at(9, 9))
    assert {said(it) for it in life.look(FORWARD, at(10, 9))} == {
        f"opens {who}:  to 25" for who in ("school:thanh-hoa", "school:nghe-an", "school:ha-tinh", "secretariat")
    }


def test_who_has_done_it_all_is_left_in_peace() -> None:
    life = Life(COMPLETE)
    life.look(PLAN, at(10, 9))
    assert {it.reader.id for it in life.look(FORWARD, at(3, 11, 9)) if it.main.moment is Moment.MOVED} == {
        "school:thanh-hoa",
        "school:ha-tinh",
    }


# The first: before the program kept what was in force; that counts for all the time before it.
@pytest.mark.parametrize(("assessed", "hears"), [(at(1, 9), True), (at(2, 11), True), (at(4, 11), False)])
def test_an_author_was_told_the_day_when_the_paper_was_judged(assessed: datetime, hears: bool) -> None:
    """One who was never reminded: the acknowledgement said until when it is to be corrected."""
    life = Life((replace(WRONG, assessed_at=assessed),))
    life.look(PLAN, at(9, 9))
    life.look(FORWARD, at(3, 11, 19))
    letters = life.look(FORWARD, at(4, 11))
    assert (LAN in {it.reader.id for it in letters if it.main.moment is Moment.MOVED}) == hears


def test_a_change_at_night_is_told_in_the_morning_and_two_are_told_as_one() -> None:
    life = Life()
    life.look(PLAN, at(10, 9))
    assert life.look(FORWARD, at(5, 11, 20)) == ()
    nearer = moved(PLAN, "nop-bai", date(2021, 11, 9))
    assert life.look(nearer, at(6, 11, 9)) == ()  # a Saturday
    assert said(life.look(nearer, at(8, 11))[0]) == "reminder school:thanh-hoa: all 10 to 09"


def test_after_an_outage_one_letter_says_the_change_and_what_is_due() -> None:
    life = Life()
    life.look(PLAN, at(10, 9))
    (letter,) = (it for it in life.look(FORWARD, at(5, 11, 9)) if it.reader.id == "school:nghe-an")
    assert said(letter) == "opens school:nghe-an: all 10 to 08"
    assert [it.phase.id for it in letter.occasions] == ["tham-dinh", "nop-bai"]
    assert not life.look(FORWARD, at(5, 11, 10))


def test_a_slip_that_is_taken_back_is_told_as_well() -> None:
    """Brought forward, told, and moved back: who had it right before has it right again."""
    life = Life()
    life.look(PLAN, at(3, 11))
    for using, expected in ((FORWARD, "10 to 08"), (PLAN, "08 to 10"), (FORWARD, "10 to 08")):
        for minute in (0, 1):
            at_once = life.look(using, life.told.history[-1].since.replace(minute=30) if minute else next_hour(life))
            letters = [said(it) for it in at_once if it.reader.id == "school:nghe-an"]
            assert letters == ([] if minute else [f"moved school:nghe-an: all {expected}"])


LATER, LATEST = (moved(PLAN, "nop-bai", date(2021, 11, day)) for day in (17, 19))


@pytest.mark.parametrize(
    ("waiting", "then", "expected"),
    [
        (LATER, LATEST, ["10 to 19"]),
        (FORWARD, LATER, ["10 to 17"]),
        (LATER, FORWARD, ["10 to 08"]),
        (LATER, PLAN, ["unread"]),  # it replaces the letter that waits, and speaks of no change
        (LATER, LATER, []),
    ],
    ids=["later still", "earlier, then later", "later, then earlier", "taken back", "as it was"],
)
@pytest.mark.parametrize("reader", ["school:nghe-an", LAN])
def test_of_a_deadline_in_a_letter_that_still_waits_nobody_knows(
    waiting: Config, then: Config, expected: list[str], reader: str
) -> None:
    life = Life()
    life.look(PLAN, at(3, 11))
    assert life.look(waiting, at(3, 11, 9), waits=True)
    letters = [it for it in life.look(then, at(3, 11, 10)) if it.reader.id == reader]
    assert [
        "unread" if move.unread else f"{move.old:%d} to {it.main.phase.end:%d}"
        for it in letters
        for move in it.reader.moves
    ] == expected
    assert not life.look(then, at(3, 11, 11))


def test_a_school_and_a_paper_of_it_are_granted_deadlines_in_one_letter() -> None:
    """The school hears of both, the author of the paper's; later each is reminded of by itself."""
    both = granted_to_ha_tinh(PLAN, date(2021, 11, 16))
    own = Extension(paper="TL-2021-001", until=date(2021, 11, 22))
    both = both.model_copy(update={"extensions": (*both.extensions, own)})
    life = Life()
    life.look(PLAN, at(3, 11))
    assert [said(it) for it in life.look(both, at(3, 11, 9)) if it.reader.id != "secretariat"] == [
        "moved school:ha-tinh: all 10, TL-2021-001 10 to 16",
        f"moved {LAN}: all 10 to 22",
    ]
    assert not life.look(both, at(3, 11, 10))


def next_hour(life: Life) -> datetime:
    return life.told.history[-1].since.replace(minute=0) + (at(3, 11, 9) - at(3, 11, 8))


def test_a_rehearsal_knows_what_was_changed_and_not_seen_yet() -> None:
    life = Life()
    life.look(PLAN, at(10, 9))
    told = replace(life.told, history=seen(life.told.history, FORWARD, at(2, 11, 19)))
    calendar = occasions(FORWARD, FREE, told.changed_at)
    found = rehearse(FORWARD, calendar, life.papers, life.settled, start=at(2, 11), end=at(5, 11), told=told)
    assert [(when, said(it)) for when, it in found if it.reader.id == "school:nghe-an" and it.reader.moves] == [
        (at(3, 11), "moved school:nghe-an: all 10 to 08")
    ]


#: What the secretariat may make of the plan meanwhile.
PLANS = (
    PLAN,
    moved(PLAN, "viet-bai", date(2021, 10, 29)),
    moved(PLAN, "nop-bai", date(2021, 11, 17)),
    FORWARD,
    moved(PLAN, "hoi-thao", date(2021, 12, 3), start=date(2021, 11, 29)),
    GRANTED,
    granted_to_ha_tinh(PLAN, date(2021, 11, 25)),
)
LOOKS = st.lists(st.tuples(st.sampled_from(WORKING), st.sampled_from(range(len(PLANS)))), max_size=40)


@settings(max_examples=100, deadline=None)
@given(LOOKS)
@pytest.mark.slow
def test_whatever_becomes_of_the_plan_nothing_is_said_twice_of_a_day(looks_at: list[tuple[datetime, int]]) -> None:
    """Dates move there and back, deadlines are granted and taken back, the clock goes as it likes."""
    life, keys, heard = Life(), list[str](), list[tuple[str, str, date]]()
    for now, plan in looks_at:
        letters = life.look(PLANS[plan], now)
        keys += [letter.key for letter in letters]
        heard += [
            (letter.reader.id, it.key, it.phase.target if it.moment is Moment.REMINDER else it.phase.end)
            for letter in letters
            for it in letter.occasions
            if it.moment not in {Moment.OPENS, Moment.MOVED}
        ]
        assert all(it.at <= now <= it.until for letter in letters for it in letter.occasions)
    assert len(keys) == len(set(keys))
    assert len(heard) == len(set(heard))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(WORKING), st.sampled_from(range(len(PLANS))), max_size=40))
@pytest.mark.slow
def test_whatever_becomes_of_the_plan_nobody_is_left_with_a_wrong_day(looks_at: dict[datetime, int]) -> None:
    """Of schools that miss papers; each look is a moment in working hours or none."""
    life, in_mind = Life(), dict[str, datetime]()
    for now, plan in sorted(looks_at.items()):
        using = PLANS[plan]
        letters = [it for it in life.look(using, now) if it.names_deadlines]
        for school in ("nghe-an", "ha-tinh"):
            holds = using.last_moment(using.due(school))
            for letter in letters:
                if letter.reader.id == f"school:{school}":
                    olds = [using.last_moment(move.old) for move in letter.reader.moves if not move.code]
                    assert olds == ([in_mind[school]] if in_mind.get(school, holds) != holds else [])
                    in_mind[school] = holds
            if may_send(using, now, FREE) and now <= holds:
                assert in_mind.get(school, holds) == holds
