"""The author's own .docx with comments at the places we speak of (ECMA-376 part 1, 17.13.4), nothing else changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError

from daemon.documents.xml import w
from daemon.model import Place

#: What python-docx says of packages it does not know how to open (strict documents, templates, damaged parts).
_UNOPENED = (OpcError, KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile)


def annotate(data: bytes, remarks: Sequence[tuple[Place, str]], *, author: str, initials: str) -> bytes | None:
    """A copy with one comment for each remark whose place is in the main part; None when that cannot be made.

    Word allows no comments in headers and footers, so remarks on other parts are left out; a remark whose paragraph
    is not there is left out too.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        added = _add(document, remarks, author, initials)
    except _UNOPENED:
        return None
    if not added:
        return None
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: WordDocument, remarks: Sequence[tuple[Place, str]], author: str, initials: str) -> int:
    main = document.part.partname.lstrip("/")
    paragraphs: list[Any] = list(document.element.iter(w("p")))
    added = 0
    for place, text in remarks:
        if place.part == main and 0 < place.paragraph <= len(paragraphs):
            comment = document.comments.add_comment(text, author=author, initials=initials)
            _mark(paragraphs[place.paragraph - 1], str(comment.comment_id))
            added += 1
    return added


def _mark(paragraph: Any, comment_id: str) -> None:
    """Puts the range around everything in the paragraph, and the reference after it (17.13.4.4)."""
    start, end = (
        paragraph.makeelement(w(name), {w("id"): comment_id}) for name in ("commentRangeStart", "commentRangeEnd")
    )
    run = paragraph.makeelement(w("r"))
    run.append(run.makeelement(w("commentReference"), {w("id"): comment_id}))
    paragraph.insert(0 if paragraph.find(w("pPr")) is None else 1, start)
    paragraph.append(end)
    paragraph.append(run)
