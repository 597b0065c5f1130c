"""Files by kind and purpose, and what is wrong with them."""

from __future__ import annotations

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
