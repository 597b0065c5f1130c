"""Builds PDFs (ISO 32000-1) whose text, fonts and places are known by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

A4 = (595, 842)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text: WinAnsi characters and up to 31 others, baseline at (x, y) from the bottom left, font by its
    base name.
    """

    text: str
    x: float = 72
    y: float = 700
    font: str = "TimesNewRomanPSMT"
    size: float = 14
    mode: int = 0  #: of rendering (ISO 32000-1, 9.3.6); 3 paints nothing
    grey: float = 0  #: 1 is white


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `grey` 1 is white.  Or a frame, which is drawn alone."""

    x: float = 72
    y: float = 400
    width: float = 200
    height: float = 100
    grey: float = 0.5
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture over that rectangle."""

    x: float = 0
    y: float = 0
    width: float = A4[0]
    height: float = A4[1]


@dataclass(frozen=True, slots=True)
class Typed:
    """Words typed over a page, or into its form: an annotation with its appearance."""

    text: str
    y: float = 600
    font: str = "TimesNewRomanPSMT"
    subtype: str = "FreeText"
    flags: int = 4  #: printed; 2 is hidden
    mode: int = 0  #: as of `Text`


Piece = Text | Box | Picture | Typed


def make_pdf(*pages: Sequence[Piece], also: str = "") -> bytes:
    """One page for each sequence of pieces; `also`: entries of every page."""
    fonts = sorted({piece.font for page in pages for piece in page if isinstance(piece, Text | Typed)})
    objects: list[bytes] = []
    first_font = 3
    first_page = first_font + len(fonts)
    kids = " ".join(f"{first_page + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    others = _others(pages)
    encoding = "/WinAnsiEncoding"
    if others:
        names = "".join(f"/uni{ord(char):04X}" for char in others)
        encoding = f"<< /Type /Encoding /BaseEncoding {encoding} /Differences [1 {names}] >>"
    for font in fonts:
        name = font.replace(" ", "#20").replace(",", "#2C")
        objects.append(
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding {encoding} "
            f"/FirstChar 1 /LastChar 255 /Widths [{' '.join(['500'] * 255)}] >>".encode()
        )
    resources = " ".join(f"/F{index} {first_font + index} 0 R" for index in range(len(fonts)))
    appearances: list[bytes] = []
    first_appearance = first_page + 2 * len(pages)
    for index, page in enumerate(pages):
        content = b"\n".join(_drawn(piece, fonts, others) for piece in page if not isinstance(piece, Typed))
        annotations = ""
        for typed in (piece for piece in page if isinstance(piece, Typed)):
            annotations += (
                f"<< /Type /Annot /Subtype /{typed.subtype} /FT /Tx /T (t) /F {typed.flags} /DA (/F0 12 Tf) "
                f"/Rect [72 {typed.y} 372 {typed.y + 20}] /AP << /N {first_appearance + len(appearances)} 0 R >> >> "
            )
            words = _drawn(Text(typed.text, x=2, y=5, font=typed.font, mode=typed.mode), fonts, others)
            appearances.append(
                b"<< /Type /XObject /Subtype /Form /BBox [0 0 300 20] /Resources << /Font << %s >> >> /Length %d >>\n"
                b"stream\n%s\nendstream" % (resources.encode(), len(words), words)
            )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Resources << /Font << {resources} >> >> "
            f"/Contents {first_page + 2 * index + 1} 0 R /Annots [{annotations}] {also} >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file([*objects, *appearances])


def _others(pages: Sequence[Sequence[Piece]]) -> str:
    """What no code of WinAnsi stands for; each gets the code of its place, counted from 1."""
    written = {char for page in pages for piece in page if isinstance(piece, Text) for char in piece.text}
    return "".join(sorted(char for char in written if not char.encode("cp1252", "ignore")))


def _drawn(piece: Piece, fonts: Sequence[str], others: str) -> bytes:
    if isinstance(piece, Picture):
        place = f"q {piece.width} 0 0 {piece.height} {piece.x} {piece.y} cm ".encode()
        return place + b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q "
    if isinstance(piece, Box):
        return f"{piece.grey} g {piece.grey} G {piece.x} {piece.y} {piece.width} {piece.height} re {'f' if piece.filled else 'S'}".encode()
    codes = b"".join(
        bytes([others.index(char) + 1]) if char in others else char.encode("cp1252") for char in piece.text
    )
    escaped = codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    place = f"{piece.grey} g BT {piece.mode} Tr /F{fonts.index(piece.font)} {piece.size} Tf {piece.x} {piece.y} Td (".encode()
    return place + escaped + b") Tj ET"


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )
