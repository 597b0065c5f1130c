"""What a file is: by its bytes, by its name only where they are silent."""

import io
import zipfile

import docx_maker as dm
import ole_maker
import pdf_maker
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.containers.ole import open_ole
from daemon.kinds import named_kind, sniff
from daemon.model import FileKind as K

DOCX = dm.simple_paper(["Nội dung"])
XLSX = dm.make_docx(main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
PPTX = dm.make_docx(main_type="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml")
STRICT_TYPE = dm.make_docx(main_type=dm.TEMPLATE_TYPE)
ODT = dm.zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
ODS = dm.zip_bytes({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
ZIP = dm.zip_bytes({"bài 1.docx": DOCX, "bài 2.docx": DOCX})
PDF = pdf_maker.make_pdf([pdf_maker.Text("x")])
MAIL = (
    b"Received: from a\r\nFrom: a@lang.example\r\nSubject: x\r\nDate: Mon, 1 Nov 2021 08:00:00 +0700\r\n\r\nhello\r\n"
)
MAIL_OF_PAGES = (
    b"From: a@x.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: multipart/related; boundary=y\r\n\r\n--y"
)
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\nFrom: <Saved by Word>\r\nSubject: x\r\n\r\n--x"


@pytest.mark.parametrize(
    ("data", "filename", "kind"),
    [
        (DOCX, "bài.docx", K.DOCX),
        (DOCX, "bài.doc", K.DOCX),
        (DOCX, "bài.zip", K.DOCX),
        (DOCX, "không đuôi", K.DOCX),
        (STRICT_TYPE, "mẫu.dotx", K.DOCX),
        (dm.make_docx(main_type=dm.MACRO_TYPE), "a.docm", K.DOCX),
        (XLSX, "a.docx", K.SPREADSHEET),
        (PPTX, "a.bin", K.PRESENTATION),
        (ODT, "a.odt", K.ODT),
        (ODT, "a.docx", K.ODT),
        (ODS, "a.ods", K.SPREADSHEET),
        (ZIP, "các bài.zip", K.ZIP),
        (ZIP, "các bài.docx", K.ZIP),
        (dm.zip_bytes({}), "trống.zip", K.ZIP),
        (PDF, "a.pdf", K.PDF),
        (PDF, "a.docx", K.PDF),
        (b"\r\n" + PDF, "a", K.PDF),
        (b"{\\rtf1\\ansi x}", "a.doc", K.RTF),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a.7z", K.SEVEN_ZIP),
        (b"Rar!\x1a\x07\x01\x00", "a.rar", K.RAR),
        (b"\x78\x9f\x3e\x22\x01\x00", "winmail.dat", K.TNEF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png", K.IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "bài.docx", K.IMAGE),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a", K.IMAGE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", K.IMAGE),
        (b"<!-- a --> <!-- b -->\n<html>", "a.bin", K.OTHER),
        (b"<?xml version='1.0'?>\n<!-- a --><!-- -- > --><!DOCTYPE html>", "a.bin", K.OTHER),
        (b"<!---->" * 500 + b"<body>", "a.bin", K.OTHER),
        # comments, and nothing after them that a page begins with: how they might end is not tried in all ways
        (b"<!---->" * 40 + b"x", "a.bin", K.TEXT),
        (b"<!---->" * 9000, "a.bin", K.TEXT),
        (b"<?xml a" + b" " * 200 + b"<!-- --> " * 9000, "a.bin", K.OTHER),
        (b" " * 4000 + b"x", "a.bin", K.TEXT),
        (MAIL, "a.eml", K.MESSAGE),
        (MAIL, "a", K.MESSAGE),
        (MHT, "bài.doc", K.OTHER),
        (MHT, "bài.docx", K.DOCX),  # a damaged one
        (MHT, "thư.eml", K.MESSAGE),
        (MAIL_OF_PAGES, "bài.doc", K.MESSAGE),
        (b"<html><body>x</body></html>", "bài.doc", K.OTHER),
        (b'<?xml version="1.0"?><w:wordDocument/>', "bài.doc", K.OTHER),
        ("Kính gửi Ban Thư ký".encode(), "ghi chú.txt", K.TEXT),
        ("Kính gửi".encode("utf-16"), "ghi chú.txt", K.TEXT),
        (b"Ghi chu: mot dong\nHet\n", "a", K.TEXT),
        (b"\x00\x01\x02\x03", "a.bin", K.OTHER),
    ],
)
def test_content_decides(data: bytes, filename: str, kind: K) -> None:
    assert sniff(data, filename) is kind


@pytest.mark.parametrize(
    ("streams", "filename", "kind"),
    [
        ({"WordDocument": b""}, "a.doc", K.DOC),
        ({"WordDocument": b""}, "a.docx", K.DOC),
        ({"Workbook": b""}, "a.doc", K.SPREADSHEET),
        ({"PowerPoint Document": b""}, "a.ppt", K.PRESENTATION),
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, "a.docx", K.DOCX),
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, "a", K.DOCX),
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, "a.xlsx", K.SPREADSHEET),
        ({"__properties_version1.0": b"", "__nameid_version1.0": b""}, "thư.msg", K.MESSAGE),
    ],
)
def test_ole_files_by_their_streams(streams: dict[str, bytes], filename: str, kind: K) -> None:
    assert sniff(ole_maker.make_ole(streams), filename) is kind


@pytest.mark.parametrize(
    ("data", "filename", "kind"),
    [
        (b"", "bài.docx", K.DOCX),
        (bytes(1000), "bài.docx", K.DOCX),
        (b"\x93\x00\xfe\x17" * 100, "bài.docx", K.DOCX),
        (b"Service unavailable", "bài.docx", K.DOCX),
        (b"\x93\x00\xfe\x17" * 100, "bài.pdf", K.PDF),
        (DOCX[: len(DOCX) // 2], "bài.docx", K.DOCX),
        (DOCX[: len(DOCX) // 2], "bài", K.DOCX),
        (ODT[: len(ODT) // 2], "bài", K.ODT),
        (ole_maker.make_doc("x")[:700], "bài.doc", K.DOC),
        (ole_maker.make_doc("x")[:2000], "bài", K.DOC),
        (b"PK\x03\x04" + bytes(50), "bài.docx", K.DOCX),
        (b"PK\x03\x04" + bytes(50), "bài", K.ZIP),
    ],
)
def test_damaged_files_stay_what_they_claim_to_be(data: bytes, filename: str, kind: K) -> None:
    assert sniff(data, filename) is kind


def test_a_package_without_content_types_is_still_a_document() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert sniff(buffer.getvalue(), "a") is K.DOCX


@pytest.mark.parametrize(
    ("name", "kind"), [("A.DOCX", K.DOCX), ("b.tar.gz", K.TAR), ("b.cab", K.PACKED), ("c", K.OTHER), (".doc", K.OTHER)]
)
def test_the_kind_a_name_claims(name: str, kind: K) -> None:
    assert named_kind(name) is kind


def test_damaged_ole_files_are_none() -> None:
    assert open_ole(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)) is None


@given(
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"From: a\r\n", b"BM", b"<?xml "]),
    st.binary(max_size=600),
    st.sampled_from(["a.docx", "a.doc", "a", "a.eml"]),
)
def test_never_raises(magic: bytes, rest: bytes, filename: str) -> None:
    assert sniff(magic + rest, filename) in K
