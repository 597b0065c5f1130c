"""Blank pages of a Word file, seen with the eyes of its document.  PURE.

A PDF does not mark headers and footers, so what repeats in its margins is taken for them.  The Word file it was made
of says what they are: a page with any other word on it is not blank, and one with nothing but their words in its
margins is, though its section has a footer of its own that stands on no other page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from unicodedata import normalize

from daemon.model import Document, FileKind, PageText, Story
from daemon.text.squeezed import squeezed

_TAIL = 30  #: characters
_MAIN = (Story.BODY, Story.TABLE, Story.TEXT_BOX)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[ivxlc]{1,7}")  #: numbers of pages are fields: what is stored of them is not what is shown


def with_known_headers(pages: tuple[PageText, ...], document: Document) -> tuple[PageText, ...]:
    """The pages; what seemed blank and was not, or the other way round, set right.  Of a PDF paper: unchanged."""
    if document.kind is not FileKind.DOCX:
        return pages
    known = [*_header_words(document)]
    words, joined = frozenset(known), "".join(known)
    ends = tuple(_ends(document))

    def is_blank(page: PageText) -> bool:
        if not (page.blank or page.bare) or not _covered(page.text, words, joined):
            return False
        return page.blank or (bool(_words(page.text)) and not any(end in squeezed(page.text) for end in ends))

    return tuple(replace(page, blank=is_blank(page)) for page in pages)


def ends_on(document: Document, page: PageText) -> bool:
    """Whether the running text ends on this page, as far as its last words show."""
    last = next(
        (_tail(it.text) for it in reversed(document.paragraphs) if it.place.story in _MAIN and _tail(it.text)), ""
    )
    return bool(last) and last in squeezed(page.text)


def _ends(document: Document) -> Iterator[str]:
    """The last words of every story: a page of any of them is not blank."""
    for story in (*_MAIN, Story.FOOTNOTE, Story.ENDNOTE):
        texts = (_tail(it.text) for it in reversed(document.paragraphs) if it.place.story is story)
        yield from islice((text for text in texts if text), 1)


def _tail(text: str) -> str:
    return squeezed(text)[-_TAIL:]


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
