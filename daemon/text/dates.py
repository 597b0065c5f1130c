"""Dates as mail writes them (RFC 5322 §3.3), zones as Vietnamese readers know them.  PURE."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

_ZONE_NAMES = {"Asia/Ho_Chi_Minh": "giờ Việt Nam", "Asia/Saigon": "giờ Việt Nam"}


def internet_date(value: str) -> datetime | None:
    """The moment, aware; without a zone it is taken as UTC.  None where the text says none."""
    try:
        found = parsedate_to_datetime(value.strip()[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def zone_name(when: datetime, zone: tzinfo) -> str:
    """The zone as readers know it: "giờ Việt Nam", else "giờ UTC+9"."""
    return _ZONE_NAMES.get(str(zone)) or f"giờ {utc_offset(when, zone)}"


def utc_offset(when: datetime, zone: tzinfo) -> str:
    """As in "UTC+9", "UTC-3:30"."""
    offset = when.astimezone(zone).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
