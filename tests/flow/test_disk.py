"""A storage folder on a disk that is really full or read-only: one sentence with the step that helps, mail untouched."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flow_trial import Done, Trial, environment, letter
from servers import Account

from daemon.records import DATABASE_NAME

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("namespaces")]

ARRIVED = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
NOW = ("--now", "2021-11-05T10:00:00+07:00")
COMMANDS = {"once": NOW, "run": NOW, "status": NOW, "verify": ()}

FULL = "the disk is full. Make room; work goes on by itself."
NOTHING = "to verify. Check [storage] directory."
READ_ONLY = "the file system is read-only. Mount it writable; work goes on by itself."
#: What lies in the folder, how it is mounted, and what each command says to it (None: all is well).
CASES: dict[str, tuple[str, str, dict[str, str | None]]] = {
    "full from the first day": ("nothing", "full", {"once": FULL, "run": FULL, "status": None, "verify": NOTHING}),
    "full": ("records", "full", {"once": FULL, "run": FULL, "status": FULL, "verify": FULL}),
    "room for a reader": ("records", "60000", {"once": FULL, "status": None, "verify": None}),
    "read-only from the first day": (
        "nothing", "read-only", {"once": READ_ONLY, "run": READ_ONLY, "status": None, "verify": NOTHING},
    ),
    "read-only": ("records", "read-only", {"once": READ_ONLY, "run": READ_ONLY, "status": None, "verify": None}),
    "read-only after a power cut": (
        "cut off", "read-only", {"once": READ_ONLY, "run": READ_ONLY, "status": READ_ONLY, "verify": READ_ONLY},
    ),
}  # fmt: skip


@pytest.fixture
def season(connected: Trial, dovecot_account: Account) -> Trial:
    """One message was handled, two more have come."""
    connected.write(storage={"directory": connected.folder / "kho"}, render={"enabled": False})
    for name in ("lan", "hoa", "hong"):
        raw = letter(f"{name} <{name}@hue.example>", "Hỏi", f"{name} xin hỏi hội thảo tổ chức ở đâu ạ?\n" * 40)
        dovecot_account.deliver(raw, ARRIVED)
        if name == "lan":
            connected.run("once", "--now", "2021-11-05T09:00:00+07:00")
    return connected


def kept(trial: Trial, what: str) -> Path:
    """The storage folder as the case wants it."""
    folder = trial.folder / "kho"
    if what == "nothing":
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
    elif what == "cut off":
        path = folder / DATABASE_NAME
        with closing(sqlite3.connect(path)) as db:
            db.execute("UPDATE messages SET subject = subject || ' '")
            db.commit()
            log = path.with_name(f"{DATABASE_NAME}-wal").read_bytes()
        path.with_name(f"{DATABASE_NAME}-wal").write_bytes(log)
    return folder


def on_disk(trial: Trial, folder: Path, mounted: str, script: str) -> Done:
    """Runs a shell script where the folder is so mounted; `$@` in it is the program."""
    if mounted == "read-only":
        place, fill = ["--ro-bind", str(folder), str(folder)], ""
    else:
        seed = shutil.copytree(folder, trial.folder / "seed", dirs_exist_ok=True)
        left = 0 if mounted == "full" else int(mounted)
        place = ["--size", "2000000", "--tmpfs", str(folder)]
        fill = (
            f"cp -a {seed}/. {folder}; head -c 3000000 /dev/zero > {folder}/filler 2>/dev/null;"
            f" truncate -s -{left} {folder}/filler;"
        )
    command, *config = trial.command()[:3], *trial.command()[3:]
    done = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", *place, "sh", "-c", f'{fill} config="{" ".join(config)}"; {script}', "sh", *command],
        capture_output=True, encoding="utf-8", env=environment(), check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def said(done: Done) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith("thamluan: ")]


@pytest.mark.parametrize("case", CASES)
def test_what_a_command_says_on_a_sick_disk(season: Trial, dovecot_account: Account, case: str) -> None:
    """Each finds the folder as it was: it is a copy, or nothing can be written to it."""
    what, mounted, sentences = CASES[case]
    folder = kept(season, what)
    for command, sentence in sentences.items():
        done = on_disk(season, folder, mounted, f'"$@" {command} {" ".join(COMMANDS[command])} $config')
        assert done.returncode == (2 if sentence else 0), (command, done.stderr)
        if sentence is None:
            assert said(done) == [], command
        else:
            (line,) = said(done)
            assert str(folder) in line, command
            assert line.endswith(sentence), command
        assert len(dovecot_account.messages()) == 2, f"{command}: the mailbox is touched last"


@pytest.mark.parametrize("blocks", [0, 8, 400])
def test_where_files_may_not_grow_that_is_said(season: Trial, dovecot_account: Account, blocks: int) -> None:
    """`ulimit -f`, or LimitFSIZE= in a unit: neither is the disk full nor anything wrong with it."""
    command = season.command("once", *NOW)
    done = subprocess.run(
        ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *command],
        capture_output=True, encoding="utf-8", env=environment(), check=False, timeout=60,
    )  # fmt: skip
    (line,) = said(Done(done.returncode, done.stdout, done.stderr))
    assert done.returncode == 2
    assert line.endswith(
        "a file may not grow as large as it must. Raise the limit (ulimit -f, LimitFSIZE=); work goes on by itself."
    )
    assert len(dovecot_account.messages()) == 2


def test_with_room_again_the_next_pass_takes_in_what_waits(season: Trial, dovecot_account: Account) -> None:
    once = f'"$@" once {" ".join(NOW)} $config'
    folder = kept(season, "records")
    done = on_disk(season, folder, "60000", f"{once}; rm {folder}/filler; {once}")
    assert (done.returncode, len(said(done))) == (0, 1)
    assert dovecot_account.messages() == []
