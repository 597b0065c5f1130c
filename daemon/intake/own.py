"""What tells our own letters, our people and our codes from those of others.  PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from daemon.intake.naming import Naming
from daemon.intake.senders import Known
from daemon.intake.weighing import Ours


@dataclass(frozen=True, slots=True)
class Own:
    """The mailbox, the secretariat, the schools and the conference, as they are configured."""

    address: str  #: the submission address
    secretariat: tuple[str, ...]  #: who may decide by reply
    code_prefix: str  #: of paper codes, e.g. "TL-2021"
    authserv_id: str = ""  #: of the mailbox's server in its Authentication-Results; "": it has none
    key: bytes = b""  #: that our address tags are signed with; empty: none is believed
    #: Id of each school → `Address.key` of who answers for it; None: schools vet nothing.
    contacts: Mapping[str, frozenset[str]] | None = None
    short_names: tuple[str, ...] = ()  #: of the conference, in each language: the ends of our subjects
    surnames: frozenset[str] = frozenset()  #: folded family names; none: names of senders tell nothing
    titles: frozenset[str] = frozenset()  #: folded, before names of people
    office_words: tuple[str, ...] = ()  #: that name an office or a school as a sender
    naming: Naming = field(default_factory=Naming)  #: what it calls itself and its papers

    @property
    def looks(self) -> Ours:
        """What a message is weighed against."""
        code = rf"{re.escape(self.code_prefix)}-\d{{3}}"
        ends = "|".join(re.escape(name) for name in self.short_names if name)
        letter = rf"^(?P<before>.*?)(?P<ours>\[{code}[^\[\]]*\].*?(?:{ends}))(?P<after>.*)$"
        return Ours(
            Known(self.surnames, self.titles, self.office_words),
            re.compile(code),
            re.compile(letter, re.DOTALL) if ends else None,
        )

    @property
    def domain(self) -> str:
        """Of our Message-IDs."""
        return self.address.rpartition("@")[2].lower()

    def is_me(self, address: str) -> bool:
        """The submission address itself, or a tagged form of it (box+TL-2021-007.k3f9@...)."""
        local, _, domain = address.casefold().rpartition("@")
        mine, _, my_domain = self.address.casefold().rpartition("@")
        return domain == my_domain and local.partition("+")[0] == mine

    def is_contact(self, address: str) -> bool:
        """Who answers for a school that vets papers."""
        return any(address.casefold() in known for known in (self.contacts or {}).values())

    def is_secretary(self, address: str) -> bool:
        """A person of the secretariat, writing from an address of their own."""
        return address.casefold() in {known.casefold() for known in self.secretariat}
