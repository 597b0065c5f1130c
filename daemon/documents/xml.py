"""XML of untrusted files: a parser that fetches nothing and expands nothing, and the names we look for.

OPC forbids document type declarations (ECMA-376 part 2, 8.1.4); a part that brings one is refused before the parser
sees it, so entity bombs and external entities never start.  Strict documents (ISO/IEC 29500 strict) differ from
transitional ones in their namespaces alone, as far as text and fonts go; the namespaces are replaced before parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from daemon.documents.problems import Unreadable
from daemon.model import FileProblem

#: An lxml element; the library has no types.
Element = Any

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

_PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=True,  # limits of our own stand before it (package.py)
    collect_ids=False,
    remove_comments=True,
    remove_pis=True,
)
#: Bytes that libxml2 takes for a tag (a node for the element and one for its text, half of them for each of the opening
#: and the closing tag) and for an attribute (its node, the node of its value, the value): measured on papers and bombs.
_TAG_BYTES, _ATTRIBUTE_BYTES = 75, 240

_STRICT = b"http://purl.oclc.org/ooxml/"
#: Strict namespace → transitional (ISO/IEC 29500-4 annex A); the rest of each address is the same.
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONSHIPS.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
        b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    ),
)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ROOT_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>?]*\?>)?\s*<[A-Za-z_]")
_ENCODING = re.compile(rb"^[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
#: Beyond what OPC allows the sets of one byte a letter.  Python has codecs beside that are no such thing: some raise
#: errors of their own, and the time of "punycode" grows with the square of the text.
_WRITTEN_IN = re.compile(
    rb"(?:utf-?(?:8|16|16[bl]e)|iso[-_]?8859-\d{1,2}|latin-?1|(?:windows-|cp)\d{3,4})", re.IGNORECASE
)
_DECLARED = re.compile(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_OUT_OF_MEMORY = 2  # XML_ERR_NO_MEMORY
_TOO_DEEP = re.compile(r"excessive depth|maximum depth|too deep", re.IGNORECASE)


@cache
def w(name: str) -> str:
    """A WordprocessingML name as lxml spells it."""
    return f"{{{WORD}}}{name}"


def parse(data: bytes, part: str) -> Element:
    """Root element of a part.

    Unreadable: `bomb` for declarations and for nesting beyond what the parser bears, `corrupt` for anything that is
    not XML.  MemoryError when it does not fit.
    """
    try:
        root = etree.fromstring(clean(data, part), _PARSER)
    except etree.XMLSyntaxError as error:
        if error.code == _OUT_OF_MEMORY:
            raise MemoryError from error
        if _TOO_DEEP.search(str(error)):
            raise Unreadable(FileProblem.BOMB, f"{part} is nested too deeply: {error}") from error
        raise Unreadable(FileProblem.CORRUPT, f"{part} is not well-formed XML: {error}") from error
    except ValueError as error:
        raise Unreadable(FileProblem.CORRUPT, f"{part} is not XML: {error}") from error
    return root


def clean(data: bytes, part: str) -> bytes:
    """The same XML as it is parsed: UTF-8, without declarations (Unreadable when it has any), transitional."""
    data = as_utf8(data, part)
    if b"!" in data and _DECLARATION.search(data):
        raise Unreadable(FileProblem.BOMB, f"{part} declares a document type or entities")
    if is_strict(data):
        for strict, transitional in _TRANSITIONAL:
            data = data.replace(strict, transitional)
    return data


def is_strict(data: bytes) -> bool:
    """Whether XML in UTF-8 names a namespace of strict documents."""
    return _STRICT in data


def as_strict(data: bytes) -> bytes:
    """What `clean` made transitional, in the namespaces of strict documents again; of a part in which nothing was
    transitional before (`is_mixed`).
    """
    for strict, transitional in _TRANSITIONAL:
        data = data.replace(transitional, strict)
    return data


def is_mixed(data: bytes) -> bool:
    """Whether XML in UTF-8 names a namespace of transitional documents that strict ones have another for."""
    return any(transitional in data for _, transitional in _TRANSITIONAL)


def weight(data: bytes) -> int:
    """About the bytes that the tree of a part in UTF-8 would take, without building it."""
    return data.count(b"<") * _TAG_BYTES + data.count(b"=") * _ATTRIBUTE_BYTES + len(data)


def declares(head: bytes) -> bool:
    """Whether the beginning of a part, in UTF-8 or UTF-16, brings a declaration of types or entities."""
    bare = head.replace(b"\0", b"")
    return b"<!" in bare and bool(_DECLARATION.search(bare))  # the first is looked for many times as fast


def is_past_prologue(head: bytes) -> bool:
    """Whether the root element begins here, with nothing before it that could hold a declaration (XML 1.0, 2.8)."""
    return _ROOT_BEGINS.match(head) is not None


def as_utf8(data: bytes, part: str) -> bytes:
    """The same XML in UTF-8.  OPC knows UTF-8 and UTF-16 only (ECMA-376 part 2, 8.1.4); others could hide a
    declaration from the search above.  Unreadable where it is none that documents are written in.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16" if data[:1] in (b"\xff", b"\xfe") else "utf-16-le" if data[:1] == b"<" else "utf-16-be"
        try:
            text = data.decode(encoding)
        except UnicodeError as error:
            raise Unreadable(FileProblem.CORRUPT, f"{part} is not UTF-16 as it claims") from error
        return _undeclared(text)
    declared = _ENCODING.match(data[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        if not _WRITTEN_IN.fullmatch(declared[1]):
            raise Unreadable(FileProblem.CORRUPT, f"{part} claims an encoding that no document is written in")
        try:
            text = data.decode(declared[1].decode("ascii"))
        except (UnicodeError, LookupError) as error:
            raise Unreadable(FileProblem.CORRUPT, f"{part} is not in the encoding it claims") from error
        return _undeclared(text)
    return data


def _undeclared(text: str) -> bytes:
    """UTF-8 without the declaration of another encoding."""
    return (_DECLARED.sub(r"\1", text[:200].removeprefix("\ufeff")) + text[200:]).encode("utf-8", "surrogatepass")


def flag(element: Element) -> bool:
    """Value of an on/off element (ECMA-376 part 1, 17.17.4 and 22.9.2.7): present without `w:val` means on."""
    said = element.get(_VAL)
    return said is None or said.lower() not in _OFF


def says_on(said: str | None) -> bool:
    """Value of an on/off attribute (22.9.2.7) that means off where it is missing."""
    return said is not None and said.lower() in _ON


def child(parent: Element | None, name: str) -> Element | None:
    """The first child of a name; None without one, and without a parent.

    `find` would make a path of the name at every call, which takes longer than looking at the few children that
    properties have.
    """
    wanted = w(name)
    for element in parent if parent is not None else ():
        if element.tag == wanted:
            return element
    return None


def value(parent: Element | None, name: str) -> str | None:
    """`w:val` of a child, None when there is no such child or no such attribute."""
    found = child(parent, name)
    return None if found is None else found.get(_VAL)


def is_on(parent: Element | None, name: str) -> bool:
    """Whether there is an on/off child of this name that says on."""
    found = child(parent, name)
    return found is not None and flag(found)


def integer(text: str | None, digits: int) -> int | None:
    """The whole number that an attribute or a text says in at most so many digits; None where it says none.

    Digits of other scripts and raised ones ("²") are none: XML Schema has 0 to 9 alone, and `int` takes but some.
    """
    return int(text) if text is not None and len(text) <= digits and text.isascii() and text.isdecimal() else None


def children(parent: Element | None, *names: str) -> Iterator[Element]:
    """Child elements of these names, in order; none without a parent."""
    return iter(()) if parent is None else parent.iterchildren(*(w(name) for name in names))


_VAL = w("val")
_ON = frozenset({"1", "true", "on"})
_OFF = frozenset({"0", "false", "off"})
