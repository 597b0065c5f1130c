"""The token server, over HTTPS.

A form is posted, a JSON object comes back.  Redirects are not followed: a token goes where the configuration says and
nowhere else.  Answers are bounded, certificates checked.
"""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from daemon.config import OAuth2, is_loopback
from daemon.discretion import brief
from daemon.errors import GrantError, certificate_remedy
from daemon.oauth.protocol import Form, refusal

_LONGEST = 1_000_000  #: bytes; real answers have some thousand


class TokenServer:
    """Asks the endpoints of one provider.  GrantError says whether to try again."""

    def __init__(self, settings: OAuth2) -> None:
        self._settings = settings

    def ask(self, url: str, form: Form) -> Mapping[str, Any]:
        """The answer to a form."""
        host = urllib.parse.urlsplit(url).hostname or url
        request = urllib.request.Request(  # noqa: S310 - the configuration lets nothing but https past loopback
            url,
            data=urllib.parse.urlencode(form).encode("ascii"),
            headers={"Accept": "application/json", "User-Agent": "thamluan"},
        )
        try:
            with self._opener(host).open(request, timeout=self._settings.timeout_seconds) as answer:
                return _object(answer.read(_LONGEST), host)
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error, host) from error
        except (OSError, http.client.HTTPException) as error:  # urllib.error.URLError is an OSError
            raise self._unreachable(error, host) from error

    def _opener(self, host: str) -> urllib.request.OpenerDirector:
        try:
            context = ssl.create_default_context(cafile=self._settings.ca_file)
        except OSError as error:
            raise GrantError(
                f"The certificates in {self._settings.ca_file} cannot be read. Check [oauth2] ca_file.", permanent=True
            ) from error
        handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPSHandler(context=context), _NoRedirects()]
        if is_loopback(host):
            handlers.append(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener(*handlers)

    def _unreachable(self, error: Exception, host: str) -> GrantError:
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            found, remedy = reason.verify_message.rstrip("."), certificate_remedy(reason, "oauth2", "endpoints")
            text = f"The certificate of {host} is not trusted ({found}); {remedy}."
            return GrantError(text, permanent=True)
        words = brief(str(getattr(reason, "strerror", None) or reason), 200)
        return GrantError(
            f"The token server {host} is out of reach ({words}). It will be tried again.", permanent=False
        )


def _refused(error: urllib.error.HTTPError, host: str) -> GrantError:
    if 300 <= error.code < 400:
        text = f"{host} wants to send us elsewhere (HTTP status {error.code}). Check [oauth2] endpoints."
        return GrantError(text, permanent=True)
    try:
        said = _object(error.read(_LONGEST), host)
    except (GrantError, OSError, http.client.HTTPException):  # a page for people: its status says enough
        said = {}
    return refusal(said, error.code)


def _object(body: bytes, host: str) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise GrantError(f"{host} answered something that is not a token server's. It will be tried again.")
    return said


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None  # then it is an HTTPError
