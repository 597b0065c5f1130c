"""What reading costs: little on an ordinary paper, bounded on a pathological one."""

import gc
import io
import time
from collections.abc import Callable

import docx
import docx_maker as dm
import pytest
from checks.documents_for_checks import paper
from lxml import etree  # type: ignore[import-untyped]

from daemon import documents
from daemon.checks import font
from daemon.documents import compatibility, stylepart
from daemon.documents.package import Package
from daemon.documents.problems import Unreadable
from daemon.documents.xml import WORD, w
from daemon.model import FileProblem, Outcome

pytestmark = pytest.mark.slow

SENTENCE = (
    "Thực tiễn và kinh nghiệm xây dựng mô hình, điển hình góp phần sớm hoàn thành các tiêu chí Trường Chính trị chuẩn. "
)


def ordinary_paper() -> bytes:
    """Five pages as python-docx writes them: its template with all its styles, three runs a paragraph."""
    paper = docx.Document()
    for _ in range(45):
        paragraph = paper.add_paragraph()
        for number in range(3):
            run = paragraph.add_run(SENTENCE)
            run.font.name = "Times New Roman"
            run.bold = not number
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def least(times: int, *calls: Callable[[], object]) -> list[float]:
    """The shortest time of each, taken in turns: what else the machine does can only add to a time."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, found in zip(calls, taken, strict=True):
            start = time.process_time()
            call()
            found.append(time.process_time() - start)
    return [min(found) for found in taken]


def test_the_font_check_costs_at_most_one_and_a_half_times_opening_the_paper() -> None:
    """Reading and check together, against python-docx, which only opens it."""
    data = ordinary_paper()
    read = paper(documents.read(data, "a.docx"))
    assert font.check(read).outcome is Outcome.PASS
    opening, reading, checking = least(
        25,
        lambda: docx.Document(io.BytesIO(data)),
        lambda: documents.read(data, "a.docx"),
        lambda: font.check(read),
    )
    share = (reading + checking) / opening
    assert share <= 1.5, f"{reading * 1000:.1f} + {checking * 1000:.1f} ms against {opening * 1000:.1f} ms"


def test_thousands_of_styles_are_resolved_once_each() -> None:
    """A chain of 3,000 styles, each used: quadratic work would take minutes."""
    count = 3000
    chain = [dm.style(f"s{n}", based_on=f"s{n - 1}", font="Arial" if n % 2 else None) for n in range(count)]
    body = "".join(dm.p("chữ", style=f"s{count - 1 - n}") for n in range(count))
    data = dm.make_docx(body, dm.styles(*chain, default_font="Times New Roman"))
    document = documents.read(data, "a.docx")
    assert len(document.paragraphs) == count
    assert least(3, lambda: documents.read(data, "a.docx"))[0] < 1


# --------------------------------------------------------------------------- styles parsed one by one

PLAIN = dm.styles(
    dm.style("a", default=True, font="Arial"),
    dm.style("b", based_on="a"),
    dm.style("b", font="Second of its id"),
    dm.style("t", kind="table", default=True),
    '<w:style w:styleId="untyped"><w:name w:val="U"/></w:style>',
    '<w:style w:type="character" w:styleId="empty"/>',
    dm.style("a2", default=True),
    default_font="Calibri",
)


ALSO = ("<w:styles ", f'<w:styles xmlns:x="{WORD}" ')


def outline(part: stylepart.StylePart) -> object:
    """All that a styles part says."""
    styles = {key: etree.tostring(part.get(key), method="c14n", exclusive=True) for key in list(part.entries)}
    defaults = None if part.defaults is None else etree.tostring(part.defaults, method="c14n", exclusive=True)
    return styles, part.marked, defaults


@pytest.mark.parametrize(
    ("xml", "cut"),
    [
        (PLAIN, True),
        ("\ufeff" + PLAIN, True),
        (dm.styles(), True),
        (dm.styles(dm.style("a", font="Arial")), True),
        (PLAIN.replace("w:styleId", "\n w:styleId"), True),
        (PLAIN.replace('w:styleId="b"', "w:styleId='b'"), True),
        (dm.styles(dm.style("a", name="Wow!")), True),
        # What only a parser understands.
        (PLAIN.replace("</w:style>", "</w:style><!-- <w:style w:styleId='c'> -->", 1), False),
        (PLAIN.replace("</w:style>", "</w:style >", 1), False),
        (dm.styles('<w:style w:styleId="a&amp;b"/>'), False),
        (dm.styles(dm.style("a", "<![CDATA[</w:style>]]>")), False),
        (dm.styles(dm.style("a", dm.style("inside"))), False),
        (dm.styles(f"<mc:AlternateContent><mc:Choice>{dm.style('a')}</mc:Choice></mc:AlternateContent>"), False),
        # Prefixes are anybody's choice.
        (PLAIN.replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0="), True),
        (PLAIN.replace("<w:style ", "<x:style ").replace("</w:style>", "</x:style>").replace(*ALSO), False),
        (PLAIN.replace('<w:style w:type="table"', f'<w:style xmlns:x="{WORD}" x:type="table"'), False),
        (PLAIN.replace("<w:", "<").replace("</w:", "</").replace("<styles ", f'<styles xmlns="{WORD}" '), False),
        # Not the styles of Word at all.
        (PLAIN.replace(WORD, "urn:other"), False),
    ],
)
def test_styles_say_the_same_parsed_one_by_one_or_at_once(xml: str, cut: bool) -> None:
    data = xml.encode()
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        with pytest.raises(Unreadable):
            stylepart.read(data, "word/styles.xml")
        return
    part = stylepart.read(data, "word/styles.xml")
    compatibility.settle(root)
    assert bool(part.opening) is cut
    assert outline(part) == outline(stylepart.whole(root))


def test_whoever_needs_many_styles_gets_them_all_at_once() -> None:
    part = stylepart.read(dm.styles(*(dm.style(f"s{n}") for n in range(1000))).encode(), "word/styles.xml")
    names = [part.get(("paragraph", f"s{n}")).find(w("name")).get(w("val")) for n in range(1000)]  # type: ignore[union-attr]
    assert names == [f"s{n}" for n in range(1000)]


def test_nothing_of_a_paper_is_kept_for_the_collector_of_cycles() -> None:
    """A large paper's tree of 100 MB that waits for it is missing to the file after."""
    lists = dm.numbering(dm.level(0, "decimal", "%1."))
    data = dm.make_docx(dm.item("chữ", 1, 0), dm.styles(default_font="Arial"), lists)
    gc.collect()
    gc.disable()
    try:
        read = documents.read(data, "a.docx")
        kept = [each for each in gc.get_objects() if isinstance(each, Package)]
    finally:
        gc.enable()
    assert read.paragraphs[0].number
    assert kept == []


def test_a_damaged_style_that_is_used_makes_the_document_unreadable() -> None:
    broken = dm.styles(dm.style("a", "<w:rPr><w:b></w:rPr>", default=True))
    assert documents.read(dm.make_docx(dm.p("chữ"), broken), "a.docx").problem is FileProblem.CORRUPT
