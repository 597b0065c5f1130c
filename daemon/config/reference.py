"""Every key of the configuration, as a page: docs/configuration.md is what this says of the model.  Pure."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from daemon.config import Config, Email, Endpoint, Identifier

_ABOUT = """\
# Configuration

Every key of `config.toml`, made of the program's own model by `thamluan man --configuration` and held to it by a test.
The shipped [`config.toml`](../config.toml) is one whole conference, with a comment beside each key.

The file is read once, at the start: restart the service after a change (`systemctl restart thamluan`).
`thamluan doctor` tells everything that is wrong with it at once, with section, key and remedy.
Relative paths are relative to the folder of the file.
Passwords never stand in it.

A section with two brackets may stand several times.
“required” means that the key must stand there; a section without required keys may be left out as a whole.
"""

#: What single types are called; annotated ones are told by what they are made of.
_NAMES: dict[Any, str] = {
    Email: "address",
    Endpoint: "https address",
    Identifier: "a-z, 0-9, hyphens",
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    Path: "path",
    datetime: "time",
    date: "day",
    time: "time of day",
}
_BOUNDS = (("ge", "≥ "), ("gt", "> "), ("le", "≤ "), ("lt", "< "))


def page() -> str:
    """The whole page."""
    return "\n".join([_ABOUT, *_sections(Config, "")])


def _sections(model: Any, prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        section = section_in(field.annotation)
        if section is None:
            continue
        several = get_origin(field.annotation) is tuple
        yield f"## {f'[[{prefix}{name}]]' if several else f'[{prefix}{name}]'}\n"
        yield f"{inspect.cleandoc(section.__doc__ or '')}\n"
        yield "| key | value | if left out | what it does |\n|---|---|---|---|"
        for key, inner in section.model_fields.items():
            if section_in(inner.annotation) is None:
                row = (f"`{key}`", _kind(inner), _default(inner), inner.description or "")
                yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
        yield ""
        yield from _sections(section, f"{prefix}{name}.")


def section_in(annotation: Any) -> Any:
    """The section that a key is, or that its list is of; None for a value."""
    for found in (annotation, *get_args(annotation)):
        if hasattr(found, "model_fields"):
            return found
    return None


def _kind(field: Any) -> str:
    bounds = [
        f"{sign}{getattr(item, name)}" for item in field.metadata for name, sign in _BOUNDS if hasattr(item, name)
    ]
    return ", ".join([_named(_whole(field)), *bounds])


def _whole(field: Any) -> Any:
    """The annotation with what pydantic took off it: an address is annotated text."""
    kept = tuple(item for item in field.metadata if not any(hasattr(item, name) for name, _ in _BOUNDS))
    return Annotated[(field.annotation, *kept)] if kept else field.annotation


def _named(annotation: Any) -> str:
    if annotation in _NAMES:
        return _NAMES[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _named(inner[0])
    if origin is Literal:
        return _choices(inner)
    if origin in {Union, UnionType}:
        return " or ".join(dict.fromkeys(_named(one) for one in inner if one is not type(None)))
    if origin is tuple:
        return f"list: {_named(inner[0])}" if inner[-1] is Ellipsis else f"list of {len(inner)}: {_named(inner[0])}"
    return _choices(tuple(annotation))


def _choices(values: Sequence[Any]) -> str:
    return ", ".join(f"`{_text(value)}`" for value in values)


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is not None:
        return "as shipped"
    if field.default is None:
        return "none"
    return f"`{_text(field.default)}`"


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value) or '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_text(item) for item in value)}]"
    return str(value) if value != "" else '""'
