"""What the document knows and the PDF does not: its headers and footers, and its parts that nobody read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks.documents_for_checks import document, paper, rendering

from daemon.checks import font, pages
from daemon.checks.running import with_known_headers
from daemon.model import FileKind, Outcome, PageText, UnreadPart


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True),
        ("6", True),  # whether a number counts the pages is for the PDF's places to say
        ("Trang 6", True),
        ("Hội thảo khoa học Cụm thi đua\nTrang 6", True),
        ("HỘI THẢO KHOA HỌC CỤM THI ĐUA", True),
        ("Hội thảokhoa học\nvi", True),
        ("Cùng một dòng chữ lặp lại", False),
        ("Hội thảo khoa học\nĐoạn 181", False),
        ("./. Hết", False),
    ],
)
def test_a_blank_page_of_a_word_file_has_words_of_headers_and_footers_only(text: str, *, blank: bool) -> None:
    one = document("BODY\n[h]Hội thảo khoa học Cụm thi đua\n[h]Trang 1")
    shown = (PageText(1, "Bài viết", blank=False), PageText(2, text, blank=True))
    assert [page.blank for page in with_known_headers(shown, one)] == [False, blank]


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("Chân trang của phần cuối", True),
        ("Chân trang của phần cuối\n6", True),
        ("Nơi nhận: như trên\nChân trang của phần cuối", False),
        ("6", False),  # a number alone may be what the text ends with
        ("", False),  # a line of a table
    ],
)
def test_a_footer_that_stands_on_the_last_page_alone_does_not_fill_it(text: str, *, blank: bool) -> None:
    one = document("BODY\nNơi nhận: như trên\n[h]Chân trang của phần cuối\n[h]Tác giả như trên")
    shown = (PageText(1, "Bài viết", blank=False), PageText(2, text, blank=False, bare=True))
    assert [page.blank for page in with_known_headers(shown, one)] == [False, blank]


def test_words_of_a_header_that_end_the_text_are_text() -> None:
    one = document("BODY\nTrường Chính trị\n[h]Trường Chính trị")
    (page,) = with_known_headers((PageText(6, "Trường Chính trị", blank=False, bare=True),), one)
    assert not page.blank


def test_a_pdf_has_no_document_to_ask() -> None:
    shown = (PageText(1, "chữ", blank=True),)
    assert with_known_headers(shown, replace(document("BODY"), kind=FileKind.PDF)) == shown


def test_without_headers_every_word_is_content() -> None:
    (page,) = with_known_headers((PageText(1, "Đoạn 181", blank=True),), document("BODY"))
    assert not page.blank


@pytest.mark.parametrize("part", list(UnreadPart))
def test_the_font_of_what_was_not_read_is_for_a_person(part: UnreadPart) -> None:
    found = font.check(paper(replace(document("BODY"), unread=(part,))))
    assert found.outcome is Outcome.REVIEW
    assert found.summary.endswith("; Ban Thư ký Hội thảo sẽ xem trực tiếp.")


def test_another_font_still_fails() -> None:
    one = replace(document("BODY", font="Arial"), unread=(UnreadPart.CHART,))
    assert font.check(paper(one)).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("part", "count", "outcome"),
    [
        (UnreadPart.DOCUMENT, 5, Outcome.REVIEW),  # it may be pages long
        (UnreadPart.DOCUMENT, 6, Outcome.FAIL),
        (UnreadPart.CHART, 5, Outcome.PASS),  # its frame is rendered, whatever is in it
    ],
)
def test_pages_of_what_was_not_read(part: UnreadPart, count: int, outcome: Outcome) -> None:
    one = replace(document("BODY"), unread=(part,))
    assert pages.check(paper(one, rendering=rendering(count))).outcome is outcome
