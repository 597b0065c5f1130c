"""PURE  Names of fonts: when two names mean one family, and which fonts hold symbols instead of text.

Word finds a font by its name without regard to case, then by the alternative names that the document's font
table gives for it (`w:altName`, ECMA-376 part 1, 17.8.3.1).  A PDF names the font file instead: a subset prefix,
the family run together, the style behind a hyphen or a comma (ISO 32000-1, 9.6.2 and 9.6.4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

#: Families of the same widths, made to stand in for each other: a PDF that LibreOffice wrote holds the twin.
_TWINS = (
    frozenset({"times new roman", "liberation serif", "tinos", "thorndale", "thorndale amt"}),
    frozenset({"arial", "liberation sans", "arimo", "albany", "albany amt"}),
    frozenset({"courier new", "liberation mono", "cousine", "cumberland", "cumberland amt"}),
    frozenset({"calibri", "carlito"}),
    frozenset({"cambria", "caladea"}),
)

#: Fonts whose characters are pictures, whatever the code.
_SYMBOL_FONTS = frozenset(
    {
        "marlett",
        "mtextra",
        "monotypesorts",
        "euclidextra",
        "euclidmathone",
        "euclidmathtwo",
        "lucidamathextension",
        "segoeuiemoji",
        "applecoloremoji",
        "notocoloremoji",
    }
)

#: Families of them that come in many makes and faces: Symbol of Apple, MathType and PDF programs (Symbol MT, Euclid
#: Symbol, Standard Symbols L), Wingdings of macOS (Wingdings Regular), the signs of TeX (CMSY10, MSAM10).
_SYMBOL_FAMILY = re.compile(r"symbols?|wingdings|webdings|dingbats|mathematicalpi|cm(?:sy|ex)\d*$|ms[ab]m\d*$")
#: Named so, with letters that are letters.
_UNICODE_SYMBOLS = re.compile(r"segoeuisymbol|applesymbols|symbola$|notosanssymbols")

#: Codes that a font of symbols has (F000-F0FF are those of the first 256), and a word, which nobody writes in pictures.
_SYMBOL_CODES = re.compile("[\u0000-\u00ff\uf000-\uf0ff]*$")
_TYPED_WORD = re.compile(r"[A-Za-z]{4}")

#: Arrows, technical signs, box drawing, dingbats, private use (symbol fonts live at F000), emoji.  Mathematical
#: operators (U+2200) and signs such as ° or § are ordinary text and not here.
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\ue000-\uf8ff\ufe0e\ufe0f"
    "\U0001f000-\U0001faff\U000f0000-\U0010ffff]"
)

#: Those that stand apart from the text around them; private use does not, because fonts with codes of their own have
#: letters there.
_PICTURES_IN_TEXT = re.compile(
    "([\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]+)"
)

#: Beyond the letters of Latin, Greek, Cyrillic, Hebrew and Arabic, and the punctuation they are written with: every
#: other script, and every picture.  Vietnamese text has none of it, and two ranges are found out fastest.
_BEYOND_LATIN = re.compile("[^\u0000-\u085f\u1e00-\u218f]")

#: Blocks with control and format characters; text without them needs no look at every character.
_MAYBE_INKLESS = re.compile(
    "[\u0000-\u0020\u007f-\u00a0\u00ad\u0600-\u08ff\u1680\u180e\u2000-\u200f\u2028-\u206f\u3000\ufe00-\ufeff\ufff0-\uffff"
    "\U00010000-\U0010ffff]"
)

#: Encodings of their own, before Unicode: showing such text in another font garbles it, whatever a font table says.
_LEGACY_VIETNAMESE = re.compile(r"\.vn|vni|vnti|vnar|vnh|vk sans|vps ", re.IGNORECASE)

#: What Windows and Office bring: Word shows these as they are named, whatever the font table says of them.
_INSTALLED = frozenset(
    {
        "arial",
        "arial black",
        "arial narrow",
        "baskerville old face",
        "bell mt",
        "bodoni mt",
        "book antiqua",
        "bookman old style",
        "calibri",
        "calibri light",
        "californian fb",
        "cambria",
        "cambria math",
        "candara",
        "century",
        "century gothic",
        "century schoolbook",
        "comic sans ms",
        "consolas",
        "constantia",
        "corbel",
        "courier new",
        "franklin gothic book",
        "franklin gothic medium",
        "garamond",
        "georgia",
        "gill sans mt",
        "goudy old style",
        "high tower text",
        "impact",
        "lucida bright",
        "lucida console",
        "lucida sans unicode",
        "microsoft sans serif",
        "palatino linotype",
        "perpetua",
        "rockwell",
        "segoe ui",
        "sylfaen",
        "tahoma",
        "trebuchet ms",
        "tw cen mt",
        "verdana",
    }
)

#: What programs put behind the name of a family, also several of it: its role or script in a list of fonts
#: ("(Headings CS)", "(Vietnamese)"), the code page of older Windows ("CE", "CYR"), a face of the family ("Bold Italic";
#: behind a comma or a hyphen where a Word file was made of a PDF, whose names it kept).
_BEHIND_A_FAMILY = re.compile(
    r"(?:\s*\([^()]{1,30}\)|\s+(?:ce|cyr|greek|tur|baltic)|[\s,_-]+(?:regular|bold|italic|bolditalic))+$", re.IGNORECASE
)
#: A face without spaces: as a PDF names it (ISO 32000-1, 9.6.3: TimesNewRoman,Bold), and so a Word file that was made
#: of one; by its PostScript name, as macOS stores it (TimesNewRomanPS-BoldMT).
_RUN_TOGETHER = re.compile(
    r"([A-Za-z0-9]+?)(?:PS)?(?:MT)?(?:[-,](?:Regular|Roman|Bold|Italic|Oblique|BoldItalic|BoldOblique))?(?:MT)?",
    re.IGNORECASE,
)
_QUOTES = "\"'‘’“”"  #: around names in style sheets of web pages

#: OpenType features behind a name, as LibreOffice writes them: "Linux Libertine G:smcp&onum=0".
_FEATURES = re.compile(r":[A-Za-z0-9=&+,@-]+$")

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SUBSET_IN_SMALL = re.compile(r"^[a-z]{6}\+")
#: The generic families of web pages (CSS Fonts, "Generic font families") behind another.
_INSTEAD = re.compile(r"\s*,\s*[\"']?(?:serif|sans-serif|monospace)[\"']?\s*$")
_POSTSCRIPT_STYLE = re.compile(
    r"[-,](?:bold|italic|oblique|regular|roman|medium|light|book|semi|demi|black|bd|it|ps|mt)+$|(?<=[a-z])(?:psmt|ps|mt)$",
    re.IGNORECASE,
)
_SQUEEZED = re.compile(r"[\s_-]+")
_GLUED_STYLE = re.compile(r"(?:bold|italic|oblique)+$")

#: Families whose names are written apart, as PDFs run them together.  Other names stay as they are: where a name
#: such as FreeSerif or TeXGyreTermes is to be parted, its capitals do not say.
_APART = {
    name.replace(" ", "").lower(): name
    for name in (
        "Arial Black",
        "Arial Narrow",
        "Arial Unicode MS",
        "Book Antiqua",
        "Bookman Old Style",
        "Cambria Math",
        "Century Gothic",
        "Century Schoolbook",
        "Comic Sans MS",
        "Courier New",
        "DejaVu Sans",
        "DejaVu Sans Mono",
        "DejaVu Serif",
        "Google Sans",
        "Liberation Math",
        "Liberation Mono",
        "Liberation Sans",
        "Liberation Serif",
        "Lucida Console",
        "Lucida Sans Unicode",
        "Microsoft Sans Serif",
        "Monotype Corsiva",
        "MS Gothic",
        "MS Mincho",
        "MT Extra",
        "Noto Sans",
        "Noto Serif",
        "Open Sans",
        "Palatino Linotype",
        "Segoe UI",
        "Segoe UI Emoji",
        "Segoe UI Symbol",
        "STIX Math",
        "Times New Roman",
        "Trebuchet MS",
        "Wingdings 2",
        "Wingdings 3",
    )
}

#: Names that programs make up for the fonts of a PDF: F1, CIDFont+F3, Type3Font, T3_0, TT2, C2_1, R12.
_MADE_UP = re.compile(
    r"(?:(?:cidfont|t3font|type[ _-]?[03][ _-]?(?:font)?|font)[+_-]?)?(?:[a-z]{0,2}\d{1,4}(?:_\d{1,4})?)?$|"
    r"(?:unnamed|untitled|unknown)[\W\d_]*$",
    re.IGNORECASE,
)


def normal(name: str) -> str:
    """A name for comparing: no case, single spaces, without the "@" of vertical writing, first of a ";" list."""
    return " ".join(name.split(";", 1)[0].lstrip("@").split()).lower()


def own_name(name: str) -> str:
    """The name of a font in a conversion, without alternative names (see `alternates`) and features."""
    return _FEATURES.sub("", name.partition(";")[0])


def alternates(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """What lists of names tell ("Liberation Serif;Times New Roman", as LibreOffice writes the alternative name that a
    .doc has for a font), as font aliases.
    """
    found: dict[str, frozenset[str]] = {}
    for name in names:
        first, *others = name.split(";")
        first = normal(own_name(first))
        known = found.get(first, frozenset())
        found[first] = known | frozenset(filter(None, map(normal, others)))
    return {name: others for name, others in found.items() if others}


def same_font(name: str, wanted: str, aliases: Mapping[str, frozenset[str]] | None = None) -> bool:
    """Whether Word shows `wanted` where a document says `name`.

    Windows finds a font by the full name of one of its faces too ("Times New Roman Bold"), macOS by the PostScript
    name of a face ("TimesNewRomanPSMT"); a file made of a PDF or a web page keeps the name that stood there
    ("TimesNewRoman,Bold", or in quotes), and means the same.  `aliases` is the document's font table
    (`Document.font_aliases`), which Word asks where the font itself is missing.  "Times", ".VnTime" and "VNI-Times"
    are other fonts than "Times New Roman"; the font table can make the first of them the same, never the legacy ones,
    whose letters stand at other codes.
    """
    given, goal = normal(name), normal(wanted)
    bare = given if given == goal else _bare(given)
    if goal in (bare, _BEHIND_A_FAMILY.sub("", bare)):
        return True
    face = _RUN_TOGETHER.fullmatch(bare)
    if face is not None and face[1] == goal.replace(" ", ""):
        return True
    if not aliases or given in _INSTALLED or _LEGACY_VIETNAMESE.match(given):
        return False
    return goal in {normal(alias) for alias in aliases.get(given, frozenset())}


def _bare(name: str) -> str:
    """A name in small letters without what is not seen of it, quotes around it, the mark of a subset, and what a web
    page asks for where it is missing.
    """
    seen = name if name.isascii() else "".join(it for it in name if unicodedata.category(it) != "Cf")
    return _INSTEAD.sub("", _SUBSET_IN_SMALL.sub("", seen)).strip(f"{_QUOTES} ")


def is_bold_face(name: str) -> bool:
    """Whether a name is that of the bold face of a family: "Times New Roman Bold", TimesNewRomanPS-BoldMT."""
    return "bold" in normal(name)


def metric_twin(name: str, wanted: str) -> bool:
    """Whether a font was made with the widths of `wanted`, to stand in for it (Liberation Serif, Tinos)."""
    given, goal = normal(name), normal(wanted)
    return given != goal and any(given in twins and goal in twins for twins in _TWINS)


def is_symbol_font(name: str) -> bool:
    """Whether text in this font is pictures: Symbol, Wingdings, ..., by whatever name programs give them."""
    given = _SQUEEZED.sub("", normal(name))
    if given in _SYMBOL_FONTS or (_SYMBOL_FAMILY.search(given) and not _UNICODE_SYMBOLS.match(given)):
        return True
    family = normal(pdf_family(_BEHIND_A_FAMILY.sub("", name.strip())))
    return _SQUEEZED.sub("", family) in _SYMBOL_FONTS


def may_draw(name: str) -> bool:
    """Whether a document can be believed that says this is a font of symbols (`w:charset` 02, ECMA-376 part 1,
    17.8.3.2): not of what Windows and Office bring, nor of fonts with a Vietnamese code of their own, which many of
    them say too.
    """
    given = _BEHIND_A_FAMILY.sub("", normal(name))
    ordinary = {given, normal(pdf_family(given))}
    text = any(it in _INSTALLED or any(it in twins for twins in _TWINS) for it in ordinary)
    return bool(given) and not text and not _LEGACY_VIETNAMESE.match(given)


def reads_as_symbols(text: str) -> bool:
    """Whether text in a font that may be one of symbols can be such: codes that it has, and no word."""
    return _SYMBOL_CODES.match(text) is not None and _TYPED_WORD.search(text) is None


def is_latin(text: str) -> bool:
    """Whether nothing in it needs a font of its own: no character of East or South Asia, no picture (`is_picture`)."""
    return text.isascii() or _BEYOND_LATIN.search(text) is None


def is_picture(text: str) -> bool:
    """Whether every visible character is an arrow, a dingbat, an emoji or the like, which text fonts lack."""
    return _PICTURES.search(text) is not None and not visible_characters(_PICTURES.sub("", text))


def parted(text: str) -> list[tuple[str, bool]]:
    """(stretch, whether it is pictures) in order; the stretches joined are the text."""
    if _PICTURES.search(text) is None:
        return [(text, False)]
    if is_picture(text):
        return [(text, True)]
    pieces = enumerate(_PICTURES_IN_TEXT.split(text))  # those that the pattern found stand between the others
    return [(piece, number % 2 == 1) for number, piece in pieces if piece]


def visible(character: str) -> bool:
    """Whether a character is ink: neither white space nor one of the invisible format characters."""
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc", "Zs", "Zl", "Zp")


def visible_characters(text: str) -> int:
    """How many characters are ink.  Zero-width characters and soft hyphens are none."""
    bare = "".join(text.split())
    return sum(map(visible, bare)) if _MAYBE_INKLESS.search(bare) else len(bare)


def pdf_family(base_name: str) -> str:
    """Family of an embedded font: "ABCDEF+TimesNewRomanPS-BoldMT" → "Times New Roman"; "" for a made-up name."""
    name = _SUBSET.sub("", base_name[:200]).strip()
    squeezed = re.sub(r"[\s_-]", "", name).lower()
    if squeezed.startswith("timesnewroman"):
        return "Times New Roman"
    if _MADE_UP.match(name):
        return ""
    family = _POSTSCRIPT_STYLE.sub("", _POSTSCRIPT_STYLE.sub("", name.replace("_", " "))).strip() or name
    key = re.sub(r"[ -]", "", family).lower()
    return _APART.get(key) or _APART.get(_GLUED_STYLE.sub("", key)) or family
