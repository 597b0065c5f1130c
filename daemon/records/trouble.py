"""What is wrong with the service, read from the records: as values, and in sentences for the operator.

One list for all that tell of it: `status` in English with the next step, the digest in its readers' language
(`templates/_digest.j2`), the metrics as numbers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlite_utils import Database

from daemon.config import Auth, Config, Mode
from daemon.digests import Trouble
from daemon.records.canary import flight
from daemon.records.database import count, first, rows
from daemon.records.notes import DIGEST_ERROR, GRANT_TROUBLE, get_meta
from daemon.records.outbox import recipients_between
from daemon.records.polls import FAILING_SINCE, LAST_OK, VANISHED, last_attempt, left_alone_until
from daemon.records.values import CalendarPart, as_json, moment, when, when_or_none

_LISTED = 5  # of each kind; the rest is a number, for a status is read at a glance
#: Told by `status` in a list of its own; found by judging, not here.
_NOT_SAID = frozenset({"failing_address", "renderer"})


def troubles(db: Database, config: Config, now: datetime) -> Iterator[Trouble]:
    """Everything that is wrong at this moment; of several of a kind the newest first."""
    yield from _of_mailbox(db, config, now)
    yield from _of_messages(db)
    yield from _of_letters(db)
    yield from _of_sending(db, config, now)


def _of_mailbox(db: Database, config: Config, now: datetime) -> Iterator[Trouble]:
    grant = get_meta(db, GRANT_TROUBLE)
    if grant is not None and Auth.OAUTH2 in {config.mailbox.auth, config.smtp.auth}:
        found = json.loads(grant)
        yield Trouble(found["kind"], text=found["text"], at=when_or_none(found["at"]))
    poll, failing = when_or_none(get_meta(db, LAST_OK)), when_or_none(get_meta(db, FAILING_SINCE))
    last = last_attempt(db)
    error = None if last is None else last.error
    if error is not None:
        yield Trouble("poll_failed", text=error, at=left_alone_until(db, now))
    since = poll or failing
    if since is not None and now - since > config.quiet:
        yield Trouble("quiet" if poll else "never_read", text=error or "", at=since)
    stuck = first(
        db,
        "SELECT count(*) AS n, max(fetch_failures) AS most, max(last_error) AS error FROM sightings "
        "WHERE message IS NULL AND fetch_failures > 0 AND settled_at IS NULL",
    )
    if stuck and stuck["n"]:
        why = f"tried up to {stuck['most']} times: {stuck['error']}"
        yield Trouble("not_fetched", many=stuck["n"], why=why)
    if (vanished := get_meta(db, VANISHED)) is not None:
        fact = json.loads(vanished)
        yield Trouble("vanished", many=fact["many"], at=when(fact["at"]), number=fact.get("came", 0))
    if (refused := get_meta(db, "filing.last_error")) is not None:
        yield Trouble("not_filed", text=refused)


def _of_messages(db: Database) -> Iterator[Trouble]:
    sql = (
        "SELECT id, from_address, subject, last_error, "
        "(SELECT count(*) FROM versions v WHERE v.message = messages.id) AS papers "
        "FROM messages WHERE state = 'parked' AND state <> 'done' ORDER BY id DESC"
    )
    for row in rows(db, sql):
        whose = _whose(row["from_address"], row["subject"])
        why = row["last_error"] or "the program ended while working on it"
        yield Trouble("parked", text=whose, many=row["papers"], number=row["id"], why=_last_line(why))


def _of_letters(db: Database) -> Iterator[Trouble]:
    for row in rows(db, "SELECT address_key, since FROM failing_addresses ORDER BY since, address_key"):
        yield Trouble("failing_address", text=row["address_key"], at=when(row["since"]))
    sql = (
        "SELECT id, state, recipient_key, subject, last_error FROM letters "
        "WHERE state IN ('failed', 'uncertain') AND state NOT IN ('sent', 'dropped') ORDER BY id DESC"
    )
    for row in rows(db, sql):
        whose = _whose(row["recipient_key"], row["subject"])
        yield Trouble(f"letter_{row['state']}", text=whose, number=row["id"], why=_last_line(row["last_error"] or ""))


def _of_sending(db: Database, config: Config, now: datetime) -> Iterator[Trouble]:
    yield from _allowance(db, config, now)
    if config.sends_canaries and (since := flight(db).missing_since) is not None:
        yield Trouble("canary", at=since)
    if (error := get_meta(db, "sending.last_error")) is not None:
        yield Trouble("sending", text=error, at=when_or_none(get_meta(db, "sending.paused_until")))
    for part in CalendarPart:
        # What is switched off is not looked at any more, and would stand there for good.
        is_on = {CalendarPart.LETTERS: config.season.enabled, CalendarPart.CANARY: config.sends_canaries}.get(
            part, True
        )
        if is_on and (error := get_meta(db, part.error_key)) is not None:
            yield Trouble("season_failed", text=error)
    if (error := get_meta(db, DIGEST_ERROR)) is not None:
        yield Trouble("digest_failed", text=error)
    if (many := get_meta(db, "season.held")) is not None:
        yield Trouble("season_held", many=int(many))
    mode = config.conference.mode.value
    sql = "SELECT count(*) FROM letters WHERE state = 'queued' AND state NOT IN ('sent', 'dropped') AND mode <> :mode"
    held = count(db, sql, {"mode": mode})
    if held and mode != "observe":
        yield Trouble("other_mode", many=held)


_FIRST_OF_THE_DAY = "SELECT min(sent_at) AS at FROM letters WHERE sent_at > :ago AND sent_at <= :now"


def _allowance(db: Database, config: Config, now: datetime) -> Iterator[Trouble]:
    """Letters that wait because the day's allowance is used up, and until when."""
    allowed, day_ago = config.letters.max_recipients_per_day, now - timedelta(days=1)
    if not allowed or recipients_between(db, day_ago, now) < allowed:
        return
    waiting = count(
        db,
        "SELECT count(*) FROM letters WHERE state = 'queued' AND state NOT IN ('sent', 'dropped') AND mode = :mode "
        "AND next_attempt_at <= :now "
        "AND recipient_key NOT IN (SELECT value FROM json_each(:exempt))",
        {
            "mode": config.conference.mode.value,
            "now": moment(now),
            "exempt": as_json(sorted(config.ours)),
        },
    )
    if waiting and config.conference.mode is not Mode.OBSERVE:
        first_sent = first(db, _FIRST_OF_THE_DAY, {"ago": moment(day_ago), "now": moment(now)})
        at = when(first_sent["at"]) + timedelta(days=1) if first_sent else None
        yield Trouble("allowance", many=waiting, at=at)


def _whose(address: str | None, subject: str | None) -> str:
    return ", ".join(part for part in (address, f"“{subject}”" if subject else "") if part)


def _last_line(error: str) -> str:
    return error.strip().rpartition("\n")[2]


def _ended(why: str) -> str:
    """As a sentence that another one follows."""
    return f"{why.rstrip().removesuffix('.')}." if why.strip() else "the reason is not known."


# --------------------------------------------------------------------------- in sentences

_AGAIN = "Mend it; the service tries again by itself."

_SENTENCES: Mapping[str, Callable[[Trouble, Config], str]] = {
    "grant_refused": lambda it, config: (
        f"The mailbox's OAuth2 grant is good for nothing since {_at(it, config)}: {it.text}"
    ),
    "grant_expires": lambda it, config: f"The mailbox's OAuth2 grant ends at {_at(it, config)}. {it.text}",
    "poll_failed": lambda it, config: (
        f"The last poll of the mailbox failed{f'; the next comes after {_at(it, config)}' if it.at else ''}: {it.text}"
    ),
    "outage_over": lambda it, config: (
        f"The mailbox could not be read for {it.many} minute(s) from {_at(it, config)} on; it is read again."
    ),
    "quiet": lambda it, config: f"No poll has succeeded since {_at(it, config)}. Check that the service runs.",
    "never_read": lambda it, config: (
        f"The mailbox was never read; polls fail since {_at(it, config)}. Run `thamluan doctor`."
    ),
    "not_fetched": lambda it, _: (
        f"{it.many} listed message(s) could not be fetched, {_ended(it.why)} They are tried again; `thamluan "
        "reconcile` names them, to be read in the mailbox meanwhile."
    ),
    "vanished": lambda it, config: (
        f"The {it.many} messages that stood in the mailbox are gone since {_at(it, config)}, and none is left: letters "
        "wait. Find out who emptied it; if that is right, run `thamluan outbox resume`."
        if not it.number
        else f"The {it.many} messages that stood in the mailbox were gone at {_at(it, config)}, and none was left: "
        f"letters wait. Since then {it.number} have come: find out who emptied it, or whose mailbox it is, drop the "
        "letters that should not go out (`thamluan outbox list`, `drop`), then run `thamluan outbox resume`."
    ),
    "not_filed": lambda it, config: (
        f"Handled messages cannot be moved to {config.mailbox.processed_folder}: {_ended(it.text)} {_AGAIN}"
    ),
    "parked": lambda it, _: (
        f"Message {it.number}{f' of {it.text}' if it.text else ''} is set aside for a person: {_ended(it.why)} "
        + (
            "It is done with when the secretariat has decided each of these papers by reply (ĐẠT, KHÔNG ĐẠT), or by "
            f"`thamluan parked drop {it.number}`."
            if it.many
            else f"After an upgrade try again with `thamluan parked release {it.number}`; or see to it and its author "
            f"by hand, then `thamluan parked drop {it.number}`."
        )
    ),
    "letter_failed": lambda it, _: (
        f"Letter {it.number} to {it.text} failed for good: {_ended(it.why)} Mend the cause, then `thamluan outbox "
        f"resend {it.number}`; or tell its reader otherwise and `thamluan outbox drop {it.number}`."
    ),
    "letter_uncertain": lambda it, _: (
        f"Letter {it.number} to {it.text} may or may not have gone out: {_ended(it.why)} Look in the Sent folder. Is "
        f"it there, `thamluan outbox drop {it.number}`; if not, `thamluan outbox resend {it.number}`."
    ),
    "sending": lambda it, config: f"Letters cannot be sent{f' before {_at(it, config)}' if it.at else ''}: {it.text}",
    "allowance": lambda it, config: (
        f"{config.letters.max_recipients_per_day} readers were written to within 24 hours, the limit of [letters] "
        f"max_recipients_per_day: {it.many} letter(s) wait, the first until {_at(it, config)}."
    ),
    "canary": lambda it, config: (
        f"The letter to ourselves of {_at(it, config)} has not come back: letters do not go out, or do not come in. "
        "Look for it in the Sent folder and among the spam; run `thamluan doctor`."
    ),
    "season_failed": lambda it, _: f"The letters of the calendar cannot be written: {it.text} {_AGAIN}",
    "digest_failed": lambda it, _: f"The digest cannot be written: {it.text} {_AGAIN}",
    "season_held": lambda it, _: (
        f"{it.many} letters of the calendar are due at once, more than [season] max_at_once: check the dates and the "
        "clock, then run `thamluan season release`."
    ),
    "other_mode": lambda it, _: (
        f"{it.many} letter(s) were prepared under another mode and wait until a person releases them: `thamluan outbox "
        "list` shows them, `thamluan outbox release NUMBER` (or `--all`) lets them go, `outbox drop NUMBER` does not."
    ),
}
#: Listed together: the first few in sentences, the rest as a number.
_MORE = {
    "parked": "{} more messages are set aside.",
    "letter_failed": "{} more letters failed or are uncertain.",
    "letter_uncertain": "{} more letters failed or are uncertain.",
}


def sentences(found: Iterable[Trouble], config: Config) -> Iterator[str]:
    """English, for the operator, each with the next step."""
    told: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for trouble in found:
        if trouble.kind in _NOT_SAID:
            continue
        group = _MORE.get(trouble.kind, trouble.kind)
        told[group] += 1
        if group in _MORE.values() and told[group] > _LISTED:
            rest[group] += 1
            continue
        yield _SENTENCES[trouble.kind](trouble, config)
    for group, many in rest.items():
        yield group.format(many)


def _at(trouble: Trouble, config: Config) -> str:
    return "" if trouble.at is None else trouble.at.astimezone(config.zone).isoformat(timespec="seconds")
