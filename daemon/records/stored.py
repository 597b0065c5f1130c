"""Rows → values: what the use cases read alike, each inside the transaction of its caller.  No business logic."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlite_utils import Database

from daemon.model import (
    Address,
    Authenticity,
    Decision,
    Disposition,
    FileKind,
    FileProblem,
    Finding,
    Judgement,
    KnownPaper,
    KnownVersion,
    LetterKind,
    MessageRef,
    Missing,
    Outcome,
    PaperState,
    Role,
    Standing,
    Verdict,
    VettedBy,
    Vetting,
)
from daemon.records.database import Row, first, rows
from daemon.records.notes import single
from daemon.records.values import Answered, Headers, StoredFile, when, when_or_none

# --------------------------------------------------------------------------- messages


def seen_at(db: Database, ref: MessageRef) -> Row | None:
    """The sighting of a place in the mailbox; None: nothing was seen there yet."""
    sql = (
        "SELECT * FROM sightings "
        "WHERE account = :account AND folder = :folder AND uidvalidity = :uidvalidity AND uid = :uid"
    )
    return first(db, sql, asdict(ref))


def stored_files(db: Database, message: int) -> tuple[StoredFile, ...]:
    """The files of a message, in its order."""
    found = rows(
        db,
        "SELECT mf.*, f.size, f.kind FROM message_files mf JOIN files f ON f.sha256 = mf.file "
        "WHERE mf.message = :message ORDER BY mf.position",
        {"message": message},
    )
    return tuple(
        StoredFile(
            sha256=row["file"],
            size=row["size"],
            kind=FileKind(row["kind"]),
            filename=row["filename"],
            role=Role(row["role"]),
            original_name=row["original_name"],
            problem=FileProblem(row["problem"]) if row["problem"] else None,
            author=Address(row["author_address"], row["author_name"] or "") if row["author_address"] else None,
            was_attached=bool(row["was_attached"]),
        )
        for row in found
    )


def stored_headers(row: Row) -> Headers:
    """The header of a message as kept."""
    sender = Address(row["from_address"], row["from_name"] or "") if row["from_address"] else None
    return Headers(
        message_id=row["message_id"],
        from_=sender,
        subject=row["subject"] or "",
        in_reply_to=_texts(row["in_reply_to"]),
        references=_texts(row["refs"]),
        date=when_or_none(row["sent_at"]),
    )


def stored_decision(row: Row) -> Decision:
    """What intake decided."""
    return Decision(
        disposition=Disposition(row["disposition"]),
        reason=row["reason"],
        may_answer=bool(row["may_answer"]),
        paper_codes=_texts(row["paper_codes"]),
        proven_codes=_texts(row["proven_codes"]),
        missing=tuple(Missing(value) for value in _texts(row["missing"])),
        says_additional=bool(row["says_additional"]),
        asks_more=bool(row["asks_more"]),
        needs_answer=bool(row["needs_answer"]),
        authenticity=Authenticity(row["authenticity"]),
        taken_at=when_or_none(row["taken_at"]),
    )


def _texts(value: str) -> tuple[str, ...]:
    found: Sequence[str] = json.loads(value)
    return tuple(found)


# --------------------------------------------------------------------------- papers


def known_papers(db: Database) -> tuple[KnownPaper, ...]:
    """Every paper on record, oldest first."""
    versions: dict[int, list[KnownVersion]] = {}
    submitters: dict[int, set[str]] = {}
    for row in rows(
        db,
        "SELECT v.paper, v.number, v.file, v.filename, v.arrived_at, v.vetted_how, v.ruling, "
        "m.from_address, m.authenticity "
        "FROM versions v JOIN messages m ON m.id = v.message ORDER BY v.paper, v.number",
    ):
        sender = (row["from_address"] or "").casefold()
        known = KnownVersion(
            number=row["number"],
            sha256=row["file"],
            filename=row["filename"],
            arrived_at=when(row["arrived_at"]),
            submitter="" if row["authenticity"] == Authenticity.FAILED else sender,
            vetted=VettedBy(row["vetted_how"]) if row["vetted_how"] else None,
            ruling=Verdict(row["ruling"]) if row["ruling"] else None,
        )
        versions.setdefault(row["paper"], []).append(known)
        submitters.setdefault(row["paper"], set()).add(sender)
    return tuple(
        KnownPaper(
            code=row["code"],
            owner_key=row["owner_key"],
            author_key=row["author_key"],
            school=row["school"],
            title=row["title"],
            authors=tuple(json.loads(row["authors"])),
            active=row["state"] == "active",
            versions=tuple(versions.get(row["id"], ())),
            merged_into=row["into_code"],
            owner_name=row["owner_name"],
            submitters=frozenset(filter(None, submitters.get(row["id"], ()))),
            school_given=row["school_given"],
        )
        for row in rows(
            db,
            "SELECT p.*, i.code AS into_code FROM papers p LEFT JOIN papers i ON i.id = p.merged_into ORDER BY p.id",
        )
    )


def paper_states(db: Database) -> tuple[PaperState, ...]:
    """Where every paper stands, oldest first: its newest version, and the newest that came in time or was let pass."""
    found = rows(
        db,
        """
        SELECT p.code, p.title, p.owner_key, p.owner_name, p.school, p.state, p.late, p.merged_into,
            n.ruling, n.assessed_at,
            EXISTS (SELECT 1 FROM events e WHERE e.paper = p.id AND e.kind = 'ordered'
                AND e.data ->> '$.kind' = 'keep' AND e.data ->> '$.what' = 'done') AS kept,
            coalesce(n.ruling, n.verdict) AS newest,
            (SELECT coalesce(v.ruling, v.verdict) FROM versions v WHERE v.paper = p.id
             AND (NOT v.late OR v.ruling = 'pass') ORDER BY v.number DESC LIMIT 1) AS in_time,
            (SELECT json_group_array(f.check_name) FROM findings f WHERE f.version = n.id AND CASE n.ruling
                WHEN 'pass' THEN 0 WHEN 'fail' THEN f.outcome IN ('fail', 'review') AND f.check_name <> 'deadline'
                ELSE f.outcome = 'fail' END) AS faults
        FROM papers p JOIN versions n ON n.id =
            (SELECT v.id FROM versions v WHERE v.paper = p.id ORDER BY v.number DESC LIMIT 1)
        ORDER BY p.id
        """,
    )
    vettings = _vettings(db)
    return tuple(
        PaperState(
            code=row["code"],
            title=row["title"],
            owner=Address(row["owner_key"], row["owner_name"]),
            standing=Standing(
                school=row["school"],
                active=row["state"] == "active",
                late=bool(row["late"]),
                verdict=Verdict(row["newest"]),
                verdict_in_time=Verdict(row["in_time"]) if row["in_time"] else None,
                merged=row["merged_into"] is not None,
                vetted=vettings[row["code"]].holds,
                ruled=row["ruling"] is not None,
            ),
            faults=tuple(json.loads(row["faults"])),
            vetting=vettings[row["code"]],
            kept=bool(row["kept"]),
            assessed_at=when(row["assessed_at"]),
        )
        for row in found
    )


_VETTINGS = """
    SELECT p.code, v.vetted_how, m.arrived_at, v.number < (SELECT max(n.number) FROM versions n WHERE n.paper = p.id)
        AS newer
    FROM papers p JOIN versions v ON v.paper = p.id JOIN messages m ON m.id = v.vetted_by
    WHERE v.vetted_how IS NOT NULL ORDER BY p.id, v.number
"""
_ASKED = """
    SELECT p.code, min(l.created_at) AS asked FROM letters l JOIN letter_papers lp ON lp.letter = l.id
    JOIN papers p ON p.id = lp.paper
    WHERE l.kind = 'vetting' AND instr(l.key, ':' || p.school || ':') > 0 -- its school is another one now: not asked
    GROUP BY p.id
"""


def asked_to_vet(db: Database) -> dict[str, datetime]:
    """Codes of the papers whose school, as it stands, was asked to confirm that they are vetted, with when."""
    return {row["code"]: when(row["asked"]) for row in rows(db, _ASKED)}


def _vettings(db: Database) -> Mapping[str, Vetting]:
    """By code."""
    asked = asked_to_vet(db)
    found = defaultdict(Vetting, {code: Vetting(asked=moment) for code, moment in asked.items()})
    for row in rows(db, _VETTINGS):  # the last of a paper's holds
        found[row["code"]] = Vetting(
            by=VettedBy(row["vetted_how"]),
            since=when(row["arrived_at"]),
            newer=bool(row["newer"]),
            asked=asked.get(row["code"]),
        )
    return found


def codes_answered(db: Database, headers: Headers) -> tuple[str, ...]:
    """Papers of the letters of ours that a message answers (RFC 5322 §3.6.4: In-Reply-To, else References).

    The letter answered directly wins over those further up the thread.
    """
    for identifier in (*headers.in_reply_to, *reversed(headers.references)):
        if found := _codes_of(db, identifier):
            return found
    return ()


def letter_answered(db: Database, headers: Headers) -> Answered | None:
    """The letter of ours that a message answers directly, whatever it is about."""
    for identifier in (*headers.in_reply_to, *reversed(headers.references)):
        row = first(
            db,
            "SELECT kind, recipient_key, coalesce(written_at, created_at) AS written_at, reply_to FROM letters "
            "WHERE message_id = :id",
            {"id": identifier},
        )
        if row is not None:
            return Answered(
                kind=LetterKind(row["kind"]),
                recipient_key=row["recipient_key"],
                codes=_codes_of(db, identifier),
                written_at=when(row["written_at"]),
                comes_to_us=row["reply_to"] is None,
            )
    return None


def _codes_of(db: Database, identifier: str) -> tuple[str, ...]:
    found = rows(
        db,
        "SELECT p.code FROM letters l JOIN letter_papers lp ON lp.letter = l.id "
        "JOIN papers p ON p.id = lp.paper WHERE l.message_id = :id ORDER BY p.id",
        {"id": identifier},
    )
    return tuple(row["code"] for row in found)


def judgement(db: Database, code: str, number: int) -> Judgement:
    """What was found of a version when it was judged."""
    row = single(
        first(
            db,
            "SELECT v.*, f.size FROM versions v JOIN papers p ON p.id = v.paper "
            "JOIN files f ON f.sha256 = v.file WHERE p.code = :code AND v.number = :number",
            {"code": code, "number": number},
        ),
        f"version {number} of {code}",
    )
    found = rows(db, "SELECT * FROM findings WHERE version = :id ORDER BY position", {"id": row["id"]})
    return _judgement(row, found)


def _judgement(row: Row, found: list[Row]) -> Judgement:
    return Judgement(
        filename=row["filename"],
        sha256=row["file"],
        size=row["size"],
        verdict=Verdict(row["verdict"]),
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        school=row["school"],
        topic=row["topic"],
        findings=tuple(finding_of(finding) for finding in found),
        ruleset=row["ruleset"],
    )


def finding_of(row: Row) -> Finding:
    """A row of `findings`."""
    finding = Finding(row["check_name"], Outcome(row["outcome"]), row["clause"], row["summary"])
    return replace(
        finding, details=json.loads(row["details"]), advice=tuple(json.loads(row["advice"])), hint=row["hint"]
    )
