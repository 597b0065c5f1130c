"""Messages built to hurt: bounded time, a warning, never an exception."""

import base64
import struct
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mail_maker import archive, attached, docx, head, multi, part, signed_inside, text

from daemon.containers import archives
from daemon.intake import Own, decide
from daemon.mail import Limits, read
from daemon.mail.transfer import decode_base64

pytestmark = pytest.mark.slow

OWN = Own("hoithao@chinhtri.example", secretariat=("thuky@chinhtri.example",), code_prefix="TL-2021")
TOP = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"


def parts(count: int, piece: bytes = b"Content-Type: text/plain\n\nx") -> bytes:
    return TOP + multi(*[piece] * count)


def nested(levels: int, body: bytes = b"Content-Type: text/plain\n\nx\n") -> bytes:
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(levels))
    return TOP + opened + body


def forwarded(levels: int) -> bytes:
    return TOP + b"Content-Type: message/rfc822\n\n" * levels + b"Content-Type: text/plain\n\nx"


def eml_in_eml(levels: int) -> bytes:
    raw = TOP + b"\nx"
    for _ in range(levels):
        raw = (
            TOP
            + b"Content-Type: application/x; name=a.eml\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(raw)
        )
    return raw


def signed(times: int) -> bytes:
    entity = b"Content-Type: text/plain\n\nx"
    for _ in range(times):
        entity = part(signed_inside(entity), "Content-Type: application/pkcs7-mime")
    return TOP + entity


HOSTILE = {
    "5,000 parts": parts(5_000),
    "30,000 parts": parts(30_000),
    "200 levels": nested(200),
    "900 levels": nested(900),
    "5,000 levels": nested(5_000),
    "200 levels and many lines": nested(200, b"Content-Type: text/plain\n\n" + b"x\n" * 200_000),
    "forwarded 3,000 times": forwarded(3_000),
    "message files in message files": eml_in_eml(20),
    "unending multipart": nested(30, b"\n" + b"line\n" * 100_000),
    "NUL in header and charset": b'From: a@b.example\nX: \0\nContent-Type: text/plain; charset="\0"\n\n\0x',
    "megabyte field": TOP + b"X-Y: " + b"a" * 2_000_000 + b"\n\nx",
    "megabyte of encoded words": TOP + b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
    "megabyte of recipients": TOP + b"To: " + b'"<(,;a@b ' * 100_000 + b"\n\nx",
    "100,000 recipients": TOP + b"To: " + b",\n ".join(b"a%d@b.example" % number for number in range(100_000)) + b"\n\nx",
    "dots before an address": b"From: " + b"a." * 30_000 + b"@b.example\n\nx",
    "blanks behind an encoded word": TOP + b"Subject: =?utf-8?q?a?=" + b" " * 60_000 + b"x\n\nx",
    "100,000 lines that are no fields": TOP + b"khong phai\n" * 100_000 + b"Date: x\n\nx",
    "parts behind parts behind the end": TOP + b"Content-Type: multipart/mixed; boundary=A\n\n" + b"--A\nContent-Type: text/plain\n\nx\n--A--\n" * 3_000,
    "headers behind empty lines": TOP + multi(b"\n" + b"Content-Type: text/plain\n\n" * 100_000),
    "multiparts of other boundaries": TOP + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=x\n\n" % n for n in range(900)),
    "messages in quoted-printable": TOP + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\nX: =3D\n\n" * 3_000 + b"x",
    "signed 30 times": signed(30),
    "base64 in a million pieces": TOP + b"Content-Type: application/x; name=a.docx\nContent-Transfer-Encoding: base64\n\n" + b"eA==\n" * 300_000,
    "names of 8,000 bytes": TOP + multi(*[b'Content-Type: application/x; name="' + b"\xb5i vi\xd5t " * 700 + b'"\n\nx%d' % n for n in range(300)]),
    "100,000 fields": TOP + b"".join(b"X-%d: y\n" % number for number in range(100_000)) + b"\nx",
    "semicolons": TOP + multi(b"Content-Type: text/plain" + b";a=b" * 200_000 + b"\n\nx"),
    "semicolons in its own header": TOP + b'Content-Type: multipart/mixed; x="' + b";" * 60_000 + b"\n\nx",
    "names without extension": TOP + multi(*[b"Content-Type: application/x; " + (b"name=a;" + b" " * 22) * 270 + b"\n\nx"] * 300),
    "blanks behind delimiters": TOP + b"Content-Type: multipart/mixed; boundary=A\n\n" + (b"--" + b" " * 198 + b"x\n") * 40_000,
    "twenty boundaries within lines": TOP + b"".join(b"boundary=x%03d\n" % n for n in range(20)) + b"\n" + (b"x" * 76 + b"\n") * 200_000,
    "continuations": TOP + b"Content-Disposition: attachment" + b"".join(b'; filename*%d="x"' % n for n in range(9_999)) + b"\n\nx",
    "CR alone": (TOP + b"\n" + b"line\n" * 100_000).replace(b"\n", b"\r"),
    "tags never closed": TOP + b"Content-Type: text/html\n\n" + b'<a href="' * 200_000,
    "comments never closed": TOP + b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    "styles never closed": TOP + b"Content-Type: text/html\n\n" + b"<style " * 200_000,
    "headings never closed": TOP + b"Content-Type: text/html\n\n" + b"<headx" * 200_000 + b"</head>",
    "dividers with blanks": TOP + b"\n" + (b"-- original message" + b" " * 32_000 + b"x\n") * 5,
    "attributions with blanks": TOP + b"\nOn 10/11/2021 An wrote" + b" " * 200_000 + b"x",
    "quotes in a returned letter": b"From: mailer-daemon@b.example\nSubject: Delivery failed\n\nDelivery failed\n" + b"> |\n" * 20_000,
    "attributions": TOP + b"Content-Type: text/plain; charset=utf-8\n\n" + "Ngày nào\n".encode() * 50_000,
    "uuencode never ended": TOP + b"\n" + b"begin 644 a\n" * 100_000,
    "uuencode in base64 begun again and again": TOP + b"\n" + b"begin-base64 644 ab\n" * 60_000 + b"x\n",
    "uuencode begun and full of blanks": TOP + b"\n" + (b"begin 644 " + b" " * 3_000 + b"x\n") * 1_000,
    "TNEF of many attributes": TOP + b"Content-Type: application/ms-tnef\n\n" + struct.pack("<IH", 0x223E9F78, 1) + (b"\x01" + struct.pack("<HHI", 0x8004, 1, 0) + b"\0\0") * 60_000,
    "a number of 5,000 digits": TOP + b"Content-Type: text/html\n\n<p>a &#" + b"1" * 5_000 + b"; b</p>",
    "a tag without end": TOP + b"Content-Type: text/html\n\n<p>x</p><" + b"a" * 500_000,
    "styles ended without a bracket": TOP + b"Content-Type: text/html\n\n" + b"<style</style" * 180_000,
    "one flowing paragraph": TOP + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 750_000,
    "yEnc without end": TOP + b"\n" + b"=ybegin line=1 size=1 name=a\n!\n=yend size=1\n" * 150_000,
    "BinHex without end": TOP + b"\n" + b'(This file must be converted with BinHex 4.0)\n\n:!3%!!!!!!!!!!!!!!!!!"!!!!!!!!!!!!!!!:\n' * 60_000,
    "files shown in a text": TOP + b"\nx\n" + (b"From: a\nTo: b\nContent-Type: application/pdf\n\n" + base64.encodebytes(b"%PDF-1.4" + b"\0" * 180) + b"\n") * 40_000,
    "data URIs": TOP + b"Content-Type: text/html\n\n" + b"data:;base64,A<" * 600_000,
    "long data URIs": TOP + b"Content-Type: text/html\n\n" + (b"data:;base64," + b"A" * 200 + b"<") * 30_000,
    "schemes of data URIs": TOP + b"Content-Type: text/html\n\n" + (b"data:" + b"data:;" * 99 + b"a;") * 6_000,
    "messages in messages": TOP + b"".join(b"Content-Type: message/rfc822; name=a%d.eml\nContent-Disposition: attachment\n\nX: y\n" % n for n in range(190)) + b"\n" + b"hello world\n" * 200_000,
    "multiparts in multiparts": TOP + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\nContent-Disposition: attachment\n\n--b%d\n" % (n, n) for n in range(190)) + b"\n" + (b"x" * 900 + b"\n") * 10_000,
    "empty boundary": TOP + b'Content-Type: multipart/mixed; boundary=""\n\n' + b"--\n" * 100_000,
    "phrases without end": TOP + b"\n" + b"xin rut gui nop bai khong toi dang se " * 50_000,
    "daemon babble": b"From: mailer-daemon@b.example\n\n" + b"could not message-id : below copy " * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_bounded(name: str) -> None:
    started = time.process_time()
    decide(read(HOSTILE[name]), OWN)
    assert time.process_time() - started < 6  # seconds of a slow, busy machine; most take a tenth of one


def test_pieces_of_base64_that_are_padded_take_no_memory_of_their_own() -> None:
    """34 MB of them took 1.2 GB beside what they decode to."""
    data = b"QQ==\n" + base64.encodebytes(bytes(1_500_000))
    tracemalloc.start()
    try:
        assert len(decode_base64(data)) == 1_500_001
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * len(data)


def test_messages_that_hold_no_file_are_files_up_to_the_bound() -> None:
    mail = read(
        TOP + multi(*[b"Content-Type: message/rfc822; name=a%d.eml\n\n" % n + TOP + b"\nx" for n in range(1_100)])
    )
    assert len(mail.attachments) == 1_000
    assert mail.unread
    assert [line for line in mail.warnings if "1000 files" in line] == ["more than 1000 files: the rest was left alone"]


ATTACHED_DEEP = b"X: y\n" + attached("bai.docx", docx())
for _ in range(3):
    ATTACHED_DEEP = part(
        ATTACHED_DEEP,
        "Content-Type: message/rfc822; name=thu.eml",
        "Content-Disposition: attachment",
        encoding="7bit",
    )
ATTACHED_DEEP = head("x") + ATTACHED_DEEP


@pytest.mark.parametrize("limits", [Limits(), Limits(written_bytes=3_000)])
def test_a_paper_deep_in_messages_is_found_without_mail_parser(limits: Limits) -> None:
    mail = read(ATTACHED_DEEP, limits)
    assert [file.filename for file in mail.attachments] == ["bai.docx"]
    assert (mail.unread, bool(mail.warnings)) == (False, limits != Limits())


@pytest.mark.parametrize(
    ("raw", "limits", "warning"),
    [
        (parts(30), Limits(parts=10), "more than 10 parts"),
        (nested(30), Limits(levels=10), "more than 10 levels"),
        (TOP + b"X: " + b"y" * 500 + b"\n\nx", Limits(field_bytes=200), "longer than 200 bytes"),
        (parts(3).replace(b"\n", b"\r"), Limits(), "CR alone"),
        (parts(30), Limits(boundary_work=5), "cut at its boundary lines"),
        (ATTACHED_DEEP, Limits(written_bytes=3_000), "more than mail-parser bears"),
        (signed(3), Limits(reread_bytes=200), "left closed beyond the limit"),
    ],
)
def test_the_limit_is_named_in_a_warning(raw: bytes, limits: Limits, warning: str) -> None:
    assert any(warning in given_warning for given_warning in read(raw, limits).warnings)


@pytest.mark.parametrize(
    ("limits", "unread"),
    [(Limits(parts=40), False), (Limits(parts=10), True), (Limits(parts=10, boundary_work=5), True)],
)
def test_a_paper_behind_the_limit_is_not_denied(limits: Limits, *, unread: bool) -> None:
    """What was left alone a person has to look at, and the text before it is not called a paper pasted in."""
    paper = b"Content-Type: application/msword\nContent-Disposition: attachment; filename=bai.doc\n\n{\\rtf1 x}"
    mail = read(TOP + multi(*[b"Content-Type: text/plain\n\n" + b"x " * 100] * 30, paper), limits)
    decision = decide(mail, OWN)
    assert (mail.unread, bool(mail.attachments)) == (unread, not unread)
    assert (decision.may_answer, decision.needs_person, decision.missing) == (True, unread, ())


def test_a_bomb_is_named_and_not_expanded() -> None:
    bomb = archive([("bai.docx", b"\0" * 3_000_000)])
    mail = read(
        head("x") + multi(text("x"), attached("bai.zip", bomb)), Limits(archive=archives.Limits(total_bytes=1_000_000))
    )
    assert [(file.filename, file.problem) for file in mail.attachments] == [("bai.zip", "bomb")]


def _seeds() -> list[bytes]:
    corpus = Path(__file__).parent.parent / "corpus"
    return [path.read_bytes() for path in sorted(corpus.glob("*.eml"))]


FRAGMENTS = [
    b"\n\n", b"\r", b"\0", b'"', b";", b"=?utf-8?b?", b"?=", b"boundary=", b"--", b"base64", b"\xff\xfe", b"<", b"@",
    b"Content-Type: message/rfc822\n\n", b"Content-Type: multipart/report\n\n", b"charset=unicode_escape",
    b"charset=utf-16", b"=?idna?b?gICA?=", b"=?raw_unicode_escape?q?\\ud800?=", b"filename*0*=", b"begin 644 x\n",
    b"\x78\x9f\x3e\x22", b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n",
]  # fmt: skip


@given(
    st.sampled_from(_seeds()),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 300), st.sampled_from(FRAGMENTS) | st.binary(max_size=8)),
        max_size=12,
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_mail_is_read_and_decided(seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    raw = seed
    for position, removed, put in edits:
        raw = raw[: position % (len(raw) + 1)] + put + raw[position % (len(raw) + 1) + removed :]
    check(raw)


@given(
    st.lists(st.tuples(st.sampled_from(_seeds()), st.integers(0, 10_000), st.integers(1, 60)), min_size=2, max_size=6)
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mail_put_together_of_lines_of_others_is_read_and_decided(pieces: list[tuple[bytes, int, int]]) -> None:
    lines: list[bytes] = []
    for seed, start, count in pieces:
        whole = seed.splitlines(keepends=True)
        first = start % max(len(whole), 1) if lines else 0  # the header of one of them
        lines += whole[first : first + count]
    check(b"".join(lines))


def check(raw: bytes) -> None:
    """What holds for any message."""
    mail = read(raw)
    decision = decide(mail, OWN)
    assert decision.reason
    assert mail.from_ is not None or not decision.may_answer
    for written in (
        mail.text,
        mail.new_text,
        mail.subject,
        *mail.headers,
        *(file.filename for file in mail.attachments),
    ):
        written.encode("utf-8")
    assert all(file.filename.isprintable() and len(file.filename.encode()) < 2_000 for file in mail.attachments)


@given(st.binary(max_size=2_000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read(raw: bytes) -> None:
    decide(read(raw), OWN)
