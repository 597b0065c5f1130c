"""WRAP: days without work.  The only importer of `holidays`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import holidays

from daemon.errors import ConfigError, ConfigProblem

_SATURDAY = 5


def free_days(country: str) -> Callable[[date], bool]:
    """Tells whether a day is a weekend or a public holiday of a country (ISO 3166-1 alpha-2; "" knows weekends only).

    ConfigError for a country that the library does not know.
    """
    try:
        known = holidays.country_holidays(country) if country else {}
    except NotImplementedError as error:
        problem = ConfigProblem(
            "season", "holidays", f'"{country}" is no country whose holidays are known.', 'Write "VN", or "" for none.'
        )
        raise ConfigError("configuration", [problem]) from error
    return lambda day: day.weekday() >= _SATURDAY or day in known
