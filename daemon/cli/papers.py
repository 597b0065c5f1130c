"""The commands that look at files and touch nothing: check, inspect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from daemon import intake, letters, present, sources
from daemon.cli.common import (
    ConfigOption,
    JsonOption,
    UsageError,
    configuration,
    err,
    leave,
    out,
    print_json,
    watched,
)
from daemon.config import Config
from daemon.errors import ReadError
from daemon.model import Judgement, Verdict
from daemon.present import verdicts
from daemon.service import judging, mail_reader, own_identity, unpacking

app = typer.Typer()

Files = Annotated[list[Path], typer.Argument(metavar="FILE", show_default=False)]


@app.command()
def check(
    files: Files,
    config: ConfigOption = None,
    *,
    as_json: JsonOption = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write a report to this file.")
    ] = None,
) -> None:
    """Judges papers against the rules of the plan: files, folders, archives.  Touches no mailbox and no records."""
    settings = configuration(config)
    paths = sources.paper_files(files)
    if not paths:
        raise UsageError(f"There is no paper in {_named(files)}. Name files, folders with papers, or archives.")
    shown_at_once = not as_json and out.is_terminal  # what is finished can be read while the rest is judged
    judgements = []
    for_word = any(path.suffix.lower() != ".pdf" for path in paths)  # with PDFs LibreOffice has nothing to do
    with judging(settings, warm=for_word) as judge, unpacking() as unpack:
        for path in watched(paths, "judging", console=out if shown_at_once else err):
            for paper in sources.papers(path, unpack):
                judged = judge.file(paper.data, paper.name, known=paper.known, unreadable=paper.unreadable)
                found = verdicts.told(judged, settings)
                judgements.append(found)
                if shown_at_once:
                    out.print(verdicts.judgement_table(found, settings))
    if as_json:
        print_json([verdicts.judgement_json(judgement) for judgement in judgements])
    elif not shown_at_once:
        for judgement in judgements:
            out.print(verdicts.judgement_table(judgement, settings))
    if not as_json and len(judgements) > 1:
        out.print(verdicts.tally(judgements, settings))
    if html is not None:  # last: where it cannot be written, what was found has been said
        _write_report(html, judgements, settings)
    leave(1 if any(judgement.verdict is Verdict.FAIL for judgement in judgements) else 0)


def _write_report(path: Path, judgements: Sequence[Judgement], settings: Config) -> None:
    page = letters.report_html(judgements, letters.environment(settings), settings)
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Name another file.") from error
    err.print(f"report: {path}", soft_wrap=True, markup=False)


@app.command()
def inspect(files: Files, config: ConfigOption = None, *, as_json: JsonOption = False) -> None:
    """Says what intake would make of raw messages.  Touches nothing."""
    settings = configuration(config)
    own, looked = own_identity(settings), []
    sources.check(files)
    with mail_reader(settings) as read:
        total = sources.size_of(files)
        for source in watched(sources.messages(files), "reading", total, size=lambda source: len(source.raw)):
            try:
                parsed = intake.sent(read(source.raw), own)
            except ReadError as error:
                raise ReadError(f"{source.name}: {error} A service sets such a message aside for a person.") from error
            looked.append((source.name, parsed, intake.decide(parsed, own=own)))
    if not looked:
        raise UsageError(f"There is no message in {_named(files)}. Name .eml files, mbox files or Maildirs.")
    if as_json:
        print_json([present.inspect_json(*one) for one in looked])
    else:
        for one in looked:
            out.print(present.inspect_table(*one))


def _named(files: Sequence[Path]) -> str:
    """As they were named; "." and ".." by the folders that they are, for at the end of a sentence nobody sees them."""
    return ", ".join(sources.printable(file if file.name.strip(".") else file.resolve()) for file in files)
