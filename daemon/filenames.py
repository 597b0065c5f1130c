"""File names as people wrote them → names safe to show, to log and to hand to a renderer.  PURE; no business logic.

Two steps, used for mail and for archives alike: bytes become text (`decode`), text becomes a clean name (`clean`,
`clean_path`).  Files are stored by content hash and never by name; a clean name is for people.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from html.entities import name2codepoint
from unicodedata import category, normalize
from urllib.parse import unquote_to_bytes

from daemon.text.legacy import Encoding, is_syllable, to_unicode

MAX_BYTES = 240  #: of a cleaned name in UTF-8, extension included: disks take 255, and copies add to the name
#: Zip containers that are documents or programs to their owner, not archives of files.
PACKAGES = frozenset({"pages", "numbers", "key", "epub", "jar", "apk", "xmind"})
_MAX_EXTENSION = 16  #: longer "extensions" are the end of a sentence
_MAX_DEPTH = 12  #: components of a path inside an archive that are kept

_VOWELS = frozenset("aeiouyâăêôơưAEIOUYÂĂÊÔƠƯ")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SAMPLE = 500  #: bytes that decide for the whole: no name is longer, and spelling costs time
_LEAST_WORDS = 2  #: with marks that must speak for TCVN3
_LEAST_TONED = 2  #: letters beyond ASCII that must speak for windows-1258: "ciò" is Italian
#: The blank of a header that was folded inside a character of UTF-8, by a program that counted bytes.
_FOLDED_CHAR = re.compile(rb"(?<=[\xc3-\xf4])[ \t](?=[\x80-\xbf])|(?<=[\xe1-\xf4][\x80-\xbf])[ \t](?=[\x80-\xbf])")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2}){2,}")
#: Letters by number: of scripts ("%u1ead", "\u1ead"), of Info-ZIP's unzip where a name is in none of its
#: charsets ("#U1ead", "#L01f4c4"), of R ("<U+1EAD>"), of SharePoint and what else makes names of XML of them
#: ("_x1EAD_", "_x0020_").
_ESCAPE = re.compile(r"(?:%u|\\u|#U)([0-9A-Fa-f]{4})|#L([0-9A-Fa-f]{6})|<U\+([0-9A-Fa-f]{4,6})>|_x([0-9A-Fa-f]{4})_")
#: Octets by number, as shells, Git and programs in C and Python show them: "B\303\240i", "B\xc3\xa0i".
_ESCAPED_OCTETS = re.compile(r"(?:\\[23][0-7]{2}){2,4}|(?:\\x[89A-Fa-f][0-9A-Fa-f]){2,4}")
_ESCAPED_OCTET = re.compile(r"\\(x?)([0-9A-Fa-f]{2,3})")
_LOST_BLANK = re.compile("(?<=[ÃĂ]) |(?<=ÃƒÂ) |(?<=Ä‚Â) ")  #: the no-break space of an à, which somebody made a blank
_ENTITY = re.compile(r"&(?:amp;){0,3}(?:#(\d{3,7}|[xX][0-9A-Fa-f]{2,6})|([A-Za-z]{2,8}));")
_WRITTEN = re.compile(r"[LM]|P[dif]|Zs|Cf")  #: letters, marks, dashes, quotation marks, blanks and what orders them
_PICTURES = 0x2000  #: signs from here on, such as "…" and emoji, are none that a program would write about
#: Letters as IMAP writes them in the names of folders, and programs that keep attachments beside these: "B&AOA-i".
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]{3,200})-")
_SIGN = re.compile(r"P|S|Z|Cf")
_JOINERS = "\ufe0f\u20e3"  #: that make emoji of signs
_MIXES = 3  #: times that a name was misread on its way: more were not seen
#: What UTF-8 is taken for: by Windows, by Windows in Vietnamese, by programs that pack and unpack, by old Macs.
_MIXED_WITH = ("cp1252", "cp1258", "cp437", "cp850", "mac_roman")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][–—‘“”…][^\W\d_]")
_SEPARATORS = re.compile(r"[/\\]")
#: A path of a Mac as AppleScript and old programs write it: colons are no separators anywhere else.
_MAC_PATH = re.compile(
    r"[^:/\\]{1,60}:(?:[^:/\\]{1,100}:){0,12}(?:Users|Desktop(?: Folder)?|Documents|Downloads)"
    r"(?::[^:/\\]{1,100}){0,12}:(?=[^:/\\]+$)"
)
#: A slash that people write and no directory ends at: dates and fractions ("10/11", "2020/2021"), signs of documents
#: ("214-CV/TCT", "1156/QĐ-TTg"), words cut short ("V/v: gửi bài", "đ/c An", "TL GV/HV"), or with blanks around it.
_WRITTEN_SLASH = re.compile(
    r"(?<![\w/\\])(?:\d{1,4}/\d{1,4}(?:/\d{4})?"
    r"|\d+(?:/\d{4})? ?[/-] ?[A-ZĐ]{2,5}(?: ?[/-] ?[A-ZĐ][^\W\d_]*)*"
    r"|[^\W\d_]/[^\W\d_]{1,2}(?=[ :])"
    r"|(?<= )[A-ZĐ]{1,5}/[A-ZĐ]{1,5})(?![\w/\\])"
    r"|(?<=\w) / (?=\w)"
)
#: VISCII (RFC 1456) from 0x80 on.  Its six letters among the control characters stand in no header.
_VISCII = {
    0x80 + number: letter
    for number, letter in enumerate(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    )
}
#: What was used before Unicode, the commonest first: to each its way from Latin-1.
_LEGACY: tuple[Callable[[str], str], ...] = (
    lambda name: to_unicode(name, Encoding.TCVN3),
    lambda name: to_unicode(name, Encoding.VNI),
    lambda name: name.translate(_VISCII),
)


# --------------------------------------------------------------------------- bytes → text


def decode(raw: bytes, hints: Sequence[str] = (), last_resort: str = "cp1252") -> str:
    """A name (or header) of unmarked bytes as text: UTF-8, a hint, windows-1258, what came before it, last resort.

    Never raises.  UTF-8 proves itself; `hints` are charsets that the message declares; single-byte charsets fit
    anything, so windows-1258, TCVN3, VNI and VISCII are believed only where the result is spelt like Vietnamese.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return _FOLDED_CHAR.sub(b"", raw).decode("utf-8")
    except UnicodeDecodeError:
        pass
    for charset in hints:
        if (text := _strictly(raw, charset)) is not None:
            return text
    sample = raw[:_SAMPLE]
    vietnamese = windows_1258(sample)
    if vietnamese is not None and _SIGN_IN_WORD.search(vietnamese):
        # a letter of the other code page: "B\x85i" is "B…i" in windows-1258 and "Bài" in 437
        other = raw.decode(last_resort, "replace")
        if not _misspelt(other[:_SAMPLE]):
            return other
    if vietnamese is None or _misspelt(vietnamese):
        legacy = _from_legacy(raw.decode("latin-1"))
        if legacy is not None:
            return legacy
    if vietnamese is not None:
        return normalize("NFC", raw.decode("cp1258", "replace"))
    return raw.decode(last_resort, "replace")


def windows_1258(raw: bytes) -> str | None:
    """The text in windows-1258, NFC, if that is how it could have been typed; None otherwise.

    The code page writes most tones as combining marks after the vowel: a mark elsewhere, or a symbol where the
    text has letters, shows that it is some other charset.
    """
    try:
        text = raw.decode("cp1258")
    except UnicodeDecodeError:
        return None
    for before, char in zip(" " + text, text, strict=False):
        if char in _TONES:
            if before not in _VOWELS:
                return None
        elif not char.isascii() and not char.isalpha() and char not in "–—‘’“”…":
            return None
    return normalize("NFC", text)


def _from_legacy(name: str) -> str | None:
    """Bytes shown as Latin-1 in what was used before Unicode, if just in that every word with a mark is Vietnamese, and
    two are; None otherwise.
    """
    for convert in _LEGACY:
        text = convert(name[:_SAMPLE])
        if len(_marked_words(text)) >= _LEAST_WORDS and not _misspelt(text):
            return convert(name)
    return None


def _misspelt(text: str) -> bool:
    return not all(is_syllable(word) for word in _marked_words(text))


def _marked_words(text: str) -> list[str]:
    """Words beyond ASCII; signs and control characters count as such, for they are spelt wrong in any word."""
    return [word for word in re.findall(r"[^\W\d_]+|[^\x00-\x7f–—‘’“”…]", text) if not word.isascii()]


def mended(name: str) -> str:
    """A name that a program encoded once too often, as it was.

    Percent-encoded, quoted-printable, as character references of HTML (old web forms) or escapes of scripts, or UTF-8
    or another charset read as Latin letters.
    """
    name = _ESCAPED_OCTETS.sub(_octets_shown, _ESCAPE.sub(_escaped, _unshifted(name)))
    return _relettered(_retoned(_unmixed(_ENTITY.sub(_referred, _unquoted(name)))))


def _letter(code: int) -> str:
    """The letter beyond ASCII of that number, what stands between words or is invisible there, or a picture; "" where
    it is none.
    """
    if not 0x80 <= code <= 0x10FFFF:
        return ""
    kind = category(chr(code))
    return chr(code) if _WRITTEN.match(kind) or (kind in {"So", "Po"} and code >= _PICTURES) else ""


def _escaped(match: re.Match[str]) -> str:
    code = int(next(filter(None, match.groups())), 16)
    if match[4] is not None and code == ord(" "):
        return " "  # the only sign below 0x80 that such names are made for
    return _letter(code) or match[0]


def _unshifted(name: str) -> str:
    """Modified UTF-7 (RFC 3501 §5.1.3), where every shift gives letters beyond ASCII and the whole is Vietnamese."""
    if not name.isascii() or not _SHIFTED.search(name):
        return name
    try:
        text = _SHIFTED.sub(lambda match: _of_shift(match[1]), name)
    except ValueError:
        return name
    return text if _is_spelt(text) else name


def _of_shift(coded: str) -> str:
    raw = b64decode(coded.replace(",", "/") + "=" * (-len(coded) % 4), validate=True)
    text = raw.decode("utf-16-be")
    if not all(map(_letter, map(ord, text))):
        raise ValueError(coded)
    return text


def _octets_shown(match: re.Match[str]) -> str:
    octets = (int(digits, 16 if is_hex else 8) for is_hex, digits in _ESCAPED_OCTET.findall(match[0]))
    try:
        return bytes(octets).decode("utf-8")
    except ValueError:
        return match[0]


def _referred(match: re.Match[str]) -> str:
    """HTML's character reference, by number or by name, where it stands for a letter beyond ASCII."""
    if match[1] is None:
        code = name2codepoint.get(match[2], 0)
    else:
        code = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
    return _letter(code) or match[0]


def _unquoted(name: str) -> str:
    """Percent-encoding or quoted-printable that nobody announced ("B%C3%A0i.docx", "B=C3=A0i.docx"): only UTF-8 beyond
    ASCII, windows-1258 where it gives Vietnamese, or blanks as %20.
    """
    if _QUOTED.search(name) and "%" not in name:
        coded = re.sub(r"=([0-9A-F]{2})", r"%\1", name)
        return text if not (text := _unquoted(coded)).isascii() else name
    if not _PERCENT.search(name):
        return name
    if "%25" in name and not (text := _unquoted(name.replace("%25", "%"))).isascii():
        return text  # once more by the next program
    try:
        raw = unquote_to_bytes(name)
    except ValueError:  # of lone surrogates
        return name
    plain = _of_percents(raw)
    if plain is None:
        return name
    if not plain.isascii():
        return plain if " " in plain or "%2B" in name.upper() else plain.replace("+", " ")  # as web forms write blanks
    return plain if "%20" in name and " " not in name else name


def _of_percents(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = windows_1258(raw) if sum(octet > 0x7F for octet in raw) >= _LEAST_TONED else None
        return None if text is None or _misspelt(text[:_SAMPLE]) else text


def _unmixed(name: str) -> str:
    """Bytes of UTF-8 taken for those of another charset ("BÃ i.docx"), by one program or several in turn, where that
    gives Vietnamese.
    """
    readings = [name]
    for _ in range(_MIXES):
        readings = [text for before in readings for text in _readings(before)]
        name = next((normalize("NFC", text) for text in readings if _is_spelt(text)), name)
    return name


def _readings(name: str) -> Iterator[str]:
    """The texts whose bytes in UTF-8 some charset shows as this."""
    if name.isascii():
        return
    name = _LOST_BLANK.sub("\xa0", name)
    for charset in _MIXED_WITH:
        try:
            yield b"".join(_octet(char, charset) for char in name).decode("utf-8")
        except UnicodeError:
            continue


def _octet(char: str, charset: str) -> bytes:
    """The byte shown as this letter; what code pages of Windows leave undefined is a control character."""
    is_control = "\x80" <= char < "\xa0" and charset.startswith("cp125")
    return char.encode("latin-1" if is_control else charset)


def _is_spelt(text: str) -> bool:
    """Whether every word beyond ASCII is Vietnamese, and nothing else is but signs, emoji among them, and blanks."""
    text = normalize("NFC", text)
    signs = (char for char in text if not char.isascii() and not char.isalpha())
    words = re.findall(r"[^\W\d_]+", text)
    return all(word.isascii() or is_syllable(word) for word in words) and all(
        char in _JOINERS or _SIGN.match(category(char)) for char in signs
    )


def _retoned(name: str) -> str:
    """Bytes of windows-1258 called windows-1252, which has letters where tones are ("Thiò" for "Thị"), where only the
    former gives Vietnamese.
    """
    foreign = sum(not char.isascii() for char in name)
    if foreign < _LEAST_TONED or not _misspelt(name[:_SAMPLE]):
        return name
    try:
        text = windows_1258(b"".join(_octet(char, "cp1252") for char in name))
    except UnicodeError:
        return name
    return name if text is None or _misspelt(text[:_SAMPLE]) else text


def _relettered(name: str) -> str:
    """Bytes of TCVN3, VNI or VISCII called Latin-1 ("Bµi tham luËn.docx"), where only that gives Vietnamese."""
    wrong = (word for word in _marked_words(name) if not is_syllable(word))
    if any(ord(char) > 0xFF for char in name) or len(list(wrong)) < _LEAST_WORDS:
        return name
    return _from_legacy(name) or name


def _strictly(raw: bytes, charset: str) -> str | None:
    if charset.lower().replace("_", "-") in {"us-ascii", "ascii", "utf-8", "utf8", "iso-8859-1", "latin1", ""}:
        return None  # says nothing: a default of the mailer, or already refuted
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return None


# --------------------------------------------------------------------------- text → clean name


def clean(name: str) -> str:
    """A single safe file name, NFC, at most `MAX_BYTES` with its extension; "" when nothing is left.

    RFC 2183 §2.3: directories in a name are not respected.  Control characters, bidirectional overrides ("exe.cod"
    shown as "doc.exe") and other invisible characters go.  What only Windows forbids ("CON.docx", "a?b.docx") stays:
    nothing is stored under its name, and people look for the name they gave.  So a slash that belongs to what they
    wrote becomes a hyphen.
    """
    name = _MAC_PATH.sub("", _shortened(name))
    name = _WRITTEN_SLASH.sub(lambda match: match[0].replace("/", "-"), name)
    parts = [part for part in (_visible(part) for part in _SEPARATORS.split(name)) if part.strip(". ")]
    return _bounded(parts[-1]) if parts else ""


def clean_path(name: str) -> str:
    """A path inside an archive, "/" between components, no "..", no drive, no empty component, possibly ""."""
    parts = [
        _bounded(part) for part in (_visible(part) for part in _SEPARATORS.split(_shortened(name))) if part.strip(". ")
    ]
    if len(parts) > 1 and re.fullmatch(r"[A-Za-z]:", parts[0]):
        parts = parts[1:]
    return "/".join(parts[-_MAX_DEPTH:])


def readable(name: str) -> str:
    """A name as it stood in a header or beside a file, mended and clean; "" when nothing is left."""
    return clean(mended(name))


def readable_path(name: str) -> str:
    """A path as it stood in an archive, mended and clean, possibly ""."""
    return clean_path(mended(name))


def extension(name: str) -> str:
    """Lower case, without the dot; "" when there is none."""
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem and len(suffix) <= _MAX_EXTENSION and " " not in suffix else ""


def _shortened(name: str) -> str:
    """What is far beyond any name, cut in the middle: its beginning and its extension are what matters."""
    return name if len(name) <= 2_000 else name[:1_000] + name[-1_000:]


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    text = re.sub(r" *[\r\n\t][ \r\n\t]*", " ", text)
    kept = "".join(char for char in text if char.isprintable() or category(char) == "Zs")
    return normalize("NFC", kept).replace("\u00a0", " ").strip()


def _bounded(name: str) -> str:
    name = name.rstrip(". ")
    if len(name.encode("utf-8", "replace")) <= MAX_BYTES:
        return name
    suffix = extension(name)
    dotted = name[-len(suffix) - 1 :] if suffix else ""
    room = MAX_BYTES - len(dotted.encode("utf-8", "replace"))
    stem = name[: len(name) - len(dotted)].encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return stem.rstrip(". ") + dotted
