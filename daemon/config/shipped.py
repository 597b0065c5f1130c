"""The configuration that comes with the program."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, cast


def shipped_file() -> Path:
    """Inside the wheel, or at the top of a source tree."""
    package = Path(__file__).parent.parent
    inside = package / "config.toml"
    return inside if inside.is_file() else package.parent / "config.toml"


def shipped_words(key: str) -> tuple[str, ...]:
    """A key of its `[vocabulary]`, for files that were written before there was one."""
    return tuple(_vocabulary()[key])


@cache
def _vocabulary() -> dict[str, list[str]]:
    table: dict[str, Any] = tomllib.loads(shipped_file().read_text("utf-8"))
    return cast("dict[str, list[str]]", table["vocabulary"])
