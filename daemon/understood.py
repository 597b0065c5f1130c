"""A message that was read, and what it comes to with the records as they stand: decision, answer, notes, notices.

It is called in the transaction that records all of that, and does no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from daemon import ledger
from daemon.desk import Desk, unproven
from daemon.model import (
    INTERNAL_LETTERS,
    PAPER_KINDS,
    Authenticity,
    Decision,
    Disposition,
    Incoming,
    Letter,
    PaperName,
    ParsedMail,
    ReceivedFile,
    ReturnedMail,
    Role,
)
from daemon.records import Decided, Headers, Note, Outgoing, Pending, Register, Returned, StoredFile
from daemon.requests import Request, Resolved, resolve

#: Mail that a program wrote, or we ourselves: a document in it is not a submission.
_NOT_AUTHORS = frozenset({Disposition.OWN, Disposition.BOUNCE, Disposition.AUTO_REPLY, Disposition.COMMAND})
#: Notes that a message seems to be a program's, and is shown for all that.
_OF_PROGRAMS = frozenset({"perhaps_program", "passed_on_by_machine"})
#: Of either kind (these; letters of the secretariat's own that came back), told in a day: who forges our address makes
#: thousands come back.
_RETURNED_A_DAY = 5
_DAY = timedelta(days=1)

_FOR_A_PERSON = frozenset({Disposition.WITHDRAWAL, Disposition.QUESTION})
#: Written by a person and without a paper: the kind answer says what to do.
_ANSWERED = frozenset({Disposition.NO_PAPER, Disposition.SUBMISSION, Disposition.CORRECTION, Disposition.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Understood:
    """A message that was read, its files in the archive."""

    desk: Desk
    pending: Pending
    mail: ParsedMail
    decision: Decision
    files: tuple[StoredFile, ...]

    def __call__(self, register: Register) -> Decided:
        decision, accepted = self._accepted(register)
        to_assess = bool(accepted) or (self._has_paper and decision.disposition not in _NOT_AUTHORS)
        resolved = None if to_assess else self._resolved(decision, register)
        letters: tuple[Outgoing, ...] = ()
        if resolved is None and decision.disposition is Disposition.WITHDRAWAL:
            decision = self._of_papers_on_record(decision, register)
        if resolved is None and decision.wants_apart and decision.missing:
            decision = replace(decision, disposition=Disposition.NO_PAPER)  # it speaks of a paper that it forgot
        if resolved is not None:
            letters = resolved.letters
        elif not to_assess and (answer := self._answer(decision, register)) is not None:
            letters = (self.desk.outgoing(answer),)
        back = self._returned(register)
        letter = register.returned(back.message_id) if back and back.message_id else None
        if letter is not None:
            decision = replace(decision, needs_person=False)  # what came back is known: it is a report
        notes = self._notes(decision, resolved)
        if letter is None:
            notes.extend(self._written_by_hand(register, back))
        told, codes = self._told(decision, notes, back, letter)
        if any(note.kind in _OF_PROGRAMS for note in told) and self._may_go_round(register):
            told = [note for note in told if note.kind not in _OF_PROGRAMS]  # `status` lists them still
        notices = self.desk.notice(self.pending, self._headers, self._text, told, codes)
        return Decided(
            headers=self._headers,
            decision=decision,
            files=(*self.files, *accepted),
            to_assess=to_assess,
            actions=resolved.actions if resolved else (),
            letters=(*letters, *notices),
            returned=back if back and back.permanent and back.message_id else None,
            notes=tuple(notes),
            text=self._text,
        )

    @property
    def _headers(self) -> Headers:
        mail = self.mail
        return Headers(mail.message_id, mail.from_, mail.subject, mail.in_reply_to, mail.references, mail.date)

    @property
    def _text(self) -> str:
        return self.mail.new_text or self.mail.text

    @property
    def _has_paper(self) -> bool:
        return any(file.role is Role.PAPER for file in self.mail.attachments) and not self.pending.oversize

    @property
    def _only_documents(self) -> bool:
        """Whether it brings documents, and none of them a paper: an office's letter, a list."""
        files = self.mail.files
        return bool(files) and all(file.kind in PAPER_KINDS and file.role is not Role.PAPER for file in files)

    def _accepted(self, register: Register) -> tuple[Decision, tuple[StoredFile, ...]]:
        """The corrected copies that a message accepts, as if it had brought them; the decision then says so.

        An answer that names codes accepts the copies of these papers.  Agreeing to a letter that offered nothing stays
        the question it is: a person reads it.  So is whatever comes from a From that the server found to be false.
        """
        decision = self.decision
        believed = decision.may_answer and decision.authenticity is not Authenticity.FAILED
        if not (decision.accepts and believed) or decision.disposition is Disposition.WITHDRAWAL:
            return decision, ()
        offers = register.offers(self._headers)
        named = [offer for offer in offers if offer.code in decision.paper_codes] or offers
        if not named:
            return decision, ()
        codes = ", ".join(offer.code for offer in named)
        reason = f"{decision.reason} It offered corrected copies: {codes}."
        return replace(decision, disposition=Disposition.CORRECTION, reason=reason), tuple(it.file for it in named)

    def _resolved(self, decision: Decision, register: Register) -> Resolved | None:
        incoming = self._incoming()
        if incoming is None or self.pending.oversize or not decision.needs_answer:
            return None
        return resolve(self.desk, Request(incoming, self._headers, decision, self._text), register)

    def _of_papers_on_record(self, decision: Decision, register: Register) -> Decision:
        """Without codes that no paper has: nobody is told that such a paper is kept."""
        known = {paper.code for paper in register.papers()}
        return replace(decision, paper_codes=tuple(code for code in decision.paper_codes if code in known))

    def _of_the_sender(self, decision: Decision, register: Register) -> Decision:
        """Without codes of papers that are not the sender's: nobody is told that "the paper sent before" is kept who
        only names somebody's code.
        """
        sender = self.mail.from_.key if self.mail.from_ and decision.authenticity is not Authenticity.FAILED else ""
        speaks_for = self.desk.config.schools_of(sender)
        mine = {paper.code for paper in register.papers() if ledger.belongs_to(paper, sender, speaks_for)}
        return replace(decision, paper_codes=tuple(code for code in decision.paper_codes if code in mine))

    def _answer(self, decision: Decision, register: Register) -> Letter | None:
        """The letter for a message of a person that holds no paper to judge and that no request of theirs answers."""
        incoming = self._incoming()
        if incoming is None or not (decision.may_answer and decision.needs_answer):
            return None
        letters = self.desk.letters
        if self.pending.oversize:
            return letters.oversize(incoming)
        # Somebody says what none of the answers fits: not that no file came, which was not meant to.
        says = decision.needs_person and not self.mail.files and not decision.missing
        if decision.disposition in _FOR_A_PERSON or says or (self._only_documents and not decision.missing):
            mine = self._of_the_sender(decision, register)
            gone = [
                PaperName(paper.code, paper.title)
                for paper in register.papers()
                if paper.code in mine.paper_codes and paper.is_withdrawn
            ]
            return letters.passed_on(incoming, mine, offered=bool(register.offers(self._headers)), gone=gone)
        return letters.no_paper(incoming, decision) if decision.disposition in _ANSWERED else None

    def _incoming(self) -> Incoming | None:
        mail = self.mail
        if mail.from_ is None:
            return None
        return Incoming(
            sha256=self.pending.sha256,
            sender=mail.from_,
            arrived_at=self.pending.arrived_at,
            subject=mail.subject,
            message_id=mail.message_id,
            references=mail.references or mail.in_reply_to,
            files=tuple(
                ReceivedFile(file.filename, len(file.content), file.kind, file.role, file.problem)
                for file in mail.attachments
            ),
        )

    def _notes(self, decision: Decision, resolved: Resolved | None) -> list[Note]:
        """What a person should know of a message, and what reading it remarked."""
        mail = self.mail
        who = mail.from_.address if mail.from_ else "an unknown sender"
        notes = list(resolved.notes) if resolved else []
        if self.pending.oversize:
            text = f"A message of {self.pending.size} bytes from {who} is too large and was not fetched."
            notes.append(Note("oversize", text, attention=True, data={"size": self.pending.size}))
        elif self._has_paper and decision.disposition in _NOT_AUTHORS:
            text = f"Mail of a program ({decision.disposition.value}) from {who} holds a file that looks like a paper."
            notes.append(Note("paper_in_machine_mail", text, attention=True))
        elif mail.unread and decision.may_answer:
            text = f"Mail from {who} has more parts or files than are read; a paper may be among the others."
            notes.append(Note("left_unread", text, attention=True))
        elif decision.needs_person and decision.disposition is Disposition.NO_PAPER:
            text = f'Mail without a paper from {who} says what none of the answers fits: "{mail.subject}".'
            notes.append(Note("question", text, attention=True))
        elif decision.weighed:
            text = f"Mail from {who} is not answered, for it seems to be a program's: {', '.join(decision.weighed)}."
            data = {"signs": [sign.name.lower() for sign in decision.weighed]}
            notes.append(Note("perhaps_program", text, attention=True, data=data))
        elif decision.needs_person:
            text = f"Mail of a program ({decision.disposition.value}) from {who} may pass on something meant for us."
            notes.append(Note("passed_on_by_machine", text, attention=True))
        if resolved is None and decision.disposition in _FOR_A_PERSON | {Disposition.COMMAND} and decision.needs_answer:
            text = f'A {decision.disposition.value} from {who}: "{mail.subject}".'
            notes.append(Note(decision.disposition.value, text, attention=True))
            notes.extend(unproven(decision, who))
        if mail.warnings:
            notes.append(Note("reading", "; ".join(mail.warnings)))
        return notes

    def _returned(self, register: Register) -> ReturnedMail | None:
        """What a report says; one that names no letter speaks of the last that went to the failed address."""
        back = self.mail.returned
        if back is None or back.message_id is not None:
            return back
        return replace(back, message_id=register.last_letter_to(back.recipients))

    def _written_by_hand(self, register: Register, back: ReturnedMail | None) -> Iterator[Note]:
        """A letter that is none of ours, and that a person wrote from the mailbox itself, came back: who wrote it will
        not see the report.
        """
        if back is None or back.writer != self.desk.config.mailbox.address.lower():
            return
        if not (back.permanent and back.recipients):
            return
        if register.noted("letter_came_back", self.desk.clock.now() - _DAY) >= _RETURNED_A_DAY:
            return
        data = {"to": back.recipients, "subject": back.subject}
        text = f"A letter from the mailbox to {', '.join(back.recipients)} could not be delivered."
        yield Note("letter_came_back", text, attention=True, data=data)

    def _may_go_round(self, register: Register) -> bool:
        """Whether a notice of this message might bring about the next one: programs of the secretariat, and of servers
        on the way there, answer notices.  A few a day are told.
        """
        answered, who = register.answered(self._headers), self.mail.from_
        ours = who is not None and who.key in self.desk.config.secretariat.keys
        if not ours and (answered is None or answered.kind not in INTERNAL_LETTERS):
            return False
        since = self.desk.clock.now() - _DAY
        return sum(register.noted(kind, since) for kind in _OF_PROGRAMS) >= _RETURNED_A_DAY

    def _told(
        self, decision: Decision, notes: list[Note], back: ReturnedMail | None, returned: Returned | None
    ) -> tuple[list[Note], tuple[str, ...]]:
        """Of what is noted, what the secretariat gets a letter about, and the papers concerned.

        Programs send by the hundred: of their mail only a file that looks like a paper is worth a letter.  A letter of
        ours that comes back is told once; one to the secretariat never, for each would come back and cause the next.
        """
        if decision.disposition is Disposition.OWN:
            return [], ()
        if back is None or returned is None:
            told = [note for note in notes if note.kind != "oversize" or decision.may_answer]
            return told, decision.paper_codes
        if returned.known or returned.kind in INTERNAL_LETTERS or not back.permanent:
            return [], ()
        data = {"to": returned.recipients, "subject": returned.subject}
        text = f"Our letter to {', '.join(returned.recipients)} could not be delivered."
        return [Note("letter_came_back", text, attention=True, data=data)], returned.codes
