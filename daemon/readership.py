"""Who reads a letter, by language.  PURE: configuration in, values out.

A letter has one language.  Where those whom it is for read several, each language is a letter of its own, to those who
read it, under a key of its own: everybody gets it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.config import Config
from daemon.model import Address, Lang


@dataclass(frozen=True, slots=True)
class Readers:
    """Those who get one letter."""

    to: tuple[Address, ...]
    lang: Lang = Lang.VI
    mark: str = ""  #: of the language, in the key of the letter; "" where there is one, or in the conference's own


def by_language(to: Sequence[Address], school: str | None, config: Config) -> Iterator[Readers]:
    """The addresses by the languages that they read, in the order in which they stand; `school`: theirs."""
    found: dict[Lang, list[Address]] = {}
    for address in to:
        found.setdefault(config.lang_of(address.key, school), []).append(address)
    for lang, addresses in found.items():
        alone = len(found) == 1 or lang is config.conference.lang
        yield Readers(tuple(addresses), lang, "" if alone else f":{lang}")


def secretaries(config: Config, otherwise: Sequence[Address] = ()) -> tuple[Readers, ...]:
    """The secretariat; `otherwise`: who is written to where nobody is configured."""
    known = [Address(address) for address in config.secretariat.addresses]
    return tuple(by_language(known or otherwise, None, config))
