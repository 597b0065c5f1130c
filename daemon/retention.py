"""Removes what is older than `storage.keep_days`: first from the records, then from the archive.

Cut off between the two, the next call finishes: what the records no longer vouch for is removed again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daemon import disk, faults
from daemon.archive import Archive
from daemon.errors import RecordsError
from daemon.records import Aged, Records, old_copies

log = logging.getLogger(__name__)

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed."""

    records: Aged
    files: int
    bytes: int


def purge(
    directory: Path,
    records: Records,
    before: datetime,
    now: datetime,
    watch: Callable[[Iterable[Name]], Iterable[Name]] = iter,
) -> Purged:
    """Removes what arrived before a moment.  Only while no service works on it.  RecordsError."""
    found = records.purge(before, now)
    faults.point("purge.recorded")
    archive = Archive(directory)
    files = size = 0
    for shelf, sha256 in watch(sorted(records.purged())):
        if removed := archive.remove(shelf, sha256):
            log.info("Removed from %s: %s (%d bytes).", shelf, sha256, removed)
            files, size = files + 1, size + removed
    for path in old_copies(directory):  # of the records, kept by an upgrade: they hold what was removed just now
        try:
            had = path.stat().st_size
            path.unlink()
        except OSError as error:
            raise RecordsError(f"{path} cannot be removed: {disk.reason(error)}") from error
        log.info("Removed %s.", path)
        files, size = files + 1, size + had
    for path, had in archive.clear_drafts():  # half a message is somebody's, too
        log.info("Removed %s (%d bytes), which a crash had left.", path, had)
        files, size = files + 1, size + had
    return Purged(found, files, size)
