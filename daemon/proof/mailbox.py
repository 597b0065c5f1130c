"""Walks through the mailbox and recognises each message, without changing anything.

The cheap ways first: by place (account, folder, UIDVALIDITY, UID); then, in the folder of handled messages, by
Message-ID, size and INTERNALDATE, which stay with a message that is moved, where they mean one message and no other;
then by its bytes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from typing import Protocol, TypeVar

from daemon.cycle import HEAD_BYTES
from daemon.errors import MailboxError
from daemon.model import FolderState, Listed, MessageRef
from daemon.reconciling import Account, Place, reconcile
from daemon.records import Features, Ledgered, Records

T = TypeVar("T")
Watch = Callable[[Iterable[T]], Iterable[T]]


class Folder(Protocol):
    """One folder of the mailbox, opened for looking (`inbox.ImapInbox`, connected read-only)."""

    @property
    def account(self) -> str: ...

    @property
    def folder(self) -> str: ...

    def exists(self) -> bool: ...

    def select(self) -> FolderState: ...

    def list(self) -> Sequence[Listed]: ...

    def message_ids(self, refs: Sequence[MessageRef]) -> Mapping[int, str]: ...

    def fetch(self, ref: MessageRef) -> bytes | None: ...

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """How to reach a folder."""

    open: Callable[[], Folder]
    is_source: bool  #: intake reads it; the others hold what is handled and may not be there yet


@dataclass(frozen=True, slots=True)
class _Seen:
    """A message of the mailbox, and what tells which it is."""

    listed: Listed
    is_source: bool
    message_id: str | None
    message: int | None = None
    sha256: str | None = None
    head: str | None = None  #: SHA-256 of the header block, where the message was too large to fetch
    trouble: str | None = None


def survey(
    openings: Iterable[Opening],
    records: Records,
    *,
    max_message_bytes: int,
    thorough: bool = False,
    is_sending: Callable[[], bool] = lambda: True,
    watch: Watch[Listed] = iter,
) -> Account:
    """The account of the mailbox.  `thorough`: every message by its bytes.  `is_sending`: whether a service is at work.
    MailboxError, RecordsError.

    The records are read once more at the end, so that what a running service did meanwhile counts.
    """
    before = records.ledgered()
    seen: list[_Seen] = []
    for opening in openings:
        with _opened(opening) as folder:
            if opening.is_source or folder.exists():
                walk = _Walk(folder, before, records, opening.is_source, max_message_bytes, thorough=thorough)
                seen.extend(walk.through(watch))
    now = records.ledgered()
    return reconcile([_place(one, now) for one in seen], now.handled, now.letters, is_sending=is_sending())


def _opened(opening: Opening) -> AbstractContextManager[Folder]:
    return closing(opening.open())


@dataclass(frozen=True, slots=True)
class _Walk:
    folder: Folder
    known: Ledgered
    records: Records
    is_source: bool
    max_message_bytes: int
    thorough: bool

    def through(self, watch: Watch[Listed]) -> list[_Seen]:
        state = self.folder.select()
        listed = self.folder.list()
        places = self.records.places(self.folder.account, self.folder.folder, state.uidvalidity)
        names = self.folder.message_ids([item.ref for item in listed])
        features = {item.ref.uid: self._features(item, names.get(item.ref.uid)) for item in listed}
        # Two messages that share them all may be two: then the bytes decide.
        twice = {feature for feature, count in Counter(features.values()).items() if count > 1}
        found = []
        for item in watch(listed):
            message = None
            if not self.thorough:
                feature = features[item.ref.uid]
                message = places.get(item.ref.uid)
                # What is in the folder that is read and was not seen there is new, or a person's doing: bytes decide.
                if message is None and feature is not None and feature not in twice and not self.is_source:
                    message = self.known.by_features.get(feature)
            name = names.get(item.ref.uid)
            if message is not None:
                found.append(_Seen(item, self.is_source, name, message))
            elif (one := self._by_bytes(item, name)) is not None:
                found.append(one)
        return found

    @staticmethod
    def _features(item: Listed, message_id: str | None) -> Features | None:
        return None if message_id is None else (message_id, item.size, item.internal_date.replace(microsecond=0))

    def _by_bytes(self, item: Listed, name: str | None) -> _Seen | None:
        """None when it has gone meanwhile."""
        try:
            if item.size > self.max_message_bytes:
                head = self.folder.fetch_head(item.ref, HEAD_BYTES)
                return None if head is None else _Seen(item, self.is_source, name, head=_digest(head))
            raw = self.folder.fetch(item.ref)
        except MailboxError as error:
            if not error.refused:
                raise
            return _Seen(item, self.is_source, name, trouble=f"the server does not give it: {error}")
        return None if raw is None else _Seen(item, self.is_source, name, sha256=_digest(raw))


def _place(seen: _Seen, known: Ledgered) -> Place:
    message = seen.message
    if message is None and seen.sha256 is not None:
        message = known.by_bytes.get(seen.sha256)
    if message is None and seen.head is not None:
        message = known.by_head.get((seen.head, seen.listed.size))
    ref = seen.listed.ref
    return Place(ref.folder, ref.uid, seen.message_id, message, is_source=seen.is_source, trouble=seen.trouble)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
