"""Values → the JSON of the contract and the tables people read at a terminal.  PURE: prints nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from email import policy
from email.parser import BytesParser
from typing import Any
from unicodedata import category

from rich.table import Table
from rich.text import Text

from daemon.model import Attachment, Decision, Diagnosis, Level, ParsedMail

_UNSAFE = frozenset({"Cc", "Cs", "Zl", "Zp"})  #: controls, halves of characters, line separators
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  #: UAX 9
_UNSEEN = "\ufffd"


def counted(number: int, noun: str) -> str:
    """A number of things: 1 letter, 2 letters."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(text: str) -> str:
    """Text of a stranger for a terminal: no control character reaches it, nor any that turns the line around."""
    return "".join(" " if it == "\n" else _UNSEEN if category(it) in _UNSAFE or it in _TURNING else it for it in text)


# --------------------------------------------------------------------------- inspect


def inspect_json(name: str, mail: ParsedMail, decision: Decision) -> dict[str, Any]:
    """One object of `inspect --json`."""
    return {
        "file": name,
        "message_id": mail.message_id,
        "from": mail.from_.address if mail.from_ else None,
        "subject": mail.subject,
        "disposition": decision.disposition.value,
        "reason": decision.reason,
        "may_answer": decision.may_answer,
        "needs_answer": decision.needs_answer,
        "paper_codes": list(decision.paper_codes),
        "missing": [item.value for item in decision.missing],
        "orders": [asdict(order) for order in decision.orders],
        **({"vetting": asdict(decision.vetting)} if decision.vetting is not None else {}),
        "authenticity": decision.authenticity.value,
        "attachments": [attachment_json(it) for it in mail.attachments if not it.is_lost],
        "warnings": list(mail.warnings),
    }


def attachment_json(attachment: Attachment) -> dict[str, Any]:
    """One file of a message."""
    return {
        "filename": attachment.filename,
        "bytes": len(attachment.content),
        "sha256": attachment.sha256,
        "kind": attachment.kind.value,
        "role": attachment.role.value,
        "original_name": attachment.original_name,
        "problem": attachment.problem.value if attachment.problem else None,
        "author": attachment.author.address if attachment.author else None,
    }


def inspect_table(name: str, mail: ParsedMail, decision: Decision) -> Table:
    """One message as a person reads it."""
    table = Table(title=Text(name), title_justify="left", show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("from", Text(mail.from_.address if mail.from_ else "(none)"))
    table.add_row("subject", Text(mail.subject))
    table.add_row("disposition", Text(decision.disposition.value, style="bold"))
    table.add_row("because", Text(decision.reason))
    table.add_row("may be answered", "yes" if decision.may_answer else "no")
    for attachment in mail.attachments:
        line = (
            f"{attachment.filename} ({attachment.kind.value}, {attachment.role.value}, {len(attachment.content)} bytes)"
        )
        table.add_row("file", Text(line))
    for warning in mail.warnings:
        table.add_row("warning", Text(warning, style="yellow"))
    return table


# --------------------------------------------------------------------------- status


def status_tables(status: Mapping[str, Any]) -> Sequence[Table | Text]:
    """`status` as a person reads it, from the very dictionary that `--json` prints."""
    note = [Text(status["note"], style="yellow")] if status["note"] else []
    trouble = [Text(f"! {sentence}", style="red") for sentence in status["trouble"]]
    schools = [_schools(status)] if status["schools"] else []
    return [*schools, _state(status), *_attention(status["attention"]), *note, *trouble]


def _schools(status: Mapping[str, Any]) -> Table:
    schools = Table(title="Papers by school", title_justify="left")
    counted = ["papers", "compliant", "missing", *(["vetted"] if "vetting" in status else [])]
    for name in ("school", "wanted", "received", *counted[1:]):
        schools.add_column(name, justify="left" if name == "school" else "right")
    for school in status["schools"]:
        wanted = f"{school['min']}–{school['max']}" if school["max"] is not None else f"≥ {school['min']}"
        style = "yellow" if school["missing"] else ""
        schools.add_row(school["name"], wanted, *(str(school[key]) for key in counted), style=style)
    return schools


def _state(status: Mapping[str, Any]) -> Table:
    """What there is of everything else, a line each."""
    rest = Table(show_header=False, box=None)
    rest.add_column(style="dim", no_wrap=True)
    rest.add_column()
    for title in ("papers", "messages", "outbox"):
        parts = (
            f"{key} {value}"
            for key, value in status[title].items()
            if not isinstance(value, Mapping) and (key != "without_school" or status["schools"])
        )
        rest.add_row(title, ", ".join(parts))
    rest.add_row("last poll", status["last_poll"] or "never")
    if status["next_poll"]:
        rest.add_row("next poll", f"after {status['next_poll']}")
    if status["canary"]:
        rest.add_row("letter to ourselves", _canary(status["canary"]))
    if vetting := status.get("vetting"):
        codes = ", ".join(paper["code"] for paper in vetting["unvetted"])
        rest.add_row("not vetted", codes or "none")
        if vetting["amended_since"]:
            rest.add_row("changed since vetted", ", ".join(vetting["amended_since"]))
    if status["failing"]:
        rest.add_row("addresses that fail", ", ".join(entry["address"] for entry in status["failing"]))
    return rest


def _canary(found: Mapping[str, Any]) -> str:
    if found["last_back"] is None:
        return "none has come back yet"
    return f"back at {found['last_back']}, after {found['latency_seconds']:.0f} s"


def _attention(events: Sequence[Mapping[str, str]]) -> list[Table]:
    """What a person should know of, newest first; no table when there is nothing."""
    if not events:
        return []
    table = Table(title="For a person's attention, latest first", title_justify="left")
    for name in ("at", "kind", "what"):
        table.add_column(name, overflow="fold", no_wrap=name == "at")
    for event in events:
        table.add_row(event["at"][:16].replace("T", " "), event["kind"], Text(event["text"]))
    return [table]


# --------------------------------------------------------------------------- letters


def letter_json(letter: Mapping[str, Any]) -> dict[str, Any]:
    """One row of the outbox, without the message itself."""
    return {key: value for key, value in letter.items() if key != "raw"}


def letters_table(letters: Sequence[Mapping[str, Any]]) -> Table:
    """The outbox."""
    table = Table(title="Letters", title_justify="left")
    for name in ("no.", "state", "prepared in", "to", "subject", "trouble"):
        table.add_column(name, overflow="fold")
    for letter in letters:
        to = ", ".join(letter["recipients"])
        trouble = (letter["last_error"] or "").strip().rpartition("\n")[2]
        cells = (str(letter["id"]), letter["state"], letter["mode"], to, letter["subject"], trouble)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def letter_text(raw: bytes) -> str:
    """A letter as plain text, its header in front."""
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    body = mail.get_body(("plain",))
    head = "\n".join(f"{name}: {mail[name]}" for name in ("From", "To", "Subject", "Date") if mail[name])
    files = "".join(f"\n[{part.get_filename()}]" for part in mail.iter_attachments())
    return f"{head}\n\n{body.get_content() if body else ''}{files}"


# --------------------------------------------------------------------------- parked


def parked_json(message: Mapping[str, Any]) -> dict[str, Any]:
    """One message set aside."""
    stage = "intake" if message["decided_at"] is None else "assessment"  # that it failed at
    return {
        "id": message["id"],
        "sha256": message["raw_sha256"] or message["head_sha256"],
        "arrived_at": message["arrived_at"],
        "from_address": message["from_address"],
        "subject": message["subject"],
        "stage": stage,
        "attempts": message[f"{stage}_attempts"],
        "last_error": message["last_error"],
    }


def parked_table(messages: Sequence[Mapping[str, Any]]) -> Table:
    """Messages set aside, the last line of each error."""
    table = Table(title="Set aside", title_justify="left")
    for name in ("no.", "arrived", "from", "subject", "why"):
        table.add_column(name, overflow="fold")
    for message in messages:
        why = (message["last_error"] or "").strip().rpartition("\n")[2]
        cells = (message["id"], message["arrived_at"], message["from_address"], message["subject"], why)
        table.add_row(*(Text(str(cell or "")) for cell in cells))
    return table


# --------------------------------------------------------------------------- doctor

_LEVELS = {Level.GOOD: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.BAD: ("✗", "red")}


def doctor_line(line: Diagnosis) -> Text:
    """One line of the doctor."""
    mark, colour = _LEVELS[line.level]
    text = Text.assemble((mark, colour), f" {line.what:13} ", line.text.rstrip("."))
    if line.remedy:
        text.append(f". {line.remedy}", "italic")
    return text
