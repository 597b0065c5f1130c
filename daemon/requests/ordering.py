"""Decisions of the secretariat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from daemon import ledger
from daemon.checks import identity
from daemon.config import Config, School
from daemon.desk import Desk
from daemon.model import (
    INTERNAL_LETTERS,
    RULINGS,
    VETTING_ORDERS,
    Authenticity,
    Became,
    Change,
    Finding,
    KnownPaper,
    LetterKind,
    Order,
    OrderKind,
    Outcome,
    Result,
    Verdict,
    VettedBy,
    verdict_of,
)
from daemon.readership import secretaries
from daemon.records import (
    Action,
    Answered,
    Merged,
    Note,
    Placed,
    Register,
    Restored,
    Ruled,
    Split,
    Vetted,
    Withdrawn,
)
from daemon.requests.values import Request, Resolved, name_of, to_owners
from daemon.text.vietnamese import any_of, fold, passage

_PAIRS = (
    (OrderKind.PASS, OrderKind.FAIL),
    (OrderKind.VET, OrderKind.UNVET),
    (OrderKind.WITHDRAW, OrderKind.RESTORE),
)
#: Decisions of which a message can mean one alone: where it has both of a paper, neither is carried out.
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
#: Decisions that are about the very version which whoever decides has seen.
_OF_ONE_VERSION = frozenset({*RULINGS, OrderKind.SPLIT})
#: Decisions about a paper's newest version as it stands: what it is, whether it is vetted, whether it is kept.  Each
#: leaves the others open, and a message may carry one of each.
_OF_NEWEST = frozenset({*RULINGS, *VETTING_ORDERS, OrderKind.KEEP})


class Orders:
    """Decisions of the secretariat, each judged by the papers as they stand."""

    def __init__(self, desk: Desk, request: Request, register: Register) -> None:
        self._desk = desk
        self._request = request
        self._register = register
        self._papers = {paper.code: paper for paper in register.papers()}
        self._answered = register.answered(request.headers)
        self._next = register.next_number()
        self._touched: dict[str, OrderKind] = {}
        self._given = Counter((order.kind, order.code) for order in request.decision.orders)

    def resolve(self) -> Resolved:
        """Carries out what can be carried out, says of each order what became of it, tells the papers' owners."""
        believed = self._is_believed(self._answered)
        orders = self._request.decision.orders
        done = [self._one(order) if believed else (Result(order, Became.UNPROVEN), None) for order in orders]
        changed = [pair for result, action in done if action is not None for pair in self._changes(result, action)]
        sender = self._request.sender.key
        told = {(change.kind, paper.code) for paper, change in changed if paper.owner_key not in ("", sender)}
        bare = {(it.kind, it.paper.code) for _, it in changed if it.kind is OrderKind.FAIL and not it.open}
        results = [
            replace(result, told=what in told, unexplained=what in bare)
            for result, what in ((result, (result.order.kind, result.order.code)) for result, _ in done)
        ]
        incoming, not_ordered = self._request.incoming, self._request.decision.not_ordered
        answers = (
            self._desk.outgoing(self._desk.letters.orders(incoming, results, readers, not_ordered))
            for readers in secretaries(self._desk.config, (incoming.sender,))
        )
        return Resolved(
            actions=tuple(action for _, action in done if action is not None),
            letters=(*answers, *to_owners(self._desk, self._request, changed)),
            notes=tuple(_ordered(result) for result in results),
        )

    def _is_believed(self, answered: Answered | None) -> bool:
        proof = self._request.decision.authenticity
        # The answer to a notice whose answers go to an author takes its Message-ID to them; that of a canary follows
        # from the time, and nobody answers one.
        kinds = INTERNAL_LETTERS - {LetterKind.CANARY}
        internal = answered is not None and answered.kind in kinds and answered.comes_to_us
        return proof is Authenticity.PROVEN or (proof is Authenticity.UNKNOWN and internal)

    def _one(self, order: Order) -> tuple[Result, Action | None]:
        if (problem := self._problem(order)) is not None:
            version = self._papers[order.code].versions[-1].number if problem is Became.NEWER else 0
            return Result(order, problem, version=version), None
        by = self._request.sender.address
        if order.kind is OrderKind.SCHOOL:  # which settles nothing else about a paper
            return self._place(order, by)
        self._touched.update((code, order.kind) for code in (order.code, order.into) if code)
        newest = self._papers[order.code].versions[-1]
        match order.kind:
            case OrderKind.MERGE:
                return Result(order, Became.DONE), Merged(order.code, str(order.into), by)
            case OrderKind.SPLIT:
                code = ledger.paper_code(self._desk.config.conference.code_prefix, self._next)
                self._next += 1
                return Result(order, Became.DONE, code), Split(order.code, code, by)
            case OrderKind.WITHDRAW:
                return Result(order, Became.DONE), Withdrawn(order.code, by)
            case OrderKind.RESTORE:
                return Result(order, Became.DONE), Restored(order.code, by)
            case OrderKind.KEEP:
                return Result(order, Became.DONE), None
            case OrderKind.VET | OrderKind.UNVET:
                how = VettedBy.ORDERED if order.kind is OrderKind.VET else VettedBy.REVOKED
                return Result(order, Became.DONE), Vetted(order.code, newest.number, how, by)
            case OrderKind.PASS | OrderKind.FAIL:
                return (
                    Result(order, Became.DONE, overrules=newest.ruling),
                    Ruled(order.code, newest.number, RULINGS[order.kind], by),
                )

    def _problem(self, order: Order) -> Became | None:
        """Why an order cannot be carried out; None when it can."""
        codes = [code for code in (order.code, order.into) if code is not None]
        if any(code not in self._papers for code in codes):
            return Became.UNKNOWN
        if order.code == order.into:
            return Became.SAME
        if self._is_torn(order) or any(code in self._touched for code in codes if not self._goes_with(order, code)):
            return Became.TOUCHED
        paper = self._papers[order.code]
        if order.kind is OrderKind.RESTORE:
            return self._not_restored(paper)
        if any(not self._papers[code].active for code in codes):
            return Became.WITHDRAWN
        if order.kind is OrderKind.VET and paper.is_vetted:
            return Became.VETTED
        if order.kind is OrderKind.UNVET and not paper.is_vetted:
            return Became.UNVETTED
        if order.kind in RULINGS and self._stands(paper) is RULINGS[order.kind]:
            return Became.RULED
        if order.kind is OrderKind.SPLIT and len(paper.versions) < 2:
            return Became.SINGLE
        return Became.NEWER if order.kind in _OF_ONE_VERSION and self._has_changed(paper) else None

    def _has_changed(self, paper: KnownPaper) -> bool:
        """Whether a version of it came after the letter that the message answers was written, and others before: who
        decides by that letter has not seen it.  The answer to this decision tells of it, and may be answered in turn.
        """
        if self._answered is None:
            return False
        told = self._answered.written_at
        return paper.versions[0].arrived_at <= told < paper.versions[-1].arrived_at

    def _is_torn(self, order: Order) -> bool:
        """Whether the message says the opposite of the same paper, too, or names two schools for it."""
        opposite = (_OPPOSITES.get(order.kind), order.code) in self._given
        return opposite or (order.kind is OrderKind.SCHOOL and self._given[order.kind, order.code] > 1)

    def _goes_with(self, order: Order, code: str) -> bool:
        """Whether it may stand beside what was ordered of the paper before."""
        return order.kind in {*_OF_NEWEST, OrderKind.SCHOOL} and self._touched.get(code) in _OF_NEWEST

    def _place(self, order: Order, by: str) -> tuple[Result, Action | None]:
        """The newest version is its school's from now on, and so is the paper, whatever later versions say."""
        paper, school = self._papers[order.code], self._school(order)
        if school is None or school.id == paper.school:
            return Result(order, Became.NO_SCHOOL if school is None else Became.RULED), None
        judged, secretariat = self._register.judgement(paper), self._desk.config.secretariat.name
        settled = next(filter(None, (identity.decided(it, school, secretariat) for it in judged.findings)), None)
        verdict = judged.verdict
        if settled is not None:
            verdict = verdict_of([settled if it.check == settled.check else it for it in judged.findings])
        placed = Placed(order.code, paper.versions[-1].number, school.id, by, verdict, settled)
        return Result(order, Became.DONE, school=school.id), placed

    def _school(self, order: Order) -> School | None:
        """The one school of the conference that was meant."""
        said = passage(order.school)
        found = [
            school
            for school in self._desk.config.schools
            if fold(order.school) == school.id
            or any_of(said, filter(None, (school.name, school.english_name, *school.aliases, *school.places)))
        ]
        return found[0] if len(found) == 1 else None

    def _stands(self, paper: KnownPaper) -> Verdict:
        """What its newest version is held to be."""
        return _held(paper, self._register.judgement(paper).verdict, self._desk.config)

    def _not_restored(self, paper: KnownPaper) -> Became | None:
        """A merged paper comes back as long as its version can be taken off the other one again."""
        if paper.active:
            return Became.ACTIVE
        target = self._papers.get(paper.merged_into or "")
        if target is None or target.code in self._touched:
            return Became.TOUCHED if target else None
        moved = [version.sha256 for version in target.versions]
        last = paper.versions[-1].sha256
        return Became.MERGED if last in moved[:-1] else None

    def _ruled(self, change: Change, paper: KnownPaper) -> Change:
        """What its owner is told of a ruling: that being late does no harm, or what is to be mended until when."""
        config = self._desk.config
        if change.kind is OrderKind.PASS:
            return replace(change, late=_is_late(paper, config), over=paper.code in self._undecided())
        found = self._register.judgement(paper).findings
        return replace(change, open=tuple(filter(_is_open, found)), due=config.due(paper.school, paper.code))

    def _undecided(self) -> set[str]:
        """Papers that are one too many and that nobody has decided to take, once this message is carried out."""
        gone = {code for kind, code in self._given if kind in {OrderKind.WITHDRAW, OrderKind.MERGE}}
        counted = [(code, paper) for code, paper in self._papers.items() if code not in gone]
        kept = {code for kind, code in self._given if kind is OrderKind.KEEP}
        return ledger.too_many(counted, self._desk.config.schools).keys() - self._register.kept() - kept

    def _passes_by(self, action: Placed, paper: KnownPaper) -> bool:
        """Whether it is as it should be now that its school is known, and was not before."""
        if (OrderKind.FAIL, paper.code) in self._given or self._stands(paper) is Verdict.PASS:
            return False
        return _held(replace(paper, school=action.school), action.verdict, self._desk.config) is Verdict.PASS

    def _changes(self, result: Result, action: Action) -> Iterator[tuple[KnownPaper, Change]]:
        """Which owner is told what.  That a school has vetted a paper is between the two of us."""
        order = result.order
        if order.kind in VETTING_ORDERS:
            return
        paper = self._papers[order.code]
        change = Change(order.kind, name_of(paper), result.new_code or order.into)
        if order.kind in RULINGS:
            change = self._ruled(change, paper)
        if isinstance(action, Placed):
            change = replace(change, school=action.school, passes=self._passes_by(action, paper))
        yield paper, change
        other = self._papers.get(order.into or "")
        if other is not None and other.owner_key != paper.owner_key:
            yield other, replace(change, into_theirs=True)


def _held(paper: KnownPaper, judged: Verdict, config: Config) -> Verdict:
    """What its newest version is held to be, given what the checks come to."""
    if judged is Verdict.PASS and _is_late(paper, config):
        judged = Verdict.REVIEW  # whether it is taken is for a person to say
    return paper.versions[-1].ruling or judged


def _is_late(paper: KnownPaper, config: Config) -> bool:
    """Whether its newest version came after its deadline."""
    return paper.versions[-1].arrived_at > config.last_moment(config.due(paper.school, paper.code))


def _is_open(finding: Finding) -> bool:
    """Whether it is something that an author could mend and the checks did not find as it should be."""
    return finding.check != "deadline" and finding.outcome in {Outcome.FAIL, Outcome.REVIEW}


def _ordered(result: Result) -> Note:
    """For the log of events; the letter has told the secretariat."""
    order = result.order
    what = f"{order.kind} {order.code}" + (f" into {order.into}" if order.into else "")
    data = {"kind": order.kind.value, "what": result.what.value}
    return Note("ordered", f"Ordered: {what}: {result.what}.", paper=order.code, data=data)
