"""A first glance at a paper, whatever its kind."""

import io
import zipfile

import docx_maker as dm
import ole_maker
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_maker import Text, make_pdf

from daemon import documents
from daemon.model import FileKind as K

RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}{\*\generator x;}{\info{\title bi mat}}\pard "
    rb"Th\u7921?c ti\u7877?n v\'e0 kinh nghi\u7879?m\par M\u244?\~h\u236\'ecnh\line h\{a\}t}"
)
ODT = dm.zip_bytes(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<a><office:automatic-styles>rác</office:automatic-styles><office:text><text:h>Tên bài</text:h>"
        "<text:p>Nội<text:s/>dung<office:annotation><text:p>ghi chú</text:p></office:annotation></text:p></office:text></a>",
    }
)


def main_part(name: str = "document.xml", *, prefix: str = "w", encoding: str = "utf-8") -> bytes:
    """A .docx whose main part has another name, prefix or encoding than nearly all."""
    before, declares = (f"{prefix}:", f":{prefix}") if prefix else ("", "")
    xml = f'<w:document xmlns:w="{dm.NAMESPACES["w"]}"><w:body>{dm.p("Nội dung")}{dm.p("hai")}</w:body></w:document>'
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'
    xml = xml.replace("xmlns:w=", f"xmlns{declares}=").replace("<w:", f"<{before}").replace("</w:", f"</{before}")
    with zipfile.ZipFile(io.BytesIO(dm.make_docx())) as package:
        parts = {it: package.read(it).replace(b"document.xml", name.encode()) for it in package.namelist()}
    del parts["word/document.xml"]
    return dm.zip_bytes({**parts, f"word/{name}": xml.encode(encoding)})


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (dm.simple_paper(["Nội dung &amp; <x>"[:8]], title="TÊN BÀI"), K.DOCX, "TÊN BÀI\nNội dung"),
        (dm.make_docx(dm.p("a & b < c")), K.DOCX, "a & b < c"),
        (dm.make_docx(dm.p("trước", dm.text_box(dm.p("hộp")), "sau")), K.DOCX, "trướchộp\nsau"),
        (dm.make_docx(dm.p(dm.r("mo\u0302 hi\u0300nh"))), K.DOCX, "mô hình"),
        (dm.make_docx("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>" + dm.r("chữ") + "</w:p>"), K.DOCX, "chữ"),
        (dm.zip_bytes({"word/document.xml": "<w:p>a&#" + "1" * 5_000 + ";b</w:p>"}), K.DOCX, "a\ufffdb"),
        (main_part("document2.xml"), K.DOCX, "Nội dung\nhai"),
        (main_part(prefix="ns0"), K.DOCX, "Nội dung\nhai"),
        (main_part(prefix=""), K.DOCX, "Nội dung\nhai"),
        (main_part(encoding="utf-16"), K.DOCX, "Nội dung\nhai"),
        (dm.zip_bytes({"_rels/.rels": "<", "word/document.xml": dm.p("chữ")}), K.DOCX, "chữ"),
        (ODT, K.ODT, "Tên bài\nNội dung"),
        (RTF, K.RTF, "Thực tiễn và kinh nghiệm\nMô hình\nh{a}t"),
        (make_pdf([Text("Ten bai", y=700), Text("noi dung", y=600)]), K.PDF, "Ten bai\nnoi dung"),
        (ole_maker.make_doc("Thực tiễn và kinh nghiệm xây dựng mô hình\nNội dung"), K.DOC,
         "Thực tiễn và kinh nghiệm xây dựng mô hình\nNội dung"),
        ("Kính gửi".encode(), K.TEXT, "Kính gửi"),
        ("Kính gửi".encode("utf-16"), K.TEXT, "Kính gửi"),
    ],
)  # fmt: skip
def test_the_first_text(data: bytes, kind: K, text: str) -> None:
    assert documents.peek(data, kind) == text


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("data", [b"", b"rubbish", b"PK\x03\x04", b"%PDF-1.4", b"{\\rtf1 {{{"])
def test_nothing_where_there_is_nothing(data: bytes, kind: K) -> None:
    assert isinstance(documents.peek(data, kind), str)


def test_no_more_than_asked_for() -> None:
    assert documents.peek(dm.simple_paper(["chữ " * 1000] * 5), K.DOCX, 100) == ("chữ " * 25)[:100]


@pytest.mark.parametrize("piece", ["<w:instrText ", "<w:br ", "<mc:Fallback>", "<", "&", "<text:s "])
def test_patterns_do_not_run_wild(piece: str) -> None:
    """400,000 bytes of one opening after the other: a moment, not minutes."""
    documents.peek(dm.zip_bytes({"word/document.xml": piece * (400_000 // len(piece))}), K.DOCX)


@given(st.binary(max_size=300))
def test_rtf_of_any_bytes(data: bytes) -> None:
    assert isinstance(documents.peek(b"{\\rtf1" + data, K.RTF), str)
