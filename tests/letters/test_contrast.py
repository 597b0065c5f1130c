"""All text of all letters stands out from what it stands on, in the light style and in the dark one.

Computed as mail programs do that read no style sheet: from the colours in the elements, handed down to what stands in
them; for the dark scheme with the rules of the style sheet that is kept for it.

Source: WCAG 2.1, success criterion 1.4.3 (level AA: 4.5:1), with its definitions of contrast ratio and of relative
luminance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from each import each
from letter_cases import ENGLISH, ENGLISH_SEASON, ENGLISH_VETTING, EVERY, WRITTEN, letters

from daemon.letters import environment, samples

ENOUGH = 4.5
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
#: Elements that have no end, and hold no text.
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})

Dark = Mapping[str, Mapping[str, str]]  #: of a class: what its elements get instead


@dataclass(frozen=True)
class Place:
    """Where text may stand."""

    tag: str
    ink: str = "#000000"
    paper: str = "#ffffff"
    hidden: bool = False


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" or "#rgb".  ValueError for a colour that is written otherwise."""
    if not re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", colour.lower()):
        raise ValueError(f"{colour!r} is no colour that can be computed with")
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def declared(style: str) -> dict[str, str]:
    pairs = (item.partition(":") for item in style.split(";") if ":" in item)
    return {name.strip(): value.removesuffix("!important").strip() for name, _, value in pairs}


def dark_of(page: str) -> Dark:
    """What the page declares for the dark scheme; empty where it has none."""
    return {name: declared(style) for sheet in _DARK.findall(page) for name, style in _RULE.findall(sheet)}


class Words(HTMLParser):
    """The text of a page, with the colours it is seen in."""

    def __init__(self, dark: Dark) -> None:
        super().__init__()
        self._dark = dark
        self._open = [Place("")]
        self.found: list[tuple[str, Place]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        style = declared(given.get("style") or "")
        for name in (given.get("class") or "").split():
            style |= self._dark.get(name, {})
        around = self._open[-1]
        default = "#0000ee" if tag == "a" else around.ink
        here = Place(
            tag,
            ink=style.get("color", default),
            paper=style.get("background", style.get("background-color", around.paper)),
            hidden=around.hidden or tag in {"style", "title"} or style.get("display") == "none",
        )
        if tag not in _VOID:
            self._open.append(here)

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._open[-1].hidden:
            self.found.append((" ".join(data.split()), self._open[-1]))


def words(page: str, dark: Dark) -> list[tuple[str, Place]]:
    parser = Words(dark)
    parser.feed(page)
    parser.close()
    return parser.found


def faint(page: str, dark: Dark) -> list[str]:
    """Text that does not stand out, with what it has."""
    return [
        f"{text[:40]}: {place.ink} on {place.paper}, {contrast(place.ink, place.paper):.2f}"
        for text, place in words(page, dark)
        if contrast(place.ink, place.paper) < ENOUGH
    ]


def pages() -> Iterator[tuple[str, str]]:
    """Every letter, in both languages, and those of `thamluan preview`."""
    yield from ((name, letter.html) for name, letter in WRITTEN.items())
    writer = letters(ENGLISH)
    translated = EVERY | ENGLISH_SEASON | ENGLISH_VETTING
    yield from ((f"en-{name}", write(writer).html) for name, write in translated.items())
    shown = samples(ENGLISH, environment(ENGLISH))
    yield from ((f"preview-{name}", letter.html) for name, letter in shown.items())


@pytest.mark.slow
def test_every_word_of_every_letter_stands_out_by_day_and_by_night() -> None:
    seen, schemes = 0, {"light": 0, "dark": 0}
    wrong: dict[str, list[str]] = {}
    for name, page in pages():
        dark = dark_of(page)
        assert dark, f"{name} declares no dark scheme"
        for scheme, rules in {"light": {}, "dark": dark}.items():
            seen += 1
            schemes[scheme] += len(words(page, rules))
            if found := faint(page, rules):
                wrong[f"{name}, {scheme}"] = found
    assert wrong == {}
    assert schemes["light"] == schemes["dark"] > 10 * seen  # and there was something to look at


@each(
    "case",
    [
        ("#000000", "#ffffff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that will do on white
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_computed_as_the_standard_says(case: tuple[str, str, float]) -> None:
    ink, paper, ratio = case
    assert round(contrast(ink, paper), 2) == round(contrast(paper, ink), 2) == ratio


@each(
    "case",
    [
        ('<p style="color:#aaaaaa">xin chào</p>', ["xin chào: #aaaaaa on #ffffff, 2.32"]),
        ('<div style="background:#333333"><p>xin chào</p></div>', ["xin chào: #000000 on #333333, 1.66"]),
        ('<td style="background:#222;color:#eee">a<br>b<b style="color:#333">xin</b>c</td>', ["xin: #333 on #222, 1.26"]),
        ('<p style="color:#eeeeee;display:none">xin chào</p>', []),
        ('<div style="background:#000000"><img alt=""><a style="color:#8cc4f5">xin</a> <a>chào</a></div>', ["chào: #0000ee on #000000, 2.23"]),
        # What the dark scheme forgets stays as it was.
        ('<div class="sheet" style="background:#ffffff"><p style="color:#1f2933">xin</p></div>', ["xin: #1f2933 on #1d2125, 1.10"]),
    ],
)  # fmt: skip
def test_faint_text_is_found(case: tuple[str, list[str]]) -> None:
    page, found = case
    dark = dark_of("@media (prefers-color-scheme: dark) {\n.sheet { background: #1d2125 !important; }\n}\n")
    assert faint(page, dark) == found


def test_a_colour_that_cannot_be_computed_with_is_no_pass() -> None:
    with pytest.raises(ValueError, match="tomato"):
        faint('<p style="color:tomato">xin chào</p>', {})


def test_the_shipped_dark_scheme_knows_every_colour_of_the_light_one() -> None:
    """A colour that is forgotten by night may still be legible there; it was chosen for the day all the same."""
    page = WRITTEN["ack-first-faults"].html
    light = {place.ink for _, place in words(page, {})}
    assert {place.ink for _, place in words(page, dark_of(page))}.isdisjoint(light)
