"""Markup compatibility (ECMA-376 part 3): which of several alternatives Word takes, and what it passes over.

What is text is chosen while a story is walked; here are the rules of it, and what must be settled before: alternatives
in the properties of something, among styles and among lists, and elements of a namespace that may be ignored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from daemon.documents.xml import COMPATIBILITY, WORD, Element

ALTERNATIVES = f"{{{COMPATIBILITY}}}AlternateContent"
IGNORED = f"{{{COMPATIBILITY}}}Ignored"  #: what an element is called that Word passes over; no file has this name

_CHOICE, _FALLBACK = f"{{{COMPATIBILITY}}}Choice", f"{{{COMPATIBILITY}}}Fallback"
_IGNORABLE, _PROCESS_CONTENT = f"{{{COMPATIBILITY}}}Ignorable", f"{{{COMPATIBILITY}}}ProcessContent"
_FEW = 8  #: namespaces; the papers of other programs name one or two
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
            bound = one.nsmap  # built anew at each asking
            needed = (bound.get(prefix, "") for prefix in one.get("Requires", "").split())
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
        bound = declaring.nsmap  # built anew at each asking
        uris = {bound.get(prefix, "") for prefix in declaring.get(_IGNORABLE, "").split()}
        if passed_over := {uri for uri in uris if uri and not _UNDERSTOOD.match(uri)}:
            _pass_over(declaring, passed_over, bound)


def _pass_over(root: Element, uris: Collection[str], bound: Mapping[str | None, str]) -> None:
    """Elements of namespaces that may be ignored, but for those whose content is read all the same (7.3, 7.4)."""
    names = (name.partition(":") for name in root.get(_PROCESS_CONTENT, "").split())
    kept = {f"{{{bound.get(prefix)}}}{local}" for prefix, _, local in names}
    wanted = [f"{{{uri}}}*" for uri in uris if f"{{{uri}}}*" not in kept]
    # The parser looks for a few namespaces faster than we do, but for each of them at every element.
    found = root.iter(*wanted) if len(wanted) <= _FEW else root.iter("*")
    among = frozenset(wanted)
    for element in list(found) if wanted else ():
        tag = element.tag
        if f"{tag.partition('}')[0]}}}*" in among and tag not in kept:
            element.tag = IGNORED
