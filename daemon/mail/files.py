"""Parts → the files a sender meant to send: wrappers opened, litter dropped, names made clean.

Wrappers are replaced by what they hold (forwarded messages, winmail.dat, uuencode and its like, AppleDouble); a
wrapper that cannot be opened, or was attached by name and holds no file, is itself the file.  Archives stay in the
list and their members follow.
"""

from __future__ import annotations

import email
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from daemon.containers import archives, zips
from daemon.errors import ReadError
from daemon.filenames import PACKAGES, clean, extension, readable
from daemon.kinds import UNPROVEN, is_message, named_kind, sniff
from daemon.mail import roles
from daemon.mail.charsets import decode_header
from daemon.mail.cms import content_inside
from daemon.mail.intext import MOST_FILES, files_in, files_in_html, files_in_text
from daemon.mail.limits import Limits
from daemon.mail.structure import PARSER_ERRORS, Context, Leaf, Wrapper
from daemon.mail.tnef import open_tnef
from daemon.mail.transfer import decode_base64, looks_base64
from daemon.model import ARCHIVE_KINDS, PAPER_KINDS, Address, Attachment, FileKind, FileProblem

#: Parts of a report that only programs read, and pointers to what is not in the mail.
_MACHINE_TYPES = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/external-body",
        "text/rfc822-headers",
        "message/rfc822-headers",
    }
)
_NO_VERSION = frozenset({b"version:", b""})
_READABLE = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_EXTENSIONS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/gzip": "gz",
    "application/x-gzip": "gz",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "application/pgp-signature": "asc",
    "image/jpeg": "jpg",
}
_KIND_EXTENSIONS = {
    FileKind.DOCX: "docx",
    FileKind.DOC: "doc",
    FileKind.ODT: "odt",
    FileKind.RTF: "rtf",
    FileKind.PDF: "pdf",
    FileKind.ZIP: "zip",
    FileKind.SEVEN_ZIP: "7z",
    FileKind.RAR: "rar",
}
_APPLE_DOUBLE = b"\x00\x05\x16\x07"  # RFC 1740: header file with the resource fork
_APPLE_SINGLE = b"\x00\x05\x16\x00"
_MACBINARY = 128  #: bytes of its header
_MAX_FILES = 1_000  #: attachments of a message, members of archives included

#: (content, kind) → text from the beginning of a paper, "" where there is none; may raise ReadError.
Peek = Callable[[bytes, FileKind], str]


@dataclass(frozen=True, slots=True)
class Found:
    """A file before its role is known."""

    filename: str
    content: bytes = field(repr=False)
    kind: FileKind
    original_name: str | None
    inline: bool
    author: Address | None = None
    problem: FileProblem | None = None
    in_text: bool = False


@dataclass(slots=True)
class Collector:
    """Turns parts into files.  `open_message` reads a message that hides in a file (an attached .eml)."""

    limits: Limits
    hint: str  #: charset of the message's text, for unmarked names
    author_of: Callable[[int], Address | None]  #: sender of the forwarded message of that number
    open_message: Callable[[bytes, Context], list[Leaf] | None]
    unpack: archives.Unpack
    found: list[Found] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    text: str = ""  #: a body that stood in winmail.dat
    unread: bool = False  #: files beyond a limit were left alone
    sources: set[int] = field(default_factory=set)  #: numbers of the messages that files were found in
    _wrappers: int = 0
    _stored: int = 0
    _allowed: archives.Limits = field(init=False)  #: of what archives hold, over all of them

    def __post_init__(self) -> None:
        self._allowed = self.limits.archive

    def collect(self, leaves: Iterable[Leaf]) -> None:
        """Adds the files among parts that are not body text."""
        for leaf in leaves:
            if leaf.context.returned or _is_for_machines(leaf) or _is_apple_litter(leaf):
                continue
            before = len(self.found)
            self._add(leaf, self.author_of(leaf.context.message))
            if len(self.found) > before:
                self.sources.add(leaf.context.message)

    def add_message(self, wrapper: Wrapper) -> None:
        """A message that was attached as a file and holds none."""
        try:
            content = wrapper.message.as_bytes()
        except PARSER_ERRORS:
            return  # it cannot be written out again, and held nothing
        name = clean(wrapper.name) or _digest_name(content, "eml")
        self._keep(Found(name, content, FileKind.MESSAGE, wrapper.raw_name, inline=False))

    def _add(self, leaf: Leaf, author: Address | None) -> None:
        content, inner_name = _repaired(leaf)
        if inner_name:
            leaf = replace(leaf, name=inner_name)
        if leaf.content_type == "message/partial":  # RFC 2046 §5.2.2
            name = clean(leaf.name) or _digest_name(content, "eml")
            problem = FileProblem.CORRUPT
            self._keep(Found(name, content, FileKind.MESSAGE, leaf.raw_name, False, author, problem))
            return
        if not content.strip(b"\0 \t\r\n") and not leaf.name:
            return  # an empty part nobody named: not a file
        if leaf.content_type == "text/calendar" and not leaf.name:
            return  # an invitation as its own alternative, which clients show as buttons
        content = _data_fork(content) or content
        kind = sniff(content, clean(leaf.name))
        name = clean(leaf.name) or _name_beside(leaf) or _made_name(leaf, content, kind)
        found = Found(name, content, kind, leaf.raw_name, _is_inline(leaf), author)
        if kind is FileKind.TNEF or leaf.content_type == "application/ms-tnef":
            packed = replace(found, filename=clean(leaf.name) or "winmail.dat", kind=FileKind.TNEF)
            if self._opened_tnef(packed, leaf.context):
                return
        elif (kind is FileKind.MESSAGE or is_message(content)) and self._opened_message(content, leaf.context):
            return  # a mail that was saved under the name of the paper in it, too
        self._file(found, leaf.context)

    def _keep(self, file: Found) -> None:
        if not self._is_full():
            self.found.append(file)

    def _is_full(self) -> bool:
        if len(self.found) < _MAX_FILES:
            return False
        if not self.unread:
            self._warn(f"more than {_MAX_FILES} files: the rest was left alone")
        self.unread = True
        return True

    def _file(self, file: Found, context: Context) -> None:
        if self._is_full():
            return
        name, content, kind = file.filename, file.content, file.kind
        self._stored += len(content)
        if kind not in ARCHIVE_KINDS or extension(name) in PACKAGES:
            self._keep(file)
            return
        opened = self.unpack(content, kind, name, self._allowed)
        self._allowed = opened.left
        size = sum(len(member.content) for member in opened.members)
        if self._stored + size > self.limits.stored_bytes:
            note = "the files of the message are more than is kept of one"
            opened, size = archives.Unpacked((), FileProblem.BOMB, note), 0
        self._stored += size
        if opened.problem is not None:
            self._warn(f"{name}: {opened.problem.value}: {opened.note}")
        self._keep(replace(file, problem=opened.problem))
        for packed in opened.members:
            if self._is_full():
                break
            member = self._unsealed(packed)
            if member.kind is FileKind.MESSAGE and self._opened_message(member.content, context):
                continue  # mails kept as files and packed together: an office passes on what it received
            path = f"{name}!{member.name}"
            found = Found(
                path, member.content, member.kind, member.name, False, file.author, member.problem, file.in_text
            )
            if member.kind is FileKind.TNEF and self._opened_tnef(found, context):
                continue
            self._keep(found)
            if member.problem is not None:
                self._warn(f"{path}: {member.problem.value}")

    def _unsealed(self, member: archives.Member) -> archives.Member:
        """A signed file in an archive as what was signed, like one that stands in the mail itself."""
        if not member.name.lower().endswith(".p7m"):
            return member
        left = self.limits.stored_bytes - self._stored
        content = content_inside(member.content, left)
        if content is None or len(content) > left or sniff(content, "") in UNPROVEN:
            return member
        self._stored += len(content)
        name = member.name[: -len(".p7m")]
        return replace(member, name=name, content=content, kind=sniff(content, name))

    def _opened_tnef(self, file: Found, context: Context) -> bool:
        """winmail.dat: its files belong to the mail; the file itself only when it cannot be opened."""
        if self._wrappers >= self.limits.wrappers * 20:
            return False
        self._wrappers += 1
        opened = open_tnef(file.content)
        if opened is None:
            self._warn(f"{file.filename} could not be opened")
            self._keep(replace(file, inline=False, problem=FileProblem.CORRUPT))
            return True
        self.text = self.text or opened.text
        for inner in opened.files:
            name, kind = _named(inner.content, inner.name)
            if kind is FileKind.MESSAGE and self._opened_message(inner.content, context):
                continue
            self._file(Found(name, inner.content, kind, inner.name or None, False, file.author), context)
        return True

    def _opened_message(self, content: bytes, context: Context) -> bool:
        """A message kept as a file: its files belong to the mail; the file itself only when there are none."""
        if context.level >= self.limits.wrappers * 10 or self._wrappers >= self.limits.wrappers * 20:
            self._warn("messages inside messages beyond the limit were left closed")
            return False
        self._wrappers += 1
        inner = self.open_message(content, context)
        if inner is None:
            return False
        before = len(self.found)
        self.collect(inner)
        return len(self.found) > before

    def between_lines(self, leaf: Leaf) -> bytes:
        """Adds the files that stand in a part that is read; gives the text without them."""
        is_page = leaf.content_type == "text/html"
        files, text = files_in_html(leaf.payload) if is_page else files_in_text(leaf.payload)
        if len(files) >= MOST_FILES:
            self.unread = True
            self._warn(f"{len(files)} files stand in a text: what may be there besides was left alone")
        known = {it.content for it in self.found} if is_page else set()  # by the same text in its plain form
        for file in files:
            if file.content in known:
                continue
            raw = decode_header(file.raw_name, self.hint)
            name, kind = _named(file.content, raw)
            author = self.author_of(leaf.context.message)
            self._file(Found(name, file.content, kind, raw, False, author, in_text=file.bare), leaf.context)
        return text

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


def attachments(found: list[Found], peek: Peek, limits: Limits, said: str) -> tuple[Attachment, ...]:
    """The files with their roles, which are given for all of a message together, by what its writer says as well."""
    given = roles.assign(list(_candidates(found, peek, limits)), said)
    return tuple(
        Attachment(
            filename=file.filename,
            content=file.content,
            sha256=hashlib.sha256(file.content).hexdigest(),
            kind=file.kind,
            role=role,
            original_name=file.original_name,
            problem=file.problem,
            author=file.author,
            in_text=file.in_text,
        )
        for file, role in zip(found, given, strict=True)
    )


def _candidates(found: Iterable[Found], peek: Peek, limits: Limits) -> Iterator[roles.Candidate]:
    """A file that cannot be looked into is judged by its name: the message is never lost over it."""
    looked = failed = 0
    for file in found:
        text = ""
        if file.kind in PAPER_KINDS and looked < limits.peeks and failed < limits.failed_peeks:
            looked += 1
            try:
                text = peek(file.content, file.kind)
            except ReadError:
                failed += 1
        yield roles.Candidate(file.filename, file.kind, len(file.content), text, file.inline)


def _is_for_machines(leaf: Leaf) -> bool:
    """RFC 3156 §4: application/pgp-encrypted tells the version; some give this type to what is encrypted, too."""
    is_version = leaf.content_type == "application/pgp-encrypted" and leaf.payload.lstrip()[:8].lower() in _NO_VERSION
    return is_version or leaf.content_type in _MACHINE_TYPES


def _is_inline(leaf: Leaf) -> bool:
    """Drawn into the text by its HTML: a Content-ID, and no wish of the sender to have it as a file."""
    return leaf.disposition != "attachment" and (bool(leaf.content_id) or leaf.context.parent == "multipart/related")


def _is_apple_litter(leaf: Leaf) -> bool:
    """RFC 1740: the resource fork beside the file, which no other system can use."""
    return leaf.payload.startswith(_APPLE_DOUBLE) or (
        leaf.content_type == "application/applefile" and not leaf.payload.startswith(_APPLE_SINGLE)
    )


def _data_fork(data: bytes) -> bytes:
    """The file itself in what a Mac packed with its resource fork; b"" where it is no such package."""
    if data.startswith(_APPLE_SINGLE):
        return _of_apple_single(data)
    return _of_macbinary(data) if data[:1] == b"\0" else b""


def _of_macbinary(data: bytes) -> bytes:
    """MacBinary: 128 bytes of header with the lengths of both forks, then the forks, each filled up to 128.

    Its marks are weak (three bytes that are zero), so what is in it must be a file that we know.
    """
    if len(data) <= _MACBINARY or not 1 <= data[1] <= 63:
        return b""
    name = data[2 : 2 + data[1]]
    length, resources = int.from_bytes(data[83:87], "big"), int.from_bytes(data[87:91], "big")
    forks = [-(-size // 128) * 128 for size in (length, resources)]
    if b"\0" in name or data[74] or data[82] or _MACBINARY + sum(forks) > len(data) + 127:
        return b""
    content = data[_MACBINARY : _MACBINARY + length]
    return content if len(content) == length and sniff(content, "") not in UNPROVEN else b""


def _of_apple_single(data: bytes) -> bytes:
    """RFC 1740 §3, AppleSingle: entry 1 is the file itself."""
    count = int.from_bytes(data[24:26], "big")
    for number in range(min(count, 32)):
        entry = data[26 + 12 * number : 38 + 12 * number]
        if entry[:4] == b"\0\0\0\1":
            offset, length = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
            return data[offset : offset + length]
    return b""


def _repaired(leaf: Leaf) -> tuple[bytes, str]:
    """Content as it was before what happened to it on the way, and the name that it bears inside where the part's own
    is that of a wrapper ("bai.docx.hqx").

    A transfer encoding was lost: a document that is all base64 letters is none.  It was sent as text: a zip grew.
    """
    content = leaf.payload
    if content.startswith((b"begin", b"=ybegin", b"(This file")):
        found = files_in(content)
        if len(found) != 1 or content[found[0].end :].strip():
            return content, ""
        inside = decode_header(found[0].raw_name, leaf.charset)
        is_wrapper = named_kind(clean(leaf.name)) is FileKind.OTHER is not named_kind(clean(inside))
        return found[0].content, inside if is_wrapper else ""
    if content.startswith(b"PK\x03\x04"):
        return zips.without_added_returns(content), ""
    return _unencoded(leaf), ""


def _unencoded(leaf: Leaf) -> bytes:
    """The content of a part whose transfer encoding was lost; text that somebody named so stays as it is."""
    content = leaf.payload
    is_text = leaf.content_type.startswith("text/") and named_kind(clean(leaf.name)) is FileKind.TEXT
    if is_text or not looks_base64(content[:4096]) or not looks_base64(content):
        return content
    decoded = decode_base64(content)
    return content if sniff(decoded, "") in UNPROVEN else decoded


def _named(content: bytes, given: str) -> tuple[str, FileKind]:
    """Name and kind of a file that stood in another one: a made name where nothing is left of the one it was given."""
    name = readable(given)
    kind = sniff(content, name)
    return name or _digest_name(content, _KIND_EXTENSIONS.get(kind, "bin")), kind


def _name_beside(leaf: Leaf) -> str:
    """A name in fields that are not for names: where it ends like a file we know, a sender meant it so.

    Content-Description (RFC 2045 §8), which Outlook fills with the name; Content-Location (RFC 2557 §4.2).
    """
    for text in (leaf.description, leaf.location.partition("?")[0]):
        if named_kind(name := readable(text)) is not FileKind.OTHER:
            return name
    return ""


def _made_name(leaf: Leaf, content: bytes, kind: FileKind) -> str:
    """A name for a file that came without: from its type and its bytes, the same on every reading."""
    suffix = _KIND_EXTENSIONS.get(kind) or _EXTENSIONS.get(leaf.content_type)
    if suffix is None:
        subtype = leaf.content_type.partition("/")[2].removeprefix("x-")
        suffix = subtype if subtype.isalnum() and len(subtype) <= 5 else "bin"
    return _digest_name(content, suffix)


def _digest_name(content: bytes, suffix: str) -> str:
    return f"tep-{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"


def parse_message(data: bytes) -> email.message.Message:
    """The standard library's tree of a message inside a file."""
    return email.message_from_bytes(data)


def bodies(leaves: Iterable[Leaf]) -> Iterator[tuple[bool, Leaf]]:
    """Each part with whether it is text to be read rather than a file.

    Named text is a file unless it is one of the alternatives of a body (some clients name these too); so is a document
    in a part that says nothing of itself, which counts as text (RFC 2045 §5.2).
    """
    for leaf in leaves:
        text = leaf.content_type in _READABLE or leaf.content_type.startswith("multipart/")  # one without parts
        alternative = leaf.context.parent == "multipart/alternative"
        is_file = leaf.disposition == "attachment" or (bool(leaf.name) and not alternative)
        yield text and not is_file and not _is_document(_unencoded(leaf)), leaf


def _is_document(content: bytes) -> bool:
    """A file by its first bytes; a PDF's may stand further down, and so in a letter that quotes one."""
    kind = sniff(content, "")
    return kind not in UNPROVEN and (kind is not FileKind.PDF or content.lstrip().startswith(b"%PDF-"))
