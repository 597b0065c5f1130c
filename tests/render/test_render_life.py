"""The real LibreOffice: it is killed, it hangs, it is closed, we are killed; and what remains of it."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from render_documents import packed, pages, paper, rtf
from render_places import PLACES, SETTINGS
from render_processes import family, wait_until_gone
from render_unit import Unit

from daemon.errors import RenderError
from daemon.model import FileKind
from daemon.render import LibreOffice

pytestmark = pytest.mark.server


def soffice_of(office: LibreOffice) -> int:
    assert office.office_pid is not None
    names = {pid: Path(f"/proc/{pid}/comm").read_text().strip() for pid in family(office.office_pid)}
    return next(pid for pid, name in names.items() if name == "soffice.bin")


def killed_in_the_middle(office: LibreOffice) -> bytes | RenderError:
    """What a caller gets whose LibreOffice is killed while it works (stopped first, so that it surely does)."""
    victim = soffice_of(office)
    os.kill(victim, signal.SIGSTOP)
    result: list[bytes | RenderError] = []

    def convert() -> None:
        try:
            result.append(office.to_pdf(packed(paper(1)), FileKind.DOCX))
        except RenderError as error:
            result.append(error)

    thread = threading.Thread(target=convert)
    thread.start()
    os.kill(victim, signal.SIGKILL)
    thread.join()
    return result[0]


@pytest.mark.parametrize("place", ["bubblewrap", "landlock"])
def test_killed_while_it_works_it_recovers_fresh_and_warm(place: str) -> None:
    office = PLACES[place]()
    office._running()
    fresh = killed_in_the_middle(office)
    assert isinstance(fresh, bytes)
    assert len(pages(fresh)) == 1
    assert len(pages(office.to_pdf(packed(paper(1)), FileKind.DOCX))) == 1
    warm = killed_in_the_middle(office)
    assert isinstance(warm, bytes)
    assert len(pages(warm)) == 1
    office.close()


@pytest.mark.parametrize("place", list(PLACES))
def test_close_takes_everything_down(place: str) -> None:
    office = PLACES[place]()
    office.to_pdf(rtf("ấm"), FileKind.RTF)
    assert office.office_pid is not None
    everyone = family(office.office_pid)
    office.close()
    assert wait_until_gone(everyone)


@pytest.mark.parametrize("place", list(PLACES))
def test_killed_ourselves_we_take_it_with_us(place: str, tmp_path: Path) -> None:
    arguments = {"bubblewrap": "", "landlock": ", bwrap='no-such-bubblewrap'", "bare": ""}[place]
    program = f"""
        import sys
        from daemon.config import Render
        from daemon.model import FileKind
        from daemon.render import LibreOffice
        office = LibreOffice(Render(sandbox={place != "bare"}){arguments}, font="Times New Roman")
        office.to_pdf(b"{{\\\\rtf1 x}}", FileKind.RTF)
        print(office.office_pid, flush=True)
        sys.stdin.read()
    """
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    everyone = family(int(owner.stdout.readline()))
    assert len(everyone) >= 2
    owner.kill()
    owner.wait()
    owner.stdin.close()
    owner.stdout.close()
    assert wait_until_gone(everyone)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("namespaces")
def test_in_a_unit_of_its_own_it_works_and_goes_with_the_connection(tmp_path: Path) -> None:
    """`thamluan-render` as the unit starts it, with a /tmp of its own (bubblewrap lends it here, and nothing else)."""
    root = Path(__file__).parents[2]
    private_tmp = ["bwrap", "--bind", "/", "/", "--dev", "/dev", "--tmpfs", "/tmp", "--ro-bind", str(root), str(root)]
    start = [sys.executable, "-c", "from daemon.render.unit import main; main()", SETTINGS.python]
    unit = Unit(tmp_path / "socket", [*private_tmp, *start], {"PYTHONPATH": str(root), "PASSWORD": "bí mật"})
    office = LibreOffice(SETTINGS.model_copy(update={"socket": unit.path}), font="Times New Roman")
    assert office.describe().place == "in a unit of its own"
    assert len(pages(office.to_pdf(packed(paper(1)), FileKind.DOCX))) == 1
    everyone = family(unit.processes[-1].pid)
    assert "soffice.bin" in {Path(f"/proc/{pid}/comm").read_text().strip() for pid in everyone}
    assert all(b"PASSWORD" not in Path(f"/proc/{pid}/environ").read_bytes() for pid in everyone[1:])
    office.close()
    gone = wait_until_gone(everyone[1:])
    unit.close()
    assert gone


def test_a_fresh_one_comes_after_so_many_documents() -> None:
    office = LibreOffice(SETTINGS.model_copy(update={"restart_after": 2}), font="Times New Roman")
    seen = []
    for _ in range(3):
        office.to_pdf(rtf("ấm"), FileKind.RTF)
        seen.append(office.office_pid)
    office.close()
    assert [pid is None for pid in seen] == [False, True, False]
    assert seen[0] != seen[2]


def test_a_document_over_the_deadline_is_given_up() -> None:
    office = LibreOffice(SETTINGS.model_copy(update={"deadline_seconds": 0.5}), font="Times New Roman")
    office._running()
    os.kill(soffice_of(office), signal.SIGSTOP)
    everyone = family(office.office_pid or -1)
    with pytest.raises(RenderError, match=r"no answer within 0\.5 s"):
        office.to_pdf(rtf("chậm"), FileKind.RTF)
    assert wait_until_gone(everyone)
    office.close()
