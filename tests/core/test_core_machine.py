"""Mail, accidents and restarts in any order: in the end every message is recorded once and answered once."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from core.fakes import House, Killed, config_in, mail, never, refuse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from daemon import faults
from daemon.config import Mode
from daemon.errors import MailboxError

SUBJECTS = ("gà đồi", "lúa nước", "chè xanh", "biển cả", "núi rừng")


class Season(RuleBasedStateMachine):
    """A mailbox and a service that dies now and then."""

    @initialize()
    def begin(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="thamluan-season-"))
        self.house = House(self.directory, config_in(self.directory, mode=Mode.LIVE))
        self.put: dict[bytes, str] = {}  # what people sent → "paper" or "letter"

    @rule(author=st.integers(0, 3), paper=st.booleans(), subject=st.sampled_from(SUBJECTS))
    def somebody_writes(self, author: int, subject: str, *, paper: bool) -> None:
        files = ((f"{subject}.docx", f"title=Chuyện {subject} quê ta {subject};author=a{author}"),) if paper else ()
        raw = mail(f"a{author}@x.example", f"Thư {subject}", *files)
        self.house.inbox.put(raw)
        self.put[raw] = "paper" if paper else "letter"

    @rule()
    def somebody_copies_mail_back(self) -> None:
        for raw in self.house.inbox.moved[-2:]:
            self.house.inbox.put(raw)

    @rule()
    def the_server_numbers_anew(self) -> None:
        self.house.inbox.renumber()

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.house.later(hours=hours)

    @rule(method=st.sampled_from(["select", "list", "fetch", "file_away", ""]))
    def the_service_works(self, method: str) -> None:
        if method:
            self.house.inbox.fail[method] = never
        try:
            self.house.intake()
        except MailboxError:
            pass
        finally:
            self.house.inbox.fail.clear()
        self.house.assess()

    @rule(trouble=st.sampled_from(["", "temporary", "server"]))
    def letters_go_out(self, trouble: str) -> None:
        self.house.sender.fail = refuse(whole_server=trouble == "server") if trouble else None
        self.house.deliver()
        self.house.sender.fail = None

    @rule(point=st.integers(0, 60))
    def the_process_is_killed(self, point: int) -> None:
        left = [point]

        def hook(name: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed(name)

        try:
            with faults.armed(hook):
                self.house.once()
        except Killed:
            pass
        self.house.restart()

    def teardown(self) -> None:
        if not hasattr(self, "house"):
            return
        try:
            self.in_the_end()
        finally:
            self.house.close()
            shutil.rmtree(self.directory)

    def in_the_end(self) -> None:
        house = self.house
        for _ in range(12):  # enough for every pause between attempts
            house.once()
            house.later(days=1)
        status = house.status()
        assert status["messages"]["total"] == len(self.put)
        assert status["messages"]["waiting"] == status["messages"]["parked"] == 0
        assert house.inbox.messages == {}
        papers = {raw for raw, kind in self.put.items() if kind == "paper"}
        assert status["papers"]["total"] == len(house.records.versions()) == len(papers)
        delivered = Counter(raw for _, _, raw in house.sender.sent)
        letters = house.records.letters(raw=True)
        assert len(letters) == len(self.put)
        for letter in letters:
            assert letter["state"] in {"sent", "uncertain", "failed"}
            assert delivered[letter["raw"]] <= 1
            assert letter["state"] != "sent" or delivered[letter["raw"]] == 1
        assert house.records.integrity() == []


Season.TestCase.settings = settings(
    max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSeason = pytest.mark.slow(Season.TestCase)
