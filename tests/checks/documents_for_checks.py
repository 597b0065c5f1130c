"""Document values for the checks, by hand: a paper is a list of lines, and a mark before a line says how it looks.

"[bc]TITLE" is bold and centred, "[o]" a heading by style, "[f]" a footnote, "[h]" a header, "[t]" a table cell,
"[n]" a list item; "**Mục tiêu.** ..." begins in bold.  BODY stands for a neutral paragraph of running text.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from daemon.checks.paper import Paper
from daemon.config import Config, load
from daemon.model import Document, FileKind, PageText, Paragraph, Place, Rendering, Span, Story
from daemon.text import legacy, titleblock
from daemon.text import lines as reading
from daemon.text.legacy import TCVN3, VNI, Encoding

TNR = "Times New Roman"
BODY = (
    "Trong những năm qua, cán bộ và giảng viên luôn chủ động bàn bạc, chỉ đạo, theo dõi mọi mặt công tác, coi đây "
    "là nhiệm vụ chính trị cần làm kỹ, thường xuyên của tập thể nhà trường trong tình hình mới hiện nay."
)
_STORIES = {"f": Story.FOOTNOTE, "h": Story.HEADER, "t": Story.TABLE, "x": Story.TEXT_BOX}


@cache
def shipped() -> Config:
    """The configuration as it ships."""
    return load(Path(__file__).parents[2] / "config.toml")


def paragraph(text: str, font: str = TNR, number: int = 1, marks: str = "", **more: Any) -> Paragraph:
    story = next((_STORIES[mark] for mark in marks if mark in _STORIES), Story.BODY)
    place = Place(story, f"word/{story}.xml", number)
    return Paragraph(
        place,
        more.pop("spans", (Span(text, font),)),
        centred="c" in marks,
        bold="b" in marks,
        outline=1 if "o" in marks else None,
        number=(Span("•", TNR, exempt=True),) if "n" in marks else (),
    )


def document(text: str, font: str = TNR, **more: Any) -> Document:
    """A document from lines with marks."""
    paragraphs = []
    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        marks, shown = line[1:].split("]", 1) if line.startswith("[") else ("", line)
        lead = len(shown.split("**")[1].split()) if shown.startswith("**") else 0
        shown = shown.replace("**", "").replace("BODY", BODY).replace("\\n", "\n")
        paragraphs.append(replace(paragraph(shown, font, number, marks), bold_lead=lead))
    return Document(FileKind.DOCX, paragraphs=tuple(paragraphs), **more)


def spanned(*spans: tuple[str, str], **more: Any) -> Document:
    """A document of one paragraph with (text, font) spans."""
    return Document(
        FileKind.DOCX, paragraphs=(paragraph("", spans=tuple(Span(text, font) for text, font in spans)),), **more
    )


def rendering(pages: int, blank: int = 0, *, trusted: bool = True, texts: tuple[str, ...] = ()) -> Rendering:
    """So many pages with text, then blank ones."""
    numbered = [
        PageText(number, texts[number - 1] if number <= len(texts) else f"trang số {number}", blank=number > pages)
        for number in range(1, pages + blank + 1)
    ]
    return Rendering(tuple(numbered), trusted, "" if trusted else "fonts do not cover Vietnamese")


def paper(document: Document, *, config: Config | None = None, **more: Any) -> Paper:
    """A paper ready for the checks."""
    config = config or shipped()
    survey = legacy.survey(document)
    lines = reading.lines(document, survey)
    more.setdefault("rendering", rendering(3))
    block = titleblock.read(lines, config)
    return Paper(config=config, document=document, legacy=survey, lines=lines, block=block, **more)


def with_rules(**rules: Any) -> Config:
    """The shipped configuration with other rules."""
    config = shipped()
    return config.model_copy(update={"rules": config.rules.model_copy(update=rules)})


def relabelled(document: Document, **changes: Any) -> Document:
    return replace(document, **changes)


def in_legacy(text: str, encoding: Encoding) -> str:
    """Unicode text as it was stored before Unicode; TCVN3 has no capitals with tones, so they come out small."""
    if encoding is Encoding.TCVN3:
        codes = {letter: code for code, letter in TCVN3.items()}
        return "".join(codes.get(char) or codes.get(char.lower(), char) for char in text)
    codes = {}
    for code, letter in VNI.items():
        codes.setdefault(letter, code)
    return "".join(codes.get(char, char) for char in text)
