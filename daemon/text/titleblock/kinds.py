"""What each line of the head is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from enum import Enum, auto

from daemon.text.lines import Line
from daemon.text.titleblock.looks import (
    BLOCK_LINES,
    NAME_WORDS,
    OPENING,
    SHORT_UNIT_WORDS,
    TEXT_CHARACTERS,
    TITLE_LINES,
    look,
    weight,
)
from daemon.text.titleblock.wording import Wording
from daemon.text.vietnamese import squeeze

#: A label of an office has at most so many words.
_LABEL_OFFICE_WORDS = 4
#: A head without a capital in so many lines was typed without any.
_CAPITALS_WITHIN = 8
#: A line with an author's label has at most so many words.
_LABEL_WORDS = 25
_DATE = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
#: "Hà Tĩnh, tháng 11 năm 2021", "Năm 2021", "TP. Huế, ngày 20/10/2021": nothing else in the line.
_DATELINE = re.compile(
    r"\W*(?:[^\W\d_]+\.?\s*(?:[\s-]\s*[^\W\d_]+\s*){0,3},\s*)?"
    r"(?:tháng\s+\d{1,2}\s*(?:năm\s+|[/-]\s*)|năm\s+|(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*)\d{4}\W*",
    re.IGNORECASE,
)
#: A mark at the head of a note to an author: "¹ ThS, Trưởng khoa ...", "* Phó Hiệu trưởng ...".
_AUTHOR_MARK = re.compile(r"[^\W\d_](?:[¹²³⁴⁵*†‡§]|\d(?:,\d)*)(?=\W|$)")  #: "Jan de Vries¹, Anna Kowalska2"
_NOTE_MARK = re.compile(r"\s*(?:[*†‡§¹²³⁴⁵]+|\(\*+\)|\(\d\)|\[\d\])\s*(?=[^\W\d_])")
#: The end of what is quoted above a title, with or without who said it: "... tặng già”", "...” (Hồ Chí Minh)".
_QUOTE_END = re.compile(r"[”\"»][\s.,!…]*(?:[(–-]\s*[^()]{2,60}\)?)?\s*$")
_SAID_BY = re.compile(r"\(.{2,60}\)")
#: A poem is at most so long.
_POEM_LINES = 10
#: How much of a text must agree with the conference's name, and how much of the name must be there.
_SAME_NAME = 0.9
_NAME_SHARE = 0.9
_NAME_SHARE_BEHIND_LEAD = 0.6


class Kind(Enum):
    """What a line of the head is; TEXT: nothing else, so that it may be of the title."""

    SKIP = auto()  #: masthead, motto, date, ornament
    AUTHOR = auto()
    AFFILIATION = auto()
    BODY = auto()
    TEXT = auto()


class Kinds:
    """Gives the lines of a head their kinds."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def of(self, head: Sequence[Line], sender: str = "") -> list[Kind]:
        """The kind of each line: what it is by itself, then what those beside it make of it, and who sent the paper."""
        kinds: list[Kind] = []
        number = 0
        while number < len(head):
            run = self._conference_run(head, number) or _epigraph_run(head, number)
            if run:
                kinds.extend([Kind.SKIP] * run)
                number += run
                continue
            kinds.append(self._kind(head[number]))
            number += 1
        for number in range(len(head)):
            if kinds[number] in (Kind.TEXT, Kind.AUTHOR) and self._is_beside_label(head, number):
                kinds[number - 1 : number + 1] = [Kind.SKIP, Kind.AUTHOR]
            if kinds[number] is Kind.AFFILIATION and (self._leads_in(head, number) or self._runs_on(head, number)):
                kinds[number] = Kind.TEXT
            if kinds[number] is Kind.AUTHOR and self._is_amid_title(head, kinds, number):
                kinds[number] = Kind.TEXT
            if sender and kinds[number] is Kind.TEXT and self._names_sender(head, kinds, number, sender):
                kinds[number] = Kind.AUTHOR
            if kinds[number] is Kind.TEXT and (
                self._stands_with_authors(head, kinds, number) or self._stands_above_authors(head, kinds, number)
            ):
                kinds[number] = Kind.AUTHOR
            if kinds[number] in (Kind.TEXT, Kind.AFFILIATION) and self._stands_over_office(head, kinds, number):
                kinds[number] = Kind.AUTHOR
            if kinds[number] is Kind.TEXT and self._says_who(head, kinds, number):
                kinds[number] = Kind.AFFILIATION
            if kinds[number] is Kind.TEXT and self._is_rest_of_office(head, kinds, number):
                kinds[number] = Kind.AFFILIATION
            if kinds[number] is Kind.BODY and self._asks_for_title(head, kinds, number):
                kinds[number] = Kind.TEXT
            if kinds[number] is Kind.TEXT and self._is_called_out(head, kinds, number):
                kinds[number] = Kind.SKIP
            if kinds[number] is Kind.TEXT and self._heads_title(head, kinds, number):
                kinds[number] = Kind.SKIP
        return kinds

    def _is_beside_label(self, head: Sequence[Line], number: int) -> bool:
        """Whether a line is the cell of a form beside "Tác giả", and names somebody."""
        if number == 0 or not self._wording.names.is_bare_label(head[number - 1].text):
            return False
        cell, label = head[number].place, head[number - 1].place
        in_row = cell.row is not None and (cell.part, cell.table, cell.row) == (label.part, label.table, label.row)
        return in_row and bool(self._wording.names.of_line(head[number].text, sure=head[number].length <= NAME_WORDS))

    def _names_sender(self, head: Sequence[Line], kinds: Sequence[Kind], number: int, sender: str) -> bool:
        """A short line below the title in which stands who sent the paper: "Anna Lindqvist and Mats Berg"."""
        line = head[number]
        below_title = Kind.TEXT in kinds[:number]
        return below_title and line.length <= _LABEL_WORDS and self._wording.names.includes(line.text, sender)

    def _says_who(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """A line below the authors that says who they are: by a mark, or right below them "Tổ Quản trị"."""
        line, above = head[number], head[number - 1]
        below_authors = number > 0 and kinds[number - 1] in (Kind.AUTHOR, Kind.AFFILIATION)
        set_alike = look(line) == look(above) and line.length <= SHORT_UNIT_WORDS
        works_there = set_alike and self._wording.names.is_workplace(line.text)
        mark = _NOTE_MARK.match(line.text)
        heads = line.text.endswith(":") or (mark and self._wording.begins_with_element(line.text[mark.end() :]))
        marked = mark is not None and not heads  # "* Mục tiêu:", "(1) Mục tiêu"
        return below_authors and (works_there or (Kind.AUTHOR in kinds[:number] and marked))

    def _is_rest_of_office(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether a line is the province of the office in the one above: "TRƯỜNG CHÍNH TRỊ TRẦN PHÚ / HÀ TĨNH"."""
        above = number > 0 and kinds[number - 1] is Kind.AFFILIATION
        return above and self._wording.is_province(head[number])

    def _leads_in(self, head: Sequence[Line], number: int) -> bool:
        """Whether what looks like an office is the head of a title: "PHÒNG TRUYỀN THỐNG SỐ: / MÔ HÌNH ..."."""
        line, below = head[number], head[number + 1] if number + 1 < len(head) else None
        if below is None or not line.text.endswith((":", " -", " –")) or weight(line) < 2:
            return False
        if line.place == below.place:
            return True  # broken by hand within its paragraph
        sentence = line.text.endswith(":") and line.length > _LABEL_OFFICE_WORDS  # shorter ones are labels: "Đơn vị:"
        return weight(line) == weight(below) and (sentence or self._wording.is_task(below))

    def _runs_on(self, head: Sequence[Line], number: int) -> bool:
        """Whether what looks like an office goes on in the next line: "TRƯỜNG CHÍNH TRỊ / CHUẨN: CƠ HỘI ..."."""
        if number + 1 == len(head):
            return False
        line, below = head[number], head[number + 1]
        if look(line) != look(below) or weight(line) < 2 or line.text.endswith((".", ";")):
            return False
        if self._wording.joins(below) or line.text.endswith(","):
            return True
        return self._wording.are_one(line, below)

    def _is_amid_title(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether what looks like a name goes on with a title: "... TRONG XÂY DỰNG / NGÂN HÀNG TÌNH HUỐNG –"."""
        if number == 0 or kinds[number - 1] is not Kind.TEXT:
            return False
        line, before = head[number], head[number - 1]
        if not line.capitals or look(line) != look(before):
            return False
        # "TẤM GƯƠNG ĐIỂN HÌNH / CỦA GIẢNG VIÊN ..." names whom it is about, and no author.
        return self._wording.joins(line) or (
            self._wording.wants_more(before) and not self._wording.names.is_signed(line.text)
        )

    def _stands_with_authors(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """A line below an author that looks like it and could be a name: family names are many."""
        line, above = head[number], head[number - 1]
        if number == 0 or kinds[number - 1] is not Kind.AUTHOR or line.capitals:
            return False
        same_look = (line.bold, line.centred, line.outline) == (above.bold, above.centred, above.outline)
        return same_look and self._is_name_alone(line)

    def _stands_above_authors(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """The same above an author, where the line above it is set otherwise, so that it ends no title."""
        line, below = head[number], head[number + 1] if number + 1 < len(head) else None
        if number == 0 or below is None or kinds[number + 1] is not Kind.AUTHOR or kinds[number - 1] is not Kind.TEXT:
            return False
        apart = look(line) == look(below) != look(head[number - 1]) and line.text[-1].isalpha()
        return apart and not line.capitals and self._is_name_alone(line)

    def _is_name_alone(self, line: Line) -> bool:
        named = len(self._wording.names.of_line(line.text, sure=True)) == 1
        return line.length <= NAME_WORDS and named and not self._wording.names.is_workplace(line.text)

    def _stands_over_office(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Where no family names are known: names below the title and right above, or beside, where they work.

        The last line of a title may read so as well ("Alpine Reservoirs"): then it looks like the one above.
        """
        names, line = self._wording.names, head[number]
        if not names.any_family or Kind.TEXT not in kinds[:number] or not names.is_only_names(line.text):
            return False
        if Kind.AUTHOR not in kinds[:number] and names.says_school(line.text):
            return True
        if kinds[number] is Kind.AFFILIATION or number + 1 == len(head):
            return False
        marked = _AUTHOR_MARK.search(line.text) is not None
        explained = marked and _NOTE_MARK.match(head[number + 1].text) is not None
        apart = marked or look(line) != look(head[number - 1])
        below = kinds[number + 1] is Kind.AFFILIATION or self._wording.names_school(head[number + 1])
        return explained or (apart and below)

    def with_capitals(self, main: Sequence[Line]) -> Sequence[Line]:
        """In a head typed without a single capital, lines that can only be authors get theirs."""
        head = main[:BLOCK_LINES]
        if not head or any(char.isupper() for line in head[:_CAPITALS_WITHIN] for char in line.text):
            return main
        following = [*head[1:], None]
        return [
            replace(line, text=line.text.title()) if self._is_small_author(line, below, number) else line
            for number, (line, below) in enumerate(zip(head, following, strict=True))
        ] + list(main[BLOCK_LINES:])

    def _is_small_author(self, line: Line, below: Line | None, number: int) -> bool:
        if line.length > SHORT_UNIT_WORDS + 3 or len(line.text) > TEXT_CHARACTERS:
            return False
        if not self._wording.names.is_author_line(line.text.title()):
            return False
        signed = self._wording.names.is_signed(line.text)
        return signed or (number > 0 and line.length <= 4 and below is not None and self._wording.is_affiliation(below))

    def _kind(self, line: Line) -> Kind:
        if len(line.text) > TEXT_CHARACTERS:
            return Kind.BODY  # before any pattern sees it: some take long over endless words
        if (
            not any(char.isalpha() for char in line.text)
            or self._wording.is_masthead(line)
            or self._wording.is_theme(line)
            or self._wording.is_number(line)
        ):
            return Kind.SKIP
        if self._wording.is_slogan(line):
            return Kind.SKIP
        if line.length <= 14 and (_DATE.search(line.text) or _DATELINE.fullmatch(line.text)):
            return Kind.SKIP
        if self._wording.is_author(line) or (
            line.length <= _LABEL_WORDS and self._wording.names.is_labelled(line.text)
        ):
            return Kind.AUTHOR  # "Người viết: ..." is no title, whoever that may be
        if line.length <= _LABEL_WORDS and self._wording.names.begins_with_degree(line.text):
            return Kind.AUTHOR
        if (line.length <= 25 and self._wording.tells_contact(line)) or self._wording.is_affiliation(line):
            return Kind.AFFILIATION
        if self._wording.is_body(line) and not self._wording.after_label(line.text):
            return Kind.BODY
        if self._wording.form_title.match(line.text) and not line.centred:
            return Kind.BODY
        return Kind.TEXT

    def _is_called_out(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether a line in capitals ends on "!" above another that is set alike: a slogan in words of its own.

        The last such line, or one above a subtitle in brackets, is the title itself.
        """
        line = head[number]
        if number + 1 == len(head) or not (line.capitals and line.text.endswith("!")) or self._wording.is_task(line):
            return False
        below = head[number + 1]
        return kinds[number + 1] in (Kind.TEXT, Kind.SKIP) and look(below) == look(line) and below.text[0] != "("

    def _asks_for_title(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether the heading of a form stands above all that could be a title: "I. TÊN THAM LUẬN"."""
        above = {Kind.TEXT, Kind.AUTHOR, Kind.BODY}.intersection(kinds[:number])
        return not above and self._wording.after_label(head[number].text) == ""

    def _heads_title(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether a rubric stands above the title; set like the line below it, it may be the head of one."""
        if not self._wording.is_rubric(head[number]) or number + 1 == len(head):
            return False
        set_alike = look(head[number]) == look(head[number + 1])
        return kinds[number + 1] in (Kind.TEXT, Kind.SKIP) and not set_alike

    def _conference_run(self, head: Sequence[Line], start: int) -> int:
        """How many lines from here spell out the conference's name; 0 when they do not.

        It may stand in quotation marks or brackets, behind a label or "Tại Hội thảo", and not quite as the plan has it.
        """
        joined, run, length, best = "", 0, len(self._wording.conference), 0.0
        for number in range(start, min(start + 8, len(head))):
            if len(head[number].text) > TEXT_CHARACTERS:
                break
            whole = squeeze(head[number].text)
            joined += whole if number > start else squeeze(self._wording.after_lead(head[number]))
            if not joined or not _alike(joined, self._wording.conference[: len(joined)]):
                break
            whole_name = _likeness(joined, self._wording.conference)
            if run and whole_name < best:
                break  # the name was there: what follows is the title
            best = whole_name
            alone = number > start or joined == whole  # nothing but the words says that it is the conference's
            if len(joined) >= length * (_NAME_SHARE if alone else _NAME_SHARE_BEHIND_LEAD):
                run = number - start + 1
        return run


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
    if head[start].text[0] not in OPENING:
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
        return end - start if any(weight(it) > weight(head[start]) for it in head[end : end + TITLE_LINES]) else 0
    return 0
