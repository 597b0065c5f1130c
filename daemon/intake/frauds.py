"""Money asked for in the name of a superior, a winner or a late millionaire: sent to whoever has an address.  PURE.

Each kind of words people write, too: they sit in meetings, ask whether somebody is free, name their bank account.
Several kinds together they do not, where nothing of ours is spoken of and the tone is a superior's; and a person is
told of what is held back for that.
"""

from __future__ import annotations

import re

from daemon.intake.prose import one_of
from daemon.intake.signs import NAMED, OPENING, Sign, by_tone
from daemon.intake.voices import is_ours
from daemon.model import ParsedMail
from daemon.text.vietnamese import fold

#: What is wanted or promised, and what is to be handed over for it.
_OF_MONEY = (
    one_of(
        r"\b(mua|nap|gui|can)( \w+){0,4} "
        r"(the( \w+)? (cao|nap|dien thoai|qua tang|google|apple|itunes|steam|viettel|menh gia)|gift ?cards?)\b"
        r"|\b(buy|get|purchase|need)( \w+){0,4} gift ?cards?\b",
        r"\b(lam|thuc hien)( ngay| gap)? (lenh |uy nhiem )?(chi|chuyen( khoan| tien)?)\b"
        r"|\b(chuyen|ung|tra|nop) (ngay|gap|giup|ho|truoc|tam)( (cho )?(toi|anh|chi))? \d"
        r"|\bchuyen khoan (ngay|gap|giup|ho)\b"
        r"|\b(process|make|arrange|send)( \w+){0,3} (wire|bank transfer|payment|transfer)\b",
        r"\btrung (thuong|giai|xe)\b|\bthua ke\b|\b(khach hang|than chu) qua co\b|\btai tro khong hoan lai\b"
        r"|\b(inherit\w*|next of kin|deceased|beneficiary|widow|lottery|jackpot|compensation fund|"
        r"donat(e|ion)|charity work|business (proposal|deal|proposition|of \d)|"
        r"late (husband|wife|father|client|uncle)|orphans?|"
        r"(left|leave|deposited|keep)( \w+){0,3} (funds?|money|fortune|estate|gold))\b",
    ),
    one_of(
        r"\b(phi|le phi|tien) (ho so|thu tuc|nhan (giai|thuong)|bao lanh|dat coc)\b",
        r"\b(stk|so tai khoan|tai khoan)( \w+){0,2}\W{0,3}\d{6,}|\btai khoan (duoi day|sau day|nay)\b",
        r"\b(cao|chup|gui)( \w+){0,4} ma (the|cao|nap)\b",
        r"\b(reply|respond|send|text|share)( \w+){0,4} your( \w+){0,3} "
        r"(number|details|information|bank|account|whatsapp)\b|\bkindly (respond|reply|get back|contact)\b"
        r"|\breply for( more)? details\b",
    ),
    # how strangers come to speak of it
    one_of(
        r"\bcome( to you)? as a surprise\b|\b(honest|trustworthy|god[- ]fearing|reliable) (person|partner|man|woman)\b"
        r"|\b(write|get) back (so that|so i|to me|for|and i)\b|\b(explain|tell you) more\b"
        r"|\bmy (dear|beloved)\b(?! (colleague|friend))|\b(hello|hi|greetings) dear(est)?\W|\bcancer\b"
        r"|\b(get|receive|reply|respond)( \w+)? (to )?my (last|previous|first|earlier) (message|mail|e-?mail)\b"
    ),
    # more than anybody here has
    one_of(
        r"\b\d[\d.,]* ?(trieu|ty|ti) (usd|do la|dola|do|bang|euro)\b"
        r"|\b\d[\d.,]* ?(million|billion|m) ?(us )?(dollars?|usd|euros?|pounds?)\b|[$€£] ?\d[\d.,]* ?(million|m)\b",
    ),
)
#: Why nobody may be asked whether it is true, and whether somebody is there.
_OF_HASTE = (
    one_of(
        r"\bdang (hop|du hop|ban hop|o nuoc ngoai|tren may bay)\b"
        r"|\bkhong (nghe|goi|nhan)( duoc)? (may|dien thoai|goi)\b|\bdien thoai( \w+){0,2} (hong|het pin|mat|roi)\b",
        r"\b(in a|in the) meeting\b|\b(can.?t|cannot) (talk|take (a )?calls?|call|speak)\b",
    ),
    one_of(
        r"\b(viec|chuyen) (rieng|kin|te nhi|bi mat)\b|\bgiu kin\b"
        r"|\b(dung|khong)( \w+)? (noi|ke|cho) (voi )?(ai|nguoi khac)\b"
        r"|\b(tra loi|nhan|trao doi) (qua|bang|vao) (e-?mail|dia chi|zalo|so) nay( thoi)?\b"
        r"|\b(tra loi|phan hoi|hoi am)( lai)? (thu|mail|e-?mail|tin) nay( cho (toi|anh|chi))? "
        r"(ngay|gap|som|lien|luon)\b"
        r"|\b(lam|xu ly|giai quyet|lo)( \w+)? (giup|ho|cho) (toi|anh|chi|thay)( \w+)? (mot|1|it|chut) "
        r"(viec|chuyen)\b",
        r"\bdiscre\w+|\bconfidential(ly)?\b|\bkeep (this|it) (between|to yourself)\b",
    ),
    one_of(
        r"\b(ban|em|anh|chi|thay|co|dong chi)( \w+)? (co |dang )?(ranh|o (co quan|truong|phong))( \w+)? "
        r"(khong|chua|chu|vay|the|a|ha|nhi)\b"
        r"|\b(ban|em|anh|chi|dong chi)( \w+)? dang o dau\b",
        r"\bare you( \w+)? (available|free|at your desk|in the office|around|there|busy)\b",
    ),
)
#: Somebody who wants to be known; two of these.
_OF_LOVE = (
    one_of(
        r"\b(saw|seen|found|liked?|like|love|viewed)( \w+)? your( \w+)? (profile|photos?|picture|page)\b",
        r"\bthay( \w+){0,4} (anh|trang ca nhan|facebook|zalo) cua (anh|chi|em|ban)\b",
    ),
    one_of(
        r"\b(talk|chat|friends?|acquainted|know)( \w+)? (with|to) (me|you)\b|\bknow (you|me) (better|more)\b"
        r"|\b(want|like|wish) (us )?to be( \w+)? friends?\b|\b(serious|lasting|good) relationship\b|\blooking "
        r"for (love|a (man|woman|friend|husband|wife))\b",
        r"\b(lam quen|ket ban|tim ban doi|tim hieu nhau)\b",
    ),
    # of war, and of what is not told yet
    one_of(
        r"\b(general|captain|major|sergeant|sgt|colonel|barrister|diplomat|soldier)\b.{0,60}\b(mission|army|un|"
        r"peacekeeping|syria|afghanistan|yemen|iraq|ukraine)\b"
        r"|\bsomething( \w+)? (that )?(i|to)( \w+){0,2} (share|discuss|tell)( with)? you\b"
    ),
    one_of(
        r"\b(my|more|some) (photos?|pictures?|pics?)\b|\bi am( \w+){0,3},? \d\d\b(?! (pages|days))"
        r"|\b(single|lonely|divorced) (woman|man|girl|lady|mother|mom)\b|\bi.?m (single|lonely)\b",
        r"\b(gui|xem) (anh|hinh) cua (em|minh)\b|\b(em|minh) \d\d tuoi\b|\b(doc than|co don)\b",
    ),
)
_POLITE = re.compile(r"\b(dạ|ạ|thưa)\b", re.IGNORECASE)  #: as nobody speaks who plays a superior; before folding
_ENOUGH = 2  #: of both together, where money is among them
_ENOUGH_IN_HASTE = 3  #: where it is not, for it comes with the second mail


def by_fraud(mail: ParsedMail) -> Sign | None:
    """What shows that a message wants money of whoever reads it; None where it answers us or speaks of what is ours."""
    text = NAMED.sub(" ", f"{mail.subject}\n{mail.new_text[:OPENING]}")
    folded = fold(text)
    if mail.in_reply_to or mail.references:  # "Re:" alone is a trick of theirs
        return None
    if is_ours(folded) or _POLITE.search(text):
        return None
    money, haste = ([found[0] for kind in kinds if (found := kind.search(folded))] for kinds in (_OF_MONEY, _OF_HASTE))
    love = [found[0] for kind in _OF_LOVE if (found := kind.search(folded))]
    if len(love) >= _ENOUGH:
        return by_tone("A stranger wants to be known", *love)
    said = money + haste
    if len(said) < (_ENOUGH if money else _ENOUGH_IN_HASTE):
        return None
    return by_tone("It wants money of whoever reads it", *said)
