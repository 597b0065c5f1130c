"""A paper and its verdict as letters show them: tidy, in the reader's language, with what is ruled.  PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from daemon.config import Config, School, Topic
from daemon.letters import wording
from daemon.letters.editions import Edition
from daemon.letters.languages import Words
from daemon.model import Change, Finding, Incoming, Outcome, PaperName, PaperReport, Result, Verdict, verdict_of

#: What an author must act on stands first.
_ORDER = (Outcome.FAIL, Outcome.REVIEW, Outcome.PASS, Outcome.SKIP)
#: Places shown per finding and per font of it; the finding's summary has the whole count.
_MAX_PLACES, _MAX_PLACES_OF_ONE = 6, 3


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of one paper, as the letter shows it; or several that there is the same to say of."""

    checks: tuple[str, ...]
    tone: str  #: outcome: pass, fail, review, skip
    clause: str
    summary: str
    places: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, as the letter shows it."""

    code: str
    version: int
    replaces: str | None
    title: str | None
    authors: tuple[str, ...]
    school: str | None
    topic: str | None
    filename: str
    size: int
    received: str  #: when these bytes came first
    late: bool
    unchanged: bool
    verdict: str
    faults: int
    doubts: int
    rows: tuple[Row, ...]
    annotated: str | None  #: names of the copies that go with the letter
    corrected: str | None
    accepted: bool
    may_revise: tuple[PaperName, ...] = ()
    withdrawn: PaperName | None = None
    former_title: str | None = None
    standing: str | None = None  #: file of the version in time that counts for now, where this one came too late
    standing_since: str | None = None
    grown_to: int | None = None  #: see `PaperReport.grown_to`
    vetting: str = ""  #: `ShownVetting`; "": this conference has no vetting
    ruled: bool = False  #: the verdict is a decision of the secretariat
    over: bool = False  #: whether it is taken beyond the number of its school is still to be decided
    sent_in_time: str | None = None  #: of a late one: when it was sent, if that was in time

    @property
    def is_revision(self) -> bool:
        """Whether it came as a version of a paper on record."""
        return self.version > 1 and not self.unchanged

    @property
    def tone(self) -> str:
        """Colour of the verdict: a late paper without faults still waits for a person, until one has decided."""
        return "review" if self.verdict == "pass" and self.late and not self.ruled else self.verdict

    @property
    def shown_title(self) -> str:
        """The title, or the file's name where none was recognised."""
        return self.title or wording.filename(self.filename)


def paper_in(incoming: Incoming, report: PaperReport, edition: Edition) -> Paper:
    """As an answer to the message that brought it shows it, every rule in a row."""
    judgement, config, words = report.judgement, edition.config, edition.words
    # Being late is no fault that an author could mend and no doubt: the letter speaks of it in its own words.
    findings = [_ruled(finding, report.ruling) for finding in judgement.findings if finding.check != "deadline"]
    told = (_told(finding, report.ruling, edition) for finding in findings)
    rows = [*_merged(_row(finding, words) for finding in told), _deadline_row(report, edition)]
    first = report.received_at if report.unchanged else None
    standing = report.standing
    return Paper(
        code=report.code,
        version=report.version,
        replaces=report.replaces,
        title=wording.clean(judgement.title or "") or None,
        authors=tuple(filter(None, (wording.clean(author, 120) for author in judgement.authors))),
        school=_called(config.school(judgement.school), report.school_name),
        topic=_topic(report, config),
        filename=judgement.filename,
        size=judgement.size,
        received=words.moment(first or incoming.arrived_at, config.zone),
        late=report.late,
        unchanged=report.unchanged,
        verdict=(report.ruling or verdict_of(findings)).value,
        faults=_count(findings, Outcome.FAIL),
        doubts=_count(findings, Outcome.REVIEW),
        rows=tuple(sorted(rows, key=lambda row: [outcome.value for outcome in _ORDER].index(row.tone))),
        annotated=report.annotated,
        corrected=report.corrected,
        grown_to=report.grown_to,
        accepted=report.accepted,
        may_revise=tuple(map(shown_name, report.may_revise)),
        withdrawn=shown_name(report.withdrawn) if report.withdrawn else None,
        former_title=wording.clean(report.former_title or "") or None,
        standing=standing.filename if standing else None,
        standing_since=words.moment_or_none(standing.arrived_at if standing else None, config.zone),
        vetting=report.vetting.value if report.vetting else "",
        ruled=report.ruling is not None,
        over=report.over,
        sent_in_time=words.moment_or_none(report.sent_in_time_at if report.late else None, config.zone),
    )


def _ruled(finding: Finding, ruling: Verdict | None) -> Finding:
    """What the checks left open or found wrong, as the secretariat has decided it."""
    if ruling is None or finding.outcome not in {Outcome.FAIL, Outcome.REVIEW}:
        return finding
    if ruling is Verdict.FAIL:
        return replace(finding, outcome=Outcome.FAIL)
    # It stands there as it was found; there is nothing to mend or to wait for.
    return replace(finding, outcome=Outcome.SKIP, advice=())


def _told(finding: Finding, ruling: Verdict | None, edition: Edition) -> Finding:
    """In the language of the letter.  Once somebody has looked and ruled, nothing says that somebody will."""
    told = edition.words.told(finding, edition.config)
    return told if ruling is None else edition.words.looked_at(told, edition.config)


def _called(named: School | Topic | None, recorded: str | None) -> str | None:
    """As the language calls it, where it was recorded at all."""
    return named.name if named and recorded else recorded


def _topic(report: PaperReport, config: Config) -> str | None:
    topic = report.judgement.topic
    return wording.numbered(topic, _called(config.topic(topic), report.topic_name) or "") if topic else None


def _deadline_row(report: PaperReport, edition: Edition) -> Row:
    words, config = edition.words, edition.config
    summary = words.in_time(words.last_moment(config, report.due), late=report.late)
    tone = ("skip" if report.ruling is Verdict.PASS else "fail") if report.late else "pass"
    # The plan gives the deadline of all; a later one was granted.
    clause = "" if config.grant(report.judgement.school, report.code) else config.rules.clauses.deadline
    return Row(("deadline",), tone, clause, summary)


def shown_change(change: Change, edition: Edition) -> Change:
    """What the secretariat decided of a paper, with what stays open of it."""
    told = (_told(_ruled(finding, Verdict.FAIL), Verdict.FAIL, edition) for finding in change.open)
    tidy = (replace(finding, summary=wording.clean(finding.summary, 600)) for finding in told)
    school = edition.config.school(change.school)
    name = school.name if school else ""
    sent = change.sent and replace(change.sent, filename=wording.clean(change.sent.filename))
    last = edition.words.last_moment(edition.config, change.due) if change.due else ""
    shown = replace(change, paper=shown_name(change.paper), open=tuple(tidy), school=name, sent=sent)
    return replace(shown, deadline=last)


def shown_result(result: Result) -> Result:
    """What became of an order, tidy."""
    return replace(result, order=replace(result.order, school=wording.clean(result.order.school, 160)))


def shown_name(paper: PaperName) -> PaperName:
    """Its title tidy; none where nothing is left of it."""
    return replace(paper, title=wording.clean(paper.title or "") or None)


def _row(finding: Finding, words: Words) -> Row:
    settled = finding.outcome in {Outcome.PASS, Outcome.SKIP}
    return Row(
        checks=(finding.check,),
        tone=finding.outcome.value,
        clause=finding.clause,
        summary=wording.clean(finding.summary, 600),
        places=() if settled else _places(finding.details.get("offences", ()), words),
        advice=() if settled else tuple(wording.clean(advice, 600) for advice in finding.advice),
        hint=wording.clean(finding.hint, 600),
    )


def _merged(rows: Iterable[Row]) -> list[Row]:
    """What was not looked at for one and the same reason as one row: an unreadable file has six of them."""
    merged: list[Row] = []
    for row in rows:
        at = next((i for i, m in enumerate(merged) if m.tone == row.tone == "skip" and m.summary == row.summary), None)
        if at is None:
            merged.append(row)
        else:
            merged[at] = replace(merged[at], checks=(*merged[at].checks, *row.checks), clause="")
    return merged


def _places(offences: Sequence[Mapping[str, Any]], words: Words) -> tuple[str, ...]:
    """Where the font check found others, largest font first as it gives them; the rest counted."""
    shown = [
        words.place(
            wording.clean(str(place.get("where", ""))),
            wording.clean(str(place.get("excerpt", "")), 120),
            wording.clean(str(offence.get("font", ""))),
            int(place.get("characters", 0)),
        )
        for offence in offences
        for place in offence.get("places", [offence])[:_MAX_PLACES_OF_ONE]
    ][:_MAX_PLACES]
    rest = sum(int(offence.get("count", 1)) for offence in offences) - len(shown)
    return (*shown, words.more_places(rest)) if rest > 0 else tuple(shown)


def _count(findings: Sequence[Finding], outcome: Outcome) -> int:
    return sum(finding.outcome is outcome for finding in findings)
