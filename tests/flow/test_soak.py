"""A short soak (`./run.sh soak` is a day), and that growth would be seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from servers import Account, SmtpSink
from soak import Sample, growth, soak

_USUAL = Sample(
    hour=1, messages=40, letters=30, memory_kb=126_000, helpers_kb=81_000, descriptors=17, threads=7,
    records_bytes=5_000_000, archive_bytes=100_000, log_bytes=9_000, cpu_seconds=3,
)  # fmt: skip


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ({}, []),
        # What is kept grows with the messages; that is what it is for.
        ({"records_bytes": 29_000_000, "archive_bytes": 4_000_000, "log_bytes": 289_000, "messages": 979}, []),
        ({"memory_kb": 160_000}, ["memory grew from 126000 kB to 160000 kB"]),
        ({"helpers_kb": 120_000}, ["memory of the helpers grew from 81000 kB to 120000 kB"]),
        ({"descriptors": 41}, ["descriptors grew from 17 to 41"]),
        ({"threads": 10}, ["threads grew from 7 to 10"]),
    ],
    ids=["nothing", "what is kept", "memory", "helpers", "descriptors", "threads"],
)
def test_growth_is_seen(last: dict[str, int], said: list[str]) -> None:
    assert list(growth([_USUAL, _USUAL, replace(_USUAL, **last)])) == said


@pytest.mark.server
@pytest.mark.slow
def test_an_hour_at_fifty_times_the_usual_load(
    memory_path: Path, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    samples, wrong = soak(memory_path, dovecot_account, smtp_sink, hours=1, load=50)
    assert wrong == []
    assert samples[0].messages > 10
    assert samples[0].letters > 10
