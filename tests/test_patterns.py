"""Regular expressions read what strangers write: none may take exponential time over it."""

from __future__ import annotations

import dataclasses
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from ambiguity import ambiguous

import daemon


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (r"((hien|dang|hien dang) )*x", "hien dang "),  # one alternative is two others
        (r"(a|a)*x", "a"),  # one stands twice
        (r"(\w+ ?)*x", "ab"),  # what parts them may be missing
        (r"(a*)*x", "a"),
        (r"(?i)(Ha|ha)+x", "ha"),
        (rb"(ab|a|b)*x", "ab"),
        (r"(a{1,2}){1,100}x", "aa"),  # as many as no subject is long
        (r"((hien|dang) )*x", None),
        (r"((hien|dang|hien dang) )*+x", None),  # gives nothing back
        (r"(?:(?:cua|co)(?: |$))*x", None),
        (r"((hien|dang|hien dang) ){0,3}x", None),  # eight ways
        (r"\s*(\d+|[a-z]\d*)(, )?x", None),
    ],
)
def test_what_is_ambiguous(expression: str | bytes, text: str | None) -> None:
    pattern: re.Pattern[Any] = re.compile(expression)
    found = ambiguous(pattern)
    assert (found is None) == (text is None), found


def _patterns(value: Any, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    """Those that something holds, however deep."""
    if isinstance(value, re.Pattern):
        yield value
    if id(value) in seen or isinstance(value, re.Pattern | str | bytes):
        return
    seen.add(id(value))
    if isinstance(value, dict):
        inside = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inside = list(value)
    elif isinstance(value, type):
        inside = list(vars(value).values()) if value.__module__.startswith("daemon") else []
    elif dataclasses.is_dataclass(value):
        inside = [getattr(value, field.name) for field in dataclasses.fields(value)]
    else:
        return
    for it in inside:
        yield from _patterns(it, seen)


@pytest.mark.slow
def test_no_pattern_reads_a_text_in_two_ways() -> None:
    seen: set[int] = set()
    patterns: dict[tuple[Any, int], str] = {}
    for module in pkgutil.walk_packages(daemon.__path__, "daemon."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                for it in _patterns(value, seen):
                    patterns.setdefault((it.pattern, it.flags), f"{module.name}.{name}")
    assert len(patterns) > 500, "the search finds them no more"
    slow = {where: text for it, where in patterns.items() if (text := ambiguous(re.compile(it[0], it[1])))}
    assert not slow
