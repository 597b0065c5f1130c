"""Reading processes that die in the middle of a request, without waiting for the right moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from daemon.reader.process import _Child
from daemon.reader.wire import Frames


@contextmanager
def dying(times: int = 1, by: signal.Signals = signal.SIGKILL) -> Iterator[None]:
    """The next so many requests find a process that has died of this signal just before they come to it."""
    ask, left = _Child.ask, [times]

    def ask_the_dead(child: _Child, *message: Any, **options: Any) -> Frames:
        if left[0]:
            left[0] -= 1
            child._process.send_signal(by)
            os.waitid(os.P_PID, child._process.pid, os.WEXITED | os.WNOWAIT)  # it is still to be asked how it ended
        return ask(child, *message, **options)

    with mock.patch.object(_Child, "ask", ask_the_dead):
        yield
