"""What a message without a paper lacks: files that nobody can use or open, words that promise one.  PURE."""

from __future__ import annotations

import re

from daemon.intake.courtesies import says_something
from daemon.intake.enclosures import missing_words, promises_file
from daemon.intake.prose import CODE, PAPER, own_subject
from daemon.intake.references import letter_about_paper
from daemon.model import PAPER_KINDS, Attachment, FileKind, Missing, ParsedMail, Role, own_name
from daemon.text.counts import papers_said
from daemon.text.parts import OF_A_PAPER
from daemon.text.sending import AT_ANOTHER_TIME, CLAUSE_END, sends_no_paper
from daemon.text.shape import is_written_otherwise
from daemon.text.vietnamese import fold

_OPENING = 1_000  #: characters in which people say what follows
#: "không đính kèm được nên tôi dán toàn văn bài dưới đây"
_SAYS_PASTED = re.compile(
    r"\b(dan|chep|copy|paste)\b[^.!?\n]{0,60}\b(noi dung|toan van|nguyen van|bai)\b"
    r"|\b(noi dung|toan van|nguyen van)\b[^.!?\n]{0,40}\b(duoi day|sau day|ben duoi|phia duoi|nhu sau|trong thu)\b"
)
#: RFC 8551 (what is signed was opened), RFC 3156, RFC 9580 6.2, [MS-OXORMMS] 2.1.2.
_SEALED_FILE = re.compile(r"\.(p7m|pgp|gpg|rpmsg)$|(^|[/!])encrypted\.asc$", re.IGNORECASE)
#: What people send after their paper, to go with it: not photographs of its pages.
_BESIDE = re.compile(
    r"\b(anh (minh hoa|hoat dong|chan dung|tac gia|the|tu lieu)|hinh (anh|minh hoa)|slides?|trinh (chieu|bay)|"
    r"power ?point|minh chung|phu luc)\b"
)
#: What somebody's badge or the proceedings are made with, of whoever sends it: never pages of a paper.
_PORTRAIT = re.compile(r"\banh (the|chan dung|ca nhan|dai bieu)\b")
#: Whoever sends pictures of a paper's pages says so, or hardly anything.
_OF_PAGES = re.compile(
    rf"\b({PAPER}|trang|ban (thao|viet|in|tay)|viet|danh may|chup|scan|quet|papers?|pages?|article)\b"
)
_TELLS_WHAT_FOR = 8  #: words
#: Words of a few that only hand something over.
_ONLY_SENDS = re.compile(
    r"\b(em|toi|minh|chung|xin|kinh|gui|nop|chuyen|den|cac|anh|chi|thay|co|bac|ban|to chuc|thu ky|btc|quy|"
    r"hinh|file|tep|nay|day|la|a|nhe|voi|giup)\b|\W+"
)
#: A page that Word or a browser saved whole (RFC 2557): a message by its form alone.
_WEB_ARCHIVE = re.compile(r"\.mht(ml)?$", re.IGNORECASE)
_SENDS = re.compile(r"\b(gui|nop|chuyen|kem|attach\w*|send|sending|submit|submitting|enclos\w*|please find)\b")
#: Sent at another time, by others, or as the plan has it: "mỗi trường gửi 3-5 bài", "02 bài còn lại gửi sau".
_NOT_HERE = re.compile(
    rf"{AT_ANOTHER_TIME}"
    r"|\b(truoc (day|do)|hom (qua|truoc|kia)|(lan|dot|thu) truoc|con (lai|thieu)|dang ky|toi (thieu|da)|it nhat|"
    r"trong (so |tong so )?\d|moi (truong|don vi|tac gia|nguoi|co so|khoa)|"
    r"quy dinh|duoc|phai|co the|muon|neu|hay|chua|khong)\b"
    r"|\b\d+ ?([-–/]|den) ?\d+ (bai|tham luan)\b"
)
#: The same in English, looked at where papers are counted in it.
_NOT_HERE_IN_ENGLISH = re.compile(
    r"(?=.*\b(papers|articles|manuscripts)\b).*\b(up to|at most|at least|per|each|may|can|could|would|will|shall|later|"
    r"others?|remaining|previous\w*|already|earlier|last|if|not|sent|based on|of the|yet|next|soon|allowed)\b"
)
_SEALED_TEXT = "-----BEGIN PGP MESSAGE-----"
_SENDING = 300  #: characters in which people say what they typed below
_PASTED = 1_500  #: characters of a text without quotes: more than people write beside a paper


def missing_of(mail: ParsedMail, text: str) -> tuple[tuple[Missing, ...], str]:
    """What the author meant to send, so that the answer can name it; and the reason."""
    found: dict[Missing, str] = {}
    for file in mail.attachments:
        if file.is_lost:
            continue  # the archive that it was in says so
        if file.role is Role.ARCHIVE and file.problem is not None:
            found.setdefault(Missing.UNOPENED, f"{file.filename} could not be opened ({file.problem.value}).")
        elif _SEALED_FILE.search(file.filename):
            found.setdefault(Missing.SEALED, f"{file.filename} is encrypted for somebody else.")
        elif _is_unsupported(file):
            found.setdefault(Missing.UNSUPPORTED, f"{file.filename} is no document we can read.")
    if _SEALED_TEXT in mail.text:
        found.setdefault(Missing.SEALED, "The text is encrypted for somebody else.")
    # which "attached" may speak of
    forwards = any(file.kind is FileKind.MESSAGE and not _is_unsupported(file) for file in mail.attachments)
    for missing, words in missing_words(mail.subject, text, enclosed=bool(mail.files)):
        if missing is Missing.PROMISED and (found or forwards):
            continue  # what was promised is what could not be used
        found.setdefault(missing, f"There is no paper although the words speak of one: “{words}”.")
    return tuple(found), " ".join(found.values())


def promises(text: str) -> bool:
    """Whether a text without its subject promises a file."""
    return any(missing is Missing.PROMISED for missing, _ in missing_words("", text))


def sends_more(mail: ParsedMail, papers: int) -> str | None:
    """The words that send more papers than came: "Trường gửi 05 bài" with three; None."""
    clauses = CLAUSE_END.split(f"{own_subject(mail.subject)}\n{mail.new_text[:_OPENING]}")
    sending = (it for it in clauses if _SENDS.search(fold(it)) and not _is_not_here(fold(it)))
    said = [(min(counts), fold(it)) for it in sending if (counts := papers_said(it))]
    if not said or min(said)[0] <= papers:
        return None
    return min(said)[1]


def _is_not_here(clause: str) -> bool:
    return _NOT_HERE.search(clause) is not None or _NOT_HERE_IN_ENGLISH.match(clause) is not None


def is_pasted(mail: ParsedMail, missing: tuple[Missing, ...]) -> bool:
    """A text as long as a paper, in a mail that brings nothing else and promises no file."""
    if mail.unread or len(mail.new_text) < _PASTED:
        return False
    if mail.files:
        return False
    if missing not in {(), (Missing.PROMISED,)}:
        return False
    if _SAYS_PASTED.search(fold(mail.new_text[:_OPENING])):
        return True
    is_other = sends_no_paper(f"{mail.subject}\n{mail.new_text[:_SENDING]}") or is_written_otherwise(mail.new_text)
    return not is_other and not promises_file(mail.new_text)


def only_shows(mail: ParsedMail, text: str) -> bool:
    """Whether what it brings are pictures or slides, and documents that are none of the papers, and no word speaks of a
    paper in it: they show what is asked about, or belong to a paper.
    """
    subject, words = (
        "\n".join(OF_A_PAPER.sub(" ", fold(line)) for line in it.split("\n")) for it in (mail.subject, text)
    )
    promised = any(missing is Missing.PROMISED for missing, _ in missing_words(subject, words))
    pictures = {FileKind.IMAGE, FileKind.PRESENTATION}
    return not promised and all(file.kind in pictures or _is_known_otherwise(file) for file in mail.files)


def _is_known_otherwise(file: Attachment) -> bool:
    """A document that was read and found to be a covering letter, a list, somebody's curriculum."""
    return file.kind in PAPER_KINDS and file.role is not Role.PAPER and file.problem is None


def goes_with_paper(mail: ParsedMail, text: str) -> bool:
    """Whether such pictures go with a paper that we have, which the text names or whose letter it answers, or the words
    say what else they are.
    """
    known = letter_about_paper(mail) is not None or CODE.search(text) is not None
    said = known and _BESIDE.search(fold(text)) is not None
    return said or _says_what_it_shows(mail)


def _says_what_it_shows(mail: ParsedMail) -> bool:
    """Whether the words say what pictures are for, and not that they show a paper's pages."""
    said = fold(f"{mail.subject}\n{mail.new_text}")
    if _PORTRAIT.search(said) or sends_no_paper(f"{mail.subject}\n{mail.new_text}"):
        return True
    return len(mail.new_text.split()) >= _TELLS_WHAT_FOR and speaks_of_no_pages(mail)


def speaks_of_no_pages(mail: ParsedMail) -> bool:
    """Whether somebody says something beside pictures, and nothing of a paper's pages."""
    told = _ONLY_SENDS.sub(" ", fold(mail.new_text)).split()
    if not told or _OF_PAGES.search(fold(f"{mail.subject}\n{mail.new_text}")):
        return False
    return says_something("", mail.new_text)


def _is_unsupported(file: Attachment) -> bool:
    """A file that may be somebody's paper in a form nobody here reads: photographs of pages, Pages, slides, and Word's
    lock file that was taken for the document.
    """
    if own_name(file.filename).startswith("~$"):
        return True
    if file.role is not Role.OTHER:
        return False
    if file.kind in {FileKind.PRESENTATION, FileKind.TEXT, FileKind.OTHER, FileKind.IMAGE, FileKind.ZIP, FileKind.TNEF}:
        return not re.search(r"\.(ics|html?|xml|vcf|css|js)$", file.filename, re.IGNORECASE)
    if file.kind is FileKind.MESSAGE and _WEB_ARCHIVE.search(file.filename):
        return True
    return file.problem is not None
