"""Real passwords on their way through every layer that may raise: nothing that is shown or kept holds them.

The servers here do what some real ones do: they repeat the command that they refuse.
"""

from __future__ import annotations

import base64
import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flow_trial import Done, Trial, letter
from servers import FakeImap, SmtpSink

from daemon.errors import MailboxError
from daemon.inbox import ImapInbox
from daemon.smtp import SmtpSender

pytestmark = pytest.mark.slow  # processes and sockets of their own

#: LOGIN carries the first; the second needs AUTHENTICATE PLAIN, where it travels in base64.
PASSWORDS = ("hunter2-hop-thu", 'mật "khẩu" 193')
BOX = "hoithao@thanhhoa.example"


def echo(tag: str, command: str) -> bytes:
    return f"{tag} NO [AUTHENTICATIONFAILED] cannot do: {command}\r\n".encode()


def traces(password: str) -> Sequence[str]:
    """How it would show itself."""
    plain = base64.b64encode(f"\0{BOX}\0{password}".encode()).decode()
    return password, password.replace('"', '\\"'), plain, base64.b64encode(password.encode()).decode()


@contextlib.contextmanager
def troubled(trial: Trial, secret_file: Callable[[str], Path], password: str) -> Iterator[tuple[FakeImap, SmtpSink]]:
    """A configuration in mode live whose servers refuse the password, and repeat it."""

    def challenge(tag: str, command: str) -> bytes:
        return b"+\r\n" if command.upper() == "AUTHENTICATE PLAIN" else echo(tag, command)

    def unknown(tag: str, command: str) -> bytes:  # the answer to "+": it comes without a tag
        return b"TAG1 NO cannot do: " + tag.encode() + b"\r\n"

    answers = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK\r\n",
        "LOGIN": echo,
        "AUTHENTICATE": challenge,
        "": unknown,
    }
    with FakeImap(answers) as imap, SmtpSink(login=(BOX, "another one")) as smtp:
        for form in traces(password):
            smtp.answer("AUTH", f"535 5.7.8 cannot do: {form}", times=1)
        file = secret_file(password)
        trial.write(
            conference={"mode": "live"},
            mailbox={
                "address": BOX,
                "host": "127.0.0.1",
                "port": imap.port,
                "security": "none",
                "username": BOX,
                "password_file": file,
                "timeout_seconds": 1,
            },
            smtp={
                "host": "127.0.0.1",
                "port": smtp.port,
                "security": "none",
                "username": BOX,
                "password_file": file,
                "timeout_seconds": 1,
            },
            secretariat={"addresses": ["thuky@thanhhoa.example"]},
            render={"enabled": False},
        )
        yield imap, smtp


def kept(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below the storage directory."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def assert_untold(done: Sequence[Done], trial: Trial, password: str, log: str) -> None:
    for trace in traces(password):
        assert trace not in log
        for each in done:
            assert trace not in each.stdout + each.stderr, f"shown: {trace}"
        for path, data in kept(trial.folder / "state"):
            assert trace.encode() not in data, f"kept in {path.name}: {trace}"


@pytest.mark.parametrize("password", PASSWORDS)
def test_servers_that_repeat_the_password(
    trial: Trial, secret_file: Callable[[str], Path], password: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "thư.eml").write_bytes(letter("an@nghean.example", "Gửi bài", "Kính gửi Ban Thư ký."))
    with troubled(trial, secret_file, password) as (imap, smtp), caplog.at_level(logging.DEBUG):
        done = [
            trial.run("import", "thư.eml"),
            trial.run("--verbose", "once", expect=2),
            trial.run("doctor", expect=1),
            trial.run("reconcile", expect=2),
            trial.run("status", expect=1),
            trial.run("status", "--json", expect=1),
            trial.run("outbox", "list"),
        ]
        assert any(password in heard or "AUTHENTICATE" in heard for heard in imap.heard), "it was sent"
        assert smtp.heard.count("AUTH") >= 2
    assert "cannot do" in done[1].stderr, "the server's words are told"
    assert_untold(done, trial, password, caplog.text)


def test_a_mistake_of_the_program_that_has_the_password_in_its_words(
    trial: Trial,
    secret_file: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    password = PASSWORDS[0]
    (tmp_path / "thư.eml").write_bytes(letter("an@nghean.example", "Gửi bài", "Kính gửi Ban Thư ký."))

    def break_down(self: SmtpSender, *_: object) -> str:
        raise LookupError(f"no such state: {self._password.value if self._password else ''}")

    with troubled(trial, secret_file, password), caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(SmtpSender, "send", break_down)
        done = [trial.run("import", "thư.eml"), trial.run("outbox", "list")]
        with monkeypatch.context() as patch:
            patch.setattr(ImapInbox, "connect", lambda *_, **__: (_ for _ in ()).throw(MailboxError(password)))
            # The traceback that the log shows is what is looked at; `run` would take it for an accident.
            patch.setattr(logging.Formatter, "formatException", lambda _, info: f"{info[0].__name__}: {info[1]}")
            done.append(trial.run("once", expect=2))
    assert "no such state" in done[-1].stderr
    assert_untold(done, trial, password, "")
    (row,) = [data for path, data in kept(trial.folder / "state") if path.name == "records.sqlite3"]
    assert b"no such state: (secret)" in row


def test_an_error_that_nobody_expected(
    trial: Trial, secret_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    password = PASSWORDS[0]

    def break_down(settings: object, secret: object, **_: object) -> None:
        raise LookupError(f"no such state: {secret.value}")  # type: ignore[attr-defined]

    with troubled(trial, secret_file, password):
        monkeypatch.setattr(ImapInbox, "connect", break_down)
        done = trial.run("reconcile", expect=2)
    assert "an error in the program: LookupError: no such state: (secret)." in done.stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"m\xe1t kh\xfdu 193", "cannot be read"),
        (b"hunter2-hop-thu\nhunter2-hop-thu\n", "control character"),
    ],
)
def test_a_password_file_that_holds_something_else(trial: Trial, tmp_path: Path, written: bytes, said: str) -> None:
    (tmp_path / "password").write_bytes(written)
    with FakeImap() as imap:
        mailbox = {"host": "127.0.0.1", "port": imap.port, "security": "none", "password_file": "password"}
        trial.write(mailbox=mailbox)
        done = trial.run("reconcile", expect=2)
    assert said in done.stderr
    assert "hunter2" not in done.stderr
    assert "193" not in done.stderr


@pytest.mark.parametrize("line", ['password = "hunter2-hop-thu"', "password = hunter2-hop-thu", 'port = "hunter2"'])
def test_a_password_that_was_written_into_the_configuration(trial: Trial, tmp_path: Path, line: str) -> None:
    """It does not belong there; the message that says so does not spread it."""
    trial.write()
    path = tmp_path / "config.toml"
    path.write_text(path.read_text("utf-8").replace("[mailbox]\n", f"[mailbox]\n{line}\n"), "utf-8")
    done = trial.run("status", expect=2)
    assert "hunter2" not in done.stderr
