"""What was meant to be in a mail: a file that was promised, a link instead of it.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from daemon.intake.prose import LIMIT, PAPER, one_of, own_subject, sentences, shown
from daemon.intake.signs import SIGNATURE_MARK
from daemon.model import Missing
from daemon.text.parts import OF_A_PAPER
from daemon.text.vietnamese import fold

_OPENING = 600  #: characters in which people say what they send
#: Which version a file is of: "bản mới", "bản đã sửa", "bản tự chỉnh", "bản hoàn thiện".
_STATE = (
    r"(moi|cuoi|word|mem|docx?|pdf|chinh thuc|thay the|((da|vua|tu|duoc) )*"
    r"(sua( lai| chua)?|chinh( ly| lai)?(?! thuc)|chinh sua|hieu chinh|hoan chinh|hoan thien|hoan tat|bo sung|"
    r"cap nhat))(?!( \w+)? (danh sach|dai bieu|ke hoach|cong van|chuong trinh|slides?|anh)\b)"
)
#: What reviewers send of papers, in the mail itself as well.
_NO_REMARKS = r"(?!( (ban|phieu|cac|mot|may|lai|btc|btk|kem))* (nhan xet|phan bien|y kien|gop y|danh gia)\b)"
_PROMISE = one_of(
    r"\b(gui|nop|chuyen)( \w+){0,6} (kem|dinh kem|kem theo)\b",
    (
        r"\b(xin|em|toi|minh|chung toi|truong|kinh|nha truong|don vi|vua|nay|phong|khoa|duoc) "
        rf"(xin |kinh |duoc |da |vua )?(gui|nop){_NO_REMARKS}"
        rf"( \w+){{0,8}} {PAPER}\b"
    ),
    (
        r"\b(gui|nop) (ban to chuc|btc|ban thu ky|hoi thao|quy ban|hoi nghi|thay|co|anh|chi)?( \w+){0,4}"
        rf" ?{PAPER}\b"
    ),
    (
        r"\b(dinh kem|kem theo|file kem|tep kem|xem file|xem tep|trong file|trong tep|o file|theo file|file duoi|"
        r"tep duoi|attached?|attachment|enclosed)\b"
    ),
    (
        r"\b(xin|em|toi|minh|chung toi|truong|don vi|phong|khoa) (xin )?(gui|nop)( lai)?"
        r"( (btc|btk|thay|co|anh|chi|ban|cac))* "
        rf"(file|tep|ban {_STATE})\b"
        r"(?!.*\b(zalo|viber|facebook|messenger|buu dien|usb)\b)"
    ),
    r"\bherewith\b.{0,60}\b(paper|article|manuscript|abstract|contribution)\b"
    r"|\b(i am|i.m|am hereby|i hereby) (sending|submit\w*|send)( you)? (my|our|the|a) "
    r"(\w+ )?(paper|article|manuscript)\b"
    r"|\b(this|here) is (my|our) (\w+ )?(paper|article|manuscript)\b",
    # "Em quên đính kèm, em gửi lại ạ"; "Đây là bài đã chỉnh", "Bài em đây ạ"
    (
        r"\bquen( (khong|chua|em|toi|minh))?( (gui|dinh|kem|bo|up|tai))* (kem|file|tep|bai)\b.{0,60}\b"
        r"(gui|nop|kem)( \w+)? lai\b"
    ),
    rf"\bday la ({PAPER}|(file|tep) bai)\b(?! (hoc|tap))",
    (
        rf"^({PAPER}|(file|tep|ban) {_STATE})( cua)?"
        r"( (em|toi|minh|chung em|chung toi))? (o )?day( (a|nhe|nha))?(\W*$|,)"
    ),
)
_NAMES_PAPER = re.compile(rf"\b{PAPER}\b(?! hoc)|\bpaper\b")
#: Not the paper that a code names: that one came.
_SUBJECT_PROMISE = re.compile(
    rf"^\W*((xin|kinh|em|toi) )*((gui|nop|chuyen)( \w+){{0,2}} )?{PAPER}\b"
    r"(?! (kiem tra|thi|tap|giang|hat|hoc|bao(?! cao))\b)"
    rf"(?!( (so|ma|ma so))?\W+[a-z]{{1,6}}\W?\d{{4}}\W\d)"
)
#: What is said of a paper that goes along, or went before.
_OF_SENDING = re.compile(
    r"\b((?<!kinh )gui|nop|kem|file|tep|chuyen|day|xem|xet|gop y|nhan|duyet|tham dinh|phan hoi|dang|chon|"
    r"attach\w*|enclosed|send\w*|sent)\b"
)
_FEW_WORDS = 15
_MANY_WORDS = 200  #: of which a paper may be made that somebody pasted
_ENCLOSED = re.compile(r"\b(kem|file|tep|ban (word|mem|docx?|pdf)|attach\w*|enclosed)\b")
#: What offices add to everybody's mail speaks of enclosures as well: "Thư này và các tệp đính kèm có thông tin mật".
_DISCLAIMER = re.compile(
    r"\b(confidential|privileged|intended (recipients?|only|for)|(thong tin|noi dung) (mat|bi mat|bao mat)|"
    r"(quet|kiem tra)( \w+){0,3} (virus|ma doc)|scanned (for|by|with)|"
    r"(khong phai( la)?|dung) nguoi nhan|nguoi nhan (du kien|duoc chi dinh))\b"
)
#: Speaking of other times and other people's files.
_ELSEWHEN = one_of(
    (
        r"\b(da|tung|hom qua|hom truoc|tuan truoc|vua roi|hom nay da|truoc do)( \w+){0,4} (gui|nop)"
        r"( \w+){0,12}"
    ),
    (
        r"\b(se|du kien|chuan bi|sap|dang viet|chua kip|chua|khi nao|lan sau|can|phai|muon|dinh|khong|cach|han|"
        r"thoi han|thoi gian|bao gio|co the|dia chi|duoc)( \w+){0,3} (gui|nop)( \w+){0,8}"
    ),
    # "tôi đi vắng nhưng vẫn gửi bài trước 10/11"
    (
        r"\b(van|co gang|dam bao|hua|hen|kip|tranh thu)( \w+){0,3} (gui|nop)( \w+){0,5} "
        r"(truoc|trong|vao) (ngay|thu|tuan|thang|\d)"
    ),
    # "cuối tháng em gửi bài", "xin nộp bài sau"
    r"\b((cuoi|dau|giua) (thang|tuan)|(tuan|thang|thu \w+) (sau|toi))( \w+){0,3} (gui|nop)( \w+){0,8}",
    # where a clause begins: within one it is somebody's name
    (
        r"(^|[.,;:!?…–-]) ?((da|vang|thoi|nen|thi|de|den|chac|nhung|va|hen|sang) )*"
        r"mai( (toi|em|minh|chau|co|thay|anh|chi|ve))+ (gui|nop)( \w+){0,8}"
    ),
    r"\b((ngay|sang|chieu|toi) mai|toi nay(?= (em|minh|chau)\b))( \w+){0,3} (gui|nop)( \w+){0,8}",
    r"\b(gui|nop) bai( tham luan)? sau(?= *([.,!;]|a\b|nhe\b|duoc\b|vai\b|may\b|\d|$))",
    # and how late; not that it is late, which says who sends it now
    (
        r"\b(gui|nop) bai( tham luan)? (cham|muon|tre) "
        r"((khoang|them|den|sang|qua|vai|may) |(\d+|mot|hai|ba) (ngay|hom|buoi|tuan)\b)"
    ),
    # what we are to send: "Ban gửi bài và mẫu nhận xét cho tôi"
    (
        r"(?<!em )(?<!toi )(?<!(?:em|oi|nh) xin )(?<!minh )(?<!kinh )"
        r"\b(gui|chuyen)( (?!(em|toi|minh|kem|dinh)\b)\w+){0,6} cho "
        r"(toi|em|minh|chung toi|chung em)\b(?! (xin|hoi|gui|biet|y kien|duoc|them|nop)\b)"
    ),
    # "Tôi gửi bài từ 20/10", "bài em gửi hôm thứ hai"
    r"\b(gui|nop)( \w+){0,5} (tu (hom|ngay|tuan|thang|dau|cuoi|thu|chieu|sang|lau|truoc|\d+)|"
    r"hom (thu|qua|kia|no|truoc|\d+)|(tuan|thang) (truoc|roi)|cach day)\b(?! \w+ den\b)",
    r"\bviec( \w+)? (gui|nop) bai\b",
    r"\b(gui|nop)( \w+){0,6} (bi|ma|khong|loi)( \w+){0,3} (tra lai|tra ve|loi|duoc|di)\b",
    r"\b(khong|chua)( \w+){0,3} (mo|thay|doc|xem|tai|nhan)( duoc)?( \w+){0,4} (dinh kem|file|tep|kem theo)",
    r"\b(ke hoach|cong van|thu|mau|dinh huong|huong dan)( (?!quen\b)\w+){0,4} (kem theo|dinh kem)",
    # "chương trình gửi kèm công văn"
    r"\b(chuong trinh|mau|phu luc|de cuong|dinh huong|huong dan|danh muc|ke hoach|bieu mau|the le|lich|giay moi)"
    r"( \w+){0,2} (gui|dinh|ban hanh)? ?kem( theo)? (cong van|ke hoach|thu|giay moi|thong bao|van ban)\b",
    # beside a paper that was sent before
    (
        rf"(?<!gui )(?<!nop )(?<!dinh )\b(kem|kem theo|kem voi) {PAPER}( \w+){{0,2}} "
        r"(hom (qua|truoc|no|kia)|da (gui|nop)|(lan |tuan )?truoc)\b"
    ),
)
#: Where files lie: no telephone nor group of Zalo's, and no form nor table of Google's.
_SHARES = (
    r"(drive\.google|docs\.google(?!\.com/(?:[\w.-]{1,60}/){0,3}(?:forms|spreadsheets)/)|1drv\.ms|onedrive\.live|"
    r"sharepoint\.com|dropbox\.com|mega\.nz|mediafire\.com|"
    r"wetransfer\.com|we\.tl|(?<![\w-])file[\w-]{0,20}\.zalo\.me|fshare\.vn|box\.com|icloud\.com|terabox|4shared|transfernow|filemail|"
    r"sendanywhere|send-anywhere|photos\.app\.goo|kdocs\.(cn|com)|wps\.(cn|com))"
)
_LINK = re.compile(
    rf"https?://[^\s<>\"]{{0,200}}?{_SHARES}[^\s<>\"]{{0,300}}"
    # typed, or copied from the address bar
    rf"|(?<![\w@.-])(?:[\w-]{{1,60}}\.){{0,4}}{_SHARES}[\w.-]{{0,60}}/[^\s<>\"]{{1,300}}",
    re.IGNORECASE,
)
#: A link to what those places have besides files; of a signature, where no path leads to one.
_NO_FILE = re.compile(r"docs\.google\.com/forms/|\bzalo\b|\.(com|cn|nz|vn)(/[\w.-]{0,11})?/?[).,;]*$", re.IGNORECASE)
#: A link of any place, beside words that somebody's file lies there.
_ANY_LINK = re.compile(r"https?://[^\s<>\"]{4,300}|\bwww\.[^\s<>\"]{4,300}", re.IGNORECASE)
#: Where the sentence around a link begins and ends.
_BEGINNING = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
_END = re.compile(r"[.!?;](?=\s)|\n")
_LIES_THERE = one_of(
    (
        rf"\b({PAPER}|file|tep|ban word)\b.{{0,60}}\b"
        r"(luu|up|upload|tai len|dua len|de|nam|o|tai|qua|theo|trong|tren|mo|bang)"
        r"( (len|tren|o|tai|trong|qua|theo|cai|duong|muc|web|trang))* "
        r"(link|lien ket|duong dan|(one|google )?drive|cloud|dam may|may chu|server|dia chi sau|day)\b"
    ),
    (
        rf"\b(tai|download|lay|xem|mo)( (ve|xuong|giup|ho|em|toi|cho))* ({PAPER}|file|tep)( \w+){{0,4}} "
        r"(tai|o|theo|qua|tu|trong)\b"
    ),
    rf"\b(link|duong dan|lien ket)( \w+){{0,2}} ({PAPER}|file bai|tep bai)\b(?! (mau|hoc|bao))",
)
#: Whose a link is that stands alone in a line, as people sign: "Hồ sơ: ...", "Facebook: ...".
_LABEL = re.compile(
    r"^\W*(zalo|facebook|fb|web(site)?|trang (ca nhan|web)|blog|ho so( khoa hoc)?|ly lich( khoa hoc)?|orcid|linkedin|"
    r"youtube|(google )?scholar|portfolio|cv|profile|homepage)\s*[:–-]\s*$"
)
_MANY_LINKS = 10
_NAMED_FILE = re.compile(r"\.(docx?|pdf|rtf|odt|zip|rar|7z)\b")
#: What else may lie behind a link.  "Anh" alone is whom somebody speaks to.
_THING = (
    r"(album|video|clip|(bieu |bai )?mau|form|phieu|danh (sach|muc)|ke hoach|cong van|du thao|gop y|nhan xet|phan bien|"
    r"chuong trinh|lich|nhom (zalo|chat|facebook|fb)|(tham gia|vao) nhom|hoa don|bien lai|minh chung|slides?|"
    r"trinh chieu|power ?point|logo|giay (moi|gioi thieu|xac nhan|chung nhan)|quyet dinh|ban do|kich ban|bia|market|"
    r"(tai|tam|buc|kho|hinh) anh(?! (oi|a|nhe|giup)\b)|"
    r"anh (hoi (thao|nghi)|chup|hoat dong|minh hoa|chan dung|the|dai bieu|luu niem|tu lieu)|dang ky|"
    r"photos?|pictures|template|registration|programme|agenda|list of)"
)
_THING_SAID = re.compile(rf"\b{_THING}\b")
#: "Góp ý bài của em", "danh sách bài tham luận": the paper named there does not lie behind the link.
_THING_OF_PAPER = re.compile(rf"\b{_THING}( (?!(va|kem|cung|gui|nop)\b)\w+){{0,2}} {PAPER}\b")
_US = r"(btc|btk|ban (to chuc|thu ky))"
#: A link of ours that somebody speaks about.
_LINK_OF_OURS = re.compile(
    r"\b(khong|chua|ko)( the)?( \w+)? ?(mo|vao|xem|truy cap|doc|tai (ve|xuong))( \w+)? duoc\b"
    rf"|\b(mo|vao|xem|tai) khong duoc\b|\b{_US}( \w+)? (gui|dua|dang|chia se)\b|(?<!theo mau )\bcua {_US}\b"
)
_SENDS = re.compile(r"(?<!kinh )(?<!da )\b(gui|nop)\b")
_IN_CASE = re.compile(r"\b(neu|truong hop|lo|co gi|thi (bao|nhan|goi|alo|lien he|viet))\b")
_BEHIND_LINK = re.compile(
    rf"{_NAMES_PAPER.pattern}|\b(toan van|full ?text|article|manuscript|abstract|submission|(file|tep) bai|"
    r"ban (word|day du|chinh thuc|hoan chinh))\b"
)
#: Pictures, and none that a paper has.
_PICTURES = re.compile(r"(?<!nhiều )(?<!có )(?<!chèn )(?<!chứa )(?<!kèm )(?<!hình )\bảnh\b", re.IGNORECASE)
_HANDS_OVER = re.compile(
    r"\b(da|vua)? ?(chia se|gui cho (ban|quy vi)|moi (ban|quy vi))\b|\b(shared|sent you|invited you|has shared)\b"
)
_OF_PAPERS = re.compile(r"\btham luan\b")


def missing_words(subject: str, text: str, *, enclosed: bool = False) -> Iterator[tuple[Missing, str]]:
    """What the words show was meant to be in the mail: a link instead of the file, a file that was promised.

    `enclosed`: some file came; then only words that speak of a paper show that another was meant.
    """
    if link := _shared(subject, text) or _stored(text):
        yield Missing.LINK, link[0][:100]
    promised = list(_promised(subject, text, enclosed=enclosed))
    if promised:  # what speaks of a file in this very mail is the surer word
        yield Missing.PROMISED, next(filter(names_enclosure, promised), promised[0])


def _promised(subject: str, text: str, *, enclosed: bool) -> Iterator[str]:
    subject = own_subject(subject)
    for number, part in enumerate(sentences(subject, text)):
        pattern = _SUBJECT_PROMISE if number == 0 and subject.strip() else _PROMISE
        said = _ELSEWHEN.sub(" ", OF_A_PAPER.sub(" ", part) if enclosed else part)
        if _DISCLAIMER.search(part) or (enclosed and not _NAMES_PAPER.search(said)):
            continue
        matches = list(pattern.finditer(said))
        if matches and not (pattern is _SUBJECT_PROMISE and _is_about(matches[0][0], text)):
            # "xin gửi bài theo tệp đính kèm": of one sentence, too
            yield shown(next((match for match in matches if names_enclosure(match[0])), matches[0]))


def _is_about(words: str, text: str) -> bool:
    """Whether a subject that names a paper stands above a note about it, in which nothing is sent nor asked to be
    looked at: who forgets the file says so, or says who they are.
    """
    said = fold(text[:LIMIT])
    if _OF_SENDING.search(words) or _OF_SENDING.search(said) or not _NAMES_PAPER.search(said):
        return False
    return _FEW_WORDS < len(said.split()) < _MANY_WORDS


def _shared(subject: str, text: str) -> re.Match[str] | None:
    """The first link to a place where files lie that may lead to the paper: not below a signature, and not to what the
    words around it call something else.  Alone it leads there, whatever stands above it: so people write who send it.
    """
    opening = text[: LIMIT * 3]
    links = islice(_LINK.finditer(opening), _MANY_LINKS)
    return next((link for link in links if _leads_to_paper(subject, opening, link)), None)


def _leads_to_paper(subject: str, text: str, link: re.Match[str]) -> bool:
    before, after = text[: link.start()], text[link.end() : link.end() + _OPENING]
    line = fold(before[before.rfind("\n") + 1 :])
    mark = SIGNATURE_MARK.search(before)
    if _LABEL.match(line) or (mark and not _is_signed_with(before[: mark.start()], before[mark.end() :])):
        return False
    around = f"{re.split(_BEGINNING, before[-_OPENING:])[-1]} {re.split(_END, after, maxsplit=1)[0]}"
    said = _THING_OF_PAPER.sub(" danh muc ", fold(around))
    if _is_link_of_ours(said):
        return False
    if not _BEHIND_LINK.search(said) and not _calls_otherwise(around):
        around = f"{own_subject(subject)}\n{_ANY_LINK.sub(' ', text)}"
        said = _THING_OF_PAPER.sub(" danh muc ", fold(around))
    return _BEHIND_LINK.search(said) is not None or not _calls_otherwise(around)


def _is_link_of_ours(said: str) -> bool:
    """Whether folded words speak of a link that we sent; not of one that we may fail to open."""
    return _LINK_OF_OURS.search(said) is not None and not (_PROMISE.search(said) or _IN_CASE.search(said))


def _is_signed_with(above: str, below: str) -> bool:
    """Whether a link below a signature's mark, after `below`, was put there by a mail program for a file or somebody
    who drew a line: a file's name stands before it, or something is sent above.
    """
    return _SENDS.search(fold(above)) is not None or _NAMED_FILE.search(fold(below)) is not None


def _calls_otherwise(words: str) -> bool:
    return _PICTURES.search(words) is not None or _THING_SAID.search(fold(words)) is not None


def _stored(text: str) -> re.Match[str] | None:
    """The link to a file, of whatever place, that the words before it or around it call one."""
    link = _ANY_LINK.search(text[:LIMIT])
    beside = _ANY_LINK.sub(" ", text[:LIMIT])
    return link if link and any(map(_says_where, sentences("", beside))) else None


def _says_where(sentence: str) -> bool:
    return _LIES_THERE.search(_THING_OF_PAPER.sub(" ", sentence)) is not None and not _is_link_of_ours(sentence)


def links_to_file(text: str) -> str | None:
    """A link, beside files that came, to one that lies elsewhere: some mail programs make it of what is too large.
    Forms to fill in and people's numbers are no files.
    """
    links = (link for link in _LINK.finditer(text[: LIMIT * 3]) if not _NO_FILE.search(link[0]))
    link = next(links, None) or _stored(text)
    return link[0][:100] if link else None


def hands_over(subject: str, text: str) -> bool:
    """Whether a program's words pass on something an author meant for us: a shared file, or word of a paper."""
    words = fold(f"{subject}\n{text[:LIMIT]}")
    shared = _LINK.search(text[: LIMIT * 3]) is not None and _HANDS_OVER.search(words) is not None
    return shared or _OF_PAPERS.search(words) is not None


def names_enclosure(words: str) -> bool:
    """Whether promising words speak of a file in this very mail ("gửi kèm"), not only of sending a paper."""
    return _ENCLOSED.search(words) is not None


def promises_file(text: str) -> bool:
    """Whether the opening of a text speaks of a file in this very mail.  What a paper says further down does not."""
    promises = (_PROMISE.search(_ELSEWHEN.sub(" ", part)) for part in sentences("", text[:_OPENING]))
    return any(match is not None and names_enclosure(match[0]) for match in promises)
