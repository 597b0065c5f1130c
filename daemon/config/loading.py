"""A file, or a table already parsed → `Config`, or a ConfigError that lists every problem."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from daemon.config.coherence import COHERENCE
from daemon.config.forms import FORMS, Section
from daemon.config.whole import Config
from daemon.errors import ConfigError, ConfigProblem


def load(path: Path) -> Config:
    """Reads and validates a file.  Relative paths in it are relative to its folder.  ConfigError lists everything."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            str(path), [_file_problem(f"cannot be read ({error.strerror}).", "Name another with --config PATH.")]
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [_file_problem("is not UTF-8.", "Save it as UTF-8.")]) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), [_file_problem(f"is not valid TOML: {error}.", "Mend that line.")]) from error
    except RecursionError as error:
        deep = _file_problem("holds brackets in brackets in brackets.", "No key needs that; remove them.")
        raise ConfigError(str(path), [deep]) from error
    return from_table(table, path)


def from_table(table: Mapping[str, Any], path: Path) -> Config:
    """The same from a table already parsed; `path` names it in problems and anchors relative paths."""
    table = _with_recipients(table)
    values: dict[str, Any] = {}
    problems = [
        ConfigProblem(name, "", "is not a section.", "Remove it or mend its name.")
        for name in table
        if name not in Config.model_fields
    ]
    for name, info in Config.model_fields.items():
        if name not in table:
            if info.is_required():
                problems.append(ConfigProblem(name, "", "is missing.", "Copy it from the shipped config.toml."))
            else:
                values[name] = info.default
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(cast("Any", Annotated[info.annotation, info]))
        try:
            values[name] = adapter.validate_python(table[name])
        except ValidationError as error:
            problems.extend(_from_pydantic(name, error))
    for check in COHERENCE:
        try:
            problems.extend(check(values))
        except KeyError:  # speaks of a section that already has a problem of its own
            continue
    if problems:
        raise ConfigError(str(path), problems)
    config = Config(**values)
    return _anchored(config, path.resolve().parent)


#: Lists of addresses in which an entry may name its language, or what to call them: section, key.
_ADDRESSES = (("schools", "contacts"), ("event", "delegates"), ("secretariat", "addresses"))


def _with_recipients(table: Mapping[str, Any]) -> dict[str, Any]:
    """An entry {address = "a@b", lang = "en", name = "A"} of such a list is short for its address there and a
    [[recipients]].
    """
    found: list[dict[str, Any]] = []

    def plain(section: object, key: str) -> object:
        if not isinstance(section, dict) or not isinstance(section.get(key), list):
            return section
        found.extend(entry for entry in section[key] if isinstance(entry, dict))
        return section | {key: [it.get("address", it) if isinstance(it, dict) else it for it in section[key]]}

    result = dict(table)
    for name, key in _ADDRESSES:
        given = result.get(name)
        if given is not None:
            result[name] = [plain(it, key) for it in given] if isinstance(given, list) else plain(given, key)
    recipients = result.get("recipients", [])
    if found and isinstance(recipients, list):
        result["recipients"] = [*recipients, *found]
    return result


def _anchored(config: Config, base: Path) -> Config:
    def at(path: Path | None) -> Path | None:
        return None if path is None else base / path.expanduser()

    def moved(section: Section, *keys: str) -> Section:
        return section.model_copy(update={key: at(getattr(section, key)) for key in keys})

    return config.model_copy(
        update={
            "mailbox": moved(config.mailbox, "password_file", "ca_file"),
            "smtp": moved(config.smtp, "password_file", "ca_file"),
            "oauth2": moved(config.oauth2, "client_secret_file", "ca_file"),
            "storage": moved(config.storage, "directory"),
            "letters": moved(config.letters, "templates_directory"),
            "metrics": moved(config.metrics, "textfile"),
        }
    )


def _file_problem(problem: str, remedy: str) -> ConfigProblem:
    return ConfigProblem("", "", f"The file {problem}", remedy)


_REMEDIES: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "missing": lambda _: ("is missing.", "Add it; the shipped config.toml shows how."),
    "extra_forbidden": lambda _: ("is not a key of this section.", "Remove it or mend its name."),
    "literal_error": lambda c: ("has a value that is not allowed.", f"Use {c.get('expected')}."),
    "enum": lambda c: ("has a value that is not allowed.", f"Use {c.get('expected')}."),
    "greater_than_equal": lambda c: ("is too small.", f"Use {c.get('ge')} or more."),
    "greater_than": lambda c: ("is too small.", f"Use more than {c.get('gt')}."),
    "less_than_equal": lambda c: ("is too large.", f"Use {c.get('le')} or less."),
    "string_too_short": lambda _: ("is empty.", "Give a value."),
    "too_short": lambda _: ("is empty.", "Give at least one."),
    "string_pattern_mismatch": lambda c: ("has the wrong form.", FORMS[c["pattern"]]),
    "int_type": lambda _: ("is not a whole number.", "Write it without quotation marks."),
    "int_parsing": lambda _: ("is not a whole number.", "Write a number."),
    "int_from_float": lambda _: ("is not a whole number.", "Write it without a fraction."),
    "float_type": lambda _: ("is not a number.", "Write it without quotation marks."),
    "float_parsing": lambda _: ("is not a number.", "Write it without quotation marks."),
    "finite_number": lambda _: ("is not a number.", "Write one in figures."),
    "bool_parsing": lambda _: ("is neither true nor false.", "Write true or false."),
    "path_type": lambda _: ("is not a path.", "Write it in quotation marks."),
    "string_type": lambda _: ("is not a text.", "Write it in quotation marks."),
    "bool_type": lambda _: ("is neither true nor false.", "Write true or false."),
    "tuple_type": lambda _: ("is not a list.", "Write it in square brackets."),
    "model_type": lambda _: ("is not a section.", "Write its keys under a heading in square brackets."),
}


def _within(inner: ErrorDetails, outer: ErrorDetails) -> bool:
    return inner["loc"][: len(outer["loc"])] == outer["loc"]


def _from_pydantic(section: str, error: ValidationError) -> list[ConfigProblem]:
    found = []
    items = error.errors(include_url=False)
    for item in items:
        if item["type"] == "too_short" and any(it is not item and _within(it, item) for it in items):
            continue  # what stands in it is counted only where it is right
        where, keys = section, item["loc"]
        if keys and isinstance(keys[0], int):
            where, keys = f"{section}[{keys[0] + 1}]", keys[1:]  # people count from one
        key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in keys).replace(".[", "[")
        make = _REMEDIES.get(item["type"])
        if make is not None:
            problem, remedy = make(item.get("ctx", {}))
        elif item["type"] == "value_error":
            problem, remedy = item["ctx"]["error"].args  # ours, see `forms`
        else:
            problem, remedy = f"{item['msg']}.", "Mend the value."
        found.append(ConfigProblem(where, key, problem, remedy))
    return found
