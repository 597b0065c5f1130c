"""Bytes of a text or a name → text, whatever their declared charset.  Only importer of charset-normalizer.

Order: the declared charset where it fits, UTF-8, windows-1258 where the result is spelt like Vietnamese, the guess
of charset-normalizer, windows-1252.  Never raises.
"""

from __future__ import annotations

import codecs
from functools import lru_cache
from unicodedata import normalize

from charset_normalizer import from_bytes

from daemon.filenames import decode as decode_name
from daemon.filenames import windows_1258

_GUESS_BYTES = 4_096  #: the guess looks at no more: it costs milliseconds a kilobyte
_GUESS_FROM = 6  #: bytes beyond ASCII: fewer prove nothing, and two Latin letters become a Chinese one
_ASCII = frozenset({"", "ascii", "us-ascii", "utf-8", "utf8", "unknown-8bit", "x-unknown", "default", "binary"})
#: Charsets a guess may come up with; without bounds short texts become Hebrew or EBCDIC.
_LIKELY = (
    "cp1258",
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "shift_jis",
    "euc_jp",
    "iso2022_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "utf_16",
)
#: Names that mailers write and Python does not know.
_ALIASES = {
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-windows-1258": "cp1258",
    "x-cp1258": "cp1258",
    "x-sjis": "shift_jis",
    "x-gbk": "gbk",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "windows-31j": "cp932",
    "cp-850": "cp850",
}
#: Codecs of Python that are no charsets: a message may not choose them.
_NOT_TEXT = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "undefined", "idna", "punycode", "mbcs", "oem"}
    | {"unicodeescape", "rawunicodeescape", "unicodeinternal", "palmos"}
)


def decode(raw: bytes, declared: str = "") -> str:
    """Text of a body, NFC; line ends as they are."""
    return normalize("NFC", scrub(_decode(raw, declared)))


def scrub(text: str) -> str:
    """Text that can be written as UTF-8: some codecs make lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def decode_header(raw: bytes, hint: str = "") -> str:
    """Unmarked 8-bit bytes in a header or a name, NFC.  `hint`: the charset the message's text declares."""
    if raw.isascii():
        return raw.decode("ascii")
    known = known_charset(hint)
    text = decode_name(raw, (known,) if known else (), last_resort="latin-1")
    if text == raw.decode("latin-1"):
        text = _guess(raw)
    return normalize("NFC", scrub(text))


@lru_cache(maxsize=256)
def known_charset(name: str) -> str:
    """The codec for a declared charset, or "" when it is none or says nothing (ASCII, UTF-8: tried anyway)."""
    name = name.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if name in _ASCII or "\0" in name or not name.isascii():
        return ""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if codec.replace("-", "").replace("_", "") in _NOT_TEXT or codec == "utf-8" else codec


def _decode(raw: bytes, declared: str) -> str:
    charset = known_charset(declared)
    if charset.startswith("iso2022") or charset == "utf-7" or not raw.isascii() or b"\0" in raw[:64]:
        if charset and not _contradicted(raw, charset):
            try:
                return raw.decode(charset)
            except (LookupError, ValueError):
                pass
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return _guess(raw)
    return raw.decode("ascii")


def _contradicted(raw: bytes, charset: str) -> bool:
    """Single-byte charsets fit any bytes: valid UTF-8 under such a name refutes it."""
    if codecs.lookup(charset).name.startswith(("iso8859", "cp125", "latin")):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True
    return False


def _guess(raw: bytes) -> str:
    vietnamese = windows_1258(raw[:_GUESS_BYTES])
    if vietnamese is not None:
        return raw.decode("cp1258", "replace")
    # UTF-8 with a few damaged bytes is still UTF-8: a lead byte followed by its continuation, most of the time.
    damaged = raw.decode("utf-8", "replace")
    if damaged.count("\ufffd") * 8 <= sum(1 for char in damaged if not char.isascii()):
        return damaged
    if sum(byte > 127 for byte in raw[:_GUESS_BYTES]) < _GUESS_FROM:
        return raw.decode("cp1252", "replace")
    best = from_bytes(raw[:_GUESS_BYTES], cp_isolation=list(_LIKELY)).best()
    return raw.decode(best.encoding if best is not None else "cp1252", "replace")
