"""An .odt whose fonts LibreOffice keeps when it makes a .docx of it.

The letters of a span are shown in the font of its style, of the styles that this one inherits from, and only then in
one that the paragraph says (OpenDocument 1.3 part 3, 6.1.7 `text:span`, 16.2 `style:style`); an automatic style of a
paragraph says it as its named one does.  LibreOffice shows that, but writes the font of the automatic style into the
.docx as one given to the letters themselves, which beats the style of their span there (measured: 7.4).  So the copy
says with each span what its named styles say.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree  # type: ignore[import-untyped]

from daemon.documents.package import Package
from daemon.documents.problems import Unreadable
from daemon.documents.repack import Unchangeable, repack
from daemon.documents.xml import Element

_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _STYLE, _TEXT, _FO, _DRAW = (
    f"{{{_OPEN_DOCUMENT.format(name)}}}" for name in ("office", "style", "text", "xsl-fo-compatible", "drawing")
)
_NAME, _FAMILY, _PARENT = f"{_STYLE}name", f"{_STYLE}family", f"{_STYLE}parent-style-name"
_PROPERTIES = f"{_STYLE}text-properties"
_SPAN, _LINK, _STYLED = f"{_TEXT}span", f"{_TEXT}a", f"{_TEXT}style-name"
#: A frame with text, and what LibreOffice draws itself: it has no named styles for the letters of that (measured: 7.4).
_TEXT_BOX = f"{_DRAW}text-box"
_SHAPES = tuple(f"{_DRAW}{shape}" for shape in ("custom-shape", "rect", "line", "path", "circle", "ellipse", "caption"))
#: What shows a link that names no style.
_LINK_STYLE = "Internet_20_link"
#: What says a font for Latin, East Asian and complex text: the first or the second alone, and what goes with them.
_SLOTS = tuple(
    (
        f"{_STYLE}font-name{slot}",
        f"{_STYLE if slot else _FO}font-family{slot}",
        *(f"{_STYLE}font-{detail}{slot}" for detail in ("style-name", "family-generic", "pitch", "charset")),
    )
    for slot in ("", "-asian", "-complex")
)
_SAYING = 2

_Fonts = Mapping[str, str]  #: attributes of `style:text-properties`
_Styles = Mapping[str, Element]  #: by name


def spelled_out(data: bytes) -> bytes | None:
    """The copy; None where it would be the same, or the package is damaged or of unusual build."""
    try:
        package = Package(data)
        roots = {name: root for name in ("content.xml", "styles.xml") if (root := package.xml(name)) is not None}
        fonts = _with_inherited(_styles(roots.get("styles.xml"), "styles", "text"))
        changed = [name for name, root in roots.items() if _spell_out(root, fonts)]
        if not changed:
            return None
        return repack(data, {it: etree.tostring(roots[it], xml_declaration=True, encoding="UTF-8") for it in changed})
    except (Unreadable, Unchangeable):
        return None


def _spell_out(root: Element, fonts: Mapping[str, _Fonts]) -> bool:
    """Whether anything in a part of the package had to be said; `fonts` are those of named styles."""
    if not any(_own_fonts(style) for style in _styles(root, "automatic-styles", "paragraph").values()):
        return False
    automatic = _styles(root, "automatic-styles", "text")
    before = len(automatic)
    said = False
    for style in automatic.values():
        said |= _say(style, fonts.get(style.get(_PARENT), {}))
    home = root.find(f"{_OFFICE}automatic-styles")
    made: dict[str, str | None] = {}
    for element in list(root.iter(_SPAN, _LINK)):
        name = element.get(_STYLED, _LINK_STYLE if element.tag == _LINK else "")
        if name in automatic or _is_in_shape(element):
            continue
        if name not in made:
            made[name] = _add(home, f"{name}~{before + len(made)}", name, fonts.get(name, {}))
        if (spelled := made[name]) is None:
            continue
        said = True
        # A link cannot have an automatic style: its letters get it.
        (_wrap(element) if element.tag == _LINK else element).set(_STYLED, spelled)
    return said


def _is_in_shape(element: Element) -> bool:
    within = next(element.iterancestors(_TEXT_BOX, *_SHAPES), None)
    return within is not None and within.tag != _TEXT_BOX


def _styles(root: Element | None, among: str, family: str) -> dict[str, Element]:
    home = root.find(_OFFICE + among) if root is not None else None
    found = home.iterchildren(f"{_STYLE}style") if home is not None else ()
    return {it.get(_NAME, ""): it for it in found if it.get(_FAMILY) == family}


def _own_fonts(style: Element) -> dict[str, str]:
    """What a style says of fonts itself."""
    properties = style.find(_PROPERTIES)
    if properties is None:
        return {}
    said = [slot for slot in _SLOTS if any(name in properties.attrib for name in slot[:_SAYING])]
    return {name: properties.get(name) for slot in said for name in slot if name in properties.attrib}


def _with_inherited(named: _Styles) -> dict[str, _Fonts]:
    """What each named style says of fonts with those it inherits from."""
    found: dict[str, _Fonts] = {}
    for name in named:
        chain: dict[str, str] = {}  #: style → its parent, up to one that is known
        style = name
        while style in named and style not in found and style not in chain:
            chain[style] = named[style].get(_PARENT, "")
            style = chain[style]
        for style, parent in reversed(chain.items()):
            own = _own_fonts(named[style])
            found[style] = {**own, **_missing(own, found.get(parent, {}))}
    return found


def _missing(known: _Fonts, others: _Fonts) -> _Fonts:
    """Of slots that nothing is known of."""
    slots = [slot for slot in _SLOTS if not any(name in known for name in slot[:_SAYING])]
    return {name: others[name] for slot in slots for name in slot if name in others}


def _say(style: Element, fonts: _Fonts) -> bool:
    """Whether a style had to be told what it inherits."""
    missing = _missing(_own_fonts(style), fonts)
    if missing:
        properties = style.find(_PROPERTIES)
        if properties is None:
            properties = etree.SubElement(style, _PROPERTIES)
        properties.attrib.update(missing)
    return bool(missing)


def _add(home: Element, name: str, parent: str, fonts: _Fonts) -> str | None:
    """The name of a new automatic style; None where there is nothing to say."""
    if not fonts:
        return None
    style = etree.SubElement(home, f"{_STYLE}style", {_NAME: name, _FAMILY: "text", _PARENT: parent})
    etree.SubElement(style, _PROPERTIES, dict(fonts))
    return name


def _wrap(link: Element) -> Element:
    """A span around all that a link holds."""
    span = etree.Element(_SPAN)
    span.text, link.text = link.text, None
    span.extend(list(link))
    link.append(span)
    return span
