"""The units: how little they may do, and that those for one and for several conferences are the same in this.

That they work as written is shown on a real systemd, in flow/test_on_systemd.py.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from annotated_types import Le

from daemon.config import Mailbox, Render, Smtp
from daemon.smtp import final_wait

UNITS = Path(__file__).parent.parent / "systemd"
SERVICES = ("thamluan.service", "thamluan@.service", "thamluan-render@.service")
#: What `systemd-analyze security` may find at the most, of ten.
EXPOSURE = {"thamluan.service": 1.5, "thamluan@.service": 1.5, "thamluan-render@.service": 1.2}


def lines(name: str) -> list[str]:
    """The settings, without comments."""
    return [line for line in (UNITS / name).read_text("utf-8").splitlines() if line and line[0] not in "#;"]


def settings(name: str, key: str) -> list[str]:
    return [line.partition("=")[2] for line in lines(name) if line.startswith(f"{key}=")]


def test_several_conferences_may_do_what_one_may() -> None:
    own = re.compile(r"^(Description|ExecStart|User|Group|SupplementaryGroups|StateDirectory|LoadCredential)=")
    one, several = ([line for line in lines(name) if not own.match(line)] for name in SERVICES[:2])
    assert one == several


def test_a_conference_among_several_shares_nothing() -> None:
    """Whatever names it in the unit for one holds its name in the other; the group reaches the renderer."""
    one, several = (
        {line for line in lines(name) if re.search(r"thamluan", line) and not re.match("(Wants|After|Docum)", line)}
        for name in SERVICES[:2]
    )
    assert len(one) == 6
    assert all("%i" in line for line in several - {"SupplementaryGroups=thamluan"})
    assert not one & several


@pytest.mark.parametrize("name", SERVICES)
def test_the_renderer_and_the_service_are_kept_in(name: str) -> None:
    assert settings(name, "LimitCORE") == ["0"]  # systemd-analyze has no opinion of it
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")
    command = ["systemd-analyze", "security", "--offline=yes", "--json=short", str(UNITS / name)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if not told.stdout:
        pytest.skip(f"systemd-analyze cannot judge a file here: {told.stderr.strip()}")
    found = {item["name"]: float(item["exposure"]) for item in json.loads(told.stdout) if item["exposure"]}
    # The figures are rounded to a tenth; so is their sum, which systemd-analyze prints.
    assert sum(found.values()) <= EXPOSURE[name], found
    left_out = (UNITS / name).read_text("utf-8").partition("# Left out:")[2]
    for what in found:
        setting = what.partition("=")[0]
        assert setting in left_out, f"{what} is neither set nor accounted for"


def test_the_renderer_has_no_network_and_no_file_but_the_systems() -> None:
    name = "thamluan-render@.service"
    assert settings(name, "PrivateNetwork") == ["yes"]
    assert settings(name, "RestrictAddressFamilies") == ["AF_UNIX"]
    assert settings(name, "DynamicUser") == ["yes"]
    assert settings(name, "RootDirectory") == ["/run/thamluan-render"]
    shown = {path.lstrip("-") for line in settings(name, "BindReadOnlyPaths") for path in line.split()}
    assert not settings(name, "BindPaths")
    for private in ("/etc/thamluan", "/etc/passwd", "/var/lib/thamluan", "/home", "/root", "/run", "/srv"):
        assert not any(Path(private).is_relative_to(path) for path in shown), private


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        ("nothing", ""),
        ("try-restart", "ask thamluan doctor"),
        ("start", "thamluan-render.socket does not start"),
        ("daemon-reload", ""),
    ],
)
def test_a_unit_that_does_not_come_up_leaves_no_package_half_configured(tmp_path: Path, fails: str, said: str) -> None:
    """dpkg takes any exit code but 0 for a package that has to be configured once more, with everything else."""
    for name in ("systemd-sysusers", "systemd-tmpfiles", "systemctl"):
        stub = tmp_path / name
        stub.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/calls"\ntest "$1" != {fails}\n', "utf-8")
        stub.chmod(0o755)
    script = (UNITS.parent / "deb" / "postinst").read_text("utf-8").replace("/run/systemd/system", str(tmp_path))
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", script, "postinst", "configure", "0.0.9"],
        check=False,
        env={"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert said in done.stderr
    assert bool(said) == bool(done.stderr)
    assert "try-restart thamluan.service" in (tmp_path / "calls").read_text("utf-8")


def test_the_folder_the_renderer_takes_for_its_root_is_made_at_boot() -> None:
    made = re.findall(r"^d (\S+)", (UNITS / "thamluan.tmpfiles").read_text("utf-8"), re.MULTILINE)
    assert "/run/thamluan-render" in made


def test_a_hung_service_is_ended_later_than_the_longest_honest_wait() -> None:
    """As shipped, and with the largest values that the configuration takes."""
    assert settings("thamluan.service", "Type") == ["notify"]
    assert settings("thamluan.service", "WatchdogSec") == ["15min"]
    for section, key in ((Smtp, "timeout_seconds"), (Mailbox, "timeout_seconds"), (Render, "deadline_seconds")):
        limits = section.model_fields[key]
        largest = next(it.le for it in limits.metadata if isinstance(it, Le))
        for seconds in (float(limits.default), float(str(largest))):
            assert seconds < 15 * 60, key
            assert final_wait(seconds) < 15 * 60
    assert final_wait(Smtp.model_fields["timeout_seconds"].default) == 600  # RFC 5321 §4.5.3.2.6
    assert settings("thamluan.service", "Restart") == ["on-failure"]
