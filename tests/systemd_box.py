"""A systemd of its own: booted in namespaces over a copy-on-write view of this machine, which it cannot change.

What is installed, written or mounted in the box is gone with it.  It has the machine's programs, a network with
nothing but loopback, its own processes, and a manager that is the real one.  Needs root, overlayfs and cgroup v2;
`Box.boot` says why where there is none.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import textwrap
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
BOOT_SECONDS = 60

#: Becomes process 1 of the box.  $BOX is its folder on the machine, $SOURCE the source tree, seen at its own place.
BOOT = textwrap.dedent("""\
    set -e
    mount --make-rprivate /
    mkdir -p "$BOX/layer" "$BOX/root"
    mount -t tmpfs -o mode=0755 tmpfs "$BOX/layer"
    mkdir "$BOX/layer/upper" "$BOX/layer/work"
    mount -t overlay -o "lowerdir=/,upperdir=$BOX/layer/upper,workdir=$BOX/layer/work" overlay "$BOX/root"
    cd "$BOX/root"
    mount -t proc proc proc
    mount -t sysfs -o ro sysfs sys
    mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs -o mode=755 tmpfs run
    mount -t tmpfs -o mode=1777 tmpfs tmp
    mount -t tmpfs -o mode=755 tmpfs dev
    for node in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
        set -- $node; mknod -m 666 "dev/$1" c 1 "$2"
    done
    mknod -m 666 dev/tty c 5 0
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
    ln -s pts/ptmx dev/ptmx
    mount -t tmpfs -o mode=1777 tmpfs dev/shm
    ln -s /proc/self/fd dev/fd; ln -s /proc/self/fd/0 dev/stdin
    ln -s /proc/self/fd/1 dev/stdout; ln -s /proc/self/fd/2 dev/stderr
    mkdir -p run/share ".$SOURCE"
    mount --bind "$BOX/share" run/share
    mount --bind -o ro "$SOURCE" ".$SOURCE"
    # Of the machine's own services none starts here.
    rm -rf etc/systemd/system/*.wants lib/systemd/system/sysinit.target.wants/systemd-udev* \\
        lib/systemd/system/sysinit.target.wants/systemd-sysctl.service lib/systemd/system/timers.target.wants \\
        lib/systemd/system/multi-user.target.wants
    # Nor is anything of an installation of ours.
    rm -rf etc/thamluan var/lib/thamluan* etc/systemd/system/thamluan*
    echo 0123456789abcdef0123456789abcdef >etc/machine-id
    ip link set lo up
    mkdir tmp/old
    pivot_root . tmp/old
    cat >tmp/init <<'END'
    umount -l /tmp/old; rmdir /tmp/old
    mount --make-rshared /
    exec /lib/systemd/systemd --system --unit=basic.target --show-status=no </dev/null >/run/share/boot.log 2>&1
    END
    exec env -i container=box PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 chroot . /bin/sh /tmp/init
    """)


class NoBoxError(Exception):
    """This machine gives none; why."""


class Box:
    """Booted by `boot`, gone with the `with` block."""

    def __init__(self, folder: Path) -> None:
        self.share = folder / "share"  #: /run/share in the box
        self._folder = folder
        self._control: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._init = 0

    @classmethod
    def boot(cls, folder: Path) -> Self:
        """NoBoxError with a reason."""
        if os.geteuid() != 0:
            raise NoBoxError("only root may make these namespaces")
        for program in ("/lib/systemd/systemd", "/usr/bin/unshare", "/usr/bin/nsenter", "/sbin/ip", "/usr/bin/dpkg"):
            if not Path(program).exists():
                raise NoBoxError(f"{program} is not installed")
        box = cls(folder)
        box._start()
        return box

    def _start(self) -> None:
        self.share.mkdir(parents=True)
        (self._folder / "boot.sh").write_text(BOOT)
        unified = Path("/sys/fs/cgroup/unified")
        self._control = (unified if unified.is_dir() else Path("/sys/fs/cgroup")) / f"thamluan-box-{os.getpid()}"
        try:
            self._control.mkdir()
        except OSError as error:
            raise NoBoxError(f"no control group can be made here: {error.strerror}") from error
        join = f'echo $$ >"{self._control}/cgroup.procs" && exec "$@"'
        unshare = ["unshare", "--pid", "--fork", "--mount", "--cgroup", "--net", "--uts", "--ipc", "--kill-child"]
        self._process = subprocess.Popen(
            ["sh", "-c", join, "sh", *unshare, "sh", str(self._folder / "boot.sh")],
            env={"PATH": os.environ["PATH"], "BOX": str(self._folder), "SOURCE": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        if not self._booted():
            said = self._end()
            raise NoBoxError(f"systemd does not boot in namespaces here: {said.strip()[-200:] or 'it said nothing'}")

    def _booted(self) -> bool:
        assert self._process is not None
        pause = threading.Event()
        for _ in range(BOOT_SECONDS * 5):
            if self._process.poll() is not None:
                return False
            children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
            self._init = int(children[0]) if children else 0
            if self._init:
                state = self.run(["systemctl", "is-system-running"], check=False).stdout.strip()
                if state in {"running", "degraded"}:
                    return True
            pause.wait(0.2)
        return False

    def run(
        self, command: Sequence[str], *, user: str = "", check: bool = True, said: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """A command in the box, as root or as a user of it.  What it said is in the error when it fails."""
        enter = ["nsenter", "-t", str(self._init), "-p", "-m", "-C", "-n", "-u", "-i", "-r", "-w"]
        become = ["setpriv", "--reuid", user, "--regid", user, "--init-groups"] if user else []
        environment = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "COLUMNS=200"]
        done = subprocess.run(
            [*enter, *environment, *become, *command],
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if check and done.returncode:
            raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def show(self, unit: str, name: str) -> str:
        """One property of a unit."""
        return self.run(["systemctl", "show", "--property", name, "--value", unit]).stdout.strip()

    def wait(self, unit: str, name: str, value: str, seconds: float = 60) -> None:
        """Until a property of a unit begins so."""
        pause = threading.Event()
        for _ in range(int(seconds * 5)):
            if self.show(unit, name).startswith(value):
                return
            pause.wait(0.2)
        raise AssertionError(f"{unit} {name} is {self.show(unit, name)!r}, not {value!r}:\n{self.journal(unit)}")

    def journal(self, unit: str, *options: str) -> str:
        return self.run(["journalctl", "--no-pager", "--output=cat", "--unit", unit, *options]).stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> str:
        assert self._process is not None
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # with unshare goes process 1, with it everything
        said = self._process.communicate(timeout=30)[1].decode("utf-8", "replace")
        pause = threading.Event()
        for _ in range(50):
            try:
                shutil.rmtree(self._control or Path("/nonexistent"), onerror=_only_folders)
                break
            except OSError:  # processes are still going
                pause.wait(0.2)
        return said


def _only_folders(_function: object, path: str, _error: object) -> None:
    """The files of a control group cannot be removed, and go with its folder."""
    if Path(path).is_dir():
        for child in sorted(Path(path).rglob("*"), reverse=True):
            if child.is_dir():
                child.rmdir()
        Path(path).rmdir()
