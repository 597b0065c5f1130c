"""Builds .docx files from raw XML, so that what a test expects is known by construction.

`make_docx` gives a package exactly as asked for; `simple_paper` a whole paper in one line.  The small helpers
`p`, `r`, `rfonts`, `table`, `style` and `theme` give pieces of WordprocessingML as strings.

Relationship ids are the stem of the part's name: `parts={"word/header1.xml": ...}` is referred to by
`r:id="header1"`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "v": "urn:schemas-microsoft-com:vml",
}
XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORD_TYPE}.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_TYPE = f"{WORD_TYPE}.template.main+xml"
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="720" w:footer="720" w:gutter="0"/>'

#: stem of a part's name without digits → (relationship type, content type)
_KNOWN = {
    "styles": ("styles", f"{WORD_TYPE}.styles+xml"),
    "settings": ("settings", f"{WORD_TYPE}.settings+xml"),
    "chart": ("chart", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
    "data": ("diagramData", "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"),
    "fontTable": ("fontTable", f"{WORD_TYPE}.fontTable+xml"),
    "numbering": ("numbering", f"{WORD_TYPE}.numbering+xml"),
    "header": ("header", f"{WORD_TYPE}.header+xml"),
    "footer": ("footer", f"{WORD_TYPE}.footer+xml"),
    "footnotes": ("footnotes", f"{WORD_TYPE}.footnotes+xml"),
    "endnotes": ("endnotes", f"{WORD_TYPE}.endnotes+xml"),
    "comments": ("comments", f"{WORD_TYPE}.comments+xml"),
    "theme": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "image": ("image", None),
    "workbook": ("package", "application/vnd.ms-excel.sheet.macroEnabled.12"),
}


# --------------------------------------------------------------------------- pieces


def rfonts(font: str | None = None, **attributes: str) -> str:
    """`w:rFonts`: one font for all four slots, or attributes by name (`ascii="Arial"`, `asciiTheme="minorHAnsi"`)."""
    values = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font) if font else {}
    values |= attributes
    return "<w:rFonts " + " ".join(f"w:{name}={quoteattr(value)}" for name, value in values.items()) + "/>"


def rpr(
    font: str | None = None, *, bold: bool = False, style: str | None = None, size: float | None = None, extra: str = ""
) -> str:
    """`w:rPr`, or nothing where there is nothing to say."""
    inner = (
        (f'<w:rStyle w:val="{style}"/>' if style else "")
        + (rfonts(font) if font else "")
        + ("<w:b/>" if bold else "")
        + extra
        + (f'<w:sz w:val="{int(size * 2)}"/>' if size else "")
    )
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def t(text: str) -> str:
    """`w:t` with its spaces kept."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(
    text: str,
    font: str | None = None,
    *,
    bold: bool = False,
    style: str | None = None,
    size: float | None = None,
    extra: str = "",
) -> str:
    """A run of text; `extra` is more XML inside its `w:rPr`."""
    return f"<w:r>{rpr(font, bold=bold, style=style, size=size, extra=extra)}{t(text)}</w:r>"


def p(
    *content: str,
    style: str | None = None,
    centre: bool = False,
    font: str | None = None,
    bold: bool = False,
    size: float | None = None,
    ppr: str = "",
) -> str:
    """A paragraph.  Content that begins with "<" is XML, anything else becomes a run in `font`."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + ppr + ('<w:jc w:val="center"/>' if centre else "")
    runs = "".join(piece if piece.startswith("<") else r(piece, font, bold=bold, size=size) for piece in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def table(rows: Iterable[Iterable[str]], *, style: str | None = None, look: str = "", properties: str = "") -> str:
    """A table; each cell is XML of its paragraphs, or plain text.  `look` is the attributes of `w:tblLook`."""
    head = (
        (f'<w:tblStyle w:val="{style}"/>' if style else "")
        + '<w:tblW w:w="0" w:type="auto"/>'
        + properties
        + (f"<w:tblLook {look}/>" if look else "")
    )
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr>{head}</w:tblPr><w:tblGrid/>{body}</w:tbl>"


def style(
    style_id: str,
    inner: str = "",
    *,
    kind: str = "paragraph",
    based_on: str | None = None,
    default: bool = False,
    name: str | None = None,
    font: str | None = None,
) -> str:
    """A `w:style`; `inner` is XML after name and basedOn, `font` a short form for its run fonts."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"{" w:default=" + chr(34) + "1" + chr(34) if default else ""}>'
        f'<w:name w:val="{name or style_id}"/>'
        + (f'<w:basedOn w:val="{based_on}"/>' if based_on else "")
        + inner
        + (rpr(font) if font else "")
        + "</w:style>"
    )


def styles(*content: str, default_font: str | None = None, defaults: str = "") -> str:
    """A whole styles part; `defaults` is XML inside the `w:rPr` of the document defaults."""
    inside = defaults or (rfonts(default_font) if default_font else "")
    doc_defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{inside}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f"{HEADER}<w:styles {XMLNS}>{doc_defaults if inside else ''}{''.join(content)}</w:styles>"


def theme(
    *, major: str = "Cambria", minor: str = "Calibri", ea: str = "", cs: str = "", scripts: str = ""
) -> dict[str, str]:
    """`parts` with a theme; `scripts` is XML of `a:font` elements, put into both collections."""

    def collection(name: str, latin: str) -> str:
        return (
            f'<a:{name}><a:latin typeface="{latin}"/><a:ea typeface="{ea}"/><a:cs typeface="{cs}"/>{scripts}</a:{name}>'
        )

    fonts = collection("majorFont", major) + collection("minorFont", minor)
    return {
        "word/theme/theme1.xml": f'{HEADER}<a:theme {XMLNS} name="T"><a:themeElements><a:fontScheme name="F">{fonts}'
        "</a:fontScheme></a:themeElements></a:theme>"
    }


def settings(inner: str) -> dict[str, str]:
    """`parts` with document settings."""
    return {"word/settings.xml": f"{HEADER}<w:settings {XMLNS}>{inner}</w:settings>"}


def part(root: str, inner: str) -> str:
    """A part with root element `w:{root}`: hdr, ftr, footnotes, endnotes, comments, fonts, numbering."""
    return f"{HEADER}<w:{root} {XMLNS}>{inner}</w:{root}>"


def level(index: int, shape: str, text: str, font: str | None = None, *, extra: str = "", run: str = "") -> str:
    """A `w:lvl` that counts in a format; `extra` is more XML of the level, `run` of its `w:rPr`."""
    inside = (rfonts(font) if font else "") + run
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>{extra}'
        f'<w:lvlText w:val="{text}"/>{f"<w:rPr>{inside}</w:rPr>" if inside else ""}</w:lvl>'
    )


def numbering(*definitions: str, **overrides: str) -> dict[str, str]:
    """`parts` with lists 1, 2, ... of the definitions (XML inside `w:abstractNum`).

    `overrides`: lists beside them as in `n7="1<w:lvlOverride .../>"`: list 7 is of the first definition, with this XML.
    """
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
        for number, inner in enumerate(definitions, 1)
    )
    lists = {str(number): str(number) for number in range(1, len(definitions) + 1)}
    lists |= {name[1:]: said for name, said in overrides.items()}
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{said[0]}"/>{said[1:]}</w:num>'
        for number, said in lists.items()
    )
    return {"word/numbering.xml": part("numbering", abstract + numbers)}


def item(
    text: str, of: int = 1, at: int | None = 0, *, mark: str = "", style: str | None = None, font: str | None = None
) -> str:
    """A paragraph in a list; `mark` is XML of the `w:rPr` of its paragraph mark."""
    where = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    ppr = f'<w:numPr>{where}<w:numId w:val="{of}"/></w:numPr>' + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return p(text, ppr=ppr, style=style, font=font)


def app_properties(pages: int) -> dict[str, str]:
    """`parts` with docProps/app.xml."""
    uri = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return {"docProps/app.xml": f'{HEADER}<Properties xmlns="{uri}"><Pages>{pages}</Pages></Properties>'}


def text_box(inner: str, fallback: str | None = None) -> str:
    """A run with a text box as Word writes it: DrawingML as the choice, VML as the fallback."""
    drawing = (
        '<w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    vml = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner if fallback is None else fallback}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"
    )


# --------------------------------------------------------------------------- packages


def strict(data: bytes) -> bytes:
    """The same document in the namespaces of ISO/IEC 29500 strict, also in the types of relationships."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, address in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/", "drawingml/2006/"),
    ):
        transitional = f"http://schemas.openxmlformats.org/{address}"
        entries = {
            part: text.replace(transitional, f"http://purl.oclc.org/ooxml/{name}") for part, text in entries.items()
        }
    return zip_bytes(entries)


def transitional_addresses(data: bytes) -> dict[str, set[str]]:
    """Namespaces and types of relationships that strict documents write otherwise, by the part that names them."""
    address = re.compile(
        r"http://schemas\.openxmlformats\.org/(?:wordprocessingml|drawingml|officeDocument)/2006/(?!custom)[^\"]*"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: set(address.findall(archive.read(name).decode("utf-8"))) for name in archive.namelist()}
    return {name: addresses for name, addresses in found.items() if addresses}


def zip_bytes(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip of these entries, always the same bytes for the same entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, (2021, 10, 1, 8, 0, 0))
            # ODF wants its mimetype readable in place (ODF 1.2 part 3, 3.3).
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def make_docx(
    body_xml: str = "",
    styles_xml: str | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    sect_xml: str = "",
    main_type: str = MAIN_TYPE,
    document_xml: str | None = None,
) -> bytes:
    """A .docx: `body_xml` inside `w:body`, `styles_xml` a whole styles part, `parts` by name.

    Parts under word/ that are known by name get their relationship and content type.  `sect_xml` stands inside the
    last `w:sectPr` before page size and margins; `document_xml` replaces the main part altogether.
    """
    known = dict(parts or {})
    if styles_xml is not None:
        known["word/styles.xml"] = styles_xml
    if document_xml is None:
        document_xml = (
            f"{HEADER}<w:document {XMLNS}><w:body>{body_xml}<w:sectPr>{sect_xml}{PAGE}</w:sectPr></w:body></w:document>"
        )
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(known, main_type),
        "_rels/.rels": _package_relationships(known),
        "word/document.xml": document_xml,
        "word/_rels/document.xml.rels": _document_relationships(known),
    }
    return zip_bytes(entries | known)


def _known(name: str) -> tuple[str, str | None] | None:
    if not name.startswith("word/") or "/_rels/" in name:
        return None
    return _KNOWN.get(PurePosixPath(name).stem.rstrip("0123456789"))


def _content_types(parts: Mapping[str, str | bytes], main_type: str) -> str:
    overrides = {"word/document.xml": main_type}
    overrides |= {name: known[1] for name in parts if (known := _known(name)) and known[1]}
    lines = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{HEADER}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f"{lines}</Types>"
    )


def _relationships(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{rid}" Type="{kind}" Target="{target}"/>' for rid, kind, target in rows)
    return f'{HEADER}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def _package_relationships(parts: Mapping[str, str | bytes]) -> str:
    rows = [("rId1", f"{RELATIONSHIPS}/officeDocument", "word/document.xml")]
    if "docProps/app.xml" in parts:
        rows.append(("rId2", f"{RELATIONSHIPS}/extended-properties", "docProps/app.xml"))
    return _relationships(rows)


def _document_relationships(parts: Mapping[str, str | bytes]) -> str:
    rows = [
        (PurePosixPath(name).stem, f"{RELATIONSHIPS}/{known[0]}", name.removeprefix("word/"))
        for name in parts
        if (known := _known(name))
    ]
    if "word/vbaProject.bin" in parts:
        rows.append(("vba", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"))
    return _relationships(rows)


# --------------------------------------------------------------------------- whole papers


def paper_styles(font: str = "Times New Roman", size: float = 14) -> str:
    """Styles of an ordinary Vietnamese paper: one font everywhere, headings with outline levels, a plain table."""
    defaults = rfonts(font) + f'<w:sz w:val="{int(size * 2)}"/><w:lang w:val="vi-VN"/>'
    headings = "".join(
        style(
            f"Heading{level}",
            f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/></w:rPr>',
            name=f"heading {level}",
            based_on="Normal",
        )
        for level in (1, 2, 3)
    )
    return styles(
        style("Normal", default=True),
        headings,
        style("TableNormal", kind="table", default=True, name="Normal Table"),
        defaults=defaults,
    )


def simple_paper(
    paragraphs: Sequence[str],
    *,
    font: str = "Times New Roman",
    title: str | None = None,
    authors: Sequence[str] = (),
    school: str | None = None,
    size: float = 14,
    stored_pages: int | None = None,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A whole paper in one font: title block, then the paragraphs.

    A paragraph that begins with "# " (or "## ") becomes a heading of level 1 (2); one that begins with "<" is XML.
    """
    body = p(title, centre=True, bold=True) if title else ""
    body += "".join(p(author, centre=True, bold=True) for author in authors)
    body += p(school, centre=True) if school else ""
    body += "".join(_paragraph(text) for text in paragraphs)
    extra = dict(parts or {}) | (app_properties(stored_pages) if stored_pages is not None else {})
    return make_docx(body, paper_styles(font, size), extra)


def _paragraph(text: str) -> str:
    if text.startswith("<"):
        return text
    marks = len(text) - len(text.lstrip("#"))
    return p(text[marks:].strip(), style=f"Heading{marks}") if marks else p(text)
