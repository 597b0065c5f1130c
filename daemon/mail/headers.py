"""Header fields → decoded values, mailboxes, identifiers.  Never raises.

mail-parser's address lists come first (it recovers "An <an@x.example" and the like); the standard library is asked
where it gives nothing, and last any text that looks like an address.
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import Message
from typing import Any
from unicodedata import category

from daemon.mail.params import words
from daemon.mail.structure import PARSER_ERRORS
from daemon.model import Address
from daemon.text.dates import internet_date

#: Begins only where a word begins, and is bounded: a search must not try every letter of a long word.
_ADDR_SPEC = re.compile(r"(?<![^\s<>@\"(),;:\\\[\]])[^\s<>@\"(),;:\\\[\]]{1,250}@[^\s<>@\"(),;:\\]{1,250}")
_MSG_ID = re.compile(r"<[^<>\s]{1,500}>")
_MAX_VALUES = 100  #: of one header that are kept, addresses and references alike
_MAX_ADDRESS_FIELD = 20_000  #: characters of an address list that are parsed


def fields(message: Message, hint: str = "") -> dict[str, tuple[str, ...]]:
    """Every header, lower-cased name → decoded, unfolded values from top to bottom."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        values = found.setdefault(words(name).lower(), [])
        if len(values) < _MAX_VALUES:
            values.append(visible(words(_unfolded(str(value)), hint)))
    return {name: tuple(values) for name, values in found.items()}


def _unfolded(value: str) -> str:
    return re.sub(r"[\r\n]+[ \t]*", " ", value).strip()


def visible(text: str) -> str:
    """Without control characters and bidirectional overrides, which have no place in a header."""
    if text.isprintable():
        return text
    return "".join(
        " " if char in "\r\n\t" else char for char in text if char in "\r\n\t" or category(char) not in "CcCfCs"
    )


def mailboxes(message: Message, parser: Any, name: str, hint: str = "") -> tuple[Address, ...]:
    """The mailboxes of an address header, in order."""
    raws = [str(value)[:_MAX_ADDRESS_FIELD] for key, value in message.raw_items() if key.lower() == name]
    if not raws:
        return ()
    found = list(_from_parser(parser, name))
    standard = list(_from_standard(raws, hint))
    if not found:
        found = standard or list(_from_text(raws, hint))
    elif not all(raw.isascii() for raw in raws):  # mail-parser replaces bytes that are not UTF-8
        better = {address.key: address for address in standard}
        found = [better.get(address.key, address) for address in found]
    return tuple(found[:_MAX_VALUES])


def _display(name: str, hint: str = "") -> str:
    """A display name; encoded words inside quotation marks count too, for mailers that quote them (RFC 2047 §5)."""
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1]
    return visible(words(name, hint)).strip(" \"'")


def _from_parser(parser: Any, name: str) -> Iterator[Address]:
    if parser is None:
        return
    try:
        pairs = parser._header_value(name)  # noqa: SLF001 - what `parser.from_` and its kin return, for any name
    except PARSER_ERRORS:
        return
    for display, address in pairs if isinstance(pairs, list) else ():
        if (checked := address_of(str(address))) is not None:
            yield Address(checked, _display(str(display)))


def _from_standard(raws: list[str], hint: str) -> Iterator[Address]:
    try:
        pairs = email.utils.getaddresses([_unfolded(raw) for raw in raws])
    except PARSER_ERRORS:
        return
    for display, address in pairs:
        if (checked := address_of(words(address))) is not None:
            yield Address(checked, _display(display, hint))


def _from_text(raws: list[str], hint: str) -> Iterator[Address]:
    for raw in raws:
        text = words(_unfolded(raw), hint)
        if match := _ADDR_SPEC.search(text):
            yield Address(match[0].strip("'."), visible(text[: match.start()]).strip(" <\"'"))


def mailbox_in(text: str) -> Address | None:
    """The mailbox in a "From:" line of running text; None when there is no address."""
    return next(_from_text([text], ""), None)


def address_of(text: str) -> str | None:
    """An addr-spec we could write to; None for anything else (RFC 5322 §3.4.1, without quoted local parts)."""
    text = text.strip().strip("<>'")
    if len(text) > 254 or not _ADDR_SPEC.fullmatch(text):
        return None
    local, _, domain = text.rpartition("@")
    return text if local and domain.strip(".-") and not domain.startswith(".") and text.isprintable() else None


def identifiers(values: tuple[str, ...]) -> tuple[str, ...]:
    """Message identifiers in In-Reply-To or References, angle brackets included."""
    found = (match[0] for value in values for match in _MSG_ID.finditer(value))
    return tuple(dict.fromkeys(found))[-_MAX_VALUES:]


def message_id(headers: Mapping[str, tuple[str, ...]]) -> str | None:
    """RFC 5322 §3.6.4, angle brackets included; a bare identifier is given them, blanks inside are dropped."""
    value = next(iter(headers.get("message-id", ())), "")
    if match := _MSG_ID.search(value):
        return match[0]
    bare = "".join(value.split()).strip("<>")
    return f"<{bare}>" if bare and len(bare) < 500 else None


def date(headers: Mapping[str, tuple[str, ...]]) -> datetime | None:
    """The Date header, for display; without a zone it is taken as UTC."""
    return internet_date(next(iter(headers.get("date", ())), ""))
