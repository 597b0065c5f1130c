"""Money asked for in the name of a superior, a winner or a late millionaire: sent to whoever has an address.  PURE.

Each kind of words people write, too: they sit in meetings, ask whether somebody is free, name their bank account.
Several kinds together they do not, where nothing of ours is spoken of and the tone is a superior's; and a person is
told of what is held back for that.
"""

from __future__ import annotations

import re

from daemon.intake.prose import one_of
from daemon.intake.signs import NAMED, OPENING, Sign, short
from daemon.intake.voices import CONCERN, OUR_MATTER
from daemon.model import Disposition, ParsedMail
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
        r"donat(e|ion)|charity work|business (proposal|deal|proposition|of \d))\b",
    ),
    one_of(
        r"\b(phi|le phi|tien) (ho so|thu tuc|nhan (giai|thuong)|bao lanh|dat coc)\b",
        r"\b(stk|so tai khoan|tai khoan)( \w+){0,2}\W{0,3}\d{6,}|\btai khoan (duoi day|sau day|nay)\b",
        r"\b(cao|chup|gui)( \w+){0,4} ma (the|cao|nap)\b",
        r"\b(reply|respond|send|text|share)( \w+){0,4} your( \w+){0,3} "
        r"(number|details|information|bank|account|whatsapp)\b|\bkindly (respond|reply|get back|contact)\b"
        r"|\breply for( more)? details\b",
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
        r"|\b(tra loi|nhan|trao doi) (qua|bang|vao) (e-?mail|dia chi|zalo|so) nay( thoi)?\b",
        r"\bdiscre\w+|\bconfidential(ly)?\b|\bkeep (this|it) (between|to yourself)\b",
    ),
    one_of(
        r"\b(ban|em|anh|chi|dong chi)( \w+)? (co |dang )?(ranh|o co quan)( \w+)? (khong|chua|vay|the)\b"
        r"|\b(ban|em|anh|chi|dong chi)( \w+)? dang o dau\b",
        r"\bare you( \w+)? (available|free|at your desk|in the office|around|there|busy)\b",
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
    if CONCERN.search(folded) or OUR_MATTER.search(folded) or _POLITE.search(text):
        return None
    money, haste = ([found[0] for kind in kinds if (found := kind.search(folded))] for kinds in (_OF_MONEY, _OF_HASTE))
    said = money + haste
    if len(said) < (_ENOUGH if money else _ENOUGH_IN_HASTE):
        return None
    shown = "”, “".join(map(short, said))
    return Sign(Disposition.BULK, f"It wants money of whoever reads it: “{shown}”.", reply=False, sure=False)
