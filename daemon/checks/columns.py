"""A table whose columns are the elements, read column by column.  PURE.

"Mục tiêu | Nội dung | Cách thức | Kết quả", and below each what tells it: in the order of a document what follows the
heads is the text of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from daemon.checks.headings import after_leads, element_at_head
from daemon.checks.numbering import numbering
from daemon.config import Config
from daemon.text.lines import Line
from daemon.text.vietnamese import passage

_HEADS = 3  #: elements in the first row; two may be the heads of a plan or of figures ("Nội dung | Kết quả")
_HEAD_WORDS = 5  #: a longer cell says something


def by_columns(lines: Sequence[Line], config: Config) -> Sequence[Line]:
    """The lines of a text, those of such tables with each head before the cells of its column."""
    found: list[Line] = []
    for (_, table), run in groupby(lines, key=lambda line: (line.place.part, line.place.table)):
        cells = list(run)
        if table is not None and _heads_columns(cells, config):
            cells.sort(key=lambda line: line.place.column or 0)
        found.extend(cells)
    return found


def _heads_columns(cells: Sequence[Line], config: Config) -> bool:
    """Whether the first row names elements, and something stands below each: of a cell that goes over two columns
    nobody knows what it tells.
    """
    told = {line.place.column for line in cells if line.place.row != 1}
    heads = [line for line in cells if line.place.row == 1 and line.length <= _HEAD_WORDS]
    named = {it: line.place.column for line in heads if (it := _named_by(line, config)) is not None}
    return len(named) >= _HEADS and set(named.values()) <= told


def _named_by(line: Line, config: Config) -> str | None:
    number = numbering(line.text)
    words = passage(line.text[number.end if number else 0 :])
    matter = passage(words.between(after_leads(words, 0, config.vocabulary), len(words.words)))
    element = element_at_head(matter, config.elements)
    return element.id if element is not None else None
