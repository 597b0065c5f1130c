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
from daemon.letters import wording
from daemon.model import Verdict
from daemon.text.vietnamese import sort_key

SUMMARY, HOMELESS = "Tổng hợp", "Chưa rõ đơn vị"

#: What Excel takes for the name of a sheet: 31 characters, without these, no apostrophe at either end.
_LONGEST_NAME, _FORBIDDEN = 31, re.compile(r"[\[\]:*?/\\]")
_RESERVED = "history"
_MAX_TEXT = 2_000  #: a cell takes 32,767 characters

_VERDICTS = {Verdict.PASS: "Đạt về thể thức", Verdict.FAIL: "Cần sửa", Verdict.REVIEW: "Chờ xem xét"}
_CHECKS = {
    "file": "tệp", "font": "phông chữ", "encoding": "bảng mã", "pages": "số trang", "elements": "nội dung phải nêu",
    "topic": "chủ đề", "identity": "tác giả, đơn vị", "deadline": "thời hạn",
}  # fmt: skip

Cell = str | int | datetime | None


def _local(when: datetime, config: Config) -> datetime:
    """Without its zone, which cells cannot hold, and without fractions of seconds."""
    return when.astimezone(config.zone).replace(tzinfo=None, microsecond=0)


def _topic(paper: PaperLine, config: Config) -> str:
    topic = config.topic(paper.topic)
    return f"{topic.id} {topic.name}" if topic else ""


def _state(paper: PaperLine) -> str:
    if paper.merged_into:
        return f"ghép vào {paper.merged_into}"
    return "được tính" if paper.standing.active else "đã rút"


def _vetting(paper: PaperLine, config: Config) -> str:
    vetting = paper.vetting
    if not vetting.holds:
        return "chưa thẩm định"
    day = wording.day(vetting.since, config.zone) if vetting.since else ""
    return f"đã thẩm định {day}{', sau đó có bản mới' if vetting.newer else ''}"


def _form(paper: PaperLine) -> str:
    return _VERDICTS[paper.standing.verdict] + (", theo quyết định" if paper.standing.ruled else "")


def _points(paper: PaperLine) -> str:
    checks = (*paper.faults, *(check for check, _ in paper.doubts))
    return ", ".join(dict.fromkeys(_CHECKS.get(check, check) for check in checks))


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    width: int  #: in characters
    of: Callable[[PaperLine, Config], Cell]
    of_vetting: bool = False  #: only where schools vet papers


_COLUMNS = (
    _Column("Mã bài", 14, lambda paper, _: paper.code),
    _Column("Tên bài", 60, lambda paper, _: paper.title or ""),
    _Column("Tác giả", 30, lambda paper, _: ", ".join(paper.authors)),
    _Column("Chủ đề", 36, _topic),
    _Column("Tình trạng", 18, lambda paper, _: _state(paper)),
    _Column("Thể thức", 18, lambda paper, _: _form(paper)),
    _Column("Cần sửa, cần xem", 30, lambda paper, _: _points(paper)),
    _Column("Nộp muộn", 10, lambda paper, _: "muộn" if paper.standing.late else ""),
    _Column("Thẩm định", 26, _vetting, of_vetting=True),
    _Column("Lần gửi", 8, lambda paper, _: paper.version),
    _Column("Nhận lần đầu", 17, lambda paper, config: _local(paper.first_at, config)),
    _Column("Nhận bản sau cùng", 17, lambda paper, config: _local(paper.last_at, config)),
    _Column("Người gửi", 26, lambda paper, _: paper.owner.name),
    _Column("Địa chỉ", 30, lambda paper, _: paper.owner.address),
)

_SUMMARY = (
    ("Đơn vị", 44), ("Kế hoạch", 20), ("Đã nhận", 10), ("Đạt", 8), ("Cần sửa", 10), ("Chờ xem xét", 12),
    ("Nộp muộn", 10), ("Đã rút", 8), ("Còn thiếu", 10), ("Vượt", 8),
)  # fmt: skip
_VETTED = ("Đã thẩm định", 12)


def workbook(digest: Digest, config: Config, now: datetime) -> bytes:
    """The file."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        book.set_properties({"title": config.conference.short_name, "created": _local(now, config)})
        pen = _Pen(
            head=book.add_format(
                {"bold": True, "bg_color": "#EEF1F4", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            text=book.add_format({"text_wrap": True, "valign": "top"}),
            date=book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top", "align": "left"}),
            bold=book.add_format({"bold": True}),
        )
        _summary(book.add_worksheet(SUMMARY), digest, config, pen, now)
        parts = list(_parts(digest, config))
        names = sheet_names([name for name, _ in parts], taken=(SUMMARY,))
        for name, (_, papers) in zip(names, parts, strict=True):
            _papers(book.add_worksheet(name), papers, config, pen)
    return output.getvalue()


@dataclass(frozen=True, slots=True)
class _Pen:
    """How cells look."""

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


def _parts(digest: Digest, config: Config) -> Iterator[tuple[str, list[PaperLine]]]:
    """Schools with their papers, sorted by title; then the papers without a known school, if there are any."""
    of: dict[str | None, list[PaperLine]] = {}
    for paper in sorted(digest.facts.papers, key=lambda paper: (sort_key(paper.title or ""), paper.code)):
        school = config.school(paper.standing.school)
        of.setdefault(school.id if school else None, []).append(paper)
    names = shortened([school.name for school in config.schools])
    yield from ((name, of.get(school.id, [])) for name, school in zip(names, config.schools, strict=True))
    if None in of:
        yield HOMELESS, of[None]


def _summary(sheet: Worksheet, digest: Digest, config: Config, pen: _Pen, now: datetime) -> None:
    sheet.write_string(0, 0, wording.clean(config.conference.short_name), pen.bold)
    sheet.write_string(1, 0, f"Tính đến {wording.moment(now, config.zone)}")
    head = (*_SUMMARY, _VETTED) if digest.has_vetting else _SUMMARY
    for column, (name, width) in enumerate(head):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, name, pen.head)
    sheet.freeze_panes(4, 1)
    rows = [_summed(row)[: len(head)] for row in digest.schools]
    if digest.homeless:
        rows.append((HOMELESS, "", digest.homeless))
    for number, row in enumerate(rows, 4):
        _write(sheet, number, row, pen)


def _summed(row: SchoolRow) -> tuple[Cell, ...]:
    quota = row.quota
    return (
        row.school.name, wording.wanted(row.school), quota.papers, quota.compliant, quota.correcting, quota.doubtful,
        quota.late, quota.withdrawn, quota.missing, quota.over, quota.vetted,
    )  # fmt: skip


def _papers(sheet: Worksheet, papers: Sequence[PaperLine], config: Config, pen: _Pen) -> None:
    columns = [column for column in _COLUMNS if config.vetting_phase is not None or not column.of_vetting]
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.name, pen.head)
    sheet.freeze_panes(1, 1)
    if papers:
        sheet.autofilter(0, 0, len(papers), len(columns) - 1)
    for number, paper in enumerate(papers, 1):
        _write(sheet, number, [column.of(paper, config) for column in columns], pen)


def _write(sheet: Worksheet, row: int, cells: Sequence[Cell], pen: _Pen) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, pen.date)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, pen.text)
        elif cell:
            sheet.write_string(row, column, wording.clean(cell, _MAX_TEXT), pen.text)
