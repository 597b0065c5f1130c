"""What is told under headings in words that mean nothing here, and in prose without any: known by what is said.  PURE.

"Nói với người đi sau", and below it "Đừng ...", "Phải ...": lessons.  A paper that goes through the elements so tells
several of them, in the order of the plan: results before lessons, and before them all others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from daemon.checks.headings import Headings, after_leads, has_whole
from daemon.checks.headlines import section_under
from daemon.checks.naming import QUOTE, speaks_of_models
from daemon.checks.places import excerpt
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, any_of, count_different, passage, sentences

_TOLD = 3  #: elements that a paper tells, by heading or so, from which on it goes through them
#: Different signs of an element, more than of any other, and words of a section that is longer than a line.
_SIGNS, _SECTION_WORDS = 3, 12
_SHORT_LINES = 2  #: that look like headings in a paper that has none
_OPENING = 12  #: words with which a paragraph says what it is about
_STOP = re.compile(r"[:?]")


@dataclass(frozen=True, slots=True)
class Told:
    """An element that is told in a section."""

    quote: str  #: the sentence that says most of it
    line: int  #: of the heading, or of the paragraph


def told_in_sections(
    lines: Sequence[Line], headings: Headings, shown: Collection[str], config: Config, since: int
) -> dict[str, Told]:
    """Elements that are told so; without those `shown` in other ways.

    `since` is the first line that names the model: prose above it is about the times, the school and the place.
    """
    words = config.vocabulary
    sections = [
        (line, [it for it in section if not is_elsewhere(it, words, names_model=speaks_of_models(it, words))])
        for line, section in _sections(lines, headings, since)
    ]
    for knows in (_by_opening_or_signs, _told_by_signs):
        told: dict[str, Told] = {}
        for line, section in sections:
            element = knows(section, config)
            if element is not None and element.id not in shown:
                told.setdefault(element.id, Told(_telling(section, element), line))
        if len(headings.found.keys() | told.keys()) >= _TOLD and _in_order(headings, told, config):
            return told | _told_in_gaps(sections, headings, {*shown, *told}, config)
    return {}


def _told_in_gaps(
    sections: Sequence[tuple[int, Sequence[Passage]]], headings: Headings, shown: Collection[str], config: Config
) -> dict[str, Told]:
    """The one element without a heading, where a heading in unknown words stands in its place in the order of the plan,
    and what stands under it has as many signs: of another it may have more.
    """
    if _is_prose(headings):
        return {}
    elements = {it.id: number for number, it in enumerate(config.elements)}
    told = {}
    for line, section in sections:
        before = max((elements[it] for it, at in headings.lines.items() if at < line), default=-1)
        after = min((elements[it] for it, at in headings.lines.items() if at > line), default=len(elements))
        if after != before + 2 or _is_short(section):  # none is missing here, or several
            continue
        element = config.elements[before + 1]
        if element.id in shown or element.shown_by_name:
            continue
        others = count_different(section, config.vocabulary.other_signs)
        if count_different(section, element.signs) >= max(_SIGNS, others + 1):
            told[element.id] = Told(_telling(section, element), line)
    return told


def is_elsewhere(said: Passage, vocabulary: Vocabulary, *, names_model: bool) -> bool:
    """Whether a sentence announces what the paper will say, or speaks of others: "Đảng ta đã rút ra bài học ..."."""
    if any_of(said, vocabulary.announcing_words) is not None:
        return True
    return not names_model and any_of(said, vocabulary.other_subjects) is not None


def _sections(lines: Sequence[Line], headings: Headings, since: int) -> Iterator[tuple[int, list[Passage]]]:
    """What stands under each heading that means nothing here; where a paper has no heading at all, its paragraphs, but
    those that begin with an element ("Nội dung. Lớp trưởng tuần có bốn nhiệm vụ ...").
    """
    if _is_prose(headings):
        apart = headings.places | headings.unwritten
        prose = ((at, line) for at, line in enumerate(lines) if at >= since and at not in apart)
        yield from ((number, [passage(text) for text in sentences(line.text)]) for number, line in prose)
        return
    unknown = (*headings.open, *headings.above)
    yield from ((heading.line, section_under(lines, heading, headings.ends)) for heading in unknown)


def _is_prose(headings: Headings) -> bool:
    """Whether a paper has no headings, but for a line or two: "Kính thưa các đồng chí", "Xin cảm ơn"."""
    return len(headings.ends) - 1 <= (0 if headings.found else _SHORT_LINES)


def _by_opening_or_signs(section: Sequence[Passage], config: Config) -> Element | None:
    return _opened_with(section, config) or _told_by_signs(section, config)


def _opened_with(section: Sequence[Passage], config: Config) -> Element | None:
    """The element that the first words are about, as a heading may be: "Ước muốn của chúng tôi là ..."."""
    if not section or after_leads(section[0], 0, config.vocabulary):
        return None  # "Về nội dung ...": a paragraph that turns to something may speak of the content of something else
    words = section[0]
    stop = _STOP.search(words.text)
    end = min(_OPENING, sum(word.start < stop.start() for word in words.words) if stop else _OPENING, len(words.words))
    opening = passage(words.between(0, end))
    compounds = config.vocabulary.compounds
    told = [it for it in config.elements if has_whole(opening, it.heading_words, compounds, it.other_matters)]
    return told[0] if len(told) == 1 and any_of(opening, config.vocabulary.other_headings) is None else None


def _told_by_signs(section: Sequence[Passage], config: Config) -> Element | None:
    """The element of which most is said, when it is said for certain."""
    if _is_short(section):
        return None
    counts = {element.id: count_different(section, element.signs) for element in config.elements}
    most = max(counts.values(), default=0)
    best = [element for element in config.elements if counts[element.id] == most]
    sure = most >= _SIGNS and most > count_different(section, config.vocabulary.other_signs)
    return best[0] if sure and len(best) == 1 else None


def _is_short(section: Sequence[Passage]) -> bool:
    return sum(len(said.words) for said in section) < _SECTION_WORDS


def _telling(section: Sequence[Passage], element: Element) -> str:
    """The sentence with most signs."""
    return excerpt(max(section, key=lambda said: count_different([said], element.signs)).text, QUOTE)


def _in_order(headings: Headings, told: dict[str, Told], config: Config) -> bool:
    """Whether what was read stands where the plan has it, beside what has headings."""
    stages = {it.id: it.stage for it in config.elements}
    at = {**headings.lines, **{element: it.line for element, it in told.items()}}
    return all(
        stages[one] <= stages[other] or not {one, other} & told.keys()
        for one, other in pairwise(sorted(at, key=lambda it: (at[it], stages[it])))
    )
