"""How English letters write things: the names of `wording`, in English.  PURE, no business logic.

Dates as "10 November 2021", times of the conference's zone with the zone named, decimal point.  What checks say is
Vietnamese: it is told anew from what they found, with their own words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Any

from daemon.checks import deadline
from daemon.config import Config, School
from daemon.letters.terms import ChartTerms, CopyTerms, ListTerms
from daemon.letters.wording import addressed, clean, display_name, is_office, unpromised
from daemon.model import Address, FileProblem, Finding, OrderKind, Outcome, Verdict
from daemon.text.dates import utc_offset

_CHECK_LABELS = {
    "file": "File",
    "font": "Font",
    "encoding": "Character set",
    "pages": "Number of pages",
    "elements": "Required elements",
    "topic": "Topic",
    "identity": "Author and institution",
    "deadline": "Deadline",
}

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

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
    day=lambda when: f"{when.day} {_MONTHS[when.month - 1][:3]}",
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

_UNITS = ("bytes", "KB", "MB", "GB")
_ZONE_NAMES = {"Asia/Ho_Chi_Minh": "Việt Nam time", "Asia/Saigon": "Việt Nam time"}


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
    return _CHECK_LABELS if config.schools else _CHECK_LABELS | {"identity": "Author"}


def _is_school(school: School) -> bool:
    """By its English name, or the Vietnamese one where it has no other."""
    return re.search(r"\b(school|college|university|academy|trường)\b", school.name, re.IGNORECASE) is not None


# --------------------------------------------------------------------------- numbers and times


def number(count: int) -> str:
    """With a comma between thousands: "1,190"."""
    return f"{count:,}"


def size(count: int) -> str:
    """Bytes as people read them: "812 bytes", "45.2 KB", "50 MB"."""
    value, unit = float(count), 0
    while unit < len(_UNITS) - 1 and round(value, 1) >= 1000:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f}".removesuffix(".0") + f" {_UNITS[unit]}"


def day(when: date, zone: tzinfo) -> str:
    """As in "10 November 2021"; a moment is taken in the zone first."""
    local = when.astimezone(zone) if isinstance(when, datetime) else when
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def _zone_name(when: datetime, zone: tzinfo) -> str:
    return _ZONE_NAMES.get(str(zone)) or utc_offset(when, zone)


def moment(when: datetime, zone: tzinfo) -> str:
    """As in "10 November 2021, 17:00 (Việt Nam time)"."""
    return f"{day(when, zone)}, {when.astimezone(zone):%H:%M} ({_zone_name(when, zone)})"


def moment_or_none(when: datetime | None, zone: tzinfo) -> str | None:
    """`moment`, for times that may be unknown."""
    return None if when is None else moment(when, zone)


def last_moment(config: Config, due: datetime | date | None = None) -> str:
    """The deadline, of all or another: "the end of 10 November 2021 (Việt Nam time)", or with its time."""
    given = due or config.rules.deadline
    last = config.last_moment(given)
    if isinstance(given, datetime):
        return moment(last, config.zone)
    return f"the end of {day(last, config.zone)} ({_zone_name(last, config.zone)})"


# --------------------------------------------------------------------------- words


def filename(name: str) -> str:
    """A file's name for readers; a member of an archive as "bài.docx (in bai.zip)"."""
    *outer, inner = (clean(part, 160) for part in name.split("!"))
    return f"{inner} (in {', '.join(outer)})" if outer else inner


def listing(parts: Iterable[str], last: str = "and") -> str:
    """As in "a", "a and b", "a, b and c"."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def papers(count: int) -> str:
    """As in "1 paper", "3 papers"."""
    return f"{number(count)} paper{'' if count == 1 else 's'}"


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
    amount = f"{font or 'unknown font'}, {_characters(characters)}"
    shown = (where(at), excerpt and f"“{excerpt}”")
    return f"{': '.join(part for part in shown if part)} ({amount})".strip()


def more_places(count: int) -> str:
    """As in "… and 3 more places"."""
    return f"… and {number(count)} more place{'' if count == 1 else 's'}"


def _characters(count: int) -> str:
    return f"{number(count)} character{'' if count == 1 else 's'}"


#: How checks name places (`daemon.checks.places`), the longer first.
_PLACES = (
    ("số thứ tự tự động", "list number"),
    ("chú thích chân trang (Footnote)", "footnote"),
    ("chú thích cuối bài (Endnote)", "endnote"),
    ("hộp văn bản (Text Box)", "text box"),
    ("biểu đồ (Chart)", "chart"),
    ("sơ đồ (SmartArt)", "SmartArt"),
    ("chân trang (Footer)", "footer"),
    ("đầu trang (Header)", "header"),
    ("phần (Section)", "section"),
    ("trong bài", "in the paper"),
    ("trong", "in"),
    ("trang", "page"),
    ("đoạn", "paragraph"),
    ("bảng", "table"),
    ("hàng", "row"),
    ("cột", "column"),
)


def where(place: str) -> str:
    """A place as checks name it ("trang 3, đoạn 21"), in English."""
    for vietnamese, english in _PLACES:
        place = re.sub(rf"(?<!\w){re.escape(vietnamese)}(?!\w)", english, place)
    return place


def in_font(font: str, wanted: str, characters: int, paragraphs: int) -> str:
    """What is said beside text in another font than the one that is wanted."""
    several = f"{number(paragraphs)} paragraphs in a row, " if paragraphs > 1 else ""
    return f"Font {font} ({several}{_characters(characters)}). Select this text and choose {wanted}."


def number_in_font(font: str, wanted: str, paragraphs: int) -> str:
    """What is said where list numbers are in another font than the text; a click on one selects all of its level."""
    which = f"numbers of {paragraphs} paragraphs, from this one on, are" if paragraphs > 1 else "number here is"
    return f"The list {which} in {font}. Click on the number itself and choose {wanted}."


def unmarked(count: int) -> str:
    """What is said of places in other fonts that are not marked."""
    places = "1 more place is" if count == 1 else f"{number(count)} more places are"
    return f"Besides what is marked in this copy, {places} in other fonts."


# --------------------------------------------------------------------------- what checks found


def told(finding: Finding, config: Config) -> Finding:
    """The finding in English, from what the check found; where something is asked, its own words stand beside."""
    settled = finding.outcome in {Outcome.PASS, Outcome.SKIP}
    tell = _TOLD.get(finding.check)
    own = finding.hint if settled else finding.summary
    return replace(
        finding,
        clause=_clause(finding, config),
        summary=(tell(finding, config) if tell else "") or _plain(finding, config),
        advice=() if settled else _advice(finding, config),
        hint=f"in the Vietnamese words of our program: “{clean(own, 500)}”" if own else "",
    )


def _clause(finding: Finding, config: Config) -> str:
    """As English letters cite it; `config` has the names of their language."""
    return getattr(config.rules.clauses, finding.check, f"“{finding.clause}”") if finding.clause else ""


def _plain(finding: Finding, config: Config) -> str:
    """What can be said of any check."""
    return {
        Outcome.PASS: "This meets the requirements.",
        Outcome.FAIL: "This does not meet the requirements yet.",
        Outcome.REVIEW: f"This could not be checked with certainty; {_a_person(config)}.",
        Outcome.SKIP: "This was not checked.",
    }[finding.outcome]


def _a_person(config: Config) -> str:
    return f"the {config.secretariat.name} will look at it"


_PROBLEMS = {
    FileProblem.CORRUPT: "The file is damaged or incomplete and cannot be opened.",
    FileProblem.ENCRYPTED: "The file has a password and cannot be opened.",
    FileProblem.MACROS: "The file contains macros, or is of a kind that may (.docm), and is not accepted, for safety.",
    FileProblem.BOMB: "The file is too large or too complex inside and cannot be opened safely.",
    FileProblem.EMPTY: "The file is empty.",
    FileProblem.UNSUPPORTED: "The file is not of a kind that is accepted.",
}


def _file(finding: Finding, config: Config) -> str:
    if finding.outcome is Outcome.PASS:
        return "The file can be read; it has no password and no macros."
    if finding.outcome is Outcome.REVIEW:
        return f"Our program could not read the file; {_a_person(config)}."
    problem = finding.details.get("problem")
    return _PROBLEMS[FileProblem(problem)] if problem else ""


def _font(finding: Finding, config: Config) -> str:
    details, wanted_font = finding.details, config.rules.font
    every, other = int(details.get("characters") or 0), int(details.get("other_characters") or 0)
    match finding.outcome:
        case Outcome.PASS if other:
            return f"The paper is in {wanted_font}; what is in other fonts is within the tolerance."
        case Outcome.PASS:
            return f"The whole paper is in {wanted_font}."
        case Outcome.FAIL:
            offences = details.get("offences") or ()
            fonts = listing(clean(str(offence.get("font", "")), 80) for offence in offences[:3])
            rest = int(details.get("other_fonts") or len(offences)) - 3
            more = f", and {rest} more" if rest > 0 else ""
            named = f" ({fonts}{more})" if fonts else ""
            if every and other >= every:
                return f"None of the paper is in {wanted_font}{named}."
            much = (
                f"{number(other)} of {_characters(every)} {'is' if other == 1 else 'are'}"
                if every
                else "Some of the text is"
            )
            return f"{much} not in {wanted_font}{named}."
        case _:
            return ""


def _encoding(finding: Finding, config: Config) -> str:  # noqa: ARG001 - as other checks
    if finding.outcome is Outcome.PASS:
        return "The paper is typed in Unicode."
    legacy = finding.details.get("legacy")
    if finding.outcome is Outcome.FAIL and legacy:
        count = int(finding.details.get("characters") or 0)
        typed = f"{_characters(count)} {'is' if count == 1 else 'are'} typed"
        return f"{typed} in the old character set {legacy}, not in Unicode."
    return ""


def _pages(finding: Finding, config: Config) -> str:
    pages, limit = finding.details.get("pages"), finding.details.get("limit", config.rules.max_pages)
    count = f"{pages} page{'' if pages == 1 else 's'}"
    match finding.outcome:
        case Outcome.PASS if pages:
            return f"The paper has {count}; up to {limit} are allowed."
        case Outcome.FAIL if pages:
            return f"The paper has {count}; no more than {limit} are allowed."
        case Outcome.REVIEW:
            sure = f"The number of pages could not be told with certainty (up to {limit} are allowed)"
            return f"{sure}; {_a_person(config)}."
        case _:
            return ""


#: What stands below a heading that names an element which is not told there.
_SAID_BELOW = {
    "words": "what stands below it does not tell it clearly",
    "picture": "only a picture or diagram stands below it",
    "nothing": "nothing stands below it",
}


def _headed(found: Mapping[str, str]) -> str:
    return f"there is a heading “{found['heading']}”, but {_SAID_BELOW[found['below']]}"


def _elements(finding: Finding, config: Config) -> str:
    names, model = {element.id: element.name for element in config.elements}, config.vocabulary.english_model
    headed = finding.details.get("headed") or {}
    missing = listing(
        f"{names.get(key, key)} ({_headed(headed[key])})" if key in headed else names.get(key, key)
        for key in finding.details.get("missing") or ()
    )
    match finding.outcome:
        case Outcome.PASS:
            return f"The paper names every element that a paper on {model} needs."
        case Outcome.SKIP if finding.details.get("is_model_paper") is False:
            one = model.removeprefix("a ").removeprefix("an ")
            return f"The paper does not present a particular {one}, so its elements were not looked for."
        case Outcome.FAIL if missing:
            return f"Of what a paper on {model} needs, these are still missing: {missing}."
        case Outcome.REVIEW if missing:
            return f"These elements were not found for certain: {missing}; {_a_person(config)}."
        case _:
            return ""


def _topic(finding: Finding, config: Config) -> str:
    topic = config.topic(finding.details.get("topic"))
    if finding.outcome is Outcome.PASS and topic:
        return f"The paper belongs to topic {topic.id}, “{topic.name}”."
    if finding.outcome is Outcome.REVIEW:
        return f"The topic of the paper could not be told with certainty; {_a_person(config)}."
    if finding.outcome is Outcome.FAIL:  # a person has decided so
        return "It is not clear to which topic the paper belongs."
    return ""


def _identity(finding: Finding, config: Config) -> str:
    authors = listing(clean(str(author), 120) for author in finding.details.get("authors") or ())
    school = config.school(finding.details.get("school"))
    if finding.outcome is Outcome.PASS and authors:
        return f"Author: {authors}{f'; institution: {school.name}' if school else ''}."
    if finding.outcome is Outcome.FAIL or finding.outcome is Outcome.REVIEW:
        wanted = [("the author", authors), *([("the institution", school)] if config.schools else [])]
        lacking = listing([name for name, known in wanted if not known], "or")
        return (
            f"The paper does not clearly name {lacking}." if lacking else "The institution of the paper is not certain."
        )
    return ""


def _deadline(finding: Finding, config: Config) -> str:
    arrived, due, taken, sent = (
        datetime.fromisoformat(value) if (value := finding.details.get(name)) else None
        for name in ("arrived_at", "deadline", "taken_at", "sent_at")
    )
    if arrived is None or due is None:
        return ""
    came, until = f"The paper arrived on {moment(arrived, config.zone)}", moment(due, config.zone)
    if finding.outcome is Outcome.PASS:
        return f"{came}, before the deadline of {until}."
    summary = f"{came}, after the deadline of {until}; the {config.secretariat.name} will decide."
    if (known := deadline.evidence(taken, sent, due)) is not None:
        server, sender = (
            "The mail server recorded that it took the message",
            "The sender's computer says that it was sent",
        )
        summary += f" {server if known.by_server else sender} on {moment(known.at, config.zone)}, in time."
    return summary


_TOLD: Mapping[str, Callable[[Finding, Config], str]] = {
    "file": _file,
    "font": _font,
    "encoding": _encoding,
    "pages": _pages,
    "elements": _elements,
    "topic": _topic,
    "identity": _identity,
    "deadline": _deadline,
}


def _advice(finding: Finding, config: Config) -> tuple[str, ...]:
    """What to do, for each check; nothing where only a person of the secretariat is asked."""
    details: Mapping[str, Any] = finding.details
    rules = config.rules
    are = "are" if len(rules.accepted_kinds) > 1 else "is"
    kinds = f"{listing((f'.{kind.value}' for kind in rules.accepted_kinds), 'or')} {are}"
    best = f".{rules.best_kind.value}"
    unicode_first = any("bảng mã" in step for step in finding.advice)
    encoding = _CHECK_LABELS["encoding"]
    unicode = f"Convert the text to Unicode before you choose {rules.font}, as said under “{encoding}”."
    which = "Reply to this letter and tell us for which institution the paper counts."
    below = "Below the title, write the author’s full name."
    if config.schools:
        below = f"Below the title, write author and institution, for example: “Jane Doe – {config.schools[0].name}”."
    steps = {
        "file": (
            f"Open the paper in Word, save it as {best} without a password, and send that file ({kinds} accepted).",
        ),
        "font": (unicode,) if unicode_first else _in_word(details, rules.font),
        "encoding": (
            "Do not just change the font: text in an old character set would become unreadable.",
            f"Convert the text to Unicode first (for example with UniKey, Ctrl+Shift+F6), then choose {rules.font}.",
        ),
        "pages": (f"Shorten the paper to {rules.max_pages} pages; do not make letters or margins smaller for it.",),
        "elements": _missing_elements(details, config),
        "topic": ("If you like, reply to this letter and tell us which topic the paper belongs to.",),
        "identity": (which if details.get("authors") and details.get("candidates") else below,),
    }
    gentle = {"topic", "identity", "elements"}  # where a person looks, an author may still help
    if finding.outcome is Outcome.REVIEW and finding.check not in gentle:
        return ()
    return steps.get(finding.check, ())


def _missing_elements(details: Mapping[str, Any], config: Config) -> tuple[str, ...]:
    """Where to write what is missing, and what belongs there."""
    headed = details.get("headed") or {}
    missing = [element for element in config.elements if element.id in (details.get("missing") or ())]
    own = listing(element.name for element in missing if element.id not in headed)
    there = listing(dict.fromkeys(f"“{headed[element.id]['heading']}”" for element in missing if element.id in headed))
    places = (
        f"under headings of their own: {own}" if own else "",
        f"under the headings that are there: {there}" if there else "",
    )
    said = "; ".join(f"{element.name} ({element.description})" for element in missing if element.description)
    where = "; ".join(place for place in places if place)
    return (*((f"Add what is missing, best {where}.",) if where else ()), *((f"Say there: {said}.",) if said else ()))


def _in_word(details: Mapping[str, Any], font: str) -> tuple[str, ...]:
    """How to give text and list numbers a font, as far as either is in another one."""
    numbers, others = (int(details.get(key) or 0) for key in ("list_number_characters", "other_characters"))
    text = f"Select these places, choose {font} in the Font box of the Home tab, and save."
    number = f"Click on a list number (Word marks all of its level) and choose {font}."
    return (*((text,) if not numbers or others > numbers else ()), *((number,) if numbers else ()))
