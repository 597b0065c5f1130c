"""Numbers in words, and how many papers words speak of.  PURE; no business logic."""

from __future__ import annotations

import re
from unicodedata import normalize

from daemon.text.vietnamese import fold, is_bare

#: As they are written.  Folded many are something else as well ("năm" is a year, "bày" and "tạm" are no numbers).
SPELLED = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
#: What else stands for a number in names ("Bài thứ nhất", "Phần IV"), where it is no word by itself.
_OF_ORDER = {
    "nhất": 1, "tư": 4, "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
}  # fmt: skip
#: By figure, folded: they count only where a figure stands in their place.
IN_PLACE_OF = {
    str(value): frozenset(fold(word) for word, its in (SPELLED | _OF_ORDER).items() if its == value)
    for value in range(1, 11)
}
#: What is no other word of a sentence when typed without diacritics; of the doubtful ones, what tells that it is one.
_BARE = {fold(word): value for word, value in SPELLED.items() if word not in {"năm", "sáu", "bảy", "bẩy", "tám"}}
_DOUBTFUL = frozenset({"hai", "ba"})  #: Hải, bà
_COUNTS = re.compile(r"(^|[^\w\s]\s*|\b(gui|nop|chuyen|kem|theo|co|la|ca|gom|du|voi|them|cung|xin)\s+)$")
#: A figure behind one of these says which, and counts nothing: "chủ đề 3", "đợt 2", "lúc 8:30"; "05 bài" counts.
_WHICH = re.compile(
    r"\b(chu de|muc|khoa|phong|nhom|dot|lan|(?<!tong )so|thu|ban|file|tep|phu luc|phan|chuong|lop|to|ky|cau|bang|hinh|"
    r"trang|tuan|thang|quy|khoi|cum|tap|quyen|ngay|luc)\s+$|\d[:.,/h]$"
)
_ENGLISH = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_ENGLISH_PAPERS = re.compile(
    rf"(?<![\w:.,/-])(?P<n>[1-9]\d?|{'|'.join(_ENGLISH)})"
    r"(?: (?:of )?(?:our|my|full|revised|final|research|short|attached))?"
    r" (?:papers|articles|manuscripts)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")
_BEFORE = 20  #: characters in which the word before a number stands


def _papers(words: dict[str, int]) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<n>\d{{1,2}}|{'|'.join(words)})( ?\(\w+\))?\s+(?P<of>bài|bai|tham luận|tham luan)\b", re.IGNORECASE
    )


_MARKED_PAPERS, _BARE_PAPERS = _papers(SPELLED), _papers(_BARE)


def papers_said(text: str) -> frozenset[int]:
    """The numbers of papers in words as they were written: "gửi 03 (ba) bài tham luận" speaks of three, "two papers" of
    two, "đợt 2 bài tham luận" of none.

    Words with diacritics are what they say: "trình bày bài" speaks of no number, nor does "Thanh Hải bài".
    """
    text = normalize("NFC", text)
    bare = is_bare(_WORDS.findall(text))
    words, pattern = (_BARE, _BARE_PAPERS) if bare else (SPELLED, _MARKED_PAPERS)
    vietnamese = (
        int(match["n"]) if match["n"].isdecimal() else words[match["n"].lower()]
        for match in pattern.finditer(text)
        if not _says_which(match) and (match["n"].isdecimal() or _is_number(match, bare=bare))
    )
    said = (match["n"].lower() for match in _ENGLISH_PAPERS.finditer(text))
    return frozenset([*vietnamese, *(int(word) if word.isdecimal() else _ENGLISH[word] for word in said)])


def _says_which(match: re.Match[str]) -> bool:
    """Whether a numeral is that of something else, one of several."""
    before = fold(match.string[max(0, match.start() - _BEFORE) : match.start()])
    gap = " " if match.string[: match.start()][-1:].isspace() else ""
    return not match["n"].startswith("0") and _WHICH.search(before.rstrip() + gap) is not None


def _is_number(match: re.Match[str], *, bare: bool) -> bool:
    """Whether a numeral is none of a name ("anh Hai") nor another word that looks the same."""
    word, before = match["n"], fold(match.string[max(0, match.start() - _BEFORE) : match.start()])
    counts = _COUNTS.search(f"{before} " if before else "") is not None
    if (bare and word.lower() in _DOUBTFUL) or word.lower() == "năm":
        return counts
    return word.islower() or counts or match["of"].isupper()
