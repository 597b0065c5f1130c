"""The sections of the conference itself: names, mode, secretariat, schools and what language people read.

Each is a frozen value; its descriptions are the manual (`daemon.config.reference`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from daemon.config.forms import (
    CODE_PREFIX,
    Email,
    Identifier,
    Section,
    Words,
    a_zone,
)
from daemon.model import Lang


class Mode(StrEnum):
    """What happens to letters."""

    OBSERVE = "observe"
    REDIRECT = "redirect"
    LIVE = "live"


class EnglishNames(Section):
    """Names as English letters write them; what is left out is called by its Vietnamese name."""

    name: str = Field(default="", description="Full name of the conference.")
    short_name: str = Field(default="", description="Name for subjects of letters.")
    organiser: str = Field(default="", description="The body that calls the conference.")
    host: str = Field(default="", description="The institution that runs it.")
    plan: str = Field(default="", description="The document that lays down the rules.")
    plan_note: str = Field(default="", description="Explains the abbreviations of the clauses.")
    secretariat: str = Field(default="", description="How letters call the secretariat and sign.")
    event_word: str = Field(
        default="", description='What it is: "symposium"; empty: as [conference] says in English, else "conference".'
    )
    plan_word: str = Field(
        default="",
        description='What `plan` is: "Call"; empty: as [conference] says in English, else "Plan".',
    )


class Conference(Section):
    """What it is called, who calls it, and what happens to letters."""

    name: str = Field(min_length=1, description="Full name of the conference, without quotation marks.")
    short_name: str = Field(min_length=1, description="Name for subjects of letters.")
    organiser: str = Field(min_length=1, description="The body that calls the conference (letterhead, first line).")
    host: str = Field(min_length=1, description="The institution that runs it and receives the papers.")
    plan: str = Field(min_length=1, description="The document that lays down the rules, as letters cite it.")
    plan_note: str = Field(default="", description="Explains the abbreviations of the clauses, for readers of letters.")
    code_prefix: str = Field(
        pattern=CODE_PREFIX,
        description="Paper codes are this, a hyphen and a running number of three digits: TL-2021-001.",
    )
    timezone: Annotated[str, AfterValidator(a_zone)] = Field(
        description="IANA name of the zone in which days begin and end and people read times."
    )
    mode: Mode = Field(
        description="observe: record and prepare, send nothing. redirect: every letter to redirect_to. live: send."
    )
    redirect_to: Email | None = Field(default=None, description="The test address of mode redirect.")
    lang: Lang = Field(
        default=Lang.VI, description="vi or en: what letters are written in to whom no other language is given."
    )
    form_of_address: str = Field(
        default="đồng chí",
        min_length=1,
        description='How Vietnamese letters address a person whose name does not say it; such as "Ông/Bà", "Thầy/Cô".',
    )
    event_word: str = Field(
        default="hội thảo", min_length=1, description='What it is, as sentences name it; such as "hội nghị", "tọa đàm".'
    )
    paper_word: str = Field(
        default="bài tham luận",
        min_length=1,
        description='What is handed in, as sentences name it; such as "báo cáo"; "bài" stays its short word.',
    )
    plan_word: str = Field(
        default="Kế hoạch", min_length=1, description='What `plan` is, in a word; such as "Thông báo", "Thể lệ".'
    )
    english: EnglishNames = Field(default=EnglishNames(), description="Names for English letters.")


class Secretariat(Section):
    """Who decides."""

    name: str = Field(min_length=1, description="How letters call it and sign.")
    addresses: tuple[Email, ...] = Field(description="Who is told what a person must see, and may decide by reply.")
    phone: str = Field(default="", description="Shown in letters when set.")

    @property
    def keys(self) -> frozenset[str]:
        """Its addresses, for comparing with `Address.key`."""
        return frozenset(address.casefold() for address in self.addresses)


class School(Section):
    """A school, its quota, and how it is recognised."""

    id: Identifier = Field(description="As findings, `status` and [[extensions]] name it.")
    name: str = Field(min_length=1, description="Its full name, as letters write it.")
    aliases: Words = Field(default=(), description="Other ways people write it.")
    places: Words = Field(default=(), description="Its province or city; near an author it hints at the school.")
    domains: tuple[str, ...] = Field(default=(), description="Mail domains that belong to it alone.")
    contacts: tuple[Email, ...] = Field(default=(), description="Who answers for the school.")
    min_papers: int = Field(ge=0, description="How many papers the plan asks of it.")
    max_papers: int | None = Field(default=None, ge=0, description="Absent: no upper bound.")
    english_name: str = Field(default="", description="For English letters; empty: its name.")
    lang: Lang | None = Field(
        default=None, description="What its contacts and authors are written to in; absent: the conference's language."
    )


class Recipient(Section):
    """Somebody whose letters are written in a language of their own, or who is invited by name."""

    address: Email = Field(description="An author, a speaker, a contact, a delegate, a member of the secretariat.")
    lang: Lang | None = Field(
        default=None, description="vi or en; absent: as their school, else the conference's language."
    )
    name: str = Field(
        default="",
        description="As the letters about the conference itself address them, but for schools' contacts, who are "
        "addressed as their school; empty: by the name under which they sent a paper.",
    )
