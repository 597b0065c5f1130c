"""What a paper says under which heading: the evidence for the elements of a model paper.  PURE.

Authors write headings of many forms (`headings`), say things under headings of their own (`sections`), or write no
heading at all and "Mô hình được triển khai theo các bước sau".  A heading or a phrase is found; a trace alone is a
reason for a person to look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from daemon.checks.headings import Headings, after_leads, element_at_head, headings_of, is_task
from daemon.checks.headlines import Heading, lines_under
from daemon.checks.hollow import signs_in_figures, weight
from daemon.checks.naming import (
    IN_QUOTES,
    NAME_WORDS,
    QUOTE,
    after_model,
    capital_name,
    is_unnamed,
    name_in_head,
    name_of,
    name_of_kind,
    name_of_one,
    quoted_name,
    quoted_names,
    speaks_of_models,
)
from daemon.checks.paper import Paper
from daemon.checks.places import excerpt
from daemon.checks.quoting import quoted
from daemon.checks.sections import is_elsewhere, told_in_sections, told_together
from daemon.checks.straying import Subject
from daemon.checks.telling import announces_what_follows, goes_on, is_routine, is_yet_to_come, only_announces, tells
from daemon.checks.whole import has_whole
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import (
    Hit,
    Passage,
    Phrase,
    any_of,
    count_all,
    count_different,
    passage,
    phrase,
    sentences,
    starting_at,
    starts_with_any,
)

_MOST_SENTENCES = 10_000  #: of a text: some ten times what a long paper has
_BEHIND_NAME = 3  #: words between the name of an element and what it is
_HEADINGS_IN_PROSE = 1  #: elements with a heading in a paper that says the others in its sentences
_HEADINGS_THROUGH = 3  #: in one that goes through them: what its sentences mention elsewhere they need not tell
#: Names and kinds of its model that are looked for, and mentions in one sentence beyond which it is no sentence.
_SUBJECTS, _MENTIONS = 6, 20
_LONGEST_NAME = 12
_LONG_NAME = 60  #: words under the heading of a name, among which there is room for what it is for
_SIGNATURE_WORDS = 14  #: a longer line at the end is a sentence
_OPENED_WORDS = 8  #: of a sentence that a paragraph begins with
_POINTING_WORDS = 2  #: before "mô hình ấy" in a sentence that goes on with what the one before named
_PLAIN_NAME_WORDS = 3  #: words of it that the title must repeat when nothing sets them off
_FIRST_PARAGRAPHS = 3  #: of the text: what model they name, the paper may be about


class Below(StrEnum):
    """What stands under a heading that names an element which is not told there; as details of findings have it."""

    WORDS = "words"
    PICTURE = "picture"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found of each element, by its id, in the words of the paper."""

    headings: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    traces: dict[str, str] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)  #: headings that name one which is not told under them
    below: dict[str, Below] = field(default_factory=dict)  #: what stands under these
    lines: dict[str, int] = field(default_factory=dict)  #: where the phrases stand
    title_name: str | None = None  #: of the model, in the title or the lines about it
    name: str | None = None  #: of the model, where the paper gives one
    mentions: int = 0  #: of models in the running text, of the kind that is meant
    begins_with_name: bool = False  #: in quotation marks behind "mô hình" in the first paragraphs, no other anywhere
    comes_to_name: bool = False  #: the same in the first half
    own_model: bool = False  #: the text speaks of a model as nobody does of another's: "mô hình được ... biểu dương"
    title_quote: str | None = None  #: what stands in quotation marks in the title, of two words or more
    title_is_name: bool = False  #: the text calls a model what the title is about
    title_quotes_name: bool = False  #: in quotation marks behind "mô hình": a title about this one, whatever it says
    title_kind_name: str | None = None  #: in quotation marks behind what may be a model: "Câu lạc bộ “Lý luận trẻ”"
    named: str | None = None  #: in quotation marks: what the title is about, or in the first paragraphs a kind of model
    other_headings: int = 0  #: that head something else: "Thực trạng", "Giải pháp"
    structured: bool = False  #: headings of one rank name enough elements: what has none is not there
    spoken: int = 0  #: sentences outside of headings that name the model in one way or another
    open_headings: tuple[str, ...] = ()  #: beside those of elements, of which the configuration knows no word
    overviews: int = 0  #: headings of the model as such ("Khái quát về mô hình") over more than its name
    read_headings: int = 0  #: such headings that are known by what stands under them; they may be about more than that

    def quote(self, element: str) -> str | None:
        """The best evidence for an element."""
        return self.headings.get(element) or self.phrases.get(element)


def gather(paper: Paper) -> Evidence:
    """Everything that speaks for the elements, from the running text without the list of literature."""
    config, words = paper.config, paper.config.vocabulary
    lines = _without_signature(_before_references(paper.text, words), paper)
    head, title = _head(paper), passage(paper.block.title or "")
    texts = _sentences(lines, config)
    name = name_of(paper.block.title, head, [said.words for said in texts], words)
    headings = headings_of(lines, config, Subject(title.text, name, head.text))
    called = _called_a_model(title, texts, words) or _pointed_at(title, texts, words)
    kind_name = name_of_kind(title, words)
    named = _named_early(title, texts, words)
    texts = _with_subject(texts, _subject(title, (name, called, kind_name, named), words), headings.places, config)
    of = {headings.lines[it.id]: it for it in config.elements if it.id in headings.lines}
    texts = [
        replace(said, under=_heading_above(said.paragraph, headings), of=of.get(_start(said.paragraph, headings)))
        for said in texts
    ]
    first = min(of, default=0)
    found = Evidence(
        headings=quoted(headings, lines, config),
        traces=dict(headings.traces),
        silent=headings.silent,
        below={it: _below(headings.lines[it], headings, lines) for it in headings.silent},
        title_name=name_in_head(paper.block.title, head, words),
        name=name or called or kind_name or named,
        mentions=sum(1 for said in texts for _ in after_model(said.words, words)),
        begins_with_name=_names_one_within(_FIRST_PARAGRAPHS, texts, words),
        comes_to_name=_names_one_within(_first_half(len(lines)), texts, words),
        own_model=any(any_of(said.words, words.own_words) is not None for said in texts),
        title_quote=next(
            (it["name"] for it in IN_QUOTES.finditer(title.text) if phrase(it["name"]).length >= NAME_WORDS), None
        ),
        title_is_name=called is not None,
        title_quotes_name=quoted_name(title, words) is not None,
        title_kind_name=kind_name,
        named=named,
        other_headings=len(headings.others),
        structured=headings.structured,
        spoken=sum(said.names_model and said.paragraph not in headings.places for said in texts),
    )
    silent = headings.containers | headings.unwritten
    told = [it for it in texts if it.paragraph not in silent and (it.paragraph, it.words.text) not in headings.put_off]
    for element in config.elements:
        # "4. Kết quả và bài học kinh nghiệm" over results alone is no sentence that tells lessons.
        sentences_of = [it for it in told if (it.paragraph, element.id) not in headings.untold]
        _search(element, sentences_of, first if headings.structured else 0, words, found)
    shown = found.lines | {element: headings.lines[element] for element in found.headings}
    read = told_in_sections(lines, headings, shown, config, _first_naming(texts, len(lines)))
    shown |= {element: it.line for element, it in read.items()}
    for lacking, it in told_together(lines, headings, shown, config).items():
        # What has a heading of its own is told under it, or not at all.
        sure = it.sure and lacking not in headings.silent
        (found.phrases if sure else found.traces).setdefault(lacking, it.quote)
    found.phrases.update((element, it.quote) for element, it in read.items())
    if found.title_name is not None:
        opened = (it for it in told if (it.paragraph, it.opening) not in headings.untold)
        _take_openings([it for it in opened if not _is_of_element(it.paragraph, headings, config)], config, found)
    understood = {it.line for it in read.values()} & {heading.line for heading in headings.open}
    return replace(
        found,
        open_headings=_quoted_once(it for it in headings.open if it.line not in understood),
        read_headings=len(understood),
        overviews=sum(_has_room(lines_under(lines, it, headings.ends)) for it in headings.wholes),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, and what stands around it."""

    words: Passage
    paragraph: int
    opening: str | None = None  #: the element that a paragraph begins with: "Nội dung lớp học gồm ..."
    as_model: Passage | None = None  #: with "mô hình" where it calls its model by name or kind
    names_model: bool = False  #: by name, by kind or as a model
    about: bool = (
        False  #: its paragraph or one of the two before speaks of a model, or is under a heading of an element
    )

    under: Passage | None = None  #: the heading of something else than an element that it stands under
    of: Element | None = None  #: the element whose heading it stands under

    def readings(self) -> tuple[Passage, ...]:
        return (self.words,) if self.as_model is None else (self.words, self.as_model)


def _search(element: Element, texts: Sequence[_Said], first: int, words: Vocabulary, found: Evidence) -> None:
    """A phrase counts where the paper speaks of its model, elsewhere it is a trace; announcements say nothing.

    A word of the element in a sentence that names the model is a trace as well; in a paper without headings, anywhere
    near one.  Where headings go through the elements, what stands above the first of them (`first`: its line) announces
    all but aims, what stands below one tells that one, if it has more of it, and what stands under "Kết luận" sums up.
    """
    in_prose = len(found.headings) <= _HEADINGS_IN_PROSE
    by_headings = found.structured or len(found.headings) >= _HEADINGS_THROUGH
    for at, said in enumerate(texts):
        if element.id in found.phrases:
            return
        following = texts[at + 1].words if at + 1 < len(texts) else None
        elsewhere = is_elsewhere(said.words, words, names_model=said.names_model)
        elsewhere = elsewhere or only_announces(said.words, following, words)
        done_for = any(_is_done_for(reading, element) for reading in said.readings())
        hit = done_for or any(
            has_whole(reading, element.phrases, words.compounds, element.other_matters) for reading in said.readings()
        )
        below = said.under is not None and any_of(said.under, element.told_under) is not None
        # "Vì sao có mô hình", and below it "Lập ra mô hình, khoa mong ...": a word of the element is enough.
        told = hit and said.about and not (element.told_by_figures and is_yet_to_come(said.words, words))
        if hit and by_headings:
            told = done_for or any(tells(reading, following, element, words) for reading in said.readings())
            told = told and (said.about or goes_on(following, words))
            elsewhere = elsewhere or (not told and element.stage > 0 and is_routine(said.words, words))
            told = told and not (element.told_by_figures and _is_said_in_passing(said, first, words))
        told = told or (below and said.names_model and _has_word(said.words, element.words, element.other_matters))
        if told and not elsewhere:
            announced = [it.words.text for it in texts[at + 1 : at + 2] if announces_what_follows(said.words, words)]
            found.phrases[element.id] = excerpt(" ".join([said.words.text, *announced]), QUOTE)
            found.lines[element.id] = said.paragraph
            continue
        if element.id in found.traces:
            continue
        traced = hit or any(
            has_whole(reading, element.traces, words.compounds, element.other_matters) for reading in said.readings()
        )
        # "Đoàn đi học tập kinh nghiệm xây dựng mô hình": a word of it, but about something else.
        traced = traced and (not by_headings or _has_word(said.words, element.words, element.other_matters))
        near = said.about if in_prose else said.names_model and not elsewhere
        perhaps = (traced and not elsewhere) or (
            (near or below) and _has_word(said.words, element.words, element.other_matters)
        )
        if perhaps and not (by_headings and _is_no_trace(said, element, first, words, hit=hit)):
            found.traces[element.id] = excerpt(said.words.text, QUOTE)


def _is_done_for(said: Passage, element: Element) -> bool:
    """Whether a sentence begins with what something was done for: "Nhằm ..., công đoàn đã thành lập mô hình ..."."""
    return starts_with_any(said, element.begins) and any_of(said, element.done_for_it) is not None


def _is_said_in_passing(said: _Said, first: int, words: Vocabulary) -> bool:
    """Whether a sentence above the first heading of an element, or under "Kết luận", says what papers say there, with
    no figure and no list: "Mô hình đã góp phần xây dựng nhà trường ngày càng vững mạnh".
    """
    in_passing = said.paragraph < first or _ends(said, words)
    return in_passing and not any(char.isdigit() or char == ":" for char in said.words.text)


def _ends(said: _Said, words: Vocabulary) -> bool:
    return said.under is not None and any_of(said.under, words.ending_headings) is not None


def _is_no_trace(said: _Said, element: Element, first: int, words: Vocabulary, *, hit: bool) -> bool:
    """Whether a sentence of a paper with headings only introduces it, sums it up, or tells the element of its own
    heading, and that without a phrase; aims may be told in an introduction.
    """
    if said.paragraph < first:
        return not element.told_under and (not hit or _is_said_in_passing(said, first, words))
    if hit:
        return False
    if element.stage and _ends(said, words) and _is_said_in_passing(said, first, words):
        return True
    return said.of is not None and said.of is not element and weight(said.words, said.of) > weight(said.words, element)


def _take_openings(texts: Sequence[_Said], config: Config, found: Evidence) -> None:
    """What nothing else tells may be told in a paragraph that begins with it, where the title names the model; one
    without a sign of it is but a trace: "Kết quả thi đua của Cụm do Cụm trưởng công bố".
    """
    elements = {it.id: it for it in config.elements}
    for said in texts:
        if said.opening is None or said.opening in found.headings:
            continue
        if is_elsewhere(said.words, config.vocabulary, names_model=said.names_model):
            continue
        paragraph, element = [it.words for it in texts if it.paragraph == said.paragraph], elements[said.opening]
        sure = said.names_model or _shows(paragraph, element) or _says(said.words, element, config.vocabulary)
        (found.phrases if sure else found.traces).setdefault(said.opening, excerpt(said.words.text, QUOTE))


def _says(said: Passage, element: Element, words: Vocabulary) -> bool:
    """Whether what an element is stands behind its name: "Mục tiêu đề ra là ...", "Kết quả: ..."."""
    end = max((hit.last for hit in starting_at(said, element.headings)), default=0)
    behind = said.between(end, min(end + _BEHIND_NAME, len(said.words)))
    colon = ":" in said.text[: said.words[end].start] if end < len(said.words) else False
    return colon or any_of(passage(behind), words.saying_words) is not None


def _shows(said: Sequence[Passage], element: Element) -> bool:
    """Whether sentences have a sign of an element, or say what it is; always, where it has no signs."""
    signs = (*element.signs, *element.common_signs)
    return not signs or signs_in_figures(said, element) > 0 or count_different(said, signs) > 0


def _is_of_element(line: int, headings: Headings, config: Config) -> bool:
    """Whether a line stands under the heading of an element: "Sau hai năm, ai cũng ..." under "Mục tiêu" tells it."""
    above = headings.ends[bisect_right(headings.ends, line) - 1] if line >= headings.ends[0] else -1
    named = (it for it in config.elements if headings.lines.get(it.id) == above)
    return any(not it.names_paper_part and not it.shown_by_name for it in named)


def _below(line: int, headings: Headings, lines: Sequence[Line]) -> Below:
    """What stands between a heading and the next, or the end of the text."""
    if line not in headings.ends:
        return Below.WORDS  # behind it, in its own line
    below = line + 1
    if below == len(lines):
        return Below.NOTHING
    if below in headings.ends and lines[below].behind_picture:
        return Below.PICTURE
    return Below.NOTHING if below in headings.ends and line in headings.unwritten else Below.WORDS


def _start(line: int, headings: Headings) -> int:
    """The line of the heading on its own line, or of that at its own head, that a line stands under."""
    at = bisect_right(headings.ends, line) - 1
    return line if line in headings.lines.values() else headings.ends[at] if at >= 0 else -1


def _heading_above(line: int, headings: Headings) -> Passage | None:
    """The heading over a line, when it heads something else than an element: "Vì sao có mô hình"."""
    above = max((it for it in headings.others if it < line), default=None)
    if above is None or any(above < it <= line for it in headings.places):
        return None
    return headings.others[above]


def _first_naming(texts: Sequence[_Said], lines: int) -> int:
    """The line that names the model first; 0 where that comes late: then the paper speaks of it all the while."""
    first = next((said.paragraph for said in texts if said.names_model), 0)
    return first if first < _first_half(lines) else 0


def _first_half(lines: int) -> int:
    """Where a paper that has a long introduction may come to its model, if it tells something of it."""
    return lines // 2


def _has_word(text: Passage, words: Sequence[str], other_matters: Sequence[str]) -> bool:
    """Whether a word of an element stands there otherwise than in "kết quả học tập", "kinh nghiệm công tác"."""
    return count_all(text, words) > count_all(text, other_matters)


def _before_references(lines: Sequence[Line], vocabulary: Vocabulary) -> Sequence[Line]:
    for number, line in enumerate(lines):
        if line.length <= 8 and number > len(lines) // 3 and any_of(line.words, vocabulary.reference_headings):
            return lines[:number]
    return lines


def _without_signature(lines: Sequence[Line], paper: Paper) -> Sequence[Line]:
    """The lines above the authors at the end, who are no headings: "Người viết", "Trần Văn An", "Trưởng khoa"."""
    words = paper.config.vocabulary
    names = [phrase(name) for name in paper.block.authors]
    places = [text for text in words.workplace_words if phrase(text).length > 1]  # not the "Tổ" of "Tổ chức"
    starts = (*words.author_labels, *words.affiliation_words, *places)
    end = len(lines)
    while end > 0 and lines[end - 1].length <= _SIGNATURE_WORDS:
        line = lines[end - 1].words
        by_label = starts_with_any(line, starts) and not _is_sentence_of_author(line, words)
        if not any(line.has(name) for name in names) and not by_label:
            break
        end -= 1
    return lines[:end]


def _is_sentence_of_author(line: Passage, words: Vocabulary) -> bool:
    """Whether a line at the end says what its author does: "Tác giả sẽ trở lại vấn đề này trong một dịp khác."."""
    return line.text.endswith(".") and starts_with_any(line, words.author_labels) and ":" not in line.text


def _has_room(below: Sequence[Line]) -> bool:
    """Whether there is more than a name takes, in one paragraph or several."""
    return len(below) > 1 or sum(line.length for line in below) >= _LONG_NAME


def _sentences(lines: Sequence[Line], config: Config) -> list[_Said]:
    """Sentences without the conference's own name, which speaks of models and experience by itself."""
    said = ((text, number) for number, line in enumerate(lines) for text in sentences(line.text))
    return [_Said(_without_conference(passage(text), config), at) for text, at in islice(said, _MOST_SENTENCES)]


def _subject(title: Passage, called: Sequence[str | None], vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """What else the paper calls its model: the names in its title and text, and its kind ("câu lạc bộ")."""
    names = [match["name"] for match in IN_QUOTES.finditer(title.text)]
    names += [name for name in called if name]
    kinds = [kind for kind in vocabulary.model_kinds if title.has(phrase(kind))]
    wanted = (phrase(text) for text in dict.fromkeys([*names, *kinds, *vocabulary.model_words[1:]]))
    return tuple(sorted((it for it in wanted if it.length), key=lambda it: -it.length)[:_SUBJECTS])


def _with_subject(
    texts: Sequence[_Said], subject: Sequence[Phrase], headed: frozenset[int], config: Config
) -> list[_Said]:
    renamed = [_renamed(said, subject, config.vocabulary) for said in texts]
    about = headed | {said.paragraph for said in renamed if said.names_model}
    # Where the model was spoken of, a paragraph that begins "Kết quả rõ nhất là ..." goes on with it.
    phrases = tuple(text for element in config.elements for text in element.phrases)
    paragraph = -1
    for number, said in enumerate(renamed):
        first, paragraph = said.paragraph != paragraph, said.paragraph
        if first and about & {paragraph - 1, paragraph - 2}:
            begun = element_at_head(said.words, config.elements) if len(said.words.words) >= _OPENED_WORDS else None
            renamed[number] = replace(said, opening=begun.id) if begun is not None else said
            about |= {paragraph} if starts_with_any(said.words, phrases) else set()
    return [
        replace(said, about=bool(about & {said.paragraph, said.paragraph - 1, said.paragraph - 2})) for said in renamed
    ]


def _renamed(said: _Said, subject: Sequence[Phrase], vocabulary: Vocabulary) -> _Said:
    as_model = _as_model(said.words, subject, vocabulary)
    names_model = as_model is not None or speaks_of_models(said.words, vocabulary)
    return replace(said, as_model=as_model, names_model=names_model)


def _as_model(text: Passage, subject: Sequence[Phrase], vocabulary: Vocabulary) -> Passage | None:
    """The sentence as it would read if it said "mô hình"; None when it does not name its subject."""
    hits: list[Hit] = []
    for wanted in subject:
        hits += [
            hit for hit in text.hits(wanted) if not any(hit.first < it.last and it.first < hit.last for it in hits)
        ]
    if not hits or len(hits) > _MENTIONS:
        return None
    pieces, at = [], 0
    for hit in sorted(hits, key=lambda it: it.first):
        pieces += [text.text[at : text.words[hit.first].start], vocabulary.model_words[0]]
        at = text.words[hit.last - 1].end
    return passage("".join([*pieces, text.text[at:]]))


def _called_a_model(title: Passage, texts: Sequence[_Said], vocabulary: Vocabulary) -> str | None:
    """What the title is about, where the text calls it a model: "mô hình “Tổ tự học”", "mô hình ký túc xá xanh"."""
    for said in texts:
        for name in _called_in(said.words, vocabulary):
            if phrase(name).length >= NAME_WORDS and title.has(phrase(name)):
                return name
        for name in _explained(said.words, vocabulary):
            if title.starts_with(phrase(name)) is not None:
                return name
    return None


def _pointed_at(title: Passage, texts: Sequence[_Said], vocabulary: Vocabulary) -> str | None:
    """What the title is about, named in a sentence that the next points at: "Đây là Góc “Mở”.  Mô hình ấy ...".

    What a sentence begins with ("Mô hình này ra đời ...") may be two sentences after the first words of the title.
    """
    names = [phrase(match["name"]) for match in IN_QUOTES.finditer(title.text)]
    names += [phrase(title.between(0, _PLAIN_NAME_WORDS))] if len(title.words) >= _PLAIN_NAME_WORDS else []
    short = [phrase(title.between(0, NAME_WORDS))] if _begins_with_name(title, vocabulary) else []
    for at, said in enumerate(texts):
        hit = any_of(said.words, vocabulary.pointing_words)
        if hit is None or hit.first > _POINTING_WORDS:
            continue
        before = [it.words for it in texts[max(0, at - 2) : at] if it.paragraph == said.paragraph]
        near = (name for name in names if any(words.has(name) for words in before[-1:]))
        far = (name for name in (*names, *short) if hit.first == 0 and any(words.has(name) for words in before))
        name = next(near, None) or next(far, None)
        if name is not None:
            return name.text
    return None


def _names_one_within(paragraphs: int, texts: Sequence[_Said], vocabulary: Vocabulary) -> bool:
    """Whether the text names one model in quotation marks, and that early: "Mô hình “Vườn ươm” có từ năm 2016 ...",
    "“Vườn ươm” là tên một mô hình".
    """
    named = [
        (said.paragraph, name)
        for said in texts
        for name in (*quoted_names(said.words, vocabulary), name_of_one(said.words, vocabulary))
        if name is not None
    ]
    names = {phrase(name).text.casefold() for _, name in named if phrase(name).length >= NAME_WORDS}
    return len(names) == 1 and named[0][0] < paragraphs


def _named_early(title: Passage, texts: Sequence[_Said], vocabulary: Vocabulary) -> str | None:
    """What the first paragraphs name in quotation marks: "Chương trình “Một nghề hai thầy”", "..., đặt tên là “Ngày
    thứ Sáu không to tiếng”"; without a word that says so, what the title says as well, of three words anywhere.
    """
    for said in texts:
        early = said.paragraph < _FIRST_PARAGRAPHS
        for match in IN_QUOTES.finditer(said.words.text):
            name = excerpt(match["name"], QUOTE)
            before = passage(said.words.text[: match.start()])
            called = any(_ends_with(before, phrase(it)) for it in (*vocabulary.model_kinds, *vocabulary.naming_words))
            if early and phrase(name).length >= NAME_WORDS and (called or title.has(phrase(name))):
                return name
            if phrase(name).length >= _PLAIN_NAME_WORDS and title.has(phrase(name)):
                return name
    return None


def _ends_with(text: Passage, wanted: Phrase) -> bool:
    return any(hit.last == len(text.words) for hit in text.hits(wanted))


def _begins_with_name(title: Passage, vocabulary: Vocabulary) -> bool:
    """Whether the first words of a title may name something: not "Nâng cao ...", "Công tác ...", "Một số ..."."""
    return len(title.words) > NAME_WORDS and not is_task(title, vocabulary) and after_leads(title, 0, vocabulary) == 0


def _called_in(text: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    """What a sentence may call a model: "mô hình X", "X là một mô hình", "... một mô hình, đặt tên “X”", or behind a
    colon: "một mô hình giản dị: dạy qua di tích".
    """
    yield quoted_name(text, vocabulary) or capital_name(text, vocabulary) or ""
    if any_of(text, vocabulary.model_words) is not None:
        yield from (match["name"] for match in IN_QUOTES.finditer(text.text))
    for at in after_model(text, vocabulary):
        for colon in range(at + 1, min(at + _PLAIN_NAME_WORDS, len(text.words))):
            if text.text[text.words[colon - 1].end : text.words[colon].start].strip() == ":":
                yield text.between(colon, min(colon + _PLAIN_NAME_WORDS, len(text.words)))
        plain = text.between(at, min(at + _PLAIN_NAME_WORDS, len(text.words)))
        if not is_unnamed(text, at, vocabulary) and phrase(plain).length == _PLAIN_NAME_WORDS:
            yield plain
    hit = any_of(text, vocabulary.calling_words)
    if hit is not None and hit.first <= _LONGEST_NAME:
        yield text.between(0, hit.first)


def _explained(text: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    """What a comma and "mô hình" explain: "... Không gian văn hóa Hồ Chí Minh, mô hình được khánh thành năm 2019"."""
    for word in vocabulary.model_words:
        for hit in text.hits(phrase(word)):
            if hit.first and text.text[text.words[hit.first - 1].end : text.words[hit.first].start].strip() == ",":
                longest = min(_LONGEST_NAME, hit.first)
                yield from (text.between(hit.first - size, hit.first) for size in range(longest, NAME_WORDS, -1))


def _head(paper: Paper) -> Passage:
    """All lines above the running text as one: a name may go over two of them, or stand beside the title."""
    text = " ".join(line.text for line in paper.main[: paper.block.body])
    return _without_conference(passage(text), paper.config)


def _without_conference(words: Passage, config: Config) -> Passage:
    hit = words.find(phrase(config.conference.name))
    if hit is None:
        return words
    return passage(words.between(0, hit.first) + " | " + words.between(hit.last, len(words.words)))


def _quoted_once(headings: Iterable[Heading]) -> tuple[str, ...]:
    quotes = (heading.quote if heading.own_line else heading.words.text for heading in headings)
    return tuple(dict.fromkeys(excerpt(quote, QUOTE) for quote in quotes))
