"""Check `font`: all visible text in the one font of the plan (ĐHVB 5: "Font chữ Time new Roman").

The document comes with the font of every character after the whole cascade; this only counts and says where.
White space, invisible characters, bullets, symbols and equations never offend.  In a PDF a font of the same widths
made to stand in (Liberation Serif for Times New Roman) is the wanted font: whoever exported it without Microsoft's
fonts chose Times New Roman all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any
from unicodedata import normalize

from daemon.checks.marks import marks
from daemon.checks.paper import Paper, Rule, by_person, finding, number
from daemon.checks.places import APART, LIST_NUMBER, Locator, excerpt, in_words, locator
from daemon.fonts import is_symbol_font, metric_twin, normal, same_font, visible_characters
from daemon.model import FileKind, Finding, Outcome, Paragraph, Reason, Span, UnreadPart
from daemon.text.legacy import Encoding, Legacy, shows_capitals, to_unicode

_MOST_PLACES = 5  #: named per font
_MOST_FONTS = 200  #: listed; nobody has more than some hundred fonts
_FONTS_WITH_PLACES = 20  #: of which more than the largest place is named
_SHOWN = 300  #: characters of a piece that are converted for showing; an excerpt is shorter still
_NEIGHBOURHOOD = 30  #: characters on either side that help to find the page
_TINY = 3  #: visible characters of a piece that nobody finds by its excerpt alone
_SOFT_HYPHEN = "\u00ad"  #: TCVN3's code of "ư"

_NO_TEXT = "Không tìm thấy chữ nào trong tệp (có thể là ảnh quét)"


def typed_text(paper: Paper) -> tuple[str, ...]:
    """What to send in place of a scan: the file of Word, or what is saved from it where that is not taken."""
    kind = paper.config.rules.best_kind
    typed = "tệp Word của bài (.docx)" if kind is FileKind.DOCX else f"tệp .{kind.value} xuất ra từ tệp gốc của bài"
    return (f"Gửi {typed} thay cho bản quét hoặc ảnh chụp.",)


_PARTS = {
    UnreadPart.DOCUMENT: "tài liệu nhúng",
    UnreadPart.CHART: "biểu đồ",
    UnreadPart.DIAGRAM: "sơ đồ SmartArt",
    UnreadPart.WORD_ART: "chữ nghệ thuật (WordArt)",
    UnreadPart.CANVAS: "hình vẽ có chữ",
    UnreadPart.SCAN: "trang chỉ là ảnh (ảnh quét)",
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Adjoining characters of a paragraph in one other font."""

    font: str  #: "" when the file does not say
    characters: int
    text: str
    around: str
    shown: str  #: `text` as its author reads it: legacy letters converted
    paragraph: Paragraph
    start: int  #: of `text` in the spans of its paragraph
    end: int
    opens: bool  #: nothing visible of its paragraph stands before it
    closes: bool  #: or behind it
    of_number: int = 0  #: how many of its characters are the list number

    @property
    def is_number(self) -> bool:
        """Whether it is a list number alone, which stands before the text and not in it."""
        return self.of_number == self.characters


@dataclass(frozen=True, slots=True)
class _Count:
    characters: int
    pieces: tuple[_Piece, ...]
    twins: frozenset[str]  #: fonts that stood in for the wanted one (PDF)

    @property
    def known(self) -> tuple[_Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.font)

    @property
    def other(self) -> int:
        return sum(piece.characters for piece in self.known)

    @property
    def fonts(self) -> int:
        """How many other fonts there are."""
        return len({piece.font for piece in self.known})

    @property
    def numbers(self) -> int:
        """Those of them that are numbers of lists."""
        return sum(piece.of_number for piece in self.known)

    @property
    def unknown(self) -> int:
        return sum(piece.characters for piece in self.pieces if not piece.font)


def check(paper: Paper) -> Finding:
    """Counts visible characters in other fonts against the tolerance."""
    counted = _count(paper)
    at = locator(paper.document, paper.rendering)
    offences = _offences(counted.known, at)
    details: dict[str, Any] = {
        "characters": counted.characters,
        "other_characters": counted.other,
        "offences": offences,
        "font": paper.config.rules.font,
        "kind": (paper.document.converted_from or paper.document.kind).value,
    }
    if paper.document.converted_from:
        details["converted_from"] = paper.document.converted_from.value
    if counted.fonts > len(offences):
        details["other_fonts"] = counted.fonts
    if counted.numbers:
        details["list_number_characters"] = counted.numbers
    if counted.unknown:
        details["unknown_characters"] = counted.unknown
    outcome, summary, reason = _verdict(paper, counted, offences)
    if reason is Reason.UNREAD_PARTS:
        details["unread_parts"] = [part.value for part in paper.document.unread]
    if counted.twins:
        details["stand_ins"] = sorted(counted.twins)
    if reason is not None:
        details["reason"] = reason.value
    if outcome is Outcome.FAIL and paper.document.kind is FileKind.DOCX and not paper.document.converted_from:
        details["marks"], details["unmarked"] = marks(paper.document.paragraphs, counted.known, at)
    advice = _advice(paper, counted) if outcome is not Outcome.PASS else ()
    return finding(paper, "font", outcome, summary, details, advice, hint=_hint(paper, counted, offences, outcome))


def _count(paper: Paper) -> _Count:
    document, wanted = paper.document, paper.config.rules.font
    is_pdf = document.kind is FileKind.PDF

    @cache
    def stands_in(font: str) -> bool:
        return is_pdf and metric_twin(font, wanted)

    @cache
    def fits(font: str) -> bool:
        return same_font(font, wanted, document.font_aliases) or stands_in(font)

    characters = 0
    pieces: list[_Piece] = []
    twins: set[str] = set()
    for index, paragraph in enumerate((*document.paragraphs, *document.bare_numbers)):
        found = False
        legacy = paper.legacy.paragraphs.get(index)
        for span in (*paragraph.number, *paragraph.spans):
            if _draws(span, legacy):
                continue
            count = _ink(span, legacy)
            characters += count
            if count and not fits(span.font):
                found = True
            elif count and stands_in(span.font):
                twins.add(span.font)
        if found:
            pieces.extend(_pieces(paragraph, fits, legacy))
    return _Count(characters, tuple(pieces), frozenset(twins))


def _pieces(paragraph: Paragraph, fits: Callable[[str], bool], legacy: Legacy | None) -> Iterator[_Piece]:
    """Adjoining spans in one other font; white space and exempt signs between them do not part them, but a phonetic
    guide and what it stands over are no one text.
    """

    def font_of(span: Span) -> str | None:
        return None if _draws(span, legacy) or fits(span.font) else span.font

    def inked(spans: Sequence[Span]) -> list[Span]:
        return [span for span in spans if _ink(span, legacy) and not _draws(span, legacy)]

    numbers, texts = inked(paragraph.number), inked(paragraph.spans)
    of_number = {id(span) for span in numbers}
    whole, at, starts = "", 0, {}
    for span in paragraph.spans:
        starts[id(span)] = at
        whole += span.text
        at += len(span.text)
    shown = (*numbers, *texts)
    for (font, _), group in groupby(shown, key=lambda span: (font_of(span), span.aside)):
        spans = list(group)
        if font is None:
            continue
        said = [span for span in spans if id(span) not in of_number]
        start = starts[id(said[0])] if said else 0
        end = starts[id(said[-1])] + len(said[-1].text) if said else len(whole)
        text = whole[start:end] if said else "".join(span.text for span in spans)
        yield _Piece(
            font=font,
            characters=sum(_ink(span, legacy) for span in spans),
            text=text,
            shown=_readable(text[:_SHOWN], font, legacy),
            around=whole[max(0, start - _NEIGHBOURHOOD) : end + _NEIGHBOURHOOD] if said else whole[:_SHOWN],
            paragraph=paragraph,
            start=start,
            end=end,
            opens=spans[0] is shown[0],
            closes=spans[-1] is shown[-1],
            of_number=sum(_ink(span, legacy) for span in spans if id(span) in of_number),
        )


def _draws(span: Span, legacy: Legacy | None) -> bool:
    """Whether it never offends.  In a font of an old code that Word takes for one of symbols, letters have the codes of
    symbols: pictures in it are the text that was read.
    """
    return span.exempt and (legacy is None or span.font not in legacy.fonts or is_symbol_font(span.font))


def _ink(span: Span, legacy: Legacy | None) -> int:
    """Visible characters."""
    text = span.text
    if legacy is not None and _SOFT_HYPHEN in text and span.font in legacy.fonts:
        text = text.replace(_SOFT_HYPHEN, "ư") if legacy.encoding is Encoding.TCVN3 else text
    return visible_characters(text)


def _readable(text: str, font: str, legacy: Legacy | None) -> str:
    if legacy is None or font not in legacy.fonts:
        return text
    return to_unicode(text, legacy.encoding, capitals=shows_capitals(font))


def _offences(pieces: Sequence[_Piece], at: Locator) -> list[dict[str, Any]]:
    """One entry per font, largest first; each with its largest place, and the next ones under `places`."""
    by_font: defaultdict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        by_font[piece.font].append(piece)
    groups = sorted(by_font.items(), key=lambda item: (-sum(piece.characters for piece in item[1]), item[0]))
    offences = []
    for number_of_font, (font, group) in enumerate(groups[:_MOST_FONTS]):
        most = _MOST_PLACES if number_of_font < _FONTS_WITH_PLACES else 1
        largest = sorted(group, key=lambda piece: -piece.characters)[:most]
        places = [
            {
                "characters": piece.characters,
                "excerpt": excerpt(piece.shown),
                "where": _where(piece, at),
                **_context(piece),
            }
            for piece in largest
        ]
        offences.append(
            {
                "font": font,
                "characters": sum(piece.characters for piece in group),
                "excerpt": places[0]["excerpt"],
                "where": places[0]["where"],
                "count": len(group),
                "places": places,
            }
        )
    return offences


def _where(piece: _Piece, at: Locator) -> str:
    """The place in words; a list number is looked for by the text that it stands before."""
    text = piece.around if piece.is_number else piece.text
    found = at.where(piece.paragraph.place, excerpt(text).rstrip("…"), piece.around)
    return f"{found}, {LIST_NUMBER}" if piece.is_number else found


def _context(piece: _Piece) -> dict[str, str]:
    """The words around a piece too small to be found by itself; nothing where there are none, or are not readable."""
    if piece.is_number:
        return {"context": excerpt(f"{piece.text.strip()} {piece.around}", _NEIGHBOURHOOD)}
    left = min(piece.start, _NEIGHBOURHOOD)
    before, after = piece.around[:left], piece.around[left + len(piece.text) :]
    if piece.characters > _TINY or piece.shown != piece.text or not (before.strip() or after.strip()):
        return {}
    length = sum(len(span.text) for span in piece.paragraph.spans)
    if piece.start > _NEIGHBOURHOOD:
        before = "…" + before.partition(" ")[2]
    if length - piece.end > _NEIGHBOURHOOD:
        after = after.rpartition(" ")[0] + "…"
    return {"context": " ".join(normalize("NFC", before + piece.text + after).split())}


def _verdict(paper: Paper, counted: _Count, offences: Sequence[dict[str, Any]]) -> tuple[Outcome, str, Reason | None]:
    wanted, tolerance = paper.config.rules.font, paper.config.rules.font_tolerance_percent
    if not counted.characters:
        return Outcome.REVIEW, no_text(paper), Reason.NO_TEXT
    if counted.other * 100 > tolerance * counted.characters:
        return Outcome.FAIL, _sentence(wanted, counted, offences), None
    if counted.unknown * 100 > tolerance * counted.characters:
        share = number(counted.unknown)
        summary = f"Có {share} ký tự mà tệp không cho biết là phông chữ gì; {by_person(paper)}."
        return Outcome.REVIEW, summary, Reason.UNKNOWN_FONT
    if paper.document.unread:
        return Outcome.REVIEW, _unread(paper, paper.document.unread), Reason.UNREAD_PARTS
    if counted.other:
        return Outcome.PASS, f"Bài dùng phông {wanted}; phần khác phông nằm trong mức cho phép.", None
    return Outcome.PASS, f"Toàn bộ {number(counted.characters)} ký tự của bài dùng phông {wanted}.", None


def no_text(paper: Paper) -> str:
    """What is said of a file without a single character."""
    return f"{_NO_TEXT}; {by_person(paper)}."


def _unread(paper: Paper, parts: Sequence[UnreadPart]) -> str:
    names = ", ".join(_PARTS[part] for part in parts)
    return f"Trong bài có {names} mà chữ bên trong chưa đọc được phông; {by_person(paper)}."


def _sentence(wanted: str, counted: _Count, offences: Sequence[dict[str, Any]]) -> str:
    first = offences[0]
    if counted.other == 1:
        context = first["places"][0].get("context")
        where = first["where"] + (f": “{context}”" if context else "")
        return f"Có 1 ký tự “{first['excerpt']}” dùng phông {first['font']}, không phải {wanted} ({where})."
    if counted.other == counted.characters and len(offences) == 1:
        return f"Toàn bài dùng phông {first['font']}, không phải {wanted}."
    fonts = ", ".join(f"{offence['font']} ({number(offence['characters'])} ký tự)" for offence in offences[:3])
    more = f" và {number(counted.fonts - 3)} phông khác" if counted.fonts > 3 else ""
    total = f"{number(counted.other)}/{number(counted.characters)}"
    return f"{total} ký tự không dùng phông {wanted}: {fonts}{more}; nhiều nhất ở {first['where']}."


def _advice(paper: Paper, counted: _Count) -> tuple[str, ...]:
    wanted = paper.config.rules.font
    if not counted.characters:
        return typed_text(paper)
    everything = _everything(paper)
    legacy = paper.legacy.fonts & {piece.font for piece in counted.known}
    if legacy:
        fonts = ", ".join(sorted(legacy))
        named = f" ({paper.legacy.encoding})" if paper.legacy.encoding else ""
        return (
            f"Phần chữ ở phông {fonts} gõ bằng bảng mã cũ{named}, không phải Unicode.",
            "KHÔNG chỉ đổi phông, vì chữ sẽ bị lỗi; hãy chuyển sang Unicode trước, theo hướng dẫn ở mục bảng mã.",
            f"Sau khi chuyển mã: {everything[0].lower()}{everything[1:]}",
        )
    steps = []
    if paper.document.kind is FileKind.PDF:
        word = FileKind.DOCX in paper.config.rules.accepted_kinds
        steps.append(f"Sửa trong tệp Word gốc rồi xuất lại PDF{', hoặc gửi chính tệp Word (.docx)' if word else ''}.")
    stories = [piece.paragraph.place.story for piece in counted.pieces if not piece.is_number]
    few = counted.other <= 200 and counted.other * 20 <= counted.characters
    if any(story not in APART for story in stories):
        steps.append(
            f"Bôi đen những chỗ nêu trên, chọn phông {wanted} trong ô Font ở thẻ Home, rồi lưu lại."
            if few
            else everything
        )
    if apart := in_words(stories):
        steps.append(
            f"Riêng {apart}: bấm đúp (hoặc bấm) vào phần đó, bôi đen (Ctrl+A) rồi chọn phông {wanted}; "
            "lệnh chọn toàn bài không bao gồm phần này."
        )
    if counted.numbers:
        steps.append(
            f"Riêng số thứ tự tự động: bấm chuột vào chính con số (Word bôi xám các số cùng cấp), chọn phông {wanted}."
        )
    return tuple(steps)


def _everything(paper: Paper) -> str:
    """How to give the whole paper its font; signs that are letters of a symbol font must keep theirs."""
    wanted = paper.config.rules.font
    symbols = {
        span.font: paragraph.place
        for paragraph in reversed(paper.document.paragraphs)
        if paragraph.place.story not in APART
        for span in paragraph.spans
        if span.exempt and (is_symbol_font(span.font) or normal(span.font) in paper.document.symbol_fonts)
    }
    if not symbols:
        return f"Bôi đen toàn bài (Ctrl+A), chọn phông {wanted} trong ô Font ở thẻ Home, rồi lưu lại."
    fonts = ", ".join(sorted(symbols))
    at = locator(paper.document, paper.rendering)
    where = at.where(min(symbols.values(), key=lambda place: place.paragraph))
    return (
        f"Bôi đen từng phần chữ (không dùng Ctrl+A cho cả bài), chọn phông {wanted} trong ô Font ở thẻ Home, rồi "
        f"lưu lại; chừa lại những ký hiệu ở phông {fonts} (ví dụ ở {where}), vì đổi phông sẽ biến chúng thành chữ khác."
    )


def _hint(paper: Paper, counted: _Count, offences: Sequence[dict[str, Any]], outcome: Outcome) -> str:
    notes = []
    if outcome is Outcome.PASS and offences:
        listed = "; ".join(f"“{it['excerpt']}” ({it['font']}, {it['where']})" for it in offences[:3])
        notes.append(f"Còn {number(counted.other)} ký tự khác phông: {listed}.")
    if counted.twins:
        names = ", ".join(sorted(counted.twins))
        notes.append(f"Tệp PDF dùng {names}, phông thay thế cùng kích thước của {paper.config.rules.font}.")
    if paper.document.converted_from:
        notes.append(f"Tệp .{paper.document.converted_from} được chuyển sang .docx để kiểm tra phông chữ.")
    return " ".join(normalize("NFC", note) for note in notes)


RULE = Rule("font", check, {"characters": 0, "other_characters": 0, "offences": []})
