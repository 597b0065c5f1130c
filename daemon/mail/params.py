"""Parameters and words of MIME headers as senders really write them.  Works on raw header text, never raises.

- RFC 2231 with continuations and charset (`filename*0*=UTF-8''B%C3%A0i; filename*1=...`)
- RFC 2047 words, also inside a quoted `filename="=?UTF-8?B?...?="`, where RFC 2047 §5 forbids them and clients do it
- names that were encoded once too often
- raw 8-bit bytes (surrogates of the standard library's "surrogateescape")
- names without quotation marks though they hold blanks or semicolons, or with single ones; unclosed quotation marks;
  comments behind them
- doubled and missing semicolons, a comma or a colon in their place

Linear in the length of the header: the standard library's own parameter parser is quadratic in the semicolons.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

from daemon.filenames import extension, mended
from daemon.mail.charsets import decode_header, known_charset, scrub

_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
#: Also `"=?...?=" "=?...?="`: senders that quote each word of a folded name.
_BETWEEN_WORDS = re.compile(r"(\?=)\"?(?=[ \t\r\n])[ \t]*+(?:\r?\n[ \t]++)?\"?(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_NAME = re.compile(r"[\s;]*([!#$&+\-.^_`{}~0-9A-Za-z*%]+)\s*=\s*")
_CHARSET_ALONE = re.compile(r"(?:utf-?8|us-ascii|iso-8859-\d+|windows-125\d|cp125\d)'", re.IGNORECASE)
_MARKED = re.compile(_CHARSET_ALONE.pattern + r"[A-Za-z-]{0,8}'", re.IGNORECASE)
_SAVED_WORD = re.compile(r"=_([A-Za-z0-9-]{3,20})_([BbQq])_([^\s?]{1,2000}?)_=")
_CUT_WORD = re.compile(r"(=\?[A-Za-z0-9-]{3,20}\?[BbQq]\?[^?\s]*)\??$")
_QUOTED_WORD = re.compile(r"=3D\?[A-Za-z0-9-]{3,20}\?[BbQq]\?[^?\s]{1,2000}\?=3D")
_NAMED_AT_ONCE = re.compile(r"(?:^|[\s,:])(?=(?:file)?name\*?[0-9]{0,4}\*?\s*=)", re.IGNORECASE)
_SECTION = re.compile(r"([^*]+)\*(\d{1,4})(\*?)$")
_NAMES = frozenset({"filename", "name"})  #: parameters that name files
_LIMIT = 64_000  #: characters of a header value that are looked at


@dataclass(frozen=True, slots=True)
class Field:
    """A structured header: its value (lower case, without parameters) and its parameters, decoded, names lower case."""

    value: str
    params: dict[str, str]
    raw: dict[str, str]  #: as they stood, for the record


def parse(header: str, hint: str = "") -> Field:
    """A header such as Content-Type or Content-Disposition.  `hint`: charset of unmarked 8-bit bytes."""
    header = re.sub(r"\r?\n(?=[ \t])", "", header[:_LIMIT])
    value, _, rest = header.partition(";")
    if misplaced := _NAMED_AT_ONCE.search(value):  # `attachment, filename="x"`, or no value at all
        value, rest = value[: misplaced.start()].rstrip(",: \t"), header[misplaced.end() :]
    raw: dict[str, str] = {}
    position = 0
    while match := _NAME.match(rest, position):
        text, position = _value(rest, match.end(), names=match[1].partition("*")[0].lower() in _NAMES)
        if len(text) > 2 and text[0] == text[-1] == "'" and match[1].lower() in _NAMES:
            text = text[1:-1]
        raw.setdefault(match[1].lower(), text)  # first wins, as browsers and mail clients do
        if position >= len(rest):
            break
    return Field(_plain(value).strip().lower(), _decoded(raw, hint), raw)


_STOP = re.compile(r'["\\]')
_COMMENT = r"(?:\s*\([^()\"]{0,200}\))?"  # RFC 5322 §3.2.2
_CLOSED = re.compile(rf"{_COMMENT}\s*(?:;|$|\s[A-Za-z0-9*-]{{1,40}}=)")
#: Where `_NAME` begins, or the end.  No place is looked at twice: the header may be made of such places.
_NEXT = re.compile(r"(?<![\s;])\s*+;[\s;]*+(?:$|(?=[!#$&+\-.^_`{}~0-9A-Za-z*%]++\s*+=))")


def _value(text: str, start: int, *, names: bool) -> tuple[str, int]:
    """A parameter's value from `start`, and where the next parameter may begin.  `names`: it names a file."""
    if not text.startswith('"', start):
        end = text.find(";", start)
        end = len(text) if end < 0 else end
        if names and end < len(text) and not extension(text[start:end].strip()):
            # a semicolon inside the name: what follows is no parameter, and ends as files do
            following = _NEXT.search(text, start)
            whole = following.start() if following else len(text)
            end = whole if extension(text[start:whole].strip()) else end
        return text[start:end].strip(), end + 1
    chars: list[str] = []
    at = start + 1
    while stop := _STOP.search(text, at):
        chars.append(text[at : stop.start()])
        at = stop.end()
        if stop[0] == "\\":
            # Outlook Express and others put Windows paths here without escaping: keep what escapes nothing
            escaped = text[at : at + 1]
            chars.append(escaped if escaped in ('"', "\\") else "\\" + escaped)
            at += 1
        elif _CLOSED.match(text, at):
            end = text.find(";", at)
            following = _NAME.match(text, at)
            if following and (end < 0 or following.start(1) < end):
                return "".join(chars), at  # the semicolon is missing
            return "".join(chars), len(text) if end < 0 else end + 1
        else:
            chars.append('"')  # a quotation mark inside the name, not escaped
    # never closed: the value ends where the next parameter would begin
    end = text.find(";", start + 1)
    return text[start + 1 : end if end >= 0 else len(text)].strip(), len(text) if end < 0 else end + 1


def _decoded(raw: dict[str, str], hint: str) -> dict[str, str]:
    found: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in raw.items():
        if match := _SECTION.match(name):
            sections.setdefault(match[1], {})[int(match[2])] = (text, bool(match[3]))
        elif name.endswith("*") and len(name) > 1:
            sections.setdefault(name[:-1], {}).setdefault(0, (text, True))
        else:
            found[name] = _named(text, hint) if name in _NAMES else words(text, hint)
    for name, pieces in sections.items():
        # RFC 2231 §3: the extended form wins over a plain one given for old readers
        text = _extended([pieces[number] for number in sorted(pieces)], hint)
        if text:
            found[name] = mended(text) if name in _NAMES else text
    return found


def _named(text: str, hint: str) -> str:
    """A plain parameter that names a file: with the mark of the extended form, which some write all the same, in words
    within words, cut off within a word, or as a disk took them ("=_UTF-8_B_QsOgaQ==_="); in quotation marks of its own.
    """
    if _MARKED.match(text):
        return _bare(mended(_extended([(text, True)], hint)))
    # words of a header that went through quoted-printable with a body
    text = _QUOTED_WORD.sub(lambda word: word[0].replace("=3D", "="), text)
    text = _CUT_WORD.sub(r"\1?=", _SAVED_WORD.sub(r"=?\1?\2?\3?=", text))
    return _bare(mended(words(words(text, hint), hint)))


def _bare(name: str) -> str:
    """Without quotation marks around the whole, or one left over at the end."""
    if len(name) > 2 and name[0] + name[-1] in {'""', "“”", "<>"}:
        return name[1:-1]
    return name[:-1] if name.endswith('"') and name.count('"') == 1 else name


def _extended(pieces: list[tuple[str, bool]], hint: str) -> str:
    """RFC 2231 §4.1: percent-encoded and plain sections joined as bytes, then one charset for all."""
    charset = ""
    octets = bytearray()
    pending = ""  # percent-encoded text of adjacent sections: some senders cut inside "%C3"
    any_encoded = any(encoded for _, encoded in pieces)
    for number, (text, encoded) in enumerate(pieces):
        value = text
        if number == 0 and any_encoded and text.count("'") >= 2:
            charset, _, value = text.split("'", 2)
        elif number == 0 and encoded and _CHARSET_ALONE.match(text):  # the language is left out altogether
            charset, _, value = text.partition("'")
        elif encoded and (marked := _MARKED.match(text)):
            # §4.1 has it in the first section only; some write it where the first percent sign stands, or in each
            charset, value = charset or text.partition("'")[0], text[marked.end() :]
        percent = encoded or ("%" in value and bool(charset))
        if percent:
            pending += value
            continue
        octets += unquote_to_bytes(header_bytes(pending)) + header_bytes(value)
        pending = ""
    octets += unquote_to_bytes(header_bytes(pending))
    known = known_charset(charset)
    raw = bytes(octets)
    if known:
        try:
            return normalize("NFC", scrub(raw.decode(known)))
        except (LookupError, ValueError):
            pass
    text = decode_header(raw, hint)
    return words(text, hint) if "=?" in text else text


def words(text: str, hint: str = "") -> str:
    """Header text with RFC 2047 words decoded wherever they stand, unmarked 8-bit bytes by guess; NFC."""
    if "=?" not in text:
        return normalize("NFC", _plain(text, hint))
    text = _BETWEEN_WORDS.sub(r"\1", text[:_LIMIT])  # §6.2: white space between adjacent words is not shown
    out: list[str] = []
    pending: tuple[str, bytearray] | None = None  # adjacent words of one charset may split a character
    at = 0
    for match in _ENCODED_WORD.finditer(text):
        octets = _word_octets(match[2], match[3])
        if octets is None:
            continue
        if pending is not None and (match.start() > at or pending[0] != match[1].lower()):
            out.append(_charset_text(*pending))
            pending = None
        out.append(_plain(text[at : match.start()], hint))
        if pending is None:
            pending = (match[1].lower(), bytearray())
        pending[1].extend(octets)
        at = match.end()
    if pending is not None:
        out.append(_charset_text(*pending))
    out.append(_plain(text[at:], hint))
    return normalize("NFC", "".join(out))


def _charset_text(charset: str, octets: bytearray) -> str:
    raw = bytes(octets)
    known = known_charset(charset)
    if known == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        known = "utf-16-be" if raw[::2].count(0) > raw[1::2].count(0) else "utf-16-le"  # RFC 2781 §4.3 is not heeded
    if known:
        try:
            return scrub(raw.decode(known))
        except (LookupError, ValueError):
            pass
    return decode_header(_whole(raw) if charset.replace("-", "") == "utf8" else raw)


def _whole(raw: bytes) -> bytes:
    """UTF-8 without a last character that was cut off."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(raw) - 3 <= error.start and error.end == len(raw):
            return raw[: error.start]
    return raw


def _word_octets(encoding: str, text: str) -> bytes | None:
    raw = header_bytes(text)
    if encoding in "qQ":
        return quopri.decodestring(raw.replace(b"_", b" "), header=False)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw.rstrip(b"=")) % 4), validate=False)
    except (binascii.Error, ValueError):
        return None


def header_bytes(text: str) -> bytes:
    """The octets behind header text of the standard library."""
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _plain(text: str, hint: str = "") -> str:
    if text.isascii():
        return text
    try:
        raw = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:  # already text
        return scrub(text)
    return decode_header(raw, hint)
