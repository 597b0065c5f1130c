"""What proofs found → JSON of the contract and tables for people.  PURE: prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from rich.table import Table
from rich.text import Text

from daemon.present import counted
from daemon.proof.backups import Backup
from daemon.proof.soundness import Soundness
from daemon.reconciling import Account, Trouble


def account_json(account: Account, zone: tzinfo) -> dict[str, Any]:
    """The object of `reconcile --json`; own keys beside those of the contract."""
    return {
        "mailbox": account.mailbox,
        "explained": account.explained,
        "unexplained": [_trouble_json(trouble, zone) for trouble in account.unexplained],
        "unanswered": [_trouble_json(trouble, zone) for trouble in account.unanswered],
        "double_answered": [_trouble_json(trouble, zone) for trouble in account.double_answered],
        "uncertain": [_trouble_json(trouble, zone) for trouble in account.uncertain],
        "possible_repeats": [_trouble_json(trouble, zone) for trouble in account.possible_repeats],
    }


def _trouble_json(trouble: Trouble, zone: tzinfo) -> dict[str, Any]:
    arrived = trouble.arrived_at
    return {
        "uid": trouble.uid,
        "message_id": trouble.message_id,
        "folder": trouble.folder,
        "message": trouble.message,
        "from": trouble.sender,
        "subject": trouble.subject,
        "arrived_at": None if arrived is None else arrived.astimezone(zone).isoformat(timespec="seconds"),
        "letters": list(trouble.letters),
        "why": trouble.why,
        "next": trouble.next,
    }


def account_line(account: Account) -> str:
    """The result in a line."""
    many = counted(account.mailbox, "message")
    explained = "all explained" if account.explained == account.mailbox else f"{len(account.unexplained)} unexplained"
    line = (
        f"{many} in the mailbox, {explained}; {len(account.unanswered)} unanswered, "
        f"{len(account.double_answered)} answered twice"
    )
    return f"{line}, {len(account.uncertain)} uncertain." if account.uncertain else f"{line}."


def account_tables(account: Account, zone: tzinfo) -> Sequence[Table]:
    """One table for each list that is not empty."""
    lists = {
        "Unexplained": account.unexplained,
        "Unanswered": account.unanswered,
        "Answered twice": account.double_answered,
        "Uncertain": account.uncertain,
        "Sent again, as decided": account.possible_repeats,
    }
    return [_table(title, troubles, zone) for title, troubles in lists.items() if troubles]


def _table(title: str, troubles: Sequence[Trouble], zone: tzinfo) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("where", "arrived", "message", "why", "what to do"):
        table.add_column(name, overflow="fold")
    for trouble in troubles:
        where = f"{trouble.folder} UID {trouble.uid}" if trouble.uid is not None else "no longer in the mailbox"
        arrived = f"{trouble.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}" if trouble.arrived_at else ""
        what = " ".join(part for part in (trouble.sender, trouble.subject) if part) or trouble.message_id or ""
        table.add_row(*(Text(cell) for cell in (where, arrived, what, trouble.why, trouble.next)))
    return table


# --------------------------------------------------------------------------- verify, backup, restore

_LISTED = 20  # of each kind; the rest is a number, and --json has them all
_OF_RECORDS = "Restore a backup; without one, move records.sqlite3* aside and run `thamluan rebuild`."


def soundness_json(found: Soundness) -> dict[str, Any]:
    """The object of `verify --json`."""
    return {**asdict(found), "sound": found.sound}


_OF_ORPHANS = (
    "A crash may leave such files, which is harmless. Where older records were put in place, `thamluan reconcile` says "
    "which messages they lack."
)


def soundness_lines(found: Soundness) -> Iterator[Text]:
    """`verify` as a person reads it."""
    whole = f"{counted(found.messages, 'message')} and {counted(found.files, 'file')} in the archive"
    if found.sound:
        yield Text(f"{whole}: all whole; records sound.")
    else:
        yield Text(f"{whole}.")
    yield from _listed("the records: {}", found.database, _OF_RECORDS)
    yield from _listed("damaged: {}", found.damaged, "Put these files back from a backup.")
    yield from _listed("missing: {}", found.missing, "Put these files back from a backup.")
    yield from _listed("not in the records: {}", found.orphans, _OF_ORPHANS)


def _listed(words: str, items: Sequence[str], step: str) -> Iterator[Text]:
    for item in items[:_LISTED]:
        yield Text(words.format(item))
    if len(items) > _LISTED:
        yield Text(words.format(f"{len(items) - _LISTED} more"))
    if items:
        yield Text(step, style="italic")


def backup_json(made: Backup, where: str) -> dict[str, Any]:
    """The object of `backup --json`."""
    return {
        "directory": where,
        "made_at": made.made_at,
        "files": len(made.entries),
        "bytes": made.bytes,
        "damaged": list(made.damaged),
        "missing": list(made.missing),
    }


def backup_lines(made: Backup, where: str) -> Iterator[Text]:
    """`backup` as a person reads it."""
    yield Text(f"{counted(len(made.entries), 'file')}, {counted(made.bytes, 'byte')}, as of {made.made_at}: {where}.")
    yield from _listed("left out, for it is damaged: {}", made.damaged, "An older backup may have these files.")
    yield from _listed("missing: {}", made.missing, "An older backup may have these files.")


def restored_lines(made: Backup, where: str) -> Iterator[Text]:
    """What is to be done after a restore."""
    yield Text(f"Back in {where}, as of {made.made_at}: {counted(len(made.entries), 'file')}.")
    yield Text(
        "Run `thamluan reconcile`: it names the messages handled since. Move these back to the folder that is read; "
        "their answers are looked up in the Sent folder before any is sent."
    )


# --------------------------------------------------------------------------- purge


def aged_lines(aged: Mapping[str, int], before: datetime) -> Iterator[Text]:
    """What would be removed."""
    yield Text(
        f"Arrived before {before:%d/%m/%Y %H:%M}: {counted(aged['messages'], 'message')} with all files, "
        f"{counted(aged['letters'], 'letter')}, the authors of {counted(aged['papers'], 'paper')}."
    )
    yield Text("What stays: that they came, when, what they were, which codes, and what was found of the papers.")
    if aged["kept"]:
        yield Text(f"{aged['kept']} as old are kept: they, or a letter about them, still wait for somebody.")
