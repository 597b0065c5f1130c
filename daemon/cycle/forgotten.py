"""Messages that these records have handled and know nothing of: the records are older than the mailbox.

What is handled bears a mark in the mailbox: an IMAP keyword (RFC 3501 §2.3.2) that follows from the key of the storage
directory, set before the message is moved.  A marked message in the folder of handled messages that is not on record
was handled before the records were set back: a snapshot of the machine, a copy of the whole directory, yesterday's
file.  Nothing on this machine would tell, for all of it was set back together.

So is a marked one in the folder that is read: the server would not move it, or a person moved it back.

Whether a message comes says nothing of whether it was forgotten.  One that the server does not give counts by what the
mailbox tells without reading it, is taken in when it comes, and hides no other one.

Where no message was handled meanwhile, letters of the calendar may have gone out all the same: where the provider keeps
what is sent through it, such a letter stands in the Sent folder, bears the mark in a header, and is on no record.

What a person moved there bears no mark, nor does what another service handled.  Where the server keeps no keywords,
nothing is seen here, and `reconcile` names what is not on record.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from daemon.cycle.taking import REFUSED_IN_A_ROW, waits
from daemon.errors import MailboxError
from daemon.identity import STORAGE_HEADER, is_ours
from daemon.model import HEAD_BYTES, Counted, Folder, Inbox, Listed, MessageRef
from daemon.records import Ledgered, Records, Watched, features, looks

log = logging.getLogger(__name__)

#: So far the clocks of server and machine may be apart.
_SKEW = timedelta(hours=1)
_LABEL = b"handled by this storage directory"
_DIGITS = 12


def mark_of(key: bytes) -> str:
    """The keyword of a storage directory: an atom, not secret, and nobody else's by chance."""
    return f"thamluan-{hmac.new(key, _LABEL, hashlib.sha256).hexdigest()[:_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Look:
    """How it is looked for what was forgotten."""

    records: Records
    mark: str
    max_message_bytes: int
    now: datetime
    tell: Callable[[Sequence[Listed]], None]  #: is given what was found, before the connection is given up


def forgotten(inbox: Inbox, look: Look, folder: str, counted: Counted) -> Sequence[Listed] | None:
    """Messages of the folder of handled ones that bear the mark and are not on record, in their order of arrival; None
    where the server does not let us look.

    Only what came to the folder since it was last seen is looked at, and what did not come when it was to be taken in
    again.  MailboxError, RecordsError.
    """
    if counted.uidvalidity is None or counted.next_uid is None:
        return None
    records = look.records
    since = records.seen_until(Watched.HANDLED, folder, counted.uidvalidity).uid
    failed = records.unfetched(inbox.account, folder, counted.uidvalidity)
    left_alone = {uid for uid, sighting in failed.items() if uid < since and waits(sighting, look.now)}
    first = min({since} | (failed.keys() - left_alone))
    if counted.next_uid <= first:
        return ()
    with _refusal_of(folder) as refused, inbox.looking(folder) as place:
        marked = [it for it in place.since(first, look.mark) if it.ref.uid >= since or it.ref.uid in failed]
        tried = {it.ref.uid for it in marked if it.ref.uid in failed and failed[it.ref.uid].shows(it)}
        due = [it for it in marked if it.ref.uid not in left_alone]
        unknown = _unknown(place, due, look, tried)
    if refused:
        return None
    still = {it.ref.uid for it in unknown} | left_alone
    records.forget_unfetched(inbox.account, folder, counted.uidvalidity, still, look.now)
    return sorted(unknown, key=lambda it: (it.internal_date, it.ref.uid))


@dataclass(frozen=True, slots=True)
class SentFolder:
    """The Sent folder at a look."""

    name: str = ""  #: empty: the mailbox has none, yet
    uidvalidity: int | None = None
    next_uid: int = 1  #: everything below was looked at
    unknown: int = 0  #: letters of this directory that the records do not know, or believe to wait untried


def gone_out(inbox: Inbox, records: Records, mark: str, now: datetime) -> SentFolder | None:
    """What has come to the Sent folder since it was last seen; None where the server does not let us look.

    Of a folder that is another one than then, made with the first letter or made anew, everything may have come since.
    MailboxError, RecordsError.
    """
    name = inbox.sent_folder()
    if name is None:
        return SentFolder()
    counted = inbox.count(name)
    if counted is None or counted.uidvalidity is None or counted.next_uid is None:
        return None
    folder = SentFolder(name, counted.uidvalidity, counted.next_uid)
    seen = records.seen_until(Watched.SENT, name, counted.uidvalidity)
    if seen.at is None or seen.uid == counted.next_uid:
        return folder
    # Where the numbers have gone back, the folder came from a copy, and gives them again.
    first = seen.uid if seen.uid < counted.next_uid else 1
    # What a person moves there is older, and may be of another life of these records.  A clock that was ahead then says
    # nothing of when that was.
    since = seen.at - _SKEW if seen.at <= now else datetime.min.replace(tzinfo=UTC)
    restored = records.restored_at()
    if restored is not None and restored <= now:  # what went out before that is reckoned with
        since = max(since, restored)
    with _refusal_of(name) as refused, inbox.looking(name) as place:
        new = [it for it in place.since(first) if it.internal_date > since]
        names, hidden = _names(place, new)
        if new and len(hidden) == len(new):  # it is the folder that is not shown
            return None
        ours = {uid: value for uid, value in names.items() if is_ours(value)}
        unknown = records.unknown_letters(set(ours.values()))
        doubtful = [it.ref for it in new if ours.get(it.ref.uid) in unknown]
        found = {ours[ref.uid] for ref in doubtful if _may_bear(place, ref, mark)}
    if refused:
        return None
    return replace(folder, unknown=len(found))


def _may_bear(place: Folder, ref: MessageRef, mark: str) -> bool:
    """Of a letter that is not shown, nobody knows whose it is: rather ours, than that it goes out again."""
    try:
        head = place.fetch_head(ref, HEAD_BYTES)
    except MailboxError as error:
        if not error.refused:
            raise
        log.warning("Letter UID %d of %s is not given: %s", ref.uid, ref.folder, error)
        return bool(mark)
    return _bears(head, mark)


def _bears(head: bytes | None, mark: str) -> bool:
    """Whether a letter is of this directory: others may send through the same account, a trial beside the service."""
    if head is None or not mark:
        return False
    field = re.search(rb"^%s:[ \t]*(\S+)" % STORAGE_HEADER.encode(), head, re.IGNORECASE | re.MULTILINE)
    return field is not None and field[1] == mark.encode()


def tell_unrecorded(inbox: Inbox, look: Look, new: Sequence[Listed], failed: Collection[int]) -> None:
    """Tells the same of messages that are new in the folder that is read, of which there is one at least: the server
    would not move them when they had been handled, or a person moved them back.  `failed`: UIDs of such as did not
    come before.  MailboxError, RecordsError.
    """
    uids = {item.ref.uid for item in new}
    with _refusal_of(inbox.folder):
        marked = [it for it in inbox.since(min(uids), look.mark) if it.ref.uid in uids]
        _unknown(inbox, marked, look, failed)


@contextmanager
def _refusal_of(folder: str) -> Iterator[list[MailboxError]]:
    """Where the server lets nobody look, that is told, and kept in the list."""
    refused: list[MailboxError] = []
    try:
        yield refused
    except MailboxError as error:
        if not error.refused:
            raise
        log.warning("Whether the records are older than the mailbox is not seen in %s: %s", folder, error)
        refused.append(error)


def _unknown(place: Folder | Inbox, marked: Sequence[Listed], look: Look, failed: Collection[int]) -> Sequence[Listed]:
    """Those that are not on record: by their features, else by their bytes, and where these do not come by what else
    the mailbox tells.

    One that costs the connection does not keep the others from being told: letters may leave before the next look.
    """
    if not marked:
        return ()
    known = look.records.ledgered()
    names, _ = _names(place, marked)
    unnamed = [it for it in marked if features(it, names.get(it.ref.uid)) not in known.by_features]
    on_records = frozenset().union(*known.by_looks.values())
    unknown, in_a_row = [], 0
    broke: MailboxError | None = None
    for item in unnamed:
        on_record = None
        if item.ref.uid not in failed and in_a_row < REFUSED_IN_A_ROW and broke is None:
            try:
                on_record = _is_on_record(place, item, known, look)
            except MailboxError as error:
                look.records.fetch_failed(item.ref, item.internal_date, str(error), look.now)
                broke = error
            in_a_row = in_a_row + 1 if on_record is None else 0
        if on_record is None:
            # Servers tell other sizes than the bytes have, and other dates of what was moved: a name is the surer sign.
            name = names.get(item.ref.uid)
            on_record = name in on_records if name else looks(item) in known.by_looks
        if not on_record:
            unknown.append(item)
    look.tell(unknown)
    if broke is not None:
        raise broke
    return unknown


def _names(place: Folder | Inbox, items: Sequence[Listed]) -> tuple[Mapping[int, str], set[int]]:
    """The Message-IDs by UID, and the UIDs of messages that the server does not show."""
    refs = [item.ref for item in items]
    try:
        return place.message_ids(refs), set()
    except MailboxError as error:
        if not error.refused:
            raise
    names: dict[int, str] = {}  # one that it does not show has it refuse all that were asked for together
    hidden: set[int] = set()
    in_a_row = 0
    for ref in refs:
        if in_a_row < REFUSED_IN_A_ROW:
            try:
                names |= place.message_ids([ref])
                in_a_row = 0
                continue
            except MailboxError as error:
                if not error.refused:
                    raise
                in_a_row += 1
        hidden.add(ref.uid)
    return names, hidden


def _is_on_record(place: Folder | Inbox, item: Listed, known: Ledgered, look: Look) -> bool | None:
    """By its bytes; None where they are refused.  What has gone meanwhile needs no record.  MailboxError."""
    try:
        if item.size > look.max_message_bytes:
            head = place.fetch_head(item.ref, HEAD_BYTES)
            return head is None or (hashlib.sha256(head).hexdigest(), item.size) in known.by_head
        raw = place.fetch(item.ref)
    except MailboxError as error:
        if not error.refused:
            raise
        log.warning("Message UID %d of %s is not given: %s", item.ref.uid, item.ref.folder, error)
        return None
    return raw is None or hashlib.sha256(raw).hexdigest() in known.by_bytes
