"""The copy with the font corrected: all text in Times New Roman, everything else as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx_maker as dm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon import documents
from daemon.documents.correct import correct_font, spelled

TNR = "Times New Roman"
ARIAL = dm.rfonts("Arial")


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def texts(data: bytes) -> list[str]:
    return ["".join(span.text for span in paragraph.spans) for paragraph in documents.read(data, "x.docx").paragraphs]


def shown(data: bytes) -> set[str]:
    found = documents.read(data, "x.docx")
    assert found.problem is None
    return {span.font for it in found.paragraphs for span in it.spans if not span.exempt}


def corrected(data: bytes) -> bytes:
    result = correct_font(data, TNR)
    assert result is not None
    assert texts(result) == texts(data)
    assert shown(result) == {TNR}
    return result


CASES: Mapping[str, bytes] = {
    "a run": dm.make_docx(dm.p(dm.r("Một ", TNR), dm.r("hai", "Arial")), dm.paper_styles()),
    "WordArt": dm.make_docx(
        dm.p(
            "Một",
            '<w:r><w:pict><v:shape><v:textpath style="font-size:36pt;font-family:&quot;Arial Black&quot;;v-text-kern:t" '
            'string="HAI"/></v:shape></w:pict></w:r>',
        ),
        dm.paper_styles(),
    ),
    "document defaults": dm.simple_paper(["Một", "Hai"], font="Calibri"),
    "theme in the defaults": dm.make_docx(
        dm.p("Một"),
        dm.styles(defaults=dm.rfonts(asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi", eastAsiaTheme="minorEastAsia")),
        dm.theme(minor="Calibri"),
    ),
    "a paragraph style and its base": dm.make_docx(
        dm.p("Một", style="B"), dm.styles(dm.style("A", font="Arial"), dm.style("B", based_on="A"), default_font=TNR)
    ),
    "a character style": dm.make_docx(
        dm.p(dm.r("Một", style="C")), dm.styles(dm.style("C", kind="character", font="Cambria"), default_font=TNR)
    ),
    "a conditional part of a table style": dm.make_docx(
        dm.table([["Đầu"], ["Thân"]], style="T", look='w:firstRow="1"'),
        dm.styles(
            dm.style("T", f'<w:tblStylePr w:type="firstRow"><w:rPr>{ARIAL}</w:rPr></w:tblStylePr>', kind="table"),
            default_font=TNR,
        ),
    ),
    "only the quotation marks, by a hint": dm.make_docx(
        dm.p(
            f"<w:r><w:rPr>{dm.rfonts(ascii=TNR, hAnsi=TNR, eastAsia='SimSun', hint='eastAsia')}</w:rPr>{dm.t('a “b”')}</w:r>"
        ),
        dm.paper_styles("Arial"),
    ),
    "header, footnote and text box": dm.make_docx(
        dm.p(dm.r("Thân", TNR), '<w:r><w:footnoteReference w:id="2"/></w:r>', dm.text_box(dm.p("Hộp", font="Tahoma"))),
        dm.paper_styles(),
        {
            "word/header1.xml": dm.part("hdr", dm.p("Đầu trang", font="Arial")),
            "word/footnotes.xml": dm.part(
                "footnotes", f'<w:footnote w:id="2">{dm.p("Chú thích", font="Verdana")}</w:footnote>'
            ),
        },
        sect_xml='<w:headerReference w:type="default" r:id="header1"/>',
    ),
    "an insertion and a link": dm.make_docx(
        dm.p(
            f'<w:ins w:id="1" w:author="A">{dm.r("thêm", "Arial")}</w:ins>',
            f"<w:hyperlink>{dm.r('nối', 'Arial')}</w:hyperlink>",
        ),
        dm.paper_styles(),
    ),
    "plain ASCII left in a .Vn font": dm.make_docx(dm.p(dm.r("Năm ", TNR), dm.r("2021", ".VnTime")), dm.paper_styles()),
    "Unicode typed in a .Vn font": dm.make_docx(
        dm.p(dm.r("Hội thảo ", ".VnTime"), dm.r("là cơ sở", ".VnTime", bold=True)), dm.paper_styles()
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_text_is_in_times_new_roman_and_is_the_same_text(case: str) -> None:
    corrected(CASES[case])


@pytest.mark.parametrize("case", CASES)
def test_correcting_what_is_corrected_changes_nothing(case: str) -> None:
    assert correct_font(corrected(CASES[case]), TNR) is None


def test_the_second_style_sheet_of_word_2010_is_mended_too() -> None:
    parts = {"word/stylesWithEffects.xml": dm.styles(default_font="Arial")}
    data = dm.simple_paper(["Một"], font="Arial", parts=parts)
    related = members(data)
    related["word/_rels/document.xml.rels"] = related["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"'
        b' Target="stylesWithEffects.xml"/></Relationships>',
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in related.items():
            archive.writestr(name, content)
    assert b"Arial" not in members(corrected(out.getvalue()))["word/stylesWithEffects.xml"]


def test_members_that_name_no_font_are_kept_byte_for_byte() -> None:
    picture = {"word/media/image1.png": bytes(range(256)) * 40, "customXml/item1.xml": b"<x  a='1' ><!-- y --></x >"}
    data = dm.simple_paper(["Một"], font="Arial", parts=picture)
    before, after = members(data), members(corrected(data))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/styles.xml"}


@pytest.mark.parametrize(
    "kept",
    [
        '<w:r><w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>\uf0b7</w:t></w:r>',
        '<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>',
        '<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        '<w:r><w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol"/></w:rPr><w:t>☑</w:t></w:r>',
        "<m:oMath><m:r><w:rPr><w:rFonts w:ascii='Cambria Math' w:hAnsi='Cambria Math'/></w:rPr><m:t>x</m:t></m:r></m:oMath>",
    ],
)
def test_symbols_pictures_and_equations_stay_as_they_are(kept: str) -> None:
    data = dm.make_docx(dm.p(kept, dm.r(" chữ", "Arial")), dm.paper_styles())
    result = corrected(data)
    font = kept.split("w:ascii=")[1].split(kept.split("w:ascii=")[1][0])[1]
    assert f'w:ascii="{font}"' in members(result)["word/document.xml"].decode()


def font_table(*rows: str) -> dict[str, str]:
    """`parts` with a font table of these: name, character set, alternative name."""
    split = (row.split("|") for row in rows)
    inner = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="{charset}"/></w:font>'
        for name, charset, other in split
    )
    return {"word/fontTable.xml": dm.part("fonts", inner)}


@pytest.mark.parametrize(
    ("font", "text", "table"),
    [
        ("Euclid Symbol", "ab", ()),
        ("SymbolMT", "a", ()),
        ("Wingdings Regular", "ü", ()),
        ("Greek Signs", "ab", ("Greek Signs|02|",)),
        ("Greek Signs", "\uf061", ("Greek Signs|2|",)),
        ("Check Marks", "ü", ("Check Marks|00|Wingdings",)),
    ],
)
def test_letters_of_a_symbol_font_by_any_name_stay_what_they_are(font: str, text: str, table: tuple[str, ...]) -> None:
    data = dm.make_docx(dm.p(dm.r(text, font), dm.r(" chữ", "Arial")), dm.paper_styles(), font_table(*table))
    assert shown(data) == {"Arial"}
    spans = documents.read(corrected(data), "x.docx").paragraphs[0].spans
    assert [(span.text.strip(), span.font) for span in spans] == [(text, font), ("chữ", TNR)]


@pytest.mark.parametrize(
    ("font", "text", "table", "is_corrected"),
    [
        ("Arial", "ab", "Arial|02|", True),  # every Windows has it
        ("ArialMT", "ab", "ArialMT|02|Symbol", True),
        (".VnTime", "hoc", ".VnTime|02|", True),  # an old code: its letters have those of symbols
        ("Greek Signs", "ab", "Greek Signs|00|", True),
        ("Greek Signs", "Tham luan", "Greek Signs|02|", False),  # words, and nobody knows what they look like
    ],
)
def test_what_a_font_table_says_exempts_no_text(font: str, text: str, table: str, *, is_corrected: bool) -> None:
    data = dm.make_docx(dm.p(dm.r(text, font)), dm.paper_styles(), font_table(table))
    assert shown(data) == {font}
    assert (correct_font(data, TNR) is not None) == is_corrected


def spelling(data: bytes, font: str = TNR) -> list[tuple[str, bool]]:
    result = spelled(data, font)
    assert result is not None
    assert texts(result) == texts(data)
    return [(span.font, it.bold) for it in documents.read(result, "x.docx").paragraphs for span in it.spans]


@pytest.mark.parametrize(
    ("name", "table", "bold"),
    [
        ("TimesNewRomanPSMT", (), False),
        ("Times New Roman Bold", (), True),
        ("TimesNewRomanPS-BoldMT", (), True),
        ("Times New Roman CYR", (), False),
        ("Thorndale Duo", ("Thorndale Duo|00|Times New Roman",), False),
    ],
)
def test_for_layout_the_wanted_font_goes_by_one_name(name: str, table: tuple[str, ...], *, bold: bool) -> None:
    data = dm.make_docx(dm.p(dm.r("Một", name)) + dm.p(dm.r("Hai", "Arial")), dm.paper_styles(), font_table(*table))
    assert spelling(data) == [(TNR, bold), ("Arial", False)]
    assert spelling(dm.simple_paper(["Một"], font=name, parts=font_table(*table)))[0] == (TNR, bold)


@pytest.mark.parametrize("name", [TNR, "times new roman", "Arial", ".VnTime", "Symbol"])
def test_what_needs_no_other_name_is_laid_out_as_it_is(name: str) -> None:
    assert spelled(dm.make_docx(dm.p(dm.r("Một", name)), dm.paper_styles()), TNR) is None
    assert spelled(b"PK", TNR) is None


def test_a_symbol_by_its_style_stays() -> None:
    bullet = dm.style("Bullet", kind="character", font="Wingdings")
    data = dm.make_docx(dm.p(dm.r("\uf0d8", style="Bullet"), dm.r(" ý", "Arial")), dm.styles(bullet, default_font=TNR))
    spans = documents.read(corrected(data), "x.docx").paragraphs[0].spans
    assert [span.font for span in spans] == ["Wingdings", TNR]


def test_a_private_character_whose_font_would_change_is_refused() -> None:
    assert correct_font(dm.make_docx(dm.p("\uf0d8", "chữ"), dm.paper_styles("Some Symbols")), TNR) is None


def test_a_private_character_in_the_wanted_font_is_no_hindrance() -> None:
    slots = dm.rpr(extra=dm.rfonts(TNR, ascii="Arial"))
    data = dm.make_docx(f"<w:p><w:r>{slots}<w:t>a\ue001b</w:t></w:r></w:p>", dm.paper_styles())
    assert [span.font for span in documents.read(corrected(data), "x.docx").paragraphs[0].spans] == [TNR]


def test_the_history_of_formatting_stays() -> None:
    change = f'<w:rPrChange w:id="1" w:author="A"><w:rPr>{dm.rfonts("Verdana")}</w:rPr></w:rPrChange>'
    data = dm.make_docx(dm.p(dm.r("chữ", "Arial", extra=change)), dm.paper_styles())
    after = members(corrected(data))
    assert b"Verdana" in after["word/document.xml"]
    assert b"Arial" not in after["word/document.xml"]


def test_a_strict_document_is_corrected_and_stays_one() -> None:
    """ISO/IEC 29500 strict, as Word saves it: read in other namespaces, written in its own."""
    drawing = (
        '<w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r>'
    )
    data = dm.strict(dm.make_docx(dm.p(dm.r("chữ", "Arial"), drawing), dm.paper_styles(), dm.theme(minor="Calibri")))
    result = corrected(data)
    assert (texts(result), shown(result)) == (texts(data), {TNR})
    assert dm.transitional_addresses(result) == {}


def test_numbers_of_lists_are_corrected_and_bullets_stay() -> None:
    lists = dm.numbering(dm.level(0, "decimal", "%1.", "Arial") + dm.level(1, "bullet", "-", "Arial"))
    body = dm.item("một") + dm.item("hai", mark=ARIAL) + dm.item("ba", 1, 1)
    after = documents.read(corrected(dm.make_docx(body, dm.paper_styles(), lists)), "bai.docx")
    shown = [("".join(span.text for span in it.number), it.number[0].font) for it in after.paragraphs]
    assert shown == [("1.", TNR), ("2.", TNR), ("-", "Arial")]


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Tr\xadêng ChÝnh trÞ", ".VnTime"),
        ("Tröôøng Chính trò", "VNI-Times"),
        ("l\xb5 g×", ".VnTime"),  # two short words are proof of nothing
        ("là cơ", ".VnTime"),  # nor are letters that VNI gives its own meaning when it went through windows-1258
        ("ban tin", ".VnTimeH"),
        ("Hội thảo", ".VnTimeH"),
        ("TrÜ©ng Chính trÎ tÌnh NghŒ An Ç°i m§i phÜÖng pháp giäng dåy", "VPS Times"),
    ],
)
def test_never_where_letters_may_be_in_a_code_of_their_own(text: str, font: str) -> None:
    data = dm.make_docx(dm.p(dm.r("Mở đầu ", TNR), dm.r(text, font)), dm.paper_styles())
    assert correct_font(data, TNR) is None


def test_nor_where_one_part_in_a_vn_font_is_unicode_and_another_is_not() -> None:
    unicode, legacy = dm.p(dm.r("Hội thảo", ".VnTime")), dm.p(dm.r("Tr\xadêng ChÝnh trÞ", ".VnTime"))
    assert correct_font(dm.make_docx(unicode + legacy, dm.paper_styles()), TNR) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4",
        b"PK\x05\x06" + bytes(18),
        dm.simple_paper(["Đúng phông rồi"]),
        dm.make_docx(dm.p("a", font="Arial"), main_type=dm.MACRO_TYPE),
        dm.simple_paper(["a"], font="Arial", parts={"_xmlsignatures/origin.sigs": b""}),
        dm.make_docx(
            document_xml='<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" '
            'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body><w:p><w:r>'
            '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr><w:t>a</w:t></w:r></w:p></w:body></w:document>'
        ),
    ],
    ids=["empty", "pdf", "empty zip", "nothing to correct", "macros", "signed", "neither strict nor transitional"],
)
def test_no_copy(data: bytes) -> None:
    assert correct_font(data, TNR) is None


FONTS = st.sampled_from([None, TNR, "Arial", "Calibri", "times new roman"])
RUNS = st.lists(st.tuples(st.text(alphabet="aạ đ–“1→", min_size=1, max_size=5), FONTS), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(RUNS, min_size=1, max_size=4), FONTS, FONTS)
@pytest.mark.slow
def test_either_nothing_or_the_same_text_in_the_font(
    paragraphs: list[list[tuple[str, str | None]]], base: str | None, default: str | None
) -> None:
    body = "".join(dm.p(*(dm.r(text, font) for text, font in runs), style="S") for runs in paragraphs)
    data = dm.make_docx(body, dm.styles(dm.style("S", font=base), default_font=default or TNR))
    result = correct_font(data, TNR)
    if result is None:
        assert documents.read(data, "x.docx").problem or {font.lower() for font in shown(data)} <= {TNR.lower()}
    else:
        assert texts(result) == texts(data)
        assert {font.lower() for font in shown(result)} <= {TNR.lower()}
