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
    assert "| labelled machine mail that would be answered | 0 of 1 |" in capsys.readouterr().out


def test_files_are_labelled_by_their_paths_whatever_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = (
        b"From: Lan <lan@x.example>\nMessage-ID: <1@x.example>\nSubject: B\n\nEm xin h\xe1\xbb\x8fi: h\xe1\xba\xa1n?\n"
    )
    for folder in ("may", "nguoi"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.EML").write_bytes(mail)
    (tmp_path / "INDEX.tsv").write_text("path\tlabel\nmay/1.EML\tbounce\nnguoi/1.EML\tperson\n", "utf-8")
    (tmp_path / "nguoi" / "them.mbox").write_bytes(b"From x Mon Nov  8 08:00:00 2021\n" + mail)
    assert measure_corpus.main([str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "| files | 3 |" in out
    assert "| labelled machine mail that would be answered | 1 of 1 |" in out
    assert f"a machine sent it: {tmp_path}/may/1.EML" in out


@pytest.mark.slow
def test_a_folder_of_both_gives_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@x.example\nSubject: x\n\nx\n")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04")
    assert measure_corpus.main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "Messages: dispositions" in out
    assert "| **verdict** | 0 | 1 | 0 |" in out


def test_no_folder_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure_corpus.main([]) == 2
    assert "usage" in capsys.readouterr().err
