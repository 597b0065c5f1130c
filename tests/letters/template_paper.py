"""Builds the paper that authors start from, `templates/bai-tham-luan-mau.docx`, from the configuration.

`python tests/letters/template_paper.py` writes it anew; a test keeps the shipped file the same as what this builds and
has it judged like any author's paper.
"""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from daemon.config import Config, load

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "templates" / "bai-tham-luan-mau.docx"

TITLE = "Mô hình “Mỗi giảng viên một đổi mới” trong công tác đào tạo, bồi dưỡng"
AUTHOR = "ThS. Nguyễn Văn An"
POSITION = "Khoa Lý luận cơ sở"

#: Element of the configuration → heading and what to write under it.
SECTIONS = {
    "ten": (
        "Tên mô hình, điển hình",
        (
            "Nêu tên gọi chính thức của mô hình, điển hình; đơn vị, cá nhân thực hiện; thời gian bắt đầu. Ví dụ: mô hình có "
            "tên “Mỗi giảng viên một đổi mới”, do Khoa Lý luận cơ sở thực hiện từ năm học 2019 - 2020."
        ),
    ),
    "muc_tieu": (
        "Mục tiêu",
        (
            "Nêu lý do hình thành và mục tiêu của mô hình: giải quyết khó khăn nào, phấn đấu đạt chỉ tiêu nào, góp phần hoàn "
            "thành tiêu chí nào của trường chính trị chuẩn. Ví dụ: nâng cao chất lượng giảng dạy lý luận chính trị thông qua "
            "đổi mới phương pháp dạy học của từng giảng viên."
        ),
    ),
    "noi_dung": (
        "Nội dung",
        (
            "Trình bày những việc mô hình bao gồm, mỗi việc một đoạn ngắn. Ví dụ: mỗi giảng viên đăng ký một đổi mới về "
            "phương pháp giảng dạy trong năm học; khoa tổ chức dự giờ, góp ý; các đổi mới tốt được phổ biến trong toàn trường."
        ),
    ),
    "cach_thuc": (
        "Cách thức thực hiện",
        (
            "Nêu các bước đã làm, người phụ trách, thời gian, điều kiện bảo đảm. Ví dụ: bước một, giảng viên đăng ký; bước "
            "hai, khoa thẩm định và hỗ trợ; bước ba, dạy thử và rút kinh nghiệm; bước bốn, tổng kết và khen thưởng."
        ),
    ),
    "ket_qua": (
        "Kết quả đạt được",
        (
            "Nêu kết quả bằng số liệu có nguồn và so sánh trước, sau khi thực hiện; nêu tác động đối với giảng viên, học viên "
            "và nhà trường. Có thể dùng bảng; chữ trong bảng cũng dùng cùng một phông chữ với toàn bài."
        ),
    ),
    "kinh_nghiem": (
        "Bài học kinh nghiệm",
        "Nêu những kinh nghiệm rút ra, điều kiện để nhân rộng mô hình ở trường khác và kiến nghị, nếu có.",
    ),
}


def build(config: Config) -> bytes:
    """The paper as .docx: title, author and school where they belong, the elements as headings."""
    document = Document()
    _page(document)
    _styles(document, config.rules.font)
    _centred(document, TITLE.upper(), bold=True)
    _centred(document, AUTHOR, bold=True)
    _centred(document, f"{POSITION}, {config.schools[0].name}", italic=True)
    _text(
        document,
        f"Đây là bài mẫu. Tác giả thay tên bài, họ tên, đơn vị và nội dung từng mục bằng nội dung của mình, giữ nguyên "
        f"phông chữ {config.rules.font}. Bài không quá {config.rules.max_pages} trang, gửi dưới dạng tệp Word (.docx) "
        f"đính kèm thư về {config.mailbox.address}. Phần mở đầu này nêu bối cảnh và sự cần thiết của mô hình trong đổi "
        f"mới công tác đào tạo, bồi dưỡng.",
    )
    for number, element in enumerate(config.elements, 1):
        heading, guidance = SECTIONS[element.id]
        document.add_paragraph(f"{number}. {heading}", style="Heading 1")
        _text(document, guidance)
    _page_number(document)
    _without_leftovers(document)
    _set_fonts(document, config.rules.font)
    return _saved(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)


def _styles(document: Any, font: str) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    heading = document.styles["Heading 1"]
    heading.font.size, heading.font.bold, heading.font.color.rgb = Pt(14), True, RGBColor(0, 0, 0)
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(6)
    properties = document.core_properties
    properties.title, properties.author, properties.language = TITLE, AUTHOR, "vi-VN"
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = datetime(2021, 9, 8)  # noqa: DTZ001 - the package writes it as UTC
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _centred(document: Any, words: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.italic = bold or None, italic or None


def _text(document: Any, words: str) -> None:
    paragraph = document.add_paragraph(words)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _page_number(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def _set_fonts(document: Any, font: str) -> None:
    """The one font in every slot of every style, of the document's defaults and of the theme (ECMA-376 17.3.2.26)."""
    slots = ("ascii", "hAnsi", "eastAsia", "cs")
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for slot in slots:
            fonts.set(qn(f"w:{slot}"), font)
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name.startswith("/word/theme/") and type(part) is Part:
            part._blob = re.sub(rb'(<a:(latin|ea|cs) typeface=")[^"]*', rb"\g<1>" + font.encode(), part.blob)
            part._blob = re.sub(rb"<a:font script=[^>]*/>", b"", part._blob)
        if name == "/word/fontTable.xml":
            part._blob = re.sub(
                rb"(?s)<w:font w:name=\"(?!%s\").*?</w:font>" % re.escape(font.encode()), b"", part.blob
            )


def _without_leftovers(document: Any) -> None:
    """What python-docx's own starting document carries along: a picture of it, styles of Word 2010, custom data."""
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del holder.rels[key]


def _saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    SHIPPED.write_bytes(build(load(ROOT / "config.toml")))
