"""Text for comparing what a file holds with what its pages show.  PURE."""

from __future__ import annotations

from unicodedata import normalize


def squeezed(text: str) -> str:
    """NFC without white space, and without soft hyphens, which a page shows at the end of a line alone."""
    return "".join(normalize("NFC", text).replace("\u00ad", "").split())
