"""Who sells something: advertising, offers in the first person, what strangers write to whoever has an address.  PURE.

Each kind of words people write, too, who ask what something costs or tell it; several kinds together they do not where
no paper is spoken of.  A person is told of what is held back for that.
"""

from __future__ import annotations

import re

from daemon.intake.prose import one_of
from daemon.intake.signs import Sign, by_tone
from daemon.intake.voices import OURS, SALUTED

_GREETS_CUSTOMERS = one_of(
    r"\bkinh (gui|chao|thua)\W{0,3}(toan the )?((cac )?quy (co quan|truong|"
    r"nha truong|khach|doanh nghiep|cong ty|don vi|anh|vi|thay)|"
    r"anh/chi|(ban )?lanh dao( co quan| don vi| nha truong)?)\b",
    r"\b(hello|hi|dear)\b.{0,8}\b(sir|madam|customer|friend|there|team|owner)\b",
)
_OFFERS = one_of(
    r"\b(chieu sinh|khai giang|bao gia|ra mat|cung cap|nha cung cap|chuyen (cung|in|may|lam)|nhan dat|thanh ly|"
    r"phan phoi|san pham|dich vu|"
    r"(khoa|lop) (hoc|dao tao|boi duong|moi)|phan mem|giai phap|tour|doi xe|xe \d+( ?- ?\d+)* cho|phong nghi|"
    r"mo ban|dat nen|can ho|mau (ao|the|tui|cup)|in logo|hoa (tuoi|buc|de ban|hoi nghi|su kien)|(man hinh|man) "
    r"led|tea ?break|dong phuc|qua (luu niem|tang)|"
    r"bang ron|backdrop|con (khoang )?\d+ (phong|suat|cho)|cho thue|thiet ke|in an|"
    r"(gioi thieu|danh muc)( bo| cuon)? sach|nha sach|ben (em|minh)( \w+)? (nhan|chuyen|co))\b",
    r"\b(our (packages?|services?|products?|company|team)|we (offer|provide|can (help|redesign|rank)))\b",
)
_PRICES = one_of(
    r"\d[\d.,]*(?<=\d) ?(d|dong(?! chi\b)|vnd|trieu|k|usd)\b|[$€] ?\d",
    r"\b(hoc phi|gia (chi )?tu|bang gia|bao gia|don gia|gia (uu dai|goc|bia|si|le|tot|canh tranh)|"
    r"(dat )?mua (voi )?so luong)\b",
)
_REBATES = one_of(
    r"\b(mua \d+ tang \d+|tron goi|(gia|chi phi) (re|hop ly)|co hoa don|giam( gia| ngay)? \d+ ?%|giam gia|chiet "
    r"khau|uu dai|"
    r"khuyen mai|mien phi|tang (kem|ngay)|qua tang|tra gop|"
    r"free ?ship|(giu|gia) (gia|mem)|tri an)",
    r"\b(free (quote|trial|consultation|audit)|discount|\d+ ?% off|first page of google)\b",
)
_ORDERS = one_of(
    r"\b(hotline|zalo|tu van vien|(them )?vao gio|gio hang|dem nguoc|dat (hang|truoc)|chot don|dat tu|"
    r"giao hang|mua ngay|(dang ky|lien he|dt|"
    r"sdt)( ngay)?\s*:)"
    r"|\bgiao (tan noi|toan quoc)\b|\b(dt|sdt|tel|hotline|zalo)\W{1,3}0\d{2}[\d. ]{6,}|\b(alo|goi|lien he|lh|inbox)\b( "
    r"\w+\.?){0,4}\W{1,3}0\d{2}[\d. ]{6,}",
    r"\b(reply to this (e-?mail|mail) for|call us|contact us|book a call)\b",
)
#: What advertising does: greets whoever reads, offers, prices, rebates, and tells where to order.  Each alone, and two
#: or three together, may be somebody's question; a person of ours who writes all of it does not write of a paper.
SELLS = (_GREETS_CUSTOMERS, _OFFERS, _PRICES, _REBATES, _ORDERS)
_SELLING = 4  #: of these
#: Who sells, by its own name.
_SELLER = re.compile(
    r"\b(cong ty|tnhh|doanh nghiep|nha (sach|hang|in|xuat ban)|nxb|khach san|cua hang|xuong|dai ly|showroom|agency|"
    r"ngan hang|phong (kinh doanh|tin dung|sales?|marketing)|"
    r"(shop|tiem|quan|xuong|nha in|studio) (em|minh|nha em)|"
    r"(ben|nha) (em|minh)( \w+)? (nhan|chuyen|co|cung cap|moi|vua|dang|lam|mo|"
    r"ban|cho thue|ho tro|thiet ke|may|in)|"
    r"(ben|nha) (em|minh) con (khoang )?\d+ (phong|suat|ban|cho|xe)|"
    r"(em|minh|toi)( (?!la\b)\w+)? ben (xuong|shop|khach san|nha (in|hang|sach|xe)|cong ty|tiem|studio|don vi|dai ly)|"
    r"(em|minh|toi)( (la|ten) \w+)?,? phu trach (giai phap|kinh doanh|ban hang|tu van|thi truong|du an|khach hang)|"
    r"(em|minh|ben (em|minh)|chung toi)( dang)? (mo ban|thanh ly|phan phoi)|"
    r"(em|minh|nha em) co (doi xe|dan|he thong|san|xuong|cua hang) |"
    r"(em|ben em|minh|toi) (xin )?(gui|len)( (ngay|luon|toi|anh|chi|thay|co|minh))* "
    r"(bao gia|bang gia|catalogue?)|"
    r"(em|minh|chung toi) nhan (may|lam|in|dat|chup|quay|dich|sua|thiet ke|cho thue|cung cap|trang tri))\b"
)
#: What sellers write to people of whom they know no more than an address: two of these.
_COLD_CALL = (
    one_of(
        r"\b(came across|visited|looked at|looking at|browsing|noticed|(going|went) through|read(ing)?|"
        r"review\w+|check\w+|analy[sz]\w+)\b.{0,30}\byour (web ?site|blog|company|page|"
        r"profile|business|school)\b"
    ),
    # links that are bought: the article, and what it is to carry
    one_of(
        r"\b(guest|sponsored)[- ](post|article|content|blog)s?\b|\bcontribute an? (\w+ )?(post|article)\b"
        r"|\byour (existing |recent |published )?(posts?|blog)\b"
    ),
    one_of(
        r"\b(do-?follow|back ?links?|link (insertion|exchange|building|placement)|domain authority|anchor text|"
        r"text ?links?|bai pr)\b"
    ),
    one_of(r"\bngan sach( \w+){0,2} \d|\d[\d.,]* ?(trieu|tr|k|d) ?/ ?(bai|link|thang)\b"),
    # makers of things who write to whoever has an address
    one_of(
        r"\b(factory price|moq|ce certified|certified by ce|fob|oem|odm)\b"
        r"|\bwe (manufacture|export)\b|\b(manufacturer|exporter)s? (of|in|from)\b"
    ),
    one_of(
        r"\b(may|can|shall|could) (i|we) (send|share|offer)( you)?( \w+){0,3} (catalog\w*|price ?list|prices|quot\w+|"
        r"brochures?|samples?)\b"
    ),
    one_of(
        r"\bfollowing up on my (last|previous|earlier)\b|\b(bump|float)(ing)? this\b|\bcircl(e|ing) back\b"
        r"|\b(chance|time|moment) to (read|look at|review|see|go through) my (\w+ )?(e-?mail|mail|letter|message|note|"
        r"proposal|offer)\b"
        r"|\b(hom|tuan|lan|thang) (truoc|qua|no|kia)\b( \w+){0,3} gui\b[^.?!]{0,60}\b(tai lieu|bao gia|thong tin|"
        r"catalogue?|profile|ho so nang luc|giai phap)\b[^.?!]{0,60}\b(xem|doc)( \w+)? chua\b"
    ),
    one_of(
        r"\b(attendees?|contacts?|e-?mail|mailing|delegates?) lists?\b.{0,200}\b(counts?|cost|price|pricing|quote)\b"
    ),
    one_of(
        r"\b(group|special|corporate|discounted|conference) rates?\b|\bhow many (rooms|seats|copies|buses) you need\b"
    ),
    one_of(r"\b(write|contribute|author|submit)( \w+)? chapters?\b|\bcompiling an? (\w+ )?(book|volume|collection)\b"),
    one_of(
        r"\b(small|nominal|modest|low)( \w+)? (charge|fee)s?\b|\b(processing|handling|publication) (charge|fee)s?\b"
    ),
    one_of(r"\b(saw|noticed|heard)( that)? you(.re| are) (hosting|organi[sz]ing|planning|running|holding)\b"),
    one_of(
        r"\b(send|share|forward)( over)?( you| with you)? (a few|some|our|a|the|my) (\w+ )?(samples|examples|work|"
        r"catalog\w*|portfolio|quot(e|ation)s?|price ?list|pricing|proposal|packages?|screenshots?|audit|analysis)\b"
    ),
    one_of(r"^\W*greetings\b|\bgreetings (of the day|!)|\b(work|papers?|research) (has )?caught our attention\b"),
    one_of(r"\b(short of|in need of|lack(ing)?|await\w*) (one|a|an|two|your)( \w+)? (article|manuscript|paper)s?\b"),
    one_of(
        r"\b(await\w*|look forward to|expecting) your (positive|favou?rable|kind|prompt|early)( \w+)? "
        r"(response|reply|answer|submission)\b|\bfinds? you in (good|the best)( of)? (health|spirits?)\b"
    ),
    one_of(
        r"\b(mini[- ]?reviews?|short communications?|review articles?|case reports?|opinion (piece|article)|"
        r"editorials?|"
        r"commentar(y|ies))\b.{0,160}\b(issue|journal|volume)\b|\b(inaugural|upcoming|forthcoming) issue\b"
    ),
    # of other conferences: who asks whether theirs may still come asks the other way round
    one_of(
        r"\b(full papers?|abstracts?|submissions?|manuscripts?)( \w+){0,6} (are|is) still (welcome|open|accepted)\b"
        r"|\b(authors|participants) get\b[^.?!]{0,40}\b(price|rate|discount|fee)\b"
        r"|\bjust send( me| us)? your (title|abstract|manuscript|paper|article)\b"
    ),
    one_of(
        r"\b(open|up|free|available) (to|for) an? (quick|short|brief|\d+)\b.{0,30}\b(call|chat|meeting|demo)\b|"
        r"\bworth a( quick)? (call|chat|look)\b|\b\d+[- ]?min(ute)?s? (call|chat|demo)\b"
        r"|\b(xin|danh|can)( \w+){0,3} \d+ ?(phut|p)\b[^.?!]{0,60}\b(demo|gioi thieu|tu van|gioi thieu giai phap)\b"
    ),
    one_of(
        r"\bwe(.ve| have)? (helped|worked with|work with)\b.{0,30}\b(schools?|clients?|companies|businesses|"
        r"universities)\b"
        r"|\bwe help( \w+){1,4} (translate|grow|increase|boost|reach|save|improve|automate|rank|publish|polish|edit)\b"
    ),
    one_of(
        r"\blet (me|us) know (if|whether) you (have|need|want|would like|are (looking for|interested in)) "
        r"(a|an|our|help|support|such)\b|\b(free|no[- ]obligation) (samples?|trial|quot(e|ation)|demo|consultation)\b"
    ),
    one_of(r"[$€£] ?\d[\d.,]* ?(per|an?|/) ?(word|page|month|user|article|link|hour)\b"),
    # journals and publishers that have read something of ours: praise, and what is to be written for them
    one_of(
        r"\byour( \w+){0,2} (papers?|articles?|publications?|work|thesis|research)\b.{0,60}\b(great interest|"
        r"impress\w*|outstanding|excellent|valuable|eminent)\b"
        r"|\b(read|came across|found|(gone|went|going) through) your( \w+){0,2} (papers?|articles?|"
        r"publications?|thesis|research)\b"
    ),
    one_of(
        r"\b(consider|interested in|invite you to|delighted if you|honou?red if you|welcome you to)( \w+)? "
        r"(writ|contribut|submit|publish|join|review|edit|turn)\w*\b[^.?!]{0,80}\b(our|upcoming|forthcoming|special) "
        r"(\w+ )?(book|journal|editorial board|board|issue|volume|series|press)\b"
    ),
    one_of(
        r"\brather not hear\b|\breply (with )?\W?(no|stop|unsubscribe|remove)\b|\bnot the right person\b"
        r"|\bif this (is not|isn.?t) (for you|relevant|of interest)\b|\band i (will|.ll) stop\b"
    ),
    one_of(
        r"\b(speaker|sponsor\w*|exhibitor|keynote) (slots?|spots?|opportunit\w+)\b.{0,20}\b(left|remaining|"
        r"available)\b"
    ),
    one_of(r"\b(considering|given|based on|judging by) your( \w+)? (background|expertise|profile|experience)\b"),
    one_of(
        r"\b(article|post|content|piece)s? of ours\b|\b(publish\w*|place|featur\w+)\b.{0,40}\bon your (web "
        r"?site|site|blog)\b|\bwe (can|will|could) pay\b"
    ),
    # the same in Vietnamese: what they saw of ours, and what it costs
    one_of(
        r"\b(xem|ghe tham|vao|luot)( qua)? (website|web|trang web|fanpage)( cua)? (truong|ben|don vi|co "
        r"quan)\b[^?]{0,80}"
        r"\b(cham|chua|loi thoi|cu ky|kem)\b"
    ),
    one_of(r"\b(top|trang (nhat|dau)) google\b|\bbao hanh (tron doi|\d)|\bgoi( \w+){0,3} \d+ ?(trieu|tr)\b"),
    one_of(
        r"\bduoc biet( la| rang)? (minh|truong|ben minh|anh chi|btc|don vi|quy \w+)( \w+){0,2} (sap|dang|chuan bi)\b"
    ),
    one_of(r"\b(gui|bao)( (anh|chi|anh chi|thay|co|thay co|btc|minh|ngay|quy \w+)){0,4} gia( uu dai| tot| phong)? ?\d"),
    one_of(
        r"\b(page one|(first|1st|top) page|google.s (1st|first|top)|search engine|google rank\w*|seo|"
        r"more leads|web traffic)\b"
    ),
)
_COLD = 2  #: of these
#: What was agreed on before is no offer to whoever may need it.
_AGREED = re.compile(
    r"\btheo( \w+)? (yeu cau|trao doi|de nghi|hen|loi hen|thong nhat|hop dong|don dat)\b"
    r"|\bnhu( da)? (trao doi|thong nhat|hen|ban)\b|\b(anh|chi|btc|thay|co|ban to chuc) (da|vua) (dat|yeu cau)\b"
)
_ASKS = re.compile(r"\?|\bhoi\b(?! (thao|nghi|truong|cho)\b)")
_PAPERS = re.compile(
    r"\b(tham luan|bai (viet|cua (toi|em|minh))|nop bai|gui bai|tac gia|doan (em|toi|truong|cua)|"
    r"\d+ dai bieu|dai bieu (cua|chua|la|truong|doan|em))\b"
)
_LENDS = re.compile(r"\b(ho tro|cho|goi) vay\b|\bgiai ngan\b|\blai suat\b|\bbao hiem (nhan tho|suc khoe)\b|\bmo the\b")
#: "Anh chị có nhu cầu thì liên hệ em": nobody who asks something of us leaves it open whether we need it.
_WHOEVER_NEEDS = re.compile(
    r"\b(anh/?chi|anh chi|(quy )?thay co|quy (vi|khach|truong|co quan|don vi)|ben minh|don vi|minh|ai|ca nha|"
    r"moi nguoi|(anh|chi|thay|co|ban|truong|don vi) nao)( \w+){0,2} "
    r"(can|ung|quan tam|co nhu cau|co hung thu)\b[^.!?]{0,60}\b(lien he|lh|nhan|goi|alo|inbox|cu|oi|hu|zalo|de em|em "
    r"(gui|tu van))\b"
    r"|\b(em|ben em|chung toi|shop) (xin )?(gui|lam|len)( (ngay|luon|toi|anh|chi|thay|co|minh))* "
    r"(bao gia|bang gia|catalogue?)\b"
    # a deal is closed, a visit asked for, before anybody wanted either
    r"|\bneu (anh|chi|thay|co|minh|ben minh|truong|don vi|btc|ban to chuc|quy)( \w+){0,10} (thi )?(bao|alo|nhan|goi|"
    r"dat|lien he|oi)( (cho|giup))? (em|minh|toi|ben em)\b"
    r"|\b(btc|ban to chuc|ben minh) (can|co nhu cau)\b[^.!?]{0,60}\b(lien he|lh|nhan|goi|alo|inbox|oi)\b"
    r"|\b(anh|chi|thay|co|btc|minh|anh chi|thay co) dat (em|ben em|nha em|cho em|hang)\b"
    r"|\b(em|ben em|minh) (xin )?(giu|danh)( san)? (cho|suat|phong|ban)( (cho|truoc))? (thay|co|anh|chi|minh|btc)\b"
    r"|\b(xin phep|muon|xin|cho)( \w+){0,2} (gap|ghe|qua|hen|trao doi)\b[^.!?]{0,60}"
    r"\b(gioi thieu|tu van|demo|trinh bay|bao gia)\b"
)
#: What others write for money, and on which terms, two of these: of papers these speak, too.
_WRITES_FOR_MONEY = re.compile(
    r"\b(nhan|dich vu|chuyen)( \w+){0,2} (viet|lam)\b[^.!?\n]{0,60}"
    r"\b(luan van|luan an|tieu luan|tham luan|do an|bai bao|skkn|sang kien)\b"
)
_TERMS_OF_WRITING = re.compile(
    r"\b(viet|lam) (thue|ho)\b|\btron goi\b|\d ?k? ?/ ?(trang|bai)\b|\b(zalo|inbox|hotline)\b|\bdao van\b"
)
_BUYS = re.compile(r"\b(de nghi|nho|xin|muon|can|bao nhieu|giup)\b")


def asks_for_offer(text: str) -> bool:
    """Whether somebody asks in a folded text for what sellers offer: they speak of the same things."""
    return _BUYS.search(text) is not None


def calls_cold(text: str) -> str | None:
    """The first words in a folded text that sellers write to people of whom they know no more than an address."""
    return next((found[0] for mark in _COLD_CALL if (found := mark.search(text))), None)


def is_agreed(text: str) -> bool:
    """Whether a folded text speaks of what was agreed on before: an offer that was asked for."""
    return _AGREED.search(text) is not None


def sells_itself(text: str) -> bool:
    """Whether somebody who sells names their own trade in a folded text."""
    return _SELLER.search(text) is not None


def by_advertising(text: str) -> Sign | None:
    """Several kinds of what advertising says in a folded text."""
    said = [found[0] for mark in SELLS if (found := mark.search(text))]
    if len(said) < _SELLING or OURS.search(SALUTED.sub("", text)):
        return None
    return by_tone("It sells something", *said)


def by_offer(text: str) -> Sign | None:
    """Who sells in the first person in a folded text: a firm, what it offers, and that whoever needs it may call."""
    terms = {found[0] for found in _TERMS_OF_WRITING.finditer(text)}
    if (what := _WRITES_FOR_MONEY.search(text)) and len(terms) > 1:
        return by_tone("It sells something", what[0])
    said = [found[0] for mark in _COLD_CALL if (found := mark.search(text))]
    if len(said) < _COLD:
        said = _offered_to_whoever(text)
    # Sellers address the conference's people too; of papers they do not speak.
    rest = SALUTED.sub("", text)
    if not said or _PAPERS.search(rest) or (OURS.search(rest) and _ASKS.search(rest)):
        return None
    return by_tone("It sells something", *said)


def _offered_to_whoever(text: str) -> list[str]:
    """The words of a firm that names itself and sells to whoever needs it; none where that was agreed on before."""
    needed = _WHOEVER_NEEDS.search(text)
    wares = _OFFERS.search(text) or _LENDS.search(text)
    rebate, order = _REBATES.search(text), _ORDERS.search(text)
    signs = (_SELLER.search(text), needed or (order if rebate else None), needed or wares)
    if is_agreed(text) or not all(signs):
        return []
    return [found[0] for found in signs if found]
