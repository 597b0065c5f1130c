"""What must not be told: secrets, and, where that is wished, whose address it is.  No I/O; imports nothing of ours.

A `Secret` shows itself nowhere by itself.  But a server may repeat the password that it refuses, a library may put the
command it failed at into its exception, and what a library raises ends in logs, in the records and in letters.  So the
process knows every secret that is alive, and whatever is said passes through `scrub`: the words of every error of ours
(`errors.ThamluanError`), every line of the log (`logs`), every traceback that is kept (`what_broke`).
"""

from __future__ import annotations

import base64
import json
import re
import threading
import traceback
import urllib.parse
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field

HIDDEN = "(secret)"

#: Shorter ones would make holes in ordinary words, which tell more than they hide.
_SHORTEST = 4
_TOKEN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=")
_LOCAL = r"[^\s<>()\[\]\",;:'“”=@/]"
#: From the beginning of a word and as a whole: else a word of a hundred thousand letters is looked through as often.
_ADDRESS = re.compile(rf"(?<!{_LOCAL}){_LOCAL}++(?=@[\w-]+(?:\.[\w-]+)+)")
_OURS = "thamluan."  #: Message-IDs of our letters look like addresses and are nobody's

_lock = threading.Lock()
_alive: weakref.WeakSet[Secret] = weakref.WeakSet()


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)  # each is known for itself as long as it lives
class Secret:
    """A password, a token.  It does not show itself, and while it is alive nothing else shows it."""

    value: str
    _plain: tuple[str, ...] = field(init=False, repr=False)
    _encoded: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = len(self.value) >= _SHORTEST
        object.__setattr__(self, "_plain", _written(self.value) if known else ())
        object.__setattr__(self, "_encoded", tuple(_in_base64(self.value)) if known else ())
        with _lock:
            _alive.add(self)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def hidden_in(self, text: str) -> str:
        """The text without it."""
        for form in self._plain:
            text = text.replace(form, HIDDEN)
        for core in self._encoded:
            while (at := text.find(core)) >= 0:
                text = _without_token(text, at, at + len(core))
        return text


def scrub(text: str) -> str:
    """The text without any secret that the process knows: as it stands, quoted, escaped, in base64 or in a URL."""
    with _lock:
        known = tuple(_alive)
    for secret in known:
        text = secret.hidden_in(text)
    return text


def brief(text: str, longest: int) -> str:
    """The words of a server or a library on one line of ours, without a full stop.  They are cut when no secret is in
    them any longer: half of one would not be recognised.
    """
    return " ".join(scrub(text).split())[:longest].rstrip(".")


def what_broke() -> str:
    """The traceback of the exception being handled, for the records."""
    return scrub(traceback.format_exc())


def masked(text: str) -> str:
    """The text with the addresses in it cut to their domains: "…@truong.example"."""
    return _ADDRESS.sub(lambda match: match[0] if match[0].startswith(_OURS) else "…", text)


def unquoted(text: str) -> str:
    """The text without what stands between “ and ”: the words of a message, where a reason cites them."""
    return re.sub("“.*”", "“…”", text, flags=re.DOTALL)


def _written(value: str) -> tuple[str, ...]:
    """How a secret is written where it is not in base64, longest first: the shorter ones may be parts of it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')  # quoted strings of IMAP and SASL
    forms = {
        value,
        escaped,
        json.dumps(value)[1:-1],
        repr(value)[1:-1],
        repr(value.encode("utf-8", "surrogateescape"))[2:-1],
        urllib.parse.quote(value, errors="surrogateescape"),
        urllib.parse.quote(value, safe="", errors="surrogateescape"),
        urllib.parse.quote_plus(value, errors="surrogateescape"),
    }
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _in_base64(value: str) -> Iterator[str]:
    """What of it shows in base64 whatever stands before and behind it: AUTH PLAIN and XOAUTH2 wrap it in other words.

    Six bits a letter (RFC 4648 §4): it may begin at the first, second or third octet of a group.
    """
    data = value.encode("utf-8", "surrogateescape")
    for before in range(3):
        letters = base64.b64encode(bytes(before) + data).decode("ascii")
        core = letters[-(-8 * before // 6) : 8 * (before + len(data)) // 6]
        yield core
        if "+" in core or "/" in core:
            yield core.translate({ord("+"): "-", ord("/"): "_"})


def _without_token(text: str, start: int, end: int) -> str:
    """Cuts out the whole run of base64 around a place: its other parts are the rest of a login."""
    while start > 0 and text[start - 1] in _TOKEN:
        start -= 1
    while end < len(text) and text[end] in _TOKEN:
        end += 1
    return text[:start] + HIDDEN + text[end:]
