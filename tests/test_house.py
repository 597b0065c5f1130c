"""The house: which library is imported where, and that the arrows between our modules stay true."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "daemon" / "demo"
SOURCES = sorted((ROOT / "daemon").rglob("*.py"))

#: Third-party library → the one module or package of ours that imports it.  The demonstration stands outside: it
#: plays the authors and the servers.
HOMES = {
    "imapclient": "daemon/inbox/",
    "smtplib": "daemon/smtp/line.py",
    "mailparser": "daemon/mail",
    "tnefparse": "daemon/mail",
    "charset_normalizer": "daemon/mail",
    "py7zr": "daemon/containers/archives.py",
    "olefile": "daemon/containers/ole.py",
    "docx": "daemon/documents",
    "lxml": "daemon/documents",
    "pypdfium2": "daemon/documents",
    "sqlite_utils": "daemon/records",
    "sqlite3": "daemon/records",
    "jinja2": "daemon/letters",
    "apscheduler": "daemon/jobs.py",
    "rapidfuzz": "daemon/ledger/alike.py",
    "pydantic": "daemon/config/",
    "typer": "daemon/cli",
    "holidays": "daemon/freedays.py",
    "css_inline": "daemon/letters/inlining.py",
    "PIL": "daemon/letters/chart.py",
    "prometheus_client": "daemon/metrics.py",
    "xlsxwriter": "daemon/letters/workbook.py",
    "pymap": "daemon/demo",
    "aiosmtpd": "daemon/demo",
}


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def imports_of(path: Path) -> set[str]:
    tree = ast.parse(text_of(path))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def imports(path: Path, library: str) -> bool:
    return library in text_of(path) and library in imports_of(path)  # few are worth parsing


#: That a library has no types says all there is to say.
WAIVER = re.compile(
    r"# noqa(?!: [A-Z0-9]++(?:, [A-Z0-9]++)*+ - \S)|# type: ignore(?!\[import-untyped\]|\[[a-z, -]++\]  # \S)"
)


def test_where_a_rule_is_waived_the_line_says_why() -> None:
    silent = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        for line in text_of(path).splitlines()
        if WAIVER.search(line)
    ]
    assert not silent


@pytest.mark.slow
@pytest.mark.parametrize("library", sorted(HOMES))
def test_each_library_is_imported_in_one_place(library: str) -> None:
    rooms = SOURCES if HOMES[library] == "daemon/demo" else [path for path in SOURCES if DEMO not in path.parents]
    importers = {path.relative_to(ROOT).as_posix() for path in rooms if imports(path, library)}
    strangers = {name for name in importers if not name.startswith(HOMES[library])}
    assert importers, f"{library} is declared and never used"
    assert not strangers, f"{library} is imported outside {HOMES[library]}"


def test_every_declared_dependency_has_a_home() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["demo"]]
    names = {re.split(r"[<>=~!;\[ ]", requirement)[0].lower() for requirement in declared}
    import_names = {
        "mail-parser": "mailparser",
        "python-docx": "docx",
        "charset-normalizer": "charset_normalizer",
        "css-inline": "css_inline",
        "pillow": "PIL",
        "sqlite-utils": "sqlite_utils",
        "prometheus-client": "prometheus_client",
    }
    without = {name for name in names if import_names.get(name, name) not in HOMES}
    assert without <= {"rich", "tzdata"}, "say in HOMES where it is imported"


def test_the_shipped_files_name_no_download_address() -> None:
    for path in (ROOT / "constraints.txt", ROOT / "pyproject.toml", ROOT / "run.sh"):
        assert not re.search(r"https?://\S+\.(whl|tar\.gz|deb)|--(extra-)?index-url|/simple/", path.read_text("utf-8"))


@pytest.mark.parametrize("name", ["guarantees", "monitoring", "oauth2", "gmail"])
def test_the_documents_name_tests_that_exist(name: str) -> None:
    text = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    named = set(re.findall(r"`((?:core|edges|flow)/test_\w+\.py|test_\w+\.py)`", text))
    assert named
    assert {test for test in named if not (ROOT / "tests" / test).is_file()} == set()


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["daemon", "templates", "tests", "docs", "deb", "systemd"])
def test_files_have_plain_names(folder: str) -> None:
    """What a shell wrote by mistake bears the words of a command or of a line of code."""
    names = {path.name for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts}
    assert names
    assert not {name for name in names if not re.fullmatch(r"[\w.@-]+", name, re.ASCII)}


def test_no_shell_is_ever_started() -> None:
    """Programs are started from lists of words: nothing that a message holds is ever read as a command."""
    shells = {"system", "popen", "getoutput", "getstatusoutput"}
    spoken_of = re.compile(rf"\b({'|'.join(shells)}|shell)\b")
    for path in (path for path in SOURCES if spoken_of.search(text_of(path))):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Call):
                assert not any(word.arg == "shell" for word in node.keywords), path
                called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                assert called not in shells, path
