"""What a text is by its shape alone, whatever its heading calls it.  PURE.

A paper is written in sentences.  Tables, forms, lists, timetables, scripts, questions for an examination and articles
of a rule are not, and no list of their names is ever whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from daemon.text.vietnamese import fold

_MEASURED = 1_500  #: characters: less shows nothing either way
_WORDS = 8  #: of a line that says something: cells and labels have fewer
_LONG = 200  #: characters of one that does, however it ends
_PARAGRAPH = 160  #: characters of running text, where most papers have 300 and more
_RUNNING = 500  #: characters of it that nothing but an introduction to a form has
_SAYING = 0.3  #: share in lines that say something, of which papers have 0.85 and more, beside many tables 0.5
_SHORT_LINE = 75  #: characters on average: what is typed without a full stop is still text
_LONG_IN_CAPITALS = 40  #: characters of a printed line that goes on below
_SENTENCE_LENGTH = 80  #: characters: what is said in a play or on a slide is shorter
_TELLING = 0.25  #: share in such paragraphs
_LABELS = 8  #: lines under one label
_LABELLED = 0.12  #: share of them among all lines
_ARTICLES = 5

_END = re.compile(r"[.!?…:;][\"”’)\]]*$")
_SENTENCE = re.compile(r"[.!?…]([\"”’)\]]*)(\s|$)")
#: "Câu 3", "Slide 12", "Năm 2015", "Trang 4", "ÔNG BA:", "Đáp:".
_LABEL = re.compile(r"\W*(([^\W\d]+)\s+\d{1,4}\b|[^\W\d_][^:.,\n]{0,24}(?=:\s))")
#: Above the first, for "Bảy điều tâm đắc" has seven as well.
_RULE = re.compile(
    r"\W*(luat|nghi dinh|thong tu|quyet dinh|quy (che|dinh|uoc)|noi quy|dieu le|can cu|chuong [ivx\d]+)\b"
)
_ARTICLE = re.compile(r"\W*dieu (\d{1,3})\b(\W|$)")
#: Headings that papers have; whatever has some of them may be one in catchwords.
_HEADING = re.compile(
    r"[\W\d]*(?:[ivx]+\W+)?[\W\d]*(dat van de|mo dau|(?:ly|li) do|muc tieu|muc dich|noi dung|cach (?:thuc|lam)|ket qua"
    r"|(?:bai hoc |mot so )?kinh nghiem|giai phap|thuc trang|ket luan|introduction|results?|conclusions?|lessons)\b"
)
_HEADING_LENGTH = 90
_HEADINGS = 3
_DEGREES = re.compile(r"(?:(?:PGS|GS|TSKH|TS|ThS|Ths|CN|GVC|GVCC|GV)\b[.,\s]*)+")
_NAME_WORDS = range(2, 6)
_BELOW_TITLE = 4  #: lines: whoever is named there is the author, whatever follows
_BYLINES = 12  #: lines among which its author is named
_TOP = 40  #: lines in which a list has named several people
_AUTHORS = 3


def is_written_otherwise(text: str) -> bool:
    """Whether it is certainly no paper: nearly nothing in it is said in sentences, or one label stands over line after
    line, or articles of a rule follow each other from the first.

    `text`: its beginning, a paragraph or a printed line on each line.  Never of what has headings of a paper or the
    name of an author at its top.
    """
    if len(text) < _MEASURED:
        return False
    paragraphs = _paragraphs(text.splitlines())
    folded = [fold(it) for it in paragraphs]
    if _may_be_of_an_author(paragraphs) or _headings(folded) >= _HEADINGS:
        return False
    if _is_of_articles(paragraphs, folded):
        return True
    if sum(map(len, filter(_is_running, paragraphs))) >= _RUNNING:
        return False
    if sum(map(len, paragraphs)) >= _SHORT_LINE * len(paragraphs):
        return False
    return _says_little(paragraphs) or (_is_labelled(paragraphs) and not _tells(paragraphs))


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Printed lines put together again: what goes on with a small letter, or in capitals as it began, goes on."""
    found: list[list[str]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [" ".join(pieces) for pieces in found]


def _goes_on(line: str, below: str) -> bool:
    if _END.search(line):
        return False
    return below[:1].islower() or (len(line) >= _LONG_IN_CAPITALS and line.isupper() and below.isupper())


def _is_running(paragraph: str) -> bool:
    return len(paragraph) >= _PARAGRAPH and _SENTENCE.search(paragraph) is not None


def _says_little(paragraphs: Sequence[str]) -> bool:
    total = sum(map(len, paragraphs))
    said = sum(len(it) for it in paragraphs if len(it) >= _LONG or (_END.search(it) and len(it.split()) >= _WORDS))
    return said < _SAYING * total


def _tells(paragraphs: Sequence[str]) -> bool:
    """Whether much of it is told in sentences of some length: steps, months, questions of a paper are."""
    told = sum(len(it) for it in paragraphs if len(it) >= _SENTENCE_LENGTH and _SENTENCE.search(it))
    return told >= _TELLING * sum(map(len, paragraphs))


def _is_labelled(paragraphs: Sequence[str]) -> bool:
    labels = (fold(match[2] or match[1]) for it in paragraphs if (match := _LABEL.match(it)))
    return any(times >= max(_LABELS, _LABELLED * len(paragraphs)) for _, times in Counter(labels).most_common(1))


def _is_of_articles(paragraphs: Sequence[str], folded: Sequence[str]) -> bool:
    """Before the first there is no running text, which whoever quotes a rule has written."""
    expected, is_rule = 1, False
    for paragraph, line in zip(paragraphs, folded, strict=True):
        match = _ARTICLE.match(line)
        if match and int(match[1]) == expected:
            expected += 1
        elif expected == 1:
            if _is_running(paragraph):
                return False
            is_rule = is_rule or _RULE.match(line) is not None
    return is_rule and expected > _ARTICLES


def _headings(folded: Sequence[str]) -> int:
    short = (line for line in folded if len(line) <= _HEADING_LENGTH)
    return len({match[1] for line in short if (match := _HEADING.match(line))})


def _may_be_of_an_author(paragraphs: Sequence[str]) -> bool:
    """A name right below the title, or a few at the top: a list has the heads of its columns there, then more names."""
    named = [number for number, line in enumerate(paragraphs[:_TOP]) if _is_a_name(line)]
    return bool(named) and (named[0] < _BELOW_TITLE or (named[0] < _BYLINES and len(named) <= _AUTHORS))


def _is_a_name(line: str) -> bool:
    words = _DEGREES.sub("", line.strip(" *–-"), count=1).split()
    return len(words) in _NAME_WORDS and all(word[0].isupper() and word[1:].islower() for word in words)
