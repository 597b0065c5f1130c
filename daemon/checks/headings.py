"""Which elements of a model paper its headings name.  PURE.

Authors write "2. Mục tiêu", "* Về mục tiêu:", "II. MỤC TIÊU, NỘI DUNG VÀ CÁCH THỨC", "- Cách làm: ...", "Làm như thế
nào?".  A heading in words that mean nothing here is open: it may head an element all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from daemon.checks.headlines import COORDINATED_WORDS, Heading, lines_under
from daemon.checks.hollow import hollow_lines, section_of, untold_lines
from daemon.checks.naming import NAME_WORDS, QUOTE, quoted_name, speaks_of_models
from daemon.checks.places import excerpt
from daemon.checks.straying import Subject, straying
from daemon.checks.unwritten import Written, written_of
from daemon.checks.whole import has_whole, whole
from daemon.config import Config, Element, Vocabulary
from daemon.text.lines import Line
from daemon.text.vietnamese import (
    Passage,
    any_of,
    count_different,
    passage,
    phrase,
    starting_at,
    starts_with_any,
)

_CONNECTED = re.compile(r"[,;/&–-]\s*$|\bvà\s*$", re.IGNORECASE)
_SAYING = re.compile(r"\s*:\s*[“\"«„]")
_JOINED = re.compile(r"[,;/&–-]|\s+và\s+", re.IGNORECASE)
_SIGNS_OF_SOLE = 2  #: of an element, below a heading that may be that of a study
_MEMBER_WORDS = 3  #: a longer member of a heading is no name of an element
_ROWS_OF_ELEMENTS, _COLUMN_TITLE_WORDS = 2, 5
_SIBLINGS = 2  #: headings of elements beside "NỘI DUNG" that make it one
_HEADINGS_OF_A_RANK = 3  #: elements named by headings of one rank in a paper that goes through them one by one
_PARTS, _PART_WORDS = 3, 150  #: a paper in so few parts, of so many words each, does not go through the elements
#: Elements named by the headings right below another: that one heads them, and is none itself.  Behind a
#: first that is about something else ("Sự ra đời") one alone may stand by chance.
_SUB_ELEMENTS, _SUB_ELEMENTS_BEHIND_OTHERS = 1, 2


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
    wholes: tuple[Heading, ...]  #: under which the model is told of, in whatever paragraphs: "Mô hình “Ba cùng”"
    overviews: tuple[Heading, ...]  #: of these, and of "Giới thiệu chung", those that do not only name it
    silent: dict[str, str]  #: of the traces: those that head what names an element and does not tell it
    near: dict[str, Heading]  #: over text of any kind, that may head one which nothing tells: "Vì sao có mô hình"
    lines: dict[str, int]  #: where the first of each element stands
    ends: tuple[int, ...]  #: lines where what stands under a heading ends: those of all of them, and of the text
    unwritten: frozenset[int]  #: lines of those under which nothing is written yet, and of what stands there instead
    put_off: frozenset[tuple[int, str]]  #: line and words of a sentence that puts off what it begins with
    untold: frozenset[tuple[int, str]]  #: line and element of those under which it is not told enough


@dataclass(frozen=True, slots=True)
class _Read:
    """A heading that does not open the text, and the elements it names or touches."""

    heading: Heading
    named: Sequence[Element]
    touched: Sequence[Element]
    guessed: bool  #: named by a word of it only
    parts: Sequence[Element]  #: of the named: may be a part of the paper, not of the model

    @property
    def says_nothing(self) -> bool:
        return not self.named and not self.touched


def headings_of(lines: Sequence[Line], config: Config, subject: Subject) -> Headings:
    """What the headings of a text about something say, each by the element that it names, touches or may head."""
    written = written_of(lines, config.vocabulary)
    of_text = [it for it in written.headings if not _is_of_other_models(it, config.vocabulary)]
    headings = [(heading, _elements_of(heading, config)) for heading in of_text]
    titles = _column_titles(headings, lines)
    headings = [(heading, named) for heading, named in headings if heading.line not in titles]
    passed_over = _passed_over(headings, lines, config)
    headings = [(heading, named) for heading, named in headings if heading.line not in passed_over]
    containers = _containers(headings, lines, config) | _last(headings, lines, config)
    read = list(_read(headings, config))
    namers = [it for it in read if it.named]
    ranks = {it.heading.style for it in namers if it.heading.own_line}
    of_rank = _by_style(it for it in namers if it.heading.heads and not (it.guessed and it.heading.set_off))
    of_elements = [(it.heading, it.named) for it in namers]
    hollow = hollow_lines(of_elements, lines, written, config.vocabulary)
    untold = untold_lines(of_elements, lines, written, config.elements, config.vocabulary)
    untold |= straying(of_elements, lines, written, config, subject)
    untold |= _of_studies(of_elements, lines, written, config.vocabulary)
    told = _told(read, containers, hollow, untold)
    unknown = [
        it.heading
        for it in read
        if _is_open(it.heading, [*it.named, *it.touched], config)
        if not (it.named and it.heading.line in containers)  # its members are told below it, under headings of theirs
    ]
    # Two headings about the same, one of them known by a word only: that one may well mean another element.
    said = Counter(element.id for it in namers for element in it.named)
    unknown += [
        it.heading
        for it in namers
        if it.guessed and it.heading.own_line and all(said[element.id] > 1 for element in it.named)
    ]
    beside = [heading for heading in unknown if heading.style in ranks or not ranks]
    # "Mục tiêu. ...  Nội dung. ...  Hoa thơm. ...": where such heads go through the elements, that may be one as well.
    run_in = _by_style(it for it in namers if not it.heading.own_line)
    # Where all of them are in bold, what a paragraph above them begins with is the introduction.
    first = min((it.heading.line for it in namers), default=0)
    in_bold = all(it.heading.set_off for it in namers if it.heading.heads and not it.heading.own_line)
    beside += [
        it.heading
        for it in read
        if it.says_nothing and len(run_in.get(it.heading.style, ())) >= _HEADINGS_OF_A_RANK
        if _is_open_run_in(it.heading, config)
        if it.heading.set_off or it.heading.line > first or not in_bold
    ]
    told_beside = frozenset(beside)  # thousands of headings, in files that are made to hurt
    return Headings(
        told.found,
        told.traces,
        any(
            len(elements) >= _HEADINGS_OF_A_RANK and not _heads_parts(style, written.headings, lines, written.ends)
            for style, elements in of_rank.items()
        ),
        _others(headings, config),
        frozenset(it.heading.line for it in namers),
        containers,
        tuple(beside),
        _above(ranks, [it for it in unknown if it not in told_beside], of_text),
        wholes=tuple(it.heading for it in read if it.heading.own_line and _heads_all(it, config.vocabulary)),
        overviews=tuple(it.heading for it in read if it.heading.own_line and _is_overview(it, config.vocabulary)),
        silent=told.silent,
        near=_near(read, containers, config),
        lines=told.lines,
        ends=written.ends,
        unwritten=written.unwritten | hollow | passed_over,
        put_off=written.put_off,
        untold=untold,
    )


def _near(read: Sequence[_Read], containers: frozenset[int], config: Config) -> dict[str, Heading]:
    """The first heading of something else, with text below it, that may head an element as well: aims stand under "Lý
    do xây dựng mô hình", results under "Ý nghĩa của mô hình".
    """
    near: dict[str, Heading] = {}
    for it in read:
        heads = it.heading.own_line or (it.heading.heads and it.heading.set_off)
        if it.named or not heads or it.heading.line in containers or is_task(it.heading.words, config.vocabulary):
            continue
        for element in config.elements:
            if any_of(it.heading.words, (*element.near_headings, *element.told_under)) is not None:
                near.setdefault(element.id, it.heading)
    return near


def _of_studies(
    headings: Sequence[tuple[Heading, Sequence[Element]]],
    lines: Sequence[Line],
    written: Written,
    vocabulary: Vocabulary,
) -> frozenset[tuple[int, str]]:
    """The elements of headings that may be those of a study ("Phương pháp"), where what stands below does not show one
    or is about the study: "Tác giả sử dụng phương pháp thống kê, phỏng vấn sâu".
    """
    found = set()
    for heading, named in headings:
        for element in (it for it in named if _is_sole(heading.words, it, vocabulary)):
            section = section_of(lines, heading, written)
            of_study = any(any_of(said, element.instead_words) is not None for said in section)
            if of_study or count_different(section, element.signs) < _SIGNS_OF_SOLE:
                found.add((heading.line, element.id))
    return frozenset(found)


def _is_sole(words: Passage, element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a heading is one of those that name an element only where nothing else stands there."""
    at = after_leads(words, 0, vocabulary)
    return any(hit.last == len(words.words) for hit in starting_at(words, element.sole_headings, at))


def _passed_over(
    headings: Sequence[tuple[Heading, list[Element]]], lines: Sequence[Line], config: Config
) -> frozenset[int]:
    """The lines of headings without a number under which nothing stands: the next heading, that of a later
    element, looks the same, and so do those of others that have text.  One that may head all of it ("Nội dung",
    "Giới thiệu mô hình") is none of them.
    """
    order = {element.id: number for number, element in enumerate(config.elements)}
    alone = [(heading, named) for heading, named in headings if heading.own_line and not heading.style]
    below = {heading.line: named for heading, named in alone}
    telling: dict[tuple[object, ...], set[str]] = {}
    for heading, named in alone:
        if heading.line + 1 not in below:
            telling.setdefault(_look(lines[heading.line]), set()).update(it.id for it in named)
    found = set()
    for heading, named in alone:
        at = heading.line + 1
        if not named or at not in below or lines[at].behind_picture or _look(lines[at]) != _look(lines[at - 1]):
            continue
        of_text = any(it.names_paper_part or it.shown_by_name for it in named)
        last = max(order[it.id] for it in named)
        later = bool(below[at]) and min(order[it.id] for it in below[at]) > last
        others = telling.get(_look(lines[at]), set()) - {it.id for it in named}
        if later and not of_text and len(others) >= _SIBLINGS:
            found.add(heading.line)
    return frozenset(found)


def _look(line: Line) -> tuple[object, ...]:
    return (line.outline, line.bold, line.capitals, line.place.story)


def _column_titles(headings: Sequence[tuple[Heading, list[Element]]], lines: Sequence[Line]) -> frozenset[int]:
    """The cells of a head row that say what stands in their columns, in a table whose rows go through the elements:
    "Mục | Nội dung", below it "Mục tiêu | ...", "Cách thức | ...".
    """
    labels: dict[tuple[object, ...], set[str]] = {}
    in_table = [(it, named) for it, named in headings if it.own_line and lines[it.line].place.table is not None]
    for heading, named in in_table:
        at = lines[heading.line].place
        if at.row is not None and at.row > 1:
            labels.setdefault((at.part, at.table, at.column), set()).update(element.id for element in named)
    found: set[int] = set()
    for part, table, column in (key for key, named in labels.items() if len(named) >= _ROWS_OF_ELEMENTS):
        head = [number for number, line in enumerate(lines) if _is_in_head_row(line, part, table)]
        label = next((named for it, named in in_table if it.line in head and lines[it.line].place.column == column), [])
        # "Mục tiêu | Không ai đi muộn" is the first of its rows, "Nội dung | Diễn giải" is none of them.
        bare = all(element.names_paper_part for element in label)
        if bare and all(lines[number].length <= _COLUMN_TITLE_WORDS for number in head):
            found.update(head)
    return frozenset(found)


def _is_in_head_row(line: Line, part: object, table: object) -> bool:
    return (line.place.part, line.place.table, line.place.row) == (part, table, 1)


def _read(headings: Sequence[tuple[Heading, list[Element]]], config: Config) -> Iterator[_Read]:
    opening: str | None = None  #: number style of the heading "Mở đầu", "Đặt vấn đề"
    for heading, of_heading in headings:
        if _opens_text(heading, config.vocabulary):
            opening = heading.style
            continue
        named = _with_members(heading, of_heading, config) if of_heading else _by_word(heading, config)
        # "A. MỞ ĐẦU / B. NỘI DUNG / C. KẾT LUẬN"
        parts = [it for it in named if heading.style == opening and _is_bare(heading, it)]
        touched = _touched_by(heading, config, near=not of_heading)
        yield _Read(heading, named, touched, bool(named) and not of_heading, parts)


def _heads_all(read: _Read, vocabulary: Vocabulary) -> bool:
    """Whether a heading says no more than that the model is told of below it."""
    if read.named:
        return bool(read.parts) or all(element.shown_by_name for element in read.named)
    words = read.heading.words
    other = any_of(words, vocabulary.other_headings) is not None or is_task(words, vocabulary)
    return speaks_of_models(words, vocabulary) and not other


def _is_overview(read: _Read, vocabulary: Vocabulary) -> bool:
    """Whether a heading may stand over the model as such: not "Tên mô hình", but "Giới thiệu chung" as well."""
    words = read.heading.words
    of_name = any(any_of(words, it.heading_words) is not None for it in read.named)
    return _is_all(words, vocabulary.overview_headings) or (_heads_all(read, vocabulary) and not of_name)


def _by_style(read: Iterable[_Read]) -> dict[str, set[str]]:
    """The elements named under each kind of number; "Giới thiệu mô hình" may have several of them below it."""
    named: dict[str, set[str]] = {}
    for it in read:
        named.setdefault(it.heading.style, set()).update(
            element.id for element in it.named if not element.shown_by_name
        )
    return named


def _heads_parts(style: str, headings: Sequence[Heading], lines: Sequence[Line], ends: Sequence[int]) -> bool:
    """Whether the headings of a rank are those of a few long parts, each of which may tell more than it says: "Phần thứ
    ba: Điều đã thấy và điều gửi lại" over five hundred words.
    """
    of_rank = [it for it in headings if it.style == style and it.heads]
    if len(of_rank) > _PARTS or not all(it.own_line for it in of_rank):
        return False
    return sum(line.length for it in of_rank for line in lines_under(lines, it, ends)) >= _PARTS * _PART_WORDS


@dataclass(frozen=True, slots=True)
class _Told:
    found: dict[str, str]
    traces: dict[str, str]
    silent: dict[str, str]
    lines: dict[str, int]


def _told(
    read: Sequence[_Read], containers: frozenset[int], hollow: frozenset[int], untold: frozenset[tuple[int, str]]
) -> _Told:
    """The first heading that names or touches an element, and where the first that names it stands."""
    found: dict[str, str] = {}
    traces: dict[str, str] = {}
    silent: dict[str, str] = {}
    at: dict[str, int] = {}
    by_style: Counter[str] = Counter()
    for it in read:
        heads_others = it.heading.own_line and it.heading.line in containers
        tells_none = heads_others or it.heading.line in hollow
        for element in it.named:
            told = traces if tells_none or (it.heading.line, element.id) in untold else found
            if element not in it.parts:
                by_style[it.heading.style] += 1
                if told is found and element.id not in found:
                    at[element.id] = it.heading.line  # not where one stands that only heads others
                told.setdefault(element.id, excerpt(it.heading.quote, QUOTE))
                if told is traces and (it.heading.own_line or it.heading.set_off or it.heading.heads):
                    silent.setdefault(element.id, excerpt(it.heading.label, QUOTE))
                at.setdefault(element.id, it.heading.line)
        for element in it.touched:
            traces.setdefault(element.id, excerpt(it.heading.quote, QUOTE))
    # "1. Đặt vấn đề / 2. Nội dung / 3. Cách thức / 4. Kết quả"
    for it in read:
        for part in it.parts if by_style[it.heading.style] >= _SIBLINGS else ():
            found.setdefault(part.id, excerpt(it.heading.quote, QUOTE))
            at.setdefault(part.id, it.heading.line)
    return _Told(found, traces, silent, at)


def _is_of_other_models(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether it is about what is called a model otherwise: "Khái quát về mô hình SWOT"."""
    return any_of(heading.words, vocabulary.not_models) is not None and not speaks_of_models(heading.words, vocabulary)


def _above(ranks: set[str], unknown: Sequence[Heading], written: Sequence[Heading]) -> tuple[Heading, ...]:
    """Those of the ranks above the lowest that names elements: a paper has a heading of a rank above before it."""
    styles = list(dict.fromkeys(heading.style for heading in written if heading.own_line))
    lowest = max((styles.index(style) for style in ranks), default=-1)
    return tuple(it for it in unknown if styles.index(it.style) < lowest)


def _others(headings: Sequence[tuple[Heading, list[Element]]], config: Config) -> dict[int, Passage]:
    return {
        heading.line: heading.words
        for heading, _ in headings
        if heading.own_line and _is_other(heading, config.vocabulary)
        if not _opens_text(heading, config.vocabulary)
    }


def _is_other(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether it heads something else than an element, if perhaps one as well."""
    return any_of(heading.words, vocabulary.other_headings) is not None


def _opens_text(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether it is "Mở đầu", "Đặt vấn đề"."""
    return starts_with_any(heading.words, vocabulary.body_starts)


def _containers(
    headings: Sequence[tuple[Heading, list[Element]]], lines: Sequence[Line], config: Config
) -> frozenset[int]:
    """Lines of headings that only head others: "2. Nội dung chính", right below it "2.1. Mục tiêu", "2.2. Cách làm"; or
    nothing: right below them stands "Kết luận", or the text ends.

    What they name may yet be told below them, or in a picture: that is a trace.
    """
    vocabulary = config.vocabulary
    heads = [(heading, {it.id for it in named}) for heading, named in headings if heading.heads]
    parts = {it.id for it in config.elements if it.names_paper_part}
    found = {it.line for it, named in headings if it.own_line and named and it.line + 1 == len(lines) and it.certain}
    for at, (heading, named) in enumerate(heads[:-1]):
        below, first = heads[at + 1]
        if not heading.own_line or below.line != heading.line + 1:
            continue  # it has text
        alike = heading.style in {"", below.style} and _look(lines[heading.line]) == _look(lines[below.line])
        if alike and not first and _is_other(below, vocabulary):
            found.add(heading.line)  # "Kinh nghiệm", below it "Kết luận"
        if first and first < named and below.own_line and below.style != heading.style:
            found.add(
                heading.line
            )  # "III. Kết quả và kinh nghiệm", below it "1. Kết quả": the lessons have yet to come
        if first and first <= named:
            continue  # it has a part of its own
        behind_other = below.own_line and _is_other(below, vocabulary)
        # "II. Mô hình và quá trình thực hiện", below it "1. Vài nét về trường", "2. Tên gọi", "3. Cái đích"
        by_word = below.own_line and below.style != heading.style and not named & parts
        if not first and not behind_other and not by_word:
            continue  # "2. Nội dung", below it "2.1. Ba khu vực"
        inner: set[str] = set()
        for it, elements in heads[at + 1 :]:
            if it.style == heading.style != below.style:
                break
            inner |= elements
            if by_word and not first and it.own_line and not elements:
                inner |= {element.id for element in _by_word(it, config)}
        if not first and below.style != heading.style and not inner & named and _is_other(heading, vocabulary):
            found.add(heading.line)  # "III. Kinh nghiệm và kiến nghị", below it "1. Kiến nghị" alone
        if len(inner - named) >= (_SUB_ELEMENTS if first else _SUB_ELEMENTS_BEHIND_OTHERS):
            found.add(heading.line)
    return frozenset(found)


def _last(headings: Sequence[tuple[Heading, list[Element]]], lines: Sequence[Line], config: Config) -> frozenset[int]:
    """The line of a heading with which the text ends and that a word of it names: "Có thể rút ra điều gì?"."""
    last = (it for it, named in headings if not named and it.own_line and it.line + 1 == len(lines) and it.certain)
    return frozenset(it.line for it in last if _by_word(it, config))


def _is_open(heading: Heading, elements: Sequence[Element], config: Config) -> bool:
    """Whether a heading, or a member of it ("NỘI DUNG, HÌNH THỨC"), is in words that mean nothing here."""
    if not heading.own_line or heading.quote.endswith((".", ";", ",")):
        return False
    if not elements:
        return not _is_known(heading.words, config.vocabulary)
    at = after_leads(heading.words, 0, config.vocabulary)
    whole_name = _element_at(heading.words, at, config.elements)
    if whole_name is not None and whole_name[1] == len(heading.words.words):
        return False  # "Mục đích, yêu cầu"
    members = [passage(text) for text in _JOINED.split(heading.words.text)]
    return len(members) > 1 and any(_is_open_member(member, config) for member in members)


def _is_open_run_in(heading: Heading, config: Config) -> bool:
    """The same of what stands at the head of a paragraph and names nothing: "Hoa thơm. Sau hai năm ..."."""
    head = heading.heads and not heading.own_line and not heading.led
    if _SAYING.match(heading.quote, len(heading.words.text)) is not None:
        return False  # "Chủ tịch Hồ Chí Minh từng dạy: “...”"
    if not head or heading.is_sentence:
        return False
    # "Về phạm vi và quy ước: ...": of two matters the one that is known does not tell the other.
    matter = heading.words.between(after_leads(heading.words, 0, config.vocabulary), len(heading.words.words))
    members = [passage(text) for text in _JOINED.split(matter)]
    return not _is_known(heading.words, config.vocabulary) or (
        len(members) > 1 and any(_is_open_member(member, config) for member in members)
    )


def _is_open_member(member: Passage, config: Config) -> bool:
    member = passage(_without_model(member, config.vocabulary))  # "kết cấu của mô hình"
    known = _is_known(member, config.vocabulary) or any_of(member, config.vocabulary.model_words) is not None
    compounds = config.vocabulary.compounds  # "quy ước" is no "ước"
    mine = (has_whole(member, (*it.headings, *it.heading_words), compounds, ()) for it in config.elements)
    return len(member.words) <= _MEMBER_WORDS and not known and not any(mine)


def _is_known(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a heading is known to head something else: "Bối cảnh", "Kiến nghị", a task, or the model itself."""
    if is_task(words, vocabulary) or any_of(words, (*vocabulary.other_headings, *vocabulary.closing_words)) is not None:
        return True
    bare = any(hit.last == len(words.words) for hit in starting_at(words, vocabulary.model_words))  # "II. MÔ HÌNH"
    return bare or quoted_name(words, vocabulary) is not None or len(words.words) < NAME_WORDS


def _touched_by(heading: Heading, config: Config, *, near: bool) -> list[Element]:
    """Elements of which a heading has a word anywhere, or with which a paragraph says that it turns to them; `near`:
    words that may be those of one count, which they do not beside the name of another ("Mục tiêu, ý nghĩa").
    """
    if is_task(heading.words, config.vocabulary):
        # "Phát huy hiệu quả", and no more: what it has come to, or what is to be done.
        return [it for it in config.elements if heading.own_line and _is_all(heading.words, it.near_headings)]
    if not heading.own_line:
        at = after_leads(heading.words, 0, config.vocabulary)
        turned_to = _element_at(heading.words, at, config.elements) if at and heading.heads else None
        return [turned_to[0]] if turned_to is not None else []
    return [
        element
        for element in config.elements
        if any_of(heading.words, (*element.headings, *(element.near_headings if near else ()))) is not None
        if not _is_bare(heading, element)
    ]


def is_task(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a heading says what to do: "Nâng cao chất lượng, hiệu quả giảng dạy", not "Xây dựng tủ sách ra sao"."""
    at = after_leads(words, 0, vocabulary)
    return starts_with_any(words, vocabulary.task_words, at) and not _ends_as_question(words, vocabulary)


def _is_all(words: Passage, phrases: Iterable[str]) -> bool:
    """Whether one of these is a whole heading."""
    return any(hit.last == len(words.words) for hit in starting_at(words, tuple(phrases)))


def _ends_as_question(words: Passage, vocabulary: Vocabulary) -> bool:
    """Whether the last words ask, if without a question mark."""
    hits = (hit for text in vocabulary.asking_ends for hit in words.hits(phrase(text)))
    return any(hit.last == len(words.words) for hit in hits)


def _is_bare(heading: Heading, element: Element) -> bool:
    """Whether a heading is no more than that with which papers call a part of theirs ("NỘI DUNG")."""
    hit = heading.words.starts_with(phrase(element.headings[0]))
    return element.names_paper_part and hit is not None and hit.last == len(heading.words.words)


def _elements_of(heading: Heading, config: Config) -> list[Element]:
    """Elements a heading names: every member of "Ý nghĩa, mục tiêu và cách thức" is looked at."""
    words = heading.words
    found = [it for it in config.elements if _is_sole(words, it, config.vocabulary)]
    if found and (heading.certain or heading.own_line):
        return found
    found = []
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
    if not heading.certain or len(words.words) > COORDINATED_WORDS:
        return []
    if not heading.own_line and (not heading.heads or heading.is_sentence):
        return []  # within a paragraph: "Trường quyết tâm thay đổi bằng một cách làm ngược: ..."
    if not asks and is_task(words, config.vocabulary):
        return []
    if asks:
        return _told_in(words, config, len(words.words)) or _asked_for(words, config)
    # What a heading is about stands first: "Những điều cần lưu ý khi nhân rộng", but "Kiến nghị để đạt được ...".
    other = _first_other(words, config)
    if other == len(words.words) or not heading.own_line:
        return _told_in(words, config, other)
    # Each member for itself: "Vì sao đặt ra và muốn đạt gì".
    members = [passage(text) for text in _JOINED.split(words.text)]
    told = {it.id for member in (words, *members) for it in _told_in(member, config, _first_other(member, config))}
    return [it for it in config.elements if it.id in told]


def _with_members(heading: Heading, named: Sequence[Element], config: Config) -> list[Element]:
    """What a heading names, and what another member of it is about by a word: "Mục đích và kết cấu của mô hình"."""
    members = [passage(text) for text in _JOINED.split(heading.words.text)] if heading.own_line else []
    told = {it.id for member in members for it in _told_by_member(member, named, config)}
    return [it for it in config.elements if it in named or it.id in told]


def _told_by_member(member: Passage, named: Sequence[Element], config: Config) -> list[Element]:
    """The one element that a short member of a heading is about, where it has none of the names of those named."""
    words = passage(_without_model(member, config.vocabulary))
    names = [text for it in named for text in (*it.headings, *it.heading_words)]
    if len(words.words) > _MEMBER_WORDS or any_of(words, names) is not None:
        return []
    told = _told_in(words, config, _first_other(words, config))
    return told if len(told) == 1 else []


def _without_model(words: Passage, vocabulary: Vocabulary) -> str:
    """Without "của mô hình" at its end."""
    of_model = (hit for text in vocabulary.model_words for hit in words.hits(phrase(f"của {text}")))
    return words.between(0, next((it.first for it in of_model if it.last == len(words.words)), len(words.words)))


def _asked_for(words: Passage, config: Config) -> list[Element]:
    """Elements that a question calls by their name: "Có kinh nghiệm gì chia sẻ?", not "Vì sao kết quả còn thấp?"."""
    if _first_other(words, config) < len(words.words):
        return []
    compounds = config.vocabulary.compounds
    return [it for it in config.elements if has_whole(words, it.headings[:1], compounds, it.other_matters)]


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
        if any(hit.first < before for hit in whole(words, it.heading_words, compounds, it.other_matters))
    ]


def _may_go_on(heading: Heading, vocabulary: Vocabulary) -> bool:
    """Whether an element may follow on something that is none: "Sự cần thiết và mục tiêu"."""
    if any(heading.words.has(phrase(word)) for word in vocabulary.model_words):
        return True
    short = len(heading.words.words) <= COORDINATED_WORDS
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


def element_at_head(words: Passage, elements: Sequence[Element]) -> Element | None:
    """The element whose heading a text begins with."""
    match = _element_at(words, 0, elements)
    return match[0] if match is not None else None


def _element_at(words: Passage, at: int, elements: Sequence[Element], least: int = 1) -> tuple[Element, int] | None:
    """The element whose heading of so many words at least stands there, and where it ends; the longest one."""
    best: tuple[Element, int] | None = None
    for element in elements:
        if starts_with_any(words, element.other_matters, at):
            continue  # "Bài học được biên soạn ...": of lessons, not of what was learnt
        for hit in starting_at(words, element.headings, at):
            if hit.last - hit.first >= least and (best is None or hit.last > best[1]):
                best = (element, hit.last)
    return best
