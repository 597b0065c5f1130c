"""What keeps a .doc, .odt or .rtf from being judged, as far as it shows without converting it.

Sources: [MS-DOC] 2.5.2 FibBase (fEncrypted), [MS-DOC] 2.1 and [MS-OVBA] 2.2.1 (storage "Macros"), OASIS ODF 1.2
part 3 §3.4 (encryption), §2.2.1 (scripts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from daemon import fonts
from daemon.containers.ole import open_ole
from daemon.documents.fields import refuse_active
from daemon.documents.package import Package, is_elsewhere
from daemon.documents.problems import ENCRYPTED_NOTE, MAX_CHARACTERS, MAX_PIECES, Unreadable
from daemon.documents.slots import APPLICATION_DEFAULT
from daemon.model import Document, FileKind, FileProblem

_MAGIC_WORD = (0xA5EC, 0xA5DC, 0xA697, 0xA698, 0xA699)  # Word 97 and later; Word 6 and 95; these in East Asia
_ENCRYPTED_BIT = 0x0100
_MAX_RTF_PIECES = 150_000  #: groups, or paragraphs; Word opens some two groups a run, a paper has some thousands
#: Papers have some twenty.  Bytes of pictures (\bin) are not skipped: by chance their braces make some hundreds.
_MAX_RTF_DEPTH = 2_000
_BRACE = re.compile(rb"\\[\\{}]|[{}]")
_CODED = re.compile(rb"\\u-?[0-9]")
_FALT = rb"{\*\falt"
#: A font's name, behind the group or the control word before it, and its alternate name.
_ALTERNATE = re.compile(rb"(?:\}|\\[a-z]+-?[0-9]*[ \r\n])([^{}\\;]{1,100})\{\\\*\\falt ([^{}\\;]{1,100})\}")
#: Where the name of its template stands in a .rtf, and the instruction of a field (RTF 1.9.1, "Document Formatting
#: Properties", "Fields"), and how much of each is read.
_TEMPLATE, _INSTRUCTION = re.compile(rb"\\template(?![a-z])"), re.compile(rb"\\fldinst(?![a-z])")
_TEMPLATE_LETTERS, _INSTRUCTION_LETTERS = 1_000, 20
_MAX_RTF_TOKENS = 1_000_000  #: of these; papers have some hundreds
#: A letter by its code, in Unicode, a control word, a control symbol, a brace, a letter.
_TOKEN = re.compile(
    rb"\\'([0-9A-Fa-f]{2})|\\u(-?[0-9]{1,5})[ ]?|\\([a-z]{1,32})(-?[0-9]{1,10})?[ ]?|\\([^a-z])|([{}])|([^\\{}\r\n])"
)
_SCRIPT = re.compile(r"^(basic/.+/.+\.xml|scripts/.+)$")


#: What LibreOffice gives to text whose font the file does not name, and what Word shows there.
_OFFICE_DEFAULT, _WORD_DEFAULT = "Liberation Serif", APPLICATION_DEFAULT


def read_legacy(data: bytes, kind: FileKind) -> Document:
    """A document without paragraphs, to be converted; Unreadable when that is useless.

    Its font aliases are of use for what it is converted to.
    """
    weight = {FileKind.DOC: _doc, FileKind.ODT: _odt, FileKind.RTF: _rtf}[kind](data)
    return Document(kind, weight=weight, font_aliases=_aliases(data) if kind is FileKind.RTF else {})


def _doc(data: bytes) -> int:
    ole = open_ole(data)
    if ole is None or len(ole.word_head) < 32:
        raise Unreadable(FileProblem.CORRUPT, "not a readable Word 97-2003 file")
    if int.from_bytes(ole.word_head[:2], "little") not in _MAGIC_WORD:
        raise Unreadable(FileProblem.CORRUPT, "the stream WordDocument does not begin as it must")
    if int.from_bytes(ole.word_head[10:12], "little") & _ENCRYPTED_BIT:
        raise Unreadable(FileProblem.ENCRYPTED, ENCRYPTED_NOTE)
    if ole.has("Macros") or ole.has("_VBA_PROJECT_CUR"):
        raise Unreadable(FileProblem.MACROS, "the file holds a VBA project")
    return 0


def _odt(data: bytes) -> int:
    package = Package(data)
    manifest = package.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Unreadable(FileProblem.ENCRYPTED, ENCRYPTED_NOTE)
    if not package.has("content.xml"):
        raise Unreadable(FileProblem.CORRUPT, "the package has no content.xml")
    if any(_SCRIPT.match(name) and not name.endswith(("script-lc.xml", "script-lb.xml")) for name in package.names()):
        raise Unreadable(FileProblem.MACROS, "the package holds Basic modules or scripts")
    package.xml("content.xml")
    return package.weight


def _rtf(data: bytes) -> int:
    # A cell ends in a paragraph of its own, and LibreOffice takes more memory for it than for any other.
    cells = data.count(rb"\cell") - data.count(rb"\cellx") + data.count(rb"\nestcell")
    if max(data.count(b"{"), data.count(rb"\par")) > _MAX_RTF_PIECES or cells > MAX_PIECES:
        raise Unreadable(FileProblem.BOMB, "the file is of more pieces than any paper")
    # Measured: groups within groups, and letters written as codes, cost LibreOffice 200 to 300 million bytes more.
    if _depth(data) > _MAX_RTF_DEPTH:
        raise Unreadable(FileProblem.BOMB, "groups are nested deeper than in any paper")
    if data.count(rb"\u") > MAX_CHARACTERS and sum(1 for _ in _CODED.finditer(data)) > MAX_CHARACTERS:
        raise Unreadable(FileProblem.BOMB, "the file holds more text than any paper")
    for template in _read_behind(_TEMPLATE, data, _TEMPLATE_LETTERS):
        if is_elsewhere(template):
            raise Unreadable(FileProblem.MACROS, "Word would fetch its template from another machine")
    for instruction in _read_behind(_INSTRUCTION, data, _INSTRUCTION_LETTERS):
        refuse_active(instruction)
    if not data.rstrip(b"\0 \r\n\t\x1a").endswith(b"}") and not _closed(data):
        raise Unreadable(FileProblem.CORRUPT, "the text breaks off before its last group is closed")
    return 0


def _read_behind(mark: re.Pattern[bytes], data: bytes, most: int) -> Iterator[str]:
    """What the groups say that a control word stands in, from there on, as far as so many letters: whatever look these
    have, and however they are written.  Unreadable for more than any paper holds.
    """
    left = [_MAX_RTF_TOKENS]
    for found in mark.finditer(data):
        yield _said(data, found.end(), most, left)


def _said(data: bytes, at: int, most: int, left: list[int]) -> str:
    said: list[str] = []
    depth, aside = 0, 0  #: groups opened since; the one of them that is none of the text ("\\*"), 0 without
    skipped, fallback = 0, 1  #: letters that stand in for the one in Unicode before them
    for token in _TOKEN.finditer(data, at):
        left[0] -= 1
        if left[0] < 0:
            raise Unreadable(FileProblem.BOMB, "the file has more fields than any paper")
        code, unicode, word, number, symbol, brace, letter = token.groups()
        if brace is not None:
            depth += 1 if brace == b"{" else -1
            aside = aside if depth >= aside else 0
            if depth < 0:
                break
        elif word is not None:
            fallback = int(number) if word == b"uc" and number else fallback
        elif symbol == b"*":
            aside = aside or depth
        elif aside:
            continue
        elif unicode is not None:
            said.append(chr(int(unicode) % 0x10000))
            skipped = fallback
        elif skipped > 0 and (code or letter):
            skipped -= 1
        elif code or letter or symbol in (b"\\", b"{", b"}"):
            said.append((bytes.fromhex(code.decode()) if code else letter or symbol).decode("latin-1"))
        if len(said) >= most:
            break
    return "".join(said)


def _depth(data: bytes) -> int:
    """How deep groups are nested at most."""
    depth = deepest = 0
    for match in _BRACE.finditer(data):
        if match[0] == b"{":
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] == b"}":
            depth -= 1
    return deepest


def _aliases(data: bytes) -> dict[str, frozenset[str]]:
    """What the fonts of a .rtf stand for where they are missing (RTF 1.9.1, "Font Table", falt)."""
    found = _ALTERNATE.findall(data) if _FALT in data else ()
    named = {_normal(name): frozenset({_normal(other)}) for name, other in found}
    return named | _unnamed(data)


def _normal(name: bytes) -> str:
    return fonts.normal(name.decode("latin-1"))


def _unnamed(data: bytes) -> dict[str, frozenset[str]]:
    """What a font that a .rtf does not name, but its conversion does, stands for."""
    if _OFFICE_DEFAULT.encode() in data:
        return {}
    return {_OFFICE_DEFAULT.lower(): frozenset({_WORD_DEFAULT.lower()})}


def _closed(data: bytes) -> bool:
    """Whether every group is closed: what follows then is ignored by readers (RTF 1.9.1, "File Contents")."""
    for escaped in (b"\\\\", b"\\{", b"\\}"):
        data = data.replace(escaped, b"")
    return data.count(b"}") >= data.count(b"{")
