"""The values that pass from room to room, named for their stage, and the protocols of the edges.

The flow: a message in the mailbox → archived bytes → `ParsedMail` → `Decision` → papers and versions in the
records → `Judgement` of each paper file → a `Letter` in the outbox → sent.  Everything here is an immutable
value or a Protocol, and nothing else of ours is imported.

files      kinds of files, what is wrong with one, what it is for
documents  a paper as text with fonts, and as pages
verdicts   findings, and what they come to
mail       messages, who wrote them, what is decided about them
ledger     papers and versions as they are known
letters    what letters tell, and letters themselves
edges      the protocols of what lies outside
diagnosis  what `doctor` says

Times are aware datetimes.  Text is NFC.  Sizes are bytes.
"""

from __future__ import annotations

from daemon.model.diagnosis import Diagnosis, Level
from daemon.model.documents import (
    Document,
    LayoutCopy,
    PageText,
    Paragraph,
    Place,
    Rendering,
    Section,
    Span,
    Story,
    UnreadPart,
)
from daemon.model.edges import (
    HEAD_BYTES,
    Clock,
    Counted,
    Folder,
    FolderState,
    Inbox,
    Reader,
    Renderer,
    Sender,
    Supervisor,
)
from daemon.model.files import (
    ARCHIVE_KINDS,
    CLOSED_KINDS,
    PAPER_KINDS,
    FileKind,
    FileProblem,
    Role,
    own_name,
    path_within,
)
from daemon.model.ledger import KnownPaper, KnownVersion, PaperState, Settled, Standing, Unsent, VettedBy, Vetting
from daemon.model.letters import (
    INTERNAL_LETTERS,
    Annotation,
    Became,
    Case,
    Change,
    Incoming,
    Lang,
    Letter,
    LetterFile,
    LetterKind,
    LetterState,
    Matter,
    PaperName,
    PaperReport,
    ReceivedFile,
    Remark,
    Result,
    SentForOwner,
    ShownVetting,
    Stage,
)
from daemon.model.mail import (
    RULINGS,
    VETTING_ORDERS,
    Address,
    Attachment,
    Authenticity,
    Decision,
    Disposition,
    Listed,
    MessageRef,
    Missing,
    Order,
    OrderKind,
    ParsedMail,
    ProgramSign,
    ReturnedMail,
    VettingReply,
    VettingWord,
)
from daemon.model.verdicts import OPEN_CALL, UNJUDGED, Finding, Judgement, Outcome, Reason, Verdict, verdict_of

__all__ = [
    "ARCHIVE_KINDS",
    "CLOSED_KINDS",
    "HEAD_BYTES",
    "INTERNAL_LETTERS",
    "OPEN_CALL",
    "PAPER_KINDS",
    "RULINGS",
    "UNJUDGED",
    "VETTING_ORDERS",
    "Address",
    "Annotation",
    "Attachment",
    "Authenticity",
    "Became",
    "Case",
    "Change",
    "Clock",
    "Counted",
    "Decision",
    "Diagnosis",
    "Disposition",
    "Document",
    "FileKind",
    "FileProblem",
    "Finding",
    "Folder",
    "FolderState",
    "Inbox",
    "Incoming",
    "Judgement",
    "KnownPaper",
    "KnownVersion",
    "Lang",
    "LayoutCopy",
    "Letter",
    "LetterFile",
    "LetterKind",
    "LetterState",
    "Level",
    "Listed",
    "Matter",
    "MessageRef",
    "Missing",
    "Order",
    "OrderKind",
    "Outcome",
    "PageText",
    "PaperName",
    "PaperReport",
    "PaperState",
    "Paragraph",
    "ParsedMail",
    "Place",
    "ProgramSign",
    "Reader",
    "Reason",
    "ReceivedFile",
    "Remark",
    "Renderer",
    "Rendering",
    "Result",
    "ReturnedMail",
    "Role",
    "Section",
    "Sender",
    "SentForOwner",
    "Settled",
    "ShownVetting",
    "Span",
    "Stage",
    "Standing",
    "Story",
    "Supervisor",
    "UnreadPart",
    "Unsent",
    "Verdict",
    "VettedBy",
    "Vetting",
    "VettingReply",
    "VettingWord",
    "own_name",
    "path_within",
    "verdict_of",
]
