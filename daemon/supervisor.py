"""EDGE  What systemd is told of the service: its notification protocol, sd_notify(3), without its library.

A message is one datagram of `NAME=value` lines to the UNIX socket that $NOTIFY_SOCKET names; a name that begins with @
is in Linux's abstract namespace.  Without that variable nobody asked, and nothing is sent.  What cannot be delivered is
dropped: telling how things stand never disturbs them.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Mapping
from typing import Self

log = logging.getLogger(__name__)

#: Of the time systemd waits for a sign of life; sd_watchdog_enabled(3) recommends half of it.
_SHARE = 0.25
#: A manager whose queue of messages is full for so long gets one less.
_SEND_SECONDS = 1.0


class Systemd:
    """model.Supervisor: systemd, or nobody where the service was started otherwise."""

    def __init__(
        self,
        address: str = "",
        watchdog_seconds: float | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`watchdog_seconds`: so long without a sign of life, and systemd ends the service; None: it waits for none."""
        self._address = address
        self._pause = None if watchdog_seconds is None else watchdog_seconds * _SHARE
        self._clock = clock
        self._fed: float | None = None

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """As systemd has set the environment; a WATCHDOG_PID other than ours means another process."""
        microseconds = environ.get("WATCHDOG_USEC", "")
        for_us = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        watchdog = int(microseconds) / 1_000_000 if microseconds.isdecimal() and for_us else None
        return cls(environ.get("NOTIFY_SOCKET", ""), watchdog)

    def ready(self) -> None:
        self._send("READY=1")

    def stopping(self) -> None:
        self._send("STOPPING=1")

    def status(self, text: str) -> None:
        self._send("STATUS=" + " ".join(text.split()))

    def alive(self) -> None:
        """More often than needed is no harm: what is too early for systemd is not sent."""
        if self._pause is None or (self._fed is not None and self._clock() - self._fed < self._pause):
            return
        self._fed = self._clock()
        self._send("WATCHDOG=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.settimeout(_SEND_SECONDS)
                # Only of a connected socket is a full queue waited for; without, poll(2) says at once that there is
                # room, again and again.
                sender.connect(address)
                sender.send(message.encode())
        except OSError as error:
            log.debug("systemd was not told %s: %s", message.split("=", maxsplit=1)[0], error)
