"""What the command line takes for papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.sources import paper_files


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
