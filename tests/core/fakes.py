"""Fakes for the edges, written by hand; each can be told to fail at any call.

`FakeInbox` is a folder in memory that obeys `daemon.model.Inbox`; `FakeSender` keeps what it was given; `FakeJudge`
reads a paper's properties from the bytes ("title=…;author=…;verdict=…"), so that tests say everything in one line.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import hashlib
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from daemon import faults, identity, letters
from daemon.archive import Archive
from daemon.assess import AssessmentReport, run_assessment
from daemon.clock import ManualClock
from daemon.config import Config, Mode, School, load
from daemon.cycle import IntakeReport, run_intake
from daemon.delivery import DeliveryReport, run_delivery, waiting_for_hours
from daemon.desk import Desk
from daemon.digests import Digest
from daemon.errors import DeliveryError, MailboxError
from daemon.freedays import free_days
from daemon.letters import notices
from daemon.model import (
    Address,
    Attachment,
    Case,
    Change,
    Counted,
    Decision,
    Disposition,
    FileKind,
    Finding,
    FolderState,
    Incoming,
    Judgement,
    Letter,
    LetterFile,
    LetterKind,
    Listed,
    MessageRef,
    Missing,
    Outcome,
    PaperName,
    PaperReport,
    PaperState,
    ParsedMail,
    Result,
    Role,
    Verdict,
)
from daemon.readership import Readers
from daemon.records import DATABASE_NAME, Lock, Records
from daemon.season import Planned, fresh_since
from daemon.vetting import Asking

ROOT = Path(__file__).parent.parent.parent
SECRETARY = "thuky@hoithao.example"
START = datetime(2021, 11, 5, 1, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process died here: nothing of ours catches it."""


@dataclass
class _Stored:
    raw: bytes
    internal_date: datetime
    deleted: bool = False
    object_id: str = ""


@dataclass
class FakeInbox:
    """A folder in memory.  `fail[method]` is called with the arguments before the method does anything."""

    account: str = "hop-thu@127.0.0.1"
    folder: str = "INBOX"
    uidvalidity: int = 1
    uidvalidity_of_handled: int = 9
    has_move: bool = True
    messages: dict[int, _Stored] = field(default_factory=dict)
    moved: list[bytes] = field(default_factory=list)
    marks: dict[bytes, str] = field(default_factory=dict)  #: of what was moved
    dates: dict[bytes, datetime] = field(default_factory=dict)
    fetched: list[int] = field(default_factory=list)
    fail: dict[str, Callable[..., None]] = field(default_factory=dict)
    fail_elsewhere: dict[str, Callable[..., None]] = field(default_factory=dict)  #: in the other folders
    kept_sent: list[bytes] | None = None
    counts: bool = True
    told_more: int = 0  #: bytes in the size that the server tells, as Exchange does
    _next: int = 1

    def put(self, raw: bytes, at: datetime = START, *, deleted: bool = False, object_id: str = "") -> int:
        uid = self._next
        self._next += 1
        self.messages[uid] = _Stored(raw, at, deleted, object_id)
        return uid

    def renumber(self) -> None:
        """The server gives the folder a new UIDVALIDITY and new UIDs."""
        self.uidvalidity += 1
        stored = list(self.messages.values())
        self.messages = dict(enumerate(stored, 100))
        self._next = 100 + len(stored)

    def _check(self, method: str, *args: object) -> None:
        if method in self.fail:
            self.fail[method](*args)

    def select(self) -> FolderState:
        self._check("select")
        return FolderState(self.uidvalidity, len(self.messages), frozenset({"MOVE"} if self.has_move else ()))

    def list(self) -> Sequence[Listed]:
        self._check("list")
        return [
            Listed(
                MessageRef(self.account, self.folder, self.uidvalidity, uid),
                len(message.raw) + self.told_more,
                message.internal_date,
                message.deleted,
                message.object_id,
            )
            for uid, message in sorted(self.messages.items())
        ]

    def fetch(self, ref: MessageRef) -> bytes | None:
        self._check("fetch", ref)
        self.fetched.append(ref.uid)
        message = self.messages.get(ref.uid)
        return None if message is None else message.raw

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None:
        self._check("fetch_head", ref)
        message = self.messages.get(ref.uid)
        if message is None:
            return None
        return message.raw.partition(b"\r\n\r\n")[0][:max_bytes] + b"\r\n\r\n"

    def since(self, uid: int, mark: str = "") -> Sequence[Listed]:
        self._check("since")
        later = [it for it in self.list() if it.ref.uid >= uid]
        return [it for it in later if not mark or self.marks.get(self.messages[it.ref.uid].raw) == mark]

    def file_away(self, ref: MessageRef, to_folder: str, mark: str = "") -> bool:
        self._check("file_away", ref)
        message = self.messages.get(ref.uid)
        if message is None:
            return False
        self.moved.append(message.raw)
        self.marks[message.raw], self.dates[message.raw] = mark, message.internal_date
        if self.has_move:
            del self.messages[ref.uid]
        else:
            message.deleted = True
        return True

    def count(self, folder: str) -> Counted | None:
        self._check("count", folder)
        if folder == self.sent_folder():
            return Counted(len(self.kept_sent or ()), self.uidvalidity, len(self.kept_sent or ()) + 1)
        there = self.handled
        return Counted(len(self.moved), there.uidvalidity if self.moved else None, there._next) if self.counts else None

    def exists(self) -> bool:
        self._check("exists")
        return True

    def message_ids(self, refs: Sequence[MessageRef]) -> dict[int, str]:
        self._check("message_ids", refs)
        found = {ref.uid: email.message_from_bytes(self.messages[ref.uid].raw)["Message-ID"] for ref in refs}
        return {uid: value for uid, value in found.items() if value}

    @contextmanager
    def looking(self, folder: str) -> Iterator[FakeInbox]:
        self._check("looking", folder)
        yield self if folder == self.folder else self.sent if folder == self.sent_folder() else self.handled

    @property
    def handled(self) -> FakeInbox:
        """The folder of handled messages, with all that was moved there: new UIDs, the same INTERNALDATE."""
        box = FakeInbox(folder="Da-xu-ly", uidvalidity=self.uidvalidity_of_handled)
        for raw in self.moved:
            box.put(raw, self.dates.get(raw, START))
        box.marks, box.fail = self.marks, self.fail_elsewhere
        box.told_more = self.told_more
        return box

    @property
    def sent(self) -> FakeInbox:
        """The Sent folder, each letter at the moment that it names."""
        box = FakeInbox(folder="Đã gửi", uidvalidity=self.uidvalidity)
        for raw in self.kept_sent or ():
            box.put(raw, email.utils.parsedate_to_datetime(email.message_from_bytes(raw)["Date"]))
        box.fail = self.fail_elsewhere
        return box

    def sent_folder(self) -> str | None:
        self._check("sent_folder")
        return None if self.kept_sent is None else "Đã gửi"

    def sent_among(self, message_ids: Sequence[str]) -> frozenset[str] | None:
        self._check("sent_among", message_ids)
        if self.kept_sent is None:
            return None
        return frozenset(email.message_from_bytes(raw)["Message-ID"] for raw in self.kept_sent) & frozenset(message_ids)

    def wait(self, seconds: float) -> bool:
        return False

    def close(self) -> None: ...


@dataclass
class FakeSender:
    """Takes letters.  `fail` is called with (recipients, raw) before, `lose` after the letter was taken."""

    sent: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    fail: Callable[[Sequence[str], bytes], None] | None = None
    lose: Callable[[Sequence[str], bytes], None] | None = None

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> str:
        if self.fail:
            self.fail(recipients, raw)
        self.sent.append((envelope_from, tuple(recipients), raw))
        if self.lose:
            self.lose(recipients, raw)
        return "250 2.0.0 Ok"

    def close(self) -> None: ...

    def to(self, address: str) -> list[bytes]:
        return [raw for _, recipients, raw in self.sent if address in recipients]


class FakeJudge:
    """A judge who reads what to say from the file."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fail: Callable[[str], None] | None = None

    def file(
        self, data: bytes, filename: str, *, sender: Address | None = None, arrived_at: datetime | None = None
    ) -> Judgement:
        self.calls.append(filename)
        if self.fail:
            self.fail(filename)
        says = dict(part.split("=", 1) for part in data.decode().split(";") if "=" in part)
        verdict = Verdict(says.get("verdict", "pass"))
        counted = (
            (Finding("pages", Outcome.PASS, "ĐHVB 5", "Số trang.", {"pages": int(says["pages"])}),)
            if "pages" in says
            else ()
        )
        if "deadline" in says:  # what is said of it follows from the deadline of the paper
            counted += (Finding("deadline", Outcome.PASS, "ĐHVB 5", "Trong thời hạn.", {}),)
        if "elements" in says:
            found = {"found": [element for element in says["elements"].split(",") if element]}
            counted += (Finding("elements", Outcome.SKIP, "ĐHVB 4", "Không xét.", found),)
        if "unplaced" in says:
            details = {"authors": [name for name in says["unplaced"].split(",") if name], "school": None, "how": "none"}
            counted += (Finding("identity", Outcome.REVIEW, "ĐHVB 2", "Chưa thấy đơn vị.", details),)
            verdict = Verdict.REVIEW if verdict is Verdict.PASS else verdict
        return Judgement(
            filename=filename,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            verdict=verdict,
            title=says.get("title"),
            authors=tuple(says["author"].split(",")) if "author" in says else (),
            school=says.get("school"),
            topic=says.get("topic"),
            findings=(
                Finding("file", Outcome.PASS, "ĐHVB 5", "Tệp đọc được.", {"kind": "docx", "problem": None}),
                Finding(
                    "font",
                    Outcome(says.get("verdict", "pass")),
                    "ĐHVB 5",
                    "Phông chữ.",
                    {"characters": int(says.get("characters", "10"))},
                    ("Bôi đen.",),
                    "ghi chú",
                ),
                *counted,
            ),
            ruleset="test-1",
        )


def never(*_: object) -> None:
    raise MailboxError("the connection was cut")


def refuse(*, permanent: bool = False, whole_server: bool = False, uncertain: bool = False) -> Callable[..., None]:
    def raise_it(*_: object) -> None:
        raise DeliveryError(
            "refused.", permanent=permanent, code=550 if permanent else 451, command="RCPT", whole_server=whole_server,
            uncertain=uncertain,
        )  # fmt: skip

    return raise_it


@contextmanager
def killed_at(point: str, nth: int = 1) -> Iterator[None]:
    """The process dies the nth time it passes a point."""
    left = [nth]

    def hook(name: str) -> None:
        if name == point:
            left[0] -= 1
            if left[0] == 0:
                raise Killed(point)

    with faults.armed(hook):
        yield


def points_passed(work: Callable[[], object]) -> list[str]:
    """The points that some work passes, in order."""
    passed: list[str] = []
    with faults.armed(passed.append):
        work()
    return passed


# --------------------------------------------------------------------------- messages


def mail(
    sender: str = "hoa@nghean.example",
    subject: str = "Gửi bài tham luận",
    *files: tuple[str, str],
    message_id: str | None = None,
    in_reply_to: str | None = None,
    kind: str | None = None,
    body: str = "Kính gửi Ban Thư ký.",
    codes: str = "",
) -> bytes:
    """A message.  `kind` is what `decide` shall make of it; without it, files make a submission."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = sender
    message["To"] = "hop-thu@hoithao.example"
    message["Subject"] = subject
    message["Date"] = "Fri, 05 Nov 2021 08:00:00 +0700"
    seed = repr((sender, subject, files, in_reply_to, body))
    message["Message-ID"] = message_id or f"<{hashlib.sha256(seed.encode()).hexdigest()[:16]}@mail.example>"
    if in_reply_to:
        message["In-Reply-To"] = in_reply_to
    if kind:
        message["X-Test-Kind"] = kind
    if codes:
        message["X-Test-Codes"] = codes
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content.encode(), maintype="application", subtype="octet-stream", filename=name)
    if files:  # the same message has the same bytes, in every process
        message.set_boundary(f"=_{hashlib.sha256(seed.encode()).hexdigest()[:16]}")
    return message.as_bytes()


def read(raw: bytes) -> ParsedMail:
    """A reader good enough for the messages of these tests."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if message["X-Test-Poison"]:
        raise ValueError("poison")
    files = []
    for part in message.iter_attachments() if message.is_multipart() else ():
        content = part.get_payload(decode=True)
        name = part.get_filename() or "khong-ten"
        role = Role.PAPER if name.endswith((".docx", ".pdf")) else Role.OTHER
        kind = FileKind.PDF if name.endswith(".pdf") else FileKind.DOCX
        files.append(Attachment(name, content, hashlib.sha256(content).hexdigest(), kind, role, original_name=name))
    name, address = email.utils.parseaddr(str(message["From"] or ""))
    return ParsedMail(
        headers={key.lower(): (str(value),) for key, value in message.items()},
        message_id=message["Message-ID"],
        from_=Address(address, name) if address else None,
        reply_to=(),
        to=(),
        cc=(),
        subject=str(message["Subject"] or ""),
        date=None,
        in_reply_to=tuple(str(message["In-Reply-To"] or "").split()),
        references=(),
        text="",
        new_text="",
        content_type=message.get_content_type(),
        attachments=tuple(files),
    )


MACHINES = {Disposition.OWN, Disposition.BOUNCE, Disposition.AUTO_REPLY, Disposition.BULK}


def decide(parsed: ParsedMail) -> Decision:
    kind = parsed.header("x-test-kind")
    has_paper = any(file.role is Role.PAPER for file in parsed.attachments)
    disposition = Disposition(kind) if kind else Disposition.SUBMISSION if has_paper else Disposition.NO_PAPER
    codes = tuple(parsed.header("x-test-codes").split())
    more = "Gửi thêm" in parsed.subject
    asks = "Xin hỏi" in parsed.subject
    return Decision(
        disposition,
        "a test says so",
        disposition not in MACHINES,
        codes,
        missing=(Missing.FEWER,) if "Gửi đủ hai bài" in parsed.subject else (),
        says_additional=more,
        asks_more=asks,
    )


# --------------------------------------------------------------------------- the whole


@cache
def shipped() -> Config:
    """Read once: the tests change copies."""
    return load(ROOT / "config.toml")


class FakePen(letters.Letters):
    """Writes letters of one line, quickly; the real pen has tests of its own."""

    def __init__(self) -> None:
        self.seal = "s3a1"

    def acknowledgement(
        self,
        incoming: Incoming,
        papers: Sequence[PaperReport],
        also: tuple[Address, ...] = (),
        *,
        passed_on: bool = False,
        missing: Collection[Missing] = (),
    ) -> Letter:
        said = ", ".join(f"{paper.code} v{paper.version} {paper.judgement.verdict}" for paper in papers)
        if passed_on:
            said += "; chuyển người phụ trách"
        if Missing.FEWER in missing:
            said += "; ít hơn đã ghi"
        return replace(_letter(LetterKind.ACKNOWLEDGEMENT, incoming, said), to=(incoming.sender, *also))

    def no_paper(self, incoming: Incoming, decision: Decision) -> Letter:
        return _letter(LetterKind.NO_PAPER, incoming, decision.reason)

    def oversize(self, incoming: Incoming) -> Letter:
        return _letter(LetterKind.OVERSIZE, incoming, "quá lớn")

    def passed_on(
        self,
        incoming: Incoming,
        decision: Decision | None = None,
        *,
        offered: bool = False,
        gone: Sequence[PaperName] = (),
        overtaken: Sequence[PaperName] = (),
    ) -> Letter:
        kept = "".join(f", còn {code}" for code in decision.paper_codes) if decision else ""
        became = "".join(f", đã rút {it.code}" for it in gone) + "".join(f", bản mới hơn {it.code}" for it in overtaken)
        return _letter(LetterKind.PASSED_ON, incoming, "đã chuyển" + (", ĐỒNG Ý?" if offered else kept) + became)

    def stays(self, incoming: Incoming, papers: Sequence[PaperName]) -> Letter:
        return _letter(LetterKind.PASSED_ON, incoming, "giữ nguyên " + ", ".join(paper.code for paper in papers))

    def standing(
        self,
        incoming: Incoming,
        papers: Sequence[PaperReport],
        *,
        gone: Sequence[Change] = (),
        waiting: int,
        passed_on: bool,
    ) -> Letter:
        counted = [f"{paper.code} v{paper.version} {paper.judgement.verdict}" for paper in papers]
        said = ", ".join(counted + [f"{change.kind} {change.paper.code}" for change in gone])
        return _letter(LetterKind.STANDING, incoming, f"{said or 'chưa có bài'}; {waiting} chờ; {passed_on}")

    def withdrawal(
        self, incoming: Incoming, papers: Sequence[PaperName], *, sure: bool, passed_on: bool = False
    ) -> Letter:
        said = ", ".join(paper.code for paper in papers)
        said = f"rút {said}?" if sure else f"bài nào: {said}?"
        return _letter(LetterKind.WITHDRAWAL, incoming, said + ", đã chuyển" * passed_on)

    def settled(
        self,
        incoming: Incoming,
        changes: Sequence[Change],
        *,
        asked: bool,
        school: School | None = None,
        by: Address | None = None,
        passed_on: bool = False,
    ) -> Letter:
        said = ", ".join(
            " ".join(filter(None, (change.kind or "sent", change.paper.code, change.other, *_beside(change))))
            for change in changes
        )
        said += (f" by {by.address}" if by else "") + ", đã chuyển" * passed_on
        return _letter(LetterKind.SETTLED, incoming, said, about=incoming.sender.key)

    def orders(
        self, incoming: Incoming, results: Sequence[Result], readers: Readers, not_ordered: Sequence[str] = ()
    ) -> Letter:
        each = (
            f"{it.order.code} {it.what}{f' over {it.overrules}' if it.overrules else ''}{' unexplained' * it.unexplained}"
            for it in results
        )
        said = "; ".join([", ".join(each) or "không hiểu", *not_ordered])
        told = " (đã báo)" if any(result.told for result in results) else ""
        letter = _letter(LetterKind.ORDERS, incoming, said + told, about=readers.mark)
        return replace(letter, to=readers.to, lang=readers.lang)

    def notice(self, case: Case, readers: Readers) -> Letter:
        key = f"{LetterKind.NOTICE}:{case.sha256}:{case.stage}{readers.mark}"
        identifier = identity.message_id(LetterKind.NOTICE, key, "hoithao.example")
        said = ", ".join(matter.kind for matter in case.matters)
        text = f"{said} [{' '.join(case.codes)}] {case.text}".strip()
        author = notices.reply_to(case, shipped())
        subject = f"[Cần xem] {said}"
        return Letter(
            key, LetterKind.NOTICE, identifier, readers.to, subject, text, "<p></p>", reply_to=author, lang=readers.lang
        )

    def season(self, planned: Planned, papers: Sequence[PaperState], now: datetime) -> Letter:
        kind = LetterKind(f"season_{planned.main.phase.kind}")
        identifier = identity.message_id(kind, planned.key, "hoithao.example")
        return Letter(
            planned.key, kind, identifier, planned.reader.to, planned.key, f"{len(papers)} bài {now}", "<p></p>"
        )

    def vetting(self, asking: Asking, now: datetime, files: Sequence[LetterFile] = ()) -> Letter:
        key = f"{asking.key}:{self.seal}"
        identifier = identity.message_id(LetterKind.VETTING, key, "hoithao.example")
        return Letter(
            key, LetterKind.VETTING, identifier, asking.to, f"[{', '.join(asking.codes)}] Đề nghị", f"{now}", "<p></p>",
            attachments=tuple(files),
        )  # fmt: skip

    def digest(self, digest: Digest, now: datetime, readers: Readers) -> Letter:
        kind, key = LetterKind.DIGEST, f"{digest.slot.key}{readers.mark}"
        identifier = identity.message_id(kind, key, "hoithao.example")
        said = [f"{paper.code} {'+'.join(what)}" for paper, what in digest.came]
        said += [f"{need.paper.code}? {'+'.join(reason.kind for reason in need.reasons)}" for need in digest.needs]
        said += [trouble.kind for trouble in digest.facts.trouble]
        return Letter(key, kind, identifier, readers.to, "; ".join(said), f"{now}", "<p></p>", lang=readers.lang)


def _beside(change: Change) -> Iterator[str]:
    """What is said of a change beside what was changed."""
    if change.late:
        yield "muộn"
    if change.over:
        yield "vượt số bài"
    if change.into_theirs:
        yield "thuộc bài của mình"
    if change.passes:
        yield "đạt"


def _letter(kind: LetterKind, incoming: Incoming, text: str, about: str = "") -> Letter:
    key = f"{kind}:{incoming.sha256}:{about}".strip(":")
    identifier = identity.message_id(kind, key, "hoithao.example")
    return Letter(key, kind, identifier, (incoming.sender,), f"Re: {incoming.subject}", text, f"<p>{text}</p>")


@cache
def real_pen() -> letters.Letters:
    """Templates compiled once; the letters do not depend on mode or directory."""
    return letters.Letters(shipped(), letters.environment(shipped()))


def config_in(directory: Path, *, mode: Mode = Mode.LIVE, **intake: int) -> Config:
    config = shipped().with_directory(directory)
    conference = config.conference.model_copy(update={"mode": mode, "redirect_to": "thu@hoithao.example"})
    # Nobody gets notices, so that tests count the letters they are about; those of notices say who does.
    nobody = config.secretariat.model_copy(update={"addresses": ()})
    return config.model_copy(
        update={
            "conference": conference,
            "intake": config.intake.model_copy(update=intake),
            "secretariat": nobody,
        }
    )


@cache
def _new_records() -> bytes:
    """Records of the newest schema with nothing in them: all the migrations take longer than most tests."""
    with TemporaryDirectory() as directory:
        Records.open(Path(directory)).close()
        return Path(directory, DATABASE_NAME).read_bytes()


def furnish(directory: Path) -> None:
    """New records, where there are none: what `Records.open` would make."""
    file = directory / DATABASE_NAME
    if not file.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(_new_records())


@contextmanager
def held(directory: Path) -> Iterator[Records]:
    """The records as a service opens them: alone, and brought up if they are older."""
    with Lock(directory) as lock, Records.held(directory, lock, ManualClock(START)) as (records, _):
        yield records


def recent_events(records: Records) -> list[dict[str, Any]]:
    """The log of events, newest first."""
    with records._connection.reading() as db:
        return list(db.query("SELECT * FROM events ORDER BY id DESC"))


@dataclass
class House:
    """Everything of a running program but the real edges; `restart` is what the next process finds."""

    directory: Path
    config: Config
    inbox: FakeInbox = field(default_factory=FakeInbox)
    sender: FakeSender = field(default_factory=FakeSender)
    judge: FakeJudge = field(default_factory=FakeJudge)
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    read: Callable[[bytes], ParsedMail] = read
    pen: letters.Letters = field(default_factory=FakePen)
    decide: Callable[[ParsedMail], Decision] = decide

    def __post_init__(self) -> None:
        furnish(self.directory)
        self.records = Records.open(self.directory)

    def restart(self) -> None:
        self.records.close()
        self.records = Records.open(self.directory)

    @property
    def desk(self) -> Desk:
        archive = Archive(self.directory)
        return Desk(self.config, self.records, archive, self.pen, self.clock, self.read, self.decide, "thamluan-ghi")

    def intake(self) -> IntakeReport:
        return run_intake(self.inbox, self.desk, catch_up=lambda _: self.assess())

    def assess(self) -> AssessmentReport:
        return run_assessment(self.desk, self.judge)

    def deliver(self) -> DeliveryReport:
        return run_delivery(
            self.records,
            self.sender,
            self.config,
            self.clock,
            jitter=lambda: 0.0,
            calendar_since=self.fresh_since,
        )

    def fresh_since(self, moment: datetime) -> datetime:
        return fresh_since(self.config, moment, free_days("VN"))

    def waiting(self) -> int:
        return waiting_for_hours(self.records, self.config, self.clock.now(), self.fresh_since)

    def once(self) -> None:
        self.intake()
        self.assess()
        self.deliver()

    def later(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def status(self) -> dict[str, Any]:
        return self.records.status(self.config, self.clock.now())

    def notes(self, *kinds: str) -> list[str]:
        return [event["text"] for event in reversed(recent_events(self.records)) if event["kind"] in kinds]

    def close(self) -> None:
        self.records.close()


def deaths(
    house: House, work: Callable[[House], object], into: Path, wanted: Callable[[int], bool] = lambda _: True
) -> Iterator[tuple[str, House]]:
    """For each wanted point of some work, by its number: its name, and what the next process finds after a kill there.

    The folder is copied as it is on the disk, with mailbox and letters sent.  Nothing of the dead process runs any
    more, not even a `finally`: open transactions, drafts and all stay as they are.
    """
    left: list[tuple[str, Path, FakeInbox, FakeSender, ManualClock]] = []
    passed = count()

    def hook(name: str) -> None:
        if wanted(number := next(passed)):
            copied = shutil.copytree(house.directory, into / str(number))
            left.append((name, copied, deepcopy(house.inbox), deepcopy(house.sender), ManualClock(house.clock.now())))

    with faults.armed(hook):
        work(house)
    assert left
    for name, directory, inbox, sender, clock in left:
        config = house.config.with_directory(directory)
        heir = replace(house, directory=directory, config=config, inbox=inbox, sender=sender, clock=clock)
        yield name, heir
        heir.close()
        shutil.rmtree(directory)
