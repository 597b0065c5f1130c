"""Who: the people of an audience, with what is theirs and what they have left to do.

Source: ĐHVB 2 (papers a school), Kế hoạch II.4 (who takes part).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from daemon.config import Audience, Config, School
from daemon.ledger import Quota, quota
from daemon.model import Address, Lang, PaperState, Verdict
from daemon.readership import by_language
from daemon.season.deadlines import Move


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a letter, and what of."""

    id: str  #: "school:nghe-an", "author:hoa@nghean.example", ...; "school:nghe-an:en" of those in another language
    to: tuple[Address, ...]  #: empty: nobody is configured
    school: School | None = None
    quota: Quota | None = None
    papers: tuple[PaperState, ...] = ()  #: the reader's own that count
    lang: Lang = Lang.VI
    unvetted: tuple[PaperState, ...] = ()  #: of a school's papers, those that it has not vetted yet
    asked: frozenset[str] | None = None  #: codes of those whose deadline the letter is about; None: it is about all
    moves: tuple[Move, ...] = ()  #: deadlines that are others now than the reader was told

    @property
    def faulty(self) -> tuple[PaperState, ...]:
        """Papers of the reader's that have to be corrected now."""
        wrong = (paper for paper in self.papers if paper.standing.verdict is Verdict.FAIL)
        return tuple(paper for paper in wrong if self.asked is None or paper.code in self.asked)

    @property
    def has_to_act(self) -> bool:
        """Whether papers are missing or have to be corrected."""
        return bool(self.faulty) or bool(self.quota and self.quota.missing)


def readers(audience: Audience, papers: Sequence[PaperState], config: Config) -> list[Reader]:
    """Everybody of an audience, with what is theirs; those who read another language apart."""
    everybody = _readers(audience, papers, config)
    if audience is Audience.SECRETARIAT:  # whose papers are everybody's
        return [part for reader in everybody for part in _by_language(reader, None, config)]
    return [part for reader in everybody for part in _by_language(reader, _school_id(reader), config)]


def _school_id(reader: Reader) -> str | None:
    """The school that answers for somebody; of authors the one their papers are of."""
    schools = {paper.standing.school for paper in reader.papers}
    return reader.school.id if reader.school else schools.pop() if len(schools) == 1 else None


def _by_language(reader: Reader, school: str | None, config: Config) -> Iterator[Reader]:
    """The reader as often as its addresses read different languages."""
    if not reader.to:
        yield replace(reader, lang=config.lang_of("", school))
    for part in by_language(reader.to, school, config):
        yield replace(reader, id=reader.id + part.mark, to=part.to, lang=part.lang)


def _readers(audience: Audience, papers: Sequence[PaperState], config: Config) -> list[Reader]:
    active = [paper for paper in papers if paper.standing.active]
    match audience:
        case Audience.SCHOOLS:
            return [_school(school, papers, config) for school in config.schools]
        case Audience.AUTHORS:
            return _authors(active, config)
        case Audience.SECRETARIAT:
            to = tuple(Address(address) for address in config.secretariat.addresses)
            return [Reader("secretariat", to, papers=tuple(active))]
        case Audience.DELEGATES:
            return _delegates(active, config)


def _school(school: School, papers: Sequence[PaperState], config: Config) -> Reader:
    own = tuple(paper for paper in papers if paper.standing.active and paper.standing.school == school.id)
    to = tuple(Address(address) for address in school.contacts)
    unvetted = tuple(paper for paper in own if config.vetting_phase is not None and not paper.vetting.holds)
    counted = quota(school, [paper.standing for paper in papers])
    return Reader(f"school:{school.id}", to, school, counted, own, unvetted=unvetted)


def _authors(active: Sequence[PaperState], config: Config) -> list[Reader]:
    """Who submitted a paper that has to be corrected; not a contact of its school, who hears of it as such."""
    contacts = {(school.id, address.casefold()) for school in config.schools for address in school.contacts}
    found: dict[str, list[PaperState]] = {}
    for paper in active:
        key = paper.owner.key
        if key and paper.standing.verdict is Verdict.FAIL and (paper.standing.school, key) not in contacts:
            found.setdefault(key, []).append(paper)
    return [Reader(f"author:{key}", (own[0].owner,), papers=tuple(own)) for key, own in found.items()]


def _delegates(active: Sequence[PaperState], config: Config) -> list[Reader]:
    """Each address once: who submitted papers, the schools' contacts, who is invited besides; by the name that the
    configuration gives them, else by the one they wrote under.
    """
    people = [paper.owner for paper in active if paper.owner.key]
    people += [Address(address) for school in config.schools for address in school.contacts]
    people += [Address(address) for address in config.event.delegates]
    found: dict[str, Address] = {}
    for person in people:
        found.setdefault(person.key, replace(person, name=config.name_of(person.key) or person.name))
    return [
        Reader(f"delegate:{key}", (person,), papers=tuple(paper for paper in active if paper.owner.key == key))
        for key, person in found.items()
    ]
