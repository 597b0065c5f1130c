"""Fonts whose widths the rendering does not know.  PURE.

Lines and pages end where they do because letters have widths.  Where a paper is written in a font that this machine
lacks, LibreOffice draws another one, mostly a wide one, and the pages it fills are a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from daemon.fonts import is_bold_face, metric_twin, normal, same_font, visible_characters
from daemon.model import Document, PageText

#: How much longer, at most, a paper becomes in a font that stands in: letters a fifth wider, and those of VNI with
#: their marks behind them instead of above.
WIDENED = 2
#: Twins without the letters of U+1EA0-1EF9, which are drawn in yet another font among theirs.
_NOT_VIETNAMESE = frozenset({"caladea"})
#: Share of the text that may be in such fonts: in five pages a tenth of a page, two or three lines.
_LITTLE = 0.02


def misspelled(document: Document, font: str) -> bool:
    """Whether text is in `font` by a name that LibreOffice does not know it by: that of a face ("Times New Roman Bold",
    TimesNewRomanPSMT), or another one that the document's font table has for it.
    """
    names = {span.font for it in document.paragraphs for span in (*it.number, *it.spans) if not span.exempt}
    return any(normal(it) != normal(font) and same_font(it, font, document.font_aliases) for it in names)


def unproven(document: Document, pages: Sequence[PageText], spelled: str = "") -> tuple[str, ...]:
    """The fonts of much of the text, most of it first, that appear on no page, neither themselves nor a metric twin.

    `spelled`: the font that was laid out by this name, whatever name the document has for it (`misspelled`).  A bold
    face among those is laid out bold, and only a Windows that finds it by its full name shows it so: it proves nothing.
    Empty when they hold so little of the text that pages cannot depend on it, and when the pages do not say.
    """
    drawn = frozenset(font for page in pages for font in page.fonts if font.lower() not in _NOT_VIETNAMESE)
    if not drawn:
        return ()
    aliases = document.font_aliases
    counts = Counter[str]()
    for paragraph in document.paragraphs:
        for span in paragraph.spans:
            if span.font and not span.exempt:
                counts[span.font] += visible_characters(span.text)

    def laid_out(font: str) -> str:
        is_spelled = spelled and same_font(font, spelled, aliases) and not is_bold_face(font)
        return spelled if is_spelled else font

    strangers = {font: count for font, count in counts.items() if count and not _is_drawn(laid_out(font), drawn)}
    if sum(strangers.values()) <= _LITTLE * counts.total():
        return ()
    return tuple(sorted(strangers, key=lambda font: (-strangers[font], font)))


def _is_drawn(font: str, drawn: frozenset[str]) -> bool:
    return any(same_font(it, font) or metric_twin(it, font) for it in drawn)
