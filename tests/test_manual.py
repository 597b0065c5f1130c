"""The manual page and the completion say what --help says: each command, each option, nothing by hand."""

import re
import shutil
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest
from typer.main import get_command, get_group

from daemon import cli
from daemon.cli import program
from daemon.cli.manual import bash, entries, page

pytestmark = pytest.mark.slow  # processes and sockets of their own

PROGRAM = get_command(program.app)
ENTRIES = entries(PROGRAM)


def plain(roff: str) -> str:
    return roff.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\&", "").replace("\\e", "\\")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.path)
def test_every_command_is_in_the_manual_with_its_text_and_options(entry) -> None:  # type: ignore[no-untyped-def]
    text = plain(page(PROGRAM))
    assert entry.path in text
    assert entry.text, f"{entry.path} says nothing of itself"
    first = " ".join(entry.text.split("\n\n")[0].split()).replace("`", "")
    assert first[1:].rstrip(".") in text
    for term, said in entry.options:
        assert term in text
        assert said, f"{entry.path} {term} says nothing of itself"


def test_each_command_lives_where_it_is_looked_for() -> None:
    modules = {name: import_module(f"daemon.cli.{name}") for name in program._MODULES.values()}
    assert {(command, name) for name, module in modules.items() for command in get_group(module.app).commands} == set(
        program._MODULES.items()
    )
    assert set(modules) | {"common", "program"} == {module.name for module in iter_modules(cli.__path__)}


def test_what_is_called_every_minute_loads_neither_letters_nor_documents_nor_checks() -> None:
    code = "import sys, daemon.cli.program, daemon.cli.records; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"daemon.cli.records", "daemon.records"} <= set(done.stdout.split())
    heavy = {"daemon.letters", "daemon.documents", "daemon.checks", "daemon.service", "jinja2", "docx"}
    assert not heavy & set(done.stdout.split())


def test_the_groups_are_there() -> None:
    assert {"thamluan outbox list", "thamluan season release", "thamluan parked release"} <= {e.path for e in ENTRIES}


@pytest.mark.skipif(shutil.which("man") is None, reason="man-db is not installed")
def test_man_reads_it_without_a_word() -> None:
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-"],
        input=page(PROGRAM).encode(),
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MANWIDTH": "80"},
        check=True,
    )
    assert done.stderr == b""
    shown = done.stdout.decode()
    assert re.search(r"^EXIT STATUS$", shown, re.MULTILINE)
    assert "↔" in shown


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["out"], {"outbox"}),
        (["outbox", ""], {"list", "show", "release", "resend", "resume", "drop"}),
        (["outbox", "show", "--r"], {"--raw"}),
        (["-v", "chec"], {"check"}),
        (["check", "--js"], {"--json"}),
        (["check", "--json", ""], set()),  # then bash offers files
        (["--qui"], {"--quiet"}),
    ],
)
def test_the_completion_offers_what_fits(typed: list[str], offered: set[str]) -> None:
    words = " ".join(f"'{word}'" for word in ["thamluan", *typed])
    script = (
        f"{bash(PROGRAM)}\nCOMP_WORDS=({words}); COMP_CWORD={len(typed)}; "
        f"_thamluan thamluan '{typed[-1]}'; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == offered
