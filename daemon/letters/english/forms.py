"""Numbers, times, places and lists as English writes them.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from daemon.config import Config
from daemon.text.dates import utc_offset

#: What each check is called.
CHECK_LABELS = {
    "file": "File",
    "font": "Font",
    "encoding": "Character set",
    "pages": "Number of pages",
    "elements": "Required elements",
    "topic": "Topic",
    "identity": "Author and institution",
    "deadline": "Deadline",
}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_UNITS = ("bytes", "KB", "MB", "GB")
_ZONE_NAMES = {"Asia/Ho_Chi_Minh": "Việt Nam time", "Asia/Saigon": "Việt Nam time"}

#: How checks name places (`daemon.checks.places`), the longer first.
_PLACES = (
    ("số thứ tự tự động", "list number"),
    ("chú thích chân trang (Footnote)", "footnote"),
    ("chú thích cuối bài (Endnote)", "endnote"),
    ("hộp văn bản (Text Box)", "text box"),
    ("biểu đồ (Chart)", "chart"),
    ("sơ đồ (SmartArt)", "SmartArt"),
    ("chân trang (Footer)", "footer"),
    ("đầu trang (Header)", "header"),
    ("phần (Section)", "section"),
    ("trong bài", "in the paper"),
    ("trong", "in"),
    ("trang", "page"),
    ("đoạn", "paragraph"),
    ("bảng", "table"),
    ("hàng", "row"),
    ("cột", "column"),
)


def number(count: int) -> str:
    """With a comma between thousands: "1,190"."""
    return f"{count:,}"


def size(count: int) -> str:
    """Bytes as people read them: "812 bytes", "45.2 KB", "50 MB"."""
    value, unit = float(count), 0
    while unit < len(_UNITS) - 1 and round(value, 1) >= 1000:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f}".removesuffix(".0") + f" {_UNITS[unit]}"


def day(when: date, zone: tzinfo) -> str:
    """As in "10 November 2021"; a moment is taken in the zone first."""
    local = when.astimezone(zone) if isinstance(when, datetime) else when
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _zone_name(when: datetime, zone: tzinfo) -> str:
    return _ZONE_NAMES.get(str(zone)) or utc_offset(when, zone)


def moment(when: datetime, zone: tzinfo) -> str:
    """As in "10 November 2021, 17:00 (Việt Nam time)"."""
    return f"{day(when, zone)}, {when.astimezone(zone):%H:%M} ({_zone_name(when, zone)})"


def moment_or_none(when: datetime | None, zone: tzinfo) -> str | None:
    """`moment`, for times that may be unknown."""
    return None if when is None else moment(when, zone)


def last_moment(config: Config, due: datetime | date | None = None) -> str:
    """The deadline, of all or another: "the end of 10 November 2021 (Việt Nam time)", or with its time."""
    given = due or config.rules.deadline
    last = config.last_moment(given)
    if isinstance(given, datetime):
        return moment(last, config.zone)
    return f"the end of {day(last, config.zone)} ({_zone_name(last, config.zone)})"


def listing(parts: Iterable[str], last: str = "and") -> str:
    """As in "a", "a and b", "a, b and c"."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def papers(count: int) -> str:
    """As in "1 paper", "3 papers"."""
    return f"{number(count)} paper{'' if count == 1 else 's'}"


def characters_of(count: int) -> str:
    """As in "1 character", "3,005 characters"."""
    return f"{number(count)} character{'' if count == 1 else 's'}"


def where(place: str) -> str:
    """A place as checks name it ("trang 3, đoạn 21"), in English."""
    for vietnamese, english in _PLACES:
        place = re.sub(rf"(?<!\w){re.escape(vietnamese)}(?!\w)", english, place)
    return place
