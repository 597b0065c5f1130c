"""How LibreOffice can be confined on this machine."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from daemon.config import Render
from daemon.render import LibreOffice

SETTINGS = Render(deadline_seconds=30, socket=None)

#: Set where a test runs on a systemd that has the renderer's unit: then that is the place, and the only one.
UNIT = os.environ.get("THAMLUAN_RENDER_UNIT")

PLACES: dict[str, Callable[[], LibreOffice]] = {
    "bubblewrap": lambda: LibreOffice(SETTINGS, font="Times New Roman"),
    "landlock": lambda: LibreOffice(SETTINGS, bwrap="no-such-bubblewrap", font="Times New Roman"),
    "bare": lambda: LibreOffice(SETTINGS.model_copy(update={"sandbox": False}), font="Times New Roman"),
}


if UNIT:
    PLACES = {"unit": lambda: LibreOffice(SETTINGS.model_copy(update={"socket": Path(UNIT)}), font="Times New Roman")}

#: Those that keep a document from files as well as from the network; with the sandbox switched off `doctor` warns.
CONFINED = [place for place in PLACES if place != "bare"]


def run_soffice(folder: Path, data: bytes, suffix: str, to: str) -> bytes:
    """LibreOffice as anybody would run it: makes other formats, and shows what happens without our care."""
    source = folder / f"paper.{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return (folder / "out" / f"paper.{to}").read_bytes()
