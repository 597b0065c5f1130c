"""Messages set aside for a person: until when, and how somebody is done with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
from core.fakes import FakeInbox, House, mail
from core.test_core_requests import CODE, FIRST, HOA, OTHER, order, submitted, write
from core.test_core_requests import office as office  # noqa: PLC0414 - a fixture

from daemon import present
from daemon.assess import rounds
from daemon.proof.mailbox import Opening, survey

pytestmark = pytest.mark.slow  # each is quick; all of them are not

MESSAGE = 1


def poison(*_: object, **__: object) -> None:
    raise ValueError("the judge fell over")


@pytest.fixture
def unjudged(office: House) -> House:
    """A message with two papers that no rule could be applied to; the judge is well again."""
    intake = office.config.intake.model_copy(update={"max_assessment_attempts": 1})
    office.config = office.config.model_copy(update={"intake": intake})
    office.judge.fail = poison
    files = (("Lớp tự quản.pdf", FIRST), ("Thư viện điện tử.pdf", "title=Thư viện điện tử;author=Hoa"))
    write(office, HOA, "Gửi hai bài tham luận", "Xin gửi hai bài.", *files)
    office.judge.fail = None
    assert [paper.code for paper in office.records.papers()] == [CODE, OTHER]
    return office


def state(house: House, message: int = MESSAGE) -> str:
    return str(next(row["state"] for row in house.records.messages() if row["id"] == message))


def correct(house: House, code: str) -> None:
    write(house, HOA, f"Bản sửa {code}", f"Gửi bản sửa bài {code}.", (f"Sửa {code}.pdf", f"title=Bài {code}"))


@pytest.mark.parametrize("attempts", [1, 2])
def test_why_it_is_set_aside_is_said(build: Callable[..., House], attempts: int) -> None:
    house = build(max_assessment_attempts=attempts)
    house.judge.fail = poison
    house.inbox.put(mail(HOA, "Gửi bài", ("Lớp tự quản.docx", FIRST), ("Bài.docx", "title=Bài")))
    house.intake()
    for _ in range(attempts):
        house.assess()
    broke = "ValueError: the judge fell over"
    why = f"could not be judged, a person must: Lớp tự quản.docx ({broke}), Bài.docx ({broke})"
    (trouble,) = house.status()["trouble"]
    assert trouble.startswith(f"Message 1 of {HOA}, “Gửi bài” is set aside for a person: {why}. It is done with when")
    (message,) = house.records.messages()
    assert message["last_error"].splitlines()[-1] == why
    assert ("Traceback" in message["last_error"]) is (attempts > 1)  # of what went before
    assert house.notes("parked") == [f"Message 1 was set aside: {why}"]


@pytest.mark.parametrize(
    ("lines", "corrected", "expected"),
    [
        ([f"ĐẠT {CODE}", f"ĐẠT {OTHER}"], [], "done"),
        ([f"KHÔNG ĐẠT {CODE}", f"ĐẠT {OTHER}"], [], "done"),
        ([f"ĐẠT {CODE}", f"RÚT {OTHER}"], [], "done"),
        ([f"ĐẠT {CODE}"], [OTHER], "done"),
        ([], [CODE, OTHER], "done"),
        ([f"GỘP {OTHER} VÀO {CODE}", f"ĐẠT {CODE}"], [], "done"),
        # of one of them nobody has said anything, or not what it is
        ([f"ĐẠT {CODE}"], [], "parked"),
        ([], [OTHER], "parked"),
        ([f"GIỮ {CODE}", f"GIỮ {OTHER}"], [], "parked"),
        ([f"GỘP {OTHER} VÀO {CODE}"], [], "parked"),
        ([f"ĐẠT {CODE}", f"TRƯỜNG {OTHER} Nghệ An"], [], "parked"),
    ],
)
def test_what_could_not_be_judged_is_done_with_when_all_of_it_is_decided(
    unjudged: House, lines: list[str], corrected: list[str], expected: str
) -> None:
    assert state(unjudged) == "parked"
    for line in lines:
        order(unjudged, line)
    for code in corrected:
        correct(unjudged, code)
    assert state(unjudged) == expected
    settled = expected == "done"
    assert unjudged.status()["messages"]["parked"] == int(not settled)
    assert any("set aside" in line for line in unjudged.status()["trouble"]) is not settled
    assert len(unjudged.notes("parked_settled")) == int(settled)
    unjudged.later(days=365)
    assert (unjudged.records.aged(unjudged.clock.now() - timedelta(days=100)).kept == 0) is settled


def test_what_a_newer_version_says_is_judged_by_itself(unjudged: House) -> None:
    """A correction that cannot be judged either is set aside in its turn."""
    order(unjudged, f"ĐẠT {OTHER}")
    unjudged.judge.fail = poison
    correct(unjudged, CODE)
    states = {row["id"]: row["state"] for row in unjudged.records.messages()}
    assert (states.pop(MESSAGE), sorted(states.values())) == ("done", ["done", "parked"])


def test_what_could_not_be_handled_waits_whatever_is_decided(build: Callable[..., House]) -> None:
    house = build(max_attempts=1)
    house.inbox.put(mail("doc@x.example", "Độc").replace(b"MIME-Version", b"X-Test-Poison: 1\r\nMIME-Version"))
    house.once()
    house.inbox.put(mail(HOA, "Gửi bài", ("Bài.docx", FIRST)))
    house.once()
    assert state(house) == "parked"


@pytest.mark.parametrize("stage", ["intake", "assessment", "recorded"])
def test_dropped_by_hand_it_is_trouble_no_more(
    build: Callable[..., House], stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = build(max_attempts=1, max_assessment_attempts=1)
    raw = mail(HOA, "Gửi bài", ("Bài.docx", FIRST))
    if stage == "intake":
        raw = raw.replace(b"MIME-Version", b"X-Test-Poison: 1\r\nMIME-Version")
    house.inbox.put(raw)
    house.judge.fail = poison if stage == "recorded" else None
    with monkeypatch.context() as patch:
        if stage == "assessment":
            patch.setattr(rounds, "Plan", poison)
        house.once()
    assert state(house) == "parked"
    assert house.records.drop_parked(MESSAGE, house.clock.now())
    assert not house.records.drop_parked(MESSAGE, house.clock.now())
    assert (state(house), house.status()["messages"]["parked"], house.status()["trouble"]) == ("done", 0, [])
    assert house.notes("parked_dropped")
    letters = len(house.records.letters())
    house.once()
    assert len(house.records.letters()) == letters, "nothing more is done with it"
    handled = FakeInbox(folder="Da-xu-ly")
    for one in house.inbox.moved:
        handled.put(one)
    opening = Opening(lambda: nullcontext(handled), is_source=True)
    account = survey([opening], house.records, max_message_bytes=1_000_000)
    assert (account.explained, account.sound) == (1, True)
    house.later(days=365)
    assert house.records.aged(house.clock.now() - timedelta(days=100)).messages == 1


@pytest.mark.parametrize(("stage", "attempts"), [("intake", 2), ("assessment", 3)])
def test_each_is_shown_with_all_that_is_known_of_it(build: Callable[..., House], stage: str, attempts: int) -> None:
    house = build(max_attempts=2, max_assessment_attempts=3)
    raw = mail(HOA, "Gửi bài", ("Bài.docx", FIRST))
    if stage == "intake":
        raw = raw.replace(b"MIME-Version", b"X-Test-Poison: 1\r\nMIME-Version")
    house.judge.fail = poison
    house.inbox.put(raw)
    for _ in range(attempts):
        house.once()
    (message,) = house.records.messages()
    shown = present.parked_json(message)
    assert "ValueError" in shown["last_error"]
    assert shown.pop("last_error") == message["last_error"]
    assert shown == {
        "id": 1,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "arrived_at": message["arrived_at"],
        "from_address": None if stage == "intake" else HOA,
        "subject": None if stage == "intake" else "Gửi bài",
        "stage": stage,
        "attempts": attempts,
    }


def test_only_what_is_set_aside_can_be_dropped(office: House) -> None:
    submitted(office)
    assert not office.records.drop_parked(MESSAGE, office.clock.now())
    assert not office.records.drop_parked(7, office.clock.now())
    assert office.records.messages()[0]["disposition"] == "submission"
