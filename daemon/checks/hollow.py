"""Whether something else stands under the heading of an element than what it announces.  PURE.

"5. Bài học kinh nghiệm", and below it thanks, a promise, where the province lies; "4. Kết quả và bài học", and below it
results alone.  Such a heading is a trace, for a person to look: text in words that mean nothing here may tell the
element all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from daemon.checks.headlines import Heading, lines_under, section_under
from daemon.checks.telling import is_yet_to_come
from daemon.checks.unwritten import Written, puts_off, puts_off_in_words
from daemon.checks.whole import has_whole
from daemon.config import Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, any_of, count_all, count_different, count_words, passage, sentences

_FIGURE = re.compile(r"\d[\d.,/%]*")
_DATE = re.compile(r"(?<![\d.,/])(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d(?![\d%]|[.,/]\d)")
_MONEY = re.compile(r"\d\s*(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s*)?(?:đồng|đ|VNĐ|USD)\b", re.IGNORECASE)  #: an amount
_WORDS_A_SIGN = 30  #: of a section about an element and something else
_FIGURES = 2  #: that tell a result as words do
#: Words of a section in which what its heading names leaves its traces: several elements, or one alone.
_LONG_SHARED, _LONG_SECTION = 50, 80
_FIRST_SENTENCES = 3
_PROMISE_SENTENCES = 4  #: that may all be a promise
_BEFORE_SUBJECT = 2  #: words: "Sinh thời, Bác Hồ dạy: ..."
_ASIDE_SENTENCES = 6  #: that may all be about something else; more of them have something to tell
#: In a section that has none of the element of its heading: so many, and one in so many words.
_SIGNS_OF_ANOTHER, _WORDS_A_SIGN_OF_ANOTHER = 3, 12
_JOINED = re.compile(r"[,;/&]|\s+và\s+", re.IGNORECASE)


def hollow_lines(
    headings: Iterable[tuple[Heading, Sequence[Element]]],
    lines: Sequence[Line],
    written: Written,
    vocabulary: Vocabulary,
) -> frozenset[int]:
    """The lines of headings, and those right below them, where something else may stand than what they name."""
    found: set[int] = set()
    for heading, named in headings:
        section = section_of(lines, heading, written) if named and heading.heads else ()
        if section and all(_is_aside(section, it, vocabulary) for it in named):
            below = lines_under(lines, heading, written.ends) if heading.own_line else ()
            found.update(range(heading.line, heading.line + 1 + len(below)))
        if any(it.told_by_figures for it in named) and _is_all_yet_to_come(lines, heading, written, vocabulary):
            found.add(heading.line)
        if named and (heading.own_line or heading.set_off):
            below = lines_under(lines, heading, written.ends) if heading.own_line else ()
            section = section_under(lines, heading, written.ends)
            # A long first paragraph is what the heading stands over; what ends a paper may follow on it.
            of_both = any_of(heading.words, vocabulary.other_headings) is not None  # "Bối cảnh và mục tiêu"
            first = [passage(text) for text in sentences(below[0].text)] if below and not of_both else section
            nothing = below and (_is_closing(below[0].words, vocabulary) or puts_off(below[0], vocabulary))
            if nothing or all(
                any(_is_hollow(heading.words, said, it, vocabulary) for said in (section, first))
                or _is_signless(section, it, vocabulary)
                or (of_both and _is_of_the_other(section, it, vocabulary))
                for it in named
            ):
                found |= {heading.line, heading.line + 1} if below else {heading.line}
    return frozenset(found)


def untold_lines(
    headings: Iterable[tuple[Heading, Sequence[Element]]],
    lines: Sequence[Line],
    written: Written,
    elements: Sequence[Element],
    vocabulary: Vocabulary,
) -> frozenset[tuple[int, str]]:
    """The elements, each with the line of its heading, of which a long section below it does not show enough, or which
    any section shows to be about another.

    A word of another element stands in any text, so a sentence counts for the element of which it has most: of those
    that the heading names.  Under one that names results or lessons alone the other must stand instead of it.
    """
    found = set()
    for heading, named in headings:
        section = section_of(lines, heading, written)
        length = count_words(section)
        if len(named) == 1 and _is_of_another(section, named[0], elements):
            found.add((heading.line, named[0].id))
        if len(named) > 1 and length >= _LONG_SHARED:
            few = (
                it
                for it in named
                if _own_signs(section, it, _told_apart(it, named, elements), vocabulary) < it.own_signs
            )
            found |= {(heading.line, it.id) for it in few}
        elif len(named) > 1:
            # "Kết quả và bài học" over lessons alone, however few words they are.
            silent = (it for it in named if it.stage and 0 < it.needs_a_sign <= length)
            found |= {(heading.line, it.id) for it in silent if not _has_own_sentence(section, it, named, vocabulary)}
        elif len(named) == 1 and named[0].stage and length >= _LONG_SECTION:
            [element] = named
            others = [it for it in elements if it.stage and it is not element]
            # What ends a paper may follow on a sentence or two that tell the one element of its heading.
            shows = any(
                _own_signs(said, element, others, vocabulary) >= least
                for said, least in ((section, element.own_signs), (section[:_FIRST_SENTENCES], 1))
            )
            if not shows and any(_own_signs(section, it, [element], vocabulary) >= it.own_signs > 0 for it in others):
                found.add((heading.line, element.id))
    return frozenset(found)


def _told_apart(element: Element, beside: Sequence[Element], elements: Sequence[Element]) -> list[Element]:
    """Those in whose words it is not told: how something is done says what is done, a list of things not how."""
    later = elements[elements.index(element) :]
    return [it for it in beside if it is not element and not (it in later and it.id in element.told_with)]


def section_of(lines: Sequence[Line], heading: Heading, written: Written) -> list[Passage]:
    """What a heading stands over, or what follows it in its own line: "- Kết quả, kinh nghiệm: ..."."""
    if heading.own_line or heading.set_off or not heading.words.text:
        return section_under(lines, heading, written.ends)
    behind = lines[heading.line].text.partition(heading.words.text)[2]
    return [passage(text) for text in sentences(behind)]


def _own_signs(section: Sequence[Passage], element: Element, beside: Sequence[Element], vocabulary: Vocabulary) -> int:
    """The signs of an element in the sentences that have more of it than of any other of these."""
    return sum(
        own
        for said in section
        if (own := weight(said, element)) > max((weight(said, it) for it in beside), default=0)
        if any_of(said, vocabulary.closing_words) is None
    )


def _has_own_sentence(
    section: Sequence[Passage], element: Element, beside: Sequence[Element], vocabulary: Vocabulary
) -> bool:
    """Whether a sentence says as much of an element as of any other that its heading names, common signs counted."""

    def said_of(said: Passage, it: Element) -> int:
        common = has_whole(said, it.common_signs, vocabulary.compounds, ())
        return weight(said, it) + common

    others = [it for it in beside if it is not element]
    return any(
        own >= max((said_of(said, it) for it in others), default=0)
        for said in section
        if (own := said_of(said, element))
    )


def weight(said: Passage, element: Element) -> int:
    """How much a sentence says of an element: its signs, figures and words."""
    words = max(0, count_all(said, element.words) - count_all(said, element.other_matters))
    return count_different([said], element.signs) + signs_in_figures([said], element) + words


def _is_all_yet_to_come(lines: Sequence[Line], heading: Heading, written: Written, vocabulary: Vocabulary) -> bool:
    """Whether each sentence of what a heading announces speaks of the future, or puts off: "Đến năm 2022 sẽ có ..."."""
    if heading.own_line:
        texts = [it.text for it in lines_under(lines, heading, written.ends)]
    elif heading.heads and heading.words.text:
        texts = [lines[heading.line].text.partition(heading.words.text)[2]]
    else:
        return False
    said = [it for text in texts for it in map(passage, sentences(text)) if it.words]
    to_come = [is_yet_to_come(it, vocabulary) or puts_off_in_words(it, vocabulary) for it in said]
    # "Câu lạc bộ mới được thành lập nên đang ở những bước đầu tiên.  Trong năm 2022, phấn đấu ..."
    return any(to_come) and all(
        off or any_of(it, vocabulary.beginning_words) is not None for it, off in zip(said, to_come, strict=True)
    )


def _is_hollow(heading: Passage, section: Sequence[Passage], element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a section does not tell the element that its heading names; of a short one nobody can say."""
    if not section:
        return False
    if _is_foreseen(heading, element, vocabulary):
        return True
    if _is_of_others(section, element) or _is_promised(section, element, vocabulary):
        return True
    least = element.needs_signs
    return 0 < least <= count_words(section) and not _has_sign(section, element, vocabulary)


def _is_signless(section: Sequence[Passage], element: Element, vocabulary: Vocabulary) -> bool:
    """Whether all that stands under a heading, of some length, has no sign of what the heading names; one figure is a
    sign of results, and thanks at the end of the paper are nothing that stands there.
    """
    told = [said for said in section if any_of(said, vocabulary.closing_words) is None]
    if not 0 < element.needs_a_sign <= count_words(told) or _signs_but_dates(told, element):
        return False
    common = any(has_whole(said, element.common_signs, vocabulary.compounds, ()) for said in told)
    return not common and not _has_sign(told, element, vocabulary)


def _is_aside(section: Sequence[Passage], element: Element, vocabulary: Vocabulary) -> bool:
    """Whether each of a few sentences is about the place, the conference, what stands elsewhere ("Xin xem phụ lục"), or
    says something instead of the element, without a sign of it, or thanks.
    """
    if len(section) > _ASIDE_SENTENCES:
        return False
    nothing = (*vocabulary.aside_words, *vocabulary.closing_words)
    quoted = False
    for said in section:
        empty = any_of(said, nothing) is not None or _is_instead(said, element, vocabulary)
        # "Bác Hồ dạy: Người tốt, việc tốt nhiều lắm.  Ở đâu cũng có.": what is quoted may go on.
        goes_on = quoted and not count_different([said], element.signs)
        quoted = not empty and (goes_on or _is_said_by_others(said, element, vocabulary))
        if not empty and not quoted:
            return False
    return True


def _is_said_by_others(said: Passage, element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a sentence tells, without a sign of an element, what somebody else says: "Bác Hồ dạy: ..."."""
    hit = any_of(said, vocabulary.other_subjects)
    early = hit is not None and hit.first <= _BEFORE_SUBJECT
    return early and ":" in said.text and not count_different([said], element.signs)


def _is_instead(said: Passage, element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a sentence without a sign of an element has words of something else: of the school, whatever figures it
    has, or of what is said in place of this element.
    """
    if has_whole(said, element.signs, vocabulary.compounds, ()):  # "ngày càng phát triển" is no "càng"
        return False
    of_figures = signs_in_figures([said], element) > 0
    return any_of(said, vocabulary.background_words) is not None or (
        not of_figures and any_of(said, element.instead_words) is not None
    )


def _is_of_another(section: Sequence[Passage], element: Element, elements: Sequence[Element]) -> bool:
    """Whether a section has no sign and no word of an element, and signs of one that papers tell in another place; of
    names and of what is done there are too many words.
    """
    if element.shown_by_name or element.names_paper_part or any(weight(said, element) for said in section):
        return False
    others = (it for it in elements if it.stage != element.stage)
    # Figures may stand in a method; lessons have none but those of results.
    signs = max(
        (count_different(section, it.signs) + (signs_in_figures(section, it) if element.stage else 0) for it in others),
        default=0,
    )
    return signs >= max(_SIGNS_OF_ANOTHER, count_words(section) // _WORDS_A_SIGN_OF_ANOTHER)


def _is_promised(section: Sequence[Passage], element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a few sentences say that the lessons will be told, and none of them has a sign of any: "Phòng đang viết
    báo cáo tổng kết, trong đó sẽ làm rõ các bài học.  Khi có, chúng tôi sẽ chia sẻ."  Of results figures tell as much.
    """
    if not element.stage or element.told_by_figures or len(section) > _PROMISE_SENTENCES:
        return False
    promised = any(any_of(said, vocabulary.promising_words) is not None for said in section)
    return promised and count_different(section, element.signs) == 0


def _is_of_others(section: Sequence[Passage], element: Element) -> bool:
    """Whether a section says that what it tells of an element is others', and nowhere that anything is its own:
    "Theo tổng kết của Sở, bài học của họ là ...".
    """
    if not any(any_of(said, element.of_others) is not None for said in section):
        return False
    return not any(any_of(said, element.of_its_own) is not None for said in section)


def _is_of_the_other(section: Sequence[Passage], element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a section under a heading of an element and of something else has no phrase and too few signs of it."""
    if any(has_whole(said, element.phrases, vocabulary.compounds, element.other_matters) for said in section):
        return False
    length = count_words(section)
    signs = count_different(section, element.signs) + signs_in_figures(section, element)
    return 0 < element.needs_signs <= length and signs < length // _WORDS_A_SIGN


def _is_closing(line: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a paragraph only thanks and wishes well."""
    said = [passage(text) for text in sentences(line.text)]
    return bool(said) and all(any_of(it, vocabulary.closing_words) is not None for it in said)


def signs_in_figures(section: Sequence[Passage], element: Element, most: int = _FIGURES) -> int:
    """How many signs of an element the figures of a section are: as many as tell it, at most."""
    return _figures((it.text for it in section), most) if element.told_by_figures else 0


def _signs_but_dates(section: Sequence[Passage], element: Element) -> int:
    """The same without the dates of what has no other sign, and without what it cost: "thành lập năm 1949, tái lập năm
    1989" and "Kinh phí thôn 2: 31.000.000 đồng" tell none.
    """
    if not element.told_by_figures:
        return 0
    bare = [it for it in section if not count_different([it], element.signs)]
    return _figures(
        it.text if it not in bare else "" if _MONEY.search(it.text) else _DATE.sub(" ", it.text) for it in section
    )


def _figures(texts: Iterable[str], most: int = _FIGURES) -> int:
    return min(sum(len(_FIGURE.findall(text)) for text in texts), most)


def _is_foreseen(heading: Passage, element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a heading speaks of what is yet to come, and of nothing else: "Kết quả dự kiến"."""
    if not element.stage or _JOINED.search(heading.text) is not None:
        return False
    return any_of(heading, vocabulary.foreseen_words) is not None


def _has_sign(section: Sequence[Passage], element: Element, vocabulary: Vocabulary) -> bool:
    wanted = (*element.signs, *element.words, *element.headings, *element.heading_words)
    by_figures = _signs_but_dates(section, element) == _FIGURES
    return by_figures or any(has_whole(said, wanted, vocabulary.compounds, ()) for said in section)
