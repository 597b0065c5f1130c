"""The judge: reading, converting, rendering and checking one file, with edges that can be told to fail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from checks.documents_for_checks import BODY, document, rendering, shipped, with_rules

from daemon.config import EnglishClauses
from daemon.errors import ReadError, RenderError
from daemon.judge import Judge, ruleset
from daemon.model import Document, FileKind, FileProblem, Judgement, LayoutCopy, Outcome, PageText, Story, Verdict
from daemon.text.legible import legible

GOOD = document(
    "[bc]XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN\n[c]ThS. Nguyễn Văn An\n[c]Trường Chính trị tỉnh Nghệ An\nBODY\n"
    "[b]1. Mục tiêu\nBODY\n[b]2. Nội dung\nBODY\n[b]3. Cách thức\nBODY\n[b]4. Kết quả\nBODY\n[b]5. Kinh nghiệm\nBODY"
)
PDF, RTF = b"%PDF-1.7\n", b"{\\rtf1 a}"
CONVERTED = b"PK converted"


#: What the pages of that paper show.
SHOWN = " ".join(paragraph.text for paragraph in GOOD.paragraphs)


@dataclass
class FakeReader:
    """Gives what it is told; an error is raised instead."""

    documents: Callable[[bytes], Document | ReadError] = lambda _: GOOD
    page_texts: tuple[PageText, ...] | ReadError = field(default_factory=lambda: rendering(4, texts=(SHOWN,)).pages)

    def document(self, data: bytes, _filename: str, **_: object) -> Document:
        found = self.documents(data)
        if isinstance(found, ReadError):
            raise found
        return found

    def pages(self, _pdf: bytes, **_: object) -> tuple[PageText, ...]:
        if isinstance(self.page_texts, ReadError):
            raise self.page_texts
        return self.page_texts

    def corrected(self, data: bytes, _font: str, **_: object) -> bytes | None:
        return b"PK corrected" if data.startswith(b"PK") else None

    def layout_copy(self, data: bytes, font: str = "", **_: object) -> LayoutCopy | None:
        if not data.startswith(b"PK"):
            return None
        return LayoutCopy(b"PK spelled", spelled=True) if font else LayoutCopy(b"PK laid out", endnotes_in_text=True)

    def close(self) -> None:
        pass


@dataclass
class FakeRenderer:
    """Renders and converts, or fails where it is told to."""

    problem: str | None = None
    pdf_fails: bool = False
    docx_fails: bool = False
    asked: list[str] = field(default_factory=list)
    given: list[float] = field(default_factory=list)  #: seconds
    laid_out: bytes = b""  #: what the last PDF was made of
    converted: bytes = b""  #: and the last .docx
    now: float = 0.0
    takes: float = 0.0  #: seconds for each document
    starts_in: float = 0.0  #: seconds, which the first of them waits
    waited_seconds: float = 0.0

    def clock(self) -> float:
        return self.now

    def trouble(self) -> str | None:
        return self.problem

    def to_pdf(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        self._work(seconds)
        self.laid_out = data
        self.asked.append(f"pdf of {kind}")
        if self.pdf_fails:
            raise RenderError("LibreOffice died")
        return PDF

    def to_docx(self, data: bytes, kind: FileKind, *, seconds: float | None = None) -> bytes:
        self._work(seconds)
        self.converted = data
        self.asked.append(f"docx of {kind}")
        if self.docx_fails:
            raise RenderError("LibreOffice died")
        return CONVERTED

    def _work(self, seconds: float | None) -> None:
        self.given.append(seconds or 0)
        self.now += self.takes + self.starts_in
        self.waited_seconds += self.starts_in
        self.starts_in = 0

    def close(self) -> None:
        pass


def judged(
    reader: FakeReader | None = None,
    renderer: FakeRenderer | None = None,
    data: bytes = b"PK bytes",
    arrived_at: datetime | None = None,
) -> Judgement:
    judge = Judge(shipped(), reader or FakeReader(), renderer or FakeRenderer())
    return judge.file(data, "bài.docx", arrived_at=arrived_at)


def outcomes(judgement: Judgement) -> dict[str, Outcome]:
    return {finding.check: finding.outcome for finding in judgement.findings}


def test_a_good_paper() -> None:
    data = b"PK bytes"
    found = judged(data=data)
    assert (found.verdict, found.title, found.authors) == (
        Verdict.PASS,
        "XÂY DỰNG MÔ HÌNH LỚP HỌC TỰ QUẢN",
        ("Nguyễn Văn An",),
    )
    assert (found.school, found.topic) == ("nghe-an", "1.2.8")
    assert (found.filename, found.sha256, found.size) == ("bài.docx", hashlib.sha256(data).hexdigest(), len(data))


def test_the_deadline_is_checked_for_what_arrived() -> None:
    late = judged(arrived_at=datetime(2021, 11, 11, tzinfo=UTC))
    assert (late.verdict, outcomes(late)["deadline"]) == (Verdict.REVIEW, Outcome.REVIEW)


@pytest.mark.parametrize(("story", "laid_out"), [(Story.FOOTNOTE, b"PK bytes"), (Story.ENDNOTE, b"PK laid out")])
def test_endnotes_are_laid_out_where_word_sets_them(story: Story, laid_out: bytes) -> None:
    """And not on the page of their own that LibreOffice gives them."""
    note = replace(GOOD.paragraphs[-1], place=replace(GOOD.paragraphs[-1].place, story=story))
    renderer = FakeRenderer()
    judged(FakeReader(lambda _: replace(GOOD, paragraphs=(*GOOD.paragraphs, note))), renderer)
    assert renderer.laid_out == laid_out


@pytest.mark.parametrize(("misdrawn", "laid_out"), [(False, b"PK bytes"), (True, b"PK laid out")])
def test_what_libreoffice_would_lose_text_of_is_laid_out_as_a_copy(misdrawn: bool, laid_out: bytes) -> None:
    renderer = FakeRenderer()
    judged(FakeReader(lambda _: replace(GOOD, misdrawn=misdrawn)), renderer)
    assert renderer.laid_out == laid_out


@pytest.mark.parametrize(
    "renderer", [FakeRenderer(pdf_fails=True), FakeRenderer(problem="The fonts do not cover Vietnamese.")]
)
def test_without_believable_pages_it_never_passes(renderer: FakeRenderer) -> None:
    found = judged(renderer=renderer)
    assert (found.verdict, outcomes(found)["pages"]) == (Verdict.REVIEW, Outcome.REVIEW)
    assert outcomes(found)["font"] is Outcome.PASS


def test_pages_that_cannot_be_read_are_left_to_a_person() -> None:
    assert judged(FakeReader(page_texts=ReadError("died"))).verdict is Verdict.REVIEW


def test_a_pdf_is_its_own_rendering() -> None:
    renderer = FakeRenderer(problem="no LibreOffice")
    pdf = replace(GOOD, kind=FileKind.PDF)
    found = judged(FakeReader(lambda _: pdf, rendering(6).pages), renderer, PDF)
    assert (renderer.asked, outcomes(found)["pages"]) == ([], Outcome.FAIL)


def by_bytes(data: bytes) -> Document | ReadError:
    return GOOD if data == CONVERTED else Document(FileKind.RTF)


def test_older_kinds_are_converted_and_then_judged_the_same() -> None:
    renderer = FakeRenderer()
    found = judged(FakeReader(by_bytes), renderer, RTF)
    assert found.verdict is Verdict.PASS
    assert renderer.asked == ["docx of rtf", "pdf of rtf"]
    details = {finding.check: finding.details for finding in found.findings}
    assert details["file"]["kind"] == "rtf"
    assert details["font"]["converted_from"] == "rtf"


@pytest.mark.parametrize(("kind", "converted"), [(FileKind.ODT, b"PK laid out"), (FileKind.DOC, b"PK bytes")])
def test_an_odt_is_converted_from_a_copy_and_laid_out_as_it_is(kind: FileKind, converted: bytes) -> None:
    """Which keeps the fonts that LibreOffice loses; the pages need no such help."""
    renderer = FakeRenderer()
    judged(FakeReader(lambda data: GOOD if data == CONVERTED else Document(kind)), renderer)
    assert (renderer.converted, renderer.laid_out) == (converted, b"PK bytes")


def test_a_failed_conversion_is_left_to_a_person() -> None:
    found = judged(FakeReader(by_bytes), FakeRenderer(docx_fails=True), RTF)
    assert found.verdict is Verdict.REVIEW
    assert {check for check, outcome in outcomes(found).items() if outcome is Outcome.PASS} == {"file"}


def test_a_conversion_that_cannot_be_read_is_not_the_authors_fault() -> None:
    def read(data: bytes) -> Document | ReadError:
        return ReadError("died") if data == CONVERTED else Document(FileKind.ODT)

    found = judged(FakeReader(read), data=RTF)
    assert (found.verdict, outcomes(found)["file"]) == (Verdict.REVIEW, Outcome.PASS)


def test_a_conversion_that_exhausts_the_reader_is_a_bomb() -> None:
    def read(data: bytes) -> Document | ReadError:
        return ReadError("memory", exhausted=True) if data == CONVERTED else Document(FileKind.RTF)

    found = judged(FakeReader(read), data=RTF)
    assert found.findings[0].details == {"kind": "rtf", "problem": "bomb", "note": "memory"}


def test_figures_stored_in_a_conversion_prove_nothing() -> None:
    def read(data: bytes) -> Document | ReadError:
        return replace(GOOD, stored_pages=9) if data == CONVERTED else Document(FileKind.RTF)

    assert judged(FakeReader(read), data=RTF).verdict is Verdict.PASS


def test_alternative_font_names_of_a_conversion_prove_nothing() -> None:
    """LibreOffice gives the metric twins as alternatives of each other; in an author's own file the table counts."""
    times = document("BODY", font="Times", font_aliases={"times": frozenset({"times new roman"})})

    def read(data: bytes) -> Document | ReadError:
        return times if data == CONVERTED else Document(FileKind.RTF)

    assert outcomes(judged(FakeReader(read), data=RTF))["font"] is Outcome.FAIL
    assert outcomes(judged(FakeReader(lambda _: times)))["font"] is Outcome.PASS


@pytest.mark.parametrize(("known", "outcome"), [(True, Outcome.PASS), (False, Outcome.FAIL)])
def test_what_the_original_knows_of_fonts_that_only_its_conversion_names(known: bool, outcome: Outcome) -> None:
    aliases = {"liberation serif": frozenset({"times new roman"})} if known else {}

    def read(data: bytes) -> Document:
        paragraphs = document("BODY", font="Liberation Serif").paragraphs
        return (
            Document(FileKind.DOCX, paragraphs=paragraphs)
            if data == CONVERTED
            else Document(FileKind.RTF, font_aliases=aliases)
        )

    assert outcomes(judged(FakeReader(read), data=RTF))["font"] is outcome


@pytest.mark.parametrize(
    ("font", "outcome", "named"),
    [
        ("Liberation Serif;Times New Roman", Outcome.PASS, []),  # as LibreOffice's own .doc have it
        ("Liberation Sans;Arial", Outcome.FAIL, ["Liberation Sans"]),
        ("Gill Sans MT;Times New Roman", Outcome.FAIL, ["Gill Sans MT"]),  # Office brings it, and Word shows it
        (".VnTime;Times New Roman", Outcome.FAIL, [".VnTime"]),
        ("Liberation Serif", Outcome.FAIL, ["Liberation Serif"]),
        ("Times New Roman:smcp&onum=0", Outcome.PASS, []),  # features, as LibreOffice writes them
        ("Liberation Serif:lang=vi;Times New Roman", Outcome.PASS, []),
        ("Arial:smcp", Outcome.FAIL, ["Arial"]),
    ],
)
def test_an_alternative_name_that_a_doc_has_for_a_font(font: str, outcome: Outcome, named: list[str]) -> None:
    def read(data: bytes) -> Document:
        return document("BODY", font=font) if data == CONVERTED else Document(FileKind.DOC)

    found = next(it for it in judged(FakeReader(read), data=RTF).findings if it.check == "font")
    assert (found.outcome, [it["font"] for it in found.details["offences"]]) == (outcome, named)


@pytest.mark.slow
def test_a_last_page_with_words_of_the_body_counts_however_it_seems() -> None:
    shown = (*rendering(5).pages, PageText(6, "Đoạn 181", blank=True))
    assert outcomes(judged(FakeReader(page_texts=shown)))["pages"] is Outcome.FAIL


@pytest.mark.parametrize("problem", list(FileProblem))
def test_a_file_with_a_problem_is_not_rendered(problem: FileProblem) -> None:
    renderer = FakeRenderer()
    found = judged(FakeReader(lambda _: Document(FileKind.DOCX, problem)), renderer)
    assert (found.verdict, renderer.asked) == (Verdict.FAIL, [])
    assert (found.title, found.authors, found.school, found.topic) == (None, (), None, None)
    assert {outcome for check, outcome in outcomes(found).items() if check != "file"} == {Outcome.SKIP}


def test_a_reader_that_ran_into_its_limits_makes_the_file_a_bomb() -> None:
    found = judged(FakeReader(lambda _: ReadError("too much memory", exhausted=True)))
    assert (found.verdict, found.findings[0].details["problem"]) == (Verdict.FAIL, "bomb")


def test_a_reader_that_died_asks_for_a_person() -> None:
    found = judged(FakeReader(lambda _: ReadError("died")))
    assert found.verdict is Verdict.REVIEW
    assert set(outcomes(found).values()) == {Outcome.REVIEW}


def test_a_kind_that_is_not_accepted_is_neither_converted_nor_rendered() -> None:
    renderer = FakeRenderer()
    judge = Judge(with_rules(accepted_kinds=(FileKind.DOCX,)), FakeReader(by_bytes), renderer)
    found = judge.file(RTF, "bài.rtf")
    assert (found.verdict, renderer.asked) == (Verdict.FAIL, [])


def test_the_ruleset_names_code_and_rules() -> None:
    assert judged().ruleset == ruleset(shipped())
    assert ruleset(with_rules(max_pages=6)) != ruleset(shipped())
    assert ruleset(with_rules(english_clauses=EnglishClauses())) == ruleset(shipped())


@pytest.mark.parametrize(
    ("field", "value", "counts"),
    [
        ("name", "Đổi mới giảng dạy", True),
        ("short_name", "Hội nghị X", True),
        ("organiser", "Viện Y", True),
        ("event_word", "tọa đàm", True),
        ("paper_word", "báo cáo", True),
        ("timezone", "Asia/Tokyo", True),
        ("host", "Trường Z", False),
        ("plan_word", "Thể lệ", False),
        ("form_of_address", "Ông/Bà", False),
    ],
)
def test_what_mastheads_are_made_of_is_a_rule(field: str, value: str, *, counts: bool) -> None:
    config = shipped()
    other = config.model_copy(update={"conference": config.conference.model_copy(update={field: value})})
    assert (ruleset(other) != ruleset(config)) is counts


def test_where_state_is_kept_is_no_rule() -> None:
    config = shipped()
    assert ruleset(
        config.model_copy(update={"intake": config.intake.model_copy(update={"max_attempts": 9})})
    ) == ruleset(config)


def test_a_body_alone_is_no_compliant_paper() -> None:
    found = judged(FakeReader(lambda _: document(BODY)))
    assert found.verdict is not Verdict.PASS


# --------------------------------------------------------------------------- too heavy, too large, never read


def test_what_is_too_heavy_is_not_given_to_libreoffice() -> None:
    renderer = FakeRenderer()
    found = Judge(shipped(), FakeReader(lambda _: replace(GOOD, weight=70_000_000)), renderer).file(b"PK", "a.docx")
    outcomes = {finding.check: finding.outcome for finding in found.findings}
    assert (outcomes["pages"], outcomes["font"], renderer.asked) == (Outcome.REVIEW, Outcome.PASS, [])
    heavy = Document(FileKind.ODT, weight=70_000_000)
    found = Judge(shipped(), FakeReader(lambda _: heavy), renderer).file(b"PK", "a.odt")
    assert (found.verdict, renderer.asked) == (Verdict.REVIEW, [])


def test_a_file_whose_problem_is_known_is_not_read() -> None:
    reader = FakeReader(lambda _: ReadError("never asked"))
    known = Document(FileKind.ZIP, FileProblem.BOMB, "a bomb")
    found = Judge(shipped(), reader, FakeRenderer()).file(b"PK", "a.zip", known=known)
    assert (found.verdict, found.findings[0].details["problem"]) == (Verdict.FAIL, "bomb")
    missing = Judge(shipped(), reader, FakeRenderer()).file(b"", "a.docx", unreadable="Permission denied")
    assert (missing.verdict, missing.findings[0].outcome) == (Verdict.REVIEW, Outcome.REVIEW)


def test_a_file_has_one_budget_of_time() -> None:
    renderer = FakeRenderer(takes=3)
    judge = Judge(shipped(), FakeReader(by_bytes), renderer, clock=renderer.clock)
    judge.file(RTF, "bài.rtf")
    whole = shipped().render.deadline_seconds
    assert renderer.given == [whole, whole - 3]


@pytest.mark.parametrize(("start", "missing"), [(2.0, 0.0), (4.0, 0.0), (5.5, 1.5)])
def test_a_start_of_libreoffice_costs_the_layout_no_time(start: float, missing: float) -> None:
    renderer = FakeRenderer(takes=1, starts_in=start)
    judge = Judge(shipped(), FakeReader(by_bytes), renderer, clock=renderer.clock)
    judge.file(RTF, "bài.rtf")
    whole = shipped().render.deadline_seconds
    assert renderer.given == [whole, whole - 1 - missing]


def test_what_is_left_too_little_time_for_is_left_to_a_person() -> None:
    renderer = FakeRenderer(takes=shipped().render.deadline_seconds)
    judge = Judge(shipped(), FakeReader(by_bytes), renderer, clock=renderer.clock)
    found = judge.file(RTF, "bài.rtf")
    assert renderer.asked == ["docx of rtf"]
    assert (found.verdict, outcomes(found)["pages"]) == (Verdict.REVIEW, Outcome.REVIEW)


@pytest.mark.slow
def test_over_the_limit_in_a_missing_font_it_is_counted_in_the_font_of_the_rules_too() -> None:
    renderer = FakeRenderer()
    garamond = document("BODY", font="Garamond")
    shown = tuple(replace(page, fonts=frozenset({"DejaVu Serif"})) for page in rendering(6).pages)
    found = judged(FakeReader(lambda _: garamond, shown), renderer)
    assert renderer.asked == ["pdf of docx", "pdf of docx"]
    assert outcomes(found)["pages"] is Outcome.FAIL
    assert judged(FakeReader(lambda _: garamond, shown[:5]), renderer).verdict is Verdict.FAIL
    assert renderer.asked == ["pdf of docx"] * 3


def test_another_name_of_the_wanted_font_is_laid_out_as_that() -> None:
    renderer = FakeRenderer()
    times = document("BODY", font="TimesNewRomanPSMT")
    shown = tuple(replace(page, fonts=frozenset({"Liberation Serif"})) for page in rendering(6).pages)
    found = judged(FakeReader(lambda _: times, shown), renderer)
    assert (renderer.asked, renderer.laid_out) == (["pdf of docx"], b"PK spelled")
    assert outcomes(found)["pages"] is Outcome.FAIL


NOISE = "".join(chr(3 + number % 90) for number in range(400))  #: numbers of glyphs, read as characters


@pytest.mark.parametrize("letters", [document(""), document(NOISE)], ids=["pictures", "glyph-numbers"])
def test_what_cannot_be_read_is_no_fault_of_its_author(letters: Document) -> None:
    pdf = replace(letters, kind=FileKind.PDF)
    found = judged(FakeReader(lambda _: pdf), data=PDF)
    told = outcomes(found)
    assert found.verdict is Verdict.REVIEW
    assert told["font" if not letters.paragraphs[0].text else "encoding"] is Outcome.REVIEW
    assert [told[check] for check in ("elements", "topic", "identity")] == [Outcome.SKIP] * 3
    assert (told["file"], told["pages"], found.title) == (Outcome.PASS, Outcome.PASS, None)


@pytest.mark.parametrize("text", [BODY, "English only.", "Привет", f"{BODY}\u0003\ue000", "12345"])
def test_what_is_legible(text: str) -> None:
    assert legible(document(text))
