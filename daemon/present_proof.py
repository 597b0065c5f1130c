"""What proofs found → JSON of the contract and tables for people.  PURE: prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from rich.table import Table
from rich.text import Text

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
    """The result in a line, which also stands in digests."""
    many = "1 message" if account.mailbox == 1 else f"{account.mailbox} messages"
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
