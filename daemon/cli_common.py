"""What every command of the command line shares: the two consoles, common options, exit codes, a watched loop."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from daemon import logs
from daemon.clock import ShiftedClock, SystemClock
from daemon.config import Config, load, shipped_file
from daemon.errors import ConfigError, ConfigProblem, ThamluanError
from daemon.model import Clock

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Configuration file (else ./config.toml, then /etc/thamluan/config.toml)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
NowOption = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="The clock as it would be then, ISO 8601 with offset (for trials)."),
]
AnywayOption = Annotated[
    bool, typer.Option("--anyway", help="Try the mailbox at once, though it is left alone after polls that failed.")
]

T = TypeVar("T")

_DEFAULT_CONFIGS = (Path("config.toml"), Path("/etc/thamluan/config.toml"))


class UsageError(ThamluanError):
    """The arguments cannot be used."""


def configuration(path: Path | None) -> Config:
    """The file named, else ./config.toml, else /etc/thamluan/config.toml; the log follows it.  ConfigError."""
    found = load(path or _default_path())
    logs.follow(found.log)
    return found


def _default_path() -> Path:
    for candidate in _DEFAULT_CONFIGS:
        if candidate.is_file():
            return candidate
    problem = ConfigProblem(
        "",
        "",
        "There is no config.toml here and no /etc/thamluan/config.toml.",
        f"Name one with --config PATH; the one that comes with the program: {shipped_file()}",
    )
    raise ConfigError("configuration", [problem])


def clock_for(now: str | None, config: Config) -> Clock:
    """The system's clock, or one that shows the time of `--now`.  UsageError."""
    if now is None:
        return SystemClock()
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(f"--now {now}: write ISO 8601 with offset, such as 2021-11-10T09:00:00+07:00.")
    if not config.may_shift_clock:
        raise UsageError(
            "--now is refused in live mode unless mailbox and SMTP are on this machine: letters would carry a "
            "false date to real people. Leave it out, or set mode to observe or redirect."
        )
    return ShiftedClock(moment)


def print_json(value: Any) -> None:
    """One JSON document on standard output, with real letters."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def leave(code: int) -> None:
    """Ends the command with this exit code; 0 goes on to its natural end."""
    if code:
        raise typer.Exit(code)


def watched(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The items, with a line on standard error that counts them when a person is watching."""
    if not err.is_terminal or err.quiet:
        yield from items
        return
    counted = "{task.completed}" if total is None else "{task.completed} / {task.total}"
    columns = (SpinnerColumn(), TextColumn("{task.description} " + counted), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what, total=total)
        for item in items:
            yield item
            progress.advance(task)
