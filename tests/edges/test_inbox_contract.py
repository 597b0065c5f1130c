"""What an inbox does, whatever server stands behind it: one specification, run over the embedded server and over a
real Dovecot as it is and with MOVE, UIDPLUS, IDLE taken away, plain, STARTTLS and TLS, with and without a prefix;
with --beside over Cyrus and Courier in the same way.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from beside import Beside, Courier, Cyrus
from servers import ARRIVAL, FULL, Account, Dovecot, mail

from daemon.demo.server import MailServer
from daemon.errors import MailboxError
from daemon.inbox import ImapInbox
from daemon.model import Counted, Listed

pytestmark = pytest.mark.slow  # each is quick; all of them are not

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Box:
    """A mailbox under test, and what its server lacks."""

    account: Account
    security: str = "none"
    idle: bool = True
    expunge: bool = True  #: a filed message disappears (MOVE or UIDPLUS)
    keywords: bool = True  #: it keeps new ones

    def open(self, **changes: object) -> ImapInbox:
        settings = self.account.settings(security=self.security, **changes)
        return ImapInbox.connect(settings, self.account.secret)

    def open_to_look(self, **changes: object) -> ImapInbox:
        settings = self.account.settings(security=self.security, **changes)
        return ImapInbox.connect(settings, self.account.secret, read_only=True)


class InboxContract:
    @pytest.fixture
    def box(self) -> Box:
        raise NotImplementedError

    @pytest.fixture
    def inbox(self, box: Box) -> Iterator[ImapInbox]:
        inbox = box.open()
        yield inbox
        inbox.close()

    # ------------------------------------------------------------------- counting

    def test_the_folder_of_handled_messages_is_counted_without_being_opened(self, box: Box, inbox: ImapInbox) -> None:
        assert inbox.count("Đã xử lý") == Counted(0, None)  # there is none yet
        for number in range(3):
            box.account.deliver(mail(f"Thư {number}"))
        first, *_ = inbox.list()
        assert inbox.file_away(first.ref, "Đã xử lý")
        with box.account.client() as client:
            there = client.select_folder(box.account.there("Đã xử lý"), readonly=True)
            (uid,) = client.search()
        assert inbox.count("Đã xử lý") == Counted(1, there[b"UIDVALIDITY"], uid + 1)
        assert inbox.fetch(inbox.list()[-1].ref) is not None  # the folder that is read is still the open one

    # ------------------------------------------------------------------- listing

    def test_a_message_keeps_its_name_where_the_server_has_names(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver(mail("Một"))
        box.account.deliver(mail("Hai"))
        first, second = inbox.list()
        named = "OBJECTID" in inbox.select().capabilities
        assert (bool(first.object_id), bool(second.object_id)) == (named, named)
        assert (first.object_id == second.object_id) is not named
        inbox.file_away(first.ref, "Đã xử lý")
        there = box.open(folder="Đã xử lý")
        assert [item.object_id for item in there.list()] == [first.object_id]
        there.close()

    def test_an_empty_mailbox_lists_nothing(self, inbox: ImapInbox) -> None:
        assert inbox.select().exists == 0
        assert list(inbox.list()) == []

    def test_a_message_is_listed_with_what_the_mailbox_knows_of_it(self, box: Box, inbox: ImapInbox) -> None:
        first, second = box.account.deliver(mail("Một")), box.account.deliver(mail("Hai", body="x" * 4000))
        state = inbox.select()
        listed = inbox.list()
        assert [item.size for item in listed] == [len(first), len(second)]
        assert [item.ref.uid for item in listed] == sorted(item.ref.uid for item in listed)
        assert {(i.ref.account, i.ref.folder, i.ref.uidvalidity) for i in listed} == {
            (inbox.account, "INBOX", state.uidvalidity)
        }
        assert not any(item.deleted for item in listed)
        assert state.exists == 2
        assert {"IMAP4REV1"} <= state.capabilities

    @pytest.mark.parametrize(
        "when",
        [
            datetime(2021, 11, 10, 23, 59, 59, tzinfo=timezone(timedelta(hours=7))),
            datetime(2021, 11, 10, 17, 0, 0, tzinfo=UTC),
            datetime(2021, 3, 9, 1, 2, 3, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
        ],
        ids=str,
    )
    def test_the_time_of_arrival_is_internaldate_in_whatever_zone(
        self, box: Box, inbox: ImapInbox, when: datetime
    ) -> None:
        box.account.deliver(when=when)
        (listed,) = inbox.list()
        assert listed.internal_date == when
        assert listed.internal_date.tzinfo is UTC

    def test_listing_again_sees_what_came_and_what_went(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver(mail("Một"))
        box.account.deliver(mail("Hai"))
        first, second = inbox.list()
        box.account.remove(first.ref.uid)
        box.account.deliver(mail("Ba"))
        now = inbox.list()
        assert now[0] == second
        assert len(now) == 2
        assert now[1].ref.uid > second.ref.uid

    def test_a_message_that_somebody_marked_as_deleted_says_so(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver()
        (before,) = inbox.list()
        box.account.mark(before.ref.uid, rb"\Deleted")
        assert list(inbox.list()) == [replace(before, deleted=True)]

    def test_another_folder_may_be_the_one_that_is_read(self, box: Box) -> None:
        # As its owner sees it, the folder stands where the server keeps folders.
        box.account.create(there := box.account.there("Tham luận"))
        raw = box.account.deliver(folder=there)
        inbox = box.open(folder="Tham luận")
        (listed,) = inbox.list()
        assert listed.ref.folder == "Tham luận"
        assert inbox.fetch(listed.ref) == raw
        inbox.close()

    # ------------------------------------------------------------------- fetching

    @pytest.mark.parametrize(
        "raw",
        [
            mail(),
            b"Subject: 8-bit\r\n\r\n" + "Kính gửi\r\n".encode() + bytes(range(128, 256)) + b"\r\n",
            b"Subject: lines\r\n\r\n.\r\n..\r\n) OK\r\n{10}\r\na b\r\n",
            b"Subject: no body\r\n\r\n",
            b"Subject: large\r\n\r\n" + b"x" * 76 * 20_000 + b"\r\n",
        ],
        ids=lambda raw: raw[:20].decode("latin-1").strip(),
    )
    def test_the_very_bytes_are_fetched(self, box: Box, inbox: ImapInbox, raw: bytes) -> None:
        box.account.deliver(raw)
        (listed,) = inbox.list()
        assert inbox.fetch(listed.ref) == raw

    def test_nothing_we_read_is_marked_as_seen(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver()
        (listed,) = inbox.list()
        inbox.fetch(listed.ref)
        inbox.fetch_head(listed.ref, 100)
        assert box.account.flags() == [set()]
        inbox.file_away(listed.ref, "Da-xu-ly")
        assert box.account.flags(box.account.there("Da-xu-ly")) == [set()]

    def test_the_header_block_alone_can_be_fetched_up_to_a_limit(self, box: Box, inbox: ImapInbox) -> None:
        raw = box.account.deliver()
        head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        (listed,) = inbox.list()
        assert inbox.fetch_head(listed.ref, 100_000) == head
        assert inbox.fetch_head(listed.ref, 30) == head[:30]

    def test_a_message_that_has_gone_is_not_there_and_no_error(self, box: Box, inbox: ImapInbox) -> None:
        raw = box.account.deliver()
        (listed,) = inbox.list()
        box.account.remove(listed.ref.uid)
        assert inbox.fetch(listed.ref) in {None, raw}  # a server may show it until it has told us (RFC 2180 §4.1)
        inbox.select()
        assert inbox.fetch(listed.ref) is None
        assert inbox.fetch_head(listed.ref, 100) is None
        assert not inbox.file_away(listed.ref, "Da-xu-ly")

    def test_a_reference_from_another_life_of_the_folder_means_nothing_now(self, box: Box, inbox: ImapInbox) -> None:
        raw = box.account.deliver()
        (listed,) = inbox.list()
        for change in ({"uidvalidity": listed.ref.uidvalidity + 1}, {"folder": "Khác"}, {"account": "ai@đó"}):
            stranger = replace(listed.ref, **change)
            assert inbox.fetch(stranger) is None
            assert not inbox.file_away(stranger, "Da-xu-ly")
        assert box.account.messages() == [raw]

    # ------------------------------------------------------------------- filing away

    def test_a_message_is_moved_as_it_is_and_the_folder_made(self, box: Box, inbox: ImapInbox) -> None:
        raw, other = box.account.deliver(mail("Một")), box.account.deliver(mail("Hai"))
        first, second = inbox.list()
        assert inbox.file_away(first.ref, "Da-xu-ly")
        there = box.account.there("Da-xu-ly")
        assert box.account.messages(there) == [raw]
        assert box.account.arrivals(there) == [ARRIVAL]
        assert _left(inbox) == [second]
        assert inbox.fetch(second.ref) == other

    def test_filing_a_message_twice_leaves_one(self, box: Box, inbox: ImapInbox) -> None:
        raw = box.account.deliver()
        (listed,) = inbox.list()
        assert inbox.file_away(listed.ref, "Da-xu-ly")
        # Where the server cannot remove single messages it is still there, marked, and filing it again is harmless.
        assert inbox.file_away(listed.ref, "Da-xu-ly") is not box.expunge
        assert box.account.messages(box.account.there("Da-xu-ly")) == [raw]

    def test_many_messages_go_one_after_the_other(self, box: Box, inbox: ImapInbox) -> None:
        raws = [box.account.deliver(mail(f"Bài {number}")) for number in range(5)]
        for listed in inbox.list():
            assert inbox.file_away(listed.ref, "Da-xu-ly")
        assert box.account.messages(box.account.there("Da-xu-ly")) == raws
        assert _left(inbox) == []

    def test_what_other_people_marked_as_deleted_stays(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver(mail("Của người khác"))
        box.account.deliver(mail("Bài"))
        other, ours = inbox.list()
        box.account.mark(other.ref.uid, rb"\Deleted")
        assert inbox.file_away(ours.ref, "Da-xu-ly")
        inbox.close()
        assert mail("Của người khác") in box.account.messages()

    #: Names that this server has no folders of.
    refused_names: frozenset[str] = frozenset()

    @pytest.mark.parametrize("folder", ["Đã xử lý", "Hội thảo/Đã xử lý", "A & B", 'Ngoặc "kép"', "123"])
    def test_folders_have_the_names_people_give_them(self, box: Box, inbox: ImapInbox, folder: str) -> None:
        raw = box.account.deliver()
        (listed,) = inbox.list()
        if folder in self.refused_names:
            with pytest.raises(MailboxError, match=r"does not let us create.*change \[mailbox\] processed_folder"):
                inbox.file_away(listed.ref, folder)
            assert box.account.messages() == [raw]
            return
        assert inbox.file_away(listed.ref, folder)
        there = box.account.there(folder.replace("/", box.account.separator))
        assert there in box.account.folders()
        assert box.account.messages(there) == [raw]

    def test_a_folder_named_as_the_server_names_it_is_the_same_folder(self, box: Box, inbox: ImapInbox) -> None:
        box.account.create(there := box.account.there("Da-xu-ly"))
        before = box.account.folders()
        raw = box.account.deliver()
        (listed,) = inbox.list()
        assert inbox.file_away(listed.ref, there)
        assert box.account.messages(there) == [raw]
        assert box.account.folders() == before

    # ------------------------------------------------------------------- what was sent

    def test_letters_are_looked_up_in_the_sent_folder_by_their_message_id(self, box: Box) -> None:
        one, two = "<thamluan.notice.00aa@hoithao.example>", "<thamluan.notice.00ab@hoithao.example>"
        box.account.create(there := box.account.there("Đã gửi"))
        box.account.deliver(b"Message-ID: " + one.encode() + b"\r\n" + mail(), folder=there)
        box.account.deliver(b"References: " + two.encode() + b"\r\n" + mail(), folder=there)
        raw = box.account.deliver(mail("Bài"))
        inbox = box.open(sent_folder="Đã gửi")
        (listed,) = inbox.list()
        assert inbox.sent_among([one, two]) == {one}
        assert inbox.sent_among([]) == frozenset()
        sent = inbox.sent_folder()
        assert sent is not None
        counted = inbox.count(sent)
        assert counted is not None
        assert counted.messages == 2
        with inbox.looking(sent) as place:
            letters = place.since(1)
            assert list(place.message_ids([it.ref for it in letters]).values()) == [one]
            assert counted.next_uid == letters[-1].ref.uid + 1
        # what was listed before is still good, and nothing was marked
        assert inbox.fetch(listed.ref) == raw
        assert box.account.flags(there) == [set(), set()]
        assert inbox.file_away(listed.ref, "Da-xu-ly")
        inbox.close()

    def test_a_sent_folder_that_is_not_there_is_said(self, box: Box) -> None:
        box.account.deliver()
        inbox = box.open(sent_folder="Không có")
        assert inbox.sent_among(["<a@b.example>"]) is None
        assert inbox.sent_folder() is None
        assert len(inbox.list()) == 1
        inbox.close()

    # ------------------------------------------------------------------- looking only

    def test_read_only_nothing_can_be_changed(self, box: Box) -> None:
        raw = box.account.deliver()
        inbox = box.open_to_look()
        (listed,) = inbox.list()
        assert inbox.exists()
        assert inbox.fetch(listed.ref) == raw
        with pytest.raises(MailboxError):
            inbox.file_away(listed.ref, "Da-xu-ly")
        inbox.close()
        assert box.account.messages() == [raw]
        nowhere = box.open_to_look(folder="Không có")
        assert not nowhere.exists()
        nowhere.close()

    def test_a_look_at_another_folder_over_the_same_connection(self, box: Box) -> None:
        raw = box.account.deliver()
        box.account.create(there := box.account.there("Da-xu-ly"))
        other = box.account.deliver(mail("Đã đọc"), folder=there)
        inbox = box.open()
        (listed,) = inbox.list()
        with inbox.looking("Da-xu-ly") as folder:
            assert folder.exists()
            (handled,) = folder.list()
            assert handled.ref.folder == "Da-xu-ly"
            assert folder.fetch(handled.ref) == other
            with pytest.raises(MailboxError):
                folder.file_away(handled.ref, "INBOX")
        with inbox.looking("Không có") as nowhere:
            assert not nowhere.exists()
        # what was listed before is still good
        assert inbox.fetch(listed.ref) == raw
        assert inbox.file_away(listed.ref, "Da-xu-ly")
        inbox.close()

    def test_what_is_filed_bears_the_mark(self, box: Box, inbox: ImapInbox) -> None:
        for number in range(3):
            box.account.deliver(mail(f"Thư {number}"))
        for item, mark in zip(inbox.list(), ("thamluan-a", "thamluan-b", ""), strict=True):
            assert inbox.file_away(item.ref, "Da-xu-ly", mark)
        with inbox.looking("Da-xu-ly") as folder:
            listed = folder.list()
            first = listed[0].ref.uid
            assert folder.since(1, "thamluan-a") == (listed[:1] if box.keywords else [])
            assert folder.since(first, "thamluan-b") == (listed[1:2] if box.keywords else [])
            assert folder.since(first + 1, "thamluan-a") == []
            assert folder.since(1, "thamluan-c") == []
            assert folder.since(first + 1) == listed[1:]
            assert folder.since(listed[-1].ref.uid + 1) == []

    def test_message_ids_of_many_are_read_at_once(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver(b"Message-ID: <a@b.example>\r\n" + mail())
        box.account.deliver(mail("Không có"))
        box.account.deliver(b"message-id:\r\n  <c@d.example>\r\n" + mail())
        refs = [item.ref for item in inbox.list()]
        assert [inbox.message_ids(refs).get(ref.uid) for ref in refs] == ["<a@b.example>", None, "<c@d.example>"]
        assert box.account.flags() == [set(), set(), set()]
        assert inbox.message_ids([]) == {}

    # ------------------------------------------------------------------- waiting

    def test_waiting_ends_when_a_message_arrives(self, box: Box, inbox: ImapInbox) -> None:
        inbox.list()
        author = threading.Timer(0.1, box.account.deliver)
        author.start()
        assert inbox.wait(20) is box.idle
        author.join()
        if box.idle:
            assert len(inbox.list()) == 1

    def test_waiting_ends_at_once_for_what_arrived_since_the_list(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver(mail("Một"))
        (first,) = inbox.list()
        box.account.deliver(mail("Hai"))
        assert inbox.fetch(first.ref)  # the server may announce the second message in here
        assert inbox.wait(20) is box.idle

    def test_without_a_list_what_arrived_since_the_folder_was_opened_counts(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver(mail("Một"))
        inbox.select()
        assert not inbox.wait(0.01)
        box.account.deliver(mail("Hai"))
        assert inbox.wait(20) is box.idle

    def test_waiting_ends_when_the_time_is_over(self, box: Box, inbox: ImapInbox) -> None:
        box.account.deliver()
        inbox.list()
        assert not inbox.wait(0.05)
        assert not inbox.wait(0)
        assert len(inbox.list()) == 1  # the connection is good for more

    def test_without_idle_in_the_configuration_nobody_waits(self, box: Box) -> None:
        inbox = box.open(idle=False)
        inbox.list()
        box.account.deliver()
        assert not inbox.wait(20)
        inbox.close()

    def test_another_thread_can_end_the_waiting(self, box: Box, inbox: ImapInbox) -> None:
        inbox.list()
        alarm = threading.Timer(0.1, inbox.interrupt)
        alarm.start()
        if box.idle:
            with pytest.raises(MailboxError):
                inbox.wait(20)
        alarm.join()

    # ------------------------------------------------------------------- refusals

    def test_a_wrong_password_is_for_a_person(self, box: Box) -> None:
        with pytest.raises(MailboxError, match=r"refused the login.*\[mailbox\] username") as caught:
            ImapInbox.connect(box.account.settings(security=box.security), replace(box.account, password="sai").secret)
        assert caught.value.permanent
        assert "sai" not in str(caught.value)

    def test_a_folder_that_is_not_there_is_for_a_person(self, box: Box) -> None:
        inbox = box.open(folder="Không có")
        with pytest.raises(MailboxError, match=r'"Không có".*Check \[mailbox\] folder') as caught:
            inbox.list()
        assert caught.value.permanent
        inbox.close()

    def test_closing_twice_is_fine_and_using_it_afterwards_is_an_error(self, inbox: ImapInbox) -> None:
        inbox.close()
        inbox.close()
        with pytest.raises(MailboxError):
            inbox.list()


def _left(inbox: ImapInbox) -> list[Listed]:
    return [item for item in inbox.list() if not item.deleted]


class TestEmbedded(InboxContract):
    @pytest.fixture
    def box(self, mail_server: MailServer) -> Box:
        account = Account(mail_server.address, mail_server.password, mail_server.imap_port)
        return Box(account, keywords=False)


_KINDS = {
    "plain": ({}, Box),
    "starttls": ({}, lambda account: Box(account, security="starttls")),
    "tls": ({}, lambda account: Box(account, security="tls")),
    "no-move": ({"capabilities": FULL.replace(" MOVE", "")}, Box),
    "no-move-no-uidplus": (
        {"capabilities": FULL.replace(" MOVE", "").replace(" UIDPLUS", "")},
        lambda account: Box(account, expunge=False),
    ),
    "no-idle": ({"capabilities": FULL.replace(" IDLE", "")}, lambda account: Box(account, idle=False)),
    "bare": ({"capabilities": "IMAP4rev1"}, lambda account: Box(account, idle=False, expunge=False)),
    "prefix": ({"separator": ".", "prefix": "INBOX."}, Box),
}


@pytest.mark.server
class TestDovecot(InboxContract):
    @pytest.fixture(params=_KINDS)
    def box(self, request: pytest.FixtureRequest, dovecots: Callable[..., Dovecot]) -> Box:
        options, make = _KINDS[request.param]
        return make(dovecots(**options).account(f"hop-edges-{next(_numbers)}"))

    def test_the_folder_that_the_server_marks_as_sent_is_found_whatever_its_name(self, box: Box) -> None:
        """RFC 6154; providers name it in the user's language."""
        inbox = box.open()
        assert inbox.sent_among(["<a@b.example>"]) is None
        box.account.create(there := box.account.there("Thư đã gửi"))
        box.account.deliver(b"Message-ID: <a@b.example>\r\n" + mail(), folder=there)
        assert inbox.sent_among(["<a@b.example>"]) == {"<a@b.example>"}
        inbox.close()

    def test_a_message_without_header_or_body_is_fetched_as_it_is(self, box: Box, inbox: ImapInbox) -> None:
        """The embedded server shortens such a message by an octet; real ones do not."""
        box.account.deliver(b"no header at all\r\n")
        (listed,) = inbox.list()
        assert inbox.fetch(listed.ref) == b"no header at all\r\n"


_CYRUS_KINDS = {
    "plain": ({}, Box),
    "starttls": ({}, lambda account: Box(account, security="starttls")),
    "tls": ({}, lambda account: Box(account, security="tls")),
    "no-move": ({"without": "MOVE"}, Box),
    "no-move-no-uidplus": ({"without": "MOVE UIDPLUS"}, lambda account: Box(account, expunge=False)),
    "no-idle": ({"without": "IDLE"}, lambda account: Box(account, idle=False)),
    "bare": (
        {"without": "MOVE UIDPLUS IDLE NAMESPACE SPECIAL-USE XLIST"},
        lambda account: Box(account, idle=False, expunge=False),
    ),
    "prefix": ({"prefix": "INBOX."}, Box),
}


@pytest.mark.beside
@pytest.mark.server
class TestCyrus(InboxContract):
    refused_names = frozenset({'Ngoặc "kép"'})

    @pytest.fixture(params=_CYRUS_KINDS)
    def box(self, request: pytest.FixtureRequest, beside: Callable[..., Beside]) -> Box:
        options, make = _CYRUS_KINDS[request.param]
        return make(beside(Cyrus, **options).account(f"hop-edges-{next(_numbers)}"))


_COURIER_KINDS = {
    "plain": ({}, Box),
    "starttls": ({}, lambda account: Box(account, security="starttls")),
    "tls": ({}, lambda account: Box(account, security="tls")),
    "no-uidplus": (
        {"capabilities": Courier.everything.replace(" UIDPLUS", "")},
        lambda account: Box(account, expunge=False),
    ),
    "no-idle": ({"capabilities": Courier.everything.replace(" IDLE", "")}, lambda account: Box(account, idle=False)),
    "bare": ({"capabilities": "IMAP4rev1 NAMESPACE"}, lambda account: Box(account, idle=False, expunge=False)),
}


@pytest.mark.beside
@pytest.mark.server
class TestCourier(InboxContract):
    """It has no MOVE, keeps all folders below INBOX, and looks into folders from time to time instead of being told."""

    @pytest.fixture(params=_COURIER_KINDS)
    def box(self, request: pytest.FixtureRequest, beside: Callable[..., Beside]) -> Box:
        options, make = _COURIER_KINDS[request.param]
        return make(beside(Courier, **options).account(f"hop-edges-{next(_numbers)}"))
