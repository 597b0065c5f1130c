"""Check `deadline`: arrived in time (ĐHVB 5: "chậm nhất vào ngày 10/11/2021").

Only papers that arrived by mail have a time of arrival: INTERNALDATE, what the mailbox says.  A late paper is not
refused by a program: it is left to the secretariat.
"""

from __future__ import annotations

from daemon.checks.paper import Paper, Rule, finding
from daemon.model import Finding, Outcome


def check(paper: Paper) -> Finding:
    """`review` for a paper that arrived after the deadline."""
    config, arrived = paper.config, paper.arrived_at
    if arrived is None:  # the registry asks only for papers that arrived
        return finding(paper, "deadline", Outcome.SKIP, "Không có thời điểm nhận để đối chiếu thời hạn.", {})
    deadline = config.deadline
    late = arrived > deadline
    local, limit = arrived.astimezone(config.zone), deadline.astimezone(config.zone)
    details = {"deadline": limit.isoformat(timespec="seconds"), "arrived_at": local.isoformat(timespec="seconds")}
    shown, until = f"{local:%H:%M ngày %d/%m/%Y}", f"{limit:%H:%M ngày %d/%m/%Y}"
    zone, secretariat = config.conference.timezone, config.secretariat.name
    if not late:
        summary = f"Bài đến lúc {shown} (giờ {zone}), trong thời hạn (đến hết {until})."
        return finding(paper, "deadline", Outcome.PASS, summary, details | {"late": False})
    summary = f"Bài đến lúc {shown} (giờ {zone}), sau thời hạn {until}; {secretariat} sẽ xem xét."
    advice = (f"Không cần gửi lại; bài đã được ghi nhận là đến muộn và chờ {secretariat} quyết định.",)
    return finding(paper, "deadline", Outcome.REVIEW, summary, details | {"late": True}, advice)


RULE = Rule("deadline", check, {"deadline": None, "arrived_at": None, "late": None}, needs_text=False, needs_file=False)
