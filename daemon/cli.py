"""The command line: arguments → one function each; the only place that prints or exits.

Exit codes (contract): 0 done; 1 done, and something is wrong with what was looked at; 2 the command itself could
not be carried out.  A failure is one readable sentence with the next step on standard error.
"""

from __future__ import annotations

import errno
import faulthandler
import io
import logging
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, NoReturn, TextIO

import typer
import typer.exceptions

from daemon import (
    __version__,
    cli_init,
    cli_login,
    cli_manual,
    cli_proof,
    cli_season,
    intake,
    letters,
    logs,
    present,
    sources,
)
from daemon.cli_common import AnywayOption, ConfigOption, JsonOption, NowOption, UsageError, err, out
from daemon.cli_common import clock_for as _clock
from daemon.cli_common import configuration as _config
from daemon.cli_common import leave as _exit
from daemon.cli_common import print_json as _print_json
from daemon.cli_common import progress as _progress
from daemon.cli_common import records_of as _records_of
from daemon.cli_common import records_to_read as _records_to_read
from daemon.cli_common import watched as _watched
from daemon.clock import SystemClock
from daemon.config import Config, LogFormat, Mode, load, shipped_file
from daemon.discretion import scrub
from daemon.doctor import diagnose
from daemon.errors import ReadError, ThamluanError
from daemon.model import Judgement, Level, Verdict
from daemon.service import Edges, PassReport, Service, in_words, judging, mail_reader, own_identity, unpacking
from daemon.supervisor import Systemd

log = logging.getLogger(__name__)

app = typer.Typer(
    name="thamluan",
    help="Turns a submission mailbox into a well-run call for papers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli_init.register(app)
cli_login.register(app)

Files = Annotated[list[Path], typer.Argument(metavar="FILE", show_default=False)]

#: What typer makes of Ctrl+C (128 + SIGINT); ours are 0, 1 and 2.
_INTERRUPTED = 130
#: What a file gives that takes no more.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


@app.callback(invoke_without_command=True)
def _root(
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


# --------------------------------------------------------------------------- looking, touching nothing


@app.command()
def check(
    files: Files,
    config: ConfigOption = None,
    *,
    as_json: JsonOption = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write a report to this file.")
    ] = None,
) -> None:
    """Judges papers against the rules of the plan: files, folders, archives.  Touches no mailbox and no records."""
    settings = _config(config)
    paths = sources.paper_files(files)
    if not paths:
        names = ", ".join(map(sources.printable, files))
        raise UsageError(f"There is no paper in {names}. Name files, folders with papers, or archives.")
    shown_at_once = not as_json and out.is_terminal  # what is finished can be read while the rest is judged
    judgements = []
    for_word = any(path.suffix.lower() != ".pdf" for path in paths)  # with PDFs LibreOffice has nothing to do
    with judging(settings, warm=for_word) as judge, unpacking() as unpack:
        for path in _watched(paths, "judging", console=out if shown_at_once else err):
            for paper in sources.papers(path, unpack):
                found = judge.file(paper.data, paper.name, known=paper.known, unreadable=paper.unreadable)
                judgements.append(found)
                if shown_at_once:
                    out.print(present.judgement_table(found))
    if html is not None:
        _write_report(html, judgements, settings)
    if as_json:
        _print_json([present.judgement_json(judgement) for judgement in judgements])
    elif not shown_at_once:
        for judgement in judgements:
            out.print(present.judgement_table(judgement))
    if not as_json and len(judgements) > 1:
        out.print(present.tally(judgements))
    _exit(1 if any(judgement.verdict is Verdict.FAIL for judgement in judgements) else 0)


def _write_report(path: Path, judgements: Sequence[Judgement], settings: Config) -> None:
    title = f"Kết quả kiểm tra bài tham luận – {settings.conference.short_name}"
    page = letters.report_html(judgements, letters.environment(settings), settings, title=title)
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Name another file.") from error
    err.print(f"report: {path}", soft_wrap=True, markup=False)


@app.command()
def inspect(files: Files, config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Says what intake would make of raw messages.  Touches nothing."""
    settings = _config(config)
    own, looked = own_identity(settings), []
    sources.check(files)
    with mail_reader(settings) as read:
        total = sources.size_of(files)
        for source in _watched(sources.messages(files), "reading", total, size=lambda source: len(source.raw)):
            try:
                parsed = read(source.raw)
            except ReadError as error:
                raise ReadError(f"{source.name}: {error} A service sets such a message aside for a person.") from error
            looked.append((source.name, parsed, intake.decide(parsed, own=own)))
    if not looked:
        names = ", ".join(map(sources.printable, files))
        raise UsageError(f"There is no message in {names}. Name .eml files, mbox files or Maildirs.")
    if as_json:
        _print_json([present.inspect_json(*one) for one in looked])
    else:
        for one in looked:
            out.print(present.inspect_table(*one))


# --------------------------------------------------------------------------- the service


@app.command()
def once(config: ConfigOption = None, now: NowOption = None, *, anyway: AnywayOption = False) -> None:
    """One intake pass, judging, one delivery pass; then exits.  A mailbox that failed is left alone for a while."""
    settings = _config(config)
    clock = _clock(now, settings)
    _announce(settings)
    edges = Edges.of(settings)
    with Service(settings, clock) as service:
        report = service.once(edges, anyway=anyway)
    _tell(report)
    _exit(1 if _needs_a_look(report, settings) else 0)


@app.command()
def run(config: ConfigOption = None, now: NowOption = None) -> None:
    """The service: IDLE and polling, judging, delivery, until SIGTERM or Ctrl+C."""
    settings = _config(config)
    clock = _clock(now, settings)
    _announce(settings)
    edges = Edges.of(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    faulthandler.enable()  # a watchdog's SIGABRT leaves in the log where every thread stood
    with Service(settings, clock) as service:
        service.run(edges, stop, Systemd.of())


@app.command(name="import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", show_default=False)],
    config: ConfigOption = None,
    now: NowOption = None,
) -> None:
    """Feeds .eml files, mbox files or Maildirs through intake, as if just received."""
    settings = _config(config)
    clock = _clock(now, settings)
    sources.check(paths)
    sources.refuse_no_messages(paths)
    with Service(settings, clock) as service:
        found = _watched(sources.messages(paths), "importing", sources.size_of(paths), size=lambda it: len(it.raw))
        reports = [service.take_in(source.raw, source.name) for source in found]
        with _progress("judging", service.waiting()) as done:

            def counted() -> bool:  # between two messages it is asked whether to stop
                done(1)
                return False

            judged = service.assess(counted)
    new = sum(report.new for report in reports)
    err.print(
        f"Messages read: {len(reports)}, of them new: {new}. "
        f"New papers: {judged.papers}, new versions: {judged.versions}."
    )


def _announce(settings: Config) -> None:
    """Says loudly what happens to letters."""
    sentences = {
        Mode.OBSERVE: "MODE OBSERVE: everything is recorded and every letter prepared; NOTHING is sent.",
        Mode.REDIRECT: f"MODE REDIRECT: every letter goes to {settings.conference.redirect_to}, none to its reader.",
        Mode.LIVE: "MODE LIVE: letters are sent to their readers.",
    }
    sentence = sentences[settings.conference.mode]
    if settings.log.format is LogFormat.JSON:  # where each line is an object, this one is no other
        log.info("%s", sentence)
    else:
        err.print(sentence, style="bold", markup=False)


def _needs_a_look(report: PassReport, settings: Config) -> bool:
    """Whether something went wrong that a person should look at."""
    held = settings.conference.mode is Mode.OBSERVE  # not sending is what was asked for
    taken, judged, sent = report.intake, report.assessment, report.delivery
    in_doubt = max(sent.uncertain - report.sought.found, 0)
    counts = (taken.failed, taken.parked, judged.failed, judged.parked, sent.failed, in_doubt)
    return any(counts) or bool(sent.stopped and not held)


def _tell(report: PassReport) -> None:
    for name in ("intake", "assessment", "delivery") + (("sought",) if report.delivery.uncertain else ()):
        err.print(f"{name}: {in_words(getattr(report, name))}", markup=False)
    if waiting := report.delivery.waiting:
        err.print(
            f"{present.counted(waiting, 'letter')} of the calendar wait for working hours, and to be written anew if "
            "older than an hour: the service does that, or `thamluan season send` before the next `once`."
        )


# --------------------------------------------------------------------------- looking at the records


@app.command()
def status(config: ConfigOption = None, now: NowOption = None, *, as_json: JsonOption = False) -> None:
    """What is in the records: papers per school against quota, outbox, last poll, trouble."""
    settings = _config(config)
    clock = _clock(now, settings)
    with _records_to_read(settings) as records:
        found = records.status(settings, clock.now())
    if as_json:
        _print_json(found)
    else:
        for part in present.status_tables(found):
            out.print(part)
    _exit(1 if found["trouble"] else 0)


outbox = typer.Typer(help="Letters: those that wait, went out, failed.", no_args_is_help=True)
app.add_typer(outbox, name="outbox")


def _number(typed: str) -> int:
    """A number of a list.  One of nineteen digits may not fit SQLite's 64 bits, and none of ours is as large."""
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        return int(typed)
    raise typer.BadParameter(f'"{typed}" is no number. The `list` beside this command shows the numbers.')


Numbers = Annotated[list[int] | None, typer.Argument(metavar="NUMBER", parser=_number, show_default=False)]


@outbox.command(name="list")
def outbox_list(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Every letter with its number and state."""
    with _records_to_read(_config(config)) as records:
        found = records.letters()
    if as_json:
        _print_json([present.letter_json(letter) for letter in found])
    else:
        out.print(present.letters_table(found))


@outbox.command(name="show")
def outbox_show(
    number: Annotated[int, typer.Argument(metavar="NUMBER", parser=_number, show_default=False)],
    config: ConfigOption = None,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="The message itself, as it is sent.")] = False,
) -> None:
    """One letter as its reader sees it (the plain text), or with --raw the message itself."""
    with _records_to_read(_config(config)) as records:
        letter = records.letter_bytes(_chosen(records.letters(), [number])[0]["id"])
    if raw:
        sys.stdout.buffer.write(letter)
    else:
        out.print(present.letter_text(letter), markup=False)


@outbox.command(name="release")
def outbox_release(
    numbers: Numbers = None,
    config: ConfigOption = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that wait.")] = False,
) -> None:
    """Lets letters prepared under another mode go out under the present one."""
    settings = _config(config)
    if settings.conference.mode is Mode.OBSERVE:
        raise UsageError("The mode is observe: nothing would be sent. Set mode to redirect or live first.")
    with _records_of(settings) as records:
        keys = None if everything else [letter["key"] for letter in _chosen(records.letters(), numbers or [])]
        count = records.release(settings.conference.mode.value, SystemClock().now(), keys)
    if count:
        err.print(f"{present.counted(count, 'letter')} released; the next delivery pass sends what it may.")
    else:
        err.print("None of them waits for a release. Failed and uncertain letters: `thamluan outbox resend`.")
    _exit(0 if count else 1)


@outbox.command(name="resend")
def outbox_resend(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Queues failed or uncertain letters once more.  Uncertain ones may arrive twice: look in the Sent folder first."""
    settings = _config(config)
    if settings.conference.mode is Mode.OBSERVE:
        raise UsageError("The mode is observe: nothing would be sent. Set mode to redirect or live first.")
    with _records_of(settings) as records:
        chosen = _chosen(records.letters(), numbers or [])
        mode, now = settings.conference.mode.value, SystemClock().now()
        count = sum(records.resend(letter["key"], mode, now) for letter in chosen)
    err.print(f"{present.counted(count, 'letter')} queued again; the next delivery pass sends what it may.")
    _tell_the_rest(len(chosen) - count, "neither failed nor uncertain", "outbox")
    _exit(0 if count == len(chosen) else 1)


@outbox.command(name="resume")
def outbox_resume(config: ConfigOption = None) -> None:
    """Lets letters go out again after the mailbox was found empty: you know why, and it is right."""
    with _records_of(_config(config)) as records:
        resumed = records.accept_empty_mailbox(SystemClock().now())
    err.print("Letters go out again." if resumed else "No letters wait for that.")
    _exit(0 if resumed else 1)


@outbox.command(name="drop")
def outbox_drop(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Decides that letters which wait, failed or are uncertain are never sent."""
    with _records_of(_config(config)) as records:
        chosen = _chosen(records.letters(), numbers or [])
        count = sum(records.drop(letter["key"], "by hand", SystemClock().now()) for letter in chosen)
    err.print(f"{present.counted(count, 'letter')} dropped.")
    _tell_the_rest(len(chosen) - count, "under way, sent or dropped already", "outbox")
    _exit(0 if count == len(chosen) else 1)


def _tell_the_rest(count: int, why: str, group: str) -> None:
    """Of the numbers given, those with which nothing was done."""
    if count:
        err.print(f"{count} of the numbers: {why}. `thamluan {group} list` shows what is.")


def _chosen(outgoing: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> list[Mapping[str, Any]]:
    by_number = {letter["id"]: letter for letter in outgoing}
    unknown = [str(number) for number in numbers if number not in by_number]
    if unknown or not numbers:
        what = f"no letter {', '.join(unknown)}" if unknown else "no number given"
        raise UsageError(f"{what}; `thamluan outbox list` shows the numbers.")
    return [by_number[number] for number in numbers]


parked = typer.Typer(help="Messages set aside because they could not be handled.", no_args_is_help=True)
app.add_typer(parked, name="parked")


@parked.command(name="list")
def parked_list(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Every message set aside, with its number and the reason."""
    with _records_to_read(_config(config)) as records:
        found = [message for message in records.messages() if message["state"] == "parked"]
    if as_json:
        _print_json([present.parked_json(message) for message in found])
    else:
        out.print(present.parked_table(found))


@parked.command(name="release")
def parked_release(numbers: Numbers = None, config: ConfigOption = None) -> None:
    """Has messages handled once more, for instance after an upgrade; the next pass does it."""
    if not numbers:
        raise UsageError("no number given; `thamluan parked list` shows the numbers.")
    with _records_of(_config(config)) as records:
        released = [number for number in numbers if records.release_parked(number, SystemClock().now())]
    err.print(f"{present.counted(len(released), 'message')} released; the next pass does the rest.")
    _tell_the_rest(len(numbers) - len(released), "not set aside", "parked")
    _exit(0 if len(released) == len(numbers) else 1)


@app.command()
def doctor(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Every precondition in a line, with a remedy: configuration, mailbox, SMTP, renderer, fonts, disk, dates."""
    settings = _config(config)
    lines = []
    for line in diagnose(settings, SystemClock()):
        lines.append(line)
        if not as_json:
            out.print(present.doctor_line(line))
    if as_json:
        _print_json([asdict(line) for line in lines])
    _exit(1 if any(line.level is Level.BAD for line in lines) else 0)


@app.command()
def demo(
    directory: Annotated[
        Path | None,
        typer.Option("--directory", help="Where everything is left to look at (else a temporary folder)."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="The conference to play (else the shipped one).")
    ] = None,
) -> None:
    """A whole season on an embedded mail server, simulated clock, made-up people."""
    try:
        from daemon.demo.play import play  # noqa: PLC0415 - an extra that a server does not have
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] not in {"pymap", "aiosmtpd", "pysasl", "proxyprotocol"}:
            raise
        raise UsageError("The demonstration needs its mail server: pip install 'thamluan[demo]'.") from error
    where = directory or Path(tempfile.mkdtemp(prefix="thamluan-demo-"))
    try:
        where.mkdir(parents=True, exist_ok=True)
        used = any(where.iterdir())
    except OSError as error:
        raise UsageError(f"{where} cannot be used: {error.strerror}. Name an empty folder.") from error
    if used:
        raise UsageError(f"{where} is not empty. Name an empty folder, so that nothing of yours is touched.")
    _exit(0 if play(where, load(config or shipped_file()), out) else 1)


# Behind those above, in the order of --help.
cli_proof.register(app)
cli_season.register(app)
cli_manual.register(app)


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
        _die(f"{_plain(error.format_message())}. See `{_asked_for(error)} --help`.")
    except ThamluanError as error:
        _die(str(error))
    except (KeyboardInterrupt, typer.Abort):  # before or after the command; within it typer gives _INTERRUPTED
        _die("interrupted; what was recorded until now stays, the rest is done by the next call.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
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
    """Without what typer's own library puts before a sentence of its own."""
    return message.replace("Value error, ", "").rstrip(".")


def _asked_for(error: typer.exceptions.TyperException) -> str:
    """The command that was not understood, as far as it was."""
    names, context = list[str](), getattr(error, "ctx", None)
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(("thamluan", *names))


def _unwritten() -> str | None:
    """Why standard output takes nothing more; None where it does, and another error is to be told."""
    try:
        sys.stdout.write("\n")  # what it has refused is not kept, so that there would be nothing to flush
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python tries once more at its end
        return error.strerror or str(error)
    return None


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
