"""Cyrus and Courier beside an installed Dovecot: Debian's packages of the three conflict, so they are unpacked.

The packages are fetched once by apt-get, unpacked by dpkg below .venv, and run by bubblewrap under a user of its own,
with a /run of its own and with nothing else of this machine that they could write to.  Both ask another process who
may come in: Cyrus saslauthd, Courier authdaemond.  Here a thread answers: every user name is a fresh mailbox, all with
the one password.  `NotHereError` says why one cannot be run on this machine, in the words of what refused.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Self

from servers import LOOPBACK, Account, Certificate, free_port, greets

CACHE = Path(__file__).parent.parent / ".venv" / "beside"
PASSWORD = "hop-thu-193"
_USER = 1000  #: inside; outside it is whoever runs the tests
_START_SECONDS = 30.0


class NotHereError(Exception):
    """A server cannot be run on this machine, and why."""


# --------------------------------------------------------------------------- packages


def unpack(name: str, *packages: str) -> Path:
    """The packages, and of what they depend on whatever belongs to them or is a library that is missing here, unpacked
    below `CACHE`.  NotHereError.
    """
    for program in ("apt-get", "apt-cache", "dpkg", "bwrap"):
        if shutil.which(program) is None:
            raise NotHereError(f"{name}: there is no {program} here")
    there = CACHE / name
    if there.exists():
        return there
    wanted = _missing(packages)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        fetched, root = Path(work) / "packages", Path(work) / "root"
        fetched.mkdir()
        _must(name, "apt-get", "download", "-q", *wanted, cwd=fetched)
        for package in sorted(fetched.glob("*.deb")):
            _must(name, "dpkg", "-x", str(package), str(root), cwd=fetched)
        try:
            root.rename(there)
        except OSError:  # ENOTEMPTY where somebody else was faster
            if not there.exists():
                raise
    return there


def _missing(packages: Sequence[str]) -> list[str]:
    todo, found = list(packages), list[str]()
    family = re.compile(r"lib|" + "|".join(package.partition("-")[0] for package in packages))
    while todo:
        package = todo.pop()
        if package in found or (package not in packages and _is_installed(package)):
            continue
        found.append(package)
        told = _run("apt-cache", "depends", "--important", package).stdout
        todo += [other for other in re.findall(r"Depends: (\w\S*)", told) if family.match(other)]
    return found


def _is_installed(package: str) -> bool:
    return "ok installed" in _run("dpkg-query", "-W", "-f=${Status}", package).stdout


def _run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def _must(name: str, *command: str, cwd: Path) -> None:
    done = _run(*command, cwd=cwd)
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2] or "nothing"
        raise NotHereError(f"{name}: {' '.join(command[:2])} ended with {done.returncode} and said: {said}")


# --------------------------------------------------------------------------- a server


class Beside(ABC):
    """A server that runs unpacked, with its own folders; a context manager."""

    name: str
    packages: tuple[str, ...]
    separator = "/"
    prefix = ""

    def __init__(self, certificate: Certificate | None = None) -> None:
        self.certificate = certificate
        self.port, self.tls_port = free_port(), free_port()
        # In memory where that is to be had: what they fsync there is as good for tests, and sooner done.
        memory = Path("/dev/shm")
        usable = memory.is_dir() and os.access(memory, os.W_OK)
        self.home = Path(tempfile.mkdtemp(prefix=f"tl-{self.name}-", dir=memory if usable else None))
        self.root = Path()
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as starting:
            starting.callback(shutil.rmtree, self.home, ignore_errors=True)
            self.root = unpack(self.name, *self.packages)
            starting.enter_context(_answering(self.home / "log.socket", socket.SOCK_DGRAM, self._logged))
            starting.enter_context(self._doorman())
            with (self.home / "log").open("ab") as log:
                command = [*self._sandbox(), *self._command()]
                process = subprocess.Popen(
                    command, env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log
                )
            starting.callback(process.wait, 10)
            starting.callback(process.kill)  # whatever it started ends with it: it is the first of its namespace
            if not greets(self.port, lambda: process.poll() is None, _START_SECONDS):
                said = " | ".join((self.home / "log").read_text("utf-8", "replace").splitlines()[-5:])
                raise NotHereError(f"{self.name} did not start and said: {said or 'nothing'}")
            self._stack = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def account(self, username: str) -> Account:
        ca_file = self.certificate.certificate if self.certificate else None
        return Account(
            username, PASSWORD, self.port, self.tls_port, ca_file, separator=self.separator, prefix=self.prefix
        )

    @abstractmethod
    def _command(self) -> Sequence[str]:
        """What is run, its configuration written before."""

    @abstractmethod
    def _doorman(self) -> contextlib.AbstractContextManager[None]:
        """Who answers when the server asks whether a password is right."""

    def _environment(self) -> dict[str, str]:
        folders = [self.root / "usr/lib", *self.root.glob("usr/lib/*-linux-*"), *self.root.glob("lib/*-linux-*")]
        return {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": ":".join(map(str, folders))}

    def _binds(self) -> Sequence[str]:
        return ()

    def _sandbox(self) -> Sequence[str]:
        (self.home / "passwd").write_text(f"{self.name}:x:{_USER}:{_USER}::{self.home}:/bin/sh\n")
        (self.home / "group").write_text(f"{self.name}:x:{_USER}:\n")
        return [
            "bwrap", "--unshare-user", "--uid", str(_USER), "--gid", str(_USER), "--unshare-pid", "--die-with-parent",
            "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run",
            "--bind", str(self.home), str(self.home), "--bind", str(self.home / "log.socket"), "/dev/log",
            "--ro-bind", str(self.home / "passwd"), "/etc/passwd", "--ro-bind", str(self.home / "group"), "/etc/group",
            *self._binds(), "--",
        ]  # fmt: skip

    def _logged(self, line: bytes) -> bytes:
        with (self.home / "log").open("ab") as log:
            log.write(line + b"\n")
        return b""


@contextlib.contextmanager
def _answering(path: Path, kind: socket.SocketKind, answer: Callable[..., bytes]) -> Iterator[None]:
    """A thread at a UNIX socket: it gives `answer` each datagram, or each connection as a file, and says what it says."""
    with socket.socket(socket.AF_UNIX, kind) as listener:
        listener.bind(str(path))
        path.chmod(0o777)
        if kind == socket.SOCK_STREAM:
            listener.listen(100)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    if kind == socket.SOCK_DGRAM:
                        if not (line := listener.recv(65536)):
                            return
                        answer(line)
                        continue
                    client, _ = listener.accept()
                    with contextlib.suppress(OSError, struct.error, ValueError), client, client.makefile("rb") as asked:
                        client.settimeout(10)
                        client.sendall(answer(asked))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield
        listener.shutdown(socket.SHUT_RDWR)  # wakes it
        thread.join(10)


# --------------------------------------------------------------------------- Cyrus


class Cyrus(Beside):
    """Cyrus IMAP; `without` names capabilities that it keeps to itself; `prefix` makes it "INBOX." with dots."""

    name = "cyrus"
    packages = ("cyrus-imapd", "cyrus-common")

    def __init__(self, certificate: Certificate | None = None, *, without: str = "", prefix: str = "") -> None:
        super().__init__(certificate)
        self._without = without
        self.prefix, self.separator = prefix, "." if prefix else "/"

    def _command(self) -> Sequence[str]:
        for folder in ("conf", "spool", "run/proc", "run/lock"):
            (self.home / folder).mkdir()
        programs, run, settings = self.root / "usr/lib/cyrus/bin", self.home / "run", self.home / "imapd.conf"
        tls = self.certificate
        lines = {
            "configdirectory": self.home / "conf",
            "defaultpartition": "default",
            "partition-default": self.home / "spool",
            "cyrus_user": self.name,
            "cyrus_group": self.name,
            "allowplaintext": "yes",
            "sasl_mech_list": "PLAIN",
            "sasl_pwcheck_method": "saslauthd",
            "sasl_saslauthd_path": run / "mux",
            "virtdomains": "off",
            "unixhierarchysep": "no" if self.prefix else "yes",
            "altnamespace": "no" if self.prefix else "yes",
            "autocreate_quota": 0,  # an INBOX is made at the first login, and has no limit
            "suppress_capabilities": self._without,
            "imapidlepoll": 0 if "IDLE" in self._without else 60,  # it does not suppress that one
            "idlesocket": run / "idle",
            "notifysocket": run / "notify",
            "lmtpsocket": run / "lmtp",
            "proc_path": run / "proc",
            "mboxname_lockpath": run / "lock",
            "tls_server_cert": tls.certificate if tls else "",
            "tls_server_key": tls.key if tls else "",
            "tls_sessions_db_path": run / "tls.db",
        }
        settings.write_text("".join(f"{key}: {value}\n" for key, value in lines.items() if value != ""), "utf-8")
        imapd = f'cmd="{programs}/imapd -C {settings}{{}}" listen="{LOOPBACK}:{{}}" prefork=1'
        services = [f"imap {imapd.format('', self.port)}"]
        if tls:
            services.append(f"imaps {imapd.format(' -s', self.tls_port)}")
        (self.home / "cyrus.conf").write_text(
            f'START {{\n  recover cmd="{programs}/ctl_cyrusdb -C {settings} -r"\n}}\n'
            f"SERVICES {{\n  {chr(10).join(services)}\n}}\nEVENTS {{\n}}\n"
            f'DAEMON {{\n  idled cmd="{programs}/idled -C {settings} -d"\n}}\n',
            "utf-8",
        )
        return [
            str(programs / "master"), "-C", str(settings), "-M", str(self.home / "cyrus.conf"),
            "-p", str(run / "pid"), "-D",
        ]  # fmt: skip

    def _doorman(self) -> contextlib.AbstractContextManager[None]:
        (self.home / "run").mkdir(exist_ok=True)
        return _answering(self.home / "run" / "mux", socket.SOCK_STREAM, self._saslauthd)

    @staticmethod
    def _saslauthd(asked: BinaryIO) -> bytes:
        """User, password, service, realm, each after its length in two octets; so is the answer."""
        fields = [asked.read(*struct.unpack(">H", asked.read(2))) for _ in range(4)]
        answer = b"OK" if fields[1] == PASSWORD.encode() else b"NO"
        return struct.pack(">H", len(answer)) + answer


# --------------------------------------------------------------------------- Courier


class Courier(Beside):
    """Courier IMAP, which has no MOVE; `capabilities` is what it announces."""

    name = "courier"
    packages = ("courier-imap", "gamin")
    separator, prefix = ".", "INBOX."
    everything = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE SORT QUOTA IDLE"

    def __init__(self, certificate: Certificate | None = None, *, capabilities: str = everything) -> None:
        super().__init__(certificate)
        self._capabilities = capabilities

    def _environment(self) -> dict[str, str]:
        """What /etc/courier/imapd says, of which the one process reads this and the other that."""
        tls = "YES" if self.certificate else "NO"
        return {
            **super()._environment(),
            "IMAP_CAPABILITY": self._capabilities,
            "IMAP_CAPABILITY_TLS": self._capabilities,
            "IMAP_IDLE_TIMEOUT": "1",  # seconds between two looks, as there is no daemon that tells of changes
            "IMAP_ENHANCEDIDLE": "0",
            "IMAP_USELOCKS": "1",
            "IMAP_KEYWORDS": "1",
            "IMAP_ACL": "0",
            "IMAP_CHECK_ALL_FOLDERS": "0",
            "IMAP_OBSOLETE_CLIENT": "0",
            "IMAP_MAILBOX_SANITY_CHECK": "0",
            "IMAP_TRASHFOLDERNAME": "",
            "IMAP_STARTTLS": tls,
            "IMAP_TLS_REQUIRED": "0",
            "TLS_CERTFILE": str(self.home / "server.pem"),
            "TLS_VERIFYPEER": "NONE",
            "COURIERTLS": str(self.root / "usr/bin/couriertls"),
            "MAILDIRPATH": "Maildir",
        }

    def _binds(self) -> Sequence[str]:
        # It looks for the file monitor at that place alone, and without it waits a second or two in every session.
        monitor = self.root / "usr/libexec/gam_server"
        return [
            "--bind", str(self.home / "auth"), "/run/courier/authdaemon",
            "--tmpfs", "/usr/libexec", "--ro-bind", str(monitor), "/usr/libexec/gam_server",
        ]  # fmt: skip

    def _command(self) -> Sequence[str]:
        usr, tls = self.root / "usr", self.certificate
        listen = f"{usr}/sbin/couriertcpd -address={LOOPBACK} -maxprocs=200 -maxperip=200 -nodnslookup -noidentlookup"
        login = f"{usr}/lib/courier/courier/imaplogin {usr}/bin/imapd Maildir"
        command = f"exec {listen} {self.port} {login}"
        if tls:
            (self.home / "server.pem").write_bytes(tls.certificate.read_bytes() + tls.key.read_bytes())
            command = (
                f"env IMAP_STARTTLS=NO IMAP_TLS=1 {listen} {self.tls_port} {usr}/bin/couriertls -server -tcpd {login} & "
                + command
            )
        return ["sh", "-c", command]

    def _doorman(self) -> contextlib.AbstractContextManager[None]:
        (self.home / "auth").mkdir()
        return _answering(self.home / "auth" / "socket", socket.SOCK_STREAM, self._authdaemond)

    def _authdaemond(self, asked: BinaryIO) -> bytes:
        """AUTH and the length of what follows: service, kind, user and password on a line each."""
        line = next(line for line in asked if line.startswith(b"AUTH "))
        _, _, user, password, *_ = asked.read(int(line.split()[1])).decode().split("\n")
        if password != PASSWORD:
            return b"FAIL\n"
        box = self.home / "mail" / user
        for folder in ("cur", "new", "tmp"):
            (box / "Maildir" / folder).mkdir(parents=True, exist_ok=True)
        return f"UID={_USER}\nGID={_USER}\nHOME={box}\nADDRESS={user}\n.\n".encode()
