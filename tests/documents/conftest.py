"""What tests of documents share."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Converts files to a format, beside them, as anybody's LibreOffice does; its first start makes the profile."""
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(to: str, *files: Path) -> None:
        command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", to, "--outdir"]
        subprocess.run([*command, files[0].parent, *files], check=True, capture_output=True, timeout=150)

    return convert
