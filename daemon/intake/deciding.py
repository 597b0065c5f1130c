"""What is this message, and may it be answered?  PURE: a parsed message in, a decision with its reason out.

The order of the questions is the order of the rules below; the first that says something decides:

    unreadable → ours → bounce → sent by a program → decision of the secretariat
               → paper attached (submission, correction) → a school's word on vetting → withdrawal → something missing
               → question → notice to whoever reads it → no paper

What would be answered as one of the last three, as something missing or as a submission, is weighed once more: many
small signs of a program hold the answer back, and a person is asked (`weighing`).

`may_answer` is false for everything a program may have sent, whatever it carries (a paper relayed by a list is
recorded, only the answer is held), and for what comes from ourselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from daemon import identity
from daemon.intake.authenticity import authenticity
from daemon.intake.commands import not_ordered, orders
from daemon.intake.consents import confirms, confirms_withdrawal, consents
from daemon.intake.courtesies import names_other_matter, receipt, says_something, thanks
from daemon.intake.enclosures import hands_over, missing_words, names_enclosure, promises_file
from daemon.intake.machines import sign_of
from daemon.intake.notices import notice_of
from daemon.intake.prose import PAPER
from daemon.intake.questions import Asked, asks, asks_beside
from daemon.intake.reception import taken_at
from daemon.intake.signs import Sign
from daemon.intake.vetting import counted, vets
from daemon.intake.voices import OURS, is_personal
from daemon.intake.weighing import Ours, by_weight
from daemon.intake.wishes import adds, corrects, keeps, may_withdraw, wants_back, withdraws
from daemon.model import (
    Attachment,
    Decision,
    Disposition,
    FileKind,
    LetterKind,
    Missing,
    ParsedMail,
    Role,
    VettingReply,
    VettingWord,
)
from daemon.text.parts import OF_A_PAPER
from daemon.text.vietnamese import fold

_OPENING = 1_000  #: characters in which people say what follows
#: "không đính kèm được nên tôi dán toàn văn bài dưới đây"
_SAYS_PASTED = re.compile(
    r"\b(dan|chep|copy|paste)\b[^.!?\n]{0,60}\b(noi dung|toan van|nguyen van|bai)\b"
    r"|\b(noi dung|toan van|nguyen van)\b[^.!?\n]{0,40}\b(duoi day|sau day|ben duoi|phia duoi|nhu sau|trong thu)\b"
)
#: "bài 004", "bài số 004", "004 và 006": as many digits as codes have, and no part of a telephone number.
_NUMBER_OF_PAPER = re.compile(
    r"(?:(?<=bài )|(?<=bai )|(?<=số )|(?<=so )|(?<=mã )|(?<=ma )|(?<=paper )|(?<=papers )|(?<=, )|(?<=và )|(?<=va )|"
    r"(?<=and )|(?<=& )|^)0\d\d(?![\w/]|[ .-]?\d)",
    re.IGNORECASE | re.MULTILINE,
)
#: RFC 8551 (what is signed was opened), RFC 3156, RFC 9580 6.2, [MS-OXORMMS] 2.1.2.
_SEALED_FILE = re.compile(r"\.(p7m|pgp|gpg|rpmsg)$|(^|[/!])encrypted\.asc$", re.IGNORECASE)
#: What people send after their paper, to go with it: not photographs of its pages.
_BESIDE = re.compile(
    r"\b(anh (minh hoa|hoat dong|chan dung|tac gia|the|tu lieu)|hinh (anh|minh hoa)|slides?|trinh (chieu|bay)|"
    r"power ?point|minh chung|phu luc)\b"
)
#: What somebody's badge or the proceedings are made with, of whoever sends it: never pages of a paper.
_PORTRAIT = re.compile(r"\banh (the|chan dung|ca nhan|dai bieu)\b")
#: Whoever sends pictures of a paper's pages says so, or hardly anything.
_OF_PAGES = re.compile(
    rf"\b({PAPER}|trang|ban (thao|viet|in|tay)|viet|danh may|chup|scan|quet|papers?|pages?|article)\b"
)
_TELLS_WHAT_FOR = 8  #: words
#: A page that Word or a browser saved whole (RFC 2557): a message by its form alone.
_WEB_ARCHIVE = re.compile(r"\.mht(ml)?$", re.IGNORECASE)
_SEALED_TEXT = "-----BEGIN PGP MESSAGE-----"
_PASTED = 1_500  #: characters of a text without quotes: more than people write beside a paper
_FORWARD = re.compile(r"\W*(fwd?|chuyển tiếp|chuyen tiep)\s*:", re.IGNORECASE)
_REPLY = re.compile(r"\W*(re|tr|trả lời|ph|phúc đáp)\s*:", re.IGNORECASE)
#: Characters of a subject that are looked at.  A line of a header has 998 (RFC 5322 §2.1.1), and a program may fold as
#: many as it likes: some patterns take the square of that many.
_SUBJECT = 998
#: What would be answered to whoever wrote, whether they know us or not.
_WEIGHED = frozenset({Disposition.SUBMISSION, Disposition.CORRECTION, Disposition.QUESTION, Disposition.NO_PAPER})
#: Letters that ask for a paper where none is: who answers with one corrects nothing.
_ASKS_FOR_ONE = frozenset(
    {LetterKind.NO_PAPER, LetterKind.OVERSIZE, LetterKind.SEASON_ANNOUNCE, LetterKind.SEASON_WRITE}
)
_FIRST_LINES = 12  #: of the text that are searched for paper codes


@dataclass(frozen=True, slots=True)
class Own:
    """What tells our own letters, our people and our codes."""

    address: str  #: the submission address
    secretariat: tuple[str, ...]  #: who may decide by reply
    code_prefix: str  #: of paper codes, e.g. "TL-2021"
    authserv_id: str = ""  #: of the mailbox's server in its Authentication-Results; "": it has none
    key: bytes = b""  #: that our address tags are signed with; empty: none is believed
    #: Id of each school → `Address.key` of who answers for it; None: schools vet nothing.
    contacts: Mapping[str, frozenset[str]] | None = None
    short_names: tuple[str, ...] = ()  #: of the conference, in each language: the ends of our subjects
    surnames: frozenset[str] = frozenset()  #: folded family names; none: names of senders tell nothing
    titles: frozenset[str] = frozenset()  #: folded, before names of people
    office_words: tuple[str, ...] = ()  #: that name an office or a school as a sender

    @property
    def looks(self) -> Ours:
        """What a message is weighed against."""
        code = rf"{re.escape(self.code_prefix)}-\d{{3}}"
        ends = "|".join(re.escape(name) for name in self.short_names if name)
        letter = rf"^(?P<before>.*?)(?P<ours>\[{code}[^\[\]]*\].*?(?:{ends}))(?P<after>.*)$"
        return Ours(
            self.surnames,
            self.office_words,
            re.compile(code),
            self.titles,
            re.compile(letter, re.DOTALL) if ends else None,
        )

    @property
    def domain(self) -> str:
        """Of our Message-IDs."""
        return self.address.rpartition("@")[2].lower()

    def is_me(self, address: str) -> bool:
        """The submission address itself, or a tagged form of it (box+TL-2021-007.k3f9@...)."""
        local, _, domain = address.casefold().rpartition("@")
        mine, _, my_domain = self.address.casefold().rpartition("@")
        return domain == my_domain and local.partition("+")[0] == mine

    def is_contact(self, address: str) -> bool:
        """Who answers for a school that vets papers."""
        return any(address.casefold() in known for known in (self.contacts or {}).values())

    def is_secretary(self, address: str) -> bool:
        """A person of the secretariat, writing from an address of their own."""
        return address.casefold() in {known.casefold() for known in self.secretariat}


def decide(mail: ParsedMail, own: Own) -> Decision:
    """The verdict on a message; see the module.  Of a subject no more counts than `_SUBJECT` characters."""
    mail = replace(mail, subject=mail.subject[:_SUBJECT])
    decision = _decide(mail, own)
    if words := _only_thanks(mail, decision):
        reason = f"{decision.reason} It says no more than thanks: “{words}”."
        decision = replace(decision, needs_answer=False, reason=reason)
    elif words := _only_receipt(mail, decision):
        reason = f"{decision.reason} It confirms that something has come, and asks nothing: “{words}”."
        decision = replace(decision, needs_answer=False, needs_person=True, reason=reason)
    return replace(
        decision,
        paper_codes=codes(mail, own),
        proven_codes=tuple(dict.fromkeys(_vouched(mail, own))),
        authenticity=authenticity(mail, own.authserv_id),
        taken_at=taken_at(mail, own.authserv_id),
    )


def _decide(mail: ParsedMail, own: Own) -> Decision:
    if _is_unreadable(mail):
        return _no(
            Disposition.UNREADABLE,
            "No sender, no date, no subject, no Message-ID and no file: nothing says what it is.",
        )
    if (canary := identity.canary_of(mail.header(identity.CANARY_HEADER), own.key)) is not None:
        return Decision(Disposition.OWN, "A letter to ourselves has come back.", may_answer=False, canary=canary)
    if (reason := _our_letter(mail)) is not None:
        return _no(Disposition.OWN, reason)
    if mail.returned is not None:
        letter = f" of {mail.returned.message_id}" if mail.returned.message_id else ""
        known = mail.report or (f"“{mail.subject}”" if mail.subject else "by its text")
        report = _no(Disposition.BOUNCE, f"A delivery report{letter} ({known}).")
        return replace(report, needs_person=mail.returned.by_words)
    papers = [file for file in mail.attachments if file.role is Role.PAPER]
    sign = sign_of(mail, has_paper=bool(papers))
    if sign is not None and (sign.reply or not papers):
        return _by_program(mail, own, sign)
    if not papers and (command := _command(mail, own)) is not None:
        return command
    if mail.from_ is not None and own.is_me(mail.from_.address) and not papers:
        return _no(Disposition.OWN, f"From: {mail.from_.address} is our own address.")
    decision = _with_paper(mail, own, papers) if papers else _without_paper(mail, own)
    weighed = _weighed(mail, own, decision)
    if weighed is not None and not papers:
        return _by_program(mail, own, weighed)
    return _held(decision, mail, own, sign or weighed)


def _weighed(mail: ParsedMail, own: Own, decision: Decision) -> Sign | None:
    """Many small signs of a program: in mail of nobody whom we know, and where no word of ours is taken up."""
    sender = mail.from_.address if mail.from_ else ""
    if own.is_me(sender) or own.is_secretary(sender) or own.is_contact(sender):
        return None
    brings = decision.disposition in {Disposition.SUBMISSION, Disposition.CORRECTION}
    knows_us = brings and (_answered_letter(mail) or codes(mail, own))
    takes_up = knows_us or decision.accepts or decision.wants_back or decision.vetting is not None
    if takes_up or decision.disposition not in _WEIGHED:
        return None
    return by_weight(mail, own.looks)


def _command(mail: ParsedMail, own: Own) -> Decision | None:
    """A decision of the secretariat, which may write from the mailbox itself: by its orders, or as an answer of its
    own to a letter of ours.
    """
    if mail.from_ is None or not (own.is_secretary(mail.from_.address) or own.is_me(mail.from_.address)):
        return None
    given = orders(mail, lambda text: _codes_at(text, own), vetting=own.contacts is not None)
    if not given and own.is_contact(mail.from_.address) and _vetting(mail, own) is not None:
        return None  # who is of the secretariat answers for a school as well
    letter = _answered_letter(mail) or (f"“{mail.subject}”" if next(_codes_in(mail.subject, own), None) else None)
    if not given and (letter is None or own.is_me(mail.from_.address)):
        return None
    what = ", ".join(f"{order.kind} {order.code}" for order in given)
    reason = f"{mail.from_.address} of the secretariat " + (f"orders: {what}." if what else f"refers to {letter}.")
    return Decision(
        Disposition.COMMAND,
        reason,
        may_answer=not own.is_me(mail.from_.address),
        orders=given,
        not_ordered=not_ordered(mail, given, lambda text: _codes_at(text, own)),
    )


def _only_thanks(mail: ParsedMail, decision: Decision) -> str | None:
    """The words of a message that needs no answer: thanks for a letter, with nothing attached and nothing asked.

    Not a first letter: who thanks in advance and forgot the file is told so.
    """
    if decision.disposition not in {Disposition.QUESTION, Disposition.NO_PAPER, Disposition.COMMAND}:
        return None
    if decision.missing or decision.accepts or (decision.vetting and decision.vetting.word is not VettingWord.UNCLEAR):
        return None
    if any(file.role is not Role.SIGNATURE for file in mail.attachments):
        return None
    return thanks(mail.new_text) if _answered_letter(mail) or _REPLY.match(mail.subject) else None


def _only_receipt(mail: ParsedMail, decision: Decision) -> str | None:
    """The words of a message that only says that something of ours has come: offices write so, by hand or by program.
    Nothing is asked in it; a person sees it.
    """
    if decision.disposition not in {Disposition.QUESTION, Disposition.NO_PAPER} or not decision.may_answer:
        return None
    if decision.missing or decision.accepts or decision.vetting or decision.wants_back or decision.about_status:
        return None
    if any(file.role is not Role.SIGNATURE for file in mail.attachments):
        return None
    return receipt(mail.new_text)


def _asks_of_ours(mail: ParsedMail) -> bool:
    """Whether something is asked of the conference's people, or one person speaks to them and asks something."""
    asked, text = asks(mail.subject, mail.new_text) is not None, fold(mail.new_text)
    ours = OURS.search(text) is not None or (asked and "hoi thao" in text)
    return (asked and ours) or ((asked or ours) and is_personal(mail))


def _no(disposition: Disposition, reason: str) -> Decision:
    return Decision(disposition, reason, may_answer=False)


def _by_program(mail: ParsedMail, own: Own, sign: Sign) -> Decision:
    """Never answered; but what somebody left for us with a program (a shared file, a form, a letter) a person sees."""
    decision = _no(sign.disposition, sign.reason)
    if not sign.sure:
        return replace(decision, needs_person=True, weighed=sign.weighed)
    # Offices write to each other by such systems: to name delegates, to send what a school has decided.
    delivers = any(file.role is Role.LETTER for file in mail.attachments)
    # A web page sends what a visitor typed into it, and says of itself that it generated this.
    # Some person's mail bears the marks of programs, too: an address that begins with "noreply", a header of Exchange.
    asks_us = _asks_of_ours(mail)
    passes_on = delivers or hands_over(mail.subject, mail.text) or _answered_letter(mail) or codes(mail, own)
    if sign.reply or not (passes_on or asks_us):
        return decision
    missing, _ = _missing(mail, mail.text)
    return replace(decision, missing=missing, needs_person=True)


def _held(decision: Decision, mail: ParsedMail, own: Own, sign: Sign | None) -> Decision:
    """Recorded, and not answered: relayed by a program, from ourselves, or from nobody we could write to."""
    if sign is not None:
        return replace(decision, may_answer=False, reason=f"{decision.reason} Not answered: {sign.reason}")
    if mail.from_ is None:
        return replace(decision, may_answer=False, reason=f"{decision.reason} Not answered: From names no mailbox.")
    if own.is_me(mail.from_.address):
        return replace(decision, may_answer=False, reason=f"{decision.reason} Not answered: From is our own address.")
    if _is_spam(mail) and decision.disposition is not Disposition.SUBMISSION and not decision.paper_codes:
        return replace(decision, disposition=Disposition.BULK, may_answer=False, reason="X-Spam-Flag: YES")
    return decision


def _is_unreadable(mail: ParsedMail) -> bool:
    return mail.from_ is None and not (
        mail.attachments or mail.returned or mail.report or mail.message_id or mail.date or mail.subject
    )


def _our_letter(mail: ParsedMail) -> str | None:
    if identity.HEADER.lower() in mail.headers:
        return f"{identity.HEADER}: {mail.header(identity.HEADER)[:60]} marks a letter of ours."
    if mail.message_id is not None and identity.is_ours(mail.message_id):
        return f"Message-ID: {mail.message_id} is that of a letter of ours."
    return None


def _is_spam(mail: ParsedMail) -> bool:
    return mail.header("x-spam-flag").strip().lower() == "yes" or mail.header("x-spam-status").lower().startswith("yes")


# --------------------------------------------------------------------------- with a paper


def _with_paper(mail: ParsedMail, own: Own, papers: list[Attachment]) -> Decision:
    decision = _bringing(mail, own, papers)
    # What no acknowledgement answers.  An old paper that goes for the new one is replaced, not withdrawn.
    beside = asks_beside(mail.new_text)
    if beside is None and corrects(mail.subject, mail.new_text, [file.filename for file in papers]) is None:
        beside = withdraws("", mail.new_text)
    if beside is None:
        return decision
    return replace(decision, asks_more=True, reason=f"{decision.reason} Beside it something is asked: “{beside}”.")


def _bringing(mail: ParsedMail, own: Own, papers: list[Attachment]) -> Decision:
    more = adds(mail.subject, mail.new_text)
    if more and len(papers) == 1:
        why = f"A paper is attached and the words say that it is one more: “{more}”."
        return Decision(Disposition.SUBMISSION, why, may_answer=True, says_additional=True)
    if (reason := _correction(mail, own, papers)) is not None:
        return Decision(Disposition.CORRECTION, reason, may_answer=True, says_additional=bool(more))
    names = ", ".join(file.filename for file in papers[:3]) + (", ..." if len(papers) > 3 else "")
    return Decision(
        Disposition.SUBMISSION, f"A paper is attached: {names}.", may_answer=True, says_additional=bool(more)
    )


def _correction(mail: ParsedMail, own: Own, papers: list[Attachment]) -> str | None:
    if letter := _about_a_paper(mail):
        return f"In-Reply-To or References name a letter of ours ({letter}) and a paper is attached."
    if code := next(_codes_in(mail.subject, own), None):
        return f"The subject names {code} and a paper is attached."
    if code := next(_tagged(mail, own), None):
        return f"It was sent to the address tagged {code} and a paper is attached."
    if code := next(_codes_in(_opening(mail), own), None):
        return f"The text names {code} and a paper is attached."
    if words := corrects(mail.subject, mail.new_text, [file.filename for file in papers]):
        return f"A paper is attached and the words say that it replaces one: “{words}”."
    return None


def _about_a_paper(mail: ParsedMail) -> str | None:
    """A letter of ours in whose thread the message stands and which did not ask for a paper that was missing."""
    return next((value for value in _answered(mail) if identity.kind_of(value) not in _ASKS_FOR_ONE), None)


def _answered_letter(mail: ParsedMail) -> str | None:
    return next(_answered(mail), None)


def _answered(mail: ParsedMail) -> Iterator[str]:
    """The letters of ours in whose thread the message stands, the one that it answers first."""
    return (value for value in (*mail.in_reply_to, *reversed(mail.references)) if identity.is_ours(value))


# --------------------------------------------------------------------------- without a paper


def _without_paper(mail: ParsedMail, own: Own) -> Decision:
    vetting = _vetting(mail, own)
    if vetting is not None and vetting.word is VettingWord.CONFIRMS:
        return _of_vetting(vetting)
    letter = _answered_letter(mail) or (f"“{mail.subject}”" if next(_codes_in(mail.subject, own), None) else None)
    asked_to_confirm, said = _asked_to_confirm(mail, own), _coded(mail.new_text, own)
    if asked_to_confirm and (words := confirms(said)):
        return Decision(Disposition.WITHDRAWAL, f"An answer that confirms: “{words}”.", may_answer=True, accepts=True)
    if words := confirms_withdrawal(_coded(mail.subject, own), said):
        reason = f"The words confirm a withdrawal: “{words}”."
        return Decision(Disposition.WITHDRAWAL, reason, may_answer=True, accepts=True)
    if words := wants_back("" if asked_to_confirm else mail.subject, mail.new_text):
        reason = f"The words ask to take a withdrawn paper up again, or to keep it: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True, wants_back=True)
    # The subject of an answer to that question is ours.
    if words := withdraws("" if asked_to_confirm else mail.subject, mail.new_text):
        return Decision(Disposition.WITHDRAWAL, f"The words ask to withdraw a paper: “{words}”.", may_answer=True)
    if vetting is not None:
        return _of_vetting(vetting)
    if words := may_withdraw(mail.new_text):
        reason = f"The words would withdraw a paper in some case: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True)
    if (answered := _answered_letter(mail)) and (words := consents(said)):
        reason = f"An answer to our letter {answered} that agrees: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True, accepts=True)
    text = mail.new_text or mail.text
    missing, because = _missing(mail, text)
    asked = asks(mail.subject, text) or _forwarded_question(mail)
    if _is_pasted(mail, missing) and not (asked and (asked.about_status or not missing)):
        reason = f"No file, and a text of {len(mail.new_text)} characters: a paper pasted into the mail."
        return Decision(Disposition.NO_PAPER, reason, may_answer=True, missing=(Missing.PASTED,))
    if (words := keeps(text)) and missing in {(), (Missing.PROMISED,)} and not (asked and asked.about_status):
        return Decision(Disposition.QUESTION, f"The words withdraw nothing: “{words}”.", may_answer=True)
    answers_it = missing == (Missing.PROMISED,) and not names_enclosure(because)
    is_shown = missing == (Missing.UNSUPPORTED,) and _only_shows(mail, text)
    is_beside = is_shown and (
        (_about_a_paper(mail) is not None and _BESIDE.search(fold(text)) is not None) or _says_what_it_shows(mail)
    )
    if missing and not is_beside and not (asked is not None and not asked.weak and (answers_it or is_shown)):
        return Decision(Disposition.NO_PAPER, because, may_answer=True, missing=missing)
    if asked:
        reason = f"No paper, and the words ask something: “{asked.words}”."
        return Decision(
            Disposition.QUESTION, reason, may_answer=True, about_status=asked.about_status, asks_more=asked.more
        )
    if is_beside:
        return Decision(Disposition.QUESTION, f"Pictures, which the words call no paper's: {because}", may_answer=True)
    if letter:
        return Decision(Disposition.QUESTION, f"An answer to our letter {letter} without a paper.", may_answer=True)
    if words := _is_notice(mail, own):
        reason = f"It brings and asks nothing, and nobody speaks in it, nor of anything of ours: “{words}”."
        return Decision(Disposition.BULK, reason, may_answer=False, needs_person=True)
    if mail.unread:
        reason = "More parts or files than are read, and no paper among those that were."
        return Decision(Disposition.NO_PAPER, reason, may_answer=True, needs_person=True)
    return Decision(
        Disposition.NO_PAPER,
        "No file in it is a paper, and the words ask nothing.",
        may_answer=True,
        needs_person=not _is_spam(mail) and _is_for_a_person(mail),
    )


def _forwarded_question(mail: ParsedMail) -> Asked | None:
    """What somebody asks whose letter is passed on to us without its own words.  Whose papers it is about nobody knows:
    a person answers it.
    """
    if not _FORWARD.match(mail.subject) or mail.text == mail.new_text:
        return None
    asked = asks("", mail.text)
    return None if asked is None or asked.weak else replace(asked, about_status=False)


def _of_vetting(vetting: VettingReply) -> Decision:
    about = ", ".join(vetting.codes) or "the papers that were asked about"
    reason = f"An answer about papers that a school was to vet ({about}): it {vetting.word}."
    if vetting.word is VettingWord.UNCLEAR:
        reason = f"An answer about papers that a school was to vet ({about}) which a person has to read."
    return Decision(Disposition.QUESTION, reason, may_answer=True, vetting=vetting)


def _vetting(mail: ParsedMail, own: Own) -> VettingReply | None:
    """What a message says of papers that a school was to vet: an answer to our question, whoever writes it, or a
    school's own word for it.
    """
    if own.contacts is None or mail.from_ is None:
        return None
    is_contact = own.is_contact(mail.from_.address)
    schools = tuple(
        school
        for school in own.contacts
        if any(_is_tag_of(tag, identity.school_word(school), own) for tag in _tags(mail, own))
    )
    answered = _answered_letter(mail)
    kind = identity.kind_of(answered) if answered else None
    # The reminder of the phase, which others get as well, asks the contacts the same.
    reminded = kind == LetterKind.SEASON_VET.value and is_contact
    asked = bool(schools) or kind == LetterKind.VETTING.value or reminded
    if not (asked or is_contact):
        return None
    text = _coded(_spelled_out(mail.new_text, own) if asked else mail.new_text, own)
    word, of = vets(text, asked=asked), None
    if asked and word is VettingWord.UNCLEAR:
        uncounted, count = counted(text)
        if count is not None and vets(uncounted, asked=True) is VettingWord.CONFIRMS:
            word, of = VettingWord.CONFIRMS, count
    if word is None:
        return None
    return VettingReply(word, tuple(dict.fromkeys(_codes_in(text, own))), schools, of)


def _spelled_out(text: str, own: Own) -> str:
    """An answer with the codes that it names by their number ("bài 004, 006") written out."""
    return _NUMBER_OF_PAPER.sub(lambda match: f"{own.code_prefix}-{match[0]}", text)


def _is_tag_of(tag: str, word: str, own: Own) -> bool:
    return tag.rpartition(".")[0].casefold() == word and identity.vouches(tag, word, own.key)


def _is_for_a_person(mail: ParsedMail) -> bool:
    """Whether somebody said something that none of our answers fits."""
    files = any(file.role is not Role.SIGNATURE for file in mail.attachments)
    return files or says_something(mail.subject, mail.new_text) or names_other_matter(mail.subject)


def _is_notice(mail: ParsedMail, own: Own) -> str | None:
    """What shows that a text without a file is for whoever reads it.  Who forgot the file says little more than a name,
    and is answered; so are those who answer for a school, and the secretariat, whatever they write.
    """
    if any(file.role is not Role.SIGNATURE for file in mail.attachments) or codes(mail, own) or mail.from_ is None:
        return None
    if own.is_contact(mail.from_.address) or own.is_secretary(mail.from_.address):
        return None
    if not mail.new_text.strip():
        return None
    return notice_of(mail, speaks=says_something(mail.subject, mail.new_text))


def _asked_to_confirm(mail: ParsedMail, own: Own) -> bool:
    """Whether the message answers our question about a withdrawal: by its reference, or by a tag that we signed."""
    answered = _answered_letter(mail)
    if answered is not None:
        return identity.kind_of(answered) == LetterKind.WITHDRAWAL.value
    return any(_vouched(mail, own)) and withdraws(mail.subject, "") is not None


def _missing(mail: ParsedMail, text: str) -> tuple[tuple[Missing, ...], str]:
    """What the author meant to send, so that the answer can name it; and the reason."""
    found: dict[Missing, str] = {}
    for file in mail.attachments:
        if file.role is Role.ARCHIVE and file.problem is not None:
            found.setdefault(Missing.UNOPENED, f"{file.filename} could not be opened ({file.problem.value}).")
        elif _SEALED_FILE.search(file.filename):
            found.setdefault(Missing.SEALED, f"{file.filename} is encrypted for somebody else.")
        elif _is_unsupported(file):
            found.setdefault(Missing.UNSUPPORTED, f"{file.filename} is no document we can read.")
    if _SEALED_TEXT in mail.text:
        found.setdefault(Missing.SEALED, "The text is encrypted for somebody else.")
    # which "attached" may speak of
    forwards = any(file.kind is FileKind.MESSAGE and not _is_unsupported(file) for file in mail.attachments)
    enclosed = any(file.role is not Role.SIGNATURE for file in mail.attachments)
    for missing, words in missing_words(mail.subject, text, enclosed=enclosed):
        if missing is Missing.PROMISED and (found or forwards):
            continue  # what was promised is what could not be used
        found.setdefault(missing, f"There is no paper although the words speak of one: “{words}”.")
    return tuple(found), " ".join(found.values())


def _is_pasted(mail: ParsedMail, missing: tuple[Missing, ...]) -> bool:
    """A text as long as a paper, in a mail that brings nothing else and promises no file."""
    if mail.unread or len(mail.new_text) < _PASTED:
        return False
    if any(file.role is not Role.SIGNATURE for file in mail.attachments):
        return False
    if missing not in {(), (Missing.PROMISED,)}:
        return False
    return _SAYS_PASTED.search(fold(mail.new_text[:_OPENING])) is not None or not promises_file(mail.new_text)


def _only_shows(mail: ParsedMail, text: str) -> bool:
    """Whether what it brings are pictures or slides, and no word speaks of a paper in it: they show what is asked
    about, or belong to a paper.
    """
    files = [file for file in mail.attachments if file.role is not Role.SIGNATURE]
    subject, words = (
        "\n".join(OF_A_PAPER.sub(" ", fold(line)) for line in it.split("\n")) for it in (mail.subject, text)
    )
    promised = any(missing is Missing.PROMISED for missing, _ in missing_words(subject, words))
    return all(file.kind in {FileKind.IMAGE, FileKind.PRESENTATION} for file in files) and not promised


def _says_what_it_shows(mail: ParsedMail) -> bool:
    """Whether the words say what pictures are for, and not that they show a paper's pages."""
    said = fold(f"{mail.subject}\n{mail.new_text}")
    if _PORTRAIT.search(said):
        return True
    few = len(mail.new_text.split()) < _TELLS_WHAT_FOR
    return not few and says_something(mail.subject, mail.new_text) and not _OF_PAGES.search(said)


def _is_unsupported(file: Attachment) -> bool:
    """A file that may be somebody's paper in a form nobody here reads: photographs of pages, Pages, slides, and Word's
    lock file that was taken for the document.
    """
    if file.filename.rpartition("/")[2].rpartition("!")[2].startswith("~$"):
        return True
    if file.role is not Role.OTHER:
        return False
    if file.kind in {FileKind.PRESENTATION, FileKind.TEXT, FileKind.OTHER, FileKind.IMAGE, FileKind.ZIP, FileKind.TNEF}:
        return not re.search(r"\.(ics|html?|xml|vcf|css|js)$", file.filename, re.IGNORECASE)
    if file.kind is FileKind.MESSAGE and _WEB_ARCHIVE.search(file.filename):
        return True
    return file.problem is not None


# --------------------------------------------------------------------------- codes


def codes(mail: ParsedMail, own: Own) -> tuple[str, ...]:
    """Paper codes the message names: subject, address tag, opening of the text, file names; in that order."""
    found = [
        *_codes_in(mail.subject, own),
        *_tagged(mail, own),
        *_codes_in(_opening(mail), own),
        *(code for file in mail.attachments for code in _codes_in(file.filename, own)),
    ]
    return tuple(dict.fromkeys(found))


def _codes_in(text: str, own: Own) -> Iterator[str]:
    return (code for _, _, code in _codes_at(text, own))


def _codes_at(text: str, own: Own) -> Iterator[tuple[int, int, str]]:
    """Where codes stand, however they were typed: "TL-2021-007", "tl 2021 7", "TL2021–007"."""
    gap = r"[\s._/‐‑–—−-]{0,3}"
    prefix = gap.join(re.escape(part) for part in own.code_prefix.split("-"))
    for match in re.finditer(rf"(?<![0-9A-Za-z]){prefix}{gap}(\d{{1,4}})(?!\d)", text, re.IGNORECASE):
        if int(match[1]):
            yield match.start(), match.end(), f"{own.code_prefix}-{int(match[1]):03d}"


def _coded(text: str, own: Own) -> str:
    """A text with every code of ours as we write it: whose words are weighed, are known by them from other words."""
    pieces, at = [], 0
    for start, end, code in _codes_at(text, own):
        pieces += [text[at:start], code]
        at = end
    return "".join([*pieces, text[at:]])


def _tagged(mail: ParsedMail, own: Own) -> Iterator[str]:
    for tag in _tags(mail, own):
        yield from _codes_in(tag.partition(".")[0], own)


def _vouched(mail: ParsedMail, own: Own) -> Iterator[str]:
    """Codes of tags that we signed: who writes there has our letter about that paper."""
    for tag in _tags(mail, own):
        yield from (code for code in _codes_in(tag.partition(".")[0], own) if identity.vouches(tag, code, own.key))


def _tags(mail: ParsedMail, own: Own) -> Iterator[str]:
    """Our letters ask for answers to box+TL-2021-007.k3f9ax@... (RFC 5233 subaddress)."""
    seen = [address.address for address in (*mail.to, *mail.cc)]
    for name in ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to"):
        seen.extend(mail.headers.get(name, ()))
    for address in seen:
        local, _, _ = address.strip("<> ").rpartition("@")
        tag = local.partition("+")[2]
        if tag and own.is_me(address.strip("<> ")):
            yield tag


def _opening(mail: ParsedMail) -> str:
    return "\n".join([line for line in mail.new_text.split("\n") if line.strip()][:_FIRST_LINES])
