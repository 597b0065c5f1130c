"""Papers, their versions and findings.  One method a use case, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlite_utils import Database

from daemon.model import Finding, Judgement, KnownPaper
from daemon.records.actions import perform, unvet
from daemon.records.database import Connection, Row, change, count, first, insert, rows
from daemon.records.notes import PAPER_COUNTER, add_note, add_notes, advance, next_number, queue_letter, single
from daemon.records.offers import add_offers, offers_answered
from daemon.records.parked import settle_parked
from daemon.records.stored import (
    codes_answered,
    judgement,
    known_papers,
    letter_answered,
    stored_decision,
    stored_files,
    stored_headers,
)
from daemon.records.values import (
    Assessed,
    MessageState,
    NewVersion,
    Note,
    Snapshot,
    Submission,
    Waiting,
    as_json,
    moment,
    when,
)


class PaperRecords:
    """The part of `Records` about papers.  Every method may raise RecordsError."""

    _connection: Connection
    _owed: set[tuple[str, int]]  #: as `MessageRecords` has it

    def waiting(self) -> list[Waiting]:
        """Messages holding papers that are not judged yet, in the order they arrived."""
        sql = (
            "SELECT id, from_address FROM messages WHERE state = 'to_assess' AND state <> 'done' "
            "ORDER BY arrived_at, id"
        )
        with self._connection.reading() as db:
            return [Waiting(row["id"], (row["from_address"] or "").casefold()) for row in rows(db, sql)]

    def to_assess(self, only: Collection[int] | None = None) -> list[Submission]:
        """All of them, or these, with everything that judging needs."""
        sql = (
            "SELECT * FROM messages WHERE state = 'to_assess' AND state <> 'done' "
            "AND (:only IS NULL OR id IN (SELECT value FROM json_each(:only))) ORDER BY arrived_at, id"
        )
        with self._connection.reading() as db:
            found = rows(db, sql, {"only": None if only is None else as_json(sorted(only))})
            return [_submission(db, row) for row in found]

    def begin_assessment(self, message: int) -> int:
        """Counts an attempt to judge a message, before it is made; which one it is."""
        owed = ("assessment", message)
        with self._connection.writing() as db:
            change(
                db,
                "UPDATE messages SET assessment_attempts = assessment_attempts + :step WHERE id = :id",
                {"id": message, "step": int(owed not in self._owed)},
            )
            attempts = count(db, "SELECT assessment_attempts FROM messages WHERE id = :id", {"id": message})
        self._owed.discard(owed)
        return attempts

    def papers(self) -> tuple[KnownPaper, ...]:
        """Every paper on record, oldest first."""
        with self._connection.reading() as db:
            return known_papers(db)

    def judgement_of(self, code: str, number: int) -> Judgement:
        """What was found of a version when it was judged."""
        with self._connection.reading() as db:
            return judgement(db, code, number)

    def record_assessment(self, message: int, plan: Callable[[Snapshot], Assessed], now: datetime) -> Assessed | None:
        """Asks `plan` what to record, given the papers as they stand, and records it with the acknowledgement: one
        transaction, so that a paper and the letter that says so exist together or not at all.

        None when an earlier pass had done it already: then nothing changes.  Whatever `plan` raises undoes all.
        """
        with self._connection.writing() as db:
            row = first(db, "SELECT * FROM messages WHERE id = :id AND state = 'to_assess'", {"id": message})
            if row is None:
                return None
            submission = _submission(db, row)
            assessed = plan(
                Snapshot(
                    papers=known_papers(db),
                    next_number=next_number(db, PAPER_COUNTER),
                    replied_codes=codes_answered(db, submission.headers),
                    offers=offers_answered(db, submission.headers),
                    answered=letter_answered(db, submission.headers),
                )
            )
            for version in assessed.versions:
                _add_version(db, submission, version, now)
            for action in assessed.actions:
                perform(db, action, message, now)
            if assessed.answer is not None:
                letter = queue_letter(db, now, assessed.answer, cause=message)
                add_offers(db, now, letter, assessed.offers)
            add_notes(db, now, assessed.notes, message=message)
            for notice in assessed.notices:  # no code goes with it: answering it gives no say over these papers
                queue_letter(db, now, notice, cause=message)
            for letter_to_owner in assessed.to_owners:
                queue_letter(db, now, letter_to_owner, cause=message)
            _finish(db, message, assessed.parked, now)
            settle_parked(db, now)
        return assessed


# --------------------------------------------------------------------------- writing


def _add_version(db: Database, submission: Submission, version: NewVersion, now: datetime) -> None:
    paper = _new_paper(db, submission, version, now) if version.is_new_paper else _paper_id(db, version.code)
    judgement = version.judgement
    row = {
        "paper": paper,
        "number": version.number,
        "message": submission.id,
        "file": version.file.sha256,
        "filename": version.file.filename,
        "arrived_at": moment(submission.arrived_at),
        "late": int(version.late),
        "verdict": judgement.verdict.value,
        "title": judgement.title,
        "authors": as_json(judgement.authors),
        "school": judgement.school,
        "topic": judgement.topic,
        "ruleset": judgement.ruleset,
        "assessed_at": moment(now),
        "placed_by": version.placed_by,
    }
    number = insert(db, "versions", row)
    for position, finding in enumerate(judgement.findings, 1):
        _add_finding(db, number, position, finding, judgement.ruleset)
    if not version.is_new_paper:
        _follow(db, paper, version)
    text = f"{version.code} version {version.number}: {judgement.verdict.value} ({version.placed_by})."
    kind = "paper" if version.is_new_paper else "version"
    add_note(db, now, Note(kind, text, paper=version.code), message=submission.id)


def _new_paper(db: Database, submission: Submission, version: NewVersion, now: datetime) -> int:
    sender, author = submission.headers.from_, version.file.author
    judgement = version.judgement
    row = {
        "code": version.code,
        "owner_key": sender.key if sender else "",
        "owner_name": sender.name if sender else "",
        "author_key": author.key if author else None,
        "school": judgement.school,
        "title": judgement.title,
        "authors": as_json(judgement.authors),
        "topic": judgement.topic,
        "late": int(version.late),
        "created_at": moment(now),
    }
    number = insert(db, "papers", row)
    advance(db, PAPER_COUNTER, int(version.code.rpartition("-")[2]))
    return number


def _follow(db: Database, paper: int, version: NewVersion) -> None:
    """The paper says what its newest version says; what that one does not say stays known from before."""
    judgement = version.judgement
    was = _school(db, paper)
    change(
        db,
        "UPDATE papers SET title = coalesce(:title, title), school = coalesce(school_given, :school, school), "
        "topic = coalesce(:topic, topic), authors = iif(:authors = '[]', authors, :authors), "
        "late = min(late, :late) WHERE id = :id",
        {
            "id": paper,
            "title": judgement.title,
            "school": judgement.school,
            "topic": judgement.topic,
            "authors": as_json(judgement.authors),
            "late": int(version.late),
        },
    )
    if was is not None and was != _school(db, paper):
        unvet(db, paper)


def _school(db: Database, paper: int) -> str | None:
    found: str | None = single(first(db, "SELECT school FROM papers WHERE id = :id", {"id": paper}), "papers")["school"]
    return found


def _paper_id(db: Database, code: str) -> int:
    return int(single(first(db, "SELECT id FROM papers WHERE code = :code", {"code": code}), code)["id"])


def _add_finding(db: Database, version: int, position: int, finding: Finding, ruleset: str) -> None:
    change(
        db,
        "INSERT INTO findings "
        "(version, position, check_name, outcome, clause, summary, details, advice, hint, ruleset) "
        "VALUES (:version, :position, :check, :outcome, :clause, :summary, :details, :advice, :hint, :ruleset)",
        {
            "version": version,
            "position": position,
            "check": finding.check,
            "outcome": finding.outcome.value,
            "clause": finding.clause,
            "summary": finding.summary,
            "details": as_json(dict(finding.details)),
            "advice": as_json(finding.advice),
            "hint": finding.hint,
            "ruleset": ruleset,
        },
    )


def _finish(db: Database, message: int, parked: str | None, now: datetime) -> None:
    change(
        db,
        # Below what earlier attempts failed of: its last line is what is shown.
        "UPDATE messages SET state = :state, last_error = coalesce(last_error || char(10), '') || :parked, "
        "finished_at = :now WHERE id = :id",
        {
            "id": message,
            "state": (MessageState.DONE if parked is None else MessageState.PARKED).value,
            "parked": parked,
            "now": moment(now),
        },
    )
    if parked is not None:
        text = f"Message {message} was set aside: {parked}"
        add_note(db, now, Note("parked", text, attention=True), message=message)


# --------------------------------------------------------------------------- reading


def _submission(db: Database, row: Row) -> Submission:
    return Submission(
        id=row["id"],
        sha256=row["raw_sha256"] or row["head_sha256"],
        arrived_at=when(row["arrived_at"]),
        headers=stored_headers(row),
        decision=stored_decision(row),
        files=stored_files(db, row["id"]),
        attempts=row["assessment_attempts"],
        text=row["opening"],
    )
