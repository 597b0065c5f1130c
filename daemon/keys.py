"""EDGE: the key that signs our address tags, kept beside the records and made at the first start.

Lost, nothing is: answers to older letters are then known by what they refer to alone.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from daemon import disk
from daemon.durable import sync
from daemon.errors import RecordsError

NAME = "reply-key"
_BYTES = 32


def storage_key(directory: Path) -> bytes:
    """The key of a storage directory.  RecordsError when it can be neither read nor made."""
    path = directory / NAME
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path, secrets.token_bytes(_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise RecordsError(f"{path} cannot be used: {disk.reason(error)}") from error
    if len(key) < _BYTES:
        raise RecordsError(f"{path} is damaged. Delete it; a new one is made at the next start.")
    return key


def adopt_key(source: Path, directory: Path) -> None:
    """The key of another storage directory, or of a backup, where there is none yet: answers to the addresses that it
    signed are known here, too.  Without one that is whole, nothing is done.  RecordsError.
    """
    path, theirs = directory / NAME, source / NAME
    try:
        if path.exists() or not theirs.exists():
            return
        if len(key := theirs.read_bytes()) >= _BYTES:
            _make(path, key)
    except OSError as error:
        raise RecordsError(f"{theirs} cannot be taken over: {disk.reason(error)}") from error


def _make(path: Path, key: bytes) -> None:
    """Whole or not at all: a crash leaves no half of it, and of two that make it at once one wins."""
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)  # letters that carry its tags may leave at once
