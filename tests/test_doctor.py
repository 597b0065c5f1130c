"""What the doctor says of the place where everything is kept."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from checks.documents_for_checks import shipped

from daemon import doctor
from daemon.clock import ManualClock
from daemon.model import Level

CLOCK = ManualClock(datetime(2021, 11, 5, tzinfo=UTC))


def said(directory: Path) -> dict[str, Level]:
    config = shipped().model_copy(update={"storage": shipped().storage.model_copy(update={"directory": directory})})
    return {line.what: line.level for line in doctor._disk(config, CLOCK)}


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (2_000_000_000, Level.GOOD),
        (900_000_000, Level.WARNING),
        (19_000_000, Level.BAD),  # the next message with a paper may not fit
        (0, Level.BAD),
    ],
)
def test_room_is_told_before_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert said(tmp_path)["disk"] is level


def test_a_read_only_file_system_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changing the owner of the folder would not help."""
    real = os.statvfs(tmp_path)
    read_only = os.statvfs_result((*real[:8], real.f_flag | os.ST_RDONLY, *real[9:]))
    monkeypatch.setattr(os, "statvfs", lambda _: read_only)
    assert said(tmp_path) == {"storage": Level.BAD}
