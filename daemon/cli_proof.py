"""The commands that prove: reconcile.  Registered by `daemon.cli`."""

from __future__ import annotations

from typing import Annotated

import typer

from daemon import present_proof
from daemon.cli_common import ConfigOption, JsonOption, configuration, err, leave, out, print_json, watched
from daemon.proof.mailbox import survey
from daemon.records import Records
from daemon.service import openings

ThoroughOption = Annotated[
    bool, typer.Option("--thorough", help="Compare every message by its bytes: slow, and trusts nothing else.")
]


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command()(reconcile)


def reconcile(config: ConfigOption = None, *, as_json: JsonOption = False, thorough: ThoroughOption = False) -> None:
    """Every message of the mailbox ↔ row ↔ outcome ↔ letter.  Changes nothing; works beside the service."""
    settings = configuration(config)
    folders = openings(settings)
    with Records.open(settings.storage.directory, read_only=True) as records:
        account = survey(
            folders,
            records,
            max_message_bytes=settings.intake.max_message_bytes,
            thorough=thorough,
            watch=lambda items: watched(items, "messages"),
        )
    if as_json:
        print_json(present_proof.account_json(account, settings.zone))
    else:
        out.print(present_proof.account_line(account), soft_wrap=True)
        for table in present_proof.account_tables(account, settings.zone):
            out.print(table)
    if not account.sound:
        err.print("Not everything adds up; the last column says what to do.")
    leave(0 if account.sound else 1)
