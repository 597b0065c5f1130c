"""LibreOffice's worker, whatever it does: an answer, or RenderError within the deadline and a fresh one afterwards.

A small script plays the worker; the documents tell it how to misbehave.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from render_processes import is_running, wait_until_gone
from render_unit import Unit

from daemon.config import Render
from daemon.errors import RenderError
from daemon.model import FileKind, Renderer
from daemon.render import Description, LibreOffice, Limits, NoRenderer
from daemon.render.process import WorkerLostError, WorkerProcess, pack
from daemon.render.sandbox import environment

pytestmark = pytest.mark.slow  # processes and sockets of their own

FAKE = Path(__file__).with_name("fake_render_worker.py")
SETTINGS = Render(program="true", python=sys.executable, sandbox=False, socket=None, deadline_seconds=20)
LIMITS = Limits(start_seconds=20, max_input_bytes=5_000_000, max_output_bytes=1_000_000)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def fake_unit(path: Path) -> Unit:
    return Unit(path, [sys.executable, "-I", "-B", str(FAKE)], environment(path.parent / "inside"))


@pytest.fixture
def unit(scratch: Path) -> Iterator[Unit]:
    (scratch / "inside").mkdir()
    made = fake_unit(scratch / "socket")
    yield made
    made.close()


@pytest.fixture
def ours() -> Iterator[LibreOffice]:
    """With a process of its own."""
    office = LibreOffice(SETTINGS, limits=LIMITS, worker=FAKE, font="Times New Roman")
    yield office
    office.close()


@pytest.fixture(params=["process", "unit"])
def office(request: pytest.FixtureRequest) -> Iterator[LibreOffice]:
    """Either way the same is promised."""
    if request.param == "process":
        yield request.getfixturevalue("ours")
        return
    settings = SETTINGS.model_copy(update={"sandbox": True, "socket": request.getfixturevalue("unit").path})
    office = LibreOffice(settings, limits=LIMITS, worker=FAKE, font="Times New Roman")
    yield office
    office.close()


def ask(office: LibreOffice, document: bytes = b"hello") -> dict:
    return json.loads(office.to_pdf(document, FileKind.DOCX))


def test_it_is_a_renderer(office: LibreOffice) -> None:
    renderer: Renderer = office
    assert renderer.trouble() is None


def test_one_process_serves_many_documents(office: LibreOffice) -> None:
    answers = [ask(office) for _ in range(3)]
    assert len({answer["pid"] for answer in answers}) == 1
    assert [answer["number"] for answer in answers] == [1, 2, 3]


@pytest.mark.parametrize(
    ("kind", "suffix", "import_filters"),
    [
        (FileKind.DOCX, "docx", ["MS Word 2007 XML"]),
        (FileKind.DOC, "doc", ["MS Word 97", "MS Word 95"]),
        (FileKind.ODT, "odt", ["writer8"]),
        (FileKind.RTF, "rtf", ["Rich Text Format"]),
    ],
)
def test_the_parser_is_named_by_the_kind(
    office: LibreOffice, kind: FileKind, suffix: str, import_filters: list[str]
) -> None:
    to_pdf = json.loads(office.to_pdf(b"x", kind))["question"]
    to_docx = json.loads(office.to_docx(b"x", kind))["question"]
    assert (to_pdf["suffix"], to_pdf["import_filters"]) == (suffix, import_filters)
    assert (to_pdf["export_filter"], to_pdf["paginate"]) == ("writer_pdf_Export", True)
    assert (to_docx["export_filter"], to_docx["paginate"]) == ("MS Word 2007 XML", False)


@pytest.mark.parametrize("kind", [FileKind.PDF, FileKind.IMAGE, FileKind.ZIP, FileKind.OTHER])
def test_other_kinds_are_never_shown_to_libreoffice(office: LibreOffice, kind: FileKind) -> None:
    with pytest.raises(RenderError, match=kind):
        office.to_pdf(b"x", kind)
    assert office.office_pid is None


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"crash", "segmentation fault, alas|journalctl -u 'thamluan-render@\\*'"),
        (b"dead", "died"),
        (b"half", "died"),
        (b"garbage", "no frame"),
        (b"wide-header", "no frame"),
        (b"no-object", "no header"),
        (b"no-json", "Expecting property name"),
        (b"twice", "more than one frame"),
        (b"too-much", "2147483648 bytes"),
    ],
)
def test_a_worker_that_misbehaves_is_replaced(office: LibreOffice, document: bytes, said: str) -> None:
    with pytest.raises(RenderError, match=said):
        ask(office, document)
    assert office.office_pid is None
    assert ask(office)["number"] == 1


def test_a_document_over_its_deadline_costs_the_worker() -> None:
    office = LibreOffice(
        SETTINGS.model_copy(update={"deadline_seconds": 0.3}), limits=LIMITS, worker=FAKE, font="Times New Roman"
    )
    pid = ask(office)["pid"]
    with pytest.raises(RenderError, match=r"no answer within 0\.3 s"):
        ask(office, b"hang")
    assert not is_running(pid)
    assert ask(office)["pid"] != pid
    office.close()


def test_a_hanging_worker_that_reads_nothing_cannot_block_the_sending() -> None:
    office = LibreOffice(
        SETTINGS.model_copy(update={"deadline_seconds": 0.3}), limits=LIMITS, worker=FAKE, font="Times New Roman"
    )
    ask(office)
    assert office.office_pid is not None
    os.kill(office.office_pid, signal.SIGSTOP)
    with pytest.raises(RenderError, match="no answer"):
        ask(office, bytes(4_000_000))
    office.close()


def test_a_document_that_cannot_be_read_leaves_the_worker_alone(office: LibreOffice) -> None:
    pid = ask(office)["pid"]
    with pytest.raises(RenderError, match="cannot read it"):
        ask(office, b"refuse")
    assert ask(office)["pid"] == pid


def test_a_warm_worker_that_dies_gives_the_document_a_second_chance(office: LibreOffice) -> None:
    first = ask(office)["pid"]
    again = ask(office, b"crash-when-warm")
    assert (again["number"], again["pid"] != first) == (1, True)


def test_a_document_that_kills_a_fresh_worker_too_is_the_culprit(office: LibreOffice) -> None:
    ask(office)
    with pytest.raises(RenderError, match="died"):
        ask(office, b"crash")


def test_somebodys_kill_is_no_documents_fault_not_even_on_a_fresh_one(office: LibreOffice, scratch: Path) -> None:
    assert ask(office, f"killed {scratch / 'mark'}".encode())["number"] == 1


def test_a_start_that_dies_is_tried_once_more(scratch: Path) -> None:
    office = LibreOffice(SETTINGS, limits=LIMITS, worker=FAKE, font=f"stumble {scratch / 'mark'}")
    assert ask(office)["number"] == 1
    office.close()


def test_the_callers_time_shortens_the_deadline(office: LibreOffice) -> None:
    ask(office)
    with pytest.raises(RenderError, match=r"no answer within 0\.[12]"):
        office.to_pdf(b"hang", FileKind.DOCX, seconds=0.2)


def test_a_second_try_has_what_the_first_left(office: LibreOffice) -> None:
    """The clock stands at the end of the time when the first worker has died."""
    ask(office)
    clock = Clock()
    office._clock = lambda: clock.seconds
    running = office._running

    def restarted_late() -> object:
        found = running()
        clock.seconds += 3 if found.documents == 0 else 0
        return found

    office._running = restarted_late  # type: ignore[method-assign]
    with pytest.raises(RenderError, match="No time was left"):
        office.to_pdf(b"crash-when-warm", FileKind.DOCX, seconds=2)


def test_a_slow_start_leaves_time_for_the_document_it_was_made_for() -> None:
    clock = Clock()
    office = LibreOffice(SETTINGS, limits=LIMITS, worker=FAKE, font="Times New Roman", clock=clock)
    start = office._start

    def slow_start() -> object:
        clock.seconds += 60
        return start()

    office._start = slow_start  # type: ignore[method-assign]
    assert json.loads(office.to_pdf(b"hello", FileKind.DOCX, seconds=5))["number"] == 1
    office.close()


@pytest.mark.parametrize(
    ("start", "seconds", "left"), [(0, 5, 5), (1, 5, 4), (3, 5, 2.5), (4, 6, 2.5), (6, 6, 3), (60, 6, 4), (60, 1, 1)]
)
def test_what_a_start_leaves_depends_on_how_busy_the_machine_is(start: float, seconds: float, left: float) -> None:
    clock = Clock()
    settings = SETTINGS.model_copy(update={"deadline_seconds": 6})
    office = LibreOffice(settings, limits=LIMITS, worker=FAKE, font="Times New Roman", clock=clock)
    given: list[float] = []

    def running() -> object:
        clock.seconds += start
        return SimpleNamespace(documents=0)

    def ask(_office: object, _question: object, _data: bytes, until: float) -> bytes:
        given.append(until - clock.seconds)
        return b""

    office._running = running  # type: ignore[method-assign, assignment]
    office._ask = ask  # type: ignore[method-assign, assignment]
    office.to_pdf(b"hello", FileKind.DOCX, seconds=seconds)
    assert given == [left]


def test_a_worker_killed_between_two_documents_is_not_noticed_by_the_caller(office: LibreOffice) -> None:
    pid = ask(office)["pid"]
    os.kill(pid, signal.SIGKILL)
    assert ask(office)["pid"] != pid


def test_a_fresh_worker_after_so_many_documents() -> None:
    office = LibreOffice(
        SETTINGS.model_copy(update={"restart_after": 2}), limits=LIMITS, worker=FAKE, font="Times New Roman"
    )
    answers = [ask(office) for _ in range(5)]
    office.close()
    assert [answer["number"] for answer in answers] == [1, 2, 1, 2, 1]
    assert len({answer["pid"] for answer in answers}) == 3


def test_large_documents_pass_and_too_large_ones_are_not_sent(office: LibreOffice) -> None:
    assert ask(office, b"." * 5_000_000)["bytes"] == 5_000_000
    with pytest.raises(RenderError, match="5000001 bytes"):
        ask(office, b"." * 5_000_001)


def test_nothing_of_ours_reaches_the_worker(
    monkeypatch: pytest.MonkeyPatch, office: LibreOffice, scratch: Path
) -> None:
    monkeypatch.setenv("THAMLUAN_PASSWORD", "bí mật")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    leaked = os.open(scratch, os.O_RDONLY)
    os.set_inheritable(leaked, True)
    told = ask(office)
    os.close(leaked)
    names = {"PATH", "LANG", "HOME", "TMPDIR", "SAL_USE_VCLPLUGIN", "SAL_DISABLE_OPENCL"}
    assert set(told["environment"]) - {"LC_CTYPE"} == names  # Python itself sets LC_CTYPE (PEP 538)
    assert told["environment"]["LANG"] == "C.UTF-8"
    assert len(told["descriptors"]) == 4  # three, and the one that lists them


def test_close_leaves_no_process_and_no_file(ours: LibreOffice, scratch: Path) -> None:
    office, pid = ours, ask(ours)["pid"]
    assert pid == office.office_pid
    assert [path.name.startswith("thamluan-render-") for path in scratch.iterdir()] == [True]
    office.close()
    office.close()
    assert not is_running(pid)
    assert list(scratch.iterdir()) == []
    assert ask(office)["number"] == 1


def test_close_does_not_wait_for_a_document_under_way(office: LibreOffice, scratch: Path) -> None:
    ask(office)
    failures: list[str] = []

    def convert() -> None:
        try:
            ask(office, b"hang")
        except RenderError as error:
            failures.append(str(error))

    thread = threading.Thread(target=convert)
    thread.start()
    pause = threading.Event()
    while not list(scratch.glob("*/hanging")):
        pause.wait(0.01)
    office.close()
    thread.join(timeout=SETTINGS.deadline_seconds / 2)
    assert [failure.split(" (")[0] for failure in failures] == ["LibreOffice's worker died"]
    assert office.office_pid is None


def test_it_lives_as_long_as_its_owner_not_as_the_thread_that_first_asked(office: LibreOffice) -> None:
    pids: list[int] = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: pids.append(ask(office)["pid"]))
        thread.start()
        thread.join()
    assert pids[0] == pids[1] == ask(office)["pid"]


def test_threads_wait_for_each_other(office: LibreOffice) -> None:
    numbers: list[int] = []
    threads = [threading.Thread(target=lambda: numbers.append(ask(office)["number"])) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("end", ["sys.exit(3)", "raise KeyError", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_worker_ends_with_the_program_however_it_ends(end: str, scratch: Path) -> None:
    program = f"""
        import json, os, signal, sys
        from pathlib import Path
        from daemon.config import Render
        from daemon.model import FileKind
        from daemon.render import LibreOffice
        settings = Render(program="true", python=sys.executable, sandbox=False)
        office = LibreOffice(settings, worker=Path({str(FAKE)!r}), font="Times New Roman")
        print(json.loads(office.to_pdf(b"x", FileKind.DOCX))["pid"], flush=True)
        {end}
    """
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=root,
        env=os.environ | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode != 0
    assert wait_until_gone([int(done.stdout)])
    if "SIGKILL" not in end:  # then the real worker tidies up, see test_render_life
        assert list(scratch.iterdir()) == []


# ------------------------------------------------------------------- whether to believe it


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"program": "no-such-office"}, "no-such-office is missing: apt-get install"),
        ({"python": "/no/such/python3"}, "/no/such/python3 is missing: install python3-uno"),
    ],
)
def test_a_missing_program_is_named_with_its_remedy(changes: dict[str, str], said: str) -> None:
    office = LibreOffice(SETTINGS.model_copy(update=changes), worker=FAKE, font="Times New Roman")
    assert said in str(office.trouble())
    with pytest.raises(RenderError, match=said):
        office.to_pdf(b"x", FileKind.DOCX)


@pytest.mark.parametrize(
    ("font", "said"),
    [
        ("exit", "LibreOffice cannot be started: LibreOffice's worker died (no module named uno)"),
        ("refuse", "LibreOffice cannot be started: no LibreOffice module"),
        ("hang", "LibreOffice cannot be started: LibreOffice was stopped: no answer within 0.3 s"),
        ("Old Times", "Old Times is drawn in Liberation Serif"),
    ],
)
def test_what_keeps_us_from_believing_is_one_sentence(font: str, said: str) -> None:
    office = LibreOffice(
        SETTINGS,
        font=font,
        limits=replace(LIMITS, start_seconds=0.3 if font == "hang" else 20),
        worker=FAKE,
    )
    assert str(office.trouble()).startswith(said)
    office.close()


def test_good_news_is_kept_and_bad_news_asked_for_again(scratch: Path) -> None:
    clock = Clock()
    later = scratch / "soffice"
    office = LibreOffice(
        SETTINGS.model_copy(update={"program": str(later)}),
        limits=LIMITS,
        clock=clock,
        worker=FAKE,
        font="Times New Roman",
    )
    assert office.trouble() is not None
    later.write_text("#!/bin/sh\n")
    later.chmod(0o755)
    assert office.trouble() is not None
    clock.seconds += LIMITS.trouble_again_seconds + 1
    assert office.trouble() is None
    office.close()
    later.unlink()
    clock.seconds += 10 * LIMITS.trouble_again_seconds
    assert office.trouble() is None


def test_a_start_that_fails_leaves_no_folder(scratch: Path) -> None:
    """As while LibreOffice is being replaced by a newer one."""
    later = scratch / "soffice"
    settings = SETTINGS.model_copy(update={"program": str(later)})
    office = LibreOffice(settings, limits=LIMITS, worker=FAKE, font="Times New Roman")
    later.write_text("#!/bin/sh\n")
    later.chmod(0o755)
    ask(office)
    office.close()
    later.unlink()
    for _ in range(2):
        with pytest.raises(RenderError, match="is missing"):
            ask(office)
    assert list(scratch.glob("thamluan-render-*")) == []


def test_doctor_learns_how_it_runs(ours: LibreOffice) -> None:
    office = ours
    office.trouble()
    told = office.describe()
    assert isinstance(told, Description)
    assert (told.version, told.font, told.isolated) == ("LibreOffice 0.0", "Liberation Serif", False)
    assert told.start_seconds is not None
    assert told.warm_seconds is not None
    assert told.warning == (
        "LibreOffice runs outside a sandbox: [render] sandbox is off; it has no network (seccomp) and can read our files."
    )


def test_without_bubblewrap_the_warning_says_how_to_get_it() -> None:
    office = LibreOffice(
        SETTINGS.model_copy(update={"sandbox": True}),
        limits=LIMITS,
        worker=FAKE,
        bwrap="no-such-bubblewrap",
        font="Times New Roman",
    )
    assert not office.describe().isolated
    assert "bubblewrap is not installed (apt-get install bubblewrap)" in office.describe().warning
    office.close()


def in_unit(unit: Unit) -> LibreOffice:
    settings = SETTINGS.model_copy(update={"sandbox": True, "socket": unit.path})
    return LibreOffice(settings, limits=LIMITS, worker=FAKE, bwrap="no-such-bubblewrap", font="Times New Roman")


def test_where_its_unit_listens_that_is_where_it_runs(unit: Unit) -> None:
    office = in_unit(unit)
    told = office.describe()
    assert (told.isolated, told.place, told.warning) == (True, "in a unit of its own", "")
    assert office.office_pid is None
    office.close()


def test_a_unit_that_nobody_may_reach_is_told_of_and_done_without(scratch: Path) -> None:
    deaf = scratch / "socket"
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(deaf))  # and does not listen
    office = in_unit(SimpleNamespace(path=deaf))  # type: ignore[arg-type]
    told = office.describe()
    assert (told.trouble, told.isolated) == (None, False)
    assert f"The renderer's unit does not answer at {deaf}: Connection refused; bubblewrap is not" in told.warning
    office.close()


def test_a_unit_that_goes_while_we_run_is_trouble_until_it_is_back(unit: Unit) -> None:
    office = in_unit(unit)
    assert ask(office)["number"] == 1
    unit.close()
    with pytest.raises(RenderError, match="does not answer"):
        ask(office)
    unit.path.unlink()
    again = fake_unit(unit.path)
    assert ask(office)["number"] == 1
    office.close()
    again.close()


def test_no_renderer_says_why() -> None:
    renderer: Renderer = NoRenderer("The renderer is switched off ([render] enabled).")
    assert renderer.trouble() == "The renderer is switched off ([render] enabled)."
    for convert in (renderer.to_pdf, renderer.to_docx):
        with pytest.raises(RenderError, match="switched off"):
            convert(b"x", FileKind.DOCX)
    renderer.close()


# ------------------------------------------------------------------- frames


@pytest.mark.parametrize("program", ["/no/such/program", "/no/such\0program"])
def test_a_command_that_cannot_be_started_is_a_render_error(program: str) -> None:
    with pytest.raises(RenderError, match="program cannot be started"):
        WorkerProcess([program], {}, clock=Clock())


def test_an_answer_that_comes_before_the_question_was_read_is_an_answer() -> None:
    script = (
        f"import sys; sys.stdout.buffer.write({pack({'ok': True}, b'abc')!r}); sys.stdout.flush(); sys.stdin.read()"
    )
    process = WorkerProcess([sys.executable, "-c", script], {}, clock=Clock())
    assert process.ask({}, b"", seconds=20, max_body=3) == ({"ok": True}, b"abc")
    process.close()
    assert not process.alive


def test_an_answer_larger_than_allowed_is_not_even_received() -> None:
    script = (
        f"import sys; sys.stdout.buffer.write({pack({'ok': True}, b'abc')!r}); sys.stdout.flush(); sys.stdin.read()"
    )
    process = WorkerProcess([sys.executable, "-c", script], {}, clock=Clock())
    with pytest.raises(WorkerLostError, match="3 bytes, more than the 2 allowed"):
        process.ask({}, b"", seconds=20, max_body=2)
    process.close()
