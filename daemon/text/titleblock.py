"""The title block of a paper: title, authors, and the lines that say where they work.  PURE.

A Vietnamese conference paper opens with some of: school or motto lines, "THAM LUẬN", the conference's name, the
title (capitals, bold or centred, over several lines), authors with academic titles, their school; or the authors
stand at the end.  Each line is first given a kind, then the title is the first run of lines that are nothing else
and look like one.  When in doubt there is no title: a wrong one is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum, auto
from functools import lru_cache

from daemon.config import Config
from daemon.text.lines import Line, main_lines, note_lines
from daemon.text.names import Names, clean_name
from daemon.text.vietnamese import Hit, Passage, any_of, hits_of, passage, phrase, squeeze, starting_at, starts_with_any

#: The block lies within so many lines from the top; a title has at most so many lines and words.
_BLOCK_LINES = 30
_TITLE_LINES = 7
_TITLE_WORDS = 70
#: A line with more words than this is running text, whatever its look.
_TEXT_WORDS = 45
#: Names of offices are at most so long, and in capitals, above a title.
_SHORT_UNIT_WORDS, _UNIT_WORDS = 7, 14
_TEXT_CHARACTERS = 500
#: A heading of the text has at most so many words.
_HEADING_WORDS = 14
#: A label of an office has at most so many words.
_LABEL_OFFICE_WORDS = 4
#: Words that a number has: "2.1.".
_NUMBER_WORDS = 2
#: A line that is nothing but a name has at most so many words.
_NAME_WORDS = 5
#: A head without a capital in so many lines was typed without any.
_CAPITALS_WITHIN = 8
#: A line of so many words from the organiser's name may go on with a title; shorter ones are a masthead.
_ORGANISER_WORDS = 3
#: Words of a motto: "Đảng Cộng sản Việt Nam".
_MOTTO_WORDS = 5
#: A title has more words than this: what is shorter is a piece of a letterhead, or of a title we did not see whole.
_NO_TITLE_WORDS = 2
#: A line with an author's label has at most so many words.
_LABEL_WORDS = 25
#: Authors at the end stand within so many of the last lines.
_END_LINES = 10
#: Notes that may say who the author is: those of the first page, and some.
_NOTES = 50

_DATE = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
#: "Hà Tĩnh, tháng 11 năm 2021", "Năm 2021", "TP. Huế, ngày 20/10/2021": nothing else in the line.
_DATELINE = re.compile(
    r"\W*(?:[^\W\d_]+\.?\s*(?:[\s-]\s*[^\W\d_]+\s*){0,3},\s*)?"
    r"(?:tháng\s+\d{1,2}\s*(?:năm\s+|[/-]\s*)|năm\s+|(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*)\d{4}\W*",
    re.IGNORECASE,
)
#: A mark at the head of a note to an author: "¹ ThS, Trưởng khoa ...", "* Phó Hiệu trưởng ...".
_NOTE_MARK = re.compile(r"\s*(?:[*†‡§¹²³⁴⁵]+|\(\*+\)|\(\d\)|\[\d\])\s*(?=[^\W\d_])")
_CONTACT = re.compile(r"\S+@\S+|(?:đt|sđt|điện thoại|di động|mobile|tel|email|e-mail|gmail)\s*[:.]", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[A-Da-d])\s*[.)/:-]\s*\S")
#: A heading of the text below a title; "11-QĐ/TW ..." goes on with one.
_FIRST_NUMBER = re.compile(r"(?:I|1)[.)]\s+\S")
#: The number of a part of the text: a person's has no dot and more than one letter.
_PART = re.compile(r"[IVX]{1,4}[.)/]\s")
_MARKS = re.compile(r"(?:\s*[*†‡§¹²³⁴⁵]|\s*\(\*+\)|\s*\(\d\)|\s*\[\d+\]|(?<=[^\W\d_])\d)+$")
#: "I. TÊN BÀI: ...", and the theme of the plan that a paper names above its title: "Chủ đề 1.2: ...".
_LABEL_NUMBER = r"\s*(?:(?:[IVX]{1,4}|\d{1,2})\s*[.)/]\s*)?"
_THEME = r"(?:\s|số)*(?P<number>\d+(?:\.\d+)+)"
#: Behind a label a title all in quotation marks; in 'ĐỀ TÀI "BỎ TÚI": ...' the label is a word of it.
_ALL_QUOTED = r"(?=[“\"«][^”\"»]*(?:[”\"»]\W*)?$)"
_OF = re.compile(r"\s*của\s+", re.IGNORECASE)
_OPENING = '“"«„'
#: The end of what is quoted above a title, with or without who said it: "... tặng già”", "...” (Hồ Chí Minh)".
_QUOTE_END = re.compile(r"[”\"»][\s.,!…]*(?:[(–-]\s*[^()]{2,60}\)?)?\s*$")
_SAID_BY = re.compile(r"\(.{2,60}\)")
#: A poem is at most so long.
_POEM_LINES = 10
#: Words that only English has, in a line of which no letter is Vietnamese.
_ENGLISH = re.compile(r"\b(?:of|the|and|for|at|by|with|from)\b", re.IGNORECASE)
#: How much of a text must agree with the conference's name, and how much of the name must be there.
_SAME_NAME = 0.9
_NAME_SHARE, _NAME_SHARE_BEHIND_LEAD = 0.9, 0.6
_QUOTED = re.compile(r"[“\"«„](?P<inside>[^“”\"«»„]+)[”\"»]")


class _Kind(Enum):
    SKIP = auto()  #: masthead, motto, date, ornament
    AUTHOR = auto()
    AFFILIATION = auto()
    BODY = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What the head of a paper says."""

    title: str | None
    authors: tuple[str, ...]  #: without academic titles, in the order of the paper
    lines: tuple[Line, ...]  #: of the block, the title's own not included: where the school is named
    title_paragraph: int  #: number of the last paragraph of the title; 0 without a title
    body: int  #: index of the first line of running text among the main lines
    name_like: bool  #: whether anything near the head or the end could be a person's name


def read(lines: Sequence[Line], config: Config) -> TitleBlock:
    """The title block of a paper given as lines (all stories)."""
    return _reader(config).read(main_lines(lines), note_lines(lines))


class _Reader:
    def __init__(self, config: Config) -> None:
        self._words = config.vocabulary
        self._names = Names(config)
        conference = config.conference
        mastheads = (*self._words.mastheads, conference.organiser, conference.short_name)
        self._mastheads = tuple(sorted(mastheads, key=lambda it: -phrase(it).length))
        self._mottos = tuple(it for it in self._mastheads if phrase(it).length >= _MOTTO_WORDS)
        self._conference = squeeze(conference.name)
        self._organiser = squeeze(conference.organiser)
        self._topics = tuple(topic.id for topic in config.topics)
        themes = (text for topic in config.topics for text in topic.keywords if "…" not in text)
        self._wholes = tuple(dict.fromkeys([*self._words.compounds, *themes]))
        self._places = [place for school in config.schools for place in school.places]
        self._aliases = tuple(name for school in config.schools for name in (school.name, *school.aliases))
        self._elements = tuple(text for element in config.elements for text in element.headings)
        self._labels = [
            re.compile(rf"{_LABEL_NUMBER}{re.escape(label)}\s*(?::|[-–]\s|$|{_ALL_QUOTED})", re.IGNORECASE)
            for label in self._words.title_labels
        ]
        forms = "|".join(re.escape(label) for label in sorted(self._words.form_title_labels, key=len, reverse=True))
        self._form_title = re.compile(rf"{_LABEL_NUMBER}(?:{forms})\s*:\s*(?=\S)" if forms else r"(?!)", re.IGNORECASE)
        self._themes = [
            re.compile(rf"\s*{re.escape(label)}\b{_THEME}", re.IGNORECASE) for label in self._words.title_labels
        ]

    def read(self, main: Sequence[Line], notes: Sequence[Line]) -> TitleBlock:
        main = self._with_capitals(main)
        head, notes = main[:_BLOCK_LINES], notes[:_NOTES]
        kinds = self._kinds(head)
        first, last = self._title_lines(head, kinds)
        body = self._body(head, kinds, max(last, 0))
        form = self._title_in_form(head)
        if form is not None and any(
            kinds[at] is _Kind.SKIP and self._is_masthead(head[at]) for at in range(last, body)
        ):
            first = last = 0  # "TỔ TƯ LIỆU / BẢN MÔ TẢ MÔ HÌNH / 1. Tên mô hình: ..."
        title = self._title(head[first:last]) or form
        block = [*range(first), *range(last, body)]
        authors = self._authors(head[number] for number in block if kinds[number] is _Kind.AUTHOR)
        end = main[max(body, len(main) - _END_LINES) :]
        if not authors:
            authors = self._authors(line for line in self._before_references(end) if self._is_author(line))
        if not authors:
            authors = self._authors_in_form(head[body:])
        if not authors:
            authors = self._authors(line for line in notes if self._names.with_title(line.text))
        around = [*(head[number] for number in block), *end]
        return TitleBlock(
            title,
            authors,
            lines=tuple(head[number] for number in block),
            title_paragraph=head[last - 1].place.paragraph if last else 0,
            body=body,
            name_like=bool(authors) or any(self._names.anywhere(line.text) for line in (*around, *notes)),
        )

    # ----------------------------------------------------------------- kinds of lines

    def _kinds(self, head: Sequence[Line]) -> list[_Kind]:
        kinds: list[_Kind] = []
        number = 0
        while number < len(head):
            run = self._conference_run(head, number) or _epigraph_run(head, number)
            if run:
                kinds.extend([_Kind.SKIP] * run)
                number += run
                continue
            kinds.append(self._kind(head[number]))
            number += 1
        for number in range(len(head)):
            if kinds[number] is _Kind.AFFILIATION and (self._leads_in(head, number) or self._runs_on(head, number)):
                kinds[number] = _Kind.TEXT
            if kinds[number] is _Kind.AUTHOR and self._is_amid_title(head, kinds, number):
                kinds[number] = _Kind.TEXT
            if kinds[number] is _Kind.TEXT and self._stands_with_authors(head, kinds, number):
                kinds[number] = _Kind.AUTHOR
            if kinds[number] is _Kind.TEXT and self._says_who(head, kinds, number):
                kinds[number] = _Kind.AFFILIATION
            if kinds[number] is _Kind.TEXT and self._is_called_out(head, kinds, number):
                kinds[number] = _Kind.SKIP
        return kinds

    def _says_who(self, head: Sequence[Line], kinds: Sequence[_Kind], number: int) -> bool:
        """A line below the authors that says who they are: by a mark, or right below them "Tổ Quản trị"."""
        line, above = head[number], head[number - 1]
        below_authors = number > 0 and kinds[number - 1] in (_Kind.AUTHOR, _Kind.AFFILIATION)
        set_alike = _look(line) == _look(above) and line.length <= _SHORT_UNIT_WORDS
        works_there = set_alike and self._names.is_workplace(line.text)
        marked = _NOTE_MARK.match(line.text) is not None and not line.text.endswith(":")  # "* Mục tiêu:"
        return below_authors and (works_there or (_Kind.AUTHOR in kinds[:number] and marked))

    def _leads_in(self, head: Sequence[Line], number: int) -> bool:
        """Whether what looks like an office is the head of a title: "PHÒNG TRUYỀN THỐNG SỐ: / MÔ HÌNH ..."."""
        line, below = head[number], head[number + 1] if number + 1 < len(head) else None
        if below is None or not line.text.endswith((":", " -", " –")) or _weight(line) < 2:
            return False
        if line.place == below.place:
            return True  # broken by hand within its paragraph
        sentence = line.text.endswith(":") and line.length > _LABEL_OFFICE_WORDS  # shorter ones are labels: "Đơn vị:"
        return _weight(line) == _weight(below) and (sentence or self._is_task(below))

    def _runs_on(self, head: Sequence[Line], number: int) -> bool:
        """Whether what looks like an office goes on in the next line: "TRƯỜNG CHÍNH TRỊ / CHUẨN: CƠ HỘI ..."."""
        if number + 1 == len(head):
            return False
        line, below = head[number], head[number + 1]
        if _look(line) != _look(below) or _weight(line) < 2 or line.text.endswith((".", ";")):
            return False
        if _JOINER.match(below.text) or line.text.endswith(","):
            return True
        return self._are_one(line, below)

    def _is_amid_title(self, head: Sequence[Line], kinds: Sequence[_Kind], number: int) -> bool:
        """Whether what looks like a name goes on with a title: "... TRONG XÂY DỰNG / NGÂN HÀNG TÌNH HUỐNG –"."""
        if number == 0 or kinds[number - 1] is not _Kind.TEXT:
            return False
        line, before = head[number], head[number - 1]
        if not line.capitals or _look(line) != _look(before):
            return False
        # "TẤM GƯƠNG ĐIỂN HÌNH / CỦA GIẢNG VIÊN ..." names whom it is about, and no author.
        belongs = _JOINER.match(line.text) is not None
        return belongs or (self._wants_more(before) and not self._names.is_signed(line.text))

    def _wants_more(self, line: Line) -> bool:
        """Whether a line ends on a word that needs another: a connector, or one that says what is done to something."""
        return _is_unfinished(line.text) or _ends_on(line, self._words.task_words)

    def _are_one(self, line: Line, below: Line) -> bool:
        """Whether a word of several syllables, or of a theme, is begun in one line and ended in the next."""
        both = passage(f"{line.text} {below.text}")
        return any(hit.first < line.length < hit.last for hit in hits_of(both, self._wholes))

    def _wants_owner(self, line: Line) -> bool:
        """Whether a line ends on an office, of which the next says whose: "... của Đảng bộ / Trường Chính trị ..."."""
        return _ends_on(line, self._words.affiliation_words)

    def _stands_with_authors(self, head: Sequence[Line], kinds: Sequence[_Kind], number: int) -> bool:
        """A line below an author that looks like it and could be a name: family names are many."""
        line, above = head[number], head[number - 1]
        if number == 0 or kinds[number - 1] is not _Kind.AUTHOR or line.length > _NAME_WORDS or line.capitals:
            return False
        same_look = (line.bold, line.centred, line.outline) == (above.bold, above.centred, above.outline)
        named = len(self._names.of_line(line.text, sure=True)) == 1
        return same_look and named and not self._names.is_workplace(line.text)

    def _with_capitals(self, main: Sequence[Line]) -> Sequence[Line]:
        """In a head typed without a single capital, lines that can only be authors get theirs."""
        head = main[:_BLOCK_LINES]
        if not head or any(char.isupper() for line in head[:_CAPITALS_WITHIN] for char in line.text):
            return main
        following = [*head[1:], None]
        return [
            replace(line, text=line.text.title()) if self._is_small_author(line, below, number) else line
            for number, (line, below) in enumerate(zip(head, following, strict=True))
        ] + list(main[_BLOCK_LINES:])

    def _is_small_author(self, line: Line, below: Line | None, number: int) -> bool:
        if line.length > _SHORT_UNIT_WORDS + 3 or len(line.text) > _TEXT_CHARACTERS:
            return False
        if not self._names.is_author_line(line.text.title()):
            return False
        signed = self._names.is_signed(line.text)
        return signed or (number > 0 and line.length <= 4 and below is not None and self._is_affiliation(below))

    def _kind(self, line: Line) -> _Kind:
        if len(line.text) > _TEXT_CHARACTERS:
            return _Kind.BODY  # before any pattern sees it: some take long over endless words
        if not any(char.isalpha() for char in line.text) or self._is_masthead(line) or self._is_theme(line):
            return _Kind.SKIP
        if self._is_slogan(line):
            return _Kind.SKIP
        if line.length <= 14 and (_DATE.search(line.text) or _DATELINE.fullmatch(line.text)):
            return _Kind.SKIP
        if self._is_author(line) or (line.length <= _LABEL_WORDS and self._names.is_labelled(line.text)):
            return _Kind.AUTHOR  # "Người viết: ..." is no title, whoever that may be
        if (line.length <= 25 and _CONTACT.search(line.text)) or self._is_affiliation(line):
            return _Kind.AFFILIATION
        if self._is_body(line) and not self._after_label(line.text):
            return _Kind.BODY
        if self._form_title.match(line.text) and not line.centred:
            return _Kind.BODY
        return _Kind.TEXT

    def _is_masthead(self, line: Line) -> bool:
        """A line made of masthead phrases alone: "THAM LUẬN HỘI THẢO KHOA HỌC NĂM 2021", and of a school's name."""
        words = line.words
        if any_of(words, self._mastheads) is None:
            return False
        at = self._after_mastheads(words)
        if at == len(words.words) or self._is_letterhead(line):
            return True
        # "THAM LUẬN CỦA TRƯỜNG ...", but "CỦA TRƯỜNG ..." goes on with a title
        school = next(starting_at(words, self._aliases, at), None)
        if at > 1 and school is not None:
            return self._after_mastheads(words, school.last) == len(words.words)
        office = starts_with_any(words, self._words.affiliation_words, at)
        return at > 1 and office and line.length - at <= _SHORT_UNIT_WORDS and not self._is_task(line)

    def _is_slogan(self, line: Line) -> bool:
        """A line such as "NHIỆT LIỆT CHÀO MỪNG ...", "... MUÔN NĂM!": a title may have such words within it."""
        if any_of(line.words, self._words.model_words) is not None:
            return False
        hits = hits_of(line.words, self._words.slogans)
        return any(hit.first == 0 or line.text.endswith("!") for hit in hits)

    def _is_called_out(self, head: Sequence[Line], kinds: Sequence[_Kind], number: int) -> bool:
        """Whether a line in capitals ends on "!" above another that is set alike: a slogan in words of its own.

        The last such line, or one above a subtitle in brackets, is the title itself.
        """
        line = head[number]
        if number + 1 == len(head) or not (line.capitals and line.text.endswith("!")) or self._is_task(line):
            return False
        below = head[number + 1]
        return kinds[number + 1] in (_Kind.TEXT, _Kind.SKIP) and _look(below) == _look(line) and below.text[0] != "("

    def _is_letterhead(self, line: Line) -> bool:
        """Both columns of a letterhead in one line: "TRƯỜNG CHÍNH TRỊ ... ĐẢNG CỘNG SẢN VIỆT NAM"."""
        starts = starts_with_any(line.words, (*self._words.affiliation_words, *self._aliases))
        return starts and _ends_on(line, self._mottos) and not self._is_task(line)

    def _after_mastheads(self, words: Passage, at: int = 0) -> int:
        """The first word from there on that belongs to no masthead phrase."""
        while at < len(words.words):
            hit = next(starting_at(words, self._mastheads, at), None)
            if hit is None and not words.words[at].key.isdigit():
                return at
            at = hit.last if hit is not None else at + 1
        return at

    def _is_theme(self, line: Line) -> bool:
        """A theme of the plan, not a title: "Chủ đề 1.2: Thực tiễn và kinh nghiệm ..."."""
        themes = (match["number"] for it in self._themes if (match := it.match(line.text)))
        return any(f"{topic}.".startswith(f"{theme}.") for theme in themes for topic in self._topics)

    def _conference_run(self, head: Sequence[Line], start: int) -> int:
        """How many lines from here spell out the conference's name; 0 when they do not.

        It may stand in quotation marks or brackets, behind a label or "Tại Hội thảo", and not quite as the plan has it.
        """
        joined, run, length, best = "", 0, len(self._conference), 0.0
        for number in range(start, min(start + 8, len(head))):
            if len(head[number].text) > _TEXT_CHARACTERS:
                break
            whole = squeeze(head[number].text)
            joined += whole if number > start else squeeze(self._after_lead(head[number]))
            if not joined or not _alike(joined, self._conference[: len(joined)]):
                break
            whole_name = _likeness(joined, self._conference)
            if run and whole_name < best:
                break  # the name was there: what follows is the title
            best = whole_name
            alone = number > start or joined == whole  # nothing but the words says that it is the conference's
            if len(joined) >= length * (_NAME_SHARE if alone else _NAME_SHARE_BEHIND_LEAD):
                run = number - start + 1
        return run

    def _after_lead(self, line: Line) -> str:
        """A line without label and masthead phrases at its head."""
        text = line.text.lstrip(f" ({_OPENING}")
        words = passage(self._after_label(text) or text)
        at = self._after_mastheads(words)
        return words.between(at, len(words.words))

    def _is_author(self, line: Line) -> bool:
        if any(mark in line.text for mark in _OPENING) and not self._names.is_labelled(line.text):
            return False  # “GIẢNG VIÊN ĐỒNG HÀNH” is what somebody calls something
        if _PART.match(line.text):
            return False  # "VI. GỬI LẠI NGƯỜI ĐỒNG NGHIỆP", though Vi is a family name
        if line.length > 40:
            return False
        return any(self._names.is_author_line(text) for text in (line.text, _OF.sub("", line.text, count=1)))

    def _is_unit(self, line: Line) -> bool:
        """Whether a line is the name of a department, or a class and its number: "VĂN PHÒNG", "CHI ỦY LỚP TC K45"."""
        office = next((it.last for it in starting_at(line.words, self._words.workplace_words)), 0)
        for hit in (it for at in {0, office} for it in starting_at(line.words, self._words.unit_names, at)):
            behind = line.words.words[hit.last :]
            if not behind or (len(behind) <= _NUMBER_WORDS and any(map(str.isdigit, line.text))):
                return True
        return False

    def _is_affiliation(self, line: Line) -> bool:
        if line.text.lstrip()[:1] in _OPENING:
            return False  # “GIẢNG VIÊN ĐỒNG HÀNH” – MỘT MÔ HÌNH ... Ở TRƯỜNG ...
        if self._is_unit(line):
            return True
        if any(hit.last == line.length for hit in starting_at(line.words, self._words.academic_titles)):
            return True  # "Chuyên viên" below a name
        start = self._office(line.words)
        school = any_of(line.words, self._aliases)
        if start is not None and line.text[line.words.words[start.last - 1].end :].lstrip().startswith(":"):
            return True  # "Chức vụ: Giảng viên khoa ...", however long
        if start is None:
            return school is not None and line.length - (school.last - school.first) <= 2
        if school is not None and school.last - school.first + 12 >= line.length:
            # "Trưởng khoa Lý luận cơ sở, Trường Chính trị tỉnh Nghệ An", but not a title that begins with the school
            unnamed = (
                any_of(line.words, self._words.model_words) is None
            )  # "ĐOÀN TRƯỜNG ... VỚI MÔ HÌNH ..." is a title
            behind = line.words.between(school.last, line.length)
            return (school.first > 0 and unnamed) or line.length - school.last <= 1 or self._is_place(behind)
        return line.length <= _SHORT_UNIT_WORDS or (
            line.capitals and line.length <= _UNIT_WORDS and not self._is_task(line)
        )

    def _office(self, words: Passage) -> Hit | None:
        """The office a line begins with; "Khoa học ...", "Trường học ..." begin with none."""
        if starts_with_any(words, self._words.compounds):
            return None
        return next(starting_at(words, self._words.affiliation_words), None)

    def _is_place(self, text: str) -> bool:
        return any(text.casefold() == place.casefold() for place in self._places)

    def _is_long(self, line: Line) -> bool:
        """Whether only its capitals made it the name of an office; a title after all when there is no other."""
        return line.capitals and line.length > _SHORT_UNIT_WORDS and any_of(line.words, self._aliases) is None

    def _is_task(self, line: Line) -> bool:
        """Whether a line says what is done or on what, as titles do and the names of offices do not."""
        words = self._words
        return any_of(line.words, (*words.task_words, *words.model_words, *words.general_words)) is not None

    def _is_body(self, line: Line) -> bool:
        starts = hits_of(line.words, self._words.body_starts)
        if any(hit.first <= 2 and not line.words.between(0, hit.first).islower() for hit in starts):
            # "I. ĐẶT VẤN ĐỀ", "Tóm tắt: ..."
            rest = line.words.text[: line.words.words[0].start + 60]
            if line.length <= 6 or ":" in rest or "." in rest:
                return True
        if line.length > _TEXT_WORDS or (line.length > 22 and line.text.endswith(".") and not line.centred):
            return True
        return bool(_NUMBERED.match(line.text)) and not line.centred

    # ----------------------------------------------------------------- title

    def _title_lines(self, head: Sequence[Line], kinds: Sequence[_Kind]) -> tuple[int, int]:
        """Where the title stands: (first, past the last); (0, 0) when there is none."""
        stop = next((number for number, kind in enumerate(kinds) if kind is _Kind.BODY), len(head))
        candidates = [number for number in range(stop) if kinds[number] is _Kind.TEXT]
        labelled = [number for number in candidates if self._after_label(head[number].text) is not None]
        styled = self._below_label(head, kinds, [number for number in candidates if _weight(head[number]) >= 2])
        plain = [number for number in candidates if head[number].length <= 35 and not head[number].text.endswith(".")]
        offices = [
            number for number in range(stop) if kinds[number] is _Kind.AFFILIATION and self._is_long(head[number])
        ]
        for choice in (labelled, styled, plain[:1], offices[:1]):
            if choice:
                first = choice[0]
                if self._after_label(head[first].text) == "" and first + 1 < stop:
                    first += 1  # the label stands alone on its line
                return first, self._title_end(head, kinds, first, stop)
        return 0, 0

    def _below_label(self, head: Sequence[Line], kinds: Sequence[_Kind], styled: list[int]) -> list[int]:
        """What "THAM LUẬN" stands above, when it looks no less like a title than what stands above that, an office of
        an unknown name.  Behind an author's name no title begins.
        """
        authors = next((number for number, kind in enumerate(kinds) if kind is _Kind.AUTHOR), len(head))
        for label in range(authors - 1, -1, -1):
            aside = head[label].text.startswith("(")  # "(Tham luận tại Hội thảo)" stands below a title
            if kinds[label] is _Kind.SKIP and not aside and self._is_masthead(head[label]):
                below = [number for number in styled if label < number < authors]
                if below and _weight(head[below[0]]) >= _weight(head[styled[0]]):
                    return below
        return styled

    def _title_end(self, head: Sequence[Line], kinds: Sequence[_Kind], first: int, stop: int) -> int:
        words, number = head[first].length, first + 1
        while number < min(stop, first + _TITLE_LINES):
            line = head[number]
            if words + line.length > _TITLE_WORDS or not self._continues(head, kinds, first, number):
                break
            words += line.length
            number += 1
        return number

    def _continues(self, head: Sequence[Line], kinds: Sequence[_Kind], first: int, number: int) -> bool:
        """Whether a line goes on with the title begun above."""
        begun, line, before = head[first], head[number], head[number - 1]
        if _FIRST_NUMBER.match(line.text) or self._is_first_heading(begun, line):
            return False  # "MỤC TIÊU CỦA MÔ HÌNH", the first heading of a paper whose authors stand at its end
        if line.text.isascii() and not begun.text.isascii() and _ENGLISH.search(line.text):
            return False  # the same in English
        same_look = (line.capitals, line.bold, line.centred) == (begun.capitals, begun.bold, begun.centred)
        if kinds[number] is _Kind.AFFILIATION:
            # "... ĐỘI NGŨ GIẢNG VIÊN / TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN": set like the title, before any author.
            hangs = self._wants_more(before) or line.text[0].islower()
            hangs = hangs or self._are_one(before, line) or self._wants_owner(before)
            hangs = hangs or (line.capitals and any_of(line.words, self._aliases) is not None)
            set_alike = same_look or (line.capitals and begun.capitals and line.bold and begun.bold)  # full lines
            return set_alike and hangs and not _CONTACT.search(line.text)
        if kinds[number] is not _Kind.TEXT:
            # "... TRONG CỤM THI ĐUA / CÁC TRƯỜNG CHÍNH TRỊ KHU VỰC BẮC TRUNG BỘ"
            return same_look and _weight(line) >= 3 and self._is_of_organiser(line)
        if _weight(line) >= 2 and (line.text[0] in _OPENING or (before is begun and self._wants_name(begun))):
            return True  # "MÔ HÌNH / “Giờ vàng đọc sách” cho học viên"
        if same_look and line.text[0].islower() and not line.text.islower() and not begun.text.islower():
            return True  # "... trực tiếp / trong bối cảnh dịch COVID-19"
        if line.text.startswith(("(", "-", "–")) and (line.centred or line.bold):
            return True  # subtitle: "(Qua thực tiễn ...)"
        if None not in {line.outline, begun.outline} and not (line.capitals or _is_unfinished(before.text)):
            return False  # two headings by style are two headings
        if self._is_subtitle(head, kinds, number):
            return True
        if same_look and (_weight(begun) >= 2 or before.text.endswith((",", "-", "–", ":"))):
            return _weight(begun) >= 3 or _is_unfinished(before.text) or line.capitals or begun.bold or begun.centred
        return line.capitals and begun.capitals

    def _is_subtitle(self, head: Sequence[Line], kinds: Sequence[_Kind], number: int) -> bool:
        """Whether a line in small letters right above the authors is set like the capitals above it."""
        line, before = head[number], head[number - 1]
        set_alike = line.bold and line.centred and before.bold and before.centred and before.capitals
        above_authors = number + 1 < len(head) and kinds[number + 1] is _Kind.AUTHOR
        return set_alike and above_authors and not self._heads_element(line)

    def _is_of_organiser(self, line: Line) -> bool:
        """Whether a line is a piece of the name of who holds the conference, of whom titles speak as well."""
        return line.length >= _ORGANISER_WORDS and squeeze(line.text) in self._organiser

    def _wants_name(self, line: Line) -> bool:
        """Whether a line ends on "mô hình", of which the next must give the name; "... một mô hình" is complete."""
        return _ends_on(line, self._words.model_words) and not _ends_on(line, self._words.pointing_words)

    def _title_in_form(self, head: Sequence[Line]) -> str | None:
        """The title of a form that has no other: "1. Tên mô hình: ..."; the line is also the first of the text."""
        match = next((it for line in head if (it := self._form_title.match(line.text))), None)
        return None if match is None else self._cleaned(match.string[match.end() :])

    def _title(self, lines: Sequence[Line]) -> str | None:
        text = " ".join(line.text for line in lines).strip()
        after = self._after_label(text)
        return self._cleaned(after or text)

    def _cleaned(self, text: str) -> str | None:
        text = _MARKS.sub("", text).strip()
        whole = _QUOTED.fullmatch(text)
        text = (whole["inside"] if whole else text).strip(" .:–-_*")
        return None if self._is_no_title(text) else text

    def _is_no_title(self, text: str) -> bool:
        """Whether it says too little to be believed: "LUẬT", "TỈNH HÀ TĨNH"."""
        words = passage(text)
        if len(words.words) <= _NO_TITLE_WORDS:
            return True
        province = next(starting_at(words, self._words.province_words), None)
        return self._is_place(text if province is None else words.between(province.last, len(words.words)))

    def _after_label(self, text: str) -> str | None:
        """What follows "Tên bài tham luận:"; None when no label stands there."""
        match = next((match for it in self._labels if (match := it.match(text))), None)
        return None if match is None else text[match.end() :].strip()

    def _body(self, head: Sequence[Line], kinds: Sequence[_Kind], after: int) -> int:
        """First line of running text after the title."""
        for number in range(after, len(head)):
            if kinds[number] is _Kind.BODY:
                return number
            if head[number].text.startswith("(") and _Kind.AUTHOR in kinds[number + 1 : number + 3]:
                continue  # a subtitle in another look
            if kinds[number] is _Kind.TEXT and (_weight(head[number]) == 0 or head[number].numbered):
                return number
            if kinds[number] is _Kind.TEXT and self._heads_text(head, number):
                return number
        return len(head)

    def _heads_text(self, head: Sequence[Line], number: int) -> bool:
        """Whether a line behind the title is the first heading of the text: "Mục tiêu", "Chuyện bắt đầu từ đâu"."""
        line = head[number]
        if line.length > _HEADING_WORDS:
            return False
        if self._heads_element(line):
            return True
        below = head[number + 1] if number + 1 < len(head) else None
        above_text = below is not None and _weight(below) == 0 and below.length > _SHORT_UNIT_WORDS
        small = any(word.islower() for word in line.text.split()[1:])  # no person's name
        return above_text and (_NUMBERED.match(line.text) is not None or (small and not line.centred))

    def _is_first_heading(self, begun: Line, line: Line) -> bool:
        """Whether a line below a title says what headings say: left of a centred title, or in small letters."""
        if begun.centred:
            return self._heads_element(line)
        small = not line.capitals and line.text[0].isupper()
        return small and starts_with_any(line.words, (*self._elements, *self._words.other_headings))

    def _heads_element(self, line: Line) -> bool:
        """Whether a line heads what a paper on a model tells; a centred one must have a number, subtitles have none."""
        numbered = _NUMBERED.match(line.text) is not None
        starts = range(_NUMBER_WORDS + 1) if numbered else (0,) if not line.centred else ()
        return any(starts_with_any(line.words, self._elements, at) for at in starts)

    # ----------------------------------------------------------------- authors

    def _authors(self, lines: Iterable[Line]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for line in lines:
            text = line.text if self._names.is_labelled(line.text) else _OF.sub("", line.text, count=1)
            for name in self._names.of_line(text) or self._names.of_line(text, sure=line.length <= _NAME_WORDS):
                found.setdefault(squeeze(name), clean_name(name))
        return tuple(found.values())

    def _authors_in_form(self, text: Sequence[Line]) -> tuple[str, ...]:
        """Who a numbered line of a form names: "2. Tác giả: Lê Văn An"."""
        lines = (replace(line, text=re.sub(_LABEL_NUMBER, "", line.text, count=1)) for line in text)
        return self._authors(line for line in lines if self._names.is_labelled(line.text))

    def _before_references(self, end: Sequence[Line]) -> Iterator[Line]:
        """The last lines but not the entries of a list of literature."""
        literature = False
        for line in end:
            if line.length <= 6 and any_of(line.words, self._words.reference_headings):
                literature = True
            entry = literature and (line.numbered or bool(re.search(r"\d{4}|^\s*\[?\d", line.text)))
            if not entry and not line.numbered and line.length <= 30:
                yield line


@lru_cache(maxsize=4)
def _reader(config: Config) -> _Reader:
    """Made once for all the papers of a conference: its words are many."""
    return _Reader(config)


def _alike(one: str, other: str) -> bool:
    match = _match(one, other)
    return match.quick_ratio() >= _SAME_NAME and match.ratio() >= _SAME_NAME  # quickly known, and never less


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else _match(one, other).ratio()


def _match(one: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)


def _epigraph_run(head: Sequence[Line], start: int) -> int:
    """How many lines from here quote somebody above the title: a poem, or a sentence of which is said whose it is.

    A title may be all in quotation marks as well; but then nothing below looks more like one.
    """
    if head[start].text[0] not in _OPENING:
        return 0
    for last in range(start, min(start + _POEM_LINES, len(head))):
        line, below = head[last], head[last + 1] if last + 1 < len(head) else None
        if line.bold or line.capitals or line.outline is not None:
            return 0
        if not _QUOTE_END.search(line.text):
            continue
        said_by = below is not None and _SAID_BY.fullmatch(below.text) is not None
        if last == start and not said_by and line.text[-1] not in ")–-":
            return 0
        end = last + 1 + said_by
        return end - start if any(_weight(it) > _weight(head[start]) for it in head[end : end + _TITLE_LINES]) else 0
    return 0


def _ends_on(line: Line, phrases: Iterable[str]) -> bool:
    return any(hit.last == line.length for hit in hits_of(line.words, phrases))


def _look(line: Line) -> tuple[object, ...]:
    return line.capitals, line.bold, line.centred, line.outline


def _weight(line: Line) -> int:
    """How much a line looks like a title."""
    is_heading = line.outline is not None and line.outline <= 1
    return 3 * line.capitals + 2 * line.bold + 2 * line.centred + 2 * is_heading


_CONNECTORS = re.compile(
    r"(?:,|-|–|:|\b(?:ở|tại|của|cho|trong|với|và|các|những|từ|đến|theo|về|do|cùng|trên|qua|để|nhằm|đối với))$",
    re.IGNORECASE,
)


#: With one of these a line goes on that a title begins on: "KHOA DÂN VẬN / VỚI MÔ HÌNH ...".
_JOINER = re.compile(r"(?:với|của|ở|tại|và|cùng)\s", re.IGNORECASE)


def _is_unfinished(text: str) -> bool:
    """Whether a line ends on a word that needs another."""
    return _CONNECTORS.search(text) is not None
