"""What is told under headings in words that mean nothing here, and in prose without any: known by what is said.  PURE.

"Nói với người đi sau", and below it "Đừng ...", "Phải ...": lessons.  A paper that goes through the elements so tells
several of them, in the order of the plan: results before lessons, and before them all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from daemon.checks.headings import Headings, section_under
from daemon.checks.naming import QUOTE
from daemon.checks.places import excerpt
from daemon.config import Config, Element
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, passage, phrase, sentences

_TOLD = 3  #: elements that a paper tells, by heading or so, from which on it goes through them
#: Different signs of an element, more than of any other, and words of a section that is longer than a line.
_SIGNS, _SECTION_WORDS = 3, 12


@dataclass(frozen=True, slots=True)
class Told:
    """An element that is told in a section."""

    quote: str  #: the sentence that says most of it
    line: int  #: of the heading, or of the paragraph


def told_in_sections(
    lines: Sequence[Line], headings: Headings, shown: Collection[str], config: Config
) -> dict[str, Told]:
    """Elements that are told so; without those `shown` in other ways."""
    told: dict[str, Told] = {}
    for line, section in _sections(lines, headings):
        element = _told_by_signs(section, config)
        if element is not None and element.id not in shown:
            told.setdefault(element.id, Told(_telling(section, element), line))
    many = len(headings.found.keys() | told.keys()) >= _TOLD
    return told if many and _in_order(headings, told, config) else {}


def _sections(lines: Sequence[Line], headings: Headings) -> Iterator[tuple[int, list[Passage]]]:
    """What stands under each heading that means nothing here; where a paper has no heading at all, its paragraphs, but
    those that begin with an element ("Nội dung. Lớp trưởng tuần có bốn nhiệm vụ ...").
    """
    if headings.ends == (len(lines),):
        prose = ((number, line) for number, line in enumerate(lines) if number not in headings.places)
        yield from ((number, [passage(text) for text in sentences(line.text)]) for number, line in prose)
        return
    unknown = (*headings.open, *headings.above)
    yield from ((heading.line, section_under(lines, heading, headings.ends)) for heading in unknown)


def _told_by_signs(section: Sequence[Passage], config: Config) -> Element | None:
    """The element of which most is said, when it is said for certain."""
    if sum(len(said.words) for said in section) < _SECTION_WORDS:
        return None
    counts = {element.id: _different(element.signs, section) for element in config.elements}
    most = max(counts.values(), default=0)
    best = [element for element in config.elements if counts[element.id] == most]
    sure = most >= _SIGNS and most > _different(config.vocabulary.other_signs, section)
    return best[0] if sure and len(best) == 1 else None


def _different(signs: Sequence[str], section: Sequence[Passage]) -> int:
    return sum(any(said.has(it) for said in section) for it in map(phrase, signs))


def _telling(section: Sequence[Passage], element: Element) -> str:
    """The sentence with most signs."""
    return excerpt(max(section, key=lambda said: _different(element.signs, [said])).text, QUOTE)


def _in_order(headings: Headings, told: dict[str, Told], config: Config) -> bool:
    """Whether what was read stands where the plan has it, beside what has headings."""
    stages = {it.id: it.stage for it in config.elements}
    at = {**headings.lines, **{element: it.line for element, it in told.items()}}
    return all(
        stages[one] <= stages[other] or not {one, other} & told.keys()
        for one, other in pairwise(sorted(at, key=lambda it: (at[it], stages[it])))
    )
