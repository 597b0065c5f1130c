"""Markup compatibility (ECMA-376 part 3): which of several alternatives Word takes, and what it passes over.

What is text is chosen while a story is walked; here are the rules of it, and what must be settled before: alternatives
in the properties of something, among styles and among lists, and elements of a namespace that may be ignored.
"""

from __future__ import annotations

import re

from daemon.documents.xml import COMPATIBILITY, WORD, Element

ALTERNATIVES = f"{{{COMPATIBILITY}}}AlternateContent"
IGNORED = f"{{{COMPATIBILITY}}}Ignored"  #: what an element is called that Word passes over; no file has this name

_CHOICE, _FALLBACK = f"{{{COMPATIBILITY}}}Choice", f"{{{COMPATIBILITY}}}Fallback"
_IGNORABLE, _PROCESS_CONTENT = f"{{{COMPATIBILITY}}}Ignorable", f"{{{COMPATIBILITY}}}ProcessContent"
_UNDERSTOOD = re.compile(
    r"http://schemas\.(?:microsoft\.com/office|openxmlformats\.org)/|urn:schemas-microsoft-com:(?:vml$|office:)"
)
#: Where alternatives are no text: properties, and what holds or defines styles, lists and settings.
_DEFINES = re.compile(
    rf"\{{{re.escape(WORD)}\}}"
    r"(?:\w+Pr|[pr]PrDefault|docDefaults|styles?|numbering|num|abstractNum|lvl|lvlOverride|settings|fonts?)$"
)


def branch(alternatives: Element) -> Element | None:
    """The first choice whose namespaces Word understands, else the fallback (7.6)."""
    fallback = None
    for one in alternatives:
        if one.tag == _CHOICE:
            needed = (one.nsmap.get(prefix, "") for prefix in one.get("Requires", "").split())
            if all(_UNDERSTOOD.match(uri) for uri in needed):
                return one
        elif one.tag == _FALLBACK:
            fallback = one
    return fallback


def settle(root: Element, data: bytes = b"") -> None:
    """Leaves of alternatives outside of text the one that Word takes, and marks what it passes over as `IGNORED`.

    `data`: what it was parsed from; by it other elements than the root that say what is to be ignored are looked for.
    """
    # Those inside others come after them, so whatever a branch brings along is settled in its turn.
    for alternatives in list(root.iter(ALTERNATIVES)):
        holder = alternatives.getparent()
        if holder is not None and _DEFINES.match(holder.tag):
            taken = branch(alternatives)
            for one in list(taken) if taken is not None else ():
                alternatives.addprevious(one)
            holder.remove(alternatives)
    elsewhere = data.count(b":Ignorable") > (_IGNORABLE in root.attrib)
    for declaring in [it for it in root.iter("*") if _IGNORABLE in it.attrib] if elsewhere else [root]:
        for prefix in declaring.get(_IGNORABLE, "").split():
            uri = declaring.nsmap.get(prefix, "")
            if uri and not _UNDERSTOOD.match(uri):
                _pass_over(declaring, uri)


def _pass_over(root: Element, uri: str) -> None:
    """Elements of a namespace that may be ignored, but for those whose content is read all the same (7.3, 7.4)."""
    names = (name.partition(":") for name in root.get(_PROCESS_CONTENT, "").split())
    kept = {f"{{{uri}}}{local}" for prefix, _, local in names if root.nsmap.get(prefix) == uri}
    if f"{{{uri}}}*" in kept:
        return
    for element in list(root.iter(f"{{{uri}}}*")):
        if element.tag not in kept:
            element.tag = IGNORED
