"""Decides what is recorded of a judged message, given the papers as they stand.  No I/O: it is called in the
transaction.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from daemon import copies, ledger
from daemon.assess import likeness, remarks
from daemon.assess.bench import Judged
from daemon.assess.claims import is_senders, sender_key
from daemon.checks import deadline, identity
from daemon.copies import Attached
from daemon.desk import Desk, unproven
from daemon.discretion import what_broke
from daemon.ledger import Move, Placement, Submitted
from daemon.model import (
    Address,
    Change,
    Disposition,
    FileKind,
    Incoming,
    Judgement,
    KnownPaper,
    KnownVersion,
    LetterFile,
    PaperName,
    PaperReport,
    ReceivedFile,
    Role,
    SentForOwner,
    ShownVetting,
    Stage,
    Verdict,
    VettedBy,
    verdict_of,
)
from daemon.records import Assessed, NewVersion, Note, Offer, Outgoing, Snapshot, StoredFile, Submission, Vetted
from daemon.vetting import is_of_school, shown

log = logging.getLogger(__name__)


def _offers(copied: Attached, code: str, number: int) -> Iterator[Offer]:
    """The corrected copy of a version, for the author to agree to."""
    file = copied.corrected
    if file is not None:
        sha256 = hashlib.sha256(file.content).hexdigest()
        stored = StoredFile(sha256, len(file.content), FileKind.DOCX, file.filename, Role.PAPER, was_attached=False)
        yield Offer(code, number, stored)


def _asked(placement: Placement, judged: Judged, beside: Sequence[NewVersion]) -> Placement:
    """A new paper, in doubt where its message brings another state of it: which is the newer no program knows."""
    mine = judged.judgement
    same = (
        version.code
        for version in beside
        if ledger.same_title(mine.title, version.judgement.title)
        and not ledger.different_people(mine.authors, version.judgement.authors)
    )
    return replace(placement, doubt=(*placement.doubt, *same))


def _of_offer(judged: Judged, snapshot: Snapshot) -> KnownPaper | None:
    """The paper a corrected copy of ours was offered for, whatever became of it."""
    code = next((offer.code for offer in snapshot.offers if offer.file.sha256 == judged.file.sha256), None)
    return snapshot.paper(code) if code is not None else None


class Plan:
    """Decides what is recorded of a judged message, given the papers as they stand.  Called in the transaction; does
    no I/O.
    """

    def __init__(self, desk: Desk, submission: Submission, judged: Sequence[Judged], *, last_attempt: bool) -> None:
        self._desk = desk
        self._submission = submission
        self._judged = judged
        self._last_attempt = last_attempt

    def __call__(self, snapshot: Snapshot) -> Assessed:
        number = snapshot.next_number
        taken: set[str] = set()
        versions: list[NewVersion] = []
        reports: list[PaperReport] = []
        config = self._desk.config
        notes = list(remarks.foreign_codes(self._submission, config, snapshot))
        enclosed: list[LetterFile] = []
        offers: list[Offer] = []
        vetted: list[Vetted] = []
        moved_on: list[KnownPaper] = []
        for came in self._judged:
            placement = self._place(came, snapshot, taken)
            if placement is None:
                paper = _of_offer(came, snapshot)
                notes.append(remarks.outdated(came, paper))
                moved_on.extend([paper] if paper is not None else [])
                continue
            judged = self._of_the_school_given(came, placement, snapshot)
            if self._is_a_strangers_copy(placement, snapshot):
                taken.add(str(placement.code))
                notes.append(remarks.strangers_copy(judged, placement, self._submission))
                continue
            if self._may_be_no_paper(judged, placement, snapshot):
                notes.append(remarks.no_paper(judged, beside=self._stands_beside_a_paper(judged)))
                continue
            code = placement.code
            if code is None:
                placement = _asked(placement, judged, versions)
                code = ledger.paper_code(config.conference.code_prefix, number)
                number += 1
            taken.add(code)
            if placement.move is not Move.SAME:
                versions.append(self._version(judged, placement, code))
            copied = self._enclose(judged, placement, code, enclosed)
            enclosed.extend(copied.files)
            offers.extend(_offers(copied, code, placement.number))
            vetted.extend(self._vetted(judged, placement, code, snapshot))
            reports.append(self._report(judged, placement, code, copied, snapshot))
            if self._may_have_been_sent_along(judged, placement, snapshot):
                notes.append(remarks.little_of_a_paper(judged, code))
            notes.extend(remarks.of_version(judged, placement, code, snapshot))
        notes.extend(remarks.over_quota(versions, config, snapshot))
        if sender := self._submission.headers.from_:
            notes.extend(unproven(self._submission.decision, sender.address))
        notes.extend(remarks.still_to_vet(taken, snapshot))
        notes.extend(remarks.questions(self._submission))
        answer, troubles = self._answer(reports, enclosed, self._owners(versions, snapshot), moved_on)
        told = (*notes, *troubles)
        notices = self._notice(told, [report.code for report in reports])
        return Assessed(
            tuple(versions),
            tuple(reports),
            answer,
            told,
            self._parked(),
            tuple(offers),
            notices,
            tuple(vetted),
            to_owners=tuple(self._to_owners(versions, reports, snapshot)),
        )

    def _place(self, judged: Judged, snapshot: Snapshot, taken: set[str]) -> Placement | None:
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
        paper = snapshot.paper(placement.code)
        return paper is not None and not is_senders(paper, self._submission, self._desk.config)

    def _may_be_no_paper(self, judged: Judged, placement: Placement, snapshot: Snapshot) -> bool:
        """Whether what came shows nothing of a paper: a ticket, a bill.

        Beside a paper it is in doubt whoever sent it, and only its own name speaks for it: the words are about that
        paper.  By itself only where somebody nobody here has heard of has sent it.
        """
        submission, who = self._submission, self._sender_key
        if placement.move is not Move.NEW or judged.error is not None or judged.file.author is not None:
            return False
        if self._stands_beside_a_paper(judged):
            return likeness.is_in_doubt(judged.judgement, judged.file.filename)
        known = self._is_known(who, snapshot) or likeness.known_by_sender(judged.judgement)
        if snapshot.answered is not None or submission.decision.paper_codes or known:
            return False
        said = submission.headers.subject, submission.text, judged.file.filename
        return likeness.is_in_doubt(judged.judgement, *said)

    def _may_have_been_sent_along(self, judged: Judged, placement: Placement, snapshot: Snapshot) -> bool:
        """Whether what takes a code may be something else than a paper.  What a message brings alone and calls a paper
        is one; beside a paper only its own name says so.
        """
        if placement.move is not Move.NEW or judged.error is not None or snapshot.answered is not None:
            return False
        said = [judged.file.filename]
        if not self._stands_beside_a_paper(judged):
            said += [self._submission.headers.subject, self._submission.text]
        return likeness.shows_little(judged.judgement, *said)

    def _stands_beside_a_paper(self, judged: Judged) -> bool:
        others = (other for other in self._judged if other is not judged and other.error is None)
        return any(not likeness.is_in_doubt(other.judgement) for other in others)

    def _is_known(self, who: str, snapshot: Snapshot) -> bool:
        config = self._desk.config
        mine = any(who in {paper.owner_key, paper.author_key, *paper.submitters} for paper in snapshot.papers)
        return who in config.ours or mine or bool(config.schools_of(who))

    def _of_the_school_given(self, judged: Judged, placement: Placement, snapshot: Snapshot) -> Judged:
        """A version of a paper whose school the secretariat has said: what it says of its own asks nobody again."""
        if placement.move is not Move.VERSION:
            return judged
        paper = snapshot.paper(placement.code)
        config = self._desk.config
        school = config.school(paper.school_given if paper is not None else None)
        if school is None:
            return judged
        judgement = replace(judged.judgement, school=school.id)
        findings = tuple(
            identity.decided(found, school, config.secretariat.name) or found for found in judgement.findings
        )
        if findings != judgement.findings:
            judgement = replace(judgement, findings=findings, verdict=verdict_of(findings))
        return replace(judged, judgement=judgement)

    @staticmethod
    def _enclose(judged: Judged, placement: Placement, code: str, enclosed: Sequence[LetterFile]) -> Attached:
        """The copies that go with the letter, as long as there is room."""
        if placement.move is Move.SAME:
            return Attached()
        room = copies.MAX_ATTACHED - sum(len(file.content) for file in enclosed)
        return copies.attach(code, judged.copies, room)

    def _submitted(self, judged: Judged, snapshot: Snapshot) -> Submitted:
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
        return sender_key(self._submission)

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

    def _version(self, judged: Judged, placement: Placement, code: str) -> NewVersion:
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
        self, judged: Judged, placement: Placement, code: str, copied: Attached, snapshot: Snapshot
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
            may_revise=self._named(placement.doubt, snapshot),
            withdrawn=next(iter(self._named((placement.gone,), snapshot)), None),
            standing=self._standing(placement, snapshot),
            former_title=remarks.former_title(judged, placement, snapshot),
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

    def _vetted(self, judged: Judged, placement: Placement, code: str, snapshot: Snapshot) -> Iterator[Vetted]:
        """What a school's contact sends is vetted by that, also the file that its author had sent before."""
        if not is_of_school(self._school(judged, code, snapshot), self._sender_key, self._desk.config):
            return
        known = snapshot.paper(code)
        if placement.move is not Move.SAME or known is None or not known.is_vetted:
            yield Vetted(code, placement.number, VettedBy.SENT, self._sender_key)

    def _vetting(self, judged: Judged, code: str, snapshot: Snapshot) -> ShownVetting | None:
        known = snapshot.paper(code)
        school, config = self._school(judged, code, snapshot), self._desk.config
        is_vetted = is_of_school(school, self._sender_key, config) or (known is not None and known.stays_vetted(school))
        return shown(school, config, is_vetted=is_vetted)

    @staticmethod
    def _school(judged: Judged, code: str, snapshot: Snapshot) -> str | None:
        """That of the paper, as it will be: a version that names none leaves it as it was."""
        known = snapshot.paper(code)
        return judged.judgement.school or (known.school if known is not None else None)

    def _named(self, codes: Collection[str | None], snapshot: Snapshot) -> tuple[PaperName, ...]:
        """Those that the sender may be told of: nobody learns of papers that are not theirs."""
        return tuple(
            PaperName(paper.code, paper.title)
            for paper in snapshot.papers
            if paper.code in codes and self._sender_key and paper.owner_key == self._sender_key
        )

    def _standing(self, placement: Placement, snapshot: Snapshot) -> KnownVersion | None:
        """The version that a late correction would replace: one in time, or one that was let pass, counts until the
        secretariat decides.
        """
        if placement.move is not Move.VERSION:
            return None
        paper = snapshot.paper(placement.code)
        if paper is None or not self._is_late(self._submission.arrived_at, paper.school, paper.code):
            return None
        counting = (
            version
            for version in reversed(paper.versions)
            if version.ruling is Verdict.PASS or not self._is_late(version.arrived_at, paper.school, paper.code)
        )
        return next(counting, None)

    def _parked(self) -> str | None:
        unjudged = [f"{it.file.filename} ({it.error})" for it in self._judged if it.error is not None]
        return f"could not be judged, a person must: {', '.join(unjudged)}" if unjudged else None

    # ----------------------------------------------------------------- the letter

    def _owners(self, versions: Sequence[NewVersion], snapshot: Snapshot) -> tuple[Address, ...]:
        """Who submitted the papers that this message replaces with the help of a letter to them: they are told, too."""
        proven = {version.code for version in versions} & set(self._submission.decision.proven_codes)
        found = {paper.owner_key: paper.owner_name for paper in snapshot.papers if paper.code in proven}
        sender = self._submission.headers.from_
        return tuple(Address(key, name) for key, name in found.items() if key and sender and key != sender.key)

    def _to_owners(
        self, versions: Sequence[NewVersion], reports: Sequence[PaperReport], snapshot: Snapshot
    ) -> Iterator[Outgoing]:
        """A letter to each who submitted a paper of which somebody else who may, a contact of its school, has sent a
        version: of their own papers alone.  Who is told already, by a copy of the answer, gets none.
        """
        sender = self._submission.headers.from_
        if sender is None:
            return
        told = {address.key for address in self._owners(versions, snapshot)} | {sender.key, ""}
        changes: dict[Address, list[Change]] = {}
        shown = {report.code: report for report in reports}
        for version in versions:
            paper = None if version.is_new_paper else snapshot.paper(version.code)
            if paper is None or paper.owner_key in told or version.code not in shown:
                continue
            counts = shown[version.code].standing is None
            verdict, late = version.judgement.verdict, version.late
            sent = SentForOwner(version.number, version.file.filename, verdict, late=late, counts=counts)
            change = Change(None, PaperName(paper.code, version.judgement.title or paper.title), sent=sent)
            changes.setdefault(Address(paper.owner_key, paper.owner_name), []).append(change)
        for owner, of_owner in changes.items():
            incoming = replace(self._incoming(sender), sender=owner)
            codes = tuple(change.paper.code for change in of_owner)
            letter = self._desk.letters.settled(incoming, of_owner, asked=False, by=sender)
            yield self._desk.outgoing(letter, codes)

    def _answer(
        self,
        reports: Sequence[PaperReport],
        enclosed: Sequence[LetterFile],
        owners: tuple[Address, ...],
        moved_on: Sequence[KnownPaper],
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
                letter = self._desk.letters.acknowledgement(
                    incoming,
                    reports,
                    owners,
                    passed_on=submission.decision.asks_more,
                    missing=submission.decision.missing,
                )
            else:
                letter = self._desk.letters.passed_on(
                    incoming,
                    submission.decision,
                    gone=[PaperName(paper.code, paper.title) for paper in moved_on if paper.is_withdrawn],
                    overtaken=[PaperName(it.code, it.title) for it in moved_on if not it.is_withdrawn],
                )
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
        # That a program is not answered has been told with the decision that it is one.
        of_judging = any(note.attention and not note.data.get("by_program") for note in notes)
        stage = Stage.JUDGED if of_judging else None
        return self._desk.notice(submission, submission.headers, submission.text, notes, concerned, stage=stage)

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
