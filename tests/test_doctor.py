"""What the doctor says of the configuration, and of the place where everything is kept."""

from __future__ import annotations

import errno
import os
import shutil
import ssl
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from checks.documents_for_checks import shipped
from servers import Account, SmtpSink, Trouble

from daemon import disk, doctor
from daemon.clock import ManualClock
from daemon.config import Auth, Extension, Mode
from daemon.errors import DeliveryError, certificate_remedy
from daemon.model import Level
from daemon.render.office import Description

CLOCK = ManualClock(datetime(2021, 11, 5, tzinfo=UTC))


def told(what: str, **sections: object) -> list[tuple[Level, str]]:
    config = shipped().model_copy(update=sections)
    lines = [*doctor._configuration(config, CLOCK), *doctor._dates(config, CLOCK)]
    return [(line.level, line.text) for line in lines if line.what == what]


@pytest.mark.parametrize(
    ("names", "kinds", "warned"),
    [
        (("Trường Chính trị Nghệ An", "Trường Chính trị Hà Tĩnh"), (), False),
        (("Trường Đại học Vinh", "Học viện Tài chính"), (), True),
        (("Trường Đại học Vinh",), (), True),
        (("Trường Đại học Vinh", "Học viện Tài chính"), ("Trường Đại học", "Học viện"), False),
        ((), (), False),  # an open call
    ],
)
def test_schools_that_nothing_tells_from_others_are_asked_about(
    names: tuple[str, ...], kinds: tuple[str, ...], *, warned: bool
) -> None:
    schools = tuple(
        shipped().schools[0].model_copy(update={"name": name, "contacts": ("a@b.example",)}) for name in names
    )
    words = shipped().vocabulary.model_copy(update={"school_kinds": kinds})
    found = told("schools", schools=schools, vocabulary=words)
    assert [level for level, text in found if "does not take part" in text] == [Level.WARNING] * warned


def test_a_conference_without_a_secretariat_is_asked_about() -> None:
    """Its questions, doubts and digests would reach nobody."""
    assert told("secretariat") == []
    nobody = shipped().secretariat.model_copy(update={"addresses": ()})
    [(level, text)] = told("secretariat", secretariat=nobody)
    assert level is Level.WARNING
    assert "nobody is named" in text


@pytest.mark.parametrize(
    ("writing_ends", "said_of_it"),
    [
        (date(2021, 10, 20), []),
        (date(2021, 10, 25), []),  # as the plan has it: the day on which the next one begins
        (date(2021, 10, 26), ["phase tham-dinh begins on 25/10/2021, before viet-bai ends on 26/10/2021"]),
    ],
)
def test_phases_that_overlap_are_asked_about(writing_ends: date, said_of_it: list[str]) -> None:
    phases = tuple(
        phase.model_copy(update={"end": writing_ends}) if phase.id == "viet-bai" else phase
        for phase in shipped().phases
    )
    lines = told("dates", phases=phases)
    assert [text for level, text in lines if level is Level.WARNING] == said_of_it
    assert (Level.GOOD in {level for level, _ in lines}) is not bool(said_of_it)


@pytest.mark.parametrize(
    ("extension", "said_of_it"),
    [
        ({"school": "quang-tri", "until": date(2021, 11, 12)}, ""),
        ({"paper": "TL-2021-007", "until": date(2021, 11, 12)}, ""),
        ({"school": "quang-tri", "until": date(2021, 11, 10)}, "gives quang-tri a deadline that is no later than that"),
        (
            {"paper": "TL-2021-007", "until": date(2021, 11, 9)},
            "gives TL-2021-007 a deadline that is no later than that",
        ),
        # typed in a hurry, or of another season: nobody would get more time, and nobody say so
        (
            {"paper": "TL-2021-7", "until": date(2021, 11, 12)},
            "names the paper TL-2021-7, and no paper has such a code",
        ),
        ({"paper": "tl-2021-007", "until": date(2021, 11, 12)}, "names the paper tl-2021-007, and no paper has such"),
        ({"paper": "TL-2020-007", "until": date(2021, 11, 12)}, "names the paper TL-2020-007, and no paper has such"),
    ],
)
def test_a_granted_deadline_that_gives_nobody_more_time_is_told(extension: dict[str, Any], said_of_it: str) -> None:
    lines = told("dates", extensions=(Extension(**extension),))
    warnings = [text for level, text in lines if level is Level.WARNING]
    assert [text.startswith(f"[[extensions]] {said_of_it}") for text in warnings] == [True] * bool(said_of_it)


@pytest.mark.parametrize(
    ("time", "said_of_it"),
    [
        ("", []),
        ("07 giờ 30, thứ Năm ngày 25/11/2021", []),
        ("ngày 25/11/2021 và ngày 26/11/2021", []),
        ("sẽ báo sau", []),
        (
            "08 giờ 00 ngày 12/12/2021",  # the phase was moved, or the sentence written for another year
            ["[event] time names 12/12/2021, phase hoi-thao is from 25/11/2021 to 30/11/2021"],
        ),
    ],
)
def test_a_conference_that_is_said_to_be_on_another_day_is_asked_about(time: str, said_of_it: list[str]) -> None:
    lines = told("dates", event=shipped().event.model_copy(update={"time": time}))
    assert [text for level, text in lines if level is Level.WARNING] == said_of_it


def said(directory: Path) -> dict[str, Level]:
    config = shipped().model_copy(update={"storage": shipped().storage.model_copy(update={"directory": directory})})
    return {line.what: line.level for line in doctor._disk(config, CLOCK)}


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (2_000_000_000, Level.GOOD),
        (900_000_000, Level.WARNING),
        (19_000_000, Level.BAD),  # the next message with a paper may not fit
        (0, Level.BAD),
    ],
)
def test_room_is_told_before_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert said(tmp_path)["disk"] is level


def test_a_read_only_file_system_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changing the owner of the folder would not help."""
    real = os.statvfs(tmp_path)
    read_only = os.statvfs_result((*real[:8], real.f_flag | os.ST_RDONLY, *real[9:]))
    monkeypatch.setattr(os, "statvfs", lambda _: read_only)
    assert said(tmp_path) == {"storage": Level.BAD}


def test_a_file_where_the_folder_should_be_is_called_so(tmp_path: Path) -> None:
    """Whoever reads that it cannot be written changes modes and owners in vain."""
    file = tmp_path / "kho"
    file.write_text("")
    config = shipped().model_copy(update={"storage": shipped().storage.model_copy(update={"directory": file})})
    assert [(line.what, line.text) for line in doctor._disk(config, CLOCK)] == [
        ("storage", f"{file} is a file, no folder")
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a folder for somebody else")
@pytest.mark.parametrize(("owner", "whom"), [("nobody", "nobody"), ("root", "thamluan")])
def test_who_may_look_into_a_folder_is_its_owner(tmp_path: Path, owner: str, whom: str) -> None:
    """thamluan@hue belongs to thamluan-hue: `sudo -u thamluan` would help nobody."""
    (folder := tmp_path / "kho").mkdir()
    shutil.chown(folder, owner)
    error = PermissionError(errno.EACCES, "Permission denied", str(folder / "records.sqlite3"))
    assert f"(sudo -u {whom} ...)" in disk.reason(error)
    assert f"(sudo -u {whom} ...)" in disk.reason(PermissionError(errno.EPERM, "Not permitted", str(folder)))
    assert "(sudo -u thamluan ...)" in disk.reason(PermissionError(errno.EACCES, "Permission denied"))


@pytest.mark.parametrize(
    ("sandbox", "remedy"),
    [(False, "Set [render] sandbox = true."), (True, "Enable thamluan-render.socket, or install bubblewrap.")],
)
def test_what_keeps_the_renderer_out_of_a_sandbox_is_what_is_to_be_mended(
    monkeypatch: pytest.MonkeyPatch, sandbox: bool, remedy: str
) -> None:
    found = Description(None, False, "", "LibreOffice runs outside a sandbox", "LibreOffice 7.4", "Tinos", None, None)
    monkeypatch.setattr(doctor.LibreOffice, "describe", lambda _: found)
    config = shipped().model_copy(update={"render": shipped().render.model_copy(update={"sandbox": sandbox})})
    assert [line.remedy for line in doctor._renderer(config, CLOCK) if line.what == "sandbox"] == [remedy]


def test_how_fast_the_renderer_is_stands_in_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Description(None, True, "in bubblewrap", "", "LibreOffice 7.4", "Tinos", 2.31, 0.84)
    monkeypatch.setattr(doctor.LibreOffice, "describe", lambda _: found)
    [line] = [line for line in doctor._renderer(shipped(), CLOCK) if line.what == "renderer"]
    assert line.text == "LibreOffice 7.4, started in 2.3 s, a page took 0.8 s"


@pytest.mark.parametrize(
    ("auth", "open_files", "named"),
    [
        ("password", ["imap"], ["imap"]),
        ("password", ["smtp", "client"], ["smtp"]),
        ("oauth2", ["imap", "smtp", "client"], ["client"]),  # the passwords are not read then
        ("oauth2", ["grant.json"], ["grant.json"]),
        ("password", ["grant.json"], []),
        ("password", [], []),
    ],
)
def test_a_secret_that_every_user_can_read_is_told(
    tmp_path: Path, auth: str, open_files: list[str], named: list[str]
) -> None:
    for name in ("imap", "smtp", "client", "grant.json"):
        (tmp_path / name).write_text("secret")
        (tmp_path / name).chmod(0o644 if name in open_files else 0o600)
    config = shipped()
    config = config.model_copy(
        update={
            "mailbox": config.mailbox.model_copy(update={"auth": Auth(auth), "password_file": tmp_path / "imap"}),
            "smtp": config.smtp.model_copy(update={"auth": Auth(auth), "password_file": tmp_path / "smtp"}),
            "oauth2": config.oauth2.model_copy(update={"client_secret_file": tmp_path / "client"}),
            "storage": config.storage.model_copy(update={"directory": tmp_path}),
        }
    )
    assert [line.text for line in doctor._secrets(config, CLOCK)] == [
        f"{tmp_path / name} is open to every user" for name in named
    ]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (10, "its administrator must renew it, if this machine's clock is right"),
        (9, "set this machine's clock (timedatectl set-ntp true)"),
        (62, "check [smtp] host: it must be the name in the certificate"),
        (64, "check [smtp] host: it must be the name in the certificate"),
        (18, "check [smtp] host, or name the authority's certificate in [smtp] ca_file"),
        (20, "check [smtp] host, or name the authority's certificate in [smtp] ca_file"),
    ],
)
def test_what_is_wrong_with_a_certificate_says_who_mends_it(code: int, remedy: str) -> None:
    """Nobody's authority makes an expired certificate good again."""
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    assert certificate_remedy(error, "smtp") == remedy


@pytest.mark.parametrize(
    ("message", "line", "told"),
    [
        ("The server refused it: 550 no.", "550 no", "The server refused it: 550 no."),
        ("The server closed the connection.", "421 bye", "The server closed the connection. 421 bye"),
        ("It is out of reach.", "", "It is out of reach."),
    ],
)
def test_the_words_of_a_server_are_told_once(message: str, line: str, told: str) -> None:
    assert DeliveryError(message, permanent=False, line=line).told == told


def of_the_way_out(sink: SmtpSink, directory: Path, mode: Mode = Mode.LIVE) -> list[tuple[Level, str, str]]:
    """What the doctor says of this SMTP server, without the line that names it."""
    config = shipped()
    conference = config.conference.model_copy(update={"mode": mode})
    changes = {"smtp": sink.settings(), "storage": config.storage.model_copy(update={"directory": directory})}
    config = config.model_copy(update=changes | {"conference": conference})
    return [(line.level, line.what, line.text) for line in doctor._smtp(config, CLOCK) if line.what != "smtp"]


@pytest.mark.parametrize(
    ("step", "answer", "mode", "level", "words"),
    [
        ("", "", Mode.LIVE, Level.GOOD, "letters may go out from"),
        ("MAIL", "550 5.7.1 not yours", Mode.LIVE, Level.BAD, "refused the sender {}: 550 5.7.1 not yours."),
        # Postfix, which waits for the reader before it refuses a sender
        ("RCPT", "553 5.7.1 not owned by user", Mode.LIVE, Level.BAD, "refused {} (553 5.7.1 not owned by user)"),
        ("RCPT", "554 5.7.1 relay denied", Mode.OBSERVE, Level.WARNING, "relay denied"),
        ("RCPT", "450 4.2.0 greylisted", Mode.LIVE, Level.WARNING, "greylisted"),
        ("MAIL", Trouble.DROP, Mode.LIVE, Level.BAD, "The SMTP server"),
    ],
)
def test_an_address_that_may_not_send_is_told_before_a_letter_goes(
    tmp_path: Path, step: str, answer: str | Trouble, mode: Mode, level: Level, words: str
) -> None:
    with SmtpSink() as sink:
        if step:
            sink.answer(step, answer)
        [(found, what, text)] = of_the_way_out(sink, tmp_path, mode)
        assert (found, what) == (level, "sender")
        assert words.format(shipped().mailbox.address) in text
        assert sink.letters == []
        assert "DATA" not in sink.heard


@pytest.mark.parametrize(
    ("greeting", "told"),
    [
        (
            "220 HK0PR.outlook.office365.example Microsoft ESMTP MAIL Service ready at Fri, 5 Nov 2021 00:00:59 +0000",
            "says the same: 05/11/2021 07:00",
        ),
        ("220 mx.example ESMTP Exim 4.96 Fri, 05 Nov 2021 07:01:59 +0700", "says the same: 05/11/2021 07:01"),
        ("220 mx.example ESMTP Exim 4.96 Wed, 03 Nov 2021 07:00:00 +0700", "03/11/2021 07:00"),  # ours is fast
        ("220 mx.example ESMTP Sendmail 8.17; Fri, 5 Nov 2021 00:03:00 GMT", "05/11/2021 07:03"),
        ("220 mx.example ESMTP 99 Nov 2021 00:03:00 GMT", ""),
        ("220 mx.example ESMTP Postfix", ""),
    ],
)
def test_a_server_that_tells_its_time_is_held_against_ours(tmp_path: Path, greeting: str, told: str) -> None:
    with SmtpSink() as sink:
        sink.answer("CONNECT", greeting)
        lines = [text for _, what, text in of_the_way_out(sink, tmp_path) if what == "clock"]
    apart = f"the SMTP server says {told}, this machine 05/11/2021 07:00: one of the two clocks is wrong"
    agrees = f"the SMTP server's {told}"
    assert lines == ([agrees if "same" in told else apart] if told else [])


@pytest.mark.parametrize(
    ("arrived", "level", "words"),
    [
        (timedelta(minutes=-5), Level.GOOD, "07:00:00 Asia/Ho_Chi_Minh; no message of the mailbox is from its future"),
        (timedelta(minutes=1), Level.GOOD, "07:00:00 Asia/Ho_Chi_Minh; no message of the mailbox is from its future"),
        (timedelta(hours=2), Level.BAD, "arrived 2:00:00 in our future: one of the two clocks is wrong"),
        (None, Level.GOOD, "07:00:00 Asia/Ho_Chi_Minh; nothing in the mailbox to hold it against"),  # it is empty
    ],
)
def test_mail_from_our_future_means_a_wrong_clock(
    dovecot_account: Account, tmp_path: Path, arrived: timedelta | None, level: Level, words: str
) -> None:
    password = tmp_path / "password"
    password.write_text(dovecot_account.password)
    now = datetime.now(UTC).replace(microsecond=0)  # Dovecot takes no message of its own future
    if arrived is not None:
        dovecot_account.deliver(when=now)
    ours = ManualClock(now - (arrived or timedelta()))
    config = shipped().model_copy(update={"mailbox": dovecot_account.settings(password_file=password)})
    [line] = [line for line in doctor._mailbox(config, ours) if line.what == "clock"]
    assert line.level is level
    assert words.replace("07:00:00", f"{ours.now().astimezone(config.zone):%H:%M:%S}") in line.text
