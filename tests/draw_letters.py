"""The pictures of letters in the guides: ./run.sh docs, after a template has changed.

Each is the sample letter of `thamluan preview`, as Chromium shows it in a window of WIDTH, cut at its end or at HEIGHT,
in a few colours: they are for reading along, not for printing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from daemon.config import load, shipped_file
from daemon.letters import environment, samples
from daemon.letters.gallery import standalone

PICTURES = Path(__file__).parent.parent / "docs" / "hinh"
WIDTH, HEIGHT = 640, 1500
COLOURS = 24
MARGIN = 16
ADDRESS = "hoi-thao@truong.example"

#: The guides show these: file → letter.
LETTERS = {
    "da-nhan": "acknowledgement",
    "can-sua": "acknowledgement-faults",
    "chua-thay-bai": "no-paper",
    "rut-bai": "withdrawal",
    "can-xem": "notice-withdrawal",
    "cau-hoi": "notice-question",
    "ban-tin": "digest-weekly",
}


def main() -> None:
    config = load(shipped_file())
    mailbox = config.mailbox.model_copy(update={"address": ADDRESS})
    secretariat = config.secretariat.model_copy(update={"addresses": ("thu-ky@truong.example",)})
    config = config.model_copy(update={"mailbox": mailbox, "secretariat": secretariat})
    written = samples(config, environment(config))
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, letter in LETTERS.items():
            page, shot = Path(folder) / f"{name}.html", Path(folder) / f"{name}.png"
            page.write_text(standalone(written[letter].html, written[letter].pictures), "utf-8")
            draw(page, shot, Path(folder) / "profile")
            target = PICTURES / f"{name}.png"
            cut(Image.open(shot).convert("RGB")).quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
            print(f"{target.name}: {target.stat().st_size // 1000} kB", file=sys.stderr)


def draw(page: Path, picture: Path, profile: Path) -> None:
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    size = [f"--window-size={WIDTH},{2 * HEIGHT}", "--hide-scrollbars", f"--screenshot={picture}"]
    command = ["chromium", *quiet, *size, f"--user-data-dir={profile}", page.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)


def cut(image: Image.Image) -> Image.Image:
    """Without the empty window below the letter."""
    background = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, background).getbbox()
    end = box[3] + MARGIN if box else image.height
    return image.crop((0, 0, image.width, min(end, HEIGHT)))


if __name__ == "__main__":
    main()
