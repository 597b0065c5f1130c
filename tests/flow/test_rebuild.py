"""The records are lost, the archive is not: the same records again, and nobody gets a letter twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import format_datetime, parseaddr
from pathlib import Path

import pytest
from docx_maker import simple_paper
from flow_trial import Trial, letter
from servers import Account, SmtpSink

from daemon.proof.rebuilding import received_at

START = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
NOW = ("--now", "2021-11-06T09:00:00+07:00")
TABLES = {
    "messages": "raw_sha256, size, arrived_at, content_key, duplicate_of, message_id, from_address, subject, refs, state,"
    " disposition, reason, may_answer, needs_answer, paper_codes",
    "papers": "*",
    "versions": "paper, number, file, message, verdict, ruling, ruled_by",
    "findings": "check_name, outcome, clause, summary, details",
    "files": "*",
    "letters": "key, message_id, kind, recipients, subject, mode, cause",
    "letter_papers": "*",
}


def rows(storage: Path) -> dict[str, list[dict[str, object]]]:
    """What stands in the records, but for moments of our own work."""
    with closing(sqlite3.connect(storage / "records.sqlite3")) as db:
        db.row_factory = sqlite3.Row
        found = {}
        for table, columns in TABLES.items():
            order = "rowid" if table == "messages" else "1, 2"
            read = [dict(row) for row in db.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")]
            found[table] = [{name: row[name] for name in row if name not in _OF_OUR_WORK} for row in read]
        return found


_OF_OUR_WORK = {"first_seen_at", "created_at", "assessed_at", "recorded_at", "updated_at"}


def paper(title: str, *more: str) -> bytes:
    text = [f"Mục tiêu của {title} là rõ ràng.", *more]
    return simple_paper(text * 4, title=title, authors=["ThS. Nguyễn Văn Bình"], school="Trường Chính trị tỉnh Nghệ An")


@pytest.fixture
def season(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> Trial:
    """A paper, the same by another way, a question, a robot, a correction that answers our letter, and a ruling."""
    connected.write(render={"enabled": False})
    minute = 0

    def arrive(raw: bytes) -> bytes:
        nonlocal minute
        minute += 1
        at = START + timedelta(minutes=minute)
        raw = f"Received: from a.example by b.example; {format_datetime(at)}\r\n".encode() + raw
        dovecot_account.deliver(raw, at)
        return raw

    binh = "Bình <binh@nghean.example>"
    first = letter(binh, "Gửi bài", "Gửi bài.\n", ("Bài.docx", paper("Mô hình tự học")), Message_ID="<1@x.example>")
    arrive(first)
    connected.run("once", "--now", "2021-11-05T09:05:00+07:00")
    arrive(first)
    arrive(letter("Lan <lan@hue.example>", "Hỏi", "Xin hỏi hội thảo tổ chức ở đâu ạ?\n", Message_ID="<2@x.example>"))
    arrive(letter("R <r@hue.example>", "Tôi đi vắng", "Tự động.\n", Auto_Submitted="auto-replied"))
    ours = BytesParser().parsebytes(smtp_sink.letters[0].raw)
    new = paper("Mô hình tự học", "Đoạn này đã được sửa.")
    reply = {"In_Reply_To": ours["Message-ID"], "Message_ID": "<3@x.example>"}
    arrive(letter(binh, "Re: Gửi bài", "Tôi gửi bài đã sửa.\n", ("Bài sửa.docx", new), **reply))
    connected.run("once", "--now", "2021-11-05T09:15:00+07:00")
    proof = b"Authentication-Results: mx.google.com; dmarc=pass header.from=thanhhoa.example\r\n"
    order = letter("thuky@thanhhoa.example", "Quyết định", "ĐẠT TL-2021-001\n", Message_ID="<4@x.example>")
    arrive(proof + order)
    connected.run("once", *NOW)
    return connected


@pytest.mark.server
def test_the_same_records_again_and_no_letter_twice(
    season: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    before = rows(season.folder / "state")
    assert {table: len(found) for table, found in before.items() if table in {"messages", "papers", "versions"}} == {
        "messages": 6, "papers": 1, "versions": 2,
    }  # fmt: skip
    assert [version["ruling"] for version in before["versions"]] == [None, "pass"]
    taken = len(smtp_sink.letters)
    season.write(storage={"directory": season.folder / "again"})
    season.run("rebuild", str(season.folder / "state"), *NOW)
    after = rows(season.folder / "again")
    for table, found in before.items():
        assert after[table] == found, table
    season.run("once", *NOW)
    assert len(smtp_sink.letters) == taken, "what went out before is not sent again"
    found = season.json("reconcile", expect=1)
    assert (found["mailbox"], found["explained"]) == (6, 6)
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
    assert rows(state)["messages"] == before["messages"]
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
