"""What a paper says under which heading: the evidence for the elements of a model paper.  PURE.

Authors write "2. Mục tiêu", "* Về mục tiêu:", "II. MỤC TIÊU, NỘI DUNG VÀ CÁCH THỨC", "- Cách làm: ...", or no heading
at all and "Mô hình được triển khai theo các bước sau".  A heading or a phrase is found; a trace alone is a reason for
a person to look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from daemon.checks.paper import Paper
from daemon.checks.places import excerpt
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import Hit, Passage, Phrase, any_of, count_all, passage, phrase, sentences

#: What is looked at of a text: some ten times what a long paper has.  "I. I. I. ..." has as many headings as letters.
_MOST_HEADINGS, _MOST_SENTENCES = 2_000, 10_000
_QUOTE = 140  #: characters of a quotation in the details
_PREFIX = re.compile(
    r"\s*(?:(?P<number>(?:phần\s+)?[IVXLC]{1,5}|(?:[A-ZĐ]\.)?\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-zĐđ])\s*[.):/](?!\d)\s*(?:[-–]\s*)?"
    r"|(?P<bullet>[-–—+*•●▪◦►✓✔➢❖·o]\s*)(?=\S))",
    re.IGNORECASE,
)
_INLINE = re.compile(r"\s*(?:[:]|\s[-–]\s|\.)\s*")
_CONNECTED = re.compile(r"[,;/&–-]\s*$|\bvà\s*$", re.IGNORECASE)
_QUOTED = re.compile(  # the second mark is often forgotten
    r"\s*(?:(?:[^\W\d_]+\s+){0,4}?:?|[–-])\s*[“\"«‘„](?P<name>[^”\"»’“]{3,120})(?:[”\"»’]|$)"
)
_IN_QUOTES = re.compile(r"[“\"«„](?P<name>[^“”\"«»„]{3,120})[”\"»]")
_DOTS = re.compile(r"…|\.{2,}|_{2,}")  #: where somebody is to write
_JOINED = re.compile(r"[,;/&–-]|\s+và\s+", re.IGNORECASE)
_MEMBER_WORDS = 3  #: a longer member of a heading is no name of an element
_SIBLINGS = 2  #: headings of elements beside "NỘI DUNG" that make it one
_HEADINGS_OF_A_RANK = 3  #: elements named by headings of one rank in a paper that goes through them one by one
_ITEM_WORDS = 8  #: a longer item of a list is no heading
#: Elements named by the headings right below another: that one heads them, and is none itself.  Behind a
#: first that is about something else ("Sự ra đời") one alone may stand by chance.
_SUB_ELEMENTS, _SUB_ELEMENTS_BEHIND_OTHERS = 1, 2
_RUN_IN_WORDS = 8  #: a longer beginning of a paragraph is a sentence
_HEADINGS_IN_PROSE = 1  #: elements with a heading in a paper that says the others in its sentences
#: Elements with headings beside which a heading in other words is read by what stands under it: so many different
#: signs of an element, more than of any other; what stands under it is longer than a line.
_HEADINGS_BESIDE, _SIGNS, _SECTION_WORDS = 2, 3, 12
_PLACEHOLDER_WORDS = 10  #: a longer line says something
#: Names and kinds of its model that are looked for, and mentions in one sentence beyond which it is no sentence.
_SUBJECTS, _MENTIONS = 6, 20
_COORDINATED_WORDS = 12  #: a longer heading without a model is a sentence
_QUESTION_WORDS = 8  #: of one at the head of a paragraph that the paragraph answers: "Gồm những việc nào?"
_BEFORE_DASH = re.compile(
    r"[“\"«„]?(?P<name>[^–:]{3,90}?)[”\"»]?\s*(?:\s-|–|:|,(?=\s*(?:là\s+)?một\s))\s*(?:[^\W\d_]+\s+){0,3}",
    re.IGNORECASE,
)
_LONGEST_NAME = 12
_SIGNATURE_WORDS = 14  #: a longer line at the end is a sentence
_POINTING_WORDS = 2  #: before "mô hình ấy" in a sentence that goes on with what the one before named
_PLAIN_NAME_WORDS = 3  #: words of it that the title must repeat when nothing sets them off
_NAME_WORDS = 2  #: words after "mô hình" that make its name recognisable
_FIRST_PARAGRAPHS = 3  #: of the text: what model they name, the paper may be about


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found of each element, by its id, in the words of the paper."""

    headings: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    traces: dict[str, str] = field(default_factory=dict)
    title_name: str | None = None  #: of the model, in the title or the lines about it
    name: str | None = None  #: of the model, where the paper gives one
    mentions: int = 0  #: of models in the running text
    begins_with_name: bool = (
        False  #: in quotation marks behind "mô hình" in the first paragraphs, and no other anywhere
    )
    own_model: bool = False  #: the text speaks of a model as nobody does of another's: "mô hình được ... biểu dương"
    title_quote: str | None = None  #: what stands in quotation marks in the title, of two words or more
    title_is_name: bool = False  #: the text calls a model what the title is about
    title_quotes_name: bool = False  #: in quotation marks behind "mô hình": a title about this one, whatever it says
    title_kind_name: str | None = None  #: in quotation marks behind what may be a model: "Câu lạc bộ “Lý luận trẻ”"
    named: str | None = None  #: in quotation marks in the first paragraphs: what the title is about, or a kind of model
    other_headings: int = 0  #: that head something else: "Thực trạng", "Giải pháp"
    structured: bool = False  #: headings of one rank name enough elements: what has none is not there
    spoken: int = 0  #: sentences outside of headings that name the model in one way or another
    open_headings: tuple[str, ...] = ()  #: beside those of elements, of which the configuration knows no word
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
    name = _name(paper.block.title, head, [said.words for said in texts], words)
    headings = _from_headings(lines, config)
    called = _called_a_model(title, texts, words) or _pointed_at(title, texts, words)
    kind_name = _name_of_kind(title, words)
    named = _named_early(title, texts, words)
    texts = _with_subject(texts, _subject(title, (name, called, kind_name, named), words), headings.places, config)
    texts = [replace(said, under=_heading_above(said.paragraph, headings)) for said in texts]
    found = Evidence(
        headings=headings.found,
        traces=headings.traces,
        title_name=_name_in_head(paper.block.title, head, words),
        name=name or called or kind_name or named,
        mentions=sum(count_all(said.words, words.model_words) for said in texts),
        begins_with_name=_begins_with(texts, words),
        own_model=any(any_of(said.words, words.own_words) is not None for said in texts),
        title_quote=next(
            (it["name"] for it in _IN_QUOTES.finditer(title.text) if phrase(it["name"]).length >= _NAME_WORDS), None
        ),
        title_is_name=called is not None,
        title_quotes_name=_quoted_name(title, words) is not None,
        title_kind_name=kind_name,
        named=named,
        other_headings=len(headings.others),
        structured=headings.structured,
        spoken=sum(_names_model(said, words) and said.paragraph not in headings.places for said in texts),
    )
    told = [said for said in texts if said.paragraph not in headings.containers]
    for element in config.elements:
        _search(element, told, words, found)
    read = _from_sections(lines, headings, found, config)
    found.phrases.update((element, quote) for element, (quote, _) in read.items())
    understood = {heading.line for _, heading in read.values()}
    return replace(
        found,
        open_headings=_quoted_once(it for it in headings.open if it.line not in understood),
        read_headings=len(understood),
    )


# --------------------------------------------------------------------------- sentences


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, and what stands around it."""

    words: Passage
    paragraph: int
    as_model: Passage | None = None  #: with "mô hình" where it calls its model by name or kind
    about: bool = (
        False  #: its paragraph or one of the two before speaks of a model, or is under a heading of an element
    )

    under: Passage | None = None  #: the heading of something else than an element that it stands under

    def readings(self) -> tuple[Passage, ...]:
        return (self.words,) if self.as_model is None else (self.words, self.as_model)


def _search(element: Element, texts: Sequence[_Said], words: Vocabulary, found: Evidence) -> None:
    """A phrase counts where the paper speaks of its model, elsewhere it is a trace; announcements say nothing.

    A word of the element in a sentence that names the model is a trace as well; in a paper without headings, anywhere
    near one.
    """
    in_prose = len(found.headings) <= _HEADINGS_IN_PROSE
    for said in texts:
        if element.id in found.phrases:
            return
        elsewhere = _is_elsewhere(said, words)
        hit = any(
            _has_whole(reading, element.phrases, words.compounds, element.other_matters) for reading in said.readings()
        )
        if hit and said.about and not elsewhere:
            found.phrases[element.id] = excerpt(said.words.text, _QUOTE)
            continue
        traced = hit or any(
            _has_whole(reading, element.traces, words.compounds, element.other_matters) for reading in said.readings()
        )
        near = said.about if in_prose else _names_model(said, words) and not elsewhere
        near = near or (said.under is not None and any_of(said.under, element.told_under) is not None)
        if (traced and not elsewhere) or (near and _has_word(said.words, element.words, element.other_matters)):
            found.traces.setdefault(element.id, excerpt(said.words.text, _QUOTE))


def _heading_above(line: int, headings: _Headings) -> Passage | None:
    """The heading over a line, when it heads something else than an element: "Vì sao có mô hình"."""
    above = max((it for it in headings.others if it < line), default=None)
    if above is None or any(above < it <= line for it in headings.places):
        return None
    return headings.others[above]


def _is_elsewhere(said: _Said, words: Vocabulary) -> bool:
    """Whether a sentence announces what the paper will say, or speaks of others: "Đảng ta đã rút ra bài học ..."."""
    if any_of(said.words, words.announcing_words) is not None:
        return True
    return not _names_model(said, words) and any_of(said.words, words.other_subjects) is not None


def _names_model(said: _Said, words: Vocabulary) -> bool:
    return said.as_model is not None or any_of(said.words, words.model_words) is not None


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
    starts = [phrase(text) for text in (*words.author_labels, *words.affiliation_words, *places)]
    end = len(lines)
    while end > 0 and lines[end - 1].length <= _SIGNATURE_WORDS:
        line = lines[end - 1].words
        if not any(line.has(name) for name in names) and not any(line.starts_with(start) for start in starts):
            break
        end -= 1
    return lines[:end]


def _sentences(lines: Sequence[Line], config: Config) -> list[_Said]:
    """Sentences without the conference's own name, which speaks of models and experience by itself."""
    said = ((text, number) for number, line in enumerate(lines) for text in sentences(line.text))
    return [_Said(_without_conference(passage(text), config), at) for text, at in islice(said, _MOST_SENTENCES)]


def _subject(title: Passage, called: Sequence[str | None], vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """What else the paper calls its model: the names in its title and text, and its kind ("câu lạc bộ")."""
    names = [match["name"] for match in _IN_QUOTES.finditer(title.text)]
    names += [name for name in called if name]
    kinds = [kind for kind in vocabulary.model_kinds if title.has(phrase(kind))]
    wanted = (phrase(text) for text in dict.fromkeys([*names, *kinds]))
    return tuple(sorted((it for it in wanted if it.length), key=lambda it: -it.length)[:_SUBJECTS])


def _with_subject(
    texts: Sequence[_Said], subject: Sequence[Phrase], headed: frozenset[int], config: Config
) -> list[_Said]:
    renamed = [replace(said, as_model=_as_model(said.words, subject, config.vocabulary)) for said in texts]
    about = headed | {said.paragraph for said in renamed if _names_model(said, config.vocabulary)}
    # Where the model was spoken of, a paragraph that begins "Kết quả rõ nhất là ..." goes on with it.
    phrases = [phrase(text) for element in config.elements for text in element.phrases]
    paragraph = -1
    for said in renamed:
        first, paragraph = said.paragraph != paragraph, said.paragraph
        if first and about & {paragraph - 1, paragraph - 2}:
            about |= {paragraph} if any(said.words.starts_with(it) is not None for it in phrases) else set()
    return [
        replace(said, about=bool(about & {said.paragraph, said.paragraph - 1, said.paragraph - 2})) for said in renamed
    ]


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
            if phrase(name).length >= _NAME_WORDS and title.has(phrase(name)):
                return name
        for name in _explained(said.words, vocabulary):
            if title.starts_with(phrase(name)) is not None:
                return name
    return None


def _pointed_at(title: Passage, texts: Sequence[_Said], vocabulary: Vocabulary) -> str | None:
    """What the title is about, named in a sentence that the next points at: "Đây là Góc “Mở”.  Mô hình ấy ...".

    What a sentence begins with ("Mô hình này ra đời ...") may be two sentences after the first words of the title.
    """
    names = [phrase(match["name"]) for match in _IN_QUOTES.finditer(title.text)]
    names += [phrase(title.between(0, _PLAIN_NAME_WORDS))] if len(title.words) >= _PLAIN_NAME_WORDS else []
    short = [phrase(title.between(0, _NAME_WORDS))] if _begins_with_name(title, vocabulary) else []
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


def _begins_with(texts: Sequence[_Said], vocabulary: Vocabulary) -> bool:
    """Whether the text names one model in quotation marks, and that early: "Mô hình “Vườn ươm” có từ năm 2016 ..."."""
    named = [(said.paragraph, name) for said in texts for name in _quoted_names(said.words, vocabulary)]
    names = {phrase(name).text.casefold() for _, name in named if phrase(name).length >= _NAME_WORDS}
    return len(names) == 1 and named[0][0] < _FIRST_PARAGRAPHS


def _named_early(title: Passage, texts: Sequence[_Said], vocabulary: Vocabulary) -> str | None:
    """What the first paragraphs name in quotation marks: "Chương trình “Một nghề hai thầy”", "..., đặt tên là “Ngày
    thứ Sáu không to tiếng”"; without a word that says so, what the title says as well.
    """
    for said in texts:
        if said.paragraph >= _FIRST_PARAGRAPHS:
            return None
        for match in _IN_QUOTES.finditer(said.words.text):
            name = excerpt(match["name"], _QUOTE)
            before = passage(said.words.text[: match.start()])
            called = any(_ends_with(before, phrase(it)) for it in (*vocabulary.model_kinds, *vocabulary.naming_words))
            if phrase(name).length >= _NAME_WORDS and (called or title.has(phrase(name))):
                return name
    return None


def _ends_with(text: Passage, wanted: Phrase) -> bool:
    return text.starts_with(wanted, max(len(text.words) - wanted.length, 0)) is not None


def _begins_with_name(title: Passage, vocabulary: Vocabulary) -> bool:
    """Whether the first words of a title may name something: not "Nâng cao ...", "Công tác ...", "Một số ..."."""
    return (
        len(title.words) > _NAME_WORDS and not _is_task(title, vocabulary) and _after_leads(title, 0, vocabulary) == 0
    )


def _called_in(text: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    """What a sentence may call a model: "mô hình X", "X là một mô hình", "... một mô hình, đặt tên “X”", or behind a
    colon: "một mô hình giản dị: dạy qua di tích".
    """
    yield _quoted_name(text, vocabulary) or _capital_name(text, vocabulary) or ""
    if any_of(text, vocabulary.model_words) is not None:
        yield from (match["name"] for match in _IN_QUOTES.finditer(text.text))
    for at in _after_model(text, vocabulary):
        for colon in range(at + 1, min(at + _PLAIN_NAME_WORDS, len(text.words))):
            if text.text[text.words[colon - 1].end : text.words[colon].start].strip() == ":":
                yield text.between(colon, min(colon + _PLAIN_NAME_WORDS, len(text.words)))
        plain = text.between(at, min(at + _PLAIN_NAME_WORDS, len(text.words)))
        if not _is_unnamed(text, at, vocabulary) and phrase(plain).length == _PLAIN_NAME_WORDS:
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
                yield from (text.between(hit.first - size, hit.first) for size in range(longest, _NAME_WORDS, -1))


def _head(paper: Paper) -> Passage:
    """All lines above the running text as one: a name may go over two of them, or stand beside the title."""
    text = " ".join(line.text for line in paper.main[: paper.block.body])
    return _without_conference(passage(text), paper.config)


def _without_conference(words: Passage, config: Config) -> Passage:
    hit = words.find(phrase(config.conference.name))
    if hit is None:
        return words
    return passage(words.between(0, hit.first) + " | " + words.between(hit.last, len(words.words)))


# --------------------------------------------------------------------------- headings


@dataclass(frozen=True, slots=True)
class _Heading:
    quote: str  #: the line or sentence
    words: Passage  #: its matter, without number or bullet
    style: str  #: kind of its number: "I", "1", "1.1", "a", "-" or ""
    certain: bool  #: a heading by its looks; else only the first words of a sentence, which must match exactly
    own_line: bool = False  #: stands on a line of its own
    line: int = 0  #: its number
    heads: bool = False  #: stands at the head of its paragraph and is no mere beginning of a sentence
    led: bool = False  #: must be led in by "Về" and the like: "Về nội dung, mỗi giảng viên ..."


def _headings(lines: Sequence[Line]) -> Iterator[_Heading]:
    for number, line in enumerate(lines):
        prefix = _PREFIX.match(line.text)
        bullet = prefix is not None and prefix["bullet"] is not None
        matter = line.text[prefix.end() :] if prefix else line.text
        style = _style(prefix)
        alone = (bullet or line.numbered) and _stands_above_text(lines, number)
        if alone or _looks_like_heading(line, numbered=prefix is not None and not bullet, bullet=bullet):
            yield _Heading(line.text, passage(matter), style, certain=True, own_line=True, line=number, heads=True)
            continue
        first, *rest = sentences(matter) or [matter]
        yield from _inline(first, style, number, heads=True)
        for sentence in rest:
            yield from _inline(sentence, "", number)


def _inline(sentence: str, style: str, line: int, *, heads: bool = False) -> Iterator[_Heading]:
    """A heading at the head of a sentence: "Mục tiêu: ...", "Kết quả.", "Về cách thức thực hiện, ..."."""
    head = sentence[:120]
    if heads and head.endswith("?") and len(head.split()) <= _QUESTION_WORDS:
        yield _Heading(sentence, passage(head), style, certain=True, line=line, heads=True)
        return
    cut = _INLINE.search(head)
    if cut is not None and len(head[: cut.start()].split()) <= 12:
        is_stop = cut[0].strip() == "."
        matter = passage(head[: cut.start()])
        yield _Heading(sentence, matter, style, certain=not is_stop, line=line, heads=heads)
    comma = head.find(",")
    if comma > 0 and len(head[:comma].split()) <= 12:
        yield _Heading(sentence, passage(head[:comma]), style, certain=False, line=line, led=True)


def _style(prefix: re.Match[str] | None) -> str:
    if prefix is None:
        return ""
    number = prefix["number"]
    if number is None:
        return "-"
    if number[-1].isdigit():
        return ".".join("1" if part.isdigit() else "a" for part in number.split("."))
    return "I" if re.fullmatch(r"(?:phần\s+)?[IVXLC]+", number, re.IGNORECASE) and number != "c" else "a"


def _stands_above_text(lines: Sequence[Line], number: int) -> bool:
    """Whether a list item is the heading of what follows: "* Cách thức", and below it a paragraph that is no item."""
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    if below is None or line.length > _ITEM_WORDS or line.text.endswith((".", ";", ",")):
        return False
    prefix = _PREFIX.match(below.text)
    return prefix is None and not below.numbered and below.length > _COORDINATED_WORDS


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


@dataclass(frozen=True, slots=True)
class _Headings:
    """What headings say, each by element."""

    found: dict[str, str]
    traces: dict[str, str]  #: what they only touch: "Nhìn lại kết quả một năm"
    structured: bool  #: whether those of one rank name three elements or more
    others: dict[int, Passage]  #: those known to head something else, by their lines
    places: frozenset[int]  #: lines where they stand
    containers: frozenset[int]  #: lines of those that only head others
    open: tuple[_Heading, ...]  #: of the same rank, in words unknown here: an element may stand under them
    lines: dict[str, int]  #: where the first of each element stands
    ends: tuple[int, ...]  #: lines where what stands under a heading ends: those of all of them, and of the text


def _written(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[list[_Heading], tuple[int, ...]]:
    """The headings under which something is written, and the lines where what stands under any heading ends."""
    unwritten = {number for number, line in enumerate(lines) if _is_placeholder(line.words, vocabulary)}
    headings = [it for it in islice(_headings(lines), _MOST_HEADINGS) if it.line not in unwritten]
    ends = (*(heading.line for heading in headings if heading.own_line), len(lines))
    return [it for it in headings if not _is_left_open(it, lines, ends, vocabulary)], ends


def _from_headings(lines: Sequence[Line], config: Config) -> _Headings:
    found: dict[str, str] = {}
    traces: dict[str, str] = {}
    ranks: set[str] = set()
    places: set[int] = set()
    unknown: list[_Heading] = []
    guessed: list[tuple[_Heading, list[Element]]] = []
    parts: list[tuple[_Heading, Element]] = []
    said: Counter[str] = Counter()
    by_style: Counter[str] = Counter()
    of_rank: dict[str, set[str]] = {}
    run_in: dict[str, set[str]] = {}
    unknown_run_in: list[_Heading] = []
    at: dict[str, int] = {}
    opening: str | None = None  #: number style of the heading "Mở đầu", "Đặt vấn đề"
    starts = [phrase(text) for text in config.vocabulary.body_starts]
    written, ends = _written(lines, config.vocabulary)
    headings = [(heading, _elements_of(heading, config)) for heading in written]
    containers = _containers(headings, config.vocabulary)
    for heading, of_heading in headings:
        if any(heading.words.starts_with(start) for start in starts):
            opening = heading.style
            continue
        named = of_heading or _by_word(heading, config)
        guessed += [(heading, named)] if named and not of_heading else []
        if named:
            places.add(heading.line)
            said.update(element.id for element in named)
            if heading.heads:
                of_rank.setdefault(heading.style, set()).update(element.id for element in named)
            if not heading.own_line:
                run_in.setdefault(heading.style, set()).update(element.id for element in named)
            ranks.update([heading.style] if heading.own_line else [])
        for element in named:
            if heading.style == opening and _is_bare(heading, element):
                parts.append((heading, element))
                continue  # "A. MỞ ĐẦU / B. NỘI DUNG / C. KẾT LUẬN": the part of the paper, not of the model
            by_style[heading.style] += 1
            told = traces if heading.own_line and heading.line in containers else found
            told.setdefault(element.id, excerpt(heading.quote, _QUOTE))
            at.setdefault(element.id, heading.line)
        touched = _touched_by(heading, config)
        for element in touched:
            traces.setdefault(element.id, excerpt(heading.quote, _QUOTE))
        if _is_open(heading, [*named, *touched], config):
            unknown.append(heading)
        elif _is_open_run_in(heading, [*named, *touched], config):
            unknown_run_in.append(heading)
    for heading, element in parts:
        if by_style[heading.style] >= _SIBLINGS:  # "1. Đặt vấn đề / 2. Nội dung / 3. Cách thức / 4. Kết quả"
            found.setdefault(element.id, excerpt(heading.quote, _QUOTE))
    # Two headings about the same, one of them known by a word only: that one may well mean another element.
    unknown += [it for it, named in guessed if it.own_line and all(said[element.id] > 1 for element in named)]
    beside = [heading for heading in unknown if heading.style in ranks or not ranks]
    # "Mục tiêu. ...  Nội dung. ...  Hoa thơm. ...": where such heads go through the elements, that may be one as well.
    beside += [it for it in unknown_run_in if len(run_in.get(it.style, ())) >= _HEADINGS_OF_A_RANK]
    others = {
        heading.line: heading.words
        for heading, _ in headings
        if heading.own_line and any_of(heading.words, config.vocabulary.other_headings) is not None
        if not any(heading.words.starts_with(start) for start in starts)
    }
    structured = any(len(elements) >= _HEADINGS_OF_A_RANK for elements in of_rank.values())
    return _Headings(
        found, traces, structured, others, frozenset(places), containers, tuple(beside), lines=at, ends=ends
    )


def _quoted_once(headings: Iterable[_Heading]) -> tuple[str, ...]:
    quotes = (heading.quote if heading.own_line else heading.words.text for heading in headings)
    return tuple(dict.fromkeys(excerpt(quote, _QUOTE) for quote in quotes))


# --------------------------------------------------------------------------- what stands under headings


def _from_sections(
    lines: Sequence[Line], headings: _Headings, found: Evidence, config: Config
) -> dict[str, tuple[str, _Heading]]:
    """Elements that are told under a heading in words unknown here, each with a sentence of it and that heading.

    "Nói với người đi sau", and below it "Đừng ...", "Phải ...": lessons.  Only beside headings of elements, where
    nothing else shows the element, and in the order of the plan: results before lessons, and before them all others.
    """
    if len(headings.found) < _HEADINGS_BESIDE:
        return {}
    told: dict[str, tuple[str, _Heading]] = {}
    for heading in headings.open:
        section = _section(lines, heading, headings.ends)
        element = _told_by_signs(section, config)
        if element is None or element.id in found.headings or element.id in found.phrases:
            continue
        if _is_in_order(element, heading, headings, config):
            told.setdefault(element.id, (_telling(section, element), heading))
    return told


def _section(lines: Sequence[Line], heading: _Heading, ends: Sequence[int]) -> list[Passage]:
    """The sentences under a heading, or behind one at the head of its paragraph."""
    if not heading.own_line:
        return [passage(text) for text in sentences(lines[heading.line].text)[1:]]
    below = lines[heading.line + 1 : _end_of_section(heading, ends)]
    return [passage(text) for line in below for text in sentences(line.text)]


def _is_left_open(heading: _Heading, lines: Sequence[Line], ends: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether nothing but "(sẽ bổ sung)", "..." stands under a heading, or behind it: what it heads is not told yet."""
    if not heading.own_line:
        matter = heading.words.text
        rest = lines[heading.line].text.partition(matter)[2] if matter else ""
        return 0 < len(rest) <= _QUOTE and _is_placeholder(passage(rest), vocabulary)
    below = lines[heading.line + 1 : _end_of_section(heading, ends)]
    return bool(below) and all(_is_placeholder(line.words, vocabulary) for line in below)


def _end_of_section(heading: _Heading, ends: Sequence[int]) -> int:
    return ends[bisect_right(ends, heading.line)]


def _is_placeholder(said: Passage, vocabulary: Vocabulary) -> bool:
    if not said.words:
        return _DOTS.search(said.text) is not None
    return len(said.words) <= _PLACEHOLDER_WORDS and any_of(said, vocabulary.placeholder_words) is not None


def _told_by_signs(section: Sequence[Passage], config: Config) -> Element | None:
    """The element of which most is said, when it is said for certain."""
    if sum(len(said.words) for said in section) < _SECTION_WORDS:
        return None
    counts = [(_different(element.signs, section), element) for element in config.elements]
    best, element = max(counts, key=lambda it: it[0])
    rest = max(count for count, it in counts if it is not element)
    rest = max(rest, _different(config.vocabulary.other_signs, section))
    return element if best >= _SIGNS and best > rest else None


def _different(signs: Sequence[str], section: Sequence[Passage]) -> int:
    return sum(any(said.has(it) for said in section) for it in map(phrase, signs))


def _telling(section: Sequence[Passage], element: Element) -> str:
    """The sentence with most signs."""
    return excerpt(max(section, key=lambda said: _different(element.signs, [said])).text, _QUOTE)


def _is_in_order(element: Element, heading: _Heading, headings: _Headings, config: Config) -> bool:
    stages = {it.id: it.stage for it in config.elements}
    return all(
        (line < heading.line) == (stages[other] < element.stage)
        for other, line in headings.lines.items()
        if stages[other] != element.stage
    )


def _containers(headings: Sequence[tuple[_Heading, list[Element]]], vocabulary: Vocabulary) -> frozenset[int]:
    """Lines of headings that only head others: "2. Nội dung chính", right below it "2.1. Mục tiêu", "2.2. Cách làm".

    What they name may yet be told below them: that is a trace.
    """
    heads = [(heading, {it.id for it in named}) for heading, named in headings if heading.heads]
    found = set()
    for at, (heading, named) in enumerate(heads[:-1]):
        below, first = heads[at + 1]
        if not heading.own_line or below.line != heading.line + 1 or (first and first <= named):
            continue  # it has text, or a part of its own
        if not first and not (below.own_line and any_of(below.words, vocabulary.other_headings) is not None):
            continue  # "2. Nội dung", below it "2.1. Ba khu vực"
        inner: set[str] = set()
        for it, elements in heads[at + 1 :]:
            if it.style == heading.style != below.style:
                break
            inner |= elements
        if len(inner - named) >= (_SUB_ELEMENTS if first else _SUB_ELEMENTS_BEHIND_OTHERS):
            found.add(heading.line)
    return frozenset(found)


def _is_open(heading: _Heading, elements: Sequence[Element], config: Config) -> bool:
    """Whether a heading, or a member of it ("NỘI DUNG, HÌNH THỨC"), is in words that mean nothing here."""
    if not heading.own_line or heading.quote.endswith((".", ";", ",")):
        return False
    if not elements:
        return not _is_known(heading.words, config.vocabulary)
    members = [passage(text) for text in _JOINED.split(heading.words.text)]
    return len(members) > 1 and any(_is_open_member(member, config) for member in members)


def _is_open_run_in(heading: _Heading, elements: Sequence[Element], config: Config) -> bool:
    """The same of what stands at the head of a paragraph: "Hoa thơm. Sau hai năm ..."."""
    short = len(heading.words.words) <= _RUN_IN_WORDS
    head = heading.heads and not heading.own_line and not heading.led
    return head and short and not elements and not _is_known(heading.words, config.vocabulary)


def _is_open_member(member: Passage, config: Config) -> bool:
    known = _is_known(member, config.vocabulary) or any_of(member, config.vocabulary.model_words) is not None
    mine = (any_of(member, (*element.headings, *element.heading_words)) is not None for element in config.elements)
    return len(member.words) <= _MEMBER_WORDS and not known and not any(mine)


def _is_known(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a heading is known to head something else: "Bối cảnh", "Kiến nghị", a task, or the model itself."""
    if _is_task(words, vocabulary) or any_of(words, vocabulary.other_headings) is not None:
        return True
    return _quoted_name(words, vocabulary) is not None or len(words.words) < _NAME_WORDS


def _touched_by(heading: _Heading, config: Config) -> list[Element]:
    """Elements of which a heading has a word anywhere, or with which a paragraph says that it turns to them."""
    if _is_task(heading.words, config.vocabulary):
        return []
    if not heading.own_line:
        at = _after_leads(heading.words, 0, config.vocabulary)
        turned_to = _element_at(heading.words, at, config.elements) if at and heading.heads else None
        return [turned_to[0]] if turned_to is not None else []
    return [
        element
        for element in config.elements
        if any_of(heading.words, element.headings) is not None and not _is_bare(heading, element)
    ]


def _is_task(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a heading says what to do: "Nâng cao chất lượng, hiệu quả giảng dạy"."""
    at = _after_leads(words, 0, vocabulary)
    return any(words.starts_with(phrase(word), at) is not None for word in vocabulary.task_words)


def _is_bare(heading: _Heading, element: Element) -> bool:
    """Whether a heading is no more than that with which papers call a part of theirs ("NỘI DUNG")."""
    hit = heading.words.starts_with(phrase(element.headings[0]))
    return element.names_paper_part and hit is not None and hit.last == len(heading.words.words)


def _elements_of(heading: _Heading, config: Config) -> list[Element]:
    """Elements a heading names: every member of "Ý nghĩa, mục tiêu và cách thức" is looked at."""
    words = heading.words
    found: list[Element] = []
    start: int | None = 0
    foreign = False  #: whether the heading begins with something that is no element
    while start is not None and start < len(words.words):
        at = _after_leads(words, start, config.vocabulary)
        if heading.led and at == 0:
            return found
        match = _element_at(words, start, config.elements) or _element_at(words, at, config.elements)
        if match is not None:
            element, at = match
            loose = not heading.certain or (foreign and not heading.own_line)
            if loose and at != len(words.words):
                return found  # the head of a sentence: only a heading if nothing else stands there
            found.append(element)
        elif not found and not _may_go_on(heading, config.vocabulary):
            return found
        else:
            foreign, at = foreign or not found, at + 1
        start = _next_joined(words, at)
    return found


def _by_word(heading: _Heading, config: Config) -> list[Element]:
    """Elements that a heading is about wherever it says so: "Những đổi thay sau ba năm", "Làm như thế nào?"."""
    words, asks = heading.words, heading.quote.endswith("?")
    if not heading.certain or len(words.words) > _COORDINATED_WORDS:
        return []
    if not heading.own_line and (not heading.heads or len(words.words) > _RUN_IN_WORDS):
        return []  # within a paragraph: "Trường quyết tâm thay đổi bằng một cách làm ngược: ..."
    if not asks and _is_task(words, config.vocabulary):
        return []
    if asks:
        return _told_in(words, config, len(words.words))
    # What a heading is about stands first: "Những điều cần lưu ý khi nhân rộng", but "Kiến nghị để đạt được ...".
    other = _first_other(words, config)
    if other == len(words.words) or not heading.own_line:
        return _told_in(words, config, other)
    # Each member for itself: "Vì sao đặt ra và muốn đạt gì".
    members = [passage(text) for text in _JOINED.split(words.text)]
    told = {it.id for member in (words, *members) for it in _told_in(member, config, _first_other(member, config))}
    return [it for it in config.elements if it.id in told]


def _first_other(words: Passage, config: Config) -> int:
    """The first word of a heading that is about something else; past its end if there is none."""
    hits = (hit.first for text in config.vocabulary.other_headings for hit in words.hits(phrase(text)))
    return min(hits, default=len(words.words))


def _told_in(words: Passage, config: Config, before: int) -> list[Element]:
    """Elements with a word of theirs in a heading, before a word of it."""
    compounds = config.vocabulary.compounds
    return [
        it
        for it in config.elements
        if any(hit.first < before for hit in _whole(words, it.heading_words, compounds, it.other_matters))
    ]


def _has_whole(words: Passage, wanted: Sequence[str], compounds: Sequence[str], others: Sequence[str]) -> bool:
    return bool(_whole(words, wanted, compounds, others))


def _whole(words: Passage, wanted: Sequence[str], compounds: Sequence[str], others: Sequence[str]) -> list[Hit]:
    """Where one of several phrases stands, neither cut out of words ("lớp học | được" has no "học được") nor within
    other matters.
    """
    if any_of(words, wanted) is None:
        return []
    hits = [hit for text in wanted for hit in words.hits(phrase(text))]
    whole = [hit for text in compounds for hit in words.hits(phrase(text))]
    apart = [hit for text in others for hit in words.hits(phrase(text))]
    return [
        hit
        for hit in hits
        if not any(_cuts(hit, word) for word in whole)
        and not any(it.first <= hit.first and hit.last <= it.last for it in apart)
    ]


def _cuts(hit: Hit, word: Hit) -> bool:
    return word.first < hit.first < word.last or word.first < hit.last < word.last


def _may_go_on(heading: _Heading, vocabulary: Vocabulary) -> bool:
    """Whether an element may follow on something that is none: "Sự cần thiết và mục tiêu"."""
    if any(heading.words.has(phrase(word)) for word in vocabulary.model_words):
        return True
    short = len(heading.words.words) <= _COORDINATED_WORDS
    return (heading.certain or heading.heads) and short and not _is_task(heading.words, vocabulary)


def _next_joined(words: Passage, start: int) -> int | None:
    """The next word that follows a comma, a dash or "và"."""
    for number in range(max(start, 1), len(words.words)):
        before = words.text[words.words[number - 1].start : words.words[number].start]
        if _CONNECTED.search(before):
            return number
    return None


def _after_leads(words: Passage, at: int, vocabulary: Vocabulary) -> int:
    moved = True
    while moved:
        moved = False
        for lead in vocabulary.heading_leads:
            hit = words.starts_with(phrase(lead), at)
            if hit is not None and hit.last < len(words.words):
                at, moved = hit.last, True
                break
    return at


def _element_at(words: Passage, at: int, elements: Sequence[Element]) -> tuple[Element, int] | None:
    if at >= len(words.words):
        return None
    word = words.words[at]
    best: tuple[Element, int] | None = None
    for element in elements:
        if any(words.starts_with(phrase(text), at) is not None for text in element.other_matters):
            continue  # "Bài học được biên soạn ...": of lessons, not of what was learnt
        heads = _by_head(element.headings)
        for heading in {*heads.get(word.key, ()), *heads.get(word.folded or "", ())}:
            hit = words.starts_with(heading, at)
            if hit is not None and (best is None or hit.last > best[1]):
                best = (element, hit.last)
    return best


@lru_cache(maxsize=64)
def _by_head(headings: tuple[str, ...]) -> dict[str, tuple[Phrase, ...]]:
    """Headings by every form of their first word."""
    heads: dict[str, tuple[Phrase, ...]] = {}
    for wanted in map(phrase, headings):
        for form in {wanted.parts[0][0].key, wanted.parts[0][0].folded}:
            heads[form] = (*heads.get(form, ()), wanted)
    return heads


# --------------------------------------------------------------------------- the model's name


def _name(title: str | None, head: Passage, texts: Sequence[Passage], vocabulary: Vocabulary) -> str | None:
    """The name of the model: in quotation marks, with a capital, in the title, or said again and again."""
    if name := _name_in_head(title, head, vocabulary):
        return name
    for text in texts:
        if name := _quoted_name(text, vocabulary) or _capital_name(text, vocabulary):
            return name
    return _repeated_name(texts, vocabulary)


def _name_in_head(title: str | None, head: Passage, vocabulary: Vocabulary) -> str | None:
    in_title = passage(title or "")
    return (
        _quoted_name(in_title, vocabulary)
        or _name_before(in_title, vocabulary)
        or _unit_name(in_title, vocabulary)
        or _name_before_brackets(in_title, vocabulary)
        or _plain_name(in_title, vocabulary)
        or _quoted_name(head, vocabulary)
    )


def _after_model(text: Passage, vocabulary: Vocabulary) -> Iterator[int]:
    for word in vocabulary.model_words:
        for hit in text.hits(phrase(word)):
            yield hit.last


def _quoted_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    return next(_quoted_names(text, vocabulary), None)


def _quoted_names(text: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    for at in _after_model(text, vocabulary):
        match = _QUOTED.match(text.text, text.words[at - 1].end)
        if match and not _ends_quotation(text.text, match.start("name") - 1):
            yield excerpt(match["name"], _QUOTE)


def _ends_quotation(text: str, at: int) -> bool:
    """Whether a straight mark is the second of two: that of "mô hình" itself."""
    return text[at] == '"' and text.count('"', 0, at) % 2 == 1


def _name_of_kind(title: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Câu lạc bộ “Lý luận trẻ” – hạt nhân ...": what something is called that may be a model."""
    for kind in vocabulary.model_kinds:
        for hit in title.hits(phrase(kind)):
            match = _QUOTED.match(title.text, title.words[hit.last - 1].end)
            if match:
                return excerpt(match["name"], _QUOTE)
    return None


def _name_before(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Tổ tư vấn học tập - một mô hình cần nhân rộng": what stands before the dash."""
    for word in vocabulary.model_words:
        for hit in text.hits(phrase(word)):
            match = _BEFORE_DASH.fullmatch(text.text[: text.words[hit.first].start])
            if match and len(match["name"].split()) >= _NAME_WORDS:
                return excerpt(match["name"], _QUOTE)
    return None


def _name_before_brackets(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Văn hóa chào hỏi (Điển hình xây dựng môi trường văn hóa)": what the brackets explain."""
    at = text.text.find("(")
    inside = passage(text.text[at + 1 :]) if at > 0 else None
    if inside is None or not any(inside.starts_with(phrase(word)) for word in vocabulary.model_words):
        return None
    return excerpt(text.text[:at], _QUOTE) if len(text.text[:at].split()) >= _NAME_WORDS else None


def _unit_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Điển hình tiên tiến Khoa Xây dựng Đảng", "... tiên tiến Tổ bộ môn Lịch sử": who is the example."""
    for at in _after_model(text, vocabulary):
        praise = (hit.last for it in vocabulary.praise_words if (hit := text.starts_with(phrase(it), at)) is not None)
        start = max(praise, default=at)
        for unit in vocabulary.unit_names:
            hit = text.starts_with(phrase(unit), start)
            if hit is not None:
                return excerpt(text.between(hit.first, hit.last), _QUOTE)
        for kind in vocabulary.model_kinds if start > at else ():
            hit = text.starts_with(phrase(kind), start)
            if hit is not None and hit.last + _NAME_WORDS <= len(text.words):
                return excerpt(text.between(hit.first, len(text.words)), _QUOTE)
    return None


def _plain_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Xây dựng mô hình lớp học tự quản ở ...": two words after "mô hình" that are none of the unnamed words."""
    for at in _after_model(text, vocabulary):
        if at + _NAME_WORDS > len(text.words) or _is_unnamed(text, at, vocabulary) or _is_pair(text, at, vocabulary):
            continue
        if "," not in text.text[text.words[at - 1].end : text.words[at].start]:
            return excerpt(text.between(at, min(len(text.words), at + 12)), _QUOTE)
    return None


def _is_pair(text: Passage, at: int, vocabulary: Vocabulary) -> bool:
    """Whether two words for models stand before: "mô hình, điển hình ..." speaks of models in general."""
    lengths = {phrase(word).length for word in vocabulary.model_words}
    ends = {hit.last for word in vocabulary.model_words for hit in text.hits(phrase(word)) if hit.last < at}
    return any(at - length in ends or at - length - 1 in ends for length in lengths)


def _capital_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    if text.text.isupper():
        return None
    for at in _after_model(text, vocabulary):
        if at + _NAME_WORDS > len(text.words) or _is_unnamed(text, at, vocabulary):
            continue
        first = text.text[text.words[at].start : text.words[at].end]
        gap = text.text[text.words[at - 1].end : text.words[at].start]
        if first[0].isupper() and gap.strip() in {"", ":", "-", "–"}:
            return excerpt(text.between(at, min(len(text.words), at + 8)), _QUOTE)
    return None


def _repeated_name(texts: Sequence[Passage], vocabulary: Vocabulary) -> str | None:
    said: Counter[str] = Counter()
    for text in texts:
        for at in _after_model(text, vocabulary):
            gap_ok = at < len(text.words) and not text.text[text.words[at - 1].end : text.words[at].start].strip()
            if gap_ok and at + _NAME_WORDS <= len(text.words) and not _is_unnamed(text, at, vocabulary):
                said[text.between(at, at + _NAME_WORDS).casefold()] += 1
    name, count = said.most_common(1)[0] if said else ("", 0)
    return name if count >= 3 else None


def _is_unnamed(text: Passage, at: int, vocabulary: Vocabulary) -> bool:
    return any(text.starts_with(phrase(word), at) is not None for word in vocabulary.unnamed_words)
