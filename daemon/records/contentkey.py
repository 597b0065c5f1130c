"""Knowing a message again that was delivered twice by different ways (an alias, a list of two addresses).  PURE.

Relays add and change trace fields (RFC 5321 §4.4: Received, Return-Path; and many of their own), so the bytes
differ.  What the author wrote does not: Message-ID, From, Date, Subject and the body.  Only all of these together
make a copy: the same Message-ID with other content is another message, for some programs use one identifier twice.
"""

from __future__ import annotations

import hashlib
import re

_AUTHORED = (b"message-id", b"from", b"date", b"subject")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEADER = 1_000_000  # bytes looked at; beyond that there is no header block worth the name


def content_key(raw: bytes) -> str | None:
    """A hash of what the author wrote; None without a Message-ID, for then nothing says that two are one."""
    end = _END_OF_HEADER.search(raw, 0, _LONGEST_HEADER)
    if end is None:
        return None
    fields = _fields(raw[: end.start()])
    if not fields[b"message-id"]:
        return None
    digest = hashlib.sha256()
    for name in _AUTHORED:
        digest.update(fields[name] + b"\0")
    # Line ends and trailing blank lines are the transport's, not the author's.
    digest.update(raw[end.end() :].replace(b"\r\n", b"\n").rstrip(b"\n"))
    return digest.hexdigest()


def _fields(head: bytes) -> dict[bytes, bytes]:
    found = dict.fromkeys(_AUTHORED, b"")
    for line in _FOLD.sub(b" ", head).splitlines():
        name, colon, value = line.partition(b":")
        name = name.strip().lower()
        if colon and name in found and not found[name]:
            found[name] = b" ".join(value.split())
    return found
