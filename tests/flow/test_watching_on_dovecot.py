"""The service as whoever watches it sees it, on real servers."""

from __future__ import annotations

import json
import signal
import time
import urllib.request

import pytest
from flow_trial import Trial, letter, running, wait_for
from servers import LOOPBACK, Account, SmtpSink, free_port

pytestmark = pytest.mark.server

NOW = "2021-11-09T09:00:00+07:00"


def test_a_running_service_gives_its_numbers_and_its_log_bears_ids(connected: Trial, dovecot_account: Account) -> None:
    port, file = free_port(), connected.folder / "thamluan.prom"
    connected.write(metrics={"port": port, "textfile": file}, log={"format": "json", "addresses": False})
    connected.write(season={"enabled": False})  # two letters: those that the message causes
    dovecot_account.deliver(letter("an@nghean.example", "Bao giờ họp", "Cho tôi hỏi bao giờ họp?"))
    with running(connected, NOW) as process:
        # The pass that took the message in may end after its letters went out.
        said = wait_for(process, "Letter 1 was sent", "Letter 2 was sent", "Intake: ")
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/metrics", timeout=10) as answer:
            numbers = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if line[0] != "#")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert float(numbers['thamluan_messages{disposition="question"}']) == 1
    assert float(numbers['thamluan_step_seconds_count{step="intake"}']) >= 1
    # The clock of the trial: the poll's time is of that season.
    assert 0 < float(numbers["thamluan_last_poll_success_timestamp_seconds"]) < time.time() - 86400
    assert 'thamluan_step_seconds_count{step="calendar"}' in file.read_text("utf-8")
    lines = [json.loads(line) for line in said if line.startswith("{")]
    (decided,) = [line for line in lines if line["text"].startswith("Message 1: question")]
    assert (decided["step"], decided["message"], decided["uid"]) == ("intake", "1", "1")
    sent = {(line["step"], line["letter"], line["text"]) for line in lines if "letter" in line}
    assert sent == {
        ("delivery", "1", "Letter 1 was sent to …@nghean.example."),
        ("delivery", "2", "Letter 2 was sent to …@thanhhoa.example."),
    }
    assert "họp" not in "".join(said), "no words of a message"


def test_a_letter_to_ourselves_goes_out_and_comes_back(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    connected.write(canary={"every_hours": 6}, mailbox={"poll_seconds": 3600}, season={"enabled": False})
    smtp_sink.passes_on = lambda letter: dovecot_account.deliver(letter.raw)
    with running(connected, NOW) as process:
        wait_for(process, "A letter to ourselves has come back.", "filed 1")  # IDLE announces it
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    (letter,) = smtp_sink.letters
    assert letter.recipients == ("hoithao@thanhhoa.example",)
    assert dovecot_account.messages() == []
    assert dovecot_account.messages("Da-xu-ly") == [letter.raw]
    status = connected.json("status", "--now", NOW)
    assert status["canary"]["last_back"] > NOW
    assert 0 <= status["canary"]["latency_seconds"] < 60
    assert status["messages"]["by_disposition"] == {"own": 1}
    assert status["trouble"] == []
    connected.json("reconcile")


def test_one_that_is_swallowed_is_missed(connected: Trial, smtp_sink: SmtpSink) -> None:
    connected.write(canary={"every_hours": 6, "within_minutes": 30}, season={"enabled": False})
    with running(connected, NOW) as process:
        wait_for(process, "Letter 1 was sent")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert len(smtp_sink.letters) == 1
    later = "2021-11-09T09:31:00+07:00"
    connected.run(
        "once", "--now", later
    )  # the mailbox is read: a service would wait for its second look at the calendar
    with running(connected, later) as process:
        wait_for(process, "CRITICAL daemon.timetable: A letter to ourselves has not come back.")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    status = connected.json("status", "--now", later, expect=1)
    assert any("has not come back" in sentence for sentence in status["trouble"])
    assert "has not come back" in connected.run("status", "--now", later, expect=1).stdout
