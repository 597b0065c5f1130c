"""How LibreOffice can be confined on this machine."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from daemon.config import Render
from daemon.render import LibreOffice

SETTINGS = Render(deadline_seconds=30, socket=None)

PLACES: dict[str, Callable[[], LibreOffice]] = {
    "bubblewrap": lambda: LibreOffice(SETTINGS, font="Times New Roman"),
    "landlock": lambda: LibreOffice(SETTINGS, bwrap="no-such-bubblewrap", font="Times New Roman"),
    "bare": lambda: LibreOffice(SETTINGS.model_copy(update={"sandbox": False}), font="Times New Roman"),
}


def run_soffice(folder: Path, data: bytes, suffix: str, to: str) -> bytes:
    """LibreOffice as anybody would run it: makes other formats, and shows what happens without our care."""
    source = folder / f"paper.{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return (folder / "out" / f"paper.{to}").read_bytes()
