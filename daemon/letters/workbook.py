"""The list of all papers as a workbook (.xlsx, ECMA-376): a summary, and a sheet for each school.  PURE.

Everything that other people wrote is written as text: nothing that begins with "=" becomes a formula, nothing that
looks like an address a link.  The same digest and `now` give the same bytes.

Only this module imports xlsxwriter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from daemon.config import Config
from daemon.digests import Digest, PaperLine, SchoolRow
from daemon.ledger import Quota
from daemon.letters import wording
from daemon.letters.languages import Words
from daemon.text.vietnamese import sort_key

#: What Excel takes for the name of a sheet: 31 characters, without these, no apostrophe at either end.
_LONGEST_NAME, _FORBIDDEN = 31, re.compile(r"[\[\]:*?/\\]")
_RESERVED = "history"
_MAX_TEXT = 2_000  #: a cell takes 32,767 characters

Cell = str | int | datetime | None


def _local(when: datetime, config: Config) -> datetime:
    """Without its zone, which cells cannot hold, and without fractions of seconds."""
    return when.astimezone(config.zone).replace(tzinfo=None, microsecond=0)


def _topic(paper: PaperLine, config: Config) -> str:
    topic = config.topic(paper.topic)
    return wording.numbered(topic.id, topic.name) if topic else ""


def _state(paper: PaperLine, words: Words) -> str:
    if paper.merged_into:
        return words.LIST.merged.format(code=paper.merged_into)
    return words.LIST.counts if paper.standing.active else words.LIST.withdrawn


def _vetting(paper: PaperLine, config: Config, words: Words) -> str:
    vetting, terms = paper.vetting, words.LIST
    if not vetting.holds:
        return terms.not_vetted
    day = words.day(vetting.since, config.zone) if vetting.since else ""
    return (terms.vetted_before if vetting.newer else terms.vetted).format(day=day)


def granted_until(school: str | None, code: str | None, config: Config, words: Words) -> str:
    """The later deadline that was granted to a school, or to a paper of it; "" where none was."""
    return words.last_moment(config, config.due(school, code)) if config.grant(school, code) else ""


def _form(paper: PaperLine, words: Words) -> str:
    return words.LIST.verdicts[paper.standing.verdict] + (words.LIST.ruled if paper.standing.ruled else "")


def _points(paper: PaperLine, config: Config, words: Words) -> str:
    called = words.LIST.checks if config.schools else {**words.LIST.checks, "identity": words.LIST.author}
    checks = (*paper.faults, *(doubt.check for doubt in paper.doubts))
    return ", ".join(dict.fromkeys(called.get(check, check) for check in checks))


def _grants(config: Config) -> bool:
    return len(config.deadlines) > 1


@dataclass(frozen=True, slots=True)
class _Column:
    name: str  #: in `ListTerms.columns`
    width: int  #: in characters
    of: Callable[[PaperLine, Config, Words], Cell]
    of_vetting: bool = False  #: only where schools vet papers
    of_grants: bool = False  #: only where later deadlines were granted

    def is_shown(self, config: Config) -> bool:
        return (config.vetting_phase is not None or not self.of_vetting) and (_grants(config) or not self.of_grants)


_COLUMNS = (
    _Column("code", 14, lambda paper, *_: paper.code),
    _Column("title", 60, lambda paper, *_: paper.title or ""),
    _Column("authors", 30, lambda paper, *_: ", ".join(paper.authors)),
    _Column("topic", 36, lambda paper, config, _: _topic(paper, config)),
    _Column("state", 18, lambda paper, _, words: _state(paper, words)),
    _Column("form", 18, lambda paper, _, words: _form(paper, words)),
    _Column("points", 30, _points),
    _Column("late", 10, lambda paper, _, words: words.LIST.late if paper.standing.late else ""),
    _Column(
        "due", 30, lambda it, config, words: granted_until(it.standing.school, it.code, config, words), of_grants=True
    ),
    _Column("vetting", 26, _vetting, of_vetting=True),
    _Column("version", 8, lambda paper, *_: paper.version),
    _Column("first_at", 17, lambda paper, config, _: _local(paper.first_at, config)),
    _Column("last_at", 17, lambda paper, config, _: _local(paper.last_at, config)),
    _Column("sender", 26, lambda paper, *_: paper.owner.name),
    _Column("address", 30, lambda paper, *_: paper.owner.address),
)

#: Columns of the summary: name in `ListTerms.sums`, width.
_SUMMARY = (
    ("school", 44), ("wanted", 20), ("papers", 10), ("compliant", 10), ("correcting", 10), ("doubtful", 12),
    ("late", 10), ("withdrawn", 10), ("missing", 10), ("over", 8),
)  # fmt: skip
_VETTED, _DUE = ("vetted", 12), ("due", 30)


def workbook(digest: Digest, config: Config, words: Words, now: datetime) -> bytes:
    """The file.  `config` has the names of the language of `words`."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        book.set_properties({"title": config.conference.short_name, "created": _local(now, config)})
        pen = _Pen(
            config,
            words,
            head=book.add_format(
                {"bold": True, "bg_color": "#EEF1F4", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            text=book.add_format({"text_wrap": True, "valign": "top"}),
            date=book.add_format({"num_format": words.LIST.date_format, "valign": "top", "align": "left"}),
            bold=book.add_format({"bold": True}),
        )
        summary = words.LIST.summary
        _summary(book.add_worksheet(summary), digest, pen, now)
        parts = list(_parts(digest, config, words))
        names = sheet_names([name for name, _ in parts], taken=(summary,))
        for name, (_, papers) in zip(names, parts, strict=True):
            _papers(book.add_worksheet(name), papers, pen)
    return output.getvalue()


@dataclass(frozen=True, slots=True)
class _Pen:
    """What cells say things with, and how they look."""

    config: Config
    words: Words
    head: Format
    text: Format
    date: Format
    bold: Format


def sheet_names(names: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """Names as Excel takes them, each once whatever its case."""
    used = {name.casefold() for name in taken} | {_RESERVED}
    found = []
    for name in names:
        base = " ".join(_FORBIDDEN.sub(" ", wording.clean(name, 200)).split())
        shown, number = _cut(base, "") or "Sheet", 1
        while shown.casefold() in used:
            number += 1
            shown = _cut(base, f" ({number})")
        used.add(shown.casefold())
        found.append(shown)
    return found


def _cut(name: str, end: str) -> str:
    # Excel counts UTF-16 units; every letter that people write with is one, of the others few are left.
    return (name[: _LONGEST_NAME - len(end)].strip("' ") + end).strip()


def shortened(names: Sequence[str]) -> list[str]:
    """The names without the words with which all of them begin."""
    words = [name.split() for name in names]
    same = 0
    while len(words) > 1 and all(len(each) > same + 1 for each in words) and len({each[same] for each in words}) == 1:
        same += 1
    return [" ".join(each[same:]) for each in words]


def _parts(digest: Digest, config: Config, words: Words) -> Iterator[tuple[str, list[PaperLine]]]:
    """Schools with their papers, sorted by title; then the papers without a known school, if there are any."""
    of: dict[str | None, list[PaperLine]] = {}
    for paper in sorted(digest.facts.papers, key=lambda paper: (sort_key(paper.title or ""), paper.code)):
        school = config.school(paper.standing.school)
        of.setdefault(school.id if school else None, []).append(paper)
    full = [school.name for school in config.schools]
    names = shortened(full)
    too_long = any(len(name) > _LONGEST_NAME for name in names)
    if names == full or too_long:  # they end alike rather than begin alike, as in English; or would be cut in a word
        names = wording.short_names(config.schools)
    yield from ((name, of.get(school.id, [])) for name, school in zip(names, config.schools, strict=True))
    if None in of:
        yield _homeless(config, words), of[None]


def _homeless(config: Config, words: Words) -> str:
    """Papers of no known school; all of them, in an open call."""
    return words.LIST.homeless if config.schools else words.LIST.open


def _summary(sheet: Worksheet, digest: Digest, pen: _Pen, now: datetime) -> None:
    config, words = pen.config, pen.words
    sheet.write_string(0, 0, wording.clean(config.conference.short_name), pen.bold)
    sheet.write_string(1, 0, words.LIST.as_of.format(moment=words.moment(now, config.zone)))
    head = (*_SUMMARY, *[_VETTED] * digest.has_vetting, *[_DUE] * _grants(config))
    for column, (name, width) in enumerate(head):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, words.LIST.sums[name], pen.head)
    sheet.freeze_panes(4, 1)
    rows = [_summed(row, config, words) for row in digest.schools]
    if digest.homeless.papers or digest.homeless.withdrawn:
        rows.append({"school": _homeless(config, words), **_counts(digest.homeless)})
    for number, row in enumerate(rows, 4):
        _write(sheet, number, [row.get(name) for name, _ in head], pen)
    sheet.write_string(4 + len(rows), 0, words.LIST.total, pen.bold)
    for column, (name, _) in enumerate(head):
        counted = [cell for row in rows if isinstance(cell := row.get(name), int)]
        if counted:
            sheet.write_number(4 + len(rows), column, sum(counted), pen.bold)


def _summed(row: SchoolRow, config: Config, words: Words) -> dict[str, Cell]:
    school = config.school(row.school.id) or row.school
    return {
        "school": school.name,
        "wanted": words.wanted(school),
        **_counts(row.quota),
        "due": granted_until(school.id, None, config, words),
    }


def _counts(quota: Quota) -> dict[str, int]:
    counted = ("papers", "compliant", "correcting", "doubtful", "late", "withdrawn", "missing", "over", "vetted")
    return {name: getattr(quota, name) for name in counted}


def _papers(sheet: Worksheet, papers: Sequence[PaperLine], pen: _Pen) -> None:
    columns = [column for column in _COLUMNS if column.is_shown(pen.config)]
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, pen.words.LIST.columns[column.name], pen.head)
    sheet.freeze_panes(1, 1)
    if papers:
        sheet.autofilter(0, 0, len(papers), len(columns) - 1)
    for number, paper in enumerate(papers, 1):
        _write(sheet, number, [column.of(paper, pen.config, pen.words) for column in columns], pen)


def _write(sheet: Worksheet, row: int, cells: Sequence[Cell], pen: _Pen) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, pen.date)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, pen.text)
        elif cell:
            sheet.write_string(row, column, wording.clean(cell, _MAX_TEXT), pen.text)
