"""The archive: raw messages and files, each kept once under the SHA-256 of its content.

On disk, below the storage directory:

    messages/ab/abcdef….eml    raw messages as fetched, byte for byte
    files/ab/abcdef…           attachments, decoded

A message is written under a temporary name in its final folder, fsynced, renamed, and the folder is fsynced: after
`put_message` returns, the bytes survive a power cut (rename(2) is atomic; the folder's fsync makes it durable).
Files are written the same way but for the fsyncs: they are decoded from a message that is safe, and one that a power
cut damaged is recognised by its hash and decoded again.  Two fsyncs a file less double the speed of intake.

Names come from content, never from what a sender chose.  Nothing is ever changed here, and
nothing removed but what is older than `storage.keep_days`, and drafts: a temporary name that a crash left.

Folders are 0700 and files 0600: papers are personal data.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from daemon import disk, faults
from daemon.durable import sync
from daemon.errors import RecordsError

_DRAFT = ".new-"
#: Room for the rows, files and letters of one message, besides so many times its size: generous, for it is given back.
_ROOM, _ROOM_TIMES = 4_000_000, 4
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIXES = {"messages": ".eml", "files": ""}  #: by shelf


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the archive."""

    shelf: str  #: "messages" or "files"
    sha256: str  #: by its name; whatever stands there when it is nothing of ours
    path: Path

    @property
    def name(self) -> tuple[str, str]:
        """By which the records know it."""
        return self.shelf, self.sha256


class Archive:
    """Content-addressed store below one directory.  Every method may raise RecordsError."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put_message(self, raw: bytes) -> str:
        """Keeps a raw message for good; its SHA-256.  Doing it again changes nothing."""
        return self._put("messages", ".eml", raw, durable=True)

    def put_file(self, data: bytes, *, durable: bool = False) -> str:
        """Keeps a decoded file; its SHA-256.  Doing it again changes nothing, or mends what was damaged.

        `durable` for what no message holds, and which could not be decoded again.
        """
        return self._put("files", "", data, durable=durable)

    def need_room(self, size: int) -> None:
        """RecordsError where the disk has no room for what comes of a message of so many bytes.

        Asked before an attempt at it is counted: without room it fails, and taking it back may fail as well.
        """
        try:
            with tempfile.TemporaryFile(dir=self._directory) as file:
                os.posix_fallocate(file.fileno(), 0, _ROOM + _ROOM_TIMES * size)
        except OSError as error:
            raise _trouble("written", self._directory / "x", error) from error

    def message(self, sha256: str) -> bytes:
        """A raw message, its hash verified."""
        return self._get(self.message_path(sha256), sha256)

    def file(self, sha256: str) -> bytes:
        """A file, its hash verified."""
        return self._get(self.file_path(sha256), sha256)

    def message_path(self, sha256: str) -> Path:
        """Where a raw message lies."""
        return self._path("messages", ".eml", sha256)

    def file_path(self, sha256: str) -> Path:
        """Where a file lies."""
        return self._path("files", "", sha256)

    def remove(self, shelf: str, sha256: str) -> int:
        """Removes what is too old to be kept; how many bytes it had.  Doing it again changes nothing."""
        path = self.path_of(shelf, sha256)
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise _trouble("written", path, error) from error
        return size

    def path_of(self, shelf: str, sha256: str) -> Path:
        """Where a message or a file lies, by shelf."""
        return self._path(shelf, _SUFFIXES[shelf], sha256)

    def everything(self) -> list[Kept]:
        """Whatever is in the archive, in order; but for what is being written this moment, or was when a crash came."""
        found = []
        for shelf, suffix in _SUFFIXES.items():
            top = self._directory / shelf
            try:
                paths = sorted(path for path in top.rglob("*") if not path.is_dir())
            except OSError as error:
                raise _trouble("read", top / "x", error) from error
            found += [
                Kept(shelf, path.name.removesuffix(suffix), path) for path in paths if not path.name.startswith(_DRAFT)
            ]
        return found

    def clear_drafts(self) -> list[tuple[Path, int]]:
        """Removes what a crash left half written, and nothing else looks at; each with how many bytes it had.

        Only for who works on the directory alone: a draft of somebody who lives is a message on its way.
        """
        removed = []
        for shelf in _SUFFIXES:
            for path in sorted((self._directory / shelf).glob(f"*/{_DRAFT}*")):
                try:
                    removed.append((path, path.stat().st_size))
                    path.unlink()
                except OSError as error:
                    raise _trouble("written", path, error) from error
        return removed

    def is_whole(self, kept: Kept) -> bool:
        """Whether a file is what its name says, and lies where it is looked for; so is what is nothing of ours."""
        if not _SHA256.fullmatch(kept.sha256):
            return True
        if kept.path != self.path_of(kept.shelf, kept.sha256):
            return False
        try:
            with kept.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == kept.sha256
        except OSError as error:
            if disk.about_the_disk(error):
                raise _trouble("read", kept.path, error) from error
            return False  # the disk does not give it any more

    def _path(self, shelf: str, suffix: str, sha256: str) -> Path:
        return self._directory / shelf / sha256[:2] / f"{sha256}{suffix}"

    def _put(self, shelf: str, suffix: str, data: bytes, *, durable: bool) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(shelf, suffix, sha256)
        try:
            if not _holds(path, data):
                _make_folder(path.parent, self._directory)
                _write(path, data, durable=durable)
            elif durable:
                sync(path)  # it may have been written as what can be lost,
                sync(path.parent)  # and the one who wrote it may have been killed before this
        except OSError as error:
            raise _trouble("written", path, error) from error
        return sha256

    def _get(self, path: Path, sha256: str) -> bytes:
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            words = f"{path} is missing from the archive. Restore it from the backup."
            raise RecordsError(words, lost=True) from error
        except OSError as error:
            raise _trouble("read", path, error, lost=not disk.about_the_disk(error)) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            words = f"{path} is damaged: its content does not match its name. Restore it from the backup."
            raise RecordsError(words, lost=True)
        return data


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there with this very content.

    Cut short or damaged since, it is written anew: we have the right bytes in hand.
    """
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def _make_folder(folder: Path, root: Path) -> None:
    """The folder and those above it, 0700, each entry durable before anything is put inside."""
    if folder.is_dir():
        return
    if folder == root:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    else:
        _make_folder(folder.parent, root)
        folder.mkdir(mode=0o700, exist_ok=True)
    sync(folder.parent)


def _write(path: Path, data: bytes, *, durable: bool) -> None:
    # mkstemp makes the file 0600 whatever the umask.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_DRAFT)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            faults.point("archive.written")
            if durable:
                os.fsync(file.fileno())
        faults.point("archive.synced")
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    faults.point("archive.renamed")
    if durable:
        sync(path.parent)
    faults.point("archive.kept")


def _trouble(what: str, path: Path, error: OSError, *, lost: bool = False) -> RecordsError:
    return RecordsError(f"{path.parent} cannot be {what}: {disk.reason(error)}", lost=lost)
