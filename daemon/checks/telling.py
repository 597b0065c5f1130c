"""Whether a sentence tells an element or only mentions it, in a paper whose headings go through the elements.  PURE.

A long paper has a sentence for everything: "Cuối học kỳ, khoa họp, rút ra bài học kinh nghiệm cho học kỳ sau" under
"Cách làm" tells no lessons, "Muốn nâng cao hiệu quả của mô hình, phải ..." no results.  What tells an element begins
with it ("Bài học lớn nhất là ...", "Qua ba năm, chúng tôi rút ra ..."), or announces what follows ("...: ", "Một là").
"""

from __future__ import annotations

from collections.abc import Iterator

from daemon.checks.whole import whole
from daemon.config import Element, Vocabulary
from daemon.text.vietnamese import Hit, Passage, any_of, hits_of, passage, starting_at, starts_with_any

_ANNOUNCED = (":", "：")


def tells(said: Passage, following: Passage | None, element: Element, vocabulary: Vocabulary) -> bool:
    """Whether a sentence says an element by one of its phrases; `following` is the next one of the text."""
    hits = whole(said, element.phrases, vocabulary.compounds, element.other_matters)
    if not hits or (element.told_by_figures and is_yet_to_come(said, vocabulary)):
        return False
    if goes_on(following, vocabulary):
        return True
    if element.stage and is_routine(said, vocabulary):
        return any(_announces(said, hit, vocabulary) for hit in hits)
    return any(_announces(said, hit, vocabulary) or _is_said_of(said, hit, vocabulary) for hit in hits)


def goes_on(following: Passage | None, vocabulary: Vocabulary) -> bool:
    """Whether a sentence is the first of several points: "Một là, ..."."""
    return following is not None and starts_with_any(following, vocabulary.first_words)


def announces_what_follows(said: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a sentence ends with what stands before several points: "Cách làm như sau."."""
    return any(it.last == len(said.words) for it in hits_of(said, vocabulary.announcing_ends))


def only_announces(said: Passage, following: Passage | None, vocabulary: Vocabulary) -> bool:
    """Whether a sentence says what the paper will conclude, and does not: "Bài viết rút ra một số bài học ..."."""
    return any_of(said, vocabulary.concluding_words) is not None and not goes_on(following, vocabulary)


def is_routine(said: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a sentence says what is done over and over: "Sau mỗi buổi ...", "họp sơ kết"."""
    return any_of(said, vocabulary.routine_words) is not None


def is_yet_to_come(said: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a sentence speaks of the future, and of nothing done: "Đến năm 2022 sẽ có 40 xã tham gia"."""
    return any_of(said, vocabulary.foreseen_sayings) is not None and any_of(said, vocabulary.done_words) is None


def _announces(said: Passage, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a colon stands behind it, or the sentence ends with what stands before one: "... mấy bài học: ...",
    "... theo các bước sau".
    """
    if any(mark in said.text[said.words[hit.last - 1].end :] for mark in _ANNOUNCED):
        return True
    return announces_what_follows(said, vocabulary)


def _is_said_of(said: Passage, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a clause begins with it, but for words that say who tells it; where it begins with the model itself
    ("mô hình ... nhằm"), anything may stand before, except what makes it the condition of something else.
    """
    begins_with_model = starts_with_any(said, vocabulary.model_words, hit.first)
    if begins_with_model and any_of(passage(said.between(0, hit.first)), vocabulary.subordinate_words) is None:
        return True
    return any(_behind_subjects(said, start, vocabulary) >= hit.first for start in _clauses(said, hit, vocabulary))


def _clauses(said: Passage, hit: Hit, vocabulary: Vocabulary) -> Iterator[int]:
    """Where clauses begin: the sentence, and behind the first comma of one that begins "Qua ba năm, ..."."""
    yield 0
    if not starts_with_any(said, vocabulary.adverbial_words):
        return
    for at in range(1, hit.first + 1):
        if "," in said.text[said.words[at - 1].end : said.words[at].start]:
            yield at
            return


def _behind_subjects(said: Passage, start: int, vocabulary: Vocabulary) -> int:
    """The first word behind those that say who tells, and how many: "chúng tôi", "có thể", "một số"."""
    at = start
    while True:
        skipped = (*vocabulary.telling_subjects, *vocabulary.heading_leads)
        last = max((hit.last for hit in starting_at(said, skipped, at)), default=at)
        if last == at:
            return at
        at = last
