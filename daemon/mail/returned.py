"""Delivery status notifications: did a letter come back, which one, from whom, for good?  PURE.

RFC 3464 reports where the server writes them; otherwise the texts of the mail systems (qmail's QSBMF, exim,
sendmail, Exchange, web mailers).  A person who forwards or complains about a bounce is not a bounce: besides a text
that speaks of failed delivery there must be a sender or header of a machine, or a subject only machines write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.message import Message

from daemon.identity import is_ours
from daemon.mail.params import words
from daemon.model import Address, ReturnedMail
from daemon.text.vietnamese import fold

_DAEMON = re.compile(
    r"^(mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|mdaemon|mailerdaemon|mail[-_.]?delivery|maildelivery|"
    r"mail-?system|system-?mail|bounces?([-+_=.].*)?|daemon|double-bounce|amavisd?|mmdf|uucp|"
    r"microsoftexchange[0-9a-f]+|ndr|nondelivery.*)$",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail delivery (sub)?system|mail delivery service|mailer[- ]daemon|post ?master|internet mail delivery|"
    r"delivery subsystem|mail router|\bmdaemon\b",
    re.IGNORECASE,
)
#: May be a person: believed only with a subject that no person types.
_MAYBE = re.compile(
    r"^(root|system|sys-?admin|admin(istrator)?|no[-_.]?reply|delivery|"
    r"mail[-_.]?administrator)$",
    re.IGNORECASE,
)
#: What servers and gateways are called besides.  Their administrators write under it, too, but not with a null return
#: path.
_OF_A_SERVER = re.compile(
    r"\b((may chu|cong|he thong|quan tri)( he thong| gui nhan)?( thu| e-?mail| mail)|(e-?)?mail ?(server|gateway|guard|"
    r"filter|admin\w*|system)|(smtp|mx|relay|gateway)\d*)\b"
)
#: That something was not to be, in whatever words.
_REFUSED = re.compile(
    r"\b(khong|chua|tu choi|that bai|loi|hong|bi|da (dong|xoa|khoa|huy|go)|no|not|nobody|never|\w+n.t|un\w+|fail\w*|"
    r"reject\w*|refus\w*|den(y|ied)|drop\w*|discard\w*|gone|giving up|error)\b"
)
#: Subjects that no person types; "Re:" or "Fwd:" before them is a person.
_SUBJECT = re.compile(
    r"^\W*((\*+spam\*+|\[[^\]]{1,40}\])\s*)?("
    r"undeliver(ed|able)\b|un-?deliverable|non[- ]?deliver(y|able|ed)|"
    r"returned (mail|e-?mail|message|to sender)|mail(er)?[- ]?delivery|mail (could not be|not) delivered|"
    r"delivery (status|failure|report|notification|error|problem|delay|has failed|unsuccessful|failed|"
    r"to the following|incomplete)|"
    r"failure (notice|delivery|notification)|failed (mail|delivery)|"
    r"(your )?(mail|message|e-?mail)( to .{1,80})? (could not|couldn.t|cannot|can't|was not|has not|not|"
    r"undeliverable)|"
    r"message (delivery|undeliverable|status|you sent blocked|not delivered|is delayed)|"
    r"warning: (could not send|message|e-?mail)|mail system error|error (sending|delivering|in mail)|"
    r"notification d.état|permanent (delivery )?(failure|error)|transient|"
    r"could not (send|deliver)|unable to deliver|cannot deliver|unzustellbar|undelivered|"
    r"không (thể )?(gửi|chuyển|phát) được|thư (của (bạn|quý \w+) )?(không|chưa) (thể )?(gửi|chuyển|phát|đến|"
    r"tới) được|thư( gửi \S+@\S+)? bị (trả (lại|về)|hoàn( lại)?)|"
    r"(gửi|chuyển|phát)( thư)? (không thành công|thất bại)|lỗi (gửi|chuyển|phát) thư|"
    r"thông báo (gửi|chuyển|phát)( phát)?( thư)? (không thành công|thất bại|lỗi)|"
    r"thông báo (trạng thái|tình trạng) (gửi|chuyển|phát) thư|trạng thái gửi thư|notice: mail delivery|user unknown|"
    r"address (not found|unknown|does not exist)|there was an error sending your mail|"
    r"no such (user|recipient)|returning (message|mail) to (sender|you)|(mail|message) (failure|returned)|"
    r"(cảnh báo:? )?(hộp|hòm) (thư|mail)( \S+){0,4} (đã )?(đầy|vượt|hết dung lượng|không tồn tại)|"
    r"(mailbox|inbox|quota) (is )?(full|exceeded)|over quota|problem delivering|nondeliverable|"
    r"ndn:|abgewiesen|fehlgeschlagen|"
    r"(系统|系統)?退信|来自\S{1,80}的退信|邮件(发送|投递)失败|未能送达|"
    r"(message|courriel|e-?mail) non (remis|distribué|délivré)|"
    r"échec (de|d.) ?(la )?(remise|livraison|distribution|envoi)|"
    r"(ihre )?(nachricht|e-?mail)\b.{0,60}nicht zugestellt|недоставленн|письмо не доставлено|"
    r"thư (của (bạn|quý \w+) )?(đang |đã )?bị (trì )?hoãn|(cảnh báo|thông báo):? (chậm|trì hoãn|hoãn) (gửi|chuyển|phát)"
    r")",
    re.IGNORECASE,
)
#: The text says that a letter did not get through, by words that mean little else.
_FAILED = (
    r"(không|chưa)( thể| hề)?( được)? (gửi|chuyển|phát|giao|đến|tới)( phát| tiếp)?( thư)?( được| đi| đến| tới)\b"
    r"|(không|chưa) thể( được)? (gửi|chuyển|phát|giao|đến|tới)\b|\b(gửi|chuyển|phát) không (được|thành công)\b"
    r"|chưa được (chuyển|gửi|phát|giao)\b|\b(bị|được) trả (lại|về)\b|\bkhông tồn tại\b|\bbị (từ chối|vô hiệu hóa)\b"
    r"|\bchưa nhận được thư\b"
    r"|\b(could|was|can|has)( ?n.?t| not)( be| been)? deliver|undeliver(ed|able)|\bbounced\b"
    r"|\b(did|does|could|has)( ?n.?t| not) (go through|get through|gone through|reach|arrive|exist)"
    r"|n.a pas (pu être|été) (remis|distribu|livr|délivr)|non remis\b"
    r"|nicht zugestellt|unzustellbar|не (может быть|было|удалось|была)( \w+)? ?доставл"
    r"|退信|被?退回|(无法|未能|不能)(送达|投递)|投递(失败|未成功)|(配信|送信)できません"
)
#: How a mail system speaks to whoever sent a letter, and of whom it was for.
_OF_YOURS = re.compile(
    r"\b(của|mà) (bạn|quý \w+|anh/chị)\b|\b(bạn|quý \w+) (đã |vừa )?gửi\b|\bngười nhận\b"
    r"|\byour (message|mail|e-?mail|letter)\b|\byou sent\b|\brecipients?\b"
    r"|\bvotre (message|courriel|e-?mail)\b|\bdestinataires?\b|\bihre (nachricht|e-?mail)\b"
    r"|收件人|您|宛(先|の)|ваше (письмо|сообщение)",
    re.IGNORECASE,
)
#: The text says that delivery failed.
_BODY = re.compile(
    r"(could not|couldn't|cannot|can't|can not|was not|wasn't|has not been|not be|unable to|failed to|"
    r"failure to|not able to)\s+"
    r"(be\s+|been\s+)?(deliver|deliverable|reach|send|sent|relay|complet|locat|find|found)"
    r"|undeliver(ed|able)|delivery (to the following|has failed|failed|failure|error|attempt|problem|status|"
    r"temporarily|report)"
    r"|permanent (fatal )?(error|failure)|fatal errors?|returned (to (the )?sender|mail|message|below)|"
    r"user unknown|unknown user"
    r"|no such (user|recipient|address|mailbox|person)|(mailbox|recipient|address|account|user|quota).{0,40}"
    r"(full|unavailable|disabled|unknown|not found|exceeded|does not exist|doesn't exist|rejected|not exist|"
    r"invalid|inactive|suspended)"
    r"|doesn't have a .{1,60} account|reason for (the )?(failure|problem)|host (unknown|not found)|"
    r"message (was )?(rejected|refused|blocked|delayed)"
    r"|không (thể )?(gửi|chuyển|phát|tìm thấy|tồn tại)|bị (từ chối|trả lại)|thất bại|không thành công|"
    r"(chưa|không) (thể )?(được )?(chuyển|gửi|phát|nhận)( được)?( đến| đi| tới)|"
    r"vượt( quá)? (dung lượng|hạn mức|giới hạn)|"
    r"(hộp|hòm) (thư|mail).{0,60}đầy|"
    r"\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b|\b55[0-4][ -]"
    r"|(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])|\bqueue expired"
    r"|transcript of session|failed recipient|recipient(s)? address|non[- ]?delivery|blocked|spam|rejected"
    rf"|{_FAILED}",
    re.IGNORECASE,
)
#: The last word of a server on a failure that it called temporary so far: qmail's, Exim's, Sendmail's.
_GIVEN_UP = re.compile(
    r"\b(given up|giving up|gave up|not going to try again|in the queue too long|retry time(out)? exceeded|"
    r"occurred after \d+ attempt|"
    r"retry timeout|no longer (be )?(tried|retried)|will not (be )?(retr(y|ied)|tr(y|ied)) again|"
    r"could not be (sent|delivered) (for|within|after) \d+ (days|hours))\b"
    r"|\b(ngừng|thôi|dừng|không) (gửi|chuyển|thử)( gửi| chuyển)? (lại )?nữa\b",
    re.IGNORECASE,
)
_FAILED_TO_ARRIVE = re.compile(_FAILED, re.IGNORECASE)
#: How a person speaks who sends us the letter that came back to them.
_PERSON = re.compile(
    r"(?<!chúng )\b(tôi|em|mình|toi|minh|cháu)\b.{0,80}\b(gửi|nộp|nhận|thấy|bị|gui|nop|nhan|bi)\b|\bạ\b|"
    r"\b(giúp|giup|nhờ|xin hỏi|btk|btc|ban thư ký|ban tổ chức|ban thu ky|ban to chuc)\b",
    re.IGNORECASE | re.DOTALL,
)
_ONE_PERSON = re.compile(r"(?<!chúng )\b(tôi|em|mình|i|i.?m|my)\b", re.IGNORECASE)
#: A success only behind its reply code: numbers of versions look the same.
_STATUS = re.compile(r"(?:\b2\d\d[ -](?=2)|\b(?=[45]))([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?<![\d-])([45])\d\d[ -](?!\d{3}\b)")  #: and no number of a telephone
_ADDRESS = re.compile(r"[\w.+=!#$%&'*/?^`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_BRACKETED = re.compile(r"<([^<>\s@]{1,64}@[^<>\s]{1,255})>")
_BEFORE_ADDRESS = re.compile(r"^'?(mailto:|smtp[:=])?")  #: the second as Exchange names readers
_MSG_ID = re.compile(r"^\W{0,4}message-id\s*:\s*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_OURS_ANYWHERE = re.compile(r"<thamluan\.[^<>\s]{1,300}>", re.IGNORECASE)
_COPY_BELOW = re.compile(
    r"^.{0,60}((below|following).{0,40}(copy|original|header|message)|(copy|text|start) of (the|"
    r"your) (original |returned )?message|"
    r"(?<!of the )(?<!resend your )original message( follows| headers)?|undelivered message( headers)?|"
    r"returned (message|mail) (follows|below)|message headers? follow|"
    r"unsent message|------ ?this is a copy|included message|forwarded message|"
    r"mensaje original|(thư|thông điệp) (gốc|ban đầu)|bản sao (của )?(bức )?thư|nội dung thư (gốc|bị trả)|"
    r"received: (from|by) )",
    re.IGNORECASE | re.MULTILINE,
)
#: Header lines of a copy that name no recipient.
_NOT_RECIPIENTS = re.compile(
    r"^[ \t>|]*(from|reply-to|sender|return-path|message-id|references|in-reply-to|received|cc|dkim-signature|x-[\w-]+|"
    r"list-[\w-]+|từ|người gửi)\s*:.*(\n[ \t]+\S.*)*|message-id\s*:\s*\S+",
    re.IGNORECASE | re.MULTILINE,
)
_GOES_ON = (
    r"(warning|delay|has not yet|still trying|will (keep|continue) (trying|to (be )?(try|retri|made))|"
    r"not been delivered yet|you do not need to resend|trì hoãn|bị hoãn|chậm (gửi|chuyển|phát)|"
    # and not what whoever wrote is told to do
    r"(?<!không )(?<!không được )(?<!lòng )(?<!xin )(?<!hãy )(?<!nghị )"
    r"(thử|gửi|chuyển)( gửi| chuyển)? lại (trong|sau)|không cần gửi lại)"
)
_TRIED_AGAIN = re.compile(_GOES_ON, re.IGNORECASE)
_DELAY = re.compile(rf"{_GOES_ON}|temporar|tạm thời", re.IGNORECASE)
#: Where no code says it, and whatever else is said of delays.
_FOR_GOOD = re.compile(
    r"\b(unknown user|user unknown|no such (user|address|mailbox|recipient)|"
    r"(?<!not a )permanent (fatal )?(error|failure))\b|\bkhông tồn tại\b",
    re.IGNORECASE,
)
#: RFC 3464 §2.3.3; other words stand in reports as well, "failure", "error".
_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
#: Two lines of a header, one below the other.
_HEADER_LINES = re.compile(r"(^[A-Za-z-]{2,30}: .*\n([ \t].*\n)*){2}", re.MULTILINE)
_OTHER_REPORTS = frozenset({"feedback-report", "disposition-notification"})
#: How a reader's script refuses a letter: as a receipt that nobody asked for (RFC 5429 §2.1.2, RFC 8098 §3.2.6).
_REFUSED_BY_SCRIPT = re.compile(
    r"^disposition\s*:\s*automatic-action\s*/\s*MDN-sent-automatically\s*;\s*deleted\b", re.IGNORECASE | re.MULTILINE
)
_SPOKEN = 1_000  #: characters in which people say what they want
_SUBJECT_LIMIT = 998  #: characters: a line of a header (RFC 5322 §2.1.1)
_TEXT_LIMIT = 40_000  #: characters of a bounce's text that are looked at


def is_bounce(
    headers: Mapping[str, tuple[str, ...]],
    sender: Address | None,
    report: str,
    texts: str,
    *,
    status: Sequence[str],
    copies: bool,
) -> bool:
    """Whether the message is proven to say that a letter was not delivered (or is late, or was).

    `report`: kind of the report it carries; `status`: what that says by fields; `texts`: its readable text; `copies`:
    it holds another message.
    """
    if report == "delivery-status" or "x-failed-recipients" in headers:
        return True
    if report in _OTHER_REPORTS:
        refused = any(map(_REFUSED_BY_SCRIPT.search, status))
        return refused and _BODY.search(texts[:_TEXT_LIMIT]) is not None
    typed = _SUBJECT.match(_first(headers, "subject")) is not None
    speaks = _BODY.search(texts[:_TEXT_LIMIT]) is not None
    undeliverable = _first(headers, "return-path").strip() == "<>"
    # RFC 5321 §4.5.5: so go out reports and what answers by itself; a mail system only has letters to tell of.
    if undeliverable and _is_system(headers, sender, texts) and _tells_of_somebody(headers, sender, texts[:_SPOKEN]):
        return True
    if _from_daemon(headers, sender):
        only_reports = (
            sender is not None and re.match(r"mail(er)?[-_.]?daemon", sender.address, re.IGNORECASE) is not None
        )
        return typed or speaks or only_reports  # in whatever language
    if undeliverable:
        return typed or (speaks and _brings_back(texts, copies=copies))
    return _may_be_a_person(sender) and speaks and (typed or copies)


def tells_of_one(
    headers: Mapping[str, tuple[str, ...]],
    sender: Address | None,
    report: str,
    texts: str,
    *,
    copies: bool,
    forwards: bool = False,
) -> bool:
    """The same by its words alone, where nothing proves it: of a mail system whose address tells nothing, not of
    somebody who asks what became of their letter.

    `forwards`: the message that it holds is a report itself, which only people attach.
    """
    opening, subject = texts[:_SPOKEN], _first(headers, "subject")
    if report in _OTHER_REPORTS or forwards or _may_be_a_person(sender):
        return False
    # People quote what a letter of ours says, and not the Message-ID in its header.
    ours = any(map(is_ours, _MSG_ID.findall(texts[:_TEXT_LIMIT])))
    if ours and _PERSON.search(_above(opening)) is None:
        return True
    if _PERSON.search(opening) is not None:
        return False
    typed = _SUBJECT.match(subject) is not None and _BODY.search(f"{subject}\n{texts[:_TEXT_LIMIT]}") is not None
    if typed and (
        _brings_back(texts, copies=copies)
        or _others(headers, sender, subject)
        or _tells(headers, sender, f"{subject}\n{opening}")
    ):
        return True
    if _from_daemon(headers, sender) and "?" not in opening and _tells_of_somebody(headers, sender, opening):
        return True
    return any(
        _FAILED_TO_ARRIVE.search(told) is not None and "?" not in told and _tells(headers, sender, told)
        for told in re.split(r"\n\s*\n", f"{subject}\n{opening}")
    )


def _above(text: str) -> str:
    """What is said before the header of a letter that is given back."""
    header = _HEADER_LINES.search(text)
    return text[: header.start()] if header else text


def _may_be_a_person(sender: Address | None) -> bool:
    return sender is not None and _MAYBE.match(sender.address.partition("@")[0]) is not None


def _brings_back(texts: str, *, copies: bool) -> bool:
    return copies or _MSG_ID.search(texts) is not None or _COPY_BELOW.search(texts) is not None


def _tells(headers: Mapping[str, tuple[str, ...]], sender: Address | None, text: str) -> bool:
    """Whether a text speaks to who sent a letter, and names an address that is neither theirs nor the writer's."""
    return _OF_YOURS.search(text) is not None and bool(_others(headers, sender, text))


def _tells_of_somebody(headers: Mapping[str, tuple[str, ...]], sender: Address | None, text: str) -> bool:
    """Whether a text names an address that is neither ours nor the writer's, and that something was not to be."""
    return bool(_others(headers, sender, text)) and _REFUSED.search(fold(text)) is not None


def _others(headers: Mapping[str, tuple[str, ...]], sender: Address | None, text: str) -> set[str]:
    """Addresses in a text that are neither those the message was sent to nor the writer's."""
    named = {address.lower().rstrip(".") for address in _ADDRESS.findall(text)}
    mine = {address.lower() for address in _ADDRESS.findall(" ".join(headers.get("to", ())))}
    return named - mine - {sender.address.lower() if sender else ""}


def is_report(message: Message) -> bool:
    """Whether a message inside another one is a delivery report: of its type, or from a mail system."""
    if re.match(r"\s*multipart/report\b", str(message.get("content-type", "")), re.IGNORECASE):
        return True
    written = words(str(message.get("from", "")))
    address = _ADDRESS.search(written)
    local = address[0].partition("@")[0] if address else ""
    return _DAEMON.match(local) is not None or (address is None and _DAEMON_NAME.search(written) is not None)


def _from_daemon(headers: Mapping[str, tuple[str, ...]], sender: Address | None) -> bool:
    if sender is None:
        return bool(re.search(r"mailer-daemon|postmaster|mail delivery", _first(headers, "from"), re.IGNORECASE))
    return _DAEMON.match(sender.address.partition("@")[0]) is not None or _DAEMON_NAME.search(sender.name) is not None


def _is_system(headers: Mapping[str, tuple[str, ...]], sender: Address | None, texts: str) -> bool:
    """Whether a mail system speaks; or a server's address, under which somebody may be away who looks after it."""
    if _from_daemon(headers, sender):
        return True
    called = f"{sender.name} {sender.address.partition('@')[0]}" if sender else ""
    return _OF_A_SERVER.search(fold(called)) is not None and _ONE_PERSON.search(texts[:_SPOKEN]) is None


def _first(headers: Mapping[str, tuple[str, ...]], name: str) -> str:
    values = headers.get(name, ())
    return values[0] if values else ""


# --------------------------------------------------------------------------- what it says


def describe(
    headers: Mapping[str, tuple[str, ...]],
    status: Sequence[str],
    returned: Iterable[Message],
    texts: str,
    own: str,
    *,
    by_words: bool = False,
) -> ReturnedMail:
    """Which letter came back, from which addresses, with which status.

    `status`: the parts that say it by fields; `returned`: messages or headers inside; `own`: address the bounce was
    sent to, which is never among the failed ones; `by_words`: nothing proves that it is one.
    """
    texts = texts[:_TEXT_LIMIT]
    report = "\n\n".join(status)[:_TEXT_LIMIT]
    said, copied = _parted(texts)
    code = _status(report, said)
    letters = tuple(returned)
    # what looks like the copy may be how the mail system begins: "The following message could not be delivered"
    recipients = tuple(dict.fromkeys(_recipients(headers, report, said, own))) or _written(copied, own)
    recipients = recipients or _written(_first(headers, "subject"), own)
    return ReturnedMail(
        message_id=_letter(letters, report, texts, copied) or _answered(headers),
        recipients=recipients[:50],
        status=code,
        permanent=_is_permanent(report, code, said, _first(headers, "subject")),
        writer=next((found[0].lower() for it in letters if (found := _ADDRESS.search(_field(it, "from")))), ""),
        subject=next(filter(None, (_field(it, "subject") for it in letters)), "")[:_SUBJECT_LIMIT],
        by_words=by_words,
    )


def _field(message: Message, name: str) -> str:
    return " ".join(words(str(message.get(name, ""))).split())


def _parted(texts: str) -> tuple[str, str]:
    """What the mail system says, and the copy of the message below it."""
    match = _COPY_BELOW.search(texts)
    return (texts[: match.start()], texts[match.start() :]) if match else (texts, "")


def _letter(returned: Iterable[Message], report: str, texts: str, copied: str) -> str | None:
    if ours := _OURS_ANYWHERE.search(texts) or _OURS_ANYWHERE.search(report):
        return ours[0]
    found = [words(str(message.get("message-id", ""))).strip() for message in returned]
    for value in sorted(filter(None, found), key=lambda value: not is_ours(value)):
        return value if value.startswith("<") else f"<{value}>"
    match = _MSG_ID.search(copied) or _MSG_ID.search(report) or _MSG_ID.search(texts)
    return match[1] if match else None


def _answered(headers: Mapping[str, tuple[str, ...]]) -> str | None:
    """The letter of ours that the report answers: all that is left where it brings nothing back (Gmail, Exchange)."""
    for name in ("in-reply-to", "references", "original-message-id", "x-original-message-id"):
        for value in headers.get(name, ()):
            if ours := _OURS_ANYWHERE.search(value):
                return ours[0]
    return None


def _recipients(headers: Mapping[str, tuple[str, ...]], report: str, said: str, own: str) -> Iterator[str]:
    found = False
    # RFC 3464 §2.3.1, 2.3.2: what the sender wrote counts before what a relay made of it
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        for match in re.finditer(rf"^{name}\s*:\s*(?:[\w-]+\s*;)?\s*(\S+)", report, re.IGNORECASE | re.MULTILINE):
            address = match[1].rpartition(";")[2].strip("<>").removeprefix("mailto:").lower()
            if "@" in address:
                found = True
                yield address
        if found:
            return
    for value in headers.get("x-failed-recipients", ()):
        for address in _ADDRESS.findall(value):
            found = True
            yield address.lower()
    if found:
        return
    yield from _written(said, own)


def _written(text: str, own: str) -> tuple[str, ...]:
    """Addresses in what a mail system says, those in angle brackets first; not ours."""
    text = _NOT_RECIPIENTS.sub("", text)
    for pattern in (_BRACKETED, _ADDRESS):
        found = [_BEFORE_ADDRESS.sub("", address.lower().rstrip(".")) for address in pattern.findall(text)]
        kept = tuple(it for it in found if not _is_own(it, own) and not _DAEMON.match(it.partition("@")[0]))
        if kept:
            return kept
    return ()


def _is_own(address: str, own: str) -> bool:
    """Our address, or a tagged form of it (RFC 5233)."""
    local, _, domain = address.partition("@")
    mine, _, my_domain = own.lower().partition("@")
    return (local.partition("+")[0], domain) == (mine.partition("+")[0], my_domain)


def _status(report: str, said: str) -> str | None:
    for match in re.finditer(r"^status\s*:\s*([245]\.\d{1,3}\.\d{1,3})", report, re.IGNORECASE | re.MULTILINE):
        if match[1] not in {"5.0.0", "4.0.0"}:
            return match[1]
    generic = re.search(r"^status\s*:\s*([245]\.\d{1,3}\.\d{1,3})", report, re.IGNORECASE | re.MULTILINE)
    detail = _STATUS.search(
        "\n".join(re.findall(r"^diagnostic-code\s*:.*(?:\n[ \t].*)*", report, re.IGNORECASE | re.MULTILINE))
    )
    best = detail or (None if generic else _STATUS.search(said))
    if best is not None:
        return best[1]
    return generic[1] if generic else None


def _is_permanent(report: str, code: str | None, said: str, subject: str) -> bool:
    actions = {action.lower() for action in re.findall(r"^action\s*:\s*([\w-]+)", report, re.IGNORECASE | re.MULTILINE)}
    if known := actions & _ACTIONS:
        # Attempts have been abandoned, also after days of temporary failures ("failed", 4.4.1).
        return "failed" in known
    if code is not None:
        return code.startswith("5") or (_GIVEN_UP.search(said) is not None and not _TRIED_AGAIN.search(said))
    if _FOR_GOOD.search(f"{subject}\n{said}"):
        return True
    if _DELAY.search(subject) or (_DELAY.search(said) and not _REPLY_CODE.search(said)):
        return False
    reply = _REPLY_CODE.search(said)
    return reply is None or reply[1] == "5"
