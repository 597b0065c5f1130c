"""What a notice to the secretariat speaks of, and who gets the answer to it.  PURE.

The sentence for each kind of matter stands in `templates/notice.j2`; here is what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from daemon.config import Config
from daemon.letters import wording
from daemon.letters.languages import Words
from daemon.model import RULINGS, VETTING_ORDERS, Address, Case, Matter, OrderKind

#: Of the author's words, enough to know what is wanted; the whole message is in the mailbox.
MAX_TEXT, _MAX_LINES = 2_000, 60

#: Every kind of matter that has a sentence of its own.
KINDS = (
    "question",
    "withdrawal",
    "withdrawn",
    "wants_back",
    "wants_apart",
    "wants_joined",
    "command",
    "unproven_sender",
    "doubt",
    "retitled",
    "resubmitted",
    "foreign_code",
    "strangers_copy",
    "perhaps_no_paper",
    "accepted_too_late",
    "over_quota",
    "unjudged",
    "not_acknowledged",
    "vetting_refused",
    "vetting_unclear",
    "vetting_unproven",
    "oversize",
    "left_unread",
    "perhaps_program",
    "paper_in_machine_mail",
    "passed_on_by_machine",
    "letter_came_back",
    "parked",
)
#: Matters that do not end with a person writing to the sender: the sender of a returned letter is a program, and who
#: sent too large a message has been told how to send it again.
_SETTLED_OTHERWISE = frozenset(
    {
        "withdrawn",
        "command",
        "unproven_sender",
        "oversize",
        "paper_in_machine_mail",
        "passed_on_by_machine",
        "letter_came_back",
        "parked",
    }
)


def order_lines(config: Config, words: Words, *orders: tuple[OrderKind, str, str]) -> tuple[tuple[str, str], ...]:
    """What to write, and what it does: (kind, code, other code or "") → ("GỘP TL-2021-008 VÀO TL-2021-003", "…").

    `config` by the names of the language of `words`: what those are called whose papers they are.
    """
    found, unit = [], words.units(config)["unit"]
    for kind, code, named in orders:
        line, means = words.ORDERS[kind]
        other = named or (words.ANY_SCHOOL.format(unit=unit) if kind is OrderKind.SCHOOL else "")
        found.append((line.format(code=code, other=other, UNIT=unit.upper()), means.format(code=code, other=other)))
    return tuple(found)


def _orders(case: Case) -> tuple[tuple[OrderKind, str, str], ...]:
    """The decisions that settle the matters of a case: kind, code, other code or ""."""
    found: list[tuple[OrderKind, str, str]] = []
    for matter in case.matters:
        code = str(matter.data.get("code") or "")
        codes = _texts(matter.data, "codes") or case.codes
        if matter.kind in {"doubt", "wants_joined"} and code:
            found += [(OrderKind.MERGE, code, other) for other in _texts(matter.data, "may_be")]
            found.append((OrderKind.KEEP, code, ""))
        elif matter.kind == "retitled" and code:
            found += [(OrderKind.SPLIT, code, ""), (OrderKind.KEEP, code, "")]
        elif matter.kind == "wants_apart":
            found += [(OrderKind.SPLIT, each, "") for each in codes]
            found += [(OrderKind.KEEP, each, "") for each in codes]
        elif matter.kind == "resubmitted" and code:
            found += [(OrderKind.WITHDRAW, code, ""), (OrderKind.KEEP, code, "")]
        elif matter.kind == "foreign_code" and code:
            new = [each for each in case.codes if each != code]
            found += [(OrderKind.MERGE, each, code) for each in new]
            found += [(OrderKind.KEEP, each, "") for each in new]
        elif matter.kind in {"withdrawal", "over_quota"}:
            # Of a paper too many that is late or in doubt as well, both decisions stand in one answer.
            found += [(OrderKind.PASS, each, "") for each in codes if each in _texts(matter.data, "open")]
            found += [(OrderKind.WITHDRAW, each, "") for each in codes]
            found += [(OrderKind.KEEP, each, "") for each in codes]
        elif matter.kind == "unjudged" and code:
            found += [(kind, code, "") for kind in RULINGS]
        elif matter.kind == "vetting_refused":  # of papers that are not vetted there is nothing to decide
            found += [(OrderKind.UNVET, each, "") for each in _texts(matter.data, "vetted")]
        elif matter.kind in {"vetting_unclear", "vetting_unproven"}:
            vetted = _texts(matter.data, "vetted")
            found += [(OrderKind.VET, each, "") for each in _texts(matter.data, "codes") if each not in vetted]
        elif matter.kind in {"withdrawn", "wants_back"}:
            found += [(OrderKind.RESTORE, each, "") for each in codes]
    return tuple(dict.fromkeys(found))


def _lines(
    case: Case, config: Config, words: Words, orders: Sequence[tuple[OrderKind, str, str]]
) -> tuple[tuple[str, str], ...]:
    """What to write, and what it does about the one matter of a case, or at all."""
    matter = case.matters[0] if len(case.matters) == 1 else None
    about, open_ = (matter.kind, _texts(matter.data, "open")) if matter else ("", ())
    return tuple(
        (line, words.MEANT.get((f"{about}_open" if code in open_ else about, kind), "").format(code=code) or means)
        for (kind, code, _), (line, means) in zip(orders, order_lines(config, words, *orders), strict=True)
    )


def reply_to(case: Case, config: Config) -> Address | None:
    """Who gets the answer to the notice: the author, where a person has to answer him; the program, where it takes
    a decision.
    """
    return None if _orders(case) else _author(case, config)


def _author(case: Case, config: Config) -> Address | None:
    if case.sender is None or case.sender.key == config.mailbox.address.casefold():
        return None
    if any(matter.data.get("by_program") for matter in case.matters):
        return None  # nobody reads what is written there
    return case.sender if any(it.kind not in _SETTLED_OTHERWISE for it in case.matters) else None


def context(case: Case, config: Config, words: Words) -> dict[str, Any]:
    """The names of `notice.j2` and `notice.subject.j2`."""
    lines, cut = quoted(case.text)
    answered, author, orders = reply_to(case, config), _author(case, config), _orders(case)
    return {
        "folder": _folder(case, config),
        "arrived": words.moment(case.arrived_at, config.zone),
        "subject_of_mail": wording.clean(case.subject, 200),
        "sender_name": wording.display_name(case.sender) if case.sender else "",
        "sender": wording.clean(case.sender.address, 254) if case.sender else "",
        "reply_to": wording.clean(answered.address, 254) if answered else "",
        "author": wording.clean(author.address, 254) if author else "",
        "orders": _lines(case, config, words, orders),
        "several": _stand_together(orders),
        "owner_told": any(kind not in VETTING_ORDERS for kind, _, _ in orders),
        "codes": case.codes,
        "matters": tuple(_matter(matter, case, config, words) for matter in case.matters),
        "lines": lines,
        "cut": cut,
    }


def _stand_together(orders: Sequence[tuple[OrderKind, str, str]]) -> bool:
    """Whether an answer may carry more than one of these: about several papers, or about two matters of one."""
    kinds = {kind for kind, _, _ in orders}
    return len({code for _, code, _ in orders}) > 1 or {OrderKind.PASS, OrderKind.KEEP} <= kinds


def quoted(text: str) -> tuple[tuple[str, ...], bool]:
    """The author's words, bounded: line by line, one empty line between paragraphs; and whether some are left out."""
    kept: list[str] = []
    room = MAX_TEXT
    opening = text.strip()[: 2 * MAX_TEXT]  # before cleaning, which leaves out what cannot be seen
    for line in (wording.clean(line, 2 * MAX_TEXT) for line in opening.splitlines()):
        if not line and (not kept or not kept[-1]):
            continue
        if len(kept) >= _MAX_LINES or room <= 0:
            return tuple(kept), True
        kept.append(wording.clean(line, room))
        if len(line) > room:
            return tuple(kept), True
        room -= len(line)
    return tuple(kept), len(text.strip()) > len(opening)


def _folder(case: Case, config: Config) -> str:
    """Where the message stands now: what could not be read stays where it came in."""
    unread = any(matter.kind == "parked" and matter.data.get("stage") == "intake" for matter in case.matters)
    return config.mailbox.folder if unread else config.mailbox.processed_folder or config.mailbox.folder


def _matter(matter: Matter, case: Case, config: Config, words: Words) -> dict[str, Any]:
    """Every name that some sentence uses; what a kind does not have is empty."""
    data = matter.data
    school = config.school(data.get("school"))
    return {
        "kind": matter.kind,
        "code": data.get("code") or "",
        "codes": _texts(data, "codes") or case.codes,
        "before": wording.clean(str(data.get("before") or ""), 200),
        "withdrawn": str(data.get("withdrawn") or ""),
        "may_be": _texts(data, "may_be"),
        "signs": _texts(data, "signs"),
        "open": _texts(data, "open"),
        "filename": words.filename(str(data.get("filename") or "")),
        "beside": bool(data.get("beside")),
        "unproven": bool(data.get("unproven")),
        "school": school.name if school else "",
        "papers": data.get("papers"),
        "max_papers": school.max_papers if school else None,
        "size": data.get("size"),
        "to": words.listing(wording.clean(address, 254) for address in _texts(data, "to")),
        "subject": wording.clean(str(data.get("subject") or ""), 200),
    }


def _texts(data: Mapping[str, Any], name: str) -> Sequence[str]:
    return tuple(str(value) for value in data.get(name) or ())
