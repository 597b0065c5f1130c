"""Fonts of the theme part (ECMA-376 part 1, 20.1.4.1.16-25) and `w:themeFontLang` (17.15.1.88).

For ascii and hAnsi the theme's latin font counts, for eastAsia its ea font, for cs its cs font.  Where that is empty,
as ea and cs usually are, the font listed for the script of the document's language stands in, else Word's own
default.  (By the letter of 17.15.1.88 the listed font would come first even for Latin text; Word shows Vietnamese
text in the latin font, and "Viet" in the list is for the cs slot.)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from daemon.documents.slots import APPLICATION_DEFAULT
from daemon.documents.xml import DRAWING, Element, child, w

#: Language → script tag of the theme's font list (ISO 15924), for languages that have one there.
_SCRIPTS = {
    "ja": "Jpan", "ko": "Hang", "ar": "Arab", "fa": "Arab", "ur": "Arab", "he": "Hebr", "th": "Thai", "am": "Ethi",
    "bn": "Beng", "gu": "Gujr", "km": "Khmr", "kn": "Knda", "pa": "Guru", "hi": "Deva", "mr": "Deva", "ne": "Deva",
    "te": "Telu", "ta": "Taml", "si": "Sinh", "lo": "Laoo", "ml": "Mlym", "or": "Orya", "mn": "Mong", "vi": "Viet",
    "ug": "Uigh", "ka": "Geor", "hy": "Armn", "bo": "Tibt", "dv": "Thaa", "syr": "Syrc",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Collection:
    latin: str = ""
    ea: str = ""
    cs: str = ""
    scripts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Theme:
    """The major and minor fonts, for the languages of the document."""

    major: _Collection = _Collection()
    minor: _Collection = _Collection()
    latin_script: str = ""
    ea_script: str = ""
    cs_script: str = ""
    present: bool = False

    def font(self, reference: str) -> str | None:
        """The font a theme attribute stands for ("minorHAnsi", "majorBidi", ...); None when it stands for nothing
        (no theme part, or no such reference).
        """
        if not self.present:
            return None
        collection = self.major if reference.startswith("major") else self.minor
        match reference.removeprefix("major").removeprefix("minor"):
            case "Ascii" | "HAnsi":
                named, script = collection.latin, self.latin_script
            case "EastAsia":
                named, script = collection.ea, self.ea_script
            case "Bidi":
                named, script = collection.cs, self.cs_script
            case _:
                return None
        return named or collection.scripts.get(script) or APPLICATION_DEFAULT


def read_theme(theme: Element | None, settings: Element | None) -> Theme:
    """The theme part and the settings part, either of which may be missing."""
    if theme is None:
        return Theme()
    languages = child(settings, "themeFontLang")
    attributes = languages.attrib if languages is not None else {}
    scheme = next(theme.iter(f"{{{DRAWING}}}fontScheme"), None)
    if scheme is None:
        return Theme()
    return Theme(
        major=_collection(scheme.find(f"{{{DRAWING}}}majorFont")),
        minor=_collection(scheme.find(f"{{{DRAWING}}}minorFont")),
        latin_script=_script(attributes.get(w("val"), "")),
        ea_script=_script(attributes.get(w("eastAsia"), "")),
        cs_script=_script(attributes.get(w("bidi"), "")),
        present=True,
    )


def _collection(element: Element | None) -> _Collection:
    if element is None:
        return _Collection()

    def face(name: str) -> str:
        named = element.find(f"{{{DRAWING}}}{name}")
        return str(named.get("typeface", "")).strip() if named is not None else ""

    scripts = {
        str(font.get("script", "")): str(font.get("typeface", "")) for font in element.iter(f"{{{DRAWING}}}font")
    }
    return _Collection(face("latin"), face("ea"), face("cs"), scripts)


def _script(language: str) -> str:
    """Script tag of a language tag (RFC 5646); "" where the theme lists none for it."""
    tag = language.strip().lower().replace("_", "-")
    if tag.startswith("zh"):
        return "Hant" if any(part in tag for part in ("-tw", "-hk", "-mo", "-hant")) else "Hans"
    return _SCRIPTS.get(tag.split("-", 1)[0], "")
