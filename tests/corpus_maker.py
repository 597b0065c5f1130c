"""Writes `tests/corpus/NAME.eml` and `NAME.json`: made-up mails as authors, offices and programs send them.

The committed pairs are the truth and can be edited or added by hand; this script only saves typing when many are
made.  `python tests/corpus_maker.py` writes pairs that do not exist yet, `--all` writes every one anew.

What a pair expects is stated here beside the mail, never taken from what the program answers.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import quopri
import struct
import sys
import zipfile
from collections.abc import Callable, Sequence
from email.header import Header
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote
from xml.sax.saxutils import escape

HERE = Path(__file__).parent / "corpus"
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
                f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}" '
                'Target="word/document.xml"/></Relationships>',
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
            if isinstance(name, bytes):
                stand_in = f"{number:02}".ljust(len(name), "~")
                renamed.append((stand_in.encode(), name))
                name = stand_in
            made.writestr(zipfile.ZipInfo(name, (2021, 11, 1, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    data = buffer.getvalue()
    for stand_in_bytes, raw in renamed:
        data = data.replace(stand_in_bytes, raw)
    if encrypted:  # APPNOTE 4.4.4 bit 0, in local and central headers
        data = data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    return data


def seven_zip(files: Sequence[tuple[str, bytes]], password: str | None = None) -> bytes:
    import py7zr

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


def uuencode(name: bytes, content: bytes) -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45], backtick=True) for at in range(0, len(content), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RTF = b"{\\rtf1\\ansi\\ansicpg1258 B\\'e0i tham lu\\'f2n}"
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(range(64))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# --------------------------------------------------------------------------- messages

_number = 0


def word(text: str) -> str:
    """RFC 2047."""
    return Header(text, "utf-8").encode() if not text.isascii() else text


def mailbox(text: str) -> str:
    name, _, rest = text.rpartition(" <")
    return f"{word(name)} <{rest}" if name else text


def head(subject: str, sender: str | None = An, *more: str, to: str = BOX) -> bytes:
    """Header fields, each raw field of `more` as given; no empty line at the end."""
    global _number  # noqa: PLW0603
    _number += 1
    fields = (
        [f"Return-Path: <{sender.rpartition('<')[2].strip('>')}>"] if sender and not _has(more, "Return-Path") else []
    )
    fields += [f"From: {mailbox(sender)}"] if sender else []
    fields += [f"To: {to}", f"Subject: {word(subject)}", f"Date: Mon, 1 Nov 2021 09:{_number % 60:02}:00 +0700"]
    if not _has(more, "Message-ID"):
        fields.append(f"Message-ID: <thu-{_number:03}@mail.example>")
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


# --------------------------------------------------------------------------- cases

Case = tuple[str, bytes, dict[str, Any]]
CASES: list[Case] = []


def case(
    name: str, raw: bytes, disposition: str, *files: tuple[str, ...], answer: bool | None = None, **more: Any
) -> None:
    """`files`: (name, kind, role[, author]).  `answer` follows from the disposition unless given."""
    people = {"submission", "correction", "withdrawal", "question", "command", "no_paper"}
    keys = ("filename", "kind", "role", "author")
    CASES.append(
        (
            name,
            raw,
            {
                "disposition": disposition,
                "may_answer": disposition in people if answer is None else answer,
                "attachments": [dict(zip(keys, file, strict=False)) for file in files],
                **more,
            },
        )
    )


BODY = "Kính gửi Ban Tổ chức,\n\nTôi xin gửi bài tham luận tham gia Hội thảo (file đính kèm).\n\nTrân trọng,\nNguyễn Văn An"
NAME = "Bài tham luận - Nguyễn Văn An.docx"
ONE = (NAME, "docx", "paper")


def submissions() -> None:
    case(
        "gui-bai-gmail",
        paper_mail("Bài tham luận Hội thảo", BODY, attached(NAME, docx())),
        "submission",
        ONE,
        **{"from": "an.nguyen@nghean.example", "subject": "Bài tham luận Hội thảo", "missing": []},
    )
    case(
        "gui-bai-khong-noi-dung",
        head("", Binh) + multi(attached("BAI THAM LUAN.docx", docx())),
        "submission",
        ("BAI THAM LUAN.docx", "docx", "paper"),
    )
    case(
        "gui-bai-chi-co-tep",
        head("tham luan", Binh, "MIME-Version: 1.0") + attached("tham-luan.docx", docx()),
        "submission",
        ("tham-luan.docx", "docx", "paper"),
    )
    case(
        "gui-bai-inline",
        head("Gửi bài", Dung)
        + multi(
            text("Em gửi bài ạ."),
            part(docx(), f'Content-Type: {WORD}; name="bai.docx"', 'Content-Disposition: inline; filename="bai.docx"'),
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "ten-rfc2231-nhieu-khuc",
        head("Bài viết")
        + multi(
            text(BODY),
            part(
                docx(),
                f"Content-Type: {WORD}",
                "Content-Disposition: attachment;",
                " filename*0*=UTF-8''B%C3%A0i%20tham%20lu%E1%BA%ADn%20v%E1%BB%81%20%C4%91%E1%BB%95i%20;",
                " filename*1*=m%E1%BB%9Bi%20ph%C6%B0%C6%A1ng%20ph%C3%A1p;",
                ' filename*2=".docx"',
            ),
        ),
        "submission",
        ("Bài tham luận về đổi mới phương pháp.docx", "docx", "paper"),
    )
    coded = "=?UTF-8?Q?B=C3=A0i_vi=E1=BA=BFt_c=E1=BB=A7a_?= =?UTF-8?Q?Tr=E1=BA=A7n_Th=E1=BB=8B_B=C3=ACnh.doc?="
    case(
        "ten-rfc2047-trong-filename",
        head("Bài viết", Binh)
        + multi(
            text(BODY),
            part(
                OLE,
                f'Content-Type: application/msword; name="{coded}"',
                f'Content-Disposition: attachment; filename="{coded}"',
            ),
        ),
        "submission",
        ("Bài viết của Trần Thị Bình.doc", "doc", "paper"),
    )
    case(
        "ten-8bit-utf8",
        head("Bài viết")
        + multi(
            text(BODY),
            part(
                docx(),
                f'Content-Type: {WORD}; name="Tham luận.docx"',
                'Content-Disposition: attachment; filename="Tham luận.docx"',
            ),
        ),
        "submission",
        ("Tham luận.docx", "docx", "paper"),
    )
    raw = normalize("NFD", "Tham luận của Đồng").encode("utf-8")
    vn = "Bài tham luận Hội thảo.docx"
    cp1258 = _cp1258(vn).decode("ascii", "surrogateescape")
    case(
        "ten-8bit-windows-1258",
        head("Bài viết")
        + multi(
            text("Gửi bài.", "utf-8"),
            part(
                docx(),
                f'Content-Type: {WORD}; name="{cp1258}"',
                f'Content-Disposition: attachment; filename="{cp1258}"',
            ),
        ),
        "submission",
        (vn, "docx", "paper"),
    )
    nfd = normalize("NFD", "Tham luận của Đồng.docx")
    assert raw
    case(
        "ten-nfd-may-mac",
        head("Bài từ máy Mac", Dung, "X-Mailer: Apple Mail (2.3654)")
        + multi(
            text("Gửi từ máy Mac."),
            part(
                docx(), f"Content-Type: {WORD}", "Content-Disposition: attachment;", f" filename*=UTF-8''{quote(nfd)}"
            ),
        ),
        "submission",
        ("Tham luận của Đồng.docx", "docx", "paper"),
    )
    case(
        "ten-chi-trong-content-type",
        head("Bài viết") + multi(text(BODY), part(docx(), f'Content-Type: {WORD}; name="tham luan hoi thao.docx"')),
        "submission",
        ("tham luan hoi thao.docx", "docx", "paper"),
    )
    case(
        "ten-khong-co",
        head("Bài viết")
        + multi(text(BODY), part(RTF, "Content-Type: application/rtf", "Content-Disposition: attachment")),
        "submission",
        (f"tep-{hashlib.sha256(RTF).hexdigest()[:8]}.rtf", "rtf", "paper"),
    )
    case(
        "ten-khong-ngoac-kep",
        head("Bài viết")
        + multi(
            text(BODY),
            part(
                docx(),
                f"Content-Type: {WORD}",
                "Content-Disposition: attachment; filename=Bai tham luan Nghe An.docx; size=1200",
            ),
        ),
        "submission",
        ("Bai tham luan Nghe An.docx", "docx", "paper"),
    )
    case(
        "ten-duong-dan-windows",
        head("Bài viết", Cuong, "X-Mailer: Microsoft Outlook Express 6.00.2900")
        + multi(
            text(BODY),
            part(
                docx(),
                f"Content-Type: {WORD}",
                'Content-Disposition: attachment; filename="D:\\Hoi thao\\bai cuong.docx"',
            ),
        ),
        "submission",
        ("bai cuong.docx", "docx", "paper"),
    )
    case(
        "ten-leo-thu-muc",
        head("Bài viết", Cuong)
        + multi(
            text(BODY),
            part(docx(), f"Content-Type: {WORD}", 'Content-Disposition: attachment; filename="../../../etc/bai.docx"'),
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "ten-dao-chieu-chu",
        head("Bài viết")
        + multi(
            text(BODY),
            part(
                docx(),
                f"Content-Type: {WORD}",
                f"Content-Disposition: attachment; filename*=UTF-8''{quote('bai' + chr(0x202E) + 'xcod' + chr(7) + '.docx')}",
            ),
        ),
        "submission",
        ("baixcod.docx", "docx", "paper"),
    )
    long = "Tham luận " + "về xây dựng mô hình điển hình " * 12
    short = long[:145].rstrip(". ") + ".docx"
    case(
        "ten-rat-dai",
        head("Bài viết")
        + multi(
            text(BODY),
            part(
                docx(),
                f"Content-Type: {WORD}",
                f"Content-Disposition: attachment; filename*=UTF-8''{quote(long + '.docx')}",
            ),
        ),
        "submission",
        (short, "docx", "paper"),
    )
    case(
        "loai-octet-stream",
        head("Bài viết", Binh) + multi(text(BODY), attached("bai.docx", docx(), "application/octet-stream")),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "hai-bai-mot-thu",
        head("02 bài tham luận", Office)
        + multi(
            text("Nhà trường gửi 02 bài."),
            attached("Bài 1.docx", docx()),
            attached("Bài 2.docx", docx(*PAPER, "Bài thứ hai.")),
        ),
        "submission",
        ("Bài 1.docx", "docx", "paper"),
        ("Bài 2.docx", "docx", "paper"),
    )
    case(
        "bai-kem-cong-van",
        head("Gửi tham luận", Office)
        + multi(
            text("Gửi kèm công văn và bài."),
            attached("CV 215 gửi bài.docx", docx(*LETTER_TEXT)),
            attached(NAME, docx()),
        ),
        "submission",
        ("CV 215 gửi bài.docx", "docx", "letter"),
        ONE,
    )
    case(
        "bai-kem-giay-gioi-thieu",
        head("Gửi bài", Cuong)
        + multi(
            text("Xin gửi bài và giấy giới thiệu."),
            attached("tham luan.docx", docx()),
            attached("scan001.docx", docx(*INTRODUCTION)),
        ),
        "submission",
        ("tham luan.docx", "docx", "paper"),
        ("scan001.docx", "docx", "letter"),
    )
    case(
        "bai-kem-danh-sach",
        head("Gửi bài", Office)
        + multi(
            text("Danh sách và bài."),
            attached(
                "Danh sach tac gia.docx",
                docx("DANH SÁCH BÀI THAM LUẬN", "STT Họ và tên Tên bài", "1 Nguyễn Văn An Mô hình"),
            ),
            attached("bai.docx", docx()),
        ),
        "submission",
        ("Danh sach tac gia.docx", "docx", "other"),
        ("bai.docx", "docx", "paper"),
    )
    related = multi(
        html("Kính gửi bài.<br><img src='cid:logo@x'>"),
        part(
            PNG,
            'Content-Type: image/png; name="image001.png"',
            "Content-ID: <logo@x>",
            "Content-Disposition: inline; filename=image001.png",
        ),
        kind="related",
        boundary="=-trong",
    )
    case(
        "chu-ky-co-anh",
        head("Bài viết", Dung) + multi(related, attached("bai.docx", docx())),
        "submission",
        ("image001.png", "image", "signature"),
        ("bai.docx", "docx", "paper"),
    )
    signed = multi(
        multi(text(BODY), attached("bai.docx", docx()), boundary="=-trong"),
        part(
            b"0\x80" + bytes(40),
            'Content-Type: application/pkcs7-signature; name="smime.p7s"',
            'Content-Disposition: attachment; filename="smime.p7s"',
        ),
        kind="signed",
        extra='; protocol="application/pkcs7-signature"',
    )
    case(
        "thu-ky-so",
        head("Bài viết", Cuong) + signed,
        "submission",
        ("bai.docx", "docx", "paper"),
        ("smime.p7s", "other", "signature"),
    )
    case(
        "tieu-de-vang-mat-nguoi-that",
        paper_mail(
            "Vắng mặt hội nghị, xin gửi bài trước",
            "Do hôm đó tôi vắng mặt nên xin gửi bài trước. Kính mong Ban Tổ chức thông cảm.",
            attached("bai.docx", docx()),
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "bai-tu-dong-hoa",
        paper_mail(
            "Tự động hóa quản lý học viên",
            "Xin gửi bài về tự động hóa công tác quản lý.",
            attached("Tự động hóa.docx", docx()),
        ),
        "submission",
        ("Tự động hóa.docx", "docx", "paper"),
    )
    case(
        "than-thu-html-thoi",
        head("Bài viết", Dung)
        + multi(html("<p>K&iacute;nh g&#7917;i Ban T&#7893; ch&#7913;c</p>"), attached("bai.docx", docx())),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "base64-xuong-dong-lung-tung",
        head("Bài viết")
        + multi(
            text(BODY),
            part(
                _ragged(docx()),
                f"Content-Type: {WORD}; name=bai.docx",
                "Content-Disposition: attachment; filename=bai.docx",
                encoding="7bit",
            ).replace(b"Encoding: 7bit", b"Encoding: BASE64"),
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "bien-gioi-khong-dong",
        (head("Bài viết") + multi(text(BODY), attached("bai.docx", docx()))).replace(b"--=-ranh-gioi--\n", b""),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "bien-gioi-khai-sai",
        (head("Bài viết") + multi(text(BODY), attached("bai.docx", docx()))).replace(
            b'boundary="=-ranh-gioi"', b'boundary="khac"'
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "xuong-dong-cr",
        (head("Bai viet", Binh) + multi(text("Gui bai."), attached("bai.docx", docx()))).replace(b"\n", b"\r"),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "nul-trong-tieu-de",
        (head("Bai viet") + multi(text("Gui bai."), attached("bai.docx", docx()))).replace(
            b"Subject: Bai viet", b"Subject: Bai\0 viet\nX-Rac: \0\0"
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
        subject="Bai viet",
    )
    case(
        "dong-tieu-de-hong",
        (head("Bài viết", Binh) + multi(text(BODY), attached("bai.docx", docx()))).replace(
            b"To: ", b"X-Cong: mot dong dai bi\ncat ngang giua chung\nTo: "
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "nguoi-gui-ten-8bit",
        (head("Bài viết", "Nguyen <an@nghean.example>") + multi(text(BODY), attached("bai.docx", docx()))).replace(
            b"From: Nguyen", "From: Nguyễn Văn An".encode()
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
        **{"from": "an@nghean.example"},
    )
    case(
        "khong-co-nguoi-gui",
        head("Bài viết", None) + multi(text(BODY), attached("bai.docx", docx())),
        "submission",
        ("bai.docx", "docx", "paper"),
        answer=False,
        **{"from": None},
    )
    case(
        "pdf-va-docx",
        head("Bài viết", Dung)
        + multi(
            text("Gửi bản Word và bản PDF."), attached("bai.docx", docx()), attached("bai.pdf", PDF, "application/pdf")
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
        ("bai.pdf", "pdf", "paper"),
    )


def wrappers() -> None:
    case(
        "zip-cua-truong",
        head("03 bài của trường", Office)
        + multi(
            text("Gửi tệp nén."),
            attached(
                "tham luan.zip",
                archive(
                    [
                        ("Bài 1.docx", docx()),
                        ("Khoa Xây dựng Đảng/Bài 2.docx", docx()),
                        ("__MACOSX/._Bài 1.docx", b"rac"),
                        ("Bài 3.doc", OLE),
                    ]
                ),
                "application/zip",
            ),
        ),
        "submission",
        ("tham luan.zip", "zip", "archive"),
        ("tham luan.zip!Bài 1.docx", "docx", "paper"),
        ("tham luan.zip!Khoa Xây dựng Đảng/Bài 2.docx", "docx", "paper"),
        ("tham luan.zip!Bài 3.doc", "doc", "paper"),
    )
    case(
        "zip-ten-windows-1258",
        head("Tệp nén", Cuong)
        + multi(
            text("Gửi bài."),
            attached("bai.zip", archive([(_cp1258("Bài viết Hội thảo.docx"), docx())]), "application/zip"),
        ),
        "submission",
        ("bai.zip", "zip", "archive"),
        ("bai.zip!Bài viết Hội thảo.docx", "docx", "paper"),
    )
    case(
        "zip-ten-cp437",
        head("Tệp nén", Cuong)
        + multi(
            text("Gửi bài."),
            attached("bai.zip", archive([("résumé à revoir.docx".encode("cp437"), docx())]), "application/zip"),
        ),
        "submission",
        ("bai.zip", "zip", "archive"),
        ("bai.zip!résumé à revoir.docx", "docx", "paper"),
    )
    case(
        "zip-ten-utf8-khong-co",
        head("Tệp nén", Cuong)
        + multi(
            text("Gửi bài."), attached("bai.zip", archive([("Tham luận.docx".encode(), docx())]), "application/zip")
        ),
        "submission",
        ("bai.zip", "zip", "archive"),
        ("bai.zip!Tham luận.docx", "docx", "paper"),
    )
    case(
        "zip-trong-zip",
        head("Tệp nén", Office)
        + multi(
            text("Gửi bài."),
            attached(
                "ngoai.zip",
                archive([("trong.zip", archive([("bai.docx", docx())])), ("cong van.docx", docx(*LETTER_TEXT))]),
                "application/zip",
            ),
        ),
        "submission",
        ("ngoai.zip", "zip", "archive"),
        ("ngoai.zip!trong.zip", "zip", "archive"),
        ("ngoai.zip!trong.zip!bai.docx", "docx", "paper"),
        ("ngoai.zip!cong van.docx", "docx", "letter"),
    )
    case(
        "bay-zip",
        head("Tệp nén", Office)
        + multi(
            text("Gửi bài."),
            attached(
                "bai.7z",
                seven_zip([("Bài 1.docx", docx()), ("thu muc/Bài 2.docx", docx())]),
                "application/x-7z-compressed",
            ),
        ),
        "submission",
        ("bai.7z", "7z", "archive"),
        ("bai.7z!Bài 1.docx", "docx", "paper"),
        ("bai.7z!thu muc/Bài 2.docx", "docx", "paper"),
    )
    case(
        "zip-co-mat-khau",
        head("Gửi bài", Binh)
        + multi(
            text("Mật khẩu em nhắn sau."),
            attached("bai.zip", archive([("bai.docx", docx())], encrypted=True), "application/zip"),
        ),
        "no_paper",
        ("bai.zip", "zip", "archive"),
        missing=["unopened"],
    )
    case(
        "bay-zip-co-mat-khau",
        head("Gửi bài", Binh)
        + multi(
            text("Gửi bài."),
            attached("bai.7z", seven_zip([("bai.docx", docx())], "bimat"), "application/x-7z-compressed"),
        ),
        "no_paper",
        ("bai.7z", "7z", "archive"),
        missing=["unopened"],
    )
    case(
        "rar",
        head("Gửi bài tham luận", Binh)
        + multi(text("Xin gửi bài."), attached("bai tham luan.rar", RAR, "application/x-rar-compressed")),
        "no_paper",
        ("bai tham luan.rar", "rar", "archive"),
        missing=["unopened"],
    )
    case(
        "zip-hong",
        head("Gửi bài", Binh)
        + multi(text("Gửi bài."), attached("bai.zip", archive([("bai.docx", docx())])[:300], "application/zip")),
        "no_paper",
        ("bai.zip", "zip", "archive"),
        missing=["unopened"],
    )
    case(
        "winmail-dat",
        head("Gửi bài", Office, "X-Mailer: Microsoft Outlook 16.0")
        + multi(
            text("Gửi bài."),
            attached(
                "winmail.dat",
                tnef([("Bài tham luận số 1.docx", docx()), ("Công văn.docx", docx(*LETTER_TEXT))]),
                "application/ms-tnef",
            ),
        ),
        "submission",
        ("Bài tham luận số 1.docx", "docx", "paper"),
        ("Công văn.docx", "docx", "letter"),
    )
    case(
        "winmail-dat-hong",
        head("Gửi bài", Office)
        + multi(text("Gửi bài."), attached("winmail.dat", b"\x78\x9f\x3e\x22" + b"hong" * 20, "application/ms-tnef")),
        "no_paper",
        ("winmail.dat", "tnef", "other"),
        missing=["unsupported"],
    )
    inner = head("Bài của tôi", Cuong, to="vanthu@tctquangbinh.example") + multi(
        text(BODY), attached("Bài của Cường.docx", docx()), boundary="=-trong"
    )
    case(
        "chuyen-tiep-rfc822",
        head("Fwd: Bài của tôi", Office)
        + multi(
            text("Chuyển Ban Tổ chức."),
            b'Content-Type: message/rfc822\nContent-Disposition: attachment; filename="bai.eml"\n\n' + inner,
        ),
        "submission",
        ("Bài của Cường.docx", "docx", "paper", "lqcuong@quangtri.example"),
        **{"from": "vanthu@tctquangbinh.example"},
    )
    case(
        "chuyen-tiep-khong-ten",
        head("Fwd: Bài của tôi", Office)
        + multi(text("Chuyển Ban Tổ chức."), b"Content-Type: message/rfc822\n\n" + inner),
        "submission",
        ("Bài của Cường.docx", "docx", "paper", "lqcuong@quangtri.example"),
    )
    case(
        "chuyen-tiep-eml-base64",
        head("Chuyển bài", Office)
        + multi(text("Gửi kèm thư."), attached("thu cua tac gia.eml", inner, "application/octet-stream")),
        "submission",
        ("Bài của Cường.docx", "docx", "paper", "lqcuong@quangtri.example"),
    )
    case(
        "chuyen-tiep-rfc822-base64",
        head("Chuyển bài", Office) + multi(text("Gửi kèm thư."), attached("thu.eml", inner, "message/rfc822")),
        "submission",
        ("Bài của Cường.docx", "docx", "paper", "lqcuong@quangtri.example"),
    )
    case(
        "chuyen-tiep-trong-than-thu",
        paper_mail(
            "Fwd: Bài tham luận",
            "Kính chuyển.\n\n---------- Forwarded message ---------\nTừ: Lê Quốc Cường <lqcuong@quangtri.example>\nDate: Th 2, 1 thg 11, 2021 vào lúc 08:00\nSubject: Bài tham luận\nTo: <vanthu@tctquangbinh.example>\n\nXin gửi bài.",
            attached("bai.docx", docx()),
            sender=Office,
        ),
        "submission",
        ("bai.docx", "docx", "paper", "lqcuong@quangtri.example"),
    )
    case(
        "chuyen-tiep-khong-co-tep",
        head("Fwd: Hỏi", Office)
        + multi(
            text("Chuyển Ban Tổ chức."),
            b"Content-Type: message/rfc822\nContent-Disposition: attachment; filename=thu.eml\n\n"
            + plain("Hỏi", "Nội dung.", Cuong),
        ),
        "no_paper",
        ("thu.eml", "message", "other"),
    )
    case(
        "uuencode",
        head("Gui bai", Binh, "X-Mailer: FoxMail 2.1")
        + b"\nKinh gui bai tham luan.\n\n"
        + uuencode(b"bai.docx", docx())
        + b"\nTran trong.\n",
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    double = multi(
        part(
            b"\x00\x05\x16\x07\x00\x02\x00\x00" + bytes(40),
            'Content-Type: application/applefile; name="bai.docx"',
            'Content-Disposition: attachment; filename="bai.docx"',
        ),
        attached("bai.docx", docx()),
        kind="appledouble",
        boundary="=-tao",
    )
    case(
        "appledouble",
        head("Gửi bài", Dung, "X-Mailer: Apple Mail (2.3654)") + multi(text("Gửi bài."), double),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "zip-chi-co-cong-van",
        head("Gửi công văn", Office)
        + multi(
            text("Gửi công văn."),
            attached("cv.zip", archive([("CV gui bai.docx", docx(*LETTER_TEXT))]), "application/zip"),
        ),
        "no_paper",
        ("cv.zip", "zip", "archive"),
        ("cv.zip!CV gui bai.docx", "docx", "letter"),
    )


def corrections() -> None:
    file = attached("bai.docx", docx())
    seen = ("bai.docx", "docx", "paper")
    case(
        "sua-tra-loi-thu-cua-ta",
        paper_mail(
            "Re: Đã nhận bài tham luận",
            "Tôi gửi lại.\n\nVào Th 2, 1 thg 11, 2021 vào lúc 09:00 Ban Thư ký <"
            + BOX
            + "> đã viết:\n> Bài của ông chưa đạt.",
            file,
            more=[f"In-Reply-To: {LETTER}", f"References: <a@b.example> {LETTER}"],
        ),
        "correction",
        seen,
    )
    case(
        "sua-ma-trong-tieu-de",
        paper_mail("Bài TL-2021-007 bản mới", "Xin gửi.", file),
        "correction",
        seen,
        paper_codes=["TL-2021-007"],
    )
    case(
        "sua-ma-go-khac",
        paper_mail("bai tl 2021 7", "Xin gui bai.", file),
        "correction",
        seen,
        paper_codes=["TL-2021-007"],
    )
    case(
        "sua-dia-chi-co-the",
        head("Bài tham luận", An, to="Ban Thu ky <hoithao+TL-2021-012.k3f9@chinhtri.example>")
        + multi(text("Gửi."), file),
        "correction",
        seen,
        paper_codes=["TL-2021-012"],
    )
    case("sua-chu-bai-sua", paper_mail("Bài sửa", "Kính gửi bài đã chỉnh sửa.", file), "correction", seen)
    case(
        "sua-gui-lai",
        paper_mail("Tham luận", "Em xin gửi lại bài, bản hôm trước bị lỗi font ạ.", file, sender=Dung),
        "correction",
        seen,
    )
    case(
        "sua-thay-the",
        paper_mail("Tham luận", "Đề nghị Ban Tổ chức thay thế bài cũ bằng bài này.", file, sender=Binh),
        "correction",
        seen,
    )
    case("sua-khong-dau", paper_mail("bai chinh sua", "em gui bai chinh sua a", file, sender=Binh), "correction", seen)
    case(
        "sua-ten-tep",
        head("Tham luận", Cuong) + multi(text("Kính gửi."), attached("Bài viết_đã sửa lần 2.docx", docx())),
        "correction",
        ("Bài viết_đã sửa lần 2.docx", "docx", "paper"),
    )
    case(
        "sua-rut-cu-thay-moi",
        paper_mail("Xin thay bài", "Tôi xin rút bài cũ, gửi bài này thay thế.", file),
        "correction",
        seen,
    )
    case(
        "khong-phai-sua-da-tham-dinh",
        paper_mail(
            "Gửi bài tham luận",
            "Bài đã được Hội đồng thẩm định của trường góp ý, tác giả đã hoàn thiện. Nếu có gì cần sửa lại xin Ban Tổ chức cho biết.",
            file,
            sender=Office,
        ),
        "submission",
        seen,
    )
    case(
        "sua-ma-trong-than-thu",
        paper_mail("Tham luận", "Mã bài: TL-2021-015.\nXin gửi bản này.", file),
        "correction",
        seen,
        paper_codes=["TL-2021-015"],
    )


def no_papers() -> None:
    case("hua-quen-dinh-kem", plain("Bài tham luận", BODY), "no_paper", missing=["promised"])
    case(
        "hua-khong-dau",
        plain("gui bai", "em gui bai tham luan trong file dinh kem a", Dung),
        "no_paper",
        missing=["promised"],
    )
    case(
        "lien-ket-drive",
        plain("Bài tham luận", "Tôi gửi bài qua Drive: https://drive.google.com/file/d/1AbC/view?usp=sharing", Cuong),
        "no_paper",
        missing=["link"],
    )
    case(
        "lien-ket-onedrive",
        plain("Bài tham luận", "Bài ở đây: https://1drv.ms/w/s!AbCdEf", Dung),
        "no_paper",
        missing=["link"],
    )
    case(
        "tep-pages",
        head("Bài tham luận", Dung)
        + multi(
            text("Em gửi bài."),
            attached(
                "Tham luận.pages",
                archive([("Index/Document.iwa", b"x"), ("preview.jpg", b"\xff\xd8\xff")]),
                "application/x-iwork-pages-sffpages",
            ),
        ),
        "no_paper",
        ("Tham luận.pages", "zip", "other"),
        missing=["unsupported"],
    )
    case(
        "anh-chup-trang",
        head("Bài tham luận", Binh)
        + multi(text("Em chụp bài gửi ạ."), attached("IMG_2041.jpg", b"\xff\xd8\xff\xe0" + bytes(200), "image/jpeg")),
        "no_paper",
        ("IMG_2041.jpg", "image", "other"),
        missing=["unsupported"],
    )
    case(
        "trinh-chieu",
        head("Bài tham luận", Cuong)
        + multi(
            text("Gửi bài."),
            attached(
                "bai.pptx",
                archive(
                    [
                        (
                            "[Content_Types].xml",
                            '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
                        ),
                        ("ppt/presentation.xml", "<p/>"),
                    ]
                ),
                "application/octet-stream",
            ),
        ),
        "no_paper",
        ("bai.pptx", "presentation", "other"),
        missing=["unsupported"],
    )
    case(
        "dang-ky-so-bai",
        plain("Đăng ký bài viết", "Trường chúng tôi đăng ký 04 bài. Danh sách sẽ gửi sau.", Office),
        "no_paper",
        missing=[],
    )
    case(
        "chi-chu-ky-anh",
        head("Bài tham luận", Dung)
        + multi(
            html("Kính gửi bài tham luận, xem file đính kèm.<img src='cid:l'>"),
            part(PNG, "Content-Type: image/png; name=logo.png", "Content-ID: <l>", "Content-Disposition: inline"),
            kind="related",
        ),
        "no_paper",
        ("logo.png", "image", "signature"),
        missing=["promised"],
    )
    case(
        "than-thu-windows-1258",
        head(
            "Bai tham luan",
            Binh,
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=windows-1258",
            "Content-Transfer-Encoding: 8bit",
        )
        + b"\n"
        + _cp1258("Kính gửi Ban Tổ chức, tôi xin gửi kèm bài tham luận."),
        "no_paper",
        missing=["promised"],
    )
    case(
        "thu-rac-danh-dau",
        plain("Khuyến mại lớn", "Mua ngay hôm nay!", "Shop <ban@shop.example>", "X-Spam-Flag: YES"),
        "bulk",
    )


def questions() -> None:
    case("hoi-da-nhan-chua", plain("Bài tham luận", "Bài của tôi Ban Tổ chức đã nhận được chưa ạ?"), "question")
    case(
        "hoi-hom-qua-da-gui",
        plain("Hỏi thăm", "Hôm qua tôi đã gửi bài tham luận, không biết Ban Tổ chức nhận được chưa?", Binh),
        "question",
    )
    case("hoi-khong-dau", plain("hoi", "cho em hoi bai cua em da nhan duoc chua a", Dung), "question")
    case("hoi-han-nop", plain("Hỏi hạn nộp bài", "Xin cho hỏi hạn cuối nộp bài là ngày nào?", Cuong), "question")
    case(
        "hoi-xin-gia-han",
        plain("Xin gia hạn", "Đề nghị Ban Tổ chức cho gia hạn nộp bài đến 15/11.", Office),
        "question",
    )
    case(
        "hoi-vang-mat",
        plain("Về việc vắng mặt", "Tôi vắng mặt ngày hội thảo thì bài có được đăng kỷ yếu không ạ?", Cuong),
        "question",
    )
    case(
        "hoi-thu-tu-dong",
        plain(
            "Thư trả lời tự động có đúng không?",
            "Tôi nhận được thư trả lời tự động báo sai phông chữ, xin Ban Thư ký xem giúp.",
            Binh,
        ),
        "question",
    )
    case(
        "cam-on-tra-loi",
        plain("Re: Đã nhận bài", "Em cảm ơn Ban Thư ký ạ.", Dung, f"In-Reply-To: {LETTER}"),
        "question",
    )
    case(
        "tra-loi-co-trich",
        plain(
            "Re: Đã nhận bài",
            "Bài của tôi có phải sửa lại không?\n\nOn Mon, Nov 1, 2021 at 9:00 AM Ban Thu ky <hoithao@chinhtri.example> wrote:\n> Muốn rút bài, xin trả lời thư này.\n> File đính kèm",
            An,
            f"In-Reply-To: {LETTER}",
        ),
        "question",
    )
    case(
        "hoi-outlook-trich",
        plain(
            "RE: Đã nhận bài",
            "Xin cho biết kết quả thẩm định bài của tôi.\n\n________________________________\nTừ: Ban Thư ký <hoithao@chinhtri.example>\nĐã gửi: Thứ Hai, 1 Tháng Mười Một 2021 09:00\nĐến: Nguyễn Văn An\nChủ đề: Đã nhận bài\n\nXin rút bài thì trả lời thư này.",
        ),
        "question",
    )


def withdrawals() -> None:
    case("rut-bai", plain("Xin rút bài", "Vì lý do cá nhân, tôi xin rút bài tham luận đã gửi."), "withdrawal")
    case(
        "rut-bai-co-ma",
        plain("Rút bài TL-2021-009", "Đề nghị Ban Tổ chức cho rút bài.", Cuong),
        "withdrawal",
        paper_codes=["TL-2021-009"],
    )
    case("rut-bai-khong-dau", plain("xin rut bai", "em xin phep rut lai bai tham luan a", Dung), "withdrawal")
    case(
        "rut-kinh-nghiem-khong-phai-rut",
        plain("Góp ý", "Từ đó chúng tôi rút ra bài học kinh nghiệm. Xin cho hỏi có cần nêu trong bài không?", An),
        "question",
    )
    case("hoi-cach-rut-bai", plain("Hỏi", "Cho tôi hỏi nếu muốn rút bài thì làm thế nào?", Binh), "question")


def secretariat() -> None:
    case(
        "thu-ky-ra-lenh",
        plain("Re: TL-2021-004 cần người xem", "Đạt", Secretary, f"In-Reply-To: {LETTER}"),
        "command",
        paper_codes=["TL-2021-004"],
    )
    case(
        "thu-ky-gui-bai-ho",
        paper_mail("Gửi hộ tác giả", "Tác giả nộp trực tiếp.", attached("bai.docx", docx()), sender=Secretary),
        "submission",
        ("bai.docx", "docx", "paper"),
    )
    case(
        "chinh-hop-thu-gui-bai",
        paper_mail("Bài nộp tay", "Nhập hộ.", attached("bai.docx", docx()), sender=f"Ban Tổ chức <{BOX}>"),
        "submission",
        ("bai.docx", "docx", "paper"),
        answer=False,
    )


def machines() -> None:
    auto = "Tôi đang đi công tác, sẽ trả lời thư sau khi trở về."
    case(
        "tu-dong-auto-submitted",
        plain("Re: Đã nhận bài", auto, An, "Auto-Submitted: auto-replied", f"In-Reply-To: {LETTER}"),
        "auto_reply",
        reason="Auto-Submitted",
    )
    case(
        "tu-dong-duong-ve-rong",
        plain("Đã nhận thư", "Chúng tôi đã nhận thư của quý vị.", An, "Return-Path: <>"),
        "auto_reply",
        reason="Return-Path",
    )
    case("tu-dong-tieu-de-viet", plain("Trả lời tự động: Đã nhận bài tham luận", auto), "auto_reply", reason="subject")
    case(
        "tu-dong-tieu-de-anh",
        plain("Automatic reply: Đã nhận bài", "I am out of the office until Monday.", Binh),
        "auto_reply",
    )
    case("tu-dong-ooo", plain("Out of Office", "I will be back on 15 November.", Binh), "auto_reply")
    case(
        "tu-dong-vang-mat-lang-le",
        plain(
            "Vắng mặt",
            "Tôi đang nghỉ phép từ ngày 01/11 đến ngày 10/11. Tôi sẽ trả lời thư khi đi làm trở lại. Trường hợp khẩn xin liên hệ số 0912 000 000.",
            Cuong,
        ),
        "auto_reply",
    )
    case(
        "tu-dong-noi-dung",
        plain("Re: Đã nhận bài", "Đây là thư trả lời tự động. Vui lòng không trả lời thư này.", Office),
        "auto_reply",
    )
    case(
        "tu-dong-x-autoreply",
        plain("Đã nhận", "Cảm ơn quý vị.", Dung, "X-Autoreply: yes"),
        "auto_reply",
        reason="X-Autoreply",
    )
    case("tu-dong-precedence", plain("Thông báo", "Nội dung.", Dung, "Precedence: bulk"), "bulk", reason="Precedence")
    case(
        "tu-dong-exchange",
        plain("Đã nhận thư", "Thư đã tới.", Dung, "X-Auto-Response-Suppress: All"),
        "bulk",
        reason="X-Auto-Response-Suppress",
    )
    case(
        "khong-tra-loi",
        plain("Thông báo đăng nhập", "Có đăng nhập mới.", "Google <no-reply@accounts.example>"),
        "bulk",
        reason="no-reply",
    )
    case(
        "danh-sach-thu",
        plain(
            "Bản tin tuần",
            "Tin trong tuần.",
            "Bản tin <tin@tapchi.example>",
            "List-Unsubscribe: <mailto:huy@tapchi.example>",
        ),
        "bulk",
        reason="List-Unsubscribe",
    )
    case(
        "bai-qua-danh-sach-thu",
        paper_mail(
            "[giangvien] Bài tham luận",
            BODY,
            attached("bai.docx", docx()),
            more=["List-Id: Giang vien <giangvien.nghean.example>", "Precedence: list"],
        ),
        "submission",
        ("bai.docx", "docx", "paper"),
        answer=False,
    )
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Họp\nEND:VEVENT\nEND:VCALENDAR\n"
    case(
        "lich-hop",
        head("Lời mời: Họp", Office) + multi(text("Mời họp."), calendar_part(calendar), kind="alternative"),
        "bulk",
        reason="calendar",
    )
    mdn = multi(
        text("Thư đã được mở."),
        b"Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; an.nguyen@nghean.example\nOriginal-Message-ID: "
        + LETTER.encode()
        + b"\nDisposition: manual-action/MDN-sent-manually; displayed\n",
        kind="report",
        extra="; report-type=disposition-notification",
    )
    case("bao-da-doc", head("Đã đọc: Đã nhận bài", An) + mdn, "auto_reply")
    arf = multi(
        text("Abuse report."),
        b"Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n",
        b"Content-Type: message/rfc822\n\n" + head("Thư", f"<{BOX}>", to="a@b.example") + b"\nx\n",
        kind="report",
        extra="; report-type=feedback-report",
    )
    case("bao-thu-rac-arf", head("Abuse report", "<fbl@provider.example>") + arf, "auto_reply")
    case(
        "dmarc-tong-hop",
        head("Report domain: chinhtri.example Submitter: provider.example Report-ID: 1", "<dmarc@provider.example>")
        + multi(attached("report.zip", archive([("report.xml", "<feedback/>")]), "application/zip")),
        "bulk",
        ("report.zip", "zip", "archive"),
        ("report.zip!report.xml", "text", "other"),
    )
    case(
        "thu-cua-chinh-ta",
        plain(
            "Đã nhận bài",
            "Ban Tổ chức đã nhận bài.",
            f"Ban Thư ký <{BOX}>",
            f"Message-ID: {LETTER}",
            "X-Thamluan: acknowledgement",
            "Auto-Submitted: auto-replied",
            to="an.nguyen@nghean.example",
        ),
        "own",
    )
    case("hop-thu-ta-viet", plain("Nhắc việc", "Nhớ gửi danh sách.", f"<{BOX}>"), "own")


def calendar_part(calendar: str) -> bytes:
    return (
        b'Content-Type: text/calendar; method=REQUEST; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n'
        + calendar.encode()
    )


def bounces() -> None:
    ours = head(
        "Đã nhận bài tham luận",
        f"Ban Thư ký <{BOX}>",
        f"Message-ID: {LETTER}",
        "X-Thamluan: acknowledgement",
        to="khongco@nghean.example",
    )
    letter = ours + multi(text("Đã nhận."), attached("bai.docx", docx()), boundary="=-trong")
    status = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.nghean.example\n\nFinal-Recipient: rfc822; khongco@nghean.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n"
    report = "; report-type=delivery-status"
    daemon = "Mail Delivery System <MAILER-DAEMON@mx.nghean.example>"
    case(
        "tra-lai-chuan",
        head("Undelivered Mail Returned to Sender", daemon, "Return-Path: <>", "Auto-Submitted: auto-replied")
        + multi(
            text("The mail system"), status, b"Content-Type: message/rfc822\n\n" + letter, kind="report", extra=report
        ),
        "bounce",
    )
    case(
        "tra-lai-chi-tieu-de",
        head("Delivery Status Notification (Failure)", daemon)
        + multi(text("Failed."), status, b"Content-Type: text/rfc822-headers\n\n" + ours, kind="report", extra=report),
        "bounce",
    )
    delayed = status.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.2.2")
    case(
        "tra-lai-cham",
        head("Warning: could not send message", daemon)
        + multi(text("Still trying."), delayed, kind="report", extra=report),
        "bounce",
    )
    case(
        "tra-lai-qmail",
        plain(
            "failure notice",
            "Hi. This is the qmail-send program at mx.nghean.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<khongco@nghean.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
            + letter.decode("utf-8", "replace"),
            "MAILER-DAEMON@mx.nghean.example",
            "Return-Path: <>",
        ),
        "bounce",
    )
    case(
        "tra-lai-exim",
        plain(
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  khongco@nghean.example\n    no such user\n\n------ This is a copy of the message, including all the headers. ------\n\n"
            + ours.decode(),
            "Mail Delivery System <Mailer-Daemon@mx.nghean.example>",
            "X-Failed-Recipients: khongco@nghean.example",
        ),
        "bounce",
    )
    case(
        "tra-lai-khong-dau-hieu",
        head("Undeliverable: Đã nhận bài tham luận", "Quản trị hệ thống <admin@nghean.example>")
        + multi(
            text(
                "Your message did not reach some or all of the intended recipients.\nThe following recipient(s) could not be reached: khongco@nghean.example\n550 5.1.1 User unknown"
            ),
            b"Content-Type: message/rfc822\n\n" + letter,
        ),
        "bounce",
    )
    case(
        "tra-lai-tieng-viet",
        plain(
            "Không gửi được thư: Đã nhận bài",
            "Thư của bạn không thể gửi tới khongco@nghean.example. Hộp thư không tồn tại.\n\nMessage-ID: " + LETTER,
            "Hệ thống thư <postmaster@nghean.example>",
            "Return-Path: <>",
        ),
        "bounce",
    )
    case(
        "nguoi-than-thu-bi-tra",
        plain(
            "Thư của tôi bị trả lại",
            "Tôi gửi bài mà bị trả lại, báo 552 5.3.4 Message too big. Xin hỏi gửi cách nào?",
            Cuong,
        ),
        "question",
    )
    forwarded = head("Undelivered Mail", daemon, "Return-Path: <>", to="an.nguyen@nghean.example") + multi(
        text("x"), status, b"Content-Type: message/rfc822\n\n" + letter, kind="report", extra=report
    )
    case(
        "nguoi-chuyen-tiep-thu-tra-lai",
        head("Fwd: thư bị trả lại", An)
        + multi(
            text("Thư của tôi bị trả lại, nhờ Ban Thư ký xem giúp vì sao?"),
            b"Content-Type: message/rfc822\n\n" + forwarded,
            boundary="=-ngoai",
        ),
        "question",
    )
    case("khong-doc-duoc", bytes(range(256)) * 3, "unreadable")
    case("rong", b"", "unreadable")


def _cp1258(text_: str) -> bytes:
    """windows-1258 as Windows writes it: base letter (with circumflex, breve or horn), then the tone."""
    out = bytearray()
    for char in text_:
        try:
            out += char.encode("cp1258")
            continue
        except UnicodeEncodeError:
            pass
        letters = normalize("NFD", char)
        tones = [mark for mark in letters if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = normalize("NFC", "".join(mark for mark in letters if mark not in tones))
        out += (base + "".join(tones)).encode("cp1258")
    return bytes(out)


def _ragged(content: bytes) -> bytes:
    """base64 in lines of every length, with blanks between."""
    letters = base64.b64encode(content).decode()
    lines, at, width = [], 0, 3
    while at < len(letters):
        lines.append(" " + letters[at : at + width] + " ")
        at, width = at + width, width % 70 + 7
    return "\n".join(lines).encode()


GROUPS: Sequence[Callable[[], None]] = (
    submissions,
    wrappers,
    corrections,
    no_papers,
    questions,
    withdrawals,
    secretariat,
    machines,
    bounces,
)


def main() -> None:
    for group in GROUPS:
        group()
    HERE.mkdir(exist_ok=True)
    for name, raw, expected in CASES:
        path = HERE / f"{name}.eml"
        if path.exists() and "--all" not in sys.argv:
            continue
        path.write_bytes(raw)
        path.with_suffix(".json").write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"{len(CASES)} cases")


if __name__ == "__main__":
    main()
