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
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from daemon.cycle.accounting import compare, look_at_sent, look_at_unmoved, note_filed, take_back, take_handled
from daemon.cycle.filing import file_all, settle
from daemon.cycle.polling import begin_poll, heed_pause, poll_failed, short_pause
from daemon.cycle.taking import (
    CatchUp,
    IntakeReport,
    decide_left_over,
    each_left_over,
    failures,
    take_all,
    take_in,
    waits,
)
from daemon.desk import Desk
from daemon.errors import MailboxError
from daemon.model import Counted, Inbox, Listed, MessageRef
from daemon.records import Sighting

__all__ = [
    "IntakeReport",
    "begin_poll",
    "decide_left_over",
    "heed_pause",
    "poll_failed",
    "run_intake",
    "short_pause",
    "take_in",
]

log = logging.getLogger(__name__)

#: Moves noted in one transaction: each costs an fsync, and a move that is not noted does no harm.
_SETTLED_AT_ONCE = 50


def _nothing_waits(_: datetime) -> None:
    """Whoever judges in another way sees to it."""


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
                settle(desk, tally, filed)
            if stop():
                break
        else:
            desk.records.poll_succeeded(desk.clock.now(), str(refused[0]) if refused else None)
    except MailboxError as error:
        settle(desk, tally, filed)
        poll_failed(desk, error)
        raise
    settle(desk, tally, filed)
    return IntakeReport(**tally)


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
    look_at_sent(inbox, desk)
    handled = inbox.count(folder) if folder else Counted(0, None)
    late: Sequence[Listed] = ()
    if handled is not None:
        late = yield from take_back(inbox, desk, handled, catch_up, tally)
    yield from each_left_over(desk, tally)
    state = inbox.select()
    listed = inbox.list()
    tally["listed"] = len(listed)
    now = desk.clock.now()
    desk.records.folder_selected(inbox.account, inbox.folder, state.uidvalidity, now)
    uids = {item.ref.uid for item in listed}
    desk.records.forget_unfetched(inbox.account, inbox.folder, state.uidvalidity, uids, now)
    known = _known(inbox, desk, state.uidvalidity, listed)
    states = {uid: sighting.state for uid, sighting in known.items() if sighting.message is not None}
    new = [item for item in listed if item.ref.uid not in states and not waits(known.get(item.ref.uid), now)]
    stood = sum(item.ref.uid in states for item in listed)
    named = [item for item in listed if item.object_id and item.ref.uid in states and not known[item.ref.uid].object_id]
    desk.records.note_names(named)
    look_at_unmoved(inbox, desk, new, {uid for uid, sighting in known.items() if failures(sighting)})
    in_turn = sorted(new, key=lambda item: (failures(known.get(item.ref.uid)), item.ref.uid))
    yield from take_all(inbox, desk, in_turn, tally, states=states, catch_up=catch_up)
    # A copy of a known message that came by another way has come since: it says nothing of what stood there.
    compare(inbox, desk, handled, stood + tally["known"], tally["new"] + tally["duplicates"])
    yield from file_all(inbox, desk, listed, states, filed=filed, refused=refused)
    if handled is not None and (filed or tally["filed"]):
        note_filed(inbox, desk, handled)
    yield from take_handled(inbox, desk, late, catch_up, tally)  # each try may cost the connection


def _known(inbox: Inbox, desk: Desk, uidvalidity: int, listed: Sequence[Listed]) -> dict[int, Sighting]:
    """What was seen of the messages that are listed, by UID."""
    seen = desk.records.sightings(inbox.account, inbox.folder, uidvalidity)
    places = [(item, seen[item.ref.uid]) for item in listed if item.ref.uid in seen]
    known = {item.ref.uid: sighting for item, sighting in places if sighting.shows(item)}
    if len(known) < len(places):
        others = len(places) - len(known)
        log.warning("%d places of %s hold other messages than before: these are fetched.", others, inbox.folder)
    return known
