"""The access token at hand.

Renewed when two thirds of its life are over, so that a grant which the provider no longer renews is known minutes
before the mailbox is shut.  A refused grant is not asked for again but once an hour, in no process: that it was refused
stands in its file.  `thamluan login` ends that at once.

One `Access` may be used by several threads.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from daemon.discretion import Secret
from daemon.errors import GrantError
from daemon.oauth.grant import Grant, GrantFile, Refusal
from daemon.oauth.protocol import LOG_IN_AGAIN, Client, granted, refresh_form
from daemon.oauth.server import TokenServer

log = logging.getLogger(__name__)

#: What was refused may have been the provider's mistake; what is asked so rarely hammers nobody.
_RARELY = timedelta(hours=1)
#: After a failure that passes, while the token at hand is still good.
_PAUSE = timedelta(minutes=1)
#: A token that ends so soon may end on the way.
_NEARLY_OVER = timedelta(seconds=30)

_NONE = "There is no grant for this account yet. Run `thamluan login`."


@dataclass(frozen=True, slots=True)
class GrantTrouble:
    """Why a person should look after the grant."""

    kind: str  #: "grant_refused" or "grant_expires"
    text: str  #: English
    at: datetime  #: when it was refused last; when it ends


class Access:
    """The access token of one account.  `now` is the real time, whatever clock the season runs by."""

    def __init__(
        self,
        file: GrantFile,
        server: TokenServer,
        client: Client,
        *,
        token_endpoint: str,
        username: str,
        warn: timedelta,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`warn`: so long before a grant ends, where the provider says when, that is trouble."""
        self._file = file
        self._server = server
        self._client = client
        self._token_endpoint = token_endpoint
        self._username = username
        self._warn = warn
        self._now = now
        self._lock = threading.Lock()
        self._unsaved: Grant | None = None  #: renewed, and could not be written: the former may be worth nothing now
        self._pause_until: datetime | None = None

    def token(self) -> Secret:
        """One that is good now.  GrantError: permanent when a person has to log in again."""
        with self._lock:
            now, grant = self._now(), self._current()
            if grant is None:
                raise GrantError(_NONE, permanent=True)
            if self._is_good(grant, now) and now < grant.renew_after:
                return grant.access
            if self._is_good(grant, now) and self._pause_until is not None and now < self._pause_until:
                return grant.access
            try:
                return self._renewed(now).access
            except GrantError as error:
                if not self._is_good(grant, now):
                    raise
                self._pause_until = now + _PAUSE
                log.warning("The access token is good until %s and was not renewed: %s", grant.expires, error)
                return grant.access

    def distrust(self, token: Secret) -> None:
        """A server did not take it, whatever its end says: the next is a new one, in this process and in others."""
        with self._lock, self._file.locked():
            grant, now = self._current(), self._now()
            if grant is not None and grant.access.value == token.value:
                self._save(replace(grant, renew_after=now, expires=now))

    def login(self) -> str:
        """Stands for the grant, whatever tokens it has; "" where there is none."""
        with self._lock:
            try:
                grant = self._current()
            except GrantError:
                return ""
        return "" if grant is None else grant.login

    def trouble(self) -> GrantTrouble | None:
        """Why a person should look after the grant; asks nobody."""
        with self._lock:
            now = self._now()
            try:
                grant = self._current()
            except GrantError as error:
                return GrantTrouble("grant_refused", str(error), now)
        if grant is None:
            return GrantTrouble("grant_refused", _NONE, now)
        if grant.refusal is not None:
            return GrantTrouble("grant_refused", grant.refusal.text, grant.refusal.at)
        if grant.refresh_expires is not None and grant.refresh_expires - now < self._warn:
            step = (
                "Run `thamluan login` before." if now < grant.refresh_expires else "That is over: run `thamluan login`."
            )
            return GrantTrouble("grant_expires", step, grant.refresh_expires)
        return None

    @staticmethod
    def _is_good(grant: Grant, now: datetime) -> bool:
        return now < grant.expires - _NEARLY_OVER

    def _current(self) -> Grant | None:
        if self._unsaved is not None and self._is_outdated(self._unsaved):
            self._unsaved = None
        if self._unsaved is not None:
            self._save(self._unsaved)
        grant = self._unsaved or self._file.read()
        if grant is None or not grant.is_for(self._client.id, self._token_endpoint, self._username):
            return None
        return grant

    def _is_outdated(self, grant: Grant) -> bool:
        """Whether a person has logged in since: theirs is the one that counts."""
        try:
            kept = self._file.read()
        except GrantError:
            return False
        return kept is not None and kept.login != grant.login

    def _renewed(self, now: datetime) -> Grant:
        """Asks the provider, unless another process has done so meanwhile, or it refused a short while ago."""
        with self._file.locked():
            grant = self._current()
            if grant is None:
                raise GrantError(_NONE, permanent=True)
            if self._is_good(grant, now) and now < grant.renew_after:
                return grant
            if grant.refusal is not None and timedelta() <= now - grant.refusal.at < _RARELY:
                raise GrantError(grant.refusal.text, permanent=True)
            try:
                answer = self._server.ask(self._token_endpoint, refresh_form(self._client, grant.refresh))
                new = grant.renewed(granted(answer, now), now)
            except GrantError as error:
                if error.code in LOG_IN_AGAIN:
                    self._save(replace(grant, refusal=Refusal(now, str(error))))
                raise
            self._save(new)
            return new

    def _save(self, grant: Grant) -> None:
        try:
            self._file.write(grant)
        except GrantError as error:  # it is good as long as this process lives, and written as soon as that is possible
            self._unsaved = grant
            log.error("%s", error)  # noqa: TRY400 - a sentence
        else:
            self._unsaved = None
