"""Which text of complex fields is shown (ECMA-376 part 1, 17.16.18): the result, not the instruction, nor results of
fields inside of it; of a button the words in its instruction, of a drop-down form field the chosen entry, and a number
where Word counts itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree  # type: ignore[import-untyped]

from daemon.documents.problems import Unreadable
from daemon.documents.styles import Look
from daemon.documents.xml import Element, child, children, integer, value, w
from daemon.model import FileProblem

#: Fields whose words stand in the instruction, behind the name of a macro or a bookmark (17.16.5.23, 17.16.5.34).
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s", re.IGNORECASE)
#: Fields whose number Word works out whenever it lays a page out, whether a result is written or not (17.16.5): pages,
#: and the numbers of paragraphs, for which it never writes one.
_COUNTS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|AUTONUM|AUTONUMLGL|AUTONUMOUT|LISTNUM)(?![A-Z])", re.IGNORECASE)
#: Fields that give a bookmark its text: their result is that text, which is shown where the bookmark is referred to and
#: not where it is given (17.16.5.4 ASK, 17.16.5.55 SET).
_GIVES = re.compile(r"\s*(?:ASK|SET)\s", re.IGNORECASE)
#: Fields for which Word starts another program, as the file is opened (DDEAUTO) or the field is updated ([MS-DOC]
#: `flt` 0x2D, 0x2E); links to a workbook are no such fields since Word 97, but LINK.
_STARTS = re.compile(r"\s*DDE(?:AUTO)?(?![A-Z0-9])", re.IGNORECASE)
_MARK, _KIND, _INSTRUCTION = w("fldChar"), w("fldCharType"), w("instrText")
_DELETED_INSTRUCTION, _SIMPLE = w("delInstrText"), w("fldSimple")
_STORIES = (w("txbxContent"), w("footnote"), w("endnote"))
_SOME_NUMBER = "1"  #: what stands for a number that no file says
_LONGEST_COMMAND = 300  #: characters within which an instruction says that it is one of these


@dataclass(frozen=True, slots=True)
class Unwritten:
    """What a field shows where no result is written for it."""

    text: str
    look: Look | None  #: of the run that the field begins in; None where it is not shown
    before: int  #: characters that were shown before the field


class _Field:
    """An open field."""

    __slots__ = ("button", "command", "shown", "unwritten")

    def __init__(self, unwritten: Unwritten | None) -> None:
        self.shown = False  #: what is read of it
        self.button = False
        self.command = ""  #: the beginning of the instruction, as far as it was read
        self.unwritten = unwritten


class Fields:
    """The open fields at one point of a text, innermost last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._hiding = 0  #: how many of them show nothing here

    def mark(self, kind: str | None, unwritten: Unwritten | None = None) -> Unwritten | None:
        """A `w:fldChar`: begin → instruction, separate → result, end.

        The end gives back what the beginning said of a result that is not written, or the number that Word writes.
        """
        if kind == "begin":
            self._open.append(_Field(unwritten))
            self._hiding += 1
        elif kind == "separate" and self._open:
            field = self._open[-1]
            self._show(field, shown=not hides_result(field.command))
            field.button = False
        elif kind == "end" and self._open:
            field = self._open.pop()
            self._hiding -= not field.shown
            number = counted(field.command)
            return replace(field.unwritten, text=number) if field.unwritten and number else field.unwritten
        return None

    def _show(self, field: _Field, *, shown: bool) -> None:
        self._hiding += field.shown - shown
        field.shown = shown

    @property
    def hide(self) -> bool:
        """Whether text at this point is not shown."""
        return self._hiding > 0

    def instruct(self, text: str) -> str:
        """What is shown of some text of an instruction."""
        field = self._open[-1] if self._open else None
        if field is None:
            return ""
        if field.button:
            return text
        if field.shown or len(field.command) > _LONGEST_COMMAND:
            return ""
        field.command = (field.command + text).lstrip()
        refuse_active(field.command)
        if _BUTTON.match(field.command) is None:
            return ""
        self._show(field, shown=True)
        field.button = True
        return button_words(field.command)


def refuse_active(instruction: str) -> None:
    """Unreadable for the instruction of a field that starts another program."""
    if _STARTS.match(instruction):
        raise Unreadable(FileProblem.MACROS, "Word would start another program for one of its fields")


def instructions(element: Element) -> Iterator[str]:
    """Those of all fields under an element, be they deleted with tracked changes or not."""
    said: list[str] = []
    for mark in element.iter(_MARK, _INSTRUCTION, _DELETED_INSTRUCTION, _SIMPLE):
        if mark.tag == _SIMPLE:
            yield mark.get(w("instr"), "")
        elif mark.tag != _MARK:
            said.append(mark.text or "")
        else:
            yield "".join(said)
            said = []
    yield "".join(said)


def button_words(instruction: str) -> str:
    """The words in the instruction of a button; "" of any other field."""
    command = _BUTTON.match(instruction)
    return "" if command is None else instruction[command.end() :]


def counted(instruction: str) -> str:
    """A number for a field that Word counts with; "" for any other."""
    return _SOME_NUMBER if _COUNTS.match(instruction) else ""


def hides_result(instruction: str) -> bool:
    """Whether the result of a field is not shown where it is written."""
    return _GIVES.match(instruction) is not None


def chosen_entry(mark: Element) -> str:
    """What a `w:fldChar` of a drop-down form field shows (17.16.9, 17.16.28); "" of any other.

    Word writes no result for it: the entry stands in the properties of the field alone.
    """
    entries = child(child(mark, "ffData"), "ddList")
    if entries is None:
        return ""
    texts = [entry.get(w("val"), "") for entry in children(entries, "listEntry")]
    number = integer(value(entries, "result") or value(entries, "default") or "0", 3)
    return texts[number] if number is not None and number < len(texts) else ""


def unclosed(root: Element) -> set[Element]:
    """Field beginnings without an end: Word shows what follows them, so they must not hide it."""
    return {pending[0] for pending in _unclosed(root)}


def remove_unclosed(root: Element) -> bool:
    """Takes fields that never end out of a part, marks and instructions, which nobody is shown; whether it did."""
    found = _unclosed(root)
    for mark in (it for pending in found for it in pending):
        mark.getparent().remove(mark)
    return bool(found)


def _unclosed(root: Element) -> list[list[Element]]:
    """Of each field that never ends the beginning, and behind it the other marks and the instructions.

    A text box or a note is a story of its own, and no field goes beyond it.
    """
    if next(root.iter(_MARK), None) is None:
        return []
    stories: list[list[list[Element]]] = [[]]
    found: list[list[Element]] = []
    for event, mark in etree.iterwalk(root, ("start", "end"), tag=(_MARK, _INSTRUCTION, *_STORIES)):
        if mark.tag in _STORIES:
            if event == "start":
                stories.append([])
            else:
                found += stories.pop()
        elif event == "start":
            _note(stories[-1], mark)
    return found + stories[0]


def _note(pending: list[list[Element]], mark: Element) -> None:
    """What a mark or an instruction does to the open fields of its story."""
    kind = mark.get(_KIND)
    if kind == "begin":
        pending.append([mark])
    elif kind == "end" and pending:
        pending.pop()
    elif pending:
        pending[-1].append(mark)
