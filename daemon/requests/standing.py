"""How papers stand, for who asks."""

from __future__ import annotations

from dataclasses import replace

from daemon import ledger
from daemon.config import Config
from daemon.desk import Desk
from daemon.model import (
    Change,
    KnownPaper,
    OrderKind,
    PaperReport,
)
from daemon.records import (
    Note,
    Register,
)
from daemon.requests.values import Request, Resolved, name_of
from daemon.vetting import shown


def standing(desk: Desk, request: Request, register: Register) -> Resolved:
    """Tells the sender how their papers stand; what else they ask, or a paper that never came, a person reads."""
    config = desk.config
    who, schools = request.sender.key, config.schools_of(request.sender.key)
    papers = [paper for paper in register.papers() if ledger.belongs_to(paper, who, schools)]
    own = [paper for paper in papers if paper.active]
    beyond = ledger.too_many(((paper.code, paper) for paper in register.papers()), config.schools)
    undecided = beyond.keys() - register.kept()
    reports = [replace(_report(paper, register, config), over=paper.code in undecided) for paper in own]
    gone = [_gone(paper) for paper in papers if not paper.active]
    waiting = register.waiting(who)
    for_a_person = request.decision.asks_more or not (papers or waiting)
    letter = desk.letters.standing(request.incoming, reports, gone=gone, waiting=waiting, passed_on=for_a_person)
    codes = tuple(paper.code for paper in own)
    note = Note("question", f'A question from {request.sender.address}: "{request.incoming.subject}".', attention=True)
    return Resolved(letters=(desk.outgoing(letter, codes),), notes=(note,) if for_a_person else ())


def _report(paper: KnownPaper, register: Register, config: Config) -> PaperReport:
    newest = paper.versions[-1]
    judgement = register.judgement(paper)
    school, topic = config.school(judgement.school), config.topic(judgement.topic)
    return PaperReport(
        code=paper.code,
        version=newest.number,
        replaces=None,
        judgement=replace(judgement, title=judgement.title or paper.title, authors=judgement.authors or paper.authors),
        school_name=school.name if school else None,
        topic_name=topic.name if topic else None,
        late=newest.arrived_at > config.last_moment(config.due(judgement.school, paper.code)),
        due=config.due(judgement.school, paper.code),
        unchanged=True,
        received_at=newest.arrived_at,
        vetting=shown(paper.school, config, is_vetted=paper.is_vetted),
        ruling=newest.ruling,
    )


def _gone(paper: KnownPaper) -> Change:
    """What became of a paper that does not count any longer."""
    kind = OrderKind.MERGE if paper.merged_into else OrderKind.WITHDRAW
    return Change(kind, name_of(paper), paper.merged_into)
