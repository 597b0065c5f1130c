"""Killed at every boundary between two effects, then started again: nothing lost, nothing twice.

The season below passes some two hundred named points.  For every one of them the process dies there; the next process
finishes the work, and the same must be true from outside as without a death.
"""

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from core.fakes import START, FakeInbox, House, config_in, deaths, mail, points_passed

from daemon import faults
from daemon.archive import Archive
from daemon.config import Mode
from daemon.cycle import take_in
from daemon.model import LetterState
from daemon.proof.mailbox import Opening, survey
from daemon.proof.soundness import examine
from daemon.reconciling import Account

HOA = ("Tự quản.docx", "title=Mô hình lớp học tự quản ở Nghệ An;author=Hoa;school=nghe-an;verdict=fail")
HOA_AGAIN = ("Tự quản sửa.docx", "title=Mô hình lớp học tự quản ở Nghệ An;author=Hoa;school=nghe-an")
BATCH = (
    ("Bài 1.docx", "title=Văn hóa trường Đảng hôm nay;author=Bình;school=ha-tinh"),
    ("Bài 2.docx", "title=Đổi mới phương pháp giảng dạy;author=Cường;school=ha-tinh"),
)


@cache
def messages() -> tuple[bytes, ...]:
    first = mail("hoa@nghean.example", "Gửi bài", HOA)
    return (
        b"Received: from a.example by b.example\r\n" + first,
        mail("lan@hue.example", "Cho tôi hỏi"),
        b"Received: from c.example by b.example\r\n" + first,  # through an alias
        mail("hoa@nghean.example", "Bài đã sửa", HOA_AGAIN),
        mail("robot@hue.example", "Vắng mặt", kind="auto_reply"),
        mail("tct@hatinh.example", "Gửi 2 bài", *BATCH),
    )


def build(directory: Path) -> House:
    house = House(directory, config_in(directory, mode=Mode.LIVE))
    for raw in messages():
        house.inbox.put(raw)
    return house


def points_of(directory: Path) -> list[str]:
    house = build(directory)
    passed = points_passed(house.once)
    house.close()
    return passed


def account_of(house: House) -> Account:
    """The mailbox as it is now: what was moved lies in the folder of handled messages."""
    handled = FakeInbox(folder="Da-xu-ly")
    for raw in house.inbox.moved:
        handled.put(raw)
    boxes = (house.inbox, handled)
    openings = [Opening(lambda box=box: nullcontext(box), is_source=box is house.inbox) for box in boxes]
    return survey(openings, house.records, max_message_bytes=1_000_000)


def invariants(house: House, killed_at: str) -> None:
    status = house.status()
    assert status["messages"]["total"] == 6, killed_at
    assert len(house.inbox.moved) == 6, killed_at
    assert status["messages"]["by_disposition"] == {"submission": 3, "no_paper": 1, "auto_reply": 1}, killed_at
    assert status["messages"]["duplicates"] == 1, killed_at
    papers = {paper.code: len(paper.versions) for paper in house.records.papers()}
    assert papers == {"TL-2021-001": 2, "TL-2021-002": 1, "TL-2021-003": 1}, killed_at
    assert len(house.records.versions()) == 4, killed_at
    assert house.records.integrity() == [], killed_at
    letters = house.records.letters(raw=True)
    assert Counter(letter["kind"] for letter in letters) == {"acknowledgement": 3, "no_paper": 1}, killed_at
    delivered = Counter(raw for _, _, raw in house.sender.sent)
    for letter in letters:
        assert letter["state"] in {LetterState.SENT, LetterState.UNCERTAIN}, killed_at
        assert delivered[letter["raw"]] == 1 or (
            letter["state"] == LetterState.UNCERTAIN and delivered[letter["raw"]] == 0
        ), killed_at
    uncertain = sum(letter["state"] == LetterState.UNCERTAIN for letter in letters)
    account = account_of(house)
    assert (account.mailbox, account.explained) == (6, 6), killed_at
    assert (account.unanswered, account.double_answered) == ((), ()), killed_at
    assert len(account.uncertain) == uncertain, killed_at
    assert examine(house.directory).sound, killed_at
    in_the_gap = killed_at.startswith(("delivery.", "records."))
    assert uncertain == 0 or (in_the_gap and uncertain == 1), killed_at


def try_points(directory: Path, wanted: Callable[[int], bool]) -> None:
    house = build(directory / "living")
    for killed_at, heir in deaths(house, House.once, directory, wanted):
        heir.once()
        invariants(heir, killed_at)
    house.close()


def test_the_points_lie_between_all_effects(memory_path: Path) -> None:
    assert set(points_of(memory_path)) == {
        "archive.written", "archive.synced", "archive.renamed", "archive.kept", "cycle.fetched", "cycle.archived",
        "cycle.recorded", "cycle.understood", "records.before_commit", "records.committed", "cycle.before_move",
        "cycle.moved", "assess.judged", "delivery.claimed", "delivery.accepted",
    }  # fmt: skip


@pytest.mark.slow
def test_killed_at_any_kind_of_point_nothing_is_lost_and_nothing_doubled(memory_path: Path) -> None:
    """The second time each kind of point is passed, and every committed transaction of the first paper."""
    points = points_of(memory_path / "points")
    kinds = {name: [index for index, passed in enumerate(points) if passed == name] for name in set(points)}
    seconds = {indexes[min(1, len(indexes) - 1)] for indexes in kinds.values()}
    try_points(memory_path, {*seconds, *kinds["records.committed"][::4]}.__contains__)


PARTS = 4  #: of the points, for as many workers


@pytest.mark.server
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_every_point_nothing_is_lost_and_nothing_doubled(memory_path: Path, part: int) -> None:
    try_points(memory_path, lambda number: number % PARTS == part)


def _die_while_importing(directory: Path, point: str) -> None:
    house = House(directory, config_in(directory))

    def hook(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with faults.armed(hook):
        take_in(house.desk, mail("hoa@nghean.example", "Gửi bài", HOA), START, "bai.eml")


@pytest.mark.slow
@pytest.mark.parametrize("point", ["archive.renamed", "records.before_commit", "cycle.recorded", "cycle.understood"])
def test_a_real_sigkill_leaves_whole_records(tmp_path: Path, point: str) -> None:
    child = multiprocessing.get_context("forkserver").Process(target=_die_while_importing, args=(tmp_path, point))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    house = House(tmp_path, config_in(tmp_path))
    raw = mail("hoa@nghean.example", "Gửi bài", HOA)
    take_in(house.desk, raw, START, "bai.eml")
    house.intake()  # takes up what the dead process left
    house.once()
    assert house.records.integrity() == []
    assert house.status()["messages"]["total"] == 1
    assert house.status()["papers"]["total"] == 1
    assert len(house.sender.sent) == 1
    (row,) = house.records.messages()
    assert Archive(tmp_path).message(row["raw_sha256"]) == raw
    house.close()
