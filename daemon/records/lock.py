"""One service on one set of records: a lock on a file, held as long as the process lives.

flock(2) goes with the process, however it ends, so there is no stale lock to clean up.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from daemon import disk
from daemon.errors import AlreadyRunningError, RecordsError

FILE_NAME = "lock"


def is_worked_on(directory: Path) -> bool:
    """Whether a process works on these records, by what the lock file says of it: for looking only.

    The lock itself is not tried, for that would keep a service from starting at this very moment.
    """
    try:
        pid, began = _process((directory / FILE_NAME).read_bytes())
        os.kill(pid, 0)
    except PermissionError:  # somebody else's process
        pass
    except (OSError, ValueError, OverflowError):
        return False
    return not began or started(pid) == began  # numbers are given again, in a container the very same


def _process(written: bytes) -> tuple[int, str]:
    """Its number and when it began, "" where that is not known.  ValueError."""
    number, _, began = written.decode("ascii").strip().partition(" ")
    return int(number), began


def started(pid: int) -> str:
    """When a process began, in ticks of its kernel; "" where there is none (proc(5))."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    # The name of a program may hold anything, brackets and spaces too; what follows it does not.
    fields = words.rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 else ""


class Lock:
    """Held from making it until `close` (or the end of a `with` block).  AlreadyRunningError when another holds it."""

    def __init__(self, directory: Path) -> None:
        path = directory / FILE_NAME
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _trouble(directory, error) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").partition(" ")[0].strip() or "unknown"
            os.close(self._descriptor)
            raise AlreadyRunningError(
                f"Another thamluan (process {holder}) works on the records in {directory}. Stop it first."
            ) from error
        except OSError as error:  # a share without locks
            os.close(self._descriptor)
            raise _trouble(directory, error) from error
        try:
            self.inode = os.fstat(self._descriptor).st_ino  #: which lock it is: a file that was deleted is another one
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"{os.getpid()} {started(os.getpid())}".strip().encode("ascii"))
        except OSError as error:
            self.close()
            raise _trouble(directory, error) from error

    def close(self) -> None:
        """Lets go; twice is harmless."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _trouble(directory: Path, error: OSError) -> RecordsError:
    return RecordsError(f"{directory} cannot be used: {disk.reason(error)}")
