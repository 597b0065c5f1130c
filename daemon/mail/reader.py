"""Raw bytes → `ParsedMail`, whatever the bytes.

raw ─ tame ─ mail-parser and the walk ─ merge ─┬─ headers, mailboxes, identifiers
                                               ├─ bodies → text, new text
                                               ├─ files, wrappers opened, roles given
                                               └─ what came back, if it is a bounce
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from daemon import documents
from daemon.containers import archives
from daemon.mail import headers as fields
from daemon.mail import returned as bounces
from daemon.mail import text as texts
from daemon.mail.charsets import decode, known_charset
from daemon.mail.files import Collector, Peek, attachments, bodies, parse_message
from daemon.mail.limits import Limits
from daemon.mail.merging import merge
from daemon.mail.outlook import as_message, is_outlook_item
from daemon.mail.structure import PARSER_ERRORS, Context, Leaf, Tree, content_type, enter, take_apart, walk
from daemon.mail.taming import tame
from daemon.model import Address, FileKind, ParsedMail

_HOLDS_FILES = frozenset({"text/plain", "text/html"})  #: bodies that files may stand in
_TEXTUAL = frozenset({FileKind.TEXT, FileKind.MESSAGE, FileKind.OTHER})


@dataclass(slots=True)
class _Read:
    """What the steps of reading share."""

    tree: Tree
    limits: Limits
    leaves: tuple[Leaf, ...]
    hint: str  #: charset the text parts declare: the best guess for what is unmarked
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _authors: dict[int, Address | None] = field(default_factory=dict)

    def author_of(self, number: int) -> Address | None:
        """Sender of the forwarded message of that number; None for the message that came."""
        if number and number not in self._authors:
            message = self.tree.messages[number]
            found = fields.mailboxes(message, None, "from", self.hint)
            self._authors[number] = found[0] if found else None
        return self._authors.get(number)

    def open_message(self, data: bytes, context: Context) -> list[Leaf] | None:
        """The parts of a message that came as a file, Outlook's own kind among them; None when it is none after all."""
        if is_outlook_item(data):
            written = as_message(data)
            if written is None:
                return None
            data = written
        tamed = tame(data, self.limits)
        if tamed.hostile:
            return None
        try:
            inner = parse_message(tamed.data)
        except PARSER_ERRORS:
            return None
        before = len(self.tree.leaves)
        walk(self.tree, inner, enter(self.tree, inner, context), self.limits)
        return [leaf for is_body, leaf in bodies(self.tree.leaves[before:]) if not is_body]

    def open_returned(self, data: bytes, context: Context) -> list[Leaf] | None:
        """The same of a bounce's: it tells which letter came back, and no file in it was sent to us."""
        return None if self.open_message(data, context) is None else []


def read(
    raw: bytes,
    limits: Limits | None = None,
    *,
    peek: Peek = documents.peek,
    unpack: archives.Unpack = archives.unpack,
) -> ParsedMail:
    """A message, read.  Never raises; what could not be read is named in `warnings`.

    `peek` looks into papers to tell them from covering letters, `unpack` opens archives.  Where strangers' mail is
    read they are those of the isolated reader; a ReadError of `peek` leaves the question to the file's name.
    """
    limits = limits or Limits()
    tree = take_apart(raw, limits)
    leaves = merge(tree)
    hint = next((leaf.charset for leaf in leaves if known_charset(leaf.charset)), "")
    state = _Read(tree, limits, leaves, hint)
    state.headers = fields.fields(tree.root, hint)
    return _mail(state, peek, unpack)


def _mail(state: _Read, peek: Peek, unpack: archives.Unpack) -> ParsedMail:
    tree, headers = state.tree, state.headers
    people = {
        name: fields.mailboxes(tree.root, tree.parser, name, state.hint) for name in ("from", "reply-to", "to", "cc")
    }
    sender = people["from"][0] if people["from"] else None
    outer = [pair for pair in bodies(state.leaves) if pair[1].context.message == 0]
    told, copies = _raw_text(outer), len(tree.messages) > 1
    proven = bounces.is_bounce(headers, sender, tree.report, told, status=tree.status, copies=copies)
    bounced = proven or bounces.tells_of_one(
        headers, sender, tree.report, told, copies=copies, forwards=tree.forwards_report
    )
    opener = state.open_returned if bounced else state.open_message
    collector = Collector(state.limits, state.hint, state.author_of, opener, unpack)
    body = _body(outer, collector, inside=not bounced)
    inner = [leaf for is_body, leaf in bodies(state.leaves) if not is_body]
    collector.collect(leaf for leaf in inner if not bounced or leaf.context.message == 0)
    if not bounced:
        _between_inner_lines(state, collector)
        _add_closed_messages(state, collector)
    if not body and collector.text:
        body = texts.tidy(collector.text)
    if forwarder := texts.forwarded_from(body):
        _name_author(collector, forwarder)
    if bounced:  # headers and explanations in odd forms
        collector.found = [file for file in collector.found if file.kind not in _TEXTUAL]
    body = texts.without_code(body)
    new_text = texts.without_quotes(body)
    files = attachments(collector.found, peek, state.limits, new_text)
    own = people["to"][0].address if people["to"] else ""
    pages = [_page(leaf) for is_body, leaf in outer if is_body and leaf.content_type == "text/html"]
    return ParsedMail(
        headers=headers,
        message_id=fields.message_id(headers),
        from_=sender,
        reply_to=people["reply-to"],
        to=people["to"],
        cc=people["cc"],
        subject=" ".join(next(iter(headers.get("subject", ())), "").split()),
        date=fields.date(headers),
        in_reply_to=fields.identifiers(headers.get("in-reply-to", ())),
        references=fields.identifiers(headers.get("references", ())),
        text=body,
        new_text=new_text,
        content_type=content_type(tree.root),
        attachments=files,
        returned=bounces.describe(headers, tree.status, _copies(tree), body, own, by_words=not proven)
        if bounced
        else None,
        report=tree.report,
        calendar=any(leaf.content_type == "text/calendar" and leaf.context.message == 0 for leaf in state.leaves),
        laid_out=any(map(texts.is_laid_out, pages)),
        tracked=any(map(texts.is_tracked, pages)),
        unread=tree.unread or collector.unread,
        warnings=tuple(dict.fromkeys([*tree.warnings, *collector.warnings])),
    )


# --------------------------------------------------------------------------- bodies


def _raw_text(outer: list[tuple[bool, Leaf]]) -> str:
    """All readable text of the message itself, for telling bounces: plain and HTML alike."""
    return "\n".join(_leaf_text(leaf, leaf.payload) for is_body, leaf in outer if is_body)


@dataclass(slots=True)
class _Plain:
    """The plain form of an alternative."""

    words: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)  #: among the texts found


def _body(outer: list[tuple[bool, Leaf]], collector: Collector, *, inside: bool) -> str:
    """The text a person reads.  Of two forms (multipart/alternative) the plain one, if it says what the other says."""
    plain: dict[int, _Plain] = {}
    found: list[str] = []
    for is_body, leaf in outer:
        if not is_body:
            continue
        payload = collector.between_lines(leaf) if inside and leaf.content_type in _HOLDS_FILES else leaf.payload
        text = _leaf_text(leaf, payload)
        if not text:
            continue
        number = leaf.context.alternative
        if leaf.content_type == "text/plain":
            if number:
                form = plain.setdefault(number, _Plain())
                form.words.update(texts.words_of(text))
                form.places.append(len(found))
        elif number in plain:
            form = plain[number]
            if not texts.is_another(form.words, text):
                continue  # the same text again
            if texts.points_to_html(form.words):
                for place in form.places:
                    found[place] = ""
        elif leaf.context.parent == "multipart/related" and found and texts.is_same(found[-1], text):
            continue
        found.append(text)
    return texts.tidy("\n\n".join(filter(None, found)))


def _leaf_text(leaf: Leaf, payload: bytes) -> str:
    text = decode(payload[: texts.MAX_CHARACTERS * 8], leaf.charset)
    if leaf.content_type == "text/html":
        return texts.from_html(text)
    if leaf.params.get("format", "").lower() == "flowed":
        text = texts.unflow(text, delete_space=leaf.params.get("delsp", "").lower() == "yes")
    return texts.tidy(text)


def _page(leaf: Leaf) -> str:
    return decode(leaf.payload[: texts.MAX_CHARACTERS * 8], leaf.charset)


def _between_inner_lines(state: _Read, collector: Collector) -> None:
    """Files in the text of forwarded messages."""
    for is_body, leaf in bodies(state.leaves):
        if is_body and leaf.context.message and not leaf.context.returned:
            collector.between_lines(leaf)


def _add_closed_messages(state: _Read, collector: Collector) -> None:
    """Messages attached as files in which no file was found, however deep: the sender meant to send them all the same.

    Messages inside them came along with them.
    """
    opened = {outer for number in collector.sources for outer in _outwards(state.tree, number)}
    closed = state.tree.wrapped.keys() - opened
    for number, wrapper in state.tree.wrapped.items():
        if number in closed and closed.isdisjoint(_outwards(state.tree, state.tree.around.get(number, 0))):
            collector.add_message(wrapper)


def _outwards(tree: Tree, number: int) -> Iterator[int]:
    """A message inside, the one it stands in, and so on; the message that came is left out."""
    while number:
        yield number
        number = tree.around.get(number, 0)


def _name_author(collector: Collector, written: str) -> None:
    """A message forwarded inside the text ("---------- Forwarded message"): its sender wrote the files."""
    author = fields.mailbox_in(written)
    if author is not None:
        collector.found = [replace(file, author=file.author or author) for file in collector.found]


def _copies(tree: Tree) -> list[Message]:
    """The messages a bounce brings back: those in its report, else those attached to it."""
    return tree.returned or tree.messages[1:]
