"""What a person should know of a judged message, as notes.  PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from daemon import ledger
from daemon.assess.bench import Judged
from daemon.assess.claims import sender_key
from daemon.config import Config
from daemon.ledger import Move, Placement
from daemon.model import Authenticity, KnownPaper, LetterKind, Verdict
from daemon.records import NewVersion, Note, Snapshot, Submission


def outdated(judged: Judged, paper: KnownPaper | None) -> Note:
    """A copy of ours was agreed to when its paper, if it is known, had moved on."""
    withdrawn = paper is not None and paper.is_withdrawn
    became = "the paper was withdrawn" if withdrawn else "a newer version has come"
    text = f"{judged.file.filename} was accepted in words, but {became}."
    return Note(
        "accepted_too_late", text, attention=True, data={"filename": judged.file.filename, "withdrawn": withdrawn}
    )


def strangers_copy(judged: Judged, placement: Placement, submission: Submission) -> Note:
    """Somebody sent the very bytes of a paper that is not theirs, or not provably."""
    what = f"{judged.file.filename} has the bytes of {placement.code}"
    text = f"{what}, which another address submitted."
    if _is_unproven(submission):
        text = f"{what}, and did not come from {_named(submission)}, as it says."
    data = {"code": placement.code, "filename": judged.file.filename, "unproven": _is_unproven(submission)}
    return Note("strangers_copy", text, attention=True, paper=placement.code, data=data)


def no_paper(judged: Judged, *, beside: bool) -> Note:
    """What came is hardly a paper.  `beside`: it came with one."""
    where = "stands beside a paper" if beside else "came from somebody unknown"
    text = f"{judged.file.filename} shows nothing of a paper and {where}: it got no code."
    data = {"filename": judged.file.filename, "beside": beside}
    return Note("perhaps_no_paper", text, attention=True, data=data)


def little_of_a_paper(judged: Judged, code: str) -> Note:
    """What was recorded may be something else that was sent along."""
    text = f"{code}: {judged.file.filename} was recorded, but names no author and has hardly anything of a paper."
    data = {"filename": judged.file.filename, "code": code}
    return Note("perhaps_no_paper", text, attention=True, paper=code, data=data)


def former_title(judged: Judged, placement: Placement, snapshot: Snapshot) -> str | None:
    """The title of the paper before this version, where it was quite another, or none is to be seen any more: what came
    may be a scanned certificate, or one chapter.
    """
    paper = snapshot.paper(placement.code) if placement.move is Move.VERSION else None
    if paper is None or paper.title is None:
        return None
    title = judged.judgement.title
    return paper.title if title is None or ledger.retitled(title, paper.title) else None


def of_version(judged: Judged, placement: Placement, code: str, snapshot: Snapshot) -> Iterator[Note]:
    """What is remarkable in one paper of the message and where it was placed."""
    if placement.doubt:
        others = ", ".join(placement.doubt)
        text = f"{code} may be a version of {others}: merge them if it is."
        yield Note("doubt", text, attention=True, data={"code": code, "may_be": list(placement.doubt)})
    if placement.gone is not None:
        text = f"{code} would be a version of {placement.gone}, which was withdrawn: it is a paper of its own."
        yield Note("resubmitted", text, attention=True, paper=code, data={"withdrawn": placement.gone})
    if former := former_title(judged, placement, snapshot):
        text = f"{code} version {placement.number} does not bear the title that it had before: “{former}”."
        yield Note("retitled", text, attention=True, paper=code, data={"before": former})
    if judged.twins:
        names = ", ".join(twin.filename for twin in judged.twins)
        text = f"{names}: taken for {judged.file.filename} in another format or an earlier state, and kept."
        yield Note("twin", text, paper=code)
    if judged.error is not None:
        data = {"code": code, "filename": judged.file.filename}
        yield Note("unjudged", f"{code} could not be judged: {judged.error}", attention=True, data=data)
    if placement.move is Move.SAME:
        yield Note("same_again", f"{code} version {placement.number} was received again.", paper=code)


def foreign_codes(submission: Submission, config: Config, snapshot: Snapshot) -> Iterator[Note]:
    """A code that the sender names and that belongs to somebody else opens nothing; a person may want to know.  Nor
    does it where From was found to be false: the paper may be that of the very address.
    """
    who, unproven = sender_key(submission), _is_unproven(submission)
    named = f"A message of {_named(submission)} names"
    for code in submission.decision.paper_codes:
        paper = snapshot.paper(code)
        if paper is None or code in submission.decision.proven_codes:
            continue
        if not ledger.belongs_to(paper, who, config.schools_of(who)):
            text = f"{named} {code}, which another address submitted."
            if unproven:
                text = f"{named} {code}, and did not come from that address."
            yield Note("foreign_code", text, attention=True, data={"unproven": unproven}, paper=code)


def _named(submission: Submission) -> str:
    """The sender as the message gives it, whether or not it is true."""
    sender = submission.headers.from_
    return sender.address if sender is not None else "nobody known"


def _is_unproven(submission: Submission) -> bool:
    return submission.headers.from_ is not None and submission.decision.authenticity is Authenticity.FAILED


def still_to_vet(taken: Collection[str], snapshot: Snapshot) -> Iterator[Note]:
    """Whoever answers our question about vetting with papers has said nothing that we understand of the others."""
    answered = snapshot.answered
    if answered is None or answered.kind is not LetterKind.VETTING:
        return
    asked = ledger.led(answered.codes, snapshot.papers)
    open_ = {paper.code for paper in snapshot.papers if paper.active and not paper.is_vetted}
    if rest := [code for code in asked if code in open_ and code not in taken]:
        text = f"An answer about vetting brings papers; whether {', '.join(rest)} are vetted a person has to read."
        yield Note("vetting_unclear", text, attention=True, data={"codes": rest, "vetted": []})


def questions(submission: Submission) -> Iterator[Note]:
    """What is asked in a message beside its papers, which no acknowledgement answers.  One that is not answered because
    a program may have sent it is told of as that.
    """
    sender = submission.headers.from_
    if sender is not None and submission.decision.asks_more and submission.decision.may_answer:
        text = f'A question beside a paper from {sender.address}: "{submission.headers.subject}".'
        yield Note("question", text, attention=True)


def over_quota(versions: Sequence[NewVersion], config: Config, snapshot: Snapshot) -> Iterator[Note]:
    """Schools that this message gives more papers than they may send."""
    new = Counter(version.judgement.school for version in versions if version.is_new_paper)
    before = Counter(paper.school for paper in snapshot.papers if paper.active)
    for school in config.schools:
        total = before[school.id] + new[school.id]
        if new[school.id] and school.max_papers is not None and total > school.max_papers:
            text = f"{school.name} has {total} papers, more than {school.max_papers}."
            open_ = [it.code for it in versions if it.judgement.school == school.id and _is_open(it)]
            data = {"school": school.id, "papers": total, "open": open_}
            yield Note("over_quota", text, attention=True, data=data)


def _is_open(version: NewVersion) -> bool:
    """Whether something else of a new paper is for a person to decide."""
    return version.is_new_paper and (version.late or version.judgement.verdict is Verdict.REVIEW)
