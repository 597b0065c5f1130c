"""Can the font that stands in be believed?  PURE: judges facts that others gathered.

A page count is worth nothing when LibreOffice draws Vietnamese letters in a font of other widths.  So two proofs:

1. The file that fontconfig gives for the family holds every Vietnamese letter in its character map, in each of the
   four faces, and is the family itself or a metric twin of it (same advance widths, made for that purpose).  Marks
   that are typed behind their letter must stand there as well, unless no face has them: Carlito has hardly any, and is
   drawn with the whole letters all the same, for the two are joined before they are drawn.  The second proof shows it.
2. A page with all these letters, really rendered, embeds fonts of that family and no other.  LibreOffice has
   substitution tables of its own beside fontconfig, so only this settles it.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence

#: Precomposed Vietnamese letters (Unicode, Latin Extended Additional 1EA0-1EF9 and those of older blocks) and the
#: combining marks of decomposed text: grave, acute, circumflex, tilde, breve, hook above, horn, dot below.
VIETNAMESE = frozenset(range(0x1EA0, 0x1EFA)) | frozenset(map(ord, "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"))
COMBINING = frozenset({0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323})
BASIC = frozenset(range(0x20, 0x7F)) | frozenset(map(ord, "–—‘’“”…"))

#: Family → metric twins that hold Vietnamese.
TWINS: Mapping[str, tuple[str, ...]] = {
    "times new roman": ("Liberation Serif", "Tinos"),
    "arial": ("Liberation Sans", "Arimo"),
    "courier new": ("Liberation Mono", "Cousine"),
    "calibri": ("Carlito",),
    "cambria": ("Caladea",),
}
PACKAGES: Mapping[str, str] = {"calibri": "fonts-crosextra-carlito", "cambria": "fonts-crosextra-caladea"}
STYLE_NAMES = {"": "regular", ":bold": "bold", ":italic": "italic", ":bold:italic": "bold italic"}


def characters(charset: str) -> frozenset[int]:
    """A character map as fontconfig prints it: "20-7e a0-377 1e00" in hexadecimal."""
    found: set[int] = set()
    for part in charset.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def stand_ins(family: str) -> tuple[str, ...]:
    """Families whose page count can be believed for `family`, itself first."""
    return (family, *TWINS.get(family.casefold(), ()))


def trouble_with_faces(family: str, faces: Sequence[Mapping[str, str]]) -> str | None:
    """First proof.  `faces`: style, family, file, version, charset of each face.  None when proven, else one
    English sentence that says what to install.
    """
    remedy = f"install {_package(family)} and run fc-cache"
    if not faces or not all(face.get("file") for face in faces):
        return f"No font could be looked up for {family}: install fontconfig and {_package(family)}."
    believed = {name.casefold() for name in stand_ins(family)}
    marks = COMBINING & frozenset().union(*(characters(face["charset"]) for face in faces))
    for face in faces:
        name, style = face["family"], STYLE_NAMES.get(face["style"], face["style"])
        if name.casefold() not in believed:
            return f"{family} is drawn in {name}, whose letters have other widths: {remedy}."
        missing = (VIETNAMESE | marks | BASIC) - characters(face["charset"])
        if missing:
            example = chr(min(missing & VIETNAMESE or missing))
            count = f"{len(missing)} letters such as {example} (U+{ord(example):04X})"
            return f"{name} ({style}, {face['file']}) stands in for {family} and lacks {count}: {remedy}."
    return None


def _package(family: str) -> str:
    return PACKAGES.get(family.casefold(), "fonts-liberation2")


def sample(family: str) -> bytes:
    """An RTF page with every letter in the four faces, precomposed and decomposed."""
    composed = "".join(map(chr, sorted(VIETNAMESE)))
    decomposed = unicodedata.normalize("NFD", composed)
    words = f"{''.join(map(chr, sorted(BASIC)))} {composed} {decomposed}"
    text = "".join(f"\\u{ord(letter)}?" if letter > "~" or letter in "\\{}" else letter for letter in words)
    faces = "".join(f"{{{style} {text}\\par}}" for style in (r"\plain", r"\plain\b", r"\plain\i", r"\plain\b\i"))
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0\\froman {family};}}}}\\f0\\fs28 {faces}}}".encode("ascii")


def embedded_fonts(pdf: bytes) -> frozenset[str]:
    """Base names of the fonts in a PDF of our own making (ISO 32000-1, 9.8.1 FontName, subset tags removed), in
    plain objects and in compressed streams.
    """
    texts = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        unpacker = zlib.decompressobj()
        try:
            texts.append(unpacker.decompress(stream[1], 1 << 22))
        except zlib.error:
            continue  # a stream of another filter; names are never in it
    names = {
        match[1].decode("ascii", "replace") for text in texts for match in re.finditer(rb"/FontName\s*/([!-~]+)", text)
    }
    return frozenset(re.sub(r"^[A-Z]{6}\+", "", re.split(r"[/<>\[\]()]", name)[0]) for name in names)


def trouble_with_sample(family: str, pdf: bytes) -> str | None:
    """Second proof, on the rendered `sample`.  None when proven, else one English sentence."""
    believed = tuple(_letters(name) for name in stand_ins(family))
    fonts = embedded_fonts(pdf)
    strangers = sorted(name for name in fonts if not _letters(name).startswith(believed))
    if not fonts or strangers:
        drawn = ", ".join(strangers) or "no font at all"
        return f"LibreOffice draws Vietnamese {family} in {drawn}: install {_package(family)} and run fc-cache."
    return None


def _letters(name: str) -> str:
    """So that "Times New Roman" and "TimesNewRomanPS-BoldMT" begin alike."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
