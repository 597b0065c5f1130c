"""Every refusal at every step of SMTP, from a real server to the outbox: what waits, what fails, who is told.

The table is RFC 5321 as we read it (§4.2.1: 4yz is for now, 5yz for good; §4.3.2: which command may be told what).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from core.fakes import FakePen, House, mail
from servers import SmtpSink, Trouble

from daemon.model import Address, Decision, Incoming, Letter
from daemon.smtp import SmtpSender

pytestmark = pytest.mark.slow  # sockets of its own

BINH, LAN, HOA = "binh@nghean.example", "lan@hatinh.example", "hoa@nghean.example"
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Fate:
    """What one refusal, met once, makes of the oldest letter and of the one behind it."""

    state: str
    attempts: int  #: that it cost the letter
    other_goes: bool  #: in the same pass
    told: str  #: in `status`; "": nothing
    left_alone: timedelta | None = None  #: until anybody calls the server again; None: nothing is tried again
    ends_as: str = "sent"  #: when the server is well again
    without: tuple[str, ...] = ()  #: readers who are left out


CANNOT = "Letters cannot be sent"
#: The server will not serve us now: no letter is to blame.
WAITS = Fate("queued", 0, other_goes=False, told=CANNOT, left_alone=timedelta(seconds=15))
#: It will not until a person acts, or until it has forgotten our last try (a login refused "for now").
SHUT = Fate("queued", 0, other_goes=False, told=CANNOT, left_alone=QUARTER)
#: It hangs up in the middle of a letter, and may do so because of it.
HUNG_UP = Fate("queued", 1, other_goes=False, told=CANNOT, left_alone=timedelta(seconds=15))
#: This letter, not now.
AGAIN = Fate("queued", 1, other_goes=True, told="", left_alone=timedelta(minutes=1))
#: This letter, never: a person is told.
FAILED = Fate("failed", 1, other_goes=True, told="failed for good", ends_as="failed")
#: This letter, never for one of its readers: it goes to the others.
PARTLY = Fate("sent", 1, other_goes=True, told="", without=(LAN,))
#: The server may have it: it is never sent again blindly.
UNCERTAIN = Fate("uncertain", 1, other_goes=True, told="may or may not", ends_as="uncertain")

#: Steps of the session, of a transaction; RCPT when all readers are refused, or only the second of the two.
CODES = (421, 450, 451, 452, 550, 552, 554)
TABLE: dict[str, tuple[Fate, ...]] = {
    #             421      450    451    452    550     552     554
    "CONNECT":   (WAITS,   WAITS, WAITS, WAITS, SHUT,   SHUT,   SHUT),
    "EHLO":      (WAITS,   WAITS, WAITS, WAITS, SHUT,   SHUT,   SHUT),
    "AUTH":      (SHUT,    SHUT,  SHUT,  SHUT,  SHUT,   SHUT,   SHUT),
    "MAIL":      (HUNG_UP, WAITS, WAITS, WAITS, SHUT,   FAILED, SHUT),  # 552: its size (RFC 1870 §6)
    "RCPT all":  (HUNG_UP, AGAIN, AGAIN, AGAIN, FAILED, FAILED, FAILED),
    "RCPT some": (HUNG_UP, AGAIN, AGAIN, AGAIN, PARTLY, AGAIN,  PARTLY),  # 552: too many (§4.5.3.1.10)
    "DATA":      (HUNG_UP, AGAIN, AGAIN, AGAIN, FAILED, FAILED, FAILED),
    "DOT":       (HUNG_UP, AGAIN, AGAIN, AGAIN, FAILED, FAILED, FAILED),  # an answer is never "uncertain"
}  # fmt: skip
#: What is said at one step only, and what is said in more words than a code.
BESIDES: list[tuple[str, str | Trouble, Fate]] = [
    ("AUTH", "454 4.7.0 too many login attempts", SHUT),
    ("AUTH", "535 5.7.8 not accepted", SHUT),
    ("MAIL", "501 5.1.7 bad sender", SHUT),
    ("MAIL", "552 5.2.2 your mailbox is full", SHUT),
    ("MAIL", "552 5.3.4 too big", FAILED),
    ("MAIL", "552 5.2.3 longer than allowed", FAILED),
    ("RCPT all", "552 5.5.3 too many recipients", AGAIN),
    ("RCPT some", "452 4.5.3 too many recipients", AGAIN),
    ("RCPT some", "552 5.5.3 too many recipients", AGAIN),
    ("RCPT some", "552 5.2.2 mailbox full", PARTLY),
    ("CONNECT", Trouble.DROP, WAITS),
    ("EHLO", Trouble.DROP, WAITS),
    ("AUTH", Trouble.DROP, WAITS),
    ("MAIL", Trouble.DROP, AGAIN),
    ("RCPT all", Trouble.DROP, AGAIN),
    ("DATA", Trouble.DROP, AGAIN),
    ("DOT", Trouble.DROP, UNCERTAIN),
    ("DOT", Trouble.LOSE, UNCERTAIN),
]
CASES = [
    *((step, f"{code} words", fate) for step, row in TABLE.items() for code, fate in zip(CODES, row, strict=True)),
    *BESIDES,
]


class TwoReaders(FakePen):
    """Whoever asks is answered, and Lan with them, if it is Binh."""

    def no_paper(self, incoming: Incoming, decision: Decision) -> Letter:
        letter = super().no_paper(incoming, decision)
        return replace(letter, to=(*letter.to, Address(LAN))) if incoming.sender.address == BINH else letter


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink(login=("hop-thu", "pw")) as sink:
        yield sink


@pytest.fixture
def posting(build: Callable[..., House], sink: SmtpSink) -> Iterator[House]:
    """Two letters wait: one for Binh and Lan, one for Hoa.  They go out over a real connection."""
    house = build()
    house.pen = TwoReaders()
    sender = SmtpSender(sink.settings(), sink.secret)
    house.sender = sender  # type: ignore[assignment]  # the real one
    for who in (BINH, HOA):
        house.inbox.put(mail(who, "Cho tôi hỏi"))
    house.intake()
    yield house
    sender.close()


def refuse_once(sink: SmtpSink, step: str, what: str | Trouble) -> None:
    command, _, whom = step.partition(" ")
    for address in {"all": (BINH, LAN), "some": (LAN,)}.get(whom, (None,)):
        sink.answer(command, what, address=address, times=1)


@pytest.mark.parametrize(("step", "what", "fate"), CASES, ids=[f"{step}-{what}" for step, what, _ in CASES])
def test_what_a_refusal_makes_of_a_letter(
    posting: House, sink: SmtpSink, step: str, what: str | Trouble, fate: Fate
) -> None:
    refuse_once(sink, step, what)
    posting.deliver()
    letter, other = posting.records.letters()
    assert (letter["state"], letter["attempts"]) == (fate.state, fate.attempts)
    assert (other["state"] == "sent") is fate.other_goes
    early = [taken.recipients for taken in sink.letters if taken.recipients != (HOA,)]
    assert what is Trouble.LOSE or early == [(BINH,)] * bool(fate.without), "to nobody, but for who must not wait"
    assert [it["address"] for it in posting.status()["failing"]] == list(fate.without)
    if isinstance(what, str):
        kept = "".join(posting.notes("reader_refused")) if fate.without else letter["last_error"]
        assert what in kept, "the server's own words are kept"
    trouble = posting.status()["trouble"]
    assert bool(trouble) is bool(fate.told)
    assert all(fate.told in line for line in trouble)
    sink.behave()
    if fate.left_alone is not None:
        heard = len(sink.heard)
        posting.clock.advance(fate.left_alone - timedelta(seconds=1))
        posting.deliver()
        assert len(sink.heard) == heard, "nobody is called before it is time"
        posting.clock.advance(timedelta(seconds=1))
        posting.deliver()
        assert len(sink.heard) > heard
    posting.clock.advance(QUARTER)
    posting.deliver()
    letter, other = posting.records.letters()
    assert (letter["state"], other["state"]) == (fate.ends_as, "sent")
    readers = [whom for taken in sink.letters for whom in taken.recipients]
    times = 1 if fate.ends_as == "sent" or what is Trouble.LOSE else 0
    whole = [who for who in (BINH, LAN) if who not in fate.without]
    assert sorted(readers) == sorted([HOA, *whole * times])


def test_every_refusal_of_every_step_is_in_the_table() -> None:
    assert {step.partition(" ")[0] for step in TABLE} == {"CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT"}
    assert {len(row) for row in TABLE.values()} == {len(CODES)}
