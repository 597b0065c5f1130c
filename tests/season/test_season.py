"""The calendar: which letter is due, to whom, and that no outage makes one come twice or too late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.letter_cases import CONFIG

from daemon import ics
from daemon.config import Audience, Config, Extension, PhaseKind, Recipient, Shift
from daemon.errors import ConfigError
from daemon.freedays import free_days
from daemon.model import Address, Lang, PaperState, Standing, Verdict, VettedBy, Vetting
from daemon.season import Moment, Occasion, due, may_send, occasions, read_key, readers, rehearse

ZONE = CONFIG.zone
FREE = free_days("VN")
LAN = "lan@hatinh.example"
CONTACTS = {"thanh-hoa": "th@thanhhoa.example", "nghe-an": "na@nghean.example", "ha-tinh": "ht@hatinh.example"}


def config(**season: object) -> Config:
    schools = tuple(
        school.model_copy(update={"contacts": (CONTACTS[school.id],) if school.id in CONTACTS else ()})
        for school in CONFIG.schools
    )
    secretariat = CONFIG.secretariat.model_copy(update={"addresses": ("thuky@hoithao.example",)})
    changed = CONFIG.season.model_copy(update=season)
    return CONFIG.model_copy(update={"schools": schools, "season": changed, "secretariat": secretariat})


def paper(
    code: str,
    school: str,
    owner: str,
    verdict: Verdict = Verdict.PASS,
    *,
    active: bool = True,
    late: bool = False,
    vetted: bool = True,
) -> PaperState:
    standing = Standing(school, active, late, verdict, None if late else verdict, vetted=vetted)
    faults = ("font",) if verdict is Verdict.FAIL else ()
    vetting = Vetting(VettedBy.SENT, at(1, 10)) if vetted else Vetting()
    return PaperState(code, f"Bài {code}", Address(owner, "Nguyễn Thị Hoa"), standing, faults, vetting)


def at(day: int, month: int, hour: int = 8) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=ZONE)


def season(papers: tuple[PaperState, ...] = (), settings: Config | None = None) -> list[tuple[str, str, str]]:
    """Who is written to when and about what, in the order of the season."""
    using = settings or config()
    calendar = occasions(using, FREE)
    found = rehearse(using, calendar, papers, (), start=at(1, 9), end=at(31, 12))
    return [
        (f"{moment:%d/%m %H:%M}", planned.reader.id, planned.main.key) for moment, planned in found if planned.reader.to
    ]


# --------------------------------------------------------------------------- the plan, by hand


def test_the_whole_season_of_the_plan() -> None:
    """Kế hoạch III.2.  25/9/2021 is a Saturday: what falls on it waits for Monday, a reminder goes before."""
    secretariat = [(when, key) for when, who, key in season() if who == "secretariat"]
    assert secretariat == [
        ("10/09 08:00", "trien-khai:opens"),
        ("22/09 08:00", "trien-khai:reminder-3"),
        ("27/09 08:00", "viet-bai:opens"),  # with the end of the phase before
        ("15/10 08:00", "viet-bai:reminder-10"),
        ("22/10 08:00", "viet-bai:reminder-3"),
        ("25/10 08:00", "tham-dinh:opens"),
        ("02/11 08:00", "tham-dinh:reminder-3"),
        ("05/11 08:00", "nop-bai:opens"),
        ("08/11 08:00", "nop-bai:reminder-2"),
        ("09/11 08:00", "nop-bai:reminder-1"),
        ("11/11 08:00", "nop-bai:closes"),
        ("15/11 08:00", "hoi-thao:opens"),
        ("23/11 08:00", "hoi-thao:reminder-2"),
        ("01/12 08:00", "hoi-thao:closes"),
    ]


def test_a_school_hears_as_long_as_something_is_left_to_do() -> None:
    full = tuple(paper(f"TL-2021-00{n}", "ha-tinh", "ht@hatinh.example") for n in range(1, 4))
    about = [(who, key) for _, who, key in season(full) if who.startswith("school:")]
    assert {key for who, key in about if who == "school:ha-tinh"} == {"trien-khai:opens"}
    assert len([key for who, key in about if who == "school:nghe-an"]) == 11


def test_a_school_that_need_not_send_any_paper_hears_of_the_plan_once() -> None:
    free = tuple(
        school.model_copy(update={"min_papers": 0}) if school.id == "ha-tinh" else school for school in config().schools
    )
    settings = config().model_copy(update={"schools": free})
    about = [key for _, who, key in season(settings=settings) if who == "school:ha-tinh"]
    assert about == ["trien-khai:opens"]


def test_a_school_with_all_its_papers_and_a_fault_hears_of_the_fault() -> None:
    papers = (
        *(paper(f"TL-2021-00{n}", "ha-tinh", "ht@hatinh.example") for n in range(1, 4)),
        paper("TL-2021-004", "ha-tinh", "lan@hatinh.example", Verdict.FAIL),
    )
    assert ("09/11 08:00", "school:ha-tinh", "nop-bai:reminder-1") in season(papers)
    assert ("09/11 08:00", "author:lan@hatinh.example", "nop-bai:reminder-1") in season(papers)


def test_a_school_is_reminded_of_papers_that_it_has_not_vetted() -> None:
    """Of nothing else it has to do, and not when the phase opens: then a letter of its own names them."""
    papers = tuple(paper(f"TL-2021-00{n}", "ha-tinh", "ht@hatinh.example", vetted=n > 1) for n in range(1, 4))
    about = [key for _, who, key in season(papers) if who == "school:ha-tinh"]
    assert about == ["trien-khai:opens", "tham-dinh:reminder-3"]
    phases = tuple(phase.model_copy(update={"vetting": False}) for phase in CONFIG.phases)
    without = config().model_copy(update={"phases": phases})
    assert [key for _, who, key in season(papers, without) if who == "school:ha-tinh"] == ["trien-khai:opens"]


def test_an_author_who_is_the_contact_hears_once() -> None:
    papers = (paper("TL-2021-001", "ha-tinh", "HT@hatinh.example", Verdict.FAIL),)
    assert not [who for _, who, _ in season(papers) if who.startswith("author:")]


@pytest.mark.parametrize(
    ("verdict", "active", "hears"), [("fail", True, True), ("review", True, False), ("pass", True, False), ("fail", False, False)]
)  # fmt: skip
def test_only_authors_of_papers_to_be_corrected_are_reminded(verdict: str, active: bool, hears: bool) -> None:
    papers = (paper("TL-2021-001", "ha-tinh", "lan@hatinh.example", Verdict(verdict), active=active),)
    assert bool([who for _, who, _ in season(papers) if who == "author:lan@hatinh.example"]) is hears


def test_everybody_who_takes_part_is_invited_once() -> None:
    papers = tuple(paper(f"TL-2021-00{n}", "ha-tinh", "lan@hatinh.example") for n in range(1, 4))
    invited = [who for _, who, key in season(papers) if key == "hoi-thao:opens"]
    assert sorted(invited) == [
        "delegate:ht@hatinh.example",
        "delegate:lan@hatinh.example",
        "delegate:na@nghean.example",
        "delegate:th@thanhhoa.example",
        "secretariat",
    ]


@pytest.mark.parametrize(
    ("langs", "expected"),
    [
        ({}, [("school:nghe-an", "vi", ["na@nghean.example", "hai@nghean.example"])]),
        (
            {"hai@nghean.example": Lang.EN},
            [
                ("school:nghe-an", "vi", ["na@nghean.example"]),
                ("school:nghe-an:en", "en", ["hai@nghean.example"]),
            ],
        ),
        (  # all of them: it is one letter, by the same name
            {"na@nghean.example": Lang.EN, "hai@nghean.example": Lang.EN},
            [("school:nghe-an", "en", ["na@nghean.example", "hai@nghean.example"])],
        ),
    ],
)
def test_who_reads_another_language_gets_a_letter_of_their_own(
    langs: dict[str, Lang], expected: list[tuple[str, str, list[str]]]
) -> None:
    using = config()
    schools = tuple(
        school.model_copy(update={"contacts": ("na@nghean.example", "hai@nghean.example")})
        if school.id == "nghe-an"
        else school
        for school in using.schools
    )
    people = tuple(Recipient(address=address, lang=lang) for address, lang in langs.items())
    using = using.model_copy(update={"schools": schools, "recipients": people})
    sent = [it.reader for it in due(using, occasions(using, FREE), (), (), at(10, 9)).letters]
    found = [(it.id, it.lang.value, [to.address for to in it.to]) for it in sent if it.id.startswith("school:nghe-an")]
    assert found == expected


@pytest.mark.parametrize(
    ("audience", "lang"), [(Audience.AUTHORS, Lang.EN), (Audience.DELEGATES, Lang.EN), (Audience.SECRETARIAT, Lang.VI)]
)
def test_the_school_of_papers_tells_the_language_of_their_authors(audience: Audience, lang: Lang) -> None:
    using = config()
    english = tuple(
        school.model_copy(update={"lang": Lang.EN}) if school.id == "ha-tinh" else school for school in using.schools
    )
    papers = (paper("TL-2021-001", "ha-tinh", "lan@hatinh.example", Verdict.FAIL),)
    first, *_ = readers(audience, papers, using.model_copy(update={"schools": english}))
    assert first.lang is lang


def test_who_is_invited_as_a_school_is_not_invited_again_as_a_delegate() -> None:
    """Where the phase of the conference has schools and authors for readers besides: each address once."""
    using = config()
    everybody = {"audience": tuple(Audience), "always": True}
    phases = tuple(it.model_copy(update=everybody if it.kind is PhaseKind.EVENT else {}) for it in using.phases)
    papers = (
        paper("TL-2021-001", "ha-tinh", "lan@hatinh.example", Verdict.FAIL),
        paper("TL-2021-002", "ha-tinh", "HT@hatinh.example"),
        paper("TL-2021-003", "ha-tinh", "mai@hatinh.example"),
    )
    invited = [
        who for _, who, key in season(papers, using.model_copy(update={"phases": phases})) if key == "hoi-thao:opens"
    ]
    assert sorted(invited) == [
        "author:lan@hatinh.example",
        "delegate:mai@hatinh.example",
        "school:ha-tinh",
        "school:nghe-an",
        "school:thanh-hoa",
        "secretariat",
    ]


@pytest.mark.parametrize(
    ("extensions", "about"),
    [
        (
            [],
            {
                "school:ha-tinh": ["05/11 opens", "08/11 reminder-2", "09/11 reminder-1", "11/11 closes"],
                "school:nghe-an": ["05/11 opens", "08/11 reminder-2", "09/11 reminder-1", "11/11 closes"],
                "author:lan@hatinh.example": ["05/11 opens", "08/11 reminder-2", "09/11 reminder-1", "11/11 closes"],
            },
        ),
        (  # a Thursday: the school's own days, and those of its authors
            [Extension(school="ha-tinh", until=date(2021, 11, 18))],
            {
                "school:ha-tinh": ["05/11 opens"]
                + [f"{when}@school:ha-tinh" for when in ("16/11 reminder-2", "17/11 reminder-1", "19/11 closes")],
                "school:nghe-an": ["05/11 opens", "08/11 reminder-2", "09/11 reminder-1", "11/11 closes"],
                "author:lan@hatinh.example": ["05/11 opens"]
                + [f"{when}@school:ha-tinh" for when in ("16/11 reminder-2", "17/11 reminder-1", "19/11 closes")],
            },
        ),
        (  # of two the later one; the school has its own papers to think of, and this one
            [
                Extension(paper="TL-2021-001", until=date(2021, 11, 12)),
                Extension(paper="TL-2021-001", until=date(2021, 11, 18)),
            ],
            {
                "school:ha-tinh": ["05/11 opens", "08/11 reminder-2", "09/11 reminder-1", "11/11 closes"],
                "school:ha-tinh@paper:TL-2021-001": [
                    f"{when}@paper:TL-2021-001" for when in ("16/11 reminder-2", "17/11 reminder-1", "19/11 closes")
                ],
                "author:lan@hatinh.example": ["05/11 opens"]
                + [f"{when}@paper:TL-2021-001" for when in ("16/11 reminder-2", "17/11 reminder-1", "19/11 closes")],
            },
        ),
        (  # an earlier one takes nothing away
            [Extension(school="ha-tinh", until=date(2021, 11, 8))],
            {"school:ha-tinh": ["05/11 opens", "08/11 reminder-2", "09/11 reminder-1", "11/11 closes"]},
        ),
    ],
)
def test_each_is_written_to_about_their_own_deadline(extensions: list[Extension], about: dict[str, list[str]]) -> None:
    papers = (paper("TL-2021-001", "ha-tinh", "lan@hatinh.example", Verdict.FAIL),)
    sent = season(papers, config().model_copy(update={"extensions": tuple(extensions)}))
    found: dict[str, list[str]] = {who: [] for who in about}
    for when, who, key in sent:
        if who in about and key.startswith("nop-bai:"):
            found[who].append(f"{when[:5]} {key.removeprefix('nop-bai:')}")
    assert found == about


def granted_to_ha_tinh(using: Config, until: date) -> Config:
    return using.model_copy(update={"extensions": (Extension(school="ha-tinh", until=until),)})


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("nop-bai:opens", ("nop-bai", "opens", "", "")),
        ("nop-bai:reminder-2@school:ha-tinh", ("nop-bai", "reminder", "2", "school:ha-tinh")),
        ("nop-bai:closes@paper:TL-2021-001", ("nop-bai", "closes", "", "paper:TL-2021-001")),
    ],
)
def test_a_key_is_read_as_it_was_written(key: str, parts: tuple[str, str, str, str]) -> None:
    assert read_key(key) == parts
    extensions = (
        Extension(school="ha-tinh", until=date(2021, 11, 18)),
        Extension(paper="TL-2021-001", until=date(2021, 11, 18)),
    )
    using = config().model_copy(update={"extensions": extensions})
    assert key in {occasion.key for occasion in occasions(using, FREE)}


@pytest.mark.parametrize(
    ("dates", "letters"),
    [
        # a weekend in the middle of two working weeks: on Friday, not when it is over
        ({"start": date(2021, 11, 20), "end": date(2021, 11, 21)}, ["19/11 opens", "22/11 closes"]),
        ({"start": date(2021, 11, 20), "end": date(2021, 11, 22)}, ["19/11 opens", "23/11 closes"]),
        # the first reminder invites who was not invited before
        ({"reminder_days": (2,)}, ["16/11 opens", "19/11 closes"]),
        ({"reminder_days": (7, 2)}, ["11/11 opens", "16/11 reminder-2", "19/11 closes"]),
        ({"reminder_days": (2,), "announce_days": 3}, ["15/11 opens", "16/11 reminder-2", "19/11 closes"]),
        ({}, ["18/11 opens", "19/11 closes"]),
    ],
)
def test_everybody_is_invited_before_the_conference(dates: dict[str, object], letters: list[str]) -> None:
    day = {"start": date(2021, 11, 18), "end": date(2021, 11, 18), "announce_days": 0, "reminder_days": ()}
    phases = tuple(it.model_copy(update=day | dates) for it in CONFIG.phases if it.kind is PhaseKind.EVENT)
    found = season(settings=config().model_copy(update={"phases": phases}))
    assert [f"{when[:5]} {key.partition(':')[2]}" for when, who, key in found if who == "secretariat"] == letters


def test_to_the_conference_all_are_invited_whatever_they_have_left_to_do() -> None:
    event = CONFIG.event.model_copy(update={"delegates": ("khach@vien.example",)})
    for audience in (Audience.DELEGATES, Audience.SCHOOLS):
        changed = {"always": False, "audience": (audience,)}
        phases = tuple(it.model_copy(update=changed) for it in CONFIG.phases if it.kind is PhaseKind.EVENT)
        using = config().model_copy(update={"phases": phases, "event": event})
        invited = {who for _, who, key in season((paper("TL-2021-001", "ha-tinh", LAN),), using)}
        every = {"delegate:khach@vien.example", f"delegate:{LAN}", *(f"delegate:{it}" for it in CONTACTS.values())}
        assert invited == (every if audience is Audience.DELEGATES else {f"school:{it}" for it in CONTACTS})
        planned = rehearse(using, occasions(using, FREE), (), (), start=at(1, 9), end=at(31, 12))
        assert {it.kind for _, it in planned} == {"phase_start", "phase_reminder", "phase_end"}


@pytest.mark.parametrize(
    ("start", "end", "letters"),
    [
        # 1/2 to 4/2/2022 are Tết, 29/1 and 30/1 and 5/2 and 6/2 weekends
        (date(2022, 1, 31), date(2022, 2, 4), ["28/01 opens", "07/02 closes"]),
        (date(2022, 2, 5), date(2022, 2, 6), ["28/01 opens", "07/02 closes"]),
        (date(2022, 2, 5), date(2022, 2, 8), ["07/02 opens", "09/02 closes"]),
        (date(2022, 1, 24), date(2022, 2, 3), ["24/01 opens", "28/01 reminder-1", "07/02 closes"]),
    ],
)
def test_a_deadline_between_free_days_is_said_before(start: date, end: date, letters: list[str]) -> None:
    rules = CONFIG.rules.model_copy(update={"deadline": end})
    phases = tuple(
        it.model_copy(update={"start": start, "end": end, "reminder_days": (2, 1)})
        for it in CONFIG.phases
        if it.kind is PhaseKind.SUBMIT
    )
    using = config().model_copy(update={"phases": phases, "rules": rules})
    found = rehearse(using, occasions(using, FREE), (), (), start=at(1, 12), end=at(1, 12) + timedelta(days=90))
    assert [
        f"{moment:%d/%m} {planned.main.key.partition(':')[2]}"
        for moment, planned in found
        if planned.reader.id == "school:nghe-an"
    ] == letters


def test_days_without_work_may_be_ignored() -> None:
    assert ("25/09 08:00", "secretariat", "viet-bai:opens") in season(settings=config(free_days=Shift.SEND))


def test_what_nobody_is_configured_to_get_is_shown_and_not_sent() -> None:
    using = config()
    calendar = occasions(using, FREE)
    found = [planned.reader.id for _, planned in rehearse(using, calendar, (), (), start=at(10, 9), end=at(11, 9))]
    assert "school:da-nang" in found
    sent = due(using, calendar, (), (), at(10, 9)).letters
    assert "school:da-nang" not in {planned.reader.id for planned in sent}


@pytest.mark.parametrize(
    ("moment", "kind"),
    [(at(10, 9), "phase_start"), (at(22, 9), "quota_reminder"), (at(11, 11), "deadline")],
)
def test_kinds_are_those_of_the_contract(moment: datetime, kind: str) -> None:
    using = config()
    found = rehearse(using, occasions(using, FREE), (), (), start=moment, end=moment + timedelta(hours=1))
    assert kind in {planned.kind for _, planned in found if planned.reader.id == "school:nghe-an"}


# --------------------------------------------------------------------------- outages, brakes, moved dates


def play(using: Config, papers: tuple[PaperState, ...], moments: list[datetime]) -> list[tuple[datetime, str]]:
    """A service that looks at the calendar at these moments, and never else."""
    calendar, settled, sent = occasions(using, FREE), set[str](), []
    for now in moments:
        if may_send(using, now, FREE):
            agenda = due(using, calendar, papers, settled, now)
            sent += [(now, planned.key) for planned in agenda.letters]
            settled |= {item.key for item in agenda.settled}
    return sent


def test_after_an_outage_one_letter_says_what_still_matters() -> None:
    sent = play(config(), (), [at(10, 9), at(3, 11), at(3, 11, 9), at(4, 11)])
    assert [key for now, key in sent if now == at(3, 11) and "nghe-an" in key] == [
        "season:TL-2021:tham-dinh:reminder-3:school:nghe-an~2021-11-05"
    ]
    assert not [key for now, key in sent if now > at(3, 11)]


def test_an_invitation_does_not_hide_a_deadline() -> None:
    """Where the conference is announced to the schools while they still send papers: of two matters two letters."""
    using = config()
    phases = tuple(
        phase.model_copy(update={"audience": (Audience.SCHOOLS, Audience.SECRETARIAT), "announce_days": 16})
        if phase.kind is PhaseKind.EVENT
        else phase
        for phase in using.phases
    )
    overlapping = using.model_copy(update={"phases": phases})
    morning = [(who, about) for when, who, about in season((), overlapping) if when == "09/11 08:00"]
    assert [about for who, about in morning if who == "school:nghe-an"] == ["nop-bai:reminder-1", "hoi-thao:opens"]
    assert [about for who, about in morning if who == "secretariat"] == ["hoi-thao:opens"]  # which reads of both
    letters = due(overlapping, occasions(overlapping, FREE), (), (), at(9, 11), released=True).letters
    of_one = [letter for letter in letters if letter.reader.id == "school:nghe-an"]
    assert len({letter.key for letter in of_one}) == len({letter.series for letter in of_one}) == 2


def test_in_the_night_and_on_a_sunday_letters_wait() -> None:
    assert not may_send(config(), at(9, 11, 22), FREE)
    assert not may_send(config(), at(7, 11), FREE)  # a Sunday
    assert not may_send(config(), datetime(2021, 9, 2, 9, tzinfo=ZONE), FREE)  # Quốc khánh
    assert may_send(config(), at(8, 11), FREE)


def test_implausibly_many_at_once_wait_for_a_person() -> None:
    using = config(max_at_once=3)
    agenda = due(using, occasions(using, FREE), (), (), at(10, 9))
    assert (agenda.held, agenda.letters, agenda.settled) == (4, (), ())
    assert len(due(using, occasions(using, FREE), (), (), at(10, 9), released=True).letters) == 4


@pytest.mark.parametrize(
    ("moved_to", "about"),
    [
        # who heard of the 25th hears of the 29th at once, for ten days before it are over
        (29, ["22: viet-bai:reminder-10", "26: viet-bai:reminder-3", "01: viet-bai:closes"]),
        (26, ["22: viet-bai:reminder-3", "27: viet-bai:closes"]),
        (25, ["26: viet-bai:closes"]),
        (23, ["25: viet-bai:closes"]),
    ],
)
def test_what_is_moved_on_is_said_again_and_what_is_brought_forward_is_not(moved_to: int, about: list[str]) -> None:
    using = apart(config(), end=date(2021, 10, 25))
    settled = {item.key for item in due(using, occasions(using, FREE), (), (), at(22, 10)).settled}
    moved = apart(config(), end=date(2021, 10, moved_to))
    sent = []
    for now in (at(22, 10, 9), *(at(day, 10, 9) for day in range(25, 30)), at(1, 11, 9)):
        agenda = due(moved, occasions(moved, FREE), (), settled, now)
        settled |= {item.key for item in agenda.settled}
        sent += [f"{now.day:02}: {it.main.key}" for it in agenda.letters if it.reader.id == "school:nghe-an"]
    assert sent == about


def moved(using: Config, phase_id: str, end: date, start: date | None = None) -> Config:
    """With another end of a phase, and of the time for papers with the phase of submission."""
    dates = {"end": end} | ({"start": start} if start else {})
    phases = tuple(it.model_copy(update=dates if it.id == phase_id else {}) for it in using.phases)
    rules = using.rules.model_copy(update={"deadline": end} if phase_id == "nop-bai" else {})
    return using.model_copy(update={"phases": phases, "rules": rules})


def apart(using: Config, end: date) -> Config:
    """Only the phase of writing, with its end."""
    phases = tuple(it.model_copy(update={"end": end}) for it in using.phases if it.id == "viet-bai")
    return using.model_copy(update={"phases": phases})


def test_records_of_an_earlier_release_name_no_day() -> None:
    using = config()
    settled = {item.key.partition("~")[0] for item in due(using, occasions(using, FREE), (), (), at(11, 11)).settled}
    assert due(using, occasions(using, FREE), (), settled, at(11, 11)).letters == ()


WORKING = [at(1, 9) + timedelta(hours=hour) for hour in range(24 * 100)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORKING), max_size=60))
@pytest.mark.slow
def test_whatever_the_stops_and_jumps_no_letter_comes_twice_or_out_of_season(moments: list[datetime]) -> None:
    """The clock goes as it likes, backwards too."""
    papers = (paper("TL-2021-001", "ha-tinh", "lan@hatinh.example", Verdict.FAIL),)
    using = config()
    calendar = {occasion.key: occasion for occasion in occasions(using, FREE)}
    sent = play(using, papers, moments)
    keys = [key for _, key in sent]
    assert len(keys) == len(set(keys))
    for now, key in sent:
        occasion = calendar[":".join(key.split(":")[2:4])]
        assert occasion.at <= now <= occasion.until


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.sampled_from(WORKING), min_size=1, max_size=40),
    st.lists(st.tuples(st.sampled_from(["ha-tinh", "nghe-an"]), st.sampled_from(Verdict)), max_size=6),
)
def test_whatever_the_stops_nothing_useful_is_left_unsaid(looks: set[datetime], of: list[tuple[str, Verdict]]) -> None:
    """After every look in working hours each reader who has something to do was told of the latest moment of each
    phase that is not over.
    """
    using = config()
    papers = tuple(
        paper(f"TL-2021-{number:03}", school, f"a{number}@{school}.example", verdict)
        for number, (school, verdict) in enumerate(of, 1)
    )
    calendar, settled, told = occasions(using, FREE), set[str](), set[tuple[str, str]]()
    for now in sorted(looks):
        if not may_send(using, now, FREE):
            continue
        agenda = due(using, calendar, papers, settled, now, released=True)
        settled |= {item.key for item in agenda.settled}
        letters = (*agenda.letters, *agenda.unreachable)
        told |= {(letter.reader.id, occasion.key) for letter in letters for occasion in letter.occasions}
        assert owed(using, calendar, papers, now) <= told


def owed(
    using: Config, calendar: Sequence[Occasion], papers: tuple[PaperState, ...], now: datetime
) -> set[tuple[str, str]]:
    """Who must have been told what by now: by the plan, not by the code."""
    found = set()
    for phase in using.phases:
        alive = [it for it in calendar if it.phase.id == phase.id and it.at <= now <= it.until]
        for audience in phase.audience if alive else ():
            for reader in readers(audience, papers, using):
                acts = bool(reader.quota and reader.quota.missing) or (
                    audience in {Audience.SCHOOLS, Audience.AUTHORS}
                    and any(it.standing.verdict is Verdict.FAIL for it in reader.papers)
                )
                announced = phase.kind is PhaseKind.ANNOUNCE and alive[-1].moment is not Moment.OPENS
                everybody = phase.always or phase.kind is PhaseKind.EVENT or audience is Audience.SECRETARIAT
                if everybody or (acts and not announced):
                    found.add((reader.id, alive[-1].key))
    return found


def test_a_deadline_brought_forward_over_a_weekend_is_told_in_time_where_letters_leave_on_free_days() -> None:
    """On Saturday, to Sunday: docs/sysadmin.md says what to set."""
    saturday, sunday = at(6, 11, 10), date(2021, 11, 7)
    told = {}
    for shift in Shift:
        rules = CONFIG.rules.model_copy(update={"deadline": sunday})
        phases = tuple(
            it.model_copy(update={"end": sunday}) if it.kind is PhaseKind.SUBMIT else it for it in CONFIG.phases
        )
        own = CONFIG.season.model_copy(update={"free_days": shift})
        config = CONFIG.model_copy(update={"rules": rules, "phases": phases, "season": own})
        (told[shift],) = (it.at for it in occasions(config, free_days("VN"), saturday) if it.moment is Moment.MOVED)
    assert told == {Shift.NEXT: at(8, 11), Shift.SEND: saturday}


# --------------------------------------------------------------------------- small things


def test_a_country_nobody_knows_is_a_mistake_in_the_configuration() -> None:
    with pytest.raises(ConfigError, match="XX"):
        free_days("XX")


def test_a_calendar_file_is_folded_between_letters() -> None:
    entry = ics.Entry("a", at(10, 11), "Thời hạn; nộp bài, " * 8, "dòng một\ndòng hai \\ ba")
    file = ics.calendar([entry], "Hội thảo", "hoithao.example", at(1, 10))
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    unfolded = file.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:" + "Thời hạn\\; nộp bài\\, " * 8 in unfolded
    assert "DESCRIPTION:dòng một\\ndòng hai \\\\ ba" in unfolded
    assert "DTSTART:20211110T010000Z" in unfolded


def test_of_two_calendar_files_the_later_one_is_believed_wherever_an_event_is_moved_to() -> None:
    first = ics.calendar([ics.Entry("a", at(10, 11), "Hạn")], "Hội thảo", "hoithao.example", at(1, 10))
    second = ics.calendar([ics.Entry("a", at(3, 11), "Hạn")], "Hội thảo", "hoithao.example", at(2, 10))
    uids, stamps = (
        [value for it in (first, second) for value in re.findall(rb"%b:(\S+)" % name, it)]
        for name in (b"UID", b"DTSTAMP")
    )
    assert len(set(uids)) == 1
    assert stamps == [b"20211001T010000Z", b"20211002T010000Z"]
