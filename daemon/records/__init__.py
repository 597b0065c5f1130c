"""The records: SQLite, one method a use case, one transaction each.  Only this package imports sqlite-utils.

    database       the door: opening, transactions, errors as sentences
    pairing        whether SQLite's log belongs to the file it lies beside
    schema         migrations
    values         what goes in and comes out
    stored         rows as values, as several use cases read them
    register       the records as they stand while a message is decided
    polls          of the mailbox as a whole: begun, failed, through
    messages       seen, archived, decided, filed away
    papers         papers, versions, findings
    actions        papers withdrawn, restored, merged, split, vetted
    outbox         letters
    offers         corrected copies that go with letters
    season         the calendar: what is settled, what schools are asked
    digest         what the secretariat is told every day
    canary         letters to ourselves
    trouble        what is wrong
    status         looking at everything
    accounting     what proofs read
    snapshots      copies as of one moment, and coming back from one
    retention      what is too old to be kept
    lock           one service at a time

Every method may raise RecordsError, which an operator can do something about; anything else is a bug.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from daemon.model import Clock
from daemon.records import database
from daemon.records.accounting import AccountingRecords, Ledgered, features, looks
from daemon.records.canary import CanaryRecords
from daemon.records.contentkey import content_key
from daemon.records.database import Connection
from daemon.records.digest import DigestRecords
from daemon.records.lease import Lease, LeaseRecords
from daemon.records.lock import FILE_NAME as LOCK_NAME
from daemon.records.lock import Lock, is_worked_on
from daemon.records.messages import MessageRecords
from daemon.records.outbox import OutboxRecords
from daemon.records.papers import PaperRecords
from daemon.records.parked import ParkedRecords
from daemon.records.polls import PollRecords
from daemon.records.register import Register
from daemon.records.retention import Aged, RetentionRecords
from daemon.records.season import SeasonRecords
from daemon.records.snapshots import DATABASE_NAME, RestoredRecords, old_copies, snapshot
from daemon.records.status import StatusRecords
from daemon.records.values import (
    Action,
    Answered,
    Arrival,
    Arrived,
    Assessed,
    CalendarPart,
    CalendarView,
    Cap,
    Decided,
    Doubtful,
    Due,
    Entry,
    Forgotten,
    Headers,
    InTime,
    Kept,
    KeptDeadlines,
    KeptDigest,
    KeptVetting,
    LateVersion,
    Merged,
    MessageState,
    NewVersion,
    Note,
    Offer,
    Outgoing,
    Pending,
    Placed,
    Recorded,
    Refused,
    Restored,
    Returned,
    Ruled,
    SeenUntil,
    Sighting,
    Snapshot,
    Split,
    Standing,
    StoredFile,
    Submission,
    Vetted,
    VettingView,
    Waiting,
    Watched,
    Withdrawn,
)


class Records(
    LeaseRecords,
    PollRecords,
    MessageRecords,
    PaperRecords,
    ParkedRecords,
    OutboxRecords,
    SeasonRecords,
    StatusRecords,
    AccountingRecords,
    DigestRecords,
    CanaryRecords,
    RestoredRecords,
    RetentionRecords,
):
    """Everything we know.  May be used by several threads; a command may read beside a running service."""

    def __init__(self, connection: Connection, *, exists: bool = True) -> None:
        self._connection = connection
        self._exists = exists
        self._owed = set()

    @classmethod
    def open(cls, directory: Path, *, read_only: bool = False) -> Self:
        """Opens the records of a storage directory; where there are none, they are made.

        Read-only, nothing is made: where there are none yet, they look empty.  Those of an older release are refused:
        who works on them alone brings them up (`held`).
        """
        if not read_only:
            return cls(database.connect(directory))
        connection = database.connect_to_read(directory)
        if connection is None:
            return cls(database.connect_empty(), exists=False)
        return cls(connection)

    @classmethod
    @contextmanager
    def held(cls, directory: Path, lock: Lock, clock: Clock) -> Iterator[tuple[Self, Lease]]:
        """The same for who works on them alone, with the lease that says so; made or upgraded as needed.

        Nothing is brought up before it is known that nobody works on them.  AlreadyRunningError where somebody does.
        """
        connection = database.connect(directory, older=True)
        with cls(connection) as records, Lease(records, lock, clock) as lease:
            connection.upgrade()
            yield records, lease

    @property
    def are_there(self) -> bool:
        """Whether there are any; read-only, none look like empty ones."""
        return self._exists

    def close(self) -> None:
        """Closing twice is harmless."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


__all__ = [
    "DATABASE_NAME",
    "LOCK_NAME",
    "Action",
    "Aged",
    "Answered",
    "Arrival",
    "Arrived",
    "Assessed",
    "CalendarPart",
    "CalendarView",
    "Cap",
    "Decided",
    "Doubtful",
    "Due",
    "Entry",
    "Forgotten",
    "Headers",
    "InTime",
    "Kept",
    "KeptDeadlines",
    "KeptDigest",
    "KeptVetting",
    "LateVersion",
    "Lease",
    "Ledgered",
    "Lock",
    "Merged",
    "MessageState",
    "NewVersion",
    "Note",
    "Offer",
    "Outgoing",
    "Pending",
    "Placed",
    "Recorded",
    "Records",
    "Refused",
    "Register",
    "Restored",
    "Returned",
    "Ruled",
    "SeenUntil",
    "Sighting",
    "Snapshot",
    "Split",
    "Standing",
    "StoredFile",
    "Submission",
    "Vetted",
    "VettingView",
    "Waiting",
    "Watched",
    "Withdrawn",
    "content_key",
    "features",
    "is_worked_on",
    "looks",
    "old_copies",
    "snapshot",
]
