"""Marks: where exactly offending characters stand, for a copy that is marked there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import docx_maker as dm
import pytest
from checks.documents_for_checks import paper

from daemon import documents
from daemon.checks import encoding, font
from daemon.checks.marks import MOST
from daemon.model import FileKind

TNR = "Times New Roman"


def marks_of(body: str, **parts: Any) -> list[dict[str, Any]]:
    read = documents.read(dm.make_docx(body, dm.paper_styles(), **parts), "x.docx")
    details = font.check(paper(read)).details
    found: list[dict[str, Any]] = details["marks"]
    return found


def test_a_mark_says_part_paragraph_and_characters() -> None:
    [mark] = marks_of(dm.p("Mở") + dm.p() + dm.p(dm.r("Một ", TNR), dm.r("hai ", "Arial"), dm.r("ba", TNR)))
    assert {key: mark[key] for key in ("story", "part", "paragraph", "start", "through", "font", "characters", "excerpt")} == {
        "story": "body", "part": "word/document.xml", "paragraph": 3, "start": 4, "through": 3, "font": "Arial",
        "characters": 3, "excerpt": "hai",
    }  # fmt: skip
    assert mark["end"] in (7, 8)  # the space behind belongs to nobody
    assert mark["where"] == "đoạn 3"


def test_whole_paragraphs_in_one_font_are_one_mark() -> None:
    body = (
        dm.p("Một", font="Arial")
        + dm.p()
        + dm.p(dm.r("Hai ", "Arial"), dm.r("hai", "Arial"))
        + dm.p("Ba", font="Arial")
    )
    [mark] = marks_of(body)
    assert (mark["paragraph"], mark["through"], mark["end"], mark["paragraphs"], mark["characters"]) == (1, 4, 2, 3, 11)


def test_list_numbers_in_one_font_are_one_mark_at_the_first_of_them() -> None:
    lists = dm.numbering(dm.level(0, "decimal", "%1.", "Arial"), dm.level(0, "decimal", "%1)", "Tahoma"))
    body = dm.item("Một") + dm.item("Hai", 2) + dm.p("Ba", font="Arial") + dm.item("Bốn", font="Arial") + dm.item("Năm")
    assert [
        (mark["font"], mark["is_number"], mark["paragraph"], mark["through"], mark["paragraphs"], mark["characters"])
        for mark in marks_of(body, parts=lists)
    ] == [("Arial", True, 1, 1, 2, 4), ("Tahoma", True, 2, 2, 1, 2), ("Arial", False, 3, 4, 2, 7)]


def test_letters_of_one_word_after_the_other_are_one_mark() -> None:
    """Where the font of Vietnamese letters alone is another one."""
    text = "Đồng chí chủ trì điều hành phần thảo luận"
    fonts = f'<w:rFonts w:ascii="{TNR}" w:hAnsi="Arial"/>'
    [mark] = marks_of(dm.p(dm.r("Mở đầu. ", TNR), dm.r(text, extra=fonts)))
    assert (mark["start"], mark["excerpt"], mark["paragraphs"]) == (8, text[: -len("n")], 1)
    assert mark["characters"] == sum(not char.isascii() for char in text)


def test_words_far_from_each_other_have_a_mark_each() -> None:
    near, far = dm.r(" và rồi ", TNR), dm.r(" và nhiều chữ khác nữa ", TNR)
    body = dm.p(dm.r("Một", "Arial"), near, dm.r("hai", "Arial"), far, dm.r("ba", "Arial"), dm.r("bốn", "Tahoma"))
    assert [(mark["excerpt"], mark["font"]) for mark in marks_of(body)] == [
        ("Một và rồi hai", "Arial"),
        ("ba", "Arial"),
        ("bốn", "Tahoma"),
    ]


def test_other_text_between_parts_them() -> None:
    body = dm.p("Một", font="Arial") + dm.p("Hai") + dm.p(dm.r("Ba", "Arial"), dm.r(" bốn")) + dm.p("Năm", font="Arial")
    assert [(mark["paragraph"], mark["through"]) for mark in marks_of(body)] == [(1, 1), (3, 3), (4, 4)]


def test_fonts_tables_and_other_stories_part_them() -> None:
    body = (
        dm.p("Một", font="Arial")
        + dm.p("Hai", font="Tahoma")
        + dm.table([[dm.p("a", font="Tahoma"), dm.p("b", font="Tahoma")]])
    )
    header = {"word/header1.xml": dm.part("hdr", dm.p("Đầu", font="Tahoma"))}
    found = marks_of(body, parts=header, sect_xml='<w:headerReference w:type="default" r:id="header1"/>')
    assert [mark["story"] for mark in found] == ["body", "body", "table", "table", "header"]
    assert found[-1]["part"] == "word/header1.xml"


def test_the_largest_are_marked_in_document_order_and_the_others_counted() -> None:
    body = "".join(dm.p(dm.r("a" * (1 + number % 3), "Arial"), dm.r(" b")) for number in range(MOST + 10))
    details = font.check(paper(documents.read(dm.make_docx(body, dm.paper_styles()), "x.docx"))).details
    numbers = [mark["paragraph"] for mark in details["marks"]]
    assert (len(numbers), details["unmarked"]) == (MOST, 10)
    assert numbers == sorted(numbers)
    assert min(mark["characters"] for mark in details["marks"]) >= 1
    assert sum(mark["characters"] == 3 for mark in details["marks"]) == sum(
        number % 3 == 2 for number in range(MOST + 10)
    )


def test_only_word_files_that_fail_are_marked() -> None:
    read = documents.read(dm.simple_paper(["Một"], font="Arial"), "x.docx")
    assert "marks" in font.check(paper(read)).details
    assert "marks" not in font.check(paper(replace(read, converted_from=FileKind.DOC))).details
    assert "marks" not in font.check(paper(replace(read, kind=FileKind.PDF))).details
    assert "marks" not in font.check(paper(documents.read(dm.simple_paper(["Một"]), "x.docx"))).details


TCVN3, VNI = "Tr\xadêng ChÝnh trÞ tØnh NghÖ An x©y dùng m« h×nh", "Tröôøng Chính trò tænh Ngheä An xaây döïng moâ hình"
OLD, PLAIN, OTHER = dm.p(TCVN3, font=".VnTime"), dm.p("Kinh nghi\u1ec7m"), dm.p(VNI, font="VNI-Times")
ASCII = dm.p("1. 2021")


@pytest.mark.parametrize(
    ("body", "stretches"),
    [
        (PLAIN + OLD, [(2, 2, 1, "TCVN3")]),
        (OLD + OLD + PLAIN + OLD, [(1, 2, 2, "TCVN3"), (4, 4, 1, "TCVN3")]),
        (OLD + ASCII + OLD, [(1, 3, 2, "TCVN3")]),  # the same in every encoding
        (OLD + OTHER, [(1, 1, 1, "TCVN3"), (2, 2, 1, "VNI")]),
        (
            OLD + dm.table([[OLD, OLD]]) + OLD,  # of a table only the beginning is marked
            [(1, 1, 1, "TCVN3"), (2, 2, 2, "TCVN3"), (4, 4, 1, "TCVN3")],
        ),
        ((OLD + PLAIN) * 12, [(at, at, 1, "TCVN3") for at in range(1, 20, 2)]),
    ],
)
def test_every_stretch_of_legacy_paragraphs_is_named(body: str, stretches: list[tuple[int, int, int, str]]) -> None:
    found = encoding.check(paper(documents.read(dm.make_docx(body, dm.paper_styles()), "x.docx"))).details["stretches"]
    assert [(it["paragraph"], it["through"], it["paragraphs"], it["legacy"]) for it in found] == stretches
    assert {(it["story"], it["part"]) for it in found} <= {
        ("body", "word/document.xml"),
        ("table", "word/document.xml"),
    }
