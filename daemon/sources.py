"""Files from disk for the command line: raw messages (.eml files, mbox files of RFC 4155, Maildirs) and papers.

In: paths, folders among them.  Out: `Source` and `PaperFile` values one by one, the bytes exactly as stored, one file
in memory at a time.  SourceError names a path that cannot be read.  Nothing is ever written or marked as read.
"""

from __future__ import annotations

import logging
import mailbox
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from daemon.containers.archives import Limits, Unpack
from daemon.errors import ThamluanError
from daemon.kinds import named_kind, sniff
from daemon.model import ARCHIVE_KINDS, CLOSED_KINDS, PAPER_KINDS, Document, FileKind, FileProblem

_LOG = logging.getLogger(__name__)


class SourceError(ThamluanError):
    """A path given by the user cannot be read."""


#: In a folder only files whose names say that they may be papers are taken; a file that is named is always taken.
_MAY_BE_PAPERS = PAPER_KINDS | ARCHIVE_KINDS

_HOLD_MESSAGES = ".eml files, mbox files, Maildirs, or folders with these"
#: A field of a header (RFC 5322 §2.2), or the line before a message in an mbox.
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From |[!-9;-~]+[ \t]*:)")

_MAX_BYTES = 200_000_000  #: of a file; larger ones are not even loaded (no mailbox takes a fifth of it)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file to judge."""

    name: str  #: path, or "archive.zip!inner/name.docx"; always text that can be printed
    data: bytes
    known: Document | None = None  #: what is known without reading it: an archive that cannot be opened
    unreadable: str = ""  #: English: why its bytes could not be had


@dataclass(frozen=True, slots=True)
class Source:
    """One stored message."""

    name: str  #: path, for an mbox with #number; always text that can be printed
    raw: bytes


def check(paths: Iterable[Path]) -> None:
    """SourceError when one of the paths does not exist, cannot be looked at, or is neither file nor folder: said before
    any work is done.
    """
    for path in paths:
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError) as error:
            raise SourceError(f"{printable(path)}: there is no such file or folder. Check the path.") from error
        except OSError as error:
            raise _unreadable(path, error) from error
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # a pipe would be waited for, a device never ends
            raise SourceError(f"{printable(path)} is no ordinary file. Name {_HOLD_MESSAGES}.")


def refuse_no_messages(paths: Iterable[Path]) -> None:
    """SourceError when a file that is named cannot be a message: a paper, say.  Whatever is an .eml is one."""
    for path in paths:
        try:
            if path.is_file() and path.suffix.lower() != ".eml" and not _begins_like_mail(path):
                raise SourceError(f"{printable(path)} is no message. Name {_HOLD_MESSAGES}; `check` judges papers.")
        except OSError as error:
            raise _unreadable(path, error) from error


def _begins_like_mail(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(_FIRST_LINE.match(file.read(1000)))


def size_of(paths: Iterable[Path]) -> int:
    """Bytes of all messages below the given paths, nearly: an mbox has some more than its messages.  SourceError."""
    return sum(map(_size, _files(paths)))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error) from error


def messages(paths: Iterable[Path]) -> Iterator[Source]:
    """Every message below the given paths, in a stable order.  Folders inside a Maildir are only spoken of."""
    paths = list(paths)
    for path in paths:
        _tell_folders(path)
    for path in _files(paths):
        try:
            yield from _in(path)
        except OSError as error:
            raise _unreadable(path, error) from error


def _tell_folders(maildir: Path) -> None:
    """Says which folders of a Maildir are not read (Maildir++): what was sent, the trash, spam are folders, too."""
    if not (maildir / "cur").is_dir():
        return
    folders = sorted(child for child in maildir.glob(".*") if (child / "cur").is_dir())
    if folders:
        named = ", ".join(map(printable, folders))
        _LOG.warning("%s: the folders in it are not read. Name those to be read: %s", printable(maildir), named)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        try:
            yield from _below(path)
        except OSError as error:
            raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(f"{printable(Path(error.filename or path))}: {error.strerror or error}. Check the path.")


def paper_files(paths: Iterable[Path]) -> list[Path]:
    """Every file to judge: those named, whatever they are, and those of folders that may be papers or archives.

    SourceError for a path that was named and is neither a file nor a folder, or may not be read.  Links within
    folders are followed, but no folder is entered twice.
    """
    found: list[Path] = []
    for path in paths:
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                found.extend(_in_folder(path))
            elif stat.S_ISREG(mode):
                path.open("rb").close()
                found.append(path)
            else:  # a pipe would be waited for, a device never ends
                raise SourceError(f"{printable(path)} is no ordinary file. Name files or folders with papers.")
        except FileNotFoundError as error:
            raise SourceError(f"{printable(path)}: there is no such file or folder. Check the path.") from error
        except (OSError, ValueError) as error:
            raise SourceError(f"{printable(path)}: {getattr(error, 'strerror', error)}. Check the path.") from error
    return found


def _in_folder(top: Path) -> Iterator[Path]:
    """In the order of names, folders where their name stands.  A folder inside that may not be read is passed over."""
    entered: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            about = path.stat()
            if stat.S_ISDIR(about.st_mode):
                if (about.st_dev, about.st_ino) not in entered:
                    entered.add((about.st_dev, about.st_ino))
                    waiting.extend(sorted(filter(_is_candidate, path.iterdir()), reverse=True))
            elif stat.S_ISREG(about.st_mode):
                yield path
        except OSError as error:  # also a link that leads nowhere or in circles
            if path == top:
                raise
            _LOG.warning("%s: %s", printable(path), error.strerror)


def _is_candidate(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))  # "~$": Word's lock file of a document open somewhere
    return not hidden and (named_kind(path.name) in _MAY_BE_PAPERS or path.is_dir())


def papers(path: Path, unpack: Unpack) -> Iterator[PaperFile]:
    """A file, or for an archive the papers inside it.

    An archive that cannot be opened, or not wholly, or holds no paper, comes as itself too, with what is wrong; so do
    such archives inside it.  Never raises: a file that cannot be loaded says why.
    """
    name = printable(path)
    try:
        size = path.stat().st_size
        if size > _MAX_BYTES:
            note = f"a file of {size:,} bytes"
            yield PaperFile(name, b"", Document(named_kind(path.name), FileProblem.BOMB, note))
            return
        data = path.read_bytes()
    except OSError as error:
        yield PaperFile(name, b"", unreadable=f"{error.strerror or error}")
        return
    kind = sniff(data, path.name)
    if kind in ARCHIVE_KINDS:
        yield from _of_archive(name, data, kind, unpack)
    else:
        yield PaperFile(name, data)


def _of_archive(name: str, data: bytes, kind: FileKind, unpack: Unpack) -> Iterator[PaperFile]:
    opened = unpack(data, kind, name, Limits())
    problem, note, empty = opened.problem, opened.note, True
    for member in opened.members:
        inside = f"{name}!{member.name}"
        if member.kind in PAPER_KINDS:
            yield PaperFile(inside, member.content)
        elif not member.content and member.problem is not None:  # there is no more of it than its name
            if named_kind(member.name) in PAPER_KINDS:
                yield PaperFile(inside, b"", Document(named_kind(member.name), member.problem, "lost in its archive"))
            continue
        elif member.problem is FileProblem.UNSUPPORTED and member.kind not in CLOSED_KINDS:
            # Archives below those that are opened: one word for all, there may be thousands.
            problem, note = problem or FileProblem.BOMB, note or "archives in archives in archives"
            continue
        elif member.problem is not None:
            yield PaperFile(inside, member.content, Document(member.kind, member.problem))
        else:
            continue
        empty = False
    if problem is not None:
        yield PaperFile(name, data, Document(kind, problem, note))
    elif empty:
        yield PaperFile(name, data, Document(kind, FileProblem.UNSUPPORTED, "the archive holds no paper"))


def printable(path: Path) -> str:
    """A path as text that any output takes: bytes of its name that are no UTF-8 are written out (PEP 383)."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _below(path: Path) -> Iterator[Path]:
    """Files that hold messages, in a stable order."""
    check([path])
    if not path.is_dir():
        yield path
    elif (path / "cur").is_dir() and (path / "new").is_dir():
        # Read the files ourselves: mailbox.Maildir moves nothing either, but parses each message first.
        for folder in ("cur", "new"):
            files = sorted((path / folder).iterdir())
            yield from (file for file in files if file.is_file() and not file.name.startswith("."))
    else:
        for child in sorted(path.iterdir()):
            if child.is_dir() or (child.suffix.lower() in {".eml", ".mbox"} and child.is_file()):
                yield from _below(child)


def _in(path: Path) -> Iterator[Source]:
    """The messages of a file."""
    with path.open("rb") as file:
        # An .eml saved with its mbox separator line is still one message; the reader drops the line.
        is_mbox = path.suffix.lower() != ".eml" and file.read(5) == b"From "
    if is_mbox:
        yield from _mbox(path)
    else:
        yield Source(printable(path), path.read_bytes())


def _mbox(path: Path) -> Iterator[Source]:
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            yield Source(f"{printable(path)}#{number}", box.get_bytes(key))
    finally:
        box.close()
