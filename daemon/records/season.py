"""The calendar's part of the records: what is settled and the letters that settle it, what schools are asked and the
letters that ask it, each in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from daemon.config import Config
from daemon.model import Address, PaperState, Unsent
from daemon.records.actions import perform
from daemon.records.database import Connection, Row, change, rows
from daemon.records.digest import in_question
from daemon.records.notes import add_note, get_meta, queue_letter, set_meta, write_anew
from daemon.records.stored import asked_to_vet, judgement, known_papers, paper_states
from daemon.records.values import (
    Arrived,
    CalendarPart,
    CalendarView,
    Kept,
    KeptDeadlines,
    KeptVetting,
    LateVersion,
    Note,
    VettingView,
    as_json,
    moment,
    when,
)
from daemon.season import deadlines, phases
from daemon.season.deadlines import Deadline, InForce, Told


class SeasonRecords:
    """The part of `Records` about the calendar.  Every method may raise RecordsError."""

    _connection: Connection

    def calendar(self) -> CalendarView:
        """Papers as they stand, and what is settled."""
        with self._connection.reading() as db:
            return _view(db)

    def paper_states(self) -> tuple[PaperState, ...]:
        """Every paper as it stands, oldest first."""
        with self._connection.reading() as db:
            return paper_states(db)

    def keep_calendar(self, plan: Callable[[CalendarView], Kept], now: datetime) -> Kept:
        """Asks `plan` what is due, given the records as they stand, and records it with the letters: one transaction,
        so that an occasion is settled and its letters are in the outbox, or neither.
        """
        with self._connection.writing() as db:
            view = _view(db)
            kept = plan(view)
            for item in kept.settled:
                change(
                    db,
                    "INSERT INTO season (key, due_at, settled_at, outcome) VALUES (:key, :at, :now, :outcome)",
                    {"key": item.key, "at": moment(item.at), "now": moment(now), "outcome": item.outcome},
                )
                add_note(db, now, Note("season", f"{item.key}, due {moment(item.at)}: {item.outcome}."))
            since = min((item.at for item in kept.settled), default=None)
            for letter in kept.letters:
                queue_letter(db, now, letter, cause=None, due_at=since)
            for waiting, instead in kept.anew:
                write_anew(db, now, waiting.key, instead)
            held = str(kept.held) if kept.held else None
            if held and get_meta(db, "season.held") is None:
                text = f"{kept.held} letters of the calendar are due at once and wait for `thamluan season release`."
                add_note(db, now, Note("season_held", text, attention=True))
            set_meta(db, now, "season.held", held)
            set_meta(db, now, CalendarPart.LETTERS.error_key, None)
            if view.released and not kept.held:
                set_meta(db, now, "season.released", None)
        return kept

    def vetting(self) -> VettingView:
        """Papers as they stand, and those whose school was asked to confirm that they are vetted."""
        with self._connection.reading() as db:
            return _vetting(db)

    def keep_vetting(self, plan: Callable[[VettingView], KeptVetting], now: datetime) -> KeptVetting:
        """Asks `plan` what schools have vetted by what they sent and what they are asked, given the records as they
        stand, and records it with the letters: one transaction.
        """
        with self._connection.writing() as db:
            kept = plan(_vetting(db))
            for action in kept.actions:
                perform(db, action, None, now)
            for due_at, letter in kept.letters:
                queue_letter(db, now, letter, cause=None, due_at=due_at)
            for waiting, instead in kept.anew:
                write_anew(db, now, waiting.key, instead)
        return kept

    def has_late(self, chosen: Callable[[Arrived], bool]) -> bool:
        """Whether one of the versions that came after their deadline is chosen; what was found of them is not read."""
        with self._connection.reading() as db:
            return any(chosen(_arrived(row)) for row in rows(db, _LATE))

    def keep_deadlines(
        self,
        chosen: Callable[[Arrived], bool],
        plan: Callable[[Sequence[LateVersion]], KeptDeadlines],
        now: datetime,
    ) -> KeptDeadlines:
        """Asks `plan` what the late versions that are chosen, for they came in time by deadlines that are later by now,
        come to, oldest first, and records it with the letters that say so: one transaction.
        """
        with self._connection.writing() as db:
            kept = plan([_late(db, row) for row in rows(db, _LATE) if chosen(_arrived(row))])
            for action in kept.actions:
                perform(db, action, None, now)
            for letter in kept.letters:
                queue_letter(db, now, letter, cause=None)
        return kept

    def calendar_failed(self, error: str, now: datetime, part: CalendarPart = CalendarPart.LETTERS) -> None:
        """A look at a part of the calendar ended in an error of the program; the next that succeeds clears it."""
        with self._connection.writing() as db:
            if get_meta(db, part.error_key) is None:
                add_note(db, now, Note("season_failed", f"The calendar could not be kept: {error}", attention=True))
            set_meta(db, now, part.error_key, error)

    def calendar_kept(self, part: CalendarPart, now: datetime) -> None:
        """A part of the calendar was looked at without an error; of `LETTERS` `keep_calendar` says so itself."""
        with self._connection.reading() as db:
            failed = get_meta(db, part.error_key) is not None
        if failed:
            with self._connection.writing() as db:
                set_meta(db, now, part.error_key, None)

    def release_calendar(self, now: datetime) -> bool:
        """A person allows the letters that are held; False when none are."""
        with self._connection.writing() as db:
            if get_meta(db, "season.held") is None:
                return False
            set_meta(db, now, "season.released", moment(now))
            add_note(db, now, Note("season_released", "The letters of the calendar that were held may go."))
        return True

    def calendar_seen(self, dates: Mapping[str, tuple[datetime, str]], config: Config, now: datetime) -> None:
        """Remembers when each occasion is due and of which day it speaks, and the deadlines, and tells which were moved
        since the last look.
        """
        new = {key: (moment(at), mark) for key, (at, mark) in dates.items()}
        known = phases.known(config, dates)
        season = config.conference.code_prefix
        with self._connection.reading() as db:
            before = _dates(json.loads(get_meta(db, "season.calendar") or "{}"))
            known_before = _known(db)
            of, history = _history(db)
        history = history if of == season else ()
        in_force = deadlines.seen(history, config, now)
        if before == new and in_force == history and known_before == known:
            return
        ids = phases.renamed(known_before, known)
        moved = _moved({_under(key, ids): it for key, it in before.items()}, new)
        with self._connection.writing() as db:
            _rename(db, ids, season, now)
            set_meta(db, now, "season.calendar", as_json(new))
            set_meta(db, now, "season.phases", as_json(known))
            set_meta(db, now, "season.deadlines", as_json(_stored(in_force, season)))
            if moved:
                listed = "; ".join(
                    f"{key} from {_read(old, config)} to {_read(at, config)}" for key, (old, at, _) in moved.items()
                )
                text = f"Dates of the calendar were moved in the configuration: {listed}. What was sent stays sent."
                add_note(db, now, Note("calendar_moved", text, attention=True, data={"moved": moved}))


def _known(db: Database) -> dict[str, tuple[str, str]]:
    """The phases as `calendar_seen` kept them; earlier releases did not."""
    stored = json.loads(get_meta(db, "season.phases") or "{}")
    return {key: (kind, opens) for key, (kind, opens) in stored.items()}


def _under(key: str, ids: Mapping[str, str]) -> str:
    """The key of an occasion, by the id of today."""
    phase, colon, rest = key.partition(":")
    return ids.get(phase, phase) + colon + rest


def _rename(db: Database, ids: Mapping[str, str], season: str, now: datetime) -> None:
    """What was settled of a phase is settled of it by its new id."""
    if not ids:
        return
    keys = [row["key"] for row in rows(db, "SELECT key FROM season")]
    for old, new in phases.of_today(keys, ids, season).items():
        # Of an id that was used before and given up, a key may be there already.
        change(db, "UPDATE OR REPLACE season SET key = :new WHERE key = :old", {"new": new, "old": old})
    listed = "; ".join(f"{old} is {new} now" for old, new in ids.items())
    add_note(db, now, Note("phases_renamed", f"Phases have another id in the configuration: {listed}."))


def _read(stored: str, config: Config) -> str:
    """A moment as `status` writes it."""
    return f"{when(stored).astimezone(config.zone):%Y-%m-%d %H:%M}"


def _stored(in_force: Sequence[InForce], season: str) -> dict[str, Any]:
    history = [[moment(it.since), {key: until.isoformat() for key, until in it.deadlines.items()}] for it in in_force]
    return {"season": season, "in_force": history}


def _history(db: Database) -> tuple[str, tuple[InForce, ...]]:
    """What `calendar_seen` has kept of the deadlines, and of which season."""
    stored = json.loads(get_meta(db, "season.deadlines") or '{"season": "", "in_force": []}')
    history = (
        InForce(when(since), {key: _deadline(until) for key, until in given.items()})
        for since, given in stored["in_force"]
    )
    return stored["season"], tuple(history)


def _deadline(text: str) -> Deadline:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _told(db: Database) -> Told:
    """What deadlines were in force, and who was written to meanwhile."""
    season, history = _history(db)
    written = rows(db, _WRITTEN, {"season": season})
    readers = {row["series"].removeprefix("season:"): row for row in written}
    left = {reader: when(row["left_at"]) for reader, row in readers.items() if row["left_at"]}
    return Told(history, {reader: when(row["at"]) for reader, row in readers.items()}, left)


#: The letters of a season; all name the deadline but those about the conference itself.  `letters_by_series` has all
#: that is asked, and is used where it is said that there is a series: the letters themselves would be read else.
_WRITTEN = """
    SELECT series, max(CASE WHEN state <> 'queued' THEN coalesce(written_at, created_at) END) AS left_at,
        max(coalesce(written_at, created_at)) AS at FROM letters
    WHERE series <> '' AND series > 'season:' AND series < 'season;' AND series NOT LIKE '%:event'
        AND state NOT IN ('dropped', 'failed') AND substr(key, 8, length(:season) + 1) = :season || ':'
    GROUP BY series
"""


def _dates(stored: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """As `calendar_seen` wrote them; earlier releases kept no day."""
    return {key: (it, "") if isinstance(it, str) else (it[0], it[1]) for key, it in stored.items()}


def _moved(
    before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str, bool]]:
    """When occasions were due and when they are, and whether of a later day; those of a deadline that is granted, or
    taken back, were due, or are, with that of all.
    """
    found: dict[str, tuple[str, str, bool]] = {}
    for key in (*now, *(key for key in before if "@" in key and key not in now)):
        of_all = key.partition("@")[0]
        old, new = before.get(key, before.get(of_all)), now.get(key, now.get(of_all))
        if old and new and old[0] != new[0]:
            found[key] = old[0], new[0], "" < old[1] < new[1]
    return found


_LATE = """
    SELECT p.code, p.school, p.title, v.number, v.arrived_at, m.raw_sha256, p.owner_key, p.owner_name,
        p.state = 'active' AND p.late = 1 AND v.ruling IS NULL
        AND v.number = (SELECT max(number) FROM versions WHERE paper = p.id) AS counts
    FROM versions v JOIN papers p ON p.id = v.paper JOIN messages m ON m.id = v.message
    WHERE v.late = 1 ORDER BY v.id
"""


def _arrived(row: Row) -> Arrived:
    return Arrived(row["code"], row["school"], when(row["arrived_at"]))


def _late(db: Database, row: Row) -> LateVersion:
    findings = judgement(db, row["code"], row["number"]).findings
    owner = Address(row["owner_key"], row["owner_name"]) if row["counts"] and row["owner_key"] else None
    return LateVersion(
        row["code"],
        row["number"],
        row["school"],
        when(row["arrived_at"]),
        tuple(findings),
        row["title"],
        row["raw_sha256"],
        owner,
    )


def _vetting(db: Database) -> VettingView:
    waiting = tuple(
        Unsent(row["key"], "", row["mode"], when(row["written_at"]), codes=tuple(json.loads(row["codes"])))
        for row in rows(db, _ASKINGS)
    )
    return VettingView(known_papers(db), frozenset(asked_to_vet(db)), waiting)


_ASKINGS = """
    SELECT l.key, l.mode, coalesce(l.written_at, l.created_at) AS written_at,
        (SELECT json_group_array(p.code) FROM letter_papers lp JOIN papers p ON p.id = lp.paper WHERE lp.letter = l.id)
            AS codes
    FROM letters l WHERE l.kind = 'vetting' AND l.state = 'queued' AND l.state NOT IN ('sent', 'dropped')
        AND NOT l.may_repeat ORDER BY l.id
"""


def _view(db: Database) -> CalendarView:
    settled = frozenset(row["key"] for row in rows(db, "SELECT key FROM season"))
    released = get_meta(db, "season.released") is not None
    papers, waiting = in_question(db, paper_states(db)), tuple(map(_waiting, rows(db, _WAITING)))
    return CalendarView(papers, settled, waiting, released=released, told=_told(db), phases=_known(db))


#: A letter and what it settled were recorded at one moment.  What may have gone out once goes again as it was.
_WAITING = """
    SELECT l.key, l.series, l.mode, coalesce(l.written_at, l.created_at) AS written_at,
        (SELECT json_group_array(s.key) FROM season s WHERE s.settled_at = l.created_at) AS settled
    FROM letters l WHERE l.series <> '' AND l.series > 'season:' AND l.series < 'season;' AND l.state = 'queued'
        AND NOT l.may_repeat ORDER BY l.id
"""


def _waiting(row: Row) -> Unsent:
    settled = frozenset(json.loads(row["settled"]))
    return Unsent(row["key"], row["series"], row["mode"], when(row["written_at"]), settled)
