"""What a language fills in where no template writes: charts, workbooks, copies of papers, what `check` shows.

PURE, no business logic.

`wording` and `english` have one of each, as they have the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from daemon.model import Verdict


@dataclass(frozen=True, slots=True)
class ChartTerms:
    """What is written in the picture of a digest; the numbers are those of the table below it."""

    filename: str
    compliant: str
    not_yet: str
    wanted: str
    day_by_day: str
    day: Callable[[date], str]  #: short, below the curve


@dataclass(frozen=True, slots=True)
class ListTerms:
    """What is written in the list of all papers."""

    filename: str  #: before the time and the ending
    summary: str  #: name of the first sheet
    open: str  #: the same of all papers, where none counts for a school
    homeless: str  #: and of that of papers without a known school
    total: str  #: last row of the summary
    as_of: str  #: with {moment}
    date_format: str  #: as cells take it (ECMA-376 part 1, 18.8.31)
    verdicts: Mapping[Verdict, str]
    ruled: str  #: behind a verdict that a person gave
    counts: str
    withdrawn: str
    merged: str  #: with {code}
    late: str
    vetted: str  #: with {day}
    vetted_before: str  #: the same of a paper that has changed since
    not_vetted: str
    checks: Mapping[str, str]  #: in a cell that lists them
    author: str  #: the check of who wrote it, where no paper counts for a unit
    columns: Mapping[str, str]  #: of a school's sheet
    sums: Mapping[str, str]  #: columns of the summary


@dataclass(frozen=True, slots=True)
class CopyTerms:
    """What is written in the annotated copy of a paper, and on both copies."""

    annotated: str  #: file name, with {code}
    corrected: str  #: the same of the copy in the right font
    opening: str  #: of all that is said of the paper as a whole
    legacy: str  #: where text in an old character set begins, with {legacy}
    legacy_paragraph: str  #: at a single paragraph of it, with {legacy}
    beyond: str  #: where the first page too many begins, with {page}, {limit}, {clause}


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """What is written around the findings that `check` shows, in a terminal or on a page."""

    title: str  #: of the page, with {papers} and {conference}
    verdicts: Mapping[Verdict, str]  #: in a sentence
    paper_title: str
    rule: str  #: heads of the two columns
    remarks: str
    papers: Callable[[int], str]  #: how many papers
    characters: Callable[[int], str]
    more_fonts: Callable[[int], str]
    by: str  #: with {plan}
