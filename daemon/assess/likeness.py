"""Likeness: whether a document that came is a paper at all, where nothing says so.  PURE.

Whatever document an author sends is taken for a paper and judged, so that none is lost.  But the mailbox is public,
and tickets, bills, invitations and scanned notes come to it as well.  One page without a word of a paper, that names
no school of ours, no author and no topic, in a message that speaks of no paper, from somebody nobody here has heard
of: that is left to a person, before it takes a code and a place.

Something longer takes them, and a person is told: a bulletin, rules, an outline, a travelling diary that came along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from daemon.model import Finding, Judgement
from daemon.text.vietnamese import fold

_PAGE = 2_500  #: characters without blanks; stored page counts alone are often stale
_ELEMENTS = 2  #: of a paper on a model; any notice has a "nội dung"
_MEASURED = 1_000  #: characters without blanks
_SPEAKS_OF_A_PAPER = re.compile(
    r"\b(tham luan|bai(?! (hoc|hat|thuoc|giang)\b)|papers?|articles?|submission|manuscript)\b"
)


def is_in_doubt(judgement: Judgement, *said: str) -> bool:
    """Whether neither the document nor what was said with it (subject, text, name of the file) shows a paper.

    What could not be judged shows nothing either way and is in no doubt: it may be anybody's paper.
    """
    if not _is_one_page(judgement.findings):
        return False
    named = judgement.school and not known_by_sender(judgement)
    if named or judgement.authors or judgement.topic:
        return False
    if len(_details(judgement.findings, "elements").get("found", ())) >= _ELEMENTS:
        return False
    return not _speaks_of_a_paper(said)


def shows_little(judgement: Judgement, *said: str) -> bool:
    """Whether more than a page names no author and has hardly an element, and nothing that was said with it speaks of
    a paper: what is sent along looks so.  Pictures of pages show nothing either way.
    """
    found = _details(judgement.findings, "elements").get("found")
    if judgement.authors or found is None or _is_one_page(judgement.findings):
        return False
    if len(found) > _ELEMENTS or _details(judgement.findings, "font").get("characters", 0) < _MEASURED:
        return False
    return not _speaks_of_a_paper(said)


def known_by_sender(judgement: Judgement) -> bool:
    """Whether only the address that a document came from tells its school."""
    return _details(judgement.findings, "identity").get("how") == "sender"


def _speaks_of_a_paper(said: Iterable[str]) -> bool:
    words = " ".join(re.findall(r"[a-z0-9]+", fold("\n".join(said))))
    return _SPEAKS_OF_A_PAPER.search(words) is not None


def _is_one_page(findings: tuple[Finding, ...]) -> bool:
    pages = _details(findings, "pages").get("pages")
    return pages is not None and pages <= 1 and _details(findings, "font").get("characters", 0) <= _PAGE


def _details(findings: tuple[Finding, ...], check: str) -> Mapping[str, Any]:
    return next((finding.details for finding in findings if finding.check == check), {})
