"""The ledger: which paper a file is a version of, and how the schools stand.  PURE.

placing   a file that arrived, papers on record ─▶ a new paper, a version of one, or the same again
alike   whether titles, authors, names of files say the same
twins   the files of one message: several papers, or several states and forms of one?
states  which of two files is the later state, by their names
quotas    papers of a school ─▶ the numbers of the plan
"""

from daemon.ledger.alike import different_people, name_key, retitled, same_title, unlike
from daemon.ledger.placing import (
    Move,
    Placement,
    Submitted,
    accept,
    belongs_to,
    led,
    paper_code,
    place,
    same_bytes,
)
from daemon.ledger.quotas import Counted, Quota, quota, tally, too_many

__all__ = [
    "Counted",
    "Move",
    "Placement",
    "Quota",
    "Submitted",
    "accept",
    "belongs_to",
    "different_people",
    "led",
    "name_key",
    "paper_code",
    "place",
    "quota",
    "retitled",
    "same_bytes",
    "same_title",
    "tally",
    "too_many",
    "unlike",
]
