"""One paper file, judged: read, converted where needed, rendered, then all checks.

Composes the edges it is given and decides nothing itself.  Whatever a file holds gives a Judgement: a reader that
ran into its limits makes the file a bomb, a reader that died or a renderer that failed makes findings that ask for
a person.  The verdict is never `pass` when something could not be looked at.

A file has one budget of time for all of it ([render] deadline_seconds and a second): what reading took is missing
to the renderer, and what the conversion took to the counting of pages, but for the start of LibreOffice.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from daemon import __version__, checks, documents, fonts
from daemon.checks.headers import with_shown_headers
from daemon.checks.paper import Paper
from daemon.checks.running import with_known_headers
from daemon.checks.widths import WIDENED, misspelled, unproven
from daemon.config import Config
from daemon.errors import ReadError, RenderError
from daemon.kinds import sniff
from daemon.model import (
    Address,
    Document,
    FileKind,
    FileProblem,
    Finding,
    Judgement,
    LayoutCopy,
    PageText,
    Paragraph,
    Reader,
    Renderer,
    Rendering,
    Span,
    Story,
    verdict_of,
)
from daemon.text import legacy, titleblock
from daemon.text.legible import legible
from daemon.text.lines import lines as lines_of

#: Kinds that are converted to .docx before their fonts can be read.
_CONVERTED = frozenset({FileKind.DOC, FileKind.ODT, FileKind.RTF})

#: What LibreOffice may lay out in another way than Word.
_LAID_OUT_OTHERWISE = frozenset({Story.TABLE, Story.ENDNOTE})

#: A document whose XML takes more bytes as a tree is not given to LibreOffice: measured, 200,000 runs (from 68 million)
#: cost it all its time for nothing, and the longest papers, of up to a hundred pages, weigh up to 40 million.
_MOST_LAID_OUT = 60_000_000
_TOO_HEAVY = "The document is of more pieces than LibreOffice lays out in its time."
#: For reading what was rendered, after the last moment of rendering.
_READING_SECONDS = 1.0
#: Of what the conversion waited for LibreOffice to start, so much is given back for the layout at most.
_MOST_WAITED = 4.0
#: A rendering that is asked for with less is given up at once.
_LEAST_SECONDS = 0.2

#: What of `[conference]` decides what is a title and what stands above it, and when the deadline is.
_OF_CONFERENCE = {"name", "short_name", "organiser", "event_word", "paper_word", "timezone"}

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Budget:
    """The time of one file, on a clock that only goes forward."""

    clock: Callable[[], float]
    rendered_by: float

    @classmethod
    def of(cls, clock: Callable[[], float], seconds: float) -> _Budget:
        return cls(clock, clock() + seconds)

    def give(self, seconds: float) -> None:
        """What the file has lost through no fault of its own."""
        self.rendered_by += seconds

    def for_rendering(self) -> float:
        """Seconds.  RenderError when there are none to speak of."""
        left = self.rendered_by - self.clock()
        if left < _LEAST_SECONDS:
            raise RenderError("No time was left for LibreOffice: reading the file took it all.")
        return left

    def for_reading(self) -> float:
        """Seconds, never less than a paper needs."""
        return max(self.rendered_by - self.clock(), 0.0) + _READING_SECONDS


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading gave: a document, with what went wrong on the way."""

    document: Document
    unread: bool = False  #: see `Paper.unread`
    crashed: str = ""  #: English, see `Paper.crashed`
    render_note: str = ""  #: English: why the renderer could not convert it
    docx: bytes = b""  #: the file as .docx, where it has that form


class Judge:
    """Judges paper files by the rules of one configuration."""

    def __init__(
        self, config: Config, reader: Reader, renderer: Renderer, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._config = config
        self._reader = reader
        self._renderer = renderer
        self.renderer_trouble = renderer.trouble  #: None when page counts can be believed; else one English sentence
        self._ruleset = ruleset(config)

    def file(
        self,
        data: bytes,
        filename: str,
        *,
        sender: Address | None = None,
        arrived_at: datetime | None = None,
        known: Document | None = None,
        unreadable: str = "",
    ) -> Judgement:
        """The judgement of one file.  Never raises for what the file holds.

        `sender` is who wrote it, as far as mail tells; `arrived_at` adds the deadline to what is checked.  `known` is
        what is wrong with a file that need not be read for it; `unreadable` says (English) why its bytes are missing.
        """
        budget = _Budget.of(self._clock, self._config.render.deadline_seconds)
        lean = documents.thin(data)
        read = _Read(known) if known is not None else self._read(lean, filename, budget)
        if unreadable:
            read = _Read(Document(sniff(data, filename), FileProblem.CORRUPT, unreadable), crashed=unreadable)
        rendering, note = self._pages_of(lean, read, budget)
        document = with_shown_headers(read.document, rendering)
        survey = legacy.survey(document)
        readable = legible(document)
        lines = lines_of(document, survey) if readable else ()
        paper = Paper(
            config=self._config,
            document=document,
            rendering=rendering,
            legacy=survey,
            lines=lines,
            block=titleblock.read(lines, self._config, sender.name if sender else ""),
            render_note=note,
            unread=read.unread,
            illegible=not readable,
            crashed=read.crashed,
            sender=sender,
            arrived_at=arrived_at,
        )
        findings = checks.run(paper)
        return Judgement(
            filename=filename,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            verdict=verdict_of(findings),
            title=paper.block.title,
            authors=paper.block.authors,
            school=_detail(findings, "identity", "school"),
            topic=_detail(findings, "topic", "topic"),
            findings=findings,
            ruleset=self._ruleset,
        )

    # ----------------------------------------------------------------- reading

    def _read(self, data: bytes, filename: str, budget: _Budget) -> _Read:
        kind = sniff(data, filename)
        try:
            document = self._reader.document(data, filename, seconds=budget.for_reading())
        except ReadError as error:
            return _died(kind, filename, error)
        if document.problem is not None or document.kind not in _CONVERTED:
            return _Read(document, docx=data if document.kind is FileKind.DOCX else b"")
        if document.kind not in self._config.rules.accepted_kinds:
            return _Read(document)
        if document.weight > _MOST_LAID_OUT:
            return _Read(document, unread=True, render_note=_TOO_HEAVY)
        return self._read_converted(data, document, filename, budget)

    def _read_converted(self, data: bytes, original: Document, filename: str, budget: _Budget) -> _Read:
        """Reads .doc, .odt, .rtf by way of the .docx that the renderer makes of it."""
        try:
            copy = None
            if original.kind is FileKind.ODT:
                copy = self._reader.layout_copy(data, seconds=budget.for_reading())
            waited = self._renderer.waited_seconds
            converted = self._renderer.to_docx(
                copy.data if copy else data, original.kind, seconds=budget.for_rendering()
            )
            budget.give(min(self._renderer.waited_seconds - waited, _MOST_WAITED))
            document = self._reader.document(converted, "converted.docx", seconds=budget.for_reading())
        except RenderError as error:
            _LOG.warning("%s: not converted: %s", filename, error)
            return _Read(original, unread=True, render_note=str(error))
        except ReadError as error:
            _LOG.warning("%s: its conversion could not be read: %s", filename, error)
            if error.exhausted:
                return _died(original.kind, filename, error)
            return _Read(original, unread=True)
        if document.problem in (FileProblem.BOMB, FileProblem.EMPTY):
            return _Read(replace(document, kind=original.kind))
        if document.problem is not None:  # the fault is the conversion's, not the author's
            return _Read(original, unread=True)
        # Figures and the table of fonts in the conversion are LibreOffice's own and prove nothing; the original tells
        # what it knows of them.
        document = replace(
            document,
            converted_from=original.kind,
            stored_pages=original.stored_pages,
            stored_characters=original.stored_characters,
            font_aliases=original.font_aliases,
        )
        return _Read(_by_own_names(document), docx=converted)

    # ----------------------------------------------------------------- rendering

    def _pages_of(self, data: bytes, read: _Read, budget: _Budget) -> tuple[Rendering | None, str]:
        if read.document.problem or read.crashed:
            return None, ""
        if read.render_note:  # the renderer failed on it; a second try would cost a second deadline
            return None, read.render_note
        if read.document.weight > _MOST_LAID_OUT:
            return None, _TOO_HEAVY
        return self._render(data, read, budget)

    def _render(self, data: bytes, read: _Read, budget: _Budget) -> tuple[Rendering | None, str]:
        """The pages, or None and why not (English)."""
        document = read.document
        kind = document.converted_from or document.kind
        if kind not in self._config.rules.accepted_kinds:
            return None, "not an accepted kind"
        try:
            if kind is FileKind.PDF:
                return Rendering(self._pages(data, budget), trusted=True), ""
            made = self._laid_out(data, kind, document, budget)
            pages = self._rendered(made.data, kind, document, budget)
            trouble = self._renderer.trouble()
        except (RenderError, ReadError) as error:
            _LOG.warning("not rendered: %s", error)
            return None, str(error)
        rendering = Rendering(
            pages,
            trusted=trouble is None,
            note=trouble or "",
            unproven=unproven(document, pages, self._config.rules.font if made.spelled else ""),
            endnotes_in_text=made.endnotes_in_text,
        )
        limit = self._config.rules.max_pages
        if rendering.unproven and rendering.trusted and limit < rendering.text_pages <= WIDENED * limit:
            rendering = replace(rendering, least=self._least(read, budget))
        return rendering, ""

    def _laid_out(self, data: bytes, kind: FileKind, document: Document, budget: _Budget) -> LayoutCopy:
        """The file as LibreOffice is to lay it out: of a .docx it may lose text, and it would set the endnotes apart,
        give tables other widths than Word, and draw another font where a name of the wanted one is none that it knows.
        """
        as_it_is = LayoutCopy(data)
        if kind is not FileKind.DOCX:
            return as_it_is
        font = self._config.rules.font if misspelled(document, self._config.rules.font) else ""
        otherwise = any(it.place.story in _LAID_OUT_OTHERWISE for it in document.paragraphs)
        if not (font or document.misdrawn or otherwise):
            return as_it_is
        return self._reader.layout_copy(data, font, seconds=budget.for_reading()) or as_it_is

    def _rendered(self, data: bytes, kind: FileKind, document: Document, budget: _Budget) -> tuple[PageText, ...]:
        pdf = self._renderer.to_pdf(data, kind, seconds=budget.for_rendering())
        return with_known_headers(self._pages(pdf, budget), document)

    def _least(self, read: _Read, budget: _Budget) -> int | None:
        """Text pages with the font of the rules in place of all others; None where that cannot be seen."""
        try:
            font = self._config.rules.font
            corrected = self._reader.corrected(read.docx, font, seconds=budget.for_reading()) if read.docx else None
            if corrected is None:
                return None
            made = self._laid_out(corrected, FileKind.DOCX, read.document, budget)
            pages = self._rendered(made.data, FileKind.DOCX, read.document, budget)
        except (RenderError, ReadError) as error:
            _LOG.warning("not rendered in %s: %s", self._config.rules.font, error)
            return None
        return Rendering(pages, trusted=True).text_pages

    def _pages(self, pdf: bytes, budget: _Budget) -> tuple[PageText, ...]:
        return tuple(self._reader.pages(pdf, seconds=budget.for_reading()))


def ruleset(config: Config) -> str:
    """Version of the code, and a fingerprint of the configuration that verdicts depend on."""
    relevant = config.model_dump(mode="json", include={"rules", "vocabulary", "elements", "topics", "schools"})
    relevant["rules"].pop("english_clauses")  # which only letters cite
    relevant["vocabulary"].pop("english_model")
    relevant["conference"] = config.conference.model_dump(mode="json", include=_OF_CONFERENCE)
    text = json.dumps(relevant, sort_keys=True, ensure_ascii=False)
    return f"{__version__}+{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _by_own_names(document: Document) -> Document:
    """Fonts of a conversion by their own names.  The alternative names that its original has for them, behind them in
    the conversion, are font aliases; features of a font leave it the font it is.
    """
    shown = (*document.paragraphs, *document.bare_numbers)
    names = {span.font for paragraph in shown for span in (*paragraph.number, *paragraph.spans)}
    if all(fonts.own_name(name) == name for name in names):
        return document

    def own(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(span, font=fonts.own_name(span.font)) for span in spans)

    def named(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(replace(it, number=own(it.number), spans=own(it.spans)) for it in paragraphs)

    return replace(
        document,
        paragraphs=named(document.paragraphs),
        bare_numbers=named(document.bare_numbers),
        font_aliases={**document.font_aliases, **fonts.alternates(names)},
    )


def _died(kind: FileKind, filename: str, error: ReadError) -> _Read:
    if error.exhausted:
        return _Read(Document(kind, FileProblem.BOMB, str(error)))
    _LOG.error("%s: the reader died: %s", filename, error)
    return _Read(Document(kind, FileProblem.CORRUPT, str(error)), crashed=str(error) or "the reader died")


def _detail(findings: tuple[Finding, ...], check: str, key: str) -> str | None:
    value = next((finding.details.get(key) for finding in findings if finding.check == check), None)
    return value if isinstance(value, str) else None
