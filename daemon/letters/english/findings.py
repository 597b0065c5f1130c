"""What checks found, told in English from what is known of it.  PURE."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from daemon.checks import deadline
from daemon.config import Config
from daemon.letters.english.forms import CHECK_LABELS, characters_of, listing, moment, number, where
from daemon.letters.wording import clean
from daemon.model import FileKind, FileProblem, Finding, Outcome, Reason, UnreadPart


def told(finding: Finding, config: Config) -> Finding:
    """The finding in English, from what the check found.  Only what is not told so, such as what a check of an older
    program left on record, is quoted in its own words.
    """
    settled = finding.outcome in {Outcome.PASS, Outcome.SKIP}
    summary, hint = _summary(finding, config), _hint(finding, config)
    own = finding.hint if settled and not hint else "" if settled or summary else finding.summary
    return replace(
        finding,
        clause=_clause(finding, config),
        summary=summary or _plain(finding, config),
        advice=() if settled else _advice(finding, config),
        hint=f"in the Vietnamese words of our program: “{clean(own, 500)}”" if own else hint,
    )


def _summary(finding: Finding, config: Config) -> str:
    """One sentence; "" where too little is known for one: an older program recorded less, or under other names."""
    try:
        return _said_in_english(finding, config)
    except (KeyError, TypeError, ValueError):
        return ""


def _said_in_english(finding: Finding, config: Config) -> str:
    because = _BECAUSE.get(str(finding.details.get("reason")))
    if because is not None and finding.outcome is not Outcome.PASS:
        return _asked(because(finding.details, config), finding, config)
    tell = _TOLD.get(finding.check)
    return tell(finding, config) if tell else ""


def _asked(said: str, finding: Finding, config: Config) -> str:
    """A sentence with who will look, where somebody will."""
    return f"{said}; {_a_person(config)}." if finding.outcome is Outcome.REVIEW else f"{said}."


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
    FileProblem.MACROS: "The file has macros or may have, fetches a template or runs a program: it is not accepted.",
    FileProblem.BOMB: "The file is too large or too complex inside and cannot be opened safely.",
    FileProblem.EMPTY: "The file is empty.",
    FileProblem.UNSUPPORTED: "The file is not of a kind that is accepted.",
}


def _file(finding: Finding, config: Config) -> str:
    if finding.outcome is Outcome.PASS:
        return "The file can be read; it has no password and no macros."
    if finding.outcome is Outcome.REVIEW:
        return _asked("Our program could not read the file", finding, config)
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
                f"{number(other)} of {characters_of(every)} {'is' if other == 1 else 'are'}"
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
        typed = f"{characters_of(count)} {'is' if count == 1 else 'are'} typed"
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
            return _asked(_not_counted(finding.details, config), finding, config)
        case _:
            return ""


_HEADINGS_NAMED = 3

#: What stands below a heading that names an element which is not told there.
_SAID_BELOW = {
    "words": "what stands below it does not tell it clearly",
    "picture": "only a picture or diagram stands below it",
    "nothing": "nothing stands below it",
}


def _headed(found: Mapping[str, str]) -> str:
    return f"there is a heading “{found['heading']}”, but {_SAID_BELOW[found['below']]}"


def _where(details: Mapping[str, Any]) -> str:
    """The headings in words that are not known, under which what is missing may stand."""
    named = {str(found["heading"]) for found in (details.get("headed") or {}).values()}
    headings = [heading for heading in details.get("open_headings") or () if heading not in named]
    if not headings or len(named) >= len(details.get("missing") or ()):
        return ""
    return f" (they may stand under {listing((f'“{clean(str(it), 120)}”' for it in headings[:_HEADINGS_NAMED]), 'or')})"


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
        case Outcome.REVIEW if missing and finding.details.get("doubtful"):
            unsure = f"It is not certain whether the paper presents {model}; if it does, these elements were not found"
            return _asked(f"{unsure}: {missing}", finding, config)
        case Outcome.REVIEW if missing:
            return _asked(
                f"These elements were not found for certain: {missing}{_where(finding.details)}", finding, config
            )
        case _:
            return ""


_TOPICS_NAMED = _PLACES_NAMED = 3


def _topic(finding: Finding, config: Config) -> str:
    topic = config.topic(finding.details.get("topic"))
    if finding.outcome is Outcome.PASS and topic:
        return f"The paper belongs to topic {topic.id}, “{topic.name}”."
    if finding.outcome is Outcome.REVIEW:
        known = (config.topic(it.get("topic")) for it in (finding.details.get("candidates") or ())[:_TOPICS_NAMED])
        named = listing((f"{it.id}, “{it.name}”" for it in known if it is not None), "or")
        perhaps = f" (it may be {named})" if named else ""
        return _asked(f"The topic of the paper could not be told with certainty{perhaps}", finding, config)
    if finding.outcome is Outcome.FAIL:  # a person has decided so
        return "It is not clear to which topic the paper belongs."
    return ""


def _identity(finding: Finding, config: Config) -> str:
    authors = listing(clean(str(author), 120) for author in finding.details.get("authors") or ())
    school = config.school(finding.details.get("school"))
    if finding.outcome is Outcome.PASS and authors:
        return f"Author: {authors}{f'; institution: {school.name}' if school else ''}."
    if finding.outcome not in {Outcome.FAIL, Outcome.REVIEW}:
        return ""
    wanted = [("the author", authors), *([("the institution", school)] if config.schools else [])]
    lacking = listing([name for name, known in wanted if not known], "or")
    perhaps = [known.name for it in finding.details.get("candidates") or () if (known := config.school(it)) is not None]
    if authors and len(perhaps) > 1:
        return f"It is not certain for which institution the paper counts: {listing(perhaps, 'or')}."
    if authors and perhaps:
        named = clean(str(finding.details.get("evidence") or ""), 200)
        return f"The paper says “{named}”, but it was sent from {perhaps[0]}; please confirm the institution."
    return f"The paper does not clearly name {lacking}." if lacking else "The institution of the paper is not certain."


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


_PARTS = {
    UnreadPart.DOCUMENT: "an embedded document",
    UnreadPart.CHART: "a chart",
    UnreadPart.DIAGRAM: "a SmartArt diagram",
    UnreadPart.WORD_ART: "WordArt",
    UnreadPart.CANVAS: "a drawing with text",
    UnreadPart.SCAN: "a page that is a picture (a scan)",
}


def _unread_parts(details: Mapping[str, Any], _: Config) -> str:
    parts = listing(_PARTS[UnreadPart(part)] for part in details["unread_parts"])
    return f"The paper has {parts}, the font in which could not be read"


def _unknown_font(details: Mapping[str, Any], _: Config) -> str:
    return f"Of {characters_of(int(details['unknown_characters']))} the file does not say the font"


def _foreign_code(details: Mapping[str, Any], _: Config) -> str:
    count = int(details.get("characters") or 0)
    seem = f"{characters_of(count)} {'seems' if count == 1 else 'seem'} to be typed"
    return f"{seem} in an old character set (such as VPS or Vietware), not in Unicode"


def _allowed(details: Mapping[str, Any], config: Config) -> str:
    return f"up to {details.get('limit') or config.rules.max_pages} are allowed"


def _counted(details: Mapping[str, Any]) -> str:
    return "1 page was counted" if details["pages"] == 1 else f"{details['pages']} pages were counted"


def _stored_count(details: Mapping[str, Any], config: Config) -> str:
    stored = f"Word has recorded {details['stored_pages']} in the file (perhaps an old figure)"
    return f"{_counted(details)}, but {stored}; {_allowed(details, config)}"


def _endnotes_apart(details: Mapping[str, Any], config: Config) -> str:
    apart = "because the endnotes were set on a page of their own; in Word there may be one page less"
    return f"{_counted(details)} {apart}; {_allowed(details, config)}"


def _font_missing(details: Mapping[str, Any], config: Config) -> str:
    font = clean(str(next(iter(details.get("fonts_missing") or ()), "")), 80)
    least = details.get("pages_in_wanted_font")
    known = f" ({least} with {config.rules.font} in its place)" if least else ""
    guess = f"but without the font {font}, which our program does not have, that is an estimate"
    return f"{_counted(details)}{known}, {guess}; {_allowed(details, config)}"


def _not_drawn(details: Mapping[str, Any], config: Config) -> str:
    drawn, written = int(details["drawn_characters"]), int(details["written_characters"])
    lacking = f"only {number(drawn)} of {characters_of(written)} are on them, so that there may be more"
    return f"{_counted(details)}, but {lacking}; {_allowed(details, config)}"


def _embedded(details: Mapping[str, Any], _: Config) -> str:
    return f"{_counted(details)}, but the paper has an embedded document that was not read"


def _not_counted(details: Mapping[str, Any], config: Config) -> str:
    return f"The number of pages could not be told with certainty ({_allowed(details, config)})"


def _said(sentence: str) -> Callable[[Mapping[str, Any], Config], str]:
    return lambda _details, _config: sentence


#: Why a check cannot tell or did not look, without a full stop.
_BECAUSE: Mapping[str, Callable[[Mapping[str, Any], Config], str]] = {
    Reason.REFUSED: _said("This was not checked, since the file has to be sent anew"),
    Reason.CRASHED: _said("This could not be checked, since our program could not read the file"),
    Reason.NOT_CONVERTED: _said("This could not be checked, since the file could not be converted for it"),
    Reason.ILLEGIBLE: _said("There is no text to read in the file (perhaps a scan, a photograph, or a faulty export)"),
    Reason.TOLD_ABOVE: _said("This could not be checked, since there is no text to read in the file"),
    Reason.UNREADABLE_CODE: _said("This could not be checked, since most of the paper seems to be typed in an old "
    "character set that our program cannot read"),
    Reason.NO_TEXT: _said("There is no text in the file (perhaps it is a scan)"),
    Reason.UNKNOWN_FONT: _unknown_font,
    Reason.UNREAD_PARTS: _unread_parts,
    Reason.FOREIGN_CODE: _foreign_code,
    Reason.STORED_COUNT: _stored_count,
    Reason.ENDNOTES_APART: _endnotes_apart,
    Reason.FONT_MISSING: _font_missing,
    Reason.EMBEDDED: _embedded,
    Reason.NOT_DRAWN: _not_drawn,
    Reason.NO_PAGE: _said("No page with anything on it was found"),
    Reason.NOT_COUNTED: _not_counted,
}  # fmt: skip


def _hint(finding: Finding, config: Config) -> str:
    """What is worth knowing although all is well; "" for nothing, or what is not told here."""
    if finding.outcome is not Outcome.PASS:
        return ""
    if finding.check == "pages" and (blank := finding.details.get("blank_trailing")):
        follow = "A blank page follows" if blank == 1 else f"{blank} blank pages follow"
        return f"{follow} the text; please delete the empty lines at the end of the paper."
    return " ".join(_of_font(finding.details, config)) if finding.check == "font" else ""


def _of_font(details: Mapping[str, Any], config: Config) -> Iterator[str]:
    if offences := details.get("offences"):
        left = "; ".join(
            f"“{clean(str(it['excerpt']), 80)}” ({clean(str(it['font']), 80)}, {where(str(it['where']))})"
            for it in offences[:_PLACES_NAMED]
        )
        yield f"In other fonts: {characters_of(int(details['other_characters']))}, {left}."
    if twins := details.get("stand_ins"):
        names = listing(clean(str(name), 80) for name in twins)
        yield f"The PDF has {names}, of the same widths as {config.rules.font} and made to stand in for it."
    if kind := details.get("converted_from"):
        yield f"The .{kind} file was converted to .docx for this check."


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
    """What to do, for each check and why it cannot tell; nothing where only a person of the secretariat is asked."""
    details: Mapping[str, Any] = finding.details
    known = _ADVISED_IN_DOUBT if finding.outcome is Outcome.REVIEW else _ADVISED_BECAUSE
    if (because := known.get(str(details.get("reason")))) is not None:
        return because(details, config)
    rules = config.rules
    are = "are" if len(rules.accepted_kinds) > 1 else "is"
    kinds = f"{listing((f'.{kind.value}' for kind in rules.accepted_kinds), 'or')} {are}"
    best = f".{rules.best_kind.value}"
    unicode_first = any("bảng mã" in step for step in finding.advice)
    encoding = CHECK_LABELS["encoding"]
    unicode = f"Convert the text to Unicode before you choose {rules.font}, as said under “{encoding}”."
    which = "Reply to this letter and tell us for which institution the paper counts."
    below = "Below the title, write the author’s full name."
    if config.schools:
        below = f"Below the title, write author and institution, for example: “Jane Doe – {config.schools[0].name}”."
    steps = {
        "file": (
            f"Open the paper in Word, save it as {best} without a password, and send that file ({kinds} accepted).",
        ),
        "font": (unicode,) if unicode_first else (*_of_pdf(details, config), *_in_word(details, rules.font)),
        "encoding": (
            _NOT_THE_FONT_ALONE,
            f"Convert the text to Unicode first (for example with UniKey, Ctrl+Shift+F6), then choose {rules.font}.",
        ),
        "pages": (f"Shorten the paper to {rules.max_pages} pages; do not make letters or margins smaller for it.",),
        "elements": _missing_elements(details, config),
        "topic": ("If you like, reply to this letter and tell us which topic the paper belongs to.",),
        "identity": (which if details.get("authors") and details.get("candidates") else below,),
    }
    gentle = {"file", "topic", "identity", "elements"}  # where a person looks, an author may still help
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


_NOT_THE_FONT_ALONE = "Do not just change the font: text in an old character set would become unreadable."


def _typed(_: Mapping[str, Any], config: Config) -> tuple[str, ...]:
    """What to send in place of a scan, as `checks.font.typed_text` says it."""
    kind = config.rules.best_kind
    file = "the Word file of the paper (.docx)"
    if kind is not FileKind.DOCX:
        file = f"a .{kind.value} file exported from the document in which the paper was typed"
    return (f"Send {file} in place of the scan or photograph.",)


def _of_pdf(details: Mapping[str, Any], config: Config) -> tuple[str, ...]:
    """Where to mend what a PDF shows; findings of an older program do not tell that it is one."""
    if details.get("kind") != FileKind.PDF:
        return ()
    word = ", or send the Word file (.docx) itself" if FileKind.DOCX in config.rules.accepted_kinds else ""
    return (f"Correct the Word file from which the PDF was made and export the PDF again{word}.",)


def _of_unknown_font(details: Mapping[str, Any], config: Config) -> tuple[str, ...]:
    """Letters in fonts of symbols would become other letters."""
    every = f"Select the text, but no symbols, choose {config.rules.font} in the Font box of the Home tab, and save."
    return (*_of_pdf(details, config), every)


def _in_another_kind(_: Mapping[str, Any], config: Config) -> tuple[str, ...]:
    return (f"If you like, send the paper again as .{config.rules.best_kind.value}.",)


def _advised(*steps: str) -> Callable[[Mapping[str, Any], Config], tuple[str, ...]]:
    return lambda _details, _config: steps


#: What an author is to do, whichever check could not tell because of it.
_ADVISED_BECAUSE: Mapping[str, Callable[[Mapping[str, Any], Config], tuple[str, ...]]] = {
    Reason.NO_TEXT: _typed,
    Reason.ILLEGIBLE: _typed,
    Reason.NOT_CONVERTED: _in_another_kind,
    Reason.UNKNOWN_FONT: _of_unknown_font,
}
#: The same, and what an author may do while a person is asked; once decided, it is what the check advises.
_ADVISED_IN_DOUBT = {
    **_ADVISED_BECAUSE,
    Reason.CRASHED: _advised(),
    Reason.UNREAD_PARTS: _of_pdf,
    Reason.FOREIGN_CODE: _advised(_NOT_THE_FONT_ALONE),
    Reason.STORED_COUNT: _advised("Please open the paper in Word and look at the number of pages."),
}


def _in_word(details: Mapping[str, Any], font: str) -> tuple[str, ...]:
    """How to give text and list numbers a font, as far as either is in another one."""
    numbers, others = (int(details.get(key) or 0) for key in ("list_number_characters", "other_characters"))
    text = f"Select these places, choose {font} in the Font box of the Home tab, and save."
    number = f"Click on a list number (Word marks all of its level) and choose {font}."
    return (*((text,) if not numbers or others > numbers else ()), *((number,) if numbers else ()))
