"""EDGE  Reads untrusted files in a process of its own, with limits on time and memory (`process`)."""

from __future__ import annotations

from functools import partial

from daemon.containers import archives
from daemon.containers.archives import Unpacked
from daemon.errors import ReadError
from daemon.model import Annotation, Document, FileKind, FileProblem, LayoutCopy, PageText
from daemon.reader.process import Process, Served, checked
from daemon.reader.wire import annotation_out, document_in, limits_out, pages_in, unpacked_in

#: For an archive: a batch of a school takes a tenth of a second, and a hundred megabytes of 7z two to four.
_UNPACKING_SECONDS = 6.0


class IsolatedReader(Served):
    """Implements `model.Reader` in a child process.  Safe to use from several threads, one file at a time."""

    def __init__(
        self, *, deadline_seconds: float = 10.0, memory_megabytes: int = 220, restart_after: int = 200
    ) -> None:
        """`memory_megabytes` is what a file may take above the bare process; the process starts at first use."""
        super().__init__(
            Process(deadline_seconds=deadline_seconds, memory_megabytes=memory_megabytes, restart_after=restart_after)
        )

    def document(self, data: bytes, filename: str, *, seconds: float | None = None) -> Document:
        """A file as a document.  ReadError when the process did not come back with one."""
        answer = self._process.ask({"op": "document", "filename": filename}, data, seconds)
        return checked(document_in, answer.values.get("document"))

    def pages(self, pdf: bytes, *, seconds: float | None = None) -> tuple[PageText, ...]:
        """The pages of a PDF.  ReadError when it cannot be read."""
        return checked(pages_in, self._process.ask({"op": "pages"}, pdf, seconds).values.get("pages"))

    def peek(self, data: bytes, kind: FileKind, max_chars: int = 8000) -> str:
        """Text from the beginning of a paper; "" where there is none.  ReadError when there is no answer."""
        text = self._process.ask({"op": "peek", "kind": kind, "max_chars": max_chars}, data).values.get("text")
        return text if isinstance(text, str) else ""

    def unpacked(self, data: bytes, kind: FileKind, filename: str, limits: archives.Limits) -> Unpacked:
        """The files inside an archive, opened in the process; never ReadError.

        An archive that runs into the limits of the process is a bomb, and nothing is left for others of its message:
        each might cost as much.  A process that died for another reason is given the archive once more.
        """
        request: dict[str, object] = {"op": "unpack", "kind": kind, "filename": filename, "limits": limits_out(limits)}
        problem, note = FileProblem.CORRUPT, ""
        for _ in range(2):
            try:
                answer = self._process.ask(request, data, _UNPACKING_SECONDS)
                return checked(partial(unpacked_in, files=answer.files), answer.values.get("opened"))
            except ReadError as error:
                note = str(error)
                if error.exhausted:
                    problem = FileProblem.BOMB
                    break
        return Unpacked((), problem, note)

    def annotated(self, data: bytes, annotation: Annotation) -> bytes | None:
        """A copy with comments, made in the process.  ReadError when it did not come back with an answer."""
        answer = self._process.ask({"op": "annotate", "annotation": annotation_out(annotation)}, data)
        return next(iter(answer.files), None)

    def corrected(self, data: bytes, font: str, *, seconds: float | None = None) -> bytes | None:
        """A copy in another font, made in the process.  ReadError when it did not come back with an answer."""
        return next(iter(self._process.ask({"op": "correct", "font": font}, data, seconds).files), None)

    def layout_copy(self, data: bytes, font: str = "", *, seconds: float | None = None) -> LayoutCopy | None:
        """A copy for layout, made in the process.  ReadError when it did not come back with an answer."""
        answer = self._process.ask({"op": "layout", "font": font}, data, seconds)
        spelled, endnotes = (answer.values.get(key) is True for key in ("spelled", "endnotes"))
        return LayoutCopy(answer.files[0], spelled=spelled, endnotes_in_text=endnotes) if answer.files else None
