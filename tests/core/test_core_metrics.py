"""The service in numbers: what the records say, how long steps take, and nothing that names anybody."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import stat
import struct
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from core.fakes import House, mail, never, refuse
from prometheus_client.parser import text_string_to_metric_families
from servers import LOOPBACK, free_port

from daemon import __version__, metrics
from daemon.config import Metrics
from daemon.digests import TOLD_BY_DIGEST, TROUBLES
from daemon.errors import RecordsError
from daemon.metrics import STEPS, Meter, Seen

MONITORING = Path(__file__).parent.parent.parent / "docs" / "monitoring"
PAPER = "title=Mô hình lớp học tự quản;author=Hoa;school=nghe-an;verdict={}"

Labels = frozenset[tuple[str, str]]


def meter_of(house: House) -> Meter:
    def look() -> Seen:
        now = house.clock.now()
        return Seen(house.records.status(house.config, now), house.records.troubles(house.config, now))

    return Meter(look, house.directory)


def samples(text: str) -> dict[tuple[str, Labels], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found: Mapping[tuple[str, Labels], float], name: str, **labels: str) -> float:
    return found[f"thamluan_{name}", frozenset(labels.items())]


@pytest.fixture
def meter(house: House) -> Meter:
    return meter_of(house)


class TestWhatTheRecordsSay:
    def test_everything_is_there_before_anything_came(self, house: House, meter: Meter) -> None:
        found = samples(meter.text())
        assert value(found, "records_readable") == 1
        assert value(found, "last_poll_success_timestamp_seconds") == 0
        for name, label in (("messages", "disposition"), ("letters", "state"), ("papers", "verdict")):
            counts = [number for (each, labels), number in found.items() if each == f"thamluan_{name}"]
            assert set(counts) == {0}, f"{name} by {label}"
        assert value(found, "disk_free_bytes") > 0
        assert value(found, "build_info", version=__version__, mode="live") == 1

    def test_messages_papers_and_letters(self, house: House, meter: Meter) -> None:
        house.inbox.put(mail("a@nghean.example", "Gửi bài", ("một.docx", PAPER.format("pass"))))
        house.inbox.put(mail("b@nghean.example", "Gửi bài", ("hai.docx", PAPER.format("review"))))
        house.inbox.put(mail("c@nghean.example", kind="question"))
        house.intake()
        found = samples(meter.text())
        assert value(found, "messages", disposition="submission") == 2
        assert value(found, "messages", disposition="question") == 1
        assert value(found, "messages_waiting") == 2
        assert value(found, "last_poll_success_timestamp_seconds") == house.clock.now().timestamp()
        house.assess()
        found = samples(meter.text())
        assert (value(found, "papers", verdict="pass"), value(found, "papers", verdict="review")) == (1, 1)
        assert value(found, "school_papers", school="nghe-an") == 2
        assert value(found, "school_papers_missing", school="nghe-an") == 4
        assert value(found, "messages_waiting") == 0
        assert (value(found, "letters", state="queued"), value(found, "letters", state="sent")) == (3, 0)
        house.deliver()
        found = samples(meter.text())
        assert (value(found, "letters", state="queued"), value(found, "letters", state="sent")) == (0, 3)

    def test_trouble_by_kind(self, house: House, meter: Meter) -> None:
        for n in range(2):
            house.inbox.put(mail(f"a{n}@x.example"))
        house.intake()
        house.sender.fail = refuse(permanent=True)
        house.deliver()
        house.inbox.fail["select"] = never
        house.later(hours=1)
        with pytest.raises(Exception, match="cut"):
            house.intake()
        found = samples(meter.text())
        kinds = {dict(labels)["kind"]: number for (name, labels), number in found.items() if name == "thamluan_trouble"}
        wrong = {kind: number for kind, number in kinds.items() if number}
        assert wrong == {"poll_failed": 1, "quiet": 1, "letter_failed": 2}
        assert kinds["season_held"] == 0, "what is well is said, too"

    def test_nobody_is_named(self, house: House, meter: Meter) -> None:
        house.inbox.put(mail("hoa@nghean.example", "Gửi bài", ("một.docx", PAPER.format("fail"))))
        house.sender.fail = refuse(permanent=True)
        house.once()
        text = meter.text()
        for word in ("@", "Hoa", "TL-2021", "tự quản", "một.docx"):
            assert word not in text

    def test_records_that_cannot_be_read_are_a_number_too(self, house: House, caplog: pytest.LogCaptureFixture) -> None:
        def look() -> Seen:
            raise RecordsError("The disk gave an error.")

        found = samples(Meter(look, house.directory).text())
        assert value(found, "records_readable") == 0
        assert value(found, "step_failures_total", step="intake") == 0, "what needs no records is there"
        assert "The disk gave an error." in caplog.text


class TestSteps:
    @pytest.mark.parametrize("step", STEPS)
    def test_how_often_and_how_long(self, meter: Meter, step: str) -> None:
        assert value(samples(meter.text()), "step_seconds_count", step=step) == 0
        with meter.step(step):
            pass
        found = samples(meter.text())
        assert value(found, "step_seconds_count", step=step) == 1
        assert 0 < value(found, "step_seconds_sum", step=step) < 60
        assert value(found, "step_failures_total", step=step) == 0

    def test_one_that_raises_is_counted_and_timed(self, meter: Meter) -> None:
        with pytest.raises(ZeroDivisionError), meter.step("paper"):
            _ = 1 / 0
        found = samples(meter.text())
        assert value(found, "step_failures_total", step="paper") == 1
        assert value(found, "step_seconds_count", step="paper") == 1


class TestOverHttp:
    @pytest.mark.slow
    def test_on_this_machine_alone(self, meter: Meter) -> None:
        port = free_port()
        with meter.served(Metrics(port=port)):
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/metrics", timeout=10) as answer:
                assert samples(answer.read().decode()).keys() >= {("thamluan_records_readable", frozenset())}
            assert _listens_on(port) == {LOOPBACK}
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(f"http://{LOOPBACK}:{port}/metrics", timeout=10)

    @pytest.mark.slow
    @pytest.mark.parametrize("said", [b"", b"GET /me", b"GET /metrics HTTP/1.1\r\n\r\n", b"\x16\x03\x01\r\n\r\n"])
    def test_who_hangs_up_is_no_fault_of_ours(
        self, meter: Meter, said: bytes, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        """A scraper that gave up, or speaks TLS: its connection is its own affair, and no traceback in our journal."""
        caplog.set_level(logging.DEBUG)
        port = free_port()
        before = set(threading.enumerate())
        with meter.served(Metrics(port=port)):
            for _ in range(20):
                with socket.create_connection((LOOPBACK, port), timeout=10) as scraper:
                    scraper.sendall(said)
                    scraper.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/metrics", timeout=10) as answer:
                assert answer.status == 200
            for thread in set(threading.enumerate()) - before:
                if "process_request" in thread.name:
                    thread.join(10)
        assert "Traceback" not in capfd.readouterr().err
        assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []

    @pytest.mark.slow
    def test_who_says_nothing_holds_a_thread_for_a_while_only(
        self, meter: Meter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(metrics._Scrape, "timeout", 0.01)
        port = free_port()
        with meter.served(Metrics(port=port)), socket.create_connection((LOOPBACK, port), timeout=10) as silent:
            assert silent.recv(1) == b"", "hung up on"

    def test_a_port_that_is_taken_does_not_hold_up_mail(self, meter: Meter, caplog: pytest.LogCaptureFixture) -> None:
        with socket.create_server((LOOPBACK, 0)) as taken:
            port = taken.getsockname()[1]
            with meter.served(Metrics(port=port)):
                pass
        assert f"Metrics cannot be served on 127.0.0.1:{port}" in caplog.text
        assert "[metrics] port" in caplog.text

    def test_without_a_port_nothing_listens(self, meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr("daemon.metrics.make_server")
        with meter.served(Metrics()):
            pass


def _listens_on(port: int) -> set[str]:
    """Local addresses of listening sockets of this port (proc(5), net/tcp)."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, number = local.partition(":")
            if int(number, 16) == port and state == "0A":
                found.add(socket.inet_ntoa(bytes.fromhex(address)[::-1]) if len(address) == 8 else address)
    return found


class TestAsAFile:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Metrics:
        return Metrics(textfile=tmp_path / "thamluan.prom")

    def test_another_user_may_read_it(self, meter: Meter, settings: Metrics, tmp_path: Path) -> None:
        before = os.umask(0o077)
        try:
            meter.write(settings)
        finally:
            os.umask(before)
        assert settings.textfile is not None
        assert stat.S_IMODE(settings.textfile.stat().st_mode) == 0o644
        assert samples(settings.textfile.read_text("utf-8")).keys() >= {("thamluan_records_readable", frozenset())}
        assert [path.name for path in tmp_path.glob("*.prom*")] == ["thamluan.prom"], "no draft is left"

    def test_the_disk_is_not_waited_for(self, meter: Meter, settings: Metrics, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every half a minute, for numbers that are worthless after a power cut."""
        waited: list[int] = []
        monkeypatch.setattr(os, "fsync", waited.append)
        meter.write(settings)
        assert waited == []
        assert settings.textfile is not None
        assert settings.textfile.stat().st_size > 0

    def test_trouble_is_told_once_and_its_end(
        self, meter: Meter, settings: Metrics, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert settings.textfile is not None
        caplog.set_level("INFO", "daemon")
        away = Metrics(textfile=settings.textfile.parent / "absent" / "thamluan.prom")
        for _ in range(3):
            meter.write(away)
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert "absent/thamluan.prom cannot be written (No such file or directory)" in caplog.text
        meter.write(settings)
        assert caplog.records[-1].getMessage() == "Metrics are written again."

    def test_none_is_written_unless_wished(self, meter: Meter, tmp_path: Path) -> None:
        meter.write(Metrics())
        assert not list(tmp_path.glob("*.prom"))


# --------------------------------------------------------------------------- rules and dashboard


def _expressions(name: str) -> Iterator[str]:
    """PromQL of a file in docs/monitoring."""
    text = (MONITORING / name).read_text("utf-8")
    if name.endswith(".json"):
        for panel in json.loads(text)["panels"]:
            yield from (target["expr"] for target in panel["targets"])
    else:
        for rule in text.split("- alert:")[1:]:
            yield re.split(r"\n\s+(?:for|labels):", rule.partition("expr:")[2])[0]


@pytest.mark.parametrize("name", ["alerts.yml", "dashboard.json"])
def test_rules_and_dashboard_speak_of_what_there_is(house: House, meter: Meter, name: str) -> None:
    there: dict[str, list[dict[str, str]]] = {}
    for sample, labels in samples(meter.text()):
        there.setdefault(sample, []).append(dict(labels))
    seen = 0
    for expression in _expressions(name):
        for metric, selector in re.findall(r"(thamluan_\w+)(?:\{([^}]*)\})?", expression):
            seen += 1
            assert metric in there, f"{metric} in {expression}"
            for label, sign, wanted in re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', selector):
                if label in {"instance", "job"}:
                    continue
                for word in wanted.split("|"):
                    assert any(labels.get(label) == word for labels in there[metric]), f"{label}{sign}{word}"
    assert seen >= 9


def test_every_metric_and_every_kind_of_trouble_is_explained(meter: Meter) -> None:
    text = (MONITORING.parent / "monitoring.md").read_text("utf-8")
    ours = {name for name, _ in samples(meter.text()) if name.startswith("thamluan_")}
    shown = {re.sub(r"_(bucket|count|sum)$", "", name) for name in ours}
    assert {name for name in shown if f"`{name}" not in text} == set()
    kinds = set(re.findall(r'thamluan_trouble\{kind="(\w+)"\}', meter.text()))
    assert kinds == set(TROUBLES) - TOLD_BY_DIGEST  # of which no records tell
    assert {kind for kind in kinds if f"`{kind}`" not in text} == set()


def test_a_file_that_the_collector_would_not_read_is_refused() -> None:
    with pytest.raises(ValueError, match=r"does not end in \.prom"):
        Metrics(textfile=Path("thamluan.txt"))
