"""One assessment pass: messages holding papers, by turns → judgement → ledger → acknowledgement.

rounds    which messages are judged, one after the other, and what becomes of one that cannot be
bench     the papers of one message, judged, with copies for their authors
plan      what is recorded of a judged message, given the papers as they stand
claims    whose papers the sender may speak of
remarks   what a person should know of a judged message
"""

from daemon.assess.bench import MissingFileError
from daemon.assess.rounds import AssessmentReport, in_turn, run_assessment

__all__ = ["AssessmentReport", "MissingFileError", "in_turn", "run_assessment"]
