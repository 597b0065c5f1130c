"""The demonstration is the first thing anyone sees: it ends well, twice the same, and leaves what it says it leaves."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flow_trial import environment

# In one worker: it is played twice for all of them, not twice for each worker.
pytestmark = [pytest.mark.server, pytest.mark.xdist_group("demo")]


def played(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "daemon", "demo", "--directory", str(directory)]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        cwd=directory.parent,
        timeout=110,
        check=False,
    )


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, subprocess.CompletedProcess[str]]]:
    folders = [tmp_path_factory.mktemp("demo") / "here" for _ in range(2)]
    return [(folder, played(folder)) for folder in folders]


def test_everything_comes_out_as_it_should(demos: list[tuple[Path, subprocess.CompletedProcess[str]]]) -> None:
    for _, done in demos:
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        assert done.stdout.rstrip().endswith("Everything came out as it should.")


def test_it_is_the_same_every_time(demos: list[tuple[Path, subprocess.CompletedProcess[str]]]) -> None:
    (one, first), (other, second) = demos
    assert first.stdout.replace(str(one), "") == second.stdout.replace(str(other), "")
    for path in sorted((one / "letters").iterdir()):
        assert path.read_bytes() == (other / "letters" / path.name).read_bytes(), path.name


def test_what_it_names_is_there(demos: list[tuple[Path, subprocess.CompletedProcess[str]]]) -> None:
    folder, done = demos[0]
    named = re.findall(rf"{re.escape(str(folder))}/(\S+)", done.stdout)
    assert len(named) == 5
    for name in named:
        assert list(folder.glob(name)), name
    index = (folder / "letters" / "index.html").read_text("utf-8")
    assert all((folder / "letters" / link).is_file() for link in re.findall(r'href="([^"]+)"', index))


def test_it_never_touches_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    done = played(tmp_path)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
