"""Which papers and letters of ours a message names: by codes, by the tags of our addresses, by its thread.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator

from daemon import identity
from daemon.intake.own import Own
from daemon.model import LetterKind, ParsedMail

_DIGITS = 3  #: of the number in a code
_FIRST_LINES = 12  #: of the text that are searched for paper codes
#: "bài 004", "bài số 004", "004 và 006": as many digits as codes have, and no part of a telephone number.
_NUMBER_OF_PAPER = re.compile(
    r"(?:(?<=bài )|(?<=bai )|(?<=số )|(?<=so )|(?<=mã )|(?<=ma )|(?<=paper )|(?<=papers )|(?<=, )|(?<=và )|(?<=va )|"
    r"(?<=and )|(?<=& )|^)0\d\d(?![\w/]|[ .-]?\d|[-–](?:CV|TB|KH|Q[ĐD]|BC|TTr|GM|HD)\b|[-–]\w{1,8}/"
    r"|\s+(?:trang|tr|tác giả|tac gia|người|nguoi|từ|chữ)\b)",
    re.IGNORECASE | re.MULTILINE,
)
#: Behind "TL 2021 5": a day, and no number of a paper ("TL-2021-11-05"), or what it counts ("TL 2021 - 5 trang"), but
#: not whose the paper is ("TL-2021-5 tác giả Nguyễn Văn An").  Numbers of papers are written with three digits.
_NO_NUMBER = re.compile(
    r"[-._/]\d{2}(?!\d)|/\d|\s*(?:(?i:trang|tr|pages?|pp|người|nguoi|từ|words)\b|(?i:tác giả|tac gia|authors?)\b"
    r"(?!\s*:?\s*[A-ZĐ]))"
)
_YEARS = range(1990, 2100)  #: "TL 2021-2022"
#: Letters that ask for a paper where none is: who answers with one corrects nothing.
_ASKS_FOR_ONE = frozenset(
    {LetterKind.NO_PAPER, LetterKind.OVERSIZE, LetterKind.SEASON_ANNOUNCE, LetterKind.SEASON_WRITE}
)


# --------------------------------------------------------------------------- papers


def codes(mail: ParsedMail, own: Own) -> tuple[str, ...]:
    """Paper codes the message names: subject, address tag, opening of the text, file names; in that order."""
    found = [
        *codes_in(mail.subject, own),
        *tagged_codes(mail, own),
        *codes_in_opening(mail, own),
        *(code for file in mail.attachments for code in codes_in(file.filename, own)),
    ]
    return tuple(dict.fromkeys(found))


def codes_in(text: str, own: Own) -> Iterator[str]:
    """The codes of papers in a text, as we write them."""
    return (code for _, _, code in codes_at(text, own))


def codes_at(text: str, own: Own) -> Iterator[tuple[int, int, str]]:
    """Where codes stand, however they were typed: "TL-2021-007", "tl 2021 7", "TL2021–007"."""
    gap = r"[\s._/‐‑–—−-]{0,3}"
    prefix = gap.join(re.escape(part) for part in own.code_prefix.split("-"))
    for match in re.finditer(rf"(?<![0-9A-Za-z]){prefix}{gap}(\d{{1,4}})(?!\d)", text, re.IGNORECASE):
        written = match[1]
        no_number = len(written) < _DIGITS and _NO_NUMBER.match(text, match.end()) is not None
        if int(written) and not no_number and not (len(written) > _DIGITS and int(written) in _YEARS):
            yield match.start(), match.end(), f"{own.code_prefix}-{int(match[1]):03d}"


def coded(text: str, own: Own) -> str:
    """A text with every code of ours as we write it: whose words are weighed, are known by them from other words."""
    pieces, at = [], 0
    for start, end, code in codes_at(text, own):
        pieces += [text[at:start], code]
        at = end
    return "".join([*pieces, text[at:]])


def tagged_codes(mail: ParsedMail, own: Own) -> Iterator[str]:
    """Codes of the addresses that it was sent to, whoever made them."""
    for tag in tags(mail, own):
        yield from codes_in(tag.partition(".")[0], own)


def vouched_codes(mail: ParsedMail, own: Own) -> Iterator[str]:
    """Codes of tags that we signed: who writes there has our letter about that paper."""
    for tag in tags(mail, own):
        yield from (code for code in codes_in(tag.partition(".")[0], own) if identity.vouches(tag, code, own.key))


def tags(mail: ParsedMail, own: Own) -> Iterator[str]:
    """Our letters ask for answers to box+TL-2021-007.k3f9ax@... (RFC 5233 subaddress)."""
    seen = [address.address for address in (*mail.to, *mail.cc)]
    for name in ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to"):
        seen.extend(mail.headers.get(name, ()))
    for address in seen:
        local, _, _ = address.strip("<> ").rpartition("@")
        tag = local.partition("+")[2]
        if tag and own.is_me(address.strip("<> ")):
            yield tag


def codes_in_opening(mail: ParsedMail, own: Own) -> Iterator[str]:
    """Codes in what a text begins with; further down are those of other people's lists."""
    lines = [line for line in mail.new_text.split("\n") if line.strip()]
    return codes_in("\n".join(lines[:_FIRST_LINES]), own)


def spelled_out(text: str, own: Own) -> str:
    """An answer with the codes that it names by their number ("bài 004, 006") written out."""
    return _NUMBER_OF_PAPER.sub(lambda match: f"{own.code_prefix}-{match[0]}", text)


# --------------------------------------------------------------------------- letters


def letter_named(mail: ParsedMail, own: Own) -> str | None:
    """The letter of ours that a message answers, or the subject that names a paper as ours do."""
    return answered_letter(mail) or (f"“{mail.subject}”" if next(codes_in(mail.subject, own), None) else None)


def letter_about_paper(mail: ParsedMail) -> str | None:
    """A letter of ours in whose thread the message stands and which did not ask for a paper that was missing."""
    return next((value for value in _answered(mail) if identity.kind_of(value) not in _ASKS_FOR_ONE), None)


def answered_letter(mail: ParsedMail) -> str | None:
    """The letter of ours that it answers, or the last one in its thread."""
    return next(_answered(mail), None)


def _answered(mail: ParsedMail) -> Iterator[str]:
    """The letters of ours in whose thread the message stands, the one that it answers first."""
    return (value for value in (*mail.in_reply_to, *reversed(mail.references)) if identity.is_ours(value))
