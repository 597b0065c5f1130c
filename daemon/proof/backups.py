"""A copy of everything, made while the service runs, and back.

A backup is a folder: the records as of one moment (SQLite's backup API), every archived message and file, the key of
the address tags, and `manifest.json` with size and SHA-256 of each and a digest of the whole.  It is built under
another name, fsynced and renamed: a folder of the given name is a whole backup.

Restoring checks the manifest first, and then never answers anybody twice: what the records of yesterday believe to be
unsent may have been sent since.  So letters that waited, and answers to messages that had arrived when the records
were restored, become *uncertain*: they are looked up in the Sent folder, and held where they are not found.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from daemon import __version__, disk, faults
from daemon.archive import Archive
from daemon.clock import SystemClock
from daemon.durable import sync
from daemon.errors import RecordsError
from daemon.keys import NAME as KEY_NAME
from daemon.proof.readiness import RESTORING, refuse_lost, refuse_unfinished
from daemon.records import DATABASE_NAME, LOCK_NAME, Lock, Records, snapshot

T = TypeVar("T")
Watch = Callable[[Iterable[T]], Iterable[T]]

MANIFEST = "manifest.json"
_FORMAT = 1
#: What a backup may hold.  A manifest is a stranger's: nothing it names may lead anywhere else.
_ENTRY = re.compile(
    rf"{re.escape(DATABASE_NAME)}|{re.escape(KEY_NAME)}"
    r"|messages/([0-9a-f]{2})/\1[0-9a-f]{62}\.eml|files/([0-9a-f]{2})/\2[0-9a-f]{62}"
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup."""

    path: str  #: relative, with "/"
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    made_at: str
    entries: tuple[Entry, ...]
    damaged: tuple[str, ...] = ()  #: archived, but not what their name says, or the disk does not give it: left out
    missing: tuple[str, ...] = ()  #: named by the records, but not in the archive

    @property
    def bytes(self) -> int:
        """Of all files together."""
        return sum(entry.bytes for entry in self.entries)


# --------------------------------------------------------------------------- there


def back_up(directory: Path, target: Path, now: datetime, watch: Watch[Any] = iter) -> Backup:
    """Copies a storage directory into the new folder `target`.  RecordsError; then nothing of that name is there."""
    target = Path(os.path.abspath(target))  # noqa: PTH100 - the name as given, links and all
    _refuse_target(directory, target)
    with _troubles("The backup", target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        with _troubles("The backup", target):
            made = _fill(directory, draft, now, watch)
            faults.point("backup.filled")
            draft.rename(target)  # over an empty folder, if there is one
            sync(target.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return made


def _refuse_target(directory: Path, target: Path) -> None:
    if directory.resolve() in (target.resolve(), *target.resolve().parents):
        raise RecordsError(f"{target} lies inside {directory}, which is to be saved. Name a folder elsewhere.")
    with _troubles("The records", directory):
        refuse_unfinished(directory)
        refuse_lost(directory)
        if not (directory / DATABASE_NAME).is_file():
            raise RecordsError(f"There are no records in {directory} to save. Check [storage] directory.")
    with _troubles("The backup", target):
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise RecordsError(f"{target} is there already. Name a new folder; a backup is never overwritten.")


def _fill(directory: Path, draft: Path, now: datetime, watch: Watch[Any]) -> Backup:
    # The records first: a file is archived before its row, so whatever they name is in the archive by now.
    named = snapshot(directory, draft / DATABASE_NAME)
    entries = [_measured(draft, DATABASE_NAME)]
    if (directory / KEY_NAME).exists():
        entries.append(_copied(directory, draft, KEY_NAME))
    archive, damaged, kept = Archive(directory), [], set()
    for one in watch(archive.everything()):
        path = one.path.relative_to(directory).as_posix()
        if not _ENTRY.fullmatch(path):  # nothing of ours
            continue
        try:
            entry = _copied(directory, draft, path)
        except _UnreadableError as error:
            if disk.about_the_disk(error.reason):
                raise
            entry = None  # one file's trouble, as `verify` sees it: no reason to save nothing
        kept.add(one.name)
        if entry is not None and entry.sha256 == one.sha256:
            entries.append(entry)
        else:
            (draft / path).unlink(missing_ok=True)
            damaged.append(str(one.path))
    missing = sorted(str(archive.path_of(*name)) for name in named - kept)
    made = Backup(now.isoformat(timespec="seconds"), tuple(entries), tuple(damaged), tuple(missing))
    _write(draft / MANIFEST, _manifest(made))
    for folder in sorted({path.parent for path in draft.rglob("*")}):
        sync(folder)
    return made


def _manifest(made: Backup) -> bytes:
    content = {
        "format": _FORMAT,
        "program": f"thamluan {__version__}",
        "made_at": made.made_at,
        "entries": [asdict(entry) for entry in made.entries],
        "damaged": list(made.damaged),
        "missing": list(made.missing),
    }
    return json.dumps({**content, "digest": _digest(content)}, ensure_ascii=False, indent=1).encode()


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


# --------------------------------------------------------------------------- looking at one


def check(source: Path, watch: Watch[Entry] = iter) -> Backup:
    """A backup whose every file was compared with its manifest.  RecordsError when anything differs."""
    with _troubles("The backup", source):
        made = _read_manifest(source)
        names = {MANIFEST, *(entry.path for entry in made.entries)}
        there = {path.relative_to(source).as_posix() for path in source.rglob("*") if not _is_folder(path)}
        if strangers := sorted(there - names):
            raise _not_whole(source, f"{strangers[0]} is not in its manifest")
        if lost := sorted(names - there):
            raise _not_whole(source, f"{lost[0]} is missing")
        for entry in watch(made.entries):
            if _measured(source, entry.path) != entry:
                raise _not_whole(source, f"{entry.path} is not what the manifest says")
    return made


def _read_manifest(source: Path) -> Backup:
    try:
        content = json.loads((source / MANIFEST).read_bytes())
        digest = content.pop("digest")
        entries = tuple(Entry(**entry) for entry in content["entries"])
        made = Backup(content["made_at"], entries, tuple(content["damaged"]), tuple(content["missing"]))
        datetime.fromisoformat(made.made_at)
        whole = digest == _digest(content) and content["format"] == _FORMAT
    except FileNotFoundError as error:
        raise RecordsError(f"{source} is no backup: it has no {MANIFEST}. Name the folder of a backup.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _not_whole(source, f"{MANIFEST} cannot be read") from error
    if not whole:
        raise _not_whole(source, f"{MANIFEST} was changed, or is of a newer release")
    paths = [entry.path for entry in entries]
    if any(not _is_entry(entry) for entry in entries) or len(set(paths)) < len(paths) or DATABASE_NAME not in paths:
        raise _not_whole(source, f"{MANIFEST} names what no backup holds")
    return made


def _is_entry(entry: Entry) -> bool:
    """Names of the archive say the content, so that even a manifest made to fit cannot bring in other bytes."""
    if not _ENTRY.fullmatch(entry.path):
        return False
    name = entry.path.rpartition("/")[2].removesuffix(".eml")
    return "/" not in entry.path or name == entry.sha256


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _not_whole(source: Path, why: str) -> RecordsError:
    return RecordsError(f"The backup in {source} is not whole: {why}. Take another one.")


# --------------------------------------------------------------------------- and back


def restore(source: Path, directory: Path, now: datetime, watch: Watch[Entry] = iter) -> Backup:
    """Brings a backup back into an empty storage directory.  RecordsError, AlreadyRunningError: nothing was changed.

    Cut off, it is begun anew or finished by the next call, and until then no service starts there.
    """
    made = check(source, watch)
    with Lock(directory) as lock, _troubles("The storage directory", directory):
        draft = directory / RESTORING
        if draft.exists() and (directory / DATABASE_NAME).exists():
            _refuse_other(directory, made)
            _finish(directory, draft)
            return made
        _make_room(directory)
        draft.mkdir(mode=0o700)
        try:
            _bring_back(source, draft, made, now, watch, lock=lock)
        except Exception:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        # The records last: where they are, everything is.
        for path in sorted(draft.iterdir(), key=lambda path: path.name == DATABASE_NAME):
            faults.point("restore.moving")
            if path.name == DATABASE_NAME:
                sync(directory)
            path.rename(directory / path.name)
        faults.point("restore.moved")
        _finish(directory, draft)
    return made


def _refuse_other(directory: Path, made: Backup) -> None:
    """Where everything was moved and the end was not reached, the folder holds a backup: this one, or another.

    Nothing is taken away there: where a disk has forgotten after a power cut that the mark had gone, the records may be
    those of a service at work.
    """
    for entry in made.entries:
        if entry.path == DATABASE_NAME:  # these know by now that they were restored
            continue
        if not (directory / entry.path).is_file() or _measured(directory, entry.path) != entry:
            raise RecordsError(
                f"Into {directory} another backup was restored, all but the last step. Name that one, or move what is"
                " there aside, and restore into an empty folder."
            )


def _finish(directory: Path, draft: Path) -> None:
    """The mark goes when all else is on the disk."""
    sync(directory)
    draft.rmdir()
    sync(directory)


def _bring_back(source: Path, draft: Path, made: Backup, now: datetime, watch: Watch[Entry], *, lock: Lock) -> None:
    for entry in watch(made.entries):
        if _copied(source, draft, entry.path) != entry:
            raise _not_whole(source, f"{entry.path} is not what the manifest says")
    faults.point("restore.copied")
    with Records.held(draft, lock, SystemClock()) as (records, _):
        records.restored(datetime.fromisoformat(made.made_at), now)
    for folder in sorted({path.parent for path in draft.rglob("*")}):
        sync(folder)


def _make_room(directory: Path) -> None:
    """Takes away what a restore that was cut off left behind; refuses anything else."""
    if (directory / RESTORING).exists():
        for path in directory.iterdir():
            if path.name in {RESTORING, "messages", "files"}:
                shutil.rmtree(path)
            elif path.name == KEY_NAME or path.name.startswith(Path(DATABASE_NAME).stem):
                path.unlink()
    if others := sorted(path.name for path in directory.iterdir() if path.name != LOCK_NAME):
        raise RecordsError(
            f"{directory} is not empty ({others[0]}). Move what is there aside, and restore into an empty folder."
        )


# --------------------------------------------------------------------------- files


class _UnreadableError(Exception):
    """What is to be copied cannot be read: nothing about the place that it is copied to."""

    def __init__(self, path: Path, reason: OSError) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _UnreadableError(path, error) from error


def _copied(source: Path, target: Path, name: str) -> Entry:
    """Copies a file, fsynced, 0600; what was copied.  _UnreadableError."""
    path = target / name
    for folder in reversed(Path(name).parents[:-1]):  # each by itself: `parents=True` would follow the umask
        (target / folder).mkdir(mode=0o700, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    # No links: a backup from elsewhere must not make us read other files.
    with _reading(source / name):
        opened = os.open(source / name, os.O_RDONLY | os.O_NOFOLLOW)
    with (
        os.fdopen(opened, "rb") as original,
        os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as copy,
    ):
        while True:
            with _reading(source / name):
                chunk = original.read(_CHUNK)
            if not chunk:
                break
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return Entry(name, size, digest.hexdigest())


def _measured(folder: Path, name: str) -> Entry:
    with os.fdopen(os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Entry(name, file.tell(), digest)


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


_REMEDIES = {
    errno.ENOSPC: "the disk is full. Make room, or name a folder on another disk.",
    errno.EDQUOT: "the disk quota is used up. Make room, or name a folder on another disk.",
    errno.EROFS: "the file system is read-only. Name a folder elsewhere.",
    errno.ENOTDIR: "it is no folder. Name another.",
    errno.ELOOP: "it holds a symbolic link. Take another backup.",
}


@contextmanager
def _troubles(what: str, place: Path) -> Iterator[None]:
    """Errors of the system as one sentence."""
    try:
        yield
    except _UnreadableError as error:
        raise RecordsError(f"{error.path} cannot be read: {_words(error.reason)}") from error
    except OSError as error:
        raise RecordsError(f"{what} in {place} cannot be used: {_words(error)}") from error


def _words(error: OSError) -> str:
    if error.errno in {errno.EACCES, errno.EPERM}:
        whom = disk.as_whom(error)
        return f"access is denied. Run the command as the user that runs thamluan ({whom} ...)."
    return _REMEDIES.get(error.errno or 0, f"{error.strerror or error}.")
