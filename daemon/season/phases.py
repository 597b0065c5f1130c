"""Phases whose id is another one in the configuration: what was said of them stays said.  PURE.

An id names a phase in the records, whatever becomes of its dates.  Where somebody writes another id, all that was
settled would be due once more, and everybody be written to a second time.  A phase is the former one where its kind is
the same and its opening letter is due at the same moment; where two could be meant, none is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from daemon.config import Config

#: Phases by their ids: the kind, and when the letter that opens it is due.
Known = Mapping[str, tuple[str, str]]


def known(config: Config, dates: Mapping[str, tuple[datetime, str]]) -> dict[str, tuple[str, str]]:
    """The phases of a configuration as the records keep them; `dates`: when each occasion is due."""
    opening = {phase: dates.get(f"{phase.id}:opens") for phase in config.phases}
    return {
        phase.id: (phase.kind.value, found[0].astimezone(UTC).isoformat()) for phase, found in opening.items() if found
    }


def renamed(before: Known, now: Known) -> dict[str, str]:
    """The new id of each phase that is called by another one now."""
    gone = {key: what for key, what in before.items() if key not in now}
    come = {key: what for key, what in now.items() if key not in before}
    many = Counter(gone.values()), Counter(come.values())
    alone = {what: key for key, what in come.items() if many[0][what] == many[1][what] == 1}
    return {key: alone[what] for key, what in gone.items() if what in alone}


def of_today(keys: Iterable[str], ids: Mapping[str, str], season: str) -> dict[str, str]:
    """Keys of what was settled in a season (`season:phase:…`) that name a phase by a former id, and as they are now."""
    found = {}
    for key in keys:
        of, _, rest = key.partition(":")
        phase, _, what = rest.partition(":")
        if of == season and phase in ids:
            found[key] = f"{of}:{ids[phase]}:{what}"
    return found
