"""How English letters write things: the names of `wording`, in English.  PURE, no business logic.

Dates as "10 November 2021", times of the conference's zone with the zone named, decimal point.

forms     numbers, times, places, lists
findings  what checks found: they say it in Vietnamese, and it is told anew from what is known of it
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from daemon.config import Config, School
from daemon.letters.english.findings import told
from daemon.letters.english.forms import (
    CHECK_LABELS,
    MONTHS,
    characters_of,
    day,
    last_moment,
    listing,
    moment,
    moment_or_none,
    number,
    papers,
    size,
    where,
)
from daemon.letters.terms import ChartTerms, CopyTerms, ListTerms, ReportTerms
from daemon.letters.wording import addressed, clean, display_name, is_office, unpromised
from daemon.model import Address, Finding, OrderKind, Verdict, path_within

#: `languages.Words`, and what templates ask of it.
__all__ = [
    "ANY_SCHOOL",
    "CHART",
    "COPIES",
    "KEPT",
    "LIST",
    "MEANT",
    "ORDERS",
    "REPORT",
    "answering",
    "check_labels",
    "day",
    "filename",
    "guest",
    "in_font",
    "in_time",
    "last_moment",
    "listing",
    "looked_at",
    "moment",
    "moment_or_none",
    "more_places",
    "number",
    "number_in_font",
    "papers",
    "place",
    "reminding",
    "size",
    "told",
    "units",
    "unmarked",
    "wanted",
    "where",
]

ORDERS: Mapping[OrderKind, tuple[str, str]] = {
    OrderKind.MERGE: ("MERGE {code} INTO {other}", "{code} is a version of {other} and becomes part of it"),
    OrderKind.SPLIT: ("SPLIT {code}", "the latest version of {code} becomes a paper of its own"),
    OrderKind.WITHDRAW: ("WITHDRAW {code}", "{code} no longer counts; its versions are kept"),
    OrderKind.RESTORE: ("RESTORE {code}", "{code} counts again"),
    OrderKind.KEEP: ("KEEP {code}", "{code} stays as it is; its sender is not told"),
    OrderKind.VET: ("VET {code}", "{code} is recorded as reviewed"),
    OrderKind.PASS: ("PASS {code}", "{code} meets the requirements, as decided by the person who looked at it"),
    OrderKind.SCHOOL: ("{UNIT} {code} {other}", "{code} is a paper of {other}"),
    OrderKind.FAIL: ("FAIL {code}", "{code} does not meet the requirements yet; its author is told what to correct"),
    OrderKind.UNVET: ("UNVET {code}", "{code} is recorded as not reviewed"),
}
ANY_SCHOOL = "(name of the {unit})"
KEPT = "looked at, nothing changes; it is not brought up again and the sender is not told"
MEANT: Mapping[tuple[str, OrderKind], str] = {
    ("late", OrderKind.PASS): "{code} is accepted although it is late, and meets the requirements; its sender is told",
    (
        "only_late",
        OrderKind.KEEP,
    ): "{code} stays late and is not accepted; it is not brought up again and the sender is not told",
    ("over_quota", OrderKind.KEEP): "{code} is accepted, too; it is not brought up again and the sender is not told",
    ("over_quota_open", OrderKind.PASS): "{code} meets the requirements, although it is late or was to be looked at; "
    "its sender is told",
    ("over_quota_open", OrderKind.KEEP): "{code} may exceed the number; it is not brought up again and the sender is "
    "not told. To accept it altogether, write the line PASS {code} as well: without it the paper stays late or to be "
    "looked at",
}

CHART = ChartTerms(
    filename="Chart.png",
    compliant="meets requirements",
    not_yet="not yet",
    wanted="papers wanted",
    day_by_day="Papers received, day by day",
    day=lambda when: f"{when.day} {MONTHS[when.month - 1][:3]}",
)
LIST = ListTerms(
    filename="List of papers",
    open="Papers",
    summary="Summary",
    homeless="School unknown",
    total="Total",
    as_of="As of {moment}",
    date_format="yyyy-mm-dd hh:mm",
    verdicts={
        Verdict.PASS: "Meets the requirements", Verdict.FAIL: "To be corrected", Verdict.REVIEW: "To be looked at",
    },
    ruled=", by decision",
    counts="counts",
    withdrawn="withdrawn",
    merged="merged into {code}",
    late="late",
    vetted="reviewed {day}",
    vetted_before="reviewed {day}, new version since",
    not_vetted="not reviewed yet",
    checks={
        "file": "file", "font": "font", "encoding": "character set", "pages": "number of pages",
        "elements": "required elements", "topic": "topic", "identity": "author, institution", "deadline": "deadline",
    },
    author="author",
    columns={
        "code": "Code", "title": "Title", "authors": "Authors", "topic": "Topic", "state": "Status", "form": "Form",
        "points": "To be corrected or looked at", "late": "Late", "due": "Deadline of its own",
        "vetting": "Review by the school",
        "version": "Version", "first_at": "First received", "last_at": "Last version received", "sender": "Sender",
        "address": "Address",
    },
    sums={
        "school": "School", "wanted": "Papers wanted", "papers": "Received", "compliant": "Meet the requirements",
        "correcting": "To be corrected", "doubtful": "To be looked at", "late": "Late", "withdrawn": "Withdrawn",
        "missing": "Missing", "over": "Too many", "vetted": "Reviewed", "due": "Deadline of its own",
    },
)  # fmt: skip
REPORT = ReportTerms(
    title="What the checks found – {conference}",
    verdicts={Verdict.PASS: "in order", Verdict.FAIL: "to be corrected", Verdict.REVIEW: "to be looked at"},
    paper_title="title",
    rule="rule",
    remarks="remarks",
    papers=papers,
    characters=characters_of,
    more_fonts=lambda count: f"and {number(count)} other font{'' if count == 1 else 's'}",
    by="By {plan}",
)
COPIES = CopyTerms(
    annotated="{code} - remarks.docx",
    corrected="{code} - font corrected.docx",
    opening="REMARKS ON FORM. This copy has marks in it; please correct your own file, or this one, and send it again.",
    legacy=(
        "From this paragraph on there is text in an old character set ({legacy}). "
        "Do NOT just change the font: the text would become unreadable. "
        "Convert it to Unicode, as described in the remark at the top."
    ),
    legacy_paragraph=(
        "This paragraph holds text in an old character set ({legacy}). "
        "Do NOT just change the font: the text would become unreadable. "
        "Convert it to Unicode, as described in the remark at the top."
    ),
    beyond=(
        "Page {page} begins here; a paper may have no more than {limit} pages ({clause}). "
        "Please shorten the paper until nothing is left beyond this point. "
        "In Word the page may break a few lines earlier or later."
    ),
)


# --------------------------------------------------------------------------- people


def answering(sender: Address, config: Config) -> dict[str, str]:
    """How the answer to a message addresses who wrote it; the office of a school that takes part, as the school."""
    name = display_name(sender)
    if name and is_office(name, config):
        school = config.speaks_for(sender.key)
        return reminding(school, (), config) if school is not None else addressed(f"colleagues of {name}", "you")
    return addressed(name or "colleague", "you")


def reminding(school: School | None, to: Sequence[Address], config: Config) -> dict[str, str]:
    """How a letter of the calendar addresses its readers: a school, or people."""
    if school is not None:
        article = "the " if school.english_name else ""
        you = "your school" if _is_school(school) else "your institution"
        return addressed(f"colleagues of {article}{school.name}", you)
    return answering(to[0] if to else Address(""), config)


def guest() -> dict[str, str]:
    """How an invitation addresses somebody of whom no name is known."""
    return addressed("Sir or Madam", "you")


def units(config: Config) -> dict[str, str]:
    """What those are called who send papers; `units` is empty where no paper counts for any (an open call)."""
    if not config.schools:
        return {"unit": "institution", "units": ""}
    unit = "school" if all(map(_is_school, config.schools)) else "institution"
    return {"unit": unit, "units": f"{unit}s"}


def check_labels(config: Config) -> dict[str, str]:
    """What each check is called; where no paper counts for a unit, none is asked for."""
    return CHECK_LABELS if config.schools else CHECK_LABELS | {"identity": "Author"}


def _is_school(school: School) -> bool:
    """By its English name, or the Vietnamese one where it has no other."""
    return re.search(r"\b(school|college|university|academy|trường)\b", school.name, re.IGNORECASE) is not None


# --------------------------------------------------------------------------- words


def filename(name: str) -> str:
    """A file's name for readers; a member of an archive as "bài.docx (in bai.zip)"."""
    *outer, inner = (clean(part, 160) for part in path_within(name))
    return f"{inner} (in {', '.join(outer)})" if outer else inner


def wanted(school: School) -> str:
    """As in "3–5 papers", "6 papers or more"."""
    if not school.min_papers and school.max_papers != 0:
        return "any number of papers" if school.max_papers is None else f"no more than {papers(school.max_papers)}"
    if school.max_papers is None:
        return f"{papers(school.min_papers)} or more"
    if school.min_papers == school.max_papers:
        return papers(school.min_papers)
    return f"{school.min_papers}–{papers(school.max_papers)}"


def looked_at(finding: Finding, config: Config) -> Finding:
    """A finding as told, for who looks or has looked: without "; the Secretariat will look at it"."""
    promise = rf"; the {re.escape(config.secretariat.name)} will [^.;]+(?=\.)"
    return replace(finding, summary=re.sub(promise, "", finding.summary), hint=unpromised(finding.hint))


def in_time(due: str, *, late: bool) -> str:
    """What is said of the time of arrival; `due` is the deadline as letters write it."""
    return f"The paper arrived {'after' if late else 'before'} the deadline, which is {due}."


def place(at: str, excerpt: str, font: str, characters: int) -> str:
    """As in "page 3, paragraph 21: “Qua ba năm” (Arial, 6 characters)"."""
    amount = f"{font or 'unknown font'}, {characters_of(characters)}"
    shown = (where(at), excerpt and f"“{excerpt}”")
    return f"{': '.join(part for part in shown if part)} ({amount})".strip()


def more_places(count: int) -> str:
    """As in "… and 3 more places"."""
    return f"… and {number(count)} more place{'' if count == 1 else 's'}"


def in_font(font: str, wanted: str, characters: int, paragraphs: int) -> str:
    """What is said beside text in another font than the one that is wanted."""
    several = f"{number(paragraphs)} paragraphs in a row, " if paragraphs > 1 else ""
    return f"Font {font} ({several}{characters_of(characters)}). Select this text and choose {wanted}."


def number_in_font(font: str, wanted: str, paragraphs: int) -> str:
    """What is said where list numbers are in another font than the text; a click on one selects all of its level."""
    which = f"numbers of {number(paragraphs)} paragraphs, from this one on, are" if paragraphs > 1 else "number here is"
    return f"The list {which} in {font}. Click on the number itself and choose {wanted}."


def unmarked(count: int) -> str:
    """What is said of places in other fonts that are not marked."""
    places = "1 more place is" if count == 1 else f"{number(count)} more places are"
    return f"Besides what is marked in this copy, {places} in other fonts."
