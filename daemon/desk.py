"""What a pass works with: the records, the archive, the pen and the clock, handed over as one value.

No business logic beyond composing a letter for the outbox, which every pass does alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from daemon.archive import Archive
from daemon.config import Config
from daemon.letters import Letters, compose
from daemon.model import Address, Clock, Decision, Letter, ParsedMail
from daemon.records import Outgoing, Records


@dataclass(frozen=True, slots=True)
class Desk:
    """`read` and `decide` are parameters so that a pass can be tried with what no real mail does on command."""

    config: Config
    records: Records
    archive: Archive
    letters: Letters
    clock: Clock
    read: Callable[[bytes], ParsedMail]
    decide: Callable[[ParsedMail], Decision]

    @property
    def box(self) -> Address:
        """The mailbox: sender of every letter."""
        return Address(self.config.mailbox.address, self.config.mailbox.sender_name)

    def outgoing(self, letter: Letter) -> Outgoing:
        """The letter as bytes, composed once and for all, with the mode it is prepared in."""
        raw = compose(letter, self.box, self.clock.now().astimezone(self.config.zone))
        return Outgoing(letter, raw, self.config.conference.mode.value)
