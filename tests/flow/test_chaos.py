"""A few rounds of `./run.sh chaos`."""

import pytest
from chaos import wreak

pytestmark = pytest.mark.server


def test_killed_at_points_and_at_random_nothing_is_lost_and_nothing_doubled() -> None:
    tally = wreak(6, seed=193, seconds=15, an_episode=6, first=1)
    assert tally.broken == []
    assert tally.points.total() + tally.died_at.total() >= 1
