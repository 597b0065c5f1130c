"""Twins: one paper in several files of one message.  PURE.

An author sends "Bài.docx" and "Bài.pdf" to be on the safe side; that is one paper, with one code and one place of the
school's quota.  The most editable form that can be read is judged, the others are kept beside it.  So are the states
before the last one, where it is clear which that is: by their names (`states`), or because the others are on
record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from daemon.ledger import alike, states
from daemon.model import FileKind, Judgement
from daemon.text.vietnamese import fold

#: The most editable first: what can be mended and annotated.
_ORDER = (FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF)
_FORMAT = re.compile(r"\.(docx?|docm|dotx?|odt|rtf|pdf)$")
#: What people add to a name to tell the form: "(bản PDF)", "- word".
_FORM_WORDS = re.compile(r"\b((ban|file|tep) )?(pdf|words?|docx?|scan)\b")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A paper file of a message, judged."""

    filename: str
    kind: FileKind
    judgement: Judgement
    judged: bool = True  #: whether any rule could be applied
    on_record: bool = False  #: a version of a paper of the sender's own has these bytes


def papers(forms: Sequence[Form], said: str = "") -> list[tuple[int, ...]]:
    """The papers of a message as places in `forms`, in their order: first the one to be judged, then its twins.

    `said`: what the message says with them.
    """
    groups: list[list[int]] = []
    for at, form in enumerate(forms):
        mine = next((group for group in groups if all(_same_paper(form, forms[other], said) for other in group)), None)
        if mine is None:
            groups.append([at])
        else:
            mine.append(at)
    return [tuple(sorted(group, key=lambda at: (_rank(forms[at]), at))) for group in groups]


def _rank(form: Form) -> tuple[bool, bool, int, int, tuple[int, ...], int]:
    """A form that cannot be read stands behind one that can, an earlier state behind a later one."""
    unreadable = any(finding.details.get("problem") for finding in form.judgement.findings if finding.check == "file")
    named = states.state(form.filename)
    format_ = _ORDER.index(form.kind) if form.kind in _ORDER else len(_ORDER)
    day = tuple(-part for part in named.day or (0, 0, 0))
    return unreadable or not form.judged, form.on_record, -(named.rank or 0), -named.number, day, format_


def _same_paper(one: Form, other: Form, said: str) -> bool:
    """Two formats of it: the same name but for the extension and no other title, or the same title and people.

    Two files of one format are two versions or two papers, unless it is clear which is the later state of one.
    """
    mine, theirs = one.judgement, other.judgement
    if alike.different_people(mine.authors, theirs.authors):
        return False
    if one.kind is other.kind:
        if one.on_record is not other.on_record:
            return bool(mine.title and theirs.title) and not alike.retitled(mine.title, theirs.title)
        later = states.is_later(one.filename, other.filename, said)
        return later is not None and alike.same_title(mine.title, theirs.title)
    if _stem(one.filename) and _stem(one.filename) == _stem(other.filename):
        return not alike.unlike(mine.title, theirs.title)
    return alike.same_title(mine.title, theirs.title)


def _stem(filename: str) -> str:
    """The name without its extension and words of form, with the folders it is in."""
    return " ".join(_WORD.findall(_FORM_WORDS.sub(" ", _FORMAT.sub("", fold(filename)))))
