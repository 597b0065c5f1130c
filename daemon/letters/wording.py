"""How Vietnamese letters write things: dates, sizes, names, salutations; and what no language changes.  PURE, no
business logic.

`english` has the same for English letters; `languages` says what both have.

Vietnamese administrative usage: dates dd/mm/yyyy, times HH:MM of the conference's zone with the zone named, decimal
comma.  Words of other people (names, titles, file names, subjects) are cleaned before they stand in a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from daemon.config import Config, School
from daemon.letters.terms import ChartTerms, CopyTerms, ListTerms, ReportTerms
from daemon.model import Address, Finding, OrderKind, Verdict, path_within
from daemon.text.dates import zone_name
from daemon.text.vietnamese import SYLLABLE, fold

#: What the checks are called in letters and tables.
_CHECK_LABELS = {
    "file": "Tệp bài viết",
    "font": "Phông chữ",
    "encoding": "Bảng mã tiếng Việt",
    "pages": "Số trang",
    "elements": "Các nội dung phải nêu",
    "topic": "Chủ đề",
    "identity": "Tác giả và đơn vị",
    "deadline": "Thời hạn",
}

#: Decisions of the secretariat: what to write, in words that `daemon.intake.commands` understands, and what it does.
ORDERS: Mapping[OrderKind, tuple[str, str]] = {
    OrderKind.MERGE: ("GỘP {code} VÀO {other}", "{code} là bản sửa của {other}, thuộc bài đó"),
    OrderKind.SPLIT: ("TÁCH {code}", "bản sau cùng của {code} thành bài riêng"),
    OrderKind.WITHDRAW: ("RÚT {code}", "{code} không còn tính; các bản vẫn được lưu"),
    OrderKind.RESTORE: ("KHÔI PHỤC {code}", "{code} được tính trở lại"),
    OrderKind.KEEP: ("GIỮ {code}", "để nguyên {code}, không thay đổi gì; người gửi không được báo"),
    OrderKind.VET: ("THẨM ĐỊNH {code}", "ghi nhận {code} đã thẩm định"),
    OrderKind.PASS: ("ĐẠT {code}", "{code} đạt yêu cầu, theo quyết định của người xem"),
    OrderKind.FAIL: ("KHÔNG ĐẠT {code}", "{code} chưa đạt yêu cầu; tác giả được báo để sửa"),
    OrderKind.SCHOOL: ("{UNIT} {code} {other}", "{code} là bài của {other}"),
    OrderKind.UNVET: ("CHƯA THẨM ĐỊNH {code}", "ghi nhận {code} chưa thẩm định"),
}
#: Stands for a school where nobody knows which.
ANY_SCHOOL = "(tên {unit})"
#: What keeping a paper does where a digest asks.
KEPT = "đã xem, để nguyên; không nhắc lại nữa, người gửi không được báo"
#: What an order does where a digest asks for it because of something: kind of `digests.Reason`, order.
MEANT: Mapping[tuple[str, OrderKind], str] = {
    ("late", OrderKind.PASS): "tiếp nhận {code} dù nộp muộn, bài đạt yêu cầu; người gửi được báo",
    (
        "only_late",
        OrderKind.KEEP,
    ): "{code} vẫn là bài nộp muộn, chưa được tiếp nhận; không nhắc lại nữa, người gửi không được báo",
    ("over_quota", OrderKind.KEEP): "tiếp nhận cả {code}; không nhắc lại nữa, người gửi không được báo",
    # Of one that is late or to be looked at as well, which keeping it leaves open.
    ("over_quota_open", OrderKind.PASS): "{code} đạt yêu cầu, dù nộp muộn hoặc chờ xem xét; người gửi được báo",
    ("over_quota_open", OrderKind.KEEP): "{code} được vượt số bài; không nhắc lại nữa, người gửi không được báo. "
    "Để tiếp nhận hẳn, ghi cả dòng ĐẠT {code}: thiếu dòng ấy, bài vẫn là nộp muộn hoặc chờ xem xét",
}

CHART = ChartTerms(
    filename="Biểu đồ.png",
    compliant="đạt yêu cầu",
    not_yet="chưa đạt",
    wanted="số bài cần có",
    day_by_day="Số bài đã nhận, theo ngày",
    day="{:%d/%m}".format,
)
LIST = ListTerms(
    filename="Danh sách bài",
    open="Các bài",
    summary="Tổng hợp",
    homeless="Chưa rõ đơn vị",
    total="Cộng",
    as_of="Tính đến {moment}",
    date_format="dd/mm/yyyy hh:mm",
    verdicts={Verdict.PASS: "Đạt về thể thức", Verdict.FAIL: "Cần sửa", Verdict.REVIEW: "Chờ xem xét"},
    ruled=", theo quyết định",
    counts="được tính",
    withdrawn="đã rút",
    merged="gộp vào {code}",
    late="muộn",
    vetted="đã thẩm định {day}",
    vetted_before="đã thẩm định {day}, sau đó có bản mới",
    not_vetted="chưa thẩm định",
    checks={
        "file": "tệp", "font": "phông chữ", "encoding": "bảng mã", "pages": "số trang",
        "elements": "nội dung phải nêu", "topic": "chủ đề", "identity": "tác giả, đơn vị", "deadline": "thời hạn",
    },
    author="tác giả",
    columns={
        "code": "Mã bài", "title": "Tên bài", "authors": "Tác giả", "topic": "Chủ đề", "state": "Tình trạng",
        "form": "Thể thức", "points": "Cần sửa, cần xem", "late": "Nộp muộn", "due": "Thời hạn riêng",
        "vetting": "Thẩm định",
        "version": "Lần gửi", "first_at": "Nhận lần đầu", "last_at": "Nhận bản sau cùng", "sender": "Người gửi",
        "address": "Địa chỉ",
    },
    sums={
        "school": "Đơn vị", "wanted": "Số bài cần có", "papers": "Đã nhận", "compliant": "Đạt", "correcting": "Cần sửa",
        "doubtful": "Chờ xem xét", "late": "Nộp muộn", "withdrawn": "Đã rút", "missing": "Còn thiếu", "over": "Vượt",
        "vetted": "Đã thẩm định", "due": "Thời hạn riêng",
    },
)  # fmt: skip
REPORT = ReportTerms(
    title="Kết quả kiểm tra {papers} – {conference}",
    verdicts={Verdict.PASS: "đạt", Verdict.FAIL: "chưa đạt", Verdict.REVIEW: "cần người xem"},
    paper_title="tên bài",
    rule="quy định",
    remarks="nhận xét",
    papers=lambda count: f"{number(count)} bài",
    characters=lambda count: f"{number(count)} ký tự",
    more_fonts=lambda count: f"và {number(count)} phông khác",
    by="Theo {plan}",
)
COPIES = CopyTerms(
    annotated="{code} - góp ý.docx",
    corrected="{code} - đã sửa phông chữ.docx",
    opening="GÓP Ý VỀ THỂ THỨC. Đây là bản sao có đánh dấu; xin sửa trên tệp gốc hoặc trên bản này rồi gửi lại.",
    legacy=(
        "Từ đoạn này có chữ gõ bằng bảng mã cũ ({legacy}). "
        "KHÔNG chỉ đổi phông, vì chữ sẽ bị lỗi; hãy chuyển sang Unicode theo cách nêu ở góp ý đầu bài."
    ),
    legacy_paragraph=(
        "Đoạn này có chữ gõ bằng bảng mã cũ ({legacy}). "
        "KHÔNG chỉ đổi phông, vì chữ sẽ bị lỗi; hãy chuyển sang Unicode theo cách nêu ở góp ý đầu bài."
    ),
    beyond=(
        "Từ đây là trang {page}; bài viết không quá {limit:02} trang ({clause}). "
        "Đề nghị rút gọn để phần từ chỗ này trở đi không còn vượt quá. "
        "Chỗ ngắt trang có thể lệch vài dòng so với khi mở bằng Word."
    ),
)

_BREAKS = re.compile(r"\s+")  # no-break spaces count too: these are other people's words
_SOURCE_BREAKS = re.compile(r"[ \t\r\n]+")  # our own no-break spaces stay
_PROMISE = re.compile(r"; [^.;]+ sẽ [^.;]+(?=\.)")
#: A name that says itself how to address its bearer.  Ông is a family name, too: "Ông Huyên" is no Mr Huyên.  "Chị" is
#: said by friends, and Anh a given name: "Anh Thư" may be a woman.
_STYLED = re.compile(
    r"(ông|bà|đồng chí|đ/c) +(?=\S+ +\S)|(thầy|cô) +(?=\S)|chị +(?=\S)"
    r"|(mrs?|ms|miss)\b\.? *(?=\S)",
    re.IGNORECASE,
)
_STYLES = {"ông": "Ông", "bà": "Bà", "thầy": "Thầy", "cô": "Cô", "mr": "Ông", "mrs": "Bà", "ms": "Bà", "miss": "Bà"}
#: What stands behind a name in brackets, or behind a dash and begins as units do.
_UNIT_BEHIND = re.compile(
    r"\s*(\([^()]*\)|\[[^\[\]]*\]|"
    r"(\s[-–—|]|,)\s+(TCT|trường|khoa|phòng|ban|trung tâm|học viện|tỉnh ủy|sở|viện)\b.*)\s*$",
    re.IGNORECASE,
)
#: Who is of no party and no school here.
_ANYBODY = "Ông/Bà"
_UNITS = ("byte", "KB", "MB", "GB")


def addressed(salutation: str, you: str) -> dict[str, str]:
    """How a letter speaks to its reader: "Kính gửi <salutation>", "<you>" within a sentence, "<You>" beginning one."""
    return {"salutation": salutation, "you": you, "You": capital(you)}


def capital(words: str) -> str:
    """The words as a sentence begins with them; capitals within stay."""
    return words[:1].upper() + words[1:]


def answering(sender: Address, config: Config) -> dict[str, str]:
    """How the answer to a message addresses who wrote it; the office of a school that takes part, as the school."""
    name = display_name(sender)
    if name and is_office(name, config):
        school = config.speaks_for(sender.key)
        return reminding(school, (), config) if school is not None else addressed(name, "quý đơn vị")
    called, style = _without_unit(name), config.conference.form_of_address
    if (said := _STYLED.match(called)) is not None:
        style = _STYLES.get(said[0].rstrip(" .").casefold(), style)
        called = called[said.end() :]
    elif _is_from_abroad(name, config):
        style = _ANYBODY
    return addressed(f"{style} {called}".strip(), style)


def _without_unit(name: str) -> str:
    """A person's name without what mail programs show behind it: "Lê Văn An (TCT Nghệ An)", "Lê An - Khoa Dân vận"."""
    person = _UNIT_BEHIND.sub("", name)
    return person if len(person.split()) > 1 else name


def _is_from_abroad(name: str, config: Config) -> bool:
    """Whether a name is no Vietnamese one: without a family name of ours first or last, and with a word that nobody
    here could be called by; "Tony Đặng" is one of ours.
    """
    words = re.findall(r"[^\W\d_]+", fold(name))
    if words and not any(word.isascii() for word in words):
        return True
    surnames = {fold(surname).split()[0] for surname in config.vocabulary.surnames}
    if len(words) < 2 or surnames & {words[0], words[-1]}:
        return False
    return any(len(word) >= _LONG and not SYLLABLE.fullmatch(word) and re.search("[aeiouy]", word) for word in words)


def reminding(school: School | None, to: Sequence[Address], config: Config) -> dict[str, str]:
    """How a letter of the calendar addresses its readers: a school, or people."""
    if school is not None:
        return addressed(school.name, "quý Trường" if _is_school(school) else "quý đơn vị")
    return answering(to[0] if to else Address(""), config)


def guest() -> dict[str, str]:
    """How an invitation addresses somebody of whom no name is known."""
    return addressed("Quý đại biểu", "Quý đại biểu")


def units(config: Config) -> dict[str, str]:
    """What those are called who send papers, where no name is said: schools, where all of them are; `units` is empty
    where no paper counts for any (an open call).
    """
    if not config.schools:
        return {"unit": "đơn vị", "the_unit": "đơn vị", "units": ""}
    if all(map(_is_school, config.schools)):
        return {"unit": "trường", "the_unit": "nhà trường", "units": "các trường"}
    return {"unit": "đơn vị", "the_unit": "đơn vị", "units": "các đơn vị"}


def check_labels(config: Config) -> dict[str, str]:
    """What each check is called; where no paper counts for a unit, none is asked for."""
    return _CHECK_LABELS if config.schools else _CHECK_LABELS | {"identity": "Tác giả"}


def _is_school(school: School) -> bool:
    """By its name: an office, an association or a centre is no "quý Trường"."""
    return school.name.casefold().startswith("trường ")


def numbered(number: str, name: str) -> str:
    """A theme as the plan lists it: "1.2.3 Đổi mới ..."; "2. Đổi mới ...", for a bare 2 would count what follows."""
    return f"{number}{'' if '.' in number else '.'} {name}".strip()


def short_names(schools: Sequence[School]) -> list[str]:
    """What tells schools apart where there is no room for their names: the place of each where no other has it, else
    the shortest way to write its name.
    """
    places = [next(iter(school.places), "") for school in schools]
    return [
        place if place and places.count(place) == 1 else min((school.name, *school.aliases), key=len)
        for place, school in zip(places, schools, strict=True)
    ]


def wanted(school: School) -> str:
    """As in "3–5 bài", "từ 6 bài trở lên"."""
    if not school.min_papers and school.max_papers != 0:
        return "không bắt buộc" if school.max_papers is None else f"không quá {school.max_papers} bài"
    if school.max_papers is None:
        return f"từ {school.min_papers} bài trở lên"
    if school.min_papers == school.max_papers:
        return f"{school.min_papers} bài"
    return f"{school.min_papers}–{school.max_papers} bài"


def told(finding: Finding, config: Config) -> Finding:  # noqa: ARG001 - as in other languages
    """The finding in words for its author: those it has, for checks speak Vietnamese."""
    return finding


def looked_at(finding: Finding, config: Config) -> Finding:  # noqa: ARG001 - as in other languages
    """A finding as told, for who looks or has looked: without "; Ban Thư ký Hội thảo sẽ xem trực tiếp"."""
    return replace(finding, summary=unpromised(finding.summary))


def unpromised(summary: str) -> str:
    """What a check says, without who will look at it."""
    return _PROMISE.sub("", summary)


def in_time(due: str, *, late: bool) -> str:
    """What is said of the time of arrival; `due` is the deadline as letters write it."""
    return f"Bài đến {'sau' if late else 'trong'} thời hạn; thời hạn nộp bài là {due}."


def place(at: str, excerpt: str, font: str, characters: int) -> str:
    """As in "trang 3, đoạn 21: “Qua ba năm” (Arial, 6 ký tự)"."""
    amount = f"{font or 'không rõ phông'}, {number(characters)} ký tự"
    return f"{': '.join(part for part in (at, excerpt and f'“{excerpt}”') if part)} ({amount})".strip()


def where(place: str) -> str:
    """A place as checks name it ("trang 3, đoạn 21"): in the words that it has."""
    return place


def in_font(font: str, wanted: str, characters: int, paragraphs: int) -> str:
    """What is said beside text in another font than the one that is wanted."""
    several = f"{number(paragraphs)} đoạn liền nhau, " if paragraphs > 1 else ""
    return f"Phông {font} ({several}{number(characters)} ký tự). Bôi đen chỗ này, chọn phông {wanted}."


def number_in_font(font: str, wanted: str, paragraphs: int) -> str:
    """What is said where list numbers are in another font than the text; a click on one selects all of its level."""
    which = f"của {number(paragraphs)} đoạn, từ đoạn này," if paragraphs > 1 else "của đoạn này"
    return f"Số thứ tự tự động {which} dùng phông {font}. Bấm chuột vào chính con số, chọn phông {wanted}."


def unmarked(count: int) -> str:
    """What is said of places in other fonts that are not marked."""
    return f"Ngoài những chỗ được đánh dấu trong bản này, còn {number(count)} chỗ khác dùng phông khác."


def more_places(count: int) -> str:
    """As in "… và 3 chỗ khác"."""
    return f"… và {number(count)} chỗ khác"


def clean(text: str, limit: int = 300) -> str:
    """Someone else's words as one line: NFC, without control, format and bidirectional characters, bounded.

    Emoji joiners go as well; nothing invisible is left that could turn a line around or hide a part of it.
    """
    spaced = _BREAKS.sub(" ", unicodedata.normalize("NFC", text))
    shown = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def oneline(text: str) -> str:
    """A paragraph of a template, broken over source lines, as one line.  Keeps markup (Markup in, Markup out)."""
    return type(text)(_SOURCE_BREAKS.sub(" ", text).strip())


def size(count: int) -> str:
    """Bytes as people read them, decimal comma: "812 byte", "45,2 KB", "50 MB"."""
    value, unit = float(count), 0
    while unit < len(_UNITS) - 1 and round(value, 1) >= 1000:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f}".removesuffix(".0").replace(".", ",") + f" {_UNITS[unit]}"


def number(count: int) -> str:
    """With a dot between thousands: "1.190"."""
    return f"{count:,}".replace(",", ".")


def day(when: date, zone: tzinfo) -> str:
    """dd/mm/yyyy; a moment is taken in the zone first."""
    local = when.astimezone(zone) if isinstance(when, datetime) else when
    return f"{local:%d/%m/%Y}"


def moment(when: datetime, zone: tzinfo) -> str:
    """As in "09:15 ngày 05/11/2021 (giờ Việt Nam)"."""
    return f"{when.astimezone(zone):%H:%M} ngày {day(when, zone)} ({zone_name(when, zone)})"


def last_moment(config: Config, due: datetime | date | None = None) -> str:
    """The deadline, of all or another: "hết ngày 10/11/2021 (giờ Việt Nam)", or with its time where it has one."""
    given = due or config.rules.deadline
    deadline = config.last_moment(given)
    if isinstance(given, datetime):
        return moment(deadline, config.zone)
    return f"hết ngày {day(deadline, config.zone)} ({zone_name(deadline, config.zone)})"


def filename(name: str) -> str:
    """A file's name for readers; a member of an archive as "bài.docx (trong bai.zip)"."""
    *outer, inner = (clean(part, 160) for part in path_within(name))
    return f"{inner} (trong {', '.join(outer)})" if outer else inner


def listing(parts: Iterable[str], last: str = "và") -> str:
    """As in "a", "a và b", "a, b và c"."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def moment_or_none(when: datetime | None, zone: tzinfo) -> str | None:
    """`moment`, for times that may be unknown."""
    return None if when is None else moment(when, zone)


def display_name(sender: Address) -> str:
    """The sender's display name where it is a name; "" where it is empty, an address, or nothing readable."""
    name = clean(sender.name, 80).strip("\"'“”‘’ ")
    if "@" in name or not any(c.isalpha() for c in name):
        return ""
    return name


#: What follows the first words of an office's name and no given name.
_OF_OFFICE = re.compile(r"\b(truong (ct|chinh|dang)|tct|chinh tri|tinh|(tinh|thanh|dang|huyen) uy|hoc vien|ubnd|cum)\b")
#: "P. Đào tạo", "P.TCHC"; not "P. Nguyễn".
_CUT_SHORT = re.compile(r"^P\. ?(?=[^\W\d_]+ [a-zà-ỹđ]|[A-ZĐ]{3,}\b)")
_LONG = 3  #: syllables that no Vietnamese name begins with by chance


def _begins_with_office(name: str, folded: str, config: Config) -> bool:
    """Whether a name begins with office words of several syllables, or with letters that stand for them ("QLĐT").

    Văn and Đoàn are family names, and without diacritics so is Trường: "Văn thư" and "Đoàn Thanh niên" are
    offices, "Van Phong" and "Văn Thư Hà" people.
    """
    own = {surname.casefold() for surname in config.vocabulary.surnames}
    surnames = {fold(surname) for surname in own} if name.isascii() else own
    words = name.casefold().split()
    short = {fold(office) for office in config.vocabulary.office_words if office.isupper()}
    single = {fold(office) for office in config.vocabulary.office_words if " " not in office}
    if folded.split(maxsplit=1)[0] in single and short.intersection(re.findall(r"\w+", folded)[1:2]):
        return True  # "Phong QLDT"
    for office in config.vocabulary.office_words:
        known, size = fold(office), len(office.split())
        rest = folded.removeprefix(known)
        if rest == folded or re.match(r"\w", rest) or (size == 1 and not office.isupper()):
            continue
        same = " ".join(words[:size]) == office.casefold()
        if size == 1 or size >= _LONG or (words[0] not in surnames and (same or name.isascii())):
            return True
        if not (same or name.isascii()):
            continue
        lower = name.split()[1][:1].islower() and name[:1].isupper()
        if lower or _OF_OFFICE.search(rest) or (same and not rest):
            return True
    return False


def _is_given_name(name: str, config: Config) -> bool:
    """Whether a name that begins as an office's is what somebody is called: "Trường", "Khoa Bảo", as telephones have
    it.  An office of two syllables has a matter that is known: "Khoa Luật", "Trường Đảng".
    """
    first, *rest = name.split()
    if first.casefold() not in {word.casefold() for word in config.vocabulary.office_words if not word.isupper()}:
        return False
    matters = {word.casefold() for word in config.vocabulary.office_matters}
    if not rest or not matters:
        return not rest
    if len(rest) > 1 or rest[0].casefold() in matters or not SYLLABLE.fullmatch(fold(rest[0])):
        return False
    return rest[0][0].isupper() == first[0].isupper()


def is_office(name: str, config: Config) -> bool:
    """Whether a display name is that of a school or an office, who is not addressed as "đồng chí".

    "Khoa Nguyễn" and "Phong Trần" are people, and so is whoever writes his school behind his name.
    """
    name = _CUT_SHORT.sub("Phòng ", name)
    if _is_given_name(name, config):
        return False
    folded = fold(name)
    if _begins_with_office(name, folded, config):
        return True
    schools = [fold(known) for s in config.schools for known in (s.name, *s.aliases) if len(known.split()) > 2]
    if any(folded.startswith(school) for school in schools):
        return True
    words = name.casefold().split()
    surnames = {surname.casefold() for surname in config.vocabulary.surnames}
    if name.isascii():  # typed without diacritics: "Tran Van An"
        surnames = {fold(surname) for surname in surnames}
    if surnames.intersection(words[:1]):
        return False
    lowered = name.casefold()
    if any(re.match(rf"{re.escape(word.casefold())}\b", lowered) for word in config.vocabulary.office_words):
        return len(words) > 2 or not surnames.intersection(words[1:2])
    return any(school in folded for school in schools)
