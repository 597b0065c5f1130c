"""(message, papers) → letter: subject, plain text, HTML.  PURE; takes a ready environment.

What a letter says stands in the templates; here it is put together what they speak of.  Which branch a letter takes
follows from the message and the papers alone, never from the clock: written twice, it is the same letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import jinja2

from daemon.config import Config, School
from daemon.digests import Digest
from daemon.errors import ConfigError, ConfigProblem
from daemon.identity import canary_token, message_id, school_word, sealed, tagged
from daemon.letters import calendar, daily, notices, wording
from daemon.letters.editions import Edition, edition_in
from daemon.letters.inlining import inlined, unbroken
from daemon.letters.instead import instead_of_paper
from daemon.letters.papers import paper_in, shown_change, shown_name, shown_result
from daemon.letters.templating import untranslated
from daemon.model import (
    VETTING_ORDERS,
    Address,
    Became,
    Case,
    Change,
    Decision,
    Disposition,
    FileProblem,
    Incoming,
    Lang,
    Letter,
    LetterFile,
    LetterKind,
    Missing,
    OrderKind,
    PaperName,
    PaperReport,
    PaperState,
    ReceivedFile,
    Result,
    Role,
)
from daemon.readership import Readers
from daemon.season import Planned
from daemon.vetting import Asking

#: The plain-text blocks begin an indented line with this; `_tidy` takes away every other indentation.
_TAB = "\x1f"
#: Decisions of which nothing was left to carry out.
_NEEDLESS = frozenset({Became.ACTIVE, Became.VETTED, Became.UNVETTED, Became.RULED})
_LONGEST_LOCAL_PART = 64  #: octets


class Letters:
    """Writes the letters of one conference."""

    def __init__(self, config: Config, environment: jinja2.Environment, key: bytes = b"") -> None:
        self._config = config
        self._key = key  # our address tags are signed with it; empty: letters are answered at the plain address
        self._editions = {lang: edition_in(lang, config, environment) for lang in Lang}
        self._untranslated = untranslated(environment)

    def _in(self, kind: LetterKind, lang: Lang) -> Edition:
        """What a letter of this kind is made of in a language, or in Vietnamese where it has no templates in it."""
        return self._editions[Lang.VI if kind in self._untranslated else lang]

    def acknowledgement(
        self,
        incoming: Incoming,
        papers: Sequence[PaperReport],
        also: tuple[Address, ...] = (),
        *,
        passed_on: bool = False,
        missing: Collection[Missing] = (),
    ) -> Letter:
        """Answers a message that held papers: each with its code, what was received, every rule, what to do.  `also`
        are who submitted these papers and did not send this message; `passed_on`: what it asks besides, a person reads;
        `missing`: what it shows to have been meant besides: more papers than these, files behind a link.

        ValueError without a paper.
        """
        if not papers:
            raise ValueError("an acknowledgement speaks of at least one paper")
        lang = self._lang(incoming, papers)
        edition = self._in(LetterKind.ACKNOWLEDGEMENT, lang)
        shown = tuple(paper_in(incoming, report, edition) for report in papers)
        counts = {verdict: sum(paper.verdict == verdict for paper in shown) for verdict in ("pass", "fail", "review")}
        faulty = [report for report, paper in zip(papers, shown, strict=True) if paper.verdict == "fail"]
        open_ = [report for report in papers if incoming.arrived_at <= self._last_moment(report)]
        asked = faulty or open_ or papers
        others = _others(incoming, papers)
        letter = self._letter(
            LetterKind.ACKNOWLEDGEMENT,
            incoming,
            lang=lang,
            **self._due(incoming, asked, edition),
            open=tuple(report.code for report in open_) if len(open_) < len(papers) else (),
            also=tuple(wording.clean(address.address, 254) for address in also),
            papers=shown,
            counts={
                **counts,
                "late": sum(paper.late for paper in shown),
                "late_open": sum(paper.late and paper.tone == "review" for paper in shown),
                "doubts": sum(paper.doubts for paper in shown),
                "advised": sum(bool(row.advice) and row.tone == "review" for paper in shown for row in paper.rows),
                "same": sum(paper.unchanged for paper in shown),
                "revised": sum(paper.is_revision for paper in shown),
                "first": sum(not paper.unchanged and not paper.is_revision for paper in shown),
            },
            all_unchanged=all(paper.unchanged for paper in shown),
            passed_on=passed_on,
            fewer=Missing.FEWER in missing,
            linked=Missing.LINK in missing,
            faulty=next((paper for paper in shown if paper.verdict == "fail"), None),
            annotated=tuple(paper for paper in shown if paper.annotated),
            corrected=tuple(paper for paper in shown if paper.corrected),
            others=others,
            # what may have been a paper and did not arrive
            lacking=bool({Missing.FEWER, Missing.LINK} & set(missing)) or any(map(_is_lacking, others)),
            answers_about=tuple(report.code for report in papers),
        )
        return replace(letter, to=(*letter.to, *also))

    def _last_moment(self, report: PaperReport) -> datetime:
        """Until when a new version of a paper comes in time."""
        return self._config.last_moment(self._day(report))

    def _day(self, report: PaperReport) -> datetime | date:
        return report.due or self._config.rules.deadline

    def _due(self, incoming: Incoming, papers: Sequence[PaperReport], edition: Edition) -> dict[str, Any]:
        """What an answer says of when new versions of these papers are due, and whose deadline the first of them is."""
        first = min(papers, key=self._last_moment)
        grant = self._config.grant(first.judgement.school, first.code)
        days = {report.code: self._day(report) for report in papers}
        return _first_due(days, incoming.arrived_at, edition) | {
            "own_deadline": calendar.own_deadline(grant, edition.config),
            "others_later": False,
        }

    def no_paper(self, incoming: Incoming, decision: Decision) -> Letter:
        """Answers a message in which no paper reached us: what exactly was missing, and how to send it."""
        unread = tuple(file for file in _others(incoming, ()) if file.problem or file.role in {Role.OTHER, Role.PAPER})
        if Missing.UNOPENED in decision.missing:
            unread = tuple(file for file in unread if file.problem) or unread
        return self._letter(
            LetterKind.NO_PAPER,
            incoming,
            missing=tuple(item.value for item in decision.missing),
            passed_on=decision.needs_person,
            unread=unread,
            instead=instead_of_paper(unread),
            others=tuple(file for file in _others(incoming, ()) if file not in unread),
        )

    def oversize(self, incoming: Incoming) -> Letter:
        """Answers a message too large to fetch."""
        return self._letter(LetterKind.OVERSIZE, incoming)

    def passed_on(
        self,
        incoming: Incoming,
        decision: Decision | None = None,
        *,
        offered: bool = False,
        gone: Sequence[PaperName] = (),
        overtaken: Sequence[PaperName] = (),
    ) -> Letter:
        """Tells the sender of a question or a withdrawal that a person will answer.  `offered`: the message answers a
        letter that offered a corrected copy, and may have meant to accept it.  `gone`: papers it speaks of that are
        withdrawn; `overtaken`: papers whose copy it accepted when a newer version had come.
        """
        return self._letter(
            LetterKind.PASSED_ON,
            incoming,
            stays=(),
            withdrawal=decision is not None and decision.disposition is Disposition.WITHDRAWAL,
            on_vetting=decision is not None and decision.vetting is not None,
            received=tuple(file for file in incoming.files if file.role is Role.PAPER),
            others=_others(incoming, ()),
            offered=offered,
            gone=tuple(map(shown_name, gone)),
            overtaken=tuple(map(shown_name, overtaken)),
            codes=decision.paper_codes if decision is not None else (),
        )

    def stays(self, incoming: Incoming, papers: Sequence[PaperName]) -> Letter:
        """Answers who does not want to withdraw what we asked about: all stays as it was.  No question of ours, which a
        plain "Ok" would answer.
        """
        return self._letter(
            LetterKind.PASSED_ON,
            incoming,
            withdrawal=False,
            stays=tuple(map(shown_name, papers)),
            answers_about=tuple(paper.code for paper in papers),
        )

    def standing(
        self,
        incoming: Incoming,
        papers: Sequence[PaperReport],
        *,
        gone: Sequence[Change] = (),
        waiting: int,
        passed_on: bool,
    ) -> Letter:
        """Answers a question after the state of papers: those of the sender that count, those that do not any longer,
        and how many messages wait to be judged.  `passed_on`: the secretariat has the message too.
        """
        lang = self._lang(incoming, papers)
        edition = self._in(LetterKind.STANDING, lang)
        shown = tuple(paper_in(incoming, report, edition) for report in papers)
        faulty = [report for report, paper in zip(papers, shown, strict=True) if paper.verdict == "fail"]
        return self._letter(
            LetterKind.STANDING,
            incoming,
            lang=lang,
            papers=shown,
            **(self._due(incoming, faulty, edition) if faulty else {}),
            gone=tuple(replace(change, paper=shown_name(change.paper)) for change in gone),
            waiting=waiting,
            passed_on=passed_on,
            sender=wording.clean(incoming.sender.address, 254),
            answers_about=tuple(paper.code for paper in shown),
        )

    def withdrawal(
        self, incoming: Incoming, papers: Sequence[PaperName], *, sure: bool, passed_on: bool = False
    ) -> Letter:
        """Asks whether papers are really to be withdrawn; not `sure`: which of them.

        `passed_on`: what the message asks besides, a person reads.
        """
        return self._letter(
            LetterKind.WITHDRAWAL,
            incoming,
            papers=tuple(map(shown_name, papers)),
            sure=sure,
            passed_on=passed_on,
            answers_about=tuple(paper.code for paper in papers) if sure else (),
        )

    def settled(
        self,
        incoming: Incoming,
        changes: Sequence[Change],
        *,
        asked: bool,
        school: School | None = None,
        by: Address | None = None,
        passed_on: bool = False,
    ) -> Letter:
        """Tells the owner of papers what changed about them; `asked`: in answer to the owner's own message.  `school`:
        to its contact, who speaks for it.  `by`: whose message it was, where it was neither the owner's nor the
        secretariat's.  `passed_on`: what the message asks besides, a person reads.
        """
        edition = self._in(LetterKind.SETTLED, self._lang(incoming))
        to_mend = {change.paper.code: change.due for change in changes if change.kind is OrderKind.FAIL and change.due}
        called = edition.config.school(school.id) if school is not None else None
        addressed: dict[str, Any] = edition.words.reminding(called, (), edition.config) if called else {}
        letter = self._letter(
            LetterKind.SETTLED,
            incoming if asked else replace(incoming, message_id=None, references=()),
            key=f"{LetterKind.SETTLED.value}:{incoming.sha256}:{incoming.sender.key}{_of_grant(changes)}",
            answers_about=tuple(change.paper.code for change in changes if change.kind is OrderKind.FAIL),
            changes=tuple(shown_change(change, edition) for change in changes),
            asked=asked,
            by=self._name_of(by, edition),
            passed_on=passed_on,
            **_first_due(to_mend, incoming.arrived_at, edition),
            **addressed,
        )
        return letter if asked else replace(letter, auto_submitted="auto-generated")

    def _name_of(self, somebody: Address | None, edition: Edition) -> str:
        """Somebody as others are told of them: the school that they answer for, else their address."""
        if somebody is None:
            return ""
        schools = map(edition.config.school, sorted(self._config.schools_of(somebody.key)))
        return next((it.name for it in schools if it is not None), wording.clean(somebody.address, 254))

    def orders(
        self, incoming: Incoming, results: Sequence[Result], readers: Readers, not_ordered: Sequence[str] = ()
    ) -> Letter:
        """Tells the secretariat what became of the decisions in a message of theirs; without any, how to write them.

        `not_ordered`: lines of the message beside the decisions that name papers and decide nothing as they stand.
        """
        edition = self._in(LetterKind.ORDERS, readers.lang)
        prefix = self._config.conference.code_prefix
        one, other = f"{prefix}-xxx", f"{prefix}-yyy"  # no paper's code: such lines are copied
        orders = ((kind, one, other if kind is OrderKind.MERGE else "") for kind in self._orders())
        grammar = notices.order_lines(edition.config, edition.words, *orders)
        context = {
            "arrived": edition.words.moment(incoming.arrived_at, self._config.zone),
            "sender": wording.clean(incoming.sender.address, 254),
            "results": tuple(map(shown_result, results)),
            "school_names": {school.id: school.name for school in edition.config.schools},
            "done": sum(result.what is Became.DONE for result in results),
            "needless": sum(result.what in _NEEDLESS for result in results),
            "not_ordered": tuple(wording.clean(line) for line in not_ordered),
            "grammar": grammar,
        }
        key = f"{LetterKind.ORDERS.value}:{incoming.sha256}{readers.mark}"
        letter = self._written(edition, LetterKind.ORDERS, key, readers.to, context)
        return replace(letter, in_reply_to=incoming.message_id, references=_references(incoming))

    def season(self, planned: Planned, papers: Sequence[PaperState], now: datetime) -> Letter:
        """A letter of the calendar.  `papers` are all on record, `now` the moment at which it is written."""
        kind = LetterKind(f"season_{planned.main.phase.kind.value}")
        edition = self._in(kind, planned.reader.lang)
        values = calendar.context(planned, papers, edition.config, edition.words, now)
        letter = self._written(edition, kind, planned.key, planned.reader.to, values)
        vetter = planned.reader.school if planned.main.phase.vetting else None
        answers_to = self._tagged(school_word(vetter.id)) if vetter is not None else None
        return replace(letter, auto_submitted="auto-generated", reply_to=answers_to)

    def vetting(self, asking: Asking, now: datetime, files: Sequence[LetterFile] = ()) -> Letter:
        """Asks a school to confirm that papers which authors sent themselves are vetted; `files` are those papers, as
        far as they can be enclosed, each under a name that begins with its code.
        """
        edition = self._in(LetterKind.VETTING, asking.lang)
        values = calendar.asking(asking, edition.config, edition.words, now, files)
        letter = self._written(edition, LetterKind.VETTING, sealed(asking.key, self._key), asking.to, values)
        reply_to = self._tagged(school_word(asking.school.id))
        return replace(letter, auto_submitted="auto-generated", reply_to=reply_to, attachments=tuple(files))

    def digest(self, digest: Digest, now: datetime, readers: Readers) -> Letter:
        """What the secretariat is told every day; with the list of all papers, unless one line says it all."""
        edition = self._in(LetterKind.DIGEST, readers.lang)
        config, words = edition.config, edition.words
        attached, picture = daily.attachment(digest, config, words, now), daily.picture(digest, config, words, now)
        values = daily.context(digest, config, words, now) | {
            "attached": attached.filename if attached else "",
            "picture": picture.content_id if picture else "",
        }
        key = sealed(f"{digest.slot.key}{readers.mark}", self._key)  # who answers it may order
        return replace(
            self._written(edition, LetterKind.DIGEST, key, readers.to, values),
            auto_submitted="auto-generated",
            attachments=(attached,) if attached else (),
            pictures=(picture,) if picture else (),
        )

    def canary(self, key: str, now: datetime) -> Letter:
        """A letter to ourselves that tries the way out and back; its token follows from `key`."""
        config, us = self._config, Address(self._config.mailbox.address)
        edition = self._in(LetterKind.CANARY, config.lang_of(us.key))
        values = {"at": edition.words.moment(now, config.zone), "minutes": config.canary.within_minutes}
        letter = self._written(edition, LetterKind.CANARY, key, (us,), values)
        return replace(letter, auto_submitted="auto-generated", canary=canary_token(key, self._key))

    def notice(self, case: Case, readers: Readers) -> Letter:
        """Lays a message before the secretariat: who wrote, what, what is asked of a person, how to answer."""
        edition = self._in(LetterKind.NOTICE, readers.lang)
        values = notices.context(case, edition.config, edition.words)
        stage = f":{case.stage.value}" if case.stage else ""
        key = f"{LetterKind.NOTICE.value}:{case.sha256}{stage}{readers.mark}"
        return replace(
            self._written(edition, LetterKind.NOTICE, key, readers.to, values),
            references=case.references,
            auto_submitted="auto-generated",
            reply_to=notices.reply_to(case, self._config),
        )

    # ----------------------------------------------------------------------- what templates speak of

    def _orders(self) -> tuple[OrderKind, ...]:
        """What the secretariat may decide at this conference."""
        config = self._config
        idle = VETTING_ORDERS if config.vetting_phase is None else frozenset[OrderKind]()
        idle |= frozenset() if config.schools else {OrderKind.SCHOOL}
        return tuple(kind for kind in OrderKind if kind not in idle)

    def _lang(self, incoming: Incoming, papers: Sequence[PaperReport] = ()) -> Lang:
        """What the answer to a message is written in: its sender's language, or that of the school of its papers."""
        schools = {report.judgement.school for report in papers}
        return self._config.lang_of(incoming.sender.key, schools.pop() if len(schools) == 1 else None)

    def _answering(self, incoming: Incoming, edition: Edition) -> dict[str, Any]:
        """What templates that answer a message use besides."""
        config, words = edition.config, edition.words
        return {
            **words.answering(incoming.sender, config),
            **_until(incoming, edition),
            "arrived": words.moment(incoming.arrived_at, config.zone),
            "subject_of_mail": wording.clean(incoming.subject, 100),
        }

    # ----------------------------------------------------------------------- rendering

    def _letter(
        self,
        kind: LetterKind,
        incoming: Incoming,
        key: str = "",
        answers_about: tuple[str, ...] = (),
        lang: Lang | None = None,
        **values: Any,
    ) -> Letter:
        """An answer to a message, in its sender's language unless told; `answers_about` are the papers that an answer
        to it speaks of.
        """
        key = key or f"{kind.value}:{incoming.sha256}"
        edition = self._in(kind, lang or self._lang(incoming))
        letter = self._written(edition, kind, key, (incoming.sender,), self._answering(incoming, edition) | values)
        return replace(
            letter,
            in_reply_to=incoming.message_id,
            references=_references(incoming),
            reply_to=self._tagged(answers_about[0]) if len(answers_about) == 1 else None,
        )

    def _tagged(self, word: str) -> Address | None:
        """Where the answer to a letter about one paper, or to one school, goes: our address with a signed tag, if the
        server takes it.
        """
        mailbox = self._config.mailbox
        if not (self._key and mailbox.subaddresses):
            return None
        address = tagged(mailbox.address, word, self._key)
        # RFC 5321 §4.5.3.1.1: a longer local part may be refused.
        return Address(address, mailbox.sender_name) if len(address.rpartition("@")[0]) <= _LONGEST_LOCAL_PART else None

    def _written(
        self, edition: Edition, kind: LetterKind, key: str, to: tuple[Address, ...], values: Mapping[str, Any]
    ) -> Letter:
        context = {**_common(edition), **values}
        domain = self._config.mailbox.address.rpartition("@")[2]
        subject = wording.clean(self._render(edition.text, f"{kind.value}.subject.j2", context), 200)
        context["subject"] = subject
        text = {"layout": "_layout.txt.j2", "blocks": "_blocks.txt.j2"}
        html = {"layout": "_layout.html.j2", "blocks": "_blocks.html.j2"}
        page = _compact(self._render(edition.html, f"{kind.value}.j2", context | html))
        return Letter(
            key=key,
            kind=kind,
            message_id=message_id(kind.value, key, domain),
            to=to,
            subject=subject,
            text=_tidy(self._render(edition.text, f"{kind.value}.j2", context | text)),
            html=inlined(unbroken(page, self._config.conference.code_prefix), f"{kind.value}.j2"),
            lang=edition.lang,
        )

    @staticmethod
    def _render(environment: jinja2.Environment, name: str, context: Mapping[str, Any]) -> str:
        """ConfigError when a template does not render: whoever overrides it can mend it."""
        try:
            return environment.get_template(name).render(context)
        except jinja2.TemplateError as error:
            problem = ConfigProblem("letters", "templates_directory", f"{name}: {error}.", "Mend the template.")
            raise ConfigError(f"templates/{name}", [problem]) from error


def _common(edition: Edition) -> dict[str, Any]:
    """What every template may use, whomever the letter is for."""
    config = edition.config
    return {
        "lang": edition.lang.value,
        "conference": config.conference,
        "secretariat": config.secretariat,
        "rules": config.rules,
        "vetting_is_held": config.vetting_phase is not None,
        "clauses": config.rules.clauses,
        "elements": tuple(element.name for element in config.elements),
        "models": config.vocabulary.model_words,
        "english_model": config.vocabulary.english_model,
        "best_kind": f".{config.rules.best_kind.value}",
        "kinds": tuple(f".{kind.value}" for kind in config.rules.accepted_kinds),
        "max_message": config.intake.max_message_bytes,
        "address": config.mailbox.address,
        "tab": _TAB,
        **edition.words.units(config),
    }


def _of_grant(changes: Sequence[Change]) -> str:
    """Tells letters about one message apart: papers of it are granted their deadlines at different times, and what had
    been said of the message before says nothing of that.
    """
    granted = (f":{change.paper.code}@{change.due}" for change in changes if change.granted)
    return "".join(granted)


def _first_due(days: Mapping[str, datetime | date], at: datetime, edition: Edition) -> dict[str, Any]:
    """When new versions of papers (by code) are due, as an answer at that moment says it: the first of these deadlines,
    whether it has passed, and which papers have a later one that has not.
    """
    config, words = edition.config, edition.words
    first = min(days.values(), key=config.last_moment, default=config.rules.deadline)
    return {
        "deadline": words.last_moment(config, first),
        "closed": at > config.last_moment(first),
        "later": tuple(
            (code, words.last_moment(config, day))
            for code, day in days.items()
            if config.last_moment(first) < config.last_moment(day) and at <= config.last_moment(day)
        ),
    }


def _until(incoming: Incoming, edition: Edition) -> dict[str, Any]:
    """Until when papers may be sent, as answers say it that speak of none to be corrected: by the deadline of the
    sender's school.  A later one that was granted to a paper, or to a school that may be the sender's, is not to be
    called past.
    """
    config, at = edition.config, incoming.arrived_at
    home = config.home_of(incoming.sender.key)
    grant = config.grant(home)
    others = (it for it in config.deadlines if it.startswith("paper:") or (it and home is None))
    return {
        "deadline": edition.words.last_moment(config, config.deadlines[grant]),
        "own_deadline": calendar.own_deadline(grant, config),
        "closed": at > config.last_moment(config.deadlines[grant]),
        "others_later": any(at <= config.last_moment(config.deadlines[it]) for it in others),
    }


def _others(incoming: Incoming, papers: Sequence[PaperReport]) -> tuple[ReceivedFile, ...]:
    """The files of a message that a letter does not speak of as papers; signature images are not worth a word."""
    reported = {report.judgement.filename for report in papers}
    return tuple(
        replace(file, gave=_taken_out(file, incoming.files)) if file.problem else file
        for file in incoming.files
        if file.filename not in reported and (file.role is not Role.SIGNATURE or file.problem is FileProblem.ENCRYPTED)
    )


def _is_lacking(file: ReceivedFile) -> bool:
    """Whether a file beside papers may hold another one that nobody could take out of it."""
    is_known = file.same_as is not None or file.twin_of is not None
    return file.is_lost or (file.problem is not None and not is_known)


def _taken_out(archive: ReceivedFile, files: Sequence[ReceivedFile]) -> int:
    """How many files came out of an archive; those of an archive inside count, it does not."""
    inside = (file for file in files if file.filename.startswith(f"{archive.filename}!"))
    return sum(file.role is not Role.ARCHIVE and not file.is_lost for file in inside)


def _references(incoming: Incoming) -> tuple[str, ...]:
    """RFC 5322 §3.6.4: the parent's references, then the parent."""
    if incoming.message_id is None:
        return incoming.references
    return (*(item for item in incoming.references if item != incoming.message_id), incoming.message_id)


def _tidy(text: str) -> str:
    """Plain text without the templates' indentation and with single empty lines."""
    lines = (line.strip(" \t") for line in text.splitlines())
    body = "\n".join(lines).replace(_TAB, "    ")
    return re.sub(r"\n{3,}", "\n\n", body).strip("\n") + "\n"


def _compact(html: str) -> str:
    """HTML without the empty lines and indentation that templates leave."""
    return "\n".join(line for line in map(str.strip, html.splitlines()) if line) + "\n"
