"""Bytes → the flat list of a message's parts.  Only importer of mail-parser.

mail-parser reads first; the standard library's walk over the same tree is the check (see `merging`).  An exception
in mail-parser leaves the standard library's tree; a message that neither can bear in bounded time (thousands of
nested multiparts) is cut at its boundary lines without regard to nesting.  Nothing here raises on any bytes.
"""

from __future__ import annotations

import email
import email.errors
import email.parser
import logging
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Any, cast

import mailparser
from mailparser.exceptions import MailParserError

from daemon.filenames import clean
from daemon.kinds import UNPROVEN, sniff
from daemon.mail.cms import content_inside
from daemon.mail.limits import Limits
from daemon.mail.params import header_bytes, parse, words
from daemon.mail.partnames import name_of
from daemon.mail.returned import is_report
from daemon.mail.taming import is_hostile, mend_header_of_part, tame
from daemon.mail.transfer import decode_transfer, transfer_encoding

# It logs what it does not handle, which is what the walk is for, and repeats content of mails in doing so.
logging.getLogger("mailparser").setLevel(logging.CRITICAL)

#: What mail-parser was seen to raise, and its kin: whatever it is, the message is read without it.
PARSER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,  # RecursionError and mail-parser's own
    TypeError,
    ValueError,
    email.errors.MessageError,
    MailParserError,
)

_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
# Blanks behind a boundary are taken off afterwards: an expression that gives them back is slow on many.
_DELIMITER = re.compile(rb"^--([^\r\n]++)\r?$", re.MULTILINE)
_PART_START = re.compile(rb"^--([^\r\n]++)\r?\n(?=content-[a-z-]{1,40}[ \t]*:)", re.IGNORECASE | re.MULTILINE)
_LONGEST_BOUNDARY = 200  #: bytes; RFC 2046 §5.1.1 allows 70
_BARE_PARTS = re.compile(
    rb"(?:this is a (?:multi-?part message|message with multiple parts)[^\r\n]{0,200}\r?\n|[ \t]*\r?\n)*"
    rb"--[^\r\n]++\r?\ncontent-[a-z-]{1,40}[ \t]*:",
    re.IGNORECASE,
)
_CONTENT_FIELD = re.compile(rb"\s*(?:content-[a-z-]{1,40}|mime-version)[ \t]*:", re.IGNORECASE)
_TELLING_FIELDS = frozenset({"content-type", "content-disposition", "content-transfer-encoding"})
#: Nothing but fields of MIME up to an empty line.
_REST_OF_HEADER = re.compile(
    rb"(?:[ \t]*\r?\n)*((?:content-[a-z-]{1,40}[ \t]*:[^\r\n]*\r?\n(?:[ \t]+\S[^\r\n]*\r?\n)*){1,8})[ \t]*\r?\n",
    re.IGNORECASE,
)
_FIELD_NAME = re.compile(rb"^(content-[a-z-]{1,40})[ \t]*:", re.IGNORECASE | re.MULTILINE)
_MULTIPART_FIELD = re.compile(rb"\s*(?:mime-version:[^\r\n]*\r?\n)?content-type:\s*multipart/", re.IGNORECASE)
_MAIL_FIELDS = frozenset({"from", "to", "subject", "date", "received", "message-id", "mime-version", "content-type"})
_MAIL_FIELD = re.compile(rb"\s*(?:" + "|".join(sorted(_MAIL_FIELDS)).encode() + rb"|return-path)[ \t]*:", re.IGNORECASE)
_SIGNED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})  # RFC 8551 §3.2
_HOTMAIL_COMPLAINT = "X-HmXmrOriginalRecipient"  #: Outlook.com's feedback loop does not use RFC 5965


@dataclass(frozen=True, slots=True)
class Context:
    """Where a part stands."""

    level: int = 0
    parent: str = ""  #: content type of the enclosing multipart
    report: bool = False  #: below a multipart/report: a message here is the returned one
    message: int = 0  #: number of the enclosing message: 0 is the one that came
    returned: bool = False  #: inside a returned message
    alternative: int = 0  #: number of the nearest multipart/alternative around it, in this message; 0: in none


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds something."""

    content_type: str
    disposition: str  #: "attachment", "inline", ... or ""
    name: str  #: decoded; "" when the part has none
    raw_name: str | None  #: as it stood
    charset: str
    params: dict[str, str]  #: of Content-Type
    content_id: str
    description: str
    payload: bytes = field(repr=False)
    context: Context = Context()
    location: str = ""  #: Content-Location


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A message that was attached as a file."""

    name: str
    raw_name: str | None
    message: Message


@dataclass(slots=True)
class Tree:
    """A message taken apart."""

    root: Message
    parser: Any = None  #: mail-parser's result; None when it failed
    leaves: list[Leaf] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)  #: the message itself, then those inside, by number
    returned: list[Message] = field(default_factory=list)  #: messages and headers inside reports
    status: list[str] = field(default_factory=list)  #: message/delivery-status as text
    wrapped: dict[int, Wrapper] = field(default_factory=dict)  #: messages attached as files, by number
    report: str = ""  #: kind of report, from the parts that make one
    warnings: list[str] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    forwards_report: bool = False  #: somebody attached a report that they got
    unread: bool = False  #: parts beyond a limit were left alone
    reread: int = 0  #: bytes, of `Limits.reread_bytes`
    alternatives: int = 0  #: how many multipart/alternative were met
    around: dict[int, int] = field(default_factory=dict)  #: number of a message inside → of the one it stands in


def take_apart(raw: bytes, limits: Limits) -> Tree:
    """See the module."""
    tamed = tame(raw, limits)
    tree = _cut(tamed.data, limits) if tamed.hostile else _parsed(tamed.data, limits)
    tree.warnings[:0] = tamed.warnings
    return tree


def _parsed(data: bytes, limits: Limits) -> Tree:
    parser = None
    warnings = []
    try:
        root = email.message_from_bytes(data)
    except PARSER_ERRORS:
        return _cut(data, limits)
    if _written_out(root) > max(len(data), limits.written_bytes):
        warnings.append(
            "messages inside messages are more than mail-parser bears; read with the standard library alone"
        )
    else:
        try:
            parser = mailparser.MailParser(root)
        except PARSER_ERRORS as error:
            warnings.append(f"mail-parser failed ({type(error).__name__}); read with the standard library alone")
    tree = Tree(root, parser, messages=[root], warnings=warnings, limits=limits)
    walk(tree, root, Context(), limits)
    if not tree.report and any(_HOTMAIL_COMPLAINT in message for message in tree.messages[1:]):
        tree.report = "feedback-report"
    return tree


def _written_out(root: Message) -> int:
    """Bytes that mail-parser makes of messages and multiparts that are attached: of each all that stands in it, so that
    what stands deep is written as often as it is deep.
    """
    total = 0
    pending = [(root, 0)]
    while pending:
        part, times = pending.pop()
        payload = part.get_payload() if part.is_multipart() else getattr(part, "_payload", None)
        if times:
            words = [part.preamble, part.epilogue, payload, *(str(value) for _, value in part.raw_items())]
            total += times * sum(len(it) for it in words if isinstance(it, str))
        if isinstance(payload, list):
            deeper = times + bool(_raw_header(part, "content-disposition"))
            pending += [(cast("Message", inner), deeper) for inner in payload]
    return total


# --------------------------------------------------------------------------- the walk


def walk(tree: Tree, start: Message, context: Context, limits: Limits) -> None:
    """Adds the parts below `start` to the tree, in the order of the message.  No recursion."""
    pending: list[tuple[Message, Context]] = [(start, context)]
    while pending:
        part, here = pending.pop()
        if len(tree.leaves) >= limits.parts:
            _leave_alone(tree, f"more than {limits.parts} parts")
            return
        if here.level > limits.levels:
            _leave_alone(tree, f"nested more than {limits.levels} levels deep")
            continue
        pending.extend(reversed(list(_below(tree, part, here))))


def _is_all_of_it(part: Message) -> bool:
    """RFC 2046 §5.2.2: a message that a program set to split large ones found small enough."""
    params = parse(_raw_header(part, "content-type")).params
    return params.get("number", "").strip() == params.get("total", "").strip() == "1"


def _leave_alone(tree: Tree, why: str) -> None:
    """Beyond a limit: what is there may have been meant for us."""
    tree.unread = True
    _warn_once(tree, f"{why}: the rest was left alone")


def _warn_once(tree: Tree, warning: str) -> None:
    if warning not in tree.warnings:
        tree.warnings.append(warning)


def _below(tree: Tree, part: Message, here: Context) -> Iterator[tuple[Message, Context]]:
    """What stands below a part; a leaf is added to the tree."""
    part = _with_mended_header(tree, part) if part is not tree.root else part
    kind = content_type(part).replace("message/global-", "message/")  # RFC 6533 §6: the same in UTF-8
    payload = part.get_payload() if part.is_multipart() else None
    if kind in {"message/delivery-status", "message/feedback-report", "message/disposition-notification"}:
        if here.message == 0:  # somebody who forwards a report has not sent one
            tree.report = tree.report or kind.partition("/")[2]
            tree.status.append(_fields_text(part))
    elif kind in {"text/rfc822-headers", "message/rfc822-headers", "message/headers"} and here.message == 0:
        # the standard library takes every message/* for a message; as text it is still to be read
        parsed = cast("Message", payload[0]) if isinstance(payload, list) and payload else None
        tree.returned.append(parsed or _headers_only(octets(part).strip()))
    elif kind == "message/partial" and isinstance(payload, list) and payload and _is_all_of_it(part):
        yield cast("Message", payload[0]), _deeper(here)
    elif kind in {"message/external-body", "message/partial"}:
        if kind == "message/partial" and here.message == 0:
            tree.leaves.append(leaf(part, here, payload=_content_of(part)))  # a piece: kept, and nobody can read it
        _warn_once(tree, f"{kind}: the file itself is not in the message")  # RFC 2046 §5.2.2, 5.2.3
    elif kind.startswith("message/") and isinstance(payload, list) and payload:
        yield from _message_inside(tree, part, cast("Message", payload[0]), here)
    elif isinstance(payload, list):
        yield from _behind_the_end(tree, part, kind, here)
        if kind == "multipart/report" and here.message == 0:
            tree.report = tree.report or _report_type(part)
        report = here.report or kind == "multipart/report"
        deeper = replace(here, level=here.level + 1, parent=kind, report=report)
        if kind == "multipart/alternative":
            tree.alternatives += 1
            deeper = replace(deeper, alternative=tree.alternatives)
        for child in payload:
            yield cast("Message", child), deeper
    elif kind.startswith("multipart/") and (again := _with_its_boundary(tree, octets(part), kind)) is not None:
        _warn_once(tree, "a multipart whose boundary is not the one it declares was read by the one it uses")
        yield again, _deeper(here)
    elif (again := _hidden_parts(tree, part, kind, here)) is not None:
        yield again, _deeper(here)
    else:
        tree.leaves.append(leaf(part, here))


def _deeper(here: Context) -> Context:
    return replace(here, level=here.level + 1)


def _hidden_parts(tree: Tree, part: Message, kind: str, here: Context) -> Message | None:
    """Parts in what looks like one: an empty line before its header, a header that got lost, a signed envelope."""
    if kind in _SIGNED_TYPES or _raw_header(part, "content-disposition").lower().rstrip('" ').endswith(".p7m"):
        content = content_inside(octets(part), tree.limits.reread_bytes - tree.reread)
        if content is None:
            return None
        if _CONTENT_FIELD.match(content):
            return _message_from(tree, content.lstrip())
        if not _may_reread(tree, len(content)):
            return None
        bare = leaf(part, here, payload=content)
        name = re.sub(r"\.p7[msz]$", "", bare.name, flags=re.IGNORECASE)
        tree.leaves.append(replace(bare, content_type="application/octet-stream", name=name))
        return _NOTHING
    if (again := _with_rest_of_header(tree, part)) is not None:
        return again
    if kind != "text/plain":
        return None
    if part is tree.root:
        body = _payload_bytes(part)
        again = None
        if _BARE_PARTS.match(body):
            again = _with_its_boundary(tree, body, "multipart/mixed")
        elif _MULTIPART_FIELD.match(body):
            again = _message_from(tree, body.lstrip())
        if again is not None:
            _warn_once(tree, "a body that is made of parts, which its header does not say, was read as such")
        return again
    if part.keys() or not _CONTENT_FIELD.match(_payload_bytes(part)):
        return None
    _warn_once(tree, "an empty line before the header of a part was left out")
    return _message_from(tree, _payload_bytes(part).lstrip())


def _with_rest_of_header(tree: Tree, part: Message) -> Message | None:
    """A part whose header goes on behind an empty line, with what tells how to read it: the header as one."""
    given = {name.lower() for name, _ in part.raw_items()}
    if not given & _TELLING_FIELDS:
        return None
    body = _payload_bytes(part)
    match = _REST_OF_HEADER.match(body)
    more = {name.decode("ascii").lower() for name in _FIELD_NAME.findall(match[1])} if match else set()
    if match is None or not more & (_TELLING_FIELDS - {"content-type"}) or more & given:
        return None
    _warn_once(tree, "an empty line inside the header of a part was left out")
    header = header_bytes("".join(f"{name}: {value}\n" for name, value in part.raw_items()))
    return _message_from(tree, header + body[match.start(1) :])


#: Stands for parts that were added already.
_NOTHING = Message()
_NOTHING["Content-Type"] = "multipart/mixed"
_NOTHING.set_payload([])


def _message_from(tree: Tree, data: bytes) -> Message | None:
    """A part's content as a message of its own; None where that would cost more than it may."""
    if not _may_reread(tree, len(data), hostile=is_hostile(data, tree.limits)):
        return None
    try:
        return email.message_from_bytes(data)
    except PARSER_ERRORS:
        return None


def _may_reread(tree: Tree, size: int, *, hostile: bool = False) -> bool:
    tree.reread += size
    if tree.reread <= tree.limits.reread_bytes and not hostile:
        return True
    _warn_once(tree, "parts that are not what they were said to be were left closed beyond the limit")
    return False


def _behind_the_end(tree: Tree, part: Message, kind: str, here: Context) -> Iterator[tuple[Message, Context]]:
    """Parts that follow the closing boundary: programs that add to a message they do not understand put them there."""
    epilogue = part.epilogue
    if not isinstance(epilogue, str) or "--" not in epilogue:
        return
    again = _with_its_boundary(tree, b"\n" + header_bytes(epilogue), kind)
    if again is not None:
        _warn_once(tree, "parts behind the closing boundary were read")
        yield again, _deeper(here)


def _report_type(part: Message) -> str:
    named = parse(_raw_header(part, "content-type")).params.get("report-type", "")
    return named.lower().removeprefix("global-")


def _with_mended_header(tree: Tree, part: Message) -> Message:
    """A part whose header breaks off at a line that is no field, while fields follow: read again with it joined, or
    as the field that it is with a blank before its colon.
    """
    if not _breaks_off(part):
        return part
    data = _broken_off(part)
    mended = mend_header_of_part(data)
    if mended is data or not (part.keys() or _CONTENT_FIELD.match(data)):
        return part
    _warn_once(tree, "broken lines in the header of a part were joined to the field before")
    return _message_from(tree, mended) or part


def _breaks_off(part: Message) -> bool:
    return any(isinstance(defect, email.errors.MissingHeaderBodySeparatorDefect) for defect in part.defects)


def _broken_off(part: Message) -> bytes:
    """The source of a part whose header breaks off: no empty line stood between it and what became the body."""
    return header_bytes("".join(f"{name}: {value}\n" for name, value in part.raw_items())) + _payload_bytes(part)


def _with_its_boundary(tree: Tree, data: bytes, kind: str) -> Message | None:
    """A multipart in which no part was found, read again by the delimiter that stands before its parts."""
    starts = (match[1].strip(b" \t") for match in _PART_START.finditer(data))
    boundary = next((start for start in starts if 0 < len(start) <= _LONGEST_BOUNDARY), b"")
    if not boundary or b'"' in boundary:
        return None
    header = b"Content-Type: " + kind.encode("ascii", "replace") + b'; boundary="' + boundary + b'"\n\n'
    message = _message_from(tree, header + data)
    return message if message is not None and message.is_multipart() else None


def _message_inside(tree: Tree, part: Message, inner: Message, here: Context) -> Iterator[tuple[Message, Context]]:
    encoding = transfer_encoding(_raw_header(part, "content-transfer-encoding"))
    # RFC 2046 §5.2.1 forbids an encoding, clients use it: the parser took the encoded text for the message
    if encoding in {"base64", "quoted-printable"} and not inner.keys():
        data = decode_transfer(_payload_bytes(inner), encoding)
        decoded = _message_from(tree, data)
        if decoded is None or not (_MAIL_FIELDS & {name.lower() for name in decoded} or sniff(data, "") in UNPROVEN):
            tree.leaves.append(leaf(part, here, payload=data))  # a document under the wrong type
            return
        inner = decoded
    elif not inner.keys() and _MAIL_FIELD.match(body := _payload_bytes(inner)):
        _warn_once(tree, "an empty line before the header of a message inside was left out")
        inner = _message_from(tree, body.lstrip()) or inner
    elif encoding == "quoted-printable" and _is_quoted_printable(inner):
        inner = _message_from(tree, quopri.decodestring(_written(inner))) or inner
    deeper = enter(tree, inner, here)
    outer = leaf(part, here, payload=b"")
    report = deeper.returned and not (here.returned or here.report)
    if report or ((outer.name or outer.disposition == "attachment") and not deeper.returned):
        tree.wrapped[deeper.message] = Wrapper(outer.name, outer.raw_name, inner)
    yield inner, deeper


def _is_quoted_printable(message: Message) -> bool:
    """Whether the header of a message is encoded: it has coded equals signs, or breaks off at a soft line break."""
    values = [str(value) for _, value in message.raw_items()]
    return any("=3D" in value for value in values) or (
        bool(values) and _breaks_off(message) and values[-1].rstrip().endswith("=")
    )


def _content_of(part: Message) -> bytes:
    """The source of what stands in a message/*, which the standard library has parsed."""
    payload = part.get_payload() if part.is_multipart() else None
    if isinstance(payload, list) and payload:
        return _written(cast("Message", payload[0]))
    return octets(part)


def _written(message: Message) -> bytes:
    """A message as text again; nothing when the standard library cannot write what it read."""
    if _breaks_off(message):
        return _broken_off(message)
    try:
        return message.as_bytes()
    except PARSER_ERRORS:
        return b""


def enter(tree: Tree, inner: Message, here: Context) -> Context:
    """The context of the parts of a message inside."""
    returned = here.returned or here.report
    if not returned and is_report(inner):
        returned = tree.forwards_report = True  # what it brings back was not sent to us
    if here.report and here.message == 0:
        tree.returned.append(inner)
    tree.messages.append(inner)
    tree.around[len(tree.messages) - 1] = here.message
    return Context(here.level + 1, "message/rfc822", here.report, len(tree.messages) - 1, returned)


def content_type(part: Message) -> str:
    """Lower case, without parameters; RFC 2045 §5.2 default when it is missing or nonsense."""
    try:
        return part.get_content_type()
    except PARSER_ERRORS:
        return "text/plain"


def leaf(part: Message, context: Context, payload: bytes | None = None) -> Leaf:
    """A part as a value."""
    kind = parse(_raw_header(part, "content-type", "name"))
    disposition = parse(_raw_header(part, "content-disposition", "name"), kind.params.get("charset", ""))
    name, raw_name = name_of(disposition, kind)
    return Leaf(
        content_type=content_type(part),
        disposition=disposition.value,
        name=name,
        raw_name=raw_name,
        charset=kind.params.get("charset", ""),
        params=kind.params,
        content_id=_raw_header(part, "content-id").strip(" <>\r\n\t"),
        description=words(_raw_header(part, "content-description")),
        payload=octets(part) if payload is None else payload,
        context=context,
        location=words(_raw_header(part, "content-location")),
    )


def part_names(root: Message) -> frozenset[str]:
    """The names of all parts, clean; of a part without one, its type."""
    names = set()
    for part in root.walk():
        kind = parse(_raw_header(part, "content-type", "name"))
        name, _ = name_of(parse(_raw_header(part, "content-disposition", "name")), kind)
        names.add(clean(name) or content_type(part))
    return frozenset(names)


def _raw_header(part: Message, name: str, holding: str = "") -> str:
    """The first occurrence as it stood, unmarked bytes as surrogates (`Message.get` would replace them).

    Of a field that stands there twice, rather one in which `holding` occurs.
    """
    values = [str(value) for key, value in part.raw_items() if key.lower() == name]
    return next((value for value in values if holding in value.lower()), values[0] if values else "")


def _fields_text(part: Message) -> str:
    """message/delivery-status: blocks of fields, which the standard library parses into messages."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return octets(part).decode("utf-8", "replace")
    blocks = []
    for block in cast("list[Message]", payload[:500]):
        lines = [f"{name}: {value}" for name, value in block.raw_items()]
        if not block.is_multipart():
            lines.append(_payload_bytes(block).decode("utf-8", "replace"))
        blocks.append("\n".join(lines))
    text = "\n\n".join(blocks)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def octets(part: Message) -> bytes:
    """A part's content, decoded.  `get_payload(decode=True)` is not used: it gives up where we can still read."""
    return decode_transfer(_payload_bytes(part), _raw_header(part, "content-transfer-encoding"))


def _payload_bytes(part: Message) -> bytes:
    payload: Any = getattr(part, "_payload", None)  # get_payload() would decode it, with loss
    if payload is None:
        return b""
    if isinstance(payload, bytes):
        return payload
    if not isinstance(payload, str):
        return b""
    try:
        return payload.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return payload.encode("utf-8", "replace")


# --------------------------------------------------------------------------- cutting


def _cut(data: bytes, limits: Limits) -> Tree:
    """Parts by boundary lines alone, nesting ignored: linear whatever the message.  Names and files are kept."""
    boundaries = {match[1] or match[2] for match in _BOUNDARY.finditer(data)}
    pieces: list[bytes] = []
    position = 0
    truncated = False
    for match in _DELIMITER.finditer(data):
        named = match[1].rstrip(b" \t")
        if named not in boundaries and named.removesuffix(b"--") not in boundaries:
            continue
        pieces.append(data[position : match.start()])
        position = match.end()
        if len(pieces) > limits.parts:
            truncated = True
            break
    pieces.append(data[position:])
    root = _headers_only(pieces[0])
    tree = Tree(root, messages=[root], limits=limits)
    tree.warnings.append("built in a way that no parser reads in reasonable time; cut at its boundary lines instead")
    if truncated:
        _leave_alone(tree, f"more than {limits.parts} parts")
    for piece in pieces if len(pieces) == 1 else pieces[1:]:
        part = _headers_only(piece.lstrip(b"\r\n") if piece is not pieces[0] else piece)
        kind = content_type(part)
        if not kind.startswith("multipart/") and (part.keys() or _payload_bytes(part).strip()):
            tree.leaves.append(leaf(part, Context(1, "multipart/mixed")))
    return tree


def _headers_only(data: bytes) -> Message:
    """A message whose body stays one string (`email.parser.HeaderParser`)."""
    return email.parser.BytesHeaderParser().parsebytes(data)
