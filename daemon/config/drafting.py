"""A configuration drafted from answers: the shipped file with some keys changed, every comment kept.  Pure.

Nothing here asks or writes; `cli.init` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daemon.config.forms import host_in_ascii

Changes = Mapping[str, Mapping[str, object]]  #: section → key → value

_HEADING = re.compile(r"\[+([a-z0-9_.]+)\]+$")
_KEY = re.compile(r"(# )?([a-z_]+) = ")
#: Ports on which the connection is encrypted from its first byte; on all others by STARTTLS (RFC 8314 §3).
_TLS_PORTS = frozenset({993, 465})
_IMAP_PORT, _SMTP_PORT = 993, 465


@dataclass(frozen=True, slots=True)
class Server:
    """Where one connects to."""

    host: str
    port: int

    @property
    def security(self) -> str:
        return "tls" if self.port in _TLS_PORTS else "starttls"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Provider:
    """What is known of a mail provider, for a draft."""

    imap: Server
    smtp: Server
    subaddresses: bool = False
    authserv_id: str = ""
    oauth2: str = ""  #: as [oauth2] calls it, where it lets one in that way
    takes_passwords: bool = True
    clients_have_secrets: bool = False  #: of OAuth2; Microsoft's public ones have none


#: By domains of addresses.  Of others it is guessed that the servers are called imap and smtp.
_GMAIL = Provider(
    Server("imap.gmail.com", 993),
    Server("smtp.gmail.com", 465),
    subaddresses=True,
    authserv_id="mx.google.com",
    oauth2="google",
    clients_have_secrets=True,
)
_MICROSOFT = Provider(
    Server("outlook.office365.com", 993),
    Server("smtp.office365.com", 587),
    subaddresses=True,
    oauth2="microsoft",
    takes_passwords=False,
)
_PROVIDERS: Mapping[str, Provider] = {
    "gmail.com": _GMAIL,
    "googlemail.com": _GMAIL,
    "outlook.com": _MICROSOFT,
    "hotmail.com": _MICROSOFT,
}


def provider_of(address: str) -> Provider:
    """The servers of an address, as far as one can know or guess."""
    domain = address.rpartition("@")[2].casefold()
    host = host_in_ascii(domain) or domain
    guess = Provider(Server(f"imap.{host}", _IMAP_PORT), Server(f"smtp.{host}", _SMTP_PORT))
    return _PROVIDERS.get(domain, guess)


def provider_with(imap: Server) -> Provider | None:
    """A known provider by its server: many domains have their mail there."""
    return next((provider for provider in _PROVIDERS.values() if provider.imap.host == imap.host), None)


def server(text: str, default_port: int) -> Server | None:
    """HOST or HOST:PORT, a host with Vietnamese letters in its ASCII form; None when it is neither."""
    found = re.fullmatch(r"(?:([^:\[\]]+)|\[([0-9a-fA-F:]+)\])(?::(\d{1,5}))?", text.strip())
    if found is None:
        return None
    host, port = found[2] or host_in_ascii(found[1]), int(found[3] or default_port)
    return Server(host, port) if host and 0 < port < 65536 else None


def draft(shipped: str, changes: Changes) -> str:
    """The shipped text with these keys changed where they stand; those that stand there as an example, behind "# ",
    are put to work.  KeyError when there is no such key: the shipped file names all of them.
    """
    left = {name: dict(keys) for name, keys in changes.items()}
    lines, section = [], ""
    for line in shipped.splitlines():
        if heading := _HEADING.match(line):
            section = heading[1]
        key = _KEY.match(line)
        if key is not None and key[2] in left.get(section, {}):
            lines.append(f"{key[2]} = {toml(left[section].pop(key[2]))}")
        else:
            lines.append(line)
    if missing := [f"[{name}] {key}" for name, keys in left.items() for key in keys]:
        raise KeyError(", ".join(missing))
    return "\n".join(lines) + "\n"


def toml(value: object) -> str:
    """A value as TOML writes it (its basic strings take JSON's escapes)."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
