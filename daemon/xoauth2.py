"""SASL XOAUTH2 and its refusals, as Google and Microsoft speak it over IMAP and SMTP.  PURE; imports nothing of ours.

The client says `user=NAME^Aauth=Bearer TOKEN^A^A` (^A is 0x01).  Refused, the server first sends a JSON object as a
challenge, which is answered by an empty line; only then comes its NO or 535 (RFC 7628 §3.2.2 and §3.2.3, of which this
is the older form).
"""

from __future__ import annotations

import json

MECHANISM = "XOAUTH2"


def initial(username: str, token: str) -> str:
    """What the client says first."""
    return f"user={username}\x01auth=Bearer {token}\x01\x01"


def why(challenge: bytes) -> str:
    """What a refusing challenge says, on one line; "" when it says nothing that can be read."""
    try:
        said = json.loads(challenge)
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    return ", ".join(f"{key} {said[key]}" for key in ("status", "scope") if isinstance(said.get(key), str | int))
