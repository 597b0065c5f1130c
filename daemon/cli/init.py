"""`thamluan init`: a configuration from a few questions.  Asks, prints and exits."""

from __future__ import annotations

import contextlib
import os
import pwd
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.prompt import Confirm, Prompt

from daemon import durable, present
from daemon.cli.common import UsageError, err, leave, out
from daemon.clock import SystemClock
from daemon.config import Auth, Mode, address_problem, from_table, shipped_file
from daemon.config.drafting import Changes, Provider, Server, draft, provider_of, provider_with, server
from daemon.doctor import connections
from daemon.model import Diagnosis, Level

#: Who runs the service, where the package or sysusers.d made it.
_USER = "thamluan"

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class _Secret:
    """What is kept beside the configuration."""

    file: str
    name: str  #: as it is asked for


_SECRETS = {
    Auth.PASSWORD: _Secret("mailbox-password", "Password (Gmail: an app password)"),
    Auth.OAUTH2: _Secret("oauth2-client-secret", "Secret of the client"),
}
_HOW = "[dim]Enter takes what stands in brackets. Every comment of the file is kept; change the rest with an editor.[/]"


@app.command()
def init(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where it is written.", show_default=False)] = Path(
        "config.toml"
    ),
    *,
    address: Annotated[str | None, typer.Option("--address", help="Where authors send their papers.")] = None,
    imap: Annotated[str | None, typer.Option("--imap", metavar="HOST[:PORT]", help="IMAP server.")] = None,
    smtp: Annotated[str | None, typer.Option("--smtp", metavar="HOST[:PORT]", help="Server for sending.")] = None,
    username: Annotated[str | None, typer.Option("--username", help="Login at both (else the address).")] = None,
    auth: Annotated[
        Auth | None, typer.Option("--auth", help="How the provider lets the service in (else as it usually does).")
    ] = None,
    oauth2_client: Annotated[
        str | None, typer.Option("--oauth2-client", metavar="ID", help="With --auth oauth2: id of your client.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="Where the password, or secret, stands (else beside FILE).")
    ] = None,
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Take the password (oauth2: the client's secret) from standard input."),
    ] = False,
    secretariat: Annotated[
        list[str] | None,
        typer.Option("--secretariat", metavar="ADDRESS", help="Who is told what a person must see; again for more."),
    ] = None,
    deadline: Annotated[
        str | None, typer.Option("--deadline", metavar="DATE", help="Last day for papers, such as 2021-11-10.")
    ] = None,
    storage: Annotated[
        Path | None, typer.Option("--storage", metavar="DIR", help="Records, archive and files.")
    ] = None,
    mode: Annotated[Mode | None, typer.Option("--mode", help="What happens to letters (else observe).")] = None,
    redirect_to: Annotated[
        str | None, typer.Option("--redirect-to", metavar="ADDRESS", help="Test address of mode redirect.")
    ] = None,
    short_name: Annotated[
        str | None, typer.Option("--short-name", help="The conference, for subjects of letters.")
    ] = None,
    code_prefix: Annotated[
        str | None, typer.Option("--code-prefix", help="Begins the codes of papers, such as TL-2021.")
    ] = None,
    user: Annotated[
        str | None, typer.Option("--user", help="Who runs the service and may read the password (else thamluan).")
    ] = None,
    test: Annotated[
        bool | None, typer.Option("--test/--no-test", help="Connect to the mailbox and the SMTP server afterwards.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE; the old one is kept beside it.")] = False,
) -> None:
    """Writes a commented configuration from a few questions; what is given as an option is not asked.

    It is the shipped conference with your mailbox: its rules, schools and phases are changed with an editor.
    Nothing is overwritten without --force but the shipped file itself.
    """
    _refuse_to_overwrite(path, force=force)
    owner, shipped = _owner(user), shipped_file().read_text("utf-8")
    asked = _Asked(interactive=sys.stdin.isatty() and not password_stdin)
    with _nothing_written():
        asked.begin()
        box = asked.text("Mailbox address, where authors write to", address, "--address", check=address_problem)
        provider = provider_of(box)
        imap_server = asked.server("IMAP server", imap, "--imap", provider.imap)
        provider = provider_with(imap_server) or provider
        smtp_server = asked.server("SMTP server", smtp, "--smtp", provider.smtp)
        login = asked.text("Login at both", username, "--username", default=box)
        way = asked.auth("How the provider lets the service in", auth, provider)
        let_in = asked.let_in(
            way, password_file or path.absolute().parent / _SECRETS[way].file, oauth2_client, provider
        )
        if password_stdin:
            let_in = let_in.told(sys.stdin.buffer.readline().rstrip(b"\r\n"), force=force)
        told = asked.addresses("Secretariat: who is told what a person must see", secretariat, "--secretariat", box)
        known = tomllib.loads(shipped)
        last_day = asked.day("Last day for papers", deadline, "--deadline", known["rules"]["deadline"])
        where = asked.text(
            "Folder for records and archive", storage, "--storage", default=known["storage"]["directory"]
        )
        chosen = asked.mode("What happens to letters", mode)
        test_address = ""
        if chosen is Mode.REDIRECT or redirect_to is not None:  # for later
            test_address = asked.text(
                "Test address", redirect_to, "--redirect-to", default=told[0], check=address_problem
            )
    names = {"short_name": short_name, "code_prefix": code_prefix, "redirect_to": test_address}
    answers = _Answers(
        box, provider, imap_server, smtp_server, login, let_in, told, last_day, where, chosen,
        {key: value for key, value in names.items() if value},
    )  # fmt: skip
    text = _drafted(shipped, answers.changes(), path)
    _write(path, text, 0o644)
    err.print(f"Written: {path}", markup=False, soft_wrap=True)
    _keep(let_in, owner, user or _USER)
    as_user = f"sudo -u {user or _USER} " if owner is not None else ""
    if way is Auth.OAUTH2:  # which tries the connections as well
        err.print(f"Next: {as_user}thamluan login --config {path}", markup=False, soft_wrap=True)
        return
    works = _tried(asked, test, text, path, answers)
    first = f"mend {path}, then " if works is False else ""
    err.print(f"Next: {first}{as_user}thamluan doctor --config {path}", markup=False, soft_wrap=True)
    leave(0 if works else 1)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was chosen, by option or by a person."""

    address: str
    provider: Provider
    imap: Server
    smtp: Server
    username: str
    let_in: _LetIn
    secretariat: tuple[str, ...]
    deadline: date
    storage: str
    mode: Mode
    names: dict[str, object]  #: further keys of [conference]

    def changes(self) -> Changes:
        """What it makes of the shipped configuration."""
        return {
            "conference": {"mode": self.mode.value, **self.names},
            "mailbox": {
                "address": self.address,
                **self._at(self.imap),
                "subaddresses": self.provider.subaddresses,
                "authserv_id": self.provider.authserv_id,
            },
            "smtp": self._at(self.smtp),
            "oauth2": self.let_in.of_oauth2(self.provider),
            "storage": {"directory": self.storage},
            "secretariat": {"addresses": list(self.secretariat)},
            "rules": {"deadline": self.deadline},
        }

    def _at(self, at: Server) -> dict[str, object]:
        reached = {"host": at.host, "port": at.port, "security": at.security, "username": self.username}
        return {**reached, **self.let_in.of_servers()}


@dataclass(frozen=True, slots=True)
class _LetIn:
    """What lets the service in."""

    way: Auth
    at: Path  #: where the secret stands
    client: str
    secret: str  #: "": it stands there already, or nobody said it
    needed: bool  #: whether one must be there

    def told(self, secret: bytes, *, force: bool) -> _LetIn:
        """With the secret from elsewhere.  UsageError where there is another, or none came."""
        if not secret:
            raise UsageError("--password-stdin: nothing came on standard input. Is its file empty?")
        try:
            text = secret.decode("utf-8")  # whatever the locale: so it is read back
        except UnicodeDecodeError:
            raise UsageError("--password-stdin: what came is no text in UTF-8. Is it the right file?") from None
        if _holds_something(self.at) and not force:
            raise UsageError(f"{self.at} holds a secret already. Leave out --password-stdin, or say --force.")
        return replace(self, secret=text)

    @property
    def what(self) -> str:
        return "password" if self.way is Auth.PASSWORD else "secret of the client"

    @property
    def is_missing(self) -> bool:
        return self.needed and not self.secret and not _holds_something(self.at)

    def of_servers(self) -> dict[str, object]:
        """What stands in [mailbox] and [smtp]."""
        file: dict[str, object] = {"password_file": str(self.at)} if self.way is Auth.PASSWORD else {}
        return {"auth": self.way.value, **file}

    def of_oauth2(self, provider: Provider) -> dict[str, object]:
        """What stands in [oauth2]; a public client has no secret, and one that comes later is read from its file."""
        if self.way is not Auth.OAUTH2:
            return {}
        file = {"client_secret_file": str(self.at)} if self.needed or self.secret or _holds_something(self.at) else {}
        return {"provider": provider.oauth2, "client_id": self.client, **file}


# --------------------------------------------------------------------------- questions


@contextlib.contextmanager
def _nothing_written() -> Iterator[None]:
    """Ctrl+C or Ctrl+D at a question.  UsageError that says what it left behind."""
    try:
        yield
    except (KeyboardInterrupt, EOFError) as error:
        raise UsageError("interrupted; nothing was written.") from error


@dataclass(frozen=True, slots=True)
class _Asked:
    """Answers: of an option, of a person, or the default where nobody is there."""

    interactive: bool
    missing: list[str] = field(default_factory=list)

    def begin(self) -> None:
        if self.interactive:
            err.print(_HOW)

    def text(
        self,
        question: str,
        given: object,
        option: str,
        *,
        default: str | None = None,
        check: Callable[[str], str | None] = lambda _: None,
    ) -> str:
        """One answer that passes the check, which says what is wrong with it.  UsageError for an option that does
        not, and where nobody can be asked and there is no default.
        """
        if given is not None:
            if problem := check(str(given)):
                raise UsageError(f"{option}: {given} {problem}")
            return str(given)
        if not self.interactive:
            if default is None:
                raise UsageError(f"Nobody is there to be asked: give {option}.")
            return default
        while True:
            answer = (
                Prompt.ask(question, console=err, default=default, show_default=default is not None) or ""
            ).strip()
            problem = check(answer) if answer else "is needed."
            if not problem:
                return answer
            err.print(f"{answer or 'It'} {problem}", style="yellow", markup=False)

    def server(self, question: str, given: str | None, option: str, default: Server) -> Server:
        def check(text: str) -> str | None:
            return None if server(text, default.port) else "is no server. Write HOST or HOST:PORT."

        return server(self.text(question, given, option, default=str(default), check=check), default.port) or default

    def addresses(self, question: str, given: list[str] | None, option: str, default: str) -> tuple[str, ...]:
        def check(text: str) -> str | None:
            return next((problem for part in _parts(text) or ("",) if (problem := address_problem(part))), None)

        return _parts(self.text(question, ",".join(given) if given else None, option, default=default, check=check))

    def day(self, question: str, given: str | None, option: str, default: date) -> date:
        def check(text: str) -> str | None:
            with contextlib.suppress(ValueError):
                date.fromisoformat(text)
                return None
            return "is no day. Write it as 2021-11-10."

        return date.fromisoformat(self.text(question, given, option, default=default.isoformat(), check=check))

    def mode(self, question: str, given: Mode | None) -> Mode:
        if given is not None or not self.interactive:
            return given or Mode.OBSERVE
        choices = [mode.value for mode in Mode]
        return Mode(Prompt.ask(question, console=err, choices=choices, default=Mode.OBSERVE.value))

    def auth(self, question: str, given: Auth | None, provider: Provider) -> Auth:
        """UsageError for OAuth2 at a provider of which nothing is known."""
        if given is Auth.OAUTH2 and not provider.oauth2:
            raise UsageError(
                f"--auth oauth2: {provider.imap.host} is not known. Leave it out, and fill in [oauth2] by an editor."
            )
        usual = Auth.PASSWORD if provider.takes_passwords else Auth.OAUTH2
        if given is not None or not self.interactive or not provider.oauth2:
            return given or usual
        choices = [way.value for way in Auth]
        return Auth(Prompt.ask(question, console=err, choices=choices, default=usual.value))

    def let_in(self, way: Auth, at: Path, client: str | None, provider: Provider) -> _LetIn:
        """What lets the service in: the password, or a client and its secret."""
        known, needed = "", way is Auth.PASSWORD or provider.clients_have_secrets
        if way is Auth.OAUTH2:
            known = self.text("Id of your client (docs/oauth2.md says how to get one)", client, "--oauth2-client")
        at, secret = at.absolute(), ""
        if self.interactive and not _holds_something(at):  # else it stands there already
            question = f"{_SECRETS[way].name}, goes to {at}; empty: {'later' if needed else 'it has none'}"
            secret = Prompt.ask(question, console=err, password=True, default="", show_default=False)
        return _LetIn(way, at, known, secret, needed)

    def yes(self, question: str, given: bool | None) -> bool:  # noqa: FBT001 - an answer
        if given is not None or not self.interactive:
            return bool(given)
        return Confirm.ask(question, console=err, default=True)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)


# --------------------------------------------------------------------------- files


def _refuse_to_overwrite(path: Path, *, force: bool) -> None:
    """UsageError, but for a file that nobody has touched since it was installed."""
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder. Name a file in it.")
        if path.exists() and not path.is_file():  # root would put a file in the place of a device
            raise UsageError(f"{path} is no ordinary file. Name another.")
        if force or not path.exists() or _is_shipped(path):
            return
    except OSError as error:
        raise _not_ours(path, error) from error
    raise UsageError(f"{path} is there already and stays as it is. Name another file, or say --force.")


def _is_shipped(path: Path) -> bool:
    return path.read_bytes() == shipped_file().read_bytes()


def _drafted(shipped: str, changes: Changes, path: Path) -> str:
    """ConfigError when the answers make no configuration, before anything is written."""
    text = draft(shipped, changes)
    from_table(tomllib.loads(text), path)
    return text


def _write(path: Path, text: str, mode: int, *, owner: int | None = None) -> None:
    """Whole or not at all; what somebody has written there is kept as FILE.old.  UsageError."""
    try:
        _folder(path.parent)
        if _holds_something(path) and not _is_shipped(path):
            _keep_old(path)
        durable.write(path, text.encode(), mode=mode, owner=os.geteuid() if owner is None else owner)
    except OSError as error:
        raise _not_ours(path, error) from error


def _keep_old(path: Path) -> None:
    """As FILE.old; where the file system gives a file two names, it stays until another takes its place."""
    old = path.with_name(f"{path.name}.old")
    old.unlink(missing_ok=True)
    try:
        os.link(path, old)
    except OSError:
        path.replace(old)


def _keep(let_in: _LetIn, owner: int | None, user: str) -> None:
    """Writes the secret, or says where it is to be written.  UsageError."""
    if let_in.secret:
        _write(let_in.at, let_in.secret + "\n", 0o600, owner=owner)
        err.print(f"Written: {let_in.at} (mode 0600)", markup=False, soft_wrap=True)
    elif let_in.is_missing:
        whose = f", owned by {user}" if owner is not None else ""
        said = f"The {let_in.what} is missing: write it alone into {let_in.at}, mode 0600{whose}."
        err.print(said, markup=False, soft_wrap=True)


def _folder(path: Path) -> None:
    """Made where it is missing; by root for the service's user to look into, whatever root's umask."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        for folder in missing:
            folder.chmod(0o755)


def _not_ours(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written: {error.strerror}. Run it with sudo, or name another.")


def _holds_something(path: Path) -> bool:
    """A file that is not ours to read counts as full."""
    try:
        return bool(path.stat().st_size)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _owner(user: str | None) -> int | None:
    """Whose the password is: None leaves it to who runs this.  UsageError for a user that does not exist."""
    if user is None and os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(user or _USER).pw_uid
    except KeyError:
        if user is None:
            return None
        raise UsageError(f"There is no user {user} on this machine. Create it first, or name another.") from None


# --------------------------------------------------------------------------- a first look


def _tried(asked: _Asked, test: bool | None, text: str, path: Path, answers: _Answers) -> bool | None:  # noqa: FBT001 - an answer
    """Whether it works, or nobody wanted to know; None where that was interrupted."""
    try:
        if asked.yes("Connect to the mailbox and the SMTP server now, to see whether this works?", test):
            return _works(text, path, answers.imap, answers.smtp)
    except (KeyboardInterrupt, EOFError):
        err.print("\nInterrupted: whether it works is not known.")
        return None
    return True


def _works(text: str, path: Path, *servers: Server) -> bool:
    """Shows what the doctor says of the two connections."""
    where = " and ".join(map(str, servers))
    err.print(f"Connecting to {where}; what does not answer is given up after a minute.", markup=False)
    lines = list(_shown(connections(from_table(tomllib.loads(text), path), SystemClock())))
    return Level.BAD not in lines


def _shown(lines: Iterable[Diagnosis]) -> Iterator[Level]:
    for line in lines:
        out.print(present.doctor_line(line))
        yield line.level
