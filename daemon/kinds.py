"""PURE  What a file is, by its bytes: magic numbers and inner structure decide, the name only where they are silent.

A file that claims a kind by its name and has no recognisable content is that kind, so that the finding can say
"corrupt" instead of "some other file".

Sources: ECMA-376 part 2 (OPC), [MS-CFB], [MS-DOC] 2.5.1, OASIS ODF 1.2 part 3 §3.3 (mimetype), ISO 32000-1 §7.5.2,
[MS-OXTNEF] 2.1.3.1, [MS-OXMSG] 2.4, RFC 5322 §2.2.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath

from daemon.containers import packages, zips
from daemon.containers.ole import MAGIC, open_ole
from daemon.containers.tars import is_packed
from daemon.model import ARCHIVE_KINDS, PAPER_KINDS, FileKind

_NAMED = {
    "docx": FileKind.DOCX,
    "docm": FileKind.DOCX,
    "dotx": FileKind.DOCX,
    "dotm": FileKind.DOCX,
    "doc": FileKind.DOC,
    "dot": FileKind.DOC,
    "odt": FileKind.ODT,
    "ott": FileKind.ODT,
    "rtf": FileKind.RTF,
    "pdf": FileKind.PDF,
    "zip": FileKind.ZIP,
    "7z": FileKind.SEVEN_ZIP,
    "rar": FileKind.RAR,
    "eml": FileKind.MESSAGE,
    "txt": FileKind.TEXT,
    "csv": FileKind.TEXT,
} | dict.fromkeys(("xls", "xlsx", "xlsm", "xlsb", "ods"), FileKind.SPREADSHEET)
_NAMED |= dict.fromkeys(("ppt", "pptx", "pptm", "pps", "ppsx", "odp"), FileKind.PRESENTATION)
_NAMED |= dict.fromkeys(("tar", "gz", "tgz", "bz2", "tbz", "tbz2", "xz", "txz"), FileKind.TAR)
_NAMED |= dict.fromkeys(("cab", "ace", "arj", "lzh", "z"), FileKind.PACKED)
_NAMED |= dict.fromkeys(
    ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg", "emf", "wmf"), FileKind.IMAGE
)
_NAMED |= dict.fromkeys(("emz", "wmz", "svgz"), FileKind.IMAGE)  # drawings that Office and others keep packed
#: Kinds that bytes alone do not prove.
UNPROVEN = frozenset({FileKind.OTHER, FileKind.TEXT, FileKind.MESSAGE})
#: Kinds whose readers say what is wrong: content that none of the others knows is one of these, damaged.
_KEPT_IN_BYTES = frozenset(
    {
        FileKind.DOCX,
        FileKind.ODT,
        FileKind.PDF,
        FileKind.SEVEN_ZIP,
        FileKind.RAR,
        FileKind.TAR,
        FileKind.PACKED,
    }
)

_MAGIC = (
    (b"{\\rtf", FileKind.RTF),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF87a", FileKind.IMAGE),
    (b"GIF89a", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"\x01\0\0\0\x6c\0\0\0", FileKind.IMAGE),  # EMF
    (b"\xd7\xcd\xc6\x9a", FileKind.IMAGE),  # placeable WMF
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 4096
_CONTROLS = bytes({*range(9), *range(14, 32)})  #: what no text holds

_ODF = {
    "application/vnd.oasis.opendocument.text": FileKind.ODT,
    "application/vnd.oasis.opendocument.text-template": FileKind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": FileKind.SPREADSHEET,
    "application/vnd.oasis.opendocument.presentation": FileKind.PRESENTATION,
}
#: Content types of main parts, and folders where the content types cannot be read.
_OOXML = (
    (
        re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled"),
        FileKind.DOCX,
    ),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\."), FileKind.SPREADSHEET),
    (re.compile(rb"presentationml\.(?:presentation|slideshow|template)\.main|ms-powerpoint\."), FileKind.PRESENTATION),
)
_FOLDERS = (("word/", FileKind.DOCX), ("xl/", FileKind.SPREADSHEET), ("ppt/", FileKind.PRESENTATION))

_HEADER_FIELD = re.compile(rb"^(?:From [^\r\n]*\r?\n)?((?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,})")
_MAIL_FIELDS = re.compile(
    rb"^(from|to|subject|date|message-id|received|return-path|delivered-to|mime-version):", re.IGNORECASE | re.MULTILINE
)
_WEB_PAGE = re.compile(rb"^content-type[ \t]*:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
#: What was stepped over is not gone through again: a file of comments alone would take forever.
_MARKUP = re.compile(
    rb"^\s*+(?:<\?xml\b.{0,300}?)?\s*+(?><!--.{0,2000}?-->\s*)*+<(?:!doctype\s+html|html\b|head\b|body\b|meta\b)",
    re.IGNORECASE | re.DOTALL,
)


def sniff(data: bytes, filename: str) -> FileKind:
    """The kind of a file, whatever its bytes; never raises."""
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_ZIP):
        return _zip_kind(data, filename)
    if head.startswith(MAGIC):
        return _ole_kind(data, filename)
    # before PDF, which the first file of a tar archive may be, and what is hardly packed shows
    if is_packed(head):
        return FileKind.IMAGE if named_kind(filename) is FileKind.IMAGE else FileKind.TAR
    # Readers accept the header anywhere in the first 1024 bytes (ISO 32000-1 annex H, implementation note 13).
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    # RIFF....WEBP, ISO base media ....ftyp with an image brand, bitmap with its own length
    if head[8:12] == b"WEBP" or (head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif")):
        return FileKind.IMAGE
    if (
        head.startswith(b"BM")
        and len(data) > 26
        and head[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return FileKind.IMAGE
    return _text_kind(head, filename)


def named_kind(filename: str) -> FileKind:
    """What the name claims; OTHER when it claims nothing we know."""
    return _NAMED.get(PurePosixPath(filename.strip().lower()).suffix.lstrip("."), FileKind.OTHER)


def is_message(data: bytes) -> bool:
    """Whether a file begins with the header fields of a message, whatever its name claims.

    So begins a "single file web page" (RFC 2557), which is none.
    """
    fields = _header(data)
    return len({match.lower() for match in _MAIL_FIELDS.findall(fields)}) >= 2 and not _WEB_PAGE.search(fields)


def _header(data: bytes) -> bytes:
    """The header fields that a file begins with, b"" without any."""
    found = _HEADER_FIELD.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf"))
    return b"" if found is None else found[1]


# --------------------------------------------------------------------------- zip


def _zip_kind(data: bytes, filename: str) -> FileKind:
    try:
        with zips.open_zip(data) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]
            mimetype = _member(archive, "mimetype", 200).decode("ascii", "replace").strip()
            types = _member(archive, "[Content_Types].xml", 1_000_000)
            if named_kind(filename) not in (FileKind.DOCX, FileKind.ODT) and _has_papers_beside(archive, names):
                return FileKind.ZIP
    except (*zips.DAMAGE, zips.TooManyEntriesError):
        return _broken_zip_kind(data, filename)
    if mimetype in _ODF:
        return _ODF[mimetype]
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        named = named_kind(filename)
        return named if named in (FileKind.SPREADSHEET, FileKind.PRESENTATION) else FileKind.ODT
    if types:
        for pattern, kind in _OOXML:
            if pattern.search(types):
                return kind
    # A package without readable content types is a damaged document rather than an archive of somebody's files.
    if "[Content_Types].xml" in names or "_rels/.rels" in names:
        for folder, kind in _FOLDERS:
            if any(name.lower().startswith(folder) for name in names):
                return kind
    if "word/document.xml" in names:
        return FileKind.DOCX
    named = named_kind(filename)
    return named if named in (FileKind.DOCX, FileKind.ODT) and not _holds_files(names) else FileKind.ZIP


def _has_papers_beside(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Whether an archive in which a document stands unpacked holds others: it is no document then."""
    if not {"word/document.xml", "content.xml"}.intersection(names):
        return False
    read = {name: _member(archive, name, 1_000_000) for name in (*packages.LISTS, "mimetype") if name in names}
    kinds = map(named_kind, packages.beside(dict.fromkeys(names, b"") | read))
    return any(kind in PAPER_KINDS | ARCHIVE_KINDS for kind in kinds)


def _holds_files(names: list[str]) -> bool:
    """Whether an archive holds documents of its own: then it is an archive, whatever it is called."""
    return any(named_kind(name) is not FileKind.OTHER for name in names if not name.endswith("/"))


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """First bytes of a member, or none: encrypted, missing, damaged or oddly packed members say nothing."""
    try:
        info = archive.getinfo(name)
        if not zips.is_deflated(info):
            return b""
        with archive.open(info) as stream:
            return stream.read(limit)
    except zips.DAMAGE:
        return b""


def _broken_zip_kind(data: bytes, filename: str) -> FileKind:
    """A zip whose directory cannot be read (cut off): local headers still bear the names (APPNOTE.TXT 4.3.7)."""
    named = named_kind(filename)
    if named is not FileKind.OTHER:
        return named
    if b"word/document.xml" in data or b"[Content_Types].xml" in data[:_HEAD]:
        return FileKind.DOCX
    return FileKind.ODT if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:_HEAD] else FileKind.ZIP


# --------------------------------------------------------------------------- OLE


def _ole_kind(data: bytes, filename: str) -> FileKind:
    named = named_kind(filename)
    ole = open_ole(data, head=0)
    if ole is None:
        office = (FileKind.DOC, FileKind.DOCX, FileKind.SPREADSHEET, FileKind.PRESENTATION)
        if named in office:
            return named
        return FileKind.DOC if "WordDocument".encode("utf-16-le") in data else FileKind.OTHER
    if ole.has("EncryptedPackage"):
        # [MS-OFFCRYPTO] 2.3.4: an encrypted OOXML file; which one only its name can tell.
        return named if named in (FileKind.SPREADSHEET, FileKind.PRESENTATION) else FileKind.DOCX
    if ole.has("WordDocument"):
        return FileKind.DOC
    if ole.has("Workbook") or ole.has("Book"):
        return FileKind.SPREADSHEET
    if ole.has("PowerPoint Document"):
        return FileKind.PRESENTATION
    if ole.has("__properties_version1.0"):  # [MS-OXMSG] 2.4
        return FileKind.MESSAGE
    return FileKind.DOC if named is FileKind.DOC else FileKind.OTHER


# --------------------------------------------------------------------------- text


def _text_kind(head: bytes, filename: str) -> FileKind:
    named = named_kind(filename)
    if not head.strip(b"\0 \t\r\n"):
        return named
    if named in _KEPT_IN_BYTES:
        return named
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileKind.TEXT
    if b"\0" in text:
        return named
    # A web page or WordML under the name .doc: Word opens it, but its fonts are the browser's affair and the
    # converter would guess.  The author is asked to save it as .docx.
    if _MARKUP.match(text) or text.lstrip().startswith(b"<?xml"):
        return FileKind.IMAGE if b"<svg" in text and named is FileKind.IMAGE else FileKind.OTHER
    if is_message(text):
        return FileKind.MESSAGE
    if named is not FileKind.MESSAGE and _WEB_PAGE.search(_header(text)):
        return FileKind.OTHER
    if named in (
        FileKind.RTF,
        FileKind.IMAGE,
        FileKind.SPREADSHEET,
        FileKind.PRESENTATION,
        FileKind.ZIP,
        FileKind.MESSAGE,
    ):
        return named
    controls = len(text) - len(text.translate(None, _CONTROLS))
    if controls * 50 > len(text):
        return named
    return FileKind.TEXT
