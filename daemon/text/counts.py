"""How many papers words speak of.  PURE; no business logic."""

from __future__ import annotations

import re

#: Without those that are something else as well when folded: "năm", "sau".
_NUMERALS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_PAPERS_SAID = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMERALS)})( ?\(\w+\))? (bai|tham luan)\b")


def papers_said(folded: str) -> frozenset[int]:
    """The numbers of papers in folded words: "gửi 03 (ba) bài tham luận" speaks of three."""
    return frozenset(_NUMERALS.get(match[1]) or int(match[1]) for match in _PAPERS_SAID.finditer(folded))
