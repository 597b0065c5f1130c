"""The checks: a paper in, findings out.  PURE.  One file per rule; `RULES` is the registry.

Every rule that applies gives exactly one finding, passes included.  A file with a problem fails `file`, and what
could then not be looked at is `skip`; a text that could not be read although the file is sound makes the rules about
text ask for a person, the first of them for all where there is nothing to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from daemon.checks import deadline, elements, encoding, file, font, identity, pages, topic
from daemon.checks.paper import Paper, Rule, by_person, finding
from daemon.model import Finding, Outcome, Reason

_ILLEGIBLE = "Không đọc được chữ trong tệp (có thể là ảnh quét, ảnh chụp trang giấy hoặc tệp xuất lỗi)"
_UNREAD = "Chưa kiểm tra được vì không đọc được chữ trong tệp."
_UNREADABLE_CODE = "Chưa kiểm tra được vì phần lớn bài dường như gõ bằng một bảng mã cũ mà phần mềm không đọc được."

RULES: tuple[Rule, ...] = (
    file.RULE,
    font.RULE,
    encoding.RULE,
    pages.RULE,
    elements.RULE,
    topic.RULE,
    identity.RULE,
    deadline.RULE,
)
#: These look for words; what the others look at is there whatever the letters mean.
_FOR_WORDS = (elements.RULE, topic.RULE, identity.RULE)


def run(paper: Paper) -> tuple[Finding, ...]:
    """All findings of a paper, in the order of the registry."""
    findings: list[Finding] = []
    for rule in RULES:
        if rule is deadline.RULE and paper.arrived_at is None:
            continue  # nothing arrived: a person tries a file on the command line
        if rule is elements.RULE and not paper.config.elements:
            continue  # a plan without models
        findings.append(_look(rule, paper, refused=bool(findings) and findings[0].outcome is Outcome.FAIL))
    return _said_once(paper, findings) if paper.illegible else tuple(findings)


def _illegible(paper: Paper) -> str:
    return f"{_ILLEGIBLE}; {by_person(paper)}."


def _said_once(paper: Paper, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """That there is nothing to read is asked of a person, and of the author, by one check; the others were not made."""
    illegible, told = _illegible(paper), list[Finding]()
    for found in findings:
        again = found.summary == illegible and any(it.summary in {illegible, font.no_text(paper)} for it in told)
        told.append(_because(found, Outcome.SKIP, _UNREAD, Reason.TOLD_ABOVE) if again else found)
    return tuple(told)


def _look(rule: Rule, paper: Paper, *, refused: bool) -> Finding:
    if refused and rule.needs_file:
        return finding(
            paper, rule.name, Outcome.SKIP, "Chưa kiểm tra được vì tệp chưa đạt yêu cầu.", _why(rule, Reason.REFUSED)
        )
    if rule.needs_file and paper.crashed:
        summary = f"Chưa kiểm tra được vì chương trình không đọc được tệp; {by_person(paper)}."
        return finding(paper, rule.name, Outcome.REVIEW, summary, _why(rule, Reason.CRASHED))
    if rule.needs_text and paper.unread:
        summary = (
            f"Chưa chuyển được tệp .{paper.document.kind.value} để kiểm tra; {by_person(paper)}. "
            f"Tác giả cũng có thể gửi lại dưới dạng .{paper.config.rules.best_kind.value}."
        )
        return finding(paper, rule.name, Outcome.REVIEW, summary, _why(rule, Reason.NOT_CONVERTED))
    found = rule.look(paper)
    # Which font draws a letter is known of letters, too, whose code says nothing; and who sent it tells the school.
    if rule.needs_text and paper.illegible and rule is not font.RULE:
        asked = _because(found, Outcome.REVIEW, _illegible(paper), Reason.ILLEGIBLE)
        return replace(asked, advice=font.typed_text(paper))
    if rule in _FOR_WORDS and found.outcome is not Outcome.PASS and paper.unreadable_code:  # of which `encoding` tells
        return _because(found, Outcome.SKIP, _UNREADABLE_CODE, Reason.UNREADABLE_CODE)
    return found


def _why(rule: Rule, reason: Reason) -> dict[str, Any]:
    """Details of a check that could not look."""
    return {**rule.blank, "reason": reason.value}


def _because(found: Finding, outcome: Outcome, summary: str, reason: Reason) -> Finding:
    """What becomes of a finding when it cannot be believed."""
    details = {**found.details, "reason": reason.value}
    return replace(found, outcome=outcome, summary=summary, details=details, advice=(), hint="")
