"""Who sends a message, by the name and the address of From: a person, an office or school, a service.  PURE.

Names of people in a conference's languages are known by their family names; what is left is told apart by how names
are written, and by what services call themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from daemon.model import Address
from daemon.text.vietnamese import SYLLABLE, fold, passage, phrase

#: What firms, authorities, services and systems call themselves.
_SERVICE = re.compile(
    r"\b(he thong|cong (thong tin|dich vu|dvc|tt)|trung tam (ho tro|cntt|du lieu|dieu hanh|cskh|dich vu|giam sat)|"
    r"ho tro|cskh|cham soc|dich vu|ban tin|tap chi|ngan hang|cong ty|cty|tong dai|phan mem|ung dung|dien luc|buu dien|"
    r"bhxh|bhyt|(van phong|cong|bao) dien tu|"
    r"thue|kho bac|bao hiem|nha xuat ban|nxb|khach san|du lich|in an|hoa don|van ban|truc lien thong|canh bao|giam sat|"
    r"thiet bi|may (cham|in|quet|chu)|services?|support|team|systems?|cent(er|re)|admin(istrator)?|security|gateway|"
    r"accounts?|official|news(letter)?|editor(ial)?|sales|marketing|billing|server|monitor(ing)?|(chat ?)?bot|portal|"
    r"online|tro ly (ao|so|ai)|"
    r"mail|iot|lms|erp|crm|hrm|camera|nas|wifi|desk)\b"
)
_VOWEL = re.compile(r"[aeiouy]")  #: offices are called by their consonants: "TCT", "QLĐT"
_LONGEST_NAME = 5  #: words
_TELLING = 4  #: characters of a word that a domain has hardly by chance
_SHORT_BRAND = 3  #: of one that is called by its consonants: "VTV"
_MIDDLE_NAMES = frozenset({"thi", "van"})  #: that some write without a capital
#: Before names that are in no list of family names; who writes for everybody is "Mr" and "Mrs" as well.
_TITLED_ABROAD = re.compile(r"(prof(essor)?|dr)\b\.? \S")


@dataclass(frozen=True, slots=True)
class Known:
    """How people, offices and schools of the conference are called; empty: names of senders tell nothing."""

    surnames: frozenset[str] = frozenset()  #: folded
    titles: frozenset[str] = frozenset()  #: folded, before a person's name: "ths"
    office_words: tuple[str, ...] = ()  #: in the name of a school or an office


@dataclass(frozen=True)
class Sender:
    """Whoever From names, seen beside what is known of people and offices."""

    full_name: str  #: as it is written
    name: str  #: folded, without titles; "" where the address stands in its place
    address: str  #: without case
    known: Known
    answers: bool  #: whether the message is an answer: from one's own mailbox that may be an absence

    @cached_property
    def is_somebody(self) -> bool:
        """Whether it is a person's name, the family name first or last: "Nguyễn thị Lan" is one for its second word
        alone, for "Nhân sự" and "Hiệu trưởng" have folded what family names are.
        """
        words = self.name.split()
        named = 2 <= len(words) <= _LONGEST_NAME and bool({words[0], words[-1]} & self.known.surnames)
        named = named or self.is_titled_abroad or self._is_own_mailbox
        if not named or self.service:
            return False
        return not self._is_common_noun or (words[0] in self.known.surnames and words[1] in _MIDDLE_NAMES)

    @property
    def is_titled_abroad(self) -> bool:
        """Whether it is a professor or a doctor in English, whatever the name."""
        return _TITLED_ABROAD.match(fold(self.full_name)) is not None

    @cached_property
    def is_office(self) -> bool:
        """Whether it is called as an office or a school.  "Bệnh viện" is no "Viện", nor "Fanpage Trường" a school, and
        who is called "Trường" is somebody.
        """
        name = passage(self.full_name)

        def names(first: int, last: int) -> bool:
            word = name.text[name.words[first].start : name.words[first].end]
            if first == 0 or not _VOWEL.search(fold(word)):  # "Admin TCT"
                return True
            return last < len(name.words) and (word[0].isupper() or first > 1)

        offices = map(phrase, self.known.office_words)
        return any(names(hit.first, hit.last) for office in offices for hit in name.hits(office))

    @property
    def is_nobody(self) -> bool:
        """Whether it has a name that is no person's; a single syllable may be what somebody's telephone says."""
        words = self.name.split()
        given = len(words) == 1 and SYLLABLE.fullmatch(words[0]) is not None
        return bool(words and self.known.surnames) and not given and not self.is_somebody

    @property
    def is_thing(self) -> bool:
        """Whether it has the name of a thing, and of no office of ours, where people write under such names."""
        return bool(self.known.surnames) and self._is_common_noun and not self.is_somebody and not self.is_office

    @property
    def service(self) -> str | None:
        """The word by which firms, authorities, services and systems call themselves."""
        found = _SERVICE.search(self.name)
        return found[0] if found else None

    @property
    def brand(self) -> str | None:
        """A word that is no Vietnamese one: products and firms are called so ("Dropbox", "Zalo")."""
        if self.is_titled_abroad or self._is_own_mailbox or not self.known.surnames:
            return None
        words = (word for word in re.findall(r"\w+", self.name) if _VOWEL.search(word))
        return next((word for word in words if not SYLLABLE.fullmatch(word)), None)

    @property
    def of_domain(self) -> str | None:
        """What name and domain have in common: "Zalo <...@zalo.me>".  Nobody's domain has their name; but one syllable
        of it may be that of a place or an office where people write.
        """
        if self.is_office or self.is_somebody:
            return None
        labels = re.sub(r"[^a-z0-9.]", "", self.address.rpartition("@")[2]).rpartition(".")[0].replace(".", "")
        words = [word for word in re.findall(r"\w+", self.name) if not SYLLABLE.fullmatch(word)]
        words = [word for word in words if len(word) >= _TELLING or _is_short_brand(word)]
        whole = "".join(re.findall(r"\w+", self.name))
        return next((word for word in (whole, *words) if len(word) >= _SHORT_BRAND and word in labels), None)

    @property
    def _is_common_noun(self) -> bool:
        """Whether the name is written as that of a thing: "Sổ sức khỏe", "Bãi xe".  Names of people have a capital on
        every syllable, or are typed without any.
        """
        words = [word for word in self.full_name.split() if word[0].isalpha()] if self.name else []
        return len(words) > 1 and words[0][0].isupper() and any(word[0].islower() for word in words[1:])

    @cached_property
    def _is_own_mailbox(self) -> bool:
        """Whether somebody whose name is not Vietnamese has a mailbox of that name: "Claire Dubois
        <claire.dubois@...>", "Robert Vance <rvance@...>", "Bounmy Sisouk <bounmy@...>".  Services have theirs at a
        domain of that name.
        """
        words = re.findall(r"[a-z]+", self.name)
        local, _, domain = self.address.partition("@")
        local = re.sub(r"[^a-z]", "", local)
        if not 2 <= len(words) <= _LONGEST_NAME or all(map(SYLLABLE.fullmatch, words)) or self.answers:
            return False
        if self._is_common_noun or self.service or any(w in domain for w in words if len(w) >= _TELLING):
            return False
        if not all(map(_VOWEL.search, (word for word in words if len(word) > 1))):  # "Phòng TCHC"
            return False
        first, *_, last = words
        return (local == first and len(first) >= _TELLING) or any(
            local in (f"{one}{other}", f"{one}{other[0]}")
            or (local[:1] == one[0] and len(local) > _SHORT_BRAND and other.startswith(local[1:]))
            for one, other in ((first, last), (last, first))
        )


def sender_of(named: Address | None, known: Known, *, answers: bool) -> Sender:
    """The sender that From names; None: a sender without name and address."""
    full_name, address = (named.name, named.address.casefold()) if named else ("", "")
    name = _untitled(full_name, known.titles)
    return Sender(full_name, "" if name == address else name, address, known, answers)


def _untitled(name: str, titles: frozenset[str]) -> str:
    """A folded name without the titles before it: "PGS.TS. Lê Thị Yên"."""
    words = re.sub(r"(?<=\w)\.(?=\w)", ". ", fold(name)).split()
    while len(words) > 1 and words[0].rstrip(".,") in titles:
        words.pop(0)
    return " ".join(words)


def _is_short_brand(word: str) -> bool:
    return len(word) == _SHORT_BRAND and word.isalpha() and not _VOWEL.search(word)
