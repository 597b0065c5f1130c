"""A house in a temporary folder, sending in mode live to a fake."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core.fakes import House, config_in

from daemon.config import Mode


@pytest.fixture
def tmp_path(memory_path: Path) -> Path:
    """Records and archive are synced to disk at every step: nothing that a test of them waits for."""
    return memory_path


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., House]]:
    houses = []

    def make(*, mode: Mode = Mode.LIVE, **intake: int) -> House:
        house = House(tmp_path / "kho", config_in(tmp_path / "kho", mode=mode, **intake))
        houses.append(house)
        return house

    yield make
    for house in houses:
        house.close()


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    return build()
