"""The copies as Word would take them, as far as that can be known without it: they break no rule of ISO/IEC 29500 and
of the Open XML SDK that the author's own file did not break.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import docx
import docx_maker as dm
import pytest
from openxml_audit import OpenXmlValidator

from daemon import documents
from daemon.model import Annotation, Remark

pytestmark = pytest.mark.slow

TNR = "Times New Roman"
TEMPLATE = Path(__file__).parents[2] / "templates" / "bai-tham-luan-mau.docx"
WHEN = datetime(2021, 11, 5, tzinfo=UTC)
_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_FIELD = _MARK.format("begin") + "<w:r><w:instrText> SEQ B </w:instrText></w:r>" + _MARK.format("separate")
_TRACKED = 'w:id="90" w:author="A" w:date="2021-11-05T08:00:00Z"'


def broken_rules(folder: Path, data: bytes) -> Counter[tuple[str, str]]:
    file = folder / "bai.docx"
    file.write_bytes(data)
    found = OpenXmlValidator().validate(file).errors  # a new one each time: it remembers the ids of the file before
    return Counter((error.part_uri, error.description) for error in found)


def annotated(data: bytes) -> bytes | None:
    remarks = [Remark("Bài còn thiếu mục tiêu.")]
    for paragraph in documents.read(data, "bai.docx").paragraphs:
        at = 0
        for span in paragraph.spans:
            remarks.append(Remark(f"Phông {span.font}", paragraph.place, at, at + len(span.text), None, "đoạn"))
            at += len(span.text)
    return documents.annotated_copy(data, Annotation(tuple(remarks), "Ban Thư ký", "BTK", WHEN))


def made(body: str) -> bytes:
    return dm.make_docx(
        dm.p("TÊN BÀI", centre=True) + body,
        dm.styles(dm.style("Normal", default=True), dm.style("Para", font="Courier New"), default_font=TNR),
    )


def by_python_docx() -> bytes:
    paper = docx.Document()
    paper.add_heading("Tên bài", 0)
    paper.add_paragraph("Chữ Arial").runs[0].font.name = "Arial"
    paper.add_table(2, 2).cell(0, 0).text = "ô"
    paper.sections[0].footer.paragraphs[0].text = "chân trang"
    paper.add_comment(paper.add_paragraph("đã có góp ý").runs, "cũ", "Tác giả", "TG")
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


PAPERS = {
    "runs": made(dm.p(dm.r("Trong có ", TNR), dm.r("Arial", "Arial"), dm.r(" và tiếp tục", TNR))),
    "theme": made(dm.p("chữ", f'<w:rPr>{dm.rfonts(TNR)}<w:lang w:val="vi-VN"/></w:rPr>', style="Para")),
    "tables": made(dm.table([["một", dm.p("hai", font="Arial")], [dm.table([["trong", "nữa"]]) + dm.p(), "ba"]])),
    "field": made(dm.p(dm.r("Bảng "), _FIELD, dm.r("12", "Arial"), _MARK.format("end"), dm.r(": số lớp", "Arial"))),
    "contents": made(dm.p(_FIELD, dm.r("Một", "Arial")) + dm.p(dm.r("Hai", "Arial"), _MARK.format("end"))),
    "link": made(dm.p(dm.r("Xem "), f'<w:hyperlink w:anchor="x">{dm.r("phụ lục", "Arial")}</w:hyperlink>')),
    "control": made(f"<w:sdt><w:sdtContent>{dm.p('trong ô', font='Arial')}</w:sdtContent></w:sdt>"),
    "insertion": made(dm.p(dm.r("cũ "), f"<w:ins {_TRACKED}>{dm.r('mới', 'Arial')}</w:ins>")),
    "tabs": made(dm.p(f"<w:r>{dm.rpr('Arial')}<w:t>một</w:t><w:tab/><w:t>hai</w:t><w:br/><w:t>ba</w:t></w:r>")),
    "python-docx": by_python_docx(),
}


@pytest.mark.parametrize("paper", PAPERS)
def test_copies_break_no_rule_that_the_paper_did_not_break(tmp_path: Path, paper: str) -> None:
    data = PAPERS[paper]
    before = broken_rules(tmp_path, data)
    for copy in (annotated(data), documents.corrected_copy(data, TNR)):
        assert copy is not None
        assert copy != data
        assert not broken_rules(tmp_path, copy) - before


def test_the_paper_for_authors_to_fill_in_breaks_none(tmp_path: Path) -> None:
    data = TEMPLATE.read_bytes()
    assert not broken_rules(tmp_path, data)
    copy = annotated(data)
    assert copy is not None
    assert not broken_rules(tmp_path, copy)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b'commentReference w:id="1"', b'commentReference w:id="77"'),
        ("word/comments.xml", b"<w:pPr>", b"<w:r/><w:pPr>"),
        ("[Content_Types].xml", b"wordprocessingml.comments+xml", b"wordprocessingml.remarks+xml"),
    ],
)
def test_a_broken_copy_would_be_seen(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    copy = annotated(PAPERS["runs"])
    assert copy is not None
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(copy)) as source, zipfile.ZipFile(spoilt, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new, 1) if name == part else content)
    assert broken_rules(tmp_path, spoilt.getvalue()) - broken_rules(tmp_path, copy)
