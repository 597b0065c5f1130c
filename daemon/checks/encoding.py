"""Check `encoding`: Unicode text, no TCVN3 or VNI letters (ĐHVB 5: Times New Roman shows such letters garbled)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import normalize

from daemon.checks.marks import spot
from daemon.checks.paper import Paper, Rule, by_person, finding, number
from daemon.checks.places import APART, Locator, excerpt, locator
from daemon.fonts import visible_characters
from daemon.model import Finding, Outcome, Paragraph, Reason, Story
from daemon.text.legacy import Encoding, Legacy

#: As UniKey lists them.
_NAMES = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI Windows"}
_NOT_THE_FONT_ALONE = "KHÔNG chỉ đổi phông chữ: chữ gõ bằng bảng mã cũ sẽ hiện sai khi chuyển sang phông Unicode."
_MOST_PLACES = 5
#: Stretches of such text that an annotated copy marks; it has room for 30 remarks in all.
_MOST_STRETCHES = 10
#: Vietnamese letters that only Unicode has: the old encodings lie below U+0100.
_VIETNAMESE = re.compile("[ĂăĐđƠơƯư\u1ea0-\u1ef9]")


def check(paper: Paper) -> Finding:
    """Fails when legacy letters were found; the places are given as the author reads them."""
    legacy = paper.legacy
    encoding = legacy.encoding
    details: dict[str, Any] = {"legacy": encoding and encoding.value, "characters": legacy.characters}
    if encoding is None and legacy.foreign:
        return _foreign(paper, details)
    if encoding is None:
        return finding(paper, "encoding", Outcome.PASS, "Bài được gõ bằng bảng mã Unicode.", details)
    at = locator(paper.document, paper.rendering)
    largest = sorted(legacy.paragraphs.values(), key=lambda it: -it.characters)[:_MOST_PLACES]
    places = []
    for found in largest:
        paragraph = paper.document.paragraphs[found.index]
        shown = excerpt(found.excerpt)
        where = at.where(paragraph.place, paragraph.text[:60])
        places.append({"characters": found.characters, "excerpt": shown, "where": where})
    details["places"] = places
    details["stretches"] = [_stretch(stretch, at) for stretch in _stretches(paper)][:_MOST_STRETCHES]
    details["fonts"] = sorted(legacy.fonts)
    summary = (
        f"Có {number(legacy.characters)} ký tự gõ bằng bảng mã cũ {_NAMES[encoding]}, không phải Unicode; "
        f"ví dụ “{places[0]['excerpt']}” ({places[0]['where']})."
    )
    advice = _advice(paper, encoding, [str(place["where"]) for place in places])
    return finding(paper, "encoding", Outcome.FAIL, summary, details, advice)


def _stretches(paper: Paper) -> Iterator[list[tuple[Paragraph, Legacy]]]:
    """Legacy paragraphs that follow each other in one encoding; those without a letter of any encoding part none."""
    stretch: list[tuple[Paragraph, Legacy]] = []
    for index, paragraph in enumerate(paper.document.paragraphs):
        legacy = paper.legacy.paragraphs.get(index)
        if legacy is None and paragraph.text.isascii():
            continue
        if stretch and (legacy is None or not _goes_on(stretch[-1], paragraph, legacy)):
            yield stretch
            stretch = []
        if legacy is not None:
            stretch.append((paragraph, legacy))
    if stretch:
        yield stretch


def _goes_on(before: tuple[Paragraph, Legacy], paragraph: Paragraph, legacy: Legacy) -> bool:
    one, other = before[0].place, paragraph.place
    same = (one.story, one.part, one.table) == (other.story, other.part, other.table)
    return same and before[1].encoding is legacy.encoding


def _stretch(stretch: Sequence[tuple[Paragraph, Legacy]], at: Locator) -> dict[str, Any]:
    """Where it begins and, in the running text, which is its last paragraph."""
    first, last = stretch[0][0].place, stretch[-1][0].place
    through = last.paragraph if first.story is Story.BODY else first.paragraph
    return {
        **spot(first),
        "through": through,
        "paragraphs": len(stretch),
        "legacy": stretch[0][1].encoding.value,
        "where": at.where(first),
    }


def _foreign(paper: Paper, details: dict[str, Any]) -> Finding:
    """Letters in a code that is not read here (VPS, Vietware, BKHCM): a person looks."""
    spans = [
        span
        for index, fonts in sorted(paper.legacy.foreign.items())
        for span in paper.document.paragraphs[index].spans
        if span.font in fonts
    ]
    first = paper.document.paragraphs[min(paper.legacy.foreign)]
    where = locator(paper.document, paper.rendering).where(first.place, first.text[:60])
    details |= {
        "reason": Reason.FOREIGN_CODE.value,
        "characters": sum(visible_characters(span.text) for span in spans),
        "first": {**spot(first.place), "where": where},
        "fonts": sorted(paper.legacy.fonts),
    }
    summary = (
        f"Có {number(details['characters'])} ký tự dường như gõ bằng một bảng mã cũ (ví dụ VPS, Vietware), không phải "
        f"Unicode, từ “{excerpt(spans[0].text)}” ({where}); {by_person(paper)}."
    )
    return finding(paper, "encoding", Outcome.REVIEW, summary, details, (_NOT_THE_FONT_ALONE,))


def _advice(paper: Paper, encoding: Encoding, places: Sequence[str]) -> tuple[str, ...]:
    name, font = _NAMES[encoding], paper.config.rules.font
    which, then = _selection(paper, encoding, places)
    others = (_NAMES[it] for it in Encoding if it is not encoding and paper.legacy.characters_in(it))
    return (
        _NOT_THE_FONT_ALONE,
        f"{which}, chép (Ctrl+C), rồi nhấn Ctrl+Shift+F6 để mở bảng công cụ của UniKey.",
        f"Trong bảng đó chọn Nguồn: {name}, Đích: Unicode, đánh dấu “Chuyển mã clipboard”, bấm “Chuyển mã”.",
        *(f"Làm như vậy với phần gõ bằng bảng mã {it}, khi đó chọn Nguồn: {it}." for it in others),
        f"Trở lại Word, {then} chọn phông {font}, đọc soát lại rồi lưu.",
    )


def _selection(paper: Paper, encoding: Encoding, places: Sequence[str]) -> tuple[str, str]:
    """What to select for the conversion, and what to do with its result.  Of a paper that is partly in Unicode the
    rest would be garbled by it.
    """
    number_of = len(paper.legacy.paragraphs)
    if not _is_partly(paper, encoding):
        return "Bôi đen toàn bài (Ctrl+A)", "dán đè lên bài (Ctrl+V), bôi đen toàn bài (Ctrl+A) và"
    if number_of == 1:
        return "Chỉ bôi đen đoạn nêu trên (không chọn cả bài)", "dán đè lên đúng đoạn đó (Ctrl+V),"
    more = f" và {number_of - len(places)} đoạn khác" if number_of > len(places) else ""
    which = f"Chỉ bôi đen những đoạn gõ bằng bảng mã cũ, không chọn cả bài ({'; '.join(places)}{more})"
    return which, "dán đè lên đúng những đoạn đó (Ctrl+V),"


def _is_partly(paper: Paper, encoding: Encoding) -> bool:
    """Whether text that "select all" takes in is not in this encoding: letters that none of the old ones has a code
    for, or the codes of another one.
    """
    for index, paragraph in enumerate(paper.document.paragraphs):
        if paragraph.place.story in APART:
            continue
        legacy = paper.legacy.paragraphs.get(index)
        for read, spans in legacy.read if legacy else ((None, paragraph.spans),):
            text = "".join(span.text for span in spans)
            if read is not encoding and (read is not None or _VIETNAMESE.search(normalize("NFC", text))):
                return True
    return False


RULE = Rule("encoding", check, {"legacy": None, "characters": 0})
