"""What a school says of papers that it was to vet.  PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from daemon import identity
from daemon.intake.consents import consents
from daemon.intake.courtesies import LONGEST, may_follow, may_precede
from daemon.intake.disputes import disputes
from daemon.intake.own import Own
from daemon.intake.prose import ADDRESS, CODE, bare, phrases, sentences
from daemon.intake.references import answered_letter, coded, codes_in, spelled_out, tags
from daemon.model import LetterKind, ParsedMail, VettingReply, VettingWord
from daemon.text.counts import SPELLED
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
    rf"|\bxac nhan( (la|rang|da|cac|toan bo|tat ca|ca|\d+|hai|ba|bon|nam|bai|viet|tham luan|tren|nay|neu tren|"
    rf"sau|sau day|{_VETTERS}))* tham dinh\b|^(cong tac )?tham dinh (xong|roi|dat)\b"
)
#: Other words for the same; they may mean anything else, and count in an answer to our question alone.
_PASSED = re.compile(
    rf"\bda( {_VETTERS})* (duyet|phe duyet|xet duyet|nghiem thu|thong qua"
    rf"|qua( {_VETTERS})* (hoi dong( khoa hoc)?|tham dinh|xet duyet))(?= |$)"
    r"|^(hoi dong( khoa hoc)?( (nha truong|truong))* )(thong qua|phe duyet)(?= |$)"
)
_MEETS = re.compile(
    rf"((cac|toan bo|tat ca|ca|bai|viet|tham luan|tren|nay|neu|deu) )*dat( yeu cau)?( (ca|cac|het|bai|{_VETTERS}))*"
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
#: Behind other words: no plan and no vetting to come, that was agreed to.
_OF_PAPERS = re.compile(
    r"(cua|don vi|nha truong|truong|cac|bai|viet|tham luan|tren|nay|neu|noi|duoi|day|roi|dong y|nhat tri|cho|de|gui|"
    r"nop|tham gia|hoi thao|dat|yeu cau|chat luong|tot|a|toan bo|tat ca|ca|minh|chung|toi|em|het|xong|va|khoa|phong|"
    r"hoi dong|khoa hoc|ban giam hieu|lanh dao)( |$)"
)
#: Of which day, by whose plan and of what in the papers: chooses none.
_DATE = re.compile(
    r"\b((vào|hôm|sáng|chiều|vao|hom|sang|chieu) )?(ngày|ngay|hôm|hom|sáng|sang|chiều|chieu) "
    r"\d{1,2}([/.-]\d{1,2}([/.-]\d{4})?| (tháng|thang) \d{1,2}( (năm|nam) \d{4})?)\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b",
    re.IGNORECASE,
)
_BY_PLAN = re.compile(
    r"\b(theo|dung)( dung)?( tinh than)? (ke hoach|quy dinh|yeu cau|huong dan|de nghi)( so)?( \d+( kh( \w+)?)?)?"
    r"( cua (cum( thi dua)?|ban to chuc|ban thu ky|hoi thao|truong))?(?= |$)"
)
_CONTENTS = re.compile(r"\b(ve )?noi dung( va (hinh thuc|the thuc|chat luong))?(?= (cua |cac |bai|toan bo|tat ca|ca ))")
#: Whom a sentence is said to: "xác nhận nhé em".
_SAID_TO = re.compile(
    r"(?<!\bcho)(?<!\bcua)(?<!\bvoi)(?<!\bgui)(?<!\bnho)(?<!\bbao) (a|ah|nhe|nha|em|e|anh|chi|ban|luon|day)$"
)
#: Numbers in words, with their marks; without them where what stands around tells what they are.
_WRITTEN = {word: value for word, value in SPELLED.items() if value > 1} | {"bon": 4, "nam": 5}
_ENGLISH = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBERS = _WRITTEN | _ENGLISH
#: How many papers there are, where nothing else is said of them: "cả hai bài", "both papers".
_COUNTED = re.compile(
    r"(?<![\w/.,])(?:cả |ca |toàn bộ |toan bo |tất cả |tat ca )?"
    rf"(?P<n>0?[1-9]|[1-3]\d|{'|'.join(_WRITTEN)})(?: \([^()]{{1,12}}\))? (?=(?:bài|bai|tham luận|tham luan)\b)"
    rf"|\b(?:all )?(?:the )?(?P<e>{'|'.join(_ENGLISH)})(?: of)?(?: the| these)? (?=papers\b)"
    r"|\b(?P<b>both)(?= (have|were|are)\b)",
    re.IGNORECASE,
)
_OFFICE = re.compile(rf"({_SAID_BY}|to|ths|ts|cn|gv|giang vien)\b")
#: An office that does something, or has still to do it, is no signature.
_DOES = re.compile(
    r"\b(giao|trinh|bao cao|bao|chuyen|gui|lam viec|xem|hop|doc|kiem tra|trao doi|lien he|hoan tat|hoan thanh|tra loi|"
    r"phan hoi|thong bao|yeu cau|de nghi|tien hanh|thuc hien|to chuc|nghien cuu|cho|nhan|xin|moi|sap|da)\b"
)
#: "OK" beside one of these says that our letter has come.
_TOOK_NOTE = re.compile(r"\b(da|vua|moi)( \w+)? (nhan|ro|hieu|nam|biet|doc|xem)\b|\bnhan duoc\b|\b(noted|received)\b")
_MERE_OK = re.compile(r"((da|vang|a|em) )*(ok|oke|okay)( (a|em))*")
#: What goes with a confirmation and says nothing against it.
_BESIDE = re.compile(
    r"(can cu|theo|thuc hien|phuc dap|tra loi) (ke hoach|thu|cong van|de nghi|yeu cau|thong bao|dinh huong)( \w+){0,16}"
    r"|(co |xin |kinh )?(gui|dinh) kem( theo)? (bien ban|phieu|cong van|to trinh|giay|ban nhan xet)( \w+){0,8}"
    r"|((kinh|xin|de nghi|mong) )*(ban thu ky|ban to chuc|btc|hoi thao|quy ban)( \w+){0,2} "
    r"(tiep nhan|nhan bai|dua vao|su dung|xem xet|tong hop)( \w+){0,8}"
    r"|(cu the|danh sach|gom|bao gom|nhu sau|sau day|sau)( (nhu|sau|gom|cac bai|tren|kem theo|day))*"
    r"|((cac|toan bo|tat ca|bai|viet|tham luan|noi dung|chat luong|deu) )*(dat|dam bao|bao dam)"
    r"( (yeu cau|chat luong|noi dung|ve|theo|quy dinh|cua|ke hoach|hoi thao|tot))*"
    r"|((cac|bai|viet|noi dung|chat luong|deu|co|va) )+(tot|kha)|(cac )?(bai |ma )?(so|ma|ma bai)"
    rf"|{_SAID_BY}( \w+){{0,10}} (xac nhan|thong bao|bao cao)|thay mat( \w+){{0,8}}|va|and"
)
#: It is not done yet, not for all, or only under a condition.  Only words that titles of papers seldom have: folded,
#: "đang" is "Đảng", and "đổi" is "đội".
_HELD = re.compile(
    r"\b(khong|chua|nhung|tuy nhien|neu(?! (o )?(tren|duoi))|du kien|ngay mai|tuan sau|mot so|mot phan|"
    r"ngoai (tru|ra)|gan xong|con (lai|phai|thieu|can|bai|mot|hai|\d)|rut (bai|tham luan)|huy|co the|sua lai|"
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
    r"((da|vang|ok|oke|okay|a|toi|em|chi|anh|chung toi|nha truong|truong|don vi|phong|xin|hoan toan|va|dong y|"
    r"nhat tri) )*(dong y|nhat tri|xac nhan|ok|oke|okay)( (a|nhe|cac|bai|viet|tham luan|tren|nay|va|dong y|nhat tri|"
    r"xac nhan|voi|noi dung|toan bo|tat ca|ca|thu|cua|ban thu ky|btc|gui|cho|nop|tham gia|hoi thao))*"
)
#: "We confirm that these papers have been reviewed": in an answer to our question alone, for it may mean anything else.
_REVIEWED = re.compile(
    r"((yes|ok|okay|i|we|hereby|can|confirm|that|all|the|this|these|it|they|paper|papers|of|our|school|above|listed|"
    r"has|have|been|were|was|are|is|already|duly|and|s|scientific|academic|council|board|committee|department) )*"
    r"(reviewed|approved|confirmed|confirm( (the|our|this))* review|(i|we|school) confirm)"
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


def vetting_reply(mail: ParsedMail, own: Own) -> VettingReply | None:
    """What a message says of papers that a school was to vet: an answer to our question, whoever writes it, or a
    school's own word for it.
    """
    if own.contacts is None or mail.from_ is None:
        return None
    is_contact = own.is_contact(mail.from_.address)
    schools = tuple(
        school
        for school in own.contacts
        if any(_is_tag_of(tag, identity.school_word(school), own) for tag in tags(mail, own))
    )
    answered = answered_letter(mail)
    kind = identity.kind_of(answered) if answered else None
    # The reminder of the phase, which others get as well, asks the contacts the same.
    reminded = kind == LetterKind.SEASON_VET.value and is_contact
    asked = bool(schools) or kind == LetterKind.VETTING.value or reminded
    if not (asked or is_contact):
        return None
    text = coded(spelled_out(mail.new_text, own) if asked else mail.new_text, own)
    word, of = vets(text, asked=asked), None
    if asked and word in {VettingWord.UNCLEAR, VettingWord.CONFIRMS}:  # also one that is agreed to: "cả hai bài trên"
        uncounted, count = counted(text)
        if count is not None and vets(uncounted, asked=True) is VettingWord.CONFIRMS:
            word, of = VettingWord.CONFIRMS, count
    if word is None:
        return None
    return VettingReply(word, tuple(dict.fromkeys(codes_in(text, own))), schools, of)


def _is_tag_of(tag: str, word: str, own: Own) -> bool:
    return tag.rpartition(".")[0].casefold() == word and identity.vouches(tag, word, own.key)


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
    if len(text) > LONGEST or "?" in text or held or disputes(text):
        return otherwise
    if asked and consents(text) and not any(_is_office_at_work(raw) for raw in phrases(text)):
        return VettingWord.CONFIRMS
    said: list[str] = []
    names_papers = CODE.search(text) is not None
    for line in text.splitlines():
        if said and _is_listed(line):
            continue
        for raw in phrases(_DATE.sub(" ", ADDRESS.sub(" ", CODE.sub(" ", line)))):
            clause = _without_address(bare(raw))
            agreed = (asked or said) and _AGREED.fullmatch(clause) is not None
            otherwise_said = asked and _is_said_otherwise(clause, raw, names_papers=names_papers)
            if agreed or otherwise_said or _is_vetted(clause, raw, _VETTED, _OF_ALL, names_papers=names_papers):
                said.append(clause)
            elif clause and not _may_stand_beside(bare(raw), raw, after=bool(said)):
                return otherwise
    if all(map(_MERE_OK.fullmatch, said)) and any(map(_TOOK_NOTE.search, parts)):
        return otherwise
    return VettingWord.CONFIRMS if said else otherwise


def counted(text: str) -> tuple[str, int | None]:
    """A text without saying how many papers there are, and how many it says; None: nothing, or more than one number.

    "Đã thẩm định 2 bài" chooses none if the school was asked about two.
    """
    found = {_number(match["n"] or match["e"] or match["b"]) for match in _COUNTED.finditer(text)}
    if len(found) != 1:
        return text, None
    return _COUNTED.sub("", text), found.pop()


def _number(word: str) -> int:
    return _NUMBERS[word.casefold()] if word.casefold() in _NUMBERS else int(word)


def _without_address(clause: str) -> str:
    """Without the person whom it addresses and by whose plan it was done."""
    said = _CONTENTS.sub("", _BY_PLAN.sub("", clause))
    while (shorter := _SAID_TO.sub("", said)) != said:
        said = shorter
    return " ".join(said.split())


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


def _is_said_otherwise(clause: str, raw: str, *, names_papers: bool) -> bool:
    """Whether an answer to our question says it by words that elsewhere may mean anything."""
    return (
        _is_reviewed(clause, names_papers=names_papers)
        or _MEETS.fullmatch(clause) is not None
        or _is_vetted(clause, raw, _PASSED, _OF_PAPERS, names_papers=names_papers)
    )


def _is_vetted(clause: str, raw: str, said: re.Pattern[str], of_all: re.Pattern[str], *, names_papers: bool) -> bool:
    """Whether a clause says that papers are vetted: those that the text names, or all that we asked about."""
    match = said.search(clause)
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
        names |= {"so", "ma"}  # "bài số TL-2021-007"
        about = [word for word in _WHOSE.sub("", " ".join(about)).split() if not (word in names or word.isdecimal())]
    elif said is _VETTED:
        about += match[0].split()
    return re.fullmatch(rf"({of_all.pattern})*", " ".join(about)) is not None


def _is_reviewed(clause: str, *, names_papers: bool) -> bool:
    """The same in English, where one paper is not several."""
    return _REVIEWED.fullmatch(clause) is not None and (names_papers or _OF_ONE.search(clause) is None)


def _may_stand_beside(clause: str, raw: str, *, after: bool) -> bool:
    if _BESIDE.fullmatch(clause):
        return True
    if _is_office_at_work(raw):
        return False
    return (may_follow if after else may_precede)(clause, raw)


def _is_office_at_work(raw: str) -> bool:
    """Whether an office does something; "Phòng Tổ chức", "Đà Nẵng" and "Bảo" are names."""
    verbs = bare(" ".join(word for word in re.findall(r"\w+", raw) if not word[0].isupper()))
    return _OFFICE.match(bare(raw)) is not None and _DOES.search(verbs) is not None
