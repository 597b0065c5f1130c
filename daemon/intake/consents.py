"""Words that agree and confirm, in texts that say no more than that.  PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from daemon.intake.courtesies import GREETING, LONGEST, WHO, may_follow, may_precede
from daemon.intake.disputes import disputes
from daemon.intake.prose import ADDRESS, CODE, PAPER, bare, one_of, own_subject, phrases

_ASKED_OF_US = re.compile(
    r"\b(nho|de nghi|mong|vui long|yeu cau|phien|kinh nho)( \w+){0,6} (xac nhan|dong y)\b"
    r"|\b(xac nhan|dong y) (giup|ho|cho|lai)\b|\b(chua|hay chua|duoc khong|the nao)\b"
)
#: What belongs to withdrawing and takes nothing back.
_NO_MORE = re.compile(r"\bkhong( con)?( muon| the)? (tham gia|tham du|gui|nop|dang|viet|du|trinh bay|sua)\b.*")
_CONSENT = re.compile(
    r"((da|vang|u|uh|ok|oki|oke|okie|okay|okey|roi|em|e|toi|minh|anh|a|chi|c|co|thay|chung toi|chung em|tac gia|"
    r"don vi|nha truong|xin|rat|cung|hoan toan|nhat tri|va) )*"
    r"(da (xem|doc|mo xem|kiem tra|doi chieu)( (ky|qua|lai|het|ban|bai|tep|file|sua|da|nay))* (va|nen)"
    r"( (toi|em|minh|chung toi|chung em|xin|hoan toan|rat))* )?(dong y|nhat tri|chap nhan|chap thuan|tan thanh)"
    r"( (a|ah|nhe|nha|ad|em|e|anh|chi|c|co|thay|voi|lam|dung|su dung|lay|nhan|nop|ban|bai|tep|file|da|duoc|sua|chinh|"
    r"phong|chu|font|tren|nay|kem|theo|cua|do|vua|ban to chuc|thu ky|btc|btk|nhu|vay|moi|giup|ho|gui|luon|"
    r"thu|not|voi (toan bo )?noi dung|(ca )?(hai|ba|\d) (ban|bai)))*"
    r"|((yes|ok|i|we|fully|hereby|and) )*(agree|agreed|accept|accepted|approve|approved)"
    r"( (with|to|the|this|that|corrected|version|copy|file|font|fonts|correction|corrections|changes|attached|your|"
    r"proposed))*"
)
_AGREES = r"(xac nhan|dong y|nhat tri)"
#: Who confirms; offices are asked to.
_SELF = r"(toi|em|minh|chung toi|chung em|tac gia|nhom tac gia|don vi|nha truong)"
_OWN_WORD = re.compile(
    rf"\b{_SELF}( (xin|da|se|cung|deu|van|phep|duoc|muon|hoan toan|thong nhat|nay))* {_AGREES}\b"
    rf"|\b{_AGREES}(?= cho( {_SELF})* (rut|huy)\b)|\b(dong y|nhat tri)(?= cho( (?!(viec|la)\b)\w+){{0,5}} (rut|huy)\b)"
)
_RUT = r"(rut|huy|thu hoi)( (lai|bo|lui|luon|ve))*"
_SAID_TO = r"(btc|btk|ban thu ky|ban to chuc|hoi thao|ban|admin|ad|anh|chi|thay|co|c|e|oi|cac|quy|dong chi)"
#: What is withdrawn.
_THE_PAPER = (
    rf"(((ca|hai|ba|\d+|cac|tat ca|toan bo|het) )*({PAPER}|dang ky)"
    rf"( (nay|tren|do|noi|neu|da|gui|nop|dang ky|tham gia|tham du|du|so|ma|ca|hai|ba|"
    rf"\d+|cac|tat ca|toan bo|cu|duy nhat|truoc|hom qua|cua|dong chi|thay|co|anh|chi|hoi thao|trong|tai|o|{_SELF}))*)"
)
#: Who wants it, and how: "Vâng, thưa Ban Thư ký, chúng tôi xin được chính thức …".
_WANTS = (
    rf"({_SELF}|ban than|ca nhan|con|xin|phep|muon|se|da|van|cung|deu|hoan toan|thong nhat|nay|chinh thuc|tu nguyen|"
    r"quyet dinh|mong|can|nguyen vong|co nguyen vong|duoc|khang dinh|xac nhan|dong y|nhat tri|"
    r"chap nhan|chap thuan|cam ket|viec|ve viec|yeu cau|de nghi|la|rang|cho|va|lai|dung|het|dong thoi|"
    r"dong chi|that su|thuc su|truong|khoa|phong|bo mon)"
)
_BEFORE = rf"(da|vang|u|uh|ok|oki|oke|okie|okay|a|em|roi|dung|thi|kinh|thua|nhu vay|{_SAID_TO})"
#: What may stand behind it: to whom it is said, thanks, what for and which; not who did it, or how it came.
_BEHIND = (
    rf"( (a|ah|nhe|nha|nghe|luon|di|that|roi|het|giup|ho|cho|voi|va|day|nua|nay|{_SAID_TO}|{_SELF}))*"
    rf"( (ra )?khoi( (hoi thao|hoi nghi|ky yeu|danh sach|chuong trinh|ke hoach|cua|cac|bai|tham luan|tham gia|nam nay|"
    rf"lan nay|dot nay|a|nhe|nha|giup|{_SELF}))*)?"
    r"( (la )?(dung|chinh xac|tu nguyen)( (su that|a))*)?"
    r"( ((va|roi|cung) )*((xin|rat|chan thanh|kinh|thanh that) )*(cam on|xin loi|mong|cao loi|theo|nhu|de|"
    r"va se|va xin|va gui|va nop|roi gui|sau khi)\b.*)?"
)
#: "Nhờ Ban Thư ký rút bài giúp em", "Anh cứ rút đi": asked of us, in the words of a request, for "BTC rút bài của em"
#: tells what was done.
_ASKS_FOR_IT = (
    rf"({_BEFORE} )*((xin|rat) )*(nho|de nghi|mong|vui long|lam on|phien|yeu cau|hay|cu)"
    rf"( ({_SAID_TO}|hay|cu|giup|ho|cho|xem xet|{_SELF}))*"
)
#: "Rút bài về lớp học", "bài có tên ...": "rút tên" takes no paper back.
_CALLED = r"( (ve|(voi |co |mang )?(ten|tieu de|nhan de))\b.*)?"
_IT_GOES = rf"{_RUT}( {_THE_PAPER}{_CALLED})?{_BEHIND}"
_WHY = (
    rf"((do|vi|theo|sau khi|qua|nay|can cu)\b.{{0,120}}\b(?={_SELF} )"
    rf"|({WHO} )*((da|vua) )?(nhan|doc|xem|suy nghi|can nhac|trao doi|ban bac)( \w+){{0,8}} (va|nen) )"
)
#: What is confirmed, in the whole of a clause: that the paper goes.  Whatever else is said of withdrawing, a person
#: reads: who protests answers our question, too.
_NAMES_IT = one_of(
    rf"{_WHY}?({_BEFORE} )*(viec )?({_THE_PAPER} )?((thi|nay) )?"
    rf"({_WANTS} )+((thay|co|anh|chi) )?({_WANTS} )*{_IT_GOES}",
    rf"((da|vang|ok|oke|okay|a|dung|u|uh|thi) )*(viec )?{_IT_GOES}",
    rf"{_ASKS_FOR_IT} {_IT_GOES}",
    rf"({_BEFORE} )*{_RUT}( {_THE_PAPER})? (di|luon|giup|ho)( (cho|giup|ho|a|nhe|nha|luon|{_SELF}))*",
    rf"({_BEFORE} )*xac nhan( (la|rang|viec))*( {_THE_PAPER})? (xin )?{_IT_GOES}",
    r"((yes|i|we|hereby) )*confirm( (the|my|our|this))* withdrawal"
    r"( (of|the|my|our|this|paper|papers|from|conference))*",
    r"((yes|please|i|we|do|want|to|would|like|ok|okay|go|ahead|and) )*withdraw"
    r"( (it|the|my|our|this|paper|papers|submission|article|from|conference|please|proceedings))*",
)
_SAYS_SO = re.compile(rf"\b({_AGREES}|khang dinh|confirm)\b")
#: Words that speak of it and neither want nor confirm it: that a letter about it has come, and what is spoken of.
_SPEAKS_OF_IT = re.compile(
    rf"(?!.*\b(va|nen)( {_SELF})?( (xin|da|muon|quyet dinh))* ({_AGREES}|rut)\b)"
    r".*\b((da|vua|moi) (nhan|doc|xem|ro|nam)|nhan duoc)\b"
    rf"|((v v|ve|lien quan|den|doi voi|con) )*viec( xin| {_SELF})* rut( lai)? (bai|tham luan)"
    rf"( (cua|nay|tren|a|nhe|{WHO}))*$"
)
_CALLS = r"(da|vang|u|uh|ok|oki|oke|okie|okay|a|e|(btc|btk|ban thu ky|ban to chuc|anh|chi|co|thay|em) oi)"
_MATTER = r"(viec|dieu|noi dung|thong tin|yeu cau|de nghi|quyet dinh|y kien|thong bao|thu|mail|e ?mail|phuong an)"
_OF_IT = rf"(nay|tren|do|{WHO})"
#: Nothing but that somebody confirms what we wrote, for whatever reason.  To confirm something else ("Tôi xác nhận bài
#: là của tôi") answers no question of ours.
_ONLY_CONFIRMS = re.compile(
    rf"{_WHY}?({_CALLS} )*(({_SELF}|e|c|anh|chi|thay|co) )*"
    rf"((xin|da|se|cung|deu|van|phep|muon|hoan toan|thong nhat|nay) )*{_AGREES}( (va )?{_AGREES})*"
    rf"( (la )?(dung|chinh xac)| nhu (vay|the|tren)| lai| (voi|theo|ve|cho)(?= ({_MATTER}|{_OF_IT}|hoi thao)\b)"
    rf"| {_MATTER}( (trong|cua)(?= ({_MATTER}|{_OF_IT})\b))?| {_OF_IT}"
    r"| (ma|so|bai|bai viet|tham luan)(?= (a|nay|nhe|nha)\b|$))*"
    rf"( (a|ah|nhe|nha|nghe|luon|roi|do|day|{WHO}))*"
)
_TAKEN_BACK = re.compile(
    r"\b(khong|thoi|chua|nhung|tuy nhien|neu|doi y|giu( nguyen| lai)?|van (gui|tham gia|muon|du)|huy yeu cau|sua|"
    r"thay|but|however|unless|keep|instead|de nguyen|de lai|o lai|nhu (cu|truoc|ban dau)|"
    r"van( (xin|se|de nghi|duoc|con|cho))* (nop|giu|o lai|trinh bay|gui|tham gia|(de|dang|viet) (bai|tham luan))|"
    r"(de|cho) (toi|em|minh|chung toi|chung em)( \w+)? (suy nghi|can nhac|xem|hoi|trao doi|ban bac|thoi gian)|"
    r"(suy nghi|can nhac) (them|lai)|se( \w+)? (suy nghi|can nhac|tra loi|hoi lai|xem lai|bao lai)|"
    r"(rut|huy|thu hoi|bo)( lai| bo)? (yeu cau|de nghi|y dinh|(don|thu|viec)( (xin|de nghi|yeu cau|viec))* (rut|huy))|"
    r"(huy|rut lai|thu hoi) don|(rut|yeu cau|de nghi)( \w+){0,4} (la|bi|do)( \w+)? nham|"
    r"dau( \w+)? co( \w+){0,2} (rut|huy)|co( \w+){0,2} (rut|huy)( \w+){0,3} dau)\b"
    # and not in years to come
    r"|\btiep tuc( (duoc|xin|se))* (tham gia|tham du|gui|nop|du|dang|viet|trinh bay|hoan thien|de)\b"
    r"(?!( \w+){0,4} (nam|lan|dip|dot|ky|hoi thao) (sau|toi|khac|tiep theo)\b)"
)
#: A plain yes, which is one to what was asked: "Dạ vâng ạ", "Đúng rồi ạ", "Ok em".  The writer had asked for it before.
_YES = re.compile(
    rf"(({WHO}|e|a|da|u|vang|xin|hoan toan|thi) )*(da|vang|uh?m?|dung|phai|chinh xac|chac chan|duoc|"
    r"o ?ke?[eyi]?|o ?k[eai]y|okie|yes|yep|sure|please do|go ahead|correct|confirmed)"
    rf"( ({WHO}|e|a|ah|da|vang|dung|duoc|ok|roi|day|vay|the|nhu|nhe|nha|nghe|luon|chac|chan|please))*"
)
#: Whoever says no more than that our question has come has not answered it: "Vâng, em nhận được thư rồi ạ".
_HAS_READ = re.compile(r"\b(nhan|ro|hieu|nam|doc|biet|noted)\b")
#: Words that only name the paper that is meant, beside its code: "Dạ, mã bài là ...", "Bài ... ạ".
_NAMES_ONE = re.compile(
    rf"(({WHO}|e|a|da|vang|xin|muon|do|la|chinh|cai|bai|viet|tham luan|ma|so|cua|nay|rut|nhe|nha|thoi)(?: |$))*"
)
#: What shows that a clause beside "rút bài" tells whose will it is, or was.
_OF_A_REQUEST = re.compile(r"\b((?<!ban )thu|mail|e ?mail|yeu cau|don|tin nhan|nguoi|may|dien thoai|tai khoan)\b")
_GOES = re.compile(r"\b(rut|huy|withdraw\w*)\b")
_REASON = re.compile(r"\b(?<!đơn )(?<!don )(?:bởi vì|tại vì|bởi|vì|vi|do)\b(?! (?:sao|ai|phạm|pham)\b)")
#: What is wanting is a reason, and no reserve.
_IN_A_REASON = re.compile(r"\b(khong|chua|sua|thay)\b")
#: "Có phải tôi rút bài", "tôi có xin rút": folded it would be the word of who is a lady.
_WHETHER = re.compile(r"\bcó\b(?! (?:nguyện vọng|ý định|nhu cầu|mong muốn))(?=.*\b(?:rút|hủy|huỷ)\b)")
#: Folded they would be "thay", instead, and "neu", if.
_TEACHER = re.compile(r"\b(?:th[ầấ]y|nêu)\b")
_NO_RESERVE = re.compile(r"\bneu (?:o )?tren\b")
_NAMED = frozenset({"là", "tên", "tác giả", "chí", "đ/c"})
_NAMED_BEHIND = frozenset({"thầy", "cô", "anh", "chị", "ông", "bà"})


class _Clause:
    """A clause as it is matched: without names, and apart from its reason."""

    def __init__(self, raw: str) -> None:
        written = _WHETHER.sub("hay co", normalize("NFC", _without_names(raw)).casefold())
        head, *reason = _REASON.split(written, maxsplit=1)
        self.said = _NO_MORE.sub(" ", bare(raw)).strip()
        self.main = _NO_MORE.sub(" ", bare(head) or bare(written)).strip()
        self._held = " ".join([_NO_MORE.sub(" ", _plain(head)), *(_IN_A_REASON.sub(" ", _plain(it)) for it in reason)])
        self.takes_back = _TAKEN_BACK.search(self._held) is not None

    def names_it(self) -> bool:
        """Whether it says as a whole that the paper goes."""
        return _NAMES_IT.fullmatch(self.main) is not None and _SPEAKS_OF_IT.match(self.main) is None

    def says_so(self) -> bool:
        """Whether it confirms that by the word for it."""
        return self.names_it() and _SAYS_SO.search(self.main) is not None

    def asks_us(self) -> bool:
        """Whether we are asked to confirm."""
        return _ASKED_OF_US.search(_OWN_WORD.sub(" ", self._held)) is not None


def _plain(written: str) -> str:
    """Folded, without words that folding would make those of who takes something back."""
    return _NO_RESERVE.sub(" ", bare(_TEACHER.sub(" ", written)))


def _without_names(raw: str) -> str:
    """A clause without the names of whom "Tôi là Nguyễn Văn An" and "bài của thầy Nam" speak."""
    kept: list[str] = []
    named = False
    words = raw.split()
    for place, word in enumerate(words):
        before = [it.casefold() for it in words[max(place - 2, 0) : place]]
        called = before[-1:] and (before[-1] in _NAMED or " ".join(before) in _NAMED)
        behind = len(before) == 2 and before[1] in _NAMED_BEHIND and before[0] in {"của", "cho", "với"}
        named = word.istitle() and bool(named or called or behind)
        if not named:
            kept.append(word)
    return " ".join(kept)


def confirms_withdrawal(subject: str, text: str) -> str | None:
    """The words that confirm a withdrawal and say what they confirm ("Tôi xác nhận rút bài"); None.

    They count in a message without reference to our question too.  Nothing in it may take them back, ask, or ask us
    to confirm.  `text` is without quoted parts; the subject of an answer is not its author's.
    """
    if len(text) > LONGEST or "?" in text or disputes(text):
        return None
    # no phrase ends at a colon: "Tôi xác nhận: rút bài"
    said = _clauses(CODE.sub(" ", f"{own_subject(subject)}\n{text}".replace(":", " ")))
    if any(clause.takes_back or _ASKED_OF_US.search(clause.said) for clause in said):
        return None
    return next((clause.said for clause in said if clause.says_so()), None)


def confirms_some(text: str) -> bool:
    """Whether something in a text confirms a withdrawal by the word for it, whatever stands beside it."""
    return any(clause.says_so() for clause in _clauses(CODE.sub(" ", text)))


def _clauses(text: str) -> list[_Clause]:
    return [_Clause(raw) for raw in phrases(text) if bare(raw)]


def consents(text: str) -> str | None:
    """The words that agree, in a text that says no more than that; None.

    `text` is without quoted parts.  Beside them only a greeting, thanks, a closing and a signature may stand: whatever
    else is said makes it a matter for a person.
    """
    return _says_only(_CONSENT, text)


def names_paper(text: str) -> str | None:
    """The code in a text that does no more than name one paper, as an answer to which of several is meant; None.

    `text` is without quoted parts, its codes as we write them.
    """
    named = list(dict.fromkeys(match[0] for match in CODE.finditer(text)))
    if len(named) != 1 or len(text) > LONGEST or "?" in text:
        return None
    for raw in phrases(ADDRESS.sub(" ", CODE.sub(" ", text))):
        clause = bare(raw)
        if clause and not (_NAMES_ONE.fullmatch(clause) or may_precede(clause, raw)):
            return None
    return named[0]


def _says_only(words: re.Pattern[str], text: str) -> str | None:
    """The clause that is these words, where beside it only courtesies and a signature stand; None."""
    if len(text) > LONGEST or "?" in text:
        return None
    said: str | None = None
    for raw in phrases(ADDRESS.sub(" ", CODE.sub(" ", text))):
        clause = bare(raw)
        if not clause:
            continue
        if words.fullmatch(clause):
            said = said or clause
        elif not (may_follow if said else may_precede)(clause, raw):
            return None
    return said


def confirms(text: str) -> str | None:
    """The words that confirm what we asked about ("Tôi xác nhận rút bài"), in a text that takes nothing back, or a
    plain yes ("Dạ vâng ạ") in one that says no more than that; None.

    `text` is without quoted parts.  Whoever asks us to confirm, or confirms something else, has not.
    """
    if len(text) > LONGEST or "?" in text or disputes(text):
        return None
    told = [
        [clause for clause in _clauses(sentence) if not GREETING.match(clause.said)]
        for sentence in re.split(r"[.!;\n]+", CODE.sub(" ", text))
    ]
    said = [clause for clauses in told for clause in clauses]
    if any(clause.takes_back for clause in said):
        return None
    for clauses in told:
        for clause in clauses:
            if _confirms(clause) and (clause.says_so() or _stands_alone(clause, clauses, said)):
                return clause.said
    return None if any(_HAS_READ.search(clause.said) for clause in said) else _says_only(_YES, text)


def _confirms(clause: _Clause) -> bool:
    return not clause.asks_us() and (clause.names_it() or _ONLY_CONFIRMS.fullmatch(clause.said) is not None)


def _stands_alone(clause: _Clause, sentence: Sequence[_Clause], said: Sequence[_Clause]) -> bool:
    """Whether nothing beside a clause without the word for it tells of a withdrawal in other words: "con tôi gửi thư,
    xin rút bài" is one sentence.
    """
    told = (it for it in said if not (it.names_it() or _SPEAKS_OF_IT.match(it.main)))
    if any(_GOES.search(it.said) and not it.asks_us() for it in told):
        return False
    beside = (it for it in sentence if it is not clause and not _confirms(it))
    return not any(_OF_A_REQUEST.search(it.said) for it in beside)
