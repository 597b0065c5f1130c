"""A first glance at a paper: enough text to tell a paper from a covering letter, cheaply and without trusting it.

No XML parser, no converter: text is cut out of the first kilobytes by patterns.  For .doc that is the piece of the
stream where text begins ([MS-DOC] 2.5.1), for .rtf the file without its control words.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from daemon.containers.ole import open_ole
from daemon.documents.package import Package
from daemon.documents.pdf import first_text
from daemon.documents.problems import Unreadable
from daemon.model import FileKind
from daemon.text.references import unescaped

_WINDOW = 400_000  #: bytes of XML or RTF looked at
_ROOT = 16_000  #: bytes in which the root element is over
_WORD_PREFIX = re.compile(rb"xmlns:?([\w.-]*)\s*=\s*[\"'][^\"'<>]{1,60}/wordprocessingml/(?:2006/)?main[\"']")
# Every pattern stops at the next "<": no file can make one of them run over the text again and again.
_PARAGRAPH_END = re.compile(r"</(?:w:p|text:p|text:h)>|<w:br\b[^<>]*/>|<text:line-break/>")
_UNSEEN = re.compile(r"<(/?)(?:w:instrText|w:delText|office:annotation|mc:Fallback)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>?")
_TAB = re.compile(r"<w:tab/>|<text:tab/>|<text:s\b[^<>]*/>")

#: A code point with its substitute, a byte, a word with its number, a sign, a brace, text.
_RTF_TOKEN = re.compile(
    r"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?|\\'([0-9a-fA-F]{2})"
    r"|\\([a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|([^\\{}]+)"
)
_RTF_SILENT = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "listtable", "listoverridetable", "rsidtbl", "generator"}
    | {"themedata", "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "object", "fldinst"}
    | {"header", "footer"}
)
_WORD_TEXT = re.compile("[^\x00-\x08\x0e-\x1f\ufffe\uffff]{4,}")


def peek(data: bytes, kind: FileKind, max_chars: int = 8000) -> str:
    """Text from the beginning of a paper, NFC, paragraphs on lines; "" where there is none.  Never raises."""
    reader = {
        FileKind.DOCX: _docx,
        FileKind.ODT: _odt,
        FileKind.DOC: _doc,
        FileKind.RTF: _rtf,
        FileKind.PDF: first_text,
        FileKind.TEXT: _text,
    }.get(kind)
    if reader is None or not data:
        return ""
    try:
        text = reader(data, max_chars)
    except (Unreadable, MemoryError):
        return ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return normalize("NFC", "\n".join(line for line in lines if line))[:max_chars]


def _docx(data: bytes, _max_chars: int) -> str:
    if not data.startswith(b"PK"):
        return ""
    package = Package(data)
    try:
        relations = package.relations()
    except Unreadable:
        relations = {}
    return _stripped(_as_usual(package.head(package.main_part(relations) or "", _WINDOW)))


def _as_usual(xml: bytes) -> bytes:
    """The beginning of a part of Word in UTF-8, with the prefix that nearly everybody gives its namespace."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = xml.decode("utf-16", "replace").encode()
    prefix = _WORD_PREFIX.search(xml[:_ROOT])
    if prefix is None or prefix[1] == b"w":
        return xml
    return re.sub(rb"<(/?)" + (prefix[1] + b":" if prefix[1] else rb"(?=[A-Za-z][\w.-]*[\s/>])"), rb"<\1w:", xml)


def _odt(data: bytes, _max_chars: int) -> str:
    content = Package(data).head("content.xml", _WINDOW)
    return _stripped(content[max(content.find(b"<office:text"), 0) :])


def _stripped(xml: bytes) -> str:
    text = _seen(xml.decode("utf-8", "replace"))
    text = _PARAGRAPH_END.sub("\n", _TAB.sub(" ", text))
    return unescaped(_TAG.sub("", text))


def _seen(text: str) -> str:
    """Without field instructions, deleted text, annotations and second versions of text boxes."""
    pieces: list[str] = []
    depth, position = 0, 0
    for mark in _UNSEEN.finditer(text):
        if not depth:
            pieces.append(text[position : mark.start()])
        if mark[1]:
            depth = max(depth - 1, 0)
        elif not mark[0].endswith("/>"):
            depth += 1
        position = mark.end()
    if not depth:
        pieces.append(text[position:])
    return "".join(pieces)


def _doc(data: bytes, max_chars: int) -> str:
    ole = open_ole(data)
    if ole is None:
        return ""
    # Text begins where fcMin says, usually at 0x600; one byte or two a character, told apart by the zeros.
    head = ole.word_head
    start = int.from_bytes(head[24:28], "little")
    start = start if 0x200 <= start < len(head) else 0x600
    window = head[start : start + max_chars * 4]
    wide = window[1:400:2].count(0) > 60 or _reads_as_vietnamese(window)
    text = window[: len(window) // 2 * 2].decode("utf-16-le", "ignore") if wide else window.decode("cp1252", "ignore")
    pieces = _WORD_TEXT.findall(text.replace("\r", "\n").replace("\x07", "\n").replace("\x0b", "\n"))
    return "".join(pieces)[:max_chars]


def _reads_as_vietnamese(window: bytes) -> bool:
    """UTF-16 whose high bytes are those of Latin letters: 00, 01 and 1E, in nearly every place."""
    highs = window[1:400:2]
    return len(highs) > 20 and sum(byte in (0x00, 0x01, 0x03, 0x1E, 0x20) for byte in highs) > 0.9 * len(highs)


def _rtf(data: bytes, max_chars: int) -> str:
    text = data[:_WINDOW].decode("latin-1")
    pieces: list[str] = []
    length, depth, silent_from = 0, 0, 0
    for code, byte, word, _, sign, brace, plain in _RTF_TOKEN.findall(text):
        if brace:
            depth += 1 if brace == "{" else -1
            silent_from = 0 if depth < silent_from else silent_from
        elif (sign == "*" or word in _RTF_SILENT) and not silent_from:
            silent_from = depth
        elif silent_from:
            continue
        else:
            piece = _rtf_piece(code, byte, word, sign, plain)
            pieces.append(piece)
            length += len(piece)
            if length >= max_chars:
                break
    return _joined(pieces)


def _rtf_piece(code: str, byte: str, word: str, sign: str, plain: str) -> str:
    if code:
        return chr(int(code) % 0x10000)
    if byte:
        return bytes.fromhex(byte).decode("cp1252", "replace")
    if word:
        return {"par": "\n", "line": "\n", "cell": "\n", "row": "\n", "tab": " "}.get(word, "")
    if sign:
        return {"~": " ", "_": "-", "-": ""}.get(sign, sign if sign in "\\{}" else "")
    return plain.replace("\r", "").replace("\n", "")


def _joined(pieces: list[str]) -> str:
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(data: bytes, max_chars: int) -> str:
    head = data[: max_chars * 4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.decode("utf-8-sig", "replace")
