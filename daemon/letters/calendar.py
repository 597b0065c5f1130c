"""What a letter of the calendar speaks of.  PURE.

The sentences stand in `templates/season_*.j2`, one for each kind of phase; here is what they need.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daemon.config import Audience, Config, School
from daemon.ledger import quota
from daemon.letters import wording
from daemon.model import PaperState, Verdict
from daemon.season import Occasion, Planned


def context(planned: Planned, papers: Sequence[PaperState], config: Config, now: datetime) -> dict[str, Any]:
    """The names of `season_*.j2`.  `papers` are all on record; `now` tells how many days are left."""
    main, reader = planned.main, planned.reader
    due = config.due(reader.school.id if reader.school else None)
    return {
        **wording.addressed(*_addressed(planned, config)),
        "event": config.event,
        "deadline": wording.last_moment(config, due),
        "closed": now > config.last_moment(due),
        "audience": planned.audience.value,
        "phase": main.phase,
        "phases": config.phases,
        "moment": main.moment.value,
        "days_left": max((main.phase.target - now.astimezone(config.zone).date()).days, 0),
        "earlier": tuple(_phase(occasion) for occasion in planned.occasions[:-1]),
        "quota": reader.quota,
        "wanted": wanted(reader.school) if reader.school else "",
        "bounded": reader.school is not None and reader.school.max_papers is not None,
        "papers": tuple(_paper(paper) for paper in reader.papers),
        "schools": _schools(papers, config) if planned.audience is Audience.SECRETARIAT else (),
    }


def _addressed(planned: Planned, config: Config) -> tuple[str, str]:
    """Whom the letter addresses, and how it speaks of them."""
    if planned.audience is Audience.SECRETARIAT:
        return config.secretariat.name, config.secretariat.name
    if planned.reader.school is not None:
        return planned.reader.school.name, "quý Trường"
    name = wording.display_name(planned.reader.to[0]) if planned.reader.to else ""
    if name and wording.is_office(name, config):
        return name, "quý đơn vị"
    return (f"đồng chí {name}" if name else "đồng chí"), "đồng chí"


def _phase(occasion: Occasion) -> dict[str, Any]:
    phase = occasion.phase
    return {"name": phase.name, "start": phase.start, "end": phase.end, "moment": occasion.moment.value}


def _paper(paper: PaperState) -> dict[str, Any]:
    return {
        "code": paper.code,
        "title": wording.clean(paper.title or "") or None,
        "verdict": paper.standing.verdict.value,
        "late": paper.standing.late,
        "faults": paper.faults,
    }


def _schools(papers: Sequence[PaperState], config: Config) -> tuple[dict[str, Any], ...]:
    return tuple(_row(school, papers) for school in config.schools)


def _row(school: School, papers: Sequence[PaperState]) -> dict[str, Any]:
    own = [paper.standing for paper in papers if paper.standing.active and paper.standing.school == school.id]
    numbers = quota(school, own)
    return {
        "name": school.name,
        "papers": numbers.papers,
        "wanted": wanted(school),
        "bounded": school.max_papers is not None,
        "missing": numbers.missing,
        "faulty": sum(standing.verdict is Verdict.FAIL for standing in own),
        "late": sum(standing.late for standing in own),
        "reachable": bool(school.contacts),
    }


def wanted(school: School) -> str:
    """As in "3–5 bài", "từ 6 bài trở lên"."""
    if school.max_papers is None:
        return f"từ {school.min_papers} bài trở lên"
    if school.min_papers == school.max_papers:
        return f"{school.min_papers} bài"
    return f"{school.min_papers}–{school.max_papers} bài"
