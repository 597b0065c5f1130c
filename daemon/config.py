"""The configuration: one TOML file is one conference.

In: a path.  Out: a frozen `Config`, or a `ConfigError` that lists *every* problem of the file with section, key
and remedy.  Field descriptions here are the manual; the shipped `config.toml` names every key.

Secrets never stand in the TOML: they come from `password_file` or, under systemd, from
`$CREDENTIALS_DIRECTORY` (systemd.exec(5), LoadCredential=), and are read when a connection is built, so that
commands without a mailbox work without them.

These are values, without behaviour beyond what follows from them; every module may import them.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from daemon.discretion import Secret
from daemon.errors import ConfigError, ConfigProblem
from daemon.model import FileKind, Lang


def _an_address(value: str) -> str:
    local, at, domain = value.strip().rpartition("@")
    if not (local and at and domain) or any(c.isspace() or c in '<>,;"' for c in value.strip()):
        raise ValueError("is not an e-mail address.", "Write one such as ban-thu-ky@truong.example.")
    return value.strip()


def address_problem(text: str) -> str | None:
    """What is wrong with an e-mail address, and what to do; None when nothing is."""
    try:
        _an_address(text)
    except ValueError as error:
        return " ".join(error.args)
    return None


def _a_day_or_time(value: object) -> object:
    """TOML may give a date, a local or offset date-time, or an ISO 8601 string; a bare date stays a date."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a date or time.", "Write 2021-11-10 or 2021-11-10T17:00:00+07:00.") from None


def _an_endpoint(value: str) -> str:
    parts = urlsplit(value)
    if value and not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))):
        raise ValueError("is not an https address.", "Tokens are sent there: use https, or http on this machine.")
    if value and not parts.hostname:
        raise ValueError("names no server.", "Write https://host/path.")
    return value


def _a_textfile(value: Path) -> Path:
    if value.suffix != ".prom":
        raise ValueError("does not end in .prom.", "The textfile collector of node_exporter reads no other files.")
    return value


def _a_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a known time zone.", 'Use an IANA name such as "Asia/Ho_Chi_Minh".') from None
    return value


def _a_path_or_none(value: object) -> object:
    return None if value == "" else value


PaperKind = Literal[FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF]
Email = Annotated[str, AfterValidator(_an_address)]
Endpoint = Annotated[str, AfterValidator(_an_endpoint)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Port = Annotated[int, Field(ge=1, le=65535)]
_Named = TypeVar("_Named", bound=BaseModel)
Words = tuple[Annotated[str, Field(min_length=1)], ...]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Mode(StrEnum):
    """What happens to letters."""

    OBSERVE = "observe"
    REDIRECT = "redirect"
    LIVE = "live"


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class OnUncertain(StrEnum):
    """What becomes of a letter of which nobody knows whether it went out."""

    HOLD = "hold"
    RESEND = "resend"


class EnglishNames(_Section):
    """Names as English letters write them; what is left out is called by its Vietnamese name."""

    name: str = Field(default="", description="Full name of the conference.")
    short_name: str = Field(default="", description="Name for subjects of letters.")
    organiser: str = Field(default="", description="The body that calls the conference.")
    host: str = Field(default="", description="The institution that runs it.")
    plan: str = Field(default="", description="The document that lays down the rules.")
    plan_note: str = Field(default="", description="Explains the abbreviations of the clauses.")
    secretariat: str = Field(default="", description="How letters call the secretariat and sign.")


class Conference(_Section):
    """What it is called, who calls it, and what happens to letters."""

    name: str = Field(min_length=1, description="Full name of the conference, without quotation marks.")
    short_name: str = Field(min_length=1, description="Name for subjects of letters.")
    organiser: str = Field(min_length=1, description="The body that calls the conference (letterhead, first line).")
    host: str = Field(min_length=1, description="The institution that runs it and receives the papers.")
    plan: str = Field(min_length=1, description="The document that lays down the rules, as letters cite it.")
    plan_note: str = Field(default="", description="Explains the abbreviations of the clauses, for readers of letters.")
    code_prefix: str = Field(
        pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$",
        description="Paper codes are this, a hyphen and a running number of three digits: TL-2021-001.",
    )
    timezone: Annotated[str, AfterValidator(_a_zone)] = Field(
        description="IANA name of the zone in which days begin and end and people read times."
    )
    mode: Mode = Field(
        description="observe: record and prepare, send nothing. redirect: every letter to redirect_to. live: send."
    )
    redirect_to: Email | None = Field(default=None, description="The test address of mode redirect.")
    lang: Lang = Field(
        default=Lang.VI, description="vi or en: what letters are written in to whom no other language is given."
    )
    english: EnglishNames = Field(default=EnglishNames(), description="Names for English letters.")


class Auth(StrEnum):
    """How one logs in."""

    PASSWORD = "password"
    OAUTH2 = "oauth2"


class Provider(StrEnum):
    """Whose OAuth2 endpoints are asked."""

    GOOGLE = "google"
    MICROSOFT = "microsoft"
    CUSTOM = "custom"


class Mailbox(_Section):
    """Where papers come in: IMAP."""

    address: Email = Field(description="Where authors send papers; sender of every letter.")
    sender_name: str = Field(default="", description="Display name beside that address in letters.")
    host: str = Field(min_length=1, description="IMAP server.")
    port: Port = Field(description="993 for tls, 143 for starttls and none.")
    security: Security = Field(description="tls, starttls, or none (towards loopback only).")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    username: str = Field(min_length=1, description="IMAP login.")
    auth: Auth = Field(default=Auth.PASSWORD, description="password, or oauth2: by the grant of `thamluan login`.")
    password_file: Path | None = Field(
        default=None, description="File holding the password alone; or the systemd credential mailbox-password."
    )
    folder: str = Field(default="INBOX", min_length=1, description="Folder that is read.")
    processed_folder: str = Field(
        default="", description="Where handled messages are moved; empty: they stay where they are."
    )
    sent_folder: str = Field(
        default="",
        description="Where the provider keeps what was sent: letters cut off while being sent are looked up there. "
        "Empty: the folder that the server marks as such (RFC 6154).",
    )
    vanished_limit: int = Field(
        default=10,
        ge=0,
        description="Where at least so many messages on record stood in the mailbox and none is left at the next poll, "
        "letters wait until `thamluan outbox resume`; 0: never.",
    )
    poll_seconds: int = Field(default=60, ge=1, le=86400, description="Pause between polls, IDLE or not.")
    alarm_minutes: int = Field(
        default=15,
        ge=1,
        description="So long without a successful poll is trouble, told by `status`, and by the log of events "
        "afterwards; five polls are waited for at least.",
    )
    subaddresses: bool = Field(
        default=False,
        description="The server delivers mail for box+anything@... to box@...: letters are then answered to an "
        "address that names the paper (RFC 5233).",
    )
    authserv_id: str = Field(
        default="",
        description="Name of the server in the Authentication-Results that it adds (RFC 8601); empty: it adds none.",
    )
    idle: bool = Field(default=True, description="Use IDLE (RFC 2177) besides polling where the server has it.")
    timeout_seconds: float = Field(default=60, gt=0, le=600, description="Limit on every network operation.")


class Smtp(_Section):
    """The way out for letters."""

    host: str = Field(min_length=1, description="Submission server.")
    port: Port = Field(description="465 for tls, 587 for starttls.")
    security: Security = Field(description="tls, starttls, or none (towards loopback only).")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    username: str = Field(default="", description="Empty: no login.")
    auth: Auth = Field(default=Auth.PASSWORD, description="password, or oauth2: by the same grant as the mailbox.")
    password_file: Path | None = Field(
        default=None, description="File holding the password alone; or the systemd credential smtp-password."
    )
    timeout_seconds: float = Field(
        default=60,
        gt=0,
        le=600,
        description="Limit on every network operation; ten times as long for the answer to a whole letter.",
    )
    max_attempts: int = Field(default=8, ge=1, le=50, description="After so many temporary failures a letter fails.")
    on_uncertain: OnUncertain = Field(
        default=OnUncertain.HOLD,
        description="A letter that may or may not have gone out and is not found in the Sent folder: hold it for a "
        "person, or resend it once, marked as a possible repeat.",
    )
    uncertain_minutes: int = Field(
        default=15, ge=1, description="So long a letter is looked for in the Sent folder before it is not found."
    )


class OAuth2(_Section):
    """How a provider lets us in without the mailbox's password: who we are to it, and where it is asked."""

    provider: Provider = Field(default=Provider.GOOGLE, description="google, microsoft, or custom.")
    client_id: str = Field(default="", description="Of the application that you registered with the provider.")
    client_secret_file: Path | None = Field(
        default=None,
        description="File holding the client's secret alone; or the systemd credential oauth2-client-secret. A public "
        "client (Microsoft) has none.",
    )
    tenant: str = Field(
        default="common", pattern=r"^[A-Za-z0-9.-]+$", description="Microsoft: id or domain of the organisation."
    )
    authorization_endpoint: Endpoint = Field(default="", description="Page in the browser; empty: the provider's.")
    token_endpoint: Endpoint = Field(default="", description="Empty: the provider's.")
    device_endpoint: Endpoint = Field(default="", description="Of the device flow; empty: the provider's.")
    scopes: Words = Field(default=(), description="What is asked for; empty: IMAP and SMTP as the provider calls them.")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    timeout_seconds: float = Field(default=30, gt=0, le=600, description="Limit on every question.")
    warn_days: int = Field(
        default=3, ge=0, description="So many days before a grant ends, where the provider says when, it is trouble."
    )


class Storage(_Section):
    """Where everything that is ours stands, and for how long."""

    directory: Path = Field(description="Records, archive and files; ours alone, created 0700.")
    keep_days: int = Field(
        default=0, ge=0, description="`thamluan purge` removes personal data older than so many days; 0: none is."
    )


class Secretariat(_Section):
    """Who decides."""

    name: str = Field(min_length=1, description="How letters call it and sign.")
    addresses: tuple[Email, ...] = Field(description="Who is told what a person must see, and may decide by reply.")
    phone: str = Field(default="", description="Shown in letters when set.")

    @property
    def keys(self) -> frozenset[str]:
        """Its addresses, for comparing with `Address.key`."""
        return frozenset(address.casefold() for address in self.addresses)


class Clauses(_Section):
    """Which clause of the plan each check rests on, as findings cite it."""

    file: str = Field(description="For: the file can be read.")
    font: str = Field(description="For: one font.")
    encoding: str = Field(description="For: Unicode text.")
    pages: str = Field(description="For: the number of pages.")
    elements: str = Field(default="", description="For: the elements of a paper on a model.")
    topic: str = Field(description="For: the themes.")
    identity: str = Field(description="For: author and school.")
    deadline: str = Field(description="For: the deadline.")


class Rules(_Section):
    """What a paper must be like."""

    font: str = Field(min_length=1, description="The one font family of a paper.")
    font_tolerance_percent: float = Field(
        default=0, ge=0, le=100, description="Share of visible characters in other fonts that still passes."
    )
    max_pages: int = Field(ge=1, description="Pages of text a paper may have.")
    deadline: Annotated[datetime | date, BeforeValidator(_a_day_or_time)] = Field(
        description="Last moment of arrival: a date means the end of that day in the conference's zone."
    )
    accepted_kinds: tuple[PaperKind, ...] = Field(
        default=(FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF),
        description="File kinds taken as papers.",
    )
    clauses: Clauses = Field(description="The clause each check rests on, below.")


class Render(_Section):
    """LibreOffice, which counts the pages."""

    enabled: bool = Field(default=True, description="Without it page counts are never believed (review).")
    program: str = Field(default="soffice", min_length=1, description="LibreOffice, a name on PATH or a path.")
    python: str = Field(
        default="/usr/bin/python3", min_length=1, description="The Python that has LibreOffice's `uno` module."
    )
    deadline_seconds: float = Field(default=6, gt=0, le=600, description="Limit per document, reading included.")
    restart_after: int = Field(default=100, ge=1, description="A fresh LibreOffice after so many documents.")
    memory_megabytes: int = Field(default=512, ge=256, description="Limit on its address space growth.")
    sandbox: bool = Field(default=True, description="Run it in a unit of its own, else in bubblewrap where that works.")
    socket: Annotated[Path | None, BeforeValidator(_a_path_or_none)] = Field(
        default=Path("/run/thamluan-render.sock"),
        description="Where that unit listens (thamluan-render.socket); empty, or nobody does: bubblewrap.",
    )


class Intake(_Section):
    """Limits on what is taken in."""

    max_message_bytes: int = Field(
        default=50_000_000, ge=10_000, description="Larger messages are not fetched; their sender is told."
    )
    max_attempts: int = Field(default=3, ge=1, description="A message that failed so often is parked.")
    max_assessment_attempts: int = Field(default=3, ge=1, description="The same for judging a paper.")


class Letters(_Section):
    """How letters are written, and the brakes on sending."""

    templates_directory: Path | None = Field(
        default=None, description="Templates here win over those of the program, file by file."
    )
    max_per_address_per_day: int = Field(
        default=20, ge=1, description="More than so many within 24 hours wait: the brake of a loop of answers."
    )
    max_recipients_per_day: int = Field(
        default=0,
        ge=0,
        description="After so many readers within 24 hours letters wait, but for those to the secretariat; status says "
        "so. Below what the provider allows; 0: no limit.",
    )
    max_per_hour: int = Field(default=300, ge=1, description="More than so many in all stop sending; status says so.")


class Vocabulary(_Section):
    """Words by which papers are read; compared without case and without diacritics where unambiguous.

    In phrases "…" stands for up to a dozen words of the same sentence.
    """

    model_words: Words = Field(
        default=(),
        description="A paper whose title holds one of these presents a model; needed where [[elements]] are.",
    )
    not_models: Words = Field(
        default=(), description='Where such a word means something else: "mô hình tăng trưởng", "sai phạm điển hình".'
    )
    general_words: Words = Field(
        description="A title with one of these speaks of models in general; whether it presents one is for its text."
    )
    unnamed_words: Words = Field(description='Words after "mô hình" that do not name it: "ở", "của", "tiêu biểu", ...')
    academic_titles: Words = Field(description="Titles before an author's name: ThS., TS., ...")
    office_words: Words = Field(description="Words that begin the name of an office or a school as a sender of mail.")
    surnames: Words = Field(
        description="Family names: what tells an author's line from another, and a sender from a service."
    )
    not_authors: Words = Field(description="Names and words in capitals that look like authors and are none.")
    plain_titles: Words = Field(
        default=(), description='Of the titles those that do not make a name of what follows: "đồng chí".'
    )
    ordinary_words: Words = Field(
        default=(), description='Words in capitals that are no part of a name: "GIẢNG VIÊN TRẺ Ở ..." names nobody.'
    )
    workplace_words: Words = Field(
        default=(), description='Behind a name one of these says where its bearer works: "..., Thư viện Trường ...".'
    )
    compounds: Words = Field(
        default=(), description='Words of two syllables that are not to be cut: "lớp học | được" shows no "học được".'
    )
    author_labels: Words = Field(description='What stands before authors: "Tác giả", ...')
    title_labels: Words = Field(description='What stands before a title: "Tên bài", ...')
    affiliation_words: Words = Field(description="Words that begin an affiliation line, not a title.")
    mastheads: Words = Field(description="Of these phrases lines above the title consist: motto, kind of text, ...")
    slogans: Words = Field(
        default=(), description='A line above the title that begins with one of these, or ends it with "!", is none.'
    )
    body_starts: Words = Field(description="Headings with which the text begins and the title block ends.")
    reference_headings: Words = Field(description="Headings after which only literature follows.")
    heading_leads: Words = Field(description='Words before the matter of a heading: "Về", "Một số", ...')
    other_headings: Words = Field(
        default=(), description="A heading with one of these heads something else than an element."
    )
    naming_words: Words = Field(
        default=(), description='Right before what a paper calls its model: "đặt tên là", "mang tên".'
    )
    placeholder_words: Words = Field(
        default=(), description='What stands under a heading until somebody writes it: "sẽ bổ sung".'
    )
    other_signs: Words = Field(
        default=(), description="What is said under headings of something else: of a background, of plans."
    )
    announcing_words: Words = Field(
        default=(), description="A sentence with one of these says what the paper will speak of, and shows no element."
    )
    other_subjects: Words = Field(
        default=(), description="A sentence with one of these and no word for models shows no element."
    )
    model_kinds: Words = Field(
        default=(), description='What a title may call a model instead: "câu lạc bộ"; its text then does so too.'
    )
    example_words: Words = Field(
        default=(), description='A title with one of these tells of somebody as an example: "tấm gương sáng".'
    )
    own_words: Words = Field(
        default=(), description='So a text speaks of its own model: "mô hình được ... biểu dương", "mô hình của khoa".'
    )
    praise_words: Words = Field(
        default=(),
        description='Between a word for models and the department that is one: "điển hình tiên tiến Khoa ...".',
    )
    calling_words: Words = Field(default=(), description='What joins a name to its kind: "... là một mô hình".')
    pointing_words: Words = Field(
        default=(),
        description='Words at the head of a sentence that call a model what the one before named: "mô hình ấy".',
    )
    middle_names: Words = Field(
        default=(), description="After a first word in capitals these show a person whatever the family name."
    )
    unit_names: Words = Field(
        default=(), description="Names of departments: in a title they say where, and nothing about the theme."
    )
    title_asides: Words = Field(
        default=(), description="Said of a model in a title without making it a paper on models in general."
    )
    place_words: Words = Field(
        default=(), description='Words before a place: a keyword of a theme behind one says where ("ở ký túc xá").'
    )
    aim_words: Words = Field(
        default=(), description="Words of a title behind which its aim stands, when something of a theme stands before."
    )
    outside_offices: Words = Field(
        default=(), description="Offices that are no school: a province beside one of them hints at no school."
    )
    province_words: Words = Field(
        default=(), description="Before a province in a line without a school these show a provincial office."
    )
    letterheads: Words = Field(
        default=(), description="Above a title, one of these with a province tells whose school a bare line means."
    )
    task_words: Words = Field(
        default=(), description='Words that say what to do: "nâng cao", ...: a heading that begins so names no element.'
    )


class Element(_Section):
    """One of the things that a paper on a model must name; without any, no paper is asked for them."""

    id: str = Field(pattern=r"^[a-z_]+$", description="As findings name it.")
    name: str = Field(min_length=1, description="As letters name it.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    headings: Words = Field(description="How authors head it, most typical first.")
    heading_words: Words = Field(default=(), description="A heading with one of these anywhere is about it.")
    phrases: Words = Field(default=(), description="How it shows in running text.")
    traces: Words = Field(
        default=(), description="Wording that may be it: when nothing else is found, a person looks instead of a fail."
    )
    words: Words = Field(
        default=(), description="Its words: in a paper without headings, where it speaks of its model, a trace."
    )
    other_matters: Words = Field(default=(), description='Such words about something else: "kết quả học tập".')
    signs: Words = Field(
        default=(), description="What is said of it: what stands under a heading in other words is known by them."
    )
    stage: int = Field(
        default=0, ge=0, description="Where papers tell it: what has a higher stage stands behind what has a lower one."
    )
    told_under: Words = Field(
        default=(), description="Under a heading with one of these a word of it is a trace: it may be told there."
    )
    shown_by_name: bool = Field(
        default=False, description="The name of the model itself shows it, without any heading or wording."
    )
    names_paper_part: bool = Field(
        default=False, description="Its first heading, alone, is also what papers call a part of theirs."
    )


class Topic(_Section):
    """A theme of the plan."""

    id: str = Field(pattern=r"^\d+(\.\d+)*$", description="Its number in the plan.")
    name: str = Field(min_length=1, description="As letters name it.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    keywords: Words = Field(description="Wording that speaks for it, strongest in the title.")
    hints: Words = Field(default=(), description="Wording that speaks for it weakly.")
    signs: Words = Field(default=(), description="What papers on it speak of, whatever their title.")


class PhaseKind(StrEnum):
    """What a phase is for; the template folder has the letters of each."""

    ANNOUNCE = "announce"  #: the plan is made known, writers are chosen
    WRITE = "write"
    VET = "vet"  #: the schools examine their papers
    SUBMIT = "submit"
    EVENT = "event"  #: the conference itself


class Audience(StrEnum):
    """Who gets the letters of a phase."""

    SCHOOLS = "schools"  #: the contacts of the schools
    AUTHORS = "authors"  #: who submitted a paper that still has to be corrected
    SECRETARIAT = "secretariat"
    DELEGATES = "delegates"  #: who submitted a paper, the schools' contacts, and [event] delegates


class Phase(_Section):
    """A part of the plan with its dates and its letters."""

    id: Identifier = Field(description="As `rehearse` and the records name it; it stays when dates change.")
    name: str = Field(min_length=1, description="As letters name it.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    start: date = Field(description="Its first day.")
    end: date = Field(description="Its last day.")
    kind: PhaseKind = Field(default=PhaseKind.WRITE, description="Which letters it has.")
    audience: tuple[Audience, ...] = Field(default=(), description="Who gets them; nobody: it has none.")
    announce_days: int = Field(
        default=0, ge=0, le=365, description="So many days before its start the letter that opens it goes out."
    )
    reminder_days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = Field(
        default=(),
        description="So many days before its end, for an event before its start, a reminder goes out; where that day "
        "is moved to a later one, again.",
    )

    @property
    def target(self) -> date:
        """The day that reminders count down to."""
        return self.start if self.kind is PhaseKind.EVENT else self.end

    always: bool = Field(default=False, description="Its letters go also to who has nothing left to do.")
    vetting: bool = Field(
        default=False,
        description="Of kind vet: from its start on schools are asked to confirm that papers which authors sent "
        "themselves are vetted; without such a phase the conference has no vetting, and nothing speaks of it.",
    )


class Shift(StrEnum):
    """What becomes of a letter that falls on a day without work."""

    NEXT = "next"
    SEND = "send"


class LogFormat(StrEnum):
    """How the log is written."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    JOURNAL = "journal"


class Log(_Section):
    """What happens, as the sysadmin reads it: on standard error, or in the journal."""

    format: LogFormat = Field(
        default=LogFormat.AUTO,
        description="text: lines; json: an object a line; journal: systemd's, with fields; auto: the journal where "
        "systemd has connected it, else text.",
    )
    addresses: bool = Field(default=True, description="false: addresses of people are cut to their domains in the log.")


class Metrics(_Section):
    """The service in numbers, for Prometheus."""

    port: int = Field(
        default=0, ge=0, le=65535, description="While the service runs, http://127.0.0.1:PORT/metrics; 0: none."
    )
    textfile: Annotated[Path, AfterValidator(_a_textfile)] | None = Field(
        default=None, description="File for the textfile collector of node_exporter, written every half a minute."
    )


class Canary(_Section):
    """A letter to ourselves, out by SMTP and back by IMAP."""

    every_hours: float = Field(
        default=0, ge=0, le=168, description="So often one is sent, while the service runs in mode live; 0: none is."
    )
    within_minutes: int = Field(
        default=30, ge=1, description="One that is not back within so many minutes is trouble, told by `status`."
    )


class Season(_Section):
    """Letters by calendar."""

    enabled: bool = Field(default=True, description="Letters by calendar; without it mail is answered and no more.")
    send_at: time = Field(default=time(8, 0), description="Time of day at which letters of the calendar go out.")
    working_hours: tuple[time, time] = Field(
        default=(time(7, 30), time(17, 0)), description="What becomes due outside of them waits for them."
    )
    free_days: Shift = Field(
        default=Shift.NEXT,
        description="Weekends and holidays: next: letters wait for the next working day, reminders go out on the one "
        "before; send: they go out all the same.",
    )
    holidays: str = Field(
        default="", description="Country whose public holidays are days without work (ISO 3166-1); empty: none."
    )
    max_at_once: int = Field(
        default=50, ge=1, description="More letters than so many due at one moment wait for a person: status says so."
    )


class WhenEmpty(StrEnum):
    """What becomes of a digest that has nothing new to tell."""

    LINE = "line"
    SKIP = "skip"


class Weekday(StrEnum):
    """A day of the week, or none."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    NONE = ""


class Digest(_Section):
    """What the secretariat is told of the whole, every day."""

    at: time = Field(default=time(7, 0), description="Time of day at which it is written; every day, free or not.")
    weekly: Weekday = Field(
        default=Weekday.NONE, description="On that day it also sums up seven days, and is never left out; empty: never."
    )
    hourly_on_deadline: bool = Field(
        default=False, description="On the day of the deadline one every hour from `at` on, not one for the day."
    )
    when_empty: WhenEmpty = Field(
        default=WhenEmpty.LINE, description="Without anything new: line: it says so in a line; skip: none is written."
    )
    attach_list: bool = Field(default=True, description="A workbook with all papers goes with it.")


class Event(_Section):
    """What the last letters say of the conference itself."""

    place: str = Field(default="", description="Where it is held, when it is held in one place.")
    online_link: str = Field(default="", description="Where one joins, when it is held online.")
    time: str = Field(default="", description="When it begins, as letters say it.")
    english_place: str = Field(default="", description="The place, for English letters; empty: as above.")
    english_time: str = Field(default="", description="The time, for English letters; empty: as above.")
    delegates: tuple[Email, ...] = Field(
        default=(),
        description='Invited besides those who sent papers: an address, or {address = "…", name = "…", lang = "en"}.',
    )


class School(_Section):
    """A school, its quota, and how it is recognised."""

    id: Identifier = Field(description="As findings, `status` and [[extensions]] name it.")
    name: str = Field(min_length=1, description="Its full name, as letters write it.")
    aliases: Words = Field(default=(), description="Other ways people write it.")
    places: Words = Field(default=(), description="Its province or city; near an author it hints at the school.")
    domains: tuple[str, ...] = Field(default=(), description="Mail domains that belong to it alone.")
    contacts: tuple[Email, ...] = Field(default=(), description="Who answers for the school.")
    min_papers: int = Field(ge=0, description="How many papers the plan asks of it.")
    max_papers: int | None = Field(default=None, ge=0, description="Absent: no upper bound.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    lang: Lang | None = Field(
        default=None, description="What its contacts and authors are written to in; absent: the conference's language."
    )


class Recipient(_Section):
    """Somebody whose letters are written in a language of their own, or who is invited by name."""

    address: Email = Field(description="An author, a speaker, a contact, a delegate, a member of the secretariat.")
    lang: Lang | None = Field(
        default=None, description="vi or en; absent: as their school, else the conference's language."
    )
    name: str = Field(
        default="",
        description="As the letters about the conference itself address them, but for schools' contacts, who are "
        "addressed as their school; empty: by the name under which they sent a paper.",
    )


class Extension(_Section):
    """A later deadline for one school, or for one paper."""

    school: Identifier | None = Field(default=None, description="Id of the school.")
    paper: str | None = Field(default=None, description="Code of the paper.")
    until: Annotated[datetime | date, BeforeValidator(_a_day_or_time)] = Field(
        description="Its deadline, as [rules] deadline."
    )

    @property
    def grant(self) -> str:
        """Names it whatever its date: "school:ID" or "paper:CODE"."""
        return f"school:{self.school}" if self.school is not None else f"paper:{self.paper}"


class Config(_Section):
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
    schools: tuple[School, ...] = Field(min_length=1)
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

    def grant(self, school_id: str | None, code: str | None = None) -> str:
        """Which of the deadlines a school's papers have, or one of them: the latest that was granted."""
        deadlines = self.deadlines
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

        def given(section: _Named, **names: str) -> _Named:
            return section.model_copy(update={key: name for key, name in names.items() if name})

        return self.model_copy(
            update={
                "conference": given(self.conference, **english.model_dump(exclude={"secretariat"})),
                "secretariat": given(self.secretariat, name=english.secretariat),
                "event": given(self.event, place=self.event.english_place, time=self.event.english_time),
                **{
                    section: tuple(given(item, name=item.english_name) for item in getattr(self, section))
                    for section in ("elements", "topics", "phases", "schools")
                },
            }
        )

    def with_directory(self, directory: Path) -> Self:
        """The same conference with its state elsewhere."""
        return self.model_copy(update={"storage": Storage(directory=directory)})


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


# --------------------------------------------------------------------------- loading


def shipped_file() -> Path:
    """The configuration that comes with the program: inside the wheel, or at the top of a source tree."""
    package = Path(__file__).parent
    inside = package / "config.toml"
    return inside if inside.is_file() else package.parent / "config.toml"


def load(path: Path) -> Config:
    """Reads and validates a file.  Relative paths in it are relative to its folder.  ConfigError lists everything."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            str(path), [_file_problem(f"cannot be read ({error.strerror}).", "Name another with --config PATH.")]
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [_file_problem("is not UTF-8.", "Save it as UTF-8.")]) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), [_file_problem(f"is not valid TOML: {error}.", "Mend that line.")]) from error
    return from_table(table, path)


def from_table(table: Mapping[str, Any], path: Path) -> Config:
    """The same from a table already parsed; `path` names it in problems and anchors relative paths."""
    table = _with_recipients(table)
    values: dict[str, Any] = {}
    problems = [
        ConfigProblem(name, "", "is not a section.", "Remove it or mend its name.")
        for name in table
        if name not in Config.model_fields
    ]
    for name, info in Config.model_fields.items():
        if name not in table:
            if info.is_required():
                problems.append(ConfigProblem(name, "", "is missing.", "Copy it from the shipped config.toml."))
            else:
                values[name] = info.default
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(cast("Any", Annotated[info.annotation, info]))
        try:
            values[name] = adapter.validate_python(table[name])
        except ValidationError as error:
            problems.extend(_from_pydantic(name, error))
    for check in _COHERENCE:
        try:
            problems.extend(check(values))
        except KeyError:  # speaks of a section that already has a problem of its own
            continue
    if problems:
        raise ConfigError(str(path), problems)
    config = Config(**values)
    return _anchored(config, path.resolve().parent)


#: Lists of addresses in which an entry may name its language, or what to call them: section, key.
_ADDRESSES = (("schools", "contacts"), ("event", "delegates"), ("secretariat", "addresses"))


def _with_recipients(table: Mapping[str, Any]) -> dict[str, Any]:
    """An entry {address = "a@b", lang = "en", name = "A"} of such a list is short for its address there and a
    [[recipients]].
    """
    found: list[dict[str, Any]] = []

    def plain(section: object, key: str) -> object:
        if not isinstance(section, dict) or not isinstance(section.get(key), list):
            return section
        found.extend(entry for entry in section[key] if isinstance(entry, dict))
        return section | {key: [it.get("address", it) if isinstance(it, dict) else it for it in section[key]]}

    result = dict(table)
    for name, key in _ADDRESSES:
        given = result.get(name)
        if given is not None:
            result[name] = [plain(it, key) for it in given] if isinstance(given, list) else plain(given, key)
    recipients = result.get("recipients", [])
    if found and isinstance(recipients, list):
        result["recipients"] = [*recipients, *found]
    return result


def _anchored(config: Config, base: Path) -> Config:
    def at(path: Path | None) -> Path | None:
        return None if path is None else base / path.expanduser()

    def moved(section: _Section, *keys: str) -> _Section:
        return section.model_copy(update={key: at(getattr(section, key)) for key in keys})

    return config.model_copy(
        update={
            "mailbox": moved(config.mailbox, "password_file", "ca_file"),
            "smtp": moved(config.smtp, "password_file", "ca_file"),
            "oauth2": moved(config.oauth2, "client_secret_file", "ca_file"),
            "storage": moved(config.storage, "directory"),
            "letters": moved(config.letters, "templates_directory"),
            "metrics": moved(config.metrics, "textfile"),
        }
    )


def _file_problem(problem: str, remedy: str) -> ConfigProblem:
    return ConfigProblem("", "", f"The file {problem}", remedy)


_REMEDIES: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "missing": lambda _: ("is missing.", "Add it; the shipped config.toml shows how."),
    "extra_forbidden": lambda _: ("is not a key of this section.", "Remove it or mend its name."),
    "literal_error": lambda c: ("has a value that is not allowed.", f"Use {c.get('expected')}."),
    "enum": lambda c: ("has a value that is not allowed.", f"Use {c.get('expected')}."),
    "greater_than_equal": lambda c: ("is too small.", f"Use {c.get('ge')} or more."),
    "greater_than": lambda c: ("is too small.", f"Use more than {c.get('gt')}."),
    "less_than_equal": lambda c: ("is too large.", f"Use {c.get('le')} or less."),
    "string_too_short": lambda _: ("is empty.", "Give a value."),
    "too_short": lambda _: ("is empty.", "Give at least one."),
    "string_pattern_mismatch": lambda c: ("has the wrong form.", f"It must match {c.get('pattern')}."),
    "int_type": lambda _: ("is not a whole number.", "Write it without quotation marks."),
    "int_parsing": lambda _: ("is not a whole number.", "Write a number."),
    "string_type": lambda _: ("is not a text.", "Write it in quotation marks."),
    "bool_type": lambda _: ("is neither true nor false.", "Write true or false."),
    "tuple_type": lambda _: ("is not a list.", "Write it in square brackets."),
    "model_type": lambda _: ("is not a section.", "Write its keys under a heading in square brackets."),
}


def _from_pydantic(section: str, error: ValidationError) -> list[ConfigProblem]:
    found = []
    for item in error.errors(include_url=False):
        where, keys = section, item["loc"]
        if keys and isinstance(keys[0], int):
            where, keys = f"{section}[{keys[0] + 1}]", keys[1:]  # people count from one
        key = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in keys).replace(".[", "[")
        make = _REMEDIES.get(item["type"])
        if make is not None:
            problem, remedy = make(item.get("ctx", {}))
        elif item["type"] == "value_error":
            problem, remedy = item["ctx"]["error"].args  # ours, see the validators above
        else:
            problem, remedy = f"{item['msg']}.", "Mend the value."
        found.append(ConfigProblem(where, key, problem, remedy))
    return found


# --------------------------------------------------------------------------- coherence between keys


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
    return found


def _folders(values: Mapping[str, Any]) -> list[ConfigProblem]:
    mailbox: Mailbox = values["mailbox"]
    if mailbox.processed_folder == mailbox.folder:
        return [
            ConfigProblem("mailbox", "processed_folder", "is the folder that is read.", 'Name another, or leave it "".')
        ]
    return []


_COHERENCE = (
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


# --------------------------------------------------------------------------- secrets


def door(mailbox: Mailbox, password: Secret) -> str:
    """Stands for what a mailbox is reached by: server, user and password as they are now.

    Enough of it to see that it changed, and too little, too dearly made, to guess the password from.
    """
    salt = mailbox.model_dump_json().encode()
    return hashlib.scrypt(password.value.encode(), salt=salt, n=1 << 12, r=8, p=1, dklen=2).hex()


def secret_for(section: str, password_file: Path | None, environ: Mapping[str, str] = os.environ) -> Secret:
    """The password of `mailbox` or `smtp`: the systemd credential SECTION-password, else the named file.

    ConfigError when there is none or it cannot be read.
    """
    found = _secret(section, "password_file", password_file, f"{section}-password", environ)
    if found is None:
        remedy = f"Write the password alone into it (mode 0600), or give the systemd credential {section}-password."
        named = f": {password_file}" if password_file else ""
        raise ConfigError(
            str(password_file or "configuration"),
            [ConfigProblem(section, "password_file", f"names no file that exists{named}.", remedy)],
        )
    return found


def client_secret_for(settings: OAuth2, environ: Mapping[str, str] = os.environ) -> Secret | None:
    """The secret of our OAuth2 client, from its credential or file; None for a public client, which has none.

    ConfigError when a file is named and there is none, or it cannot be read.
    """
    file = settings.client_secret_file
    found = _secret("oauth2", "client_secret_file", file, "oauth2-client-secret", environ)
    if found is None and file is not None:
        problem = ConfigProblem(
            "oauth2", "client_secret_file", "names no file that exists.", "Write the secret into it."
        )
        raise ConfigError(str(file), [problem])
    return found


def _secret(section: str, key: str, file: Path | None, credential: str, environ: Mapping[str, str]) -> Secret | None:
    """From the systemd credential, else the file; None when neither is there.  ConfigError when one cannot be read."""
    candidates = [file] if file else []
    if directory := environ.get("CREDENTIALS_DIRECTORY"):
        # First, because the service's user may not read the file that systemd read for it.
        candidates.insert(0, Path(directory) / credential)
    for candidate in candidates:
        try:
            value = candidate.read_text("utf-8").rstrip("\r\n")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ConfigError(
                str(candidate),
                [ConfigProblem(section, key, f"cannot be read: {error.strerror}.", "Mend its owner and mode.")],
            ) from error
        except UnicodeDecodeError as error:
            raise ConfigError(
                str(candidate),
                [
                    ConfigProblem(
                        section, key, "cannot be read: it is no text in UTF-8.", "Write the password alone into it."
                    )
                ],
            ) from error
        if not value:  # a server would say no more than that it refuses the login, and count it
            raise ConfigError(
                str(candidate),
                [ConfigProblem(section, key, f"names an empty file: {candidate}.", "Write the secret alone into it.")],
            )
        return Secret(value)
    return None
