"""zip, 7z and tar → the files inside, within limits; nested archives once more.  Touches no disk.

In: bytes of an archive.  Out: `Unpacked`, always: what could be read, and the problem where something could not.
Where strangers' mail is read, the process that reads documents does this too (`daemon.reader`), behind its limits.
Only importer of py7zr.

rar stays closed: the problem `unsupported`, and the author is asked for the file itself or a zip.  Nothing written in
Python expands it; `rarfile` calls a program that is not free or not maintained; libarchive (through libarchive-c)
reads a part of it (no solid RAR 4, no solid volumes) and its rar reader, in C, was good for running a stranger's code
again and again (CVE-2024-26256, CVE-2024-48957, CVE-2024-48958).  No free program writes rar either, so that whatever
opened it here could not be tested.

Sources: APPNOTE.TXT 6.3.9 (4.4.4 flags, 4.6.9 Unicode path), 7zFormat.txt; for tar see `tars`.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import py7zr
from py7zr.exceptions import ArchiveError, DecompressionBombError, PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import Py7zIO, WriterFactory

from daemon.containers import tars, zips
from daemon.containers.packages import put_together, without_parts
from daemon.filenames import clean_path, decode, readable_path
from daemon.kinds import named_kind, sniff
from daemon.model import ARCHIVE_KINDS, FileKind, FileProblem, own_name

#: What the libraries raise on bytes that are not what they claim to be.
_DAMAGE = (
    zipfile.BadZipFile,
    ArchiveError,
    *tars.DAMAGE,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive is opened.  A batch of a school is some tens of papers of at most a few megabytes."""

    depth: int = 2  #: an archive, and an archive in it
    members: int = 300
    total_bytes: int = 100_000_000  #: of all members, expanded: they are all in memory


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside, or a nested archive, which is followed by its own members ("inner.zip!name.docx").

    Of one that stands there in part, behind a cut, there is the name: `CORRUPT`, of no kind and without content.
    """

    name: str  #: NFC, safe, "/" between folders
    content: bytes = field(repr=False)
    kind: FileKind
    problem: FileProblem | None = None  #: of a nested archive that could not be opened


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of an archive."""

    members: tuple[Member, ...]
    problem: FileProblem | None = None
    note: str = ""  #: English: what exactly was seen
    left: Limits = Limits(members=0, total_bytes=0)  #: of what was allowed: for the next archive of the same message


#: (bytes of an archive, its kind, its name, what is allowed) → what is inside.  Never raises.
Unpack = Callable[[bytes, FileKind, str, Limits], Unpacked]


@dataclass(slots=True)
class _Budget:
    """What is left of the limits, over all levels of an archive."""

    members: int
    bytes_left: int


class _LimitError(Exception):
    """The archive holds more than we open."""


class _EncryptedError(Exception):
    """A password is needed."""


class _CutShortError(Exception):
    """The end of an archive is not there, and with it whatever stood there."""

    def __init__(self, whole: int, lost: Sequence[str]) -> None:
        super().__init__(f"cut short: {whole} members stand whole in it, {len(lost)} others in part")
        self.lost = lost  #: names of those others


class _UnsupportedError(Exception):
    """A kind of archive or compression nobody here reads."""


_Entry = tuple[str, bytes]


def unpack(data: bytes, kind: FileKind, filename: str, limits: Limits | None = None) -> Unpacked:
    """The files inside an archive, nested archives opened as far as the limits go.  Never raises.

    What could be read before something went wrong is kept; an archive that declares more than is allowed is not begun
    and costs nothing.  `filename` only helps to tell kinds apart.
    """
    limits = limits or Limits()
    budget = _Budget(limits.members, limits.total_bytes)
    opened = _unpack(data, kind, filename, budget, limits.depth)
    return replace(opened, left=Limits(limits.depth, budget.members, budget.bytes_left))


def _unpack(data: bytes, kind: FileKind, filename: str, budget: _Budget, depth: int) -> Unpacked:
    files: list[_Entry] = []
    lost: list[str] = []
    problem: FileProblem | None = None
    note = ""
    reader = _READERS.get(kind)
    if reader is None:
        note = f"{filename or 'archive'}: {kind.value} archives cannot be opened here"
        return Unpacked((), FileProblem.UNSUPPORTED, note)
    try:
        files.extend(reader(data, filename, budget))
    except _LimitError as error:
        problem, note = FileProblem.BOMB, str(error)
    except (_EncryptedError, PasswordRequired) as error:
        problem, note = FileProblem.ENCRYPTED, str(error) or "a password is needed"
    except (_UnsupportedError, NotImplementedError, UnsupportedCompressionMethodError) as error:
        problem, note = FileProblem.UNSUPPORTED, str(error) or "unknown compression method"
    except _CutShortError as error:
        problem, note = FileProblem.CORRUPT, str(error)
        # a document without its last parts would be judged as it never was
        kept = {name for name, _ in without_parts([*files, *((name, b"") for name in error.lost)])}
        files, lost = [file for file in files if file[0] in kept], [name for name in error.lost if name in kept]
    except (*_DAMAGE, RecursionError) as error:
        problem, note = FileProblem.CORRUPT, f"{type(error).__name__}: {error}"
    whole = put_together(files, filename)
    members = [member for name, content in whole for member in _member(name, content, budget, depth)]
    known = {name for name, _ in whole}
    names = [name for name in dict.fromkeys(lost) if name not in known][: budget.members]
    budget.members -= len(names)
    members += [Member(name, b"", FileKind.OTHER, FileProblem.CORRUPT) for name in names]
    return Unpacked(tuple(members), problem, note[:300])


def _member(name: str, content: bytes, budget: _Budget, depth: int) -> Iterator[Member]:
    kind = sniff(content, name)
    if kind not in ARCHIVE_KINDS:
        yield Member(name, content, kind)
        return
    if depth <= 1:
        yield Member(name, content, kind, FileProblem.UNSUPPORTED)
        return
    inner = _unpack(content, kind, name, budget, depth - 1)
    yield Member(name, content, kind, inner.problem)
    for member in inner.members:
        yield Member(f"{name}!{member.name}", member.content, member.kind, member.problem)


def _kept(written: str) -> str:
    """The name of a member that somebody meant to send; "" for what systems leave behind: resource forks, owner files
    of Word, thumbnails.
    """
    name = readable_path(written)
    base = name.rpartition("/")[2].lower()
    is_litter = (
        name.startswith("__MACOSX/")
        or base.startswith(("._", "~$"))
        or base in {".ds_store", "thumbs.db", "desktop.ini"}
    )
    return "" if is_litter else name


def _take(budget: _Budget, sizes: Sequence[int]) -> None:
    """Charges files before they are expanded: readers give no more than a file declares."""
    if len(sizes) > budget.members:
        raise _LimitError("more files than an archive of papers holds")
    if sum(sizes) > budget.bytes_left:
        raise _LimitError("expands beyond the limit")
    budget.members -= len(sizes)
    budget.bytes_left -= sum(sizes)


# --------------------------------------------------------------------------- zip


def _zip(data: bytes, _filename: str, budget: _Budget) -> Iterator[_Entry]:
    encrypted = broken = unknown = 0
    try:
        archive = zips.open_zip(data)
    except zips.TooManyEntriesError as error:
        raise _LimitError(str(error)) from error
    except zips.DAMAGE:
        yield from _without_directory(data, budget)
        return
    with archive:
        # a name may be empty (APPNOTE 4.4.10), and what bears none may be no more than the entry of a folder
        infos = (
            info for info in archive.infolist() if not info.filename.endswith("/") and (info.filename or info.file_size)
        )
        files = [(info, name) for info in infos if (name := _kept(_zip_name(info) or _NAMELESS))]
        _take(budget, [info.file_size for info, _ in files if not info.flag_bits & 0x1])
        for info, name in files:
            if info.flag_bits & 0x1:  # APPNOTE 4.4.4 bit 0
                encrypted += 1
                continue
            try:
                content = zips.content(archive, data, info)
            except NotImplementedError:
                unknown += 1
                continue
            except zips.DAMAGE:
                broken += 1  # the other members may be whole
                continue
            yield name, content
    if encrypted:
        raise _EncryptedError(f"{encrypted} members need a password")
    if broken:
        raise zipfile.BadZipFile(f"{broken} members are damaged")
    if unknown:
        raise _UnsupportedError(f"{unknown} members are packed by an unknown method")


def _without_directory(data: bytes, budget: _Budget) -> Iterator[_Entry]:
    """What stands whole in a zip whose end is missing, which always is told: nobody knows what else was in it.

    A mail that was cut on its way, a download that broke off: the directory is at the end, each member has a header of
    its own.  All of it is charged, what is not kept as well: there is no telling beforehand.
    """
    at: int | None = 0
    whole = 0
    lost: list[str] = []
    for _ in range(zips.MAX_ENTRIES):
        if at is None:
            break
        try:
            member = zips.standing(data, at, budget.bytes_left)
        except zipfile.LargeZipFile as error:
            raise _LimitError(str(error)) from error
        if member is None:
            at = zips.behind_directory(data, at)
        else:
            name = _kept(_zip_name(member.info))
            budget.bytes_left -= member.spent
            at = member.end
            if name and not member.info.is_dir():
                _take(budget, [0])
                if member.content is None:
                    lost.append(name)
                else:
                    whole += 1
                    yield name, member.content
    raise _CutShortError(whole, lost)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """APPNOTE 4.4.4 bit 11: UTF-8.  Without it a name is in the code page of whoever packed it.

    Windows in Vietnamese packs in 1258, others in 437; macOS and many phones write UTF-8 and do not say so.
    """
    if info.flag_bits & 0x800:
        return info.filename
    if (unicode_path := _unicode_path(info)) is not None:
        return unicode_path
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return decode(raw, last_resort="cp437")


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """Info-ZIP Unicode Path Extra Field (APPNOTE 4.6.9)."""
    extra = info.extra
    while len(extra) >= 4:
        header, length = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if header == 0x7075 and len(body) > 5 and body[0] == 1:
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


# --------------------------------------------------------------------------- 7z


class _Sink(Py7zIO):
    """Receives one member, and stops at the limit."""

    def __init__(self, left: int) -> None:
        self.buffer = io.BytesIO()
        self._left = left

    def write(self, s: bytes | bytearray) -> int:
        if self.buffer.tell() + len(s) > self._left:
            raise _LimitError("expands beyond the limit")
        return self.buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self.buffer.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.buffer.seek(offset, whence)

    def flush(self) -> None:
        """Nothing is held back."""

    def size(self) -> int:
        return self.buffer.getbuffer().nbytes


class _Sinks(WriterFactory):
    def __init__(self, left: int) -> None:
        self.made: list[tuple[str, _Sink]] = []
        self._left = left

    def create(self, filename: str) -> Any:
        sink = _Sink(self._left)
        self.made.append((filename, sink))
        return sink


def _seven_zip(data: bytes, _filename: str, budget: _Budget) -> Iterator[_Entry]:
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            if archive.needs_password():
                raise _EncryptedError("the archive needs a password")
            infos = archive.list()
            files = [info for info in infos if not info.is_directory]
            declared = [info.uncompressed for info in files]
            _take(budget, declared)
            sinks = _Sinks(sum(declared))
            archive.extractall(factory=sinks)
    except DecompressionBombError as error:
        raise _LimitError(str(error)) from error
    written = _seven_zip_names([info.filename for info in infos])
    sinks.made.reverse()
    while sinks.made:
        called, sink = sinks.made.pop()  # so that not all of them are in memory twice
        if name := _kept(written.get(called, called)):
            yield name, sink.buffer.getvalue()


def _seven_zip_names(names: Sequence[str]) -> dict[str, str]:
    """What py7zr calls members, to their names: it numbers those of one name ("bai.pdf_0"), behind their ending."""
    again: dict[str, int] = {}
    called: dict[str, str] = {}
    for name in names:
        if name in again:
            called[f"{name}_{again[name]}"] = name
            again[name] += 1
        else:
            again[name], called[name] = 0, name
    return called


# --------------------------------------------------------------------------- tar


def _tar(data: bytes, filename: str, budget: _Budget) -> Iterator[_Entry]:
    """A tar archive, packed or not; what was packed and is none, is the one file inside."""
    try:
        content, whole = tars.expanded(data, budget.bytes_left)
    except tars.TooLargeError as error:
        raise _LimitError(str(error)) from error
    if not tars.is_tar(content):
        if content is data:
            raise _UnsupportedError("neither a tar archive nor packed by gzip, bzip2 or xz")
        if not whole:
            raise EOFError("the packed data is cut off")
        _take(budget, [len(content)])
        yield _packed_name(data, filename), content
        return
    with tars.open_tar(content) as archive:
        try:
            found, ended = tars.entries(archive)
        except zips.TooManyEntriesError as error:
            raise _LimitError(str(error)) from error
        named = [(info, name) for info in found if info.isreg() and (name := _kept(tars.name_of(info)))]
        files = [(info, name) for info, name in named if tars.is_whole(info, len(content))]
        _take(budget, [info.size for info, _ in files])
        for info, name in files:
            stream = archive.extractfile(info)
            yield name, stream.read() if stream is not None else b""
    if not (whole and ended) or len(files) < len(named):
        raise _CutShortError(len(files), [name for info, name in named if not tars.is_whole(info, len(content))])
    if others := sum(not info.isreg() for info in found):
        raise _UnsupportedError(f"{others} members are links or devices, and hold nothing")


def _packed_name(data: bytes, filename: str) -> str:
    """The name of the one file in what was packed: the archive's without its ending, unless gzip's note tells more."""
    name = _PACKED_ENDING.sub("", clean_path(own_name(filename)).rpartition("/")[2])
    noted = readable_path(decode(tars.name_in_gzip(data))).rpartition("/")[2]
    return noted if noted and named_kind(name) is FileKind.OTHER else name or _NAMELESS


_NAMELESS = "tep"
_PACKED_ENDING = re.compile(r"\.(gz|bz2|xz)$", re.IGNORECASE)

_READERS: dict[FileKind, Callable[[bytes, str, _Budget], Iterator[_Entry]]] = {
    FileKind.ZIP: _zip,
    FileKind.SEVEN_ZIP: _seven_zip,
    FileKind.TAR: _tar,
}
