"""Who takes a paper back, and who wants it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from daemon import ledger
from daemon.desk import Desk
from daemon.intake.wishes import chooses, staying
from daemon.model import (
    Authenticity,
    Change,
    KnownPaper,
    LetterKind,
    OrderKind,
)
from daemon.records import (
    Note,
    Register,
    Withdrawn,
)
from daemon.requests.values import Request, Resolved, may_withdraw, name_of, to_owners
from daemon.text.vietnamese import fold

#: An answer to our question counts for so long; after that it is asked again.
_CONFIRMED_WITHIN = timedelta(days=14)
_SHORTEST_TITLE = 20  #: folded characters by which a text names a paper


class Withdrawal:
    """An author who does not want a paper to be counted any longer."""

    def __init__(self, desk: Desk, request: Request, register: Register) -> None:
        self._desk = desk
        self._request = request
        self._register = register
        self._papers = register.papers()
        self._own = [paper for paper in self._papers if may_withdraw(paper, request.sender, desk.config)]

    def asked(self) -> Resolved | None:
        """Asks whether it is meant; a person reads it where none of the sender's papers can be meant."""
        active = [paper for paper in self._own if paper.active]
        decision = self._request.decision
        named = ledger.led(decision.paper_codes, self._papers)
        if not active or any(code not in {paper.code for paper in active} for code in named):
            return None
        meant = self._meant(active, named)
        letter = self._desk.letters.withdrawal(
            self._request.incoming,
            [name_of(paper) for paper in meant or active],
            sure=bool(meant),
            passed_on=decision.asks_more,
        )
        outgoing = self._desk.outgoing(letter, tuple(paper.code for paper in meant))
        return Resolved(letters=(outgoing,), notes=self._asked_beside())

    def denied(self) -> Resolved | None:
        """An answer to our question by which nothing goes: that all stays as it was is said, and nobody has to do
        anything; None where what we asked about is no longer theirs, or has gone since.
        """
        answered = self._register.answered(self._request.headers)
        if answered is None or answered.kind is not LetterKind.WITHDRAWAL:
            return None
        mine = [paper for paper in self._own if not answered.codes or paper.code in answered.codes]
        named = ledger.led(self._request.decision.paper_codes, self._papers)
        if not mine or not all(paper.active for paper in mine) or not {*named} <= {paper.code for paper in mine}:
            return None
        names = [name_of(paper) for paper in mine]
        letter = self._desk.letters.stays(self._request.incoming, names)
        text = f"{self._request.sender.address} withdraws nothing after all: {', '.join(it.code for it in mine)}."
        note = Note("stays", text, data={"codes": [paper.code for paper in mine]})
        return Resolved(letters=(self._desk.outgoing(letter, tuple(paper.code for paper in mine)),), notes=(note,))

    def _asked_beside(self) -> tuple[Note, ...]:
        """What the message asks besides, which no program answers."""
        if not self._request.decision.asks_more:
            return ()
        text = f"{self._request.sender.address} asks something beside a withdrawal."
        return (Note("question", text, attention=True),)

    def _meant(self, active: Sequence[KnownPaper], named: Sequence[str]) -> list[KnownPaper]:
        """By code, by the letter that is answered, by title, or because there is only one; empty when unsure.

        Of the papers of a letter, or of several titles, only some may be meant: the words then choose among them.
        """
        answered = self._register.answered(self._request.headers)
        replied = ledger.led(answered.codes, self._papers) if answered else ()
        said = f" {fold(self._request.text)} "
        titled = [paper.code for paper in active if _is_titled(paper, said)]
        if stay := staying(self._request.text):
            return [paper for paper in active if paper.code in set(named) - stay]
        for codes in (named, titled, replied):
            if found := [paper for paper in active if paper.code in codes]:
                return [] if len(found) > 1 and codes is not named and chooses(self._request.text) else found
        return list(active) if len(active) == 1 else []

    def confirmed(self) -> Resolved | None:
        """The answer to our question: the papers it was about leave their places; it is asked again where the answer
        does not say which.
        """
        codes = self._confirmed_codes()
        meant = [paper for paper in self._own if paper.code in codes]
        if not meant:
            return self.asked()
        if any(paper.merged_into for paper in meant):
            return None  # what they mean is a part of another paper now: a person decides
        request, by = self._request, self._request.sender.address
        gone = [paper for paper in meant if paper.active]
        changes = [Change(OrderKind.WITHDRAW, name_of(paper)) for paper in meant]
        letter = self._desk.letters.settled(request.incoming, changes, asked=True, passed_on=request.decision.asks_more)
        told = [(paper, Change(OrderKind.WITHDRAW, name_of(paper))) for paper in gone]
        others = to_owners(self._desk, request, told, by=request.sender)
        withdrawn = ", ".join(paper.code for paper in gone)
        data = {"codes": [paper.code for paper in gone]}
        note = Note("withdrawn", f"{by} has withdrawn {withdrawn}.", attention=True, data=data)
        return Resolved(
            actions=tuple(Withdrawn(paper.code, by) for paper in gone),
            letters=(self._desk.outgoing(letter), *others),
            notes=(*((note,) if gone else ()), *self._asked_beside()),
        )

    def _confirmed_codes(self) -> tuple[str, ...]:
        answered, who = self._register.answered(self._request.headers), self._request.sender.key
        since = self._request.incoming.arrived_at - _CONFIRMED_WITHIN
        if answered is not None:
            mine = answered.kind is LetterKind.WITHDRAWAL and answered.recipient_key == who
            if not mine or answered.written_at < since:
                return ()
            return self._chosen(answered.codes)
        decision = self._request.decision
        codes = decision.proven_codes
        if decision.authenticity is Authenticity.PROVEN:  # From is as good as the reference that got lost
            codes = (*codes, *(decision.paper_codes or [paper.code for paper in self._own]))
        return tuple(code for code in dict.fromkeys(codes) if self._register.was_asked_to_withdraw(code, who, since))

    def _chosen(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """Of the papers that we asked about those that the answer names, and all where it names none.  None at all
        where it names another: that one was never asked about.
        """
        named = self._request.decision.paper_codes
        if not asked or not set(named) <= set(asked):
            return () if asked else named
        text = fold(self._request.text).upper()
        return tuple(code for code in asked if code in text) or asked


def wanted_back(desk: Desk, request: Request, register: Register) -> Resolved | None:
    """An author who wants a withdrawn paper to count again: the secretariat decides, by one line."""
    sender, config = request.sender, desk.config
    gone = [paper for paper in register.papers() if paper.is_withdrawn and may_withdraw(paper, sender, config)]
    if not gone:
        return None
    named = [paper for paper in gone if paper.code in request.decision.paper_codes] or gone
    codes = [paper.code for paper in named]
    text = f"{sender.address} wants {', '.join(codes)} back."
    note = Note("wants_back", text, attention=True, data={"codes": codes})
    letter = desk.letters.passed_on(request.incoming, request.decision, gone=[name_of(paper) for paper in named])
    return Resolved(letters=(desk.outgoing(letter),), notes=(note,))


def _is_titled(paper: KnownPaper, said: str) -> bool:
    title = fold(paper.title or "")
    return len(title) >= _SHORTEST_TITLE and title in said
