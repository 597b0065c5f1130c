"""How the schools stand against the numbers of the plan (ĐHVB 2).  PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from daemon.config import School
from daemon.model import Standing, Verdict


@dataclass(frozen=True, slots=True)
class Quota:
    """How a school stands against the numbers of the plan (ĐHVB 2).  A correction takes no place."""

    papers: int  #: on record and not withdrawn
    compliant: int  #: of these, in time and passing every rule
    missing: int  #: to the least number
    over: int  #: beyond the greatest number
    correcting: int = 0  #: of the papers that are not compliant, those whose newest version fails a rule
    doubtful: int = 0  #: of these, those whose newest version waits for a person
    late: int = 0  #: of the papers, those without a version in time
    withdrawn: int = 0  #: besides; papers merged into another are none
    vetted: int = 0  #: of the papers, those that the school has vetted


class Counted(Protocol):
    """What may count as a paper of a school."""

    @property
    def active(self) -> bool: ...
    @property
    def school(self) -> str | None: ...


def too_many(papers: Iterable[tuple[str, Counted]], schools: Sequence[School]) -> dict[str, int]:
    """Papers beyond the greatest number of their school, by their codes, each with its number in the school."""
    most = {school.id: school.max_papers for school in schools if school.max_papers is not None}
    counted: Counter[str] = Counter()
    found = {}
    for code, standing in sorted(papers, key=lambda paper: paper[0]):
        if standing.active and standing.school in most:
            counted[standing.school] += 1
            if counted[standing.school] > most[standing.school]:
                found[code] = counted[standing.school]
    return found


def quota(school: School, standings: Sequence[Standing]) -> Quota:
    """Counts a school's papers against what is wanted of it."""
    own = [standing for standing in standings if standing.school == school.id]
    return tally(own, least=school.min_papers, most=school.max_papers)


def tally(standings: Sequence[Standing], *, least: int = 0, most: int | None = None) -> Quota:
    """Counts papers, of which so many are wanted.  What stood at the deadline decides compliance: a correction that
    came too late neither spoils nor saves a paper, and each is compliant, to be corrected or in doubt, and never two of
    these.
    """
    own = [standing for standing in standings if standing.active]
    open_ = [standing for standing in own if standing.verdict_in_time is not Verdict.PASS]
    over = 0 if most is None else max(0, len(own) - most)
    return Quota(
        papers=len(own),
        compliant=len(own) - len(open_),
        missing=max(0, least - len(own)),
        over=over,
        correcting=sum(standing.verdict is Verdict.FAIL for standing in open_),
        doubtful=sum(standing.verdict is Verdict.REVIEW for standing in open_),
        late=sum(standing.late for standing in own),
        withdrawn=sum(not standing.active and not standing.merged for standing in standings),
        vetted=sum(standing.vetted for standing in own),
    )
