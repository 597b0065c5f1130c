"""Decisions of the secretariat, one a line, as they are typed into a reply or a subject.  PURE.

    GỘP TL-2021-008 VÀO TL-2021-003    the one paper is a version of the other
    TÁCH TL-2021-003                   its newest version is a paper of its own
    RÚT TL-2021-004                    withdrawn
    KHÔI PHỤC TL-2021-004              no longer withdrawn
    GIỮ TL-2021-008                    stays as it is: the doubt is settled
    THẨM ĐỊNH TL-2021-007              its school has vetted it
    CHƯA THẨM ĐỊNH TL-2021-007         it has not, whatever was recorded
    ĐẠT TL-2021-008                    its newest version is as it should be, whatever the checks say
    KHÔNG ĐẠT TL-2021-008              it is not, and its author is to mend it
    TRƯỜNG TL-2021-009 Nghệ An         it is a paper of that school

The two of vetting where schools vet papers at all.

Case and diacritics do not matter, nor how a code is typed, nor a colon; one line may order the same of several papers:
"ĐẠT: TL-2021-008, TL-2021-009 và TL-2021-011".  A line is an order only as a whole: "đề nghị anh Bình rút kinh nghiệm"
orders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from daemon.intake.prose import is_answer, is_forward
from daemon.model import VETTING_ORDERS, Order, OrderKind, ParsedMail
from daemon.text.vietnamese import fold

_LINES = 20  #: of a text that are searched: decisions stand first, signatures below

_VERBS: tuple[tuple[OrderKind, str], ...] = (
    (OrderKind.MERGE, r"(?:gop|ghep|nhap|merge)"),
    (OrderKind.SPLIT, r"(?:tach|split)(?: rieng)?"),
    (OrderKind.RESTORE, r"(?:khoi phuc|phuc hoi|restore)"),
    (OrderKind.WITHDRAW, r"(?:rut|withdraw)"),
    (OrderKind.KEEP, r"(?:giu nguyen|giu rieng|giu|keep)"),
    (OrderKind.VET, r"(?:(?:da )?tham dinh|vet)"),
    (OrderKind.UNVET, r"(?:(?:chua|bo) tham dinh|unvet)"),
    (OrderKind.PASS, r"(?:dat(?: yeu cau)?|(?:dong y )?(?:chap nhan|tiep nhan)|pass)"),
    (OrderKind.FAIL, r"(?:(?:khong|chua) (?:dat(?: yeu cau)?|chap nhan)|fail)"),
)
_OF_SCHOOL = r"(?:truong|don vi|school)(?: cua)?(?: bai)? ?{slot}[ :=–-]*(?:(?:la|is) )?[^\W\d_].*"
#: Between the code and the name of the school.
_BEFORE_NAME = re.compile(r"^[\s:=–-]*(?:(?:là|la|is)\s+)?", re.IGNORECASE)
_SLOT = "\x00"  #: stands for a code while a line is looked at: no text holds it
_INTO = r"(?:vao|voi|cho|into|->|→)"
_OF = r"(?: bai)? ?:? ?(?:bai )?"  #: between what is ordered and the code
_AND = r"(?: ?[,;]| va| and| ?&)+ (?:bai )?"  #: between codes


def orders(
    mail: ParsedMail, codes_in: Callable[[str], Iterator[tuple[int, int, str]]], *, vetting: bool = False
) -> tuple[Order, ...]:
    """What a message orders, in its order; the subject counts where it is no answer to another.

    `codes_in` finds codes in a text: (start, end, code as we write it).  `vetting`: schools vet papers.
    """
    lines = [] if is_answer(mail.subject) or is_forward(mail.subject) else [mail.subject]
    found = (order for line in [*lines, *_typed(mail)] for order in _orders(line, codes_in))
    given = (order for order in found if vetting or order.kind not in VETTING_ORDERS)
    return tuple(dict.fromkeys(given))


def not_ordered(
    mail: ParsedMail, given: Collection[Order], codes_in: Callable[[str], Iterator[tuple[int, int, str]]]
) -> tuple[str, ...]:
    """The lines that name a paper about which none of the orders `given` is: what was meant by them was not done, and
    whoever typed them believes that it was.
    """
    settled = {code for order in given for code in (order.code, order.into)}
    named = ((line.strip(), {code for _, _, code in codes_in(line)}) for line in _typed(mail))
    return tuple(dict.fromkeys(line for line, codes in named if codes - settled))


def _typed(mail: ParsedMail) -> list[str]:
    return [line for line in mail.new_text.splitlines() if line.strip()][:_LINES]


def _orders(line: str, codes_in: Callable[[str], Iterator[tuple[int, int, str]]]) -> list[Order]:
    """The orders that this line is: none, one, or the same of several papers."""
    line = line.replace(_SLOT, " ")
    pieces, codes, at = [], [], 0
    for start, end, code in codes_in(line):
        pieces += [line[at:start], _SLOT]
        codes.append(code)
        at = end
    said = " ".join(fold("".join([*pieces, line[at:]])).split()).strip(" .!;,:-–*>•")
    for kind, verb in _VERBS:
        if kind is not OrderKind.MERGE and re.fullmatch(rf"{verb}{_OF}{_SLOT}(?:{_AND}{_SLOT})*", said):
            return [Order(kind, code) for code in codes]
        if kind is OrderKind.MERGE and re.fullmatch(rf"{verb}{_OF}{_SLOT} ?{_INTO}(?: bai)? ?{_SLOT}", said):
            return [Order(kind, codes[0], codes[1])]
    if len(codes) == 1 and re.fullmatch(_OF_SCHOOL.format(slot=_SLOT), said):
        return [Order(OrderKind.SCHOOL, codes[0], school=_BEFORE_NAME.sub("", line[at:]).rstrip(" .!;,:-–*>•"))]
    return []
