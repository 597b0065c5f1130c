"""What is told under headings in words that mean nothing here, and in prose without any: known by what is said.  PURE.

"Nói với người đi sau", and below it "Đừng ...", "Phải ...": lessons.  A paper that goes through the elements so tells
several of them, in the order of the plan: results before lessons, and before them all others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from daemon.checks.headings import Headings, after_leads
from daemon.checks.headlines import lines_under, section_under
from daemon.checks.hollow import signs_in_figures
from daemon.checks.naming import QUOTE, speaks_of_models
from daemon.checks.places import excerpt
from daemon.checks.telling import is_yet_to_come, only_announces
from daemon.checks.whole import has_whole
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, any_of, count_different, count_words, passage, sentences

_TOLD = 3  #: elements that a paper tells, by heading or so, from which on it goes through them
#: Different signs of an element, more than of any other, and words of a section that is longer than a line.
_SIGNS, _SECTION_WORDS = 3, 12
#: A long section has words of everything: of what tells it, it has one sign in so many words; of a second element that
#: is told in it, as many as others have of one.
_WORDS_A_SIGN, _WORDS_A_SHARED_SIGN = 30, 15
_LONG_SECTION = 80  #: words
_SHARED_SIGNS = 5  #: of a second element in a section that tells one: what is done, and how
#: Signs of what is told along with another, and of that other, in what they share.
_SIGNS_BESIDE, _SIGNS_OF_HEADED = 4, 2
_MOST_WAYS = 500  #: of telling elements in turn that are gone on with; six elements have hardly more
#: A list of so many short members, or of so many behind a colon, tells as much as so many signs.
_LISTED, _LISTED_BEHIND_COLON, _MEMBER_WORDS, _SIGNS_OF_LIST = 4, 3, 7, 2
_SHORT_LINES = 2  #: that look like headings in a paper that has none
_OPENING = 12  #: words with which a paragraph says what it is about
_STOP = re.compile(r"[:?]")
_BETWEEN, _LISTING = re.compile(r"[,;]|\s+và\s+"), re.compile(r":|\bgồm\b")
_MANY_FIGURES, _SIGNS_OF_MANY = 4, 1  #: that tell results where these are told, beside what any two of them do


@dataclass(frozen=True, slots=True)
class Told:
    """An element that is told in a section."""

    quote: str  #: the sentence that says most of it
    line: int  #: of the heading, or of the paragraph
    sure: bool = True  #: else a trace


def told_in_sections(
    lines: Sequence[Line], headings: Headings, shown: Mapping[str, int], config: Config, since: int
) -> dict[str, Told]:
    """Elements that are told so; without those `shown` in other ways, each with its line.

    `since` is the first line that names the model: prose above it is about the times, the school and the place.
    """
    words = config.vocabulary
    sections = [(line, _of_model(section, words)) for line, section in _sections(lines, headings, since)]
    ways = [
        told
        for knows, late in product((_by_opening_or_signs, _told_by_signs, _told_in_order), (False, True))
        if _in_order(headings, told := _known(sections, knows, headings, shown, config, late=late), config)
    ]
    # What a section opens with counts before what it has most signs of, and both before what only the order says; one
    # that tells what has a heading elsewhere may tell something else all the same.
    told = max([*ways, _told_in_turn(sections, headings, shown, config)], key=len)
    if len(headings.found.keys() | told.keys()) < _TOLD:
        return {}
    at = {**shown, **{element: it.line for element, it in told.items()}}
    return told | _told_in_gaps(sections, at, config, prose=_is_prose(headings))


def _known(
    sections: Sequence[tuple[int, Sequence[Passage]]],
    knows: Callable[[Sequence[Passage], Config, int], Element | None],
    headings: Headings,
    shown: Mapping[str, int],
    config: Config,
    *,
    late: bool,
) -> dict[str, Told]:
    """The elements that sections are known to tell in one way; `late`: the last of several that tell one counts."""
    stages = {it.id: it.stage for it in config.elements}
    told: dict[str, Told] = {}
    for line, section in sections:
        before = {**headings.lines, **{it: one.line for it, one in told.items()}}
        element = knows(section, config, max((stages[it] for it, at in before.items() if at < line), default=0))
        # Of two sections that tell results the first may be about the times before, in figures as well.
        if element is not None and element.id not in shown and (late or element.id not in told):
            told[element.id] = Told(_telling(section, element), line)
    return told


def _told_in_turn(
    sections: Sequence[tuple[int, Sequence[Passage]]], headings: Headings, shown: Mapping[str, int], config: Config
) -> dict[str, Told]:
    """Where the elements of which sections tell most do not stand in the order of the plan: those that do, with most
    signs of all such.  "Đảng viên phải làm trước, dân thấy mới theo" sounds like a lesson, and stands before results.
    """
    stages = {it.id: it.stage for it in config.elements}
    # A heading under which its element is not told does not say where the paper has come to.
    fixed = {line: stages[it] for it, line in headings.lines.items() if it in shown and it not in headings.silent}
    best: list[tuple[int, int, dict[str, Told]]] = [(0, 0, {})]  #: signs, the stage come to, what was told
    unknown = [(line, section) for line, section in sections if line not in shown.values()]
    for line, section in sorted(unknown, key=lambda it: it[0]):
        least = max((stage for at, stage in fixed.items() if at < line), default=0)
        most = min((stage for at, stage in fixed.items() if at > line), default=max(stages.values(), default=0))
        said = {it.id: _signs_of_all_kinds(section, it) for it in config.elements if least <= it.stage <= most}
        enough = max(_least_signs(section), count_different(section, config.vocabulary.other_signs) + 1, *said.values())
        may = [
            (element, said[element.id], Told(_telling(section, element), line))
            for element in config.elements
            if element.id not in shown and said.get(element.id, 0) >= enough and not _is_short(section)
        ]
        longer = [
            (total + signs, element.stage, {**told, element.id: it})
            for total, stage, told in best
            for element, signs, it in may
            if element.stage >= stage and element.id not in told
        ]
        best = _best_of_each(best + longer)
    return max(best, key=lambda it: it[0])[2]


def _best_of_each(ways: Sequence[tuple[int, int, dict[str, Told]]]) -> list[tuple[int, int, dict[str, Told]]]:
    """Of the ways that tell the same elements and have come to the same stage the one with most signs; where plans have
    many elements, the best of these.
    """
    best: dict[tuple[int, frozenset[str]], tuple[int, int, dict[str, Told]]] = {}
    for way in ways:
        key = way[1], frozenset(way[2])
        if key not in best or best[key][0] < way[0]:
            best[key] = way
    return sorted(best.values(), key=lambda it: -it[0])[:_MOST_WAYS]


def _signs_of_all_kinds(section: Sequence[Passage], element: Element) -> int:
    """Signs of an element in words, figures and lists; figures alone, which stand in any text, are none."""
    words = count_different(section, element.signs)
    return words + (signs_in_figures(section, element) if words else 0) + _signs_in_lists(section, element)


def _signs_in_lists(section: Sequence[Passage], element: Element) -> int:
    """As many signs as a list has, where one tells an element: "Kệ có bốn ngăn: sách, báo, tạp chí, bản đồ"."""
    return _SIGNS_OF_LIST if element.told_by_lists and any(_is_list(it) for it in section) else 0


def _is_list(said: Passage) -> bool:
    """Whether a sentence counts things up: short members between commas, a few of them, or fewer behind a colon."""
    whole, behind = said.text, _LISTING.split(said.text, maxsplit=1)[1:]
    return any(
        sum(count_words([passage(it)]) <= _MEMBER_WORDS for it in _BETWEEN.split(text)[1:]) + 1 >= least
        for text, least in ((whole, _LISTED), *((it, _LISTED_BEHIND_COLON) for it in behind))
    )


def told_together(
    lines: Sequence[Line], headings: Headings, shown: Mapping[str, int], config: Config
) -> dict[str, Told]:
    """What nothing tells, where that with which papers tell it in one breath is told: what is done and how, in one
    paragraph under "Lớp học hai thầy là thế nào".  `shown` has the lines of all that is told otherwise.
    """
    elements = {it.id: it for it in config.elements}
    told: dict[str, Told] = {}
    for lacking in (it for it in config.elements if it.id not in shown):
        for at, beside in ((shown[it], elements[it]) for it in lacking.told_with if it in shown):
            section = _of_model(_told_at(lines, headings, at), config.vocabulary)
            signs = count_different(section, lacking.signs)
            # The heading "Nội dung" over how alone tells how, and not what.
            both = count_different(section, beside.signs) >= _SIGNS_OF_HEADED
            if lacking.id not in told and both and signs >= _SIGNS:
                length = count_words(section)
                least = length // _WORDS_A_SHARED_SIGN if length > _LONG_SECTION else _SIGNS_BESIDE
                told[lacking.id] = Told(_telling(section, lacking), at, sure=signs >= least)
    return told


def _told_at(lines: Sequence[Line], headings: Headings, at: int) -> list[Passage]:
    """What stands at a line, with all that is under it if it is a heading on its own."""
    end = headings.ends[bisect_right(headings.ends, at)] if at in headings.ends else at + 1
    return [passage(text) for line in lines[at:end] for text in sentences(line.text)]


def _told_in_gaps(
    sections: Sequence[tuple[int, Sequence[Passage]]], at: Mapping[str, int], config: Config, *, prose: bool
) -> dict[str, Told]:
    """The one element that is told nowhere, where something in unknown words stands in its place in the order of the
    plan, and has signs of it: under a heading it may have more of another, which prose may not.
    """
    stages = {it.id: it.stage for it in config.elements}
    told = {}
    for line, section in sections:
        before = max((number for number, it in enumerate(config.elements) if at.get(it.id, line) < line), default=-1)
        later = (number for number, it in enumerate(config.elements) if at.get(it.id, line) > line)
        after = min(later, default=len(config.elements))
        lacking = [it for it in config.elements[before + 1 : after] if it.id not in at]
        if len(lacking) != 1 or lacking[0].shown_by_name or _is_short(section):
            continue  # none is missing here, or several
        [element] = lacking
        here = [it for it, number in at.items() if number == line]
        if any(stages[it] or element.stage for it in here):
            continue
        signs = count_different(section, element.signs) + signs_in_figures(section, element)
        signs += _signs_in_lists(section, element)
        signs += _SIGNS_OF_MANY if signs_in_figures(section, element, _MANY_FIGURES) == _MANY_FIGURES else 0
        others = [it for it in config.elements if prose and it is not element and it.id not in here]
        least = max((count_different(section, it.signs) for it in others), default=0)
        if signs >= max(
            max(_SHARED_SIGNS, count_words(section) // _WORDS_A_SHARED_SIGN) if here else _least_signs(section),
            least,
            count_different(section, config.vocabulary.other_signs) + 1,
        ):
            told[element.id] = Told(_telling(section, element), line)
    return told


def _of_model(section: Sequence[Passage], vocabulary: Vocabulary) -> list[Passage]:
    """The sentences that may be about the model; none of a paragraph that begins with somebody else and does not come
    to it ("Chủ tịch Hồ Chí Minh ...  Người căn dặn ..."), or that takes leave ("Rất mong nhận được ý kiến ...").
    """
    if section and any_of(section[0], vocabulary.closing_words) is not None:
        return []
    names = [speaks_of_models(it, vocabulary) for it in section]
    if section and not any(names) and is_elsewhere(section[0], vocabulary, names_model=False):
        return []
    following = [*section, None][1:]
    return [
        it
        for it, named, then in zip(section, names, following, strict=True)
        if not is_elsewhere(it, vocabulary, names_model=named) and not only_announces(it, then, vocabulary)
    ]


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
    if not headings.structured:
        below = {
            heading.line + 1 + at
            for heading in headings.wholes
            for at in range(len(lines_under(lines, heading, headings.ends)))
        } - (headings.unwritten | headings.places)
        yield from ((at, [passage(text) for text in sentences(lines[at].text)]) for at in sorted(below))


def _is_prose(headings: Headings) -> bool:
    """Whether a paper has no headings, but for a line or two: "Kính thưa các đồng chí", "Xin cảm ơn"."""
    return len(headings.ends) - 1 <= (0 if headings.found else _SHORT_LINES)


def _by_opening_or_signs(section: Sequence[Passage], config: Config, stage: int) -> Element | None:
    return _opened_with(section, config) or _told_by_signs(section, config, stage)


def _opened_with(section: Sequence[Passage], config: Config) -> Element | None:
    """The element that the first words are about, as a heading may be: "Ước muốn của chúng tôi là ..."."""
    if not section or after_leads(section[0], 0, config.vocabulary):
        return None  # "Về nội dung ...": a paragraph that turns to something may speak of the content of something else
    words = section[0]
    stop = _STOP.search(words.text)
    end = min(_OPENING, sum(word.start < stop.start() for word in words.words) if stop else _OPENING, len(words.words))
    opening = passage(words.between(0, end))
    compounds = config.vocabulary.compounds
    told = [
        it
        for it in config.elements
        if has_whole(opening, it.heading_words, compounds, it.other_matters)
        and not (it.told_by_figures and is_yet_to_come(words, config.vocabulary))  # "Mong rằng mô hình mang lại ..."
    ]
    return told[0] if len(told) == 1 and any_of(opening, config.vocabulary.other_headings) is None else None


def _told_in_order(section: Sequence[Passage], config: Config, stage: int) -> Element | None:
    """The same among those that papers tell behind what was told already: lessons speak of aims as well."""
    return _most_told(section, [it for it in config.elements if it.stage >= stage], config)


def _told_by_signs(section: Sequence[Passage], config: Config, _stage: int) -> Element | None:
    return _most_told(section, config.elements, config)


def _most_told(section: Sequence[Passage], elements: Sequence[Element], config: Config) -> Element | None:
    """The element of which most is said, when it is said for certain."""
    if _is_short(section):
        return None
    counts = {element.id: count_different(section, element.signs) for element in elements}
    most = max(counts.values(), default=0)
    best = [element for element in elements if counts[element.id] == most]
    sure = most >= _least_signs(section) and most > count_different(section, config.vocabulary.other_signs)
    return best[0] if sure and len(best) == 1 else None


def _least_signs(section: Sequence[Passage]) -> int:
    """How many signs tell an element in a section: more of them in a long one."""
    return max(_SIGNS, count_words(section) // _WORDS_A_SIGN)


def _is_short(section: Sequence[Passage]) -> bool:
    return count_words(section) < _SECTION_WORDS


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
