"""What a paper says under which heading: the evidence for the elements of a model paper.  PURE.

Authors write headings of many forms (`headings`), say things under headings of their own (`sections`), or write no
heading at all and "Mô hình được triển khai theo các bước sau".  A heading or a phrase is found; a trace alone is a
reason for a person to look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from daemon.checks.columns import by_columns
from daemon.checks.elsewhere import told_elsewhere
from daemon.checks.headings import Headings, after_leads, headings_of, is_task
from daemon.checks.headlines import Heading, lines_under
from daemon.checks.hollow import signs_in_figures
from daemon.checks.naming import (
    IN_QUOTES,
    NAME_WORDS,
    QUOTE,
    after_model,
    capital_name,
    is_unnamed,
    kind_at_head,
    name_in_head,
    name_of,
    name_of_kind,
    name_of_one,
    quoted_name,
    quoted_names,
)
from daemon.checks.paper import Paper
from daemon.checks.places import excerpt
from daemon.checks.quoting import quoted
from daemon.checks.searching import Search
from daemon.checks.sections import is_elsewhere, told_in_sections, told_together
from daemon.checks.spoken import Said, said_in, subject_of, with_subject, without_conference
from daemon.checks.straying import Subject
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import (
    Passage,
    Phrase,
    any_of,
    count_different,
    passage,
    phrase,
    starting_at,
    starts_with_any,
)

_BEHIND_NAME = 3  #: words between the name of an element and what it is
_HEADINGS_IN_PROSE = 1  #: elements with a heading in a paper that says the others in its sentences
_HEADINGS_THROUGH = 3  #: in one that goes through them: what its sentences mention elsewhere they need not tell
_LONGEST_NAME = 12
_LONG_NAME = 60  #: words under the heading of a name, among which there is room for what it is for
_SIGNATURE_WORDS = 14  #: a longer line at the end is a sentence
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

    headings: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    traces: Mapping[str, str] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)  #: headings that name one which is not told under them
    below: Mapping[str, Below] = field(default_factory=dict)  #: what stands under these
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
    title_begins_with: str | None = None  #: that which people set up: "Góc sách bên thềm lớp học"
    set_up: bool = False  #: the text says so of what the title begins with: "Tiếng loa ấy là sáng kiến của ..."
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
    lines = by_columns(_without_signature(_before_references(paper.text, words), paper), config)
    head, title = _head(paper), passage(paper.block.title or "")
    texts = said_in(lines, config)
    name = name_of(paper.block.title, head, [said.words for said in texts], words)
    headings = headings_of(lines, config, Subject(title.text, name, head.text))
    called = _called_a_model(title, texts, words) or _pointed_at(title, texts, words)
    kind_name = name_of_kind(title, words)
    named = _named_early(title, texts, words)
    texts = with_subject(texts, subject_of(title, (name, called, kind_name, named), words), headings.places, config)
    of = {headings.lines[it.id]: it for it in config.elements if it.id in headings.lines}
    texts = [
        replace(said, under=_heading_above(said.paragraph, headings), of=of.get(_start(said.paragraph, headings)))
        for said in texts
    ]
    quotes, title_name = quoted(headings, lines, config), name_in_head(paper.block.title, head, words)
    told = _told_in_words(texts, lines, headings, quotes, config, has_name=title_name is not None)
    return Evidence(
        headings=quotes,
        phrases=told.phrases,
        traces={**{it: excerpt(heading.quote, QUOTE) for it, heading in headings.near.items()}, **told.traces},
        silent={**{it: excerpt(heading.label, QUOTE) for it, heading in headings.near.items()}, **headings.silent},
        below={
            **dict.fromkeys(headings.near, Below.WORDS),
            **{it: _below(headings.lines[it], headings, lines) for it in headings.silent},
        },
        title_name=title_name,
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
        title_begins_with=kind_at_head(title, words),
        set_up=_is_set_up(title, texts, words),
        named=named,
        other_headings=len(headings.others),
        structured=headings.structured,
        spoken=sum(said.names_model and said.paragraph not in headings.places for said in texts),
        open_headings=_quoted_once(it for it in headings.open if it.line not in told.understood),
        read_headings=len(told.understood),
        overviews=sum(_has_room(lines_under(lines, it, headings.ends)) for it in headings.wholes),
    )


@dataclass(frozen=True, slots=True)
class _InWords:
    """What sentences tell of elements, by their ids."""

    phrases: Mapping[str, str]
    traces: Mapping[str, str]
    understood: frozenset[int]  #: lines of headings without a known word, by what stands under them


def _told_in_words(
    texts: Sequence[Said],
    lines: Sequence[Line],
    headings: Headings,
    quotes: Mapping[str, str],
    config: Config,
    *,
    has_name: bool,
) -> _InWords:
    """`quotes`: of the elements with a heading; `has_name`: the title names the model."""
    silent = headings.containers | headings.unwritten
    told = [it for it in texts if it.paragraph not in silent and (it.paragraph, it.words.text) not in headings.put_off]
    phrases, traces = dict[str, str](), dict(headings.traces)
    shown = {element: headings.lines[element] for element in quotes}
    search = Search(
        config.vocabulary,
        in_prose=len(quotes) <= _HEADINGS_IN_PROSE,
        by_headings=headings.structured or len(quotes) >= _HEADINGS_THROUGH,
        first=min(headings.lines.values(), default=0) if headings.structured else 0,
    )
    for element in config.elements:
        # "4. Kết quả và bài học kinh nghiệm" over results alone is no sentence that tells lessons.
        sentences_of = [it for it in told if (it.paragraph, element.id) not in headings.untold]
        found = search.told(element, sentences_of, traced=element.id in traces)
        if found.by is not None:
            phrases[element.id] = excerpt(" ".join(filter(None, (found.by.words.text, found.announced))), QUOTE)
            shown.setdefault(element.id, found.by.paragraph)
        if found.trace is not None:
            traces[element.id] = excerpt(found.trace.words.text, QUOTE)
    read = told_in_sections(lines, headings, shown, config, _first_naming(texts, len(lines)))
    shown |= {element: it.line for element, it in read.items()}
    for lacking, it in told_together(lines, headings, shown, config).items():
        # What has a heading of its own is told under it, or not at all.
        sure = it.sure and lacking not in headings.silent
        (phrases if sure else traces).setdefault(lacking, it.quote)
    for element_id, it in read.items():
        # So has what stands under its heading is something else: an introduction says how things were done before.
        astray = (headings.lines.get(element_id, -1), element_id) in headings.untold
        if element_id in headings.silent and astray:
            traces.setdefault(element_id, it.quote)
        else:
            phrases[element_id] = it.quote
    if has_name:
        opened = (it for it in told if (it.paragraph, it.opening) not in headings.untold)
        of_none = [it for it in opened if not _is_of_element(it.paragraph, headings, config)]
        for element_id, quote, sure in _openings(of_none, config):
            if element_id not in quotes:
                (phrases if sure else traces).setdefault(element_id, quote)
    known = quotes.keys() | phrases.keys() | traces.keys() | headings.near.keys()
    traces |= told_elsewhere(lines, headings, [it for it in config.elements if it.id not in known], config)
    understood = {it.line for it in read.values()} & {heading.line for heading in headings.open}
    return _InWords(phrases, traces, frozenset(understood))


def _openings(texts: Sequence[Said], config: Config) -> Iterator[tuple[str, str, bool]]:
    """What nothing else tells may be told in a paragraph that begins with it, where the title names the model: the
    element, the words, and whether it is; one without a sign of it is but a trace: "Kết quả thi đua của Cụm do Cụm
    trưởng công bố".
    """
    elements = {it.id: it for it in config.elements}
    for said in texts:
        if said.opening is None or is_elsewhere(said.words, config.vocabulary, names_model=said.names_model):
            continue
        paragraph, element = [it.words for it in texts if it.paragraph == said.paragraph], elements[said.opening]
        sure = said.names_model or _shows(paragraph, element) or _says(said.words, element, config.vocabulary)
        yield said.opening, excerpt(said.words.text, QUOTE), sure


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


def _first_naming(texts: Sequence[Said], lines: int) -> int:
    """The line that names the model first; 0 where that comes late: then the paper speaks of it all the while."""
    first = next((said.paragraph for said in texts if said.names_model), 0)
    return first if first < _first_half(lines) else 0


def _first_half(lines: int) -> int:
    """Where a paper that has a long introduction may come to its model, if it tells something of it."""
    return lines // 2


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


def _called_a_model(title: Passage, texts: Sequence[Said], vocabulary: Vocabulary) -> str | None:
    """What the title is about, where the text calls it a model: "mô hình “Tổ tự học”", "mô hình ký túc xá xanh"."""
    for said in texts:
        for name in _called_in(said.words, vocabulary):
            if phrase(name).length >= NAME_WORDS and title.has(phrase(name)):
                return name
        for name in _explained(said.words, vocabulary):
            if title.starts_with(phrase(name)) is not None:
                return name
    return None


def _pointed_at(title: Passage, texts: Sequence[Said], vocabulary: Vocabulary) -> str | None:
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


def _names_one_within(paragraphs: int, texts: Sequence[Said], vocabulary: Vocabulary) -> bool:
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


def _named_early(title: Passage, texts: Sequence[Said], vocabulary: Vocabulary) -> str | None:
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


def _is_set_up(title: Passage, texts: Sequence[Said], vocabulary: Vocabulary) -> bool:
    """Whether a sentence says of what the title begins with that somebody set it up; schools and offices are set up
    without being models.
    """
    if not _begins_with_name(title, vocabulary) or starts_with_any(
        title, (*vocabulary.office_words, *vocabulary.affiliation_words)
    ):
        return False
    name = phrase(title.between(0, NAME_WORDS))
    for said in texts:
        hit = said.words.find(name)
        behind = hit and passage(said.words.between(hit.last, min(hit.last + _LONGEST_NAME, len(said.words.words))))
        if behind and any_of(behind, vocabulary.set_up_words) is not None:
            return True
    return False


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
    return without_conference(passage(text), paper.config)


def _quoted_once(headings: Iterable[Heading]) -> tuple[str, ...]:
    quotes = (heading.quote if heading.own_line else heading.words.text for heading in headings)
    return tuple(dict.fromkeys(excerpt(quote, QUOTE) for quote in quotes))
