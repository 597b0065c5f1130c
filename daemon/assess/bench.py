"""Judges the papers of one message, and makes copies of them for their authors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from daemon import ledger
from daemon.assess.claims import is_senders
from daemon.copies import NO_COPIES, Copies
from daemon.copyist import Judges
from daemon.desk import Desk
from daemon.discretion import what_broke
from daemon.errors import NoReaderError, RecordsError, ThamluanError
from daemon.ledger import twins
from daemon.model import UNJUDGED, Address, Finding, Judgement, KnownPaper, Lang, Outcome, Role, Verdict
from daemon.records import StoredFile, Submission

log = logging.getLogger(__name__)


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
class Judged:
    """One paper of a message, and what came of judging it."""

    file: StoredFile
    judgement: Judgement
    error: str | None = None  #: why no rule could be applied
    copies: Copies = NO_COPIES
    twins: tuple[StoredFile, ...] = ()  #: the same paper in other formats or earlier states, kept beside
    on_record: bool = False  #: these bytes are a version of a paper of the sender's own


@dataclass(frozen=True, slots=True)
class Bench:
    """The judging of one message's papers, in one attempt."""

    desk: Desk
    judge: Judges
    copyist: Copyists | None
    submission: Submission
    attempt: int
    stop: Callable[[], bool]  #: asked before each long step but the first; asking is a sign of life

    def judge_all(self) -> list[Judged] | None:
        """Every paper of the message, the same bytes once; None when it was stopped.  Before the last attempt, whatever
        the judge raises.
        """
        files: dict[str, StoredFile] = {}
        for file in self.submission.files:
            if file.role is Role.PAPER:
                files.setdefault(file.sha256, file)
        papers = self.desk.records.papers()
        judged: list[Judged] = []
        for file in files.values():
            if judged and self.stop():
                return None
            judged.append(self._known(file, papers) or self._judge(file))
        return _paired(judged, self.submission.text)

    def _known(self, file: StoredFile, papers: Sequence[KnownPaper]) -> Judged | None:
        same = ledger.same_bytes(file.sha256, papers)
        if same is None or same.code is None:
            return None
        # Under the name it bears this time, which is what the letter speaks of.
        known = self.desk.records.judgement_of(same.code, same.number)
        paper = next(paper for paper in papers if paper.code == same.code)
        own = is_senders(paper, self.submission, self.desk.config)
        return Judged(file, replace(known, filename=file.filename), on_record=own)

    def _judge(self, file: StoredFile) -> Judged:
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
        return Judged(file, judgement, copies=self._copies(data, judgement, sender))

    def _copies(self, data: bytes, judgement: Judgement, sender: Address | None) -> Copies:
        """Copies for the author.  Whatever goes wrong with them is no reason not to judge the paper."""
        desk, submission = self.desk, self.submission
        if self.copyist is None or not submission.decision.may_answer:
            return NO_COPIES
        self.stop()  # a corrected copy is judged as a paper is; to judge one more before the end is soon done
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


def _paired(judged: Sequence[Judged], said: str) -> list[Judged]:
    """One entry for each paper: its other formats and earlier states stand beside the one that is judged."""
    forms = [
        twins.Form(each.file.filename, each.file.kind, each.judgement, each.error is None, each.on_record)
        for each in judged
    ]
    return [
        replace(judged[first], twins=tuple(judged[other].file for other in others))
        for first, *others in twins.papers(forms, said)
    ]


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


def _unjudged(desk: Desk, file: StoredFile, error: str) -> Judged:
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
    return Judged(file, judgement, error.strip().rpartition("\n")[2])
