"""Nothing of one conference stands in the code: another configuration gives other words and the same decisions."""

from __future__ import annotations

from datetime import UTC, datetime

from checks.documents_for_checks import document, shipped

from daemon.config import Config
from daemon.errors import ReadError, RenderError
from daemon.judge import Judge
from daemon.model import Document, FileKind, Finding, Judgement, PageText

MODEL = document(
    "[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN\nBODY\n[b]1. Mục tiêu\nBODY\n[b]Nội dung\nBODY\n[b]3. Cách thức\nBODY\n"
    "[b]4. Kết quả\nBODY\n[b]5. Kinh nghiệm\nBODY"
)


class Edges:
    """A reader and a renderer that fail where a test wants it."""

    waited_seconds = 0.0

    def __init__(self, found: Document | ReadError) -> None:
        self.found = found

    def document(self, _data: bytes, _filename: str, **_: object) -> Document:
        if isinstance(self.found, ReadError):
            raise self.found
        return self.found

    def pages(self, _pdf: bytes, **_: object) -> tuple[PageText, ...]:
        return ()

    def trouble(self) -> str | None:
        return "none here"

    def to_pdf(self, _data: bytes, _kind: FileKind, **_: object) -> bytes:
        raise RenderError("none here")

    to_docx = to_pdf

    def close(self) -> None:
        pass


def paper_of(config: Config, found: Document | ReadError) -> Judgement:
    edges = Edges(found)
    return Judge(config, edges, edges).file(b"PK", "bài.docx", arrived_at=datetime(2031, 1, 1, tzinfo=UTC))


def findings(config: Config, found: Document | ReadError) -> dict[str, Finding]:
    return {finding.check: finding for finding in paper_of(config, found).findings}


def another() -> Config:
    config = shipped()
    secretariat = config.secretariat.model_copy(update={"name": "Tổ Biên tập"})
    elements = tuple(it.model_copy(update={"id": f"e_{it.id}"}) for it in config.elements)
    return config.model_copy(update={"secretariat": secretariat, "elements": elements})


def test_findings_name_the_secretariat_of_the_configuration() -> None:
    said = ""
    for found in (MODEL, document("Một hai ba."), Document(FileKind.DOC), ReadError("died")):
        for finding in findings(another(), found).values():
            said += " ".join([finding.summary, *finding.advice])
    assert "Tổ Biên tập" in said
    assert "Ban Thư ký" not in said
    assert "Cụm" not in said


def test_elements_are_told_by_what_the_configuration_says_of_them_not_by_their_ids() -> None:
    here, there = (findings(config, MODEL)["elements"] for config in (shipped(), another()))
    assert here.outcome is there.outcome
    assert [f"e_{it}" for it in here.details["found"]] == there.details["found"]
    assert "e_ten" in there.details["found"]  # the name of the model shows it


def test_where_the_plan_asks_for_no_elements_nothing_speaks_of_them() -> None:
    config = shipped()
    vocabulary = config.vocabulary.model_copy(update={"model_words": ()})
    without = config.model_copy(update={"elements": (), "vocabulary": vocabulary})
    for found in (MODEL, document("Một hai ba."), Document(FileKind.DOC), ReadError("died")):
        said = findings(without, found)
        assert set(findings(config, found)) - set(said) == {"elements"}
        assert not any(
            "mô hình" in finding.summary or "nội dung bắt buộc" in finding.summary for finding in said.values()
        )


def test_what_a_paper_is_called_above_its_title_is_no_title() -> None:
    """[conference] paper_word and event_word, as "THAM LUẬN" and "HỘI THẢO" are none of the first one."""
    config = shipped()
    words = {"paper_word": "bài báo quốc tế", "event_word": "diễn đàn"}
    config = config.model_copy(update={"conference": config.conference.model_copy(update=words)})
    paper = document(
        "[bc]BÀI BÁO QUỐC TẾ\n[bc]DIỄN ĐÀN\n[bc]ĐỔI MỚI PHƯƠNG PHÁP GIẢNG DẠY LÝ LUẬN CHÍNH TRỊ\n[c]ThS. Nguyễn Văn An\nBODY"
    )
    assert paper_of(config, paper).title == "ĐỔI MỚI PHƯƠNG PHÁP GIẢNG DẠY LÝ LUẬN CHÍNH TRỊ"


def test_a_file_that_could_not_be_converted_says_so_with_its_kind() -> None:
    found = findings(shipped(), Document(FileKind.RTF))["font"]
    assert found.summary.startswith("Chưa chuyển được tệp .rtf để kiểm tra")
