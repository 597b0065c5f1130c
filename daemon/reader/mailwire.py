"""PURE  A message that was read, as it passes between the reading process and the service (`wire`)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daemon.model import Address, Attachment, FileKind, FileProblem, ParsedMail, ReturnedMail, Role
from daemon.reader.wire import WireError, expect


def mail_out(mail: ParsedMail) -> dict[str, object]:
    """A message as JSON values; the content of its files are frames of their own, in this order."""
    returned = mail.returned
    return {
        "headers": {name: list(values) for name, values in mail.headers.items()},
        "message_id": mail.message_id,
        "people": [_addresses_out(people) for people in (mail.reply_to, mail.to, mail.cc)],
        "from": _address_out(mail.from_),
        "subject": mail.subject,
        "date": None if mail.date is None else mail.date.isoformat(),
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        "text": mail.text,
        "new_text": mail.new_text,
        "content_type": mail.content_type,
        "attachments": [_attachment_out(file) for file in mail.attachments],
        "returned": returned
        and [
            returned.message_id,
            returned.recipients,
            returned.status,
            returned.permanent,
            returned.writer,
            returned.subject,
            returned.by_words,
        ],
        "report": mail.report,
        "calendar": mail.calendar,
        "laid_out": mail.laid_out,
        "tracked": mail.tracked,
        "unread": mail.unread,
        "warnings": mail.warnings,
    }


def mail_in(value: dict[str, Any], files: Sequence[bytes]) -> ParsedMail:
    """The message again, with the bytes of its files; WireError when a value is not what it must be."""
    try:
        reply_to, to, cc = (_addresses_in(people) for people in expect(value["people"], list))
        return ParsedMail(
            headers={expect(name, str): _texts(values) for name, values in expect(value["headers"], dict).items()},
            message_id=_text(value["message_id"]),
            from_=_address_in(value["from"]),
            reply_to=reply_to,
            to=to,
            cc=cc,
            subject=expect(value["subject"], str),
            date=None if value["date"] is None else datetime.fromisoformat(expect(value["date"], str)),
            in_reply_to=_texts(value["in_reply_to"]),
            references=_texts(value["references"]),
            text=expect(value["text"], str),
            new_text=expect(value["new_text"], str),
            content_type=expect(value["content_type"], str),
            attachments=tuple(
                _attachment_in(file, content)
                for file, content in zip(expect(value["attachments"], list), files, strict=True)
            ),
            returned=_returned_in(value["returned"]),
            report=expect(value["report"], str),
            calendar=expect(value["calendar"], bool),
            laid_out=expect(value["laid_out"], bool),
            tracked=expect(value["tracked"], bool),
            unread=expect(value["unread"], bool),
            warnings=_texts(value["warnings"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise WireError(f"not a message: {error!r}") from error


def _attachment_out(file: Attachment) -> list[object]:
    return [
        file.filename,
        file.kind,
        file.role,
        file.original_name,
        file.problem,
        _address_out(file.author),
        file.in_text,
    ]


def _attachment_in(value: object, content: bytes) -> Attachment:
    filename, kind, role, original_name, problem, author, in_text = expect(value, list)
    return Attachment(
        filename=expect(filename, str),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        kind=FileKind(kind),
        role=Role(role),
        original_name=_text(original_name),
        problem=None if problem is None else FileProblem(problem),
        author=_address_in(author),
        in_text=expect(in_text, bool),
    )


def _returned_in(value: object) -> ReturnedMail | None:
    if value is None:
        return None
    message_id, recipients, status, permanent, writer, subject, by_words = expect(value, list)
    return ReturnedMail(
        _text(message_id),
        _texts(recipients),
        _text(status),
        expect(permanent, bool),
        expect(writer, str),
        expect(subject, str),
        expect(by_words, bool),
    )


def _address_out(address: Address | None) -> list[str] | None:
    return None if address is None else [address.address, address.name]


def _address_in(value: object) -> Address | None:
    if value is None:
        return None
    address, name = _texts(value)
    return Address(address, name)


def _addresses_out(addresses: Sequence[Address]) -> list[list[str]]:
    return [[address.address, address.name] for address in addresses]


def _addresses_in(value: object) -> tuple[Address, ...]:
    return tuple(Address(*_texts(address)) for address in expect(value, list))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(expect(text, str) for text in expect(value, list))


def _text(value: object) -> str | None:
    return None if value is None else expect(value, str)
