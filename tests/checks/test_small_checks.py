"""Checks `file`, `encoding`, `deadline`, and the registry that runs them all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unicodedata import is_normalized

import pytest
from checks.documents_for_checks import BODY, document, in_legacy, paper, shipped, with_rules
from hypothesis import given
from hypothesis import strategies as st

from daemon import checks
from daemon.checks import deadline, encoding, file, font
from daemon.model import Document, FileKind, FileProblem, Finding, Outcome, verdict_of
from daemon.text.legacy import Encoding

P, F, R, S = Outcome.PASS, Outcome.FAIL, Outcome.REVIEW, Outcome.SKIP

#: What the contract promises of the details of each check.
KEYS = {
    "file": {"kind", "problem"},
    "font": {"characters", "other_characters", "offences"},
    "encoding": {"legacy", "characters"},
    "pages": {"pages", "limit", "source"},
    "elements": {"is_model_paper", "found", "missing"},
    "topic": {"topic", "score", "candidates"},
    "identity": {"authors", "school", "how"},
    "deadline": {"deadline", "arrived_at", "late"},
}


@pytest.mark.parametrize("problem", list(FileProblem))
def test_a_file_with_a_problem_fails_and_says_what_to_do(problem: FileProblem) -> None:
    found = file.check(paper(Document(FileKind.DOCX, problem, "what was seen")))
    assert found.outcome is F
    assert found.details["problem"] == problem.value
    assert found.advice


@pytest.mark.parametrize(
    ("kind", "shown"),
    [(FileKind.DOCX, "docx"), (FileKind.PDF, "pdf"), (FileKind.IMAGE, "other"), (FileKind.ZIP, "other")],
)
def test_kinds_are_named_as_the_contract_does(kind: FileKind, shown: str) -> None:
    assert file.check(paper(Document(kind))).details["kind"] == shown


def test_a_kind_that_the_configuration_does_not_accept() -> None:
    found = file.check(paper(Document(FileKind.PDF), config=with_rules(accepted_kinds=(FileKind.DOCX,))))
    assert (found.outcome, found.details["problem"]) == (F, "unsupported")
    assert ".pdf" in found.summary


@pytest.mark.parametrize("problem", [None, *FileProblem])
def test_nobody_is_asked_for_a_kind_that_is_not_taken(problem: FileProblem | None) -> None:
    only_pdf = with_rules(accepted_kinds=(FileKind.PDF,))
    for kind in FileKind:
        found = file.check(paper(Document(kind, problem), config=only_pdf))
        assert not [step for step in found.advice if ".docx" in step]


def test_a_picture_is_called_a_picture() -> None:
    assert "ảnh" in file.check(paper(Document(FileKind.IMAGE, FileProblem.UNSUPPORTED))).summary


def test_a_sound_file_passes() -> None:
    found = file.check(paper(document(BODY)))
    assert (found.outcome, found.details["problem"]) == (P, None)


def test_a_reader_that_died_asks_for_a_person() -> None:
    found = checks.run(paper(Document(FileKind.DOCX, FileProblem.CORRUPT), crashed="the reader died"))
    assert {it.outcome for it in found} == {R}


@pytest.mark.parametrize("code", list(Encoding))
def test_legacy_letters_fail_with_a_way_to_convert_them(code: Encoding) -> None:
    found = encoding.check(paper(document("\n".join([in_legacy(BODY, code)] * 3))))
    assert (found.outcome, found.details["legacy"]) == (F, code.value)
    assert found.details["characters"] > 100
    assert BODY[:20] in found.summary
    assert "Ctrl+Shift+F6" in " ".join(found.advice)


@pytest.mark.parametrize(
    ("lines", "whole", "told"),
    [
        (["TCVN3"] * 3, True, "toàn bài (Ctrl+A)"),
        (["[h]BODY", "TCVN3", "TCVN3"], True, "toàn bài (Ctrl+A)"),
        (["TCVN3", "Conclusion", "2021"], True, "toàn bài (Ctrl+A)"),
        (["BODY", "TCVN3", "BODY"], False, "Chỉ bôi đen đoạn nêu trên (không chọn cả bài)"),
        (["BODY", "TCVN3", "TCVN3"], False, "không chọn cả bài (đoạn 2; đoạn 3)"),
        (["BODY", *["TCVN3"] * 7], False, "và 2 đoạn khác)"),
        (["TCVN3", "TCVN3", "VNI"], False, "Nguồn: VNI Windows"),
    ],
)
def test_only_legacy_text_is_converted(lines: list[str], told: str, *, whole: bool) -> None:
    """What is in Unicode would be garbled by it."""
    stored = {code: in_legacy(BODY, Encoding[code]) for code in ("TCVN3", "VNI")}
    look = paper(document("\n".join(stored.get(line, line) for line in lines)), rendering=None)
    advice = " ".join(encoding.check(look).advice)
    assert told in advice
    assert ("Ctrl+A" in advice) is whole


def test_letters_in_a_code_that_nobody_reads_here_are_for_a_person() -> None:
    look = paper(document(f"{BODY}\nTrÜ©ng Chính trÎ tÌnh NghŒ An Ç°i m§i phÜÖng pháp giäng dåy", "VPS Times"))
    found = encoding.check(look)
    assert (found.outcome, found.details["legacy"], found.details["fonts"]) == (R, None, ["VPS Times"])
    assert "(trang 1, đoạn 2)" in found.summary or "(đoạn 2)" in found.summary
    assert "KHÔNG chỉ đổi phông" in " ".join(font.check(look).advice)


IN_VPS = "Trong næm h†c v¿a qua, trÜ©ng Çã Ç°i m§i phÜÖng pháp giäng dåy"


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        ([IN_VPS] * 3, S),
        ([BODY, IN_VPS], F),  # most of it is read
    ],
)
def test_what_is_not_found_among_letters_that_nobody_reads_here_is_not_said_to_be_missing(
    lines: list[str], author: Outcome
) -> None:
    title = "[bc]Mô hình “gi© giäng mª”\n[bc]NguyÍn ThÎ HÒng Vân"
    found = {it.check: it for it in checks.run(paper(document("\n".join([title, *lines]))))}
    assert (found["encoding"].outcome, found["identity"].outcome) == (R, author)
    assert verdict_of(found.values()) == ("review" if author is S else "fail")
    assert author is F or not found["identity"].advice


def test_unicode_passes() -> None:
    found = encoding.check(paper(document(BODY, ".VnTime")))
    assert (found.outcome, found.details) == (P, {"legacy": None, "characters": 0})


def test_a_legacy_paper_is_read_all_the_same() -> None:
    text = "XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN\nThS. Nguyễn Văn An\nTrường Chính trị tỉnh Nghệ An"
    marks = ("[bc]", "[bc]", "[c]")
    stored = "\n".join(m + in_legacy(line, Encoding.VNI) for m, line in zip(marks, text.split("\n"), strict=True))
    body = "\n".join([in_legacy(BODY, Encoding.VNI)] * 3)
    one = paper(document(f"{stored}\n{body}", "VNI-Times"))
    assert (one.block.title, one.block.authors) == ("XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN", ("Nguyễn Văn An",))
    by_name = {it.check: it for it in checks.run(one)}
    assert by_name["identity"].details["school"] == "nghe-an"
    assert by_name["topic"].details["topic"] == "1.2.8"


@pytest.mark.parametrize(
    ("after", "outcome", "late"),
    [(timedelta(0), P, False), (timedelta(microseconds=1), R, True), (timedelta(days=-3), P, False)],
)
def test_deadline(after: timedelta, outcome: Outcome, late: object) -> None:
    found = deadline.check(paper(document(BODY), arrived_at=shipped().deadline + after))
    assert (found.outcome, found.details["late"]) == (outcome, late)
    assert found.details["deadline"] == "2021-11-10T23:59:59+07:00"


def test_the_deadline_is_a_moment_in_vietnam() -> None:
    last = datetime(2021, 11, 10, 16, 59, 59, tzinfo=UTC)
    assert deadline.check(paper(document(BODY), arrived_at=last)).outcome is P
    assert deadline.check(paper(document(BODY), arrived_at=last + timedelta(seconds=1))).outcome is R


@pytest.mark.parametrize(
    ("taken", "sent", "words"),
    [
        (-40, None, "Máy chủ thư ghi đã nhận thư này lúc 23:19 ngày 10/11/2021, trong thời hạn."),
        (-40, -90, "Máy chủ thư ghi đã nhận thư này lúc 23:19 ngày 10/11/2021, trong thời hạn."),
        (None, -90, "Máy của người gửi ghi thư được gửi lúc 22:29 ngày 10/11/2021, trong thời hạn."),
        (3, -90, "Máy của người gửi ghi thư được gửi lúc 22:29 ngày 10/11/2021, trong thời hạn."),
        (3, 1, ""),
        (None, None, ""),
    ],
)
def test_what_was_sent_before_and_arrived_after_is_told_with_its_evidence(
    taken: int | None, sent: int | None, words: str
) -> None:
    """Minutes from the deadline.  It is late all the same: a person decides."""
    last = shipped().deadline

    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else last + timedelta(minutes=minutes)

    arrived = last + timedelta(minutes=5)
    late = deadline.found(shipped(), arrived, last, taken_at=at(taken), sent_at=at(sent))
    assert (late.outcome, late.details["late"]) == (R, True)
    assert (
        late.summary
        == f"Bài đến lúc 00:04 ngày 11/11/2021 (giờ Việt Nam), sau thời hạn 23:59 ngày 10/11/2021; Ban Thư ký Hội thảo sẽ xem xét.{' ' * bool(words)}{words}"
    )
    assert (late.details["taken_at"], late.details["sent_at"]) == tuple(
        moment and moment.astimezone(shipped().zone).isoformat(timespec="seconds") for moment in (at(taken), at(sent))
    )


def run(one: Document, **more: Any) -> tuple[Finding, ...]:
    return checks.run(paper(one, **more))


NOON = datetime(2021, 11, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "one",
    [document(BODY), Document(FileKind.DOCX), Document(FileKind.DOC, FileProblem.ENCRYPTED), Document(FileKind.PDF)],
)
def test_every_check_appears_with_the_details_of_the_contract(one: Document) -> None:
    findings = run(one, arrived_at=NOON)
    assert [it.check for it in findings] == list(KEYS)
    for found in findings:
        assert KEYS[found.check] <= set(found.details)
        assert found.clause == getattr(shipped().rules.clauses, found.check)


def test_without_a_time_of_arrival_there_is_no_deadline() -> None:
    assert "deadline" not in {it.check for it in run(document(BODY))}


def test_what_a_refused_file_keeps_from_view_is_skipped() -> None:
    findings = run(Document(FileKind.DOCX, FileProblem.MACROS), arrived_at=NOON)
    assert {it.check: it.outcome for it in findings} == {
        **dict.fromkeys(KEYS, S),
        "file": F,
        "deadline": P,
    }


def test_a_text_that_could_not_be_read_never_passes() -> None:
    findings = run(Document(FileKind.DOC), unread=True, rendering=None)
    assert verdict_of(findings) == "review"
    assert {it.check for it in findings if it.outcome is P} == {"file"}


def test_sentences_are_composed_vietnamese() -> None:
    for found in run(document("XYZ", "Arial"), arrived_at=NOON):
        for text in (found.summary, *found.advice, found.hint):
            assert is_normalized("NFC", text)
            assert "  " not in text
        assert found.summary.endswith((".", "…", ")."))


marks = st.sampled_from(["", "[b]", "[bc]", "[o]", "[f]", "[h]", "[t]", "[n]"])
pieces = st.sampled_from(
    [
        "XÂY DỰNG MÔ HÌNH", "ThS.", "Nguyễn Văn An", "Trường Chính trị", "tỉnh Nghệ An", "Về nội dung,", "1. Mục tiêu:",
        "“", "”", "-", "*", "Tên bài:", "Tài liệu tham khảo", "và", "BODY", "HỘI THẢO KHOA HỌC", "Tr\xad\xeang Ch\xddnh", "mô hình", "…",
    ]
)  # fmt: skip
some_lines = st.lists(st.tuples(marks, st.lists(pieces | st.text(max_size=5), max_size=6).map(" ".join)), max_size=12)


@given(some_lines, st.sampled_from(["Times New Roman", ".VnTimeH", "VNI-Times", ""]))
@pytest.mark.slow
def test_any_document_can_be_judged_and_the_title_is_text_of_its_own(lines: list[tuple[str, str]], font: str) -> None:
    one = paper(document("\n".join(mark + text.replace("[", "").replace("\n", " ") for mark, text in lines), font))
    findings = checks.run(one)
    assert [it.check for it in findings] == [name for name in KEYS if name != "deadline"]
    assert one.block.title is None or one.block.title.strip()
    json.dumps([dict(it.details) for it in findings])
