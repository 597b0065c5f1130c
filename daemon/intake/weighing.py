"""A program or a person, weighed by many small signs where none says it alone.  PURE.

No list of what programs say is ever complete, and a rule that holds back whatever says nothing of ours leaves terse
people unanswered.  So every sign has points, by how much more often it was seen in mail of programs than of people;
what reaches `_ENOUGH` is not answered, and a person is told with the signs.  A message without any sign is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from daemon.intake.absences import ASKS_TO_TURN, away_marks
from daemon.intake.courtesies import receipt
from daemon.intake.enclosures import missing_words
from daemon.intake.journals import of_editors
from daemon.intake.mailings import CHOICE, CUSTOMERS, SMALL_PRINT
from daemon.intake.notices import FIGURES, NOTICE, OF_SYSTEMS, REPORT, REPORTED
from daemon.intake.prose import MARK, is_forward, own_subject, written_out
from daemon.intake.questions import asks
from daemon.intake.sellers import SELLS, calls_cold, is_agreed, sells_itself
from daemon.intake.senders import Known, Sender, sender_of
from daemon.intake.signs import ANYBODY, DEVICE_FOOTER, NAMED, OPENING, URL, Sign, answers, short
from daemon.intake.software import is_by_hand, library, mail_program, mailing, relay, service
from daemon.intake.voices import (
    ASKS_LEAVE,
    OURS,
    QUESTION,
    SPOKEN,
    greets_by_surname,
    greets_us,
    is_ours,
    is_personal,
    is_voice,
)
from daemon.model import Disposition, ParsedMail, ProgramSign, Role
from daemon.text.vietnamese import fold

_ENOUGH = 4  #: points; what they come to, of programs and of people, stands in docs/accuracy.md


@dataclass(frozen=True, slots=True)
class Ours:
    """How our letters and people's names look."""

    names: Known
    code: re.Pattern[str]  #: of a paper
    letter: re.Pattern[str] | None  #: a subject of ours, with what stands `before` and `after` it


@dataclass(frozen=True)
class _Look:
    """A message as the signs see it.  Our own subject and titles in quotes are taken out: nobody says them here."""

    mail: ParsedMail
    ours: Ours
    text: str  #: subject and opening as they are written
    folded: str  #: the same, folded
    spelled: str  #: the same, with what people cut short written out: "cho e hoi"
    own_folded: str  #: the same without the subject of an answer, which is not its writer's
    said: str  #: `text` without codes of papers, and without small print, which in everybody's mail speaks to anybody
    said_folded: str
    sender: Sender

    @cached_property
    def says_ours(self) -> bool:
        """Whether a word of the conference's is said; the subject of an answer only repeats ours."""
        return is_ours(self.own_folded)

    @cached_property
    def speaks(self) -> bool:
        return is_voice(self.mail, self.text)

    @cached_property
    def asks(self) -> bool:
        return QUESTION.search(ASKS_TO_TURN.sub(" ", self.spelled)) is not None


#: The words that are the sign, "" for one without words; None: it is not there.
_Found = Callable[[_Look], str | None]


def by_weight(mail: ParsedMail, ours: Ours) -> Sign | None:
    """A sign where what speaks for a program outweighs what speaks for a person; None: it is answered."""
    look = _look(mail, ours)
    found = {sign: (points, said) for points, sign, find in _OF_PROGRAMS if (said := find(look)) is not None}
    weight = sum(points for points, _ in found.values())
    if weight < _ENOUGH:
        return None
    if weight - sum(points for points, find in _OF_PEOPLE if find(look) is not None) < _ENOUGH:
        return None
    shown = ", ".join(f"{sign}{said and f' “{short(said)}”'}" for sign, (_, said) in found.items())
    is_reply = answers(mail) or ProgramSign.AROUND_OURS in found
    return Sign(
        Disposition.AUTO_REPLY if is_reply else Disposition.BULK,
        f"What speaks for a program outweighs what speaks for a person: {shown}.",
        reply=is_reply,
        sure=False,
        weighed=tuple(found),
    )


def _look(mail: ParsedMail, ours: Ours) -> _Look:
    subject = ours.letter.sub(r"\g<before> \g<after>", mail.subject) if ours.letter else mail.subject
    opening = mail.new_text[: OPENING * 2]
    text, said = (NAMED.sub(" ", f"{subject}\n{body}") for body in (opening, SMALL_PRINT.sub(" ", opening)))
    said = ours.code.sub(" ", said)
    own = fold(text.removeprefix(NAMED.sub(" ", subject)) if own_subject(mail.subject) == "" else text)
    return _Look(
        mail,
        ours,
        text,
        fold(text),
        written_out(fold(text)),
        own,
        said,
        fold(said),
        sender_of(mail.from_, ours.names, answers=answers(mail)),
    )


def _search(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0] if found else None


def _said(pattern: re.Pattern[str]) -> _Found:
    return lambda look: _search(pattern, look.said_folded)


def _written(pattern: re.Pattern[str]) -> _Found:
    """As it is written: for folded "bạn" is "ban"."""
    return lambda look: _search(pattern, look.said)


def _if(test: Callable[[_Look], bool]) -> _Found:
    return lambda look: "" if test(look) else None


# --------------------------------------------------------------------------- how it was made


def _made_by_program(look: _Look) -> str | None:
    """What a program or a service for programs left in it, where no mail program of a person left anything, nothing is
    attached and nothing of ours is said, however the text talks.  Offices have such services for a gateway, and systems
    that send what their people type: whatever people say who have to do with a conference speaks against these.
    """
    mail = look.mail
    if mail.files or mail.unread or is_by_hand(mail) or len(look.said.split()) < _FEW_WORDS:
        return None
    if DEVICE_FOOTER.search(fold(mail.new_text)) or _is_of_a_paper(look):
        return None
    made = relay(mail) or library(mail)
    by_itself = mailing(mail) or _seen_from_afar(look) or (_links_home(look) if made or mail.laid_out else None)
    if by_itself or look.says_ours or _NEAR_OURS.search(look.spelled):
        return by_itself
    return made


def _is_of_a_paper(look: _Look) -> bool:
    """Whether it names a paper or whom a conference has, asks what became of one, or sends one that did not come."""
    if look.ours.code.search(look.text) or OURS.search(look.own_folded):
        return True
    if not look.says_ours:
        return False
    subject, text = look.mail.subject, look.mail.new_text
    asked = asks(subject, text)
    return (asked is not None and asked.about_status) or any(missing_words(subject, text))


def _seen_from_afar(look: _Look) -> str | None:
    """A picture of one pixel, which whoever passes on a newsletter has in it as well."""
    return "a picture of one pixel" if look.mail.tracked and not is_forward(look.mail.subject) else None


def _offers_choice(look: _Look) -> str | None:
    """What stands below a mailing for whoever wants no more of it, in whatever words; not below what people pass on."""
    if is_forward(look.mail.subject) or answers(look.mail):
        return None
    return _search(CHOICE, fold(look.mail.new_text[-_TAIL:]))


def _links_home(look: _Look) -> str | None:
    """A link to something that where it comes from has a number for: programs send their readers to themselves.
    Signatures of people have no more than the site.
    """
    home = look.sender.address.rpartition("@")[2]
    numbered = rf"https?://([\w-]+\.)*{re.escape(home)}/[^\s\d]{{0,80}}\d"
    return _search(re.compile(numbered), look.said_folded) if home else None


# --------------------------------------------------------------------------- who sends it

_SERVICE_ADDRESS = re.compile(
    r"(?<![a-z0-9])"
    r"(info|support|hotro|cskh|sales?|admin(istrator)?|editors?|marketing|services?|system|team|hello|contact|billing|"
    r"hoadon|thanhtoan|tuyensinh|tuvan|bantin|tintuc|(account-)?security|accounts?|news|hethong|quantri|giamsat|"
    r"canhbao|monitor|server|backup|mail|webmaster|dichvu(cong)?|portal|e?banking|reservation|booking|tracking|survey|"
    r"khaosat|tongdai|lms|erp|crm|share|files|forms?(-receipts)?|receipts?|updates?|digest|reports?|gateway|bot|"
    r"no[-_.]reply|app|oa|nas|nvr|dvr|camera|cctv|ups|firewall|router|printer|may(in|quet|chamcong)|"
    r"service-?desk|help-?desk|it|donhang|orders?|shop|messages?|events?|invites?|lienthong)([-_.\d][^@]*)?@"
)
_HE_DID = (
    r"(da|vua|dang|hien|se|muon|moi|vang|khong|has|is|will|wants?|shared|invited|"
    r"(chuyen|giao|trinh|phan cong)( (cho|toi|den))? (dong chi|d/c|ban|anh/chi)|(assigned|mentioned|commented|"
    r"updated|closed|"
    r"reopened|resolved) (this|you|the|on|\w+-\d+))"
)


def _is_to_nobody(look: _Look) -> bool:
    """Whether the reader is not told who else got it: "undisclosed-recipients:;", or the sender's own address."""
    named = {address.address.casefold() for address in (*look.mail.to, *look.mail.cc)}
    return named == {look.sender.address} or (not named and "to" in look.mail.headers)


def _as_another(look: _Look) -> str | None:
    """The sender's name and what that one did: "Lê Văn An đã chia sẻ một tệp".  Nobody speaks so of themselves."""
    name = look.sender.name.partition(" (")[0]
    if " " not in name:
        return None
    did = re.compile(rf"(?<!la )(?<!ten )\b{re.escape(name)}( \([^)]*\))? {_HE_DID}\b")
    return _search(did, fold(f"{look.mail.subject}\n{look.mail.new_text[:OPENING]}"))


# --------------------------------------------------------------------------- what it says

#: What whoever reads it is to do.  Who writes to us asks politely for what a secretariat does: to tell, send, see to.
_TELLS_READER = re.compile(
    r"\bvui long(?! (cho( \w+)? (biet|hoi|phep|y kien|toi|em|minh|xin)|xac nhan|gui|giup|phan hoi|tra loi|hoi am|xem|"
    r"thong bao|huong dan|kiem tra|lien he|lien lac|goi|chuyen|nhan|bo sung|sap xep|bo tri|tiep nhan|doc|sua|chinh|"
    r"bao|giai dap|ghi|dua|loai|rut|them|thay|duyet|tham dinh|ho tro|quan tam|thong cam|cung cap|"
    r"gia han (cho|giup|them|den|thoi gian))\b)"
)
#: What people's mail programs and gateways put before a subject, one after another.
_PUT_BEFORE = re.compile(rf"\[[^\]]{{1,30}}\]|\W|{MARK}|(aw|sv|antw)\s*:|ext(ernal)?\b")
#: What is to be done where a link leads: to fill in, to confirm, to pay.  People let us look at what is behind theirs.
_BY_LINK = re.compile(
    r"\b(bo sung|xac (nhan|minh|thuc)|cap nhat|dien|khai( bao)?|thanh toan|nop (tien|phi|phat)|dang nhap|tra cuu|"
    r"nhan (qua|thuong|tien)|kich hoat|gia han|mo khoa)\b[^.!?]{0,60}"
    r"\b(duong dan|duong link|lien ket|link|qua https?:|tai https?:|vao https?:)"
    r"|\bmo( \w+){0,2} (tren|trong|bang) (phan mem|he thong|ung dung)\b"
)
_TAIL = 600  #: characters at the end, where mailings offer that
_STAMP = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{1,2}:\d{2}\b|\b\d{4}-\d{2}-\d{2}\b")
_MONEY = re.compile(r"\d[\d.,]*(?<=\d) ?(d|vnd|dong|usd)\b|[$€] ?\d|\busd ?\d")
_SUM = re.compile(
    r"\d[\d.,]*(?<=\d) ?(đồng|vnđ|vnd|đ|k)\b", re.IGNORECASE
)  #: which is a sum already, and no figure besides
_ENGLISH = re.compile(r"\b(the|you|your|and|for|this|with|is|are)\b")
#: Beside `is_ours`, words of somebody who knows what this mailbox is for.
_NEAR_OURS = re.compile(
    r"\b(btc|btk|ban to chuc|ban thu ky|truong chinh tri|truong (em|toi|minh|chung|ta)|ke hoach|cong van|thu moi|"
    r"moi viet|tham (gia|du|luan)|hoi truong|khai mac|be mac|chuong trinh|chu de|de tai|mo hinh|bao cao|noi dung|"
    r"kich ban|phan bien|"
    r"zoom|link (hop|phong)|phong hop|chuyen khoan|le phi|kinh phi|stk|so tai khoan|bien lai|"
    r"tep|file|dinh kem|phong chu|font|in an|ban in|trang \d|dong \d|sua|gui lai|nop|han|"
    r"phan mem|tu dong|thu tra loi|nguoi phu trach|hop thu nay|dia chi (nay|moi)|ten toi|ten em|hoc vien|giang vien|"
    r"khoa|phong (dao tao|to chuc|hanh chinh|nckh|qldt)|an (trua|chay|toi)|phong o|nghi lai|conference|workshop|"
    r"colloque|communication|intervention|participer|votre (ecole|lettre|invitation|message)|"
    r"flight|airport|taxi|vegetarian|visa|passport|accommodation|programme|agenda|slides|"
    r"proceedings|author|paper|invitation|attend|present(ing)?|secretariat|committee|participa\w+)\b"
)
#: Of Lao and Khmer schools, whose words are in no list here, and from where nobody sells us anything.
_IN_LAO = re.compile(r"[\u0e81-\u0edf\u1780-\u17ff]{3}")
_AS_LONG_AS_A_PAPER = 1_500  #: characters, which somebody may have pasted
_AT_LENGTH = 20  #: words with those of the subject
_FEW_WORDS = 8
_LONG = 26  #: words that nobody speaks, by which it is no note
_EXCUSES = 2  #: kinds of words of an absence that people use who answer our letter
_OF_A_PAPER = re.compile(r"\b(tham luan|bai|paper|article|manuscript|submission|abstract|contribution)\b")


def _around_ours(look: _Look) -> str | None:
    """What stands around our own subject: programs put words there, people leave it as it is or write another."""
    found = look.ours.letter.search(look.mail.subject) if look.ours.letter else None
    if found is None:
        return None
    before, after = fold(found["before"]), fold(found["after"]).strip(" .()[]-–")
    while usual := _PUT_BEFORE.match(before):
        before = before[usual.end() :]
    return before or after or None


def _names_no_letter(look: _Look) -> str | None:
    """Words before our own subject in what answers no letter: people's mail programs say which one they answer."""
    return None if look.mail.in_reply_to or look.mail.references else _around_ours(look)


def _as_if_away(kinds: int) -> _Found:
    """So many kinds of what an absence says to whatever comes.  A day until which somebody asks for time is one; two,
    and three of their own affairs alone, may be somebody's excuse.  Whoever set it up speaks in their own tone, which
    three outweigh.  Where no header and no subject says that it is an answer, both halves of an absence must be there.
    """

    def find(look: _Look) -> str | None:
        is_answer = answers(look.mail)
        if not is_answer and (look.says_ours or QUESTION.search(ASKS_TO_TURN.sub(" ", look.folded))):
            return None
        marks = away_marks(look.folded)
        if not is_answer and not (marks.of_oneself and marks.to_whoever):
            return None
        return marks.all[0] if len(marks.all) >= kinds and (kinds <= _EXCUSES or marks.to_whoever) else None

    return find


def _has_paper(look: _Look) -> bool:
    return any(file.role is Role.PAPER for file in look.mail.attachments)


def _offers(kinds: int) -> _Found:
    """So many kinds of what advertising says; somebody who tells what printing costs says two."""

    def find(look: _Look) -> str | None:
        said = [found for kind in SELLS if (found := _search(kind, look.said_folded)) is not None]
        return said[0] if len(said) >= kinds else None

    return find


def _pitches(look: _Look) -> str | None:
    """Somebody speaks, and of nothing but an offer.  Who tells us what printing costs speaks of no other thing either,
    but does not speak to us of themselves.
    """
    if look.says_ours or not look.speaks or is_agreed(look.said_folded):
        return None
    return _offers(2)(look)


def _is_in_english(look: _Look) -> bool:
    text = look.mail.new_text
    return text.isascii() and len(text.split()) > _FEW_WORDS and _ENGLISH.search(fold(text)) is not None


def _is_of_nobody(words: int) -> _Found:
    """So many words, with those of the subject, in which nobody speaks nor asks, nor of anything of ours: terse notes
    of people are such, and lists of their delegates; of 1,313 people none was silent for more than 24 words.
    """

    def test(look: _Look) -> bool:
        if _IN_LAO.search(look.said):
            return False
        silent = bool(look.mail.new_text.strip()) and len(look.said.split()) >= words
        return silent and not (look.speaks or look.asks or look.says_ours)

    return _if(test)


def _is_elsewhere(look: _Look) -> bool:
    """So many words that answer nothing, ask nothing and send nothing, and none that people use who have to do with a
    conference: of papers, of coming to it, of what was sent and answered.  Who knows us says at that length what it is
    about, or asks, or says less.
    """
    mail = look.mail
    if len(look.said.split()) < _AT_LENGTH or answers(mail) or mail.attachments or mail.unread:
        return False
    if len(mail.new_text) >= _AS_LONG_AS_A_PAPER or _IN_LAO.search(look.said):
        return False
    return not (look.asks or look.says_ours or _NEAR_OURS.search(look.spelled))


_OF_PROGRAMS: tuple[tuple[int, ProgramSign, _Found], ...] = (
    (5, ProgramSign.AROUND_OURS, _around_ours),
    (3, ProgramSign.NAMES_NO_LETTER, _names_no_letter),
    # an editor of others is somebody, and speaks of papers: that says nothing against it
    (10, ProgramSign.OF_EDITORS, lambda look: of_editors(look.mail, look.ours.code, look.ours.names.surnames)),
    (4, ProgramSign.TO_SOMEBODY, lambda look: greets_by_surname(look.mail.new_text, look.ours.names.surnames)),
    (3, ProgramSign.TO_ANYBODY, _written(ANYBODY)),
    (3, ProgramSign.TO_CUSTOMERS, _written(CUSTOMERS)),
    (3, ProgramSign.OFFERS_CHOICE, _offers_choice),
    (3, ProgramSign.NAME_OF_SERVICE, lambda look: look.sender.service),
    (3, ProgramSign.SENT_THROUGH, lambda look: service(look.mail)),
    (12, ProgramSign.MADE_BY_PROGRAM, _made_by_program),
    (3, ProgramSign.AS_ANOTHER, _as_another),
    (5, ProgramSign.AWAY, _as_if_away(2)),
    (5, ProgramSign.AWAY_AT_LENGTH, _as_if_away(3)),
    (4, ProgramSign.ADVERTISES, lambda look: _offers(3)(look) or _pitches(look)),
    (2, ProgramSign.ADDRESS_OF_SERVICE, lambda look: _search(_SERVICE_ADDRESS, look.sender.address)),
    (3, ProgramSign.RECEIPT, lambda look: receipt(look.mail.new_text)),
    (3, ProgramSign.SELLER, _if(lambda look: _pitches(look) is not None and sells_itself(look.said_folded))),
    (2, ProgramSign.TO_NOBODY, _if(_is_to_nobody)),
    (2, ProgramSign.LAID_OUT, _if(lambda look: look.mail.laid_out)),
    (1, ProgramSign.NAME_OF_THING, _if(lambda look: look.sender.is_thing)),
    (2, ProgramSign.NAME_OF_DOMAIN, lambda look: look.sender.of_domain),
    (2, ProgramSign.TELLS_READER, lambda look: _said(_TELLS_READER)(look) or _said(_BY_LINK)(look)),
    (2, ProgramSign.NOTICE, _said(NOTICE)),
    (2, ProgramSign.REPORT, _if(lambda look: len(REPORTED.findall(look.said)) >= REPORT)),
    (1, ProgramSign.NO_PERSON, _if(lambda look: look.sender.is_nobody)),
    (1, ProgramSign.BRAND, lambda look: look.sender.brand),
    (1, ProgramSign.STAMP, _said(_STAMP)),
    (1, ProgramSign.OF_SYSTEMS, _said(OF_SYSTEMS)),
    (1, ProgramSign.OFFER, lambda look: _offers(2)(look) or calls_cold(look.said_folded)),
    (1, ProgramSign.MONEY, _said(_MONEY)),
    (1, ProgramSign.LINK, _written(URL)),
    (1, ProgramSign.FIGURES, lambda look: _search(FIGURES, _SUM.sub(" ", look.said))),
    (1, ProgramSign.ENGLISH, _if(_is_in_english)),
    (1, ProgramSign.NOBODY, _is_of_nobody(0)),
    (5, ProgramSign.ELSEWHERE, _if(_is_elsewhere)),
    (1, ProgramSign.NOBODY_AT_LENGTH, _is_of_nobody(_LONG)),
)
_OF_PEOPLE: tuple[tuple[int, _Found], ...] = (
    (3, _if(lambda look: greets_us(look.mail))),
    (3, lambda look: _search(DEVICE_FOOTER, fold(look.mail.new_text))),
    (3, lambda look: _search(look.ours.code, look.text)),
    (2, lambda look: mail_program(look.mail)),
    (2, _if(_has_paper)),
    (4, lambda look: _search(_OF_A_PAPER, look.said_folded) if _has_paper(look) else None),
    (2, _if(lambda look: look.sender.is_office)),  # people write from there under no name of a person
    (2, _if(lambda look: look.asks)),
    (2, _if(lambda look: look.says_ours)),
    (1, _if(lambda look: look.speaks)),
    (2, lambda look: _search(ASKS_LEAVE, look.spelled)),
    (1, _if(lambda look: is_personal(look.mail))),
    (1, lambda look: _search(SPOKEN, look.text)),
    (1, _if(lambda look: look.sender.is_somebody)),
)
