"""What each file of a message is for: paper, covering letter, signature, other.  PURE.

By content, not by disposition (an author's client may mark a paper `inline`), with the name where the content is
silent.  The roles of one message are given together: a document that only its name makes a letter is still the
paper when nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from daemon.filenames import PACKAGES, extension
from daemon.model import ARCHIVE_KINDS, PAPER_KINDS, FileKind, Role, own_name
from daemon.text.counts import papers_said
from daemon.text.sending import sends_a_paper, sends_letter, sends_no_paper, sends_only_others, sent_beside
from daemon.text.shape import is_written_otherwise
from daemon.text.vietnamese import fold

#: An image up to this size belongs to a signature or a decorated mail (bytes).
SMALL_IMAGE = 60_000
_PAGES = 2  #: larger ones in the text, beside no document, that are photographs of pages
#: An image with a name that mail clients give to parts of a signature.
_SIGNATURE_IMAGE = re.compile(r"^(image\d{3}|logo|chu ?ky|banner|icon|avatar|outlook-|facebook|zalo|inline)", re.ASCII)
_SIGNATURE_FILES = frozenset({"p7s", "asc", "sig", "vcf", "pgp"})

#: Names are matched folded, with everything but letters and digits as one blank.
_LETTER_NAME = re.compile(
    r"^(\d+ )?(cv|cong van|giay gioi thieu|ggt|to trinh|ttr|thu gui|thu moi|giay moi|phieu gui|phieu trinh)\b"
    r"|^\d+ (cv|ttr|gm|bc|kh|qd|tb) "
    r"|\b(cong van|giay gioi thieu) (gui|ve viec|kem|so|cu|nop)\b"
)
_OTHER_NAME = re.compile(
    r"^(\d+ )?(danh sach|ds|bang tong hop|phieu (dang ky|nhan xet|tham dinh|danh gia|cham)|bien ban|ke hoach|"
    r"quyet dinh|thong bao|ly lich|so yeu|mau|de cuong|du tru|chuong trinh|phu luc|dinh huong|"
    r"(cac )?(tai lieu )?minh chung|giay (xac nhan|chung nhan|khen)|bang khen|qd \d+|"
    r"(trang )?bia|(ban )?tom tat( (noi dung|bai|bai viet|bai tham luan))?|abstract)\b"
)
#: What is sent to customers: no paper, whatever it is called by its extension.
_COMMERCIAL_NAME = re.compile(
    r"^(bien ?lai|hoa ?don|bang gia|bao ?gia|(thong bao )?(chieu|tuyen) ?sinh|to roi|catalogue|catalog|brochure|"
    r"ho so nang luc|invoice|receipt|quotation)\b"
)
#: How such documents begin, whatever they are called.
_COMMERCIAL = re.compile(
    r"^\W*(cong ty [^\n]{0,80}\n\W*)?(hoa don|bien lai|bien nhan|sao ke|(bang )?bao gia|phieu (thu|chi|xuat kho)|"
    r"(bien ban |bang )?doi chieu cong no|phieu dat( (bao|hang|mua|phong|sach))?|"
    r"(vat )?invoice|quotation|account statement|"
    r"thong bao\W{0,3}((ve viec )?(mo lop|chieu sinh|tuyen sinh)|tien |cuoc|nop ))"
    # below a letterhead
    r"|^([^\n]{0,90}\n){1,8}\W{0,9}thong bao\W{0,3}(ve viec )?(mo lop|chieu sinh|tuyen sinh)\b"
)
_PAPER_NAME = re.compile(r"\b(tham luan|bai viet|bai hoi thao|bai bao|bai tl|tl)\b")
#: ... but not where its first words are of what goes with one: "Danh sách bài tham luận".
_BESIDE_A_PAPER = re.compile(r"^(\d+ )?(cong van|cv|danh sach|ds|phieu|giay|(ban )?tom tat|phu luc|(trang )?bia)\b")

#: Features of an administrative letter (Nghị định 30/2020/NĐ-CP, phụ lục I; Hướng dẫn 36-HD/VPTW): number and
#: sign of the document, subject abstract, addressee, recipients.
_LETTER_MARKS = (
    re.compile(r"\bso\s*:?\s*[\d.…_ ]{0,12}\s*[-/]\s*(cv|ttr|ggt|gm|tm|bc|kh|tb|qd)\b"),
    re.compile(r"\b(v/v|ve viec)\b.{0,200}?\bkinh gui\b"),
    re.compile(r"\bkinh gui\s*:"),
    re.compile(r"\bnoi nhan\s*:"),
    re.compile(r"\b(giay gioi thieu|to trinh|cong van)\b"),
    re.compile(r"\b(tran trong (cam on|gioi thieu|kinh moi)|luu\s*:?\s*vt)\b"),
    re.compile(r"\b(xin gui|gui kem|kem theo|gioi thieu)\b.{0,120}\b(bai|dong chi|tham luan)\b"),
)
#: A list: its heading begins a line, and it numbers people or papers.
_LIST_OPENING = re.compile(r"(?m)^\W*(danh (sach|muc)|(bang |bieu )?tong hop( (cac )?(bai|tham luan)|\W*$))\b")
_LIST_COLUMNS = re.compile(r"\b(stt|tt)\b.{0,60}\b(ho va ten|ho ten|ten bai|tac gia)\b")
#: What an annex says of the letter it belongs to, whose marks are not its own: "(Kèm theo Công văn số 215-CV/TCT)".
_ANNEXED = re.compile(
    r"\bkem theo (cong van|to trinh|giay gioi thieu|thong bao|ke hoach|quyet dinh)( so)?\s*:?\s*[\d.…_ ]{0,12}\s*[-/]"
    r"\s*[a-z]{2,4}\b"
)
#: A list, where its file is called one as well.
_LIST_NAME = re.compile(r"^(\d+ )?(danh sach|ds)\b")
_LIST_HEADING = re.compile(r"(?m)^\W*danh sach\b")
#: Applications, statements and tables, below the national motto or a letterhead; matched on lines, folded.
_FORM_HEADING = re.compile(
    r"^([^\n]{0,90}\n){0,8}\W*(don (xin|de nghi|dang ky|xac nhan)|phieu (dang ky|thong tin|khao sat|nhan xet)|"
    r"(giay|ban|to) (de nghi|xac nhan|cam ket|cam doan|uy quyen|dang ky|khai|kiem diem)|"
    r"chuong trinh (hoi (thao|nghi)( khoa hoc)?|toa dam|lam viec)\W*(?=\n|$)|"
    r"(bieu mau|bieu|mau( so)?)( [\d.]+)? ?:? ?(tong hop|bao cao|thong ke|so lieu)|bieu (tong hop|thong ke|so lieu)|"
    r"thoi khoa bieu|lich (giang|day|hoc|truc|thi|lam viec|cong tac|tuan|thang)|"
    r"bang (diem|phan cong|cham cong|thanh toan|ke|tong hop))\b"
)
#: What stands over a part of a paper that is sent beside it.
_PART_HEADING = re.compile(
    r"\W*((ban )?tom tat( (noi dung|bai|viet|bao|tham luan))*|abstract|"
    r"phu luc( (so )?[\divx]{1,4})?|muc luc|(danh muc )?tai lieu tham khao)\W*(\n|$)"
)
#: An appendix that says so by its name and by its heading is none of the papers, however long its tables are.
_APPENDIX_NAME = re.compile(r"^(\d+ )?(cac )?phu luc\b")
_APPENDIX_HEADING = re.compile(r"([^\n]{0,90}\n){0,3}\W*(cac )?phu luc\b")
#: Other parts, which are short.
_PART_NAME = re.compile(r"^(\d+ )?((ban )?tom tat|abstract|muc luc|tai lieu tham khao)\b")
#: Documents of an office bear their kind alone on a line, below the letterhead (Nghị định 30/2020/NĐ-CP, phụ lục I).
_OFFICE_HEADING = re.compile(
    r"([^\n]{0,90}\n){0,11}"
    r"\W*(ke hoach|quyet dinh|thong bao|giay moi|thu moi|bien ban|to trinh|chuong trinh|quy che)\W*\n"
)
_OFFICE_MARK = re.compile(
    r"\bso\s*:?\s*[\d.…_ ]{0,12}\s*[-/]\s*[a-z]{2,4}\b|\b(noi nhan|kinh gui)\b"
    r"|\b(can cu|thuc hien|theo) (luat|(quyet dinh|ke hoach|cong van|nghi quyet|huong dan|thong tu|quy dinh)( so)? ?\d)"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """A document by its heading, which ends where its line does, and by what only such a one asks or tells."""

    heading: re.Pattern[str]  #: from the beginning, below a letterhead
    traits: tuple[re.Pattern[str], ...]
    enough: int  #: of the traits, however long it is
    enough_of_short: int = 0  #: in what may fill a page


_REVIEWED = r"bai (tham luan|viet|bao|hoi thao)|tham luan|chuyen de"
_MINUTES = (
    re.compile(r"\bthanh phan\b[^:]{0,30}:"),
    re.compile(r"\bchu (tri|toa)\b[^:]{0,30}:"),
    re.compile(r"\bthu ky\b[^:]{0,30}:"),
    re.compile(r"\bdia diem\b[^:]{0,30}:"),
    re.compile(r"\b(thoi gian|bat dau)\b[^:]{0,30}:"),
    re.compile(r"\b(hoi|luc) \d{1,2} ?(h|g|gio)\d{0,2}\b"),
)
_BELOW_HEAD = r"([^\n]{0,90}\n){0,8}\W*"
#: What may follow the kind in its line; "PHIẾU KHẢO SÁT – CÔNG CỤ QUẢN LÝ CHẤT LƯỢNG" is the title of a paper.
_MORE = r"(?!\s*[-–—:]\s*\w)[^\n]{0,90}"


def _often(what: str, times: int) -> re.Pattern[str]:
    """What stands so many times, each not far from the one before."""
    return re.compile(rf"(?:{what}.{{0,300}}?){{{times}}}")


_OF_A_FORM = (
    r"( (trinh bay|viet|soan thao|dinh dang))* (mot )?(bai|tham luan|ban thao|toan van)"
    r"( (tham luan|viet|bao( cao)?|hoi thao|gui|tham gia))*"
)
_KNOWN = (
    # what conferences and journals tell whoever may write for them, and what is to be written into
    _Known(
        re.compile(
            rf"{_BELOW_HEAD}(thong bao\W{{1,3}}(so|lan) (\d|[ivx]+\b)|(thu moi|giay moi|thong bao|thong tin)"
            rf"( (viet|gui|nop))+( (bai|tham luan|bao cao))+|(first |second |third |final )?"
            rf"(call for (papers|abstracts|chapters|manuscripts)|announcement)){_MORE}(\n|$)"
        ),
        (
            re.compile(r"\b(han|thoi (han|gian)|deadline)\b[^.\n]{0,60}\d"),
            re.compile(r"\b(le phi|hoi nghi phi|phi tham (du|gia)|registration fees?)\b"),
            re.compile(r"\b(chu de|noi dung|topics?|tracks?|linh vuc)\b"),
            re.compile(r"\b(kinh (gui|moi)|the le|quy cach|guidelines?|submission)\b"),
        ),
        enough=2,
        enough_of_short=2,
    ),
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,6}\W*(title of (the |your )?(abstract|paper|article)|paper title|your title here|"
            r"(abstract|paper|manuscript|full paper) template)\b[^\n]{0,90}(\n|$)"
        ),
        (
            re.compile(r"\b(times new roman|font size|\d+ ?pt|single[- ]spaced|template)\b"),
            re.compile(
                r"\b(write|type|insert|place|put) (your|the) (abstract|text|title|name)|\bauthors? names?\b|"
                r"\b(not more than|no more than|maximum|up to) \d+ words\b|\bfirst author\b"
            ),
        ),
        enough=2,
        enough_of_short=2,
    ),
    # the same in Vietnamese, with places to fill in instead of words, or rules of type; what is long may be a paper
    # that was written into the form
    _Known(
        re.compile(rf"{_BELOW_HEAD}(bieu )?mau{_OF_A_FORM}{_MORE}(\n|$)"),
        (_often(r"[.…_]{4,}", 3),),
        enough=2,
        enough_of_short=1,
    ),
    _Known(
        re.compile(rf"{_BELOW_HEAD}(the thuc|quy cach|huong dan){_OF_A_FORM}{_MORE}(\n|$)"),
        (
            _often(r"\b(co chu|co \d{1,2}|font|kieu chu|chu (in hoa|dam|nghieng)|(can|dan|gian) (le|dong|deu))\b", 3),
            _often(r"[.…_]{4,}", 2),
        ),
        enough=3,
        enough_of_short=1,
    ),
    # how a year or a quarter went or is to go, by its sign and its subject: schools call papers reports as well
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,6}[^\n]{0,60}\bso\s*:?\s*[\d.…_ ]{0,12}\s*[-/]\s*(\d{4}/)?(bc|ctr|kh)\b[^\n]{0,40}\n"
            r"([^\n]{0,90}\n){0,5}\W*(bao cao|chuong trinh|ke hoach)\b\W*"
            r"(?![^\n]*\b(mo hinh|dien hinh|kinh nghiem|giai phap|tham luan|hoi thao|chuyen de)\b)"
            r"(ket qua|tong ket|so ket|tinh hinh|cong tac|hoat dong)( \w+){0,8} (nam|quy|thang|hoc ky|nhiem ky)\b"
        ),
        (),
        enough=0,
    ),
    # what somebody fills in and signs for themselves
    _Known(
        re.compile(
            rf"{_BELOW_HEAD}(don (xin|de nghi|dang ky|yeu cau|xac nhan)|bao cao thanh tich|to khai|thuyet minh de tai"
            r"|ban (cam ket|cam doan|kiem diem|khai|dang ky|tu (nhan xet|kiem diem|danh gia))"
            rf"|giay (de nghi|xac nhan|uy quyen))\b{_MORE}(\n|$)"
        ),
        (
            re.compile(r"\bdoc lap\W{1,5}tu do\W{1,5}hanh phuc\b"),
            re.compile(r"\bho (va )?ten( khai sinh)?\s*:"),
            re.compile(r"\b(ngay sinh|que quan|chuc vu|don vi)\b[^:]{0,20}:"),
            re.compile(r"\bchu nhiem\b[^:]{0,20}:"),
            re.compile(r"\bkinh phi\b[^:]{0,20}:"),
            re.compile(r"\bkinh gui\b"),
        ),
        enough=2,
        enough_of_short=2,
    ),
    _Known(
        re.compile(
            rf"{_BELOW_HEAD}kich ban( (dan|dieu hanh|chuong trinh|to chuc|chi tiet))*"
            rf"( (hoi (thao|nghi)|toa dam|le|buoi){_MORE})?\W*(\n|$)"
        ),
        (
            re.compile(r"\b(mc|nguoi dan( chuong trinh)?|dan chuong trinh)\b"),
            _often(r"\bkinh (moi|thua)\b", 2),
            _often(r"\b\d{1,2} ?(h|g|gio|:) ?\d{2}\b", 3),
        ),
        enough=2,
        enough_of_short=1,
    ),
    _Known(
        re.compile(
            rf"{_BELOW_HEAD}(chuong trinh|lich trinh|tien trinh)( (chi tiet|lam viec))?"
            rf" (hoi (thao|nghi)|toa dam|lam viec){_MORE}(\n|$)"
        ),
        (_often(r"\b\d{1,2} ?(h|g|gio|:) ?\d{2}\b", 5),),
        enough=1,
        enough_of_short=1,
    ),
    _Known(
        re.compile(rf"{_BELOW_HEAD}(bang )?(du toan|quyet toan|ke)( chi tiet)?( kinh phi| chi phi)?\W*(\n|$)"),
        (_often(r"\b\d{1,3}\.\d{3}(\.\d{3})?\b", 4),),
        enough=1,
        enough_of_short=1,
    ),
    _Known(
        re.compile(
            rf"{_BELOW_HEAD}(phieu (khao sat|hoi|dieu tra|(lay|trung cau) y kien|thu thap)|bang hoi|"
            rf"bo cau hoi( khao sat)?){_MORE}(\n|$)"
        ),
        (_often(r"\bcau( hoi)? \d{1,2}\b", 4), _often(r"\b(rat (tot|hai long|dong y)|danh dau|y kien khac)\b", 3)),
        enough=1,
        enough_of_short=1,
    ),
    _Known(
        re.compile(
            rf"{_BELOW_HEAD}(bang (tong hop|phan cong|cham (cong|diem)|kiem|ke khai|diem)|danh (sach|muc)"
            rf"|lich (giang|day|hoc|truc|thi|lam viec|cong tac|tuan|thang))\b{_MORE}(\n|$)"
        ),
        (
            _often(r"(?<![\w./])\d{1,3}[.)] ([^.]{5,200}? )?(pgs|gs|ts|ths|cn|dong chi|d/c|ong|ba)\b", 5),
            _often(r"\b(thu \w+,? ?)?ngay \d{1,2}/\d{1,2}\b", 6),
            _often(r"\bdiem( toi da| tu cham)?\s*:", 4),
            re.compile(r"\b(stt|tt)\b.{0,80}\b(ho va ten|ho ten|ten bai|tac gia|noi dung)\b"),
        ),
        enough=1,
        enough_of_short=1,
    ),
    _Known(
        re.compile(rf"{_BELOW_HEAD}muc luc( (cua )?(ky yeu|cac (bai|tham luan)|tham luan|bai viet){_MORE})\W*(\n|$)"),
        (_often(r"(\.{2,}|…|_{2,}|\s)\s*\d{1,3}\b", 5),),
        enough=1,
        enough_of_short=1,
    ),
    _Known(  # of a lesson
        re.compile(rf"{_BELOW_HEAD}(bai giang|giao an|ke hoach bai giang)\W*(\n|$)"),
        (
            re.compile(r"\b(doi tuong( nguoi hoc| hoc vien)?|lop)\s*:"),
            re.compile(r"\b(thoi gian|so tiet|thoi luong)\b[^:]{0,20}:[^:]{0,20}\b\d+ ?(tiet|phut|gio)\b"),
            re.compile(r"\b(chuyen de|bai|phan)( so)? \d+\s*[:.]"),
        ),
        enough=2,
        enough_of_short=2,
    ),
    # what a committee decides, by its sign above its kind: of others' resolutions papers speak themselves
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,6}[^\n]{0,60}\bso\s*:?\s*[\d.…_ ]{0,12}\s*[-/]\s*(\d{4}/)?(nq|ct|hd|qd)\b[^\n]{0,40}\n"
            r"([^\n]{0,90}\n){0,5}\W*(nghi quyet|chi thi|huong dan|quy dinh)\W*(\n|$)"
        ),
        (),
        enough=0,
    ),
    _Known(
        re.compile(rf"{_BELOW_HEAD}((bien ban )?thanh ly )?hop dong\b{_MORE}(\n|$)"),
        (re.compile(r"\bben a\b"), re.compile(r"\bben b\b")),
        enough=2,
        enough_of_short=2,
    ),
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,8}\W*((tom tat )?ly lich khoa hoc|so yeu ly lich|ly lich trich ngang|curriculum vitae)"
            r"( tu thuat)?( (cua )?(tac gia|ca nhan|giang vien|nguoi (viet|thuc hien))[^\n]{0,40})?\W*(\n|$)"
        ),
        (re.compile(r"\bho( va)?( chu dem va)? ten\b|\bfull name\b"),),
        enough=1,
    ),
    _Known(  # with a name behind it
        re.compile(r"([^\n]{0,90}\n){0,8}\W*(ly lich khoa hoc|so yeu ly lich|ly lich trich ngang)[^\n]{0,40}(\n|$)"),
        (
            re.compile(r"\bho( va)?( chu dem va)? ten\b"),
            re.compile(r"\b((ngay|nam|noi) ([^:]{0,20})?sinh|sinh (ngay|nam)|que quan|qua trinh (cong tac|dao tao))\b"),
        ),
        enough=2,
        enough_of_short=2,
    ),
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,8}\W*(phieu|ban) (nhan xet|tham dinh|danh gia|cham|phan bien|dang ky)( diem)?"
            r"(,? (va )?(nhan xet|danh gia|phan bien))?"
            rf"( (cac |phan bien |chat luong )?({_REVIEWED}|tham (du|gia)|dai bieu)[^\n]{{0,60}})?\W*(\n|$)"
        ),
        (
            re.compile(
                r"\b(nguoi (nhan xet|tham dinh|phan bien|danh gia|cham|dang ky)|ho (va )?ten|ten bai)\b[^:]{0,30}:"
            ),
        ),
        enough=1,
    ),
    _Known(
        re.compile(rf"([^\n]{{0,90}}\n){{0,8}}\W*(nhan xet|tham dinh|phan bien) (cac )?({_REVIEWED})\W*(\n|$)"),
        (re.compile(r"\b(nguoi (doc|nhan xet|tham dinh|phan bien)|tac gia|ten bai|bai)\s*:"),),
        enough=1,
        enough_of_short=1,
    ),
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,11}\W*bien ban"
            r"( (cuoc )?(hop|tham dinh|lam viec|hoi nghi|nghiem thu)[^\n]{0,90})?\W*(\n|$)"
        ),
        _MINUTES,
        enough=2,
        enough_of_short=1,
    ),
    _Known(  # of whatever
        re.compile(r"([^\n]{0,90}\n){0,11}\W*bien ban [^\n]{0,60}(\n|$)"), _MINUTES, enough=2, enough_of_short=2
    ),
    _Known(
        re.compile(
            r"([^\n]{0,90}\n){0,3}\W*((ket qua|bao cao|phieu|ban) kiem tra (trung lap|do trung lap|dao van)[^\n]{0,20}"
            r"|(turnitin )?originality report|turnitin)\W*(\n|$)"
        ),
        (re.compile(r"\d ?%"),),
        enough=1,
    ),
)
#: Who wrote it, on a sheet of its own.
_AUTHOR_HEADING = re.compile(
    r"([^\n]{0,90}\n){0,4}\W*((phieu|bang|ban) )?thong tin( ca nhan)?( (ve|cua))?( cac)? (tac gia|nguoi viet)\W*(\n|$)"
)
_LONG_LINE = 200  #: characters that nobody writes into a field
_LONG_PRINTED_LINE = 60  #: in a PDF, where a line ends with the page's width
#: A letter of an office by its head, however much it lists: number and sign, and addressee, each on a line.
_LETTER_HEAD = (
    re.compile(r"(?m)^\W*so\s*:?\s*[\d.…_ ]{0,12}\s*[-/]\s*(cv|ttr|ggt|gm)\b"),
    re.compile(r"(?m)^\W*kinh gui\b"),
)
#: Any document of an office.
_NUMBER = re.compile(r"(?m)^\W*so\s*:?\s*[\d.…_ ]{0,12}\s*[-/]\s*[a-z]{2,4}\b")
_HEAD = 900  #: characters with number, place, date, subject and addressee
#: Who wrote a paper, on a line of its own below its title: people of a letter or decision are numbered, or have an
#: office behind their name.
_AUTHOR_LINE = re.compile(
    r"\W*((tac gia|nguoi viet)\s*:\s*\w|(pgs|gs|tskh|ts|ths|thac si|tien si|cn|cu nhan|gvc|gvcc|gv)\b\W{0,3}\w+ \w+)"
    r"(?!.*\b(truong (ban|doan|phong|khoa)|uy vien|thanh vien|thu ky|chu tri|hieu truong|giam doc)\b)"
)
_AUTHOR_LENGTH = 100  #: characters of such a line at most
_TITLE_LINES = 3  #: above it, among which the title is
_TITLE_LENGTH = 15  #: characters at least, in capitals
_TITLE_BLOCK = 1_500  #: characters with whatever stands over a paper and its title
#: An office calls itself, its kind of document and its addressee so, in capitals as well.
_NO_TITLE = re.compile(
    r"\W*(tinh uy|thanh uy|dang bo|dang uy|truong chinh tri|hoc vien|khoa|phong|dang cong san|cong hoa xa hoi|doc lap|"
    r"ban (nhan xet|tham dinh|danh gia|phan bien)|kinh gui|noi nhan|"
    r"quyet dinh|ke hoach|thong bao|cong van|to trinh|bien ban|danh sach|phieu|giay|ban to chuc)\b"
)
#: A letter of a few lines has few of the marks: an addressee, and that papers are sent.
_SHORT_LETTER = re.compile(
    r"\bkinh gui\b.{0,600}\b(gui|nop|chuyen)( kem)?( theo)?( den| toi)?( \d+| cac| mot| hai| ba)? (bai|tham luan)\b"
)
#: What the pattern for authors says of itself, ours and others': nobody has written in it yet.
_PATTERN = re.compile(r"\bday la (bai|ban|van ban|bai tham luan) mau\b")
#: A word of what scanners, cameras and their programs call files; all else somebody wrote who knew what it is.
_OF_SCANNERS = re.compile(
    r"(scan(s|ned|ner)?|scn|quet|img|images?|imag|dscn?|pxl|photo|pic|wa|pages?|docs?|documents?|files?|pdf|skm[a-z]{0,2}|"
    r"kmbt|km|mx|ccf|cci|brn|brw|hp|hpscan|epson|canon|ricoh|sharp|toshiba|brother|xerox|konica|kyocera|camscanner|cam|adobe|"
    r"genius|tap|clear|mobile|new|untitled|unnamed|noname|multifunction|printer|device|from|a)\d*"
    r"|[a-z]?\d+([a-z]\d*)?"
)
_SCANNED_COPY = re.compile(r"\b(ban|tai lieu( duoc)?) (?=(scan|quet)\b)")
_SHORT = 1_000  #: characters of such a letter at most
_OPENING = 400  #: characters with letterhead and heading
_LETTER_LENGTH = 3_000  #: characters: a covering letter is a page, a paper is not
_PAGE = 2_000  #: characters: more than this is not what an office calls a notice or a list
_ENOUGH = 3  #: marks that make a letter


class _Sure(IntEnum):
    NAME = 1  #: only the name says so
    SHAPE = 2  #: nobody writes a paper so
    CONTENT = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a file when its role is decided."""

    filename: str
    kind: FileKind
    size: int
    text: str = ""  #: first characters, "" when it cannot be read cheaply
    inline: bool = False  #: referred to by the HTML body (Content-ID) or part of multipart/related


@dataclass(frozen=True, slots=True)
class _Guess:
    role: Role
    sure: _Sure


def assign(candidates: Sequence[Candidate], said: str = "") -> tuple[Role, ...]:
    """The roles of all files of one message, in their order.  `said`: what its writer says of them."""
    guesses = _with_as_many_as_said([_guess(candidate) for candidate in candidates], said)
    if not any(guess.role is Role.PAPER for guess in guesses) and not sends_no_paper(said):
        sends_one = sends_a_paper(said)
        guesses = [
            _reconsider(guess, candidate, sends_one=sends_one)
            for guess, candidate in zip(guesses, candidates, strict=True)
        ]
    guesses = _with_scanned_letter(guesses, candidates, said)
    guesses = _with_nameless_scans(guesses, candidates, said)
    if not any(candidate.kind in PAPER_KINDS | ARCHIVE_KINDS for candidate in candidates):
        guesses = _with_photographs(guesses, candidates)
    return tuple(guess.role for guess in guesses)


def _with_as_many_as_said(guesses: list[_Guess], said: str) -> list[_Guess]:
    """What only its shape makes none is a paper, where the words tell of as many as there are with it."""
    shaped = sum(guess.sure is _Sure.SHAPE for guess in guesses)
    papers = sum(guess.role is Role.PAPER for guess in guesses)
    if not shaped or papers_said(said) != {papers + shaped}:
        return guesses
    return [replace(guess, role=Role.PAPER) if guess.sure is _Sure.SHAPE else guess for guess in guesses]


def _reconsider(guess: _Guess, candidate: Candidate, *, sends_one: bool) -> _Guess:
    """Better a letter taken for a paper, which a check will say, than a paper taken for a letter, which is lost."""
    if candidate.kind in PAPER_KINDS and (guess.sure is not _Sure.CONTENT or (sends_one and _may_hold_one(candidate))):
        return replace(guess, role=Role.PAPER)
    return guess


def _may_hold_one(candidate: Candidate) -> bool:
    """A form or the like with all of a paper in it: running text of more than a page, and no number of an office."""
    return (
        len(candidate.text) >= _LETTER_LENGTH
        and _is_running(candidate.text.splitlines(), candidate.kind)
        and not _NUMBER.search(_folded(candidate.text[:_HEAD]))
    )


def _with_scanned_letter(guesses: list[_Guess], candidates: Sequence[Candidate], said: str) -> list[_Guess]:
    """The only PDF without a text, where the words tell of a letter that no other file is, and of as many papers as the
    others are: "gửi 03 bài tham luận kèm công văn" with three papers and SKM_C227.pdf.
    """
    papers = [index for index, guess in enumerate(guesses) if guess.role is Role.PAPER]
    if any(guess.role is Role.LETTER for guess in guesses) or papers_said(said) != {len(papers) - 1}:
        return guesses
    if not sends_letter(said):
        return guesses
    scans = [index for index in papers if _is_scan(candidates[index])]
    names = [_name_words(candidate.filename) for candidate in candidates]
    if len(scans) != 1 or _PAPER_NAME.search(names[scans[0]]) or names.count(names[scans[0]]) > 1:
        return guesses
    return [replace(guess, role=Role.LETTER) if index == scans[0] else guess for index, guess in enumerate(guesses)]


def _with_nameless_scans(guesses: list[_Guess], candidates: Sequence[Candidate], said: str) -> list[_Guess]:
    """Scans whose names say nothing are the letters and lists that the words send: beside papers that are documents and
    as many as were announced, if that was said ("gửi bài và công văn"), or by themselves where no paper comes now
    ("gửi công văn; bài sẽ gửi sau").
    """
    papers = [index for index, guess in enumerate(guesses) if guess.role is Role.PAPER]
    scans = [index for index in papers if _is_scan(candidates[index])]
    names = [_name_words(candidates[index].filename) for index in scans]
    others = {_series(_name_words(candidates[index].filename)) for index in papers if index not in scans}
    if not scans or not all(map(_says_nothing, names)) or others.intersection(map(_series, names)):
        return guesses
    if len(papers) == len(scans):
        is_beside = sends_only_others(said)
    else:
        counts = papers_said(said)
        known = sum(guess.role in {Role.LETTER, Role.OTHER} for guess in guesses)
        is_beside = sent_beside(said) - known >= len(scans) and (not counts or counts == {len(papers) - len(scans)})
    if not is_beside:
        return guesses
    role = Role.LETTER if sends_letter(said) else Role.OTHER
    return [replace(guess, role=role) if index in scans else guess for index, guess in enumerate(guesses)]


def _says_nothing(name: str) -> bool:
    return all(map(_OF_SCANNERS.fullmatch, _SCANNED_COPY.sub("", name).split()))


def _series(name: str) -> str:
    """What the files of a batch have in common, whose names are numbered: "1", "2"; "Scan 1", "Scan 2"."""
    return " ".join(re.findall(r"[a-z]+", name))


def _is_scan(candidate: Candidate) -> bool:
    return candidate.kind is FileKind.PDF and not candidate.text.strip()


def _with_photographs(guesses: list[_Guess], candidates: Sequence[Candidate]) -> list[_Guess]:
    """Several large pictures in the text and no document: pages that somebody photographed, which telephones put there,
    and no signature's.
    """
    large = [
        guess.role is Role.SIGNATURE and candidate.kind is FileKind.IMAGE and candidate.size > SMALL_IMAGE
        for guess, candidate in zip(guesses, candidates, strict=True)
    ]
    if sum(large) < _PAGES:
        return guesses
    return [
        replace(guess, role=Role.OTHER) if is_page else guess for guess, is_page in zip(guesses, large, strict=True)
    ]


def _guess(candidate: Candidate) -> _Guess:
    if _is_lock_file(candidate.filename):
        return _Guess(Role.OTHER, _Sure.CONTENT)
    if candidate.kind in ARCHIVE_KINDS and extension(candidate.filename) not in PACKAGES:
        return _Guess(Role.ARCHIVE, _Sure.CONTENT)
    if candidate.kind in PAPER_KINDS:
        return _document(candidate)
    if _is_signature(candidate):
        return _Guess(Role.SIGNATURE, _Sure.CONTENT)
    return _Guess(Role.OTHER, _Sure.CONTENT)


def _is_lock_file(filename: str) -> bool:
    """What Word keeps beside a document while somebody has it open: "~$" in place of the first two letters."""
    return own_name(filename).startswith("~$")


def _is_signature(candidate: Candidate) -> bool:
    if extension(candidate.filename) in _SIGNATURE_FILES or candidate.filename.lower() == "smime.p7s":
        return True
    if candidate.kind is not FileKind.IMAGE:
        return False
    named = _SIGNATURE_IMAGE.match(fold(candidate.filename)) is not None
    return candidate.inline or (named and candidate.size <= SMALL_IMAGE)


def _document(candidate: Candidate) -> _Guess:
    text = fold(candidate.text[:_LETTER_LENGTH])
    opening = _folded(candidate.text[:_OPENING])
    is_short = len(candidate.text) < _PAGE
    name = _name_words(candidate.filename)
    if _APPENDIX_NAME.match(name) and _APPENDIX_HEADING.match(opening):
        return _Guess(Role.OTHER, _Sure.CONTENT)
    if is_short and _LIST_NAME.match(name) and _LIST_HEADING.search(opening):
        return _Guess(Role.OTHER, _Sure.CONTENT)
    if is_short and (_COMMERCIAL.match(opening) or _FORM_HEADING.match(opening) or _PATTERN.search(text)):
        return _Guess(Role.OTHER, _Sure.CONTENT)
    if text and not _has_title_block(candidate):
        by_content = _by_content(text, opening, long=len(candidate.text) >= _LETTER_LENGTH)
        if by_content is not None:
            return _Guess(by_content, _Sure.CONTENT)
        if _has_head_of_a_letter(candidate.text):
            return _Guess(Role.LETTER, _Sure.CONTENT)
        if any(_is_known(known, opening, text, short=len(candidate.text) < _LETTER_LENGTH) for known in _KNOWN):
            return _Guess(Role.OTHER, _Sure.CONTENT)
        if _AUTHOR_HEADING.match(opening) and _are_fields(candidate):
            return _Guess(Role.OTHER, _Sure.CONTENT)
        if _OFFICE_HEADING.match(opening + "\n") and _OFFICE_MARK.search(text):
            return _Guess(Role.OTHER, _Sure.CONTENT)
        if is_short and _PART_HEADING.match(opening):
            return _Guess(Role.OTHER, _Sure.CONTENT if _PART_NAME.match(name) else _Sure.NAME)
        if len(candidate.text) < _SHORT and _SHORT_LETTER.search(text):
            return _Guess(Role.LETTER, _Sure.NAME)
    if _PAPER_NAME.search(name) and not _BESIDE_A_PAPER.match(name):
        return _Guess(Role.PAPER, _Sure.NAME)
    if is_written_otherwise(candidate.text):
        return _Guess(Role.OTHER, _Sure.SHAPE)
    if is_short:  # a long text under such a name is a paper about such things
        if _COMMERCIAL_NAME.search(name):
            return _Guess(Role.OTHER, _Sure.CONTENT)
        if _LETTER_NAME.search(name):
            return _Guess(Role.LETTER, _Sure.NAME)
        if _OTHER_NAME.search(name):
            return _Guess(Role.OTHER, _Sure.NAME)
    return _Guess(Role.PAPER, _Sure.CONTENT)


def _are_fields(candidate: Candidate) -> bool:
    lines = candidate.text.splitlines()
    if candidate.kind is FileKind.PDF:
        return not _is_running(lines, candidate.kind)
    return all(len(line) < _LONG_LINE for line in lines)


def _is_known(known: _Known, opening: str, text: str, *, short: bool) -> bool:
    if not known.heading.match(opening):
        return False
    enough = known.enough_of_short if short else known.enough
    return sum(1 for trait in known.traits if trait.search(text)) >= enough


def _has_title_block(candidate: Candidate) -> bool:
    """Title, author and then running text: a paper, though it has the head of a letter or a decision above them."""
    if len(candidate.text) < _LETTER_LENGTH:
        return False
    lines = candidate.text.splitlines()
    above = 0
    for number, line in enumerate(lines):
        if above > _TITLE_BLOCK:
            return False
        if len(line) <= _AUTHOR_LENGTH and _AUTHOR_LINE.match(fold(line)):
            titles = lines[max(0, number - _TITLE_LINES) : number]
            return any(map(_is_title, titles)) and _is_running(lines[number + 1 :], candidate.kind)
        above += len(line)
    return False


def _is_title(line: str) -> bool:
    return len(line) >= _TITLE_LENGTH and line.isupper() and not _NO_TITLE.match(fold(line))


def _is_running(lines: Sequence[str], kind: FileKind) -> bool:
    """Most of it stands in lines that nobody writes into a field or a table."""
    long = _LONG_PRINTED_LINE if kind is FileKind.PDF else _LONG_LINE
    return 2 * sum(len(line) for line in lines if len(line) >= long) > sum(map(len, lines))


def _has_head_of_a_letter(text: str) -> bool:
    head = _ANNEXED.sub(" ", _folded(text[:_HEAD]))
    return all(mark.search(head) for mark in _LETTER_HEAD)


def _by_content(text: str, opening: str, *, long: bool) -> Role | None:
    own = _ANNEXED.sub(" ", text)
    marks = sum(1 for mark in _LETTER_MARKS if mark.search(own))
    if marks >= _ENOUGH + (1 if long else 0):
        return Role.LETTER
    if _LIST_OPENING.search(opening) and _LIST_COLUMNS.search(text):
        return Role.OTHER
    return None


def _folded(text: str) -> str:
    """Line by line, for folding makes one of them."""
    return "\n".join(map(fold, text.splitlines()))


def _name_words(filename: str) -> str:
    stem = own_name(filename)
    suffix = extension(stem)
    stem = stem[: -len(suffix) - 1] if suffix else stem
    return " ".join(re.findall(r"[a-z0-9]+", fold(stem)))
