"""What people ask, and whether it is how their paper stands.  PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass

from daemon.intake.courtesies import WHO
from daemon.intake.prose import ADDRESS, CODE, LIMIT, PAPER, PEOPLE, one_of, own_subject, sentences, shown, typed_bare
from daemon.intake.signs import NAMED

#: How questions end in the mouths of Nghệ An, Hà Tĩnh and Quảng Trị.
_ENDING = r"(rua|ri|he|hi|ho|nho|ha)\b(?! (thong|the|so|ten|tro|tieu|noi))"
#: To whom a question is said, at its end.
_SAID_TO = r"((btc|btk|ban to chuc|ban thu ky|thay_?|co|anh|chi|ad|moi nguoi)\b)"
#: How a question ends that has no mark.
_TO_THE_END = rf"( (a|vay|nhi|the|em|oi|ta|{_SAID_TO}|{_ENDING}))*\W*$"
_YES_OR_NO = r"\b(duoc|con|phai|dung|on|co) (khong|chu|nhi|chang)\b(?<!\bco nhi)(?<!\bcon nhi)"
#: How questions begin in English, where their mark is forgotten.
_IN_ENGLISH = (
    r"^\W*((hi|hello|dear|please|also|and|so|by the way)( \w+){0,2}\W+)?"
    r"((what|when|where|who|which( \w+)?) (is|are|was|will|does|do|should|can|must|to|would)\b"
    r"|how (many|much|long|do|can|should|to|is|are|big|will)\b|(do|does|did) (you|we|i|it|the|authors|papers|anyone)\b"
    r"|(is|are) (there|it|we|you|the|this|my|our)\b"
    r"|(is|are)( \w+){1,3} (available|possible|allowed|ok|okay|required|needed|necessary|included|free|accepted|open)\b"
    r"|(can|could|may|should|shall|will|would|must) (i|we|you|it|the|there|my|our)\b)"
)
#: Requests that go with any paper that is sent: where that is missing, they ask for nothing else.
_WEAK = one_of(
    (
        r"\b(co (gi|van de)|neu (can|co|thieu|sai)|can (gi|them)|khi can)\b.{0,80}\b"
        r"(goi|lien he|lien lac|bao|nhan|alo|trao doi)\b"
    ),
    # "thay bản cũ giúp em"
    (
        r"\b((de nghi|nho|mong|phien|kinh nho|lam on|kinh mong|rat mong|vui long|xin)( \w+){0,6} )?"
        r"(xem( lai)?|kiem tra|nhan|thay|bo"
        r"(?= (ban|bai|file|tep)\b)|duyet|tiep nhan|xu ly|phan hoi|xac nhan|hoi am|tra loi|bao( lai)?)"
        r"( (lai|va|nhan|bai|cho|kiem tra|xem|the|ban|file|tep|cu|truoc|nay|hom truoc))* (giup|ho|gium)"
        r"( (em|toi|minh|chung toi|truong|don vi|voi|nhe|nha|a|cho))*\W*$"
    ),
    (
        r"\b(de nghi|nho|mong|phien|kinh nho|lam on)( \w+){0,6} (xem lai|xem giup|kiem tra|giup( do)?)"
        r"( (em|toi|minh|chung toi|truong|don vi|voi|nhe|nha|a|cho))*\W*$"
    ),
    (
        r"\b(de nghi|nho|mong|phien|kinh nho|lam on|xin|kinh)( \w+){0,6} "
        r"(tiep nhan|(?<!xac )nhan|xem xet|ghi nhan|tong hop)"
        r"( (va|bai|viet|bao|ban|thao|cao|tham luan|hoi thao|sang kien|kinh nghiem|skkn|cho|giup|ho|em|toi|minh|a|nhe|"
        r"nay|tren))*\W*$"
    ),
)
_STATUS = one_of(
    # not "còn nhận bài không", which asks until when, nor "có nhận bài của người ngoài trường không"
    (
        r"(?<!con )(?<!chap )(?<!chung )(?<!cong )"
        r"\b(nhan|thay(?! (the|doi)\b)(?! (cai|chiec|con|quyen|cuon) (?!(bai|file|tep|thu|mail|e-?mail)\b)))"
        r"( duoc)?( (?!(ngoai|rut|huy)\b)\w+){0,6} "
        r"(chua|hay chua|(?<!chu )khong(?! (phai|chi)\b)|roi)\b"
        rf"(?= *\W* *(\?|a\b|vay|nhi|$|va|de|\.|,|xin|em|toi|cam on|tran trong|{_ENDING}))"
    ),
    r"\b(da|duoc) (nhan|tiep nhan)( duoc)?( \w+){0,6} (chua|hay chua)\b",
    (
        rf"\b{PAPER}( \w+){{0,5}} (da )?"
        r"(den|(?<!cua )toi|gui (den|toi|duoc)|nop duoc|duoc nhan|duoc duyet|duoc chap nhan|hop le|dat)( \w+){0,4} "
        r"(chua|(?<!chu )khong(?! phai\b)|hay chua)\b"
    ),
    (
        r"(?<!giay )(?<!phieu )\b(xac nhan|kiem tra)(?!( \w+){0,4} (rut|huy)\b)( \w+){0,5} "
        r"(da nhan|nhan duoc|tinh trang|bai)\b"
    ),
    r"\b(phan hoi|bao|tra loi) giup da nhan\b",
    rf"\b{PAPER}\b[^?!]{{0,80}}\b(khong|chua) (biet|ro)( (la|da|co|btc|ban to chuc|ban thu ky|minh))* (den|toi|nhan)"
    r"( (duoc|noi|bai))* (chua|hay chua)\b",
    (
        r"\b(chua|khong)( (he|thay|nhan|co|duoc|ai))+( \w+){0,4} "
        r"(phan hoi|hoi am|tra loi|xac nhan|ma (bai|so)|ket qua)\b"
    ),
    (
        rf"\b{PAPER}( \w+){{0,5}} ((o|den|toi|qua) "
        r"(buoc|giai doan|khau|vong) nao|(den|toi) (dau|mo) roi|the nao roi|(ra )?sao roi)\b"
    ),
    (
        rf"\b{PAPER}( \w+){{0,6}} (trong|vao|len) (danh sach|he thong|ky yeu|chuong trinh)( \w+){{0,3}} "
        r"(chua|hay chua)\b"
    ),
    rf"\b{PAPER}( \w+){{0,4}} (on|ok|oke|duoc|dat|xong)( chua| hay chua)\b",
    rf"\b{PAPER}( \w+){{0,4}} qua( duoc)?( (vong|buoc|khau)( \w+){{0,5}})? (chua|hay chua)\b",
    rf"\bma( so)? {PAPER}( \w+){{0,3}} (la )?(bao nhieu|gi|so may)\b",
    rf"\b(cho|xin)( (biet|em|toi|minh|xin|lai))* ma( so)? {PAPER}\b",
    # of their own paper: not "bài dùng phông khác có bị lỗi không", which asks what the rules say
    rf"\b({PAPER} cua (em|toi|minh|chung (em|toi))|(gui|nop) {PAPER} roi)\b.{{0,30}}\b(bi )?(loi|sai|thieu|vuong)"
    r"( \w+){0,3} khong\b",
    # not "bài 6 trang có được không", which asks leave
    rf"\b{PAPER}( (?!\d|bang\b|viet\b|dai\b)\w+){{0,4}} (on|ok|oke|duoc|dat|xong) khong\b",
    rf"\b{PAPER}( \w+){{0,4}} (can|phai) (sua|chinh|bo sung)( \w+){{0,4}} khong\b",
    r"\bda( duoc)? (tham dinh|xet duyet|duyet|cham|xem)( \w+){0,3} (chua|hay chua)\b",
    r"\bda( duoc)? (tham dinh|xet duyet|duyet|cham|chap nhan)( xong)? roi( (a|ha|u|phai khong))* ?\?",
    r"\b(tinh trang|ket qua|trang thai)( \w+){0,3} (bai|tham luan|tham dinh|ho so)\b",
    # of their own papers: not "tình hình nộp bài của các trường"
    rf"\btinh hinh( (cac|nhung|ve|cua|tiep nhan|xu ly|xet|duyet|tham dinh))* {PAPER}\b(?! (hoc|giang|tap|thi)\b)"
    r"(?!.{0,40}\b(cac|nhung|moi|nhieu) (truong|don vi)\b)",
    r"\bdid you (receive|get)\b(?! (a|any|the) (chance|time|moment))",
    r"\b(not|never|n.t) (heard|had|received|got)\b.{0,40}\bsince (i )?(sending|sent|submitt\w+|e-?mail\w*|upload\w*)\b",
    r"\b(status of|received) my (paper|submission)\b",
    (
        r"\b(has|have|was|is) (my|our) (paper|submission|article)\b.{0,30}\b"
        r"(accepted|received|arrived|ok|approved)\b"
    ),
    r"\b(confirm|acknowledge)( the)? receipt of (my|our)\b",
    r"\b(whether|if) (my|our) (paper|submission|article|manuscript|contribution|abstract)\b.{0,40}"
    r"\b(got|reached|arrived|came|made it|went)\b",
    r"\b(khong|chua) (biet|ro)( (la|co|da))* (vao|den|toi)( duoc)? (hop thu|tay|noi)( \w+){0,3} (chua|khong)\b",
    rf"\b({PAPER}|ban (sua|moi|chinh( sua)?))\b[^.?!]{{0,40}}\b(btc|btk|ban to chuc|ban thu ky)( da)? (xem|doc|"
    rf"duyet|cham)"
    r"( \w+){0,2} chua\b",
    (
        r"\b(confirm|check|know|tell|see|sure|whether|if)\b.{0,30}\b(my|our) "
        r"(paper|submission|article|manuscript) (has|have|was|is|had)( \w+){0,2} "
        r"(received|arrived|accepted|approved)\b"
    ),
)
#: The same of "it", where a paper is spoken of and no money.
_HAS_IT_COME = re.compile(
    r"\bhas it (arrived|been received|reached you)\b|\bdid it (arrive|reach you|get through)\b"
    r"|\b(whether|if) it( has| had)? (arrived|reached you|(been|was) received|got(ten)? through)\b"
)
_OF_A_PAPER = re.compile(
    r"^(?!.*\b(fees?|payment|transfer|paid|money)\b).*\b(paper|submission|article|abstract|manuscript)\b"
)
#: When papers will be judged, which the state of none of them tells.
_WHEN = re.compile(r"\b(bao gio|khi nao|ngay nao|luc nao)\b( \w+){0,6} (ket qua|tham dinh|duyet)\b")
#: "Nộp bài muộn được không", "thay ảnh trong bài được không": whether one may, not how the paper stands.
_FOR_LEAVE = re.compile(
    rf"\b(nop|gui|viet|sua|lam|doi|thay( the( \w+){{0,4}})?)( (ten|tieu de|tua de|tua|de tai|tac gia|dong tac gia))?"
    rf"( (mot|hai|ba|bon|nhieu|may|them|ca|cung|\d+)){{0,3}} {PAPER}\b"
    r"(?=( \w+){0,4} (on|ok|oke|duoc|dat|xong) khong\b)"
    # under whose name it may stay
    rf"|\b{PAPER}( (van|cu))* (dung|mang|ghi|de) ten( \w+){{0,3}} (duoc|on|ok) khong\b"
    # of any paper of that length
    rf"|\b{PAPER} (dai|khoang|hon|viet (tay|chung|bang))( \w+){{0,8}} khong\b"
    # what is to be sent back to its author
    r"|\b(gui|chuyen|xin|cho)( (cho|giup|ho|em|toi|minh|chung em|chung toi))* lai( (cho|giup|ho|em|toi|minh))* "
    rf"((ban|file|tep) )?{PAPER}\b(?=( \w+){{0,8}} khong\b)(( \w+){{0,8}} khong\b)"
    # whose papers are taken at all
    rf"|\b(co|con|duoc) nhan( \w+){{0,2}} {PAPER}( \w+){{0,2}} (cua|tu) "
    r"(?!(toi|em|minh|chung|thay_?|co|anh|chi|dong chi)\b|(truong|don vi|khoa) (toi|em|minh|chung)\b)"
)
#: Whoever says this confirms something; nobody is asked to.
_SAYS_VETTED = re.compile(
    r"\bxac nhan( \w+){0,10} da( duoc| qua)? (tham dinh|thong qua|xet duyet|nghiem thu|duyet)\b"
    r"(?!.{0,40}\b(chua|khong)\b)"
)
#: What a circular asks of those it goes to, and nobody of us: "Đề nghị các cơ sở triển khai".
_OF_OTHERS = (
    r"(?! (((toan the|tat ca|moi|nhung|cac) )+(co so|don vi|truong|khoa|phong|so|ban|nganh|dia phuong|cap|to chuc|"
    r"huyen|xa|doanh nghiep|chi bo)|co so)\b"
    r"(?! (to chuc|thu ky)\b))"
)
_ASK = one_of(
    r"\?",
    r"\b(cho|cho phep) (toi|em|minh|chung toi|chung em|chau|anh|chi|thay_?|co|don vi|nha truong|truong)( \w+){0,3} "
    r"hoi\b",
    (
        rf"\b(de nghi{_OF_OTHERS}|nho|mong|phien|kinh nho|lam on)( \w+){{0,6}} "
        r"(gui|cung cap|sua|doi|dieu chinh|cap nhat|kiem tra|ghi|bo sung|chuyen|xem lai|xem giup|giup)\b"
    ),
    # somebody is to send again what only we have
    (
        r"\bxin( (quy|cac|cho|nho))* (btc|btk|ban to chuc|ban thu ky|thu ky|thay_?|co|anh|chi)( \w+){0,3} "
        r"(gui|cung cap|cap|chuyen|bao)( lai)?( \w+){0,3} "
        r"(ma|mau|link|lich|ke hoach|giay|thong tin|thu|the le|dia chi)\b"
    ),
    # what goes of a paper that stays
    (
        r"\b(xin|nho|muon|de nghi)( \w+){0,3} (rut|bo|loai|xoa|gach)( \w+){0,2} "
        r"(dong tac gia|phu luc|anh|hinh|bang|trang|doan|muc|ten( \w+){1,5} khoi( \w+){0,3} (tac gia|bai|tham luan))\b"
    ),
    r"\bco (bat buoc|phai|can|nen|duoc)( \w+){1,10} hay( la)?( \w+){1,8}\W*$",
    r"\b(muon|xin) (duoc )?biet\b",
    r"\b(xin|muon|can|kinh|duoc|em|toi) hoi\b",
    r"\bhoi (ve|them|ban|ro)\b",
    # who comes after all, and who does not
    (
        r"\b(xin|de nghi|nho|muon|cho|can|phai)( (phep|duoc|toi|em|minh|truong|chung toi|chung em))* "
        r"(huy|rut|thay|giam|bot|doi)"
        rf"( (bo|lai|dang ky|danh sach|tham du|du|cho|cua|them|\d+|mot|hai|ba|bon|cac))* {PEOPLE}\b"
    ),
    (
        r"\b(bao gio|khi nao|the nao|nhu the nao|ra sao|bao nhieu|o dau|may trang|dia chi nao|la gi|ngay nao|han "
        r"(cuoi|chot) la)\b"
    ),
    (
        r"\b(co|duoc|con|da|phai)( \w+){1,8} (khong|chua)( a| vay| nhi)?"
        rf"( *$|\s*[.,!]| xin| mong| em| toi| de| {_ENDING}| {_SAID_TO}( (a|oi|nhi))?(\W*$|\s*[,.]))"
    ),
    # one of two, without the mark: "em gửi cả sáu hay phải bỏ một ạ", "nộp bài cho ai"
    (
        r"\b(gui|nop|viet|lam|dung|theo|lay|ghi|de|can|phai|tinh|lui)\b[^,.!]{1,60}"
        r"\bhay (la |thi )?(phai|chi|la|van|thoi|khong|nop|gui|qua|theo|de|ca)\b[^,.!]{0,40}\W*$"
    ),
    # without the mark: "Em gửi bài bằng PDF được không", "Hạn chót hôm nào"
    rf"{_YES_OR_NO}{_TO_THE_END}",
    rf"\b(hoi thao|hoi nghi|can|dai|in|to chuc|dien ra|toi da|toi thieu|gom|nop|cu|duoc)( \w+)? may "
    rf"(ngay|ban|trang|nguoi|buoi|bai|tac gia|tieng|phut)( \w+){{0,3}}{_TO_THE_END}|\b(may gio|ngay may|thu may)\b",
    (
        r"^(?!.*\b(khong|chua|chang|bat ky|bat cu|mot (luc|ngay|khi|dip))\b).*"
        rf"\b(?!(the|cha|ai|nguoi|dip)\b)\w+ nao( (thi|la)( \w+){{1,4}})?{_TO_THE_END}"
    ),
    r"^\W*ai (la|se|chu tri|phu trach|nhan|duyet|cham|du|duoc|ky|tiep|don|to chuc|dung ra|lo|xet|tham dinh)\b",
    rf"\b(gui|nop|chuyen|in|nhan|lay|dang ky|tai)( \w+){{0,3}} (ve|den|toi|tu|cho) dau{_TO_THE_END}",
    _IN_ENGLISH,
    r"(?<!khong )(?<!chang )\b(cho|gap|voi|qua|nho|la) ai( (a|vay|nhi|rua|he|the))*\W*$",
    r"\b(goi|dien|alo)( (dien|thoai|dien thoai))?( lai)? (cho|giup|gium|ho|lai)\b",
    r"\bgoi lai\b",
    (
        r"\b(xem|bao|nhan|nhac|kiem tra|tra loi|chuyen|sua|lien he|lien lac|tim|noi|thong bao|gui|lam|goi|ghi|in)"
        r"( lai)? (giup|gium|ho(?! so\b))\b"
    ),
    r"\b(giup|gium|ho) (em|toi|minh|chung toi|truong|don vi)(( \w+){0,3} (voi|nhe|a|nha)\b| *($|[.,!]))",
    (
        r"\b(lien he|lien lac|trao doi|phan hoi|tra loi|hoi am|thong bao)( lai)? (voi|cho|truc tiep|qua)( \w+)? ?"
        r"(em|toi|minh|chung toi|truong|don vi|so|qua)\b"
    ),
    (
        rf"(?<!theo )(?<!cac )(?<!dung )(?<!nhung )\b(de nghi|yeu cau){_OF_OTHERS}"
        r"( (quy|ban to chuc|ban thu ky|btc|btk|cac|thay_?|co))* (?!(cua|tren|nay|va|ve|da|nhu|do|tai|trong|o)\b)\w+"
    ),
    (
        r"\b(xin|nho|mong|muon)( duoc)? (sua|doi|chinh|cap nhat|dinh chinh|bo sung)( lai)? "
        r"(ten|don vi|chuc danh|hoc vi|hoc ham|thong tin|tac gia|dong tac gia|so dien thoai|dia chi|email|"
        r"truong)\b"
    ),
    r"\b(sua|doi|them|bo|thay( the)?+|dieu chinh|cap nhat|ghi)( \w+){1,5} (giup|gium|ho(?! so\b))\b",
    r"\b(chua|khong) (a|vay|nhi|ha|the)\W*$",
    r"\b(cho|xin)( (em|toi|minh|truong|phep|duoc|chung toi))* xin\b(?! (loi|phep|rut|gui|nop|cam on))",
    r"\bxin( lai)? (so dien thoai|dia chi|mau|lich|danh sach|ke hoach|giay|thong tin|link|tai lieu|the le)\b"
    r"|\bxin( (?!(gui|nop|chuyen|dinh|kem)\b)\w+){0,2} (ky yeu|chung nhan|hoa don|slides?|ban mem)\b",
    r"\b(huong dan|giai dap|tu van|cho biet|thong tin them|cho y kien|lam ro|ho tro|giup do)\b",
    r"\b(xin|de nghi|mong|cho)( \w+){0,4} (gia han|lui han|nop muon|gui muon|hoan)\b",
    # in English, as one person writes it, with or without the mark
    r"\b(let me know|tell me|inform me|advise( me)?)( \w+)? "
    r"(whether(?! you\b)|when(?! you\b)|where|what|which|how|about|"
    r"if (i|we|my|our|the|you (have )?(received|got|get)))\b",
    r" (would like|.d like|want|wanted|wish|need) to (know|ask|inquire|enquire)\b"
    r"(?! (if|whether|how|what|about) your?\b)"
    r"|\b(i( \w+)? (would like|.d like|want|wish|need|prefer)|we (would like|.d like)) to "
    r"(present (online|in|by|at|on|via|virtually|remotely)|(attend|participate|take part|give a|postpone)\b|"
    r"(change|correct|update|add) (?!you)|register)"
    r"|\b(i|we)\b[^.!?]{0,60}\b(have not|haven.?t|did not|didn.?t|never)( yet)? (receiv\w+|got|get|heard?)( \w+){0,3} "
    r"(receipts?|confirmation|reply|answer|response|invitation|letter|invoice|acknowledg\w+|back|from you)\b"
    r"|\bi(.m| am)?( \w+)? (wonder\w*|not sure|unsure) (whether|if|what|when|where|how|which)\b"
    r"|\bi have (a|some|one|two|another|the following)( \w+)? (questions?|quer(y|ies))\b",
    r"\bi( \w+)? (would like|.d like|want|wish|need) to (get|have|receive|obtain) (an?|the|my)\b"
    r"|\b(please|kindly) (grant|allow|permit|give) (me|us)\b",
    r"^\W*((which|where|when)( \w+)? (is|are|do|does|can|should|will|must)|is there|are there|(can|may|do|should) i)\b",
    r"\b(please|pls|kindly) (re-?send\b|send( \w+){0,3} (again|once more)\b)",
    r"\b(could|would) you( \w+)? (send|give|tell|let|confirm|check|advise|share|provide|clarify|explain|extend)\b"
    r"|\b(please|kindly) (clarify|explain|extend)\b"
    r"|\b(please|kindly) (schedule|arrange|change|add|remove|correct|update|replace|move|book|register|reserve)"
    r"( \w+){0,2} (me|my|our (papers?|talk|names?|school|university|delegation))\b"
    r"|\b(please|kindly) (change|add|remove|delete|correct|update|replace) (the|our|my)( [\w’']+){0,3} "
    r"(title|names?|affiliations?|abstract|order|authors?|co-?authors?|e-?mail|keywords)\b",
    r"\bi( am|.m)? writ(e|ing) to (ask|inquire|enquire|request)\b"
    r"|\bi( \w+)? (need|require|request)( \w+){0,2} "
    r"(letter|invoice|certificate|receipt|confirmation|invitation|extension|template)\b",
    r"\bcho (em|toi|minh|chung toi|chung em)( xin)? "
    r"(so (dien thoai|may|tai khoan)|dia chi|mau|lich|link|duong dan|danh sach|ke hoach)\b(?! (cua|nay|toi|em)\b)",
    # what we are to send, and no author sends us: "BTC gửi cho em mẫu và kế hoạch với ạ"
    (
        r"\b(gui|chuyen|chia se|cung cap)( lai)?( cho)? (toi|em|minh|chung toi|chung em|truong|don vi)"
        r"( \w+){0,3} (mau|ke hoach|link|lich|danh sach|giay|thong tin|the le|chuong trinh|so dien thoai|"
        r"dia chi|tai lieu|huong dan|dinh huong|cong van|ky yeu)\b[^.]{0,80}\b(voi|nhe|nha)( a)?\W*$"
    ),
)
#: What is asked in a mail that brings a paper, and that no acknowledgement answers.  Narrower than `_ASK`: whoever
#: sends a paper asks that it be looked at, corrected, printed, and that somebody call if anything is missing.
_ASK_BESIDE = one_of(
    r"\w\W{0,3}\?",
    (
        r"\b(cho|cho phep) (toi|em|minh|chung toi|chung em|chau|don vi|nha truong|truong)( \w+){0,3} "
        r"hoi\b(?! (am|dap|dong|thao|nghi)\b)"
    ),
    r"\b(xin|muon|can|kinh|duoc|em|toi) hoi\b(?! (am|dap|dong|thao|nghi|truong|vien|cuu|nong|lien|phu)\b)",
    r"\bhoi (them|ro)\b|\b(muon|xin) (duoc )?biet( them)?\b",
    r"\b(bao gio|bao nhieu|o dau|may gio|ngay nao|dia chi nao)( (a|vay|nhi|the|thi|duoc))*\W*$",
    (
        r"^\W*((vay|the|va|con|btc|btk|ban to chuc|ban thu ky|hoi thao|khong biet|cho em biet) )*"
        rf"(may gio|bao gio|khi nao|ngay nao)( thi)? (co|khai mac|be mac|bat dau|to chuc|cong bo|biet|tra|dien ra|in|"
        rf"phat hanh|chot|het han)( \w+){{0,5}}{_TO_THE_END}"
    ),
    rf"(?<!khong )(?<!chang )\b(cho|gap|voi|qua|nho) ai{_TO_THE_END}",
    rf"{_YES_OR_NO}{_TO_THE_END}",
    (
        r"\bcho (em|toi|minh|chung toi|chung em|truong|don vi) (biet|xin)( \w+){0,3} "
        r"(lich|chuong trinh|dia diem|thoi gian|so tai khoan|han (nop|cuoi|chot)|le phi|ket qua|mau|ke hoach)\b"
    ),
    r"\b(xin|nho|de nghi|mong)( \w+){0,4} (them|bo sung)( \w+){0,2} (ten(?! bai)|tac gia|dong tac gia)\b",
    r"\b(xin|nho|de nghi|mong|can)( \w+){0,4} (xuat|viet|lay) hoa don\b",
    r"\b(xin|de nghi|mong|cho)( \w+){0,4} (gia han|lui han)\b",
    (r"\b(nua|con lai|bai khac|bai kia)\b( \w+){0,5} (xin|cho|de nghi)( \w+){0,3} (nop|gui) (muon|cham|tre)\b"),
    r"\bxin( (phep|duoc|btc|cho))* (vang mat|khong (tham du|du|den du|tham gia duoc))\b",
    r"\b(co|duoc|con|phai)( \w+){1,8} khong( (a|vay|nhi|the))*\W*$",
    (
        r"\b(dang ky)( (toi|em|minh|them|cho|co|\d+|mot|hai|ba|bon|nam))* (du|tham du|dai bieu|phong|"
        r"cho (o|nghi|ngoi)|xe|an|dong chi|nguoi (du|tham du|di)|suat)\b"
    ),
    (
        r"\b(xin|cho xin|can|nho|de nghi|mong|gui|cap|in)( (btc|btk|ban to chuc|ban thu ky|toi|em|minh|truong|cho|cap|"
        r"gui|duoc|lai|giup|mot|1|01|them|ban))* (giay (moi|xac nhan|chung nhan)|chung nhan|thu moi|xac nhan co dau|"
        r"so dien thoai|danh sach dai bieu|chuong trinh|link|ky yeu|hoa don|so tai khoan)\b"
    ),
    (
        r"\b(sua|doi|chinh|cap nhat|dinh chinh|thay)( \w+){0,2} (ten(?! bai)|don vi|chuc danh|hoc vi|hoc ham|"
        r"so dien thoai|dia chi|e-?mail|truong)( \w+){0,8} (giup|gium|ho|thanh|voi)\b"
    ),
    r"\b(goi|dien|alo)( (dien thoai|dien))?( lai)? (cho|giup) (em|toi|minh)\b(?! (neu|khi)\b)",
    # how somebody is to be lodged and fed, what is not to be shown
    r"\b(xin|de nghi|nho|mong)( \w+){0,4} (bo tri|sap xep|chuan bi|thu xep|khong (dang|dua|cong bo|in (anh|ten)))\b"
    r"|\ban (chay|kieng)\b",
    _IN_ENGLISH,
    r"\bi (need|require|would like) (an?|the|some|to (know|receive|get|ask))\b(?! (paper|submission|article))",
    r"\b(could|can|may|would) (you|i|we)\b|\bplease (tell|let (me|us) know|advise|send (me|us))\b",
)
#: Said of what may come, it asks nothing: "nếu thiếu gì xin gọi cho em".
_IN_CASE = re.compile(r"\b(neu|khi can|can gi|co gi|truong hop|should (there|you|it)|if)\b")
#: A paper that is not the one in the mail, or not the only one.
_ELSEWHERE = re.compile(
    rf"\b{PAPER} (truoc|hom (truoc|no)|kia|cu|thu (nhat|hai|ba)|con lai|cua (dong chi|thay_?|co|anh|chi|ban))\b"
)
#: Whoever says this has our letter, and asks whether nothing of theirs came: "Em nhận được thư rồi ạ", "Trường xác nhận
#: đã nhận được công văn của Ban Tổ chức".
_SAYS_RECEIVED = re.compile(
    rf"^\W*((da|vang|a|{WHO}) )*(toi|em|minh|chau|con|chung toi|chung em)( (da|cung|vua))* nhan( duoc)?"
    r" (cac |duoc )?(thu|mail|e-?mail|tin|cong van|giay moi|ke hoach|thong bao|tra loi|phan hoi|ma)\b( \w+){0,8}? roi\b"
    r"|^(?!.*(\?|\b(xin|nho|mong|de nghi|giup|gium|ho|cho)\b)).{0,80}?\bxac nhan( \w+){0,2} da( \w+)? nhan( duoc)?"
    r"( day du)? (thu|mail|e-?mail|cong van|giay moi|ke hoach|van ban|thong bao)\b"
    # an elder one to the secretary: "Chị nhận được rồi em nhé"
    r"|^(?!.*\?)\W*((da|vang|u|o) )*(chi|anh|thay|co|bac|chu)( (da|cung|vua))* nhan( duoc)?( (thu|mail|e-?mail|tin))? "
    r"roi (em|chau|con)\b( (nhe|nha|a|oi|nho))*(?=\s*([,.;!]|$))"
    # "Dạ nhận được rồi ạ, để tối em xem"
    r"|^(?!.*\?)\W*((da|vang|a|ok|oke|toi|em|minh|chau|con|chung toi|chung em|cung|vua) )*nhan( duoc)? roi( (a|"
    r"nhe|nha))*"
    r"(?=\s*([,.;!]|$))"
)
#: To change, or to act in somebody's place: folded it is the word of who sees something ("thấy").
_IN_PLACE = re.compile(r"\bthay\b(?! (thế|đổi))", re.IGNORECASE)
#: What is folded like the words of who receives ("nhận") and sees ("thấy"): people, a teacher, labels.
_SEEMS_TO_COME = re.compile(r"\b(nhân|nhãn|nhẫn|nhàn|thầy|thày|thây)\b", re.IGNORECASE)
#: The same in a text typed without diacritics, where only the word before it tells; "thu ky thay" sees.
_IN_PLACE_BARE = re.compile(
    r"\b(lam|sua|doc|trinh bay|bao cao|viet|gui|nop|phat bieu|noi|hop|di|du|(?<!thu )ky) thay\b(?! (the|doi)\b)",
    re.IGNORECASE,
)


#: "Kính mong Ban Tổ chức xác nhận đã nhận được bài"
_RECEIPT = re.compile(
    r"\b(mong|xin|de nghi|nho|kinh|vui long|phien|lam on|giup|ho|gium)\b[^.!?]{0,60}"
    r"\b(xac nhan|phan hoi|bao|hoi am|tra loi)"
    r"( (lai|giup|ho|gium|cho|em|toi|minh|chung toi|truong|don vi|la|rang|viec|ve))* (da )?(tiep )?nhan( duoc)?\b"
)
_UNSURE = re.compile(r"\b(chua|khong|lieu)\b")
_SENT_BEFORE = re.compile(
    r"\b(da|vua) (\w+ )?(gui|nop)\b|\b(gui|nop)( \w+){0,6} roi\b"
    r"|\b(hom (qua|truoc|kia|no)|(tuan|thang) (truoc|roi)|lan truoc|truoc do)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and whether it is about the state of somebody's paper."""

    words: str
    about_status: bool
    weak: bool = False  #: no more than what anybody asks who sends a paper ("xem giúp em ạ")
    more: bool = False  #: beside the state of a paper, something else is asked
    receipt: bool = False  #: no more than that we say that it came, as anybody asks who sends something


def asks(subject: str, text: str) -> Asked | None:
    """The words of a question; None.  The mark in an address asks nothing."""
    # Codes stand between words that belong together: "Hai bài TL-2021-005 và TL-2021-006 đạt chưa?"
    subject, text = (_told_apart(CODE.sub(" ", ADDRESS.sub(" ", it[:LIMIT]))) for it in (subject, text))
    parts = list(sentences(subject, text))
    of_a_paper = _OF_A_PAPER.search(" ".join(parts)) is not None
    # The subject of an answer is ours, or of an earlier question: "Kết quả kiểm tra bài" asks nothing again.
    for part in parts[1:] if subject.strip() and text.strip() and not own_subject(subject) else parts:
        if match := _about_status(part) or (_HAS_IT_COME.search(part) if of_a_paper else None):
            # Not by the subject, which only names the matter: "Hỏi về bài tham luận".
            more = _WHEN.search(part) is not None or any(
                _ASK.search(other) and not (_about_status(other) or _WEAK.search(other))
                for other in sentences("", text)
            )
            receipt = not more and _is_of_receipt(part, parts)
            return Asked(shown(match), about_status=True, more=more, receipt=receipt)
    weak = None
    for part in parts:
        if (match := _ASK.search(part)) is None:
            continue
        if not (_WEAK.search(part) or _is_of_receipt(part, parts)):
            return Asked(part[-100:] if match[0] == "?" else shown(match), about_status=False)
        weak = weak or Asked(shown(match), about_status=False, weak=True)
    return weak


def _is_of_receipt(part: str, parts: list[str]) -> bool:
    """Whether we are asked to say that we have what comes with the very words, nothing of which was sent before."""
    if _RECEIPT.search(part) is None or "?" in part or _UNSURE.search(part):
        return False
    others = (other for other in parts if other != part)
    return not any(_SENT_BEFORE.search(it) for it in parts) and not any(_about_status(it) for it in others)


def asks_beside(text: str) -> str | None:
    """The words that ask something in a mail that brings a paper, and that its acknowledgement does not answer; None.

    How the paper stands the acknowledgement says itself; titles in quotes ask nothing of us.
    """
    text = _told_apart(NAMED.sub(" ", CODE.sub(" ", ADDRESS.sub(" ", text[:LIMIT]))))
    for part in sentences("", text):
        match = _ASK_BESIDE.search(part)
        if match is None or (_IN_CASE.search(part) and "?" not in part) or _WEAK.search(part):
            continue
        if _about_status(part) and not (_ELSEWHERE.search(part) or _WHEN.search(part)):
            continue
        return part[-100:] if match[0].endswith("?") else shown(match)
    return None


def _about_status(part: str) -> re.Match[str] | None:
    return _STATUS.search(_SAYS_RECEIVED.sub(" ", _SAYS_VETTED.sub(" ", _FOR_LEAVE.sub(" ", part))))


def _told_apart(text: str) -> str:
    """A text in which folding makes nobody see who acts in another's place: "làm thay" becomes "làm thay thế"; nor what
    only looks so without its marks: "nhân dân" becomes "nhân_ dân".
    """
    if typed_bare(text):
        return _IN_PLACE_BARE.sub(r"\g<0> thế", text)
    return _SEEMS_TO_COME.sub(r"\g<0>_", _IN_PLACE.sub(r"\g<0> thế", text))
