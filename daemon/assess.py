"""One assessment pass: messages holding papers, by turns → judgement → ledger → acknowledgement.

Messages are judged in the order they arrived, but whoever sent a flood of them waits for the others after each few.

Papers, versions, findings and the letter that tells of them are one transaction: they exist together or not at all.
An attempt is counted before it is made.  What cannot be judged after `intake.max_assessment_attempts` is recorded
nevertheless, left to a person, and its author told that it arrived: nothing received is lost or unanswered.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from daemon import copies, faults, ledger, likeness, twins
from daemon.checks import deadline, identity
from daemon.config import Config
from daemon.copies import NO_COPIES, Attached, Copies
from daemon.desk import Desk, unproven
from daemon.discretion import what_broke
from daemon.errors import NoReaderError, RecordsError, ThamluanError
from daemon.ledger import Move, Placement, Submitted
from daemon.logs import concerning
from daemon.model import (
    Address,
    Authenticity,
    Disposition,
    FileKind,
    Finding,
    Incoming,
    Judgement,
    KnownPaper,
    KnownVersion,
    Lang,
    LetterFile,
    LetterKind,
    Outcome,
    PaperName,
    PaperReport,
    ReceivedFile,
    Role,
    ShownVetting,
    Verdict,
    VettedBy,
    verdict_of,
)
from daemon.records import (
    Assessed,
    NewVersion,
    Note,
    Offer,
    Outgoing,
    Snapshot,
    StoredFile,
    Submission,
    Vetted,
    Waiting,
)
from daemon.vetting import is_of_school, shown

log = logging.getLogger(__name__)

#: So many messages of a sender are judged before everybody else's; more at a time is a flood.
_A_TURN = 20
#: So many messages are judged before it is looked what has arrived meanwhile.
_A_ROUND = 50

UNJUDGED = "unjudged"  #: ruleset of a paper that no rule could be applied to


class Judges(Protocol):
    """What judges a paper file (`daemon.judge.Judge`)."""

    def file(
        self, data: bytes, filename: str, *, sender: Address | None = None, arrived_at: datetime | None = None
    ) -> Judgement:
        """Every check applied."""
        ...


class Copyists(Protocol):
    """What makes copies of a judged paper for its author (`daemon.copyist.Copyist`)."""

    def copies(
        self,
        data: bytes,
        judgement: Judgement,
        *,
        when: datetime,
        sender: Address | None,
        arrived_at: datetime | None,
        lang: Lang = Lang.VI,
    ) -> Copies:
        """The copies it deserves, in a language."""
        ...


class MissingFileError(ThamluanError):
    """A file of this message is not in the archive, or is damaged there: this message's trouble, not the pass's."""


@dataclass(frozen=True, slots=True)
class AssessmentReport:
    """What a pass did."""

    messages: int = 0
    papers: int = 0  #: new ones
    versions: int = 0  #: new ones of papers on record
    unchanged: int = 0  #: the very bytes were on record
    failed: int = 0  #: messages tried again by the next pass
    parked: int = 0  #: messages left to a person


def run_assessment(
    desk: Desk, judge: Judges, copyist: Copyists | None = None, stop: Callable[[], bool] = lambda: False
) -> AssessmentReport:
    """Judges everything that waits.  RecordsError ends the pass; nothing is lost, the next one goes on.

    `stop` is asked between two messages.
    """
    tally: Counter[str] = Counter()
    held: set[str] = set()
    tried: set[int] = set()
    # What arrives meanwhile is seen between two rounds, for to judge a flood takes hours.
    while turn := in_turn([it for it in desk.records.waiting() if it.id not in tried and it.sender not in held]):
        for submission in sorted(desk.records.to_assess(turn), key=lambda it: turn.index(it.id)):
            if stop():
                return AssessmentReport(**tally)
            tried.add(submission.id)
            sender = submission.headers.from_.key if submission.headers.from_ else ""
            # A correction must not overtake the paper it corrects.
            if sender in held:
                continue
            with concerning(message=submission.id):
                if not _assess(desk, judge, copyist, submission, tally):
                    held.add(sender)
    return AssessmentReport(**tally)


def in_turn(waiting: Sequence[Waiting]) -> list[int]:
    """Which messages are judged in this round, one after the other: the first few of each sender in the order they
    arrived, then the next few of each, while there is room.  None only where none waits.  PURE.
    """
    had: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for place, message in enumerate(waiting):
        turns.append((had[message.sender] // _A_TURN, place))
        had[message.sender] += 1
    return [waiting[place].id for _, place in sorted(turns)[:_A_ROUND]]


def _assess(desk: Desk, judge: Judges, copyist: Copyists | None, submission: Submission, tally: Counter[str]) -> bool:
    """One message; False when it has to be tried again."""
    attempt = desk.records.begin_assessment(submission.id)
    limit = desk.config.intake.max_assessment_attempts
    try:
        judged = _Bench(desk, judge, copyist, submission, attempt).judge_all()
        faults.point("assess.judged")
        plan = _Plan(desk, submission, judged, last_attempt=attempt >= limit)
        assessed = desk.records.record_assessment(submission.id, plan, desk.clock.now())
    except (RecordsError, NoReaderError):
        desk.records.assessment_not_tried(submission.id)
        raise
    except Exception:  # one message must not stop the others: the failure is recorded, counted, and shown
        log.exception("Message %d could not be assessed (attempt %d).", submission.id, attempt)
        error = what_broke()
        note = Note("parked", "It could not be assessed.", attention=True, data={"stage": "assessment"})
        notices = desk.notice(submission, submission.headers, submission.text, [note], submission.decision.paper_codes)
        parked = desk.records.assessment_failed(submission.id, error, limit, desk.clock.now(), notices)
        tally["parked" if parked else "failed"] += 1
        return parked
    if assessed is not None:
        _count(assessed, tally)
        for version in assessed.versions:
            with concerning(paper=version.code):
                log.info("%s version %d: %s", version.code, version.number, version.judgement.verdict.value)
    return True


def _count(assessed: Assessed, tally: Counter[str]) -> None:
    tally["messages"] += 1
    tally["parked"] += assessed.parked is not None
    tally["unchanged"] += sum(report.unchanged for report in assessed.reports)
    tally["papers"] += sum(version.is_new_paper for version in assessed.versions)
    tally["versions"] += sum(not version.is_new_paper for version in assessed.versions)


# --------------------------------------------------------------------------- judging


@dataclass(frozen=True, slots=True)
class _Judged:
    file: StoredFile
    judgement: Judgement
    error: str | None = None  #: why no rule could be applied
    copies: Copies = NO_COPIES
    twins: tuple[StoredFile, ...] = ()  #: the same paper in other formats or earlier states, kept beside
    on_record: bool = False  #: these bytes are a version of a paper of the sender's own


@dataclass(frozen=True, slots=True)
class _Bench:
    """The judging of one message's papers, in one attempt."""

    desk: Desk
    judge: Judges
    copyist: Copyists | None
    submission: Submission
    attempt: int

    def judge_all(self) -> list[_Judged]:
        """Every paper of the message, the same bytes once.  Before the last attempt, whatever the judge raises."""
        files: dict[str, StoredFile] = {}
        for file in self.submission.files:
            if file.role is Role.PAPER:
                files.setdefault(file.sha256, file)
        papers = self.desk.records.papers()
        return _paired(
            [self._known(file, papers) or self._judge(file) for file in files.values()], self.submission.text
        )

    def _known(self, file: StoredFile, papers: Sequence[KnownPaper]) -> _Judged | None:
        same = ledger.same_bytes(file.sha256, papers)
        if same is None or same.code is None:
            return None
        # Under the name it bears this time, which is what the letter speaks of.
        known = self.desk.records.judgement_of(same.code, same.number)
        paper = next(paper for paper in papers if paper.code == same.code)
        own = _is_senders(paper, self.submission, self.desk.config)
        return _Judged(file, replace(known, filename=file.filename), on_record=own)

    def _judge(self, file: StoredFile) -> _Judged:
        limit = self.desk.config.intake.max_assessment_attempts
        if self.attempt > limit:  # the attempts did not end with an error: they ended the process
            return _unjudged(self.desk, file, "the program ended while judging it")
        submission = self.submission
        try:
            data = _content(self.desk, submission, file)
            sender = file.author or submission.headers.from_
            judgement = self.judge.file(data, file.filename, sender=sender, arrived_at=submission.arrived_at)
        except (RecordsError, NoReaderError):  # a full disk is no reason to leave the paper to a person
            raise
        except Exception:
            if self.attempt < limit:
                raise
            log.exception("%s of message %d is left to a person.", file.filename, submission.id)
            return _unjudged(self.desk, file, what_broke())
        return _Judged(file, judgement, copies=self._copies(data, judgement, sender))

    def _copies(self, data: bytes, judgement: Judgement, sender: Address | None) -> Copies:
        """Copies for the author.  Whatever goes wrong with them is no reason not to judge the paper."""
        desk, submission = self.desk, self.submission
        if self.copyist is None or not submission.decision.may_answer:
            return NO_COPIES
        when, at = desk.clock.now().astimezone(desk.config.zone), submission.arrived_at
        # They go with the answer, which is in the language of whoever sent the message, or of the paper's school.
        reader = submission.headers.from_
        lang = desk.config.lang_of(reader.key if reader else "", judgement.school)
        try:
            made = self.copyist.copies(data, judgement, when=when, sender=sender, arrived_at=at, lang=lang)
        except Exception:
            log.exception("No copies of %s of message %d could be made.", judgement.filename, submission.id)
            return NO_COPIES
        if made.corrected is not None:  # it is offered, and what is offered must be there when it is accepted
            desk.archive.put_file(made.corrected, durable=True)
        return made


def _paired(judged: Sequence[_Judged], said: str) -> list[_Judged]:
    """One entry for each paper: its other formats and earlier states stand beside the one that is judged."""
    forms = [
        twins.Form(each.file.filename, each.file.kind, each.judgement, each.error is None, each.on_record)
        for each in judged
    ]
    return [
        replace(judged[first], twins=tuple(judged[other].file for other in others))
        for first, *others in twins.papers(forms, said)
    ]


def _sender_key(submission: Submission) -> str:
    """Who has a say over papers on record: nobody where From is missing or was found to be false."""
    sender, proof = submission.headers.from_, submission.decision.authenticity
    return sender.key if sender and proof is not Authenticity.FAILED else ""


def _is_senders(paper: KnownPaper, submission: Submission, config: Config) -> bool:
    """Whether the sender may know of a paper: it is theirs, or they answer the letter about it."""
    who = _sender_key(submission)
    return paper.code in submission.decision.proven_codes or ledger.belongs_to(paper, who, config.schools_of(who))


def _content(desk: Desk, submission: Submission, file: StoredFile) -> bytes:
    """The file; decoded again from its message when it is missing or damaged."""
    try:
        return desk.archive.file(file.sha256)
    except RecordsError as error:
        if not error.lost:
            raise
        log.warning("%s It is decoded again.", error)
    try:
        mail = desk.read(desk.archive.message(submission.sha256))
    except RecordsError as error:
        if not error.lost:
            raise
        raise MissingFileError(str(error)) from error
    for attachment in mail.attachments:
        if attachment.sha256 == file.sha256:
            desk.archive.put_file(attachment.content)
            return attachment.content
    raise MissingFileError(f"{file.filename} is no longer found in message {submission.id}.")


def _unjudged(desk: Desk, file: StoredFile, error: str) -> _Judged:
    """What is said of a paper that the program cannot judge: a person will."""
    secretariat = desk.config.secretariat.name
    finding = Finding(
        check="file",
        outcome=Outcome.REVIEW,
        clause=desk.config.rules.clauses.file,
        summary=f"Chương trình chưa kiểm tra được tệp này; {secretariat} sẽ xem trực tiếp và trả lời sau.",
        details={"kind": file.kind.value, "problem": None},
    )
    judgement = Judgement(
        filename=file.filename,
        sha256=file.sha256,
        size=file.size,
        verdict=Verdict.REVIEW,
        title=None,
        authors=(),
        school=None,
        topic=None,
        findings=(finding,),
        ruleset=UNJUDGED,
    )
    return _Judged(file, judgement, error.strip().rpartition("\n")[2])


# --------------------------------------------------------------------------- planning


def _offers(copied: Attached, code: str, number: int) -> Iterator[Offer]:
    """The corrected copy of a version, for the author to agree to."""
    file = copied.corrected
    if file is not None:
        sha256 = hashlib.sha256(file.content).hexdigest()
        stored = StoredFile(sha256, len(file.content), FileKind.DOCX, file.filename, Role.PAPER, was_attached=False)
        yield Offer(code, number, stored)


def _outdated(judged: _Judged) -> Note:
    text = f"{judged.file.filename} was accepted in words, but a newer version has come or the paper was withdrawn."
    return Note("accepted_too_late", text, attention=True, data={"filename": judged.file.filename})


def _strangers_copy(judged: _Judged, placement: Placement) -> Note:
    text = f"{judged.file.filename} has the bytes of {placement.code}, which another address submitted."
    data = {"code": placement.code, "filename": judged.file.filename}
    return Note("strangers_copy", text, attention=True, paper=placement.code, data=data)


def _no_paper(judged: _Judged) -> Note:
    text = f"{judged.file.filename} shows nothing of a paper and came from somebody unknown: it got no code."
    return Note("perhaps_no_paper", text, attention=True, data={"filename": judged.file.filename})


def _former_title(judged: _Judged, placement: Placement, snapshot: Snapshot) -> str | None:
    """The title of the paper before this version, where it was quite another."""
    if placement.move is not Move.VERSION:
        return None
    before = next(paper.title for paper in snapshot.papers if paper.code == placement.code)
    return before if ledger.retitled(judged.judgement.title, before) else None


def _asked(placement: Placement, judged: _Judged, beside: Sequence[NewVersion]) -> Placement:
    """A new paper, in doubt where its message brings another state of it: which is the newer no program knows."""
    mine = judged.judgement
    same = (
        version.code
        for version in beside
        if ledger.same_title(mine.title, version.judgement.title)
        and not ledger.different_people(mine.authors, version.judgement.authors)
    )
    return replace(placement, doubt=(*placement.doubt, *same))


class _Plan:
    """Decides what is recorded of a judged message, given the papers as they stand.  Called in the transaction; does
    no I/O.
    """

    def __init__(self, desk: Desk, submission: Submission, judged: Sequence[_Judged], *, last_attempt: bool) -> None:
        self._desk = desk
        self._submission = submission
        self._judged = judged
        self._last_attempt = last_attempt

    def __call__(self, snapshot: Snapshot) -> Assessed:
        number = snapshot.next_number
        taken: set[str] = set()
        versions: list[NewVersion] = []
        reports: list[PaperReport] = []
        notes = list(self._foreign_codes(snapshot))
        enclosed: list[LetterFile] = []
        offers: list[Offer] = []
        vetted: list[Vetted] = []
        for came in self._judged:
            placement = self._place(came, snapshot, taken)
            if placement is None:
                notes.append(_outdated(came))
                continue
            judged = self._of_the_school_given(came, placement, snapshot)
            if self._is_a_strangers_copy(placement, snapshot):
                taken.add(str(placement.code))
                notes.append(_strangers_copy(judged, placement))
                continue
            if self._may_be_no_paper(judged, placement, snapshot):
                notes.append(_no_paper(judged))
                continue
            code = placement.code
            if code is None:
                placement = _asked(placement, judged, versions)
                code = ledger.paper_code(self._desk.config.conference.code_prefix, number)
                number += 1
            taken.add(code)
            if placement.move is not Move.SAME:
                versions.append(self._version(judged, placement, code))
            copied = self._enclose(judged, placement, code, enclosed)
            enclosed.extend(copied.files)
            offers.extend(_offers(copied, code, placement.number))
            vetted.extend(self._vetted(judged, placement, code, snapshot))
            reports.append(self._report(judged, placement, code, copied, snapshot))
            notes.extend(self._remarks(judged, placement, code, snapshot))
        notes.extend(self._over_quota(versions, snapshot))
        if sender := self._submission.headers.from_:
            notes.extend(unproven(self._submission.decision, sender.address))
        notes.extend(self._still_to_vet(taken, snapshot))
        answer, troubles = self._answer(reports, enclosed, self._owners(versions, snapshot))
        told = (*notes, *troubles)
        notices = self._notice(told, [report.code for report in reports])
        return Assessed(
            tuple(versions), tuple(reports), answer, told, self._parked(), tuple(offers), notices, tuple(vetted)
        )

    def _place(self, judged: _Judged, snapshot: Snapshot, taken: set[str]) -> Placement | None:
        """Where a file belongs; None for a copy of ours, agreed to in words, of a paper that has moved on since."""
        file = judged.file
        offer = next((offer for offer in snapshot.offers if offer.file.sha256 == file.sha256), None)
        if offer is not None:
            accepted = ledger.accept(offer.code, offer.number, file.sha256, snapshot.papers)
            if accepted is not None or not file.was_attached:
                return accepted
        return ledger.place(self._submitted(judged, snapshot), snapshot.papers, taken)

    def _is_a_strangers_copy(self, placement: Placement, snapshot: Snapshot) -> bool:
        """Whether somebody has sent the very bytes of a paper that is not theirs.  Who holds a copy learns nothing of
        what became of it, and gets no letter that opens it.
        """
        if placement.move is not Move.SAME:
            return False
        paper = next(paper for paper in snapshot.papers if paper.code == placement.code)
        return not _is_senders(paper, self._submission, self._desk.config)

    def _may_be_no_paper(self, judged: _Judged, placement: Placement, snapshot: Snapshot) -> bool:
        """Whether somebody nobody here has heard of has sent what shows nothing of a paper: a ticket, a bill."""
        submission, who = self._submission, self._sender_key
        if placement.move is not Move.NEW or judged.error is not None or judged.file.author is not None:
            return False
        if snapshot.answered is not None or submission.decision.paper_codes or self._is_known(who, snapshot):
            return False
        said = submission.headers.subject, submission.text, judged.file.filename
        return likeness.is_in_doubt(judged.judgement, *said)

    def _is_known(self, who: str, snapshot: Snapshot) -> bool:
        config = self._desk.config
        mine = any(who in {paper.owner_key, paper.author_key, *paper.submitters} for paper in snapshot.papers)
        return who in config.ours or mine or bool(config.schools_of(who))

    def _of_the_school_given(self, judged: _Judged, placement: Placement, snapshot: Snapshot) -> _Judged:
        """A version of a paper whose school the secretariat has said: what it says of its own asks nobody again."""
        if placement.move is not Move.VERSION:
            return judged
        given = next(paper.school_given for paper in snapshot.papers if paper.code == placement.code)
        school, by = self._desk.config.school(given), self._desk.config.secretariat.name
        if school is None:
            return judged
        judgement = replace(judged.judgement, school=school.id)
        findings = tuple(identity.decided(found, school, by) or found for found in judgement.findings)
        if findings != judgement.findings:
            judgement = replace(judgement, findings=findings, verdict=verdict_of(findings))
        return replace(judged, judgement=judgement)

    @staticmethod
    def _enclose(judged: _Judged, placement: Placement, code: str, enclosed: Sequence[LetterFile]) -> Attached:
        """The copies that go with the letter, as long as there is room."""
        if placement.move is Move.SAME:
            return Attached()
        room = copies.MAX_ATTACHED - sum(len(file.content) for file in enclosed)
        return copies.attach(code, judged.copies, room)

    def _submitted(self, judged: _Judged, snapshot: Snapshot) -> Submitted:
        sender = self._sender_key
        decision = self._submission.decision
        return Submitted(
            sha256=judged.file.sha256,
            filename=judged.file.filename,
            title=judged.judgement.title,
            authors=judged.judgement.authors,
            sender_key=sender,
            replied_codes=snapshot.replied_codes,
            named_codes=decision.paper_codes,
            proven_codes=decision.proven_codes,
            speaks_for=self._desk.config.schools_of(sender),
            says_correction=decision.disposition is Disposition.CORRECTION,
            alone=len(self._judged) == 1,
            says_additional=decision.says_additional,
        )

    @property
    def _sender_key(self) -> str:
        return _sender_key(self._submission)

    def _is_late(self, arrived_at: datetime, school: str | None, code: str | None) -> bool:
        config = self._desk.config
        return arrived_at > config.last_moment(config.due(school, code))

    def _in_its_own_time(self, judgement: Judgement, code: str) -> Judgement:
        """By the deadline of this school and paper and the way of the message, which the judge does not know of."""
        config, submission = self._desk.config, self._submission
        due = config.last_moment(config.due(judgement.school, code))
        if not any(finding.check == "deadline" for finding in judgement.findings):
            return judgement
        taken_at, sent_at = submission.decision.taken_at, submission.headers.date
        own = deadline.found(config, submission.arrived_at, due, taken_at=taken_at, sent_at=sent_at)
        findings = tuple(own if finding.check == "deadline" else finding for finding in judgement.findings)
        return replace(judgement, findings=findings, verdict=verdict_of(findings))

    def _version(self, judged: _Judged, placement: Placement, code: str) -> NewVersion:
        return NewVersion(
            code=code,
            number=placement.number,
            is_new_paper=placement.move is Move.NEW,
            file=judged.file,
            judgement=self._in_its_own_time(judged.judgement, code),
            late=self._is_late(self._submission.arrived_at, judged.judgement.school, code),
            placed_by=placement.why,
        )

    def _report(
        self, judged: _Judged, placement: Placement, code: str, copied: Attached, snapshot: Snapshot
    ) -> PaperReport:
        school = self._desk.config.school(judged.judgement.school)
        topic = self._desk.config.topic(judged.judgement.topic)
        previous = placement.previous
        same = previous if placement.move is Move.SAME else None
        return PaperReport(
            code=code,
            version=placement.number,
            replaces=previous.filename if previous and placement.move is Move.VERSION else None,
            judgement=self._in_its_own_time(judged.judgement, code) if same is None else judged.judgement,
            school_name=school.name if school else None,
            topic_name=topic.name if topic else None,
            late=self._is_late(same.arrived_at if same else self._submission.arrived_at, judged.judgement.school, code),
            unchanged=same is not None,
            received_at=same.arrived_at if same else None,
            annotated=copied.annotated.filename if copied.annotated else None,
            corrected=copied.corrected.filename if copied.corrected else None,
            grown_to=copied.grown_to,
            accepted=not judged.file.was_attached,
            may_revise=self._may_revise(placement, snapshot),
            standing=self._standing(placement, snapshot),
            former_title=_former_title(judged, placement, snapshot),
            due=self._desk.config.due(judged.judgement.school, code),
            vetting=self._vetting(judged, code, snapshot),
            ruling=same.ruling if same else None,
            sent_in_time_at=None if same else self._sent_in_time(judged.judgement.school, code),
        )

    def _sent_in_time(self, school: str | None, code: str) -> datetime | None:
        """When a message that came too late was sent, as far as is known, if that was in time."""
        config, submission = self._desk.config, self._submission
        due = config.last_moment(config.due(school, code))
        known = deadline.evidence(submission.decision.taken_at, submission.headers.date, due)
        return known.at if known else None

    def _vetted(self, judged: _Judged, placement: Placement, code: str, snapshot: Snapshot) -> Iterator[Vetted]:
        """What a school's contact sends is vetted by that, also the file that its author had sent before."""
        if not is_of_school(self._school(judged, code, snapshot), self._sender_key, self._desk.config):
            return
        known = next((paper for paper in snapshot.papers if paper.code == code), None)
        if placement.move is not Move.SAME or known is None or not known.is_vetted:
            yield Vetted(code, placement.number, VettedBy.SENT, self._sender_key)

    def _vetting(self, judged: _Judged, code: str, snapshot: Snapshot) -> ShownVetting | None:
        known = next((paper for paper in snapshot.papers if paper.code == code), None)
        school, config = self._school(judged, code, snapshot), self._desk.config
        is_vetted = is_of_school(school, self._sender_key, config) or (known is not None and known.stays_vetted(school))
        return shown(school, config, is_vetted=is_vetted)

    @staticmethod
    def _school(judged: _Judged, code: str, snapshot: Snapshot) -> str | None:
        """That of the paper, as it will be: a version that names none leaves it as it was."""
        known = next((paper.school for paper in snapshot.papers if paper.code == code), None)
        return judged.judgement.school or known

    def _may_revise(self, placement: Placement, snapshot: Snapshot) -> tuple[PaperName, ...]:
        """Papers in doubt that the sender may be told of: nobody learns of papers that are not theirs."""
        return tuple(
            PaperName(paper.code, paper.title)
            for paper in snapshot.papers
            if paper.code in placement.doubt and self._sender_key and paper.owner_key == self._sender_key
        )

    def _standing(self, placement: Placement, snapshot: Snapshot) -> KnownVersion | None:
        """The version that a late correction would replace: one in time, or one that was let pass, counts until the
        secretariat decides.
        """
        if placement.move is not Move.VERSION:
            return None
        paper = next(paper for paper in snapshot.papers if paper.code == placement.code)
        if not self._is_late(self._submission.arrived_at, paper.school, paper.code):
            return None
        counting = (
            version
            for version in reversed(paper.versions)
            if version.ruling is Verdict.PASS or not self._is_late(version.arrived_at, paper.school, paper.code)
        )
        return next(counting, None)

    # ----------------------------------------------------------------- what a person should know

    @staticmethod
    def _remarks(judged: _Judged, placement: Placement, code: str, snapshot: Snapshot) -> Iterator[Note]:
        if placement.doubt:
            others = ", ".join(placement.doubt)
            text = f"{code} may be a version of {others}: merge them if it is."
            yield Note("doubt", text, attention=True, data={"code": code, "may_be": list(placement.doubt)})
        if former := _former_title(judged, placement, snapshot):
            text = f"{code} version {placement.number} bears another title than before: “{former}”."
            yield Note("retitled", text, attention=True, paper=code, data={"before": former})
        if judged.twins:
            names = ", ".join(twin.filename for twin in judged.twins)
            text = f"{names}: taken for {judged.file.filename} in another format or an earlier state, and kept."
            yield Note("twin", text, paper=code)
        if judged.error is not None:
            data = {"code": code, "filename": judged.file.filename}
            yield Note("unjudged", f"{code} could not be judged: {judged.error}", attention=True, data=data)
        if placement.move is Move.SAME:
            yield Note("same_again", f"{code} version {placement.number} was received again.", paper=code)

    def _foreign_codes(self, snapshot: Snapshot) -> Iterator[Note]:
        """A code that the sender names and that belongs to somebody else opens nothing; a person may want to know."""
        known = {paper.code: paper for paper in snapshot.papers}
        for code in self._submission.decision.paper_codes:
            paper = known.get(code)
            if paper is None or code in self._submission.decision.proven_codes:
                continue
            if not ledger.belongs_to(paper, self._sender_key, self._desk.config.schools_of(self._sender_key)):
                text = f"A message of {self._sender_key} names {code}, which another address submitted."
                yield Note("foreign_code", text, attention=True, paper=code)

    def _still_to_vet(self, taken: Collection[str], snapshot: Snapshot) -> Iterator[Note]:
        """Whoever answers our question about vetting with papers has said nothing that we understand of the others."""
        answered = snapshot.answered
        if answered is None or answered.kind is not LetterKind.VETTING:
            return
        asked = ledger.led(answered.codes, snapshot.papers)
        open_ = {paper.code for paper in snapshot.papers if paper.active and not paper.is_vetted}
        if rest := [code for code in asked if code in open_ and code not in taken]:
            text = f"An answer about vetting brings papers; whether {', '.join(rest)} are vetted a person has to read."
            yield Note("vetting_unclear", text, attention=True, data={"codes": rest, "vetted": []})

    def _over_quota(self, versions: Sequence[NewVersion], snapshot: Snapshot) -> Iterator[Note]:
        new = Counter(version.judgement.school for version in versions if version.is_new_paper)
        before = Counter(paper.school for paper in snapshot.papers if paper.active)
        for school in self._desk.config.schools:
            total = before[school.id] + new[school.id]
            if new[school.id] and school.max_papers is not None and total > school.max_papers:
                text = f"{school.name} has {total} papers, more than {school.max_papers}."
                yield Note("over_quota", text, attention=True, data={"school": school.id, "papers": total})

    def _parked(self) -> str | None:
        unjudged = [judged.file.filename for judged in self._judged if judged.error is not None]
        if not unjudged:
            return None
        return f"Message {self._submission.id}: {', '.join(unjudged)} could not be judged; a person must."

    # ----------------------------------------------------------------- the letter

    def _owners(self, versions: Sequence[NewVersion], snapshot: Snapshot) -> tuple[Address, ...]:
        """Who submitted the papers that this message replaces with the help of a letter to them: they are told, too."""
        proven = {version.code for version in versions} & set(self._submission.decision.proven_codes)
        found = {paper.owner_key: paper.owner_name for paper in snapshot.papers if paper.code in proven}
        sender = self._submission.headers.from_
        return tuple(Address(key, name) for key, name in found.items() if key and sender and key != sender.key)

    def _answer(
        self, reports: Sequence[PaperReport], enclosed: Sequence[LetterFile], owners: tuple[Address, ...]
    ) -> tuple[Outgoing | None, list[Note]]:
        submission = self._submission
        sender = submission.headers.from_
        if sender is None or not submission.decision.may_answer:
            why = "the message names no sender" if sender is None else submission.decision.reason
            text = f"Papers of message {submission.id} are recorded, but not acknowledged: {why}"
            by_program = sender is not None
            note = Note("not_acknowledged", text, attention=True, data={"by_program": by_program})
            return None, [note] if reports else []  # somebody else's file is told of by itself
        try:
            incoming = self._incoming(sender)
            if reports:
                letter = self._desk.letters.acknowledgement(incoming, reports, owners)
            else:
                letter = self._desk.letters.passed_on(incoming, submission.decision)
            letter = replace(letter, attachments=tuple(enclosed))
            return self._desk.outgoing(letter, tuple(report.code for report in reports)), []
        except Exception:
            if not self._last_attempt:
                raise
            # The papers count more than the letter: they are recorded, and a person told to write.
            log.exception("The acknowledgement of message %d could not be written.", submission.id)
            text = f"Papers of message {submission.id} are recorded, but the acknowledgement could not be written."
            return None, [Note("not_acknowledged", text, attention=True, data={"error": what_broke()})]

    def _notice(self, notes: Sequence[Note], codes: Sequence[str]) -> tuple[Outgoing, ...]:
        """Tells the secretariat what of this message a person should know."""
        submission = self._submission
        concerned = tuple(codes) or submission.decision.paper_codes
        return self._desk.notice(submission, submission.headers, submission.text, notes, concerned)

    def _incoming(self, sender: Address) -> Incoming:
        submission = self._submission
        return Incoming(
            sha256=submission.sha256,
            sender=sender,
            arrived_at=submission.arrived_at,
            subject=submission.headers.subject,
            message_id=submission.headers.message_id,
            references=submission.headers.references or submission.headers.in_reply_to,
            files=tuple(self._received_files()),
        )

    def _received_files(self) -> Iterator[ReceivedFile]:
        """Everything that came, and which file is another one again: the same bytes, or the same paper."""
        seen: dict[str, str] = {}
        twin_of = {twin.sha256: judged.file for judged in self._judged for twin in judged.twins}
        for file in self._submission.files:
            same_as = seen.get(file.sha256)
            seen.setdefault(file.sha256, file.filename)
            other = twin_of.get(file.sha256)
            yield ReceivedFile(
                file.filename,
                file.size,
                file.kind,
                file.role,
                file.problem,
                same_as,
                twin_of=other.filename if other else None,
                is_earlier=other is not None and other.kind is file.kind,
            )
