"""Text of charts and SmartArt: read with its fonts, and mended in a corrected copy."""

from __future__ import annotations

import io
import zipfile

import docx_maker as dm
import pytest
from lxml import etree

from daemon import documents
from daemon.documents.correct import correct_font
from daemon.documents.docx import read_docx
from daemon.model import Document, FileProblem, Story, UnreadPart

TNR = "Times New Roman"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
XMLNS = f'xmlns:c="{DRAWING}/chart" xmlns:d="{DRAWING}/diagram" xmlns:a="{DRAWING}/main"'
THEME = dm.theme(major="Calibri Light", minor="Calibri")
OVERRIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{dm.RELATIONSHIPS}/themeOverride" Target="themeOverride1.xml"/></Relationships>'
)


def latin(font: str) -> str:
    return f'<a:latin typeface="{font}"/>' if font else ""


def rich(text: str, font: str = "", of_paragraph: str = "") -> str:
    paragraph = f"<a:pPr><a:defRPr>{latin(of_paragraph)}</a:defRPr></a:pPr>" if of_paragraph else ""
    return f"<a:bodyPr/><a:p>{paragraph}<a:r><a:rPr>{latin(font)}</a:rPr><a:t>{text}</a:t></a:r></a:p>"


def says(font: str) -> str:
    return f"<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr>{latin(font)}</a:defRPr></a:pPr></a:p></c:txPr>" if font else ""


def cached(holder: str, *values: str) -> str:
    points = "".join(f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>' for index, value in enumerate(values))
    return f"<c:{holder}><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:{holder}>"


SERIES = f"<c:ser>{cached('tx', 'Học viên')}{cached('cat', 'K40', 'K41')}{cached('val', '12', '15')}</c:ser>"


LINKED = cached("tx", "Ô A1")  #: words that are those of a cell


def space(inner: str = "", font: str = "", after: str = "") -> str:
    plot = f"<c:plotArea><c:barChart>{SERIES}</c:barChart>{after}</c:plotArea>"
    return f"<c:chartSpace {XMLNS}><c:chart>{inner}{plot}</c:chart>{says(font)}</c:chartSpace>"


def title(text: str, font: str = "", of_paragraph: str = "") -> str:
    return f"<c:title><c:tx><c:rich>{rich(text, font, of_paragraph)}</c:rich></c:tx></c:title>"


def axis(kind: str, font: str = "", more: str = "") -> str:
    return f"<c:{kind}>{more}{says(font)}</c:{kind}>"


UPON = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"


def with_shapes(text: str, font: str = "", of_title: str = TNR) -> dict[str, str]:
    """A chart with a text box drawn upon it."""
    refer = "<c:userShapes/></c:chartSpace>"
    box = f"<u:relSizeAnchor><u:sp><u:txBody>{rich(text, font)}</u:txBody></u:sp></u:relSizeAnchor>"
    return {
        "word/chart1.xml": space(title("Kết quả", of_title)).replace("</c:chartSpace>", refer),
        "word/_rels/chart1.xml.rels": OVERRIDE.replace("themeOverride1", "drawing1").replace(
            "themeOverride", "chartUserShapes"
        ),
        "word/drawing1.xml": f'<c:userShapes {XMLNS} xmlns:u="{UPON}">{box}</c:userShapes>',
    }


def points(*inner: str) -> str:
    return f"<d:dataModel {XMLNS}><d:ptLst>{''.join(inner)}</d:ptLst></d:dataModel>"


def point(text: str, font: str = "", kind: str = "node") -> str:
    return f'<d:pt type="{kind}"><d:t>{rich(text, font)}</d:t></d:pt>'


def paper(parts: dict[str, str]) -> bytes:
    shapes = {"chart1": '<c:chart r:id="chart1"/>', "data1": '<d:relIds r:dm="data1"/>'}
    drawn = next(shape for name, shape in shapes.items() if f"word/{name}.xml" in parts)
    holder = f"<w:p><w:r><w:drawing {XMLNS}>{drawn}</w:drawing></w:r></w:p>"
    return dm.make_docx(dm.p("Bài viết") + holder, dm.paper_styles(), THEME | parts)


def drawn(document: Document) -> list[tuple[str, str]]:
    apart = [it for it in document.paragraphs if it.place.story in (Story.CHART, Story.DIAGRAM)]
    assert all((it.place.part, it.place.paragraph) == ("word/document.xml", 2) for it in apart)
    return [(span.text.strip(), span.font) for paragraph in apart for span in paragraph.spans]


@pytest.mark.parametrize(
    ("chart", "seen"),
    [
        (space(), []),
        (space(title("Kết quả", TNR)), [("Kết quả", TNR)]),
        (space(title("Kết quả")), [("Kết quả", "Calibri")]),  # the theme's
        (space(title("Kết quả", "+mj-lt")), [("Kết quả", "Calibri Light")]),
        (space(title("Kết quả"), TNR), [("Kết quả", TNR)]),  # the chart's
        (space(title("Kết quả", of_paragraph="Arial"), TNR), [("Kết quả", "Arial")]),
        (space(title("Kết quả", TNR, "Arial")), [("Kết quả", TNR)]),
        (space("<c:title/>", "Arial"), [("Học viên", "Arial")]),  # made of the series
        (space(f"<c:title>{LINKED}</c:title>", "Arial"), [("Ô A1", "Arial")]),
        (space(f"<c:catAx><c:delete val='1'/><c:title>{LINKED}</c:title></c:catAx>", "Arial"), [("Ô A1", "Arial")]),
        (space(f"<c:dLbl><c:idx val='0'/>{LINKED}</c:dLbl>", "Arial"), [("Ô A1", "Arial")]),
        (space(after=axis("catAx", TNR)), [("K40 K41", TNR)]),
        (space(after=axis("catAx", TNR) + axis("valAx")), [("K40 K41", TNR), ("12 15", "Calibri")]),
        (space(after=axis("valAx", "Arial", '<c:delete val="1"/>')), []),
        (space(after=axis("valAx", "Arial", '<c:delete val="0"/>')), [("12 15", "Arial")]),
        (space(after=axis("valAx", "Arial", '<c:tickLblPos val="none"/>')), []),
        (space(after=f"<c:legend>{says('Arial')}</c:legend>"), [("Học viên", "Arial")]),
        (space(after=f'<c:dLbls>{says("Arial")}<c:showVal val="1"/></c:dLbls>'), [("12 15", "Arial")]),
        (space(after=f'<c:dLbls>{says("Arial")}<c:showVal val="0"/></c:dLbls>'), []),
    ],
)
def test_text_of_a_chart(chart: str, seen: list[tuple[str, str]]) -> None:
    document = read_docx(paper({"word/chart1.xml": chart}))
    assert (drawn(document), document.unread) == (seen, ())


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (points(point("Giám hiệu", TNR)), [("Giám hiệu", TNR)]),
        (points(point("Giám hiệu"), point("Phòng", TNR)), [("Giám hiệu", "Calibri"), ("Phòng", TNR)]),
        (points(point("x", "Arial", "pres"), point("y", "Arial", "sibTrans"), point("Tổ", TNR, "asst")), [("Tổ", TNR)]),
    ],
)
def test_text_of_a_diagram(data: str, seen: list[tuple[str, str]]) -> None:
    document = read_docx(paper({"word/data1.xml": data}))
    assert (drawn(document), document.unread) == (seen, ())


@pytest.mark.parametrize(
    ("font", "seen"), [(TNR, TNR), ("Arial", "Arial"), ("", "Calibri"), ("+mj-lt", "Calibri Light")]
)
def test_text_of_shapes_upon_a_chart(font: str, seen: str) -> None:
    document = read_docx(paper(with_shapes("Tăng gấp đôi", font)))
    assert (drawn(document)[-1][1], document.unread) == (seen, ())
    corrected = correct_font(paper(with_shapes("Tăng gấp đôi", font)), TNR)
    assert (corrected is None) is (seen == TNR)
    assert corrected is None or {it for _, it in drawn(read_docx(corrected))} == {TNR}


@pytest.mark.parametrize(
    "parts",
    [
        {"word/chart1.xml": space(title("Kết quả", TNR)).replace("</c:chartSpace>", "<c:userShapes/></c:chartSpace>")},
        {"word/chart1.xml": f"<c:other {XMLNS}/>"},
        {"word/chart1.xml": "no XML"},
        {
            "word/chart1.xml": space(title("Kết quả", TNR)),
            "word/_rels/chart1.xml.rels": OVERRIDE,
        },
    ],
)
def test_a_chart_that_is_not_understood_is_not_read(parts: dict[str, str]) -> None:
    document = documents.read(paper(parts), "bài.docx")
    assert (drawn(document), document.unread) == ([], (UnreadPart.CHART,))


@pytest.mark.parametrize(
    "part",
    [
        ("word/chart1.xml", space(title("Kết quả", "Arial"))),
        ("word/chart1.xml", space(title("Kết quả"), after=axis("catAx", "Arial") + axis("valAx"))),
        ("word/chart1.xml", space(title("Kết quả"), "Arial")),
        ("word/data1.xml", points(point("Giám hiệu"), point("Phòng", "Arial"))),
        ("word/data1.xml", points("<d:pt><d:t><a:p><a:r><a:t>Phòng</a:t></a:r></a:p></d:t></d:pt>")),
    ],
)
def test_a_corrected_copy_has_them_in_the_wanted_font(part: tuple[str, str]) -> None:
    data = paper(dict([part]))
    before, corrected = read_docx(data), correct_font(data, TNR)
    assert corrected is not None
    after = read_docx(corrected)
    assert {font for _, font in drawn(before)} != {TNR} == {font for _, font in drawn(after)}
    assert [it.text for it in before.paragraphs] == [it.text for it in after.paragraphs]


def test_a_corrected_copy_has_a_chart_of_the_footer_in_the_wanted_font() -> None:
    drawing = f'<w:p><w:r><w:drawing {XMLNS}><c:chart r:id="rId1"/></w:drawing></w:r></w:p>'
    data = dm.make_docx(
        dm.p("Bài viết"),
        dm.paper_styles(),
        {
            "word/footer1.xml": dm.part("ftr", drawing),
            "word/_rels/footer1.xml.rels": OVERRIDE.replace("themeOverride", "chart"),
            "word/chart1.xml": space(title("Kết quả", "Arial")),
        },
        sect_xml='<w:footerReference w:type="default" r:id="footer1"/>',
    )
    corrected = correct_font(data, TNR)
    assert corrected is not None
    fonts = [{span.font for it in read_docx(given).paragraphs for span in it.spans} for given in (data, corrected)]
    assert fonts == [{TNR, "Arial"}, {TNR}]


def test_a_font_stands_where_the_schema_wants_it() -> None:
    """In `a:rPr` before `a:ea` (21.1.2.3), `c:txPr` of a chart before its data (21.2.2.29)."""
    run = '<a:rPr><a:solidFill/><a:ea typeface="x"/></a:rPr>'
    chart = space(title("Kết quả").replace("<a:rPr></a:rPr>", run)).replace(
        "</c:chartSpace>", "<c:spPr/><c:externalData/></c:chartSpace>"
    )
    corrected = correct_font(paper({"word/chart1.xml": chart}), TNR)
    diagram = correct_font(paper({"word/data1.xml": points(point("Tổ").replace("<a:rPr></a:rPr>", run))}), TNR)
    assert names(part(corrected, "chart1")) == ["chart", "spPr", "txPr", "externalData"]
    assert names(next(part(diagram, "data1").iter("{*}rPr"))) == ["solidFill", "latin", "ea"]


def part(data: bytes | None, name: str) -> etree._Element:
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def names(element: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_data_that_is_said_at_a_thousand_axes_is_a_bomb() -> None:
    many = cached("val", *["1234567"] * 2_000)
    chart = space(after=axis("valAx") * 1_000).replace(cached("val", "12", "15"), many)
    assert documents.read(paper({"word/chart1.xml": chart}), "bài.docx").problem is FileProblem.BOMB


def test_what_stands_behind_a_diagram_is_known_to() -> None:
    """The steps under "Cách thức" may be told in it; what is written in it is no text between two headings."""
    holder = f'<w:p><w:r><w:drawing {XMLNS}><d:relIds r:dm="data1"/></w:drawing></w:r></w:p>'
    body = dm.p("Cách thức") + holder + dm.p("Kết quả") + dm.p("Tốt")
    document = read_docx(dm.make_docx(body, dm.paper_styles(), THEME | {"word/data1.xml": points(point("Tổ"))}))
    behind = [it.behind_picture for it in document.paragraphs if it.place.story is Story.BODY]
    assert behind == [False, True, False]
