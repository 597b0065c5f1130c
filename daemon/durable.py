"""fsync by name: what has to survive a power cut.

A file's data is durable after fsync(2) of the file, its name after fsync of the folder that holds it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def sync(path: Path) -> None:
    """Returns when the file's data, or the names in the folder, are on the disk.  OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes, *, mode: int, owner: int | None = None) -> None:
    """The file holds `data`, whole, or what it held before: a crash leaves no half of it, and no reader sees one.

    Written by root, it belongs to `owner`, else to who owns the folder.  OSError; then nothing has changed.
    """
    _replace(path, data, mode, owner, is_kept=True)
    sync(path.parent)


def renew(path: Path, data: bytes, *, mode: int) -> None:
    """The same without waiting for the disk: for what is written anew all the time and worthless after a power cut."""
    _replace(path, data, mode, None, is_kept=False)


def _replace(path: Path, data: bytes, mode: int, owner: int | None, *, is_kept: bool) -> None:
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            if owner is None:
                hand_over(file.fileno(), path.parent)
            else:
                os.fchown(file.fileno(), owner, -1)
            if is_kept:
                os.fsync(file.fileno())
        Path(draft).rename(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def hand_over(descriptor: int, folder: Path) -> None:
    """A file that root makes in the folder of another user becomes that user's: the service must be able to use it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
