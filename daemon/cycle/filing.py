"""Moves what is handled to the folder of such: the last step of a pass, after all is taken."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from daemon import faults
from daemon.cycle.taking import REFUSED_IN_A_ROW
from daemon.desk import Desk
from daemon.errors import MailboxError
from daemon.model import Inbox, Listed, MessageRef
from daemon.records import MessageState

log = logging.getLogger(__name__)


def file_all(
    inbox: Inbox,
    desk: Desk,
    listed: Sequence[Listed],
    states: Mapping[int, MessageState | None],
    *,
    filed: list[MessageRef],
    refused: list[MailboxError],
) -> Iterator[None]:
    """Moves what is handled.  A refusal is kept in `refused`; the others are moved all the same where that may help."""
    in_a_row = 0
    for item in listed:
        try:
            moved = _file_away(inbox, desk, item, states.get(item.ref.uid))
        except MailboxError as error:
            if not error.refused:
                raise
            log.warning("Message UID %d stays where it is: %s", item.ref.uid, error)
            refused.append(error)
            in_a_row += 1
            if error.permanent or in_a_row >= REFUSED_IN_A_ROW:
                return
        else:
            filed.extend(moved)
            in_a_row = 0 if moved else in_a_row
        yield


def _file_away(inbox: Inbox, desk: Desk, item: Listed, state: MessageState | None) -> list[MessageRef]:
    """Moves a handled message to the folder of such; its place, if it was moved."""
    # A parked message stays where people look.  One that bears \Deleted was moved by COPY already, or deleted by a
    # person; either way it is not ours to move.
    folder = desk.config.mailbox.processed_folder
    if not folder or item.deleted or state not in {MessageState.TO_ASSESS, MessageState.DONE}:
        return []
    # The secretariat's address may be the mailbox itself: what is written to it stays where it is seen.
    if desk.records.is_letter_to(item.ref, desk.config.secretariat.keys):
        return []
    faults.point("cycle.before_move")
    moved = inbox.file_away(item.ref, folder, desk.mark)
    faults.point("cycle.moved")
    return [item.ref] if moved else []


def settle(desk: Desk, tally: Counter[str], filed: list[MessageRef]) -> None:
    """Notes which messages were moved; what a crash leaves unnoted is seen from the mailbox by the next pass."""
    desk.records.settle(filed, desk.clock.now())
    tally["filed"] += len(filed)
    filed.clear()
