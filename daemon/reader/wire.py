"""PURE  What the reading process and the service say to each other: JSON, checked value by value on arrival.

The process that reads untrusted files is trusted with nothing: what comes back is data of exactly these shapes
(never pickle), or it is refused.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from daemon.model import Document, FileKind, FileProblem, PageText, Paragraph, Place, Remark, Span, Story, UnreadPart

_T = TypeVar("_T")


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
    return _is(value, dict)


def document_out(document: Document) -> dict[str, object]:
    """A document as JSON values."""
    return {
        "kind": document.kind,
        "problem": document.problem,
        "note": document.problem_note,
        "paragraphs": [_paragraph_out(paragraph) for paragraph in document.paragraphs],
        "converted_from": document.converted_from,
        "stored_pages": document.stored_pages,
        "stored_characters": document.stored_characters,
        "aliases": {name: sorted(others) for name, others in document.font_aliases.items()},
        "unread": document.unread,
        "warnings": document.warnings,
        "weight": document.weight,
    }


def document_in(value: dict[str, Any]) -> Document:
    """The document again; WireError when a value is not what it must be."""
    try:
        return Document(
            kind=FileKind(value["kind"]),
            problem=None if value["problem"] is None else FileProblem(value["problem"]),
            problem_note=_is(value["note"], str),
            paragraphs=tuple(_paragraph_in(_is(item, list)) for item in _is(value["paragraphs"], list)),
            converted_from=None if value["converted_from"] is None else FileKind(value["converted_from"]),
            stored_pages=_number(value["stored_pages"]),
            stored_characters=_number(value["stored_characters"]),
            font_aliases={
                _is(name, str): frozenset(_is(other, str) for other in _is(others, list))
                for name, others in _is(value["aliases"], dict).items()
            },
            unread=tuple(UnreadPart(item) for item in _is(value["unread"], list)),
            warnings=tuple(_is(item, str) for item in _is(value["warnings"], list)),
            weight=_is(value["weight"], int),
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
                _is(number, int),
                _is(text, str),
                _is(blank, bool),
                frozenset(_is(font, str) for font in fonts),
                _is(bare, bool),
            )
            for number, text, blank, fonts, bare in _is(value, list)
        )
    except (ValueError, TypeError) as error:
        raise WireError(f"not pages: {error!r}") from error


def remarks_out(remarks: Sequence[Remark]) -> list[object]:
    """Remarks as JSON values."""
    return [
        [it.text, None if it.place is None else _place_out(it.place), it.start, it.end, it.through, it.where]
        for it in remarks
    ]


def remarks_in(value: object) -> tuple[Remark, ...]:
    """The remarks again; WireError when a value is not what it must be."""
    try:
        return tuple(
            Remark(
                _is(text, str),
                None if place is None else _place_in(place),
                _is(start, int),
                _number(end),
                _number(through),
                _is(where, str),
            )
            for text, place, start, end, through, where in _is(value, list)
        )
    except (ValueError, TypeError) as error:
        raise WireError(f"not remarks: {error!r}") from error


def copy_out(copy: bytes | None) -> str | None:
    """The bytes of a copy as a JSON value."""
    return None if copy is None else base64.b64encode(copy).decode("ascii")


def copy_in(value: object) -> bytes | None:
    """The copy again; WireError when a value is not what it must be."""
    try:
        return None if value is None else base64.b64decode(_is(value, str), validate=True)
    except ValueError as error:
        raise WireError(f"not a file: {error}") from error


def _place_out(place: Place) -> list[object]:
    return [place.story, place.part, place.paragraph, place.section, place.table, place.row, place.column, place.page]


def _place_in(value: object) -> Place:
    story, part, number, *rest = _is(value, list)
    section, table, row, column, page = map(_number, rest)
    return Place(Story(story), _is(part, str), _is(number, int), section, table, row, column, page)


def _paragraph_out(paragraph: Paragraph) -> list[object]:
    return [
        _place_out(paragraph.place),
        [[span.text, span.font, span.exempt] for span in paragraph.spans],
        paragraph.centred,
        paragraph.bold,
        paragraph.outline,
        paragraph.numbered,
    ]


def _paragraph_in(value: list[Any]) -> Paragraph:
    place, spans, centred, bold, outline, numbered = value
    return Paragraph(
        _place_in(place),
        tuple(Span(_is(text, str), _is(font, str), _is(exempt, bool)) for text, font, exempt in _is(spans, list)),
        _is(centred, bool),
        _is(bold, bool),
        _number(outline),
        _is(numbered, bool),
    )


def _is(value: object, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise WireError(f"{type(value).__name__} where {kind.__name__} belongs")
    return value


def _number(value: object) -> int | None:
    return None if value is None else _is(value, int)
