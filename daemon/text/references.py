"""Character references of HTML and XML → letters.  PURE."""

from __future__ import annotations

import re
from html import unescape

#: More digits than any character's number has (the last is 1114111, 10FFFF).
_LONG = re.compile(r"&#(?:([0-9]{8,})|[xX]([0-9a-fA-F]{7,}));?")


def unescaped(text: str) -> str:
    """A text with its character references as letters (HTML, "Numeric character reference state"): a number that is
    no character's gives U+FFFD, however long it is.  The standard library raises over thousands of digits.
    """
    return unescape(_LONG.sub(_short, text))


def _short(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0")
    if len(digits) >= 8:
        return "\ufffd"
    return f"&#{digits or 0};" if match[1] else f"&#x{digits or 0};"
