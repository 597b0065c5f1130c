"""Whether there are letters to read in a document.  PURE.

A scanned paper has none.  A PDF may draw letters by their numbers in the font and not say which characters they are
(no ToUnicode map, ISO 32000-1, 9.10): what comes out is noise, rich in control characters, and says nothing of title,
author or content.
"""

from __future__ import annotations

from unicodedata import category

from daemon.fonts import visible_characters
from daemon.model import Document

_NOISE = 0.03  #: share of the characters
_CHARACTERS = 20_000  #: from the beginning; more of them tell no more


def legible(document: Document) -> bool:
    """False when no visible character, or much noise, is all there is.  Empty documents with a problem are legible."""
    text = _beginning(document)
    if not text:
        return document.problem is not None
    noise = sum(1 for char in text if char == "\ufffd" or category(char) in ("Cc", "Cn"))
    return noise <= _NOISE * len(text) and visible_characters(text) > 0


def _beginning(document: Document) -> str:
    pieces: list[str] = []
    size = 0
    for paragraph in document.paragraphs:
        pieces.append("".join("".join(span.text for span in paragraph.spans).split()))
        size += len(pieces[-1])
        if size >= _CHARACTERS:
            break
    return "".join(pieces)
