"""What a pass works with: the records, the archive, the pen and the clock, handed over as one value.

No business logic beyond composing letters for the outbox, which every pass does alike.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from daemon.archive import Archive
from daemon.config import Config
from daemon.letters import Letters, compose
from daemon.model import Address, Authenticity, Case, Clock, Decision, Letter, Matter, ParsedMail, Stage
from daemon.readership import secretaries
from daemon.records import Headers, Note, Outgoing, Pending, Records, Submission

log = logging.getLogger(__name__)


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
    mark: str = ""  #: that what is handled, and what is sent, bears in the mailbox (`forgotten.mark_of`); empty: none

    @property
    def box(self) -> Address:
        """The mailbox: sender of every letter."""
        return Address(self.config.mailbox.address, self.config.mailbox.sender_name)

    def outgoing(
        self, letter: Letter, codes: tuple[str, ...] = (), *, expires_at: datetime | None = None, series: str = ""
    ) -> Outgoing:
        """The letter as bytes, composed once and for all, with the mode it is prepared in and the papers that who
        answers it speaks of.
        """
        raw = compose(letter, self.box, self.clock.now().astimezone(self.config.zone), self.mark)
        return Outgoing(letter, raw, self.config.conference.mode.value, codes, expires_at, series)

    def notice(
        self,
        message: Pending | Submission,
        headers: Headers,
        text: str,
        notes: Iterable[Note],
        codes: tuple[str, ...] = (),
        *,
        stage: Stage | None = None,
    ) -> tuple[Outgoing, ...]:
        """The letter that tells the secretariat of a message, one for all that is noted for a person's attention at a
        stage of it; in each language that they read.

        None at all when nothing is, when nobody is configured to get it, or when one cannot be written: what it would
        say stands in the log of events, and neither the message nor its answer may suffer by it.
        """
        told = [note for note in notes if note.attention]
        if not told:
            return ()
        case = Case(
            sha256=message.sha256,
            sender=headers.from_,
            arrived_at=message.arrived_at,
            subject=headers.subject,
            references=_thread(headers),
            text=text,
            matters=tuple(Matter(note.kind, {"code": note.paper, **note.data}) for note in told),
            codes=codes,
            stage=stage,
        )
        try:
            return tuple(self.outgoing(self.letters.notice(case, readers)) for readers in secretaries(self.config))
        except Exception:  # see above
            log.exception("The notice to the secretariat about message %d could not be written.", message.id)
            return ()


def unproven(decision: Decision, who: str) -> list[Note]:
    """What the secretariat is told beside a message whose From the mailbox's server has found to be false."""
    if decision.authenticity is not Authenticity.FAILED:
        return []
    text = f"The mail server has found that this message was not sent by {who}."
    return [Note("unproven_sender", text, attention=True)]


def _thread(headers: Headers) -> tuple[str, ...]:
    """RFC 5322 §3.6.4: so that the notice, and the answer to it, stand with the message they are about."""
    known = headers.references or headers.in_reply_to
    if headers.message_id is None:
        return known
    return (*(item for item in known if item != headers.message_id), headers.message_id)
