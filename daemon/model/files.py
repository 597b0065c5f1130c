"""Files by kind and purpose, and what is wrong with them."""

from __future__ import annotations

import re
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is by its content (magic bytes and structure), never by its name alone."""

    DOCX = "docx"  #: OOXML word processing, with or without macros
    DOC = "doc"  #: Word 97-2003 (OLE compound file)
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"  #: any zip that is not itself a document
    SEVEN_ZIP = "7z"
    RAR = "rar"
    TAR = "tar"  #: a tar archive, and what gzip, bzip2 or xz packed
    PACKED = "packed"  #: .cab, .arj, .lzh and the like
    TNEF = "tnef"  #: winmail.dat
    MESSAGE = "message"  #: an RFC 5322 message, or one that Outlook kept
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    TEXT = "text"
    OTHER = "other"


PAPER_KINDS = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF})
CLOSED_KINDS = frozenset({FileKind.RAR, FileKind.PACKED})  #: archives that nobody here opens
ARCHIVE_KINDS = frozenset({FileKind.ZIP, FileKind.SEVEN_ZIP, FileKind.TAR}) | CLOSED_KINDS


class FileProblem(StrEnum):
    """Why a file cannot be judged as a paper (contract, check `file`)."""

    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BOMB = "bomb"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"


class Role(StrEnum):
    """What an attachment is for."""

    PAPER = "paper"
    LETTER = "letter"  #: covering letter, công văn
    ARCHIVE = "archive"
    SIGNATURE = "signature"  #: logo, signature image, vCard, S/MIME or PGP signature
    OTHER = "other"


#: What an archive's name ends with before the name of a member; a "!" elsewhere is one that somebody typed.
_ARCHIVE_END = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,4}|7[zZ])\Z")


def path_within(filename: str) -> tuple[str, ...]:
    """The archives that a file came out of, the outermost first, and its own name with its folders:
    "hồ sơ.zip!bài/a.docx" is ("hồ sơ.zip", "bài/a.docx"), "Gửi gấp!.docx" itself.
    """
    parts: list[str] = []
    for piece in filename.split("!"):
        if parts and (not piece.strip() or piece.startswith(".") or not _ARCHIVE_END.search(parts[-1])):
            parts[-1] += f"!{piece}"
        else:
            parts.append(piece)
    return tuple(parts)


def own_name(filename: str) -> str:
    """A file's name without the archives and folders that it came out of."""
    return path_within(filename)[-1].rpartition("/")[2]
