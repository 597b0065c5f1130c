"""A request and what becomes of it; and what the rooms share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from daemon.config import Config
from daemon.desk import Desk
from daemon.model import (
    Address,
    Change,
    Decision,
    Incoming,
    KnownPaper,
    OrderKind,
    PaperName,
)
from daemon.records import (
    Action,
    Headers,
    Note,
    Outgoing,
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What becomes of a request."""

    actions: tuple[Action, ...] = ()
    letters: tuple[Outgoing, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A message that may ask something about papers on record."""

    incoming: Incoming
    headers: Headers
    decision: Decision
    text: str  #: what its author wrote

    @property
    def sender(self) -> Address:
        """Who asks, and gets the answer."""
        return self.incoming.sender


def may_withdraw(paper: KnownPaper, sender: Address, config: Config) -> bool:
    """Whether a paper is the sender's to take back: submitted or written by them, or of a school whose contact they
    are.  Who sent a correction for another has no such say.
    """
    return sender.key in (paper.owner_key, paper.author_key) or paper.school in config.schools_of(sender.key)


def name_of(paper: KnownPaper) -> PaperName:
    """As letters name it."""
    return PaperName(paper.code, paper.title)


def to_owners(
    desk: Desk, request: Request, told: Sequence[tuple[KnownPaper, Change]], *, by: Address | None = None
) -> list[Outgoing]:
    """One letter to each owner but the one who asked.  `by`: who that is, where it is not the secretariat."""
    letters: list[Outgoing] = []
    owners = {paper.owner_key: paper for paper, _ in told if paper.owner_key not in ("", request.sender.key)}
    for key, paper in owners.items():
        to_owner = replace(request.incoming, sender=Address(key, paper.owner_name))
        changes = [change for of, change in told if of.owner_key == key]
        # Who is to mend a paper answers with the file.
        codes = tuple(change.paper.code for change in changes if change.kind is OrderKind.FAIL)
        letters.append(desk.outgoing(desk.letters.settled(to_owner, changes, asked=False, by=by), codes))
    return letters
