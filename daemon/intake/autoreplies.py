"""Answering machines by their wording, where the headers are silent: receipts, questions to senders, help desks.  PURE.

Only wording that a person does not use: "tự động" or "vắng mặt" in an ordinary letter proves nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from daemon.intake.absences import TO_WHOEVER, away_marks, by_absence
from daemon.intake.prose import MARK, one_of
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
    short,
)
from daemon.intake.voices import CONCERN, FIRST_PERSON_IN_ENGLISH, QUESTION, SPOKEN, is_ours, is_personal
from daemon.model import Disposition, ParsedMail
from daemon.text.vietnamese import fold

#: What gateways put before a subject that they pass on: "[EXTERNAL]", "***SPAM***", "{Spam?}", "EXT:".
_GATEWAY_TAG = re.compile(
    r"^(\W*(\[[^\]]{1,40}\]|\(external\)|\{[^}]{1,30}\}|\*{2,}[^*]{1,30}\*{2,}"
    r"|(external|ext|spam|bulk)( (mail|e-?mail))?\s*[:>]))++\s*"
)
#: Subjects that programs write and people do not: before a colon or bracket, or all there is.
_AUTO_SUBJECT = re.compile(
    r"^\W*("
    r"((thu|e-?mail) )?(tra loi|phan hoi|hoi am|hoi dap) tu ?dong|tu ?dong (tra loi|phan hoi|hoi am)|tu ?dong(?=\s*:)"
    r"|tu ?dong(?=\s*\])|(auto(matically)?|system)[-_ ]?generated"
    r"|(thu|e-?mail|tin nhan|thong bao) tu ?dong( tra loi)?"
    r"|(yahoo!? )?auto([-_ ]?(reply|response|respon[ds]\w*|answer|svar))?|automat(ed|ic)[-_ ]?(reply|response|answer|$)"
    r"|out[- ]of[- ](the[- ])?office( (auto ?reply|reply|message|notification|re))?|ooo|vacation( reply)?"
    r"|away from (my )?(mail|office|desk)|(i am )?(on )?(vacation|holiday|annual leave|maternity leave)"
    r"|abwesen(d|heit\w*)( von)?|automatische antwort|reponse automatique|absence du bureau|respuesta automatica"
    r"|risposta automatica|resposta automatica|fuera de (la )?oficina|afwezigheid\w*|automatisch antwoord"
    r"|automatyczna odpowiedz|автоответ\w*|自动回复|自動回覆|自動返信|"
    + fold("자동")
    + " ?"
    + fold("응답")
    + r")\s*([:：\-–—(\[\]]|$|\b(re:|from\b|tu\b))"
    r"|^[^:?]{2,60} (is|am|will be) (currently )?(out of|away from) (the |my )?office\b"
    r"|^[^:?]{2,60} ((hien|dang|se) )*(vang mat|khong co mat) (tai|o|khoi) (van phong|co quan|noi lam viec)\b"
)
#: A person who asks to be answered elsewhere says why: "đề nghị không trả lời thư này vì ..., gọi giúp số ...".
_ANSWER_ELSEWHERE = re.compile(
    r"\b(vui long|xin|de nghi) (dung|khong) (tra loi|phan hoi|reply)( lai)?( (vao|den|toi|theo|cho|qua))? "
    r"(thu|e-?mail|dia chi|hop thu)( e-?mail| thu)? nay,? (ma|vi|nhung|do)\b"
)
#: Whose such a program is: "Your auto reply says that section 3 is missing".
_OF_A_PROGRAM_OF_OURS = re.compile(
    r"\byour (auto\w*|out[- ]of[- ]office|machine|program|system)\b"
    r"|\b(tu dong|thu|may|he thong)( \w+)? (cua|ben|phia) (btc|btk|ban (to chuc|thu ky)|cac (anh|chi|thay)|anh chi)\b"
)
_AUTO_BODY = one_of(
    r"(day|nay|noi dung) la (mot )?((thu|e-?mail|tin nhan|thong bao|thu dien tu|cau|loi|ban) )?((tra loi|phan hoi|"
    r"duoc gui|duoc tao) )?"
    r"(mot cach |hoan toan )?tu dong",
    r"(thu|e-?mail|tin nhan|thong bao) nay (la (thu|email) )?(duoc )?((he thong|may) )?(gui|tao|tra loi|phan hoi)"
    r"( ra| di| cho ban)?( mot cach)? tu dong(?! (tu|qua|boi) he thong (thu|e-?mail)\b)",
    r"\(\W*(thu|e-?mail|tin nhan|thong bao)?( tra loi| phan hoi| duoc gui)? ?tu dong\W*\)",
    r"^\W*(thu )?(tra loi|phan hoi) tu dong\b(?! (hoa|cua))\W",
    r"(^|[.!:*] ?\W?)(thu|e-?mail|tin nhan|thong bao)( tra loi| phan hoi)? tu dong\W*$",
    r"(day|nay) la (he thong|hop thu|dich vu) (tra loi|phan hoi|thu)( tu dong)?",
    r"(he thong|hop thu)( cua \w+( \w+)?)? (da )?tu dong (tra loi|phan hoi|gui|tao) (thu|e-?mail|tin|thong bao) nay",
    r"(vui long|xin|de nghi) (dung|khong) (tra loi|phan hoi|hoi dap|reply)( lai)?( (vao|den|toi|theo|cho|qua))? "
    r"(thu|e-?mail|tin( nhan)?|dia chi|hop thu)( e-?mail| thu)? nay\b(?! neu)",
    r"(hop thu|dia chi( e-?mail)?|e-?mail) nay khong (duoc )?(theo doi|giam sat|kiem tra)",
    r"(hop thu|dia chi|e-?mail) nay (chi )?((duoc )?dung )?(de )?(gui|thong bao)?\W*(va )?khong (tiep )?nhan "
    r"((thu |e-?mail )?(phan hoi|tra loi)|thu den)\b|^\W*(thu|e-?mail|tin nhan) tu dong\s*[:–-]",
    r"\b(thu|e-?mail)( \w+)? (gui )?(toi|den|vao|ve|qua) (day|(hop thu|dia chi) nay)( se)? khong (co nguoi|ai|"
    r"duoc) (doc|xem|nhan|tra loi)",
    FROM_SYSTEM,
    # help desks cut an answer at a line of theirs
    r"\b(viet|nhap|go|tra loi|phan hoi)( \w+){0,3} (o )?(phia )?tren (dong|vach|duong)( ke)? nay\b"
    r"|\b(reply|type|write|respond|response)( \w+){0,3} above this line\b",
    r"this is an auto(mated|matic(ally)?)([- ]generated)? (reply|response|message|e-?mail|notification|mail)",
    r"(message|e-?mail|mail) (was|is|has been) (automatically|auto[- ]?) ?(generated|sent)",
    r"this is a (computer|system)[- ]generated|\byou(.ve| have) reached (the|my|our)( \w+)? "
    r"(mailbox|inbox|voice ?mail|office|account|desk|help ?desk|e-?mail)\b",
    r"(please )?do not (reply|respond) to this (e-?mail|message|address|mail)\b(?! (if|unless)\b)",
    r"automatically generated (e-?mail|message|response|reply|mail)|(created|generated) automatically by mail",
    # the same in languages that some of ours write in, and that none of ours does
    r"\b(genere|envoye|cree)e? (de (maniere|facon) )?automatique(ment)?\b|\bautomatiquement (genere|envoye|cree)\b"
    r"|\bne pas repondre a ce|\baccuse de lecture confirme\b"
    r"|\b(generado|gerado|generato|enviado) automatica?mente\b|\bautomatisch (generiert|erzeugt|erstellt|versandt)\b",
    r"your (e-?mail|message|request|inquiry|mail) (has been|was) received.{0,80}"
    r"(ticket|case|reference|shortly|soon|automat)",
)
#: What a program calls itself, which may well ask something.
_I_AM_ONE = re.compile(
    r"\b(?<!cua )(toi|em|minh|day|chung toi) la( mot| \w+ ?[,–-])? "
    r"(tro ly (ao|so|ai|tu dong|thong minh|truc tuyen)|chat ?bot|robot|bot)\b"
    r"|\bi( am|.m) (a |the |your )?(virtual|automated|ai|digital) (assistant|agent)\b|\bi( am|.m) (a )?(chat ?)?bot\b"
)
#: Receipts, and questions put to unknown senders.
_ROUTINE_BODY = one_of(
    rf"\b(thu|e-?mail|tin nhan) (cua {READER}|{READER} (da )?gui)\b.{{0,300}}"
    r"\bda (duoc (doc|mo|hien thi|xem)|bi xoa( ma)?( khong| chua)?"
    r"( duoc)?( doc)?) (vao|luc|ngay)\b.{0,20}\d",
    r"\byour (message|mail|e-?mail)\b.{0,300}\b(was|has been) (read|displayed|opened|deleted)\b.{0,40}\d",
    r"\b(thu|tin nhan|thong diep)\b.{0,300}\bda duoc (hien thi|mo)\b.{0,80}\bkhong (dam bao|bao dam|co nghia|chac)",
    r"\bthis is a (return )?receipt (for|of) the\b|\bthis is a return receipt\b|\breturn receipt only acknowledges\b"
    r"|\bthis receipt (verifies|confirms)\b|\b(message|mail|e-?mail)\b.{0,200}\bdeleted without being read\b"
    r"|\b(day|nay) la (bien nhan|bao nhan|xac nhan da (nhan|doc|hien thi))\b",
    # what systems for documents of offices tell their users
    rf"\b({READER}|dong chi|d/c|thay co|can bo) (vua |dang )?(co|nhan duoc) (\d+|mot) "
    r"(cong viec|van ban|nhiem vu|thong bao|yeu cau|tin nhan|ho so|phieu trinh)( \w+)? "
    r"(moi|can xu ly|cho xu ly|chua (doc|xu ly))\b",
    r"\b(is being|has been|was|been) (held|waitlisted|quarantined)\b.{0,250}\b(verif\w+|confirm\w*|guest list|release|"
    r"add yourself|link|filter)\b",
    r"\b(verify|confirm|prove) (that )?you( are|.re) (a )?(real|human|person|not)\b|\busing (spam ?arrest|boxbe)\b",
    rf"\b(xac (nhan|minh|thuc)|chung (minh|to)|kiem tra)( \w+){{0,3}} {READER}( \w+){{0,2}} (khong phai( la)?|la) "
    r"(mot )?(may|robot|bot|nguoi (that|thuc)|con nguoi|thu rac|chuong trinh)\b",
    rf"\bde (thu|e-?mail|tin nhan)( nay)?( cua {READER})? (den|toi|duoc (chuyen|gui|nhan|phat))\b.{{0,150}}"
    r"\b(xac (nhan|minh|thuc)|(bam|nhan|nhap|click)( chuot)? vao|lien ket|duong dan|captcha)\b",
    r"\b(nhap|dien)( \w+){0,4} \d{3,}\b.{0,40}\b(trang|o) xac (nhan|minh|thuc) "
    r"de (hoan tat|thu|e-?mail|duoc|tiep tuc)\b",
    rf"\b(bam|nhan|nhap|click)( chuot)? vao\b.{{0,80}}\bde (thu|e-?mail|tin nhan)( nay)? cua {READER} "
    r"(den|toi|duoc (chuyen|gui|nhan|phat))\b",
    rf"\b(thu|e-?mail|tin nhan)( cua {READER})?\b.{{0,120}}\b(cho|vi|do) (toi|minh|em) chua (co|biet|luu|them) "
    rf"{READER} (trong|vao) (danh (ba|sach)|so lien lac)\b",
    r"\b(tra loi|bam|nhap|xac nhan)\b.{0,80}\b(thu|e-?mail|tin nhan)( \w+){0,3} (se|moi) (duoc )?"
    r"(vao|den|toi|chuyen( vao| toi| den)?) hop thu\b",
    rf"\b(thu|e-?mail|tin nhan) cua {READER}\b.{{0,120}}\b(bi|dang|duoc|tam)( \w+){{0,2}} (giu|cach ly|chan)\b"
    r".{0,250}\b(lien ket|duong dan|link|(nhap|bam|nhan) vao)\b",
    # why whoever writes for the first time is asked to do something, as a program says it of its owner
    r"\b(protect\w*|guard\w*|keep\w*)( \w+){0,3} (myself|my( \w+)? (mailbox|inbox|e-?mail|account|address))\b.{0,60}"
    r"\b(spam|junk|clean)\b.{0,250}"
    r"\b((click\w*|follow|use)( \w+){0,3} (link|below)|just once|once only|one[- ]time|first (message|e-?mail|mail))\b",
    r"\byour (e-?mail )?address will( then)? be (added|put|placed)\b.{0,40}\b(senders?|contacts?|list)\b",
    r"\b(click\w*|use|follow|open)( on)? (the|this|that) link\b.{0,60}\bso (that )?(i|he|she|we|your (e-?mails?|"
    r"messages?|mails?))\b( can| will| may)?( be)? (receiv\w+|get|reach\w*|deliver\w*|come|arrive)\b"
    r" (?!your (paper|file|article|abstract|manuscript))",
    r"\byour (e-?mail|message|mail)\b.{0,80}\b(has been|have been|was|is|is being) (put|placed|moved|held|kept)\b"
    r".{0,60}\b(pending|holding|waiting)\b",
    r"\bwould like to recall the message\b|\bmuon thu hoi (thu|tin nhan),? ?[\"“']",
    # codes for logging in, and full mailboxes
    r"\bma (xac (thuc|minh|nhan)|otp|kich hoat|bao mat|dang nhap)\b[^.]{0,60}[\s:]\d{4,8}(?![\w-])"
    r"|\b(nhap|su dung|dung) ma\b( \w+){0,3}\W{1,3}\d{4,8}(?![\w-]).{0,40}\b(de|vao|xac (minh|nhan|thuc))\b"
    r"|\b\d{4,8} la ma (xac (thuc|minh|nhan)|otp|kich hoat|bao mat|dang nhap)\b",
    r"\b(verification|security|one[- ]time|otp|log-?in|confirmation|access) (code|password|passcode|pin)\b.{0,60}"
    r"\b\d{4,8}(?![\w-])|\b\d{4,8} is your\b",
    rf"\b(hop thu|tai khoan|mailbox)( \w+)?( \S+@\S+)? (cua )?{READER}\b.{{0,80}}"
    r"\b(da day|sap day|gan day|vuot( qua)?|dung luong)\b"
    r"|\byour (mailbox|inbox|account) (is|has)\b.{0,60}\b(full|quota|limit|storage)\b",
    # lists that keep back whatever no member of theirs wrote
    r"\byour (message|post|posting|mail|e-?mail)\b.{0,80}\b(is|has been|was|will be)( now| being| currently)? "
    r"(held|queued|waiting|awaiting)\b.{0,80}\b(approv\w+|moderat\w+)\b"
    r"|\bnon-?members?( \w+)? (posting|posts?|messages?)\b.{0,40}\b(disabled|rejected|not (allowed|permitted)|held)\b"
    rf"|\b(thu|e-?mail|tin nhan|bai dang) cua {READER}\b.{{0,80}}\b(cho|doi)( \w+){{0,3}} "
    r"(kiem duyet|phe duyet|duyet|xet)\b",
    r"\bour content checker found\b|\bvirus alert\b|\bbanned (contents|name)\b",
)
#: A mail system that tells in its own words of a letter that it could not deliver.
_NOT_DELIVERED = one_of(
    rf"\b(thu|e-?mail|tin nhan) cua {READER}\b(?! (toi|em|minh|hoc)).{{0,80}}\b(chua|khong|se khong)( the)? "
    r"(duoc )?(chuyen|gui|phat|nhan|den)\b",
    rf"\b(khong|chua)( the)? (chuyen|gui|phat|giao)( duoc)?( di)? (thu|e-?mail|tin nhan) (cua|ma) {READER}\b",
    r"\b(could ?n.t|could not|cannot|can.?t|unable to|failed to|not able to) (get|deliver|send|pass on|relay|"
    r"forward|bring) "
    r"your (e-?mail|message|mail|note|letter)\b",
    r"\b(hop thu|dia chi)( \S+@\S+)? (khong|chua)( the| con)? nhan( them| duoc)?( thu| tin)?( nao)?( duoc)?( nua)?\b"
    r"|\bthu( \w+){0,2} (duoc|bi) tra (ve|lai) (cho |noi )?nguoi gui\b",
    r"\b(hop thu|dia chi( (thu|e-?mail))?|tai khoan)( nay| \S+@\S+)? (da )?(khong con|ngung|het) (duoc )?"
    r"(su dung|hoat dong|dung)\b|\b(hop thu|dia chi)( nay| \S+@\S+)( (hien|da))? khong( he| con)? ton tai\b"
    r"|\bhop thu( nay| \S+@\S+)( (hien|tam|da))* bi (khoa|xoa|dong|vo hieu)\b",
    r"\byour (e-?mail|message|mail|letter)( to \S+)? (was|has been|is being|is|got) (blocked|bounced|rejected|"
    r"refused|returned|not delivered)\b",
    r"\bthe (person|address|recipient|people|mailbox) (that )?you (wrote|sent|e-?mailed|tried|are trying)\b",
)
#: A reply of SMTP and nothing before it (RFC 5321 §4.2, RFC 3463 §2): whoever asks about one says so.
_SMTP_REPLY = re.compile(r"^\W*[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b")
#: Help desks and offices that acknowledge whatever comes; a person says so of a letter about something.
_ACKNOWLEDGES = one_of(
    rf"\bda (nhan duoc|tiep nhan|ghi nhan) (thu|e-?mail|yeu cau|tin nhan|lien he|phan hoi)( \w+){{0,5}} cua {READER}\b"
    r".{0,120}\bse (som )?(phan hoi|tra loi|hoi am|lien he|xu ly|giai quyet|xem xet|tham dinh)",
    rf"\b(thu|e-?mail|tin nhan|yeu cau) cua {READER} (da|se) (som )?duoc "
    r"(tiep nhan|nhan|ghi nhan|chuyen|tra loi|phan hoi|xu ly)",
    rf"\bcam on( \w+){{0,4}} (cua )?({READER}|quy co quan|quy don vi)\b.{{0,60}}\b(noi dung|thu|e-?mail|y kien|yeu cau)"
    r"( \w+){0,3} da duoc (chuyen|gui)( (den|toi|cho|sang|ve))* (cac )?(bo phan|phong ban|don vi|co quan|nguoi)"
    r" (chuyen mon|lien quan|chuc nang|phu trach|co tham quyen|co trach nhiem)\b",
    r"\b(he thong|trung tam|tong dai|bo phan)( \w+){0,4} da (tiep nhan|ghi nhan|nhan duoc) (yeu cau|thu|e-?mail)",
    r"\bda (nhan|tiep nhan|ghi nhan)( duoc)? (thu(?! (moi|cua (ban (to chuc|thu ky)|truong)))|e-?mail|yeu cau)"
    r"\b.{0,120}\b\d+ ngay lam viec\b",
    rf"\byeu cau( ho tro)?( so| ma)? (cua {READER}|\W?#?\w*\d\w*)\b.{{0,60}}"
    r"\b((da|dang) )?duoc (tiep nhan|ghi nhan|tao|xu ly|chuyen|khoi tao|dang ky thanh cong)",
    rf"\bse (som )?(tra loi|phan hoi|hoi am|lien he)( lai)?( voi)?( (thu|e-?mail)( cua)?)? {READER}( \w+){{0,4}} "
    r"(som|trong vong|trong thoi gian|ngay khi co the)\b",
    r"\b(your|a|the|this)( \w+){0,2} (ticket|case|request|inquiry|enquiry)\b.{0,60}\b(has been|was|have been) "
    r"(received|created|opened|logged|assigned|registered)\b",
    r"\b(created|opened|assigned)( a)?( support)? (ticket|case)\b",
    r"\b(mailbox|inbox|account|(e-?mail )?address) is (not|no longer) (being )?"
    r"(monitored|checked|read|in use|active)\b",
)
#: What only a secretariat or an editor says, to authors of its own.
_TO_AUTHORS = re.compile(
    r"\bda (nhan duoc|tiep nhan|ghi nhan|nhan)(( \w+){0,4} (cua|tu) (quy )?|\b[^.;!?]{0,40} quy )tac gia\b|"
    r"\b(quy )?tac gia (vui long )?(giu( lai)?|su dung|luu) ma\b"
    r"|\b(toa soan|tap chi|ban bien tap)( \w+){0,6} (da|vua)( \w+)? (nhan|tiep nhan)\b"
    r"|\byour (abstract|paper|manuscript|submission|registration)( \S+)? (has been|was|is) (received|registered|"
    r"recorded)\b"
)
#: The same as it is written: folded, "của bạn" is also that of a committee of the Party, which writes to us.
_OF_AN_AUTHOR = re.compile(
    r"\b(bài( báo| viết)?|bản thảo|tham luận|báo cáo|tóm tắt)\b[^.!?\n]{0,120}"
    r"\bcủa (các )?bạn (đã|chưa|được|sẽ|cần|vừa|đang)\b",
    re.IGNORECASE,
)
#: Subjects of receipts; people write such words too, before a text of their own.
_RECEIPT_SUBJECT = re.compile(
    r"^\W*(da doc|chua doc|khong doc|da xem|bao nhan( \(\w+( \w+)?\))?|read|not read|"
    r"(return|read) receipt( \(\w+\))?)\s*[:：-]\s*\S"
)
#: All that such a receipt says.
_RECEIPT_TEXT = re.compile(
    rf"\W*(your (message|mail|e-?mail)|(thu|e-?mail|tin nhan)( cua ({READER}|anh|chi|thay|co))?)\b.{{0,120}}"
    r"\b(read|displayed|opened|(da|duoc) (doc|mo|hien thi|xem))\W*"
)
#: A number of a help desk before a subject that it answers: "##RE-20911## : Re: ...".
_TICKET_SUBJECT = re.compile(rf"^\W*##[\w-]{{2,20}}##\W*{MARK}")
#: A number under which whatever came is seen to; people write such numbers of parcels and payments of theirs.
_NUMBERED = re.compile(
    rf"\b(yeu cau|noi dung|phan anh|y kien|thu)( \w+){{0,3}} (cua )?{READER}.{{0,160}}"
    r"\bma (theo doi|tra cuu|yeu cau|phieu|ho tro|ticket)( \w+){0,3}\W{0,3}[a-z]{0,6}[-_#]?\d{3,}\b"
)
#: A menu: "Trả lời bằng số 1, 2 hoặc 3", where two entries of it are numbered.
_MENU = re.compile(
    r"\b(tra loi|nhan|nhap|chon|go|bam|soan|reply|press|type)( \w+){0,3} (bang )?(so|phim|number)\b(?! (dien "
    r"thoai|tai khoan))"
)
_ENTRIES = re.compile(r"(?<!\w)([1-9])[).:] ?\w")
_MANY_ENTRIES = 2
#: What stands before the subject that is answered.
_TOPIC = re.compile(rf"^(\W*({MARK}|\[[^\]]{{0,40}}\]))*+\W*")
_REPEATED = 8  #: characters of a subject that may be taken out of a text


def is_auto_subject(subject: str) -> bool:
    """Whether only an answering program writes such a subject: "Automatic reply: ..."."""
    return _AUTO_SUBJECT.match(fold(subject)) is not None


def by_wording(mail: ParsedMail, *, has_paper: bool) -> Sign | None:
    """What in subject and text shows an answering machine; None beside a paper, whose sender is somebody."""
    if has_paper:
        return None
    subject = fold(mail.subject)
    if not _AUTO_SUBJECT.match(subject):  # "[Auto-Reply]" looks like a tag itself
        subject = _GATEWAY_TAG.sub("", subject)
    text = WRONG_HANDS.sub(" ", DEVICE_FOOTER.sub(" ", fold(URL.sub(" ", mail.new_text[: OPENING * 4]))))
    spoken = _above_mark(mail)
    if spoken is not None and (is_ours(spoken) or QUESTION.search(spoken)):
        text = spoken  # an office's mail system speaks below it of what it added
    if (words := _AUTO_SUBJECT.match(subject)) and "?" not in subject and not _is_topic(words, subject, text):
        return Sign(Disposition.AUTO_REPLY, f"Only programs write such a subject: “{short(mail.subject)}”.", reply=True)
    if not mail.files and (said := _I_AM_ONE.search(text)):
        why = f"The text says that a program wrote it: “{short(said[0])}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=answers(mail), sure=False)
    if not mail.files and _MENU.search(text) and len(set(_ENTRIES.findall(text))) >= _MANY_ENTRIES:
        why = f"The text is the menu of a program: “{short(text)}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=answers(mail), sure=False)
    if not mail.files and (ticket := _TICKET_SUBJECT.match(subject)):
        return Sign(Disposition.AUTO_REPLY, f"A help desk’s number: “{short(ticket[0])}”.", reply=True, sure=False)
    if mail.files or len(text) > OPENING or (QUESTION.search(text) and not TO_WHOEVER.search(text)):
        return None
    said = _AUTO_BODY.search(_ANSWER_ELSEWHERE.sub(" ", text) if CONCERN.search(text) else text)
    said = said or _ROUTINE_BODY.search(text)
    own_words = text.replace(_TOPIC.sub("", subject), " ") if len(subject) > _REPEATED else text  # help desks repeat it
    if said or (not CONCERN.search(own_words) and (said := _ACKNOWLEDGES.search(text))):
        why = f"The text says that a program wrote it: “{short(said[0])}”."
        sure = spoken is None or said[0] in spoken
        return Sign(Disposition.AUTO_REPLY, why, reply=answers(mail), sure=sure)
    if not CONCERN.search(own_words) and (said := _NUMBERED.search(text)):
        why = f"A help desk numbers what came: “{short(said[0])}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=answers(mail), sure=False)
    by_somebody = is_personal(mail) or SPOKEN.search(mail.new_text) or FIRST_PERSON_IN_ENGLISH.search(text)
    said = _TO_AUTHORS.search(text) or _OF_AN_AUTHOR.search(mail.new_text[:OPENING])
    if not by_somebody and said:
        why = f"A secretariat says so to its authors: “{short(said[0])}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=True, sure=False)
    if not by_somebody and (said := _NOT_DELIVERED.search(text) or _SMTP_REPLY.search(text)):
        why = f"It tells of a letter that was not delivered: “{short(said[0])}”."
        return Sign(Disposition.AUTO_REPLY, why, reply=True, sure=False)
    if _RECEIPT_SUBJECT.match(subject) and (not text or _RECEIPT_TEXT.fullmatch(text)):
        return Sign(Disposition.AUTO_REPLY, f"A receipt and nothing else: “{short(mail.subject)}”.", reply=True)
    return by_absence(mail, subject, text)


def _above_mark(mail: ParsedMail) -> str | None:
    """What somebody says above a signature's mark or an office's small print, folded; None without one, or where that
    is an absence.
    """
    above = above_office_footer(mail.new_text)
    if above is None and (mark := SIGNATURE_MARK.search(mail.new_text)):
        above = mail.new_text[: mark.start()]
        above = above if is_personal(replace(mail, new_text=above)) else None
    if above is None:
        return None
    spoken = DEVICE_FOOTER.sub(" ", fold(URL.sub(" ", above[: OPENING * 4])))
    marks = away_marks(spoken)  # "em không mở được thư" alone is none
    return None if marks.of_oneself or len(marks.all) > 1 else spoken


def _is_topic(words: re.Match[str], subject: str, text: str) -> bool:
    """Whether somebody writes about an answering program: these words are the whole subject, and the text asks.

    A program puts them before the subject of what it answers.
    """
    is_all = not subject[words.end() :].strip()
    speaks = len(text) > OPENING or any(it.search(text) for it in (QUESTION, CONCERN, _OF_A_PROGRAM_OF_OURS))
    return is_all and speaks and not _AUTO_BODY.search(text)
