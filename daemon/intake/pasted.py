"""Base64 in a text: did somebody send it?  PURE."""

from __future__ import annotations

from dataclasses import replace

from daemon.intake.machines import sign_of
from daemon.intake.own import Own
from daemon.intake.voices import is_personal
from daemon.intake.weighing import by_weight
from daemon.model import Attachment, ParsedMail, Role


def sent(mail: ParsedMail, own: Own) -> ParsedMail:
    """The message, with no paper in the text of a program: what a gateway keeps, a build made, a scanner found, nobody
    sent.  What stands where a person speaks was sent, whoever passes it on.
    """
    papers = [file for file in mail.attachments if file.in_text and file.role is Role.PAPER]
    if not papers or is_personal(mail):
        return mail
    bare = without(mail)
    by_program = sign_of(bare, has_paper=any(it.role is Role.PAPER for it in bare.attachments))
    if by_program is None and by_weight(bare, own.looks) is None:
        return mail
    return replace(mail, attachments=tuple(_not_sent(file) if file in papers else file for file in mail.attachments))


def spoken(mail: ParsedMail) -> ParsedMail:
    """The message without such files, where nobody speaks who may have sent them: they are no sign of a person."""
    told = (file for file in mail.attachments if file.in_text and (file.role is Role.PAPER or file.problem))
    return mail if any(told) or is_personal(mail) else without(mail)


def without(mail: ParsedMail) -> ParsedMail:
    """The message without such files."""
    return replace(mail, attachments=tuple(file for file in mail.attachments if not file.in_text))


def _not_sent(file: Attachment) -> Attachment:
    return replace(file, role=Role.OTHER)
