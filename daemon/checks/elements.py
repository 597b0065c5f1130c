"""Check `elements`: a paper on a model names what the plan asks for (ĐHVB 4: tên, mục tiêu, nội dung, cách thức,
kết quả và kinh nghiệm).

First: does the paper present a model?  Its title says so ("Xây dựng mô hình lớp học tự quản"), or its headings do;
a title about models in general (themes 1.1 and 1.3) asks for no elements.  Then every element is found by heading
or wording.  A paper fails only for an element of which there is no trace at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

from daemon.checks.evidence import Below, Evidence, gather
from daemon.checks.naming import QUOTE, name_in_head, speaks_of_models
from daemon.checks.paper import Paper, Rule, finding
from daemon.checks.places import excerpt
from daemon.config import Element, Vocabulary
from daemon.model import Finding, Outcome
from daemon.text.vietnamese import Passage, any_of, passage, phrase, starts_with_any

_MANY_HEADINGS = 4  #: headings of elements from which on a paper presents a model whatever its title
_SOME_ELEMENTS = 3  #: of them told, under a title that names no model or speaks of models in general
_FEW_ELEMENTS = 2  #: told, where the text comes to a model and the title does not say so
_OTHER_HEADINGS = 2  #: and none of an element: the paper is about something else, or not understood
_MANY_MENTIONS = 8
_TALK = 2  #: sentences that name the model from which on a paper without headings tells of it, in whatever words
_ROOM = 150  #: words in which a paper may have said everything
_ELEMENTS_A_HEADING = 2
_HEADINGS_NAMED = 3  #: of those that may hold what is missing, in the summary

_DASH, _CUT = re.compile(r"\s[-–—]\s|–|:"), "\n"
_BRACKETED = re.compile(r"\((?P<inside>[^()]{3,200})\)")
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]{3,120}[”\"»]")


class _Model(Enum):
    YES = auto()
    NO = auto()
    PERHAPS = auto()


def check(paper: Paper) -> Finding:
    """Says which elements a paper on a model has and lacks, with the words that show it."""
    evidence = gather(paper)
    is_model = _presents_model(paper, evidence)
    quotes = _quotes(paper, evidence, sure=is_model is _Model.YES)
    missing = [element for element in paper.config.elements if element.id not in quotes]
    details: dict[str, Any] = {
        "is_model_paper": is_model is not _Model.NO,
        "found": list(quotes),
        "missing": [element.id for element in missing],
        "evidence": quotes,
    }
    models = ", ".join(paper.config.vocabulary.model_words)
    if is_model is _Model.NO and paper.block.title is None:
        is_model = _Model.PERHAPS  # its title would have said
        details["is_model_paper"] = True
    if is_model is _Model.NO:
        details["missing"] = []
        summary = f"Bài không trình bày một {models} cụ thể nên không xét các nội dung bắt buộc."
        return finding(paper, "elements", Outcome.SKIP, summary, details)
    if not missing:
        summary = f"Bài về {models} nêu đủ {len(quotes)} nội dung: {_names(paper.config.elements)}."
        return finding(paper, "elements", Outcome.PASS, summary, details)
    traces = dict(evidence.traces)
    if paper.block.title:
        # A name may go without quotation marks and capitals: the title is likely to hold it.
        shown_by_name = (element.id for element in paper.config.elements if element.shown_by_name)
        traces = dict.fromkeys(shown_by_name, paper.block.title) | traces
    untraced = [element for element in missing if element.id not in traces]
    details["traces"] = {element.id: traces[element.id] for element in missing if element not in untraced}
    details["headed"] = {
        element.id: {"heading": evidence.silent[element.id], "below": evidence.below[element.id].value}
        for element in missing
        if element.id in evidence.silent
    }
    if evidence.open_headings:
        details["open_headings"] = list(evidence.open_headings)
    reader = f"{paper.config.secretariat.name} sẽ đọc trực tiếp phần này"
    if is_model is _Model.PERHAPS:
        details["doubtful"] = True
        summary = (
            f"Chưa rõ bài có trình bày một {models} cụ thể hay không; nếu có thì chưa thấy nêu: "
            f"{_names(missing)}; {reader}."
        )
        return finding(paper, "elements", Outcome.REVIEW, summary, details, _may_wait(missing, evidence))
    if not untraced or _may_be_in_other_words(paper, evidence, untraced):
        summary = (
            f"Bài về {models} nhưng chưa thấy nêu rõ: {_shown(missing, evidence)}{_where(missing, evidence)}; {reader}."
        )
        return finding(paper, "elements", Outcome.REVIEW, summary, details, _may_wait(missing, evidence))
    doubtful = [element for element in missing if element not in untraced]
    unclear = f"; chưa thấy nêu rõ: {_shown(doubtful, evidence)}" if doubtful else ""
    summary = f"Bài về {models} còn thiếu: {_names(untraced)}{unclear}."
    return finding(paper, "elements", Outcome.FAIL, summary, details, _advice(missing, evidence))


def _may_be_in_other_words(paper: Paper, evidence: Evidence, untraced: Sequence[Element]) -> bool:
    """Whether what is missing may stand there in words the configuration does not have.

    Where headings go through the elements one by one, one without a heading is not there, unless under a heading that
    means nothing to us: there may be one element or two; aims and what is done may stand behind the name, under "Khái
    quát về mô hình".  A paper without such headings says it in sentences, in words of its own; what is not seen in it
    fails it only where hardly anything is seen, the model is hardly named, and the whole is too short to hold it.
    """
    beside_name = sum(it.stage == 0 for it in untraced) if evidence.overviews else 0
    lacking = len(untraced) - min(beside_name, _ELEMENTS_A_HEADING)
    if lacking <= _ELEMENTS_A_HEADING * len(evidence.open_headings) + evidence.read_headings:
        return True
    if evidence.structured:
        return False
    spacious = sum(line.length for line in paper.text) >= _ROOM
    return lacking <= len(paper.config.elements) // 2 or evidence.spoken >= _TALK or spacious


def _where(missing: Sequence[Element], evidence: Evidence) -> str:
    """The headings in unknown words that may head what is missing, but those named beside it (`_shown`)."""
    named = {evidence.silent[it.id] for it in missing if it.id in evidence.silent}
    headings = [heading for heading in evidence.open_headings if heading not in named][:_HEADINGS_NAMED]
    if not headings or len(named) >= len(missing):
        return ""
    return f" (có thể nằm ở mục {', '.join(f'“{heading}”' for heading in headings)})"


def _presents_model(paper: Paper, evidence: Evidence) -> _Model:
    words = paper.config.vocabulary
    title = passage(paper.block.title or "")
    of_models = any(speaks_of_models(passage(text), words) for text in (title.text, *_subtitles(paper)))
    told = len(evidence.headings.keys() | evidence.phrases.keys())
    named = any(it.shown_by_name and it.id in evidence.headings for it in paper.config.elements)
    of_kind = _is_of_kind(title, words)
    spoken_of = of_models or of_kind or evidence.mentions >= 1 or evidence.title_is_name
    by_headings = named or (len(evidence.headings) >= _MANY_HEADINGS and spoken_of)
    if _is_general(title, words):
        if by_headings and evidence.name:
            return _Model.PERHAPS if of_models else _Model.YES
        one = evidence.title_quotes_name or (evidence.title_name is not None and told >= _SOME_ELEMENTS)
        of_something = (evidence.title_quote or evidence.title_begins_with) and told >= _MANY_HEADINGS
        return _Model.PERHAPS if one or of_something or _names_before_dash(title, words) else _Model.NO
    if of_models:
        if not told and evidence.other_headings + len(evidence.open_headings) >= _OTHER_HEADINGS:
            return _Model.PERHAPS  # "1. Thực trạng / 2. Giải pháp": its title may only mention a model
        sure = evidence.title_name or len(evidence.headings) >= _SOME_ELEMENTS
        return _Model.YES if sure else _Model.PERHAPS
    if by_headings:
        return _Model.YES
    if of_kind and told >= _FEW_ELEMENTS:
        return _Model.PERHAPS
    if evidence.title_is_name or (evidence.title_kind_name and (told or evidence.mentions)):
        return _Model.YES if told >= _SOME_ELEMENTS else _Model.PERHAPS
    late = evidence.comes_to_name and told >= _FEW_ELEMENTS
    if evidence.begins_with_name or late or evidence.own_model:
        return _Model.PERHAPS  # "Sáng thứ Hai ở trường tôi", and the text tells of its mô hình “Chuyện đẹp đầu tuần”
    as_example = any_of(title, words.example_words) is not None
    if (evidence.mentions and (as_example or evidence.title_quote)) or (as_example and evidence.title_quote):
        return _Model.PERHAPS  # "Chị X – tấm gương sáng ...", and the text calls her a "điển hình"
    if evidence.mentions and told >= _SOME_ELEMENTS:
        return _Model.PERHAPS  # "Người đi trước rước người đi sau", and what it tells of is called a model
    if evidence.named and told >= _SOME_ELEMENTS:
        return _Model.PERHAPS  # "Ngày thứ Sáu không to tiếng", and nothing is called a model
    if _tells_of_something(evidence, told):
        return _Model.PERHAPS
    many = evidence.mentions >= _MANY_MENTIONS and (evidence.name or paper.block.title is None)
    return _Model.PERHAPS if many or told >= _MANY_HEADINGS else _Model.NO


def _tells_of_something(evidence: Evidence, told: int) -> bool:
    """Whether a paper may present what it never calls a model: something that its title begins with or that the text
    says was set up, or elements without the headings of those on a state of affairs ("Thực trạng", "Giải pháp").
    """
    of_other = evidence.other_headings >= _OTHER_HEADINGS
    if evidence.title_begins_with or (evidence.set_up and told):
        in_prose = evidence.other_headings + len(evidence.open_headings) < _OTHER_HEADINGS
        return told >= _FEW_ELEMENTS or (bool(told) and not of_other) or in_prose
    of_one = evidence.mentions or evidence.title_quote or evidence.named
    return told >= (_FEW_ELEMENTS if of_one else _SOME_ELEMENTS) and not of_other


def _is_of_kind(title: Passage, words: Vocabulary) -> bool:
    """Whether a title says "mô hình" of what may be none: "Mô hình hợp tác xã dược liệu Pù Mát" is one, "Mô hình tăng
    trưởng kinh tế của Việt Nam" is not; what the paper tells says which.
    """
    return not speaks_of_models(title, words) and any_of(title, words.model_words) is not None


def _subtitles(paper: Paper) -> list[str]:
    """Lines in brackets beside the title: "(Viết về điển hình ...)"."""
    return [line.text for line in paper.block.lines if line.text.startswith("(")]


def _is_general(title: Passage, words: Vocabulary) -> bool:
    """Whether a title speaks of models in general: by a word outside quotation marks and praise."""
    in_brackets = [it["inside"] for it in _BRACKETED.finditer(title.text)]
    if any(starts_with_any(passage(it), words.model_words) for it in in_brackets):
        return False  # "Văn hóa chào hỏi – việc nhỏ, ý nghĩa lớn (Điển hình xây dựng ...)" is about one
    text = _QUOTED.sub(" | ", title.text)
    for aside in words.title_asides:
        hit = passage(text).find(phrase(aside))
        if hit is not None:
            whole = passage(text)
            text = f"{whole.between(0, hit.first)} | {whole.between(hit.last, len(whole.words))}"
    return any_of(passage(text), words.general_words) is not None


def _names_before_dash(title: Passage, words: Vocabulary) -> bool:
    """Whether a title names a model, and calls it in general words only behind a dash: "Mô hình thư viện xanh – giải
    pháp thu hút bạn đọc".
    """
    named, dash, _ = _DASH.sub(_CUT, title.text, count=1).partition(_CUT)
    if not dash or any_of(passage(named), words.general_words) is not None:
        return False
    return name_in_head(named, passage(""), words) is not None


def _quotes(paper: Paper, evidence: Evidence, *, sure: bool) -> dict[str, str]:
    """What shows each element that is found; `sure`: the paper presents a model."""
    found, title = {}, passage(paper.block.title or "")
    of_kind = sure and _is_of_kind(title, paper.config.vocabulary)
    for element in paper.config.elements:
        quote = evidence.quote(element.id)
        if quote is None and element.shown_by_name:
            quote = evidence.name or evidence.title_quote or (excerpt(title.text, QUOTE) if of_kind else None)
            quote = quote or evidence.title_begins_with
        if quote is not None:
            found[element.id] = quote
    return found


def _names(elements: list[Element] | tuple[Element, ...]) -> str:
    return "; ".join(element.name for element in elements)


_SAID_BELOW = {
    Below.WORDS: "phần dưới đề mục này chưa nói rõ",
    Below.PICTURE: "dưới đó chỉ thấy hình hoặc sơ đồ",
    Below.NOTHING: "dưới đó chưa có nội dung",
}


def _shown(elements: Sequence[Element], evidence: Evidence) -> str:
    """Their names, each with its heading where there is one: who has written it looks below it, not for it."""
    return "; ".join(
        f"{it.name} (bài có đề mục “{evidence.silent[it.id]}” nhưng {_SAID_BELOW[evidence.below[it.id]]})"
        if it.id in evidence.silent
        else it.name
        for it in elements
    )


def _may_wait(missing: Sequence[Element], evidence: Evidence) -> tuple[str, ...]:
    """What an author may do of whom nothing is asked yet."""
    return (
        f"Có thể chờ, hoặc bổ sung ngay để khỏi phải sửa sau, tốt nhất là {_under(missing, evidence)}.",
        *_described(missing),
        "Nếu bài đã có nội dung này dưới tên gọi khác, có thể trả lời thư và cho biết nằm ở mục nào.",
    )


def _advice(missing: Sequence[Element], evidence: Evidence) -> tuple[str, ...]:
    return (
        f"Bổ sung phần còn thiếu, tốt nhất là {_under(missing, evidence)}.",
        *_described(missing),
        "Nếu bài đã có nội dung này dưới tên gọi khác, hãy trả lời thư và cho biết nằm ở mục nào.",
    )


def _described(missing: Sequence[Element]) -> tuple[str, ...]:
    """What belongs there: who has written something else below a heading asks for it."""
    said = "; ".join(f"{it.name} ({it.description})" for it in missing if it.description)
    return (f"Nên nêu rõ: {said}.",) if said else ()


def _under(missing: Sequence[Element], evidence: Evidence) -> str:
    """The headings under which what is missing is best written: those that the paper has, and new ones."""
    own = ", ".join(f"“{element.headings[0]}”" for element in missing if element.id not in evidence.silent)
    there = ", ".join(dict.fromkeys(f"“{evidence.silent[it.id]}”" for it in missing if it.id in evidence.silent))
    places = (f"dưới đề mục riêng: {own}" if own else "", f"ngay dưới đề mục đã có: {there}" if there else "")
    return "; ".join(place for place in places if place)


RULE = Rule("elements", check, {"is_model_paper": None, "found": [], "missing": []})
