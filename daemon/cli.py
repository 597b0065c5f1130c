"""The command line: arguments → one function each; the only place that prints or exits.

Exit codes (contract): 0 done; 1 done, and something is wrong with what was looked at; 2 the command itself could
not be carried out.  A failure is one readable sentence with the next step on standard error.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import click
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from daemon import __version__, present
from daemon.clock import ShiftedClock, SystemClock
from daemon.config import Config, load
from daemon.errors import ConfigError, ConfigProblem, ThamluanError
from daemon.model import Clock, Verdict

app = typer.Typer(
    name="thamluan",
    help="Turns a submission mailbox into a well-run call for papers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Configuration file [default: ./config.toml, then /etc/thamluan/config.toml]."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
NowOption = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="The clock as it would be then, ISO 8601 with offset (for trials)."),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)]

_DEFAULT_CONFIGS = (Path("config.toml"), Path("/etc/thamluan/config.toml"))


class UsageError(ThamluanError):
    """The arguments cannot be used."""


def _config(path: Path | None) -> Config:
    if path is not None:
        return load(path)
    for candidate in _DEFAULT_CONFIGS:
        if candidate.is_file():
            return load(candidate)
    problem = ConfigProblem(
        "", "", "There is no config.toml here and no /etc/thamluan/config.toml.", "Name one with --config PATH."
    )
    raise ConfigError("configuration", [problem])


def _clock(now: str | None, config: Config) -> Clock:
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


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _exit(code: int) -> None:
    if code:
        raise typer.Exit(code)


@app.callback(invoke_without_command=True)
def _root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="More of what happens, on standard error.")] = False,
) -> None:
    if version:
        out.print(f"thamluan {__version__}")
        raise typer.Exit
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(levelname)s %(name)s: %(message)s",
    )
    for chatty in ("apscheduler", "mailparser", "imapclient", "MARKDOWN"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


# --------------------------------------------------------------------------- looking, touching nothing


@app.command()
def check(files: Files, config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Judges papers against the rules of the plan.  Touches no mailbox and no records."""
    from daemon.service import judging, papers_in

    settings = _config(config)
    papers = list(papers_in(files))
    with judging(settings) as judge:
        judgements = [judge.file(paper.data, paper.name) for paper in _watched(papers, "judging")]
    if as_json:
        _print_json([present.judgement_json(judgement) for judgement in judgements])
    else:
        for judgement in judgements:
            out.print(present.judgement_table(judgement))
    _exit(1 if any(judgement.verdict is Verdict.FAIL for judgement in judgements) else 0)


@app.command()
def inspect(files: Files, config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Says what intake would make of raw messages.  Touches nothing."""
    from daemon.service import examine_messages

    looked = examine_messages(_config(config), files)
    if as_json:
        _print_json([present.inspect_json(name, mail, decision) for name, mail, decision in looked])
    else:
        for name, mail, decision in looked:
            out.print(present.inspect_table(name, mail, decision))


def _watched(items: Sequence[Any], what: str) -> Iterable[Any]:
    """The items, with a progress line on standard error when there are many and a person is watching."""
    if len(items) < 3 or not err.is_terminal:
        yield from items
        return
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what, total=len(items))
        for item in items:
            yield item
            progress.advance(task)


# --------------------------------------------------------------------------- the program


def main() -> None:
    """Runs a command; every failure becomes one sentence and an exit code."""
    try:
        code = app(standalone_mode=False)  # gives the exit code of typer.Exit instead of leaving
    except click.ClickException as error:
        hint = f" See `{error.ctx.command_path} --help`." if isinstance(error, click.UsageError) and error.ctx else ""
        _die(f"{error.format_message()}{hint}")
    except ThamluanError as error:
        _die(str(error))
    except (KeyboardInterrupt, click.Abort):
        _die("interrupted; what was finished is recorded, the rest is done by the next call.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("THAMLUAN_DEBUG"):
            raise
        _die(
            f"an error in the program: {type(error).__name__}: {error}. Run again with THAMLUAN_DEBUG=1 and report it."
        )

    else:
        sys.exit(code if isinstance(code, int) else 0)


def _die(sentence: str) -> NoReturn:
    err.print(f"thamluan: {sentence}", markup=False, soft_wrap=True)
    sys.exit(2)
