"""Words that agree and confirm, in texts that say no more than that.  PURE."""

from __future__ import annotations

import re

from daemon.intake.courtesies import GREETING, LONGEST, WHO, may_follow, may_precede
from daemon.intake.prose import ADDRESS, CODE, bare, own_subject, phrases

_ASKED_OF_US = re.compile(
    r"\b(nho|de nghi|mong|vui long|yeu cau|phien|kinh nho)( \w+){0,6} (xac nhan|dong y)\b"
    r"|\b(xac nhan|dong y) (giup|ho|cho|lai)\b|\b(chua|hay chua|duoc khong|the nao)\b"
)
#: What belongs to withdrawing and takes nothing back.
_NO_MORE = re.compile(r"\bkhong( con)?( muon| the)? (tham gia|tham du|gui|nop|dang|viet|du|trinh bay|sua)\b.*")
_CONSENT = re.compile(
    r"((da|vang|u|uh|ok|oki|oke|okie|okay|okey|roi|em|e|toi|minh|anh|a|chi|c|co|thay|chung toi|chung em|tac gia|"
    r"don vi|nha truong|xin|hoan toan|nhat tri|va) )*"
    r"(dong y|nhat tri|chap nhan|chap thuan|tan thanh)"
    r"( (a|ah|nhe|nha|ad|em|e|anh|chi|c|co|thay|voi|lam|dung|su dung|lay|nhan|nop|ban|bai|tep|file|da|duoc|sua|chinh|"
    r"phong|chu|font|tren|nay|kem|theo|cua|do|vua|ban to chuc|ban thu ky|thu ky|btc|btk|nhu|vay|moi|giup|ho|gui|luon))*"
    r"|((yes|ok|i|we|fully|hereby|and) )*(agree|agreed|accept|accepted|approve|approved)"
    r"( (with|to|the|this|that|corrected|version|copy|file|font|fonts|correction|corrections|changes|attached|your|"
    r"proposed))*"
)
_CONFIRM = re.compile(
    r"\b(xac nhan|dong y|nhat tri)\b|\b(rut|huy) (bai|tham luan|dang ky)\b"
    rf"|^(({WHO}|a|da|vang|ok|oke) )*((cu|xin|muon|van|se|quyet dinh) )*"
    rf"rut( (a|nhe|nha|that|luon|roi|thoi|di|giup|ho|{WHO}))*$"
    r"|^((yes|i|we|hereby) )*confirm( (the|my|our|this))* withdrawal"
    r"( (of|the|my|our|this|paper|papers|from|conference))*$"
)
_TAKEN_BACK = re.compile(
    r"\b(khong|thoi|chua|nhung|tuy nhien|neu|doi y|giu( nguyen| lai)?|van (gui|tham gia|muon|du)|huy yeu cau|sua|"
    r"thay|but|however|unless|keep|instead)\b"
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
    rf"(({WHO}|e|a|da|vang|xin|muon|do|la|chinh|cai|bai|viet|tham luan|ma|so|co|cua|nay|rut|nhe|nha|thoi) ?)*"
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

    `text` is without quoted parts.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    said = [it for it in map(bare, phrases(CODE.sub(" ", text))) if it and not GREETING.match(it)]
    if any(_TAKEN_BACK.search(clause) for clause in said):
        return None
    found = next((clause for clause in said if _CONFIRM.search(clause)), None)
    return found or (None if any(map(_HAS_READ.search, said)) else _says_only(_YES, text))
