"""Check `topic`: belongs to a theme of the plan (ĐHVB 1: 1.1, the eight fields of 1.2, 1.3).

Transparent keyword scores: what the title names counts most; the text divides its points among the themes by how many
different words of each it has, however often.  The score is the winner's share of all points; a narrow win, one by
few words, or one that the text contradicts is left to a person, with the runners-up; so is a paper about other places
and people than the conference's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from daemon.checks.naming import IN_QUOTES
from daemon.checks.paper import Paper, Rule, finding
from daemon.config import Config, Topic, Vocabulary
from daemon.model import Finding, Outcome
from daemon.text.vietnamese import Hit, Passage, Phrase, any_of, count_different, passage, phrase

_TITLE_KEYWORD, _TITLE_WORD, _TITLE_HINT = 5.0, 1.0, 1.5  #: per keyword, per word of it, per hint
_TITLE_FURTHER = 0.3  #: share of the points of every keyword after the best
_TEXT, _TEXT_IF_CLEAR = 20.0, 6.0  #: points that a text has to divide, under a clear title fewer ...
_TEXT_WORDS = 15  #: ... if it has so many different words of themes; else fewer in proportion
_SURE_LEAD = 1.4  #: the winner has at least so many times the points of the next
_SURE_WORDS = 6  #: different words of the winner in the text, where the title has no keyword of it
_CLEAR = 9.0  #: so many points has a title that names its theme in four words, or twice
#: A text contradicts a title that has so many times as many words of another theme, and at least so many of them; what
#: a clear title says holds longer, for every school's papers speak of lecturers and of teaching.
_CONTRADICTED = (1.25, _SURE_WORDS)
_CONTRADICTED_IF_CLEAR = (2.5, 10)
_CONTRADICTING_SHARE = 0.25  #: ... and that is so much of all that its text has: a long one has some of every theme
_SURE_SHARE = 0.25  #: of all points, where the title says nothing of the winner
_CANDIDATES = 4
_OTHER_SETTINGS = 3  #: different words of other places and people in a paper that has none of the conference's own
_PARAGRAPH_WORDS = 8  #: shorter lines are headings


@dataclass(frozen=True, slots=True)
class _Points:
    """What speaks for one theme."""

    title: float
    text: float
    words: int  #: different ones of it in the text

    @property
    def total(self) -> float:
        return self.title + self.text


def check(paper: Paper) -> Finding:
    """The best theme, or a question for a person."""
    points = _points(paper)
    total = sum(it.total for it in points.values())
    ranking = sorted(points, key=lambda topic_id: -points[topic_id].total)
    candidates = [
        {"topic": topic_id, "name": _name(paper, topic_id), "score": round(points[topic_id].total / total, 2)}
        for topic_id in ranking[:_CANDIDATES]
        if points[topic_id].total
    ]
    best = ranking[0]
    share = points[best].total / total if total else 0.0
    sure = paper.block.title is not None and _is_sure([points[topic_id] for topic_id in ranking])
    sure = sure and (points[best].title > 0 or not _is_introduced_only(best, paper))
    sure = sure and not _is_set_elsewhere(paper)
    details: dict[str, Any] = {
        "topic": best if sure else None,
        "score": round(share, 2),
        "candidates": candidates,
    }
    if sure:
        summary = f"Bài thuộc chủ đề {best} “{_name(paper, best)}”."
        return finding(paper, "topic", Outcome.PASS, summary, details)
    secretariat, event = paper.config.secretariat.name, paper.config.conference.event_word
    if candidates:
        listed = "; ".join(f"{it['topic']} “{it['name']}”" for it in candidates[:3])
        summary = f"Chưa xác định chắc chắn chủ đề của bài (có thể là {listed}); {secretariat} sẽ xem xét."
    else:
        summary = f"Chưa thấy bài thuộc chủ đề nào của {event}; {secretariat} sẽ xem xét."
    advice = (f"Có thể trả lời thư, cho biết bài thuộc chủ đề nào trong các chủ đề của {event}.",)
    return finding(paper, "topic", Outcome.REVIEW, summary, details, advice)


def _is_clear(titles: Collection[float]) -> bool:
    """Whether a title names one theme clearly, and no other as well."""
    *others, best = sorted(titles)
    return best >= max(_CLEAR, _SURE_LEAD * max(others, default=0.0))


def _is_sure(ranking: Sequence[_Points]) -> bool:
    """Whether the first of them wins for certain."""
    best, *others = ranking
    if best.total < _SURE_LEAD * max((it.total for it in others), default=0.0):
        return False
    most = max((it.words for it in others), default=0)
    times, least = _CONTRADICTED_IF_CLEAR if best.title >= _CLEAR else _CONTRADICTED
    if most >= max(least, times * best.words, _CONTRADICTING_SHARE * sum(it.words for it in ranking)):
        return False  # "Hai người thầy cho một bài giảng đầu đời", and the text tells how lecturers are trained
    if best.title >= _TITLE_KEYWORD:
        return True
    if not best.title and any(it.title for it in others):
        return False  # "Nhà ăn không lãng phí", and the text speaks of emulation: the title has a word of another
    return best.words >= _SURE_WORDS and (best.title > 0 or best.total >= _SURE_SHARE * sum(it.total for it in ranking))


def _is_introduced_only(topic_id: str, paper: Paper) -> bool:
    """Whether a theme of which every introduction speaks stands in less than half of the paragraphs."""
    topic = paper.config.topic(topic_id)
    if topic is None or not topic.told_throughout:
        return False
    words = (*topic.keywords, *topic.hints, *topic.signs)
    texts = [line.words for line in paper.text if line.length >= _PARAGRAPH_WORDS]
    return 2 * sum(any_of(it, words) is not None for it in texts) < len(texts)


def _is_set_elsewhere(paper: Paper) -> bool:
    """Whether a paper tells of villages, households and cooperatives, and never of what the conference is about: "Nhân
    rộng mô hình “Ngõ xanh” ở thôn ..." names a theme of the plan and belongs to none.  Where its title says so, and
    nothing of the latter, most of its paragraphs that tell where they are set say it: who writes it teaches, or learns,
    at a school all the same.
    """
    words = paper.config.vocabulary
    title, texts = passage(paper.block.title or ""), [line.words for line in paper.text]
    here = sum(any_of(it, words.setting_words) is not None for it in texts)
    if any_of(title, words.setting_words) is not None:
        return False
    if here:
        elsewhere = sum(any_of(it, words.other_settings) is not None for it in texts)
        return any_of(title, words.other_settings) is not None and elsewhere > here
    return count_different([title, *texts], words.other_settings) >= _OTHER_SETTINGS


def _points(paper: Paper) -> dict[str, _Points]:
    """Of each theme."""
    config = paper.config
    title = _without_units(passage(paper.block.title or ""), config.vocabulary)
    places = [phrase(word) for word in config.vocabulary.place_words]
    aim = _aim(title, config)
    claimed = [keyword for topic in config.topics for keyword in topic.keywords if title.has(phrase(keyword))]
    lines = [line.words for line in paper.text]
    words = {topic.id: _words_of(topic, lines) for topic in config.topics}
    name = _name_in(title, claimed)
    named = {topic.id: _in_title(title, topic, claimed, places, (aim, name)) for topic in config.topics}
    each = (_TEXT_IF_CLEAR if _is_clear(named.values()) else _TEXT) / max(_TEXT_WORDS, sum(words.values()))
    return {key: _Points(named[key], each * words[key], words[key]) for key in named}


def _words_of(topic: Topic, lines: Sequence[Passage]) -> int:
    """How many different words of a theme stand in a text."""
    return count_different(lines, (*topic.keywords, *topic.hints, *topic.signs))


def _without_units(title: Passage, vocabulary: Vocabulary) -> Passage:
    """The title without names of departments and praise: "ở Phòng Quản lý đào tạo" says nothing of the theme, nor does
    a "điển hình" that is none ("sai phạm điển hình").
    """
    for name in (*vocabulary.unit_names, *vocabulary.title_asides, *vocabulary.not_models):
        hit = title.find(phrase(name))
        if hit is not None:
            last = title.text[title.words[hit.last - 1].end :]
            title = passage(f"{title.between(0, hit.first)} | {last}")
    return title


def _aim(title: Passage, config: Config) -> int:
    """The word of the title where its aim begins ("hội trường số | phục vụ dạy học"); past its end if there is none.

    Before it must stand something of a theme: "góp phần đổi mới giảng dạy" alone is what the paper is about.
    """
    starts = [hit.first for word in config.vocabulary.aim_words for hit in title.hits(phrase(word))]
    named = [text for topic in config.topics for text in (*topic.keywords, *topic.hints)]
    first = min((hit.first for text in named for hit in title.hits(phrase(text))), default=len(title.words))
    return min((start for start in starts if start > first), default=len(title.words))


def _name_in(title: Passage, claimed: Iterable[str]) -> frozenset[int]:
    """The words in quotation marks of a title that names its theme outside of them: "Bồi dưỡng giảng viên qua “Nhật ký
    bài giảng”" is not about teaching.
    """
    quoted = [(it.start(), it.end()) for it in IN_QUOTES.finditer(title.text)]
    name = {at for at, it in enumerate(title.words) if any(start <= it.start < end for start, end in quoted)}
    hits = (hit for keyword in claimed for hit in title.hits(phrase(keyword)))
    return frozenset(name) if any(not name & set(range(it.first, it.last)) for it in hits) else frozenset()


def _in_title(
    title: Passage, topic: Topic, claimed: Sequence[str], places: Sequence[Phrase], asides: tuple[int, frozenset[int]]
) -> float:
    """The best keyword counts whole, further ones by a part; words already counted are not counted again.

    So a title that names two fields stays undecided, however many words it spends on one of them.  But a keyword
    that is part of a longer one found there (`claimed`, of any theme) says nothing: "giải pháp … điển hình tiên tiến"
    is about solutions, not about "điển hình tiên tiến" as a field.  Behind "ở" a keyword is a place, and of `asides`
    from the first on it is what the rest is for, among the others a word of the name of a model: all are hints.
    """
    aim, name = asides
    taken: set[int] = set()
    points: list[float] = []
    own = (phrase(text) for text in topic.keywords if not any(_is_part(text, longer) for longer in claimed))
    for keyword in sorted(own, key=lambda it: -it.length):
        hit = title.find(keyword)
        if hit is not None and not taken & set(range(hit.first, hit.last)):
            taken |= set(range(hit.first, hit.last))
            aside = hit.first >= aim or hit.first in name or _is_place(title, hit, places)
            points.append(_TITLE_HINT if aside else _TITLE_KEYWORD + _TITLE_WORD * keyword.length)
    for hint in topic.hints:
        hit = title.find(phrase(hint))
        if hit is not None and not taken & set(range(hit.first, hit.last)):
            taken |= set(range(hit.first, hit.last))
            points.append(_TITLE_HINT)
    best = max(points, default=0.0)
    return best + _TITLE_FURTHER * (sum(points) - best)


def _is_place(title: Passage, hit: Hit, places: Sequence[Phrase]) -> bool:
    return any(
        title.starts_with(word, max(hit.first - word.length, 0)) == Hit(hit.first - word.length, hit.first)
        for word in places
    )


def _is_part(keyword: str, longer: str) -> bool:
    """Whether a keyword stands within another that says more."""
    whole, part = phrase(longer), phrase(keyword)
    return part.length < whole.length and passage(longer).has(part)


def _name(paper: Paper, topic_id: str) -> str:
    topic = paper.config.topic(topic_id)
    return topic.name if topic is not None else topic_id


RULE = Rule("topic", check, {"topic": None, "score": 0.0, "candidates": []})
