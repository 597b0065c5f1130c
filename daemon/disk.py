"""Why the storage folder does not take or give what it should, and what helps.  No business logic.

One wording for archive, records, lock and key: an operator with a full disk reads one sentence, whatever met it first.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pwd
import resource
from pathlib import Path

_FULL = "the disk is full. Make room; work goes on by itself."
_READ_ONLY = "the file system is read-only. Mount it writable; work goes on by itself."
_LIMITED = "a file may not grow as large as it must. Raise the limit (ulimit -f, LimitFSIZE=); work goes on by itself."
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "the disk quota is used up. Make room; work goes on by itself.",
    errno.EROFS: _READ_ONLY,
    errno.EMFILE: "too many files are open. Restart the service.",
    errno.EIO: "the disk gave an error. Check the disk.",
    errno.EFBIG: _LIMITED,
}
_DENIED = frozenset({errno.EACCES, errno.EPERM})
#: Who it is where nobody else is to be seen: the package's user.
_USER = "thamluan"
#: SQLite wants 32 KiB for the index of its log before it can even read; less than this is none.
_NO_ROOM_BYTES = 256 * 1024


def about_the_disk(error: OSError) -> bool:
    """Whether it concerns everything in the folder, not one file of it; a bad sector (EIO) is one file's."""
    return error.errno in _REMEDIES.keys() | _DENIED and error.errno != errno.EIO


def reason(error: OSError) -> str:
    """What is wrong, and the next step."""
    if error.errno in _DENIED:
        return (
            "access is denied. The folder must belong to the user that runs thamluan, and commands are run as that"
            f" user ({as_whom(error)} ...)."
        )
    return _REMEDIES.get(error.errno or 0, f"{error.strerror or error}. Check [storage] directory.")


def as_whom(error: OSError) -> str:
    """`sudo -u USER` for who may go where this error came from: its owner, of the conferences on a machine each has one
    of its own; the package's user where the folder is root's, or ours and closed all the same.
    """
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else Path("/")
    for place in (path, *path.parents):
        with contextlib.suppress(OSError, KeyError):
            owner = place.stat().st_uid
            return f"sudo -u {_USER if owner in {0, os.geteuid()} else pwd.getpwuid(owner).pw_name}"
    return f"sudo -u {_USER}"


def ails(folder: Path) -> str | None:
    """The same by looking, for a library that only says "an error"; None when nothing is to be seen."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    if found.f_flag & os.ST_RDONLY:
        return _READ_ONLY
    if found.f_bavail * found.f_frsize < _NO_ROOM_BYTES:
        return _FULL
    return None if resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY else _LIMITED


def is_read_only(folder: Path) -> bool:
    """Whether nobody can write there, by the way it is mounted.  OSError."""
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
