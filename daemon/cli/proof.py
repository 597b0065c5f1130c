"""The commands that prove and keep: reconcile, verify, backup, restore, rebuild, purge."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

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
    records_to_read,
    watched,
)
from daemon.clock import ManualClock, SystemClock
from daemon.cycle import heed_pause
from daemon.present import counted
from daemon.present import proof as shown
from daemon.proof import rebuilding
from daemon.proof.backups import back_up
from daemon.proof.backups import restore as bring_back
from daemon.proof.mailbox import survey
from daemon.proof.readiness import refuse_cut_off, refuse_lost, refuse_unfinished
from daemon.proof.soundness import examine
from daemon.records import Lock, Records, is_worked_on
from daemon.retention import purge as remove
from daemon.service import Service, door_of, openings

app = typer.Typer()

ThoroughOption = Annotated[
    bool, typer.Option("--thorough", help="Compare every message by its bytes: slow, and trusts nothing else.")
]


@app.command()
def reconcile(
    config: ConfigOption = None,
    *,
    as_json: JsonOption = False,
    thorough: ThoroughOption = False,
    anyway: AnywayOption = False,
) -> None:
    """Every message of the mailbox ↔ row ↔ outcome ↔ letter.  Changes nothing; works beside the service."""
    settings = configuration(config)
    folders, door = openings(settings), door_of(settings)
    with records_to_read(settings) as records:
        if not anyway:
            heed_pause(records, door, SystemClock().now(), settings.zone, looks=True)
        account = survey(
            folders,
            records,
            max_message_bytes=settings.intake.max_message_bytes,
            thorough=thorough,
            is_sending=lambda: is_worked_on(settings.storage.directory),
            watch=lambda items: watched(items, "messages"),
        )
    if as_json:
        print_json(shown.account_json(account, settings.zone))
    else:
        out.print(shown.account_line(account), soft_wrap=True)
        for table in shown.account_tables(account, settings.zone):
            out.print(table)
    if not account.sound:
        err.print("Not everything adds up; the last column says what to do.")
    leave(0 if account.sound else 1)


@app.command()
def verify(config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Whether everything that is kept is whole: every archived byte, every row.  Works beside the service."""
    settings = configuration(config)
    refuse_unfinished(settings.storage.directory)
    found = examine(settings.storage.directory, lambda kept: watched(kept, "files"))
    if as_json:
        print_json(shown.soundness_json(found))
    else:
        for line in shown.soundness_lines(found):
            out.print(line, soft_wrap=True)
    leave(0 if found.sound else 1)


@app.command()
def backup(
    directory: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
    config: ConfigOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Copies records, archive and key into a new folder, while the service runs."""
    settings = configuration(config)
    now = SystemClock().now().astimezone(settings.zone)
    made = back_up(settings.storage.directory, directory, now, lambda kept: watched(kept, "files"))
    if as_json:
        print_json(shown.backup_json(made, str(directory)))
    else:
        for line in shown.backup_lines(made, str(directory)):
            out.print(line, soft_wrap=True)
    leave(1 if made.damaged or made.missing else 0)


@app.command()
def restore(
    directory: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)], config: ConfigOption = None
) -> None:
    """Brings a backup back, into an empty storage directory.  Nobody is answered twice by it."""
    settings = configuration(config)
    where = settings.storage.directory
    made = bring_back(directory, where, SystemClock().now(), lambda entries: watched(entries, "files"))
    for line in shown.restored_lines(made, str(where)):
        err.print(line, soft_wrap=True)


@app.command()
def rebuild(
    directory: Annotated[Path | None, typer.Argument(metavar="DIR", show_default=False)] = None,
    config: ConfigOption = None,
    now: NowOption = None,
) -> None:
    """Makes lost records again from the archived messages: of the storage directory, or of DIR.  Sends nothing."""
    settings = configuration(config)
    where, clock = settings.storage.directory, ManualClock(clock_for(now, settings).now())
    source = directory or where
    arrived = rebuilding.arrivals(source, clock.now())
    with Service(settings, clock, rebuilt_from=source) as service:
        papers = 0
        # One by one: an answer to a letter of ours finds the paper that the letter was about.
        for one, raw in watched(rebuilding.messages(source, arrived), "messages", len(arrived)):
            clock.set(one.at)  # what depends on the day is decided and written as of then
            service.ask_schools(one.at)  # the same of what schools confirm
            service.take_in(raw, "rebuild", one.at)
            papers += service.assess().papers
        rebuilding.end(where)
    err.print(
        f"{counted(len(arrived), 'message')} taken in again, {counted(papers, 'paper')}. Their letters may have gone "
        "out before: none is sent before it was looked for in the Sent folder. Run `thamluan reconcile`.",
        soft_wrap=True,
    )


@app.command()
def purge(
    config: ConfigOption = None,
    now: NowOption = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Removes raw messages, files and personal data older than `storage.keep_days`.  Stop the service first."""
    settings = configuration(config)
    directory, days = settings.storage.directory, settings.storage.keep_days
    if not days:
        raise UsageError("Nothing is ever too old: [storage] keep_days is 0. Set it to a number of days first.")
    moment = clock_for(now, settings).now()
    before = moment - timedelta(days=days)
    with Lock(directory) as lock:
        refuse_cut_off(directory)
        refuse_lost(directory)
        with Records.held(directory, lock, SystemClock()) as (records, _):
            aged = records.aged(before)
            if not yes:
                if not sys.stdin.isatty():
                    raise UsageError("This asks first, and nobody is there to answer. Say --yes.")
                err.quiet = False  # it belongs to the question
            for line in shown.aged_lines(asdict(aged), before.astimezone(settings.zone)):
                err.print(line, soft_wrap=True)
            if not yes:
                typer.confirm("Remove it for good?", abort=True, err=True)
            done = remove(directory, records, before, moment, lambda names: watched(names, "files"))
    err.print(
        f"Removed: {counted(done.records.messages, 'message')}, {counted(done.files, 'file')}, "
        f"{counted(done.bytes, 'byte')}.",
        markup=False,
    )
