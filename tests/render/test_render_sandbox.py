"""Where LibreOffice runs: what the command lines grant, and what they keep from it."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from daemon.render import WORKER
from daemon.render import sandbox as render_sandbox
from daemon.render.sandbox import bubblewrap, environment, open_enclosure, prefixes, sandbox

PROGRAMS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/soffice.bin")
OLD_HELP = "--unshare-all --die-with-parent"
NEW_HELP = OLD_HELP + " --disable-userns"


def inside(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs something in the sandbox of this machine."""
    enclosure = sandbox("bwrap", WORKER, PROGRAMS)
    assert not isinstance(enclosure, str), enclosure
    return subprocess.run(
        [*enclosure.prefix, *command], env=environment(enclosure.directory), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("user_namespace", [True, False])
def test_bubblewrap_shares_nothing(*, user_namespace: bool) -> None:
    prefix = bubblewrap(
        "bwrap", WORKER, PROGRAMS, user_namespace=user_namespace, own_proc=True, options=NEW_HELP
    ).prefix
    assert {"--unshare-all", "--die-with-parent", "--new-session"} <= set(prefix)
    assert "--share-net" not in prefix
    assert not {"--bind", "--bind-try", "--dev-bind"} & set(prefix)
    assert ("--uid" in prefix) is user_namespace
    assert prefix[-1] == "--"


def test_options_are_used_only_where_this_bubblewrap_has_them() -> None:
    for text, there in ((OLD_HELP, False), (NEW_HELP, True)):
        prefix = bubblewrap("bwrap", WORKER, PROGRAMS, user_namespace=True, own_proc=True, options=text).prefix
        assert ("--disable-userns" in prefix) is there


def test_no_folder_of_ours_is_in_sight() -> None:
    prefix = bubblewrap("bwrap", WORKER, PROGRAMS, user_namespace=True, own_proc=True, options="").prefix
    shown = {Path(prefix[at + 1]) for at, word in enumerate(prefix) if word in {"--ro-bind", "--ro-bind-try"}}
    assert set(map(Path, render_sandbox.READABLE)) <= shown
    for private in ("/etc/thamluan/password", "/etc/passwd", "/home/a", "/root/a", "/run/a", "/var/lib/thamluan/a"):
        assert not any(Path(private).is_relative_to(folder) for folder in shown)


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("/usr/lib/libreoffice/program/soffice.bin", ()),
        ("/opt/libreoffice24.8/program/soffice.bin", ("/opt/libreoffice24.8",)),
        ("/srv/office/program/python", ("/srv/office",)),
        ("/libreoffice7/program/soffice.bin", ("/libreoffice7",)),  # not below /lib
        ("/srv/x/soffice", ("/srv/x",)),  # and nothing else of /srv
        ("/soffice", ()),
    ],
)
def test_an_installation_elsewhere_is_shown_as_a_whole(program: str, shown: tuple[str, ...]) -> None:
    assert prefixes([program]) == shown


def test_traces_outside_the_private_folder_are_known_by_name(tmp_path: Path) -> None:
    """Measured: the instance socket is the MD5 of the profile's URL in UTF-16, each byte in bare hexadecimal."""
    sockets = open_enclosure(WORKER, tmp_path, PROGRAMS, "").sockets("pipe1")
    digest = hashlib.md5((tmp_path / "profile").as_uri().encode("utf-16-le")).digest()
    assert sockets[0].endswith("_pipe1")
    assert sockets[1].endswith("_SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'bwrap: No permissions to create new namespace' >&2; exit 1", "No permissions to create new namespace"),
        ("exit 1", "no message"),
    ],
)
def test_a_bubblewrap_that_may_not_make_namespaces_says_why(tmp_path: Path, script: str, said: str) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    answer = sandbox(str(fake), WORKER, PROGRAMS)
    assert isinstance(answer, str)
    assert said in answer


def test_a_bubblewrap_without_user_namespaces_is_used_without_them(tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text('#!/bin/sh\ncase "$*" in *--unshare-user*) exit 1;; esac\n')
    fake.chmod(0o755)
    enclosure = sandbox(str(fake), WORKER, PROGRAMS)
    assert not isinstance(enclosure, str)
    assert "--unshare-user" not in enclosure.prefix


def test_where_proc_is_covered_the_outer_one_is_shown(tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text('#!/bin/sh\ncase "$*" in *"--proc /proc"*) exit 1;; esac\n')
    fake.chmod(0o755)
    enclosure = sandbox(str(fake), WORKER, PROGRAMS)
    assert not isinstance(enclosure, str)
    assert "--unshare-user" in enclosure.prefix
    assert " --ro-bind /proc /proc " in " ".join(enclosure.prefix)


@pytest.mark.server
@pytest.mark.usefixtures("namespaces")
def test_inside_there_is_no_file_but_the_systems(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("bí mật")
    for path in (secret, Path("/etc/passwd"), Path("/root"), Path("/home"), Path(__file__)):
        done = inside(["/usr/bin/stat", str(path)])
        assert (done.returncode, "No such file" in done.stderr) == (1, True), path
    assert inside(["/usr/bin/touch", "/usr/lib/x", "/x"]).stderr.count("Read-only file system") == 2


@pytest.mark.server
@pytest.mark.usefixtures("namespaces")
def test_inside_there_is_no_network_no_other_process_no_privilege() -> None:
    links = inside(["/usr/bin/cat", "/proc/net/dev"]).stdout.splitlines()[2:]
    assert [line.split(":")[0].strip() for line in links] == ["lo"]
    ids = inside(["/bin/sh", "-c", "echo /proc/[0-9]*"]).stdout.split()
    assert len(ids) <= 3
    status = inside(["/usr/bin/cat", "/proc/self/status"]).stdout
    assert "CapEff:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert shutil.which("unshare") is None or inside(["/usr/bin/unshare", "-r", "true"]).returncode != 0


@pytest.mark.server
@pytest.mark.usefixtures("namespaces")
def test_where_the_outer_proc_is_shown_nobody_can_be_looked_into() -> None:
    enclosure = bubblewrap("bwrap", WORKER, PROGRAMS, user_namespace=True, own_proc=False, options="")
    ours = os.getpid()
    for name in ("environ", "maps", "root/etc/passwd", "cwd/pyproject.toml"):
        command = [*enclosure.prefix, "/usr/bin/cat", f"/proc/{ours}/{name}"]
        done = subprocess.run(
            command, env=environment(enclosure.directory), capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout, "Permission denied" in done.stderr) == (1, "", True), name
