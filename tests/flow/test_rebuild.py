"""The records are lost, the archive is not: the same records again, and nobody gets a letter twice."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import format_datetime, parseaddr
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from all_rows import Table, all_rows
from docx_maker import simple_paper
from flow_trial import Trial, letter
from servers import Account, SmtpSink

from daemon.proof.rebuilding import received_at
from daemon.records import Records

pytestmark = pytest.mark.slow  # each is quick; all of them are not

START = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
NOW = ("--now", "2021-11-06T09:00:00+07:00")
_MOMENT = "a moment of our own work: it was that of a pass, it becomes that of the message's arrival"
_WIRE = "what became of it at the SMTP server, which no message says: now it may have been sent"
_PLACE = "a place in the mailbox, which no message knows of: the next pass notes it again"
#: All that need not be the same, and why.  A column, a table, or the rows of a table that are of one kind.
NOT_IN_THE_MESSAGES = {
    "_sqlite_migrations.applied_at": "when this very file was made",
    "meta": "what the service notes of itself: its last poll, a pause, that these records were made anew",
    "counters[attempts]": _WIRE,
    "season": "letters of the calendar are caused by a date, not by a message",
    "canaries": "letters to ourselves are caused by a date, not by a message",
    "sightings.account": _PLACE,
    "sightings.folder": _PLACE,
    "sightings.uidvalidity": _PLACE,
    "sightings.uid": _PLACE,
    "sightings.object_id": _PLACE,
    "sightings.settled_at": _PLACE,
    "sightings.first_seen_at": _MOMENT,
    "messages.recorded_at": _MOMENT,
    "messages.decided_at": _MOMENT,
    "messages.finished_at": _MOMENT,
    "files.first_seen_at": _MOMENT,
    "papers.created_at": _MOMENT,
    "papers.withdrawn_at": _MOMENT,
    "versions.assessed_at": _MOMENT,
    "failing_addresses.since": _MOMENT,
    "letters.created_at": _MOMENT,
    "letters.bounced_at": _MOMENT,
    "letters.next_attempt_at": _WIRE,
    "letters.state": _WIRE,
    "letters.attempts": _WIRE,
    "letters.last_error": _WIRE,
    "letters.sent_at": _WIRE,
    "letters.sent_to": _WIRE,
    "letters.reply": _WIRE,
    "letters.uncertain_at": _WIRE,
    "events.at": _MOMENT,
    "events[letter_sent]": _WIRE,
    "events[reader_refused]": _WIRE,
    "events[restored]": "that these records were made anew",
}  # fmt: skip


def rows(storage: Path) -> dict[str, Table]:
    """Everything in the records but what is not in the messages; of a letter, what it says."""
    found = {}
    for name, table in all_rows(storage).items():
        if name in NOT_IN_THE_MESSAGES:
            continue
        kept = [row for row in table if f"{name}[{row.get('kind') or row.get('name')}]" not in NOT_IN_THE_MESSAGES]
        named = [{key: row[key] for key in row if f"{name}.{key}" not in NOT_IN_THE_MESSAGES} for row in kept]
        found[name] = sorted(({**row, "raw": says(row["raw"])} if "raw" in row else row for row in named), key=repr)
    return found


def test_what_is_not_compared_is_there(tmp_path: Path) -> None:
    """Each line of the list is about something."""
    Records.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "records.sqlite3")) as db:
        for name in NOT_IN_THE_MESSAGES:
            table, _, column = name.partition("[")[0].partition(".")
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            assert column in columns if column else columns, name


def says(raw: object) -> list[object]:
    """A letter but for the day it was written: its Date, and that of the remarks in a copy that goes with it."""
    assert isinstance(raw, bytes)
    mail = BytesParser().parsebytes(raw)
    del mail["Date"]
    return [mail.items(), *(_content(part) for part in mail.walk() if not part.is_multipart())]


def _content(part: Message) -> object:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    if not (part.get_filename() or "").endswith(".docx"):
        return part.items(), data
    with ZipFile(BytesIO(data)) as copy:
        return {name: re.sub(rb'w:date="[^"]*"', b"", copy.read(name)) for name in copy.namelist()}


def paper(title: str, *more: str, font: str = "Times New Roman") -> bytes:
    text = [f"Mục tiêu của {title} là rõ ràng.", *more]
    host = "Trường Chính trị tỉnh Nghệ An"
    return simple_paper(text * 4, title=title, authors=["ThS. Nguyễn Văn Bình"], school=host, font=font)


def came_back(ours: bytes) -> bytes:
    """What a server reports of a letter that it cannot deliver (RFC 3464)."""
    head, _, _ = ours.partition(b"\r\n\r\n")
    said = b"Final-Recipient: rfc822; lan@hue.example\r\nAction: failed\r\nStatus: 5.1.1"
    parts = (
        b"text/plain\r\n\r\nNo such user.",
        b"message/delivery-status\r\n\r\nReporting-MTA: dns; hue.example\r\n\r\n" + said,
        b"text/rfc822-headers\r\n\r\n" + head,
    )
    return (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@hue.example\r\nSubject: Undelivered Mail\r\nAuto-Submitted: auto-replied\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        + b"".join(b"--b\r\nContent-Type: " + part + b"\r\n" for part in parts)
        + b"--b--\r\n"
    )


@pytest.fixture
def season(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> Trial:
    """A paper, the same by another way, a question, a robot, a letter of ours that comes back, a correction that answers
    our letter, a wrong font whose author agrees to our copy, one that is withdrawn, two that are merged, a school
    that is decided, and a ruling.
    """
    minute = 0

    def arrive(raw: bytes) -> bytes:
        nonlocal minute
        minute += 1
        at = START + timedelta(minutes=minute)
        raw = f"Received: from a.example by b.example; {format_datetime(at)}\r\n".encode() + raw
        dovecot_account.deliver(raw, at)
        return raw

    def answer_to(who: str) -> dict[str, str]:
        (ours,) = (one.raw for one in smtp_sink.letters if who in one.recipients)
        return {"In_Reply_To": BytesParser().parsebytes(ours)["Message-ID"]}

    binh, chi, dung = (f"{name} <{name.casefold()}@nghean.example>" for name in ("Binh", "Chi", "Dung"))
    proof = b"Authentication-Results: mx.google.com; dmarc=pass header.from=thanhhoa.example\r\n"
    first = letter(binh, "Gửi bài", "Gửi bài.\n", ("Bài.docx", paper("Mô hình tự học")), Message_ID="<1@x.example>")
    arrive(first)
    arial = paper("Thư viện số ở trường", font="Arial")
    arrive(letter(chi, "Gửi bài", "Gửi bài ạ.\n", ("Bài Chi.docx", arial), Message_ID="<5@x.example>"))
    for number, title in ((7, "Lớp học tự quản"), (8, "Câu lạc bộ lý luận trẻ"), (9, "Câu lạc bộ lý luận trẻ ở Vinh")):
        file = (f"Bài {number}.docx", paper(title))
        arrive(letter(dung, "Gửi bài khác", "Gửi bài khác.\n", file, Message_ID=f"<{number}@x.example>"))
    connected.run("once", "--now", "2021-11-05T09:06:00+07:00")
    arrive(first)
    arrive(letter("Lan <lan@hue.example>", "Hỏi", "Xin hỏi hội thảo tổ chức ở đâu ạ?\n", Message_ID="<2@x.example>"))
    arrive(letter("R <r@hue.example>", "Tôi đi vắng", "Tự động.\n", Auto_Submitted="auto-replied"))
    new = paper("Mô hình tự học", "Đoạn này đã được sửa.")
    reply = {"Message_ID": "<3@x.example>", **answer_to("binh@nghean.example")}
    arrive(letter(binh, "Re: Gửi bài", "Tôi gửi bài đã sửa.\n", ("Bài sửa.docx", new), **reply))
    arrive(letter(chi, "Re: Gửi bài", "ĐỒNG Ý\n", Message_ID="<6@x.example>", **answer_to("chi@nghean.example")))
    connected.run("once", "--now", "2021-11-05T09:15:00+07:00")
    arrive(came_back(*(one.raw for one in smtp_sink.letters if "lan@hue.example" in one.recipients)))
    orders = "ĐẠT TL-2021-001\nRÚT TL-2021-003\nTRƯỜNG TL-2021-002 Hà Tĩnh\nGỘP TL-2021-005 VÀO TL-2021-004\n"
    arrive(proof + letter("thuky@thanhhoa.example", "Quyết định", orders, Message_ID="<4@x.example>"))
    connected.run("once", *NOW)
    return connected


@pytest.mark.server
def test_the_same_records_again_and_no_letter_twice(
    season: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    before = rows(season.folder / "state")
    assert {name for name, table in before.items() if not table} == set(), "nothing is compared of an empty table"
    assert {row["was_attached"] for row in before["message_files"]} == {0, 1}, "a copy of ours was accepted"
    assert {row["school_given"] for row in before["papers"]} == {None, "ha-tinh"}, "a school was decided"
    taken = len(smtp_sink.letters)
    season.write(storage={"directory": season.folder / "again"})
    season.run("rebuild", str(season.folder / "state"), *NOW)
    after = rows(season.folder / "again")
    assert set(after) == set(before)
    for name, table in before.items():
        assert after[name] == table, name
    season.run("once", *NOW)
    assert len(smtp_sink.letters) == taken, "what went out before is not sent again"
    found = season.json("reconcile", expect=1)
    assert (found["mailbox"], found["explained"]) == (12, 12)
    assert (found["unexplained"], found["double_answered"]) == ([], [])
    # Where the provider keeps what was sent, nothing stays in doubt.
    dovecot_account.create("Thư đã gửi")
    for sent in smtp_sink.letters:
        dovecot_account.deliver(sent.raw, START, "Thư đã gửi")
    season.run("once", "--now", "2021-11-06T12:00:00+07:00")
    assert season.json("reconcile")["uncertain"] == []
    assert len(smtp_sink.letters) == taken
    season.run("verify")


@pytest.mark.server
@pytest.mark.parametrize("proof", ["reference", "tag"])
def test_what_a_school_confirmed_is_known_again(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink, proof: str
) -> None:
    """The question is put again as it was, so that its answer finds its papers."""
    contact, host = "phong@thanhhoa-school.example", "Trường Chính trị tỉnh Thanh Hóa"
    connected.write(render={"enabled": False}, schools={"contacts": [contact]})

    def arrive(raw: bytes, at: datetime) -> None:
        raw = f"Received: from a.example by b.example; {format_datetime(at)}\r\n".encode() + raw
        dovecot_account.deliver(raw, at)
        connected.run("once", "--now", (at + timedelta(minutes=1)).isoformat())

    for number, sender in enumerate(["Hương <huong@thanhhoa.example>", f"Phòng QLĐT <{contact}>"]):
        text = [f"Mục tiêu của mô hình {number} là rõ ràng."] * 4
        file = simple_paper(text, title=f"Mô hình tự học {number}", authors=["ThS. Lê Thị Hương"], school=host)
        identifier = {"Message_ID": f"<{number}@x.example>"}
        raw = letter(sender, "Gửi bài", "Gửi bài.\n", (f"Bài {number}.docx", file), **identifier)
        arrive(raw, START + timedelta(minutes=number))
    monday = START + timedelta(days=3)
    connected.run("season", "send", "--now", monday.isoformat())
    connected.run("once", "--now", (monday + timedelta(minutes=1)).isoformat())
    (question,) = (
        sent for one in smtp_sink.letters if (sent := BytesParser().parsebytes(one.raw))["X-Thamluan"] == "vetting"
    )
    assert "[TL-2021-001] " in str(make_header(decode_header(question["Subject"])))
    how = (
        {"In_Reply_To": question["Message-ID"]}
        if proof == "reference"
        else {"Delivered_To": parseaddr(question["Reply-To"])[1]}
    )
    arrive(
        letter(contact, "Re: thẩm định", "Đã thẩm định TL-2021-001.\n", Message_ID="<9@x.example>", **how),
        monday + timedelta(minutes=5),
    )

    before = vetted(connected.folder / "state")
    assert [row["vetted_how"] for row in before["versions"]] == ["confirmed", "sent"]
    taken = len(smtp_sink.letters)
    connected.write(storage={"directory": connected.folder / "again"})
    connected.run("rebuild", str(connected.folder / "state"), "--now", (monday + timedelta(hours=1)).isoformat())
    assert vetted(connected.folder / "again") == before
    connected.run("season", "send", "--now", (monday + timedelta(hours=2)).isoformat())
    assert vetted(connected.folder / "again") == before
    connected.run("once", "--now", (monday + timedelta(hours=2)).isoformat())
    assert len(smtp_sink.letters) == taken, "nobody is asked again"


def vetted(storage: Path) -> dict[str, list[dict[str, object]]]:
    """What stands in the records about vetting."""
    queries = {
        "versions": "SELECT paper, number, vetted_how, vetted_by FROM versions ORDER BY 1, 2",
        "letters": "SELECT key, message_id, recipients, subject FROM letters WHERE kind = 'vetting'",
    }
    with closing(sqlite3.connect(storage / "records.sqlite3")) as db:
        db.row_factory = sqlite3.Row
        return {name: [dict(row) for row in db.execute(query)] for name, query in queries.items()}


@pytest.mark.server
def test_in_place_and_cut_off(season: Trial, smtp_sink: SmtpSink) -> None:
    state = season.folder / "state"
    assert "already" in season.run("rebuild", *NOW, expect=2).stderr
    before, taken = rows(state), len(smtp_sink.letters)
    for path in state.glob("records.sqlite3*"):
        path.unlink()
    (state / ".rebuilding").touch()  # as a call leaves it that was cut off
    assert "Run `thamluan rebuild` once more" in season.run("once", *NOW, expect=2).stderr
    season.run("rebuild", *NOW)
    assert rows(state) == before
    season.run("once", *NOW)
    assert len(smtp_sink.letters) == taken


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "empty"])
@pytest.mark.slow
def test_lost_records_are_not_begun_anew_beside_their_archive(
    trial: Trial, tmp_path: Path, lose: Callable[[Path], object]
) -> None:
    """A new paper would get the code of an old one."""
    for number in (1, 2):
        raw = letter("binh@nghean.example", "Gửi bài", "Gửi bài.\n", ("Bài.docx", paper(f"Mô hình {number}")))
        (tmp_path / f"{number}.eml").write_bytes(raw)
    trial.write(render={"enabled": False})
    trial.run("import", str(tmp_path / "1.eml"))
    for path in (tmp_path / "state").glob("records.sqlite3-*"):
        path.unlink()
    lose(tmp_path / "state" / "records.sqlite3")
    for command in (
        ["import", str(tmp_path / "2.eml")],
        ["outbox", "drop", "1"],
        ["parked", "release", "1"],
        ["season", "release"],
    ):
        refused = trial.run(*command, expect=2)
        assert "are lost" in refused.stderr
        assert "thamluan rebuild" in refused.stderr
    trial.run("rebuild")
    trial.run("import", str(tmp_path / "2.eml"))
    assert [one["code"] for one in rows(tmp_path / "state")["papers"]] == ["TL-2021-001", "TL-2021-002"]


def test_notices_of_several_days_are_no_flood_of_one(trial: Trial, tmp_path: Path) -> None:
    """The secretariat is spared more than twenty notices about one sender a day: which day, the messages say."""
    trial.write(render={"enabled": False}, secretariat={"addresses": ["thuky@thanhhoa.example"]})
    for day in (3, 5):
        for number in range(12):
            at = f"Received: from a by b; {format_datetime(START.replace(day=day) + timedelta(minutes=number))}\r\n"
            raw = letter("lan@hue.example", f"Hỏi {day}.{number}", "Xin hỏi hội thảo tổ chức ở đâu ạ?\n")
            (tmp_path / f"{day}.{number}.eml").write_bytes(at.encode() + raw)
        here = [str(path) for path in sorted(tmp_path.glob(f"{day}.*.eml"))]
        trial.run("import", *here, "--now", f"2021-11-0{day}T09:30:00+07:00")
    before = {row["key"] for row in all_rows(tmp_path / "state")["letters"] if row["kind"] == "notice"}
    trial.write(storage={"directory": tmp_path / "again"})
    trial.run("rebuild", str(tmp_path / "state"), *NOW)
    assert {row["key"] for row in all_rows(tmp_path / "again")["letters"] if row["kind"] == "notice"} == before
    assert len(before) == 24


def test_without_an_archive_there_is_nothing_to_rebuild(trial: Trial) -> None:
    assert "no archived messages" in trial.run("rebuild", expect=2).stderr
    assert not (trial.folder / "state" / "records.sqlite3").exists()


@pytest.mark.parametrize(
    ("head", "at"),
    [
        (b"Received: from a by b; Fri, 05 Nov 2021 09:01:00 +0700\r\nReceived: from x by a; Thu, 4 Nov 2021 09:00:00 +0700\r\n\r\n",
         datetime(2021, 11, 5, 2, 1, tzinfo=UTC)),
        (b"Received: from a by b (x; y)\r\n\tid 7; Fri, 05 Nov 2021 02:01:00 GMT\r\n\r\n", datetime(2021, 11, 5, 2, 1, tzinfo=UTC)),
        (b"Date: Fri, 05 Nov 2021 09:01:00 +0700\r\n\r\n", None),
        (b"Received: from a by b; yesterday\r\n\r\n", None),
        (b"Received: from a by b\r\n\r\n", None),
        (b"Received: \xff\xfe; \xff\r\n\r\n", None),
        (b"", None),
    ],
)  # fmt: skip
def test_when_a_message_arrived_is_what_the_last_server_says(head: bytes, at: datetime | None) -> None:
    assert received_at(head) == at
