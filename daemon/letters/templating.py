"""The Jinja2 environment of letters: where templates come from and which filters they have.  Reads files.

Templates of the configuration's folder win over the program's own, file by file.  All of them are compiled at once,
so that a mistake in one is reported at start-up with file and line and not on the day the letter is due.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from daemon.config import Config
from daemon.errors import ConfigError, ConfigProblem
from daemon.letters import wording

SUFFIX = ".j2"


def shipped_templates() -> Path:
    """The program's own templates: inside the wheel, or the top-level folder of a source tree."""
    package = Path(str(resources.files("daemon")))
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def environment(config: Config) -> jinja2.Environment:
    """Autoescaping (HTML; `Letters` derives the plain-text one), undefined names are errors, sandboxed.

    ConfigError names every template that does not compile, and a templates_directory that is no folder.
    """
    folders = [shipped_templates()]
    own = config.letters.templates_directory
    if own is not None:
        if not own.is_dir():
            raise _problem(str(own), "is not a folder.", "Create it, or leave the key out.")
        folders.insert(0, own)
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    zone = config.zone
    made.globals["check_labels"] = wording.CHECK_LABELS
    made.filters["oneline"] = wording.oneline
    made.filters["clean"] = wording.clean
    made.filters["size"] = wording.size
    made.filters["listing"] = wording.listing
    made.filters["filename"] = wording.filename
    made.filters["day"] = lambda when: wording.day(when, zone)
    made.filters["moment"] = lambda when: wording.moment(when, zone)
    _compile_all(made)
    return made


def _compile_all(made: jinja2.Environment) -> None:
    problems = []
    for name in made.list_templates(extensions=[SUFFIX.removeprefix(".")]):
        try:
            made.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or name}, line {error.lineno}"
            problems.append(
                ConfigProblem("letters", "templates_directory", f"{where}: {error.message}.", "Mend the template.")
            )
    if problems:
        raise ConfigError("templates", problems)


def _problem(path: str, problem: str, remedy: str) -> ConfigError:
    return ConfigError(path, [ConfigProblem("letters", "templates_directory", problem, remedy)])
