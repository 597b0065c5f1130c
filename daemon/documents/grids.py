"""The grid of a table as the preferred widths of its cells make it, for a program that goes by the grid alone.

Word lays a table out by the preferred widths of its cells, and of the grid keeps the number of columns (ECMA-376 part
1, 17.18.87; 17.4.71 `tcW`); LibreOffice takes the widths of the grid (17.4.16 `gridCol`) wherever it has all columns.
What writes a document without laying it out, such as a script, often sets but one of the two.

Where Word itself laid a table out that fits its contents (`autofit`), the grid it wrote is what came of it, and may
well differ from the preferences: a column grows to its longest word, and others shrink for it; a table as wide as the
text in per cent has its margins outside of it in Word 2010 and before.  Such a grid stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.documents.tables import grid_columns, within
from daemon.documents.xml import DRAWING, Element, child, children, integer, is_on, value, w

_ROUNDING = 57  #: twips, a millimetre, by which grid and preferences may differ for reasons of arithmetic
_MOST_COLUMNS = 63  #: of a table in Word
_MOST_WIDTH = 31_680.0  #: twips, of anything in Word: 22 inches
_MOST_CELLS = 20_000  #: of all tables that are looked at; a paper has some hundreds
_MARGINS = 216  #: twips, of a cell, left and right together, as Word has them where nothing is said
_WIDEST = 200  #: twips, of a letter in a word, generously: of 14 points, as they are on average at most
_USUAL = 28  #: half points: the size of those
_INDENT = 720  #: twips, of a level of a list, as Word has them where the paragraph says nothing
_WHOLE = 5000  #: 17.18.90: fiftieths of a per cent

_TABLE, _CELL, _SECTION, _WIDTH = w("tbl"), w("tc"), w("sectPr"), w("w")
_BOX = w("txbxContent")
_HOLDERS = (_CELL, _BOX)
#: What in a cell has a width of its own that no line break makes less.
_UNBREAKABLE = (w("drawing"), w("pict"), w("object"), _TABLE, f"{{{DRAWING}}}blip")
#: Where a line may end (UAX #14): at white space other than no-break spaces, which Word's own Ctrl+Shift+Space sets.
_BREAK = re.compile("[^\\S\u00a0\u2007\u202f]+")
_MEASURE = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)(mm|cm|in|pt|pc|pi|%)?\s*")
#: 22.9.2.15: twips of each unit.
_TWIPS = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell, or what is left free before or behind those of a row."""

    at: int  #: first column of the grid
    span: int
    width: float | None  #: twips; None: whatever its contents need
    element: Element | None


def mend_grids(root: Element) -> bool:
    """Gives the tables below `root`, a main part, the grid that their cells ask for; whether any was changed."""
    rooms, left, changed = _rooms(root), _MOST_CELLS, False
    for table in root.iter(_TABLE):
        holder = next(table.iterancestors(*_HOLDERS), None)
        room = rooms.get(table if holder is None else holder)
        columns = list(children(child(table, "tblGrid"), "gridCol"))
        grid = [_twips(it.get(_WIDTH)) or 0.0 for it in columns]
        rows = _rows(table, len(grid), left) if 0 < len(grid) <= _MOST_COLUMNS else None
        if rows is None:
            continue
        left -= sum(map(len, rows))
        properties = child(table, "tblPr")
        total = _width(child(properties, "tblW"), room)
        cells = _measured(rows, total or room or sum(grid))
        wanted = _wanted(cells, grid)
        if wanted is not None:
            fixed = _is_fixed(properties)
            fitted = _fitted(wanted, total, room, fixed=fixed)
            # Word stretches a fixed table to its width as well, but not surely one that nobody has laid out.
            stretched = [total, total + _MARGINS] if total and _is_share(child(properties, "tblW")) else [total]
            fine = [wanted, fitted, *(_scaled(wanted, it) for it in stretched if it)]
            if not any(_agree(grid, it) for it in fine) and (fixed or not _is_outcome(grid, fitted, cells)):
                for column, width in zip(columns, fitted, strict=True):
                    column.set(_WIDTH, str(round(width)))
                grid, changed = fitted, True
        rooms.update(
            (it.element, sum(grid[it.at : it.at + it.span]) - _MARGINS) for it in cells if it.element is not None
        )
    return changed


# --------------------------------------------------------------------------- what is said


def _rooms(root: Element) -> dict[Element, float]:
    """Width between the margins, or of a column of text, for each table by the section it stands in: that of the
    next `w:sectPr` (17.6.18).
    """
    found: dict[Element, float] = {}
    room: float | None = None
    for element in reversed(list(root.iter(_TABLE, _SECTION))):
        if element.tag == _TABLE:
            if room is not None:
                found[element] = room
        elif element.getparent().tag in (w("body"), w("pPr")):  # and not what a tracked change keeps of it
            room = _room(element)
    return found


def _room(section: Element) -> float | None:
    page, margins, columns = (child(section, name) for name in ("pgSz", "pgMar", "cols"))
    if page is None or margins is None:
        return None
    sides = [_twips(margins.get(w(name))) or 0.0 for name in ("left", "right", "gutter")]
    room = (_twips(page.get(_WIDTH)) or 0.0) - sum(sides)
    number = integer(columns.get(w("num")), 2) if columns is not None else None
    if columns is not None and number is not None and 1 < number <= _MOST_COLUMNS:
        space = _twips(columns.get(w("space"))) or 720.0  # 17.6.4
        room = (room - space * (number - 1)) / number
    return room if room > 0 else None


def _rows(table: Element, columns: int, most: int) -> list[list[tuple[_Cell, Element | None]]] | None:
    """The cells of each row, with what says their width.  None where the grid does not hold them (LibreOffice then
    goes by the cells itself), or where they are too many.
    """
    rows: list[list[tuple[_Cell, Element | None]]] = []
    for row in within(table, "tr"):
        properties = child(row, "trPr")
        at = grid_columns(properties, "gridBefore", 0)
        cells = [(_Cell(0, at, None, None), child(properties, "wBefore"))] if at else []
        for cell in within(row, "tc"):
            own = child(cell, "tcPr")
            span = max(grid_columns(own, "gridSpan", 1), 1)
            cells.append((_Cell(at, span, None, cell), child(own, "tcW")))
            at += span
        if behind := grid_columns(properties, "gridAfter", 0):
            cells.append((_Cell(at, behind, None, None), child(properties, "wAfter")))
            at += behind
        most -= len(cells)
        if at > columns or most < 0:
            return None
        rows.append(cells)
    return rows


def _measured(rows: Sequence[Sequence[tuple[_Cell, Element | None]]], total: float) -> list[_Cell]:
    """The cells of all rows with their widths, those in per cent of the table's."""
    return [_Cell(cell.at, cell.span, _width(said, total), cell.element) for cells in rows for cell, said in cells]


def _width(said: Element | None, whole: float | None) -> float | None:
    """A preferred width (17.4.87) in twips; None for `auto`, which 0 means as well ([MS-OI29500] on 17.4.71)."""
    if said is None:
        return None
    kind, text = said.get(w("type"), "dxa"), said.get(_WIDTH, "")
    measure = _MEASURE.fullmatch(text)
    if measure is None or kind in ("auto", "nil"):
        return None
    if _is_share(said):
        share = float(measure[1]) / (100 if measure[2] == "%" else _WHOLE)
        return share * whole or None if whole is not None else None
    return _twips(text)


def _is_share(said: Element | None) -> bool:
    """Whether a preferred width is in per cent."""
    return said is not None and (said.get(w("type")) == "pct" or "%" in said.get(_WIDTH, ""))


def _twips(text: str | None) -> float | None:
    """A measure (22.9.2.14 `ST_TwipsMeasure`); None where it is none, or nothing."""
    measure = _MEASURE.fullmatch(text or "")
    if measure is None or measure[2] == "%":
        return None
    return min(float(measure[1]) * _TWIPS.get(measure[2], 1.0), _MOST_WIDTH) or None


def _is_fixed(properties: Element | None) -> bool:
    layout = child(properties, "tblLayout")
    return layout is not None and layout.get(w("type")) == "fixed"


# --------------------------------------------------------------------------- what comes of it


def _wanted(cells: Sequence[_Cell], grid: Sequence[float]) -> list[float] | None:
    """Widths of the columns by the preferences (17.18.87): the most that a cell of one column asks for; what a cell
    of several asks for beyond that goes to those of which no cell says anything, else to the last.  None where nothing
    is asked for, or a column has no width in either way.
    """
    found: list[float | None] = [None] * len(grid)
    said = sorted(((it.span, it.at, it.width) for it in cells if it.width is not None), key=_narrow_first)
    for span, at, width in said:
        open_ = [column for column in range(at, at + span) if found[column] is None]
        beyond = width - sum(found[column] or 0.0 for column in range(at, at + span))
        if span == 1:
            found[at] = max(found[at] or 0.0, width)
        elif open_ and beyond > 0:
            shares = [grid[column] for column in open_]
            shares = shares if min(shares) > 0 else [1.0] * len(open_)
            for column, share in zip(open_, shares, strict=True):
                found[column] = beyond * share / sum(shares)
        elif beyond > 0:
            found[at + span - 1] = (found[at + span - 1] or 0.0) + beyond
    if all(width is None for width in found):
        return None
    widths = [grid[column] if width is None else width for column, width in enumerate(found)]
    return widths if min(widths) > 0 else None


def _narrow_first(said: tuple[int, int, float]) -> tuple[int, int, float]:
    """Order of preferences: of few columns before many, of the same columns the widest."""
    span, at, width = said
    return span, at, -width


def _fitted(wanted: Sequence[float], total: float | None, room: float | None, *, fixed: bool) -> list[float]:
    """The same within the width of the table, or where it has none, and fits its contents, of the page.  A table that
    fits its contents is stretched to its width as well.
    """
    most = total if total is not None or fixed else room
    if most is None or (sum(wanted) <= most and (fixed or total is None)):
        return list(wanted)
    return _scaled(wanted, most)


def _scaled(widths: Sequence[float], total: float) -> list[float]:
    return [width * total / sum(widths) for width in widths]


def _agree(grid: Sequence[float], widths: Sequence[float]) -> bool:
    each = (abs(mine - its) <= _ROUNDING for mine, its in zip(grid, widths, strict=True))
    return abs(sum(grid) - sum(widths)) <= 2 * _ROUNDING and all(each)


def _is_outcome(grid: Sequence[float], widths: Sequence[float], cells: Sequence[_Cell]) -> bool:
    """Whether the grid of a table that fits its contents may be what came of these preferences: columns have grown,
    none beyond what is in it, and the others have shrunk for them, if any.
    """
    grown = [column for column, width in enumerate(grid) if width > widths[column] + _ROUNDING]
    return bool(grown) and all(grid[column] <= _least(column, cells) + _ROUNDING for column in grown)


def _least(column: int, cells: Sequence[_Cell]) -> float:
    """What the contents of a column may need at the least, generously."""
    held = [it.element for it in cells if it.at == column and it.span == 1 and it.element is not None]
    if any(next(it.iter(*_UNBREAKABLE), None) is not None for it in held):
        return float("inf")
    return max(map(_needed, held), default=0) + _MARGINS


def _needed(cell: Element) -> float:
    """Twips for what stays on one line of a cell, and for what it is indented by."""
    sizes = (integer(it.get(w("val")), 4) or 0 for it in cell.iter(w("sz")))
    letter = _WIDEST * max(max(sizes, default=0) / _USUAL, 1)
    apart = max((_twips(it.get(w("val"))) or 0.0 for it in cell.iter(w("spacing"))), default=0)
    return _longest(cell) * (letter + apart) + max(map(_indent, cell.iter(w("pPr"))), default=0)


def _indent(properties: Element) -> float:
    """Twips from the sides of a cell to the lines of a paragraph."""
    said, listed = child(properties, "ind"), child(properties, "numPr")
    if said is not None:
        return sum(_twips(said.get(w(name))) or 0.0 for name in ("left", "start", "right", "end", "firstLine"))
    return _INDENT * (1 + (integer(value(listed, "ilvl"), 1) or 0)) if listed is not None else 0


def _longest(cell: Element) -> int:
    """Letters of the longest word; where nothing wraps, of the longest line."""
    texts = map(_text, cell.iter(w("p")))
    wraps = not _is_kept_on_a_line(cell)
    return max((len(part) for it in texts for part in (_BREAK.split(it) if wraps else it.split("\n"))), default=0)


def _is_kept_on_a_line(cell: Element) -> bool:
    """17.4.30: contents do not wrap, unless the cell has a width in twips, which then is the least that it gets."""
    own = child(cell, "tcPr")
    said = child(own, "tcW")
    return is_on(own, "noWrap") and (said is None or said.get(w("type"), "dxa") != "dxa" or _is_share(said))


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter(w("t"), w("tab"), w("br"), w("cr")):
        yield (element.text or "") if element.tag == w("t") else " " if element.tag == w("tab") else "\n"
