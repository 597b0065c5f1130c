"""Phases by ids of before: which is which, and what was settled of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from daemon.season import phases

WRITE, OTHER_DAY, VET = ("write", "2021-09-24T01:00"), ("write", "2021-10-01T01:00"), ("vet", "2021-09-24T01:00")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({"viet": WRITE}, {"viet": WRITE}, {}),
        ({"viet": WRITE}, {"viet-bai": WRITE}, {"viet": "viet-bai"}),
        ({"viet": WRITE}, {"viet-bai": OTHER_DAY}, {}),
        ({"viet": WRITE}, {"tham-dinh": VET}, {}),
        ({"viet": WRITE}, {"viet": WRITE, "viet-bai": WRITE}, {}),  # the one is there still
        ({"viet": WRITE, "tham-dinh": VET}, {"soat": VET, "a": WRITE}, {"viet": "a", "tham-dinh": "soat"}),
        # which of two is meant nobody knows
        ({"viet": WRITE, "soan": WRITE}, {"viet-bai": WRITE}, {}),
        ({"viet": WRITE}, {"viet-bai": WRITE, "soan": WRITE}, {}),
        ({"viet": WRITE, "soan": WRITE, "tham-dinh": VET}, {"a": WRITE, "b": WRITE, "c": VET}, {"tham-dinh": "c"}),
        ({}, {"viet": WRITE}, {}),
    ],
)
def test_a_phase_is_the_former_one_by_kind_and_opening(
    before: phases.Known, now: phases.Known, expected: Mapping[str, str]
) -> None:
    assert phases.renamed(before, now) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("TL-2021:viet:opens:secretariat", "TL-2021:viet-bai:opens:secretariat"),
        ("TL-2021:viet:closes@school:ha-tinh", "TL-2021:viet-bai:closes@school:ha-tinh"),
        ("TL-2021:tham-dinh:opens:viet", None),
        ("TL-2020:viet:opens:secretariat", None),  # of a season before
        ("TL-2021:viet-bai:opens:secretariat", None),
        ("digest:2021-09-24", None),
    ],
)
def test_what_was_settled_of_it_in_this_season_is_by_its_new_id(key: str, expected: str | None) -> None:
    found = phases.of_today([key], {"viet": "viet-bai"}, "TL-2021")
    assert found == ({key: expected} if expected else {})
