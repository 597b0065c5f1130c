"""What every command of the command line shares: the two consoles, common options, exit codes, a watched loop."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from daemon import logs
from daemon.clock import ShiftedClock, SystemClock
from daemon.config import Config, load, shipped_file
from daemon.errors import ConfigError, ConfigProblem, ThamluanError
from daemon.model import Clock
from daemon.proof.readiness import refuse_lost, refuse_unfinished
from daemon.records import Records


class _Aside(Console):
    """Standard error: what is said there and nobody reads any longer is lost, and stops no work."""

    def on_broken_pipe(self) -> None:
        """Rich ends the program here."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())  # Python flushes it at its end


out = Console(highlight=False, soft_wrap=False)
err = _Aside(stderr=True, highlight=False)

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

_FIRST_YEAR, _LAST_YEAR = 1970, 2999  #: of `--now`

_DEFAULT_CONFIGS = (Path("config.toml"), Path("/etc/thamluan/config.toml"))


class UsageError(ThamluanError):
    """The arguments cannot be used."""


def _is_there(path: Path) -> bool:
    """A working directory that is not ours to look into (`sudo -u thamluan` in /root) holds nothing for us."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def configuration(path: Path | None) -> Config:
    """The file named, else ./config.toml, else /etc/thamluan/config.toml; the log follows it.  ConfigError."""
    found = load(path or _default_path())
    logs.follow(found.log)
    return found


def _default_path() -> Path:
    for candidate in _DEFAULT_CONFIGS:
        if _is_there(candidate):
            return candidate
    problem = ConfigProblem(
        "",
        "",
        "There is no config.toml here and no /etc/thamluan/config.toml.",
        f"Name one with --config PATH; the one that comes with the program: {shipped_file()}",
    )
    raise ConfigError("configuration", [problem])


def records_of(settings: Config) -> Records:
    """The records, for a command that changes something.  RecordsError where they are lost: empty ones hide it."""
    refuse_unfinished(settings.storage.directory)
    refuse_lost(settings.storage.directory)
    return Records.open(settings.storage.directory)


def records_to_read(settings: Config) -> Records:
    """The records, for a command that changes nothing; empty ones where there are none yet.  RecordsError as above."""
    refuse_unfinished(settings.storage.directory)
    refuse_lost(settings.storage.directory)
    return Records.open(settings.storage.directory, read_only=True)


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
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:  # spans of days are added to it and taken off
        raise UsageError(f"--now {now}: name a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
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


@contextmanager
def progress(what: str, total: int | None = None, *, console: Console = err) -> Iterator[Callable[[int], None]]:
    """While the block runs, a line tells a person how far it is: call what is given with how much more is done.

    Not a letter of it where nobody watches, or wants to (--quiet).  What `console` prints meanwhile stands above it.
    """
    if not console.is_terminal or err.quiet:
        yield lambda _: None
        return
    columns: list[ProgressColumn] = [SpinnerColumn(), TextColumn("{task.description} {task.fields[count]}")]
    if total is not None:
        columns += [BarColumn(), TaskProgressColumn(), TimeRemainingColumn(elapsed_when_finished=True)]
    else:
        columns.append(TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task, times = shown.add_task(what, total=total, count=""), itertools.count(1)
        yield lambda step: shown.update(task, advance=step, count=next(times))


def watched(
    items: Iterable[T],
    what: str,
    total: int | None = None,
    *,
    size: Callable[[T], int] = lambda _: 1,
    console: Console = err,
) -> Iterator[T]:
    """The items, counted on a line for a person.  `total` is the sum of their sizes; without one, where the items know
    how many they are, that.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    with progress(what, total, console=console) as done:
        for item in items:
            yield item
            done(size(item))
