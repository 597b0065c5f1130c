"""The copy with comments: the same text, comments where we speak of, and it opens."""

import io

import docx
import docx_maker as dm

from daemon import documents
from daemon.documents.package import Package
from daemon.documents.xml import w
from daemon.model import Place, Story

BODY = (
    dm.p("TÊN BÀI", centre=True)
    + dm.p("trước", dm.text_box(dm.p("trong hộp", font="Arial")))
    + dm.table([["ô một", dm.p("ô hai", font="Arial")]])
    + f"<w:p><w:hyperlink>{dm.r('liên kết', 'Arial')}</w:hyperlink></w:p>"
)
SOURCE = dm.make_docx(BODY, dm.paper_styles())


def annotated(data: bytes, *fonts: str) -> tuple[bytes | None, list[Place]]:
    places = [
        it.place for it in documents.read(data, "a.docx").paragraphs if {span.font for span in it.spans} & set(fonts)
    ]
    remarks = [(place, f"Chỗ này dùng phông khác: {number}") for number, place in enumerate(places)]
    return documents.annotate(data, remarks, author="Ban Thư ký", initials="BTK"), places


def test_the_text_and_its_fonts_stay_as_they_were() -> None:
    copy, _ = annotated(SOURCE, "Arial")
    assert copy is not None
    before, after = documents.read(SOURCE, "a.docx"), documents.read(copy, "a.docx")
    assert after.paragraphs == before.paragraphs


def test_each_comment_stands_at_its_paragraph() -> None:
    copy, places = annotated(SOURCE, "Arial")
    assert copy is not None
    assert [place.paragraph for place in places] == [3, 6, 7]
    root = Package(copy).xml("word/document.xml")
    assert root is not None
    every = list(root.iter(w("p")))
    marked = [every.index(mark.getparent()) + 1 for mark in root.iter(w("commentRangeStart"))]
    assert marked == [place.paragraph for place in places]
    comments = docx.Document(io.BytesIO(copy)).comments
    assert [(it.author, it.initials, it.text) for it in comments] == [
        ("Ban Thư ký", "BTK", f"Chỗ này dùng phông khác: {number}") for number in range(3)
    ]


def test_nothing_to_say_or_no_way_to_say_it() -> None:
    place = Place(Story.HEADER, "word/header1.xml", 1)
    for data, remarks in (
        (SOURCE, []),
        (SOURCE, [(place, "đầu trang")]),
        (SOURCE, [(Place(Story.BODY, "word/document.xml", 999), "không có")]),
        (b"rubbish", [(Place(Story.BODY, "word/document.xml", 1), "x")]),
    ):
        assert documents.annotate(data, remarks, author="A", initials="A") is None
