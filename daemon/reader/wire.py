"""PURE  What the reading process and the service say to each other: JSON, checked value by value on arrival, and files.

An answer is a frame of JSON and as many frames of bytes as it says; a frame is eight bytes of length and its content.

The process that reads untrusted files is trusted with nothing: what comes back is data of exactly these shapes
(never pickle), or it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from daemon.containers.archives import Limits, Member, Unpacked
from daemon.model import (
    Annotation,
    Document,
    FileKind,
    FileProblem,
    Lang,
    PageText,
    Paragraph,
    Place,
    Remark,
    Section,
    Span,
    Story,
    UnreadPart,
)

_T = TypeVar("_T")

_LENGTH = 8  #: bytes that say how long a frame is


class WireError(ValueError):
    """A message that is not of the agreed shape."""


def encode(value: object) -> bytes:
    """One JSON document, UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def decode(data: bytes | memoryview) -> dict[str, Any]:
    """The object inside a message; WireError when there is none."""
    try:
        value = json.loads(str(data, "utf-8"))
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {error}") from error
    return expect(value, dict)


def document_out(document: Document) -> dict[str, object]:
    """A document as JSON values."""
    return {
        "kind": document.kind,
        "problem": document.problem,
        "note": document.problem_note,
        "paragraphs": [_paragraph_out(paragraph) for paragraph in document.paragraphs],
        "bare_numbers": [_paragraph_out(paragraph) for paragraph in document.bare_numbers],
        "converted_from": document.converted_from,
        "stored_pages": document.stored_pages,
        "stored_characters": document.stored_characters,
        "aliases": {name: sorted(others) for name, others in document.font_aliases.items()},
        "symbol_fonts": sorted(document.symbol_fonts),
        "sections": [_section_out(section) for section in document.sections],
        "unread": document.unread,
        "warnings": document.warnings,
        "misdrawn": document.misdrawn,
        "weight": document.weight,
    }


def document_in(value: dict[str, Any]) -> Document:
    """The document again; WireError when a value is not what it must be."""
    try:
        return Document(
            kind=FileKind(value["kind"]),
            problem=None if value["problem"] is None else FileProblem(value["problem"]),
            problem_note=expect(value["note"], str),
            paragraphs=_paragraphs_in(value["paragraphs"]),
            bare_numbers=_paragraphs_in(value["bare_numbers"]),
            converted_from=None if value["converted_from"] is None else FileKind(value["converted_from"]),
            stored_pages=_number(value["stored_pages"]),
            stored_characters=_number(value["stored_characters"]),
            font_aliases={
                expect(name, str): frozenset(expect(other, str) for other in expect(others, list))
                for name, others in expect(value["aliases"], dict).items()
            },
            symbol_fonts=frozenset(expect(name, str) for name in expect(value["symbol_fonts"], list)),
            sections=tuple(_section_in(expect(item, list)) for item in expect(value["sections"], list)),
            unread=tuple(UnreadPart(item) for item in expect(value["unread"], list)),
            warnings=tuple(expect(item, str) for item in expect(value["warnings"], list)),
            misdrawn=expect(value["misdrawn"], bool),
            weight=expect(value["weight"], int),
        )
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise WireError(f"not a document: {error!r}") from error


def pages_out(pages: tuple[PageText, ...]) -> list[object]:
    """Pages as JSON values."""
    return [[page.number, page.text, page.blank, sorted(page.fonts), page.bare] for page in pages]


def pages_in(value: object) -> tuple[PageText, ...]:
    """The pages again; WireError when a value is not what it must be."""
    try:
        return tuple(
            PageText(
                expect(number, int),
                expect(text, str),
                expect(blank, bool),
                frozenset(expect(font, str) for font in fonts),
                expect(bare, bool),
            )
            for number, text, blank, fonts, bare in expect(value, list)
        )
    except (ValueError, TypeError) as error:
        raise WireError(f"not pages: {error!r}") from error


def annotation_out(annotation: Annotation) -> dict[str, object]:
    """What a copy is to say, as JSON values."""
    return {
        "remarks": [
            [it.text, None if it.place is None else _place_out(it.place), it.start, it.end, it.through, it.where]
            for it in annotation.remarks
        ],
        "author": annotation.author,
        "initials": annotation.initials,
        "when": annotation.when.isoformat(),
        "limit": annotation.limit,
        "lang": annotation.lang,
    }


def annotation_in(value: object) -> Annotation:
    """The same again; WireError when a value is not what it must be."""
    try:
        said = expect(value, dict)
        return Annotation(
            tuple(_remark_in(remark) for remark in expect(said["remarks"], list)),
            expect(said["author"], str),
            expect(said["initials"], str),
            datetime.fromisoformat(said["when"]),
            expect(said["limit"], int),
            Lang(said["lang"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise WireError(f"not an annotation: {error!r}") from error


def _remark_in(value: object) -> Remark:
    text, place, start, end, through, where = expect(value, list)
    return Remark(
        expect(text, str),
        None if place is None else _place_in(place),
        expect(start, int),
        _number(end),
        _number(through),
        expect(where, str),
    )


def unpacked_out(opened: Unpacked) -> dict[str, object]:
    """What came out of an archive as JSON values; the bytes of its members are frames of their own, in this order."""
    return {
        "members": [[member.name, member.kind, member.problem] for member in opened.members],
        "problem": opened.problem,
        "note": opened.note,
        "left": limits_out(opened.left),
    }


def unpacked_in(value: dict[str, Any], files: Sequence[bytes]) -> Unpacked:
    """The same again, with the bytes; WireError when a value is not what it must be."""
    try:
        return Unpacked(
            members=tuple(
                Member(expect(name, str), content, FileKind(kind), None if problem is None else FileProblem(problem))
                for (name, kind, problem), content in zip(expect(value["members"], list), files, strict=True)
            ),
            problem=None if value["problem"] is None else FileProblem(value["problem"]),
            note=expect(value["note"], str),
            left=limits_in(value["left"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise WireError(f"not an archive: {error!r}") from error


def limits_out(limits: Limits) -> list[object]:
    """How much of an archive may be opened, as JSON values."""
    return [limits.depth, limits.members, limits.total_bytes]


def limits_in(value: object) -> Limits:
    """How much of an archive may be opened; WireError when a value is not what it must be."""
    try:
        depth, members, total_bytes = (expect(number, int) for number in expect(value, list))
    except ValueError as error:
        raise WireError(f"not limits: {error!r}") from error
    return Limits(depth, members, total_bytes)


class Frames:
    """Takes an answer apart as it comes, each file in memory once."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.values: dict[str, Any] = {}
        self.files: list[bytes] = []
        self.size = 0  #: bytes so far
        self.seconds = 0.0  #: until it was complete
        self._awaited: int | None = None  #: files; None before the JSON came
        self._pending = bytearray()

    def feed(self, chunk: bytes) -> None:
        """More of it; WireError when it is not of this form."""
        self.size += len(chunk)
        self._pending += chunk
        while not self.complete and len(self._pending) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._pending[:_LENGTH], "big")
            if len(self._pending) < end:
                return
            with memoryview(self._pending) as pending:
                frame = bytes(pending[_LENGTH:end])
            del self._pending[:end]
            if self._awaited is None:
                self.values = decode(frame)
                self._awaited = expect(self.values.get("files"), int)
            else:
                self.files.append(frame)

    @property
    def complete(self) -> bool:
        """Whether nothing more is to come."""
        return self._awaited is not None and len(self.files) >= self._awaited


def frame(content: bytes) -> tuple[bytes, bytes]:
    """Length and content, to be written one after the other."""
    return len(content).to_bytes(_LENGTH, "big"), content


def _place_out(place: Place) -> list[object]:
    return [place.story, place.part, place.paragraph, place.section, place.table, place.row, place.column, place.page]


def _place_in(value: object) -> Place:
    story, part, number, *rest = expect(value, list)
    section, table, row, column, page = map(_number, rest)
    return Place(Story(story), expect(part, str), expect(number, int), section, table, row, column, page)


def _paragraph_out(paragraph: Paragraph) -> list[object]:
    return [
        _place_out(paragraph.place),
        _spans_out(paragraph.spans),
        paragraph.centred,
        paragraph.bold,
        paragraph.outline,
        _spans_out(paragraph.number),
        paragraph.bold_lead,
        paragraph.behind_picture,
    ]


def _paragraphs_in(value: object) -> tuple[Paragraph, ...]:
    return tuple(_paragraph_in(expect(item, list)) for item in expect(value, list))


def _paragraph_in(value: list[Any]) -> Paragraph:
    place, spans, centred, bold, outline, number, bold_lead, behind_picture = value
    return Paragraph(
        _place_in(place),
        _spans_in(spans),
        expect(centred, bool),
        expect(bold, bool),
        _number(outline),
        _spans_in(number),
        expect(bold_lead, int),
        expect(behind_picture, bool),
    )


def _spans_out(spans: tuple[Span, ...]) -> list[object]:
    return [[span.text, span.font, span.exempt, span.aside] for span in spans]


def _spans_in(value: object) -> tuple[Span, ...]:
    return tuple(
        Span(expect(text, str), expect(font, str), expect(exempt, bool), expect(aside, bool))
        for text, font, exempt, aside in expect(value, list)
    )


def _section_out(section: Section) -> list[object]:
    parts = (section.usual, section.first, section.even)
    shown = (None if names is None else sorted(names) for names in parts)
    return [*shown, section.continues, section.starts, section.renumbers]


def _section_in(value: list[Any]) -> Section:
    usual, first, even, continues, starts, renumbers = value
    return Section(
        frozenset(_names(usual)),
        None if first is None else frozenset(_names(first)),
        None if even is None else frozenset(_names(even)),
        expect(continues, bool),
        None if starts is None else expect(starts, int),
        expect(renumbers, bool),
    )


def _names(value: object) -> list[str]:
    return [expect(name, str) for name in expect(value, list)]


def expect(value: object, kind: type[_T]) -> _T:
    """The value, if it is of this kind; else WireError."""
    if not isinstance(value, kind):
        raise WireError(f"{type(value).__name__} where {kind.__name__} belongs")
    return value


def _number(value: object) -> int | None:
    return None if value is None else expect(value, int)
