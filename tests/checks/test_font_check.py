"""Check `font`: counting characters in other fonts, and saying where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checks.documents_for_checks import (
    BODY,
    TNR,
    document,
    in_legacy,
    paper,
    paragraph,
    relabelled,
    rendering,
    spanned,
    with_rules,
)
from hypothesis import given
from hypothesis import strategies as st

from daemon.checks import font
from daemon.model import Document, FileKind, Finding, Outcome, Place, Span, Story
from daemon.text.legacy import Encoding

P, F, R = Outcome.PASS, Outcome.FAIL, Outcome.REVIEW


def look(document: Document, **more: Any) -> Finding:
    return font.check(paper(document, **more))


@pytest.mark.parametrize(
    ("spans", "outcome", "characters", "other"),
    [
        ([("Xây dựng", TNR)], P, 7, 0),
        ([("Xây ", TNR), ("dựng", "Arial")], F, 7, 4),
        ([("Xây", "times new roman")], P, 3, 0),
        ([("Xây", "Times")], F, 3, 3),
        ([("Xây", ".VnTime")], F, 3, 3),
        ([("Xây", "VNI-Times")], F, 3, 3),
        ([("Xây", TNR), (" \t\u00a0\n", "Arial")], P, 3, 0),
        ([("Xây", TNR), ("\u200b\ufeff", "Arial")], P, 3, 0),
        ([("Xây", TNR), ("a", "Arial")], F, 4, 1),
        ([("Xây", "Liberation Serif")], F, 3, 3),
        ([("   ", TNR)], R, 0, 0),
        ([("Xây", "")], R, 3, 0),
        ([("Xây", ""), ("b", "Arial")], F, 4, 1),
    ],
)
def test_counts(spans: list[tuple[str, str]], outcome: Outcome, characters: int, other: int) -> None:
    found = look(spanned(*spans))
    assert (found.outcome, found.details["characters"], found.details["other_characters"]) == (
        outcome,
        characters,
        other,
    )
    assert found.clause == "ĐHVB 5"


def test_exempt_characters_do_not_count() -> None:
    spans = (Span("●", "Symbol", exempt=True), Span("Nội dung", TNR))
    found = look(Document(FileKind.DOCX, paragraphs=(paragraph("", spans=spans),)))
    assert (found.outcome, found.details["characters"]) == (P, 7)


def test_the_font_table_gives_other_names() -> None:
    aliases = {"times nr": frozenset({"times new roman"})}
    assert look(spanned(("Xây", "Times NR"), font_aliases=aliases)).outcome is P


def test_a_document_without_text_is_left_to_a_person() -> None:
    found = look(Document(FileKind.PDF))
    assert found.outcome is R
    assert "ảnh quét" in found.summary


def test_every_font_is_named_and_counted() -> None:
    found = look(spanned(("Xây dựng", TNR), *((f"chữ{number}", f"Phông {number}") for number in range(28))))
    assert len(found.details["offences"]) == 28
    assert sum(it["characters"] for it in found.details["offences"]) == found.details["other_characters"]
    assert "và 25 phông khác" in found.summary
    assert "other_fonts" not in found.details


def test_fonts_beyond_what_a_list_can_hold_are_counted() -> None:
    found = look(spanned(("Xây dựng", TNR), *((f"chữ{number}", f"Phông {number}") for number in range(1203))))
    assert len(found.details["offences"]) == 200
    assert found.details["other_fonts"] == 1203
    assert "và 1.200 phông khác" in found.summary


def test_offences_are_grouped_by_font_largest_first() -> None:
    found = look(spanned(("ba ", "Arial"), ("chữ ", TNR), ("khác hẳn ", "Calibri"), ("một", "Arial")))
    assert [(it["font"], it["characters"], it["count"]) for it in found.details["offences"]] == [
        ("Calibri", 7, 1),
        ("Arial", 5, 2),
    ]


def test_one_stray_character_is_reported_as_what_it_is() -> None:
    found = look(spanned(("Xây dựng", TNR), ("–", "Calibri")))
    assert found.summary == "Có 1 ký tự “–” dùng phông Calibri, không phải Times New Roman (đoạn 1: “Xây dựng–”)."


@pytest.mark.parametrize(
    ("spans", "context"),
    [
        ([("Xây dựng", TNR), (".", "Calibri")], "Xây dựng."),
        ([("a" * 10 + " bốn chữ đứng ngay trước đó", TNR), (" .", "Calibri")], "…bốn chữ đứng ngay trước đó ."),
        ([(". ", "Calibri"), ("bốn chữ đứng ngay sau đó " * 3, TNR)], ". bốn chữ đứng ngay sau đó bốn…"),
        ([(".", "Calibri")], None),  # nothing else there
        ([("a", TNR), ("dài hơn", "Calibri")], None),  # found by itself
    ],
)
def test_what_is_too_small_to_be_found_is_shown_with_the_words_around_it(
    spans: list[tuple[str, str]], context: str | None
) -> None:
    [offence] = look(spanned(*spans)).details["offences"]
    assert offence["places"][0].get("context") == context


def test_a_whole_paper_in_another_font() -> None:
    assert look(document(BODY, "Arial")).summary == "Toàn bài dùng phông Arial, không phải Times New Roman."


def test_excerpts_are_short_and_normalised() -> None:
    [offence] = look(spanned(("Vấn\n đề " + "rất dài " * 30, "Arial"))).details["offences"]
    assert len(offence["excerpt"]) <= 60
    assert offence["excerpt"].startswith("Vấn đề rất")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (Place(Story.BODY, "word/document.xml", 14), "đoạn 14"),
        (Place(Story.TABLE, "word/document.xml", 9, table=3, row=2, column=1), "bảng 3 (hàng 2, cột 1), đoạn 9"),
        (Place(Story.HEADER, "word/header1.xml", 1), "đầu trang (Header), đoạn 1"),
        (Place(Story.FOOTER, "word/footer1.xml", 1), "chân trang (Footer), đoạn 1"),
        (Place(Story.FOOTNOTE, "word/footnotes.xml", 3), "chú thích chân trang (Footnote), đoạn 1"),
        (Place(Story.ENDNOTE, "word/endnotes.xml", 1), "chú thích cuối bài (Endnote), đoạn 1"),
        (Place(Story.TEXT_BOX, "word/document.xml", 5), "hộp văn bản (Text Box), đoạn 5"),
    ],
)
def test_where(place: Place, where: str) -> None:
    one = replace(paragraph("Khác phông", "Arial"), place=place)
    [offence] = look(Document(FileKind.DOCX, paragraphs=(one,))).details["offences"]
    assert offence["where"] == where


def test_notes_are_counted_as_they_are_seen() -> None:
    """Word's parts of notes begin with two lines that nobody takes for notes, and keep notes that were taken out."""
    texts = (("Khác phông", "Arial", 3), ("Đúng phông", TNR, 4), ("Khác nữa", "Tahoma", 7))
    notes = tuple(
        replace(paragraph(text, font), place=Place(Story.FOOTNOTE, "word/footnotes.xml", number))
        for text, font, number in texts
    )
    offences = look(Document(FileKind.DOCX, paragraphs=(paragraph(BODY), *notes))).details["offences"]
    assert [(it["font"], it["where"].rpartition(", ")[2]) for it in offences] == [
        ("Arial", "đoạn 1"),
        ("Tahoma", "đoạn 3"),
    ]


def test_the_page_is_found_in_the_rendering() -> None:
    pages = rendering(2, texts=("trang đầu", "ở đây có\nchữ khác phông hẳn"))
    [offence] = look(spanned(("ở đây có ", TNR), ("chữ khác phông", "Arial")), rendering=pages).details["offences"]
    assert offence["where"] == "trang 2, đoạn 1"


_FIRST = "Nhà trường đã triển khai nhiều giải pháp đồng bộ, cụ thể và thiết thực trong nhiệm kỳ vừa qua"
_REST = "nâng cao chất lượng đào tạo và bồi dưỡng cán bộ của tỉnh theo tinh thần nghị quyết đại hội"


@pytest.mark.parametrize(
    ("before", "text", "after", "pages", "where"),
    [
        ("", f"{_FIRST} {_REST}", "", [_FIRST, _REST], "trang 1, đoạn 2"),
        ("Mở đầu, ", f"{_FIRST} {_REST}", "", [f"Mở đầu, {_FIRST}", _REST], "trang 1, đoạn 2"),
        (f"{_FIRST} ", "gỡ", f" {_REST}", [f"{_FIRST} gỡ", _REST], "trang 1, đoạn 2"),
        (f"{_FIRST} ", "gỡ", f" {_REST}", [_FIRST, f"gỡ {_REST}"], "trang 2, đoạn 2"),
        (f"{_FIRST} ", "gỡ", f" gỡ {_REST}", [_FIRST, f"gỡ gỡ {_REST}"], "đoạn 2"),
        ("", "Nhà tr\u00adường đã triển khai", f" {_REST}", ["Nhà trường đã triển", f"khai {_REST}"], "đoạn 2"),
    ],
)  # fmt: skip
def test_the_page_where_text_begins_that_a_page_turns_in(
    before: str, text: str, after: str, pages: list[str], where: str
) -> None:
    """Each page has a header, so that the paragraph is nowhere in one piece."""
    spans = (Span(before, TNR), Span(text, "Arial"), Span(after, TNR))
    one = Document(
        FileKind.DOCX,
        paragraphs=(paragraph(BODY), paragraph("", number=2, spans=spans), paragraph(BODY[::-1], number=3)),
    )
    texts = (f"{HEAD}{BODY}\n{pages[0]}\n1", f"{HEAD}{pages[1]}\n{BODY[::-1]}\n2")
    assert look(one, rendering=rendering(2, texts=texts)).details["offences"][0]["where"] == where


def test_an_ambiguous_page_is_not_named() -> None:
    pages = rendering(2, texts=("chữ khác", "chữ khác"))
    [offence] = look(spanned(("chữ khác", "Arial")), rendering=pages).details["offences"]
    assert offence["where"] == "đoạn 1"


SAME = "Câu này đứng ở nhiều chỗ trong bài và trang nào cũng có. "
OTHER = "Riêng câu này chỉ có một lần ở đây thôi. "
HEAD = "Kỷ yếu hội thảo\n"


@pytest.mark.parametrize(
    ("paragraphs", "pages", "wrong", "where"),
    [
        # The same words on every page: the order of the text tells them apart.
        ([SAME] * 4, [SAME * 2, SAME * 2], 2, "trang 2, đoạn 3"),
        ([SAME] * 4, [HEAD + SAME * 2 + "1", HEAD + SAME * 2 + "2"], 1, "trang 1, đoạn 2"),
        # Too short to be looked for, between two that stand on one page.
        ([SAME, ".", SAME], [SAME + ".\n" + SAME, "hết"], 1, "trang 1, đoạn 2"),
        ([SAME, "12", SAME, SAME], [SAME, "12" + SAME * 2], 1, "trang 2, đoạn 2"),
        # Between two pages, and not found: in doubt nothing is said.
        ([OTHER, "∎", SAME], [OTHER, SAME], 1, "đoạn 2"),
        # A paragraph that a page cuts in two.
        ([OTHER, SAME * 3, OTHER], [OTHER + SAME * 2, HEAD + SAME + OTHER], 1, "đoạn 2"),
        # What the pages do not show in this order cannot be followed.
        ([SAME, OTHER, SAME], [SAME, SAME], 1, "đoạn 2"),
    ],
)
def test_the_page_follows_from_the_order_where_the_words_do_not_say(
    paragraphs: list[str], pages: list[str], wrong: int, where: str
) -> None:
    lines = [paragraph(text, "Arial" if number == wrong else TNR, number + 1) for number, text in enumerate(paragraphs)]
    shown = rendering(len(pages), texts=tuple(pages))
    [offence] = look(Document(FileKind.DOCX, paragraphs=tuple(lines)), rendering=shown).details["offences"]
    assert offence["where"] == where


def test_sections_are_named_where_there_are_several() -> None:
    one, two = paragraph("Một", number=1), paragraph("Hai", "Arial", number=2)
    both = tuple(replace(it, place=replace(it.place, section=number)) for number, it in enumerate((one, two), 1))
    [offence] = look(Document(FileKind.DOCX, paragraphs=both)).details["offences"]
    assert offence["where"] == "phần (Section) 2, đoạn 2"


def test_under_a_tolerance_it_passes_and_the_hint_names_the_place() -> None:
    found = look(spanned(("a" * 999, TNR), ("b", "Arial")), config=with_rules(font_tolerance_percent=0.5))
    assert found.outcome is P
    assert found.details["other_characters"] == 1
    assert "“b” (Arial, đoạn 1)" in found.hint


def test_over_the_tolerance_it_fails() -> None:
    assert look(spanned(("a" * 99, TNR), ("bb", "Arial")), config=with_rules(font_tolerance_percent=1)).outcome is F


@pytest.mark.parametrize("twin", ["Liberation Serif", "Tinos"])
def test_in_a_pdf_a_metric_twin_is_the_wanted_font(twin: str) -> None:
    found = look(relabelled(spanned(("Xây dựng", twin)), kind=FileKind.PDF))
    assert found.outcome is P
    assert twin in found.hint


def test_a_converted_file_says_so() -> None:
    found = look(relabelled(spanned(("Xây dựng", TNR)), converted_from=FileKind.DOC))
    assert found.details["converted_from"] == "doc"
    assert ".doc " in found.hint


def test_advice_for_headers_is_their_own() -> None:
    advice = look(document("[h]Hội thảo", "Arial")).advice
    assert len(advice) == 1
    assert "Header" in advice[0]


def numbered(number: str, number_font: str, *spans: tuple[str, str], exempt: bool = False) -> Document:
    """One paragraph in a list."""
    (it,) = spanned(*spans).paragraphs
    return Document(FileKind.DOCX, paragraphs=(replace(it, number=(Span(number, number_font, exempt),)),))


CLICK = "Riêng số thứ tự tự động: bấm chuột vào chính con số (Word bôi xám các số cùng cấp), chọn phông " + TNR + "."


@pytest.mark.parametrize(
    ("document", "counts", "offences", "advice"),
    [
        pytest.param(numbered("1.", TNR, ("Mục tiêu", TNR)), (9, 0), [], [], id="as it should be"),
        pytest.param(numbered("-", "Arial", ("Mục tiêu", TNR), exempt=True), (7, 0), [], [], id="a bullet"),
        pytest.param(
            numbered("1.", "Arial", ("Mục tiêu", TNR)),
            (9, 2),
            [("Arial", 2, "1.", "đoạn 1, số thứ tự tự động", "1. Mục tiêu")],
            [CLICK],
            id="the number alone",
        ),
        pytest.param(
            numbered("1.", "Arial", ("Mục tiêu của mô hình", "Arial"), (" này", TNR)),
            (21, 18),
            [("Arial", 18, "Mục tiêu của mô hình", "đoạn 1", None)],
            [f"Bôi đen toàn bài (Ctrl+A), chọn phông {TNR} trong ô Font ở thẻ Home, rồi lưu lại.", CLICK],
            id="the number with the text behind it",
        ),
        pytest.param(
            numbered("1.", "Arial", ("Mục tiêu", "Tahoma")),
            (9, 9),
            [("Tahoma", 7, "Mục tiêu", "đoạn 1", None), ("Arial", 2, "1.", "đoạn 1, số thứ tự tự động", "1. Mục tiêu")],
            [f"Bôi đen toàn bài (Ctrl+A), chọn phông {TNR} trong ô Font ở thẻ Home, rồi lưu lại.", CLICK],
            id="each in a font of its own",
        ),
    ],
)
def test_list_numbers(
    document: Document, counts: tuple[int, int], offences: list[tuple[object, ...]], advice: list[str]
) -> None:
    found = look(document)
    assert (found.details["characters"], found.details["other_characters"]) == counts
    assert [
        (it["font"], it["characters"], it["excerpt"], it["where"], it["places"][0].get("context"))
        for it in found.details["offences"]
    ] == offences
    assert list(found.advice) == advice


def test_a_list_number_without_any_text_counts() -> None:
    """The first column of a table is often numbered so."""
    number = paragraph("", number=7, spans=(), marks="t")
    alone = replace(document("BODY"), bare_numbers=(replace(number, number=(Span("1.", "Arial"),)),))
    found = look(alone)
    assert (found.outcome, found.details["other_characters"]) == (Outcome.FAIL, 2)
    assert found.details["offences"][0]["where"] == "đoạn 7, số thứ tự tự động"
    assert [(mark["paragraph"], mark["is_number"]) for mark in found.details["marks"]] == [(7, True)]


def test_advice_for_legacy_letters_warns_of_changing_the_font() -> None:
    stored = in_legacy(BODY, Encoding.TCVN3)
    advice = " ".join(look(document(stored, ".VnTime")).advice)
    assert "KHÔNG chỉ đổi phông" in advice


def test_every_letter_of_a_legacy_paragraph_is_ink() -> None:
    """TCVN3 has "ư" at the code of the soft hyphen."""
    assert "ư" in BODY
    found = look(document(in_legacy(BODY, Encoding.TCVN3), ".VnTime"))
    assert found.details["characters"] == found.details["other_characters"] == len("".join(BODY.split()))
    assert look(spanned(("Xây\u00addựng", TNR))).details["characters"] == len("Xâydựng")


def test_letters_at_the_codes_of_symbols_are_text() -> None:
    stored = "".join(chr(0xF000 + ord(char)) for char in in_legacy(BODY, Encoding.TCVN3))
    spans = (Span(stored, ".VnTime", exempt=True), Span("\uf0e0", "Wingdings", exempt=True))
    found = look(Document(FileKind.DOCX, paragraphs=(paragraph("", spans=spans),)))
    assert (found.outcome, found.details["offences"][0]["font"]) == (F, ".VnTime")
    assert found.details["characters"] == found.details["other_characters"] > 0


@pytest.mark.parametrize(
    ("sign", "kept"),
    [(Span("\uf0fc", "Wingdings", exempt=True), True), (Span("x", "Cambria Math", exempt=True), False)],
)
@pytest.mark.parametrize("text", [BODY, in_legacy(BODY, Encoding.TCVN3)])
def test_signs_of_a_symbol_font_are_kept_out_of_the_change(text: str, sign: Span, *, kept: bool) -> None:
    """They are letters to Word: "select all" and another font turns a tick into "ü"."""
    font_name = "Arial" if text == BODY else ".VnTime"
    paragraphs = (paragraph(text, font_name), paragraph("", number=2, spans=(sign, Span(" Đạt", font_name))))
    advice = " ".join(look(Document(FileKind.DOCX, paragraphs=paragraphs)).advice)
    assert ("không dùng Ctrl+A" in advice, "Wingdings" in advice, "toàn bài (Ctrl+A)" in advice) == (
        kept,
        kept,
        not kept,
    )
    assert "đoạn 2" in advice or not kept


def test_a_text_box_in_a_header_is_looked_for_in_the_header() -> None:
    def named(part: str) -> str:
        place = Place(Story.TEXT_BOX, part, 2)
        boxed = replace(paragraph("Hội thảo khoa học", "Arial"), place=place)
        return str(look(Document(FileKind.DOCX, paragraphs=(paragraph(BODY), boxed))).details["offences"][0]["where"])

    assert named("word/header2.xml") == "hộp văn bản (Text Box) trong đầu trang (Header), đoạn 2"
    assert named("word/footer1.xml") == "hộp văn bản (Text Box) trong chân trang (Footer), đoạn 2"
    assert named("word/document.xml") == "hộp văn bản (Text Box), đoạn 2"


def test_the_excerpt_of_legacy_letters_is_readable() -> None:
    [offence] = look(document(in_legacy(BODY, Encoding.TCVN3), ".VnTime")).details["offences"]
    assert BODY.startswith(offence["excerpt"].rstrip("…"))


span_lists = st.lists(
    st.tuples(
        st.text(alphabet="aạ đ\u00a0\u0301.", max_size=6), st.sampled_from([TNR, "Arial", "times NEW roman", ""])
    ),
    max_size=8,
)


@given(span_lists, st.text(alphabet="aạ đ.", max_size=20))
@pytest.mark.slow
def test_more_times_new_roman_never_makes_a_pass_a_fail(spans: list[tuple[str, str]], more: str) -> None:
    before, after = look(spanned(*spans)), look(spanned(*spans, (more, TNR)))
    assert not (before.outcome is P and after.outcome is not P)
    assert before.details["other_characters"] == after.details["other_characters"]


@given(span_lists)
@pytest.mark.slow
def test_offences_add_up(spans: list[tuple[str, str]]) -> None:
    found = look(spanned(*spans)).details
    assert sum(it["characters"] for it in found["offences"]) == found["other_characters"] <= found["characters"]


def test_a_phonetic_guide_counts_and_is_told_by_itself() -> None:
    spans = (Span("phiên âm", "Arial", aside=True), Span("chữ gốc", "Arial"), Span(" và sau", TNR))
    found = look(Document(FileKind.DOCX, paragraphs=(replace(paragraph("x"), spans=spans),)))
    assert found.details["other_characters"] == len("phiênâmchữgốc")
    (offence,) = found.details["offences"]
    assert {place["excerpt"] for place in offence["places"]} == {"phiên âm", "chữ gốc"}
