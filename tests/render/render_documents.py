"""Documents whose pages follow by construction, and a look into the PDFs that come of them."""

import io
import zipfile

import docx
import pypdfium2
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

SENTENCE = "Xây dựng mô hình, điển hình góp phần sớm hoàn thành các tiêu chí trường chính trị chuẩn hiện nay."
LINES_A_PAGE = 36  #: 257 mm between the margins at exactly 20 pt a line


def paper(lines: int, *, line: str = "Nội dung bài tham luận", font: str = "Times New Roman") -> docx.document.Document:
    """A4, 20 mm margins, 14 pt, so many lines of exactly 20 pt: the number of pages follows by construction."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(14)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(20)
    style.paragraph_format.widow_control = False
    for number in range(lines):
        document.add_paragraph(f"{number + 1}. {line}")
    return document


def packed(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rtf(body: str) -> bytes:
    text = "".join(letter if letter < "\x7f" else f"\\u{ord(letter)}?" for letter in body)
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0\\fs28 {text}}}".encode("ascii")


ODT_NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in [
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("script", "script"),
            ("svg", "svg-compatible"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        ]
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office" xmlns:ooow="http://openoffice.org/2004/writer" xmlns:dom="http://www.w3.org/2001/xml-events"'
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def odt(body: str, *, head: str = "", extra: dict[str, str] | None = None) -> bytes:
    """An OpenDocument text from its body's XML; `extra` are more files of the package."""
    files = {
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT_NAMESPACES} '
        f'office:version="1.3">{head}<office:body><office:text>{body}</office:text></office:body></office:document-content>',
        **(extra or {}),
    }
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in files)
    text_type = "application/vnd.oasis.opendocument.text"
    manifest = f'<m:manifest xmlns:m="{MANIFEST}" m:version="1.3"><m:file-entry m:full-path="/" m:media-type="{text_type}"/>{entries}</m:manifest>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", text_type)
        for name, content in files.items():
            package.writestr(name, content)
        package.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
