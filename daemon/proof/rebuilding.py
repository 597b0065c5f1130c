"""Where the records are lost and the archive is not: the raw messages again, in their order of arrival.

A raw message does not say when it arrived: the server's INTERNALDATE was in the records.  The topmost Received field,
written by the server that took the message for us (RFC 5321 §4.4), says it to the second; a Date is the sender's and
is not believed.  Without that field, it is the moment when the file was archived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path

from daemon.archive import Archive, Kept
from daemon.errors import RecordsError
from daemon.keys import adopt_key
from daemon.proof.readiness import REBUILDING, has_records
from daemon.records import DATABASE_NAME
from daemon.text.dates import internet_date

_HEAD_BYTES = 64_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of the archive."""

    sha256: str
    at: datetime
    archived_at: float  #: orders those that arrived within a second


def arrivals(source: Path, now: datetime) -> list[Arrived]:
    """Every raw message below a storage directory or a backup, the first to arrive first.

    RecordsError when there is none, or when one is damaged: then the records would not be the same.
    """
    archive = Archive(source)
    found = [
        Arrived(kept.sha256, *_moments(kept.path, now)) for kept in archive.everything() if _is_message(archive, kept)
    ]
    if not found:
        raise RecordsError(f"There are no archived messages in {source}. Name a storage directory or a backup.")
    return sorted(found, key=lambda one: (one.at, one.archived_at, one.sha256))


def begin(source: Path, directory: Path) -> None:
    """Leaves the mark, and takes over the key; for who holds the lock.

    RecordsError where there are records that nobody was rebuilding.
    """
    if has_records(directory) and not (directory / REBUILDING).exists():
        raise RecordsError(
            f"There are records in {directory} already. Run `thamluan verify`; if they are beyond help, move"
            f" {DATABASE_NAME} and what begins with its name aside first."
        )
    if not source.is_dir():
        raise RecordsError(f"There is no folder {source}. Name a storage directory or a backup.")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    (directory / REBUILDING).touch(mode=0o600)
    adopt_key(source, directory)


def end(directory: Path) -> None:
    """Takes the mark away: everything is there."""
    (directory / REBUILDING).unlink(missing_ok=True)


def messages(source: Path, arrived: list[Arrived]) -> Iterator[tuple[Arrived, bytes]]:
    """The bytes of each, their hash verified."""
    archive = Archive(source)
    for one in arrived:
        yield one, archive.message(one.sha256)


def _is_message(archive: Archive, kept: Kept) -> bool:
    return (
        kept.shelf == "messages" and bool(_SHA256.fullmatch(kept.sha256)) and kept.path == archive.path_of(*kept.name)
    )


def _moments(path: Path, now: datetime) -> tuple[datetime, float]:
    """When a message arrived, and when it was archived; never in the future."""
    try:
        archived_at = path.stat().st_mtime
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise RecordsError(f"{path} cannot be read: {error.strerror}.") from error
    at = min(datetime.fromtimestamp(archived_at, UTC), now)
    received = received_at(head)
    return (at if received is None else min(received, at)), archived_at


def received_at(head: bytes) -> datetime | None:
    """What the topmost Received field says; None without one that can be read."""
    fields = BytesHeaderParser().parsebytes(head).get_all("Received") or [""]
    _, mark, date = str(fields[0]).rpartition(";")
    found = internet_date(date) if mark else None
    return None if found is None else found.astimezone(UTC)
