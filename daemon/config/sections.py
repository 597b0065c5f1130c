"""The sections of the configuration, each a frozen value.  Descriptions here are the manual (`daemon.reference`)."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from daemon.config.forms import (
    CODE_PREFIX,
    ELEMENT,
    NUMBER,
    TENANT,
    Email,
    Endpoint,
    Identifier,
    PaperKind,
    Port,
    Section,
    Words,
    a_day_or_time,
    a_path_or_none,
    a_textfile,
    a_zone,
)
from daemon.model import FileKind, Lang


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


class EnglishNames(Section):
    """Names as English letters write them; what is left out is called by its Vietnamese name."""

    name: str = Field(default="", description="Full name of the conference.")
    short_name: str = Field(default="", description="Name for subjects of letters.")
    organiser: str = Field(default="", description="The body that calls the conference.")
    host: str = Field(default="", description="The institution that runs it.")
    plan: str = Field(default="", description="The document that lays down the rules.")
    plan_note: str = Field(default="", description="Explains the abbreviations of the clauses.")
    secretariat: str = Field(default="", description="How letters call the secretariat and sign.")


class Conference(Section):
    """What it is called, who calls it, and what happens to letters."""

    name: str = Field(min_length=1, description="Full name of the conference, without quotation marks.")
    short_name: str = Field(min_length=1, description="Name for subjects of letters.")
    organiser: str = Field(min_length=1, description="The body that calls the conference (letterhead, first line).")
    host: str = Field(min_length=1, description="The institution that runs it and receives the papers.")
    plan: str = Field(min_length=1, description="The document that lays down the rules, as letters cite it.")
    plan_note: str = Field(default="", description="Explains the abbreviations of the clauses, for readers of letters.")
    code_prefix: str = Field(
        pattern=CODE_PREFIX,
        description="Paper codes are this, a hyphen and a running number of three digits: TL-2021-001.",
    )
    timezone: Annotated[str, AfterValidator(a_zone)] = Field(
        description="IANA name of the zone in which days begin and end and people read times."
    )
    mode: Mode = Field(
        description="observe: record and prepare, send nothing. redirect: every letter to redirect_to. live: send."
    )
    redirect_to: Email | None = Field(default=None, description="The test address of mode redirect.")
    lang: Lang = Field(
        default=Lang.VI, description="vi or en: what letters are written in to whom no other language is given."
    )
    form_of_address: str = Field(
        default="đồng chí",
        min_length=1,
        description='How Vietnamese letters address a person whose name does not say it; such as "Ông/Bà", "Thầy/Cô".',
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


class Mailbox(Section):
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


class Smtp(Section):
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


class OAuth2(Section):
    """How a provider lets us in without the mailbox's password: who we are to it, and where it is asked."""

    provider: Provider = Field(default=Provider.GOOGLE, description="google, microsoft, or custom.")
    client_id: str = Field(default="", description="Of the application that you registered with the provider.")
    client_secret_file: Path | None = Field(
        default=None,
        description="File holding the client's secret alone; or the systemd credential oauth2-client-secret. A public "
        "client (Microsoft) has none.",
    )
    tenant: str = Field(default="common", pattern=TENANT, description="Microsoft: id or domain of the organisation.")
    authorization_endpoint: Endpoint = Field(default="", description="Page in the browser; empty: the provider's.")
    token_endpoint: Endpoint = Field(default="", description="Empty: the provider's.")
    device_endpoint: Endpoint = Field(default="", description="Of the device flow; empty: the provider's.")
    scopes: Words = Field(default=(), description="What is asked for; empty: IMAP and SMTP as the provider calls them.")
    ca_file: Path | None = Field(default=None, description="PEM file of a private certification authority.")
    timeout_seconds: float = Field(default=30, gt=0, le=600, description="Limit on every question.")
    warn_days: int = Field(
        default=3, ge=0, description="So many days before a grant ends, where the provider says when, it is trouble."
    )


class Storage(Section):
    """Where everything that is ours stands, and for how long."""

    directory: Path = Field(description="Records, archive and files; ours alone, created 0700.")
    keep_days: int = Field(
        default=0, ge=0, description="`thamluan purge` removes personal data older than so many days; 0: none is."
    )


class Secretariat(Section):
    """Who decides."""

    name: str = Field(min_length=1, description="How letters call it and sign.")
    addresses: tuple[Email, ...] = Field(description="Who is told what a person must see, and may decide by reply.")
    phone: str = Field(default="", description="Shown in letters when set.")

    @property
    def keys(self) -> frozenset[str]:
        """Its addresses, for comparing with `Address.key`."""
        return frozenset(address.casefold() for address in self.addresses)


class Clauses(Section):
    """Which clause of the plan each check rests on, as findings cite it."""

    file: str = Field(description="For: the file can be read.")
    font: str = Field(description="For: one font.")
    encoding: str = Field(description="For: Unicode text.")
    pages: str = Field(description="For: the number of pages.")
    elements: str = Field(default="", description="For: the elements of a paper on a model.")
    topic: str = Field(description="For: the themes.")
    identity: str = Field(description="For: author and school.")
    deadline: str = Field(description="For: the deadline.")


class EnglishClauses(Section):
    """The same as English letters cite them; what is left out they cite in Vietnamese, in quotation marks."""

    file: str = Field(default="", description="For: the file can be read.")
    font: str = Field(default="", description="For: one font.")
    encoding: str = Field(default="", description="For: Unicode text.")
    pages: str = Field(default="", description="For: the number of pages.")
    elements: str = Field(default="", description="For: the elements of a paper on a model.")
    topic: str = Field(default="", description="For: the themes.")
    identity: str = Field(default="", description="For: author and school.")
    deadline: str = Field(default="", description="For: the deadline.")


class Rules(Section):
    """What a paper must be like."""

    font: str = Field(min_length=1, description="The one font family of a paper.")
    font_tolerance_percent: float = Field(
        default=0, ge=0, le=100, description="Share of visible characters in other fonts that still passes."
    )
    max_pages: int = Field(ge=1, description="Pages of text a paper may have.")
    deadline: Annotated[datetime | date, BeforeValidator(a_day_or_time)] = Field(
        description="Last moment of arrival: a date means the end of that day in the conference's zone."
    )
    accepted_kinds: tuple[PaperKind, ...] = Field(
        default=(FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF),
        description="File kinds taken as papers.",
    )
    clauses: Clauses = Field(description="The clause each check rests on, below.")
    english_clauses: EnglishClauses = Field(default=EnglishClauses(), description="For English letters, below.")


class Render(Section):
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
    socket: Annotated[Path | None, BeforeValidator(a_path_or_none)] = Field(
        default=Path("/run/thamluan-render.sock"),
        description="Where that unit listens (thamluan-render.socket); empty, or nobody does: bubblewrap.",
    )


class Intake(Section):
    """Limits on what is taken in."""

    max_message_bytes: int = Field(
        default=50_000_000, ge=10_000, description="Larger messages are not fetched; their sender is told."
    )
    max_attempts: int = Field(default=3, ge=1, description="A message that failed so often is parked.")
    max_assessment_attempts: int = Field(default=3, ge=1, description="The same for judging a paper.")


class Letters(Section):
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


class Vocabulary(Section):
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
    placeholder_matters: Words = Field(
        default=(), description='Of what a sentence must speak that puts something off: "tác giả", "phần này".'
    )
    placeholder_words: Words = Field(
        default=(), description='What stands under a heading until somebody writes it: "sẽ bổ sung".'
    )
    closing_words: Words = Field(
        default=(), description='Under a heading nothing is told by a paragraph of sentences with these: "xin cảm ơn".'
    )
    foreseen_words: Words = Field(
        default=(), description='A heading of what comes late with one of these speaks of the future: "dự kiến".'
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


class Element(Section):
    """One of the things that a paper on a model must name; without any, no paper is asked for them."""

    id: str = Field(pattern=ELEMENT, description="As findings name it.")
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
    needs_signs: int = Field(
        default=0,
        ge=0,
        description="Words under its heading from which on one without any sign of it tells something else; 0: never.",
    )
    told_by_figures: bool = Field(default=False, description="Two figures tell it as a sign does.")
    stage: int = Field(
        default=0, ge=0, description="Where papers tell it: what has a higher stage stands behind what has a lower one."
    )
    told_with: tuple[str, ...] = Field(
        default=(), description="Elements that papers tell in one breath with it: where one is told, its signs tell it."
    )
    told_under: Words = Field(
        default=(),
        description="Under a heading with one of these a word of it is a trace, in a sentence on the model more.",
    )
    shown_by_name: bool = Field(
        default=False, description="The name of the model itself shows it, without any heading or wording."
    )
    names_paper_part: bool = Field(
        default=False, description="Its first heading, alone, is also what papers call a part of theirs."
    )


class Topic(Section):
    """A theme of the plan."""

    id: str = Field(pattern=NUMBER, description="Its number in the plan.")
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


class Phase(Section):
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


class Log(Section):
    """What happens, as the sysadmin reads it: on standard error, or in the journal."""

    format: LogFormat = Field(
        default=LogFormat.AUTO,
        description="text: lines; json: an object a line; journal: systemd's, with fields; auto: the journal where "
        "systemd has connected it, else text.",
    )
    addresses: bool = Field(default=True, description="false: addresses of people are cut to their domains in the log.")


class Metrics(Section):
    """The service in numbers, for Prometheus."""

    port: int = Field(
        default=0, ge=0, le=65535, description="While the service runs, http://127.0.0.1:PORT/metrics; 0: none."
    )
    textfile: Annotated[Path, AfterValidator(a_textfile)] | None = Field(
        default=None, description="File for the textfile collector of node_exporter, written every half a minute."
    )


class Canary(Section):
    """A letter to ourselves, out by SMTP and back by IMAP."""

    every_hours: float = Field(
        default=0, ge=0, le=168, description="So often one is sent, while the service runs in mode live; 0: none is."
    )
    within_minutes: int = Field(
        default=30, ge=1, description="One that is not back within so many minutes is trouble, told by `status`."
    )


class Season(Section):
    """Letters by calendar."""

    enabled: bool = Field(default=True, description="Letters by calendar; without it mail is answered and no more.")
    send_at: time = Field(default=time(8, 0), description="Time of day at which letters of the calendar go out.")
    working_hours: tuple[time, time] = Field(
        default=(time(7, 30), time(17, 0)),
        description="What becomes due outside of them, or could not leave within them, waits for them.",
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


class Digest(Section):
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


class Event(Section):
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


class School(Section):
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


class Recipient(Section):
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


class Extension(Section):
    """A later deadline for one school, or for one paper."""

    school: Identifier | None = Field(default=None, description="Id of the school.")
    paper: str | None = Field(default=None, description="Code of the paper.")
    until: Annotated[datetime | date, BeforeValidator(a_day_or_time)] = Field(
        description="Its deadline, as [rules] deadline."
    )

    @property
    def grant(self) -> str:
        """Names it whatever its date: "school:ID" or "paper:CODE"."""
        return f"school:{self.school}" if self.school is not None else f"paper:{self.paper}"
