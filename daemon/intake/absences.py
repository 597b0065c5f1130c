"""Out-of-office notices by their wording, where the headers are silent.  PURE.

Who tells of an absence may be a person: what asks something of us, or heeds what we wrote, is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from daemon.intake.prose import MARK, one_of
from daemon.intake.signs import NAMED, READER, Sign, answers, quoted, short
from daemon.intake.voices import CONCERN, SPOKEN
from daemon.model import Disposition, ParsedMail
from daemon.text.vietnamese import fold

#: An absence put before the subject of the letter that it answers.
_ABSENT_ANSWER = re.compile(
    r"^\W*((thong bao|bao|toi|em|minh|dang|hien) )*"
    r"(khong co mat|khong (co|o)( mat)?( tai)? (van phong|co quan|noi lam viec|nhiem so)|ngoai van phong|"
    r"vang mat|di vang|tam vang|nghi (phep|le|om|thai san)|di (cong tac|hoc|tap huan))"
    r"( (o|tai|khoi) (van phong|co quan|noi lam viec|nhiem so))?"
    rf"\s*([:：]\s*|(?P<put>(?={MARK})))(?P<ours>{MARK}|\["
    r"|(da nhan|thoi han nop bai|da het thoi han|bai tham luan con)\b)?\s*\S"
)
_GONE = (
    r"(vang (mat|den|tu)|di (vang|nghi)|nghi (phep|le|tet|he|om|mat|thai san|(duong|dieu tri)( benh)?|cham \w+|"
    r"trong \w+ om)|di cong tac|"
    r"off(?= (tu|den|toi|het|hom|ca|nua|may|vai|mot|hai|\d))|"
    r"khong co mat|khong o (co quan|van phong)|(o )?(ngoai|xa) (van phong|co quan|nhiem so|noi lam viec)|"
    r"(tren|dang) duong (di )?cong tac|"
    r"(di|tham gia|tham du|du)( (khoa|lop))? (hoc( tap trung)?|tap huan|boi duong)|"
    r"((tham gia|tham du|theo hoc|du|hoc|theo)( (mot|1))? (khoa|lop)\b)|(nam|vao|o) (benh )?vien|dieu tri|biet phai|"
    r"nghi (huu|che do|sinh( con)?|dai ngay|khong luong)|"
    r"(tang cuong )?truc chot|tang cuong (cho|o|tai|ve)|biet phai|khong (con )?(lam viec|phu trach|dam nhiem)\b|"
    r"chuyen (cong tac|don vi|sang (\w+ )?(co quan|don vi|ban|so|phong))|thoi viec|cach ly|"
    r"tam (dung|nghi) (cong tac|lam viec)|nghi dai han|"
    r"(du|tham du|tham gia|phuc vu) (ky hop|dai hoi|doan (cong tac|kiem tra|thanh tra|giam sat))\b)"
)
#: Who writes for somebody: "Anh Nam đang đi công tác".  As a program's owner speaks, nobody is named.
_OF_ANOTHER = re.compile(
    rf"(?:^|[.!,;])\W*(?:da )?(anh|chi|co|thay|ong|ba|dong chi|chong|vo|me|bo|sep) "
    rf"((?!(toi|em|minh|chung)\b)\w+ ){{1,5}}?{_GONE}"
)
#: Not proof by themselves: people write these too.
_ABSENT_SUBJECT = re.compile(
    rf"^\W*((thong bao|bao|thu|toi|em|minh|dang|hien|da) )*({_GONE}|vang mat|tam vang|"
    r"away|absent|absence|out until|leave|not in the office)\b"
)
_SELF = r"(toi|em|minh|chung toi|co|thay|anh|chi|chung em)"
_AWAY_BODY = one_of(
    rf"\b(hien( tai| nay)?|dang|tam thoi|se|hien dang)( {_SELF})?( dang| se)? {_GONE}",
    rf"\b{_SELF} ((hien|dang|se|tam|da|vua|moi|phai|xin) )*{_GONE}",
    rf"\b(may )?(hom|bua|tuan|dot|thang|ngay) (nay|kia|sau|toi|mai)( \w+){{0,3}} {_GONE}",
    rf"\b{_GONE}( \w+){{0,3}} (tu|den|toi|het|cho den|trong)( het| ngay| thang| thu)* (\d|hai|ba|tu|nam|sau|bay)",
    r"\b(dang )?trong (ky|thoi gian) (nghi|tham gia|di|theo hoc|cong tac|dieu tri|tap huan)\b",
    r"\bse (quay|tro) (lai|ve) (voi )?(lam viec |cong viec |co quan |van phong )?(vao )?(ngay |thu |thang )?\d",
    r"\bdi lam (tro )?lai\b",
    r"(^|[.!,] ?)(hien |(toi|em|minh) )*dang (lai xe|o tren may bay)\b",
    r"\bi(.?m| am| will be)( currently| now)? (out of (the )?office|away|on (\w+ )?(leave|vacation|holiday)|travel\w*)",
    r"\bi(.?m| am) not (here|in|available|around|at my desk)"
    r"( right now| today| at the moment| currently| (this|next) (week|month)| until \w+( \w+)?){0,3}[.,;!]",
    r"\bi will (be (out|away)|return|be back)|out of (the )?office (until|from|till|and will)",
    r"\bda( duoc)? (dieu dong|chuyen cong tac|nghi huu|nghi viec|thoi viec)\b",
    r"\b(thong bao|bao) vang\b|\bdi (nghien cuu |khao sat )?thuc te\b|\bco (viec|chuyen) (tang|hieu|gia dinh|"
    r"rieng|nha)\b",
    r"\bchi lam viec( vao)?( cac)? (ngay|buoi|thu)\b|\b(hop thu|he thong)( \w+){0,2} tam (ngung|dung|khoa)\b",
    r"\b(lam viec|truc|nghi|di lam) (luan phien|gian cach|tai nha|tu xa)\b",
    r"\bno longer (work\w*|employed|with|at)\b|\bretired\b"
    r"|\b(left|leaving) (the|this|my) (school|company|organi[sz]ation|university|office|department|post)\b",
    r"limited access to (my )?e-?mail",
    r"\bi(.?m| am)( \w+){0,2} (on (a )?(fieldwork|field ?trip|sabbatical)|in the field( (with|until|till|"
    r"through|this week)\b|[.,;]))",
    r"\bi( only| usually)? work( only)? (part[- ]time|(on )?(mon|tues|wednes|thurs|fri)days?)\b",
    r"will (respond|reply|get back|answer).{0,40}(when|upon|after|on) (i|my) (return|am back|get back)",
)
#: As they are written: folding takes the marks of all of these apart.
_AWAY_IN_OTHER_SCRIPTS = (
    *("不在办公室", "不在辦公室", "正在休假", "休假中", "外出中", "出差中"),
    *("休業中", "返信が遅", "来信已收到", "已收到您的", "已收到你的"),
    *("不在のため", "不在に", "不在と", "不在の", "休暇中", "休暇をいただ", "出張のため", "出張中"),
    *("부재 중", "부재중", "휴가 중", "휴가중", "출장 중", "출장중"),
    *("ลาพัก", "ลาป่วย", "ลากิจ", "ลาคลอด", "ไม่อยู่ที่สำนักงาน", "ไม่อยู่ที่ทำงาน", "ไม่อยู่ในสำนักงาน"),
    *("កំពុងឈប់សម្រាក", "មិននៅការិយាល័យ"),
)
#: The same in languages that nobody here writes letters in.
_AWAY_ELSEWHERE = one_of(
    r"\bje (suis|serai|ne suis pas)( \w+){0,2} (absente?|en (conge|vacances|deplacement)|disponible|au bureau|"
    r"joignable)\b",
    r"\b(je )?ne (consulterai|lirai|verrai|releverai)( \w+)? (mes|ma|mon|vos|votre) "
    r"(courriels?|e-?mails?|mails?|messages?|messagerie|courrier)\b",
    r"\bje (ne suis|ne travaille|n.exerce) plus\b.{0,120}\b(veuillez|merci d|priere d)\W?(e )?(vous )?"
    r"(adresser|ecrire|contacter|envoyer)\b",
    r"\babsente? (jusqu|du \d).{0,80}\bje (vous )?(repondrai|recontacterai)\b",
    r"\babsente? du bureau\b|\bactuellement (absente?|en conges?)\b|\bde retour (le|au bureau)\b",
    r"\bich bin( \S+){0,6} (nicht (im (buro|haus)|erreichbar)|abwesend|im urlaub|auf dienstreise|ausser haus)\b",
    r"\b(estoy|estare|me encuentro)( \w+){0,2} (fuera|ausente|de (vacaciones|permiso))\b",
    r"\b(sono|saro)( \w+){0,2} (fuori (ufficio|sede)|assente|in ferie)\b",
    r"\b(estou|estarei)( \w+){0,2} (fora|ausente|de ferias)\b|\bik ben( \S+){0,4} (afwezig|met vakantie|op vakantie)\b",
    r"\bя( \S+){0,3} (в отпуске|в командировке|отсутств)|\bнахожусь (в отпуске|в командировке)",
    r"\bsaya (sedang|akan|tengah)( \w+){0,2} (cuti|di luar (kantor|pejabat)|bercuti)\b"
    r"|\btidak (berada )?(di|ada di) (kantor|pejabat)\b",
    r"\b(jestem|bede)( \w+){0,2} (na urlopie|nieobecn\w+|poza biurem)\b"
    r"|\bjsem( \w+){0,2} (na dovolene|mimo kancelar|nepritom\w+)\b"
    r"|\b(szabadsagon|irodan kivul) (vagyok|leszek|tartozkodom)\b"
    r"|\b(izindeyim|izinliyim|ofis disindayim)\b",
    r"\bjag ar( \w+){0,3} (pa semester|tjanstledig|bortrest|inte pa kontoret)\b"
    r"|\bjeg er( \w+){0,3} (pa ferie|bortreist|bortrejst|ikke (til stede|pa kontoret))\b"
    r"|\bolen( \w+){0,2} (lomalla|poissa|virkamatkalla)\b",
    r"\b(у відпустці|у відрядженні)\b",
    # Lao, without the marks that folding takes away: not at the office, away until, answers by itself
    r"ບຢ ?(ຫອງການ|ບອນການ)|ນອກ ?(ຫອງການ|ບອນການ)|ລາພກ|ຕອບ(ກບ)? ?ອດຕະໂນມດ",
    "|".join(fold(words) for words in _AWAY_IN_OTHER_SCRIPTS),
)
#: A colleague or an office by name, to whom whoever wrote may turn instead.
_COLLEAGUE = (
    r"\b(gap|nhan|hoi|goi|lien he|lien lac|trao doi|lam viec)( (tin|thu|mail|cho|voi|toi|ve|sang|qua|den|truc tiep))* "
    r"(thay|co|chi|anh|dong chi|d/c|ong|ba) (?!(em|toi|minh|chi|nao|co)\b)\w+"
    r"|\btry \w+ (at|on)\b"
    r"|\b(?!i\b|we\b)\w+ (is|are|will be) (looking after|taking care of|covering|standing in|filling in|in charge of|"
    r"deputising|minding)\b"
)
_DEPUTY = (
    r"\bviec((?! (cua )?(toi|em|minh|viet|nop)\b)( \w+){1,4} (nho|da giao)|( \w+){0,4} (do|co))\b"
    r"([^.;!?\n]|\.(?=\w)){1,80} "
    r"(phu trach|dam (nhiem|nhan|trach)|kiem nhiem|xu ly|giai quyet|dieu hanh|lo|ganh|trong nom|cang dang)\b|"
    r"\bban giao( (lai|cong viec|nhiem vu))? cho\b|\bban giao lai\b"
)
_WHEN_BACK = one_of(
    r"se (tra loi|phan hoi|hoi am|lien he)( lai)?( \w+){0,8} (khi|sau khi|ngay khi|luc|vao ngay|som)\b",
    r"(se|co the) (tra loi|phan hoi|hoi am)( lai)? (thu|e-?mail|ban|quy|cac|anh|sau)",
    r"(khong the|chua the|khong|han che)( \w+){0,2} (tra loi|phan hoi|kiem tra|truy cap|check)( duoc)?"
    r"( cac)? (thu|e-?mail|mail|tin)",
    r"se (quay|tro) (lai|ve)( lam viec| co quan| van phong)?( vao)?( ngay| thu| thang)? \d",
    r"(khan|gap|can thiet|can gap|khan cap|trong thoi gian (nay|do|toi|vang))( \w+|,){0,8} (lien he|goi)",
    r"\blien he\b.{0,60}\b(de duoc (ho tro|giup do|giai quyet)|so \d|\d{3})",
    r"\bchi (co the )?(kiem tra|doc|xem) (thu|e-?mail|mail)",
    r"\b(return|back|urgent|immediate assistance|in my absence|contact)\b"
    r"|\bwill (respond|reply|answer) (as soon|when|upon)\b|\btry again (later|in|after|next)\b",
)
#: Whoever wrote may turn elsewhere: so speaks who does not know who that is.
TO_WHOEVER = re.compile(
    r"\b(ai|(ban|anh|chi|anh chi|thay co|nguoi) nao|moi nguoi|ca nha|cac (ban|anh chi|thay co|dong chi)|anh chi em|"
    r"dong nghiep)( \w+){0,3} (gap|khan|can thiet)\b|\bai( \w+){0,2} can( gi| viec| trao doi)?\b"
)
#: What is asked of whoever writes, and of nobody who answers: "cần gấp gọi chị Hoa 0912 000 111 giúp em".
ASKS_TO_TURN = re.compile(r"\b(goi|alo|nhan( tin)?|lien he|lien lac)\b[^.!?\n]{3,60}\bgiup (toi|em|minh)\b")
#: When and by whom mail is read there.
_HABIT = one_of(
    r"\b(hop thu|dia chi|e-?mail)( (thu|dien tu|cong vu))* nay (hien |nay )?(do|duoc|thuoc)( \w+){1,5} "
    r"(quan ly|phu trach|theo doi|su dung|tiep nhan)\b|\bngoai vung phu song\b",
    rf"\b(thu|e-?mail|tin nhan|hop thu)( (dien tu|nay|cua {READER}))*( (se|co the|chi|duoc|do|thuong))+ .{{0,60}}"
    r"\b(tra loi|phan hoi|hoi am|xu ly|kiem tra|doc|mo|quan ly)\b.{0,40}\b(sau|cham|muon|tre|gio|ngay)\b",
    r"\b(thu|e-?mail|tin nhan|van ban|cong viec|yeu cau|noi dung)( \w+){0,6} (se|co the|chi) duoc( \w+){0,3} "
    r"(tra loi|phan hoi|hoi am|xu ly|giai quyet|chuyen|doc|mo|xem)\b"
    r"|\b(chu nhat|thu (hai|ba|tu|nam|sau|bay|\d)|cuoi tuan|tuan sau|ngay \d\S*)( \w+)? moi (mo|doc|xem|vao)( duoc)? "
    r"(thu|e-?mail|mail|hop thu|tin)\b"
    r"|\bkhong tra loi( \w+)? (thu|e-?mail|mail|tin)\b",
    r"\b(it|khong|kho|han che)( khi| hay)? (vao|len|co|dung|su dung)( duoc)?( \w+)? (mang|internet|may tinh|song|"
    r"thu dien tu|e-?mail)\b|\bsong (yeu|kem|chap chon)\b|\bkhong (mang|internet|wifi)\b",
    r"\b(mails?|messages?|mailbox|inbox)\b.{0,40}\b(checked|read|monitored|looked at) (only|once|twice|weekly|daily|"
    r"infrequently|irregularly|from time to time)\b"
    r"|\btam (khep|dong|khoa|ngung|dung)( \w+)? (hop thu|dia chi|e-?mail)( \w+)? nay\b"
    r"|\b(connect|log in|am online|online)( \w+){0,2} (once|twice|rarely|seldom)\b"
    r"|\bi (only |rarely |hardly |do not |don.?t )+(look at|look into|check|read|open)( \w+)? "
    r"(mailbox|inbox|e-?mails?|mails?|messages?|account)\b"
    r"|\bi( will|.ll)? (read|answer|reply to)( \w+)? (everything|all|every|mails?|e-?mails?|messages?)( \w+)? "
    r"(on|upon|when|once|after|in the order)\b|\b(patchy|poor|unreliable|weak|no) (internet|connection|signal|"
    r"wi-?fi)\b",
    # how often, and on which days: "mỗi tháng tôi vào một lần", "thư của đồng chí tôi sẽ đọc vào cuối tuần"
    r"\bmoi (ngay|tuan|thang)( \w+)? (vao|mo|kiem tra|xem|doc|check)( \w+){0,2} (mot|hai|vai|\d) lan\b"
    r"|\b(vao|mo|kiem tra|xem|doc|check)( \w+){0,3} (mot|hai|vai|\d) lan (moi|mot|trong|/)? ?(ngay|tuan|thang)\b"
    r"|\bkhong (con )?(dung|su dung) (hop thu|dia chi|e-?mail)( \w+)?( nay)? (thuong xuyen|nua)\b"
    rf"|\b(thu|e-?mail|mail|tin nhan)( cua ({READER}|dong chi|thay co|anh chi|moi nguoi))? (toi|em|minh) (se|"
    rf"chi)( \w+)? "
    r"(doc|xem|mo|tra loi)( lai)?( duoc)?( vao)? (cuoi tuan|tuan sau|toi|khi|sau|ngay|thu (hai|ba|tu|nam|sau|"
    r"bay|\d)|chu nhat)\b",
)
#: Who reads a letter later has not read it: "Tôi sẽ đọc thư này sau ngày 15/11".
_THIS_LATER = re.compile(
    r"\b(se|chi co the|chi) (doc|xem|mo)( duoc)? (thu|e-?mail|mail|tin nhan|tin)( \w+)? (nay|cua ban|cua anh chi|"
    r"cua quy vi)( \w+)? (sau|khi|vao|luc|truoc)\b"
    r"|\b(will|shall|.ll) (only )?(read|see|open|get to|come back to) (your|this) (e-?mail|message|mail|note)\b"
    r"( only)? (after|when|once|on|upon|from|in)\b|\bje (lirai|verrai|prendrai connaissance de) (votre|ce) "
    r"(message|mail|courriel)\b"
)
#: A mailbox that nobody attends, and letters of whoever writes that are read one day: said in an answer, proof enough.
_READ_LATER = one_of(
    r"\b(hop thu|dia chi|e-?mail)( (thu|dien tu|cong vu))* nay( \w+){0,3} (khong|chua) (con )?(co )?"
    r"(ai|nguoi|can bo|nhan vien) (truc|doc|mo|xem|kiem tra|theo doi|quan ly|phu trach)\b",
    rf"\b(thu|e-?mail|tin nhan) (cua )({READER}|ai|moi nguoi|(cac |quy )?(anh chi|thay co|ban|dong chi|co quan|"
    r"don vi))( \w+){0,4} (doc|mo|xem|tra loi)( lai)? sau\b",
    rf"\b(thu|e-?mail|tin nhan)( (cua )?({READER}|ai|moi nguoi|(cac |quy )?(anh chi|thay co|ban|dong chi|co quan|"
    r"don vi)))? (gui|den|toi)( \w+){0,6} (se|chi|gom)( lai| duoc)? (doc|mo|xem|xu ly|tra loi|phan hoi)\b",
    r"\b(moi|tat ca( cac)?) (thu|e-?mail|tin nhan)( \w+){0,8} (luu( lai)?|giu lai) va( se)?( duoc)? "
    r"(doc|mo|xem|xu ly|tra loi|phan hoi)( \w+)? sau\b",
    r"\b(hop thu|dia chi)( (thu|dien tu|cong vu))* nay( \w+){0,2} (chi|it)( khi)? duoc (mo|doc|kiem tra|xem|truc)\b",
)
#: Whom else to turn to.
_ELSEWHERE = one_of(
    r"\b(de nghi|xin|vui long|hay|nho)( \w+){0,3} (gui|chuyen|lien he|trao doi|viet)( thu| mail| e-?mail)? (cho|"
    r"ve|den|toi|"
    r"voi|qua|vao|theo)\b.{0,80}(\S@|\b(dia chi|so|dong chi|ong|ba|thay|co|anh|chi|phong|van phong)\b)",
    r"\b(nhan( tin)?|goi|alo|lien he|lien lac)( (qua|vao|toi|cho|ve|theo|voi))? (so|zalo|viber)\b"
    # and not to the writer's own telephone: who answers from there is somebody
    r"|\b(goi|alo|nhan tin|dien thoai)\b(?!( \w+){0,3} (toi|em|minh)\b)[^.;\n]{0,40}\b0\d{2,3}[ .-]?\d{3}",
    r"\b(nguoi|can bo|dong chi) (phu trach|dau moi|tiep nhan|thay the)( \w+){0,2}( la)?\s*:"
    r"|(^|[.!;:]\s*)lien he\b(?! voi (toi|em))",
    r"\b(direct|send|forward|address|refer)( \w+){0,4} (enquir\w+|inquir\w+|mails?|e-?mails?|messages?|correspondence|"
    r"requests?|questions) to\b|\b(reach out to|turn to|get in touch with) (my|our|the|mrs?|ms|dr)\b",
)
#: In an absence told in whatever tone: somebody else is there, nobody reads this.
_MEANWHILE = one_of(
    TO_WHOEVER.pattern,
    _DEPUTY,
    _ELSEWHERE.pattern,
    r"\b(khong|chua|it|chang)( \w+){0,3} (kiem tra|doc|xem|mo)( duoc)? (cac )?hop thu\b",
)
_GREETS_WHOEVER = (
    (
        rf"cam on {READER} da (gui|viet)|cam on( {READER})? da (lien (he|lac)|quan tam)"
        rf"|cam on (thu|e-?mail)( \w+)? cua {READER}"
    ),
    r"(thank you|thanks) for (your (e-?mail|message|mail|enquiry|inquiry)|contacting|reaching|writing|getting in)",
    r"\bdear (sender|sir or madam)\b|\b(thong cam|cam on|mong)( \w+){0,4} nguoi gui\b",
    rf"\bmong( {READER})?( \w+){{0,2}} thong cam\b",
    # nobody says so who answers a letter: it has been read when this is
    (
        rf"\bkhi ({READER}|anh chi|anh|chi|thay co|dong chi|moi nguoi) (doc|nhan)( duoc)? (nhung |cac )?"
        r"(dong|thu|e-?mail|mail|tin)( chu| nhan)? nay\b"
        r"|\b(when|by the time) you (read|are reading|get|receive) this\b"
    ),
)
_GREETS_WRITER = one_of(r"cam on( \w+){0,3} (da )?(gui|lien he|viet)( \w+)? (thu|e-?mail|mail)", *_GREETS_WHOEVER)
#: What is done to a paper after our letter; not what is promised to whoever writes ("sẽ gửi lại thông tin").
_MENDS = (
    r"(sua(?! (nha|xe|may))|chinh (sua|ly|lai|phong|font|co chu|le|trang)|nop|hoan (thien|chinh)|"
    r"bo sung(?! thong tin)|khac phuc|(?<!di )lam lai|viet (lai|tiep)|gui (lai(?! (thong tin|thu|tin|cho))|bai|ban))\b"
)
_SOMEBODY = r"(toi|em|minh|chau|chung toi|chung em|anh|chi|co|thay|ong|ba)"
#: What somebody who is away asks of us, or will do for us: a program knows of neither.
_HEEDS = one_of(
    rf"\b(se|chua (the|kip)|khong (the|kip))( \w+){{0,2}} {_MENDS}",
    rf"\bchua (?!duoc )(\w+ )?{_MENDS}|\bde( \w+)? (sua|chinh sua|chinh phong|hoan thien)\b",
    rf"\bnho( \w+){{1,3}} {_MENDS}",
    # "mai về em nộp lại", "khi về tôi hoàn thiện phần 2"
    rf"\b(ve|mai|toi nay|dem nay|cuoi tuan|tuan sau|hom sau|sau do)( (la|thi|xin|se|moi|{_SOMEBODY}))* {_MENDS}",
    rf"\b(bai|ban sua|ban moi|tham luan|file)(?! (hoc|tap|giang|thi|vo|kiem tra)\b)( \w+){{0,5}} {_MENDS}",
    # but whoever comes may have papers to hand in
    r"(?<!ho so )(?<!van ban )(?<!giay to )(?<!tai lieu )\b(can|phai) (sua|chinh( sua)?|bo sung|nop|hoan thien)\b",
    r"^\W*(da vang|vang|ok|oki?e|da em|da thua)\b",
    (
        r"\b(toi|em|minh|chung toi|tac gia|nha truong) (se |dang |da )(co gang |tranh thu )?"
        r"(sua|chinh|nop|gui|bo sung|hoan thien|khac phuc|lam lai)\b"
    ),
    (
        r"\bxin(?! (phep )?(duoc )?(khong |chua )?"
        r"((?<=khong )(xem|doc|mo|kiem tra)|(xem|doc|mo|tra loi)( \w+){0,2} sau\b|"
        r"nghi (dai han|dai ngay|huu|viec)|"
        r"nghi( (phep|om|thai san|che do))? (tu|den|het|toi|cho den)\b|vang lien lac|"
        r"viet (vao|ve|toi|den) \S+@|"
        r"tra loi|phan hoi|hoi am|hoi dap|thong bao|bao|cam on|chan thanh|chao|loi|thong cam|vui long|luu y|moi|"
        r"tran trong|kinh|hen|chuc|tam biet|quy|cac|anh|chi|ban|moi nguoi|lien he|lien lac|goi|trao doi|gap|hoi y"
        r" kien|nhan|gui|chuyen)\b)"
    ),
    (
        r"\b((?<!goi )(?<!dien )(?<!alo )cho|de nghi|nho|mong|phep|muon)( (phep|duoc|toi|em|minh|ban|btc|btk|"
        r"cac|chi|anh|thay|co))* "
        r"(nop|gui (bai|ban|sau|muon|cham|lai)|gia han|lui|cham|muon|hoan|doi|thay|sua|vang(?! lien lac)|nghi|"
        r"cu |dai thu|"
        r"khong (du|tham|the)|them (thoi gian|han))\b"
    ),
    r"\bnen( \w+){0,3} (xin|chua|khong)( \w+){0,2} (nop|sua|kip|du|hop|tham|viet|bao cao|trinh bay)\b",
    r"\b(will|.ll|can|could|shall|plan to|hope to|going to)( \w+){0,2} (submit|hand in|revise|resend|upload)\b"
    r"|\b(will|.ll|can|could|shall|plan to|hope to|going to)( \w+){0,2} (send|finish|complete|correct)( you)? "
    r"(it\b|(the|my|our|a|another|both)( \w+){0,2} (paper|article|abstract|manuscript|version|file|draft)s?\b)"
    r"|\b(will|.ll|can|could|shall|plan to|hope to|going to)( \w+){0,2} "
    r"(fix|mend|amend|shorten|rewrite|reformat|rework)\b"
    r"|\b(will|.ll|can|could|shall|plan to|hope to|going to)( \w+){0,2} "
    r"(change|correct|update|adjust|add|replace|check|edit|finali[sz]e)( \w+){0,3} "
    r"(it|font|title|paper|article|abstract|manuscript|version|file|draft|margins?|pages?|"
    r"references?|sections?|affiliations?|figures?|format\w*|layout|headings?)\b"
    r"|\b(an|any|some|short) extension\b(?! (number|\d))|\bextend the\b|\bmore (time|days)\b"
    r"|\b(can|could|may|would) (i|we|my|our)\b"
    r"|\b(respond|reply|attend|answer) to (the|your|all|these)( \w+)? (remarks?|comments?|corrections?|points?|"
    r"suggestions?|reviewers?)\b",
)
#: What a message says that answers whatever came: none alone is proof, two are where it names no concern of ours.
#: People excuse themselves so as well.
_OF_ONESELF = (
    one_of(
        _AWAY_BODY.pattern,
        r"\b(toi|em|minh)( (hien|dang|tam|se|tai))* off\b(?! (mic|cam))",
        r"\b(dang|o) (o )?(trong )?(cu|khu|vung)( \d+ ngay)?( \w+){0,2} cach ly\b|"
        r"\bdi( \w+){1,4} (toi|den|het) (chu nhat|thu \w+|het)\b",
        r"\b(ooo|out of (the )?office|(on|away) (\w+ )?leave)\b",
        r"\bi.?m (still )?(out|off|offline)\b",
        # no "bàn", which is to talk about: nothing follows, or what one is busy with
        r"\b(toi|em|minh)( hien| dang| tai)+ ban(?=[.,;!]|\W*$| (hop|qua|lam|nen|khong|chua|di|day|coi|thi)\b)",
    ),
    one_of(
        r"\b(se( som)?|hen)( \w+)? (tra loi|phan hoi|hoi am|lien he|lien lac)\b",
        r"\b(will|shall) (respond|reply|answer|get back|be back|return)\b|\bback (on |in |at )?(the )?\d"
        r"|\b(on|upon|after) my return\b|\b(when|once|until) i( a|.)m (back|online)\b"
        r"|\bback (at my desk|in (the )?office|home) on\b|\b(e-?mails?|messages?)\b.{0,40}\b(get|are|"
        r"will be) (answered|read)\b",
    ),
    one_of(
        r"\b(tu|den|toi|het)( het)?( ngay| thu| thang)? (\d{1,2}( thang|[/.-]\d{1,2})|hai|tu|nam|sau|bay|mung \d)\b",
        r"\bsau (ngay|thu|hom) (\d{1,2}|hai|ba|tu|nam|sau|bay)\b"
        r"|\b\d{1,2}(/\d{1,2})? ?- ?\d{1,2}/\d{1,2}\b"
        r"|\b(den|toi|het|cho den)( het| cuoi| giua| dau)? (thang|tuan|quy|nam) (\d+|sau|nay|toi|moi)\b"
        r"|\b(tro lai|quay lai|co mat|di lam)( \w+){0,3} (vao |tu )?ngay \d|\bngay (ve|tro lai|di lam)\s*:? \d",
        r"\b(until|till|through|as of|since|from) (the )?"
        r"(\d|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|ju|aug|sep|oct|nov|dec)",
    ),
)
#: And what only concerns somebody of whom the writer knows nothing.
_TO_WHOEVER_CAME = (
    one_of(*_GREETS_WHOEVER),
    one_of(_DEPUTY, _COLLEAGUE),
    one_of(
        r"\b(viec|khi|neu|truong hop)( \w+){0,3} (gap|can|can thiet|khan|khong( the)? cho( duoc)?,)(?!\w)"
        r"|\b(thu|mail|tin|viec) (gap|khan)( (cu|thi|xin|vui long|hay|anh chi|thay co|cac|ban|moi nguoi|dong chi))* "
        r"(nhan|gui|goi|chuyen|lien he)\b",
        rf"\b(xin|vui long|co the|hay|can|{READER}( vui long)?|(cac )?anh chi) "
        r"(lien he|lien lac|goi|trao doi|lam viec|nhan tin|gui (thu|e-?mail|mail)( (cho|ve|den|toi|qua))?)\b"
        r"|\bva (lien he|lien lac|trao doi)\b"
        # and not "có gì gọi em": who answers from there is somebody
        r"|\bco (gi|viec gi)( \w+){0,2} (goi|nhan|alo|lien he|trao doi)( (cho|tin|qua|voi|ve|den|dien|thoai|vao)\b)*+ "
        r"(?!(em|toi|minh|chau|lai|nhe|a|so)\b)\w+",
        TO_WHOEVER.pattern,
        _ELSEWHERE.pattern,
        r"\b(please )?contact (my|the|our|\S+@)|\burgent|\bin (the meantime|my absence)\b"
        r"|\b(it|that|this|they|whatever|anything) (that )?(can.?t|cannot|can not) wait\b"
        r"|\bif (it|that|this) (can|can.?t|cannot)( wait)?[,;]"
        r"|\bif i (have not|have ?n.t|do not|do ?n.t|did ?n.t) (repl\w+|respond\w*|answer\w*|got back|get back|"
        r"come back)\b"
        r"|\bif (it|this|that|yours?)( \w+)? (is|concerns) about\b|\bif (it|this|that) concerns\b"
        r"|\b(office|colleagues?|secretary|assistant) (will|can|may|would) "
        r"(be (quicker|faster|able|glad|happy)|help)\b",
    ),
    one_of(
        r"\b(khong|chua|han che|chi|it)( \w+){0,3} (kiem tra|truy cap|check|doc|xem|xu ly|mo|nhan|su dung)( duoc)? "
        r"(cac )?(thu|e-?mail|mail|hop thu)\b",
        _HABIT.pattern,
        r"\b(khong|chua) the( \w+)? (tra loi|phan hoi|hoi am)\b|\b(cham|slow (to|in)) (tra loi|phan hoi|respond|reply)"
        r"|\b(tra loi|doc|xem)( thu)?( rat)? cham\b|\bchi (tra loi|doc|xem|kiem tra) (thu|e-?mail|mail)\b",
        r"\b(no|limited|without|intermittent)( \w+)? access\b"
        r"|\b(it khi|khong|han che|kho)( \w+)? (len mang|online|vao mang)\b",
    ),
    _READ_LATER,
)
#: Whoever has left for good, and says no more than that, has nothing to be told.
_LEFT_FOR_GOOD = re.compile(
    r"^\W*(xin (chao|thong bao|bao)[^.!]{0,40}[.!,:] ?)?(hien )?(toi|em|minh|thay|co)( \w+)? da( duoc)? "
    r"(nghi (huu|viec|che do)|thoi viec)\b"
)


@dataclass(frozen=True, slots=True)
class AwayMarks:
    """What a text says that answers whatever came, each kind once."""

    of_oneself: tuple[str, ...] = ()
    to_whoever: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.to_whoever + self.of_oneself


def by_absence(mail: ParsedMail, subject: str, text: str) -> Sign | None:
    """What shows an out-of-office notice, in a message without files whose folded `subject` and `text` are given."""
    text = NAMED.sub(" ", text)  # the subject of our letter, which it answers
    if said := _AWAY_ELSEWHERE.search(text):
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{short(said[0])}”.", reply=True)
    if CONCERN.search(text) or _HEEDS.search(text):
        return None
    away = _AWAY_BODY.search(text)
    answer = _ABSENT_ANSWER.match(subject)
    if answer and (not text or answer["put"] is not None or (away and answer["ours"])):
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{short(mail.subject)}”.", reply=True)
    expected = _ABSENT_SUBJECT.match(subject) or answers(mail) or _GREETS_WRITER.search(f"{subject}. {text}")
    if away and expected and _WHEN_BACK.search(text):
        # in a person's tone, or told of somebody else: it may be a person's answer
        sure = TO_WHOEVER.search(text) is not None or not (SPOKEN.search(mail.new_text) or _is_of_another(mail, text))
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{short(away[0])}”.", reply=True, sure=sure)
    if away and expected and (said := _MEANWHILE.search(text)):
        why = f"An out-of-office notice: {quoted([away[0], said[0]])}."
        return Sign(Disposition.AUTO_REPLY, why, reply=True, sure=False)
    marks = away_marks(text)
    # Who tells anybody in need to turn elsewhere does not talk to us, however friendly the tone.
    to_anybody = TO_WHOEVER.search(text) is not None and len(marks.to_whoever) > 1
    if (SPOKEN.search(mail.new_text) and not to_anybody) or re.search(r"\bbai\b(?! (hoc|tap|giang))", text):
        return None
    later = _THIS_LATER.search(text)
    if answers(mail) and (len(marks.all) > 1 or _READ_LATER.search(text) or later):
        why = f"An answer that fits whatever came: {quoted(marks.all or ([later[0]] if later else []))}."
        return Sign(Disposition.AUTO_REPLY, why, reply=True, sure=False)
    if answers(mail) and (left := _LEFT_FOR_GOOD.search(text)):
        return Sign(Disposition.AUTO_REPLY, f"Its writer has left: “{short(left[0])}”.", reply=True, sure=False)
    return None


def _is_of_another(mail: ParsedMail, text: str) -> bool:
    """Whether a folded text tells that somebody else than its sender is away."""
    told = _OF_ANOTHER.search(text)
    own = fold(mail.from_.name).split() if mail.from_ else []
    return told is not None and not (own and own[-1] in told[0].split())


def heeds(text: str) -> bool:
    """Whether a folded text heeds what we wrote: asks something of us, or tells what its writer will do for us."""
    return _HEEDS.search(text) is not None


@lru_cache(maxsize=8)  # it is weighed twice
def away_marks(text: str) -> AwayMarks:
    """What a folded text says that answers whatever came; nothing where it heeds what we wrote."""
    if _HEEDS.search(text):
        return AwayMarks()
    return AwayMarks(*(tuple(_found(kinds, text)) for kinds in (_OF_ONESELF, _TO_WHOEVER_CAME)))


def _found(kinds: tuple[re.Pattern[str], ...], text: str) -> Iterator[str]:
    return (found[0] for kind in kinds if (found := kind.search(text)))
