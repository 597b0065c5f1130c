"""What of a PDF page is in layers that are switched off (optional content, ISO 32000-1, 8.11).

pdfium reads such text like the rest and does not draw it, and has no question for it: a layer is off when the page
looks the same without what is in it.
"""

from __future__ import annotations

import ctypes
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

MAX_OBJECTS = 5000  #: of a page that are looked at
_SECONDS = 1.0  #: of a document; a page of text is drawn in a fiftieth of one
_MAX_DEPTH = 4
_SIDE = 800  #: pixels of the longer side of what is compared; letters of eight points are then still ten pixels wide
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def inked(text_object: object) -> bool:
    """Whether a text object is painted (ISO 32000-1, 9.3.6).  What recognition of scanned pages lays over their
    pictures is not: it reads like the page, and its font is that of no letter on it.
    """
    return bool(text_object) and pdfium.FPDFTextObj_GetTextRenderMode(text_object) not in _UNPAINTED


def unpainted(item: object, depth: int = _MAX_DEPTH) -> bool:
    """Whether an object is text that is not painted, or a form of nothing else."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return not inked(item)
    if kind != pdfium.FPDF_PAGEOBJ_FORM or not depth:
        return False
    count = pdfium.FPDFFormObj_CountObjects(item)
    return 0 < count <= MAX_OBJECTS and all(
        unpainted(pdfium.FPDFFormObj_GetObject(item, index), depth - 1) for index in range(count)
    )


def objects(page: pypdfium2.PdfPage) -> Iterator[object]:
    """The first objects of a page."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        yield pdfium.FPDFPage_GetObject(page, index)


def address(item: Any) -> int:
    """By which an object is known again while its page is open."""
    return ctypes.addressof(item.contents) if item else 0


class Layers:
    """What is switched off on the pages of one document, as far as the time for it goes.

    What nobody had the time to look at counts as shown: of that nothing passes unseen.
    """

    def __init__(self, seconds: float = _SECONDS, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._left = seconds
        self._clock = clock

    def off(self, page: pypdfium2.PdfPage) -> frozenset[int]:
        """Addresses of the objects of a page that are in layers which are not shown."""
        if self._left <= 0:
            return frozenset()
        began = self._clock()
        layers: defaultdict[str, list[object]] = defaultdict(list)
        for number, item in enumerate(objects(page)):
            layer = _layer(item, number)
            # What paints nothing looks the same either way.
            if layer is not None and any(map(_paints, _parts(item, _MAX_DEPTH))):
                layers[layer].append(item)
        found: set[int] = set()
        whole = _drawn(page) if layers else b""
        for items in layers.values():
            if self._clock() - began > self._left:
                break
            for item in items:
                pdfium.FPDFPageObj_SetIsActive(item, False)
            if _drawn(page) == whole:
                # It stays out of the way: of two that draw the same in one place, one is shown.
                found.update(address(part) for item in items for part in _parts(item, _MAX_DEPTH) if _paints(part))
            else:
                _activate(items)
        for items in layers.values():
            _activate(items)
        self._left -= self._clock() - began
        return frozenset(found)


def _activate(items: Iterable[object]) -> None:
    for item in items:
        pdfium.FPDFPageObj_SetIsActive(item, True)


def _paints(item: object) -> bool:
    return pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT or inked(item)


def _layer(item: object, number: int) -> str | None:
    """Name of the layer that an object is marked to be in (14.6 and 8.11.3.2).  A form with text may be in one by an
    entry of its own (8.11.3.3), which pdfium does not tell.
    """
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if _wide(pdfium.FPDFPageObjMark_GetName, mark) == "OC":
            return _wide(pdfium.FPDFPageObjMark_GetParamStringValue, mark, b"Name")
    if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and any(map(inked, _texts(item))):
        return f"\0{number}"
    return None


def _texts(form: object) -> Iterator[object]:
    return (it for it in _parts(form, _MAX_DEPTH) if pdfium.FPDFPageObj_GetType(it) == pdfium.FPDF_PAGEOBJ_TEXT)


def _wide(asked: Callable[..., int], *arguments: object) -> str:
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(512)
    if not asked(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(buffer), size):
        return ""
    return buffer.raw[: min(size.value, len(buffer))].decode("utf-16-le", "replace").rstrip("\0")


def _parts(item: object, depth: int) -> Iterator[object]:
    """An object and, where it is a form, what is in it."""
    yield item
    if depth and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS)):
            yield from _parts(pdfium.FPDFFormObj_GetObject(item, index), depth - 1)


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = _SIDE / max(width, height, 1.0)
    across, down = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, pdfium.FPDF_ANNOT)
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), pdfium.FPDFBitmap_GetStride(bitmap) * down)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
