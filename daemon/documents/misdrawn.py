"""What LibreOffice makes of comments, content controls and deleted rows, and a part of a document without them.

Measured, 7.4: of notes with a comment between them each gets the text of the next one and the last is empty; a comment
in a note keeps the file from being read.  In the first paragraph of a content control text in front of a note is lost,
and in front of a text box it goes into the box; instructions of fields are drawn there, and what is deleted or hidden.
A row of a table that is deleted loses its text and keeps its height.
"""

from __future__ import annotations

from collections.abc import Iterator

from daemon.documents.tables import within
from daemon.documents.xml import Element, child, w

_CONTROL = w("sdt")
_ROW, _TABLE, _ROW_PROPERTIES = w("tr"), w("tbl"), w("trPr")
_COMMENT = w("commentReference")
#: What ties a comment to the text (ECMA-376 part 1, 17.13.4).
_COMMENTED = (w("commentRangeStart"), w("commentRangeEnd"), _COMMENT)
_RUN, _PROPERTIES = w("r"), w("rPr")


def misdrawn(root: Element) -> bool:
    """Whether a part of a document has something beside fields over which LibreOffice loses text, or draws what is not
    shown.
    """
    return next(root.iter(_COMMENT, _CONTROL), None) is not None or next(_deleted_rows(root), None) is not None


def without_misdrawn(root: Element) -> bool:
    """Takes them out of a part; whether there were any.  What a control holds stays."""
    if not misdrawn(root):
        return False
    for mark in list(root.iter(*_COMMENTED)):
        _remove_mark(mark)
    for control in list(root.iter(_CONTROL)):
        _dissolve(control)
    for row in list(_deleted_rows(root)):
        _remove_row(row)
    return True


def _deleted_rows(root: Element) -> Iterator[Element]:
    """Rows that are deleted with tracked changes (17.13.5.12)."""
    for properties in root.iter(_ROW_PROPERTIES):
        if properties.getparent().tag == _ROW and child(properties, "del") is not None:
            yield properties.getparent()


def _remove_row(row: Element) -> None:
    """With the table that has no other."""
    table = next(row.iterancestors(_TABLE), None)
    row.getparent().remove(row)
    if table is not None and table.getparent() is not None and next(within(table, "tr"), None) is None:
        table.getparent().remove(table)


def _remove_mark(mark: Element) -> None:
    """With the run that holds nothing else."""
    holder = mark.getparent()
    holder.remove(mark)
    if holder.tag == _RUN and all(it.tag == _PROPERTIES for it in holder):
        holder.getparent().remove(holder)


def _dissolve(control: Element) -> None:
    """Puts in the place of a content control what is in it (17.5.2)."""
    content = child(control, "sdtContent")
    for element in list(content) if content is not None else ():
        control.addprevious(element)
    control.getparent().remove(control)
