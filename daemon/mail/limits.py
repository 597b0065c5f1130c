"""How much of a message is looked at.  Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from daemon.containers import archives


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these the rest of a message is left alone with a warning; real mail stays far below."""

    parts: int = 5_000  #: MIME parts of a message
    levels: int = 200  #: MIME nesting
    wrappers: int = 6  #: a message in winmail.dat in a forwarded message ...
    header_bytes: int = 1_000_000  #: of the message's own header
    field_bytes: int = 64_000  #: of one header field
    boundary_work: int = 20_000_000
    """Lines × multipart boundaries: the standard library tests every line against every open boundary."""
    written_bytes: int = 30_000_000
    """What mail-parser makes of messages attached to messages, each with all that stands in it; once it may for any."""
    reread_bytes: int = 60_000_000
    """Parts that are read a second time, because they are not what they were said to be, those inside them included."""
    archive: archives.Limits = field(default_factory=archives.Limits)
    """All archives of a message together, those inside archives included."""
    stored_bytes: int = 300_000_000  #: all files of a message together, as they are kept
    peeks: int = 200  #: papers whose beginning is looked at to tell what they are for
    failed_peeks: int = 3  #: each of them may have cost a deadline; after these the names alone decide
