"""Check `deadline`: arrived in time (ĐHVB 5: "chậm nhất vào ngày 10/11/2021").

Only papers that arrived by mail have a time of arrival: INTERNALDATE, what the mailbox says.  A late paper is not
refused by a program: it is left to the secretariat, with what else is known of its way: when the mailbox's server took
it, and when its sender says that it was sent.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeGuard

from daemon.checks.paper import Paper, Rule, finding
from daemon.config import Config
from daemon.model import Finding, Outcome
from daemon.text.dates import zone_name


def check(paper: Paper) -> Finding:
    """`review` for a paper that arrived after the deadline."""
    if paper.arrived_at is None:  # the registry asks only for papers that arrived
        return finding(paper, "deadline", Outcome.SKIP, "Không có thời điểm nhận để đối chiếu thời hạn.", {})
    return found(paper.config, paper.arrived_at, paper.config.deadline)


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
    evidence = ""
    if in_time(taken_at, deadline):
        evidence = f" Máy chủ thư ghi đã nhận thư này lúc {_shown(taken_at, config)}, trong thời hạn."
    elif in_time(sent_at, deadline):
        evidence = f" Máy của người gửi ghi thư được gửi lúc {_shown(sent_at, config)}, trong thời hạn."
    summary = f"{when}, sau thời hạn {until}; {secretariat} sẽ xem xét.{evidence}"
    advice = (f"Không cần gửi lại; bài đã được ghi nhận là đến muộn và chờ {secretariat} quyết định.",)
    return Finding("deadline", Outcome.REVIEW, clause, summary, details, advice)


def in_time(moment: datetime | None, deadline: datetime) -> TypeGuard[datetime]:
    """Whether a moment is known and not after the deadline."""
    return moment is not None and moment <= deadline


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
