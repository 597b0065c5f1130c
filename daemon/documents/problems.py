"""Why a file cannot be read, on its way up to `read`, which turns it into a value."""

from __future__ import annotations

from daemon.model import FileProblem


class Unreadable(Exception):  # noqa: N818  (a verdict on a file, not an error of ours)
    """The file as a whole cannot be judged: the problem, and in English what exactly was seen."""

    def __init__(self, problem: FileProblem, note: str) -> None:
        self.problem = problem
        self.note = note
        super().__init__(f"{problem}: {note}")


#: The sentence of a password-protected file.
ENCRYPTED_NOTE = "the file is protected by a password"
