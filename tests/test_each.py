"""That one test for all rows fails for one of them, and says which."""

from __future__ import annotations

import pytest
from each import each


def test_a_failure_names_its_row(tmp_path: object) -> None:
    seen = []

    @each("row", [1, 2, 3])
    def small(shared: object, row: int) -> None:
        seen.append((shared, row))
        assert row < 2

    with pytest.raises(AssertionError) as failure:
        small(tmp_path)
    assert failure.value.__notes__ == ["row = 2"]
    assert seen == [(tmp_path, 1), (tmp_path, 2)]


def test_no_row_is_a_failure() -> None:
    with pytest.raises(AssertionError):
        each("row", [])(lambda row: None)()
