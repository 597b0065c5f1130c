"""Filing a message on a server without MOVE: three steps, and the plug pulled between any two of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from servers import ARRIVAL, FULL, Account, Dovecot, FakeImap, mail

from daemon import faults
from daemon.discretion import Secret
from daemon.errors import MailboxError
from daemon.inbox import ImapInbox
from daemon.model import MessageRef

_numbers = itertools.count(1)


class PulledPlugError(Exception):
    """The process would be dead now."""


def pull_at(name: str) -> Callable[[str], None]:
    def hook(point: str) -> None:
        if point == name:
            raise PulledPlugError(name)

    return hook


@pytest.fixture
def account(dovecots: Callable[..., Dovecot]) -> Account:
    return dovecots(capabilities=FULL.replace(" MOVE", "")).account(f"chuyen-{next(_numbers)}")


@pytest.fixture
def inbox(account: Account) -> Iterator[ImapInbox]:
    inbox = ImapInbox.connect(account.settings(), account.secret)
    yield inbox
    inbox.close()


@pytest.mark.server
@pytest.mark.parametrize("point", ["inbox.marked", "inbox.copied", "inbox.flagged", "inbox.moved"])
def test_a_crash_at_any_step_leaves_one_copy_and_the_next_start_finishes(account: Account, point: str) -> None:
    raw = account.deliver()
    for attempt in range(3):
        inbox = ImapInbox.connect(account.settings(), account.secret)
        listed = inbox.list()
        with faults.armed(pull_at(point if attempt < 2 else "never")):
            for item in listed:
                try:
                    inbox.file_away(item.ref, "Da-xu-ly", "thamluan-a")
                except PulledPlugError:
                    break
        inbox.interrupt()  # gone without a goodbye
        inbox.close()
        not_yet = point == "inbox.marked" and attempt < 2
        assert account.messages("Da-xu-ly") == ([] if not_yet else [raw])
    assert account.messages() == []
    assert account.flags("Da-xu-ly") == [{b"thamluan-a"}]


@pytest.mark.server
def test_another_message_that_only_looks_alike_is_copied(account: Account, inbox: ImapInbox) -> None:
    """Same size and same moment are not enough; nothing that arrived may get lost in filing."""
    one, two = mail("Bài 1"), mail("Bài 2")
    assert len(one) == len(two)
    account.create("Da-xu-ly")
    account.deliver(one, ARRIVAL, "Da-xu-ly")
    account.deliver(two, ARRIVAL)
    (listed,) = inbox.list()
    assert inbox.file_away(listed.ref, "Da-xu-ly")
    assert account.messages("Da-xu-ly") == [one, two]
    assert account.messages() == []


@pytest.mark.server
def test_the_same_bytes_that_arrived_at_another_time_are_copied(account: Account, inbox: ImapInbox) -> None:
    raw = account.deliver()
    account.create("Da-xu-ly")
    account.deliver(raw, ARRIVAL.replace(hour=3), "Da-xu-ly")
    (listed,) = inbox.list()
    assert inbox.file_away(listed.ref, "Da-xu-ly")
    assert account.messages("Da-xu-ly") == [raw, raw]


@pytest.mark.server
def test_looking_at_the_target_leaves_its_messages_as_they_are(account: Account, inbox: ImapInbox) -> None:
    raw = account.deliver()
    account.create("Da-xu-ly")
    account.deliver(raw, ARRIVAL, "Da-xu-ly")
    (listed,) = inbox.list()
    assert inbox.file_away(listed.ref, "Da-xu-ly")
    assert account.flags("Da-xu-ly") == [set()]


# --------------------------------------------------------------------------- what refusals mean


SOURCE = b'* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "09-Nov-2021 23:59:07 +0700" BODY[] {5}\r\na: b\n)\r\nTAG OK\r\n'


@pytest.mark.parametrize(
    ("answers", "sentence", "permanent"),
    [
        ({"UID MOVE": b"TAG NO [OVERQUOTA] full\r\n"}, r"\[OVERQUOTA\] full.*tried again", False),
        (
            {"UID MOVE": b"TAG NO [TRYCREATE] none\r\n", "CREATE": b"TAG NO denied\r\n", "LIST": b"TAG OK\r\n"},
            "by hand",
            True,
        ),
        ({"UID MOVE": b"* BYE maintenance\r\n"}, "maintenance", False),
        ({"UID MOVE": None}, "tried again", False),
        ({"UID MOVE": b""}, "in time while moving message 1", False),
    ],
)
@pytest.mark.slow
def test_a_move_goes_wrong(answers: dict[str, bytes | None], sentence: str, *, permanent: bool) -> None:
    root = b'* LIST (\\Noselect) "/" ""\r\nTAG OK\r\n'
    lists = iter([root, *[answers.get("LIST", b'* LIST () "/" Da-xu-ly\r\nTAG OK\r\n')] * 3])
    everything = {"UID FETCH": SOURCE, **answers, "LIST": lambda tag, _: next(lists)}
    with FakeImap(everything) as server:
        inbox = ImapInbox.connect(server.account().settings(timeout_seconds=0.3), Secret("pw"))
        with pytest.raises(MailboxError, match=sentence) as caught:
            inbox.file_away(MessageRef(inbox.account, inbox.folder, 7, 1), "Da-xu-ly")
        assert caught.value.permanent is permanent
        assert caught.value.refused is (b" NO " in (answers["UID MOVE"] or b""))
        inbox.close()


@pytest.mark.parametrize("refused_in", ["UID SEARCH", "SELECT"])
def test_refused_while_the_target_is_open_the_connection_is_not_used_again(refused_in: str) -> None:
    """There the same UIDs mean other messages: the next filing would remove one of them."""
    opened = itertools.count()

    def select(tag: str, _: str) -> bytes:
        no = refused_in == "SELECT" and next(opened) > 0
        return f"{tag} NO not now\r\n".encode() if no else b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK\r\n"

    answers = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 UIDPLUS\r\nTAG OK\r\n",
        "EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\nTAG OK\r\n",
        "SELECT": select,
        "UID SEARCH": b"TAG NO busy\r\n" if refused_in == "UID SEARCH" else b"* SEARCH\r\nTAG OK\r\n",
        "UID FETCH": SOURCE,
    }
    with FakeImap(answers) as server:
        inbox = ImapInbox.connect(server.account().settings(timeout_seconds=0.3), Secret("pw"))
        ref = MessageRef(inbox.account, inbox.folder, 7, 1)
        with pytest.raises(MailboxError) as caught:
            inbox.file_away(ref, "Da-xu-ly")
        assert not caught.value.refused
        with pytest.raises(MailboxError, match="is over"):
            inbox.file_away(ref, "Da-xu-ly")
        inbox.close()
        assert any(said.startswith("EXAMINE") for said in server.heard)
        assert not any(said.startswith(("UID STORE", "UID EXPUNGE")) for said in server.heard)
