"""What people want, from the words they use: withdraw, replace, ask, promise.  PURE.

Words are matched folded (no case, no diacritics), because half of all mails are typed without diacritics; each
pattern names in its neighbourhood what it must not match ("rút bài học kinh nghiệm" withdraws nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.model import Missing, VettingWord
from daemon.text.vietnamese import fold

_LIMIT = 6_000  #: characters of a text that are looked at: people say what they want at once

_OPENING = 600  #: characters in which people say what they send

_PAPER = r"(bai( viet)?( tham luan)?( hoi thao)?|tham luan|ban tham luan)"

#: How words are cut short in messages typed in a hurry, folded.
_SHORT_FORMS = {
    r"ko|k|kg|khg|hok|hong|hk": "khong",
    r"dc|dk(?= (chua|khong|ko|k|nhan|bai|thu|tra))": "duoc",
    "e": "em",
    "chx|ch": "chua",
    "ntn": "nhu the nao",
    "bh": "bao gio",
    "mk": "minh",
    "ad|admin": "ban to chuc",
    "vs": "voi",
    "j": "gi",
    "bt": "biet",
    "r": "roi",
    "rep|reply": "tra loi",
    "ktra|kt": "kiem tra",
    "bik": "biet",
    r"d/c|d\.c": "dong chi",
}
_CUT_SHORT = re.compile(
    "|".join(rf"(?P<s{n}>(?<![\w.@/+-])({short})(?![\w@/+-]|\.\w))" for n, short in enumerate(_SHORT_FORMS))
)
_WRITTEN_OUT = tuple(_SHORT_FORMS.values())

_WITHDRAW = re.compile(
    r"\b(xin|de nghi|muon|cho|duoc|xin phep|can|se|quyet dinh|yeu cau|phai|nguyen vong|thong nhat|thoi)( \w+){0,5} "
    r"(rut|huy|thu hoi)( lai)?"
    rf"( (?!(gon|ngan|bot|ra|kinh|y|tien|von|cau|tu|ten|dat|no|thu|mail|email|tin)\b)\w+){{0,3}} "
    rf"({_PAPER}\b(?! hoc)|dang ky\b(?! (tham du|du|hoc|phong|khach|xe|an|cho|ve|do|nghi|tham quan|mua)))"
    r"|\b(xin|muon|cho|de nghi|duoc)( \w+){0,4} rut( lui| ten)?( ra)? khoi "
    r"(hoi thao|ky yeu|danh sach (bai|tac gia|tham gia))\b"
    rf"|\b(va|dong thoi)( xin)? rut( lai)? {_PAPER}\b(?! hoc)"
    rf"|\b(toi|em|minh|chung toi|chung em) rut( lai)? {_PAPER}\b(?! hoc)"
    r"|\bxin( phep| duoc){0,2} rut( lai)?(( khong)? (sua|gui|nop|tham gia) nua)?( a| nhe)?\W*$"
    rf"|\b(xin|de nghi|nho|mong|vui long)( (btc|btk|ban to chuc|ban thu ky))? (dung|ngung|khong) "
    rf"(dang|in|su dung|xet|cham|dua) {_PAPER}\b"
    rf"|\b{_PAPER}\b[^.?]{{0,40}}\bgui nham (hoi thao|hoi nghi|noi nhan|cho khac)\b"
    r"|\bkhong (dang|in|dua)( \w+){0,3} ky yeu( hoi thao)? nua\b"
    rf"|^(v/v |ve viec |thu |don |giay )?(xin |de nghi )?(rut|huy|thu hoi)( lai)? {_PAPER}\b(?! hoc)"
    r"|\b(don|thu|ve viec|v/v) (xin |de nghi )?rut (lai )?(bai|tham luan)\b(?! hoc)"
    r"|\b(khong|thoi khong) (gui|tham gia|nop|du)( bai| viet bai| tham luan)* (nua|hoi thao nua)\b"
    r"|\b(khong|thoi)( (con|muon|the|co nhu cau|tiep tuc))*"
    rf"( (gui|nop|tham gia|dang|dang ky|trinh bay|viet|in|su dung|xet))+( lai)? {_PAPER}\b"
    rf"(?!.{{0,60}}\b(tap chi|noi (khac|nao)|dau)\b)[^.,;?]{{0,60}}(?<! lan) nua\b"
    rf"|\b{_PAPER}\b.{{0,80}}\bxin( phep| duoc){{0,2}} rut( lai)?\b(?! (ra|kinh nghiem|gon|ngan|bot))"
    rf"|\b(xin|de nghi|nho|mong|yeu cau|vui long)( \w+){{0,4}} (bo|loai|go|xoa|gach) {_PAPER}"
    r"( (?!(cu|truoc|nham|trung)\b)\w+){0,4} (ra|khoi)\b(?!.*\bthay\b)"
    r"|\b(withdraw(al|ing)?|retract(ion|ing)?)\b.{0,40}\b(paper|submission|article)\b"
)
_NOT_WITHDRAW = re.compile(
    r"\b(khong|chua|dung) (\w+ ){0,2}(rut|huy|thu hoi)\b"
    r"|\b(co duoc|cach|lam sao|the nao|neu) (\w+ ){0,4}(rut|huy|thu hoi)\b"
    r"|\b(rut|huy)\b.{0,40}\bnhung (nay|bay gio|gio|hien)\b"
)

#: A paper that was withdrawn, or is about to be, is to stay after all.
_WANTS_BACK = re.compile(
    rf"\b(khoi phuc|phuc hoi|lay lai|nhan lai|xet lai|dua lai|dang lai|giu( nguyen)?( lai)?)( \w+){{0,4}} {_PAPER}"
    rf"( (?!(va|de|nhung)\b)[\w-]+){{0,5}} (rut|huy)\b"
    rf"|\b(khoi phuc|phuc hoi)( lai)?( (cho|giup|em|toi|ho|nguyen|trang thai|tinh trang|cua))* ({_PAPER}|ma|tl)\b"
    rf"|\b(xin|cho|de nghi|mong|nho|muon|duoc|vui long|hay)( \w+){{0,5}} (giu lai|giu( nguyen)? cho) {_PAPER}\b"
    rf"|\b{_PAPER}( [\w-]+){{0,4}} (rut|huy)\b.{{0,60}}\b(khoi phuc|phuc hoi|giu( nguyen)? lai|nhan lai|tham gia lai|"
    rf"dang lai|dua (vao )?lai|lay lai duoc)\b"
    r"|\b(cho|xin|muon|duoc|mong|de nghi|dang ky)( \w+){0,4} tham (gia|du) (tro )?lai\b"
    rf"|\b(huy|rut lai|bo|thu hoi|xin thoi)( bo)? (yeu cau|don|de nghi|thu|viec|y dinh)( xin)? (rut|huy)\b"
    r"|\b(khong|thoi khong|chang)( (con|muon|xin|phai|dinh|co y dinh))* rut( lai)?( (bai|tham luan|viet|nay|ay|do))*"
    r" nua\b|\bthoi( (toi|em|minh|chung toi|xin|thi))* khong rut\b"
    rf"|\b(doi y|thay doi (y dinh|y kien|quyet dinh)|suy nghi lai|nghi lai)\b.{{0,80}}"
    rf"\b(khong rut|giu|van (muon |xin )?(tham gia|dang|giu|gui)|tham gia lai|tiep tuc (tham gia|de)|dang lai)\b"
)
_ASKED_OF_US = re.compile(
    r"\b(nho|de nghi|mong|vui long|yeu cau|phien|kinh nho)( \w+){0,6} (xac nhan|dong y)\b"
    r"|\b(xac nhan|dong y) (giup|ho|cho|lai)\b|\b(chua|hay chua|duoc khong|the nao)\b"
)
#: What belongs to withdrawing and takes nothing back.
_NO_MORE = re.compile(r"\bkhong( con)?( muon| the)? (tham gia|tham du|gui|nop|dang|viet|du|trinh bay|sua)\b.*")
_KEEPS = re.compile(
    r"\b(khong|chua)( (he|co|muon|dinh|xin|phai|y dinh|dong y|xac nhan|viec|yeu cau|em|toi|minh))* (rut|huy)( bai|"
    r" tham luan| dang ky|$|\W)|\b(khong|chua)( \w+){0,2} (xac nhan|dong y|nhat tri)( \w+){0,2} (rut|huy)\b"
)

_STAYS = re.compile(rf"\bgiu( nguyen)?( lai)? {_PAPER}\b")
#: Of several papers one goes: by its place in a list, or because another stays.
_CHOOSES = re.compile(
    rf"{_STAYS.pattern}|\b(mot|1) (trong|{_PAPER})|\b{_PAPER} (thu (nhat|hai|ba|tu|nam|\d)|so \d|\d\b|dau|cuoi|"
    rf"con lai|kia)\b|\b(chi|rieng) (xin )?(rut|huy|{_PAPER})\b"
)

#: A word of a paper's name, not one that begins what it is about.
_OF_IT = r"( (?!(ve|ban|nghien cuu|de tai|chu de|de|se|can|phai|cam ket|dang ky|danh sach|tom tat|ke hoach)\b)\w+)"
#: What papers are about may be amended too, and spelling is mended before a first submission.
_NOT_OF_IT = (
    r"(?! (((cac|het|nhung|mot so) )*(loi )?(chinh ta|can le|danh may)|quy (che|dinh|trinh|hoach)|luat|bo luat|"
    r"phap luat|hien phap|nghi (quyet|dinh)|dieu le|cuong linh|chinh sach|chuong trinh|giao trinh|chuc nang|kien thuc|"
    r"phat trien|co che)\b)"
)
#: Behind "gửi nhầm": where it went instead of here, not what was sent in place of the paper.
_ASTRAY = (
    r"( (bai|thu|file|tep))?( (ve|vao|sang|den|toi|qua|cho|o))? (hop thu|dia chi|e ?mail|mail|gmail|noi|truong|don vi|"
    r"phong|khoa|nguoi)\b"
)
_MENDS = (
    rf"\b({_PAPER}|ban|file|tep){_OF_IT}{{0,3}} (sua|chinh sua|hieu chinh|hoan thien lai|sua lai|sua doi|"
    rf"bo sung|thay the|cap nhat)\b{_NOT_OF_IT}"
    rf"|\b(ban|bai|file|tep){_OF_IT}{{0,2}} (moi( nhat)?|cuoi( cung)?|thay the|lan (2|3|hai|ba|thu (hai|ba)))\b"
    rf"|(?<!khong )(?<!chua )\bthay( the)?( cho)?( cac| nhung)? ({_PAPER}|ban|file|tep|cai)\b"
    r"|\b(bai|ban) (truoc|cu|hom truoc|da gui|da nop)\b.{0,60}\b(sai|nham|loi|thieu|huy|bo|xoa)\b"
    rf"|\b(gui|nop|dinh kem) ((nham|sai)(?!{_ASTRAY})|thieu(?! (file|tep|dinh kem)))( file| bai| ban| tep)?\b"
    r"|\b(da|xin|vua) (sua|chinh sua|bo sung|hieu chinh)( lai)?( \w+){0,4} (theo (gop y|y kien|yeu cau|nhan xet|"
    r"huong dan|thong bao|thu|ket qua)|bai|font|phong chu|noi dung|yeu cau|gop y)\b"
    r"|\b(ban|bai|file|tep)( \w+){0,2} v ?[2-9]\b|\b(huy|bo|xoa) (bai|ban|file|tep) (cu|truoc|hom truoc|da (gui|nop))\b"
    rf"|\b(sua|chinh sua|hieu chinh) lan (\d|hai|ba|thu \w+)\b|\b(cap nhat|chinh|hoan thien) lai( \w+)? {_PAPER}\b"
    r"|\b(revised|corrected|updated|new) (version|paper|file)\b|\bresubmi(t|ssion)\b"
)
_CORRECT = re.compile(_MENDS + r"|\b(gui|nop)( (?!(bi|nham|truoc)\b)\w+){0,3} lai\b(?! (sau|cho toi|giup|giay))")
_MENDED = re.compile(_MENDS)
#: An earlier letter that brought nothing: "gửi lại" after it is a first submission.
_NEVER_CAME = re.compile(
    r"\b(quen|thieu|sot|chua|khong)( (co|kip|gui|kem|dinh))* (dinh kem|kem|tep|file)\b"
    r"|\bbi (tra (lai|ve)|loi duong truyen|chan)\b|\b(khong|chua) (gui|chuyen) (duoc|di|toi|den)\b"
    r"|\b(bai|thu|mail|email)( \w+){0,4} (khong|chua) (den|toi)\b|\blan dau\b"
    rf"|\b(gui|nop|chuyen) (nham|sai){_ASTRAY}"
)
#: What would be done if something were found wrong, or later on.
_CONDITION = re.compile(r"\b(neu|truong hop|co (gi|dieu gi|cho nao)|can gi|nhu can)\b(?P<main>[^,]*,?).*$")
_LATER = re.compile(
    r"\b(se|de (em|toi|minh|chung toi|chung em|tac gia|nha truong)|(bao|nhac|cho biet|cho y kien|phan hoi)"
    r"( (?!thay\b)\w+){0,4})( \w+){0,3} (sua|chinh sua|bo sung|gui lai|nop lai|hoan thien)\b.*$"
)
#: One paper more, by words that can mean nothing else.
_ADDITIONAL = re.compile(
    rf"\b(gui|nop|dang ky)( tiep)? them\b(?!( \w+){{0,3}} (ban|file|tep|anh|hinh|phu luc|minh chung|noi dung|thong tin|"
    rf"so lieu|phan|muc|y|y kien|danh muc|tai lieu|lan)\b)"
    rf"|\bthem( \w+)? (mot|hai|ba|bon|nam|\d{{1,2}}) {_PAPER}\b(?! hoc)"
    rf"|\b(mot|hai|ba|bon|nam|\d{{1,2}}) {_PAPER} nua\b"
    rf"|\bkhong (phai )?(de )?thay (the|cho|bai|ban)\b|\bkhong phai( \w+)? (ban|bai) (sua|thay)\b"
    rf"|\b(another|second|third|additional) paper\b"
)
#: The same by words that may also tell which paper was mended: not where the sentence speaks of mending.
_OTHER_PAPER = re.compile(
    r"\bbai( viet| tham luan){0,2} (thu (hai|ba|tu|nam|sau|bay|\d{1,2})|khac|con lai|"
    r"cua (mot )?dong nghiep)\b"
    # nor where that other one is the one that stays as it was
    r"(?!( \w+){0,4} ((giu|de) nguyen|khong (sua|doi|thay doi|chinh sua)|(van )?nhu cu)\b)"
    r"|\bbai( viet| tham luan){0,2} moi\b(?! (nhat|sua|chinh|hoan|cap|bo|xong|da|duoc|thay|viet lai|cua bai))"
)
#: The old one goes and another comes in its place: whatever it is called, that replaces.
_REPLACES = re.compile(
    rf"\b(rut|huy|bo|xoa|loai|go)( lai)?( (giup|cho|em|toi|di))* (cai )?({_PAPER}|ban|file|tep)( \w+){{0,4}} "
    rf"(cu|truoc|truoc do|hom truoc|da (gui|nop)|ra|tl)\b.{{0,100}}\b(gui|nop|thay|thay bang|lay|dung)\b"
    rf"|\b(gui|nop|dung|lay) ({_PAPER}|ban|file|tep)( \w+){{0,4}} (de )?(thay the|thay vao|thay cho|the cho)\b"
    rf"|\b(doi|thay|thay doi|thay the)( (giup|lai|cho|em|toi))* ({_PAPER}|ban|file|tep)\b.{{0,60}}"
    rf"\b(bang|sang|thanh)( \w+)? ({_PAPER}|ban|file|tep)\b"
    rf"|\bthay( the)? (bang|vao do|cho) ({_PAPER}|ban|file|tep)\b"
)
#: Vietnamese words that become "thay" when folded and replace nothing: see, teacher.
_SEES = re.compile(r"\bth[ấầ]y\b", re.IGNORECASE)
#: And words that become "bản", the version of a file: committees, "you", documents of an office.
_COMMITTEE = re.compile(r"\b(ban|bạn|bàn|bán)\b", re.IGNORECASE)
_DOCUMENT = re.compile(r"\b(văn|van|cơ|kịch|kich|địa|dia|nguyên|nguyen|biên|bien) b[ảàa]n\b", re.IGNORECASE)
#: Before a first submission a school's own review mends papers too; that replaces nothing here.
_NOT_CORRECT = re.compile(
    r"\b(sau khi|da duoc|duoc) (\w+ ){0,3}(tham dinh|hoi dong|ban giam hieu|to tham dinh)( \w+){0,8} (sua|"
    r"chinh sua|hoan thien|bo sung)\b"
    r"|\b(neu|khi|truong hop|can|co gi|nhu)( \w+){0,8} (gui lai|sua lai|chinh sua|bo sung|sua)\b"
)
_CORRECT_NAME = re.compile(
    r"\b((da|ban|bai|file) )?(sua|chinh sua|sua lai|hieu chinh|thay the)( \w+){0,2} (lan \d|theo gop y|loi|"
    r"font|moi|lai|xong)\b"
    r"|\b(sua lan|chinh sua lan|sua lai|ban sua|bai sua|da sua|da chinh sua|ban chinh sua|(ban|bai|file) thay the|"
    r"thay the (cho )?(bai|ban)|sua font|lan 2|lan 3)\b|\bthay the$"
)

#: Requests that go with any paper that is sent: where that is missing, they ask for nothing else.
_WEAK = re.compile(
    r"\b(co (gi|van de)|neu (can|co|thieu|sai)|can (gi|them)|khi can)\b.{0,80}"
    r"\b(goi|lien he|lien lac|bao|nhan|alo|trao doi)\b|"
    r"\b((de nghi|nho|mong|phien|kinh nho|lam on|kinh mong|rat mong|vui long|xin)( \w+){0,6} )?"
    r"(xem( lai)?|kiem tra|nhan|thay|duyet|tiep nhan|xu ly|phan hoi|xac nhan|hoi am|tra loi|"
    r"bao( lai)?)( (lai|va|nhan|bai|cho|kiem tra|xem))* "
    r"(giup|ho|gium)( (em|toi|minh|chung toi|truong|don vi|voi|nhe|nha|a|cho))*\W*$"
    r"|\b(de nghi|nho|mong|phien|kinh nho|lam on)( \w+){0,6} (xem lai|xem giup|kiem tra|giup( do)?)"
    r"( (em|toi|minh|chung toi|truong|don vi|voi|nhe|nha|a|cho))*\W*$"
    r"|\b(de nghi|nho|mong|phien|kinh nho|lam on|xin|kinh)( \w+){0,6} "
    r"(tiep nhan|(?<!xac )nhan|xem xet|ghi nhan|tong hop)"
    rf"( (va|bai|cho|giup|ho|em|toi|minh|{_PAPER}|a|nhe|nay|tren))*\W*$"
)
_STATUS = re.compile(
    # not "còn nhận bài không", which asks until when, nor "có nhận bài của người ngoài trường không"
    # nor "nhờ người khác làm thay có được không", where nobody sees anything
    r"(?<!con )\b(nhan|(?<!lam )(?<!sua )(?<!doc )(?<!bay )(?<!cao )(?<!viet )(?<!gui )(?<!nop )(?<!bieu )(?<!noi )"
    r"(?<!hop )(?<!di )(?<!du )(?<!the )(?<!ky )thay)( duoc)?"
    r"( (?!(ngoai|rut|huy)\b)\w+){0,6} (chua|hay chua|khong|roi)\b"
    r"(?= *\W* *(\?|a\b|vay|nhi|$|va|de|\.|,|xin|em|toi|cam on|tran trong))"
    rf"|\b(da|duoc) (nhan|tiep nhan)( duoc)?( \w+){{0,6}} (chua|hay chua)\b"
    rf"|\b{_PAPER}( \w+){{0,5}} (da )?(den|toi|gui (den|toi|duoc)|nop duoc|duoc nhan|duoc duyet|"
    rf"duoc chap nhan|hop le|dat)( \w+){{0,4}} (chua|khong|hay chua)\b"
    r"|(?<!giay )(?<!phieu )\b(xac nhan|kiem tra)(?!( \w+){0,4} (rut|huy)\b)( \w+){0,5} "
    r"(da nhan|nhan duoc|tinh trang|bai)\b"
    r"|\b(phan hoi|bao|tra loi) giup da nhan\b"
    r"|\b(chua|khong)( (he|thay|nhan|co|duoc|ai))+( \w+){0,4} (phan hoi|hoi am|tra loi|xac nhan|ma (bai|so)|ket qua)\b"
    rf"|\b{_PAPER}( \w+){{0,5}} ((o|den|toi|qua) (buoc|giai doan|khau|vong) nao|(den|toi) dau roi|"
    r"the nao roi|(ra )?sao roi)\b"
    rf"|\b{_PAPER}( \w+){{0,6}} (trong|vao|len) (danh sach|he thong|ky yeu|chuong trinh)( \w+){{0,3}} (chua|hay chua)\b"
    rf"|\b{_PAPER}( \w+){{0,4}} (on|ok|oke|duoc|dat|xong)( chua| hay chua)\b"
    # not "nộp bài muộn được không", "bài 6 trang có được không", which ask leave
    r"|(?<!nop )(?<!gui )(?<!viet )(?<!sua )(?<!lam )(?<!doi )(?<!thay )"
    rf"\b{_PAPER}( (?!\d|bang\b|viet\b|dai\b)\w+){{0,4}} (on|ok|oke|duoc|dat|xong) khong\b"
    rf"|\bda( duoc)? (tham dinh|xet duyet|duyet|cham|xem)( \w+){{0,3}} (chua|hay chua)\b"
    r"|\b(tinh trang|ket qua|trang thai)( \w+){0,3} (bai|tham luan|tham dinh|ho so)\b"
    r"|\bdid you (receive|get)\b|\b(status of|received) my (paper|submission)\b"
    r"|\b(has|have|was|is) (my|our) (paper|submission|article)\b.{0,30}\b(accepted|received|arrived|ok|approved)\b"
    r"|\b(confirm|acknowledge)( the)? receipt of (my|our)\b"
    r"|\b(confirm|check|know|tell|see|sure|whether|if)\b.{0,30}\b(my|our) (paper|submission|article|manuscript)"
    r" (has|have|was|is|had)( \w+){0,2} (received|arrived|accepted|approved)\b"
)
_ASK = re.compile(
    r"\?|\b(cho|cho phep) (toi|em|minh|chung toi|chung em|chau|don vi|nha truong|truong)( \w+){0,3} hoi\b"
    r"|\b(de nghi|nho|mong|phien|kinh nho|lam on)( \w+){0,6} (gui|cung cap|sua|doi|dieu chinh|cap nhat|kiem tra|ghi|"
    r"bo sung|chuyen|xem lai|xem giup|giup)\b|\b(muon|xin) (duoc )?biet\b"
    r"|\b(xin|muon|can|kinh|duoc|em|toi) hoi\b|\bhoi (ve|them|ban|ro)\b"
    r"|\b(bao gio|khi nao|the nao|nhu the nao|ra sao|bao nhieu|o dau|may trang|dia chi nao|la gi|ngay nao|"
    r"han (cuoi|chot) la)\b"
    r"|\b(co|duoc|con|da|phai)( \w+){1,8} (khong|chua)( a| vay| nhi)?( *$|\s*[.,!]| xin| mong| em| toi| de)"
    r"|\b(goi|dien|alo)( (dien|thoai|dien thoai))?( lai)? (cho|giup|gium|ho|lai)\b|\bgoi lai\b"
    r"|\b(xem|bao|nhan|nhac|kiem tra|tra loi|chuyen|sua|lien he|lien lac|tim|noi|thong bao|gui|lam|goi|ghi|in)"
    r"( lai)? (giup|gium|ho(?! so\b))\b|\b(giup|gium|ho) (em|toi|minh|chung toi|truong|don vi)"
    r"(( \w+){0,3} (voi|nhe|a|nha)\b| *($|[.,!]))"
    r"|\b(lien he|lien lac|trao doi|phan hoi|tra loi|hoi am|thong bao)( lai)? (voi|cho|truc tiep|qua)( \w+)? ?"
    r"(em|toi|minh|chung toi|truong|don vi|so|qua)\b"
    r"|(?<!theo )(?<!cac )(?<!dung )(?<!nhung )\b(de nghi|yeu cau)( (quy|ban to chuc|ban thu ky|btc|btk|cac|thay|co))* "
    r"(?!(cua|tren|nay|va|ve|da|nhu|do|tai|trong|o)\b)\w+"
    r"|\b(xin|nho|mong|muon)( duoc)? (sua|doi|chinh|cap nhat|dinh chinh|bo sung)( lai)? (ten|don vi|chuc danh|"
    r"hoc vi|hoc ham|thong tin|tac gia|dong tac gia|so dien thoai|dia chi|email|truong)\b"
    r"|\b(sua|doi|them|bo|thay|dieu chinh|cap nhat|ghi)( \w+){1,5} (giup|gium|ho(?! so\b))\b"
    r"|\b(chua|khong) (a|vay|nhi|ha|the)\W*$"
    r"|\b(cho|xin)( (em|toi|minh|truong|phep|duoc|chung toi))* xin\b(?! (loi|phep|rut|gui|nop|cam on))"
    r"|\bxin( lai)? (so dien thoai|dia chi|mau|lich|danh sach|ke hoach|giay|thong tin|link|tai lieu|the le)\b"
    r"|\b(huong dan|giai dap|tu van|cho biet|thong tin them|cho y kien|lam ro|ho tro|giup do)\b"
    r"|\b(xin|de nghi|mong|cho)( \w+){0,4} (gia han|lui han|nop muon|gui muon|hoan)\b"
    # what we are to send, and no author sends us: "BTC gửi cho em mẫu và kế hoạch với ạ"
    r"|\b(gui|chuyen|chia se|cung cap)( lai)?( cho)? (toi|em|minh|chung toi|chung em|truong|don vi)( \w+){0,3} "
    r"(mau|ke hoach|link|lich|danh sach|giay|thong tin|the le|chuong trinh|so dien thoai|dia chi|tai lieu|huong dan|"
    r"dinh huong|cong van|ky yeu)\b[^.]{0,80}\b(voi|nhe|nha)( a)?\W*$"
)
_PROMISE = re.compile(
    rf"\b(gui|nop|chuyen)( \w+){{0,6}} (kem|dinh kem|kem theo)\b"
    rf"|\b(xin|em|toi|minh|chung toi|truong|kinh|nha truong|don vi|vua|nay|phong|khoa|duoc) (xin |kinh |"
    rf"duoc |da |vua )?(gui|nop)( \w+){{0,8}} {_PAPER}\b"
    rf"|\b(gui|nop) (ban to chuc|btc|ban thu ky|hoi thao|quy ban|hoi nghi|thay|co|anh|chi)?( \w+){{0,4}} ?{_PAPER}\b"
    r"|\b(dinh kem|kem theo|file kem|tep kem|xem file|xem tep|trong file|trong tep|o file|theo file|"
    r"file duoi|tep duoi|attached?|attachment|enclosed)\b"
    r"|\b(xin|em|toi|minh|chung toi|truong|don vi|phong|khoa) (xin )?(gui|nop)( lai)?"
    r"( (btc|btk|thay|co|anh|chi|ban|cac))* "
    r"(file|tep|ban (moi|sua|da sua|da chinh|hoan chinh|chinh thuc|cuoi|word|mem|docx?|pdf))\b"
    r"(?!.*\b(zalo|viber|facebook|messenger|buu dien|usb)\b)"
    # "Em quên đính kèm, em gửi lại ạ"; "Đây là bài đã chỉnh", "Bài em đây ạ"
    r"|\bquen( (khong|chua|em|toi|minh))?( (gui|dinh|kem|bo|up|tai))* (kem|file|tep|bai)\b"
    r".{0,60}\b(gui|nop|kem)( \w+)? lai\b"
    rf"|\bday la ({_PAPER}|(file|tep) bai)\b(?! (hoc|tap))"
    rf"|^({_PAPER})( cua)?( (em|toi|minh|chung em|chung toi))? (o )?day"
    r"( (a|nhe|nha))?\W*$"
)
_NAMES_PAPER = re.compile(rf"\b{_PAPER}\b(?! hoc)|\bpaper\b")
#: Not the paper that a code names: that one came.
_SUBJECT_PROMISE = re.compile(
    rf"^\W*((xin|kinh|em|toi) )*((gui|nop|chuyen)( \w+){{0,2}} )?{_PAPER}\b(?! (kiem tra|thi|tap|giang|hat|hoc)\b)"
    rf"(?!( (so|ma|ma so))?\W+[a-z]{{1,6}}\W?\d{{4}}\W\d)"
)
_ENCLOSED = re.compile(r"\b(kem|file|tep|ban (word|mem|docx?|pdf)|attach\w*|enclosed)\b")
#: What offices add to everybody's mail speaks of enclosures as well: "Thư này và các tệp đính kèm có thông tin mật".
_DISCLAIMER = re.compile(
    r"\b(confidential|privileged|intended (recipients?|only|for)|(thong tin|noi dung) (mat|bi mat|bao mat)|"
    r"(khong phai( la)?|dung) nguoi nhan|nguoi nhan (du kien|duoc chi dinh))\b"
)
#: Speaking of other times and other people's files.
_ELSEWHEN = re.compile(
    r"\b(da|tung|hom qua|hom truoc|tuan truoc|vua roi|hom nay da|truoc do)( \w+){0,4} (gui|nop)( \w+){0,12}"
    r"|\b(se|du kien|chuan bi|sap|dang viet|chua kip|chua|khi nao|lan sau|can|phai|muon|dinh|khong|cach|han|"
    r"thoi han|thoi gian|bao gio|co the|dia chi|duoc)( \w+){0,3} (gui|nop)( \w+){0,8}"
    r"|\bviec( \w+)? (gui|nop) bai\b"
    r"|\b(gui|nop)( \w+){0,6} (bi|ma|khong|loi)( \w+){0,3} (tra lai|tra ve|loi|duoc|di)\b"
    r"|\b(khong|chua)( \w+){0,3} (mo|thay|doc|xem|tai|nhan)( duoc)?( \w+){0,4} (dinh kem|file|tep|kem theo)"
    r"|\b(ke hoach|cong van|thu|mau|dinh huong|huong dan)( (?!quen\b)\w+){0,4} (kem theo|dinh kem)"
    # beside a paper that was sent before
    rf"|(?<!gui )(?<!nop )(?<!dinh )\b(kem|kem theo|kem voi) {_PAPER}( \w+){{0,2}} "
    r"(hom (qua|truoc|no|kia)|da (gui|nop)|(lan |tuan )?truoc)\b"
)
_SHARES = (
    r"(drive\.google|docs\.google|1drv\.ms|onedrive\.live|sharepoint\.com|dropbox\.com|mega\.nz|mediafire\.com|"
    r"wetransfer\.com|we\.tl|fshare\.vn|box\.com|icloud\.com|zalo|terabox|4shared|transfernow|filemail|"
    r"sendanywhere|send-anywhere|photos\.app\.goo|kdocs\.(cn|com)|wps\.(cn|com))"
)
_LINK = re.compile(
    rf"https?://[^\s<>\"]{{0,200}}?{_SHARES}[^\s<>\"]{{0,300}}"
    # typed, or copied from the address bar
    rf"|(?<![\w@.-])(?:[\w-]{{1,60}}\.){{0,4}}{_SHARES}[\w.-]{{0,60}}/[^\s<>\"]{{1,300}}",
    re.IGNORECASE,
)
#: A link of any place, beside words that somebody's file lies there.
_ANY_LINK = re.compile(r"https?://[^\s<>\"]{4,300}|\bwww\.[^\s<>\"]{4,300}", re.IGNORECASE)
_LIES_THERE = re.compile(
    rf"\b({_PAPER}|file|tep|ban word)\b.{{0,60}}"
    r"\b(luu|up|upload|tai len|dua len|de|nam|o|tai|qua|theo|trong|tren|mo|bang)"
    r"( (len|tren|o|tai|trong|qua|theo|cai|duong|muc|web|trang))* "
    r"(link|lien ket|duong dan|(one|google )?drive|cloud|dam may|may chu|server|dia chi sau|day)\b"
    rf"|\b(tai|download|lay|xem|mo)( (ve|xuong|giup|ho|em|toi|cho))* ({_PAPER}|file|tep)( \w+){{0,4}} "
    r"(tai|o|theo|qua|tu|trong)\b"
    rf"|\b(link|duong dan|lien ket)( \w+){{0,2}} ({_PAPER}|file bai|tep bai)\b(?! (mau|hoc|bao))"
)
_HANDS_OVER = re.compile(
    r"\b(da|vua)? ?(chia se|gui cho (ban|quy vi)|moi (ban|quy vi))\b|\b(shared|sent you|invited you|has shared)\b"
)
_OF_PAPERS = re.compile(r"\btham luan\b")


_LONGEST_CONSENT = 600  #: with greeting, thanks and a signature block
#: A code of a paper as we write it, whatever its prefix ("CDS-26-001"), and one with a year however it is typed.
_CODE = re.compile(
    r"\b(?:[a-z]{1,6}[ –-]?\d{4}[ –-]\d{1,4}|[a-z][a-z0-9]{0,11}(?:-[a-z0-9]{1,12}){0,3}-\d{3,4})\b", re.IGNORECASE
)
#: How a line of a list of papers begins.
_LISTED = re.compile(rf"[\s*+•.)\d-]*{_CODE.pattern}", re.IGNORECASE)
_REMARK = re.compile(r"\b(de (lai|sau)|xem (xet|lai)|cho (y kien|hoan thien|sua)|loai|khong|chua|tra lai|hoan lai)\b")
_GREETING = re.compile(
    r"(kinh (gui|thua|chao)|xin chao|thua|chao|dear|hi|hello|than) "
    r"|((da|vang|ok|oke|okay|toi|em|minh|chung toi|chung em|tac gia) )*(da|vang|ok|oke|okay|nhat tri)"
    r"( (a|em|e|anh|chi|c|co|thay|ban to chuc|ban thu ky|btc|btk|ad|nhe|nha))*$"
)
_CONSENT = re.compile(
    r"((da|vang|ok|oke|okay|roi|em|e|toi|minh|anh|a|chi|c|co|thay|chung toi|chung em|tac gia|don vi|nha truong|xin|"
    r"hoan toan|nhat tri|va) )*"
    r"(dong y|nhat tri|chap nhan|chap thuan|tan thanh)"
    r"( (a|nhe|nha|em|e|anh|chi|c|co|thay|voi|lam|dung|su dung|lay|nhan|nop|ban|bai|tep|file|da|duoc|sua|chinh|phong|"
    r"chu|font|tren|nay|kem|theo|cua|ban to chuc|ban thu ky|thu ky|btc|btk|nhu|vay|moi|giup|ho|gui|luon))*"
    r"|((yes|ok|i|we|fully|hereby|and) )*(agree|agreed|accept|accepted|approve|approved)"
    r"( (with|to|the|this|that|corrected|version|copy|file|font|fonts|correction|corrections|changes|attached|your|"
    r"proposed))*"
)
#: What may stand beside the words that agree, besides thanks, closings and a signature.
_BESIDE_CONSENT = re.compile(
    r"((em|toi|minh|chung toi|chung em|xin|rat|hoan toan) )*(nhat tri|cam on)"
    r"( (em|e|c|toi|ban to chuc|ban thu ky|hoi thao|btc|cac|quy|thay|co|anh|chi|dong chi|nhieu|rat|da|sua|chinh|giup|"
    r"ho|ban|bai|phong|chu|a))*"
    # to use the copy, in whatever words
    r"|((de nghi|xin|mong|nho|ban to chuc|ban thu ky|btc|btk|hay) )*(su dung|dung|lay|nhan)"
    r"( (giup|ho|em|toi|minh))* (ban|bai|tep|file)( (nay|do|da|sua|chinh|thuc|phong|chu|font|lam|la|thay|ban|bai|nop|"
    r"cuoi|cung|cua|em|toi|minh))*"
    r"|(please )?(use|take)( (it|this|the|that|corrected|version|copy|file|as|my|our|final|paper|submission))*"
    r"|(thoi )?duoc( (roi|thoi|a))*|(thi |nen |toi |em |minh |xin )*khong( can| phai)? gui lai( (nua|bai|ban|a|dau))*"
    r"|(get|tai) outlook (for|cho) \w+|(da )?gui tu .*"
)
_ADDRESS = re.compile(r"<?https?://\S+")
_RESERVE = re.compile(
    r"\b(nhung|tuy nhien|song|neu|khong|chua|ngoai ra|bo sung|(?<!da )sua(?! giup| ho)|thay (doi|the|bang|cho)|"
    r"doi|them|gui (lai|sau|tiep|kem)|quen|phu luc|xem lai|(kiem tra|doc|xem) (lai|them|ky)|mien la|truoc khi|"
    r"de (toi|em|minh|chung toi)|rut|huy|de nghi|except|but|however|instead|unless|"
    r"(xin|cho|muon) hoi|tai sao|vi sao|khi nao|voi dieu kien|rieng|tru|"
    r"con)\b"
)

_CONFIRM = re.compile(
    r"\b(xac nhan|dong y|nhat tri)\b|\b(rut|huy) (bai|tham luan|dang ky)\b"
    r"|^((yes|i|we|hereby) )*confirm( (the|my|our|this))* withdrawal"
    r"( (of|the|my|our|this|paper|papers|from|conference))*$"
)
_TAKEN_BACK = re.compile(
    r"\b(khong|thoi|chua|nhung|tuy nhien|neu|doi y|giu( nguyen| lai)?|van (gui|tham gia|muon|du)|huy yeu cau|sua|"
    r"thay|but|however|unless|keep|instead)\b"
)

#: Who at a school vets, and how: "đã được Hội đồng khoa học nhà trường thẩm định".
_VETTERS = (
    r"(duoc|to chuc|tien hanh|thuc hien|hoan thanh|hoan tat|xong|viec|cong tac|hop|bang|boi|thong qua|hoi dong|"
    r"khoa hoc|nha truong|truong|cap|ban giam hieu|to|phong|khoa|lanh dao|chuyen mon|nghiem tuc|day du|va)"
)
_VETTED = re.compile(
    rf"\bda( {_VETTERS})* tham dinh\b"
    rf"|\bxac nhan( (la|rang|viec|da|cac|toan bo|tat ca|ca|\d+|hai|ba|bon|nam|bai|viet|tham luan|tren|nay|neu tren|"
    rf"sau|sau day|{_VETTERS}))* tham dinh\b|^(cong tac )?tham dinh (xong|roi|dat)\b"
)
#: How a sentence about it begins; names of schools and of people may follow.
_VETTING_BEGINS = re.compile(
    r"(da|vang|ok|oke|okay|a|kinh|xin|toi|em|minh|chung|thay mat|truong|nha truong|hoi dong|ban giam hieu|phong|khoa|"
    r"to|don vi|cac|toan bo|tat ca|ca|bai|\d+ bai|can cu|theo|thuc hien|sau khi|ngay|hom nay|tap the|van phong)( |$)"
)
_WHOSE = re.compile(r"\b(cua )?(dong chi|tac gia|thay|co|ths|ts|cn|giang vien)\b")
#: Words about papers that choose none among several.
_OF_ALL = re.compile(
    rf"({_VETTERS}|cac|bai|viet|tham luan|tren|nay|neu|noi|duoi|day|sau|roi|dong y|nhat tri|qua|cho|de|gui|nop|dang|in|"
    r"dat|yeu cau|dung|chat luong|tot|a|nhe|theo|ke hoach|quy dinh|toan bo|tat ca|ca|cua|don vi|minh|chung|toi|em|"
    r"hoi thao|da|xac nhan|tham dinh|la|rang)( |$)"
)
_SAID_BY = r"(nha truong|truong|phong|khoa|hoi dong|don vi|ban giam hieu|van phong|van thu)"
#: What goes with a confirmation and says nothing against it.
_VETTING_BESIDE = re.compile(
    r"(can cu|theo|thuc hien|phuc dap|tra loi) (ke hoach|thu|cong van|de nghi|yeu cau|thong bao|dinh huong)( \w+){0,16}"
    r"|(co |xin |kinh )?(gui|dinh) kem( theo)? (bien ban|phieu|cong van|to trinh|giay|ban nhan xet)( \w+){0,8}"
    r"|((kinh|xin|de nghi|mong) )*(ban thu ky|ban to chuc|btc|hoi thao|quy ban)( \w+){0,2} "
    r"(tiep nhan|nhan bai|dua vao|su dung|xem xet|tong hop)( \w+){0,8}"
    r"|(cu the|danh sach|gom|bao gom|nhu sau|sau day|sau)( (nhu|sau|gom|cac bai|tren|kem theo|day))*"
    r"|((cac|toan bo|tat ca|bai|viet|tham luan|noi dung|chat luong|deu) )*(dat|dam bao|bao dam)"
    r"( (yeu cau|chat luong|noi dung|ve|theo|quy dinh|cua|ke hoach|hoi thao|tot))*"
    rf"|{_SAID_BY}( \w+){{0,10}} (xac nhan|thong bao|bao cao)|thay mat( \w+){{0,8}}|va|and"
)
#: It is not done yet, not for all, or only under a condition.  Only words that titles of papers seldom have: folded,
#: "đang" is "Đảng", and "đổi" is "đội".
_VETTING_HELD = re.compile(
    r"\b(khong|chua|nhung|tuy nhien|neu|du kien|ngay mai|tuan sau|mot so|mot phan|ngoai (tru|ra)|gan xong|"
    r"con (lai|phai|thieu|can|bai|mot|hai|\d)|rut (bai|tham luan)|huy|co the|sua lai|"
    r"de nghi(?! (ban thu ky|ban to chuc|btc|hoi thao|quy ban)))\b|(?<!\bchia )\bse\b"
    r"|\b(ngoai|tru|rieng|(?<!toan )bo|loai|gac|hoan|con) (bai|voi|[a-z]{1,6}[ –-]?\d{4}[ –-]\d)"
    r"|\b(can|phai|de nghi|yeu cau|xin|nen|nho)( \w+){0,3} (sua|chinh sua|bo sung|chinh ly|hoan thien)\b"
    r"|\bdang( \w+){0,2} (tham dinh|xem|xet|cho|lam|tien hanh|to chuc|hop)\b"
)
_VETTING_REFUSED = re.compile(
    r"\b(khong|chua)( \w+){0,4} (tham dinh|dong y|nhat tri|xac nhan|chap nhan|thong qua|dat|bao dam|dam bao)\b"
    r"|\b(tu choi|bac bo|khong duyet|chua duyet)\b"
    r"|\b(not|never|cannot|(have|has|do|does|was|were|is|are|can) ?n?.?t)( \w+){0,3} "
    r"(review(ed)?|approved?|agreed?|confirm(ed)?|accept(ed)?)\b|\b(reject|rejected|refused|disapproved?)\b"
)
_REVIEWED_IN_ENGLISH = re.compile(r"\b(reviewed|approved|confirmed)\b")
#: "Xác nhận", "Nhất trí": enough in an answer to our question.
_VETTING_AGREED = re.compile(
    r"((da|vang|ok|oke|okay|a|toi|em|chung toi|nha truong|truong|don vi|phong|xin|hoan toan|va|dong y|nhat tri) )*"
    r"(dong y|nhat tri|xac nhan|ok|oke|okay)( (a|nhe|cac|bai|viet|tham luan|tren|nay|va|dong y|nhat tri|xac nhan|voi|"
    r"noi dung|toan bo|tat ca|ca|thu|cua|ban thu ky|btc|gui|cho|nop|tham gia|hoi thao))*"
)
#: "We confirm that these papers have been reviewed": in an answer to our question alone, for it may mean anything else.
_REVIEWED = re.compile(
    r"((yes|ok|okay|i|we|hereby|can|confirm|that|all|the|this|these|it|they|paper|papers|of|our|school|above|listed|"
    r"has|have|been|were|was|are|is|already|duly|and) )*"
    r"(reviewed|confirmed|confirm( (the|our|this))* review|(i|we|school) confirm)"
    r"( (and|approved|accepted|confirmed|reviewed|by|of|our|the|school|scientific|council|board|committee|department|"
    r"all|these|this|paper|papers|above|listed|for|submission|conference|already|it|them))*"
)
_OF_ONE = re.compile(r"\b(it|paper)\b")
#: Words of English that hold back, as they are written: folded, "bút" is "but".
_HELD_IN_ENGLISH = re.compile(
    r"\b(but|except|excluding|apart|without|unless|however|only|some|not|later|still|pending|others?|remaining|rest|"
    r"please (correct|change|add|remove))\b",
    re.IGNORECASE,
)

_WHO = (
    r"(em|toi|minh|chung toi|chung em|tac gia|don vi|nha truong|thay|co|anh|chi|quy|ban|btc|ban thu ky|ban to chuc|"
    r"hoi thao|dong chi|cac|cum truong|cum thi dua|ad|admin)"
)
#: "I confirm that I withdraw", which our question asks for; not "please confirm that it is withdrawn".
_CONFIRMS_WITHDRAWAL = re.compile(
    rf"^(({_WHO}|a|da|vang|xin|hoan toan|theo yeu cau|nay|viec|ve viec) )*(xac nhan|dong y|nhat tri|khang dinh)"
    rf"( (la|se|viec|ve viec|xin|muon|dong y|da|{_WHO}|cho))*( (rut|huy))( lai)?"
    rf"(( ra)? (khoi|bai|tham luan|dang ky|viet)|$)"
)
_GREETS = re.compile(
    rf"(({_WHO}|da|xin|kinh|tran trong) )*(chao|kinh gui|kinh thua|kinh chao|thua|dear|hi|hello|than)( |$)"
)
#: Good wishes to whom they reach.
_WISHES = re.compile(
    r"(xin |kinh )*(chuc|chuc mung|kinh chuc|mung)( \w+){0,12}|(hello|hi|alo|test|thu|kiem tra|chao)( \w+)?"
)
_LETTER = r"(thu|mail|email|phan hoi|tra loi|xac nhan|thong bao|thong tin|huong dan|ho tro|giup do|quan tam|gop y)"
_THANKS = re.compile(
    # "Đã nhận được thư của Ban Thư ký"
    rf"((da|vang|ok|oke|okay|a|{_WHO}) )*da nhan( duoc)?( {_LETTER})*( cua( {_WHO})+)?( roi)?( a| nhe)?"
    rf"|((da|vang|a|{_WHO}) )*nhan duoc roi( a| nhe)?"
    rf"|((da|vang|ok|oke|okay|a|{_WHO}) )*da (ro|nam duoc|hieu)( (roi|thong tin|noi dung|a|nhe))*|noted( with thanks)?"
    # "Em xin chân thành cảm ơn Ban Thư ký nhiều ạ", "cảm ơn Ban Thư ký đã hướng dẫn"
    rf"|((da|vang|ok|oke|okay|a|rat|xin|chan thanh|tran trong|cung|da nhan|va|nhieu|{_WHO}) )*"
    rf"(cam on|thanks|thank you|thank|tks)"
    rf"( ({_WHO}|{_LETTER}|e|c|for|the|your|prompt|quick|kind|confirmation|reply|response|information|"
    rf"nhieu|rat|lam|da|va|vi|ve|su|nhiet tinh|tan tinh|chu dao|kip thoi|nhanh|nhanh chong|som|chuc|suc khoe|"
    rf"sua|kiem tra|giup|so much|very much|a lot|you|a|"
    rf"nhe|nha|truoc|xin|chan thanh|tran trong|nhan|bai))*"
    # how letters end
    r"|(xin |kinh )?(tran trong|than men|kinh chao|kinh thu|than ai|regards|best regards|best|sincerely|br)"
    r"( (a|cam on|kinh chao))*"
    rf"|(kinh |xin )?(chuc|kinh chuc)( {_WHO})+ (suc khoe|mot ngay tot lanh|ngay moi tot lanh|thanh cong)"
    r"( (a|va thanh cong|thanh cong|tot dep))*"
    # what telephones add
    r"|((da|duoc) )*gui tu (iphone|ipad|dien thoai|gmail|outlook|yahoo)( \w+){0,4}|sent from (my )?\w+( \w+){0,3}"
)
#: How letters begin: nothing is asked in it, so whom it names is named by words of this list or by capitals.
_SALUTATION = re.compile(
    rf"(kinh gui|kinh thua|kinh chao|xin chao|thua|chao|dear|hi|hello)( ({_WHO}|all|team|cua|truong|pho))*"
    rf"|(da|vang|ok|oke|okay)( (da|vang|a|em|e|anh|chi|ban|ad|admin))*"
)
_SIGNATURE = re.compile(
    r"(truong|khoa|phong|hoc vien|dien thoai|dt|sdt|dd|mobile|tel|email|gmail|dia chi|ths|ts|cn|pgs|gs|giang vien|gv|"
    r"pho|ho ten|nguoi gui)\b"
)
_ACTS = re.compile(r"\b(gui|cu|xin|se|da|chua|can|muon|bao|de nghi|dang ky|khong|nho)\b")
#: None, somebody else's, or one that a mail program put there; folded.
_NO_SUBJECT = re.compile(r"^\W*((re|tr|ph|fwd?|tra loi)\s*:|$|\(?(khong|no)( co)? (tieu de|chu de|subject)\)?)")
#: What a subject says above a paper, or above a signature where the paper was forgotten.
_OF_SENDING = re.compile(rf"\b({_PAPER}|bai|gui|nop|file|tep|hoi thao|hoi nghi|paper|tl|ban (thao|sua|cuoi|chinh))\b")
_LONGEST_SIGNATURE = 12  #: words of a line


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and whether it is about the state of somebody's paper."""

    words: str
    about_status: bool
    weak: bool = False  #: no more than what anybody asks who sends a paper ("xem giúp em ạ")
    more: bool = False  #: beside the state of a paper, something else is asked


def withdraws(subject: str, text: str) -> str | None:
    """The words that ask to take a paper back; None."""
    for part in _parts(subject, text):
        if not _NOT_WITHDRAW.search(part) and (match := _WITHDRAW.search(part)):
            return _shown(match)
    return None


def chooses(text: str) -> bool:
    """Whether a text that withdraws speaks of some of several papers ("rút bài thứ hai, giữ lại bài kia")."""
    return any(map(_CHOOSES.search, _parts("", text)))


def corrects(subject: str, text: str, filenames: Sequence[str]) -> str | None:
    """The words that say that an attached paper replaces one sent before; None.

    Not what would be done if something were wrong, and not sending again what never arrived.
    """
    parts = list(_parts(_plain(subject), _plain(text)))
    if match := _replaces(parts):
        return _shown(match)
    pattern = _MENDED if any(_NEVER_CAME.search(part) for part in parts) else _CORRECT
    for part in map(_done, parts):
        if not _NOT_CORRECT.search(part) and (match := pattern.search(part)):
            return _shown(match)
    for name in filenames:
        if match := _CORRECT_NAME.search(_words(name)):
            return _shown(match)
    return None


def _plain(text: str) -> str:
    """A text without the words that folding would make others; where no diacritics are typed all may be meant."""
    text = _DOCUMENT.sub("giay", _SEES.sub("nhin", text))
    return text if text.isascii() else _COMMITTEE.sub("nguoi", text)


def _done(part: str) -> str:
    """A sentence without its conditions and intentions; what follows a condition counts where it names the file."""
    if match := _CONDITION.search(part):
        rest = part[match.end("main") :]
        part = part[: match.start()] + (rest if _MENDED.search(rest) else "")
    return _LATER.sub(" ", part)


def adds(subject: str, text: str) -> str | None:
    """The words that say that an attached paper is one more and replaces none; None.

    A "new paper" that comes in place of one to be withdrawn is none.
    """
    parts = list(_parts(_plain(subject), _plain(text)))
    replaces = _replaces(parts) is not None
    for part in parts:
        if match := _ADDITIONAL.search(part):
            return _shown(match)
        if replaces:
            continue
        if (match := _OTHER_PAPER.search(part)) and not _CORRECT.search(_OTHER_PAPER.sub(" ", part)):
            return _shown(match)
    return None


def _replaces(parts: Sequence[str]) -> re.Match[str] | None:
    """The words by which an old paper goes and the attached one comes in its place; None."""
    return next((match for part in parts if (match := _REPLACES.search(part)) and not _ADDITIONAL.search(part)), None)


def wants_back(subject: str, text: str) -> str | None:
    """The words that ask to keep, or to take up again, a paper that was withdrawn; None."""
    parts = [*_parts(subject, text)]
    if any(map(_KEEPS.search, parts)) and (kept := next(filter(None, map(_STAYS.search, parts)), None)):
        return _shown(kept)
    return next((_shown(match) for part in parts if (match := _WANTS_BACK.search(part))), None)


def confirms_withdrawal(subject: str, text: str) -> str | None:
    """The words that confirm a withdrawal and say what they confirm ("Tôi xác nhận rút bài"); None.

    They count in a message without reference to our question too.  Nothing in it may take them back, ask, or ask us
    to confirm.  `text` is without quoted parts; the subject of an answer is not its author's.
    """
    if len(text) > _LONGEST_CONSENT or "?" in text:
        return None
    own_subject = "" if re.match(r"^\W*(re|tr|ph|tra loi)\s*:", fold(subject)) else subject
    # not at a colon: "Tôi xác nhận: rút bài"
    clauses = [_words(it) for it in re.split(r"[\n.,;!()–-]+", _CODE.sub(" ", f"{own_subject}\n{text}"))]
    said = [_NO_MORE.sub(" ", clause) for clause in clauses if clause]
    if any(_ASKED_OF_US.search(clause) or _TAKEN_BACK.search(clause) for clause in said):
        return None
    return next((clause for clause in said if _CONFIRMS_WITHDRAWAL.search(clause)), None)


def keeps(text: str) -> str | None:
    """The words that say that a paper is not to be withdrawn ("tôi không xác nhận rút"); None."""
    return next((_shown(match) for part in _parts("", text) if (match := _KEEPS.search(part))), None)


def says_something(subject: str, text: str) -> bool:
    """Whether a message says anything beyond a greeting, thanks, good wishes, a closing and a signature.

    The subject speaks where there is no text, unless it is another's (an answer) or names no matter.
    """
    if len(text) > _LONGEST_CONSENT:
        return True
    for line in text.splitlines():
        clauses = [_words(clause) for clause in re.split(r"[.,;:!()–-]+", _ADDRESS.sub(" ", line))]
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


def consents(text: str) -> str | None:
    """The words that agree, in a text that says no more than that; None.

    `text` is without quoted parts.  Beside them only a greeting, thanks, a closing and a signature may stand: whatever
    else is said makes it a matter for a person.
    """
    if len(text) > _LONGEST_CONSENT or "?" in text:
        return None
    agreed: str | None = None
    for raw in re.split(r"[\n.,;:!()–-]+", _ADDRESS.sub(" ", _CODE.sub(" ", text))):
        clause = _words(raw)
        if not clause:
            continue
        if _CONSENT.fullmatch(clause):
            agreed = agreed or clause
        elif not (_may_follow if agreed else _may_precede)(clause, raw):
            return None
    return agreed


def vets(text: str, *, asked: bool) -> VettingWord | None:
    """What a text says of papers that a school was to vet: in an answer to our question (`asked`), or by words that can
    mean nothing else.  None: nothing of it.

    `text` is without quoted parts.  It confirms only as a whole: beside such words stand greetings, reasons, thanks and
    a signature, and lines that begin with a code.  Where no paper is named, nothing may choose among several.
    """
    parts = list(_parts("", text))
    if any(_VETTING_REFUSED.search(part) for part in parts):
        # One is vetted, another is not: which, a person reads.
        word = VettingWord.UNCLEAR if _differs_by_paper(parts) else VettingWord.REFUSES
        return word if asked or any("tham dinh" in part for part in parts) else None
    otherwise = VettingWord.UNCLEAR if asked else None
    held = _HELD_IN_ENGLISH.search(text) is not None or any(_VETTING_HELD.search(part) for part in parts)
    if len(text) > _LONGEST_CONSENT or "?" in text or held:
        return otherwise
    if asked and consents(text):
        return VettingWord.CONFIRMS
    confirmed, names_papers = False, _CODE.search(text) is not None
    for line in text.splitlines():
        if confirmed and _is_listed(line):
            continue
        for raw in re.split(r"[.,;:!()–-]+", _ADDRESS.sub(" ", _CODE.sub(" ", line))):
            clause = _words(raw)
            agreed = (asked or confirmed) and _VETTING_AGREED.fullmatch(clause) is not None
            reviewed = asked and _is_reviewed(clause, names_papers=names_papers)
            if agreed or reviewed or _is_vetted(clause, raw, names_papers=names_papers):
                confirmed = True
            elif clause and not _may_stand_beside(clause, raw, after=confirmed):
                return otherwise
    return VettingWord.CONFIRMS if confirmed else otherwise


def _differs_by_paper(parts: Sequence[str]) -> bool:
    """Whether of several papers one is said to be vetted, beside the one that is not."""
    clauses = [clause for part in parts for clause in re.split(r"[;,:]", part)]
    named = {code.casefold() for part in parts for code in _CODE.findall(part)}
    vetted = (
        _VETTED.search(it) or _REVIEWED_IN_ENGLISH.search(it) for it in clauses if not _VETTING_REFUSED.search(it)
    )
    return len(named) > 1 and any(vetted)


def _is_listed(line: str) -> bool:
    """Whether a line is a code, with nothing or a title behind it."""
    match = _LISTED.match(line)
    rest = line[match.end() :].strip(" \t.:,;–-“”\"'()") if match else ""
    return match is not None and not rest[:1].islower() and not _REMARK.search(fold(rest))


def _is_vetted(clause: str, raw: str, *, names_papers: bool) -> bool:
    """Whether a clause says that papers are vetted: those that the text names, or all that we asked about."""
    match = _VETTED.search(clause)
    if match is None:
        return False
    before, after = clause[: match.start()], clause[match.end() :]
    if before and not _VETTING_BEGINS.match(before):
        return False
    # Behind "bài" stands which; what stands before it is a school or a person, as "Trường Chính trị tỉnh Nghệ An".
    which = re.search(r"\b(\d+ )?bai\b.*", before)
    about = f"{which[0] if which else ''} {after}".split()
    if names_papers:  # how many they are and whose chooses nothing
        names = {fold(word) for word in re.findall(r"\w+", raw) if word[0].isupper() and not raw.isupper()}
        about = [word for word in _WHOSE.sub("", " ".join(about)).split() if not (word in names or word.isdecimal())]
    else:
        about += match[0].split()
    return re.fullmatch(rf"({_OF_ALL.pattern})*", " ".join(about)) is not None


def _is_reviewed(clause: str, *, names_papers: bool) -> bool:
    """The same in English, where one paper is not several."""
    return _REVIEWED.fullmatch(clause) is not None and (names_papers or _OF_ONE.search(clause) is None)


def _may_stand_beside(clause: str, raw: str, *, after: bool) -> bool:
    if _VETTING_BESIDE.fullmatch(clause):
        return True
    return (_may_follow if after else _may_precede)(clause, raw)


def _may_precede(clause: str, raw: str) -> bool:
    """Before "I agree": whom it greets, who agrees ("Tôi, Nguyễn Văn An, đồng ý")."""
    greets = _GREETING.match(clause) is not None or re.fullmatch(_WHO, clause) is not None
    return greets or _is_courtesy(clause) or _is_signature(raw)


def _may_follow(clause: str, raw: str) -> bool:
    """After "I agree": thanks, a closing, who it is."""
    return _is_courtesy(clause) or _is_signature(raw)


def _is_courtesy(clause: str) -> bool:
    return any(it.fullmatch(clause) is not None for it in (_SALUTATION, _THANKS, _BESIDE_CONSENT))


def confirms(text: str) -> str | None:
    """The words that confirm what we asked about ("Tôi xác nhận rút bài"), in a text that takes nothing back; None.

    `text` is without quoted parts.
    """
    if len(text) > _LONGEST_CONSENT or "?" in text:
        return None
    clauses = [_words(clause) for clause in re.split(r"[\n.,;:!()–-]+", _CODE.sub(" ", text))]
    said = [clause for clause in clauses if clause and not _GREETING.match(clause)]
    if any(_TAKEN_BACK.search(clause) for clause in said):
        return None
    return next((clause for clause in said if _CONFIRM.search(clause)), None)


def thanks(text: str) -> str | None:
    """The words that thank or say that a letter has come, in a text that says no more than that; None.

    `text` is without quoted parts.  After these words only a closing and a signature may follow: whatever else
    stands there is read by a person.
    """
    if len(text) > _LONGEST_CONSENT or "?" in text:
        return None
    said: list[str] = []
    for line in text.splitlines():
        clauses = [_words(clause) for clause in re.split(r"[.,;:!()–-]+", line)]
        clauses = [clause for clause in clauses if clause and not _SALUTATION.fullmatch(clause)]
        if all(_THANKS.fullmatch(clause) for clause in clauses):
            said.extend(clauses)
        elif not said or not _is_signature(line):
            return None
    return said[0] if said else None


def _is_marked(line: str) -> bool:
    """Short, or with many capitals and numbers: a sentence may begin with the name of an office too."""
    words = re.findall(r"[^\s.,;:()–-]+", line)
    if len(words) > _LONGEST_SIGNATURE or _ACTS.search(_words(line)):
        return False
    return len(words) <= 4 or sum(not word[0].islower() for word in words) * 3 >= len(words)


def _is_signature(line: str) -> bool:
    """A name, an office, a telephone number: beginning as such, or nearly every word of it capitalised or a number."""
    said = _words(line.replace(".", " "))
    if _RESERVE.search(said):
        return False
    if _SIGNATURE.match(said):
        return True
    words = re.findall(r"[^\s.,;:()–-]+", line)
    marked = sum(not word[0].islower() for word in words)
    return len(words) <= _LONGEST_SIGNATURE and marked * 4 >= len(words) * 3


def asks(subject: str, text: str) -> Asked | None:
    """The words of a question; None.  The mark in an address asks nothing."""
    # Codes stand between words that belong together: "Hai bài TL-2021-005 và TL-2021-006 đạt chưa?"
    subject, text = (_CODE.sub(" ", _ADDRESS.sub(" ", it[:_LIMIT])) for it in (subject, text))
    parts = list(_parts(subject, text))
    for part in parts:
        if match := _STATUS.search(part):
            # Not by the subject, which only names the matter: "Hỏi về bài tham luận".
            more = any(
                _ASK.search(other) and not (_STATUS.search(other) or _WEAK.search(other)) for other in _parts("", text)
            )
            return Asked(_shown(match), about_status=True, more=more)
    found = [(part, match) for part in parts if (match := _ASK.search(part))]
    for part, match in found:
        if not _WEAK.search(part):
            return Asked(part[-100:] if match[0] == "?" else _shown(match), about_status=False)
    return Asked(_shown(found[0][1]), about_status=False, weak=True) if found else None


def missing_words(subject: str, text: str, *, enclosed: bool = False) -> Iterator[tuple[Missing, str]]:
    """What the words show was meant to be in the mail: a link instead of the file, a file that was promised.

    `enclosed`: some file came; then only words that speak of a paper show that another was meant.
    """
    if link := _LINK.search(text[: _LIMIT * 3]) or _stored(text):
        yield Missing.LINK, link[0][:100]
    promised = list(_promised(subject, text, enclosed=enclosed))
    if promised:  # what speaks of a file in this very mail is the surer word
        yield Missing.PROMISED, next(filter(names_enclosure, promised), promised[0])


def _promised(subject: str, text: str, *, enclosed: bool) -> Iterator[str]:
    is_answer = re.match(r"^\W*(re|tr|ph|tra loi)\s*:", fold(subject)) is not None  # the subject is not the author's
    for number, part in enumerate(_parts("" if is_answer else subject, text)):
        pattern = _SUBJECT_PROMISE if number == 0 and subject.strip() and not is_answer else _PROMISE
        said = _ELSEWHEN.sub(" ", part)
        if _DISCLAIMER.search(part) or (enclosed and not _NAMES_PAPER.search(said)):
            continue
        if match := pattern.search(said):
            yield _shown(match)


def _stored(text: str) -> re.Match[str] | None:
    """The link to a file, of whatever place, that the words before it or around it call one."""
    link = _ANY_LINK.search(text[:_LIMIT])
    beside = _ANY_LINK.sub(" ", text[:_LIMIT])
    return link if link and any(_LIES_THERE.search(part) for part in _parts("", beside)) else None


def hands_over(subject: str, text: str) -> bool:
    """Whether a program's words pass on something an author meant for us: a shared file, or word of a paper."""
    words = fold(f"{subject}\n{text[:_LIMIT]}")
    shared = _LINK.search(text[: _LIMIT * 3]) is not None and _HANDS_OVER.search(words) is not None
    return shared or _OF_PAPERS.search(words) is not None


def names_enclosure(words: str) -> bool:
    """Whether promising words speak of a file in this very mail ("gửi kèm"), not only of sending a paper."""
    return _ENCLOSED.search(words) is not None


def promises_file(text: str) -> bool:
    """Whether the opening of a text speaks of a file in this very mail.  What a paper says further down does not."""
    promises = (_PROMISE.search(_ELSEWHEN.sub(" ", part)) for part in _parts("", text[:_OPENING]))
    return any(match is not None and names_enclosure(match[0]) for match in promises)


def _parts(subject: str, text: str) -> Iterator[str]:
    """The subject, then sentence by sentence, folded; a line break inside a sentence does not end it."""
    if subject.strip():
        yield re.sub(r"^\W*((re|fwd?|tr|ph|chuyen tiep|tra loi)\s*:\s*)+", "", _written_out(fold(subject)))
    joined = re.sub(r"(?<![.!?:;,\n])\n(?=[^\n\-+*•\d])", " ", text[:_LIMIT])
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", joined):
        if folded := fold(sentence):
            yield _written_out(folded)


def _written_out(text: str) -> str:
    """Folded words as they are spelled."""
    return _CUT_SHORT.sub(lambda match: _WRITTEN_OUT[int((match.lastgroup or "s0")[1:])], text)


def _words(filename: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(filename.rpartition(".")[0] or filename)))


def _shown(match: re.Match[str]) -> str:
    return " ".join(match[0].split())[:100]
