"""One intake pass: list → fetch → archive the raw message → row → read → decide → record → file the mail away.

The order of effects makes any interruption harmless.  The bytes are on disk and fsynced before the row says so; the
row exists before anything tries to understand the message; the decision, the files and the answer are one
transaction; and the mailbox is touched last.  Whatever was cut off is taken up by the next pass, which recognises by
place (account, folder, UIDVALIDITY, UID) and by bytes (SHA-256) what it has already.

A message that cannot be handled is counted, tried again, and set aside for a person after `intake.max_attempts`; it
never blocks the next one.  MailboxError, RecordsError and NoReaderError end the pass: without mailbox, disk or
processes there is no next one.
Two refusals do not end it, for the connection stays good: a message that the server will not give waits and is tried
rarely, and what it will not move stays where it is, which the status says.  All is taken before anything is moved.
"""

from __future__ import annotations

import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from daemon import backoff, faults
from daemon.backoff import Jitter
from daemon.desk import Desk, unproven
from daemon.discretion import unquoted, what_broke
from daemon.errors import MailboxError, NoReaderError, ReadError, RecordsError
from daemon.logs import concerning
from daemon.model import (
    INTERNAL_LETTERS,
    PAPER_KINDS,
    Attachment,
    Authenticity,
    Decision,
    Disposition,
    Inbox,
    Incoming,
    Letter,
    Listed,
    MessageRef,
    ParsedMail,
    ReceivedFile,
    ReturnedMail,
    Role,
)
from daemon.records import (
    Arrival,
    Decided,
    Entry,
    Headers,
    MessageState,
    Note,
    Outgoing,
    Pending,
    Records,
    Register,
    Returned,
    Sighting,
    StoredFile,
    content_key,
)
from daemon.requests import Request, Resolved, resolve

log = logging.getLogger(__name__)

#: Bytes of the header block of a message too large to fetch: far beyond any real one, harmless in memory.
HEAD_BYTES = 256_000

#: Moves noted in one transaction: each costs an fsync, and a move that is not noted does no harm.
_SETTLED_AT_ONCE = 50

#: A message that failed to come so often is fetched only so often: each try may cost the connection, or a time-out.
_FAILURES_UNTIL_RARE = 3
_RARELY = timedelta(hours=1)

#: Refusals in a row that are no longer about single messages.
_REFUSED_IN_A_ROW = 25

#: Mail that a program wrote, or we ourselves: a document in it is not a submission.
_NOT_AUTHORS = frozenset({Disposition.OWN, Disposition.BOUNCE, Disposition.AUTO_REPLY, Disposition.COMMAND})
#: Letters of the secretariat's own that came back, told in a day: who forges our address makes thousands come back.
_RETURNED_A_DAY = 5
_DAY = timedelta(days=1)

_FOR_A_PERSON = frozenset({Disposition.WITHDRAWAL, Disposition.QUESTION})
#: Written by a person and without a paper: the kind answer says what to do.
_ANSWERED = frozenset({Disposition.NO_PAPER, Disposition.SUBMISSION, Disposition.CORRECTION, Disposition.UNREADABLE})


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What a pass did, in numbers of messages."""

    listed: int = 0  #: in the folder
    new: int = 0  #: never seen before
    known: int = 0  #: new in this place, but known by their bytes
    duplicates: int = 0  #: another copy by another way
    oversize: int = 0  #: of the new ones, too large to fetch
    decided: int = 0
    failed: int = 0  #: tried again by the next pass
    parked: int = 0  #: set aside for a person
    filed: int = 0  #: moved to the folder of handled messages


def run_intake(inbox: Inbox, desk: Desk, stop: Callable[[], bool] = lambda: False) -> IntakeReport:
    """One pass over the folder.  MailboxError, RecordsError: ended early, nothing lost, the next pass goes on.

    `stop` is asked between two messages.
    """
    tally: Counter[str] = Counter()
    filed: list[MessageRef] = []
    refused: list[MailboxError] = []
    try:
        for _ in _pass(inbox, desk, tally, filed, refused):
            if len(filed) >= _SETTLED_AT_ONCE:
                _settle(desk, tally, filed)
            if stop():
                break
        else:
            desk.records.poll_succeeded(desk.clock.now(), str(refused[0]) if refused else None)
    except MailboxError as error:
        _settle(desk, tally, filed)
        poll_failed(desk, error)
        raise
    _settle(desk, tally, filed)
    return IntakeReport(**tally)


def heed_pause(records: Records, door: str, now: datetime, zone: tzinfo) -> None:
    """MailboxError while the mailbox is to be left alone: polls failed, and the next is not due yet.

    `door` stands for what it is reached by (`Edges.door`).
    """
    last = records.last_attempt()
    if last is None or not last.leaves_alone(door, now):
        return
    until = last.until.astimezone(zone).isoformat(timespec="seconds")
    why = "the last polls were cut off." if last.error is None else f"the last poll failed: {last.error}"
    raise MailboxError(
        f"The mailbox is left alone until {until} (--anyway does not wait), because {why}", wait=last.until - now
    )


def begin_poll(desk: Desk, door: str, *, anyway: bool = False, jitter: Jitter = random.random) -> None:
    """Counts an attempt before anybody is called.  MailboxError where the mailbox is left alone, unless `anyway`."""
    now = desk.clock.now()
    if not anyway:
        heed_pause(desk.records, door, now, desk.config.zone)
    desk.records.poll_begins(backoff.begun(desk.records.last_attempt(), door, now, jitter), now)


def poll_failed(desk: Desk, error: MailboxError, jitter: Jitter = random.random) -> None:
    """Notes it and says in the error how long the mailbox is left alone; louder when it has lasted too long."""
    now = desk.clock.now()
    begun = desk.records.last_attempt() or backoff.begun(None, "", now, jitter)
    attempt = backoff.failed(begun, str(error), now, jitter, permanent=error.permanent or error.locked_out)
    error.wait = attempt.until - now
    lasted = desk.records.poll_failed(attempt, now, desk.config.quiet)
    if lasted is not None:
        minutes = int(lasted.total_seconds()) // 60
        log.critical("No poll of the mailbox has succeeded for %d minutes. %s", minutes, error)


def _pass(
    inbox: Inbox, desk: Desk, tally: Counter[str], filed: list[MessageRef], refused: list[MailboxError]
) -> Iterator[None]:
    """The steps of a pass, one message at a time: what an earlier one left, what is new, and then the moving."""
    yield from _decide_left_over(desk, tally)
    state = inbox.select()
    listed = inbox.list()
    tally["listed"] = len(listed)
    now = desk.clock.now()
    desk.records.folder_selected(inbox.account, inbox.folder, state.uidvalidity, now)
    uids = {item.ref.uid for item in listed}
    desk.records.forget_unfetched(inbox.account, inbox.folder, state.uidvalidity, uids, now)
    known = desk.records.sightings(inbox.account, inbox.folder, state.uidvalidity)
    states = {uid: sighting.state for uid, sighting in known.items() if sighting.message is not None}
    new = [item for item in listed if item.ref.uid not in states and not _waits(known.get(item.ref.uid), now)]
    stood = sum(item.ref.uid in states for item in listed)
    named = [item for item in listed if item.object_id and item.ref.uid in states and not known[item.ref.uid].object_id]
    desk.records.note_names(named)
    yield from _take_all(inbox, desk, sorted(new, key=lambda item: _turn(item, known)), tally, states)
    # A copy of a known message that came by another way has come since: it says nothing of what stood there.
    _compare(inbox, desk, stood + tally["known"], tally["new"] + tally["duplicates"])
    yield from _file_all(inbox, desk, listed, states, filed=filed, refused=refused)


def _compare(inbox: Inbox, desk: Desk, known: int, new: int) -> None:
    """Whether what was on record stands where it stood, in the folder that is read and in that of handled messages."""
    folder, now = desk.config.mailbox.processed_folder, desk.clock.now()
    where = f"{inbox.account} {inbox.folder} {folder}"
    handled = inbox.count(folder) if folder else 0
    if handled is None:  # no reason to leave the mail alone; how things stood then stays the measure
        log.warning("The server does not count the messages in %s: that none has vanished is not seen.", folder)
        return
    limit = desk.config.mailbox.vanished_limit
    vanished = desk.records.compare_mailbox(where, known + handled, new, limit, now)
    if vanished:
        log.critical(
            "%d messages that stood in the mailbox are gone from it, and none is left. Letters wait: find out why, "
            "then run `thamluan outbox resume`.",
            vanished,
        )


def _settle(desk: Desk, tally: Counter[str], filed: list[MessageRef]) -> None:
    """Notes which messages were moved; what a crash leaves unnoted is seen from the mailbox by the next pass."""
    desk.records.settle(filed, desk.clock.now())
    tally["filed"] += len(filed)
    filed.clear()


def take_in(desk: Desk, raw: bytes, arrived_at: datetime, source: str) -> IntakeReport:
    """The same for one message that comes from a file instead of a mailbox.  RecordsError."""
    tally: Counter[str] = Counter(listed=1)
    size = len(raw)
    oversize = size > desk.config.intake.max_message_bytes
    if oversize:  # as the mailbox would give it; the file itself stays where it is
        raw = _head(raw)
    sha256 = desk.archive.put_message(raw)
    # The number follows from the bytes: importing the same file again is the same sighting.
    ref = MessageRef("import", source, 0, int(sha256[:12], 16))
    arrival = Arrival(ref, sha256, size, arrived_at, None if oversize else content_key(raw), oversize=oversize)
    _record(desk, arrival, raw, tally)
    return IntakeReport(**tally)


def _head(raw: bytes) -> bytes:
    """The header block with its empty line (RFC 5322 §2.1), bounded."""
    end = re.search(rb"\r?\n\r?\n", raw[:HEAD_BYTES])
    return raw[: end.end() if end else HEAD_BYTES]


def decide_left_over(desk: Desk) -> IntakeReport:
    """Decides what an earlier pass archived and could not decide; needs no mailbox.  RecordsError."""
    tally: Counter[str] = Counter()
    for _ in _decide_left_over(desk, tally):
        pass
    return IntakeReport(**tally)


def _turn(item: Listed, known: dict[int, Sighting]) -> tuple[int, int]:
    """Order of arrival, but what could not be fetched before comes last: it never blocks the others."""
    sighting = known.get(item.ref.uid)
    return (sighting.fetch_failures if sighting and sighting.message is None else 0, item.ref.uid)


def _waits(sighting: Sighting | None, now: datetime) -> bool:
    """Whether a message failed to come so often that it is not its turn now."""
    if sighting is None or sighting.fetch_failures < _FAILURES_UNTIL_RARE or sighting.failed_at is None:
        return False
    return timedelta() <= now - sighting.failed_at < _RARELY  # a clock set back makes nobody wait


def _file_all(
    inbox: Inbox,
    desk: Desk,
    listed: Sequence[Listed],
    states: Mapping[int, MessageState | None],
    *,
    filed: list[MessageRef],
    refused: list[MailboxError],
) -> Iterator[None]:
    """Moves what is handled.  A refusal is kept in `refused`; the others are moved all the same where that may help."""
    in_a_row = 0
    for item in listed:
        try:
            moved = _file_away(inbox, desk, item, states.get(item.ref.uid))
        except MailboxError as error:
            if not error.refused:
                raise
            log.warning("Message UID %d stays where it is: %s", item.ref.uid, error)
            refused.append(error)
            in_a_row += 1
            if error.permanent or in_a_row >= _REFUSED_IN_A_ROW:
                return
        else:
            filed.extend(moved)
            in_a_row = 0 if moved else in_a_row
        yield


def _file_away(inbox: Inbox, desk: Desk, item: Listed, state: MessageState | None) -> list[MessageRef]:
    """Moves a handled message to the folder of such; its place, if it was moved."""
    # A parked message stays where people look.  One that bears \Deleted was moved by COPY already, or deleted by a
    # person; either way it is not ours to move.
    folder = desk.config.mailbox.processed_folder
    if not folder or item.deleted or state not in {MessageState.TO_ASSESS, MessageState.DONE}:
        return []
    # The secretariat's address may be the mailbox itself: what is written to it stays where it is seen.
    if desk.records.is_letter_to(item.ref, desk.config.secretariat.keys):
        return []
    faults.point("cycle.before_move")
    moved = inbox.file_away(item.ref, folder)
    faults.point("cycle.moved")
    return [item.ref] if moved else []


# --------------------------------------------------------------------------- taking


def _take_all(
    inbox: Inbox,
    desk: Desk,
    items: Sequence[Listed],
    tally: Counter[str],
    states: dict[int, MessageState | None],
) -> Iterator[None]:
    """Takes what is new; what becomes of each is added to `states`."""
    in_a_row = 0
    for item in items:
        try:
            with concerning(uid=item.ref.uid):
                states[item.ref.uid] = _take(inbox, desk, item, tally)
        except MailboxError as error:
            if not error.refused:
                raise
            log.warning("Message UID %d is not given: %s", item.ref.uid, error)
            tally["failed"] += 1
            in_a_row += 1
            if in_a_row >= _REFUSED_IN_A_ROW:
                raise
        else:
            in_a_row = 0
        yield


def _take(inbox: Inbox, desk: Desk, item: Listed, tally: Counter[str]) -> MessageState | None:
    """Brings a message into archive and records; its state, or None when it did not come."""
    if (state := desk.records.recognise(item, desk.clock.now())) is not None:
        tally["known"] += 1
        return state
    oversize = item.size > desk.config.intake.max_message_bytes
    raw = _fetch(inbox, desk, item, tally, oversize=oversize)
    if raw is None:
        return None
    faults.point("cycle.fetched")
    sha256 = desk.archive.put_message(raw)
    faults.point("cycle.archived")
    key = None if oversize else content_key(raw)
    size = item.size if oversize else len(raw)
    arrival = Arrival(item.ref, sha256, size, item.internal_date, key, oversize=oversize, object_id=item.object_id)
    return _record(desk, arrival, raw, tally)


def _fetch(inbox: Inbox, desk: Desk, item: Listed, tally: Counter[str], *, oversize: bool) -> bytes | None:
    """The bytes, or the header block of a message too large; None when it has gone or cannot be had now."""
    try:
        raw = inbox.fetch_head(item.ref, HEAD_BYTES) if oversize else inbox.fetch(item.ref)
    except MailboxError as error:
        desk.records.fetch_failed(item.ref, item.internal_date, str(error), desk.clock.now())
        raise
    except RecordsError:
        raise
    except Exception:  # one message must not stop the others, whatever its bytes do to a library
        log.exception("Message UID %d could not be fetched.", item.ref.uid)
        desk.records.fetch_failed(item.ref, item.internal_date, what_broke(), desk.clock.now())
        tally["failed"] += 1
        return None
    if raw is None:
        log.info("Message UID %d has gone from the mailbox before it was fetched.", item.ref.uid)
    return raw


def _record(desk: Desk, arrival: Arrival, raw: bytes, tally: Counter[str]) -> MessageState:
    recorded = desk.records.record(arrival, desk.clock.now())
    faults.point("cycle.recorded")
    if recorded.entry is not Entry.NEW:
        tally["known" if recorded.entry is Entry.KNOWN else "duplicates"] += 1
        return recorded.state
    tally["new"] += 1
    tally["oversize"] += arrival.oversize
    pending = Pending(recorded.id, arrival.sha256, arrival.oversize, arrival.size, arrival.arrived_at, attempts=1)
    with concerning(message=pending.id):
        return _decide(desk, pending, raw, tally)


def _decide_left_over(desk: Desk, tally: Counter[str]) -> Iterator[None]:
    for pending in desk.records.undecided():
        with concerning(message=pending.id):
            _decide_again(desk, pending, tally)
        yield


def _decide_again(desk: Desk, pending: Pending, tally: Counter[str]) -> None:
    if pending.attempts >= desk.config.intake.max_attempts:  # they did not end with an error: they ended the process
        _failed(desk, pending, "the program ended while reading it", tally)
        return
    desk.records.begin_intake(pending.id)
    try:
        raw = desk.archive.message(pending.sha256)
    except RecordsError as error:
        if not error.lost:
            desk.records.intake_not_tried(pending.id)
            raise
        _failed(desk, pending, str(error), tally)  # this one is missing or damaged: no reason to stop the others
    else:
        _decide(desk, pending, raw, tally)


# --------------------------------------------------------------------------- deciding


def _decide(desk: Desk, pending: Pending, raw: bytes, tally: Counter[str]) -> MessageState:
    """Reads and decides a message whose attempt is counted already."""
    try:
        understood = _understand(desk, pending, raw)
        faults.point("cycle.understood")
        decided = desk.records.decide(pending.id, understood, desk.clock.now())
    except (RecordsError, NoReaderError):  # nothing about this message: the attempt was none at it
        desk.records.intake_not_tried(pending.id)
        raise
    except ReadError as error:
        log.error("Message %d could not be read: %s", pending.id, error)  # noqa: TRY400 - a sentence
        return _failed(desk, pending, str(error), tally)
    except Exception:  # one message must not stop the others: the failure is recorded, counted, and shown
        log.exception("Message %d could not be read.", pending.id)
        return _failed(desk, pending, what_broke(), tally)
    tally["decided"] += 1
    if decided is None:  # by an earlier pass: there is one at a time, so this is of a moment ago
        return MessageState.DONE
    decision = decided.decision
    log.info("Message %d: %s (%s)", pending.id, decision.disposition.value, unquoted(decision.reason))
    return MessageState.TO_ASSESS if decided.to_assess else MessageState.DONE


def _failed(desk: Desk, pending: Pending, error: str, tally: Counter[str]) -> MessageState:
    limit = desk.config.intake.max_attempts
    note = Note("parked", "It could not be read.", attention=True, data={"stage": "intake"})
    notices = desk.notice(pending, Headers(None, None, ""), "", [note])
    parked = desk.records.intake_failed(pending.id, error, limit, desk.clock.now(), notices)
    tally["parked" if parked else "failed"] += 1
    return MessageState.PARKED if parked else MessageState.ARCHIVED


def _understand(desk: Desk, pending: Pending, raw: bytes) -> _Understood:
    """Reads a message and brings its files into the archive: what needs no look at the records."""
    mail = desk.read(raw)
    files = tuple(_keep(desk, attachment) for attachment in mail.attachments)
    return _Understood(desk, pending, mail, desk.decide(mail), files)


@dataclass(frozen=True, slots=True)
class _Understood:
    """A message that was read; called in the transaction that records what it comes to.  Does no I/O."""

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
        if resolved is not None:
            letters = resolved.letters
        elif not to_assess and (answer := self._answer(decision, register)) is not None:
            letters = (self.desk.outgoing(answer),)
        back = self._returned(register)
        letter = register.returned(back.message_id) if back and back.message_id else None
        if letter is not None:
            decision = replace(decision, needs_person=False)  # what came back is known: it is a report
        notes = [*self._notes(decision, resolved), *self._written_by_hand(register, back)]
        told, codes = self._told(decision, notes, back, letter)
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
        files = self._files
        return bool(files) and all(file.kind in PAPER_KINDS and file.role is not Role.PAPER for file in files)

    @property
    def _files(self) -> list[Attachment]:
        """What it brings beside the pictures of signatures."""
        return [file for file in self.mail.attachments if file.role is not Role.SIGNATURE]

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

    def _answer(self, decision: Decision, register: Register) -> Letter | None:
        """The letter for a message of a person that holds no paper to judge and that no request of theirs answers."""
        incoming = self._incoming()
        if incoming is None or not (decision.may_answer and decision.needs_answer):
            return None
        letters = self.desk.letters
        if self.pending.oversize:
            return letters.oversize(incoming)
        # Somebody says what none of the answers fits: not that no file came, which was not meant to.
        says = decision.needs_person and not self._files and not decision.missing
        if decision.disposition in _FOR_A_PERSON or says or (self._only_documents and not decision.missing):
            return letters.passed_on(incoming, decision, offered=bool(register.offers(self._headers)))
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
        """A letter that a person wrote from the mailbox itself came back: who wrote it will not see the report."""
        if back is None or back.writer != self.desk.config.mailbox.address.lower():
            return
        if not (back.permanent and back.recipients):
            return
        if back.message_id is not None and register.returned(back.message_id) is not None:
            return  # one of ours, which is told as such
        if register.noted("letter_came_back", self.desk.clock.now() - _DAY) >= _RETURNED_A_DAY:
            return
        data = {"to": back.recipients, "subject": back.subject}
        text = f"A letter from the mailbox to {', '.join(back.recipients)} could not be delivered."
        yield Note("letter_came_back", text, attention=True, data=data)

    def _told(
        self, decision: Decision, notes: list[Note], back: ReturnedMail | None, returned: Returned | None
    ) -> tuple[list[Note], tuple[str, ...]]:
        """Of what is noted, what the secretariat gets a letter about, and the papers concerned.

        Programs send by the hundred: of their mail only a file that looks like a paper is worth a letter.  Of a letter
        of ours that comes back it is told once; of those to the
        secretariat never, for each would come back and cause the next.
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


def _keep(desk: Desk, attachment: Attachment) -> StoredFile:
    return StoredFile(
        sha256=desk.archive.put_file(attachment.content),
        size=len(attachment.content),
        kind=attachment.kind,
        filename=attachment.filename,
        role=attachment.role,
        original_name=attachment.original_name,
        problem=attachment.problem,
        author=attachment.author,
    )
