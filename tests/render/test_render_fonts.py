"""A page count is believed only where the font that stands in is proven to hold Vietnamese."""

import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.render import fontcoverage

FULL = "20-7e a0-377 1e00-1eff 2000-2064"
STYLES = ("", ":bold", ":italic", ":bold:italic")


def faces(family: str = "Liberation Serif", charset: str = FULL, **by_style: str) -> list[dict[str, str]]:
    """Four faces; `by_style` gives one of them another character map ("regular", "bold", ...)."""
    return [
        {
            "style": style,
            "family": family,
            "file": "/fonts/x.ttf",
            "version": "1",
            "charset": by_style.get(fontcoverage.STYLE_NAMES[style].replace(" ", "_"), charset),
        }
        for style in STYLES
    ]


def test_every_letter_of_the_alphabet_is_asked_for() -> None:
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones} | {"đ"}
    letters |= {letter.upper() for letter in letters}
    assert all(len(letter) == 1 for letter in letters)
    assert {ord(letter) for letter in letters} <= fontcoverage.VIETNAMESE | fontcoverage.BASIC
    assert set(range(0x1EA0, 0x1EFA)) <= fontcoverage.VIETNAMESE


@pytest.mark.parametrize("family", ["Times New Roman", "times new roman", "Liberation Serif", "Tinos"])
def test_the_font_itself_and_its_metric_twins_are_believed(family: str) -> None:
    assert fontcoverage.trouble_with_faces("Times New Roman", faces(family)) is None


@pytest.mark.parametrize("family", ["DejaVu Serif", "Nimbus Roman", "Liberation Sans", "Times", ""])
def test_any_other_font_has_other_widths(family: str) -> None:
    trouble = fontcoverage.trouble_with_faces("Times New Roman", faces(family))
    assert trouble == (
        f"Times New Roman is drawn in {family}, whose letters have other widths: "
        "install fonts-liberation2 and run fc-cache."
    )


def test_liberation_1_is_recognised_by_what_it_lacks() -> None:
    """fonts-liberation 1.07.4 holds 2 of the 90 letters U+1EA0-1EF9, and neither ơ nor ư."""
    old = "20-7e a0-148 14a-17f 192 1fa-1ff 218-21b 2c6-2dd 300-301 303 309 323 1e80-1e85 1ef2-1ef3 2013-2022 2026"
    trouble = fontcoverage.trouble_with_faces("Times New Roman", faces(charset=old))
    assert trouble is not None
    assert trouble.startswith("Liberation Serif (regular, /fonts/x.ttf) stands in for Times New Roman and lacks ")
    assert "such as Ơ (U+01A0)" in trouble
    assert trouble.endswith("install fonts-liberation2 and run fc-cache.")


@pytest.mark.parametrize("style", ["regular", "bold", "italic", "bold_italic"])
@pytest.mark.parametrize("letter", ["ơ", "ư", "đ", "ế", "ỹ", "\u0309", "”"])
def test_one_missing_letter_in_one_face_is_enough(style: str, letter: str) -> None:
    kept = sorted(fontcoverage.characters(FULL) - {ord(letter)})
    charset = " ".join(f"{code:x}" for code in kept)
    trouble = fontcoverage.trouble_with_faces("Times New Roman", faces(**{style: charset}))
    assert trouble is not None
    assert f"({style.replace('_', ' ')}, " in trouble
    assert f"lacks 1 letters such as {letter} (U+{ord(letter):04X})" in trouble


def test_marks_that_no_face_has_are_left_to_the_page_that_is_drawn() -> None:
    """Carlito has one of the eight; LibreOffice joins letter and mark before it looks for the glyph."""
    without = " ".join(f"{code:x}" for code in sorted(fontcoverage.characters(FULL) - fontcoverage.COMBINING))
    assert fontcoverage.trouble_with_faces("Calibri", faces("Carlito", without)) is None
    trouble = fontcoverage.trouble_with_faces("Calibri", faces("Carlito", without, bold=FULL))
    assert trouble is not None
    assert "(regular, " in trouble


@pytest.mark.parametrize("given_faces", [[], [{"style": "", "family": "", "file": "", "version": "", "charset": ""}]])
def test_without_fontconfig_nothing_is_believed(given_faces: list[dict[str, str]]) -> None:
    trouble = fontcoverage.trouble_with_faces("Times New Roman", given_faces)
    assert trouble == "No font could be looked up for Times New Roman: install fontconfig and fonts-liberation2."


@given(st.sets(st.integers(0, 0x2FFFF), max_size=200))
@pytest.mark.slow
def test_character_maps_are_read_as_fontconfig_prints_them(codes: set[int]) -> None:
    parts, ordered = [], sorted(codes)
    while ordered:
        first = last = ordered.pop(0)
        while ordered and ordered[0] == last + 1:
            last = ordered.pop(0)
        parts.append(f"{first:x}" if first == last else f"{first:x}-{last:x}")
    assert fontcoverage.characters(" ".join(parts)) == codes


def test_the_sample_holds_every_letter_in_four_faces() -> None:
    sample = fontcoverage.sample("Times New Roman").decode("ascii")
    assert all(sample.count(f"\\u{code}?") >= 4 for code in fontcoverage.VIETNAMESE | fontcoverage.COMBINING)
    assert all(f"{{{face} " in sample for face in (r"\plain", r"\plain\b", r"\plain\i", r"\plain\b\i"))
    assert sample.count("{") == sample.count("}")


@pytest.mark.parametrize(
    ("names", "believed"),
    [
        (["BAAAAA+LiberationSerif", "CAAAAA+LiberationSerif-BoldItalic"], True),
        (["BAAAAA+Tinos-Regular"], True),
        (["TimesNewRomanPSMT", "BAAAAA+TimesNewRomanPS-BoldMT"], True),
        (["BAAAAA+LiberationSerif", "CAAAAA+DejaVuSerif"], False),
        (["BAAAAA+LiberationSans"], False),
        ([], False),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
def test_what_libreoffice_really_drew_has_the_last_word(names: list[str], *, believed: bool, compressed: bool) -> None:
    objects = b"\n".join(b"<</Type/FontDescriptor/FontName/" + name.encode() + b" /Flags 4>>" for name in names)
    held = b"<<>>\nstream\n" + zlib.compress(objects) + b"\nendstream" if compressed else objects
    pdf = b"%PDF-1.7\n" + held + b"\n<<>>\nstream\n\xff\xd8 no deflate\nendstream\n%%EOF"
    trouble = fontcoverage.trouble_with_sample("Times New Roman", pdf)
    assert (trouble is None) is believed
    if trouble:
        assert trouble.endswith("install fonts-liberation2 and run fc-cache.")
