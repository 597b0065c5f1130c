"""What of an element may stand where no heading says so: traces, of which none tells it for certain.  PURE.

Where headings go through the elements, one that has none may stand under that of another, or of something else: lessons
under "Kết luận" or at the end of "Kết quả", what is done under "Giới thiệu mô hình".  Its signs there ask for a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from daemon.checks.headings import Headings
from daemon.checks.headlines import section_under
from daemon.checks.hollow import weight
from daemon.checks.naming import QUOTE
from daemon.checks.places import excerpt
from daemon.checks.sections import is_elsewhere
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, any_of, count_different, count_words, passage, sentences

_MORE_THAN_A_NAME = 12  #: words below a heading
_WORDS_A_SIGN = 18  #: of a sentence there
_SIGNS_BESIDE = 2  #: of what papers tell in one breath with it


def told_elsewhere(
    lines: Sequence[Line], headings: Headings, lacking: Sequence[Element], config: Config
) -> dict[str, str]:
    """Of elements without any other trace those that may be told all the same, each with the sentence that says most of
    it.  What figures tell leaves traces enough.
    """
    found: dict[str, str] = {}
    for element in (it for it in lacking if not it.told_by_figures):
        sections = (_late_sections if element.stage else _overviews)(lines, headings, element, config)
        section = next(sections, None)
        if section is not None:
            most = max(section, key=lambda said: count_different([said], element.signs))
            found[element.id] = excerpt(most.text, QUOTE)
    return found


def _overviews(
    lines: Sequence[Line], headings: Headings, element: Element, config: Config
) -> Iterator[Sequence[Passage]]:
    """What stands under headings of the model as such, and tells an element that papers tell first, or what they tell
    in one breath with it.
    """
    beside = [it.signs for it in config.elements if it.id in element.told_with]
    for heading in headings.overviews:
        below = section_under(lines, heading, headings.ends)
        section = [it for it in below if not _is_of_something_else(it, element, config.vocabulary)]
        if count_words(section) >= _MORE_THAN_A_NAME and (
            any(_may_tell(said, element, config) and _is_dense(said, element) for said in section)
            or any(count_different(section, signs) >= _SIGNS_BESIDE for signs in beside)
        ):
            yield section


def _is_dense(said: Passage, element: Element) -> bool:
    """Whether a sentence has more signs of an element than any long one has by chance; of what may be told without a
    sign, one is enough.
    """
    return not element.needs_a_sign or len(said.words) <= _WORDS_A_SIGN * count_different([said], element.signs)


def _late_sections(
    lines: Sequence[Line], headings: Headings, element: Element, config: Config
) -> Iterator[Sequence[Passage]]:
    """The sentences that may tell an element of a later stage and have signs enough of it together, of what stands
    behind the first of an earlier one: under a heading of something else ("Kết luận"), or of the stage before.
    """
    stages = {at: it.stage for it in config.elements if (at := headings.lines.get(it.id)) is not None}
    first = min((at for at, stage in stages.items() if stage < element.stage), default=len(lines))
    own_lines = frozenset(headings.ends)
    for start, end in pairwise(sorted(own_lines | headings.places)):
        before = stages.get(start, 0)
        if start < first or not (start in headings.others or (before and before == element.stage - 1)):
            continue
        texts = (text for line in lines[start + (start in own_lines) : end] for text in sentences(line.text))
        section = [said for said in map(passage, texts) if _may_tell(said, element, config)]
        own, common = (count_different(section, signs) for signs in (element.signs, element.common_signs))
        if own >= element.own_signs > 0 or (own and own + common > element.own_signs):
            yield section


def _may_tell(said: Passage, element: Element, config: Config) -> bool:
    """Whether a sentence has a sign of an element, and says as much of it as of any that papers tell elsewhere."""
    if not count_different([said], element.signs) or _is_of_something_else(said, element, config.vocabulary):
        return False
    others = (it for it in config.elements if it.id not in element.told_with)
    return weight(said, element) >= max(weight(said, it) for it in others)


def _is_of_something_else(said: Passage, element: Element, words: Vocabulary) -> bool:
    """Whether a sentence takes leave, asks for something, or is about the school, the place or somebody else."""
    others = (*words.closing_words, *words.background_words, *words.aside_words, *element.instead_words)
    return any_of(said, others) is not None or is_elsewhere(said, words, names_model=False)
