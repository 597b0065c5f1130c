"""A document as lines for reading: one encoding, one Unicode form, line by line.  PURE; no business logic.

Title, authors, elements, topic and school are read from these lines; the font and encoding checks look at the
document itself.  Manual line breaks inside a paragraph begin a new line, as they do on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from daemon.model import Document, Paragraph, Place, Story
from daemon.text.legacy import Survey
from daemon.text.vietnamese import Passage, passage

#: Stories that hold the paper itself, in the order they are read.
MAIN_STORIES = frozenset({Story.BODY, Story.TABLE, Story.TEXT_BOX})
NOTE_STORIES = frozenset({Story.FOOTNOTE, Story.ENDNOTE})

#: Reading stops here: a paper of five pages has some 15,000 characters, and a hostile file must not hold us up.
MAX_CHARACTERS = 200_000
MAX_LINES = 5_000

_BREAKS = re.compile(r"[\n\r\v\f\u2028\u2029]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as typed, with what its paragraph says about its look."""

    text: str  #: Unicode, NFC, white space folded, not empty
    place: Place
    words: Passage = field(repr=False)  #: the same text, ready for searching
    centred: bool = False
    bold: bool = False
    bold_lead: int = 0  #: words in bold at its head, when its paragraph goes on in others
    outline: int | None = None
    numbered: bool = False
    behind_picture: bool = False  #: between the line before and this one

    @property
    def capitals(self) -> bool:
        """Whether all its letters are capitals (three at least)."""
        letters = [char for char in self.text if char.isalpha()]
        return len(letters) >= 3 and all(char.isupper() for char in letters)

    @property
    def length(self) -> int:
        """Number of words."""
        return len(self.words.words)


def lines(document: Document, legacy: Survey) -> tuple[Line, ...]:
    """Every line with a visible character, all stories, in document order, up to the limits above."""
    found: list[Line] = []
    left = MAX_CHARACTERS
    for index, paragraph in enumerate(document.paragraphs):
        for line in _of(paragraph, legacy.text(index, paragraph, left), left):
            found.append(line)
            left -= len(line.text)
            if left <= 0 or len(found) >= MAX_LINES:
                return tuple(found)
    return tuple(found)


def main_lines(of: Iterable[Line]) -> tuple[Line, ...]:
    """Body, tables and text boxes."""
    return tuple(line for line in of if line.place.story in MAIN_STORIES)


def note_lines(of: Iterable[Line]) -> tuple[Line, ...]:
    """Footnotes and endnotes: where affiliations often stand."""
    return tuple(line for line in of if line.place.story in NOTE_STORIES)


def _of(paragraph: Paragraph, text: str, left: int) -> Iterator[Line]:
    """Lines of a paragraph, together no longer than what is left."""
    for number, piece in enumerate(_BREAKS.split(text)):
        clean = " ".join(_INVISIBLE.sub("", piece).split())[:left].rstrip()
        left -= len(clean)
        if clean:
            yield Line(
                clean,
                paragraph.place,
                passage(clean),
                centred=paragraph.centred,
                bold=paragraph.bold,
                bold_lead=0 if number else paragraph.bold_lead,
                outline=paragraph.outline,
                numbered=paragraph.numbered,
                behind_picture=paragraph.behind_picture and not number,
            )
