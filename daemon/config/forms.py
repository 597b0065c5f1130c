"""What a value of the configuration may look like: addresses, days, end points, zones; each refused with what to do."""

from __future__ import annotations

import ipaddress
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from daemon.model import FileKind

#: A local part as `letters.mime` can write it (atoms of RFC 5322 §3.2.3, with dots wherever providers gave them):
#: quoted ones have no place in lists that are cut at commas, and those in other scripts want servers that hardly any
#: school has (RFC 6531).
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_EXAMPLE = "Write one such as ban-thu-ky@truong.example."


def _an_address(value: str) -> str:
    """One that a letter can be written to, and that can mean a mailbox."""
    text = value.strip()
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or any(c.isspace() or c in '<>,;"' for c in text):
        raise ValueError("is not an e-mail address.", _EXAMPLE)
    if not local.isascii():
        raise ValueError("has letters with marks before the @.", "Write them without marks, as the mailbox is called.")
    if not _LOCAL.fullmatch(local):
        raise ValueError("is not an e-mail address.", _EXAMPLE)
    host = host_in_ascii(domain)
    if host is None or host.rpartition(".")[2].isdigit():
        raise ValueError("is not an e-mail address: there is no such domain.", _EXAMPLE)
    if "." not in host and not is_loopback(host):  # RFC 7085: no domain of one word takes mail
        raise ValueError("is not a whole e-mail address: its domain has no dot.", _EXAMPLE)
    return text


def host_in_ascii(name: str) -> str | None:
    """A name of a host or a domain as it goes over the wire, a Vietnamese one in its ASCII form (RFC 5890); None for
    what cannot be one (RFC 1123 §2.1).
    """
    try:
        wire = name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return wire if len(wire) <= 253 and all(map(_LABEL.fullmatch, wire.split("."))) else None


def address_problem(text: str) -> str | None:
    """What is wrong with an e-mail address, and what to do; None when nothing is."""
    try:
        _an_address(text)
    except ValueError as error:
        return " ".join(error.args)
    return None


def a_day_or_time(value: object) -> object:
    """TOML may give a date, a local or offset date-time, or an ISO 8601 string; a bare date stays a date."""
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a date or time.", "Write 2021-11-10 or 2021-11-10T17:00:00+07:00.") from None


def a_day(value: object) -> object:
    """A date of TOML, or an ISO 8601 string; a number would be seconds since 1970."""
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else _exactly(date, value)
    except ValueError:
        raise ValueError("is not a date.", "Write it as 2021-11-10.") from None


def a_time_of_day(value: object) -> object:
    """A local time of TOML, or an ISO 8601 string: it is that of the conference's zone."""
    problem = ValueError("is not a time of day.", "Write it as 08:00:00.")
    try:
        found = time.fromisoformat(value.strip()) if isinstance(value, str) else _exactly(time, value)
    except ValueError:
        raise problem from None
    if found.tzinfo is not None:
        raise problem
    return found


_Of = TypeVar("_Of")


def _exactly(kind: type[_Of], value: object) -> _Of:
    """A date-time is a date to Python; here it is none."""
    if type(value) is kind:
        return value
    raise ValueError


def _an_endpoint(value: str) -> str:
    parts = urlsplit(value)
    if value and not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))):
        raise ValueError("is not an https address.", "Tokens are sent there: use https, or http on this machine.")
    if value and not parts.hostname:
        raise ValueError("names no server.", "Write https://host/path.")
    return value


def a_textfile(value: Path) -> Path:
    """A file that the textfile collector reads."""
    if value.suffix != ".prom":
        raise ValueError("does not end in .prom.", "The textfile collector of node_exporter reads no other files.")
    return value


def a_zone(value: str) -> str:
    """An IANA time zone that this machine knows."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a known time zone.", 'Use an IANA name such as "Asia/Ho_Chi_Minh".') from None
    return value


def a_path_or_none(value: object) -> object:
    """An empty text stands for no path."""
    return None if value == "" else value


PaperKind = Literal[FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.PDF]
Email = Annotated[str, AfterValidator(_an_address)]
Endpoint = Annotated[str, AfterValidator(_an_endpoint)]
IDENTIFIER = r"^[a-z0-9][a-z0-9-]*$"
CODE_PREFIX = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$"
ELEMENT = r"^[a-z_]+$"
NUMBER = r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$"
TENANT = r"^[A-Za-z0-9.-]+$"
#: What people write so that a value has its form.
FORMS = {
    IDENTIFIER: "Use small letters without accents, digits and hyphens, such as nghe-an.",
    CODE_PREFIX: "Use capital letters, digits and hyphens, such as TL-2021.",
    ELEMENT: "Use small letters without accents and _, such as muc_tieu.",
    NUMBER: "Write it as the plan numbers it, without spaces and accents, such as 1.2.3 or T2.",
    TENANT: "Write a domain or an id, such as truong.example.",
}
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]
Port = Annotated[int, Field(ge=1, le=65535)]
Named = TypeVar("Named", bound=BaseModel)
Words = tuple[Annotated[str, Field(min_length=1)], ...]


class Section(BaseModel):
    """A table of the configuration: what it does not know is refused, and nobody changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
