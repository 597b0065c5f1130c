"""What sections must agree about: each check names section, key, problem and remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from daemon.config.calendar import Phase, PhaseKind, Season
from daemon.config.conference import Conference, Mode
from daemon.config.connections import Auth, Mailbox, OAuth2, Provider, Security, Smtp
from daemon.config.forms import is_loopback
from daemon.config.papers import Rules, Vocabulary
from daemon.errors import ConfigProblem


def _modes(values: Mapping[str, Any]) -> list[ConfigProblem]:
    conference: Conference = values["conference"]
    found = []
    if conference.mode is Mode.REDIRECT and conference.redirect_to is None:
        found.append(
            ConfigProblem("conference", "redirect_to", "is missing in mode redirect.", "Give the test address.")
        )
    return found


def _plaintext(section: str) -> Callable[[Mapping[str, Any]], list[ConfigProblem]]:
    def check(values: Mapping[str, Any]) -> list[ConfigProblem]:
        server: Mailbox | Smtp = values[section]
        what = "the password" if server.username else "letters"
        if server.security is Security.NONE and not is_loopback(server.host):
            return [
                ConfigProblem(
                    section,
                    "security",
                    f'"none" would send {what} in the clear to {server.host}.',
                    'Use "tls" or "starttls"; "none" is for loopback only.',
                )
            ]
        return []

    return check


def _oauth2(values: Mapping[str, Any]) -> list[ConfigProblem]:
    """Where a login is by OAuth2, what it needs is there."""
    mailbox: Mailbox = values["mailbox"]
    smtp: Smtp = values["smtp"]
    settings: OAuth2 = values["oauth2"]
    if Auth.OAUTH2 not in {mailbox.auth, smtp.auth}:
        return []
    found = []
    if smtp.auth is Auth.OAUTH2 and not smtp.username:
        found.append(ConfigProblem("smtp", "username", 'is missing with auth = "oauth2".', "Give the account."))
    if not settings.client_id:
        found.append(ConfigProblem("oauth2", "client_id", "is missing.", "See docs/oauth2.md for how to get one."))
    if settings.provider is Provider.CUSTOM:
        found.extend(
            ConfigProblem("oauth2", key, 'is missing with provider = "custom".', "The provider's manual says it.")
            for key in ("token_endpoint", "scopes")
            if not getattr(settings, key)
        )
    return found


def _unique(section: str) -> Callable[[Mapping[str, Any]], list[ConfigProblem]]:
    def check(values: Mapping[str, Any]) -> list[ConfigProblem]:
        seen: set[str] = set()
        found = []
        for number, item in enumerate(values[section], 1):
            if item.id in seen:
                found.append(
                    ConfigProblem(f"{section}[{number}]", "id", f'"{item.id}" stands twice.', "Give each its own.")
                )
            seen.add(item.id)
        return found

    return check


def _quotas(values: Mapping[str, Any]) -> list[ConfigProblem]:
    return [
        ConfigProblem(f"schools[{number}]", "max_papers", "is below min_papers.", "Raise it, or leave it out.")
        for number, school in enumerate(values["schools"], 1)
        if school.max_papers is not None and school.max_papers < school.min_papers
    ]


def _dates(values: Mapping[str, Any]) -> list[ConfigProblem]:
    return [
        ConfigProblem(f"phases[{number}]", "end", "lies before start.", "Mend one of the two dates.")
        for number, phase in enumerate(values["phases"], 1)
        if phase.end < phase.start
    ]


def _vetting(values: Mapping[str, Any]) -> list[ConfigProblem]:
    found = []
    first: str | None = None
    for number, phase in enumerate(values["phases"], 1):
        if phase.kind is PhaseKind.VET and not values["schools"]:
            problem = f'"{phase.kind}" is for schools, which vet their papers, and there are none.'
            found.append(ConfigProblem(f"phases[{number}]", "kind", problem, 'Add [[schools]], or write "write".'))
        if phase.vetting and phase.kind is not PhaseKind.VET:
            remedy = 'Set it in the phase with kind = "vet".'
            found.append(ConfigProblem(f"phases[{number}]", "vetting", "is not for this kind of phase.", remedy))
        elif phase.vetting and first is not None:
            problem = f'is set in phase "{first}" already.'
            found.append(ConfigProblem(f"phases[{number}]", "vetting", problem, "Set it in one of them."))
        elif phase.vetting:
            first = phase.id
    return found


def _deadline(values: Mapping[str, Any]) -> list[ConfigProblem]:
    """There is one deadline, so one phase ends with it: the dates of a second would be told wrong."""
    phases: tuple[Phase, ...] = values["phases"]
    submitting = [(number, phase.id) for number, phase in enumerate(phases, 1) if phase.kind is PhaseKind.SUBMIT]
    return [
        ConfigProblem(
            f"phases[{number}]",
            "kind",
            f'is "submit" in phase "{submitting[0][1]}" already, and [rules] deadline is one.',
            'Give it another, such as "write".',
        )
        for number, _ in submitting[1:]
    ]


def _extensions(values: Mapping[str, Any]) -> list[ConfigProblem]:
    schools = {school.id for school in values["schools"]}
    found = []
    for number, extension in enumerate(values["extensions"], 1):
        where = f"extensions[{number}]"
        if (extension.school is None) == (extension.paper is None):
            found.append(ConfigProblem(where, "", "names no school or paper, or both.", "Name one of the two."))
        if extension.school is not None and extension.school not in schools:
            found.append(ConfigProblem(where, "school", f'"{extension.school}" is no school.', "Write a school's id."))
    return found


def _hours(values: Mapping[str, Any]) -> list[ConfigProblem]:
    season: Season = values["season"]
    first, last = season.working_hours
    found = []
    if first >= last:
        found.append(ConfigProblem("season", "working_hours", "end before they begin.", "Mend one of the two times."))
    elif not first <= season.send_at < last:
        found.append(ConfigProblem("season", "send_at", "lies outside working_hours.", "Mend one of them."))
    return found


def _recipients(values: Mapping[str, Any]) -> list[ConfigProblem]:
    """Each entry says something, and all entries of one address the same."""
    said: dict[tuple[str, str], str] = {}
    found = []
    for number, recipient in enumerate(values["recipients"], 1):
        where = f"recipients[{number}]"
        if recipient.lang is None and not recipient.name:
            found.append(ConfigProblem(where, "lang", "is missing.", "Give it, or a name, or leave the entry out."))
        for key, what in (("lang", "languages"), ("name", "names")):
            given = getattr(recipient, key)
            if given and said.setdefault((recipient.address.casefold(), key), given) != given:
                problem = f"{recipient.address} stands there with two {what}."
                found.append(ConfigProblem(where, key, problem, "Keep one of them."))
    return found


def _elements(values: Mapping[str, Any]) -> list[ConfigProblem]:
    """Where papers on a model must name something, it is known which papers those are, and where the plan says so."""
    rules: Rules = values["rules"]
    vocabulary: Vocabulary = values["vocabulary"]
    if not values["elements"]:
        return []
    found = []
    if not vocabulary.model_words:
        remedy = "Say by which words a title presents a model, or leave [[elements]] out."
        found.append(ConfigProblem("vocabulary", "model_words", "is empty where [[elements]] are.", remedy))
    if not rules.clauses.elements:
        remedy = "Give the clause of the plan, or leave [[elements]] out."
        found.append(ConfigProblem("rules", "clauses.elements", "is missing where [[elements]] are.", remedy))
    ids = {element.id for element in values["elements"]}
    found.extend(
        ConfigProblem(f"elements[{number}]", "told_with", f'"{other}" is no element.', "Write an element's id.")
        for number, element in enumerate(values["elements"], 1)
        for other in element.told_with
        if other not in ids
    )
    return found


def _folders(values: Mapping[str, Any]) -> list[ConfigProblem]:
    mailbox: Mailbox = values["mailbox"]
    if mailbox.processed_folder == mailbox.folder:
        return [
            ConfigProblem("mailbox", "processed_folder", "is the folder that is read.", 'Name another, or leave it "".')
        ]
    return []


COHERENCE = (
    _modes,
    _plaintext("mailbox"),
    _plaintext("smtp"),
    _oauth2,
    _unique("schools"),
    _unique("topics"),
    _unique("phases"),
    _unique("elements"),
    _elements,
    _quotas,
    _dates,
    _hours,
    _vetting,
    _deadline,
    _extensions,
    _recipients,
    _folders,
)
