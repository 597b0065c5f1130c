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
from functools import lru_cache
from itertools import pairwise

from daemon.config import Config
from daemon.text.lines import Line, main_lines, note_lines
from daemon.text.names import clean_name
from daemon.text.titleblock.kinds import Kind, Kinds
from daemon.text.titleblock.looks import BLOCK_LINES, LABEL_NUMBER, NAME_WORDS, OF
from daemon.text.titleblock.titles import Titles
from daemon.text.titleblock.wording import Wording
from daemon.text.vietnamese import any_of, passage, squeeze

__all__ = ["TitleBlock", "read"]

#: Authors at the end stand within so many of the last lines.
_END_LINES = 10
#: Notes that may say who the author is: those of the first page, and some.
_NOTES = 50


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What the head of a paper says."""

    title: str | None
    authors: tuple[str, ...]  #: without academic titles, in the order of the paper
    lines: tuple[Line, ...]  #: of the block, the title's own not included: where the school is named
    title_paragraph: int  #: number of the last paragraph of the title; 0 without a title
    body: int  #: index of the first line of running text among the main lines
    name_like: bool  #: whether anything near the head or the end could be a person's name


def read(lines: Sequence[Line], config: Config, sender: str = "") -> TitleBlock:
    """The title block of a paper given as lines (all stories).  `sender`: what the person who sent it is called, where
    that is known; a line below the title that says the same is by its author, whatever the name.
    """
    return _reader(config).read(main_lines(lines), note_lines(lines), sender)


class _Reader:
    def __init__(self, config: Config) -> None:
        self._wording = Wording(config)
        self._kinds = Kinds(self._wording)
        self._titles = Titles(self._wording)

    def read(self, main: Sequence[Line], notes: Sequence[Line], sender: str) -> TitleBlock:
        main = self._kinds.with_capitals(main)
        head, notes = main[:BLOCK_LINES], notes[:_NOTES]
        kinds = self._kinds.of(head, sender)
        first, last = self._titles.lines(head, kinds)
        body = self._titles.body_after(head, kinds, max(last, 0))
        form = self._titles.in_form(head)
        if form is not None and any(
            kinds[at] is Kind.SKIP and self._wording.is_masthead(head[at]) for at in range(last, body)
        ):
            first = last = 0  # "TỔ TƯ LIỆU / BẢN MÔ TẢ MÔ HÌNH / 1. Tên mô hình: ..."
        title = self._titles.text(head[first:last]) or form
        block = [*range(first), *range(last, body)]
        authors = self._authors(head[number] for number in block if kinds[number] is Kind.AUTHOR)
        end = main[max(body, len(main) - _END_LINES) :]
        if not authors:
            authors = self._authors(line for line in self._before_references(end) if self._wording.is_author(line))
        if not authors:
            authors = self._authors_in_form(head[body:])
        if not authors:
            authors = self._authors(line for line in notes if self._wording.names.with_title(line.text))
        around = [*(head[number] for number in block), *end]
        if self._wording.names.any_family:  # whoever stands in the title may be its author as well
            around += [line for line in head[first + 1 : last] if self._wording.names.is_only_names(line.text)]
        return TitleBlock(
            title,
            authors,
            lines=tuple(self._whole_offices([head[number] for number in block])),
            title_paragraph=head[last - 1].place.paragraph if last else 0,
            body=body,
            name_like=bool(authors) or any(map(self._may_name, (*around, *notes))),
        )

    def _may_name(self, line: Line) -> bool:
        """Whether anything in a line could be a person's name."""
        names = self._wording.names
        return bool(names.anywhere(line.text)) or (names.any_family and names.is_only_names(line.text))

    def _whole_offices(self, lines: Sequence[Line]) -> list[Line]:
        """Lines, what is but the province of the office above joined to it: "TRƯỜNG CHÍNH TRỊ / TỈNH NGHỆ AN"."""
        whole: list[Line] = []
        for line in lines:
            above = whole[-1] if whole else None
            if above is not None and self._wording.is_province(line) and self._wording.is_affiliation(above):
                text = f"{above.text} {line.text}"
                whole[-1] = replace(above, text=text, words=passage(text))
            else:
                whole.append(line)
        return whole

    def _authors(self, lines: Iterable[Line]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for line in lines:
            text = line.text if self._wording.names.is_labelled(line.text) else OF.sub("", line.text, count=1)
            for name in self._wording.names.of_line(text) or self._wording.names.of_line(
                text, sure=self._wording.names.any_family or line.length <= NAME_WORDS
            ):
                found.setdefault(squeeze(name), clean_name(name))
        return tuple(found.values())

    def _authors_in_form(self, text: Sequence[Line]) -> tuple[str, ...]:
        """Who a numbered line of a form names: "2. Tác giả: Lê Văn An"."""
        lines = [replace(line, text=re.sub(LABEL_NUMBER, "", line.text, count=1)) for line in text]
        found = self._authors(line for line in lines if self._wording.names.is_labelled(line.text))
        if found:
            return found
        # "II. TÁC GIẢ / Nguyễn Văn Hậu - Trường Chính trị ..."
        names = self._wording.names
        below = (below for line, below in pairwise(lines) if names.is_bare_label(line.text))
        return self._authors(line for line in below if self._wording.is_author(line))

    def _before_references(self, end: Sequence[Line]) -> Iterator[Line]:
        """The last lines but not the entries of a list of literature."""
        literature = False
        for line in end:
            if line.length <= 6 and any_of(line.words, self._wording.words.reference_headings):
                literature = True
            entry = literature and (line.numbered or bool(re.search(r"\d{4}|^\s*\[?\d", line.text)))
            if not entry and not line.numbered and line.length <= 30:
                yield line


@lru_cache(maxsize=4)
def _reader(config: Config) -> _Reader:
    """Made once for all the papers of a conference: its words are many."""
    return _Reader(config)
