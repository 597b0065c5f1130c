"""Whether SQLite's log belongs to the file that it lies beside.

A process that is killed leaves its log (`-wal`).  SQLite knows whether a log is whole, not whose it is: beside another
`records.sqlite3`, such as yesterday's put in place by hand, it would apply today's pages to yesterday's.

So each transaction that changes anything counts up a number in the first page of the file (`PRAGMA user_version`), and
with it the first page stands in the log each time.  What is brought from the log into the file brings the number along.
A log and its file fit where the file's number is one of those in the log, or the one before its first: then every page
that has changed since stands in the log.

https://sqlite.org/fileformat2.html §1.3 (offset 60 of the header), §4.1 (the log)
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

LOG_SUFFIX = "-wal"

_NUMBER = slice(60, 64)  # of the first page
_MAGIC, _HEADER = b"SQLite format 3\0", 100
_LOG_HEADER = struct.Struct(">4sIII8s8x")  # magic number, version, size of a page, which log it is, its salts
_FRAME_HEADER = struct.Struct(">II8s8x")  # page, size of the file after a commit, salts of the log it is of
_LOOKS = 5  #: a service brings its log into the file between any two of our reads, but not five times in a row

Read = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """What a file and the log beside it say."""

    number: int  #: the file's
    salts: bytes  #: of the log: others when it is begun anew
    first: int  #: number in the log
    last: int

    @property
    def fits(self) -> bool:
        return self.first - 1 <= self.number <= self.last


def has_foreign_log(path: Path) -> bool:
    """Whether a database has a log beside it that is of another file.  Beside a running service, too.

    Not for who has it open: closing a file gives up all locks of the process on it (fcntl(2)).  OSError.
    """
    seen = None
    for _ in range(_LOOKS):
        found = _look(path)
        if found is None or found.fits:
            return False
        if found == seen:
            return True
        seen = found
    return False


def _look(path: Path) -> Pair | None:
    """None where nothing can be said: no log, an empty one, or no database."""
    with ExitStack() as stack:

        def opened(path: Path) -> Read:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            stack.callback(os.close, descriptor)
            return lambda size, offset: os.pread(descriptor, size, offset)

        try:
            file, log = opened(path), opened(path.with_name(path.name + LOG_SUFFIX))
            return _compare(file, log)
        except (FileNotFoundError, IsADirectoryError):  # SQLite says what it makes of that
            return None


def _compare(file: Read, log: Read) -> Pair | None:
    head, start = file(_HEADER, 0), log(_LOG_HEADER.size, 0)
    if not head.startswith(_MAGIC) or len(start) < _LOG_HEADER.size:
        return None
    _, _, page_size, _, salts = _LOG_HEADER.unpack(start)
    numbers = _numbers(log, page_size, salts)
    return Pair(_number(head), salts, min(numbers), max(numbers)) if numbers else None


def _numbers(log: Read, page_size: int, salts: bytes) -> list[int]:
    """Of each first page in the log."""
    found = []
    offset = _LOG_HEADER.size
    while len(header := log(_FRAME_HEADER.size, offset)) == _FRAME_HEADER.size:
        page, _, of = _FRAME_HEADER.unpack(header)
        if of != salts:  # left over from a former log
            break
        if page == 1 and len(content := log(_HEADER, offset + _FRAME_HEADER.size)) == _HEADER:
            found.append(_number(content))
        offset += _FRAME_HEADER.size + page_size
    return found


def _number(first_page: bytes) -> int:
    return int.from_bytes(first_page[_NUMBER], "big", signed=True)
