"""A mail that Outlook kept as a file (.msg) → the same mail as other programs write it ([MS-OXMSG]).

Offices pass on what they received by dragging it into a new mail.  Of the item only what matters here is written out:
who sent it and the files in it, items in items among them, so that everything else is read as in any forwarded
message.  python-oxmsg and extract-msg were looked at: the one leaves items in items closed, the other is GPL; the
container, which is what is hard, is olefile's affair.

Source: [MS-OXMSG] 2.1.3 (streams), 2.2.2 (attachments), [MS-OXPROPS] (tags).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr

from daemon.containers import ole
from daemon.filenames import decode

_DEPTH = 4  #: items in items
_ATTACHMENT = "__attach_version1.0_#"
#: Property streams: PidTag and type, a string in UTF-16 (001F) or of a code page (001E), or bytes (0102).
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME = "3707", "3704", "3001"
_SENDER_NAME, _HEADERS = "0C1A", "007D"
_SENDERS = ("5D01", "0C1F", "5D02", "0065")  #: SMTP address of the sender, or of whom it was sent for
_CONTENT_ID, _DATA, _EMBEDDED = "3712", "37010102", "3701000D"
_PROPERTY = re.compile(rf"__substg1\.0_(?:(?:{'|'.join((*_SENDERS, _SENDER_NAME, _HEADERS))}|37..|3001)00..|{_DATA})$")
_ADDRESS = re.compile(r"[!-~]+@[!-~]+")
_FROM = re.compile(r"^From:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.IGNORECASE | re.MULTILINE)


def is_outlook_item(data: bytes) -> bool:
    """Whether a file is a compound file at all; which one, `as_message` sees."""
    return data.startswith(ole.MAGIC)


def as_message(data: bytes) -> bytes | None:
    """The item as a message of RFC 5322; None when it is none, or damaged.  Never raises."""
    streams = ole.read_streams(data, lambda name: _PROPERTY.search(name) is not None)
    return None if streams is None else _item(streams, "", 0).as_bytes()


def _item(streams: Mapping[str, bytes], at: str, depth: int) -> Message:
    message = MIMEMultipart()
    if sender := _sender(streams, at):
        message["From"] = sender
    here = (name[len(at) :].partition("/")[0] for name in streams if name.startswith(at + _ATTACHMENT))
    for storage in sorted(set(here)):
        inside = f"{at}{storage}/"
        embedded = f"{inside}__substg1.0_{_EMBEDDED}/"
        if any(name.startswith(embedded) for name in streams):
            if depth < _DEPTH:
                message.attach(MIMEMessage(_item(streams, embedded, depth + 1)))
        elif content := streams.get(f"{inside}__substg1.0_{_DATA}"):
            message.attach(_file(streams, inside, content))
    return message


def _file(streams: Mapping[str, bytes], at: str, content: bytes) -> Message:
    part = MIMEApplication(content)
    drawn = _text(streams, at, _CONTENT_ID)
    if re.fullmatch(r"[!-~]+", drawn):
        part["Content-ID"] = f"<{drawn.strip('<>')}>"
    names = (_text(streams, at, tag) for tag in (_LONG_NAME, _DISPLAY_NAME, _SHORT_NAME))
    name = next(filter(None, names), "")
    part.add_header("Content-Disposition", "inline" if drawn else "attachment", filename=("utf-8", "", name))
    return part


def _sender(streams: Mapping[str, bytes], at: str) -> str:
    """Of an Exchange server's own users the properties hold a directory name instead of an address."""
    name = " ".join(_text(streams, at, _SENDER_NAME).split())
    for tag in _SENDERS:
        address = _text(streams, at, tag)
        if _ADDRESS.fullmatch(address):
            return formataddr((name, address))
    found = _FROM.search(_text(streams, at, _HEADERS))
    return " ".join(found[1].split()) if found else ""


def _text(streams: Mapping[str, bytes], at: str, tag: str) -> str:
    if (wide := streams.get(f"{at}__substg1.0_{tag}001F")) is not None:
        return wide.decode("utf-16-le", "replace").strip("\0 ")
    return decode(streams.get(f"{at}__substg1.0_{tag}001E", b"")).strip("\0 ")
