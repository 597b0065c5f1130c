"""Which sentence of a paper tells an element, and which is but a trace of it.  PURE.

A phrase counts where the paper speaks of its model, elsewhere it is a trace; announcements say nothing.
A word of the element in a sentence that names the model is a trace as well; in a paper without headings, anywhere near
one.  Where headings go through the elements, what stands above the first of them announces all but aims, what stands
below one tells that one, if it has more of it, and what stands under "Kết luận" sums up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from daemon.checks.hollow import weight
from daemon.checks.sections import is_elsewhere
from daemon.checks.spoken import Said
from daemon.checks.telling import announces_what_follows, goes_on, is_routine, is_yet_to_come, only_announces, tells
from daemon.checks.whole import has_whole
from daemon.config import Element, Vocabulary
from daemon.text.vietnamese import Passage, any_of, count_all, starts_with_any


@dataclass(frozen=True, slots=True)
class Told:
    """What was found of one element in sentences."""

    by: Said | None = None  #: tells it
    announced: str = ""  #: the sentence behind, where that one ends with a colon or the like
    trace: Said | None = None  #: the first one above that is no more than a trace


class _Sign(Enum):
    TOLD = auto()
    TRACE = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Search:
    """How the sentences of one paper are read."""

    words: Vocabulary
    in_prose: bool  #: hardly a heading names an element
    by_headings: bool  #: headings go through the elements
    first: int  #: the line of the first of them; 0 where not each element has one

    def told(self, element: Element, texts: Sequence[Said], *, traced: bool) -> Told:
        """The sentence that tells an element, and the first trace of it above; `traced`: one is known already."""
        trace: Said | None = None
        for at, said in enumerate(texts):
            following = texts[at + 1].words if at + 1 < len(texts) else None
            sign = self._sign(said, following, element, traced=traced or trace is not None)
            if sign is _Sign.TOLD:
                announced = following if announces_what_follows(said.words, self.words) else None
                return Told(said, "" if announced is None else announced.text, trace)
            if sign is _Sign.TRACE:
                trace = said
        return Told(trace=trace)

    def _sign(self, said: Said, following: Passage | None, element: Element, *, traced: bool) -> _Sign:
        hit = self._has_phrase(said, element)
        told = hit and self._tells(said, following, element)
        elsewhere = is_elsewhere(said.words, self.words, names_model=said.names_model)
        elsewhere = elsewhere or only_announces(said.words, following, self.words)
        if hit and not told and self.by_headings and element.stage > 0:
            elsewhere = elsewhere or is_routine(said.words, self.words)
        # "Vì sao có mô hình", and below it "Lập ra mô hình, khoa mong ...": a word of the element is enough.
        below = said.under is not None and any_of(said.under, element.told_under) is not None
        told = told and not (element.told_by_figures and self._needs_figures(said))
        if not elsewhere and (told or (below and said.names_model and _has_word(said.words, element))):
            return _Sign.TOLD
        if traced or not self._is_trace(said, element, hit=hit, below=below, elsewhere=elsewhere):
            return _Sign.NONE
        return _Sign.TRACE

    def _has_phrase(self, said: Said, element: Element) -> bool:
        return any(
            _is_done_for(reading, element)
            or has_whole(reading, element.phrases, self.words.compounds, element.other_matters)
            for reading in said.readings()
        )

    def _tells(self, said: Said, following: Passage | None, element: Element) -> bool:
        """Whether a sentence with a phrase of an element tells it; among headings, it has to say something."""
        if not self.by_headings:
            return said.about
        told = any(
            _is_done_for(reading, element) or tells(reading, following, element, self.words)
            for reading in said.readings()
        )
        return told and (said.about or goes_on(following, self.words))

    def _needs_figures(self, said: Said) -> bool:
        """Whether a sentence says what is still to come, or among headings what papers say in passing."""
        if self.by_headings:
            return self._is_said_in_passing(said)
        return is_yet_to_come(said.words, self.words)

    def _is_trace(self, said: Said, element: Element, *, hit: bool, below: bool, elsewhere: bool) -> bool:
        traced = hit or any(
            has_whole(reading, element.traces, self.words.compounds, element.other_matters)
            for reading in said.readings()
        )
        # "Đoàn đi học tập kinh nghiệm xây dựng mô hình": a word of it, but about something else.
        has_word = _has_word(said.words, element)
        traced = traced and (not self.by_headings or has_word)
        near = said.about if self.in_prose else said.names_model and not elsewhere
        if not ((traced and not elsewhere) or ((near or below) and has_word)):
            return False
        return not (self.by_headings and self._is_no_trace(said, element, hit=hit))

    def _is_no_trace(self, said: Said, element: Element, *, hit: bool) -> bool:
        """Whether a sentence of a paper with headings only introduces it, sums it up, or tells the element of its own
        heading, and that without a phrase; aims may be told in an introduction.
        """
        if said.paragraph < self.first:
            return not element.told_under and (not hit or self._is_said_in_passing(said))
        if hit:
            return False
        if element.stage and self._ends(said) and self._is_said_in_passing(said):
            return True
        return (
            said.of is not None and said.of is not element and weight(said.words, said.of) > weight(said.words, element)
        )

    def _is_said_in_passing(self, said: Said) -> bool:
        """Whether a sentence above the first heading of an element, or under "Kết luận", says what papers say there,
        with no figure and no list: "Mô hình đã góp phần xây dựng nhà trường ngày càng vững mạnh".
        """
        in_passing = said.paragraph < self.first or self._ends(said)
        return in_passing and not any(char.isdigit() or char == ":" for char in said.words.text)

    def _ends(self, said: Said) -> bool:
        return said.under is not None and any_of(said.under, self.words.ending_headings) is not None


def _is_done_for(said: Passage, element: Element) -> bool:
    """Whether a sentence begins with what something was done for: "Nhằm ..., công đoàn đã thành lập mô hình ..."."""
    return starts_with_any(said, element.begins) and any_of(said, element.done_for_it) is not None


def _has_word(text: Passage, element: Element) -> bool:
    """Whether a word of an element stands there otherwise than in "kết quả học tập", "kinh nghiệm công tác"."""
    return count_all(text, element.words) > count_all(text, element.other_matters)
