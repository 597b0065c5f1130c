"""Every branch of every letter, by name: the tests read this table, and so does whoever looks at the letters.

All people live at .example; the conference is the shipped one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from daemon.checks import deadline
from daemon.config import Config, load
from daemon.copies import WORD_TYPE
from daemon.digests import TROUBLES, Beat, Came, Facts, Happened, Moved, PaperLine, Slot, Trouble, digest
from daemon.digests import Matter as DigestMatter
from daemon.letters import Letters, environment
from daemon.letters.notices import KINDS
from daemon.model import (
    Address,
    Became,
    Case,
    Change,
    Decision,
    Disposition,
    FileKind,
    FileProblem,
    Finding,
    Incoming,
    Judgement,
    KnownPaper,
    KnownVersion,
    Lang,
    Letter,
    LetterFile,
    Matter,
    Missing,
    Order,
    OrderKind,
    Outcome,
    PaperName,
    PaperReport,
    PaperState,
    ReceivedFile,
    Result,
    Role,
    SentForOwner,
    ShownVetting,
    Standing,
    Verdict,
    VettedBy,
    Vetting,
    VettingReply,
    VettingWord,
    verdict_of,
)
from daemon.readership import Readers, secretaries
from daemon.reconciling import Account
from daemon.reconciling import Trouble as Unsound
from daemon.season import occasions, rehearse
from daemon.vetting import Asking

ROOT = Path(__file__).parent.parent.parent
CONFIG: Config = load(ROOT / "config.toml")

IN_TIME = datetime(2021, 11, 5, 2, 15, tzinfo=UTC)  # 09:15 in Vietnam
TOO_LATE = datetime(2021, 11, 11, 1, 5, tzinfo=UTC)  # 08:05 on the day after the deadline
TITLE = "Mô hình “Giảng viên đồng hành cùng cơ sở” tại Trường Chính trị tỉnh Nghệ An"


def incoming(
    *files: ReceivedFile,
    name: str = "Nguyễn Thị Hoa",
    address: str = "hoa.nguyen@nghean.example",
    at: datetime = IN_TIME,
    subject: str = "Gửi bài tham luận",
) -> Incoming:
    return Incoming(
        sha256="a" * 64,
        sender=Address(address, name),
        arrived_at=at,
        subject=subject,
        message_id="<20211105.hoa@nghean.example>",
        references=("<dau@nghean.example>",),
        files=files,
    )


def file(
    filename: str = "Bai-tham-luan.docx",
    size: int = 45_210,
    kind: FileKind = FileKind.DOCX,
    role: Role = Role.PAPER,
    problem: FileProblem | None = None,
    **more: str,
) -> ReceivedFile:
    return ReceivedFile(filename, size, kind, role, problem, **more)


def passed(check: str, clause: str, summary: str, **more: object) -> Finding:
    return Finding(check, Outcome.PASS, clause, summary, **more)  # type: ignore[arg-type]


GOOD = (
    passed("file", "ĐHVB 5", "Tệp .docx đọc được, không có mật khẩu, không có macro."),
    passed("font", "ĐHVB 5", "Toàn bộ 14.230 ký tự dùng phông chữ Times New Roman."),
    passed("encoding", "ĐHVB 5", "Bài dùng bảng mã Unicode."),
    passed(
        "pages",
        "ĐHVB 5",
        "Bài dài 5 trang.",
        hint="Sau trang 5 có một trang trắng; nên xóa các dòng trống cuối bài.",
        details={"blank_trailing": 1},
    ),
    passed("elements", "ĐHVB 4", "Bài nêu đủ sáu nội dung."),
    passed("topic", "ĐHVB 1", "Bài thuộc chủ đề 1.2.2."),
    passed("identity", "ĐHVB 2", "Bài ghi rõ tác giả Nguyễn Thị Hoa, Trường Chính trị tỉnh Nghệ An."),
)

WRONG_FONT = Finding(
    "font",
    Outcome.FAIL,
    "ĐHVB 5",
    "1.204 trong 14.230 ký tự không dùng phông chữ Times New Roman (Arial, Calibri).",
    details={
        "offences": [
            {
                "font": "Arial",
                "characters": 1190,
                "excerpt": "Qua ba năm thực hiện mô hình, nhà trường đã",
                "where": "trang 3, đoạn 21",
                "count": 2,
                "places": [
                    {
                        "characters": 1100,
                        "excerpt": "Qua ba năm thực hiện mô hình, nhà trường đã",
                        "where": "trang 3, đoạn 21",
                    },
                    {"characters": 90, "excerpt": "Sơ đồ 1", "where": "trang 4, hộp văn bản (Text Box), đoạn 2"},
                ],
            },
            {"font": "Calibri", "characters": 14, "excerpt": "Bảng 1. Kết quả", "where": "bảng 1, hàng 1, cột 1"},
        ]
    },
    advice=(
        "Bấm Ctrl+A để chọn toàn bài, rồi chọn phông Times New Roman ở thẻ Trang đầu (Home).",
        "Với bảng và chú thích: bấm vào từng chỗ nêu trên và chọn lại phông.",
    ),
)
TOO_LONG = Finding(
    "pages",
    Outcome.FAIL,
    "ĐHVB 5",
    "Bài dài 7 trang, vượt quá 5 trang.",
    details={"pages": 7, "limit": 5},
    advice=("Rút gọn bài còn không quá 5 trang; không thu nhỏ cỡ chữ hoặc lề để vừa trang.",),
)
UNSURE_TOPIC = Finding(
    "topic",
    Outcome.REVIEW,
    "ĐHVB 1",
    "Chưa xác định được bài thuộc chủ đề nào của định hướng.",
    advice=("Nếu muốn, ghi rõ chủ đề của bài khi trả lời thư này.",),
)
NO_MODEL = Finding("elements", Outcome.SKIP, "ĐHVB 4", "Bài không viết về một mô hình, điển hình cụ thể.")
ENCRYPTED = Finding(
    "file",
    Outcome.FAIL,
    "ĐHVB 5",
    "Tệp có mật khẩu nên không đọc được.",
    details={"kind": "docx", "problem": "encrypted"},
    advice=("Trong Word: Tệp → Thông tin → Bảo vệ Tài liệu → Mã hóa bằng Mật khẩu, xóa trống ô mật khẩu rồi lưu lại.",),
)


def with_(*findings: Finding) -> tuple[Finding, ...]:
    """The good findings, with these in place of those of the same check."""
    mine = {finding.check: finding for finding in findings}
    return tuple(mine.get(finding.check, finding) for finding in GOOD)


def report(
    *,
    code: str = "TL-2021-001",
    findings: Sequence[Finding] = GOOD,
    title: str | None = TITLE,
    authors: tuple[str, ...] = ("ThS. Nguyễn Thị Hoa",),
    filename: str = "Bai-tham-luan.docx",
    version: int = 1,
    replaces: str | None = None,
    late: bool = False,
    unchanged: bool = False,
    received_at: datetime | None = None,
    may_revise: tuple[PaperName, ...] = (),
    withdrawn: PaperName | None = None,
    standing: KnownVersion | None = None,
    former_title: str | None = None,
    vetting: ShownVetting | None = None,
    ruling: Verdict | None = None,
    sent_in_time_at: datetime | None = None,
) -> PaperReport:
    judgement = Judgement(
        filename=filename,
        sha256="b" * 64,
        size=45_210,
        verdict=verdict_of(findings),
        title=title,
        authors=authors,
        school="nghe-an" if authors else None,
        topic="1.2.2" if title else None,
        findings=tuple(findings),
        ruleset="1",
    )
    return PaperReport(
        code=code,
        version=version,
        replaces=replaces,
        judgement=judgement,
        school_name="Trường Chính trị tỉnh Nghệ An" if authors else None,
        topic_name="Công tác xây dựng đội ngũ cán bộ, giảng viên" if title else None,
        late=late,
        unchanged=unchanged,
        received_at=received_at,
        may_revise=may_revise,
        withdrawn=withdrawn,
        standing=standing,
        former_title=former_title,
        vetting=vetting,
        ruling=ruling,
        sent_in_time_at=sent_in_time_at,
    )


SECOND = {
    "code": "TL-2021-002",
    "filename": "bai.zip!Bài 2.docx",
    "title": "Đổi mới phương pháp giảng dạy lý luận chính trị",
}
THIRD = {
    "code": "TL-2021-003",
    "filename": "bai.zip!Bài 3.docx",
    "title": "Xây dựng văn hóa Trường Đảng trong giai đoạn hiện nay",
}
BATCH_FILES = (
    file("Công văn gửi bài.pdf", 210_300, FileKind.PDF, Role.LETTER),
    file("bai.zip", 135_900, FileKind.ZIP, Role.ARCHIVE),
    file("bai.zip!Bài 1.docx"),
    file("bai.zip!Bài 2.docx"),
    file("bai.zip!Bài 3.docx"),
    file("logo.png", 8_120, FileKind.IMAGE, Role.SIGNATURE),
)
SCHOOL = {"name": "Phòng QLĐT&NCKH Trường Chính trị tỉnh Nghệ An", "address": "qldt@nghean.example"}


def no_paper(*missing: Missing) -> Decision:
    return Decision(Disposition.NO_PAPER, "no file that could be a paper", may_answer=True, missing=missing)


def decision(disposition: Disposition, *codes: str) -> Decision:
    return Decision(disposition, "the text says so", may_answer=True, paper_codes=codes)


@cache
def _usual() -> Letters:
    return Letters(CONFIG, environment(CONFIG))


def letters(config: Config | None = None) -> Letters:
    """Those of the shipped conference are made once: compiling all templates takes a while."""
    return _usual() if config is None else Letters(config, environment(config))


@cache
def without_vetting(lang: Lang = Lang.VI) -> Letters:
    """The letters of a conference whose schools vet nothing."""
    phases = tuple(phase.model_copy(update={"vetting": False}) for phase in CONFIG.phases)
    return letters(CONFIG.model_copy(update={"phases": phases}).in_one_language(lang))


with_phone = CONFIG.model_copy(update={"secretariat": CONFIG.secretariat.model_copy(update={"phone": "0237 000 0000"})})

ORDERING = Incoming(
    sha256="b" * 64,
    sender=Address("thuky@hoithao.example", "Lê Văn Bình"),
    arrived_at=IN_TIME,
    subject="Re: [Cần xem]",
    message_id="<lenh@hoithao.example>",
    references=("<thamluan.notice.0123456789abcdef01234567@hoithao.example>",),
)


def asked(**changes: Any) -> Incoming:
    return incoming(**{"subject": "Hỏi về bài tham luận", **changes})


def known(**changes: Any) -> PaperReport:
    """A paper on record, as a letter about its state speaks of it."""
    return report(**{"unchanged": True, "received_at": IN_TIME, **changes})


def change(kind: OrderKind, other: str | None = None) -> Change:
    return Change(kind, PaperName("TL-2021-001", TITLE), other)


def sent_for_owner(*, late: bool = False) -> Change:
    sent = SentForOwner(2, "Bài đã sửa.docx", Verdict.FAIL if late else Verdict.PASS, late=late, counts=not late)
    return Change(None, PaperName("TL-2021-001", TITLE), sent=sent)


def result(kind: OrderKind, what: Became = Became.DONE, new: str | None = None) -> Result:
    into = "TL-2021-001" if kind is OrderKind.MERGE else None
    return Result(Order(kind, "TL-2021-002", into), what, new, told=kind is not OrderKind.KEEP)


#: Name of the branch → the letter.
CASES: dict[str, Callable[[Letters], Letter]] = {
    "ack-first-good": lambda w: w.acknowledgement(incoming(file()), [report()]),
    "ack-first-asking": lambda w: w.acknowledgement(incoming(file()), [report()], passed_on=True),
    "ack-first-of-more": lambda w: w.acknowledgement(incoming(file()), [report()], missing=(Missing.FEWER,)),
    "ack-and-link": lambda w: w.acknowledgement(incoming(file()), [report()], missing=(Missing.LINK,)),
    "ack-first-faults": lambda w: w.acknowledgement(incoming(file()), [report(findings=with_(WRONG_FONT, TOO_LONG))]),
    "ack-first-review": lambda w: w.acknowledgement(incoming(file()), [report(findings=with_(UNSURE_TOPIC, NO_MODEL))]),
    "ack-faults-and-review": lambda w: w.acknowledgement(
        incoming(file()), [report(findings=with_(WRONG_FONT, UNSURE_TOPIC))]
    ),
    "ack-unreadable": lambda w: w.acknowledgement(
        incoming(file(), name=""), [report(findings=(ENCRYPTED,), title=None, authors=())]
    ),
    "ack-corrected-good": lambda w: w.acknowledgement(
        incoming(file("Bai-da-sua.docx")),
        [report(version=2, replaces="Bai-tham-luan.docx", filename="Bai-da-sua.docx")],
    ),
    "ack-corrected-faults": lambda w: w.acknowledgement(
        incoming(file("Bai-da-sua.docx")),
        [report(version=3, replaces="Bai-sua-1.docx", filename="Bai-da-sua.docx", findings=with_(TOO_LONG))],
    ),
    "ack-late-good": lambda w: w.acknowledgement(incoming(file(), at=TOO_LATE), [report(late=True)]),
    "ack-late-faults": lambda w: w.acknowledgement(
        incoming(file(), at=TOO_LATE), [report(late=True, findings=with_(TOO_LONG))]
    ),
    "ack-late-faults-and-review": lambda w: w.acknowledgement(
        incoming(file(), at=TOO_LATE), [report(late=True, findings=with_(WRONG_FONT, UNSURE_TOPIC))]
    ),
    "ack-late-review": lambda w: w.acknowledgement(
        incoming(file(), at=TOO_LATE), [report(late=True, findings=with_(UNSURE_TOPIC))]
    ),
    "ack-batch-mixed": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES, **SCHOOL, subject="Trường Chính trị tỉnh Nghệ An gửi bài"),
        [
            report(filename="bai.zip!Bài 1.docx"),
            report(**SECOND, findings=with_(WRONG_FONT)),
            report(**THIRD, findings=with_(UNSURE_TOPIC)),
        ],
    ),
    "ack-batch-good": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES, **SCHOOL),
        [report(filename="bai.zip!Bài 1.docx"), report(**SECOND), report(**THIRD)],
    ),
    "ack-batch-of-more": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES, **SCHOOL), [report(), report(**SECOND)], missing=(Missing.FEWER,)
    ),
    "ack-batch-late-with-correction": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES, at=TOO_LATE),
        [
            report(filename="bai.zip!Bài 1.docx", version=2, replaces="Bai-tham-luan.docx", late=True),
            report(**SECOND, findings=with_(TOO_LONG), late=True),
            report(**THIRD, unchanged=True, received_at=IN_TIME),
        ],
    ),
    "ack-batch-corrected": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES),
        [
            report(filename="bai.zip!Bài 1.docx", version=2, replaces="Bai-tham-luan.docx"),
            report(**SECOND, version=3, replaces="Bài 2.docx", findings=with_(TOO_LONG)),
        ],
    ),
    "ack-may-revise": lambda w: w.acknowledgement(
        incoming(file()), [report(code="TL-2021-002", may_revise=(PaperName("TL-2021-001", "Mô hình lớp tự quản"),))]
    ),
    "ack-may-revise-several": lambda w: w.acknowledgement(
        incoming(file(), **SCHOOL),
        [
            report(
                code="TL-2021-003",
                may_revise=(PaperName("TL-2021-001", "Mô hình lớp tự quản"), PaperName("TL-2021-002", None)),
            )
        ],
    ),
    "ack-withdrawn": lambda w: w.acknowledgement(
        incoming(file()), [report(code="TL-2021-002", withdrawn=PaperName("TL-2021-001", "Mô hình lớp tự quản"))]
    ),
    "ack-retitled": lambda w: w.acknowledgement(
        incoming(file()), [report(version=2, replaces="Bai-cu.docx", former_title="Mô hình lớp tự quản")]
    ),
    "ack-late-correction": lambda w: w.acknowledgement(
        incoming(file("Bai-sua.docx"), at=TOO_LATE),
        [
            report(
                filename="Bai-sua.docx",
                version=2,
                replaces="Bai-tham-luan.docx",
                late=True,
                findings=with_(TOO_LONG),
                standing=KnownVersion(1, "c" * 64, "Bai-tham-luan.docx", IN_TIME),
            )
        ],
    ),
    "ack-late-batch-standing": lambda w: w.acknowledgement(
        incoming(file("1.docx"), file("2.docx"), at=TOO_LATE),
        [
            report(
                code=code,
                version=2,
                replaces="Bai.docx",
                late=True,
                findings=with_(TOO_LONG),
                standing=KnownVersion(1, "c" * 64, "Bai.docx", IN_TIME),
            )
            for code in ("TL-2021-001", "TL-2021-002")
        ],
    ),
    "ack-other-files": lambda w: w.acknowledgement(
        incoming(
            file(),
            file("Bài (1).docx", same_as="Bai-tham-luan.docx"),
            file("Bai-tham-luan.pdf", kind=FileKind.PDF, twin_of="Bai-tham-luan.docx"),
            file("Bai-tham-luan (nhap).docx", twin_of="Bai-tham-luan.docx", is_earlier=True),
            file("thu.eml", kind=FileKind.MESSAGE, role=Role.OTHER),
        ),
        [report()],
    ),
    "no-paper-pasted": lambda w: w.no_paper(incoming(), no_paper(Missing.PASTED)),
    "ack-by-a-co-author": lambda w: w.acknowledgement(
        incoming(file("Bai-sua.docx")),
        [report(filename="Bai-sua.docx", version=2, replaces="Bai-tham-luan.docx")],
        (Address("lan.tran@nghean.example", "Trần Thị Lan"),),
    ),
    "no-paper-shortcut": lambda w: w.no_paper(
        incoming(file("Bài tham luận.gdoc", 180, FileKind.TEXT, Role.OTHER)), no_paper(Missing.UNSUPPORTED)
    ),
    "no-paper-lock-file": lambda w: w.no_paper(
        incoming(file("bai.zip!~$i tham luận.docx", 162, FileKind.OTHER, Role.OTHER)), no_paper(Missing.UNSUPPORTED)
    ),
    "no-paper-misnamed": lambda w: w.no_paper(
        incoming(file("Bài tham luận.doc", 31_000, FileKind.OTHER, Role.OTHER)), no_paper(Missing.UNSUPPORTED)
    ),
    "no-paper-part-of-a-message": lambda w: w.no_paper(
        incoming(file("tep-1.eml", 64_000, FileKind.MESSAGE, Role.OTHER, FileProblem.CORRUPT)),
        no_paper(Missing.UNSUPPORTED),
    ),
    "ack-unchanged": lambda w: w.acknowledgement(
        incoming(file(), at=datetime(2021, 11, 8, 7, 0, tzinfo=UTC)), [report(unchanged=True, received_at=IN_TIME)]
    ),
    "ack-unchanged-faults": lambda w: w.acknowledgement(
        incoming(file(), at=datetime(2021, 11, 8, 7, 0, tzinfo=UTC)),
        [report(unchanged=True, received_at=IN_TIME, findings=with_(TOO_LONG))],
    ),
    "ack-batch-unchanged": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES, **SCHOOL, at=datetime(2021, 11, 8, 7, 0, tzinfo=UTC)),
        [
            report(filename="bai.zip!Bài 1.docx", unchanged=True, received_at=IN_TIME),
            report(**SECOND, unchanged=True, received_at=IN_TIME),
        ],
    ),
    "no-paper-nothing": lambda w: w.no_paper(incoming(), no_paper()),
    "no-paper-for-a-person": lambda w: w.no_paper(incoming(), replace(no_paper(), needs_person=True)),
    "no-paper-promised": lambda w: w.no_paper(incoming(), no_paper(Missing.PROMISED)),
    "no-paper-other-file": lambda w: w.no_paper(
        incoming(file("Lý lịch khoa học.docx", 37_100, FileKind.DOCX, Role.OTHER)), no_paper(Missing.PROMISED)
    ),
    "no-paper-link": lambda w: w.no_paper(incoming(), no_paper(Missing.LINK)),
    "no-paper-unsupported": lambda w: w.no_paper(
        incoming(
            file("Bài tham luận.pages", 310_000, FileKind.ZIP, Role.OTHER, FileProblem.UNSUPPORTED),
            file("trang 1.jpg", 2_310_000, FileKind.IMAGE, Role.OTHER),
            file("Công văn.docx", 20_500, FileKind.DOCX, Role.LETTER),
        ),
        no_paper(Missing.UNSUPPORTED),
    ),
    "no-paper-sealed": lambda w: w.no_paper(
        incoming(file("smime.p7m", 41_000, FileKind.OTHER, Role.OTHER)), no_paper(Missing.SEALED)
    ),
    "no-paper-encrypted-archive": lambda w: w.no_paper(
        incoming(file("bai-tham-luan.rar", 812_000, FileKind.RAR, Role.ARCHIVE, FileProblem.ENCRYPTED)),
        no_paper(Missing.UNOPENED),
    ),
    "no-paper-broken-archive": lambda w: w.no_paper(
        incoming(
            file("bai-tham-luan.zip", 812_000, FileKind.ZIP, Role.ARCHIVE, FileProblem.CORRUPT), name="", at=TOO_LATE
        ),
        no_paper(Missing.UNOPENED),
    ),
    "no-paper-archive-cut-short": lambda w: w.no_paper(
        incoming(
            file("gui-bai.zip", 812_000, FileKind.ZIP, Role.ARCHIVE, FileProblem.CORRUPT),
            file("gui-bai.zip!Công văn.docx", 20_500, FileKind.DOCX, Role.LETTER),
            file("gui-bai.zip!Bài 2.docx", 0, FileKind.OTHER, Role.OTHER, FileProblem.CORRUPT),
        ),
        no_paper(Missing.UNOPENED),
    ),
    "no-paper-file-too-large": lambda w: w.no_paper(incoming(), no_paper(Missing.OVERSIZE)),
    "no-paper-promised-link-late": lambda w: w.no_paper(
        incoming(at=TOO_LATE, **SCHOOL), no_paper(Missing.PROMISED, Missing.LINK)
    ),
    "oversize": lambda w: w.oversize(incoming()),
    "oversize-late-school": lambda w: w.oversize(incoming(at=TOO_LATE, subject="", **SCHOOL)),
    "passed-on-question": lambda w: w.passed_on(incoming(subject="Hỏi về thời hạn"), decision(Disposition.QUESTION)),
    "passed-on-question-late": lambda w: w.passed_on(incoming(subject="", at=TOO_LATE)),
    "passed-on-about-a-paper": lambda w: w.passed_on(
        incoming(subject="Re: [TL-2021-007] Đã nhận bài tham luận"), decision(Disposition.QUESTION, "TL-2021-007")
    ),
    "passed-on-documents": lambda w: w.passed_on(
        incoming(file("Cong van.docx", role=Role.LETTER)), decision(Disposition.NO_PAPER)
    ),
    "passed-on-offered": lambda w: w.passed_on(incoming(), decision(Disposition.QUESTION), offered=True),
    "passed-on-offered-late": lambda w: w.passed_on(incoming(at=TOO_LATE), offered=True),
    "passed-on-gone": lambda w: w.passed_on(
        incoming(), decision(Disposition.QUESTION, "TL-2021-007"), gone=[PaperName("TL-2021-007", TITLE)]
    ),
    "passed-on-gone-two": lambda w: w.passed_on(
        incoming(**SCHOOL), gone=[PaperName("TL-2021-007", TITLE), PaperName("TL-2021-008", None)]
    ),
    "passed-on-agreed-gone": lambda w: w.passed_on(
        incoming(file()), decision(Disposition.CORRECTION), gone=[PaperName("TL-2021-007", TITLE)]
    ),
    "passed-on-withdrawal-gone": lambda w: w.passed_on(
        incoming(), decision(Disposition.WITHDRAWAL, "TL-2021-007"), gone=[PaperName("TL-2021-007", TITLE)]
    ),
    "passed-on-withdrawal-one-gone": lambda w: w.passed_on(
        incoming(),
        decision(Disposition.WITHDRAWAL, "TL-2021-007", "TL-2021-008"),
        gone=[PaperName("TL-2021-007", TITLE)],
    ),
    "passed-on-overtaken": lambda w: w.passed_on(
        incoming(file()), decision(Disposition.CORRECTION), overtaken=[PaperName("TL-2021-007", TITLE)]
    ),
    "passed-on-overtaken-gone": lambda w: w.passed_on(
        incoming(file()),
        decision(Disposition.CORRECTION),
        overtaken=[PaperName("TL-2021-007", TITLE)],
        gone=[PaperName("TL-2021-008", None)],
    ),
    "passed-on-paper": lambda w: w.passed_on(incoming(file())),
    "passed-on-papers": lambda w: w.passed_on(incoming(file(), file("Bai-hai.docx"), **SCHOOL)),
    "passed-on-withdrawal": lambda w: w.passed_on(
        incoming(subject="Xin rút bài TL-2021-007"), decision(Disposition.WITHDRAWAL, "TL-2021-007")
    ),
    "stays": lambda w: w.stays(incoming(subject="Re: Rút bài"), [PaperName("TL-2021-001", TITLE)]),
    "stays-two": lambda w: w.stays(
        incoming(subject=""), [PaperName("TL-2021-001", TITLE), PaperName("TL-2021-002", None)]
    ),
    "passed-on-withdrawal-school": lambda w: w.passed_on(
        incoming(subject="Xin rút bài", **SCHOOL), decision(Disposition.WITHDRAWAL)
    ),
    "standing-good": lambda w: w.standing(asked(), [known()], waiting=0, passed_on=False),
    "standing-faults": lambda w: w.standing(asked(), [known(findings=with_(TOO_LONG))], waiting=0, passed_on=True),
    "standing-several": lambda w: w.standing(
        asked(**SCHOOL), [known(), known(**SECOND, findings=with_(WRONG_FONT))], waiting=1, passed_on=False
    ),
    "standing-late": lambda w: w.standing(asked(at=TOO_LATE), [known(late=True)], waiting=0, passed_on=False),
    "standing-faults-late": lambda w: w.standing(
        asked(at=TOO_LATE), [known(findings=with_(TOO_LONG))], waiting=0, passed_on=False
    ),
    "standing-waiting": lambda w: w.standing(asked(), [], waiting=1, passed_on=False),
    "standing-waiting-and-more": lambda w: w.standing(asked(), [], waiting=2, passed_on=True),
    "standing-gone": lambda w: w.standing(
        asked(),
        [],
        gone=[change(OrderKind.WITHDRAW), change(OrderKind.MERGE, "TL-2021-002")],
        waiting=0,
        passed_on=False,
    ),
    "standing-gone-and-waiting": lambda w: w.standing(
        asked(), [], gone=[change(OrderKind.WITHDRAW)], waiting=1, passed_on=False
    ),
    "standing-some-gone": lambda w: w.standing(
        asked(), [known()], gone=[change(OrderKind.MERGE, "TL-2021-002")], waiting=0, passed_on=False
    ),
    "standing-none": lambda w: w.standing(asked(), [], waiting=0, passed_on=True),
    "standing-none-late-school": lambda w: w.standing(asked(at=TOO_LATE, **SCHOOL), [], waiting=0, passed_on=True),
    "withdrawal": lambda w: w.withdrawal(incoming(subject="Xin rút bài"), [PaperName("TL-2021-001", TITLE)], sure=True),
    "withdrawal-two": lambda w: w.withdrawal(
        incoming(**SCHOOL), [PaperName("TL-2021-001", TITLE), PaperName("TL-2021-002", None)], sure=True
    ),
    "withdrawal-which": lambda w: w.withdrawal(
        incoming(), [PaperName("TL-2021-001", TITLE), PaperName("TL-2021-002", None)], sure=False
    ),
    "settled-withdrawn": lambda w: w.settled(incoming(), [change(OrderKind.WITHDRAW)], asked=True),
    "settled-withdrawn-by-secretariat": lambda w: w.settled(incoming(), [change(OrderKind.WITHDRAW)], asked=False),
    "settled-withdrawn-and-asked": lambda w: w.settled(
        incoming(), [change(OrderKind.WITHDRAW)], asked=True, passed_on=True
    ),
    "withdrawal-and-asked": lambda w: w.withdrawal(
        incoming(), [change(OrderKind.WITHDRAW).paper], sure=True, passed_on=True
    ),
    "settled-withdrawn-by-school": lambda w: w.settled(
        incoming(), [change(OrderKind.WITHDRAW)], asked=False, by=Address("van.thu@khac.example", "Văn thư")
    ),
    "settled-sent-for-owner": lambda w: w.settled(
        incoming(), [sent_for_owner()], asked=False, by=Address("van.thu@khac.example", "Văn thư")
    ),
    "settled-sent-for-owner-late": lambda w: w.settled(
        incoming(), [sent_for_owner(late=True)], asked=False, by=Address("van.thu@khac.example", "Văn thư")
    ),
    "settled-restored": lambda w: w.settled(incoming(), [change(OrderKind.RESTORE)], asked=False),
    "settled-merged-into-theirs": lambda w: w.settled(
        incoming(), [replace(change(OrderKind.MERGE, "TL-2021-002"), into_theirs=True)], asked=False
    ),
    "settled-merged": lambda w: w.settled(incoming(), [change(OrderKind.MERGE, "TL-2021-002")], asked=False),
    "settled-split": lambda w: w.settled(incoming(**SCHOOL), [change(OrderKind.SPLIT, "TL-2021-009")], asked=False),
    "ack-vetted": lambda w: w.acknowledgement(incoming(file(), **SCHOOL), [report(vetting=ShownVetting.VETTED)]),
    "ack-to-be-vetted": lambda w: w.acknowledgement(incoming(file()), [report(vetting=ShownVetting.ASKED)]),
    "ack-not-vetted": lambda w: w.acknowledgement(incoming(file()), [report(vetting=ShownVetting.OPEN)]),
    "ack-batch-to-be-vetted": lambda w: w.acknowledgement(
        incoming(*BATCH_FILES),
        [
            report(filename="bai.zip!Bài 1.docx", vetting=ShownVetting.ASKED),
            report(**SECOND, vetting=ShownVetting.VETTED),
            report(**THIRD, vetting=ShownVetting.ASKED, findings=with_(TOO_LONG)),
        ],
    ),
    "standing-to-be-vetted": lambda w: w.standing(
        asked(), [known(vetting=ShownVetting.ASKED)], waiting=0, passed_on=False
    ),
    "passed-on-vetting": lambda w: w.passed_on(
        incoming(subject="Re: Đề nghị xác nhận đã thẩm định", **SCHOOL),
        replace(decision(Disposition.QUESTION), vetting=VettingReply(VettingWord.REFUSES)),
    ),
    "settled-vetted": lambda w: w.settled(
        incoming(**SCHOOL), [change(OrderKind.VET)], asked=True, school=CONFIG.school("nghe-an")
    ),
    "settled-vetted-several": lambda w: w.settled(
        incoming(name="", address="lh@nghean.example"),
        [change(OrderKind.VET), Change(OrderKind.VET, PaperName("TL-2021-002", None))],
        asked=True,
        school=CONFIG.school("nghe-an"),
    ),
    "settled-passed": lambda w: w.settled(incoming(), [change(OrderKind.PASS)], asked=False),
    "settled-passed-late": lambda w: w.settled(
        incoming(at=TOO_LATE), [replace(change(OrderKind.PASS), late=True)], asked=False
    ),
    "settled-passed-over": lambda w: w.settled(
        incoming(at=TOO_LATE), [replace(change(OrderKind.PASS), over=True)], asked=False
    ),
    "settled-passed-late-over": lambda w: w.settled(
        incoming(at=TOO_LATE), [replace(change(OrderKind.PASS), late=True, over=True)], asked=False
    ),
    "settled-school": lambda w: w.settled(
        incoming(), [replace(change(OrderKind.SCHOOL), school="nghe-an", passes=True)], asked=False
    ),
    "settled-school-open": lambda w: w.settled(
        incoming(), [replace(change(OrderKind.SCHOOL), school="nghe-an")], asked=False
    ),
    "settled-granted": lambda w: w.settled(
        incoming(at=TOO_LATE),
        [replace(change(OrderKind.PASS), granted=True, passes=True, due=date(2021, 11, 15))],
        asked=False,
    ),
    "settled-granted-each": lambda w: w.settled(
        incoming(at=TOO_LATE),
        [
            Change(OrderKind.PASS, PaperName(code, TITLE), granted=True, passes=True, due=date(2021, 11, day))
            for code, day in (("TL-2021-001", 15), ("TL-2021-002", 20))
        ],
        asked=False,
    ),
    "settled-granted-open": lambda w: w.settled(
        incoming(at=TOO_LATE), [replace(change(OrderKind.PASS), granted=True, due=date(2021, 11, 15))], asked=False
    ),
    "settled-failed": lambda w: w.settled(
        incoming(),
        [replace(change(OrderKind.FAIL), open=(UNSURE_TOPIC, TOO_LONG), due=CONFIG.rules.deadline)],
        asked=False,
    ),
    "settled-failed-late": lambda w: w.settled(
        incoming(at=TOO_LATE, **SCHOOL),
        [
            replace(change(OrderKind.FAIL), due=CONFIG.rules.deadline),
            Change(OrderKind.PASS, PaperName("TL-2021-002", None)),
        ],
        asked=False,
    ),
    "settled-failed-each": lambda w: w.settled(
        incoming(at=TOO_LATE),
        [
            Change(OrderKind.FAIL, PaperName("TL-2021-001", TITLE), due=date(2021, 11, 20)),
            Change(OrderKind.FAIL, PaperName("TL-2021-002", TITLE), due=date(2021, 11, 15)),
        ],
        asked=False,
    ),
    "settled-failed-one-open": lambda w: w.settled(
        incoming(at=TOO_LATE),
        [
            Change(OrderKind.FAIL, PaperName("TL-2021-001", TITLE), due=CONFIG.rules.deadline),
            Change(OrderKind.FAIL, PaperName("TL-2021-002", TITLE), due=date(2021, 11, 15)),
        ],
        asked=False,
    ),
    "standing-passed-late": lambda w: w.standing(
        asked(at=TOO_LATE),
        [known(late=True, findings=with_(UNSURE_TOPIC), ruling=Verdict.PASS)],
        waiting=0,
        passed_on=False,
    ),
    "standing-passed-late-over": lambda w: w.standing(
        asked(at=TOO_LATE), [replace(known(late=True, ruling=Verdict.PASS), over=True)], waiting=0, passed_on=False
    ),
    "standing-failed": lambda w: w.standing(
        asked(), [known(findings=with_(UNSURE_TOPIC), ruling=Verdict.FAIL)], waiting=0, passed_on=False
    ),
    "ack-late-sent-in-time": lambda w: w.acknowledgement(
        incoming(file(), at=TOO_LATE),
        [report(late=True, sent_in_time_at=CONFIG.deadline - timedelta(minutes=9, seconds=59))],
    ),
    "ack-unchanged-passed": lambda w: w.acknowledgement(
        incoming(file()), [known(findings=with_(UNSURE_TOPIC), ruling=Verdict.PASS)]
    ),
    "settled-several": lambda w: w.settled(
        incoming(), [change(OrderKind.WITHDRAW), change(OrderKind.MERGE, "TL-2021-002")], asked=False
    ),
}


def case(*matters: Matter, codes: tuple[str, ...] = (), **changes: object) -> Case:
    """A message laid before the secretariat."""
    values: dict[str, object] = {
        "sha256": "a" * 64,
        "sender": Address("hoa.nguyen@nghean.example", "Nguyễn Thị Hoa"),
        "arrived_at": IN_TIME,
        "subject": "Hỏi về nơi nghỉ",
        "references": ("<dau@nghean.example>", "<20211105.hoa@nghean.example>"),
        "text": "Kính gửi Ban Thư ký,\n\nĐoàn Nghệ An đi năm người, có được bố trí nơi nghỉ không?\n\nNguyễn Thị Hoa\n",
    }
    return Case(matters=matters, codes=codes, **(values | changes))  # type: ignore[arg-type]


def staff(writer: Letters) -> Readers:
    """The secretariat of the writer's conference."""
    return secretaries(writer._config)[0]


def told(kind: str, **data: object) -> Callable[[Letters], Letter]:
    return lambda w: w.notice(case(Matter(kind, data), codes=("TL-2021-012",) if "code" in data else ()), staff(w))


#: The same of what the secretariat gets: kind of the matter → the notice.
NOTICES: dict[str, Callable[[Letters], Letter]] = {
    "notice-question": told("question"),
    "notice-withdrawal": told("withdrawal", codes=["TL-2021-007"]),
    "notice-withdrawal-of-what": told("withdrawal"),
    "notice-withdrawn": told("withdrawn", codes=["TL-2021-007", "TL-2021-008"]),
    "notice-wants_back": told("wants_back", codes=["TL-2021-007"]),
    "notice-wants_apart": told("wants_apart", codes=["TL-2021-007"]),
    "notice-wants_joined": told("wants_joined", code="TL-2021-012", may_be=["TL-2021-007"]),
    "notice-unproven_sender": told("unproven_sender"),
    "notice-command": told("command"),
    "notice-doubt": told("doubt", code="TL-2021-012", may_be=["TL-2021-007", "TL-2021-009"]),
    "notice-resubmitted": told("resubmitted", code="TL-2021-012", withdrawn="TL-2021-007"),
    "notice-retitled": told("retitled", code="TL-2021-012", before="Tên cũ"),
    "notice-foreign_code": told("foreign_code", code="TL-2021-007"),
    "notice-foreign_code-unproven": told("foreign_code", code="TL-2021-007", unproven=True),
    "notice-strangers_copy": told("strangers_copy", code="TL-2021-007", filename="Bài.docx"),
    "notice-strangers_copy-unproven": told("strangers_copy", code="TL-2021-007", filename="Bài.docx", unproven=True),
    "notice-perhaps_no_paper": told("perhaps_no_paper", filename="scan0001.pdf"),
    "notice-perhaps_no_paper-recorded": told("perhaps_no_paper", filename="Bản tin.docx", code="TL-2021-012"),
    "notice-perhaps_no_paper-beside": told("perhaps_no_paper", filename="scan0001.pdf", beside=True),
    "notice-accepted_too_late": told("accepted_too_late", filename="Bài đã sửa phông.docx"),
    "notice-accepted_too_late-withdrawn": told("accepted_too_late", filename="Bài đã sửa phông.docx", withdrawn=True),
    "notice-over_quota": told("over_quota", school="ha-tinh", papers=6),
    "notice-over_quota-late": told(
        "over_quota", school="ha-tinh", papers=6, codes=["TL-2021-012"], open=["TL-2021-012"]
    ),
    "notice-unjudged": told("unjudged", code="TL-2021-012", filename="bai.zip!Bài.docx"),
    "notice-not_acknowledged": told("not_acknowledged", code="TL-2021-012"),
    "notice-oversize": told("oversize", size=60_000_000),
    "notice-left_unread": told("left_unread"),
    "notice-perhaps_program": told("perhaps_program", signs=["name_of_service", "to_anybody"]),
    "notice-paper_in_machine_mail": told("paper_in_machine_mail"),
    "notice-passed_on_by_machine": told("passed_on_by_machine"),
    "notice-vetting_refused": told("vetting_refused", codes=["TL-2021-007", "TL-2021-008"], vetted=["TL-2021-008"]),
    "notice-vetting_refused-as-it-stands": told("vetting_refused", codes=["TL-2021-007"], vetted=[]),
    "notice-vetting_unclear": told("vetting_unclear", codes=["TL-2021-007"], vetted=[]),
    "notice-vetting_unclear-of-what": told("vetting_unclear", codes=[], vetted=[]),
    "notice-vetting_unproven": told("vetting_unproven", codes=["TL-2021-007", "TL-2021-008"], vetted=["TL-2021-008"]),
    "notice-letter_came_back": told("letter_came_back", to=["hoa@sai.example"], subject="[TL-2021-012] Đã nhận"),
    "notice-parked": lambda w: w.notice(
        case(Matter("parked", {"stage": "intake"}), sender=None, subject="", text="", references=()), staff(w)
    ),
    "notice-several": lambda w: w.notice(
        case(
            Matter("doubt", {"code": "TL-2021-012", "may_be": ["TL-2021-007"]}),
            Matter("over_quota", {"school": "ha-tinh", "papers": 6}),
            codes=("TL-2021-012",),
        ),
        staff(w),
    ),
}


def ordered(*results: Result) -> Callable[[Letters], Letter]:
    return lambda w: w.orders(ORDERING, results, staff(w))


#: The same of what the secretariat gets about its own decisions.
ORDERS: dict[str, Callable[[Letters], Letter]] = {
    "orders-done": ordered(result(OrderKind.MERGE), result(OrderKind.SPLIT, new="TL-2021-009")),
    "orders-in-part": ordered(
        result(OrderKind.KEEP),
        result(OrderKind.WITHDRAW, Became.WITHDRAWN),
        result(OrderKind.RESTORE, Became.ACTIVE),
    ),
    "orders-rulings": ordered(result(OrderKind.PASS), result(OrderKind.FAIL, Became.RULED)),
    "orders-school": ordered(
        replace(result(OrderKind.SCHOOL), school="nghe-an"),
        Result(Order(OrderKind.SCHOOL, "TL-2021-004", school="Trường Chính trị tỉnh Phú Yên"), Became.NO_SCHOOL),
    ),
    "orders-refused": ordered(*(result(OrderKind.MERGE, what) for what in Became if what is not Became.DONE)),
    "orders-newer": ordered(
        replace(result(OrderKind.PASS), overrules=Verdict.FAIL),
        replace(result(OrderKind.FAIL, Became.NEWER), told=False, version=3),
    ),
    "orders-needless": ordered(result(OrderKind.PASS, Became.RULED), result(OrderKind.RESTORE, Became.ACTIVE)),
    "orders-none": ordered(),
    "orders-none-beside-others": lambda w: w.orders(ORDERING, [], staff(w), ["Đồng ý nhận bài TL-2021-012 ạ"]),
    "orders-beside-others": lambda w: w.orders(
        ORDERING, [result(OrderKind.KEEP)], staff(w), ["Giữ cả TL-2021-012", "RÚT TL-2021-013 hoặc TL-2021-014"]
    ),
    "orders-vetting": ordered(
        result(OrderKind.VET),
        result(OrderKind.UNVET),
        result(OrderKind.VET, Became.VETTED),
        result(OrderKind.UNVET, Became.UNVETTED),
    ),
}


def _season(lang: Lang) -> dict[str, Callable[[Letters], Letter]]:
    """Every kind of phase, each of its moments, to each audience that has something to do, early and late."""
    contacts = tuple(
        school.model_copy(update={"contacts": (f"lh@{school.id}.example",)}) for school in CONFIG.schools[:3]
    )
    config = CONFIG.model_copy(update={"schools": (*contacts, *CONFIG.schools[3:])}).in_one_language(lang)
    good, bad = Standing("ha-tinh", True, False, Verdict.PASS, Verdict.PASS), Verdict.FAIL
    hoa = Address("hoa.nguyen@hatinh.example", "Nguyễn Thị Hoa")
    papers = (
        PaperState("TL-2021-001", TITLE, Address("lh@ha-tinh.example", "Phòng QLĐT"), good),
        PaperState("TL-2021-002", None, hoa, replace(good, verdict=bad, verdict_in_time=bad), ("font", "pages")),
        PaperState("TL-2021-003", "Bài khác", hoa, replace(good, late=True, verdict=Verdict.REVIEW)),
    )
    calendar = occasions(config, lambda day: day.weekday() >= 5)
    start, end = (datetime(2021, month, 1, tzinfo=UTC) for month in (9, 12))
    found: dict[str, Callable[[Letters], Letter]] = {}
    for at, planned in rehearse(config, calendar, papers, (), start=start, end=end + timedelta(days=9)):
        for each in (planned, replace(planned, occasions=planned.occasions[:1])):  # merged with what ended, and alone
            name = f"{each.main.key}-{each.reader.id}".replace(":", "-").replace("@", "-")
            found[f"season-{name}"] = partial(Letters.season, planned=each, papers=papers, now=at)
    return found


#: Letters of the calendar.
SEASON = _season(Lang.VI)

#: The conference as if everybody read English, and its letters of the calendar.
ENGLISH = CONFIG.in_one_language(Lang.EN)
ENGLISH_SEASON = _season(Lang.EN)


def known_paper(number: int, **changes: Any) -> KnownPaper:
    """A paper that its author sent herself, as a school is asked about it."""
    version = KnownVersion(1, "c" * 64, f"Bai-{number}.docx", IN_TIME, "hoa.nguyen@hatinh.example")
    values: dict[str, Any] = {
        "code": f"TL-2021-{number:03}",
        "owner_key": "hoa.nguyen@hatinh.example",
        "author_key": None,
        "school": "ha-tinh",
        "title": TITLE,
        "authors": ("ThS. Nguyễn Thị Hoa", "Trần Văn Bình"),
        "active": True,
        "versions": (version,),
        "owner_name": "Nguyễn Thị Hoa",
    }
    return KnownPaper(**(values | changes))


def _vetting(lang: Lang) -> dict[str, Callable[[Letters], Letter]]:
    """What schools are asked to confirm."""
    school, phase = CONFIG.school("ha-tinh"), CONFIG.vetting_phase
    assert school is not None
    assert phase is not None
    contacts = (Address("lh@hatinh.example"), Address("bgh@hatinh.example"))

    def asks(*papers: KnownPaper, days: int = 0, enclosed: tuple[str, ...] = ()) -> Callable[[Letters], Letter]:
        now = datetime(2021, 10, 28, 1, 0, tzinfo=UTC) + timedelta(days=days)
        asking = Asking(school, papers, phase, now, now, "TL-2021", contacts, lang)
        files = [LetterFile(f"{code} - Bài.docx", b"PK", WORD_TYPE) for code in enclosed]
        return lambda writer: writer.vetting(asking, now, files)

    return {
        "vetting-one": asks(known_paper(7)),
        "vetting-several": asks(known_paper(7), known_paper(9, title=None, authors=(), owner_name="")),
        "vetting-enclosed": asks(known_paper(7), known_paper(9), enclosed=("TL-2021-007",)),
        "vetting-late": asks(known_paper(7), days=9),
        "vetting-many": asks(*(known_paper(number) for number in range(1, 13))),
    }


VETTING = _vetting(Lang.VI)
ENGLISH_VETTING = _vetting(Lang.EN)


def paper_line(number: int, school: str | None = "ha-tinh", verdict: Verdict = Verdict.PASS, **more: Any) -> PaperLine:
    """A paper on record, as digests list it."""
    is_late, active = bool(more.pop("late", False)), bool(more.pop("active", True))
    into = more.get("merged_into")
    standing = Standing(school, active, is_late, verdict, None if is_late else verdict, merged=into is not None)
    line = PaperLine(
        code=f"TL-2021-{number:03}",
        title=f"Bài số {number}",
        authors=("Nguyễn Thị Hoa",),
        topic="1.2.2",
        owner=Address("hoa.nguyen@hatinh.example", "Nguyễn Thị Hoa"),
        standing=standing,
        version=1,
        first_at=IN_TIME,
        last_at=IN_TIME,
        recorded=number,
    )
    return replace(line, **more)


def late(**known: datetime) -> Finding:
    """What the check of the deadline says of a paper that came too late; at any conference."""
    found = deadline.found(CONFIG, TOO_LATE, CONFIG.deadline, **known)
    return replace(found, summary=found.summary.replace(CONFIG.secretariat.name, "người phụ trách"))


def _vetted_papers() -> tuple[PaperLine, ...]:
    """One of every state that a paper may be in with the vetting of its school."""
    vetted = Vetting(VettedBy.CONFIRMED, IN_TIME)
    asked = Vetting(asked=IN_TIME)
    states = (asked, vetted, replace(vetted, newer=True), Vetting(VettedBy.REVOKED, IN_TIME, asked=IN_TIME), Vetting())
    lines = [paper_line(number, title=TITLE, vetting=vetting) for number, vetting in enumerate(states, 1)]
    lines = [replace(line, standing=replace(line.standing, vetted=line.vetting.holds)) for line in lines]
    return (*lines, paper_line(6, None))


#: The papers of a day on which there is one of everything.
DIGEST_PAPERS = (
    paper_line(1, title=TITLE),
    paper_line(2, verdict=Verdict.FAIL, faults=("font", "pages"), title=None, version=2),
    paper_line(3, verdict=Verdict.REVIEW, doubts=(UNSURE_TOPIC,)),
    paper_line(4, late=True, doubts=(late(taken_at=CONFIG.deadline),)),
    paper_line(5, active=False, merged_into="TL-2021-001"),
    paper_line(6, active=False),
    *(paper_line(number) for number in range(7, 10)),
    paper_line(10, None, owner=Address("")),
    paper_line(11, "nghe-an"),
)


def _digests() -> dict[str, Callable[[Letters], Letter]]:
    """A day of everything, and each part alone."""
    papers = DIGEST_PAPERS
    happened = (
        *(Happened(Came.PAPER, paper.code) for paper in papers[:5]),
        Happened(Came.VERSION, "TL-2021-002"),
        Happened(Came.MERGED, "TL-2021-005"),
        Happened(Came.WITHDRAWN, "TL-2021-006"),
        Happened(Came.RESTORED, "TL-2021-007"),
        Happened(Came.SPLIT, "TL-2021-008"),
    )
    matters = (
        DigestMatter(90, "doubt", "TL-2021-002", {"may_be": ["TL-2021-001", "TL-2021-003"]}),
        DigestMatter(91, "retitled", "TL-2021-001", {"before": "Tên cũ"}),
        DigestMatter(92, "withdrawal", "", codes=("TL-2021-003",), sender="la@khac.example"),
    )
    told = tuple(
        DigestMatter(
            93, kind, "TL-2021-007", {"to": ["hoa@nghean.example"]}, sender="hoa@nghean.example", subject="Hỏi"
        )
        for kind in KINDS
    )
    # Of whose letter it is, all are told; what a server said, who reads English.
    of_whom = {"parked", "failing_address", "letter_failed", "letter_uncertain"}
    troubles = tuple(
        Trouble(kind, "hoa@nghean.example, “Gửi bài”" if kind in of_whom else "The server refuses us.", IN_TIME, 3)
        for kind in (*TROUBLES, *("parked",) * 9)
    )
    left = (
        Unsound("why", "next", 7, "INBOX", arrived_at=IN_TIME),
        Unsound("why", "next", 8, "Da-xu-ly", sender="la@khac.example", subject="Gửi bài", arrived_at=IN_TIME),
    )
    account = Account(12, 10, left, uncertain=(Unsound("why", "next"),))
    full = Facts(
        papers, account, IN_TIME, happened, {"paper": 5, "version": 2}, told, matters, (), trouble=troubles,
        moved={
            "viet-bai:opens": Moved(IN_TIME, TOO_LATE, sent=True),
            "viet-bai:reminder-3": Moved(IN_TIME, TOO_LATE, sent=True, again=True),
            "viet-bai:reminder-10": Moved(IN_TIME, IN_TIME, sent=True, again=True, resent=True),
            "tham-dinh:reminder-3": Moved(TOO_LATE, IN_TIME, sent=True, again=True),
            "nop-bai:closes": Moved(IN_TIME, TOO_LATE),
        },
        last_poll=IN_TIME, looked_at=IN_TIME,
    )  # fmt: skip
    sound = Account(12, 12)
    seen = {"last_poll": IN_TIME, "looked_at": IN_TIME}
    many = tuple(paper_line(number, late=True, title=f"Bài {number}") for number in range(1, 200))
    all_came = tuple(Happened(Came.PAPER, paper.code) for paper in many)
    days = {
        "full": (Beat.DAILY, full),
        "weekly": (Beat.WEEKLY, full),
        "hourly": (Beat.HOURLY, Facts(papers[:1], sound, IN_TIME, happened[:1])),
        "weekly-empty": (Beat.WEEKLY, Facts((), Account(0, 0))),
        "brief": (Beat.DAILY, Facts(papers[:1], sound, IN_TIME, **seen)),
        "brief-not-looked": (Beat.DAILY, Facts(papers[:1], Account(0, 0), IN_TIME, last_poll=IN_TIME)),
        "brief-first": (Beat.DAILY, Facts((), Account(0, 0))),
        "brief-waiting": (Beat.DAILY, Facts(papers, sound, IN_TIME)),
        "many": (Beat.DAILY, Facts(many, sound, IN_TIME, all_came, told=told * 3)),
        "trouble": (Beat.DAILY, Facts((), sound, IN_TIME, trouble=(Trouble("other_mode", many=2),))),
        "vetting": (Beat.DAILY, Facts(_vetted_papers(), sound, IN_TIME, (Happened(Came.VETTED, "TL-2021-002"),))),
        "told": (Beat.DAILY, Facts((), sound, IN_TIME, told=(DigestMatter(1, "question", "", sender="a@b.example"),))),
    }
    return {f"digest-{name}": partial(_digest, beat=beat, facts=facts) for name, (beat, facts) in days.items()}


def _digest(writer: Letters, beat: Beat, facts: Facts) -> Letter:
    config = writer._config
    if config.vetting_phase is None:
        facts = replace(facts, told=tuple(matter for matter in facts.told if not matter.kind.startswith("vetting")))
    slot = Slot(IN_TIME.astimezone(config.zone), beat, "TL-2021", in_season=True)
    return writer.digest(digest(slot, facts, config), IN_TIME, staff(writer))


#: What the secretariat is told every day; and the letter that nobody is meant to read.
DIGESTS = _digests() | {"canary": lambda writer: writer.canary("canary:TL-2021:1", IN_TIME)}

#: Every letter of the shipped conference.
EVERY = CASES | NOTICES | ORDERS | SEASON | VETTING | DIGESTS


@dataclass(frozen=True)
class Written(Mapping[str, Letter]):
    """Letters by the name of their case, each written when somebody looks at it: once, however many do."""

    cases: Mapping[str, Callable[[Letters], Letter]]
    writer: Callable[[], Letters]
    _kept: dict[str, Letter] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Letter:
        if name not in self._kept:
            self._kept[name] = self.cases[name](self.writer())
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cases)

    def __len__(self) -> int:
        return len(self.cases)


WRITTEN = Written(EVERY, letters)
