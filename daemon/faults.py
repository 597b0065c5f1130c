"""Named points between two effects, where a test may pull the plug.  No business logic; imports nothing of ours.

`point("archive.renamed")` does nothing until a test arms a hook, which may raise or kill the process: that is how
"kill it anywhere" is tested at every boundary instead of at random ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_hooks: list[Callable[[str], None]] = []  # empty in service: a point then costs one truth test


def point(name: str) -> None:
    """A boundary between two effects.  Names are "room.what-has-just-happened"."""
    if _hooks:
        for hook in tuple(_hooks):
            hook(name)


@contextmanager
def armed(hook: Callable[[str], None]) -> Iterator[None]:
    """Calls `hook` with the name of every point passed while the block runs."""
    _hooks.append(hook)
    try:
        yield
    finally:
        _hooks.remove(hook)
