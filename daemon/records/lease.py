"""One service on one set of records, said in the records themselves: a lease that its holder renews while it lives.

The lock beside them (`lock`) goes with the process: whoever gets it from the same file, under the same kernel, knows
that the last holder is gone.  But the file may have been deleted, and the next lock is then another one; and machines
that share the folder may each get their own (nfs(5), local_lock).  The lease is seen by everybody who opens the
records: whoever finds one of a process that lives, or that cannot be looked at from here and has renewed it lately,
does not start.  And whoever has lost it writes nothing any more: each transaction asks first
(`database.Connection.writing`).
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sqlite_utils import Database

from daemon.errors import AlreadyRunningError, RecordsError
from daemon.model import Clock
from daemon.records.database import LEASE, Connection
from daemon.records.lock import Lock, started
from daemon.records.notes import get_meta, set_meta
from daemon.records.values import as_json, moment, when

log = logging.getLogger(__name__)

_UNTIL = "lease.until"  # single fact: when it is over unless it is renewed
_SEEN = "lease.seen"  # single fact: an end that nobody renews it for by a clock like ours, and when it was first seen
#: Without being renewed it is over after so long, for who cannot see whether its holder lives.
LASTS = timedelta(minutes=2)
_EVERY = 30.0  # seconds between renewals


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, so that another one can tell whether it still lives (proc(5))."""

    lock: int  #: inode of the lock that it holds
    kernel: str  #: id of the boot, the same in all containers of a machine; "" where nobody says
    machine: str  #: name and id: a machine that was copied has the id of the first
    namespace: str  #: of process numbers: those in another container mean nothing here
    pid: int
    started: str  #: in ticks since the boot: numbers are given again; "" where nobody says

    @classmethod
    def of(cls, pid: int, lock: int) -> Holder:
        """A process of this machine that holds this lock, as we see it; ourselves by `os.getpid()`."""
        namespace = ""
        with suppress(OSError):
            namespace = Path("/proc/self/ns/pid").readlink().name
        machine = f"{socket.gethostname()} {_read('/etc/machine-id')}".strip()
        return cls(lock, _read("/proc/sys/kernel/random/boot_id"), machine, namespace, pid, started(pid))

    def lives(self, seen_from: Holder) -> bool | None:
        """Whether it does, as seen by who holds a lock as well; None where that cannot be seen."""
        # Only one kernel's word for it: a folder that machines share may give each of them a lock on the same file.
        if self.kernel and (self.kernel, self.lock) == (seen_from.kernel, seen_from.lock):
            return False
        there = (self.machine, self.namespace)
        if not self.started or there != (seen_from.machine, seen_from.namespace):
            return None
        return started(self.pid) == self.started


class _Renewed(Protocol):
    def take_lease(self, holder: Holder, now: datetime) -> None: ...
    def renew_lease(self, now: datetime) -> None: ...
    def drop_lease(self, now: datetime) -> None: ...


class LeaseRecords:
    """The part of `Records` about who works on them.  Every method may raise RecordsError."""

    _connection: Connection

    def take_lease(self, holder: Holder, now: datetime) -> None:
        """From now on these records are `holder`'s.  AlreadyRunningError where they are somebody else's."""
        ours = as_json(asdict(holder))
        self._see_end(now)
        with self._connection.writing() as db:
            theirs, until = get_meta(db, LEASE), get_meta(db, _UNTIL)
            if theirs is not None and until is not None and theirs != ours:
                _refuse(_holder(theirs), holder, _end(db, until), now)
            set_meta(db, now, _SEEN, None)
            set_meta(db, now, LEASE, ours)
            set_meta(db, now, _UNTIL, moment(now + LASTS))
        self._connection.hold(ours)

    def _see_end(self, now: datetime) -> None:
        """Remembers an end that is ahead of every lease taken by our clock: one of the two clocks is wrong, and only
        whether it is renewed tells whether its holder lives.
        """
        with self._connection.reading() as db:
            until, kept = get_meta(db, _UNTIL), get_meta(db, _SEEN)
        if until is None or when(until) <= now + LASTS:
            return
        seen = json.loads(kept) if kept is not None else {}
        if seen.get("until") == until and when(seen["at"]) <= now:
            return
        with self._connection.writing() as db:
            set_meta(db, now, _SEEN, as_json({"until": until, "at": moment(now)}))

    def renew_lease(self, now: datetime) -> None:
        """It lasts again.  AlreadyRunningError where somebody else has taken it."""
        with self._connection.writing() as db:
            set_meta(db, now, _UNTIL, moment(now + LASTS))

    def drop_lease(self, now: datetime) -> None:
        """These records are nobody's; twice, or after losing them, is harmless."""
        if self._connection.lease is None:
            return
        with suppress(AlreadyRunningError):  # lost: what is under way here still must not write
            with self._connection.writing() as db:
                for key in (LEASE, _UNTIL, _SEEN):
                    set_meta(db, now, key, None)
            self._connection.lease = None


def _end(db: Database, until: str) -> datetime:
    """When a lease is over that is not renewed: at the end that it names, or so long after that was first seen."""
    kept = get_meta(db, _SEEN)
    seen = json.loads(kept) if kept is not None else {}
    return min(when(until), when(seen["at"]) + LASTS) if seen.get("until") == until else when(until)


def _holder(written: str) -> Holder:
    """As another release may have written it; then nothing can be seen of it."""
    try:
        return Holder(**json.loads(written))
    except (TypeError, ValueError):
        return Holder(0, "", "", "", 0, "")


def _refuse(other: Holder, ours: Holder, until: datetime, now: datetime) -> None:
    lives = other.lives(ours)
    if lives is False or (lives is None and until <= now):
        return
    where = "" if other.machine == ours.machine else f" on {other.machine.partition(' ')[0]}"
    who = f"process {other.pid}{where}" if other.machine else "of another release"
    over = "" if lives else f" If it lives no more, these records are free after {until.isoformat(timespec='seconds')}."
    raise AlreadyRunningError(f"Another thamluan ({who}) works on these records. Stop it first.{over}")


class Lease:
    """Held from making it until `close` (or the end of a `with` block), renewed by a thread of its own.

    AlreadyRunningError when another process holds it.
    """

    def __init__(self, records: _Renewed, lock: Lock, clock: Clock, *, every: float = _EVERY) -> None:
        self._records, self._clock, self._every = records, clock, every
        #: Called with the reason, once, should another process take it later: what is under way is to end.
        self.lost: Callable[[AlreadyRunningError], None] = _told
        records.take_lease(Holder.of(os.getpid(), lock.inode), clock.now())
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)
        self._thread.start()

    def _renew(self) -> None:
        while not self._over.wait(self._every):
            try:
                self._records.renew_lease(self._clock.now())
            except AlreadyRunningError as error:
                self.lost(error)
                return
            except RecordsError as error:
                log.warning("The lease on the records was not renewed: %s", error)

    def close(self) -> None:
        """Lets go; twice is harmless."""
        self._over.set()
        self._thread.join()
        with suppress(RecordsError):  # whoever comes next sees that this process is over
            self._records.drop_lease(self._clock.now())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _told(error: AlreadyRunningError) -> None:
    """A command needs no more: its next transaction is refused."""
    log.critical("%s", error)


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace").strip()
    except OSError:
        return ""
