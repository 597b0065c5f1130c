"""The values that pass from room to room, named for their stage, and the protocols of the edges.

The flow: a message in the mailbox → archived bytes → `ParsedMail` → `Decision` → papers and versions in the
records → `Judgement` of each paper file → a `Letter` in the outbox → sent.  Everything here is an immutable
value or a Protocol; this module imports nothing of ours.

Times are aware datetimes.  Text is NFC.  Sizes are bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from unicodedata import normalize

# --------------------------------------------------------------------------- files


class FileKind(StrEnum):
    """What a file is by its content (magic bytes and structure), never by its name alone."""

    DOCX = "docx"  #: OOXML word processing, with or without macros
    DOC = "doc"  #: Word 97-2003 (OLE compound file)
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"  #: any zip that is not itself a document
    SEVEN_ZIP = "7z"
    RAR = "rar"
    TAR = "tar"  #: a tar archive, and what gzip, bzip2 or xz packed
    PACKED = "packed"  #: .cab, .arj, .lzh and the like
    TNEF = "tnef"  #: winmail.dat
    MESSAGE = "message"  #: an RFC 5322 message, or one that Outlook kept
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    TEXT = "text"
    OTHER = "other"


PAPER_KINDS = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF})
CLOSED_KINDS = frozenset({FileKind.RAR, FileKind.PACKED})  #: archives that nobody here opens
ARCHIVE_KINDS = frozenset({FileKind.ZIP, FileKind.SEVEN_ZIP, FileKind.TAR}) | CLOSED_KINDS


class FileProblem(StrEnum):
    """Why a file cannot be judged as a paper (contract, check `file`)."""

    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BOMB = "bomb"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"


class Role(StrEnum):
    """What an attachment is for."""

    PAPER = "paper"
    LETTER = "letter"  #: covering letter, công văn
    ARCHIVE = "archive"
    SIGNATURE = "signature"  #: logo, signature image, vCard, S/MIME or PGP signature
    OTHER = "other"


# --------------------------------------------------------------------------- documents


class Story(StrEnum):
    """Which text flow of a document a paragraph stands in (ECMA-376 part 1, 11.3 "story")."""

    BODY = "body"
    TABLE = "table"
    TEXT_BOX = "text_box"
    CHART = "chart"  #: what is written in it, with the paragraph that holds it
    DIAGRAM = "diagram"  #: SmartArt, the same
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands, in terms a person at Word can follow and a program can find again."""

    story: Story
    part: str  #: package part, e.g. "word/document.xml"; for a PDF "page"
    paragraph: int  #: 1-based count of `w:p` in document order within the part, empty ones and nested ones counted
    section: int | None = None  #: 1-based; of body text
    table: int | None = None  #: 1-based count of outermost tables in the part
    row: int | None = None  #: 1-based in the innermost table
    column: int | None = None  #: 1-based in the innermost table
    page: int | None = None  #: 1-based, where the kind of file says so (PDF)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of visible characters shown in one font."""

    text: str
    font: str  #: family as the application would show it, after the whole cascade; "" when unknown
    exempt: bool = False  #: never offends: bullets, w:sym, equations


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with visible text.  `text` is NFC; spans joined give the text before normalisation."""

    place: Place
    spans: tuple[Span, ...]
    centred: bool = False
    bold: bool = False  #: all its visible characters
    outline: int | None = None  #: 1-based outline level where it is a heading
    number: tuple[Span, ...] = ()  #: its list number or bullet, which is no part of the text
    bold_lead: int = 0  #: words in bold that it begins with, where others follow that are not

    @property
    def numbered(self) -> bool:
        """Has a list number or bullet."""
        return bool(self.number)

    @property
    def text(self) -> str:
        """Visible text, NFC, as typed (legacy encodings are not converted here)."""
        return normalize("NFC", "".join(span.text for span in self.spans))


@dataclass(frozen=True, slots=True)
class Section:
    """Which headers and footers the pages of a section of a Word document ask for, as names of parts; those it takes
    over from the section before it included (ECMA-376 part 1, 17.10).
    """

    usual: frozenset[str]
    first: frozenset[str] | None = None  #: on its first page; None: the same as on others (17.10.6 `titlePg`)
    even: frozenset[str] | None = None  #: on even pages; None: the same (17.10.1 `evenAndOddHeaders`)
    continues: bool = False  #: begins on the page on which the section before it ends (17.6.22)
    renumbers: bool = False  #: its pages are not counted on from those before it

    @property
    def parts(self) -> frozenset[str]:
        """All of them, whether or not there is a page for them."""
        return self.usual.union(self.first or (), self.even or ())


class UnreadPart(StrEnum):
    """Parts of a document whose text is shown but not read."""

    DOCUMENT = "document"  #: an embedded document or a linked part: it may be pages long
    CHART = "chart"
    DIAGRAM = "diagram"
    WORD_ART = "word_art"
    CANVAS = "canvas"
    SCAN = "scan"  #: a page of a PDF that is one picture among pages of text


@dataclass(frozen=True, slots=True)
class Document:
    """A paper file as text with effective fonts; or the problem that kept us from reading it."""

    kind: FileKind
    problem: FileProblem | None = None
    problem_note: str = ""  #: English, for the log and the details: what exactly was seen
    paragraphs: tuple[Paragraph, ...] = ()  #: every story, document order, body first
    converted_from: FileKind | None = None  #: the renderer made a .docx of it before reading
    stored_pages: int | None = None  #: docProps/app.xml; evidence only, often stale
    stored_characters: int | None = None
    """docProps/app.xml `Characters` (without spaces): where it differs from the text, the stored figures are stale."""
    font_aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Font table: lower-cased name → lower-cased alternative names (w:altName, ECMA-376 17.8.3.1)."""
    sections: tuple[Section, ...] = ()  #: of a Word document
    unread: tuple[UnreadPart, ...] = ()  #: what may hold visible text that is not in `paragraphs`
    warnings: tuple[str, ...] = ()  #: English notes on what could not be read inside
    weight: int = 0  #: bytes that the XML read takes as a tree; a paper takes 1 to 10 million


@dataclass(frozen=True, slots=True)
class PageText:
    """One rendered page."""

    number: int  #: 1-based
    text: str  #: NFC
    blank: bool  #: no text, no image, no drawing inside the body (header and footer alone do not count as content)
    fonts: frozenset[str] = frozenset()  #: families of the fonts used on it, as embedded
    bare: bool = False  #: between the margins stands nothing, but in them something that stands on no other page


@dataclass(frozen=True, slots=True)
class Rendering:
    """The paper as pages, as far as that can be believed."""

    pages: tuple[PageText, ...]
    trusted: bool  #: false when the fonts that stood in are not proven to cover Vietnamese
    note: str = ""  #: English: why it is not trusted, or what was noticed
    unproven: tuple[str, ...] = ()  #: fonts of much of the text in whose place another of unknown widths was drawn
    least: int | None = None  #: with those: text pages when the font of the rules is drawn instead; None: unknown

    @property
    def count(self) -> int:
        """All pages, trailing blank ones included."""
        return len(self.pages)

    @property
    def text_pages(self) -> int:
        """Pages up to the last one that is not blank."""
        return max((page.number for page in self.pages if not page.blank), default=0)


# --------------------------------------------------------------------------- verdicts


class Outcome(StrEnum):
    """What one check found."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"  #: a person must look; the finding says why
    SKIP = "skip"  #: does not apply here


class Verdict(StrEnum):
    """What all findings of a paper come to (contract, `check --json`)."""

    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one paper: the audit trail is the list of these, passes included."""

    check: str
    outcome: Outcome
    clause: str  #: clause of the plan, e.g. "ĐHVB 5"
    summary: str  #: one Vietnamese sentence for the author
    details: Mapping[str, Any] = field(default_factory=dict)  #: JSON values; keys by the contract
    advice: tuple[str, ...] = ()  #: Vietnamese: where to click, what to type; shown when it is not a pass
    hint: str = ""  #: Vietnamese: worth knowing although it passes


@dataclass(frozen=True, slots=True)
class Judgement:
    """One paper file, judged."""

    filename: str
    sha256: str
    size: int
    verdict: Verdict
    title: str | None
    authors: tuple[str, ...]
    school: str | None  #: id of the configuration
    topic: str | None  #: id of the configuration
    findings: tuple[Finding, ...]
    ruleset: str  #: version of rules and code that judged, so that "why was this accepted?" has an answer


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """`fail` if any finding fails, else `review` if any needs a person, else `pass` (contract)."""
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAIL in outcomes:
        return Verdict.FAIL
    return Verdict.REVIEW if Outcome.REVIEW in outcomes else Verdict.PASS


# --------------------------------------------------------------------------- mail


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
    laid_out: bool = False  #: its HTML is set in tables within tables, which no mail program of people writes
    unread: bool = False  #: parts or files beyond a limit were left alone
    warnings: tuple[str, ...] = ()

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
    TO_ANYBODY = "speaks to anybody"
    NAME_OF_SERVICE = "name of a service"
    ADDRESS_OF_SERVICE = "address of a service"
    NO_PERSON = "no person’s name"
    BRAND = "name of a brand"
    SENT_THROUGH = "sent through a service"
    LAID_OUT = "laid out as mailings are"
    AS_ANOTHER = "speaks of its sender as of another"
    AWAY = "words of an absence"
    NOTICE = "words of notices"
    REPORT = "lines of a report"
    STAMP = "full date or clock"
    OF_SYSTEMS = "words of systems"
    MONEY = "sum of money"
    OFFER = "words of an offer"
    ADVERTISES = "an offer, its price and how to order"
    LINK = "link"
    FIGURES = "figures of programs"
    ENGLISH = "in English"
    NOBODY = "nobody speaks, nor of anything of ours"


class Missing(StrEnum):
    """What an author meant to send but did not arrive, so that the answer can say exactly that."""

    PROMISED = "promised"  #: "gửi kèm" but no file
    LINK = "link"  #: Drive, OneDrive, ... instead of the file
    PASTED = "pasted"  #: no file, but a text as long as a paper in the mail itself
    UNSUPPORTED = "unsupported"  #: .pages, pictures of pages, ...
    UNOPENED = "unopened"  #: an archive that could not be opened, or is encrypted
    SEALED = "sealed"  #: a message or file encrypted for somebody else: S/MIME, PGP, Microsoft's protection
    OVERSIZE = "oversize"


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
    asks_more: bool = False  #: beside it, something that only a person can answer
    wants_back: bool = False  #: a question: a paper that was withdrawn, or is about to be, is to stay after all
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


# --------------------------------------------------------------------------- ledger


class VettedBy(StrEnum):
    """What says that a school has vetted a version of a paper (Kế hoạch III.1.2)."""

    SENT = "sent"  #: the school's contact sent it
    CONFIRMED = "confirmed"  #: the school's contact confirmed it by reply
    ORDERED = "ordered"  #: the secretariat decided so
    REVOKED = "revoked"  #: the secretariat decided that it is not vetted


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A version of a paper on record."""

    number: int
    sha256: str
    filename: str
    arrived_at: datetime
    submitter: str = ""  #: `Address.key` of who sent it; "" where From is missing or was shown to be false
    vetted: VettedBy | None = None  #: None: nothing was said of it
    ruling: Verdict | None = None  #: what the secretariat decided it is, instead of the checks


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A paper on record, as far as placing another file needs it."""

    code: str
    owner_key: str  #: `Address.key` of who submitted it
    author_key: str | None  #: of who wrote it, where somebody else forwarded it
    school: str | None
    title: str | None
    authors: tuple[str, ...]
    active: bool  #: not withdrawn
    versions: tuple[KnownVersion, ...]  #: oldest first, at least one
    merged_into: str | None = None  #: code of the paper that it turned out to be a version of
    owner_name: str = ""  #: display name of who submitted it
    submitters: frozenset[str] = frozenset()  #: `Address.key` of everybody who sent a version of it
    school_given: str | None = None  #: `school`, where the secretariat has said it, whatever versions say of theirs

    @property
    def is_vetted(self) -> bool:
        """Whether its school has vetted it: the last that was said of any version holds, later corrections included."""
        said = [version.vetted for version in self.versions if version.vetted is not None]
        return bool(said) and said[-1] is not VettedBy.REVOKED

    def stays_vetted(self, school: str | None) -> bool:
        """Whether that holds where a later version names a school: what another had vetted this one has not; what the
        secretariat has said of it stays.
        """
        ordered = any(version.vetted is VettedBy.ORDERED for version in self.versions)
        return self.is_vetted and (ordered or self.school in {None, school})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper on record stands, for counting."""

    school: str | None
    active: bool
    late: bool  #: no version of it arrived in time
    verdict: Verdict  #: of its newest version; a ruling of the secretariat stands above the checks
    verdict_in_time: Verdict | None  #: of the newest version that arrived in time, or was ruled to be as it should
    merged: bool = False  #: it turned out to be a version of another paper, and is no longer active
    vetted: bool = False  #: by its school
    ruled: bool = False  #: the verdict on its newest version is the secretariat's


@dataclass(frozen=True, slots=True)
class Vetting:
    """How a paper on record stands with the vetting of its school."""

    by: VettedBy | None = None  #: the last that was said of any of its versions
    since: datetime | None = None  #: arrival of the message that says so
    newer: bool = False  #: a later version has come since
    asked: datetime | None = None  #: when the school was asked to confirm it

    @property
    def holds(self) -> bool:
        """Whether the paper is vetted; later corrections do not change that."""
        return self.by not in {None, VettedBy.REVOKED}


@dataclass(frozen=True, slots=True)
class PaperState:
    """A paper on record, as the calendar sees it."""

    code: str
    title: str | None
    owner: Address
    standing: Standing
    faults: tuple[str, ...] = ()  #: checks that its newest version fails, or for which it was ruled to fail
    vetting: Vetting = Vetting()
    kept: bool = False  #: the secretariat said that it stays as it is
    in_question: bool = False  #: it may be a version of another, or is to be withdrawn, and nobody has decided yet
    assessed_at: datetime | None = None  #: when its newest version was judged, and its sender answered


@dataclass(frozen=True, slots=True)
class Settled:
    """An occasion of the calendar that is done with for an audience."""

    key: str
    at: datetime  #: when it was due
    outcome: str  #: "queued", "nothing_to_do", "expired"


# --------------------------------------------------------------------------- copies for the author


@dataclass(frozen=True, slots=True)
class Remark:
    """What an annotated copy of a paper says at one place; without a place, of the paper as a whole."""

    text: str
    place: Place | None = None
    start: int = 0  #: first character, counted in the paragraph's spans as they stand (before normalisation)
    end: int | None = None  #: after the last character; None: to the end of the paragraph
    through: int | None = None  #: number of the paragraph that `end` is in, where it is not the one of `place`
    where: str = ""  #: the place in words, for when it cannot be shown there


# --------------------------------------------------------------------------- letters


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


@dataclass(frozen=True, slots=True)
class Change:
    """What changed about a paper without its owner sending a file."""

    kind: OrderKind
    paper: PaperName
    other: str | None = None  #: code of the paper that it is part of now (MERGE), or of the new one (SPLIT)
    school: str = ""  #: of SCHOOL: id of the one it belongs to now
    granted: bool = False  #: of PASS: by a deadline that is later since it came; what else is wrong stands
    passes: bool = False  #: of SCHOOL, or granted: nothing else was in doubt, and the paper is as it should be now
    late: bool = False  #: of PASS: it came late and is taken all the same
    open: tuple[Finding, ...] = ()  #: of FAIL: what the checks left open or found wrong
    due: datetime | date | None = None  #: of FAIL: until when it can be mended; granted: the deadline


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


@dataclass(frozen=True, slots=True)
class Case:
    """A message that is laid before the secretariat."""

    sha256: str  #: of the raw message; keys the notice, so that there is one
    sender: Address | None
    arrived_at: datetime  #: INTERNALDATE
    subject: str
    references: tuple[str, ...]  #: of the thread, the message itself last
    text: str  #: what its author wrote, without quoted parts
    matters: tuple[Matter, ...]
    codes: tuple[str, ...] = ()  #: papers that the message holds or names


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
    standing: KnownVersion | None = None  #: of a late correction: the version in time, which counts until decided
    former_title: str | None = None  #: of the version it replaces, where this one bears quite another
    due: datetime | date | None = None  #: the deadline of this paper, where it is later than that of all
    vetting: ShownVetting | None = None  #: None: this conference has no vetting
    ruling: Verdict | None = None  #: what the secretariat decided this version is
    sent_in_time_at: datetime | None = None  #: of a late one: when it was sent, as far as known, if that was in time


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


# --------------------------------------------------------------------------- edges


class Clock(Protocol):
    """The time, as a parameter."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class Reader(Protocol):
    """Reads untrusted files, in a process with limits on time and memory.

    `seconds` shortens the limit on time for one call.  Only a limit that was not much shortened makes an error
    `exhausted`: what little time was left says nothing about a file.
    """

    def document(self, data: bytes, filename: str, *, seconds: float | None = None) -> Document:
        """A .docx or .pdf as text with fonts; other kinds give problem `unsupported`.  ReadError when it died."""
        ...

    def pages(self, pdf: bytes, *, seconds: float | None = None) -> tuple[PageText, ...]:
        """The pages of a PDF.  ReadError when it cannot be read."""
        ...

    def annotated(self, data: bytes, annotation: Annotation) -> bytes | None:
        """A copy of a .docx with remarks as Word comments; None when it is better not touched.  ReadError when
        the process died.
        """
        ...

    def corrected(self, data: bytes, font: str, *, seconds: float | None = None) -> bytes | None:
        """A copy of a .docx with its text in this font and nothing else changed; None when there is nothing to
        correct, or it cannot be done without harm.  ReadError when the process died.
        """
        ...

    def close(self) -> None: ...


class Renderer(Protocol):
    """LibreOffice, outside the process."""

    def trouble(self) -> str | None:
        """None when its page counts can be believed; else one English sentence (no LibreOffice, fonts not covering
        Vietnamese, ...).  Cheap after the first call.
        """
        ...

    def to_pdf(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        """RenderError when it fails, dies or overruns its deadline; the next call finds a fresh one.

        `seconds`: what its caller has left for it, where that is less than the deadline.
        """
        ...

    def to_docx(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        """.doc, .odt, .rtf → .docx.  RenderError as above."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderState:
    """The folder as selected."""

    uidvalidity: int
    exists: int
    capabilities: frozenset[str]  #: upper case


class Folder(Protocol):
    """One folder of the mailbox, opened for looking; nothing is changed by it.  Every method may raise MailboxError."""

    @property
    def account(self) -> str: ...

    @property
    def folder(self) -> str: ...

    def exists(self) -> bool: ...

    def list(self) -> Sequence[Listed]: ...

    def message_ids(self, refs: Sequence[MessageRef]) -> Mapping[int, str]: ...

    def fetch(self, ref: MessageRef) -> bytes | None: ...

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None: ...


class Inbox(Protocol):
    """A submission mailbox, one folder of it, connected.  Every method may raise MailboxError."""

    @property
    def account(self) -> str:
        """Stable name of the account, for MessageRef."""
        ...

    @property
    def folder(self) -> str: ...

    def select(self) -> FolderState:
        r"""Opens the folder; read-write, \\Seen is never touched."""
        ...

    def list(self) -> Sequence[Listed]:
        """Everything in the folder, ascending UID."""
        ...

    def fetch(self, ref: MessageRef) -> bytes | None:
        """The raw message (BODY.PEEK[]); None when it has gone meanwhile."""
        ...

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None:
        """The header block alone, at most so many bytes: for messages too large to fetch."""
        ...

    def file_away(self, ref: MessageRef, to_folder: str) -> bool:
        r"""Moves the message (UID MOVE, else COPY + \\Deleted, + UID EXPUNGE where there is UIDPLUS); creates the
        folder when it is missing.  False when the message has gone meanwhile.
        """
        ...

    def count(self, folder: str) -> int | None:
        """How many messages stand in another folder; 0 where there is no such folder, None where nobody says."""
        ...

    def sent_among(self, message_ids: Sequence[str]) -> frozenset[str] | None:
        """Those of the letters (by Message-ID, with angle brackets) that stand in the Sent folder; None when the
        mailbox has none.  What was listed before stays as it is.
        """
        ...

    def looking(self, folder: str) -> AbstractContextManager[Folder]:
        """Another look at the mailbox over the same connection, at any of its folders, in the middle of which nothing
        else is done.
        """
        ...

    def wait(self, seconds: float) -> bool:
        """IDLE until something happens or the time is over; True when something happened.  A server without IDLE
        returns False at once.
        """
        ...

    def interrupt(self) -> None:
        """Ends a `wait` under way, from another thread: it raises MailboxError and the connection is over."""
        ...

    def close(self) -> None: ...


class Sender(Protocol):
    """The way out."""

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> str:
        """One message; the server's final reply line.  DeliveryError otherwise (any refused recipient included)."""
        ...

    def close(self) -> None: ...


class Supervisor(Protocol):
    """Whoever started the service and watches over it.  No method fails; whether anybody listens is not known."""

    def ready(self) -> None:
        """Work has begun."""
        ...

    def stopping(self) -> None:
        """What is under way is finished, nothing new is begun."""
        ...

    def status(self, text: str) -> None:
        """How things stand, one sentence for a person."""
        ...

    def alive(self) -> None:
        """Every job has rested or gone on; when this is not heard for long, one hangs."""
        ...


# --------------------------------------------------------------------------- doctor


class Level(StrEnum):
    """How a line of the doctor is meant."""

    GOOD = "good"
    WARNING = "warning"  #: works, but somebody should know
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One precondition of the service: how it is, and what to do where it is not as it should be."""

    level: Level
    what: str
    text: str
    remedy: str = ""
