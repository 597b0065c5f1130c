"""EDGE  The service in numbers, for Prometheus: over HTTP on this machine, or as a file for node_exporter.  The only
importer of prometheus_client.

Two kinds of numbers.  What the records know (queues, papers, letters, trouble, the last poll) is read from them when
somebody asks, so a restart changes nothing.  How long the steps take is measured in this process.

Numbers only: no address, no title, no code of a paper.  So the HTTP side needs no password; it listens on loopback and
nowhere else.  Whatever goes wrong here is logged, and mail goes on.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import prometheus_client
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from daemon import __version__, durable
from daemon.config import Metrics
from daemon.digests import TOLD_BY_DIGEST, TROUBLES, Trouble
from daemon.errors import RecordsError
from daemon.model import Disposition, LetterState, Verdict

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"

#: What is timed: the four passes, judging one paper, sending one letter.
STEPS = ("intake", "assessment", "calendar", "delivery", "paper", "letter")
#: Seconds.  A paper takes one or two, [render] deadline_seconds at the most; a pass after an outage may take minutes.
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the records say at one moment."""

    status: Mapping[str, Any]  #: as `status --json`
    troubles: Sequence[Trouble]


class Meter:
    """The numbers of one service.  `look` reads the records; `storage` is the folder whose disk is watched."""

    def __init__(self, look: Callable[[], Seen], storage: Path) -> None:
        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # theirs
        self._registry = CollectorRegistry()
        self._registry.register(_Records(look, storage))
        prometheus_client.ProcessCollector(registry=self._registry)
        self._seconds = prometheus_client.Histogram(
            "thamluan_step_seconds",
            "How long a step took.",
            ["step"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._failures = prometheus_client.Counter(
            "thamluan_step_failures", "Steps that ended in an error.", ["step"], registry=self._registry
        )
        for step in STEPS:  # so that each is there before it happens
            self._seconds.labels(step)
            self._failures.labels(step)
        self._unwritten = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times the block as one of `STEPS`, and counts it when it raises."""
        with self._failures.labels(name).count_exceptions(), self._seconds.labels(name).time():
            yield

    def text(self) -> str:
        """All numbers in the text format of Prometheus."""
        return prometheus_client.generate_latest(self._registry).decode("utf-8")

    @contextmanager
    def served(self, settings: Metrics) -> Iterator[None]:
        """While the block runs, http://127.0.0.1:PORT/metrics gives them, where a port is configured."""
        if not settings.port:
            yield
            return
        try:
            app = prometheus_client.make_wsgi_app(self._registry)
            server = make_server(LOOPBACK, settings.port, app, _Scrapes, _Scrape)
        except OSError as error:
            log.error(  # noqa: TRY400 - a sentence
                "Metrics cannot be served on %s:%d (%s). Choose another [metrics] port. Mail is handled all the same.",
                LOOPBACK, settings.port, error.strerror,
            )  # fmt: skip
            yield
            return
        thread = threading.Thread(target=server.serve_forever, name="metrics")
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()  # when those under way are answered: they read the records, which are closed next

    def write(self, settings: Metrics) -> None:
        """Writes them into the text file, where one is configured."""
        if settings.textfile is None:
            return
        try:
            # node_exporter is another user; there is nothing in it that others may not know.
            durable.renew(settings.textfile, self.text().encode(), mode=0o644)
        except OSError as error:
            words = f"{settings.textfile} cannot be written ({error.strerror}). Its folder must be writable for us."
        else:
            words = ""
        if words != self._unwritten:  # once, not every half a minute
            self._unwritten = words
            log.log(logging.ERROR if words else logging.INFO, "%s", words or "Metrics are written again.")


class _Scrape(WSGIRequestHandler):
    """One connection.  The server of prometheus_client waits for ever for who says nothing."""

    timeout = 5  # seconds; on loopback

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Scrapes are not told of."""


class _Scrapes(ThreadingMixIn, WSGIServer):
    """A thread for each connection, awaited at the end."""

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the base's
        """Who hangs up has given up; socketserver would print a traceback of it on standard error."""
        if isinstance(error := sys.exception(), OSError):
            log.debug("A scrape was cut off: %s", error)
        else:
            log.error("A scrape failed.", exc_info=error)


@dataclass(frozen=True, slots=True)
class _Records(Collector):
    """What the records say, asked for at each collection."""

    look: Callable[[], Seen]
    storage: Path

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            seen = self.look()
        except RecordsError as error:
            log.error("Metrics: %s", error)  # noqa: TRY400 - a sentence
            yield _one("records_readable", "Whether the records can be read.", 0)
            return
        yield _one("records_readable", "Whether the records can be read.", 1)
        yield from _of_status(seen.status)
        kinds = Counter(trouble.kind for trouble in seen.troubles)
        counted = {kind: kinds[kind] for kind in TROUBLES if kind not in TOLD_BY_DIGEST}
        yield _each("trouble", "What is wrong, as `thamluan status` and the digest tell it.", "kind", counted)
        yield _one("disk_free_bytes", "Room where the records are kept.", shutil.disk_usage(self.storage).free)


def _of_status(status: Mapping[str, Any]) -> Iterator[GaugeMetricFamily]:
    messages, papers, letters = status["messages"], status["papers"], status["outbox"]
    build = GaugeMetricFamily("thamluan_build_info", "Version and mode.", labels=["version", "mode"])
    build.add_metric([__version__, status["mode"]], 1)
    yield build
    yield _one(
        "last_poll_success_timestamp_seconds",
        "When the mailbox was last read to the end; 0: never.",
        _seconds(status["last_poll"]),
    )
    kinds = {kind.value: messages["by_disposition"].get(kind.value, 0) for kind in Disposition}
    yield _each("messages", "Messages on record, by what they are.", "disposition", kinds)
    yield _one("messages_waiting", "Messages that wait to be decided or judged.", messages["waiting"])
    yield _one("messages_parked", "Messages set aside for a person.", messages["parked"])
    yield _each("papers", "Papers that count, by verdict.", "verdict", {v.value: papers[v.value] for v in Verdict})
    yield _one("papers_late", "Of these, those that came after the deadline.", papers["late"])
    yield _one("papers_withdrawn", "Papers withdrawn or merged.", papers["withdrawn"])
    canary = status["canary"] or {"last_back": None, "latency_seconds": None}
    yield _one(
        "canary_return_timestamp_seconds",
        "When a letter to ourselves was last seen back; 0: never.",
        _seconds(canary["last_back"]),
    )
    yield _one("canary_latency_seconds", "How long that one took.", canary["latency_seconds"] or 0)
    schools = {school["id"]: school for school in status["schools"]}
    for name, key, meaning in (
        ("school_papers", "papers", "Papers of each school that count."),
        ("school_papers_missing", "missing", "Papers that a school still owes."),
    ):
        yield _each(name, meaning, "school", {id_: school[key] for id_, school in schools.items()})
    states = {state.value: letters[state.value] for state in LetterState}
    yield _each("letters", "Letters by state.", "state", states)
    yield _one("letters_held", "Queued letters that wait for a release.", letters["held"])
    yield _one("letters_came_back", "Letters that could not be delivered.", letters["came_back"])
    yield _one("addresses_failing", "Addresses that letters come back from.", len(status["failing"]))


def _seconds(moment: str | None) -> float:
    return 0 if moment is None else datetime.fromisoformat(moment).timestamp()


def _one(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"thamluan_{name}", meaning, value)


def _each(name: str, meaning: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"thamluan_{name}", meaning, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
