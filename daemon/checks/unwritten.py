"""What is announced in a paper and not written yet: "(sẽ bổ sung)", "...", a heading with nothing under it.  PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from daemon.checks.headlines import Heading, headlines, lines_under
from daemon.checks.numbering import bare_numbering, is_next, numbering
from daemon.config import Vocabulary
from daemon.model import Story
from daemon.text.lines import Line
from daemon.text.vietnamese import Passage, any_of, passage, sentences, starting_at, starts_with_any

_BRACKETED = re.compile(r"[(\[][^()]+[)\]]\W*")
_IN_BRACKETS = re.compile(r"[(\[][^()]*[)\]]")
_TIME = re.compile(r"\b(?:ngày|tháng|quý|năm|tuần)\s+[\d/.IVX-]+", re.IGNORECASE)
_DOTS = re.compile(r"…|\.{2,}|_{2,}")  #: where somebody is to write
#: A longer line says something; where it is all that stands under a heading, one of so many words may not.
_PLACEHOLDER_WORDS, _PLACEHOLDER_SENTENCE = 10, 60
_PLACEHOLDER_SENTENCES = 4  #: each of which says so; more of them have something to tell
_LONG_REST = 240  #: characters of what stands behind a heading and may be no more than that
_NAMED_WORDS = 6  #: a longer line with a number says what it is about


@dataclass(frozen=True, slots=True)
class Written:
    """The headings under which something is written."""

    headings: list[Heading]
    ends: tuple[int, ...]  #: lines where what stands under a heading ends: those of all of them, and of the text
    unwritten: frozenset[int]  #: lines of those under which nothing is written yet, and of what stands there instead
    put_off: frozenset[tuple[int, str]]  #: line and words of a sentence that puts off what it begins with


def written_of(lines: Sequence[Line], vocabulary: Vocabulary) -> Written:
    """The headings of a text without those that only announce what is to come."""
    unwritten = {number for number, line in enumerate(lines) if _is_placeholder(line.words, vocabulary)}
    headings = [it for it in headlines(lines) if it.line not in unwritten]
    ends = (*(heading.line for heading in headings if heading.own_line), len(lines))
    open_headings = [it for it in headings if _is_left_open(it, lines, ends, vocabulary)]
    left_open = {it.line for it in open_headings if _heads_line(it, lines)}
    # "Kinh nghiệm. Chọn thì bền.  Sổ không để xếp loại, nếu có thì người ta sẽ viết cho đẹp." is told up to there.
    put_off = {(it.line, it.quote) for it in open_headings if it.line not in left_open}
    written = [it for it in headings if it.line not in left_open and (it.line, it.quote) not in put_off]
    instead = {
        it.line + 1 + at
        for it in open_headings
        if it.own_line and not _BRACKETED.fullmatch(lines[min(it.line + 1, len(lines) - 1)].text)
        for at in range(len(lines_under(lines, it, ends)))
    }
    return Written(written, ends, frozenset(unwritten | left_open | instead), frozenset(put_off))


def puts_off(line: Line, vocabulary: Vocabulary) -> bool:
    """Whether a line says that what it stands for is to be written, at length as well."""
    return _all_put_off([line.text], vocabulary)


def puts_off_in_words(said: Passage, vocabulary: Vocabulary) -> bool:
    """The same of a sentence."""
    return _is_placeholder(said, vocabulary, alone=True)


def _heads_line(heading: Heading, lines: Sequence[Line]) -> bool:
    """Whether a heading is what its line begins with; else others of its sentences may tell something."""
    line = lines[heading.line].text
    number = numbering(line)
    matter = line[number.end if number else 0 :].lstrip()
    return heading.heads or heading.own_line or matter.startswith(heading.words.text)


def _is_left_open(heading: Heading, lines: Sequence[Line], ends: Sequence[int], vocabulary: Vocabulary) -> bool:
    """Whether nothing, or nothing but "(sẽ bổ sung)", "...", stands under a heading or behind it: what it heads is not
    told yet.
    """
    if not heading.own_line:
        matter = heading.words.text
        rest = lines[heading.line].text.partition(matter)[2] if matter else ""
        return 0 < len(rest) <= _LONG_REST and _puts_off(rest, vocabulary, alone=heading.heads)
    below = lines_under(lines, heading, ends)
    if not below:
        return _is_passed_over(heading, lines)
    if _BRACKETED.fullmatch(below[0].text):  # a note to the reader, whatever follows
        return len(below) == 1 or puts_off(below[0], vocabulary)
    short = all(_is_placeholder(line.words, vocabulary) for line in below)
    return short or _all_put_off([line.text for line in below[: _PLACEHOLDER_SENTENCES + 1]], vocabulary)


def _puts_off(text: str, vocabulary: Vocabulary, *, alone: bool) -> bool:
    return _all_put_off([text], vocabulary) if alone else _is_placeholder(passage(text), vocabulary)


def _all_put_off(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a few sentences put off, and tell nothing: "Mới làm nên chưa có số liệu.  Tác giả sẽ bổ sung.", "... sẽ
    gửi sau.  Mong Ban Tổ chức thông cảm.".
    """
    said = [it for text in texts for it in _said_in(text)]
    off = [_is_placeholder(it, vocabulary, alone=True) for it in said]
    rest = (it for it, puts in zip(said, off, strict=True) if not puts)
    empty = (*vocabulary.placeholder_matters, *vocabulary.closing_words)
    none_told = all(any_of(it, empty) is not None and not any(map(str.isdigit, it.text)) for it in rest)
    return any(off) and len(said) <= _PLACEHOLDER_SENTENCES and none_told


def _said_in(text: str) -> list[Passage]:
    """The sentences of a text; all of it where it is in brackets, or has no words."""
    whole = _BRACKETED.fullmatch(text) is not None
    said = [] if whole else [it for it in map(passage, sentences(text)) if it.words]
    return said or [passage(text)]


def _is_passed_over(heading: Heading, lines: Sequence[Line]) -> bool:
    """Whether right below a heading stands the next of its kind: "5. Kết quả", "6. Kinh nghiệm".

    In the head row of a table what they head stands in the next; between them a picture may tell it.
    """
    if heading.line + 1 >= len(lines):
        return False
    line, below = lines[heading.line], lines[heading.line + 1]
    if line.place.story is Story.TABLE or below.behind_picture or len(heading.words.words) > _NAMED_WORDS:
        return False
    one, other = (numbering(it.text) or bare_numbering(it.text) for it in (line, below))
    if one is None or other is None or any(char in "0123456789:" for char in heading.words.text):
        return False
    return is_next(one.number, other.number)


def _is_placeholder(said: Passage, vocabulary: Vocabulary, *, alone: bool = False) -> bool:
    """Whether a line says that something is to be written.

    One that is all there is may do so at length, but without a figure: "Tài liệu sẽ được cập nhật hằng tháng" says how.
    """
    if not said.words:
        return _DOTS.search(said.text) is not None
    bare = passage(_IN_BRACKETS.sub(" ", said.text).rpartition(":")[2])  # "7. Kinh nghiệm: Chưa có."
    if any(hit.last == len(bare.words) for hit in starting_at(bare, vocabulary.placeholder_wholes)):
        return True
    hit = any_of(said, vocabulary.placeholder_words)
    if hit is None or len(said.words) <= _PLACEHOLDER_WORDS:
        return hit is not None
    if any_of(said, vocabulary.placeholder_turns) is not None:
        return False
    begins = starts_with_any(said, vocabulary.placeholder_words)
    subjects = (*vocabulary.placeholder_matters, *vocabulary.placeholder_subjects)
    of_itself = begins or any_of(said, subjects) is not None
    figures = any(char.isdigit() for char in _TIME.sub("", said.text))
    return (
        alone
        and len(said.words) <= _PLACEHOLDER_SENTENCE
        and not figures
        and (of_itself or _BRACKETED.fullmatch(said.text) is not None)
    )
