"""A copy of an author's .docx in which the text is shown in the wanted font, and nothing else is changed.

What names another font is changed where it is named: document defaults, styles with the conditional parts of table
styles, levels of lists that count, runs and paragraph marks of every story, WordArt, charts, diagrams.  Theme
references become names.  Left alone: bullets, symbols (`w:sym`, Symbol, Wingdings, ...), runs of pictures, equations,
the history of tracked formatting, comments.

What was done is verified by reading the copy: the same paragraphs with the same text, every visible character in the
wanted font, every symbol in its own.  Otherwise there is no copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from daemon import fonts
from daemon.documents import drawn
from daemon.documents.docx import read_docx
from daemon.documents.drawn import FONT_FAMILY, TEXT_PATH, art_font
from daemon.documents.opened import has_ink
from daemon.documents.problems import Unreadable
from daemon.documents.repack import Unchangeable, Workpiece
from daemon.documents.styles import SLOT_ATTRIBUTES, slot_font
from daemon.documents.theme import Theme
from daemon.documents.xml import COMPATIBILITY, MATH, Element, child, children, value, w
from daemon.model import Document, Paragraph, Span
from daemon.text import legacy

_R, _PPR, _RFONTS, _SYM, _LVL = (w(name) for name in ("r", "pPr", "rFonts", "sym", "lvl"))
#: What stands around one of several alternatives, and the text that is one of them.
_MANY = frozenset(f"{{{COMPATIBILITY}}}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
_ALTERNATIVE_TEXT = f"{{{COMPATIBILITY}}}AlternateContent/*/{w('t')}"
#: What holds the `w:rPr` of a style, a conditional part of a table style, the document defaults.
_STYLE_LEVELS = frozenset({w("style"), w("tblStylePr"), w("rPrDefault")})
#: The last one is the diagram as it was last drawn ([MS-ODRAWXML] 2.11), which LibreOffice shows.
_DRAWN = ("chart", "diagramData", "diagramDrawing")
#: The second one is the whole style sheet again, which Word 2010 reads in place of the first ([MS-DOCX]).
_STYLES = ("styles", "stylesWithEffects")
_STORIES = ("header", "footer", "footnotes", "endnotes")


def correct_font(data: bytes, font: str) -> bytes | None:
    """The document with its text in `font`.

    None when there is nothing to correct, when changing the font would garble the text (letters of TCVN3, VNI or the
    like), and when the result is not exactly what was meant.
    """
    try:
        before = read_docx(data)
        if not _offends(before, font) or _is_legacy(before):
            return None
        if _unsure(before, font):
            return None
        work = Workpiece(data)
        _Mender(font, work.theme(), before).mend(work)
        corrected = work.bytes()
        after = read_docx(corrected)
    except (Unreadable, Unchangeable):
        return None
    faithful = _apart_from_fonts(before, font) == _apart_from_fonts(after, font)
    return corrected if faithful and not _offends(after, font) else None


def spelled(data: bytes, font: str) -> bytes | None:
    """The document with `font` by this name where it has another one for it (`fonts.same_font`), a face of the family
    ("Times New Roman Bold") as bold as it is.  For layout alone: nobody is sent it.  None where nothing is changed.
    """
    try:
        work = Workpiece(data)
        mender = _Speller(font, work.theme(), read_docx(data))
        mender.mend(work)
        return work.bytes() if mender.changed else None
    except (Unreadable, Unchangeable):
        return None


# --------------------------------------------------------------------------- what must hold


def _offends(document: Document, font: str) -> bool:
    return any(
        not fonts.same_font(span.font, font, document.font_aliases) and fonts.visible_characters(span.text)
        for span in _spans(document)
        if not span.exempt
    )


def _unsure(document: Document, font: str) -> bool:
    """Whether something is shown in a font that the document calls one of symbols, and reads as text all the same:
    nobody knows what letters a reader sees.  What it cannot hold, Word shows in another one.
    """
    return any(
        fonts.normal(span.font) in document.symbol_fonts and not legacy.is_unicode(span.text)
        for span in _spans(document)
        if not span.exempt and not fonts.same_font(span.font, font) and has_ink(span.text)
    )


def _is_legacy(document: Document) -> bool:
    """Whether letters may be in a code of their own: then another font shows other letters.

    Not so in a font made for such a code are plain ASCII, which is what it looks like, and what was typed in Unicode,
    which the font cannot show: Word takes another one for it.  Letters of both kinds are never told apart here.
    """
    found = legacy.survey(document)
    if found.encoding is not None or found.foreign:
        return True
    spans = [it for it in _spans(document) if legacy.font_encoding(it.font) is not None and has_ink(it.text)]
    typed_in = {span.font for span in spans if legacy.is_unicode(span.text)}
    return any(legacy.shows_capitals(span.font) or not (span.text.isascii() or span.font in typed_in) for span in spans)


def _spans(document: Document) -> Iterator[Span]:
    return (span for paragraph in _shown(document) for span in (*paragraph.number, *paragraph.spans))


def _shown(document: Document) -> tuple[Paragraph, ...]:
    return (*document.paragraphs, *document.bare_numbers)


def _apart_from_fonts(document: Document, font: str) -> list[tuple[Any, ...]]:
    return [_apart(it, font, document.symbol_fonts) for it in _shown(document)]


def _apart(paragraph: Paragraph, font: str, said: frozenset[str]) -> tuple[Any, ...]:
    """A paragraph without its fonts, but with those of symbols: their codes mean nothing in another font.

    A symbol in `font` itself stays in it, whether or not the text beside it is in the same font by now.
    """
    texts = ["".join(span.text for span in spans) for spans in (paragraph.number, paragraph.spans)]
    shown = (*paragraph.number, *paragraph.spans)
    symbols = tuple((span.text.strip(), span.font) for span in shown if _is_symbol(span, said) and span.font != font)
    return replace(paragraph, spans=(), number=()), texts, symbols


def _is_symbol(span: Span, said: frozenset[str]) -> bool:
    draws = fonts.is_symbol_font(span.font) or fonts.normal(span.font) in said
    return draws or (span.exempt and any("\ue000" <= char <= "\uf8ff" for char in span.text))


# --------------------------------------------------------------------------- mending


class _Mender:
    def __init__(self, font: str, theme: Theme, document: Document) -> None:
        self._font = font
        self._theme = theme
        self._aliases = document.font_aliases
        self._symbols = document.symbol_fonts

    def mend(self, work: Workpiece) -> None:
        """Every part that names fonts of text."""
        for name in self._parts(work, *_STYLES):
            self._mend_part(work, name, self._in_styles)
        for name in self._parts(work, "numbering"):
            self._mend_part(work, name, self._in_lists)
        stories = (work.main, *work.related(*_STORIES))
        for name in stories:
            self._mend_part(work, name, self._in_story)
        drawings = [it for story in stories for it in work.beneath(story, *_DRAWN)]
        shapes = [it for drawing in drawings for it in work.beneath(drawing, "chartUserShapes")]
        for name in dict.fromkeys([*drawings, *shapes]):
            root = work.tree(name)
            if drawn.set_font(root, self._theme, self._font, self._fits):
                work.put(name, root)

    @staticmethod
    def _parts(work: Workpiece, *kinds: str) -> list[str]:
        """As `docx` finds them: those that the main part refers to, else the one of the usual name."""
        usual = f"word/{kinds[0]}.xml"
        return work.related(*kinds) or ([usual] if work.has(usual) else [])

    def _mend_part(self, work: Workpiece, name: str, named: Any) -> None:
        root = work.tree(name)
        changed = [self._mend(element) for element in list(named(root))]
        changed += [self._mend_art(element) for element in root.iter(TEXT_PATH)]
        if any(changed):
            work.put(name, root)

    @staticmethod
    def _in_styles(root: Element) -> Iterator[Element]:
        for element in root.iter(_RFONTS):
            holder = _holder(element)
            if holder is not None and holder.tag in _STYLE_LEVELS:
                yield element

    @staticmethod
    def _in_lists(root: Element) -> Iterator[Element]:
        for element in root.iter(_RFONTS):
            holder = _holder(element)
            if holder is not None and holder.tag == _LVL and value(holder, "numFmt") != "bullet":
                yield element

    @staticmethod
    def _in_story(root: Element) -> Iterator[Element]:
        for element in root.iter(_RFONTS):
            holder = _holder(element)
            if holder is not None and (holder.tag == _PPR or (holder.tag == _R and _holds_text(holder))):
                yield element

    def _mend(self, rfonts: Element) -> bool:
        """One `w:rFonts`: where any of its fonts is another one, all it says of text says the wanted font."""
        slots = self._slots(rfonts)
        if all(self._fits(font) for _, font in slots):
            return False
        for slot, font in slots:
            if not self._draws(font):
                self._set(rfonts, slot)
        return True

    def _slots(self, rfonts: Element) -> list[tuple[tuple[str, str], str]]:
        """The attributes of each slot, theme and name, with the font that they say; without those that are silent."""
        said = ((slot, slot_font(rfonts.get(slot[0]), rfonts.get(slot[1]), self._theme)) for slot in SLOT_ATTRIBUTES)
        return [(slot, font) for slot, font in said if font is not None]

    def _set(self, rfonts: Element, slot: tuple[str, str]) -> None:
        theme_name, name = slot
        rfonts.attrib.pop(theme_name, None)
        rfonts.set(name, self._font)

    def _mend_art(self, text_path: Element) -> bool:
        font = art_font(text_path)
        if not font or self._fits(font):
            return False
        text_path.set("style", FONT_FAMILY.sub(lambda _: f"font-family:{self._font}", text_path.get("style", "")))
        return True

    def _fits(self, font: str) -> bool:
        return self._draws(font) or fonts.same_font(font, self._font, self._aliases)

    def _draws(self, font: str) -> bool:
        return fonts.is_symbol_font(font) or fonts.normal(font) in self._symbols


class _Speller(_Mender):
    """Changes the name of the wanted font alone."""

    def __init__(self, font: str, theme: Theme, document: Document) -> None:
        super().__init__(font, theme, document)
        self.changed = False

    def _mend(self, rfonts: Element) -> bool:
        others = [(slot, font) for slot, font in self._slots(rfonts) if not self._fits(font)]
        for slot, font in others:
            self._set(rfonts, slot)
            if fonts.is_bold_face(font) and child(rfonts.getparent(), "b") is None:
                rfonts.addnext(rfonts.makeelement(w("b")))
        self.changed |= bool(others)
        return bool(others)

    def _fits(self, font: str) -> bool:
        """Another font is as it should be."""
        is_wanted = not self._draws(font) and fonts.same_font(font, self._font, self._aliases)
        return not is_wanted or fonts.normal(font) == fonts.normal(self._font)


def _holder(rfonts: Element) -> Element | None:
    """What the `w:rPr` around it belongs to; either may stand there as one of several alternatives."""
    return _above(_above(rfonts))


def _above(element: Element | None) -> Element | None:
    above = None if element is None else element.getparent()
    while above is not None and above.tag in _MANY:
        above = above.getparent()
    return above


def _holds_text(run: Element) -> bool:
    """Whether a run's font matters to text: not in equations, not where all it shows are symbols."""
    parent = run.getparent()
    if parent is not None and isinstance(parent.tag, str) and parent.tag.startswith(f"{{{MATH}}}"):
        return False
    text = "".join(piece.text or "" for piece in (*children(run, "t"), *run.iterfind(_ALTERNATIVE_TEXT)))
    if has_ink(text):
        return not fonts.is_picture(text)
    return run.find(_SYM) is None
