"""The name of a model, as titles and texts give it.  PURE.

Behind "mô hình" in quotation marks, with a capital, said again and again; before a dash, before brackets; a
department that is an example; or behind what may be a model ("câu lạc bộ").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from daemon.checks.places import excerpt
from daemon.config import Vocabulary
from daemon.text.vietnamese import Passage, any_of, hits_of, passage, phrase, starting_at, starts_with_any

QUOTE = 140  #: characters of a quotation in the details
_QUOTED = re.compile(  # the second mark is often forgotten
    r"\s*(?:(?:[^\W\d_]+\s+){0,4}?:?|[–-])\s*[“\"«‘„](?P<name>[^”\"»’“]{3,120})(?:[”\"»’]|$)"
)
IN_QUOTES = re.compile(r"[“\"«„](?P<name>[^“”\"«»„]{3,120})[”\"»]")
_BEFORE_DASH = re.compile(
    r"[“\"«„]?(?P<name>[^–:]{3,90}?)[”\"»]?\s*(?:\s-|–|:|,(?=\s*(?:là\s+)?một\s))\s*(?:[^\W\d_]+\s+){0,3}",
    re.IGNORECASE,
)
_IS_ONE = re.compile(  # "“Thư viện ba lô” – đó là tên của một", and behind it "mô hình"
    r"[“\"«„](?P<name>[^“”\"«»„]{3,120})[”\"»]\s*[,–-]?\s*(?:[^\W\d_]+\s+)?"
    r"là\s+(?:tên\s+)?(?:của\s+)?(?:một\s+)?(?:trong\s+[^\W\d_]+\s+)?",
    re.IGNORECASE,
)
_TO_NEXT_MARK = re.compile(r"(?:(?!\s[-–—]\s|[–:,(]).)+")
_MENTIONS = 100  #: in one text; a sentence has one or two
NAME_WORDS = 2  #: words after "mô hình" that make its name recognisable


def name_of(title: str | None, head: Passage, texts: Sequence[Passage], vocabulary: Vocabulary) -> str | None:
    """The name of the model: in quotation marks, with a capital, in the title, or said again and again."""
    if name := name_in_head(title, head, vocabulary):
        return name
    for text in texts:
        if name := quoted_name(text, vocabulary) or capital_name(text, vocabulary):
            return name
    return next(filter(None, (name_of_one(text, vocabulary) for text in texts)), None) or _repeated_name(
        texts, vocabulary
    )


def name_in_head(title: str | None, head: Passage, vocabulary: Vocabulary) -> str | None:
    """The name of the model in the title, or in quotation marks in the lines about it."""
    in_title = passage(title or "")
    return (
        quoted_name(in_title, vocabulary)
        or _name_before(in_title, vocabulary)
        or _unit_name(in_title, vocabulary)
        or _name_before_brackets(in_title, vocabulary)
        or _plain_name(in_title, vocabulary)
        or quoted_name(head, vocabulary)
    )


def after_model(text: Passage, vocabulary: Vocabulary) -> Iterator[int]:
    """The word behind each "mô hình", but of "mô hình hồi quy"; of the first ones in what is no sentence."""
    if any_of(text, vocabulary.model_words) is None:
        return
    others = list(islice(hits_of(text, vocabulary.not_models), _MENTIONS))
    for hit in islice(hits_of(text, vocabulary.model_words), _MENTIONS):
        if not any(it.first <= hit.first and hit.last <= it.last for it in others):
            yield hit.last


def speaks_of_models(text: Passage, vocabulary: Vocabulary) -> bool:
    """Whether it has a "mô hình" of the kind that is meant."""
    return next(after_model(text, vocabulary), None) is not None


def quoted_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    """The first of `quoted_names`."""
    return next(quoted_names(text, vocabulary), None)


def quoted_names(text: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    """What stands in quotation marks behind "mô hình"."""
    for at in after_model(text, vocabulary):
        match = _QUOTED.match(text.text, text.words[at - 1].end)
        if match and not _ends_quotation(text.text, match.start("name") - 1):
            yield excerpt(match["name"], QUOTE)


def _ends_quotation(text: str, at: int) -> bool:
    """Whether a straight mark is the second of two: that of "mô hình" itself."""
    return text[at] == '"' and text.count('"', 0, at) % 2 == 1


def name_of_kind(title: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Câu lạc bộ “Lý luận trẻ” – hạt nhân ...": what something is called that may be a model."""
    for kind in vocabulary.model_kinds:
        for hit in title.hits(phrase(kind)):
            match = _QUOTED.match(title.text, title.words[hit.last - 1].end)
            if match:
                return excerpt(match["name"], QUOTE)
    return None


def kind_at_head(title: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Chuyện về Câu lạc bộ Ông bà cháu ở tổ 14": what people set up, to the next mark."""
    at = 0
    while True:
        kind = next(starting_at(title, vocabulary.title_kinds, at), None)
        if kind is not None and not starts_with_any(title, vocabulary.not_kinds, at):
            break
        leads = starting_at(title, (*vocabulary.title_leads, *vocabulary.heading_leads), at)
        longest = max((hit.last for hit in leads if hit.last < len(title.words)), default=at)
        if longest == at:
            return None
        at = longest
    name = _TO_NEXT_MARK.match(title.text, title.words[at].start)
    named = passage(name.group() if name else "")
    return excerpt(named.text, QUOTE) if len(named.words) > NAME_WORDS else None


def name_of_one(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Trang “Ba phút lý luận” là mô hình truyền thông": what is said to be one."""
    for match in _IS_ONE.finditer(text.text):
        at = next((at for at, word in enumerate(text.words) if word.start >= match.end()), None)
        if at is not None and phrase(match["name"]).length >= NAME_WORDS and at in _models_at(text, vocabulary):
            return excerpt(match["name"], QUOTE)
    return None


def _models_at(text: Passage, vocabulary: Vocabulary) -> set[int]:
    """Where each "mô hình" stands of the kind that is meant."""
    behind = set(after_model(text, vocabulary))
    return {hit.first for hit in hits_of(text, vocabulary.model_words) if hit.last in behind}


def _name_before(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Tổ tư vấn học tập - một mô hình cần nhân rộng": what stands before the dash."""
    for word in vocabulary.model_words:
        for hit in text.hits(phrase(word)):
            match = _BEFORE_DASH.fullmatch(text.text[: text.words[hit.first].start])
            if match and len(match["name"].split()) >= NAME_WORDS:
                return excerpt(match["name"], QUOTE)
    return None


def _name_before_brackets(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Văn hóa chào hỏi (Điển hình xây dựng môi trường văn hóa)": what the brackets explain."""
    at = text.text.find("(")
    inside = passage(text.text[at + 1 :]) if at > 0 else None
    if inside is None or not starts_with_any(inside, vocabulary.model_words):
        return None
    return excerpt(text.text[:at], QUOTE) if len(text.text[:at].split()) >= NAME_WORDS else None


def _unit_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Điển hình tiên tiến Khoa Xây dựng Đảng", "... tiên tiến Tổ bộ môn Lịch sử": who is the example."""
    for at in after_model(text, vocabulary):
        praise = (hit.last for hit in starting_at(text, vocabulary.praise_words, at))
        start = max(praise, default=at)
        for unit in vocabulary.unit_names:
            hit = text.starts_with(phrase(unit), start)
            if hit is not None:
                return excerpt(text.between(hit.first, hit.last), QUOTE)
        for kind in vocabulary.model_kinds if start > at else ():
            hit = text.starts_with(phrase(kind), start)
            if hit is not None and hit.last + NAME_WORDS <= len(text.words):
                return excerpt(text.between(hit.first, len(text.words)), QUOTE)
    return None


def _plain_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    """In "Xây dựng mô hình lớp học tự quản ở ...": two words after "mô hình" that are none of the unnamed words."""
    for at in after_model(text, vocabulary):
        if at + NAME_WORDS > len(text.words) or is_unnamed(text, at, vocabulary) or _is_pair(text, at, vocabulary):
            continue
        if "," not in text.text[text.words[at - 1].end : text.words[at].start]:
            return excerpt(text.between(at, min(len(text.words), at + 12)), QUOTE)
    return None


def _is_pair(text: Passage, at: int, vocabulary: Vocabulary) -> bool:
    """Whether two words for models stand before: "mô hình, điển hình ..." speaks of models in general."""
    lengths = {phrase(word).length for word in vocabulary.model_words}
    ends = {hit.last for word in vocabulary.model_words for hit in text.hits(phrase(word)) if hit.last < at}
    return any(at - length in ends or at - length - 1 in ends for length in lengths)


def capital_name(text: Passage, vocabulary: Vocabulary) -> str | None:
    """Words with a capital behind "mô hình": "mô hình Tổ tự học"."""
    if text.text.isupper():
        return None
    for at in after_model(text, vocabulary):
        if at + NAME_WORDS > len(text.words) or is_unnamed(text, at, vocabulary):
            continue
        first = text.text[text.words[at].start : text.words[at].end]
        gap = text.text[text.words[at - 1].end : text.words[at].start]
        if first[0].isupper() and gap.strip() in {"", ":", "-", "–"}:
            return excerpt(text.between(at, min(len(text.words), at + 8)), QUOTE)
    return None


def _repeated_name(texts: Sequence[Passage], vocabulary: Vocabulary) -> str | None:
    said: Counter[str] = Counter()
    for text in texts:
        for at in after_model(text, vocabulary):
            gap_ok = at < len(text.words) and not text.text[text.words[at - 1].end : text.words[at].start].strip()
            if gap_ok and at + NAME_WORDS <= len(text.words) and not is_unnamed(text, at, vocabulary):
                said[text.between(at, at + NAME_WORDS).casefold()] += 1
    name, count = said.most_common(1)[0] if said else ("", 0)
    return name if count >= 3 else None


def is_unnamed(text: Passage, at: int, vocabulary: Vocabulary) -> bool:
    """Whether the word behind "mô hình" does not name it: "mô hình này", "mô hình ở ..."."""
    return starts_with_any(text, vocabulary.unnamed_words, at)
