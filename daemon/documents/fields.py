"""Which text of complex fields is shown (ECMA-376 part 1, 17.16.18): the result, not the instruction, nor results of
fields inside of it; of a button the words in its instruction.
"""

from __future__ import annotations

import re

from daemon.documents.xml import Element, w

#: Fields whose words stand in the instruction, behind the name of a macro or a bookmark (17.16.5.23, 17.16.5.34).
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s", re.IGNORECASE)
_LONGEST_COMMAND = 300  #: characters within which an instruction says that it is one of these


class _Field:
    """An open field."""

    __slots__ = ("button", "command", "shown")

    def __init__(self) -> None:
        self.shown = False  #: what is read of it
        self.button = False
        self.command = ""  #: the beginning of the instruction, as far as it was read


class Fields:
    """The open fields at one point of a text, innermost last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def mark(self, kind: str | None) -> None:
        """A `w:fldChar`: begin → instruction, separate → result, end."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shown, self._open[-1].button = True, False
        elif kind == "end" and self._open:
            self._open.pop()

    @property
    def hide(self) -> bool:
        """Whether text at this point is not shown."""
        return bool(self._open) and not all(field.shown for field in self._open)

    def instruct(self, text: str) -> str:
        """What is shown of some text of an instruction."""
        field = self._open[-1] if self._open else None
        if field is None:
            return ""
        if field.button:
            return text
        if field.shown or len(field.command) > _LONGEST_COMMAND:
            return ""
        field.command += text
        command = _BUTTON.match(field.command)
        if command is None:
            return ""
        field.shown = field.button = True
        return field.command[command.end() :]


def unclosed(root: Element) -> set[Element]:
    """Field beginnings without an end: Word shows what follows them, so they must not hide it."""
    pending: list[Element] = []
    for mark in root.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            pending.append(mark)
        elif kind == "end" and pending:
            pending.pop()
    return set(pending)
