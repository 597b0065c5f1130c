"""The title block of a paper: title, authors, and the lines that say where they work.  PURE.

A Vietnamese conference paper opens with some of: school or motto lines, "THAM LUẬN", the conference's name, the
title (capitals, bold or centred, over several lines), authors with academic titles, their school; or the authors
stand at the end.  Each line is first given a kind, then the title is the first run of lines that are nothing else
and look like one.  When in doubt there is no title: a wrong one is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from daemon.config import Config
from daemon.text.lines import Line, main_lines, note_lines
from daemon.text.names import Names, clean_name
from daemon.text.vietnamese import any_of, phrase, squeeze

#: The block lies within so many lines from the top; a title has at most so many lines and words.
_BLOCK_LINES = 30
_TITLE_LINES = 7
_TITLE_WORDS = 70
#: A line with more words than this is running text, whatever its look.
_TEXT_WORDS = 45
_TEXT_CHARACTERS = 500
#: Authors at the end stand within so many of the last lines.
_END_LINES = 10
#: Notes that may say who the author is: those of the first page, and some.
_NOTES = 50

_DATE = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_CONTACT = re.compile(r"\S+@\S+|(?:đt|sđt|điện thoại|di động|mobile|tel|email|e-mail|gmail)\s*[:.]", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[A-Da-d])\s*[.)/:-]\s*\S")
_MARKS = re.compile(r"(?:\s*[*†‡§¹²³⁴⁵]|\s*\(\*+\)|\s*\(\d\)|\s*\[\d+\]|(?<=[^\W\d_])\d)+$")
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
    return _Reader(config).read(main_lines(lines), note_lines(lines))


class _Reader:
    def __init__(self, config: Config) -> None:
        self._words = config.vocabulary
        self._names = Names(config)
        conference = config.conference
        mastheads = (*self._words.mastheads, conference.organiser, conference.short_name)
        self._mastheads = sorted(map(phrase, mastheads), key=lambda it: -it.length)
        self._conference = squeeze(conference.name)
        self._aliases = [phrase(name) for school in config.schools for name in (school.name, *school.aliases)]

    def read(self, main: Sequence[Line], notes: Sequence[Line]) -> TitleBlock:
        head, notes = main[:_BLOCK_LINES], notes[:_NOTES]
        kinds = self._kinds(head)
        first, last = self._title_lines(head, kinds)
        body = self._body(head, kinds, max(last, 0))
        title = self._title(head[first:last])
        block = [*range(first), *range(last, body)]
        authors = self._authors(head[number] for number in block if kinds[number] is _Kind.AUTHOR)
        end = main[max(body, len(main) - _END_LINES) :]
        if not authors:
            authors = self._authors(line for line in self._before_references(end) if self._is_author(line))
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
            run = self._conference_run(head, number) if any(kind is _Kind.SKIP for kind in kinds) else 0
            if run:
                kinds.extend([_Kind.SKIP] * run)
                number += run
                continue
            kinds.append(self._kind(head[number]))
            number += 1
        return kinds

    def _kind(self, line: Line) -> _Kind:
        if len(line.text) > _TEXT_CHARACTERS:
            return _Kind.BODY  # before any pattern sees it: some take long over endless words
        if not any(char.isalpha() for char in line.text) or self._is_masthead(line):
            return _Kind.SKIP
        if line.length <= 14 and _DATE.search(line.text):
            return _Kind.SKIP
        if self._is_author(line):
            return _Kind.AUTHOR
        if (line.length <= 25 and _CONTACT.search(line.text)) or self._is_affiliation(line):
            return _Kind.AFFILIATION
        if self._is_body(line):
            return _Kind.BODY
        return _Kind.TEXT

    def _is_masthead(self, line: Line) -> bool:
        """A line made of masthead phrases alone: "THAM LUẬN HỘI THẢO KHOA HỌC NĂM 2021"."""
        words, at, covered = line.words, 0, False
        while at < len(words.words):
            hits = (words.starts_with(it, at) for it in self._mastheads)
            hit = next((hit for hit in hits if hit is not None), None)
            if hit is not None:
                at, covered = hit.last, True
            elif words.words[at].key.isdigit():
                at += 1
            else:
                return False
        return covered

    def _conference_run(self, head: Sequence[Line], start: int) -> int:
        """How many lines from here spell out the conference's name; 0 when they do not."""
        joined = ""
        for number in range(start, min(start + 8, len(head))):
            if len(head[number].text) > _TEXT_CHARACTERS:
                return 0
            joined += squeeze(head[number].text)
            if joined == self._conference:
                return number - start + 1
            if not self._conference.startswith(joined):
                return 0
        return 0

    def _is_author(self, line: Line) -> bool:
        return line.length <= 40 and self._names.is_author_line(line.text)

    def _is_affiliation(self, line: Line) -> bool:
        start = next((hit for it in self._words.affiliation_words if (hit := line.words.starts_with(phrase(it)))), None)
        school = next((hit for it in self._aliases if (hit := line.words.find(it))), None)
        if start is None:
            return school is not None and line.length - (school.last - school.first) <= 2
        if school is not None and school.last - school.first + 12 >= line.length:
            # "Trưởng khoa Lý luận cơ sở, Trường Chính trị tỉnh Nghệ An", but not a title that begins with the school
            return school.first > 0 or line.length - school.last <= 1
        return line.length <= 7

    def _is_body(self, line: Line) -> bool:
        starts = (hit for text in self._words.body_starts if (hit := line.words.find(phrase(text))))
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
        styled = [number for number in candidates if _weight(head[number]) >= 2]
        plain = [number for number in candidates if head[number].length <= 35 and not head[number].text.endswith(".")]
        for choice in (labelled, styled, plain[:1]):
            if choice:
                first = choice[0]
                if self._after_label(head[first].text) == "" and first + 1 < stop:
                    first += 1  # the label stands alone on its line
                return first, self._title_end(head, kinds, first, stop)
        return 0, 0

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
        same_look = (line.capitals, line.bold, line.centred) == (begun.capitals, begun.bold, begun.centred)
        if kinds[number] is _Kind.AFFILIATION:
            # "... ĐỘI NGŨ GIẢNG VIÊN / TRƯỜNG CHÍNH TRỊ TỈNH NGHỆ AN": set like the title, before any author.
            hangs = _is_unfinished(before.text) or (line.capitals and any(line.words.has(it) for it in self._aliases))
            return same_look and hangs and not _CONTACT.search(line.text)
        if kinds[number] is not _Kind.TEXT:
            return False
        if line.text.startswith(("(", "-", "–")) and (line.centred or line.bold):
            return True  # subtitle: "(Qua thực tiễn ...)"
        if same_look and (_weight(begun) >= 2 or before.text.endswith((",", "-", "–", ":"))):
            return _weight(begun) >= 3 or _is_unfinished(before.text) or line.capitals or begun.bold or begun.centred
        return line.capitals and begun.capitals

    def _title(self, lines: Sequence[Line]) -> str | None:
        text = " ".join(line.text for line in lines).strip()
        after = self._after_label(text)
        text = _MARKS.sub("", after or text).strip()
        whole = _QUOTED.fullmatch(text)
        text = (whole["inside"] if whole else text).strip(" .:–-_*")
        return text or None

    def _after_label(self, text: str) -> str | None:
        """What follows "Tên bài tham luận:"; None when no label stands there."""
        for label in self._words.title_labels:
            match = re.match(rf"\s*{re.escape(label)}\s*(?::|[-–]\s|$|(?=[“\"«]))", text, re.IGNORECASE)
            if match:
                return text[match.end() :].strip()
        return None

    def _body(self, head: Sequence[Line], kinds: Sequence[_Kind], after: int) -> int:
        """First line of running text after the title."""
        for number in range(after, len(head)):
            if kinds[number] is _Kind.BODY:
                return number
            if kinds[number] is _Kind.TEXT and (_weight(head[number]) == 0 or head[number].numbered):
                return number
        return len(head)

    # ----------------------------------------------------------------- authors

    def _authors(self, lines: Iterable[Line]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for line in lines:
            for name in self._names.of_line(line.text):
                found.setdefault(squeeze(name), clean_name(name))
        return tuple(found.values())

    def _before_references(self, end: Sequence[Line]) -> Iterator[Line]:
        """The last lines but not the entries of a list of literature."""
        literature = False
        for line in end:
            if line.length <= 6 and any_of(line.words, self._words.reference_headings):
                literature = True
            entry = literature and (line.numbered or bool(re.search(r"\d{4}|^\s*\[?\d", line.text)))
            if not entry and not line.numbered and line.length <= 30:
                yield line


def _weight(line: Line) -> int:
    """How much a line looks like a title."""
    is_heading = line.outline is not None and line.outline <= 1
    return 3 * line.capitals + 2 * line.bold + 2 * line.centred + 2 * is_heading


_CONNECTORS = re.compile(
    r"(?:,|-|–|:|\b(?:ở|tại|của|cho|trong|với|và|các|những|từ|đến|theo|về|do|cùng|trên|qua|để|nhằm|đối với))$",
    re.IGNORECASE,
)


def _is_unfinished(text: str) -> bool:
    """Whether a line ends on a word that needs another."""
    return _CONNECTORS.search(text) is not None
