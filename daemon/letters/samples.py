"""Letters with sample data: to try templates before anybody depends on them, and to look at them.  PURE.

Somebody who changed a template learns of a misspelt name at start-up, not when the first paper arrives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TypeVar

import jinja2

from daemon.config import Audience, Config, Extension, Phase, PhaseKind, School
from daemon.digests import TROUBLES, Beat, Came, Facts, Happened, Moved, PaperLine, Slot, Trouble, digest
from daemon.digests import Matter as DigestMatter
from daemon.letters import notices
from daemon.letters.writing import Letters
from daemon.model import (
    VETTING_ORDERS,
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
    Letter,
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
    Standing,
    Verdict,
    VettedBy,
    Vetting,
    verdict_of,
)
from daemon.readership import Readers, secretaries
from daemon.reconciling import Account
from daemon.reconciling import Trouble as Unexplained
from daemon.season import Moment, Occasion, Planned, Reader, readers
from daemon.season.deadlines import Move
from daemon.vetting import Asking

_DAY = timedelta(days=1)
#: Decisions that no author is told of.
_UNTOLD = VETTING_ORDERS | {OrderKind.KEEP}
Word = TypeVar("Word", bound=str)


def samples(config: Config, environment: jinja2.Environment) -> Mapping[str, Letter]:
    """Every kind of letter in its main branches, by name.  ConfigError names a template that does not render."""
    writer, incoming, late = Letters(config, environment), _incoming(config), _incoming(config, late=True)
    good, faulty, doubtful = (_report(config, number, outcome) for number, outcome in enumerate(_SENTENCES, 1))
    second = _report(config, 1, Outcome.PASS, version=2)
    staff = secretaries(config, (incoming.sender,))[0]
    return {
        "acknowledgement": writer.acknowledgement(incoming, [good]),
        "acknowledgement-faults": writer.acknowledgement(incoming, [faulty]),
        "acknowledgement-fewer": writer.acknowledgement(incoming, [good], missing=(Missing.FEWER,)),
        "acknowledgement-corrected": writer.acknowledgement(incoming, [second]),
        "acknowledgement-withdrawn": writer.acknowledgement(incoming, [replace(good, withdrawn=_name(config, 2))]),
        "acknowledgement-several-late": writer.acknowledgement(
            late, [replace(report, late=True) for report in (good, faulty, doubtful)]
        ),
        "no-paper": writer.no_paper(incoming, _decision(Disposition.NO_PAPER)),
        "no-paper-missing": writer.no_paper(late, _decision(Disposition.NO_PAPER, *Missing)),
        "oversize": writer.oversize(incoming),
        "passed-on-offered": writer.passed_on(
            replace(incoming, files=()), _decision(Disposition.QUESTION), offered=True
        ),
        "passed-on": writer.passed_on(incoming, _decision(Disposition.QUESTION)),
        "standing": writer.standing(
            incoming, [faulty, good], gone=[_change(config, OrderKind.MERGE)], waiting=1, passed_on=True
        ),
        "standing-none": writer.standing(late, [], waiting=0, passed_on=True),
        "withdrawal": writer.withdrawal(incoming, [_name(config, 1)], sure=True),
        "stays": writer.stays(incoming, [_name(config, 1), _name(config, 2)]),
        "withdrawal-which": writer.withdrawal(incoming, [_name(config, 1), _name(config, 2)], sure=False),
        "settled": writer.settled(incoming, [_change(config, OrderKind.WITHDRAW)], asked=True),
        "settled-by-secretariat": writer.settled(
            incoming, [_change(config, kind) for kind in _of(config, OrderKind) if kind not in _UNTOLD], asked=False
        ),
        "settled-sent-for-owner": writer.settled(
            incoming,
            [_sent(config, counts=True), _sent(config, counts=False)],
            asked=False,
            by=Address("van.thu@truong.example", "Văn thư"),
        ),
        "orders": writer.orders(incoming, [_result(config, what) for what in _of(config, Became)], staff),
        "orders-none": writer.orders(incoming, [], staff),
        **_season(config, environment),
        **_vetting(config, writer, incoming),
        **_digests(config, writer, staff),
        **{f"notice-{kind}": writer.notice(_case(config, kind), staff) for kind in _of(config, notices.KINDS)},
        "canary": writer.canary("canary:sample", incoming.arrived_at),
        "notice-several": writer.notice(_case(config, *_of(config, ("doubt", "over_quota"))), staff),
        "passed-on-withdrawal": writer.passed_on(incoming, _decision(Disposition.WITHDRAWAL)),
    }


def _of(config: Config, words: Iterable[Word]) -> list[Word]:
    """Those of a list that a conference uses: one without vetting never speaks of it, nor an open call of quotas."""
    idle = [*(["vet"] if config.vetting_phase is None else []), *([] if config.schools else ["over_quota", "school"])]
    return [word for word in words if not any(it in word for it in idle)]


def _school(config: Config) -> str | None:
    """Whose papers they are; nobody's, in an open call."""
    return config.schools[0].id if config.schools else None


def _incoming(config: Config, *, late: bool = False) -> Incoming:
    return Incoming(
        sha256="0" * 64,
        sender=Address("nguyen.van.an@truong.example", "Nguyễn Văn An"),
        arrived_at=config.deadline + timedelta(days=1 if late else -1),
        subject="Gửi bài viết",
        message_id="<1@truong.example>",
        references=(),
        files=(
            ReceivedFile("Bài viết.docx", 45_210, FileKind.DOCX, Role.PAPER),
            ReceivedFile("Công văn.pdf", 120_300, FileKind.PDF, Role.LETTER),
            ReceivedFile("Tài liệu.rar", 96_000, FileKind.RAR, Role.ARCHIVE, FileProblem.ENCRYPTED),
        ),
    )


_SENTENCES = {
    Outcome.PASS: "Toàn bộ 8.944 ký tự của bài dùng phông {font}.",
    Outcome.FAIL: "120 trong 8.944 ký tự dùng phông Arial, không phải {font}.",
    Outcome.REVIEW: "Có 120 ký tự mà tệp không cho biết là phông chữ gì.",
}


def _report(config: Config, number: int, outcome: Outcome, version: int = 1) -> PaperReport:
    name = _name(config, number)
    place = {"font": "Arial", "characters": 120, "excerpt": "Kết quả", "where": "trang 2, đoạn 14"}
    findings = (
        Finding(
            "font",
            outcome,
            config.rules.clauses.font,
            _SENTENCES[outcome].format(font=config.rules.font),
            {"offences": [place]} if outcome is Outcome.FAIL else {},
            ("Chọn lại phông chữ.",),
        ),
        *(
            Finding("elements", Outcome.SKIP, config.rules.clauses.elements, "Không xét.", hint="Xem định hướng.")
            for _ in config.elements[:1]
        ),
    )
    judgement = Judgement(
        filename="Bài viết.docx",
        sha256="0" * 64,
        size=45_210,
        verdict=verdict_of(findings),
        title=name.title,
        authors=("Nguyễn Văn An",),
        school=_school(config),
        topic=config.topics[0].id,
        findings=findings,
        ruleset="",
    )
    return PaperReport(
        code=name.code,
        version=version,
        replaces="Bài cũ.docx" if version > 1 else None,
        judgement=judgement,
        school_name=config.schools[0].name if config.schools else None,
        topic_name=config.topics[0].name,
        late=False,
        annotated=f"{name.code} - góp ý.docx" if outcome is Outcome.FAIL else None,
        corrected=f"{name.code} - đã sửa phông chữ.docx" if outcome is Outcome.FAIL else None,
        accepted=version > 1,
    )


def _season(config: Config, environment: jinja2.Environment) -> dict[str, Letter]:
    """Every kind of phase at each of its moments, to every audience; then what is not every day's."""
    writer, papers = Letters(config, environment), (_state(config, 1, Verdict.FAIL),)
    found: dict[str, Letter] = {}
    common = (moment for moment in Moment if moment is not Moment.MOVED)  # `_uncommon` has that
    for kind, moment, audience in product(PhaseKind, common, Audience):
        if not config.schools and (audience is Audience.SCHOOLS or kind is PhaseKind.VET):
            continue
        if (audience is Audience.DELEGATES) != (kind is PhaseKind.EVENT) and audience is not Audience.SECRETARIAT:
            continue
        occasion = _occasion(config, kind, moment)
        letter = _seasonal(config, writer, audience, papers, occasion)
        found[f"season-{kind}-{moment}-{audience}"] = letter
    return found | {f"season-{name}": letter for name, letter in _uncommon(config, environment, papers)}


def _uncommon(
    config: Config, environment: jinja2.Environment, papers: tuple[PaperState, ...]
) -> Iterator[tuple[str, Letter]]:
    """A deadline that came sooner, a paper at the conference; what only schools are written."""
    writer, reminder = Letters(config, environment), _occasion(config, PhaseKind.SUBMIT, Moment.REMINDER)
    moving, sooner = replace(reminder, moment=Moment.MOVED, days=0), (Move(_later(config), earlier=True),)
    for audience in (Audience.SCHOOLS, Audience.AUTHORS) if config.schools else (Audience.AUTHORS,):
        yield f"moved-{audience}", _seasonal(config, writer, audience, papers, moving, moves=sooner)
    accepted = (_state(config, 1, Verdict.PASS),)
    for moment in (Moment.OPENS, Moment.CLOSES):
        occasion = _occasion(config, PhaseKind.EVENT, moment)
        yield f"accepted-{moment}", _seasonal(config, writer, Audience.DELEGATES, accepted, occasion)
    if config.schools:
        yield from _of_schools(config, environment, papers, config.schools[0])


def _of_schools(
    config: Config, environment: jinja2.Environment, papers: tuple[PaperState, ...], school: School
) -> Iterator[tuple[str, Letter]]:
    """Deadlines of one's own, phases in one letter, too many papers, nothing left to vet."""
    writer = Letters(config, environment)
    reminder, closing = (_occasion(config, PhaseKind.SUBMIT, moment) for moment in (Moment.REMINDER, Moment.CLOSES))
    later = Extension(school=school.id, until=_later(config))
    granted = config.model_copy(update={"extensions": (later,)})
    granting = Letters(granted, environment)
    for occasion in (replace(reminder, moment=Moment.MOVED, days=0), reminder, closing):
        own = replace(occasion, at=occasion.at + 7 * _DAY, grant=later.grant)
        moves = (Move(config.rules.deadline, earlier=False),) * (occasion.moment is Moment.MOVED)
        yield f"granted-{occasion.moment}", _seasonal(granted, granting, Audience.SCHOOLS, papers, own, moves=moves)
    yield "granted-secretariat", _seasonal(granted, granting, Audience.SECRETARIAT, papers, closing)
    both = (_occasion(config, PhaseKind.WRITE, Moment.CLOSES), _occasion(config, PhaseKind.VET, Moment.OPENS))
    yield "merged", _seasonal(config, writer, Audience.SCHOOLS, papers, *both)
    small = school.model_copy(update={"max_papers": 2, "min_papers": 1})
    few = config.model_copy(update={"schools": (small, *config.schools[1:])})
    over = tuple(_state(config, number, verdict) for number, verdict in enumerate(Verdict, 1))
    for audience in (Audience.SCHOOLS, Audience.SECRETARIAT):
        yield f"over-quota-{audience}", _seasonal(few, Letters(few, environment), audience, over, reminder)
    if config.vetting_phase is not None:
        vetting = Vetting(VettedBy.CONFIRMED, reminder.at - _DAY)
        vetted = tuple(
            replace(paper, standing=replace(paper.standing, vetted=True), vetting=vetting) for paper in papers
        )
        opening = _occasion(config, PhaseKind.VET, Moment.OPENS)
        yield "all-vetted", _seasonal(config, writer, Audience.SCHOOLS, vetted, opening)


def _later(config: Config) -> date:
    """A week after the deadline, in the conference's zone."""
    return (config.deadline + 7 * _DAY).astimezone(config.zone).date()


def _state(config: Config, number: int, verdict: Verdict) -> PaperState:
    standing = Standing(_school(config), active=True, late=False, verdict=verdict, verdict_in_time=verdict)
    name, faults = _name(config, number), ("font", "pages") if verdict is Verdict.FAIL else ()
    return PaperState(name.code, name.title, Address("nguyen.van.an@truong.example", "Nguyễn Văn An"), standing, faults)


def _occasion(config: Config, kind: PhaseKind, moment: Moment) -> Occasion:
    """Of the conference's own phase of a kind; of one that stands for it where the conference has none."""
    last = config.deadline.astimezone(config.zone).date()
    sample = Phase(id="mau", name="Giai đoạn mẫu", start=last - 20 * _DAY, end=last, kind=kind)
    phase = next((phase for phase in config.phases if phase.kind is kind), sample)
    days = {Moment.OPENS: phase.start, Moment.REMINDER: phase.target - 2 * _DAY, Moment.CLOSES: phase.end + _DAY}
    at = datetime.combine(days[moment], config.season.send_at, config.zone)
    return Occasion(phase, moment, at, at, days=2 if moment is Moment.REMINDER else 0)


def _seasonal(
    config: Config,
    writer: Letters,
    audience: Audience,
    papers: Sequence[PaperState],
    *occasions: Occasion,
    moves: tuple[Move, ...] = (),
) -> Letter:
    owner = papers[0].owner
    reader = (
        readers(audience, papers, config)[0]
        if config.secretariat.addresses
        else Reader("", (owner,), lang=config.conference.lang)
    )
    planned = Planned(audience, replace(reader, to=(owner,), moves=moves), occasions, "a sample")
    return writer.season(planned, papers, planned.main.at)


def _vetting(config: Config, writer: Letters, incoming: Incoming) -> dict[str, Letter]:
    """What a school is asked, and what it hears; nothing where schools vet nothing."""
    phase, at = config.vetting_phase, config.deadline
    if phase is None:
        return {}
    school = config.schools[0]
    version = KnownVersion(1, "0" * 64, "Bài viết.docx", at)
    papers = tuple(
        KnownPaper(name.code, incoming.sender.key, None, school.id, name.title, ("Nguyễn Văn An",), True, (version,))
        for name in (_name(config, 1), _name(config, 2))
    )
    season, to, lang = config.conference.code_prefix, (incoming.sender,), config.lang_of("", school.id)
    one, several = (Asking(school, some, phase, at, at, season, to, lang) for some in (papers[:1], papers))
    early = datetime.combine(phase.start, time(8), config.zone)
    changes = [_change(config, OrderKind.VET)]
    return {
        "vetting": writer.vetting(one, early),
        "vetting-several-late": writer.vetting(several, datetime.combine(phase.end, time(8), config.zone) + _DAY),
        "settled-vetted": writer.settled(incoming, changes, asked=True, school=school),
    }


def _digests(config: Config, writer: Letters, staff: Readers) -> dict[str, Letter]:
    """A digest with one of everything, one of a day without news, and one of the week."""
    at, code = config.deadline, _name(config, 1).code
    owner, school = Address("nguyen.van.an@truong.example", "Nguyễn Văn An"), _school(config)
    standing = Standing(school, active=True, late=True, verdict=Verdict.FAIL, verdict_in_time=None)
    paper = PaperLine(code, "Tên bài", ("Nguyễn Văn An",), config.topics[0].id, owner, standing, 2, at, at)
    vetting = Vetting(VettedBy.CONFIRMED, at - _DAY, newer=True)
    doubt = Finding("topic", Outcome.REVIEW, config.rules.clauses.topic, "Chưa rõ chủ đề.")
    other = replace(paper, code=_name(config, 2).code, vetting=vetting, doubts=(doubt,), faults=("font",))
    matters = tuple(
        DigestMatter(1, kind, code, {"may_be": [other.code], "before": "Tên cũ"}, codes=(code,))
        for kind in ("doubt", "retitled", "withdrawal")
    )
    left = Unexplained("", "", 7, config.mailbox.folder, arrived_at=at, sender=owner.address, subject="Gửi bài")
    full = Facts(
        papers=(paper, other),
        account=Account(9, 8, (left,)),
        since=at - timedelta(days=1),
        happened=tuple(Happened(what, code) for what in _of(config, Came)),
        told=tuple(
            DigestMatter(2, kind, code, _case(config, kind).matters[0].data) for kind in _of(config, notices.KINDS)
        ),
        matters=matters,
        moved={
            f"{phase.id}:{moment}": Moved(at, at + _DAY, sent=moment is Moment.OPENS)
            for phase in config.phases[:1]
            for moment in (Moment.MOVED, Moment.OPENS, Moment.CLOSES)
        },
        trouble=tuple(Trouble(kind, text="nguyen.van.an@truong.example", at=at, many=2) for kind in TROUBLES),
        failing=("le.thi.binh@truong.example",) * 7,
        last_poll=at,
        looked_at=at,
    )
    return {
        f"digest-{name}": writer.digest(
            digest(Slot(at, beat, config.conference.code_prefix, in_season=True), facts, config), at, staff
        )
        for name, beat, facts in (
            ("full", Beat.DAILY, full),
            ("brief", Beat.DAILY, Facts((paper,), Account(9, 9), last_poll=at, looked_at=at)),
            ("weekly", Beat.WEEKLY, Facts((), Account(0, 0))),
        )
    }


def _name(config: Config, number: int) -> PaperName:
    return PaperName(f"{config.conference.code_prefix}-00{number}", "Tên bài")


def _change(config: Config, kind: OrderKind) -> Change:
    change = Change(kind, _name(config, 2), _name(config, 1).code)
    return replace(change, school=_school(config) or "", passes=True) if kind is OrderKind.SCHOOL else change


def _sent(config: Config, *, counts: bool) -> Change:
    sent = SentForOwner(2, "Bài viết đã sửa.docx", Verdict.PASS, late=not counts, counts=counts)
    return Change(None, _name(config, 2 - counts), sent=sent)


def _result(config: Config, what: Became) -> Result:
    return Result(Order(OrderKind.MERGE, _name(config, 2).code, _name(config, 1).code), what)


def _decision(disposition: Disposition, *missing: Missing) -> Decision:
    return Decision(disposition, "sample", may_answer=True, missing=missing)


def _case(config: Config, *kinds: str) -> Case:
    code = f"{config.conference.code_prefix}-002"
    data = {
        "code": code,
        "may_be": [f"{config.conference.code_prefix}-001"],
        "before": "Tên bài trước đó",
        "withdrawn": f"{config.conference.code_prefix}-001",
        "filename": "Bài viết.docx",
        "school": _school(config),
        "papers": 9,
        "size": 60_000_000,
        "to": ["nguyen.van.an@truong.example"],
        "subject": f"[{code}] Đã nhận bài",
        "signs": ["name_of_service", "stamp", "figures"],
    }
    incoming = _incoming(config)
    return Case(
        sha256=incoming.sha256,
        sender=incoming.sender,
        arrived_at=incoming.arrived_at,
        subject=incoming.subject,
        references=incoming.references,
        text="Kính gửi Ban Thư ký,\n\nTôi có việc xin hỏi.\n\nNguyễn Văn An",
        matters=tuple(Matter(kind, data) for kind in kinds),
        codes=(code,),
    )
