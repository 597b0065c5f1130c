"""A letter → RFC 5322 bytes.  PURE; the standard library's email package.

What goes out is plain: a text part and an HTML part of the same content (RFC 2046 §5.1.4), quoted-printable so that it
stays readable in an archive, with the pictures of the HTML beside it (RFC 2387) and attachments around it all.  The
same letter, sender and date give the same bytes: boundaries come from the letter's key, nothing is random.

Header values are other people's words: they are cleaned before they become a header, so no name or subject can end a
header line and begin another.
"""

from __future__ import annotations

import email.policy
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.header import Header, decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, quote

from daemon.errors import DeliveryError
from daemon.identity import CANARY_HEADER, HEADER, STORAGE_HEADER
from daemon.letters.wording import clean
from daemon.model import Address, Letter, LetterFile

INTENDED_TO = "X-Thamluan-Intended-To"
REPEAT_HEADER = "X-Thamluan-Repeat"
REHEARSAL_PREFIX = "[THỬ NGHIỆM]"

_CRLF = "\r\n"
_FOLD = "\r\n "
#: RFC 5322 §3.6.4, restricted to what can stand on one header line (§2.1.1: 998 octets).
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
#: References grow with a thread; the first and the last few are what threading needs (RFC 5537 §3.4.4 allows cutting).
_MAX_REFERENCES = 20
#: RFC 5322 §3.2.3, dots anywhere: some providers gave out addresses with two in a row.
_ATOM = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")


def compose(letter: Letter, sender: Address, date: datetime, mark: str = "") -> bytes:
    """The letter as a message with CRLF line ends; `mark`: of the storage directory that it is recorded in.

    `date` is aware; its offset is shown as it is, so give it in the conference's zone.  A reader's address that no mail
    can go to is shown as an empty group: whoever sends the letter will be told so by the server.
    """
    # Header lines are written here: the library's own folding (CPython 3.11) loses spaces between encoded words and
    # encodes message identifiers as words.
    fields = [
        f"From: {_mailbox(sender)}",
        f"To: {_mailboxes(letter.to)}",
        f"Subject: {_words(clean(letter.subject, 250), 'Subject')}",
        f"Date: {format_datetime(date)}",
        *_reply_to(letter.reply_to),
        *_identifiers("Message-ID", [letter.message_id]),
        *_identifiers("In-Reply-To", [letter.in_reply_to or ""]),
        *_identifiers("References", letter.references),
        f"Auto-Submitted: {letter.auto_submitted}",  # RFC 3834 §5
        "X-Auto-Response-Suppress: All",  # Exchange and Outlook answer no letter of ours with an out-of-office
        f"{HEADER}: {letter.kind.value}",
        *([f"{STORAGE_HEADER}: {mark}"] if mark else []),
        *([f"{CANARY_HEADER}: {letter.canary}"] if letter.canary else []),
        f"Content-Language: {letter.lang}",  # RFC 3282
    ]
    return (_CRLF.join(fields) + _CRLF).encode("ascii") + _content(letter)


def _content(letter: Letter) -> bytes:
    """The MIME headers and the body."""
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    *_, page = message.iter_parts()
    for picture in letter.pictures:
        _show(page, picture)
    for attachment in letter.attachments:
        _attach(message, attachment)
    _settle_boundaries(message, letter.key)
    return message.as_bytes()


def _attach(message: EmailMessage, attachment: LetterFile) -> None:
    main, _, sub = attachment.media_type.partition("/")
    message.add_attachment(
        attachment.content, maintype=main, subtype=sub or "octet-stream", filename=clean(attachment.filename, 200)
    )


def _show(page: MIMEPart, picture: LetterFile) -> None:
    """The picture beside the page: mail programs show it in its place and not among the attachments."""
    main, _, sub = picture.media_type.partition("/")
    page.add_related(
        picture.content,
        maintype=main,
        subtype=sub,
        disposition="inline",
        filename=clean(picture.filename, 200),
        cid=f"<{picture.content_id}>",
    )


def _settle_boundaries(message: EmailMessage, key: str) -> None:
    """Boundaries from the key.  "=_" cannot occur in quoted-printable or base64 (RFC 2045 §6.7)."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")


# --------------------------------------------------------------------------- header values


def _words(text: str, header: str) -> str:
    """Text as a folded header value: as it is where it may be, else encoded words (RFC 2047)."""
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, header_name=header).encode(linesep=_CRLF)


def _mailboxes(addresses: Sequence[Address]) -> str:
    return f",{_FOLD}".join(_mailbox_or_group(address) for address in addresses)


def _mailbox_or_group(address: Address) -> str:
    """RFC 5322 §3.4 `group` without members where there is no mailbox: a letter can always be written and kept."""
    try:
        return _mailbox(address)
    except DeliveryError:
        return f"{_phrase(clean(address.address, 100) or '?')}:;"


def _phrase(words: str) -> str:
    return f'"{quote(words)}"' if words.isascii() and "=?" not in words else _words(words, "From")


def _reply_to(address: Address | None) -> list[str]:
    """The header, where there is a mailbox to name."""
    if address is None:
        return []
    try:
        return [f"Reply-To: {_mailbox(address)}"]
    except DeliveryError:
        return []


def _mailbox(address: Address) -> str:
    """`name-addr` of RFC 5322 §3.4.  Domains in other scripts are sent in their ASCII form (RFC 5890)."""
    local, _, domain = address.address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _unusable(address) from error
    if not _ATOM.fullmatch(local) or not _ATOM.fullmatch(domain):  # RFC 6531 addresses need a server that says so
        raise _unusable(address)
    name = clean(address.name, 100)
    if not name:
        return f"{local}@{domain}"
    shown = _phrase(name)
    return f"{shown}{_FOLD if len(shown) + len(local) + len(domain) > 60 else ' '}<{local}@{domain}>"


def _unusable(address: Address) -> DeliveryError:
    return DeliveryError(
        f"{clean(address.address, 254)!r} cannot be written to: its form is not that of RFC 5321 §4.1.2.",
        permanent=True,
        command="COMPOSE",
    )


def _identifiers(header: str, values: Sequence[str]) -> list[str]:
    """The header with the identifiers found in these values, one a line; none at all without any."""
    known = [found for value in values for found in _MESSAGE_ID.findall(value)]
    if len(known) > _MAX_REFERENCES:
        known = [known[0], *known[1 - _MAX_REFERENCES :]]
    return [f"{header}: {_FOLD.join(known)}"] if known else []


# --------------------------------------------------------------------------- repeats


def possible_repeat(raw: bytes) -> bytes:
    """The same message, marked: an earlier attempt to send it may have succeeded.

    Only a header says so: with the same Message-ID, mail programs show two copies as one, and a sentence in the text
    would make the one that counts another letter than the one that was recorded.
    """
    return f"{REPEAT_HEADER}: possible{_CRLF}".encode("ascii") + raw


# --------------------------------------------------------------------------- rehearsal


def redirect(raw: bytes, to: str) -> bytes:
    """The same message for a test address: To replaced, the readers it was meant for in X-Thamluan-Intended-To, the
    subject marked, everything else (Message-ID and body) byte for byte as it was.
    """
    head, separator, body = raw.partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", head)
    kept, intended, subject = [], [], ""
    for field in fields:
        name, _, value = field.partition(b":")
        match name.strip().lower():
            case b"to" | b"cc" | b"bcc":
                intended.append(value.strip())
            case b"subject":
                subject = str(make_header(decode_header(re.sub(rb"\r\n", b"", value).decode("ascii", "replace"))))
            case _:
                kept.append(field)
    lines = [
        f"To: {_mailbox(Address(to))}",
        f"Subject: {_words(clean(f'{REHEARSAL_PREFIX} {subject}', 300), 'Subject')}",
    ]
    names = INTENDED_TO.encode() + b": " + b",\r\n ".join(intended)
    return b"\r\n".join([*(line.encode("ascii") for line in lines), names, *kept]) + separator + body
