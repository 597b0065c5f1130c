"""Decisions of the secretariat, one a line, as they are typed into a reply or a subject.  PURE.

    GỘP TL-2021-008 VÀO TL-2021-003    the one paper is a version of the other
    TÁCH TL-2021-003                   its newest version is a paper of its own
    RÚT TL-2021-004                    withdrawn
    KHÔI PHỤC TL-2021-004              no longer withdrawn
    GIỮ TL-2021-008                    stays as it is: the doubt is settled
    THẨM ĐỊNH TL-2021-007              its school has vetted it
    CHƯA THẨM ĐỊNH TL-2021-007         it has not, whatever was recorded
    ĐẠT TL-2021-008                    its newest version is as it should be, whatever the checks say; also NHẬN
    KHÔNG ĐẠT TL-2021-008              it is not, and its author is to mend it
    TRƯỜNG TL-2021-009 Nghệ An         it is a paper of that school; ĐƠN VỊ, KHOA where they are called so

The two of vetting where schools vet papers at all.

Case and diacritics do not matter, nor how a code is typed, nor a colon, nor whether the code stands first
("TL-2021-008: đạt").  One line may order the same of several papers: "ĐẠT: TL-2021-008, TL-2021-009 và TL-2021-011".
Around that may stand what is said out of courtesy ("Ok, gộp ... giúp chị nhé"), and nothing else: a line is an order
only as a whole.  "Đề nghị anh Bình rút kinh nghiệm" orders nothing, nor does a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

from daemon.intake.prose import is_answer, is_forward
from daemon.model import VETTING_ORDERS, Order, OrderKind, ParsedMail
from daemon.text.vietnamese import fold

_LINES = 20  #: of a text that are searched: decisions stand first, signatures below
_LONGEST = 400  #: characters of a line, its codes not counted, that is looked at for courtesies

_VERBS: tuple[tuple[OrderKind, str], ...] = (
    (OrderKind.MERGE, r"(?:gop|ghep|nhap|merge)"),
    (OrderKind.SPLIT, r"(?:tach|split)(?: rieng)?"),
    (OrderKind.RESTORE, r"(?:khoi phuc|phuc hoi|restore)"),
    (OrderKind.WITHDRAW, r"(?:rut|withdraw)"),
    (OrderKind.KEEP, r"(?:giu nguyen|giu rieng|giu|keep)"),
    (OrderKind.VET, r"(?:(?:da )?tham dinh|vet)"),
    (OrderKind.UNVET, r"(?:(?:chua|bo) tham dinh|unvet)"),
    (OrderKind.PASS, r"(?:dat(?: yeu cau)?|nhan|(?:dong y )?(?:chap nhan|tiep nhan)|pass)"),
    (OrderKind.FAIL, r"(?:(?:khong|chua) (?:dat(?: yeu cau)?|chap nhan)|fail)"),
)
_SLOT = "\x00"  #: stands for a code while a line is looked at: no text holds it
_UNIT = r"(?:truong|don vi|khoa|school|institution|faculty|department)"
_OF_SCHOOL = rf"{_UNIT}(?: cua)?(?: bai)? ?{_SLOT}[ :=–-]*(?:(?:la|is) )?[^\W\d_].*"
_IS_OF_SCHOOL = (
    rf"(?:bai )?{_SLOT} ?[:=–-]? ?(?:la )?(?:bai )?(?:cua |thuoc )?(?:truong|don vi|khoa)\b(?! nao\b) ?[^\W\d_].*"
)
#: Between the code and the name of the school.
_BEFORE_NAME = re.compile(r"^[\s:=–-]*(?:(?:là|la|is|bài|bai|của|cua|thuộc|thuoc)\s+)*", re.IGNORECASE)
#: What is said around a decision and decides nothing.  Not "à", "hả", "chưa", which ask; nor "đã", which tells, nor
#: "xin" and "đề nghị", by which authors begin.
_PEOPLE = r"em|e|anh|chi|c|co|chu|bac|ban|cac (?:em|ban|chi|anh)|minh|toi"
_BEFORE = re.compile(
    rf"(?:(?:ok|oke|oki|okie|okay|okey|vang|uh?|roi|the|thoi|duoc|thong nhat|nhat tri|dong y|nho|cho|hay|"
    rf"vui long|{_PEOPLE}|\w+ oi)[ ,.:!-]+)+"
)
_AFTER = re.compile(
    rf"(?:[ ,.!;-]+(?:nhe|nha|nghe|giup|ho|luon|di|voi|vay|thoi|please|{_PEOPLE}|"
    rf"(?:xin |tran trong )?(?:cam on|thanks|thank you|tks|thank)(?: nhieu| lam)?))+$"
)
#: Folded, these would be the "à" of a question and "đã".
_POLITE = re.compile(r"\b(?P<before>dạ)(?!\w)|\bạ(?!\w)", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:à|hả|hở|nhỉ|chứ|ư|sao|không|chưa)\W*$")
#: "Chị nhận TL-2021-008" takes a paper up, "đồng ý nhận" may be an answer: these decide nothing, only "NHẬN" by itself.
_TAKES = re.compile(r"nhan\b")
_MARKS = " .!;,:-–*>•"  #: that may stand around a decision
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]\s+")  #: how a line of a list begins
#: A decision about papers that are named by their numbers alone: "Gộp 008 vào 003".  Nobody keeps or splits 100 chairs.
_BY_NUMBER = re.compile(
    r"(?:gop|ghep|nhap|tach|rut|khoi phuc|phuc hoi|giu nguyen|giu|tham dinh|dat|(?:khong|chua) dat)(?: bai)?(?: so)? "
    r"0\d{2,3}\b"
)
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
    """The lines that name a paper, by its code or by an order with its number, about which none of the orders `given`
    is: what was meant by them was not done, and
    whoever typed them believes that it was.
    """
    settled = {code for order in given for code in (order.code, order.into)}
    named = ((line.strip(), {code for _, _, code in codes_in(line)}) for line in _typed(mail))
    return tuple(
        dict.fromkeys(line for line, codes in named if codes - settled or (not codes and _BY_NUMBER.match(_bare(line))))
    )


def _typed(mail: ParsedMail) -> list[str]:
    return [line for line in mail.new_text.splitlines() if line.strip()][:_LINES]


def _orders(line: str, codes_in: Callable[[str], Iterator[tuple[int, int, str]]]) -> list[Order]:
    """The orders that this line is: none, one, or the same of several papers."""
    line = _NUMBERED.sub("", line.replace(_SLOT, " "))
    pieces, codes, at = [], [], 0
    for start, end, code in codes_in(line):
        pieces += [line[at:start], _SLOT]
        codes.append(code)
        at = end
    whole = unicodedata.normalize("NFC", "".join([*pieces, line[at:]]))
    if not codes or _ASKS.search(whole.casefold()):
        return []
    said = _bare(_POLITE.sub(lambda word: "vâng" if word["before"] else "nhé", whole))
    if len(codes) == 1 and (re.fullmatch(_OF_SCHOOL, said) or re.fullmatch(_IS_OF_SCHOOL, said)):
        return [Order(OrderKind.SCHOOL, codes[0], school=_BEFORE_NAME.sub("", line[at:]).rstrip(_MARKS))]
    match _order(said):
        case None:
            return []
        case OrderKind.MERGE:
            return [Order(OrderKind.MERGE, codes[0], codes[1])]
        case kind:
            return [Order(kind, code) for code in codes]


def _bare(text: str) -> str:
    """Folded, and without marks and courtesies around it."""
    said = " ".join(fold(text).split()).strip(_MARKS)
    if len(said) > _LONGEST:
        return said
    if (before := _BEFORE.match(said)) is not None and not _TAKES.match(said, before.end()):
        said = said[before.end() :]
    return _AFTER.sub("", said).strip(_MARKS)


def _order(said: str) -> OrderKind | None:
    """What a line orders of the papers in its slots."""
    for kind, verb in _VERBS:
        if kind is OrderKind.MERGE:
            forms = (
                rf"{verb}{_OF}{_SLOT} ?{_INTO}(?: bai)? ?{_SLOT}",
                rf"(?:bai )?{_SLOT} (?:{verb} {_INTO}|la ban (?:sua|moi) cua)(?: bai)? ?{_SLOT}",
            )
        else:
            several = rf"{_SLOT}(?:{_AND}{_SLOT})*"
            apart = r"(?: (?:ra|rieng|thanh (?:mot )?bai (?:rieng|khac)))*" if kind is OrderKind.SPLIT else ""
            forms = (rf"{verb}{_OF}{several}{apart}", rf"(?:bai )?{several} ?[:=–-]? ?(?:thi |la )?{verb}")
        if any(re.fullmatch(form, said) for form in forms):
            return kind
    return None
