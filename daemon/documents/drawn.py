"""Text of charts, SmartArt diagrams and WordArt with its fonts.

Charts and diagrams are parts of their own, in DrawingML: what a run does not say is said by its paragraph, then by the
chart as a whole, then by the theme (ECMA-376 part 1, 21.1.2.3 run properties, 21.2 charts, 21.4 diagrams).  Of a chart
what a reader sees beside its titles comes from the data: names at the axes and in the legend, figures.  Which figures
Word writes at an axis stands in no file; those of the first series are taken for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from daemon.documents.problems import weigh
from daemon.documents.slots import APPLICATION_DEFAULT
from daemon.documents.theme import Theme
from daemon.documents.xml import DRAWING, Element, says_on

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_UPON_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"

VML = "urn:schemas-microsoft-com:vml"
TEXT_PATH = f"{{{VML}}}textpath"
#: Of VML's `style` attribute (ECMA-376 part 4, 19.1.2.19 and 19.1.2.23).
FONT_FAMILY = re.compile(r"(?:^|(?<=;))\s*font-family\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([^;]*))", re.IGNORECASE)

_BODY = "+mn-lt"
_THEMED = {_BODY: "minorHAnsi", "+mj-lt": "majorHAnsi"}
#: Points of a diagram that are lines between others, or how it is laid out; they bear no text.
_SILENT_POINTS = frozenset({"doc", "pres", "parTrans", "sibTrans"})


def a(name: str) -> str:
    """A name of DrawingML's own."""
    return f"{{{DRAWING}}}{name}"


def c(name: str) -> str:
    """A name of charts."""
    return f"{{{_CHART}}}{name}"


class Piece(NamedTuple):
    """Text in one font."""

    text: str
    font: str


def art_font(text_path: Element) -> str:
    """The font that WordArt of VML names, "" where it names none."""
    family = FONT_FAMILY.search(text_path.get("style", ""))
    return next((name.strip() for name in family.groups() if name), "") if family else ""


def font_named(typeface: str, theme: Theme) -> str:
    """The font that a `typeface` stands for."""
    reference = _THEMED.get(typeface)
    return typeface if reference is None else theme.font(reference) or APPLICATION_DEFAULT


def diagram(data: Element, theme: Theme) -> list[Piece] | None:
    """Text of a diagram's data part."""
    pieces: list[Piece] = []
    for point in data.iter(f"{{{_DIAGRAM}}}pt"):
        if point.get("type", "node") not in _SILENT_POINTS:
            for body in point.iterchildren(f"{{{_DIAGRAM}}}t"):
                pieces += _written(body, _BODY, theme)
    return pieces


def chart(space: Element, theme: Theme) -> list[Piece] | None:
    """Text of a chart part, without that of shapes drawn upon it, which is elsewhere.

    Unreadable when it is more than a paper.
    """
    if space.tag != c("chartSpace"):
        return None
    usual = _said(space, _BODY)
    pieces: list[Piece] = []
    for rich in space.iter(c("rich")):
        pieces += _written(rich, usual, theme)
    length = 0
    for holder, text in _from_data(space):
        if text:
            pieces.append(Piece(text, font_named(_said(holder, usual), theme)))
            length += len(text)
            weigh(length, len(pieces))  # each axis and label says the data again
    return pieces


def has_shapes(space: Element) -> bool:
    """Whether shapes are drawn upon a chart (21.2.2.222 `userShapes`)."""
    return space.find(c("userShapes")) is not None


def upon_chart(shapes: Element, theme: Theme) -> list[Piece]:
    """Text of the part with the shapes that are drawn upon a chart (21.3)."""
    bodies = shapes.iter(f"{{{_UPON_CHART}}}txBody")
    return [piece for body in bodies for piece in _written(body, _BODY, theme)]


def _from_data(space: Element) -> Iterator[tuple[Element, str]]:
    """What says the font, and text that the data gives."""
    first = next(space.iter(c("ser")), None)
    figures = _points(first, ("val", "yVal"))
    names = _points(first, ("cat", "xVal"))
    series = " ".join(_points(it, ("tx",)) for it in space.iter(c("ser")))
    for tag, text in (("catAx", names), ("dateAx", names), ("serAx", series), ("valAx", figures)):
        for axis in space.iter(c(tag)):
            if not _is_on(axis, "delete") and _value(axis, "tickLblPos") != "none":
                yield axis, text
    for said in space.iter(c("title"), c("dLbl"), c("dispUnitsLbl")):
        words = said.find(c("tx"))
        if words is None and said.tag == c("title"):
            yield said, series
        elif words is not None and words.find(c("rich")) is None:  # linked to a cell (21.2.2.201 `strRef`)
            yield said, _points(said, ("tx",))
    for legend in space.iter(c("legend")):
        yield legend, names if _is_round(space) else series
    for table in space.iter(c("dTable")):
        yield table, f"{names} {series} {figures}"
    for labels in space.iter(c("dLbls"), c("dLbl")):
        if any(_is_on(labels, name) for name in ("showVal", "showCatName", "showSerName", "showPercent")):
            yield labels, _points(_series_of(labels, first), ("val", "yVal"))


def _is_round(space: Element) -> bool:
    """Whether the legend names the slices of one series."""
    return any(next(space.iter(c(name)), None) is not None for name in ("pieChart", "pie3DChart", "doughnutChart"))


def _series_of(labels: Element, first: Element | None) -> Element | None:
    return next(labels.iterancestors(c("ser")), first)


def _points(series: Element | None, names: tuple[str, ...]) -> str:
    """The values of some data of a series, as they were last seen."""
    if series is None:
        return ""
    holders = (it for it in series if it.tag in {c(name) for name in names})
    return " ".join(value.text for holder in holders for value in holder.iter(c("v")) if value.text)


def _said(holder: Element, usual: str) -> str:
    """The typeface that the `c:txPr` of an element says."""
    properties = holder.find(f"{c('txPr')}/{a('p')}/{a('pPr')}/{a('defRPr')}")
    return _latin(properties) or usual


def _written(body: Element, usual: str, theme: Theme) -> Iterator[Piece]:
    """Paragraphs that somebody typed."""
    listed = _latin(body.find(f"{a('lstStyle')}/{a('lvl1pPr')}/{a('defRPr')}")) or usual
    for paragraph in body.iterchildren(a("p")):
        of_paragraph = _latin(paragraph.find(f"{a('pPr')}/{a('defRPr')}")) or listed
        for run in paragraph.iterchildren(a("r"), a("fld")):
            text = run.findtext(a("t"))
            if text:
                yield Piece(text, font_named(_latin(run.find(a("rPr"))) or of_paragraph, theme))


def _latin(properties: Element | None) -> str:
    named = None if properties is None else properties.find(a("latin"))
    return "" if named is None else str(named.get("typeface", "")).strip()


def _value(element: Element, name: str) -> str:
    found = element.find(c(name))
    return "" if found is None else str(found.get("val", "1"))


def _is_on(element: Element, name: str) -> bool:
    found = element.find(c(name))
    return found is not None and says_on(found.get("val", "1"))


#: Kind of a relationship → how the text of its part is read.
READERS: Mapping[str, Callable[[Element, Theme], list[Piece] | None]] = {"chart": chart, "diagramData": diagram}


# --------------------------------------------------------------------------- changing

_BEFORE_TEXT = ("chart", "spPr")  #: of a chart space, what stands before its `c:txPr`
_AFTER_LATIN = frozenset(map(a, ("ea", "cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")))


def set_font(root: Element, theme: Theme, font: str, fits: Callable[[str], bool]) -> bool:
    """Has a chart part, or a part of a diagram, say `font` where it says a font that does not fit; whether it did."""
    changed = False
    for named in list(root.iter(a("latin"))):
        if not fits(font_named(str(named.get("typeface", "")).strip(), theme)):
            named.set("typeface", font)
            changed = True
    if fits(font_named(_BODY, theme)):
        return changed
    if root.tag == c("chartSpace"):
        return _set_usual(root, font) or changed
    for run in root.iter(a("r"), a("fld")):
        properties = run.find(a("rPr"))
        if properties is None:
            properties = root.makeelement(a("rPr"))
            run.insert(0, properties)
        changed |= _add_latin(properties, font)
    return changed


def _set_usual(space: Element, font: str) -> bool:
    """The font of all in a chart that has none of its own."""
    element = space.find(c("txPr"))
    if element is None:
        element = space.makeelement(c("txPr"))
        element.append(space.makeelement(a("bodyPr")))
        before = [it for it in space if it.tag in {c(name) for name in _BEFORE_TEXT}]
        space.insert(space.index(before[-1]) + 1 if before else len(space), element)
    for name in ("p", "pPr", "defRPr"):
        inner = element.find(a(name))
        if inner is None:
            inner = space.makeelement(a(name))
            element.insert(0 if name == "pPr" else len(element), inner)
        element = inner
    return _add_latin(element, font)


def _add_latin(properties: Element, font: str) -> bool:
    if properties.find(a("latin")) is not None:
        return False
    after = next((it for it in properties if it.tag in _AFTER_LATIN), None)
    named = properties.makeelement(a("latin"), {"typeface": font})
    properties.insert(len(properties) if after is None else properties.index(after), named)
    return True
