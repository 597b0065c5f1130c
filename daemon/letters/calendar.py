"""What a letter of the calendar speaks of.  PURE.

The sentences stand in `templates/season_*.j2`, one for each kind of phase, and `vetting.j2`; here is what they need.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from daemon.config import Audience, Config, Phase, PhaseKind, School
from daemon.digests import Beat
from daemon.ledger import Quota, quota, too_many
from daemon.letters import wording
from daemon.letters.languages import Words
from daemon.model import Address, KnownPaper, LetterFile, PaperState, Verdict
from daemon.season import Moment, Occasion, Planned
from daemon.season.deadlines import Deadline, Move
from daemon.vetting import Asking

#: Papers whose codes fit into a subject, which an answer brings back whatever became of our records.
_MOST_NAMED = 8


def context(
    planned: Planned, papers: Sequence[PaperState], config: Config, words: Words, now: datetime
) -> dict[str, Any]:
    """The names of `season_*.j2`.  `papers` are all on record; `now` tells how many days are left; `config` has the
    names of the language of `words`.
    """
    main, reader = planned.main, planned.reader
    school = config.school(reader.school.id if reader.school else None)
    grant = _grant(planned, config, now)
    due = config.deadlines[grant]
    last, today = config.last_moment(due), now.astimezone(config.zone).date()
    submits = main.phase.kind is PhaseKind.SUBMIT
    open_ = _undecided(papers, config)
    target = last.astimezone(config.zone).date() if submits else main.phase.target
    return {
        **_addressed(planned, config, words),
        "to_school": _answers_for(planned, config) is not None,
        "event": config.event,
        "deadline": words.last_moment(config, due),
        "own_deadline": own_deadline(grant, config, yours=planned.audience is Audience.SCHOOLS),
        "closed": now > last,
        "others_later": False,
        "moves": tuple(_move(move, due, planned, config, words) for move in reader.moves if not move.unread),
        "audience": planned.audience.value,
        "of_school": school.name if school and _has_others(planned, config) else "",
        "phase": _phase(main, config),
        "begun": main.phase.start <= today,
        "phases": config.phases,
        "moment": _moment(planned, is_past=now > last).value,
        "days_left": max((target - today).days, 0),
        "earlier": tuple(_earlier(occasion, config) for occasion in planned.occasions[:-1]),
        "quota": reader.quota,
        "wanted": words.wanted(school) if school else "",
        "bounded": _is_bounded(school),
        "asked_for": school is not None and _is_asked_for(school),
        "idle": not reader.has_to_act,
        "papers": tuple(_paper(paper, due, config, words, is_open=paper.code in open_) for paper in reader.papers),
        "undecided": tuple(open_) if planned.audience is Audience.SECRETARIAT else (),
        "waiting": _waiting(papers, open_) if planned.audience is Audience.SECRETARIAT else (),
        "unvetted": tuple(paper.code for paper in reader.unvetted),
        "schools": _schools(papers, config, words) if planned.audience is Audience.SECRETARIAT else (),
        "granted": tuple(_granted(config, words)) if planned.audience is Audience.SECRETARIAT and submits else (),
    }


def _moment(planned: Planned, *, is_past: bool) -> Moment:
    """What the letter says happens."""
    if planned.main.moment is not Moment.MOVED:
        return planned.main.moment
    if is_past:  # when it was set: it leaves nothing to do until then, it has passed as others before it
        return Moment.CLOSES
    # Instead of a letter that still waited: of what its reader knows nothing was moved.
    return Moment.REMINDER if all(move.unread for move in planned.reader.moves) else Moment.MOVED


def _move(move: Move, due: Deadline, planned: Planned, config: Config, words: Words) -> dict[str, Any]:
    """A deadline that is another than the reader was told; `due`: the one that the letter speaks of."""
    of = next((paper for paper in planned.reader.papers if paper.code == move.code), None)
    new = config.due(of.standing.school, of.code) if of is not None else due
    return {
        "paper": move.code,
        "earlier": move.earlier,
        "old": words.last_moment(config, move.old),
        "new": words.last_moment(config, new),
    }


def _grant(planned: Planned, config: Config, now: datetime) -> str:
    """Which of the deadlines the reader has to keep: the one that the letter is about.  Where it is about none, of an
    author's papers the first that has not passed: a later one of another paper must not be taken for it.
    """
    school, papers = planned.reader.school, planned.reader.papers
    if planned.main.grant is not None:
        return planned.main.grant
    if planned.audience is not Audience.AUTHORS or not papers:
        return config.grant(school.id if school else None)
    grants = {config.grant(paper.standing.school, paper.code) for paper in papers}
    given = sorted((config.last_moment(config.deadlines[grant]), grant) for grant in grants)
    return next((grant for last, grant in given if now <= last), given[-1][1])


def _addressed(planned: Planned, config: Config, words: Words) -> dict[str, str]:
    """Whom the letter addresses, and how it speaks of them."""
    if planned.audience is Audience.SECRETARIAT:
        return wording.addressed(config.secretariat.name, config.secretariat.name)
    school, to = _answers_for(planned, config), planned.reader.to
    if school is None and planned.audience is Audience.DELEGATES and not any(map(wording.display_name, to)):
        return words.guest()
    return words.reminding(school, to, config)


def _answers_for(planned: Planned, config: Config) -> School | None:
    """The school that is spoken to; its contact is invited as the school."""
    reader = planned.reader
    if reader.school is not None or planned.audience is not Audience.DELEGATES:
        return config.school(reader.school.id if reader.school else None)
    answers_for = {found for address in reader.to for found in config.schools_of(address.key)}
    return config.school(answers_for.pop()) if len(answers_for) == 1 else None


def _has_others(planned: Planned, config: Config) -> bool:
    """Whether somebody who reads for a school reads for another as well: its letters are to be told apart."""
    return planned.audience is Audience.SCHOOLS and any(len(config.schools_of(it.key)) > 1 for it in planned.reader.to)


def _phase(occasion: Occasion, config: Config) -> Phase:
    """The phase as it is for the reader, by the name it has in the language."""
    names = (phase.name for phase in config.phases if phase.id == occasion.phase.id)
    return occasion.phase.model_copy(update={"name": next(names, occasion.phase.name)})


def _earlier(occasion: Occasion, config: Config) -> dict[str, Any]:
    phase = _phase(occasion, config)
    return {"name": phase.name, "start": phase.start, "end": phase.end, "moment": occasion.moment.value}


def _undecided(papers: Sequence[PaperState], config: Config) -> list[str]:
    """Codes of papers that are as they should be, but too many of their school, with nothing said of them."""
    beyond = too_many(((paper.code, paper.standing) for paper in papers), config.schools)
    return [it.code for it in papers if it.code in beyond and not it.kept and _is_compliant(it)]


def _waiting(papers: Sequence[PaperState], beyond: Collection[str]) -> tuple[str, ...]:
    """Codes of papers of which it is open whether they are at the conference, but for those that are too many: to be
    looked at, late, or in question.
    """
    return tuple(
        paper.code
        for paper in papers
        if paper.standing.active
        and paper.code not in beyond
        and paper.standing.verdict is not Verdict.FAIL
        and (paper.in_question or not _is_compliant(paper))
    )


def _is_compliant(paper: PaperState) -> bool:
    return paper.standing.verdict_in_time is Verdict.PASS


def _paper(paper: PaperState, due: datetime | date, config: Config, words: Words, *, is_open: bool) -> dict[str, Any]:
    """`due`: the deadline that the letter speaks of; a paper with another one says its own.  `is_open`: whether it is
    accepted is still to be decided.
    """
    own = config.due(paper.standing.school, paper.code)
    return {
        "due": words.last_moment(config, own) if config.last_moment(own) != config.last_moment(due) else None,
        "code": paper.code,
        "title": wording.clean(paper.title or "") or None,
        "verdict": paper.standing.verdict.value,
        "late": paper.standing.late,
        "faults": paper.faults,
        "vetted": paper.standing.vetted,
        "accepted": _is_compliant(paper) and not is_open and not paper.in_question,
    }


def _granted(config: Config, words: Words) -> Iterator[dict[str, str]]:
    """Later deadlines, as the secretariat granted them."""
    for grant, until in config.deadlines.items():
        if grant:
            yield {**granted_to(grant, config), "until": words.last_moment(config, until)}


def own_deadline(grant: str, config: Config, *, yours: bool = False) -> dict[str, Any] | None:
    """Whose deadline letters speak of where it is not that of all; `yours`: of the school that is spoken to."""
    return granted_to(grant, config) | {"yours": yours} if grant else None


def granted_to(grant: str, config: Config) -> dict[str, str]:
    """Whom one of `Config.deadlines` was granted to: the name of a school, or the code of a paper."""
    kind, _, name = grant.partition(":")
    school = config.school(name) if kind == "school" else None
    return {"school": school.name if school else name if kind == "school" else "", "paper": name * (kind == "paper")}


def _schools(papers: Sequence[PaperState], config: Config, words: Words) -> tuple[dict[str, Any], ...]:
    standings = [paper.standing for paper in papers]
    return tuple(
        school_row(school, quota(school, standings), words) | {"reachable": bool(school.contacts)}
        for school in config.schools
    )


def school_row(school: School, numbers: Quota, words: Words) -> dict[str, Any]:
    """A school against its quota, as `_digest.j2` says it; `school` has the names of the language of `words`."""
    return {
        "name": school.name,
        "quota": numbers,
        "wanted": words.wanted(school),
        "bounded": _is_bounded(school),
        "asked_for": _is_asked_for(school),
        "due": "",
    }


def _is_asked_for(school: School) -> bool:
    """Whether any paper is, so that enough may have been sent: not where some may be sent, up to a number or not."""
    return school.min_papers > 0


def _is_bounded(school: School | None) -> bool:
    """Whether a number of papers says something beside the numbers that are wanted: "2/3–5 bài"."""
    return school is not None and school.max_papers is not None and (school.min_papers > 0 or not school.max_papers)


def asking(
    asked: Asking, config: Config, words: Words, now: datetime, files: Sequence[LetterFile] = ()
) -> dict[str, Any]:
    """The names of `vetting.j2` and `vetting.subject.j2`; `config` has the names of the language of `words`."""
    papers = tuple(_asked_about(paper, config, words, files) for paper in asked.papers)
    return {
        **words.reminding(config.school(asked.school.id), asked.to, config),
        "phase": next((phase for phase in config.phases if phase.id == asked.phase.id), asked.phase),
        "over": now.astimezone(config.zone).date() > asked.phase.end,
        "papers": papers,
        "enclosed": sum(paper["enclosed"] for paper in papers),
        "subject_names": len(asked.papers) <= _MOST_NAMED,
    }


def _asked_about(paper: KnownPaper, config: Config, words: Words, files: Sequence[LetterFile]) -> dict[str, Any]:
    newest, owner = paper.versions[-1], Address(paper.owner_key, paper.owner_name)
    name = wording.display_name(owner)
    return {
        "code": paper.code,
        "title": wording.clean(paper.title or "") or None,
        "authors": tuple(filter(None, (wording.clean(author, 120) for author in paper.authors))),
        "sender": wording.clean(f"{name} ({owner.address})" if name else owner.address, 254),
        "filename": newest.filename,
        "received": words.moment(newest.arrived_at, config.zone),
        "enclosed": any(file.filename.startswith(f"{paper.code} ") for file in files),
    }


# --------------------------------------------------------------------------- for who looks through a rehearsal

_MOMENTS = {
    Moment.OPENS: "Giai đoạn “{name}” bắt đầu ngày {start}",
    Moment.MOVED: "Báo thời hạn mới trong giai đoạn “{name}”: ngày {end}",
    Moment.REMINDER: "Nhắc trước {days} ngày: giai đoạn “{name}” {turns} ngày {target}",
    Moment.CLOSES: "Giai đoạn “{name}” kết thúc ngày {end}",
}
_BEATS = {
    Beat.DAILY: "Bản tin hằng ngày",
    Beat.WEEKLY: "Bản tin ngày, kèm số liệu trong tuần",
    Beat.HOURLY: "Bản tin hằng giờ của ngày hết hạn",
}


def when(occasion: Occasion, config: Config) -> str:
    """Vietnamese: the moment at which letters go out, whoever gets them."""
    phase, zone = occasion.phase, config.zone
    dates = {name: wording.day(getattr(phase, name), zone) for name in ("start", "target", "end")}
    # A free day brings it forward.
    days = (phase.target - occasion.at.astimezone(zone).date()).days
    turns = "bắt đầu" if phase.kind is PhaseKind.EVENT else "có hạn"
    said = _MOMENTS[occasion.moment].format(name=phase.name, days=days, turns=turns, **dates)
    if occasion.grant:
        granted = granted_to(occasion.grant, config)
        said += f"; thời hạn riêng của {granted['school'] or 'bài ' + granted['paper']}"
    return said


def why(planned: Planned, config: Config) -> str:
    """Vietnamese: why this letter goes out then, and why to this reader."""
    phase, reader = planned.main.phase, planned.reader
    said = [when(planned.main, config)]
    if reader.quota is not None and reader.quota.missing:
        said.append(f"còn thiếu ít nhất {reader.quota.missing} bài")
    if reader.faulty and planned.audience is not Audience.SECRETARIAT:
        said.append(f"bài cần sửa: {_codes(reader.faulty)}")
    if reader.unvetted and phase.vetting:
        said.append(f"bài chưa thẩm định: {_codes(reader.unvetted)}")
    if not reader.to:
        said.append("chưa có địa chỉ liên hệ nên không gửi được")
    return "; ".join(said) + "."


#: The same as `when` of letters that ask schools to confirm papers.
ASKED = "Đề nghị xác nhận bài đã thẩm định"


def why_asked(asked: Asking) -> str:
    """The same of a letter that asks a school to confirm papers."""
    return f"Tác giả gửi thẳng, chưa có xác nhận đã thẩm định: {', '.join(asked.codes)}."


def why_digest(beat: Beat) -> str:
    """The same of a digest, which is shown before its day."""
    return f"{_BEATS[beat]}, như của ngày không có gì mới."


def _codes(papers: Sequence[PaperState]) -> str:
    return ", ".join(paper.code for paper in papers)
