"""Messages that these records have handled and know nothing of: the records are older than the mailbox.

What is handled bears a mark in the mailbox: an IMAP keyword (RFC 3501 §2.3.2) that follows from the key of the storage
directory, set before the message is moved.  A marked message in the folder of handled messages that is not on record
was handled before the records were set back: a snapshot of the machine, a copy of the whole directory, yesterday's
file.  Nothing on this machine would tell, for all of it was set back together.

So is a marked one in the folder that is read: the server would not move it, or a person moved it back.

Where no message was handled meanwhile, letters of the calendar may have gone out all the same: where the provider keeps
what is sent through it, such a letter stands in the Sent folder, bears the mark in a header, and is on no record.

What a person moved there bears no mark, nor does what another service handled.  Where the server keeps no keywords,
nothing is seen here, and `reconcile` names what is not on record.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from daemon.errors import MailboxError
from daemon.identity import STORAGE_HEADER, is_ours
from daemon.model import HEAD_BYTES, Counted, Folder, Inbox, Listed
from daemon.records import Ledgered, Records, Watched, features

#: So far the clocks of server and machine may be apart.
_SKEW = timedelta(hours=1)
_LABEL = b"handled by this storage directory"
_DIGITS = 12


def mark_of(key: bytes) -> str:
    """The keyword of a storage directory: an atom, not secret, and nobody else's by chance."""
    return f"thamluan-{hmac.new(key, _LABEL, hashlib.sha256).hexdigest()[:_DIGITS]}"


def forgotten(
    inbox: Inbox, records: Records, folder: str, counted: Counted, mark: str, *, max_message_bytes: int
) -> Sequence[Listed] | None:
    """Messages of the folder of handled ones that bear the mark and are not on record, in their order of arrival; None
    where the server does not let us look.

    Only what came to the folder since it was last seen is looked at.  MailboxError, RecordsError.
    """
    if counted.uidvalidity is None or counted.next_uid is None:
        return None
    since = records.seen_until(Watched.HANDLED, folder, counted.uidvalidity).uid
    if counted.next_uid <= since:
        return ()
    try:
        with inbox.looking(folder) as place:
            unknown = _unknown(place, place.since(since, mark), records, max_message_bytes)
    except MailboxError as error:
        if not error.refused:
            raise
        return None
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
    try:
        with inbox.looking(name) as place:
            new = [it.ref for it in place.since(first) if it.internal_date > since]
            ours = {uid: value for uid, value in place.message_ids(new).items() if is_ours(value)}
            unknown = records.unknown_letters(set(ours.values()))
            doubtful = [ref for ref in new if ours.get(ref.uid) in unknown]
            found = {ours[ref.uid] for ref in doubtful if _bears(place.fetch_head(ref, HEAD_BYTES), mark)}
    except MailboxError as error:
        if not error.refused:
            raise
        return None
    return replace(folder, unknown=len(found))


def _bears(head: bytes | None, mark: str) -> bool:
    """Whether a letter is of this directory: others may send through the same account, a trial beside the service."""
    if head is None or not mark:
        return False
    field = re.search(rb"^%s:[ \t]*(\S+)" % STORAGE_HEADER.encode(), head, re.IGNORECASE | re.MULTILINE)
    return field is not None and field[1] == mark.encode()


def unrecorded(
    inbox: Inbox, records: Records, new: Sequence[Listed], mark: str, *, max_message_bytes: int
) -> Sequence[Listed]:
    """The same of messages that are new in the folder that is read, of which there is one at least: the server would
    not move them when they had been handled, or a person moved them back.  MailboxError, RecordsError.
    """
    uids = {item.ref.uid for item in new}
    try:
        marked = [it for it in inbox.since(min(uids), mark) if it.ref.uid in uids]
        return _unknown(inbox, marked, records, max_message_bytes)
    except MailboxError as error:
        if not error.refused:
            raise
        return ()


def _unknown(
    place: Folder | Inbox, marked: Sequence[Listed], records: Records, max_message_bytes: int
) -> Sequence[Listed]:
    """Those that are not on record: by their features, else by their bytes."""
    if not marked:
        return ()
    known = records.ledgered()
    names = place.message_ids([item.ref for item in marked])
    unnamed = [it for it in marked if features(it, names.get(it.ref.uid)) not in known.by_features]
    return [it for it in unnamed if not _is_on_record(place, it, known, max_message_bytes)]


def _is_on_record(place: Folder | Inbox, item: Listed, known: Ledgered, max_message_bytes: int) -> bool:
    """By its bytes.  What has gone meanwhile needs no record."""
    if item.size > max_message_bytes:
        head = place.fetch_head(item.ref, HEAD_BYTES)
        return head is None or (hashlib.sha256(head).hexdigest(), item.size) in known.by_head
    raw = place.fetch(item.ref)
    return raw is None or hashlib.sha256(raw).hexdigest() in known.by_bytes
