"""Check `encoding`: Unicode text, no TCVN3 or VNI letters (ĐHVB 5: Times New Roman shows such letters garbled)."""

from __future__ import annotations

from typing import Any

from daemon.checks.marks import spot
from daemon.checks.paper import Paper, Rule, finding, number
from daemon.checks.places import excerpt, locator
from daemon.model import Finding, Outcome
from daemon.text.legacy import Encoding

#: As UniKey lists them.
_NAMES = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI Windows"}
_MOST_PLACES = 5


def check(paper: Paper) -> Finding:
    """Fails when legacy letters were found; the places are given as the author reads them."""
    legacy = paper.legacy
    encoding = legacy.encoding
    details: dict[str, Any] = {"legacy": encoding and encoding.value, "characters": legacy.characters}
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
    first = paper.document.paragraphs[min(legacy.paragraphs)].place
    details["places"] = places
    details["first"] = {**spot(first), "where": at.where(first)}
    details["fonts"] = sorted(legacy.fonts)
    summary = (
        f"Có {number(legacy.characters)} ký tự gõ bằng bảng mã cũ {_NAMES[encoding]}, không phải Unicode; "
        f"ví dụ “{places[0]['excerpt']}” ({places[0]['where']})."
    )
    return finding(paper, "encoding", Outcome.FAIL, summary, details, _advice(paper, encoding))


def _advice(paper: Paper, encoding: Encoding) -> tuple[str, ...]:
    name, font = _NAMES[encoding], paper.config.rules.font
    return (
        "KHÔNG chỉ đổi phông chữ: chữ gõ bằng bảng mã cũ sẽ hiện sai khi chuyển sang phông Unicode.",
        "Bôi đen toàn bài (Ctrl+A), chép (Ctrl+C), rồi nhấn Ctrl+Shift+F6 để mở bảng công cụ của UniKey.",
        f"Trong bảng đó chọn Nguồn: {name}, Đích: Unicode, đánh dấu “Chuyển mã clipboard”, bấm “Chuyển mã”.",
        f"Trở lại Word, dán đè lên bài (Ctrl+V), bôi đen toàn bài (Ctrl+A) và chọn phông {font}, đọc soát lại rồi lưu.",
    )


RULE = Rule("encoding", check, {"legacy": None, "characters": 0})
