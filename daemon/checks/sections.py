"""What stands under a heading in words that mean nothing here: the element of which most is said there.  PURE.

"Nói với người đi sau", and below it "Đừng ...", "Phải ...": lessons.  Only beside headings of elements, where nothing
else shows the element, and in the order of the plan: results before lessons, and before them all others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from daemon.checks.headings import Heading, Headings, section_under
from daemon.checks.naming import QUOTE
from daemon.checks.places import excerpt
from daemon.config import Config, Element
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, phrase

#: Elements with headings beside which a heading in other words is read by what stands under it: so many different
#: signs of an element, more than of any other; what stands under it is longer than a line.
_HEADINGS_BESIDE, _SIGNS, _SECTION_WORDS = 2, 3, 12


def told_in_sections(
    lines: Sequence[Line], headings: Headings, shown: Collection[str], config: Config
) -> dict[str, tuple[str, Heading]]:
    """Elements that are told so, each with the sentence that says most of it and the heading; without those `shown`."""
    if len(headings.found) < _HEADINGS_BESIDE:
        return {}
    told: dict[str, tuple[str, Heading]] = {}
    for heading in headings.open:
        section = section_under(lines, heading, headings.ends)
        element = _told_by_signs(section, config)
        if element is None or element.id in shown:
            continue
        if _is_in_order(element, heading, headings, config):
            told.setdefault(element.id, (_telling(section, element), heading))
    return told


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


def _is_in_order(element: Element, heading: Heading, headings: Headings, config: Config) -> bool:
    stages = {it.id: it.stage for it in config.elements}
    return all(
        (line < heading.line) == (stages[other] < element.stage)
        for other, line in headings.lines.items()
        if stages[other] != element.stage
    )
