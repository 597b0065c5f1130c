"""What somebody sent in place of the paper unawares, where a letter can say how that comes about.  PURE."""

from __future__ import annotations

from collections.abc import Iterable

from daemon.kinds import named_kind
from daemon.model import PAPER_KINDS, FileKind, ReceivedFile, own_name

_SHORTCUTS = (".lnk", ".url", ".gdoc", ".webloc")


def instead_of_paper(files: Iterable[ReceivedFile]) -> frozenset[str]:
    """Of which of these the template speaks: "part", "lock", "shortcut", "misnamed"."""
    return frozenset(found for file in files if (found := _instead(file)) is not None)


def _instead(file: ReceivedFile) -> str | None:
    if file.is_lost:
        return None
    name = own_name(file.filename).lower()
    if file.kind is FileKind.MESSAGE and file.problem is not None:
        return "part"  # message/partial (RFC 2046 §5.2.2): a whole one would have been opened
    if name.startswith("~$"):
        return "lock"
    if name.endswith(_SHORTCUTS):
        return "shortcut"
    return "misnamed" if named_kind(name) in PAPER_KINDS and file.kind not in PAPER_KINDS else None
