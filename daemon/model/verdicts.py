"""What checks find, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OPEN_CALL = "open"  #: how the school of a paper is known that has to name none: `how` in the details of `identity`


class Outcome(StrEnum):
    """What one check found."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"  #: a person must look; the finding says why
    SKIP = "skip"  #: does not apply here


class Reason(StrEnum):
    """Why a check cannot tell or did not look, where what else it found does not say so: `reason` of its details."""

    REFUSED = "refused"  #: the file itself has to be sent anew
    CRASHED = "crashed"  #: no reader came back with an answer
    NOT_CONVERTED = "not_converted"
    ILLEGIBLE = "illegible"  #: no letters to read: a scan
    TOLD_ABOVE = "told_above"  #: another check has said that there are none
    UNREADABLE_CODE = "unreadable_code"  #: most letters are in a code that is not read here
    NO_TEXT = "no_text"
    UNKNOWN_FONT = "unknown_font"  #: the file does not say in which font some text is
    UNREAD_PARTS = "unread_parts"  #: text in drawings and the like, whose font is not read
    FOREIGN_CODE = "foreign_code"  #: letters in a code that is not read here
    STORED_COUNT = "stored_count"  #: the pages that Word recorded are on the other side of the limit
    ENDNOTES_APART = "endnotes_apart"  #: the page too many holds endnotes alone
    FONT_MISSING = "font_missing"  #: counted with another font in place of the author's
    EMBEDDED = "embedded"  #: a document within, of unknown length
    NOT_DRAWN = "not_drawn"  #: the pages lack much of the text
    NO_PAGE = "no_page"  #: with anything on it
    NOT_COUNTED = "not_counted"


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


#: Ruleset of a paper that no rule could be applied to.
UNJUDGED = "unjudged"


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
