"""A trial of the whole program as its users run it: the shipped configuration with a few keys changed, and commands."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from unittest import mock

from servers import Account, SmtpSink

from daemon.cli import common
from daemon.cli.program import main

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "config.toml"


def configuration(changes: Mapping[str, Mapping[str, object]]) -> str:
    """The shipped file with these keys changed, as somebody with an editor would."""
    lines, section, left = [], "", {name: dict(keys) for name, keys in changes.items()}
    for line in [*SHIPPED.read_text("utf-8").splitlines(), "[end]"]:
        if heading := re.match(r"\[+([a-z0-9.]+)\]+$", line):
            lines += [f"{key} = {_toml(value)}" for key, value in left.pop(section, {}).items()]
            section = heading[1]
        key = re.match(r"([a-z_]+) =", line)
        if key and key[1] in left.get(section, {}):
            line = f"{key[1]} = {_toml(left[section].pop(key[1]))}"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines[:-1]) + "\n"


def _toml(value: object) -> str:
    return json.dumps(value if isinstance(value, bool | int | float | list) else str(value), ensure_ascii=False)


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    returncode: object
    stdout: str
    stderr: str


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def ran(*arguments: str, folder: Path, typed: bytes = b"") -> Done:
    """Runs a command to its end, in this process but through the front door; it never shows a traceback.

    `typed` is what comes on its standard input, which is no terminal.
    """
    out, err = _stream(), _stream()
    before = list(logging.getLogger().handlers)
    with (
        mock.patch.object(sys, "argv", ["thamluan", *arguments]),
        mock.patch.object(sys, "stdin", _stream(typed)),
        # A console takes its width from the environment in which it is made, which xdist says has 80 columns.
        mock.patch.object(common.out, "_width", 200),
        mock.patch.object(common.err, "_width", 200),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        logging.getLogger().handlers.clear()
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        finally:
            logging.getLogger().handlers[:] = before
    done = Done(code, _text(out), _text(err))
    assert "Traceback" not in done.stderr, done.stderr
    return done


@dataclass
class Trial:
    """A configuration in a folder, and the program run with it."""

    folder: Path
    changes: dict[str, dict[str, object]] = field(default_factory=dict)

    def write(self, **sections: Mapping[str, object]) -> None:
        for name, keys in sections.items():
            self.changes.setdefault(name, {}).update(keys)
        (self.folder / "config.toml").write_text(configuration(self.changes), "utf-8")

    def command(self, *arguments: str) -> list[str]:
        """The same as a process of its own."""
        return [sys.executable, "-m", "daemon", *arguments, "--config", str(self.folder / "config.toml")]

    def run(self, *arguments: str, expect: int = 0) -> Done:
        """Runs a command to its end, in this process but through the front door.

        Its exit code must be the expected one.
        """
        done = ran(*arguments, "--config", str(self.folder / "config.toml"), folder=self.folder)
        assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str, expect: int = 0) -> Any:
        """The one JSON document of a command."""
        done = self.run(*arguments, "--json", expect=expect)
        assert "\\u" not in done.stdout, "JSON shows real letters"
        return json.loads(done.stdout)


def on_servers(folder: Path, box: Account, sink: SmtpSink, secretary: str) -> Trial:
    """A trial in this folder on a real mailbox and an SMTP server without encryption; mode live, no LibreOffice."""
    password = folder / "password"
    password.write_text(box.password, "utf-8")
    password.chmod(0o600)
    trial = Trial(folder)
    trial.write(
        conference={"mode": "live"},
        storage={"directory": folder / "state"},
        mailbox={
            "address": "hoithao@thanhhoa.example", "host": box.host, "port": box.port, "security": "none",
            "username": box.username, "password_file": password,
        },
        smtp={"host": "127.0.0.1", "port": sink.port, "security": "none", "username": ""},
        secretariat={"addresses": [secretary]},
        render={"enabled": False},
    )  # fmt: skip
    return trial


def environment() -> dict[str, str]:
    """Without a terminal's colours, and finding the program wherever the command runs."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONWARNINGS": "error"}


@contextlib.contextmanager
def running(trial: Trial, now: str, *options: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """`thamluan run`, ended by the end of the block if not before; `variables` of its environment besides."""
    command = trial.command(*options, "run", "--now", now)
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", env=environment() | variables) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def wait_for(process: subprocess.Popen[str], *words: str) -> list[str]:
    """Reads the service's log until each of these words was in some line; what was read."""
    assert process.stderr is not None
    seen, left = [], set(words)
    for line in process.stderr:
        seen.append(line)
        left -= {word for word in left if word in line}
        if not left:
            return seen
    raise AssertionError(f"the service ended without saying {left}:\n{''.join(seen)}")


def letter(sender: str, subject: str, text: str, *files: tuple[str, bytes], **headers: str) -> bytes:
    """A message as an author's program sends it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "hoithao@thanhhoa.example"
    mail["Subject"] = subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes(policy=SMTP)
