"""Templates compiled once a process: half a second of each start of the program, and nothing that tests look at.

`keep_compiled()` has Jinja keep what it compiled, by source, for as long as this process (and its forks) live.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

import jinja2

_compile = jinja2.Environment.compile
_kept: dict[tuple[object, ...], CodeType | str] = {}


def keep_compiled() -> None:
    """From now on."""
    jinja2.Environment.compile = _once  # type: ignore[method-assign, assignment]


def _once(self: jinja2.Environment, *arguments: Any, **named: Any) -> CodeType | str:
    # A filter of a constant is worked out when it is compiled, and filters speak a language.
    language = self.filters.get("size")
    key = (type(self), self.autoescape, language, *arguments, *sorted(named.items()))
    if key not in _kept:
        _kept[key] = _compile(self, *arguments, **named)
    return _kept[key]
