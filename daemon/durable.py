"""fsync by name: what has to survive a power cut.

A file's data is durable after fsync(2) of the file, its name after fsync of the folder that holds it.
"""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Returns when the file's data, or the names in the folder, are on the disk.  OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
