"""What `doctor` says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a line of the doctor is meant."""

    GOOD = "good"
    WARNING = "warning"  #: works, but somebody should know
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One precondition of the service: how it is, and what to do where it is not as it should be."""

    level: Level
    what: str
    text: str
    remedy: str = ""
