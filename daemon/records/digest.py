"""The digest's part of the records: what it tells, and that it is written once, in one transaction.

What was told already is known by the number of the last event that a digest saw which went out: one that still waits,
failed or was replaced by a newer one has told nobody anything, so the next tells it again.  Numbers, not times: an
event may be older than the moment at which it is recorded.

A secretariat that reads two languages gets a letter in each: the moment is settled once, for both, and what was told
is known for each by itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from daemon.config import Config
from daemon.digests import (
    SETTLED_PREFIX,
    Came,
    Facts,
    Happened,
    Matter,
    Moved,
    Ordered,
    PaperLine,
    Slot,
    Trouble,
    open_matters,
    week_before,
)
from daemon.model import Became, Finding, Lang, OrderKind, PaperState
from daemon.readership import Readers, secretaries
from daemon.reconciling import reconcile_since
from daemon.records.accounting import ledger_of
from daemon.records.database import Connection, Row, change, count, first, rows
from daemon.records.notes import DIGEST_ERROR, add_note, get_meta, queue_letter, set_meta
from daemon.records.polls import LAST_OK, last_look
from daemon.records.stored import finding_of, paper_states
from daemon.records.trouble import troubles
from daemon.records.values import KeptDigest, Note, Outgoing, moment, when, when_or_none

_DIGEST, _BEGUN = "digest", "digest_begun"
#: One poll that failed is none until it lasts, and who reads a digest has one.
_NOT_WORTH_TELLING = ("poll_failed", "digest_failed")
#: Noted for a person's attention, and told in other words than as a message: of papers, or as trouble.
_TOLD_OTHERWISE = ("doubt", "retitled", "over_quota", "unjudged")


class DigestRecords:
    """The part of `Records` about digests.  Every method may raise RecordsError."""

    _connection: Connection

    def settled_digests(self) -> frozenset[str]:
        """Keys of the digests that were written or left out."""
        with self._connection.reading() as db:
            return _settled(db)

    def digest_facts(self, config: Config, now: datetime, lang: Lang = Lang.VI) -> Facts:
        """What a digest written now would tell those who read a language."""
        with self._connection.reading() as db:
            return _facts(db, config, now, lang)

    def keep_digest(
        self, slot: Slot, plan: Callable[[Facts, Readers], Outgoing | None], config: Config, now: datetime
    ) -> KeptDigest | None:
        """Asks `plan` what is written of the facts, for those of the secretariat who read one language, and records it
        with the letters: one transaction.

        None when it was settled before, or is the very first: then it only begins here, for nothing is missed yet.
        """
        with self._connection.writing() as db:
            known = _settled(db)
            if slot.key in known:
                return None
            if not known:
                _settle(db, slot, "nothing_to_do", now)
                add_note(db, now, Note(_BEGUN, f"Digests begin; the next after {moment(slot.at)} is the first."))
                return None
            through = count(db, "SELECT coalesce(max(id), 0) FROM events")
            planned = [
                (readers.lang, plan(_facts(db, config, now, readers.lang), readers)) for readers in secretaries(config)
            ]
            letters = tuple(letter for _, letter in planned if letter is not None)
            _settle(db, slot, "queued" if letters else "nothing_to_do", now)
            for lang, letter in planned:
                number = None if letter is None else queue_letter(db, now, letter, cause=None, due_at=slot.at)
                text = f"{slot.key}: {'nothing to tell' if number is None else 'queued'}."
                data = {"through": through, "lang": lang.value}
                add_note(db, now, Note(_DIGEST, text, data=data), letter=number)
            set_meta(db, now, DIGEST_ERROR, None)
        return KeptDigest(letters)

    def digest_failed(self, error: str, now: datetime) -> None:
        """A digest could not be written for an error of the program; the next that can clears it."""
        with self._connection.writing() as db:
            if get_meta(db, DIGEST_ERROR) is None:
                add_note(db, now, Note("digest_failed", f"The digest could not be written: {error}", attention=True))
            set_meta(db, now, DIGEST_ERROR, error)


def _settled(db: Database) -> frozenset[str]:
    found = rows(db, "SELECT key FROM season WHERE key LIKE :prefix || '%'", {"prefix": SETTLED_PREFIX})
    return frozenset(row["key"] for row in found)


def _settle(db: Database, slot: Slot, outcome: str, now: datetime) -> None:
    change(
        db,
        "INSERT INTO season (key, due_at, settled_at, outcome) VALUES (:key, :at, :now, :outcome)",
        {"key": slot.key, "at": moment(slot.at), "now": moment(now), "outcome": outcome},
    )


# --------------------------------------------------------------------------- the facts

# Letters prepared in observe mode are read where they lie: in the outbox.  Of purged ones the number is gone, and the
# event's own says nearly the same.  Before somebody read digests in this language, all the secretariat read others.
_READ = """
    WITH written AS (
        SELECT e.id, e.at, coalesce(json_extract(e.data, '$.through'), e.id) AS through,
            json_extract(e.data, '$.lang') AS lang,
            e.letter IS NULL OR l.state = 'sent' OR l.mode = 'observe' AS is_read
        FROM events e LEFT JOIN letters l ON l.id = e.letter WHERE e.kind = 'digest'
    ), own AS (SELECT min(through) AS begun FROM written WHERE lang = :lang)
    SELECT at, through FROM written, own
    WHERE is_read AND (lang = :lang OR begun IS NULL OR through < begun)
    ORDER BY id DESC LIMIT 1
"""


def _facts(db: Database, config: Config, now: datetime, lang: Lang) -> Facts:
    read = first(db, _READ, {"lang": lang.value})
    after = int(read["through"]) if read else 0
    happened = rows(
        db,
        f"SELECT e.id, e.kind, e.at, p.code FROM events e JOIN papers p ON p.id = e.paper "  # noqa: S608 - our words
        f"WHERE e.kind IN ({_quoted(*Came)}) AND (e.id > :after OR e.at >= :week) ORDER BY e.id",
        {"after": after, "week": moment(week_before(now))},
    )
    looked = last_look(db)
    since = when(read["at"]) if read else None
    wrong = [found for found in troubles(db, config, now) if found.kind not in _NOT_WORTH_TELLING]
    known = [it for it in wrong if it.kind == "failing_address" and it.at and since and it.at <= since]
    return Facts(
        papers=tuple(_papers(db)),
        account=reconcile_since(looked, *ledger_of(db)),
        since=since,
        happened=tuple(Happened(Came(row["kind"]), row["code"]) for row in happened if row["id"] > after),
        week=Counter(row["kind"] for row in happened if row["at"] >= moment(week_before(now))),
        told=tuple(_told(db, after)),
        matters=tuple(_matters(db)),
        ordered=tuple(orders_done(db)),
        moved=_moved(db, after, config),
        trouble=(
            *(found for found in wrong if found not in known),
            *_outages(db, after),
        ),
        failing=tuple(it.text for it in known),
        last_poll=when_or_none(get_meta(db, LAST_OK)),
        looked_at=looked.at if looked else None,
    )


def _outages(db: Database, after: int) -> Iterator[Trouble]:
    """Times at which nobody could read the mailbox, long enough for an alarm, and that are over."""
    sql = "SELECT data FROM events WHERE kind = 'poll_resumed' AND id > :after AND data <> '{}' ORDER BY id"
    for row in rows(db, sql, {"after": after}):
        fact = json.loads(row["data"])
        yield Trouble("outage_over", at=when(fact["since"]), many=fact["minutes"])


def _quoted(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)


_PAPERS = """
    SELECT p.code, p.authors, p.topic, i.code AS into_code, v.id AS version, v.number, v.arrived_at,
        (SELECT min(f.arrived_at) FROM versions f WHERE f.paper = p.id) AS first_at,
        (SELECT max(e.id) FROM events e WHERE e.paper = p.id AND e.kind IN ('paper', 'version', 'split')) AS recorded
    FROM papers p LEFT JOIN papers i ON i.id = p.merged_into
    JOIN versions v ON v.id = (SELECT n.id FROM versions n WHERE n.paper = p.id ORDER BY n.number DESC LIMIT 1)
    ORDER BY p.id
"""
_DOUBTS = """
    SELECT f.* FROM findings f JOIN versions v ON v.id = f.version
    WHERE f.outcome = 'review' AND v.ruling IS NULL AND f.version IN
        (SELECT (SELECT n.id FROM versions n WHERE n.paper = p.id ORDER BY n.number DESC LIMIT 1) FROM papers p)
    ORDER BY f.version, f.position
"""


def _papers(db: Database) -> Iterator[PaperLine]:
    states = {state.code: state for state in paper_states(db)}
    doubts: dict[int, list[Finding]] = {}
    for row in rows(db, _DOUBTS):
        doubts.setdefault(row["version"], []).append(finding_of(row))
    for row in rows(db, _PAPERS):
        state = states[row["code"]]
        yield PaperLine(
            code=row["code"],
            title=state.title,
            authors=tuple(json.loads(row["authors"])),
            topic=row["topic"],
            owner=state.owner,
            standing=state.standing,
            version=row["number"],
            first_at=when(row["first_at"]),
            last_at=when(row["arrived_at"]),
            faults=state.faults,
            doubts=tuple(doubts.get(row["version"], ())),
            merged_into=row["into_code"],
            vetting=state.vetting,
            recorded=row["recorded"] or 0,
        )


# --------------------------------------------------------------------------- what was noted

_NOTED = """
    SELECT e.id, e.kind, e.data, p.code, m.paper_codes, m.from_address, m.subject FROM events e
    LEFT JOIN papers p ON p.id = e.paper LEFT JOIN messages m ON m.id = e.message
"""


def _told(db: Database, after: int) -> Iterator[Matter]:
    others = _quoted(*_TOLD_OTHERWISE)
    sql = f"{_NOTED} WHERE e.attention AND e.message IS NOT NULL AND e.id > :after AND e.kind NOT IN ({others})"
    return map(_matter, rows(db, f"{sql} ORDER BY e.id", {"after": after}))


def _matters(db: Database) -> Iterator[Matter]:
    sql = f"{_NOTED} WHERE e.attention AND e.kind IN ('doubt', 'retitled', 'withdrawal') ORDER BY e.id"
    return map(_matter, rows(db, sql))


def in_question(db: Database, papers: Iterable[PaperState]) -> tuple[PaperState, ...]:
    """Papers with whether it is still to be decided that they are papers of their own, and stay."""
    states = tuple(papers)
    active = {paper.code for paper in states if paper.standing.active}
    found = open_matters(active, tuple(_matters(db)), tuple(orders_done(db)))
    asked = {code for code, matters in found.items() if any(it.kind in {"doubt", "withdrawal"} for it in matters)}
    return tuple(replace(paper, in_question=paper.code in asked) for paper in states)


def _matter(row: Row) -> Matter:
    data: dict[str, Any] = json.loads(row["data"])
    return Matter(
        number=row["id"],
        kind=row["kind"],
        code=row["code"] or str(data.get("code") or ""),
        data=data,
        codes=tuple(json.loads(row["paper_codes"] or "[]")),
        sender=row["from_address"] or "",
        subject=row["subject"] or "",
    )


def orders_done(db: Database) -> Iterator[Ordered]:
    """Decisions of the secretariat that were carried out, oldest first."""
    sql = "SELECT e.id, e.text, e.data, p.code FROM events e JOIN papers p ON p.id = e.paper WHERE e.kind = 'ordered'"
    for row in rows(db, f"{sql} ORDER BY e.id"):
        data = json.loads(row["data"])
        # Without data it is from an earlier release, or purged: then what it was about is settled as well.
        if data["what"] == Became.DONE if data else row["text"].endswith((": done.", "removed")):
            yield Ordered(row["id"], data.get("kind", OrderKind.KEEP), row["code"])


def _moved(db: Database, after: int, config: Config) -> dict[str, Moved]:
    prefix = f"{config.conference.code_prefix}:"
    settled: dict[str, set[datetime]] = {}
    for row in rows(db, "SELECT key, settled_at FROM season WHERE key LIKE :prefix || '%'", {"prefix": prefix}):
        occasion = row["key"].removeprefix(prefix).rpartition(":")[0]
        settled.setdefault(occasion, set()).add(when(row["settled_at"]))
    found: dict[str, Moved] = {}
    for row in rows(db, "SELECT at, data FROM events WHERE kind = 'calendar_moved' AND id > :after", {"after": after}):
        for key, (old, new, *later) in json.loads(row["data"])["moved"].items():  # earlier releases kept two
            since = found[key].old if key in found else when(old)
            seen = when(row["at"])  # the look that saw the change settles at the same moment, and by the new date
            sent, resent = (
                any(at < seen for at in settled.get(key, ())),
                any(at >= seen for at in settled.get(key, ())),
            )
            found[key] = Moved(since, when(new), sent, again=any(later), resent=resent)
    return {key: dates for key, dates in found.items() if dates.old != dates.new}
