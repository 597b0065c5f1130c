"""A reader of documents that works in the process of the test."""

from __future__ import annotations

from daemon import documents
from daemon.containers import archives
from daemon.containers.archives import Unpacked
from daemon.errors import ReadError
from daemon.model import Annotation, Document, FileKind, LayoutCopy, PageText


class InProcessReader:
    """Implements `model.Reader` without a second process, and without its walls."""

    def document(self, data: bytes, filename: str, *, seconds: float | None = None) -> Document:
        """See `documents.read`.  Nothing here can be interrupted: `seconds` is without effect."""
        try:
            return documents.read(data, filename)
        except MemoryError as error:
            raise ReadError(f"Reading {filename} takes too much memory.", exhausted=True) from error

    def pages(self, pdf: bytes, *, seconds: float | None = None) -> tuple[PageText, ...]:
        """See `documents.pages`."""
        return documents.pages(pdf)

    def peek(self, data: bytes, kind: FileKind, max_chars: int = 8000) -> str:
        """See `documents.peek`."""
        return documents.peek(data, kind, max_chars)

    def unpacked(self, data: bytes, kind: FileKind, filename: str, limits: archives.Limits) -> Unpacked:
        """See `archives.unpack`."""
        return archives.unpack(data, kind, filename, limits)

    def annotated(self, data: bytes, annotation: Annotation) -> bytes | None:
        """See `documents.annotated_copy`."""
        return documents.annotated_copy(data, annotation)

    def corrected(self, data: bytes, font: str, *, seconds: float | None = None) -> bytes | None:
        """See `documents.corrected_copy`."""
        return documents.corrected_copy(data, font)

    def layout_copy(self, data: bytes, font: str = "", *, seconds: float | None = None) -> LayoutCopy | None:
        """See `documents.layout_copy`."""
        return documents.layout_copy(data, font)

    def close(self) -> None:
        """Nothing to close."""
