"""An index of letters for people: one HTML page that shows what was written to whom.  PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import jinja2


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One letter on the index page."""

    to: str
    subject: str
    href: str  #: relative link to the letter's HTML; "" for none
    eml_href: str = ""  #: relative link to the letter as .eml
    at: datetime | None = None  #: when it was sent or written
    note: str = ""  #: Vietnamese or English: what it answers


def index_html(entries: Sequence[IndexEntry], environment: jinja2.Environment, *, title: str) -> str:
    """A page that lists letters in the order given, links to each, and opens without any other file."""
    return environment.get_template("index.html.j2").render(entries=entries, title=title)
