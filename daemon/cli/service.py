"""The commands that work: once, run, import; and doctor and demo, which try whether they can."""

from __future__ import annotations

import faulthandler
import logging
import signal
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from daemon import present, sources
from daemon.cli.common import (
    AnywayOption,
    ConfigOption,
    JsonOption,
    NowOption,
    UsageError,
    clock_for,
    configuration,
    err,
    leave,
    out,
    print_json,
    progress,
    watched,
)
from daemon.clock import SystemClock
from daemon.config import Config, LogFormat, Mode, load, shipped_file
from daemon.doctor import diagnose
from daemon.model import Level
from daemon.service import Edges, PassReport, Service, in_words
from daemon.supervisor import Systemd

log = logging.getLogger(__name__)

app = typer.Typer()


@app.command()
def once(config: ConfigOption = None, now: NowOption = None, *, anyway: AnywayOption = False) -> None:
    """One intake pass, judging, one delivery pass; then exits.  A mailbox that failed is left alone for a while."""
    settings = configuration(config)
    clock = clock_for(now, settings)
    _announce(settings)
    edges = Edges.of(settings)
    with Service(settings, clock) as service:
        report = service.once(edges, anyway=anyway)
    _tell(report)
    leave(1 if _needs_a_look(report, settings) else 0)


@app.command()
def run(config: ConfigOption = None, now: NowOption = None) -> None:
    """The service: IDLE and polling, judging, delivery, until SIGTERM or Ctrl+C."""
    settings = configuration(config)
    clock = clock_for(now, settings)
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
    settings = configuration(config)
    clock = clock_for(now, settings)
    sources.check(paths)
    sources.refuse_no_messages(paths)
    with Service(settings, clock) as service:
        found = watched(sources.messages(paths), "importing", sources.size_of(paths), size=lambda it: len(it.raw))
        reports = [service.take_in(source.raw, source.name) for source in found]
        with progress("judging", service.waiting()) as done:
            judged = service.assess(done=lambda: done(1))
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
    if waiting := report.waiting:
        err.print(
            f"{present.counted(waiting, 'letter')} of the calendar wait for working hours, and to be written anew if "
            "older than an hour: the service does that, or `thamluan season send` before the next `once`."
        )


@app.command()
def doctor(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Every precondition in a line, with a remedy: configuration, mailbox, SMTP, renderer, fonts, disk, dates."""
    settings = configuration(config)
    lines = []
    for line in diagnose(settings, SystemClock()):
        lines.append(line)
        if not as_json:
            out.print(present.doctor_line(line), soft_wrap=not out.is_terminal)  # a line is one for programs
    if as_json:
        print_json([asdict(line) for line in lines])
    leave(1 if any(line.level is Level.BAD for line in lines) else 0)


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
    leave(0 if play(where, load(config or shipped_file()), out) else 1)
