"""Every letter as a real browser lays it out, at the width of a phone and of a desk."""

import html
import re
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from letter_cases import (
    CONFIG,
    ENGLISH,
    ENGLISH_SEASON,
    ENGLISH_VETTING,
    EVERY,
    IN_TIME,
    WRITTEN,
    WRONG_FONT,
    letters,
    report,
    with_,
)

from daemon.letters import IndexEntry, environment, index_html, report_html, standalone
from daemon.model import LetterKind

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("browser")]  # the letters are written once

SMALL, PHONE, DESK = 360, 390, 800


def chromium(profile: Path, *arguments: str) -> str:
    quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
    ]
    command = ["chromium", *quiet, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    written = dict(WRITTEN)
    entries = [
        IndexEntry(
            letter.to[0].address if letter.to else name, letter.subject, f"{name}.html", f"{name}.eml", IN_TIME, name
        )
        for name, letter in written.items()
    ]
    index = index_html(entries, environment(CONFIG), title="Thư đã gửi")
    english = letters(ENGLISH)
    translated = {name: write(english) for name, write in (EVERY | ENGLISH_SEASON | ENGLISH_VETTING).items()}
    longest = {it.kind: (f"en-{name}", it) for name, it in sorted(translated.items(), key=lambda it: len(it[1].html))}
    assert set(longest) == set(LetterKind)
    written |= dict(longest.values())
    judged = report_html([report(findings=with_(WRONG_FONT)).judgement], environment(CONFIG), CONFIG)
    pages = {name: standalone(letter.html, letter.pictures) for name, letter in written.items()}
    return pages | {"index": index, "report": judged}


#: Of each frame: how far it is too wide, elements beyond its right edge, its height, its smallest letters, for each
#: scheme how little its text stands out at worst, and paper codes that end on another line than they begin; the dark
#: scheme is switched on where the page declares it.
MEASURE = """
  const luminance = c => c.slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const paper = e => { for (; e; e = e.parentElement) {
    const c = channels(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const contrast = e => { const both = [channels(getComputedStyle(e).color), paper(e)].map(luminance);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05); };
  onload = () => { for (const f of document.querySelectorAll('iframe')) {
    const page = f.contentDocument, d = page.documentElement, o = document.createElement('p');
    const over = [...d.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > d.clientWidth + 1);
    const spoken = [...page.body.querySelectorAll('*')].filter(e => e.checkVisibility() && e.getClientRects().length
      && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
    const size = Math.min(...spoken.map(e => parseFloat(getComputedStyle(e).fontSize)));
    const worst = () => Math.min(...spoken.map(contrast)).toFixed(2);
    const halved = spoken.flatMap(e => [...e.childNodes]).filter(n => n.nodeType === 3).flatMap(
      n => [...n.data.matchAll(/TL-2021-\\w{3}/g)].filter(m => { const r = page.createRange();
        r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length); return r.getClientRects().length > 1; }));
    const light = worst();
    for (const sheet of page.styleSheets) for (const rule of sheet.cssRules)
      if (rule.media && rule.media.mediaText.includes('dark')) rule.media.mediaText = 'all';
    o.textContent = `MEASURED ${f.id} ${d.scrollWidth - d.clientWidth} ${over.length} ${d.offsetHeight} ${size} `
      + `${light} ${worst()} ${halved.length} ${spoken.length} ${channels(getComputedStyle(page.body).backgroundColor)}`;
    document.body.append(o); } }
"""
TOO_SMALL, FAINT = 14, 4.5  #: CSS pixels; WCAG 2.1, 1.4.3


@pytest.mark.parametrize("width", [SMALL, PHONE, DESK])
def test_all_is_within_the_screen_and_can_be_read_by_day_and_by_night(
    pages: dict[str, str], tmp_path: Path, width: int
) -> None:
    """All pages in frames of that width (a headless window is never narrower than 500 px), measured by a script."""
    frames = "".join(
        f'<iframe id="{name}" style="width:{width}px;height:3000px;border:0" srcdoc="{html.escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    page = tmp_path / "frames.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{frames}<script>{MEASURE}</script>", "utf-8")
    dom = chromium(tmp_path / "profile", "--dump-dom", page.as_uri())
    found = re.findall(r"MEASURED (\S+)" + r" (-?[\d.]+)" * 8 + " ", dom)
    measured = {name: tuple(map(float, values)) for name, *values in found}
    assert set(measured) == set(pages)
    wrong = {
        name: values
        for name, values in measured.items()
        if values[0] > 0 or values[1] or values[3] < TOO_SMALL or min(values[4:6]) < FAINT or values[6]
    }
    assert wrong == {}
    assert min(height for _, _, height, *_ in measured.values()) > 400
    assert min(spoken for *_, spoken in measured.values()) > 5
    assert all(light != dark for name, (*_, light, dark, _, _) in measured.items()), "the dark scheme changes nothing"


@pytest.mark.parametrize("case", ["ack-first-faults", "no-paper-link", "digest-full", "index"])
def test_a_letter_is_not_blank(pages: dict[str, str], tmp_path: Path, case: str) -> None:
    page, picture = tmp_path / "letter.html", tmp_path / "letter.png"
    page.write_text(pages[case], "utf-8")
    chromium(tmp_path / "profile", f"--screenshot={picture}", f"--window-size={DESK},1000", page.as_uri())
    width, height, colours = pixels(picture.read_bytes())
    assert (width, height) == (DESK, 1000)
    assert colours > 50


def pixels(png: bytes) -> tuple[int, int, int]:
    """Width, height, and how many different values the bytes of the (filtered) rows take: few on a blank page."""
    width, height = struct.unpack(">II", png[16:24])
    at, data = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, len(set(zlib.decompress(data)))
