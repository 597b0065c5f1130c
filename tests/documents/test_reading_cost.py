"""What reading costs: little on an ordinary paper, bounded on a pathological one."""

import gc
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime

import docx
import docx_maker as dm
import pytest
from checks.documents_for_checks import paper
from lxml import etree  # type: ignore[import-untyped]
from pdf_maker import Box, Text, make_pdf

from daemon import documents
from daemon.checks import font
from daemon.documents import compatibility, stylepart
from daemon.documents.package import Package
from daemon.documents.problems import Unreadable
from daemon.documents.xml import WORD, w, weight
from daemon.model import Annotation, FileProblem, Outcome, Remark

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


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def fields_in_fields() -> bytes:
    opened, closed = (mark("begin") + mark("separate")) * 10_000, mark("end") * 10_000
    return dm.make_docx(f"<w:p>{opened}{'<w:r><w:t>a</w:t></w:r>' * 30_000}{closed}</w:p>", dm.paper_styles())


def table_styles_in_a_chain() -> bytes:
    count = 2000
    chain = [dm.style(f"t{n}", kind="table", based_on=f"t{n - 1}", font="Arial") for n in range(count)]
    tables = (dm.table([["chữ"]], style=f"t{n}") for n in range(count))
    return dm.make_docx("".join(tables), dm.styles(*chain))


def a_long_chain_of_parts_of_tables() -> bytes:
    """Nobody asks for parts of such names."""
    parts = (f'<w:tblStylePr w:type="p{n}">{dm.rpr("Arial")}</w:tblStylePr>' for n in range(8000))
    chain = [dm.style(f"t{n}", part, kind="table", based_on=f"t{n - 1}") for n, part in enumerate(parts)]
    return dm.make_docx(dm.table([["chữ"]], style="t7999"), dm.styles(*chain))


def lists_of_one_definition_of_thousands_of_levels() -> bytes:
    levels = "".join(dm.level(n % 9, "decimal", "%1.") for n in range(3000))
    lists = {f"n{n}": "1" for n in range(2, 1500)}
    body = "".join(dm.item("chữ", n) for n in range(1, 1500))
    return dm.make_docx(body, dm.paper_styles(), dm.numbering(levels, **lists))


def ignorable(prefixes: str, bound: str = "") -> bytes:
    beginning = f'<w:document {dm.XMLNS} xmlns:q="urn:q"{bound} mc:Ignorable="{prefixes}"><w:body>{dm.p("chữ")}'
    return dm.make_docx(document_xml=f"{beginning}{'<q:x/>' * 60_000}</w:body></w:document>")


def prefixes_repeated() -> bytes:
    return ignorable("q " * 10_000)


def prefixes_that_differ() -> bytes:
    return ignorable(" ".join(f"q{n}" for n in range(5000)), "".join(f' xmlns:q{n}="urn:{n}"' for n in range(5000)))


def needs_repeated() -> bytes:
    bound = "".join(f' xmlns:q{n}="urn:{n}"' for n in range(2000))
    choice = f'<mc:Choice Requires="{"wps " * 20_000}">{dm.p("chữ")}</mc:Choice>'
    body = f"<w:body><mc:AlternateContent>{choice}</mc:AlternateContent></w:body>"
    return dm.make_docx(document_xml=f"<w:document {dm.XMLNS}{bound}>{body}</w:document>")


def tabs_before_the_first_letter() -> bytes:
    return dm.make_docx(f"<w:p><w:r>{'<w:tab/>' * 480_000}</w:r>{dm.r('chữ')}</w:p>", dm.paper_styles())


@pytest.mark.parametrize(
    "make",
    [
        fields_in_fields,
        table_styles_in_a_chain,
        a_long_chain_of_parts_of_tables,
        lists_of_one_definition_of_thousands_of_levels,
        prefixes_repeated,
        prefixes_that_differ,
        needs_repeated,
        tabs_before_the_first_letter,
    ],
)
def test_what_is_there_many_times_costs_no_more_than_each_of_it(make: Callable[[], bytes]) -> None:
    """Each took four seconds to minutes where a thing was looked at again for every other one."""
    data = make()
    began = time.process_time()
    document = documents.read(data, "a.docx")
    assert time.process_time() - began < 2
    assert document.paragraphs


def test_thousands_of_fields_are_annotated_in_time_that_grows_with_them() -> None:
    """As they are found in lists of contents; 16,000 of them took 17 seconds."""
    field = (
        f"<w:p>{mark('begin')}{dm.r('').replace('w:t', 'w:instrText')}{mark('separate')}{dm.r('1')}{mark('end')}</w:p>"
    )
    data = dm.make_docx(dm.p("chữ") + field * 16_000, dm.paper_styles())
    told = Annotation((Remark("phông"),), "Ban Thư ký", "BTK", datetime(2021, 10, 1, tzinfo=UTC))
    began = time.process_time()
    assert documents.annotated_copy(data, told) is not None
    assert time.process_time() - began < 6


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
        (PLAIN.replace("</w:docDefaults>", '</w:docDefaults><?x <w:style w:styleId="b"></w:style>?>'), False),
        (PLAIN.replace("<w:docDefaults>", "<?x <w:docDefaults></w:docDefaults>?><w:docDefaults>"), False),
        (dm.styles(dm.style("a", name="Why?")), True),
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


def test_styles_that_are_not_parsed_weigh_for_who_parses_them() -> None:
    """LibreOffice is given no document that it does not lay out in its time; reading it is another matter."""
    heavy = dm.styles(*(f"<w:style>{'<w:a/>' * 80}</w:style>" for _ in range(15_000)))
    document = documents.read(dm.make_docx(dm.p("chữ"), heavy), "a.docx")
    assert document.problem is None
    assert document.weight > 60_000_000


@pytest.mark.parametrize("used", [1, 301])
@pytest.mark.parametrize("before", ["", "<!-- -->"])
def test_styles_weigh_once(used: int, before: str) -> None:
    """However they are parsed."""
    chain = [dm.style(f"s{n}", based_on=f"s{n - 1}" if n else None) for n in range(400)]
    body = dm.p("chữ", style=f"s{used - 1}")
    plain = documents.read(dm.make_docx(body), "a.docx").weight
    styled = documents.read(dm.make_docx(body, dm.styles(before, *chain)), "a.docx").weight
    assert styled - plain == pytest.approx(weight(dm.styles(before, *chain).encode()), rel=0.5)


def test_too_many_styles_are_a_bomb_before_they_are_parsed() -> None:
    chain = [dm.style(f"s{n}", based_on=f"s{n - 1}" if n else None) for n in range(310)]
    many = dm.styles(*chain, "<w:style/>" * 2_000_000)
    for styles in (many, dm.styles("<!-- -->", "<w:style/>" * 2_000_000)):
        data = dm.make_docx(dm.p("chữ", style="s309"), styles)
        assert documents.read(data, "a.docx").problem is FileProblem.BOMB


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


@pytest.mark.parametrize("beside", [True, False])
def test_letters_that_are_not_painted_cost_little_beside_many_drawings(*, beside: bool) -> None:
    """As recognised words stand over a vector drawing; and all in the same lines, where nothing tells them apart."""
    boxes = [Box(20 + n % 60, 20 + n % (20 if beside else 800), 3, 3) for n in range(2_400)]
    words = [Text("ab", 400, 20 + n % (20 if beside else 800), size=2, mode=3) for n in range(2_400)]
    data = make_pdf([*boxes, Text("a"), *words])
    start = time.process_time()
    assert documents.pages(data)[0].text.startswith("a")
    assert time.process_time() - start < 1.5
