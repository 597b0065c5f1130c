"""Messages, who wrote them, and what is decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from daemon.model.files import FileKind, FileProblem, Role, path_within
from daemon.model.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322 §3.4: display name (decoded, NFC) and addr-spec."""

    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """For comparing: domains are case-insensitive, and no real host tells local parts apart by case."""
        return self.address.casefold()


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a message stands in a mailbox (RFC 3501 §2.3.1.1): together never reused."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the mailbox lists it, before its bytes are fetched."""

    ref: MessageRef
    size: int  #: RFC822.SIZE
    internal_date: datetime  #: INTERNALDATE: when the mailbox received it; the time of arrival
    deleted: bool = False  #: \\Deleted is set
    object_id: str = ""  #: names it in whatever folder and by whatever UID; "" where the server has no such names


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file the sender meant to send, after decoding its name and opening what wrapped it."""

    filename: str  #: decoded, NFC, safe; members of archives as "archive.zip!inner/name.docx"
    content: bytes = field(repr=False)
    sha256: str
    kind: FileKind
    role: Role
    original_name: str | None = None  #: as it stood in the message, before cleaning; None when it had none
    problem: FileProblem | None = None  #: of an archive or wrapper that could not be opened
    author: Address | None = None  #: sender of the forwarded message that held it, if any
    in_text: bool = False  #: it stood in the text as base64, and nothing but its first bytes says that it is a file

    @property
    def is_lost(self) -> bool:
        """Whether there is no more of it than its name, which an archive that is cut short has."""
        return self.problem is FileProblem.CORRUPT and not self.content and len(path_within(self.filename)) > 1


@dataclass(frozen=True, slots=True)
class ReturnedMail:
    """What a delivery status notification (RFC 3464) says."""

    message_id: str | None  #: of the letter that came back
    recipients: tuple[str, ...]  #: Final-Recipient, or found in the text
    status: str | None  #: enhanced status code, e.g. "5.1.1"
    permanent: bool
    writer: str = ""  #: address in the returned letter's From; "" where the report does not bring it back
    subject: str = ""  #: of the returned letter
    by_words: bool = False  #: known by what its text tells alone: a person may have written it after all


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A message, read.  Whatever the input bytes, reading gives one of these."""

    headers: Mapping[str, tuple[str, ...]]  #: lower-cased name → decoded values, top to bottom
    message_id: str | None  #: with angle brackets
    from_: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None  #: what its sender says, and evidence only; INTERNALDATE decides
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str  #: readable body; from HTML where there is no plain part; NFC
    new_text: str  #: `text` without quoted parts of earlier messages
    content_type: str  #: of the whole message, lower case, without parameters
    attachments: tuple[Attachment, ...]
    returned: ReturnedMail | None = None
    report: str = ""  #: kind of report it is: "delivery-status", "disposition-notification", ...
    calendar: bool = False  #: carries text/calendar
    laid_out: bool = False  #: its HTML is set in tables within tables or made from a template, as no mail program does
    tracked: bool = False  #: its HTML fetches a picture of one pixel, by which its sender sees that it was read
    unread: bool = False  #: parts or files beyond a limit were left alone
    warnings: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments without what a mail program puts below a signature."""
        return tuple(file for file in self.attachments if file.role is not Role.SIGNATURE)

    def header(self, name: str) -> str:
        """First value of a header, or the empty string."""
        values = self.headers.get(name.lower(), ())
        return values[0] if values else ""


class Disposition(StrEnum):
    """What intake makes of a message (contract, `inspect --json`)."""

    SUBMISSION = "submission"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    QUESTION = "question"
    COMMAND = "command"  #: a decision of the secretariat, by reply
    NO_PAPER = "no_paper"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    BULK = "bulk"
    OWN = "own"
    UNREADABLE = "unreadable"


class ProgramSign(StrEnum):
    """What speaks for a program without proving it: where enough of it comes together, a message is not answered."""

    AROUND_OURS = "other words around our subject"
    NAMES_NO_LETTER = "those words in an answer to no letter"
    OF_EDITORS = "words of an editorial office to its authors and reviewers"
    TO_SOMEBODY = "greets somebody by name and surname"
    TO_ANYBODY = "speaks to anybody"
    TO_CUSTOMERS = "and to customers"
    NAME_OF_SERVICE = "name of a service"
    ADDRESS_OF_SERVICE = "address of a service"
    NO_PERSON = "no person’s name"
    BRAND = "name of a brand"
    NAME_OF_THING = "name of a thing"
    NAME_OF_DOMAIN = "name of its own domain"
    SENT_THROUGH = "sent through a service"
    MADE_BY_PROGRAM = "made by a program, with nothing of a mail program nor of ours"
    RECEIPT = "confirms that a letter has come"
    TO_NOBODY = "names nobody whom it is to"
    LAID_OUT = "laid out as mailings are"
    AS_ANOTHER = "speaks of its sender as of another"
    AWAY = "words of an absence"
    AWAY_AT_LENGTH = "an absence, until when and whom else to turn to"
    NOTICE = "words of notices"
    TELLS_READER = "tells its reader what to do"
    REPORT = "lines of a report"
    STAMP = "full date or clock"
    OF_SYSTEMS = "words of systems"
    MONEY = "sum of money"
    OFFER = "words of an offer"
    ADVERTISES = "an offer, its price and how to order"
    SELLER = "a seller's tone"
    LINK = "link"
    OFFERS_CHOICE = "offers to choose what one gets"
    FIGURES = "figures of programs"
    ENGLISH = "in English"
    NOBODY = "nobody speaks, nor of anything of ours"
    ELSEWHERE = "at length of nothing that a conference is about"
    NOBODY_AT_LENGTH = "and that at length"


class Missing(StrEnum):
    """What an author meant to send but did not arrive, so that the answer can say exactly that."""

    PROMISED = "promised"  #: "gửi kèm" but no file
    LINK = "link"  #: Drive, OneDrive, ... instead of the file, or beside papers that came
    PASTED = "pasted"  #: no file, but a text as long as a paper in the mail itself
    UNSUPPORTED = "unsupported"  #: .pages, pictures of pages, ...
    UNOPENED = "unopened"  #: an archive that could not be opened, or is encrypted
    SEALED = "sealed"  #: a message or file encrypted for somebody else: S/MIME, PGP, Microsoft's protection
    OVERSIZE = "oversize"
    FEWER = "fewer"  #: beside papers that came: the words send more of them


class Authenticity(StrEnum):
    """How far the From of a message is believed, by what the mailbox's own server found (RFC 8601)."""

    PROVEN = "proven"
    UNKNOWN = "unknown"  #: nothing known for it or against it
    FAILED = "failed"  #: shown to be false: the message has no say over anything on record


class OrderKind(StrEnum):
    """What a person of the secretariat may decide by a line of mail."""

    MERGE = "merge"
    SPLIT = "split"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    KEEP = "keep"
    PASS = "pass"  #: its newest version is as it should be, whatever the checks say
    FAIL = "fail"  #: it is not
    SCHOOL = "school"  #: whose paper it is
    VET = "vet"  #: its school has vetted it
    UNVET = "unvet"  #: its school has not, whatever was recorded before


#: Decisions about vetting, which settle nothing else about a paper.
VETTING_ORDERS = frozenset({OrderKind.VET, OrderKind.UNVET})
#: Decisions that stand in for the verdict of the checks.
RULINGS = {OrderKind.PASS: Verdict.PASS, OrderKind.FAIL: Verdict.FAIL}


@dataclass(frozen=True, slots=True)
class Order:
    """One decision of the secretariat about a paper."""

    kind: OrderKind
    code: str
    into: str | None = None  #: of MERGE: the paper it is a version of
    school: str = ""  #: of SCHOOL: as it was typed


class VettingWord(StrEnum):
    """What somebody says to our question whether a school has vetted papers."""

    CONFIRMS = "confirms"
    REFUSES = "refuses"
    UNCLEAR = "unclear"  #: neither in so many words: a person reads it


@dataclass(frozen=True, slots=True)
class VettingReply:
    """What a message says of vetting."""

    word: VettingWord
    codes: tuple[str, ...] = ()  #: papers that its text names; none: those that it was asked about
    schools: tuple[str, ...] = ()  #: ids of those for which an address tag signed by us vouches
    of: int | None = None  #: it confirms all that we asked about, if they are so many; None: it does not count them


@dataclass(frozen=True, slots=True)
class Decision:
    """Intake's verdict on a message, with the reason that decided."""

    disposition: Disposition
    reason: str  #: English, one sentence naming the header or content that decided
    may_answer: bool
    paper_codes: tuple[str, ...] = ()  #: codes named in the subject, the address tag or the text's first lines
    proven_codes: tuple[str, ...] = ()  #: of these, those that a tag signed by us vouches for
    missing: tuple[Missing, ...] = ()
    accepts: bool = False  #: it agrees and says no more, or confirms a withdrawal in so many words
    about_status: bool = False  #: a question after the state of the sender's papers
    asks_more: bool = False  #: beside it, or beside a paper, something that only a person can answer
    wants_back: bool = False  #: a question: a paper that was withdrawn, or is about to be, is to stay after all
    stays: bool = False  #: an answer to our question whether a paper is to be withdrawn: it is not
    wants_apart: bool = False  #: a question: what was taken for a new version is to be a paper of its own
    wants_joined: bool = False  #: a question: two papers are to be one
    orders: tuple[Order, ...] = ()  #: of a COMMAND
    not_ordered: tuple[str, ...] = ()  #: its lines beside them that name other papers, and order nothing as they stand
    vetting: VettingReply | None = None  #: of a question: it answers ours whether papers are vetted
    authenticity: Authenticity = Authenticity.UNKNOWN
    taken_at: datetime | None = None  #: when the mailbox's own server took it from outside; None: it does not say
    needs_answer: bool = True  #: False: it says thanks and no more; answering it would be noise
    #: A program's mail, never answered, that may pass on what somebody meant, or may be no program's after all; or one
    #: that says what no answer fits.
    needs_person: bool = False
    weighed: tuple[ProgramSign, ...] = ()  #: why a message that a person may have written after all is not answered
    says_additional: bool = False  #: the words say that the paper is one more, and replaces none
    canary: str = ""  #: key of the letter to ourselves that this is, come back
