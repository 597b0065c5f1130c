"""What checks find, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What one check found."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"  #: a person must look; the finding says why
    SKIP = "skip"  #: does not apply here


class Verdict(StrEnum):
    """What all findings of a paper come to (contract, `check --json`)."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one paper: the audit trail is the list of these, passes included."""

    check: str
    outcome: Outcome
    clause: str  #: clause of the plan, e.g. "ĐHVB 5"
    summary: str  #: one Vietnamese sentence for the author
    details: Mapping[str, Any] = field(default_factory=dict)  #: JSON values; keys by the contract
    advice: tuple[str, ...] = ()  #: Vietnamese: where to click, what to type; shown when it is not a pass
    hint: str = ""  #: Vietnamese: worth knowing although it passes


@dataclass(frozen=True, slots=True)
class Judgement:
    """One paper file, judged."""

    filename: str
    sha256: str
    size: int
    verdict: Verdict
    title: str | None
    authors: tuple[str, ...]
    school: str | None  #: id of the configuration
    topic: str | None  #: id of the configuration
    findings: tuple[Finding, ...]
    ruleset: str  #: version of rules and code that judged, so that "why was this accepted?" has an answer


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """`fail` if any finding fails, else `review` if any needs a person, else `pass` (contract)."""
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAIL in outcomes:
        return Verdict.FAIL
    return Verdict.REVIEW if Outcome.REVIEW in outcomes else Verdict.PASS
