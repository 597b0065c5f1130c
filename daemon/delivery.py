"""One delivery pass: claim a due letter, note the attempt, send, settle or back off.

Modes: `observe` sends nothing, letters stay in the outbox; `redirect` sends everything to the test address; `live`
sends.  A letter goes out only under the mode it was prepared in: going live never sends what was prepared while
observing (a first connection would notify everybody about old mail), and what was prepared for readers never ends as
"sent" at the test address.  `Records.release` is a person's way to say otherwise.

SMTP cannot be exactly-once: between the server's taking a letter over and our hearing of it lies a gap that no
protocol closes (RFC 1047).  So the attempt is written before dialling, and a letter cut off in the gap is
`uncertain`, never resent blindly; its Message-ID was fixed when it was queued, so it can be looked up (`seeking`).

The envelope's sender is the mailbox itself.  RFC 3834 §3.3 would rather have the null return path for answers, but
providers such as Gmail refuse a null sender at submission, and bounces to the mailbox are recognised by intake and
told to the secretariat; our letters bear `Auto-Submitted`, so that no program answers them.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daemon import faults
from daemon.backoff import LETTER, SERVER, Jitter
from daemon.config import Config, Mode
from daemon.discretion import what_broke
from daemon.errors import DeliveryError, RecordsError
from daemon.letters import possible_repeat, redirect
from daemon.logs import concerning
from daemon.model import Clock, Sender
from daemon.records import Cap, Due, Records, Refused

log = logging.getLogger(__name__)

#: Why letters wait after everything has vanished from the mailbox.
_EMPTY = "the mailbox was found empty; letters wait for `thamluan outbox resume`"

#: Commands about a letter, once server and login are well (RFC 5321 §3.3); DATA stands for its final dot, too.
_TRANSACTION = frozenset({"MAIL", "RCPT", "DATA"})


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a pass did, in numbers of letters."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    uncertain: int = 0
    stopped: str | None = None  #: why the pass ended before the outbox was empty


def run_delivery(
    records: Records,
    sender: Sender,
    config: Config,
    clock: Clock,
    *,
    jitter: Jitter = random.random,
    stop: Callable[[], bool] = lambda: False,
    calendar_since: Callable[[datetime], datetime | None] = lambda _: None,
) -> DeliveryReport:
    """Sends what is due; `stop` is asked between two letters.  RecordsError ends the pass.  Only one at a time.

    `calendar_since`: of a moment, since when letters of the calendar must have been written to leave then
    (`season.fresh_since`); None: whenever they were.
    """
    return _Pass(records, sender, config, clock, jitter, stop, calendar_since).run()


def waiting_for_hours(
    records: Records, config: Config, now: datetime, calendar_since: Callable[[datetime], datetime | None]
) -> int:
    """How many letters of the calendar leave in working hours only, those written before `calendar_since` once they are
    written anew.  RecordsError.
    """
    if config.conference.mode is Mode.OBSERVE:
        return 0
    return records.waiting_for_hours(now, config.conference.mode.value, _cap(records, config, now, calendar_since(now)))


def _cap(records: Records, config: Config, now: datetime, calendar_since: datetime | None) -> Cap:
    """What the secretariat and we ourselves get is never held back: it may be about the very flood."""
    allowed = config.letters.max_recipients_per_day
    used_up = allowed > 0 and records.recipients_between(now - timedelta(days=1), now) >= allowed
    closed = used_up or records.mailbox_has_vanished()
    return Cap(config.letters.max_per_address_per_day, config.ours, closed, calendar_since)


def _may_be_the_letter(error: DeliveryError) -> bool:
    """Whether a server that took our login fails at this letter: it hangs up on it (421) or stalls.

    That costs the letter an attempt, or it would be first in line for ever.  What the server says of itself in so many
    words (full, congested, the day's allowance used up, our sender refused) costs none: it may last for a day.
    """
    return error.command in _TRANSACTION and error.code in {421, None}


@dataclass(frozen=True, slots=True)
class _Pass:
    records: Records
    sender: Sender
    config: Config
    clock: Clock
    jitter: Jitter
    stop: Callable[[], bool]
    calendar_since: Callable[[datetime], datetime | None]
    tally: Counter[str] = field(default_factory=Counter)

    def run(self) -> DeliveryReport:
        self.tally["uncertain"] += self.records.recover_outbox(self.clock.now())
        if self.config.conference.mode is Mode.OBSERVE:
            self.records.resume_sending(self.clock.now())  # what another mode could not send holds up nothing here
            return DeliveryReport(**self.tally, stopped="mode observe: nothing is sent")
        stopped = self.may_not_send()
        while stopped is None and not self.stop():
            due = self.claim()
            if due is None:
                self.records.resume_sending(self.clock.now())  # the pause is over, and nothing is held up by it
                stopped = _EMPTY if self.records.mailbox_has_vanished() else None
                break
            faults.point("delivery.claimed")
            with concerning(letter=due.id):
                stopped = self.deliver(due)
            stopped = stopped or self.may_not_send()
        return DeliveryReport(**self.tally, stopped=stopped)

    def claim(self) -> Due | None:
        now = self.clock.now()
        return self.records.claim(
            now,
            self.mode,
            lambda attempts: now + LETTER.after(attempts, self.jitter),
            self.cap,
        )

    def is_due(self, now: datetime) -> bool:
        return self.records.is_due(now, self.mode, self.cap)

    @property
    def mode(self) -> str:
        return self.config.conference.mode.value

    @property
    def cap(self) -> Cap:
        now = self.clock.now()
        return _cap(self.records, self.config, now, self.calendar_since(now))

    def may_not_send(self) -> str | None:
        """Why no letter may go out now."""
        now = self.clock.now()
        until = self.records.sending_paused_until(now)
        if until is not None:
            return f"the server is left alone until {until.isoformat(timespec='seconds')}"
        limit = self.config.letters.max_per_hour
        if self.records.sent_between(now - timedelta(hours=1), now) < limit or not self.is_due(now):
            return None
        text = f"{limit} letters went out within an hour, the limit of [letters] max_per_hour. Look at the outbox."
        self.records.pause_sending(text, lambda _: SERVER.longest, now)
        return text

    def deliver(self, due: Due) -> str | None:
        """One attempt at one letter; why the pass has to end, if it has to."""
        handed_over = False
        try:
            recipients, raw = self.envelope(due)
            handed_over = True
            recipients, reply, refused = self.hand_over(due, recipients, raw)
            faults.point("delivery.accepted")
        except DeliveryError as error:
            return self.settle_error(due, error)
        except RecordsError:
            raise
        except Exception:  # one letter must not stop the others
            log.exception("Sending letter %s ended in an error.", due.key)
            self.settle_bug(due, what_broke(), handed_over=handed_over)
            return None
        self.records.letter_sent(due, recipients, reply, self.clock.now(), refused)
        if refused is not None:
            log.warning("Letter %d went without %s: %s", due.id, ", ".join(refused.addresses), refused.reply)
        log.info("Letter %d was sent to %s.", due.id, ", ".join(recipients))
        self.records.resume_sending(self.clock.now())
        self.tally["sent"] += 1
        return None

    def hand_over(
        self, due: Due, recipients: tuple[str, ...], raw: bytes
    ) -> tuple[tuple[str, ...], str, Refused | None]:
        """Who got it, the server's reply, and who was left out: one dead address among several must not keep a letter
        from the others, at once where it is refused for good, else with the last attempt.
        """
        try:
            return recipients, self.sender.send(self.config.mailbox.address, recipients, raw), None
        except DeliveryError as error:  # nothing has been sent to anybody
            others = tuple(address for address in recipients if address not in error.refused)
            is_last = error.permanent or due.attempts >= self.config.smtp.max_attempts
            if not error.refused or not others or not is_last:
                raise
            reply = self.sender.send(self.config.mailbox.address, others, raw)
            return others, reply, Refused(error.refused, error.line)

    def envelope(self, due: Due) -> tuple[tuple[str, ...], bytes]:
        raw = possible_repeat(due.raw) if due.may_repeat else due.raw
        if self.config.conference.mode is not Mode.REDIRECT:
            return due.recipients, raw
        to = self.config.conference.redirect_to
        if to is None:  # the configuration refuses this; never fall back on the real reader
            raise DeliveryError("Mode redirect has no address.", permanent=True)
        return (to,), redirect(raw, to)

    def settle_error(self, due: Due, error: DeliveryError) -> str | None:
        now = self.clock.now()
        words = error.told
        log.warning("Letter %d was not sent: %s", due.id, words)
        if error.uncertain:
            self.records.letter_uncertain(due, words, now)
            self.tally["uncertain"] += 1
        elif error.whole_server and not _may_be_the_letter(error):
            self.records.letter_not_tried(due, words, now)
        elif (error.permanent and not error.whole_server) or due.attempts >= self.config.smtp.max_attempts:
            self.records.letter_failed(due, words, now)
            self.tally["failed"] += 1
        else:
            self.records.letter_postponed(due, words, now)
            self.tally["postponed"] += 1
        if not error.whole_server:
            if error.code is not None:  # whatever it says of this letter, it speaks with us
                self.records.resume_sending(now)
            return None
        # Providers that let nobody in for now prolong it with each try.
        shut = error.permanent or (error.command == "AUTH" and error.code is not None)
        self.records.pause_sending(words, lambda count: SERVER.after(count, self.jitter, permanent=shut), now)
        return words

    def settle_bug(self, due: Due, error: str, *, handed_over: bool) -> None:
        """A mistake of ours: once the letter was handed over, we cannot know what the server has."""
        settle = self.records.letter_uncertain if handed_over else self.records.letter_failed
        settle(due, error, self.clock.now())
        self.tally["uncertain" if handed_over else "failed"] += 1
