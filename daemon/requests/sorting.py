"""An author who tells that what we took for a version is another paper, or that two papers are one.

Nothing changes by it: the secretariat decides, by one line, which the notice gives.
"""

from __future__ import annotations

from typing import Any

from daemon import ledger
from daemon.desk import Desk
from daemon.model import KnownPaper
from daemon.records import Note, Register
from daemon.requests.values import Request, Resolved, may_withdraw


def wanted_apart(desk: Desk, request: Request, register: Register) -> Resolved | None:
    """None where no paper of the sender's that is meant has a version to be taken off it."""
    own, named = _meant(desk, request, register)
    codes = [paper.code for paper in (named or own) if len(paper.versions) > 1]
    if not codes:
        return None
    return _for_a_person(desk, request, "wants_apart", f"wants {', '.join(codes)} split", {"codes": codes})


def wanted_joined(desk: Desk, request: Request, register: Register) -> Resolved | None:
    """None where it is not clear which two papers of the sender's are meant."""
    own, named = _meant(desk, request, register)
    pair = named if len(named) == 2 else own
    if len(pair) != 2:
        return None
    older, newer = sorted(pair, key=lambda paper: (paper.versions[-1].arrived_at, paper.code))
    data = {"code": newer.code, "may_be": [older.code]}
    return _for_a_person(desk, request, "wants_joined", f"wants {newer.code} merged into {older.code}", data)


def _meant(desk: Desk, request: Request, register: Register) -> tuple[list[KnownPaper], list[KnownPaper]]:
    """The papers that are the sender's to speak of; those of them that the message, or the letter it answers, names."""
    known = register.papers()
    own = [paper for paper in known if paper.active and may_withdraw(paper, request.sender, desk.config)]
    answered = register.answered(request.headers)
    codes = ledger.led(request.decision.paper_codes or (answered.codes if answered else ()), known)
    return own, [paper for paper in own if paper.code in codes]


def _for_a_person(desk: Desk, request: Request, kind: str, what: str, data: dict[str, Any]) -> Resolved:
    letter = desk.letters.passed_on(request.incoming, request.decision)
    note = Note(kind, f"{request.sender.address} {what}.", attention=True, data=data)
    return Resolved(letters=(desk.outgoing(letter),), notes=(note,))
