"""Where LibreOffice runs: how much of the machine it sees, best first.

1. **A unit of its own** of systemd, behind a socket: no network, a user that exists only meanwhile, a root folder that
   holds the system read-only and nothing else, and none of the privileges that making a sandbox takes.  `unit` starts
   the worker there, systemd/thamluan-render@.service says what is kept from it.
2. **bubblewrap**: namespaces of its own (no network but an empty loopback, no other processes, no host name), a
   read-only system without home folders, mail, records or configuration, a private /tmp in memory, an
   unprivileged user, no capabilities, and death with its parent.
3. Where that is missing or may not make namespaces (many containers), **the worker confines itself**: seccomp
   lets it open UNIX sockets only, Landlock keeps LibreOffice from all files but the system's and a private folder.
   Whether the kernel granted this the worker says; `describe` makes the warning of it.

Builds command lines and tries them; knows nothing of documents.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from daemon.errors import RenderError
from daemon.render.process import connected

INSIDE = Path("/tmp/render")  # noqa: S108 - in the sandbox's own /tmp
WORKER_INSIDE = Path("/tmp/render_worker.py")  # noqa: S108 - the same
NOBODY = 65534  #: user and group inside; the real ones outside stay those of the service
PROBE_SECONDS = 20

MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")  #: links into /usr on today's systems
READABLE = (
    "/usr",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/libreoffice",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
)
"""All that LibreOffice, Python and fontconfig need to read; nothing here is anybody's data."""

ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "SAL_USE_VCLPLUGIN": "svp",  # draws in memory, needs no display
    "SAL_DISABLE_OPENCL": "1",
}
"""Nothing of ours (credentials, proxies) is passed on."""


def environment(directory: Path) -> dict[str, str]:
    """The worker's whole environment; everything private goes into the folder."""
    return ENVIRONMENT | {"HOME": str(directory), "TMPDIR": str(directory)}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One way of running the worker."""

    sandboxed: bool  #: a unit of its own, or bubblewrap
    prefix: tuple[str, ...]  #: what stands before the Python
    worker: Path  #: the script as seen from inside
    directory: Path  #: the private folder as seen from inside
    on_disk: bool  #: the folder is real and ours to remove
    readable: tuple[str, ...]  #: for Landlock; empty where bubblewrap has dealt with it
    name: str = ""  #: English: where it is, when it is sandboxed
    why_not: str = ""  #: English: why it is not sandboxed
    unit: Path | None = None  #: the socket of its own unit

    def sockets(self, pipe: str) -> tuple[str, ...]:
        """Files that LibreOffice may leave in the real /tmp: its UNO pipe, and the one by which it finds a running
        instance of the same profile (named by the MD5 of the profile's URL in UTF-16, bytes as bare hex).
        """
        if self.sandboxed:
            return ()
        url = (self.directory / "profile").as_uri()
        instance = "".join(f"{byte:x}" for byte in hashlib.md5(url.encode("utf-16-le"), usedforsecurity=False).digest())
        names = pipe, f"SingleOfficeIPC_{instance}"
        return tuple(f"/tmp/OSL_PIPE_{os.getuid()}_{name}" for name in names)  # noqa: S108 - where LibreOffice has them


def prefixes(programs: Sequence[str]) -> tuple[str, ...]:
    """Installation folders outside /usr (LibreOffice's own packages live in /opt/libreofficeX.Y)."""
    found: dict[str, None] = {}
    for program in programs:
        for path in (Path(program).absolute(), Path(program).resolve()):
            # What else lies in a folder is nobody's business: an installation has a folder for its programs.
            prefix = path.parent.parent if path.parent.name in {"program", "bin"} else path.parent
            if prefix != Path("/") and not any(path.is_relative_to(place) for place in ("/usr", *MERGED)):
                found[str(prefix)] = None
    return tuple(found)


def own_unit(socket: Path | None) -> Enclosure | str:
    """The renderer's own unit, if it answers at its socket; else why not, empty where there is none."""
    if socket is None or not socket.exists():
        return ""
    try:
        connected(socket).close()
    except RenderError as error:
        return str(error)
    return Enclosure(
        sandboxed=True,
        prefix=(),
        worker=WORKER_INSIDE,
        directory=INSIDE,
        on_disk=False,
        readable=(),
        name="in a unit of its own",
        unit=socket,
    )


def open_enclosure(
    worker: Path, directory: Path, programs: Sequence[str], why_not: str, *, landlock: bool = True
) -> Enclosure:
    """Without bubblewrap."""
    # LibreOffice names its pipe by the user it finds in /etc/passwd, and without it by none.
    users = ("/etc/passwd", "/etc/nsswitch.conf")
    readable = (*READABLE, *MERGED, *users, "/proc", *prefixes(programs)) if landlock else ()
    return Enclosure(
        sandboxed=False,
        prefix=(),
        worker=worker,
        directory=directory,
        on_disk=True,
        readable=readable,
        why_not=why_not,
    )


def bubblewrap(
    bwrap: str, worker: Path, programs: Sequence[str], *, user_namespace: bool, own_proc: bool, options: str
) -> Enclosure:
    """With it; `options` is its --help text, since its versions differ.

    Without `own_proc` the /proc of outside is shown, read-only: other processes can be listed, but not looked into,
    for that needs privilege in their user namespace (ptrace(2), access mode checking).
    """
    command = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if user_namespace:
        command += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
        # It writes to /proc/sys, so it needs that /proc too.
        command += ["--disable-userns"] if own_proc and "--disable-userns" in options else []
    for path in MERGED:
        if Path(path).is_symlink():
            command += ["--symlink", str(Path(path).readlink()), path]
        else:
            command += ["--ro-bind-try", path, path]
    for path in (*READABLE, *prefixes(programs)):
        command += ["--ro-bind-try", path, path]
    command += ["--proc", "/proc"] if own_proc else ["--ro-bind", "/proc", "/proc"]
    command += ["--dev", "/dev"]
    command += ["--tmpfs", "/tmp"]  # noqa: S108 - the sandbox's own
    command += ["--dir", str(INSIDE), "--ro-bind", str(worker), str(WORKER_INSIDE)]
    command += ["--remount-ro", "/", "--chdir", str(INSIDE), "--"]
    return Enclosure(
        sandboxed=True,
        prefix=tuple(command),
        worker=WORKER_INSIDE,
        directory=INSIDE,
        on_disk=False,
        readable=(),
        name="in bubblewrap",
    )


def sandbox(bwrap: str, worker: Path, programs: Sequence[str]) -> Enclosure | str:
    """The strictest bubblewrap that works here, tried with the Python that will run in it; else why none does."""
    found = shutil.which(bwrap)
    if found is None:
        return "bubblewrap is not installed (apt-get install bubblewrap)"
    options = _run([found, "--help"])[1]
    said = ""
    # A /proc of its own is refused where parts of the outer one are covered, as systemd's Protect* settings do
    # (mount_namespaces(7)); a user namespace where the kernel or the container forbids it and we are root.
    for user_namespace, own_proc in ((True, True), (True, False), (False, True)):
        enclosure = bubblewrap(
            found, worker, programs, user_namespace=user_namespace, own_proc=own_proc, options=options
        )
        code, said = _run([*enclosure.prefix, programs[0], "-I", "-c", "pass"])
        if code == 0:
            return enclosure
    return f"bubblewrap does not work here ({said.strip()[-200:] or 'no message'})"


def _run(command: Sequence[str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return 1, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")
