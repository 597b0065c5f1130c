"""What a digest speaks of.  PURE.

The sentences stand in `templates/digest.j2`; here is what they need.  A letter is read on a phone: of every list the
first are shown and the rest is a number, for the workbook that goes with it has them all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from daemon.config import Config
from daemon.digests import Beat, Came, Digest, Matter, Moved, Need, PaperLine, Reason, SchoolRow, Trouble, Wanted
from daemon.letters import chart, wording, workbook
from daemon.letters.calendar import granted_to, school_row
from daemon.letters.languages import Words
from daemon.letters.notices import order_lines
from daemon.model import LetterFile, OrderKind, Verdict
from daemon.reconciling import Trouble as Unexplained
from daemon.season import Moment, read_key

_MOST = {"came": 60, "needs": 30, "told": 30, "unvetted": 40, "left": 10}
_MOST_TROUBLE = 5  #: of each kind
#: What the subject counts by itself; anything else that happened to a paper changed how it stands.
_ANNOUNCED = frozenset({Came.PAPER, Came.VERSION, Came.VETTED})
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(digest: Digest, config: Config, words: Words, now: datetime) -> LetterFile | None:
    """The list of all papers; None when none is wanted, or one line says it all."""
    if not config.digest.attach_list or digest.is_brief:
        return None
    name = f"{words.LIST.filename} {digest.slot.at.astimezone(config.zone):%Y-%m-%d %Hh%M}.xlsx"
    return LetterFile(name, workbook.workbook(digest, config, words, now), _XLSX)


def picture(digest: Digest, config: Config, words: Words, now: datetime) -> LetterFile | None:
    """How the schools stand, or all papers of an open call, as a chart; None where one line says it all.

    Its words are those of the text.
    """
    if digest.is_brief:
        return None
    names = wording.short_names([row.school for row in digest.schools])
    bars = [
        chart.Bar(name, row.quota.papers, row.quota.compliant, row.school.min_papers)
        for name, row in zip(names, digest.schools, strict=True)
    ]
    if not bars:
        bars = [chart.Bar(words.LIST.open, len(_active(digest)), _compliant(digest), 0)]
    zone, deadline = config.zone, config.deadline.astimezone(config.zone).date()
    arrived = tuple(sorted(paper.first_at.astimezone(zone).date() for paper in _active(digest)))
    curve = chart.Curve(
        start=min((phase.start for phase in config.phases), default=min((*arrived, deadline))),
        deadline=deadline,
        today=now.astimezone(zone).date(),
        arrived=arrived,
        least=_least(digest),
    )
    content = chart.drawn(bars, curve, words.CHART)
    name = hashlib.sha256(content).hexdigest()[:24]
    identifier = f"thamluan.chart.{name}@{config.mailbox.address.rpartition('@')[2]}"
    return LetterFile(words.CHART.filename, content, "image/png", identifier)


def _active(digest: Digest) -> list[PaperLine]:
    return [paper for paper in digest.facts.papers if paper.standing.active]


def _compliant(digest: Digest) -> int:
    return sum(paper.standing.verdict_in_time is Verdict.PASS for paper in _active(digest))


def _least(digest: Digest) -> int:
    """Papers that the plan wants of all schools."""
    return sum(row.school.min_papers for row in digest.schools)


def context(digest: Digest, config: Config, words: Words, now: datetime) -> dict[str, Any]:
    """The names of `digest.j2` and `digest.subject.j2`; `config` has the names of the language of `words`."""
    facts, slot = digest.facts, digest.slot
    came = Counter(what for _, happened in digest.came for what in happened)
    return {
        "deadline": words.last_moment(config),
        "day": words.day(slot.at, config.zone),
        "time": f"{slot.at.astimezone(config.zone):%H:%M}",
        "hourly": slot.beat is Beat.HOURLY,
        "weekly": slot.beat is Beat.WEEKLY,
        "as_of": words.moment(now, config.zone),
        "since": words.moment_or_none(facts.since, config.zone),
        "brief": digest.is_brief,
        "total": len(_active(digest)),
        "all": {
            "compliant": _compliant(digest),
            "least": _least(digest),
            "missing": sum(row.quota.missing for row in digest.schools),
        },
        "days_left": (config.deadline.astimezone(config.zone).date() - now.astimezone(config.zone).date()).days,
        "counts": {what.value: came[what] for what in Came},
        "changed": sum(not _ANNOUNCED.issuperset(what) for _, what in digest.came),
        "week": {what.value: facts.week.get(what.value, 0) for what in Came},
        "came": tuple(_came(paper, what, config) for paper, what in digest.came[: _MOST["came"]]),
        "came_more": max(0, len(digest.came) - _MOST["came"]),
        "schools": tuple(_school(row, config, words) for row in digest.schools),
        "own_deadlines": tuple(
            _paper(paper, config) | {"due": due}
            for paper in _active(digest)
            if (due := _own_deadline(paper, config, words))
        ),
        "homeless": digest.homeless.papers,
        "vetted": sum(paper.vetting.holds for paper in _active(digest)),
        "unvetted": tuple(_unvetted(paper, config, words) for paper in digest.unvetted[: _MOST["unvetted"]]),
        "unvetted_more": max(0, len(digest.unvetted) - _MOST["unvetted"]),
        "amended": tuple(_amended(paper, config, words) for paper in digest.amended[: _MOST["unvetted"]]),
        "amended_more": max(0, len(digest.amended) - _MOST["unvetted"]),
        "needs": tuple(_need(need, config, words) for need in digest.needs[: _MOST["needs"]]),
        "needs_more": max(0, len(digest.needs) - _MOST["needs"]),
        "waiting": len(digest.needs),
        "told": tuple(_told(matter, words) for matter in facts.told[: _MOST["told"]]),
        "told_more": max(0, len(facts.told) - _MOST["told"]),
        "moved": tuple(_moved(digest, config, words, now)),
        "trouble": tuple(_trouble(facts.trouble, config, words)),
        "failing": tuple(wording.clean(address, 300) for address in facts.failing[:_MOST_TROUBLE]),
        "failing_more": max(0, len(facts.failing) - _MOST_TROUBLE),
        "looked_at": words.moment_or_none(facts.looked_at, config.zone),
        "left": tuple(_left(found, config, words) for found in facts.account.unexplained[: _MOST["left"]]),
        "left_more": max(0, len(facts.account.unexplained) - _MOST["left"]),
        "account": {
            "mailbox": facts.account.mailbox,
            "unexplained": len(facts.account.unexplained),
            "unanswered": len(facts.account.unanswered),
            "twice": len(facts.account.double_answered),
            "uncertain": len(facts.account.uncertain),
        },
        "last_poll": words.moment_or_none(facts.last_poll, config.zone),
    }


def _paper(paper: PaperLine, config: Config) -> dict[str, Any]:
    school = config.school(paper.standing.school)
    return {
        "code": paper.code,
        "title": wording.clean(paper.title or "", 200),
        "school": school.name if school else "",
        "verdict": paper.standing.verdict.value,
        "late": paper.standing.late,
        "active": paper.standing.active,
        "faults": paper.faults,
        "into": paper.merged_into or "",
        "vetted": paper.vetting.holds,
        "ruled": paper.standing.ruled,
    }


def _came(paper: PaperLine, happened: Sequence[Came], config: Config) -> dict[str, Any]:
    # What a paper was before it left says nothing any longer.
    shown = [what for what in happened if paper.standing.active or what in {Came.WITHDRAWN, Came.MERGED}]
    if paper.standing.active:
        shown = [what for what in shown if what not in {Came.WITHDRAWN, Came.MERGED}]
    return _paper(paper, config) | {"what": tuple(what.value for what in shown or happened)}


def _own_deadline(paper: PaperLine, config: Config, words: Words) -> str:
    """The later deadline than that of its school that was granted to a paper; "" where none was."""
    school = paper.standing.school
    own = config.grant(school, paper.code) != config.grant(school)
    return words.last_moment(config, config.due(school, paper.code)) if own else ""


def _school(row: SchoolRow, config: Config, words: Words) -> dict[str, Any]:
    named = config.school(row.school.id) or row.school
    due = workbook.granted_until(named.id, None, config, words)
    return school_row(named, row.quota, words) | {"due": due}


def _unvetted(paper: PaperLine, config: Config, words: Words) -> dict[str, Any]:
    asked, school = paper.vetting.asked, config.school(paper.standing.school)
    reachable = school is not None and bool(school.contacts)
    return _paper(paper, config) | {
        "by": paper.vetting.by.value if paper.vetting.by else "",
        "asked": words.day(asked, config.zone) if asked else "",
        "reachable": reachable,
    }


def _amended(paper: PaperLine, config: Config, words: Words) -> dict[str, Any]:
    since = words.day(paper.vetting.since, config.zone) if paper.vetting.since else ""
    return _paper(paper, config) | {"since": since, "newest": words.day(paper.last_at, config.zone)}


def _need(need: Need, config: Config, words: Words) -> dict[str, Any]:
    school = config.school(need.paper.standing.school)
    lines = order_lines(config, words, *(_by_name(order, config) for order in need.orders))
    meanings = [
        _meant(need, kind, words) or (words.KEPT if kind is OrderKind.KEEP else means)
        for (kind, _, _), (_, means) in zip(need.orders, lines, strict=True)
    ]
    return _paper(need.paper, config) | {
        "due": _own_deadline(need.paper, config, words),
        "sender": wording.clean(need.paper.owner.address, 254),
        "max_papers": school.max_papers if school else None,
        "items": (
            *(_reason(reason, config, words) for reason in need.reasons),
            *({"line": line, "means": means} for (line, _), means in zip(lines, meanings, strict=True)),
        ),
    }


def _meant(need: Need, kind: OrderKind, words: Words) -> str:
    """What an order does about the reason for which the paper is shown; "" where that is what it always does."""
    reasons = {reason.kind for reason in need.reasons}
    if "over_quota" in reasons and reasons & {"late", "review"}:  # what keeps a paper decides nothing else of it
        reasons = reasons - {"over_quota"} | {"over_quota_open"}
    if reasons == {"late"}:
        reasons = reasons | {"only_late"}
    said = (words.MEANT.get((reason, kind), "") for reason in sorted(reasons))
    return next(filter(None, said), "").format(code=need.paper.code)


def _by_name(wanted: Wanted, config: Config) -> Wanted:
    """With the name of a school for its id."""
    kind, code, other = wanted
    school = config.school(other) if kind is OrderKind.SCHOOL else None
    return (kind, code, school.name) if school else wanted


def _reason(reason: Reason, config: Config, words: Words) -> dict[str, Any]:
    found = words.looked_at(words.told(reason.finding, config), config) if reason.finding else None
    return {
        "line": "",
        "kind": reason.kind,
        "check": found.check if found else "",
        "hint": wording.clean(found.hint, 600) if found else "",
        "text": wording.clean(found.summary if found else reason.text, 400),
        "codes": reason.codes,
        "number": reason.number,
    }


def _told(matter: Matter, words: Words) -> dict[str, Any]:
    to = words.listing(wording.clean(str(address), 254) for address in matter.data.get("to") or ())
    return {
        "kind": matter.kind,
        "code": matter.code,
        "unproven": bool(matter.data.get("unproven")),
        "to": to,
        "sender": wording.clean(matter.sender, 254),
        "subject": wording.clean(matter.subject, 100),
    }


def _left(found: Unexplained, config: Config, words: Words) -> dict[str, Any]:
    """A message of the mailbox that nothing accounts for; who wrote it is known where it is on record."""
    return {
        "at": words.moment_or_none(found.arrived_at, config.zone),
        "folder": wording.clean(found.folder or "", 100),
        "elsewhere": found.folder != config.mailbox.folder,
        "sender": wording.clean(found.sender or "", 254),
        "subject": wording.clean(found.subject or "", 100),
    }


def _moved(digest: Digest, config: Config, words: Words, now: datetime) -> Iterator[dict[str, Any]]:
    """What the configuration has moved, the deadlines themselves first."""
    for key, dates in sorted(digest.facts.moved.items(), key=_deadlines_first):
        phase_id, moment, days, grant = read_key(key)
        phase = next((phase for phase in config.phases if phase.id == phase_id), None)
        if moment == Moment.MOVED:
            old, new = (
                words.last_moment(config, it) for it in (_deadline(dates.old, config), _due(grant, digest, config))
            )
        elif grant and grant not in config.deadlines:
            continue  # it was taken back, which its deadline says
        else:
            old, new = (words.moment(it, config.zone) for it in (dates.old, dates.new))
        yield {
            **granted_to(grant, config),
            "phase": phase.name if phase else phase_id,
            "moment": moment,
            "days": days,
            "old": old,
            "new": new,
            "sent": dates.sent,
            "again": dates.again,
            "resent": dates.resent,
            "is_past": dates.new <= now,
        }


def _deadlines_first(item: tuple[str, Moved]) -> tuple[bool, datetime, datetime]:
    key, dates = item
    return read_key(key)[1] != Moment.MOVED, dates.old, dates.new


def _due(grant: str, digest: Digest, config: Config) -> datetime | date:
    """The deadline that holds for whom one was granted: of a paper it may be that of its school."""
    kind, _, name = grant.partition(":")
    if kind == "school":
        return config.due(name)
    school = next((paper.standing.school for paper in digest.facts.papers if paper.code == name), None)
    return config.due(school, name)


def _deadline(at: datetime, config: Config) -> datetime | date:
    """As the configuration gave it: the last moment of a day stands for the day."""
    local = at.astimezone(config.zone)
    return local.date() if local.time() >= time(23, 59, 59) else local


def _trouble(found: Sequence[Trouble], config: Config, words: Words) -> Iterator[dict[str, Any]]:
    shown: Counter[str] = Counter()
    for trouble in found:
        shown[trouble.kind] += 1
        if shown[trouble.kind] <= _MOST_TROUBLE:
            yield {
                "kind": trouble.kind,
                "text": wording.clean(trouble.text, 300).rstrip(". "),
                "at": words.moment_or_none(trouble.at, config.zone),
                "many": trouble.many,
                "number": trouble.number,
            }
    rest = sum(max(0, number - _MOST_TROUBLE) for number in shown.values())
    if rest:
        yield {"kind": "more", "text": "", "at": None, "many": rest}
