"""The log: lines, JSON or the journal; with the ids of what it is about, without what must not be told."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon import intake, logs, mail
from daemon.cli import service as service_commands
from daemon.config import Log, LogFormat, load
from daemon.discretion import HIDDEN, Secret, unquoted
from daemon.intake import Own

log = logging.getLogger("daemon.test")
CORPUS = Path(__file__).parent / "corpus"


def broken(words: str) -> None:
    raise ValueError(words)


@contextlib.contextmanager
def logging_to(handler: logging.Handler) -> Iterator[None]:
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.setLevel(logging.NOTSET)
        log.removeHandler(handler)
        handler.close()


def written(capsys: pytest.CaptureFixture[str], **settings: object) -> str:
    """What a few lines look like under these settings."""
    root = logging.getLogger()
    before, levels = list(root.handlers), (root.level, logging.getLogger("daemon").level)
    try:
        logs.begin(verbose=False, quiet=False)
        logs.follow(Log.model_validate(settings))
        with logs.concerning(message=12), logs.concerning(paper="TL-2021-007"):
            log.info("Thư của %s đã đến.", "an@nghean.example")
        log.debug("not told")
        logging.getLogger("somebody.else").info("not told")
        try:
            broken("đã hỏng: an@nghean.example")
        except ValueError:
            log.exception("It broke.")
    finally:
        root.handlers[:] = before
        root.setLevel(levels[0])
        logging.getLogger("daemon").setLevel(levels[1])
    return capsys.readouterr().err


def test_lines_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    said = written(capsys, format="text")
    first, second, *trace = said.splitlines()
    assert first == "INFO daemon.test: Thư của an@nghean.example đã đến."
    assert second == "ERROR daemon.test: It broke."
    assert trace[-1] == "ValueError: đã hỏng: an@nghean.example"
    assert "not told" not in said


def test_without_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    said = written(capsys, format="text", addresses=False)
    assert "Thư của …@nghean.example đã đến." in said
    assert "an@nghean.example" not in said


def test_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    said = written(capsys, format="json", addresses=False)
    first, second = (json.loads(line) for line in said.splitlines())
    assert "đã đến" in said, "real letters"
    assert (first["level"], first["logger"]) == ("info", "daemon.test")
    assert (first["message"], first["paper"]) == ("12", "TL-2021-007")
    assert first["text"] == "Thư của …@nghean.example đã đến."
    assert first["at"].endswith("+00:00")
    assert "message" not in second
    assert second["text"].startswith("It broke.\nTraceback")


class Journal:
    """The end of the journal's socket that systemd-journald reads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "socket"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))

    def entry(self) -> dict[str, str]:
        """One datagram, as systemd.io/JOURNAL_NATIVE_PROTOCOL says it is read."""
        data, found = self.socket.recv(1 << 20), {}
        while data:
            line, _, data = data.partition(b"\n")
            name, is_short, value = line.partition(b"=")
            if not is_short:
                size = int.from_bytes(data[:8], "little")
                value, data = data[8 : 8 + size], data[9 + size :]
            found[name.decode()] = value.decode()
        return found


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path)
    yield made
    made.socket.close()


def test_fields_of_the_journal(journal: Journal) -> None:
    with logging_to(logs.JournalHandler(logs._Discreet(addresses=True), journal.path)):
        with logs.concerning(message=12, letter=3):
            log.warning("Thư %d", 12)
        entry = journal.entry()
        assert entry["MESSAGE"] == "Thư 12"
        assert (entry["PRIORITY"], entry["SYSLOG_IDENTIFIER"], entry["LOGGER"]) == ("4", "thamluan", "daemon.test")
        assert (entry["THAMLUAN_MESSAGE"], entry["THAMLUAN_LETTER"]) == ("12", "3")
        assert (entry["CODE_FILE"], entry["CODE_FUNC"]) == (__file__, "test_fields_of_the_journal")
        log.info("next")
        assert "THAMLUAN_MESSAGE" not in journal.entry()


def test_a_traceback_is_one_entry_of_the_journal(journal: Journal) -> None:
    held = Secret("mật khẩu 193")
    with logging_to(logs.JournalHandler(logs._Discreet(addresses=True), journal.path)):
        try:
            broken(held.value)
        except ValueError:
            log.exception("It broke.\nTwice.")
        entry = journal.entry()
    assert entry["MESSAGE"].startswith("It broke.\nTwice.\nTraceback")
    assert entry["MESSAGE"].endswith(f"ValueError: {HIDDEN}")
    assert entry["PRIORITY"] == "3"


def test_without_the_journal_a_line_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(logs.JournalHandler(logs._Discreet(addresses=True), tmp_path / "absent")):
        log.info("still told")
    assert "still told" in capsys.readouterr().err


class Deaf(io.StringIO):
    """Standard error on a full disk, or into a pipe whose reader has gone."""

    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")


def closed() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("stream", [Deaf(), closed()], ids=["full", "closed"])
@pytest.mark.parametrize("form", ["text", "json", "journal"])
def test_what_cannot_be_written_stops_no_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, stream: io.StringIO
) -> None:
    monkeypatch.setattr(logs, "JOURNAL", tmp_path / "absent")
    monkeypatch.setattr(sys, "stderr", stream)
    with logging_to(logs._handler(Log.model_validate({"format": form}), {}, stream)):
        log.error("lost")


@pytest.mark.parametrize(
    ("stream", "listens", "expected"),
    [(None, True, False), ("1:2", True, False), ("itself", True, True), ("itself", False, False)],
)
def test_systemd_says_whether_standard_error_is_the_journal(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, stream: str | None, *, listens: bool, expected: bool
) -> None:
    monkeypatch.setattr(logs, "JOURNAL", journal.path if listens else journal.path.with_name("absent"))
    with journal.path.with_name("stderr").open("w") as stderr:
        there = os.fstat(stderr.fileno())
        named = f"{there.st_dev}:{there.st_ino}" if stream == "itself" else stream
        environ = {} if named is None else {"JOURNAL_STREAM": named}
        assert logs._is_journal(environ, stderr) is expected
        made = logs._handler(Log(), environ, stderr)
    assert isinstance(made, logs.JournalHandler) is expected
    made.close()


def test_a_stream_that_is_no_file_is_not_the_journal() -> None:
    assert not logs._is_journal({"JOURNAL_STREAM": "1:2"}, io.StringIO())


@pytest.mark.slow
def test_reasons_of_decisions_bear_no_words_of_the_message() -> None:
    """Of all messages of the corpus: what the log says of them holds no three words in a row of their text."""
    own = Own("hoithao@chinhtri.example", ("thuky@chinhtri.example",), "TL-2021")
    seen = 0
    for path in sorted(CORPUS.glob("*.eml")):
        parsed = mail.read(path.read_bytes())
        said = unquoted(intake.decide(parsed, own=own).reason).split()
        body = " ".join(parsed.text.split())
        names = " ".join(file.filename for file in parsed.attachments)
        runs = {" ".join(said[at : at + 3]) for at in range(len(said) - 2)}
        found = {run for run in runs if run in body and run not in names}
        assert not found, path.name
        seen += bool(body)
    assert seen > 100


@pytest.mark.parametrize(
    ("form", "is_logged"), [(LogFormat.TEXT, False), (LogFormat.AUTO, False), (LogFormat.JSON, True)]
)
def test_where_each_line_is_an_object_the_mode_is_told_by_one(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], form: LogFormat, is_logged: bool
) -> None:
    settings = load(Path(__file__).parent.parent / "config.toml")
    with caplog.at_level(logging.INFO):
        service_commands._announce(
            settings.model_copy(update={"log": settings.log.model_copy(update={"format": form})})
        )
    assert ["MODE OBSERVE" in record.getMessage() for record in caplog.records] == [True] * is_logged
    assert ("MODE OBSERVE" in capsys.readouterr().err) is not is_logged
