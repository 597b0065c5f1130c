"""Where exactly offending characters stand, so that a copy of the paper can be marked there.  PURE.

What a letter says of places is in words; a mark is for a program: part, paragraph and characters.  Paragraphs wholly
in one other font that follow each other are one mark, so that a paper in Arial has one and not eighty; so are letters
of one word after the other, and list numbers in one font, which Word changes together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from daemon.checks.places import Locator, excerpt
from daemon.model import Paragraph, Place, Story

#: A copy has at most 30 comments: one is at the top, one may be about the encoding.
MOST = 28
_NEAR = 12  #: characters between two places that one comment speaks of: a word or two


class Piece(Protocol):
    """Adjoining characters of a paragraph in one font."""

    @property
    def font(self) -> str: ...
    @property
    def characters(self) -> int: ...
    @property
    def shown(self) -> str: ...
    @property
    def around(self) -> str: ...
    @property
    def paragraph(self) -> Paragraph: ...
    @property
    def start(self) -> int:
        """First character, counted in the spans of its paragraph."""
        ...

    @property
    def end(self) -> int: ...
    @property
    def opens(self) -> bool:
        """Nothing visible of its paragraph stands before it."""
        ...

    @property
    def closes(self) -> bool:
        """Nothing visible of its paragraph stands behind it."""
        ...

    @property
    def is_number(self) -> bool:
        """It is the number of a list alone; then `start` and `end` are those of the text behind it."""
        ...


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: Piece
    last: Piece
    characters: int
    paragraphs: int = 1

    def with_piece(self, piece: Piece) -> _Stretch:
        """Reaches to another piece; numbers are told of where the first of them stands."""
        last = self.last if piece.is_number else piece
        more = int(piece.paragraph is not self.last.paragraph)
        return _Stretch(self.first, last, self.characters + piece.characters, self.paragraphs + more)

    @property
    def shown(self) -> str:
        """What stands there; of pieces of one paragraph with what is between them."""
        first, last = self.first, self.last
        if first is last or first.paragraph is not last.paragraph:
            return first.shown
        return "".join(span.text for span in first.paragraph.spans)[first.start : last.end]


def marks(paragraphs: Sequence[Paragraph], pieces: Sequence[Piece], at: Locator) -> tuple[list[dict[str, Any]], int]:
    """The largest stretches of other fonts in document order, as JSON values; and how many there are beside them."""
    order = {id(paragraph): number for number, paragraph in enumerate(paragraphs)}
    stretches: list[_Stretch] = []
    of_lists: dict[str, int] = {}
    for piece in pieces:
        if piece.is_number:
            joined = of_lists.setdefault(piece.font, len(stretches))
        else:
            last = stretches[-1].last if stretches else None
            follows = last is not None and (_is_near(last, piece) or _follows(last, piece, order))
            joined = len(stretches) - follows
        if joined == len(stretches):
            stretches.append(_Stretch(piece, piece, piece.characters))
        else:
            stretches[joined] = stretches[joined].with_piece(piece)
    largest = sorted(range(len(stretches)), key=lambda number: -stretches[number].characters)[:MOST]
    return [_mark(stretches[number], at) for number in sorted(largest)], len(stretches) - len(largest)


def spot(place: Place) -> dict[str, Any]:
    """A paragraph, for a program."""
    return {"story": place.story.value, "part": place.part, "paragraph": place.paragraph}


def _is_near(one: Piece, other: Piece) -> bool:
    """Whether two pieces of a paragraph are one stretch: letters of one word after the other, where the font of
    Vietnamese letters alone is another one, or that of quotation marks.
    """
    return (
        one.paragraph is other.paragraph
        and one.font == other.font
        and not one.is_number
        and other.start - one.end <= _NEAR
    )


def _follows(one: Piece, other: Piece, order: dict[int, int]) -> bool:
    """Whether two pieces are one stretch: paragraphs of the running text, wholly in one font, one after the other."""
    return (
        one.font == other.font
        and not one.is_number
        and one.closes
        and other.opens
        and one.paragraph.place.story is other.paragraph.place.story is Story.BODY
        and order[id(other.paragraph)] == order[id(one.paragraph)] + 1
    )


def _mark(stretch: _Stretch, at: Locator) -> dict[str, Any]:
    first, last = stretch.first, stretch.last
    shown = excerpt(stretch.shown)
    return {
        **spot(first.paragraph.place),
        "start": first.start,
        "end": last.end,
        "through": last.paragraph.place.paragraph,
        "paragraphs": stretch.paragraphs,
        "font": first.font,
        "characters": stretch.characters,
        "is_number": first.is_number,
        "excerpt": shown,
        "where": at.where(first.paragraph.place, shown.rstrip("…"), first.around),
    }
