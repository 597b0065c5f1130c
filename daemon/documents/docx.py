"""A Word document (ECMA-376 part 1, 11.3) as paragraphs with effective fonts: body first, then the headers and footers
that are shown, then the notes that are referred to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import product

from daemon import fonts
from daemon.containers.ole import open_ole
from daemon.documents import drawn, stylepart
from daemon.documents.breaks import loses_breaks
from daemon.documents.misdrawn import misdrawn
from daemon.documents.numbering import Numbering
from daemon.documents.package import Package, Relation, is_elsewhere, part_name
from daemon.documents.problems import Unreadable, weigh
from daemon.documents.stories import StoryWalker
from daemon.documents.stylepart import StylePart
from daemon.documents.styles import StyleSheet
from daemon.documents.theme import read_theme
from daemon.documents.xml import RELATIONSHIPS, Element, child, children, integer, is_on, value, w
from daemon.model import Document, FileKind, FileProblem, Paragraph, Section, Story, UnreadPart

_OLE = b"\xd0\xcf\x11\xe0"
#: Not those of other programs: the figures of a chart may be a workbook that may hold macros, and none of them run.
_MACRO_TYPE = re.compile(rb"ms-word\.(?:document|template)\.macroEnabled|vbaProject", re.IGNORECASE)
#: What Word fetches by itself and that may bring code: a template, a linked object, a page in a frame; no pictures.
_FETCHED = frozenset({"attachedTemplate", "oleObject", "frame"})
_REFERENCE_ID = f"{{{RELATIONSHIPS}}}id"
_EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_SIDES = ("header", "footer")
_CONTINUES = frozenset({"continuous", "nextColumn"})  #: of 17.18.77 ST_SectionMark
_LEAVES_OUT = frozenset({"oddPage", "evenPage"})  #: may leave out a number
_START = re.compile(r"[1-9][0-9]{0,5}")  #: of a number of a page; what programs make of 0 differs
_PICTURE = re.compile(r"^[^/]+/media/")


def read_docx(data: bytes) -> Document:
    """Unreadable when there is nothing to judge; MemoryError when it does not fit."""
    if data.startswith(_OLE):
        ole = open_ole(data)
        if ole is not None and ole.has("EncryptedPackage"):
            raise Unreadable(FileProblem.ENCRYPTED, "an encrypted OOXML package ([MS-OFFCRYPTO])")
        raise Unreadable(FileProblem.CORRUPT, "a damaged OLE file under the name of a .docx")
    package = Package(data)
    may_have_macros = _refuse_macros(package)
    reading = _Reading(package)
    reading.refuse_active(typed=may_have_macros)
    package.refuse_declarations()
    return reading.document()


def _refuse_macros(package: Package) -> bool:
    """Whether the content types speak of macros, where they say of no part that it has any."""
    if any(name.endswith("/vbaproject.bin") for name in package.names()):
        raise Unreadable(FileProblem.MACROS, "the package holds vbaProject.bin")
    types = package.read("[Content_Types].xml")
    if types is None or not _MACRO_TYPE.search(types):
        return False
    if _MACRO_TYPE.search(_overrides(types)):
        raise Unreadable(FileProblem.MACROS, "the content types declare a macro-enabled document")
    return True


def _overrides(types: bytes) -> bytes:
    """Content types of parts that exist; a default for the extension "bin" alone says nothing."""
    return b"".join(re.findall(rb"<(?:\w+:)?Override\b[^<>]*>", types))


class _Reading:
    """One document while it is read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._warnings: dict[str, None] = {}
        self._unread: dict[UnreadPart, None] = {}
        self._bare_numbers: list[Paragraph] = []
        self._characters = self._pieces = 0
        self._package_relations = self._optional_relations("")
        self._main = self._main_part()
        root = package.xml(self._main, settled=True)
        body = child(root, "body")
        if body is None:
            raise Unreadable(FileProblem.CORRUPT, f"{self._main} is not a Word document")
        self._body = body
        self._misdrawn = misdrawn(body) or loses_breaks(body)
        self._relations = self._optional_relations(self._main)
        settings = self._related_xml("settings")
        self._misdrawn |= settings is None
        theme = self._related_xml("theme")
        self._theme = read_theme(theme, settings)
        self._styles = self._read_styles()
        self._sheet = StyleSheet(self._styles, self._theme)
        # Not by a method of ours: what refers to itself is freed late, and the next file wants the memory.
        lists = partial(_optional_xml, package, self._related("numbering"), self._warnings)
        self._numbering = Numbering(lists, self._sheet)
        self._font_table = self._related_xml("fontTable")
        self._symbol_fonts = self._read_symbol_fonts()
        self._even = is_on(settings, "evenAndOddHeaders")
        self._shown: dict[str, Story] = {}  #: parts of headers and footers that a section asks for

    def refuse_active(self, *, typed: bool) -> None:
        """Unreadable for macros by what Word goes by, whatever the parts are called, and for what it would fetch from
        elsewhere and run as the file is opened.  `typed`: whether the content types speak of macros.
        """
        holds = any(it.kind == "vbaProject" and self._package.has(it.target) for it in self._relations.values())
        if holds or (typed and _MACRO_TYPE.search(self._type().encode())):
            raise Unreadable(FileProblem.MACROS, "the main part is macro-enabled, or has a VBA project")
        for relation in self._package.leading_outside():
            if relation.kind in _FETCHED and is_elsewhere(relation.outside):
                raise Unreadable(FileProblem.MACROS, f"Word would fetch its {relation.kind} from another machine")

    def _type(self) -> str:
        """The content type of the main part: its own, or the default of its extension (ECMA-376 part 2, 7.2.3)."""
        root = self._optional_xml("[Content_Types].xml")
        extension = self._main.rpartition(".")[2]
        found = ""
        for line in root if root is not None else ():
            if part_name(line.get("PartName", "")) == part_name(self._main):
                return str(line.get("ContentType", ""))
            if line.get("Extension", "").lower() == extension.lower():
                found = str(line.get("ContentType", ""))
        return found

    # ----------------------------------------------------------------------- parts

    def _main_part(self) -> str:
        if (name := self._package.main_part(self._package_relations)) is None:
            raise Unreadable(FileProblem.CORRUPT, "the package has no main document part")
        return name

    def _optional_relations(self, part: str) -> dict[str, Relation]:
        try:
            return self._package.relations(part)
        except Unreadable as error:
            if error.problem is FileProblem.BOMB:
                raise
            self._warnings[error.note] = None
            return {}

    def _read_styles(self) -> StylePart:
        """Unreadable when damaged: without its styles a document would be judged by defaults it does not have."""
        name = self._related("styles")
        data = self._package.read(name) if name else None
        return StylePart() if data is None else stylepart.read(data, name, self._package.weigh)

    def _related(self, kind: str) -> str:
        """Name of the part of a kind that the main part refers to, the usual name without one."""
        usual = {"theme": "word/theme/theme1.xml"}.get(kind, f"word/{kind}.xml")
        return next((relation.target for relation in self._relations.values() if relation.kind == kind), usual)

    def _related_xml(self, kind: str) -> Element | None:
        """The part of a kind that the main part refers to, or that has the usual name; None when missing."""
        return self._optional_xml(self._related(kind))

    def _optional_xml(self, name: str) -> Element | None:
        return _optional_xml(self._package, name, self._warnings)

    # ----------------------------------------------------------------------- the whole

    def document(self) -> Document:
        walker = self._walker(self._main, Story.BODY)
        walker.walk(self._body)
        paragraphs = self._read(walker)
        sections = tuple(self._read_sections(walker.sections))
        notes = walker.notes
        paragraphs += self._headers_and_footers(notes)
        paragraphs += self._note_part("footnotes", Story.FOOTNOTE, set(notes["footnote"]))
        paragraphs += self._note_part("endnotes", Story.ENDNOTE, set(notes["endnote"]))
        pages, characters = self._stored()
        if not paragraphs:
            self._refuse_empty()
        return Document(
            FileKind.DOCX,
            paragraphs=tuple(paragraphs),
            bare_numbers=tuple(self._bare_numbers),
            stored_pages=pages,
            stored_characters=characters,
            font_aliases=self._font_aliases(),
            symbol_fonts=self._symbol_fonts,
            sections=sections,
            unread=tuple(self._unread),
            warnings=tuple(self._warnings),
            misdrawn=self._misdrawn,
            weight=self._package.weight + self._styles.unbuilt,
        )

    def _walker(self, part: str, story: Story) -> StoryWalker:
        drawn_in, symbols = self._drawn_in(part), self._symbol_fonts
        return StoryWalker(self._sheet, part, story, self._numbering, drawn_in, symbol_fonts=symbols)

    def _refuse_empty(self) -> None:
        drawn = any(" holds " in warning for warning in self._warnings)
        if not drawn and not any(_PICTURE.match(name) for name in self._package.names()):
            raise Unreadable(FileProblem.EMPTY, "the document has no visible text")
        self._warnings["the document has no text, only pictures"] = None

    def _headers_and_footers(self, notes: dict[str, list[str]]) -> list[Paragraph]:
        """Of those that sections ask for: whether there is a page for them only the pages can tell."""
        found: list[Paragraph] = []
        for name, story in self._shown.items():
            found += self._part(name, story, notes)
        return found

    def _read_sections(self, ended: Sequence[Element]) -> Iterator[Section]:
        """Those that end in the text and the last one (17.6.17), each with the references it inherits from the one
        before (17.10.1, 17.10.5).
        """
        references: dict[tuple[str, str], str] = {}
        last = next(reversed(list(children(self._body, "sectPr"))), None)
        for properties in (*ended, last) if ended or last is not None else ():
            for reference in children(properties, "headerReference", "footerReference"):
                side = "header" if reference.tag == w("headerReference") else "footer"
                references[side, reference.get(w("type"), "default")] = reference.get(_REFERENCE_ID, "")
            yield self._section(properties, references)

    def _section(self, properties: Element | None, references: Mapping[tuple[str, str], str]) -> Section:
        parts: dict[str, set[str]] = {"default": set()}
        if is_on(properties, "titlePg"):
            parts["first"] = set()
        if self._even:
            parts["even"] = set()
        for side, (kind, names) in product(_SIDES, parts.items()):
            relation = self._relations.get(references.get((side, kind), ""))
            if relation is not None:
                names.add(relation.target)
                self._shown.setdefault(relation.target, Story.HEADER if relation.kind == "header" else Story.FOOTER)
        begins = value(properties, "type")
        numbering = child(properties, "pgNumType")
        said = numbering.get(w("start"), "") if numbering is not None else ""
        start = int(said) if _START.fullmatch(said) else None
        return Section(
            frozenset(parts["default"]),
            frozenset(parts["first"]) if "first" in parts else None,
            frozenset(parts["even"]) if "even" in parts else None,
            continues=begins in _CONTINUES,
            starts=start,
            renumbers=begins in _LEAVES_OUT or (said != "" and start is None),
        )

    def _part(self, name: str, story: Story, notes: dict[str, list[str]]) -> list[Paragraph]:
        root = self._optional_xml(name)
        if root is None:
            return []
        self._misdrawn |= misdrawn(root)
        walker = self._walker(name, story)
        walker.walk(root)
        for kind, ids in walker.notes.items():
            notes[kind] += ids
        return self._read(walker)

    def _note_part(self, kind: str, story: Story, wanted: set[str]) -> list[Paragraph]:
        """The notes that the text refers to, and what was typed where a line parts them from it (17.11.23)."""
        root = self._related_xml(kind) if wanted else None
        if root is None:
            return []
        self._misdrawn |= misdrawn(root)
        name = self._related(kind)
        walker = self._walker(name, story)
        for note in children(root, "footnote", "endnote"):
            kind_of = note.get(w("type"), "normal")
            if kind_of == "separator" or (kind_of == "normal" and note.get(w("id")) in wanted):
                walker.walk(note)
            else:
                walker.skip(note)
        return self._read(walker)

    def _drawn_in(self, part: str) -> Callable[[str], Sequence[drawn.Piece] | None]:
        """Reads the charts and diagrams that a part of the text refers to, each once."""

        @cache
        def text(reference: str) -> Sequence[drawn.Piece] | None:
            relations = self._relations if part == self._main else self._optional_relations(part)
            relation = relations.get(reference)
            read = drawn.READERS.get(relation.kind) if relation is not None else None
            root = self._optional_xml(relation.target) if relation is not None and read is not None else None
            if relation is None or read is None or root is None:
                return None
            own = {it.kind: it.target for it in self._optional_relations(relation.target).values()}
            if "themeOverride" in own:
                return None
            pieces = read(root, self._theme)
            if pieces is None or not drawn.has_shapes(root):
                return pieces
            shapes = self._optional_xml(own.get("chartUserShapes", ""))
            return None if shapes is None else [*pieces, *drawn.upon_chart(shapes, self._theme)]

        return text

    def _read(self, walker: StoryWalker) -> list[Paragraph]:
        """What a walker found.  Unreadable when all parts together are more than a paper."""
        self._warnings |= walker.warnings
        self._unread |= walker.unread
        self._misdrawn |= walker.unclosed
        self._characters += walker.characters
        paragraphs, bare = walker.paragraphs(), walker.bare_numbers()
        self._bare_numbers += bare
        self._pieces += sum(len(paragraph.spans) for paragraph in paragraphs) + len(bare)
        weigh(self._characters, self._pieces)
        return paragraphs

    # ----------------------------------------------------------------------- evidence

    def _stored(self) -> tuple[int | None, int | None]:
        """Pages and characters as the author's program last counted them (22.2.2, docProps/app.xml)."""
        kinds = ("extended-properties", "extendedProperties")
        relations = self._package_relations.values()
        name = next((r.target for r in relations if r.kind in kinds), "docProps/app.xml")
        root = self._optional_xml(name)
        if root is None:
            return None, None
        return _count(root, "Pages") or None, _count(root, "Characters")

    def _read_symbol_fonts(self) -> frozenset[str]:
        """By what the font table says of each: its character set, or that a known one takes its place."""
        found = []
        for font in children(self._font_table, "font"):
            others = (value(font, "altName") or "").split(",")
            if _draws(value(font, "charset")) or any(map(fonts.is_symbol_font, others)):
                found.append(font.get(w("name"), ""))
        return frozenset(fonts.normal(name) for name in found if fonts.may_draw(name))

    def _font_aliases(self) -> dict[str, frozenset[str]]:
        aliases: dict[str, frozenset[str]] = {}
        for font in children(self._font_table, "font"):
            names = value(font, "altName")
            if names:
                name = fonts.normal(font.get(w("name"), ""))
                aliases[name] = frozenset(filter(None, map(fonts.normal, names.split(","))))
        return aliases


def _optional_xml(package: Package, name: str, warnings: dict[str, None]) -> Element | None:
    """A part that a document can be read without, None where it is missing or damaged.  Unreadable for a bomb."""
    try:
        return package.xml(name, settled=True) if name else None
    except Unreadable as error:
        if error.problem is FileProblem.BOMB:
            raise
        warnings[error.note] = None
        return None


def _count(properties: Element, name: str) -> int | None:
    return integer((properties.findtext(_EXTENDED + name) or "").strip(), 9)


def _draws(charset: str | None) -> bool:
    """Whether it is SYMBOL_CHARSET (17.8.3.2), two hexadecimal digits that some programs write as one."""
    return (charset or "").strip().lstrip("0") == "2"
