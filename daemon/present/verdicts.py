"""What was found of papers → the JSON of `check` and tables for people.  PURE: prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from daemon.config import Config
from daemon.letters.wording import check_labels
from daemon.model import Finding, Judgement, Outcome, Verdict
from daemon.present import shown

_MOST_FONTS = 5  #: shown of those that a paper has beside the wanted one
_MARKS = {
    Outcome.PASS: ("✓", "green"),
    Outcome.FAIL: ("✗", "red"),
    Outcome.REVIEW: ("?", "yellow"),
    Outcome.SKIP: ("–", "dim"),
}
_VERDICTS = {
    Verdict.PASS: ("đạt", "green"),
    Verdict.FAIL: ("chưa đạt", "red"),
    Verdict.REVIEW: ("cần người xem", "yellow"),
}


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """One object of `check --json`."""
    return {
        "file": judgement.filename,
        "sha256": judgement.sha256,
        "bytes": judgement.size,
        "verdict": judgement.verdict.value,
        "title": judgement.title,
        "authors": list(judgement.authors),
        "school": judgement.school,
        "topic": judgement.topic,
        "findings": [finding_json(finding) for finding in judgement.findings],
        "ruleset": judgement.ruleset,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding; `advice` and `hint` beside the keys of the contract."""
    return {
        "check": finding.check,
        "outcome": finding.outcome.value,
        "clause": finding.clause,
        "summary": finding.summary,
        "details": dict(finding.details),
        "advice": list(finding.advice),
        "hint": finding.hint,
    }


def judgement_table(judgement: Judgement, config: Config) -> Table:
    """One paper as a person reads it: the verdict, then a line a rule, and under a fault how to mend it."""
    word, colour = _VERDICTS[judgement.verdict]
    table = Table(
        title=Text.assemble((shown(judgement.filename), "bold"), ": ", (word, f"bold {colour}")), title_justify="left"
    )
    table.add_column("", width=1)
    table.add_column("quy định", no_wrap=True)
    table.add_column("nhận xét", overflow="fold")
    if judgement.title:
        table.add_row("", "tên bài", Text(shown(judgement.title)))
    labels = check_labels(config)
    for finding in judgement.findings:
        mark, tint = _MARKS[finding.outcome]
        rule = f"{labels.get(finding.check, finding.check)} ({finding.clause})"
        table.add_row(Text(mark, style=tint), Text(rule), _remarks(finding))
    return table


def tally(judgements: Sequence[Judgement]) -> Text:
    """How many papers, and how many of each verdict, in a line."""
    text = Text(f"{len(judgements)} bài: ", "bold")
    counts = [(sum(it.verdict is verdict for it in judgements), *_VERDICTS[verdict]) for verdict in Verdict]
    for number, (count, word, colour) in enumerate(counts):
        text.append(f"{', ' if number else ''}{count} ")
        text.append(word, colour if count else "")
    return text


def _remarks(finding: Finding) -> Text:
    text = Text(shown(finding.summary))
    offences = finding.details.get("offences", ())
    for offence in offences[:_MOST_FONTS]:
        font, excerpt = shown(offence["font"]), shown(offence["excerpt"])
        text.append(f"\n  {font}: {offence['characters']} ký tự, {offence['where']}: “{excerpt}”", "dim")
    if (more := finding.details.get("other_fonts", len(offences)) - _MOST_FONTS) > 0:
        text.append(f"\n  và {more} phông khác", "dim")
    if finding.outcome is not Outcome.PASS:
        for advice in finding.advice:
            text.append(f"\n→ {advice}")
    if finding.hint:
        text.append(f"\n{finding.hint}", "italic")
    return text
