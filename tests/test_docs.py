"""The documents say what is so: their links lead somewhere, their commands exist, what is made is as it is made."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from draw_letters import LETTERS, PICTURES
from typer.main import get_command

from daemon.cli import program
from daemon.cli.manual import entries
from daemon.config import Config, load, reference, shipped_file
from daemon.letters import environment, samples

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PROGRAM = get_command(program.app)
COMMANDS = {entry.path: entry for entry in entries(PROGRAM)}
UNITS = {path.name for path in (ROOT / "systemd").iterdir()}
LARGEST_PICTURE = 80_000

page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


def text(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """Without blocks of code."""
    return re.sub(r"^ *```.*?^ *```", "", text(path), flags=re.MULTILINE | re.DOTALL)


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text(path), re.MULTILINE | re.DOTALL)


# --------------------------------------------------------------------------- links


def anchors(path: Path) -> set[str]:
    """Of the headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@page
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if re.match(r"https?://|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), f"{path.name}: {target}"
        if anchor:
            assert anchor in anchors(there), f"{path.name}: {target}"


def test_every_document_is_linked() -> None:
    linked = {
        (path.parent / target).resolve()
        for path in PAGES
        for target in re.findall(r"\]\(([^)\s#]+)", prose(path))
        if "://" not in target
    }
    assert {path.name for path in PAGES if path not in linked} <= {"README.md"}


def test_the_architecture_names_every_room() -> None:
    rooms = {path.stem for path in (ROOT / "daemon").glob("[a-z]*") if path.suffix in {".py", ""}}
    table = re.findall(r"^\|.*\|$", text(ROOT / "docs" / "architecture.md"), re.MULTILINE)
    named = {name.rstrip("/") for line in table for name in re.findall(r"`(\w+/?)`", line.split("|")[2])}
    assert named == rooms


# --------------------------------------------------------------------------- commands


def simple_commands(block: str) -> Iterator[list[str]]:
    """Of a block of shell: what is started, without sudo, environment and redirections."""
    joined = re.sub(r"\\\n\s*", " ", block)
    for line in joined.splitlines():
        for part in re.split(r"\||&&|;(?![^']*'$)", line):
            words = shlex.split(part, comments=True)
            while words and (words[0] in {"sudo", "env", "watch"} or re.match(r"[A-Z_]+=", words[0])):
                words = words[3:] if words[:2] == ["sudo", "-u"] else words[1:]
            if words:
                yield [word for word in words if not word.startswith((">", "<", "2>"))]


def told(path: Path) -> list[list[str]]:
    """Every command of ours that a page tells: in blocks, and between backquotes."""
    shown = [words for block in blocks(path, "sh") for words in simple_commands(block)]
    inline = re.findall(r"`(?:sudo -u \S+ )?((?:\./run\.sh|thamluan) [^`]+)`", prose(path))
    return [*shown, *(code.split() for code in inline)]


@page
def test_commands_exist_with_their_options(path: Path) -> None:
    for words in told(path):
        if Path(words[0]).name != "thamluan":
            continue
        entry, rest = COMMANDS["thamluan"], words[1:]
        while rest and (rest[0].startswith("-") or rest[0] in entry.below):
            word = rest.pop(0)
            if word.startswith("-"):
                assert word.partition("=")[0] in entry.flags, f"{path.name}: {' '.join(words)}"
            else:
                entry = COMMANDS[f"{entry.path} {word}"]
        assert not (entry.below and rest and re.match(r"[a-z]+$", rest[0])), f"{path.name}: {' '.join(words)}"
        for word in rest:
            if word.startswith("--"):
                assert word.partition("=")[0].rstrip(".,…") in entry.flags, f"{path.name}: {' '.join(words)}"


@page
def test_words_of_run_sh_exist(path: Path) -> None:
    known = set(re.findall(r"^  (\w+)\)", text(ROOT / "run.sh"), re.MULTILINE))
    assert {words[1] for words in told(path) if words[0] == "./run.sh"} <= known


@page
def test_units_and_files_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"\b(thamluan[\w@-]*\.(?:service|socket))\b", text(path)))
    instances = {re.sub(r"@[\w-]+\.", "@.", name) for name in named}
    assert instances <= UNITS, path.name
    for words in told(path):
        if words[0] == "install":
            sources = [word for word in words[1:] if word.startswith("systemd/")]
            assert all(list(ROOT.glob(source)) for source in sources), f"{path.name}: {' '.join(words)}"


def test_the_readme_names_every_command() -> None:
    shown = set(re.findall(r"^thamluan (\w+)", text(ROOT / "README.md"), re.MULTILINE))
    also = {"restore"}  # beside backup
    assert shown | also >= set(COMMANDS["thamluan"].below) - {"demo"}


# --------------------------------------------------------------------------- configuration


def unknown_keys(model: Any, table: dict[str, Any], where: str = "") -> Iterator[str]:
    for key, value in table.items():
        if key not in model.model_fields:
            yield f"{where}{key}"
            continue
        section = reference.section_in(model.model_fields[key].annotation)
        for inner in value if isinstance(value, list) else [value]:
            if section is not None and isinstance(inner, dict):
                yield from unknown_keys(section, inner, f"{where}{key}.")


@page
def test_examples_of_the_configuration_use_keys_that_exist(path: Path) -> None:
    for block in blocks(path, "toml"):
        assert list(unknown_keys(Config, tomllib.loads(block))) == [], f"{path.name}:\n{block}"


def test_the_reference_is_as_the_model_is() -> None:
    assert text(ROOT / "docs" / "configuration.md") == reference.page(), "run ./run.sh docs"


def test_every_key_says_what_it_does() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*) \|$", reference.page(), re.MULTILINE)
    assert len(rows) > 150
    assert [key for key, *cells in rows if not all(cells)] == []


# --------------------------------------------------------------------------- pictures


@pytest.mark.slow
def test_pictures_are_of_letters_that_exist_and_small() -> None:
    config = load(shipped_file())
    assert set(LETTERS.values()) <= set(samples(config, environment(config)))
    assert {path.stem for path in PICTURES.iterdir()} == set(LETTERS), "run ./run.sh docs"
    assert all(path.stat().st_size < LARGEST_PICTURE for path in PICTURES.iterdir())


def test_every_picture_is_shown_and_described() -> None:
    shown = {target: words for path in PAGES for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(path))}
    assert set(shown) == {f"hinh/{name}.png" for name in LETTERS}
    assert all(shown.values())


# --------------------------------------------------------------------------- what tests are said to show


@cache
def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.FunctionDef)}


@pytest.mark.slow
def test_the_tests_that_security_names_exist() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", text(ROOT / "docs" / "security.md"))
    assert len(named) > 50
    for name, test in named:
        path = ROOT / "tests" / name
        assert path.is_file(), name
        assert test in functions_of(path), f"{name}::{test}"


@pytest.mark.parametrize("name", ["forged sender", "hostile document", "Header injection", "HTML in names", "tokens", "mail bomb", "curious author"])  # fmt: skip
def test_each_threat_is_covered_by_a_test(name: str) -> None:
    sections = re.split(r"^###? ", text(ROOT / "docs" / "security.md"), flags=re.MULTILINE)
    (section,) = [section for section in sections if name in section.splitlines()[0]]
    assert "::test_" in section
