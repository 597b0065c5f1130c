"""Answering machines by their wording, where the headers are silent: absences, receipts, help desks.  PURE.

Only wording that a person does not use: "tự động" or "vắng mặt" in an ordinary letter proves nothing.
"""

from __future__ import annotations

import re

from daemon.intake.signs import DEVICE_FOOTER, FROM_SYSTEM, NAMED, OPENING, READER, URL, Sign, answers, any_of, short
from daemon.intake.voices import CONCERN, FIRST_PERSON_IN_ENGLISH, QUESTION, SPOKEN, is_personal
from daemon.model import Disposition, ParsedMail, Role
from daemon.text.vietnamese import fold

#: What gateways put before a subject that they pass on: "[EXTERNAL]", "***SPAM***", "{Spam?}", "EXT:".
_GATEWAY_TAG = re.compile(
    r"^(\W*(\[[^\]]{1,40}\]|\(external\)|\{[^}]{1,30}\}|\*{2,}[^*]{1,30}\*{2,}"
    r"|(external|ext|spam|bulk)( (mail|e-?mail))?\s*[:>]))+\s*"
)
#: Subjects that programs write and people do not: before a colon or bracket, or all there is.
_AUTO_SUBJECT = re.compile(
    r"^\W*("
    r"((thu|e-?mail) )?(tra loi|phan hoi|hoi am|hoi dap) tu ?dong|tu ?dong (tra loi|phan hoi|hoi am)|tu ?dong(?=\s*:)"
    r"|(thu|e-?mail|tin nhan|thong bao) tu ?dong( tra loi)?"
    r"|(yahoo!? )?auto([-_ ]?(reply|response|respon[ds]\w*|answer|svar))?|automat(ed|ic)[-_ ]?(reply|response|answer|$)"
    r"|out[- ]of[- ](the[- ])?office( (auto ?reply|reply|message|notification|re))?|ooo|vacation( reply)?"
    r"|away from (my )?(mail|office|desk)|(i am )?(on )?(vacation|holiday|annual leave|maternity leave)"
    r"|abwesen(d|heit\w*)( von)?|automatische antwort|reponse automatique|absence du bureau|respuesta automatica"
    r"|risposta automatica|resposta automatica|fuera de (la )?oficina|afwezigheid\w*|automatisch antwoord"
    r"|automatyczna odpowiedz|автоответ\w*|自动回复|自動回覆|自動返信|자동 ?응답"
    r")\s*([:：\-–—(\[\]]|$|\b(re:|from\b|tu\b))"
    r"|^[^:?]{2,60} (is|am|will be) (currently )?(out of|away from) (the |my )?office\b"
    r"|^[^:?]{2,60} ((hien|dang|se) )*(vang mat|khong co mat) (tai|o|khoi) (van phong|co quan|noi lam viec)\b"
)
#: Not proof by themselves: people write these too.
_ABSENT_SUBJECT = re.compile(
    r"^\W*((thong bao|bao|toi|em|minh|dang|hien|dang di) )*(vang mat|di (vang|nghi)|nghi (phep|le|tet|mat|om|thai san)|"
    r"di cong tac|khong co mat|"
    r"tam vang|away|absent|absence|out until|leave|not in the office)\b"
)
#: An absence put before the subject of the letter that it answers.
_ABSENT_ANSWER = re.compile(
    r"^\W*((thong bao|bao|toi|em|minh|dang|hien|hien dang) )*"
    r"(khong co mat|khong (co|o)( mat)?( tai)? (van phong|co quan|noi lam viec|nhiem so)|ngoai van phong|"
    r"vang mat|di vang|tam vang|nghi (phep|le|om|thai san)|di (cong tac|hoc|tap huan))"
    r"( (o|tai|khoi) (van phong|co quan|noi lam viec|nhiem so))?"
    r"\s*[:：]\s*(?P<ours>(re|tr|ph|fwd?|tra loi)\s*:|\[|da nhan\b)?\s*\S"
)
#: A person who asks to be answered elsewhere says why: "đề nghị không trả lời thư này vì ..., gọi giúp số ...".
_ANSWER_ELSEWHERE = re.compile(
    r"\b(vui long|xin|de nghi) (dung|khong) (tra loi|phan hoi|reply)( lai)?( (vao|den|toi|theo|cho|qua))? "
    r"(thu|e-?mail|dia chi|hop thu)( e-?mail| thu)? nay,? (ma|vi|nhung|do)\b"
)
_AUTO_BODY = any_of(
    r"(day|nay|noi dung) la (mot )?((thu|e-?mail|tin nhan|thong bao|thu dien tu|cau|loi|ban) )?((tra loi|phan hoi|"
    r"duoc gui|duoc tao) )?"
    r"(mot cach |hoan toan )?tu dong",
    r"(thu|e-?mail|tin nhan|thong bao) nay (la (thu|email) )?(duoc )?((he thong|may) )?(gui|tao|tra loi|phan hoi)"
    r"( ra| di| cho ban)?( mot cach)? tu dong",
    r"\(\W*(thu|e-?mail|tin nhan|thong bao)?( tra loi| phan hoi| duoc gui)? ?tu dong\W*\)",
    r"^\W*(thu )?(tra loi|phan hoi) tu dong\b(?! (hoa|cua))\W",
    r"(^|[.!:*] ?\W?)(thu|e-?mail|tin nhan|thong bao)( tra loi| phan hoi)? tu dong\W*$",
    r"(day|nay) la (he thong|hop thu|dich vu) (tra loi|phan hoi|thu)( tu dong)?",
    r"(he thong|hop thu)( cua \w+( \w+)?)? (da )?tu dong (tra loi|phan hoi|gui|tao) (thu|e-?mail|tin|thong bao) nay",
    r"(vui long|xin|de nghi) (dung|khong) (tra loi|phan hoi|hoi dap|reply)( lai)?( (vao|den|toi|theo|cho|qua))? "
    r"(thu|e-?mail|tin( nhan)?|dia chi|hop thu)( e-?mail| thu)? nay",
    r"(hop thu|dia chi( e-?mail)?|e-?mail) nay khong (duoc )?(theo doi|giam sat|kiem tra)",
    r"\b(thu|e-?mail)( \w+)? (gui )?(toi|den|vao) (day|(hop thu|dia chi) nay)( se)? khong (co nguoi|ai|"
    r"duoc) (doc|xem|nhan|tra loi)",
    FROM_SYSTEM,
    # help desks cut an answer at a line of theirs
    r"\b(viet|nhap|go|tra loi|phan hoi)( \w+){0,3} (o )?(phia )?tren (dong|vach|duong)( ke)? nay\b"
    r"|\b(reply|type|write|respond|response)( \w+){0,3} above this line\b",
    r"this is an auto(mated|matic(ally)?)([- ]generated)? (reply|response|message|e-?mail|notification|mail)",
    r"(message|e-?mail|mail) (was|is|has been) (automatically|auto[- ]?) ?(generated|sent)",
    r"this is a (computer|system)[- ]generated",
    r"(please )?do not (reply|respond) to this (e-?mail|message|address|mail)",
    r"automatically generated (e-?mail|message|response|reply|mail)|(created|generated) automatically by mail",
    r"your (e-?mail|message|request|inquiry|mail) (has been|was) received.{0,80}"
    r"(ticket|case|reference|shortly|soon|automat)",
)
#: Receipts, and questions put to unknown senders.
_ROUTINE_BODY = any_of(
    rf"\b(thu|e-?mail|tin nhan) (cua {READER}|{READER} (da )?gui)\b.{{0,300}}"
    r"\bda (duoc (doc|mo|hien thi|xem)|bi xoa( ma)?( khong| chua)?"
    r"( duoc)?( doc)?) (vao|luc|ngay)\b.{0,20}\d",
    r"\byour (message|mail|e-?mail)\b.{0,300}\b(was|has been) (read|displayed|opened|deleted)\b.{0,40}\d",
    r"\b(thu|tin nhan|thong diep)\b.{0,300}\bda duoc (hien thi|mo)\b.{0,80}\bkhong (dam bao|bao dam|co nghia|chac)",
    r"\bthis is a return receipt\b|\breturn receipt only acknowledges\b"
    r"|\b(day|nay) la (bien nhan|bao nhan|xac nhan da (nhan|doc|hien thi))\b",
    # what systems for documents of offices tell their users
    rf"\b{READER} (vua )?(co|nhan duoc) (\d+|mot) (cong viec|van ban|nhiem vu|thong bao|yeu cau|tin nhan)( \w+)? "
    r"(moi|can xu ly|cho xu ly|chua (doc|xu ly))\b",
    r"\b(is being|has been|was|been) (held|waitlisted|quarantined)\b.{0,250}\b(verif\w+|confirm\w*|guest list|release|"
    r"add yourself|link|filter)\b",
    r"\b(verify|confirm|prove) (that )?you( are|.re) (a )?(real|human|person|not)\b|\busing (spam ?arrest|boxbe)\b",
    rf"\b(thu|e-?mail|tin nhan) cua {READER}\b.{{0,120}}\b(bi|dang|duoc|tam)( \w+){{0,2}} (giu|cach ly|chan)\b"
    r".{0,250}\b(lien ket|duong dan|link|(nhap|bam|nhan) vao)\b",
    r"\bwould like to recall the message\b|\bmuon thu hoi (thu|tin nhan),? ?[\"“']",
    # codes for logging in, and full mailboxes
    r"\bma (xac (thuc|minh|nhan)|otp|kich hoat|bao mat|dang nhap)\b[^.]{0,60}[\s:]\d{4,8}(?![\w-])"
    r"|\b(nhap|su dung|dung) ma\b( \w+){0,3}\W{1,3}\d{4,8}(?![\w-]).{0,40}\b(de|vao|xac (minh|nhan|thuc))\b"
    r"|\b\d{4,8} la ma (xac (thuc|minh|nhan)|otp|kich hoat|bao mat|dang nhap)\b",
    r"\b(verification|security|one[- ]time|otp|log-?in|confirmation|access) (code|password|passcode|pin)\b.{0,60}"
    r"\b\d{4,8}(?![\w-])|\b\d{4,8} is your\b",
    rf"\b(thu|e-?mail|tin nhan) cua {READER}\b(?! (toi|em|minh|hoc)).{{0,80}}\b(chua|khong|se khong)( the)? "
    r"(duoc )?(chuyen|gui|phat|nhan|den)\b",
    rf"\b(hop thu|tai khoan|mailbox)( \w+)?( \S+@\S+)? (cua )?{READER}\b.{{0,80}}"
    r"\b(da day|sap day|gan day|vuot( qua)?|dung luong)\b"
    r"|\byour (mailbox|inbox|account) (is|has)\b.{0,60}\b(full|quota|limit|storage)\b",
    r"\bour content checker found\b|\bvirus alert\b|\bbanned (contents|name)\b",
)
#: A mail system that tells in its own words of a letter that it could not deliver.
_NOT_DELIVERED = any_of(
    rf"\b(khong|chua)( the)? (chuyen|gui|phat|giao)( duoc)?( di)? (thu|e-?mail|tin nhan) (cua|ma) {READER}\b",
    r"\b(could ?n.t|could not|cannot|can.?t|unable to|failed to|not able to) (get|deliver|send|pass on|relay|"
    r"forward|bring) "
    r"your (e-?mail|message|mail|note|letter)\b",
    r"\b(hop thu|dia chi)( \S+@\S+)? (khong|chua)( the| con)? nhan( them| duoc)?( thu| tin)?( nao)?( duoc)?( nua)?\b"
    r"|\bthu( \w+){0,2} (duoc|bi) tra (ve|lai) (cho |noi )?nguoi gui\b",
    r"\b(hop thu|dia chi( (thu|e-?mail))?|tai khoan)( nay| \S+@\S+)? (da )?(khong con|ngung|het) (duoc )?"
    r"(su dung|hoat dong|dung)\b",
    r"\bthe (person|address|recipient|people|mailbox) (that )?you (wrote|sent|e-?mailed|tried|are trying)\b",
)
#: Help desks and offices that acknowledge whatever comes; a person says so of a letter about something.
_ACKNOWLEDGES = any_of(
    rf"\bda (nhan duoc|tiep nhan|ghi nhan) (thu|e-?mail|yeu cau|tin nhan|lien he|phan hoi)( \w+){{0,5}} cua {READER}\b"
    r".{0,120}\bse (som )?(phan hoi|tra loi|hoi am|lien he|xu ly|giai quyet|xem xet|tham dinh)",
    rf"\b(thu|e-?mail|tin nhan|yeu cau) cua {READER} (da|se) (som )?duoc "
    r"(tiep nhan|nhan|ghi nhan|chuyen|tra loi|phan hoi|xu ly)",
    r"\b(he thong|trung tam|tong dai|bo phan)( \w+){0,4} da (tiep nhan|ghi nhan|nhan duoc) (yeu cau|thu|e-?mail)",
    r"\bda (nhan|tiep nhan|ghi nhan)( duoc)? (thu(?! (moi|cua (ban (to chuc|thu ky)|truong)))|e-?mail|yeu cau)"
    r"\b.{0,120}\b\d+ ngay lam viec\b",
    rf"\byeu cau( ho tro)?( so)? (cua {READER}|\W?#?\w*\d\w*)\b.{{0,60}}"
    r"\b(da|dang) duoc (tiep nhan|ghi nhan|tao|xu ly|chuyen)",
    rf"\bse (som )?(tra loi|phan hoi|hoi am|lien he)( lai)?( voi)?( (thu|e-?mail)( cua)?)? {READER}( \w+){{0,4}} "
    r"(som|trong vong|trong thoi gian|ngay khi co the)\b",
    r"\b(your|a|the|this)( \w+){0,2} (ticket|case|request|inquiry|enquiry)\b.{0,60}\b(has been|was|have been) "
    r"(received|created|opened|logged|assigned|registered)\b",
    r"\b(created|opened|assigned)( a)?( support)? (ticket|case)\b",
    r"\b(mailbox|inbox|account|(e-?mail )?address) is (not|no longer) (being )?"
    r"(monitored|checked|read|in use|active)\b",
)
#: What only a secretariat says, to authors of its own.
_TO_AUTHORS = re.compile(
    r"\bda (nhan duoc|tiep nhan|ghi nhan|nhan)( \w+){0,4} (cua|tu) (quy )?tac gia\b|"
    r"\b(quy )?tac gia (vui long )?(giu( lai)?|su dung|luu) ma\b"
    r"|\byour (abstract|paper|manuscript|submission|registration)( \S+)? (has been|was|is) (received|registered|"
    r"recorded)\b"
)
#: Subjects of receipts; people write such words too, before a text of their own.
_RECEIPT_SUBJECT = re.compile(
    r"^\W*(da doc|chua doc|khong doc|da xem|bao nhan( \(\w+( \w+)?\))?|read|not read|"
    r"(return|read) receipt( \(\w+\))?)\s*[:：-]\s*\S"
)
#: What stands before the subject that is answered.
_TOPIC = re.compile(r"^(\W*((re|fwd?|tr|ph|tra loi|chuyen tiep)\s*:|\[[^\]]{0,40}\]))*\W*")
_REPEATED = 8  #: characters of a subject that may be taken out of a text
_GONE = (
    r"(vang (mat|den|tu)|di (vang|nghi)|nghi (phep|le|tet|om|mat|thai san|(duong|dieu tri)( benh)?|cham \w+|"
    r"trong \w+ om)|di cong tac|"
    r"khong co mat|khong o (co quan|van phong)|"
    r"(di|tham gia|tham du|du)( (khoa|lop))? (hoc( tap trung)?|tap huan|boi duong))"
)
_SELF = r"(toi|em|minh|chung toi|co|thay|anh|chi|chung em)"
_AWAY_BODY = any_of(
    rf"\b(hien( tai| nay)?|dang|tam thoi|se|hien dang)( {_SELF})?( dang| se)? {_GONE}",
    rf"\b{_SELF} ((hien|dang|se|tam) )*{_GONE}",
    rf"\b{_GONE}( \w+){{0,3}} (tu|den|toi|het|cho den|trong)( het| ngay| thang| thu)* (\d|hai|ba|tu|nam|sau|bay)",
    r"\b(dang )?trong (ky|thoi gian) nghi",
    r"\bse (quay|tro) (lai|ve) (lam viec |co quan |van phong )?(vao )?(ngay |thu |thang )?\d",
    r"\bdi lam (tro )?lai\b",
    r"\bi(.?m| am| will be)( currently| now)? (out of (the )?office|away|on (\w+ )?(leave|vacation|holiday)|travel\w*)",
    r"\bi will (be (out|away)|return|be back)|out of (the )?office (until|from|till|and will)",
    r"limited access to (my )?e-?mail",
    r"will (respond|reply|get back|answer).{0,40}(when|upon|after|on) (i|my) (return|am back|get back)",
)
#: The same in languages that nobody here writes letters in.
_AWAY_ELSEWHERE = any_of(
    r"\bje (suis|serai|ne suis pas)( \w+){0,2} (absente?|en (conge|vacances|deplacement)|disponible|au bureau|"
    r"joignable)\b",
    r"\babsente? du bureau\b|\bactuellement (absente?|en conges?)\b|\bde retour (le|au bureau)\b",
    r"\bich bin( \S+){0,6} (nicht (im (buro|haus)|erreichbar)|abwesend|im urlaub|auf dienstreise|ausser haus)\b",
    r"\b(estoy|estare|me encuentro)( \w+){0,2} (fuera|ausente|de (vacaciones|permiso))\b",
    r"\b(sono|saro)( \w+){0,2} (fuori (ufficio|sede)|assente|in ferie)\b",
    r"\b(estou|estarei)( \w+){0,2} (fora|ausente|de ferias)\b|\bik ben( \S+){0,4} (afwezig|met vakantie|op vakantie)\b",
    r"\bя( \S+){0,3} (в отпуске|в командировке|отсутств)|\bнахожусь (в отпуске|в командировке)",
    r"(不在办公室|不在辦公室|正在休假|休假中|外出中|出差中|不在のため|休暇中|休暇をいただ|부재 ?중|휴가 ?중)",
)
_DEPUTY = (
    r"\bviec( \w+){0,4} (do|co)( \w+){1,6} (phu trach|dam nhiem|xu ly|giai quyet|dieu hanh|lo|ganh)\b|"
    r"\bban giao (cho|lai)\b"
)
_WHEN_BACK = any_of(
    r"se (tra loi|phan hoi|hoi am|lien he)( lai)?( \w+){0,8} (khi|sau khi|ngay khi|luc|vao ngay|som)\b",
    r"(se|co the) (tra loi|phan hoi|hoi am)( lai)? (thu|e-?mail|ban|quy|cac|anh|sau)",
    r"(khong the|chua the|khong|han che)( \w+){0,2} (tra loi|phan hoi|kiem tra|truy cap|check)( duoc)?"
    r"( cac)? (thu|e-?mail|mail|tin)",
    r"se (quay|tro) (lai|ve)( lam viec| co quan| van phong)?( vao)?( ngay| thu| thang)? \d",
    r"(khan|gap|can thiet|can gap|khan cap|trong thoi gian (nay|do|toi|vang))( \w+|,){0,8} (lien he|goi)",
    r"\blien he\b.{0,60}\b(de duoc (ho tro|giup do|giai quyet)|so \d|\d{3})",
    r"\bchi (co the )?(kiem tra|doc|xem) (thu|e-?mail|mail)",
    r"\b(return|back|urgent|immediate assistance|in my absence|contact)\b"
    r"|\bwill (respond|reply|answer) (as soon|when|upon)\b",
)
#: Whoever wrote may turn elsewhere: so speaks who does not know who that is.
_TO_WHOEVER = re.compile(
    r"\b(ai|(ban|anh|chi|anh chi|thay co|nguoi) nao|moi nguoi|ca nha|cac (ban|anh chi|thay co|dong chi)|anh chi em|"
    r"dong nghiep)( \w+){0,3} (gap|khan|can thiet)\b"
)
#: In an absence told in whatever tone: somebody else is there, nobody reads this.
_MEANWHILE = any_of(
    _TO_WHOEVER.pattern,
    _DEPUTY,
    r"\b(khong|chua|it|chang)( \w+){0,3} (kiem tra|doc|xem|mo)( duoc)? (cac )?hop thu\b",
)
_GREETS_WHOEVER = (
    rf"cam on {READER} da (gui|viet)|cam on( {READER})? da (lien he|quan tam)|cam on (thu|e-?mail)( \w+)? cua {READER}",
    r"(thank you|thanks) for (your (e-?mail|message|mail|enquiry|inquiry)|contacting|reaching|writing|getting in)",
    r"\bdear (sender|sir or madam)\b|\b(thong cam|cam on|mong)( \w+){0,4} nguoi gui\b",
)
_GREETS_WRITER = any_of(r"cam on( \w+){0,3} (da )?(gui|lien he|viet)( \w+)? (thu|e-?mail|mail)", *_GREETS_WHOEVER)
#: What a message says that answers whatever came: none alone is proof, two are where it names no concern of ours.
_MARKS = (
    any_of(*_GREETS_WHOEVER),
    any_of(
        _AWAY_BODY.pattern,
        r"\b(dang|o) (o )?(trong )?(cu|khu|vung)( \d+ ngay)?( \w+){0,2} cach ly\b|\bdi( \w+){1,4} (toi|den|"
        r"het) (chu nhat|thu \w+|het)\b",
        r"\b(ooo|out of (the )?office|(on|away) (\w+ )?leave)\b",
        r"\bi.?m (still )?(out|off)\b",
    ),
    any_of(
        r"\b(se( som)?|hen)( \w+)? (tra loi|phan hoi|hoi am|lien he|lien lac)\b",
        r"\b(will|shall) (respond|reply|answer|get back|be back|return)\b|\bback (on |in |at )?\d"
        r"|\bback (at my desk|in (the )?office|home) on\b|\b(e-?mails?|messages?)\b.{0,40}\b(get|are|"
        r"will be) (answered|read)\b",
    ),
    any_of(
        r"\b(tu|den|toi|het)( het)?( ngay| thu| thang)? (\d{1,2}( thang|[/.-]\d{1,2})|hai|tu|nam|sau|bay|mung \d)\b",
        r"\b(until|till|through) (the )?(\d|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|ju|aug|sep|oct|nov|dec)",
    ),
    any_of(_DEPUTY),
    any_of(
        r"\b(viec|khi|neu|truong hop)( \w+){0,3} (gap|can|can thiet|khan)\b",
        r"\b(xin|vui long|co the|hay|can) (lien he|lien lac|goi)\b",
        _TO_WHOEVER.pattern,
        r"\b(please )?contact (my|the|our|\S+@)|\burgent|\bin (the meantime|my absence)\b"
        r"|\b(can.?t|cannot|can not) wait\b",
    ),
    any_of(
        r"\b(khong|chua|han che|chi|it)( \w+){0,3} (kiem tra|truy cap|check|doc|xem)( duoc)? "
        r"(cac )?(thu|e-?mail|mail)\b",
        r"\b(khong|chua) the( \w+)? (tra loi|phan hoi|hoi am)\b|\b(cham|slow (to|in)) (tra loi|phan hoi|respond|reply)"
        r"|\b(tra loi|doc|xem)( thu)?( rat)? cham\b|\bchi (tra loi|doc|xem|kiem tra) (thu|e-?mail|mail)\b",
        r"\b(no|limited|without|intermittent)( \w+)? access\b"
        r"|\b(it khi|khong|han che|kho)( \w+)? (len mang|online|vao mang)\b",
    ),
)


def by_wording(mail: ParsedMail, *, has_paper: bool) -> Sign | None:
    """What in subject and text shows an answering machine; None beside a paper, whose sender is somebody."""
    if has_paper:
        return None
    subject = fold(mail.subject)
    if not _AUTO_SUBJECT.match(subject):  # "[Auto-Reply]" looks like a tag itself
        subject = _GATEWAY_TAG.sub("", subject)
    text = DEVICE_FOOTER.sub(" ", fold(URL.sub(" ", mail.new_text[: OPENING * 4])))
    if (words := _AUTO_SUBJECT.match(subject)) and "?" not in subject and not _is_topic(words, subject, text):
        return Sign(Disposition.AUTO_REPLY, f"Only programs write such a subject: “{short(mail.subject)}”.", reply=True)
    files = any(file.role is not Role.SIGNATURE for file in mail.attachments)
    if files or len(text) > OPENING or (QUESTION.search(text) and not _TO_WHOEVER.search(text)):
        return None
    said = _AUTO_BODY.search(_ANSWER_ELSEWHERE.sub(" ", text) if CONCERN.search(text) else text)
    said = said or _ROUTINE_BODY.search(text)
    own_words = text.replace(_TOPIC.sub("", subject), " ") if len(subject) > _REPEATED else text  # help desks repeat it
    if said or (not CONCERN.search(own_words) and (said := _ACKNOWLEDGES.search(text))):
        return Sign(
            Disposition.AUTO_REPLY, f"The text says that a program wrote it: “{short(said[0])}”.", reply=answers(mail)
        )
    by_somebody = is_personal(mail) or SPOKEN.search(mail.new_text) or FIRST_PERSON_IN_ENGLISH.search(text)
    if not by_somebody and (said := _TO_AUTHORS.search(text)):
        why = f"A secretariat says so to its authors: “{short(said[0])}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=True, sure=False)
    if not by_somebody and (said := _NOT_DELIVERED.search(text)):
        why = f"It tells of a letter that was not delivered: “{short(said[0])}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=True, sure=False)
    if not text and _RECEIPT_SUBJECT.match(subject):
        return Sign(Disposition.AUTO_REPLY, f"A receipt without a text: “{short(mail.subject)}”.", reply=True)
    return _by_absence(mail, subject, text)


def _by_absence(mail: ParsedMail, subject: str, text: str) -> Sign | None:
    text = NAMED.sub(" ", text)  # the subject of our letter, which it answers
    if said := _AWAY_ELSEWHERE.search(text):
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{short(said[0])}”.", reply=True)
    if CONCERN.search(text):
        return None
    away = _AWAY_BODY.search(text)
    if (answer := _ABSENT_ANSWER.match(subject)) and (not text or (away and answer["ours"])):
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{short(mail.subject)}”.", reply=True)
    expected = _ABSENT_SUBJECT.match(subject) or answers(mail) or _GREETS_WRITER.search(text)
    if away and expected and _WHEN_BACK.search(text):
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{short(away[0])}”.", reply=True)
    if away and expected and (said := _MEANWHILE.search(text)):
        shown = f"{short(away[0])}”, “{short(said[0])}"
        return Sign(Disposition.AUTO_REPLY, f"An out-of-office notice: “{shown}”.", reply=True, sure=False)
    if SPOKEN.search(mail.new_text) or re.search(r"\bbai\b(?! (hoc|tap|giang))", text):
        return None
    marks = away_marks(text)
    if len(marks) > 1 and answers(mail):
        shown = "”, “".join(map(short, marks))
        return Sign(Disposition.AUTO_REPLY, f"An answer that fits whatever came: “{shown}”.", reply=True, sure=False)
    return None


def away_marks(text: str) -> list[str]:
    """What a folded text says that answers whatever came, each kind once."""
    return [found[0] for mark in _MARKS if (found := mark.search(text))]


def _is_topic(words: re.Match[str], subject: str, text: str) -> bool:
    """Whether somebody writes about an answering program: these words are the whole subject, and the text asks.

    A program puts them before the subject of what it answers.
    """
    is_all = not subject[words.end() :].strip()
    speaks = len(text) > OPENING or QUESTION.search(text) is not None or CONCERN.search(text) is not None
    return is_all and speaks and not _AUTO_BODY.search(text)
