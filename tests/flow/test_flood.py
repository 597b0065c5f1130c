"""A small flood (`./run.sh flood` is the large one)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flood import FLOODER, OTHERS, flood
from servers import Account, SmtpSink

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_a_flood_is_kept_and_answered_under_the_cap_and_keeps_nobody_waiting(
    memory_path: Path, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    outcome = flood(memory_path, dovecot_account, smtp_sink, 150, every=60)
    assert list(outcome.wrong(cap=20)) == []
    assert outcome.letters[FLOODER] == 20
    assert outcome.queued > 50, "the others wait for tomorrow"
    assert len(outcome.before) == OTHERS
    assert max(outcome.before) <= 20, "so many of the flooder's papers were judged before any of the others'"
