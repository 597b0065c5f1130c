"""What changes about papers on record without a new file: withdrawn, restored, merged, split, vetted, ruled on, given
a school.

Each inside the transaction of its caller, and logged.  No version is ever lost: a merged paper keeps its own, and the
one that counts stands a second time under the paper it belongs to.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from daemon.model import Finding, VettedBy
from daemon.records.database import Row, change, first, insert, rows
from daemon.records.notes import PAPER_COUNTER, add_note, advance, single
from daemon.records.values import (
    Action,
    InTime,
    Merged,
    Note,
    Placed,
    Restored,
    Ruled,
    Split,
    Vetted,
    Withdrawn,
    as_json,
    moment,
)


def perform(db: Database, action: Action, message: int | None, now: datetime) -> None:
    """Carries out what was decided about papers as they stand in this very transaction.

    Without a `message` it follows from what was on record: the message that brought a version says that it is vetted.
    """
    match action:
        case Withdrawn(code, by):
            _leave(db, code, now, merged_into=None)
            note = Note("withdrawn", f"{code} is withdrawn by {by}.", paper=code)
        case Restored(code, by):
            _restore(db, code)
            note = Note("restored", f"{code} is back, by {by}.", paper=code)
        case Merged(code, into, by):
            _merge(db, code, into, now)
            note = Note("merged", f"{code} is merged into {into} by {by}.", paper=code)
        case Split(code, new_code, by):
            _split(db, code, new_code, now)
            note = Note("split", f"The newest version of {code} is {new_code} now, by {by}.", paper=new_code)
        case Vetted(code, number, how, by):
            _vet(db, action, message)
            note = Note(_VETTED_KINDS[how], f"{code} version {number} is {_VETTED_WORDS[how]} by {by}.", paper=code)
        case Ruled(code, number, verdict, by):
            change(db, _RULE, {"code": code, "number": number, "verdict": verdict.value, "message": message})
            note = Note(f"ruled_{verdict.value}", f"{code} version {number} is ruled to {verdict} by {by}.", paper=code)
        case InTime(code, number):
            _be_in_time(db, action)
            text = f"{code} version {number} came in time, by a deadline that is later since it was judged."
            note = Note("in_time", text, paper=code)
        case Placed(code, _, school, by):
            _place(db, action)
            note = Note("placed", f"{code} is a paper of {school}, by {by}.", paper=code)
    add_note(db, now, note, message=message)


_IN_TIME = "UPDATE versions SET late = 0, verdict = :verdict WHERE paper = :paper AND number = :number"
_LATE = "UPDATE papers SET late = (SELECT min(late) FROM versions WHERE paper = :paper) WHERE id = :paper"
#: What is told of papers again (`digests.Came`) is what somebody said of them, not that a contact sent them.
_VETTED_KINDS = {
    VettedBy.SENT: "sent_by_school",
    VettedBy.CONFIRMED: "vetted",
    VettedBy.ORDERED: "vetted",
    VettedBy.REVOKED: "unvetted",
}
_VETTED_WORDS = {
    VettedBy.SENT: "vetted, for it was sent",
    VettedBy.CONFIRMED: "confirmed to be vetted",
    VettedBy.ORDERED: "recorded as vetted",
    VettedBy.REVOKED: "recorded as not vetted",
}
_RULE = """
    UPDATE versions SET ruling = :verdict, ruled_by = :message
    WHERE number = :number AND paper = (SELECT id FROM papers WHERE code = :code)
"""
_PLACE = "UPDATE papers SET school = :school, school_given = :school WHERE id = :paper"
_UNVET = """
    UPDATE versions SET vetted_how = NULL, vetted_by = NULL
    WHERE paper = :paper AND vetted_how IN ('sent', 'confirmed')
"""
_PLACE_VERSION = """
    UPDATE versions SET school = :school, verdict = :verdict WHERE paper = :paper AND number = :number
"""
_SETTLE = """
    UPDATE findings SET outcome = :outcome, summary = :summary, details = :details, advice = '[]', hint = ''
    WHERE check_name = :check AND version = (SELECT id FROM versions WHERE paper = :paper AND number = :number)
"""
_VET = """
    UPDATE versions SET vetted_how = :how, vetted_by = coalesce(:message, message)
    WHERE paper = :paper AND number = :number
"""


def unvet(db: Database, paper: int) -> None:
    """What the school of a paper had vetted, for it is another one's now; what the secretariat has said stays."""
    change(db, _UNVET, {"paper": paper})


def _vet(db: Database, action: Vetted, message: int | None) -> None:
    """Of a paper that is not vetted, no version is: what was said before is taken back with the newest word."""
    paper = _paper(db, action.code)["id"]
    if action.how is VettedBy.REVOKED:
        sql = "UPDATE versions SET vetted_how = NULL, vetted_by = NULL WHERE paper = :paper"
        change(db, sql, {"paper": paper})
    change(db, _VET, {"how": action.how.value, "message": message, "paper": paper, "number": action.number})


def _place(db: Database, action: Placed) -> None:
    """Whatever later versions say of their school, the paper's stays the one that was decided.  What another school
    has vetted this one has not; what the secretariat has said of that stays.
    """
    of = {"paper": _paper(db, action.code)["id"], "number": action.number}
    change(db, _PLACE, {"school": action.school, "paper": of["paper"]})
    unvet(db, of["paper"])
    change(db, _PLACE_VERSION, {**of, "school": action.school, "verdict": action.verdict.value})
    _settle(db, of, action.finding)


def _settle(db: Database, of: dict[str, object], found: Finding | None) -> None:
    """What a check says of a version now that something was decided."""
    if found is not None:
        said = {"outcome": found.outcome.value, "summary": found.summary, "details": as_json(found.details)}
        change(db, _SETTLE, {**of, **said, "check": found.check})


def _be_in_time(db: Database, action: InTime) -> None:
    of = {"paper": _paper(db, action.code)["id"], "number": action.number}
    change(db, _IN_TIME, {**of, "verdict": action.verdict.value})
    _settle(db, of, action.finding)
    change(db, _LATE, {"paper": of["paper"]})


_RESTORE = "UPDATE papers SET state = 'active', withdrawn_at = NULL, merged_into = NULL WHERE code = :code"


def _restore(db: Database, code: str) -> None:
    """Back as it was: where it was merged, its version leaves the other paper as long as nothing newer came on top."""
    paper = _paper(db, code)
    if paper["merged_into"] is not None:
        newest = _newest(db, paper["merged_into"])
        if newest["placed_by"] == _merged_from(code):
            change(db, "DELETE FROM findings WHERE version = :id", {"id": newest["id"]})
            change(db, "DELETE FROM versions WHERE id = :id", {"id": newest["id"]})
            _follow_newest(db, paper["merged_into"])
    change(db, _RESTORE, {"code": code})


def _merged_from(code: str) -> str:
    return f"merged from {code}"


def _merge(db: Database, code: str, into: str, now: datetime) -> None:
    source, target = _paper(db, code), _paper(db, into)
    moved, standing = _newest(db, source["id"]), _newest(db, target["id"])
    if moved["arrived_at"] >= standing["arrived_at"]:
        number = standing["number"] + 1
        _copy_version(db, {**moved, "paper": target["id"], "number": number, "placed_by": _merged_from(code)})
        _follow_newest(db, target["id"])
    _leave(db, code, now, merged_into=target["id"])


def _split(db: Database, code: str, new_code: str, now: datetime) -> None:
    source = _paper(db, code)
    newest = _newest(db, source["id"])
    paper = {key: value for key, value in source.items() if key != "id"}
    number = insert(db, "papers", {**paper, "code": new_code, "created_at": moment(now)})
    advance(db, PAPER_COUNTER, int(new_code.rpartition("-")[2]))
    change(
        db,
        "UPDATE versions SET paper = :paper, number = 1, placed_by = :why WHERE id = :id",
        {"paper": number, "why": f"split from {code}", "id": newest["id"]},
    )
    # Who answers the letter about that version speaks of the paper that it is now.
    change(
        db,
        "UPDATE letter_papers SET paper = :paper WHERE paper = :source "
        "AND letter IN (SELECT id FROM letters WHERE cause = :message)",
        {"paper": number, "source": source["id"], "message": newest["message"]},
    )
    _follow_newest(db, number)
    _follow_newest(db, source["id"])


def _paper(db: Database, code: str) -> Row:
    return single(first(db, "SELECT * FROM papers WHERE code = :code", {"code": code}), code)


def _newest(db: Database, paper: int) -> Row:
    sql = "SELECT * FROM versions WHERE paper = :paper ORDER BY number DESC LIMIT 1"
    return single(first(db, sql, {"paper": paper}), f"a version of paper {paper}")


def _leave(db: Database, code: str, now: datetime, *, merged_into: int | None) -> None:
    change(
        db,
        "UPDATE papers SET state = 'withdrawn', withdrawn_at = :now, merged_into = :into WHERE code = :code",
        {"code": code, "now": moment(now), "into": merged_into},
    )


def _copy_version(db: Database, row: Row) -> None:
    number = insert(db, "versions", {key: value for key, value in row.items() if key != "id"})
    for finding in rows(db, "SELECT * FROM findings WHERE version = :id", {"id": row["id"]}):
        insert(db, "findings", {**finding, "version": number})


_FOLLOW = """
    UPDATE papers SET
        title = (SELECT v.title FROM versions v WHERE v.paper = papers.id AND v.title IS NOT NULL
                 ORDER BY v.number DESC LIMIT 1),
        school = coalesce(school_given, (SELECT v.school FROM versions v WHERE v.paper = papers.id
                  AND v.school IS NOT NULL ORDER BY v.number DESC LIMIT 1)),
        topic = (SELECT v.topic FROM versions v WHERE v.paper = papers.id AND v.topic IS NOT NULL
                 ORDER BY v.number DESC LIMIT 1),
        authors = coalesce((SELECT v.authors FROM versions v WHERE v.paper = papers.id AND v.authors <> '[]'
                            ORDER BY v.number DESC LIMIT 1), '[]'),
        late = (SELECT min(v.late) FROM versions v WHERE v.paper = papers.id)
    WHERE id = :id
"""


def _follow_newest(db: Database, paper: int) -> None:
    """The paper says what its newest version says; where that is silent, what the newest says that is not."""
    change(db, _FOLLOW, {"id": paper})
