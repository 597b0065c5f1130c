"""A copy of a .docx for LibreOffice to lay out, where it would lose text of the file as it is, or set it elsewhere than
Word does: without comments, without the frames of content controls, without the characters of fields that never end,
with all pages that breaks ask for, tables as wide as their cells say, the endnotes behind the text, and settings where
there are none.  Nobody is sent it.  Of an .odt one for its conversion, see `spelledout`.

What LibreOffice does otherwise stands in `misdrawn`, `breaks`, `grids` and `endnotes`; nothing behind a field that
never ends is drawn.  Where there is no part of settings (ECMA-376 part 1, 11.3.3) it adds the space below a paragraph
to that above the next one.  With one it takes the larger of the two, as Word does, unless it is told not to
(`w:doNotUseHTMLParagraphAutoSpacing`).
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree  # type: ignore[import-untyped]

from daemon.documents import endnotes
from daemon.documents.breaks import keep_breaks
from daemon.documents.correct import spelled
from daemon.documents.fields import remove_unclosed
from daemon.documents.grids import mend_grids
from daemon.documents.misdrawn import without_misdrawn
from daemon.documents.problems import Unreadable
from daemon.documents.repack import Unchangeable, Workpiece
from daemon.documents.spelledout import spelled_out
from daemon.documents.xml import WORD, w
from daemon.kinds import sniff
from daemon.model import FileKind, LayoutCopy

_SETTINGS = "word/settings.xml"
_SETTINGS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
#: Parts beside the main one whose text stands on pages.
_PARTS = ("header", "footer", "footnotes", "endnotes")
#: What these begin with (ECMA-376 part 1, 11.3); whatever else does is no such part to Word, and left as it is.
_ROOTS = frozenset(map(w, ("document", "hdr", "ftr", "footnotes", "endnotes")))


def layout_copy(data: bytes, font: str = "") -> LayoutCopy | None:
    """The document as it is to be laid out, every other name for `font` that one, or an .odt as it is to be converted;
    None where LibreOffice takes it as it is, or it is of unusual build.
    """
    if sniff(data, "") is FileKind.ODT:
        out = spelled_out(data)
        return LayoutCopy(out) if out else None
    respelled = spelled(data, font) if font else None
    made = _laid_out(respelled or data)
    if respelled is None:
        return made
    return replace(made, spelled=True) if made else LayoutCopy(respelled, spelled=True)


def _laid_out(data: bytes) -> LayoutCopy | None:
    try:
        work = Workpiece(data)
        trees = {name: work.tree(name) for name in (work.main, *work.related(*_PARTS))}
        trees = {name: root for name, root in trees.items() if root.tag in _ROOTS}
        if work.main not in trees:
            return None
        changed = [name for name, root in trees.items() if remove_unclosed(root) | without_misdrawn(root)]
        if keep_breaks(trees[work.main]):
            changed.append(work.main)
        if mend_grids(trees[work.main]):
            changed.append(work.main)
        notes = trees.get(next(iter(work.related("endnotes")), ""))
        moved = endnotes.put_in_text(work, trees[work.main], notes)
        bare = not (work.related("settings") or work.has(_SETTINGS))
        if bare:
            work.add("settings", "settings", _SETTINGS_TYPE, etree.Element(w("settings"), nsmap={"w": WORD}))
        if not (changed or moved or bare):
            return None
        for name in {*changed, work.main} if moved else set(changed):
            work.put(name, trees[name])
        return LayoutCopy(work.bytes(), endnotes_in_text=moved)
    except (Unreadable, Unchangeable):
        return None
