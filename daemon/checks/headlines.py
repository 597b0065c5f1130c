"""Where a text has headings, and what stands under them; what they mean is no matter here.  PURE.

Lines of their own, beginnings of paragraphs in bold, and the first words of sentences: "2. Mục tiêu", "* Về mục tiêu:",
"- Cách làm: ...", "Gồm những việc nào?".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from daemon.checks.numbering import Numbering, bare_numbering, in_rows, numbering
from daemon.model import Story
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, passage, sentences

#: What is looked at of a text: some ten times what a long paper has.  "I. I. I. ..." has as many headings as letters.
_MOST_HEADINGS = 2_000
_INLINE = re.compile(r"\s*(?:[:]|\s[-–]\s|\.)\s*")
_SENTENCE_ENDS = (".", ";", ",")
_FIGURES = re.compile(r"[\d(+-]")  #: what a cell of figures begins with
_CELL_WORDS = 4  #: a longer one says something
_SHARE_OF_FIGURES = 0.3  #: of the cells of a table that is one of figures
_ITEM_WORDS = 8  #: a longer item of a list is no heading
_RUN_IN_WORDS = 8  #: a longer beginning of a paragraph is a sentence
_QUESTION_WORDS = 8  #: of one at the head of a paragraph that the paragraph answers: "Gồm những việc nào?"
COORDINATED_WORDS = 12  #: a longer heading without a model is a sentence


@dataclass(frozen=True, slots=True)
class Heading:
    """A line, or the beginning of a paragraph or of a sentence, that may head what follows."""

    quote: str  #: the line or sentence
    words: Passage  #: its matter, without number or bullet
    style: str  #: kind of its number: "I", "1", "1.1", "a", "-" or ""
    certain: bool  #: a heading by its looks; else only the first words of a sentence, which must match exactly
    own_line: bool = False  #: stands on a line of its own
    line: int = 0  #: its number
    heads: bool = False  #: stands at the head of its paragraph and is no mere beginning of a sentence
    led: bool = False  #: must be led in by "Về" and the like: "Về nội dung, mỗi giảng viên ..."
    set_off: bool = False  #: at the head of its paragraph, in bold

    @property
    def label(self) -> str:
        """What letters call it."""
        return self.quote if self.own_line else self.words.text

    @property
    def is_sentence(self) -> bool:
        """Whether it is too long for a heading at the head of a paragraph that nothing sets off."""
        return not self.own_line and not self.set_off and len(self.words.words) > _RUN_IN_WORDS


def headlines(lines: Sequence[Line]) -> Iterator[Heading]:
    """The headings of a text in their order, so many at most."""
    return islice(_headings(lines), _MOST_HEADINGS)


def _headings(lines: Sequence[Line]) -> Iterator[Heading]:
    figures, bare = _in_tables_of_figures(lines), _bare_numbers(lines)
    for number, line in enumerate(lines):
        if number in figures:
            continue
        prefix = numbering(line.text) or bare.get(number)
        bullet = prefix is not None and prefix.number is None
        matter = line.text[prefix.end :] if prefix else line.text
        style = prefix.style if prefix else ""
        alone = (bullet or line.numbered) and _stands_above_text(lines, number)
        if alone or _looks_like_heading(line, numbered=prefix is not None and not bullet, bullet=bullet):
            yield Heading(line.text, passage(matter), style, certain=True, own_line=True, line=number, heads=True)
            continue
        lead = _bold_lead(line)
        if lead:
            yield Heading(line.text, passage(lead), style, certain=True, line=number, heads=True, set_off=True)
            matter = " ".join(line.text.split()[line.bold_lead :])
        first, *rest = sentences(matter) or [matter]
        yield from _inline(first, "" if lead else style, number, heads=not lead)
        for sentence in rest:
            yield from _inline(sentence, "", number)


def _in_tables_of_figures(lines: Sequence[Line]) -> frozenset[int]:
    """The cells of tables that say in figures what stands elsewhere: none of them heads anything."""
    found: set[int] = set()
    for in_table, run in groupby(range(len(lines)), key=lambda at: lines[at].place.story is Story.TABLE):
        cells = [*run] if in_table else []
        figures = sum(lines[at].length <= _CELL_WORDS and _FIGURES.match(lines[at].text) is not None for at in cells)
        tells = any(lines[at].length > COORDINATED_WORDS for at in cells)
        if figures > len(cells) * _SHARE_OF_FIGURES and not tells:
            found.update(cells)
    return frozenset(found)


def _bare_numbers(lines: Sequence[Line]) -> dict[int, Numbering]:
    """The numbers without a full stop that count short lines: "1 Mục tiêu"."""
    short = ((at, it.text) for at, it in enumerate(lines) if it.length <= COORDINATED_WORDS)
    numbers = ((at, bare_numbering(text)) for at, text in short if not text.endswith(_SENTENCE_ENDS))
    bare = {at: it for at, it in numbers if it is not None}
    return in_rows(bare)


def _bold_lead(line: Line) -> str:
    """What a paragraph begins with in bold, without its number: "4. Giao ước được giữ bằng cách nào. ..."."""
    if not 0 < line.bold_lead <= COORDINATED_WORDS:
        return ""
    lead = " ".join(line.text.split()[: line.bold_lead])
    prefix = numbering(lead)
    return lead[prefix.end if prefix else 0 :].strip(" .:–-")


def _inline(sentence: str, style: str, line: int, *, heads: bool = False) -> Iterator[Heading]:
    """A heading at the head of a sentence: "Mục tiêu: ...", "Kết quả.", "Về cách thức thực hiện, ..."."""
    head = sentence[:120]
    if heads and head.endswith("?") and len(head.split()) <= _QUESTION_WORDS:
        yield Heading(sentence, passage(head), style, certain=True, line=line, heads=True)
        return
    cut = _INLINE.search(head)
    if cut is not None and len(head[: cut.start()].split()) <= 12:
        is_stop = cut[0].strip() == "."
        matter = passage(head[: cut.start()])
        yield Heading(sentence, matter, style, certain=not is_stop, line=line, heads=heads)
    comma = head.find(",")
    if comma > 0 and len(head[:comma].split()) <= 12:
        yield Heading(sentence, passage(head[:comma]), style, certain=False, line=line, led=True)


def _stands_above_text(lines: Sequence[Line], number: int) -> bool:
    """Whether a list item is the heading of what follows: "* Cách thức", and below it a paragraph that is no item."""
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    if below is None or line.length > _ITEM_WORDS or line.text.endswith((".", ";", ",")):
        return False
    prefix = numbering(below.text)
    return prefix is None and not below.numbered and below.length > COORDINATED_WORDS


def _looks_like_heading(line: Line, *, numbered: bool, bullet: bool) -> bool:
    if line.length > 25:
        return False
    if line.outline is not None or line.bold or line.capitals:
        return True
    ends = line.text.rstrip()
    if bullet or line.numbered:
        return ends.endswith(":") and line.length <= 14
    if numbered:
        return line.length <= (6 if ends.endswith((".", ";")) else 18)
    return line.length <= 10 and not ends.endswith((".", ";", ","))


def section_under(lines: Sequence[Line], heading: Heading, ends: Sequence[int]) -> list[Passage]:
    """The sentences under a heading, or behind one at the head of its paragraph."""
    if heading.set_off:
        line = lines[heading.line]
        return [passage(text) for text in sentences(" ".join(line.text.split()[line.bold_lead :]))]
    if not heading.own_line:
        return [passage(text) for text in sentences(lines[heading.line].text)[1:]]
    below = lines_under(lines, heading, ends)
    return [passage(text) for line in below for text in sentences(line.text)]


def lines_under(lines: Sequence[Line], heading: Heading, ends: Sequence[int]) -> Sequence[Line]:
    """The lines below a heading on one of its own, up to where the next such ends what it heads."""
    return lines[heading.line + 1 : ends[bisect_right(ends, heading.line)]]
