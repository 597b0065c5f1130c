"""PDF pages and paragraphs through pdfium (ISO 32000-1).

Text comes with the fonts as embedded; lines become paragraphs by their distances and margins, which is enough for
reading and for saying where a font stands.  pdfium is not safe across threads: one lock around all of it.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple
from unicodedata import category, normalize

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from daemon.documents.layers import MAX_OBJECTS, Layers, address, inked, objects, unpainted
from daemon.documents.layout import Drawing, Line, Page, downwards, whole
from daemon.documents.problems import ENCRYPTED_NOTE, MAX_CHARACTERS, Unreadable, weigh
from daemon.documents.running import Running, looks_like_page_number
from daemon.errors import ReadError
from daemon.fonts import is_picture, is_symbol_font, parted, pdf_family, visible_characters
from daemon.model import Document, FileKind, FileProblem, PageText, Paragraph, Place, Span, Story, UnreadPart

MAX_PAGES = 2000
_COLUMN_GAP = 5  #: points between the columns of a letterhead
_SAME_AXIS = 8  #: points
_LETTERHEAD_LINES = 8  #: of a column at most
_LETTERHEAD_SHARE = 0.6  #: of the first page's height, above which a letterhead stands
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[IVX]{1,5}[.)]|[a-zđ][.)])"
_DASH = "[-\u2010-\u2015•·▪■□◦●○*+]"
#: What begins a line of its own: "2.", "1.1", "II.", "a)", "-".
_ITEM = re.compile(rf"(?:{_NUMBER}|{_DASH})\s")
#: A list's bullet with the gap behind it, the letters that Word's symbol fonts have for one among them.  A number is
#: text: in a PDF nobody can tell a typed one from Word's, and in a .docx both are judged.
_BULLET = re.compile(rf"\s*(?:{_DASH}|o|§|Ø|ü|v)\s+")
_NO_CHARACTER = "\ufffd"  #: a letter of which the file does not say which one it is
_PRIVATE = re.compile("[\ue000-\uf8ff]")
#: Annotations whose words stand on the page: typed over it, or into a form (ISO 32000-1, 12.5.6.6 and 12.5.6.19).
_TYPED = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET)
_MAX_ANNOTATIONS = 5000
_STRIP, _LAST_STRIP = 24.0, 200  #: points of the height of a page that are looked at together: two lines of text
#: Drawings that are looked at for letters which are not painted, in a document: about a second and a half.
_MOST_COMPARED = 500_000
_LOCK = threading.Lock()


# --------------------------------------------------------------------------- entry points


def read_pages(data: bytes) -> tuple[PageText, ...]:
    """Every page with text, fonts and whether it is blank.  ReadError when the PDF cannot be read."""
    try:
        pages = _load(data, 2 * MAX_CHARACTERS)  # headers and numbers, which a document has once, stand on every page
    except Unreadable as error:
        raise ReadError(
            f"The PDF cannot be read: {error.note}.", exhausted=error.problem is FileProblem.BOMB
        ) from error
    running = Running(pages)
    return tuple(
        PageText(
            page.number,
            normalize("NFC", "\n".join(line.text for line in running.shown(page))),
            blank=running.blank(page),
            fonts=frozenset(page.fonts),
            bare=running.bare(page),
        )
        for page in pages
    )


def read_pdf(data: bytes) -> Document:
    """A PDF paper as paragraphs.  Unreadable when encrypted, damaged or empty."""
    pages = _load(data, MAX_CHARACTERS)
    running = Running(pages)
    paragraphs = _paragraphs(pages, running)
    weigh(0, sum(len(paragraph.spans) for paragraph in paragraphs))
    warnings: tuple[str, ...] = ()
    if not paragraphs:
        if not any(page.drawn for page in pages):
            raise Unreadable(FileProblem.EMPTY, "the PDF has no text and no pictures")
        warnings = ("the PDF has no text, only pictures (scanned?)",)
    unread = (UnreadPart.SCAN,) if paragraphs and any(page.scanned for page in pages) else ()
    return Document(
        FileKind.PDF, paragraphs=tuple(paragraphs), stored_pages=len(pages), warnings=warnings, unread=unread
    )


def first_text(data: bytes, max_chars: int) -> str:
    """Text of the first pages, as much as asked for; Unreadable as above."""
    with _opened(data) as document:
        pieces: list[str] = []
        for index in range(min(len(document), 5)):
            page = document[index]
            textpage = page.get_textpage()
            pieces.append(textpage.get_text_range(0, min(textpage.count_chars(), max_chars)))
            textpage.close()
            page.close()
            if sum(map(len, pieces)) >= max_chars:
                break
        return "\n".join(pieces)[:max_chars]


# --------------------------------------------------------------------------- pdfium


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            # pdfium's last error may be left over from another file, so the file itself must agree.
            if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
                raise Unreadable(FileProblem.ENCRYPTED, ENCRYPTED_NOTE) from error
            raise Unreadable(FileProblem.CORRUPT, f"not a readable PDF: {error}") from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise Unreadable(FileProblem.CORRUPT, f"the PDF is damaged: {error}") from error
        finally:
            document.close()


def _load(data: bytes, most: int) -> list[Page]:
    """Every page.  Unreadable when they have more than `most` characters together, or for other reasons."""
    with _opened(data) as document:
        count = len(document)
        if count == 0:
            raise Unreadable(FileProblem.EMPTY, "the PDF has no pages")
        if count > MAX_PAGES:
            raise Unreadable(FileProblem.BOMB, f"the PDF has {count} pages")
        pages = []
        layers, ground = Layers(), _Ground()
        characters = 0
        for index in range(count):
            pages.append(_load_page(document, index, most - characters, layers, ground))
            characters += pages[-1].characters
        return pages


def _load_page(document: pypdfium2.PdfDocument, index: int, most: int, layers: Layers, ground: _Ground) -> Page:
    page = document[index]
    if _typed_over(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    textpage = page.get_textpage()
    try:
        characters = pdfium.FPDFText_CountChars(textpage)
        weigh(characters, most=most)
        width, height = page.get_size()
        names: dict[int, _Look] = {}
        shown = page.get_bbox()
        off = layers.off(page)
        drawings = _drawings(page, off)
        # Of more objects than are looked at, any may be what shows the letters.
        ground.lay(drawings if pdfium.FPDFPage_CountObjects(page) <= MAX_OBJECTS else None)
        lines = downwards([line for line in _read_lines(textpage, names, off, ground) if _stands_in(line, *shown)])
        fonts = {font for line in lines for _, font in line.spans if font}
        return Page(index + 1, width, height, lines, fonts, drawings, characters)
    finally:
        textpage.close()
        page.close()


def _typed_over(page: pypdfium2.PdfPage) -> bool:
    """Whether words of annotations are shown on a page; pdfium reads them only when they are made part of it."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if subtype in _TYPED:
            return True
    return False


def _stands_in(line: Line, left: float, bottom: float, right: float, top: float) -> bool:
    """Whether any of a line is within the part of the page that is shown (ISO 32000-1, 14.11.2); yes for one whose
    place pdfium does not know.
    """
    unplaced = line.top == line.bottom
    return unplaced or (line.right >= left and line.left <= right and line.top >= bottom and line.bottom <= top)


class _Ground:
    """What may show letters that are not painted themselves, page by page of one document."""

    def __init__(self) -> None:
        self._anything = False
        self._strips: dict[int, list[Drawing]] = {}
        self._left = _MOST_COMPARED

    def lay(self, drawings: Sequence[Drawing] | None) -> None:
        """That of a page; None where it may be anything."""
        self._anything, self._strips = drawings is None, {}
        for it in drawings or ():
            if not (it.rule or it.outline):
                for strip in _strips(it.bottom, it.top):
                    self._strips.setdefault(strip, []).append(it)

    def may_show(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether letters at that place may be seen; yes where that has taken too long to find out."""
        if self._anything:
            return True
        near = abs(top - bottom)
        for strip in _strips(min(bottom, top) - near, max(bottom, top) + near):
            for it in self._strips.get(strip, ()):
                self._left -= 1
                if self._left < 0 or it.may_show(left, bottom, right, top):
                    return True
        return False


def _strips(bottom: float, top: float) -> range:
    """Those strips across a page that something stands in; what is beyond them counts to the outermost ones."""
    first, last = (int(min(max(0.0, it / _STRIP), _LAST_STRIP)) for it in (bottom, top))
    return range(first, last + 1)


class _Look(NamedTuple):
    """How a text object is painted."""

    family: str
    bold: bool
    white: bool  #: filled with white, and not outlined
    unseen: bool  #: in a layer that is not shown, or not painted where nothing else shows it


def _read_lines(
    textpage: pypdfium2.PdfTextPage, names: dict[int, _Look], off: frozenset[int], ground: _Ground
) -> list[Line]:
    """Characters in reading order, cut where pdfium sees a line end, and where it overlooks one: before a flat
    character, such as the dash of the next item, it sets a space where the line ends.

    `ground`: what may show letters that are not painted; None where it is not known.
    """
    lines: list[Line] = []
    line, last_ink, in_doubt = Line(), -1, False
    box = pdfium.FS_RECTF()

    def close() -> None:
        nonlocal line, last_ink
        if last_ink >= 0:
            if pdfium.FPDFText_GetLooseCharBox(textpage, last_ink, box):
                line.right = box.right
            lines.append(line)
        line, last_ink = Line(), -1

    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in (10, 13):
            close()
            continue
        character = _character(textpage, index, code)
        if not character.strip() or code == 0:
            if line.spans:
                line.spans[-1][0].append(" ")
            in_doubt = pdfium.FPDFText_IsGenerated(textpage, index) == 1
            continue
        font, bold, white, unseen = _look_at(textpage, index, names, off, ground)
        if unseen:
            continue
        if in_doubt and last_ink >= 0 and _is_below(textpage, index, last_ink):
            close()
        in_doubt = False
        if last_ink < 0 and pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
            line.left, line.bottom, line.top = box.left, box.bottom, box.top
        last_ink = index
        line.bold, line.white = line.bold and bold, line.white and white
        if line.spans and line.spans[-1][1] == font:
            line.spans[-1][0].append(character)
        else:
            line.spans.append(([character], font))
    close()
    return lines


def _character(textpage: pypdfium2.PdfTextPage, index: int, code: int) -> str:
    """What to read for a code of pdfium.  Of the hyphen that parts a word at the end of a line it gives 2 or FFFE, of a
    letter that the font only numbers (no ToUnicode map, ISO 32000-1, 9.10) that number, which is no character.
    """
    if code == 0xFFFE or (code == 0x02 and pdfium.FPDFText_IsHyphen(textpage, index) == 1):
        return "-"
    character = chr(code)
    return _NO_CHARACTER if category(character) == "Cc" and not character.isspace() and code else character


def _is_below(textpage: pypdfium2.PdfTextPage, index: int, before: int) -> bool:
    """Whether a character stands on a line below the one before it: left of that, and lower by half its height."""
    x, y, x_before, y_before = (ctypes.c_double() for _ in range(4))
    box = pdfium.FS_RECTF()
    if not (
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        and pdfium.FPDFText_GetCharOrigin(textpage, before, x_before, y_before)
        and pdfium.FPDFText_GetLooseCharBox(textpage, before, box)
    ):
        return False
    return x.value < x_before.value and y.value < y_before.value - (box.top - box.bottom) / 2


def _look_at(
    textpage: pypdfium2.PdfTextPage,
    index: int,
    names: dict[int, _Look],
    off: frozenset[int],
    ground: _Ground,
) -> _Look:
    """How a character looks, remembered by text object."""
    text_object = pdfium.FPDFText_GetTextObject(textpage, index)
    where = address(text_object)
    if (known := names.get(where)) is None:
        is_inked = inked(text_object)
        family, bold = _describe(pdfium.FPDFTextObj_GetFont(text_object) if is_inked else None)
        unseen = where in off or (bool(where) and not is_inked and _on_nothing(textpage, index, ground))
        known = names[where] = _Look(family, bold, is_inked and _is_white(text_object), unseen)
    return known


def _on_nothing(textpage: pypdfium2.PdfTextPage, index: int, ground: _Ground) -> bool:
    """Whether a character that is not painted stands where nothing is that could show it, as a scanned page does."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
        return False
    return not ground.may_show(box.left, box.bottom, box.right, box.top)


def _is_white(text_object: object) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(text_object) != pdfium.FPDF_TEXTRENDERMODE_FILL:
        return False
    colour = _fill_of(text_object)
    return colour is not None and colour[:3] == (255, 255, 255)


def _fill_of(item: object) -> tuple[int, ...] | None:
    """Red, green, blue and alpha."""
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *(ctypes.byref(part) for part in colour)):
        return None
    return tuple(part.value for part in colour)


def _describe(font: object) -> tuple[str, bool]:
    if not font:
        return "", False
    name = _name(pdfium.FPDFFont_GetBaseFontName, font)
    family = pdf_family(name)
    if not family and pdfium.FPDFFont_GetIsEmbedded(font) == 1:
        family = pdf_family(_name(pdfium.FPDFFont_GetFamilyName, font))
    return family, "bold" in name.lower() or pdfium.FPDFFont_GetWeight(font) >= 700


def _name(asked: Callable[..., int], font: object) -> str:
    size = asked(font, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    asked(font, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _drawings(page: pypdfium2.PdfPage, off: frozenset[int]) -> list[Drawing]:
    """Pictures, and paths that leave ink."""
    found: list[Drawing] = []
    sides = [ctypes.c_float() for _ in range(4)]
    for item in objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        if (
            address(item) in off
            or kind == pdfium.FPDF_PAGEOBJ_TEXT
            or (kind == pdfium.FPDF_PAGEOBJ_PATH and not _leaves_ink(item))
            or (kind == pdfium.FPDF_PAGEOBJ_FORM and unpainted(item))
        ):
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in sides)):
            continue
        left, bottom, right, top = (side.value for side in sides)
        outline = kind == pdfium.FPDF_PAGEOBJ_PATH and not _is_filled(item)
        drawing = Drawing(left, bottom, right, top, kind == pdfium.FPDF_PAGEOBJ_IMAGE, outline)
        if drawing.right - drawing.left > 0.5 or drawing.top - drawing.bottom > 0.5:
            found.append(drawing)
    return found


def _is_filled(path: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return not drawn or fill.value != 0


def _leaves_ink(path: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return True
    if stroke.value:
        return True
    if not fill.value:
        return False
    colour = _fill_of(path)
    return colour is None or (colour[3] > 0 and colour[:3] != (255, 255, 255))


# --------------------------------------------------------------------------- paragraphs


def _apart(page: Page, line: Line, running: Running) -> bool:
    """Whether a line is read as header or footer; a lone number in a margin is no text of a paper either way."""
    return looks_like_page_number(page, line) or running.has(page, line)


def _paragraphs(pages: Sequence[Page], running: Running) -> list[Paragraph]:
    body = [(page, line) for page in pages for line in page.lines if not _apart(page, line, running)]
    left = _typical([line.left for _, line in body], low=True)
    right = _typical([line.right for _, line in body], low=False)
    found: list[Paragraph] = []
    for page in pages:
        groups: list[tuple[Story, list[Line]]] = []
        cells = _letterhead_cells(page, left, right)
        for line in page.lines:
            if _apart(page, line, running):
                groups.append((Story.HEADER if line.bottom > page.height / 2 else Story.FOOTER, [line]))
            elif (
                groups
                and groups[-1][0] is Story.BODY
                and (id(line) in cells or _goes_on(groups[-1][1][-1], line, left, right))
            ):
                groups[-1][1].append(line)
            else:
                groups.append((Story.BODY, [line]))
        for story, lines in groups:
            place = Place(story, "page", len(found) + 1, page=page.number)
            paragraph = _paragraph(place, lines, left, right, cells)
            if visible_characters(paragraph.text):
                found.append(paragraph)
    return found


def _letterhead_cells(page: Page, left: float, right: float) -> dict[int, float]:
    """Lines that go on in a cell of a letterhead in two columns, by identity, with the width of their cell.

    Over a paper the school stands beside the motto of the state; a PDF has the lines of the one before those of the
    other, cut where the column ends: "TRƯỜNG CHÍNH TRỊ TỈNH / NGHỆ AN".
    """
    if page.number > 1:
        return {}
    top = [line for line in page.lines if line.bottom > _LETTERHEAD_SHARE * page.height]
    columns: tuple[list[list[Line]], list[list[Line]]] = [], []
    at = 0
    while at < len(top):
        beside = _beside(top, at)
        if beside is None:
            at += 1
            continue
        edge = max(line.right for line in top[at:beside])
        end = beside + 1
        while end < len(top) and top[end].left > edge and top[end].bottom < top[end - 1].bottom:
            end += 1
        columns[0].extend(_cells(top[at:beside]))
        columns[1].extend(_cells(top[beside:end]))
        at = end
    sides = [min((line.left for cell in column for line in cell), default=0.0) for column in columns]
    first, second = ([line for cell in column for line in cell] for column in columns)
    widths = (
        _narrower(sides[1] - sides[0] - _COLUMN_GAP, first, lambda axis: 2 * (axis - left)),
        _narrower(right - sides[1], second, lambda axis: 2 * (right - axis)),
    )
    return {
        id(line): width for column, width in zip(columns, widths, strict=True) for cell in column for line in cell[1:]
    }


def _narrower(width: float, column: Sequence[Line], between: Callable[[float], float]) -> float:
    """Width of a column; of one that is centred, no more than twice from its axis to the margin of the page."""
    middles = [(line.left + line.right) / 2 for line in column]
    lefts = [line.left for line in column]
    if not column or max(middles) - min(middles) > _SAME_AXIS or max(lefts) - min(lefts) <= _SAME_AXIS:
        return width
    widest = max(line.right - line.left for line in column)
    return min(width, max(between(median(middles)), widest))


def _beside(lines: Sequence[Line], at: int) -> int | None:
    """Where the column begins that stands beside the one which begins at `at`."""
    first, edge = lines[at], lines[at].right
    for index in range(at + 1, min(at + 1 + _LETTERHEAD_LINES, len(lines))):
        line = lines[index]
        if line.left > edge and abs(line.bottom - first.bottom) <= 3:
            return index
        if line.bottom >= lines[index - 1].bottom:
            return None
        edge = max(edge, line.right)
    return None


def _cells(column: Sequence[Line]) -> Iterator[list[Line]]:
    at = 0
    while at < len(column):
        cell = _cell(column, at)
        yield cell
        at += len(cell)


def _cell(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines from there on that stand close below each other, at one margin or on one axis."""
    found = [lines[at]]
    for line in lines[at + 1 :]:
        before = found[-1]
        height = max(before.top - before.bottom, 1.0)
        aligned = abs(line.left - before.left) < 4 or abs(line.left + line.right - before.left - before.right) < 16
        if not aligned or before.bold != line.bold or not 1 < before.bottom - line.bottom < 2.1 * height:
            break
        found.append(line)
    return found


def _typical(values: Sequence[float], *, low: bool) -> float:
    """A margin: nearly the outermost value, since single lines may stick out."""
    if not values:
        return 0.0
    ordered = sorted(values, reverse=not low)
    return ordered[len(ordered) // 20]


def _centred(line: Line, left: float, right: float) -> bool:
    indented = line.left - left > 15 and right - line.right > 15
    return indented and _balanced(line, left, right)


def _balanced(line: Line, left: float, right: float) -> bool:
    return abs((line.left + line.right) - (left + right)) < 16


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    height = max(before.top - before.bottom, 1.0)
    if before.bottom - line.bottom > 2.1 * height or line.bottom > before.bottom + 1:
        return False
    if before.bold != line.bold or _ITEM.match(line.text):
        return False
    centred = _centred(before, left, right), _centred(line, left, right)
    if any(centred):
        # The first line of a long title may fill the page.
        full_title = line.bold and _balanced(before, left, right) and _same_case(before, line)
        return all(centred) or (centred[1] and full_title)
    full = before.right > right - 0.12 * (right - left)
    return full and (line.left - left < 8 or abs(line.left - before.left) < 4)


def _fits_behind(before: Line, line: Line, width: float) -> bool:
    """Whether the first word of a line had room in the line before: then its author broke the line, not the margin."""
    if not _same_case(before, line):
        return True
    text = line.text.strip()
    word = len(text.split(maxsplit=1)[0]) + 1 if text else 0
    return before.right - before.left + (line.right - line.left) * word / max(len(text), 1) <= width


def _same_case(before: Line, line: Line) -> bool:
    """Whether both lines are in capitals, or neither: a title in capitals does not go on in small letters."""
    return before.text.isupper() == line.text.isupper()


def _paragraph(place: Place, lines: Sequence[Line], left: float, right: float, cells: Mapping[int, float]) -> Paragraph:
    spans: list[tuple[list[str], str]] = []
    middles = [_centred(line, left, right) for line in lines]
    before: Line | None = None
    for line in lines:
        if before is not None:
            width = cells.get(id(line), right - left)
            chosen = (id(line) in cells or _centred(before, left, right)) and _fits_behind(before, line, width)
            spans[-1][0].append("\n" if chosen else " ")
        before = line
        for pieces, font in line.spans:
            if spans and spans[-1][1] == font:
                spans[-1][0].extend(pieces)
            else:
                spans.append((list(pieces), font))
    parts = [(part, font) for pieces, font in spans for part, _ in parted(whole("".join(pieces)))]
    return Paragraph(
        place,
        tuple(
            Span(
                text,
                font,
                _exempt(text, font) or (number == 0 < len(spans) - 1 and _BULLET.fullmatch(text) is not None),
            )
            for number, (text, font) in enumerate(parts)
        ),
        centred=bool(middles) and median(middles) >= 0.5,
        bold=all(line.bold for line in lines),
    )


def _exempt(text: str, font: str) -> bool:
    """Bullets and equations, which Word and LibreOffice set in fonts of their own; arrows, ticks and the like."""
    return is_symbol_font(font) or font in ("Cambria Math", "STIX Math", "Liberation Math") or _is_sign(text)


def _is_sign(text: str) -> bool:
    """Whether it is pictures alone, whatever font had them.

    Of private use, which a symbol has whose own font was missing, only a single one: a font without a proper table of
    its codes yields whole words of such characters.
    """
    return is_picture(text) and (visible_characters(text) == 1 or _PRIVATE.search(text) is None)
