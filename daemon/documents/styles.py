"""The style hierarchy (ECMA-376 part 1, 17.7.2): every style resolved once, every combination remembered.

Document defaults → table style with its conditional parts → paragraph style chain → character style chain → direct.
At each level the nearer value wins, for fonts slot by slot.  Inside one `w:rFonts` a theme attribute beats the
explicit one of its slot.  Bold and hidden are toggles (17.7.3): true in an odd number of the style levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from daemon.documents.slots import APPLICATION_DEFAULT, Chooser, Fonts, chooser
from daemon.documents.stylepart import StylePart
from daemon.documents.theme import Theme
from daemon.documents.xml import Element, child, children, flag, integer, value, w

_VAL, _RPR = w("val"), w("rPr")
_PSTYLE, _JC, _OUTLINE, _NUMPR, _SECTPR = (w(n) for n in ("pStyle", "jc", "outlineLvl", "numPr", "sectPr"))
#: What matters of a `w:rPr`: on/off properties by their names in `RunProps`, and those that are read otherwise.
_TOLD = {
    w("rFonts"): "fonts",
    w("rStyle"): "style",
    w("lang"): "chinese",
    w("b"): "bold",
    w("vanish"): "hidden",
    w("cs"): "complex",
    w("rtl"): "rtl",
}
_EAST_ASIA_LANGUAGE = w("eastAsia")
_HINT = w("hint")
#: Parts of a table that its style can say something of (17.18.89).
_CONDITIONS = frozenset(
    ("wholeTable", "firstRow", "lastRow", "firstCol", "lastCol", "band1Vert", "band2Vert", "band1Horz", "band2Horz",
     "neCell", "nwCell", "seCell", "swCell")
)  # fmt: skip
_LEVEL_DIGITS = 2  #: of a level of an outline or a list

#: Slot → theme attribute, explicit attribute (17.3.2.26).
SLOT_ATTRIBUTES = (
    (w("asciiTheme"), w("ascii")),
    (w("hAnsiTheme"), w("hAnsi")),
    (w("eastAsiaTheme"), w("eastAsia")),
    (w("cstheme"), w("cs")),
)


class RunProps(NamedTuple):
    """What one level says of runs; None where it is silent."""

    ascii: str | None = None
    hansi: str | None = None
    east_asia: str | None = None
    cs: str | None = None
    hint: str | None = None
    chinese: bool | None = None  #: whether the East Asian language is Chinese
    bold: bool | None = None
    hidden: bool | None = None
    complex: bool | None = None  #: w:cs
    rtl: bool | None = None

    def under(self, nearer: RunProps) -> RunProps:
        """The level overlaid by a nearer one."""
        if nearer is NOTHING:
            return self
        if self is NOTHING:
            return nearer
        return RunProps._make(mine if theirs is None else theirs for mine, theirs in zip(self, nearer, strict=True))


NOTHING = RunProps()


class Listing(NamedTuple):
    """The list a paragraph belongs to (17.3.1.19 `numPr`)."""

    number: str | None = None  #: w:numId; "0" takes a paragraph out of its list
    level: int | None = None  #: w:ilvl, 0-based
    style: str | None = None  #: id of the style that says so

    def under(self, nearer: Listing) -> Listing:
        """A nearer one that names no list is of another level of this one."""
        if nearer.number is not None:
            return nearer
        return self if nearer.level is None else Listing(self.number, nearer.level, nearer.style)


NO_LIST = Listing()


class ParagraphProps(NamedTuple):
    """What one level says of paragraphs; None where it is silent."""

    align: str | None = None
    outline: int | None = None  #: as written: 0 is level 1, 9 is body text
    listing: Listing = NO_LIST

    def under(self, nearer: ParagraphProps) -> ParagraphProps:
        """The level overlaid by a nearer one."""
        return ParagraphProps(
            self.align if nearer.align is None else nearer.align,
            self.outline if nearer.outline is None else nearer.outline,
            self.listing.under(nearer.listing),
        )


SILENT = ParagraphProps()


@dataclass(frozen=True, slots=True)
class TableStyle:
    """A table style with its chain: what it says of the whole table and of its conditional parts."""

    key: str
    run: RunProps = NOTHING
    paragraph: ParagraphProps = SILENT
    parts: Mapping[str, tuple[RunProps, ParagraphProps]] = field(default_factory=dict)
    row_band: int = 0  #: rows of a band; 0: the style bands none, as where it does not say (Word, not 17.7.6.7)
    column_band: int = 0


class Direct(NamedTuple):
    """A `w:rPr` as it stands: cheap to make, and the key to what was made of the same before."""

    style: str | None = None  #: character style
    fonts: RunProps = NOTHING
    said: tuple[tuple[str, bool], ...] = ()

    def under(self, nearer: Direct) -> Direct:
        """Overlaid by another one for the same characters, as what a level says of a number is."""
        return Direct(nearer.style or self.style, self.fonts.under(nearer.fonts), self.said + nearer.said)

    def shown(self) -> Direct:
        """Without what it says itself of being hidden."""
        return self._replace(said=tuple(it for it in self.said if it[0] != "hidden"))

    def props(self) -> RunProps:
        """What it says itself, the style aside."""
        if not self.said:
            return self.fonts
        return self.fonts._replace(**dict(self.said))  # type: ignore[arg-type]  # all of them are on/off


PLAIN = Direct()


class Look(NamedTuple):
    """How runs of one combination are shown."""

    chooser: Chooser
    bold: bool
    hidden: bool


class _Level(NamedTuple):
    run: RunProps
    paragraph: ParagraphProps
    name: str


def slot_font(reference: str | None, name: str | None, theme: Theme) -> str | None:
    """The font of a slot by its theme attribute, which beats the explicit one; None where neither says anything.

    A reference into a theme that is not there: the name Word wrote beside it is what it stood for.
    """
    themed = theme.font(reference) if reference else None
    return themed or (name or "").strip() or (APPLICATION_DEFAULT if reference else None)


def _entry(chain: Sequence[Element]) -> int:
    """Where a chain of styles runs into a circle: how many of them, the first of the circle included; 0: nowhere.

    Each style of a circle inherits from all others, so what one is as the base of another it is not for itself.
    """
    ids = [element.get(w("styleId")) for element in chain]
    closing = value(chain[-1], "basedOn") if chain else None
    return ids.index(closing) + 1 if closing in ids else 0


class StyleSheet:
    """The styles part with document defaults and theme, asked for combinations of styles."""

    def __init__(self, styles: StylePart, theme: Theme) -> None:
        self._theme = theme
        self._elements = styles
        self._defaults = {**styles.marked, "paragraph": styles.default_paragraph()}
        self._doc_run, self._doc_paragraph = NOTHING, SILENT
        self._rfonts: dict[tuple[tuple[str, str], ...], RunProps] = {}
        self._levels: dict[tuple[str, str], _Level] = {}
        self._tables: dict[str, TableStyle] = {}
        self._cells: dict[str, TableStyle] = {}
        self._runs: dict[tuple[object, ...], tuple[RunProps, bool, bool]] = {}
        self._paragraphs: dict[tuple[object, ...], tuple[ParagraphProps, str]] = {}
        self._looks: dict[tuple[object, ...], Look] = {}
        if (defaults := styles.defaults) is not None:
            self._doc_run = self._run_props(child(child(defaults, "rPrDefault"), "rPr"))
            self._doc_paragraph = _paragraph_props(child(child(defaults, "pPrDefault"), "pPr"))

    # ----------------------------------------------------------------------- one level

    def fonts_of(self, rfonts: Element) -> RunProps:
        """A `w:rFonts` element, remembered by its attributes."""
        key = tuple(rfonts.items())
        if (known := self._rfonts.get(key)) is None:
            known = self._rfonts[key] = self._read_fonts(dict(key))
        return known

    def _read_fonts(self, attributes: Mapping[str, str]) -> RunProps:
        slots: list[str | None] = []
        for theme_name, name in SLOT_ATTRIBUTES:
            slots.append(slot_font(attributes.get(theme_name), attributes.get(name), self._theme))
        return RunProps(slots[0], slots[1], slots[2], slots[3], hint=attributes.get(_HINT))

    def _run_props(self, rpr: Element | None) -> RunProps:
        if rpr is None:
            return NOTHING
        return self.direct(rpr).props()

    def direct(self, rpr: Element) -> Direct:
        """A `w:rPr` as it stands."""
        style = None
        fonts = NOTHING
        said: tuple[tuple[str, bool], ...] = ()
        for told in rpr:
            name = _TOLD.get(told.tag)
            if name is None:
                continue
            if name == "fonts":
                fonts = self.fonts_of(told)
            elif name == "style":
                style = told.get(_VAL)
            elif name == "chinese":
                # Which other language it is makes no difference: the fewer that differ, the fewer looks to resolve.
                if code := told.get(_EAST_ASIA_LANGUAGE):
                    said += ((name, code[:2].lower() == "zh"),)
            else:
                said += ((name, flag(told)),)
        return Direct(style, fonts, said)

    # ----------------------------------------------------------------------- chains

    def _chain(self, kind: str, style_id: str) -> Iterator[Element]:
        """The style and those it is based on, nearest first; a cycle or a base of another type ends it."""
        seen: set[str] = set()
        current: str | None = style_id
        while current is not None and current not in seen:
            seen.add(current)
            element = self._elements.get((kind, current))
            if element is None:
                return
            yield element
            current = value(element, "basedOn")

    def _level(self, kind: str, style_id: str) -> _Level:
        """A style with its chain, resolved from the first known ancestor on."""
        if (known := self._levels.get((kind, style_id))) is not None:
            return known
        level = _Level(NOTHING, SILENT, "")
        pending: list[Element] = []
        known_to = 0  #: from here on a level is that of its style only in this chain
        for element in self._chain(kind, style_id):
            ancestor = self._levels.get((kind, element.get(w("styleId"), "")))
            if ancestor is not None:
                level = ancestor
                break
            pending.append(element)
        else:
            known_to = _entry(pending)
        for place, element in reversed(list(enumerate(pending))):
            level = _Level(
                level.run.under(self._run_props(child(element, "rPr"))),
                level.paragraph.under(_paragraph_props(child(element, "pPr"), element.get(w("styleId")))),
                value(element, "name") or "",
            )
            if not known_to or place < known_to:
                self._levels[kind, element.get(w("styleId"), "")] = level
        return self._levels.setdefault((kind, style_id), level)

    def paragraph_style(self, style_id: str | None) -> str:
        """The style a paragraph really has: a missing or foreign one is the default style (17.3.1.27)."""
        if style_id is not None and ("paragraph", style_id) in self._elements:
            return style_id
        return self._defaults.get("paragraph", "")

    def paragraph(self, style_id: str, table: TableStyle | None, direct: ParagraphProps) -> tuple[ParagraphProps, str]:
        """Effective paragraph properties, and the name of the style."""
        key = (style_id, table.key if table is not None else None, direct)
        if (known := self._paragraphs.get(key)) is None:
            known = self._paragraphs[key] = self._paragraph(style_id, table, direct)
        return known

    def _paragraph(self, style_id: str, table: TableStyle | None, direct: ParagraphProps) -> tuple[ParagraphProps, str]:
        level = self._level("paragraph", style_id)
        base = self._doc_paragraph if table is None else self._doc_paragraph.under(table.paragraph)
        return base.under(level.paragraph).under(direct), level.name

    def list_of(self, style_id: str) -> str | None:
        """The list (w:numId) that a list style stands for (17.9.27)."""
        return _paragraph_props(child(self._elements.get(("numbering", style_id)), "pPr")).listing.number

    # ----------------------------------------------------------------------- tables

    def table_style(self, style_id: str | None) -> TableStyle:
        """A table style by id, the default one where it is missing."""
        if style_id is None or ("table", style_id) not in self._elements:
            style_id = self._defaults.get("table", "")
        if (known := self._tables.get(style_id)) is None:
            known = self._tables[style_id] = self._read_table_style(style_id)
        return known

    def _read_table_style(self, style_id: str) -> TableStyle:
        """A table style with its chain, resolved from the first known ancestor on, as `_level` does."""
        style = TableStyle("")
        pending: list[Element] = []
        known_to = 0
        for element in self._chain("table", style_id):
            if (ancestor := self._tables.get(element.get(w("styleId"), ""))) is not None:
                style = ancestor
                break
            pending.append(element)
        else:
            known_to = _entry(pending)
        for place, element in reversed(list(enumerate(pending))):
            style = self._based_on(style, element)
            if not known_to or place < known_to:
                self._tables[element.get(w("styleId"), "")] = style
        return replace(style, key=f"{style_id}:")

    def _based_on(self, style: TableStyle, element: Element) -> TableStyle:
        """What a table style says, over what it is based on."""
        parts = dict(style.parts)
        for condition in children(element, "tblStylePr"):
            name = condition.get(w("type"), "")
            if name not in _CONDITIONS:
                continue
            run_before, paragraph_before = parts.get(name, (NOTHING, SILENT))
            part = (
                run_before.under(self._run_props(child(condition, "rPr"))),
                paragraph_before.under(_paragraph_props(child(condition, "pPr"))),
            )
            if part != (NOTHING, SILENT):
                parts[name] = part
        properties = child(element, "tblPr")
        rows, columns = (integer(value(properties, f"tblStyle{of}BandSize"), 3) for of in ("Row", "Col"))
        return TableStyle(
            f"{element.get(w('styleId'), '')}:",
            style.run.under(self._run_props(child(element, "rPr"))),
            style.paragraph.under(_paragraph_props(child(element, "pPr"))),
            parts,
            style.row_band if rows is None else rows,
            style.column_band if columns is None else columns,
        )

    def table_cell(self, style: TableStyle, conditions: tuple[str, ...]) -> TableStyle:
        """A table style with the conditional parts that apply to a cell laid over it, in order."""
        key = style.key + ",".join(conditions)
        if (known := self._cells.get(key)) is None:
            run, paragraph = style.run, style.paragraph
            for name in conditions:
                run, paragraph = run.under(style.parts[name][0]), paragraph.under(style.parts[name][1])
            known = self._cells[key] = replace(style, key=key, run=run, paragraph=paragraph)
        return known

    # ----------------------------------------------------------------------- runs

    def _run(self, table: TableStyle | None, paragraph: str, character: str | None) -> tuple[RunProps, bool, bool]:
        """All style levels together, with bold and hidden as toggles."""
        key = (table.key if table is not None else None, paragraph, character)
        if (known := self._runs.get(key)) is not None:
            return known
        if character is None or ("character", character) not in self._elements:
            character = self._defaults.get("character", "")
        levels = [
            table.run if table is not None else NOTHING,
            self._level("paragraph", paragraph).run,
            self._level("character", character).run if character else NOTHING,
        ]
        merged = self._doc_run
        for level in levels:
            merged = merged.under(level)
        known = self._runs[key] = (
            merged,
            bool(self._doc_run.bold) or sum(bool(level.bold) for level in levels) % 2 == 1,
            bool(self._doc_run.hidden) or sum(bool(level.hidden) for level in levels) % 2 == 1,
        )
        return known

    def look(self, table: TableStyle | None, paragraph: str, written: Direct) -> Look:
        """How a run is shown: the fonts of its characters, bold, hidden."""
        key = (table.key if table is not None else None, paragraph, written)
        if (known := self._looks.get(key)) is None:
            known = self._looks[key] = self._resolve(table, paragraph, written)
        return known

    def _resolve(self, table: TableStyle | None, paragraph: str, written: Direct) -> Look:
        styled, bold, hidden = self._run(table, paragraph, written.style)
        direct = written.props()
        final = styled.under(direct)
        hansi = final.hansi or APPLICATION_DEFAULT
        fonts = Fonts(
            final.ascii or APPLICATION_DEFAULT,
            hansi,
            final.east_asia or APPLICATION_DEFAULT,
            final.cs or APPLICATION_DEFAULT,
        )
        return Look(
            chooser(
                fonts,
                hint=final.hint == "eastAsia",
                chinese=bool(final.chinese),
                forced_cs=bool(final.complex or final.rtl),
            ),
            bold if direct.bold is None else direct.bold,
            hidden if direct.hidden is None else direct.hidden,
        )


class ParagraphSaid(NamedTuple):
    """What the `w:pPr` of a paragraph says."""

    style: str | None = None
    direct: ParagraphProps = SILENT
    mark: Element | None = None  #: `w:rPr` of the paragraph mark
    section: Element | None = None  #: `w:sectPr` of the section that it ends


NOTHING_SAID = ParagraphSaid()


def read_ppr(ppr: Element, style_id: str | None = None) -> ParagraphSaid:
    """A `w:pPr`, of the style of this id or of a paragraph itself."""
    style = align = outline = mark = section = None
    listing = NO_LIST
    for said in ppr:
        tag = said.tag
        if tag == _PSTYLE:
            style = said.get(_VAL)
        elif tag == _JC:
            align = said.get(_VAL)
        elif tag == _NUMPR:
            listing = read_listing(said, style_id)
        elif tag == _OUTLINE:
            outline = integer(said.get(_VAL), _LEVEL_DIGITS)
        elif tag == _RPR:
            mark = said
        elif tag == _SECTPR:
            section = said
    return ParagraphSaid(style, ParagraphProps(align, outline, listing), mark, section)


def _paragraph_props(ppr: Element | None, style_id: str | None = None) -> ParagraphProps:
    return SILENT if ppr is None else read_ppr(ppr, style_id).direct


def read_listing(numpr: Element, style_id: str | None = None) -> Listing:
    """A `w:numPr`, of the style of this id or of a paragraph itself."""
    return Listing(value(numpr, "numId"), integer(value(numpr, "ilvl"), _LEVEL_DIGITS), style_id)
