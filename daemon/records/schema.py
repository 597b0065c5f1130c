"""The schema, as migrations.  A released migration is never edited: a change is another migration at the end.

Conventions: tables are STRICT; times are ISO 8601 text in UTC with milliseconds, so that text order is time order;
lists and details are JSON text; addresses that are compared are stored casefolded as `…_key`.  What grows with later
releases (kinds of letters, kinds of events) has no CHECK, what the command contract fixes has one.

SQLite takes an index of some rows only for a query that says the same of them: so queries for what is `queued` say as
well that it is `NOT IN ('sent', 'dropped')`, and those for messages `<> 'done'`.  Without that each reads all that was
ever sent, with everything that is enclosed in it.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("thamluan")

_FIRST = """
-- A message as it reached us, once, however often the mailbox shows it.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    -- of the archived bytes; null when the message was too large to be fetched
    raw_sha256 TEXT UNIQUE CHECK (length(raw_sha256) = 64),
    -- of the archived header block of a message too large to be fetched; null otherwise
    head_sha256 TEXT CHECK (length(head_sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    -- INTERNALDATE of the first sighting: what counts against the deadline
    arrived_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    -- Message-ID and everything the author wrote, without what relays add: the same again is an alias delivery
    content_key TEXT,
    duplicate_of INTEGER REFERENCES messages (id),
    message_id TEXT,
    from_address TEXT,
    from_name TEXT,
    subject TEXT,
    in_reply_to TEXT NOT NULL DEFAULT '[]',
    refs TEXT NOT NULL DEFAULT '[]',
    -- archived: bytes safe, nothing decided yet.  to_assess: holds papers to judge.  done.  parked: a person must look
    state TEXT NOT NULL CHECK (state IN ('archived', 'to_assess', 'done', 'parked')),
    -- null until decided, and for duplicates
    disposition TEXT CHECK (disposition IN ('submission', 'correction', 'withdrawal', 'question', 'command',
        'no_paper', 'bounce', 'auto_reply', 'bulk', 'own', 'unreadable')),
    reason TEXT,
    may_answer INTEGER CHECK (may_answer IN (0, 1)),
    paper_codes TEXT NOT NULL DEFAULT '[]',
    missing TEXT NOT NULL DEFAULT '[]',
    -- counted before each attempt, so that one that kills the process counts
    intake_attempts INTEGER NOT NULL DEFAULT 0 CHECK (intake_attempts >= 0),
    assessment_attempts INTEGER NOT NULL DEFAULT 0 CHECK (assessment_attempts >= 0),
    last_error TEXT,
    decided_at TEXT,
    finished_at TEXT,
    CHECK ((raw_sha256 IS NULL) <> (head_sha256 IS NULL))
) STRICT;
-- a message too large to fetch is known again by its header block and size
CREATE UNIQUE INDEX messages_by_head ON messages (head_sha256, size) WHERE head_sha256 IS NOT NULL;
CREATE INDEX messages_by_content ON messages (content_key) WHERE content_key IS NOT NULL;
CREATE INDEX messages_at_work ON messages (state, arrived_at) WHERE state <> 'done';

-- Where a message was seen: account, folder, UIDVALIDITY and UID are never used again together (RFC 3501 2.3.1.1).
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    -- null while the bytes could not be fetched
    message INTEGER REFERENCES messages (id),
    internal_date TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    fetch_failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    -- when it was filed away; null: still where it was seen
    settled_at TEXT,
    UNIQUE (account, folder, uidvalidity, uid)
) STRICT;
CREATE INDEX sightings_by_message ON sightings (message);

CREATE TABLE files (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    kind TEXT NOT NULL,
    first_seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE message_files (
    message INTEGER NOT NULL REFERENCES messages (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    file TEXT NOT NULL REFERENCES files (sha256),
    filename TEXT NOT NULL,
    -- as it stood in the message; null when it had none
    original_name TEXT,
    role TEXT NOT NULL CHECK (role IN ('paper', 'letter', 'archive', 'signature', 'other')),
    problem TEXT,
    -- of the forwarded message that held it
    author_address TEXT,
    author_name TEXT,
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_files_by_file ON message_files (file);

CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    -- who submitted it: gets the letters, may replace it
    owner_key TEXT NOT NULL,
    owner_name TEXT NOT NULL DEFAULT '',
    -- who wrote it, where somebody else forwarded it; may replace it as well
    author_key TEXT,
    -- these follow the newest version
    school TEXT,
    title TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    topic TEXT,
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'withdrawn')),
    -- no version arrived in time
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    created_at TEXT NOT NULL,
    withdrawn_at TEXT,
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE INDEX papers_by_owner ON papers (owner_key);

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES papers (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    message INTEGER NOT NULL REFERENCES messages (id),
    file TEXT NOT NULL REFERENCES files (sha256),
    filename TEXT NOT NULL,
    arrived_at TEXT NOT NULL,
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'review')),
    title TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    school TEXT,
    topic TEXT,
    ruleset TEXT NOT NULL,
    assessed_at TEXT NOT NULL,
    -- how it came to be a version of this paper
    placed_by TEXT NOT NULL,
    UNIQUE (paper, number)
) STRICT;
CREATE INDEX versions_by_file ON versions (file);
CREATE INDEX versions_by_message ON versions (message);

-- What every check said, passes included, so that "why was this accepted?" has an answer.
CREATE TABLE findings (
    version INTEGER NOT NULL REFERENCES versions (id),
    position INTEGER NOT NULL,
    check_name TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'review', 'skip')),
    clause TEXT NOT NULL,
    summary TEXT NOT NULL,
    details TEXT NOT NULL,
    advice TEXT NOT NULL DEFAULT '[]',
    hint TEXT NOT NULL DEFAULT '',
    ruleset TEXT NOT NULL,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

-- The outbox.  A letter is composed once, when it is queued; its key and Message-ID make a second one impossible.
CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    recipients TEXT NOT NULL,
    -- the first of them, for counting what one address gets
    recipient_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    raw BLOB NOT NULL,
    -- the mode it was prepared in; it goes out under no other, unless released
    mode TEXT NOT NULL CHECK (mode IN ('observe', 'redirect', 'live')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'uncertain', 'failed', 'dropped')),
    -- counted before dialling
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at TEXT NOT NULL,
    last_error TEXT,
    created_at TEXT NOT NULL,
    sent_at TEXT,
    -- envelope of the accepted attempt, and the server's words
    sent_to TEXT,
    reply TEXT,
    bounced_at TEXT,
    -- the message it answers
    cause INTEGER REFERENCES messages (id),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX letters_at_work ON letters (state, next_attempt_at) WHERE state NOT IN ('sent', 'dropped');
CREATE INDEX letters_by_recipient ON letters (recipient_key, sent_at);
CREATE INDEX letters_by_cause ON letters (cause);

CREATE TABLE letter_papers (
    letter INTEGER NOT NULL REFERENCES letters (id),
    paper INTEGER NOT NULL REFERENCES papers (id),
    PRIMARY KEY (letter, paper)
) STRICT, WITHOUT ROWID;

-- What happened, append-only.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- the secretariat or the operator should know
    attention INTEGER NOT NULL CHECK (attention IN (0, 1)),
    message INTEGER REFERENCES messages (id),
    paper INTEGER REFERENCES papers (id),
    letter INTEGER REFERENCES letters (id),
    text TEXT NOT NULL,
    data TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX events_by_message ON events (message) WHERE message IS NOT NULL;
CREATE INDEX events_by_paper ON events (paper) WHERE paper IS NOT NULL;
CREATE TRIGGER events_stay BEFORE DELETE ON events
    BEGIN SELECT raise(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_not_rewritten BEFORE UPDATE ON events
    BEGIN SELECT raise(ABORT, 'events are append-only'); END;

-- A code once said to somebody stays that paper's.
CREATE TRIGGER papers_stay BEFORE DELETE ON papers
    BEGIN SELECT raise(ABORT, 'papers are never deleted'); END;
CREATE TRIGGER codes_stay BEFORE UPDATE OF code ON papers
    BEGIN SELECT raise(ABORT, 'paper codes never change'); END;

-- Running numbers that never go back.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= 0)
) STRICT, WITHOUT ROWID;

-- Single facts about the service: last poll, pause of sending, ...
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def _execute(db: Database, script: str) -> None:
    """Statement by statement, inside the transaction of the migration, which sqlite3's own way would end."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def first_release(db: Database) -> None:
    """Everything of the first release."""
    for statement in _FIRST.split(";\n"):  # triggers keep their inner semicolons within a line
        if statement.strip():
            db.execute(statement)


_OFFERS = """
-- A copy with the font corrected that went with a letter; answering the letter with "ĐỒNG Ý" makes it a version.
CREATE TABLE offers (
    letter INTEGER NOT NULL REFERENCES letters (id),
    -- it was made from this one
    version INTEGER NOT NULL REFERENCES versions (id),
    file TEXT NOT NULL REFERENCES files (sha256),
    filename TEXT NOT NULL,
    PRIMARY KEY (letter, version)
) STRICT, WITHOUT ROWID;
-- 0: not in the message itself, but an offer that it accepts
ALTER TABLE message_files ADD COLUMN was_attached INTEGER NOT NULL DEFAULT 1 CHECK (was_attached IN (0, 1));
"""


@migrations()
def corrected_copies_are_offered(db: Database) -> None:
    """Corrected copies, offered in letters and accepted by answering."""
    _execute(db, _OFFERS)


@migrations()
def additional_papers_are_said_to_be(db: Database) -> None:
    """Whether a message says that its paper is one more, which replaces none."""
    db.execute(
        "ALTER TABLE messages ADD COLUMN says_additional INTEGER NOT NULL DEFAULT 0 CHECK (says_additional IN (0, 1))"
    )


@migrations()
def opening_of_a_message_is_kept(db: Database) -> None:
    """What its author wrote, as far as a notice to the secretariat quotes it."""
    db.execute("ALTER TABLE messages ADD COLUMN opening TEXT NOT NULL DEFAULT ''")


@migrations()
def failed_fetches_are_dated(db: Database) -> None:
    """When a listed message failed to come the last time, so that it is tried again rarely."""
    db.execute("ALTER TABLE sightings ADD COLUMN failed_at TEXT")


_REQUESTS = """
-- the paper that this one turned out to be a version of; it is then withdrawn, and its code leads there
ALTER TABLE papers ADD COLUMN merged_into INTEGER REFERENCES papers (id);
-- codes that a tag signed by us vouches for
ALTER TABLE messages ADD COLUMN proven_codes TEXT NOT NULL DEFAULT '[]';
-- how far From is believed: proven, unknown, failed
ALTER TABLE messages ADD COLUMN authenticity TEXT NOT NULL DEFAULT 'unknown';
-- Addresses that a letter of ours came back from for good, until something comes from there again.
CREATE TABLE failing_addresses (
    address_key TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    -- enhanced status code of the report (RFC 3463); null when it named none
    status TEXT,
    letter INTEGER NOT NULL REFERENCES letters (id)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def requests_are_carried_out(db: Database) -> None:
    """Papers merged by the secretariat, senders proven by tag and server, addresses that fail."""
    _execute(db, _REQUESTS)


_SEASON = """
-- Occasions of the calendar that are done with, each for a whole audience.  The letters are in the outbox, under keys
-- of their own.  The key ends with the day it spoke of: of a later one nothing was said yet.
CREATE TABLE season (
    key TEXT PRIMARY KEY,
    due_at TEXT NOT NULL,
    settled_at TEXT NOT NULL,
    -- expired: it was over before it could be sent
    outcome TEXT NOT NULL CHECK (outcome IN ('queued', 'nothing_to_do', 'expired'))
) STRICT, WITHOUT ROWID;
-- who gets the answers to a letter, where it is not the mailbox
ALTER TABLE letters ADD COLUMN reply_to TEXT;
-- after that a letter says nothing that helps and is not sent; null: it always does
ALTER TABLE letters ADD COLUMN expires_at TEXT;
-- a newer letter of the same series makes those that still wait superfluous; empty: it has none
ALTER TABLE letters ADD COLUMN series TEXT NOT NULL DEFAULT '';
"""


@migrations()
def the_calendar_is_kept(db: Database) -> None:
    """Letters of the calendar."""
    _execute(db, _SEASON)


_PROOFS = """
-- 0: it says thanks and no more
ALTER TABLE messages ADD COLUMN needs_answer INTEGER NOT NULL DEFAULT 1 CHECK (needs_answer IN (0, 1));
UPDATE messages SET needs_answer = 0 WHERE reason LIKE '%. It says no more than thanks: %';
-- since when nobody knows whether it went out; null when that was never in doubt
ALTER TABLE letters ADD COLUMN uncertain_at TEXT;
-- when it was last looked for in the Sent folder
ALTER TABLE letters ADD COLUMN sought_at TEXT;
-- an attempt that may have succeeded came before the one that counts
ALTER TABLE letters ADD COLUMN may_repeat INTEGER NOT NULL DEFAULT 0 CHECK (may_repeat IN (0, 1));
-- when personal data and archived bytes were removed; null while they are kept
ALTER TABLE messages ADD COLUMN purged_at TEXT;
ALTER TABLE files ADD COLUMN purged_at TEXT;
UPDATE letters SET uncertain_at = coalesce((SELECT max(e.at) FROM events e WHERE e.letter = letters.id
    AND e.kind = 'letter_uncertain'), created_at) WHERE state = 'uncertain';
"""


@migrations()
def outcomes_can_be_proven(db: Database) -> None:
    """Whether a message needs an answer, letters that may or may not have gone out, what was removed for its age."""
    _execute(db, _PROOFS)


_CANARIES = """
-- Letters to ourselves: the letter is in the outbox, here is whether it came back.
CREATE TABLE canaries (
    letter INTEGER PRIMARY KEY REFERENCES letters (id),
    -- when it was put in the outbox
    sent_at TEXT NOT NULL,
    due_back TEXT NOT NULL,
    -- when it was seen in the mailbox; null: it was not yet
    returned_at TEXT,
    message INTEGER REFERENCES messages (id),
    -- when it was noted that it is overdue
    missed_at TEXT
) STRICT
"""


@migrations()
def canaries_are_sent(db: Database) -> None:
    """Letters to ourselves, and whether they came back."""
    db.execute(_CANARIES)


_VETTING = """
-- What says that the school has vetted this very version; null: nothing does.  Kept with the version, so that it goes
-- where the version goes when papers are merged and split.
ALTER TABLE versions ADD COLUMN vetted_how TEXT CHECK (vetted_how IN ('sent', 'confirmed', 'ordered', 'revoked'));
-- the message that says it
ALTER TABLE versions ADD COLUMN vetted_by INTEGER REFERENCES messages (id);
"""


@migrations()
def schools_vet_papers(db: Database) -> None:
    """Whether a school has vetted a paper, and which message says so."""
    _execute(db, _VETTING)


_RULINGS = """
-- What the secretariat decided this very version is, instead of the checks; null: the checks hold.  Kept with the
-- version, as vetting is.
ALTER TABLE versions ADD COLUMN ruling TEXT CHECK (ruling IN ('pass', 'fail'));
-- the message that says it
ALTER TABLE versions ADD COLUMN ruled_by INTEGER REFERENCES messages (id);
"""


@migrations()
def the_secretariat_rules(db: Database) -> None:
    """Decisions of the secretariat about a version that stand above the checks."""
    _execute(db, _RULINGS)


_RECEPTION = """
-- When the mailbox's own server took it from outside, by its Received field; null: it does not say.
ALTER TABLE messages ADD COLUMN taken_at TEXT;
-- what its Date says
ALTER TABLE messages ADD COLUMN sent_at TEXT;
"""


@migrations()
def late_papers_have_evidence(db: Database) -> None:
    """When a message was sent and taken, beside when it arrived."""
    _execute(db, _RECEPTION)


_OBJECT_IDS = """
-- How the server names the message in whatever folder and by whatever UID; empty: it does not (X-GM-MSGID, RFC 8474).
ALTER TABLE sightings ADD COLUMN object_id TEXT NOT NULL DEFAULT '';
CREATE INDEX sightings_by_object_id ON sightings (object_id) WHERE object_id <> '';
"""


@migrations()
def messages_are_known_by_name(db: Database) -> None:
    """The names that some servers give to messages."""
    _execute(db, _OBJECT_IDS)


_SCHOOL_GIVEN = """
-- Whose paper it is by decision of the secretariat, whatever its versions say; null: it did not decide.
ALTER TABLE papers ADD COLUMN school_given TEXT;
"""


@migrations()
def the_secretariat_places_papers(db: Database) -> None:
    """Decisions of the secretariat about the school of a paper."""
    _execute(db, _SCHOOL_GIVEN)


_SERIES = """
-- Who was last written to by the calendar, and when, without a look at the letters themselves.
CREATE INDEX letters_by_series ON letters (series, state, created_at, key) WHERE series <> '';
"""


@migrations()
def letters_are_found_by_series(db: Database) -> None:
    """An index of the letters of which a newer one says all."""
    _execute(db, _SERIES)


_WRITTEN_ANEW = """
-- When a letter of the calendar that had waited was written anew, under its old key; null: it says what it first said.
ALTER TABLE letters ADD COLUMN written_at TEXT;
-- Who was last written to by the calendar, when, and what waits, without a look at the letters themselves.
DROP INDEX letters_by_series;
CREATE INDEX letters_by_series ON letters (series, state, created_at, written_at, key, mode, may_repeat)
    WHERE series <> '';
"""


@migrations()
def letters_are_written_anew(db: Database) -> None:
    """Whether a letter has the words of a later moment than the one at which it was put in the outbox."""
    _execute(db, _WRITTEN_ANEW)


@migrations()
def papers_come_with_questions(db: Database) -> None:
    """Whether a message that brings a paper asks something besides."""
    db.execute("ALTER TABLE messages ADD COLUMN asks_more INTEGER NOT NULL DEFAULT 0 CHECK (asks_more IN (0, 1))")
