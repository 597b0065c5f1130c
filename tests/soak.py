"""`./run.sh soak [HOURS]`: a day of the service at fifty times the usual load; does anything grow that should not?

The service is a process of its own, with all its threads, IDLE, a real Dovecot and an SMTP server.  Only its clock is
simulated: every poll is a minute later than the one before, and begins when all that came before is judged and sent.
So a day takes as long as its work takes, and a slow machine measures the same as a fast one.  LibreOffice is switched
off; it is restarted after so many documents, whatever it does.  Exit code 1 when memory or descriptors grow, or when
something is not as it should be at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest import mock

from chaos import Season
from flow_trial import Trial, on_servers
from servers import Account, Certificate, Dovecot, SmtpSink

USUAL = 20  #: messages on the busiest day that a conference like this one has
_START = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
_PATIENCE = 120.0  #: seconds until the work of a minute must be done
_TICK = 0.02  #: seconds, instead of one


# --------------------------------------------------------------------------- the service


def service(arguments: Sequence[str], minutes: int, parent: Connection, said: Path) -> None:
    """`thamluan run` in this process; before each poll it tells its parent the minute and waits for an answer."""
    from daemon import jobs  # noqa: PLC0415 - the parent's memory is not what is measured
    from daemon import service as services  # noqa: PLC0415
    from daemon.cli import program  # noqa: PLC0415 - likewise
    from daemon.cli import service as command  # noqa: PLC0415 - likewise
    from daemon.clock import ManualClock  # noqa: PLC0415

    clock, usual, polls = ManualClock(_START), services._Told.intake, iter(range(1, minutes + 1))

    def intake(told: Any, stop: Callable[[], bool]) -> bool:
        _until_done(told.service, stop)
        minute = next(polls, None)
        if minute is None:
            os.kill(os.getpid(), signal.SIGTERM)
            return False
        clock.advance(timedelta(minutes=1))
        try:
            parent.send(minute)
            parent.recv()
        except (EOFError, BrokenPipeError):  # who measures has gone
            os._exit(1)
        return usual(told, stop)

    def hasty(*values: Any, **named: Any) -> jobs.Jobs:
        return jobs.Jobs(*values, **named | {"poll_seconds": 0, "tick_seconds": _TICK})

    with said.open("a", encoding="utf-8") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    with (
        mock.patch.object(sys, "argv", ["thamluan", *arguments]),
        mock.patch.object(command, "clock_for", return_value=clock),
        mock.patch.object(services, "Jobs", hasty),
        mock.patch.object(services._Told, "intake", intake),
        mock.patch.object(jobs, "_ROUND", timedelta(seconds=10 * _TICK)),
    ):
        program.main()


def _until_done(service: Any, stop: Callable[[], bool]) -> None:
    """Until nothing waits to be judged or sent."""
    records, mode = service.desk.records, service.config.conference.mode.value
    end = time.monotonic() + _PATIENCE
    while (records.waiting() or records.is_due(service.clock.now(), mode)) and not stop():
        if time.monotonic() > end:
            raise TimeoutError("the work of a minute is not done")
        time.sleep(_TICK)


# --------------------------------------------------------------------------- looking at it from outside


@dataclass(frozen=True)
class Sample:
    """How things stand at the end of an hour, between two polls."""

    hour: int
    messages: int
    letters: int
    memory_kb: int  #: resident, of the service
    helpers_kb: int  #: of the processes below it
    descriptors: int
    threads: int
    records_bytes: int  #: database and its write-ahead log
    archive_bytes: int
    log_bytes: int
    cpu_seconds: float  #: of the service and of what ended below it


def look(pid: int, hour: int, messages: int, letters: int, state: Path, said: Path) -> Sample:
    """The service's numbers in /proc, and the sizes of its files."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    records = sum(path.stat().st_size for path in state.glob("records.sqlite3*"))
    everything = sum(path.stat().st_size for path in state.rglob("*") if path.is_file())
    return Sample(
        hour=hour,
        messages=messages,
        letters=letters,
        memory_kb=_status(pid, "VmRSS"),
        helpers_kb=sum(_status(helper, "VmRSS") for helper in _below(pid)),
        descriptors=len(list(Path(f"/proc/{pid}/fd").iterdir())),
        threads=_status(pid, "Threads"),
        records_bytes=records,
        archive_bytes=everything - records,
        log_bytes=said.stat().st_size,
        cpu_seconds=sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK"),
    )


def _status(pid: int, name: str) -> int:
    try:
        found = re.search(rf"^{name}:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except FileNotFoundError:
        return 0
    return int(found[1]) if found else 0


def _below(pid: int) -> Iterator[int]:
    """All processes below this one."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    children = [child for child, parent in parents.items() if parent == pid]
    yield from children
    for child in children:
        yield from _below(child)


# --------------------------------------------------------------------------- a day


def soak(
    folder: Path, box: Account, sink: SmtpSink, hours: int, load: float, tell: Callable[[Sample], None] = lambda _: None
) -> tuple[list[Sample], list[str]]:
    """So many hours at so many times the usual load: a sample at the end of each, and what is wrong at the end."""
    trial, chance = on_servers(folder, box, sink, "thuky@thanhhoa.example"), random.Random(193)
    trial.write(letters={"max_recipients_per_day": 0})
    season, said, samples = Season(chance, box), folder / "said.log", list[Sample]()
    forks = multiprocessing.get_context("spawn")
    ours, its = forks.Pipe()
    arguments = ["run", "--config", str(folder / "config.toml")]
    process = forks.Process(target=service, args=(arguments, hours * 60, its, said))
    process.start()
    its.close()
    try:
        for minute in _minutes(ours):
            hour, within = divmod(minute, 60)
            if not within:
                messages = season.messages.total()
                samples.append(look(process.pid or 0, hour, messages, len(sink.letters), folder / "state", said))
                tell(samples[-1])
            for _ in range(_how_many(load * USUAL / (24 * 60), chance)):
                season.arrive(_START + timedelta(minutes=minute))
            with contextlib.suppress(BrokenPipeError):  # it ended
                ours.send(None)
        process.join(_PATIENCE)
    finally:
        if process.is_alive():  # it hangs: where?
            os.kill(process.pid or 0, signal.SIGUSR1)
            process.join(2)
        process.kill()
        process.join()
    if process.exitcode != 0:
        return samples, [f"the service ended with {process.exitcode}:\n{said.read_text('utf-8')[-6000:]}"]
    return samples, [*_wrong(trial, season, sink)]


def _minutes(ours: Connection) -> Iterator[int]:
    """What the service says, until it ends."""
    try:
        while ours.poll(_PATIENCE * 2):
            yield ours.recv()
    except EOFError:
        return


def _how_many(mean: float, chance: random.Random) -> int:
    """Arrivals of a minute (a Poisson process, by its exponential pauses)."""
    count, at = 0, chance.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count


def _wrong(trial: Trial, season: Season, sink: SmtpSink) -> Iterator[str]:
    for _ in range(2):  # what came with the last minute
        trial.run("once", "--now", (_START + timedelta(days=8)).isoformat())
    trial.run("reconcile")
    trial.run("verify")
    got = {reader for taken in sink.letters for reader in taken.recipients}
    silent = {address for address, answers in season.answers.items() if answers and address not in got}
    if silent:
        yield f"nobody answered {silent}"


def growth(samples: Sequence[Sample]) -> Iterator[str]:
    """What grew that should not, from the first quarter, when everything has been used once, to the end."""
    early, late = samples[len(samples) // 4], samples[-1]
    if late.memory_kb > early.memory_kb * 1.15 + 4_000:
        yield f"memory grew from {early.memory_kb} kB to {late.memory_kb} kB"
    if late.helpers_kb > early.helpers_kb * 1.15 + 4_000:
        yield f"memory of the helpers grew from {early.helpers_kb} kB to {late.helpers_kb} kB"
    if late.descriptors > early.descriptors + 3:
        yield f"descriptors grew from {early.descriptors} to {late.descriptors}"
    if late.threads > early.threads + 2:
        yield f"threads grew from {early.threads} to {late.threads}"


# --------------------------------------------------------------------------- the command


def _row(sample: Sample) -> str:
    values = (
        sample.hour, sample.messages, sample.letters, f"{sample.memory_kb / 1024:.0f}", f"{sample.helpers_kb / 1024:.0f}",
        sample.descriptors, sample.threads, f"{sample.records_bytes / 1e6:.1f}", f"{sample.archive_bytes / 1e6:.1f}",
        f"{sample.log_bytes / 1e3:.0f}", f"{sample.cpu_seconds:.0f}",
    )  # fmt: skip
    return "| " + " | ".join(map(str, values)) + " |"


def command() -> int:
    """Reads the command line, and says what came of it."""
    parser = argparse.ArgumentParser(description="Hours of the service at a multiple of the usual load; what grows?")
    parser.add_argument("hours", nargs="?", type=int, default=24)
    parser.add_argument("--load", type=float, default=50, help=f"times {USUAL} messages a day")
    chosen = parser.parse_args()
    print(f"{chosen.load:g} times {USUAL} messages a day\n")
    print("| hour | messages | letters | service MB | helpers MB | descriptors | threads |", end="")
    print(" records MB | archive MB | log kB | CPU s |")
    print("|" + "---:|" * 11, flush=True)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tl-soak-")))
        dovecot, sink = stack.enter_context(Dovecot(Certificate.make(home))), stack.enter_context(SmtpSink())
        samples, wrong = soak(
            home, dovecot.account("soak"), sink, chosen.hours, chosen.load, lambda one: print(_row(one), flush=True)
        )
    wrong += growth(samples)
    for problem in wrong:
        print(f"\nBROKEN: {problem}")
    return 1 if wrong else 0


if __name__ == "__main__":
    # Under its own name, so that the process started finds what it is to run.
    import soak as this

    sys.exit(this.command())
