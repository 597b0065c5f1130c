"""Where the title stands, what it is, and where the text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from daemon.text.lines import Line
from daemon.text.titleblock.kinds import Kind
from daemon.text.titleblock.looks import (
    NUMBERED,
    OPENING,
    SHORT_UNIT_WORDS,
    TITLE_LINES,
    weight,
)
from daemon.text.titleblock.wording import Wording

_TITLE_WORDS = 70
#: A heading of the text has at most so many words.
_HEADING_WORDS = 14
#: A heading of the text below a title; "11-QĐ/TW ..." goes on with one.
_FIRST_NUMBER = re.compile(r"(?:I|1)[.)]\s+\S")
#: Words that only English has, in a line of which no letter is Vietnamese.
_ENGLISH = re.compile(r"\b(?:of|the|and|for|at|by|with|from)\b", re.IGNORECASE)


def _closes(above: Sequence[Line], line: Line) -> bool:
    """Whether a bracket that a title leaves open is closed in the next line."""
    text = " ".join(it.text for it in above)
    return text.count("(") > text.count(")") and line.text.count(")") > line.text.count("(")


class Titles:
    """Finds the title among the lines of a head whose kinds are known."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def lines(self, head: Sequence[Line], kinds: Sequence[Kind]) -> tuple[int, int]:
        """Where the title stands: (first, past the last); (0, 0) when there is none."""
        stop = next((number for number, kind in enumerate(kinds) if kind is Kind.BODY), len(head))
        candidates = [number for number in range(stop) if kinds[number] is Kind.TEXT]
        labelled = [number for number in candidates if self._is_labelled(head, kinds, number)]
        styled = self._below_label(head, kinds, [number for number in candidates if weight(head[number]) >= 2])
        plain = [number for number in candidates if head[number].length <= 35 and not head[number].text.endswith(".")]
        offices = [
            number
            for number in range(stop)
            if kinds[number] is Kind.AFFILIATION and self._wording.is_long(head[number])
        ]
        for choice in (labelled, styled, plain[:1], offices[:1]):
            if choice:
                first = choice[0]
                if self._wording.after_label(head[first].text) == "" and first + 1 < stop:
                    first += 1  # the label stands alone on its line
                return first, self._title_end(head, kinds, first, stop)
        return 0, 0

    def _is_labelled(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether a line begins with a title's label; one that stands alone below a title and its author is a word of
        the text, such as the head of a column "Vấn đề".
        """
        after = self._wording.after_label(head[number].text)
        if after != "" or Kind.AUTHOR not in kinds[:number]:
            return after is not None
        above = range(kinds.index(Kind.AUTHOR))
        return not any(kinds[at] is Kind.TEXT and weight(head[at]) >= 2 for at in above)

    def _below_label(self, head: Sequence[Line], kinds: Sequence[Kind], styled: list[int]) -> list[int]:
        """What "THAM LUẬN" stands above, when it looks no less like a title than what stands above that, an office of
        an unknown name.  Behind an author's name no title begins.
        """
        authors = next((number for number, kind in enumerate(kinds) if kind is Kind.AUTHOR), len(head))
        for label in range(authors - 1, -1, -1):
            aside = head[label].text.startswith("(")  # "(Tham luận tại Hội thảo)" stands below a title
            if kinds[label] is Kind.SKIP and not aside and self._wording.is_masthead(head[label]):
                below = [number for number in styled if label < number < authors]
                if below and weight(head[below[0]]) >= weight(head[styled[0]]):
                    return below
        return styled

    def _title_end(self, head: Sequence[Line], kinds: Sequence[Kind], first: int, stop: int) -> int:
        words, number = head[first].length, first + 1
        while number < min(stop, first + TITLE_LINES):
            line = head[number]
            if words + line.length > _TITLE_WORDS or not self._continues(head, kinds, first, number):
                break
            words += line.length
            number += 1
        return number

    def _continues(self, head: Sequence[Line], kinds: Sequence[Kind], first: int, number: int) -> bool:
        """Whether a line goes on with the title begun above."""
        begun, line, before = head[first], head[number], head[number - 1]
        if _FIRST_NUMBER.match(line.text) or self._wording.is_first_heading(begun, line):
            return False  # "MỤC TIÊU CỦA MÔ HÌNH", the first heading of a paper whose authors stand at its end
        if kinds[number] is not Kind.AUTHOR and _closes(head[first:number], line):
            return True  # "(Qua thực tiễn / ở Trường ...)"
        if line.text.isascii() and not begun.text.isascii() and _ENGLISH.search(line.text):
            return False  # the same in English
        same_look = (line.capitals, line.bold, line.centred) == (begun.capitals, begun.bold, begun.centred)
        if kinds[number] is Kind.AFFILIATION:
            # "... ĐỘI NGŨ GIẢNG VIÊN / TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN": set like the title, before any author.
            hangs = self._wording.wants_more(before) or line.text[0].islower()
            hangs = hangs or self._wording.are_one(before, line) or self._wording.wants_owner(before)
            hangs = hangs or (line.capitals and self._wording.names_school(line)) or self._wording.is_province(line)
            set_alike = same_look or (line.capitals and begun.capitals and line.bold and begun.bold)  # full lines
            return set_alike and hangs and not self._wording.tells_contact(line)
        if kinds[number] is not Kind.TEXT:
            # "... TRONG CỤM THI ĐUA / CÁC TRƯỜNG CHÍNH TRỊ KHU VỰC BẮC TRUNG BỘ"
            return same_look and weight(line) >= 3 and self._wording.is_of_organiser(line)
        quoted = line.text[0] in OPENING and (line.centred or not begun.centred or self._wording.wants_more(before))
        if weight(line) >= 2 and (quoted or (before is begun and self._wording.wants_name(begun))):
            return True  # "MÔ HÌNH / “Giờ vàng đọc sách” cho học viên", but not a heading left of a centred title
        if same_look and line.text[0].islower() and not line.text.islower() and not begun.text.islower():
            return True  # "... trực tiếp / trong bối cảnh dịch COVID-19"
        if line.text.startswith(("(", "-", "–")) and (line.centred or line.bold):
            return True  # subtitle: "(Qua thực tiễn ...)"
        if None not in {line.outline, begun.outline} and not (line.capitals or self._wording.is_unfinished(before)):
            return False  # two headings by style are two headings
        if self._is_subtitle(head, kinds, number):
            return True
        if same_look and (weight(begun) >= 2 or before.text.endswith((",", "-", "–", ":"))):
            return (
                weight(begun) >= 3
                or self._wording.is_unfinished(before)
                or line.capitals
                or begun.bold
                or begun.centred
            )
        return line.capitals and begun.capitals

    def _is_subtitle(self, head: Sequence[Line], kinds: Sequence[Kind], number: int) -> bool:
        """Whether a line in small letters right above the authors is set like the capitals above it."""
        line, before = head[number], head[number - 1]
        set_alike = line.bold and line.centred and before.bold and before.centred and before.capitals
        above_authors = number + 1 < len(head) and kinds[number + 1] is Kind.AUTHOR
        return set_alike and above_authors and not self._wording.heads_element(line)

    def in_form(self, head: Sequence[Line]) -> str | None:
        """The title of a form that has no other: "1. Tên mô hình: ..."; the line is also the first of the text."""
        match = next((it for line in head if (it := self._wording.form_title.match(line.text))), None)
        return None if match is None else self._wording.cleaned(match.string[match.end() :])

    def text(self, lines: Sequence[Line]) -> str | None:
        """The title that lines make, without its label."""
        text = " ".join(line.text for line in lines).strip()
        after = self._wording.after_label(text)
        return self._wording.cleaned(self._wording.after_number(after or text))

    def body_after(self, head: Sequence[Line], kinds: Sequence[Kind], after: int) -> int:
        """First line of running text after the title."""
        for number in range(after, len(head)):
            if kinds[number] is Kind.BODY:
                return number
            if head[number].text.startswith("(") and Kind.AUTHOR in kinds[number + 1 : number + 3]:
                continue  # a subtitle in another look
            if kinds[number] is Kind.TEXT and (weight(head[number]) == 0 or head[number].numbered):
                return number
            if kinds[number] is Kind.TEXT and self._heads_text(head, number):
                return number
        return len(head)

    def _heads_text(self, head: Sequence[Line], number: int) -> bool:
        """Whether a line behind the title is the first heading of the text: "Mục tiêu", "Chuyện bắt đầu từ đâu"."""
        line = head[number]
        if line.length > _HEADING_WORDS:
            return False
        if self._wording.heads_element(line):
            return True
        below = head[number + 1] if number + 1 < len(head) else None
        above_text = below is not None and weight(below) == 0 and below.length > SHORT_UNIT_WORDS
        small = any(word.islower() for word in line.text.split()[1:])  # no person's name
        return above_text and (NUMBERED.match(line.text) is not None or (small and not line.centred))
