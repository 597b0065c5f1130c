"""The sections of the running service: where it keeps things, limits and brakes, logs, metrics, canary.

Each is a frozen value; its descriptions are the manual (`daemon.config.reference`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from daemon.config.forms import (
    Section,
    a_path_or_none,
    a_textfile,
)


class Storage(Section):
    """Where everything that is ours stands, and for how long."""

    directory: Path = Field(description="Records, archive and files; ours alone, created 0700.")
    keep_days: int = Field(
        default=0, ge=0, description="`thamluan purge` removes personal data older than so many days; 0: none is."
    )


class Render(Section):
    """LibreOffice, which counts the pages."""

    enabled: bool = Field(default=True, description="Without it page counts are never believed (review).")
    program: str = Field(default="soffice", min_length=1, description="LibreOffice, a name on PATH or a path.")
    python: str = Field(
        default="/usr/bin/python3", min_length=1, description="The Python that has LibreOffice's `uno` module."
    )
    deadline_seconds: float = Field(default=6, gt=0, le=600, description="Limit per document, reading included.")
    restart_after: int = Field(default=100, ge=1, description="A fresh LibreOffice after so many documents.")
    memory_megabytes: int = Field(default=512, ge=256, description="Limit on its address space growth.")
    sandbox: bool = Field(default=True, description="Run it in a unit of its own, else in bubblewrap where that works.")
    socket: Annotated[Path | None, BeforeValidator(a_path_or_none)] = Field(
        default=Path("/run/thamluan-render.sock"),
        description="Where that unit listens (thamluan-render.socket); empty, or nobody does: bubblewrap.",
    )


class Intake(Section):
    """Limits on what is taken in."""

    max_message_bytes: int = Field(
        default=50_000_000, ge=10_000, description="Larger messages are not fetched; their sender is told."
    )
    max_attempts: int = Field(default=3, ge=1, description="A message that failed so often is parked.")
    max_assessment_attempts: int = Field(default=3, ge=1, description="The same for judging a paper.")


class Letters(Section):
    """How letters are written, and the brakes on sending."""

    templates_directory: Path | None = Field(
        default=None, description="Templates here win over those of the program, file by file."
    )
    max_per_address_per_day: int = Field(
        default=20,
        ge=1,
        description="More than so many within 24 hours wait: the brake of a loop of answers.  "
        "Counted for the first reader of each letter: a second one, such as a co-author, is no reason that it waits.",
    )
    max_recipients_per_day: int = Field(
        default=0,
        ge=0,
        description="After so many readers within 24 hours letters wait, but for those to the secretariat; status says "
        "so. Below what the provider allows; 0: no limit.",
    )
    max_per_hour: int = Field(default=300, ge=1, description="More than so many in all stop sending; status says so.")


class LogFormat(StrEnum):
    """How the log is written."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    JOURNAL = "journal"


class Log(Section):
    """What happens, as the sysadmin reads it: on standard error, or in the journal."""

    format: LogFormat = Field(
        default=LogFormat.AUTO,
        description="text: lines; json: an object a line; journal: systemd's, with fields; auto: the journal where "
        "systemd has connected it, else text.",
    )
    addresses: bool = Field(default=True, description="false: addresses of people are cut to their domains in the log.")


class Metrics(Section):
    """The service in numbers, for Prometheus."""

    port: int = Field(
        default=0, ge=0, le=65535, description="While the service runs, http://127.0.0.1:PORT/metrics; 0: none."
    )
    textfile: Annotated[Path, AfterValidator(a_textfile)] | None = Field(
        default=None, description="File for the textfile collector of node_exporter, written every half a minute."
    )


class Canary(Section):
    """A letter to ourselves, out by SMTP and back by IMAP."""

    every_hours: float = Field(
        default=0, ge=0, le=168, description="So often one is sent, while the service runs in mode live; 0: none is."
    )
    within_minutes: int = Field(
        default=30, ge=1, description="One that is not back within so many minutes is trouble, told by `status`."
    )
