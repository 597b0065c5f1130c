"""PDF papers: paragraphs with embedded fonts, pages, and which of them are blank."""

import re
from collections.abc import Callable
from dataclasses import replace
from unicodedata import category

import docx_maker as dm
import pypdfium2
import pytest
from pdf_maker import Box, Picture, Text, Typed, make_pdf

from daemon import documents
from daemon.documents.layers import Layers
from daemon.errors import ReadError
from daemon.model import FileKind, FileProblem, Story, UnreadPart

TNR = "TimesNewRomanPSMT"
LINE = "Day la mot dong day du cua bai tham luan ve mo hinh x"  # reaches the right margin


def test_lines_become_paragraphs_with_fonts_and_pages() -> None:
    pdf = make_pdf(
        [
            Text("TEN BAI THAM LUAN", x=215, y=760, font="TimesNewRomanPS-BoldMT"),
            Text(LINE, y=700),
            Text("dong cuoi cua doan", y=684),
            Text(LINE, x=100, y=660),
            Text("trong phong Arial", y=644, font="ABCDEF+ArialMT"),
        ],
        [Text("Trang hai", y=700)],
    )
    document = documents.read(pdf, "bài.pdf")
    assert document.kind is FileKind.PDF
    assert document.stored_pages == 2
    title, first, second, last = document.paragraphs
    assert (title.text, title.bold, title.centred) == ("TEN BAI THAM LUAN", True, True)
    assert (first.text, first.bold, first.centred) == (f"{LINE} dong cuoi cua doan", False, False)
    assert [(span.text, span.font) for span in second.spans] == [
        (f"{LINE} ", "Times New Roman"),
        ("trong phong Arial", "Arial"),
    ]
    assert (last.text, last.place.page, last.place.paragraph, last.place.part) == ("Trang hai", 2, 4, "page")


def test_symbols_and_equations_are_exempt() -> None:
    (paragraph,) = documents.read(make_pdf([Text("chu", x=72), Text("b", x=110, font="SymbolMT")]), "a.pdf").paragraphs
    assert [span.exempt for span in paragraph.spans] == [False, True]


@pytest.mark.parametrize(
    ("text", "exempt"),
    [
        ("\u2192", True),
        ("\u2713 \u2713", True),
        ("\uf0e0", True),  # Wingdings, drawn in what was there instead
        ("\uf043\uf068\uf0ed", False),  # letters by the codes of their font
        ("\u2264", False),  # as in a .docx: text fonts have it
        ("chu", False),
    ],
)
def test_pictures_are_exempt_in_any_font(text: str, *, exempt: bool) -> None:
    # pdfium passes over a piece that is a single character outside of WinAnsi, hence the space.
    pieces = [Text("noi dung", x=72), Text(f"{text} ", x=160, font="DejaVuSans")]
    (paragraph,) = documents.read(make_pdf(pieces), "a.pdf").paragraphs
    assert [(span.text.strip(), span.exempt) for span in paragraph.spans] == [("noi dung", False), (text, exempt)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u2192 chu", [("\u2192", True), ("chu", False)]),
        ("chu \u2192 so", [("chu", False), ("\u2192", True), ("so", False)]),
        ("\u2192 c\uf068\uf0edu", [("\u2192", True), ("c\uf068\uf0edu", False)]),  # letters by the codes of their font
    ],
)
def test_pictures_within_text_are_exempt_alone(text: str, expected: list[tuple[str, bool]]) -> None:
    pieces = [Text("noi dung", x=72), Text(f"{text} ", x=160, font="DejaVuSans")]
    (paragraph,) = documents.read(make_pdf(pieces), "a.pdf").paragraphs
    assert [(span.text.strip(), span.exempt) for span in paragraph.spans[1:]] == expected


@pytest.mark.parametrize(
    ("mark", "font", "exempt"),
    [
        ("\u2022", "CourierNewPSMT", True),
        ("o", "CourierNewPSMT", True),
        ("-", "ABCDEF+Calibri", True),
        ("1.", "ABCDEF+Calibri", False),
        ("(1)", "ABCDEF+Calibri", False),
        ("1.2.", "ABCDEF+Calibri", False),
        ("a)", "ABCDEF+Calibri", False),
        ("II.", "ABCDEF+Calibri", False),
        ("iv)", "ABCDEF+Calibri", False),
    ],
)
def test_bullets_of_lists_are_exempt_and_numbers_are_text(mark: str, font: str, *, exempt: bool) -> None:
    lines = [Text(LINE, y=700), Text(mark, x=90, y=680, font=font), Text("muc mot", x=120, y=680)]
    first, item = documents.read(make_pdf(lines), "a.pdf").paragraphs
    assert first.text == LINE
    assert [(span.text.strip(), span.exempt) for span in item.spans] == [(mark, exempt), ("muc mot", False)]


def test_the_dash_of_the_next_item_begins_a_line() -> None:
    """pdfium sets a space, not the end of a line, before a dash that is flatter than the letters around it."""
    lines = [
        text
        for y, words in ((700, "muc mot"), (688, "muc hai"), (676, "muc ba"))
        for text in (Text("-", x=90, y=y, size=12, font="ABCDEF+Calibri"), Text(words, x=108, y=y, size=12))
    ]
    items = documents.read(make_pdf(lines), "a.pdf").paragraphs
    assert [[(span.text.strip(), span.exempt) for span in item.spans] for item in items] == [
        [("-", True), (words, False)] for words in ("muc mot", "muc hai", "muc ba")
    ]


@pytest.mark.parametrize("word", ["Muc", "2021", "x"])
def test_words_at_the_start_are_not_exempt(word: str) -> None:
    lines = [Text(word, x=72, font="ABCDEF+Calibri"), Text("muc mot", x=150)]
    (line,) = documents.read(make_pdf(lines), "a.pdf").paragraphs
    assert not any(span.exempt for span in line.spans)


BOLD = "TimesNewRomanPS-BoldMT"


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([Text(LINE, y=700), Text("Noi dung", y=684, font=BOLD)], [LINE, "Noi dung"]),
        ([Text(LINE, y=700, font=BOLD), Text("noi dung", y=684)], [LINE, "noi dung"]),
        ([Text(LINE, y=700), Text("2. Noi dung", y=684)], [LINE, "2. Noi dung"]),
        ([Text(LINE, y=700), Text("II. Noi dung", y=684)], [LINE, "II. Noi dung"]),
        ([Text(LINE, y=700), Text("a) Noi dung", y=684)], [LINE, "a) Noi dung"]),
        ([Text(LINE, y=700), Text("- Noi dung", y=684)], [LINE, "- Noi dung"]),
        ([Text(LINE, y=700), Text("noi dung", y=684)], [f"{LINE} noi dung"]),
        ([Text(LINE, y=700), Text("2021 la nam", y=684)], [f"{LINE} 2021 la nam"]),
        (
            [Text("TEN BAI THAM LUAN", x=198, y=730), Text("DONG THU HAI", x=216, y=714), Text(LINE, y=670)],
            ["TEN BAI THAM LUAN\nDONG THU HAI", LINE],
        ),
        (  # a title that fills the page, and its author
            [
                Text("TEN BAI THAM LUAN RAT DAI VE MO HINH LOP HOC XANH", x=86, y=730, font=BOLD),
                Text("TS Tran An", x=222, y=714, font=BOLD),
                Text(LINE, y=670),
            ],
            ["TEN BAI THAM LUAN RAT DAI VE MO HINH LOP HOC XANH", "TS Tran An", LINE],
        ),
        (  # a long title that the margin broke
            [
                Text("TEN BAI THAM LUAN RAT DAI VE MO HINH LOP HOC XANH", x=86, y=730, font=BOLD),
                Text("CUA TRUONG", x=222, y=714, font=BOLD),
                Text(LINE, y=670),
            ],
            ["TEN BAI THAM LUAN RAT DAI VE MO HINH LOP HOC XANH CUA TRUONG", LINE],
        ),
    ],
)
def test_where_a_paragraph_ends(lines: list[Text], paragraphs: list[str]) -> None:
    assert [it.text for it in documents.read(make_pdf(lines), "a.pdf").paragraphs] == paragraphs


@pytest.mark.parametrize("name", ["F1", "CIDFont+F1", "ABCDEF+", "ABCDEF+F12", "T3_0"])
def test_the_font_of_a_made_up_name_is_unknown(name: str) -> None:
    (line,) = documents.read(make_pdf([Text("chu", font=name)]), "a.pdf").paragraphs
    assert [span.font for span in line.spans] == [""]


def test_page_numbers_and_running_heads_are_headers_and_footers() -> None:
    pages = [[Text("HOI THAO 2021", y=800), Text(f"noi dung {word}", y=600), Text(f"Trang {number}/3", x=280, y=30)]
             for number, word in enumerate(("mot", "hai", "ba"), 1)]  # fmt: skip
    stories = [(it.text, it.place.story) for it in documents.read(make_pdf(*pages), "a.pdf").paragraphs]
    assert stories[:3] == [("HOI THAO 2021", Story.HEADER), ("noi dung mot", Story.BODY), ("Trang 1/3", Story.FOOTER)]


RUNNING = Text("HOI THAO", y=800)


@pytest.mark.parametrize(
    ("page", "blank"),
    [
        ([], True),
        ([Text("   ")], True),
        ([Text("chu")], False),
        ([Text("chu", y=800)], False),  # in the margin, and on no other page
        ([RUNNING], True),
        ([Text("7", x=290, y=30)], False),  # no other page has a number there
        ([Text("7", x=290, y=400)], False),
        ([RUNNING, Text("chu")], False),
        ([Box()], False),
        ([Box(grey=1)], True),
        ([Box(y=800, height=20)], False),  # a small picture in the margin, on no other page
        ([Text("chu", grey=1)], True),
        ([Text("chu", grey=1), Text("a", y=600, grey=0.9)], False),
        ([Text("chu", grey=1, mode=2)], False),  # outlined in black
        ([Box(y=690, height=30), Text("chu", grey=1)], False),  # on something dark
        ([Box(height=0.5), Box(y=430, height=0.5), Box(width=0.5, height=30)], True),  # an empty row of a table
        ([Box(height=0.5), Text("chu", grey=1)], True),
        ([Box(height=0.5), Text("chu")], False),
        ([Box(height=0.5), Box(width=20, height=20)], False),
    ],
)
def test_blank_pages(page: list[Text | Box], *, blank: bool) -> None:
    pages = documents.pages(make_pdf([RUNNING, Text("noi dung")], page, [RUNNING, Text("noi dung khac", y=500)]))
    assert [it.number for it in pages] == [1, 2, 3]
    assert [it.blank for it in pages] == [False, blank, False]


def paper(last: list[Text | Box], margins: Callable[[int], list[Text | Box]] = lambda _: [], full: int = 5) -> bytes:
    """Full pages with lines from margin to margin, then a last page; and what stands in the margins of each."""
    pages: list[list[Text | Box]] = [
        [Text(f"dong {page * 7919 + line * 131}", y=770 - 20 * line) for line in range(36)] for page in range(full)
    ]
    return make_pdf(*([*margins(number), *page] for number, page in enumerate([*pages, last], 1)))


FOOT = {"x": 290, "y": 30}


@pytest.mark.parametrize(
    ("margins", "shows"),
    [
        (lambda n: [Text(f"{n}", **FOOT)], "6"),
        (lambda n: [Text(f"- {n + 10} -", **FOOT)], "- 16 -"),
        (lambda n: [Text(f"Trang {n}/6", **FOOT)], "Trang 6/6"),
        (lambda n: [Text(["", "i", "ii", "iii", "iv", "v", "vi"][n], **FOOT)], "vi"),
        (lambda n: [Text(f"{n}", **FOOT)] if n > 1 else [], "6"),  # none on the title page
        (lambda n: [Text(f"{n}", x=500 if n % 2 else 72, y=30)], "6"),
        (lambda n: [Text("TEN BAI" if n % 2 else "TEN TAC GIA", y=800)], "TEN TAC GIA"),  # even and odd pages
        (lambda n: [Text("HOI THAO 2021", y=800), Box(y=795, width=450, height=1), Text(f"{n}", **FOOT)], "2021"),
        (lambda _: [Box(y=800, width=40, height=30)], ""),  # an emblem on every page
        (lambda _: [Box(x, 23, 3, 796) for x in (23, 569)] + [Box(23, y, 549, 3) for y in (23, 816)], ""),  # a border
    ],
)
def test_a_last_page_with_nothing_but_header_and_footer_is_blank(
    margins: Callable[[int], list[Text | Box]], shows: str
) -> None:
    pages = documents.pages(paper([], margins))
    assert [page.blank for page in pages] == [False] * 5 + [True]
    assert shows in pages[-1].text


@pytest.mark.parametrize(
    "last",
    [
        [Text("dong 181", y=770)],  # other pages begin with a line that differs in its number only
        [Text("2021", y=770)],
        [Text("V.", y=770)],
        [Text("6", y=770)],
        [Text("./.", y=770)],
        [Box(y=770, width=28, height=28)],
    ],
)
@pytest.mark.parametrize("numbered", [False, True])
def test_a_last_page_with_one_small_thing_is_not_blank(last: list[Text | Box], *, numbered: bool) -> None:
    def margins(number: int) -> list[Text | Box]:
        return [Text("HOI THAO", x=250, y=810, size=10), Text(f"{number}", **FOOT)] if numbered else []

    assert not any(page.blank for page in documents.pages(paper(last, margins)))


def test_a_footer_cut_in_two_on_some_pages_is_one() -> None:
    """Where its number is set smaller than its word, pdfium may see two lines on one page and one on the next."""

    def margins(number: int) -> list[Text | Box]:
        return [Text("Trang", x=280, y=30), Text(f"{number}", x=330, y=30, size=7)]

    last: list[Text | Box] = [Text("Trang 6", x=280, y=30)]
    pages = documents.pages(paper(last, lambda number: margins(number) if number < 6 else []))
    assert [page.blank for page in pages] == [False] * 5 + [True]


def test_the_same_line_all_over_is_no_header() -> None:
    full: list[Text | Box] = [Text("cung mot dong", y=770 - 20 * line) for line in range(36)]
    pages = documents.pages(make_pdf(full, full, full, full, full, [Text("cung mot dong", y=770)]))
    assert not any(page.blank for page in pages)


def test_pages_say_their_text_and_fonts() -> None:
    (page,) = documents.pages(make_pdf([Text("mot", y=700), Text("hai", y=600, font="BAAAAA+LiberationSerif-Bold")]))
    assert page.text == "mot\nhai"
    assert page.fonts == {"Times New Roman", "Liberation Serif"}


def test_a_scanned_paper_is_readable_and_says_so() -> None:
    document = documents.read(make_pdf([Box(0, 0, 595, 842)]), "a.pdf")
    assert (document.problem, document.paragraphs) == (None, ())
    assert document.warnings == ("the PDF has no text, only pictures (scanned?)",)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (make_pdf([]), FileProblem.EMPTY),
        (b"%PDF-1.7\nrubbish", FileProblem.CORRUPT),
        (
            make_pdf([Text("x")]).replace(b"/Type /Catalog", b"/Type /Nothing").replace(b"/Pages 2", b"/Pages 9"),
            FileProblem.CORRUPT,
        ),
    ],
)
def test_problems(data: bytes, problem: FileProblem) -> None:
    assert documents.read(data, "a.pdf").problem is problem


def locked() -> bytes:
    """Standard security handler with keys that fit no empty password (ISO 32000-1, 7.6.3)."""
    pdf = make_pdf([Text("x")])
    entry = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> /P -4 >> /ID [<00><00>]"
    )
    return pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R " + entry)


def test_a_locked_pdf_is_encrypted() -> None:
    assert documents.read(locked(), "a.pdf").problem is FileProblem.ENCRYPTED
    with pytest.raises(ReadError):
        documents.pages(locked())


def test_pages_of_something_else_is_an_error_with_a_sentence() -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        documents.pages(dm.simple_paper(["x"]))


PAGE = [Text(f"Noi dung bai tham luan dong {number}", y=760 - 20 * number) for number in range(30)]


def test_what_recognition_lays_over_a_scanned_page_has_the_font_of_no_letter() -> None:
    """Tesseract writes GlyphLessFont, others Arial or Times New Roman: none of it is what is on the page."""
    laid = [Text(text.text, y=text.y, font="TimesNewRomanPSMT", mode=3) for text in PAGE]
    document = documents.read(make_pdf([Picture(), *laid]), "a.pdf")
    assert {span.font for paragraph in document.paragraphs for span in paragraph.spans} == {""}
    assert "Noi dung bai tham luan dong 3" in document.paragraphs[0].text
    assert document.unread == ()  # it was read, though not its font


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        (["c\x03u n\x19i"], "c\ufffdu n\ufffdi"),
        (["\x02chu\x02 \x01\x02"], "\ufffdchu\ufffd \ufffd\ufffd"),
        (["viet-", "nam"], "viet-nam"),  # pdfium gives 2 for the hyphen of a word that goes on
        (["mot\thai\x0bba"], "mot hai ba"),  # white space of a careless program
    ],
)
def test_a_letter_that_the_font_only_numbers_is_no_control_character(lines: list[str], seen: str) -> None:
    data = make_pdf([Text(text, y=700 - 16 * number) for number, text in enumerate(lines)])
    document = documents.read(data, "a.pdf")
    assert " ".join(document.paragraphs[0].text.split()) == seen
    page = documents.pages(data)[0].text
    assert not any(category(char) == "Cc" for char in page if char != "\n")


UNSEEN = Text("chu vo hinh", y=100, font="ArialMT", mode=3)


@pytest.mark.parametrize(
    ("around", "read"),
    [
        ([], False),
        ([Picture(72, 600, 100, 50)], False),  # somewhere else
        ([Box(60, 106, 300, 1)], False),  # a rule of a table
        ([Box(23, 23, 549, 796, filled=False)], False),  # a frame around the page
        # What may show the letters that it stands for: a scan, what another program drew in their place.
        ([Picture(60, 90, 300, 40)], True),
        ([Picture(140, 90, 300, 40)], False),  # beside its beginning
        ([Picture(76, 104, 300, 4)], True),  # a strip of a scan
        ([Picture(0, 0, 120, 842)], True),  # a column of one
        ([Picture(76, 134, 300, 4)], False),  # above, farther than letters are high
        ([Box(60, 90, 300, 40)], True),
        ([Box(x, 300, 3, 3, grey=1) for x in range(72, 500)] * 12, True),  # more than is looked at
    ],
)
@pytest.mark.parametrize("mode", [3, 7])
@pytest.mark.slow
def test_what_is_not_painted_is_read_where_something_may_show_it(
    around: list[Box | Picture], mode: int, *, read: bool
) -> None:
    data = make_pdf([*PAGE, *around, replace(UNSEEN, mode=mode)])
    document = documents.read(data, "a.pdf")
    fonts = {span.font for paragraph in document.paragraphs for span in paragraph.spans}
    assert fonts == ({"Times New Roman", ""} if read else {"Times New Roman"})
    assert (UNSEEN.text in documents.pages(data)[0].text) is read


def test_only_what_is_not_painted_goes_unread() -> None:
    lines = [
        Text("nhin thay", y=700),
        Text("khong thay", x=160, y=700, mode=3),
        Text("net", y=600, font="Arial", mode=1),
    ]
    data = make_pdf(lines, [UNSEEN])
    assert [it.text.strip() for it in documents.read(data, "a.pdf").paragraphs] == ["nhin thay", "net"]
    assert [page.blank for page in documents.pages(data)] == [False, True]
    assert documents.read(make_pdf([UNSEEN]), "a.pdf").problem is FileProblem.EMPTY


@pytest.mark.parametrize(
    ("page", "ground", "read"),
    [
        ([], False, False),
        ([], True, True),  # with something of its own beneath
        ([Picture()], False, True),  # recognised words may be a form over their scan
    ],
)
def test_a_form_of_what_is_not_painted_shows_nothing(page: list[Picture], *, ground: bool, read: bool) -> None:
    words = Typed("chu vo hinh", font="Arial", subtype="Stamp", mode=3)
    data = flattened(make_pdf([*page, *PAGE, words]), ground=ground)
    assert ("vo hinh" in documents.pages(data)[0].text) is read
    assert documents.pages(flattened(make_pdf([*page, Text(" "), words]), ground=False))[0].blank is (not page)


@pytest.mark.parametrize(
    ("page", "unread"),
    [
        ([Picture()], (UnreadPart.SCAN,)),
        ([Picture(20, 20, 555, 800), Text("3", x=295, y=40)], (UnreadPart.SCAN,)),
        ([Picture(72, 400, 400, 300)], ()),  # an illustration
        ([Picture(), *PAGE], ()),  # a background
        ([Box(0, 0, 595, 842)], ()),
    ],
)
def test_a_page_that_is_one_picture_is_not_read(page: list[Text | Box | Picture], unread: tuple[UnreadPart]) -> None:
    assert documents.read(make_pdf(PAGE, page, PAGE), "a.pdf").unread == unread


@pytest.mark.parametrize(
    ("last", "bare"),
    [
        ([Text("CHAN TRANG CUA PHAN CUOI", y=30)], True),
        ([Text("CHAN TRANG CUA PHAN CUOI", y=30), Text("x", y=500)], False),
        ([Text("CHAN TRANG CUA PHAN CUOI", y=30), Box(y=770, width=400, height=1)], False),  # of a table, perhaps
        ([Text("CHAN TRANG CUA PHAN CUOI", y=30), Picture(72, 780, 30, 30)], False),
        ([], False),  # it is blank
    ],
)
def test_a_page_with_a_footer_of_its_own_is_bare(last: list[Text | Box], *, bare: bool) -> None:
    assert documents.pages(paper(last, lambda n: [Text(f"{n}", **FOOT)] if n < 6 else []))[-1].bare is bare


@pytest.mark.parametrize("indents", [(0, 0), (40, 68)])  # lines at the margin of their cell, and on its axis
def test_a_letterhead_in_two_columns_is_read_cell_by_cell(indents: tuple[int, int]) -> None:
    letterhead = [
        Text("TRUONG CHINH TRI TINH", x=72, y=780),
        Text("THANH HOA", x=72 + indents[0], y=764),
        Text("DANG CONG SAN VIET NAM", x=320, y=780),
        Text("PHONG TO CHUC, HANH CHINH,", x=72, y=740),
        Text("QUAN TRI", x=72 + indents[1], y=724),
        Text("Thanh Hoa, ngay 01", x=320, y=740),
    ]
    document = documents.read(
        make_pdf([*letterhead, Text("TEN BAI THAM LUAN", x=215, y=690), Text(LINE, y=640)]), "a.pdf"
    )
    texts = [" ".join(paragraph.text.split()) for paragraph in document.paragraphs]
    assert texts[:5] == [
        "TRUONG CHINH TRI TINH THANH HOA",
        "DANG CONG SAN VIET NAM",
        "PHONG TO CHUC, HANH CHINH, QUAN TRI",
        "Thanh Hoa, ngay 01",
        "TEN BAI THAM LUAN",
    ]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        (Typed("Tac gia: Le Thi B", font="Arial"), {"Times New Roman", "Arial"}),
        (Typed("Tac gia: Le Thi B", font="Arial", subtype="Widget"), {"Times New Roman", "Arial"}),
        (Typed("Tac gia: Le Thi B"), {"Times New Roman"}),
        # What is not shown, and notes of a reviewer.
        (Typed("Tac gia: Le Thi B", font="Arial", flags=2), {"Times New Roman"}),
        (Typed("xem lai", font="Arial", subtype="Popup"), {"Times New Roman"}),
        # Beside the page.
        (Text("con lai cua ban in thu", y=-40, font="Arial"), {"Times New Roman"}),
        (Text("con lai cua ban in thu", x=900, font="Arial"), {"Times New Roman"}),
    ],
)
@pytest.mark.parametrize("also", ["", "/Rotate 90"])
@pytest.mark.slow
def test_what_is_typed_over_a_page_is_read_and_what_stands_beside_it_is_not(
    typed: Typed | Text, seen: set[str], also: str
) -> None:
    data = make_pdf([*PAGE, typed], also=also)
    document = documents.read(data, "a.pdf")
    assert {span.font for paragraph in document.paragraphs for span in paragraph.spans} == seen
    assert documents.pages(data)[0].fonts == seen
    assert ("Le Thi B" in documents.pages(data)[0].text) is (
        isinstance(typed, Typed) and typed.flags == 4 and typed.subtype != "Popup"
    )


@pytest.mark.parametrize("box", ["-200 -300 395 542", "0 0 595 842"])
@pytest.mark.parametrize("also", ["", "/Rotate 90", "/Rotate 180"])
def test_a_page_may_begin_anywhere(box: str, also: str) -> None:
    left, bottom, _, _ = map(int, box.split())
    lines = [Text(text.text, x=text.x + left, y=text.y + bottom) for text in PAGE]
    data = make_pdf(lines, also=f"/CropBox [{box}] {also}").replace(
        b"/MediaBox [0 0 595 842]", f"/MediaBox [{box}]".encode()
    )
    assert documents.pages(data)[0].text.count("\n") == len(PAGE) - 1


def test_only_what_is_cut_off_is_left_out() -> None:
    """Of a page that is cropped to its upper half."""
    assert documents.pages(make_pdf(PAGE, also="/CropBox [0 421 595 842]"))[0].text.count("\n") == 17


def test_a_cell_of_a_letterhead_may_hold_lines_far_apart() -> None:
    """The gap between two of its paragraphs, and a name that the width of the centred cell broke."""
    letterhead = [
        Text("HOC VIEN CHINH TRI QUOC GIA", x=78, y=790),
        Text("TRUONG CHINH TRI TRAN PHU", x=85, y=748),
        Text("TINH HA TINH", x=130, y=732),
        Text("CONG HOA XA HOI", x=340, y=790),
        Text("Doc lap", x=368, y=774),
    ]
    document = documents.read(make_pdf([*letterhead, Text(LINE, y=640), Text(LINE, y=624)]), "a.pdf")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "TRUONG CHINH TRI TRAN PHU TINH HA TINH" in texts
    assert texts.index("CONG HOA XA HOI\nDoc lap") == 2


def test_lines_that_were_written_font_by_font_are_read_downwards() -> None:
    heads = [Text(f"{number}. Muc", y=780 - 100 * number, font=BOLD) for number in range(1, 4)]
    texts = [Text(f"loi cua muc {number}", y=760 - 100 * number) for number in range(1, 4)]
    document = documents.read(make_pdf([*heads, *texts]), "a.pdf")
    assert [it.text for it in document.paragraphs] == [
        text for number in range(1, 4) for text in (f"{number}. Muc", f"loi cua muc {number}")
    ]


def with_a_layer(*, off: bool) -> bytes:
    """A page of text, and over it "BAN NHAP" in Arial in a layer."""
    data = make_pdf([*PAGE, Text("BAN NHAP", y=742, size=30, font="Arial")])
    marked = data.replace(b"0 g BT 0 Tr /F0 30 Tf", b"/OC /L BDC 0 g BT 0 Tr /F0 30 Tf").replace(
        b"(BAN NHAP) Tj ET", b"(BAN NHAP) Tj ET EMC"
    )
    layer = b"<< /Type /OCG /Name (Nhap) >>"
    marked = marked.replace(b"/Resources << ", b"/Resources << /Properties << /L 99 0 R >> ")
    switched = b"/OFF" if off else b"/ON"
    catalog = b"/Type /Catalog /OCProperties << /OCGs [99 0 R] /D << " + switched + b" [99 0 R] >> >>"
    marked = marked.replace(b"/Type /Catalog", catalog).replace(
        b"xref\n0", b"99 0 obj\n" + layer + b"\nendobj\nxref\n0", 1
    )
    return marked.replace(b"startxref\n", b"startxref\n9")  # its table no longer fits: pdfium makes its own


@pytest.mark.parametrize("off", [False, True])
def test_what_is_in_a_layer_that_is_off_is_not_read(off: bool) -> None:
    marked = with_a_layer(off=off)
    document = documents.read(marked, "a.pdf")
    assert ("Arial" in {span.font for it in document.paragraphs for span in it.spans}) is not off
    assert ("NHAP" in documents.pages(marked)[0].text) is not off


@pytest.mark.parametrize(("times", "found"), [((0.0, 0.1, 0.2), 1), ((0.0, 2.0, 2.0), 0)])
def test_a_layer_for_which_there_is_no_time_counts_as_shown(times: tuple[float, ...], found: int) -> None:
    with pypdfium2.PdfDocument(with_a_layer(off=True)) as document:
        page = document[0]
        assert len(Layers(1.0, clock=iter(times).__next__).off(page)) == found
        page.close()


@pytest.mark.parametrize("times", [1, 2])
def test_what_two_forms_draw_in_one_place_is_read(times: int) -> None:
    """Words on a ground of their own, stamped twice: without either of the two the page looks the same."""
    stamps = [Typed("Tac gia: Le Thi B", font="Arial", subtype="Stamp")] * times
    assert "Le Thi B" in documents.pages(flattened(make_pdf([*PAGE, *stamps])))[0].text


def flattened(data: bytes, *, ground: bool = True) -> bytes:
    """With the appearances of its annotations as forms of its page, each on a white ground unless that is not wanted."""
    drawn = re.findall(rb"/AP << /N (\d+ 0 R)", data)
    names = b" ".join(b"/X%d %s" % (number, reference) for number, reference in enumerate(drawn))
    data = re.sub(rb"/Annots \[.*\]", b"", data)
    data = data.replace(b"/Resources << /Font", b"/Resources << /XObject << " + names + b" >> /Font")
    beneath = b"1 g 0 0 300 20 re f " if ground else b""
    data = re.sub(rb"(?<=stream\n)(?=0 g BT \d Tr /F\d 14 Tf 2 5)", beneath, data)
    end = data.index(b"ET\nendstream") + 2
    calls = b"".join(b" q 1 0 0 1 72 600 cm /X%d Do Q" % number for number in range(len(drawn)))
    data = re.sub(rb"/Length \d+", b"/Length 1", data[:end] + calls + data[end:])
    return data.replace(b"startxref\n", b"startxref\n9")  # pdfium finds objects and lengths by itself
