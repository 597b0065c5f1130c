"""When the mailbox's own server took a message from outside: evidence beside INTERNALDATE.  PURE.

Every server puts its Received field above those that were there (RFC 5321 §4.4), so that the lower ones prove nothing.
The topmost that names the configured server is its own; those above it are of the provider's inner ways.  Where these
took long, a message was received in time and lies in the mailbox late.
"""

from __future__ import annotations

import re
from datetime import datetime

from daemon.intake.authenticity import flat
from daemon.model import ParsedMail
from daemon.text.dates import internet_date

_BY = re.compile(r"(?:^|\s)by\s+([A-Za-z0-9.-]+)", re.IGNORECASE)
_MOST, _LONGEST = 30, 4_000  #: fields, and characters of one, that are looked at


def taken_at(mail: ParsedMail, server: str) -> datetime | None:
    """What the configured server's Received field says, with its time zone; None where none is its own or says it.

    `server`: name of the host as `mailbox.authserv_id` has it, or of its domain; "" none.
    """
    for field in mail.headers.get("received", ())[:_MOST] if server else ():
        clauses, _, date = flat(field[:_LONGEST]).rpartition(";")
        # The last: whoever delivers writes what stands before it, the name after "from".
        hosts = [match.casefold().rstrip(".") for match in _BY.findall(clauses)]
        if hosts and f".{hosts[-1]}".endswith(f".{server.casefold()}"):
            return internet_date(date)
    return None
