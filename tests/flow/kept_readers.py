"""Reading processes that the trials of one worker share: what one command has closed, the next one takes.

They are the real ones, with their walls and limits.  A start costs four tenths of a second, and a trial has several;
how they start and die is tried in `documents/test_reader_process.py`, and by every command in a process of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from daemon.reader import process
from daemon.reader.wire import Frames

_MOST = 3  #: that wait at a time
_Child = process._Child


class _Kept(_Child):
    """Waits for the next who asks for its like, unless it died or was ended in the middle of its work."""

    def __init__(self, waiting: list[_Kept], *limits: float) -> None:
        self.limits = limits
        self._waiting = waiting
        self._is_idle = False
        super().__init__(*limits)  # type: ignore[arg-type]
        self._is_idle = True

    def ask(self, message: Sequence[bytes], seconds: float, *, telling: bool) -> Frames:
        self._is_idle = False
        answer = super().ask(message, seconds, telling=telling)
        self._is_idle = "question" not in answer.values
        return answer

    def kill(self) -> None:
        if self._is_idle and len(self._waiting) < _MOST and self.alive():
            self._waiting.append(self)
        else:
            super().kill()


class KeptReaders:
    """Keeps processes until its end, which ends those that wait."""

    def __init__(self) -> None:
        self._waiting: list[_Kept] = []

    def take(self, *limits: float) -> _Kept:
        """One with these limits, kept or new; in place of `process._Child`."""
        for child in self._waiting:
            if child.limits == limits and child.alive():
                self._waiting.remove(child)
                return child
        return _Kept(self._waiting, *limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._waiting:
            _Child.kill(child)
