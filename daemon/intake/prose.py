"""Texts as people write them, cut and folded for the rooms that match words: sentences, clauses, names.  PURE.

Folded is without case and diacritics, because half of all mails are typed without diacritics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from daemon.text.vietnamese import fold, is_bare

LIMIT = 6_000  #: characters of a text that are looked at: people say what they want at once
#: What people call a paper, folded; a conference of teachers calls it an initiative, one of scientists an article.
PAPER = (
    r"(bai( viet| bao)?( tham luan)?( hoi thao)?|(ban )?tham luan|(ban )?(sang kien( kinh nghiem)?|skkn)|"
    r"ban thao|bao cao tham luan)"
)
#: Who comes to a conference, folded: of them a registration may be taken back as well.
PEOPLE = r"(dai bieu|dong chi|nguoi|suat|khach( moi)?|thanh vien|can bo|giang vien|hoc vien|chuyen gia)"
#: After what is withdrawn: "rút bài học kinh nghiệm" is something else, "rút bài xuống còn 4 trang" makes it shorter.
NO_LESSON = r"(?! (hoc|xuong|gon|ngan|bot|(lai )?con (duoi |toi da )?\d)\b)"
#: How words are cut short in messages typed in a hurry, folded.
_SHORT_FORMS = {
    r"ko|k|kg|khg|hok|hong|hk": "khong",
    r"dc|dk(?= (chua|khong|ko|k|nhan|bai|thu|tra))": "duoc",
    "e": "em",
    "chx|ch": "chua",
    "ntn": "nhu the nao",
    "bh": "bao gio",
    "mk": "minh",
    "ad|admin": "ban to chuc",
    "vs": "voi",
    "j": "gi",
    "bt": "biet",
    "r": "roi",
    "rep|reply": "tra loi",
    "ktra|kt": "kiem tra",
    "bik": "biet",
    r"d/c|d\.c": "dong chi",
    r"hthao|h\.thao": "hoi thao",
}
_CUT_SHORT = re.compile(
    rf"(?<![\w.@/+-])(?:{'|'.join(f'(?P<s{n}>{short})' for n, short in enumerate(_SHORT_FORMS))})(?![\w@/+-]|\.\w)"
)
_WRITTEN_OUT = tuple(_SHORT_FORMS.values())
#: A code of a paper as we write it, whatever its prefix ("CDS-26-001"), and one with a year however it is typed.
CODE = re.compile(
    r"\b(?:[a-z]{1,6}[ –-]?\d{4}[ –-]\d{1,4}|[a-z][a-z0-9]{0,11}(?:-[a-z0-9]{1,12}){0,3}-\d{3,4})\b", re.IGNORECASE
)
#: What mail programs put before the subject that is answered or passed on; folded.
_ANSWER = r"(re|tr|ph|tra loi|phuc dap)\s*:"
_FORWARD = r"(fwd?|chuyen tiep)\s*:"
MARK = rf"({_ANSWER}|{_FORWARD})"
_TAGS = r"(\[[^\]]{1,40}\]|\W)*+"  #: what gateways put before these: "[EXTERNAL]"
ADDRESS = re.compile(r"<?https?://\S+")


def one_of(*patterns: str) -> re.Pattern[str]:
    """What matches where one of these does, the first of them before the others."""
    return re.compile("|".join(patterns))


def sentences(subject: str, text: str) -> Iterator[str]:
    """The subject, then sentence by sentence, folded and with short forms written out.

    A line break inside a sentence does not end it.
    """
    if subject.strip():
        yield _own_words(subject)
    yield from _cut(text[:LIMIT])


def _own_words(subject: str) -> str:
    return re.sub(rf"^{_TAGS}({MARK}\s*)+", "", written_out(fold(subject)))


@lru_cache(maxsize=8)  # many rooms ask something of the same text, one after another
def _cut(text: str) -> tuple[str, ...]:
    joined = re.sub(r"(?<![.!?:;,\n])\n(?=[^\n\-+*•\d])", " ", text)
    return tuple(written_out(folded) for it in re.split(r"(?<=[.!?;])\s+|\n+", joined) if (folded := fold(it)))


def typed_bare(text: str) -> bool:
    """Whether a text was typed without diacritics, but for a name below it."""
    return is_bare(re.findall(r"\w+", text))


def phrases(text: str) -> list[str]:
    """What stands between two marks of any kind, as it was written."""
    return re.split(r"[\n.,;:!()–-]+", text)


def is_answer(subject: str) -> bool:
    """Whether a subject is marked as that of an answer."""
    return re.match(rf"{_TAGS}{_ANSWER}", fold(subject)) is not None


def is_forward(subject: str) -> bool:
    """Whether a subject is marked as that of a letter passed on."""
    return re.match(rf"{_TAGS}{_FORWARD}", fold(subject)) is not None


def own_subject(subject: str) -> str:
    """A subject, unless it is that of an answer: then it is not its author's, and empty here."""
    return "" if is_answer(subject) else subject


def written_out(text: str) -> str:
    """Folded words as they are spelled."""
    return _CUT_SHORT.sub(lambda match: _WRITTEN_OUT[int((match.lastgroup or "s0")[1:])], text)


def bare(text: str) -> str:
    """Folded words with one space between them and nothing else."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def shown(match: re.Match[str]) -> str:
    """What was matched, in one line, to be quoted in a reason."""
    return " ".join(match[0].split())[:100]
