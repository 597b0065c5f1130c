"""The commands that touch no server, run as their users run them: output, exit codes, one sentence for trouble."""

from __future__ import annotations

import contextlib
import hashlib
import json
import mailbox
import os
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from deaths import dying
from docx_maker import simple_paper
from flow_trial import Trial, environment, letter

from daemon.cli.common import configuration
from daemon.errors import ConfigError

pytestmark = pytest.mark.slow  # processes and sockets of their own

PAPER_KEYS = {"file", "sha256", "verdict", "title", "authors", "school", "topic", "findings"}
FINDING_KEYS = {"check", "outcome", "clause", "summary", "details"}
SCHOOL = "Trường Chính trị tỉnh Nghệ An"
GOOD = ("GIẢI PHÁP NHÂN RỘNG ĐIỂN HÌNH TIÊN TIẾN", "ThS. Nguyễn Văn Bình", SCHOOL, "Nội dung bằng tiếng Việt.")
CHECKS = ["file", "font", "encoding", "pages", "elements", "topic", "identity"]


@pytest.fixture
def quick(trial: Trial) -> Trial:
    """Without LibreOffice: page counts are left to a person."""
    trial.write(render={"enabled": False})
    return trial


class TestCheck:
    def test_one_object_a_paper_with_every_check(self, quick: Trial, tmp_path: Path) -> None:
        paper = simple_paper(GOOD)
        (tmp_path / "bài.docx").write_bytes(paper)
        (found,) = quick.json("check", "bài.docx")
        assert set(found) >= PAPER_KEYS
        assert (found["file"], found["sha256"]) == ("bài.docx", hashlib.sha256(paper).hexdigest())
        assert [finding["check"] for finding in found["findings"]] == CHECKS
        assert all(set(finding) >= FINDING_KEYS for finding in found["findings"])
        outcomes = {finding["check"]: finding["outcome"] for finding in found["findings"]}
        assert outcomes["font"] == "pass"
        assert outcomes["pages"] == "review", "without a renderer a person counts the pages"

    def test_a_wrong_font_is_exit_code_1(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "arial.docx").write_bytes(simple_paper(["Xin chào"], font="Arial"))
        (found,) = quick.json("check", "arial.docx", expect=1)
        assert found["verdict"] == "fail"

    def test_it_speaks_the_language_of_the_conference(self, quick: Trial, tmp_path: Path) -> None:
        quick.write(conference={"lang": "en"})
        (tmp_path / "paper.docx").write_bytes(
            simple_paper(["Home care in the delta."], font="Arial", title="Home Care")
        )
        shown = quick.run("check", "paper.docx", "paper.docx", "--html", "report.html", expect=1).stdout
        page = (tmp_path / "report.html").read_text("utf-8")
        for text in (shown, page):
            assert "The paper is typed in Unicode." in text
            assert re.search(r"Arial: [\d,]+ characters, ", text)
            assert "0 in order, 2 to be corrected, 0 to be looked at" in text
            assert "ký tự" not in text
        assert '<html lang="en">' in page
        (found,) = quick.json("check", "paper.docx", expect=1)
        assert found["findings"][2]["summary"] == "The paper is typed in Unicode."

    def test_an_archive_is_one_object_a_paper_inside(self, quick: Trial, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "truong.zip", "w") as archive:
            archive.writestr("thư mục/một.docx", simple_paper(GOOD))
            archive.writestr("hai.docx", simple_paper(GOOD, font="Arial"))
        names = {found["file"]: found["verdict"] for found in quick.json("check", "truong.zip", expect=1)}
        assert names == {"truong.zip!thư mục/một.docx": "review", "truong.zip!hai.docx": "fail"}

    def test_a_folder_is_every_paper_in_it(self, quick: Trial, tmp_path: Path) -> None:
        folder = tmp_path / "bài" / "trong"
        folder.mkdir(parents=True)
        for name in ("a.docx", "b.docx", "ghi chú.txt", "~$a.docx"):
            (folder / name).write_bytes(simple_paper(GOOD))
        assert [Path(found["file"]).name for found in quick.json("check", "bài")] == ["a.docx", "b.docx"]

    @pytest.mark.parametrize(
        ("content", "problem"),
        [(b"", "empty"), (b"PK\x03\x04 cut off", "corrupt"), (b"just text", "corrupt")],
    )
    def test_a_broken_file_is_a_finding(self, quick: Trial, tmp_path: Path, content: bytes, problem: str) -> None:
        (tmp_path / "hỏng.docx").write_bytes(content)
        (found,) = quick.json("check", "hỏng.docx", expect=1)
        assert found["findings"][0]["details"]["problem"] == problem

    def test_a_report_for_the_browser(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "<b>.docx").write_bytes(simple_paper(GOOD, font="Arial"))
        quick.run("check", "<b>.docx", "--html", "report.html", expect=1)
        page = (tmp_path / "report.html").read_text("utf-8")
        assert "&lt;b&gt;.docx" in page
        assert "Chưa đạt" in page
        assert "Arial" in page
        assert "http" not in page, "it needs no other file"
        ran = quick.run("check", "<b>.docx", "--html", "no/such/folder.html", expect=2)
        assert "cannot be written" in ran.stderr
        assert "<b>.docx: " in ran.stdout

    def test_an_archive_that_cannot_be_opened_says_why(self, quick: Trial, tmp_path: Path) -> None:
        def packed(name: str, *entries: tuple[str, bytes]) -> bytes:
            with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
                for entry in entries:
                    archive.writestr(*entry)
            return (tmp_path / name).read_bytes()

        paper = ("bài.docx", simple_paper(GOOD))
        locked = bytearray(packed("khóa.zip", paper))
        locked[locked.index(b"PK\x01\x02") + 8] |= 1
        (tmp_path / "khóa.zip").write_bytes(locked)
        packed("bom.zip", *((f"{number}.docx", bytes(9_000_000)) for number in range(20)))
        packed("sâu.zip", ("1.zip", packed("1.zip", ("2.zip", packed("2.zip", ("3.zip", packed("3.zip", paper)))))))
        packed("trống.zip", ("đọc.txt", b"x"))
        packed("lẫn.zip", paper, ("khóa.zip", bytes(locked)))
        (tmp_path / "x.rar").write_bytes(b"Rar!\x1a\x07\x01\0")
        names = ("khóa.zip", "bom.zip", "sâu.zip", "trống.zip", "lẫn.zip", "x.rar")
        problems = {
            found["file"]: found["findings"][0]["details"]["problem"] for found in quick.json("check", *names, expect=1)
        }
        assert problems == {
            "khóa.zip": "encrypted",
            "bom.zip": "bomb",
            "sâu.zip": "bomb",
            "trống.zip": "unsupported",
            "lẫn.zip!bài.docx": None,
            "lẫn.zip!khóa.zip": "encrypted",
            "x.rar": "unsupported",
        }

    def test_what_is_no_file_is_refused_or_passed_over(self, quick: Trial, tmp_path: Path) -> None:
        folder = tmp_path / "bài"
        folder.mkdir()
        (folder / "a.docx").write_bytes(simple_paper(GOOD))
        os.mkfifo(folder / "ống.docx")
        (folder / "vòng.docx").symlink_to("vòng.docx")
        (folder / "đâu.docx").symlink_to("không có.docx")
        (folder / "mình").symlink_to(folder)
        (folder / "vô tận.docx").symlink_to("/dev/zero")
        assert [found["file"] for found in quick.json("check", "bài")] == ["bài/a.docx"]
        for name in ("bài/ống.docx", "bài/vô tận.docx"):
            assert "is no ordinary file" in quick.run("check", name, expect=2).stderr
        for name in ("bài/vòng.docx", "bài/đâu.docx"):
            assert "Check the path" in quick.run("check", name, expect=2).stderr

    def test_names_that_are_no_text_or_mean_something_to_a_terminal(self, quick: Trial, tmp_path: Path) -> None:
        for name in (b"a\xff.docx", b"b\x1b[31m.docx", b"c[bold].docx"):
            (tmp_path / os.fsdecode(name)).write_bytes(simple_paper(GOOD))
        found = json.loads(quick.run("check", ".", "--json").stdout)
        assert [it["file"] for it in found] == ["a\\xff.docx", "b\x1b[31m.docx", "c[bold].docx"]
        shown = quick.run("check", ".").stdout
        assert "\x1b" not in shown
        assert "b\ufffd[31m.docx" in shown
        assert "c[bold].docx" in shown
        assert "3 bài: 0 đạt, 0 chưa đạt, 3 cần người xem" in shown

    @pytest.mark.slow
    @pytest.mark.parametrize("setting", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}])
    def test_vietnamese_comes_out_whatever_the_locale(
        self, quick: Trial, tmp_path: Path, setting: dict[str, str]
    ) -> None:
        (tmp_path / "bài.docx").write_bytes(b"x")
        command = quick.command("check", "bài.docx")
        done = subprocess.run(command, env=environment() | setting, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        assert "bài.docx: chưa đạt" in done.stdout.decode()

    def test_for_people_it_is_a_table(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "arial.docx").write_bytes(simple_paper(["Xin chào"], font="Arial"))
        shown = quick.run("check", "arial.docx", expect=1).stdout
        assert "chưa đạt" in shown
        assert "Arial" in shown


class TestInspect:
    def test_the_keys_of_the_contract(self, quick: Trial, tmp_path: Path) -> None:
        paper = simple_paper(["Nội dung"])
        mail = letter(
            "Lan <lan@nghean.example>", "Bài tham luận", "Gửi bài.\n", ("Bài.docx", paper), Message_ID="<a@b.example>"
        )
        (tmp_path / "thư.eml").write_bytes(mail)
        (found,) = quick.json("inspect", "thư.eml")
        assert found == found | {
            "file": "thư.eml",
            "message_id": "<a@b.example>",
            "from": "lan@nghean.example",
            "subject": "Bài tham luận",
            "disposition": "submission",
            "may_answer": True,
        }
        (file,) = found["attachments"]
        assert file == file | {
            "filename": "Bài.docx",
            "bytes": len(paper),
            "sha256": hashlib.sha256(paper).hexdigest(),
            "kind": "docx",
            "role": "paper",
        }
        assert found["reason"]
        assert isinstance(found["warnings"], list)

    @pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"From nobody\n\n", b"\xff\xfe\r\r\r"])
    def test_whatever_the_bytes(self, quick: Trial, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.eml").write_bytes(content)
        assert len(quick.json("inspect", "x.eml")) == 1


@pytest.mark.slow
class TestImport:
    """Stored mail goes through intake as if just received, once."""

    def test_files_mboxes_and_maildirs(self, quick: Trial, tmp_path: Path) -> None:
        def paper(number: int) -> bytes:
            return letter(
                f"a{number}@nghean.example",
                "Bài",
                f"Bài {number}.\n",
                (f"{number}.docx", simple_paper([f"Bài số {number}"])),
            )

        (tmp_path / "một.eml").write_bytes(paper(1))
        box = mailbox.mbox(tmp_path / "hai.mbox")
        box.add(paper(2))
        box.add(paper(3))
        box.close()
        maildir = mailbox.Maildir(tmp_path / "ba")
        maildir.add(paper(4))
        now = ("--now", "2021-11-01T08:00:00+07:00")

        quick.run("import", "một.eml", "hai.mbox", "ba", *now)
        assert quick.json("status", *now)["papers"]["total"] == 4
        assert quick.json("status", *now)["papers"]["late"] == 0
        said = quick.run("import", "một.eml", "ba", *now).stderr
        assert "Messages read: 2, of them new: 0. New papers: 0, new versions: 0." in " ".join(said.split())
        assert quick.json("status", *now)["papers"]["total"] == 4
        assert quick.json("status", *now)["outbox"]["queued"] == 4

    def test_half_a_message_that_a_crash_left_is_removed_at_the_next_start(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "a.eml").write_bytes(letter("a@nghean.example", "Bài", "Tôi gửi kèm bài.\n"))
        folder = tmp_path / "state" / "messages" / "ab"
        folder.mkdir(parents=True)
        (folder / ".new-x1").write_bytes(b"half")
        quick.run("status")  # looks alone
        assert list(folder.glob(".new-*"))
        quick.run("import", "a.eml")
        assert not list(folder.glob(".new-*"))

    def test_after_the_deadline_it_is_late(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "a.eml").write_bytes(letter("a@nghean.example", "Bài", "Bài.\n", ("a.docx", simple_paper(["Bài"]))))
        now = ("--now", "2021-11-11T00:00:00+07:00")
        quick.run("import", "a.eml", *now)
        assert quick.json("status", *now)["papers"]["late"] == 1


@pytest.mark.slow
class TestTheOutbox:
    def test_a_letter_can_be_read_and_dropped(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "a.eml").write_bytes(letter("a@nghean.example", "Bài", "Tôi gửi kèm bài.\n"))
        quick.run("import", "a.eml")
        assert "Chưa nhận được" in quick.run("outbox", "show", "1").stdout
        quick.run("outbox", "drop", "1")
        assert [letter["state"] for letter in quick.json("outbox", "list")] == ["dropped"]

    def test_nothing_is_released_while_observing(self, quick: Trial) -> None:
        assert "observe" in quick.run("outbox", "release", "--all", expect=2).stderr


class TestStatus:
    def test_the_keys_of_the_contract_before_anything_happened(self, quick: Trial, tmp_path: Path) -> None:
        status = quick.json("status")
        assert set(status) >= {"as_of", "papers", "schools", "messages", "outbox", "last_poll", "trouble"}
        assert set(status["papers"]) >= {"total", "pass", "fail", "review", "late", "withdrawn"}
        assert set(status["messages"]) >= {"total", "by_disposition", "parked"}
        assert set(status["outbox"]) >= {"queued", "sent", "uncertain", "failed"}
        assert len(status["schools"]) == 7
        assert all(
            set(school) >= {"id", "name", "min", "max", "papers", "compliant", "missing"}
            for school in status["schools"]
        )
        assert not (tmp_path / "state").exists(), "looking makes nothing"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "không-có.docx"), "không-có.docx: there is no such file or folder. Check the path."),
        (("check",), "Missing argument"),
        (("inspect", "không-có.eml"), "there is no such file"),
        (("import", "không-có"), "there is no such file"),
        pytest.param(("import", "a" * 300), "File name too long. Check the path.", id="import a long name"),
        (("status", "--now", "hôm qua"), "write ISO 8601 with offset"),
        (("status", "--now", "2021-11-10T09:00:00"), "write ISO 8601 with offset"),
        (("status", "--now", "9999-12-31T23:59:59+00:00"), "name a year from 1970 to 2999"),
        (("status", "--nou"), "See `thamluan status --help`"),
        (("statsu",), "No such command 'statsu'. Did you mean 'status'? See `thamluan --help`."),
        (
            ("--config", "x", "status"),
            "No such option: --config. Options stand behind the command that they are for. See",
        ),
        (("outbox", "show", "7"), "no letter 7"),
        (("outbox", "show", "một"), '"một" is no number. The `list` beside this command shows the numbers.'),
        (("preview", "--lang", "fr"), "Invalid value for '--lang': 'fr' is not one of 'vi', 'en'."),
        (("inspect", "/dev/zero"), "/dev/zero is no ordinary file"),
        (("import", "/dev/zero"), "/dev/zero is no ordinary file"),
        (("verify",), "There are no records in"),
        (("once",), "password_file"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    quick: Trial, arguments: tuple[str, ...], said: str
) -> None:
    done = quick.run(*arguments, expect=2)
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [(), ("outbox",), ("season",)], ids=["none", "outbox", "season"])
def test_a_name_without_a_command_shows_its_help_and_nothing_else(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "daemon", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=False,
    )
    assert "Usage: " in done.stdout + done.stderr
    assert "See `thamluan --help`" not in done.stderr
    assert done.returncode == 2


def test_records_of_another_user_are_one_sentence(quick: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    assert "sudo -u thamluan" in quick.run("status", expect=2).stderr


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "inspect",
        "once",
        "run",
        "import",
        "status",
        "doctor",
        "login",
        "demo",
        "reconcile",
        "verify",
        "backup",
        "restore",
        "purge",
    ],
)
def test_help_says_what_it_does(command: str, quick: Trial) -> None:
    shown = quick.run(command, "--help").stdout
    assert "--config" in shown
    assert not re.search(r" \.\s", shown), "nothing in brackets was swallowed"


def test_a_folder_without_papers_is_said(quick: Trial, tmp_path: Path) -> None:
    (tmp_path / "trống").mkdir()
    assert "There is no paper in trống" in quick.run("check", "trống", expect=2).stderr


@pytest.mark.parametrize(("command", "kind"), [("check", "paper"), ("inspect", "message")])
def test_a_folder_that_is_named_by_a_dot_is_said_by_its_name(
    quick: Trial, tmp_path: Path, command: str, kind: str
) -> None:
    assert f"There is no {kind} in {tmp_path}. Name" in quick.run(command, ".", expect=2).stderr


def test_a_folder_without_messages_is_said(quick: Trial, tmp_path: Path) -> None:
    (tmp_path / "trống").mkdir()
    os.mkfifo(tmp_path / "trống" / "ống.eml")
    assert "There is no message in trống" in quick.run("inspect", "trống", expect=2).stderr


def test_what_is_no_message_is_not_imported_as_one(quick: Trial, tmp_path: Path) -> None:
    (tmp_path / "bài.docx").write_bytes(simple_paper(GOOD))
    (tmp_path / "thư").write_bytes(letter("a@nghean.example", "Hỏi", "Xin hỏi.\n"))
    assert "bài.docx is no message. Name .eml files" in quick.run("import", "thư", "bài.docx", expect=2).stderr
    assert not (tmp_path / "state").exists(), "said before any work is done"


def test_a_wrong_configuration_is_told_everything_at_once(quick: Trial) -> None:
    quick.write(mailbox={"port": 0}, rules={"max_pages": 0})
    done = quick.run("status", expect=2)
    assert "[mailbox] port" in done.stderr
    assert "[rules] max_pages" in done.stderr


@pytest.mark.slow
class TestRehearse:
    SPAN = ("--from", "2021-09-10", "--to", "2021-11-30")
    KEYS = frozenset({"at", "kind", "phase", "to", "subject", "reason"})

    def test_every_letter_of_the_season_in_order(self, quick: Trial, tmp_path: Path) -> None:
        quick.write(secretariat={"addresses": ["thuky@hoithao.example"]})
        found = quick.json("rehearse", *self.SPAN)
        assert all(set(letter) >= self.KEYS for letter in found)
        assert [letter["at"] for letter in found] == sorted(letter["at"] for letter in found)
        assert found[0]["at"] == "2021-09-10T08:00:00+07:00"
        assert {letter["phase"] for letter in found} == {"trien-khai", "viet-bai", "tham-dinh", "nop-bai", "hoi-thao"}
        kinds = Counter(letter["kind"] for letter in found)
        assert {"phase_start", "phase_reminder", "quota_reminder", "deadline"} <= set(kinds)
        assert kinds["digest"] == 81  # every day from the second on
        assert {address for letter in found for address in letter["to"]} == {"thuky@hoithao.example"}
        assert not (tmp_path / "kho").exists(), "a rehearsal writes no records"

    def test_what_schools_will_be_asked_of_the_papers_that_have_come(self, quick: Trial, tmp_path: Path) -> None:
        host = "Trường Chính trị tỉnh Thanh Hóa"
        for number, sender in enumerate(["huong@x.example", "phong@tct.example"]):
            text = [f"Mục tiêu của mô hình số {number} là rõ ràng."] * 4
            file = simple_paper(text, title=f"Mô hình tự học số {number}", authors=["ThS. Lê Thị Hương"], school=host)
            (tmp_path / f"{number}.eml").write_bytes(letter(sender, "Bài", "Bài.\n", (f"{number}.docx", file)))
        quick.write(schools={"contacts": ["phong@tct.example"]})
        came = ("--now", "2021-10-20T09:00:00+07:00")
        quick.run("import", "0.eml", "1.eml", *came)
        status = quick.json("status", *came)
        assert (status["papers"]["vetted"], status["papers"]["unvetted"]) == (1, 1)
        assert [paper["code"] for paper in status["vetting"]["unvetted"]] == ["TL-2021-001"]
        assert status["schools"][0]["vetted"] == 1
        shown = quick.run("status", *came).stdout
        assert "vetted" in shown
        assert re.search(r"not vetted +TL-2021-001 *\n", shown)
        (asked,) = (one for one in quick.json("rehearse", *self.SPAN, *came) if one["kind"] == "vetting")
        assert asked["at"] == "2021-10-25T08:00:00+07:00"
        assert asked["subject"].startswith("[TL-2021-001] Đề nghị xác nhận đã thẩm định bài tham luận")
        assert (asked["to"], asked["phase"], asked["papers"]) == (["phong@tct.example"], "tham-dinh", ["TL-2021-001"])

    def test_letters_to_read_and_a_calendar_to_open(self, quick: Trial, tmp_path: Path) -> None:
        done = quick.run("rehearse", *self.SPAN, "--html", "thu", "--ics", "lich.ics")
        assert "Letters of the calendar" in done.stdout
        assert "Digests are those of days on which nothing happens" in done.stderr
        index = (tmp_path / "thu" / "index.html").read_text("utf-8")
        assert "Đã hết thời hạn nộp bài tham luận" in index
        assert "Gửi: Trường Chính trị tỉnh Nghệ An (chưa có địa chỉ liên hệ)" in index
        assert (tmp_path / "thu" / "001.html").is_file()
        calendar = (tmp_path / "lich.ics").read_bytes()
        assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
        assert calendar.count(b"BEGIN:VEVENT") == 13
        unfolded = calendar.replace(b"\r\n ", b"").decode()
        assert "DESCRIPTION:Ban Thư ký Hội thảo: [Tiến độ] " in unfolded
        assert "\\nTrường Chính trị tỉnh Nghệ An: " in unfolded
        assert "school:" not in unfolded
        events = re.findall(r"SUMMARY:(.*)\r", unfolded)
        assert (
            "Nhắc trước 1 ngày: giai đoạn “Hoàn thiện và gửi về Trường Chính trị tỉnh Thanh Hóa” có hạn ngày 10/11/2021"
            in events
        )

    def test_the_calendar_tells_what_happens_and_not_what_one_reader_is_told(
        self, quick: Trial, tmp_path: Path
    ) -> None:
        quick.write(
            secretariat={"addresses": ["thuky@hoithao.example"]},
            schools={"contacts": ["phong@tct.example"], "lang": "en"},
        )
        quick.run("rehearse", "--from", "2021-11-11", "--to", "2021-12-05", "--ics", "lich.ics")
        unfolded = (tmp_path / "lich.ics").read_bytes().replace(b"\r\n ", b"").decode()
        assert re.findall(r"SUMMARY:(.*)\r", unfolded) == [
            "Giai đoạn “Hoàn thiện và gửi về Trường Chính trị tỉnh Thanh Hóa” kết thúc ngày 10/11/2021",
            "Giai đoạn “Tổ chức Hội thảo” bắt đầu ngày 25/11/2021",
            "Nhắc trước 2 ngày: giai đoạn “Tổ chức Hội thảo” bắt đầu ngày 25/11/2021",
            "Giai đoạn “Tổ chức Hội thảo” kết thúc ngày 30/11/2021",
        ]

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("--from", "10/9", "--to", "2021-11-30"), "write a date such as 2021-09-10"),
            (("--from", "2021-11-30", "--to", "2021-09-10"), "lies before"),
            ((*SPAN, "--html", "config.toml"), "cannot be written"),
        ],
    )
    def test_what_cannot_be_done_is_a_sentence(self, quick: Trial, arguments: tuple[str, ...], sentence: str) -> None:
        done = quick.run("rehearse", *arguments, expect=2)
        assert sentence in " ".join(done.stderr.split())

    def test_due_letters_are_put_in_the_outbox_by_hand(self, quick: Trial) -> None:
        quick.write(secretariat={"addresses": ["thuky@hoithao.example"]})
        now = ("--now", "2021-09-10T09:00:00+07:00")
        assert "1 letter put in the outbox" in quick.run("season", "send", *now).stderr
        assert "0 letters put in the outbox" in quick.run("season", "send", *now).stderr
        (letter,) = quick.json("outbox", "list")
        assert letter["kind"] == "season_announce"
        assert "No letters of the calendar are held." in quick.run("season", "release", expect=1).stderr


@pytest.mark.slow
class TestKeeping:
    """verify, backup and restore, as an operator runs them."""

    @pytest.fixture
    def filled(self, quick: Trial, tmp_path: Path) -> Trial:
        paper = letter("a@nghean.example", "Bài", "Bài.\n", ("a.docx", simple_paper(["Bài"])))
        (tmp_path / "a.eml").write_bytes(paper)
        quick.run("import", "a.eml")
        return quick

    def test_there_and_back(self, filled: Trial, tmp_path: Path) -> None:
        assert filled.run("verify").stdout == "1 message and 1 file in the archive: all whole; records sound.\n"
        assert filled.json("verify")["sound"] is True
        made = filled.json("backup", "lưu")
        assert (made["files"], made["missing"]) == (4, [])
        assert "is there already" in filled.run("backup", "lưu", expect=2).stderr
        assert "is not empty" in filled.run("restore", "lưu", expect=2).stderr
        filled.write(storage={"directory": tmp_path / "mới"})
        assert "reconcile" in filled.run("restore", "lưu").stderr
        assert filled.json("verify")["sound"] is True
        assert filled.json("status")["papers"]["total"] == 1

    def test_damage_is_exit_code_1_with_the_path(self, filled: Trial, tmp_path: Path) -> None:
        (path,) = (tmp_path / "state" / "messages").rglob("*.eml")
        path.write_bytes(b"x")
        first, *shown = filled.run("verify", expect=1).stdout.splitlines()
        assert first == "1 message and 1 file in the archive."
        assert f"damaged: {path}" in "".join(shown)
        assert "left out" in filled.run("backup", "lưu", expect=1).stdout

    def test_lost_records_look_to_nobody_like_empty_ones(self, filled: Trial) -> None:
        """Whoever watches `status` would learn of it from the authors."""
        (filled.folder / "state" / "records.sqlite3").unlink()
        for command in (
            ("status",),
            ("outbox", "list"),
            ("outbox", "show", "1"),
            ("parked", "list"),
            ("rehearse", "--from", "2021-11-01", "--to", "2021-11-02"),
            ("outbox", "drop", "1"),
        ):
            said = filled.run(*command, expect=2).stderr
            assert "are lost, what is archived is there. Run `thamluan rebuild`" in said, command

    def test_damaged_records_are_told_with_a_way_out_said_once(self, filled: Trial) -> None:
        (filled.folder / "state" / "records.sqlite3").write_bytes(b"x" * 40_000)
        shown = filled.run("verify", expect=1).stdout
        assert shown.count("thamluan rebuild") == shown.count("Restore a backup") == 1
        # "see `thamluan rebuild`" would lead round in a circle: it is rebuilding that says so.
        (filled.folder / "state" / ".rebuilding").touch()
        assert "move records.sqlite3* aside" in filled.run("rebuild", expect=2).stderr

    def test_with_which_numbers_nothing_was_done_is_said(self, filled: Trial) -> None:
        filled.write(conference={"mode": "redirect", "redirect_to": "thu@truong.example"})
        waits = filled.run("outbox", "resend", "1", expect=1).stderr
        assert "1 of the numbers: neither failed nor uncertain. `thamluan outbox list` shows what is." in waits
        assert filled.run("outbox", "drop", "1").stderr == "1 letter dropped.\n"
        assert "sent or dropped already. `thamluan outbox list`" in filled.run("outbox", "drop", "1", expect=1).stderr
        assert "not set aside. `thamluan parked list`" in filled.run("parked", "release", "1", expect=1).stderr
        assert "not set aside. `thamluan parked list`" in filled.run("parked", "drop", "1", expect=1).stderr
        assert "no number given" in filled.run("parked", "release", expect=2).stderr
        assert "no number given" in filled.run("parked", "drop", expect=2).stderr

    def test_what_is_on_record_is_not_released_and_said_why(self, filled: Trial) -> None:
        with contextlib.closing(sqlite3.connect(filled.folder / "state" / "records.sqlite3")) as db, db:
            db.execute("UPDATE messages SET state = 'parked'")
        said = " ".join(filled.run("parked", "release", "1", expect=1).stderr.split())
        assert "1: what could be recorded of it is on record." in said
        assert "not set aside" not in said
        assert filled.run("parked", "drop", "1", "1").stderr == "1 message dropped.\n"
        assert filled.json("parked", "list") == []
        filled.json("status")  # and nothing is wrong any more

    def test_a_half_restored_folder_is_not_worked_on(self, filled: Trial, tmp_path: Path) -> None:
        (tmp_path / "state" / ".restoring").mkdir()
        assert "thamluan restore" in filled.run("import", "a.eml", expect=2).stderr

    @pytest.mark.parametrize(("mark", "again"), [(".rebuilding", "rebuild"), (".restoring", "restore")])
    def test_half_of_the_records_is_not_shown_as_the_whole(self, filled: Trial, mark: str, again: str) -> None:
        (filled.folder / "state" / mark).mkdir()
        filled.write(mailbox={"password_file": filled.folder / "config.toml"})
        for command in ("status", "reconcile", "verify", "backup lưu", "outbox drop 1", "once"):
            # Or its process, which is ours, would be at work.
            (filled.folder / "state" / "lock").unlink(missing_ok=True)
            done = filled.run(*command.split(), expect=2)
            (said,) = (line for line in done.stderr.splitlines() if "thamluan: " in line)
            assert said.endswith(f"was cut off. Run `thamluan {again}` once more."), command

    def test_who_looks_while_they_are_made_is_told_to_wait(self, filled: Trial) -> None:
        (filled.folder / "state" / ".rebuilding").touch()
        assert "is under way. Wait until `thamluan rebuild` has ended." in filled.run("status", expect=2).stderr

    def test_purging_asks_first(self, filled: Trial) -> None:
        assert "keep_days is 0" in filled.run("purge", "--yes", expect=2).stderr
        filled.write(storage={"keep_days": 30})
        assert "--yes" in filled.run("purge", expect=2).stderr
        done = filled.run("purge", "--yes").stderr
        assert "Removed: 0 messages" in done
        later = ("--now", "2099-01-01T00:00:00+07:00")
        filled.run("outbox", "drop", "1")
        assert "Removed: 1 message, 2 files" in filled.run("purge", "--yes", *later).stderr
        assert filled.json("verify")["messages"] == 0
        assert filled.json("status", *later)["papers"]["total"] == 1


@pytest.mark.slow
class TestPreview:
    def test_it_lists_what_there_is_and_shows_what_is_named(self, quick: Trial) -> None:
        names = quick.run("preview").stdout.split()
        assert {"acknowledgement", "withdrawal", "season-submit-reminder-schools"} <= set(names)
        shown = quick.run("preview", "withdrawal").stdout
        assert "XÁC NHẬN RÚT BÀI" in shown
        assert "I CONFIRM THE WITHDRAWAL" in quick.run("preview", "withdrawal", "--lang", "en").stdout
        assert "There is no letter thu-la" in quick.run("preview", "thu-la", expect=2).stderr

    @pytest.mark.parametrize(
        ("template", "of_it", "not_of_it"),
        [
            ("season_vet", "season-vet-reminder-schools", "season-submit-reminder-schools"),
            ("season_vet.subject.j2", "season-vet-closes-authors", "vetting"),
            ("acknowledgement.j2", "acknowledgement-faults", "no-paper"),  # and not the one letter of that name
        ],
    )
    def test_a_template_shows_the_letters_that_it_makes(
        self, quick: Trial, template: str, of_it: str, not_of_it: str
    ) -> None:
        shown = quick.run("preview", template).stdout
        assert quick.run("preview", of_it).stdout in shown
        assert quick.run("preview", not_of_it).stdout not in shown

    def test_all_of_them_in_a_folder(self, quick: Trial, tmp_path: Path) -> None:
        quick.run("preview", "--html", "mau")
        assert "Thư mẫu" in (tmp_path / "mau" / "index.html").read_text("utf-8")
        assert len(list((tmp_path / "mau").glob("*.html"))) > 60


class TestQuiet:
    """--quiet for cron and scripts: nothing is said where nothing is wrong; what is wrong is said."""

    def test_nothing_is_said_of_what_went_well(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "a.eml").write_bytes(letter("binh@nghean.example", "Hỏi", "Bài của tôi đã đến chưa?\n"))
        done = quick.run("--quiet", "import", "a.eml")
        assert (done.stdout, done.stderr) == ("", "")
        assert quick.run("import", "a.eml").stderr != ""

    def test_results_are_no_talk(self, quick: Trial, tmp_path: Path) -> None:
        (tmp_path / "arial.docx").write_bytes(simple_paper(["Xin chào"], font="Arial"))
        done = quick.run("-q", "check", "arial.docx", expect=1)
        assert "arial.docx" in done.stdout
        assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["WARNING daemon.judge"]  # no renderer

    def test_a_failure_is_said(self, quick: Trial) -> None:
        assert "There is no paper" in quick.run("--quiet", "check", ".", expect=2).stderr

    def test_it_cannot_be_talkative_as_well(self, quick: Trial) -> None:
        assert "contradict" in quick.run("--quiet", "--verbose", "status", expect=2).stderr


def test_a_folder_that_is_not_ours_to_look_into_holds_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sudo -u thamluan thamluan status` in /root: the file in /etc is looked for all the same."""
    looked, is_file = [], Path.is_file

    def refuse(path: Path) -> bool:
        looked.append(str(path))
        if not path.is_absolute():
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    with contextlib.suppress(ConfigError):  # where nothing is installed
        configuration(None)
    assert looked[:2] == ["config.toml", "/etc/thamluan/config.toml"]


@pytest.mark.slow
def test_a_message_that_ends_the_reading_process_is_named(quick: Trial, tmp_path: Path) -> None:
    (tmp_path / "vòng lặp.eml").write_bytes(letter("a@nghean.example", "Bài", "Bài.\n"))
    with dying(by=signal.SIGSEGV):
        said = quick.run("inspect", "vòng lặp.eml", expect=2).stderr
    assert "vòng lặp.eml: The reading process was ended by SIGSEGV. A service sets such a message aside" in said


@pytest.mark.parametrize("command", ["status", "status --json", "man --bash"])
def test_output_that_cannot_be_written_is_a_sentence(quick: Trial, command: str) -> None:
    """`thamluan status > file`, on a disk that is full."""
    config = [] if command.startswith("man") else quick.command()[3:]
    with Path("/dev/full").open("wb") as full:
        arguments = [sys.executable, "-m", "daemon", *command.split(), *config]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), check=False)
    reason = "the output could not be written: No space left on device."
    remedy = "Make room where it goes, and run the command again."
    assert (done.returncode, done.stderr) == (2, f"thamluan: {reason} {remedy}\n")


@pytest.mark.parametrize("closed", ["1", "2"])
def test_who_closes_an_output_does_not_want_it(quick: Trial, closed: str) -> None:
    arguments = ["sh", "-c", f'exec {closed}>&-; exec "$@"', "sh", *quick.command("status")]
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_where_the_records_should_lie_is_told(quick: Trial, tmp_path: Path) -> None:
    file = tmp_path / "tệp"
    file.touch()
    quick.write(storage={"directory": file})
    for command in ("status", "verify"):
        done = quick.run(command, expect=2)
        assert "is a file, no folder" in " ".join(done.stderr.split()), command


def test_interrupted_before_it_is_loaded_it_is_gone_without_a_word() -> None:
    """Typing the wrong command and Ctrl+C at once is no error in the program."""
    program = """
import signal, sys

class Finger:
    def find_spec(self, name, *_):
        if name == "daemon.cli.program":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Finger())
from daemon.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("status", 2, "thamluan: interrupted; what was recorded until now stays, the rest is done by the next call."),
        ("run", -signal.SIGTERM, ""),  # systemd calls that a clean end; 2 would leave a stopped unit failed
    ],
)
def test_ended_by_timeout_or_a_stopped_unit_it_says_so(tmp_path: Path, command: str, code: int, said: str) -> None:
    os.mkfifo(pipe := tmp_path / "config.toml")
    arguments = [sys.executable, "-m", "daemon", command, "--config", pipe]
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, env=environment())
    with pipe.open("wb"):  # until the command reads what it is to do
        process.terminate()
        told = process.communicate(timeout=30)[1]
    assert (process.returncode, (told.splitlines() or [""])[-1]) == (code, said)


_UNREAD = ("preview season_vet", "preview", "status", "status --json", "man", "--help", "check --help", "check x.docx")


@pytest.mark.parametrize("command", _UNREAD)
def test_an_output_that_is_cut_by_its_reader_is_no_failure(quick: Trial, command: str) -> None:
    """`thamluan preview season_vet | head -1`: 1 would say that something is wrong with what was looked at."""
    reader, writer = os.pipe()
    os.close(reader)
    config = [] if command.startswith(("man", "check --", "--")) else quick.command()[3:]
    (quick.folder / "x.docx").write_bytes(b"no paper")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "daemon", *command.split(), *config],
            stdout=writer, stderr=subprocess.PIPE, text=True, cwd=quick.folder, env=environment(), check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_log_that_nobody_reads_any_longer_stops_no_work(quick: Trial) -> None:
    """`thamluan rehearse ... 2> >(head -1)`: what is said aside is lost, and the rest goes on."""
    reader, writer = os.pipe()
    os.close(reader)
    command = quick.command("rehearse", "--from", "2021-11-09", "--to", "2021-11-10", "--json", "--html", "pages")
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=writer, text=True, cwd=quick.folder, env=environment(), check=False
        )
    finally:
        os.close(writer)
    assert done.returncode == 0
    assert json.loads(done.stdout), "written after the folder of the pages was told"
