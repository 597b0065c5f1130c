"""A paper file as text with effective fonts, and as rendered pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import normalize

from daemon.model.files import FileKind, FileProblem


class Story(StrEnum):
    """Which text flow of a document a paragraph stands in (ECMA-376 part 1, 11.3 "story")."""

    BODY = "body"
    TABLE = "table"
    TEXT_BOX = "text_box"
    CHART = "chart"  #: what is written in it, with the paragraph that holds it
    DIAGRAM = "diagram"  #: SmartArt, the same
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands, in terms a person at Word can follow and a program can find again."""

    story: Story
    part: str  #: package part, e.g. "word/document.xml"; for a PDF "page"
    paragraph: int  #: 1-based count of `w:p` in document order within the part, empty ones and nested ones counted
    section: int | None = None  #: 1-based; of body text
    table: int | None = None  #: 1-based count of outermost tables in the part
    row: int | None = None  #: 1-based in the innermost table
    column: int | None = None  #: 1-based in the innermost table
    page: int | None = None  #: 1-based, where the kind of file says so (PDF)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of visible characters shown in one font."""

    text: str
    font: str  #: family as the application would show it, after the whole cascade; "" when unknown
    exempt: bool = False  #: never offends: bullets, w:sym, equations
    aside: bool = False  #: a phonetic guide over the text (ruby): seen, and no part of what is read


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with visible text.  `text` is NFC; spans joined, those aside left out, give it before that."""

    place: Place
    spans: tuple[Span, ...]
    centred: bool = False
    bold: bool = False  #: all its visible characters
    outline: int | None = None  #: 1-based outline level where it is a heading
    number: tuple[Span, ...] = ()  #: its list number or bullet, which is no part of the text
    bold_lead: int = 0  #: words in bold that it begins with, where others follow that are not
    behind_picture: bool = False  #: a picture or shape stands between the text before it and its own (not of a PDF)

    @property
    def numbered(self) -> bool:
        """Has a list number or bullet."""
        return bool(self.number)

    @property
    def text(self) -> str:
        """Visible text, NFC, as typed (legacy encodings are not converted here)."""
        return normalize("NFC", "".join(span.text for span in self.spans if not span.aside))


@dataclass(frozen=True, slots=True)
class Section:
    """Which headers and footers the pages of a section of a Word document ask for, as names of parts; those it takes
    over from the section before it included (ECMA-376 part 1, 17.10).
    """

    usual: frozenset[str]
    first: frozenset[str] | None = None  #: on its first page; None: the same as on others (17.10.6 `titlePg`)
    even: frozenset[str] | None = None  #: on even pages; None: the same (17.10.1 `evenAndOddHeaders`)
    continues: bool = False  #: begins on the page on which the section before it ends (17.6.22)
    starts: int | None = None  #: number of its first page; None: counted on from those before it (17.6.12 `pgNumType`)
    renumbers: bool = False  #: the number of its first page is another than that, and nobody knows which

    @property
    def parts(self) -> frozenset[str]:
        """All of them, whether or not there is a page for them."""
        return self.usual.union(self.first or (), self.even or ())


class UnreadPart(StrEnum):
    """Parts of a document whose text is shown but not read."""

    DOCUMENT = "document"  #: an embedded document or a linked part: it may be pages long
    CHART = "chart"
    DIAGRAM = "diagram"
    WORD_ART = "word_art"
    CANVAS = "canvas"
    SCAN = "scan"  #: a page of a PDF that is one picture among pages of text


@dataclass(frozen=True, slots=True)
class Document:
    """A paper file as text with effective fonts; or the problem that kept us from reading it."""

    kind: FileKind
    problem: FileProblem | None = None
    problem_note: str = ""  #: English, for the log and the details: what exactly was seen
    paragraphs: tuple[Paragraph, ...] = ()  #: every story, document order, body first
    bare_numbers: tuple[Paragraph, ...] = ()  #: paragraphs without text whose list number is shown all the same
    converted_from: FileKind | None = None  #: the renderer made a .docx of it before reading
    stored_pages: int | None = None  #: docProps/app.xml; evidence only, often stale
    stored_characters: int | None = None
    """docProps/app.xml `Characters` (without spaces): where it differs from the text, the stored figures are stale."""
    font_aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Font table: lower-cased name → lower-cased alternative names (w:altName, ECMA-376 17.8.3.1)."""
    symbol_fonts: frozenset[str] = frozenset()
    """Font table: lower-cased names of fonts whose letters are pictures (w:charset 02, 17.8.3.2), beyond the known."""
    sections: tuple[Section, ...] = ()  #: of a Word document
    unread: tuple[UnreadPart, ...] = ()  #: what may hold visible text that is not in `paragraphs`
    warnings: tuple[str, ...] = ()  #: English notes on what could not be read inside
    misdrawn: bool = False  #: LibreOffice would lose some of it, and gets a `LayoutCopy`
    weight: int = 0  #: bytes that the XML read takes as a tree; a paper takes 1 to 10 million


@dataclass(frozen=True, slots=True)
class LayoutCopy:
    """A .docx with the same text on the same pages as in Word, for a renderer that would make others of the file, or an
    .odt with the same text in the same fonts, for one that would lose them.
    """

    data: bytes
    spelled: bool = False  #: the wanted font goes by its own name in it, whatever the file calls it
    endnotes_in_text: bool = False  #: they stand behind the text, as paragraphs of it


@dataclass(frozen=True, slots=True)
class PageText:
    """One rendered page."""

    number: int  #: 1-based
    text: str  #: NFC
    blank: bool  #: no text, no image, no drawing inside the body (header and footer alone do not count as content)
    fonts: frozenset[str] = frozenset()  #: families of the fonts used on it, as embedded
    bare: bool = False  #: between the margins stands nothing, but in them something that stands on no other page


@dataclass(frozen=True, slots=True)
class Rendering:
    """The paper as pages, as far as that can be believed."""

    pages: tuple[PageText, ...]
    trusted: bool  #: false when the fonts that stood in are not proven to cover Vietnamese
    note: str = ""  #: English: why it is not trusted, or what was noticed
    unproven: tuple[str, ...] = ()  #: fonts of much of the text in whose place another of unknown widths was drawn
    endnotes_in_text: bool = False  #: they were laid out where Word sets them, and not on a page of their own
    least: int | None = None  #: with those: text pages when the font of the rules is drawn instead; None: unknown

    @property
    def count(self) -> int:
        """All pages, trailing blank ones included."""
        return len(self.pages)

    @property
    def text_pages(self) -> int:
        """Pages up to the last one that is not blank."""
        return max((page.number for page in self.pages if not page.blank), default=0)
