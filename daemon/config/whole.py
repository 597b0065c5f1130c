"""A whole, coherent configuration, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field

from daemon.config.calendar import Digest, Event, Extension, Phase, Season
from daemon.config.conference import Conference, Mode, Recipient, School, Secretariat
from daemon.config.connections import Mailbox, OAuth2, Smtp
from daemon.config.forms import Named, Section, is_loopback
from daemon.config.operation import Canary, Intake, Letters, Log, Metrics, Render, Storage
from daemon.config.papers import Clauses, Element, Rules, Topic, Vocabulary
from daemon.model import Lang


class Config(Section):
    """A whole, coherent configuration."""

    conference: Conference
    mailbox: Mailbox
    smtp: Smtp
    oauth2: OAuth2 = OAuth2()
    storage: Storage
    secretariat: Secretariat
    rules: Rules
    render: Render = Render()
    intake: Intake = Intake()
    letters: Letters = Letters()
    vocabulary: Vocabulary
    elements: tuple[Element, ...] = ()
    topics: tuple[Topic, ...] = Field(min_length=1)
    season: Season = Season()
    digest: Digest = Digest()
    log: Log = Log()
    metrics: Metrics = Metrics()
    canary: Canary = Canary()
    event: Event = Event()
    phases: tuple[Phase, ...]
    schools: tuple[School, ...] = ()
    extensions: tuple[Extension, ...] = ()
    recipients: tuple[Recipient, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days begin and end."""
        return ZoneInfo(self.conference.timezone)

    @property
    def deadline(self) -> datetime:
        """Last moment in time, UTC: a paper that arrived after it is late ("chậm nhất vào ngày")."""
        return self.last_moment(self.rules.deadline)

    def last_moment(self, given: datetime | date) -> datetime:
        """UTC: of a day, its end in the conference's zone; of a time without zone, that time there."""
        if not isinstance(given, datetime):
            given = datetime.combine(given, time.max)
        return (given if given.tzinfo else given.replace(tzinfo=self.zone)).astimezone(UTC)

    @property
    def deadlines(self) -> Mapping[str, datetime | date]:
        """That of all, as "", and the later ones that were granted (`Extension.grant`), each the latest of its name."""
        found = {"": self.rules.deadline}
        for extension in self.extensions:
            until = max(found.get(extension.grant, self.rules.deadline), extension.until, key=self.last_moment)
            if self.last_moment(until) > self.deadline:
                found[extension.grant] = until
        return found

    def grant(
        self, school_id: str | None, code: str | None = None, among: Mapping[str, datetime | date] | None = None
    ) -> str:
        """Which of the deadlines a school's papers have, or one of them: the latest that was granted.  `among`: others
        than those of now.
        """
        deadlines = self.deadlines if among is None else among
        names = (name for name in ("", f"school:{school_id}", f"paper:{code}") if name in deadlines)
        return max(names, key=lambda name: self.last_moment(deadlines[name]))

    def due(self, school_id: str | None, code: str | None = None) -> datetime | date:
        """The deadline of a school's papers, or of one of them."""
        return self.deadlines[self.grant(school_id, code)]

    @property
    def quiet(self) -> timedelta:
        """So long without a successful poll is trouble."""
        minutes = timedelta(minutes=self.mailbox.alarm_minutes)
        return max(minutes, 5 * timedelta(seconds=self.mailbox.poll_seconds))

    @property
    def sends_canaries(self) -> bool:
        """Whether letters to ourselves are sent: where they are wished and letters reach their readers."""
        return self.canary.every_hours > 0 and self.conference.mode is Mode.LIVE

    @property
    def may_shift_clock(self) -> bool:
        """Whether `--now` is safe: nothing sent, sent to the test address, or everything on this machine."""
        on_this_machine = is_loopback(self.mailbox.host) and is_loopback(self.smtp.host)
        return self.conference.mode is not Mode.LIVE or on_this_machine

    @property
    def ours(self) -> frozenset[str]:
        """Addresses of the secretariat and of the mailbox itself, for comparing with `Address.key`."""
        return self.secretariat.keys | {self.mailbox.address.casefold()}

    def schools_of(self, address_key: str) -> frozenset[str]:
        """Ids of the schools whose contact somebody is (`Address.key`)."""
        return frozenset(
            school.id for school in self.schools if address_key in {contact.casefold() for contact in school.contacts}
        )

    def speaks_for(self, address_key: str) -> School | None:
        """The one school whose contact somebody is (`Address.key`)."""
        found = self.schools_of(address_key)
        return self.school(next(iter(found))) if len(found) == 1 else None

    def home_of(self, address_key: str) -> str | None:
        """Id of the one school that somebody answers for, or whose domain they write from (`Address.key`)."""
        domain = address_key.rpartition("@")[2]
        writing = {school.id for school in self.schools if domain in {own.casefold() for own in school.domains}}
        found = self.schools_of(address_key) or writing
        return next(iter(found)) if len(found) == 1 else None

    @property
    def vetting_phase(self) -> Phase | None:
        """The phase in which the schools vet their papers; None: this conference has no vetting."""
        return next((phase for phase in self.phases if phase.vetting), None)

    def school(self, school_id: str | None) -> School | None:
        return next((school for school in self.schools if school.id == school_id), None)

    def topic(self, topic_id: str | None) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def lang_of(self, address_key: str, school_id: str | None = None) -> Lang:
        """What somebody is written to in (`Address.key`): their own language, else that of their school, which is the
        one given, the one they answer for, or the one whose domain they write from; else the conference's.
        """
        for recipient in self._known_as(address_key):
            if recipient.lang is not None:
                return recipient.lang
        domain = address_key.rpartition("@")[2]
        schools = [school for school in self.schools if school.id == school_id]
        schools += [school for school in self.schools if school.id in self.schools_of(address_key)]
        schools += [school for school in self.schools if domain in {own.casefold() for own in school.domains}]
        return next((school.lang for school in schools if school.lang), self.conference.lang)

    def name_of(self, address_key: str) -> str:
        """What somebody is to be called in an invitation (`Address.key`); "" where nothing is given."""
        return next((recipient.name for recipient in self._known_as(address_key) if recipient.name), "")

    def _known_as(self, address_key: str) -> Iterator[Recipient]:
        return (recipient for recipient in self.recipients if recipient.address.casefold() == address_key)

    @property
    def languages(self) -> frozenset[Lang]:
        """All that somebody is written to in."""
        given = {school.lang for school in self.schools} | {recipient.lang for recipient in self.recipients}
        return frozenset(lang for lang in (self.conference.lang, *given) if lang is not None)

    def in_one_language(self, lang: Lang) -> Self:
        """The same conference with everybody written to in it."""
        return self.model_copy(
            update={
                "conference": self.conference.model_copy(update={"lang": lang}),
                "schools": tuple(school.model_copy(update={"lang": None}) for school in self.schools),
                "recipients": tuple(it.model_copy(update={"lang": None}) for it in self.recipients),
            }
        )

    def named(self, lang: Lang) -> Self:
        """The same conference by the names it has in a language."""
        if lang is Lang.VI:
            return self
        english = self.conference.english
        names = english.model_dump(exclude={"secretariat"}) | self._english_words()

        def given(section: Named, **names: str) -> Named:
            return section.model_copy(update={key: name for key, name in names.items() if name})

        return self.model_copy(
            update={
                "conference": given(self.conference, **names),
                "secretariat": given(self.secretariat, name=english.secretariat),
                "rules": self.rules.model_copy(update={"clauses": self._english_clauses()}),
                "event": given(self.event, place=self.event.english_place, time=self.event.english_time),
                "elements": tuple(
                    given(it, name=it.english_name, description=it.english_description) for it in self.elements
                ),
                **{
                    section: tuple(given(item, name=item.english_name) for item in getattr(self, section))
                    for section in ("topics", "phases", "schools")
                },
            }
        )

    def _english_words(self) -> dict[str, str]:
        """What sentences call the conference and the plan; who writes in English has no other words for them."""
        own, english = self.conference, self.conference.english
        return {
            "event_word": english.event_word or (own.event_word if own.event_word.isascii() else "conference"),
            "plan_word": english.plan_word or (own.plan_word if own.plan_word.isascii() else "Plan"),
        }

    def _english_clauses(self) -> Clauses:
        """Clauses of the plan for English letters; what only a plan in another language names is quoted.  A plan may be
        in English itself ("Call for papers, section 3.1").
        """
        english = self.rules.english_clauses.model_dump()
        own = self.rules.clauses.model_dump()
        return Clauses(**{check: english[check] or _cited(said) for check, said in own.items()})

    def with_directory(self, directory: Path) -> Self:
        """The same conference with its state elsewhere."""
        return self.model_copy(update={"storage": Storage(directory=directory)})


def _cited(clause: str) -> str:
    """As it stands where an English letter can have it so; else in quotation marks, as words of another language."""
    return clause if all(char.isascii() or not char.isalpha() for char in clause) else f"“{clause}”"
