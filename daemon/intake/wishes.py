"""What people want done with a paper of theirs, from the words they use: withdraw, keep, replace, add.  PURE.

Each pattern names in its neighbourhood what it must not match ("rút bài học kinh nghiệm" withdraws nothing).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from daemon.intake.prose import CODE, NO_LESSON, PAPER, PEOPLE, bare, one_of, sentences, shown, typed_bare
from daemon.text.vietnamese import fold

_WITHDRAW = one_of(
    (
        r"\b(xin|de nghi|muon|cho|duoc|xin phep|can|se|quyet dinh|yeu cau|phai|nguyen vong|thong nhat|thoi)"
        r"( \w+){0,5} (rut|huy|thu hoi)( lai)?"
        r"( (?!(gon|ngan|bot|ra|kinh|y|tien|von|cau|tu|ten|dat|no|thu|mail|email|tin|phu luc|anh|hinh|bang|slides?|"
        r"trang|phan|muc|doan|dong tac|so dien|logo)\b)\w+){0,3} "
        rf"({PAPER}\b{NO_LESSON}|dang ky\b(?!( \w+){{0,3}} {PEOPLE}\b)"
        r"(?! (tham du|du|hoc|phong|khach|xe|an|cho|ve|do|nghi|tham quan|mua)))"
    ),
    (
        r"\b(xin|muon|cho|de nghi|duoc)( \w+){0,4} rut( lui| ten)?( ra)? khoi "
        r"(hoi thao|ky yeu|danh sach (bai|tac gia|tham gia))\b"
    ),
    rf"\b(va|dong thoi)( xin)? rut( lai)? {PAPER}\b{NO_LESSON}",
    rf"\b(toi|em|minh|chung toi|chung em) rut( lai)? {PAPER}\b{NO_LESSON}",
    r"\bxin( phep| duoc){0,2} rut( lai)?(( khong)? (sua|gui|nop|tham gia) nua)?( a| nhe)?\W*$",
    (
        r"\b(xin|de nghi|nho|mong|vui long)( (btc|btk|ban to chuc|ban thu ky))? (dung|ngung|khong) "
        rf"(dang|in|su dung|xet|cham|dua) {PAPER}\b"
    ),
    rf"\b{PAPER}\b[^.?]{{0,40}}\bgui nham (hoi thao|hoi nghi|noi nhan|cho khac)\b",
    r"\bkhong (dang|in|dua)( \w+){0,3} ky yeu( hoi thao)? nua\b",
    rf"^(v/v |ve viec |thu |don |giay )?(xin |de nghi )?(rut|huy|thu hoi)( lai)? {PAPER}\b{NO_LESSON}",
    rf"\b(don|thu|ve viec|v/v) (xin |de nghi )?rut (lai )?(bai|tham luan)\b{NO_LESSON}",
    r"\b(khong|thoi khong) (gui|tham gia|nop|du)( bai| viet bai| tham luan)* (nua|hoi thao nua)\b",
    (
        r"\b(khong|thoi)( (con|muon|the|co nhu cau|tiep tuc))*"
        rf"( (gui|nop|tham gia|dang|dang ky|trinh bay|viet|in|su dung|xet))+( lai)? {PAPER}\b"
        r"(?!.{0,60}\b(tap chi|noi (khac|nao)|dau)\b)[^.,;?]{0,60}(?<! lan) nua\b"
    ),
    (
        rf"\b{PAPER}\b.{{0,80}}\bxin( phep| duoc){{0,2}} rut( lai)?\b"
        r"(?! (ra|kinh nghiem|gon|ngan|bot|ten|phu luc|anh|hinh|bang|slides?|trang|phan|muc|doan|logo)\b)"
    ),
    # "Bài còn non quá, cho tôi rút về"
    rf"\b{PAPER}\b.{{0,80}}\b(xin|cho)( phep| duoc| toi| em| minh| chung toi){{1,3}} rut( lai)?( ve)?( a| nhe)?\W*$",
    (
        rf"\b(xin|de nghi|nho|mong|yeu cau|vui long)( \w+){{0,4}} (bo|loai|go|xoa|gach) {PAPER}"
        r"( (?!(cu|truoc|nham|trung)\b)\w+){0,4} (ra|khoi)\b(?!.*\bthay\b)"
    ),
    r"\b(withdraw(al|ing)?|retract(ion|ing)?)\b.{0,40}\b(paper|submission|article)\b",
    r"\b(cancel\w*|delete|remove|annul)( \w+)? (my|our) (paper|submission|article|contribution)\b"
    r"(?!.s\b)(?! (title|file|page|name|abstract|number|on page)\b)",
    r"\b(take|taking) (back (my|our) (paper|submission|article|contribution)|"
    r"(my|our) (paper|submission|article|contribution) back)\b",
    r"\b(take|remove|strike|drop)( \w+)? (my|our) (paper|submission|article|contribution) (off|from|out of)\b"
    r"|\bpull(ing)? (out of|my (paper|submission|article) (from|out))\b.{0,20}\b(conference|workshop|proceedings)\b",
)
#: Said of oneself; and not "I will not come and withdraw my paper".
_WITHDRAWS_NOTHING = (
    r"\b(do not|don.?t|did not|didn.?t|not|never)( (want|wish|intend|plan|mean|meant|like|going|have|need|asking|ask|"
    r"yet|"
    r"to|be|really|actually|decided))* (withdraw\w*|retract\w*|take back|take (my|our) \w+ back|"
    r"(cancel\w*|delete|remove|drop)( \w+)? (my|our))\b"
)
_NOT_WITHDRAW = one_of(
    _WITHDRAWS_NOTHING,
    # what would come of it: "rút rồi có gửi bài khác được không"
    rf"\brut( lai)?( {PAPER})?( lai)? (roi|xong|thi)\b[^.?!]{{0,60}}\b(khong|chua|the nao|ra sao)\b",
    r"\b(khong|chua|dung) (\w+ ){0,2}(rut|huy|thu hoi)\b",
    r"\b(co duoc|cach|lam sao|the nao|neu) (\w+ ){0,4}(rut|huy|thu hoi)\b",
    r"\b(rut|huy)\b.{0,40}\bnhung (nay|bay gio|gio|hien)\b",
    r"\b(hay( la)?|co|thi) (can |phai )+(xin )?(rut|huy)\b",
    # a reviewer goes, and no paper
    r"\bphan bien\b( \S+){0,6} xin (rut|thoi)\b(?! (bai|tham luan))",
    # it stays, and something of it goes
    rf"\b{PAPER}( \w+){{0,3}} van( \w+)? (giu|de nguyen|tham gia|gui)\b.{{0,60}}\b(rut|bo|huy)\b",
)
#: What would be done in a case that has not come yet; and not the "if possible" of who asks.
_WITHDRAW_IN_CASE = one_of(
    (
        r"\bneu (?!(duoc|co the|kip|con kip|chua muon|khong phien|khong co gi|thuan tien|(btc|btk|ban to chuc|"
        r"ban thu ky) (dong y|cho phep))\b)[^.;!?]{4,160}\bthi( \w+){0,4} (rut|huy)\b"
    ),
    r"\b(rut|huy)( lai)?( \w+){0,3} neu( nhu)? (?!(duoc|co the|con kip|(btc|btk|ban \w+ \w+) (dong y|cho phep))\b)",
)
#: A paper that was withdrawn, or is about to be, is to stay after all.
_WANTS_BACK = one_of(
    (
        r"\b(khoi phuc|phuc hoi|lay lai|nhan lai|xet lai|dua lai|dang lai|giu( nguyen)?( lai)?)( \w+){0,4}"
        rf" {PAPER}( (?!(va|de|nhung)\b)[\w-]+){{0,5}} (rut|huy)\b"
    ),
    rf"\b(khoi phuc|phuc hoi)( lai)?( (cho|giup|em|toi|ho|nguyen|trang thai|tinh trang|cua))* ({PAPER}|ma|tl)\b",
    rf"\b(xin|cho|de nghi|mong|nho|muon|duoc|vui long|hay)( \w+){{0,5}} (giu lai|giu( nguyen)? cho) {PAPER}\b",
    (
        rf"\b{PAPER}( [\w-]+){{0,4}} (rut|huy)\b.{{0,60}}\b"
        r"(khoi phuc|phuc hoi|giu( nguyen)? lai|nhan lai|tham gia lai|dang lai|dua (vao )?lai|lay lai duoc)\b"
    ),
    r"\b(cho|xin|muon|duoc|mong|de nghi|dang ky)( \w+){0,4} tham (gia|du) (tro )?lai\b",
    # in the words of our own letters; not of pages and quotas
    (
        rf"\b(xin|cho|de nghi|mong|nho|muon|vui long)( \w+){{0,5}} {PAPER}( \w+){{0,4}} (tinh|ghi nhan) (tro )?lai\b"
        r"(?! (so|diem|trang))"
    ),
    # it was to be withdrawn, and is not now; who attends all the same says so of coming, not of what was before
    (
        r"\b(hom (truoc|qua|no|kia)|tuan truoc|(truoc|luc|lan) (do|truoc)|lo|da|vua( roi)?)( \w+){0,4} (rut|huy)\b"
        r".{0,60}\b(nhung|nay|gio|bay gio|tuy nhien)\b.{0,80}\b(van|tiep tuc|lai)( \w+){0,2} (tham gia|giu|dang|gui)\b"
    ),
    r"\b(huy|rut lai|bo|thu hoi|xin thoi)( bo)? (yeu cau|don|de nghi|thu|viec|y dinh)( xin)? (rut|huy)\b",
    (
        r"\b(khong|thoi khong|chang)( (con|muon|xin|phai|dinh|co y dinh))* rut( lai)?"
        r"( (bai|tham luan|viet|nay|ay|do))* nua\b"
    ),
    r"\bthoi( (toi|em|minh|chung toi|xin|thi))* khong rut\b",
    (
        r"\b(doi y|thay doi (y dinh|y kien|quyet dinh)|suy nghi lai|nghi lai)\b.{0,80}\b"
        r"(khong rut|giu|van (muon |xin )?(tham gia|dang|giu|gui)|tham gia lai|tiep tuc (tham gia|de)|dang lai)\b"
    ),
)
_KEEPS = one_of(
    _WITHDRAWS_NOTHING,
    r"\b((khong|chua)( (he|co|muon|dinh|xin|phai|y dinh|dong y|xac nhan|viec|yeu cau|em|toi|minh))*|"
    r"dung( (co|vay|voi|bao gio|cho|de|ai|xin|(btc|btk|ban thu ky|ban to chuc)))*) (rut|huy)( bai|"
    r" tham luan| dang ky|$|\W)|\b(khong|chua)( \w+){0,2} (xac nhan|dong y|nhat tri)( \w+){0,2} (rut|huy)\b",
)
_STAYS = re.compile(rf"\bgiu( nguyen)?( lai)? {PAPER}\b")
#: The same in an answer to our question, where nothing else can stay.
_STAYS_AFTER_ALL = one_of(
    rf"\b(giu|de)( nguyen)?( lai)?( (ca|hai|cac|nguyen))*( {PAPER}|( (a|nhe|nha))*\W*$)",
    rf"\bvan( (muon|xin|se|cu))* (giu|de|gui|dang|tham gia|nop)( (nguyen|lai))*( {PAPER}|\W*$)",
    r"\b(do not|don.?t|no longer|never|not)\b.{0,30}\bwithdraw\b|\bkeep( \w+){0,3} (papers?|submission|article|it)\b",
)
_ANOTHER_GOES = re.compile(r"\b(ma|chi|rieng|nhung|con)( \w+){0,4} (rut|huy)\b|\b(but|instead)\b.{0,40}\bwithdraw\b")
#: Nobody wants it, or somebody asks who did: "Đừng khôi phục bài", "Ai gộp bài của tôi".
_NOT_TO_BE = re.compile(
    r"\b(khong|dung|chua|ai|sao|vi sao|tai sao|dau)( (bao|cho|lai|xin|phai|muon|can|nen|duoc|co|de nghi|dong y|yeu cau|"
    r"gui|da|tu y|nhat tri|viec|btc|btk|ban thu ky|ban to chuc|toi|em|minh|chung toi))* "
    r"(khoi phuc|phuc hoi|gop|ghep|nhap|tach)\b(?!( \w+){1,12} (chua|duoc khong)\b)"
    r"|\bphan doi( \w+){0,3} (khoi phuc|gop|ghep|nhap|tach)\b"
)
_ASKED = r"\b(xin(?! hoi)|de nghi|nho|mong|giup|vui long|hay|phien|yeu cau)"
#: What was sent last is no version of the one before.
_APART = one_of(
    (
        rf"\b(day|do|nay|no|gui|nop|sau|kia)\b( \w+){{0,3}} (chinh )?la( \w+){{0,2}} {PAPER} "
        r"(khac|rieng|doc lap|thu (hai|ba|2|3))\b"
    ),
    rf"\b(hai|2) {PAPER}( \w+){{0,2}},? chu khong phai( la)? (mot|1|ban)\b",
    rf"{_ASKED}( \w+){{0,5}} (ghi|tinh|coi|xem)( \w+){{0,2}} (thanh|la) (hai|2) {PAPER}\b",
    rf"\b(hai|2|ca hai) {PAPER}( \w+){{0,3}} (khac nhau|khac han nhau|rieng( biet)?|doc lap)\b",
    r"\bkhong phai( la)?( \w+)? (ban|bai)( da)? (sua|chinh sua|thay the|hoan thien)\b",
    rf"{_ASKED}( \w+){{0,5}} tach( (bai|ban|ma|nay|do|no|sau|cuoi|cung))* (giup|rieng|ra|thanh|lam|ho|{PAPER}|tl)\b",
    rf"{_ASKED}( \w+){{0,5}} thanh( mot)? {PAPER} (rieng|khac|doc lap)\b",
    rf"\btach( (bai|ban|ma|nay|do|no|giup|cho|em|toi))* (rieng|ra|thanh)( \w+){{0,3}} {PAPER}\b",
)
_NOT_APART = re.compile(rf"\b(khong|dau) (phai )?(la )?( ?mot )?{PAPER} (khac|rieng)\b")
_ASKS_APART = re.compile(rf"\btach\b|\bchu khong phai\b|\b(thanh|la) (hai|2) {PAPER}\b")
#: Two papers on record are one.
_JOINED = one_of(
    (
        rf"\b(hai|2|ca hai) ({PAPER}|ma|ban|tep|file)( (?!khong\b)[\w-]+){{0,5}} (chi |deu )?"
        r"la( cung)? (mot|1)\b"
        r"(?! (trong|so|phan|vai|cach))"
    ),
    rf"{_ASKED}( \w+){{0,5}} (gop|ghep|nhap)( lai| chung)? (giup|ho|lai|chung|hai|2|lam|thanh|ma|tl|{PAPER})\b",
    rf"\b(gop|ghep|nhap) (hai|2|ca hai|cac|ma|tl|{PAPER})\b( [\w-]+){{0,6}} (lai|lam mot|thanh mot|vao|voi|chung)\b",
    (
        rf"\b({PAPER}|ma|tl)\b( [\w-]+){{0,4}} (chi |chinh |thuc ra )?la ban (sua|moi|chinh sua|hoan thien|thay the)"
        rf"( [\w-]+){{0,2}} cua ({PAPER}|ma|tl)\b"
    ),
)
#: A file is on its way, or was meant to be: whoever says so and forgot it has asked for nothing yet.
_SENDS = re.compile(
    r"(?<!vua )(?<!da )(?<!moi )(?<!truoc )(?<!qua )(?<!sau )\b(gui|nop|dinh kem|kem theo)\b(?! (truoc|sau|hom|luc))"
)
#: Of several papers one goes: by its place in a list, or because another stays.
_CHOOSES = re.compile(
    rf"{_STAYS.pattern}|\b(mot|1) (trong|{PAPER})|\b{PAPER} (thu (nhat|hai|ba|tu|nam|\d)|so \d|\d\b|dau|cuoi|"
    rf"con lai|kia)\b|\b(chi|rieng) (xin )?(rut|huy|{PAPER})\b"
)
_LISTED = rf"{CODE.pattern}(?: (?:va|voi) (?:bai )?{CODE.pattern})*+"
#: A paper stays that is named by its code.
_STAYS_BY_CODE = re.compile(
    rf"\b(?:giu|de nguyen|khong rut)(?: (?:nguyen|lai|bai|tham luan|viet|ma|so))* (?P<after>{_LISTED})"
    rf"|(?P<before>{_LISTED})(?: (?:thi|xin|toi|em|minh|duoc|cho|van|muon|cua))* "
    r"(?:giu|de nguyen|khong rut|van (?:gui|tham gia|du|nop|dang))\b"
    rf"(?!(?: (?:nguyen|lai|bai|tham luan|viet|ma|so))* {CODE.pattern})",
    re.IGNORECASE,
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
    rf"\b({PAPER}|ban|file|tep){_OF_IT}{{0,3}} (sua|chinh sua|hieu chinh|hoan thien lai|sua lai|sua doi|"
    rf"bo sung|thay the|cap nhat)\b{_NOT_OF_IT}"
    rf"|\b(ban|bai|file|tep){_OF_IT}{{0,2}} (moi( nhat)?|cuoi( cung)?|thay the|lan (2|3|hai|ba|thu (hai|ba)))\b"
    rf"|(?<!khong )(?<!chua )\bthay( the)?( cho)?( cac| nhung)? ({PAPER}|ban|file|tep|cai)\b"
    r"|\b(bai|ban) (truoc|cu|hom truoc|da gui|da nop)\b.{0,60}\b(sai|nham|loi|thieu|huy|bo|xoa)\b"
    rf"|\b(gui|nop|dinh kem) ((nham|sai)(?!{_ASTRAY})|thieu(?! (file|tep|dinh kem)))( file| bai| ban| tep)?\b"
    r"|\b(da|xin|vua) (sua|chinh sua|bo sung|hieu chinh)( lai)?( \w+){0,4} (theo (gop y|y kien|yeu cau|nhan xet|"
    r"huong dan|thong bao|thu|ket qua)|bai|font|phong chu|noi dung|yeu cau|gop y)\b"
    r"|\b(ban|bai|file|tep)( \w+){0,2} v ?[2-9]\b|\b(huy|bo|xoa) (bai|ban|file|tep) (cu|truoc|hom truoc|da (gui|nop))\b"
    rf"|\b(sua|chinh sua|hieu chinh) lan (\d|hai|ba|thu \w+)\b|\b(cap nhat|chinh|hoan thien) lai( \w+)? {PAPER}\b"
    r"|\b(revised|corrected|updated|new) (version|paper|file)\b|\bresubmi(t|ssion)\b"
    # the same paper under another title
    rf"|\b(?<!khong )(?<!chua )(doi|thay|thay doi|sua|chinh|dat)( lai)? (ten|tieu de)( cua)? {PAPER}"
    r"(?= (truoc|cu|da (gui|nop)|hom (truoc|no|kia|qua)|lan truoc|thanh|sang|lai|cho)\b)"
)
_CORRECT = re.compile(_MENDS + r"|\b(gui|nop)( (?!(bi|nham|truoc)\b)\w+){0,3} lai\b(?! (sau|cho toi|giup|giay))")
_MENDED = re.compile(_MENDS)
#: An earlier letter that brought nothing: "gửi lại" after it is a first submission.
_NEVER_CAME = one_of(
    r"\b(quen|thieu|sot|chua|khong)( (co|kip|gui|kem|dinh))* (dinh kem|kem|tep|file)\b",
    r"\bbi (tra (lai|ve)|loi duong truyen|chan)\b",
    r"\b(khong|chua) (gui|chuyen) (duoc|di|toi|den)\b",
    r"\b(bai|thu|mail|email)( \w+){0,4} (khong|chua) (den|toi)\b",
    r"\blan dau\b",
    rf"\b(gui|nop|chuyen) (nham|sai){_ASTRAY}",
)
#: What would be done if something were found wrong, or later on.
_CONDITION = re.compile(r"\b(neu|truong hop|co (gi|dieu gi|cho nao)|can gi|nhu can)\b(?P<main>[^,]*,?).*$")
_LATER = re.compile(
    r"\b(se|de (em|toi|minh|chung toi|chung em|tac gia|nha truong)|(bao|nhac|cho biet|cho y kien|phan hoi)"
    r"( (?!thay\b)\w+){0,4})( \w+){0,3} (sua|chinh sua|bo sung|gui lai|nop lai|hoan thien)\b.*$"
)
#: One paper more, by words that can mean nothing else.
_ADDITIONAL = one_of(
    (
        r"\b(gui|nop|dang ky)( tiep)? them\b"
        r"(?!( \w+){0,3} (ban|file|tep|anh|hinh|phu luc|minh chung|noi dung|thong tin|so lieu|phan|muc|y|y kien|"
        r"danh muc|tai lieu|lan)\b)"
    ),
    rf"\bthem( \w+)? (mot|hai|ba|bon|nam|\d{{1,2}}) {PAPER}\b(?! hoc)",
    rf"\b(mot|hai|ba|bon|nam|\d{{1,2}}) {PAPER} nua\b",
    r"\bkhong (phai )?(de )?thay (the|cho|bai|ban)\b",
    r"\bkhong phai( \w+)? (ban|bai) (sua|thay)\b",
    r"\b(another|second|third|additional) paper\b",
)
#: A clause whose first word of sending is of another time: what it counts is not what is attached.
_YET_TO_COME = re.compile(
    r"(?:(?!\b(?:gui|nop)\b).)*+(?:gui|nop)\b(?: \w+){0,3} (?<!thu )sau\b(?! (?:day|khi|bai|tham luan)\b)"
    r"|(?:(?!\b(?:gui|nop)\b).)*"
    r"\b(?:(?<!chia )se|sap(?! (?:nhap|xep))|du dinh|du kien|(?:tuan|thang|hom|dot|lan) sau|ngay mai|"
    r"dang (?:viet|hoan thien)|chua xong)\b"
)
_CLAUSES = re.compile(r"([,;:()]| (?:va|nhung) )")
#: The same by words that may also tell which paper was mended: not where the sentence speaks of mending.
_OTHER_PAPER = one_of(
    # nor where that other one is the one that stays as it was
    (
        r"\bbai( viet| tham luan){0,2} "
        r"(thu (hai|ba|tu|nam|sau|bay|\d{1,2})|khac|con lai|cua (mot )?dong nghiep)\b"
        r"(?!( \w+){0,4} ((giu|de) nguyen|khong (sua|doi|thay doi|chinh sua)|(van )?nhu cu)\b)"
    ),
    r"\bbai( viet| tham luan){0,2} moi\b(?! (nhat|sua|chinh|hoan|cap|bo|xong|da|duoc|thay|viet lai|cua bai))",
)
#: In a paper's place, not a person's: "nộp bài thay cho chị Lan" is what Lan wrote.
_FOR_ANOTHER = (
    r"(thay( the)?|the) cho(?=\W*$|\W*[,.;!]|( a| nhe)+\b|( (ca|cac|nhung|chinh))* "
    rf"({PAPER}|ban|file|tep|cai|lan (truoc|dau|thu|gui|nop|\d)|noi dung|thu|mail|email|truoc|cu|no|do|"
    rf"{CODE.pattern})\b)"
)
#: The old one goes and another comes in its place: whatever it is called, that replaces.
_REPLACES = one_of(
    (
        rf"\b(rut|huy|bo|xoa|loai|go)( lai)?( (giup|cho|em|toi|di))* (cai )?({PAPER}|ban|file|tep)( \w+){{0,4}} "
        r"(cu|truoc|truoc do|hom truoc|da (gui|nop)|ra|tl)\b.{0,100}\b(gui|nop|thay|thay bang|lay|dung)\b"
    ),
    rf"\b(gui|nop|dung|lay) ({PAPER}|ban|file|tep)( \w+){{0,4}} (de )?(thay the(?! cho)|thay vao|{_FOR_ANOTHER})\b",
    (
        rf"\b(doi|thay|thay doi|thay the)( (giup|lai|cho|em|toi))* ({PAPER}|ban|file|tep)\b.{{0,60}}\b"
        rf"(bang|sang|thanh)( \w+)? ({PAPER}|ban|file|tep)\b"
    ),
    rf"\bthay( the)? (bang|vao do|cho) ({PAPER}|ban|file|tep)\b",
)
#: The paper that comes in the other's place is said to be sent now, and here.
_SENDS_ANOTHER = re.compile(
    r"\b(?<!khong )(?<!chua )(?<!da )(?<!de )(?<!de em )(?<!de toi )(gui|nop|thay|lay|dung|dinh kem|kem)"
    r"( (?!(khong|don|thu|de|tap|noi|cho|phieu|giay)\b)\w+){0,4} (bai|ban|tham luan|file|tep)"
    r"( (?!(cho|noi|cua|hoi|tap|truong|toi|den|vao|o|cu)\b)\w+){0,2} "
    r"(moi|khac|thay the|sua|chinh sua|dinh kem|kem|kem theo)\b"
    r"(?!( \w+){0,2} (sau|den sau|vao (tuan|thang|ngay|dip))\b)"
)
_ASKS_LEAVE = re.compile(
    r"\?|\b(hoi|co the|neu|(co|duoc|xin phep|cho phep)( \w+)? (gui|nop|thay|dung))\b|\bkhong( a)?\W*$"
)
#: Vietnamese words that become "thay" when folded and replace nothing: see, teacher.
_SEES = re.compile(r"\bth[ấầ]y\b", re.IGNORECASE)
#: And words that become "bản", the version of a file: committees, "you", documents of an office.
_COMMITTEE = re.compile(r"\b(ban|bạn|bàn|bán)\b", re.IGNORECASE)
_DOCUMENT = re.compile(r"\b(văn|van|cơ|kịch|kich|địa|dia|nguyên|nguyen|biên|bien) b[ảàa]n\b", re.IGNORECASE)
#: Before a first submission a school's own review mends papers too; that replaces nothing here.
_NOT_CORRECT = one_of(
    (
        r"\b(sau khi|da duoc|duoc) (\w+ ){0,3}(tham dinh|hoi dong|ban giam hieu|to tham dinh)( \w+){0,8} "
        r"(sua|chinh sua|hoan thien|bo sung)\b"
    ),
    r"\b(neu|khi|truong hop|can|co gi|nhu)( \w+){0,8} (gui lai|sua lai|chinh sua|bo sung|sua)\b",
)
_CORRECT_NAME = re.compile(
    r"\b((da|ban|bai|file) )?(sua|chinh sua|sua lai|hieu chinh|thay the)( \w+){0,2} (lan \d|theo gop y|loi|"
    r"font|moi|lai|xong)\b"
    r"|\b(sua lan|chinh sua lan|sua lai|ban sua|bai sua|da sua|da chinh sua|ban chinh sua|(ban|bai|file) thay the|"
    r"thay the (cho )?(bai|ban)|sua font|lan 2|lan 3)\b|\bthay the$"
)


def withdraws(subject: str, text: str) -> str | None:
    """The words that ask to take a paper back; None."""
    for part in sentences(subject, text):
        match = _WITHDRAW.search(part)
        if match and not (_NOT_WITHDRAW.search(part) or _WITHDRAW_IN_CASE.search(part)):
            return shown(match)
    return None


def may_withdraw(text: str) -> str | None:
    """The words that say in which case a paper is to be taken back; None."""
    return next((shown(match) for part in sentences("", text) if (match := _WITHDRAW_IN_CASE.search(part))), None)


def chooses(text: str) -> bool:
    """Whether a text that withdraws speaks of some of several papers ("rút bài thứ hai, giữ lại bài kia")."""
    return any(map(_CHOOSES.search, sentences("", text)))


def staying(text: str) -> frozenset[str]:
    """The codes, as we write them, of the papers that a text which withdraws says are to stay."""
    found = (match["after"] or match["before"] for match in _STAYS_BY_CODE.finditer(fold(text)))
    return frozenset(code[0].upper() for listed in found for code in CODE.finditer(listed))


def corrects(subject: str, text: str, filenames: Sequence[str]) -> str | None:
    """The words that say that an attached paper replaces one sent before; None.

    Not what would be done if something were wrong, and not sending again what never arrived.
    """
    parts = list(sentences(_plain(subject), _plain(text)))
    if match := _replaces(parts):
        return shown(match)
    pattern = _MENDED if any(_NEVER_CAME.search(part) for part in parts) else _CORRECT
    for part in map(_done, parts):
        if not _NOT_CORRECT.search(part) and (match := pattern.search(part)):
            return shown(match)
    for name in filenames:
        if match := _CORRECT_NAME.search(bare(name.rpartition(".")[0] or name)):
            return shown(match)
    return None


def _plain(text: str) -> str:
    """A text without the words that folding would make others; where no diacritics are typed all may be meant."""
    text = _DOCUMENT.sub("giay", _SEES.sub("nhin", text))
    return text if typed_bare(text) else _COMMITTEE.sub("nguoi", text)


def _done(part: str) -> str:
    """A sentence without its conditions and intentions; what follows a condition counts where it names the file."""
    if match := _CONDITION.search(part):
        rest = part[match.end("main") :]
        part = part[: match.start()] + (rest if _MENDED.search(rest) else "")
    return _LATER.sub(" ", part)


def adds(subject: str, text: str) -> str | None:
    """The words that say that an attached paper is one more and replaces none; None.

    A "new paper" that comes in place of one to be withdrawn is none, nor is one that is still to be sent.
    """
    parts = list(sentences(_plain(subject), _plain(text)))
    replaces = _replaces(parts) is not None
    for part in map(_sent_now, parts):
        if match := _ADDITIONAL.search(part):
            return shown(match)
        if replaces:
            continue
        if (match := _OTHER_PAPER.search(part)) and not _CORRECT.search(_OTHER_PAPER.sub(" ", part)):
            return shown(match)
    return None


def _sent_now(part: str) -> str:
    """A sentence without the clauses of what comes later: "em có một bài nữa sẽ gửi sau"."""
    return "".join("" if _YET_TO_COME.match(clause) else clause for clause in _CLAUSES.split(part))


def _replaces(parts: Sequence[str]) -> re.Match[str] | None:
    """The words by which an old paper goes and the attached one comes in its place; None."""
    return next(
        (match for part in parts if (match := _REPLACES.search(part)) and not _ADDITIONAL.search(_sent_now(part))), None
    )


def exchanges(text: str) -> str | None:
    """The words by which another paper, that should be in the mail, comes in the place of one that goes ("Em xin rút
    bài cũ, gửi lại bài mới kèm theo"); None.
    """
    parts = list(sentences("", _plain(text)))
    if withdraws("", text) is None and _replaces(parts) is None:
        return None
    told = (bare(_sent_now(part)) for part in parts if not _ASKS_LEAVE.search(part))
    found = (match for it in told if (match := _SENDS_ANOTHER.search(it)))
    return next(map(shown, found), None)


def wants_back(subject: str, text: str) -> str | None:
    """The words that ask to keep, or to take up again, a paper that was withdrawn; None."""
    parts = [*sentences(subject, text)]
    if any(map(_KEEPS.search, parts)) and (kept := next(filter(None, map(_STAYS.search, parts)), None)):
        return shown(kept)
    found = (match for part in parts if (match := _WANTS_BACK.search(part)) and not _NOT_TO_BE.search(part))
    return next(map(shown, found), None)


def keeps(text: str) -> str | None:
    """The words that say that a paper is not to be withdrawn ("tôi không xác nhận rút"); None."""
    return next((shown(match) for part in sentences("", text) if (match := _KEEPS.search(part))), None)


def stays(text: str) -> str | None:
    """The words of an answer to our question whether a paper is to be withdrawn by which it stays; None.  Not of who
    means another paper ("không phải rút bài này mà rút bài kia").
    """
    parts = [*sentences("", text)]
    if any(map(_ANOTHER_GOES.search, parts)):
        return None
    found = (match for part in parts for it in (_KEEPS, _WANTS_BACK, _STAYS_AFTER_ALL) if (match := it.search(part)))
    return next(map(shown, found), None)


def sets_apart(text: str) -> str | None:
    """The words that say that what was sent last is a paper of its own ("đây là bài khác, xin tách giúp"); None.

    Not those of who sends another paper, and forgot the file.
    """
    parts = list(sentences("", text))
    if any(map(_SENDS.search, parts)) and not any(map(_ASKS_APART.search, parts)):
        return None
    found = (match for part in parts if (match := _APART.search(part)) and not _is_unwanted(part))
    return next(map(shown, found), None)


def _is_unwanted(part: str) -> bool:
    return _NOT_APART.search(part) is not None or _NOT_TO_BE.search(part) is not None


def joins(text: str) -> str | None:
    """The words that say that two papers are one ("hai bài này là một, xin gộp lại"); None."""
    found = (match for part in sentences("", text) if (match := _JOINED.search(part)) and not _NOT_TO_BE.search(part))
    return next(map(shown, found), None)
