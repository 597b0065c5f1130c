"""Performs the story of `daemon.demo.scenes` on an embedded mail server with the very code of the service.

In: a folder and a console.  Out: whether everything came out as it should.  Left in the folder: the configuration,
the letters as .eml and as an HTML page, the records and the archive.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from daemon import letters
from daemon.clock import ManualClock
from daemon.config import Config, Mode, Security, load, shipped_file
from daemon.demo.scenes import CONTACTS, SCENES, Expected, Scene, Sofar, raw
from daemon.demo.server import MailServer, Outgoing
from daemon.ledger import paper_code
from daemon.model import Disposition, LetterFile, LetterKind, Verdict
from daemon.service import Edges, Service

_PASSWORD = "only-for-this-demonstration"
_BOX = "hoithao@thanhhoa.example"
_KEY = b"the same story told twice has the same letters"
#: Sections of the configuration that the story does not rest on.
_DECIDES_NOTHING = frozenset(
    {"conference", "mailbox", "smtp", "oauth2", "storage", "secretariat", "render", "log", "metrics", "event"}
)
_SAID = {Verdict.PASS: "[green]✓ đạt[/]", Verdict.FAIL: "[red]✗ chưa đạt[/]", Verdict.REVIEW: "[yellow]? người xem[/]"}


@dataclass(frozen=True, slots=True)
class Happened:
    """What came of a scene, read from the records and from what left the server."""

    disposition: str
    papers: tuple[tuple[str, Verdict], ...]
    answer: str | None  #: kinds of the letters it gave rise to
    late: bool
    version: int
    letters: tuple[Outgoing, ...]
    vetted: bool = False  #: its papers, by their school


def _say(console: Console, line: str = "") -> None:
    """A line as long as it is: terminals wrap it, files keep it whole."""
    console.print(line, soft_wrap=True, highlight=False)


def play(directory: Path, conference: Config, console: Console) -> bool:
    """The whole story, by the rules of a configuration; true when each scene came out as expected.

    What is expected rests on the dates, rules and schools of the shipped conference.  By those of another one the story
    is shown, and only that nothing was lost is judged.
    """
    for chatty in ("daemon", "mail.log"):  # the story tells what happens
        logging.getLogger(chatty).setLevel(logging.ERROR)
    clock = ManualClock(SCENES[0].at)
    wrong: list[str] = []
    expects = is_told_of(conference)
    with MailServer(_BOX, _PASSWORD, clock) as server:
        config = _configuration(directory, conference, server)
        _introduce(config, console)
        with Service(config, clock, key=_KEY) as service:
            counts_pages = _counts_pages(service.renderer_trouble(), console)
            edges = Edges.of(config)
            scenes = [scene for scene in SCENES if counts_pages or not scene.expected.needs_renderer]
            for number, scene in enumerate(scenes, 1):
                clock.set(scene.at)
                happened = _perform(service, edges, server, scene, number)
                vets = config.vetting_phase is not None
                code = partial(paper_code, config.conference.code_prefix)
                problems = _differences(scene.expected, happened, code, counts_pages=counts_pages, vets=vets)
                problems = problems if expects else []
                _tell(console, number, scene, happened, problems)
                wrong.extend(f"{number}. {scene.about}: {problem}" for problem in problems)
            letters_so_far = len(server.outgoing)
            clock.advance(timedelta(days=1))
            again = service.once(edges)
            more = again.intake.new or (expects and len(server.outgoing) != letters_so_far)
            wrong.extend(_unexpected(server, config, len(scenes), found_more=bool(more)))
            status = service.desk.records.status(config, clock.now())
        _leave(directory, server.outgoing, letters.environment(config))
    _conclude(console, directory, status, wrong, expects=expects)
    return not wrong


def is_told_of(conference: Config) -> bool:
    """Whether the story is of this conference: what decides over papers and letters is as shipped."""

    def decides(config: Config) -> dict[str, Any]:
        secretariat = config.secretariat.model_copy(update={"addresses": ()})
        found = {name: getattr(config, name) for name in Config.model_fields if name not in _DECIDES_NOTHING}
        return found | {"secretariat": secretariat, "zone": config.conference.timezone}

    return decides(conference) == decides(load(shipped_file()))


def _configuration(directory: Path, config: Config, server: MailServer) -> Config:
    """The conference on the embedded server, its state below `directory`."""
    secret = directory / "mailbox-password"
    secret.write_text(_PASSWORD, "utf-8")
    secret.chmod(0o600)
    mailbox = {
        "address": _BOX,
        "host": server.host,
        "port": server.imap_port,
        "security": Security.NONE,
        "username": _BOX,
        "password_file": secret,
        "timeout_seconds": 20.0,
    }
    smtp = {"host": server.host, "port": server.smtp_port, "security": Security.NONE, "username": ""}
    changed = {
        "conference": config.conference.model_copy(update={"mode": Mode.LIVE}),
        "mailbox": config.mailbox.model_copy(update=mailbox),
        "smtp": config.smtp.model_copy(update=smtp),
        "secretariat": config.secretariat.model_copy(update={"addresses": ("thuky@thanhhoa.example",)}),
        "schools": tuple(
            school.model_copy(update={"contacts": CONTACTS[school.id]}) if school.id in CONTACTS else school
            for school in config.schools
        ),
    }
    return config.model_copy(update=changed).with_directory(directory / "state")


def _introduce(config: Config, console: Console) -> None:
    """Says what is about to happen."""
    _say(console, f"[bold]{escape(config.conference.short_name)}[/]: {len(SCENES)} messages by made-up authors.")
    _say(
        console,
        "An embedded mail server on loopback, a simulated clock, the real service; nothing leaves this machine.",
    )


def _counts_pages(trouble: str | None, console: Console) -> bool:
    """Whether page counts can be believed here; says so where they cannot."""
    if trouble:
        _say(
            console,
            f"[yellow]Pages are not counted here, so papers that are right come out as “? người xem”: {escape(trouble)}[/]",
        )
    _say(console)
    return trouble is None


# --------------------------------------------------------------------------- one scene


def _perform(service: Service, edges: Edges, server: MailServer, scene: Scene, number: int) -> Happened:
    sent_before = server.outgoing
    seen_before = len(service.desk.records.messages())
    sofar = Sofar(_latest_letters(sent_before), partial(paper_code, service.config.conference.code_prefix))
    message = raw(scene, number, _BOX, sofar)
    server.submission(message, scene.sender.address, scene.at)
    service.once(edges)
    new_letters = server.outgoing[len(sent_before) :]
    messages = service.desk.records.messages()[seen_before:]
    if len(messages) != 1:
        return Happened(f"{len(messages)} messages on record", (), None, late=False, version=0, letters=new_letters)
    return _happened(service, messages[0], new_letters)


def _happened(service: Service, message: Mapping[str, Any], new_letters: tuple[Outgoing, ...]) -> Happened:
    records = service.desk.records
    versions = [row for row in records.versions() if row["message"] == message["id"]]
    papers = tuple((row["code"], Verdict(row["verdict"])) for row in versions)
    answers = [letter for letter in records.letters() if letter["cause"] == message["id"]]
    if not versions:  # the same bytes again: no new version, but the answer speaks of the paper
        codes = [code for letter in answers for code in letter["codes"]]
        papers = tuple((code, _verdict_of(records.versions(), code)) for code in codes)
    return Happened(
        disposition=message["disposition"],
        papers=papers,
        answer=" and ".join(letter["kind"] for letter in answers) or None,
        late=any(row["late"] for row in versions),
        version=max((row["number"] for row in versions), default=1),
        letters=new_letters,
        vetted=any(row["vetted_how"] for row in versions),
    )


def _verdict_of(versions: Sequence[Mapping[str, Any]], code: str) -> Verdict:
    return next(Verdict(row["verdict"]) for row in reversed(versions) if row["code"] == code)


def _latest_letters(outgoing: Sequence[Outgoing]) -> dict[str, str]:
    """Address → Message-ID of our latest letter to it: what a mail program would answer."""
    return {letter.recipients[0]: str(_parsed(letter.raw)["Message-ID"]) for letter in outgoing}


def _parsed(message: bytes) -> Any:
    return BytesParser(policy=policy.default).parsebytes(message)


def _differences(
    expected: Expected, happened: Happened, code: Callable[[int], str], *, counts_pages: bool, vets: bool
) -> list[str]:
    """What did not come out as it should, in words."""
    papers = tuple(
        (code(number), _without_pages(verdict, expected, counts_pages=counts_pages))
        for number, verdict in expected.papers
    )
    notice = LetterKind.NOTICE if expected.notice else None
    wanted = [kind.value for kind in (expected.answer, notice) if kind is not None]
    pairs = (
        ("disposition", expected.disposition.value, happened.disposition),
        ("papers", papers, happened.papers),
        ("letters", " and ".join(wanted) or None, happened.answer),
        ("letters sent", len(wanted), len(happened.letters)),
        ("late", expected.late, happened.late),
        ("vetted", expected.vetted and vets, happened.vetted),
        ("version", expected.version, happened.version),
    )
    return [f"{what}: {found!r} instead of {due!r}" for what, due, found in pairs if due != found]


def _without_pages(verdict: Verdict, expected: Expected, *, counts_pages: bool) -> Verdict:
    """Where pages cannot be counted, a paper that would pass, or fail by its pages alone, is left to a person."""
    if counts_pages or (verdict is Verdict.FAIL and not expected.needs_pages):
        return verdict
    return Verdict.REVIEW


def _tell(console: Console, number: int, scene: Scene, happened: Happened, problems: Sequence[str]) -> None:
    who = f"{scene.sender.name} <{scene.sender.address}>"
    _say(console, f"[dim]{scene.at:%d/%m %H:%M}[/] [bold]{number:2}. {escape(who)}[/]: {escape(scene.about)}")
    late = ", [yellow]muộn[/]" if happened.late else ""
    again = f", bản {happened.version}" if happened.version > 1 else ""
    vetted = ", trường đã thẩm định" if happened.vetted else ""
    papers = "; ".join(f"{code} {_SAID[verdict]}{again}{late}{vetted}" for code, verdict in happened.papers)
    _say(console, f"               → {happened.disposition}" + (f": {papers}" if papers else ""))
    for letter in happened.letters:
        reader = "" if scene.sender.address in letter.recipients else f"{', '.join(letter.recipients)}: "
        _say(console, f"               ← {escape(reader + str(_parsed(letter.raw)['Subject']))}")
    if not happened.letters:
        by_program = happened.disposition == Disposition.AUTO_REPLY.value
        _say(console, f"               ← no answer{': a program wrote it' if by_program else ''}")
    for problem in problems:
        _say(console, f"               [red]NOT AS IT SHOULD BE: {escape(problem)}[/]")


# --------------------------------------------------------------------------- the end


def _leave(directory: Path, outgoing: Sequence[Outgoing], environment: Any) -> None:
    """The letters as .eml, as the HTML their readers saw, and an index of them."""
    folder = directory / "letters"
    folder.mkdir()
    entries = []
    for number, letter in enumerate(outgoing, 1):
        mail = _parsed(letter.raw)
        body = mail.get_body(("html",))
        name = f"{number:02}"
        (folder / f"{name}.eml").write_bytes(letter.raw)
        page = letters.standalone(body.get_content() if body else "", _pictures(mail))
        (folder / f"{name}.html").write_text(page, "utf-8")
        entries.append(
            letters.IndexEntry(
                to=str(mail["To"]),
                subject=str(mail["Subject"]),
                href=f"{name}.html",
                eml_href=f"{name}.eml",
                at=mail["Date"].datetime,
            )
        )
    page = letters.index_html(entries, environment, title="Thư đã gửi trong buổi trình diễn")
    (folder / "index.html").write_text(page, "utf-8")


def _pictures(mail: Any) -> list[LetterFile]:
    """What the HTML of a letter shows."""
    return [
        LetterFile(
            part.get_filename() or "", part.get_content(), part.get_content_type(), part["Content-ID"].strip("<>")
        )
        for part in mail.walk()
        if part["Content-ID"]
    ]


def _unexpected(server: MailServer, config: Config, played: int, *, found_more: bool) -> list[str]:
    """A further pass must find nothing to do, and every message must have been filed away."""
    found = []
    if found_more:
        found.append("a further pass found something to do again")
    left, filed = server.folder_count("INBOX"), server.folder_count(config.mailbox.processed_folder)
    if (left, filed) != (0, played):
        found.append(f"{left} messages left in INBOX and {filed} filed away instead of 0 and {played}")
    return found


def _conclude(
    console: Console, directory: Path, status: Mapping[str, Any], wrong: Sequence[str], *, expects: bool
) -> None:
    papers, sent = status["papers"], status["outbox"]["sent"]
    _say(console)
    _say(
        console,
        f"{papers['total']} papers: {papers['pass']} pass, {papers['fail']} to be corrected, {papers['review']} for a person "
        f"({papers['late']} late); {sent} letters sent.",
    )
    _say(console, "Look at:")
    for what, where in (
        ("the letters, in a browser", "letters/index.html"),
        ("the letters as sent", "letters/*.eml"),
        ("the records (SQLite)", "state/records.sqlite3"),
        ("raw messages, as received", "state/messages/"),
        ("attachments, by content", "state/files/"),
    ):
        _say(console, f"  {what:28} {directory / where}")
    if wrong:
        _say(console, f"[bold red]{len(wrong)} things did not come out as they should:[/]")
        for problem in wrong:
            _say(console, f"  - {escape(problem)}")
    elif expects:
        _say(console, "[bold green]Everything came out as it should.[/]")
    else:
        _say(
            console,
            "[bold]Nothing was lost.[/] The story is of the conference that is shipped: what came of it by other dates, "
            "rules or schools is shown, and not judged.",
        )
