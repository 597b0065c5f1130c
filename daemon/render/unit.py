"""Where the renderer's own unit starts: `thamluan-render PYTHON`, its standard input and output a connection.

Becomes the worker, with its environment and no other; systemd/thamluan-render@.service keeps everything else away.
"""

from __future__ import annotations

import os
import sys

from daemon.render.office import WORKER
from daemon.render.sandbox import INSIDE, environment


def main() -> None:
    """Does not return.  The argument is the Python that has LibreOffice's `uno` module."""
    python = sys.argv[1]
    os.execve(python, [python, "-I", "-B", str(WORKER)], environment(INSIDE))  # noqa: S606 - no shell is wanted
