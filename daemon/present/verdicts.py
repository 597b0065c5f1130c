"""What was found of papers → the JSON of `check` and tables for people.  PURE: prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rich.table import Table
from rich.text import Text

from daemon.config import Config
from daemon.letters.languages import WORDS, Words
from daemon.model import Finding, Judgement, Outcome, Verdict
from daemon.present import shown

_MOST_FONTS = 5  #: shown of those that a paper has beside the wanted one
_MARKS = {
    Outcome.PASS: ("✓", "green"),
    Outcome.FAIL: ("✗", "red"),
    Outcome.REVIEW: ("?", "yellow"),
    Outcome.SKIP: ("–", "dim"),
}
_COLOURS = {Verdict.PASS: "green", Verdict.FAIL: "red", Verdict.REVIEW: "yellow"}


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


def told(judgement: Judgement, config: Config) -> Judgement:
    """A judgement in the language of the conference."""
    words, named = WORDS[config.conference.lang], config.named(config.conference.lang)
    return replace(judgement, findings=tuple(words.told(finding, named) for finding in judgement.findings))


def judgement_table(judgement: Judgement, config: Config) -> Table:
    """One paper, as told, for a person to read: the verdict, then a line a rule, and under a fault how to mend it."""
    words = WORDS[config.conference.lang]
    terms, labels = words.REPORT, words.check_labels(config)
    verdict = (terms.verdicts[judgement.verdict], f"bold {_COLOURS[judgement.verdict]}")
    table = Table(title=Text.assemble((shown(judgement.filename), "bold"), ": ", verdict), title_justify="left")
    table.add_column("", width=1)
    table.add_column(terms.rule, no_wrap=True)
    table.add_column(terms.remarks, overflow="fold")
    if judgement.title:
        table.add_row("", terms.paper_title, Text(shown(judgement.title)))
    for finding in judgement.findings:
        mark, tint = _MARKS[finding.outcome]
        rule = f"{labels.get(finding.check, finding.check)} ({finding.clause})"
        table.add_row(Text(mark, style=tint), Text(rule), _remarks(finding, words))
    return table


def tally(judgements: Sequence[Judgement], config: Config) -> Text:
    """How many papers, and how many of each verdict, in a line."""
    terms = WORDS[config.conference.lang].REPORT
    text = Text(f"{terms.papers(len(judgements))}: ", "bold")
    counts = [(sum(it.verdict is verdict for it in judgements), verdict) for verdict in Verdict]
    for number, (count, verdict) in enumerate(counts):
        text.append(f"{', ' if number else ''}{count} ")
        text.append(terms.verdicts[verdict], _COLOURS[verdict] if count else "")
    return text


def _remarks(finding: Finding, words: Words) -> Text:
    text = Text(shown(finding.summary))
    offences = finding.details.get("offences", ())
    for offence in offences[:_MOST_FONTS]:
        font, excerpt = shown(offence["font"]), shown(offence["excerpt"])
        amount, where = words.REPORT.characters(offence["characters"]), words.where(offence["where"])
        text.append(f"\n  {font}: {amount}, {where}: “{excerpt}”", "dim")
    if (more := finding.details.get("other_fonts", len(offences)) - _MOST_FONTS) > 0:
        text.append(f"\n  {words.REPORT.more_fonts(more)}", "dim")
    if finding.outcome is not Outcome.PASS:
        for advice in finding.advice:
            text.append(f"\n→ {advice}")
    if finding.hint:
        text.append(f"\n{finding.hint}", "italic")
    return text
