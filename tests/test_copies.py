"""Which copies of a paper its author gets back, and what they say."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import docx
import docx_maker as dm
import pytest
from checks.documents_for_checks import BODY, rendering, shipped
from in_process import InProcessReader
from pdf_maker import make_pdf

from daemon import copies, documents
from daemon.copies import WORD_TYPE, Attached, Copies, attach, enclosed, fitting
from daemon.copyist import Copyist
from daemon.errors import ReadError
from daemon.judge import Judge
from daemon.model import Annotation, FileKind, Finding, Judgement, Lang, LetterFile, Outcome, PageText, Story, Verdict

TNR = "Times New Roman"
NOW = datetime(2021, 11, 5, 1, 30, tzinfo=UTC)
TITLE = "XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN"
HEADINGS = ("1. Mục tiêu", "2. Nội dung", "3. Cách thức", "4. Kết quả", "5. Kinh nghiệm")


def paper(*more: str, font: str = TNR, headings: tuple[str, ...] = HEADINGS, **parts: str) -> bytes:
    """A paper that passes, unless told otherwise."""
    text = [piece for heading in headings for piece in (dm.p(heading, bold=True), BODY)]
    school = "Trường Chính trị tỉnh Nghệ An"
    return dm.simple_paper(
        [*text, *more], title=TITLE, authors=["ThS. Nguyễn Văn An"], school=school, font=font, parts=parts
    )


class Office:
    """A renderer whose pages the reader below makes up."""

    waited_seconds = 0.0

    def trouble(self) -> str | None:
        return None

    def to_pdf(self, data: bytes, _kind: FileKind, **_: object) -> bytes:
        return make_pdf([]) + data

    def to_docx(self, data: bytes, _kind: FileKind, **_: object) -> bytes:
        return data

    def close(self) -> None: ...


@dataclass
class Reader(InProcessReader):
    """Reads for real; pages and deaths are what a test says."""

    pages_of: Callable[[bytes], int] = lambda _: 4
    died: ReadError | None = None
    asked: list[str] = field(default_factory=list)

    def pages(self, pdf: bytes, **_: object) -> tuple[PageText, ...]:
        docx = pdf.removeprefix(make_pdf([]))
        shown = " ".join(paragraph.text for paragraph in documents.read(docx, "bài.docx").paragraphs)
        return rendering(self.pages_of(pdf), texts=(shown,)).pages

    def corrected(self, data: bytes, font: str, **_: object) -> bytes | None:
        self.asked.append("corrected")
        if self.died:
            raise self.died
        return super().corrected(data, font)

    def annotated(self, data: bytes, annotation: Annotation) -> bytes | None:
        self.asked.append("annotated")
        if self.died:
            raise self.died
        return super().annotated(data, annotation)


def judged(
    data: bytes, reader: Reader | None = None, *, arrived_at: datetime | None = NOW, lang: Lang = Lang.VI
) -> tuple[Judgement, Copies]:
    reader = reader or Reader()
    judge = Judge(shipped(), reader, Office())
    judgement = judge.file(data, "Bài tham luận.docx", arrived_at=arrived_at)
    copyist = Copyist(shipped(), reader, judge)
    made = copyist.copies(data, judgement, when=NOW, sender=None, arrived_at=arrived_at, lang=lang)
    return judgement, made


def said(copy: bytes | None) -> list[str]:
    assert copy is not None
    return ["\n".join(line.text for line in it.paragraphs) for it in docx.Document(io.BytesIO(copy)).comments]


STRAY = dm.p(dm.r("Ba ", TNR), dm.r("chữ", "Arial"))


# --------------------------------------------------------------------------- which copies


def test_a_paper_that_passes_is_not_sent_back() -> None:
    judgement, made = judged(paper())
    assert judgement.verdict is Verdict.PASS
    assert made == copies.NO_COPIES


def test_the_font_alone_gives_both_copies() -> None:
    judgement, made = judged(paper(STRAY))
    assert [it.check for it in judgement.findings if it.outcome is Outcome.FAIL] == ["font"]
    assert made.corrected is not None
    fonts = {span.font for it in documents.read(made.corrected, "x.docx").paragraphs for span in it.spans}
    assert fonts == {TNR}
    top, place = said(made.annotated)
    assert "1. 3/" in top
    assert place == "Phông Arial (3 ký tự). Bôi đen chỗ này, chọn phông Times New Roman."


def test_who_reads_english_gets_both_copies_in_english() -> None:
    _, made = judged(paper(STRAY), lang=Lang.EN)
    assert made.annotated is not None
    top, place = said(made.annotated)
    assert top.splitlines() == [
        "REMARKS ON FORM. This copy has marks in it; please correct your own file, or this one, and send it again.",
        "1. 3 of 937 characters are not in Times New Roman (Arial).",
        "→ Select these places, choose Times New Roman in the Font box of the Home tab, and save.",
    ]
    assert place == "Font Arial (3 characters). Select this text and choose Times New Roman."
    (comment, *_) = docx.Document(io.BytesIO(made.annotated)).comments
    assert (comment.author, comment.initials) == ("Conference Secretariat", "CS")
    assert names(attach("TL-2021-002", replace(made, annotated=b"a", corrected=b"b"))) == [
        ("TL-2021-002 - remarks.docx", 1),
        ("TL-2021-002 - font corrected.docx", 1),
    ]


def test_a_late_paper_may_be_corrected_too() -> None:
    _, made = judged(paper(STRAY), arrived_at=shipped().deadline + timedelta(days=1))
    assert made.corrected is not None


def test_a_missing_part_is_named_at_the_top_and_nothing_corrected() -> None:
    judgement, made = judged(paper(STRAY, headings=HEADINGS[:3]))
    assert {it.check for it in judgement.findings if it.outcome is Outcome.FAIL} == {"font", "elements"}
    assert made.corrected is None
    top, _ = said(made.annotated)
    assert "còn thiếu: " in top
    assert "→ Bổ sung phần còn thiếu" in top


def test_too_many_pages_are_named_at_the_top() -> None:
    _, made = judged(paper(), Reader(lambda _: 7))
    assert made.corrected is None
    [top] = said(made.annotated)
    assert "Bài dài 7 trang" in top


def test_a_copy_that_would_become_too_long_is_not_offered() -> None:
    _, made = judged(paper(font="Arial"), Reader(lambda pdf: 5 if b"Arial" in unpacked(pdf) else 6))
    assert (made.corrected, made.grown_to) == (None, 6)
    assert made.annotated is not None
    assert attach("TL-2021-002", made).grown_to == 6


def test_a_copy_that_is_offered_has_not_grown() -> None:
    assert judged(paper(STRAY))[1].grown_to is None


def unpacked(pdf: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pdf[len(make_pdf([])) :])) as archive:
        return archive.read("word/styles.xml")


def test_letters_of_an_old_encoding_are_never_corrected_by_font() -> None:
    stored = "Tr\xadêng ChÝnh trÞ tØnh NghÖ An x©y dùng m« h×nh líp häc tù qu¶n"
    judgement, made = judged(paper(dm.p(stored, font=".VnTime"), STRAY))
    assert {it.check for it in judgement.findings if it.outcome is Outcome.FAIL} == {"font", "encoding"}
    assert made.corrected is None
    top, legacy, font = said(made.annotated)
    assert "KHÔNG chỉ đổi phông" in top
    assert legacy.startswith("Đoạn này có chữ gõ bằng bảng mã cũ (TCVN3).")
    assert font.startswith("Phông Arial")  # no remark tells to change .VnTime alone


def test_every_place_with_letters_of_an_old_encoding_is_marked() -> None:
    old = dm.p("Tr\xadêng ChÝnh trÞ tØnh NghÖ An x©y dùng m« h×nh líp häc tù qu¶n", font=".VnTime")
    _, made = judged(paper(old, old, BODY, dm.table([[old]])))
    top, *marks = said(made.annotated)
    assert "KHÔNG chỉ đổi phông" in top
    assert [mark.partition(" (")[0] for mark in marks] == [
        "Từ đoạn này có chữ gõ bằng bảng mã cũ",
        "Đoạn này có chữ gõ bằng bảng mã cũ",
    ]


def test_nor_those_of_a_code_that_nobody_reads_here() -> None:
    stored = "TrÜ©ng Chính trÎ tÌnh NghŒ An Ç°i m§i phÜÖng pháp giäng dåy"
    judgement, made = judged(paper(dm.p(stored, font="VPS Times"), STRAY))
    assert [it.check for it in judgement.findings if it.outcome is Outcome.FAIL] == ["font"]
    assert made.corrected is None
    top, stray = said(made.annotated)
    assert "KHÔNG chỉ đổi phông" in top
    assert stray.startswith("Phông Arial")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 x", b"{\\rtf1 a}", paper(STRAY)[:2000]])
def test_no_copies_of_what_is_not_a_sound_word_file(data: bytes) -> None:
    assert judged(data)[1] == copies.NO_COPIES


def test_a_reader_that_dies_makes_no_copies_and_no_trouble() -> None:
    reader = Reader(died=ReadError("dead"))
    assert judged(paper(STRAY), reader)[1] == copies.NO_COPIES
    assert reader.asked == ["annotated", "corrected"]


@pytest.mark.slow
def test_a_file_too_large_to_be_sent_back_is_not_copied() -> None:
    reader = Reader()
    data = paper(STRAY, **{"word/media/image1.png": secrets.token_bytes(copies.MAX_ATTACHED)})  # type: ignore[arg-type]
    assert judged(data, reader)[1] == copies.NO_COPIES
    assert reader.asked == []


# --------------------------------------------------------------------------- decisions


def finding(check: str, outcome: Outcome = Outcome.PASS, **details: object) -> Finding:
    return Finding(check, outcome, "ĐHVB 5", f"{check}.", details, ("Sửa.",))


def judgement(*findings: Finding, title: str = "T") -> Judgement:
    return Judgement("a.docx", "0" * 64, 1, Verdict.FAIL, title, (), None, None, findings, "")


DOCX = finding("file", kind="docx", problem=None)
FONT = finding("font", Outcome.FAIL)
UNICODE = finding("encoding")


@pytest.mark.parametrize(
    ("findings", "may"),
    [
        ((DOCX, FONT, UNICODE), True),
        ((DOCX, FONT, UNICODE, finding("topic", Outcome.REVIEW)), True),
        ((DOCX, FONT, UNICODE, finding("deadline", Outcome.FAIL)), True),
        ((DOCX, FONT), False),
        ((DOCX, FONT, finding("encoding", Outcome.FAIL)), False),
        ((DOCX, FONT, UNICODE, finding("identity", Outcome.FAIL)), False),
        ((DOCX, finding("font"), UNICODE), False),
        ((DOCX, finding("font", Outcome.FAIL, converted_from="doc"), UNICODE), False),
        ((finding("file", kind="doc"), FONT, UNICODE), False),
        ((finding("file", kind="pdf"), FONT, UNICODE), False),
        ((finding("file", Outcome.FAIL, kind="docx", problem="macros"), FONT, UNICODE), False),
    ],
)
def test_only_the_font_of_a_word_file_in_unicode_may_be_corrected(findings: tuple[Finding, ...], may: bool) -> None:
    assert copies.may_correct(judgement(*findings)) is may


@pytest.mark.parametrize(
    ("after", "mended"),
    [
        ((DOCX, finding("font"), finding("pages"), UNICODE), True),
        ((DOCX, finding("font"), finding("pages", Outcome.REVIEW), UNICODE), False),
        ((DOCX, finding("font"), finding("pages", Outcome.FAIL), UNICODE), False),
        ((DOCX, FONT, finding("pages"), UNICODE), False),
        ((DOCX, finding("font"), finding("pages"), finding("encoding", Outcome.FAIL)), False),
        ((DOCX, finding("font"), finding("pages")), False),
    ],
)
def test_a_corrected_copy_must_pass(after: tuple[Finding, ...], mended: bool) -> None:
    before = judgement(DOCX, FONT, finding("pages"), UNICODE)
    assert copies.is_mended(before, judgement(*after)) is mended
    assert not copies.is_mended(before, judgement(*after, title="another"))


def test_places_and_what_is_left_over_are_told() -> None:
    mark = {
        "story": "header", "part": "word/header1.xml", "paragraph": 1, "start": 2, "end": 5, "through": 1, "paragraphs": 1,
        "font": "Arial", "characters": 3, "excerpt": "chữ", "where": "đầu trang (Header), đoạn 1",
    }  # fmt: skip
    several = mark | {"story": "body", "part": "word/document.xml", "through": 9, "paragraphs": 7}
    fault = replace(FONT, details={"font": TNR, "marks": [mark, several], "unmarked": 4})
    general, header, body = copies.remarks(judgement(DOCX, fault), shipped())
    assert general.place is None
    assert "còn 4 chỗ khác" in general.text
    assert header.place is not None
    assert (header.place.story, header.start, header.end, header.through) == (Story.HEADER, 2, 5, None)
    assert header.where == "đầu trang (Header), đoạn 1, “chữ”"
    assert (body.through, "7 đoạn liền nhau" in body.text) == (9, True)


@pytest.mark.parametrize(
    ("paragraphs", "lang", "text"),
    [
        (1, Lang.VI, "Số thứ tự tự động của đoạn này dùng phông Arial."),
        (7, Lang.VI, "Số thứ tự tự động của 7 đoạn, từ đoạn này, dùng phông Arial."),
        (1, Lang.EN, "The list number here is in Arial."),
        (7, Lang.EN, "The list numbers of 7 paragraphs, from this one on, are in Arial."),
    ],
)
def test_list_numbers_are_told_as_such(paragraphs: int, lang: Lang, text: str) -> None:
    mark = {
        "story": "body", "part": "word/document.xml", "paragraph": 3, "start": 0, "end": 9, "through": 3, "font": "Arial",
        "paragraphs": paragraphs, "characters": 2, "excerpt": "1.", "where": "đoạn 3, số thứ tự tự động",
        "is_number": True,
    }  # fmt: skip
    _, number = copies.remarks(judgement(DOCX, replace(FONT, details={"font": TNR, "marks": [mark]})), shipped(), lang)
    assert number.text.startswith(text)
    assert number.where == {Lang.VI: "đoạn 3, số thứ tự tự động, “1.”", Lang.EN: "paragraph 3, list number, “1.”"}[lang]


def test_the_first_page_too_many_is_marked_where_it_begins() -> None:
    beyond = {"page": 6, "story": "body", "part": "word/document.xml", "paragraph": 41, "start": 17, "excerpt": "Qua"}
    fault = finding("pages", Outcome.FAIL, pages=7, limit=5, beyond=beyond)
    general, page = copies.remarks(judgement(DOCX, fault), shipped())
    assert "1. pages." in general.text
    assert page.text.startswith("Từ đây là trang 6; bài viết không quá 05 trang (ĐHVB 5).")
    assert page.place is not None
    assert (page.place.paragraph, page.start, page.end, page.through) == (41, 17, None, None)


def test_text_in_an_old_character_set_and_pages_too_many_are_told_in_english() -> None:
    at = {"story": "body", "part": "word/document.xml", "paragraph": 4, "start": 0, "excerpt": "Qua", "where": "đoạn 4"}
    stretch = at | {"through": 6, "paragraphs": 3, "legacy": "TCVN3"}
    encoding = finding("encoding", Outcome.FAIL, legacy="TCVN3", characters=9, stretches=[stretch])
    pages = finding("pages", Outcome.FAIL, pages=7, limit=5, beyond=at | {"page": 6})
    general, legacy, beyond = copies.remarks(judgement(DOCX, encoding, pages), shipped(), Lang.EN)
    assert "1. 9 characters are typed in the old character set TCVN3, not in Unicode." in general.text
    assert "2. The paper has 7 pages; no more than 5 are allowed." in general.text
    assert legacy.text.startswith("From this paragraph on there is text in an old character set (TCVN3). Do NOT just")
    assert legacy.where == "paragraph 4"
    assert beyond.text.startswith("Page 6 begins here; a paper may have no more than 5 pages (ĐHVB 5). Please shorten")


def test_what_is_marked_is_at_most_thirty_and_the_rest_counted() -> None:
    mark = {
        "story": "body", "part": "word/document.xml", "paragraph": 1, "start": 0, "end": 5, "through": 1, "paragraphs": 1,
        "font": "Arial", "characters": 3, "excerpt": "chữ", "where": "đoạn 1",
    }  # fmt: skip
    beyond = {"page": 6, "story": "body", "part": "word/document.xml", "paragraph": 9, "start": 0, "excerpt": "Qua"}
    marks = [mark | {"paragraph": number, "characters": number} for number in range(1, 31)]
    font = replace(FONT, details={"font": TNR, "marks": marks, "unmarked": 4})
    found = copies.remarks(judgement(DOCX, font, finding("pages", Outcome.FAIL, limit=5, beyond=beyond)), shipped())
    assert len(found) == copies.MOST_REMARKS == 30
    assert "còn 6 chỗ khác" in found[0].text
    assert [it.place.paragraph for it in found[2:] if it.place] == list(range(3, 31))  # the largest, as they stand


def test_a_judgement_of_an_earlier_release_has_no_marks() -> None:
    [general] = copies.remarks(judgement(DOCX, replace(FONT, details={"offences": []})), shipped())
    assert "1. font." in general.text


# --------------------------------------------------------------------------- as files


def names(attached: Attached) -> list[tuple[str, int]]:
    return [(file.filename, len(file.content)) for file in attached.files]


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (9, [("TL-2021-002 - góp ý.docx", 4), ("TL-2021-002 - đã sửa phông chữ.docx", 5)]),
        (8, [("TL-2021-002 - đã sửa phông chữ.docx", 5)]),
        (4, [("TL-2021-002 - góp ý.docx", 4)]),
        (3, []),
    ],
)
def test_what_fits_is_attached_the_corrected_copy_first(room: int, expected: list[tuple[str, int]]) -> None:
    attached = attach("TL-2021-002", Copies(b"abcd", b"abcde"), room)
    assert names(attached) == expected
    assert attached.size == sum(size for _, size in expected)


def test_nothing_to_attach() -> None:
    assert attach("TL-2021-002", copies.NO_COPIES).files == ()
    [file] = attach("TL-2021-002", Copies(annotated=b"a")).files
    assert file == LetterFile("TL-2021-002 - góp ý.docx", b"a", copies.WORD_TYPE)


# --------------------------------------------------------------------------- the paper itself


@pytest.mark.parametrize(
    ("name", "kind", "outcome", "expected"),
    [
        ("Bài viết.docx", "docx", Outcome.PASS, ("TL-2021-001 - Bài viết.docx", WORD_TYPE)),
        ("bai.zip!Trường/Bài 1.pdf", "pdf", Outcome.PASS, ("TL-2021-001 - Bài 1.pdf", "application/pdf")),
        ("Bài.doc", "doc", Outcome.PASS, ("TL-2021-001 - Bài.doc", "application/msword")),
        ("Hãy cảm ơn!.docx", "docx", Outcome.PASS, ("TL-2021-001 - Hãy cảm ơn!.docx", WORD_TYPE)),
        ("a.zip!Hay! (cuối).docx", "docx", Outcome.PASS, ("TL-2021-001 - Hay! (cuối).docx", WORD_TYPE)),
        ("C:\\Bài\\Bài 1.docx", "docx", Outcome.PASS, ("TL-2021-001 - Bài 1.docx", WORD_TYPE)),
        # Macros, passwords, what could not be opened: it is passed on to nobody.
        ("Bài.docx", "docx", Outcome.FAIL, None),
        ("Bài.docx", "docx", Outcome.REVIEW, None),
        ("Bài.xlsx", "spreadsheet", Outcome.PASS, None),
    ],
)
def test_a_sound_paper_is_passed_on_as_it_came(
    name: str, kind: str, outcome: Outcome, expected: tuple[str, str] | None
) -> None:
    found = Finding("file", outcome, "ĐHVB 5", "", {"kind": kind, "problem": None})
    judgement = Judgement(name, "0" * 64, 1, Verdict.PASS, None, (), None, None, (found,), "")
    file = enclosed("TL-2021-001", judgement, b"PK")
    assert (file and (file.filename, file.media_type)) == expected


def test_a_large_paper_leaves_room_for_the_next() -> None:
    files = [LetterFile(str(size), b"x" * size, WORD_TYPE) for size in (4, 9, 5, 2)]
    assert [file.filename for file in fitting(files, 10)] == ["4", "5"]
