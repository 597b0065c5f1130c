"""What schools have vetted by what they send, and what they are asked to confirm.  PURE: configuration, papers and
`now` in, duties out.

    papers, contacts ─ due ─▶ papers that a contact had sent: vetted
                           └▶ papers that authors sent themselves: one letter a school, each paper once

A paper waits for the next morning of letters, so that those of a day go together; none is asked about before the phase
opens, nor after the season.  The same papers and the same `asked` give the same letters, whenever one looks.

Source: Kế hoạch III.1.2 ("Thẩm định bài viết, gửi về …"), III.2 (when).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from daemon.config import Config, Phase, School
from daemon.model import Address, KnownPaper, KnownVersion, Lang, ShownVetting
from daemon.readership import by_language
from daemon.season import IsFree, morning


@dataclass(frozen=True, slots=True)
class Asking:
    """A letter that asks a school to confirm papers."""

    school: School
    papers: tuple[KnownPaper, ...]
    phase: Phase
    at: datetime  #: aware: when it was due
    until: datetime  #: aware: after that it says nothing that helps
    season: str  #: prefix of the paper codes
    to: tuple[Address, ...]  #: of its contacts, those who read one language
    lang: Lang = Lang.VI
    mark: str = ""  #: of its language, where the contacts read several

    @property
    def codes(self) -> tuple[str, ...]:
        """Of its papers."""
        return tuple(paper.code for paper in self.papers)

    @property
    def key(self) -> str:
        """Names it by its papers: asked again after records were lost, it is the same letter."""
        return f"vetting:{self.season}:{self.school.id}:{'+'.join(self.codes)}{self.mark}"

    @property
    def reason(self) -> str:
        """English: why now, why this school."""
        return f"phase {self.phase.id} is open; not sent by a contact of {self.school.id}: {', '.join(self.codes)}"


@dataclass(frozen=True, slots=True)
class Duties:
    """What is to be done at a moment."""

    sent: tuple[tuple[KnownPaper, KnownVersion], ...] = ()  #: versions that are vetted, for a contact had sent them
    askings: tuple[Asking, ...] = ()


def is_of_school(school: str | None, sender_key: str, config: Config) -> bool:
    """Whether what somebody sends is sent by the school itself: then it is vetted."""
    return config.vetting_phase is not None and bool(sender_key) and school in config.schools_of(sender_key)


def shown(school: str | None, config: Config, *, is_vetted: bool) -> ShownVetting | None:
    """How a paper stands, as its author is told; None: this conference has no vetting."""
    if config.vetting_phase is None:
        return None
    if is_vetted:
        return ShownVetting.VETTED
    found = config.school(school)
    is_asked = config.season.enabled and found is not None and bool(found.contacts)
    return ShownVetting.ASKED if is_asked else ShownVetting.OPEN


def due(config: Config, papers: Sequence[KnownPaper], asked: Collection[str], now: datetime, is_free: IsFree) -> Duties:
    """The duties of this moment.  `asked` are codes of papers whose school was asked before."""
    if config.vetting_phase is None:
        return Duties()
    # Where anything was said of a paper, that holds: an order of the secretariat is not undone by an older mail.
    silent = [paper for paper in papers if paper.active and not any(version.vetted for version in paper.versions)]
    sent = {paper.code: version for paper in silent if (version := _sent_by_school(paper, config)) is not None}
    unasked = [paper for paper in silent if paper.code not in sent and paper.code not in asked]
    return Duties(
        sent=tuple((paper, sent[paper.code]) for paper in silent if paper.code in sent),
        askings=tuple(_askings(config, config.vetting_phase, unasked, now, is_free)),
    )


def rehearse(
    config: Config,
    papers: Sequence[KnownPaper],
    asked: Collection[str],
    is_free: IsFree,
    *,
    start: datetime,
    end: datetime,
) -> Iterator[tuple[datetime, Asking]]:
    """Every letter from `start` to `end`, if nothing but the time changed; with the moment at which it goes out."""
    phase, known = config.vetting_phase, set(asked)
    if phase is None:
        return
    # What waits already is asked about on the first morning.
    mornings = {morning(start.astimezone(config.zone).date(), config, is_free)}
    mornings.update(_asked_at(paper, phase, config, is_free) for paper in papers)
    for moment in sorted(mornings):
        if start <= moment <= end:
            for asking in due(config, papers, known, moment, is_free).askings:
                known.update(asking.codes)
                yield moment, asking


def _askings(
    config: Config, phase: Phase, unasked: Sequence[KnownPaper], now: datetime, is_free: IsFree
) -> Iterator[Asking]:
    """One for each school that has somebody to ask, in each language that they read."""
    until = datetime.combine(max(phase.end for phase in config.phases), time.max, tzinfo=config.zone)
    due_at = {paper.code: _asked_at(paper, phase, config, is_free) for paper in unasked}
    for school in config.schools:
        own = [paper for paper in unasked if paper.school == school.id and due_at[paper.code] <= now]
        if own and school.contacts and now <= until:
            at = min(due_at[paper.code] for paper in own)
            contacts = [Address(address) for address in school.contacts]
            for part in by_language(contacts, school.id, config):
                season, to = config.conference.code_prefix, part.to
                yield Asking(school, tuple(own), phase, at, until, season, to, part.lang, part.mark)


def _asked_at(paper: KnownPaper, phase: Phase, config: Config, is_free: IsFree) -> datetime:
    """The first morning of letters after a paper came, in the phase or later."""
    came = paper.versions[0].arrived_at.astimezone(config.zone)
    next_day = came.time() >= config.season.send_at
    return morning(max(came.date() + timedelta(days=next_day), phase.start), config, is_free)


def _sent_by_school(paper: KnownPaper, config: Config) -> KnownVersion | None:
    """The newest version that a contact of its school sent."""
    sent = (version for version in reversed(paper.versions) if is_of_school(paper.school, version.submitter, config))
    return next(sent, None)
