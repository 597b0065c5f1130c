"""A mailbox that is found empty all of a sudden: letters wait, and somebody is asked."""

from __future__ import annotations

import logging

import pytest
from core.fakes import SECRETARY, START, House, mail
from core.test_core_notices import tell

from daemon.errors import MailboxError

pytestmark = pytest.mark.slow  # each is quick; all of them are not

AUTHOR = "hoa@nghean.example"


def fill(house: House, count: int, *, stays: bool = False) -> None:
    """So many messages come and are read; `stays`: they are not moved."""
    settings = {"processed_folder": "" if stays else "Da-xu-ly"}
    house.config = house.config.model_copy(update={"mailbox": house.config.mailbox.model_copy(update=settings)})
    for nth in range(count):
        house.inbox.put(mail(f"a{nth}@nghean.example", f"Hỏi {nth}", kind="question"), at=START)
    house.once()
    house.intake()


def empty(house: House) -> None:
    house.inbox.messages.clear()
    house.inbox.moved.clear()


def is_asked(house: House) -> bool:
    return any("that stood in the mailbox" in trouble for trouble in house.status()["trouble"])


def letters_to(house: House, address: str) -> int:
    return len(house.sender.to(address))


@pytest.mark.parametrize("stays", [True, False])
def test_where_everything_is_gone_letters_wait_until_a_person_says_that_it_is_right(
    house: House, caplog: pytest.LogCaptureFixture, *, stays: bool
) -> None:
    tell(house, SECRETARY)
    fill(house, 10, stays=stays)
    empty(house)
    house.inbox.put(mail(AUTHOR, "Gửi bài", ("Bài.docx", "title=Bài;author=Hoa;school=nghe-an;verdict=pass")))
    told = letters_to(house, SECRETARY)
    with caplog.at_level(logging.CRITICAL):
        house.once()
    assert "10 messages that stood in the mailbox are gone from it, and none is left." in caplog.text
    assert is_asked(house)
    assert letters_to(house, AUTHOR) == 0
    assert [it["state"] for it in house.records.letters() if it["recipient_key"] == AUTHOR] == [
        "queued"
    ]  # nothing is lost

    caplog.clear()
    house.inbox.put(mail("b@nghean.example", "Xin hỏi", kind="question"))
    house.once()  # what comes now does not make up for what is gone, and nobody is told twice
    assert is_asked(house)
    assert "are gone" not in caplog.text
    assert letters_to(house, AUTHOR) == 0
    assert letters_to(house, SECRETARY) > told  # who is asked goes on hearing of things

    assert house.records.accept_empty_mailbox(house.clock.now())
    house.once()
    assert not is_asked(house)
    assert letters_to(house, AUTHOR) == 1
    assert not house.records.accept_empty_mailbox(house.clock.now())
    assert len(house.notes("mailbox_accepted")) == 1


def test_where_they_are_back_letters_go_out_by_themselves(house: House) -> None:
    fill(house, 10)
    away = list(house.inbox.moved)
    empty(house)
    house.once()
    assert is_asked(house)
    house.inbox.moved += away
    house.inbox.put(mail(AUTHOR, "Gửi bài", ("Bài.docx", "title=Bài;author=Hoa;school=nghe-an;verdict=pass")))
    house.once()
    assert not is_asked(house)
    assert letters_to(house, AUTHOR) == 1
    assert len(house.notes("mailbox_back")) == 1


@pytest.mark.parametrize("stays", [True, False])
def test_however_much_comes_meanwhile_it_does_not_stand_for_what_is_gone(house: House, *, stays: bool) -> None:
    """Somebody else's mailbox is shown, with more in it than there was: none of its people is written to."""
    fill(house, 10, stays=stays)
    empty(house)
    for nth in range(12):
        house.inbox.put(mail(f"b{nth}@khac.example", f"Việc riêng {nth}", kind="question"))
    house.once()
    house.once()
    assert is_asked(house)
    assert sum(letters_to(house, f"b{nth}@khac.example") for nth in range(12)) == 0
    (trouble,) = [it for it in house.status()["trouble"] if "that stood in the mailbox" in it]
    assert "Since then 12 have come" in trouble


@pytest.mark.parametrize("later", [False, True])
def test_where_others_came_meanwhile_a_person_says_who_is_answered(house: House, *, later: bool) -> None:
    fill(house, 10)
    away = list(house.inbox.moved)
    empty(house)
    if later:  # than it was noticed
        house.once()
    house.inbox.put(mail("b@khac.example", "Việc riêng", kind="question"))
    house.once()
    house.inbox.moved[:] = away
    house.once()
    assert is_asked(house)
    assert letters_to(house, "b@khac.example") == 0
    assert house.records.accept_empty_mailbox(house.clock.now())
    house.once()
    assert letters_to(house, "b@khac.example") == 1


@pytest.mark.parametrize(("account", "theirs"), [("nguoi-khac@127.0.0.1", 0), ("nguoi-khac@127.0.0.1", 3)])
def test_another_account_in_the_configuration_is_asked_about(house: House, account: str, theirs: int) -> None:
    """By mistake, perhaps; also where it has a folder of that name."""
    fill(house, 10)
    empty(house)
    house.inbox.account = account
    house.inbox.uidvalidity_of_handled = 10
    house.inbox.moved += [mail(f"b{nth}@khac.example", f"Việc cũ {nth}", kind="question") for nth in range(theirs)]
    house.inbox.put(mail("b@khac.example", "Việc riêng", kind="question"))
    house.once()
    assert is_asked(house)
    assert letters_to(house, "b@khac.example") == 0


def test_a_mailbox_that_moved_with_its_folders_is_the_same(house: House) -> None:
    """To another server: another account, other numbers, the same messages with their dates."""
    fill(house, 10)
    house.inbox.account, house.inbox.uidvalidity_of_handled = "hop-thu@moi.example", 10
    house.inbox.renumber()
    house.once()
    assert not is_asked(house)


def test_a_few_messages_may_go(house: House) -> None:
    fill(house, 9)
    empty(house)
    house.once()
    assert not is_asked(house)


def test_where_one_is_left_nobody_is_asked(house: House) -> None:
    fill(house, 12)
    del house.inbox.moved[1:]
    house.once()
    assert not is_asked(house)


def test_a_copy_that_comes_now_does_not_stand_for_what_is_gone(house: House) -> None:
    """Somebody puts the mailbox aside and sends a message on that was in it: by another way, so with other bytes."""
    fill(house, 10, stays=True)
    first = next(iter(house.inbox.messages.values())).raw
    empty(house)
    house.inbox.put(b"Received: from a.example by b.example\r\n" + first)
    house.once()
    assert house.status()["messages"]["duplicates"] == 1
    assert is_asked(house)
    (vanished,) = [it for it in house.records.troubles(house.config, house.clock.now()) if it.kind == "vanished"]
    assert vanished.number == 1, "it has come since"


def test_copies_by_which_a_mailbox_was_replaced_are_what_stood_there(house: House) -> None:
    """Byte for byte, as a server that was moved gives them: nothing is gone, whatever their numbers."""
    fill(house, 10, stays=True)
    copies = [stored.raw for stored in house.inbox.messages.values()]
    empty(house)
    for raw in copies[:3]:
        house.inbox.put(raw)
    house.once()
    assert not is_asked(house)
    assert house.status()["messages"]["total"] == 10


def test_it_can_be_switched_off(house: House) -> None:
    fill(house, 10)
    house.config = house.config.model_copy(
        update={"mailbox": house.config.mailbox.model_copy(update={"vanished_limit": 0})}
    )
    empty(house)
    house.once()
    assert not is_asked(house)


def test_new_numbers_of_the_server_are_no_loss(house: House) -> None:
    fill(house, 10, stays=True)
    house.inbox.renumber()
    house.once()
    assert not is_asked(house)


def test_another_folder_in_the_configuration_begins_anew(house: House) -> None:
    fill(house, 10, stays=True)
    empty(house)
    house.inbox.folder = "Bai-tham-luan"
    house.once()
    assert not is_asked(house)


def test_where_the_server_does_not_count_mail_is_taken_in_and_how_it_stood_stays_the_measure(house: House) -> None:
    fill(house, 10)
    empty(house)
    house.inbox.counts = False
    house.inbox.put(mail(AUTHOR, "Xin hỏi", kind="question"))
    report = house.intake()
    assert (report.decided, report.filed) == (1, 1)
    assert not is_asked(house)
    house.inbox.moved.clear()
    house.inbox.counts = True
    house.once()
    assert is_asked(house)


def test_the_folder_that_the_first_messages_are_moved_to_is_not_looked_into(house: House) -> None:
    def nobody(folder: str) -> None:
        raise AssertionError(folder)

    house.inbox.fail["looking"] = nobody
    fill(house, 3)
    assert len(house.inbox.moved) == 3


def test_a_folder_of_handled_messages_that_may_not_be_looked_into_holds_up_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(folder: str) -> None:
        raise MailboxError(f"No permission for {folder}.", refused=True)

    fill(house, 3)
    house.inbox.uidvalidity_of_handled += 1
    house.inbox.fail["looking"] = refuse
    house.inbox.put(mail(AUTHOR, "Xin hỏi", kind="question"))
    house.once()
    assert "The server does not let us look into Da-xu-ly" in caplog.text
    assert len(house.inbox.moved) == 4
    assert letters_to(house, AUTHOR) == 1
