"""Templates compiled once for many starts of the program: half a second of each start, and nothing that tests look at.

`keep_compiled()` has Jinja keep what it compiled, by source, for as long as this process (and its forks) live.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

import jinja2

from daemon.config import load, shipped_file
from daemon.letters import environment

_compile = jinja2.Environment.compile
_kept: dict[tuple[object, ...], CodeType | str] = {}


def keep_compiled() -> None:
    """From now on; the shipped templates at once."""
    jinja2.Environment.compile = _once  # type: ignore[method-assign, assignment]
    environment(load(shipped_file()))


def forget_compiled() -> None:
    """As before."""
    jinja2.Environment.compile = _compile  # type: ignore[method-assign]


def _once(self: jinja2.Environment, *arguments: Any, **named: Any) -> CodeType | str:
    key = (type(self), self.autoescape, *arguments, *sorted(named.items()))
    if key not in _kept:
        _kept[key] = _compile(self, *arguments, **named)
    return _kept[key]
