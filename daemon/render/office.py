"""LibreOffice, outside the process: .docx, .doc, .odt, .rtf → PDF or .docx, and whether its page count can be believed.

One LibreOffice stays warm (see `worker`) where `sandbox` puts it.  A document has a deadline; when
LibreOffice overruns it, dies or says something strange, it is killed with everything around it, and the next
document finds a fresh one.  A fresh one also comes after `restart_after` documents.  A LibreOffice that dies on a
document may have been hurt by an earlier one, and one that somebody killed was hurt by none: the document is tried
once more on a fresh one, whose word is final.

Never decides about a paper: `trouble` says whether to believe the pages, the checks decide.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from daemon.config import Render
from daemon.confinement import no_network
from daemon.errors import RenderError
from daemon.model import FileKind
from daemon.render import fontcoverage
from daemon.render.process import Worker, WorkerConnection, WorkerLostError, WorkerProcess
from daemon.render.sandbox import Enclosure, environment, open_enclosure, own_unit, sandbox

WORKER = Path(__file__).with_name("worker.py")

IMPORT_FILTERS: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.DOCX: ("MS Word 2007 XML",),
    FileKind.DOC: ("MS Word 97", "MS Word 95"),  # the second also reads Word 6, and either refuses what is the other's
    FileKind.ODT: ("writer8",),
    FileKind.RTF: ("Rich Text Format",),
}
"""LibreOffice's own names, each tried when the one before refuses.  Named, not detected: a file may not choose the
parser that reads it.
"""

DOCX_FILTER = "MS Word 2007 XML"
PDF_FILTER = "writer_pdf_Export"
PDF_OPTIONS: Mapping[str, Any] = {
    # The PDF is counted and read, not printed: pictures small, nothing that could change the pages.
    "Quality": 60,
    "ReduceImageResolution": True,
    "MaxImageResolution": 75,
    "UseTaggedPDF": False,
    "ExportBookmarks": False,
    "ExportNotes": False,
    "ExportNotesInMargin": False,
    "ExportFormFields": False,
    # The blank page Word's "odd page" sections leave out on screen too.  A page of empty paragraphs is no such page.
    "IsSkipEmptyPages": True,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that no operator needs to turn."""

    start_seconds: float = 60  #: a cold LibreOffice takes 1-4 s; a busy machine more
    #: For a document at least and at most, when a start has used up its time: as half of the start, which tells how
    #: busy the machine is.  Measured at a load of 5 on two cores, starts took 2.3-4 s and the first paper 0.1-0.9 s.
    after_start_seconds: tuple[float, float] = (2.5, 4)
    max_input_bytes: int = 200_000_000
    max_output_bytes: int = 100_000_000
    trouble_again_seconds: float = 300  #: bad news is asked for again after this, so that installing a font helps


#: Seconds by which a start, or waiting for one, has used up a document's time.
_NOTICEABLE = 0.3


@dataclass(frozen=True, slots=True)
class Description:
    """What `doctor` shows of the renderer."""

    trouble: str | None  #: as `trouble()`
    isolated: bool  #: in a unit of its own or bubblewrap: no network, nothing in sight but the system and the document
    place: str  #: English: which of the two; empty where it is not isolated
    warning: str  #: English: what is missing where it is not isolated; empty where it is
    version: str  #: "LibreOffice 7.4.7.2"; empty when it did not start
    font: str  #: family that stands in
    start_seconds: float | None  #: the last cold start
    warm_seconds: float | None  #: the last document


@dataclass(slots=True)
class _Office:
    """A running worker."""

    process: Worker
    hello: Mapping[str, Any]
    documents: int = 0


class LibreOffice:
    """model.Renderer with LibreOffice.  Calls from several threads wait for each other."""

    def __init__(
        self,
        settings: Render,
        *,
        font: str,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        worker: Path = WORKER,
        bwrap: str = "bwrap",
    ) -> None:
        """Starts nothing yet.  `font`: the family that papers are written in (rules)."""
        self._settings = settings
        self._font = font
        self._limits = limits or Limits()
        self._clock = clock
        self._worker = worker
        self._bwrap = bwrap
        self._lock = threading.RLock()
        self._enclosure: Enclosure | None = None
        self._office: _Office | None = None
        self._process: Worker | None = None  #: the one running or starting
        self._closing = False
        self._description: Description | None = None
        self._described_at = 0.0
        self._start_seconds: float | None = None
        self._warm_seconds: float | None = None
        self.waited_seconds = 0.0

    # ----------------------------------------------------------------- model.Renderer

    def trouble(self) -> str | None:
        """As model.Renderer.  Good news is kept for good; bad news is asked for again after a while."""
        return self._known().trouble

    def to_pdf(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        """As model.Renderer."""
        return self._convert(data, kind, PDF_FILTER, PDF_OPTIONS, seconds)

    def to_docx(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        """As model.Renderer."""
        return self._convert(data, kind, DOCX_FILTER, {}, seconds)

    def close(self) -> None:
        """Ends LibreOffice, a document under way included (its caller gets RenderError).  A later call would start
        it again.
        """
        self._closing = True
        process = self._process
        if process is not None:
            process.end()  # whoever waits for it holds the lock
        with self._lock:
            self._drop()
            self._closing = False

    # ----------------------------------------------------------------- for doctor

    def describe(self) -> Description:
        """How it runs, from the first probe and the latest times."""
        known = self._known()
        return replace(known, start_seconds=self._start_seconds, warm_seconds=self._warm_seconds)

    @property
    def office_pid(self) -> int | None:
        """Process of the worker or its sandbox while one of ours runs."""
        with self._lock:
            return self._office.process.pid if self._office else None

    # ----------------------------------------------------------------- proof

    def _known(self) -> Description:
        with self._lock:
            known = self._description
            stale = self._clock() - self._described_at > self._limits.trouble_again_seconds
            if known is None or (known.trouble and stale):
                known = self._probe()
                self._description, self._described_at = known, self._clock()
            return known

    def _probe(self) -> Description:
        """Both proofs of `fontcoverage`, on a LibreOffice running as it will run."""
        nothing = Description(
            None, isolated=False, place="", warning="", version="", font="", start_seconds=None, warm_seconds=None
        )
        try:
            office = self._running()
            faces = office.hello.get("fonts", [])
            trouble = fontcoverage.trouble_with_faces(self._font, faces)
            if trouble is None:
                pdf = self.to_pdf(fontcoverage.sample(self._font), FileKind.RTF)
                trouble = fontcoverage.trouble_with_sample(self._font, pdf)
        except RenderError as error:
            return replace(nothing, trouble=str(error))
        return replace(
            nothing,
            trouble=trouble,
            isolated=self._place().sandboxed,
            place=self._place().name,
            warning=self._warning(office.hello),
            version=str(office.hello.get("version", "")),
            font=faces[0].get("family", "") if faces else "",
        )

    def _warning(self, hello: Mapping[str, Any]) -> str:
        enclosure = self._place()
        if enclosure.sandboxed:
            return ""
        network = "has no network (seccomp)" if hello.get("network_denied") else "can reach the network"
        files = "sees no files but the system's (Landlock)" if hello.get("files_denied") else "can read our files"
        return f"LibreOffice runs outside a sandbox: {enclosure.why_not}; it {network} and {files}."

    # ----------------------------------------------------------------- documents

    def _convert(
        self, data: bytes, kind: FileKind, export_filter: str, options: Mapping[str, Any], seconds: float | None
    ) -> bytes:
        """A second try counts like the first.  So does a start, made here or waited for, but the document, which may
        not be to blame for it, keeps some (`after_start_seconds`).
        """
        allowed = self._settings.deadline_seconds if seconds is None else min(seconds, self._settings.deadline_seconds)
        until = self._clock() + allowed
        if kind not in IMPORT_FILTERS:
            raise RenderError(f"LibreOffice is not asked about files of kind {kind}")
        if len(data) > self._limits.max_input_bytes:
            raise RenderError(f"The document has {len(data)} bytes, too many for LibreOffice")
        question = {
            "suffix": str(kind),
            "import_filters": list(IMPORT_FILTERS[kind]),
            "export_filter": export_filter,
            "options": dict(options),
            "paginate": export_filter == PDF_FILTER,
            "max_output": self._limits.max_output_bytes,
        }
        asked = self._clock()
        with self._lock:
            office = self._running()
            waited = self._clock() - asked
            if waited > _NOTICEABLE:
                self.waited_seconds += waited
                until = max(until, self._clock() + min(allowed, self._kept(waited)))
            warm = office.documents > 0
            try:
                return self._ask(office, question, data, until)
            except WorkerLostError as error:
                if self._closing or not (error.killed or (warm and error.crashed)):
                    raise
            return self._ask(self._running(), question, data, until)

    def _kept(self, waited: float) -> float:
        """Seconds that a document keeps after so long a wait for LibreOffice."""
        least, most = self._limits.after_start_seconds
        return min(max(least, waited / 2), most)

    def _ask(self, office: _Office, question: Mapping[str, Any], data: bytes, until: float) -> bytes:
        """One attempt.  RenderError; when it is a WorkerLostError this LibreOffice is gone."""
        began = self._clock()
        if began >= until:
            raise RenderError("No time was left for LibreOffice to work on this document.")
        try:
            header, body = office.process.ask(
                question, data, seconds=until - began, max_body=self._limits.max_output_bytes
            )
        except WorkerLostError:
            self._drop()
            raise
        if header.get("error") == "dead":
            self._drop()
            raise WorkerLostError(
                f"LibreOffice died on this document ({header.get('message')})",
                crashed=True,
                killed=header.get("killed") is True,
            )
        office.documents += 1
        self._warm_seconds = self._clock() - began
        if office.documents >= self._settings.restart_after:
            self._drop()
        if header.get("ok") is not True:
            raise RenderError(f"LibreOffice cannot convert this document ({header.get('message')})")
        return body

    # ----------------------------------------------------------------- life

    def _running(self) -> _Office:
        """The warm one, or a fresh one.  RenderError when none can be started."""
        if self._office is not None and not self._office.process.alive:
            self._drop()
        if self._office is None:
            began = self._clock()
            self._office = self._started()
            self._start_seconds = self._clock() - began
        return self._office

    def _started(self) -> _Office:
        """A start that dies is tried once more: no document is to blame, and memory that was short may be free."""
        try:
            return self._start()
        except WorkerLostError as error:
            if self._closing or not error.crashed:
                raise
        return self._start()

    def _start(self) -> _Office:
        enclosure = self._place()
        with ExitStack() as undo:
            if enclosure.on_disk:
                folder = Path(tempfile.mkdtemp(prefix="thamluan-render-"))  # 0700
                undo.callback(shutil.rmtree, folder, ignore_errors=True)
                enclosure = replace(enclosure, directory=folder)
            job = self._job(enclosure)
            process = self._process = self._launch(enclosure, job["sockets"])
            undo.pop_all()  # what was started takes its folder away at its end
        try:
            hello, _ = process.ask(job, b"", seconds=self._limits.start_seconds, max_body=0)
        except WorkerLostError as error:
            process.close()
            raise WorkerLostError(f"LibreOffice cannot be started: {error}", crashed=error.crashed) from error
        if hello.get("ok") is not True:
            process.close()
            died = hello.get("error") == "dead"
            raise WorkerLostError(f"LibreOffice cannot be started: {hello.get('message')}", crashed=died)
        return _Office(process, hello)

    def _job(self, enclosure: Enclosure) -> dict[str, Any]:
        """What a worker is told first."""
        pipe = f"thamluan{secrets.token_hex(8)}"
        return {
            "directory": str(enclosure.directory),
            "pipe": pipe,
            "sockets": enclosure.sockets(pipe),
            "program": self._programs()[1],
            "font": self._font,
            "memory_bytes": self._settings.memory_megabytes * 1024 * 1024,
            "start_seconds": self._limits.start_seconds,
            "readable": enclosure.readable,
            "writable": ["/dev"],
            "network_filter": no_network().hex(),
        }

    def _launch(self, enclosure: Enclosure, sockets: Sequence[str]) -> Worker:
        if enclosure.unit is not None:
            return WorkerConnection(enclosure.unit, clock=self._clock)
        command = [*enclosure.prefix, self._programs()[0], "-I", "-B", str(enclosure.worker)]
        traces = [enclosure.directory, *map(Path, sockets)] if enclosure.on_disk else []
        return WorkerProcess(command, environment(enclosure.directory), clock=self._clock, traces=traces)

    def _place(self) -> Enclosure:
        """Where it runs, decided once: a unit of its own if there is one, bubblewrap if it works."""
        if self._enclosure is None:
            self._enclosure = self._decide()
        return self._enclosure

    def _decide(self) -> Enclosure:
        programs = self._programs()
        unused = Path("/nonexistent")  # replaced by a folder of its own at each start
        if not self._settings.sandbox:
            return open_enclosure(self._worker, unused, programs, "[render] sandbox is off", landlock=False)
        unit = own_unit(self._settings.socket)
        if isinstance(unit, Enclosure):
            return unit
        wrapped = sandbox(self._bwrap, self._worker, programs)
        if isinstance(wrapped, Enclosure):
            return wrapped
        return open_enclosure(self._worker, unused, programs, "; ".join(filter(None, (unit, wrapped))))

    def _programs(self) -> tuple[str, str]:
        """Python and LibreOffice as paths.  RenderError with what to install."""
        python = shutil.which(self._settings.python)
        if python is None:
            raise RenderError(f"{self._settings.python} is missing: install python3-uno, or set [render] python.")
        office = shutil.which(self._settings.program)
        if office is None:
            raise RenderError(
                f"{self._settings.program} is missing: apt-get install --no-install-recommends"
                " libreoffice-writer-nogui python3-uno, or set [render] program."
            )
        # The start script's splash process would stand between us and LibreOffice: its child outlives a kill.
        binary = Path(office).resolve().with_name("soffice.bin")
        return python, str(binary) if binary.exists() else office

    def _drop(self) -> None:
        office, self._office = self._office, None
        if office is not None:
            office.process.close()


class NoRenderer:
    """model.Renderer where there is none."""

    def __init__(self, reason: str) -> None:
        """`reason`: one English sentence, e.g. "The renderer is switched off ([render] enabled)."."""
        self._reason = reason
        self.waited_seconds = 0.0

    def trouble(self) -> str | None:
        return self._reason

    def to_pdf(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:  # noqa: ARG002 - at once
        """Always RenderError."""
        raise RenderError(f"{self._reason} ({kind}, {len(data)} bytes)")

    def to_docx(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:  # noqa: ARG002 - at once
        """Always RenderError."""
        raise RenderError(f"{self._reason} ({kind}, {len(data)} bytes)")

    def close(self) -> None:
        """Nothing to end."""
