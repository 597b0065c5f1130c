"""`./run.sh chaos [ROUNDS]`: the program killed again and again, on real servers; is anything lost, or done twice?

The program is a process of its own, on a real Dovecot, Cyrus or Courier, each with and without MOVE, UIDPLUS and IDLE
as far as it has them, and an SMTP server that keeps what it gets.  In every round it dies by SIGKILL: at a named fault
point (each in turn, at its first passages), or, in half of them, at a random moment.  Messages arrive before, between
and during the rounds.  After some ten rounds it may end in peace, and the invariants are looked at from outside: what
stands in the mailbox, what the SMTP server took, what the rows say, `reconcile`, `verify`.  Then the next episode
begins, with an empty mailbox.

An episode is made by its number and the seed alone, but the moments of the random kills are the machine's.
Exit code 1 when an invariant is broken.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import secrets
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest import mock

from beside import Beside, Courier, Cyrus, NotHereError
from docx_maker import simple_paper
from flow_trial import letter, on_servers
from servers import FULL, Account, Certificate, Dovecot, SmtpSink, Taken

from daemon import faults
from daemon.cli.program import main

#: Every boundary between two effects of the service, and how often it is passed on before the process dies there.
POINTS = (
    "archive.written", "archive.synced", "archive.renamed", "archive.kept", "cycle.fetched", "cycle.archived",
    "cycle.recorded", "cycle.understood", "records.before_commit", "records.committed", "cycle.before_move",
    "cycle.moved", "inbox.marked", "inbox.copied", "inbox.flagged", "inbox.moved", "assess.judged", "delivery.claimed", "smtp.data",
    "smtp.accepted", "delivery.accepted",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A server, and how it moves a message (RFC 6851, RFC 4315)."""

    name: str
    start: Callable[[Certificate], Dovecot | Beside]
    moves: bool = False


DOVECOT = (
    Kind("Dovecot", Dovecot, moves=True),
    Kind("Dovecot without MOVE", lambda certificate: Dovecot(certificate, capabilities=_without("MOVE"))),
    Kind(
        "Dovecot without MOVE, UIDPLUS, IDLE",
        lambda certificate: Dovecot(certificate, capabilities=_without("MOVE", "UIDPLUS", "IDLE")),
    ),
)
BESIDE = (
    Kind("Cyrus", Cyrus, moves=True),
    Kind("Courier", Courier),
    Kind("Cyrus without MOVE", lambda certificate: Cyrus(certificate, without="MOVE")),
    Kind("Courier without UIDPLUS, IDLE", lambda certificate: Courier(certificate, capabilities="IMAP4rev1 NAMESPACE")),
    Kind(
        "Cyrus without MOVE, UIDPLUS, IDLE",
        lambda certificate: Cyrus(certificate, without="MOVE UIDPLUS IDLE"),
    ),
)


def _without(*words: str) -> str:
    return " ".join(word for word in FULL.split() if word not in words)


SENT = "Thư đã gửi"
_START = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
_WAIT_SECONDS = 60.0  #: a process that has not ended by then hangs
_SERVICE_SECONDS = 2.5  #: the service does not end by itself: it is killed within this time

_forks = multiprocessing.get_context("forkserver")


# --------------------------------------------------------------------------- the program, to be killed


@dataclass(frozen=True)
class Death:
    """When a process is to die: at the nth passage of a point; or so many seconds after the nth passage of any.

    Without either it dies when somebody kills it.
    """

    point: str | None = None
    nth: int = 1
    after: float | None = None


def program(arguments: Sequence[str], death: Death, trace: Path) -> None:
    """The program in this process: what it says goes to `trace`.log, the last point passed to `trace`."""
    passed: Counter[str] = Counter()
    with trace.open("wb") as last, trace.with_suffix(".log").open("a", encoding="utf-8") as said:

        def hook(name: str) -> None:
            os.pwrite(last.fileno(), name.ljust(40).encode(), 0)
            passed[name] += 1
            if death.after is not None and passed.total() == death.nth:
                threading.Timer(death.after, _die).start()
            elif name == death.point and passed[name] == death.nth:
                _die()

        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        sys.argv = ["thamluan", *arguments]
        with faults.armed(hook):
            main()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# --------------------------------------------------------------------------- what arrives


@dataclass
class Season:
    """The mail of an episode, and what has to come of it."""

    chance: random.Random
    box: Account
    messages: Counter[bytes] = field(default_factory=Counter)  #: raw → how often it was delivered
    answers: Counter[str] = field(default_factory=Counter)  #: by address, as many letters
    versions: Counter[str] = field(default_factory=Counter)  #: by title, as many
    _papers: list[tuple[int, str]] = field(default_factory=list)
    _number: int = 0

    def arrive(self, at: datetime = _START - timedelta(minutes=5)) -> None:
        """One more message."""
        kinds = (self._paper, self._paper, self._question, self._machine, self._batch, self._again, self._alias)
        raw = self.chance.choice((*kinds, self._corrected))()
        self.messages[raw] += 1
        self.box.deliver(raw, at)

    def _paper(self) -> bytes:
        number, title = self._next()
        self._papers.append((number, title))
        return self._mail(number, "Gửi bài tham luận", "Tôi gửi bài.\n", self._file(number, title))

    def _batch(self) -> bytes:
        number, title = self._next()
        _, other = self._next()
        return self._mail(number, "Gửi 2 bài", "Gửi 2 bài.\n", self._file(number, title), self._file(number + 1, other))

    def _corrected(self) -> bytes:
        if not self._papers:
            return self._paper()
        number, title = self.chance.choice(self._papers)
        self._number += 1
        file = self._file(number, title, f"Tôi đã sửa đoạn này ở lần thứ {self._number}.")
        return self._mail(number, "Gửi lại bài đã sửa", "Tôi gửi lại bài đã sửa.\n", file)

    def _question(self) -> bytes:
        number, _ = self._next()
        return self._mail(number, "Hỏi về hội thảo", "Xin hỏi hội thảo tổ chức ở đâu ạ?\n")

    def _machine(self) -> bytes:
        number, _ = self._next()
        self._seen(number, 0)
        return letter(_address(number), "Tôi đi vắng", "Trả lời tự động.\n", Auto_Submitted="auto-replied")

    def _again(self) -> bytes:
        """The same bytes delivered twice."""
        return self.chance.choice(list(self.messages)) if self.messages else self._paper()

    def _alias(self) -> bytes:
        """The same letter by another way."""
        way = b"Received: from a%d.example by b.example\r\n" % self._number
        self._number += 1
        return way + self._again()

    def _next(self) -> tuple[int, str]:
        self._number += 1
        words = ("quê hương", "thanh niên", "chuyển đổi số", "giảng viên trẻ", "văn hóa", "nêu gương", "đọc sách")
        return self._number, f"Mô hình {self._number} về {self.chance.choice(words)} số {self._number}"

    def _file(self, number: int, title: str, *more: str) -> tuple[str, bytes]:
        self.versions[title] += 1
        text = [f"Mục tiêu của mô hình {title} là rõ ràng.", f"Nội dung riêng của bài {number}: {title}.", *more]
        author = f"ThS. Nguyễn Văn {'ABCDEGHIKLMNOPQRSTUVXY'[number % 22]}"
        return f"Bài {number}.docx", simple_paper(text * 5, title=title, authors=[author], school=_SCHOOL)

    def _mail(self, number: int, subject: str, text: str, *files: tuple[str, bytes]) -> bytes:
        self._seen(number, 1)
        own = {"Message_ID": f"<{len(self.messages)}.{number}@x.example>"}
        return letter(f"Tác giả {number} <{_address(number)}>", subject, text, *files, **own)

    def _seen(self, number: int, answers: int) -> None:
        self.answers[_address(number)] += answers


_SCHOOL = "Trường Chính trị tỉnh Nghệ An"


def _address(number: int) -> str:
    return f"tac-gia-{number}@nghean.example"


# --------------------------------------------------------------------------- an episode


@dataclass
class Tally:
    """What happened in all rounds."""

    rounds: int = 0
    servers: Counter[str] = field(default_factory=Counter)  #: rounds on each
    left_out: list[str] = field(default_factory=list)  #: servers that cannot be run here, and why
    counts: Counter[str] = field(default_factory=Counter)
    died_at: Counter[str] = field(default_factory=Counter)  #: random kills, by the last point passed
    points: Counter[str] = field(default_factory=Counter)  #: kills at a named point
    broken: list[str] = field(default_factory=list)


@dataclass
class Episode:
    """One mailbox and one storage directory, killed until it may finish."""

    number: int
    chance: random.Random
    folder: Path
    box: Account
    sink: SmtpSink
    tally: Tally
    kind: Kind
    kept: KeptSent | None  #: None: the server keeps no copies
    service: bool  #: `run` besides `once`
    points: Iterator[Death]
    usual: list[float]  #: seconds that a process took which nobody killed
    kills: int = 0
    minute: int = 0

    def __post_init__(self) -> None:
        self.season = Season(self.chance, self.box)
        self.trial = on_servers(self.folder, self.box, self.sink, "thuky@thanhhoa.example")
        self.trial.write(
            mailbox={"poll_seconds": 10, "timeout_seconds": 20, "sent_folder": SENT if self.kept else ""},
            smtp={"timeout_seconds": 20, "on_uncertain": "resend" if self.kept else "hold"},
            # What ends the process again and again is set aside as poison; here it is we who end it.
            intake={"max_attempts": 100, "max_assessment_attempts": 100},
        )
        if self.kept:
            self.box.create(self.box.there(SENT))
        (self.folder / "trace.log").touch()

    def play(self, rounds: int) -> None:
        for _ in range(self.chance.randint(3, 6)):
            self.season.arrive()
        for _ in range(rounds):
            self.round()
            if self.chance.random() < 0.7:  # else a process has nothing to do, and passes few points
                self.season.arrive()
        for problem in self.finish():
            self.tally.broken.append(f"episode {self.number}: {problem}")

    def round(self) -> None:
        """One process, and its end."""
        self.tally.rounds += 1
        self.tally.servers[self.kind.name] += 1
        service = self.service and self.chance.random() < 0.4
        how = self.chance.choices(("point", "work", "time"), (5, 4, 1))[0]
        death = Death()
        if how == "point":
            death = next(self.points)
        elif how == "work":  # a start takes longer than the work: most moments by the clock lie before it
            death = Death(None, self.chance.randint(2, 50), self.chance.random() ** 2 * 0.05)
        fraction, arrives = self.chance.random(), self.chance.random() < 0.2
        started = time.monotonic()
        process = self.start("run" if service else "once", death)
        if arrives:  # while it works
            self.season.arrive()
        if service:
            process.join(_SERVICE_SECONDS * (fraction if how == "time" else 1))
        elif how == "time":
            usual = sorted(self.usual)[len(self.usual) // 2] if self.usual else 1.0
            process.join(max(0.0, usual * fraction - (time.monotonic() - started)))
        else:
            process.join(_WAIT_SECONDS)
        by_clock = process.is_alive()
        if by_clock:
            process.kill()
        process.join(_WAIT_SECONDS)
        at_random = by_clock or death.point is None
        self.account(process, death, time.monotonic() - started, at_random=at_random, service=service)

    def account(self, process: BaseProcess, death: Death, seconds: float, *, at_random: bool, service: bool) -> None:
        if process.exitcode == -signal.SIGKILL:
            self.kills += 1
            self.tally.counts["run" if service else "once"] += 1
            if at_random:
                last = self.trace.read_text().strip() if self.trace.exists() else ""
                self.tally.died_at[last or "before the first point"] += 1
            else:
                self.tally.points[str(death.point)] += 1
        elif process.exitcode == 2 and "left alone until" in self.said().splitlines()[-1]:
            # Polls that were cut off again and again are no longer made at once: the next round is a minute later.
            self.tally.counts["left the mailbox alone"] += 1
        else:
            self.tally.counts["ended before the kill"] += 1
            self.usual.append(seconds)
            if process.exitcode not in {0, 1}:
                self.tally.broken.append(f"episode {self.number}: exit code {process.exitcode}: {self.said()}")

    # ----------------------------------------------------------------- the end

    def finish(self) -> Iterator[str]:
        """Lets it work in peace, and gives what is wrong then."""
        self.minute += 30  # beyond every pause between two attempts, and `uncertain_minutes`
        for _ in range(2):
            self.minute += 30
            # A letter of the calendar that waited for an hour is written anew by the next look at the calendar, which
            # `once` does not take.
            for command in (("season", "send"), ("once",)):
                code = self.peacefully(*command)
                if code not in {0, 1}:
                    yield f"{' '.join(command)} ended with {code}: {self.said()}"
        before = len(self.sink.letters)
        self.peacefully("once")
        if len(self.sink.letters) != before:
            yield "a pass with nothing to do sent something"
        with closing(sqlite3.connect(self.folder / "state" / "records.sqlite3")) as db:
            db.row_factory = sqlite3.Row
            yield from self.rows_wrong(db)
            yield from self.letters_wrong(db)
            sql = "SELECT count(*) FROM letters WHERE state = 'uncertain' AND cause IS NOT NULL"
            held = db.execute(sql).fetchone()[0]
        yield from self.mailbox_wrong()
        yield from self.proofs_wrong(uncertain=held > 0)

    def rows_wrong(self, db: sqlite3.Connection) -> Iterator[str]:
        raws = len(self.season.messages)
        found = db.execute("SELECT count(*) FROM messages").fetchone()[0]
        if found != raws:
            yield f"{raws} different messages were delivered, {found} have a row"
        if db.execute("SELECT count(*) FROM events WHERE kind IN ('restored', 'set_back')").fetchone()[0]:
            yield "the records took themselves for older than the mailbox"
        states = dict(db.execute("SELECT state, count(*) FROM messages GROUP BY state").fetchall())
        if set(states) != {"done"}:
            yield f"messages are {states}"
        versions = Counter(row[0] for row in db.execute("SELECT count(*) FROM versions GROUP BY paper"))
        if versions != Counter(self.season.versions.values()):
            yield f"versions of papers: {versions}, expected {Counter(self.season.versions.values())}"

    def letters_wrong(self, db: sqlite3.Connection) -> Iterator[str]:
        taken = Counter(map(_identity, self.sink.letters))
        rows = db.execute("SELECT message_id, state, recipients, kind FROM letters").fetchall()
        unknown = {message_id for message_id, _ in taken} - {row["message_id"] for row in rows}
        if unknown:
            yield f"letters went out that no row knows: {unknown}"
        answers: Counter[str] = Counter()
        for row in rows:
            first, again = taken[row["message_id"], False], taken[row["message_id"], True]
            self.tally.counts[f"letters {row['state']}"] += 1
            self.tally.counts["letters sent once more, marked so"] += again
            wanted = {(1, 0)} if self.kept else {(1, 0), (0, 0)} if row["state"] == "uncertain" else {(1, 0)}
            if self.kept and row["state"] == "sent":
                wanted |= {(0, 1)}  # cut off before the server had it
            if (first, again) not in wanted:
                yield f"{row['state']} letter {row['message_id']} ({row['kind']}) was taken {first}+{again} times"
            if row["state"] not in {"sent", "uncertain"}:
                yield f"letter {row['message_id']} is {row['state']}"
            for reader in json.loads(row["recipients"]):
                answers[reader["address"]] += 1
        for address, expected in self.season.answers.items():
            if answers[address] != expected:
                yield f"{answers[address]} letters to {address}, expected {expected}"
        uncertain = sum(row["state"] == "uncertain" for row in rows)
        if uncertain > (0 if self.kept else self.kills):
            yield f"{uncertain} letters are uncertain after {self.kills} kills"

    def mailbox_wrong(self) -> Iterator[str]:
        """Every message is among the handled ones; what is left in the folder that is read bears a mark of removal.

        Without MOVE a second copy, the same to the second, is not copied again.  Without UIDPLUS nothing is expunged,
        nor is what a process marked that died before it could expunge.
        """
        handled, moves = Counter(self.box.messages(self.box.there("Da-xu-ly"))), self.kind.moves
        if handled != self.season.messages if moves else handled.keys() != self.season.messages.keys():
            more, less = handled - self.season.messages, self.season.messages - handled
            yield f"folder of handled messages: {more.total()} too many, {less.total()} missing"
        if (left := self.box.flags()) and (moves or any(rb"\Deleted" not in flags for flags in left)):
            yield f"{len(left)} messages are left in the folder that is read: {left}"

    def proofs_wrong(self, *, uncertain: bool) -> Iterator[str]:
        for arguments in (("reconcile", "--json"), ("verify", "--json")):
            self.trace.with_suffix(".log").write_text("")
            code = self.peacefully(*arguments, clock=False)
            said = self.said()
            if arguments[0] == "verify" and code != 0:
                yield f"verify: {said}"
            if arguments[0] == "reconcile":
                found = json.loads(said[said.index("{") : said.rindex("}") + 1])
                kinds = ("unexplained", "unanswered", "double_answered")
                wrong = {kind: found[kind] for kind in kinds if found[kind]}
                if wrong or found["mailbox"] != found["explained"] or bool(found["uncertain"]) != uncertain:
                    yield f"reconcile: {said}"

    # ----------------------------------------------------------------- running

    @property
    def trace(self) -> Path:
        return self.folder / "trace"

    def said(self) -> str:
        """The end of what the program said."""
        return self.trace.with_suffix(".log").read_text("utf-8", "replace")[-3000:]

    def start(self, command: str, death: Death, *more: str, clock: bool = True) -> BaseProcess:
        self.minute += 1
        if self.kept is not None:
            self.kept.keep()  # before the look that decides what was found
        now = ("--now", (_START + timedelta(minutes=self.minute)).isoformat()) if clock else ()
        arguments = [command, *more, *now, "--config", str(self.folder / "config.toml")]
        process = _forks.Process(target=program, args=(arguments, death, self.trace))
        process.start()
        return process

    def peacefully(self, command: str, *more: str, clock: bool = True) -> int | None:
        process = self.start(command, Death(), *more, clock=clock)
        process.join(_WAIT_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            return None
        return process.exitcode


def _identity(taken: Taken) -> tuple[str, bool]:
    """Message-ID, and whether the letter says that it may be a repeat."""
    headers = BytesHeaderParser().parsebytes(taken.raw)
    return str(headers["Message-ID"]), headers["X-Thamluan-Repeat"] is not None


# --------------------------------------------------------------------------- all of them


def ready_to_fork() -> None:
    """The imports are made once: a process then needs what the program needs, and is killed within its work."""
    _forks.set_forkserver_preload(["chaos_zygote"])
    with mock.patch.dict(os.environ, {"PYTHONPATH": os.pathsep.join(sys.path)}):  # it looks nowhere else
        forkserver.ensure_running()


def deaths() -> Iterator[Death]:
    """Every point at its first passage, then at its second, and so on."""
    while True:
        for nth in (1, 2, 1, 3):
            for point in POINTS:
                yield Death(point, nth)


def wreak(
    rounds: int,
    seed: int,
    seconds: float,
    tell: Callable[[str], None] = lambda _: None,
    *,
    kinds: Sequence[Kind] = DOVECOT,
    an_episode: int = 12,
    first: int = 0,
) -> Tally:
    """So many rounds, so many of them an episode, or so many seconds; `first` is the number of the first episode."""
    ready_to_fork()
    tally, end, usual, points = Tally(), time.monotonic() + seconds, [], deaths()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tl-chaos-", dir=_memory())))
        certificate = Certificate.make(home)
        running: list[tuple[Kind, Dovecot | Beside]] = []
        for kind in kinds:
            try:
                running.append((kind, stack.enter_context(kind.start(certificate))))
            except NotHereError as error:
                tally.left_out.append(f"{kind.name}: {error}")
        number = first
        while tally.rounds < rounds and time.monotonic() < end:
            turn, which = divmod(number, len(running))
            kind, server = running[which]
            keeps_sent = (number + turn) % 2 == 1
            account = server.account(f"chaos-{number}")
            folder = home / str(number)
            folder.mkdir()
            with SmtpSink() as sink:
                kept = KeptSent(account, at_once=turn % 2 == 0) if keeps_sent else None
                if kept is not None:
                    kept.of(sink)
                episode = Episode(
                    number, random.Random(f"{seed}/{number}"), folder, account, sink, tally, kind,
                    kept, (number + turn) % 3 != 0, points, usual,
                )  # fmt: skip
                episode.play(min(an_episode, rounds - tally.rounds))
            tally.counts["messages"] += episode.season.messages.total()
            tally.counts["letters taken by the SMTP server"] += len(sink.letters)
            number += 1
            tally.counts["episodes"] += 1
            tell(f"{tally.rounds} rounds, {number - first} episodes, {len(tally.broken)} broken")
    return tally


def _memory() -> Path | None:
    """A death of the process loses nothing that a disk would have kept: memory is as good, and faster."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else None


@dataclass
class KeptSent:
    """The server keeps a copy of what it takes, as Gmail does: at once, or some time later."""

    account: Account
    at_once: bool
    taken: list[Taken] = field(default_factory=list)  #: not kept yet

    def of(self, sink: SmtpSink) -> None:
        take = sink.take

        def keep(taken: Taken) -> None:
            take(taken)
            self.taken.append(taken)
            if self.at_once:
                self.keep()

        sink.take = keep  # type: ignore[method-assign]

    def keep(self) -> None:
        while self.taken:
            raw = self.taken.pop(0).raw
            at = parsedate_to_datetime(BytesHeaderParser().parsebytes(raw)["Date"])
            self.account.deliver(raw, at, self.account.there(SENT))


def _rows(tally: Tally) -> Iterator[tuple[str, int]]:
    yield "rounds", tally.rounds
    for name, count in sorted(tally.servers.items()):
        yield f"  on {name}", count
    yield "killed at a named point", tally.points.total()
    yield f"  different points of {len(POINTS)}", len(tally.points)
    yield "killed at a random moment", tally.died_at.total()
    yield "  different last points passed", len(tally.died_at)
    for name in ("once", "run"):
        yield f"killed in `{name}`", tally.counts[name]
    for name, count in sorted(tally.counts.items()):
        if name not in {"once", "run"}:
            yield name, count
    yield "invariants broken", len(tally.broken)


def command() -> int:
    """Reads the command line, and says what came of it."""
    parser = argparse.ArgumentParser(description="Kills the program again and again; is anything lost, or done twice?")
    parser.add_argument("rounds", nargs="?", type=int, default=600)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--minutes", type=float, default=40)
    chosen = parser.parse_args()
    print(f"seed {chosen.seed} (the same again: ./run.sh chaos {chosen.rounds} --seed {chosen.seed})", flush=True)
    started = time.monotonic()
    tally = wreak(
        chosen.rounds,
        chosen.seed,
        chosen.minutes * 60,
        lambda words: print(words, file=sys.stderr),
        kinds=DOVECOT + BESIDE,
    )
    print(f"\n| in {time.monotonic() - started:.0f} seconds | |\n|---|---:|")
    for name, count in _rows(tally):
        print(f"| {name} | {count} |")
    print("\n| killed at | by name | after it, at random |\n|---|---:|---:|")
    for point in dict.fromkeys((*POINTS, *tally.died_at)):
        print(f"| {point} | {tally.points[point]} | {tally.died_at[point]} |")
    for left_out in tally.left_out:
        print(f"\nLEFT OUT: {left_out}")
    for problem in tally.broken:
        print(f"\nBROKEN: {problem}")
    if tally.rounds < chosen.rounds:
        print(f"\nThe time was over after {tally.rounds} of {chosen.rounds} rounds.")
    return 1 if tally.broken else 0


if __name__ == "__main__":
    # Under its own name, so that the processes started find what they are to run.
    import chaos

    sys.exit(chaos.command())
