"""Made-up papers for the demonstration: real .docx files, built with python-docx, the same bytes on every run.

The sentences are neutral on purpose: none of them names an element of a model paper, so that a paper has exactly
the headings it is given.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

import docx as python_docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.run import Run

_SENTENCES = (
    "Những năm qua, Đảng ủy và Ban Giám hiệu luôn quan tâm lãnh đạo, chỉ đạo toàn diện các mặt công tác của Nhà trường, coi đây là nhiệm vụ chính trị trọng tâm, thường xuyên.",
    "Đội ngũ cán bộ, giảng viên đoàn kết, có ý thức trách nhiệm cao, tích cực học tập nâng cao trình độ chuyên môn và gắn bó với sự phát triển chung của đơn vị.",
    "Trên cơ sở chủ trương của cấp ủy, các khoa, phòng chủ động xây dựng kế hoạch công tác hằng tháng, hằng quý, phân công rõ người, rõ việc, rõ thời gian hoàn thành.",
    "Công tác kiểm tra, giám sát được duy trì nền nếp; những vướng mắc nảy sinh được trao đổi dân chủ, thẳng thắn trong sinh hoạt chuyên môn và được tháo gỡ kịp thời.",
    "Nhà trường phối hợp chặt chẽ với các huyện ủy, thị ủy, thành ủy và các sở, ban, ngành trong tỉnh, tạo sự đồng thuận và huy động được sự tham gia của nhiều lực lượng.",
    "Giảng viên dành nhiều thời gian đi cơ sở, gặp gỡ cán bộ xã, phường, thị trấn, lắng nghe những câu hỏi mà thực tiễn địa phương đang đặt ra để đưa vào bài giảng.",
    "Các buổi sinh hoạt chuyên đề được chuẩn bị công phu, có báo cáo đề dẫn, có phản biện và có ghi chép đầy đủ để lưu giữ làm tư liệu dùng chung cho toàn trường.",
    "Học viên được khuyến khích nêu tình huống từ chính công việc hằng ngày, cùng nhau phân tích và đề ra hướng xử lý dưới sự dẫn dắt của giảng viên.",
    "Việc ứng dụng công nghệ thông tin được đẩy mạnh, tư liệu được số hóa từng bước, giúp cán bộ, giảng viên tra cứu thuận tiện ở mọi lúc, mọi nơi.",
    "Công đoàn và Đoàn Thanh niên tổ chức nhiều hoạt động thiết thực, tạo không khí thi đua sôi nổi, lan tỏa tinh thần tự lực, tự cường trong toàn thể viên chức.",
    "Mỗi bước đi đều được bàn bạc kỹ, làm thí điểm ở một đơn vị trước, sau đó mới mở rộng ra các khoa, phòng còn lại, tránh nóng vội, chủ quan.",
    "Sự gương mẫu của người đứng đầu có ý nghĩa quyết định: lãnh đạo đi trước, làm trước, nói đi đôi với làm thì tập thể tin tưởng và tự giác noi theo.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and how many paragraphs stand under it."""

    heading: str
    paragraphs: int = 2
    lead: str = ""  #: first sentence, where the section must say something of its own


MODEL_SECTIONS = (
    Section(
        "1. Tên mô hình", 1, "Mô hình có tên gọi như đã nêu ở đầu bài, được tập thể bàn bạc và thống nhất lựa chọn."
    ),
    Section("2. Mục tiêu", 2, "Mô hình hướng tới nâng cao chất lượng công việc hằng ngày của từng bộ phận."),
    Section("3. Nội dung", 2, "Mô hình gồm ba hoạt động nối tiếp nhau trong một năm học."),
    Section("4. Cách thức thực hiện", 3, "Mô hình được triển khai theo bốn bước, mỗi bước có người chịu trách nhiệm."),
    Section("5. Kết quả đạt được", 3, "Sau hai năm, 24 trên 26 việc đăng ký đã hoàn thành đúng hạn."),
    Section("6. Bài học kinh nghiệm", 2, "Từ thực tiễn triển khai có thể rút ra ba bài học."),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a made-up paper is like."""

    title: str
    author: str
    affiliation: str
    sections: tuple[Section, ...] = MODEL_SECTIONS
    font: str = "Times New Roman"
    stray: tuple[str, str] | None = None  #: (font, sentence) of one paragraph in another font
    table: tuple[tuple[str, ...], ...] = field(default=())


def docx(paper: Paper) -> bytes:
    """The paper as a .docx file, A4, 14 pt, the same bytes on every run."""
    document = python_docx.Document()
    _page(document)
    _base_font(document, paper.font)
    sentences = cycle(_SENTENCES)
    _line(document, paper.title.upper(), bold=True, centred=True)
    _line(document, paper.author, bold=True, centred=True)
    _line(document, paper.affiliation, centred=True)
    _text(document, islice(sentences, 4))
    for section in paper.sections:
        _line(document, section.heading, bold=True)
        for number in range(section.paragraphs):
            lead = [section.lead] if section.lead and number == 0 else []
            _text(document, [*lead, *islice(sentences, 5)])
    if paper.table:
        _table(document, paper.table)
    if paper.stray:
        font, sentence = paper.stray
        _in_font(document.add_paragraph().add_run(sentence), font)
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.right_margin = Cm(2)
    section.left_margin = Cm(3)


def _base_font(document: Document, font: str) -> None:
    style = document.styles["Normal"]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - the template of python-docx has it
    style.font.name = font
    style.font.size = Pt(14)
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn(slot), font)
    style.paragraph_format.space_after = Pt(6)


def _line(document: Document, text: str, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _text(document: Document, sentences: Iterator[str] | Sequence[str]) -> None:
    paragraph = document.add_paragraph(" ".join(sentences))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)


def _in_font(run: Run, font: str) -> None:
    run.font.name = font
    fonts = run.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), font)


def _table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip archive of the files, the same bytes on every run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _undated(data: bytes) -> bytes:
    """The package without the times at which its members were written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped([(info.filename, archive.read(info)) for info in archive.infolist()])
