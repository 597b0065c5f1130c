"""The real LibreOffice: nothing happens but pages, whatever a document asks for.

Each kind of trap is first shown to work on a LibreOffice without our care.
"""

import re
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from render_documents import SENTENCE, odt, packed, pages, paper, rtf
from render_places import CONFINED, PLACES, SETTINGS, run_soffice

from daemon.errors import RenderError
from daemon.model import FileKind
from daemon.render import WORKER, LibreOffice

pytestmark = pytest.mark.server

TEMPLATE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


@pytest.fixture(scope="module")
def offices() -> Iterator[Callable[[str], LibreOffice]]:
    """One in each place that a test of this module asks for."""
    with ExitStack() as stack:
        yield cache(lambda place: stack.enter_context(closing(PLACES[place]())))


def in_each(places: Iterable[str]) -> list[Any]:
    """The tests of a place are for one worker, which starts it once."""
    return [pytest.param(it, marks=pytest.mark.xdist_group(f"LibreOffice in {it}")) for it in places]


@pytest.fixture(params=in_each(PLACES))
def anywhere(request: pytest.FixtureRequest, offices: Callable[[str], LibreOffice]) -> LibreOffice:
    return offices(request.param)


@pytest.fixture(params=in_each(CONFINED))
def confined(request: pytest.FixtureRequest, offices: Callable[[str], LibreOffice]) -> LibreOffice:
    return offices(request.param)


class Listener:
    """Counts whoever connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/picture.png"
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def calling_docx(url: str) -> bytes:
    """A linked picture, a remote template and an INCLUDEPICTURE field."""
    document = paper(1)
    link = document.part.relate_to(url, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    names = nsdecls("w", "wp", "a", "pic", "r")
    document.paragraphs[0].add_run()._r.append(
        parse_xml(
            f'<w:drawing {names}><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="{link}"/>'
            '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing>"
        )
    )
    template = document.part._settings_part.relate_to(url, TEMPLATE_TYPE, is_external=True)
    document.settings.element.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{template}"/>'))
    field = document.add_paragraph()._p
    field.append(
        parse_xml(
            f"<w:fldSimple {nsdecls('w')} w:instr=' INCLUDEPICTURE \"{url}\" \\d '><w:r><w:t>x</w:t></w:r></w:fldSimple>"
        )
    )
    return packed(document)


def calling_odt(url: str) -> bytes:
    image = f'<draw:image xlink:href="{url}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    section = f'<text:section text:name="S"><text:section-source xlink:href="{url}"/><text:p>cũ</text:p></text:section>'
    return odt(
        f'<text:p>x<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{image}</draw:frame></text:p>{section}'
    )


def calling_rtf(url: str) -> bytes:
    return rtf(f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{url}" \\\\d}}{{\\fldrslt x}}}}\\par')


CALLING = ((calling_docx, FileKind.DOCX), (calling_odt, FileKind.ODT), (calling_rtf, FileKind.RTF))


def test_no_document_makes_it_call_anybody(anywhere: LibreOffice, listener: Listener) -> None:
    for make, kind in CALLING:
        anywhere.to_pdf(make(listener.url), kind)
        anywhere.to_docx(make(listener.url), kind)
    assert listener.connections == 0


def test_without_care_it_would_call(listener: Listener, tmp_path: Path) -> None:
    """The documents above are real calls: LibreOffice as it comes makes them."""
    run_soffice(tmp_path, calling_odt(listener.url), "odt", "pdf")
    assert listener.connections > 0


def picture(path: Path) -> str:
    """A file on this machine that a document might want to see; its URL."""
    rows = b"".join(b"\0" + bytes((200, 10, column)) * 40 for column in range(40))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    return path.as_uri()


def pictures(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return sum(len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in document)
    finally:
        document.close()


def test_no_document_shows_another_file(confined: LibreOffice, tmp_path: Path) -> None:
    url = picture(tmp_path / "private.png")
    for make, kind in CALLING:
        assert pictures(confined.to_pdf(make(url), kind)) == 0, kind


def test_without_care_it_would_show_it(tmp_path: Path) -> None:
    url = picture(tmp_path / "private.png")
    shown = {kind for make, kind in CALLING if pictures(run_soffice(tmp_path, make(url), str(kind), "pdf"))}
    assert shown >= {FileKind.DOCX, FileKind.ODT}


def test_no_document_includes_the_text_of_another_file(anywhere: LibreOffice, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("CHIM BÁO")
    for url in (secret.as_uri(), "file:///etc/passwd"):
        source = f'<text:section-source xlink:href="{url}" xlink:type="simple" text:filter-name="Text"/>'
        section = f'<text:section text:name="S">{source}<text:p>cũ</text:p></text:section>'
        document = paper(1)
        field = f"<w:fldSimple {nsdecls('w')} w:instr=' INCLUDETEXT \"{url}\" '><w:r><w:t>cũ</w:t></w:r></w:fldSimple>"
        document.add_paragraph()._p.append(parse_xml(field))
        include = f'{{\\field{{\\*\\fldinst INCLUDETEXT "{url}"}}{{\\fldrslt x}}}}\\par'
        for data, kind in (
            (odt(section), FileKind.ODT),
            (packed(document), FileKind.DOCX),
            (rtf(include), FileKind.RTF),
        ):
            text = " ".join(pages(anywhere.to_pdf(data, kind)))
            assert "CHIM" not in text, (url, kind)
            assert "root:" not in text, (url, kind)


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Main
  Open "{mark}" For Append As #1
  Print #1, "here"
  Close #1
End Sub
</script:module>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:{kind} xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inner}</library:{kind}>"""


def macro_odt(mark: Path) -> bytes:
    """When it is opened, its Basic writes a file."""
    libraries = LIBRARY.format(
        kind="libraries", attributes="", inner='<library:library library:name="Standard" library:link="false"/>'
    )
    attributes = 'library:name="Standard" library:readonly="false" library:passwordprotected="false"'
    library = LIBRARY.format(kind="library", attributes=attributes, inner='<library:element library:name="Module1"/>')
    target = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"
    new = f'script:language="ooo:script" xlink:href="{target}" xlink:type="simple"'
    old = (
        'script:language="ooo:StarBasic" script:macro-name="document:Standard.Module1.Main"'  # needs no script provider
    )
    events = {"dom:load": old, "office:load-finished": old, "office:view-created": new}
    listeners = "".join(f'<script:event-listener script:event-name="{event}" {how}/>' for event, how in events.items())
    head = f"<office:scripts><office:event-listeners>{listeners}</office:event-listeners></office:scripts>"
    extra = {
        "Basic/script-lc.xml": libraries,
        "Basic/Standard/script-lb.xml": library,
        "Basic/Standard/Module1.xml": MACRO.format(mark=mark),
    }
    return odt("<text:p>nguyên văn</text:p>", head=head, extra=extra)


def test_macros_do_not_run(anywhere: LibreOffice, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    assert pages(anywhere.to_pdf(macro_odt(mark), FileKind.ODT)) == ["nguyên văn"]
    assert not mark.exists()


def test_without_care_they_would_run(tmp_path: Path) -> None:
    """The document above really carries a macro: where macros are allowed it runs."""
    careless = tmp_path / "render_worker.py"
    careful = WORKER.read_text("utf-8").replace("MacroExecutionMode=0", "MacroExecutionMode=4")
    careless.write_text(re.sub(r'\n    \("Common/Security.*', "", careful), "utf-8")
    office = LibreOffice(SETTINGS.model_copy(update={"sandbox": False}), worker=careless, font="Times New Roman")
    office.to_pdf(macro_odt(tmp_path / "ran"), FileKind.ODT)
    office.close()
    assert (tmp_path / "ran").exists()


def test_memory_is_bounded() -> None:
    office = LibreOffice(SETTINGS.model_copy(update={"memory_megabytes": 256}), font="Times New Roman")
    assert office.trouble() is None
    cells = "".join(f"<text:p>{number} {SENTENCE}</text:p>" for number in range(150_000))
    with pytest.raises(RenderError):
        office.to_pdf(odt(cells), FileKind.ODT)
    assert len(pages(office.to_pdf(packed(paper(1)), FileKind.DOCX))) == 1
    office.close()
