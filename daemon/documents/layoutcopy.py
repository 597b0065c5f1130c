"""A copy of a .docx for LibreOffice to lay out, where it would lose text of the file as it is, or set it elsewhere than
Word does: without comments, without the frames of content controls, without the characters of fields that never end,
with tables as wide as their cells say, and with the endnotes behind the text.  Nobody is sent it.

What LibreOffice does otherwise (measured: 7.4): of notes with a comment between them each gets the text of the next one
and the last is empty; a comment in a note keeps the file from being read.  In the first paragraph of a content control
text in front of a note is lost, and in front of a text box it goes into the box; instructions of fields are drawn
there, and what is deleted or hidden.  Nothing behind a field that never ends is drawn.
"""

from __future__ import annotations

from daemon.documents import endnotes
from daemon.documents.fields import remove_unclosed
from daemon.documents.grids import mend_grids
from daemon.documents.problems import Unreadable
from daemon.documents.repack import Unchangeable, Workpiece
from daemon.documents.xml import Element, child, w
from daemon.model import LayoutCopy

_CONTROL = w("sdt")
_COMMENT = w("commentReference")
#: What ties a comment to the text (ECMA-376 part 1, 17.13.4).
_COMMENTED = (w("commentRangeStart"), w("commentRangeEnd"), _COMMENT)
_RUN, _PROPERTIES = w("r"), w("rPr")
#: Parts beside the main one whose text stands on pages.
_PARTS = ("header", "footer", "footnotes", "endnotes")


def misdrawn(root: Element) -> bool:
    """Whether a part of a document has something beside fields over which LibreOffice loses text, or draws what is not
    shown.
    """
    return next(root.iter(_COMMENT, _CONTROL), None) is not None


def layout_copy(data: bytes) -> LayoutCopy | None:
    """The document as it is to be laid out; None where LibreOffice lays it out as it is, or it is of unusual build."""
    try:
        work = Workpiece(data)
        trees = {name: work.tree(name) for name in (work.main, *work.related(*_PARTS))}
        changed = [name for name, root in trees.items() if _mended(root)]
        if mend_grids(trees[work.main]):
            changed.append(work.main)
        notes = trees.get(next(iter(work.related("endnotes")), ""))
        moved = endnotes.put_in_text(work, trees[work.main], notes)
        if not (changed or moved):
            return None
        for name in {*changed, work.main} if moved else set(changed):
            work.put(name, trees[name])
        return LayoutCopy(work.bytes(), endnotes_in_text=moved)
    except (Unreadable, Unchangeable):
        return None


def _mended(root: Element) -> bool:
    """Takes out of a part what LibreOffice stumbles over; whether there was any."""
    changed = remove_unclosed(root)
    if not misdrawn(root):
        return changed
    for mark in list(root.iter(*_COMMENTED)):
        _remove_mark(mark)
    for control in list(root.iter(_CONTROL)):
        _dissolve(control)
    return True


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
