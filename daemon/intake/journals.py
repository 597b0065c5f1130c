"""Letters that the software of journals and of other conferences writes in its editors' names.  PURE.

They speak as our own people do, of papers, authors and reviews, and no header says that a program wrote them; but they
speak to whoever has to do with that journal.  Nobody who writes to us has a paper of ours under review, or asks us for
one.  The wording is that of Open Journal Systems, Microsoft CMT and EasyChair, and what conferences made of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from daemon.intake.enclosures import promises_file
from daemon.intake.prose import one_of
from daemon.intake.signs import NAMED, OPENING, URL, Sign, answers, by_tone, short
from daemon.intake.voices import ASKS_LEAVE, CONCERN, OURS, SPOKEN, greets_by_surname, is_personal
from daemon.model import ParsedMail
from daemon.text.vietnamese import fold

#: As it is written: folded, "bạn" is also a committee, which people thank and ask.
_YOU = r"(bạn|quý (vị|thầy cô|tác giả|nhà khoa học|chuyên gia)|anh/chị|thầy/cô|ông/bà)"
_REVIEWS = r"(đánh giá|phản biện|nhận xét|bình duyệt)"
_IN_VIETNAMESE = re.compile(
    rf"\b{_YOU} (sẽ )?(là )?(một )?(người |chuyên gia )?phản biện (phù hợp|thích hợp|xuất sắc)\b"
    rf"|\bcảm ơn {_YOU} đã (xem xét (yêu cầu|lời mời) này|nhận lời {_REVIEWS}|"
    rf"hoàn thành (việc |bản |quá trình )?{_REVIEWS}|(coi|chọn|lựa chọn|xem) (tạp chí|hội nghị|hội thảo) này)\b"
    rf"|\byêu cầu của chúng tôi để {_YOU} (xem xét|{_REVIEWS})\b"
    rf"|\bmời {_YOU}( tham gia)? {_REVIEWS} (bài|bản thảo|công trình)\b"
    rf"|\b(bài gửi|bản thảo|bài báo)\b[^.!?\n]{{0,160}}\bđã được (phân công|giao) cho {_YOU}\b"
    rf"|\b{_YOU} có thể giúp {_REVIEWS} (bản|phiên bản|bài)\b"
    r"|\b(bài gửi|bản thảo|bài báo)\b[^.!?\n]{0,160}\b(đã|vừa) được (phân công|giao|chuyển) cho "
    r"(tác giả|biên tập|phản biện)"
    # whom nobody greets who writes to us: the readers of an editorial office
    r"|^\W*((kính|thân|xin)( (gửi|chào|thưa))+|thưa|gửi) ((quý|các|nhóm) )*(tác giả|nhà phản biện|phản biện viên|"
    r"nhà khoa học|học giả|nhà nghiên cứu|cộng tác viên|báo cáo viên|diễn giả|chuyên gia|chủ nhiệm (đề tài|nhiệm vụ))\b"
    r"(?! ((?-i:[A-ZĐ])|(và|cùng) (ban|quý|các)\b))(?![^\n,]{0,60}\b(em|tôi|mình|ban (thư|tổ)|bt[ck])\b)"
    r"|^\W*((quý|các) )?tác giả (thân|kính|quý) mến\b"
    r"|\bhạn nộp bản (chỉnh sửa|sửa chữa) (cho|của) (bài báo|bản thảo)\b"
    r"|\btác giả (vui lòng )?(đăng nhập|truy cập|theo dõi) (vào |qua )?(tài khoản|hệ thống|trang|tiến trình|website)\b"
    r"|\bđăng nhập (vào )?(trang web|website|hệ thống) (của )?tạp chí\b"
    r"|\bhệ thống quản lý tạp chí\b",
    re.IGNORECASE,
)
#: What editorial offices speak of: two of these, said to "bạn", whatever the sentence.  Not of a friend by name, nor by
#: who calls themselves "em" or "mình", nor of anything of ours.
_EDITORIAL = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bbài gửi\b(?! (muộn|chậm|sớm|trước|lại|rồi|hôm|lần|kèm))",
        r"\bbản thảo\b",
        r"\bbiên tập( viên)?\b",
        r"\btạp chí\b",
        r"\bphản biện\b",
        r"\b(chế bản|hiệu đính|bản in thử|dàn trang)\b",
        r"\b(vol|tập)\.? \d+, ?(no|số)\.? \d",
        r"\b(username|tên đăng nhập|thuê bao)\b",
    )
)
_TO_YOU = re.compile(r"\bbạn\b(?P<friend> (?!Tạp|Hội|Trường)\w)?", re.IGNORECASE)
_AS_PEOPLE = re.compile(r"\b(em|mình|cháu|chúng em)\b", re.IGNORECASE)
_WORK = r"(submission|manuscript|paper|abstract|article)"
_IN_ENGLISH = one_of(
    rf"\byou would (serve as|make|be) an? (\w+ )?reviewer\b|\breviewer (of|for) the {_WORK}\b",
    rf"\b(invite|ask|request)(ing)? you to (peer[- ])?review (the|this|our|a) {_WORK}\b",
    r"\bwhether (or not )?you (will|can|would)( \w+){0,3} (undertake|accept|complete) (the|this) (review|task)\b",
    r"\bthank you for (considering this request|(completing|agreeing to) (the|this) review|your review of)\b"
    r"|\bconsidering this (journal|conference|press) as a venue\b|\bonline journal management system\b",
    rf"\bdecision (regarding|on|about|concerning) your {_WORK}\b"
    rf"|\b(recommendation|decision) (regarding|on) the {_WORK} to\b",
    # guests, too, write that the paper was sent to us
    rf"^\W*dear (reviewers?|referees?|authors?|contributors?|(pc|committee) members?)\b"
    rf"|\b(your|the) (review|report) (of|for|on) (the )?{_WORK}\b[^.!?]{{0,60}}\b(was|is|will be|became) (now )?"
    r"(over)?due\b|\breviewer (cent(er|re)|portal|dashboard|console|account)\b",
    r"\bthe submission\b[^.!?]{0,160}\b(has been|was) (archived|assigned|declined)\b[^.!?]{0,80}\byou\b",
    rf"\b(accept|decline|reject) your {_WORK}\b"
    rf"|\byour {_WORK}( (?!(my|our|i|page|form|link|system|portal|guidelines?)\b)\S+){{0,6}} "
    r"(has been|have been|was|is)( now| successfully| provisionally)? "
    r"(accepted|declined|rejected|submitted|created|assigned|sent (out )?(to|for) review)\b",
    rf"\bthe following {_WORK} has been (created|submitted|updated|deleted|withdrawn)\b"
    rf"|\bwe( have)? received your {_WORK}\b"
    r"|\b(cmt|easychair|conftool|openreview|indico) (team|support)\b|\beasychair for\b",
)


#: Nobody who writes to us waits for a paper of ours, or has read one; of a letter so worded a question is no person's.
_WAITS_FOR_OURS = re.compile(
    r"\b(seeking|soliciting) (articles|manuscripts|papers|contributions|submissions)\b"
    r"|\b(expect|await|receive|welcome|publish|wait(ing)? for|look(ing)? forward to)( (to|receiving))? your( \w+)? "
    r"(manuscript|article|next (work|paper)|contribution)\b"
    r"|\byour (published|valuable|esteemed|forthcoming|recent|next|previous) (work|article|manuscript|paper|research|"
    r"publication)s?\b"
)
_OF_OUR_CONFERENCE = re.compile(r"\b(the|your) (conference|workshop|committee|secretariat)\b")
_FORMAL = re.compile(r"\bkính thưa\b", re.IGNORECASE)  #: as a speech begins, and no talk
_OF_EDITORS = 2  #: of these words
#: What concerns us where no journal is spoken of.
_BESIDE_THE_POINT = re.compile(r"\bbai (cua|nay|da)\b|\b(dang ky|gia han)\b")


def by_journal(mail: ParsedMail) -> Sign | None:
    """What in a text without a paper shows that an editor's software wrote it; None beside a question to somebody."""
    text = mail.new_text[: OPENING * 2]
    folded = fold(text)
    said = _WAITS_FOR_OURS.search(folded)
    if said and not (OURS.search(folded) or _OF_OUR_CONFERENCE.search(folded)):
        return by_tone("Somebody waits for what nobody promised", said[0])
    if "?" in text or SPOKEN.search(_FORMAL.sub(" ", text)):  # "hay không" they write themselves
        return None
    if said := _IN_VIETNAMESE.search(text) or _IN_ENGLISH.search(folded):
        return by_tone("An editor's software says so to authors and reviewers", said[0])
    whole = NAMED.sub(" ", f"{mail.subject}\n{text}")
    words = [found[0] for mark in _EDITORIAL if (found := mark.search(whole))]
    to_you = any(not (found["friend"] or "").strip().isupper() for found in _TO_YOU.finditer(whole))
    if len(words) < _OF_EDITORS or not to_you or _AS_PEOPLE.search(whole):
        return None
    if OURS.search(folded) or CONCERN.search(_BESIDE_THE_POINT.sub(" ", folded)) or promises_file(text):
        return None
    return by_tone("An editorial office speaks of", *words)


# --------------------------------------------------------------------------- whatever the sentence

#: What a letter of an editorial office is made of, folded: who it is, what it is about, who judges that, what was done
#: to it or is to be done until when, and where.  Each alone, and two, people write as well.
_OF_AN_OFFICE = (
    one_of(
        r"\b(toa soan|ban bien tap|bbt|bien tap( vien)?|tap chi|hoi dong(?! (nhan dan|thi dua)\b)|nha xuat ban)\b",
        r"\b(editorial (office|board|team|assistant|manager)|editors?|(pc|track|program(me)?) (chairs?|committee)|"
        r"journal)\b",
        r"\b(comite (de (redaction|lecture)|scientifique)|redaction|revue)\b",
    ),
    one_of(
        r"\b(ban thao|bai (bao|gui|viet)|bai (?=\d{4,})|ban tom tat|cong trinh|de tai|thuyet minh|"
        r"phieu (cham|nhan xet|danh gia)|dong tac gia|ban quyen|chuong sach|nhuan but|chuyen muc)\b",
        r"\b(your|the|this) (submission|paper|article|abstract|manuscript|contribution|chapter|revision|"
        r"revised version|proofs)\b|\b(manuscript|paper|submission) \w*\d",
        r"\b(votre|l.|cet) ?(article|manuscrit|soumission)\b",
    ),
    one_of(
        r"\b(phan bien|binh duyet|tham dinh|cham diem|phieu (cham|nhan xet|danh gia))\b",
        r"\b(peer[- ])?review(s|er|ers|ed|ing)?\b|\breferees?\b|\brapporteurs?\b",
    ),
    one_of(
        r"\b(quyet dinh|chap nhan|tu choi|dong y hay|chinh sua|phan cong|so loai|vong \w+|qua han|thoi (han|gian)|"
        r"nhan loi|hoan (thanh|tat)|ban in|dinh dang|xuat ban|duyet|thong qua|trang thai|giai doan|dan trang|cap nhat|"
        r"(da|duoc) (nhan|tiep nhan|chuyen|nop|cap))\b",
        r"\b(trong (vong )?|sau )\d+ (ngay|gio|tuan)\b|\b(truoc|cham nhat)( \w+){0,2} \d{1,2}([/h.]|$)",
        r"\b(accept\w*|declin\w*|reject\w*|revis\w+|decision|overdue|due(?! to\b)|assign\w*|received|submitted|"
        r"uploaded|camera[- ]ready|proofs?|published|in press|scores?|evaluated)\b",
        r"\b(decide|accepte|refuse|modifications?|revisee?|epreuves)\b",
    ),
    one_of(
        r"\b(he thong|phan mem|dang nhap|ten (dang nhap|nguoi dung)|tai khoan|theo doi|trang (tap chi|web|hoi nghi)|"
        r"website|duong (dan|link)|truc tuyen|tai len|tai mau)\b",
        r"https?:|\burl\b|\b(log(ging)? ?(in|on)|online|portal|console|account|user ?name|link)\b|\bplateforme\b",
    ),
)
#: As it is written: a number of another's register, "JSS-2021-0457", "JOE-4471"; of anybody's, "bản thảo số 2237".
_OF_ANOTHER_REGISTER = re.compile(r"\b[A-Z]{2,10}[-_](D-)?(\d{2,4}-)?\d{3,6}(R\d)?\b")
_NUMBERED = re.compile(
    r"\b(bản thảo|bài báo|mã bài|bài)( (số|mã))? \d{3,}"
    r"|\b(MS|ID|no\.|number|paper|submission|manuscript)[ :#]*\d+\b"
)
_ENOUGH_OF_AN_OFFICE = 4  #: of these and of whom it greets, the second or the third among them
_ENOUGH_BESIDE_A_NAME = 3  #: where it greets somebody by name and surname, that included
#: Whom it greets, as it is written: for folded "bạn" is a committee.
_SALUTATION = re.compile(
    r"(?m)^\W*((kính|thân|xin)( (gửi|chào|thưa))+|chào|gửi|thưa|dear|hello|hi|cher|chère|chers|madame|monsieur|"
    r"bonjour)\b[^\n,]{0,80}|^\W*[^\n]{2,40} (kính mến|thân mến|quý mến)\b|^\W*(kinh gui|kinh thua|chao)\b[^\n,]{0,80}",
    re.IGNORECASE,
)
#: Who writes to these is no office, but somebody who turns to one: "Kính gửi Ban biên tập", "Dear editors".
_AN_OFFICE = re.compile(
    r"\b(ban (tổ|thư|biên|giám|lãnh|chỉ|khoa|nội|to|thu|bien|giam)|quý (ban|tòa|tạp|cơ|trường)|b[tb][cktb]|tòa soạn|"
    r"tạp chí|hội (đồng|thảo|nghị)|văn phòng|trường|phòng|khoa|các (đồng chí|anh|thầy|cô)|anh chị|cả nhà|"
    r"secretar\w+|organi[sz]\w+|committee|editors?|editorial|chairs?|team|office|comité|rédaction)\b",
    re.IGNORECASE,
)
#: An editor's "tôi" stands where somebody may turn to; an author's does something.
_TURN_TO_ME = re.compile(
    r"\b(liên hệ|thông báo|báo|phản hồi|trả lời|liên lạc|cho)( (lại|với|cho|tới|đến|trực tiếp|cả))* tôi\b"
    r"|\b(Bài gửi|bài) của tôi\b(?= (trên|trong|tại))",
    re.IGNORECASE,
)
_AS_AUTHOR_OR_REVIEWER = re.compile(
    r"\b(my|our) (\w+ )?(papers?|manuscripts?|articles?|submissions?|abstracts?|reviews?|reports?|co-?authors?|"
    r"contributions?|revisions?|proofs?)\b"
    r"|\bi (have |had |already |just |am |will |would |should |now |can ?not |do |did )*(not )?(like to |be |glad to )?"
    r"(submit|submitted|review|reviewed|reviewing|complete[ds]?|accept|accepted|agree|agreed|decline|wrote|write|sent|"
    r"send|attach|attached|revise[ds]?|upload|uploaded|unable|able|sorry|finish|finished|read|got|received|ask|need)\b"
    r"|\bour (school|university|college|institute|department|faculty)\b|\bi.(ve|m|ll|d)\b"
    r"|\b(mon|notre|mes) (article|manuscrit|rapport|texte|evaluation)\b|\bj.ai\b",
)
_TO_THIS_CONFERENCE = re.compile(
    r"\b(btc|btk|tham luan|hoi thao|truong chinh tri|ban (to chuc|thu ky)|nha truong|(cua|o|tai|cho) truong)\b"
)


def of_editors(mail: ParsedMail, code: re.Pattern[str], surnames: frozenset[str]) -> str | None:
    """The words of an editorial office that greets an author or a reviewer of its own, whatever the sentence; None.

    Authors and reviewers speak of the same things: to an office, of themselves, or in a question.  `code`: of our
    papers, of which only our people know.
    """
    text = mail.new_text[: OPENING * 2]
    greeting = _SALUTATION.search(text[:OPENING])
    if greeting is None or _AN_OFFICE.search(greeting[0]) or mail.files or answers(mail):
        return None
    below = text[greeting.end() :]
    if "?" in URL.sub(" ", below) or SPOKEN.search(below):
        return None
    name = mail.from_.name if mail.from_ else ""
    whole = NAMED.sub(" ", f"{name}\n{mail.subject}\n{text}")
    folded = fold(whole)
    if code.search(whole) or _TO_THIS_CONFERENCE.search(folded) or _AS_AUTHOR_OR_REVIEWER.search(folded):
        return None
    if ASKS_LEAVE.search(folded) or is_personal(replace(mail, new_text=_TURN_TO_ME.sub(" ", text))):
        return None
    kinds = [found[0] if (found := mark.search(folded)) else None for mark in _OF_AN_OFFICE]
    said = [words for words in kinds if words]
    if (numbered := _NUMBERED.search(whole)) and fold(numbered[0]) not in said:
        said.append(numbered[0])
    if registered := _OF_ANOTHER_REGISTER.search(whole):
        said += [registered[0], ""]  # nobody else's people know it: it counts as two
    enough = _ENOUGH_OF_AN_OFFICE
    if named := greets_by_surname(text, surnames):
        enough = _ENOUGH_BESIDE_A_NAME
        said.insert(0, named)
    if len(said) < enough or not (kinds[1] or kinds[2]):
        return None
    return short("”, “".join(filter(None, said)))
