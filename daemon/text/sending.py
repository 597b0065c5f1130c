"""What words say that a mail brings: papers, or what goes with them and is none.  PURE; no business logic."""

from __future__ import annotations

import re

from daemon.text.parts import OF_A_PAPER
from daemon.text.vietnamese import fold

#: Folded: sent before, or to be sent: not what is in this very mail.
AT_ANOTHER_TIME = (
    r"\b(da|moi|vua) (\w+ )?(gui|nop|chuyen)\b|\b(gui|nop|chuyen|bo sung) (\w+ )?sau\b"
    r"|\b(se|sap) (\w+ )?(gui|nop|chuyen)\b"
)
CLAUSE_END = re.compile(r"(?<=[.!?;,])\s+|\n+")
_AT_ANOTHER_TIME = re.compile(AT_ANOTHER_TIME)
#: "CV" is a clerk ("chuyên viên") as well, before a name.
_LETTER = (
    r"(cong van|giay gioi thieu|to trinh|cv(?= (so|cua (nha )?truong|kem|co dau|va|gui|cu|\d))|"
    r"van ban cua (nha truong|truong|co quan|don vi|khoa))"
)
_LETTER_SAID = re.compile(rf"\b{_LETTER}\b")
#: What the letter is about, and not beside it: "Công văn số 187-CV/TCT về việc gửi bài tham luận".
_ABOUT = re.compile(rf"(\b{_LETTER}\b(?: so)?(?: \S+){{0,3}}?) (?:ve viec|v/v)(?: (?!(?:va|kem|cung)\b)\S+){{1,8}}")
#: What a message says it brings: none of the papers, and not one beside.
_BESIDE = (
    r"(phu luc|danh sach|ly lich|quyet dinh|phieu (dang ky|nhan xet|tham dinh|danh gia)|bien ban|"
    r"giay (xac nhan|chung nhan|khen)|bang khen|tom tat|minh chung|trang bia|bia|nhan xet|phan bien)"
)
_SENDS_OTHER = re.compile(rf"\b(gui|nop|chuyen|kem|bo sung)( (?!bai\b)\w+){{0,5}} ({_LETTER}|{_BESIDE})\b")
#: ... but remarks are asked for beside papers.
_OTHERS = re.compile(
    r"(?<!\bve )\b(?!nhan xet|phan bien|quyet dinh (gui|nop|chon|viet|tham))"
    rf"(?:(?P<letter>{_LETTER})|(?P<beside>{_BESIDE}))\b(?! (bai|tham luan)\b)"
)
_SENDS_PAPER = re.compile(r"\b(bai|tham luan|paper|ban (sua|moi|chinh sua|hoan chinh|cuoi))\b")
_SCANNED = r"(scan\w*|quet|chup|pdf|ban cung|dau do|co dau|dong dau|da ky|ky so)"
_NO_PAPER_BETWEEN = r"(\W+(?!(bai|tham|word)\b)\w+){0,5}\W+"
#: "công văn (bản scan)", "bản scan công văn"; and the same of a paper.
_LETTER_SCANNED = re.compile(
    rf"\b{_LETTER}{_NO_PAPER_BETWEEN}{_SCANNED}\b|\b(scan\w*|quet|chup|pdf)(\W+(cua|cac|ban|to))*\W+{_LETTER}\b"
)
_PAPER_SCANNED = re.compile(
    rf"\b(bai|tham luan|word)(\W+(?!(cong van|giay|to trinh)\b)\w+){{0,5}}\W+{_SCANNED}\b"
    rf"|\b(scan\w*|quet|chup|pdf)(\W+(cua|cac|ban|to))*\W+(bai|tham luan)\b"
)
#: The letter that is answered, or that goes another way.
_NOT_SENT = re.compile(
    rf"\b((?<!kem )theo|trong|thuc hien|can cu|nhan duoc|tra loi|phuc dap|tai)( \w+)? ({_LETTER}|{_BESIDE})\b"
    rf"|\b{_LETTER}( \w+){{0,4}} (buu dien|ban giay|cua (ban to chuc|btc|quy))\b"
)
#: "Em gửi lại kèm công văn": the paper, once more.
_AGAIN_WITH = re.compile(r"\b(gui|nop|chuyen) lai( \w+)? kem\b")
_SEVERAL = re.compile(r"\b(cac|nhung|mot so|may|hai|ba|bon|nam|\d+)( \w+)? (bai|tham luan|tac gia)\b")


def sends_letter(said: str) -> bool:
    """Whether the words tell of a covering letter at all."""
    return _LETTER_SAID.search(fold(said)) is not None


def sends_a_paper(said: str) -> bool:
    """Whether the words send one and nothing else, or there are none."""
    folded = fold(said)
    return not folded.strip() or (_SENDS_PAPER.search(folded) is not None and _SENDS_OTHER.search(folded) is None)


def sends_no_paper(said: str) -> bool:
    """Whether the words send something else, and no paper now: "Gửi công văn; các bài sẽ gửi sau"."""
    words = _ABOUT.sub(r"\1", _here(said))
    return _SENDS_OTHER.search(words) is not None and _SENDS_PAPER.search(OF_A_PAPER.sub(" ", words)) is None


def sends_only_others(said: str) -> bool:
    """`sends_no_paper`, surely enough for a file whose name says nothing."""
    return sends_no_paper(said) and _AGAIN_WITH.search(fold(said)) is None


def sent_beside(said: str) -> int:
    """How many kinds of other documents the words send with papers, of which scans beside the papers are the other
    documents: they say so, or neither of several papers nor of a scan of a paper.  0 where they do not.
    """
    words = "\n".join(clause for clause in _here(said).split("\n") if not _NOT_SENT.search(clause))
    if not _SENDS_PAPER.search(_ABOUT.sub(r"\1", words)):
        return 0
    whole = fold(said)
    if not _LETTER_SCANNED.search(words) and (_SEVERAL.search(whole) or _PAPER_SCANNED.search(whole)):
        return 0
    return len({"letter" if match["letter"] else match["beside"] for match in _OTHERS.finditer(words)})


def _here(said: str) -> str:
    """The clauses, folded, a line each, without those about another time."""
    clauses = (fold(clause) for clause in CLAUSE_END.split(said))
    return "\n".join(clause for clause in clauses if not _AT_ANOTHER_TIME.search(clause))
