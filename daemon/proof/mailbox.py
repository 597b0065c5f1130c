"""Walks through the mailbox and recognises each message, without changing anything.

The cheap ways first: by place (account, folder, UIDVALIDITY, UID); then, in the folder of handled messages, by
Message-ID, size and INTERNALDATE, which stay with a message that is moved, where they mean one message and no other;
then by its bytes.  A glance, for the digest, fetches few messages: it comes every day, within a poll.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from typing import TypeVar

from daemon.errors import MailboxError
from daemon.model import HEAD_BYTES, Folder, Listed
from daemon.reconciling import Account, Looked, Place, left_unexplained, reconcile
from daemon.records import Ledgered, Records, features

T = TypeVar("T")
Watch = Callable[[Iterable[T]], Iterable[T]]


#: Messages that a glance fetches at most, each to know it by its bytes.
_FETCHED_AT_A_GLANCE = 50


@dataclass(frozen=True, slots=True)
class Opening:
    """How to reach a folder."""

    open: Callable[[], AbstractContextManager[Folder]]
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
    places, known = _look(openings, records, max_message_bytes, thorough=thorough, watch=watch)
    return reconcile(places, known.handled, known.letters, is_sending=is_sending())


def glance(openings: Iterable[Opening], records: Records, now: datetime, *, max_message_bytes: int) -> Looked:
    """What a digest tells of the mailbox.  MailboxError, RecordsError."""
    places, known = _look(openings, records, max_message_bytes, most_fetched=_FETCHED_AT_A_GLANCE)
    return Looked(now, len(places), left_unexplained(places, known.handled))


def _look(
    openings: Iterable[Opening],
    records: Records,
    max_message_bytes: int,
    *,
    thorough: bool = False,
    most_fetched: int | None = None,
    watch: Watch[Listed] = iter,
) -> tuple[list[Place], Ledgered]:
    """Every message of the mailbox, and the records as they are after it."""
    before = records.ledgered()
    may_fetch = repeat(True) if most_fetched is None else chain(repeat(True, most_fetched), repeat(False))
    seen: list[_Seen] = []
    for opening in openings:
        with opening.open() as folder:
            if opening.is_source or folder.exists():
                walk = _Walk(
                    folder, before, records, opening.is_source, max_message_bytes, may_fetch, thorough=thorough
                )
                seen.extend(walk.through(watch))
    now = records.ledgered()
    return [_place(one, now) for one in seen], now


@dataclass(frozen=True, slots=True)
class _Walk:
    folder: Folder
    known: Ledgered
    records: Records
    is_source: bool
    max_message_bytes: int
    may_fetch: Iterator[bool]  #: asked for each message that is to be fetched
    thorough: bool

    def through(self, watch: Watch[Listed]) -> list[_Seen]:
        listed = self.folder.list()
        if not listed:
            return []
        places = self.records.sightings(self.folder.account, self.folder.folder, listed[0].ref.uidvalidity)
        names = self.folder.message_ids([item.ref for item in listed])
        features_of = {item.ref.uid: features(item, names.get(item.ref.uid)) for item in listed}
        # Two messages that share them all may be two: then the bytes decide.
        twice = {feature for feature, count in Counter(features_of.values()).items() if count > 1}
        found = []
        for item in watch(listed):
            message = None
            if not self.thorough:
                feature = features_of[item.ref.uid]
                place = places.get(item.ref.uid)
                message = place.message if place is not None and place.shows(item) else None
                # What is in the folder that is read and was not seen there is new, or a person's doing: bytes decide.
                if message is None and feature is not None and feature not in twice and not self.is_source:
                    message = self.known.by_features.get(feature)
            name = names.get(item.ref.uid)
            if message is not None:
                found.append(_Seen(item, self.is_source, name, message))
            elif (one := self._by_bytes(item, name)) is not None:
                found.append(one)
        return found

    def _by_bytes(self, item: Listed, name: str | None) -> _Seen | None:
        """None when it has gone meanwhile."""
        if not next(self.may_fetch):
            return _Seen(item, self.is_source, name, trouble="it was not looked at: too many are unknown here")
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
    return Place(
        seen.listed.ref,
        seen.message_id,
        message,
        is_source=seen.is_source,
        trouble=seen.trouble,
        arrived_at=seen.listed.internal_date,
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
