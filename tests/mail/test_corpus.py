"""Every `tests/corpus/NAME.eml` is decided as `NAME.json` beside it says.  Adding a case adds no code.

The JSON is a part of the object `inspect --json` prints: each key it names must be as it says, `reason` must contain
it, and `attachments` are the same files in the same order, with each key that is named.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from daemon.config import load, shipped_file
from daemon.intake import decide
from daemon.mail import read
from daemon.present import inspect_json
from daemon.service import own_identity

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))
OWN = replace(
    own_identity(load(shipped_file())),
    address="hoithao@chinhtri.example",
    secretariat=("thuky@chinhtri.example",),
    authserv_id="",
    contacts=None,
)


def inspected(name: str) -> dict[str, Any]:
    mail = read((CORPUS / f"{name}.eml").read_bytes())
    return inspect_json(f"{name}.eml", mail, decide(mail, OWN))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.slow
def test_pair(name: str) -> None:
    expected = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))
    actual = inspected(name)
    files = expected.pop("attachments", None)
    reason = expected.pop("reason", "")
    assert {key: actual[key] for key in expected} == expected, actual["reason"]
    assert reason in actual["reason"]
    if files is not None:
        shown = [{key: file[key] for key in wanted} for file, wanted in zip(actual["attachments"], files, strict=False)]
        assert shown == files
        assert len(actual["attachments"]) == len(files), [file["filename"] for file in actual["attachments"]]


def test_pairs_are_complete_and_many() -> None:
    assert {path.stem for path in CORPUS.glob("*.json")} == set(NAMES)
    assert len(NAMES) >= 120


def test_every_disposition_occurs() -> None:
    seen = {json.loads(path.read_text("utf-8"))["disposition"] for path in CORPUS.glob("*.json")}
    assert seen == {
        "submission", "correction", "withdrawal", "question", "command", "no_paper",
        "bounce", "auto_reply", "bulk", "own", "unreadable",
    }  # fmt: skip
