"""The grant, kept beside the records: `grant.json`, for nobody else to read, replaced as a whole.

It holds the refresh token, which is as good as a password for mail, and the access token at hand, so that commands
beside the service need none of their own.  Several processes may want to renew it at once: who does holds a lock, for a
provider may take a refresh token that is used twice for a stolen one (RFC 9700 §4.14.2).
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from daemon import durable
from daemon.discretion import Secret
from daemon.errors import GrantError
from daemon.oauth.protocol import Granted

NAME = "grant.json"
_LOCK_NAME = "grant.lock"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """The provider does not renew it."""

    at: datetime
    text: str  #: English


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person has granted, and to whom."""

    client_id: str
    token_endpoint: str
    username: str
    refresh: Secret
    refresh_expires: datetime | None  #: None: nobody said
    access: Secret
    renew_after: datetime  #: when two thirds of the access token's life are over
    expires: datetime  #: of the access token
    login: str  #: by which person's doing it came to be, a random word: the same while it is renewed
    refusal: Refusal | None = None

    @classmethod
    def of(cls, client_id: str, token_endpoint: str, username: str, given: Granted, now: datetime) -> Grant:
        """A new one.  GrantError when the provider gave no refresh token: it would be over within the hour."""
        if given.refresh is None:
            raise GrantError(
                "The provider gave a token for an hour and none to renew it with. Check the scopes (offline access), "
                "or take the program off the account's list of connected applications, and log in again.",
                permanent=True,
            )
        return cls(
            client_id, token_endpoint, username, given.refresh, given.refresh_expires, given.access,
            _early(given, now), given.expires, secrets.token_hex(8),
        )  # fmt: skip

    def renewed(self, given: Granted, now: datetime) -> Grant:
        """With a new access token, and a new refresh token where the provider changes it."""
        return replace(
            self,
            refresh=given.refresh or self.refresh,
            # Where the refresh token stays, so does its end, unless the provider tells it anew.
            refresh_expires=given.refresh_expires or (None if given.refresh else self.refresh_expires),
            access=given.access,
            renew_after=_early(given, now),
            expires=given.expires,
            refusal=None,
        )

    def is_for(self, client_id: str, token_endpoint: str, username: str) -> bool:
        """Whether it is of this client, provider and account: the configuration may have changed."""
        return (self.client_id, self.token_endpoint, self.username) == (client_id, token_endpoint, username)


def _early(given: Granted, now: datetime) -> datetime:
    """Early enough for a person to hear of a refusal before the mailbox is shut."""
    return now + (given.expires - now) * 2 / 3


class GrantFile:
    """Where it is kept.  GrantError when that cannot be read or written."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self._directory = directory

    def read(self) -> Grant | None:
        """None when there is none."""
        try:
            return _grant(json.loads(self._path.read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise GrantError(
                f"{self._path} cannot be read: {error.strerror}. It must belong to the user that runs thamluan.",
                permanent=True,
            ) from error
        except (ValueError, LookupError, TypeError) as error:
            raise GrantError(f"{self._path} is damaged. Run `thamluan login`.", permanent=True) from error

    def write(self, grant: Grant) -> None:
        """Replaces it, durably: a provider that changes refresh tokens takes the former no more."""
        with self._troubles():
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            durable.write(self._path, json.dumps(_table(grant), indent=1).encode(), mode=0o600)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One at a time, among all processes."""
        with self._troubles():
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._directory / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            with self._troubles():
                durable.hand_over(descriptor, self._directory)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise GrantError(
                f"{self._path} cannot be written: {error.strerror}. Make room, or mend the owner of the folder."
            ) from error


def _table(grant: Grant) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "client_id": grant.client_id,
        "token_endpoint": grant.token_endpoint,
        "username": grant.username,
        "refresh_token": grant.refresh.value,
        "refresh_expires": _text(grant.refresh_expires),
        "access_token": grant.access.value,
        "renew_after": _text(grant.renew_after),
        "expires": _text(grant.expires),
        "login": grant.login,
        "refused_at": _text(grant.refusal.at) if grant.refusal else None,
        "refused": grant.refusal.text if grant.refusal else None,
    }


def _grant(table: dict[str, Any]) -> Grant:
    ends, refused_at = table["refresh_expires"], table["refused_at"]
    return Grant(
        table["client_id"],
        table["token_endpoint"],
        table["username"],
        Secret(table["refresh_token"]),
        datetime.fromisoformat(ends) if ends else None,
        Secret(table["access_token"]),
        datetime.fromisoformat(table["renew_after"]),
        datetime.fromisoformat(table["expires"]),
        str(table["login"]),
        Refusal(datetime.fromisoformat(refused_at), table["refused"]) if refused_at else None,
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
