"""Copies made in the process for untrusted files are those made here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import docx_maker as dm
import pytest
from in_process import InProcessReader

from daemon import documents
from daemon.errors import ReadError
from daemon.model import Annotation, Lang, Place, Remark, Story
from daemon.reader import IsolatedReader
from daemon.reader.wire import WireError, annotation_in, annotation_out

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


@pytest.mark.slow
def test_copies_come_back_whole(reader: InProcessReader | IsolatedReader) -> None:
    for lang in Lang:
        annotation = Annotation(REMARKS, "Ban Thư ký", "BTK", WHEN, limit=2, lang=lang)
        expected = documents.annotated_copy(PAPER, annotation)
        assert expected is not None
        assert reader.annotated(PAPER, annotation) == expected
    assert reader.corrected(PAPER, "Times New Roman") == documents.corrected_copy(PAPER, "Times New Roman") != None  # noqa: E711


@pytest.mark.slow
def test_no_copy_comes_back_as_none(reader: InProcessReader | IsolatedReader) -> None:
    assert reader.corrected(b"rubbish", "Times New Roman") is None
    assert reader.annotated(b"rubbish", Annotation(REMARKS, "A", "A", WHEN)) is None


@pytest.mark.slow
def test_a_copy_that_takes_too_long_is_an_error() -> None:
    run = dm.r("chữ ", "Arial", size=14)
    with IsolatedReader(deadline_seconds=0.3) as reader:
        reader.corrected(PAPER, "Times New Roman")
        with pytest.raises(ReadError) as caught:
            reader.corrected(dm.make_docx(f"<w:p>{run * 50_000}</w:p>"), "Times New Roman")
        assert caught.value.exhausted


GOOD = annotation_out(Annotation(REMARKS, "Ban Thư ký", "BTK", WHEN, 2, Lang.EN))


def test_an_annotation_on_the_wire() -> None:
    assert annotation_in(json.loads(json.dumps(GOOD))) == Annotation(REMARKS, "Ban Thư ký", "BTK", WHEN, 2, Lang.EN)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="nothing"),
        pytest.param([1], id="a list"),
        pytest.param({}, id="no keys"),
        *(
            pytest.param(GOOD | {"remarks": remarks}, id=f"remarks {remarks}")
            for remarks in ([1], [["a"]], [["a", None, "1", None, None, ""]], [["a", ["x", "p", 1], 0, None, None, ""]])
        ),
        pytest.param(GOOD | {"when": "yesterday"}, id="no time"),
        pytest.param(GOOD | {"when": 3}, id="a number for a time"),
        pytest.param(GOOD | {"limit": "2"}, id="text for a number"),
        pytest.param(GOOD | {"lang": "fr"}, id="another language"),
    ],
)
def test_what_is_no_annotation_is_refused(value: object) -> None:
    with pytest.raises(WireError):
        annotation_in(value)
