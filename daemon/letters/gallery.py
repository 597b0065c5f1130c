"""HTML pages for people at a browser: an index of letters, a report of verdicts.  PURE.

Each is one file that opens from disk without any other.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import jinja2

from daemon.config import Config
from daemon.letters.editions import edition_in
from daemon.letters.inlining import unbroken
from daemon.model import Judgement, LetterFile, Verdict


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
    page = environment.get_template("index.html.j2").render(entries=entries, title=title)
    return unbroken(page, str(environment.globals["code_prefix"]))


def standalone(html: str, pictures: Iterable[LetterFile]) -> str:
    """The page of a letter with its pictures within it, for a browser."""
    for picture in pictures:
        data = base64.b64encode(picture.content).decode("ascii")
        html = html.replace(f"cid:{picture.content_id}", f"data:{picture.media_type};base64,{data}")
    return html


def report_html(judgements: Sequence[Judgement], environment: jinja2.Environment, config: Config) -> str:
    """A page with the verdict on each paper, rule by rule, in the order given (`check --html`); in the language of the
    conference, as the findings are.
    """
    edition = edition_in(config.conference.lang, config, environment)
    words, conference = edition.words, edition.config.conference
    found = Counter(judgement.verdict for judgement in judgements)
    return edition.html.get_template("report.html.j2").render(
        judgements=judgements,
        counts={verdict.value: found[verdict] for verdict in Verdict},
        conference=conference,
        title=words.REPORT.title.format(papers=conference.paper_word, conference=conference.short_name),
        lang=edition.lang.value,
        terms=words.REPORT,
        where=words.where,
    )
