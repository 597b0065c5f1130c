"""The configuration: one TOML file is one conference.

In: a path.  Out: a frozen `Config`, or a `ConfigError` that lists *every* problem of the file with section, key
and remedy.  Field descriptions here are the manual; the shipped `config.toml` names every key.

Secrets never stand in the TOML: they come from `password_file` or, under systemd, from
`$CREDENTIALS_DIRECTORY` (systemd.exec(5), LoadCredential=), and are read when a connection is built, so that
commands without a mailbox work without them.

These are values, without behaviour beyond what follows from them; every module may import them.

forms        what single values may look like
conference, connections, papers, calendar, operation
             the sections of the file, by what they are about
whole        all of them, and what follows from them
coherence    what sections must agree about
loading      a file → a configuration, or everything that is wrong with it
credentials  the secrets beside it
"""

from daemon.config.calendar import (
    Audience,
    Digest,
    Event,
    Extension,
    Phase,
    PhaseKind,
    Season,
    Shift,
    Weekday,
    WhenEmpty,
)
from daemon.config.conference import Conference, EnglishNames, Mode, Recipient, School, Secretariat
from daemon.config.connections import Auth, Mailbox, OAuth2, OnUncertain, Provider, Security, Smtp
from daemon.config.credentials import client_secret_for, door, secret_for
from daemon.config.forms import Email, Endpoint, Identifier, PaperKind, Port, Words, address_problem, is_loopback
from daemon.config.loading import from_table, load
from daemon.config.operation import Canary, Intake, Letters, Log, LogFormat, Metrics, Render, Storage
from daemon.config.papers import Clauses, Element, EnglishClauses, Rules, Topic, Vocabulary
from daemon.config.shipped import shipped_file
from daemon.config.whole import Config

__all__ = [
    "Audience",
    "Auth",
    "Canary",
    "Clauses",
    "Conference",
    "Config",
    "Digest",
    "Element",
    "Email",
    "Endpoint",
    "EnglishClauses",
    "EnglishNames",
    "Event",
    "Extension",
    "Identifier",
    "Intake",
    "Letters",
    "Log",
    "LogFormat",
    "Mailbox",
    "Metrics",
    "Mode",
    "OAuth2",
    "OnUncertain",
    "PaperKind",
    "Phase",
    "PhaseKind",
    "Port",
    "Provider",
    "Recipient",
    "Render",
    "Rules",
    "School",
    "Season",
    "Secretariat",
    "Security",
    "Shift",
    "Smtp",
    "Storage",
    "Topic",
    "Vocabulary",
    "Weekday",
    "WhenEmpty",
    "Words",
    "address_problem",
    "client_secret_for",
    "door",
    "from_table",
    "is_loopback",
    "load",
    "secret_for",
    "shipped_file",
]
