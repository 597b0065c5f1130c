"""Does somebody speak in a message, and of what is ours?  PURE.

What people write to people and programs do not: the first person, words of talking, what is handed over and asked for,
and the matter of a conference.  No list of what programs say is ever complete; this is the other half of the question.
"""

from __future__ import annotations

import re

from daemon.intake.signs import OPENING
from daemon.model import ParsedMail
from daemon.text.vietnamese import fold

#: How people speak to people, before folding; programs are more formal.
SPOKEN = re.compile(r"\b(dạ|ạ|thưa|nhé|nhỉ)\b", re.IGNORECASE)
QUESTION = re.compile(
    r"\?|\b(cho (toi|em|minh) hoi|xin hoi|muon hoi|duoc khong|hay chua|hay khong|xem giup|giup (toi|em))\b"
    r"|\b(cac anh|cac chi|anh chi|nha truong|ban|btc)\b[^.!?]{3,60}\bgiup\b\W*($|[.!])"
    # asked without the mark, as on telephones: "cổng nào vào được"
    r"|\b((?<!bat (cu|ky) )(cong|cho|ben|phong|duong|file|bai|ngay|buoi|gio|luc|khi|cua|loai|mau) nao|o dau|may gio|"
    r"(?<!biet )bao gio|(?<!khong )bao nhieu)\b"
    r"|\b(con|co|phai) (khong|ko|hong)( (a|ah|vay|nhi|the|ban|btc))?\W*($|[.,;!])"
)
#: An answering machine does not know what it answers: it speaks of no conference and sends or mends no paper.
CONCERN = re.compile(
    r"\b((?<!quoc )hoi thao|hoi nghi|tham luan|bai (viet|cua|nay|da)|"
    r"(gui|sua|nop)( lai)? bai(?! (tap|thi|kiem tra|thu hoach|tieu luan)\b)|btk|gui kem|"
    # not what whoever reads it is to renew, nor what has been done already
    r"(?<!vui long )(?<!tu dong )(?<!ky )gia han(?! (tai|truoc|dich vu|goi|thanh cong|tiep)\b)|"
    r"(?<!huy )dang ky(?! thanh cong\b)|"
    r"tham du hoi|ban to chuc|ban thu ky|(?<!\d )btc|paper|submission|(the|your) (workshop|conference)|deadline|"
    r"abstract|presentation)\b"
)
FIRST_PERSON_IN_ENGLISH = re.compile(r"\b(i|me|my|mine)\b")
_FIRST_PERSON_IN_FRENCH = re.compile(r"\b(je|j'ai|mes)\b")
#: What nobody speaks of who only wants to sell.
OURS = re.compile(r"\b((?<!\d )btc|btk|tham luan|bai (viet|cua (toi|em|minh))|ban (to chuc|thu ky)|nop bai|gui bai)\b")
#: Whom a letter greets: sellers of services to conferences greet their people, too.
SALUTED = re.compile(r"(?m)^\W*(kinh (gui|chao|thua))\W{0,3}[^,.!\n]{0,60}")
_SALUTED_AS_WRITTEN = re.compile(r"(?m)^\W*k[ií]nh (gửi|gui|chào|chao|thưa|thua)\W{0,3}[^,.!\n]{0,60}", re.IGNORECASE)
#: Who asks leave of us: no office and no program does.
ASKS_LEAVE = re.compile(r"\bxin( (duoc|phep|cho))* (nop|lui|hoan|gia han|rut|cham|vang|nghi)\b")
#: One person who speaks of themselves, or to the conference's people; mailings say "chúng tôi" and "quý vị".
#: "Của mình" is also what belongs to whoever reads it.  As it is written: without marks "tôi" is also "tối" and "tới".
_PERSONAL = re.compile(r"(?<!chúng )\b(tôi|em|(?<!của )mình|cháu)\b(?! (qua địa chỉ|tại đây))", re.IGNORECASE)
_PERSONAL_UNMARKED = re.compile(r"(?<!chung )(?<!gui )(?<!den )\b(toi|em|minh|chau)\b(?! (qua dia chi|tai day|t\d))")
#: One person to another, or a few people for their school: so speaks who wants something of us, however short.
_VOICE = re.compile(
    r"\b(tui|tụi (tui|tôi|em|mình)|rứa)\b"
    r"|\b(đồng chí|đ/c|chúng em|nhà trường|(trường|đơn vị) (em|tôi|mình|chúng)|ơi|vâng|nha|nhá|à|hả|hén|nghen)\b",
    re.IGNORECASE,
)
#: How a sentence begins that hands something over or asks for it, for Vietnamese drops its pronouns: "Gửi anh Nam".
_BEGINS = re.compile(
    r"((da|vang|em|va|kinh|nay) )*(gui(?! tu\b| thanh cong| quy)|nop|nho|phien|de nghi|mong|bo sung|cu|"
    r"da nhan( duoc)?(?! (yeu cau|thanh toan|tien))|"
    r"xin(?! (chao|cam on|chan thanh|vui long|luu y|moi|kinh moi|tran trong|quy)\b))\b"
)
#: More of what a call for papers is about; "bài" alone as well: "Bài số 3"; and what people fill in.
_OUR_MATTER = re.compile(
    r"\b((?<!that )bai(?! (hoc|giang|toan|tap|hat|thi (mon|so|cuoi|giua|hoc|ket|trac)|"
    r"kiem tra (so|mon|cuoi|giua|tuan))\b)|tac gia|dai bieu|ky yeu|giay moi|tom tat|manuscript|"
    # and of coming to it
    r"i( \w+){0,4} (register\w*|attend\w*|take part|participat\w+)|"
    r"(truong )?(?<!cong )(?<!lien )(?<!gian )doan\b(?! (thanh nien|vien|the|the thao|kiem tra|thanh tra))|an chay|"
    r"phong (don|doi|nghi|khach)|"
    r"chuyen (bay|tau|xe)|"
    r"ha canh|san bay|(xuong|ra|toi|den|don( o)?) ga|"
    r"(ho (va )?ten|(?<!ma )don vi|chuc vu|dien thoai|sdt)\s*:)"
)
#: A greeting up to where it ends, as it is written; titles and words for people before a name.
_GREETED = re.compile(
    r"(?m)^\W*(?:(?:k[ií]nh|thân|than|xin) (?:gửi|gui|chào|chao|thưa|thua)|chào|chao|gửi|gui|thưa|thua|dear|hello|hi)\b"
    r":?\s+(?P<whom>[^\n,!:;]{1,80})",
    re.IGNORECASE,
)
_BEFORE_NAMES = re.compile(
    r"^(?:(?:anh|chị|chi|ông|ong|bà|ba|thầy|thay|cô|co|đồng chí|dong chi|đ/c|bạn|pgs|gs|ts|ths|tskh|cn|bs|dr|prof|"
    r"mr|mrs|ms|professor|tác giả|tac gia|chuyên gia|giảng viên|nhà giáo|nhà báo)\b[.,]?\s*)+",
    re.IGNORECASE,
)
_WHOLE_NAMES = range(2, 6)  #: words of a family name and what follows
#: Two words may be a given name whose first is a family name as well, "chị Kim Anh"; behind a degree they are whole.
_MAY_BE_GIVEN = 2
_DEGREES = re.compile(r"(pgs|gs|ts|ths|tskh|dr|prof(essor)?)\b", re.IGNORECASE)
_TO_US = re.compile(r"\b(kinh gui|kinh thua|thua|gui|nho|de nghi|mong|phien)( quy)? (ban to chuc|ban thu ky|btc|btk)\b")


def is_ours(folded: str) -> bool:
    """Whether folded words are of the conference's matter: of papers, of coming to it, of its people."""
    return CONCERN.search(folded) is not None or _OUR_MATTER.search(folded) is not None


#: What whoever read our letter does or thinks about what it says.
_TAKES_UP = re.compile(
    r"\b(sua|chinh|hoan (thien|chinh)|nop|viet|rut|giu|doi|thay the|bo sung|dong y|nhat tri|chap nhan|"
    r"gui(?! (thu|e-?mail|mail|tin|den|toi|ve|cho (toi|em|minh))\b)|tham (gia|du|dinh)|du (hoi|hop)|trinh bay|bao cao|"
    r"phong chu|font|trang|tep|file|ma so|danh sach|ke hoach|cong van|giay moi|"
    r"(da|vua|moi)( \w+)? (nhan|xem|biet)|nhan duoc|"
    r"send|sent|revis\w+|correct\w*|remarks?|comments?|review\w*|attend\w*|participat\w+|present\w*|join\w*|agree\w*|"
    r"nhung|tuy nhien|tu nay|ten (toi|em|minh)|sai|nham|but|however|my name|spell\w*|"
    r"draft|version|title|file|attach\w*|deadline|extension|co-?authors?|affiliation|visa|(my|our) (talk|slot|slides)|"
    r"corriger|corrections?|envo\w+|joindre|communication)\b"
)
_TALKS = re.compile(r"\b(dạ|ạ|nhé|nhỉ|vâng|ok|oke)\b", re.IGNORECASE)  #: as nobody does who writes for whoever comes
_FEWEST = 10  #: words of a text that says something to whoever comes; notes of people are shorter


def answers_to_us(text: str) -> bool:
    """Whether a text that answers a letter of ours takes up anything of it, or is as short and as spoken as people's
    notes are.  Of 216 answers that asked nothing, only those of programs did neither.
    """
    folded = fold(text)
    if len(text.split()) < _FEWEST or _TALKS.search(text):
        return True
    return is_ours(folded) or _TAKES_UP.search(folded) is not None


def is_voice(mail: ParsedMail, said: str) -> bool:
    """Whether somebody speaks: in the first person, in words of talking, or by handing over and asking for things."""
    in_english = mail.new_text.isascii() and FIRST_PERSON_IN_ENGLISH.search(fold(said))
    elsewhere = in_english or _FIRST_PERSON_IN_FRENCH.search(fold(said))
    if is_personal(mail) or SPOKEN.search(said) or _VOICE.search(said) or elsewhere:
        return True
    return any(
        _BEGINS.match(fold(it).lstrip(" -–+*>")) for it in re.split(r"[.!;\n]+", _SALUTED_AS_WRITTEN.sub("", said))
    )


def is_personal(mail: ParsedMail) -> bool:
    """Whether one person speaks, or somebody speaks to the conference's people."""
    return _speaks_for_one(mail) or greets_us(mail)


def greets_us(mail: ParsedMail) -> bool:
    """Whether it greets the conference's people."""
    return _TO_US.search(fold(mail.new_text[:OPENING])) is not None


def greets_by_surname(text: str, surnames: frozenset[str]) -> str | None:
    """The greeting of a text that names one person in full: "Kính gửi TS. Lê Thị Hòa".  None: another, or none.

    Who writes to a conference greets its people as such, or a secretary as one speaks to her, "chị Phương Anh"; of
    1,870 letters that were answered none had a whole name there.  Programs fill in what a register has.
    """
    found = _GREETED.search(text[:OPENING])
    if found is None:
        return None
    whom = found["whom"].strip()
    words = _BEFORE_NAMES.sub("", whom, count=1).rstrip(". ").split()
    if len(words) not in _WHOLE_NAMES or not all(word[0].isupper() for word in words):
        return None
    if len(words) == _MAY_BE_GIVEN and not _DEGREES.match(whom):
        return None
    return found[0].strip() if {fold(words[0]), fold(words[-1])} & surnames else None


def _speaks_for_one(mail: ParsedMail) -> bool:
    text = mail.new_text[:OPENING]
    folded = fold(text)
    marked = sum(char not in folded for char in text.casefold()) > len(text) // 50
    return (_PERSONAL.search(text) if marked else _PERSONAL_UNMARKED.search(folded)) is not None
