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
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from daemon import backoff, faults
from daemon.backoff import Jitter
from daemon.desk import Desk
from daemon.discretion import unquoted, what_broke
from daemon.errors import MailboxError, NoReaderError, ReadError, RecordsError
from daemon.forgotten import forgotten, gone_out, unrecorded
from daemon.logs import concerning
from daemon.model import (
    HEAD_BYTES,
    Attachment,
    Counted,
    Inbox,
    Listed,
    MessageRef,
)
from daemon.records import (
    Arrival,
    Entry,
    Forgotten,
    Headers,
    MessageState,
    Note,
    Pending,
    Records,
    Sighting,
    Standing,
    StoredFile,
    Watched,
    content_key,
    features,
)
from daemon.understood import Understood

log = logging.getLogger(__name__)

#: Moves noted in one transaction: each costs an fsync, and a move that is not noted does no harm.
_SETTLED_AT_ONCE = 50

#: A message that failed to come so often is fetched only so often: each try may cost the connection, or a time-out.
_FAILURES_UNTIL_RARE = 3
_RARELY = timedelta(hours=1)

#: Refusals in a row that are no longer about single messages.
_REFUSED_IN_A_ROW = 25


#: Brings the records to a moment: what waits is judged, and schools are asked what they had been asked by then.
CatchUp = Callable[[datetime], object]


def _nothing_waits(_: datetime) -> None:
    """Whoever judges in another way sees to it."""


class _Gives(Protocol):
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


def run_intake(
    inbox: Inbox, desk: Desk, stop: Callable[[], bool] = lambda: False, catch_up: CatchUp = _nothing_waits
) -> IntakeReport:
    """One pass over the folder.  MailboxError, RecordsError: ended early, nothing lost, the next pass goes on.

    `stop` is asked between two messages.  `catch_up` is called before a message that arrived before the records came
    back from a copy is taken in, with the moment of its arrival.
    """
    tally: Counter[str] = Counter()
    filed: list[MessageRef] = []
    refused: list[MailboxError] = []
    try:
        for _ in _pass(inbox, desk, catch_up, tally, filed=filed, refused=refused):
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
    inbox: Inbox,
    desk: Desk,
    catch_up: CatchUp,
    tally: Counter[str],
    *,
    filed: list[MessageRef],
    refused: list[MailboxError],
) -> Iterator[None]:
    """The steps of a pass, one message at a time: what an earlier one left, what is new, and then the moving."""
    folder = desk.config.mailbox.processed_folder
    # Before all: whether the records may be believed.
    _look_at_sent(inbox, desk)
    handled = inbox.count(folder) if folder else Counted(0, None)
    if handled is not None:
        yield from _take_back(inbox, desk, handled, catch_up, tally)
    yield from _decide_left_over(desk, tally)
    state = inbox.select()
    listed = inbox.list()
    tally["listed"] = len(listed)
    now = desk.clock.now()
    desk.records.folder_selected(inbox.account, inbox.folder, state.uidvalidity, now)
    uids = {item.ref.uid for item in listed}
    desk.records.forget_unfetched(inbox.account, inbox.folder, state.uidvalidity, uids, now)
    known = _known(inbox, desk, state.uidvalidity, listed)
    states = {uid: sighting.state for uid, sighting in known.items() if sighting.message is not None}
    new = [item for item in listed if item.ref.uid not in states and not _waits(known.get(item.ref.uid), now)]
    stood = sum(item.ref.uid in states for item in listed)
    named = [item for item in listed if item.object_id and item.ref.uid in states and not known[item.ref.uid].object_id]
    desk.records.note_names(named)
    if new and desk.mark:  # what could not be moved once it was handled
        back = unrecorded(inbox, desk.records, new, desk.mark, max_message_bytes=_most(desk))
        _told_older(desk, Forgotten(messages=len(back)))
    in_turn = sorted(new, key=lambda item: _turn(item, known))
    yield from _take_all(inbox, desk, in_turn, tally, states=states, catch_up=catch_up)
    # A copy of a known message that came by another way has come since: it says nothing of what stood there.
    _compare(inbox, desk, handled, stood + tally["known"], tally["new"] + tally["duplicates"])
    yield from _file_all(inbox, desk, listed, states, filed=filed, refused=refused)
    if handled is not None and (filed or tally["filed"]):
        _note_filed(inbox, desk, handled)


def _known(inbox: Inbox, desk: Desk, uidvalidity: int, listed: Sequence[Listed]) -> dict[int, Sighting]:
    """What was seen of the messages that are listed, by UID."""
    seen = desk.records.sightings(inbox.account, inbox.folder, uidvalidity)
    places = [(item, seen[item.ref.uid]) for item in listed if item.ref.uid in seen]
    known = {item.ref.uid: sighting for item, sighting in places if sighting.shows(item)}
    if len(known) < len(places):
        others = len(places) - len(known)
        log.warning("%d places of %s hold other messages than before: these are fetched.", others, inbox.folder)
    return known


def _look_at_sent(inbox: Inbox, desk: Desk) -> None:
    """Where letters went out that these records know nothing of, they are older than the mailbox."""
    now = desk.clock.now()
    sent = gone_out(inbox, desk.records, desk.mark, now)
    if sent is not None:
        _told_older(desk, Forgotten(letters=sent.unknown))
        desk.records.is_seen(Watched.SENT, sent.name, sent.uidvalidity, sent.next_uid, now)


def _take_back(inbox: Inbox, desk: Desk, counted: Counted, catch_up: CatchUp, tally: Counter[str]) -> Iterator[None]:
    """Takes in what these records have handled and know nothing of: they are older than the mailbox, and the letters
    that they believe to wait may have gone out.
    """
    folder, mark, most = desk.config.mailbox.processed_folder, desk.mark, _most(desk)
    back = forgotten(inbox, desk.records, folder, counted, mark, max_message_bytes=most) if mark else None
    if back is None:
        return
    if back:
        _told_older(desk, Forgotten(messages=len(back)))
        yield from _decide_left_over(desk, tally)  # it came before them
        with inbox.looking(folder) as place:
            for item in back:
                yield from _caught_up(desk, item, catch_up)
                _take(place, desk, item, tally)
                yield
    _seen_until(desk, counted)


def _seen_until(desk: Desk, counted: Counted) -> None:
    """Everything in the folder of handled messages is accounted for, up to what comes there next."""
    if counted.uidvalidity is not None and counted.next_uid is not None:
        folder = desk.config.mailbox.processed_folder
        desk.records.is_seen(Watched.HANDLED, folder, counted.uidvalidity, counted.next_uid, desk.clock.now())


def _told_older(desk: Desk, back: Forgotten) -> None:
    """Where anything was forgotten: the records were set back."""
    if not (back.messages or back.letters):
        return
    log.critical(
        "The records are older than the mailbox: %s. Nothing is sent again blindly: see `thamluan outbox list`.",
        f"{back.messages} messages that were handled are not on record, and are taken in again"
        if back.messages
        else f"{back.letters} letters that went out are not on record",
    )
    desk.records.set_back(back, desk.clock.now())


def _caught_up(desk: Desk, item: Listed, catch_up: CatchUp) -> Iterator[None]:
    """Where the records came back from a copy, a message that had arrived by then may answer what another one caused,
    which these records are only about to judge.
    """
    restored = desk.records.restored_at()
    if restored is not None and item.internal_date <= restored:
        catch_up(item.internal_date)
        yield  # whoever has it stopped lets nothing overtake what waits


def _most(desk: Desk) -> int:
    return desk.config.intake.max_message_bytes


def _compare(inbox: Inbox, desk: Desk, counted: Counted | None, known: int, new: int) -> None:
    """Whether what was on record stands where it stood, in the folder that is read and in that of handled messages."""
    folder = desk.config.mailbox.processed_folder
    handled = _handled(inbox, desk, folder, counted)
    if counted is None or handled is None:  # no reason to leave the mail alone; how things stood then stays the measure
        what = "count the messages in" if counted is None else "let us look into"
        log.warning("The server does not %s %s: that none has vanished is not seen.", what, folder)
        return
    standing = Standing(inbox.folder, (folder, counted.uidvalidity), known + handled, new)
    vanished = desk.records.compare_mailbox(standing, desk.config.mailbox.vanished_limit, desk.clock.now())
    if vanished:
        log.critical(
            "%d messages that stood in the mailbox are gone from it, and none is left. Letters wait: find out why, "
            "then run `thamluan outbox resume`.",
            vanished,
        )


def _handled(inbox: Inbox, desk: Desk, folder: str, counted: Counted | None) -> int | None:
    """How many handled messages stand in their folder; None where the server does not say."""
    if counted is None:
        return None
    if not counted.messages or desk.records.stood_in(folder, counted.uidvalidity):
        return counted.messages
    try:
        return _on_record(inbox, desk, folder)
    except MailboxError as error:
        if not error.refused:
            raise
        return None


def _note_filed(inbox: Inbox, desk: Desk, before: Counted) -> None:
    """What this pass has moved to the folder is no news there; and one that was not there until then is the one that
    handled messages are to stand in.
    """
    folder = desk.config.mailbox.processed_folder
    after = inbox.count(folder)
    if after is None:
        return
    if before.uidvalidity is None:
        desk.records.stands_in(folder, after.uidvalidity, desk.clock.now())
    new_folder = before.uidvalidity is None
    if new_folder or desk.records.seen_until(Watched.HANDLED, folder, before.uidvalidity).uid == before.next_uid:
        _seen_until(desk, after)


def _on_record(inbox: Inbox, desk: Desk, folder: str) -> int:
    """How many messages of a folder are on record: one of this name in somebody else's mailbox is another folder."""
    known = desk.records.ledgered().by_features
    with inbox.looking(folder) as place:
        listed = place.list()
        names = place.message_ids([item.ref for item in listed])
    return sum(features(item, names.get(item.ref.uid)) in known for item in listed)


def _settle(desk: Desk, tally: Counter[str], filed: list[MessageRef]) -> None:
    """Notes which messages were moved; what a crash leaves unnoted is seen from the mailbox by the next pass."""
    desk.records.settle(filed, desk.clock.now())
    tally["filed"] += len(filed)
    filed.clear()


def take_in(desk: Desk, raw: bytes, arrived_at: datetime, source: str) -> IntakeReport:
    """The same for one message that comes from a file instead of a mailbox.  RecordsError."""
    tally: Counter[str] = Counter(listed=1)
    size = len(raw)
    oversize = size > _most(desk)
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
    moved = inbox.file_away(item.ref, folder, desk.mark)
    faults.point("cycle.moved")
    return [item.ref] if moved else []


# --------------------------------------------------------------------------- taking


def _take_all(
    inbox: Inbox,
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
        yield from _caught_up(desk, item, catch_up)
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


def _take(inbox: _Gives, desk: Desk, item: Listed, tally: Counter[str]) -> MessageState | None:
    """Brings a message into archive and records; its state, or None when it did not come."""
    if (state := desk.records.recognise(item, desk.clock.now())) is not None:
        tally["known"] += 1
        return state
    oversize = item.size > _most(desk)
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


def _fetch(inbox: _Gives, desk: Desk, item: Listed, tally: Counter[str], *, oversize: bool) -> bytes | None:
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
