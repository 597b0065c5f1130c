"""Letters that the software of journals and of other conferences writes in its editors' names.  PURE.

They speak as our own people do, of papers, authors and reviews, and no header says that a program wrote them; but they
speak to whoever has to do with that journal.  Nobody who writes to us has a paper of ours under review, or asks us for
one.  The wording is that of Open Journal Systems, Microsoft CMT and EasyChair, and what conferences made of it.
"""

from __future__ import annotations

import re

from daemon.intake.enclosures import promises_file
from daemon.intake.prose import one_of
from daemon.intake.signs import NAMED, OPENING, Sign, short
from daemon.intake.voices import CONCERN, OURS, SPOKEN
from daemon.model import Disposition, ParsedMail
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
    r"|^\W*(kính|thân|xin)( (gửi|chào))+ ((quý|các) )*(tác giả|nhà phản biện|phản biện viên|cộng tác viên)\b"
    r"(?! ((?-i:[A-ZĐ])|(và|cùng) (ban|quý|các)\b))|\bhạn nộp bản (chỉnh sửa|sửa chữa) (cho|của) (bài báo|bản thảo)\b"
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


_OF_EDITORS = 2  #: of these words
#: What concerns us where no journal is spoken of.
_BESIDE_THE_POINT = re.compile(r"\bbai (cua|nay|da)\b|\b(dang ky|gia han)\b")


def by_journal(mail: ParsedMail) -> Sign | None:
    """What in a text without a paper shows that an editor's software wrote it; None beside a question to somebody."""
    text = mail.new_text[: OPENING * 2]
    folded = fold(text)
    if "?" in text or SPOKEN.search(text):  # "hay không" they write themselves
        return None
    if said := _IN_VIETNAMESE.search(text) or _IN_ENGLISH.search(folded):
        why = f"An editor's software says so to authors and reviewers: “{short(said[0])}”."
        return Sign(Disposition.BULK, why, reply=False, sure=False)
    whole = NAMED.sub(" ", f"{mail.subject}\n{text}")
    words = [found[0] for mark in _EDITORIAL if (found := mark.search(whole))]
    to_you = any(not (found["friend"] or "").strip().isupper() for found in _TO_YOU.finditer(whole))
    if len(words) < _OF_EDITORS or not to_you or _AS_PEOPLE.search(whole):
        return None
    if OURS.search(folded) or CONCERN.search(_BESIDE_THE_POINT.sub(" ", folded)) or promises_file(text):
        return None
    shown = "”, “".join(map(short, words))
    return Sign(Disposition.BULK, f"An editorial office speaks of: “{shown}”.", reply=False, sure=False)
