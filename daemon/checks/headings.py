"""The headings of a paper, and which elements of a model paper they name.  PURE.

Authors write "2. Mục tiêu", "* Về mục tiêu:", "II. MỤC TIÊU, NỘI DUNG VÀ CÁCH THỨC", "- Cách làm: ...", "Làm như thế
nào?".  A heading in words that mean nothing here is open: it may head an element all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from daemon.checks.naming import NAME_WORDS, QUOTE, quoted_name, speaks_of_models
from daemon.checks.places import excerpt
from daemon.config import Config, Element, Vocabulary
from daemon.model import Story
from daemon.text.lines import Line
from daemon.text.vietnamese import Hit, Passage, any_of, hits_of, passage, phrase, sentences, starting_at

#: What is looked at of a text: some ten times what a long paper has.  "I. I. I. ..." has as many headings as letters.
_MOST_HEADINGS = 2_000
_PREFIX = re.compile(
    r"\s*(?:(?P<number>(?:phần\s+)?[IVXLC]{1,5}|(?:(?:[A-ZĐ]|[IVX]{1,4})\.)?\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-zĐđ])\s*[.):/](?!\d)\s*(?:[-–]\s*)?"
    r"|(?P<bullet>[-–—+*•●▪◦►✓✔➢❖·o]\s*)(?=\S))",
    re.IGNORECASE,
)
_INLINE = re.compile(r"\s*(?:[:]|\s[-–]\s|\.)\s*")
_CONNECTED = re.compile(r"[,;/&–-]\s*$|\bvà\s*$", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[][^()]+[)\]]\W*")
_SAYING = re.compile(r"\s*:\s*[“\"«„]")
_TIME = re.compile(r"\b(?:ngày|tháng|quý|năm|tuần)\s+[\d/.IVX-]+", re.IGNORECASE)
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
#: A longer line says something; where it is all that stands under a heading, one of so many words may not.
_PLACEHOLDER_WORDS, _PLACEHOLDER_SENTENCE = 10, 30
_LONG_REST = 240  #: characters of what stands behind a heading and may be no more than that
_NAMED_WORDS = 6  #: a longer line with a number says what it is about
_COUNTING = (["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], list("ABCDEFGH"), list("ABCDĐEGH"))
_COORDINATED_WORDS = 12  #: a longer heading without a model is a sentence
_QUESTION_WORDS = 8  #: of one at the head of a paragraph that the paragraph answers: "Gồm những việc nào?"


@dataclass(frozen=True, slots=True)
class Heading:
    quote: str  #: the line or sentence
    words: Passage  #: its matter, without number or bullet
    style: str  #: kind of its number: "I", "1", "1.1", "a", "-" or ""
    certain: bool  #: a heading by its looks; else only the first words of a sentence, which must match exactly
    own_line: bool = False  #: stands on a line of its own
    line: int = 0  #: its number
    heads: bool = False  #: stands at the head of its paragraph and is no mere beginning of a sentence
    led: bool = False  #: must be led in by "Về" and the like: "Về nội dung, mỗi giảng viên ..."
    set_off: bool = False  #: at the head of its paragraph, in bold

    @property
    def is_sentence(self) -> bool:
        """Whether it is too long for a heading at the head of a paragraph that nothing sets off."""
        return not self.own_line and not self.set_off and len(self.words.words) > _RUN_IN_WORDS


def _headings(lines: Sequence[Line]) -> Iterator[Heading]:
    for number, line in enumerate(lines):
        prefix = _PREFIX.match(line.text)
        bullet = prefix is not None and prefix["bullet"] is not None
        matter = line.text[prefix.end() :] if prefix else line.text
        style = _style(prefix)
        alone = (bullet or line.numbered) and _stands_above_text(lines, number)
        if alone or _looks_like_heading(line, numbered=prefix is not None and not bullet, bullet=bullet):
            yield Heading(line.text, passage(matter), style, certain=True, own_line=True, line=number, heads=True)
            continue
        lead = _bold_lead(line)
        if lead:
            yield Heading(line.text, passage(lead), style, certain=True, line=number, heads=True, set_off=True)
            matter = " ".join(line.text.split()[line.bold_lead :])
        first, *rest = sentences(matter) or [matter]
        yield from _inline(first, "" if lead else style, number, heads=not lead)
        for sentence in rest:
            yield from _inline(sentence, "", number)


def _bold_lead(line: Line) -> str:
    """What a paragraph begins with in bold, without its number: "4. Giao ước được giữ bằng cách nào. ..."."""
    if not 0 < line.bold_lead <= _COORDINATED_WORDS:
        return ""
    lead = " ".join(line.text.split()[: line.bold_lead])
    prefix = _PREFIX.match(lead)
    return lead[prefix.end() if prefix else 0 :].strip(" .:–-")


def _inline(sentence: str, style: str, line: int, *, heads: bool = False) -> Iterator[Heading]:
    """A heading at the head of a sentence: "Mục tiêu: ...", "Kết quả.", "Về cách thức thực hiện, ..."."""
    head = sentence[:120]
    if heads and head.endswith("?") and len(head.split()) <= _QUESTION_WORDS:
        yield Heading(sentence, passage(head), style, certain=True, line=line, heads=True)
        return
    cut = _INLINE.search(head)
    if cut is not None and len(head[: cut.start()].split()) <= 12:
        is_stop = cut[0].strip() == "."
        matter = passage(head[: cut.start()])
        yield Heading(sentence, matter, style, certain=not is_stop, line=line, heads=heads)
    comma = head.find(",")
    if comma > 0 and len(head[:comma].split()) <= 12:
        yield Heading(sentence, passage(head[:comma]), style, certain=False, line=line, led=True)


def _style(prefix: re.Match[str] | None) -> str:
    if prefix is None:
        return ""
    number = prefix["number"]
    if number is None:
        return "-"
    if number[-1].isdigit():
        return ".".join("1" if part.isdigit() else "a" for part in number.split("."))
    roman = re.fullmatch(r"(?:phần\s+)?[IVXLC]+", number, re.IGNORECASE) is not None
    return "I" if roman and number.upper() not in {"C", "L"} else "a"  # a paper has no hundred parts


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
class Headings:
    """What headings say, each by element."""

    found: dict[str, str]
    traces: dict[str, str]  #: what they only touch: "Nhìn lại kết quả một năm"
    structured: bool  #: whether those of one rank name three elements or more
    others: dict[int, Passage]  #: those known to head something else, by their lines
    places: frozenset[int]  #: lines where they stand
    containers: frozenset[int]  #: lines of those that only head others
    open: tuple[Heading, ...]  #: of the same rank, in words unknown here: an element may stand under them
    above: tuple[Heading, ...]  #: the like of ranks above: "III. Bến đã qua", where "II.1. Điểm đến" names an element
    lines: dict[str, int]  #: where the first of each element stands
    ends: tuple[int, ...]  #: lines where what stands under a heading ends: those of all of them, and of the text
    unwritten: frozenset[int]  #: lines of those under which nothing is written yet, and of what stands there instead


@dataclass(frozen=True, slots=True)
class _Written:
    """The headings under which something is written."""

    headings: list[Heading]
    ends: tuple[int, ...]
    unwritten: frozenset[int]


def _written(lines: Sequence[Line], vocabulary: Vocabulary) -> _Written:
    unwritten = {number for number, line in enumerate(lines) if _is_placeholder(line.words, vocabulary)}
    headings = [it for it in islice(_headings(lines), _MOST_HEADINGS) if it.line not in unwritten]
    ends = (*(heading.line for heading in headings if heading.own_line), len(lines))
    left_open = {it.line for it in headings if _is_left_open(it, lines, ends, vocabulary)}
    written = [it for it in headings if it.line not in left_open and not _is_of_other_models(it, vocabulary)]
    return _Written(written, ends, frozenset(unwritten | left_open))


def headings_of(lines: Sequence[Line], config: Config) -> Headings:
    """What the headings of a text say, each by the element that it names, touches or may head."""
    found: dict[str, str] = {}
    traces: dict[str, str] = {}
    ranks: set[str] = set()
    places: set[int] = set()
    unknown: list[Heading] = []
    guessed: list[tuple[Heading, list[Element]]] = []
    parts: list[tuple[Heading, Element]] = []
    said: Counter[str] = Counter()
    by_style: Counter[str] = Counter()
    of_rank: dict[str, set[str]] = {}
    run_in: dict[str, set[str]] = {}
    unknown_run_in: list[Heading] = []
    at: dict[str, int] = {}
    opening: str | None = None  #: number style of the heading "Mở đầu", "Đặt vấn đề"
    written = _written(lines, config.vocabulary)
    headings = [(heading, _elements_of(heading, config)) for heading in written.headings]
    containers = _containers(headings, config.vocabulary)
    for heading, of_heading in headings:
        if _opens_text(heading, config.vocabulary):
            opening = heading.style
            continue
        named = of_heading or _by_word(heading, config)
        guessed += [(heading, named)] if named and not of_heading else []
        if named:
            places.add(heading.line)
            said.update(element.id for element in named)
            if heading.heads and (of_heading or not heading.set_off):
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
            told.setdefault(element.id, excerpt(heading.quote, QUOTE))
            at.setdefault(element.id, heading.line)
        touched = _touched_by(heading, config)
        for element in touched:
            traces.setdefault(element.id, excerpt(heading.quote, QUOTE))
        if _is_open(heading, [*named, *touched], config):
            unknown.append(heading)
        elif _is_open_run_in(heading, [*named, *touched], config):
            unknown_run_in.append(heading)
    # "1. Đặt vấn đề / 2. Nội dung / 3. Cách thức / 4. Kết quả"
    beside_others = ((heading, element) for heading, element in parts if by_style[heading.style] >= _SIBLINGS)
    found = {**{element.id: excerpt(heading.quote, QUOTE) for heading, element in beside_others}, **found}
    # Two headings about the same, one of them known by a word only: that one may well mean another element.
    unknown += [it for it, named in guessed if it.own_line and all(said[element.id] > 1 for element in named)]
    beside = [heading for heading in unknown if heading.style in ranks or not ranks]
    # "Mục tiêu. ...  Nội dung. ...  Hoa thơm. ...": where such heads go through the elements, that may be one as well.
    beside += [it for it in unknown_run_in if len(run_in.get(it.style, ())) >= _HEADINGS_OF_A_RANK]
    structured = any(len(elements) >= _HEADINGS_OF_A_RANK for elements in of_rank.values())
    return Headings(
        found,
        traces,
        structured,
        _others(headings, config),
        frozenset(places),
        containers,
        tuple(beside),
        _above(ranks, [it for it in unknown if it not in beside], written.headings),
        lines=at,
        ends=written.ends,
        unwritten=written.unwritten,
    )


def section_under(lines: Sequence[Line], heading: Heading, ends: Sequence[int]) -> list[Passage]:
    """The sentences under a heading, or behind one at the head of its paragraph."""
    if heading.set_off:
        line = lines[heading.line]
        return [passage(text) for text in sentences(" ".join(line.text.split()[line.bold_lead :]))]
    if not heading.own_line:
        return [passage(text) for text in sentences(lines[heading.line].text)[1:]]
    below = lines[heading.line + 1 : _end_of_section(heading, ends)]
    return [passage(text) for line in below for text in sentences(line.text)]


def _is_left_open(heading: Heading, lines: Sequence[Line], ends: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether nothing, or nothing but "(sẽ bổ sung)", "...", stands under a heading or behind it: what it heads is not
    told yet.
    """
    if not heading.own_line:
        matter = heading.words.text
        rest = lines[heading.line].text.partition(matter)[2] if matter else ""
        return 0 < len(rest) <= _LONG_REST and _is_placeholder(passage(rest), vocabulary, alone=heading.heads)
    below = lines[heading.line + 1 : _end_of_section(heading, ends)]
    if not below:
        return _is_passed_over(heading, lines)
    if _BRACKETED.fullmatch(below[0].text):  # a note to the reader, whatever follows
        return len(below) == 1 or _is_placeholder(below[0].words, vocabulary, alone=True)
    return all(_is_placeholder(line.words, vocabulary, alone=len(below) == 1) for line in below)


def _is_passed_over(heading: Heading, lines: Sequence[Line]) -> bool:
    """Whether right below a heading stands the next of its kind: "5. Kết quả", "6. Kinh nghiệm".

    In the head row of a table what they head stands in the next.
    """
    line, below = lines[heading.line], lines[heading.line + 1] if heading.line + 1 < len(lines) else None
    one, other = _PREFIX.match(line.text), _PREFIX.match(below.text) if below is not None else None
    if one is None or other is None or line.place.story is Story.TABLE or len(heading.words.words) > _NAMED_WORDS:
        return False
    return not any(char in "0123456789:" for char in heading.words.text) and _is_next(one["number"], other["number"])


def _is_next(number: str | None, other: str | None) -> bool:
    """Whether one number follows another: "5" and "6", "II" and "III", "2.1" and "2.2"."""
    if number is None or other is None:
        return False
    (before, last), (before_other, last_other) = (_last_part(it.upper()) for it in (number, other))
    if before != before_other:
        return False
    if last.isdigit() and last_other.isdigit():
        return int(last) + 1 == int(last_other)
    return any(last_other == row[at + 1] for row in _COUNTING for at, it in enumerate(row[:-1]) if it == last)


def _last_part(number: str) -> tuple[str, str]:
    before, _, last = number.rpartition(".")
    return before, last


def _is_of_other_models(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether it is about what is called a model otherwise: "Khái quát về mô hình SWOT"."""
    return any_of(heading.words, vocabulary.not_models) is not None and not speaks_of_models(heading.words, vocabulary)


def _end_of_section(heading: Heading, ends: Sequence[int]) -> int:
    return ends[bisect_right(ends, heading.line)]


def _is_placeholder(said: Passage, vocabulary: Vocabulary, *, alone: bool = False) -> bool:
    """Whether a line says that something is to be written.

    One that is all there is may do so at length, but without a figure: "Tài liệu sẽ được cập nhật hằng tháng" says how.
    """
    if not said.words:
        return _DOTS.search(said.text) is not None
    hit = any_of(said, vocabulary.placeholder_words)
    if hit is None or len(said.words) <= _PLACEHOLDER_WORDS:
        return hit is not None
    begins = any(said.starts_with(phrase(it)) is not None for it in vocabulary.placeholder_words)
    of_itself = begins or any_of(said, vocabulary.placeholder_matters) is not None
    figures = any(char.isdigit() for char in _TIME.sub("", said.text))
    return (
        alone
        and len(said.words) <= _PLACEHOLDER_SENTENCE
        and not figures
        and (of_itself or _BRACKETED.fullmatch(said.text) is not None)
    )


def _above(ranks: set[str], unknown: Sequence[Heading], written: Sequence[Heading]) -> tuple[Heading, ...]:
    """Those of the ranks above the lowest that names elements: a paper has a heading of a rank above before it."""
    styles = list(dict.fromkeys(heading.style for heading in written if heading.own_line))
    lowest = max((styles.index(style) for style in ranks), default=-1)
    return tuple(it for it in unknown if styles.index(it.style) < lowest)


def _others(headings: Sequence[tuple[Heading, list[Element]]], config: Config) -> dict[int, Passage]:
    return {
        heading.line: heading.words
        for heading, _ in headings
        if heading.own_line and any_of(heading.words, config.vocabulary.other_headings) is not None
        if not _opens_text(heading, config.vocabulary)
    }


def _opens_text(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether it is "Mở đầu", "Đặt vấn đề"."""
    return any(heading.words.starts_with(phrase(text)) is not None for text in vocabulary.body_starts)


def _containers(headings: Sequence[tuple[Heading, list[Element]]], vocabulary: Vocabulary) -> frozenset[int]:
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


def _is_open(heading: Heading, elements: Sequence[Element], config: Config) -> bool:
    """Whether a heading, or a member of it ("NỘI DUNG, HÌNH THỨC"), is in words that mean nothing here."""
    if not heading.own_line or heading.quote.endswith((".", ";", ",")):
        return False
    if not elements:
        return not _is_known(heading.words, config.vocabulary)
    members = [passage(text) for text in _JOINED.split(heading.words.text)]
    return len(members) > 1 and any(_is_open_member(member, config) for member in members)


def _is_open_run_in(heading: Heading, elements: Sequence[Element], config: Config) -> bool:
    """The same of what stands at the head of a paragraph: "Hoa thơm. Sau hai năm ..."."""
    head = heading.heads and not heading.own_line and not heading.led
    if _SAYING.match(heading.quote, len(heading.words.text)) is not None:
        return False  # "Chủ tịch Hồ Chí Minh từng dạy: “...”"
    return head and not heading.is_sentence and not elements and not _is_known(heading.words, config.vocabulary)


def _is_open_member(member: Passage, config: Config) -> bool:
    known = _is_known(member, config.vocabulary) or any_of(member, config.vocabulary.model_words) is not None
    mine = (any_of(member, (*element.headings, *element.heading_words)) is not None for element in config.elements)
    return len(member.words) <= _MEMBER_WORDS and not known and not any(mine)


def _is_known(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a heading is known to head something else: "Bối cảnh", "Kiến nghị", a task, or the model itself."""
    if is_task(words, vocabulary) or any_of(words, vocabulary.other_headings) is not None:
        return True
    return quoted_name(words, vocabulary) is not None or len(words.words) < NAME_WORDS


def _touched_by(heading: Heading, config: Config) -> list[Element]:
    """Elements of which a heading has a word anywhere, or with which a paragraph says that it turns to them."""
    if is_task(heading.words, config.vocabulary):
        return []
    if not heading.own_line:
        at = after_leads(heading.words, 0, config.vocabulary)
        turned_to = _element_at(heading.words, at, config.elements) if at and heading.heads else None
        return [turned_to[0]] if turned_to is not None else []
    return [
        element
        for element in config.elements
        if any_of(heading.words, element.headings) is not None and not _is_bare(heading, element)
    ]


def is_task(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a heading says what to do: "Nâng cao chất lượng, hiệu quả giảng dạy"."""
    at = after_leads(words, 0, vocabulary)
    return any(words.starts_with(phrase(word), at) is not None for word in vocabulary.task_words)


def _is_bare(heading: Heading, element: Element) -> bool:
    """Whether a heading is no more than that with which papers call a part of theirs ("NỘI DUNG")."""
    hit = heading.words.starts_with(phrase(element.headings[0]))
    return element.names_paper_part and hit is not None and hit.last == len(heading.words.words)


def _elements_of(heading: Heading, config: Config) -> list[Element]:
    """Elements a heading names: every member of "Ý nghĩa, mục tiêu và cách thức" is looked at."""
    words = heading.words
    found: list[Element] = []
    start: int | None = 0
    foreign = False  #: whether the heading begins with something that is no element
    while start is not None and start < len(words.words):
        at = after_leads(words, start, config.vocabulary)
        if heading.led and at == 0:
            return found
        least = NAME_WORDS if start else 1  # "Vì sao phải đổi mới cách họp và cách tham mưu" is not of the way
        match = _element_at(words, start, config.elements, least) or _element_at(words, at, config.elements, least)
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


def _by_word(heading: Heading, config: Config) -> list[Element]:
    """Elements that a heading is about wherever it says so: "Những đổi thay sau ba năm", "Làm như thế nào?"."""
    words, asks = heading.words, heading.quote.endswith("?")
    if not heading.certain or len(words.words) > _COORDINATED_WORDS:
        return []
    if not heading.own_line and (not heading.heads or heading.is_sentence):
        return []  # within a paragraph: "Trường quyết tâm thay đổi bằng một cách làm ngược: ..."
    if not asks and is_task(words, config.vocabulary):
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


def has_whole(words: Passage, wanted: Sequence[str], compounds: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one of several phrases stands there, neither cut out of words nor within other matters."""
    return bool(_whole(words, wanted, compounds, others))


def _whole(words: Passage, wanted: Sequence[str], compounds: Sequence[str], others: Sequence[str]) -> list[Hit]:
    """Where one of several phrases stands, neither cut out of words ("lớp học | được" has no "học được") nor within
    other matters.
    """
    if any_of(words, wanted) is None:
        return []
    hits, whole, apart = (list(hits_of(words, phrases)) for phrases in (wanted, compounds, others))
    return [
        hit
        for hit in hits
        if not any(_cuts(hit, word) for word in whole)
        and not any(it.first <= hit.first and hit.last <= it.last for it in apart)
    ]


def _cuts(hit: Hit, word: Hit) -> bool:
    return word.first < hit.first < word.last or word.first < hit.last < word.last


def _may_go_on(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether an element may follow on something that is none: "Sự cần thiết và mục tiêu"."""
    if any(heading.words.has(phrase(word)) for word in vocabulary.model_words):
        return True
    short = len(heading.words.words) <= _COORDINATED_WORDS
    return (heading.certain or heading.heads) and short and not is_task(heading.words, vocabulary)


def _next_joined(words: Passage, start: int) -> int | None:
    """The next word that follows a comma, a dash or "và"."""
    for number in range(max(start, 1), len(words.words)):
        before = words.text[words.words[number - 1].start : words.words[number].start]
        if _CONNECTED.search(before):
            return number
    return None


def after_leads(words: Passage, at: int, vocabulary: Vocabulary) -> int:
    """The first word of a heading behind "Về", "Một số", "Thứ nhất"."""
    while True:
        leads = (hit for hit in starting_at(words, vocabulary.heading_leads, at) if hit.last < len(words.words))
        hit = next(leads, None)
        if hit is None:
            return at
        at = hit.last


def _element_at(words: Passage, at: int, elements: Sequence[Element], least: int = 1) -> tuple[Element, int] | None:
    """The element whose heading of so many words at least stands there, and where it ends; the longest one."""
    best: tuple[Element, int] | None = None
    for element in elements:
        if next(starting_at(words, element.other_matters, at), None) is not None:
            continue  # "Bài học được biên soạn ...": of lessons, not of what was learnt
        for hit in starting_at(words, element.headings, at):
            if hit.last - hit.first >= least and (best is None or hit.last > best[1]):
                best = (element, hit.last)
    return best
