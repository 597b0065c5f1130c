"""Every precondition of the service, looked at one by one: what is so, and what to do where it is not.

Read-only: nothing is sent, moved or recorded.  Each probe yields lines; a probe that cannot be carried out is itself
a line.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

from daemon import letters
from daemon.config import Config, Mode, secret_for
from daemon.errors import ConfigError, DeliveryError, MailboxError, RecordsError
from daemon.inbox import ImapInbox
from daemon.model import INTERNAL_LETTERS, Clock, Lang, LetterKind, Level
from daemon.model import Diagnosis as Line
from daemon.records import Records
from daemon.render import LibreOffice
from daemon.smtp import SmtpSender

_LITTLE_DISK_BYTES = 1_000_000_000
#: The mailbox's clock and ours may differ by so much before times of arrival mislead.
_SKEW = timedelta(minutes=2)


Probe = Callable[[Config, Clock], Iterator[Line]]


def diagnose(config: Config, clock: Clock) -> Iterator[Line]:
    """All lines, each as soon as it is known."""
    for probe in _PROBES:
        yield from probe(config, clock)


def connections(config: Config, clock: Clock) -> Iterator[Line]:
    """Only what is said of the mailbox and the way out."""
    for probe in (_mailbox, _smtp):
        yield from probe(config, clock)


def _good(what: str, text: str) -> Line:
    return Line(Level.GOOD, what, text)


def _configuration(config: Config, clock: Clock) -> Iterator[Line]:
    mode = config.conference.mode
    meaning = {
        Mode.OBSERVE: "nothing is sent",
        Mode.REDIRECT: f"every letter goes to {config.conference.redirect_to}",
        Mode.LIVE: "letters go to their readers",
    }[mode]
    yield _good("configuration", f"{config.conference.short_name}; mode {mode.value}: {meaning}")
    if config.canary.every_hours and not config.sends_canaries:
        yield Line(Level.WARNING, "canary", f"none is sent in mode {mode.value}", "They begin with mode live.")
    lonely = [school.name for school in config.schools if not school.contacts]
    if lonely:
        text = f"{len(lonely)} of {len(config.schools)} schools have no contact"
        yield Line(Level.WARNING, "schools", text, "Add contacts under [[schools]]; reminders need them.")
    if clock.now() > config.deadline:
        last = config.deadline.astimezone(config.zone)
        text = f"the deadline was {last:%d/%m/%Y %H:%M} {config.conference.timezone}: whatever arrives now is late"
        yield Line(Level.WARNING, "dates", text, "Set [rules] deadline and the phases, if this is a new season.")
    else:
        yield _good("dates", f"deadline {config.deadline.astimezone(config.zone):%d/%m/%Y %H:%M %Z}")


def _templates(config: Config, _: Clock) -> Iterator[Line]:
    try:
        environment = letters.environment(config)
        for lang in Lang:
            letters.samples(config.in_one_language(lang), environment)
    except ConfigError as error:
        for problem in error.problems:
            yield Line(Level.BAD, "templates", f"{problem.key} {problem.problem}", problem.remedy)
        return
    yield _good("templates", "every letter renders")
    readers = {config.lang_of(address.casefold()) for address in config.secretariat.addresses}
    ours = {LetterKind.CANARY} if Lang.EN in readers else INTERNAL_LETTERS  # nobody reads the canary
    lacking = [kind.value for kind in letters.untranslated(environment) if kind not in ours]
    if Lang.EN in config.languages and lacking:
        text = f"no English templates for {', '.join(lacking)}: who reads English gets them in Vietnamese"
        yield Line(Level.WARNING, "languages", text, "Write them: en/NAME.j2 and en/NAME.subject.j2.")


def _disk(config: Config, _: Clock) -> Iterator[Line]:
    directory = config.storage.directory
    try:
        there = next(path for path in (directory, *directory.parents) if path.exists())
    except PermissionError as error:
        remedy = "Run the doctor as the user that runs thamluan (sudo -u thamluan ...)."
        yield Line(Level.BAD, "storage", f"{error.filename} cannot be looked into by this user", remedy)
        return
    if not os.access(there, os.W_OK | os.X_OK):
        remedy = f"Create {directory} for the user that runs thamluan, or run the doctor as that user."
        yield Line(Level.BAD, "storage", f"{there} cannot be written by this user", remedy)
        return
    free = shutil.disk_usage(there).free
    if free < _LITTLE_DISK_BYTES:
        yield Line(
            Level.WARNING, "disk", f"{free // 1_000_000} MB free at {there}", "Make room; intake stops when full."
        )
    else:
        yield _good("disk", f"{free // 1_000_000_000} GB free at {there}")
    try:
        with Records.open(directory, read_only=True) as records:
            damage = records.integrity()
    except RecordsError as error:
        yield Line(Level.BAD, "records", str(error), "Restore a backup, or mend what it says.")
        return
    if damage:
        yield Line(Level.BAD, "records", "; ".join(damage[:3]), "Restore a backup.")
    else:
        yield _good("records", f"sound, in {directory}" if directory.exists() else f"none yet in {directory}")


def _mailbox(config: Config, clock: Clock) -> Iterator[Line]:
    try:
        password = secret_for("mailbox", config.mailbox.password_file)
    except ConfigError as error:
        yield Line(Level.BAD, "mailbox", f"password_file {error.problems[0].problem}", error.problems[0].remedy)
        return
    try:
        inbox = ImapInbox.connect(config.mailbox, password)
        try:
            state = inbox.select()
            listed = inbox.list()
            keeps_sent = inbox.sent_among([]) is not None
        finally:
            inbox.close()
    except MailboxError as error:
        yield Line(Level.BAD, "mailbox", str(error), "See [mailbox].")
        return
    has = [name for name in ("IDLE", "MOVE", "UIDPLUS") if name in state.capabilities]
    file = config.mailbox.password_file
    if file is not None and file.exists() and file.stat().st_mode & 0o007:
        yield Line(Level.WARNING, "password", f"{file} can be read by every user", f"chmod 0600 {file}")
    text = f"{config.mailbox.username} at {config.mailbox.host}: {state.exists} messages in {config.mailbox.folder}"
    yield _good("mailbox", f"{text}; {', '.join(has) or 'no IDLE, MOVE or UIDPLUS'}")
    if keeps_sent:
        yield _good("sent folder", "there is one: letters cut off while being sent are looked up in it")
    else:
        text = "there is none: letters cut off while being sent stay uncertain"
        yield Line(Level.WARNING, "sent folder", text, "Name it in [mailbox] sent_folder, if the provider keeps one.")
    newest = max((item.internal_date for item in listed), default=None)
    if newest is not None and newest > clock.now() + _SKEW:
        text = f"the newest message arrived {newest - clock.now()} in our future: one of the two clocks is wrong"
        yield Line(Level.BAD, "clock", text, "Set this machine's clock (timedatectl set-ntp true).")
    else:
        yield _good("clock", f"{clock.now().astimezone(config.zone):%d/%m/%Y %H:%M:%S} {config.conference.timezone}")


def _smtp(config: Config, _: Clock) -> Iterator[Line]:
    harmless = config.conference.mode is Mode.OBSERVE
    level = Level.WARNING if harmless else Level.BAD
    try:
        login = secret_for("smtp", config.smtp.password_file) if config.smtp.username else None
        sender = SmtpSender(config.smtp, login)
        try:
            yield _good("smtp", f"{config.smtp.host}: {sender.probe()}")
        finally:
            sender.close()
    except ConfigError as error:
        yield Line(level, "smtp", f"password_file {error.problems[0].problem}", error.problems[0].remedy)
    except DeliveryError as error:
        yield Line(level, "smtp", f"{error} {error.line}".strip(), "See [smtp].")


def _renderer(config: Config, _: Clock) -> Iterator[Line]:
    if not config.render.enabled:
        yield Line(Level.WARNING, "renderer", "switched off: a person counts the pages", "Set [render] enabled = true.")
        return
    office = LibreOffice(config.render, font=config.rules.font)
    try:
        found = office.describe()
    finally:
        office.close()
    if found.trouble:
        remedy = "Until then a person counts the pages of every paper."
        yield Line(Level.BAD, "renderer", found.trouble, remedy)
        return
    started = f", started in {found.start_seconds:.1f} s" if found.start_seconds else ""
    yield _good("renderer", f"{found.version}{started}")
    yield _good("fonts", f"{found.font} stands in for {config.rules.font} and covers Vietnamese")
    if found.isolated:
        yield _good("sandbox", f"{found.place}: no network, nothing in sight but the document")
    else:
        yield Line(Level.WARNING, "sandbox", found.warning, "Install bubblewrap (apt-get install bubblewrap).")


_PROBES: tuple[Probe, ...] = (_configuration, _templates, _disk, _mailbox, _smtp, _renderer)
