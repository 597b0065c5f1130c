"""Every precondition of the service, looked at one by one: what is so, and what to do where it is not.

Read-only: nothing is sent, moved or recorded, but that an OAuth2 grant is renewed where that is due.  Each probe yields
lines; a probe that cannot be carried out is itself a line.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from daemon import disk, ledger, letters
from daemon.checks.identity import kinds_of_school
from daemon.config import Auth, Config, Mode, PhaseKind
from daemon.errors import ConfigError, DeliveryError, GrantError, MailboxError, RecordsError
from daemon.logins import access_of, account_of, mailbox_opener, sender_maker
from daemon.model import INTERNAL_LETTERS, Clock, Lang, LetterKind, Level
from daemon.model import Diagnosis as Line
from daemon.oauth.grant import NAME as GRANT
from daemon.proof.readiness import refuse_lost, refuse_unfinished
from daemon.readership import secretaries
from daemon.records import Records
from daemon.render import LibreOffice
from daemon.season import days_named
from daemon.smtp import SmtpSender

_LITTLE_DISK_BYTES, _NO_DISK_BYTES = 1_000_000_000, 20_000_000
#: The mailbox's clock and ours may differ by so much before times of arrival mislead.
_SKEW = timedelta(minutes=2)
_SET_CLOCK = "Set this machine's clock (timedatectl set-ntp true)."


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


def _configuration(config: Config, _: Clock) -> Iterator[Line]:
    mode = config.conference.mode
    meaning = {
        Mode.OBSERVE: "nothing is sent",
        Mode.REDIRECT: f"every letter goes to {config.conference.redirect_to}",
        Mode.LIVE: "letters go to their readers",
    }[mode]
    yield _good("configuration", f"{config.conference.short_name}; mode {mode.value}: {meaning}")
    if config.canary.every_hours and not config.sends_canaries:
        yield Line(Level.WARNING, "canary", f"none is sent in mode {mode.value}", "They begin with mode live.")
    if not config.secretariat.addresses:
        text = "nobody is named: notices and digests reach nobody, and no reply decides anything"
        yield Line(Level.WARNING, "secretariat", text, "Name somebody in [secretariat] addresses.")
    lonely = [school.name for school in config.schools if not school.contacts]
    if lonely:
        text = f"{len(lonely)} of {len(config.schools)} schools have no contact"
        yield Line(Level.WARNING, "schools", text, "Add contacts under [[schools]]; reminders need them.")
    if config.schools and not kinds_of_school(config):
        text = "nothing tells a school that does not take part: its authors count for the school of the sender"
        remedy = 'Say in [vocabulary] school_kinds what names of schools begin with: ["Trường Đại học", "Học viện"].'
        yield Line(Level.WARNING, "schools", text, remedy)


def _dates(config: Config, clock: Clock) -> Iterator[Line]:
    last, wrong = config.deadline.astimezone(config.zone), []
    if clock.now() > config.deadline:
        text = f"the deadline was {last:%d/%m/%Y %H:%M} {config.conference.timezone}: whatever arrives now is late"
        wrong.append((text, "Set [rules] deadline and the phases, if this is a new season."))
    elif apart := [phase for phase in config.phases if phase.kind is PhaseKind.SUBMIT and phase.end != last.date()]:
        text = f"the deadline is {last:%d/%m/%Y}, phase {apart[0].id} ends on {apart[0].end:%d/%m/%Y}"
        wrong.append((text, "Reminders count to one, papers are judged by the other. Mend one."))
    for before, after in pairwise(sorted(config.phases, key=lambda phase: (phase.start, phase.end))):
        if after.start < before.end:  # on one day one may end and the next begin
            text = (
                f"phase {after.id} begins on {after.start:%d/%m/%Y}, before {before.id} ends on {before.end:%d/%m/%Y}"
            )
            wrong.append((text, "Letters of both go out meanwhile. Mend a date of [[phases]], if that is not meant."))
    for phase in config.phases:
        elsewhere = [day for day in days_named(config.event.time) if not phase.start <= day <= phase.end]
        if phase.kind is PhaseKind.EVENT and elsewhere:
            text = (
                f"[event] time names {elsewhere[0]:%d/%m/%Y}, "
                f"phase {phase.id} is from {phase.start:%d/%m/%Y} to {phase.end:%d/%m/%Y}"
            )
            wrong.append((text, "Invitations tell the one and go out by the other. Mend one."))
    wrong += _granted(config)
    for text, remedy in wrong:
        yield Line(Level.WARNING, "dates", text, remedy)
    if not wrong:
        yield _good("dates", f"deadline {last:%d/%m/%Y %H:%M %Z}")


def _granted(config: Config) -> Iterator[tuple[str, str]]:
    """Deadlines of single schools or papers that give nobody more time: who granted one believes that it holds."""
    prefix = config.conference.code_prefix
    for extension in config.extensions:
        whose = extension.paper or extension.school or ""
        if extension.paper is not None and not re.fullmatch(rf"{re.escape(prefix)}-\d{{3,}}", extension.paper):
            text = f"[[extensions]] names the paper {whose}, and no paper has such a code"
            yield text, f"Write it as letters do, such as {ledger.paper_code(prefix, 7)}."
        elif config.last_moment(extension.until) <= config.deadline:
            text = f"[[extensions]] gives {whose} a deadline that is no later than that of all"
            yield text, "It has no effect: the later of the two counts. Mend it, or take it out."


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
    reads_it = any(readers.lang is Lang.EN for readers in secretaries(config))
    unread: frozenset[LetterKind] = frozenset() if reads_it else INTERNAL_LETTERS
    lacking = [kind.value for kind in letters.untranslated(environment) if kind not in unread]
    if Lang.EN in config.languages and lacking:
        text = f"no English templates for {', '.join(lacking)}: who reads English gets them in Vietnamese"
        yield Line(Level.WARNING, "languages", text, "Write them: en/NAME.j2 and en/NAME.subject.j2.")


def _disk(config: Config, _: Clock) -> Iterator[Line]:
    directory = config.storage.directory
    try:
        there = next(path for path in (directory, *directory.parents) if path.exists())
    except PermissionError as error:
        remedy = f"Run the doctor as the user that runs thamluan ({disk.as_whom(error)} ...)."
        yield Line(Level.BAD, "storage", f"{error.filename} cannot be looked into by this user", remedy)
        return
    if not there.is_dir():
        yield Line(Level.BAD, "storage", f"{there} is a file, no folder", "Name a folder in [storage] directory.")
        return
    if os.statvfs(there).f_flag & os.ST_RDONLY:
        yield Line(Level.BAD, "storage", f"{there} is on a read-only file system", "Mount it writable.")
        return
    if not os.access(there, os.W_OK | os.X_OK):
        remedy = f"Create {directory} for the user that runs thamluan, or run the doctor as that user."
        yield Line(Level.BAD, "storage", f"{there} cannot be written by this user", remedy)
        return
    free = shutil.disk_usage(there).free
    if free < _LITTLE_DISK_BYTES:
        level = Level.BAD if free < _NO_DISK_BYTES else Level.WARNING
        yield Line(level, "disk", f"{free // 1_000_000} MB free at {there}", "Make room; intake stops when full.")
    else:
        yield _good("disk", f"{free // 1_000_000_000} GB free at {there}")
    try:
        refuse_unfinished(directory)
        refuse_lost(directory)
        with Records.open(directory, read_only=True) as records:
            damage, place = records.integrity(), "sound, in" if records.are_there else "none yet in"
    except RecordsError as error:
        yield Line(Level.BAD, "records", str(error))
        return
    if damage:
        yield Line(Level.BAD, "records", "; ".join(damage[:3]), "Restore a backup.")
    else:
        yield _good("records", f"{place} {directory}")


def _secrets(config: Config, _: Clock) -> Iterator[Line]:
    """Says nothing of files that this user cannot see: they are read by systemd, or missed by who needs them."""
    by_grant = Auth.OAUTH2 in {config.mailbox.auth, config.smtp.auth}
    files = {
        config.mailbox.password_file: config.mailbox.auth is Auth.PASSWORD,
        config.smtp.password_file: config.smtp.auth is Auth.PASSWORD and bool(config.smtp.username),
        config.oauth2.client_secret_file: by_grant,
        config.storage.directory / GRANT: by_grant,  # written 0600: somebody has copied it
    }
    for file in [file for file, is_used in files.items() if file is not None and is_used]:
        with contextlib.suppress(OSError):
            if file.stat().st_mode & 0o007:
                yield Line(Level.WARNING, "secrets", f"{file} is open to every user", f"chmod 0600 {file}")


def _grant(config: Config, clock: Clock) -> Iterator[Line]:
    try:
        access = access_of(config)
    except ConfigError as error:
        yield Line(Level.BAD, "grant", f"{error.problems[0].key} {error.problems[0].problem}", error.problems[0].remedy)
        return
    if access is None:
        return
    try:
        access.token()
    except GrantError as error:
        yield Line(Level.BAD, "grant", str(error), "See [oauth2] and docs/oauth2.md.")
        return
    if (trouble := access.trouble()) is None:
        yield _good("grant", f"{config.oauth2.provider.value} lets us in as {account_of(config)}")
    elif trouble.kind == "grant_expires":
        ends, is_over = trouble.at.astimezone(config.zone), trouble.at <= clock.now()
        level, tense = (Level.BAD, "ended") if is_over else (Level.WARNING, "ends")
        yield Line(level, "grant", f"it {tense} at {ends:%d/%m/%Y %H:%M %Z}", trouble.text)
    else:  # the token at hand is good for some minutes more
        yield Line(Level.BAD, "grant", trouble.text, "Until then the token at hand serves.")


def _mailbox(config: Config, clock: Clock) -> Iterator[Line]:
    try:
        opener = mailbox_opener(config, access_of(config))
    except ConfigError as error:
        problem = error.problems[0]
        yield Line(Level.BAD, "mailbox", f"{problem.key} {problem.problem}", problem.remedy)
        return
    try:
        inbox = opener.open()
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
    text = f"{config.mailbox.username} at {config.mailbox.host}: {state.exists} messages in {config.mailbox.folder}"
    yield _good("mailbox", f"{text}; {', '.join(has) or 'no IDLE, MOVE or UIDPLUS'}")
    named = config.mailbox.sent_folder
    if keeps_sent:
        yield _good("sent folder", "there is one: letters cut off while being sent are looked up in it")
    else:
        text = f"there is {f'no {named}' if named else 'none'}: letters cut off while being sent stay uncertain"
        remedy = "Name it in [mailbox] sent_folder, if the provider keeps one."
        otherwise = 'Mend [mailbox] sent_folder; "" is the one that the server marks as such.'
        yield Line(Level.WARNING, "sent folder", text, otherwise if named else remedy)
    newest = max((item.internal_date for item in listed), default=None)
    if newest is not None and newest > clock.now() + _SKEW:
        yield _wrong_clock(f"the newest message arrived {_span(newest - clock.now())} in our future")
    else:
        ours = f"{clock.now().astimezone(config.zone):%d/%m/%Y %H:%M:%S} {config.conference.timezone}"
        held = "no message of the mailbox is from its future" if newest else "nothing in the mailbox to hold it against"
        yield _good("clock", f"{ours}; {held}")


def _wrong_clock(text: str) -> Line:
    return Line(Level.BAD, "clock", f"{text}: one of the two clocks is wrong", _SET_CLOCK)


def _span(length: timedelta) -> str:
    return str(timedelta(seconds=round(length.total_seconds())))


def _clocks_of_the_way_out(config: Config, clock: Clock, said: datetime | None) -> Iterator[Line]:
    """Ours may be fast, of which the mailbox says nothing: its messages are always of our past.  Where the SMTP server
    tells its time, that is held against ours, and so is the mailbox's of a letter to ourselves.
    """
    if said is not None:
        here, there = (moment.astimezone(config.zone) for moment in (clock.now(), said))
        if abs(said - clock.now()) > _SKEW:
            yield _wrong_clock(f"the SMTP server says {there:%d/%m/%Y %H:%M}, this machine {here:%d/%m/%Y %H:%M}")
            return
        yield _good("clock", f"the SMTP server's says the same: {there:%d/%m/%Y %H:%M}")
    with contextlib.suppress(RecordsError):  # another line tells of them
        with Records.open(config.storage.directory, read_only=True) as records:
            early = records.canary().early
        if early is not None and early > _SKEW:
            text = f"our last letter to ourselves was in the mailbox {_span(early)} before we wrote it: ours was fast"
            yield Line(Level.WARNING, "clock", text, f"{_SET_CLOCK} The next such letter tells whether it is right.")


def _sender(config: Config, sender: SmtpSender, level: Level) -> Iterator[Line]:
    address = config.mailbox.address
    try:
        sender.try_address(address)
    except DeliveryError as error:
        remedy = "The account must be allowed to send as [mailbox] address, and the server to take letters for it."
        passing = "That passes by itself, or a later `thamluan doctor` says more."
        # Who greylists says so with 4yz; a connection that breaks off is another matter.
        passes = not error.permanent and error.code is not None
        yield Line(Level.WARNING if passes else level, "sender", error.told, remedy if error.permanent else passing)
    else:
        yield _good("sender", f"letters may go out from {address}")


def _smtp(config: Config, clock: Clock) -> Iterator[Line]:
    harmless = config.conference.mode is Mode.OBSERVE
    level = Level.WARNING if harmless else Level.BAD
    try:
        sender = sender_maker(config, access_of(config))()
        try:
            yield _good("smtp", f"{config.smtp.host}: {sender.probe()}")
            yield from _clocks_of_the_way_out(config, clock, sender.said_time())
            yield from _sender(config, sender, level)
        finally:
            sender.close()
    except ConfigError as error:
        problem = error.problems[0]
        yield Line(level, "smtp", f"{problem.key} {problem.problem}", problem.remedy)
    except DeliveryError as error:
        yield Line(level, "smtp", error.told, "See [smtp].")


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
    lasted = f", a page took {found.warm_seconds:.1f} s" if found.warm_seconds else ""
    yield _good("renderer", f"{found.version}{started}{lasted}")
    yield _good("fonts", f"{found.font} stands in for {config.rules.font} and covers Vietnamese")
    if found.isolated:
        yield _good("sandbox", f"{found.place}: no network, nothing in sight but the document")
    else:
        switched_off = "Set [render] sandbox = true."
        remedy = "Enable thamluan-render.socket, or install bubblewrap." if config.render.sandbox else switched_off
        yield Line(Level.WARNING, "sandbox", found.warning, remedy)


_PROBES: tuple[Probe, ...] = (_configuration, _dates, _templates, _disk, _secrets, _mailbox, _grant, _smtp, _renderer)
