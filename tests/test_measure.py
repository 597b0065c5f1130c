"""`./run.sh corpus` works on any folder, with whatever is in it."""

from __future__ import annotations

from pathlib import Path

import measure_corpus
import pytest
from docx_maker import simple_paper

from daemon.judge import Judge
from daemon.service import judging


@pytest.fixture
def judge() -> Judge:
    from letters.letter_cases import CONFIG  # noqa: PLC0415 - read once, by others

    with judging(CONFIG.model_copy(update={"render": CONFIG.render.model_copy(update={"enabled": False})})) as made:
        yield made


@pytest.mark.slow
def test_documents_are_counted_by_what_was_found(
    tmp_path: Path, judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.docx").write_bytes(simple_paper(["Bài"], font="Arial"))
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04")
    watch = measure_corpus.documents([tmp_path], judge)
    assert (len(watch.seconds), watch.crashes) == (2, [])
    assert "| font | 0 | 1 | 0 | 1 |" in capsys.readouterr().out


def test_messages_are_counted_by_disposition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: MAILER-DAEMON@x.example\nAuto-Submitted: auto-replied\nSubject: x\n\nx\n")
    (tmp_path / "INDEX.tsv").write_text("path\tlabel\na.eml\tbounce\n", "utf-8")
    assert measure_corpus.main([str(tmp_path)]) == 0
    assert "| labelled machine mail that would be answered | 0 |" in capsys.readouterr().out


def test_no_folder_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure_corpus.main([]) == 2
    assert "usage" in capsys.readouterr().err
