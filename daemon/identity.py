"""How a letter of ours is recognised, by us and when it comes back.  PURE; imports nothing of ours.

Two marks: the Message-ID, which a reply names, and the address to reply to, which bears the signed code of a paper or
word of a school.

Every letter carries a Message-ID of the form `<thamluan.KIND.KEY@DOMAIN>` and the header `X-Thamluan`.  The
Message-ID follows from the letter's key alone, so a letter that is composed or sent a second time is the same
letter, a reply names the letter it answers (RFC 5322 §3.6.4), and a bounce names the letter that came back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

HEADER = "X-Thamluan"  #: on every letter of ours; its value is the letter's kind
STORAGE_HEADER = "X-Thamluan-Storage"  #: which storage directory it is recorded in (`forgotten.mark_of`)

_OURS = re.compile(r"<?thamluan\.([a-z0-9_-]+)\.[0-9a-f]{24}@[^<>@\s]+>?", re.IGNORECASE)

#: On a letter to ourselves: which one it is, signed.
CANARY_HEADER = "X-Thamluan-Canary"

_SIGNATURE = 6  #: letters of five bits: a thousand million guesses, each of them a message that is seen
_LONG_SIGNATURE = 26  #: where nobody has to type it


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


def kind_of(value: str) -> str | None:
    """The kind of letter that a Message-ID of ours names ("acknowledgement"); None when it has not our form."""
    match = _OURS.fullmatch(value.strip())
    return match[1].lower() if match else None


def tagged(address: str, word: str, key: bytes) -> str:
    """The address that answers about a paper are sent to: box+TL-2021-007.k3f9ax@... (RFC 5233 subaddress).

    `word` is its code, or the `school_word` of who is asked about several.  The signature shows that whoever writes to
    it was given it by a letter about that.
    """
    local, _, domain = address.rpartition("@")
    return f"{local}+{word}.{_signature(word, key)}@{domain}"


def vouches(tag: str, word: str, key: bytes) -> bool:
    """Whether a subaddress ("TL-2021-007.k3f9ax") is one that `tagged` made for this word; no key vouches nothing."""
    given = tag.rpartition(".")[2].casefold()
    return bool(key) and hmac.compare_digest(given.encode(), _signature(word, key).encode())


def school_word(school: str) -> str:
    """What the address names that a school's contact answers to.  No code of a paper looks like it."""
    return f"vet_{school}"


def sealed(letter_key: str, key: bytes) -> str:
    """The key of a letter whose Message-ID nobody can work out who has not got the letter."""
    return f"{letter_key}:{_signature(letter_key, key)}" if key else letter_key


def canary_token(name: str, key: bytes) -> str:
    """What a letter to ourselves bears, so that only one of ours is taken for one."""
    return f"{name}.{_signature(name, key, _LONG_SIGNATURE)}"


def canary_of(token: str, key: bytes) -> str | None:
    """The letter that a token names; None when we did not sign it.  No key has signed nothing."""
    name, _, given = token.strip().rpartition(".")
    signed = bool(key) and hmac.compare_digest(given.encode(), _signature(name, key, _LONG_SIGNATURE).encode())
    return name if signed else None


def _signature(words: str, key: bytes, letters: int = _SIGNATURE) -> str:
    digest = hmac.digest(key, words.casefold().encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:letters]
