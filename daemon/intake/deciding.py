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
from dataclasses import replace

from daemon import identity
from daemon.intake.absences import heeds
from daemon.intake.authenticity import authenticity
from daemon.intake.commands import not_ordered, orders
from daemon.intake.consents import confirms, confirms_some, confirms_withdrawal, consents, names_paper
from daemon.intake.courtesies import names_other_matter, receipt, says_something, thanks
from daemon.intake.disputes import disputes
from daemon.intake.enclosures import hands_over, links_to_file, names_enclosure
from daemon.intake.machines import sign_of
from daemon.intake.mailings import WANTS_OF_US
from daemon.intake.missing import (
    goes_with_paper,
    is_pasted,
    missing_of,
    only_shows,
    promises,
    sends_more,
    speaks_of_no_pages,
)
from daemon.intake.notices import notice_of
from daemon.intake.own import Own
from daemon.intake.pasted import sent, spoken
from daemon.intake.prose import CODE, is_answer, is_forward
from daemon.intake.questions import Asked, asks, asks_beside
from daemon.intake.reception import taken_at
from daemon.intake.references import (
    answered_letter,
    coded,
    codes,
    codes_at,
    codes_in,
    codes_in_opening,
    letter_about_paper,
    letter_named,
    tagged_codes,
    vouched_codes,
)
from daemon.intake.signs import ANYBODY, Sign, short
from daemon.intake.software import is_by_hand
from daemon.intake.vetting import vetting_reply
from daemon.intake.voices import OURS, answers_to_us, is_personal
from daemon.intake.weighing import by_weight
from daemon.intake.wishes import (
    adds,
    corrects,
    exchanges,
    joins,
    keeps,
    may_withdraw,
    sets_apart,
    stays,
    wants_back,
    withdraws,
)
from daemon.model import (
    PAPER_KINDS,
    Attachment,
    Decision,
    Disposition,
    LetterKind,
    Missing,
    ParsedMail,
    Role,
    VettingReply,
    VettingWord,
)
from daemon.text.vietnamese import fold

#: An address of the web, with "https:" or not: its question mark asks nothing.  Each word is gone through once.
_PATH = re.compile(r"(?<!\S)\S[^\s.]*+\.\S[^\s/]*+/\S*+")
#: Characters of a subject that are looked at.  A line of a header has 998 (RFC 5322 §2.1.1), and a program may fold as
#: many as it likes: some patterns take the square of that many.
_SUBJECT = 998
_OF_LISTS = frozenset({"list-id", "list-post", "list-unsubscribe", "mailing-list", "precedence"})
#: What would be answered to whoever wrote, whether they know us or not.
_WEIGHED = frozenset({Disposition.SUBMISSION, Disposition.CORRECTION, Disposition.QUESTION, Disposition.NO_PAPER})


def decide(mail: ParsedMail, own: Own) -> Decision:
    """The verdict on a message; see the module.  Of a subject no more counts than `_SUBJECT` characters."""
    whole = own.naming.read(replace(mail, subject=mail.subject[:_SUBJECT]))
    mail = spoken(sent(whole, own))
    decision = _decide(mail, own)
    if any(file.in_text and file.kind in PAPER_KINDS and file not in mail.attachments for file in whole.attachments):
        reason = f"{decision.reason} A document stands in its text, which nobody seems to have sent."
        decision = replace(decision, needs_person=True, reason=reason)
    if _asked_to_confirm(mail, own):
        pass  # thanks for our question do not answer it: whoever takes that for done has to hear that nothing was
    elif words := _only_thanks(mail, decision):
        reason = f"{decision.reason} It says no more than thanks: “{words}”."
        decision = replace(decision, needs_answer=False, reason=reason)
    elif words := _only_receipt(mail, decision):
        reason = f"{decision.reason} It confirms that something has come, and asks nothing: “{words}”."
        decision = replace(decision, needs_answer=False, needs_person=True, reason=reason)
    return replace(
        decision,
        paper_codes=codes(mail, own),
        proven_codes=tuple(dict.fromkeys(vouched_codes(mail, own))),
        authenticity=authenticity(mail, own.authserv_id),
        taken_at=taken_at(mail, own.authserv_id),
    )


def _papers(mail: ParsedMail) -> list[Attachment]:
    return [file for file in mail.attachments if file.role is Role.PAPER]


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
    papers = _papers(mail)
    sign = sign_of(mail, has_paper=bool(papers))
    if sign is not None and (sign.reply or not papers):
        return _by_program(mail, own, sign)
    if not papers and (command := _command(mail, own)) is not None:
        return command
    if mail.from_ is not None and own.is_me(mail.from_.address) and not papers:
        return _no(Disposition.OWN, f"From: {mail.from_.address} is our own address.")
    decision = _with_paper(mail, own, papers) if papers else _without_paper(mail, own)
    if not papers and (unclear := _unclear_command(mail, own, decision)) is not None:
        return unclear
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
    knows_us = brings and (answered_letter(mail) or codes(mail, own))
    takes_up = knows_us or decision.accepts or _is_of_record(decision) or decision.vetting is not None
    if takes_up or decision.disposition not in _WEIGHED:
        return None
    return by_weight(mail, own.looks) or _takes_up_nothing(mail, decision)


def _takes_up_nothing(mail: ParsedMail, decision: Decision) -> Sign | None:
    """An answer that would fit any letter whatever: not of papers nor of coming, and without our letter below it, which
    people's mail programs leave there.  None: it takes something up, or is a note of a few words.
    """
    text = mail.new_text
    letter = answered_letter(mail)
    if letter is None or decision.disposition is not Disposition.QUESTION or decision.missing or mail.files:
        return None
    if mail.text.strip() != text.strip() or CODE.search(text) or asks("", text):
        return None
    if thanks(text) or receipt(text) or heeds(fold(text)) or answers_to_us(text):
        return None
    reason = f"An answer to our letter {letter} that quotes, asks and takes up nothing: “{short(text)}”."
    return Sign(Disposition.AUTO_REPLY, reason, reply=True, sure=False)


def _command(mail: ParsedMail, own: Own) -> Decision | None:
    """A decision of the secretariat, which may write from the mailbox itself: by its orders, or as an answer of its
    own to a letter of ours.
    """
    if mail.from_ is None or not (own.is_secretary(mail.from_.address) or own.is_me(mail.from_.address)):
        return None
    given = orders(mail, lambda text: codes_at(text, own), vetting=own.contacts is not None)
    if not given and own.is_contact(mail.from_.address) and vetting_reply(mail, own) is not None:
        return None  # who is of the secretariat answers for a school as well
    letter = letter_named(mail, own)
    if not given and (letter is None or own.is_me(mail.from_.address)):
        return None
    beside = not_ordered(mail, given, lambda text: codes_at(text, own))
    what = ", ".join(f"{order.kind} {order.code}" for order in given)
    reason = f"{mail.from_.address} of the secretariat " + (f"orders: {what}." if what else f"refers to {letter}.")
    return Decision(
        Disposition.COMMAND,
        reason,
        may_answer=not own.is_me(mail.from_.address),
        orders=given,
        not_ordered=beside,
        # A copy of what they write to somebody else, such as the author of a question: nobody expects an answer.
        needs_answer=bool(given or beside) or not _is_to_others(mail, own),
    )


def _unclear_command(mail: ParsedMail, own: Own, decision: Decision) -> Decision | None:
    """What the secretariat writes of papers in a mail of its own, and nobody understands: it hears so, and not how
    papers are sent in.
    """
    if decision.disposition is not Disposition.NO_PAPER or mail.files or promises(mail.new_text):
        return None
    if mail.from_ is None or not own.is_secretary(mail.from_.address) or own.is_me(mail.from_.address):
        return None
    lines = not_ordered(mail, (), lambda text: codes_at(text, own))
    if not lines:
        return None
    reason = f"{mail.from_.address} of the secretariat speaks of papers, and orders nothing: “{lines[0][:60]}”."
    waits = not _is_to_others(mail, own)
    return Decision(Disposition.COMMAND, reason, may_answer=True, not_ordered=lines, needs_answer=waits)


def _is_to_others(mail: ParsedMail, own: Own) -> bool:
    """Whether somebody besides us and the secretariat gets it."""
    return any(not (own.is_me(it.address) or own.is_secretary(it.address)) for it in (*mail.to, *mail.cc))


def _only_thanks(mail: ParsedMail, decision: Decision) -> str | None:
    """The words of a message that needs no answer: thanks for a letter, with nothing attached and nothing asked.

    Not a first letter: who thanks in advance and forgot the file is told so.
    """
    if decision.disposition not in {Disposition.QUESTION, Disposition.NO_PAPER, Disposition.COMMAND}:
        return None
    if decision.missing or decision.accepts or (decision.vetting and decision.vetting.word is not VettingWord.UNCLEAR):
        return None
    if mail.files:
        return None
    return thanks(mail.new_text) if answered_letter(mail) or is_answer(mail.subject) else None


def _only_receipt(mail: ParsedMail, decision: Decision) -> str | None:
    """The words of a message that only says that something of ours has come: offices write so, by hand or by program.
    Nothing is asked in it; a person sees it.
    """
    if decision.disposition not in {Disposition.QUESTION, Disposition.NO_PAPER} or not decision.may_answer:
        return None
    if decision.missing or decision.accepts or decision.vetting or _is_of_record(decision) or decision.about_status:
        return None
    if mail.files:
        return None
    return receipt(mail.new_text)


def _is_of_record(decision: Decision) -> bool:
    """Whether something is wanted done with papers on record."""
    return decision.wants_back or decision.wants_apart or decision.wants_joined


def _asks_of_ours(mail: ParsedMail) -> bool:
    """Whether something is asked of the conference's people, or one person speaks to them and asks something."""
    asked, text = asks(mail.subject, mail.new_text) is not None, fold(mail.new_text)
    ours = OURS.search(text) is not None or (asked and "hoi thao" in text)
    return (
        (asked and ours)
        or ((asked or ours) and is_personal(mail))
        or _is_put_to_us(mail)
        or WANTS_OF_US.search(text) is not None
    )


def _is_put_to_us(mail: ParsedMail) -> bool:
    """Whether somebody who writes in a mail program of people asks something, and not a list's members or anybody."""
    if mail.calendar or not _OF_LISTS.isdisjoint(mail.headers) or ANYBODY.search(mail.new_text):
        return False
    return is_by_hand(mail) and asks("", mail.new_text) is not None


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
    passes_on = delivers or hands_over(mail.subject, mail.text) or answered_letter(mail) or codes(mail, own)
    if sign.reply or not (passes_on or asks_us):
        return decision
    missing, _ = missing_of(mail, mail.text)
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
    if words := sends_more(mail, len(papers)):
        reason = f"{decision.reason} The words send more of them: “{words}”."
        decision = replace(decision, missing=(Missing.FEWER,), reason=reason)
    if link := links_to_file(mail.new_text):
        reason = f"{decision.reason} Beside it a link leads to a file: “{link}”."
        decision = replace(decision, missing=(*decision.missing, Missing.LINK), reason=reason)
    # What no acknowledgement answers.  An old paper that goes for the new one is replaced, not withdrawn.
    beside = asks_beside(_PATH.sub(" ", mail.new_text))  # the sign behind a link's path asks nothing
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
    if letter := letter_about_paper(mail):
        return f"In-Reply-To or References name a letter of ours ({letter}) and a paper is attached."
    if code := next(codes_in(mail.subject, own), None):
        return f"The subject names {code} and a paper is attached."
    if code := next(tagged_codes(mail, own), None):
        return f"It was sent to the address tagged {code} and a paper is attached."
    if code := next(codes_in_opening(mail, own), None):
        return f"The text names {code} and a paper is attached."
    if words := corrects(mail.subject, mail.new_text, [file.filename for file in papers]):
        return f"A paper is attached and the words say that it replaces one: “{words}”."
    return None


# --------------------------------------------------------------------------- without a paper


def _without_paper(mail: ParsedMail, own: Own) -> Decision:
    return _of_paper_on_record(mail, own) or _of_what_is_missing(mail) or _of_the_rest(mail, own)


def _of_paper_on_record(mail: ParsedMail, own: Own) -> Decision | None:
    """What the words say of papers that we have: vetted, withdrawn, taken up again, agreed to."""
    vetting = vetting_reply(mail, own)
    if vetting is not None and vetting.word is VettingWord.CONFIRMS:
        return _of_vetting(vetting)
    asked_to_confirm, said = _asked_to_confirm(mail, own), coded(mail.new_text, own)
    subject = "" if asked_to_confirm else mail.subject  # that of an answer to our question is ours
    if asked_to_confirm and (words := confirms(said)):
        return _withdrawing(mail, f"An answer that confirms: “{words}”.", accepts=True)
    if asked_to_confirm and (code := names_paper(said)):
        return Decision(Disposition.WITHDRAWAL, f"An answer that names the paper meant: {code}.", may_answer=True)
    keeps_all = asked_to_confirm and not confirms_some(said) and asks_beside(mail.new_text) is None
    if keeps_all and (words := stays(said)):
        reason = f"An answer to our question by which nothing is withdrawn: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True, stays=True)
    if words := confirms_withdrawal(coded(mail.subject, own), said):
        return _withdrawing(mail, f"The words confirm a withdrawal: “{words}”.", accepts=True)
    if words := wants_back(subject, mail.new_text):
        reason = f"The words ask to take a withdrawn paper up again, or to keep it: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True, wants_back=True)
    if (asked_to_confirm or withdraws(subject, mail.new_text)) and (words := _disputes(mail, whole=asked_to_confirm)):
        reason = f"The words ask about a withdrawal, or protest against it: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True)
    if not (asked_to_confirm or mail.files) and (words := exchanges(mail.new_text)):
        reason = f"There is no paper, although the words send one in the place of another: “{words}”."
        return _missed((Missing.PROMISED,), reason, asks_beside(_PATH.sub(" ", mail.new_text)))
    if words := withdraws(subject, mail.new_text):
        return _withdrawing(mail, f"The words ask to withdraw a paper: “{words}”.")
    if vetting is not None:
        return _of_vetting(vetting)
    if (sorted_out := _sorts_out(mail, own)) is not None:
        return sorted_out
    if words := may_withdraw(mail.new_text):
        reason = f"The words would withdraw a paper in some case: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True)
    if (answered := answered_letter(mail)) and (words := consents(said)):
        reason = f"An answer to our letter {answered} that agrees: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True, accepts=True)
    return None


def _disputes(mail: ParsedMail, *, whole: bool) -> str | None:
    """The words that protest against a withdrawal or ask whose it is: in a text that answers our question (`whole`), or
    in the sentences of another that name it.
    """
    if whole:
        return disputes(mail.new_text)
    naming = (it for it in re.split(r"(?<=[.!?;])\s+|\n+", mail.new_text) if withdraws("", it) is not None)
    return disputes("\n".join(naming))


def _sorts_out(mail: ParsedMail, own: Own) -> Decision | None:
    """An author who tells us which papers are one and which are not, of papers that a letter of ours or they named."""
    if mail.files or not (answered_letter(mail) or codes(mail, own)):
        return None
    if words := sets_apart(mail.new_text):
        reason = f"The words say that what was sent is a paper of its own: “{words}”."
        missing, _ = missing_of(mail, mail.new_text)  # where no paper has a version to split, the file did not come
        return Decision(Disposition.QUESTION, reason, may_answer=True, wants_apart=True, missing=missing)
    if words := joins(mail.new_text):
        reason = f"The words say that two papers are one: “{words}”."
        return Decision(Disposition.QUESTION, reason, may_answer=True, wants_joined=True)
    return None


def _withdrawing(mail: ParsedMail, reason: str, *, accepts: bool = False) -> Decision:
    """A paper is taken back; what is asked in other sentences than those that do so, only a person can answer."""
    decision = Decision(Disposition.WITHDRAWAL, reason, may_answer=True, accepts=accepts)
    others = (it for it in re.split(r"(?<=[.!?;])\s+|\n+", mail.new_text) if withdraws("", it) is None)
    if (beside := asks_beside("\n".join(others))) is None:
        return decision
    return replace(decision, asks_more=True, reason=f"{reason} Beside it something is asked: “{beside}”.")


def _of_what_is_missing(mail: ParsedMail) -> Decision | None:
    """What should be in the mail and is not, or what is asked instead.

    Who asks something and was only said to promise a file, or shows in pictures what is asked about, gets an answer to
    the question.
    """
    text = mail.new_text or mail.text
    missing, because = missing_of(mail, text)
    asked = asks(mail.subject, text) or _forwarded_question(mail)
    if is_pasted(mail, missing) and not (asked and (asked.about_status or not missing)):
        reason = f"No file, and a text of {len(mail.new_text)} characters: a paper pasted into the mail."
        return Decision(Disposition.NO_PAPER, reason, may_answer=True, missing=(Missing.PASTED,))
    if (words := keeps(text)) and missing in {(), (Missing.PROMISED,)} and not (asked and asked.about_status):
        return Decision(Disposition.QUESTION, f"The words withdraw nothing: “{words}”.", may_answer=True)
    answers_it = missing == (Missing.PROMISED,) and not names_enclosure(because)
    is_shown = missing == (Missing.UNSUPPORTED,) and only_shows(mail, text)
    is_beside = is_shown and goes_with_paper(mail, text)
    weak = asked is not None and (asked.weak or (asked.receipt and promises(text)))
    if missing and not is_beside and not (asked is not None and not weak and (answers_it or is_shown)):
        missed = _missed(missing, because, asks_beside(_PATH.sub(" ", mail.new_text)))
        # a ticket, an identity card: what is said of them are too few words to be sure
        is_doubtful = is_shown and speaks_of_no_pages(mail)
        # the subject names a paper, and the text says something else
        is_unread = missing == (Missing.PROMISED,) and not promises(text) and says_something("", mail.new_text)
        return replace(missed, needs_person=missed.needs_person or is_doubtful or is_unread)
    if asked:
        reason = f"No paper, and the words ask something: “{asked.words}”."
        return Decision(
            Disposition.QUESTION, reason, may_answer=True, about_status=asked.about_status, asks_more=asked.more
        )
    if is_beside:
        return Decision(Disposition.QUESTION, f"Pictures, which the words call no paper's: {because}", may_answer=True)
    return None


def _missed(missing: tuple[Missing, ...], because: str, beside: str | None) -> Decision:
    """That a file did not come answers no question that stands beside it."""
    decision = Decision(Disposition.NO_PAPER, because, may_answer=True, missing=missing)
    if beside is None or (Missing.LINK in missing and "link" in beside):  # "em gửi link bài" asks for none
        return decision
    return replace(decision, needs_person=True, reason=f"{because} Beside it something is asked: “{beside}”.")


def _of_the_rest(mail: ParsedMail, own: Own) -> Decision:
    """Where nothing is brought, missed or asked."""
    if letter := letter_named(mail, own):
        return Decision(Disposition.QUESTION, f"An answer to our letter {letter} without a paper.", may_answer=True)
    if words := _notice(mail, own):
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
    if not is_forward(mail.subject) or mail.text == mail.new_text:
        return None
    asked = asks("", mail.text)
    return None if asked is None or asked.weak else replace(asked, about_status=False)


def _of_vetting(vetting: VettingReply) -> Decision:
    about = ", ".join(vetting.codes) or "the papers that were asked about"
    reason = f"An answer about papers that a school was to vet ({about}): it {vetting.word}."
    if vetting.word is VettingWord.UNCLEAR:
        reason = f"An answer about papers that a school was to vet ({about}) which a person has to read."
    return Decision(Disposition.QUESTION, reason, may_answer=True, vetting=vetting)


def _is_for_a_person(mail: ParsedMail) -> bool:
    """Whether somebody said something that none of our answers fits."""
    return bool(mail.files) or says_something(mail.subject, mail.new_text) or names_other_matter(mail.subject)


def _notice(mail: ParsedMail, own: Own) -> str | None:
    """What shows that a text without a file is for whoever reads it.  Who forgot the file says little more than a name,
    and is answered; so are those who answer for a school, and the secretariat, whatever they write.
    """
    if mail.files or codes(mail, own) or mail.from_ is None:
        return None
    if own.is_contact(mail.from_.address) or own.is_secretary(mail.from_.address):
        return None
    if not mail.new_text.strip():
        return None
    return notice_of(mail, speaks=says_something(mail.subject, mail.new_text))


def _asked_to_confirm(mail: ParsedMail, own: Own) -> bool:
    """Whether the message answers our question about a withdrawal: by its reference, or by a tag that we signed."""
    answered = answered_letter(mail)
    if answered is not None:
        return identity.kind_of(answered) == LetterKind.WITHDRAWAL.value
    return any(vouched_codes(mail, own)) and withdraws(mail.subject, "") is not None
