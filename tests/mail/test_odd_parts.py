"""Parts as senders and gateways really build them: the file comes out, once, whole, under its name."""

import base64
import gzip
import quopri
import re
from collections.abc import Callable

import pytest
from mail_maker import (
    BOX,
    PDF,
    PNG,
    RTF,
    WORD,
    archive,
    attached,
    binhex,
    compressed_inside,
    docx,
    head,
    html,
    multi,
    part,
    signed_inside,
    text,
    tnef,
    uuencode,
    yenc,
)
from ole_maker import make_doc

from daemon.mail import intext, read
from daemon.mail.limits import Limits
from daemon.mail.uu import decode_uu
from daemon.model import FileKind, ParsedMail, Role

pytestmark = pytest.mark.slow  # each is quick; all of them are not

BAI = docx()
SCAN = PNG + bytes(range(64))
NAMED = ("Content-Type: application/octet-stream; name=bai.docx",)
ONE = multi(text("Kính gửi."), attached("bai.docx", BAI))


def files(raw: bytes) -> list[tuple[str, bytes]]:
    return [(file.filename, file.content) for file in read(raw).attachments]


def with_body(body: bytes, encoding: str = "base64", *fields: str) -> bytes:
    """A message whose second part is written by hand."""
    header = "\n".join([*(fields or NAMED), f"Content-Transfer-Encoding: {encoding}"]).encode()
    return head("x") + multi(text("Kính gửi."), header + b"\n\n" + body)


def lines(data: bytes, length: int = 76, end: bytes = b"\n") -> bytes:
    coded = base64.b64encode(data)
    return b"".join(coded[at : at + length] + end for at in range(0, len(coded), length))


# --------------------------------------------------------------------------- transfer encodings

BASE64 = {
    "odd lines": lines(BAI, 61),
    "one line": lines(BAI, 10**6),
    "no padding": lines(BAI).replace(b"=", b""),
    "empty lines": lines(BAI, end=b"\n\n"),
    "blanks": lines(BAI, 20, b" \n "),
    "a signature behind": lines(BAI) + b"\n-- \nSent from my iPhone\n",
    "a footer behind": lines(BAI) + "\n____\nDanh sách thư nội bộ\n".encode(),
    "marks of quotes": b"".join(b"> " + line + b"\n" for line in lines(BAI).split(b"\n")),
    "a foreign character a line": lines(BAI, end=b"!\n"),
    "NUL": lines(BAI, end=b"\0\n"),
    "alphabet of URLs": lines(BAI).replace(b"+", b"-").replace(b"/", b"_"),
    "too much padding": lines(BAI) + b"====\n",
    "pieces padded by themselves": b"".join(lines(BAI[at : at + 100]) for at in range(0, len(BAI), 100)),
    "two pieces": lines(BAI[:172]) + lines(BAI[172:]),
}


@pytest.mark.parametrize("case", BASE64)
def test_base64(case: str) -> None:
    assert files(with_body(BASE64[case])) == [("bai.docx", BAI)]


@pytest.mark.parametrize("length", [76, 61, 10**6])
@pytest.mark.parametrize("rest", [0, 3, 9, 30])
@pytest.mark.parametrize(
    "footer",
    ["--\nScanned by a gateway. No virus found.\n", "\n_____\nDanh sách thư nội bộ\nHoithao\n", "\nKinh thu\n-- \n"],
)
def test_a_footer_behind_base64_that_needs_no_padding(length: int, rest: int, footer: str) -> None:
    """There nothing but the lines themselves shows where it ends."""
    whole = BAI[: len(BAI) // 171 * 171 - 171 + rest]
    assert files(with_body(lines(whole, length) + footer.encode())) == [("bai.docx", whole)]


@pytest.mark.parametrize(
    "encoding",
    ["BASE64", '"base64"', "base64;", " base64 ", "base64 (RFC 2045)", "7bit", "quoted-printable", "x-khac", "base-64"],
)
@pytest.mark.parametrize("document", [BAI, SCAN])
def test_base64_under_another_name(encoding: str, document: bytes) -> None:
    assert files(with_body(lines(document), encoding)) == [("bai.docx", document)]


@pytest.mark.parametrize("document", [BAI, PDF.strip(), SCAN])
def test_what_is_called_base64_and_was_never_encoded(document: bytes) -> None:
    assert files(with_body(document)) == [("bai.docx", document)]


@pytest.mark.parametrize(
    "name", ["=?utf-8?B?QsODwqBp?=.docx", '"B%C3%A0i \xf0\x9f\x99\x8f.docx"', '"B\xe0i.docx"', ""], ids=ascii
)
@pytest.mark.parametrize("document", [BAI, lines(BAI)])
def test_under_any_name_a_file_is_there_once(name: str, document: bytes) -> None:
    """mail-parser leaves such an encoding as it is, and reads such names otherwise."""
    field = b"Content-Type: application/octet-stream; name=" + name.encode("latin-1")
    coded = field + b'\nContent-ID: <bai@x>\nContent-Transfer-Encoding: "base64"\n\n' + document
    assert [content for _, content in files(head("x") + multi(text("x"), coded))] == [BAI]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("binary", BAI),
        ("8bit", BAI),
        ("quoted-printable", quopri.encodestring(BAI)),
        ("x-uuencode", uuencode(b"bai.docx", BAI)),
        ("7bit", uuencode(b"bai.docx", BAI)),
    ],
)
def test_other_encodings(encoding: str, body: bytes) -> None:
    assert files(with_body(body, encoding)) == [("bai.docx", BAI)]


BETWEEN_LINES = {
    "uuencode": (uuencode(b"bai.docx", BAI), BAI),
    "yEnc": (yenc(b"bai.docx", BAI), BAI),
    "a part of yEnc": (yenc(b"bai.docx", BAI, part=b" part=1 total=1"), BAI),
    "BinHex": (binhex(b"bai.docx", BAI), BAI),
    "BinHex of runs": (binhex(b"bai.docx", BAI + b"\0" * 900), BAI + b"\0" * 900),
}


@pytest.mark.parametrize("case", BETWEEN_LINES)
def test_files_between_the_lines_of_a_text(case: str) -> None:
    body = b"Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n" + "Kính gửi.\n\n".encode()
    coded, content = BETWEEN_LINES[case]
    mail = read(head("x") + body + coded + "\nTrân trọng.\n".encode())
    assert [(file.filename, file.content) for file in mail.attachments] == [("bai.docx", content)]
    assert mail.text.split() == ["Kính", "gửi.", "Trân", "trọng."]


@pytest.mark.parametrize("case", BETWEEN_LINES)
def test_a_part_that_is_such_a_file(case: str) -> None:
    coded, content = BETWEEN_LINES[case]
    assert [inside for _, inside in files(with_body(coded, "8bit"))] == [content]


@pytest.mark.parametrize(
    ("outer", "expected"),
    [("bai.hqx", "bai.docx"), ("bai.docx.uu", "bai.docx"), ("", "bai.docx"), ("Bài hay.docx", "Bài hay.docx")],
)
@pytest.mark.parametrize("case", BETWEEN_LINES)
def test_the_name_inside_such_a_part(case: str, outer: str, expected: str) -> None:
    """What is no longer packed does not bear the wrapper's name."""
    fields = (f'Content-Type: application/octet-stream; name="{outer}"',)
    coded, content = BETWEEN_LINES[case]
    assert files(with_body(coded, "8bit", *fields)) == [(expected, content)]


LARGE = docx(*map(str, range(900)))
DOC = make_doc("Bài viết")
PASTED_HEADER = (
    b'Content-Type: application/octet-stream;\n\tname="=?utf-8?B?QsOgaS5kb2N4?="\n'
    b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n"
)
PASTED = {
    "": (lines(LARGE), LARGE, r"tep-\w+\.docx"),
    "a line of its own": (lines(LARGE, 10**6), LARGE, r"tep-\w+\.docx"),
    "CRLF": (lines(LARGE, 60, b"\r\n"), LARGE, r"tep-\w+\.docx"),
    "empty lines between": (lines(LARGE, 72, b"\n\n"), LARGE, r"tep-\w+\.docx"),
    "indented": (lines(LARGE, 72, b" \n  "), LARGE, r"tep-\w+\.docx"),
    "with the header of its part": (PASTED_HEADER + lines(LARGE), LARGE, "Bài.docx"),
    "PDF": (lines(PDF * 3), PDF * 3, r"tep-\w+\.pdf"),
    "RTF": (lines(RTF * 9), RTF * 9, r"tep-\w+\.rtf"),
    "Word 97": (lines(DOC), DOC, r"tep-\w+\.doc"),
    "whole lines only": (lines(LARGE[: len(LARGE) // 57 * 57]), LARGE[: len(LARGE) // 57 * 57], r"tep-\w+\.docx"),
}


@pytest.mark.parametrize("below", ["Trân trọng.", "Than", ""])
@pytest.mark.parametrize("case", PASTED)
@pytest.mark.slow
def test_base64_pasted_below_a_greeting(case: str, below: str) -> None:
    coded, content, name = PASTED[case]
    body = text(f"Kính gửi Ban Tổ chức.\n\n{coded.decode()}\n{below}\n", encoding="8bit")
    mail = read(head("x") + body)
    assert [file.content for file in mail.attachments] == [content]
    assert re.fullmatch(name, mail.attachments[0].filename)
    assert mail.text.split() == ["Kính", "gửi", "Ban", "Tổ", "chức.", *below.split()]


@pytest.mark.parametrize(
    "body",
    [
        lines(bytes(range(256)) * 4).decode(),
        lines(gzip.compress(LARGE, mtime=0)).decode(),  # as tokens of services are
        lines(PNG * 9).decode(),
        "".join(f"> {line}\n" for line in lines(LARGE).decode().split()),
        "-----BEGIN PGP MESSAGE-----\n\n" + lines(bytes(900)).decode(),
        lines(BAI).decode()[:150],
    ],
)
def test_base64_in_a_text_that_is_no_file(body: str) -> None:
    """Tokens, keys, pictures in source, what somebody quotes."""
    assert files(head("x") + text(f"Mã này là gì?\n\n{body}\n", encoding="8bit")) == []


SOURCE = (
    "Return-Path: <a@b.example>\nReceived: from x\n by y; Mon\nFrom: a@b.example\nSubject: Bài\nMIME-Version: 1.0\n"
)
PASTED_PART = PASTED_HEADER.decode() + lines(LARGE).decode()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"Vì sao thư này bị chặn?\n\n{SOURCE}{PASTED_PART}", 0),  # a mail of one part
        (f"Message: 1\n{SOURCE}\n{PASTED_PART}", 0),  # as digests of lists show mails
        (f"--- Below this line is a copy of the message.\n\n{SOURCE}{PASTED_PART}", 0),
        (f"{SOURCE}{PASTED_PART}", 1),  # the mail itself, whose header got lost
        (f"Em gửi bài.\n\nMIME-Version: 1.0\n{PASTED_PART}", 1),
        (f"Kinh gui:\nSubject: Bai tham luan\n{PASTED_PART}", 1),
        (f"X-Em: gui bai\n\nTrân trọng.\n{PASTED_PART}", 1),
    ],
    ids=["of one part", "digest", "returned", "the mail itself", "MIME alone", "one field", "not above"],
)
def test_the_source_of_a_mail_is_shown_and_not_sent(body: str, found: int) -> None:
    mail = read(head("x") + text(body, encoding="8bit"))
    assert [(it.filename, it.content, it.in_text) for it in mail.attachments] == [("Bài.docx", LARGE, True)] * found


@pytest.mark.parametrize(
    ("code", "left"),
    [
        (f"-----BEGIN CERTIFICATE-----\n{lines(bytes(range(256)) * 4, 64).decode()}\n-----END CERTIFICATE-----", 2),
        (f"-----BEGIN PGP MESSAGE-----\n\n{lines(PNG * 40, 64).decode().strip()}\n=aB3d\n-----END PGP MESSAGE-----", 2),
        ("> " + lines(PNG * 40).decode().strip().replace("\n", "\n> "), 0),
        (f"p={base64.b64encode(PNG * 40).decode()}", 1),
        ("https://nghean.example/tin-tuc/hoi-thao-khoa-hoc-cac-truong-chinh-tri-khu-vuc-bac-trung-bo-nam-2021.html", 1),
        (
            "\n".join("nghiencuulyluanvatongketthuctienocactruongchinhtri" for _ in range(4)),
            4,
        ),  # no code, whatever it is
    ],
    ids=["certificate", "PGP", "quoted", "key", "link", "words"],
)
def test_no_code_is_left_in_what_is_read(code: str, left: int) -> None:
    mail = read(head("x") + text(f"Kính gửi.\n{code}\nTrân trọng.", encoding="8bit"))
    said = mail.text.split("\n")
    assert (said[0], said[-1]) == ("Kính gửi.", "Trân trọng.")
    assert len([line for line in said if line]) == left + 2


def test_a_source_that_is_shown_is_no_new_text() -> None:
    said = "Anh xem giúp vì sao thư này bị chặn ạ?"
    assert read(head("x") + text(f"{said}\n\n{SOURCE}\nNội dung", encoding="8bit")).new_text == said
    below = "Received: tôi đã nhận\nX-Em: là An\nNội dung."
    assert read(head("x") + text(f"{said}\n{below}", encoding="8bit")).new_text == f"{said}\n{below}"


def _uri(content: bytes, media: str = WORD) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


LINKS = {
    "download": (f'<a download="B&agrave;i.docx" href="{_uri(BAI)}">tải</a>', "Bài.docx"),
    "download behind": (f'<a href="{_uri(BAI)}" download="Bài.docx">tải</a>', "Bài.docx"),
    "the words of the link": (f'<a href="{_uri(BAI)}"><b>Bài</b> viết.docx</a>', "Bài viết.docx"),
    "other words": (f"<a href='{_uri(BAI)}'>tải về ở đây</a>", r"tep-\w+\.docx"),
    "in the address": (f'<a href="{_uri(BAI, WORD + ";name=B%C3%A0i.docx")}">x</a>', "Bài.docx"),
    "without quotation marks": (f"<a href={_uri(BAI)} download=Bai.docx>x</a>", "Bai.docx"),
    "percent signs": (f'<a href="{_uri(BAI).replace("+", "%2B").replace("=", "%3D")}">x</a>', r"tep-\w+\.docx"),
    "folded": (f'<object data="{_uri(BAI)[:300]}\n  {_uri(BAI)[300:]}"></object>', r"tep-\w+\.docx"),
    "pasted base64": (f"<p>{lines(BAI, end=b'<br>').decode()}</p>", r"tep-\w+\.docx"),
}


@pytest.mark.parametrize("case", LINKS)
def test_files_in_a_page(case: str) -> None:
    """RFC 2397; a file that the plain form shows as well is there once."""
    page, name = LINKS[case]
    body = html(f"<p>Kính gửi.</p>{page}<p>Trân trọng.</p>")
    mail = read(head("x") + body)
    assert [file.content for file in mail.attachments] == [BAI]
    assert re.fullmatch(name, mail.attachments[0].filename)
    assert "base64" not in mail.text
    assert mail.text.endswith("Trân trọng.")
    plain = text(f"Kính gửi.\n\n{lines(BAI).decode()}\n", encoding="8bit")
    assert [content for _, content in files(head("x") + multi(plain, body, kind="alternative"))] == [BAI]


@pytest.mark.slow
def test_pictures_in_a_page_are_no_files_and_hide_no_words() -> None:
    picture = f'<img src="{_uri(SCAN * 20_000, "image/png")}">'
    mail = read(head("x") + html(f"<p>A</p>{picture}<p>Xin gửi bài.</p>"))
    assert mail.attachments == ()
    assert mail.text.split("\n")[-1] == "Xin gửi bài."


@pytest.mark.parametrize(
    "made",
    [
        lambda: lines(LARGE) + b"\nx\n",
        lambda: b'<a href="%s">x</a>' % _uri(LARGE).encode(),
        lambda: b"=ybegin line=1 size=1 name=a\n!\n=yend size=1\n",
        lambda: binhex(b"a.docx", BAI),
        lambda: b"begin 644 a\n#86)C\n`\nend\n",
    ],
    ids=["base64", "data URI", "yEnc", "BinHex", "uuencode"],
)
@pytest.mark.slow
def test_no_more_files_than_a_hundred_in_a_text(made: Callable[[], bytes]) -> None:
    """A person is told that there may be more."""
    kind = b"html" if made().startswith(b"<") else b"plain"
    mails = [read(head("x") + b"Content-Type: text/" + kind + b"\n\nA\n" + made() * count) for count in (90, 120)]
    assert [(len(mail.attachments), mail.unread) for mail in mails] == [(90, False), (100, True)]


def _related(page: bytes) -> bytes:
    return multi(page, part(PNG, "Content-Type: image/png", "Content-ID: <logo>"), kind="related", boundary="LOGO")


BANNER, SAID = "[EXTERNAL] Thư này từ bên ngoài gửi đến.", "Tôi xin rút bài TL-2021-003."
POINTER = "This message contains HTML. Please use an HTML-capable mail client."
FORMS = {
    "below a banner": (multi(text(BANNER), _related(html(f"<p>{SAID}</p>"))), f"{BANNER}\n\n{SAID}"),
    "one form below a banner": (
        multi(text(BANNER), multi(html(f"<p>{SAID}</p>"), kind="alternative", boundary="FORMS")),
        f"{BANNER}\n\n{SAID}",
    ),
    "both forms below a banner": (
        multi(text(BANNER), multi(text(SAID), _related(html(f"<p>{SAID}</p>")), kind="alternative", boundary="FORMS")),
        f"{BANNER}\n\n{SAID}",
    ),
    "the same twice in related": (multi(text(SAID), _related(html(f"<p>{SAID}</p>"))), SAID),
    "pieces of the plain form": (
        multi(
            text(f"{SAID}\nTrân trọng."),
            multi(html(SAID), html("Trân trọng."), kind="mixed", boundary="PIECES"),
            kind="alternative",
            boundary="FORMS",
        ),
        f"{SAID}\nTrân trọng.",
    ),
    "a plain form that points to the other": (
        multi(
            text(POINTER),
            multi(html(SAID), html("Trân trọng."), kind="mixed", boundary="PIECES"),
            kind="alternative",
            boundary="FORMS",
        ),
        f"{SAID}\n\nTrân trọng.",
    ),
    "a plain form that says something else": (
        multi(text("Em gửi lời chào."), html(f"<p>{SAID}</p>"), kind="alternative", boundary="FORMS"),
        f"Em gửi lời chào.\n\n{SAID}",
    ),
    "an empty HTML form": (multi(text(SAID), html("<img src=cid:a>"), kind="alternative", boundary="FORMS"), SAID),
    "addresses in the plain form": (
        multi(
            text(f"[cid:a] {SAID} <https://x.example/a/b/c/d/e/f/g/h/i/j/k>"),
            html(f"{SAID}"),
            kind="alternative",
            boundary="FORMS",
        ),
        f"[cid:a] {SAID} <https://x.example/a/b/c/d/e/f/g/h/i/j/k>",
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_what_is_said_in_one_form_alone_is_read(case: str) -> None:
    body, expected = FORMS[case]
    assert read(head("x") + body).text == expected


def test_a_text_without_the_files_that_stand_in_it() -> None:
    """Of any kind, in any order, one beside the other."""
    pieces = [yenc(b"a.docx", BAI), uuencode(b"b.docx", BAI), yenc(b"c.docx", BAI), binhex(b"d.docx", BAI)]
    found, left = intext.files_in_text(b"A\n" + b"".join(pieces[:2]) + b"B\n" + b"C\n".join(pieces[2:]) + b"D\n")
    assert [file.raw_name for file in found] == [b"a.docx", b"b.docx", b"c.docx", b"d.docx"]
    assert left == b"A\nB\nC\nD\n"


def test_a_split_message_that_is_whole() -> None:
    """RFC 2046 §5.2.2: one of one.  One of two is a piece, which nobody can read."""
    for total, expected in (("1", [("bai.docx", BAI)]), ("2", [])):
        raw = head("x") + f'Content-Type: message/partial; id="a@b"; number=1; total={total}\n\n'.encode()
        mail = read(raw + b"Subject: y\nMIME-Version: 1.0\n" + ONE)
        assert [(it.filename, it.content) for it in mail.attachments if it.kind is FileKind.DOCX] == expected
        assert mail.text == ("Kính gửi." if expected else "")


GREW = BAI.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "binary"])
def test_a_zip_that_was_sent_as_text(encoding: str) -> None:
    """Each line feed in it became two bytes; where there was a carriage return before, nobody can tell."""
    assert BAI.count(b"\n") > BAI.count(b"\r\n") == 0
    coded = {"quoted-printable": quopri.encodestring(GREW), "base64": lines(GREW), "binary": GREW}[encoding]
    assert files(with_body(coded, encoding)) == [("bai.docx", BAI)]
    mixed = (BAI[:60] + b"\r\n" + BAI[60:]).replace(b"\n", b"\r\n")
    assert files(with_body(lines(mixed))) == [("bai.docx", mixed)]


@pytest.mark.parametrize("document", [BAI, RTF, b"%PDF-1.4\n" + bytes(100)])
@pytest.mark.parametrize("fields", [(), ("Content-Type: text/plain",), ("Content-Type: text/html; charset=utf-8",)])
def test_a_document_in_a_part_that_says_nothing_of_it(document: bytes, fields: tuple[str, ...]) -> None:
    """RFC 2045 §5.2: such a part counts as text."""
    [(name, content)] = files(with_body(lines(document), "base64", *(fields or ("X-Trong: 1",))))
    assert name.startswith("tep-")
    assert content == document


@pytest.mark.parametrize("fields", [("X-Trong: 1",), ("Content-Type: text/plain",)])
def test_such_a_document_in_base64_that_is_not_called_so(fields: tuple[str, ...]) -> None:
    assert [content for _, content in files(with_body(lines(BAI), "7bit", *fields))] == [BAI]


def test_a_picture_among_the_forms_of_a_body_is_a_file() -> None:
    picture = part(SCAN, "Content-Type: text/plain; name=anh.png")
    raw = head("x") + multi(text("a"), html("b"), picture, kind="alternative")
    assert files(raw) == [("anh.png", SCAN)]


def test_base64_in_a_text_file_is_its_content() -> None:
    shown = part(lines(BAI), 'Content-Type: text/plain; name="base64.txt"', encoding="8bit")
    assert files(head("x") + multi(text("x"), shown)) == [("base64.txt", lines(BAI).rstrip(b"\n"))]


def test_messages_in_which_no_file_is_are_one() -> None:
    """What stands inside the outermost came along with it."""
    inside = head("trong") + multi(
        text("x"), b"Content-Type: message/rfc822; name=trong.eml\n\n" + head("y") + text("y")
    )
    raw = head("x") + multi(text("x"), b"Content-Type: message/rfc822; name=ngoai.eml\n\n" + inside, boundary="=-ngoai")
    assert [name for name, _ in files(raw)] == ["ngoai.eml"]


def test_a_text_that_speaks_of_a_pdf_is_text() -> None:
    mail = read(head("x") + text("Tệp của tôi bắt đầu bằng\n%PDF-1.4\nmà không mở được."))
    assert mail.attachments == ()
    assert "không mở được" in mail.text


def test_runs_expand_to_so_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three letters are 255 bytes: a text of a megabyte could fill the memory, at once or by many files."""
    monkeypatch.setattr(intext, "_MOST", 3_000)
    each = binhex(b"a.docx", b"PK" + b"\0" * 2_000)
    assert [len(file.content) for file in intext.files_in(each * 3)] == [2_002]
    assert intext.files_in(binhex(b"a.docx", b"PK" + b"\0" * 4_000)) == []


@pytest.mark.parametrize(
    "words",
    [
        "begin 644 bai.docx\nlà dòng đầu của uuencode.",
        "=ybegin là dòng đầu của yEnc.",
        "(This file must be converted with BinHex 4.0)\n\n: là dòng đầu của BinHex :",
        "(This file must be converted with BinHex 4.0)\n\n:$f*0:",
    ],
)
def test_words_about_such_files_are_words(words: str) -> None:
    mail = read(head("x") + b"Content-Type: text/plain; charset=utf-8\n\n" + words.encode())
    assert mail.attachments == ()
    assert mail.text == words


@pytest.mark.parametrize("before", [b"begin 644 bai.docx\n", b"begin-base64 644 ab\n", b"begin-base64 644 ab\nQUJD\n"])
def test_a_file_behind_words_that_only_begin_like_one(before: bytes) -> None:
    found = decode_uu(before * 150 + uuencode(b"bai 1.docx ", BAI))
    assert [(file.raw_name, file.content) for file in found] == [(b"bai 1.docx", BAI)]


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary"])
@pytest.mark.parametrize("media", ["text/plain", "text/html"])
def test_base64_of_a_document_that_is_called_text(media: str, encoding: str) -> None:
    name = 'Content-Disposition: attachment; filename="bai.docx"'
    assert files(with_body(lines(BAI), encoding, f"Content-Type: {media}; charset=utf-8", name)) == [("bai.docx", BAI)]


# --------------------------------------------------------------------------- types and names


LONG = "Mo hinh hay " * 1_700
LONG_NAMES = {
    "quoted": f'filename="{LONG}cuoi.docx"',
    "folded": 'filename="' + LONG.replace("hay ", "hay\n ") + 'cuoi.docx"',
    "folded, CR LF": 'filename="' + LONG.replace("hay ", "hay\r\n ") + 'cuoi.docx"',
    "words": "filename=" + "\n ".join(["=?utf-8?B?TW8gaGluaCBoYXkg?="] * 900 + ["=?utf-8?Q?cuoi.docx?="]),
    "sections": ";\n ".join(
        [f"filename*{n}*={'UTF-8' + 2 * chr(39) if n == 0 else ''}Mo%20hinh%20hay" for n in range(900)]
    )
    + ";\n filename*900*=cuoi.docx",
    "another parameter behind": f'filename="{LONG}cuoi.docx"; size=3',
}


@pytest.mark.parametrize("case", LONG_NAMES)
def test_names_of_thousands_of_characters_keep_beginning_and_extension(case: str) -> None:
    fields = (f"Content-Type: {WORD}", f"Content-Disposition: attachment; {LONG_NAMES[case]}")
    ((name, content),) = files(with_body(lines(BAI), "base64", *fields))
    assert (name[:11], name[-5:], content) == ("Mo hinh hay", ".docx", BAI)


@pytest.mark.parametrize(
    "media", ["text/plain", "text/html", "image/jpeg", "message/rfc822", "message/x-bai", "multipart/mixed", "foo", ""]
)
def test_a_wrong_type_hides_no_file(media: str) -> None:
    name = 'Content-Disposition: attachment; filename="bai.docx"'
    assert files(with_body(lines(BAI), "base64", f"Content-Type: {media}", name)) == [("bai.docx", BAI)]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (("Content-Description: Bai tham luan.docx",), "Bai tham luan.docx"),
        (("Content-Description: =?utf-8?B?QsOgaS5kb2N4?=",), "Bài.docx"),
        (("Content-Location: file:///C:/An/B%C3%A0i.docx",), "Bài.docx"),
        (("Content-Location: http://x.example/bai.docx?id=3",), "bai.docx"),
        (("Content-Description: Bai tham luan", "Content-Location: http://x.example/"), ""),
        (("Content-Disposition: inline", "Content-Disposition: attachment; filename=bai.docx"), "bai.docx"),
    ],
)
def test_names_in_other_fields(fields: tuple[str, ...], name: str) -> None:
    [(found, _)] = files(with_body(lines(BAI), "base64", f"Content-Type: {WORD}", *fields))
    assert found == name or (not name and found.startswith("tep-"))


def test_a_signature_of_pgp_that_was_named_without_its_extension() -> None:
    """Thunderbird's, in `multipart/signed`."""
    fields = (
        'Content-Type: application/pgp-signature; name="OpenPGP_signature.asc"',
        'Content-Disposition: attachment; filename="OpenPGP_signature"',
    )
    signature = part(b"-----BEGIN PGP SIGNATURE-----\n", *fields, encoding="7bit")
    found = read(head("x") + multi(attached("bai.docx", BAI), signature, kind="signed")).attachments
    assert [file.role for file in found] == [Role.PAPER, Role.SIGNATURE]


@pytest.mark.parametrize(
    ("filename", "name", "expected"),
    [
        ("B?i tham lu?n.docx", "Bài tham luận.docx", "Bài tham luận.docx"),
        ("B_i tham lu_n.docx", "Bài tham luận.docx", "Bài tham luận.docx"),
        ("Bai tham luan.docx", "Bài tham luận.docx", "Bai tham luan.docx"),
        ("Ti?ng Vi?t ? d?y.docx", "Tiếng Việt ở đây.docx", "Tiếng Việt ở đây.docx"),
        ("B?i khac.docx", "Bài tham luận.docx", "B?i khac.docx"),
        ("bai_1.docx", "bai-1.docx", "bai_1.docx"),  # nothing is lost that could not be written
        ("????.docx", "Dạy học.docx", "Dạy học.docx"),
        ("____.docx", "Dạy học.docx", "Dạy học.docx"),
        ("?? 2.docx", "Dạy học.docx", "?? 2.docx"),
        ("????.docx", "???.docx", "????.docx"),
        ("noname", "Bài tham luận.docx", "Bài tham luận.docx"),
        ("bai tham luan", "Bài tham luận.docx", "bai tham luan"),
        ("ghi chú", "phụ lục", "ghi chú"),
        ("Đổi mới cách dạy", "ATT00001.docx", "Đổi mới cách dạy"),
        ("doi_moi_cach_day", "ATT00001.docx", "doi_moi_cach_day"),
        ("BITHAM~1.DOC", "Bài tham luận.docx", "Bài tham luận.docx"),
        ("BITHAM~1.DOC", "Bài tham luận.pdf", "BITHAM~1.DOC"),
        ("Bài tham luận~1.docx", "An.docx", "Bài tham luận~1.docx"),
        ("Đổi mới.docx.", "ATT00001.docx", "Đổi mới.docx"),
        ("Đổi mới.docx.", "Dạy học vui.docx", "Đổi mới.docx"),
        ("tham", "hai.docx", "hai.docx"),
        ("Bài tham luận", "Bài tham luận.docx", "Bài tham luận.docx"),
        ("v1.2", "v1.2.docx", "v1.2.docx"),
    ],
)
def test_the_name_that_lost_no_letter_is_taken(filename: str, name: str, expected: str) -> None:
    coded = base64.b64encode(name.encode()).decode()
    fields = (
        f'Content-Type: {WORD}; name="=?utf-8?B?{coded}?="',
        f'Content-Disposition: attachment; filename="{filename}"',
    )
    assert files(with_body(lines(BAI), "base64", *fields)) == [(expected, BAI)]


# --------------------------------------------------------------------------- structure

LEFT_OPEN = multi(text("Thân."), html("<p>Thân.</p>"), kind="alternative", boundary="TRONG").replace(
    b"--TRONG--\n", b""
)
STRUCTURES = {
    "an empty line before the header of the part": head("x") + ONE.replace(b"Content-Type: application", b"\nContent-Type: application"),
    "blanks before all colons of the part's header": head("x") + ONE.replace(NAMED[0].encode() + b"\nContent-Transfer-Encoding:", NAMED[0].replace(":", " :").encode() + b"\nContent-Transfer-Encoding\t:"),
    "a blank before its second colon": head("x") + ONE.replace(b"docx\nContent-Transfer-Encoding:", b"docx\nContent-Transfer-Encoding :"),
    "an empty line inside the header of the part": head("x") + ONE.replace(b"docx\nContent-Transfer-Encoding:", b"docx\n\nContent-Transfer-Encoding:"),
    "the type behind that line": head("x") + multi(text("Kính gửi."), b"Content-Type: application/octet-stream\n\nContent-Disposition: attachment;\n filename=bai.docx\nContent-Transfer-Encoding: base64\n\n" + lines(BAI)),
    "an empty line before the header of the message's body": head("x") + b"\n" + ONE,
    "a header that says nothing of the parts": head("x") + b"\n" + ONE.split(b"\n\n", 1)[1],
    "parts said to be text": head("x") + b"Content-Type: text/plain\n\nThis is a multi-part message in MIME format.\n" + ONE.split(b"\n\n", 1)[1],
    "CR twice": (head("x") + ONE).replace(b"\n", b"\r\r\n"),
    "UTF-16": (head("x") + ONE).decode("utf-8").encode("utf-16"),
    "parts behind the end": head("x") + ONE.replace(b"\n--=-ranh-gioi\nContent-Type: application", b"\n--=-ranh-gioi--\n\n--=-ranh-gioi\nContent-Type: application"),
    "a multipart never closed inside": head("x") + multi(LEFT_OPEN, attached("bai.docx", BAI)),
    "one boundary for two levels": head("x") + multi(multi(text("a"), html("b"), kind="alternative"), attached("bai.docx", BAI)),
    "among the forms of a body": head("x") + multi(text("a"), attached("bai.docx", BAI), kind="alternative"),
    "as a related part": head("x") + multi(html("<img src=cid:x>"), attached("bai.docx", BAI), kind="related"),
    "nothing but the file": head("x") + attached("bai.docx", BAI),
    "an empty line before a message inside": head("x") + multi(b"Content-Type: message/rfc822\n\n\n\n" + head("y") + ONE),
    "an empty line before a message in a digest": head("x") + multi(b"\n\n" + head("y") + ONE, kind="digest"),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURES)
def test_structures(case: str) -> None:
    assert files(STRUCTURES[case]) == [("bai.docx", BAI)]


def test_fields_that_a_text_shows_are_text() -> None:
    """A header goes on behind an empty line only where it lacks what stands there, and nothing else does."""
    shown = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nDòng trên nghĩa là gì ạ?"
    mail = read(head("x") + text(shown))
    assert "Content-Transfer-Encoding: base64" in mail.text
    mail = read(head("x") + multi(text("Dòng sau:\n\nContent-Disposition: inline\n\nnghĩa là gì?")))
    assert "nghĩa là gì" in mail.text


def macbinary(data: bytes, resources: bytes = b"", name: bytes = b"bai.docx") -> bytes:
    header = bytes([0, len(name)]) + name.ljust(63, b"\0") + b"W8BNMSWD" + bytes(10)
    header += len(data).to_bytes(4, "big") + len(resources).to_bytes(4, "big") + bytes(31) + b"\x81\x81" + bytes(4)
    return header + data + bytes(-len(data) % 128) + resources + bytes(-len(resources) % 128)


@pytest.mark.parametrize("resources", [b"", b"r" * 200])
def test_macbinary_is_opened(resources: bytes) -> None:
    assert files(with_body(lines(macbinary(BAI, resources)))) == [("bai.docx", BAI)]


@pytest.mark.parametrize(
    "other",
    [b"\0", b"\0" * 400, b"\0\x05abcde" + bytes(300), macbinary(BAI)[:500], macbinary(b"khong ro la gi"), b"\0" + BAI],
)
def test_what_only_begins_like_macbinary_is_left_alone(other: bytes) -> None:
    assert files(with_body(lines(other))) == [("bai.docx", other)] or not other.strip(b"\0")


@pytest.mark.parametrize(
    ("content", "listed"), [(b"Version: 1\n", []), (b"-----BEGIN PGP MESSAGE-----\n\nhQ==\n", ["bai.docx.pgp"])]
)
def test_what_is_encrypted_is_a_file_and_its_version_is_none(content: bytes, listed: list[str]) -> None:
    fields = ("Content-Type: application/pgp-encrypted; name=bai.docx.pgp",)
    assert [name for name, _ in files(with_body(content, "7bit", *fields))] == listed


def test_the_fields_of_a_form_are_words() -> None:
    """RFC 7578: `name` is that of the field, and a file has its `filename`."""
    field = 'Content-Disposition: form-data; name="loi nhan"\n\nKính gửi.'.encode()
    file = part(BAI, 'Content-Disposition: form-data; name="tep"; filename="bai.docx"')
    mail = read(head("x") + multi(field, file, kind="form-data"))
    assert [(file.filename, file.content) for file in mail.attachments] == [("bai.docx", BAI)]
    assert mail.text == "Kính gửi."


def test_source_shown_in_a_mail_is_not_opened() -> None:
    shown = "Tôi thấy nguồn thư như sau:\n" + ONE.split(b"\n\n", 1)[1].decode()
    assert files(head("x") + text(shown)) == []


# --------------------------------------------------------------------------- wrappers


def inner(*parts: bytes) -> bytes:
    sender = "Lê Quốc Cường <lqcuong@quangtri.example>"
    return head("Bài", sender, to=BOX) + multi(text("Kính gửi."), *parts, boundary="=-trong")


INNER = inner(attached("bai.docx", BAI))
FORWARDED = {
    "as it is": b"Content-Type: message/rfc822\n\n" + INNER,
    "base64": part(INNER, "Content-Type: message/rfc822; name=thu.eml"),
    "quoted-printable": part(quopri.encodestring(INNER), "Content-Type: message/rfc822", encoding="quoted-printable"),
    "quoted-printable with long lines in its header": part(quopri.encodestring(INNER.replace(b"\nSubject:", b"\nX-Noi-Gui: " + b"phong dao tao " * 9 + b"\nSubject:", 1)), "Content-Type: message/rfc822", encoding="quoted-printable"),
    "under another type": part(INNER, "Content-Type: application/octet-stream; name=thu.eml"),
    "under the name of what is in it": part(INNER, "Content-Type: application/octet-stream; name=bai.docx"),
    "under the name of a PDF": part(INNER, "Content-Type: application/pdf; name=thu.pdf"),
    "in winmail.dat": part(tnef([("thu.eml", INNER)]), "Content-Type: application/ms-tnef; name=winmail.dat"),
    "twice": part(inner(part(INNER, "Content-Type: message/rfc822; name=hai.eml")), "Content-Type: application/x; name=a.eml"),
    "twice, as it is": b"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n" + inner(b"Content-Type: message/rfc822\n\n" + INNER.replace(b"trong", b"sau")),
    "base64 with a comment": part(INNER, "Content-Type: message/rfc822").replace(b"Encoding: base64", b"Encoding: base64 (RFC 2045)"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("packed", "listed"),
    [
        (tnef([("bai.docx", BAI)]), ["thu.zip", "bai.docx"]),
        (tnef([("bai.zip", archive([("bai.docx", BAI)]))]), ["thu.zip", "bai.zip", "bai.zip!bai.docx"]),
        (tnef([("bai.docx", BAI)])[:30], ["thu.zip", "thu.zip!winmail.dat"]),
    ],
)
def test_winmail_dat_that_somebody_packed(packed: bytes, listed: list[str]) -> None:
    """Who cannot open it saves it and packs it."""
    raw = head("x") + multi(text("x"), attached("thu.zip", archive([("winmail.dat", packed)])))
    assert [name for name, _ in files(raw)] == listed


@pytest.mark.parametrize("case", FORWARDED)
def test_forwarded_messages(case: str) -> None:
    mail = read(head("Fwd") + multi(text("Chuyển."), FORWARDED[case]))
    assert [(file.filename, file.content) for file in mail.attachments] == [("bai.docx", BAI)]
    assert [file.author.address for file in mail.attachments if file.author] == ["lqcuong@quangtri.example"]


def test_a_message_without_files_stays_what_it_is_called() -> None:
    raw = head("Fwd") + multi(text("x"), attached("bai.docx", head("y") + text("Không có tệp.")))
    (file,) = read(raw).attachments
    assert (file.filename, file.kind) == ("bai.docx", FileKind.DOCX)


@pytest.mark.parametrize("name", ["Bài tham luận.doc", "Bài.docx", "Bài.mht"])
def test_a_web_page_in_one_file_is_no_message(name: str) -> None:
    """RFC 2557, as Word saves it: the picture in it is no file of the sender's."""
    picture = part(base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(4000)), "Content-Type: image/png; name=a.png")
    page = head("Bài") + multi(part(b"<p>x", "Content-Type: text/html", encoding="7bit"), picture, kind="related")
    (file,) = read(head("x") + multi(text("Em gửi bài."), attached(name, page))).attachments
    assert file.filename == name


def test_names_in_wrappers_are_mended_as_well() -> None:
    wrapped = part(tnef([("BÃ\xa0i.docx", BAI)]), "Content-Type: application/ms-tnef; name=winmail.dat")
    between = text("Kính gửi.\n\n" + uuencode("BÃ\xa0i.docx".encode(), BAI).decode())
    assert [files(head("x") + multi(it, text("x"))) for it in (wrapped, between)] == [[("Bài.docx", BAI)]] * 2


def test_quoted_printable_that_is_none_is_left_alone() -> None:
    raw = head("Fwd") + multi(
        text("x"), b"Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n" + INNER
    )
    assert files(raw) == [("bai.docx", BAI)]


SIGNED = 'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"'


@pytest.mark.parametrize("piece", [0, 100])
def test_a_signed_message_with_its_content_inside(piece: int) -> None:
    mail: ParsedMail = read(head("x") + part(signed_inside(ONE, piece), SIGNED))
    assert [(file.filename, file.content) for file in mail.attachments] == [("bai.docx", BAI)]
    assert mail.text == "Kính gửi."


@pytest.mark.parametrize("media", ["application/pkcs7-mime", "application/octet-stream"])
def test_a_signed_file(media: str) -> None:
    fields = (f"Content-Type: {media}", 'Content-Disposition: attachment; filename="bai.docx.p7m"')
    assert files(head("x") + multi(text("x"), part(signed_inside(BAI), *fields))) == [("bai.docx", BAI)]


def test_signed_files_in_an_archive() -> None:
    """Signed as in the mail itself; what is larger than is kept of a message stays as it is."""
    packed = archive([("Bài.docx.p7m", signed_inside(BAI)), ("to.txt.p7m", compressed_inside(bytes(3_000_000)))])
    mail = read(head("x") + multi(text("x"), attached("ky.zip", packed)), Limits(stored_bytes=1_000_000))
    assert [(file.filename, file.kind) for file in mail.attachments[1:]] == [
        ("ky.zip!Bài.docx", FileKind.DOCX),
        ("ky.zip!to.txt.p7m", FileKind.OTHER),
    ]


@pytest.mark.parametrize("armour", ["PKCS7", "CMS", ""])
@pytest.mark.parametrize("name", ["bai.docx.p7m", "smime.p7m"])
def test_what_is_signed_as_text(armour: str, name: str) -> None:
    """RFC 7468 §8; without the lines around it, it was encoded twice."""
    coded = lines(signed_inside(BAI if name.startswith("bai") else ONE), 64)
    if armour:
        coded = f"-----BEGIN {armour}-----\n".encode() + coded + f"-----END {armour}-----\n".encode()
    fields = ("Content-Type: application/pkcs7-mime", f"Content-Disposition: attachment; filename={name}")
    assert files(head("x") + multi(text("x"), part(coded, *fields))) == [("bai.docx", BAI)]


COMPRESSED = 'Content-Type: application/pkcs7-mime; smime-type=compressed-data; name="smime.p7z"'


@pytest.mark.parametrize("content", [ONE, BAI])
def test_what_is_compressed(content: bytes) -> None:
    """RFC 3274, RFC 8551 §3.6."""
    raw = head("x") + multi(text("x"), part(compressed_inside(content), COMPRESSED))
    assert [inside for _, inside in files(raw)] == [BAI]


@pytest.mark.parametrize("start", [b"", b"Content-Type: text/plain\n\n"])
def test_what_was_compressed_is_opened_within_the_limit(start: bytes) -> None:
    """Each of them costs what was expanded of it, and beyond the limit stays as it is."""
    parts = [part(compressed_inside(start + bytes([number]) * 900_000), COMPRESSED) for number in range(5)]
    mail = read(head("x") + multi(text("x"), *parts), Limits(reread_bytes=2_000_000))
    closed = [file for file in mail.attachments if len(file.content) < 5_000]
    assert len(closed) == 3
    assert any("beyond the limit" in warning for warning in mail.warnings)


@pytest.mark.parametrize("damaged", [b"", b"0", b"0\x80", signed_inside(ONE)[:200], signed_inside(b""), RTF])
def test_a_signature_without_content_is_a_file(damaged: bytes) -> None:
    mail = read(head("x") + multi(text("x"), part(damaged, SIGNED)))
    assert [file.filename for file in mail.attachments] == ["smime.p7m"]


def test_a_document_in_every_wrapper_at_once() -> None:
    packed = archive([("Bài.docx", BAI), ("bai.pdf", PDF)])
    wrapped = tnef([("thu.eml", inner(attached("bai.zip", packed), attached("anh.png", PNG)))])
    raw = head("x") + multi(text("x"), part(wrapped, "Content-Type: application/ms-tnef; name=winmail.dat"))
    assert [file.filename for file in read(raw).attachments] == [
        "bai.zip",
        "bai.zip!Bài.docx",
        "bai.zip!bai.pdf",
        "anh.png",
    ]
    assert read(raw).attachments[0].kind is FileKind.ZIP
