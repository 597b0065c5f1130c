"""Which conditional parts of a table style apply to a cell (ECMA-376 part 1, 17.7.6, 17.4.55 `tblLook`).

Position and `w:tblLook` decide, the row's own (17.4.54) before the table's; the cached `w:cnfStyle` is not asked, as
Word computes it anew.  Where the parts overlap Word departs from 17.7.6.6: rows of bands, columns of bands, last
column, first column, last row and its corners, first row and its corners, each over those before it ([MS-OI29500] on
`tblStylePr` and `tblStyle`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from daemon.documents.styles import TableStyle
from daemon.documents.xml import Element, child, integer, is_on, says_on, value, w

_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))

#: Attribute of w:tblLook → its bit in the older w:val (17.4.56).
_BITS = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}
_NEW_TABLE = 0x04A0


@dataclass(slots=True)
class Table:
    """An open table, while its cells are walked."""

    style: TableStyle
    look: dict[str, bool]
    rows: int  #: 0 when nobody needs it
    number: int  #: of the outermost table
    heads: int = 1  #: rows that count as the first one: those marked to repeat on every page (17.18.89)
    row: int = 0
    column: int = 0
    columns: int = 0
    across: bool = False  #: the next cell may be a part of the current one
    at: int = 0  #: column of the grid behind the current cell
    merging: set[int] = field(default_factory=set)  #: columns of the grid in which a cell may go on below
    row_look: dict[str, bool] | None = None  #: of the current row, where it has its own

    def turn(self, properties: Element | None) -> None:
        """Goes to the next row, which has these `w:trPr`."""
        self.row += 1
        self.column = 0
        self.across = False
        self.at = grid_columns(properties, "gridBefore", 0)

    def except_row(self, exceptions: Element | None) -> None:
        """Takes the `w:tblPrEx` of the current row: its `w:tblLook` counts for this row alone (17.4.54)."""
        self.row_look = None if child(exceptions, "tblLook") is None else read_look(exceptions)

    def covers(self, properties: Element | None) -> bool:
        """Goes on by a cell with these `w:tcPr`; whether it is a part of the one above it (17.4.84 `vMerge`) or left of
        it (17.4.22 `hMerge`; then it is no column of its own): what it holds itself is not shown.
        """
        joined, self.across = _joins(properties, self.across)
        self.column += not joined
        column, self.at = self.at, self.at + grid_columns(properties, "gridSpan", 1)
        merge = child(properties, "vMerge")
        covered = merge is not None and merge.get(w("val"), "continue") != "restart" and column in self.merging
        self.merging.difference_update(range(column, self.at))
        if merge is not None:
            self.merging.add(column)
        return covered or joined

    def conditions(self) -> tuple[str, ...]:
        """Names of the conditional parts for the current cell, weakest first, only those the style has."""
        parts = self.style.parts
        look, row, column = self.row_look or self.look, self.row - 1, self.column - 1
        first_row, last_row = look["firstRow"] and row < self.heads, look["lastRow"] and row == self.rows - 1
        first_column = look["firstColumn"] and column == 0
        last_column = look["lastColumn"] and column == self.columns - 1
        found = ["wholeTable"]
        if (size := self.style.row_band) and not look["noHBand"] and not first_row and not last_row:
            odd = (row - look["firstRow"] * self.heads) // size % 2
            found.append("band2Horz" if odd else "band1Horz")
        if (size := self.style.column_band) and not look["noVBand"] and not first_column and not last_column:
            odd = (column - look["firstColumn"]) // size % 2
            found.append("band2Vert" if odd else "band1Vert")
        found += [
            name
            for name, applies in (
                ("lastCol", last_column),
                ("firstCol", first_column),
                ("lastRow", last_row),
                ("seCell", last_row and last_column),
                ("swCell", last_row and first_column),
                ("firstRow", first_row),
                ("neCell", first_row and last_column),
                ("nwCell", first_row and first_column),
            )
            if applies
        ]
        return tuple(name for name in found if name in parts)


def _joins(properties: Element | None, across: bool) -> tuple[bool, bool]:  # noqa: FBT001 - see `Table.across`
    """Whether a cell with these `w:tcPr` is a part of the one left of it, and whether the next may be one of it.
    Without a beginning there is nothing to go on with (17.18.57).
    """
    merge = child(properties, "hMerge")
    if merge is None:
        return False, False
    return across and merge.get(w("val"), "continue") != "restart", across or merge.get(w("val")) == "restart"


def grid_columns(properties: Element | None, name: str, otherwise: int) -> int:
    """Columns of the grid that an element of `w:trPr` or `w:tcPr` counts; Word has at most 63."""
    said = integer(value(properties, name), 3)
    return otherwise if said is None else said


def read_look(properties: Element | None) -> dict[str, bool]:
    """`w:tblLook`: the bits count only where none of the single attributes stands ([MS-OI29500] on 17.4.55).

    Without the element Word takes 04A0, as for a new table (header row, first column, bands of rows), where 17.4.55
    says 0000 ([MS-OI29500] on 17.4.55, a).
    """
    element = child(properties, "tblLook")
    if element is None:
        return {name: bool(_NEW_TABLE & bit) for name, bit in _BITS.items()}
    if any(element.get(w(name)) is not None for name in _BITS):
        return {name: says_on(element.get(w(name))) for name in _BITS}
    try:
        bits = int(element.get(w("val"), "0"), 16)
    except ValueError:
        bits = 0
    return {name: bool(bits & bit) for name, bit in _BITS.items()}


def heads(table: Element) -> int:
    """How many rows at the top repeat on every page, at least one."""
    found = 0
    for row in within(table, "tr"):
        if not is_on(child(row, "trPr"), "tblHeader"):
            break
        found += 1
    return max(found, 1)


def count(parent: Element, name: str) -> int:
    """Rows of a table ("tr") or cells of a row ("tc"), those in content controls included."""
    return sum(1 for _ in within(parent, name))


def columns(row: Element) -> int:
    """Cells of a row as they are shown: those that are a part of their neighbour are none of their own."""
    found, across = 0, False
    for cell in within(row, "tc"):
        joined, across = _joins(child(cell, "tcPr"), across)
        found += not joined
    return found


def within(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row in their order, those in content controls included."""
    wanted = w(name)
    pending = [iter(parent)]
    while pending:
        for inner in pending[-1]:
            if inner.tag == wanted:
                yield inner
            elif inner.tag in _WRAPPERS:
                pending.append(iter(inner))
                break
        else:
            pending.pop()
