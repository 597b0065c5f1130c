"""Check `elements`: a paper on a model names what the plan asks for (ĐHVB 4: tên, mục tiêu, nội dung, cách thức,
kết quả và kinh nghiệm).

First: does the paper present a model?  Its title says so ("Xây dựng mô hình lớp học tự quản"), or its headings do;
a title about models in general (themes 1.1 and 1.3) asks for no elements.  Then every element is found by heading
or wording.  A paper fails only for an element of which there is no trace at all.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from daemon.checks.evidence import Evidence, gather
from daemon.checks.paper import Paper, Rule, finding
from daemon.config import Element
from daemon.model import Finding, Outcome
from daemon.text.vietnamese import any_of, passage

_MANY_HEADINGS = 4  #: headings of elements from which on a paper presents a model whatever its title
_MANY_MENTIONS = 8


class _Model(Enum):
    YES = auto()
    NO = auto()
    PERHAPS = auto()


def check(paper: Paper) -> Finding:
    """Says which elements a paper on a model has and lacks, with the words that show it."""
    evidence = gather(paper)
    is_model = _presents_model(paper, evidence)
    quotes = _quotes(paper, evidence)
    missing = [element for element in paper.config.elements if element.id not in quotes]
    details: dict[str, Any] = {
        "is_model_paper": is_model is not _Model.NO,
        "found": list(quotes),
        "missing": [element.id for element in missing],
        "evidence": quotes,
    }
    if is_model is _Model.NO:
        details["missing"] = []
        summary = "Bài không trình bày một mô hình, điển hình cụ thể nên không xét các nội dung bắt buộc."
        return finding(paper, "elements", Outcome.SKIP, summary, details)
    if not missing:
        summary = f"Bài về mô hình, điển hình nêu đủ {len(quotes)} nội dung: {_names(paper.config.elements)}."
        return finding(paper, "elements", Outcome.PASS, summary, details)
    untraced = [element for element in missing if element.id not in evidence.traces]
    details["traces"] = {element.id: evidence.traces[element.id] for element in missing if element not in untraced}
    if is_model is _Model.PERHAPS:
        details["doubtful"] = True
        summary = (
            "Chưa rõ bài có trình bày một mô hình cụ thể hay không; nếu có thì chưa thấy nêu: "
            f"{_names(missing)}; cần người xem trực tiếp."
        )
        return finding(paper, "elements", Outcome.REVIEW, summary, details, _advice(missing))
    if not untraced:
        summary = f"Bài về mô hình nhưng chưa thấy nêu rõ: {_names(missing)}; cần người xem trực tiếp."
        return finding(paper, "elements", Outcome.REVIEW, summary, details, _advice(missing))
    summary = f"Bài về mô hình, điển hình còn thiếu: {_names(missing)}."
    return finding(paper, "elements", Outcome.FAIL, summary, details, _advice(missing))


def _presents_model(paper: Paper, evidence: Evidence) -> _Model:
    words = paper.config.vocabulary
    title = passage(paper.block.title or "")
    named = any(it.shown_by_name and it.id in evidence.headings for it in paper.config.elements)
    by_headings = named or (len(evidence.headings) >= _MANY_HEADINGS and evidence.mentions >= 2)
    if any_of(title, words.model_words):
        if any_of(title, words.general_words) is None:
            return _Model.YES if evidence.title_name or evidence.headings else _Model.PERHAPS
        return _Model.PERHAPS if by_headings else _Model.NO
    if by_headings:
        return _Model.YES
    if evidence.mentions >= _MANY_MENTIONS and (evidence.name or paper.block.title is None):
        return _Model.PERHAPS
    return _Model.NO


def _quotes(paper: Paper, evidence: Evidence) -> dict[str, str]:
    found = {}
    for element in paper.config.elements:
        quote = evidence.quote(element.id)
        if quote is None and element.shown_by_name:
            quote = evidence.name
        if quote is not None:
            found[element.id] = quote
    return found


def _names(elements: list[Element] | tuple[Element, ...]) -> str:
    return "; ".join(element.name for element in elements)


def _advice(missing: list[Element]) -> tuple[str, ...]:
    headings = ", ".join(f"“{element.headings[0]}”" for element in missing)
    return (
        f"Bổ sung phần còn thiếu, tốt nhất là dưới đề mục riêng: {headings}.",
        "Nếu bài đã có nội dung này dưới tên gọi khác, hãy trả lời thư và cho biết nằm ở mục nào.",
    )


RULE = Rule("elements", check, {"is_model_paper": None, "found": [], "missing": []})
