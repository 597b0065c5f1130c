"""`./run.sh corpus DIR…`: what the program makes of any folder of documents or messages, as tables.

For documents: outcomes of every check, crashes, seconds a file.  For messages (as `inspect` finds them): dispositions,
crashes, seconds a message, and, where an INDEX.tsv in the folder or beside it labels their files, the answers that
would go to a machine.  A folder that holds both gives both.
Reads only; sends nothing.  Exit code 1 when something crashed or a machine would be answered.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from daemon import intake, mail, sources
from daemon.config import load, shipped_file
from daemon.containers.archives import Unpack, unpack
from daemon.judge import Judge
from daemon.model import Judgement
from daemon.service import judging, own_identity, unpacking
from daemon.sources import PaperFile, Source, paper_files, papers, printable

#: Labels of the index that say that a program sent it.
MACHINES = frozenset({"bounce", "arf", "autoreply", "report", "mdn", "bulk", "list"})

T = TypeVar("T")


class Stopwatch:
    """Runs things, counts what they raise, and keeps how long each took."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.crashes: list[str] = []

    def run(self, name: str, work: Callable[[], T]) -> T | None:
        started = time.perf_counter()
        try:
            return work()
        except Exception:  # noqa: BLE001 - a crash is what we look for
            self.crashes.append(f"{name}\n{traceback.format_exc()}")
            return None
        finally:
            self.seconds.append(time.perf_counter() - started)

    def rows(self) -> list[tuple[str, str]]:
        ordered = sorted(self.seconds) or [0.0]
        p95 = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
        return [
            ("files", str(len(self.seconds))),
            ("crashes", str(len(self.crashes))),
            ("seconds, median", f"{statistics.median(ordered):.4f}"),
            ("seconds, p95", f"{p95:.4f}"),
            ("seconds, max", f"{ordered[-1]:.4f}"),
        ]


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table, to be pasted where it is wanted."""
    print(f"\n{title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def documents(paths: Sequence[Path], judge: Judge, unpack: Unpack = unpack) -> Stopwatch:
    watch, outcomes, verdicts = Stopwatch(), Counter[tuple[str, str]](), Counter[str]()
    for paper in (paper for path in paper_files(paths) for paper in papers(path, unpack)):
        found = watch.run(paper.name, partial(_judged, judge, paper))
        if found is not None:
            verdicts[found.verdict.value] += 1
            outcomes.update((finding.check, finding.outcome.value) for finding in found.findings)
    kinds = ("pass", "fail", "review", "skip")
    checks = dict.fromkeys(check for check, _ in outcomes)
    rows = [(check, *(str(outcomes[check, kind]) for kind in kinds)) for check in checks]
    rows.append(("**verdict**", *(str(verdicts[kind]) for kind in kinds[:3]), ""))
    table("Documents: outcomes", ("check", *kinds), rows)
    table("Documents: time", ("", ""), watch.rows())
    return watch


def _judged(judge: Judge, paper: PaperFile) -> Judgement:
    return judge.file(paper.data, paper.name, known=paper.known, unreadable=paper.unreadable)


def messages(sources: Iterable[Source], labels: dict[str, str]) -> tuple[Stopwatch, int]:
    """`labels` by the names of the files.  What was measured, and how many of the labelled would be answered."""
    watch, found, answered, labelled = Stopwatch(), Counter[tuple[str, bool]](), [], 0
    own = own_identity(load(shipped_file()))
    for source in sources:
        decision = watch.run(source.name, lambda raw=source.raw: intake.decide(mail.read(raw), own))
        is_machine = labels.get(source.name) in MACHINES
        labelled += is_machine
        if decision is None:
            continue
        found[decision.disposition.value, decision.may_answer] += 1
        if decision.may_answer and is_machine:
            answered.append(source.name)
    names = sorted({disposition for disposition, _ in found})
    rows = [(name, str(found[name, True]), str(found[name, False])) for name in names]
    table("Messages: dispositions", ("disposition", "would be answered", "not"), rows)
    rows = [*watch.rows(), ("labelled machine mail that would be answered", f"{len(answered)} of {labelled}")]
    table("Messages: time", ("", ""), rows)
    for name in answered:
        print(f"answered although a machine sent it: {name}")
    return watch, len(answered)


def labels_of(folder: Path) -> dict[str, str]:
    """Name of a file as `sources` gives it → label, from an INDEX.tsv in the folder or beside it, whose paths begin where
    it stands.
    """
    for index in (folder / "INDEX.tsv", folder.parent / "INDEX.tsv"):
        if index.is_file():
            with index.open(encoding="utf-8", newline="") as lines:
                rows = csv.DictReader(lines, delimiter="\t")
                return {printable(index.parent / row["path"]): row.get("label") or "" for row in rows}
    return {}


def main(arguments: Sequence[str]) -> int:
    folders = [Path(argument) for argument in arguments]
    if not folders or not all(folder.is_dir() for folder in folders):
        print("usage: ./run.sh corpus FOLDER…", file=sys.stderr)
        return 2
    trouble = 0
    for folder in folders:
        watches = []
        mails = sources.messages([folder])
        if (first := next(mails, None)) is not None:
            watch, answered = messages(chain([first], mails), labels_of(folder))
            watches.append(watch)
            trouble += answered
        if paper_files([folder]) or not watches:
            with judging(load(shipped_file())) as judge, unpacking() as opened:
                judge.file(b"", "warm-up.docx")
                watches.append(documents([folder], judge, opened))
        for crash in (crash for watch in watches for crash in watch.crashes):
            trouble += 1
            print(f"\n{crash}", file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
