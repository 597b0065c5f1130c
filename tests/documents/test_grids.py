"""Tables as wide as their cells ask for (ECMA-376 part 1, 17.18.87), in the copy that pages are counted by."""

from __future__ import annotations

import io
import re
import time
import zipfile

import docx
import docx_maker as dm
import pytest
from docx.shared import Mm

from daemon import documents

FIXED = '<w:tblLayout w:type="fixed"/>'
#: 9,000 twips between the margins.
PAGE = '<w:pgSz w:w="11000" w:h="16000"/><w:pgMar w:left="1000" w:right="1000" w:top="1000" w:bottom="1000"/>'
WHOLE = '<w:tblW w:w="5000" w:type="pct"/>'


def tc(width: int | str | None, *content: str, span: int = 1, more: str = "") -> str:
    """A cell with this preferred width: twips, or "20%", or "1000 pct"; None: nothing is said."""
    said = ""
    if width is not None:
        figure, _, kind = str(width).partition(" ")
        said = f'<w:tcW w:w="{figure}" w:type="{kind or "dxa"}"/>'
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{said}{spanned}{more}</w:tcPr>{''.join(content) or dm.p('a')}</w:tc>"


def table(grid: list[int | None], *rows: str, properties: str = "") -> str:
    columns = "".join("<w:gridCol/>" if width is None else f'<w:gridCol w:w="{width}"/>' for width in grid)
    within = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{within}</w:tbl>"


def grids(data: bytes) -> list[int] | None:
    """The widths of all columns of all tables in the copy; None where there is no copy."""
    copy = documents.layout_copy(data)
    if copy is None:
        return None
    assert not copy.endnotes_in_text
    xml = zipfile.ZipFile(io.BytesIO(copy.data)).read("word/document.xml").decode()
    return [int(width) for width in re.findall(r'<w:gridCol w:w="([0-9]+)"', xml)]


EVEN: list[int | None] = [3000, 3000, 3000]
THREE = tc(800) + tc(6000) + tc(2200)
URL = "http://truongchinhtri.example/tai-lieu"


@pytest.mark.parametrize("properties", [pytest.param("", id="autofit"), pytest.param(FIXED, id="fixed")])
@pytest.mark.parametrize(
    ("grid", "rows", "expected"),
    [
        pytest.param([2800], [tc(9000)], [9000], id="wide cells in a narrow grid"),
        pytest.param([9000], [tc(2800)], [2800], id="narrow cells in a wide grid"),
        pytest.param(EVEN, [THREE, THREE], [800, 6000, 2200], id="columns of one width"),
        pytest.param([None] * 3, [THREE], [800, 6000, 2200], id="a grid without widths"),
        pytest.param(EVEN, [tc("800.0") + tc("4.1667in") + tc("110pt")], [800, 6000, 2200], id="other units"),
        pytest.param(EVEN, [tc(800) + tc(None) + tc("0 auto")], [800, 3000, 3000], id="some say nothing"),
        pytest.param(EVEN, [tc("500 pct") + tc("70%") + tc("1000 pct")], [900, 6300, 1800], id="per cent of the page"),
        pytest.param(EVEN, [tc(9000, span=3), THREE], [800, 6000, 2200], id="a title over all columns"),
        pytest.param(EVEN, [tc(9000, span=3), tc(800) + tc(8200, span=2)], [800, 4100, 4100], id="shared among two"),
        pytest.param(EVEN, [tc(800) + tc(1000) + tc(2200), tc(3000, span=2) + tc(2200)], [800, 2200, 2200],
                     id="a cell of two columns asks for more than both"),
        pytest.param(EVEN, [tc(800, more='<w:vMerge w:val="restart"/>') + tc(6000) + tc(2200),
                            tc(800, more="<w:vMerge/>") + tc(6000) + tc(2200)], [800, 6000, 2200], id="merged downwards"),
        pytest.param(EVEN, ['<w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="800" w:type="dxa"/></w:trPr>' + tc(6000)
                            + tc(2200)], [800, 6000, 2200], id="free before"),
        pytest.param(EVEN, ['<w:trPr><w:gridAfter w:val="2"/></w:trPr>' + tc(800), tc(800) + tc(6000) + tc(2200)],
                     [800, 6000, 2200], id="free behind"),
        pytest.param([4500, 4500], [tc(2000) + tc(7000, table([1000, 1000], tc(500) + tc(6000)), dm.p(""))],
                     [2000, 7000, 500, 6000], id="a table in a cell"),
        pytest.param([800, 6000, 2200], [THREE], None, id="they agree"),
        pytest.param([790, 6050, 2160], [THREE], None, id="they agree within rounding"),
        pytest.param(EVEN, [tc(None) + tc("0 auto") + tc(0)], None, id="nothing is said"),
        pytest.param([3000, 3000], [THREE], None, id="more cells than the grid: LibreOffice goes by them itself"),
        pytest.param([3000] * 64, [tc(9000, span=64)], None, id="more columns than Word has"),
    ],
)  # fmt: skip
def test_the_grid_says_what_the_cells_say(
    properties: str, grid: list[int | None], rows: list[str], expected: list[int] | None
) -> None:
    assert (
        grids(dm.make_docx(table(grid, *rows, properties=properties), parts=dm.settings(""), sect_xml=PAGE)) == expected
    )


def look(properties: str) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>NGHIÊM</w:t></w:r></w:p>"


#: A grid whose first column grew, and what its cells ask for.
GROWN: list[int | None] = [3000, 4200, 1800]
ASKED = [1000, 6000, 2000]
SHARES = ("556 pct", "11.12% dxa")
DATE = "15\xa0tháng\xa010\xa0năm\xa02021"
NO_WRAP = "<w:noWrap/>"
LISTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
INDENTED = '<w:p><w:pPr><w:ind w:left="284" w:firstLine="720"/></w:pPr><w:r><w:t>Lớp</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("properties", "grid", "rows", "expected"),
    [
        pytest.param("", [5400, 1600, 2000], [tc(1000, dm.p(URL)) + tc(6000) + tc(2000)], None,
                     id="a column grew to its longest word"),
        pytest.param("", [5400, 1600, 2000], [tc(1000, dm.p("ngắn gọn")) + tc(6000) + tc(2000)], [1000, 6000, 2000],
                     id="nothing in it needs the width"),
        pytest.param("", GROWN, [tc(1000, dm.p(DATE)) + tc(6000) + tc(2000)], None, id="a date with no-break spaces"),
        pytest.param("", GROWN, [tc(1000, dm.p("10\u202f000\u202f000\xa0đồng")) + tc(6000) + tc(2000)], None,
                     id="a sum with narrow ones"),
        pytest.param("", GROWN, [tc(1000, dm.p(DATE.replace("\xa0", " "))) + tc(6000) + tc(2000)], ASKED,
                     id="a date that may wrap"),
        pytest.param("", GROWN, [tc(1000, dm.p(DATE.replace("\xa0", "\u2003"))) + tc(6000) + tc(2000)], ASKED,
                     id="at any space"),
        *[pytest.param(WHOLE, GROWN, [tc(said, dm.p(DATE.replace("\xa0", " ")), more=NO_WRAP) + tc("3333 pct")
                                      + tc("1111 pct")], None, id=f"nothing wraps in {said}") for said in SHARES],
        pytest.param(WHOLE, GROWN, [tc("556 pct", more=NO_WRAP) + tc("3333 pct") + tc("1111 pct")], [1001, 5999, 2000],
                     id="nothing to wrap"),
        pytest.param(WHOLE, GROWN, [tc("556 pct", dm.p(DATE.replace("\xa0", " ")), more='<w:noWrap w:val="0"/>')
                                    + tc("3333 pct") + tc("1111 pct")], [1001, 5999, 2000], id="it wraps"),
        pytest.param("", GROWN, [tc(1000, dm.p(DATE.replace("\xa0", " ")), more=NO_WRAP) + tc(6000) + tc(2000)], ASKED,
                     id="what does not wrap gets the width in twips that it asks for"),
        pytest.param("", GROWN, [tc(1000, look('<w:sz w:val="72"/>')) + tc(6000) + tc(2000)], None,
                     id="large letters"),
        pytest.param("", GROWN, [tc(1000, look('<w:sz w:val="20"/>')) + tc(6000) + tc(2000)], ASKED,
                     id="small letters"),
        pytest.param("", GROWN, [tc(1000, look('<w:spacing w:val="300"/>')) + tc(6000) + tc(2000)], None,
                     id="letters set apart"),
        pytest.param("", [950, 6050, 2000], [tc(500, LISTED) + tc(6500) + tc(2000)], None, id="numbers of a list"),
        pytest.param("", [2500, 4500, 2000], [tc(500, LISTED) + tc(6500) + tc(2000)], [500, 6500, 2000],
                     id="more than a number needs"),
        pytest.param("", [1700, 5300, 2000], [tc(500, INDENTED) + tc(6500) + tc(2000)], None, id="a first line indented"),
        pytest.param(WHOLE, [9216], [tc("5000 pct")], None, id="a whole page, margins outside"),
        pytest.param(WHOLE, [4608, 4608], [tc("2500 pct") + tc("2500 pct")], None, id="two halves, margins outside"),
        pytest.param("", [9216], [tc(9000)], [9000], id="twips, margins outside"),
        pytest.param(FIXED, [5400, 1600, 2000], [tc(1000, dm.p(URL)) + tc(6000) + tc(2000)], [1000, 6000, 2000],
                     id="a fixed one never grows"),
        pytest.param(WHOLE, [2500, 6500], [tc(2000) + tc(5200)], None, id="stretched to its width"),
        pytest.param(WHOLE, [4500, 4500], [tc(2000) + tc(5200)], [2500, 6500], id="to be stretched"),
        pytest.param(FIXED + WHOLE, [2500, 6500], [tc(2000) + tc(5200)], None, id="fixed and stretched"),
        pytest.param(WHOLE, [100, 100], [tc("1000 pct") + tc("4000 pct")], [1800, 7200], id="per cent of the table"),
        pytest.param("", EVEN, [tc(2000) + tc(12000) + tc(4000)], [1000, 6000, 2000], id="no wider than the page"),
        pytest.param(FIXED, EVEN, [tc(2000) + tc(12000) + tc(4000)], [2000, 12000, 4000], id="fixed: as wide as it says"),
        pytest.param(FIXED + WHOLE, EVEN, [tc(2000) + tc(12000) + tc(4000)], [1000, 6000, 2000], id="fixed: its width"),
        pytest.param("", [100], [tc(999_999_999)], [9000], id="absurd"),
    ],
)  # fmt: skip
def test_what_word_laid_out_itself_stays(
    properties: str, grid: list[int | None], rows: list[str], expected: list[int] | None
) -> None:
    assert (
        grids(dm.make_docx(table(grid, *rows, properties=properties), parts=dm.settings(""), sect_xml=PAGE)) == expected
    )


def test_a_script_that_sets_the_width_of_cells() -> None:
    """As python-docx does, which leaves the grid alone."""
    document = docx.Document()
    for cell, width in zip(document.add_table(1, 3).rows[0].cells, (10, 100, 30), strict=True):
        cell.width = Mm(width)
    packed = io.BytesIO()
    document.save(packed)
    assert grids(packed.getvalue()) == [567, 5669, 1701]


@pytest.mark.parametrize(("number", "expected"), [("2", [4140]), ("²", [9000]), ("999", [9000]), ("", [9000])])
def test_a_table_in_columns_of_text_has_the_room_of_one(number: str, expected: list[int]) -> None:
    """What is no number of columns is none, and no error."""
    columns = f'{PAGE}<w:cols w:num="{number}" w:space="720"/>'
    data = dm.make_docx(table([2000], tc("100%"), properties=WHOLE), parts=dm.settings(""), sect_xml=columns)
    assert grids(data) == expected


@pytest.mark.slow
def test_thousands_of_cells_cost_little() -> None:
    body = table([9000], *[tc(2800)] * 30_000) + table([100] * 63, *[tc(300) * 63] * 200)
    began = time.process_time()
    assert grids(dm.make_docx(body, parts=dm.settings(""), sect_xml=PAGE)) == [9000, *[143] * 63]
    assert time.process_time() - began < 6
