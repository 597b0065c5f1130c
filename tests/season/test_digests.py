"""The digest: when one is due, what it tells, what waits for a person until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.letter_cases import CONFIG

from daemon.config import Config, Weekday, WhenEmpty
from daemon.digests import (
    Beat,
    Came,
    Digest,
    Facts,
    Happened,
    Matter,
    Moved,
    Need,
    Ordered,
    PaperLine,
    Slot,
    Trouble,
    digest,
    due,
    look_is_due,
    rehearse,
)
from daemon.model import Address, Finding, OrderKind, Outcome, Standing, Verdict
from daemon.reconciling import Account

ZONE = CONFIG.zone


def config(addresses: tuple[str, ...] = ("thuky@hoithao.example",), **keys: object) -> Config:
    secretariat = CONFIG.secretariat.model_copy(update={"addresses": addresses})
    changed = CONFIG.digest.model_copy(update={"weekly": Weekday.NONE, **keys})
    return CONFIG.model_copy(update={"secretariat": secretariat, "digest": changed})


def at(day: int, month: int = 10, hour: int = 7, minute: int = 0) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=ZONE)


def key(using: Config, now: datetime, settled: tuple[str, ...] = ()) -> str | None:
    slot = due(using, settled, now)
    return slot.key.removeprefix("digest:TL-2021:2021-") if slot else None


# --------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(20), "10-20T07:00"),
        (at(20, hour=6, minute=59), "10-19T07:00"),
        (at(20, hour=23, minute=59), "10-20T07:00"),
        (at(24), "10-24T07:00"),  # a Sunday
    ],
)
def test_the_latest_whose_time_has_come(now: datetime, expected: str) -> None:
    assert key(config(), now) == expected


def test_once_and_after_an_outage_one() -> None:
    assert key(config(), at(20, hour=9), ("digest:TL-2021:2021-10-20T07:00",)) is None
    assert key(config(), at(25, hour=9), ("digest:TL-2021:2021-10-20T07:00",)) == "10-25T07:00"


def test_nobody_configured_gets_none() -> None:
    assert key(config(addresses=()), at(20)) is None
    assert list(rehearse(config(addresses=()), at(1), at(30))) == []


@pytest.mark.parametrize(
    ("looked", "tried", "now", "is_due"),
    [
        (None, None, at(20, hour=12), True),  # never yet
        (at(19, hour=6, minute=1), None, at(20, hour=5, minute=59), False),
        (at(19, hour=6, minute=1), None, at(20, hour=6), True),  # an hour before the digest
        (at(20, hour=6), None, at(20, hour=6, minute=1), False),
        (at(20, hour=6), None, at(21, hour=5, minute=59), False),
        (at(18, hour=6), None, at(20, hour=12), True),  # the service was down in the morning
        (at(19, hour=6), at(20, hour=6), at(20, hour=6, minute=14), False),  # it failed: not with every poll
        (at(19, hour=6), at(20, hour=6), at(20, hour=6, minute=15), True),
        (at(19, hour=6), at(21, hour=6), at(20, hour=6, minute=15), True),  # a clock that was set back
    ],
)
def test_when_the_mailbox_is_looked_through(
    looked: datetime | None, tried: datetime | None, now: datetime, *, is_due: bool
) -> None:
    assert look_is_due(config(), looked, tried, now) is is_due
    assert not look_is_due(config(addresses=()), looked, tried, now), "nobody reads it"


def test_the_hour_before_a_digest_at_midnight_is_of_the_day_before() -> None:
    using = config(at=time(0, 30))
    assert not look_is_due(using, at(20, hour=12), None, at(20, hour=23, minute=29))
    assert look_is_due(using, at(20, hour=12), None, at(20, hour=23, minute=30))


def test_hourly_on_the_day_of_the_deadline() -> None:
    using = config(hourly_on_deadline=True)
    assert [slot.key[-5:] for slot in rehearse(using, at(10, 11, 0), at(11, 11, 0))] == [
        f"{hour:02}:00" for hour in range(7, 24)
    ]
    assert key(using, at(10, 11, 15, 30)) == "11-10T15:00"
    assert key(using, at(9, 11, 15, 30)) == "11-09T07:00"
    assert key(config(), at(10, 11, 15, 30)) == "11-10T07:00"


def test_hourly_ends_with_a_deadline_in_the_afternoon() -> None:
    rules = CONFIG.rules.model_copy(update={"deadline": datetime(2021, 11, 10, 17)})  # noqa: DTZ001 - of the zone
    using = config(hourly_on_deadline=True).model_copy(update={"rules": rules})
    assert [slot.at.hour for slot in rehearse(using, at(10, 11, 0), at(11, 11, 0))] == list(range(7, 18))


def test_one_day_of_the_week_sums_up() -> None:
    using = config(weekly=Weekday.MONDAY)
    assert [slot.at.day for slot in rehearse(using, at(1), at(31)) if slot.beat is Beat.WEEKLY] == [4, 11, 18, 25]


def test_between_the_first_and_the_last_phase() -> None:
    days = [slot.at for slot in rehearse(config(), at(1, 8), at(31, 12))]
    assert (days[0], days[-1]) == (at(11, 9), at(5, 12))
    assert len(days) == 86


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60 * 24 * 90), min_size=1, max_size=60), st.booleans())
@pytest.mark.slow
def test_whatever_the_stops_none_twice_and_none_from_the_past(minutes: list[int], hourly: bool) -> None:
    """Any looks at any times: keys are unique, and each was the newest whose time had come."""
    using = config(hourly_on_deadline=hourly)
    sent: list[Slot] = []
    for minute in sorted(minutes):
        now = at(9, 9) + timedelta(minutes=minute)
        slot = due(using, {slot.key for slot in sent}, now)
        if slot is not None:
            sent.append(slot)
            assert timedelta(0) <= now - slot.at < timedelta(days=1)
    assert len({slot.key for slot in sent}) == len(sent)
    assert [slot.at for slot in sent] == sorted(slot.at for slot in sent)


# --------------------------------------------------------------------------- what


def paper(number: int, school: str | None = "ha-tinh", verdict: str = "pass", **more: object) -> PaperLine:
    late, active = bool(more.pop("late", False)), bool(more.pop("active", True))
    standing = Standing(school, active, late, Verdict(verdict), None if late else Verdict(verdict))
    line = PaperLine(
        code=f"TL-2021-{number:03}",
        title=f"Bài {number}",
        authors=("Nguyễn Thị Hoa",),
        topic=None,
        owner=Address("hoa@hatinh.example", "Hoa"),
        standing=standing,
        version=1,
        first_at=at(1),
        last_at=at(1),
        recorded=number,
    )
    return replace(line, **more)


def made(*papers: PaperLine, beat: Beat = Beat.DAILY, in_season: bool = True, **facts: object) -> Digest:
    slot = Slot(at(20), beat, "TL-2021", in_season)
    values = {"account": Account(0, 0), **facts}
    return digest(slot, Facts(papers, **values), config())


def told(digest: Digest) -> list[tuple[str, list[str], list[str]]]:
    """Code, reasons, orders of each paper that needs a person."""
    return [
        (need.paper.code[-3:], [reason.kind for reason in need.reasons], [_order(order) for order in need.orders])
        for need in digest.needs
    ]


def _order(order: tuple[OrderKind, str, str]) -> str:
    kind, code, other = order
    return f"{kind} {code[-3:]} {other[-3:]}".strip()


def test_what_came_each_paper_once() -> None:
    found = made(
        paper(1),
        paper(2),
        happened=(
            Happened(Came.PAPER, "TL-2021-002"),
            Happened(Came.VERSION, "TL-2021-001"),
            Happened(Came.VERSION, "TL-2021-002"),
            Happened(Came.VERSION, "TL-2021-001"),
        ),
    )
    assert [(line.code, what) for line, what in found.came] == [
        ("TL-2021-002", (Came.PAPER, Came.VERSION)),
        ("TL-2021-001", (Came.VERSION,)),
    ]


def test_schools_against_their_quota() -> None:
    papers = (
        *(paper(n) for n in range(1, 5)),
        paper(5, verdict="fail"),
        paper(6, verdict="review", late=True),
        paper(7, active=False),
        paper(8, None),
        paper(9, "nghe-an"),
    )
    found = made(*papers)
    rows = {row.school.id: row.quota for row in found.schools}
    ha_tinh = rows["ha-tinh"]
    assert (ha_tinh.papers, ha_tinh.compliant, ha_tinh.correcting, ha_tinh.doubtful) == (6, 4, 1, 1)
    assert (ha_tinh.late, ha_tinh.withdrawn, ha_tinh.missing, ha_tinh.over) == (1, 1, 0, 1)
    assert (rows["nghe-an"].missing, rows["nghe-an"].over) == (5, 0)
    assert found.homeless.papers == 1


def test_a_merged_paper_is_not_withdrawn() -> None:
    gone = paper(1, active=False)
    found = made(replace(gone, standing=replace(gone.standing, merged=True)))
    assert {row.quota.withdrawn for row in found.schools} == {0}


DOUBT = Matter(20, "doubt", "TL-2021-002", {"may_be": ["TL-2021-001"]})
RETITLED = Matter(21, "retitled", "TL-2021-002", {"before": "Tên cũ"})
WITHDRAWAL = Matter(22, "withdrawal", "", codes=("TL-2021-002",), sender="la@khac.example")


@pytest.mark.parametrize(
    ("matters", "ordered", "expected"),
    [
        ((DOUBT,), (), [("002", ["doubt"], ["merge 002 001", "keep 002"])]),
        ((RETITLED,), (), [("002", ["retitled"], ["split 002", "keep 002"])]),
        ((WITHDRAWAL,), (), [("002", ["withdrawal"], ["withdraw 002", "keep 002"])]),
        (
            (DOUBT, RETITLED),
            (),
            [("002", ["doubt", "retitled"], ["merge 002 001", "split 002", "keep 002"])],
        ),
        ((DOUBT,), (Ordered(30, "keep", "TL-2021-002"),), []),
        ((DOUBT,), (Ordered(10, "keep", "TL-2021-002"),), [("002", ["doubt"], ["merge 002 001", "keep 002"])]),
        ((DOUBT,), (Ordered(30, "keep", "TL-2021-001"),), [("002", ["doubt"], ["merge 002 001", "keep 002"])]),
        ((replace(DOUBT, data={"may_be": ["TL-2021-003"]}),), (), []),  # that one was withdrawn
        ((Matter(23, "question", ""),), (), []),
    ],
)
def test_what_was_noted_waits_until_it_is_decided(
    matters: tuple[Matter, ...], ordered: tuple[Ordered, ...], expected: list[object]
) -> None:
    assert told(made(paper(1), paper(2), paper(3, active=False), matters=matters, ordered=ordered)) == expected


@pytest.mark.parametrize(
    ("school", "candidates", "orders"),
    [
        (None, None, ["school 001", "pass 001", "fail 001", "keep 001"]),
        (
            None,
            ["nghe-an", "ha-tinh"],
            ["school 001 -an", "school 001 inh", "pass 001", "fail 001", "keep 001"],
        ),
        ("nghe-an", ["nghe-an", "ha-tinh"], ["pass 001", "fail 001", "keep 001"]),  # it was decided
    ],
)
def test_where_the_school_is_in_doubt_the_line_that_names_it_comes_first(
    school: str | None, candidates: list[str] | None, orders: list[str]
) -> None:
    details = {"candidates": candidates} if candidates else {}
    doubt = Finding("identity", Outcome.REVIEW, "ĐHVB 2", "Chưa rõ đơn vị.", details)
    line = paper(1, doubts=(doubt,), verdict="review")
    line = replace(line, standing=replace(line.standing, school=school))
    (need,) = made(line).needs
    assert [_order(order) for order in need.orders] == orders


def test_a_withdrawn_paper_needs_nobody() -> None:
    assert told(made(paper(1), paper(2, active=False, late=True), matters=(DOUBT,))) == []


def test_doubts_of_checks_late_papers_and_too_many() -> None:
    papers = (
        paper(1, doubts=(Finding("topic", Outcome.REVIEW, "ĐHVB 1", "Chủ đề chưa rõ."),), verdict="review"),
        paper(2, late=True),
        *(paper(n) for n in range(3, 7)),
    )
    assert told(made(*papers)) == [
        ("001", ["review"], ["pass 001", "fail 001", "keep 001"]),
        ("002", ["late"], ["pass 002", "withdraw 002", "keep 002"]),
        ("006", ["over_quota"], ["withdraw 006", "keep 006"]),
    ]


def test_a_late_paper_is_told_of_once_with_what_the_check_says() -> None:
    late = Finding("deadline", Outcome.REVIEW, "ĐHVB 5", "Bài đến lúc 08:00 ngày 11/11/2021.")
    of_a_late_one, of_a_late_correction = made(paper(1, late=True, doubts=(late,)), paper(2, doubts=(late,))).needs
    assert [(reason.kind, reason.finding) for reason in of_a_late_one.reasons] == [("late", late)]
    assert [_order(order) for order in of_a_late_one.orders] == ["pass 001", "withdraw 001", "keep 001"]
    # The version in time counts as long as nothing is decided: there is no need to take the paper out.
    assert [_order(order) for order in of_a_late_correction.orders] == ["pass 002", "keep 002"]


def test_what_was_ruled_on_needs_nobody() -> None:
    ruled = replace(paper(1).standing, late=True, ruled=True)
    assert told(made(replace(paper(1), standing=ruled))) == []


def test_a_decision_holds_until_another_version_comes() -> None:
    kept = (Ordered(30, "keep", "TL-2021-001"),)
    assert told(made(paper(1, late=True), ordered=kept)) == []
    assert [code for code, *_ in told(made(paper(1, late=True, recorded=31), ordered=kept))] == ["001"]


def test_a_paper_too_many_that_is_kept_stays_so() -> None:
    papers = [paper(n) for n in range(1, 8)]
    assert [need.reasons[0].number for need in made(*papers).needs] == [6, 7]
    found: tuple[Need, ...] = made(*papers, ordered=(Ordered(30, "keep", "TL-2021-006"),)).needs
    assert [need.paper.code for need in found] == ["TL-2021-007"]


@pytest.mark.parametrize(
    ("facts", "brief", "skipped"),
    [
        ({}, True, True),
        ({"happened": (Happened(Came.PAPER, "TL-2021-001"),)}, False, False),
        ({"trouble": (Trouble("sending"),)}, False, False),
        ({"told": (Matter(5, "question", ""),)}, False, False),
        ({"moved": {"viet-bai:closes": Moved(at(25), at(26))}}, False, False),
    ],
)
def test_a_day_without_news(facts: dict[str, object], brief: bool, skipped: bool) -> None:
    found = made(paper(1), **facts)
    assert (found.is_brief, found.is_skipped(WhenEmpty.SKIP), found.is_skipped(WhenEmpty.LINE)) == (
        brief,
        skipped,
        False,
    )


def test_what_waits_is_never_passed_over_in_silence() -> None:
    found = made(paper(1, late=True))
    assert found.is_brief
    assert not found.is_skipped(WhenEmpty.SKIP)


def test_the_weekly_one_is_never_left_out_and_out_of_season_only_news_are_told() -> None:
    assert not made(paper(1), beat=Beat.WEEKLY).is_skipped(WhenEmpty.SKIP)
    assert made(paper(1), in_season=False).is_skipped(WhenEmpty.LINE)
    assert not made(paper(1), in_season=False, trouble=(Trouble("sending"),)).is_skipped(WhenEmpty.LINE)
