"""Endnotes as paragraphs behind the text, for a program that sets them elsewhere to count the pages.

Word sets them there, below a line of its own (ECMA-376 part 1, 17.11.22 `pos`, 17.11.23 `separator`); LibreOffice gives
them a page.  Paragraphs and runs keep all they say, so that they take the room that Word gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree  # type: ignore[import-untyped]

from daemon.documents.repack import Workpiece
from daemon.documents.xml import COMPATIBILITY, RELATIONSHIPS, Element, child, children, says_on, value, w

_REFERENCE, _ID, _TYPE = w("endnoteReference"), w("id"), w("type")
#: Nothing inside these is shown, or shows a note.
_ASIDE = frozenset({w("del"), w("moveFrom"), f"{{{COMPATIBILITY}}}Fallback"})
#: What a note may hold that can stand in the body.
_BLOCKS = frozenset({w("p"), w("tbl"), w("sdt")})
#: What stands for something else and would be drawn, or looked for, in vain.
_MARKS = frozenset({w("separator"), w("continuationSeparator"), w("bookmarkStart"), w("bookmarkEnd")})


def put_in_text(work: Workpiece, root: Element, notes: Element | None) -> bool:
    """Moves what the part of endnotes holds behind the text of the main part; whether any is shown there.

    Unreadable.
    """
    return notes is not None and not _at_sections(work) and _moved(root, notes)


def _at_sections(work: Workpiece) -> bool:
    """Whether each section has its own."""
    settings = next(iter(work.related("settings")), None)
    properties = child(work.tree(settings), "endnotePr") if settings else None
    return value(properties, "pos") == "sectEnd"


def _moved(root: Element, notes: Element) -> bool:
    body = child(root, "body")
    references = [it for it in root.iter(_REFERENCE) if not any(up.tag in _ASIDE for up in it.iterancestors())]
    if body is None or not references:
        return False
    of_id = {note.get(_ID): note for note in children(notes, "endnote") if note.get(_TYPE, "normal") == "normal"}
    separators = (note for note in children(notes, "endnote") if note.get(_TYPE) == "separator")
    behind = list(_copied(next(separators, None), ""))
    for number, reference in enumerate(references, 1):
        # 17.11.13: with a mark of the author's, which is text beside the reference, there is no number.
        label = "" if _has_mark(reference) else str(number)
        behind += _copied(of_id.pop(reference.get(_ID), None), label)
        _label(reference, label)
    end = body[-1] if len(body) and body[-1].tag == w("sectPr") else None
    for block in behind:
        body.append(block) if end is None else end.addprevious(block)
    return True


def _has_mark(reference: Element) -> bool:
    """Whether the author gave the note a mark (`w:customMarkFollows`)."""
    return says_on(reference.get(w("customMarkFollows")))


def _copied(note: Element | None, label: str) -> Iterator[Element]:
    """The paragraphs and tables of a note as they can stand in the body."""
    for block in note if note is not None else ():
        if block.tag not in _BLOCKS:
            continue
        copy = deepcopy(block)
        for element in list(copy.iter()):
            if element.tag in _MARKS:
                element.getparent().remove(element)
            elif element.tag == w("endnoteRef"):
                _label(element, label)
            # Relationships are those of another part.
            for attribute in [it for it in element.attrib if it.startswith(f"{{{RELATIONSHIPS}}}")]:
                del element.attrib[attribute]
        yield copy


def _label(mark: Element, label: str) -> None:
    """A number as text in the place of what stands for it."""
    text = etree.Element(w("t"))
    text.text = label
    mark.getparent().replace(mark, text)
