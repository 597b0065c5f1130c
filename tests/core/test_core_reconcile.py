"""Reconciling: what is explained, answered, answered once.  First the decision alone, then over fakes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from core.fakes import START, FakeInbox, House, mail, never, refuse

from daemon.config import Mode
from daemon.errors import MailboxError
from daemon.model import Disposition, LetterKind, LetterState, MessageRef
from daemon.proof.mailbox import Opening, glance, survey
from daemon.reconciling import Account, Handled, Place, Sent, reconcile
from daemon.records import DATABASE_NAME, Records, is_worked_on
from daemon.records.lock import started

DONE = Handled(
    id=1,
    state="done",
    disposition="submission",
    may_answer=True,
    needs_answer=True,
    sender="hoa@nghean.example",
    subject="Gửi bài",
    message_id="<1@x.example>",
    arrived_at=datetime(2021, 11, 5, tzinfo=UTC),
)
ACK = Sent(1, "acknowledgement", "sent", 1, ("hoa@nghean.example",), ("TL-2021-001",), accepted=1)
HERE = Place(MessageRef("hop-thu@may", "INBOX", 1, 7), "<1@x.example>", 1)
THERE = replace(HERE, ref=replace(HERE.ref, folder="Da-xu-ly", uid=1))


def summary(account: Account) -> dict[str, int]:
    lists = ("unexplained", "unanswered", "double_answered", "uncertain", "possible_repeats")
    return {name: len(getattr(account, name)) for name in lists if getattr(account, name)}


CASES: dict[str, tuple[list[Place], list[Handled], list[Sent], dict[str, int]]] = {
    "nothing at all": ([], [], [], {}),
    "handled and answered": ([HERE], [DONE], [ACK], {}),
    "handled, answered and deleted by a person": ([], [DONE], [ACK], {}),
    "answer waits": ([HERE], [DONE], [replace(ACK, state="queued", accepted=0)], {}),
    "answer under way": ([HERE], [DONE], [replace(ACK, state="sending", accepted=0)], {}),
    "a person dropped the answer": ([HERE], [DONE], [replace(ACK, state="dropped", accepted=0)], {}),
    "in the mailbox, not on record": ([replace(HERE, message=None)], [], [], {"unexplained": 1}),
    "recognised as a row that is not there": ([HERE], [], [], {"unexplained": 1}),
    "on record, not decided": (
        [HERE], [replace(DONE, state="archived", disposition=None, may_answer=False)], [], {"unexplained": 1},
    ),
    "not decided and no longer there": (
        [], [replace(DONE, state="archived", disposition=None, may_answer=False)], [], {"unanswered": 1},
    ),
    "decided, without an outcome": ([HERE], [replace(DONE, disposition=None, may_answer=False)], [], {"unexplained": 1}),
    "set aside for a person": ([HERE], [replace(DONE, state="parked", disposition=None, may_answer=False)], [], {}),
    "set aside while judging": ([HERE], [replace(DONE, state="parked")], [], {}),
    "papers wait to be judged": ([HERE], [replace(DONE, state="to_assess")], [], {"unanswered": 1}),
    "no letter": ([HERE], [DONE], [], {"unanswered": 1}),
    "only a notice to the secretariat": ([HERE], [DONE], [replace(ACK, kind="notice")], {"unanswered": 1}),
    "the letter failed": ([HERE], [DONE], [replace(ACK, state="failed", accepted=0)], {"unanswered": 1}),
    "thanks need no answer": ([HERE], [replace(DONE, disposition="question", needs_answer=False)], [], {}),
    "a program is not answered": ([HERE], [replace(DONE, disposition="bounce", may_answer=False)], [], {}),
    "nobody to answer": ([HERE], [replace(DONE, sender=None)], [], {}),
    "an order is answered to the secretariat": (
        [HERE], [replace(DONE, disposition="command")], [replace(ACK, kind="orders", recipients=("bt@x.example",))], {},
    ),
    "nobody knows whether it went out": (
        [HERE], [DONE], [replace(ACK, state="uncertain", accepted=0)], {"uncertain": 1},
    ),
    "sent again as decided": ([HERE], [DONE], [replace(ACK, may_repeat=True)], {"possible_repeats": 1}),
    "two answers": (
        [HERE], [DONE], [ACK, replace(ACK, id=2, kind="no_paper")], {"double_answered": 1},
    ),
    "two answers, one of them not sent": (
        [HERE], [DONE], [ACK, replace(ACK, id=2, kind="no_paper", state="dropped", accepted=0)], {},
    ),
    "one answer taken over twice": ([HERE], [DONE], [replace(ACK, accepted=2)], {"double_answered": 1}),
    "an answer and a notice": ([HERE], [DONE], [ACK, replace(ACK, id=2, kind="notice", recipients=("bt@x.example",))], {}),
    "an answer and word to another owner": (
        [HERE], [DONE], [ACK, replace(ACK, id=2, kind="settled", recipients=("lan@x.example",))], {},
    ),
    "an answer and word to the same person": (
        [HERE], [DONE], [ACK, replace(ACK, id=2, kind="settled", recipients=("Hoa@nghean.example",))],
        {"double_answered": 1},
    ),
    "a copy by another way": (
        [HERE, replace(HERE, ref=replace(HERE.ref, uid=8), message=2)],
        [DONE, replace(DONE, id=2, disposition=None, may_answer=False, duplicate_of=1)],
        [ACK],
        {},
    ),
    "a copy that was answered, too": (
        [HERE], [DONE, replace(DONE, id=2, duplicate_of=1)], [ACK, replace(ACK, id=2, cause=2)], {"double_answered": 1},
    ),
    "two rows of one content, both answered": (
        [HERE],
        [replace(DONE, content_key="k"), replace(DONE, id=2, content_key="k")],
        [ACK, replace(ACK, id=2, cause=2)],
        {"double_answered": 1},
    ),
    "a copy of one that is not decided": (
        [replace(HERE, message=2)],
        [
            replace(DONE, state="archived", disposition=None, may_answer=False),
            replace(DONE, id=2, disposition=None, may_answer=False, duplicate_of=1),
        ],
        [],
        {"unexplained": 1},
    ),
    "the same message in two places": ([HERE, THERE], [DONE], [ACK], {}),
    "a reminder answers nothing": ([HERE], [DONE], [ACK, replace(ACK, id=2, kind="reminder")], {}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_decision(name: str) -> None:
    places, handled, letters, expected = CASES[name]
    account = reconcile(places, handled, letters)
    assert summary(account) == expected
    assert account.sound is (not set(expected) - {"possible_repeats"})
    assert account.mailbox == len(places) == account.explained + len(account.unexplained)
    for trouble in (*account.unexplained, *account.unanswered, *account.double_answered, *account.uncertain):
        assert trouble.why
        assert trouble.next.endswith(".")


def test_a_letter_cut_off_when_nobody_works_any_more_is_uncertain() -> None:
    sending = replace(ACK, state="sending", accepted=0)
    assert summary(reconcile([HERE], [DONE], [sending], is_sending=True)) == {}
    assert summary(reconcile([HERE], [DONE], [sending], is_sending=False)) == {"uncertain": 1}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%d %s" % (os.getpid(), started(os.getpid()).encode()), True),
        (b"%d 1" % os.getpid(), False),
        (b"%d" % os.getpid(), True),
        (b"1", True),
        (b"", False),
        (b"unknown", False),
        (b"9" * 30, False),
        (None, False),
    ],
    ids=[
        "ours",
        "our number, before us",
        "of an earlier release",
        "init",
        "empty",
        "no number",
        "no process",
        "no file",
    ],
)
def test_who_works_is_read_from_the_lock_file(tmp_path: Path, content: bytes | None, *, expected: bool) -> None:
    if content is not None:
        (tmp_path / "lock").write_bytes(content)
    assert is_worked_on(tmp_path) is expected


def test_what_the_words_stand_for_is_what_the_records_say() -> None:
    assert set(Disposition) >= {"command", "question"}
    assert {"acknowledgement", "notice", "orders", "settled"} <= set(LetterKind)
    assert {"dropped", "uncertain", "sending"} <= set(LetterState)


# --------------------------------------------------------------------------- over fakes


PAPER = ("Bài.docx", "title=Mô hình lớp học tự quản;author=Hoa;school=nghe-an")


def account_of(house: House, *boxes: FakeInbox, thorough: bool = False) -> Account:
    openings = [
        Opening(lambda box=box: nullcontext(box), is_source=box is house.inbox) for box in boxes or (house.inbox,)
    ]
    with Records.open(house.directory, read_only=True) as records:
        limit = house.config.intake.max_message_bytes
        return survey(openings, records, max_message_bytes=limit, thorough=thorough)


def processed(house: House) -> FakeInbox:
    return house.inbox.handled


def full(house: House) -> None:
    """A bit of everything: papers, a question, thanks, a program, an alias, poison, one without Message-ID."""
    first = mail("hoa@nghean.example", "Gửi bài", PAPER)
    for raw in (
        b"Received: from a.example by b.example\r\n" + first,
        b"Received: from c.example by b.example\r\n" + first,
        mail("lan@hue.example", "Hỏi", kind="question"),
        mail("robot@hue.example", "Vắng mặt", kind="auto_reply"),
        mail("x@y.example", "Trống").replace(b"Message-ID", b"X-Nothing"),
        mail("xau@y.example", "Độc").replace(b"MIME-Version", b"X-Test-Poison: 1\r\nMIME-Version"),
    ):
        house.inbox.put(raw)


@pytest.mark.parametrize("thorough", [False, True])
def test_after_a_season_everything_adds_up(build: Callable[..., House], *, thorough: bool) -> None:
    house = build(max_attempts=1)
    full(house)
    house.once()
    handled = processed(house)
    account = account_of(house, house.inbox, handled, thorough=thorough)
    assert summary(account) == {}
    assert account.mailbox == account.explained == 6
    assert len(handled.fetched) == (5 if thorough else 3), "by bytes: two that look alike, one without Message-ID"


def test_before_a_pass_nothing_is_explained(house: House) -> None:
    full(house)
    assert summary(account_of(house)) == {"unexplained": 6}


def test_observing_is_no_reason_for_trouble(build: Callable[..., House]) -> None:
    house = build(mode=Mode.OBSERVE, max_attempts=1)
    full(house)
    house.once()
    assert account_of(house, house.inbox, processed(house)).sound


def test_nothing_is_written_and_no_message_fetched_where_places_are_known(house: House) -> None:
    house.config = house.config.model_copy(
        update={"mailbox": house.config.mailbox.model_copy(update={"processed_folder": ""})}
    )
    full(house)
    house.once()
    house.inbox.fetched.clear()
    house.inbox.fail["file_away"] = never
    account_of(house)
    assert house.inbox.fetched == []


def test_numbered_anew_and_copied_back_messages_are_recognised(build: Callable[..., House]) -> None:
    house = build(max_attempts=1)
    full(house)
    house.once()
    for raw in list(house.inbox.moved):
        house.inbox.put(raw, datetime(2021, 11, 6, tzinfo=UTC))  # a person copied them back: by bytes
    house.inbox.renumber()
    account = account_of(house, house.inbox, processed(house))
    assert account.unexplained == ()


def test_what_was_deleted_by_a_person_after_handling_is_no_trouble(house: House) -> None:
    full(house)
    house.once()
    while house.inbox.messages:
        house.inbox.messages.popitem()
        assert set(summary(account_of(house))) <= {"unanswered"}


def test_two_messages_that_share_every_feature_are_told_apart_by_their_bytes(house: House) -> None:
    """Some programs use a Message-ID twice: the second message must not pass for the first."""
    one, two = (mail("hoa@x.example", "Hỏi", body=body, message_id="<same@x.example>") for body in ("Bài 1", "Bài 2"))
    assert len(one) == len(two)
    house.inbox.put(one)
    house.once()
    handled = processed(house)
    handled.put(two)
    account = account_of(house, house.inbox, handled)
    assert [(trouble.uid, trouble.folder) for trouble in account.unexplained] == [(2, "Da-xu-ly")]
    assert "Move it back" in account.unexplained[0].next


def test_in_the_folder_that_is_read_bytes_decide(house: House) -> None:
    """One of the two waits there, unread, with everything but its text like the one that was handled."""
    one, two = (mail("hoa@x.example", "Hỏi", body=body, message_id="<same@x.example>") for body in ("Bài 1", "Bài 2"))
    house.inbox.put(one)
    house.once()
    house.inbox.put(two)
    account = account_of(house, house.inbox, processed(house))
    assert [(trouble.uid, trouble.folder) for trouble in account.unexplained] == [(2, "INBOX")]


def test_where_rows_were_deleted_by_hand_their_messages_are_unexplained(house: House) -> None:
    uid = house.inbox.put(mail(), deleted=True)
    house.once()
    with closing(sqlite3.connect(house.directory / DATABASE_NAME)) as db:
        db.execute("DELETE FROM messages")
        db.commit()
    assert [trouble.uid for trouble in account_of(house).unexplained] == [uid]


def test_a_number_that_is_given_again_explains_nothing(house: House) -> None:
    uid = house.inbox.put(mail(), deleted=True)
    house.once()
    assert account_of(house).sound
    other = mail("hoa@x.example", "Hỏi")
    house.inbox.messages[uid] = replace(
        house.inbox.messages[uid], raw=other, internal_date=datetime(2021, 11, 6, tzinfo=UTC)
    )
    assert [trouble.uid for trouble in account_of(house).unexplained] == [uid]


def test_a_message_too_large_is_known_by_its_header_block(build: Callable[..., House]) -> None:
    house = build(max_message_bytes=10_000)
    raw = mail("lon@x.example", "Lớn", body="x" * 20_000)
    house.inbox.put(raw)
    house.inbox.put(raw.replace(b"Message-ID", b"X-Nothing"), START)
    house.once()
    house.inbox.renumber()
    assert account_of(house, house.inbox, processed(house)).sound
    assert account_of(house, house.inbox, processed(house), thorough=True).sound


def test_what_the_server_refuses_to_give_is_said(house: House) -> None:
    def no(ref: object) -> None:
        raise MailboxError("[SERVERBUG] no.", refused=True)

    house.inbox.put(mail())
    house.inbox.fail["fetch"] = no
    (trouble,) = account_of(house).unexplained
    assert "SERVERBUG" in trouble.why


def test_a_mailbox_out_of_reach_is_an_error(house: House) -> None:
    house.inbox.fail["list"] = never
    with pytest.raises(MailboxError):
        account_of(house)


def test_what_is_handled_while_looking_counts(house: House) -> None:
    """The records are read again at the end."""
    house.inbox.put(mail())
    hand = {"work": True}

    def work(_: object) -> None:
        if hand.pop("work", False):
            house.once()

    house.inbox.fail["fetch"] = work
    assert account_of(house).unexplained == ()


def test_a_letter_given_up_is_told_with_its_number(house: House) -> None:
    house.inbox.put(mail("hong@x.example", "Hỏi"))
    house.sender.fail = refuse(permanent=True)
    house.once()
    (trouble,) = account_of(house, processed(house)).unanswered
    assert "outbox resend 1" in trouble.next
    assert trouble.sender == "hong@x.example"
    house.sender.fail = refuse(uncertain=True)
    house.records.resend(house.records.letters()[0]["key"], "live", house.clock.now())
    house.deliver()
    assert summary(account_of(house)) == {"uncertain": 1}


# --------------------------------------------------------------------------- a look for the digest


def look(house: House) -> Account:
    """What a digest tells after a look by the service and the work that followed."""
    folders = [Opening(partial(house.inbox.looking, name), is_source=name == "INBOX") for name in ("INBOX", "Da-xu-ly")]
    limit = house.config.intake.max_message_bytes
    house.records.keep_look(glance(folders, house.records, house.clock.now(), max_message_bytes=limit))
    return told(house)


def told(house: House) -> Account:
    facts = house.records.digest_facts(house.config, house.clock.now())
    looked = house.records.last_look()
    assert facts.looked_at == (looked.at if looked else None)
    return facts.account


def test_a_digest_tells_what_reconciling_finds(build: Callable[..., House]) -> None:
    house = build(max_attempts=1)
    full(house)
    house.once()
    house.inbox.moved.append(mail("nguoi@x.example", "Chưa đọc"))  # a person filed it before it was read
    account, found = account_of(house, house.inbox, processed(house)), look(house)
    assert (found.mailbox, found.explained) == (account.mailbox, account.explained) == (7, 6)
    assert [(one.folder, one.uid, one.arrived_at) for one in found.unexplained] == [("Da-xu-ly", 6, START)]
    assert summary(found) == summary(account) == {"unexplained": 1}
    assert not found.sound


def test_before_the_first_look_nothing_is_said_of_the_mailbox(house: House) -> None:
    house.inbox.put(mail())
    house.once()
    assert (told(house).mailbox, house.records.last_look()) == (0, None)


def test_what_came_between_a_pass_and_the_look_is_explained_by_the_next(house: House) -> None:
    house.intake()
    house.inbox.put(mail("lan@hue.example", "Hỏi"))
    assert summary(look(house)) == {"unexplained": 1}
    house.intake()
    assert (told(house).mailbox, told(house).explained, summary(told(house))) == (1, 1, {})


def test_a_look_fetches_few_messages_however_many_it_does_not_know(house: House) -> None:
    """A folder that held old mail before the first day is not read through every morning."""
    for number in range(80):
        house.inbox.moved.append(mail("cu@x.example", f"Cũ {number}"))
    found, fetched = None, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeInbox, "fetch", lambda self, ref: fetched.append(ref) or self.messages[ref.uid].raw)
        found = look(house)
    assert (found.mailbox, len(found.unexplained), len(fetched)) == (80, 80, 50)


@pytest.mark.parametrize("is_source", [True, False])
def test_a_folder_that_is_not_there_is_empty_unless_it_is_the_one_that_is_read(
    house: House, *, is_source: bool
) -> None:
    """Of the folder that is read, nothing found would be believed to be nothing unexplained."""
    house.inbox.fail = {"list": never}
    with pytest.MonkeyPatch.context() as patch, pytest.raises(MailboxError) if is_source else nullcontext():
        patch.setattr(FakeInbox, "exists", lambda self: False)
        opening = Opening(lambda: nullcontext(house.inbox), is_source=is_source)
        assert survey([opening], house.records, max_message_bytes=1_000_000).mailbox == 0


def test_records_that_do_not_exist_yet_explain_nothing(tmp_path: Path) -> None:
    box = FakeInbox()
    box.put(mail())
    with Records.open(tmp_path / "không-có", read_only=True) as records:
        account = survey([Opening(lambda: nullcontext(box), is_source=True)], records, max_message_bytes=1_000_000)
    assert (account.mailbox, account.explained) == (1, 0)
