"""What a message without a paper asks about papers on record, and what becomes of it.

Four things: an author takes a paper back, an author asks how papers stand, a school says whether it has vetted them,
the secretariat decides.  In: the message,
the decision of intake and the records as they stand.  Out: what changes, the letters that say so, what a person is
told.  Reads through the register, writes nothing; called in the transaction that records its outcome.

Who may do what:
- A paper is taken back by who submitted or wrote it, or by a contact of its school, and only after an answer to our
  question whether that is meant: From alone proves little.
- How papers stand is told to the same people, at their own address, and of their own papers only.
- That a paper is vetted is said by a contact of its school: From is proven, or the message comes to the signed address
  of our question or answers it, which nobody else was given, and nothing speaks against From.
- Orders are carried out when the mailbox's server has proven From to be of the secretariat, or when they answer a
  letter that only the secretariat got, whose answers come here and nowhere else, and nothing speaks against From.
Nothing is done for a From that the server has shown to be false: a person reads such a message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from daemon import ledger
from daemon.checks import identity
from daemon.config import Config, School
from daemon.desk import Desk
from daemon.intake.wishes import chooses
from daemon.model import (
    INTERNAL_LETTERS,
    RULINGS,
    VETTING_ORDERS,
    Address,
    Authenticity,
    Became,
    Change,
    Decision,
    Disposition,
    Finding,
    Incoming,
    KnownPaper,
    LetterKind,
    Order,
    OrderKind,
    Outcome,
    PaperName,
    PaperReport,
    Result,
    Verdict,
    VettedBy,
    VettingReply,
    VettingWord,
    verdict_of,
)
from daemon.readership import secretaries
from daemon.records import (
    Action,
    Answered,
    Headers,
    Merged,
    Note,
    Outgoing,
    Placed,
    Register,
    Restored,
    Ruled,
    Split,
    Vetted,
    Withdrawn,
)
from daemon.text.vietnamese import any_of, fold, passage
from daemon.vetting import shown

#: An answer to our question counts for so long; after that it is asked again.
_CONFIRMED_WITHIN = timedelta(days=14)
_SHORTEST_TITLE = 20  #: folded characters by which a text names a paper
_PAIRS = (
    (OrderKind.PASS, OrderKind.FAIL),
    (OrderKind.VET, OrderKind.UNVET),
    (OrderKind.WITHDRAW, OrderKind.RESTORE),
)
#: Decisions of which a message can mean one alone: where it has both of a paper, neither is carried out.
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
#: Decisions about a paper's newest version as it stands.
_OF_NEWEST = {*RULINGS, *VETTING_ORDERS, OrderKind.KEEP}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What becomes of a request."""

    actions: tuple[Action, ...] = ()
    letters: tuple[Outgoing, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A message that may ask something about papers on record."""

    incoming: Incoming
    headers: Headers
    decision: Decision
    text: str  #: what its author wrote

    @property
    def sender(self) -> Address:
        """Who asks, and gets the answer."""
        return self.incoming.sender


def resolve(desk: Desk, request: Request, register: Register) -> Resolved | None:
    """None when it asks nothing of the kind, or a person has to read it."""
    decision = request.decision
    if decision.disposition is Disposition.COMMAND:
        return (
            _Orders(desk, request, register).resolve() if decision.orders or _is_internal(request, register) else None
        )
    if decision.authenticity is Authenticity.FAILED or not decision.may_answer:
        return None
    if decision.disposition is Disposition.WITHDRAWAL:
        withdrawal = _Withdrawal(desk, request, register)
        return withdrawal.confirmed() if decision.accepts else withdrawal.asked()
    if decision.vetting is not None:
        return _Vetting(desk, request, register, decision.vetting).resolve()
    if decision.disposition is Disposition.QUESTION and decision.wants_back:
        return _wanted_back(desk, request, register)
    if decision.disposition is Disposition.QUESTION and decision.about_status:
        return _standing(desk, request, register)
    return None


def _is_internal(request: Request, register: Register) -> bool:
    answered = register.answered(request.headers)
    return answered is not None and answered.kind in INTERNAL_LETTERS


def may_withdraw(paper: KnownPaper, sender: Address, config: Config) -> bool:
    """Whether a paper is the sender's to take back: submitted or written by them, or of a school whose contact they
    are.  Who sent a correction for another has no such say.
    """
    return sender.key in (paper.owner_key, paper.author_key) or paper.school in config.schools_of(sender.key)


# --------------------------------------------------------------------------- taking a paper back


class _Withdrawal:
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
            self._request.incoming, [_name(paper) for paper in meant or active], sure=bool(meant)
        )
        return Resolved(letters=(self._desk.outgoing(letter, tuple(paper.code for paper in meant)),))

    def _meant(self, active: Sequence[KnownPaper], named: Sequence[str]) -> list[KnownPaper]:
        """By code, by the letter that is answered, by title, or because there is only one; empty when unsure.

        Of the papers of a letter, or of several titles, only some may be meant: the words then choose among them.
        """
        answered = self._register.answered(self._request.headers)
        replied = ledger.led(answered.codes, self._papers) if answered else ()
        said = f" {fold(self._request.text)} "
        titled = [paper.code for paper in active if _is_titled(paper, said)]
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
        changes = [Change(OrderKind.WITHDRAW, _name(paper)) for paper in meant]
        letter = self._desk.letters.settled(request.incoming, changes, asked=True)
        others = _to_owners(self._desk, request, [(paper, Change(OrderKind.WITHDRAW, _name(paper))) for paper in gone])
        told = ", ".join(paper.code for paper in gone)
        data = {"codes": [paper.code for paper in gone]}
        note = Note("withdrawn", f"{by} has withdrawn {told}.", attention=True, data=data)
        return Resolved(
            actions=tuple(Withdrawn(paper.code, by) for paper in gone),
            letters=(self._desk.outgoing(letter), *others),
            notes=(note,) if gone else (),
        )

    def _confirmed_codes(self) -> tuple[str, ...]:
        answered, who = self._register.answered(self._request.headers), self._request.sender.key
        since = self._request.incoming.arrived_at - _CONFIRMED_WITHIN
        if answered is not None:
            mine = answered.kind is LetterKind.WITHDRAWAL and answered.recipient_key == who
            if not mine or answered.written_at < since:
                return ()
            return answered.codes or self._request.decision.paper_codes
        decision = self._request.decision
        codes = decision.proven_codes
        if decision.authenticity is Authenticity.PROVEN:  # From is as good as the reference that got lost
            codes = (*codes, *(decision.paper_codes or [paper.code for paper in self._own]))
        return tuple(code for code in dict.fromkeys(codes) if self._register.was_asked_to_withdraw(code, who, since))


def _wanted_back(desk: Desk, request: Request, register: Register) -> Resolved | None:
    """An author who wants a withdrawn paper to count again: the secretariat decides, by one line."""
    sender, config = request.sender, desk.config
    gone = [
        paper.code
        for paper in register.papers()
        if not paper.active and paper.merged_into is None and may_withdraw(paper, sender, config)
    ]
    if not gone:
        return None
    named = [code for code in request.decision.paper_codes if code in gone] or gone
    text = f"{sender.address} wants {', '.join(named)} back."
    note = Note("wants_back", text, attention=True, data={"codes": named})
    letter = desk.letters.passed_on(request.incoming, request.decision)
    return Resolved(letters=(desk.outgoing(letter),), notes=(note,))


# --------------------------------------------------------------------------- how papers stand


def _standing(desk: Desk, request: Request, register: Register) -> Resolved:
    """Tells the sender how their papers stand; what else they ask, or a paper that never came, a person reads."""
    config = desk.config
    who, schools = request.sender.key, config.schools_of(request.sender.key)
    papers = [paper for paper in register.papers() if ledger.belongs_to(paper, who, schools)]
    own = [paper for paper in papers if paper.active]
    reports = [_report(paper, register, config) for paper in own]
    gone = [_gone(paper) for paper in papers if not paper.active]
    waiting = register.waiting(who)
    for_a_person = request.decision.asks_more or not (papers or waiting)
    letter = desk.letters.standing(request.incoming, reports, gone=gone, waiting=waiting, passed_on=for_a_person)
    codes = tuple(paper.code for paper in own)
    note = Note("question", f'A question from {request.sender.address}: "{request.incoming.subject}".', attention=True)
    return Resolved(letters=(desk.outgoing(letter, codes),), notes=(note,) if for_a_person else ())


def _report(paper: KnownPaper, register: Register, config: Config) -> PaperReport:
    newest = paper.versions[-1]
    judgement = register.judgement(paper)
    school, topic = config.school(judgement.school), config.topic(judgement.topic)
    return PaperReport(
        code=paper.code,
        version=newest.number,
        replaces=None,
        judgement=replace(judgement, title=judgement.title or paper.title, authors=judgement.authors or paper.authors),
        school_name=school.name if school else None,
        topic_name=topic.name if topic else None,
        late=newest.arrived_at > config.last_moment(config.due(judgement.school, paper.code)),
        due=config.due(judgement.school, paper.code),
        unchanged=True,
        received_at=newest.arrived_at,
        vetting=shown(paper.school, config, is_vetted=paper.is_vetted),
        ruling=newest.ruling,
    )


def _gone(paper: KnownPaper) -> Change:
    """What became of a paper that does not count any longer."""
    kind = OrderKind.MERGE if paper.merged_into else OrderKind.WITHDRAW
    return Change(kind, _name(paper), paper.merged_into)


def _is_titled(paper: KnownPaper, said: str) -> bool:
    title = fold(paper.title or "")
    return len(title) >= _SHORTEST_TITLE and title in said


def _name(paper: KnownPaper) -> PaperName:
    return PaperName(paper.code, paper.title)


# --------------------------------------------------------------------------- what a school says of its papers


class _Vetting:
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
        if self._reply.word is VettingWord.CONFIRMS and meant and self._is_believed(meant):
            return self._confirmed(meant)
        letter = self._desk.letters.passed_on(self._request.incoming, self._request.decision)
        return Resolved(letters=(self._desk.outgoing(letter),), notes=(self._for_a_person(meant),))

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
        changes = [Change(OrderKind.VET, _name(paper)) for paper in meant]
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
        if self._reply.word is VettingWord.CONFIRMS and (meant or not self._schools):
            kind = "vetting_unproven"
        known = [code for code in self._named() if code in self._papers]
        vetted = [code for code in known if self._papers[code].is_vetted]
        text = f'{self._request.sender.address} writes about vetting: "{self._request.incoming.subject}".'
        return Note(kind, text, attention=True, data={"codes": known, "vetted": vetted})

    def _named(self) -> Sequence[str]:
        asked = self._answered.codes if self._answered is not None else ()
        return self._reply.codes or asked or self._request.decision.paper_codes


# --------------------------------------------------------------------------- decisions of the secretariat


class _Orders:
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
        told = {paper.code for paper, _ in changed if paper.owner_key not in ("", self._request.sender.key)}
        bare = {change.paper.code for _, change in changed if change.kind is OrderKind.FAIL and not change.open}
        results = [
            replace(result, told=(code := result.order.code) in told, unexplained=code in bare) for result, _ in done
        ]
        incoming, not_ordered = self._request.incoming, self._request.decision.not_ordered
        answers = (
            self._desk.outgoing(self._desk.letters.orders(incoming, results, readers, not_ordered))
            for readers in secretaries(self._desk.config, (incoming.sender,))
        )
        return Resolved(
            actions=tuple(action for _, action in done if action is not None),
            letters=(*answers, *_to_owners(self._desk, self._request, changed)),
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
            return Result(order, problem), None
        by = self._request.sender.address
        if order.kind is OrderKind.SCHOOL:  # which settles nothing else about a paper
            return self._place(order, by)
        self._touched.update((code, order.kind) for code in (order.code, order.into) if code)
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
                newest = self._papers[order.code].versions[-1].number
                return Result(order, Became.DONE), Vetted(order.code, newest, how, by)
            case OrderKind.PASS | OrderKind.FAIL:
                newest = self._papers[order.code].versions[-1].number
                return Result(order, Became.DONE), Ruled(order.code, newest, RULINGS[order.kind], by)

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
        return Became.SINGLE if order.kind is OrderKind.SPLIT and len(paper.versions) < 2 else None

    def _is_torn(self, order: Order) -> bool:
        """Whether the message says the opposite of the same paper, too, or names two schools for it."""
        opposite = (_OPPOSITES.get(order.kind), order.code) in self._given
        return opposite or (order.kind is OrderKind.SCHOOL and self._given[order.kind, order.code] > 1)

    def _goes_with(self, order: Order, code: str) -> bool:
        """Whether it may stand beside what was ordered of the paper before."""
        return order.kind is OrderKind.SCHOOL and self._touched.get(code) in _OF_NEWEST

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
            return replace(change, late=_is_late(paper, config))
        found = self._register.judgement(paper).findings
        return replace(change, open=tuple(filter(_is_open, found)), due=config.due(paper.school, paper.code))

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
        change = Change(order.kind, _name(paper), result.new_code or order.into)
        if order.kind in RULINGS:
            change = self._ruled(change, paper)
        if isinstance(action, Placed):
            change = replace(change, school=action.school, passes=self._passes_by(action, paper))
        yield paper, change
        other = self._papers.get(order.into or "")
        if other is not None and other.owner_key != paper.owner_key:
            yield other, change


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


def _to_owners(desk: Desk, request: Request, told: Sequence[tuple[KnownPaper, Change]]) -> list[Outgoing]:
    """One letter to each owner but the one who asked."""
    letters: list[Outgoing] = []
    owners = {paper.owner_key: paper for paper, _ in told if paper.owner_key not in ("", request.sender.key)}
    for key, paper in owners.items():
        to_owner = replace(request.incoming, sender=Address(key, paper.owner_name))
        changes = [change for of, change in told if of.owner_key == key]
        # Who is to mend a paper answers with the file.
        codes = tuple(change.paper.code for change in changes if change.kind is OrderKind.FAIL)
        letters.append(desk.outgoing(desk.letters.settled(to_owner, changes, asked=False), codes))
    return letters
