"""A house in a temporary folder, sending in mode live to a fake."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core.fakes import House, config_in

from daemon.config import Mode


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
def memory_path() -> Iterator[Path]:
    """A temporary folder in memory where the system has one: for tests that make records by the hundred."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    with tempfile.TemporaryDirectory(prefix="thamluan-", dir=memory if usable else None) as directory:
        yield Path(directory)


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    return build()
