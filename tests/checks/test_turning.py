"""Where a page begins in the text: known by construction, since the pages are made of the document's own words."""

from __future__ import annotations

import pytest
from checks.documents_for_checks import BODY, document, paper, rendering

from daemon.checks import pages
from daemon.checks.turning import turn
from daemon.model import Document, Outcome, PageText, Rendering

SHORT = "Nhà trường đã chỉ đạo toàn diện; kết quả rất rõ."
TEXT = f"[bc]TÊN BÀI THAM LUẬN\nĐoạn mở đầu của bài viết.\n{BODY}\nĐoạn kết thúc có nội dung khác hẳn."


def found(one: Document, before: str, after: str, *earlier: str) -> tuple[int, str] | None:
    """Paragraph and text of the last of these pages."""
    texts = (*earlier, before, after)
    shown = Rendering(tuple(PageText(number, text, blank=False) for number, text in enumerate(texts, 1)), trusted=True)
    begins = turn(one, shown, len(texts))
    return None if begins is None else (begins.paragraph.place.paragraph, begins.text)


HEAD, TAIL = "TÊN BÀI THAM LUẬN\nĐoạn mở đầu của bài viết.\n", "\nĐoạn kết thúc có nội dung khác hẳn."
ONE, TWO = BODY[:60], BODY[60:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + ONE, TWO + TAIL),
        (f"Hội thảo\n{HEAD}{ONE}\nTrang 1", f"Hội thảo\n{TWO}{TAIL}\nTrang 2"),
        (f"{HEAD}{ONE}\n1 Xem báo cáo năm 2020.\n1", f"2\n{TWO}{TAIL}"),
        (HEAD + ONE.replace(" ", "\n"), TWO.replace(" ", "\n") + TAIL),
        (HEAD + ONE + "-", TWO + TAIL),  # a hyphen that only the page has
        (HEAD + ONE.upper(), TWO.upper() + TAIL),  # shown as capitals
    ],
    ids=["plain", "header and footer", "a note", "narrow", "hyphenated", "capitals"],
)
def test_the_first_word_of_the_page(before: str, after: str) -> None:
    assert found(document(TEXT), before, after) == (3, TWO.lstrip())


def test_a_page_that_begins_with_a_paragraph() -> None:
    assert found(document(TEXT), HEAD + BODY, TAIL) == (4, TAIL.strip())


@pytest.mark.parametrize("label", ["1. ", "a) ", "bb) ", "iv. ", "- ", "o ", "• "])
def test_numbers_of_lists_are_no_text(label: str) -> None:
    one = document(TEXT.replace("Đoạn kết", "[n]Đoạn kết"))
    assert found(one, HEAD + BODY, label + TAIL.strip()) == (4, TAIL.strip())


def test_figures_before_the_first_letter_belong_to_the_page() -> None:
    text = "Kết quả phân loại cuối năm học vừa qua đạt (95,5%) số học viên khá, giỏi trở lên."
    one = document(f"Tên bài\n{text}")
    assert found(one, f"Tên bài\n{text[:42]}", text[42:]) == (2, text[42:].lstrip())
    assert text[42:].lstrip().startswith("(95,5%)")


def test_a_paper_that_repeats_itself_is_read_from_its_beginning() -> None:
    one = document("\n".join([SHORT] * 90))
    lines = [SHORT] * 30
    assert found(one, "\n".join(lines), "\n".join(lines), "\n".join(lines)) == (61, SHORT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", TWO),
        (HEAD + ONE, ""),
        (HEAD + ONE, TWO[20:]),  # a line that the page before does not lead to
        ("Một trang khác hẳn", "và trang sau của nó"),
        (HEAD + ONE, TWO + "\nmột dòng" * 300),  # no page of a paper: comparing so many lines would take long
    ],
)
def test_what_is_not_certain_is_not_told(before: str, after: str) -> None:
    assert found(document(TEXT), before, after) is None


def test_a_table_row_that_goes_on_on_the_next_page_has_no_one_place() -> None:
    left, right = "ô bên trái còn tiếp sang trang", "ô bên phải cũng tiếp sang trang"
    one = document(f"Mở đầu của bài viết này\n[t]{left}\n[t]{right}\nĐoạn sau bảng có nội dung khác")
    before = "Mở đầu của bài viết này\nô bên trái ô bên phải"
    assert found(one, before, "còn tiếp sang trang cũng tiếp sang trang\nĐoạn sau bảng có nội dung khác") is None


def test_the_finding_names_the_place_where_the_first_page_too_many_begins() -> None:
    long = "\n".join(f"Phần {['một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy'][n]}: {BODY}" for n in range(7))
    shown = rendering(7, texts=tuple(long.split("\n")))
    finding = pages.check(paper(document(long), rendering=shown))
    assert finding.outcome is Outcome.FAIL
    beyond = finding.details["beyond"]
    assert (beyond["page"], beyond["story"], beyond["paragraph"], beyond["start"]) == (6, "body", 6, 0)
    assert finding.advice[0].startswith("Trang 6 hiện bắt đầu từ “Phần sáu: Trong")
