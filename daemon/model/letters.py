"""What letters tell, and letters themselves; what an annotated copy says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from daemon.model.documents import Place
from daemon.model.files import FileKind, FileProblem, Role, path_within
from daemon.model.ledger import KnownVersion
from daemon.model.mail import Address, Order, OrderKind
from daemon.model.verdicts import Finding, Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Remark:
    """What an annotated copy of a paper says at one place; without a place, of the paper as a whole."""

    text: str
    place: Place | None = None
    start: int = 0  #: first character, counted in the paragraph's spans as they stand (before normalisation)
    end: int | None = None  #: after the last character; None: to the end of the paragraph
    through: int | None = None  #: number of the paragraph that `end` is in, where it is not the one of `place`
    where: str = ""  #: the place in words, for when it cannot be shown there


class Lang(StrEnum):
    """What letters are written in, as BCP 47 names it."""

    VI = "vi"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an annotated copy of a paper says, and who says it."""

    remarks: tuple[Remark, ...]  #: the first ones first
    author: str
    initials: str
    when: datetime  #: shown as given: Word writes local time without an offset
    limit: int = 30  #: comments at most
    lang: Lang = Lang.VI  #: of the remarks


class LetterKind(StrEnum):
    """Every kind of letter; the template folder has a subject and a body for each."""

    ACKNOWLEDGEMENT = "acknowledgement"
    NO_PAPER = "no_paper"
    OVERSIZE = "oversize"
    PASSED_ON = "passed_on"  #: a question or a withdrawal has reached the secretariat, who will answer
    STANDING = "standing"  #: how the sender's papers stand
    WITHDRAWAL = "withdrawal"  #: asks whether a paper is really to be withdrawn
    SETTLED = "settled"  #: to the owner of a paper: it was withdrawn, merged, made a paper of its own, taken back
    ORDERS = "orders"  #: to the secretariat: what became of its decisions
    SEASON_ANNOUNCE = "season_announce"  #: letters of the calendar, one template for each kind of phase
    SEASON_WRITE = "season_write"
    SEASON_VET = "season_vet"
    SEASON_SUBMIT = "season_submit"
    SEASON_EVENT = "season_event"
    VETTING = "vetting"  #: asks a school's contact to confirm that papers sent by authors are vetted
    DIGEST = "digest"  #: to the secretariat: what came, how all stands, what waits for a person
    NOTICE = "notice"  #: to the secretariat: a message that a person has to look at, and what is asked of them
    CANARY = "canary"  #: to ourselves: whether letters go out and come in


#: Letters that nobody but the secretariat, or nobody at all, gets.
INTERNAL_LETTERS = frozenset({LetterKind.NOTICE, LetterKind.ORDERS, LetterKind.DIGEST, LetterKind.CANARY})


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of a message, as a letter mentions it."""

    filename: str
    size: int
    kind: FileKind
    role: Role
    problem: FileProblem | None = None
    same_as: str | None = None  #: name of an earlier file of the message with the very bytes
    twin_of: str | None = None  #: name of the file that was judged in place of this one: the same paper, another format
    is_earlier: bool = False  #: than `twin_of`, another state of the same paper
    gave: int = 0  #: files that were taken out of it, an archive with a problem

    @property
    def is_lost(self) -> bool:
        """Whether there is no more of it than its name, which an archive that is cut short has."""
        return self.problem is FileProblem.CORRUPT and not self.size and len(path_within(self.filename)) > 1


@dataclass(frozen=True, slots=True)
class PaperName:
    """A paper on record, as a letter to its owner may name it."""

    code: str
    title: str | None


class Became(StrEnum):
    """What became of a decision of the secretariat; the letter has a sentence for each."""

    DONE = "done"
    UNPROVEN = "unproven"  #: nothing shows that the secretariat wrote it
    UNKNOWN = "unknown"  #: no paper has this code
    SAME = "same"  #: both codes are one
    TOUCHED = "touched"  #: another decision of the message is about the paper
    ACTIVE = "active"  #: it was not withdrawn
    WITHDRAWN = "withdrawn"  #: it counts no longer
    MERGED = "merged"  #: the paper it is part of has newer versions
    SINGLE = "single"  #: there is one version and nothing to split
    VETTED = "vetted"  #: it is vetted already
    UNVETTED = "unvetted"  #: it is not vetted anyway
    RULED = "ruled"  #: the same was decided of its newest version before
    NEWER = "newer"  #: a version came after the letter that was answered: nobody has decided about that one
    NO_SCHOOL = "no_school"  #: no school of the conference is called so, or several are


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a decision of the secretariat."""

    order: Order
    what: Became
    new_code: str | None = None  #: of SPLIT
    school: str = ""  #: of SCHOOL: id of the one it belongs to now
    told: bool = False  #: who submitted the paper gets a letter about it
    unexplained: bool = False  #: of FAIL: no check found what could be mended, so that the letter cannot say it
    version: int = 0  #: of NEWER: the one that came
    overrules: Verdict | None = None  #: of PASS and FAIL: what was decided of the same version before


@dataclass(frozen=True, slots=True)
class SentForOwner:
    """A version that somebody else sent of a paper, as its owner is told."""

    number: int
    filename: str
    verdict: Verdict
    late: bool = False
    counts: bool = True  #: late ones replace nothing until the secretariat decides


@dataclass(frozen=True, slots=True)
class Change:
    """What changed about a paper without its owner sending a file."""

    kind: OrderKind | None  #: None: somebody else sent a version
    paper: PaperName
    other: str | None = None  #: code of the paper that it is part of now (MERGE), or of the new one (SPLIT)
    into_theirs: bool = False  #: of MERGE: for the owner of the paper that it is part of now, who did not send it
    school: str = ""  #: of SCHOOL: id of the one it belongs to now
    granted: bool = False  #: of PASS: by a deadline that is later since it came; what else is wrong stands
    passes: bool = False  #: of SCHOOL, or granted: nothing else was in doubt, and the paper is as it should be now
    late: bool = False  #: of PASS: it came late, which does no harm
    over: bool = False  #: of PASS: whether it is taken beyond the number of its school is still to be decided
    open: tuple[Finding, ...] = ()  #: of FAIL: what the checks left open or found wrong
    due: datetime | date | None = None  #: of FAIL: until when it can be mended; granted: the deadline
    deadline: str = ""  #: that, as a letter writes it
    sent: SentForOwner | None = None  #: the version that somebody else sent


@dataclass(frozen=True, slots=True)
class Incoming:
    """The message a letter answers."""

    sha256: str  #: of the raw message; keys the answer
    sender: Address  #: who wrote it and gets the answer
    arrived_at: datetime  #: INTERNALDATE
    subject: str
    message_id: str | None
    references: tuple[str, ...]
    files: tuple[ReceivedFile, ...] = ()  #: everything that came, papers included


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing about a message that a person of the secretariat has to look at."""

    kind: str  #: as in the log of events: "question", "doubt", "letter_came_back", ...
    data: Mapping[str, Any] = field(default_factory=dict)  #: what its sentence needs: "code", "may_be", "school", ...


class Stage(StrEnum):
    """What became of a message behind the decision what it is, or before it, of which the secretariat hears apart."""

    UNREAD = "unread"  #: set aside because it could not be read
    UNJUDGED = "unjudged"  #: set aside because its files could not be judged
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Case:
    """A message that is laid before the secretariat."""

    sha256: str  #: of the raw message; keys the notice, so that there is one of each stage
    sender: Address | None
    arrived_at: datetime  #: INTERNALDATE
    subject: str
    references: tuple[str, ...]  #: of the thread, the message itself last
    text: str  #: what its author wrote, without quoted parts
    matters: tuple[Matter, ...]
    codes: tuple[str, ...] = ()  #: papers that the message holds or names
    stage: Stage | None = None  #: None while it is being decided what a message is


class ShownVetting(StrEnum):
    """How a paper stands with the vetting of its school, as its author is told."""

    VETTED = "vetted"
    ASKED = "asked"  #: not vetted; the school is asked to confirm it, or will be
    OPEN = "open"  #: not vetted, and nobody can be asked


@dataclass(frozen=True, slots=True)
class PaperReport:
    """What a letter says of one paper."""

    code: str
    version: int  #: 1 for the first
    replaces: str | None  #: file name of the version this one replaces
    judgement: Judgement
    school_name: str | None
    topic_name: str | None
    late: bool
    unchanged: bool = False  #: the very bytes were received before; nothing new was recorded
    received_at: datetime | None = None  #: for `unchanged`: when those bytes first came
    annotated: str | None = None  #: name of the annotated copy that goes with the letter
    corrected: str | None = None  #: name of the copy with the font corrected that goes with the letter
    grown_to: int | None = (
        None  #: pages in the wanted font, where those are too many for a corrected copy to be offered
    )
    accepted: bool = False  #: this version is a corrected copy of ours that the author agreed to
    may_revise: tuple[PaperName, ...] = ()  #: papers of the same owner that this new one may be a version of
    withdrawn: PaperName | None = None  #: the paper of the same owner that it would be a version of, had it stayed
    standing: KnownVersion | None = None  #: of a late correction: the version in time, which counts until decided
    former_title: str | None = None  #: of the version it replaces, where this one bears quite another
    due: datetime | date | None = None  #: the deadline of this paper, where it is later than that of all
    vetting: ShownVetting | None = None  #: None: this conference has no vetting
    ruling: Verdict | None = None  #: what the secretariat decided this version is
    sent_in_time_at: datetime | None = None  #: of a late one: when it was sent, as far as known, if that was in time
    over: bool = False  #: whether it is taken beyond the number of its school is still to be decided


@dataclass(frozen=True, slots=True)
class LetterFile:
    """An attachment of ours."""

    filename: str
    content: bytes = field(repr=False)
    media_type: str
    content_id: str = ""  #: without angle brackets: its HTML shows it as "cid:…" (RFC 2392)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready for the outbox.  `key` makes queueing it twice impossible; `message_id` is fixed by the key."""

    key: str  #: e.g. "ack:<sha256 of the message>"
    kind: LetterKind
    message_id: str  #: with angle brackets, fixed here for ever: a resend is recognisable
    to: tuple[Address, ...]
    subject: str
    text: str
    html: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    auto_submitted: str = "auto-replied"  #: RFC 3834 §5: "auto-replied" or "auto-generated"
    attachments: tuple[LetterFile, ...] = ()
    pictures: tuple[LetterFile, ...] = ()  #: that stand in the HTML
    lang: Lang = Lang.VI
    reply_to: Address | None = None  #: who gets the answers, where it is not the sender
    canary: str = ""  #: the token of a letter to ourselves (`identity.canary_token`)


class LetterState(StrEnum):
    """Life of a letter in the outbox."""

    QUEUED = "queued"
    SENDING = "sending"  #: an attempt is under way; found at start-up it becomes `uncertain`
    SENT = "sent"
    UNCERTAIN = "uncertain"  #: the server may have it; a person or the Sent folder decides
    FAILED = "failed"  #: refused for good, or given up
    DROPPED = "dropped"  #: a person decided not to send it
