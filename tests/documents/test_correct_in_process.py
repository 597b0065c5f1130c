"""Copies made in the process for untrusted files are those made here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import docx_maker as dm
import pytest

from daemon import documents
from daemon.errors import ReadError
from daemon.model import Lang, Place, Remark, Story
from daemon.reader import InProcessReader, IsolatedReader
from daemon.reader.wire import WireError, remarks_in, remarks_out

PAPER = dm.simple_paper(["Một", "Hai"], font="Arial")
REMARKS = (
    Remark("Phông Arial", Place(Story.TABLE, "word/document.xml", 1, table=2, row=3, column=1), 2, 3, 4, "đoạn 1"),
    Remark("Chung"),
)
WHEN = datetime(2021, 11, 5, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module", params=["in process", "isolated"])
def reader(request: pytest.FixtureRequest) -> Iterator[InProcessReader | IsolatedReader]:
    made = InProcessReader() if request.param == "in process" else IsolatedReader()
    yield made
    made.close()


def test_copies_come_back_whole(reader: InProcessReader | IsolatedReader) -> None:
    for lang in Lang:
        how: dict[str, Any] = {"author": "Ban Thư ký", "initials": "BTK", "when": WHEN, "limit": 2, "lang": lang}
        expected = documents.annotated_copy(PAPER, REMARKS, **how)
        assert expected is not None
        assert reader.annotated(PAPER, REMARKS, **how) == expected
    assert reader.corrected(PAPER, "Times New Roman") == documents.corrected_copy(PAPER, "Times New Roman") != None  # noqa: E711


@pytest.mark.slow
def test_no_copy_comes_back_as_none(reader: InProcessReader | IsolatedReader) -> None:
    assert reader.corrected(b"rubbish", "Times New Roman") is None
    assert reader.annotated(b"rubbish", REMARKS, author="A", initials="A", when=WHEN) is None


@pytest.mark.slow
def test_a_copy_that_takes_too_long_is_an_error() -> None:
    run = dm.r("chữ ", "Arial", size=14)
    with IsolatedReader(deadline_seconds=0.3) as reader:
        reader.corrected(PAPER, "Times New Roman")
        with pytest.raises(ReadError) as caught:
            reader.corrected(dm.make_docx(f"<w:p>{run * 50_000}</w:p>"), "Times New Roman")
        assert caught.value.exhausted


def test_remarks_on_the_wire() -> None:
    assert remarks_in(remarks_out(REMARKS)) == REMARKS


@pytest.mark.parametrize(
    "value", [None, [1], [["a"]], [["a", None, "1", None, None, ""]], [["a", ["nowhere", "p", 1], 0, None, None, ""]]]
)
def test_what_is_not_remarks_is_refused(value: object) -> None:
    with pytest.raises(WireError):
        remarks_in(value)
