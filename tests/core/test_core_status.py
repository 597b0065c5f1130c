"""`status`: the object of the command contract, and trouble in sentences."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from core.fakes import House, mail, never, read, real_pen, recent_events, refuse
from rich.console import Console

from daemon.config import Auth, Mode
from daemon.cycle import poll_failed
from daemon.digests import TROUBLES, Trouble
from daemon.errors import MailboxError
from daemon.model import ParsedMail
from daemon.present import status_tables
from daemon.records.trouble import sentences

PAPER = "title=Mô hình lớp học tự quản;author=Hoa;school={school};verdict={verdict}"


def paper(school: str, verdict: str) -> tuple[str, str]:
    return (f"{school} {verdict}.docx", PAPER.format(school=school, verdict=verdict))


def test_the_keys_of_the_contract_before_anything_came(house: House) -> None:
    status = house.status()
    assert set(status) >= {"as_of", "papers", "schools", "messages", "outbox", "last_poll", "trouble"}
    assert set(status["papers"]) >= {"total", "pass", "fail", "review", "late", "withdrawn"}
    assert set(status["schools"][0]) >= {"id", "name", "min", "max", "papers", "compliant", "missing"}
    assert set(status["messages"]) >= {"total", "by_disposition", "parked"}
    assert set(status["outbox"]) >= {"queued", "sent", "uncertain", "failed"}
    assert status["as_of"] == "2021-11-05T08:00:00+07:00"
    assert status["last_poll"] is None
    assert status["trouble"] == []


def test_a_grant_that_is_refused_again_and_again_is_refused_since_the_first_time(house: House) -> None:
    """The provider is asked once an hour; nobody at all while there is no grant."""
    mailbox = house.config.mailbox.model_copy(update={"auth": Auth.OAUTH2})
    house.config = house.config.model_copy(update={"mailbox": mailbox})

    def seen(kind: str) -> bool:
        return house.records.grant_seen(Trouble(kind, text="Why.", at=house.clock.now()), house.clock.now())

    assert seen("grant_refused")
    house.later(hours=1)
    assert not seen("grant_refused")
    assert house.status()["trouble"] == [
        "The mailbox's OAuth2 grant is good for nothing since 2021-11-05T08:00:00+07:00: Why."
    ]
    assert seen("grant_expires")
    house.later(hours=1)
    assert not seen("grant_expires")  # renewed meanwhile, it ends later
    assert house.status()["trouble"] == ["The mailbox's OAuth2 grant ends at 2021-11-05T10:00:00+07:00. Why."]


def test_papers_per_school_against_quota(house: House) -> None:
    for n, (school, verdict) in enumerate(
        [("nghe-an", "pass"), ("nghe-an", "fail"), ("ha-tinh", "review"), ("khong-co", "pass")]
    ):
        house.inbox.put(mail(f"a{n}@x.example", "Gửi bài", paper(school, verdict)))
    house.inbox.put(mail("b@x.example", "Gửi bài", ("khong truong.docx", "title=Bài không ghi trường")))
    house.once()
    status = house.status()
    assert status["papers"] == {
        "total": 5, "pass": 3, "fail": 1, "review": 1, "late": 0, "withdrawn": 0, "without_school": 1,
        "vetted": 0, "unvetted": 5,
    }  # fmt: skip
    schools = {school["id"]: school for school in status["schools"]}
    assert list(schools) == [school.id for school in house.config.schools]
    nghe_an, ha_tinh = schools["nghe-an"], schools["ha-tinh"]
    assert (nghe_an["min"], nghe_an["max"], nghe_an["papers"], nghe_an["compliant"], nghe_an["missing"]) == (
        6,
        None,
        2,
        1,
        4,
    )
    assert (ha_tinh["min"], ha_tinh["max"], ha_tinh["papers"], ha_tinh["compliant"], ha_tinh["missing"]) == (
        3,
        5,
        1,
        0,
        2,
    )


def test_the_outbox_and_the_last_poll(build: Callable[..., House]) -> None:
    house = build()
    house.inbox.put(mail())
    house.intake()
    assert house.status()["outbox"]["queued"] == 1
    house.deliver()
    outbox = house.status()["outbox"]
    assert (outbox["queued"], outbox["sent"]) == (0, 1)
    assert house.status()["last_poll"] == "2021-11-05T08:00:00+07:00"


def test_a_mailbox_unread_for_long_is_trouble(house: House) -> None:
    house.intake()
    house.later(minutes=14)
    assert house.status()["trouble"] == []
    house.later(minutes=2)
    assert house.status()["trouble"] == [
        "No poll has succeeded since 2021-11-05T08:00:00+07:00. Check that the service runs."
    ]


def test_a_slow_poll_is_given_its_time(build: Callable[..., House]) -> None:
    house = build()
    mailbox = house.config.mailbox.model_copy(update={"poll_seconds": 3600})
    house.config = house.config.model_copy(update={"mailbox": mailbox})
    house.intake()
    house.later(hours=4)
    assert house.status()["trouble"] == []


def test_trouble_is_a_few_sentences_and_a_number(build: Callable[..., House]) -> None:
    house = build(max_attempts=1)

    def poisoned(raw: bytes) -> ParsedMail:
        raise ValueError(f"poison in {len(raw)} bytes")

    house.read = poisoned
    for n in range(8):
        house.inbox.put(mail(subject=f"Thư {n}"))
    house.intake()
    trouble = house.status()["trouble"]
    assert len(trouble) == 6
    assert trouble[-1] == "3 more messages are set aside."
    house.read = read


STEPS = {
    "not_fetched": "`thamluan reconcile`",
    "vanished": "`thamluan outbox resume`",
    "not_filed": "tries again by itself",
    "letter_failed": "`thamluan outbox resend 7`",
    "letter_uncertain": "`thamluan outbox resend 7`",
    "canary": "`thamluan doctor`",
    "never_read": "`thamluan doctor`",
    "season_held": "`thamluan season release`",
    "other_mode": "`thamluan outbox release",
    "parked": "`thamluan parked drop 7`",
}


@pytest.mark.parametrize(("papers", "step"), [(0, "`thamluan parked release 7`"), (2, "KHÔNG ĐẠT")])
def test_what_is_to_be_done_with_a_message_depends_on_what_is_on_record(house: House, papers: int, step: str) -> None:
    (sentence,) = sentences([Trouble("parked", many=papers, number=7, why="hỏng.")], house.config)
    assert "for a person: hỏng. " in sentence
    assert step in sentence
    assert ("parked release" in sentence) is (papers == 0)


@pytest.mark.parametrize("kind", TROUBLES)
def test_every_kind_of_trouble_is_a_sentence_for_the_operator(house: House, kind: str) -> None:
    said = list(
        sentences([Trouble(kind, text="một việc", at=house.clock.now(), many=3, number=7, why="hỏng.")], house.config)
    )
    if kind in {"failing_address", "renderer"}:  # a list of its own; found by judging, not by the records
        assert said == []
    else:
        (sentence,) = said
        assert STEPS.get(kind, "") in sentence, "with the next step"
        assert "một việc" in sentence or "3 " in sentence or "2021-11-05T08:00:00+07:00" in sentence


def test_letters_in_trouble_are_named(house: House) -> None:
    for n in range(7):
        house.inbox.put(mail(f"a{n}@x.example"))
    house.intake()
    house.sender.fail = refuse(permanent=True)
    house.deliver()
    trouble = house.status()["trouble"]
    assert len(trouble) == 6
    assert "a6@x.example" in trouble[0]
    assert trouble[-1] == "2 more letters failed or are uncertain."


def test_the_log_of_events_newest_first(house: House) -> None:
    house.inbox.put(mail(kind="question"))
    house.once()
    kinds = [event["kind"] for event in recent_events(house.records)]
    assert kinds == ["letter_sent", "letter_queued", "question", "decided", "received"]
    assert [event["kind"] for event in house.status()["attention"]] == ["question"]


@pytest.mark.slow
def test_with_the_real_pen(build: Callable[..., House]) -> None:
    house = build(mode=Mode.LIVE)
    house.pen = real_pen()
    house.inbox.put(mail("hoa@nghean.example", "Gửi bài", paper("nghe-an", "fail"), paper("nghe-an", "pass")))
    house.inbox.put(mail("lan@hue.example", "Gửi bài"))
    house.inbox.put(mail("binh@hue.example", "Xin rút bài", kind="withdrawal"))
    house.once()
    house.inbox.put(mail("hoa@nghean.example", "Gửi lại bài", paper("nghe-an", "pass")))
    house.later(minutes=1)
    house.once()
    assert [letter["kind"] for letter in house.records.letters()] == [
        "no_paper", "passed_on", "acknowledgement", "acknowledgement"
    ]  # fmt: skip
    assert len(house.sender.sent) == 4
    assert all(b"Auto-Submitted: auto-replied" in raw for _, _, raw in house.sender.sent)


def test_last_poll_is_the_last_that_succeeded(house: House) -> None:
    house.intake()
    house.later(minutes=5)
    poll_failed(house.desk, MailboxError("the server is away"), lambda: 0.0)
    status = house.status()
    assert status["last_poll"] == "2021-11-05T08:00:00+07:00"
    assert status["next_poll"] == "2021-11-05T08:05:01+07:00"
    assert status["trouble"] == [
        "The last poll of the mailbox failed; the next comes after 2021-11-05T08:05:01+07:00: the server is away"
    ]
    house.later(seconds=1)
    status = house.status()
    assert status["next_poll"] is None
    assert status["trouble"] == ["The last poll of the mailbox failed: the server is away"]
    assert house.clock.now() - timedelta(minutes=5) > house.clock.now() - timedelta(hours=1)


# --------------------------------------------------------------------------- no poll succeeds


def _poll(house: House) -> None:
    with contextlib.suppress(MailboxError):
        house.intake()


def test_a_mailbox_out_of_reach_for_too_long_is_an_alarm_told_once_and_its_end_too(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.intake()
    house.inbox.fail["select"] = never
    for _ in range(60):
        house.later(minutes=1)
        _poll(house)
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1
    assert house.notes("poll_alarm") == ["The mailbox could not be read for 16 min: the connection was cut"]
    assert any("No poll has succeeded since 2021-11-05T08:00" in line for line in house.status()["trouble"])
    house.later(hours=2)
    del house.inbox.fail["select"]
    house.intake()
    assert house.status()["trouble"] == []
    assert "poll_resumed" in {told["kind"] for told in house.status()["attention"]}
    assert house.notes("poll_resumed")[0].endswith("for 2 h 59 min.")


def test_a_short_outage_is_no_alarm(house: House) -> None:
    house.intake()
    house.inbox.fail["select"] = never
    for _ in range(10):
        house.later(minutes=1)
        _poll(house)
    del house.inbox.fail["select"]
    house.intake()
    assert house.notes("poll_alarm", "poll_resumed") == []


def test_a_mailbox_that_was_never_read_is_an_alarm_too(house: House) -> None:
    house.inbox.fail["select"] = never
    _poll(house)
    assert not any("never read" in line for line in house.status()["trouble"])
    house.later(minutes=16)
    _poll(house)
    assert any("The mailbox was never read" in line for line in house.status()["trouble"])


def test_how_long_is_too_long_is_configured_and_never_less_than_five_polls(house: House) -> None:
    def quiet(**keys: int) -> timedelta:
        mailbox = house.config.mailbox.model_copy(update=keys)
        return house.config.model_copy(update={"mailbox": mailbox}).quiet

    assert quiet(alarm_minutes=15, poll_seconds=60) == timedelta(minutes=15)
    assert quiet(alarm_minutes=60, poll_seconds=60) == timedelta(hours=1)
    assert quiet(alarm_minutes=15, poll_seconds=3600) == timedelta(hours=5)


@pytest.mark.parametrize("open_call", [True, False])
def test_where_papers_count_for_no_school_none_is_shown_as_without_one(house: House, open_call: bool) -> None:
    house.inbox.put(mail("a@x.example", "Gửi bài", paper("khong-co", "pass")))
    house.once()
    if open_call:
        house.config = house.config.model_copy(update={"schools": ()})
    said = Console(width=200, file=StringIO())
    for table in status_tables(house.status()):
        said.print(table)
    assert isinstance(said.file, StringIO)
    assert ("without_school" in said.file.getvalue()) is not open_call
