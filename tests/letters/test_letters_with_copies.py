"""What an acknowledgement says of the copies that go with it, and of a copy that was accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from letters.letter_cases import CONFIG, TOO_LATE, TOO_LONG, WRONG_FONT, incoming, report, with_

from daemon.letters import Letters, environment
from daemon.model import Finding, Letter, Outcome, PaperReport

ANNOTATED, CORRECTED = "TL-2021-001 - góp ý.docx", "TL-2021-001 - đã sửa phông chữ.docx"


@cache
def pen() -> Letters:
    return Letters(CONFIG, environment(CONFIG))


def written(*papers: PaperReport) -> Letter:
    return pen().acknowledgement(incoming(), papers)


def faulty(code: str = "TL-2021-001", *, corrected: bool = True, findings: Sequence[Finding] = ()) -> PaperReport:
    made = report(findings=findings or with_(WRONG_FONT), code=code)
    return replace(
        made, annotated=f"{code} - góp ý.docx", corrected=f"{code} - đã sửa phông chữ.docx" if corrected else None
    )


@pytest.mark.parametrize("part", ["text", "html"])
def test_both_copies_are_named_and_how_to_accept(part: str) -> None:
    said = re.sub(r"</?span[^>]*>", "", getattr(written(faulty()), part))  # which keep a code on one line
    assert f"“{ANNOTATED}”: bản góp ý" in said
    assert f"“{CORRECTED}”: bản đã sửa phông chữ" in said
    assert "chỉ cần trả lời thư này" in said
    assert "“ĐỒNG Ý”" in said
    assert "Nếu đồng chí muốn tự sửa:" in said


def test_the_quick_way_is_named_at_the_top_and_has_its_deadline() -> None:
    said = written(faulty()).text
    assert "Bản đã sửa sẵn phông chữ kèm theo thư này; xem “Việc tiếp theo”." in said.split("BÀI ĐÃ NHẬN")[0]
    assert "“ĐỒNG Ý” chậm nhất là hết ngày 10/11/2021 (giờ Việt Nam); không phải sửa" in said
    assert "trên tệp gốc của bài hoặc trên bản góp ý kèm theo thư." in said


@pytest.mark.slow
def test_after_the_deadline_the_quick_way_has_none() -> None:
    said = pen().acknowledgement(incoming(at=TOO_LATE), [replace(faulty(), late=True)]).text
    assert "“ĐỒNG Ý”; không phải sửa và gửi lại tệp." in said


def test_a_file_that_does_not_open_has_other_checks_to_come() -> None:
    broken = Finding("file", Outcome.FAIL, "ĐHVB 5", "Tệp bị hỏng nên không mở được.", {"problem": "corrupt"})
    assert "Các điểm còn lại sẽ được kiểm tra khi có tệp mở được." in written(report(findings=[broken])).text
    assert "khi có tệp mở được" not in written(faulty()).text


def test_without_a_corrected_copy_nothing_is_promised() -> None:
    said = written(faulty(corrected=False, findings=with_(TOO_LONG))).text
    assert ANNOTATED in said
    assert "ĐỒNG Ý" not in said


def test_a_paper_that_the_right_font_makes_too_long_is_to_be_shortened_as_well() -> None:
    said = written(replace(faulty(corrected=False), grown_to=6)).text
    assert (
        "Khi đổi sang phông Times New Roman, bài sẽ dài 6 trang, vượt quá 5 trang; đề nghị vừa đổi phông vừa rút gọn."
        in " ".join(said.split("BÀI ĐÃ NHẬN")[0].split())
    )
    assert "vừa rút gọn" not in written(faulty(corrected=False)).text


def test_without_copies_nothing_is_said_of_them() -> None:
    said = written(report(findings=with_(WRONG_FONT))).text
    assert "Kèm theo thư" not in said.title()
    assert "KÈM THEO THƯ" not in said
    assert "ĐỒNG Ý" not in said


def test_several_offers_are_accepted_together_or_by_code() -> None:
    said = written(faulty(), faulty("TL-2021-002"), faulty("TL-2021-003", corrected=False)).text
    assert "Trả lời “ĐỒNG Ý” là nhận cả 2 bản" in said
    assert "“ĐỒNG Ý TL-2021-001”" in said
    assert "Với những bài cần sửa khác, hoặc nếu đồng chí muốn tự sửa:" in said


def test_one_offer_among_several_papers_needs_no_code() -> None:
    said = written(faulty(), faulty("TL-2021-002", corrected=False)).text
    assert "kèm theo thư (bài TL-2021-001) làm bản nộp, đồng chí chỉ cần trả lời thư này" in said
    assert "nhận cả" not in said


@pytest.mark.parametrize("part", ["text", "html"])
def test_an_accepted_copy_is_acknowledged_as_such(part: str) -> None:
    good = replace(report(version=2), replaces="Bài.docx", accepted=True)
    said = getattr(written(good), part)
    assert "Theo thư trả lời “ĐỒNG Ý” của đồng chí" in said
    assert "(lần gửi thứ 2)" in said
    assert "Bản này thay cho tệp “Bài.docx” đã gửi trước" in said
    assert "Kèm theo thư" not in said
