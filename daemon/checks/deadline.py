"""Check `deadline`: arrived in time (ĐHVB 5: "chậm nhất vào ngày 10/11/2021").

Only papers that arrived by mail have a time of arrival: INTERNALDATE, what the mailbox says.  A late paper is not
refused by a program: it is left to the secretariat, with what else is known of its way: when the mailbox's server took
it, and when its sender says that it was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from daemon.checks.paper import Paper, Rule, finding
from daemon.config import Config
from daemon.model import Finding, Outcome
from daemon.text.dates import zone_name


def check(paper: Paper) -> Finding:
    """`review` for a paper that arrived after the deadline."""
    if paper.arrived_at is None:  # the registry asks only for papers that arrived
        return finding(paper, "deadline", Outcome.SKIP, "Không có thời điểm nhận để đối chiếu thời hạn.", {})
    return found(paper.config, paper.arrived_at, paper.config.deadline)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a paper that came late: that its message was on its way in time."""

    at: datetime
    by_server: bool  #: the mailbox's own says so, not the computer of its sender


def evidence(taken_at: datetime | None, sent_at: datetime | None, deadline: datetime) -> Evidence | None:
    """The better of the two: what the server recorded, else what the sender's computer did; None for neither."""
    known = ((taken_at, True), (sent_at, False))
    return next((Evidence(at, server) for at, server in known if at is not None and at <= deadline), None)


def found(
    config: Config,
    arrived: datetime,
    deadline: datetime,
    *,
    taken_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> Finding:
    """The finding of a paper that arrived then, by the deadline that is its own.

    `taken_at`: when the mailbox's server took its message; `sent_at`: when its sender says that it was sent.
    """
    secretariat, clause = config.secretariat.name, config.rules.clauses.deadline
    details = {
        "deadline": _written(deadline, config),
        "arrived_at": _written(arrived, config),
        "late": arrived > deadline,
        "taken_at": _written(taken_at, config),
        "sent_at": _written(sent_at, config),
    }
    when = f"Bài đến lúc {_shown(arrived, config)} ({zone_name(arrived, config.zone)})"
    until = _shown(deadline, config)
    if arrived <= deadline:
        return Finding("deadline", Outcome.PASS, clause, f"{when}, trong thời hạn (đến hết {until}).", details)
    summary = f"{when}, sau thời hạn {until}; {secretariat} sẽ xem xét."
    if (told := evidence(taken_at, sent_at, deadline)) is not None:
        by = "Máy chủ thư ghi đã nhận thư này" if told.by_server else "Máy của người gửi ghi thư được gửi"
        summary += f" {by} lúc {_shown(told.at, config)}, trong thời hạn."
    advice = (f"Không cần gửi lại; bài đã được ghi nhận là đến muộn và chờ {secretariat} quyết định.",)
    return Finding("deadline", Outcome.REVIEW, clause, summary, details, advice)


def _written(moment: datetime | None, config: Config) -> str | None:
    return moment.astimezone(config.zone).isoformat(timespec="seconds") if moment else None


def _shown(moment: datetime, config: Config) -> str:
    return f"{moment.astimezone(config.zone):%H:%M ngày %d/%m/%Y}"


RULE = Rule(
    "deadline",
    check,
    dict.fromkeys(("deadline", "arrived_at", "late", "taken_at", "sent_at")),
    needs_text=False,
    needs_file=False,
)
