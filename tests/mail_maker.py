"""Builds raw messages and the files in them byte by byte, so that what a test expects is known by construction.

`head` gives header fields, `text`, `html`, `part` and `attached` give MIME entities, `multi` joins them; `docx`,
`archive`, `seven_zip`, `tnef` and `uuencode` give files.  The pairs of `tests/corpus` were made with these too; there
the committed files are the truth.
"""

from __future__ import annotations

import base64
import binascii
import io
import itertools
import quopri
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from email.header import Header
from urllib.parse import quote
from xml.sax.saxutils import escape

import py7zr

#: Object identifiers: id-ct-compressedData, id-alg-zlibCompress, id-data.
_COMPRESSED, _ZLIB, _DATA = "060b2a864886f70d0109100109", "060b2a864886f70d0109100308", "06092a864886f70d010701"

BOX = "hoithao@chinhtri.example"
LETTER = "<thamluan.acknowledgement.0123456789abcdef01234567@chinhtri.example>"

An = "Nguyễn Văn An <an.nguyen@nghean.example>"
Binh = "Trần Thị Bình <binhtt@hatinh.example>"
Cuong = "Lê Quốc Cường <lqcuong@quangtri.example>"
Dung = "Phạm Thùy Dung <thuydung@hue.example>"
Office = "Văn phòng Trường Chính trị tỉnh Quảng Bình <vanthu@tctquangbinh.example>"
Secretary = "Ban Thư ký <thuky@chinhtri.example>"

PAPER = (
    "Mô hình “Mỗi tháng một chuyên đề” ở Trường Chính trị",
    "ThS. Nguyễn Văn An",
    "Trường Chính trị tỉnh Nghệ An",
    "1. Mục tiêu của mô hình là nâng cao chất lượng sinh hoạt chuyên môn của giảng viên.",
    "2. Nội dung, cách thức: mỗi tháng một khoa chủ trì một chuyên đề, toàn trường góp ý.",
    "3. Kết quả: sau hai năm có 24 chuyên đề. 4. Kinh nghiệm: lãnh đạo phải nêu gương.",
)
LETTER_TEXT = (
    "TỈNH ỦY QUẢNG BÌNH",
    "TRƯỜNG CHÍNH TRỊ",
    "Số: 215-CV/TCT",
    "V/v gửi bài tham luận Hội thảo khoa học",
    "Kính gửi: Trường Chính trị tỉnh Thanh Hóa",
    "Thực hiện Kế hoạch số 193, Trường Chính trị tỉnh Quảng Bình xin gửi kèm theo 02 bài tham luận. Trân trọng cảm ơn.",
    "Nơi nhận: - Như trên; - Lưu VT.",
)
INTRODUCTION = (
    "GIẤY GIỚI THIỆU",
    "Kính gửi: Ban Tổ chức Hội thảo",
    "Trường Chính trị trân trọng giới thiệu đồng chí Lê Quốc Cường, giảng viên, gửi bài tham luận tham gia Hội thảo.",
    "Số: 31-GGT/TCT. Nơi nhận: Lưu VT.",
)

# --------------------------------------------------------------------------- files


def docx(*lines: str) -> bytes:
    """The smallest .docx that Word opens, about 1 KB."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines or PAPER)
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return archive(
        [
            (
                "[Content_Types].xml",
                (
                    f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
                    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                    f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
                ),
            ),
            (
                "_rels/.rels",
                (
                    f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}" '
                    'Target="word/document.xml"/></Relationships>'
                ),
            ),
            ("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'),
        ]
    )


def archive(files: Sequence[tuple[str | bytes, str | bytes]], *, encrypted: bool = False) -> bytes:
    """A zip; a name given as bytes is written without the UTF-8 flag, as Windows and old programs do."""
    buffer = io.BytesIO()
    renamed: list[tuple[bytes, bytes]] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for number, (name, content) in enumerate(files):
            stored = name if isinstance(name, str) else f"{number:02}".ljust(len(name), "~")
            if isinstance(name, bytes):
                renamed.append((stored.encode(), name))
            made.writestr(zipfile.ZipInfo(stored, (2021, 11, 1, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    data = buffer.getvalue()
    for stand_in_bytes, raw in renamed:
        data = data.replace(stand_in_bytes, raw)
    if encrypted:  # APPNOTE 4.4.4 bit 0, in local and central headers
        data = data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    return data


def seven_zip(files: Sequence[tuple[str, bytes]], password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as made:
        for name, content in files:
            made.writestr(content, name)
    return buffer.getvalue()


def tnef(files: Sequence[tuple[str, bytes]]) -> bytes:
    """winmail.dat ([MS-OXTNEF]): version, code page, and per file rendering data, short title, data, long name."""

    def attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
        head = struct.pack("<BHHI", level, name, kind, len(data))
        return head + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1)
    out += attribute(1, 0x9006, 8, struct.pack("<I", 0x10000)) + attribute(1, 0x9007, 6, struct.pack("<II", 1258, 0))
    for name, content in files:
        text = (name + "\0").encode("utf-16-le")
        long_name = struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(text)) + text + b"\0" * (-len(text) % 4)
        out += attribute(2, 0x9002, 6, b"\1\0" + b"\0" * 12) + attribute(2, 0x8010, 1, b"BAITHA~1.DOC\0")
        out += attribute(2, 0x800F, 6, content) + attribute(2, 0x9005, 6, long_name)
    return out


def compressed_inside(content: bytes) -> bytes:
    """CompressedData with its content (RFC 3274 §1.1), lengths in four bytes."""

    def element(tag: int, *inner: bytes) -> bytes:
        whole = b"".join(inner)
        return bytes([tag, 0x84]) + len(whole).to_bytes(4, "big") + whole

    kind, zlib_, data = (bytes.fromhex(oid) for oid in (_COMPRESSED, _ZLIB, _DATA))
    packed = element(0x30, data, element(0xA0, element(4, zlib.compress(content))))
    return element(0x30, kind, element(0xA0, element(0x30, b"\2\1\0", element(0x30, zlib_), packed)))


def signed_inside(content: bytes, piece: int = 0) -> bytes:
    """SignedData with its content (RFC 5652 §5.1), no signers; in pieces of that length, BER's open lengths."""

    def element(tag: int, inner: bytes) -> bytes:
        if piece and tag & 0x20:
            return bytes([tag, 0x80]) + inner + b"\0\0"
        count = (len(inner).bit_length() + 7) // 8
        length = bytes([len(inner)]) if len(inner) < 128 else bytes([0x80 + count]) + len(inner).to_bytes(count, "big")
        return bytes([tag]) + length + inner

    if piece:
        octets = b"".join(element(4, content[at : at + piece]) for at in range(0, len(content), piece))
        octets = element(0x24, octets)
    else:
        octets = element(4, content)
    data, signed = (bytes.fromhex("06092a864886f70d0107") + bytes([number]) for number in (1, 2))
    version_and_digests = b"\x02\x01\x01" + element(0x31, element(0x30, b"\x06\x05\x2b\x0e\x03\x02\x1a"))
    body = version_and_digests + element(0x30, data + element(0xA0, octets)) + element(0x31, b"")
    return element(0x30, signed + element(0xA0, element(0x30, body)))


def uuencode(name: bytes, content: bytes) -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45], backtick=True) for at in range(0, len(content), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


def yenc(name: bytes, content: bytes, part: bytes = b"") -> bytes:
    """yEnc draft 1.3, with its `=ypart` line where `part` says which one it is."""
    coded = bytes((byte + 42) & 0xFF for byte in content)
    coded = re.sub(rb"[\0\n\r=]", lambda match: b"=" + bytes([(match[0][0] + 64) & 0xFF]), coded)
    lines = re.findall(rb"(?s)(?:=.|[^=]){1,128}", coded)
    size = b"%d" % len(content)
    first = b"=ybegin%b line=128 size=%b name=%b\n" % (part, size, name)
    which = b"=ypart begin=1 end=%b\n" % size if part else b""
    return first + which + b"\n".join(lines) + b"\n=yend size=%b%b\n" % (size, part)


def binhex(name: bytes, content: bytes) -> bytes:
    """BinHex 4.0 (RFC 1741), with runs; nobody here reads the checksums."""
    head = bytes([len(name)]) + name + b"\0W8BNMSWD\0\0" + struct.pack(">II", len(content), 0) + b"\0\0"
    raw = (head + content + b"\0\0\0\0").replace(b"\x90", b"\x90\0")
    raw = re.sub(rb"(?s)([^\x90])\1{3,200}", lambda run: run[1] + b"\x90" + bytes([len(run[0])]), raw)
    alphabet = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
    standard = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    coded = base64.b64encode(raw).rstrip(b"=").translate(bytes.maketrans(standard, alphabet))
    lines = re.findall(rb".{1,64}", b":" + coded + b":")
    return b"(This file must be converted with BinHex 4.0)\n\n" + b"\n".join(lines) + b"\n"


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RTF = b"{\\rtf1\\ansi\\ansicpg1258 B\\'e0i tham lu\\'f2n}"
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(range(64))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# --------------------------------------------------------------------------- messages

_numbers = itertools.count(1)


def word(text: str) -> str:
    """RFC 2047."""
    return Header(text, "utf-8").encode() if not text.isascii() else text


def mailbox(text: str) -> str:
    name, _, rest = text.rpartition(" <")
    return f"{word(name)} <{rest}" if name else text


def head(subject: str, sender: str | None = An, *more: str, to: str = BOX) -> bytes:
    """Header fields, each raw field of `more` as given; no empty line at the end."""
    number = next(_numbers)
    fields = (
        [f"Return-Path: <{sender.rpartition('<')[2].strip('>')}>"] if sender and not _has(more, "Return-Path") else []
    )
    fields += [f"From: {mailbox(sender)}"] if sender else []
    fields += [f"To: {to}", f"Subject: {word(subject)}", f"Date: Mon, 1 Nov 2021 09:{number % 60:02}:00 +0700"]
    if not _has(more, "Message-ID"):
        fields.append(f"Message-ID: <thu-{number:03}@mail.example>")
    return "\n".join([*fields, *more]).encode("utf-8", "surrogateescape") + b"\n"


def _has(fields: Sequence[str], name: str) -> bool:
    return any(field.lower().startswith(name.lower() + ":") for field in fields)


def text(body: str, charset: str = "utf-8", encoding: str = "8bit") -> bytes:
    """A text/plain part."""
    raw = body.encode(charset)
    if encoding == "base64":
        raw = base64.encodebytes(raw)
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    return (
        f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: {encoding}\n\n'.encode()
        + raw
        + b"\n"
    )


def html(body: str) -> bytes:
    raw = base64.encodebytes(f"<html><body>{body}</body></html>".encode())
    return b"Content-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n" + raw


def part(content: bytes, *fields: str, encoding: str = "base64") -> bytes:
    """A part with raw header fields."""
    body = base64.encodebytes(content) if encoding == "base64" else content
    header = "\n".join([*fields, f"Content-Transfer-Encoding: {encoding}"]).encode("utf-8", "surrogateescape")
    return header + b"\n\n" + body + b"\n"


def attached(name: str, content: bytes, media: str = WORD) -> bytes:
    """An attachment as Gmail writes it: RFC 2047 in `name`, RFC 2231 in `filename`."""
    if name.isascii():
        return part(
            content, f'Content-Type: {media}; name="{name}"', f'Content-Disposition: attachment; filename="{name}"'
        )
    coded = "=?UTF-8?B?" + base64.b64encode(name.encode()).decode() + "?="
    return part(
        content,
        f'Content-Type: {media}; name="{coded}"',
        f"Content-Disposition: attachment; filename*=UTF-8''{quote(name)}",
    )


def multi(*parts: bytes, kind: str = "mixed", boundary: str = "=-ranh-gioi", extra: str = "") -> bytes:
    """A multipart entity, its own Content-Type first."""
    body = b"".join(b"--" + boundary.encode() + b"\n" + piece.rstrip(b"\n") + b"\n" for piece in parts)
    return (
        f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="{boundary}"{extra}\n\n'.encode()
        + body
        + b"--"
        + boundary.encode()
        + b"--\n"
    )


def paper_mail(subject: str, body: str, *files: bytes, sender: str = An, more: Sequence[str] = ()) -> bytes:
    return head(subject, sender, *more) + multi(text(body), *files)


def plain(subject: str, body: str, sender: str | None = An, *more: str, to: str = BOX) -> bytes:
    return head(subject, sender, *more, to=to) + b"MIME-Version: 1.0\n" + text(body)
