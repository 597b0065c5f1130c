"""Setbacks that are nobody's fault: refusals by the mailbox, a full disk, a server that fails at one letter, a stop.

None of them may stop what has nothing to do with it, and none may leave trouble in the status once it is over.
"""

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from core.fakes import START, FakeInbox, House, Killed, killed_at, mail, never, refuse

from daemon import faults
from daemon.archive import Archive
from daemon.assess import run_assessment
from daemon.cycle import decide_left_over, run_intake
from daemon.delivery import run_delivery
from daemon.errors import DeliveryError, MailboxError, RecordsError
from daemon.records import Records

pytestmark = pytest.mark.slow  # each is quick; all of them are not

PAPER = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=nghe-an")


def says_no(*uids: int, permanent: bool = False) -> Callable[..., None]:
    """The server refuses what concerns these messages, or everything; the connection stays good."""

    def check(ref: object) -> None:
        if not uids or getattr(ref, "uid", 0) in uids:
            raise MailboxError("refused: [OVERQUOTA] full.", permanent=permanent, refused=True)

    return check


def put(house: House, count: int) -> None:
    for n in range(count):
        house.inbox.put(mail(f"a{n}@x.example", f"Thư {n}"))


def count_calls(inbox: FakeInbox, method: str) -> list[object]:
    """Every call of a method that may fail, in order."""
    calls: list[object] = []
    fails = inbox.fail[method]

    def check(*args: object) -> None:
        calls.append(args)
        fails(*args)

    inbox.fail[method] = check
    return calls


# --------------------------------------------------------------------------- moves refused


@pytest.mark.parametrize("permanent", [False, True])
def test_a_refused_move_stops_no_intake_and_is_told_while_it_lasts(house: House, *, permanent: bool) -> None:
    house.inbox.fail["file_away"] = says_no(permanent=permanent)
    put(house, 2)
    house.intake()
    put(house, 3)
    report = house.intake()
    assert (report.new, report.filed) == (1, 0)  # the first two have been put once more
    status = house.status()
    assert status["messages"]["total"] == 3
    assert status["last_poll"] is not None
    folder = house.config.mailbox.processed_folder
    assert status["trouble"] == [
        f"Handled messages cannot be moved to {folder}: refused: [OVERQUOTA] full. Mend it; the service tries again by itself."
    ]
    assert len(house.notes("filing_refused")) == 1
    del house.inbox.fail["file_away"]
    assert house.intake().filed == 5
    assert house.status()["trouble"] == []


def test_one_message_that_is_not_moved_keeps_no_other_from_it(house: House) -> None:
    house.inbox.fail["file_away"] = says_no(1)
    put(house, 4)
    assert house.intake().filed == 3
    assert list(house.inbox.messages) == [1]


@pytest.mark.parametrize(("permanent", "asked"), [(False, 25), (True, 1)])
def test_a_server_that_moves_nothing_is_not_asked_for_each_of_a_thousand(
    house: House, asked: int, *, permanent: bool
) -> None:
    house.inbox.fail["file_away"] = says_no(permanent=permanent)
    calls = count_calls(house.inbox, "file_away")
    put(house, 40)
    assert house.intake().new == 40
    assert len(calls) == asked


def test_a_connection_lost_while_moving_ends_the_pass_when_all_is_taken(house: House) -> None:
    house.inbox.fail["file_away"] = never
    put(house, 3)
    with pytest.raises(MailboxError):
        house.intake()
    assert house.status()["messages"]["by_disposition"] == {"no_paper": 3}


# --------------------------------------------------------------------------- messages not given


def test_one_message_that_is_not_given_fails_no_poll(house: House) -> None:
    house.inbox.fail["fetch"] = says_no(1)
    put(house, 3)
    report = house.intake()
    assert (report.failed, report.new, report.filed) == (1, 2, 2)
    status = house.status()
    assert status["last_poll"] is not None
    (trouble,) = status["trouble"]
    assert "1 listed message(s) could not be fetched" in trouble


@pytest.mark.parametrize("many", [1, 2])
def test_it_is_tried_last_and_after_three_times_once_an_hour(house: House, many: int) -> None:
    house.inbox.fail["fetch"] = says_no(*range(1, many + 1))
    calls = count_calls(house.inbox, "fetch")
    put(house, many)
    for _ in range(18):
        house.intake()
        house.later(minutes=10)
    assert len(calls) == 5 * many  # minutes 0, 10 and 20, and from then on every hour: each by its own failures
    house.inbox.fail.clear()
    house.later(hours=1)
    assert house.intake().new == many
    assert house.status()["trouble"] == []


def test_what_was_not_given_comes_after_what_is_new(house: House) -> None:
    house.inbox.fail["fetch"] = says_no(1)
    put(house, 1)
    house.intake()
    house.inbox.fail.clear()
    house.inbox.put(mail("binh@x.example", "Thư sau"))
    house.intake()
    assert [message["subject"] for message in house.records.messages()] == ["Thư sau", "Thư 0"]


def test_a_clock_that_was_set_back_keeps_no_message_waiting(house: House) -> None:
    house.inbox.fail["fetch"] = says_no(1)
    put(house, 1)
    for _ in range(3):
        house.intake()
    house.inbox.fail.clear()
    assert house.intake().new == 0
    house.later(days=-2)
    assert house.intake().new == 1


@pytest.mark.parametrize("how", ["deleted", "renumbered"])
def test_when_it_has_gone_from_the_folder_it_is_no_trouble_any_more(house: House, how: str) -> None:
    house.inbox.fail["fetch"] = says_no(1)
    put(house, 1)
    house.intake()
    if how == "deleted":
        house.inbox.messages.clear()
    else:
        house.inbox.renumber()
    house.intake()
    assert house.status()["trouble"] == []


def test_a_server_that_gives_nothing_fails_the_poll(house: House) -> None:
    house.inbox.fail["fetch"] = says_no()
    calls = count_calls(house.inbox, "fetch")
    put(house, 40)
    with pytest.raises(MailboxError):
        house.intake()
    assert len(calls) == 25
    assert house.status()["last_poll"] is None


def test_a_server_that_gives_one_between_others_fails_none(house: House) -> None:
    house.inbox.fail["fetch"] = says_no(*range(1, 25), *range(26, 50))
    put(house, 49)
    assert (house.intake().new, house.status()["last_poll"] is None) == (1, False)


def test_what_an_earlier_pass_left_is_decided_before_the_mailbox_is_looked_at(house: House) -> None:
    put(house, 1)
    with killed_at("cycle.recorded"), pytest.raises(Killed):
        house.intake()
    house.restart()
    house.inbox.fail["select"] = never
    with pytest.raises(MailboxError):
        house.intake()
    assert house.status()["messages"]["by_disposition"] == {"no_paper": 1}


# --------------------------------------------------------------------------- a full disk


def full(*_: object, **__: object) -> None:
    raise RecordsError("the disk is full. Make room; work goes on by itself.")


@contextmanager
def failing(*calls: tuple[type, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in calls:
            patch.setattr(owner, name, full)
        yield


@pytest.mark.parametrize(
    "calls",
    [
        [(Archive, "put_message")],
        [(Archive, "put_file")],
        [(Archive, "put_file"), (Archive, "message")],
        [(Records, "record")],
        [(Records, "decide")],
        [(Records, "begin_intake"), (Records, "decide")],
    ],
    ids=lambda calls: "+".join(name for _, name in calls),
)
def test_a_full_disk_costs_intake_no_attempts(house: House, calls: Sequence[tuple[type, str]]) -> None:
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    house.inbox.put(mail("lan@hue.example", "Gửi bài", PAPER))
    with failing(*calls):
        for _ in range(10):
            with pytest.raises(RecordsError):
                house.intake()
    house.once()
    status = house.status()
    assert (status["messages"]["total"], status["messages"]["parked"]) == (2, 0)
    assert len(house.sender.sent) == 2


@pytest.mark.parametrize(
    "calls",
    [
        [(Records, "record_assessment")],
        [(Records, "begin_assessment")],
        [(Archive, "file")],
        [(Archive, "file"), (Archive, "message")],
    ],
    ids=lambda calls: "+".join(name for _, name in calls),
)
def test_a_full_disk_costs_assessment_no_attempts(house: House, calls: Sequence[tuple[type, str]]) -> None:
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    house.intake()
    with failing(*calls):
        for _ in range(10):
            with pytest.raises(RecordsError):
                house.assess()
    house.once()
    assert house.status()["messages"]["parked"] == 0
    assert house.records.judgement_of("TL-2021-001", 1).verdict == "pass"


def test_a_file_decoded_again_that_finds_no_room_is_judged_when_there_is_some(build: Callable[..., House]) -> None:
    house = build(max_assessment_attempts=1)
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    house.intake()
    house.desk.archive.file_path(house.records.to_assess()[0].files[0].sha256).unlink()
    with failing((Archive, "put_file")), pytest.raises(RecordsError):
        house.assess()
    assert house.assess().papers == 1
    assert house.status()["messages"]["parked"] == 0


@pytest.mark.parametrize("stage", ["intake", "assessment"])
def test_even_taking_the_attempt_back_may_find_no_room(build: Callable[..., House], stage: str) -> None:
    """The row then says one attempt too many, for as long as the process lives it is remembered."""
    house = build(max_attempts=1, max_assessment_attempts=1)
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    point = {"intake": "cycle.understood", "assessment": "assess.judged"}[stage]
    work = {"intake": house.intake, "assessment": house.assess}[stage]
    if stage == "assessment":
        house.intake()
    for _ in range(5):
        with no_room_after(house, point), pytest.raises(RecordsError):
            work()
    house.once()
    assert house.status()["messages"]["parked"] == 0
    assert house.status()["papers"]["pass"] == 1


@pytest.mark.parametrize("stage", ["intake", "assessment"])
def test_nor_does_it_where_each_attempt_is_another_process(build: Callable[..., House], stage: str) -> None:
    """`once` by cron: an attempt is counted only where there is room for what comes of it."""
    house = build(max_attempts=2, max_assessment_attempts=2)
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", PAPER))
    point = {"intake": "cycle.understood", "assessment": "assess.judged"}[stage]
    if stage == "assessment":
        house.intake()
    for _ in range(5):
        with pytest.MonkeyPatch.context() as patch, no_room_after(house, point):
            patch.setattr(os, "posix_fallocate", no_room)
            with pytest.raises(RecordsError, match="disk is full"):
                {"intake": house.intake, "assessment": house.assess}[stage]()
        house.restart()
    house.once()
    assert house.status()["messages"]["parked"] == 0
    assert house.status()["papers"]["pass"] == 1


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def no_room_after(house: House, point: str) -> Iterator[None]:
    """From a point on, no transaction can be committed."""
    passed: list[str] = []

    def hook(name: str) -> None:
        passed.append(name)
        if point in passed and name == "records.before_commit":
            full()

    with faults.armed(hook):
        yield


@pytest.mark.parametrize(("number", "lost"), [(errno.EIO, True), (errno.EMFILE, False), (errno.EACCES, False)])
def test_one_unreadable_file_is_told_from_an_unreadable_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, lost: bool
) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.put_message(b"a")

    def broken(_: Path) -> bytes:
        raise OSError(number, "broken")

    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(RecordsError) as caught:
        archive.message(sha256)
    assert caught.value.lost is lost


# --------------------------------------------------------------------------- a server that fails at one letter


def hangs_up_on(address: str, *, command: str = "DATA", code: int | None = 421) -> Callable[..., None]:
    def fail(recipients: Sequence[str], _: bytes) -> None:
        if address in recipients:
            raise DeliveryError("not now.", permanent=False, code=code, command=command, whole_server=True)

    return fail


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("code", [421, None])
def test_a_letter_that_a_server_always_hangs_up_on_is_given_up(house: House, command: str, code: int | None) -> None:
    put(house, 3)
    house.intake()
    house.sender.fail = hangs_up_on("a0@x.example", command=command, code=code)
    assert house.deliver().sent == 0  # it is the oldest
    house.later(seconds=15)
    assert house.deliver().sent == 2  # the others get their turn before it
    for _ in range(30):
        house.later(minutes=15)
        house.deliver()
    (letter, *others) = house.records.letters()
    assert (letter["state"], letter["attempts"]) == ("failed", house.config.smtp.max_attempts)
    assert [other["state"] for other in others] == ["sent", "sent"]
    assert not any("Letters cannot be sent" in line for line in house.status()["trouble"])


@pytest.mark.parametrize(("command", "code"), [("CONNECT", None), ("EHLO", 421), ("AUTH", 535), ("MAIL", 550)])
def test_what_is_wrong_with_the_server_as_a_whole_costs_no_attempt(
    house: House, command: str, code: int | None
) -> None:
    put(house, 1)
    house.intake()
    house.sender.fail = hangs_up_on("a0@x.example", command=command, code=code)
    for _ in range(30):
        house.deliver()
        house.later(minutes=15)
    (letter,) = house.records.letters()
    assert (letter["state"], letter["attempts"]) == ("queued", 0)


# --------------------------------------------------------------------------- trouble that is over


def test_the_limit_of_an_hour_is_no_trouble_when_nothing_waits(build: Callable[..., House]) -> None:
    house = build()
    brake = house.config.letters.model_copy(update={"max_per_hour": 2})
    house.config = house.config.model_copy(update={"letters": brake})
    put(house, 2)
    house.intake()
    report = house.deliver()
    assert (report.sent, report.stopped) == (2, None)
    assert house.deliver().stopped is None
    assert house.status()["trouble"] == []


def test_trouble_with_sending_ends_when_nothing_waits_any_more(house: House) -> None:
    put(house, 1)
    house.intake()
    house.sender.fail = refuse(whole_server=True)
    house.deliver()
    house.records.drop(house.records.letters()[0]["key"], "told by telephone", START)
    house.deliver()
    assert any("Letters cannot be sent" in line for line in house.status()["trouble"])
    house.later(minutes=1)
    house.deliver()
    assert house.status()["trouble"] == []


@pytest.mark.parametrize("permanent", [False, True])
def test_a_server_that_answers_for_a_letter_is_well(house: House, *, permanent: bool) -> None:
    put(house, 2)
    house.intake()
    house.sender.fail = refuse(whole_server=True)
    house.deliver()
    house.sender.fail = refuse(permanent=permanent)
    house.later(minutes=1)
    run_delivery(house.records, house.sender, house.config, house.clock, jitter=lambda: 0.0, stop=after(2))
    assert house.records.is_due(house.clock.now(), "live")  # the other one still waits
    assert not any("Letters cannot be sent" in line for line in house.status()["trouble"])
    assert house.records.sending_paused_until(house.clock.now()) is None


# --------------------------------------------------------------------------- asked to stop


def after(count: int) -> Callable[[], bool]:
    """Says stop when it has been asked so often."""
    asked = iter(range(1, 1000))
    return lambda: next(asked) >= count


def test_intake_ends_after_the_message_under_way(house: House) -> None:
    put(house, 5)
    report = run_intake(house.inbox, house.desk, stop=after(2))
    assert (report.new, report.decided, report.filed) == (2, 2, 0)
    assert house.status()["last_poll"] is None  # it has not looked at everything
    assert house.intake().filed == 5


def test_assessment_ends_after_the_message_under_way(house: House) -> None:
    for n in range(3):
        house.inbox.put(mail(f"a{n}@x.example", "Gửi bài", (f"Bài {n}.docx", f"title=Bài số {n} của tôi")))
    house.intake()
    assert run_assessment(house.desk, house.judge, stop=after(2)).messages == 1
    assert house.assess().messages == 2


def test_delivery_ends_after_the_letter_under_way(house: House) -> None:
    put(house, 3)
    house.intake()
    report = run_delivery(house.records, house.sender, house.config, house.clock, jitter=lambda: 0.0, stop=after(2))
    assert report.sent == 1
    assert house.deliver().sent == 2


def test_what_is_left_over_is_decided_without_a_mailbox(house: House) -> None:
    put(house, 1)
    with killed_at("cycle.recorded"), pytest.raises(Killed):
        house.intake()
    house.restart()
    assert decide_left_over(house.desk).decided == 1
    assert house.inbox.fetched == [1]
