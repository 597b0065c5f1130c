"""`./run.sh flood [MESSAGES]`: one sender writes and writes; is everything kept, and is anybody else kept waiting?

In an hour there come so many messages of one sender (papers, words without a paper, the same bytes again) and one each
of twenty others, to a real Dovecot.  `thamluan once` looks every minute; and in a second life at the end of the hour, as
after a failure of the machine.  LibreOffice is switched off.  What is measured is counted, in CPU seconds or in memory:
other programs on the machine change little of it.  Exit code 1 when something was lost or somebody starved.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docx_maker import simple_paper
from flow_trial import letter, on_servers
from servers import Account, Certificate, Dovecot, SmtpSink

OTHERS = 20
MINUTES = 60
FLOODER, SECRETARY = "ban-hang@nghean.example", "thuky@thanhhoa.example"
_START = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
_SCHOOL = "Trường Chính trị tỉnh Nghệ An"


@dataclass(frozen=True)
class Mail:
    """A message, and when it arrives."""

    at: datetime
    raw: bytes
    sender: str


@dataclass
class Pass:
    """One `once`, and what it cost."""

    messages: int  #: that had arrived before it
    cpu_seconds: float


@dataclass
class Outcome:
    """What came of a flood."""

    passes: list[Pass] = field(default_factory=list)
    delivered: int = 0
    rows: int = 0
    filed: int = 0
    waiting: int = 0  #: messages that are neither decided nor judged
    letters: Counter[str] = field(default_factory=Counter)  #: that went out, by whom they went to
    minutes: list[int] = field(default_factory=list)  #: from arrival to letter, of each of the others
    before: list[int] = field(default_factory=list)  #: papers of the flooder judged before each of the others'
    queued: int = 0  #: letters to the flooder that wait
    spared: int = 0  #: notices that the secretariat was spared
    memory_kb: int = 0

    def wrong(self, cap: int) -> Iterator[str]:
        """What must not be."""
        if not self.delivered == self.rows == self.filed or self.waiting:
            yield f"{self.delivered} delivered, {self.rows} rows, {self.filed} filed away, {self.waiting} wait"
        if self.letters[FLOODER] > cap:
            yield f"{self.letters[FLOODER]} letters to the flooder, more than {cap}"
        others = {who: count for who, count in self.letters.items() if who not in {FLOODER, SECRETARY}}
        if list(others.values()) != [1] * OTHERS:
            yield f"of the {OTHERS} others {len(others)} were answered: {others}"


def mails(count: int, chance: random.Random) -> list[Mail]:
    """A flood of so many messages, in order of arrival."""
    found, sent = [], list[bytes]()
    for number in range(count):
        at = _START + timedelta(minutes=MINUTES) * (number / count)
        if sent and chance.random() < 0.1:
            raw = chance.choice(sent)
        elif chance.random() < 0.6:
            raw = _paper(FLOODER, f"Bài chào hàng {number}", number)
        else:
            raw = letter(FLOODER, f"Chào hàng {number}", f"Xin gửi Quý Hội thảo báo giá số {number}.\n")
        sent.append(raw)
        found.append(Mail(at, raw, FLOODER))
    for number in range(OTHERS):
        at = _START + timedelta(minutes=MINUTES) * (number + 0.5) / OTHERS
        sender = f"tac-gia-{number}@nghean.example"
        found.append(Mail(at, _paper(sender, f"Mô hình tự quản ở xã {number}", number), sender))
    return sorted(found, key=lambda mail: mail.at)


def _paper(sender: str, title: str, number: int) -> bytes:
    text = [f"Mục tiêu của {title} là rõ ràng.", f"Nội dung riêng: {title}."] * 5
    file = simple_paper(text, title=title, authors=["ThS. Nguyễn Văn Bình"], school=_SCHOOL)
    name = {"Message_ID": f"<{number}.{sender}>"}
    return letter(f"Tác giả <{sender}>", f"Gửi bài {title}", "Tôi gửi bài.\n", (f"{title}.docx", file), **name)


def flood(
    folder: Path, box: Account, sink: SmtpSink, count: int, *, every: int, tell: Callable[[str], None] = lambda _: None
) -> Outcome:
    """So many messages and what came of them; the program looks every so many minutes."""
    trial, outcome = on_servers(folder, box, sink, SECRETARY), Outcome()
    left = mails(count, random.Random(193))
    outcome.delivered = len({mail.raw for mail in left})
    arrived, answered, total = {mail.sender: mail.at for mail in left}, dict[str, datetime](), len(left)
    for minute in range(every, MINUTES + 1, every):
        now = _START + timedelta(minutes=minute)
        here = [mail for mail in left if mail.at < now]
        left = left[len(here) :]
        with box.client() as client:
            for mail in here:
                client.append("INBOX", mail.raw, msg_time=mail.at)
        before = _cpu_seconds()
        trial.run("once", "--now", now.isoformat())
        outcome.passes.append(Pass(total - len(left), _cpu_seconds() - before))
        for taken in sink.letters:
            answered.setdefault(taken.recipients[0], now)
        tell(f"minute {minute}: {total - len(left)} messages, {len(sink.letters)} letters")
    outcome.letters = Counter(taken.recipients[0] for taken in sink.letters)
    outcome.minutes = [
        int((at - arrived[who]).total_seconds()) // 60
        for who, at in answered.items()
        if who not in {FLOODER, SECRETARY}
    ]
    outcome.filed = len(set(box.messages("Da-xu-ly")))
    outcome.memory_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with closing(sqlite3.connect(folder / "state" / "records.sqlite3")) as db:
        _look(db, outcome)
    return outcome


def _look(db: sqlite3.Connection, outcome: Outcome) -> None:
    def number(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0])

    outcome.rows = number("SELECT count(*) FROM messages")
    outcome.waiting = number("SELECT count(*) FROM messages WHERE state != 'done'")
    outcome.queued = number(f"SELECT count(*) FROM letters WHERE state = 'queued' AND recipient_key = '{FLOODER}'")
    outcome.spared = number("SELECT count(*) FROM events WHERE kind = 'notice_spared'")
    flooded = 0
    sql = "SELECT m.from_address FROM versions v JOIN messages m ON m.id = v.message ORDER BY v.id"
    for (sender,) in db.execute(sql):
        if sender == FLOODER:
            flooded += 1
        else:
            outcome.before.append(flooded)


def _cpu_seconds() -> float:
    """Of this process, in which the program runs, and of all that ended below it."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _rows(outcome: Outcome) -> Iterator[tuple[str, object]]:
    yield "messages, different ones", outcome.delivered
    yield "  on record / filed away", f"{outcome.rows} / {outcome.filed}"
    yield "letters to the flooder / that wait", f"{outcome.letters[FLOODER]} / {outcome.queued}"
    yield "letters to the secretariat / spared", f"{outcome.letters[SECRETARY]} / {outcome.spared}"
    yield "others answered", len(outcome.minutes)
    yield "  minutes from arrival to letter, at most", max(outcome.minutes, default=None)
    yield "  papers of the flooder judged before theirs, at most", max(outcome.before, default=None)
    yield "CPU seconds", f"{sum(it.cpu_seconds for it in outcome.passes):.0f}"
    if len(outcome.passes) > 1:
        for name, some in (("first", outcome.passes[:6]), ("last", outcome.passes[-6:])):
            share = len(some) * outcome.passes[-1].messages / len(outcome.passes)
            yield f"  a message, {name} tenth, ms", f"{1000 * sum(it.cpu_seconds for it in some) / share:.0f}"
    yield "memory at most, MB (with the servers of the test)", outcome.memory_kb // 1024


def command() -> int:
    """Reads the command line, and says what came of it."""
    parser = argparse.ArgumentParser(description="One sender writes and writes; is anybody else kept waiting?")
    parser.add_argument("messages", nargs="?", type=int, default=5000)
    chosen, broken = parser.parse_args(), 0
    with tempfile.TemporaryDirectory(prefix="tl-flood-") as home, Dovecot(Certificate.make(Path(home))) as dovecot:
        for every, name in ((1, "looked at every minute"), (MINUTES, "looked at after an hour")):
            folder = Path(home) / name
            folder.mkdir()
            with SmtpSink() as sink:
                outcome = flood(
                    folder, dovecot.account(f"flood-{every}"), sink, chosen.messages, every=every,
                    tell=lambda words: print(words, file=sys.stderr),
                )  # fmt: skip
            print(f"\n| {chosen.messages} messages of one sender in an hour, {name} | |\n|---|---:|")
            for what, value in _rows(outcome):
                print(f"| {what} | {value} |")
            for problem in outcome.wrong(cap=20):
                broken += 1
                print(f"\nBROKEN: {problem}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(command())
