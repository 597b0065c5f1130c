"""What says nothing of a letter's matter: greetings, thanks, good wishes, closings, signatures.  PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from daemon.intake.prose import ADDRESS, MARK, PAPER, bare, one_of, phrases
from daemon.text.vietnamese import fold

LONGEST = 600  #: characters of a text that says one thing, with greeting, thanks and a signature block
GREETING = re.compile(
    r"(kinh (gui|thua|chao)|xin chao|thua|chao|dear|hi|hello|than) "
    r"|((da|vang|ok|oke|okay|toi|em|minh|chung toi|chung em|tac gia) )*(da|vang|ok|oke|okay|nhat tri)"
    r"( (a|em|e|anh|chi|c|co|thay|ban to chuc|ban thu ky|btc|btk|ad|nhe|nha))*$"
)
#: What may stand beside the words that agree, besides thanks, closings and a signature.
_BESIDE_CONSENT = re.compile(
    r"((em|toi|minh|chung toi|chung em|xin|rat|hoan toan) )*(nhat tri|cam on)"
    r"( (em|e|c|toi|ban to chuc|ban thu ky|hoi thao|btc|cac|quy|thay|co|anh|chi|dong chi|nhieu|rat|da|sua|chinh|giup|"
    r"ho|ban|bai|phong|chu|a))*"
    # to use the copy, in whatever words
    r"|((de nghi|xin|mong|nho|ban to chuc|ban thu ky|btc|btk|hay) )*(su dung|dung|lay|nhan)"
    r"( (giup|ho|em|toi|minh))* (ban|bai|tep|file)( (nay|do|da|sua|chinh|thuc|phong|chu|font|lam|la|thay|ban|bai|nop|"
    r"cuoi|cung|cua|em|toi|minh|giup|ho|voi|nhe|nha|a))*"
    r"|(please )?(use|take)( (it|this|the|that|corrected|version|copy|file|as|my|our|final|paper|submission))*"
    r"|(thoi )?duoc( (roi|thoi|a))*|(thi |nen |toi |em |minh |xin )*khong( can| phai)? gui lai( (nua|bai|ban|a|dau))*"
    # whoever answers late
    r"|(em |toi |minh |chung toi |chung em )*((thanh that|rat) )?xin (loi|thu loi|luong thu|ban to chuc thong cam|"
    r"thong cam)( (ban to chuc|ban thu ky|btc|btk|cac dong chi|anh|chi|thay|co|em|a|nhe))*"
    r"( (vi|do))?( (da|su|viec))*( (tra loi|phan hoi|hoi am|xac nhan|thu))*( (cham|muon|tre)( tre)?)?( (nay|a|nhe))*"
    r"|(get|tai) outlook (for|cho) \w+|(da )?gui tu .*"
)
_RESERVE = re.compile(
    r"\b(nhung|tuy nhien|song|neu|khong|chua|ngoai ra|bo sung|(?<!da )sua(?! giup| ho)|thay (doi|the|bang|cho)|"
    r"doi|them|gui (lai|sau|tiep|kem)|quen|phu luc|xem lai|(kiem tra|doc|xem) (lai|them|ky)|mien la|truoc khi|"
    r"de (toi|em|minh|chung toi)|rut|huy|de nghi|except|but|however|instead|unless|"
    r"(xin|cho|muon) hoi|tai sao|vi sao|khi nao|voi dieu kien|rieng|tru|"
    r"con)\b"
)
WHO = (
    r"(em|toi|minh|chung toi|chung em|tac gia|don vi|nha truong|thay|co|anh|chi|quy|ban|btc|btk|ban thu ky|ban to chuc|"
    r"hoi thao|dong chi|cac|cum truong|cum thi dua|ad|admin)"
)
_GREETS = re.compile(
    rf"(({WHO}|da|xin|kinh|tran trong) )*(chao|kinh gui|kinh thua|kinh chao|thua|dear|hi|hello|than)( |$)"
)
#: Good wishes to whom they reach.
_WISHES = re.compile(
    r"(xin |kinh )*(chuc|chuc mung|kinh chuc|mung)( \w+){0,12}|(hello|hi|alo|test|thu|kiem tra|chao)( \w+)?"
)
#: A whole sentence of them, whatever is wished: "Nhân dịp 20-11 sắp tới, kính chúc các thầy cô giữ mãi ngọn lửa nghề".
_WISHING = re.compile(
    rf"\W*((nhan (dip|ngay)|sap (toi|den)|nam moi|(con )?may ngay nua)\b[^.!?]{{0,60}}?)?"
    rf"((xin|kinh|cung|rat|gui( loi)?|tran trong|chan thanh|va|{WHO}) )*(loi )?(chuc|chuc mung)\b(?! de\b)"
)
_LETTER = r"(thu|mail|email|phan hoi|tra loi|xac nhan|thong bao|thong tin|huong dan|ho tro|giup do|quan tam|gop y)"
#: Who waits ("chờ", "đợi").  Folded that is the word of who wants something ("cho"), or it changed ("đổi"), so that it
#: counts with its marks alone, and is written as this in folded words.
_WAITING = "dangcho"
_WAITS = re.compile(r"\b(chờ đợi|mong chờ|chờ|đợi)\b", re.IGNORECASE)
_THANKS = one_of(
    # "Đã nhận được thư của Ban Thư ký"
    rf"((da|vang|ok|oke|okay|a|{WHO}) )*da nhan( duoc)?( {_LETTER})*( cua( {WHO})+)?( roi)?( a| nhe)?",
    rf"((da|vang|a|{WHO}) )*nhan( duoc)?( {_LETTER})*( cua( {WHO})+)? roi( a| nhe)?",
    rf"((da|vang|ok|oke|okay|a|{WHO}) )*da (ro|nam duoc|hieu)( (roi|thong tin|noi dung|a|nhe))*",
    r"noted( with thanks)?",
    r"((tuyet|hay|may|mung|vui|tot)( (qua|voi))+|great|wonderful|perfect|excellent)( (qua|roi|a|nhe))*",
    # "Em xin chân thành cảm ơn Ban Thư ký nhiều ạ", "cảm ơn Ban Thư ký đã hướng dẫn"
    (
        rf"((da|vang|ok|oke|okay|a|rat|xin|chan thanh|tran trong|cung|da nhan|va|nhieu|many|much|{WHO}) )*"
        r"(cam on|thanks|thank you|thank|tks)"
        rf"( ({WHO}|{_LETTER}|e|c|for|the|your|prompt|quick|swift|fast|kind|confirmation|confirming|reply|response|"
        r"information|update|notice|notification|acknowledge?ment|letter|message|help|support|again|indeed|"
        r"letting (me|us) know|nhieu|rat|"
        r"lam|da|va|vi|ve|su|hop tac|phoi hop|co quan|cua|nhiet tinh|tan tinh|chu dao|kip thoi|nhanh|nhanh "
        r"chong|som|chuc|suc khoe|sua|kiem"
        r" tra|giup|so much|very much|a lot|you|a|nhe|nha|truoc|xin|chan thanh|tran trong|nhan|bai))*"
    ),
    # "Vâng, em chờ phản hồi của Ban Thư ký ạ"
    rf"((da|vang|ok|oke|okay|a|xin|se|van|{WHO}) )*{_WAITING}( (tin|thu|phan hoi|tra loi|ket qua|thong tin|thong bao|"
    rf"tu|cua|them|nhe|nha|a|{WHO}))*",
    # how letters end
    (
        r"(xin |kinh )?(tran trong|than men|kinh chao|kinh thu|than ai|best|"
        r"((with )?(best|kind|kindest|warm) )?(regards|wishes)|(yours )?(sincerely|faithfully|truly)|br)"
        r"( (a|cam on|kinh chao))*"
    ),
    (
        rf"(kinh |xin )?(chuc|kinh chuc)( {WHO})+ (suc khoe|mot ngay tot lanh|ngay moi tot lanh|thanh cong)"
        r"( (a|va thanh cong|thanh cong|tot dep))*"
    ),
    # what telephones add
    r"((da|duoc) )*gui tu (iphone|ipad|dien thoai|gmail|outlook|yahoo)( \w+){0,4}",
    r"sent from (my )?\w+( \w+){0,3}",
)
#: How letters begin: nothing is asked in it, so whom it names is named by words of this list or by capitals.
_SALUTATION = re.compile(
    rf"(kinh gui|kinh thua|kinh chao|xin chao|thua|chao|dear|hi|hello)( ({WHO}|all|team|cua|truong|pho))*"
    rf"|(da|vang|ok|oke|okay)( (da|vang|a|em|e|anh|chi|ban|ad|admin))*"
)
_SIGNATURE = re.compile(
    r"(truong|khoa|phong|hoc vien|dien thoai|dt|sdt|dd|mobile|tel|email|gmail|dia chi|ths|ts|cn|pgs|gs|giang vien|gv|"
    r"pho|ho ten|nguoi gui|(t l|tl|k t|kt|t m|tm|tuq) (hieu truong|ban giam hieu|truong phong|hoi dong)|hieu truong|"
    r"chu tich hoi dong)\b"
)
#: Where somebody is to be reached, alone in a line.
_REACHED_AT = re.compile(
    r"\W*((zalo|viber|facebook|fb|linkedin|orcid|website|web|e?mail)\s*[:–-]\s*(https?://|www\.)?\S+"
    r"|(https?://|www\.)?((zalo\.me|facebook\.com|fb\.com|linkedin\.com|orcid\.org)/\S+))\W*"
)
_ACTS = re.compile(r"\b(gui|cu|xin|se|da|chua|can|muon|bao|de nghi|dang ky|khong|nho)\b")
#: None, somebody else's, or one that a mail program put there; folded.
_NO_SUBJECT = re.compile(rf"^\W*({MARK}|$|\(?(khong|no)( co)? (tieu de|chu de|subject)\)?)")
#: What a subject says above a paper, or above a signature where the paper was forgotten.
_OF_SENDING = re.compile(rf"\b({PAPER}|bai|gui|nop|file|tep|hoi thao|hoi nghi|paper|tl|ban (thao|sua|cuoi|chinh))\b")
_LONGEST_SIGNATURE = 12  #: words of a line


#: An office or a person confirms that something has come, and what will be done with it.
_RECEIVED = re.compile(
    r"\W*([\w /()]{0,40}\b)?da (nhan|tiep nhan)( duoc)?( day du)? "
    r"(thu|mail|e-?mail|van ban|cong van|giay moi|ke hoach|ho so|tai lieu|thong bao)\b"
)
_WILL_REPORT = re.compile(
    r"\W*((da|vang|va|chung toi|van phong|van thu|em|toi|minh|phong|bo phan|don vi|truong)[\w ]{0,30})?"
    r"\b(se|xin)( som)? "
    r"(bao cao|trinh|chuyen|xem xet|nghien cuu|phan hoi|tra loi|hoi am|xu ly|thong bao|lien he)\b"
    r"|\W*(thu|noi dung|van ban|cong van|ho so|y kien)( (thu|dien tu|tren|nay|da|se|dang|cua|quy|co quan|don vi|"
    r"vi))* duoc "
    r"(bao cao|trinh|chuyen|xem xet|xu ly)\b"
)
#: Whatever else is said asks for an answer.
_NO_RECEIPT = re.compile(
    r"\?|\b(nhung|tuy nhien|song|de nghi|nho|mong|(?<!phan )hoi(?! am)|chua|khong|dang ky|tham du|tham gia|co mat|"
    r"se du|cu|bai|tham luan|sua|rut|sai|thieu|xin (phep|hoi|gia han|cho|duoc|nop|gui))\b"
)


def receipt(text: str) -> str | None:
    """The words that confirm that a letter has come, in a text that says no more than that and what will be done with
    it; None.  It waits for no answer.
    """
    if len(text) > LONGEST:
        return None
    found: str | None = None
    for line in re.split(r"\n+|(?<=[.!;])\s+", text):
        said = fold(line)
        if not said.strip() or (_is_signature(line) and _is_marked(line)):
            continue
        if _NO_RECEIPT.search(said):
            return None
        if match := _RECEIVED.match(said):
            found = found or " ".join(match[0].split())
        elif not (_WILL_REPORT.match(said) or _only_greets(said) or _says_courtesies(line)) and not (
            found and _is_marked(line)
        ):
            return None
    return found


def _only_greets(said: str) -> bool:
    greeting = _GREETS.match(said)
    return greeting is not None and len(said.split()) <= _LONGEST_SIGNATURE and not _ACTS.search(said[greeting.end() :])


def _says_courtesies(line: str) -> bool:
    return all(map(_is_courtesy, filter(None, map(bare, phrases(line)))))


def says_something(subject: str, text: str) -> bool:
    """Whether a message says anything beyond a greeting, thanks, good wishes, a closing and a signature.

    The subject speaks where there is no text, unless it is another's (an answer) or names no matter.
    """
    if len(text) > LONGEST:
        return True
    for line in text.splitlines():
        clauses = map(bare, phrases(ADDRESS.sub(" ", line)))
        said = [it for it in clauses if it and not (_GREETS.match(it) or _is_courtesy(it) or _WISHES.fullmatch(it))]
        if said and not (_is_signature(line) and _is_marked(line)):
            return True
    return not text.strip() and _NO_SUBJECT.match(fold(subject)) is None


def names_other_matter(subject: str) -> bool:
    """Whether a subject is of its own and of something else than a paper to send: "Danh sách", above two names, is no
    forgotten file.
    """
    folded = fold(subject)
    courteous = _GREETS.match(folded) or _WISHES.match(folded) or _is_courtesy(folded)
    own = _NO_SUBJECT.match(folded) is None and not courteous
    return own and _OF_SENDING.search(folded) is None


def may_precede(clause: str, raw: str) -> bool:
    """Before "I agree": whom it greets, who agrees ("Tôi, Nguyễn Văn An, đồng ý")."""
    greets = GREETING.match(clause) is not None or re.fullmatch(rf"{WHO}( {WHO})*", clause) is not None
    return greets or _is_courtesy(clause) or _is_signature(raw)


def may_follow(clause: str, raw: str) -> bool:
    """After "I agree": thanks, a closing, who it is."""
    return _is_courtesy(clause) or _is_signature(raw)


def _is_courtesy(clause: str) -> bool:
    return any(it.fullmatch(clause) is not None for it in (_SALUTATION, _THANKS, _BESIDE_CONSENT))


def thanks(text: str) -> str | None:
    """The words that thank or say that a letter has come, in a text that says no more than that; None.

    `text` is without quoted parts.  After these words only a closing and a signature may follow: whatever else
    stands there is read by a person.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    said: list[str] = []
    for line in re.split(r"\n|(?<=[.!;])\s+", _WAITS.sub(_WAITING, text)):
        if said and _wishes(line):
            continue
        clauses = [it for it in map(bare, phrases(line)) if it and not _SALUTATION.fullmatch(it)]
        if all(_THANKS.fullmatch(clause) for clause in clauses):
            said.extend(clauses)
        elif not said or not _is_signature(line):
            return None
    return said[0] if said else None


def _wishes(sentence: str) -> bool:
    said = fold(sentence)
    return _WISHING.match(said) is not None and not _RESERVE.search(said.replace("doi dao", ""))


def _is_marked(line: str) -> bool:
    """Short, or with many capitals and numbers: a sentence may begin with the name of an office too."""
    words = _words_of(line)
    # "Đà Nẵng" and "Cần Thơ" fold like verbs: a capital before another one is a name's
    named = [False, *(one.istitle() and other.istitle() for one, other in pairwise(words[1:])), False]
    verbs = [word for word, is_name in zip(words, named, strict=False) if not is_name]
    if len(words) > _LONGEST_SIGNATURE or _ACTS.search(bare(" ".join(verbs))):
        return False
    return len(words) <= 4 or _capitals(words) * 3 >= len(words)


def _is_signature(line: str) -> bool:
    """A name, an office, a telephone number: beginning as such, or nearly every word of it capitalised or a number."""
    said = bare(line)
    if _RESERVE.search(said):
        return False
    if _SIGNATURE.match(said) or _REACHED_AT.fullmatch(fold(line)):
        return True
    words = _words_of(line)
    return len(words) <= _LONGEST_SIGNATURE and _capitals(words) * 4 >= len(words) * 3


def _words_of(line: str) -> list[str]:
    return re.findall(r"[^\s.,;:()–-]+", line)


def _capitals(words: Sequence[str]) -> int:
    """How many words begin with a capital, or are numbers."""
    return sum(not word[0].islower() for word in words)
