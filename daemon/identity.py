"""How a letter of ours is recognised, by us and when it comes back.  PURE; imports nothing of ours.

Every letter carries a Message-ID of the form `<thamluan.KIND.KEY@DOMAIN>` and the header `X-Thamluan`.  The
Message-ID follows from the letter's key alone, so a letter that is composed or sent a second time is the same
letter, a reply names the letter it answers (RFC 5322 §3.6.4), and a bounce names the letter that came back.
"""

from __future__ import annotations

import hashlib
import re

HEADER = "X-Thamluan"  #: on every letter of ours; its value is the letter's kind

_OURS = re.compile(r"<?thamluan\.[a-z0-9_-]+\.[0-9a-f]{24}@[^<>@\s]+>?", re.IGNORECASE)


def message_id(kind: str, key: str, domain: str) -> str:
    """The Message-ID of the letter with this key, angle brackets included (RFC 5322 §3.6.4).

    `kind` becomes readable in the identifier ("acknowledgement"), `key` is hashed: it may hold anything.
    """
    word = re.sub(r"[^a-z0-9_-]+", "-", kind.lower()).strip("-") or "letter"
    return f"<thamluan.{word}.{hashlib.sha256(key.encode()).hexdigest()[:24]}@{domain.lower()}>"


def is_ours(value: str) -> bool:
    """Whether a Message-ID, with or without angle brackets, has the form of ours.

    Forms can be imitated: this recognises, it does not authenticate.
    """
    return _OURS.fullmatch(value.strip()) is not None
