"""What goes into the records and what comes out: plain values, and their form as text.  No business logic."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from daemon.model import (
    Address,
    Decision,
    FileKind,
    FileProblem,
    Finding,
    Judgement,
    KnownPaper,
    Letter,
    LetterKind,
    Listed,
    MessageRef,
    PaperReport,
    PaperState,
    ReturnedMail,
    Role,
    Settled,
    Unsent,
    Verdict,
    VettedBy,
)
from daemon.season.deadlines import Told

# --------------------------------------------------------------------------- text forms


def moment(value: datetime) -> str:
    """An aware time as stored: UTC, milliseconds, always as long, so that text order is time order."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds")


def when(value: str) -> datetime:
    """A stored time, aware, UTC."""
    return datetime.fromisoformat(value)


def when_or_none(value: str | None) -> datetime | None:
    """The same of what may be missing."""
    return None if value is None else when(value)


def as_json(value: Any) -> str:
    """JSON with real Vietnamese letters and a stable order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


# --------------------------------------------------------------------------- messages


class MessageState(StrEnum):
    """Life of a message."""

    ARCHIVED = "archived"  #: bytes safe, nothing decided yet
    TO_ASSESS = "to_assess"  #: holds papers to judge
    DONE = "done"
    PARKED = "parked"  #: failed too often; a person must look


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message whose bytes are safe in the archive."""

    ref: MessageRef
    sha256: str  #: of the archived bytes: the whole message, or its header block when `oversize`
    size: int  #: of the whole message
    arrived_at: datetime
    content_key: str | None
    oversize: bool = False
    object_id: str = ""  #: as the mailbox names it (`Listed`)


class Entry(StrEnum):
    """What the records knew of an arrival."""

    NEW = "new"
    KNOWN = "known"  #: the same bytes were seen before; only a sighting was added
    DUPLICATE = "duplicate"  #: another copy of a known message, delivered by another way


@dataclass(frozen=True, slots=True)
class Recorded:
    """The row of an arrival."""

    id: int
    entry: Entry
    state: MessageState


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message as last seen in the mailbox."""

    uid: int
    message: int | None  #: None: its bytes could not be fetched yet
    internal_date: datetime
    state: MessageState | None
    fetch_failures: int
    failed_at: datetime | None = None  #: the last of them
    object_id: str = ""  #: as the mailbox names it (`Listed`)

    def shows(self, item: Listed) -> bool:
        """Whether what is listed at this place is what was seen there.

        A mailbox that was brought back from a copy gives the numbers that followed to other messages, under the old
        UIDVALIDITY, whatever RFC 3501 §2.3.1.1 says.  INTERNALDATE and name stay with a message.
        """
        renamed = bool(item.object_id and self.object_id) and item.object_id != self.object_id
        return not renamed and item.internal_date.replace(microsecond=0) == self.internal_date.replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the mailbox, as a poll found it."""

    folder: str  #: that is read
    handled: tuple[str, int | None]  #: the folder of handled messages, and its UIDVALIDITY
    known: int  #: messages, in both folders, that were on record before this poll
    new: int  #: such as are since


class Watched(StrEnum):
    """Folders that show what the records have forgotten, and up to where it was told what they show."""

    HANDLED = "handled"
    HANDLED_TOLD = "handled.told"
    SOURCE_TOLD = "source.told"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What the mailbox shows and the records do not know, in numbers."""

    messages: int = 0  #: that were handled
    letters: int = 0  #: that went out


@dataclass(frozen=True, slots=True)
class SeenUntil:
    """Up to where a folder was seen."""

    uid: int = 1  #: the first that was not
    at: datetime | None = None  #: when; None: never, or by an earlier release


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that waits for a pass."""

    id: int
    sha256: str
    oversize: bool
    size: int
    arrived_at: datetime
    attempts: int  #: of the pass it waits for, made so far


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a message, its content in the archive."""

    sha256: str
    size: int
    kind: FileKind
    filename: str
    role: Role
    original_name: str | None = None
    problem: FileProblem | None = None
    author: Address | None = None
    was_attached: bool = True  #: False: a copy of ours that the message agrees to; the records have it from our letter


@dataclass(frozen=True, slots=True)
class Offer:
    """A copy of a paper with the font corrected, offered to its author in a letter."""

    code: str
    number: int  #: of the version it was made from
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Headers:
    """What the records keep of a message's header."""

    message_id: str | None
    from_: Address | None
    subject: str
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None  #: as its sender has it


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter composed: what the outbox keeps."""

    letter: Letter
    raw: bytes = field(repr=False)
    mode: str  #: of the configuration when it was prepared
    codes: tuple[str, ...] = ()  #: papers it is about: who answers it speaks of these
    expires_at: datetime | None = None  #: after that it says nothing that helps and is not sent
    series: str = ""  #: a newer letter of the same series makes those that still wait superfluous


@dataclass(frozen=True, slots=True)
class Note:
    """An entry for the log of events."""

    kind: str
    text: str  #: English, one sentence
    attention: bool = False  #: the secretariat or the operator should know
    data: Mapping[str, Any] = field(default_factory=dict)
    paper: str | None = None  #: code


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A paper is withdrawn; all its versions stay."""

    code: str
    by: str  #: English: who decided


@dataclass(frozen=True, slots=True)
class Restored:
    """A withdrawn paper is back."""

    code: str
    by: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A paper is a version of another: it leads there, and its newest version is there unless a newer one is."""

    code: str
    into: str
    by: str


@dataclass(frozen=True, slots=True)
class Split:
    """The newest version of a paper is a paper of its own."""

    code: str
    new_code: str
    by: str


@dataclass(frozen=True, slots=True)
class Vetted:
    """A version of a paper is vetted by its school, or the secretariat says that no version is (`REVOKED`)."""

    code: str
    number: int  #: of the version
    how: VettedBy
    by: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """The secretariat decides what a version is, instead of the checks."""

    code: str
    number: int  #: of the version
    verdict: Verdict
    by: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The secretariat says whose paper it is."""

    code: str
    number: int  #: of its newest version, which is that school's, too
    school: str
    by: str
    verdict: Verdict  #: what that version comes to by it
    finding: Finding | None = None  #: what its check now says; None: more than the school was in doubt there


@dataclass(frozen=True, slots=True)
class Arrived:
    """What tells whether a version came in time."""

    code: str
    school: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LateVersion:
    """A version that came after its deadline, as that was when it was judged."""

    code: str
    number: int
    school: str | None
    arrived_at: datetime
    findings: tuple[Finding, ...]
    title: str | None = None
    message: str = ""  #: SHA-256 of the one that brought it
    owner: Address | None = None  #: who is to hear of it; None: nobody, or it does not count any more


@dataclass(frozen=True, slots=True)
class InTime:
    """The deadline of a late version is a later one since: it came in time."""

    code: str
    number: int
    verdict: Verdict  #: what the version comes to by that
    finding: Finding | None = None  #: what its check of the deadline says now; None: it had none


Action = Withdrawn | Restored | Merged | Split | Vetted | Ruled | Placed | InTime


@dataclass(frozen=True, slots=True)
class Answered:
    """A letter of ours that a message answers."""

    kind: LetterKind
    recipient_key: str
    codes: tuple[str, ...]  #: papers it is about
    written_at: datetime
    comes_to_us: bool  #: its answers go to the mailbox, not to somebody else


@dataclass(frozen=True, slots=True)
class Decided:
    """A message understood: everything that is recorded of it in one transaction."""

    headers: Headers
    decision: Decision
    files: tuple[StoredFile, ...] = ()
    to_assess: bool = False
    actions: tuple[Action, ...] = ()  #: what changes about papers on record
    letters: tuple[Outgoing, ...] = ()  #: to its sender and to others it concerns
    returned: ReturnedMail | None = None  #: says that a letter came back for good
    notes: tuple[Note, ...] = ()
    text: str = ""  #: what its author wrote; the records keep its opening


@dataclass(frozen=True, slots=True)
class Returned:
    """A letter of ours that a delivery report speaks of."""

    kind: LetterKind
    recipients: tuple[str, ...]
    subject: str
    codes: tuple[str, ...]
    known: bool  #: an earlier report said so already


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message holding papers, as far as whose turn it is depends on it."""

    id: int
    sender: str  #: `Address.key`; "" where nobody knows


@dataclass(frozen=True, slots=True)
class Submission:
    """A message holding papers, for the assessment pass."""

    id: int
    sha256: str
    arrived_at: datetime
    headers: Headers
    decision: Decision
    files: tuple[StoredFile, ...]
    attempts: int
    text: str = ""  #: opening of what its author wrote


# --------------------------------------------------------------------------- papers


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The papers as they stand when a message is placed."""

    papers: tuple[KnownPaper, ...]
    next_number: int  #: of the next new paper's code
    replied_codes: tuple[str, ...]  #: papers of the letters of ours that the message answers
    offers: tuple[Offer, ...] = ()  #: copies offered to the sender in the letter that the message answers
    answered: Answered | None = None  #: the letter that the message answers

    def paper(self, code: str | None) -> KnownPaper | None:
        """The paper of a code."""
        return next((paper for paper in self.papers if paper.code == code), None)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to record; the paper is made when `code` is new."""

    code: str
    number: int
    is_new_paper: bool
    file: StoredFile
    judgement: Judgement
    late: bool
    placed_by: str  #: English: why it is a version of this paper


@dataclass(frozen=True, slots=True)
class Assessed:
    """A message judged: everything that is recorded of it in one transaction."""

    versions: tuple[NewVersion, ...]
    reports: tuple[PaperReport, ...]
    answer: Outgoing | None
    notes: tuple[Note, ...] = ()
    parked: str | None = None  #: why a person must look at it nevertheless
    offers: tuple[Offer, ...] = ()  #: copies that go with the answer
    notices: tuple[Outgoing, ...] = ()  #: to the secretariat, of what a person has to look at; one a language
    actions: tuple[Action, ...] = ()  #: what else changes about papers, these versions included
    to_owners: tuple[Outgoing, ...] = ()  #: to who submitted papers of which somebody else has sent a version


# --------------------------------------------------------------------------- outbox


@dataclass(frozen=True, slots=True)
class Due:
    """A letter claimed for one attempt, which is already counted."""

    id: int
    key: str
    message_id: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)
    attempts: int  #: this one included
    may_repeat: bool = False  #: an earlier attempt may have succeeded


@dataclass(frozen=True, slots=True)
class Refused:
    """Readers whom the server did not take a letter for, while it took it for others."""

    addresses: tuple[str, ...]
    reply: str  #: the server's words about the first


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A letter that may or may not have gone out."""

    message_id: str
    since: datetime
    may_repeat: bool  #: it was sent again already
    sought_at: datetime | None = None  #: last


@dataclass(frozen=True, slots=True)
class Cap:
    """What holds letters back: above all, an address that got so many of them within 24 hours waits."""

    letters: int
    exempt: frozenset[str] = frozenset()  #: `Address.key` of those whose letters are never held back
    closed: bool = False  #: all others wait: the day's allowance is used up, or the mailbox was found empty
    calendar_since: datetime | None = None  #: letters of the calendar that were written before wait to be written anew


def addresses(values: Sequence[Address]) -> list[dict[str, str]]:
    """Addresses as JSON values."""
    return [{"address": value.address, "name": value.name} for value in values]


# --------------------------------------------------------------------------- calendar


class CalendarPart(StrEnum):
    """What a look at the calendar looks at, the digest apart."""

    DEADLINES = "deadlines"  #: granted since a paper came
    CANARY = "canary"
    LETTERS = "season"  #: of the phases

    @property
    def error_key(self) -> str:
        """Where what last broke of it is kept."""
        return f"{self.value}.last_error"


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The records as the calendar sees them."""

    papers: tuple[PaperState, ...]
    settled: frozenset[str]  #: occasions done with
    waiting: tuple[Unsent, ...]  #: letters that nobody was sent yet
    released: bool  #: a person has allowed letters that were held
    told: Told  #: what deadlines were in force, and who was written to meanwhile
    phases: Mapping[str, tuple[str, str]] = field(default_factory=dict)  #: as they were last seen (`season.phases`)


@dataclass(frozen=True, slots=True)
class VettingView:
    """The records as the vetting sees them."""

    papers: tuple[KnownPaper, ...]
    asked: frozenset[str]  #: codes of papers whose school was asked
    waiting: tuple[Unsent, ...] = ()  #: letters that ask one, and have not left


@dataclass(frozen=True, slots=True)
class Kept:
    """A look at the calendar: everything that is recorded of it in one transaction."""

    settled: tuple[Settled, ...] = ()
    letters: tuple[Outgoing, ...] = ()
    anew: tuple[tuple[Unsent, Outgoing | None], ...] = ()  #: instead of letters that wait; None: nothing is left
    held: int = 0


@dataclass(frozen=True, slots=True)
class KeptVetting:
    """A look at what the schools have to vet: everything that is recorded of it in one transaction."""

    actions: tuple[Vetted, ...] = ()  #: papers that a contact had sent
    letters: tuple[tuple[datetime, Outgoing], ...] = ()  #: each with when it was due
    anew: tuple[tuple[Unsent, Outgoing | None], ...] = ()  #: letters that wait, as they are written now; None: dropped


@dataclass(frozen=True, slots=True)
class KeptDeadlines:
    """What becomes of late versions: everything that is recorded of it in one transaction."""

    actions: tuple[InTime, ...] = ()
    letters: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """What was made of a digest that was due."""

    letters: tuple[Outgoing, ...] = ()  #: one a language that is read; none where there was nothing to tell
