"""The package, installed on a Debian with a real systemd: the service works below it, kept in, watched, and leaves.

The tests are steps of one life and run in their order.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from box_mailserver import ADDRESS, PASSWORD
from docx_maker import simple_paper
from flow_trial import ROOT, configuration, letter
from systemd_box import Box, NoBoxError

pytestmark = [pytest.mark.server, pytest.mark.box, pytest.mark.steps]

SCHOOL = "Trường Chính trị tỉnh Nghệ An"
PAPER = simple_paper(["GIẢI PHÁP NHÂN RỘNG ĐIỂN HÌNH TIÊN TIẾN", "ThS. Nguyễn Văn Bình", SCHOOL, "Nội dung."])


@pytest.fixture(scope="module")
def package() -> Path:
    """`./run.sh deb`, without taking time to press it."""
    done = subprocess.run(
        [ROOT / "deb" / "build", sys.executable],
        env=os.environ | {"DEB_COMPRESSION": "none"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "pip could not install" in done.stderr:
        pytest.skip("the package cannot be built: no Python packages can be had here")
    assert done.returncode == 0, done.stderr
    return ROOT / done.stdout.strip()


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    try:
        booted = Box.boot(tmp_path_factory.mktemp("box"))
    except NoBoxError as reason:
        pytest.skip(f"no systemd of its own: {reason}")
    with booted:
        yield booted


@pytest.fixture(scope="module")
def installed(box: Box, package: Path) -> Box:
    (box.share / "thamluan.deb").write_bytes(package.read_bytes())
    box.run(["dpkg", "-i", "/run/share/thamluan.deb"])
    return box


class Mail:
    """The mail server in the box, and configurations for it."""

    def __init__(self, box: Box) -> None:
        self._box = box
        box.run(["systemd-run", "--quiet", "--unit=mail", f"--setenv=PYTHONPATH={ROOT}", sys.executable,
                 f"{ROOT}/tests/box_mailserver.py", "/run/share"])  # fmt: skip
        self.wait_for("ports", "")
        self.imap, self.smtp = map(int, (box.share / "ports").read_text().split())

    def configuration(self, state: str, etc: str) -> str:
        password = f"{etc}/mailbox-password"
        return configuration(
            {
                "conference": {"mode": "live"},
                "mailbox": {"address": ADDRESS, "host": "127.0.0.1", "port": self.imap, "security": "none",
                            "username": ADDRESS, "poll_seconds": 1, "password_file": password},
                "smtp": {"host": "127.0.0.1", "port": self.smtp, "security": "none", "username": ""},
                "storage": {"directory": state},
                "secretariat": {"addresses": ["thuky@hoithao.example"]},
                "render": {"deadline_seconds": 60},
                "season": {"enabled": False},
            }
        )  # fmt: skip

    def send(self, raw: bytes) -> None:
        draft = self._box.share / "draft"
        draft.write_bytes(raw)
        draft.rename(self._box.share / "in.eml")

    def wait_for(self, name: str, words: str) -> None:
        """Until a file of the server holds the words."""
        pause = threading.Event()
        for _ in range(600):
            path = self._box.share / name
            if path.exists() and words in path.read_text() and path.stat().st_size:
                return
            pause.wait(0.2)
        raise AssertionError(f"{name} never held {words!r}: {self._box.journal('mail')}")


@pytest.fixture(scope="module")
def mail(box: Box) -> Mail:
    return Mail(box)


@pytest.fixture(scope="module")
def configured(installed: Box, mail: Mail) -> Box:
    """As an administrator with an editor leaves it."""
    text = mail.configuration("/var/lib/thamluan", "/etc/thamluan")
    installed.run(["tee", "/etc/thamluan/config.toml"], said=text)
    installed.run(["tee", "/etc/thamluan/mailbox-password"], said=PASSWORD)
    return installed


@pytest.mark.timeout(900)
def test_the_package_puts_everything_where_debian_expects_it(installed: Box) -> None:
    kinds = "%A %U:%G"
    for path, expected in {
        "/etc/thamluan/config.toml": "-rw-r--r-- root:root",
        "/etc/thamluan/mailbox-password": "-rw------- thamluan:thamluan",
        "/var/lib/thamluan": "drwx------ thamluan:thamluan",
        "/run/thamluan-render.sock": "srw-rw---- root:thamluan",
        "/usr/share/man/man1/thamluan.1.gz": "-rw-r--r-- root:root",
        "/usr/share/bash-completion/completions/thamluan": "-rw-r--r-- root:root",
        "/usr/share/doc/thamluan/README.md": "-rw-r--r-- root:root",
    }.items():
        assert installed.run(["stat", "-c", kinds, path]).stdout.strip() == expected, path
    assert installed.run(["thamluan", "--version"], user="thamluan").stdout.startswith("thamluan ")
    assert installed.run(["man", "-w", "thamluan"]).stdout.strip() == "/usr/share/man/man1/thamluan.1.gz"
    assert installed.run(["dpkg", "--verify", "thamluan"]).stdout == ""
    assert (
        installed.run(["dpkg-query", "-W", "-f=${Conffiles}", "thamluan"]).stdout.split()[0]
        == "/etc/thamluan/config.toml"
    )


def test_nothing_runs_before_there_is_a_mailbox_but_the_socket(installed: Box) -> None:
    assert installed.show("thamluan.service", "ActiveState") == "inactive"
    assert installed.run(["systemctl", "is-enabled", "thamluan"], check=False).stdout.strip() == "disabled"
    assert installed.show("thamluan-render.socket", "ActiveState") == "active"
    assert installed.run(["systemctl", "is-enabled", "thamluan-render.socket"]).stdout.strip() == "enabled"


def test_the_units_are_sound(installed: Box) -> None:
    units = ["thamluan.service", "thamluan@hue.service", "thamluan-render.socket", "thamluan-render@1.service"]
    assert installed.run(["systemd-analyze", "verify", *units]).stderr == ""


def test_init_replaces_the_file_of_the_package(installed: Box) -> None:
    """And gives the password to the service's user, filling the file that tmpfiles.d made."""
    command = ["thamluan", "init", "/etc/thamluan/config.toml", "--address", ADDRESS, "--password-stdin"]
    assert "sudo -u thamluan thamluan doctor" in installed.run(command, said="x\n").stderr
    shown = installed.run(["stat", "-c", "%A %U", "/etc/thamluan/mailbox-password"]).stdout.strip()
    assert shown == "-rw------- thamluan"


def test_the_doctor_is_content(configured: Box) -> None:
    done = configured.run(["thamluan", "doctor", "--json", "--config", "/etc/thamluan/config.toml"], user="thamluan")
    lines = {line["what"]: line for line in json.loads(done.stdout)}
    assert [line["text"] for line in lines.values() if line["level"] == "bad"] == []
    assert lines["sandbox"]["text"] == "in a unit of its own: no network, nothing in sight but the document"


def test_the_service_starts_and_says_how_it_stands(configured: Box) -> None:
    configured.run(["systemctl", "start", "thamluan"])
    assert configured.show("thamluan", "ActiveState") == "active"
    configured.wait("thamluan", "StatusText", "Mode live. The mailbox was last read at")


def test_a_paper_is_judged_by_the_renderers_unit_and_answered(configured: Box, mail: Mail) -> None:
    mail.send(letter("Bình <binh@nghean.example>", "Bài tham luận", "Xin gửi bài.\n", ("Bài.docx", PAPER)))
    mail.wait_for("out", "binh@nghean.example")
    found = configured.run(
        ["thamluan", "status", "--json", "--config", "/etc/thamluan/config.toml"], user="thamluan", check=False
    )
    assert json.loads(found.stdout)["papers"]["total"] == 1
    shown = configured.run(
        ["thamluan", "outbox", "show", "1", "--config", "/etc/thamluan/config.toml"], user="thamluan"
    )
    assert "1 trang" in shown.stdout  # LibreOffice has counted
    units = configured.run(["systemctl", "list-units", "--plain", "--no-legend", "thamluan-render@*"]).stdout.split()
    process = configured.show(units[0], "MainPID")
    root = f"/proc/{process}/root"
    seen = {path: configured.run(["ls", f"{root}{path}"]).stdout.split() for path in ("/", "/etc", "/var/lib", "/run")}
    assert not {"home", "srv", "mnt", "media", "boot"} & set(seen["/"])
    assert set(seen["/etc"]) <= {"alternatives", "fonts", "ld.so.cache", "libreoffice"}
    assert set(seen["/var/lib"]) <= {"libreoffice"}
    assert set(seen["/run"]) <= {"systemd"}
    owner = configured.run(["stat", "-c", "%u", f"/proc/{process}"]).stdout.strip()
    assert 61184 <= int(owner) <= 65519  # systemd's range for users that exist only meanwhile


@pytest.mark.timeout(300)
def test_no_document_gets_anywhere_from_the_renderers_unit(configured: Box) -> None:
    """Every trap of the tests of the renderer, sprung on the unit: the connection, the picture, the text, the macro."""
    test = f"{ROOT}/tests/render/test_render_hostile.py"
    done = configured.run(
        ["env", "THAMLUAN_RENDER_UNIT=/run/thamluan-render.sock", "HOME=/root", "PYTHONDONTWRITEBYTECODE=1",
         sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(ROOT), test],
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "skipped" not in done.stdout


def test_a_service_that_hangs_is_started_again(configured: Box) -> None:
    """Hanging is played by SIGSTOP, and fifteen minutes by five seconds."""
    drop_in = "/run/systemd/system/thamluan.service.d/quick.conf"
    configured.run(["install", "-d", "/run/systemd/system/thamluan.service.d"])
    configured.run(["tee", drop_in], said="[Service]\nWatchdogSec=5\nRestartSec=1\nTimeoutAbortSec=5\n")
    configured.run(["systemctl", "daemon-reload"])
    configured.run(["systemctl", "restart", "thamluan"])
    configured.wait("thamluan", "StatusText", "Mode live. The mailbox was last read at")
    configured.run(["kill", "-STOP", configured.show("thamluan", "MainPID")])
    configured.wait("thamluan", "NRestarts", "1")
    configured.wait("thamluan", "StatusText", "Mode live. The mailbox was last read at")
    assert "Watchdog timeout (limit 5s)!" in configured.journal("thamluan")


def test_a_mailbox_out_of_reach_is_no_reason_to_start_it_again(configured: Box) -> None:
    """It says what is wrong for longer than the watchdog waits, and works on when the server is back."""
    configured.run(["kill", "-STOP", configured.show("mail", "MainPID")])
    configured.run(["sed", "-i", "s/^timeout_seconds = 60/timeout_seconds = 2/", "/etc/thamluan/config.toml"])
    configured.run(["systemctl", "restart", "thamluan"])
    configured.wait("thamluan", "StatusText", "intake: The IMAP server 127.0.0.1")
    before = configured.show("thamluan", "MainPID")
    threading.Event().wait(8)  # the watchdog of five seconds would have bitten
    assert (configured.show("thamluan", "MainPID"), configured.show("thamluan", "NRestarts")) == (before, "0")
    configured.run(["kill", "-CONT", configured.show("mail", "MainPID")])
    configured.wait("thamluan", "StatusText", "Mode live. The mailbox was last read at")


def test_it_stops_when_told(configured: Box) -> None:
    configured.run(["systemctl", "stop", "thamluan"])
    assert (configured.show("thamluan", "Result"), configured.show("thamluan", "ExecMainStatus")) == ("success", "0")


def test_another_conference_has_everything_of_its_own(configured: Box, mail: Mail) -> None:
    user = 'u thamluan-hue - "thamluan, hue" /var/lib/thamluan-hue'
    configured.run(["systemd-sysusers", "--inline", user, "m thamluan-hue thamluan"])
    configured.run(["install", "-d", "/etc/thamluan/hue"])
    text = mail.configuration("/var/lib/thamluan-hue", "/etc/thamluan/hue")
    configured.run(["tee", "/etc/thamluan/hue/config.toml"], said=text)
    configured.run(
        ["install", "-m", "0600", "-o", "thamluan-hue", "/etc/thamluan/mailbox-password", "/etc/thamluan/hue/"]
    )
    configured.run(["systemctl", "start", "thamluan@hue"])
    configured.wait("thamluan@hue", "StatusText", "Mode live. The mailbox was last read at")
    stranger = configured.run(["ls", "/var/lib/thamluan-hue"], user="thamluan", check=False)
    assert "Permission denied" in stranger.stderr
    ours = configured.run(["ls", "/var/lib/thamluan-hue"], user="thamluan-hue").stdout.split()
    assert "records.sqlite3" in ours
    doctor = configured.run(["thamluan", "doctor", "--config", "/etc/thamluan/hue/config.toml"], user="thamluan-hue")
    assert "in a unit of its own" in doctor.stdout
    configured.run(["systemctl", "stop", "thamluan@hue"])


def test_removed_it_leaves_the_records_and_purged_no_password(configured: Box) -> None:
    configured.run(["systemctl", "enable", "thamluan", "thamluan@hue"])
    configured.run(["dpkg", "-r", "thamluan"])
    assert (
        configured.run(["systemctl", "is-active", "thamluan-render.socket"], check=False).stdout.strip() == "inactive"
    )
    assert configured.run(["ls", "/etc/thamluan"]).stdout.split() == ["config.toml", "hue", "mailbox-password"]
    configured.run(["dpkg", "-i", "/run/share/thamluan.deb"])
    for unit in ("thamluan.service", "thamluan-render.socket"):
        assert configured.run(["systemctl", "is-enabled", unit]).stdout.strip() == "enabled", "as it was before"
    configured.run(["dpkg", "-r", "thamluan"])
    secrets = [
        "/var/lib/thamluan/grant.json",
        "/etc/thamluan/oauth2-client-secret",
        "/etc/thamluan/mailbox-password.old",
    ]
    configured.run(["touch", *secrets])
    configured.run(["dpkg", "-P", "thamluan"])
    assert configured.run(["ls", "/etc/thamluan"]).stdout.split() == ["hue"]
    kept = configured.run(["ls", "/var/lib/thamluan"]).stdout.split()
    assert "records.sqlite3" in kept
    assert "grant.json" not in kept
    assert configured.run(["find", "/etc/systemd/system", "-name", "thamluan*"]).stdout == ""
