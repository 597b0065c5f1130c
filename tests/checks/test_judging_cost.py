"""What judging costs: a few seconds at the most, whatever the file; most of these once took minutes or had no end."""

import random
import time
from collections.abc import Callable

import docx_maker as dm
import pytest
from checks.documents_for_checks import shipped
from in_process import InProcessReader
from pdf_maker import Text, make_pdf

from daemon import documents
from daemon.documents.problems import MAX_CHARACTERS, MAX_PIECES
from daemon.judge import Judge
from daemon.model import FileProblem
from daemon.render import NoRenderer
from daemon.text.names import Names

pytestmark = pytest.mark.slow

LONGEST = 5.0  #: seconds of processor time, for a whole judgement


def paper(*paragraphs: str, font: str | None = None, head: bool = False) -> bytes:
    body = "".join(dm.p(text, centre=head, bold=head, font=font) for text in paragraphs)
    return dm.make_docx(body, dm.paper_styles())


def vocabulary() -> str:
    return " ".join(
        {
            word
            for element in shipped().elements
            for texts in (element.headings, element.phrases, element.traces)
            for text in texts
            for word in text.split()
        }
    )


def random_words() -> str:
    pick = random.Random(1)
    letters = "aeiouáàảãạđêôơưâăbcdghklmnpqrstvxy"
    return " ".join("".join(pick.choices(letters, k=4)) for _ in range(95_000))


SUBJECT = "MÔ HÌNH “LỚP HỌC TỰ QUẢN” Ở TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN"
CASES: dict[str, Callable[[], bytes]] = {
    "a place 100,000 times": lambda: paper("Nghệ An " * 100_000),
    "a place in every line": lambda: paper(*["Nghệ An " * 60] * 400),
    "nobody's name": lambda: paper(*["Hồ Chí Minh " * 30] * 600),
    "stars behind a title": lambda: paper("ĐỔI MỚI " + "*" * 200 + "a", head=True),
    "digits behind a name": lambda: paper("Nguyễn Văn " + "1" * 300_000 + "a"),
    "model after model": lambda: paper(vocabulary() + " " + "mô hình " * 120_000),
    "phrases in a sentence without end": lambda: paper("mô hình kết quả lớp học " * 8_000),
    "and its subject": lambda: paper(SUBJECT, "mô hình lớp học tự quản nhằm kết quả kinh nghiệm, " * 4_000, head=True),
    "headings without end": lambda: paper(*["1. Nội dung, mục tiêu, mô hình, " * 3] * 1_500, head=True),
    "as many words as there may be, all different": lambda: paper(random_words()),
    "TCVN3": lambda: paper("Tr­êng ChÝnh trÞ " * 29_000, font=".VnTime"),
    "VNI": lambda: paper("Tröôøng Chính trò tænh " * 21_000, font="VNI-Times"),
    "lines without end": lambda: dm.make_docx("<w:p>" + "<w:r><w:t>a</w:t><w:br/></w:r>" * 100_000 + "</w:p>"),
    "as many paragraphs as there may be": lambda: paper(*"a" * (MAX_PIECES - 1)),
    "a font in every letter": lambda: dm.make_docx(
        "<w:p>" + "".join(dm.r("á", ("Arial", ".VnTime")[n % 2]) for n in range(MAX_PIECES - 1)) + "</w:p>"
    ),
    "ten megabytes of words": lambda: paper("mô hình điển hình " * 500_000),
    "paragraphs without end": lambda: dm.make_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000),
    "a PDF of long pages": lambda: make_pdf(*[[Text("mo hinh " * 900, y=400)]] * 60),
}


@pytest.mark.parametrize("case", CASES)
def test_a_judgement_is_bounded(case: str) -> None:
    data = CASES[case]()
    judge = Judge(shipped(), InProcessReader(), NoRenderer("none here"))
    started = time.process_time()
    judge.file(data, "bài.docx" if data.startswith(b"PK") else "bài.pdf")
    assert time.process_time() - started < LONGEST


def test_a_plan_may_ask_for_many_elements() -> None:
    """Each is told twice, under headings that name none."""
    config = shipped()
    signs = {f"e{number}": tuple(f"{word}{number}" for word in ("thu", "chi", "nhập", "xuất")) for number in range(16)}
    elements = [config.elements[3].model_copy(update={"id": key, "signs": it, "stage": 0}) for key, it in signs.items()]
    config = config.model_copy(update={"elements": tuple(elements)})
    told = "".join(
        dm.p(f"{number}. Chuyện thứ {number}", bold=True)
        + dm.p(f"Nhà trường {', '.join(signs[key])} rồi mỗi tháng làm tiếp một lần nữa cho tới khi xong mới thôi.")
        for number, key in enumerate([*signs, *reversed(signs)], 1)
    )
    data = dm.make_docx(dm.p(SUBJECT, centre=True, bold=True) + told, dm.paper_styles())
    judge = Judge(config, InProcessReader(), NoRenderer("none here"))
    started = time.process_time()
    judge.file(data, "bài.docx")
    assert time.process_time() - started < LONGEST


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (lambda: paper("chữ " * (MAX_CHARACTERS // 4)), None),
        (lambda: paper("chữ " * (MAX_CHARACTERS // 4) + "nữa"), FileProblem.BOMB),
        (lambda: paper(*["chữ " * (MAX_CHARACTERS // 8)] * 2, "nữa"), FileProblem.BOMB),
        (lambda: paper(*"a" * (MAX_PIECES + 1)), FileProblem.BOMB),
        (lambda: make_pdf(*[[Text("mo hinh " * 900, y=400)]] * 80), FileProblem.BOMB),
    ],
)
def test_more_text_than_any_paper_is_a_bomb(data: Callable[[], bytes], problem: FileProblem | None) -> None:
    made = data()
    assert documents.read(made, "bài.docx" if made.startswith(b"PK") else "bài.pdf").problem is problem


def test_headers_and_text_are_weighed_together() -> None:
    half = "chữ " * (MAX_CHARACTERS // 8)
    header = dm.part("hdr", dm.p(half + "nữa"))
    section = '<w:headerReference w:type="default" r:id="header1"/>'
    data = dm.make_docx(dm.p(half), dm.paper_styles(), {"word/header1.xml": header}, sect_xml=section)
    assert documents.read(data, "bài.docx").problem is FileProblem.BOMB


def test_every_character_up_to_there_is_counted() -> None:
    judge = Judge(shipped(), InProcessReader(), NoRenderer("none here"))
    found = judge.file(paper("chữ " * 100_000 + "hết"), "bài.docx").findings
    assert next(it for it in found if it.check == "font").details["characters"] == 300_003


def test_schools_that_stand_in_a_row_are_all_taken_out() -> None:
    line = "ThS. Nguyễn Văn An, Trường Chính trị tỉnh Nghệ An, Nghệ An - Nghệ An"
    assert Names(shipped()).of_line(line) == ["Nguyễn Văn An"]
