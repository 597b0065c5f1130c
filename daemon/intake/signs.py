"""What shows that a program sent a message, and the wording for which more than one of the lists looks.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from daemon.intake.prose import is_answer
from daemon.model import Disposition, ParsedMail, ProgramSign
from daemon.text.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Sign:
    """What shows that a program sent a message."""

    disposition: Disposition  #: AUTO_REPLY or BULK
    reason: str
    #: An answer to some mail of ours, attachments notwithstanding; False: it may still relay somebody's paper.
    reply: bool
    #: False: only the tone of a text says so, and a person may have written it after all.
    sure: bool = True
    weighed: tuple[ProgramSign, ...] = ()  #: what spoke for a program, where many small signs were weighed


#: To whom programs write; a person names us ("Ban Thư ký" folds to the same word as "bạn").
READER = (
    r"(ban(?! (to chuc|thu ky|bien tap|giam hieu|chi dao|chu nhiem))|"
    r"quy (khach( hang)?|vi|anh chi|doi tac|co quan|don vi|thay co|ong ba)|anh/chi|ong/ba)"
)
#: Not the line that a government's mail gateway adds ("gửi từ hệ thống thư điện tử công vụ").
FROM_SYSTEM = (
    r"(thu|e-?mail|tin nhan|thong bao) nay (la )?(duoc )?(gui|phat|tao|sinh)( di| ra)?( mot cach)?( tu dong)? "
    r"(tu|boi|qua) (mot )?he thong\b(?! (thu|e-?mail|mail))"
    r"|(thu|e-?mail|tin nhan|thong bao)( nay)? (la )?(duoc )?(gui|phat|tao|sinh)( di| ra)?( mot cach)?( tu dong)? "
    r"(tu|boi|qua) (mot )?(phan mem|chuong trinh|may chu|tong dai|robot|bot)\b"
    r"|(thu|e-?mail|tin nhan|thong bao) duoc (gui|tao|phat)( di| ra)? tu dong\W+(xin|vui long|de nghi) (dung|khong)\b"
    r"|(thu|e-?mail|tin nhan|thong bao) (la )?duoc (gui|tao|phat)( di| ra)?( mot cach)? tu dong (tu|boi|qua)"
    r" (mot )?he thong\b"
    rf"|\b{READER} (vui long|xin) (khong|dung) (tra loi|phan hoi|reply)( lai)?( (thu|e-?mail|tin)( nay)?)?\W*$"
    rf"|\b{READER} khong can (tra loi|phan hoi|hoi am|reply)( lai)? (thu|e-?mail|tin|thong bao) nay\b"
    # who signs: "Trân trọng, Hệ thống quản lý thực tập"
    r"|\b(tran trong|than ai|than men|kinh thu)[ ,.!]{1,4}(kinh (bao|chao|thu)[ ,.!]{1,4})?he thong( [\w-]+){1,10}\W*$"
)
#: What a telephone or a mail program says under a person's words: no sign of a program.
DEVICE_FOOTER = re.compile(
    r"\b((thu|e-?mail|mail|tin nhan)( nay)? )?((da|duoc) )*gui( di)?( mot cach)?( tu dong)? (tu|bang|qua|tren)( chiec)?"
    r"( \w+){0,2} (dien thoai|smartphone|iphone|ipad|samsung|galaxy|android|oppo|xiaomi|huawei|vivo|nokia|"
    r"may tinh bang|thiet bi di dong|outlook|yahoo|gmail|zalo|thunderbird|bluemail|mail cho windows|ung dung mail)\b"
    r"|\b(sent|written|posted) (automatically )?(from|by|with|via|using) (my |the )?(iphone|ipad|samsung|galaxy|"
    r"android|oppo|xiaomi|huawei|mobile|phone|outlook|yahoo|gmail)\b"
)
#: Folded: what a disclaimer asks of whom the mail was not meant for, which says nothing to whom it was.
WRONG_HANDS = re.compile(
    # from where a clause begins: from each of its characters the same would be looked for again
    r"(?<![^.!?,;])[^.!?,;]{0,200}\b(neu|truong hop|if|should)\b[^.!?]{0,80}"
    r"\b(khong phai( la)? nguoi (nhan|duoc gui)|nhan nham|nham lan|not (the|an) (intended|named) (recipient|addressee)|"
    r"received( (this|it)( \w+){0,3})? (in|by) (error|mistake))\b[^.!?]{0,300}"
)
#: Readers whom only mailings and programs have: people who write to us know whom.  As it is written, for folded "bạn"
#: is "bản" and "ban".
ANYBODY = re.compile(
    r"\b((các )?bạn|quý (khách|vị|anh|chị|thầy|cô|công ty|doanh nghiệp|người dùng)|người dùng|anh/chị|ông/bà)\b"
    r"|\bdear ((user|customer|client|member|professor|author|researcher|colleague|sir|madam|friend|"
    r"beloved|winner|beneficiary|sender)s?\b|(dr|prof)\.?,)"
    r"|\byour (account|password|mailbox|e?-?mail account|storage|order|subscription|parcel|package|domain)\b",
    re.IGNORECASE,
)
#: Folded: what offices' mail systems say below everybody's mail of whom it is for.
_OF_OFFICES = re.compile(
    r"\b(confidential\w*|legally privileged|intended (recipient|addressee|only|solely|for)|"
    r"(in|by) (error|mistake)|nhan nham|gui nham|(do|bi|su) nham lan|danh (rieng )?cho nguoi nhan|"
    r"(chi danh cho|khong phai( la)?) (nguoi|dia chi) (nhan|duoc gui))\b"
)
NAMED = re.compile(r"[“\"«][^”\"»\n]{0,200}[”\"»]")  #: a title, not what is said of it
URL = re.compile(r"https?:\S+|www\.\S+")
SIGNATURE_MARK = re.compile(r"\n(-- ?|[_=*-]{3,})(?=\n)")  #: RFC 3676 §4.3, and what offices draw
#: The same without a mark: a blank line, and in the paragraph behind it what this mail is.
_PARAGRAPH_OF_OFFICES = re.compile(
    r"\n[ \t]*\n(?=\W{0,5}((this|the (information|content)s?( contained)? (in|of) this) (e-?mail|message|mail)"
    r"|(nội dung )?(thư|e-?mail|thông tin trong thư)( điện tử)? này)\b)",
    re.IGNORECASE,
)
OPENING = 900  #: characters of an answering machine's text


def above_office_footer(text: str) -> str | None:
    """What stands above the small print that an office has its mail system add to everybody's mail, behind a mark or as
    its last paragraphs.  None: there is none, or what stands above it speaks to anybody, as programs do.
    """
    for found in (SIGNATURE_MARK.search(text), _PARAGRAPH_OF_OFFICES.search(text)):
        if found is None or not _OF_OFFICES.search(fold(text[found.end() :])):
            continue
        above = text[: found.start()]
        return above if above.strip() and not ANYBODY.search(above) else None
    return None


def answers(mail: ParsedMail) -> bool:
    """Whether a message says that it is a reply (RFC 5322 §3.6.4), or has the subject of one."""
    return bool(mail.in_reply_to or mail.references or is_answer(mail.subject))


def quoted(words: Iterable[str]) -> str:
    """Words of a message as a reason quotes them: “a”, “b”."""
    return ", ".join(f"“{short(it)}”" for it in words)


def by_tone(what: str, *words: str) -> Sign:
    """The sign of some program that only the tone of these words is: whatever it relays, a person sees the message."""
    return Sign(Disposition.BULK, f"{what}: {quoted(words)}.", reply=False, sure=False)


def short(text: str) -> str:
    """At most 100 characters in one line, to be quoted in a reason."""
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:97]}..."
