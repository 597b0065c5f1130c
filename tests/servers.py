"""Servers for tests, all on free loopback ports: a real Dovecot, a scripted IMAP server, a scriptable SMTP sink.

`Account` is a mailbox on any IMAP server as a person with another mail program sees it: tests deliver and look
through it, never through the code under test.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from enum import Enum
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from imapclient import IMAPClient

from daemon.config import Mailbox, Security, Smtp
from daemon.discretion import Secret

LOOPBACK = "127.0.0.1"
ARRIVAL = datetime(2021, 11, 9, 16, 59, 7, tzinfo=UTC)


def mail(
    subject: str = "Bài tham luận", sender: str = "binh@nghean.example", body: str = "Kính gửi Ban Thư ký"
) -> bytes:
    """A small message as it travels."""
    message = EmailMessage(policy=CRLF)
    message["From"] = sender
    message["To"] = "hop-thu@hoithao.example"
    message["Subject"] = subject
    message.set_content(body)
    return message.as_bytes()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def greets(port: int, lives: Callable[[], bool], seconds: float) -> bool:
    """Waits until an IMAP server greets on this port, as long as its process lives."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and lives():
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), 1) as probe:
            if probe.recv(100).startswith(b"* OK"):
                return True
        time.sleep(0.02)  # a real program starts up
    return False


# --------------------------------------------------------------------------- TLS


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for localhost and 127.0.0.1."""

    certificate: Path
    key: Path

    @classmethod
    def make(cls, folder: Path, name: str = "localhost") -> Self:
        made = cls(folder / f"{name}.pem", folder / f"{name}.key")
        alternative = "DNS:localhost,IP:127.0.0.1" if name == "localhost" else f"DNS:{name}"
        command = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name}"
        subprocess.run(
            [
                *command.split(),
                *(
                    "-addext",
                    f"subjectAltName={alternative}",
                    "-addext",
                    "keyUsage=critical,digitalSignature,keyCertSign",
                ),
                *("-keyout", str(made.key), "-out", str(made.certificate)),
            ],
            check=True,
            capture_output=True,
        )
        return made

    def context(self) -> ssl.SSLContext:
        """For a server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


# --------------------------------------------------------------------------- mailboxes


@dataclass(frozen=True)
class Account:
    """A mailbox on some IMAP server, and how its owner sees it."""

    username: str
    password: str
    port: int  #: plain, and STARTTLS where the server has it
    tls_port: int | None = None
    ca_file: Path | None = None
    host: str = LOOPBACK
    separator: str = "/"
    prefix: str = ""  #: of the personal namespace

    @property
    def secret(self) -> Secret:
        return Secret(self.password)

    def settings(self, **changes: object) -> Mailbox:
        """The `[mailbox]` section that reads it; `changes` win."""
        values: dict[str, object] = {
            "address": self.username if "@" in self.username else f"{self.username}@hoithao.example",
            "host": self.host,
            "port": self.port,
            "security": "none",
            "username": self.username,
            "processed_folder": "Da-xu-ly",
            "timeout_seconds": 10,
        }
        if changes.get("security") == "tls":
            values["port"] = self.tls_port
        if changes.get("security") in {"tls", "starttls"}:
            values["ca_file"] = self.ca_file
        return Mailbox.model_validate(values | changes)

    def there(self, folder: str) -> str:
        """One of our folders as the server names it."""
        return self.prefix + folder

    @contextlib.contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Another mail program, logged in."""
        client = IMAPClient(self.host, self.port, ssl=False, timeout=10)
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            client.login(self.username, self.password)
            client.normalise_times = False
            yield client
            client.logout()
        finally:
            with contextlib.suppress(OSError):
                client.shutdown()

    def deliver(self, raw: bytes | None = None, when: datetime = ARRIVAL, folder: str = "INBOX") -> bytes:
        """Puts a message into a folder, arrived at `when`; gives its bytes back."""
        raw = mail() if raw is None else raw
        with self.client() as client:
            client.append(folder, raw, msg_time=when)
        return raw

    def create(self, folder: str) -> None:
        with self.client() as client:
            client.create_folder(folder)

    def folders(self) -> set[str]:
        with self.client() as client:
            return {name for _, _, name in client.list_folders()}

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """Raw messages in UID order, those marked as deleted too; none when there is no such folder."""
        with self.client() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def flags(self, folder: str = "INBOX") -> list[set[bytes]]:
        r"""Flags in UID order, without \Recent, which belongs to a session."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            found = client.get_flags(client.search("ALL"))
            return [set(found[uid]) - {rb"\Recent"} for uid in sorted(found)]

    def arrivals(self, folder: str = "INBOX") -> list[datetime]:
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["INTERNALDATE"])
            return [found[uid][b"INTERNALDATE"].astimezone(UTC) for uid in sorted(found)]

    def mark(self, uid: int, *flags: bytes) -> None:
        with self.client() as client:
            client.select_folder("INBOX")
            client.add_flags([uid], flags)

    def remove(self, uid: int) -> None:
        """Somebody deletes a message for good."""
        with self.client() as client:
            client.select_folder("INBOX")
            client.delete_messages([uid])
            client.expunge()


# --------------------------------------------------------------------------- Dovecot

#: What Debian's 2.3 says after login, cut to what matters here.
FULL = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE NAMESPACE UIDPLUS MOVE LIST-EXTENDED CHILDREN LITERAL+ SPECIAL-USE"

_DOVECOT = """
protocols = imap
listen = {host}
base_dir = {home}/run
log_path = {home}/dovecot.log
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {internal_group}
mail_location = maildir:{home}/mail/%u
mail_fsync = never
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login{tokens}
auth_failure_delay = 0
ssl = {ssl}
{certificate}
imap_capability = {capabilities}
{token_passdb}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
  mailbox "Thư đã gửi" {{
    special_use = \\Sent
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


_TOKEN_PASSDB = """passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}"""
_INTROSPECTION = """introspection_url = {url}
introspection_mode = post
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
"""


class Dovecot:
    """A real Dovecot with its own folders; every user name is a fresh mailbox, all with the one password.

    `capabilities` is what it announces after login; `separator` and `prefix` shape its folder names.  With
    `introspection`, the address of a token server that is asked, it takes access tokens (XOAUTH2) as well.
    """

    password = "hop-thu-193"

    def __init__(
        self,
        certificate: Certificate | None = None,
        *,
        capabilities: str = FULL,
        separator: str = "/",
        prefix: str = "",
        introspection: str = "",
    ) -> None:
        self._introspection = introspection
        self.port, self.tls_port = free_port(), free_port()
        self.certificate, self.separator = certificate, separator
        # Not pytest's folder: socket paths may have 108 octets, and the mail user must be able to walk in.
        self.home = Path(tempfile.mkdtemp(prefix="tl-dovecot-"))
        self._options: Mapping[str, str] = {"capabilities": capabilities, "separator": separator, "prefix": prefix}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            # Its helpers are in the same group; nothing here is worth the second that a polite stop takes.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def account(self, username: str) -> Account:
        ca_file = self.certificate.certificate if self.certificate else None
        prefix = self._options["prefix"]
        return Account(
            username, self.password, self.port, self.tls_port, ca_file, separator=self.separator, prefix=prefix
        )

    def _start(self) -> None:
        (self.home / "mail").mkdir()
        (self.home / "run").mkdir()
        mail_user = self._users()
        if os.getuid() == 0:
            self.home.chmod(0o755)
            shutil.chown(self.home / "mail", mail_user["mail_user"], mail_user["mail_group"])
        text = _DOVECOT.format(
            host=LOOPBACK,
            home=self.home,
            port=self.port,
            tls_port=self.tls_port if self.certificate else 0,
            ssl="yes" if self.certificate else "no",
            certificate=(
                f"ssl_cert = <{self.certificate.certificate}\nssl_key = <{self.certificate.key}"
                if self.certificate
                else ""
            ),
            password=self.password,
            tokens=" xoauth2 oauthbearer" if self._introspection else "",
            token_passdb=_TOKEN_PASSDB.format(home=self.home) if self._introspection else "",
            **mail_user,
            **self._options,
        )
        (self.home / "oauth2.conf").write_text(_INTROSPECTION.format(url=self._introspection), "utf-8")
        configuration = self.home / "dovecot.conf"
        configuration.write_text(text, "utf-8")
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"  # /usr/sbin is not on everybody's PATH
        self._process = subprocess.Popen([program, "-F", "-c", configuration], start_new_session=True)
        self._wait_until_it_answers()

    def _users(self) -> dict[str, str]:
        """Who runs it.  As root: Debian's users, and for the mail `nobody`, since uid 0 is refused; else ourselves."""
        if os.getuid() == 0:
            return {
                "internal": "dovecot",
                "internal_group": "dovecot",
                "login": "dovenull",
                "mail_user": "nobody",
                "mail_group": "nogroup",
            }
        me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        return {"internal": me, "internal_group": group, "login": me, "mail_user": me, "mail_group": group}

    def _wait_until_it_answers(self) -> None:
        process = self._process
        if greets(self.port, lambda: process is not None and process.poll() is None, 20):
            return
        log = self.home / "dovecot.log"
        raise RuntimeError(f"Dovecot did not start:\n{log.read_text('utf-8') if log.exists() else '(no log)'}")


# --------------------------------------------------------------------------- a scripted IMAP server

Answer = bytes | None | Callable[[str, str], bytes | None]


class FakeImap:
    """Says exactly what a test wants to hear; knows just enough IMAP for a login.

    `answers` maps the start of a command ("UID FETCH") to what is sent back: bytes in which TAG stands for the
    command's tag, a function (tag, command) → bytes, or None to hang up.  An empty answer is silence.  What the
    client said is in `heard`.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer] | None = None,
        *,
        greeting: bytes = b"* OK ready\r\n",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.heard: list[str] = []
        self._tls = tls
        self._last: str | None = None
        self._greeting = greeting
        self._answers: dict[str, Answer] = {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\nTAG OK\r\n",
            "LOGIN": b"TAG OK\r\n",
            "NOOP": b"TAG OK\r\n",
            "LIST": b'* LIST (\\Noselect) "/" ""\r\nTAG OK\r\n',
            "SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK [READ-WRITE]\r\n",
            "LOGOUT": b"* BYE\r\nTAG OK\r\n",
            **(answers or {}),
        }
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = int(self._listener.getsockname()[1])
        self._peers: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._listener.close()
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def account(self) -> Account:
        return Account("binh", "pw", self.port)

    def hang_up_after(self, command: str) -> None:
        """From now on the connection ends after the answer to this command."""
        self._last = command

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                self._peers.append(peer)
                self._start(self._serve, peer)

    def _serve(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(peer)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                peer = stack.enter_context(self._tls.wrap_socket(peer, server_side=True))
            lines = stack.enter_context(peer.makefile("rb"))
            peer.sendall(self._greeting)
            for line in lines:
                tag, _, command = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
                self.heard.append(command or tag)
                if (reply := self._reply(tag, command)) is None:
                    return
                peer.sendall(reply)
                if command == self._last:
                    return

    def _reply(self, tag: str, command: str) -> bytes | None:
        key = max((key for key in self._answers if command.upper().startswith(key)), key=len, default=None)
        if key is None:
            return b"" if tag == "DONE" else tag.encode() + b" BAD unknown\r\n"
        answer = self._answers[key]
        said = answer(tag, command) if callable(answer) else answer
        # A reply has some text after its OK (RFC 3501 §9 "resp-text"); tests need not write it.
        return None if said is None else said.replace(b"TAG", tag.encode()).replace(b" OK\r\n", b" OK so\r\n")


# --------------------------------------------------------------------------- an SMTP sink


class Trouble(Enum):
    """What the sink may do instead of answering."""

    DROP = "drop"  #: the connection breaks
    STALL = "stall"  #: silence, for ever
    LOSE = "lose"  #: only at the final dot: the letter is taken and the connection breaks before anybody says so


@dataclass(frozen=True)
class Taken:
    """A letter the sink took."""

    envelope_from: str  #: empty: null reverse-path
    recipients: tuple[str, ...]
    raw: bytes
    options: tuple[str, ...]  #: of MAIL


@dataclass
class _Planned:
    step: str
    what: str | Trouble
    address: str | None
    left: int


class SmtpSink:
    """An SMTP server that takes every letter, unless told otherwise, step by step.

    Steps: CONNECT EHLO STARTTLS AUTH MAIL RCPT DATA DOT RSET NOOP QUIT (DOT is the answer to the whole letter).
    `without` takes extensions out of EHLO's answer.  `passes_on` gets every letter that was taken.
    """

    def __init__(
        self,
        certificate: Certificate | None = None,
        *,
        tls: bool = False,
        login: tuple[str, str] | None = None,
        mechanisms: str = "PLAIN LOGIN",
        without: frozenset[str] = frozenset(),
        size_limit: int = 30_000_000,
    ) -> None:
        self.certificate, self.login, self.without, self.size_limit = certificate, login, without, size_limit
        self.mechanisms = mechanisms.split()
        self.passes_on: Callable[[Taken], object] = lambda _: None
        self.is_good: Callable[[str], bool] = lambda _: False  #: whether an access token is
        self.port = 0
        self._tls = tls
        self._last: str | None = None
        self._lock = threading.Lock()
        self._letters: list[Taken] = []
        self._heard: list[str] = []
        self._planned: list[_Planned] = []
        self.transports: list[asyncio.Transport] = []
        self._ready, self._thread = threading.Event(), threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20), "the SMTP sink did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)

    # What tests say and ask.

    def answer(self, step: str, what: str | Trouble, *, address: str | None = None, times: int = 1_000_000) -> None:
        """From now on, `times` times, this instead of the usual answer; for RCPT of `address` only, if given."""
        with self._lock:
            self._planned.append(_Planned(step, what, address, times))

    def behave(self) -> None:
        """Forgets all that `answer` was told."""
        with self._lock:
            self._planned.clear()

    @property
    def letters(self) -> list[Taken]:
        with self._lock:
            return list(self._letters)

    @property
    def heard(self) -> list[str]:
        """Commands so far, of all connections, each as its first word; CONNECT for a connection."""
        with self._lock:
            return list(self._heard)

    def settings(self, **changes: object) -> Smtp:
        """The `[smtp]` section that sends here; `changes` win."""
        values: dict[str, object] = {
            "host": LOOPBACK,
            "port": self.port,
            "security": Security.NONE,
            "timeout_seconds": 10,
        }
        if self.certificate is not None:
            values |= {"security": "tls" if self._tls else "starttls", "ca_file": self.certificate.certificate}
        if self.login is not None:
            values["username"] = self.login[0]
        return Smtp.model_validate(values | changes)

    @property
    def secret(self) -> Secret | None:
        return Secret(self.login[1]) if self.login else None

    # In the thread of the sink.

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        context = self.certificate.context() if self.certificate and self._tls else None
        server = await self._loop.create_server(lambda: _Session(self), LOOPBACK, 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for transport in self.transports:
            # Some releases of Python forget the protocol of a TLS transport that is closed already.
            with contextlib.suppress(AttributeError):
                transport.abort()
        for _ in range(3):  # so that the transports close their sockets before the loop goes
            await asyncio.sleep(0)

    def next_for(self, step: str, argument: str) -> str | Trouble | None:
        with self._lock:
            self._heard.append(step)
            for planned in self._planned:
                if planned.step == step and planned.left and (planned.address or "") in argument:
                    planned.left -= 1
                    return planned.what
        return None

    def take(self, letter: Taken) -> None:
        with self._lock:
            self._letters.append(letter)
        self.passes_on(letter)


class _Session(SMTP):
    """One connection of the sink: aiosmtpd, with the test's word before its own."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink
        super().__init__(
            _Hooks(sink),
            hostname="sink.example",
            enable_SMTPUTF8=True,
            data_size_limit=sink.size_limit,
            tls_context=sink.certificate.context() if sink.certificate and not sink._tls else None,
            auth_require_tls=False,
            auth_exclude_mechanism=[name for name in ("PLAIN", "LOGIN", "XOAUTH2") if name not in sink.mechanisms],
            authenticator=self._authenticate_here,
            loop=asyncio.get_running_loop(),
        )
        self._greeted = False
        self._smtp_methods = {step: self._unless_told(step, method) for step, method in self._smtp_methods.items()}

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._sink.transports.append(transport)
        super().connection_made(transport)

    def _authenticate_here(
        self, _server: object, _session: object, _envelope: object, _mechanism: str, data: object
    ) -> AuthResult:
        name, password = self._sink.login or ("", "")
        given = (bytes(data.login).decode(), bytes(data.password).decode())
        return AuthResult(success=given == (name, password), handled=False)

    async def push(self, status: str | bytes) -> None:
        if not self._greeted:
            self._greeted = True
            if await self._instead("CONNECT"):
                return
        await super().push(status)

    async def _instead(self, step: str, argument: str | None = None) -> bool:
        """Does what the test planned for this step, if anything; True when that was the answer."""
        what = self._sink.next_for(step, argument or "")
        if what is None:
            return False
        if isinstance(what, str):
            await super().push(what)
            if what.startswith(("421", "554 no service")):
                self.transport.close()
        elif what is Trouble.STALL:
            await asyncio.Event().wait()
        else:
            self.transport.abort()
        return True

    def _unless_told(
        self, step: str, usual: Callable[[str | None], Awaitable[None]]
    ) -> Callable[[str | None], Awaitable[None]]:
        async def method(argument: str | None) -> None:
            if not await self._instead(step, argument):
                await usual(argument)

        return method


class _Hooks:
    """aiosmtpd's hooks; the names are its own."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """As Google does it: a refusal is a challenge first."""
        name, _, rest = base64.b64decode(args[1]).decode().removeprefix("user=").partition("\x01auth=Bearer ")
        if rest.endswith("\x01\x01") and name == (self._sink.login or ("",))[0] and self._sink.is_good(rest[:-2]):
            return AuthResult(success=True)
        answer = await server.challenge_auth('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}')
        assert answer == b""
        return AuthResult(success=False, handled=False, message="535 5.7.8 Username and Password not accepted.")

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        hidden = self._sink.without if self._sink.login else {*self._sink.without, "AUTH"}
        kept = [line for line in responses if re.split("[- ]", line)[1] not in hidden]
        return [*(line.replace("250 ", "250-", 1) for line in kept[:-1]), kept[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        sender = (envelope.mail_from or "").removeprefix("<>")
        letter = Taken(sender, tuple(envelope.rcpt_tos), bytes(envelope.content or b""), tuple(envelope.mail_options))
        what = self._sink.next_for("DOT", "")
        if what is None or what is Trouble.LOSE:
            self._sink.take(letter)
        if isinstance(what, str):
            return what
        if what is Trouble.STALL:
            await asyncio.Event().wait()
        elif what is not None and server.transport is not None:
            server.transport.abort()
        return "250 2.0.0 OK queued as 193"
