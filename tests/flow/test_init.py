"""`thamluan init`: what comes of it is a configuration that works, and nothing of anybody's is overwritten."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flow_trial import ROOT, Trial, environment, ran
from servers import Account, SmtpSink

from daemon.config import Auth, Mode, load, secret_for, shipped_file

pytestmark = pytest.mark.slow  # processes and sockets of their own

FLAGS = (
    "--address",
    "hoithao@truong.example",
    "--secretariat",
    "a@truong.example",
    "--secretariat",
    "b@truong.example",
)


class Init:
    """`thamluan init` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "etc" / "config.toml"
        self.password = folder / "etc" / "mailbox-password"

    def run(self, *flags: str, expect: int = 0, said: str | bytes = "") -> str:
        typed = said.encode() if isinstance(said, str) else said
        done = ran("init", str(self.file), *flags, folder=self.folder, typed=typed)
        assert done.returncode == expect, done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def init(tmp_path: Path) -> Init:
    return Init(tmp_path)


def test_by_options_alone(init: Init) -> None:
    said = init.run(
        *FLAGS, "--password-stdin", "--deadline", "2027-03-01", "--storage", "/srv/hoi-thao", said="bí mật\n"
    )
    config = load(init.file)
    assert (config.mailbox.address, config.mailbox.username) == ("hoithao@truong.example",) * 2
    assert (config.mailbox.host, config.mailbox.port, config.mailbox.security) == ("imap.truong.example", 993, "tls")
    assert (config.smtp.host, config.smtp.port, config.smtp.security) == ("smtp.truong.example", 465, "tls")
    assert config.secretariat.addresses == ("a@truong.example", "b@truong.example")
    assert (str(config.rules.deadline), str(config.storage.directory)) == ("2027-03-01", "/srv/hoi-thao")
    assert config.conference.mode is Mode.OBSERVE
    assert secret_for("mailbox", config.mailbox.password_file, {}).value == "bí mật"
    assert init.password.stat().st_mode & 0o777 == 0o600
    assert "bí mật" not in said + init.file.read_text("utf-8")
    assert f"thamluan doctor --config {init.file}" in said


@pytest.mark.parametrize(
    ("imap", "auth", "secret", "provider"),
    [
        ("imap.gmail.com", ("--auth", "oauth2"), "bí mật\n", "google"),
        ("imap.gmail.com", ("--auth", "oauth2"), "", "google"),  # which always gives one: it comes later
        # Microsoft takes no passwords; its public clients have no secret.
        ("outlook.office365.com", (), "", "microsoft"),
    ],
)
def test_by_oauth2(init: Init, imap: str, auth: tuple[str, ...], secret: str, provider: str) -> None:
    stdin = ("--password-stdin",) if secret else ()
    said = init.run(*FLAGS, "--imap", imap, *auth, "--oauth2-client", "abc.apps", *stdin, said=secret)
    config = load(init.file)
    assert {config.mailbox.auth, config.smtp.auth} == {Auth.OAUTH2}
    assert (config.oauth2.provider, config.oauth2.client_id) == (provider, "abc.apps")
    at = init.file.with_name("oauth2-client-secret")
    assert config.oauth2.client_secret_file == (at if secret or provider == "google" else None)
    missing = f"The secret of the client is missing: write it alone into {at}, mode 0600"
    assert (missing in said) is (provider == "google" and not secret)
    assert at.exists() == bool(secret)
    assert not init.password.exists()
    assert f"thamluan login --config {init.file}" in said
    assert "bí mật" not in said + init.file.read_text("utf-8")


def test_every_comment_of_the_shipped_file_is_kept(init: Init) -> None:
    init.run(*FLAGS)
    comments = [line for line in shipped_file().read_text("utf-8").splitlines() if line.startswith("# ")]
    assert set(comments) <= set(init.file.read_text("utf-8").splitlines())


@pytest.mark.server
def test_its_product_passes_the_doctor(
    tmp_path: Path, dovecot_account: Account, smtp_sink: SmtpSink, init: Init
) -> None:
    """--test says at once what the doctor will say of the two connections."""
    server = f"127.0.0.1:{dovecot_account.port}", f"127.0.0.1:{smtp_sink.port}"
    flags = (*FLAGS, "--username", dovecot_account.username, "--imap", server[0], "--smtp", server[1])
    shown = init.run(
        *flags,
        "--storage",
        str(tmp_path / "state"),
        "--password-stdin",
        "--test",
        said=dovecot_account.password,
        expect=1,
    )
    assert "certificate" in shown  # a private authority: the sentence says what to do
    assert f"Next: mend {init.file}, then " in shown
    assert init.file.is_file()

    trial = Trial(init.file.parent)
    text = init.file.read_text("utf-8").replace(
        '# ca_file = "/etc/thamluan/ca.pem"', f'ca_file = "{dovecot_account.ca_file}"'
    )
    text = text.replace('security = "starttls"\n# ca_file', 'security = "none"\n# ca_file')
    init.file.write_text(text, "utf-8")
    lines = {line["what"]: line["level"] for line in trial.json("doctor")}
    assert {lines[name] for name in ("configuration", "templates", "disk", "records", "mailbox")} == {"good"}


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ((), "Nobody is there to be asked: give --address."),
        (("--address", "nobody"), "--address: nobody is not an e-mail address."),
        ((*FLAGS, "--imap", "a b"), "--imap: a b is no server. Write HOST or HOST:PORT."),
        ((*FLAGS, "--deadline", "soon"), "--deadline: soon is no day. Write it as 2021-11-10."),
        ((*FLAGS, "--code-prefix", "tl 2021"), "[conference] code_prefix: has the wrong form."),
        ((*FLAGS, "--auth", "oauth2"), "--auth oauth2: imap.truong.example is not known."),
        (
            ("--address", "a@outlook.com", "--secretariat", "a@x.example"),
            "Nobody is there to be asked: give --oauth2-client.",
        ),
        ((*FLAGS, "--user", "no-such-user"), "There is no user no-such-user on this machine."),
        ((*FLAGS, "--password-file", "/proc/none/x", "--password-stdin"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_sentence(init: Init, flags: tuple[str, ...], said: str) -> None:
    assert said in init.run(*flags, expect=2, said="x\n")


def test_nothing_of_anybodys_is_overwritten(init: Init) -> None:
    init.run(*FLAGS)
    written = init.file.read_bytes()
    assert "stays as it is" in init.run("--address", "other@truong.example", expect=2)
    assert init.file.read_bytes() == written

    init.run("--address", "other@truong.example", "--force")
    assert load(init.file).mailbox.address == "other@truong.example"
    assert init.file.with_name("config.toml.old").read_bytes() == written


def test_the_shipped_file_is_nobodys_work(init: Init) -> None:
    """The package has put it there; it is replaced without a word and not kept."""
    init.file.parent.mkdir()
    init.file.write_bytes(shipped_file().read_bytes())
    init.run(*FLAGS)
    assert load(init.file).mailbox.address == "hoithao@truong.example"
    assert not init.file.with_name("config.toml.old").exists()


def test_a_password_that_is_there_stays(init: Init) -> None:
    init.file.parent.mkdir()
    init.password.write_text("cũ")
    assert "holds a secret already" in init.run(*FLAGS, "--password-stdin", said="mới\n", expect=2)
    init.run(*FLAGS)
    assert init.password.read_text() == "cũ"


def test_a_password_that_cannot_be_written_lies_nowhere(init: Init) -> None:
    init.password.mkdir(parents=True)
    said = init.run(*FLAGS, "--password-stdin", "--force", said="bí mật\n", expect=2)
    assert "mailbox-password cannot be written: Is a directory." in said
    assert sorted(file.name for file in init.file.parent.iterdir()) == ["config.toml", "mailbox-password"]


def test_a_name_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    long = Init(tmp_path)
    long.file = tmp_path / ("a" * 300)
    assert "cannot be written: File name too long." in long.run(*FLAGS, expect=2)


def test_no_password_is_not_taken_for_one(init: Init) -> None:
    said = init.run(*FLAGS, "--password-stdin", said="", expect=2)
    assert "--password-stdin: nothing came on standard input." in said
    assert not init.file.exists()


@pytest.mark.parametrize("said", [b"\xff\xfe\n", "bí mật\n".encode("utf-16")])
def test_a_password_that_is_no_text_is_refused_before_anything_is_written(init: Init, said: bytes) -> None:
    shown = init.run(*FLAGS, "--password-stdin", said=said, expect=2)
    assert "--password-stdin: what came is no text in UTF-8. Is it the right file?" in shown
    assert not init.file.exists()


def test_the_folder_is_somebodys_file(init: Init) -> None:
    """Not that a secret is there already."""
    init.file.parent.write_bytes(b"x")
    said = init.run(*FLAGS, "--password-stdin", said="bí mật\n", expect=2)
    assert f"{init.file} cannot be written" in said


def test_what_is_no_file_is_not_replaced_by_one(init: Init) -> None:
    """Not even with --force: root would put a configuration in the place of a device."""
    init.file.parent.mkdir()
    os.mkfifo(init.file)
    assert f"{init.file} is no ordinary file. Name another." in init.run(*FLAGS, "--force", expect=2)
    assert init.file.is_fifo()


def test_an_address_for_redirect_is_kept_for_later(init: Init) -> None:
    init.run(*FLAGS, "--redirect-to", "thu@truong.example")
    assert (load(init.file).conference.mode, load(init.file).conference.redirect_to) == (
        Mode.OBSERVE,
        "thu@truong.example",
    )


def test_an_empty_password_file_is_filled(init: Init) -> None:
    """As tmpfiles.d leaves it."""
    init.file.parent.mkdir()
    init.password.touch(0o600)
    init.run(*FLAGS, "--password-stdin", said="mới\n")
    assert init.password.read_text() == "mới\n"


# --------------------------------------------------------------------------- asking


class Terminal:
    """A person at a terminal: answers what was asked."""

    def __init__(self, command: list[str]) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment() | {"TERM": "dumb"},
            start_new_session=True,  # without the terminal of who runs the tests: getpass would ask there
        )
        os.close(theirs)
        self.seen = ""
        self._at = 0  # what comes after this has not been waited for

    def answer(self, question: str, text: str, *, hidden: bool = False) -> None:
        self.read_until(question)
        while hidden and termios.tcgetattr(self._ours)[3] & termios.ECHO:
            threading.Event().wait(0.01)  # what is typed before the echo ends is thrown away (getpass)
        os.write(self._ours, text.encode() + b"\n")

    def read_until(self, words: str) -> None:
        while words not in self.seen[self._at :]:
            ready, _, _ = select.select([self._ours], [], [], 30)
            assert ready, self.seen
            try:
                self.seen += os.read(self._ours, 4096).decode("utf-8", "replace")
            except OSError:  # the other side has gone (pty(7))
                raise AssertionError(f"it ended without {words!r}:\n{self.seen}") from None
        self._at = self.seen.index(words, self._at) + len(words)

    def interrupt(self) -> None:
        """Ctrl+C.  Between the question and the reading of its answer Python keeps the signal until something is typed:
        a person presses again.
        """
        while self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)

    def close(self) -> None:
        with contextlib.suppress(OSError):  # the other side has gone; before that it may take its time
            while True:
                self.seen += os.read(self._ours, 4096).decode("utf-8", "replace")
        self.process.wait(30)
        os.close(self._ours)


@pytest.fixture
def terminal(init: Init) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def open_it(*flags: str) -> Terminal:
        opened.append(Terminal([sys.executable, "-m", "daemon", "init", str(init.file), *flags]))
        return opened[-1]

    yield open_it
    for each in opened:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()


def test_by_questions(init: Init, terminal: Callable[..., Terminal]) -> None:
    person = terminal()
    person.answer("Mailbox address", "không phải địa chỉ")
    person.answer("is not an e-mail address", "hoithao@truong.example")
    person.answer("(imap.truong.example:993)", "imap.gmail.com")
    person.answer("(smtp.gmail.com:465)", "")  # whose mail is at Gmail, sends there
    person.answer("Login", "")
    person.answer("How the provider lets the service in [password/oauth2] (password)", "")
    person.answer("Password", "bí mật", hidden=True)
    person.answer("Secretariat", "a@truong.example, b@truong.example")
    person.answer("Last day", "2027-03-01")
    person.answer("Folder", "")
    person.answer("What happens to letters", "redirect")
    person.answer("Test address (a@truong.example)", "")
    person.answer("Connect to the mailbox", "n")
    person.close()
    assert person.process.returncode == 0, person.seen
    config = load(init.file)
    assert (config.mailbox.host, config.smtp.host) == ("imap.gmail.com", "smtp.gmail.com")
    assert (config.mailbox.authserv_id, config.mailbox.subaddresses) == ("mx.google.com", True)
    assert config.secretariat.addresses == ("a@truong.example", "b@truong.example")
    assert (config.conference.mode, config.conference.redirect_to) == (Mode.REDIRECT, "a@truong.example")
    assert init.password.read_text("utf-8") == "bí mật\n"
    assert "bí mật" not in person.seen


def test_interrupted_while_it_tries_what_it_wrote(init: Init, terminal: Callable[..., Terminal]) -> None:
    """The file is there, so that nothing is done by another call of `init`."""
    person = terminal(*FLAGS, "--imap", "i.example", "--smtp", "s.example", "--username", "u", "--mode", "observe",
                      "--deadline", "2027-03-01", "--storage", "/srv/x")  # fmt: skip
    person.answer("Password", "bí mật", hidden=True)
    person.read_until("Connect to the mailbox")
    person.interrupt()
    person.close()
    assert person.process.returncode == 1, person.seen
    assert "Interrupted: whether it works is not known." in person.seen
    assert f"thamluan doctor --config {init.file}" in person.seen
    assert load(init.file).mailbox.host == "i.example"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for another user")
def test_the_folder_that_root_makes_is_open_to_the_service(init: Init) -> None:
    before = os.umask(0o077)
    try:
        init.run(*FLAGS)
    finally:
        os.umask(before)
    assert init.file.parent.stat().st_mode & 0o777 == 0o755
    assert init.file.stat().st_mode & 0o777 == 0o644


def test_what_is_given_is_not_asked(init: Init, terminal: Callable[..., Terminal]) -> None:
    flags = ("--imap", "imap.truong.example", "--smtp", "smtp.truong.example", "--username", "u", "--mode", "observe")
    person = terminal(*FLAGS, *flags, "--deadline", "2027-03-01", "--storage", "/srv/x", "--no-test")
    person.answer("Password", "", hidden=True)
    person.close()
    assert person.process.returncode == 0, person.seen
    assert "IMAP server" not in person.seen
    assert "The password is missing" in person.seen


def test_ctrl_c_leaves_nothing(init: Init, terminal: Callable[..., Terminal]) -> None:
    person = terminal()
    person.read_until("Mailbox address")
    person.interrupt()
    person.close()
    assert person.process.returncode == 2
    assert person.seen.endswith("interrupted; nothing was written.\r\n")
    assert not init.file.exists()


def test_ctrl_d_leaves_nothing(init: Init, terminal: Callable[..., Terminal]) -> None:
    person = terminal()
    person.answer("Mailbox address", "a@truong.example")
    person.answer("IMAP server", "\x04")
    person.close()
    assert person.process.returncode == 2
    assert person.seen.endswith("interrupted; nothing was written.\r\n")
    assert not init.file.exists()


def test_the_source_tree_is_not_touched() -> None:
    assert shipped_file() == ROOT / "config.toml"
