"""A mail server in this process, on loopback, for the demonstration: IMAP by pymap, SMTP by aiosmtpd.

The only importer of both (extra `demo`).  One background thread with an event loop of its own runs the two; ports
are free ones.  What is sent to the box goes to its INBOX with the clock's time as INTERNALDATE; what is sent to
anybody else is kept in `outgoing`, as the outside world.  Everything lives in memory and ends with the `with` block.

No login is asked for sending: the listener can be reached from this machine only.
"""

from __future__ import annotations

import asyncio
import threading
from argparse import Namespace
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import BuiltinHash

from daemon.config import Security, Smtp
from daemon.model import Clock
from daemon.smtp import SmtpSender

_LOOPBACK = "127.0.0.1"
_HOST_NAME = "mail.demo.example"
_START_SECONDS = 20.0
_MAX_LETTER_BYTES = 100_000_000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that left for somebody outside."""

    envelope_from: str  #: empty: null reverse-path
    recipients: tuple[str, ...]
    raw: bytes


class MailServer:
    """A box `address` with a password, and the rest of the world.  Use as a context manager."""

    def __init__(self, address: str, password: str, clock: Clock) -> None:
        self.address = address  #: also the IMAP user name
        self.password = password
        self.host = _LOOPBACK
        self.imap_port = 0
        self.smtp_port = 0
        self._clock = clock
        self._lock = threading.Lock()
        self._submitting = threading.Lock()  # one author at a time: `_when` is his
        self._when: datetime | None = None
        self._outgoing: list[Outgoing] = []
        self._thread = threading.Thread(target=self._serve, name="demo-mail-server", daemon=True)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._login: Login | None = None
        self._transports: list[asyncio.WriteTransport] = []  # of every connection so far

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(_START_SECONDS) or self._failure is not None:
            raise RuntimeError("the embedded mail server did not start") from self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._loop = None
        self._thread.join(_START_SECONDS)

    @property
    def outgoing(self) -> tuple[Outgoing, ...]:
        """Every letter that left so far, in order."""
        with self._lock:
            return tuple(self._outgoing)

    def submission(self, raw: bytes, sender: str, when: datetime | None = None) -> None:
        """An author's mail program sends a message to the box; it arrives at `when`, or now by the clock.

        Raises DeliveryError like any sending.
        """
        settings = Smtp(host=_LOOPBACK, port=self.smtp_port, security=Security.NONE, timeout_seconds=10)
        program = SmtpSender(settings)
        with self._submitting:
            self._when = when
            try:
                program.send(sender, [self.address], raw)
            finally:
                self._when = None
                program.close()

    def folder_count(self, name: str) -> int:
        """How many messages a folder of the box holds; 0 when there is none."""
        return self._call(self._count(name))

    # ----------------------------------------------------------------------- in the thread of the server

    def _serve(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits in __enter__
            self._failure = error
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        config = _ImapConfig(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=_LOOPBACK,
            port=0,
            demo_data=False,
            demo_user=self.address,
            demo_password=self.password,
            tls_enabled=False,
            reject_dnsbl=False,
            cpu_subsystem=Subsystem.for_asyncio(),  # no pool of threads for two logins
            hash_context=BuiltinHash(rounds=1),
        )
        config.apply_context()
        self._login = Login(config)
        hashed = config.hash_context.hash(self.password)
        await self._login.demo_user_identity.set(UserMetadata(config, self.address, password=hashed))
        serve = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(self._login, config))

        async def serve_imap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._transports.append(writer.transport)
            await serve(reader, writer)

        imap = await asyncio.start_server(serve_imap, _LOOPBACK, 0)
        smtp = await self._loop.create_server(self._new_smtp, _LOOPBACK, 0)
        self.imap_port = imap.sockets[0].getsockname()[1]
        self.smtp_port = smtp.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        imap.close()
        smtp.close()
        await _end_connections(self._transports)

    def _new_smtp(self) -> SMTP:
        return _SmtpConnection(
            self._transports,
            _Handler(self),
            hostname=_HOST_NAME,
            ident="ESMTP",
            enable_SMTPUTF8=True,
            data_size_limit=_MAX_LETTER_BYTES,
            loop=self._loop,
        )

    async def accept(self, envelope_from: str, recipients: tuple[str, ...], raw: bytes) -> None:
        """What the SMTP half took: into the box, out into the world, or both."""
        box = self.address.casefold()
        others = tuple(address for address in recipients if address.casefold() != box)
        if others:
            with self._lock:
                self._outgoing.append(Outgoing(envelope_from, others, raw))
        if len(others) < len(recipients):
            when = self._when or self._clock.now()
            await self._append(_delivered(raw, envelope_from, self.address, when), when)

    async def _append(self, raw: bytes, when: datetime) -> None:
        async with self._identity().new_session() as session:
            inbox = await session.mailbox_set.get_mailbox("INBOX")
            await inbox.append(AppendMessage(raw, when.replace(microsecond=0)), recent=True)

    async def _count(self, name: str) -> int:
        async with self._identity().new_session() as session:
            try:
                folder = await session.mailbox_set.get_mailbox(name)
            except KeyError:
                return 0
            return int((await folder.snapshot()).exists)

    def _identity(self) -> Any:
        if self._login is None:
            raise RuntimeError("the embedded mail server is not running")
        return self._login.demo_user_identity

    def _call(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the embedded mail server is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_START_SECONDS)


class _ImapConfig(Config):
    @property
    def greeting(self) -> bytes:
        """Without the DNS look-up of our own name that pymap makes for each connection."""
        return f"Server ready {_HOST_NAME}".encode("ascii")


class _SmtpConnection(SMTP):
    def __init__(self, transports: list[asyncio.WriteTransport], handler: _Handler, **options: Any) -> None:
        self._transports = transports
        super().__init__(handler, **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transports.append(cast("asyncio.WriteTransport", transport))
        super().connection_made(transport)


class _Handler:
    """aiosmtpd's hooks; the names are its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - its name there
        sender = (envelope.mail_from or "").removeprefix("<>")  # aiosmtpd's word for the null reverse-path
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode("utf-8")
        await self._server.accept(sender, tuple(envelope.rcpt_tos), raw)
        return "250 2.0.0 OK"


def _delivered(raw: bytes, envelope_from: str, box: str, when: datetime) -> bytes:
    """With the trace that final delivery leaves (RFC 5321 §4.4)."""
    trace = (
        f"Return-Path: <{envelope_from}>\r\n"
        f"Received: from [{_LOOPBACK}] by {_HOST_NAME} with ESMTP\r\n"
        f"\tfor <{box}>; {format_datetime(when)}\r\n"
    )
    return trace.encode("utf-8") + raw


async def _end_connections(transports: Sequence[asyncio.WriteTransport]) -> None:
    """Leaves nothing open behind a loop that is about to close."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for transport in transports:
        transport.abort()
    for _ in range(3):  # a transport closes its socket in the next turn of the loop, one with TLS in the one after
        await asyncio.sleep(0)
