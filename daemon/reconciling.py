"""Every message of the mailbox ↔ row ↔ outcome ↔ letter: what is explained, answered, and answered once.  PURE.

In: the places of the mailbox with the message each was recognised as, the messages and the letters on record.
Out: an `Account`, in which whatever does not add up stands with the reason and the next step.

- A place is *explained* when its message is on record and decided, set aside for a person, or another copy of one
  that is.
- A message is *answered* when a letter to its author waits, is under way, or went out.  A letter that a person
  dropped is that person's answer; one that is `uncertain` stands in a list of its own, for nobody knows.
- A message is *answered twice* when the server took over more than one answer to it.

A digest tells of the last look through the mailbox without looking again: what is kept of that (`Looked`) is how many
messages there were and which of them were left unexplained, and whatever was handled since is explained by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from daemon.model import INTERNAL_LETTERS, Disposition, LetterKind, LetterState, MessageRef

_ARCHIVED, _TO_ASSESS, _PARKED = "archived", "to_assess", "parked"  # as the records call the life of a message

#: Letters of which an author gets one a message.
_ANSWERS = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.NO_PAPER,
        LetterKind.OVERSIZE,
        LetterKind.PASSED_ON,
        LetterKind.STANDING,
        LetterKind.WITHDRAWAL,
    }
)
_ON_ITS_WAY = frozenset({LetterState.QUEUED, LetterState.SENDING, LetterState.SENT, LetterState.DROPPED})
_PASS = "Run `thamluan once`, or see with `thamluan status` whether the service runs."


@dataclass(frozen=True, slots=True)
class Place:
    """A message as the mailbox shows it."""

    ref: MessageRef
    message_id: str | None
    message: int | None  #: the message on record that it was recognised as
    is_source: bool = True  #: in the folder that intake reads
    trouble: str | None = None  #: why it could not be looked at
    arrived_at: datetime | None = None  #: INTERNALDATE


@dataclass(frozen=True, slots=True)
class Handled:
    """A message on record."""

    id: int
    state: str
    disposition: str | None
    may_answer: bool
    needs_answer: bool
    sender: str | None  #: address
    subject: str
    message_id: str | None
    arrived_at: datetime
    duplicate_of: int | None = None
    content_key: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter on record that answers a message."""

    id: int
    kind: str
    state: str
    cause: int
    recipients: tuple[str, ...]
    codes: tuple[str, ...] = ()
    accepted: int = 0  #: how often a server said that it took it over
    may_repeat: bool = False  #: sent again after an attempt that may have succeeded
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that does not add up."""

    why: str
    next: str
    uid: int | None = None  #: None: no longer in the mailbox
    folder: str | None = None
    message_id: str | None = None
    message: int | None = None
    sender: str | None = None
    subject: str | None = None
    arrived_at: datetime | None = None
    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """A look through the mailbox, as far as it is kept."""

    at: datetime
    mailbox: int  #: messages that it held
    left: tuple[Place, ...] = ()  #: those that were unexplained


@dataclass(frozen=True, slots=True)
class Account:
    """The result."""

    mailbox: int
    explained: int
    unexplained: tuple[Trouble, ...] = ()
    unanswered: tuple[Trouble, ...] = ()
    double_answered: tuple[Trouble, ...] = ()
    uncertain: tuple[Trouble, ...] = ()  #: nobody knows whether their answer went out
    possible_repeats: tuple[Trouble, ...] = ()  #: may have been answered twice, as was decided

    @property
    def sound(self) -> bool:
        """Whether everything adds up."""
        return not (self.unexplained or self.unanswered or self.double_answered or self.uncertain)


def reconcile(
    places: Sequence[Place], handled: Iterable[Handled], letters: Iterable[Sent], *, is_sending: bool = True
) -> Account:
    """The account of a mailbox.  `is_sending`: some process works on the records; without one, a letter whose sending
    was under way was cut off.
    """
    if not is_sending:
        letters = [_cut_off(letter) if letter.state == LetterState.SENDING else letter for letter in letters]
    known = {message.id: message for message in handled}
    originals = _originals(known)
    places_of: dict[int, Place] = {}
    for place in places:
        if place.message in known:
            places_of.setdefault(originals[place.message], place)
    unexplained = [trouble for place in places if (trouble := _unexplained(place, known, originals)) is not None]
    answers: dict[int, list[Sent]] = {}
    for letter in letters:
        if letter.cause in known:
            answers.setdefault(originals[letter.cause], []).append(letter)
    originals_only = [message for message in known.values() if originals[message.id] == message.id]
    unanswered: list[Trouble] = []
    double: list[Trouble] = []
    uncertain: list[Trouble] = []
    repeats: list[Trouble] = []
    for message in originals_only:
        where, its = places_of.get(message.id), answers.get(message.id, [])
        if (said := _unanswered(message, its, in_mailbox=where is not None)) is not None:
            unanswered.append(_about(message, where, *said))
        if (twice := _twice(message, its)) is not None:
            double.append(_about(message, where, *twice))
        uncertain.extend(_about(message, where, *_in_doubt(letter)) for letter in _uncertain(its))
        repeats.extend(_about(message, where, *_repeated(letter)) for letter in its if _may_repeat(letter))
    return Account(
        mailbox=len(places),
        explained=len(places) - len(unexplained),
        unexplained=tuple(unexplained),
        unanswered=tuple(unanswered),
        double_answered=tuple(double),
        uncertain=tuple(uncertain),
        possible_repeats=tuple(repeats),
    )


def left_unexplained(places: Iterable[Place], handled: Iterable[Handled]) -> tuple[Place, ...]:
    """What has to be kept of a look through the mailbox."""
    known = {message.id: message for message in handled}
    originals = _originals(known)
    return tuple(place for place in places if _unexplained(place, known, originals) is not None)


def reconcile_since(looked: Looked | None, handled: Iterable[Handled], letters: Iterable[Sent]) -> Account:
    """The account of the mailbox as it was looked through, with what is on record by now; None: never yet."""
    account = reconcile(looked.left if looked else (), handled, letters)
    many = looked.mailbox if looked else 0
    return replace(account, mailbox=many, explained=many - len(account.unexplained))


def _originals(known: Mapping[int, Handled]) -> dict[int, int]:
    """Message → the one that it is a copy of, itself for most.

    What the author wrote is compared once more, so that copies which the records took for two messages are one here.
    """
    by_content: dict[str, int] = {}
    found: dict[int, int] = {}
    for number in sorted(known):
        message = known[number]
        first = message.duplicate_of if message.duplicate_of in known else None
        if first is not None:
            first = found.get(first, first)
        elif message.content_key is not None:
            first = by_content.get(message.content_key)
        original = number if first is None else first
        if message.content_key is not None:
            by_content.setdefault(message.content_key, original)
        found[number] = original
    return found


# --------------------------------------------------------------------------- explained


def _unexplained(place: Place, known: Mapping[int, Handled], originals: Mapping[int, int]) -> Trouble | None:
    if place.message is None or place.message not in known:
        where = "" if place.is_source else "Move it back to the folder that is read; the next pass takes it in. "
        why = place.trouble or f"it is in {place.ref.folder}, but not in the records"
        uid, folder = place.ref.uid, place.ref.folder
        return Trouble(why, where + _PASS, uid, folder, place.message_id, arrived_at=place.arrived_at)
    message = known[originals[place.message]]
    if message.state == _ARCHIVED:
        failed = f": {_last_line(message.error)}" if message.error else ""
        return _about(message, place, f"its bytes are safe, but it is not decided yet{failed}", _PASS)
    if message.state != _PARKED and message.disposition is None:
        return _about(message, place, "its row has no outcome", "Run `thamluan verify`.")
    return None


# --------------------------------------------------------------------------- answered


Said = tuple[str, str, tuple[int, ...]]


def _unanswered(message: Handled, letters: Sequence[Sent], *, in_mailbox: bool) -> Said | None:
    if message.state == _PARKED:  # a person has it
        return None
    if message.state == _ARCHIVED:
        return None if in_mailbox else ("it is not decided yet", _PASS, ())
    if not (message.may_answer and message.needs_answer and message.sender):
        return None
    if message.state == _TO_ASSESS:
        return "its papers are not judged yet", _PASS, ()
    answers = [letter for letter in letters if _answers(letter, message)]
    if any(letter.state in _ON_ITS_WAY or letter.state == LetterState.UNCERTAIN for letter in answers):
        return None
    if answers:
        last = answers[-1]
        step = (
            f"Mend the cause, then `thamluan outbox resend {last.id}`; or write to {message.sender} and "
            f"`thamluan outbox drop {last.id}`."
        )
        return f"letter {last.id} could not be sent: {_last_line(last.error)}", step, (last.id,)
    return "no letter answers it", f"Write to {message.sender}.", ()


def _answers(letter: Sent, message: Handled) -> bool:
    """A decision of the secretariat is answered by a letter to the secretariat, everything else by one to people."""
    return message.disposition == Disposition.COMMAND or letter.kind not in INTERNAL_LETTERS


def _uncertain(letters: Sequence[Sent]) -> list[Sent]:
    return [letter for letter in letters if letter.state == LetterState.UNCERTAIN]


def _cut_off(letter: Sent) -> Sent:
    return replace(letter, state=LetterState.UNCERTAIN, error="the program ended while it was being sent")


def _in_doubt(letter: Sent) -> Said:
    step = f"Look for it in the Sent folder, then `thamluan outbox resend {letter.id}` or `outbox drop {letter.id}`."
    return f"letter {letter.id} may or may not have gone out: {_last_line(letter.error)}", step, (letter.id,)


def _may_repeat(letter: Sent) -> bool:
    return letter.may_repeat and letter.state == LetterState.SENT


def _repeated(letter: Sent) -> Said:
    why = f"letter {letter.id} was sent again after an attempt that may have succeeded"
    return why, "Nothing is to be done: both copies bear the same Message-ID.", (letter.id,)


def _twice(message: Handled, letters: Sequence[Sent]) -> Said | None:
    sent = [letter for letter in letters if letter.state == LetterState.SENT and _is_the_answer(letter, message)]
    if sum(max(letter.accepted, 1) for letter in sent) < 2:
        return None
    numbers = ", ".join(str(letter.id) for letter in sent)
    codes = sorted({code for letter in sent for code in letter.codes})
    about = f" about {', '.join(codes)}" if codes else ""
    often = "were sent" if len(sent) > 1 else f"was taken over {sent[0].accepted} times"
    why = f"letter{'s' if len(sent) > 1 else ''} {numbers}{about} {often}"
    step = "What is sent cannot be called back. Compare the letters with `thamluan outbox show`."
    return why, step, tuple(letter.id for letter in sent)


def _is_the_answer(letter: Sent, message: Handled) -> bool:
    """One of the letters of which there is one a message; `settled` goes to owners of papers besides."""
    if letter.kind == LetterKind.SETTLED:
        return message.sender is not None and message.sender.casefold() in {to.casefold() for to in letter.recipients}
    return letter.kind in _ANSWERS


# --------------------------------------------------------------------------- saying it


def _about(message: Handled, place: Place | None, why: str, step: str, letters: tuple[int, ...] = ()) -> Trouble:
    return Trouble(
        why=why,
        next=step,
        uid=place.ref.uid if place else None,
        folder=place.ref.folder if place else None,
        message_id=message.message_id or (place.message_id if place else None),
        message=message.id,
        sender=message.sender,
        subject=message.subject,
        arrived_at=message.arrived_at,
        letters=letters,
    )


def _last_line(error: str | None) -> str:
    return (error or "the reason is not known").strip().rpartition("\n")[2]
