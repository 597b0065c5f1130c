"""One message, from the mailbox or from a file, into archive and records, and decided.

A message that cannot be handled is counted, tried again, and set aside for a person after `intake.max_attempts`; it
never blocks the next one.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from daemon import faults
from daemon.desk import Desk
from daemon.discretion import unquoted, what_broke
from daemon.errors import MailboxError, NoReaderError, ReadError, RecordsError
from daemon.logs import concerning
from daemon.model import HEAD_BYTES, Attachment, Listed, MessageRef, Stage
from daemon.records import Arrival, Entry, Headers, MessageState, Note, Pending, Sighting, StoredFile, content_key
from daemon.understood import Understood

log = logging.getLogger(__name__)

#: Refusals in a row that are no longer about single messages.
REFUSED_IN_A_ROW = 25

#: A message that failed to come so often is fetched only so often: each try may cost the connection, or a time-out.
_FAILURES_UNTIL_RARE = 3
_RARELY = timedelta(hours=1)

#: Brings the records to a moment: what waits is judged, and schools are asked what they had been asked by then.
CatchUp = Callable[[datetime], object]


class Gives(Protocol):
    """A folder that messages are taken from."""

    def fetch(self, ref: MessageRef) -> bytes | None: ...

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None: ...


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


def most_bytes(desk: Desk) -> int:
    """What a message may have to be fetched whole."""
    return desk.config.intake.max_message_bytes


def take_in(desk: Desk, raw: bytes, arrived_at: datetime, source: str) -> IntakeReport:
    """Takes in one message that comes from a file instead of a mailbox.  RecordsError."""
    tally: Counter[str] = Counter(listed=1)
    size = len(raw)
    oversize = size > most_bytes(desk)
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
    for _ in each_left_over(desk, tally):
        pass
    return IntakeReport(**tally)


def failures(sighting: Sighting | None) -> int:
    """How often a message failed to come that is not on record yet.  Who takes messages in takes those that failed
    least first, so that one which the server cannot give never blocks the others.
    """
    return sighting.fetch_failures if sighting is not None and sighting.message is None else 0


def comes_rarely(sighting: Sighting | None) -> bool:
    """Whether a message failed to come so often that nothing waits for it any longer."""
    return failures(sighting) >= _FAILURES_UNTIL_RARE


def waits(sighting: Sighting | None, now: datetime) -> bool:
    """Whether a message failed to come so often that it is not its turn now."""
    if sighting is None or sighting.fetch_failures < _FAILURES_UNTIL_RARE or sighting.failed_at is None:
        return False
    return timedelta() <= now - sighting.failed_at < _RARELY  # a clock set back makes nobody wait


def take_all(
    inbox: Gives,
    desk: Desk,
    items: Sequence[Listed],
    tally: Counter[str],
    *,
    states: dict[int, MessageState | None],
    catch_up: CatchUp,
) -> Iterator[None]:
    """Takes what is new; what becomes of each is added to `states`."""
    in_a_row = 0
    for item in items:
        yield from caught_up(desk, item, catch_up)
        try:
            with concerning(uid=item.ref.uid):
                states[item.ref.uid] = take(inbox, desk, item, tally)
        except MailboxError as error:
            if not error.refused:
                raise
            log.warning("Message UID %d is not given: %s", item.ref.uid, error)
            tally["failed"] += 1
            in_a_row += 1
            if in_a_row >= REFUSED_IN_A_ROW:
                raise
        else:
            in_a_row = 0
        yield


def caught_up(desk: Desk, item: Listed, catch_up: CatchUp) -> Iterator[None]:
    """Where the records came back from a copy, a message that had arrived by then may answer what another one caused,
    which these records are only about to judge.
    """
    restored = desk.records.restored_at()
    if restored is not None and item.internal_date <= restored:
        catch_up(item.internal_date)
        yield  # whoever has it stopped lets nothing overtake what waits


def take(inbox: Gives, desk: Desk, item: Listed, tally: Counter[str]) -> MessageState | None:
    """Brings a message into archive and records; its state, or None when it did not come."""
    if (state := desk.records.recognise(item, desk.clock.now())) is not None:
        tally["known"] += 1
        return state
    oversize = item.size > most_bytes(desk)
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


def _fetch(inbox: Gives, desk: Desk, item: Listed, tally: Counter[str], *, oversize: bool) -> bytes | None:
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


def each_left_over(desk: Desk, tally: Counter[str]) -> Iterator[None]:
    """The same, one message at a time."""
    for pending in desk.records.undecided():
        with concerning(message=pending.id):
            _decide_again(desk, pending, tally)
        yield


def _decide_again(desk: Desk, pending: Pending, tally: Counter[str]) -> None:
    if pending.attempts >= desk.config.intake.max_attempts:  # they did not end with an error: they ended the process
        _failed(desk, pending, "the program ended while reading it", tally)
        return
    desk.archive.need_room(pending.size)
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
    notices = desk.notice(pending, Headers(None, None, ""), "", [note], stage=Stage.UNREAD)
    parked = desk.records.intake_failed(pending.id, error, limit, desk.clock.now(), notices)
    tally["parked" if parked else "failed"] += 1
    return MessageState.PARKED if parked else MessageState.ARCHIVED


def _understand(desk: Desk, pending: Pending, raw: bytes) -> Understood:
    """Reads a message and brings its files into the archive: what needs no look at the records."""
    mail = desk.read(raw)
    files = tuple(_keep(desk, attachment) for attachment in mail.attachments)
    return Understood(desk, pending, mail, desk.decide(mail), files)


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
