"""Dates as mail writes them (RFC 5322 §3.3).  PURE."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def internet_date(value: str) -> datetime | None:
    """The moment, aware; without a zone it is taken as UTC.  None where the text says none."""
    try:
        found = parsedate_to_datetime(value.strip()[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
