"""The whole program on real servers: mail in Dovecot, LibreOffice counting pages, letters over SMTP."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from flow_trial import Trial, letter, running, wait_for
from servers import Account, SmtpSink

from daemon.demo.papers import Paper, docx

pytestmark = pytest.mark.server

IN_TIME = datetime(2021, 11, 10, 16, 59, 59, tzinfo=UTC)  # 23:59:59 on the last day in Vietnam
LATE = datetime(2021, 11, 10, 17, 0, 0, tzinfo=UTC)  # midnight
NOW = "2021-11-11T09:00:00+07:00"
SCHOOL = "Trường Chính trị tỉnh Nghệ An"
PAPER = Paper(
    f"Mô hình giảng viên trẻ đi cơ sở trong xây dựng đội ngũ giảng viên ở {SCHOOL}", "TS. Nguyễn Văn Bình", SCHOOL
)
GOOD = docx(PAPER)
FAULTY = docx(replace(PAPER, stray=("Arial", "Một đoạn chép từ nơi khác.")))
BINH = "Nguyễn Văn Bình <binh@nghean.example>"


def parsed(raw: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    return message


def text_of(raw: bytes) -> str:
    body = parsed(raw).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_paper_is_taken_in_judged_answered_and_filed_away(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    raw = dovecot_account.deliver(letter(BINH, "Bài tham luận", "Xin gửi bài.\n", ("Bài.docx", GOOD)), IN_TIME)

    connected.run("once", "--now", NOW)

    # the answer: to the author, in reply, marked as made by a program
    (sent,) = smtp_sink.letters
    answer = parsed(sent.raw)
    assert sent.recipients == ("binh@nghean.example",)
    assert answer["Auto-Submitted"] == "auto-replied"
    assert "TL-2021-001" in answer["Subject"]
    assert "Bài.docx" in text_of(sent.raw)
    assert "23:59 ngày 10/11/2021" in text_of(sent.raw)
    # the mailbox: moved, marked as handled and not as read
    assert dovecot_account.messages() == []
    assert dovecot_account.messages("Da-xu-ly") == [raw]
    ((mark,),) = dovecot_account.flags("Da-xu-ly")
    assert mark.startswith(b"thamluan-")
    # the archive: the very bytes, for nobody else to read
    (stored,) = (connected.folder / "state" / "messages").rglob("*.eml")
    assert stored.read_bytes() == raw
    assert stored.stat().st_mode & 0o077 == 0
    # the records
    status = connected.json("status", "--now", NOW)
    assert status["papers"] == status["papers"] | {"total": 1, "pass": 1, "fail": 0, "review": 0, "late": 0}
    assert status["messages"]["by_disposition"] == {"submission": 1}
    assert status["outbox"] == status["outbox"] | {"queued": 0, "sent": 1, "uncertain": 0, "failed": 0}
    nghe_an = next(school for school in status["schools"] if school["id"] == "nghe-an")
    assert nghe_an == nghe_an | {"min": 6, "max": None, "papers": 1, "compliant": 1, "missing": 5}

    # nothing twice: not by another pass, not by a copy moved back into the folder
    dovecot_account.deliver(raw, IN_TIME)
    connected.run("once", "--now", NOW)
    assert len(smtp_sink.letters) == 1
    assert connected.json("status", "--now", NOW)["papers"]["total"] == 1


def test_findings_of_every_rule_are_recorded(connected: Trial, dovecot_account: Account) -> None:
    dovecot_account.deliver(letter(BINH, "Bài", "Gửi bài.\n", ("a.docx", FAULTY)), IN_TIME)
    connected.run("once", "--now", NOW)
    with sqlite3.connect(connected.folder / "state" / "records.sqlite3") as records:
        found = dict(records.execute("SELECT check_name, outcome FROM findings").fetchall())
    records.close()
    assert found == {
        "file": "pass",
        "font": "fail",
        "encoding": "pass",
        "pages": "pass",
        "elements": "pass",
        "topic": "pass",
        "identity": "pass",
        "deadline": "pass",
    }


def test_a_correction_replaces_the_first_version(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    dovecot_account.deliver(letter(BINH, "Bài tham luận", "Xin gửi bài.\n", ("Bài.docx", FAULTY)), IN_TIME)
    connected.run("once", "--now", NOW)
    answered = parsed(smtp_sink.letters[0].raw)
    reply = letter(
        BINH,
        f"Re: {answered['Subject']}",
        "Tôi gửi bài đã sửa.\n",
        ("Bài sửa.docx", GOOD),
        In_Reply_To=answered["Message-ID"],
    )
    dovecot_account.deliver(reply, IN_TIME)
    connected.run("once", "--now", NOW)
    assert connected.json("status", "--now", NOW)["papers"]["total"] == 1
    words = text_of(smtp_sink.letters[1].raw)
    assert "TL-2021-001" in words
    assert "Bài.docx" in words, "the letter says which file was replaced"


def test_midnight_after_the_deadline_is_late(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> None:
    dovecot_account.deliver(letter(BINH, "Bài tham luận", "Xin gửi bài.\n", ("Bài.docx", GOOD)), LATE)
    connected.run("once", "--now", NOW)
    assert connected.json("status", "--now", NOW)["papers"]["late"] == 1
    assert "sau thời hạn" in parsed(smtp_sink.letters[0].raw)["Subject"]


@pytest.mark.parametrize(
    "machine",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<tin-tuc.example>"},
    ],
    ids=str,
)
def test_programs_get_no_answer(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink, machine: dict[str, str]
) -> None:
    dovecot_account.deliver(letter(BINH, "Thông báo", "Nội dung.\n", **machine), IN_TIME)
    connected.run("once", "--now", NOW)
    assert smtp_sink.letters == []
    assert connected.json("status", "--now", NOW)["messages"]["total"] == 1


class TestModes:
    """observe sends nothing, redirect sends to one address, and neither changes its mind about old letters."""

    def test_observe_prepares_and_sends_nothing(
        self, connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
    ) -> None:
        connected.write(conference={"mode": "observe"})
        dovecot_account.deliver(letter(BINH, "Bài", "Gửi bài.\n", ("a.docx", GOOD)), IN_TIME)
        said = connected.run("once", "--now", NOW).stderr
        assert "MODE OBSERVE" in said
        assert "NOTHING is sent" in said
        assert smtp_sink.heard == []
        (waiting,) = connected.json("outbox", "list")
        assert waiting["state"] == "queued"

        # going live does not send what was prepared while observing
        connected.write(conference={"mode": "live"})
        assert "MODE LIVE" in connected.run("once", "--now", NOW).stderr
        assert smtp_sink.letters == []

        # a person does
        connected.run("outbox", "release", "1")
        connected.run("once")
        assert [sent.recipients for sent in smtp_sink.letters] == [("binh@nghean.example",)]

    def test_redirect_sends_everything_to_one_address(
        self, connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
    ) -> None:
        connected.write(conference={"mode": "redirect", "redirect_to": "thu@nghiem.example"})
        dovecot_account.deliver(letter(BINH, "Bài", "Gửi bài.\n", ("a.docx", GOOD)), IN_TIME)
        assert "thu@nghiem.example" in connected.run("once", "--now", NOW).stderr
        (sent,) = smtp_sink.letters
        assert sent.recipients == ("thu@nghiem.example",)
        assert "binh@nghean.example" not in parsed(sent.raw)["To"]


class TestTrouble:
    """Each failure is one sentence and exit code 2, and nothing is lost by it."""

    def test_a_wrong_password(self, connected: Trial, tmp_path: Path) -> None:
        (tmp_path / "wrong").write_text("wrong", "utf-8")
        connected.write(mailbox={"password_file": tmp_path / "wrong"})
        done = connected.run("once", expect=2)
        assert done.stderr.strip().count("\n") <= 1  # the mode, and one sentence
        assert "password" in done.stderr.lower()

    def test_a_refused_login_is_not_hammered(self, connected: Trial, tmp_path: Path, dovecot_account: Account) -> None:
        """Providers lock accounts that try again and again: one try, by polling, then 15 minutes."""
        (tmp_path / "wrong").write_text("wrong", "utf-8")
        connected.write(mailbox={"password_file": tmp_path / "wrong"})
        with running(connected, NOW, "-v") as service:
            wait_for(service, "Next try in 900 s")
            service.send_signal(signal.SIGTERM)
            said = service.communicate(timeout=20)[1]
        assert service.returncode == 0
        assert "Next try" not in said
        assert "IDLE ended" not in said

    def test_a_letter_that_failed_can_be_sent_once_more(
        self, connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
    ) -> None:
        smtp_sink.answer("RCPT", "550 5.1.1 no such user")
        dovecot_account.deliver(letter(BINH, "Bài", "Gửi bài.\n", ("a.docx", GOOD)), IN_TIME)
        connected.run("once", "--now", NOW, expect=1)
        assert [letter["state"] for letter in connected.json("outbox", "list")] == ["failed"]
        assert "resend" in connected.run("outbox", "release", "1", expect=1).stderr
        smtp_sink.behave()
        connected.run("outbox", "resend", "1")
        connected.run("once")
        assert [sent.recipients for sent in smtp_sink.letters] == [("binh@nghean.example",)]
        connected.run("outbox", "resend", "1", expect=1)  # it is out

    def test_nobody_at_the_port(self, connected: Trial) -> None:
        connected.write(mailbox={"port": 1})
        assert "refuses connections" in connected.run("once", expect=2).stderr

    def test_smtp_out_of_reach_keeps_the_letter(
        self, connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
    ) -> None:
        right = smtp_sink.port
        connected.write(smtp={"port": 1})
        dovecot_account.deliver(letter(BINH, "Bài", "Gửi bài.\n", ("a.docx", GOOD)), IN_TIME)
        connected.run("once", "--now", NOW, expect=1)
        status = connected.json("status", "--now", NOW, expect=1)
        assert status["outbox"]["queued"] == 1
        assert any("Letters cannot be sent" in sentence for sentence in status["trouble"])
        connected.write(smtp={"port": right})
        connected.run("once", "--now", "2021-11-11T11:00:00+07:00")
        assert len(smtp_sink.letters) == 1

    def test_another_time_is_refused_in_live_mode_with_a_real_server(self, trial: Trial) -> None:
        trial.write(conference={"mode": "live"})
        assert "--now is refused in live mode" in trial.run("once", "--now", NOW, expect=2).stderr


class TestTheDoctor:
    def test_all_is_well(self, connected: Trial) -> None:
        lines = {line["what"]: line for line in connected.json("doctor")}
        for what in ("configuration", "templates", "disk", "mailbox", "clock", "smtp", "renderer", "fonts"):
            assert lines[what]["level"] == "good", lines[what]

    def test_it_names_what_is_wrong(self, connected: Trial) -> None:
        connected.write(mailbox={"port": 1}, smtp={"port": 1})
        lines = {line["what"]: line for line in connected.json("doctor", expect=1)}
        assert lines["mailbox"]["level"] == lines["smtp"]["level"] == "bad"
        assert all(line["remedy"] for line in lines.values() if line["level"] == "bad")


# --------------------------------------------------------------------------- the service


class TestRun:
    """The service: IDLE brings a message at once, SIGTERM ends it cleanly, and there is only one."""

    def test_a_message_that_arrives_while_it_runs_is_answered(
        self, connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
    ) -> None:
        connected.write(season={"enabled": False})
        dovecot_account.deliver(letter(BINH, "Bài", "Gửi bài.\n", ("a.docx", GOOD)), IN_TIME)
        with running(connected, NOW) as service:
            wait_for(service, "Delivery: sent 1")
            # poll_seconds is an hour: only IDLE can bring this one
            dovecot_account.deliver(letter("lan@nghean.example", "Bài", "Gửi.\n", ("b.docx", FAULTY)), IN_TIME)
            wait_for(service, "Delivery: sent")
            answered = [sent.recipients for sent in smtp_sink.letters if "thuky" not in sent.recipients[0]]
            assert answered == [("binh@nghean.example",), ("lan@nghean.example",)]

            refused = connected.run("once", expect=2)
            assert "Another thamluan" in refused.stderr
            assert connected.json("status", "--now", NOW)["papers"]["total"] == 2  # looking is allowed beside it

            service.send_signal(signal.SIGTERM)
            assert service.wait(20) == 0
        assert "Traceback" not in (service.stderr.read() if service.stderr and not service.stderr.closed else "")

    def test_letters_of_the_calendar_go_out_by_themselves(self, connected: Trial, smtp_sink: SmtpSink) -> None:
        with running(connected, NOW) as service:
            wait_for(service, "Calendar: letters 1", "Delivery: sent 1")  # said by two threads, in either order
            service.send_signal(signal.SIGTERM)
            assert service.wait(20) == 0
        (sent,) = smtp_sink.letters
        assert sent.recipients == ("thuky@thanhhoa.example",)

    @pytest.mark.parametrize(
        ("sql", "sentence"),
        [
            ("UPDATE meta SET value = '{}' WHERE key = 'lease.holder'", "Another thamluan has taken over the records."),
            (None, "was moved or replaced while it was worked on."),
        ],
        ids=["taken over", "replaced"],
    )
    def test_records_taken_away_end_it_as_a_failure(
        self, connected: Trial, dovecot_account: Account, sql: str | None, sentence: str
    ) -> None:
        """A supervisor notices, and starts what then says why it cannot, or goes on with what is there now."""
        path = connected.folder / "state" / "records.sqlite3"
        with running(connected, NOW) as service:
            wait_for(service, "Delivery: sent")
            if sql is None:
                shutil.copy(path, connected.folder / "copy")
                (connected.folder / "copy").replace(path)
            else:
                with closing(sqlite3.connect(path)) as db, db:
                    db.execute(sql)
            dovecot_account.deliver(letter("lan@hue.example", "Hỏi", "Xin hỏi hội thảo tổ chức ở đâu ạ?\n"))  # IDLE
            assert service.wait(60) == 2
            assert service.stderr is not None
            said = service.stderr.read()
        (last,) = (line for line in said.splitlines() if line.startswith("thamluan: "))
        assert sentence in last
        assert last.endswith("This process writes nothing more and ends; one alone may go on.")
        assert "Traceback" not in said
