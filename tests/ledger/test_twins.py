"""Which files of one message are one paper: in several formats, or in states that are clear."""

import pytest

from daemon.ledger.twins import Form, papers
from daemon.model import FileKind, Finding, Judgement, Outcome, Verdict

TITLE = "Mô hình lớp học tự quản ở Trường Chính trị tỉnh Nghệ An"
OTHER = "Đổi mới phương pháp giảng dạy lý luận chính trị"
HOA = ("Nguyễn Thị Hoa",)


def form(
    name: str,
    title: str | None = TITLE,
    authors: tuple[str, ...] = HOA,
    *,
    problem: str | None = None,
    judged: bool = True,
    on_record: bool = False,
) -> Form:
    finding = Finding("file", Outcome.FAIL if problem else Outcome.PASS, "ĐHVB 5", "", {"problem": problem})
    judgement = Judgement(name, "", 1, Verdict.PASS, title, authors, None, None, (finding,), "1")
    return Form(name, FileKind(name.rpartition(".")[2]), judgement, judged, on_record)


@pytest.mark.parametrize(
    ("why", "forms", "expected"),
    [
        ("the same name", [form("Bài.docx"), form("Bài.pdf")], [(0, 1)]),
        ("the most editable is judged", [form("Bài.pdf"), form("Bài.rtf"), form("Bài.doc"), form("Bài.docx")], [(3, 2, 1, 0)]),
        ("the same name with its form", [form("Bài (bản PDF).pdf", None), form("BAI - word.docx")], [(1, 0)]),
        ("the same name, one without readable title", [form("Bài.docx"), form("Bài.pdf", None, ())], [(0, 1)]),
        ("the same title under another name", [form("Bài.docx"), form("Scan 001.pdf")], [(0, 1)]),
        ("one that cannot be read stands behind", [form("Bài.docx", None, (), problem="corrupt"), form("Bài.pdf")], [(1, 0)]),
        ("one that could not be judged stands behind", [form("Bài.docx", None, (), judged=False), form("Bài.pdf")], [(1, 0)]),
        ("two of one format", [form("Bài.docx"), form("Bài (1).docx")], [(0,), (1,)]),
        ("states by their names", [form("Bài.docx"), form("Bài sửa.docx")], [(1, 0)]),
        ("three of them", [form("Bài v2.docx"), form("Bài v3.docx"), form("Bài v1.docx")], [(1, 0, 2)]),
        ("states in two formats", [form("Bài nháp.docx"), form("Bài chính thức.pdf")], [(1, 0)]),
        ("states by name, other papers", [form("Bài.docx"), form("Bài sửa.docx", OTHER)], [(0,), (1,)]),
        ("states by name, other people", [form("A.docx"), form("A sửa.docx", TITLE, ("Lê An",))], [(0,), (1,)]),
        ("states by name, no title", [form("Bài.docx", None), form("Bài sửa.docx", None)], [(0,), (1,)]),
        ("one on record", [form("a.docx", on_record=True), form("b.docx")], [(1, 0)]),
        ("one on record, its title mended", [form("a.docx", on_record=True), form("b.docx", TITLE.replace("tự quản", "tự quãn"))], [(1, 0)]),
        ("one on record, no title", [form("a.docx", on_record=True), form("b.docx", None)], [(0,), (1,)]),
        ("one on record, another paper", [form("a.docx", on_record=True), form("b.docx", OTHER)], [(0,), (1,)]),
        ("both on record", [form("a.docx", on_record=True), form("b.docx", on_record=True)], [(0,), (1,)]),
        ("the same name, other papers", [form("Bài.docx"), form("Bài.pdf", OTHER)], [(0,), (1,)]),
        ("the same name, other people", [form("Bài.docx", None), form("Bài.pdf", None, ("Trần Văn Bình",))], [(0,), (1,)]),
        ("the same name in other folders", [form("b.zip!An/bài.docx", None), form("b.zip!Ba/bài.pdf", None)], [(0,), (1,)]),
        ("numbered papers", [form("Bài 1.docx", None), form("Bài 2.pdf", None)], [(0,), (1,)]),
        ("two papers, each in two formats", [form("1.docx"), form("2.docx", OTHER), form("1.pdf"), form("2.pdf", OTHER)], [(0, 2), (1, 3)]),
        ("names that say only the form", [form("word.docx", None), form("pdf.pdf", None)], [(0,), (1,)]),
    ],
)  # fmt: skip
def test_one_paper_in_several_formats(why: str, forms: list[Form], expected: list[tuple[int, ...]]) -> None:
    assert papers(forms) == expected, why


def test_what_the_message_says_may_leave_the_later_state_open() -> None:
    forms = [form("Bài nháp.docx"), form("Bài chính thức.docx")]
    assert papers(forms, "Xin lấy bản nháp.") == [(0,), (1,)]
