"""Files that stand in a text.  PURE.

Between the lines of plain text: uuencode (`uu`), yEnc (yEnc draft 1.3), BinHex 4.0 (RFC 1741), which old clients and
their plug-ins put there, and the bare base64 of a part (RFC 2045 §6.8), which somebody pasted or a gateway left there.
In HTML: `data:` URIs (RFC 2397), which editors and converters make of what is dropped into them.
"""

from __future__ import annotations

import binascii
import email.parser
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote_to_bytes

from daemon.filenames import readable
from daemon.kinds import named_kind, sniff
from daemon.mail.charsets import decode_header
from daemon.mail.params import parse
from daemon.mail.partnames import name_of
from daemon.mail.transfer import decode_base64
from daemon.mail.uu import TextFile, decode_uu
from daemon.model import PAPER_KINDS, FileKind

_MOST = 64 * 2**20  #: bytes of all that stands in a text in BinHex, whose runs make 255 of three

_YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,200}?name=(?P<name>[^\r\n]{1,400})\r?\n(?:=ypart [^\r\n]{0,200}\r?\n)?"
    rb"(?P<lines>.*?)(?:^=yend [^\r\n]{0,200}(?:\r?\n|\Z)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_YENC_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_YENC_LETTERS = bytes((code - 42) & 0xFF for code in range(256))

_BINHEX = re.compile(
    rb"^\(This file must be converted with BinHex[^\r\n]{0,40}\)\s{1,20}:(?P<letters>[^:]++):?[ \t]*(?:\r?\n)?",
    re.MULTILINE,
)
_BINHEX_LETTERS = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_AS_BASE64 = bytes.maketrans(_BINHEX_LETTERS, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_RUN = 0x90
#: What somebody sends so, and no text holds by chance: tokens and keys are base64 as well, gzip among them.
_SENT_SO = PAPER_KINDS | {
    FileKind.ZIP,
    FileKind.SEVEN_ZIP,
    FileKind.RAR,
    FileKind.SPREADSHEET,
    FileKind.PRESENTATION,
}
_SHORTEST = 200  #: characters of base64 in which there is a file
#: How their first bytes look: a zip, a compound file, PDF, RTF, 7z, rar.
_BEGINNINGS = (b"UEsD", b"0M8R4", b"JVBER", b"e1xyd", b"N3q8r", b"UmFyI")
MOST_FILES = 100  #: of each kind in one text: what stands behind them is left alone
_MOST_LOOKED = 1_000  #: files whose header is looked at, to tell whether somebody shows the source of a mail
_BASE64 = re.compile(
    rb"^[ \t]*+(?P<lines>(?:[A-Za-z0-9+/]{40,}+={0,2}[ \t]*+(?:(?:\r?\n[ \t]*+)++|\Z))++)"
    rb"(?P<rest>(?:[A-Za-z0-9+/]{1,39}+={0,2}|=)[ \t]*+(?=\r?\n|\Z))?",
    re.MULTILINE,
)
_GAP = re.compile(rb"\n[ \t]*\r?\n")
#: The header of the part that the base64 was; below a delimiter somebody shows the source of a mail.
_PART_HEADER = re.compile(
    rb"(?P<delimiter>^--[^\r\n]{1,200}\r?\n)?"
    rb"(?P<header>(?:^content-[a-z-]{1,40}[ \t]*:[^\r\n]*\r?\n(?:[ \t]+\S[^\r\n]*\r?\n)*){1,8})"
    rb"(?:[ \t]*\r?\n)*\Z",
    re.IGNORECASE | re.MULTILINE,
)
#: Fields of a mail, without or with an empty line below them: above the header of a part, that is its source as well.
_SOURCE = re.compile(
    rb"(?:^(?P<field>return-path|delivered-to|received|from|to|cc|subject|date|message-id|reply-to|sender|mime-version|"
    rb"dkim-signature|authentication-results|x-[a-z-]{1,60})[ \t]*:[^\r\n]*\r?\n(?:[ \t]+\S[^\r\n]*\r?\n)*+){2,}"
    rb"(?:[ \t]*\r?\n)*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LENGTH = 3_000  #: bytes before the base64 in which it is looked for

#: One that is long enough to hide what stands behind it, or to be a file.
_DATA = re.compile(
    rb"data:[a-z0-9.+/-]{0,127}(?P<parameters>(?:;(?!base64,)[^;,\"'<>]{0,600}+){0,6}+)"
    rb";base64,(?P<letters>[A-Za-z0-9+/=%_\s-]{200,}+)",
    re.IGNORECASE,
)
_NAME_IN_URI = re.compile(rb";\s*(?:file)?name=([^;,]{1,600})", re.IGNORECASE)
_DOWNLOAD = re.compile(
    rb"\b(?:download|title)\s*=\s*(?:\"([^\"]{1,600})\"|'([^']{1,600})'|([^\s\"'>]{1,600}))", re.IGNORECASE
)
_LABEL = re.compile(rb"[^<>]{0,1000}>(.{1,1000}?)</a\b", re.IGNORECASE | re.DOTALL)
_BESIDE = 2_000  #: bytes of a tag, and of a link's words, on both sides of an address
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_LONG_WORD = re.compile(rb"[A-Za-z0-9+/]{40,}+={0,2}")
_HEADER_REST = 1 + 4 + 4 + 2 + 4 + 4 + 2  #: behind the name: version, type, creator, flags, two lengths, checksum


def files_in(text: bytes) -> list[TextFile]:
    """All files that stand in a text, in their order."""
    found: list[TextFile] = []
    if b"begin" in text:
        found += decode_uu(text)
    if b"=ybegin " in text:
        found += islice(_yenc(text), MOST_FILES)
    if b"BinHex" in text:
        found += islice(_binhex(text), MOST_FILES)
    found += [file for file in _base64(text) if not any(it.start < file.end and file.start < it.end for it in found)]
    return sorted(found, key=lambda file: file.start)


def files_in_text(text: bytes) -> tuple[list[TextFile], bytes]:
    """The files that stand in a text, and the text without them."""
    found = files_in(text)
    kept: list[bytes] = []
    at = 0
    for file in found:
        kept.append(text[at : max(at, file.start)])
        at = max(at, file.end)
    return found, b"".join([*kept, text[at:]])


def files_in_html(page: bytes) -> tuple[list[TextFile], bytes]:
    """The files that stand in a page, and the page without them; without pictures as well, which are no files: as long
    as they are, nobody would get to the words behind them.
    """
    found: list[TextFile] = []
    kept: list[bytes] = []
    at = 0
    for match in _DATA.finditer(page):
        start, letters = match.start(), match["letters"]
        if page[start - 1 : start] not in (b'"', b"'"):  # it ends where the next attribute begins
            letters = letters.split(maxsplit=1)[0] if letters.strip() else b""
        if len(letters) < _SHORTEST:
            continue
        kept += [page[at:start], b"data:,"]
        at = match.start("letters") + len(letters)
        if len(found) < MOST_FILES:
            content = decode_base64(unquote_to_bytes(letters) if b"%" in letters else letters)
            if _is_sent_so(content):
                name = _name_of_link(page, start, at, match["parameters"])
                found.append(TextFile(name, content, start, at, bare=True))
    page = b"".join([*kept, page[at:]])
    if _LONG_WORD.search(page) is None:
        return found, page
    pasted = list(_base64(_TAG.sub(b"\n", page)))
    return found + pasted, _LONG_WORD.sub(b"", page) if pasted else page


def _is_sent_so(content: bytes) -> bool:
    """A PDF begins with its mark here, unlike in a mail that quotes one."""
    kind = sniff(content, "")
    return kind in _SENT_SO and (kind is not FileKind.PDF or content.startswith(b"%PDF-"))


def _base64(text: bytes) -> Iterator[TextFile]:
    if not any(beginning in text for beginning in _BEGINNINGS):
        return
    count, looked, beginning = 0, 0, len(text) - len(text.lstrip())
    for match in _BASE64.finditer(text):
        end = match.end()
        if end - match.start() < _SHORTEST or not match["lines"].startswith(_BEGINNINGS):
            continue
        if match["rest"] and _GAP.search(text, match.start("rest") - 4, match.start("rest")):
            lines = text[match.start() : match.start("rest")].rstrip()
            if not _GAP.search(lines):
                end = match.start("rest")  # a word of its own below
        content = decode_base64(text[match.start() : end])
        if not _is_sent_so(content):
            continue
        looked += 1
        if looked > _MOST_LOOKED:
            return
        above = max(0, match.start() - _HEADER_LENGTH)
        header = _PART_HEADER.search(text[above : match.start()])
        if header and (header["delimiter"] or _is_shown(text, beginning, above + header.start())):
            continue
        count += 1
        if count > MOST_FILES:
            return
        name = _name_in(header["header"]) if header else b""
        yield TextFile(name, content, above + header.start() if header else match.start(), end, bare=True)


def _is_shown(text: bytes, beginning: int, end: int) -> bool:
    """Whether the source of a mail goes on there that stands below other words: a report, a digest, somebody who asks
    why it was refused.  One that is all of the text lost its header on the way.
    """
    source = _SOURCE.search(text, max(0, end - _HEADER_LENGTH), end)
    return source is not None and source.start() > beginning


def _name_in(header: bytes) -> bytes:
    fields = {
        name.lower(): str(value) for name, value in email.parser.BytesHeaderParser().parsebytes(header).raw_items()
    }
    kind = parse(fields.get("content-type", ""))
    name, _ = name_of(parse(fields.get("content-disposition", "")), kind)
    return name.encode("utf-8", "replace")


def _name_of_link(page: bytes, start: int, end: int, parameters: bytes) -> bytes:
    """What the address itself names, or the tag around it, or the words of the link where they end like a file."""
    if named := _NAME_IN_URI.search(parameters):
        return unquote_to_bytes(named[1].strip(b"\"' "))
    behind = page[end : end + _BESIDE]
    tag = page[max(0, start - _BESIDE) : start].rpartition(b"<")[2]
    inside = _DOWNLOAD.search(tag) or _DOWNLOAD.search(behind.partition(b">")[0])
    if inside:
        return inside[1] or inside[2] or inside[3] or b""
    label = _LABEL.match(behind)
    words = b" ".join(_TAG.sub(b" ", label[1]).split()) if label else b""
    return words if named_kind(readable(decode_header(words))) is not FileKind.OTHER else b""


def _yenc(text: bytes) -> Iterator[TextFile]:
    for match in _YENC.finditer(text):
        lines = match["lines"].replace(b"\r", b"").replace(b"\n", b"")
        coded = _YENC_ESCAPED.sub(lambda escaped: bytes([(escaped[1][0] - 64) & 0xFF]), lines)
        if coded:
            yield TextFile(match["name"].strip(), coded.translate(_YENC_LETTERS), match.start(), match.end())


def _binhex(text: bytes) -> Iterator[TextFile]:
    left = _MOST
    for match in _BINHEX.finditer(text):
        letters = re.sub(rb"\s", b"", match["letters"])
        if letters.translate(None, _BINHEX_LETTERS):
            continue  # a text that only speaks of it
        whole = len(letters) // 4 * 4
        rest = letters[whole:].ljust(4, b"!") if len(letters) > whole else b""
        forks = _expanded(binascii.a2b_base64((letters[:whole] + rest).translate(_AS_BASE64)), left)
        left -= len(forks)
        name = forks[1 : 1 + forks[0]] if forks else b""
        lengths = 1 + len(name) + 11  # version, type, creator and flags stand between
        size = int.from_bytes(forks[lengths : lengths + 4], "big")
        content = forks[1 + len(name) + _HEADER_REST :][:size]
        if content:
            yield TextFile(name, content, match.start(), match.end())


def _expanded(data: bytes, most: int) -> bytes:
    """Without run lengths: 0x90 and a count repeat what stands before them, 0x90 and none is the byte itself.  Nothing
    where that is more than `most` bytes.
    """
    out = bytearray()
    at = 0
    while (mark := data.find(_RUN, at)) >= 0 and mark + 1 < len(data) and len(out) <= most:
        out += data[at:mark]
        count = data[mark + 1]
        out += out[-1:] * (count - 1) if count else bytes([_RUN])
        at = mark + 2
    return bytes(out + data[at:]) if len(out) + len(data) - at <= most else b""
