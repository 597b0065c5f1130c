"""Check `topic`: belongs to a theme of the plan (ĐHVB 1: 1.1, the eight fields of 1.2, 1.3).

Transparent keyword scores: the title weighs most, then headings, then the text.  The score is the winner's share of
all points; a narrow win or a low score is left to a person, with the runners-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from daemon.checks.paper import Paper, Rule, finding
from daemon.config import Config, Topic, Vocabulary
from daemon.model import Finding, Outcome
from daemon.text.lines import Line
from daemon.text.vietnamese import Hit, Passage, Phrase, count_all, passage, phrase

_TITLE_KEYWORD, _TITLE_WORD, _TITLE_HINT = 5.0, 1.0, 1.5  #: per keyword, per word of it, per hint
_TITLE_FURTHER = 0.3  #: share of the points of every keyword after the best
_HEADING_KEYWORD, _HEADING_HINT, _HEADING_MOST = 1.0, 0.25, 3.0
_TEXT_KEYWORD, _TEXT_HINT, _TEXT_MOST = 0.3, 0.05, 3.0
_SURE_SHARE = 0.3
_SURE_SHARE_BY_TEXT = 0.75  #: of a theme of which the title has no keyword: every paper speaks of teaching
_SURE_LEAD = 1.25  #: the winner has at least so many times the points of the next
_SURE_POINTS = 2.0  #: fewer points say nothing
_CANDIDATES = 4


def check(paper: Paper) -> Finding:
    """The best theme, or a question for a person."""
    by_title, by_text = _points(paper)
    points = {topic_id: by_title[topic_id] + by_text[topic_id] for topic_id in by_title}
    total = sum(points.values())
    ranking = sorted(points, key=lambda topic_id: -points[topic_id])
    candidates = [
        {"topic": topic_id, "name": _name(paper, topic_id), "score": round(points[topic_id] / total, 2)}
        for topic_id in ranking[:_CANDIDATES]
        if points[topic_id]
    ]
    best = ranking[0]
    second = points[ranking[1]] if len(ranking) > 1 else 0.0
    share = points[best] / total if total else 0.0
    enough = _SURE_SHARE if by_title[best] >= _TITLE_KEYWORD else _SURE_SHARE_BY_TEXT
    sure = points[best] >= _SURE_POINTS and share >= enough and points[best] >= _SURE_LEAD * second
    sure = sure and paper.block.title is not None  # the text alone speaks of much
    details: dict[str, Any] = {
        "topic": best if sure else None,
        "score": round(share, 2),
        "candidates": candidates,
    }
    if sure:
        summary = f"Bài thuộc chủ đề {best} “{_name(paper, best)}”."
        return finding(paper, "topic", Outcome.PASS, summary, details)
    secretariat = paper.config.secretariat.name
    if candidates:
        listed = "; ".join(f"{it['topic']} “{it['name']}”" for it in candidates[:3])
        summary = f"Chưa xác định chắc chắn chủ đề của bài (có thể là {listed}); {secretariat} sẽ xem xét."
    else:
        summary = f"Chưa thấy bài thuộc chủ đề nào của Hội thảo; {secretariat} sẽ xem xét."
    advice = ("Có thể trả lời thư, cho biết bài thuộc chủ đề nào trong định hướng viết bài của Hội thảo.",)
    return finding(paper, "topic", Outcome.REVIEW, summary, details, advice)


def _points(paper: Paper) -> tuple[dict[str, float], dict[str, float]]:
    """Of each theme: by the title, and by headings and text."""
    config = paper.config
    title = _without_units(passage(paper.block.title or ""), config.vocabulary)
    places = [phrase(word) for word in config.vocabulary.place_words]
    aim = _aim(title, config)
    claimed = [keyword for topic in config.topics for keyword in topic.keywords if title.has(phrase(keyword))]
    text = paper.text
    headings = [line.words for line in text if _is_heading(line)]
    body = [line.words for line in text if not _is_heading(line)]
    by_title = {topic.id: _in_title(title, topic, claimed, places, aim) for topic in config.topics}
    by_text = {
        topic.id: _in_lines(headings, topic, _HEADING_KEYWORD, _HEADING_HINT, _HEADING_MOST)
        + _in_lines(body, topic, _TEXT_KEYWORD, _TEXT_HINT, _TEXT_MOST)
        for topic in config.topics
    }
    return by_title, by_text


def _is_heading(line: Line) -> bool:
    return line.length <= 25 and (line.bold or line.capitals or line.outline is not None)


def _without_units(title: Passage, vocabulary: Vocabulary) -> Passage:
    """The title without names of departments and praise: "ở Phòng Quản lý đào tạo" says nothing of the theme."""
    for name in (*vocabulary.unit_names, *vocabulary.title_asides):
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


def _in_title(title: Passage, topic: Topic, claimed: Sequence[str], places: Sequence[Phrase], aim: int) -> float:
    """The best keyword counts whole, further ones by a part; words already counted are not counted again.

    So a title that names two fields stays undecided, however many words it spends on one of them.  But a keyword
    that is part of a longer one found there (`claimed`, of any theme) says nothing: "giải pháp … điển hình tiên tiến"
    is about solutions, not about "điển hình tiên tiến" as a field.  Behind "ở" a keyword is a place, and from `aim` on
    it is what the rest is for: both are hints.
    """
    taken: set[int] = set()
    points: list[float] = []
    own = (phrase(text) for text in topic.keywords if not any(_is_part(text, longer) for longer in claimed))
    for keyword in sorted(own, key=lambda it: -it.length):
        hit = title.find(keyword)
        if hit is not None and not taken & set(range(hit.first, hit.last)):
            taken |= set(range(hit.first, hit.last))
            aside = hit.first >= aim or _is_place(title, hit, places)
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


def _in_lines(lines: Sequence[Passage], topic: Topic, keyword: float, hint: float, most: float) -> float:
    found = keyword * _count(lines, topic.keywords) + hint * _count(lines, topic.hints)
    return min(most, found)


def _count(lines: Sequence[Passage], phrases: Iterable[str]) -> int:
    wanted = tuple(phrases)
    return sum(count_all(line, wanted) for line in lines)


def _name(paper: Paper, topic_id: str) -> str:
    topic = paper.config.topic(topic_id)
    return topic.name if topic is not None else topic_id


RULE = Rule("topic", check, {"topic": None, "score": 0.0, "candidates": []})
