"""How commands look: progress and colours for a person at a terminal, and nothing of either for anything else."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest
from docx_maker import simple_paper
from flow_trial import Trial, environment, letter

pytestmark = pytest.mark.slow  # processes of their own

ESCAPE = "\x1b"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def quick(trial: Trial) -> Trial:
    trial.write(render={"enabled": False})
    for name in ("một", "hai", "ba"):
        (trial.folder / f"{name}.docx").write_bytes(simple_paper([f"BÀI {name.upper()}", "Nội dung."]))
    for number in range(3):
        mail = letter("an@nghean.example", f"Thư {number}", "Kính gửi Ban Thư ký.")
        (trial.folder / f"{number}.eml").write_bytes(mail)
    return trial


def at_a_terminal(trial: Trial, *arguments: str, **more: str) -> str:
    """What a person sees of a command."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            trial.command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, cwd=trial.folder,
            env=environment() | {"TERM": "xterm-256color"} | more,
        ) as process:  # fmt: skip
            os.close(theirs)
            return _read(ours, process)
    finally:
        os.close(ours)


def _read(terminal: int, process: subprocess.Popen[bytes]) -> str:
    seen, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.1)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        seen += piece
    process.wait(60)
    return seen.decode("utf-8", "replace")


def piped(trial: Trial, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        trial.command(*arguments), cwd=trial.folder, env=environment() | more, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "một.docx", "hai.docx", "ba.docx"), "judging 3"),
        (("import", "0.eml", "1.eml", "2.eml"), "importing 3"),
    ],
)
def test_a_person_sees_how_far_it_is(quick: Trial, arguments: tuple[str, ...], words: str) -> None:
    seen = COLOUR.sub("", at_a_terminal(quick, *arguments))
    assert words in seen
    assert "100%" in seen
    assert seen.count("━") > 10, "a bar"


def test_rebuilding_shows_how_far_it_is(quick: Trial) -> None:
    quick.run("import", "0.eml", "1.eml")
    for path in (quick.folder / "state").glob("records.sqlite3*"):
        path.unlink()
    seen = COLOUR.sub("", at_a_terminal(quick, "rebuild"))
    assert "messages 2" in seen
    assert "100%" in seen


def test_results_stand_above_the_bar_as_they_come(quick: Trial) -> None:
    seen = COLOUR.sub("", at_a_terminal(quick, "check", "một.docx", "hai.docx"))
    first, second = seen.index("một.docx"), seen.index("hai.docx")
    assert first < second
    assert seen.rindex("judging") > first, "the bar goes on below the first result"
    assert seen.count("một.docx") == 1


def test_lines_of_the_log_stand_above_the_bar(quick: Trial) -> None:
    seen = COLOUR.sub("", at_a_terminal(quick, "import", "0.eml", "1.eml", "2.eml"))
    for number in (1, 2, 3):
        assert re.search(rf"(^|[\r\n]|\x1b\[2K)INFO daemon\.cycle\.taking: Message {number}:", seen), seen


@pytest.mark.parametrize("arguments", [("check", "một.docx", "hai.docx"), ("import", "0.eml", "1.eml")])
def test_what_is_piped_has_neither(quick: Trial, arguments: tuple[str, ...]) -> None:
    done = piped(quick, *arguments)
    assert ESCAPE not in done.stdout + done.stderr
    assert "━━━" not in done.stderr
    assert "%" not in done.stderr


def test_quietly_nothing_of_it_is_seen(quick: Trial) -> None:
    seen = at_a_terminal(quick, "--quiet", "import", "0.eml", "1.eml")
    assert "importing" not in seen
    assert "INFO" not in seen


def test_colours_are_for_terminals_and_for_who_wants_them(quick: Trial) -> None:
    assert COLOUR.search(at_a_terminal(quick, "check", "một.docx"))
    plain = at_a_terminal(quick, "check", "một.docx", NO_COLOR="1")
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3[0-7]|38|9[0-7])[;m]", plain), "no-color.org"


def test_only_the_terminal_of_standard_error_counts_for_progress(quick: Trial) -> None:
    """`thamluan check --json > file` at a terminal shows the bar, and the file is clean."""
    target: Path = quick.folder / "out.json"
    ours, theirs = pty.openpty()
    try:
        with target.open("wb") as file, subprocess.Popen(
            quick.command("check", "--json", "một.docx"), stdin=theirs, stdout=file, stderr=theirs, cwd=quick.folder,
            env=environment() | {"TERM": "xterm"},
        ) as process:  # fmt: skip
            os.close(theirs)
            seen = _read(ours, process)
    finally:
        os.close(ours)
    assert "judging" in seen
    assert ESCAPE not in target.read_text("utf-8")


def test_a_line_of_the_doctor_is_a_line_for_programs_however_wide_the_terminal(quick: Trial) -> None:
    """`thamluan doctor | grep '^✗'` shows the remedy, too."""
    lines = piped(quick, "doctor", COLUMNS="40").stdout.splitlines()
    assert [line for line in lines if line[:2] not in {"✓ ", "! ", "✗ "}] == []
    assert max(map(len, lines)) > 80
