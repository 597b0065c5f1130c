"""A paragraph while its runs are read: its text gathered by fonts, until it is a `Paragraph`.  PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from daemon.documents.styles import ParagraphProps, TableStyle
from daemon.model import Paragraph, Place, Span, Story

#: Format characters without ink, besides white space.
_INKLESS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_HEADING_NAME = re.compile(r"heading ([1-9])$", re.IGNORECASE)
FONT_NAME = 100  #: characters of a font's name that count; Windows has 31 (LF_FACESIZE)


def has_ink(text: str) -> bool:
    """Whether any character is more than white space or a format character."""
    bare = text.strip()
    return bool(bare) and (bare[0].isalnum() or bool(_INKLESS.sub("", bare).strip()))


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph while its runs are read."""

    story: Story
    ordinal: int
    section: int | None  #: None outside of the body
    cell: tuple[int | None, int | None, int | None]
    style: str
    table: TableStyle | None
    props: ParagraphProps  #: effective ones
    style_name: str
    number: tuple[Span, ...] = ()
    spans: list[tuple[list[str], str, bool, bool]] = field(default_factory=list)  #: text, font, exempt, aside
    lead: list[str] = field(default_factory=list)  #: white space before the first visible character
    led: int = 0  #: how much of it
    plain: bool = False  #: has visible text that is not bold
    bold: bool = False  #: has visible text that is bold
    bold_lead: list[str] = field(default_factory=list)  #: before any that is not
    pictured: bool = False  #: holds a picture or a shape

    def add(self, text: str, font: str, *, exempt: bool, aside: bool = False) -> bool:
        """White space joins what stands before it: it has no font that anybody sees.  True when there was ink."""
        last = self.spans[-1] if self.spans else None
        ink = bool(text.strip() if text.isascii() else has_ink(text))
        if last is None and not ink:
            self.lead.append(text)
            self.led += len(text)
        elif last is not None and last[3] == aside and (not ink or last[1:3] == (font, exempt)):
            last[0].append(text)
        else:
            self.spans.append(([*self.lead, text], font, exempt, aside))
            self.lead, self.led = [], 0
        return ink

    def finished(self, part: str, *, behind_picture: bool = False) -> Paragraph:
        """The paragraph, with all that was read of it; `part`: the part of the package that it stands in."""
        props = self.props
        read = not all(aside for *_, aside in self.spans)  # a guide over nothing is the text itself
        outline = props.outline + 1 if props.outline is not None and props.outline < 9 else None
        if outline is None and props.outline is None and (named := _HEADING_NAME.match(self.style_name)):
            outline = int(named[1])
        return Paragraph(
            Place(self.story, part, self.ordinal, self.section, *self.cell),
            tuple(
                Span("".join(pieces), font[:FONT_NAME], exempt, aside and read)
                for pieces, font, exempt, aside in self.spans
            ),
            centred=props.align == "center",
            bold=self.bold and not self.plain,
            bold_lead=len("".join(self.bold_lead).split()) if self.plain else 0,
            outline=outline,
            number=self.number,
            behind_picture=behind_picture,
        )
