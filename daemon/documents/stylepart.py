"""The elements of a styles part, each parsed when it is asked for.

Programs write hundreds of styles into a paper that uses ten, and parsing them all would be most of what reading costs.
A part that looks as programs write it is cut at its `w:style` elements (ECMA-376 part 1, 17.7.4.17) without being
parsed; any other one, with comments, with alternatives, without a prefix, is parsed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from daemon.documents import compatibility
from daemon.documents.xml import WORD, Element, child, children, clean, parse, says_on, value, w, weight

#: Type and id of a style.
Key = tuple[str, str]
#: Counts the bytes of a part that is about to be parsed.
Weigh = Callable[[bytes, str], None]

_ATTRIBUTES = rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*"
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>\s*)?<(([\w.-]+):styles" + _ATTRIBUTES + rb")\s*>")
#: Styles that are cut one by one; Word has some hundred, and of more than these the parser is the faster one.
_MOST_CUT = 20_000
_LONGEST_ROOT = 8_000  #: bytes: it is parsed again with every style; Word's has some 3,000
_MOST_SINGLE = 300  #: styles parsed one by one; whoever needs more gets them all at once
#: Bytes of a part that is not counted through, which takes as long as a tenth of reading a paper; and what those of
#: programs weigh a byte (measured: 10 to 14).
_ORDINARY, _USUAL_WEIGHT = 400_000, 12
_ALTERNATIVE = b"AlternateContent"


@dataclass(slots=True)
class StylePart:
    """Styles by type and id: of several with one id the first (17.7.4.17, `w:styleId`)."""

    part: str = ""
    entries: dict[Key, Element | bytes] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    """Type → id of the style marked as default; of several the last one (17.7.4.17, `w:default`)."""
    defaults: Element | None = None  #: w:docDefaults
    opening: bytes = b""  #: what stands around a style while it is parsed alone
    closing: bytes = b""
    data: bytes = b""
    singles: int = 0
    weigh: Weigh | None = None  #: is told before all of it is parsed
    unbuilt: int = 0  #: what it would take as a tree, until it is one; others who open the file build it

    def __contains__(self, key: Key) -> bool:
        return key in self.entries

    def get(self, key: Key) -> Element | None:
        """The style, parsed.  Unreadable when it is damaged."""
        found = self.entries.get(key)
        if not isinstance(found, bytes):
            return found
        self.singles += 1
        if self.singles > _MOST_SINGLE:
            if self.weigh is not None:
                self.weigh(self.data, self.part)
            self.unbuilt = 0
            self.entries = whole(parse(self.data, self.part)).entries
            return self.entries.get(key)
        element = self.entries[key] = parse(self.opening + found + self.closing, self.part)[0]
        return element

    def default_paragraph(self) -> str:
        """Id of the style of paragraphs that name none, "" without one.

        Producers that mark no default mean the built-in one, whose name never changes (17.7.4.9).
        """
        if (marked := self.marked.get("paragraph")) is not None:
            return marked
        paragraphs = ((key, self.get(key)) for key in list(self.entries) if key[0] == "paragraph")
        named = (key[1] for key, style in paragraphs if (value(style, "name") or "").lower() == "normal")
        return next(named, "")

    def add(self, style_type: str | None, style_id: str | None, default: str | None, style: Element | bytes) -> None:
        key = (style_type or "paragraph", style_id or "")
        self.entries.setdefault(key, style)
        if says_on(default):
            self.marked[key[0]] = key[1]


def read(data: bytes, part: str, weigh: Weigh | None = None) -> StylePart:
    """The styles part from its bytes; `weigh` is told what of it is parsed as a whole, before it is.

    Unreadable when it is no XML, and for what `weigh` does not bear.
    """
    data = clean(data, part)
    if (cut := _cut(data, part)) is not None:
        cut.weigh, cut.unbuilt = weigh, weight(data) if len(data) > _ORDINARY else len(data) * _USUAL_WEIGHT
        return cut
    if weigh is not None:
        weigh(data, part)
    root = parse(data, part)
    compatibility.settle(root)
    return whole(root)


def whole(root: Element | None) -> StylePart:
    """The styles part from its root element; one without styles for None."""
    found = StylePart()
    if root is None:
        return found
    found.defaults = child(root, "docDefaults")
    for style in children(root, "style"):
        found.add(style.get(w("type")), style.get(w("styleId")), style.get(w("default")), style)
    return found


def _cut(data: bytes, part: str) -> StylePart | None:
    """The styles part, cut; None when it is not certain where its styles begin and end."""
    root = _ROOT.match(data)
    # Comments, CDATA and instructions could hold what looks like markup; alternatives hold styles that are not the
    # root's.  Signs are looked for alone first, which is many times as fast.
    doubtful = b"!" in data and b"<!" in data
    doubtful |= root is not None and data.find(b"?", root.end()) >= 0 and data.find(b"<?", root.end()) >= 0
    if root is None or len(root[1]) > _LONGEST_ROOT or doubtful or _ALTERNATIVE in data:
        return None
    prefix = root[2]
    if data.count(b"<" + prefix + b":style") > _MOST_CUT:
        return None
    closing = b"</" + prefix + b":styles>"
    namespace = WORD.encode()
    bound = b"xmlns:" + prefix + b'="' + namespace + b'"' in root[1]
    if not bound or data.count(namespace) != 1 or not data.rstrip().endswith(closing):
        return None  # the prefix is another one, or not the only one
    found = StylePart(part, opening=b"<" + root[1] + b">", closing=closing, data=data)
    closed = 0
    try:
        for attributes, piece in _pieces(data, prefix + b":style", root.end()):
            closed += not piece.endswith(b"/>")
            style_type, style_id, default = _said(attributes, prefix)
            found.add(style_type, style_id, default, piece)
    except ValueError:
        return None
    # The root ends once; white space before the bracket was not looked for.
    if closed + 1 != data.count(b"</" + prefix + b":style"):
        return None
    _, defaults = next(_pieces(data, prefix + b":docDefaults", root.end()), (b"", b""))
    if defaults:
        found.defaults = parse(found.opening + defaults + closing, part)[0]
    return found


def _pieces(data: bytes, name: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    """Elements of a name that do not hold each other: their attributes, and all of them."""
    opening, closing = re.compile(b"<" + name + b"(" + _ATTRIBUTES + rb")\s*(/?)>"), b"</" + name + b">"
    while (head := opening.search(data, start)) is not None:
        if head[2]:
            start = head.end()
        else:
            start = data.find(closing, head.end())
            if start < 0:
                return
            start += len(closing)
        yield head[1], data[head.start() : start]


def _said(attributes: bytes, prefix: bytes) -> list[str | None]:
    """Type, id and mark of a style.  ValueError where only a parser knows what they say."""
    if b"&" in attributes:
        raise ValueError("entities")
    said = {name: double or single for name, double, single in _ATTRIBUTE.findall(attributes)}
    values = (said.get(prefix + name) for name in (b":type", b":styleId", b":default"))
    return [None if found is None else found.decode() for found in values]
