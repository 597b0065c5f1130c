"""The records as they stand while a message is decided: read in the transaction that records the decision.

Whoever is handed a `Register` reads and does nothing else; it is good for as long as that transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from daemon.model import Judgement, KnownPaper, LetterKind, OrderKind
from daemon.records.database import count, first
from daemon.records.digest import orders_done
from daemon.records.notes import PAPER_COUNTER, next_number
from daemon.records.offers import offers_answered
from daemon.records.stored import judgement, known_papers, letter_answered
from daemon.records.values import Answered, Headers, Offer, Returned, moment


class Register:
    """A view; every answer is of the same moment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def papers(self) -> tuple[KnownPaper, ...]:
        """Every paper on record, oldest first."""
        return known_papers(self._db)

    def next_number(self) -> int:
        """Of the next new paper's code."""
        return next_number(self._db, PAPER_COUNTER)

    def judgement(self, paper: KnownPaper) -> Judgement:
        """What was found of a paper's newest version."""
        return judgement(self._db, paper.code, paper.versions[-1].number)

    def answered(self, headers: Headers) -> Answered | None:
        """The letter of ours that a message answers."""
        return letter_answered(self._db, headers)

    def offers(self, headers: Headers) -> tuple[Offer, ...]:
        """The copies offered in it, if it went to the message's sender."""
        return offers_answered(self._db, headers)

    def was_asked_to_withdraw(self, code: str, address_key: str, since: datetime) -> bool:
        """Whether a letter to this address has asked since then whether the paper is really to be withdrawn."""
        found = first(
            self._db,
            "SELECT 1 FROM letters l JOIN letter_papers lp ON lp.letter = l.id JOIN papers p ON p.id = lp.paper "
            "WHERE l.kind = :kind AND l.recipient_key = :who AND p.code = :code AND l.created_at >= :since",
            {"kind": LetterKind.WITHDRAWAL.value, "who": address_key, "code": code, "since": moment(since)},
        )
        return found is not None

    def kept(self) -> frozenset[str]:
        """Codes of papers that the secretariat has decided to keep as they are."""
        return frozenset(it.code for it in orders_done(self._db) if it.kind == OrderKind.KEEP)

    def waiting(self, address_key: str) -> int:
        """Messages from an address whose papers are received and not judged yet."""
        return count(
            self._db,
            "SELECT count(*) FROM messages WHERE casefold(from_address) = :who AND state = 'to_assess'",
            {"who": address_key},
        )

    def last_letter_to(self, addresses: Sequence[str]) -> str | None:
        """Message-ID of the last letter sent to one of the addresses: what a report without any identifier returns."""
        found = [
            first(
                self._db,
                "SELECT message_id, sent_at FROM letters WHERE recipient_key = :key AND state = 'sent' "
                "ORDER BY sent_at DESC, id DESC LIMIT 1",
                {"key": address.casefold()},
            )
            for address in addresses
        ]
        last = max((row for row in found if row is not None), key=lambda row: row["sent_at"], default=None)
        return None if last is None else str(last["message_id"])

    def noted(self, kind: str, since: datetime) -> int:
        """How often that was noted since then."""
        query = "SELECT count(*) FROM events WHERE kind = :kind AND at >= :since"
        return count(self._db, query, {"kind": kind, "since": moment(since)})

    def returned(self, message_id: str) -> Returned | None:
        """The letter of ours that a delivery report speaks of; None when it is not ours."""
        row = first(
            self._db,
            "SELECT l.kind, l.recipients, l.subject, l.bounced_at, (SELECT group_concat(p.code, ' ') "
            "FROM letter_papers lp JOIN papers p ON p.id = lp.paper WHERE lp.letter = l.id) AS codes "
            "FROM letters l WHERE l.message_id = :id",
            {"id": message_id},
        )
        if row is None:
            return None
        to = tuple(entry["address"] for entry in json.loads(row["recipients"]))
        codes = tuple((row["codes"] or "").split())
        return Returned(LetterKind(row["kind"]), to, row["subject"], codes, known=row["bounced_at"] is not None)
