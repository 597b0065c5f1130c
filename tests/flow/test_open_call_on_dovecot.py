"""An open call in English from its first paper to the last decision: no schools, no quotas, words of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

import pytest
from docx_maker import simple_paper
from flow_trial import Trial, letter
from servers import Account, SmtpSink

pytestmark = pytest.mark.server

NAMES = {
    "name": "Ageing Well in River Deltas",
    "short_name": "Ageing Well 2021",
    "organiser": "Society of Gerontology",
    "host": "Institute of Ageing",
    "plan": "Call for Papers No. 2",
    "plan_note": "",
}
TOPICS = """
[[topics]]
id = "care"
name = "Care at home"
keywords = ["home care", "carers"]

[[topics]]
id = "work"
name = "Work and pensions"
keywords = ["pension", "retirement"]
"""
ANNA, MAI, OFFICE = "anna@uppsala.example", "mai@ctu.example", "thuky@thanhhoa.example"
PROVEN = b"Authentication-Results: mx.google.com; dmarc=pass header.from=thanhhoa.example\r\n"


def call_for_papers(trial: Trial) -> None:
    """The shipped configuration as such a conference would change it."""
    trial.write(
        conference={**NAMES, "code_prefix": "AW-2021", "lang": "en"},
        **{"conference.english": {**NAMES, "event_word": "symposium", "secretariat": "Symposium Office"}},
        secretariat={"name": "Symposium Office"},
        event={"place": "Cần Thơ", "english_place": "Cần Thơ"},
        render={"enabled": False},
    )
    file = trial.folder / "config.toml"
    tables = re.split(r"(?m)^(?=\[)", file.read_text("utf-8"))
    ours = ("[[schools]]", "[[elements]]", "[[topics]]")
    kept = [table for table in tables if not table.startswith(ours) and 'kind = "vet"' not in table]
    file.write_text("".join(kept) + TOPICS, "utf-8")


def letters(sink: SmtpSink, to: str) -> list[str]:
    """Subject and text of all that somebody got."""
    found = [BytesParser(policy=policy.default).parsebytes(it.raw) for it in sink.letters if it.recipients == (to,)]
    bodies = [mail.get_body(("plain",)) for mail in found]
    texts = [body.get_content().replace("\r\n", "\n") for body in bodies if body]
    return [f"{mail['Subject']}\n{text}" for mail, text in zip(found, texts, strict=True)]


def test_an_open_call_in_english(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> None:
    call_for_papers(connected)
    connected.run("season", "send", "--now", "2021-11-05T09:00:00+07:00")
    of_anna = simple_paper(
        ["Home care for older people in the delta rests on carers who are themselves old."] * 8,
        title="Carers Who Are Old Themselves",
        authors=["Anna Lindqvist"],
        school="University of Uppsala",
    )
    of_mai = simple_paper(
        ["Pension and retirement of fishermen."] * 8,
        title="Retirement of Fishermen",
        authors=["Trần Thị Mai"],
        font="Arial",
    )
    dovecot_account.deliver(
        letter(f"Anna Lindqvist <{ANNA}>", "My paper", "Please find my paper attached.\n", ("Carers.docx", of_anna)),
        datetime(2021, 11, 6, 2, tzinfo=UTC),
    )
    dovecot_account.deliver(
        letter(f"Mai Tran <{MAI}>", "Late paper", "Sorry for the delay, here is our paper.\n", ("Late.docx", of_mai)),
        datetime(2021, 11, 11, 2, tzinfo=UTC),
    )
    connected.run("once", "--now", "2021-11-11T09:30:00+07:00")
    to_anna, to_mai = letters(smtp_sink, ANNA)[-1], letters(smtp_sink, MAI)[-1]
    assert "Title: Carers Who Are Old Themselves\nAuthor: Anna Lindqvist\nTopic: care. Care at home" in to_anna
    assert "1 point to be corrected" in to_mai
    assert "None of the paper is in Times New Roman (Arial)." in to_mai

    connected.run("season", "send", "--now", "2021-11-12T07:31:00+07:00")
    connected.run("once", "--now", "2021-11-12T07:32:00+07:00")
    digest = letters(smtp_sink, OFFICE)[-1]
    assert "2 papers received, 0 meeting the requirements." in digest
    assert "PASS AW-2021-001 – AW-2021-001 meets the requirements" in digest
    assert "SCHOOL" not in digest

    orders = "PASS AW-2021-001\nKEEP AW-2021-002\nSCHOOL AW-2021-002 Can Tho University\n"
    dovecot_account.deliver(PROVEN + letter(OFFICE, "Decisions", orders))
    connected.run("once", "--now", "2021-11-12T09:00:00+07:00")
    assert "is recorded as meeting the requirements" in letters(smtp_sink, ANNA)[-1]
    answer = letters(smtp_sink, OFFICE)[-1]
    assert "2 of 3 decisions carried out" in answer
    assert "cannot be carried out, because this symposium does not count papers by institution." in answer
    papers = connected.json("status", "--now", "2021-11-12T09:00:10+07:00")["papers"]
    assert (papers["pass"], papers["late"]) == (1, 1)

    everything = [text for reader in (ANNA, MAI, OFFICE) for text in letters(smtp_sink, reader) if text != answer]
    assert len(everything) >= 6
    for text in everything:
        assert not re.search(r"Vietnamese|\bschools?\b|institution|thuộc|bài |không", text, re.IGNORECASE), text
