"""Whether what stands under the heading of an element strays from the model that the paper is about.  PURE.

Nobody can list what people write instead of an element: a truth about life, praise, a river, a resolution of the Party.
But what tells of a model repeats what the other sections say of it ("hũ gạo", "ghi phiếu"), or has the signs of its
element, and what strays has neither.  So a sentence whose words may belong to something else is read beside the rest of
the paper; where such sentences outweigh the others a person looks.  Sentences in words that mean nothing here stray no
more than they tell.

Three things show without any list of words: what says again what stands under another element, what is a list of
names, and what is long, has hardly a sign of its element and no two words that stand together elsewhere in the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from daemon.checks.headlines import Heading, lines_under
from daemon.checks.hollow import section_of, signs_in_figures, weight
from daemon.checks.naming import speaks_of_models
from daemon.checks.unwritten import Written
from daemon.config import Config, Element, School, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import (
    Passage,
    any_of,
    count_different,
    hits_of,
    passage,
    phrase,
    starts_with_any,
)

_LEAST_WORDS = 3  #: a shorter sentence is a number or a label
_BEFORE_SUBJECT = 1  #: words: "Sinh thời Bác Hồ ...", "Ở xã bên, ..."
_SIGNS = 2  #: of its element that let a sentence tell it whatever else it speaks of
_NAME_WORDS = 2  #: a shorter name stands in any text
#: A section of two sentences strays with both of them.
_FEW_SENTENCES = 2
_TIMES_ITS_OWN = 4  #: as many signs of another element in a section that tells the other
_TITLE = -1  #: stands above all lines
#: Pairs of words of a section, none of which the rest of the paper has: from so many on, and as many a sign of its
#: element, it has nothing to do with the rest, unless it has more signs than these.
_LONELY_PAIRS, _LONELY_PAIRS_A_SIGN, _LONELY_SIGNS = 15, 10, 2
#: Words of a section that are mostly names: so many, and so large a share of them with a capital.
_LISTED_WORDS, _LISTED_SHARE = 20, 0.6
#: Other elements, by one heading, that what is copied stands under; what stands under more is filling.
_COPIED_UNDER = 2
_REPEATED_WORDS = 10  #: in sentences that stand elsewhere as well; fewer may be a slogan

Pair = tuple[str, str]


class _Sentence(Enum):
    TELLS = auto()
    STRAYS = auto()
    MAY_STRAY = auto()  #: by a word that may tell as well: it counts beside others
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about."""

    title: str = ""
    name: str | None = None  #: of its model
    head: str = ""  #: what stands above the running text: title, authors, school


@dataclass(frozen=True, slots=True)
class _Section:
    heading: Heading
    named: Sequence[Element]
    said: Sequence[Passage]
    last: int  #: its last line


class _Paper:
    """What a section is read beside: the title, the model's name, and in which sections two words stand together."""

    def __init__(self, subject: Subject, config: Config) -> None:
        self.elements, self.vocabulary = config.elements, config.vocabulary
        self.title, self._name = passage(subject.title), phrase(subject.name or "")
        self._common = frozenset(word.key for text in self.vocabulary.common_words for word in passage(text).words)
        self._places: dict[Pair, tuple[int, int]] = {}  #: the first and the last heading over them
        #: Under which elements a sentence stands: the first end and the last beginning of their sections.
        self._told_under: dict[tuple[str, ...], dict[str, tuple[int, int]]] = {}
        self._own_schools = _own_schools(passage(subject.head), config.schools)
        self.add([self.title], _TITLE)
        self._head = frozenset(pair for pair, _ in self._pairs(passage(subject.head)))

    def names_model(self, text: Passage) -> bool:
        """Whether a sentence speaks of the model as such or by its name."""
        by_name = self._name.length >= _NAME_WORDS and text.has(self._name)
        return by_name or speaks_of_models(text, self.vocabulary)

    def has_foreign(self, text: Passage, phrases: Sequence[str], before: int | None = None) -> bool:
        """Whether one of them stands in a sentence, after so many words at most, and not in the title."""
        return any(
            not self.title.has(phrase(text.between(hit.first, hit.last)))
            for hit in hits_of(text, phrases)
            if before is None or hit.first <= before
        )

    def names_other_school(self, text: Passage) -> bool:
        """Whether a sentence names a school that is not the one above the paper."""
        names = (_capitals(text, hit.last) for hit in hits_of(text, self.vocabulary.school_words))
        return bool(self._own_schools) and any(
            name and not any(it.has(phrase(name)) for it in self._own_schools) for name in names
        )

    def add(self, texts: Iterable[Passage], line: int) -> None:
        for pair in (pair for text in texts for pair, _ in self._pairs(text)):
            first, last = self._places.get(pair, (line, line))
            self._places[pair] = min(first, line), max(last, line)

    def says_elsewhere(self, text: Passage, section: _Section) -> bool:
        """Whether two words of a sentence of a section stand side by side outside of it."""
        for pair, is_name in self._pairs(text):
            if is_name and pair in self._head:
                continue  # "Cây dừa gắn bó với người Bến Tre", in a paper of the school of Bến Tre
            first, last = self._places.get(pair, (section.heading.line, section.last))
            if first < section.heading.line or last > section.last:
                return True
        return False

    def has_to_do_with(self, section: _Section, told: Sequence[Passage], signs: int) -> bool:
        """Whether a section that has so many signs of its element says anything in words of the rest of the paper, or
        may be too short to.
        """
        pairs = sum(1 for it in told for _ in self._pairs(it))
        if signs > _LONELY_SIGNS or pairs < max(_LONELY_PAIRS, _LONELY_PAIRS_A_SIGN * signs):
            return True
        return any(self.says_elsewhere(it, section) or self.names_model(it) for it in told)

    def add_sentences(self, section: _Section) -> None:
        for under in (self._told_under.setdefault(_keys(it), {}) for it in section.said):
            for element in section.named:
                end, start = under.get(element.id, (section.last, section.heading.line))
                under[element.id] = min(end, section.last), max(start, section.heading.line)

    def repeats(self, section: _Section, element: Element) -> bool:
        """Whether most of a section stands under another element as well, of which it has many times as much, and what
        stands there alone says nothing of its own.
        """
        named = {it.id for it in section.named}
        length = sum(len(it.words) for it in section.said)
        for other in self.elements:
            if other.id in named:
                continue
            twice = [it for it in section.said if self._is_told_under(other, it, section)]
            words = sum(len(it.words) for it in twice)
            if any(it not in twice and weight(it, element) for it in section.said):
                continue  # the same phrases everywhere, beside what is said of it
            if words >= _REPEATED_WORDS and 2 * words > length:
                own, theirs = (sum(weight(it, wanted) for it in twice) for wanted in (element, other))
                if theirs >= _TIMES_ITS_OWN * max(1, own):
                    return True
        return False

    def _is_told_under(self, other: Element, text: Passage, section: _Section) -> bool:
        """Whether a sentence of a section stands under another element, and not under all, in lines that are not the
        section's own.
        """
        under = self._told_under.get(_keys(text), {})
        if len(under.keys() - {it.id for it in section.named}) > _COPIED_UNDER:
            return False
        end, start = under.get(other.id, (section.last, section.heading.line))
        return end < section.heading.line or start > section.last

    def _pairs(self, text: Passage) -> Iterator[tuple[Pair, bool]]:
        """Neighbours with nothing but a space between them, which not any text has; and whether both have a capital."""
        for one, other in zip(text.words, text.words[1:], strict=False):
            if text.text[one.end : other.start].strip() or one.key.isdigit() or other.key.isdigit():
                continue
            if one.key not in self._common and other.key not in self._common:
                yield (one.key, other.key), text.text[one.start].isupper() and text.text[other.start].isupper()


def straying(
    headings: Iterable[tuple[Heading, Sequence[Element]]],
    lines: Sequence[Line],
    written: Written,
    config: Config,
    subject: Subject,
) -> frozenset[tuple[int, str]]:
    """The elements of headings under which something else than the model is spoken of, each with the lines of the
    heading and of what stands below it.
    """
    paper = _Paper(subject, config)
    sections = [
        _section(lines, heading, named, written, config.vocabulary)
        for heading, named in headings
        if heading.own_line or heading.heads or heading.set_off
    ]
    for it in sections:
        paper.add((it.heading.words, *it.said), it.heading.line)
        paper.add_sentences(it)
    found: set[tuple[int, str]] = set()
    for it in sections:
        of_both = any_of(it.heading.words, config.vocabulary.other_headings) is not None  # "Bối cảnh và mục tiêu"
        if not it.named or not it.said or of_both:
            continue
        if all(_strays(it, element, paper) for element in it.named):
            found.update((line, element.id) for line in range(it.heading.line, it.last + 1) for element in it.named)
    return frozenset(found)


def _strays(section: _Section, element: Element, paper: _Paper) -> bool:
    told = [it for it in section.said if any_of(it, paper.vocabulary.closing_words) is None]
    kinds = [_kind(it, section, element, paper) for it in told if len(it.words) >= _LEAST_WORDS]
    if _outweighs(kinds) or (_Sentence.TELLS not in kinds and _is_of_another(told, element, paper.elements)):
        return True
    if element.shown_by_name:
        return False
    if _lists_names(told) or paper.repeats(section, element):
        return True
    # What a model consists of is told in words that nothing else in the paper needs.
    signs = sum(weight(it, element) for it in told) + count_different(told, element.common_signs)
    return not element.names_paper_part and not paper.has_to_do_with(section, told, signs)


def _lists_names(told: Sequence[Passage]) -> bool:
    """Whether sentences are little but names: "Đội lớp K35: Triệu Văn Chài, Hoàng Thị Xuyến, ..."; text in capitals is
    none.
    """
    words = [it.text[word.start : word.end] for it in told for word in it.words]
    capitals = sum(word[0].isupper() and not word.isupper() for word in words)
    return len(words) >= _LISTED_WORDS and capitals >= _LISTED_SHARE * len(words)


def _keys(text: Passage) -> tuple[str, ...]:
    return tuple(word.key for word in text.words)


def _own_schools(head: Passage, schools: Sequence[School]) -> list[Passage]:
    """What the head of a paper says, and how else its school is called; nothing where it names none that is known."""
    named = [it for it in schools if any_of(head, (it.name, *it.aliases, *it.places)) is not None]
    return [head, *(passage(text) for it in named for text in (it.name, *it.aliases, *it.places))] if named else []


def _capitals(text: Passage, at: int) -> str:
    """The words in capitals that stand there: "Hoàng Văn Thụ" of "Trường Chính trị Hoàng Văn Thụ tỉnh Lạng Sơn"."""
    end = at
    while end < len(text.words) and text.text[text.words[end].start].isupper():
        if end > at and text.text[text.words[end - 1].end : text.words[end].start].strip():
            break
        end += 1
    return text.between(at, end)


def _outweighs(kinds: Sequence[_Sentence]) -> bool:
    """Whether sentences that stray outweigh the others: what begins with what it announces may go on as it likes."""
    if not kinds or kinds[0] in {_Sentence.TELLS, _Sentence.NEITHER} or kinds == [_Sentence.MAY_STRAY]:
        return False
    tells, neither = kinds.count(_Sentence.TELLS), kinds.count(_Sentence.NEITHER)
    strays = len(kinds) - tells - neither
    return strays > tells and strays >= neither and not (neither and len(kinds) <= _FEW_SENTENCES)


def _kind(text: Passage, section: _Section, element: Element, paper: _Paper) -> _Sentence:
    words = paper.vocabulary
    shows = (
        count_different([text], element.signs)
        + signs_in_figures([text], element)
        + (any_of(text, element.words) is not None)
    ) >= _SIGNS
    if paper.names_model(text):
        praises = paper.has_foreign(text, words.straying_words)
        return _Sentence.STRAYS if praises and not shows else _Sentence.TELLS
    if paper.has_foreign(text, words.straying_subjects, _BEFORE_SUBJECT):
        return _Sentence.STRAYS
    alike = paper.says_elsewhere(text, section)
    sure = (*words.straying_words, *words.aside_words, *words.background_words, *words.other_subjects)
    if paper.has_foreign(text, sure) or paper.names_other_school(text):
        alone = len(section.said) == 1
        by_advice = element.stage > 0 and not element.told_by_figures  # "Phải có sự chỉ đạo của cấp ủy" is a lesson
        return _Sentence.TELLS if shows and (alike or alone or by_advice) else _Sentence.STRAYS
    if shows or alike:
        return _Sentence.TELLS
    perhaps = (*words.straying_hints, *element.instead_words)
    return _Sentence.MAY_STRAY if paper.has_foreign(text, perhaps) else _Sentence.NEITHER


def _is_of_another(told: Sequence[Passage], element: Element, elements: Sequence[Element]) -> bool:
    """Whether most sentences have more of one other element, and all together many times as much."""
    own = [weight(it, element) for it in told]
    if element.shown_by_name or len(told) <= _FEW_SENTENCES or own[0]:
        return False
    for other in elements:
        if other is element or other.shown_by_name or other.id in element.told_with or element.id in other.told_with:
            continue
        theirs = [weight(it, other) for it in told]
        leads = sum(a > b for a, b in zip(theirs, own, strict=True))
        if 2 * leads > len(told) and sum(theirs) >= _TIMES_ITS_OWN * max(1, sum(own)):
            return True
    return False


def _section(
    lines: Sequence[Line], heading: Heading, named: Sequence[Element], written: Written, vocabulary: Vocabulary
) -> _Section:
    below = lines_under(lines, heading, written.ends) if heading.own_line else ()
    said = section_of(lines, heading, written)
    literature = (at for at, it in enumerate(said) if starts_with_any(it, vocabulary.reference_headings))
    return _Section(heading, named, said[: next(literature, None)], heading.line + len(below))
