"""How a line of the head looks, what its characters say, and how much of anything there may be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from daemon.text.lines import Line
from daemon.text.vietnamese import hits_of

#: The block lies within so many lines from the top; a title has at most so many lines and words.
BLOCK_LINES = 30
TITLE_LINES = 7
#: Names of offices are at most so long.
SHORT_UNIT_WORDS = 7
#: A line with more characters than this is running text, and no pattern sees it: some take long over endless words.
TEXT_CHARACTERS = 500
#: A line that is nothing but a name has at most so many words.
NAME_WORDS = 5
NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[A-Da-d])\s*[.)/:-]\s*\S")
#: "I. TÊN BÀI: ...", and the theme of the plan that a paper names above its title: "Chủ đề 1.2: ...".
LABEL_NUMBER = r"\s*(?:(?:[IVX]{1,4}|[A-D]|\d{1,2})\s*[.)/]\s*)?"
OF = re.compile(r"\s*của\s+", re.IGNORECASE)
OPENING = '“"«„'


def ends_on(line: Line, phrases: Iterable[str]) -> bool:
    """Whether a line ends on one of these phrases."""
    return any(hit.last == line.length for hit in hits_of(line.words, phrases))


def look(line: Line) -> tuple[object, ...]:
    """What two lines that are set alike have in common."""
    return line.capitals, line.bold, line.centred, line.outline


def weight(line: Line) -> int:
    """How much a line looks like a title."""
    is_heading = line.outline is not None and line.outline <= 1
    return 3 * line.capitals + 2 * line.bold + 2 * line.centred + 2 * is_heading
