"""Words that agree and confirm, in texts that say no more than that.  PURE."""

from __future__ import annotations

import re

from daemon.intake.courtesies import GREETING, LONGEST, WHO, may_follow, may_precede
from daemon.intake.prose import ADDRESS, CODE, NO_LESSON, bare, own_subject, phrases

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
#: What is confirmed: that the paper goes.
_NAMES_IT = re.compile(
    rf"\b(rut|huy)( bo)?( lai)? ((bai|tham luan)\b{NO_LESSON}|dang ky\b)"
    rf"|\b{_AGREES}( \w+){{0,6}} rut\b(?! (kinh|ra|gon|ngan|bot|xuong|y|tien|von|bai|tham luan)\b)"
    rf"|\b{_AGREES}( (la|se|viec|xin|muon|cho|da|{_SELF}))* huy\b"
    rf"|^(({WHO}|a|da|vang|ok|oke) )*((cu|xin|muon|van|se|quyet dinh) )*"
    rf"rut( (a|nhe|nha|that|luon|roi|thoi|di|giup|ho|{WHO}))*$"
    r"|^((yes|i|we|hereby) )*confirm( (the|my|our|this))* withdrawal"
    r"( (of|the|my|our|this|paper|papers|from|conference))*$"
)
#: Words that speak of it and neither want nor confirm it: that a letter about it has come, and what is spoken of.
_SPEAKS_OF_IT = re.compile(
    rf"(?!.*\b(va|nen)( {_SELF})?( (xin|da|muon|quyet dinh))* ({_AGREES}|rut)\b)"
    r".*\b((da|vua|moi) (nhan|doc|xem|ro|nam)|nhan duoc)\b"
    rf"|((v v|ve|lien quan|den|doi voi|con) )*viec( xin| {_SELF})* rut( lai)? (bai|tham luan)"
    rf"( (cua|nay|tren|a|nhe|{WHO}))*$"
)
_WHY = (
    rf"((do|vi|theo|sau khi|qua|nay|can cu)\b.{{0,120}}\b(?={_SELF} )"
    rf"|({WHO} )*((da|vua) )?(nhan|doc|xem|suy nghi|can nhac|trao doi|ban bac)( \w+){{0,8}} (va|nen) )"
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
#: "I confirm that I withdraw", which our question asks for; not "please confirm that it is withdrawn".
_CONFIRMS_WITHDRAWAL = re.compile(
    rf"^(({WHO}|a|da|vang|xin|hoan toan|theo yeu cau|nay|viec|ve viec) )*(xac nhan|dong y|nhat tri|khang dinh)"
    rf"( (la|se|viec|ve viec|xin|muon|dong y|da|{WHO}|cho))*( (rut|huy))( lai)?"
    rf"(( ra)? (khoi|bai|tham luan|dang ky|viet)|$)"
)


def confirms_withdrawal(subject: str, text: str) -> str | None:
    """The words that confirm a withdrawal and say what they confirm ("Tôi xác nhận rút bài"); None.

    They count in a message without reference to our question too.  Nothing in it may take them back, ask, or ask us
    to confirm.  `text` is without quoted parts; the subject of an answer is not its author's.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    # no phrase ends at a colon: "Tôi xác nhận: rút bài"
    clauses = map(bare, phrases(CODE.sub(" ", f"{own_subject(subject)}\n{text}".replace(":", " "))))
    said = [_NO_MORE.sub(" ", clause) for clause in clauses if clause]
    if any(_ASKED_OF_US.search(clause) or _TAKEN_BACK.search(clause) for clause in said):
        return None
    return next((clause for clause in said if _CONFIRMS_WITHDRAWAL.search(clause)), None)


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
    if len(text) > LONGEST or "?" in text:
        return None
    said = [it for it in map(bare, phrases(CODE.sub(" ", text))) if it and not GREETING.match(it)]
    if any(_TAKEN_BACK.search(clause) for clause in said):
        return None
    found = next(filter(_confirms, said), None)
    return found or (None if any(map(_HAS_READ.search, said)) else _says_only(_YES, text))


def _confirms(clause: str) -> bool:
    if _ASKED_OF_US.search(_OWN_WORD.sub(" ", clause)):
        return False
    if _NAMES_IT.search(clause):
        return _SPEAKS_OF_IT.match(clause) is None
    return _ONLY_CONFIRMS.fullmatch(clause) is not None
