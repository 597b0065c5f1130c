"""What a message without a paper asks about papers on record, and what becomes of it.

Five things: an author takes a paper back, an author says which papers are one and which are not, an author asks how
papers stand, a school says whether it has vetted them, the secretariat decides (`withdrawing`, `sorting`, `standing`,
`vetting`, `ordering`).  In: the message, the decision of intake and the records as they stand.  Out: what changes, the
letters that say so, what a person is told.  Reads through the register, writes nothing; called in the transaction that
records its outcome.

Who may do what:
- A paper is taken back by who submitted or wrote it, or by a contact of its school, and only after an answer to our
  question whether that is meant: From alone proves little.
- Papers are merged and split by the secretariat alone; who may take them back may ask for it.
- How papers stand is told to the same people, at their own address, and of their own papers only.
- That a paper is vetted is said by a contact of its school: From is proven, or the message comes to the signed address
  of our question or answers it, which nobody else was given, and nothing speaks against From.
- Orders are carried out when the mailbox's server has proven From to be of the secretariat, or when they answer a
  letter that only the secretariat got, whose answers come here and nowhere else, and nothing speaks against From.
Nothing is done for a From that the server has shown to be false: a person reads such a message.
"""

from __future__ import annotations

from daemon.desk import Desk
from daemon.model import INTERNAL_LETTERS, Authenticity, Disposition
from daemon.records import Register
from daemon.requests.ordering import Orders
from daemon.requests.sorting import wanted_apart, wanted_joined
from daemon.requests.standing import standing
from daemon.requests.values import Request, Resolved
from daemon.requests.vetting import VettingAnswer
from daemon.requests.withdrawing import Withdrawal, wanted_back

__all__ = ["Request", "Resolved", "resolve"]


def resolve(desk: Desk, request: Request, register: Register) -> Resolved | None:
    """None when it asks nothing of the kind, or a person has to read it."""
    decision = request.decision
    if decision.disposition is Disposition.COMMAND:
        return Orders(desk, request, register).resolve() if decision.orders or _is_internal(request, register) else None
    if decision.authenticity is Authenticity.FAILED or not decision.may_answer:
        return None
    if decision.disposition is Disposition.WITHDRAWAL:
        withdrawal = Withdrawal(desk, request, register)
        return withdrawal.confirmed() if decision.accepts else withdrawal.asked()
    if decision.vetting is not None:
        return VettingAnswer(desk, request, register, decision.vetting).resolve()
    if decision.disposition is Disposition.QUESTION and decision.stays:
        return Withdrawal(desk, request, register).denied() or wanted_back(desk, request, register)
    if decision.disposition is Disposition.QUESTION and decision.wants_back:
        return wanted_back(desk, request, register)
    if decision.disposition is Disposition.QUESTION and decision.wants_apart:
        return wanted_apart(desk, request, register)
    if decision.disposition is Disposition.QUESTION and decision.wants_joined:
        return wanted_joined(desk, request, register)
    if decision.disposition is Disposition.QUESTION and decision.about_status:
        return standing(desk, request, register)
    return None


def _is_internal(request: Request, register: Register) -> bool:
    answered = register.answered(request.headers)
    return answered is not None and answered.kind in INTERNAL_LETTERS
