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
    letters,
)

from daemon.letters import IndexEntry, environment, index_html, standalone

pytestmark = pytest.mark.server

PHONE, DESK = 390, 800

#: Letters with every building block.
IN_ENGLISH = (
    "ack-batch-mixed",
    "no-paper-promised-link-late",
    "standing-several",
    "season-hoi-thao-opens-secretariat",
    "vetting-several",
    "digest-full",
    "notice-several",
    "orders-refused",
)


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
    translated = EVERY | ENGLISH_SEASON | ENGLISH_VETTING
    written |= {f"en-{name}": write(english) for name, write in translated.items() if name in IN_ENGLISH}
    return {name: standalone(letter.html, letter.pictures) for name, letter in written.items()} | {"index": index}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_is_wider_than_the_screen(pages: dict[str, str], tmp_path: Path, width: int) -> None:
    """All pages in frames of that width (a headless window is never narrower than 500 px), measured by a script."""
    frames = "".join(
        f'<iframe id="{name}" style="width:{width}px;height:3000px;border:0" srcdoc="{html.escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    script = """
      onload = () => { for (const f of document.querySelectorAll('iframe')) {
        const d = f.contentDocument.documentElement, o = document.createElement('p');
        const over = [...d.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > d.clientWidth + 1);
        o.textContent = `MEASURED ${f.id} ${d.scrollWidth - d.clientWidth} ${over.length} ${d.offsetHeight}`;
        document.body.append(o); } }
    """
    page = tmp_path / "frames.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{frames}<script>{script}</script>", "utf-8")
    dom = chromium(tmp_path / "profile", "--dump-dom", page.as_uri())
    measured = {
        name: tuple(map(int, values)) for name, *values in re.findall(r"MEASURED (\S+) (-?\d+) (\d+) (\d+)<", dom)
    }
    assert set(measured) == set(pages)
    assert {name: (over, wide) for name, (over, wide, _) in measured.items() if over > 0 or wide} == {}
    assert min(height for *_, height in measured.values()) > 400


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
