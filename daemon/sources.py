"""Files from disk for the command line: raw messages (.eml files, mbox files of RFC 4155, Maildirs) and papers.

In: paths, folders among them.  Out: `Source` and `PaperFile` values one by one, the bytes exactly as stored.
SourceError names a path that cannot be read.  Nothing is ever written or marked as read.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from daemon.archives import unpack
from daemon.errors import ThamluanError
from daemon.kinds import sniff
from daemon.model import ARCHIVE_KINDS, PAPER_KINDS


class SourceError(ThamluanError):
    """A path given by the user cannot be read."""


#: In a folder only files that may be papers are taken; a file that is named is always taken.
_PAPER_SUFFIXES = frozenset({".docx", ".doc", ".docm", ".dotx", ".odt", ".rtf", ".pdf", ".zip", ".7z", ".rar"})


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file to judge."""

    name: str  #: path, or "archive.zip!inner/name.docx"
    data: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """One stored message."""

    name: str  #: path, for an mbox with #number
    raw: bytes


def check(paths: Iterable[Path]) -> None:
    """SourceError when one of the paths does not exist: said before any work is done."""
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: there is no such file or folder. Check the path.")


def messages(paths: Iterable[Path]) -> Iterator[Source]:
    """Every message below the given paths, in a stable order."""
    for path in paths:
        try:
            yield from _below(path)
        except OSError as error:
            raise SourceError(f"{error.filename or path}: {error.strerror or error}. Check the path.") from error


def papers(paths: Iterable[Path]) -> Iterator[PaperFile]:
    """Every file to judge: those named, those of folders, and for an archive the papers inside it.

    An archive that cannot be opened, or holds no paper, comes as itself, so that a verdict says so.
    """
    for path in paths:
        try:
            yield from _papers_of(path)
        except OSError as error:
            raise SourceError(f"{error.filename or path}: {error.strerror or error}. Check the path.") from error


def _papers_of(path: Path) -> Iterator[PaperFile]:
    check([path])
    if path.is_dir():
        for child in sorted(path.iterdir()):
            hidden = child.name.startswith((".", "~$"))  # "~$": Word's lock file of a document open somewhere
            if not hidden and (child.is_dir() or child.suffix.lower() in _PAPER_SUFFIXES):
                yield from _papers_of(child)
        return
    data = path.read_bytes()
    kind = sniff(data, path.name)
    inside = unpack(data, kind, path.name).members if kind in ARCHIVE_KINDS else ()
    found = [member for member in inside if member.kind in PAPER_KINDS]
    if not found:
        yield PaperFile(str(path), data)
    for member in found:
        yield PaperFile(f"{path}!{member.name}", member.content)


def _below(path: Path) -> Iterator[Source]:
    check([path])
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            yield from _maildir(path)
            return
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.suffix.lower() in {".eml", ".mbox"}:
                yield from _below(child)
        return
    with path.open("rb") as file:
        # An .eml saved with its mbox separator line is still one message; the reader drops the line.
        is_mbox = path.suffix.lower() != ".eml" and file.read(5) == b"From "
    if is_mbox:
        yield from _mbox(path)
    else:
        yield Source(str(path), path.read_bytes())


def _maildir(path: Path) -> Iterator[Source]:
    # Read the files ourselves: mailbox.Maildir moves nothing either, but parses each message first.
    for folder in ("cur", "new"):
        for file in sorted((path / folder).iterdir()):
            if file.is_file() and not file.name.startswith("."):
                yield Source(str(file), file.read_bytes())


def _mbox(path: Path) -> Iterator[Source]:
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            yield Source(f"{path}#{number}", box.get_bytes(key))
    finally:
        box.close()
