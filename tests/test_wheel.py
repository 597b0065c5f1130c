"""What is installed is complete: the wheel carries the templates, the shipped configuration and the demonstration."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # processes and sockets of their own

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = target.glob("thamluan-*.whl")
    return zipfile.ZipFile(built)


def test_it_carries_every_template(wheel: zipfile.ZipFile) -> None:
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    carried = {name.removeprefix("daemon/") for name in wheel.namelist() if name.startswith("daemon/templates/")}
    assert carried == shipped


def test_it_carries_the_configuration_and_every_module(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert wheel.read("daemon/config.toml") == (ROOT / "config.toml").read_bytes()
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "daemon").rglob("*.py")}
    assert modules <= names
    assert "daemon/demo/bai-tham-luan.doc" in names


def test_it_runs_without_the_source_tree(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Templates and configuration are found inside the installed package."""
    wheel.extractall(tmp_path)
    program = (
        "from daemon import config, letters\n"
        "shipped = config.load(config.shipped_file())\n"
        "assert letters.environment(shipped).list_templates()\n"
        "print(config.shipped_file())\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == str(tmp_path / "daemon" / "config.toml")
