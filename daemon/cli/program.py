"""The command line: arguments → one function each; the only place that prints or exits.

Exit codes (contract): 0 done; 1 done, and something is wrong with what was looked at; 2 the command itself could
not be carried out.  A failure is one readable sentence with the next step on standard error.

Each command lives in a module of this package that is loaded when it is called: `status`, which is
called every minute, loads neither LibreOffice's bridge nor the letters.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Annotated, Any, NoReturn, TextIO

import typer
import typer.core
import typer.exceptions
import typer.main

from daemon import __version__, logs
from daemon.cli.common import UsageError, err, out
from daemon.discretion import scrub
from daemon.errors import ThamluanError

#: Where each command lives, in the order of --help.
_MODULES = {
    "init": "init",
    "login": "login",
    "check": "papers",
    "inspect": "papers",
    "once": "service",
    "run": "service",
    "import": "service",
    "status": "records",
    "outbox": "records",
    "parked": "records",
    "doctor": "service",
    "demo": "service",
    "reconcile": "proof",
    "verify": "proof",
    "backup": "proof",
    "restore": "proof",
    "rebuild": "proof",
    "purge": "proof",
    "rehearse": "season",
    "preview": "season",
    "season": "season",
    "man": "manual",
}


class _Commands(Mapping[str, Any]):
    """The commands by name, each loaded with its module when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        module = import_module(f"daemon.cli.{_MODULES[name]}")
        return typer.main.get_group(module.app).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


class _Program(typer.core.TyperGroup):
    def __init__(self, **more: Any) -> None:
        super().__init__(**more | {"commands": {}})
        self.commands = _Commands()  # type: ignore[assignment]  # a mapping that loads what it is asked for


app = typer.Typer(
    name="thamluan",
    cls=_Program,
    help="Turns a submission mailbox into a well-run call for papers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: What typer makes of Ctrl+C (128 + SIGINT); ours are 0, 1 and 2.
_NAME = "thamluan"
_INTERRUPTED = 130
#: What a file gives that takes no more.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="More of what happens, on standard error.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Nothing on standard error but warnings and failures.")
    ] = False,
) -> None:
    if version:
        out.print(f"thamluan {__version__}")
        raise typer.Exit
    if verbose and quiet:
        raise UsageError("--verbose and --quiet contradict each other. Give one of them.")
    err.quiet = quiet
    logs.begin(verbose=verbose, quiet=quiet)
    if context.invoked_subcommand != "run":  # a service that is stopped while it starts has not failed
        # timeout(1), a stopped unit, a machine going down: as Ctrl+C, so that it is told and the cursor comes back.
        signal.signal(signal.SIGTERM, signal.default_int_handler)


# --------------------------------------------------------------------------- the program


def main() -> None:
    """Runs a command; every failure becomes one sentence and an exit code."""
    _speak_utf8()
    sys.excepthook = _trace
    try:
        code = app(standalone_mode=False)  # gives the exit code of typer.Exit instead of leaving
        sys.stdout.flush()
    except typer.exceptions.TyperException as error:
        if not error.format_message():  # a name without a command: its help is shown
            sys.exit(2)
        said, asked = _plain(error.format_message()), _asked_for(error)
        if asked == _NAME and hasattr(error, "option_name"):
            said += " Options stand behind the command that they are for."
        _die(f"{said} See `{asked} --help`.")
    except ThamluanError as error:
        _die(str(error))
    except (KeyboardInterrupt, typer.Abort):  # before or after the command; within it typer gives _INTERRUPTED
        _die("interrupted; what was recorded until now stays, the rest is done by the next call.")
    except BrokenPipeError:
        _unread()
    except SystemExit as left:
        if not isinstance(left.__context__, BrokenPipeError):
            raise
        _unread()  # Rich and Typer end a program with 1 whose reader has gone
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM and (reason := _unwritten()):
            _die(f"the output could not be written: {reason}. Make room where it goes, and run the command again.")
        if os.environ.get("THAMLUAN_DEBUG"):
            raise
        _die(
            f"an error in the program: {type(error).__name__}: {error}. Run again with THAMLUAN_DEBUG=1 and report it."
        )

    else:
        if code == _INTERRUPTED:
            _die("interrupted; what was recorded until now stays, the rest is done by the next call.")
        sys.exit(code if isinstance(code, int) else 0)


def _plain(message: str) -> str:
    """A sentence, without what typer's own library puts before or behind one of its own."""
    said = message.replace("Value error, ", "").rstrip(".")
    return said if said.endswith("?") else f"{said}."


def _asked_for(error: typer.exceptions.TyperException) -> str:
    """The command that was not understood, as far as it was."""
    names, context = list[str](), getattr(error, "ctx", None)
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join((_NAME, *names))


def _unwritten() -> str | None:
    """Why standard output takes nothing more; None where it does, and another error is to be told."""
    try:
        sys.stdout.write("\n")  # what it has refused is not kept, so that there would be nothing to flush
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python tries once more at its end
        return error.strerror or str(error)
    return None


def _unread() -> NoReturn:
    """Who reads no further (`| head`) has seen enough: no failure, and nothing wrong with what was looked at."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
    sys.exit(0)


def _nowhere() -> TextIO:
    """For an output that was closed (>&-): nobody wants to read it."""
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8", closefd=False)


def _speak_utf8() -> None:
    """Vietnamese comes out whatever the locale says (contract: UTF-8), and nothing that a file holds breaks it."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _trace(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """A traceback for a person (THAMLUAN_DEBUG): it is sent on in reports."""
    sys.stderr.write(scrub("".join(traceback.format_exception(kind, error, where))))


def _die(sentence: str) -> NoReturn:
    err.quiet = False
    with suppress(OSError):  # the exit code tells
        err.print(f"thamluan: {scrub(sentence)}", markup=False, soft_wrap=True)
    sys.exit(2)
