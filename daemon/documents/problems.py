"""Why a file cannot be read, on its way up to `read`, which turns it into a value."""

from __future__ import annotations

from daemon.model import FileProblem

#: More text than any paper: one of five pages has 15,000 characters, a book of 250 pages has 500,000.
MAX_CHARACTERS = 500_000
#: Paragraphs, or stretches of one font: a paper has some thousands.
MAX_PIECES = 30_000


class Unreadable(Exception):  # noqa: N818 - a verdict on a file, not an error of ours
    """The file as a whole cannot be judged: the problem, and in English what exactly was seen."""

    def __init__(self, problem: FileProblem, note: str) -> None:
        self.problem = problem
        self.note = note
        super().__init__(f"{problem}: {note}")


def weigh(characters: int, pieces: int = 0, *, most: int = MAX_CHARACTERS) -> None:
    """Unreadable for what is no paper any more, so that nobody after us needs to fear long texts."""
    if characters > most or pieces > MAX_PIECES:
        raise Unreadable(FileProblem.BOMB, "the file holds more text than any paper")


#: The sentence of a password-protected file.
ENCRYPTED_NOTE = "the file is protected by a password"
