"""The list of all papers: read back as a spreadsheet program would."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import process_time
from xml.etree import ElementTree as ET

import pytest
from letter_cases import CONFIG, IN_TIME, UNSURE_TOPIC, letters, paper_line, staff

from daemon.config import Extension
from daemon.digests import Beat, Came, Digest, Facts, Happened, PaperLine, Slot, digest
from daemon.letters import Letters, environment, wording
from daemon.letters.workbook import sheet_names, shortened, workbook
from daemon.model import Address, Verdict, VettedBy, Vetting
from daemon.reconciling import Account

SUMMARY = wording.LIST.summary
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """The cells of a workbook, by sheet, as text; and what is in it besides."""

    def __init__(self, raw: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        names = [sheet.get("name") for sheet in self._tree("xl/workbook.xml").iter(f"{MAIN}sheet")]
        self._strings = ["".join(item.itertext()) for item in self._tree("xl/sharedStrings.xml").iter(f"{MAIN}si")]
        self.sheets = {
            name: list(self._rows(f"xl/worksheets/sheet{number}.xml")) for number, name in enumerate(names, 1)
        }

    def _tree(self, name: str) -> ET.Element:
        return ET.fromstring(self.parts[name])

    def _rows(self, name: str) -> Iterator[list[str]]:
        for row in self._tree(name).iter(f"{MAIN}row"):
            yield [self._cell(cell) for cell in row.iter(f"{MAIN}c")]

    def _cell(self, cell: ET.Element) -> str:
        value = cell.findtext(f"{MAIN}v") or ""
        return self._strings[int(value)] if cell.get("t") == "s" else value


def of(*papers: PaperLine) -> Digest:
    slot = Slot(IN_TIME.astimezone(CONFIG.zone), Beat.DAILY, "TL-2021", in_season=True)
    return digest(slot, Facts(papers, Account(0, 0)), CONFIG)


def book(*papers: PaperLine) -> Book:
    return Book(workbook(of(*papers), CONFIG, wording, IN_TIME))


def test_an_open_call_has_one_sheet_of_papers() -> None:
    call = CONFIG.model_copy(update={"schools": ()})
    slot = Slot(IN_TIME.astimezone(CONFIG.zone), Beat.DAILY, "TL-2021", in_season=True)
    found = digest(slot, Facts((paper_line(1, None), paper_line(2, None)), Account(0, 0)), call)
    listed = Book(workbook(found, call, wording, IN_TIME))
    assert list(listed.sheets) == [SUMMARY, "Các bài"]
    assert [row[:3] for row in listed.sheets[SUMMARY][3:]] == [["Các bài", "2", "2"], ["Cộng", "2", "2"]]
    for schools, called in ((CONFIG.schools, "tác giả, đơn vị"), ((), "tác giả")):
        config = CONFIG.model_copy(update={"schools": schools})
        with_fault = digest(slot, Facts((paper_line(1, None, faults=("identity",)),), Account(0, 0)), config)
        *_, sheet = Book(workbook(with_fault, config, wording, IN_TIME)).sheets.values()
        assert called in [cell for row in sheet for cell in row]


def test_a_summary_and_a_sheet_for_each_school() -> None:
    found = book(paper_line(1), paper_line(2, None))
    assert list(found.sheets) == [
        SUMMARY, "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng",
        "Chưa rõ đơn vị",
    ]  # fmt: skip
    assert found.sheets[SUMMARY][2][:4] == ["Đơn vị", "Số bài cần có", "Đã nhận", "Đạt"]
    assert found.sheets[SUMMARY][2][-1] == "Đã thẩm định"
    assert [
        "Trường Chính trị Trần Phú tỉnh Hà Tĩnh",
        "3–5 bài",
        "1",
        "1",
        "0",
        "0",
        "0",
        "0",
        "2",
        "0",
        "0",
    ] in found.sheets[SUMMARY]
    assert found.sheets[SUMMARY][-2] == ["Chưa rõ đơn vị", "1", "1", *["0"] * 7]
    assert found.sheets[SUMMARY][-1] == ["Cộng", "2", "2", "0", "0", "0", "0", "26", "0", "0"]


def test_a_row_says_everything_of_a_paper() -> None:
    line = paper_line(1, verdict=Verdict.FAIL, late=True, faults=("font", "pages"), doubts=(UNSURE_TOPIC,), version=3)
    head, row = book(line).sheets["Hà Tĩnh"]
    cells = dict(zip(head, row, strict=True))
    assert cells["Mã bài"] == "TL-2021-001"
    assert cells["Chủ đề"].startswith("1.2.2 ")
    assert (cells["Tình trạng"], cells["Thể thức"], cells["Nộp muộn"]) == ("được tính", "Cần sửa", "muộn")
    assert cells["Cần sửa, cần xem"] == "phông chữ, số trang, chủ đề"
    assert cells["Lần gửi"] == "3"
    # a date as a number of days (ECMA-376 part 1, 18.17.4.1), on the clock of the conference: 09:15 in Vietnam
    days = timedelta(days=float(cells["Nhận lần đầu"]))
    assert abs(datetime(1899, 12, 30) + days - datetime(2021, 11, 5, 9, 15)) < timedelta(seconds=1)  # noqa: DTZ001


STATES = (
    (Vetting(asked=IN_TIME), "chưa thẩm định"),
    (Vetting(VettedBy.SENT, IN_TIME), "đã thẩm định 05/11/2021"),
    (Vetting(VettedBy.CONFIRMED, IN_TIME, newer=True), "đã thẩm định 05/11/2021, sau đó có bản mới"),
    (Vetting(VettedBy.REVOKED, IN_TIME), "chưa thẩm định"),
)


def test_which_papers_their_schools_have_vetted() -> None:
    lines = [paper_line(number, vetting=vetting) for number, (vetting, _) in enumerate(STATES, 1)]
    _, *rows = book(*lines).sheets["Hà Tĩnh"]
    assert [cell for row in rows for cell in row if "thẩm định" in cell] == [words for _, words in STATES]


def test_a_conference_without_vetting_has_no_column_of_it() -> None:
    phases = tuple(phase.model_copy(update={"vetting": False}) for phase in CONFIG.phases)
    config = CONFIG.model_copy(update={"phases": phases})
    digest_of = digest(of().slot, Facts((paper_line(1),), Account(0, 0)), config)
    found = Book(workbook(digest_of, config, wording, IN_TIME))
    heads = (found.sheets[SUMMARY][2], found.sheets["Hà Tĩnh"][0])
    assert not any("hẩm định" in name for head in heads for name in head)
    assert [len(head) for head in heads] == [10, 13]


HUE, PAPER = (
    Extension(school="ha-tinh", until=date(2021, 11, 12)),
    Extension(paper="TL-2021-001", until=date(2021, 11, 15)),
)
OF_SCHOOL, OF_PAPER = "hết ngày 12/11/2021 (giờ Việt Nam)", "hết ngày 15/11/2021 (giờ Việt Nam)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("granted", "of_school", "of_papers"),
    [
        ((), "", {}),
        ((HUE,), OF_SCHOOL, {"TL-2021-001": OF_SCHOOL, "TL-2021-002": OF_SCHOOL}),
        ((PAPER,), "", {"TL-2021-001": OF_PAPER}),
        ((HUE, PAPER), OF_SCHOOL, {"TL-2021-001": OF_PAPER, "TL-2021-002": OF_SCHOOL}),
    ],
)
def test_a_deadline_of_ones_own_stands_in_list_and_letter(
    granted: tuple[Extension, ...], of_school: str, of_papers: dict[str, str]
) -> None:
    config = CONFIG.model_copy(update={"extensions": granted})
    news = (Happened(Came.PAPER, "TL-2021-001"),)
    told = digest(of().slot, Facts((paper_line(1), paper_line(2)), Account(0, 0), happened=news), config)
    found = Book(workbook(told, config, wording, IN_TIME))
    papers, summary = found.sheets["Hà Tĩnh"], found.sheets[SUMMARY]
    assert ["Thời hạn riêng" in head for head in (papers[0], summary[2])] == [bool(granted)] * 2
    said = {OF_SCHOOL, OF_PAPER}
    assert {row[0]: cell for row in papers[1:] for cell in row if cell in said} == of_papers
    assert [cell for row in summary for cell in row if cell in said] == [of_school] * bool(of_school)
    writer = Letters(config, environment(config))
    letter = writer.digest(told, IN_TIME, staff(writer))
    for text in (" ".join(letter.text.split()), " ".join(re.sub(r"<[^>]+>", " ", letter.html).split())):
        assert (f"còn thiếu 1; thời hạn riêng là {OF_SCHOOL}" in text) is bool(of_school)
        assert ("Thời hạn riêng của từng bài: " in text) is (PAPER in granted)
        assert (f"(Trường Chính trị Trần Phú tỉnh Hà Tĩnh): {OF_PAPER}." in text) is (PAPER in granted)


def test_what_became_of_papers_that_do_not_count() -> None:
    found = book(paper_line(1, active=False), paper_line(2, active=False, merged_into="TL-2021-009"))
    states = [row[4] for row in found.sheets["Hà Tĩnh"][1:]]
    assert states == ["đã rút", "gộp vào TL-2021-009"]


HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "{=1}", "\t=1", "http://evil.example", "mailto:a@b.example",
           "internal:Sheet2!A1", "<b>&\x00\x0b\ud800", "0123")  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_other_peoples_words_stay_words(words: str) -> None:
    line = paper_line(1, title=words, authors=(words,), owner=Address(words, words))
    found = book(line)
    sheets = b"".join(part for name, part in found.parts.items() if name.startswith("xl/worksheets/"))
    assert not re.search(rb"<f>|<f |hyperlink|t=\"str\"", sheets)
    assert not any("externalLink" in name or name.endswith("sheet4.xml.rels") for name in found.parts)
    row = found.sheets["Hà Tĩnh"][1]
    assert row.count(row[1]) >= 3


def test_sorted_by_title_as_in_a_dictionary() -> None:
    titles = ["Xây dựng", "Đổi mới", "Dân vận", "“Ánh sáng”", "Công tác", "Ăn", "An ninh"]
    found = book(*(paper_line(number, title=title) for number, title in enumerate(titles, 1)))
    assert [row[1] for row in found.sheets["Hà Tĩnh"][1:]] == [
        "An ninh", "“Ánh sáng”", "Ăn", "Công tác", "Dân vận", "Đổi mới", "Xây dựng",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Trường A", "Trường B"], ["A", "B"]),
        (["Trường A"], ["Trường A"]),
        (["A/B:C*?[x]\\", "D"], ["A B C x", "D"]),
        (["history", "tổng hợp"], ["history (2)", "tổng hợp (2)"]),
        (["x" * 40, "X" * 40, "x" * 35], ["x" * 31, "X" * 27 + " (2)", "x" * 27 + " (3)"]),
        (["'quoted'", "///"], ["quoted", "Sheet"]),
    ],
)
def test_names_of_sheets_are_valid_and_unique(names: list[str], expected: list[str]) -> None:
    assert sheet_names(shortened(names), taken=(SUMMARY,)) == expected


def test_the_head_stays_in_sight() -> None:
    found = book(paper_line(1))
    for name, part in found.parts.items():
        if name.startswith("xl/worksheets/sheet"):
            assert b'state="frozen"' in part


def test_the_same_list_is_the_same_bytes() -> None:
    papers = [paper_line(number) for number in range(1, 9)]
    first = workbook(of(*papers), CONFIG, wording, IN_TIME)
    assert workbook(of(*papers), CONFIG, wording, IN_TIME) == first
    assert b"2021-11-05T09:15:00Z" in Book(first).parts["docProps/core.xml"]


@pytest.mark.slow
def test_a_thousand_papers_within_a_second() -> None:
    schools = [school.id for school in CONFIG.schools]
    papers = tuple(
        paper_line(number, schools[number % 7], late=number % 3 == 0, title=f"Mô hình số {number} ở trường")
        for number in range(1, 1001)
    )
    happened = tuple(Happened(Came.PAPER, paper.code) for paper in papers)
    facts = Facts(papers, Account(0, 0), happened=happened)
    writer = letters()
    slot = of().slot
    writer.digest(
        digest(slot, replace(facts, papers=papers[:1]), CONFIG), IN_TIME, staff(writer)
    )  # templates are compiled
    begun = process_time()
    letter = writer.digest(digest(slot, facts, CONFIG), IN_TIME, staff(writer))
    assert process_time() - begun < 1
    assert sum(len(rows) for rows in Book(letter.attachments[0].content).sheets.values()) > 1000
