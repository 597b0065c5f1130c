"""A ticket, a bill, an invitation, a scanned note: one page of which nothing says that it is a paper."""

from __future__ import annotations

from typing import Any

import pytest

from daemon.assess.likeness import is_in_doubt, shows_little
from daemon.model import Finding, Judgement, Outcome, Verdict

TICKET = "Xác nhận đặt chỗ", "Gửi BTC vé của đoàn để bố trí đón.", "E-ticket 7H2K.pdf"


def judged(
    pages: int | None = 1, characters: int = 110, found: tuple[str, ...] = (), how: str = "none", **known: Any
) -> Judgement:
    details: dict[str, dict[str, Any]] = {
        "font": {"characters": characters},
        "pages": {"pages": pages},
        "elements": {"is_model_paper": False, "found": list(found)},
        "identity": {"how": how},
    }
    findings = tuple(Finding(check, Outcome.PASS, "ĐHVB", "…", said) for check, said in details.items())
    known = {"title": None, "authors": (), "school": None, "topic": None} | known
    return Judgement(
        filename="a.pdf", sha256="0" * 64, size=1, verdict=Verdict.REVIEW, findings=findings, ruleset="t", **known
    )


@pytest.mark.parametrize(
    "judgement",
    [
        judged(),
        judged(characters=0),  # a scan
        judged(school="nghe-an", how="sender"),  # which the document does not name
        judged(title="ỦY NHIỆM CHI", found=("noi_dung",)),
    ],
)
def test_one_page_without_a_sign_of_a_paper(judgement: Judgement) -> None:
    assert is_in_doubt(judgement, *TICKET)


@pytest.mark.parametrize(
    "judgement",
    [
        judged(school="nghe-an"),
        judged(school="nghe-an", how="text"),
        judged(authors=("Nguyễn Văn An",)),
        judged(topic="1.2.3"),
        judged(found=("muc_tieu", "ket_qua")),
        judged(pages=2),
        judged(characters=4_000),  # a stored page count may be stale
        judged(pages=None),
    ],
)
def test_signs_of_a_paper(judgement: Judgement) -> None:
    assert not is_in_doubt(judgement, *TICKET)


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        (("Bài của em", "", "scan.pdf"), False),
        (("", "Gửi BTC bài viết", "scan.pdf"), False),
        (("", "", "tham_luan_AN.pdf"), False),
        (("My paper", "", "scan.pdf"), False),
        (("", "", "scan.pdf"), True),
        (("Bài hát của đoàn", "", "scan.pdf"), True),
        (("Giấy mời", "Kính mời dự họp.", "Giay moi.pdf"), True),
    ],
)
def test_what_is_said_with_it(said: tuple[str, ...], doubt: bool) -> None:
    assert is_in_doubt(judged(), *said) is doubt


@pytest.mark.parametrize(
    ("judgement", "little"),
    [
        (judged(pages=4, characters=6_000), True),
        (judged(pages=4, characters=6_000, school="nghe-an", topic="1.2.3", found=("noi_dung", "ket_qua")), True),
        (judged(pages=None, characters=6_000), True),
        (judged(pages=4, characters=6_000, authors=("Nguyễn Văn An",)), False),
        (judged(pages=4, characters=6_000, found=("noi_dung", "muc_tieu", "ket_qua")), False),
        (judged(pages=4, characters=0), False),  # a scan
        (judged(pages=1, characters=1_800), False),  # of which it is asked whether it is in doubt
        (judged(pages=2, characters=900), False),
    ],
)
def test_more_than_a_page_with_little_of_a_paper(judgement: Judgement, little: bool) -> None:
    assert shows_little(judgement, "Nội san.docx") is little
    assert not shows_little(judgement, "Bài của trường.docx")
