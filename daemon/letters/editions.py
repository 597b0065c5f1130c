"""What the letters of one language are made of.  PURE."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2

from daemon.config import Config
from daemon.letters.languages import WORDS, Words
from daemon.letters.templating import in_language
from daemon.model import Lang


@dataclass(frozen=True, slots=True)
class Edition:
    """The letters of one language: its words, and its environments for both parts of a letter."""

    lang: Lang
    config: Config  #: with the names of the language
    words: Words
    html: jinja2.Environment
    text: jinja2.Environment


def edition_in(lang: Lang, config: Config, environment: jinja2.Environment) -> Edition:
    """Of a language, from the environment of all."""
    html = in_language(environment, lang, config)
    return Edition(lang, config.named(lang), WORDS[lang], html, html.overlay(autoescape=False))
