"""Whether the records of a storage directory are all there: nobody works on half of them, nor takes half for the whole.

Restoring and rebuilding leave a mark until they have come to their end; who comes meanwhile, or after one that was cut
off, is told so.
"""

from __future__ import annotations

from pathlib import Path

from daemon.archive import Archive
from daemon.errors import RecordsError
from daemon.records import DATABASE_NAME, is_worked_on

RESTORING = ".restoring"  #: beside the records while they are restored
REBUILDING = ".rebuilding"  #: beside records that are made again and not all there yet

_DONE_BY = {RESTORING: ("Restoring into", "restore"), REBUILDING: ("Rebuilding the records in", "rebuild")}


def refuse_unfinished(directory: Path) -> None:
    """RecordsError for who only looks, or changes a little, where a restore or a rebuild has not come to its end."""
    _refuse(directory, (RESTORING, REBUILDING), under_way=is_worked_on(directory))


def refuse_cut_off(directory: Path, *, rebuilding: bool = False) -> None:
    """The same for who holds the lock, so that nobody else is at work: everything would be answered anew, and what is
    missing would look as if it had never come.  Who is `rebuilding` goes on with what another began.
    """
    _refuse(directory, (RESTORING,) if rebuilding else (RESTORING, REBUILDING), under_way=False)


def _refuse(directory: Path, marks: tuple[str, ...], *, under_way: bool) -> None:
    for mark in marks:
        if _is_there(directory / mark):
            what, command = _DONE_BY[mark]
            if under_way:
                raise RecordsError(f"{what} {directory} is under way. Wait until `thamluan {command}` has ended.")
            raise RecordsError(f"{what} {directory} was cut off. Run `thamluan {command}` once more.")


def _is_there(path: Path) -> bool:
    """A folder that is not ours to look into may hold anything: who opens the records is told whose it is."""
    try:
        return path.exists()
    except PermissionError:
        return False


def refuse_lost(directory: Path) -> None:
    """RecordsError where there is an archive and no records: new ones would give the codes of papers a second time."""
    # They are made before anything is archived.
    if not has_records(directory) and Archive(directory).everything():
        raise RecordsError(
            f"The records in {directory} are lost, what is archived is there. Run `thamluan rebuild`, which makes them"
            " again, or move the folder aside and `thamluan restore` a backup."
        )


def has_records(directory: Path) -> bool:
    """Where it cannot be seen there may be some, as above."""
    try:
        return (directory / DATABASE_NAME).stat().st_size > 0
    except PermissionError:
        return True
    except OSError:
        return False
