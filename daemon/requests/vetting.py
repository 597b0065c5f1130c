"""What a school says of its papers."""

from __future__ import annotations

from collections.abc import Sequence

from daemon import ledger
from daemon.desk import Desk
from daemon.model import (
    Authenticity,
    Change,
    KnownPaper,
    LetterKind,
    OrderKind,
    VettedBy,
    VettingReply,
    VettingWord,
)
from daemon.records import (
    Note,
    Register,
    Vetted,
)
from daemon.requests.values import Request, Resolved, name_of


class VettingAnswer:
    """A school that answers whether it has vetted papers."""

    def __init__(self, desk: Desk, request: Request, register: Register, reply: VettingReply) -> None:
        self._desk = desk
        self._request = request
        self._reply = reply
        self._papers = {paper.code: paper for paper in register.papers()}
        self._answered = register.answered(request.headers)
        self._schools = desk.config.schools_of(request.sender.key)

    def resolve(self) -> Resolved:
        """Records what is confirmed; everything else a person reads."""
        meant = self._meant()
        if self._confirms and meant and self._is_believed(meant):
            return self._confirmed(meant)
        letter = self._desk.letters.passed_on(self._request.incoming, self._request.decision)
        return Resolved(letters=(self._desk.outgoing(letter),), notes=(self._for_a_person(meant),))

    @property
    def _confirms(self) -> bool:
        """Whether it confirms all that it is about: who counts other papers than we asked about means others."""
        fits = self._reply.of is None or self._reply.of == len(set(self._named()))
        return self._reply.word is VettingWord.CONFIRMS and fits

    def _meant(self) -> list[KnownPaper]:
        """The papers it is about; none where it names one that is not of the sender's schools."""
        known = list(self._papers.values())
        if named := ledger.led(self._reply.codes, known):
            theirs = self._theirs(named)
            return theirs if len(theirs) == len(named) else []
        # Our question names them: the letter itself, or its subject where the records know no such letter.
        return self._theirs(ledger.led(self._named(), known))

    def _theirs(self, codes: Sequence[str]) -> list[KnownPaper]:
        found = [self._papers[code] for code in codes if code in self._papers]
        return [paper for paper in found if paper.active and paper.school in self._schools]

    def _is_believed(self, meant: Sequence[KnownPaper]) -> bool:
        if self._request.decision.authenticity is Authenticity.PROVEN:
            return True
        about = set(self._reply.schools)
        if self._answered is not None and self._answered.kind is LetterKind.VETTING:
            about.update(self._papers[code].school or "" for code in self._answered.codes)
        return all(paper.school in about for paper in meant)

    def _confirmed(self, meant: Sequence[KnownPaper]) -> Resolved:
        by = self._request.sender.address
        actions = [
            Vetted(paper.code, self._seen(paper), VettedBy.CONFIRMED, by) for paper in meant if not paper.is_vetted
        ]
        changes = [Change(OrderKind.VET, name_of(paper)) for paper in meant]
        school = self._desk.config.school(meant[0].school)
        letter = self._desk.letters.settled(self._request.incoming, changes, asked=True, school=school)
        return Resolved(actions=tuple(actions), letters=(self._desk.outgoing(letter),))

    def _seen(self, paper: KnownPaper) -> int:
        """The version that the school speaks of: the newest when we asked, for it may not know of a later one."""
        asked = self._answered if self._answered and self._answered.kind is LetterKind.VETTING else None
        seen = [v.number for v in paper.versions if asked is None or v.arrived_at < asked.written_at]
        said = [v.number for v in paper.versions if v.vetted is not None]  # which this overrules
        return max([*seen, *said], default=paper.versions[-1].number)

    def _for_a_person(self, meant: Sequence[KnownPaper]) -> Note:
        kind = "vetting_refused" if self._reply.word is VettingWord.REFUSES else "vetting_unclear"
        if self._confirms and (meant or not self._schools):
            kind = "vetting_unproven"
        known = [code for code in self._named() if code in self._papers]
        vetted = [code for code in known if self._papers[code].is_vetted]
        text = f'{self._request.sender.address} writes about vetting: "{self._request.incoming.subject}".'
        return Note(kind, text, attention=True, data={"codes": known, "vetted": vetted})

    def _named(self) -> Sequence[str]:
        asked = self._answered.codes if self._answered is not None else ()
        return self._reply.codes or asked or self._request.decision.paper_codes
