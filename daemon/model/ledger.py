"""Papers and versions as the records know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daemon.model.mail import Address
from daemon.model.verdicts import Verdict


class VettedBy(StrEnum):
    """What says that a school has vetted a version of a paper (Kế hoạch III.1.2)."""

    SENT = "sent"  #: the school's contact sent it
    CONFIRMED = "confirmed"  #: the school's contact confirmed it by reply
    ORDERED = "ordered"  #: the secretariat decided so
    REVOKED = "revoked"  #: the secretariat decided that it is not vetted


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A version of a paper on record."""

    number: int
    sha256: str
    filename: str
    arrived_at: datetime
    submitter: str = ""  #: `Address.key` of who sent it; "" where From is missing or was shown to be false
    vetted: VettedBy | None = None  #: None: nothing was said of it
    ruling: Verdict | None = None  #: what the secretariat decided it is, instead of the checks


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A paper on record, as far as placing another file needs it."""

    code: str
    owner_key: str  #: `Address.key` of who submitted it
    author_key: str | None  #: of who wrote it, where somebody else forwarded it
    school: str | None
    title: str | None
    authors: tuple[str, ...]
    active: bool  #: not withdrawn
    versions: tuple[KnownVersion, ...]  #: oldest first, at least one
    merged_into: str | None = None  #: code of the paper that it turned out to be a version of
    owner_name: str = ""  #: display name of who submitted it
    submitters: frozenset[str] = frozenset()  #: `Address.key` of everybody who sent a version of it
    school_given: str | None = None  #: `school`, where the secretariat has said it, whatever versions say of theirs

    @property
    def is_withdrawn(self) -> bool:
        """Whether it counts no longer, and is no part of another paper that does."""
        return not self.active and self.merged_into is None

    @property
    def is_vetted(self) -> bool:
        """Whether its school has vetted it: the last that was said of any version holds, later corrections included."""
        said = [version.vetted for version in self.versions if version.vetted is not None]
        return bool(said) and said[-1] is not VettedBy.REVOKED

    def stays_vetted(self, school: str | None) -> bool:
        """Whether that holds where a later version names a school: what another had vetted this one has not; what the
        secretariat has said of it stays.
        """
        ordered = any(version.vetted is VettedBy.ORDERED for version in self.versions)
        return self.is_vetted and (ordered or self.school in {None, school})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper on record stands, for counting."""

    school: str | None
    active: bool
    late: bool  #: no version of it arrived in time
    verdict: Verdict  #: of its newest version; a ruling of the secretariat stands above the checks
    verdict_in_time: Verdict | None  #: of the newest version that arrived in time, or was ruled to be as it should
    merged: bool = False  #: it turned out to be a version of another paper, and is no longer active
    vetted: bool = False  #: by its school
    ruled: bool = False  #: the verdict on its newest version is the secretariat's


@dataclass(frozen=True, slots=True)
class Vetting:
    """How a paper on record stands with the vetting of its school."""

    by: VettedBy | None = None  #: the last that was said of any of its versions
    since: datetime | None = None  #: arrival of the message that says so
    newer: bool = False  #: a later version has come since
    asked: datetime | None = None  #: when the school was asked to confirm it

    @property
    def holds(self) -> bool:
        """Whether the paper is vetted; later corrections do not change that."""
        return self.by not in {None, VettedBy.REVOKED}


@dataclass(frozen=True, slots=True)
class PaperState:
    """A paper on record, as the calendar sees it."""

    code: str
    title: str | None
    owner: Address
    standing: Standing
    faults: tuple[str, ...] = ()  #: checks that its newest version fails, or for which it was ruled to fail
    vetting: Vetting = Vetting()
    kept: bool = False  #: the secretariat said that it stays as it is
    in_question: bool = False  #: it may be a version of another, or is to be withdrawn, and nobody has decided yet
    assessed_at: datetime | None = None  #: when its newest version was judged, and its sender answered


@dataclass(frozen=True, slots=True)
class Settled:
    """An occasion of the calendar that is done with for an audience."""

    key: str
    at: datetime  #: when it was due
    outcome: str  #: "queued", "nothing_to_do", "expired"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A letter of the calendar that nobody has been sent yet."""

    key: str
    series: str
    mode: str  #: that it was prepared in
    written_at: datetime  #: aware: its days and numbers are of then
    settled: frozenset[str] = frozenset()  #: keys of the occasions that were settled when it was first written
    codes: tuple[str, ...] = ()  #: of the papers that it asks a school about
