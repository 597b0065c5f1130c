"""Is everything that is kept whole?  Every archived byte against its name, every row against its file.

Reads only; works beside a running service.  The names in the archive are read before the records, and a missing file
is looked for once more: a file is written before its row, so that nothing which arrives meanwhile looks lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from daemon.archive import Archive, Kept
from daemon.errors import RecordsError
from daemon.records import Records

T = TypeVar("T")
Watch = Callable[[Iterable[T]], Iterable[T]]


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found."""

    messages: int  #: archived, whole or not
    files: int
    damaged: tuple[str, ...] = ()  #: paths whose content does not match their name
    missing: tuple[str, ...] = ()  #: paths that the records name and that are not there
    orphans: tuple[str, ...] = ()  #: paths that no row names: harmless, such as what a crash left
    database: tuple[str, ...] = ()  #: what is wrong with the records themselves, also that they are lost

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged or missing."""
        return not (self.damaged or self.missing or self.database)


def examine(directory: Path, watch: Watch[Kept] = iter) -> Soundness:
    """Looks at everything in a storage directory.  RecordsError when it cannot be read at all, or holds nothing."""
    archive = Archive(directory)
    kept = archive.everything()
    named, trouble = _records(directory, kept)
    found = {one.name for one in kept}
    return Soundness(
        messages=sum(one.shelf == "messages" for one in kept),
        files=sum(one.shelf == "files" for one in kept),
        damaged=tuple(str(one.path) for one in watch(kept) if not archive.is_whole(one)),
        missing=tuple(str(path) for name in sorted(named - found) if not (path := archive.path_of(*name)).exists()),
        orphans=() if trouble else tuple(str(one.path) for one in kept if one.name not in named),
        database=trouble,
    )


def _records(directory: Path, kept: Sequence[Kept]) -> tuple[set[tuple[str, str]], tuple[str, ...]]:
    """What the records say is archived, and what is wrong with them."""
    try:
        with Records.open(directory, read_only=True) as records:
            if records.are_there:
                return records.archived(), tuple(records.integrity())
    except RecordsError as error:
        if not error.damaged:
            raise
        return set(), ("The file is damaged, or no database.",)
    if kept:  # they are made before anything is archived
        return set(), ("There are none of what is archived: they are lost.",)
    # "All whole" would be said week by week of a directory of the wrong name.
    raise RecordsError(f"There are no records in {directory} to verify. Check [storage] directory.")
