"""Check `pages`: not more pages of text than allowed (ĐHVB 5: "mỗi bài viết không quá 05 trang").

The rendered count decides, and only a rendering with proven fonts is believed; blank pages after the text do not
count.  Word's stored count is evidence only: measured, it was wrong in 12 of 28 Vietnamese papers.  When it says
the other side of the limit than the rendering, a person looks, unless the stored count is known to be stale:

- the characters stored beside it are not those of the text (and are figures that belong together: "no character
  on three pages" says nothing); then the file was changed after they were written;
- it agrees once the blank pages after the text are counted, as Word does;
- the text cannot have stood on so few pages.

Endnotes stand on a page of their own in LibreOffice, and behind the text in Word: where that page is the one too many,
a person looks.  A rendering over the limit is a guess where much of the text is in a font that this machine lacks,
since what is drawn instead is mostly wider.  It fails all the same when the paper is too long in the font of the rules
as well.
"""

from __future__ import annotations

from typing import Any

from daemon.checks.marks import spot
from daemon.checks.paper import Paper, Rule, by_person, finding, number
from daemon.checks.places import excerpt
from daemon.checks.running import ends_on
from daemon.checks.turning import turn
from daemon.checks.widths import WIDENED
from daemon.model import FileKind, Finding, Outcome, Reason, Rendering, Story, UnreadPart
from daemon.text.squeezed import squeezed

#: Stored and counted characters that differ by more than this share are not of the same text.
_SAME_TEXT = 0.03
#: Characters a page can hold, generously: figures beyond were not written together.
_MOST_PER_PAGE = 12_000
_FLOWING = (Story.BODY, Story.TABLE)
#: Characters of the running text that the pages may lack: a cell that is cut off, letters that join.
_LOST, _LOST_SHARE = 200, 0.1
#: Unread parts that may take any room; the others have a frame, which is rendered whatever is in it.
_FRAMELESS = frozenset({UnreadPart.DOCUMENT})

_SHORTEN = (
    "Rút gọn nội dung cho vừa số trang quy định; trong Word xem số trang ở góc dưới bên trái màn hình.",
    "Xóa các dòng trống và trang trắng thừa; kiểm tra khổ giấy A4 và lề trang ở thẻ Layout.",
)
_LOOK = "Đề nghị mở bài bằng Word và xem lại số trang."


def check(paper: Paper) -> Finding:
    """Judges the rendered pages; without a trusted rendering the question is left to a person."""
    rendering, limit = paper.rendering, paper.config.rules.max_pages
    stored = _plausible(paper.document.stored_pages)
    details: dict[str, Any] = {"pages": stored, "limit": limit, "source": "stored" if stored else "none"}
    details["stored_pages"] = paper.document.stored_pages
    if rendering is None or not rendering.trusted or rendering.text_pages == 0:
        return _not_counted(paper, details)
    pages, blank = rendering.text_pages, rendering.count - rendering.text_pages
    details |= {"pages": pages, "source": "rendered", "blank_trailing": blank}
    if stored is not None and (stored > limit) != (pages > limit) and _counts(paper, rendering, stored):
        summary = (
            f"Đếm được {pages} trang nhưng Word ghi trong tệp là {stored} trang (có thể do tệp lưu số cũ; quy định "
            f"không quá {limit} trang); {by_person(paper)}."
        )
        return finding(paper, "pages", Outcome.REVIEW, summary, _why(details, Reason.STORED_COUNT), (_LOOK,))
    if pages == limit + 1 and not (stored and stored > limit) and _endnotes_apart(paper, rendering):
        summary = (
            f"Đếm được {pages} trang vì chú thích cuối bài (Endnote) được xếp sang trang riêng; trong Word có thể chỉ "
            f"{limit} trang (quy định không quá {limit} trang); {by_person(paper)}."
        )
        return finding(paper, "pages", Outcome.REVIEW, summary, _why(details, Reason.ENDNOTES_APART))
    if pages > limit and rendering.unproven and not _surely_over(rendering, limit):
        return _guessed(paper, rendering, details)
    if pages > limit:
        summary = f"Bài dài {pages} trang, vượt quy định không quá {limit} trang."
        beyond, told = _beyond(paper, rendering)
        return finding(paper, "pages", Outcome.FAIL, summary, details | beyond, (*told, *_SHORTEN))
    if (missing := _not_drawn(paper, rendering)) is not None:
        drawn, written = missing
        details |= {"drawn_characters": drawn, "written_characters": written}
        summary = (
            f"Đếm được {pages} trang, nhưng trên các trang đó chỉ thấy {number(drawn)} trong {number(written)} ký tự "
            f"của bài, nên số trang có thể lớn hơn (quy định không quá {limit} trang); {by_person(paper)}."
        )
        return finding(paper, "pages", Outcome.REVIEW, summary, _why(details, Reason.NOT_DRAWN), (_LOOK,))
    if _FRAMELESS & set(paper.document.unread):
        summary = f"Đếm được {pages} trang nhưng trong bài có tài liệu nhúng chưa đọc được; {by_person(paper)}."
        return finding(paper, "pages", Outcome.REVIEW, summary, _why(details, Reason.EMBEDDED))
    hint = ""
    if blank:
        hint = f"Sau phần nội dung còn {blank} trang trắng; nên xóa các dòng trống ở cuối bài."
    summary = f"Bài dài {pages} trang, trong giới hạn {limit} trang."
    return finding(paper, "pages", Outcome.PASS, summary, details, hint=hint)


def _not_drawn(paper: Paper, rendering: Rendering) -> tuple[int, int] | None:
    """Characters on the pages and in the running text, where the pages lack much of it; None where they do not.

    LibreOffice draws nothing of what follows a field that never ends, for one.
    """
    if paper.document.kind is FileKind.PDF:
        return None  # its text is that of its pages
    drawn = sum(len(squeezed(page.text)) for page in rendering.pages)
    written = sum(_ink(paper, story) for story in _FLOWING)
    return (drawn, written) if written - drawn > max(_LOST, _LOST_SHARE * written) else None


def _beyond(paper: Paper, rendering: Rendering) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Where the first page too many begins, for a program and in words; nothing where that is not certain."""
    page = paper.config.rules.max_pages + 1
    found = turn(paper.document, rendering, page)
    if found is None:
        return {}, ()
    place, shown = found.paragraph.place, excerpt(found.text)
    beyond = {"page": page, **spot(place), "start": found.start, "excerpt": shown}
    return {"beyond": beyond}, (f"Trang {page} hiện bắt đầu từ “{shown}”; phần từ chỗ này trở đi là phần vượt.",)


def _endnotes_apart(paper: Paper, rendering: Rendering) -> bool:
    """Whether the last page holds endnotes alone because LibreOffice set them there; Word sets them behind the text.

    In a .doc LibreOffice does as Word, and the author of an .odt sees the pages of LibreOffice.
    """
    document = paper.document
    if (
        rendering.endnotes_in_text
        or document.converted_from in (FileKind.DOC, FileKind.ODT)
        or not _ink(paper, Story.ENDNOTE)
    ):
        return False
    return not any(ends_on(document, page) for page in rendering.pages[rendering.text_pages - 1 :])


def _surely_over(rendering: Rendering, limit: int) -> bool:
    """Whether no font that could stand there instead would make the paper short enough."""
    return rendering.text_pages > WIDENED * limit if rendering.least is None else rendering.least > limit


def _guessed(paper: Paper, rendering: Rendering, details: dict[str, Any]) -> Finding:
    """Over the limit in whatever stands in for the author's font, and perhaps in that alone."""
    limit, wanted = paper.config.rules.max_pages, paper.config.rules.font
    details |= {"fonts_missing": list(rendering.unproven), "pages_in_wanted_font": rendering.least}
    known = f" (khi chuyển sang {wanted}: {rendering.least} trang)" if rendering.least else ""
    summary = (
        f"Đếm được {rendering.text_pages} trang{known}, nhưng máy đếm trang không có phông {rendering.unproven[0]} "
        f"nên đây chỉ là ước tính (quy định không quá {limit} trang); {by_person(paper)}."
    )
    return finding(paper, "pages", Outcome.REVIEW, summary, _why(details, Reason.FONT_MISSING))


def _not_counted(paper: Paper, details: dict[str, Any]) -> Finding:
    rendering = paper.rendering
    if rendering is not None and rendering.trusted:
        summary, reason = f"Không thấy trang nào có nội dung; {by_person(paper)}.", Reason.NO_PAGE
        details["note"] = "no page has any content"
    else:
        summary = f"Chưa đếm được chính xác số trang; {paper.config.secretariat.name} sẽ kiểm tra trực tiếp."
        reason = Reason.NOT_COUNTED
        details["note"] = rendering.note if rendering is not None else paper.render_note
    if rendering is not None and rendering.text_pages:
        details["untrusted_pages"] = rendering.text_pages
    return finding(paper, "pages", Outcome.REVIEW, summary, _why(details, reason))


def _why(details: dict[str, Any], reason: Reason) -> dict[str, Any]:
    """Why a person is asked, beside what was found."""
    return {**details, "reason": reason.value}


def _plausible(stored: int | None) -> int | None:
    return stored if stored is not None and stored >= 1 else None


def _counts(paper: Paper, rendering: Rendering, stored: int) -> bool:
    """Whether a stored count that contradicts the rendering is evidence (see above)."""
    if paper.document.kind is FileKind.PDF:
        return False  # its pages are the pages
    if _same_text(paper, stored) is False or sum(_ink(paper, it) for it in _FLOWING) > stored * _MOST_PER_PAGE:
        return False
    return not paper.config.rules.max_pages < stored <= rendering.count


def _same_text(paper: Paper, stored_pages: int) -> bool | None:
    """Whether the stored figures are of this text; None when they cannot tell."""
    stored = paper.document.stored_characters
    if stored is None or (stored == 0 and stored_pages > 1) or stored > stored_pages * _MOST_PER_PAGE:
        return None
    # Word counts the body with its tables; text boxes, notes, headers only on request, so either sum may be stored.
    body = sum(_ink(paper, story) for story in _FLOWING)
    whole = body + sum(_ink(paper, story) for story in (Story.TEXT_BOX, Story.FOOTNOTE, Story.ENDNOTE))
    return body * (1 - _SAME_TEXT) <= stored <= whole * (1 + _SAME_TEXT) + 10


def _ink(paper: Paper, story: Story) -> int:
    return sum(len(squeezed(it.text)) for it in paper.document.paragraphs if it.place.story is story)


RULE = Rule("pages", check, {"pages": None, "limit": None, "source": "none", "stored_pages": None}, needs_text=False)
