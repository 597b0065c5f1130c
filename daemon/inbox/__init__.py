r"""EDGE  IMAP: list, fetch, file away, wait.  The only importer of imapclient.

What it promises, on any server of RFC 3501 (with or without MOVE, UIDPLUS, IDLE, NAMESPACE):

- \Seen is never set (BODY.PEEK[]), and nothing is removed but the very message asked for: never a plain EXPUNGE,
  never CLOSE, since both remove what other people marked.
- A message is filed by UID MOVE (RFC 6851).  Without it: look whether an identical copy (size, INTERNALDATE, bytes)
  already stands in the target, else UID COPY; then \Deleted; then UID EXPUNGE where there is UIDPLUS (RFC 4315).
  A crash between two of these steps is repaired by the next call, and a step that fails every time does not fill
  the target with copies.  Without UIDPLUS, or cut off before the last step, the message stays listed, with
  `deleted` set.
- Whatever the libraries raise leaves here as a `MailboxError` of one sentence (`refusals`).  After anything but a
  plain refusal half an answer may be under way: the connection is not used again, the caller connects anew.

One connection belongs to one thread, except for `interrupt`.
"""

from __future__ import annotations

import hashlib
import logging
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Self

from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from daemon import faults
from daemon.config import Auth, Mailbox, Security
from daemon.discretion import Secret
from daemon.errors import MailboxError
from daemon.inbox.connecting import hang_up, log_in, naming, open_connection, start_tls
from daemon.inbox.refusals import RAISED, capital, guarded, is_refusal, words
from daemon.model import Counted, FolderState, Listed, MessageRef

_log = logging.getLogger(__name__)

#: A SEARCH answer is one line, and imaplib refuses lines over 1,000,000 octets: 80,000 UIDs of up to 10 digits fit.
_SEARCH_WINDOW = 80_000
#: 500 UIDs of up to 10 digits keep a command under the 8,192 octets every server takes (RFC 7162 §4).
_FETCH_BATCH = 500
#: RFC 2177: renew at least every 29 minutes; routers forget an idle connection much earlier.
_IDLE_RENEWAL_SECONDS = 9 * 60.0
#: Names of messages that outlast folders and UIDs, by the capability that offers them: Gmail's, and RFC 8474 §5.1.
_OBJECT_IDS = (("X-GM-EXT-1", b"X-GM-MSGID"), ("OBJECTID", b"EMAILID"))
_MESSAGE_ID_FIELD = b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
#: Saying goodbye must not hold up a stop.
_GOODBYE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Facts:
    """What never changes about a message (RFC 3501 §2.3.1.1), asked for once per connection."""

    size: int
    internal_date: datetime
    object_id: str = ""


class ImapInbox:
    """`model.Inbox` over IMAP.  Build with `connect`."""

    def __init__(self, client: IMAPClient, settings: Mailbox, server: str, *, read_only: bool = False) -> None:
        self._client = client
        self._settings = settings
        self._server = server
        self._read_only = read_only
        self._broken = False
        self._elsewhere = False  # another folder may be the selected one: UIDs would mean other messages
        self._keeps_keywords = False  # new ones, in the folder that was selected (RFC 3501 §7.1, PERMANENTFLAGS)
        self._uidvalidity: int | None = None  # of the selected folder; None before the first `select`
        self._latest: int | None = None  # highest UID of the last listing, or there was at `select`: for `wait`
        self._facts: dict[int, _Facts] = {}  # by UID, of this UIDVALIDITY
        with self._doing("asking for its capabilities"):
            self._capabilities = frozenset(word.decode("ascii", "replace").upper() for word in client.capabilities())
            self._naming = naming(client)
        self._object_id = next((item for word, item in _OBJECT_IDS if word in self._capabilities), None)
        self._source = self._naming.on_server(settings.folder)

    @classmethod
    def connect(cls, settings: Mailbox, password: Secret, *, read_only: bool = False) -> Self:
        """Connects, protects the connection as configured and logs in.  MailboxError, with the next step.

        `password`: with [mailbox] auth = "oauth2" the access token.
        `read_only`: folders are opened by EXAMINE (RFC 3501 §6.3.2) and nothing is changed.
        """
        server = f"the IMAP server {settings.host}:{settings.port}"
        client = open_connection(settings, server)
        try:
            if settings.security is Security.STARTTLS:
                start_tls(client, settings, server)
            step = f"Run `thamluan login` as {settings.username}." if settings.auth is Auth.OAUTH2 else ""
            with guarded(server, f"logging in as {settings.username}", step):
                log_in(client, settings, password)
            client.normalise_times = False
            return cls(client, settings, server, read_only=read_only)
        except MailboxError:
            hang_up(client)
            raise

    # ----------------------------------------------------------------------- identity

    @property
    def account(self) -> str:
        """User and server: another server may give the same UIDVALIDITY and UIDs to other messages."""
        return f"{self._settings.username}@{self._settings.host.casefold()}"

    @property
    def folder(self) -> str:
        return self._settings.folder

    # ----------------------------------------------------------------------- reading

    def select(self) -> FolderState:
        r"""Opens the folder read-write; \Seen is never touched.  A folder that is not there is a permanent error."""
        with self._doing(f'opening the folder "{self.folder}"', refusal="Check [mailbox] folder."):
            answer = self._client.select_folder(self._source, readonly=self._read_only)
            uidvalidity, exists = int(answer[b"UIDVALIDITY"]), int(answer[b"EXISTS"])
            self._keeps_keywords = rb"\*" in answer.get(b"PERMANENTFLAGS", ())
        if uidvalidity != self._uidvalidity:
            self._facts.clear()
            self._latest = None
        self._uidvalidity = uidvalidity
        if self._latest is None and b"UIDNEXT" in answer:
            self._latest = int(answer[b"UIDNEXT"]) - 1
        return FolderState(uidvalidity, exists, self._capabilities)

    def list(self) -> Sequence[Listed]:
        """Everything in the folder, ascending UID; messages that vanish meanwhile are left out."""
        state = self.select()
        with self._doing("listing the messages"):
            uids, deleted = self._search(state.exists)
            self._facts = {uid: facts for uid, facts in self._facts.items() if uid in uids}
            unknown = sorted(uids - self._facts.keys())
            for start in range(0, len(unknown), _FETCH_BATCH):
                self._facts |= self._fetch_facts(unknown[start : start + _FETCH_BATCH])
            self._facts |= self._still_there([uid for uid in unknown if uid not in self._facts])
        self._latest = max(uids, default=0)
        return [
            Listed(self._ref(uid), facts.size, facts.internal_date, uid in deleted, facts.object_id)
            for uid, facts in sorted(self._facts.items())
        ]

    def since(self, uid: int, mark: str = "") -> Sequence[Listed]:
        """Those from a UID on; of these the ones that bear a keyword: none where the server keeps no keywords."""
        state = self.select()
        with self._doing("looking for marked messages" if mark else "listing new messages"):
            found: set[int] = set()
            for window in self._windows(state.exists, uid):
                found.update(self._client.search(["UID", window, *(["KEYWORD", mark] if mark else [])]))
            # "n:*" means at least the last message, whatever n is (RFC 3501 §6.4.8).
            uids = sorted(it for it in found if it >= uid)
            facts: dict[int, _Facts] = {}
            for start in range(0, len(uids), _FETCH_BATCH):
                facts |= self._fetch_facts(uids[start : start + _FETCH_BATCH])
        return [Listed(self._ref(uid), of.size, of.internal_date, object_id=of.object_id) for uid, of in facts.items()]

    def fetch(self, ref: MessageRef) -> bytes | None:
        """The raw message (BODY.PEEK[]); None when it has gone meanwhile."""
        return self._fetch_bytes(ref, b"BODY.PEEK[]", b"BODY[]")

    def fetch_head(self, ref: MessageRef, max_bytes: int) -> bytes | None:
        """The header block alone, at most so many bytes; None when the message has gone meanwhile."""
        return self._fetch_bytes(ref, b"BODY.PEEK[HEADER]<0.%d>" % max_bytes, b"BODY[HEADER]<0>")

    def exists(self) -> bool:
        """Whether there is such a folder."""
        with self._doing(f'looking for the folder "{self.folder}"'):
            return bool(self._client.folder_exists(self._source))

    def count(self, folder: str) -> Counted | None:
        """How many messages stand in another folder (STATUS, RFC 3501 §6.3.10); 0 where there is no such folder, None
        where the server does not say of one that there is.
        """
        name = self._naming.on_server(folder)
        try:
            with self._doing(f'counting the messages in the folder "{folder}"'):
                status = self._client.folder_status(name, [b"MESSAGES", b"UIDVALIDITY", b"UIDNEXT"])
                next_uid = int(status[b"UIDNEXT"]) if b"UIDNEXT" in status else None
                return Counted(int(status[b"MESSAGES"]), int(status[b"UIDVALIDITY"]), next_uid)
        except MailboxError as error:
            if not error.refused:
                raise
        with self._doing(f'looking for the folder "{folder}"'):
            return None if self._client.folder_exists(name) else Counted(0, None)

    def message_ids(self, refs: Sequence[MessageRef]) -> dict[int, str]:
        """The Message-ID of each message that has one, by UID."""
        uids = [ref.uid for ref in refs if self._is_current(ref)]
        found: dict[int, str] = {}
        with self._doing("reading Message-IDs"):
            for start in range(0, len(uids), _FETCH_BATCH):
                answer = self._client.fetch(uids[start : start + _FETCH_BATCH], [_MESSAGE_ID_FIELD])
                for uid, item in answer.items():
                    # Servers differ in how they write the name of the section back.
                    field = next((item[key] for key in item if key.upper().startswith(b"BODY[HEADER.FIELDS")), None)
                    if isinstance(field, bytes) and (value := b" ".join(field.partition(b":")[2].split())):
                        found[uid] = value.decode("utf-8", "replace")
        return found

    @contextmanager
    def looking(self, folder: str) -> Iterator[Self]:
        """The same connection on another folder, or on the same, opened by EXAMINE."""
        settings = self._settings.model_copy(update={"folder": folder})
        self._uidvalidity = None  # whatever is done next opens the folder that is read
        try:
            yield type(self)(self._client, settings, self._server, read_only=True)
        except MailboxError as error:
            self._broken = not error.refused  # that one may know why, this one asks no more
            raise

    def sent_among(self, message_ids: Sequence[str]) -> frozenset[str] | None:
        """Those of the letters that stand in the Sent folder; None when there is none."""
        try:
            with self._doing("looking into the Sent folder"):
                folder = self._sent_on_server()
                if folder is None:
                    return None
                self._elsewhere = True
                self._client.select_folder(folder, readonly=True)
                found = {one for one in message_ids if self._client.search(["HEADER", "Message-ID", one])}
        finally:
            self._uidvalidity = None  # whatever is done next opens the folder that is read
        self.select()
        self._elsewhere = False
        return frozenset(found)

    def sent_folder(self) -> str | None:
        """Its name, as the configuration names folders."""
        with self._doing("looking for the Sent folder"):
            return self._sent_on_server()

    def _sent_on_server(self) -> str | None:
        r"""As configured, else the one the server marks as \Sent (RFC 6154 §2), else by the usual names."""
        if self._settings.sent_folder:
            folder = self._naming.on_server(self._settings.sent_folder)
            return folder if self._client.folder_exists(folder) else None
        found = self._client.find_special_folder(rb"\Sent")
        return None if found is None else str(found)

    def wait(self, seconds: float) -> bool:
        """IDLE until a message arrives or the time is over; True when one arrived, also since the last `list`
        (or, without one, since `select`).

        False at once without IDLE, by the server or by the configuration.  MailboxError when the server says BYE.
        """
        if not self._settings.idle or "IDLE" not in self._capabilities:
            return False
        if self._uidvalidity is None:
            self.select()
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            # A number announced during earlier commands is not announced again: ask before idling.
            if self._has_news() or self._idle(min(left, _IDLE_RENEWAL_SECONDS)):
                return True
        return False

    # ----------------------------------------------------------------------- changing

    def file_away(self, ref: MessageRef, to_folder: str, mark: str = "") -> bool:
        """Moves the message, creating the folder when it is missing; False when the message has gone meanwhile."""
        if self._read_only:  # EXAMINE alone does not keep every server from moving
            raise MailboxError("The mailbox was opened for looking only.", permanent=True)
        if not self._is_current(ref):
            return False
        target = self._naming.on_server(to_folder)
        with self._doing(f'moving message {ref.uid} to "{to_folder}"'):
            if mark and self._keeps_keywords:
                self._put(mark, ref.uid)
            if "MOVE" in self._capabilities:
                return self._move(ref.uid, target)
            return self._copy_and_delete(ref.uid, target)

    def close(self) -> None:
        """Says goodbye when there is somebody to say it to; never raises."""
        if not self._broken:
            with suppress(*RAISED):
                self._client.socket().settimeout(min(_GOODBYE_SECONDS, self._settings.timeout_seconds))
                self._client.logout()
        self._broken = True
        hang_up(self._client)

    def interrupt(self) -> None:
        """Ends a `wait` under way, from another thread: it raises MailboxError and the connection is over."""
        with suppress(OSError, AttributeError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    # ----------------------------------------------------------------------- inside

    @contextmanager
    def _doing(self, doing: str, *, refusal: str = "", resumable: bool = True) -> Iterator[None]:
        """Guards a block of library calls; a connection that may hold half an answer is given up."""
        if self._broken:
            raise MailboxError(f"The connection to {self._server} is over; it will be opened again.")
        try:
            with guarded(self._server, doing, refusal):
                yield
        except MailboxError as error:
            error.refused = resumable and not self._elsewhere and is_refusal(error.__cause__)
            self._broken = not error.refused
            raise

    def _ref(self, uid: int) -> MessageRef:
        return MessageRef(self.account, self.folder, self._uidvalidity or 0, uid)

    def _is_current(self, ref: MessageRef) -> bool:
        """Whether the UID means, here and now, the message it meant when it was listed."""
        if self._uidvalidity is None:
            self.select()
        return ref == self._ref(ref.uid)

    def _search(self, exists: int) -> tuple[set[int], set[int]]:
        r"""All UIDs, and those with \Deleted."""
        uids: set[int] = set()
        deleted: set[int] = set()
        if exists:
            for window in self._windows(exists):
                uids.update(self._client.search(["UID", window]))
                deleted.update(self._client.search(["UID", window, "DELETED"]))
        return uids, deleted

    def _windows(self, exists: int, first: int = 1) -> Iterator[str]:
        """UID ranges from one on, of at most `_SEARCH_WINDOW` messages each, however sparse the UIDs are.

        Message numbers may be used for the bounds: they do not shift between SELECT and a plain FETCH
        (RFC 3501 §7.4.1), and what arrives later stands in the last, open range.
        """
        bounds = [first]
        if exists > _SEARCH_WINDOW:
            self._client.use_uid = False
            try:
                answer = self._client.fetch(range(_SEARCH_WINDOW + 1, exists + 1, _SEARCH_WINDOW), [b"UID"])
            finally:
                self._client.use_uid = True
            bounds += sorted(uid for item in answer.values() if (uid := int(item[b"UID"])) > first)
        for low, high in pairwise(bounds):
            yield f"{low}:{high - 1}"
        yield f"{bounds[-1]}:*"

    def _fetch_facts(self, uids: Sequence[int]) -> dict[int, _Facts]:
        wanted = [b"RFC822.SIZE", b"INTERNALDATE", *([self._object_id] if self._object_id else [])]
        answer = self._client.fetch(uids, wanted)
        return {
            uid: _Facts(int(item[b"RFC822.SIZE"]), _aware(item[b"INTERNALDATE"], uid), self._named(item))
            for uid, item in answer.items()
            if b"RFC822.SIZE" in item and b"INTERNALDATE" in item  # else an unasked-for FLAGS update
        }

    def _named(self, item: dict[bytes, Any]) -> str:
        """The name that outlasts the UID, with the kind of name before it; "" without one."""
        found = item.get(self._object_id) if self._object_id else None
        if isinstance(found, tuple):  # EMAILID comes in brackets
            found = found[0] if len(found) == 1 else None
        text = found.decode("ascii", "replace") if isinstance(found, bytes) else str(found or "")
        return f"{(self._object_id or b'').decode('ascii')} {text}" if text else ""

    def _still_there(self, uids: Sequence[int]) -> dict[int, _Facts]:
        """Of those that the server says nothing of, the ones that have not gone: they must not be passed over."""
        found: dict[int, _Facts] = {}
        if uids:
            self._client.noop()  # so that the session knows what has gone (RFC 3501 §6.1.2)
        for start in range(0, len(uids), _FETCH_BATCH):
            for uid in self._client.search(["UID", ",".join(map(str, uids[start : start + _FETCH_BATCH]))]):
                _log.warning("message %d has neither size nor INTERNALDATE; taken as arriving now", uid)
                found[uid] = _Facts(0, datetime.now(UTC))
        return found

    def _fetch_bytes(self, ref: MessageRef, item: bytes, key: bytes) -> bytes | None:
        if not self._is_current(ref):
            return None
        with self._doing(f"fetching message {ref.uid}"):
            answer = self._client.fetch([ref.uid], [item]).get(ref.uid, {})
            found = answer.get(key)  # NIL, too, means that it has gone (RFC 2180 §4.1.3)
            if isinstance(found, int):  # digits that came as a quoted string
                return b"%d" % found
            return None if found is None else bytes(found)

    def _has_news(self) -> bool:
        latest = self._latest
        if latest is None:
            return False
        with self._doing("looking for new messages"):
            # SEARCH looks at what the session knows already; NOOP makes it look around (RFC 3501 §6.1.2).
            self._client.noop()
            # "n:*" means at least the last message, whatever n is (RFC 3501 §6.4.8).
            return any(uid > latest for uid in self._client.search(["UID", f"{latest + 1}:*"]))

    def _idle(self, seconds: float) -> bool:
        with self._doing("waiting for messages (IDLE)", resumable=False):
            self._client.idle()
            # Not `idle_check`: it reads without blocking, and a response whose second half is still on its way is
            # then an error.  DONE reads to the end, and finds out when the server has hung up.
            _wait_readable(self._client.socket(), seconds)
            heard = self._client.idle_done()[1]
        return any(response[1:2] == (b"EXISTS",) for response in heard)

    def _move(self, uid: int, target: str) -> bool:
        # UID MOVE of a UID that is not there succeeds without doing anything (RFC 6851 §3.3).
        if uid not in self._client.fetch([uid], [b"UID"]):
            return False
        self._into(target, lambda: self._client.move([uid], target))
        faults.point("inbox.moved")
        return True

    def _put(self, mark: str, uid: int) -> None:
        """MOVE and COPY take it along.  A server that refuses is one that keeps no keywords after all."""
        try:
            self._client.add_flags([uid], [mark], silent=True)
        except IMAPClientError as error:
            if not is_refusal(error):
                raise
            _log.info("%s keeps no marks of messages: %s", self._server, words(error))
            self._keeps_keywords = False
        faults.point("inbox.marked")

    def _copy_and_delete(self, uid: int, target: str) -> bool:
        facts = self._fetch_facts([uid]).get(uid)
        if facts is None:
            return False
        if not self._stands_in(target, uid, facts):
            self._into(target, lambda: self._client.copy([uid], target))
        faults.point("inbox.copied")
        self._client.delete_messages([uid], silent=True)
        faults.point("inbox.flagged")
        if "UIDPLUS" in self._capabilities:
            self._client.uid_expunge([uid])
            faults.point("inbox.moved")
        return True

    def _stands_in(self, target: str, uid: int, facts: _Facts) -> bool:
        """Whether an earlier call copied the message and did not come further.  COPY keeps INTERNALDATE."""
        self._elsewhere = True
        try:
            self._client.select_folder(target, readonly=True)
        except IMAPClientError as error:
            if not is_refusal(error):
                raise
            copies: dict[int, bytes] = {}  # no such folder yet
        else:
            like_it = self._client.search(_like(facts))
            same_date = [u for u, other in self._fetch_facts(like_it[-_FETCH_BATCH:]).items() if other == facts]
            copies = {u: item[b"BODY[]"] for u, item in self._client.fetch(same_date, [b"BODY.PEEK[]"]).items()}
        uidvalidity = self._uidvalidity
        if self.select().uidvalidity != uidvalidity:
            raise MailboxError(f'The folder "{self.folder}" was replaced meanwhile; it will be listed again.')
        self._elsewhere = False
        if not copies:
            return False
        original = self._client.fetch([uid], [b"BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        return original is not None and _digest(original) in {_digest(copy) for copy in copies.values()}

    def _into(self, target: str, act: Callable[[], Any]) -> None:
        """Does it, and does it again after making the folder when that was missing (RFC 3501 §7.1, TRYCREATE)."""
        try:
            act()
        except IMAPClientError as error:
            if not is_refusal(error):
                raise
            if "[TRYCREATE]" not in str(error).upper() and self._client.folder_exists(target):
                raise
            self._create(target)
            act()

    def _create(self, target: str) -> None:
        try:
            self._client.create_folder(target)
        except IMAPClientError as error:
            if not is_refusal(error):
                raise
            if not self._client.folder_exists(target):  # else somebody else made it just now
                raise MailboxError(
                    f'{capital(self._server)} does not let us create the folder "{target}" ({words(error)}). '
                    "Create it by hand, or change [mailbox] processed_folder.",
                    permanent=True,
                ) from error
        with suppress(IMAPClientError):  # so that people's mail programs show it
            self._client.subscribe_folder(target)


def _wait_readable(sock: socket.socket, seconds: float) -> None:
    """Until the server says something, or hangs up, or the time is over."""
    if isinstance(sock, ssl.SSLSocket) and sock.pending():
        return
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    poller.poll(seconds * 1000)


def _like(facts: _Facts) -> list[object]:
    """SEARCH for copies of a message, generously: a day is that of the server's own zone (RFC 3501 §6.4.4), and
    Courier compares the size on its disk, where a line's end is one octet and not two.
    """
    day = facts.internal_date.date()
    return [
        "SINCE", day - timedelta(days=1), "BEFORE", day + timedelta(days=2),
        "LARGER", max(facts.size // 2 - 1, 0), "SMALLER", facts.size + 1,
    ]  # fmt: skip


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _aware(moment: datetime | None, uid: int) -> datetime:
    """INTERNALDATE in UTC.  A server that gives none, or none that can be read, must not hide the message: now."""
    if moment is None:
        _log.warning("message %d has no readable INTERNALDATE; taken as arriving now", uid)
        return datetime.now(UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
