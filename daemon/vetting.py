"""What schools have vetted by what they send, and what they are asked to confirm.  PURE: configuration, papers and
`now` in, duties out.

    papers, contacts ─ due ─▶ papers that a contact had sent: vetted
                           └▶ papers that authors sent themselves: one letter a school, each paper once
    papers, letters that still wait ─ anew ─▶ those letters as they would be written now

A paper waits for the next morning of letters, so that those of a day go together; none is asked about before the phase
opens, nor after the season.  The same papers and the same `asked` give the same letters, whenever one looks.

Source: Kế hoạch III.1.2 ("Thẩm định bài viết, gửi về …"), III.2 (when).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from daemon.config import Config, Phase, School
from daemon.model import Address, KnownPaper, KnownVersion, Lang, ShownVetting, Unsent
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
    silent = [paper for paper in papers if _is_silent(paper)]
    sent = {paper.code: version for paper in silent if (version := _sent_by_school(paper, config)) is not None}
    unasked = [paper for paper in silent if paper.code not in sent and paper.code not in asked]
    return Duties(
        sent=tuple((paper, sent[paper.code]) for paper in silent if paper.code in sent),
        askings=tuple(_askings(config, config.vetting_phase, unasked, now, is_free)),
    )


def anew(
    config: Config, papers: Sequence[KnownPaper], waiting: Sequence[Unsent]
) -> Iterator[tuple[Unsent, Asking | None]]:
    """Letters that still wait, as they would be written now; None where no school is left to be asked."""
    for letter in waiting:
        # Its key has a seal behind it; that of a language begins with the one of all.
        asked = max(_as_asked(config, papers, letter), key=lambda it: len(it.key), default=None)
        if asked is None:  # of a school or a language that is configured no longer
            yield letter, None
            continue
        own = (it for it in asked.papers if _is_silent(it) and it.school == asked.school.id)
        left = tuple(it for it in own if _sent_by_school(it, config) is None)
        yield letter, replace(asked, papers=left) if left else None


def _as_asked(config: Config, papers: Sequence[KnownPaper], letter: Unsent) -> Iterator[Asking]:
    """What was asked when it was written, if it was of one of the schools."""
    phase, asked = config.vetting_phase, tuple(paper for paper in papers if paper.code in letter.codes)
    if phase is not None:
        for school in config.schools:
            found = _of_school(config, phase, school, asked, letter.written_at)
            yield from (asking for asking in found if f"{letter.key}:".startswith(f"{asking.key}:"))


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
    due_at = {paper.code: _asked_at(paper, phase, config, is_free) for paper in unasked}
    for school in config.schools:
        own = [paper for paper in unasked if paper.school == school.id and due_at[paper.code] <= now]
        if own:
            found = _of_school(config, phase, school, tuple(own), min(due_at[paper.code] for paper in own))
            yield from (asking for asking in found if now <= asking.until)


def _of_school(
    config: Config, phase: Phase, school: School, papers: tuple[KnownPaper, ...], at: datetime
) -> Iterator[Asking]:
    """One letter in each language that the contacts of a school read."""
    until = datetime.combine(max(phase.end for phase in config.phases), time.max, tzinfo=config.zone)
    for part in by_language([Address(address) for address in school.contacts], school.id, config):
        season = config.conference.code_prefix
        yield Asking(school, papers, phase, at, until, season, part.to, part.lang, part.mark)


def _asked_at(paper: KnownPaper, phase: Phase, config: Config, is_free: IsFree) -> datetime:
    """The first morning of letters after a paper came, in the phase or later."""
    came = paper.versions[0].arrived_at.astimezone(config.zone)
    next_day = came.time() >= config.season.send_at
    return morning(max(came.date() + timedelta(days=next_day), phase.start), config, is_free)


def _is_silent(paper: KnownPaper) -> bool:
    """Whether nothing was said of a paper that counts: what was said holds, and an order of the secretariat is not
    undone by an older mail.
    """
    return paper.active and not any(version.vetted for version in paper.versions)


def _sent_by_school(paper: KnownPaper, config: Config) -> KnownVersion | None:
    """The newest version that a contact of its school sent."""
    sent = (version for version in reversed(paper.versions) if is_of_school(paper.school, version.submitter, config))
    return next(sent, None)
