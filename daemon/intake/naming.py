"""What this conference calls itself and its papers, read as the words that the rooms know.  PURE.

The rooms speak of "tham luận" and "hội thảo", "paper" and "conference".  Elsewhere people hand in a "báo cáo khoa học"
at a "tọa đàm" or a "contribution" to a "symposium"; what they want is the same, and so is what programs write beside
it.  A decision that quotes a message does so in the words it was read in.  So are the many names of a mailbox read
(`mailboxes`).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from daemon.intake import mailboxes
from daemon.intake.prose import PAPER
from daemon.model import ParsedMail
from daemon.text.vietnamese import fold, word_key

#: What people leave out of a name in a hurry: "báo cáo" is "báo cáo khoa học", "tọa đàm" is "tọa đàm khoa học".
_LEFT_OUT = re.compile(r"( (nghien cuu|khoa hoc|toan van|chuyen de|quoc te|quoc gia|toan quoc|thuong nien))+$")
_KNOWN_EVENTS = frozenset({"hoi thao", "hoi nghi", "conference", "workshop"})
#: Said of much else, above all by calendars.
_ANY_EVENT = frozenset({"meeting", "event", "session", "day", "days"})
_KNOWN_PAPER = re.compile(PAPER)
#: Behind these two syllables name what is handed in: no matter follows ("báo cáo tài chính"), nor whom it is told.
_NAMES = re.compile(
    r"\s*($|[^\w\s])"
    r"|\s+(nay|tren|do|ay|da|duoc|chua|co|cu|moi|gui|nop|va|kem|dinh kem|trong|vi|nua|a|roi|nhe|ra|khoi|khong|bi|hom"
    r"|cua (toi|em|minh|chung|nhom|chau|ho|anh|chi|thay|ong|ba|ts|ths|pgs|gs)"
    r"|toan van|tom tat|chinh thuc|hoan (chinh|thien)|day du|tham (gia|du|luan)|theo (gop y|nhan xet|mau)"
    r"|lan (thu|truoc|nay)|ma (so|bai)|(so )?[a-z][a-z0-9]{0,11}-[\w-]*\d|bang (tep|file)"
    r"|cho (em|toi|ban|btc|btk|hoi|toa|dien dan|su kien)|tai (hoi|toa|dien dan)|den (ban|btc|btk))\b"
)
#: Before them these make them what somebody does: "em xin báo cáo", "được báo cáo tại ...".
_DOES = re.compile(r"\b(xin|kinh|de|se|phai|can|duoc|nguoi|buoi|phien|di|dang|phan|truong hop)\s+$")
_AROUND = 40  #: characters that are looked at
#: Nobody hands in money: "my contribution to the fund", "our contribution of EUR 50".
_CONTRIBUTION = re.compile(
    r"\b(?P<whose>my|our|this|the attached|attached)(?P<kind> (?!annual|monthly|financial)\w+)? contribution"
    r"(?P<many>s?)\b(?! (?:of (?:\W|\d|(?:eur|usd|gbp|vnd|chf)\b)"
    r"|to (?:the |your )?(?:\w+ )?(?:funds?|pension|plan|account|campaign)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What the conference calls them; what the rooms know already needs no reading."""

    paper: str = ""  #: "báo cáo khoa học"
    events: tuple[str, ...] = ()  #: in each language: "tọa đàm", "symposium"

    def read(self, mail: ParsedMail) -> ParsedMail:
        """The message in the words of the rooms."""
        read = self.in_known_words
        return replace(mail, subject=read(mail.subject), text=read(mail.text), new_text=read(mail.new_text))

    def in_known_words(self, text: str) -> str:
        """A text in these words; without diacritics where they were left out."""
        for pattern, instead in _readings(self):
            text = pattern.sub(instead, text)
        return mailboxes.in_known_words(_CONTRIBUTION.sub(r"\g<whose>\g<kind> paper\g<many>", text))


@lru_cache(maxsize=8)
def _readings(naming: Naming) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """The longer name before the shorter."""
    return tuple(
        (_pattern(name), _Instead(name, known, common=common))
        for name, known, common in (*_names_of_paper(naming.paper), *_names_of_events(naming.events))
    )


def _names_of_paper(paper: str) -> Iterator[tuple[str, str, bool]]:
    """How it is called, what is read instead, and whether the words are said of other things as well."""
    if not paper or _KNOWN_PAPER.fullmatch(fold(paper)):
        return
    short = _shortened(paper)
    yield paper, "tham luận", short == paper
    if short != paper and not _KNOWN_PAPER.fullmatch(fold(short)):
        yield short, "tham luận", True


def _names_of_events(events: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    for event in filter(None, events):
        known = "conference" if event.isascii() else "hội thảo"
        for name in dict.fromkeys((event, _shortened(event))):
            if fold(name) not in _KNOWN_EVENTS | _ANY_EVENT:
                yield name, known, False


def _shortened(name: str) -> str:
    """Without the words that people leave out."""
    kept = len(_LEFT_OUT.sub("", fold(name)).split())
    return " ".join(name.split()[:kept])


def _pattern(name: str) -> re.Pattern[str]:
    """Where it may stand, whatever its marks."""
    spelled = r"\s+".join("".join(map(_spelled, fold(word))) for word in name.split())
    return re.compile(rf"\b{spelled}\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def _spelled(letter: str) -> str:
    if letter not in string.ascii_lowercase:
        return re.escape(letter)
    return f"[{''.join(char for char in map(chr, range(0x41, 0x1F00)) if char.isalpha() and fold(char) == letter)}]"


@dataclass(frozen=True, slots=True)
class _Instead:
    """What is read where a name may stand; what stands there if it is none."""

    name: str
    known: str
    common: bool

    def __call__(self, found: re.Match[str]) -> str:
        bare = found[0].isascii() and not self.known.isascii()
        if not bare and [*map(word_key, found[0].split())] != [*map(word_key, self.name.split())]:
            return found[0]
        if self.common and not self._is_a_thing(found):
            return found[0]
        known = fold(self.known) if bare else self.known
        return known.capitalize() if found[0][0].isupper() else known

    def _is_a_thing(self, found: re.Match[str]) -> bool:
        before = fold(found.string[max(found.start() - _AROUND, 0) : found.start()]) + " "
        after = fold(found.string[found.end() : found.end() + _AROUND].partition("\n")[0])
        return _NAMES.match(f" {after}") is not None and _DOES.search(before) is None
