"""Whether records and mailbox tell the same: nothing has vanished, and the records are not older than the mailbox."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Sequence
from functools import partial

from daemon.cycle.forgotten import Look, forgotten, gone_out, tell_unrecorded
from daemon.cycle.taking import CatchUp, comes_rarely, each_left_over, failures, most_bytes, take_all, waits
from daemon.desk import Desk
from daemon.errors import MailboxError
from daemon.model import Counted, Inbox, Listed
from daemon.records import Forgotten, Standing, Watched, features

log = logging.getLogger(__name__)


def look_at_sent(inbox: Inbox, desk: Desk) -> None:
    """Where letters went out that these records know nothing of, they are older than the mailbox."""
    now = desk.clock.now()
    sent = gone_out(inbox, desk.records, desk.mark, now)
    if sent is not None:
        _told_older(desk, Forgotten(letters=sent.unknown))
        desk.records.is_seen(Watched.SENT, sent.name, sent.uidvalidity, sent.next_uid, now)


def look_at_unmoved(inbox: Inbox, desk: Desk, new: Sequence[Listed], failed: Collection[int]) -> None:
    """Of messages that are new in the folder that is read: what could not be moved once it was handled.  `failed`: UIDs
    of such as did not come before.
    """
    if new and desk.mark:
        tell_unrecorded(inbox, _look(desk, Watched.SOURCE_TOLD), new, failed)


def _look(desk: Desk, told: Watched) -> Look:
    tell = partial(_told_of_each, desk, told)
    return Look(desk.records, desk.mark, most_bytes(desk), desk.clock.now(), tell)


def take_back(
    inbox: Inbox, desk: Desk, counted: Counted, catch_up: CatchUp, tally: Counter[str]
) -> Generator[None, None, Sequence[Listed]]:
    """Takes in what these records have handled and know nothing of: they are older than the mailbox, and the letters
    that they believe to wait may have gone out.

    Returns what failed to come so often that it is to be tried when all else of the pass is done (`take_handled`).
    """
    folder = desk.config.mailbox.processed_folder
    back = forgotten(inbox, _look(desk, Watched.HANDLED_TOLD), folder, counted) if desk.mark else None
    if back is None:
        return ()
    late: Sequence[Listed] = ()
    if back:
        yield from each_left_over(desk, tally)  # it came before them
        failed = desk.records.unfetched(inbox.account, folder, back[0].ref.uidvalidity)
        now = desk.clock.now()
        due = [item for item in back if not waits(failed.get(item.ref.uid), now)]
        in_turn = sorted(due, key=lambda item: failures(failed.get(item.ref.uid)))
        late = [item for item in in_turn if comes_rarely(failed.get(item.ref.uid))]
        yield from take_handled(inbox, desk, in_turn[: len(in_turn) - len(late)], catch_up, tally)
    _seen_until(desk, counted)  # but for what did not come, which the records know as that
    return late


def take_handled(
    inbox: Inbox, desk: Desk, items: Sequence[Listed], catch_up: CatchUp, tally: Counter[str]
) -> Iterator[None]:
    """Takes messages in from the folder of handled ones."""
    if items:
        with inbox.looking(items[0].ref.folder) as place:
            yield from take_all(place, desk, items, tally, states={}, catch_up=catch_up)


def _seen_until(desk: Desk, counted: Counted) -> None:
    """Everything in the folder of handled messages is accounted for, up to what comes there next."""
    if counted.uidvalidity is not None and counted.next_uid is not None:
        folder = desk.config.mailbox.processed_folder
        desk.records.is_seen(Watched.HANDLED, folder, counted.uidvalidity, counted.next_uid, desk.clock.now())


def _told_of_each(desk: Desk, what: Watched, back: Sequence[Listed]) -> None:
    """Messages of one folder, each told once, however often it does not come: letters are held each time."""
    if not back:
        return
    place = back[0].ref
    until = desk.records.seen_until(what, place.folder, place.uidvalidity).uid
    untold = [item.ref.uid for item in back if item.ref.uid >= until]
    if untold:
        _told_older(desk, Forgotten(messages=len(untold)))
        desk.records.is_seen(what, place.folder, place.uidvalidity, max(untold) + 1, desk.clock.now())


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


def compare(inbox: Inbox, desk: Desk, counted: Counted | None, known: int, new: int) -> None:
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


def note_filed(inbox: Inbox, desk: Desk, before: Counted) -> None:
    """What this pass has moved to the folder is no news there; and one that was not there until then is the one that
    handled messages are to stand in.
    """
    folder = desk.config.mailbox.processed_folder
    after = inbox.count(folder)
    if after is None:
        return
    new_folder = before.uidvalidity is None
    if new_folder:
        desk.records.stands_in(folder, after.uidvalidity, desk.clock.now())
    if new_folder or desk.records.seen_until(Watched.HANDLED, folder, before.uidvalidity).uid == before.next_uid:
        _seen_until(desk, after)


def _on_record(inbox: Inbox, desk: Desk, folder: str) -> int:
    """How many messages of a folder are on record: one of this name in somebody else's mailbox is another folder."""
    known = desk.records.ledgered().by_features
    with inbox.looking(folder) as place:
        listed = place.list()
        names = place.message_ids([item.ref for item in listed])
    return sum(features(item, names.get(item.ref.uid)) in known for item in listed)
