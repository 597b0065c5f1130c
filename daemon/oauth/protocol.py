"""What is said to a token server and what its answers mean.  PURE."""

from __future__ import annotations

import base64
import hashlib
import secrets
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from daemon.config import OAuth2, Provider
from daemon.discretion import Secret, brief
from daemon.errors import GrantError

Form = Mapping[str, str]

#: RFC 8628 §3.4
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
#: Where a server does not say how long an access token lives (RFC 6749 §5.1); those of Google and Microsoft an hour.
_LIFETIME = timedelta(minutes=30)

#: Errors after which only a person helps, by granting it once more (RFC 6749 §5.2, OpenID Connect Core §3.1.2.6;
#: Microsoft sends the latter to the token endpoint, too).
LOG_IN_AGAIN = frozenset(
    {"invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied", "expired_token"}
)
#: Errors that pass by themselves.
_PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down", "authorization_pending"})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider is asked, and for what."""

    authorization: str  #: "": it is not asked through a browser
    token: str
    device: str  #: "": it has no device flow for mail
    scopes: tuple[str, ...]
    extra: tuple[tuple[str, str], ...] = ()  #: of the authorization request


def endpoints(settings: OAuth2) -> Endpoints:
    """Those of the provider, each replaced where the configuration names another."""
    known = _PROVIDERS[settings.provider]
    tenant = urllib.parse.quote(settings.tenant, safe="")
    return Endpoints(
        settings.authorization_endpoint or known.authorization.format(tenant=tenant),
        settings.token_endpoint or known.token.format(tenant=tenant),
        settings.device_endpoint or known.device.format(tenant=tenant),
        settings.scopes or known.scopes,
        known.extra,
    )


_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
_PROVIDERS = {
    # Google's device flow does not give the scope of IMAP and SMTP; a refresh token comes only with
    # access_type=offline, and a second time only with prompt=consent.
    Provider.GOOGLE: Endpoints(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "",
        ("https://mail.google.com/",),
        (("access_type", "offline"), ("prompt", "consent")),
    ),
    Provider.MICROSOFT: Endpoints(
        f"{_MICROSOFT}/authorize",
        f"{_MICROSOFT}/token",
        f"{_MICROSOFT}/devicecode",
        (
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ),
    ),
    Provider.CUSTOM: Endpoints("", "", "", ()),
}


@dataclass(frozen=True, slots=True)
class Client:
    """As what we are registered with the provider."""

    id: str
    secret: Secret | None = None  #: None: a public client (RFC 6749 §2.1)

    @property
    def form(self) -> dict[str, str]:
        """RFC 6749 §2.3.1, in the body: what every provider takes."""
        return {"client_id": self.id} | ({"client_secret": self.secret.value} if self.secret else {})


# --------------------------------------------------------------------------- what is said


def refresh_form(client: Client, refresh: Secret) -> Form:
    """RFC 6749 §6.  Without a scope, which would have to be the one granted."""
    return client.form | {"grant_type": "refresh_token", "refresh_token": refresh.value}


def device_form(client: Client, scopes: tuple[str, ...]) -> Form:
    """RFC 8628 §3.1."""
    return {"client_id": client.id, "scope": " ".join(scopes)}


def device_token_form(client: Client, device_code: Secret) -> Form:
    """RFC 8628 §3.4."""
    return client.form | {"grant_type": _DEVICE_GRANT, "device_code": device_code.value}


def code_form(client: Client, code: Secret, verifier: Secret, redirect_uri: str) -> Form:
    """RFC 6749 §4.1.3, RFC 7636 §4.5."""
    return client.form | {
        "grant_type": "authorization_code",
        "code": code.value,
        "code_verifier": verifier.value,
        "redirect_uri": redirect_uri,
    }


def authorization_url(
    where: Endpoints, client: Client, *, redirect_uri: str, state: str, verifier: Secret, username: str
) -> str:
    """The page on which a person grants it: RFC 6749 §4.1.1, RFC 7636 §4.3."""
    digest = hashlib.sha256(verifier.value.encode("ascii")).digest()
    query = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(where.scopes),
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
        "login_hint": username,
        **dict(where.extra),
    }
    return f"{where.authorization}?{urllib.parse.urlencode(query)}"


def new_verifier() -> Secret:
    """RFC 7636 §4.1: 43 characters of 256 random bits."""
    return Secret(secrets.token_urlsafe(32))


# --------------------------------------------------------------------------- what is answered


@dataclass(frozen=True, slots=True)
class Granted:
    """A successful answer of the token endpoint (RFC 6749 §5.1)."""

    access: Secret
    expires: datetime
    refresh: Secret | None  #: None: the one at hand stays
    refresh_expires: datetime | None  #: None: it does not say (Google and Microsoft say it of grants that end)


def granted(answer: Mapping[str, Any], now: datetime) -> Granted:
    """GrantError when it lacks what it must have."""
    access = answer.get("access_token")
    if not isinstance(access, str) or not access:
        raise GrantError("The token server's answer holds no access token.", permanent=False)
    refresh = answer.get("refresh_token")
    ends = _seconds(answer.get("refresh_token_expires_in"))
    return Granted(
        Secret(access),
        now + (_seconds(answer.get("expires_in")) or _LIFETIME),
        Secret(refresh) if isinstance(refresh, str) and refresh else None,
        now + ends if ends else None,
    )


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person types where, and how often we may ask meanwhile (RFC 8628 §3.2)."""

    device_code: Secret
    user_code: str
    verification_uri: str
    expires_in: timedelta
    interval: timedelta


def device_code(answer: Mapping[str, Any]) -> DeviceCode:
    """GrantError when it lacks what it must have."""
    # Google's answer has "verification_url", from before the standard.
    uri = answer.get("verification_uri") or answer.get("verification_url")
    code, user = answer.get("device_code"), answer.get("user_code")
    if not all(isinstance(part, str) and part for part in (uri, code, user)):
        raise GrantError("The answer of the device endpoint holds no code.", permanent=False)
    return DeviceCode(
        Secret(str(code)),
        str(user),
        str(uri),
        _seconds(answer.get("expires_in")) or timedelta(minutes=15),
        _seconds(answer.get("interval")) or timedelta(seconds=5),
    )


def refusal(answer: Mapping[str, Any], status: int) -> GrantError:
    """What an error answer says (RFC 6749 §5.2)."""
    code = str(answer.get("error") or "")
    words = brief(str(answer.get("error_description") or ""), 300)
    said = f"{code}: {words}" if code and words else code or words or f"HTTP status {status}"
    if code in LOG_IN_AGAIN:
        text = f"The provider refuses the grant ({said}). Run `thamluan login`."
        return GrantError(text, permanent=True, code=code)
    passing = code in _PASSING or status == 429 or status >= 500 or not code
    step = "It will be tried again." if passing else "Check [oauth2] client_id, client_secret_file and endpoints."
    return GrantError(f"The token server refuses ({said}). {step}", permanent=not passing, code=code)


def _seconds(value: object) -> timedelta | None:
    """Some servers write numbers as texts."""
    try:
        seconds = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        return None
    return timedelta(seconds=min(seconds, 1e9)) if seconds > 0 else None
