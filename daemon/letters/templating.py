"""The Jinja2 environments of letters: where templates come from and which filters they have.  Reads files.

Vietnamese templates stand in the folder itself, with what all languages share; those of another language in a folder
of its name (`en/`).  A letter has a language as a whole or not at all: what it extends and imports is looked for there
first.

Templates of the configuration's folder win over the program's own, file by file.  All of them are compiled at once,
so that a mistake in one is reported at start-up with file and line and not on the day the letter is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from daemon.config import Config
from daemon.errors import ConfigError, ConfigProblem
from daemon.letters import wording
from daemon.letters.languages import WORDS, Words
from daemon.model import Lang, LetterKind

SUFFIX = ".j2"


def shipped_templates() -> Path:
    """The program's own templates: inside the wheel, or the top-level folder of a source tree."""
    package = Path(str(resources.files("daemon")))
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def environment(config: Config) -> jinja2.Environment:
    """Of Vietnamese letters: autoescaping (HTML; `Letters` derives the plain-text one), undefined names are errors,
    sandboxed.

    ConfigError names every template that does not compile, of those in a language that somebody reads, and a
    templates_directory that is no folder.  Without templates of the operator's own nothing is compiled before it is
    needed: the shipped ones are known to be right, and half a second of every start.
    """
    folders = [shipped_templates()]
    own = config.letters.templates_directory
    if own is not None:
        if not own.is_dir():
            raise _problem(str(own), "is not a folder.", "Create it, or leave the key out.")
        folders.insert(0, own)
    made = _environment([str(folder) for folder in folders], WORDS[Lang.VI], config)
    if own is not None:
        _compile_all(made, config.languages)
    return made


def in_language(environment: jinja2.Environment, lang: Lang, config: Config) -> jinja2.Environment:
    """The same for another language: its templates are those of the folder of its name, then those of all."""
    if lang is Lang.VI:
        return environment
    folders = _folders(environment)
    return _environment([*(f"{folder}/{lang}" for folder in folders), *folders], WORDS[lang], config)


def untranslated(environment: jinja2.Environment, lang: Lang = Lang.EN) -> tuple[LetterKind, ...]:
    """Kinds of letters without templates in a language: they are written in Vietnamese."""
    there = set(environment.list_templates())
    return tuple(
        kind
        for kind in LetterKind
        if not {f"{lang}/{kind.value}{SUFFIX}", f"{lang}/{kind.value}.subject{SUFFIX}"} <= there
    )


def _environment(folders: Sequence[str], words: Words, config: Config) -> jinja2.Environment:
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    zone = config.zone
    made.globals["code_prefix"] = config.conference.code_prefix
    made.globals["check_labels"] = words.check_labels(config)
    made.filters["oneline"] = wording.oneline
    made.filters["clean"] = wording.clean
    made.filters["capital"] = wording.capital
    made.filters["size"] = words.size
    made.filters["listing"] = words.listing
    made.filters["filename"] = words.filename
    made.filters["day"] = lambda when: words.day(when, zone)
    made.filters["moment"] = lambda when: words.moment(when, zone)
    return made


def _folders(environment: jinja2.Environment) -> list[str]:
    loader = environment.loader
    return list(loader.searchpath) if isinstance(loader, jinja2.FileSystemLoader) else []


def _compile_all(made: jinja2.Environment, langs: frozenset[Lang]) -> None:
    problems = []
    for name in made.list_templates(extensions=[SUFFIX.removeprefix(".")]):
        folder, inside, _ = name.partition("/")
        if inside and folder not in langs:
            continue
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
