"""What reading costs: little on an ordinary paper, bounded on a pathological one."""

import io
import time
from collections.abc import Callable

import docx
import docx_maker as dm

from daemon import documents

SENTENCE = (
    "Thực tiễn và kinh nghiệm xây dựng mô hình, điển hình góp phần sớm hoàn thành các tiêu chí Trường Chính trị chuẩn. "
)


def ordinary_paper() -> bytes:
    """Five pages as python-docx writes them: its template with all its styles, three runs a paragraph."""
    paper = docx.Document()
    for _ in range(45):
        paragraph = paper.add_paragraph()
        for number in range(3):
            run = paragraph.add_run(SENTENCE)
            run.font.name = "Times New Roman"
            run.bold = not number
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def best_of(times: int, call: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return min(taken)


def test_reading_a_paper_costs_little_more_than_opening_it() -> None:
    """Goal: at most 1.5 times; the margin here is for machines that do several things at once."""
    paper = ordinary_paper()
    opening = best_of(9, lambda: docx.Document(io.BytesIO(paper)))
    reading = best_of(9, lambda: documents.read(paper, "a.docx"))
    assert reading < 2.5 * opening, f"{reading * 1000:.1f} ms against {opening * 1000:.1f} ms"


def test_thousands_of_styles_are_resolved_once_each() -> None:
    """A chain of 3,000 styles, each used: quadratic work would take minutes."""
    count = 3000
    chain = [dm.style(f"s{n}", based_on=f"s{n - 1}", font="Arial" if n % 2 else None) for n in range(count)]
    body = "".join(dm.p("chữ", style=f"s{count - 1 - n}") for n in range(count))
    data = dm.make_docx(body, dm.styles(*chain, default_font="Times New Roman"))
    start = time.process_time()
    document = documents.read(data, "a.docx")
    assert time.process_time() - start < 5
    assert len(document.paragraphs) == count
