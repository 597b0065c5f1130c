"""The name of a part, where several fields give it one.  PURE."""

from __future__ import annotations

import re

from daemon.filenames import clean, extension
from daemon.kinds import named_kind
from daemon.mail.params import Field
from daemon.model import FileKind
from daemon.text.vietnamese import fold

#: A long name cut down to eight letters and three (FAT).
_SHORT_NAME = re.compile(r"[^\s.~]{1,6}~\d{1,3}(\.\w{1,3})?")


def name_of(disposition: Field, kind: Field) -> tuple[str, str | None]:
    """RFC 2183 §2.3 `filename`, else the older `name` of Content-Type (RFC 2046 §4.5.1, deprecated and common)."""
    found: list[tuple[str, str]] = []
    places = [(disposition, "filename"), (kind, "name"), (disposition, "name"), (kind, "filename")]
    if disposition.value == "form-data":
        del places[2]  # the name of a field of the form (RFC 7578 §4.2)
    for fields, key in places:
        if text := fields.params.get(key, "").strip():
            raw = next((value for name, value in fields.raw.items() if name.partition("*")[0] == key), text)
            found.append((text, raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")))
    if not found:
        return "", None
    return next((other for other in found[1:] if is_poorer(found[0][0], other[0])), found[0])


def is_poorer(name: str, other: str) -> bool:
    """Whether `name` stands in for `other`: "noname" before "Bài.docx", or with a stand-in for letters that its sender
    could not write ("B?i.docx").

    Beside these stand letters without their marks, which Windows takes where its code page has them: "d?y" for "đây".
    """
    if extension(other) and other.removesuffix(f".{other.rpartition('.')[2]}") == name:
        return True  # itself, with its extension: Thunderbird's "OpenPGP_signature"
    if not extension(clean(name)) and fold(name) not in fold(other):
        # "ATT00001.docx" says less than a title whose extension was forgotten
        return (
            _words_before_extension(name) <= _words_before_extension(other)
            and named_kind(clean(other)) is not FileKind.OTHER
        )
    if not _says_anything(name):
        return _says_anything(other)
    if _SHORT_NAME.fullmatch(name):
        # what DOS would call it: "BAITHA~1.DOC"
        return not _SHORT_NAME.fullmatch(other) and extension(clean(other)).startswith(extension(name))
    if name == other or len(name) != len(other):
        return False
    lost = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    signs = sum(a in "?_\ufffd" for a, _ in lost)
    return signs > 0 and all(not b.isascii() and (a in "?_\ufffd" or a.lower() == fold(b)) for a, b in lost)


def _words_before_extension(name: str) -> int:
    return len(re.findall(r"[^\W_]+", name.removesuffix(f".{extension(name)}")))


def _says_anything(name: str) -> bool:
    """Whether a letter or a digit stands before the extension."""
    return any(map(str.isalnum, name.removesuffix(f".{extension(name)}")))
