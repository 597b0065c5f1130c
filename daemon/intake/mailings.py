"""Devices, systems and mailings by what they say of themselves; bills, circulars, calls by their matter.  PURE."""

from __future__ import annotations

import re
from dataclasses import replace

from daemon.filenames import extension
from daemon.intake.prose import is_forward, one_of
from daemon.intake.sellers import asks_for_offer, by_advertising, by_offer, sells_itself
from daemon.intake.signs import (
    DEVICE_FOOTER,
    FROM_SYSTEM,
    OPENING,
    READER,
    SIGNATURE_MARK,
    URL,
    WRONG_HANDS,
    Sign,
    above_office_footer,
    answers,
    by_tone,
    short,
)
from daemon.intake.voices import (
    OURS,
    QUESTION,
    SALUTED,
    SPOKEN,
    greets_us,
    is_ours,
    is_personal,
    is_voice,
)
from daemon.model import Address, Disposition, ParsedMail
from daemon.text.vietnamese import fold

#: What a mailing that nobody typed says at its end.
_MAILING = one_of(
    r"(huy dang ky|unsubscribe|opt[- ]?out|(ngung|khong muon|dung|bo|tu choi|thoi)( tiep tuc)? nhan)\b[^.]{0,80}"
    r"\b(tai day|vao day|(nhan|bam|nhap|click)( vao)?|here|https?:|lien ket|link)",
    r"\b(click|bam|nhan|nhap)( \w+){0,8} (huy dang ky|unsubscribe|(ngung|khong) nhan)",
    # and not the small print of offices ("... vì nhầm lẫn", "because you are the intended recipient")
    r"\byou( are| have|.re)? (receiv\w+|getting|been sent) this (e-?mail|message|mail) (because|as)( \w+){0,6} "
    r"(subscri\w+|signed|regist\w+|opted|members?|account|list|purchas\w+|customer)\b",
    rf"\b{READER} (dang )?nhan( duoc)? (thu|e-?mail|ban tin|thong bao)( nay)? (vi|do|boi)\b"
    r"(?!( \w+){0,4} (nham|loi|sai|so suat|vo y|vo tinh|khong phai)\b)",
)
_MAILING_LINE = re.compile(
    r"^\W*(unsubscribe|huy dang ky( nhan (tin|thu|e-?mail|ban tin))?|view (this e-?mail )?in( your)? browser)\W*$"
)
_SENT_BY_SYSTEM = one_of(
    r"(thu|e-?mail|tin nhan|thong bao) nay (la )?(duoc )?(he thong )?(gui|tao)( ra| di)?( mot cach)? tu dong",
    r"(day|nay) la (mot )?(thu|e-?mail|tin nhan|thong bao)( (duoc|do|phat sinh))*( he thong)?( gui| tao)?( ra)? "
    r"tu dong",
    r"(vui long|xin|de nghi) (dung|khong) (tra loi|phan hoi|reply)( lai)?( (vao|den|toi|theo))? "
    r"(thu|e-?mail|dia chi|hop thu)( e-?mail| thu)? nay\b(?! (ma|vi|nhung|de|do|neu|,))",
    r"this is an auto(mated|matic(ally)?)([- ]generated)? (message|e-?mail|notification|mail)"
    r"|(please )?do not (reply|respond) to this (e-?mail|message|address|mail)\b(?! (if|unless)\b)",
    FROM_SYSTEM,
    r"(thu|e-?mail) nay duoc gui tu (bieu mau|form|mau lien he|trang web|website)"
    r"|this e-?mail was sent (from|via) (a|the|your) (contact )?(form|website)",
    # trackers of tasks and errors
    r"\breply to this e-?mail directly( or|, )|\bthis (message|e-?mail|notification) was (sent|generated) by (\w+ )?"
    r"(jira|confluence|bitbucket|redmine|trac|jenkins|gitlab|github|gitea|asana|trello|nagios|zabbix|sonarqube)\b",
)
#: The same as the last sentence, whatever the text asked before ("Không phải bạn?").
_LAST_WORDS = re.compile(rf"(^|[.!?*(:–—-] ?)({_SENT_BY_SYSTEM.pattern})[^?]{{0,60}}$")
#: Copiers, scanners and fax gateways: what they call themselves, and what they say.
_BRAND = (
    r"(konica|bizhub|ricoh|aficio|xerox|workcentre|versalink|altalink|kyocera|taskalfa|ecosys|officejet|laserjet|epson|"
    r"lexmark|scan ?to)"
)
#: What people, places and programs are called as well: "Brother Nguyen", "Canonical", "CSharp".
_NAMESAKE = r"(?<![^\W\d_])(?<!\bc )(canon|brother|sharp|e-studio|estudio(?=[ -]?\d)|mfp)(?![^\W\d_])"
_DEVICE_MAILER = re.compile(rf"{_BRAND}|{_NAMESAKE}", re.IGNORECASE)
#: A device that is called by its name and model; a namesake has the model right behind it.
_DEVICE_CALLED = re.compile(
    rf"^(?=.*{_BRAND}).*(\d{{3,}}|\bmfp\b)|^(?=.*\bmfp\b).*\d{{3,}}"
    rf"|{_NAMESAKE}[\s_:-]*((ir|adv|advance|image ?runner|series|mf|lbp|dcp|hl|mx|ar|al|bp|dx|gx|c)[\s_-]*)*"
    r"([a-z]{0,5}-?[a-z]?\d{3,}|mfp\b)",
    re.IGNORECASE,
)
#: What offices call theirs: "Máy photo tầng 2".
_DEVICE_AT_HOME = re.compile(
    r"\W*(máy (in|photo(copy)?|scan|quét|fax|đa năng)|may (photo(copy)?|scan|quet|fax|da nang)|printer|copier|"
    r"(photo)?copier|scanner|fax machine)\b(?!.*@)",
    re.IGNORECASE,
)
_DEVICE_WORDS = one_of(
    r"^scan(ned)?( (to|by|via))? e-?mail\W*$|^attached image\W*$|^scanned (file|document|image|data) from\b"
    r"|\b(paper|original|page) size\s*:.{0,60}\b(resolution|file format|pages?)\s*:"
    r"|^\W*(canon|ricoh|xerox|kyocera|konica|sharp|toshiba|brother|epson) [\w-]+\W+\d{6,}"
    r"|^(sent|scanned) (by|from|with) \W?(i?-?ir-?adv|ricoh|bizhub|taskalfa|aficio|canon|sharp|xerox|kyocera|mx-)\b",
    r"^(message|scan(ned)?( (data|image|file|document))?|(attached )?image) from \W?"
    r"(a |an |the )?(km[_\d]|rnp|ricoh|bizhub|kmbt|taskalfa|canon|sharp|hp\b|"
    r"xerox|mfp|multifunction|e-?studio|scanner|copier|brother|epson|kyocera|konica|toshiba|[a-z]{1,5}[-_]?\d{3,})",
    r"\bthis e-?mail was sent from \W?\w+\W? \(",
    r"\b(sent to you using|scanned (and sent )?(to you )?(from|using|by|with)) (a|an|the|my) (\w+ ){0,3}"
    r"(printer|multifunction|scanner|copier|mfp|device|officejet|laserjet)",
    r"\bdevice (name|model)\s*:.{0,80}\b(location|file format|scan|mac address|resolution)\b",
    r"\b(ten )?thiet bi\s*:.{0,80}\b(vi tri|dinh dang( tep)?|so trang|do phan giai|dia chi mac)\s*:"
    r"|\bduoc (quet|scan)( \w+){0,2} gui( di)? (tu|boi|qua|bang) (may|thiet bi) (quet|scan|in|photo\w*|da "
    r"(chuc )?nang)\b",
    rf"\b{READER} (da )?nhan duoc (mot |1 )?(ban )?fax( moi)?( \d+ trang)? (tu|gom)\b"
    r"|\byou have received a( new)? fax\b",
)
_OF_PAGES = re.compile(r"\b(bieu mau|form|website|web ?site|trang web|mau lien he)\b")
_LAST_LINES = 2  #: of a text, where a service has its button
_FOOTER = 10  #: lines and links in which mailings offer to end them
_TAIL = 1500  #: characters at the end of a text, where mailings say why they were sent
#: What systems tell of bills, accounts, files and tasks: no person writes so without a word of their own.
_OF_BUSINESS = one_of(
    r"^(\W*\[[^\]]{0,40}\])*+\W*(thong bao )?(phat hanh |ve )?(hoa don|bien lai|sao ke|tien (dien|nuoc)|cuoc( phi)?|"
    r"giao dich|so du|chieu sinh|tuyen sinh|khai giang|mo lop)\b",
    r"^(\W*\[[^\]]{0,40}\])*+\W*(co )?(van ban|cong van) den\s*:",
    r"\b(van ban|goi tin|ho so|yeu cau|don)\b[^!?]{0,200}\bda duoc( \w+){0,4} "
    r"(tiep nhan|ghi nhan|phat hanh|chuyen (xu ly|den|toi|cho)|xu ly)\b",
    # two labels of a register of documents
    r"\b(trich yeu|so( va)? ky hieu|do (khan|mat)|han (xu ly|tra loi)|(co quan|noi|don vi) ban hanh|nguoi ky|"
    r"ngay (van ban|den))\s*:[^!?]{0,300}\b(trich yeu|so( va)? ky hieu|do (khan|mat)|han (xu ly|tra loi)|"
    r"(co quan|noi|don vi) ban hanh|nguoi ky|ngay (van ban|den))\s*:",
    r"\b(day|nay) la (thu|e-?mail|tin nhan|thong bao)( \w+){0,2} (tu|cua) "
    r"(he thong|truc lien thong|phan mem|tong dai)\b",
    r"\b(nhac viec|nhiem vu|cong viec)\b.{0,200}\b(den han|han xu ly|trang thai)\s*:",
    r"\bnguoi (thuc hien|duoc giao|xu ly)\s*:.{0,80}\b(tien do|trang thai|han)\b",
    r"\bdong chi (vua )?duoc (giao|phan cong|chuyen)( \w+){0,4} (xu ly|thuc hien|phoi hop)\b",
    r"\b(password|mat khau|account|tai khoan|mailbox|hop thu|certificate|domain|ten mien|licen[cs]e)\b.{0,60}"
    r"\b(expir\w+|(sap )?het han|se bi)\b",
    r"\byou have( received)? (a|an|\d+)( new| unread)* (notification|message|task|comment|response)s? "
    r"(from|in|on|at|to|for)\b",
    r"\bco( them)? \d+ (cau tra loi|phan hoi|luot( tra loi)?) moi\b",
    r"\b(truy cap|dang nhap|mo)( vao)? (he thong|phan mem|ung dung|cong thong tin)\b[^.!?]{0,60}"
    r"\bde (xu ly|xem|xac nhan|phe duyet|tai|nhan)\b",
    r"\b(ho so|don|yeu cau)\b[^!?.]{0,80}\bdang cho (xu ly|phe duyet|tham dinh|tiep nhan)\b",
    r"\btrang thai\s*:\s*(\d+ ?- ?)?(da|dang|cho|thanh cong|khong thanh cong|that bai)\b",
    r"\b(buu gui|buu kien|buu pham|van don|don hang)\W+((so|ma)\W+)?\w*\d{6,}\w*\b.{0,60}"
    r"\b(phat|giao|van chuyen|den buu cuc|roi buu cuc)\b",
    # a system speaks for itself, tells its reader what that one did, and when homework is due
    r"(^|[.!?:,\n] ?)he thong"
    r"( (?!(em|toi|minh|chung|nen|khong|bao|bi|loi|cua (em|toi|minh|chung|truong)|thi|ma|va)\b)\w+){0,12} "
    r"(xin|tran trong|kinh)( \w+)? (xac nhan|thong bao|nhac)\b",
    rf"\b({READER}|quy dai bieu)( (da|vua))+( thuc hien)? (dang ky|dat|nop|thanh toan|cap nhat|doi|tao|kich hoat)"
    r"( \w+){0,6} thanh cong\b",
    r"\b(bai tap|bai kiem tra|khoa hoc|assignment|homework|quiz)\b[^!?]{0,120}\b(den han|het han|qua han|"
    r"(se )?(dong|khoa) (luc|vao luc|truoc) \d+|is due|overdue|closes (on|at))\b",
    # a form of a web page says what became of what was typed into it
    r"\b(noi dung|thong tin|phieu|bieu mau|gop y|cau hoi|binh luan|loi nhan)( \w+){0,3} da duoc (gui|ghi nhan|luu|"
    r"tiep nhan)( thanh cong)?( (toi|den|cho|vao))? (quan tri|he thong|trang|website|ban quan tri|co so du lieu)\b",
    # what a form says that was looked at
    r"\bho so( so)? \W?[\w.-]*\d[\w.-]*\W? (con )?(thieu|chua (day du|hop le|du)|khong hop le|can bo sung)\b",
    # a telephone company: "Soạn MIMAX gửi 191"
    r"\bsoan( tin)?\W{0,2} \S+( \S+)? gui \d{3,5}\b",
    # what a leader wrote upon a document
    r"\b(giao|chuyen) (p|phong|khoa|ban|vp|van phong|d/c|dong chi)\b[^!?]{0,40}\b(chu tri|tham muu|phoi hop|xu ly)\b"
    r"[^!?]{0,60}\b(hoan thanh|bao cao|truoc( ngay)? \d|phoi hop)\b",
    r"\b(phat hien|detected|da xu ly|quarantined)\b.{0,60}"
    r"\b(w32|win32|win64|trojan|malware|ransom|eicar|worm|pua)[.:/]",
    # what a gateway kept back of a mail to us
    rf"\b(gui|chuyen)( \w+)? (toi|den|cho) {READER}\b[^!?]{{0,300}}"
    r"\bbi( \w+){0,3} (go bo|loai bo|xoa|chan|cach ly)\b",
    r"\b(he thong|phan mem|bo loc)\b[^!?]{0,80}\b(loai bo|go bo|chan|cach ly)\b[^!?]{0,120}"
    rf"\b(thu|e-?mail|tep|file)\b[^!?]{{0,60}}\bgui (toi|den|cho) {READER}\b",
)
#: Readers who buy from whoever writes, or belong to it: nobody who writes to a conference calls its people so.
CUSTOMERS = re.compile(
    r"\bquy khach\b|\bquý (khách|phụ huynh|độc giả|bạn đọc|hội viên|cư dân|người dùng|thuê bao)\b"
    r"|\b(dear|valued|hello|hi) ((valued|our|esteemed) )?(customer|client|guest|subscriber|user|shopper|member)s?\b",
    re.IGNORECASE,
)
#: Folded: where what one gets may be chosen or ended, whatever it is called.
CHOICE = one_of(
    # and not what people ask: "Em xin hủy đăng ký", "please unsubscribe me"
    r"\bhuy dang ky( nhan)?( (thu|tin|e-?mail|ban tin|thong bao)\b|\W*(tai day|vao day|https?:))",
    r"\bunsubscribe\b(?! (me|my|us)\b)|\bopt[- ]?out\b",
    r"\b(bo theo doi|roi (khoi )?(nhom|danh sach)|tat thong bao)\b",
    r"\b(tuy chon|tuy chinh)( (nhan|gui|ve))? (thu|e-?mail|ban tin|tin|thong bao)\b",
    r"\b(ngung( nhan)?|dung nhan|khong( muon)? nhan|thoi nhan|tu choi nhan)( (them|cac|nhung))?"
    r"( (thu|e-?mail|tin|ban tin|thong bao|goi y|quang cao))?( \w+){0,3}( nua)?\s*[:?]?\s*"
    r"((hay |vui long |xin )?(bam|nhan|nhap|click|tra loi|tai day|vao day|soan)\b|https?:)",
    r"\b(manage|update|change|edit)( your)?( \w+)? (preferences|subscriptions?|notifications?|settings)\b",
    r"\b(e-?mail|notification|subscription|communication) (preferences|settings)\b",
    r"\bif you( \w+){0,4} (wish|want|prefer|like)( \w+){0,3} (receive|get|hear)\b|\breply with remove\b",
    r"\bview (this e-?mail )?(in|on)( your| a)? (browser|web)\b"
    r"|\bxem (thu|e-?mail)?( nay)? ?(tren|trong|bang) trinh duyet\b",
)
#: What offices add to everybody's mail: "Nếu bạn nhận được thư này do nhầm lẫn, vui lòng xóa."
SMALL_PRINT = re.compile(
    # from where a sentence begins: from each of its characters the same would be looked for again
    r"\n(-- ?|[_*=-]{5,})\n.*"
    r"|(?<![^.!?\n])[^.!?\n]*\b(nếu|trường hợp|if|(thư|e-?mail) này|this (e-?mail|message))\b[^.!?\n]*",
    re.IGNORECASE | re.DOTALL,
)
#: What others ask of our people: to write for a journal, to come to a seminar; who writes to us speaks of "my paper".
_INVITES = one_of(
    r"\b(submit|submission of|contribute|publish|send)( \w+){0,4} your( \w+){0,4} "
    r"(manuscripts?|papers?|articles?|research|work|abstracts?|chapters?)\b",
    r"\b(scopus|wos|web of science)\b.{0,60}\bindex|\bindexed\b|\bcall for (papers|abstracts|manuscripts|chapters)\b"
    r"|\bsubmit (now|today|here|online)\b|\b(keynote|invited) speaker\b|\bearly[- ]bird\b",
    r"\b(our|reputed|peer[- ]reviewed|international) (journals?|editorial board|proceedings|"
    r"(upcoming|next|special|current) issue)\b|\b(article processing|publication) (charges?|fees?)\b|\bapc\b",
    r"\b(kinh moi|tran trong moi|moi)( \w+){0,6} (tham du|tham gia|du|dang ky)\b.{0,400}"
    r"\b(dang ky|tham gia|tham du|dang nhap|vao hop|vao lop)( \w+){0,4}( (tai|theo|qua|o day))?\W{0,3}"
    r"(link|duong dan|lien ket|ma qr|https?:|www\.|form|bieu mau)"
    r"|\b(webinar|hoi thao|toa dam|khoa hoc|workshop|su kien)\b.{0,300}"
    r"\b(link|form|duong dan|bieu mau)? ?dang ky( \w+){0,2}\W{0,3}(https?:|www\.|link|form)",
    r"\breviewer (of|for) the (manuscript|paper|article)\b|\baccept or decline\b",
    r"\b(toa dam|webinar|talkshow|workshop|hoi thao)\b.{0,160}\b(zoom|google meet|truc tuyen|livestream)\b.{0,160}"
    r"\b(dien gia|khong thu phi|mien phi|tham du tu do)\b",
    r"\b(cong bo|dang bai|xuat ban)( \w+){0,4} (quoc te|scopus|isi|wos)\b.{0,300}"
    r"\b(ho tro|dich vu|cam ket|nhan|moi|hop tac)\b",
)
#: What an author writes who asks whether the papers are indexed, where to register, when to submit.
_WRITES_OF_OURS = re.compile(
    r"\b(my|our) (own )?(paper|article|manuscript|submission|abstract|presentation)\b|\bi (would|.d) like\b"
    r"|\byour (conference|workshop|committee|secretariat|call|proceedings)\b|\b(could|can|may) (you|i|we)\b"
    r"|\bplease (tell|let|inform|confirm|advise)\b"
)
#: Of the conference's people, whatever it is about: "Đề nghị BTC xuất hóa đơn".
WANTS_OF_US = re.compile(
    r"\b(de nghi|nho|mong|xin|kinh mong)( quy)? (btc|btk|ban to chuc|ban thu ky)\b"
    r"|\b(btc|btk|ban to chuc|ban thu ky)( \w+){0,2} (giup|cho (em|toi|minh|truong)|xuat|kiem tra|gui lai|xem)"
)
_ASKS_US = one_of(WANTS_OF_US.pattern, r"\bcho( quy)? (btc|btk|ban to chuc|ban thu ky)\b")
#: Another conference asks our people for papers, until a day or behind a link.
_CALLS = re.compile(
    r"\b(kinh moi|tran trong moi|moi (quy|cac|ban))( [\w/]+){0,10} (viet|gui|nop)( \w+){0,3} (bai|tham luan|bao cao|"
    r"tom tat|toan van)\b"
    r"|\bmong( \w+)? nhan duoc( \w+){0,2} (bai|bao cao|tham luan)( \w+){0,3} (cua|tu) (cac|quy)\b"
)
_UNTIL = re.compile(r"\btruoc (ngay )?\d|\b(han|thoi (han|gian)|han chot)( cuoi)? (nop|gui|nhan)\b[^.]{0,40}\d")
#: Whom others greet who write to their customers, parents and members, whoever of these has our address.
_OF_OTHERS = re.compile(
    r"\bkinh (gui|chao|moi|bao|thong bao)\W{0,3}((toan the|cac|quy|ong ba|den|vi) )*(phhs|phu huynh|cha me "
    r"(hoc sinh|hs)|"
    r"chu (the|tai khoan|ho|xe)|cu dan|nguoi (nop thue|su dung|dung|mua|tham gia bao hiem)|khach hang|ban doc|"
    r"doc gia|nha thau)\b"
)
#: Whom an office's circular is for: the offices, firms and households under it.  Schools are not among them, because
#: ours write to one another so, and to us.
_BODIES = (
    r"(so|nganh|ban (nganh|dang)|ban, nganh|co quan|don vi|phong ban|xa|phuong|huyen|thi xa|doanh nghiep|to chuc|"
    r"co so (doan|dang|hoi)|"
    r"cong doan|chi bo|chi,? dang bo|chi doan|chi hoi|dang bo|dang uy|doan the|hiep hoi|hop tac xa|to dan pho|"
    r"khu pho|thon|cu dan|ho (dan|gia dinh|kinh doanh)|hoi vien|doan vien)\b"
)
_CIRCULAR = re.compile(
    rf"\bkinh (gui|moi|thua)\W{{0,3}}(-\W*)?((?!cac\b)\w+ ){{0,4}}(cac|toan the) {_BODIES}"
    r"|\bkinh (gui|moi)\W{0,3}toan the (can bo|cong chuc|vien chuc|nhan vien|nguoi lao dong|nguoi dung)\b"
    rf"|\bthong bao( rong rai)? (den|toi|cho) (cac|toan the) {_BODIES}"
    rf"|\b(de nghi|yeu cau) {_BODIES}[^.!?]{{0,80}}\b(ra (soat|quet)|khac phuc|ngan chan|bao cao ket qua)\b"
    rf"|\b(de nghi|yeu cau)( (tat ca|toan the|cac))+ {_BODIES}[^.!?]{{0,80}}\b(quan triet|trien khai|thuc hien|"
    r"chap hanh|pho bien|tuyen truyen|nghiem tuc|bao cao|gui ve|nop ve|hoan thanh|huong ung)\b"
    r"|\b(phat dong|keu goi|van dong)( \w+){0,4} (ung ho|quyen gop|huong ung|dong gop|hien mau|thi dua|"
    r"mua tam|chung tay)\b"
)
#: Services that keep files say in the third person who shares one.
_SHARED = one_of(
    rf"\b(da|vua)( \w+)? chia se\b[^\n]{{0,160}} (voi|cho|den) {READER}\b",
    r"\b(da|dang) yeu cau (quyen )?(truy cap|xem|chinh sua|chia se)\b",
    # not "tôi không có quyền, xin yêu cầu quyền truy cập ở đâu"
    r"^(?!.*\b(xin|cho|lam sao|the nao|o dau|phai)\b)(\w+ ){1,4}yeu cau quyen (truy cap|xem|chinh sua) (vao |doi voi )?"
    r"(tep|thu muc|tai lieu|file|muc|bang tinh)\b",
    rf"\bda moi {READER} (xem|chinh sua|nhan xet|cong tac|truy cap)\b",
    r"\bshared\b[^\n]{0,120}\bwith you\b|\b(has )?invited you to (view|edit|comment|collaborate)\b",
)
#: How programs of lists call what their members wrote in a day, and how they begin it.
_DIGEST_SUBJECT = one_of(
    r"\bdigest\W{1,3}(vol(ume)? \d+\W{1,3}issue|number|no\.?|issue) \d+",
    r"\bdigest\b.{1,60}\(#[\d-]+\)|\bdigest #\d+",
    r"\bban tom tat cho \S+@\S",
)
_DIGEST_OPENING = one_of(
    r"\W*(today.s topics?|topics of the day|messages? in this digest|this is a digest of|"
    r"(there (is|are) )?\d+ messages? total+ing \d+ lines|"
    r"send( \S+){1,4} mailing list submissions to|tom tat (cac )?chu de (hom nay|trong ngay))\b",
)
#: What services tell in the third person, and the button that they end with: two that nobody writes together.
_TOLD_OF = one_of(
    r"^(?:[\[(][^\[\]()]{0,60}[\])]\s*)*+[^\w\s]{0,3}(\S+ ){1,5}"
    r"((has |have )?(commented on|mentioned you|replied to|assigned|tagged you|left a comment|reacted to|posted in|"
    r"completed|sent you an? (\w+ )?message)"
    r"|((da|vua) )+(gui( cho ban)?( mot| \d+)? tin nhan|binh luan|nhac (den|toi) ban|bay to cam xuc|gan the|dang bai|"
    r"thich|tra loi (binh luan|tin nhan)))\b",
    r"^\W*you have( received)? (a|an|\d+)( \w+){0,2} (message|notification|comment|mention|task)s?\b",
)
_BUTTON = re.compile(
    r"\W*((view|open|see|reply|respond|answer|join|go) (in|on|via|to|the|this|your|completed|full|"
    r"task|message|comment|post|card|issue|document|details|profile|all)\b[^.!?,]{0,40}"
    r"|(xem|mo|tra loi|phan hoi|chap nhan|den|tham gia)( (ngay|toan bo|chi tiet))?( (trong|tren|qua|bang|binh luan|"
    r"bai (viet|dang)|tin nhan|ho so|cuoc tro chuyen|tai lieu|"
    r"nhiem vu|cau tra loi|chi tiet|thong bao))\b[^.!?,]{0,40})[^\w.!?,]*"
)
_NEW_FOR_READER = re.compile(
    rf"\W*({READER} |don vi |he thong )*co (them )?(\d+ |mot )?(cau hoi|phan anh|kien nghi|lien he|y kien|tin nhan|"
    r"binh luan|phan hoi|thong bao) (moi|chua doc) (cua|tu|can|duoc|gui|trong|tren)\b"
)
#: What a web page asked of whoever filled in its form: a name, an address, a matter.
_FIELDS_OF_FORM = tuple(
    re.compile(rf"(?m)^\W*({label})\W{{0,3}}:[ \t]*(?P<value>\S.*)")
    for label in (
        r"(ho (va )?)?ten( \w+){0,2}|nguoi (gui|hoi|lien he)|(full |your )?name",
        r"(dia chi )?e-?mail( \w+)?|thu dien tu",
        r"noi dung( \w+){0,2}|cau hoi|loi nhan|y kien|message|comments?|question|enquiry|inquiry",
    )
)
_LABELLED = re.compile(r"(?m)^[^:?\n]{2,40}:[ \t]*\S")
_DID_IN_DOCUMENT = (
    r"((da|vua) )+(nhan xet|binh luan|nhac (den|toi) ban|gan the|de cap|bay to cam xuc|chinh sua|phe duyet|chi dinh)\b"
)
#: Files that no author sends and that do harm when they are opened; and what is said of them.
_BAIT = frozenset(
    {"html", "htm", "shtml", "xhtml", "svg", "js", "vbs", "hta", "exe", "scr", "lnk", "iso", "img", "bat", "cmd", "jar"}
)
_OPEN_IT = re.compile(
    r"\b(dang nhap|mat khau|xac (nhan|minh|thuc)|thanh toan|hoa don|chung tu|cong no|log ?in|sign ?in|password|"
    r"invoice|payment|"
    r"remittance|voice ?mail|fax|purchase order|review|statement)\b"
)


def by_mailing(mail: ParsedMail, *, has_paper: bool) -> Sign | None:
    """Devices, systems and mailings that pass on files or news, known by what they say of themselves."""
    for name in ("x-mailer", "user-agent"):
        if _DEVICE_MAILER.search(mail.header(name)):
            return Sign(Disposition.BULK, f"{name.title()}: {short(mail.header(name))} is a device.", reply=False)
    if mail.from_ and (_DEVICE_CALLED.search(mail.from_.name) or _DEVICE_AT_HOME.match(mail.from_.name)):
        sure = _DEVICE_CALLED.search(mail.from_.name) is not None
        return Sign(Disposition.BULK, f"From: “{short(mail.from_.name)}” is a device.", reply=False, sure=sure)
    subject, opening = fold(mail.subject), fold(mail.new_text[:OPENING])
    said = _DEVICE_WORDS.search(subject) or _DEVICE_WORDS.search(opening)
    if said and not _speaks_beside(mail, opening):
        return Sign(Disposition.BULK, f"A device says that it sent this: “{short(said[0])}”.", reply=False)
    mail = replace(mail, new_text=_without_footer(mail, has_paper=has_paper))
    ending = WRONG_HANDS.sub(" ", DEVICE_FOOTER.sub(" ", fold(mail.new_text[-_TAIL:])))
    unsure = (above := above_office_footer(mail.new_text)) is not None  # an office may say so below whatever is sent
    if said := _LAST_WORDS.search(ending):
        sure = not unsure or said[0] in fold(above or "")
        why = f"The text ends as a system's does: “{short(said[0])}”."
        return Sign(Disposition.BULK, why, reply=False, sure=sure)
    if (told := _as_told_of(mail, subject)) is not None:
        return by_tone("A service says what somebody did in a document", told)
    if issue := _as_digest(mail, subject, opening):
        return by_tone("A list’s program sends what its members wrote", issue)
    if (said := _SHARED.search(subject) or _SHARED.search(opening)) and not is_personal(mail):
        return Sign(Disposition.BULK, f"A service says who shares a file: “{short(said[0])}”.", reply=False)
    if sign := by_offer(f"{subject}\n{opening}") or _by_bait(mail, f"{subject}\n{opening}"):
        return sign
    told = None if mail.files or has_paper else _as_relayed(mail, subject)
    relayed = None if told is None else by_tone("A service passes on what somebody wrote", told)
    if QUESTION.search(URL.sub(" ", opening)):
        return relayed
    footer = re.split(r"\n|[|•·]", mail.new_text[-_TAIL:])[-_FOOTER:]
    last = next((line for line in map(fold, footer) if _MAILING_LINE.match(line)), None)
    if said := _SENT_BY_SYSTEM.search(ending):
        sure = not unsure or said[0] in fold(above or "")
        why = f"The text says that a system sent it: “{short(said[0])}”."
        return Sign(Disposition.BULK, why, reply=False, sure=sure)
    if is_ours(opening) and is_personal(mail):
        # The offer to end a mailing was added by a gateway or a mail program; but sellers, too, write to our people.
        sells = sells_itself(opening) or not asks_for_offer(opening)
        return relayed or (by_advertising(f"{subject}\n{opening}") if sells else None)
    unseen = not is_ours(opening)  # an office may have it below what its people write in nobody's voice
    if said := _MAILING.search(ending):
        why = f"The text says that a system sent it: “{short(said[0])}”."
        return Sign(Disposition.BULK, why, reply=False, sure=unseen)
    if last is not None:
        return Sign(Disposition.BULK, f"The text ends as mailings do: “{short(last)}”.", reply=False, sure=unseen)
    if has_paper:  # its author may write of nothing else, under a title that speaks of a system's business
        return by_advertising(f"{subject}\n{opening}")
    return relayed or _by_business(mail, f"{subject}\n{opening}")


def _as_told_of(mail: ParsedMail, subject: str) -> str | None:
    """The sender's own name before what services tell of who works in a document: nobody says so of themselves."""
    name = fold(mail.from_.name).partition(" (")[0] if mail.from_ else ""
    told = re.match(rf"\W*{re.escape(name)} {_DID_IN_DOCUMENT}", subject) if " " in name else None
    return told[0].strip() if told else None


def _as_relayed(mail: ParsedMail, subject: str) -> str | None:
    """What shows that a service tells of somebody's message, or a web page sends what was typed into its form: whatever
    is asked there, nobody who asks it would get our answer.
    """
    written = [line for line in mail.new_text[:OPENING].splitlines() if line.strip()]
    lines = [*map(fold, written)]
    if not lines or answers(mail) or is_forward(mail.subject) or greets_us(mail):
        return None
    told = _TOLD_OF.search(lines[0])
    said = told or _TOLD_OF.search(subject)
    buttons = [it for it in written[1:][-_LAST_LINES:] if _BUTTON.fullmatch(fold(it))]
    own_words = "\n".join([*(written[:1] if told else ()), *buttons])  # what stands between is somebody else's
    if said and buttons and not is_personal(replace(mail, new_text=own_words)):
        return said[0]
    rest = "\n".join(lines[1:])
    if (said := _NEW_FOR_READER.match(lines[0])) and not OURS.search(lines[0]):
        asks = is_personal(mail) or OURS.search(rest) is not None
        return said[0] if not asks or _LABELLED.search(rest) else None
    name, address, matter = (pattern.search("\n".join(lines)) for pattern in _FIELDS_OF_FORM)
    if not (_LABELLED.match(lines[0]) or told) or name is None or address is None or matter is None:
        return None
    return None if mail.from_ is None or _wrote_it(mail.from_, name["value"], address["value"]) else address[0]


def _wrote_it(sender: Address, name: str, address: str) -> bool:
    """Whether who is named in a form sent it from an address of their own, be it another one."""
    return fold(sender.address) in address or fold(sender.name) == name.strip()


def _as_digest(mail: ParsedMail, subject: str, opening: str) -> str | None:
    """What shows that a message is an issue of a list's digest, whatever its members ask in it.  Who answers one or
    passes it on is somebody, and so is who greets us above it.
    """
    if answers(mail) or is_forward(mail.subject) or greets_us(mail):
        return None
    said = _DIGEST_OPENING.match(opening) or _DIGEST_SUBJECT.search(subject)
    return said[0] if said else None


def _speaks_beside(mail: ParsedMail, opening: str) -> bool:
    """Whether somebody typed words of ours on the device, or sent on what came from it: a scanned paper with two lines
    of text.
    """
    typed = _DEVICE_WORDS.search(opening) is None and is_ours(opening)
    return typed and bool(mail.files) and is_voice(mail, mail.new_text)  # "Paper size: A4" the device says


def _without_footer(mail: ParsedMail, *, has_paper: bool) -> str:
    """The text above a signature's mark, where somebody speaks there of what is ours: what stands below it was added
    by an office's mail system or a list that once passed it on, not by a program that wrote all of it.  So it is where
    something is asked above an office's small print.  A web page's line below what a visitor typed stays: its sender
    is the page.
    """
    asked = above_office_footer(mail.new_text)
    if asked is not None and QUESTION.search(fold(URL.sub(" ", asked))):
        return asked
    found = SIGNATURE_MARK.search(mail.new_text)
    if found is None or _OF_PAGES.search(fold(mail.new_text[found.end() :])):
        return mail.new_text
    above = mail.new_text[: found.start()]
    spoken = replace(mail, new_text=above)
    folded = fold(f"{mail.subject}\n{above[:OPENING]}")
    speaks = is_personal(spoken) or (has_paper and is_voice(spoken, above))
    return above if is_ours(folded) and speaks and above.strip() else mail.new_text


def _by_business(mail: ParsedMail, text: str) -> Sign | None:
    """Offers, bills and notices of systems: known by their matter alone, so a person sees them."""
    about = _OF_BUSINESS.search(text)
    if about and not (is_personal(mail) or SPOKEN.search(mail.new_text) or _ASKS_US.search(text)):
        return by_tone("A system tells of its business", about[0])
    found = by_advertising(text) or _by_invitation(mail, text)
    if found is None and (said := _OF_OTHERS.search(text)):
        found = by_tone("It greets other people’s people", said[0])
    return found or _by_circular(mail, text)


def _by_circular(mail: ParsedMail, text: str) -> Sign | None:
    """An office to all that are under it, in nobody's voice and of nothing of ours: it waits for no answer."""
    said = _CIRCULAR.search(text)
    if said is None or is_ours(text) or answers(mail) or is_personal(mail) or SPOKEN.search(mail.new_text):
        return None
    return by_tone("A circular", said[0])


def _by_invitation(mail: ParsedMail, text: str) -> Sign | None:
    """Calls for papers of others, seminars to register for: they ask of our people what ours ask of authors."""
    said = _INVITES.search(text)
    calls = _CALLS.search(text) if _UNTIL.search(text) or URL.search(mail.new_text) else None
    if (said is None and calls is None) or answers(mail) or is_personal(mail):
        return None
    if calls:
        return by_tone("It calls for papers", calls[0])
    if said is None or OURS.search(SALUTED.sub("", text)) or _WRITES_OF_OURS.search(text):
        return None
    return by_tone("It invites whoever reads it", said[0])


def _by_bait(mail: ParsedMail, text: str) -> Sign | None:
    """A web page or a program as the only file, to be opened, and no word of anything of ours."""
    names = [file.filename for file in mail.files]
    if not names or not all(extension(name) in _BAIT for name in names):
        return None
    said = _OPEN_IT.search(text)
    if said is None or is_ours(text):
        return None
    return by_tone("Its only file is a page or a program to be opened", said[0])
