"""What schools are asked to confirm: which papers, when, in which letters.  The days of the plan: Kế hoạch III.2."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters.letter_cases import CONFIG

from daemon.config import Recipient
from daemon.freedays import free_days
from daemon.model import KnownPaper, KnownVersion, Lang, ShownVetting, VettedBy
from daemon.vetting import Duties, due, is_of_school, rehearse, shown

ZONE = CONFIG.zone
FREE = free_days("VN")
CONTACTS = {"nghe-an": ("NA@nghean.example",), "ha-tinh": ("ht@hatinh.example", "hai@hatinh.example")}
SCHOOLS = tuple(school.model_copy(update={"contacts": CONTACTS.get(school.id, ())}) for school in CONFIG.schools)
CONFERENCE = CONFIG.model_copy(update={"schools": SCHOOLS})
WITHOUT = CONFERENCE.model_copy(
    update={"phases": tuple(phase.model_copy(update={"vetting": False}) for phase in CONFERENCE.phases)}
)
LATER = datetime(2021, 11, 20, 8, 0, tzinfo=ZONE)


def day(number: int, month: int = 10, hour: int = 9) -> datetime:
    return datetime(2021, month, number, hour, 0, tzinfo=ZONE)


CAME = day(26)


def version(number: int, submitter: str, said: VettedBy | None = None, came: datetime = CAME) -> KnownVersion:
    return KnownVersion(number, f"{number:064}", "Bài.docx", came.astimezone(UTC), submitter, said)


def paper(
    number: int, *versions: KnownVersion, school: str | None = "nghe-an", active: bool = True, came: datetime = CAME
) -> KnownPaper:
    known = versions or (version(1, "hoa@nghean.example", came=came),)
    return KnownPaper(f"TL-2021-{number:03}", known[0].submitter, None, school, "Bài", (), active, known)


def asked(duties: Duties) -> list[tuple[str, tuple[str, ...]]]:
    return [(asking.school.id, asking.codes) for asking in duties.askings]


@pytest.mark.parametrize(
    ("said", "school", "stays"),
    [
        ((VettedBy.SENT,), "nghe-an", True),
        ((VettedBy.SENT,), "ha-tinh", False),
        ((VettedBy.CONFIRMED,), "ha-tinh", False),
        ((VettedBy.ORDERED,), "ha-tinh", True),  # the secretariat knows what it says
        ((VettedBy.ORDERED, VettedBy.SENT), "ha-tinh", True),
        ((VettedBy.ORDERED, VettedBy.REVOKED), "nghe-an", False),
        ((), "nghe-an", False),
    ],
)
def test_what_holds_when_a_later_version_names_a_school(
    said: tuple[VettedBy, ...], school: str, *, stays: bool
) -> None:
    known = paper(1, *(version(number, "na@nghean.example", word) for number, word in enumerate(said, 1)))
    assert known.stays_vetted(school) is stays


@pytest.mark.parametrize(
    ("what", "is_asked", "is_sent"),
    [
        (paper(1), True, False),
        (paper(1, school="quang-tri"), False, False),  # it has no contact
        (paper(1, school=None), False, False),
        (paper(1, school="gone"), False, False),
        (paper(1, active=False), False, False),
        (paper(1, version(1, "na@nghean.example")), False, True),
        (paper(1, version(1, "na@nghean.example"), active=False), False, False),
        (paper(1, version(1, "ht@hatinh.example")), True, False),  # another school's
        (paper(1, version(1, "")), True, False),  # its From was shown to be false
        (paper(1, version(1, "na@nghean.example"), version(2, "hoa@nghean.example")), False, True),
        (paper(1, version(1, "hoa@nghean.example", VettedBy.CONFIRMED)), False, False),
        (paper(1, version(1, "hoa@nghean.example", VettedBy.ORDERED), version(2, "hoa@nghean.example")), False, False),
        (paper(1, version(1, "na@nghean.example", VettedBy.REVOKED)), False, False),
    ],
)
def test_which_papers_a_school_is_asked_about_and_which_it_has_vetted_by_sending(
    what: KnownPaper, is_asked: bool, is_sent: bool
) -> None:
    duties = due(CONFERENCE, [what], (), LATER, FREE)
    assert (bool(duties.askings), bool(duties.sent)) == (is_asked, is_sent)
    assert due(CONFERENCE, [what], {what.code}, LATER, FREE).askings == ()
    assert due(WITHOUT, [what], (), LATER, FREE) == Duties()


def test_the_newest_that_a_contact_sent_is_the_vetted_one() -> None:
    versions = (version(1, "na@nghean.example"), version(2, "na@nghean.example"), version(3, "hoa@nghean.example"))
    ((_, sent),) = due(CONFERENCE, [paper(1, *versions)], (), LATER, FREE).sent
    assert sent.number == 2


def test_one_letter_a_school_in_the_order_of_the_configuration() -> None:
    papers = [paper(1, school="ha-tinh"), paper(2), paper(3, school="ha-tinh"), paper(4, school="da-nang")]
    duties = due(CONFERENCE, papers, (), LATER, FREE)
    assert asked(duties) == [("nghe-an", ("TL-2021-002",)), ("ha-tinh", ("TL-2021-001", "TL-2021-003"))]
    assert [asking.key for asking in duties.askings] == [
        "vetting:TL-2021:nghe-an:TL-2021-002", "vetting:TL-2021:ha-tinh:TL-2021-001+TL-2021-003",
    ]  # fmt: skip
    assert {asking.at for asking in duties.askings} == {day(27, hour=8)}
    assert {asking.until.date() for asking in duties.askings} == {day(30, 11).date()}


@pytest.mark.parametrize(
    ("langs", "expected"),
    [
        ({}, [("", Lang.VI, ["ht@hatinh.example", "hai@hatinh.example"])]),
        (
            {"ht@hatinh.example": Lang.EN, "hai@hatinh.example": Lang.EN},
            [("", Lang.EN, ["ht@hatinh.example", "hai@hatinh.example"])],
        ),
        (
            {"hai@hatinh.example": Lang.EN},
            [("", Lang.VI, ["ht@hatinh.example"]), (":en", Lang.EN, ["hai@hatinh.example"])],
        ),
    ],
)
def test_contacts_who_read_another_language_get_a_letter_of_their_own(
    langs: dict[str, Lang], expected: list[tuple[str, Lang, list[str]]]
) -> None:
    people = tuple(Recipient(address=address, lang=lang) for address, lang in langs.items())
    config = CONFERENCE.model_copy(update={"recipients": people})
    what = paper(1, school="ha-tinh")
    askings = due(config, [what], (), LATER, FREE).askings
    key = "vetting:TL-2021:ha-tinh:TL-2021-001"
    found = [(it.key.removeprefix(key), it.lang, [to.address for to in it.to]) for it in askings]
    assert found == expected
    assert not due(config, [what], {what.code}, LATER, FREE).askings


@pytest.mark.parametrize(
    ("came", "at"),
    [
        (day(1), day(25, hour=8)),
        (day(24, hour=23), day(25, hour=8)),
        (day(25, hour=7), day(25, hour=8)),
        (day(25, hour=8), day(26, hour=8)),
        (day(28, hour=23), day(29, hour=8)),
        (day(29), day(1, 11, 8)),  # over the weekend
        (day(10, 11), day(11, 11, 8)),
    ],
)
def test_a_paper_waits_for_the_next_working_morning_of_the_phase_or_later(came: datetime, at: datetime) -> None:
    papers = [paper(1, came=came)]
    assert due(CONFERENCE, papers, (), at - timedelta(seconds=1), FREE).askings == ()
    assert due(CONFERENCE, papers, (), at, FREE).askings[0].at == at


def test_when_the_season_is_over_nobody_is_asked() -> None:
    papers = [paper(1, came=day(29, 11))]
    assert due(CONFERENCE, papers, (), day(30, 11, 23), FREE).askings
    assert not due(CONFERENCE, papers, (), day(1, 12, 0), FREE).askings


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    came=st.lists(st.datetimes(datetime(2021, 10, 1), datetime(2021, 11, 28)), min_size=1, max_size=8),  # noqa: DTZ001
    looks=st.lists(st.datetimes(datetime(2021, 10, 1), datetime(2021, 11, 29)), max_size=12),  # noqa: DTZ001
)
def test_whatever_the_stops_each_paper_is_asked_about_once(came: list[datetime], looks: list[datetime]) -> None:
    papers = [
        paper(number, came=moment.replace(tzinfo=ZONE), school=("nghe-an", "ha-tinh")[number % 2])
        for number, moment in enumerate(came, 1)
    ]
    known: set[str] = set()
    named: list[str] = []
    for look in sorted([*(look.replace(tzinfo=ZONE) for look in looks), day(30, 11)]):
        here = [paper for paper in papers if paper.versions[0].arrived_at <= look]
        for asking in due(CONFERENCE, here, known, look, FREE).askings:
            named.extend(asking.codes)
            known.update(asking.codes)
    assert sorted(named) == sorted(paper.code for paper in papers)


def test_a_rehearsal_shows_the_letters_of_what_has_come() -> None:
    papers = [paper(1), paper(2, school="ha-tinh"), paper(3, came=day(9, 11)), paper(4)]
    found = list(rehearse(CONFERENCE, papers, {"TL-2021-004"}, FREE, start=day(1, 10, 0), end=day(30, 11)))
    assert [(at, asking.school.id, asking.codes) for at, asking in found] == [
        (day(27, hour=8), "nghe-an", ("TL-2021-001",)),
        (day(27, hour=8), "ha-tinh", ("TL-2021-002",)),
        (day(10, 11, 8), "nghe-an", ("TL-2021-003",)),
    ]
    assert found[0][1].reason == "phase tham-dinh is open; not sent by a contact of nghe-an: TL-2021-001"
    # what waits already is asked about on the first morning, which is none on a Saturday
    late = list(rehearse(CONFERENCE, papers, (), FREE, start=day(13, 11, 0), end=day(30, 11)))
    assert {at for at, _ in late} == {day(15, 11, 8)}
    assert not list(rehearse(CONFERENCE, papers, (), FREE, start=day(1, 9, 0), end=day(24, 10)))
    assert not list(rehearse(WITHOUT, papers, (), FREE, start=day(1, 10, 0), end=day(30, 11)))


@pytest.mark.parametrize(
    ("school", "sender", "of_school"),
    [
        ("nghe-an", "na@nghean.example", True),
        ("ha-tinh", "hai@hatinh.example", True),
        ("ha-tinh", "na@nghean.example", False),
        ("nghe-an", "hoa@nghean.example", False),
        (None, "na@nghean.example", False),
        ("nghe-an", "", False),
    ],
)
def test_what_a_school_sends_itself(school: str | None, sender: str, of_school: bool) -> None:
    assert is_of_school(school, sender, CONFERENCE) is of_school
    assert not is_of_school(school, sender, WITHOUT)


@pytest.mark.parametrize(
    ("school", "is_vetted", "told"),
    [
        ("nghe-an", True, ShownVetting.VETTED),
        ("nghe-an", False, ShownVetting.ASKED),
        ("quang-tri", False, ShownVetting.OPEN),
        (None, False, ShownVetting.OPEN),
        (None, True, ShownVetting.VETTED),
    ],
)
def test_how_it_is_told_to_authors(school: str | None, is_vetted: bool, told: ShownVetting) -> None:
    assert shown(school, CONFERENCE, is_vetted=is_vetted) is told
    assert shown(school, WITHOUT, is_vetted=is_vetted) is None


def test_nobody_is_told_that_a_school_is_asked_where_no_letters_of_the_calendar_go_out() -> None:
    season = CONFERENCE.season.model_copy(update={"enabled": False})
    silent = CONFERENCE.model_copy(update={"season": season})
    assert shown("nghe-an", silent, is_vetted=False) is ShownVetting.OPEN
