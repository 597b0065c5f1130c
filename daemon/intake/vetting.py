"""What a school says of papers that it was to vet.  PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from daemon.intake.consents import consents
from daemon.intake.courtesies import LONGEST, may_follow, may_precede
from daemon.intake.prose import ADDRESS, CODE, bare, phrases, sentences
from daemon.model import VettingWord
from daemon.text.vietnamese import fold

#: How a line of a list of papers begins.
_LISTED = re.compile(rf"[\s*+•.)\d-]*{CODE.pattern}", re.IGNORECASE)
_REMARK = re.compile(r"\b(de (lai|sau)|xem (xet|lai)|cho (y kien|hoan thien|sua)|loai|khong|chua|tra lai|hoan lai)\b")
#: Who at a school vets, and how: "đã được Hội đồng khoa học nhà trường thẩm định".
_VETTERS = (
    r"(duoc|to chuc|tien hanh|thuc hien|hoan thanh|hoan tat|xong|viec|cong tac|hop|bang|boi|thong qua|hoi dong|"
    r"khoa hoc|nha truong|truong|cap|ban giam hieu|to|phong|khoa|lanh dao|chuyen mon|nghiem tuc|day du|va)"
)
_VETTED = re.compile(
    rf"\bda( {_VETTERS})* tham dinh\b"
    rf"|\bxac nhan( (la|rang|viec|da|cac|toan bo|tat ca|ca|\d+|hai|ba|bon|nam|bai|viet|tham luan|tren|nay|neu tren|"
    rf"sau|sau day|{_VETTERS}))* tham dinh\b|^(cong tac )?tham dinh (xong|roi|dat)\b"
)
#: How a sentence about it begins; names of schools and of people may follow.
_BEGINS = re.compile(
    r"(da|vang|ok|oke|okay|a|kinh|xin|toi|em|minh|chung|thay mat|truong|nha truong|hoi dong|ban giam hieu|phong|khoa|"
    r"to|don vi|cac|toan bo|tat ca|ca|bai|\d+ bai|can cu|theo|thuc hien|sau khi|ngay|hom nay|tap the|van phong)( |$)"
)
_WHOSE = re.compile(r"\b(cua )?(dong chi|tac gia|thay|co|ths|ts|cn|giang vien)\b")
#: Words about papers that choose none among several.
_OF_ALL = re.compile(
    rf"({_VETTERS}|cac|bai|viet|tham luan|tren|nay|neu|noi|duoi|day|sau|roi|dong y|nhat tri|qua|cho|de|gui|nop|dang|in|"
    r"dat|yeu cau|dung|chat luong|tot|a|nhe|theo|ke hoach|quy dinh|toan bo|tat ca|ca|cua|don vi|minh|chung|toi|em|"
    r"hoi thao|da|xac nhan|tham dinh|la|rang)( |$)"
)
_SAID_BY = r"(nha truong|truong|phong|khoa|hoi dong|don vi|ban giam hieu|van phong|van thu)"
#: What goes with a confirmation and says nothing against it.
_BESIDE = re.compile(
    r"(can cu|theo|thuc hien|phuc dap|tra loi) (ke hoach|thu|cong van|de nghi|yeu cau|thong bao|dinh huong)( \w+){0,16}"
    r"|(co |xin |kinh )?(gui|dinh) kem( theo)? (bien ban|phieu|cong van|to trinh|giay|ban nhan xet)( \w+){0,8}"
    r"|((kinh|xin|de nghi|mong) )*(ban thu ky|ban to chuc|btc|hoi thao|quy ban)( \w+){0,2} "
    r"(tiep nhan|nhan bai|dua vao|su dung|xem xet|tong hop)( \w+){0,8}"
    r"|(cu the|danh sach|gom|bao gom|nhu sau|sau day|sau)( (nhu|sau|gom|cac bai|tren|kem theo|day))*"
    r"|((cac|toan bo|tat ca|bai|viet|tham luan|noi dung|chat luong|deu) )*(dat|dam bao|bao dam)"
    r"( (yeu cau|chat luong|noi dung|ve|theo|quy dinh|cua|ke hoach|hoi thao|tot))*"
    rf"|{_SAID_BY}( \w+){{0,10}} (xac nhan|thong bao|bao cao)|thay mat( \w+){{0,8}}|va|and"
)
#: It is not done yet, not for all, or only under a condition.  Only words that titles of papers seldom have: folded,
#: "đang" is "Đảng", and "đổi" is "đội".
_HELD = re.compile(
    r"\b(khong|chua|nhung|tuy nhien|neu|du kien|ngay mai|tuan sau|mot so|mot phan|ngoai (tru|ra)|gan xong|"
    r"con (lai|phai|thieu|can|bai|mot|hai|\d)|rut (bai|tham luan)|huy|co the|sua lai|"
    r"de nghi(?! (ban thu ky|ban to chuc|btc|hoi thao|quy ban)))\b|(?<!\bchia )\bse\b"
    r"|\b(ngoai|tru|rieng|(?<!toan )bo|loai|gac|hoan|con) (bai|voi|[a-z]{1,6}[ –-]?\d{4}[ –-]\d)"
    r"|\b(can|phai|de nghi|yeu cau|xin|nen|nho)( \w+){0,3} (sua|chinh sua|bo sung|chinh ly|hoan thien)\b"
    r"|\bdang( \w+){0,2} (tham dinh|xem|xet|cho|lam|tien hanh|to chuc|hop)\b"
)
_REFUSED = re.compile(
    r"\b(khong|chua)( \w+){0,4} (tham dinh|dong y|nhat tri|xac nhan|chap nhan|thong qua|dat|bao dam|dam bao)\b"
    r"|\b(tu choi|bac bo|khong duyet|chua duyet)\b"
    r"|\b(not|never|cannot|(have|has|do|does|was|were|is|are|can) ?n?.?t)( \w+){0,3} "
    r"(review(ed)?|approved?|agreed?|confirm(ed)?|accept(ed)?)\b|\b(reject|rejected|refused|disapproved?)\b"
)
_REVIEWED_IN_ENGLISH = re.compile(r"\b(reviewed|approved|confirmed)\b")
#: "Xác nhận", "Nhất trí": enough in an answer to our question.
_AGREED = re.compile(
    r"((da|vang|ok|oke|okay|a|toi|em|chung toi|nha truong|truong|don vi|phong|xin|hoan toan|va|dong y|nhat tri) )*"
    r"(dong y|nhat tri|xac nhan|ok|oke|okay)( (a|nhe|cac|bai|viet|tham luan|tren|nay|va|dong y|nhat tri|xac nhan|voi|"
    r"noi dung|toan bo|tat ca|ca|thu|cua|ban thu ky|btc|gui|cho|nop|tham gia|hoi thao))*"
)
#: "We confirm that these papers have been reviewed": in an answer to our question alone, for it may mean anything else.
_REVIEWED = re.compile(
    r"((yes|ok|okay|i|we|hereby|can|confirm|that|all|the|this|these|it|they|paper|papers|of|our|school|above|listed|"
    r"has|have|been|were|was|are|is|already|duly|and) )*"
    r"(reviewed|confirmed|confirm( (the|our|this))* review|(i|we|school) confirm)"
    r"( (and|approved|accepted|confirmed|reviewed|by|of|our|the|school|scientific|council|board|committee|department|"
    r"all|these|this|paper|papers|above|listed|for|submission|conference|already|it|them))*"
)
_OF_ONE = re.compile(r"\b(it|paper)\b")
#: Words of English that hold back, as they are written: folded, "bút" is "but".
_HELD_IN_ENGLISH = re.compile(
    r"\b(but|except|excluding|apart|without|unless|however|only|some|not|later|still|pending|others?|remaining|rest|"
    r"please (correct|change|add|remove))\b",
    re.IGNORECASE,
)


def vets(text: str, *, asked: bool) -> VettingWord | None:
    """What a text says of papers that a school was to vet: in an answer to our question (`asked`), or by words that can
    mean nothing else.  None: nothing of it.

    `text` is without quoted parts.  It confirms only as a whole: beside such words stand greetings, reasons, thanks and
    a signature, and lines that begin with a code.  Where no paper is named, nothing may choose among several.
    """
    parts = list(sentences("", text))
    if any(_REFUSED.search(part) for part in parts):
        # One is vetted, another is not: which, a person reads.
        word = VettingWord.UNCLEAR if _differs_by_paper(parts) else VettingWord.REFUSES
        return word if asked or any("tham dinh" in part for part in parts) else None
    otherwise = VettingWord.UNCLEAR if asked else None
    held = _HELD_IN_ENGLISH.search(text) is not None or any(_HELD.search(part) for part in parts)
    if len(text) > LONGEST or "?" in text or held:
        return otherwise
    if asked and consents(text):
        return VettingWord.CONFIRMS
    confirmed, names_papers = False, CODE.search(text) is not None
    for line in text.splitlines():
        if confirmed and _is_listed(line):
            continue
        for raw in phrases(ADDRESS.sub(" ", CODE.sub(" ", line))):
            clause = bare(raw)
            agreed = (asked or confirmed) and _AGREED.fullmatch(clause) is not None
            reviewed = asked and _is_reviewed(clause, names_papers=names_papers)
            if agreed or reviewed or _is_vetted(clause, raw, names_papers=names_papers):
                confirmed = True
            elif clause and not _may_stand_beside(clause, raw, after=confirmed):
                return otherwise
    return VettingWord.CONFIRMS if confirmed else otherwise


def _differs_by_paper(parts: Sequence[str]) -> bool:
    """Whether of several papers one is said to be vetted, beside the one that is not."""
    clauses = [clause for part in parts for clause in re.split(r"[;,:]", part)]
    named = {code.casefold() for part in parts for code in CODE.findall(part)}
    vetted = (_VETTED.search(it) or _REVIEWED_IN_ENGLISH.search(it) for it in clauses if not _REFUSED.search(it))
    return len(named) > 1 and any(vetted)


def _is_listed(line: str) -> bool:
    """Whether a line is a code, with nothing or a title behind it."""
    match = _LISTED.match(line)
    rest = line[match.end() :].strip(" \t.:,;–-“”\"'()") if match else ""
    return match is not None and not rest[:1].islower() and not _REMARK.search(fold(rest))


def _is_vetted(clause: str, raw: str, *, names_papers: bool) -> bool:
    """Whether a clause says that papers are vetted: those that the text names, or all that we asked about."""
    match = _VETTED.search(clause)
    if match is None:
        return False
    before, after = clause[: match.start()], clause[match.end() :]
    if before and not _BEGINS.match(before):
        return False
    # Behind "bài" stands which; what stands before it is a school or a person, as "Trường Chính trị tỉnh Nghệ An".
    which = re.search(r"\b(\d+ )?bai\b.*", before)
    about = f"{which[0] if which else ''} {after}".split()
    if names_papers:  # how many they are and whose chooses nothing
        names = {fold(word) for word in re.findall(r"\w+", raw) if word[0].isupper() and not raw.isupper()}
        about = [word for word in _WHOSE.sub("", " ".join(about)).split() if not (word in names or word.isdecimal())]
    else:
        about += match[0].split()
    return re.fullmatch(rf"({_OF_ALL.pattern})*", " ".join(about)) is not None


def _is_reviewed(clause: str, *, names_papers: bool) -> bool:
    """The same in English, where one paper is not several."""
    return _REVIEWED.fullmatch(clause) is not None and (names_papers or _OF_ONE.search(clause) is None)


def _may_stand_beside(clause: str, raw: str, *, after: bool) -> bool:
    if _BESIDE.fullmatch(clause):
        return True
    return (may_follow if after else may_precede)(clause, raw)
