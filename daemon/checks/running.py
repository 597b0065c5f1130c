"""Blank pages of a Word file, seen with the eyes of its document.  PURE.

A PDF does not mark headers and footers, so what repeats in its margins is taken for them.  The Word file it was made
of says what they are: a page with any other word on it is not blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize

from daemon.model import Document, FileKind, PageText, Story

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[ivxlc]{1,7}")  #: numbers of pages are fields: what is stored of them is not what is shown


def with_known_headers(pages: tuple[PageText, ...], document: Document) -> tuple[PageText, ...]:
    """The pages; those that seemed blank and hold words of no header or footer are not.  Of a PDF paper: unchanged."""
    if document.kind is not FileKind.DOCX:
        return pages
    known = [*_header_words(document)]
    words, joined = frozenset(known), "".join(known)
    return tuple(
        replace(page, blank=False) if page.blank and not _covered(page.text, words, joined) else page for page in pages
    )


def _header_words(document: Document) -> Iterator[str]:
    """Also of text boxes inside of headers, which are stories of their own."""
    both = (Story.HEADER, Story.FOOTER)
    parts = {it.place.part for it in document.paragraphs if it.place.story in both}
    for paragraph in document.paragraphs:
        if paragraph.place.part in parts or "/header" in paragraph.place.part or "/footer" in paragraph.place.part:
            yield from _words(paragraph.text)


def _covered(text: str, words: frozenset[str], joined: str) -> bool:
    for line in text.splitlines():
        found = _words(line)
        if not all(word in words for word in found) and "".join(found) not in joined:
            return False
    return True


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(normalize("NFC", text).lower()) if not _ROMAN.fullmatch(word)]
