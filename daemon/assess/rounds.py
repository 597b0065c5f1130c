"""Messages are judged in the order they arrived, but whoever sent a flood of them waits for the others after each few.

Papers, versions, findings and the letter that tells of them are one transaction: they exist together or not at all.
An attempt is counted before it is made.  What cannot be judged after `intake.max_assessment_attempts` is recorded
nevertheless, left to a person, and its author told that it arrived: nothing received is lost or unanswered.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from daemon import faults
from daemon.assess.bench import Bench, Copyists
from daemon.assess.plan import Plan
from daemon.copyist import Judges
from daemon.desk import Desk
from daemon.discretion import what_broke
from daemon.errors import NoReaderError, RecordsError
from daemon.logs import concerning
from daemon.model import Stage
from daemon.records import Assessed, Note, Submission, Waiting

log = logging.getLogger(__name__)

#: So many messages of a sender are judged before everybody else's; more at a time is a flood.
_A_TURN = 20
#: So many messages are judged before it is looked what has arrived meanwhile.
_A_ROUND = 50


@dataclass(frozen=True, slots=True)
class AssessmentReport:
    """What a pass did."""

    messages: int = 0
    papers: int = 0  #: new ones
    versions: int = 0  #: new ones of papers on record
    unchanged: int = 0  #: the very bytes were on record
    failed: int = 0  #: messages tried again by the next pass
    parked: int = 0  #: messages left to a person


def run_assessment(
    desk: Desk,
    judge: Judges,
    copyist: Copyists | None = None,
    stop: Callable[[], bool] = lambda: False,
    done: Callable[[], object] = lambda: None,
) -> AssessmentReport:
    """Judges everything that waits.  RecordsError ends the pass; nothing is lost, the next one goes on.

    `stop` is asked between two messages, between two papers of one, and before the copies of a paper: an attempt that
    was stopped there was none.  `done` is called after each message.
    """
    tally: Counter[str] = Counter()
    held: set[str] = set()
    tried: set[int] = set()
    # What arrives meanwhile is seen between two rounds, for to judge a flood takes hours.
    while turn := in_turn([it for it in desk.records.waiting() if it.id not in tried and it.sender not in held]):
        for submission in sorted(desk.records.to_assess(turn), key=lambda it: turn.index(it.id)):
            if stop():
                return AssessmentReport(**tally)
            tried.add(submission.id)
            sender = submission.headers.from_.key if submission.headers.from_ else ""
            # A correction must not overtake the paper it corrects.
            if sender in held:
                continue
            with concerning(message=submission.id):
                if not _assess(desk, judge, copyist, submission, tally, stop=stop):
                    held.add(sender)
            done()
    return AssessmentReport(**tally)


def in_turn(waiting: Sequence[Waiting]) -> list[int]:
    """Which messages are judged in this round, one after the other: the first few of each sender in the order they
    arrived, then the next few of each, while there is room.  None only where none waits.  PURE.
    """
    had: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for place, message in enumerate(waiting):
        turns.append((had[message.sender] // _A_TURN, place))
        had[message.sender] += 1
    return [waiting[place].id for _, place in sorted(turns)[:_A_ROUND]]


def _assess(
    desk: Desk,
    judge: Judges,
    copyist: Copyists | None,
    submission: Submission,
    tally: Counter[str],
    *,
    stop: Callable[[], bool],
) -> bool:
    """One message; False when it has to be tried again."""
    desk.archive.need_room(sum(file.size for file in submission.files))
    attempt = desk.records.begin_assessment(submission.id)
    limit = desk.config.intake.max_assessment_attempts
    try:
        judged = Bench(desk, judge, copyist, submission, attempt, stop).judge_all()
        if judged is None:
            desk.records.assessment_not_tried(submission.id)
            return False
        faults.point("assess.judged")
        plan = Plan(desk, submission, judged, last_attempt=attempt >= limit)
        assessed = desk.records.record_assessment(submission.id, plan, desk.clock.now())
    except (RecordsError, NoReaderError):
        desk.records.assessment_not_tried(submission.id)
        raise
    except Exception:  # one message must not stop the others: the failure is recorded, counted, and shown
        log.exception("Message %d could not be assessed (attempt %d).", submission.id, attempt)
        error = what_broke()
        note = Note("parked", "It could not be assessed.", attention=True, data={"stage": "assessment"})
        codes = submission.decision.paper_codes
        notices = desk.notice(submission, submission.headers, submission.text, [note], codes, stage=Stage.UNJUDGED)
        parked = desk.records.assessment_failed(submission.id, error, limit, desk.clock.now(), notices)
        tally["parked" if parked else "failed"] += 1
        return parked
    if assessed is not None:
        _count(assessed, tally)
        for version in assessed.versions:
            with concerning(paper=version.code):
                log.info("%s version %d: %s", version.code, version.number, version.judgement.verdict.value)
    return True


def _count(assessed: Assessed, tally: Counter[str]) -> None:
    tally["messages"] += 1
    tally["parked"] += assessed.parked is not None
    tally["unchanged"] += sum(report.unchanged for report in assessed.reports)
    tally["papers"] += sum(version.is_new_paper for version in assessed.versions)
    tally["versions"] += sum(not version.is_new_paper for version in assessed.versions)
