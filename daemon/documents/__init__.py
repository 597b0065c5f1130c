"""Papers as plain values: paragraphs with effective fonts, pages of a PDF, a first glance at any paper; and copies of
a paper for its author, annotated or with the font corrected.

`read` never raises for what a file holds; whatever keeps it from being judged is a problem of the `Document`.
MemoryError passes through: the process that reads has a limit, and hitting it says that the file is a bomb.
(Only importer of python-docx, lxml and pypdfium2.)
"""

from __future__ import annotations

from collections.abc import Callable

from daemon.documents.annotate import annotate as annotated_copy
from daemon.documents.correct import correct_font as corrected_copy
from daemon.documents.docx import read_docx
from daemon.documents.layoutcopy import layout_copy
from daemon.documents.legacy import read_legacy
from daemon.documents.pdf import read_pages, read_pdf
from daemon.documents.peeking import peek
from daemon.documents.problems import Unreadable
from daemon.documents.thinning import thin
from daemon.kinds import named_kind, sniff
from daemon.model import Document, FileKind, FileProblem, PageText

__all__ = ["annotated_copy", "corrected_copy", "layout_copy", "pages", "peek", "read", "thin"]

_READERS: dict[FileKind, Callable[[bytes], Document]] = {
    FileKind.DOCX: read_docx,
    FileKind.PDF: read_pdf,
    FileKind.DOC: lambda data: read_legacy(data, FileKind.DOC),
    FileKind.ODT: lambda data: read_legacy(data, FileKind.ODT),
    FileKind.RTF: lambda data: read_legacy(data, FileKind.RTF),
}


def read(data: bytes, filename: str) -> Document:
    """A file as a document.

    .docx and .pdf give their paragraphs; .doc, .odt and .rtf only their problems, if any (they are converted
    first); every other kind has the problem `unsupported`.
    """
    if not data.strip(b"\0"):
        return Document(named_kind(filename), FileProblem.EMPTY, "the file has no content")
    kind = sniff(data, filename)
    reader = _READERS.get(kind)
    if reader is None:
        return Document(kind, FileProblem.UNSUPPORTED, f"a file of kind {kind} is not a paper")
    try:
        return reader(data)
    except Unreadable as error:
        return Document(kind, error.problem, error.note)


def pages(pdf: bytes) -> tuple[PageText, ...]:
    """The pages of a PDF, as rendered.  ReadError when it cannot be read."""
    return read_pages(pdf)
