"""The demonstration is the first thing anyone sees: it ends well, twice the same, and leaves what it says it leaves."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flow_trial import environment

from daemon.config import load, shipped_file
from daemon.demo import scenes
from daemon.demo.play import is_told_of
from daemon.demo.scenes import SCENES, Sofar
from daemon.ledger import paper_code

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
    """Two at once: most of a demonstration is waiting."""
    folders = [tmp_path_factory.mktemp("demo") / "here" for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        return list(zip(folders, pool.map(played, folders), strict=True))


def test_everything_comes_out_as_it_should(demos: list[tuple[Path, subprocess.CompletedProcess[str]]]) -> None:
    for _, done in demos:
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        assert done.stdout.rstrip().endswith("Everything came out as it should.")


def test_it_is_the_same_every_time(demos: list[tuple[Path, subprocess.CompletedProcess[str]]]) -> None:
    (one, first), (other, second) = demos
    assert first.stdout.replace(str(one), "") == second.stdout.replace(str(other), "")
    names = [sorted(path.name for path in (folder / "letters").iterdir()) for folder in (one, other)]
    assert names[0] == names[1]
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


@pytest.mark.parametrize(
    ("section", "change", "judged"),
    [
        ("conference", {"code_prefix": "HT-2022"}, True),
        ("conference", {"name": "Hội nghị khác", "plan": "Kế hoạch khác", "host": "Trường khác"}, True),
        ("secretariat", {"addresses": ("ban-to-chuc@khac.example",)}, True),
        ("render", {"enabled": False}, True),
        ("rules", {"deadline": date(2022, 11, 10)}, False),
        ("conference", {"timezone": "America/New_York"}, False),
        ("letters", {"max_per_address_per_day": 1}, False),
    ],
)
def test_what_comes_of_it_is_judged_where_the_story_is_of_that_conference(
    section: str, change: dict[str, Any], judged: bool
) -> None:
    """A right season of another one was called broken, scene by scene."""
    shipped = load(shipped_file())
    changed = shipped.model_copy(update={section: getattr(shipped, section).model_copy(update=change)})
    assert is_told_of(changed) is judged


def test_authors_answer_with_the_codes_that_they_were_given() -> None:
    for letters in ({}, {scene.sender.address: "<a@x.example>" for scene in SCENES}):
        sofar = Sofar(letters, partial(paper_code, "HT-2022"))
        written = [scenes.raw(scene, number, "hop@x.example", sofar) for number, scene in enumerate(SCENES)]
        assert not any(b"TL-2021" in message for message in written)
        assert sum(b"HT-2022-0" in message for message in written) == 3
        assert sum(b"In-Reply-To: <a@x.example>" in message for message in written) == 3 * bool(letters)


def test_it_never_touches_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    done = played(tmp_path)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
