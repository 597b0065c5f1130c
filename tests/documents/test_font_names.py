"""When two names mean one font."""

import pytest

from daemon.fonts import (
    alternates,
    is_picture,
    is_symbol_font,
    metric_twin,
    parted,
    pdf_family,
    same_font,
    visible,
    visible_characters,
)

TNR = "Times New Roman"


@pytest.mark.parametrize(
    "name",
    [
        TNR,
        "times new roman",
        "TIMES NEW ROMAN",
        " Times  New Roman ",
        "Times New Roman;serif",
        "@Times New Roman",
        # Faces by their full names, as GDI finds them, and by their PostScript names, as macOS stores them.
        "Times New Roman Bold",
        "Times New Roman Bold Italic",
        "Times New Roman,Bold",  # Word files made of PDFs keep the names of these
        "Times New Roman, BoldItalic",
        "Times New Roman-Bold",
        "Times New Roman_Italic",
        "TimesNewRomanPSMT",
        "TimesNewRomanPS-BoldItalicMT",
        "TimesNewRomanPS",
        "TimesNewRoman",
        "TimesNewRoman,Bold",
        "TimesNewRoman,BoldItalic",
        "TIMESNEWROMANPS-BOLDMT",
        # The family with its code page, script or role, as Word and RTF list it.
        "Times New Roman CYR",
        "Times New Roman (Vietnamese)",
        "Times New Roman (Headings CS)",
        "Times New Roman Bold (Body)",
        "Times New Roman (Vietnamese) Bold",
        # As web pages write it, and with characters that nobody sees.
        "'Times New Roman'",
        '"Times New Roman"',
        "“Times New Roman”",
        "'Times New Roman';serif",
        '"Times New Roman","serif"',
        "'Times New Roman', serif",
        "Times New Roman,serif",
        "BCDEEE+TimesNewRomanPSMT",
        "ABCDEF+Times New Roman",
        "BCDEEE+TimesNewRoman,Bold",
        "Times New Roman\u200e",
        "\ufeffTimes New Roman Bold",
    ],
)
def test_the_same_font_under_another_spelling(name: str) -> None:
    assert same_font(name, TNR)


@pytest.mark.parametrize(
    "name",
    [
        "Times",
        "Time New Roman",
        "TimesNewRomanCondensed",
        "TimesNewRomanCondensedMT",
        "TimesNewRomanMTStd",
        "TimesNewRomanCond-Bold",
        "TimesNewRoman,",
        "TimeNewRoman",
        "TimesNew",
        "Times-Roman",
        "'Times'",
        "''",
        "\u200e",
        "Times New Roman-Condensed",
        ".VnTimesNewRoman",
        "VNI-TimesNewRoman",
        ".VnTime",
        "VNI-Times",
        "Arial",
        "Liberation Serif",
        "",
        "Times New Roman Condensed",
        "Times New Roman,",
        "Arial,Times New Roman",
        "Times New Roman MT",
        "VN Times New Roman",
        "ArialMT",
    ],
)
def test_another_font(name: str) -> None:
    assert not same_font(name, TNR)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Times", True),
        ("TimesNewRomanPSMT", True),
        (".VnTime", False),
        ("VNI-Times", False),
        # Word asks the table where a font is missing, and these never are.
        ("Arial", False),
        ("Calibri", False),
        ("Gill Sans MT", False),
        ("Another", False),
    ],
)
def test_the_font_table_may_name_what_is_missing_but_never_legacy_encodings(name: str, *, same: bool) -> None:
    named = ("times", "timesnewromanpsmt", ".vntime", "vni-times", "arial", "calibri", "gill sans mt")
    aliases = {key: frozenset({"times new roman"}) for key in named}
    assert same_font(name, TNR, aliases) is same


@pytest.mark.parametrize(
    ("names", "aliases"),
    [
        (["Liberation Serif;Times New Roman"], {"liberation serif": {"times new roman"}}),
        (["Times;Tms Rmn; Times New Roman"], {"times": {"tms rmn", "times new roman"}}),
        (["Times;Tms Rmn", "Times", "times;Times New Roman"], {"times": {"tms rmn", "times new roman"}}),
        (["Arial", "Times;", ""], {}),
    ],
)
def test_alternative_names_behind_a_name(names: list[str], aliases: dict[str, set[str]]) -> None:
    assert alternates(names) == aliases


def test_fonts_of_the_same_widths_stand_in() -> None:
    assert metric_twin("Liberation Serif", TNR)
    assert metric_twin("Tinos", TNR)
    assert not metric_twin(TNR, TNR)
    assert not metric_twin("Liberation Sans", TNR)
    assert not metric_twin("Times", TNR)


@pytest.mark.parametrize(
    ("base_name", "family"),
    [
        ("TimesNewRomanPSMT", TNR),
        ("ABCDEF+TimesNewRomanPS-BoldItalicMT", TNR),
        ("Times New Roman,Bold", TNR),
        ("TimesNewRoman,Italic", TNR),
        ("BAAAAA+LiberationSerif-Bold", "Liberation Serif"),
        ("Tinos-Regular", "Tinos"),
        ("ArialMT", "Arial"),
        ("Arial-BoldMT", "Arial"),
        ("CourierNewPSMT", "Courier New"),
        ("Calibri-Light", "Calibri"),
        ("CambriaMath", "Cambria Math"),
        ("Times-Roman", "Times"),
        (".VnTime", ".VnTime"),
        (".VnTimeH-Bold", ".VnTimeH"),
        ("VNI-Times", "VNI-Times"),
        ("Georgia", "Georgia"),
        ("OpenSymbol", "OpenSymbol"),
        ("FreeSerif", "FreeSerif"),
        ("TeXGyreTermes-Regular", "TeXGyreTermes"),
        ("DejaVuSans-Bold", "DejaVu Sans"),
        ("SegoeUIEmoji", "Segoe UI Emoji"),
        ("", ""),
        ("ABCDEF+", ""),
        ("F1", ""),
        ("CIDFont+F3", ""),
        ("ABCDEF+TT2", ""),
        ("C2_1", ""),
        ("Type3Font", ""),
        ("Type3", ""),
        ("Type 3 Font", ""),
        ("T3Font_0", ""),
        ("ABCDEF+Type3Font-1", ""),
        ("Typewriter", "Typewriter"),
        ("FontAwesome", "FontAwesome"),
        ("Times-New-Roman", "Times New Roman"),
        ("Times-New-Roman,Bold", "Times New Roman"),
        ("ABCDEF+Times-New-Roman-BoldItalic", "Times New Roman"),
        ("Courier-New,Bold", "Courier New"),
        ("MS-Gothic", "MS Gothic"),
    ],
)
def test_families_of_embedded_fonts(base_name: str, family: str) -> None:
    assert pdf_family(base_name) == family


@pytest.mark.parametrize(
    "name",
    [
        "Wingdings",
        "symbol",
        "Wingdings 2",
        "Wingdings3",
        "OpenSymbol",
        "Open Symbol",
        "StarSymbol",
        "ZapfDingbats",
        "ITC Zapf Dingbats",
        "MT Extra",
        "MTExtra",
        "SegoeUIEmoji",
        "Segoe UI Emoji",
        # The same families by other makers, by PostScript names and by faces.
        "SymbolMT",
        "Symbol MT",
        "Euclid Symbol",
        "Euclid Symbol Bold Italic",
        "Euclid Extra",
        "Standard Symbols L",
        "Wingdings-Regular",
        "Wingdings Regular",
        "ZapfDingbats BT",
        "MT Extra Regular",
        "CMSY10",
    ],
)
def test_symbol_fonts_hold_no_text(name: str) -> None:
    assert is_symbol_font(name)
    assert is_symbol_font(pdf_family(f"ABCDEF+{name}"))


@pytest.mark.parametrize(
    "name", [TNR, "TimesNewRomanPSMT", "Segoe UI Symbol", "Symbola", "VNI-Times", "CMR10", "Arial Bold"]
)
def test_fonts_of_text_are_no_symbol_fonts(name: str) -> None:
    assert not is_symbol_font(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("→", True),
        ("✓ ☐", True),
        ("\uf0b7", True),
        ("🙂", True),
        ("→ a", False),
        ("≥", False),
        ("°", False),
        ("ă", False),
        ("", False),
    ],
)
def test_pictures_are_no_text(text: str, *, expected: bool) -> None:
    assert is_picture(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chữ", [("chữ", False)]),
        ("→ ✓", [("→ ✓", True)]),
        ("kết quả → tốt", [("kết quả ", False), ("→", True), (" tốt", False)]),
        ("👍🏻tốt", [("👍🏻", True), ("tốt", False)]),
        ("xong \uf0fc", [("xong \uf0fc", False)]),  # a symbol of which no font is said
        ("®\uf0e6i", [("®\uf0e6i", False)]),  # a letter of a font with codes of its own
        ("\uf0ae\uf0e6i", [("\uf0ae\uf0e6i", False)]),
        ("", [("", False)]),
    ],
)
def test_pictures_are_parted_from_text(text: str, expected: list[tuple[str, bool]]) -> None:
    assert parted(text) == expected


@pytest.mark.parametrize(
    ("text", "count"), [("mô hình", 6), (" \t\n\u00a0", 0), ("a\u200bb\u00ad\ufeff", 2), ("ab c", 3), ("", 0)]
)
def test_only_ink_counts(text: str, count: int) -> None:
    assert visible_characters(text) == count


def test_the_short_way_of_counting_ink_is_the_long_one() -> None:
    wrong = [code for code in range(0x11000) if visible_characters(chr(code)) != visible(chr(code))]
    assert not wrong


@pytest.mark.parametrize(
    ("name", "wanted", "same"),
    [
        ("Arial-BoldMT", "Arial", True),
        ("Arial,Bold", "Arial", True),
        ("Arial-Black", "Arial", False),
        ("Arial Black", "Arial", False),
        ("ArialNarrow-Bold", "Arial", False),
        ("ArialNarrow-Bold", "Arial Narrow", True),
        ("Calibri-Light", "Calibri", False),
        ("ArialUnicodeMS", "Arial Unicode MS", True),
        ("'Arial'", "Times New Roman", False),
    ],
)
def test_names_without_spaces_of_other_families(name: str, wanted: str, same: bool) -> None:
    assert same_font(name, wanted) is same
