"""The effective font of text: every level of ECMA-376 part 1, 17.7.2, expected values by construction.

Each case is a paragraph or table inside a document with these styles; the table says in which font "chữ" stands.
"""

from itertools import permutations

import docx_maker as dm
import pytest

from daemon import documents
from daemon.fonts import same_font
from daemon.model import Document, Paragraph

TNR = "Times New Roman"


def read(body: str, styles_xml: str | None = None, parts: dict[str, str] | None = None) -> Document:
    document = documents.read(dm.make_docx(body, styles_xml, parts), "bài.docx")
    assert document.problem is None, document.problem_note
    return document


def fonts(body: str, styles_xml: str | None = None, parts: dict[str, str] | None = None) -> list[tuple[str, str]]:
    paragraphs = read(body, styles_xml, parts).paragraphs
    return [(span.text, span.font) for paragraph in paragraphs for span in paragraph.spans]


def font(body: str, styles_xml: str | None = None, parts: dict[str, str] | None = None) -> str:
    found = {name for _, name in fonts(body, styles_xml, parts)}
    assert len(found) == 1, found
    return found.pop()


def only(body: str, styles_xml: str | None = None) -> Paragraph:
    (paragraph,) = read(body, styles_xml).paragraphs
    return paragraph


# --------------------------------------------------------------------------- where nothing is said


@pytest.mark.parametrize("styles_xml", [None, dm.styles(), dm.styles(dm.style("Normal", default=True))])
def test_words_own_default_is_times_new_roman(styles_xml: str | None) -> None:
    assert font(dm.p("mô hình"), styles_xml) == TNR


# --------------------------------------------------------------------------- one level after the other

LEVELS = dm.styles(
    dm.style("Normal", default=True, font="Normal Font"),
    dm.style("Silent", based_on="Normal"),
    dm.style("Body", based_on="Silent", font="Body Font"),
    dm.style("Child", based_on="Body"),
    dm.style("Alone", font=None),
    dm.style("Emphasis", kind="character", font="Emphasis Font"),
    dm.style("Strong", kind="character", based_on="Emphasis"),
    dm.style("LoopA", based_on="LoopB", font="Loop Font"),
    dm.style("LoopB", based_on="LoopA"),
    dm.style("Orphan", based_on="Gone", font="Orphan Font"),
    dm.style("Foreign", based_on="Emphasis"),
    default_font="Default Font",
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (dm.p("chữ"), "Normal Font"),
        (dm.p("chữ", style="Silent"), "Normal Font"),
        (dm.p("chữ", style="Body"), "Body Font"),
        (dm.p("chữ", style="Child"), "Body Font"),
        (dm.p("chữ", style="Alone"), "Default Font"),
        (dm.p("chữ", style="NoSuchStyle"), "Normal Font"),
        (dm.p("chữ", style="Emphasis"), "Normal Font"),  # a character style cannot be a paragraph's
        (dm.p("chữ", style="LoopA"), "Loop Font"),
        (dm.p("chữ", style="LoopB"), "Loop Font"),
        (dm.p("chữ", style="Orphan"), "Orphan Font"),
        (dm.p("chữ", style="Foreign"), "Default Font"),
        (dm.p(dm.r("chữ", style="Emphasis"), style="Body"), "Emphasis Font"),
        (dm.p(dm.r("chữ", style="Strong"), style="Body"), "Emphasis Font"),
        (dm.p(dm.r("chữ", style="NoSuchStyle"), style="Body"), "Body Font"),
        (dm.p(dm.r("chữ", style="Body"), style="Silent"), "Normal Font"),  # nor the other way round
        (dm.p(dm.r("chữ", "Direct Font", style="Emphasis"), style="Body"), "Direct Font"),
        # The mark of the paragraph has a font of its own, which is nobody's text.
        (dm.p("chữ", ppr="<w:rPr>" + dm.rfonts("Mark Font") + "</w:rPr>"), "Normal Font"),
        # What the run was before a tracked change of format is not what it is.
        (
            dm.p(dm.r("chữ", extra=f"<w:rPrChange><w:rPr>{dm.rfonts('Old Font')}</w:rPr></w:rPrChange>")),
            "Normal Font",
        ),
    ],
)
def test_the_nearest_level_that_speaks_wins(body: str, expected: str) -> None:
    assert font(body, LEVELS) == expected


def test_without_a_marked_default_the_style_named_normal_is_it() -> None:
    assert font(dm.p("chữ"), dm.styles(dm.style("a", name="Normal", font="Arial"), default_font="Calibri")) == "Arial"


def test_the_style_named_normal_is_found_whatever_its_case() -> None:
    assert font(dm.p("chữ"), dm.styles(dm.style("a", name="normal", font="Arial"), default_font="Calibri")) == "Arial"


def test_of_several_marked_defaults_the_last_one_counts() -> None:
    first, last = dm.style("a", default=True, font="Arial"), dm.style("b", default=True, font="Georgia")
    assert font(dm.p("chữ"), dm.styles(first, last)) == "Georgia"


def test_levels_are_merged_slot_by_slot() -> None:
    styles_xml = dm.styles(
        dm.style("Normal", f"<w:rPr>{dm.rfonts(hAnsi='Style Hansi')}</w:rPr>", default=True),
        defaults=dm.rfonts(ascii="Default Ascii", hAnsi="Default Hansi", cs="Default Cs", eastAsia="Default Ea"),
    )
    body = dm.p(dm.r("mô漢", extra=dm.rfonts(ascii="Direct Ascii")))
    assert fonts(body, styles_xml) == [("m", "Direct Ascii"), ("ô", "Style Hansi"), ("漢", "Default Ea")]


def test_a_font_set_for_latin_letters_alone_leaves_the_vietnamese_ones_where_they_were() -> None:
    """The classic trap: w:ascii without w:hAnsi."""
    styles_xml = dm.styles(dm.style("Normal", default=True), default_font="Calibri")
    assert fonts(dm.p(dm.r("mô", extra=dm.rfonts(ascii=TNR))), styles_xml) == [("m", TNR), ("ô", "Calibri")]


@pytest.mark.parametrize("extra", ["<w:cs/>", "<w:rtl/>", '<w:cs w:val="true"/>'])
def test_complex_script_runs_take_the_cs_font(extra: str) -> None:
    run = dm.r("chữ", extra=dm.rfonts(ascii="A", hAnsi="A", cs="C") + extra)
    assert font(dm.p(run), dm.styles()) == "C"


def test_complex_script_switched_off_again() -> None:
    styles_xml = dm.styles(dm.style("Normal", "<w:rPr><w:cs/></w:rPr>", default=True))
    run = dm.r("chữ", extra=dm.rfonts(ascii="A", hAnsi="A", cs="C") + '<w:cs w:val="0"/>')
    assert font(dm.p(run), styles_xml) == "A"


def test_the_hint_and_the_language_reach_the_character() -> None:
    four = {"ascii": "A", "hAnsi": "H", "eastAsia": "E", "cs": "C"}
    hinted = dm.rfonts(None, **four, hint="eastAsia")
    assert fonts(dm.p(dm.r("“ế", extra=hinted))) == [("“", "E"), ("ế", "H")]
    assert fonts(dm.p(dm.r("“ế", extra=hinted + '<w:lang w:eastAsia="zh-CN"/>'))) == [("“ế", "E")]
    assert fonts(dm.p(dm.r("“ế", extra=dm.rfonts(None, **four)))) == [("“ế", "H")]


@pytest.mark.parametrize(
    ("styled", "own", "expected"),
    [
        ("zh-TW", None, "E"),
        ("ja-JP", "zh-CN", "E"),
        (None, "ZH-cn", "E"),
        ("zh-CN", "ja-JP", "H"),
        (None, "ja-JP", "H"),
    ],
)
def test_the_language_counts_where_a_style_gives_the_hint(styled: str | None, own: str | None, expected: str) -> None:
    def language(code: str | None) -> str:
        return f'<w:lang w:eastAsia="{code}"/>' if code else ""

    hinted = dm.rfonts(None, ascii="A", hAnsi="H", eastAsia="E", cs="C", hint="eastAsia")
    styles_xml = dm.styles(dm.style("Normal", f"<w:rPr>{hinted}{language(styled)}</w:rPr>", default=True))
    assert font(dm.p(dm.r("ế", extra=language(own))), styles_xml) == expected


def test_white_space_takes_no_part() -> None:
    body = dm.p(dm.r(" ", "Arial"), dm.r("mô", TNR), dm.r(" \u00a0\t", "Arial"), dm.r("hình", TNR), dm.r(" ", "Arial"))
    (paragraph,) = read(body).paragraphs
    assert [(span.text, span.font) for span in paragraph.spans] == [(" mô \u00a0\thình ", TNR)]


def test_an_empty_attribute_says_nothing() -> None:
    styles_xml = dm.styles(dm.style("Normal", default=True, font="Arial"))
    assert font(dm.p(dm.r("chữ", extra=dm.rfonts(ascii="", hAnsi=" "))), styles_xml) == "Arial"


# --------------------------------------------------------------------------- theme

THEMED = dm.styles(
    dm.style("Normal", default=True),
    dm.style("Heading1", f"<w:rPr>{dm.rfonts(asciiTheme='majorHAnsi', hAnsiTheme='majorHAnsi')}</w:rPr>"),
    defaults=dm.rfonts(
        asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi", eastAsiaTheme="minorEastAsia", cstheme="minorBidi"
    ),
)


def test_theme_fonts_major_and_minor() -> None:
    assert font(dm.p("chữ"), THEMED, dm.theme()) == "Calibri"
    assert font(dm.p("chữ", style="Heading1"), THEMED, dm.theme()) == "Cambria"


def test_in_one_element_the_theme_beats_the_name() -> None:
    both = dm.rfonts(TNR, asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi")
    assert font(dm.p(dm.r("chữ", extra=both)), None, dm.theme()) == "Calibri"


def test_a_nearer_name_beats_an_inherited_theme_font() -> None:
    assert font(dm.p("chữ", font=TNR), THEMED, dm.theme()) == TNR


def test_a_nearer_theme_font_beats_an_inherited_name() -> None:
    styles_xml = dm.styles(dm.style("Normal", default=True, font=TNR))
    themed = dm.rfonts(asciiTheme="minorAscii", hAnsiTheme="minorAscii")
    assert font(dm.p(dm.r("chữ", extra=themed)), styles_xml, dm.theme()) == "Calibri"


def test_without_a_theme_part_the_name_written_beside_counts() -> None:
    both = dm.rfonts("Arial", asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi")
    assert font(dm.p(dm.r("chữ", extra=both))) == "Arial"
    assert font(dm.p("chữ"), THEMED) == TNR


SCRIPTS = '<a:font script="Jpan" typeface="MS Mincho"/><a:font script="Hans" typeface="SimSun"/><a:font script="Viet" typeface="Arial"/><a:font script="Thai" typeface="Cordia New"/>'


@pytest.mark.parametrize(
    ("language", "theme", "expected"),
    [
        ('w:val="en-US" w:eastAsia="ja-JP"', {}, "MS Mincho"),
        ('w:val="en-US" w:eastAsia="zh-CN"', {}, "SimSun"),
        ('w:val="en-US" w:eastAsia="zh-TW"', {}, TNR),  # none listed for Hant
        ('w:val="en-US"', {}, TNR),
        ('w:val="en-US" w:eastAsia="ja-JP"', {"ea": "Batang"}, "Batang"),
    ],
)
def test_east_asian_theme_fonts_follow_the_language(language: str, theme: dict[str, str], expected: str) -> None:
    parts = dm.theme(scripts=SCRIPTS, **theme) | dm.settings(f"<w:themeFontLang {language}/>")
    assert font(dm.p("漢"), THEMED, parts) == ("Calibri" if expected == TNR else expected)


def test_complex_script_theme_fonts_follow_the_language() -> None:
    parts = dm.theme(scripts=SCRIPTS) | dm.settings('<w:themeFontLang w:val="en-US" w:bidi="th-TH"/>')
    assert font(dm.p(dm.r("chữ", extra="<w:cs/>")), THEMED, parts) == "Cordia New"


def test_vietnamese_text_is_in_the_latin_theme_font_whatever_the_theme_lists_for_vietnamese() -> None:
    parts = dm.theme(scripts=SCRIPTS) | dm.settings('<w:themeFontLang w:val="vi-VN"/>')
    assert font(dm.p("chữ"), THEMED, parts) == "Calibri"


# --------------------------------------------------------------------------- tables


def grid_style(inner: str = "", **keys: object) -> str:
    return dm.style("Grid", inner, kind="table", **keys)  # type: ignore[arg-type]


def condition(name: str, font_name: str) -> str:
    return f'<w:tblStylePr w:type="{name}">{dm.rpr(font_name)}</w:tblStylePr>'


def bands(rows: int | None = 1, columns: int | None = 1) -> str:
    """The properties of a table style that say how many rows and columns make a band; None: not said."""
    sizes = (("Row", rows), ("Col", columns))
    said = "".join(f'<w:tblStyle{of}BandSize w:val="{size}"/>' for of, size in sizes if size is not None)
    return f"<w:tblPr>{said}</w:tblPr>"


def cells(
    look: str, *conditions: str, rows: int = 3, columns: int = 3, properties: str = bands(), extra: str = ""
) -> list[str]:
    """Fonts of a table's cells, row by row."""
    styles_xml = dm.styles(
        dm.style("Normal", default=True),
        grid_style(properties + "".join(condition(name, name) for name in conditions) + extra),
        default_font="Default",
    )
    grid = [[dm.p(f"ô{row}{column}") for column in range(columns)] for row in range(rows)]
    found = dict(fonts(dm.table(grid, style="Grid", look=look), styles_xml))
    return [found[f"ô{row}{column}"] for row in range(rows) for column in range(columns)]


TABLE_STYLES = dm.styles(
    dm.style("Normal", default=True),
    dm.style("Own", font="Own Font"),
    dm.style("TableNormal", kind="table", default=True, name="Normal Table"),
    dm.style("Base", kind="table", font="Table Font"),
    dm.style("Derived", kind="table", based_on="Base"),
    default_font="Default",
)


@pytest.mark.parametrize(
    ("style", "cell", "expected"),
    [
        (None, dm.p("chữ"), "Default"),
        ("Base", dm.p("chữ"), "Table Font"),
        ("Derived", dm.p("chữ"), "Table Font"),
        ("NoSuchStyle", dm.p("chữ"), "Default"),
        ("Base", dm.p("chữ", style="Own"), "Own Font"),
        ("Base", dm.p("chữ", font="Direct"), "Direct"),
        # A table inside is formatted by its own style alone.
        ("Base", dm.table([[dm.p("chữ")]]), "Default"),
        (None, dm.table([[dm.p("chữ")]], style="Base"), "Table Font"),
        # A text box anchored in a cell is not in the table.
        ("Base", dm.p(dm.text_box(dm.p("chữ"))), "Default"),
    ],
)
def test_a_table_style_stands_between_defaults_and_paragraph_style(style: str | None, cell: str, expected: str) -> None:
    assert font(dm.table([[cell]], style=style), TABLE_STYLES) == expected


def test_after_the_table_its_style_is_over() -> None:
    body = dm.p("trước") + dm.table([[dm.p("trong")]], style="Base") + dm.p("sau")
    assert fonts(body, TABLE_STYLES) == [("trước", "Default"), ("trong", "Table Font"), ("sau", "Default")]


def test_the_default_table_style_reaches_tables_that_name_none() -> None:
    styles_xml = dm.styles(
        dm.style("Normal", default=True), dm.style("T", kind="table", default=True, font="Table Font"), default_font="D"
    )
    assert font(dm.table([[dm.p("chữ")]]), styles_xml) == "Table Font"


D = "Default"


@pytest.mark.parametrize(
    ("look", "conditions", "expected"),
    [
        ('w:val="0600"', ("firstRow",), [D] * 9),
        ('w:val="0620"', ("firstRow",), ["firstRow"] * 3 + [D] * 6),
        ('w:firstRow="1" w:noHBand="1" w:noVBand="1"', ("firstRow",), ["firstRow"] * 3 + [D] * 6),
        ('w:val="0620" w:firstRow="0"', ("firstRow",), [D] * 9),
        ('w:val="0020" w:lastRow="0"', ("firstRow",), [D] * 9),  # one attribute, and the bits count no more
        ("", ("firstRow",), ["firstRow"] * 3 + [D] * 6),  # as a new table in Word
        ("", ("firstCol",), ["firstCol", D, D] * 3),
        ("", ("lastRow", "lastCol", "band1Vert"), [D] * 9),
        ('w:val="0640"', ("lastRow",), [D] * 6 + ["lastRow"] * 3),
        ('w:val="0680"', ("firstCol",), ["firstCol", D, D] * 3),
        ('w:val="0700"', ("lastCol",), [D, D, "lastCol"] * 3),
        ('w:val="0400"', ("band1Horz",), ["band1Horz"] * 3 + [D] * 3 + ["band1Horz"] * 3),
        ('w:val="0420"', ("band1Horz",), [D] * 3 + ["band1Horz"] * 3 + [D] * 3),
        ('w:val="0400"', ("band2Horz",), [D] * 3 + ["band2Horz"] * 3 + [D] * 3),
        ('w:val="0200"', ("band1Vert",), ["band1Vert", D, "band1Vert"] * 3),
        ('w:val="0280"', ("band1Vert",), [D, "band1Vert", D] * 3),
        # Rows over columns, corners over everything, bands of columns over bands of rows.
        ('w:val="06A0"', ("firstRow", "firstCol"), ["firstRow"] * 3 + ["firstCol", D, D] * 2),
        ('w:val="06A0"', ("firstRow", "nwCell"), ["nwCell", "firstRow", "firstRow"] + [D] * 6),
        ('w:val="0000"', ("band1Vert", "band1Horz"), ["band1Vert", "band1Horz", "band1Vert", "band1Vert", D, "band1Vert", "band1Vert", "band1Horz", "band1Vert"]),
        ('w:val="0600"', ("wholeTable",), ["wholeTable"] * 9),
    ],
)  # fmt: skip
def test_conditional_parts_of_a_table_style(look: str, conditions: tuple[str, ...], expected: list[str]) -> None:
    assert cells(look, *conditions) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (2, ["band", "band", D, D]),
        (1, ["band", D, "band", D]),
        (0, [D] * 4),
        (None, [D] * 4),  # 0 in Word, not the 1 of 17.7.6.5 and 17.7.6.7
    ],
)
def test_a_table_style_bands_as_many_rows_and_columns_as_it_says(size: int | None, expected: list[str]) -> None:
    across = cells('w:val="0400"', "band1Horz", rows=4, columns=1, properties=bands(rows=size))
    assert [found.removesuffix("1Horz") for found in across] == expected
    down = cells('w:val="0200"', "band1Vert", rows=1, columns=4, properties=bands(columns=size))
    assert [found.removesuffix("1Vert") for found in down] == expected


def test_a_derived_table_style_may_take_the_bands_away() -> None:
    styles_xml = dm.styles(
        dm.style("Base", bands() + condition("band1Horz", "Band"), kind="table"),
        dm.style("Same", kind="table", based_on="Base"),
        dm.style("None", bands(rows=0), kind="table", based_on="Base"),
        default_font=D,
    )
    assert font(dm.table([[dm.p("ô")]], style="Same", look='w:val="0400"'), styles_xml) == "Band"
    assert font(dm.table([[dm.p("ô")]], style="None", look='w:val="0400"'), styles_xml) == D


@pytest.mark.parametrize(
    ("rows", "columns", "look", "conditions", "expected"),
    [
        (1, 2, "0660", ("lastRow", "firstRow"), ["firstRow", "firstRow"]),
        (2, 1, "0780", ("lastCol", "firstCol"), ["firstCol", "firstCol"]),
        (1, 1, "07E0", ("neCell", "nwCell", "seCell", "swCell"), ["nwCell"]),
        (1, 1, "07E0", ("seCell", "swCell", "lastRow"), ["swCell"]),
        (1, 1, "07E0", ("seCell", "neCell", "firstRow"), ["neCell"]),
        (1, 1, "07E0", ("seCell", "firstRow"), ["firstRow"]),
    ],
)
def test_the_first_row_and_column_go_over_the_last_where_they_are_the_same(
    rows: int, columns: int, look: str, conditions: tuple[str, ...], expected: list[str]
) -> None:
    assert cells(f'w:val="{look}"', *conditions, rows=rows, columns=columns) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("HHR", ["Head", "Head", "Band"]),
        ("HRH", ["Head", "Band", D]),
        ("H(R)H", ["Head", "Band", D]),  # a row in a content control is as good as any
        ("(H)(H)R", ["Head", "Head", "Band"]),
        ("(HH)R", ["Head", "Head", "Band"]),
        ("RHR", ["Head", "Band", D]),
    ],
)
def test_the_rows_at_the_top_that_repeat_on_each_page_are_first_rows(rows: str, expected: list[str]) -> None:
    styles_xml = dm.styles(
        dm.style("G", bands() + condition("firstRow", "Head") + condition("band1Horz", "Band"), kind="table"),
        default_font=D,
    )
    written = {"(": "<w:sdt><w:sdtContent>", ")": "</w:sdtContent></w:sdt>"}
    written |= {
        name: f"<w:tr><w:trPr>{marked}</w:trPr><w:tc>{dm.p('ô')}</w:tc></w:tr>"
        for name, marked in (("H", "<w:tblHeader/>"), ("R", ""))
    }
    inner = "".join(written[sign] for sign in rows)
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="0420"/></w:tblPr>{inner}</w:tbl>'
    assert [found for _, found in fonts(body, styles_xml)] == expected


def test_conditional_parts_are_inherited_by_derived_styles() -> None:
    styles_xml = dm.styles(
        dm.style("Base", condition("firstRow", "Header Font"), kind="table"),
        dm.style("Derived", kind="table", based_on="Base"),
        default_font=D,
    )
    body = dm.table([["một"], ["hai"]], style="Derived", look='w:val="0620"')
    assert fonts(body, styles_xml) == [("một", "Header Font"), ("hai", D)]


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [("0000", "0020", ["Head", D]), ("0020", "0000", [D, D]), ("0640", "0620", ["Head", "Last"])],
)
def test_a_row_may_have_a_look_of_its_own(table: str, row: str, expected: list[str]) -> None:
    parts = condition("firstRow", "Head") + condition("lastRow", "Last")
    styles_xml = dm.styles(dm.style("G", parts, kind="table"), default_font=D)
    exceptions = f'<w:tblPrEx><w:tblLook w:val="{row}"/></w:tblPrEx>'
    rows = f"<w:tr>{exceptions}<w:tc>{dm.p('một')}</w:tc></w:tr><w:tr><w:tc>{dm.p('hai')}</w:tc></w:tr>"
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="{table}"/></w:tblPr>{rows}</w:tbl>'
    assert fonts(body, styles_xml) == [("một", expected[0]), ("hai", expected[1])]


def test_without_a_look_a_table_has_that_of_a_new_one() -> None:
    """[MS-OI29500] on 17.4.55: 04A0, where the standard says 0000."""
    parts = condition("firstRow", "Head") + condition("lastRow", "Last") + condition("lastCol", "Right")
    styles_xml = dm.styles(dm.style("G", parts, kind="table"), default_font=D)
    assert fonts(dm.table([["một"], ["hai"]], style="G"), styles_xml) == [("một", "Head"), ("hai", D)]


def test_the_last_column_is_the_last_cell_that_is_shown() -> None:
    styles_xml = dm.styles(dm.style("G", condition("lastCol", "Right"), kind="table"), default_font=D)
    merged = '<w:tc><w:tcPr><w:hMerge w:val="{}"/></w:tcPr>{}</w:tc>'
    cells = (
        f"<w:tc>{dm.p('một')}</w:tc>" + merged.format("restart", dm.p("hai")) + merged.format("continue", dm.p("ba"))
    )
    look = '<w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="0700"/></w:tblPr>'
    assert fonts(f"<w:tbl>{look}<w:tr>{cells}</w:tr></w:tbl>", styles_xml) == [("một", D), ("hai", "Right")]


def test_rows_in_content_controls_are_counted_too() -> None:
    styles_xml = dm.styles(dm.style("G", condition("lastRow", "Last"), kind="table"), default_font=D)
    row = "<w:tr><w:tc>{}</w:tc></w:tr>"
    rows = row.format(dm.p("một")) + f"<w:sdt><w:sdtContent>{row.format(dm.p('hai'))}</w:sdtContent></w:sdt>"
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="0640"/></w:tblPr>{rows}</w:tbl>'
    assert fonts(body, styles_xml) == [("một", D), ("hai", "Last")]


# --------------------------------------------------------------------------- styles in a circle

CIRCLE = {"A": "First", "B": None, "C": "Third"}  #: each based on the next, the last on the first: its own font
HANGING = {"D": "A", "E": "B"}  #: styles without a font that are based on one of those
IN_CIRCLE = {"A": "First", "B": "Third", "C": "Third", "D": "First", "E": "Third"}


@pytest.mark.parametrize("order", [*permutations("ABC"), ("D", "B", "A"), ("E", "A", "B"), ("D", "E", "C")])
def test_styles_in_a_circle_are_the_same_whichever_is_met_first(order: tuple[str, ...]) -> None:
    following = dict(zip("ABC", "BCA", strict=True))
    styles_xml = dm.styles(
        *(dm.style(name, based_on=following[name], font=font) for name, font in CIRCLE.items()),
        *(dm.style(name, based_on=base) for name, base in HANGING.items()),
    )
    body = "".join(dm.p(f"chữ {name}", style=name) for name in order)
    assert fonts(body, styles_xml) == [(f"chữ {name}", IN_CIRCLE[name]) for name in order]


# --------------------------------------------------------------------------- paragraphs

FACTS = dm.styles(
    dm.style("Normal", default=True),
    dm.style("Title", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>'),
    dm.style("Subtitle", based_on="Title"),
    dm.style("Heading2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', name="heading 2"),
    dm.style("Muc3", name="Heading 3"),
    dm.style("Bold", "<w:rPr><w:b/></w:rPr>", kind="character"),
)


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (dm.p("chữ"), {}),
        (dm.p("chữ", centre=True), {"centred": True}),
        (dm.p("chữ", style="Title"), {"centred": True, "bold": True}),
        (dm.p("chữ", style="Subtitle"), {"centred": True, "bold": True}),
        (dm.p("chữ", style="Title", ppr='<w:jc w:val="left"/>'), {"bold": True}),
        (dm.p("chữ", bold=True), {"bold": True}),
        (dm.p(dm.r("chữ", bold=True), dm.r(" ")), {"bold": True}),
        (dm.p(dm.r("chữ", bold=True), dm.r("nghiêng")), {"bold_lead": 1}),
        (
            dm.p(dm.r("Mục ", bold=True), dm.r("tiêu. ", bold=True), dm.r("Giúp "), dm.r("người", bold=True)),
            {"bold_lead": 2},
        ),
        (dm.p(dm.r("Giúp "), dm.r("người", bold=True)), {}),
        (dm.p(dm.r("chữ", extra='<w:b w:val="0"/>'), style="Title"), {"centred": True}),
        # Bold twice over is not bold: a toggle property (17.7.3).
        (dm.p(dm.r("chữ", style="Bold"), style="Title"), {"centred": True}),
        (dm.p(dm.r("chữ", style="Bold")), {"bold": True}),
        (dm.p("chữ", style="Heading2"), {"outline": 2}),
        (dm.p("chữ", style="Muc3"), {"outline": 3}),
        (dm.p("chữ", ppr='<w:outlineLvl w:val="0"/>'), {"outline": 1}),
        (dm.p("chữ", style="Heading2", ppr='<w:outlineLvl w:val="9"/>'), {}),
    ],
)
def test_facts_of_a_paragraph(body: str, facts: dict[str, object]) -> None:
    paragraph = only(body, FACTS)
    nothing = {"centred": False, "bold": False, "bold_lead": 0, "outline": None}
    assert {name: getattr(paragraph, name) for name in nothing} == nothing | facts


def test_text_is_composed_and_spans_are_as_typed() -> None:
    paragraph = only(dm.p("mo\u0302 hi\u0300nh"))
    assert paragraph.text == "mô hình"
    assert paragraph.spans[0].text == "mo\u0302 hi\u0300nh"


# --------------------------------------------------------------------------- the font table


@pytest.mark.parametrize("name", ["Times", "@Times", "Times;Tms"])
def test_alternative_names_of_the_font_table(name: str) -> None:
    """By the name that is looked up: neither for vertical writing nor with others behind it."""
    table = dm.part(
        "fonts",
        f'<w:font w:name="{name}"><w:altName w:val="Times New Roman,Tms  Rmn"/></w:font><w:font w:name="Arial"/>',
    )
    document = read(dm.p("chữ"), None, {"word/fontTable.xml": table})
    assert document.font_aliases == {"times": frozenset({"times new roman", "tms rmn"})}
    assert same_font(name, "Times New Roman", document.font_aliases)
