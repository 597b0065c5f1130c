"""`./run.sh corpus DIR…`: what the program makes of any folder of documents or messages, as tables.

For documents: outcomes of every check, crashes, seconds a file.  For messages: dispositions, crashes, seconds a
message, and, where an INDEX.tsv beside the folder labels them, the answers that would go to a machine.
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
from pathlib import Path
from typing import TypeVar

from daemon import intake, mail
from daemon.config import load, shipped_file
from daemon.containers.archives import Unpack, unpack
from daemon.judge import Judge
from daemon.model import Judgement
from daemon.service import judging, own_identity, unpacking
from daemon.sources import PaperFile, paper_files, papers

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


def messages(paths: Sequence[Path], labels: dict[str, str]) -> tuple[Stopwatch, int]:
    watch, found, answered = Stopwatch(), Counter[tuple[str, bool]](), []
    own = own_identity(load(shipped_file()))
    for path in paths:
        raw = path.read_bytes()
        decision = watch.run(str(path), lambda raw=raw: intake.decide(mail.read(raw), own))
        if decision is None:
            continue
        found[decision.disposition.value, decision.may_answer] += 1
        if decision.may_answer and labels.get(path.name) in MACHINES:
            answered.append(path.name)
    names = sorted({disposition for disposition, _ in found})
    rows = [(name, str(found[name, True]), str(found[name, False])) for name in names]
    table("Messages: dispositions", ("disposition", "would be answered", "not"), rows)
    rows = [*watch.rows(), ("labelled machine mail that would be answered", str(len(answered)))]
    table("Messages: time", ("", ""), rows)
    for name in answered:
        print(f"answered although a machine sent it: {name}")
    return watch, len(answered)


def labels_of(folder: Path) -> dict[str, str]:
    """File name → label, from an INDEX.tsv in the folder or beside it."""
    for index in (folder / "INDEX.tsv", folder.parent / "INDEX.tsv"):
        if index.is_file():
            with index.open(encoding="utf-8", newline="") as lines:
                return {Path(row["path"]).name: row["label"] for row in csv.DictReader(lines, delimiter="\t")}
    return {}


def main(arguments: Sequence[str]) -> int:
    folders = [Path(argument) for argument in arguments]
    if not folders or not all(folder.is_dir() for folder in folders):
        print("usage: ./run.sh corpus FOLDER…", file=sys.stderr)
        return 2
    trouble = 0
    for folder in folders:
        mails = sorted(folder.rglob("*.eml"))
        if mails:
            watch, answered = messages(mails, labels_of(folder))
            trouble += answered
        else:
            with judging(load(shipped_file())) as judge, unpacking() as opened:
                judge.file(b"", "warm-up.docx")
                watch = documents([folder], judge, opened)
        trouble += len(watch.crashes)
        for crash in watch.crashes:
            print(f"\n{crash}", file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
