"""The command line about the calendar: `rehearse` and `season`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import chain, groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from daemon import digests, ics, letters, season, vetting
from daemon.cli.common import (
    ConfigOption,
    JsonOption,
    NowOption,
    UsageError,
    clock_for,
    configuration,
    err,
    leave,
    out,
    records_of,
    records_to_read,
)
from daemon.cli.common import print_json as _print_json
from daemon.config import Audience, Config
from daemon.digests import Facts
from daemon.freedays import free_days
from daemon.letters import IndexEntry, Letters
from daemon.model import Lang, Letter
from daemon.present import counted
from daemon.readership import secretaries
from daemon.reconciling import Account
from daemon.records import CalendarView, VettingView
from daemon.season import deadlines, phases
from daemon.service import Service

app = typer.Typer()
calendar_app = typer.Typer(help="Letters by calendar.", no_args_is_help=True)
app.add_typer(calendar_app, name="season")


@dataclass(frozen=True, slots=True)
class _Rehearsed:
    """A letter that would be sent."""

    at: datetime
    letter: Letter
    kind: str  #: as the contract names it
    phase: str
    reason: str
    audience: str
    reader: str
    occasion: str  #: names the moment whatever its date; "" of what comes every day
    when: str  #: that moment in Vietnamese, for the calendar file
    why: str  #: the reason, in Vietnamese, for pages
    papers: tuple[str, ...] = ()


#: What a rehearsal cannot know.
_AS_THINGS_STAND = (
    "Letters are shown as the papers and dates stand now; what fell due before --from and was not sent is not shown: "
    "the service makes up for it in one letter. Digests are those of days on which nothing happens: what comes by "
    "then, and trouble, changes their subjects and words, and trouble alone causes one where none is shown."
)


@app.command()
def rehearse(
    config: ConfigOption = None,
    now: NowOption = None,
    *,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="First day, such as 2021-09-10.")],
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day.")],
    as_json: JsonOption = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="DIR", help="Also write every letter and an index to this folder."),
    ] = None,
    calendar_file: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Also write a calendar file with the letters.")
    ] = None,
) -> None:
    """Every letter the calendar would send in a span of days, with the papers as they stand.  Sends nothing."""
    settings = configuration(config)
    clock = clock_for(now, settings)
    first, last = _day(start, "--from"), _day(end, "--to")
    if last < first:
        raise UsageError(f"--to {end} lies before --from {start}. Mend one of the two dates.")
    with records_to_read(settings) as records:
        view, facts = records.calendar(), records.digest_facts(settings, clock.now())
        papers = records.vetting()
    pen = Letters(settings, letters.environment(settings))
    span = first.replace(tzinfo=settings.zone), datetime.combine(last, time.max, tzinfo=settings.zone)
    found = [
        *_of_phases(settings, pen, _now_seen(view, settings, clock.now()), *span),
        *_of_vetting(settings, pen, papers, *span),
        *_of_days(settings, pen, facts, *span),
    ]
    found.sort(key=lambda one: one.at)
    if html is not None:
        _write_letters(html, found, settings)
    if calendar_file is not None:
        _write_calendar(calendar_file, found, settings, clock.now())
    if as_json:
        _print_json([_as_json(one, settings) for one in found])
        return
    out.print(_table(found, settings))
    if not settings.season.enabled:
        err.print("[season] enabled is false: none of these letters is sent.", markup=False)
    if any(one.kind == "digest" for one in found):
        err.print(_AS_THINGS_STAND, soft_wrap=True, markup=False)
    _warn_of_floods(found, settings)


@app.command()
def preview(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LETTER", show_default=False, help="A letter, or the template that letters are made from."
        ),
    ] = None,
    config: ConfigOption = None,
    *,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="DIR", help="Write them, and an index, to this folder instead.")
    ] = None,
    lang: Annotated[
        Lang | None, typer.Option("--lang", help="In this language; else in the conference's.", show_default=False)
    ] = None,
) -> None:
    """Letters with sample data, as text or as pages; without a name, which there are.  For who changes a template."""
    settings = configuration(config)
    settings = settings.in_one_language(lang or settings.conference.lang)
    environment = letters.environment(settings)
    written = letters.samples(settings, environment)
    of = {name: [name] if name in written else _made_from(name, written) for name in names or ()}
    if unknown := [name for name, found in of.items() if not found]:
        raise UsageError(f"There is no letter {', '.join(unknown)}. `thamluan preview` lists them.")
    wanted = chain.from_iterable(of.values()) if names else written if html is not None else ()
    chosen = {name: written[name] for name in wanted}
    if html is not None:
        shown = [
            (name, letter.subject, letters.standalone(letter.html, letter.pictures), None, "")
            for name, letter in chosen.items()
        ]
        _write_pages(html, shown, settings, title=f"Thư mẫu – {settings.conference.short_name}")
        return
    for name in () if chosen else written:
        out.print(name, markup=False)
    for letter in chosen.values():
        out.print(f"{letter.subject}\n\n{letter.text}", markup=False)


def _made_from(template: str, written: Mapping[str, Letter]) -> list[str]:
    """The letters that a template makes, by its name or its file's: "season_vet", "season_vet.subject.j2"."""
    kind = template.partition(".")[0]
    return [name for name, letter in written.items() if letter.kind.value == kind]


def _warn_of_floods(found: Sequence[_Rehearsed], config: Config) -> None:
    """The brake that the service has and a rehearsal has not."""
    most = config.season.max_at_once
    for at, letters_then in Counter(one.at for one in found if one.letter.to and one.occasion).items():
        if letters_then > most:
            err.print(
                f"{counted(letters_then, 'letter')} due at {at:%Y-%m-%d %H:%M}, more than [season] "
                f"max_at_once = {most}: they will wait for `thamluan season release`. Raise it if that many are right.",
                markup=False,
            )


def _day(value: str, option: str) -> datetime:
    try:
        return datetime.fromisoformat(value).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise UsageError(f"{option} {value}: write a date such as 2021-09-10.") from None


def _now_seen(view: CalendarView, config: Config, now: datetime) -> CalendarView:
    """With the deadlines of a configuration that the service has not read yet, and what is settled under its ids."""
    found = phases.known(config, season.dates(config, free_days(config.season.holidays)))
    ids = phases.renamed(view.phases, found)
    today = phases.of_today(view.settled, ids, config.conference.code_prefix)
    told = replace(view.told, history=deadlines.seen(view.told.history, config, now))
    return replace(view, told=told, settled=frozenset(today.get(key, key) for key in view.settled))


def _of_phases(
    config: Config, pen: Letters, view: CalendarView, start: datetime, end: datetime
) -> Iterator[_Rehearsed]:
    """The letters of the phases."""
    told = view.told
    calendar = season.occasions(config, free_days(config.season.holidays), told.changed_at)
    for at, planned in season.rehearse(config, calendar, view.papers, view.settled, start=start, end=end, told=told):
        nobody = "" if planned.reader.to else "; nobody is configured to get it"
        codes = [paper.code for paper in planned.reader.papers] if planned.audience is not Audience.SECRETARIAT else []
        yield _Rehearsed(
            at=at,
            letter=pen.season(planned, view.papers, at),
            kind=planned.kind,
            phase=planned.main.phase.id,
            reason=f"{planned.reason}{nobody}",
            audience=planned.audience.value,
            reader=planned.reader.id,
            occasion=planned.main.key,
            when=letters.when(planned.main, config),
            why=letters.why(planned, config),
            papers=tuple(codes),
        )


def _of_vetting(
    config: Config, pen: Letters, view: VettingView, start: datetime, end: datetime
) -> Iterator[_Rehearsed]:
    """What schools are asked to confirm, of papers that have come by now."""
    is_free = free_days(config.season.holidays)
    for at, asking in vetting.rehearse(config, view.papers, view.asked, is_free, start=start, end=end):
        yield _Rehearsed(
            at=at,
            letter=pen.vetting(asking, at),
            kind="vetting",
            phase=asking.phase.id,
            reason=asking.reason,
            audience=Audience.SCHOOLS.value,
            reader=f"school:{asking.school.id}",
            occasion=f"{asking.phase.id}:vetting",
            when=letters.ASKED,
            why=letters.why_asked(asking),
            papers=asking.codes,
        )


def _of_days(config: Config, pen: Letters, facts: Facts, start: datetime, end: datetime) -> Iterator[_Rehearsed]:
    """The digests: of days on which nothing happens, for a rehearsal does not know what will."""
    account = Account(facts.account.mailbox, facts.account.mailbox)
    quiet = replace(facts, account=account, since=None, happened=(), week={}, told=(), moved={}, trouble=())
    for slot in digests.rehearse(config, start, end):
        begun = [phase for phase in config.phases if phase.start <= slot.at.date()]
        made = digests.digest(slot, quiet, config)
        if made.is_skipped(config.digest.when_empty):
            continue
        for readers in secretaries(config):
            yield _Rehearsed(
                at=slot.at,
                letter=pen.digest(made, slot.at, readers),
                kind="digest",
                phase=max(begun, key=lambda phase: phase.start).id if begun else "",
                reason=f"the {slot.beat} digest; as of a day on which nothing happens",
                audience=Audience.SECRETARIAT.value,
                reader=f"secretariat{readers.mark}",
                occasion="",
                when="",
                why=letters.why_digest(slot.beat),
            )


def _as_json(one: _Rehearsed, config: Config) -> dict[str, Any]:
    """One object of `rehearse --json` (contract)."""
    return {
        "at": one.at.astimezone(config.zone).isoformat(timespec="seconds"),
        "kind": one.kind,
        "phase": one.phase,
        "to": [address.address for address in one.letter.to],
        "subject": one.letter.subject,
        "reason": one.reason,
        "audience": one.audience,
        "reader": one.reader,
        "papers": list(one.papers),
    }


def _table(found: Sequence[_Rehearsed], config: Config) -> Table:
    """A row a letter; digests that follow each other share one, or they would bury what differs from day to day."""
    table = Table(title="Letters of the calendar", title_justify="left")
    for name in ("at", "kind", "to", "subject"):
        table.add_column(name, overflow="fold")
    for daily, run in groupby(found, key=lambda one: not one.occasion):
        several = list(run)
        for row in [several] if daily else ([one] for one in several):
            table.add_row(*_cells(row, config), style="" if row[0].letter.to else "yellow")
    return table


def _cells(row: Sequence[_Rehearsed], config: Config) -> tuple[str, str, Text, Text]:
    first, last = row[0], row[-1]
    moments = dict.fromkeys(f"{one.at.astimezone(config.zone):%a %d/%m/%Y %H:%M}" for one in (first, last))
    to = dict.fromkeys(address.address for one in row for address in one.letter.to)
    subject = first.letter.subject if len(row) == 1 else f"{len(row)} letters, the first: {first.letter.subject}"
    nobody = f"nobody is configured ({first.reader})"
    return " – ".join(moments), first.kind, Text(", ".join(to) or nobody), Text(subject)


def _write_letters(folder: Path, found: Sequence[_Rehearsed], config: Config) -> None:
    shown = [
        (
            _readers(one, config),
            one.letter.subject,
            letters.standalone(one.letter.html, one.letter.pictures),
            one.at,
            one.why,
        )
        for one in found
    ]
    _write_pages(folder, shown, config, title=f"Thư theo tiến độ – {config.conference.short_name}")


def _named(one: _Rehearsed, config: Config) -> str:
    """Who gets it, as people call them."""
    kind, _, who = one.reader.partition(":")
    if kind == "school" and (school := config.school(re.split("[:@]", who)[0])):
        return school.name
    return ", ".join(address.address for address in one.letter.to) if who else config.secretariat.name


def _readers(one: _Rehearsed, config: Config) -> str:
    nobody = f"{_named(one, config)} (chưa có địa chỉ liên hệ)"
    return ", ".join(address.address for address in one.letter.to) or nobody


def _write_pages(
    folder: Path, shown: Sequence[tuple[str, str, str, datetime | None, str]], config: Config, *, title: str
) -> None:
    """Pages and an index of (reader or name, subject, HTML, when, why).  UsageError when they cannot be written."""
    entries = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (to, subject, html, at, why) in enumerate(shown, 1):
            name = f"{number:03d}.html"
            (folder / name).write_text(html, "utf-8")
            entries.append(IndexEntry(to, subject, name, at=at, note=why))
        (folder / "index.html").write_text(
            letters.index_html(entries, letters.environment(config), title=title), "utf-8"
        )
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}. Name another folder.") from error
    err.print(f"{counted(len(shown), 'letter')}: {folder / 'index.html'}", soft_wrap=True, markup=False)


def _write_calendar(path: Path, found: Sequence[_Rehearsed], config: Config, now: datetime) -> None:
    seen: Counter[str] = Counter()
    by_occasion: dict[str, list[_Rehearsed]] = {}
    for one in found:
        if one.occasion:  # what comes every day would bury the others
            by_occasion.setdefault(f"{one.at.isoformat()} {one.occasion}", []).append(one)
    entries = []
    for some in by_occasion.values():
        first = some[0]
        seen[first.occasion] += 1
        again = seen[first.occasion]  # papers that came after eight are asked about a day later: another event
        entries.append(
            ics.Entry(
                key=first.occasion if again == 1 else f"{first.occasion} {again}",
                at=first.at,
                summary=first.when,
                description="\n".join(f"{_named(one, config)}: {one.letter.subject}" for one in some),
            )
        )
    domain = config.mailbox.address.rpartition("@")[2]
    try:
        path.write_bytes(ics.calendar(entries, config.conference.short_name, domain, now))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Name another file.") from error


@calendar_app.command(name="send")
def season_send(config: ConfigOption = None, now: NowOption = None) -> None:
    """Puts the letters that are due into the outbox, as the service does by itself; the next delivery sends them."""
    settings = configuration(config)
    with Service(settings, clock_for(now, settings)) as service:
        report = service.keep_calendar()
    if report.held:
        err.print(f"{report.held} letters are due at once and wait for `thamluan season release`.")
        leave(1)
    if report.waits and not report.digests:
        err.print(f"Nothing was looked at: {report.waits}.", markup=False)
        return
    mode = settings.conference.mode.value
    err.print(
        f"{counted(report.letters + report.asked + report.digests, 'letter')} put in the outbox, "
        f"prepared in mode {mode}; the next delivery sends what it may."
    )


@calendar_app.command(name="release")
def season_release(config: ConfigOption = None, now: NowOption = None) -> None:
    """Allows the letters that are held because implausibly many are due at once."""
    settings = configuration(config)
    clock = clock_for(now, settings)
    with records_of(settings) as records:
        released = records.release_calendar(clock.now())
    err.print("They are sent at the next look at the calendar." if released else "No letters of the calendar are held.")
    leave(0 if released else 1)
