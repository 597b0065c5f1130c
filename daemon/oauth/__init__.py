"""EDGE  OAuth 2.0: the grant by which a provider lets us into a mailbox without its password.

    protocol   PURE  forms and answers: RFC 6749, PKCE (RFC 7636), device flow (RFC 8628); the providers' endpoints
    server     the token server, over HTTPS
    grant      the grant, kept beside the records
    access     the access token at hand: renewed early, never hammered, its trouble told
    login      a person grants it: device flow, or the browser (RFC 8252)

Why no library: google-auth has no device flow, msal speaks to Microsoft's servers only, and what oauthlib would do is
`protocol`.  Three POSTs are all there is to it.

Whatever cannot be done is a `GrantError` of one sentence that says whether a person has to log in again.
"""

from daemon.oauth.access import Access, GrantTrouble
from daemon.oauth.grant import Grant, GrantFile
from daemon.oauth.login import by_browser, by_device, code_in
from daemon.oauth.protocol import Client, Granted, endpoints
from daemon.oauth.server import TokenServer

__all__ = [
    "Access",
    "Client",
    "Grant",
    "GrantFile",
    "GrantTrouble",
    "Granted",
    "TokenServer",
    "by_browser",
    "by_device",
    "code_in",
    "endpoints",
]
