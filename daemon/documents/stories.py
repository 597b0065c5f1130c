"""Walks one part of a Word document in document order and gives its paragraphs with the text a reader sees.

Seen: runs, also in hyperlinks, smart tags, content controls, insertions, simple fields and results of complex
fields; tables in tables; text boxes, once, by the branch of `mc:AlternateContent` that Word takes (ECMA-376 part 3,
7.6).  Not seen: deletions and moved-away text, field instructions, comments, hidden text and hidden rows.  Symbols
and equations are given as exempt spans, phonetic guides as spans aside.  The number of a list stands beside the text
of its paragraph; marks of notes are not given.

The walk keeps its own stack: however deep tables are nested, Python does not recurse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from daemon import fonts
from daemon.documents import compatibility
from daemon.documents.drawn import TEXT_PATH, VML, Piece, art_font
from daemon.documents.fields import (
    Fields,
    Unwritten,
    button_words,
    chosen_entry,
    counted,
    hides_result,
    instructions,
    refuse_active,
    unclosed,
)
from daemon.documents.numbering import Numbering
from daemon.documents.opened import FONT_NAME, OpenParagraph, has_ink
from daemon.documents.problems import MAX_CHARACTERS, weigh
from daemon.documents.styles import (
    NOTHING_SAID,
    PLAIN,
    SILENT,
    Look,
    StyleSheet,
    TableStyle,
    read_ppr,
)
from daemon.documents.tables import Table, columns, count, heads, read_look
from daemon.documents.xml import MATH, RELATIONSHIPS, Element, child, is_on, says_on, value, w
from daemon.model import Paragraph, Span, Story, UnreadPart

_P, _R, _RPR, _T, _FLD_CHAR = (w(name) for name in ("p", "r", "rPr", "t", "fldChar"))
_MATH_TEXT = f"{{{MATH}}}t"

#: Characters that elements of a run stand for.
CHARACTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
    w("pgNum"): "1",  # some number
}

#: Properties and marks: nothing of the text is inside.
_SILENT = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "smartTagPr",
        "customXmlPr", "delInstrText", "delText", "bookmarkStart", "bookmarkEnd", "proofErr",
        "lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
        "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "permStart", "permEnd", "fldData", "rubyPr",
    )
)  # fmt: skip

#: The second one stands in strict documents of Word ([MS-ODRAWXML] 2.13.3.2 CT_TextboxInfo).
TEXT_BOXES = frozenset({w("txbxContent"), "{http://schemas.microsoft.com/office/word/2006/wordml}txbxContent"})

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WORD_DRAWING = f"{_DRAWING}/wordprocessingDrawing"
_SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_GROUPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_INVISIBLE = re.compile(r"(?:^|;)\s*(?:visibility\s*:\s*hidden|display\s*:\s*none)", re.IGNORECASE)

_RELATION = f"{{{RELATIONSHIPS}}}"
#: Drawings whose text is in a part of its own: which attribute names it, and what story it is.
_APART = {
    f"{{{_DRAWING}/chart}}chart": (f"{_RELATION}id", Story.CHART),
    f"{{{_DRAWING}/diagram}}relIds": (f"{_RELATION}dm", Story.DIAGRAM),
}

#: Drawings whose text is not in the document's own markup, or not as runs.
_FOREIGN = {
    f"{{{_DRAWING}/chart}}chart": ("a chart", UnreadPart.CHART),
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": ("a chart", UnreadPart.CHART),
    f"{{{_DRAWING}/diagram}}relIds": ("a SmartArt diagram", UnreadPart.DIAGRAM),
    w("altChunk"): ("an embedded document", UnreadPart.DOCUMENT),
    w("subDoc"): ("a linked part of a master document", UnreadPart.DOCUMENT),
    f"{{{_DRAWING}/main}}t": ("a drawing", UnreadPart.CANVAS),
    TEXT_PATH: ("WordArt", UnreadPart.WORD_ART),
}

#: Those that say their text themselves, so that it is known to be there.
_IN_PLACE = frozenset(tag for tag, (_, part) in _FOREIGN.items() if part in (UnreadPart.CANVAS, UnreadPart.WORD_ART))

_DRAWN_STORIES = frozenset({Story.CHART, Story.DIAGRAM})
_Frame = tuple[Iterator[Element], "tuple[Any, ...] | None"]


class StoryWalker:
    """Reads one part.  `paragraphs`, `notes`, `warnings` and `unread` are what it found."""

    def __init__(
        self,
        sheet: StyleSheet,
        part: str,
        story: Story,
        numbering: Numbering | None = None,
        drawn: Callable[[str], Sequence[Piece] | None] = lambda _: None,
        *,
        symbol_fonts: frozenset[str] = frozenset(),
    ) -> None:
        """`numbering`: the lists of the document, counted so far; without it no paragraph has a number.  `drawn`: the
        text of a chart or diagram by the id of its relationship, None where it cannot be read.  `symbol_fonts`: see
        `Document.symbol_fonts`.
        """
        self._sheet = sheet
        self._numbering = numbering
        self._drawn = drawn
        self._part = part
        self._in_body = story is Story.BODY
        self._open: list[OpenParagraph] = []
        self._ordinal = 0
        self._tables = 0
        self._section = 1
        self._story = story
        self._para: OpenParagraph | None = None
        self._table: Table | None = None
        self._cell_style: TableStyle | None = None
        self._run: Element | None = None
        self._look: Look | None = None
        self._aside = False
        self._fields = Fields()
        self._orphans: set[Element] = set()
        self._said_to_draw = symbol_fonts
        self._symbol_fonts: dict[str, bool] = {}  #: known by their names
        self.characters = 0
        self.sections: list[Element] = []  #: `w:sectPr` of those that end in the text, as places count them
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self.warnings: dict[str, None] = {}
        self.unread: dict[UnreadPart, None] = {}

    # ----------------------------------------------------------------------- results

    def paragraphs(self) -> list[Paragraph]:
        """Those with visible text, in document order."""
        found, pictured = [], False
        for para in self._open:
            if para.spans:
                found.append(para.finished(self._part, behind_picture=pictured))
                pictured = para.story in _DRAWN_STORIES  # what is written in it, nobody reads as the text behind it
            pictured = pictured or para.pictured
        return found

    def bare_numbers(self) -> list[Paragraph]:
        """Those without text that Word numbers all the same, such as the first column of a table; bullets left out."""
        numbered = (para for para in self._open if para.number and not para.spans)
        return [para.finished(self._part) for para in numbered if not all(span.exempt for span in para.number)]

    @property
    def unclosed(self) -> bool:
        """Whether a field never ends."""
        return bool(self._orphans)

    # ----------------------------------------------------------------------- the walk

    def walk(self, root: Element) -> None:
        """Reads everything under an element."""
        self._orphans |= unclosed(root)
        frames: list[_Frame] = [(iter(root), None)]
        while frames:
            iterator, saved = frames[-1]
            for element in iterator:
                handler = _HANDLERS.get(element.tag)
                if handler is None:
                    if element.tag not in _SILENT and len(element):
                        frames.append((iter(element), None))
                        break
                elif handler(self, element, frames):
                    break
            else:
                frames.pop()
                if saved is not None:
                    self._restore(saved)

    def skip(self, element: Element) -> bool:
        """Passes over an element; its paragraphs still count, so that places stay true.

        Unreadable for a field in it that starts another program: one that is deleted comes back with a click.
        """
        self._ordinal += sum(1 for _ in element.iter(_P))
        for instruction in instructions(element):
            refuse_active(instruction)
        return False

    def _leave_out(self, element: Element) -> bool:
        """Passes over something that is not shown, and ends the fields that end in it: what follows is no part of
        them.
        """
        inside = 0
        for mark in element.iter(_FLD_CHAR):
            kind = mark.get(w("fldCharType"))
            inside += kind == "begin"
            if kind == "end" and not inside:
                self._fields.mark("end")
            elif kind == "end":
                inside -= 1
        return self.skip(element)

    def _saved(self) -> tuple[Any, ...]:
        return (
            self._para,
            self._table,
            self._cell_style,
            self._story,
            self._fields,
            self._aside,
            self._run,
            self._look,
        )

    def _restore(self, saved: tuple[Any, ...]) -> None:
        self._para, self._table, self._cell_style, self._story, self._fields, self._aside, self._run, self._look = saved

    def on_paragraph(self, element: Element, frames: list[_Frame]) -> bool:
        self._ordinal += 1
        ppr = child(element, "pPr")
        said = read_ppr(ppr) if ppr is not None else NOTHING_SAID
        table = self._table
        style = self._sheet.paragraph_style(said.style)
        cell = (table.number, table.row, table.column) if table is not None else (None, None, None)
        frames.append((iter(element), self._saved()))
        self._aside = False
        self._para = para = OpenParagraph(
            self._story,
            self._ordinal,
            self._section if self._in_body else None,
            cell,
            style,
            self._cell_style,
            *self._sheet.paragraph(style, self._cell_style, said.direct),
        )
        if self._numbering is not None and para.props.listing.number is not None:
            para.number = self._number(self._numbering, para, said.mark)
        self._run = self._look = None
        self._open.append(self._para)
        weigh(self.characters, len(self._open))
        if said.section is not None and self._story is Story.BODY:
            self._section += 1
            self.sections.append(said.section)
        return True

    def _number(self, numbering: Numbering, para: OpenParagraph, mark: Element | None) -> tuple[Span, ...]:
        """The list number, shown as the mark of its paragraph is, with what its level says over that (17.9.24)."""
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            return ()
        written = self._sheet.direct(mark) if mark is not None else PLAIN
        if is_on(mark, "specVanish"):  # 17.3.2.36: a style separator hides the mark, and the paragraph is numbered
            written = written.shown()
        if self._sheet.look(para.table, para.style, written).hidden:
            return ()
        label = numbering.next(para.props.listing)
        look = None if label is None else self._sheet.look(para.table, para.style, written.under(label.run))
        if label is None or look is None or look.hidden:
            return ()
        self.characters += len(label.text)
        return tuple(
            Span(text, font[:FONT_NAME], label.bullet or self._draws(font, text) or drawn)
            for stretch, font in look.chooser.split(label.text)
            for text, drawn in fonts.parted(stretch)
        )

    # ----------------------------------------------------------------------- tables

    def on_table(self, element: Element, frames: list[_Frame]) -> bool:
        properties = child(element, "tblPr")
        style = self._sheet.table_style(value(properties, "tblStyle"))
        frames.append((iter(element), self._saved()))
        outer = self._table
        if outer is None:
            self._tables += 1
        rows, top = (count(element, "tr"), heads(element)) if style.parts else (0, 1)
        number = self._tables if outer is None else outer.number
        self._table = Table(style, read_look(properties), rows, number, top)
        self._cell_style = style
        if self._story is Story.BODY:
            self._story = Story.TABLE
        return True

    def on_row(self, element: Element, frames: list[_Frame]) -> bool:
        if self._table is None:
            return False
        properties = child(element, "trPr")
        self._table.turn(properties)
        if child(properties, "del") is not None or is_on(properties, "hidden"):
            return self._leave_out(element)
        if self._table.style.parts:
            self._table.columns = columns(element)
            self._table.except_row(child(element, "tblPrEx"))
        frames.append((iter(element), None))
        return True

    def on_cell(self, element: Element, frames: list[_Frame]) -> bool:
        table = self._table
        if table is None:
            return False
        properties = child(element, "tcPr")
        if child(properties, "cellDel") is not None:
            table.column += 1
            return self._leave_out(element)
        if table.covers(properties):
            return self._leave_out(element)
        if table.style.parts:
            self._cell_style = self._sheet.table_cell(table.style, table.conditions())
        frames.append((iter(element), None))
        return True

    # ----------------------------------------------------------------------- wrappers

    def _anchor_is_hidden(self) -> bool:
        """Whether a drawing here is not shown, because the run that holds it is not."""
        anchored = self._para is not None and self._run is not None
        return self._fields.hide or (anchored and self._shown() is None)

    def on_text_box(self, element: Element, frames: list[_Frame]) -> bool:
        """A text box is a flow of its own: neither table nor field around it reaches in."""
        if self._anchor_is_hidden():
            return self.skip(element)
        frames.append((iter(element), self._saved()))
        self._para = self._table = self._cell_style = self._run = self._look = None
        self._fields, self._aside = Fields(), False
        self._story = Story.TEXT_BOX
        return True

    def on_drawing(self, element: Element, frames: list[_Frame]) -> bool:
        """A drawing, a group or a shape; what the selection pane hides is not shown (20.4.2.5 `hidden`)."""
        for named in element:
            if named.tag in _DRAWING_NAMES and says_on(named.get("hidden")):
                return self.skip(element)
        self._pictured()
        frames.append((iter(element), None))
        return True

    def on_shape(self, element: Element, frames: list[_Frame]) -> bool:
        """A VML shape, or a group of them."""
        if _INVISIBLE.search(element.get("style", "")):
            return self.skip(element)
        self._pictured()
        frames.append((iter(element), None))
        return True

    def _pictured(self) -> None:
        if self._para is not None:
            self._para.pictured = True

    def on_text_path(self, element: Element, frames: list[_Frame]) -> bool:
        """WordArt of VML, watermarks too: its text and its font are attributes (ECMA-376 part 4, 19.1.2.23).

        It becomes a paragraph as a text box would.
        """
        text = " ".join((element.get("string") or "").split())
        off = element.get("on", "t").lower() in ("f", "false", "0")
        if not has_ink(text) or off or self._anchor_is_hidden():
            return False
        font = art_font(element)
        if not font:
            return self.on_foreign(element, frames)
        self._beside(Story.TEXT_BOX, (Piece(text, font),))
        return False

    def _beside(self, story: Story, pieces: Iterable[Piece]) -> None:
        """Text that stands in no run: a paragraph of its own, with the number of the one that holds it."""
        holder = self._para
        if holder is None:
            return
        style = self._sheet.paragraph_style(None)
        props = self._sheet.paragraph(style, None, SILENT)
        beside = OpenParagraph(story, holder.ordinal, holder.section, holder.cell, style, None, *props)
        for text, font in pieces:
            self.characters += len(text)
            for stretch, drawn in fonts.parted(f" {text}" if beside.spans else text):
                beside.add(stretch, font, exempt=self._draws(font, stretch) or drawn)
        weigh(self.characters, len(self._open))
        self._open.append(beside)

    def on_alternate(self, element: Element, frames: list[_Frame]) -> bool:
        chosen = compatibility.branch(element)
        before = True
        after = 0
        for branch in element:
            if branch is chosen:
                before = False
            elif before:
                self.skip(branch)
            else:
                after += sum(1 for _ in branch.iter(_P))
        if chosen is None:
            return False
        if after:
            # Paragraphs of the branches not taken are counted when the taken one is done.
            frames.append((iter((_Skipped(after),)), None))
        frames.append((iter(chosen), None))
        return True

    def on_skipped(self, element: _Skipped, _frames: list[_Frame]) -> bool:
        self._ordinal += element.paragraphs
        return False

    def on_deleted(self, element: Element, _frames: list[_Frame]) -> bool:
        return self._leave_out(element)

    def on_drawn(self, element: Element, frames: list[_Frame]) -> bool:
        """A chart or a diagram."""
        attribute, story = _APART[element.tag]
        pieces = self._drawn(element.get(attribute, ""))
        if pieces is None or self._para is None:
            return self.on_foreign(element, frames)
        if not self._anchor_is_hidden():
            self._beside(story, pieces)
        return False

    def on_foreign(self, element: Element, _frames: list[_Frame]) -> bool:
        if element.tag in _IN_PLACE and not has_ink(element.text or element.get("string") or ""):
            return False
        if self._anchor_is_hidden():
            return False
        name, part = _FOREIGN[element.tag]
        self.warnings[f"{self._part} holds {name}, whose text was not read"] = None
        self.unread[part] = None
        return False

    # ----------------------------------------------------------------------- runs

    def on_run(self, element: Element, frames: list[_Frame]) -> bool:
        saved_run, saved_look = self._run, self._look
        self._run, self._look = element, None
        iterator = iter(element)
        for inner in iterator:
            tag = inner.tag
            if tag == _T:
                if text := inner.text:
                    self._say(text)
            elif tag == _RPR:
                self._look = self._look_of(inner)
            elif (handler := _RUN_LEAVES.get(tag)) is not None:
                handler(self, inner, frames)
            elif tag not in _SILENT:
                # Something with an inside of its own: go on with this run after it.
                saved = (*self._saved()[:-2], saved_run, saved_look)
                frames.append((iterator, saved))
                frames.append((iter((inner,)), None))
                return True
        self._run, self._look = saved_run, saved_look
        return False

    def _look_of(self, rpr: Element | None) -> Look | None:
        if self._para is None:
            return None
        written = self._sheet.direct(rpr) if rpr is not None else PLAIN
        return self._sheet.look(self._para.table, self._para.style, written)

    def _shown(self) -> Look | None:
        """How text at this point is shown; None where it is not."""
        if self._para is None or self._fields.hide:
            return None
        if self._look is None:
            self._look = self._look_of(None)
        look = self._look
        return None if look is None or look.hidden else look

    def on_text(self, element: Element, _frames: list[_Frame]) -> bool:
        if element.text:
            self._say(element.text)
        return False

    def _say(self, text: str) -> None:
        para, look = self._para, self._shown()
        if para is None or look is None:
            return
        if look.bold and not para.plain and not self._aside:
            para.bold_lead.append(text)
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            weigh(self.characters)
        font = look.chooser.latin
        if font is not None and fonts.is_latin(text):
            ink = para.add(text, font, exempt=self._draws(font, text), aside=self._aside)
        else:
            ink = False
            for stretch, font in look.chooser.split(text):
                for piece, drawn in fonts.parted(stretch):
                    ink |= para.add(piece, font, exempt=self._draws(font, piece) or drawn, aside=self._aside)
        if ink and not self._aside:
            para.bold |= look.bold
            para.plain |= not look.bold

    def _draws(self, font: str, text: str) -> bool:
        """Whether text in a font is pictures.  Of one that only the font table knows as such, what it may be."""
        if (draws := self._symbol_fonts.get(font)) is None:
            draws = self._symbol_fonts[font] = fonts.is_symbol_font(font)
        if draws or not self._said_to_draw:
            return draws
        return fonts.normal(font) in self._said_to_draw and fonts.reads_as_symbols(text)

    def on_character(self, element: Element, _frames: list[_Frame]) -> bool:
        self._say(CHARACTERS[element.tag])
        return False

    def on_symbol(self, element: Element, _frames: list[_Frame]) -> bool:
        """`w:sym` (17.3.3.30): a character of a symbol font by its number."""
        if self._shown() is not None and self._para is not None:
            try:
                character = chr(int(element.get(w("char"), ""), 16))
            except (ValueError, OverflowError):
                return False
            if "\ud800" <= character <= "\udfff":  # half of one, which no text can hold
                return False
            self.characters += 1
            if self.characters > MAX_CHARACTERS:
                weigh(self.characters)
            self._para.add(character, element.get(w("font"), ""), exempt=True, aside=self._aside)
        return False

    def on_equation(self, element: Element, _frames: list[_Frame]) -> bool:
        if self._para is not None and not self._fields.hide:
            text = "".join(piece.text or "" for piece in element.iter(_MATH_TEXT))
            self.characters += len(text)
            weigh(self.characters)
            if text:
                self._para.add(text, "Cambria Math", exempt=True, aside=self._aside)
        return False

    def on_note(self, element: Element, _frames: list[_Frame]) -> bool:
        if self._shown() is not None:
            kind = "footnote" if element.tag == w("footnoteReference") else "endnote"
            self.notes[kind].append(element.get(w("id"), ""))
        return False

    def on_field(self, element: Element, _frames: list[_Frame]) -> bool:
        kind = element.get(w("fldCharType"))
        if kind == "begin" and element in self._orphans:
            return False
        begun = Unwritten(chosen_entry(element), self._shown(), self.characters) if kind == "begin" else None
        done = self._fields.mark(kind, begun)
        if done is not None and done.text and done.look is not None and done.before == self.characters:
            look, self._look = self._look, done.look
            self._say(done.text)
            self._look = look
        return False

    def on_simple_field(self, element: Element, frames: list[_Frame]) -> bool:
        """A field whose instruction is an attribute (17.16.19): its result is what it holds."""
        instruction = element.get(w("instr"), "")
        refuse_active(instruction)
        if hides_result(instruction):
            return False
        if len(element):
            frames.append((iter(element), None))
            return True
        if shown := button_words(instruction) or counted(instruction):
            self._say(shown)
        return False

    def on_guide(self, element: Element, frames: list[_Frame]) -> bool:
        """A phonetic guide (17.3.3.24 `rt`), beside the text that it stands over (17.3.3.27 `rubyBase`)."""
        frames.append((iter(element), self._saved()))
        self._aside = True
        return True

    def on_instruction(self, element: Element, _frames: list[_Frame]) -> bool:
        if shown := self._fields.instruct(element.text or ""):
            self._say(shown)
        return False


_SKIPPED = object()  #: no element of any file has this for a name


class _Skipped:
    """Stands in an iterator for paragraphs that are counted and not read."""

    __slots__ = ("paragraphs", "tag")

    def __init__(self, paragraphs: int) -> None:
        self.paragraphs = paragraphs
        self.tag = _SKIPPED


_Handler = Callable[[StoryWalker, Any, list[_Frame]], bool]
_HANDLERS: dict[object, _Handler] = {
    _P: StoryWalker.on_paragraph,
    _R: StoryWalker.on_run,
    _T: StoryWalker.on_text,
    w("tbl"): StoryWalker.on_table,
    w("tr"): StoryWalker.on_row,
    w("tc"): StoryWalker.on_cell,
    compatibility.ALTERNATIVES: StoryWalker.on_alternate,
    w("sym"): StoryWalker.on_symbol,
    w("rt"): StoryWalker.on_guide,
    w("instrText"): StoryWalker.on_instruction,
    w("fldChar"): StoryWalker.on_field,
    w("fldSimple"): StoryWalker.on_simple_field,
    w("footnoteReference"): StoryWalker.on_note,
    w("endnoteReference"): StoryWalker.on_note,
    f"{{{MATH}}}oMath": StoryWalker.on_equation,
    _SKIPPED: StoryWalker.on_skipped,
}
_HANDLERS |= dict.fromkeys(TEXT_BOXES, StoryWalker.on_text_box)
_HANDLERS |= dict.fromkeys(CHARACTERS, StoryWalker.on_character)
_HANDLERS |= dict.fromkeys((w("del"), w("moveFrom"), compatibility.IGNORED), StoryWalker.on_deleted)
_HANDLERS |= dict.fromkeys(_FOREIGN, StoryWalker.on_foreign)
_HANDLERS |= dict.fromkeys(_APART, StoryWalker.on_drawn)
_HANDLERS[TEXT_PATH] = StoryWalker.on_text_path
_HANDLERS |= dict.fromkeys(
    (
        *(f"{{{_WORD_DRAWING}}}{name}" for name in ("inline", "anchor")),
        *(f"{{{_GROUPS}}}{name}" for name in ("wgp", "grpSp")),
        f"{{{_SHAPES}}}wsp",
    ),
    StoryWalker.on_drawing,
)
_HANDLERS |= dict.fromkeys(
    (f"{{{VML}}}{name}" for name in ("shape", "rect", "roundrect", "oval", "group")), StoryWalker.on_shape
)
#: Which child of a drawing says whether it is hidden.
_DRAWING_NAMES = frozenset({f"{{{_WORD_DRAWING}}}docPr", f"{{{_SHAPES}}}cNvPr", f"{{{_GROUPS}}}cNvPr"})

#: What a run holds that has no inside.
_RUN_LEAVES = {
    tag: _HANDLERS[tag]
    for tag in (*CHARACTERS, *map(w, ("sym", "fldChar", "instrText", "footnoteReference", "endnoteReference")))
}
