"""What is for whoever reads it, however it is worded: asked of mail that asks and promises nothing.  PURE."""

from __future__ import annotations

import re

from daemon.intake.mailings import SMALL_PRINT
from daemon.intake.sellers import SELLS
from daemon.intake.signs import NAMED, OPENING, URL, short
from daemon.intake.voices import OURS, SALUTED, is_ours, is_voice
from daemon.model import ParsedMail
from daemon.text.vietnamese import fold

#: What notices of programs have, and notes of people seldom: a button, the second of an hour, a number of theirs.
NOTICE = re.compile(
    r"\b(xem|nhan|bam|nhap|click|truy cap)( \w+){0,2} (tat ca|chi tiet|them|phan hoi|vao day|tai day|here)\b"
    r"|\b\d{1,2}:\d{2}:\d{2}\b|\b(so du|mst|ma so thue|khach hang)\b|\b[a-z]{2}\d{9}[a-z]{2}\b"
    r"|\bsu kien( \w+){0,8} ban (dang )?(quan tam|theo doi)\b|\b(view|see|manage) your (mentions?|notifications?|"
    r"profile|stats|statistics|activity|dashboard|subscriptions?|preferences|settings)\b"
    r"|\bchi so (tuong dong|trung lap)\b|\bsimilarity (report|score)\b"
    r"|\bthong bao( \w+)? (lich|tam|bao tri|cat|nang cap|ngung)\b"
    # what programs tell of themselves
    r"|\b\w+(error|exception)\b|\b(timed? ?out|traceback|exit (code|status)|ma thoat|job id|pid \d+|motion detect\w+)\b"
)
#: Figures as programs write them: the minute by a colon, addresses, numbers of theirs, what an instrument shows.
#: People write them as well ("họp 14:00"), and the words of systems, but seldom both and nothing else.
FIGURES = re.compile(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,3}(\.\d{1,3}){3}\b|#\w*\d{3,}|\d+(,\d+)? ?%|\d ?°C|\b[A-Z]{2,4}-\d{2,}|"
    r"\b[A-Z]{1,2}\d{4,}\b"
    r"|\b\d{1,3}(\.\d{3})+\b|\bmã \d{3,}|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b|\d{6}-\d{3,}|\d ?mm\b"
)
OF_SYSTEMS = re.compile(
    r"\b(down|up ?time|offline|online|failover|reboot\w*|commits?|(mat |da )?ket noi|dong bo|khoi dong|canh bao|"
    r"nguong|dang nhap|"
    r"roi kho|giao hang|chuyen (sang )?buoc|xu ly|(sap )?het han|(den|qua) han|expir\w+|hoan tat|thanh cong|that bai|"
    r"si so|ti le|muc nuoc|toc do|chot ca|doanh thu|ton kho|nhiet do|su co|che do|hach toan|chung tu|"
    r"bao dong|hen tra(?! loi)|hop muc|dung luong)\b"
)
REPORTED = re.compile(r"(?m)\b[^:.\n]{2,30}: \d[\d.,]*(?=[.;\n]|$)|^[^:.\n]{2,40}:[ \t]*\S.*$")
REPORT = 3  #: lines of a report: "Result: Success"
#: Words of such lines: people, too, write "Phòng: 3" under one another.
_REPORTS = re.compile(
    r"\b(status|result|errors?|failed|job|task|device|duration|"
    r"trang thai|ket qua|bao cao|canh bao|tong so|thanh cong)\b"
)


def notice_of(mail: ParsedMail, *, speaks: bool) -> str | None:
    """What shows that a text, whose words ask and promise nothing, is for whoever reads it: a notice, an offer, an
    invitation, however it is worded.  None: a person may have written it to us.

    Nobody must speak in it as people do to people, nor of anything of ours; and because people, too, write "Hai người
    ăn chay", it must have something that terse notes of theirs have not: a link, prices, a report's lines.
    `speaks`: it says more than a greeting and a name; else only a report's lines are a sign, for a signature has links.
    """
    said = NAMED.sub(" ", f"{mail.subject}\n{SMALL_PRINT.sub(' ', mail.new_text[: OPENING * 2])}")
    folded = fold(said)
    if is_voice(mail, said) or OURS.search(SALUTED.sub("", folded)):
        return None
    marks = [*(mark.search(folded) for mark in SELLS), URL.search(said)]
    greets, offers, _, _, orders, link = marks  # people, too, tell what something costs, and with which rebate
    if speaks and (tempts := greets or offers or orders or link) and sum(map(bool, marks)) > 1:
        return short(tempts[0])
    if is_ours(folded):
        return None
    shown = (speaks and link) or NOTICE.search(folded)
    if OF_SYSTEMS.search(folded):
        shown = shown or FIGURES.search(said)
    if shown is None and _REPORTS.search(folded) and len(REPORTED.findall(said)) >= REPORT:
        shown = REPORTED.search(said)
    return short(shown[0]) if shown else None
