"""One paper as the checks see it, and what a check is.  PURE.

A rule gets a `Paper` and gives one `Finding`.  What it needs of the document stands ready here, read once: lines
in Unicode, the title block, the survey of legacy letters.  `unread` says that there is no text to look at
although nothing is wrong with the file itself; then the rules about text ask for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from daemon.config import Config
from daemon.model import Address, Document, Finding, Outcome, Rendering
from daemon.text.legacy import Survey
from daemon.text.lines import Line, main_lines
from daemon.text.titleblock import TitleBlock


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper file, read, rendered and ready to be judged."""

    config: Config
    document: Document
    rendering: Rendering | None
    legacy: Survey
    lines: tuple[Line, ...]  #: every story
    block: TitleBlock
    render_note: str = ""  #: English: why there is no rendering
    unread: bool = False  #: the file could not be converted into a kind whose text can be read
    illegible: bool = False  #: no letters to read: pictures of pages, or codes that stand for glyphs of a font alone
    crashed: str = ""  #: English: the reader did not come back with an answer
    sender: Address | None = None
    arrived_at: datetime | None = None

    @property
    def unreadable_code(self) -> bool:
        """Most of it is typed in a code that is not read here: what is not found in it may well stand there."""
        lengths = [sum(len(span.text) for span in paragraph.spans) for paragraph in self.document.paragraphs]
        return 2 * sum(lengths[index] for index in self.legacy.foreign) > sum(lengths)

    @property
    def main(self) -> tuple[Line, ...]:
        """Lines of body, tables and text boxes."""
        return main_lines(self.lines)

    @property
    def text(self) -> tuple[Line, ...]:
        """The running text: what follows the title block."""
        return self.main[self.block.body :]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of the registry."""

    name: str  #: as the contract names it
    look: Callable[[Paper], Finding]
    blank: Mapping[str, Any] = field(default_factory=dict)  #: details when it could not look
    needs_text: bool = True  #: cannot say anything without the text of the document
    needs_file: bool = True  #: cannot say anything of a file with a problem


def finding(  # noqa: PLR0917 - reads like the finding it makes
    paper: Paper,
    check: str,
    outcome: Outcome,
    summary: str,
    details: Mapping[str, Any],
    advice: tuple[str, ...] = (),
    *,
    hint: str = "",
) -> Finding:
    """A finding with the clause of the plan that the configuration gives for the check."""
    clause: str = getattr(paper.config.rules.clauses, check)
    return Finding(check, outcome, clause, summary, dict(details), advice, hint)


def by_person(paper: Paper) -> str:
    """Who looks where a check cannot tell, to end a summary with: an author need not guess."""
    return f"{paper.config.secretariat.name} sẽ xem trực tiếp"


def number(value: int) -> str:
    """As Vietnamese write it: 12.345."""
    return f"{value:,}".replace(",", ".")
