"""What the command line takes for papers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from daemon.sources import SourceError, check, messages, paper_files


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Bài.DOCX", True),
        ("bài.dotx", True),
        ("bài.zip", True),
        ("bài.tar.xz", True),
        ("bài.tbz", True),
        ("bài.rar", True),  # to be told that it stays closed
        ("ảnh.png", False),
        ("ghi chú.txt", False),
        ("thư.eml", False),
        ("~$bài.docx", False),
        (".bài.docx", False),
    ],
)
def test_of_a_folder_papers_and_archives_are_taken_and_what_is_named_in_any_case(
    tmp_path: Path, name: str, *, taken: bool
) -> None:
    file = tmp_path / name
    file.write_bytes(b"x")
    assert paper_files([tmp_path]) == [file] * taken
    assert paper_files([file]) == [file]


@pytest.mark.parametrize("name", [b"th\xe0.eml", b"th\xe0.mbox"])
def test_a_message_in_a_file_whose_name_is_no_utf8_is_named_by_text_that_can_be_written(
    tmp_path: Path, name: bytes
) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    file.write_bytes(b"From a@b Mon Nov  8 10:00:00 2021\nFrom: an@nghean.example\n\nx\n")
    (source,) = messages([tmp_path])
    assert "th\\xe0." in source.name.encode("utf-8").decode("utf-8")
    with pytest.raises(SourceError, match=r"th\\xe1\.eml: there is no such"):
        check([Path(os.fsdecode(os.fsencode(tmp_path) + b"/th\xe1.eml"))])


def test_of_a_maildir_the_folders_are_named_and_not_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for folder in ("cur", "new", ".Sent/cur", ".Sent/new"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1").write_bytes(b"From: an@nghean.example\n\nx\n")
    assert len(list(messages([tmp_path]))) == 2
    assert "the folders in it are not read" in caplog.text
    assert str(tmp_path / ".Sent") in caplog.text
    caplog.clear()
    assert len(list(messages([tmp_path / ".Sent"]))) == 2
    assert not caplog.text
