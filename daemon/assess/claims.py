"""Whose papers the sender of a message may speak of.  PURE."""

from __future__ import annotations

from daemon import ledger
from daemon.config import Config
from daemon.model import Authenticity, KnownPaper
from daemon.records import Submission


def sender_key(submission: Submission) -> str:
    """Who has a say over papers on record: nobody where From is missing or was found to be false."""
    sender, proof = submission.headers.from_, submission.decision.authenticity
    return sender.key if sender and proof is not Authenticity.FAILED else ""


def is_senders(paper: KnownPaper, submission: Submission, config: Config) -> bool:
    """Whether the sender may know of a paper: it is theirs, or they answer the letter about it."""
    who = sender_key(submission)
    return paper.code in submission.decision.proven_codes or ledger.belongs_to(paper, who, config.schools_of(who))
