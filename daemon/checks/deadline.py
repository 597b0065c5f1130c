"""Check `deadline`: arrived in time (ĐHVB 5: "chậm nhất vào ngày 10/11/2021").

Only papers that arrived by mail have a time of arrival: INTERNALDATE, what the mailbox says.  A late paper is not
refused by a program: it is left to the secretariat.
"""

from __future__ import annotations

from datetime import datetime

from daemon.checks.paper import Paper, Rule, finding
from daemon.config import Config
from daemon.model import Finding, Outcome


def check(paper: Paper) -> Finding:
    """`review` for a paper that arrived after the deadline."""
    if paper.arrived_at is None:  # the registry asks only for papers that arrived
        return finding(paper, "deadline", Outcome.SKIP, "Không có thời điểm nhận để đối chiếu thời hạn.", {})
    return found(paper.config, paper.arrived_at, paper.config.deadline)


def found(config: Config, arrived: datetime, deadline: datetime) -> Finding:
    """The finding of a paper that arrived then, by the deadline that is its own."""
    local, limit = arrived.astimezone(config.zone), deadline.astimezone(config.zone)
    details = {"deadline": limit.isoformat(timespec="seconds"), "arrived_at": local.isoformat(timespec="seconds")}
    shown, until = f"{local:%H:%M ngày %d/%m/%Y}", f"{limit:%H:%M ngày %d/%m/%Y}"
    zone, secretariat = config.conference.timezone, config.secretariat.name
    clause = config.rules.clauses.deadline
    if arrived <= deadline:
        summary = f"Bài đến lúc {shown} (giờ {zone}), trong thời hạn (đến hết {until})."
        return Finding("deadline", Outcome.PASS, clause, summary, details | {"late": False})
    summary = f"Bài đến lúc {shown} (giờ {zone}), sau thời hạn {until}; {secretariat} sẽ xem xét."
    advice = (f"Không cần gửi lại; bài đã được ghi nhận là đến muộn và chờ {secretariat} quyết định.",)
    return Finding("deadline", Outcome.REVIEW, clause, summary, details | {"late": True}, advice)


RULE = Rule("deadline", check, {"deadline": None, "arrived_at": None, "late": None}, needs_text=False, needs_file=False)
