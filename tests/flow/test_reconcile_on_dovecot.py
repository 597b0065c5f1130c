"""`thamluan reconcile` against a real mailbox that people use besides."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from docx_maker import simple_paper
from flow_trial import Trial, letter
from servers import Account, SmtpSink, Trouble

pytestmark = pytest.mark.server

IN_TIME = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
NOW = ("--now", "2021-11-05T10:00:00+07:00")
KEYS = {"uid", "message_id", "why", "next"}


@pytest.fixture
def trial(trial: Trial) -> Trial:
    """Without LibreOffice: what papers are like does not matter here."""
    trial.write(render={"enabled": False})
    return trial


def deliver(box: Account, number: int, folder: str = "INBOX") -> bytes:
    paper = simple_paper([f"Bài số {number}", "ThS. Nguyễn Văn Bình", f"Nội dung {number}"])
    sender = f"Bình {number} <a{number}@nghean.example>"
    raw = letter(sender, f"Bài {number}", "Gửi bài.\n", (f"{number}.docx", paper), Message_ID=f"<{number}@x.example>")
    return box.deliver(raw, IN_TIME, folder)


def codes(state: Path) -> list[str]:
    with closing(sqlite3.connect(state / "records.sqlite3")) as records:
        return [code for (code,) in records.execute("SELECT code FROM papers ORDER BY id")]


def move(box: Account, uid: int, source: str, target: str) -> None:
    """A person moves a message with a mail program."""
    with box.client() as client:
        if not client.folder_exists(target):
            client.create_folder(target)
        client.select_folder(source)
        client.move([uid], target)


def test_people_move_copy_and_delete_and_everything_adds_up(connected: Trial, dovecot_account: Account) -> None:
    box = dovecot_account
    raws = [deliver(box, number) for number in range(1, 6)]
    before = connected.json("reconcile", expect=1)
    assert (before["mailbox"], before["explained"], len(before["unexplained"])) == (5, 0, 5)
    assert set(before["unexplained"][0]) >= KEYS
    assert before["unexplained"][0]["message_id"] == "<1@x.example>"
    assert before["unexplained"][0]["uid"] == 1

    connected.run("once", *NOW)
    assert connected.json("reconcile") == {
        "mailbox": 5, "explained": 5, "unexplained": [], "unanswered": [], "double_answered": [],
        "uncertain": [], "possible_repeats": [],
    }  # fmt: skip
    assert connected.run("reconcile").stdout == (
        "5 messages in the mailbox, all explained; 0 unanswered, 0 answered twice.\n"
    )

    move(box, 1, "Da-xu-ly", "INBOX")  # back
    move(box, 2, "Da-xu-ly", "Của Lan")  # away
    box.deliver(raws[2], datetime(2021, 11, 6, tzinfo=UTC))  # copied back, at another time
    with box.client() as client:
        client.select_folder("Da-xu-ly")
        client.delete_messages([4])
        client.expunge()
    after = connected.json("reconcile")
    assert (after["mailbox"], after["explained"]) == (4, 4)
    assert connected.json("reconcile", "--thorough") == after
    connected.run("once", *NOW)
    assert connected.json("reconcile")["mailbox"] == 4


def test_a_folder_made_anew_has_other_numbers_and_the_same_messages(connected: Trial, dovecot_account: Account) -> None:
    raws = [deliver(dovecot_account, number) for number in range(1, 4)]
    connected.run("once", *NOW)
    with dovecot_account.client() as client:
        client.delete_folder("Da-xu-ly")
        client.create_folder("Da-xu-ly")
    for raw in raws:
        dovecot_account.deliver(raw, IN_TIME, "Da-xu-ly")
    assert connected.json("reconcile")["explained"] == 3


def test_a_storage_directory_set_back_as_a_whole_answers_nobody_twice(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    """A snapshot of the machine: the mailbox alone knows what went on."""
    state = connected.folder / "state"
    deliver(dovecot_account, 1)
    connected.run("once", *NOW)
    shutil.copytree(state, tmp_path / "ảnh")
    for number in (2, 3):
        deliver(dovecot_account, number)
    connected.run("once", *NOW)
    assert len(smtp_sink.letters) == 3
    papers = codes(state)

    shutil.rmtree(state)
    shutil.copytree(tmp_path / "ảnh", state)
    for _ in range(2):
        connected.run("once", *NOW)
    assert len(smtp_sink.letters) == 3
    account = connected.json("reconcile", expect=1)
    assert (account["mailbox"], account["explained"], account["unexplained"]) == (3, 3, [])
    assert (len(account["uncertain"]), account["unanswered"], account["double_answered"]) == (2, [], [])
    assert codes(state) == papers == ["TL-2021-001", "TL-2021-002", "TL-2021-003"]


def test_where_nothing_was_handled_meanwhile_the_sent_folder_knows_what_went_out(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    state, morning = connected.folder / "state", ("--now", "2021-09-10T08:30:00+07:00")
    dovecot_account.create("Thư đã gửi")  # of the provider, who keeps there what is sent through it
    connected.run("once", *morning)
    shutil.copytree(state, tmp_path / "ảnh")
    connected.run("season", "send", *morning)
    night = connected.run("once", "--now", "2021-09-10T23:00:00+07:00").stderr
    assert "wait for working hours" in " ".join(night.split())
    connected.run("once", *morning)
    went = [sent.raw for sent in smtp_sink.letters]
    assert went
    for raw in went:
        dovecot_account.deliver(raw, datetime(2021, 9, 10, 1, 30, tzinfo=UTC), "Thư đã gửi")

    shutil.rmtree(state)
    shutil.copytree(tmp_path / "ảnh", state)
    for _ in range(2):
        connected.run("season", "send", *morning)
        connected.run("once", *morning)
    assert [sent.raw for sent in smtp_sink.letters] == went
    assert connected.json("reconcile")["uncertain"] == []


def test_looking_changes_nothing(connected: Trial, dovecot_account: Account) -> None:
    deliver(dovecot_account, 1)
    connected.run("once", *NOW)
    deliver(dovecot_account, 2)
    records = connected.folder / "state" / "records.sqlite3"
    before = records.read_bytes()
    connected.run("reconcile", "--thorough", expect=1)
    assert dovecot_account.flags() == [set()]
    (mark,) = dovecot_account.flags("Da-xu-ly")[0]
    assert mark.startswith(b"thamluan-")  # nothing but that it was handled
    assert records.read_bytes() == before
    assert len(dovecot_account.messages()) == 1


def test_what_nobody_took_in_is_told_with_the_next_step(connected: Trial, dovecot_account: Account) -> None:
    deliver(dovecot_account, 1)
    connected.run("once", *NOW)
    deliver(dovecot_account, 2, "Da-xu-ly")  # a person filed it before it was read
    (trouble,) = connected.json("reconcile", expect=1)["unexplained"]
    assert (trouble["folder"], trouble["message_id"]) == ("Da-xu-ly", "<2@x.example>")
    assert "Move it back" in trouble["next"]
    shown = connected.run("reconcile", expect=1).stdout
    assert "2 messages in the mailbox, 1 unexplained; 0 unanswered, 0 answered twice." in shown
    assert "Move it back" in shown


def test_the_digest_says_what_the_look_before_it_found(connected: Trial, dovecot_account: Account) -> None:
    deliver(dovecot_account, 1)
    connected.run("once", "--now", "2021-11-05T06:30:00+07:00")
    connected.run("season", "send", "--now", "2021-11-05T07:01:00+07:00")  # digests begin
    assert "có 1 thư, 0 thư chưa giải thích được." in the_digest(connected, "2021-11-06T07:01:00+07:00")
    deliver(dovecot_account, 2, "Da-xu-ly")  # a person filed it before it was read
    connected.run("once", "--now", "2021-11-07T06:10:00+07:00")
    said = the_digest(connected, "2021-11-07T07:01:00+07:00")
    assert "Đối chiếu hộp thư lúc 06:10 ngày 07/11/2021 (giờ Việt Nam): có 2 thư, 1 thư chưa giải thích được." in said
    assert "- đến lúc 09:00 ngày 05/11/2021 (giờ Việt Nam), trong thư mục “Da-xu-ly”" in said
    assert "xin chuyển về thư mục đó" in said


def the_digest(trial: Trial, now: str) -> str:
    """The text of the one that is written then."""
    trial.run("season", "send", "--now", now)
    with closing(sqlite3.connect(trial.folder / "state" / "records.sqlite3")) as db:
        (raw,) = db.execute("SELECT raw FROM letters WHERE kind = 'digest' ORDER BY id DESC LIMIT 1").fetchone()
    body = BytesParser(policy=default).parsebytes(raw).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_letters_that_failed_or_hang_are_told(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> None:
    deliver(dovecot_account, 1)
    deliver(dovecot_account, 2)
    smtp_sink.answer("RCPT", "550 5.1.1 no such user", address="a1@")
    smtp_sink.answer("DOT", Trouble.LOSE)
    connected.run("once", *NOW, expect=1)
    found = connected.json("reconcile", expect=1)
    assert [trouble["from"] for trouble in found["unanswered"]] == ["a1@nghean.example"]
    assert "a2@nghean.example" in {trouble["from"] for trouble in found["uncertain"]}


def test_a_second_answer_is_found(connected: Trial, dovecot_account: Account) -> None:
    deliver(dovecot_account, 1)
    connected.run("once", *NOW)
    with closing(sqlite3.connect(connected.folder / "state" / "records.sqlite3")) as db, db:
        db.execute(
            "INSERT INTO letters (key, message_id, kind, recipients, recipient_key, subject, raw, mode, state, attempts,"
            " next_attempt_at, created_at, sent_at, cause) SELECT key || 2, message_id || 2, kind, recipients,"
            " recipient_key, subject, raw, mode, state, attempts, next_attempt_at, created_at, sent_at, cause"
            " FROM letters WHERE kind = 'acknowledgement'"
        )
    (twice,) = connected.json("reconcile", expect=1)["double_answered"]
    assert len(twice["letters"]) == 2
    assert "TL-2021-001" in twice["why"]


def test_a_mailbox_out_of_reach_is_one_sentence(connected: Trial) -> None:
    connected.write(mailbox={"port": 1})
    done = connected.run("reconcile", "--json", expect=2)
    assert done.stdout == ""
    assert "refuses connections" in done.stderr
