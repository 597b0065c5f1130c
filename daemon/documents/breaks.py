"""Breaks of pages and columns that LibreOffice passes over, and a body in which it does not.

Such a break stands on a line of its page (ECMA-376 part 1, 17.3.3.1), also where nothing else stands there: Word shows
an empty page.  LibreOffice (measured, 7.4) takes two breaks with nothing between them for one, so too one at the top of
a page that `w:pageBreakBefore` or a break at the end of the paragraph before began, and drops what breaks stand at the
end of the text.  With a blank beside it a break counts in both.  One that is deleted with tracked changes still opens a
page there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from daemon.documents.xml import COMPATIBILITY, Element, child, is_on, w

_PARAGRAPH, _RUN, _BREAK, _TEXT = w("p"), w("r"), w("br"), w("t")
_TYPE = w("type")
#: What a break may begin (17.18.3); a column where the page has one is the next page.
_OPENS = frozenset({"page", "column"})
#: What holds paragraphs of the running text beside the body (17.5).  Breaks in tables and frames are another matter.
_HOLDERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), w("smartTag"), w("ins"), w("moveTo")})
#: What is gone once changes are accepted.
_AWAY = (w("del"), w("moveFrom"))
#: What holds runs that are not shown, or properties.
_ASIDE = frozenset({*_AWAY, w("pPr"), w("rPr"), w("sdtPr"), f"{{{COMPATIBILITY}}}Fallback"})
#: What takes no place on a page.
_NOTHING = frozenset(
    map(w, ("rPr", "lastRenderedPageBreak", "instrText", "delText", "fldChar", "commentReference", "softHyphen"))
)


class _Lost(NamedTuple):
    """Where a blank keeps LibreOffice from passing over a break, and breaks that are none any more."""

    before: tuple[Element, ...] = ()
    behind: tuple[Element, ...] = ()
    gone: tuple[Element, ...] = ()  #: deleted or moved away with tracked changes; LibreOffice opens a page for them


_NONE = _Lost()


def loses_breaks(body: Element) -> bool:
    """Whether LibreOffice opens fewer pages than the breaks in the running text ask for, or more."""
    return _lost(body) != _NONE


def keep_breaks(document: Element) -> bool:
    """Puts a blank beside each that it passes over, and takes out those that are gone; whether there were any."""
    body = child(document, "body")
    lost = _lost(body) if body is not None else _NONE
    for mark in lost.before:
        mark.addprevious(_blank())
    for mark in lost.behind:
        mark.addnext(_blank())
    for mark in lost.gone:
        mark.getparent().remove(mark)
    return lost != _NONE


def _lost(body: Element) -> _Lost:
    breaks = [it for it in body.iter(_BREAK) if _is_break(it)]
    if not breaks:
        return _NONE
    gone = tuple(it for it in breaks if next(it.iterancestors(*_AWAY), None) is not None)
    before: list[Element] = []
    behind: list[Element] = []
    open_: Element | None = None  #: the break behind which nothing has come so far
    for block in _blocks(body):
        properties = child(block, "pPr")
        fresh, open_ = open_ is not None or is_on(properties, "pageBreakBefore"), None
        line: Element | None = None  #: the first break of a line on a page that is fresh
        for thing in _shown(block) if block.tag == _PARAGRAPH else ():
            if _is_break(thing):
                if open_ is not None:
                    behind.append(open_)
                elif fresh:
                    before.append(thing if line is None else line)
                fresh, open_ = False, thing
            elif _is_line_break(thing):
                line = thing if line is None else line
            else:
                fresh, open_ = False, None
        if child(properties, "sectPr") is not None:
            open_ = None  # the next section begins with a page of its own, or goes on where this one ended
    if open_ is not None:
        behind.append(open_)
    return _Lost(tuple(before), tuple(behind), gone)


def _blocks(holder: Element) -> Iterator[Element]:
    """Paragraphs and tables of the running text, in order."""
    waiting = [iter(holder)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif block.tag in _HOLDERS:
            waiting.append(iter(block))
        elif block.tag in (_PARAGRAPH, w("tbl")):
            yield block


def _shown(paragraph: Element) -> Iterator[Element]:
    """Breaks, and what takes a place on the page, in order."""
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in _ASIDE or (element.tag == _RUN and is_on(child(element, "rPr"), "vanish")):
            continue
        elif element.getparent().tag != _RUN:
            waiting.append(iter(element))
        elif element.tag not in _NOTHING and (element.tag != _TEXT or element.text):
            yield element


def _is_break(element: Element) -> bool:
    return bool(element.tag == _BREAK and element.get(_TYPE) in _OPENS)


def _is_line_break(element: Element) -> bool:
    return bool(element.tag == _BREAK and element.get(_TYPE, "textWrapping") == "textWrapping")


def _blank() -> Element:
    text = etree.Element(_TEXT)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = " "
    return text
